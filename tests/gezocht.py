"""In: the binary. Out: exit 0 when nothing of what `ok_lakken` withholds can be read in the published folder by programs of
others, and all of it in the edition for work. Standard library only; poppler and MuPDF read the PDFs.

    python3 tests/gezocht.py target/debug/kamerbrief
"""

import io
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import zipfile

CASE = pathlib.Path(__file__).parent / "cases/ok_lakken"

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


def read(folder):
    """Every file below a folder, and what a reader gets of it."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        yield "name", name, name.encode()
        if path.is_dir():
            continue
        data = path.read_bytes()
        yield "bytes", name, data
        if name.endswith(".pdf"):
            for reader, command in READERS.items():
                command = [str(path) if part == "FILE" else part for part in command]
                yield reader, name, subprocess.run(command, check=True, capture_output=True).stdout
        if name.endswith(".xlsx"):
            package = zipfile.ZipFile(io.BytesIO(data))
            for part in package.namelist():
                yield "part", f"{name}/{part}", package.read(part)


def main(program):
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        for command in (["build", "--out"], ["publish", "--proef", "--out"]):
            out = home / command[0]
            subprocess.run([program, command[0], str(CASE), *command[1:], str(out), "--quiet"], check=True)
        work, public = list(read(home / "build")), list(read(home / "publish"))
    wrong = []
    for word in SECRETS:
        wrong += [f"{word} stands in {name} ({reader})" for reader, name, data in public if holds(data, word)]
        for reader in LETTERS:
            if not any(holds(data, word) for of, _, data in work if of == reader):
                wrong.append(f"{word} is not found in the edition for work by {reader}")
    marks = [name for reader, name, data in public if reader in LETTERS and holds(data, "weggelakt, grond")]
    if len(marks) < 2 * len(LETTERS):
        wrong.append(f"the mark is only read in {marks}")
    print("\n".join(wrong) or f"{len(SECRETS)} secrets: in no one of {len(public)} readings of the published folder")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(str(pathlib.Path(sys.argv[1]).resolve())))
