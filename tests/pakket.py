"""In: the program, and `packaging/`. Out: exit 0 when package, archive and wheel are what they should be.

The program in them is a stand-in that starts the real one, so that nothing large is packed: how those are put together is
tested here; that the real ones work in a fresh Debian is what `packaging/proef` shows, for every release.
"""

import gzip
import hashlib
import json
import os
import stat
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]


def make(program, folder, umask, zone):
    """All files of a release, by name."""
    env = os.environ | {"SOURCE_DATE_EPOCH": "1764300000", "TZ": zone}
    command = [ROOT / "packaging/make.py", program, folder, "--target", "x86_64-unknown-linux-gnu"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.umask(umask))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def main():
    program = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        stand_in = scratch / "kamerbrief"
        # Behind it, what the linker writes of the C library.
        stand_in.write_bytes(f'#!/bin/sh\nexec "{program}" "$@"\n'.encode() + b"\0GLIBC_2.17\0GLIBC_2.28\0GLIBC_2.2.5\0")
        stand_in.chmod(0o755)
        made = make(stand_in, scratch / "one", 0o022, "UTC")
        again = make(stand_in, scratch / "two", 0o077, "Pacific/Auckland")
        assert made == again, [name for name in made if made[name] != again.get(name)]
        whole = f"kamerbrief-{VERSION}-x86_64-linux-gnu2.28"
        wheel = f"kamerbrief-{VERSION}-py3-none-manylinux_2_28_x86_64.whl"
        names = {f"{whole}.tar.gz", f"{whole}.cdx.json", f"{whole}.licenties.txt", f"{whole}.sha256", wheel, f"kamerbrief_{VERSION}_amd64.deb"}
        assert set(made) == names, set(made) ^ names
        for line in made[f"{whole}.sha256"].decode().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256(made[name]).hexdigest() == digest, name
        bill(made[f"{whole}.cdx.json"].decode(), hashlib.sha256(stand_in.read_bytes()).hexdigest())
        licences(made[f"{whole}.licenties.txt"].decode())
        archive(scratch / "one" / f"{whole}.tar.gz", scratch / "archive")
        installed(scratch / "one" / wheel, scratch / "wheel")
        package(scratch / "one" / f"kamerbrief_{VERSION}_amd64.deb", scratch / "deb")
    print("pakket: goed")


def bill(text, digest):
    assert (mistake := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is None, mistake
    found = json.loads(text)
    assert found["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": digest}]
    names = {one["name"] for one in found["components"]}
    assert {"typst", "krilla", "mimalloc", "kamerbrief-front", "DejaVu", "OpenTaal", "rust-std"} <= names
    # What builds or tests the program is not in it.
    assert not {"proptest", "criterion", "page_validation", "serde_derive", "cc"} & names
    refs = {one["bom-ref"] for one in found["components"]} | {found["metadata"]["component"]["bom-ref"]}
    for link in found["dependencies"]:
        assert link["ref"] in refs and set(link["dependsOn"]) <= refs, link


def licences(text):
    for said in ("typst 0.15", "Apache License", "Permission is hereby granted", "Bitstream", "OpenTaal", "Mozilla Public License", "UNICODE LICENSE"):
        assert said in text, said


def works(program):
    run = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    assert run.stdout.startswith(f"kamerbrief {VERSION} (Typst "), run.stdout


def archive(path, folder):
    with tarfile.open(path) as tar:
        for entry in tar:
            assert (entry.uid, entry.gid, entry.uname) == (0, 0, "") and entry.mtime == 1764300000, entry.name
            assert entry.mode == (0o755 if entry.name.count("/") == 1 and entry.name.endswith("/kamerbrief") else 0o644), entry.name
        tar.extractall(folder, filter="data")
    (inside,) = folder.iterdir()
    works(inside / "kamerbrief")
    for name in ("LICENSE", "LICENTIES.txt", "CHANGELOG.md", "INSTALLEREN.md", "sbom.cdx.json", "man/kamerbrief-build.1"):
        assert (inside / name).is_file(), name


def installed(wheel, folder):
    assert zipfile.ZipFile(wheel).testzip() is None
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel], check=True)
    works(folder / "bin/kamerbrief")
    # Every digest in RECORD is right: pip says so of what it put there.
    subprocess.run([folder / "bin/pip", "check"], check=True, stdout=subprocess.DEVNULL)


def package(path, folder):
    fields = subprocess.run(["dpkg-deb", "--field", path], check=True, capture_output=True, text=True).stdout
    assert "Depends: libc6 (>= 2.28)\n" in fields and f"Version: {VERSION}\n" in fields, fields
    parts = subprocess.run(["dpkg-deb", "--ctrl-tarfile", path], check=True, capture_output=True).stdout
    scripts = {"./preinst", "./postinst", "./prerm", "./postrm"}
    (folder.parent / "control.tar").write_bytes(parts)
    assert not scripts & set(tarfile.open(folder.parent / "control.tar").getnames())
    subprocess.run(["dpkg-deb", "--extract", path, folder], check=True)
    for entry in folder.rglob("*"):
        may = 0o755 if entry.is_dir() or entry == folder / "usr/bin/kamerbrief" else 0o644
        assert stat.S_IMODE(entry.stat().st_mode) == may, entry
    works(folder / "usr/bin/kamerbrief")
    commands = subprocess.run([folder / "usr/bin/kamerbrief", "help"], check=True, capture_output=True, text=True).stdout
    for command in ("build", "check", "sign", "watch"):
        assert f"  {command} " in commands
        page = gzip.decompress((folder / f"usr/share/man/man1/kamerbrief-{command}.1.gz").read_bytes()).decode()
        # Of every option of the help its page tells.
        said = subprocess.run([folder / "usr/bin/kamerbrief", "help", command], check=True, capture_output=True, text=True).stdout
        for option in (word for word in said.split() if word.startswith("--") and word.strip("-").isalpha()):
            assert option.replace("-", "\\-") in page, (command, option)
    bash = folder / "usr/share/bash-completion/completions/kamerbrief"
    subprocess.run(["bash", "-n", bash], check=True)
    # The dossiers of the package find their schemas as they stand there.
    dossiers = folder / "usr/share/doc/kamerbrief/examples/dossiers"
    head = (dossiers / "mensenhandel/brief.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert (dossiers / "mensenhandel" / head.split("$schema=")[1]).is_file(), head
    out = subprocess.run([folder / "usr/bin/kamerbrief", "check", "--quiet", dossiers / "mensenhandel-gecorrigeerd"], capture_output=True)
    assert out.returncode == 0, out


if __name__ == "__main__":
    main()
