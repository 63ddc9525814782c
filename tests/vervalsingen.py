"""In: the binary, and a folder of files that `tests/seal/forgeries.rs` made. Out: exit 0 when no file that another
program shows otherwise than it was signed is called intact.

Usage: VERVALSINGEN=MAP cargo test -p kamerbrief-seal forgeries && vervalsingen.py KAMERBRIEF MAP
With PROPTEST_CASES=10000 before the first command there are as many files.

Asked are poppler, MuPDF and PDFium: the text of every page, and what the first looks like.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys

import pypdfium2

KAMERBRIEF = str(pathlib.Path(sys.argv[1]).resolve())
FOLDER = pathlib.Path(sys.argv[2])
NOTHING = "shows nothing"


def told(*command):
    """What a command prints; an error is a refusal."""
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def poppler(path):
    return told("pdftotext", path, "-").decode("utf-8", "replace").strip()


def mupdf(path):
    text = told("mutool", "draw", "-q", "-F", "txt", path).decode("utf-8", "replace").strip()
    return text, hashlib.sha256(told("mutool", "draw", "-q", "-r", "36", "-F", "pnm", path, "1")).hexdigest()


def pdfium(path):
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        texts = [page.get_textpage().get_text_range() for page in document]
        picture = document[0].render(scale=0.5, may_draw_forms=True).to_numpy().tobytes() if texts else b""
    finally:
        document.close()
    return "\f".join(texts).strip(), hashlib.sha256(picture).hexdigest()


def shown(path):
    """What each program shows."""
    answers = []
    for program in (poppler, mupdf, pdfium):
        try:
            answers.append(program(path))
        except Exception:  # noqa: BLE001 – a file that it refuses
            answers.append(NOTHING)
    return answers


def verdict(path):
    done = subprocess.run([KAMERBRIEF, "verify", path, "--format", "json"], capture_output=True, timeout=60)
    assert done.returncode in (0, 1, 3, 4), f"{path}: exit {done.returncode}\n{done.stderr}"
    return json.loads(done.stdout)["uitspraak"]["oordeel"]


def main():
    (honest,) = FOLDER.glob("echt-*.pdf")
    signed = shown(honest)
    assert all("A. Eerste" in str(answer) for answer in signed), signed
    assert verdict(honest) == "ongeschonden"
    forged, inside = sorted(FOLDER.glob("vals-*.pdf")), sorted(FOLDER.glob("binnen-*.pdf"))
    assert forged and inside, "no files were made"
    # The libraries are not made for threads.
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = list(pool.map(shown, forged, chunksize=20))
        alike = list(pool.map(shown, inside, chunksize=20))
    other = [path for path, answer in zip(forged, answers) if any(one not in (NOTHING, own) for one, own in zip(answer, signed))]
    print(f"{len(forged)} vervalsingen, waarvan {len(other)} ergens iets anders tonen", flush=True)
    assert len(other) > len(forged) // 50, "the forgeries deceive nobody: they prove nothing"
    deceived = [path.name for path in other if verdict(path) == "ongeschonden"]
    assert not deceived, f"called intact: {deceived}"
    # What could be signed, all three read as the same text; one that refuses it shows nobody another.
    split = []
    for path, answer in zip(inside, alike):
        texts = {"".join((one[0] if isinstance(one, tuple) else one).split()) for one in answer if one != NOTHING}
        if len(texts) > 1:
            split.append((path.name, texts))
    print(f"{len(inside)} bestanden die ondertekend konden worden, waarvan {len(split)} niet door ieder gelijk gelezen", flush=True)
    assert not split, split[:5]


if __name__ == "__main__":
    main()
