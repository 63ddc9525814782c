"""In: the lock file and the sources of the crates. Out: a bill of materials (CycloneDX), and every licence text. Starts cargo.

Not cargo-cyclonedx: `cargo tree` knows what is in the program of one platform, and this adds what no crate names: the
fonts, the dictionary and the standard library. The same sources give the same bytes.
"""

import json
import re
import subprocess
import tomllib
import uuid
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = re.compile(r"(LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE)([-._].*)?", re.IGNORECASE)
# What no crate names, and stands in the program.
OTHERS = [
    ("data", "DejaVu", "2.37", "Bitstream-Vera AND LicenseRef-public-domain", "https://dejavu-fonts.github.io"),
    ("data", "OpenTaal", None, "BSD-3-Clause OR CC-BY-3.0", "https://www.opentaal.org"),
]


class Parts:
    """The crates that are in the program, by name and version."""

    def __init__(self, target):
        tree = cargo("tree", "--edges=normal,no-proc-macro", "--prefix=none", "--format={p}", f"--target={target}")
        there = {tuple(line.split()[:2]) for line in tree.splitlines() if line}
        known = json.loads(cargo("metadata", "--format-version=1", f"--filter-platform={target}"))
        packages = {package["id"]: package for package in known["packages"]}
        named = lambda package: (package["name"], f"v{package['version']}")
        self.crates = {key: package for key, package in sorted(packages.items(), key=lambda one: named(one[1])) if named(package) in there}
        self.needs = {node["id"]: [one for one in node["dependencies"] if one in self.crates] for node in known["resolve"]["nodes"]}
        self.root = known["resolve"]["root"]
        lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
        self.sums = {(one["name"], one["version"]): one.get("checksum") for one in lock["package"]}
        # As rustup knows it: `rustc 1.95.0 (…)`.
        self.rust = subprocess.run(["rustc", "--version"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()[1]

    def version(self):
        return self.crates[self.root]["version"]

    def bill(self, moment, digest):
        """The bill of materials, of the program with this digest."""
        components = [self.component(one) for one in self.crates if one != self.root]
        others = [*OTHERS, ("library", "rust-std", self.rust, "MIT OR Apache-2.0", "https://www.rust-lang.org")]
        for kind, name, version, licence, address in others:
            ref = {"type": "website", "url": address}
            found = {"type": kind, "bom-ref": name, "name": name, "licenses": [{"expression": licence}], "externalReferences": [ref]}
            components.append(found | ({"version": version} if version else {}))
        root = self.component(self.root) | {"type": "application", "hashes": [{"alg": "SHA-256", "content": digest}]}
        refs = {one: purl(package) for one, package in self.crates.items()}
        links = [{"ref": refs[one], "dependsOn": sorted({refs[need] for need in self.needs[one]})} for one in self.crates]
        links[list(self.crates).index(self.root)]["dependsOn"] += [name for _, name, *_ in others]
        bill = {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"sha256:{digest}").urn,
            "version": 1,
            "metadata": {"timestamp": datetime.fromtimestamp(moment, timezone.utc).isoformat(), "component": root},
            "components": components,
            "dependencies": links,
        }
        return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"

    def component(self, one):
        package = self.crates[one]
        found = {
            "type": "library",
            "bom-ref": purl(package),
            "name": package["name"],
            "version": package["version"],
            "licenses": [{"expression": licence(package)}],
            "purl": purl(package),
        }
        digest = self.sums.get((package["name"], package["version"]))
        return found | ({"hashes": [{"alg": "SHA-256", "content": digest}]} if digest else {})

    def licences(self):
        """Which part has which licence, and every text once, with the parts that it comes with."""
        texts, missing = {}, []
        for package in self.crates.values():
            name = f"{package['name']} {package['version']}"
            found = texts_of(Path(package["manifest_path"]).parent) if package["source"] else []
            if package["source"] and not found:
                missing.append(f"{name}: {', '.join(package['authors']) or 'de makers'}; {package['repository']}")
            for text in found:
                # The same words in other lines are the same licence.
                texts.setdefault(" ".join(text.split()), (text, []))[1].append(name)
        speller = (ROOT / "templates/lijsten/spelling/LICENSE").read_text(encoding="utf-8")
        texts[speller] = (speller, ["OpenTaal (woordenlijst)"])
        out = ["Dit programma valt onder de EUPL-1.2. Het bestaat ook uit delen van anderen, met elk een eigen licentie.", ""]
        out += [f"{package['name']} {package['version']}: {licence(package)}" for package in self.crates.values() if package["source"]]
        out += [f"{name} {version or ''}".rstrip() + f": {terms}" for _, name, version, terms, _ in OTHERS]
        out += [f"Rust, de standaardbibliotheek {self.rust}: MIT OR Apache-2.0", ""]
        out += ["Zonder eigen bestand met de licentie; de tekst staat hieronder bij de andere:", *missing]
        for text, names in sorted(texts.values(), key=lambda one: one[1]):
            out += ["", "=" * 100, ", ".join(dict.fromkeys(names)), "=" * 100, "", text.strip()]
        return "\n".join(out) + "\n"


def cargo(command, *more):
    run = subprocess.run(["cargo", command, "--locked", *more], cwd=ROOT, check=True, capture_output=True)
    return run.stdout.decode()


def licence(package):
    """An SPDX expression; `/` is the old spelling of OR."""
    return re.sub(r"\s*/\s*", " OR ", package["license"])


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def texts_of(folder):
    paths = sorted(path for path in folder.rglob("*") if TEXTS.fullmatch(path.name) and path.is_file())
    # What a crate tests or shows itself with is not in the program.
    paths = [path for path in paths if not {"tests", "examples", "benches", "target"} & set(path.relative_to(folder).parts)]
    paths = [path for path in paths if path.suffix.lower() in ("", ".txt", ".md", ".mit", ".apache") or path.suffix[1:].isdigit()]
    return [path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n") for path in paths]
