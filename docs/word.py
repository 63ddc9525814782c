"""In: the binary. Out: docs/handboek/beeld/word-STUK.png, the first page of a document as our PDF, and beside it that of the file of
Word as LibreOffice prints it.

Needs soffice, pdftoppm and Pillow; other versions of those draw other bytes.

Usage: word.py KAMERBRIEF
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

KAMERBRIEF = str(Path(sys.argv[1]).resolve())
DOCS = Path(__file__).resolve().parent
BEELD = DOCS / "handboek/beeld"
DOSSIER = DOCS.parent / "content/mensenhandel-gecorrigeerd"
STUKKEN = ("kamerbrief", "bijlage")
DPI = 60
BETWEEN = 10


def page(pdf, folder):
    subprocess.run(["pdftoppm", "-r", str(DPI), "-l", "1", "-gray", "-png", "-singlefile", pdf, Path(folder, "blad")], check=True)
    return ImageOps.expand(Image.open(Path(folder, "blad.png")).convert("L"), border=1, fill=128)


def main():
    BEELD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ours, word, theirs = (Path(folder, name) for name in ("pdf", "word", "van-word"))
        subprocess.run([KAMERBRIEF, "build", DOSSIER, "--out", ours, "--quiet"], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([KAMERBRIEF, "word", DOSSIER, "--out", word, "--quiet"], check=True, stderr=subprocess.DEVNULL)
        profile = f"-env:UserInstallation={Path(folder, 'profiel').as_uri()}"
        for stuk in STUKKEN:
            convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", theirs, word / f"{stuk}.docx"]
            subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
            pages = [page(place / f"{stuk}.pdf", folder) for place in (ours, theirs)]
            width = sum(one.width + BETWEEN for one in pages) - BETWEEN
            both = Image.new("L", (width, max(one.height for one in pages)), 255)
            left = 0
            for one in pages:
                both.paste(one, (left, 0))
                left += one.width + BETWEEN
            both.quantize(16).save(BEELD / f"word-{stuk}.png", optimize=True)


main()
