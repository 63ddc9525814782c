"""In: the binary. Out: exit 0 when nothing of what the dossiers here withhold can be read in the published folder by programs
of others, and all of it in the edition for work. Standard library only; poppler and MuPDF read the PDFs.

Of `ok_lakken`, with every kind of withholding, the words stand here. Of every other dossier that withholds they are read from
its files: what it withholds that is in no other text of it, and in no template.

    python3 tests/gezocht.py target/debug/kamerbrief
"""

import io
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASE = ROOT / "tests/cases/ok_lakken"

# Words of what is withheld, each of another place.
SECRETS = [
    "Zilverberk", "Kruisselbrink", "Hoefnagel", "Quirijn", "Sperwerlaan", "Nergensdorp", "Blommesteijn", "Goudvink",
    "Karelshaven", "Vredenburg", "Ottoline", "Zandstra", "Yorick", "Taxatierapport", "ZBG/2026", "opinion",
    "06 12 34", "minezk.nl", "417,3", "398 miljoen",
]

READERS = {
    "poppler, letters": ["pdftotext", "FILE", "-"],
    "poppler, raw order": ["pdftotext", "-raw", "FILE", "-"],
    "poppler, properties": ["pdfinfo", "-meta", "FILE"],
    "poppler, tags": ["pdfinfo", "-struct-text", "FILE"],
    "MuPDF, letters": ["mutool", "draw", "-q", "-F", "txt", "FILE"],
    "MuPDF, outline": ["mutool", "show", "FILE", "outline"],
    "MuPDF, streams": ["mutool", "show", "-b", "FILE", "*"],
}
LETTERS = ["poppler, letters", "poppler, raw order", "MuPDF, letters"]


def forms(word):
    """A word as it can stand in a file."""
    for form in {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}:
        for text in {form, form.lower(), form.upper(), form.casefold()}:
            for encoding in ("utf-8", "utf-16-be", "utf-16-le"):
                yield text.encode(encoding)


def holds(data, word):
    # A reader may break a line between two words.
    plain = b" ".join(data.split())
    return any(form in data or form in plain for form in forms(word))


def read(folder, readers=tuple(READERS)):
    """Every file below a folder, and what these readers get of it."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        yield "name", name, name.encode()
        if path.is_dir():
            continue
        data = path.read_bytes()
        yield "bytes", name, data
        if name.endswith(".pdf"):
            for reader in readers:
                command = [str(path) if part == "FILE" else part for part in READERS[reader]]
                yield reader, name, subprocess.run(command, check=True, capture_output=True).stdout
        if name.endswith(".xlsx"):
            package = zipfile.ZipFile(io.BytesIO(data))
            for part in package.namelist():
                yield "part", f"{name}/{part}", package.read(part)


# What is withheld in a text, and the values of one line that are.
WITHHELD = re.compile(r"\[((?:[^\[\]]|\[\^?[^\[\]]*\])+)\]\(lak:[^)]*\)|\{([^{}]+), openbaar: nee")
# What has fewer letters can be a part of a word.
FEWEST = 5


def secrets(dossier):
    """What a dossier only says where it withholds it."""
    files = [file.read_text("utf-8") for file in sorted(dossier.glob("*.yaml"))]
    text = "\n".join(line for file in files for line in file.splitlines() if not line.lstrip().startswith("#"))
    found = set()
    for passage, fields in WITHHELD.findall(text):
        found |= {passage, *(field.partition(": ")[2] for field in fields.split(", "))}
    elsewhere = (WITHHELD.sub(" ", text) + templates()).casefold()
    enough = (one for one in found if sum(letter.isalpha() for letter in one) >= FEWEST)
    return sorted(one for one in enough if one.casefold() not in elsewhere)


def templates():
    """What stands in any document, or may."""
    if not templates.text:
        files = [file for file in sorted((ROOT / "templates").rglob("*")) if file.suffix in (".j2", ".typ", ".yaml")]
        templates.text = " ".join(file.read_text("utf-8") for file in files).casefold()
    return templates.text


templates.text = ""


def other_dossiers():
    for dossier in sorted([*(ROOT / "content").iterdir(), *(ROOT / "tests/cases").glob("ok_*")]):
        if dossier != CASE and dossier.is_dir() and (found := secrets(dossier)):
            yield dossier, found


def made(program, dossier, home):
    """All that is read in the edition for work, and in the published folder."""
    for command in (["build", "--out"], ["publish", "--proef", "--out"]):
        out = home / dossier.name / command[0]
        subprocess.run([program, command[0], str(dossier), *command[1:], str(out), "--quiet"], check=True, capture_output=True)
    return list(read(home / dossier.name / "build", LETTERS)), list(read(home / dossier.name / "publish"))


def looked_for(secrets, work, public, needed=all):
    """What is wrong: a secret that is read in the folder, or that the readers do not even find where it is."""
    for word in secrets:
        yield from (f"{word} stands in {name} ({reader})" for reader, name, data in public if holds(data, word))
        if not needed(any(holds(data, word) for of, _, data in work if of == reader) for reader in LETTERS):
            yield f"{word} is not found in the edition for work"


def main(program):
    wrong, count = [], 0
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        work, public = made(program, CASE, home)
        wrong += looked_for(SECRETS, work, public)
        for dossier, found in other_dossiers():
            count += len(found)
            # Between the lines of the heading of a column a reader may put other words.
            told = looked_for(found, *made(program, dossier, home), needed=any)
            wrong += (f"{dossier.name}: {what}" for what in told)
    marks = [name for reader, name, data in public if reader in LETTERS and holds(data, "weggelakt, grond")]
    if len(marks) < 2 * len(LETTERS):
        wrong.append(f"the mark is only read in {marks}")
    if count == 0:
        wrong.append("no other dossier withholds anything")
    print("\n".join(wrong) or f"{len(SECRETS)} secrets: in no one of {len(public)} readings of the published folder; and {count} of other dossiers")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve())))
