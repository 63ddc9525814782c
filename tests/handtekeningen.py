"""In: the binary. Out: exit 0 when poppler, OpenSSL, pyHanko and qpdf accept the PDFs that it signs.

Usage: handtekeningen.py KAMERBRIEF [NAME…]   (only the files whose name holds one of these)

Keys, certificates and a time-stamping authority are made on the spot by the command `openssl`.
"""

import http.server
import json
import logging
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import datetime, timedelta, timezone

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

KAMERBRIEF = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(__file__).resolve().parent.parent
HOME = pathlib.Path(tempfile.mkdtemp())
PASSWORD = "geheim"
LIMIT = 64 * 1024
# What pyHanko objects to is in the failure itself.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

CONFIG = f"""
[req]
distinguished_name = req
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[issued]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[stamping]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = authority
[authority]
serial = {HOME}/serial
signer_cert = {HOME}/tsa.pem
signer_key = {HOME}/tsa.key
certs = {HOME}/root.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def run(*command, code=0, **environment):
    """What the command prints; it must end with this exit code."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    command = [str(part) for part in command]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=120)
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == code, f"exit {done.returncode} instead of {code}: {' '.join(command)}\n{told[-3000:]}"
    return done.stdout


def openssl(*arguments):
    return run("openssl", *arguments)


