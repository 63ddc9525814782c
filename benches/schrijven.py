"""In: the release binary. Out, as JSON: how long a typed letter takes to its field and to the page, on the real dossier and on one of
2 MB; memory while thousands of changes are written; the size of what the page loads.

Usage: schrijven.py KAMERBRIEF [--letters N] [--edits N] [--groot PAGES]

Types in Chromium, as somebody who writes on the page. To the field: from the key until the frame with the letter is
painted. To the page: until the picture of the sheet with that letter in it is set. Needs `playwright` and PyYAML.
"""

import argparse
import gzip
import http.client
import json
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "metingen")]
import dossiers
from voorbeeld import FLAGS, ROOT, dossier, watch

WITNESS = """() => {
    window.getypt = []; window.gezet = []; window.begin = 0;
    addEventListener("keydown", () => {
        begin = performance.now();
        const key = begin;
        // What is asked for in a frame and comes as a message comes after that frame was painted.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => getypt.push(performance.now() - key);
        requestAnimationFrame(() => port2.postMessage(null));
    }, true);
    const haal = haalBeeld;
    haalBeeld = async (blad) => { await haal(blad); if (begin) { gezet.push(performance.now() - begin); begin = 0; } };
}"""
PLACE = """words => {
    for (const line of document.querySelectorAll("#bladen > div:not([hidden]) text")) {
        const at = line.textContent.indexOf(words);
        if (at < 0) continue;
        line.scrollIntoView({ block: "center", behavior: "instant" });
        const letter = line.getExtentOfChar(at + 3);
        const { x, y } = new DOMPoint(letter.x + letter.width / 2, letter.y + letter.height / 2).matrixTransform(line.getScreenCTM());
        return { x, y };
    }
}"""


def spread(times):
    times = sorted(times)
    return {"p50": statistics.median(times), "p95": times[min(len(times) - 1, round(0.95 * len(times)))], "hoeveel": len(times)}


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


def typed(kamerbrief, folder, words, letters):
    """A click on words, and letters typed there, each when the page shows the one before."""
    process, url = watch(kamerbrief, folder, "--no-pdf")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.set_default_timeout(120_000)
            page.goto(url)
            page.wait_for_function("words => [...document.querySelectorAll('#bladen text')].some(line => line.textContent.includes(words))", arg=words)
            page.wait_for_timeout(1500)
            place = page.evaluate(PLACE, words)
            page.mouse.click(place["x"], place["y"])
            page.wait_for_function("() => pen && pen.invoer === document.activeElement")
            page.evaluate(WITNESS)
            for number in range(letters):
                page.keyboard.type("aeiou"[number % 5])
                page.wait_for_function("n => gezet.length > n", arg=number, polling=5)
            found = {"veld": spread(page.evaluate("getypt")), "bladzijde": spread(page.evaluate("gezet"))}
            browser.close()
        return found
    finally:
        process.kill()


def memory(kamerbrief, folder, edits):
    """Changes of one line through the interface of the page, each in the file; the memory at the first, and along the way."""
    process, address = watch(kamerbrief, folder, "--no-pdf")
    url, key = address.split("#")
    port = int(url.rsplit(":", 1)[1].strip("/"))
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json", "Kamerbrief-Sleutel": key}
        found = {}
        for number in range(1, edits + 1):
            wish = {"bestand": "dossier", "do": "line", "place": "onderwerp", "text": f"Onderwerp {number}", "opslaan": True}
            connection.request("POST", "/wijzig", json.dumps(wish), headers)
            response = connection.getresponse()
            said = response.read()
            if response.status != 200:
                sys.exit(f"{response.status}: {said.decode(errors='replace')}")
            # A line for each time that the pages are set.
            process.stdout.readline()
            if number in (1, 100, 1_000, edits):
                found[number] = resident(process)
        return found
    finally:
        process.kill()


def code():
    """What the page loads, in bytes: as it is, and how much that is when it is packed."""
    parts = [path.read_bytes() for path in sorted((ROOT / "src/preview/pagina").iterdir()) if path.suffix in (".js", ".css", ".html") and path.stem != "naast"]
    return {"bytes": sum(map(len, parts)), "gepakt": sum(len(gzip.compress(part, 9, mtime=0)) for part in parts)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kamerbrief")
    parser.add_argument("--letters", type=int, default=100)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--groot", type=int, default=860, help="about so many pages: 860 are 2 MB")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        real = dossier(home)
        found = {"echt": typed(arguments.kamerbrief, real, "begrotingsbehandeling", arguments.letters)}
        large = dossiers.pages(home / "groot", arguments.groot)
        found["groot"] = typed(arguments.kamerbrief, large, "Nummer 0", max(arguments.letters // 10, 1))
        found["groot"]["bytes"] = (large / "brief.yaml").stat().st_size
        found["geheugen"] = memory(arguments.kamerbrief, real, arguments.edits)
    found["code"] = code()
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
