#!/usr/bin/env python3
"""In: a built program. Out: the package, the archive, the wheel, what is in them, and their digests. Writes a folder.

    packaging/make.py target/release/kamerbrief dist

The same program gives the same bytes: every file has the moment of the commit (SOURCE_DATE_EPOCH), a fixed owner and a
fixed place. Only Python itself is asked for, and `dpkg-deb` for the package of Debian.
"""

import argparse
import base64
import gzip
import hashlib
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from datetime import datetime, timezone
from email.utils import format_datetime
from pathlib import Path

import man
import parts

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "packaging/files"
SUMMARY = "Maakt Kamerbrief, beslisnota en financiële bijlage uit een dossier van YAML"
# A placeholder, as in publiccode.yml: the organisation that publishes this puts its own address here.
MAINTAINER = "kamerbrief <beheer@example.org>"
COMPLETIONS = {
    "bash": "usr/share/bash-completion/completions/kamerbrief",
    "zsh": "usr/share/zsh/vendor-completions/_kamerbrief",
    "fish": "usr/share/fish/vendor_completions.d/kamerbrief.fish",
    # It reads them from where its user says.
    "powershell": "usr/share/kamerbrief/kamerbrief.ps1",
}
DEBIAN = {"x86_64": "amd64", "aarch64": "arm64"}


