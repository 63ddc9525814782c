"""In: the binary. Out: docs/handboek/beeld/SOORT.png, the first two pages of the example of each kind of letter.

Needs pdftoppm and Pillow; other versions of those draw other bytes.

Usage: soorten.py KAMERBRIEF
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

KAMERBRIEF = str(Path(sys.argv[1]).resolve())
DOCS = Path(__file__).resolve().parent
BEELD = DOCS / "handboek/beeld"
SOORTEN = {
    "brief": "mensenhandel",
    "antwoord": "vragen-loketten",
    "feitelijke_vragen": "feitelijk-subsidies",
    "schriftelijk_overleg": "overleg-bibliotheken",
    "uitstel": "uitstel-loketten",
    "aanbieding": "aanbieding-raad",
    "verzamelbrief": "verzamelbrief-bibliotheken",
}
DPI = 50
BETWEEN = 10


def main():
    BEELD.mkdir(exist_ok=True)
    for soort, dossier in SOORTEN.items():
        with tempfile.TemporaryDirectory() as folder:
            build = [KAMERBRIEF, "build", DOCS.parent / "content" / dossier, "--only", "kamerbrief", "--out", folder, "--quiet"]
            subprocess.run(build, check=True, stderr=subprocess.DEVNULL)
            pdf = Path(folder, "kamerbrief.pdf")
            subprocess.run(["pdftoppm", "-r", str(DPI), "-l", "2", "-gray", "-png", pdf, Path(folder, "blad")], check=True)
            pages = [ImageOps.expand(Image.open(page), border=1, fill=128) for page in sorted(Path(folder).glob("blad*.png"))]
            width = sum(page.width + BETWEEN for page in pages) - BETWEEN
            both = Image.new("L", (width, pages[0].height), 255)
            left = 0
            for page in pages:
                both.paste(page, (left, 0))
                left += page.width + BETWEEN
            both.quantize(16).save(BEELD / f"{soort}.png", optimize=True)


main()
