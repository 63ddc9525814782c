"""In: the binary. Out: exit 0 when no honest file of another program, of any algorithm and level, is called changed.

Usage: eerlijk.py KAMERBRIEF

Signed are a file of our own and files that pyHanko builds, with keys that are made on the spot.
"""

import io
import itertools
import json
import logging
import pathlib
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

from asn1crypto import algos, cms, keys, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator import ValidationContext

KAMERBRIEF = str(pathlib.Path(sys.argv[1]).resolve())
ROOT = pathlib.Path(__file__).resolve().parent.parent
HOME = pathlib.Path(tempfile.mkdtemp())
logging.disable(logging.CRITICAL)

KEYS = {
    "rsa-1024": lambda: rsa.generate_private_key(65537, 1024),
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa-3072": lambda: rsa.generate_private_key(65537, 3072),
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
}


def signer(kind, **more):
    """Somebody with a key of this kind and a certificate of his own."""
    key = KEYS[kind]()
    name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, f"Proef {kind}")])
    now = datetime.now(timezone.utc)
    builder = certificates.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(certificates.random_serial_number()).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(30))
    usage = dict.fromkeys(("content_commitment", "digital_signature"), True)
    rest = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    builder = builder.add_extension(certificates.KeyUsage(**usage, **dict.fromkeys(rest, False)), critical=True)
    own = builder.sign(key, None if kind == "ed25519" else hashes.SHA256())
    (HOME / f"{kind}.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (HOME / f"{kind}.key").write_bytes(key.private_bytes(*form))
    return signers.SimpleSigner.load(str(HOME / f"{kind}.key"), str(HOME / f"{kind}.pem"), **more)


def built(**options):
    """A page of pyHanko's own making."""
    writer = PdfFileWriter(**options)
    drawing = writer.add_object(StreamObject(stream_data=b"0 0 1 rg 10 10 100 100 re f"))
    writer.insert_page(PageObject(contents=drawing, media_box=ArrayObject(map(NumberObject, (0, 0, 200, 200)))))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def linearised(data):
    (HOME / "recht.pdf").write_bytes(data)
    subprocess.run(["qpdf", "--linearize", "recht.pdf", "lijn.pdf"], cwd=HOME, check=True, capture_output=True)
    return (HOME / "lijn.pdf").read_bytes()


def sign(data, who, field="Veld1", stamper=None, **meta):
    meta = signers.PdfSignatureMetadata(field_name=field, **meta)
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    out = signers.sign_pdf(writer, meta, signer=who, timestamper=stamper, bytes_reserved=16_384)
    return out.getvalue()


def hole(data):
    """Where the signature stands, as digits."""
    start = data.rindex(b"/Contents <") + len(b"/Contents <")
    return start, data.index(b">", start)


def with_signature(data, signature):
    """The file with another signature in the same place."""
    start, end = hole(data)
    digits = signature.hex().encode().ljust(end - start, b"0")
    assert len(digits) == end - start, "no room"
    return data[:start] + digits + data[end:]


def in_ber(data):
    """The signature in the same place, with lengths that are not stated first."""
    start, end = hole(data)
    info = cms.ContentInfo.load(bytes.fromhex(data[start:end].decode()), strict=False)
    body = info["content"].untag().contents
    return with_signature(data, b"\x30\x80" + info["content_type"].dump() + b"\xa0\x80\x30\x80" + body + bytes(6))


def by_openssl(data, kind, *options):
    """The signature of OpenSSL over the same bytes."""
    start, end = hole(data)
    (HOME / "inhoud").write_bytes(data[: start - 1] + data[end + 1 :])
    files = ["-in", "inhoud", "-signer", f"{kind}.pem", "-inkey", f"{kind}.key", "-out", "handtekening"]
    subprocess.run(["openssl", "cms", "-sign", "-binary", "-outform", "DER", *files, *options], cwd=HOME, check=True, capture_output=True)
    return with_signature(data, (HOME / "handtekening").read_bytes())


def files():
    """Every honest file, with its name."""
    own = (ROOT / "fuzz/seeds_verify/geen").read_bytes()
    plain, packed = built(stream_xrefs=False), built(stream_xrefs=True)
    letters = {"eigen": own, "tabel": plain, "gepakt": packed, "lijn": linearised(plain)}
    people = {kind: signer(kind) for kind in KEYS}
    cades, adobe = fields.SigSeedSubFilter.PADES, fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    for kind, who in people.items():
        for name, data in letters.items():
            digest = "sha512" if kind in ("ed25519", "p521") else "sha256"
            yield f"{kind} {name}", sign(data, who, md_algorithm=digest, subfilter=cades)
        yield f"{kind} adobe", sign(own, who, md_algorithm="sha512" if kind in ("ed25519", "p521") else "sha384", subfilter=adobe)
    for hashed, salt in itertools.product(("sha256", "sha384", "sha512"), (0, 20, 32, 64, None)):
        who = signer("rsa-2048", prefer_pss=True)
        if salt is not None:
            mechanism = algos.SignedDigestAlgorithm({
                "algorithm": "rsassa_pss",
                "parameters": algos.RSASSAPSSParams({
                    "hash_algorithm": {"algorithm": hashed},
                    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": hashed}},
                    "salt_length": salt,
                }),
            })
            who = signers.SimpleSigner(who.signing_cert, who.signing_key, who.cert_registry, signature_mechanism=mechanism)
        yield f"pss {hashed} {salt}", sign(own, who, md_algorithm=hashed)
    one, two = people["p256"], people["rsa-3072"]
    for name, data in letters.items():
        yield f"twee {name}", sign(sign(data, one, "Een"), two, "Twee")
    yield "genest", sign(own, one, "Map.Onder.Veld")
    yield "gecertificeerd", sign(own, one, certify=True)
    yield "reden", sign(own, one, reason="Ge(zien", location="Den Haag", name="Iemand")
    stamper = timestamps.DummyTimeStamper(*stamp_key())
    yield "tijdstempel", sign(own, one, stamper=stamper)
    roots = [load_cert_from_pemder(str(HOME / name)) for name in ("p256.pem", "tsa.pem")]
    for name, data in letters.items():
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        kept = sign(data, one, stamper=stamper, embed_validation_info=True, validation_context=context, subfilter=cades)
        yield f"DSS {name}", kept
        stamped = signers.PdfTimeStamper(stamper).timestamp_pdf(IncrementalPdfFileWriter(io.BytesIO(kept)), "sha256", context)
        yield f"documenttijdstempel {name}", stamped.getvalue()
    # After our own signature, that of another program.
    (HOME / "ons.pdf").write_bytes(own)
    options = ["--sleutel", "p256.key", "--certificaat", "p256.pem"]
    subprocess.run([KAMERBRIEF, "sign", "ons.pdf", *options], cwd=HOME, check=True, capture_output=True)
    ours = (HOME / "ons-getekend.pdf").read_bytes()
    for kind, who in people.items():
        digest = "sha512" if kind in ("ed25519", "p521") else "sha256"
        yield f"na ons {kind}", sign(ours, who, "Erbij", md_algorithm=digest)
    yield "ber", in_ber(sign(own, one))
    for kind, options in itertools.product(("rsa-1024", "rsa-3072", "p256", "p384"), ([], ["-noattr"], ["-cades"], ["-nosmimecap", "-nocerts"])):
        yield f"openssl {kind} {' '.join(options)}", by_openssl(sign(own, people[kind]), kind, *options)


def stamp_key():
    """A service for timestamps."""
    key = rsa.generate_private_key(65537, 2048)
    name = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, "Proefdienst")])
    now = datetime.now(timezone.utc)
    builder = certificates.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    builder = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(30))
    builder = builder.add_extension(certificates.ExtendedKeyUsage([certificates.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    own = builder.sign(key, hashes.SHA256())
    (HOME / "tsa.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return x509.Certificate.load(own.public_bytes(serialization.Encoding.DER)), keys.PrivateKeyInfo.load(key.private_bytes(*form))


def main():
    count, unknown, accused = 0, [], []
    for name, data in files():
        path = HOME / "eerlijk.pdf"
        path.write_bytes(data)
        done = subprocess.run([KAMERBRIEF, "verify", path, "--format", "json"], capture_output=True, timeout=60)
        report = json.loads(done.stdout)
        count += 1
        parts = [one["uitspraak"]["oordeel"] for one in report["handtekeningen"]]
        if done.returncode != 3 or "gewijzigd" in parts or not parts:
            accused.append(f"{name}: exit {done.returncode}, {report}")
        if "niet_te_beoordelen" in parts:
            unknown.append(name)
        # What was really changed is noticed in the same file.
        other = bytearray(data)
        other[30] ^= 1
        path.write_bytes(other)
        done = subprocess.run([KAMERBRIEF, "verify", path, "--format", "json"], capture_output=True, timeout=60)
        if name not in unknown and done.returncode != 1:
            accused.append(f"{name}: a change at byte 30 gives exit {done.returncode}")
    print(f"{count} eerlijke bestanden; de handtekening zelf is niet te beoordelen van: {', '.join(unknown) or 'geen'}")
    assert not accused, "\n".join(accused)
    # A curve that we do not know, and a signature without its certificate.
    assert count >= 60 and all("p521" in name or "nocerts" in name for name in unknown), unknown
    shutil.rmtree(HOME)


main()
