"""In: the binary. Out: docs/handboek/beeld/verschil.png, what the new address on the page about many dossiers changes.

Needs Pillow. The page itself has the profile, and its command is run by `cargo test handboek`.

Usage: verschil.py KAMERBRIEF
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

KAMERBRIEF = str(Path(sys.argv[1]).resolve())
DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "handboek/veel-dossiers.md"
WIDTH = 900
# The upper part of the pages: where something differs.
SHOWN = 0.34


def main():
    name, profile = re.search(r"```yaml (sjablonen/\S+)\n(.*?)```", PAGE.read_text(), re.DOTALL).groups()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(profile)
        build = [KAMERBRIEF, "build", DOCS.parent / "content/voorbeeld-ienw", "--only", "kamerbrief", "--out", folder / "uit", "--quiet"]
        subprocess.run(build, check=True)
        compare = [*build, "--templates", folder / "sjablonen", "--vergelijk", "--beelden", folder / "verschillen"]
        # 5: something differs.
        assert subprocess.run(compare).returncode == 5
        picture = Image.open(folder / "verschillen/kamerbrief-1.png").convert("RGB")
        picture = picture.crop((0, 0, picture.width, int(picture.height * SHOWN)))
        picture = picture.resize((WIDTH, picture.height * WIDTH // picture.width), Image.Resampling.LANCZOS)
        picture.save(DOCS / "handboek/beeld/verschil.png", optimize=True)


main()
