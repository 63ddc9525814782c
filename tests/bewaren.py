"""In: the binary. Out: exit 0 when pyHanko's ETSI validation accepts what it signs to be kept for years (PAdES B-LT, B-LTA).

Usage: bewaren.py KAMERBRIEF

Certomancer is the issuer here: it gives certificates, and answers over HTTP whether they still count (OCSP, CRL), and what
time it is (RFC 3161). `sign` finds its addresses in the certificates.
"""

import asyncio
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

from asn1crypto import crl, ocsp
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import process_legacy_crl_input, process_legacy_ocsp_input

KAMERBRIEF = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(__file__).resolve().parent.parent
HOME = pathlib.Path(tempfile.mkdtemp())
NAMES = ["root", "tussen", "ocsp", "tsa", "rsa", "ec", "ingetrokken"]
RSA = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
EC = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]


def run(*command, code=0):
    """What the command prints; it must end with this exit code."""
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, timeout=120)
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == code, f"exit {done.returncode} instead of {code}: {' '.join(command)}\n{told[-3000:]}"
    return told


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait(address, question=None):
    """Until somebody answers there."""
    for _ in range(200):
        try:
            return urllib.request.urlopen(address, question).close()
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"nobody answers at {address}")


def configuration(port):
    now = datetime.now(timezone.utc)
    moment = lambda days: (now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S+0000")
    validity = {"valid-from": moment(-100), "valid-to": moment(1000)}
    ca = lambda issuer, services: {"issuer": issuer, "validity": validity, "profiles": [{"id": "simple-ca", "params": services}]}
    usage = lambda *all: {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(all)}}
    leaf = {"issuer": "tussen", "validity": validity, "profiles": ["digsig-commitment"]}
    stamping = [
        usage("digital_signature"),
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
        {"id": "crl_distribution_points", "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}}},
    ]
    return {
        "external-url-prefix": f"http://127.0.0.1:{port}",
        "keysets": {"proef": {"path-prefix": "keys", "keys": {name: {"path": f"{name}.key"} for name in NAMES}}},
        "pki-architectures": {
            "proef": {
                "keyset": "proef",
                "entity-defaults": {"country-name": "NL", "organization-name": "Proef"},
                "entities": {name: {"common-name": name} for name in NAMES},
                "certs": {
                    "root": {**ca("root", {"crl-repo": "root"}), "subject": "root", "subject-key": "root", "authority-key": "root"},
                    "tussen": ca("root", {"max-path-len": 0, "crl-repo": "tussen", "ocsp-service": "tussen"}),
                    "ocsp": {"issuer": "tussen", "validity": validity, "profiles": ["ocsp-responder"]},
                    "tsa": {"issuer": "root", "validity": validity, "extensions": stamping},
                    "rsa": leaf,
                    "ec": leaf,
                    "ingetrokken": {**leaf, "revocation": {"revoked-since": moment(-5), "reason": "key_compromise"}},
                },
                "services": {
                    "ocsp": {"tussen": {"for-issuer": "tussen", "responder-cert": "ocsp", "signing-key": "ocsp"}},
                    "crl-repo": {
                        "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
                        "tussen": {"for-issuer": "tussen", "signing-key": "tussen", "simulated-update-schedule": "P30D"},
                    },
                    "cert-repo": {"root": {"for-issuer": "root", "publish-issued-certs": True}},
                    "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
                },
            }
        },
    }


def make_issuer():
    """The issuer, answering; and the certificates of all, as PEM."""
    port = free_port()
    (HOME / "keys").mkdir()
    for name in NAMES:
        run("openssl", "genpkey", *(RSA if name in ("tussen", "rsa") else EC), "-out", HOME / "keys" / f"{name}.key")
    # JSON is YAML.
    (HOME / "uitgever.yml").write_text(json.dumps(configuration(port)))
    certomancer = [sys.executable, "-m", "certomancer", "--config", str(HOME / "uitgever.yml")]
    server = subprocess.Popen([*certomancer, "animate", "--port", str(port), "--no-web-ui", "--aiohttp"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for name in NAMES:
        run(*certomancer, "summon", "proef", name, HOME / f"{name}.pem")
    chain = (HOME / "tussen.pem").read_text()
    for name in ("rsa", "ec", "ingetrokken"):
        (HOME / f"{name}-keten.pem").write_text((HOME / f"{name}.pem").read_text() + chain)
    address = f"http://127.0.0.1:{port}/proef"
    wait(f"{address}/crls/root/latest.crl")
    return server, address


def policy(knowledge):
    root = load_cert_from_pemder(str(HOME / "root.pem"))
    trust = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]),
        revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO),
    )
    # Only what is in the file.
    local = RevocationInfoGatheringSpec(
        online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
        certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
    )
    return SignatureValidationSpec(cert_validation_policy=trust, revinfo_gathering_policy=local, local_knowledge=knowledge)


