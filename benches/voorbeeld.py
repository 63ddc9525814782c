"""In: the release binary, and bare Typst. Out: how long an edit takes from the file to the page, and what it costs.

Usage: voorbeeld.py KAMERBRIEF [TYPST] [--edits N] [--memory N]

Saves one-word edits of the real letter and waits in Chromium until each stands on the page: its pictures loaded,
decoded and a frame drawn. `typst watch` gets the same edits in the same sheets; there the file that it writes is
waited for. Needs `playwright` and Chromium, as tests/browser.py. Figures with their table: CONTRIBUTING.md, "Speed".
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WORD = "brief geef"

WITNESS = """() => {
    window.seen = new Map();
    new MutationObserver(() => {
        const revision = document.documentElement.dataset.revision;
        requestAnimationFrame(() => seen.set(revision, performance.timeOrigin + performance.now()));
    }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-revision"] });
}"""


def replace(path, text):
    new = path.with_name("." + path.name)
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def dossier(home):
    folder = home / "dossier"
    shutil.copytree(ROOT / "content/mensenhandel", folder, ignore=shutil.ignore_patterns("uit"))
    return folder


def watch(kamerbrief, folder, *options):
    process = subprocess.Popen(
        [kamerbrief, "watch", str(folder), "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    return process, re.search(r"http://\S+", process.stdout.readline())[0]


def tell(what, times):
    times = sorted(times)
    p95 = times[min(len(times) - 1, round(0.95 * len(times)))]
    print(f"{what}: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, most {times[-1]:.1f} ms ({len(times)})")


def ours(kamerbrief, edits, home, options):
    folder = dossier(home)
    brief = folder / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    process, url = watch(kamerbrief, folder, *options)
    times, rounds = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(url)
        page.wait_for_selector("html[data-revision]", state="attached")
        page.evaluate(WITNESS)
        page.wait_for_timeout(1500)
        process.stdout.readline()
        for number in range(edits):
            before = page.evaluate("seen.size")
            start = time.time()
            replace(brief, text.replace(WORD, f"brief{number} geef", 1))
            page.wait_for_function("n => seen.size > n", arg=before, polling=5)
            last = page.evaluate("[...seen.values()].at(-1)")
            times.append(last - start * 1000)
            rounds.append(float(process.stdout.readline().split()[-2]))
            # A writer rests between two saves; the texts over the pages are set then.
            page.wait_for_timeout(250)
        browser.close()
    process.kill()
    tell(f"kamerbrief watch {' '.join(options)}: from save to page in the browser", times)
    tell("  of which the round itself, by its own clock", rounds)


def bare(kamerbrief, typst, edits, home):
    folder = dossier(home)
    out = home / "bladen"
    subprocess.run([kamerbrief, "build", str(folder), "--format", "typst", "--out", str(out), "--quiet"], check=True, stderr=subprocess.DEVNULL)
    root = out / "typst"
    sheet = next(path for path in root.rglob("*.typ") if WORD in path.read_text(encoding="utf-8"))
    text = sheet.read_text(encoding="utf-8")
    for form in ("svg", "pdf"):
        target = home / ("brief-{p}.svg" if form == "svg" else "brief.pdf")
        made = home / ("brief-1.svg" if form == "svg" else "brief.pdf")
        process = subprocess.Popen(
            [typst, "watch", "--no-serve", "--root", str(root), "--features", "a11y-extras", str(root / "kamerbrief.typ"), str(target)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        while not made.exists():
            time.sleep(0.01)
        time.sleep(1.5)
        times = []
        for number in range(edits):
            before = made.stat().st_mtime_ns
            start = time.time()
            replace(sheet, text.replace(WORD, f"brief{number} geef", 1))
            end = time.time() + 3
            while made.stat().st_mtime_ns == before and time.time() < end:
                time.sleep(0.001)
            times.append((time.time() - start) * 1000)
            time.sleep(0.25)
        process.kill()
        said = process.stderr.read()
        own = [float(number) * (1000 if unit == "s" else 1) for number, unit in re.findall(r"compiled successfully in ([\d.]+) ?(ms|s)", said.replace("µs", "ms"))]
        tell(f"typst watch to {form}: from save to file", times)
        if own[1:]:
            tell("  of which the compilation, by its own clock", own[1:])


def memory(kamerbrief, edits, home):
    folder = dossier(home)
    brief = folder / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    process, _ = watch(kamerbrief, folder)
    process.stdout.readline()

    def resident():
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    start = time.time()
    for number in range(1, edits + 1):
        replace(brief, text.replace(WORD, f"brief{number} geef", 1))
        process.stdout.readline()
        if number in (100, 1_000, edits // 2, edits):
            print(f"after {number} edits: {resident():.1f} MB resident ({time.time() - start:.0f} s)", flush=True)
    process.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kamerbrief")
    parser.add_argument("typst", nargs="?")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--memory", type=int, default=0)
    arguments = parser.parse_args()
    for measure in (
        lambda home: arguments.edits and ours(arguments.kamerbrief, arguments.edits, home, ["--no-pdf"]),
        lambda home: arguments.edits and ours(arguments.kamerbrief, arguments.edits, home, []),
        lambda home: arguments.edits and arguments.typst and bare(arguments.kamerbrief, arguments.typst, arguments.edits, home),
        lambda home: arguments.memory and memory(arguments.kamerbrief, arguments.memory, home),
    ):
        with tempfile.TemporaryDirectory() as home:
            measure(Path(home))


if __name__ == "__main__":
    main()