KINDS = {"rsa": ("-newkey", "rsa:3072"), "ec": ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")}


def certificate(name, kind, section, issuer=None):
    """NAME.key and NAME.pem, from this issuer or from itself."""
    new = ["req", "-new", *KINDS[kind], "-nodes", "-config", "openssl.cnf", "-keyout", f"{name}.key", "-subj", f"/C=NL/O=Proef/CN={name}"]
    if issuer is None:
        openssl(*new, "-x509", "-days", "30", "-extensions", section, "-out", f"{name}.pem")
        return
    openssl(*new, "-out", f"{name}.csr")
    signer = ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial", "-sha256", "-days", "20"]
    openssl("x509", "-req", "-in", f"{name}.csr", *signer, "-extfile", "openssl.cnf", "-extensions", section, "-out", f"{name}.pem")


def make_keys():
    pathlib.Path("openssl.cnf").write_text(CONFIG, encoding="utf-8")
    pathlib.Path("serial").write_text("01\n")
    pathlib.Path("wachtwoord").write_text(f"{PASSWORD}\n")
    certificate("root", "rsa", "ca")
    certificate("vreemd", "ec", "ca")
    certificate("tussen", "rsa", "ca", "root")
    certificate("tsa", "rsa", "stamping", "root")
    for kind in KINDS:
        certificate(kind, kind, "issued", "tussen")
        chain = pathlib.Path(f"{kind}.pem").read_text() + pathlib.Path("tussen.pem").read_text()
        pathlib.Path(f"{kind}-keten.pem").write_text(chain)
    openssl("rsa", "-in", "rsa.key", "-traditional", "-out", "rsa-pkcs1.key")
    openssl("ec", "-in", "ec.key", "-out", "ec-sec1.key")
    openssl("pkcs8", "-topk8", "-v2", "aes256", "-in", "ec.key", "-passout", f"pass:{PASSWORD}", "-out", "ec-versleuteld.key")
    heads = {"rsa.key": "PRIVATE", "rsa-pkcs1.key": "RSA PRIVATE", "ec-sec1.key": "EC PRIVATE", "ec-versleuteld.key": "ENCRYPTED PRIVATE"}
    for file, head in heads.items():
        assert pathlib.Path(file).read_text().startswith(f"-----BEGIN {head} KEY-----"), file
    both = lambda kind: ["pkcs12", "-export", "-inkey", f"{kind}.key", "-in", f"{kind}.pem", "-certfile", "tussen.pem", "-passout", f"pass:{PASSWORD}"]
    openssl(*both("rsa"), "-out", "modern.p12")
    openssl(*both("ec"), "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1", "-out", "3des.p12")
    try:
        openssl(*both("rsa"), "-legacy", "-out", "rc2.p12")
    except AssertionError:
        pathlib.Path("rc2.p12").unlink(missing_ok=True)
        print("rc2.p12: overgeslagen, deze openssl kent -legacy niet")


class Authority(http.server.BaseHTTPRequestHandler):
    """A time-stamping authority as RFC 3161 has it, over HTTP."""

    granted = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            assert self.headers["Content-Type"] == "application/timestamp-query", self.headers["Content-Type"]
            pathlib.Path("vraag.tsq").write_bytes(body)
            reply = openssl("ts", "-reply", "-config", "openssl.cnf", "-queryfile", "vraag.tsq")
            Authority.granted += 1
        except Exception as error:  # noqa: BLE001 – the one who asks shows it
            return self.send_error(500, explain=str(error))
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


class Signed:
    """A document signed by these one after the other: who, the options, whether with a time stamp."""

    def __init__(self, name, steps, document="kamerbrief"):
        self.name, self.steps, self.document = name, steps, document
        self.folder = HOME / re.sub(r"\W+", "-", name)
        self.folder.mkdir()

    def sign(self):
        if self.document == "dossier":
            return self.sign_dossier()
        unsigned = pathlib.Path(shutil.copy(HOME / "uit" / f"{self.document}.pdf", self.folder))
        # The file before any signature, after the first, after the second.
        self.revisions = [unsigned.read_bytes()]
        self.path = unsigned
        for step in self.steps:
            run(KAMERBRIEF, "sign", self.path, *step["options"], **step.get("environment", {}))
            # Beside it without --out; in place once it is signed.
            if len(self.revisions) == 1:
                self.path = step.get("out", unsigned.with_name(f"{self.document}-getekend.pdf"))
            self.revisions.append(self.path.read_bytes())
        assert unsigned.read_bytes() == self.revisions[0], "the unsigned file has changed"

    def sign_dossier(self):
        """The letter of the dossier itself: there the signatures are seen, above the signers' names."""
        self.revisions = [(HOME / "uit/kamerbrief.pdf").read_bytes()]
        self.path = self.folder / "kamerbrief-getekend.pdf"
        for step in self.steps:
            run(KAMERBRIEF, "sign", "dossier", "--out", self.path, *step["options"])
            self.revisions.append(self.path.read_bytes())
        assert self.revisions[1].count(b"/Subtype/Widget") == 2, "a field for each signer"
        run(KAMERBRIEF, "verify", self.path, "--vertrouw", "root.pem", "--dossier", "dossier")

    def signatures(self):
        """Of each signature the DER of its CMS, and the bytes that it covers."""
        data = self.revisions[-1]
        ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)
        ranges = sorted((tuple(map(int, numbers)) for numbers in ranges), key=lambda numbers: numbers[2])
        assert len(ranges) == len(self.steps), ranges
        for (start, length, after, rest), revision in zip(ranges, self.revisions[1:]):
            assert start == 0 and after + rest == len(revision), (start, length, after, rest, len(revision))
            hole = data[length:after]
            assert hole[:1] == b"<" and hole[-1:] == b">", hole[:20]
            yield der(bytes.fromhex(hole[1:-1].decode("ascii"))), data[:length] + data[after : after + rest]


def der(padded):
    """Without the zeros after it."""
    length, head = padded[1], 2
    if length & 0x80:
        head += length & 0x7F
        length = int.from_bytes(padded[2:head], "big")
    assert not any(padded[head + length :]), "something stands behind the CMS"
    return padded[: head + length]


def only_appended(signed):
    for before, after in zip(signed.revisions, signed.revisions[1:]):
        assert after.startswith(before), "what was there has changed"
        assert len(after) - len(before) < LIMIT, f"{len(after) - len(before)} bytes more"


def poppler(signed):
    told = run("pdfsig", "-nocert", signed.path).decode("utf-8", "replace")
    parts = re.split(r"^Signature #\d+:\n", told, flags=re.M)[1:]
    assert len(parts) == len(signed.steps), told
    for part in parts:
        assert "Signature Validation: Signature is Valid." in part, told
        assert "Signature Type: ETSI.CAdES.detached" in part, told
    # The last one; they are told in the order of their fields.
    assert told.count("  - Total document signed") == 1, told