def etsi(path, archived):
    """The ETSI validation of every signature, by nothing but what is in the file."""
    with open(path, "rb") as file:
        reader = PdfFileReader(file)
        signatures = reader.embedded_regular_signatures
        for signature in signatures:
            if archived:
                spec = PdfSignatureValidationSpec(policy(LocalKnowledge()))
                result = asyncio.run(ades_lta_validation(signature, pdf_validation_spec=spec))
                assert result.oldest_evidence_record_timestamp is not None
            else:
                spec = policy(dss_knowledge(reader))
                result = asyncio.run(ades_with_time_validation(signature.signed_data, spec, raw_digest=signature.compute_digest()))
            assert result.ades_subindic == AdESPassed.OK, f"{path.name}: {result.ades_subindic}: {result.failure_msg}"
        return len(signatures)


def dss_knowledge(reader):
    """What is in the file about certificates; that of B-LTA pyHanko finds itself."""
    store = DocumentSecurityStore.read_dss(reader)
    ocsps = [ocsp.OCSPResponse.load(one.get_object().data) for one in store.ocsps]
    crls = [crl.CertificateList.load(one.get_object().data) for one in store.crls]
    return LocalKnowledge(known_ocsps=process_legacy_ocsp_input(ocsps), known_crls=process_legacy_crl_input(crls), known_certs=list(store.load_certs()))


def level(path, *more):
    told = run(KAMERBRIEF, "verify", path, "--vertrouw", HOME / "root.pem", "--format", "json", *more)
    report = json.loads(told)
    assert report["bewezen"] and report["ondertekenaars_nagegaan"], told
    signatures = [one for one in report["handtekeningen"] if not one["documenttijdstempel"]]
    assert all(one["intrekking"]["oordeel"] == "niet_ingetrokken" for one in signatures), told
    return [one["niveau"] for one in signatures]


def remote(letter, more):
    """Keys at a service on another computer (CSC v1), by the recipe in `docs/csc.py`."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "csc_dummy", str(HOME / "uitgever.yml"), str(port), "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}/csc/v1/info", b"{}")
        for who in ("rsa", "ec"):
            recipe = [sys.executable, ROOT / "docs/csc.py", f"http://127.0.0.1:{port}/csc/v1", f"proef/{who}"]
            chain, out = HOME / f"{who}-dienst.pem", HOME / f"{who}-dienst.pdf"
            chain.write_text(run(*recipe, "--certificaten"))
            command = " ".join(str(part) for part in recipe)
            run(KAMERBRIEF, "sign", letter, "--certificaat", chain, "--opdracht", command, *more, "--out", out)
            assert level(out) == ["B-LTA"]
            etsi(out, True)
            print(f"{who} bij een dienst: goed", flush=True)
        told = run(KAMERBRIEF, "sign", letter, "--certificaat", chain, "--opdracht", command + "x", *more, "--out", HOME / "weg.pdf", code=2)
        assert "credentials/info: 4" in told, told
    finally:
        server.terminate()
        server.wait()
    return 2


def main():
    server, address = make_issuer()
    try:
        check(address)
    finally:
        server.terminate()
        server.wait()
    shutil.rmtree(HOME)


def check(address):
    dossier = HOME / "dossier"
    shutil.copytree(ROOT / "tests/regels/basis", dossier, ignore=shutil.ignore_patterns("uit"))
    run(KAMERBRIEF, "build", dossier, "--out", HOME / "uit")
    letter = HOME / "uit/kamerbrief.pdf"
    sign = lambda who: [KAMERBRIEF, "sign", "--sleutel", HOME / "keys" / f"{who}.key", "--certificaat", HOME / f"{who}-keten.pem", "--tsa", f"{address}/tsa/tsa"]
    issuer = ["--keten", HOME / "root.pem"]
    count = 0
    for who, other in (("rsa", "ec"), ("ec", "rsa")):
        for option, name in (("--lt", "B-LT"), ("--lta", "B-LTA")):
            out = HOME / f"{who}{option}.pdf"
            run(*sign(who), letter, option, *issuer, "--out", out)
            assert level(out) == [name]
            count += etsi(out, name == "B-LTA")
            run(*sign(other), out, option, *issuer)
            assert level(out) == [name, name]
            count += etsi(out, name == "B-LTA")
            run("qpdf", "--check", out)
            told = run("pdfsig", "-nocert", out)
            # Older versions of poppler do not judge timestamps over the document.
            assert told.count("Signature is Valid") >= 2 and "nvalid" not in told, told
            print(f"{who} en {other} {name}: goed", flush=True)
    refused = HOME / "niet.pdf"
    told = run(*sign("ingetrokken"), letter, "--lta", *issuer, "--out", refused, code=2)
    assert "het certificaat van ingetrokken is ingetrokken op" in told and not refused.exists(), told
    told = run(*sign("rsa"), letter, "--lta", "--out", refused, code=2)
    assert "het certificaat van de uitgever van tussen ontbreekt" in told and not refused.exists(), told
    count += remote(letter, sign("rsa")[-2:] + ["--lta", *issuer])
    print(f"{count} handtekeningen om te bewaren: goed")


main()
