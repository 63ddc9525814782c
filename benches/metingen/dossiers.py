"""In: numbers. Out: folders with dossiers of that size, each with words of its own. Writes files."""

import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
LETTER = ROOT / "content/voorbeeld-ienw"
REAL = ROOT / "content/mensenhandel"


def text(dumper, value):
    """A text as somebody writes it: in a block, when it is more than a line."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


yaml.add_representer(str, text, yaml.SafeDumper)


def part(path, value):
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100_000), encoding="utf-8")


def write(folder, **parts):
    folder.mkdir(parents=True)
    for name, value in parts.items():
        part(folder / f"{name}.yaml", value)
    return folder


def parts():
    return [yaml.safe_load((LETTER / f"{name}.yaml").read_text(encoding="utf-8")) for name in ("dossier", "brief")]


def distinct(section, number):
    """A section in which every paragraph has a word that no other letter has."""
    other = dict(section)
    if "tekst" in other:
        other["tekst"] = "\n\n".join(
            f"Nummer {number}: {part}" if part[:1].isalpha() else part for part in section["tekst"].split("\n\n")
        )
    if "delen" in other:
        other["delen"] = [distinct(part, number) for part in section["delen"]]
    return other


def one(folder):
    """The letter that every program sets."""
    shutil.copytree(LETTER, folder, ignore=shutil.ignore_patterns("uit"))
    return folder


def signable(folder):
    """The real dossier without its route for initials, which a signature waits for."""
    shutil.copytree(REAL, folder, ignore=shutil.ignore_patterns("uit", "dossier.yaml", "parafen*"))
    dossier = yaml.safe_load((REAL / "dossier.yaml").read_text(encoding="utf-8"))
    dossier.pop("parafenroute", None)
    part(folder / "dossier.yaml", dossier)
    return folder


def letters(folder, count):
    """So many letters, each with other words."""
    dossier, brief = parts()
    for number in range(count):
        own = brief | {"opening": f"Brief {number}. {brief['opening']}", "secties": [distinct(part, number) for part in brief["secties"]]}
        write(folder / f"{number:04}", dossier=dossier | {"kenmerk": f"2026-{number:010}"}, brief=own)
    return folder


def pages(folder, count):
    """A letter of about so many pages."""
    dossier, brief = parts()
    sections = [
        distinct(part | {"kop": f"{part['kop']} ({number})"}, number) for number in range(round(count * 1.32) if count > 2 else 0) for part in brief["secties"]
    ] or brief["secties"]
    return write(folder, dossier=dossier, brief=brief | {"secties": sections})


def notes(folder, count):
    """A letter with so many notes."""
    dossier, brief = parts()
    told = {f"noot{number}": f"Dit is noot {number}, met een zin die een regel vult en naar een bron verwijst." for number in range(count)}
    text = "\n\n".join(f"Dit is alinea {number}, met een zin die ergens een bron voor heeft.[^noot{number}]" for number in range(count))
    own = brief | {"secties": [{"kop": "Met noten", "tekst": text}], "voetnoten": told}
    return write(folder, dossier=dossier, brief=own)


def annex(folder, rows):
    """A dossier that is an annex of so many rows of eight years, in a sheet."""
    dossier, _ = parts()
    dossier.pop("bijlagen", None)
    own = {"titel": "Groot", "status": "raming", "eenheid": "duizend", "spreadsheet": {"bestand": "bedragen.csv"}, "dekking": "geen"}
    write(folder, dossier=dossier, bijlage=own)
    lines = ["Groep;Maatregel;Trekker;" + ";".join(map(str, range(2024, 2032)))]
    for row in range(1, rows + 1):
        amounts = ";".join(str((row * 7919 + year * 104729) % 100000) for year in range(2024, 2032))
        lines.append(f"Thema {(row - 1) // 20 + 1};Maatregel {row} voor de aanpak;Uitvoerder {row % 7};{amounts}")
    (folder / "bedragen.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