def openssl_cms(signed):
    for cms, content in signed.signatures():
        (signed.folder / "sig.der").write_bytes(cms)
        (signed.folder / "signed.bin").write_bytes(content)
        files = ["-in", signed.folder / "sig.der", "-content", signed.folder / "signed.bin", "-out", os.devnull]
        openssl("cms", "-verify", "-cades", "-binary", "-inform", "DER", *files, "-CAfile", "root.pem", "-purpose", "any")


def openssl_ts(signed, signature):
    """The time stamp over the signature's value, under OpenSSL."""
    (attribute,) = [a for a in signature.signer_info["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token"]
    (token,) = attribute["values"]
    (signed.folder / "token.der").write_bytes(token.dump())
    (signed.folder / "value.bin").write_bytes(signature.signer_info["signature"].native)
    files = ["-in", signed.folder / "token.der", "-data", signed.folder / "value.bin"]
    openssl("ts", "-verify", "-token_in", *files, "-CAfile", "root.pem")


def pyhanko(signed):
    root = load_cert_from_pemder("root.pem")
    with open(signed.path, "rb") as file:
        signatures = PdfFileReader(file).embedded_signatures
        assert len(signatures) == len(signed.steps), len(signatures)
        for number, (signature, step) in enumerate(zip(signatures, signed.steps), start=1):
            context = ValidationContext(trust_roots=[root], allow_fetching=False)
            status = validate_pdf_signature(signature, context)
            told = (
                f"signature {number}: {status.summary()}\n  coverage {status.coverage}, docmdp_ok {status.docmdp_ok}, "
                f"modification level {status.modification_level}\n  reason: {status.diff_result}"
            )
            assert status.intact and status.valid and status.trusted, told
            assert signature.signer_cert.subject.native["common_name"] == step["who"], told
            last = number == len(signatures)
            wanted = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
            assert status.coverage == wanted, told
            assert status.docmdp_ok and status.modification_level <= ModificationLevel.FORM_FILLING, told
            assert status.bottom_line, told
            stamp = status.timestamp_validity
            assert (stamp is not None) == step["stamped"], told
            if stamp is not None:
                assert stamp.intact and stamp.valid and stamp.trusted, f"{told}\n  time stamp: {stamp.summary()}"
                openssl_ts(signed, signature)
            for key, value in step.get("says", {}).items():
                found = {"field": signature.field_name, "time": signature.self_reported_timestamp, **signature.sig_object}[key]
                assert found == value, f"{key} is {found!r} instead of {value!r}"


def our_verify(signed):
    report = ["--format", "json"]
    json.loads(run(KAMERBRIEF, "verify", signed.path, "--vertrouw", "root.pem", *report))
    run(KAMERBRIEF, "verify", signed.path, "--vertrouw", "vreemd.pem", *report, code=4)
    changed = bytearray(signed.revisions[-1])
    middle = len(changed) // 2
    assert middle < len(signed.revisions[0]), "the middle is not in the document itself"
    changed[middle] ^= 1
    (signed.folder / "veranderd.pdf").write_bytes(changed)
    run(KAMERBRIEF, "verify", signed.folder / "veranderd.pdf", "--vertrouw", "root.pem", *report, code=1)


def qpdf(signed):
    run("qpdf", "--check", signed.path)


CHECKS = [only_appended, poppler, openssl_cms, pyhanko, our_verify, qpdf]


def files(tsa):
    """Every file that is to be signed."""

    def step(who, *options, key=None, stamp=None, **more):
        """This one signs, with this key file and this way to get a time stamp."""
        own = ["--sleutel", key or f"{who}.key", "--certificaat", f"{who}-keten.pem"] if key != "" else []
        return {"who": who, "options": [*own, *options, *(stamp or [])], "stamped": stamp is not None, **more}

    secret = ["--wachtwoord-bestand", "wachtwoord"]
    stamp = ["--tsa", tsa]
    for who, other in (("rsa", "ec"), ("ec", "rsa")):
        for level, way in (("B-B", None), ("B-T", stamp)):
            yield Signed(f"{who} {level}", [step(who, stamp=way)])
            yield Signed(f"{who} en {other} {level}", [step(who, stamp=way), step(other, stamp=way)])
            yield Signed(f"dossier {who} en {other} {level}", [step(who, stamp=way), step(other, stamp=way)], "dossier")
        command = f"openssl pkeyutl -sign -inkey {HOME}/{who}.key -pkeyopt digest:sha256"
        chain = ["--certificaat", f"{who}-keten.pem"]
        yield Signed(f"{who} opdracht", [step(who, "--opdracht", command, *chain, key="")], "bijlage")
    own_stamp = f"openssl ts -reply -config {HOME}/openssl.cnf -queryfile /dev/stdin"
    yield Signed("tsa-opdracht", [step("rsa", stamp=["--tsa-opdracht", own_stamp])], "bijlage")
    yield Signed("rsa pkcs1", [step("rsa", key="rsa-pkcs1.key")], "beslisnota")
    yield Signed("ec sec1", [step("ec", key="ec-sec1.key")], "beslisnota")
    yield Signed("ec versleuteld", [step("ec", *secret, key="ec-versleuteld.key")], "beslisnota")
    out = HOME / "elders.pdf"
    yield Signed("p12 modern", [step("rsa", "--p12", "modern.p12", *secret, "--out", out, key="", out=out)], "beslisnota")
    environment = {"KAMERBRIEF_WACHTWOORD": PASSWORD}
    yield Signed("p12 3des", [step("ec", "--p12", "3des.p12", key="", environment=environment)], "beslisnota")
    if pathlib.Path("rc2.p12").exists():
        yield Signed("p12 rc2", [step("rsa", "--p12", "rc2.p12", *secret, key="")], "beslisnota")
    now = datetime.now(timezone(timedelta(hours=1))).replace(microsecond=0)
    texts = ["--veld", "Minister", "--reden", "Vastgesteld & verzonden (één)", "--plaats", "Den Haag", "--tijd", now.isoformat()]
    says = {"field": "Minister", "/Reason": texts[3], "/Location": texts[5], "time": now}
    yield Signed("teksten", [step("ec", *texts, says=says)])


def sign_off(dossier):
    """A second signer, and the initials of everybody in the route."""
    file = dossier / "dossier.yaml"
    name = '    naam: "[naam van de bewindspersoon]"\n'
    text = file.read_text(encoding="utf-8")
    assert text.count(name) == 1, name
    # The names in the certificates.
    file.write_text(text.replace(name, "    naam: rsa\n  - functie: De Minister van Financiën\n    naam: ec\n"), encoding="utf-8")
    route = json.loads(run(KAMERBRIEF, "status", "dossier", "--format", "json"))["stappen"]
    for step in route:
        run(KAMERBRIEF, "paraaf", "dossier", "--rol", step["rol"], "--naam", "A. Naam")


def main():
    shutil.copytree(ROOT / "content/mensenhandel-gecorrigeerd", HOME / "dossier", ignore=shutil.ignore_patterns("uit"))
    os.chdir(HOME)
    sign_off(HOME / "dossier")
    run(KAMERBRIEF, "build", "dossier", "--out", "uit", "--definitief")
    make_keys()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Authority)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    failed, sizes, asked = [], [], 0

    def attempt(signed, test):
        try:
            test(signed)
            return True
        except Exception as error:  # noqa: BLE001 – every check is told of
            failed.append(f"{signed.name}: {test.__name__}")
            print(f"{failed[-1]}: FOUT: {type(error).__name__}: {error}", flush=True)
            return False

    for signed in files(f"http://127.0.0.1:{server.server_port}/"):
        if sys.argv[2:] and not any(part in signed.name for part in sys.argv[2:]):
            continue
        if not attempt(signed, Signed.sign):
            continue
        asked += sum("--tsa" in step["options"] for step in signed.steps)
        sizes += [len(after) - len(before) for before, after in zip(signed.revisions, signed.revisions[1:])]
        done = [check.__name__ for check in CHECKS if attempt(signed, check)]
        print(f"{signed.name}: {', '.join(done)} goed", flush=True)
    server.shutdown()
    if failed or not sizes:
        sys.exit(f"{len(failed)} niet goed: {'; '.join(failed)}\nDe bestanden staan in {HOME}")
    assert Authority.granted >= asked, f"{Authority.granted} time stamps given, {asked} asked"
    print(f"{len(sizes)} handtekeningen, de grootste van {max(sizes)} bytes: goed")
    shutil.rmtree(HOME)


main()