class Release:
    """A program, and all that goes along with it."""

    def __init__(self, program, target):
        self.program, self.target, self.cpu = program.read_bytes(), target, target.split("-")[0]
        self.moment = int(os.environ.get("SOURCE_DATE_EPOCH") or run("git", "-C", ROOT, "log", "-1", "--format=%ct"))
        found = parts.Parts(target)
        self.version = found.version()
        date = datetime.fromtimestamp(self.moment, timezone.utc)
        self.date = format_datetime(date)
        self.bill = found.bill(self.moment, hashlib.sha256(self.program).hexdigest()).encode()
        self.licences = found.licences().encode()
        self.pages = {name: text.encode() for name, text in man.pages(program, self.version, f"{date:%Y-%m-%d}").items()}
        self.completions = {path: run(program, "completions", shell).encode() for shell, path in COMPLETIONS.items()}

    def glibc(self):
        """The oldest C library that has all that the program asks."""
        asked = re.findall(rb"\0GLIBC_2\.(\d+)(?:\.\d+)?(?=\0)", self.program)
        return f"2.{max(map(int, asked))}"

    def name(self):
        system = {"linux": "linux-gnu" + (self.glibc() if "linux" in self.target else ""), "darwin": "macos", "windows": "windows"}
        return f"kamerbrief-{self.version}-{self.cpu}-{next(name for key, name in system.items() if key in self.target)}"

    def executable(self):
        return "kamerbrief.exe" if "windows" in self.target else "kamerbrief"

    def mode(self, bytes):
        return 0o755 if bytes is self.program else 0o644

    def archive(self):
        """The program with its licences, to be unpacked anywhere."""
        files = {
            self.executable(): self.program,
            "LICENSE": text("LICENSE"),
            "LICENTIES.txt": self.licences,
            "CHANGELOG.md": text("CHANGELOG.md"),
            "INSTALLEREN.md": text("docs/beheer/installeren.md"),
            "sbom.cdx.json": self.bill,
            **{f"man/{name}": page for name, page in self.pages.items()},
            **{f"aanvullingen/{Path(path).name}": bytes for path, bytes in self.completions.items()},
        }
        files = {f"{self.name()}/{name}": bytes for name, bytes in files.items()}
        if "windows" in self.target:
            return f"{self.name()}.zip", self.zipped(files)
        out = io.BytesIO()
        with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=self.moment, filename="") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as tar:
                for name, bytes in sorted(files.items()):
                    entry = tarfile.TarInfo(name)
                    entry.size, entry.mtime, entry.mode = len(bytes), self.moment, self.mode(bytes)
                    tar.addfile(entry, io.BytesIO(bytes))
        return f"{self.name()}.tar.gz", out.getvalue()

    def wheel(self):
        """The program as pip and pipx install it. By hand: maturin builds what it packs, and this is built already."""
        cpu = self.cpu.replace("aarch64", "arm64") if "darwin" in self.target else self.cpu
        system = {
            "linux": f"manylinux_{self.glibc().replace('.', '_')}_{self.cpu}" if "linux" in self.target else "",
            "darwin": f"macosx_11_0_{cpu}",
            "windows": "win_amd64",
        }
        tag = f"py3-none-{next(name for key, name in system.items() if key in self.target)}"
        info = f"kamerbrief-{self.version}.dist-info"
        about = f"Metadata-Version: 2.4\nName: kamerbrief\nVersion: {self.version}\nSummary: {SUMMARY}\n"
        about += "License-Expression: EUPL-1.2\nLicense-File: LICENSE\nLicense-File: LICENTIES.txt\nRequires-Python: >=3.8\n"
        files = {
            f"kamerbrief-{self.version}.data/scripts/{self.executable()}": self.program,
            f"{info}/METADATA": about.encode(),
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: kamerbrief\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(),
            f"{info}/licenses/LICENSE": text("LICENSE"),
            f"{info}/licenses/LICENTIES.txt": self.licences,
            f"{info}/sboms/sbom.cdx.json": self.bill,
        }
        record = "".join(f"{name},sha256={wheel_digest(bytes)},{len(bytes)}\n" for name, bytes in files.items())
        files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
        return f"kamerbrief-{self.version}-{tag}.whl", self.zipped(files)

    def zipped(self, files):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, bytes in files.items():
                entry = zipfile.ZipInfo(name, datetime.fromtimestamp(self.moment, timezone.utc).timetuple()[:6])
                # As on Linux, wherever this runs.
                entry.create_system, entry.external_attr = 3, (0o100000 | self.mode(bytes)) << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, bytes)
        return out.getvalue()

    def debian(self, out):
        """The package of Debian and Ubuntu. Nothing in it runs while it is installed."""
        doc = "usr/share/doc/kamerbrief"
        news = f"kamerbrief ({self.version}) unstable; urgency=medium\n\n  * Zie CHANGELOG.md.gz.\n\n -- {MAINTAINER}  {self.date}\n"
        files = {
            "usr/bin/kamerbrief": self.program,
            **{f"usr/share/man/man1/{name}.gz": squeezed(page) for name, page in self.pages.items()},
            **self.completions,
            "usr/share/applications/kamerbrief.desktop": (FILES / "kamerbrief.desktop").read_bytes(),
            "usr/share/applications/kamerbrief-nieuw.desktop": (FILES / "kamerbrief-nieuw.desktop").read_bytes(),
            "usr/share/icons/hicolor/scalable/apps/kamerbrief.svg": text("src/preview/pagina/beeldmerk.svg"),
            f"{doc}/copyright": copyright(),
            f"{doc}/LICENTIES.txt.gz": squeezed(self.licences),
            f"{doc}/CHANGELOG.md.gz": squeezed(text("CHANGELOG.md")),
            f"{doc}/changelog.gz": squeezed(news.encode()),
            f"{doc}/sbom.cdx.json.gz": squeezed(self.bill),
            f"{doc}/examples/kamerbrief-bouw.service": (FILES / "kamerbrief-bouw.service").read_bytes(),
            **{f"{doc}/examples/dossiers/{path.relative_to('content')}": text(path) for path in checked_in("content")},
        }
        # Linked with Zig it has its own.
        unwinder = ", libgcc-s1" if b"\0libgcc_s.so.1\0" in self.program else ""
        kilobytes = sum(len(bytes) // 1024 + 1 for bytes in files.values())
        control = f"Package: kamerbrief\nVersion: {self.version}\nArchitecture: {DEBIAN[self.cpu]}\nMaintainer: {MAINTAINER}\n"
        control += f"Installed-Size: {kilobytes}\nDepends: libc6 (>= {self.glibc()}){unwinder}\nSuggests: xdg-utils\n"
        control += f"Section: text\nPriority: optional\nDescription: {SUMMARY}\n"
        control += " Een dossier is een map met tekstbestanden. Daaruit komen toegankelijke en\n archiefwaardige PDF's, "
        control += "waarin elk bedrag overal hetzelfde is en elke fout op\n regel en kolom wordt aangewezen.\n"
        sums = "".join(f"{hashlib.md5(bytes).hexdigest()}  {name}\n" for name, bytes in sorted(files.items()))
        files |= {"DEBIAN/control": control.encode(), "DEBIAN/md5sums": sums.encode()}
        with tempfile.TemporaryDirectory() as stage:
            for name, bytes in files.items():
                path = Path(stage, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(bytes)
                path.chmod(self.mode(bytes))
            for path in [Path(stage), *Path(stage).rglob("*")]:
                if path.is_dir():
                    path.chmod(0o755)
                os.utime(path, (self.moment, self.moment))
            # One thread: several would cut the stream by the number of cores. No zstd: Debian 11 cannot read it.
            command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--threads-max=1", "--build", stage, str(out)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"SOURCE_DATE_EPOCH": str(self.moment)})


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program", type=Path)
    arguments.add_argument("out", type=Path)
    host = re.search(r"^host: (.*)$", run("rustc", "-vV"), re.MULTILINE)[1]
    arguments.add_argument("--target", default=host, help="what it was built for")
    given = arguments.parse_args()
    if "linux" not in given.target and given.target != host:
        sys.exit(f"make.py: the program must run here to tell what it can do, and {given.target} is not {host}")
    release = Release(given.program.resolve(), given.target)
    given.out.mkdir(parents=True, exist_ok=True)
    made = dict([release.archive(), release.wheel()])
    made |= {f"{release.name()}.cdx.json": release.bill, f"{release.name()}.licenties.txt": release.licences}
    if "linux" in given.target:
        name = f"kamerbrief_{release.version}_{DEBIAN[release.cpu]}.deb"
        release.debian(given.out / name)
        made[name] = (given.out / name).read_bytes()
    sums = "".join(f"{hashlib.sha256(bytes).hexdigest()}  {name}\n" for name, bytes in sorted(made.items()))
    for name, bytes in (made | {f"{release.name()}.sha256": sums.encode()}).items():
        (given.out / name).write_bytes(bytes)
    sys.stdout.write(sums)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode().strip()


def text(path):
    return (ROOT / path).read_bytes()


def checked_in(folder):
    """The files of a folder that belong to the project, and nothing that was made beside them."""
    return [Path(name) for name in run("git", "-C", ROOT, "ls-files", "-z", folder).split("\0") if name]


def squeezed(bytes):
    return gzip.compress(bytes, 9, mtime=0)


def wheel_digest(bytes):
    return base64.urlsafe_b64encode(hashlib.sha256(bytes).digest()).rstrip(b"=").decode()


def copyright():
    """The terms as Debian writes them; those of the parts stand in the file beside it."""
    lines = (line if line.strip() else "." for line in text("LICENSE").decode().splitlines())
    out = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: kamerbrief\n"
    out += "Comment: De licenties van alle delen staan in LICENTIES.txt.gz.\n\nFiles: *\nCopyright: de makers van kamerbrief\nLicense: EUPL-1.2\n"
    return (out + "".join(f" {line}\n" for line in lines)).encode()


if __name__ == "__main__":
    main()
