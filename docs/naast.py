"""In: the binary. Out: docs/naast.png and docs/nakijken.png, the included dossier in both editions.

The dossier itself withholds nothing: its names are placeholders. Here a copy has an invented contact person, and two passages
that its writer might withhold. Needs Chromium, Playwright and pdftoppm; other versions of those draw other bytes.

Usage: naast.py KAMERBRIEF
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

KAMERBRIEF = str(Path(sys.argv[1]).resolve())
DOCS = Path(__file__).resolve().parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"


def replaced(text, old, new):
    assert old in text, f"{old!r} is not there"
    return text.replace(old, new, 1)


def withheld(folder):
    """Withholds something of a copy of the included dossier."""
    shutil.copytree(DOCS.parent / "content/mensenhandel", folder, ignore=shutil.ignore_patterns("uit"))
    dossier = (folder / "dossier.yaml").read_text(encoding="utf-8")
    dossier = replaced(dossier, "\n\nondertekening:", "\n  contactpersoon:\n    naam: J. de Vries\n\nondertekening:")
    dossier += "\nlakken:\n  5.2.1: Het is een gedachte van ambtenaren, en nog geen standpunt van de bewindspersoon.\n"
    (folder / "dossier.yaml").write_text(dossier, encoding="utf-8")
    nota = (folder / "nota.yaml").read_text(encoding="utf-8")
    for old in ("minderjarigen, criminele uitbuiting, de opvang van slachtoffers en het thema technologie", "hoeveel die\n  bij benadering gaan kosten"):
        nota = replaced(nota, old, f"[{old}](lak:5.2.1)")
    (folder / "nota.yaml").write_text(nota, encoding="utf-8")
    return folder


def screen(folder, out):
    watch = subprocess.Popen(
        [KAMERBRIEF, "watch", str(folder), "--port", "0", "--no-pdf"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    try:
        url = re.search(r"http://\S+", watch.stdout.readline())[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1240, "height": 620}, reduced_motion="reduce")
            page.goto(url + "naast")
            page.wait_for_function("() => document.documentElement.dataset.gevuld")
            page.evaluate("toon('beslisnota')")
            page.evaluate("kies(stand.lakkingen.find(een => een.stuk === 'beslisnota' && een.gronden[0][0] === '5.2.1').nummer)")
            page.wait_for_timeout(1500)
            # What differs at each run.
            page.evaluate("document.querySelector('#stand div:last-child').remove()")
            page.evaluate("document.querySelectorAll('.naar').forEach(een => { een.textContent = een.textContent.replace(/^.*\\//, ''); })")
            page.screenshot(path=out)
            browser.close()
    finally:
        watch.kill()


def paper(folder, out):
    pdf = folder.parent / "nakijken.pdf"
    subprocess.run([KAMERBRIEF, "review", str(folder), "--out", str(pdf), "--quiet"], check=True)
    # The first page has the list.
    subprocess.run(["pdftoppm", "-r", "66", "-f", "1", "-l", "1", "-singlefile", "-png", str(pdf), str(out.with_suffix(""))], check=True)


with tempfile.TemporaryDirectory() as home:
    folder = withheld(Path(home) / "mensenhandel")
    screen(folder, DOCS / "naast.png")
    paper(folder, DOCS / "nakijken.png")
