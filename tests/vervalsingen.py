"""In: the binary, and a folder of files that `tests/seal/forgeries.rs` and `tests/seal/inside.rs` made. Out: exit 0 when
no file that another program shows otherwise than it was signed is called intact, and what could be signed is shown alike.

Usage: VERVALSINGEN=MAP cargo test -p kamerbrief-seal -- forgeries:: inside:: && vervalsingen.py KAMERBRIEF MAP
With PROPTEST_CASES=10000 before the first command there are as many files.

Asked are poppler, MuPDF and PDFium: the text of every page, and what the first looks like.
"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import numpy
import pypdfium2

KAMERBRIEF = str(pathlib.Path(sys.argv[1]).resolve())
FOLDER = pathlib.Path(sys.argv[2])
NOTHING = "shows nothing"
# Pictures of a page are compared in squares of so many points of the screen. A thin line is as dark as one program makes
# it; a square that is half darker is another drawing.
DPI, SQUARE, DARKER, MANY = 96, 6, 0.35, 2


def told(*command):
    """What a command prints; an error is a refusal."""
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def poppler(path):
    return told("pdftotext", path, "-").decode("utf-8", "replace").strip()


def mupdf(path):
    text = told("mutool", "draw", "-q", "-F", "txt", path).decode("utf-8", "replace").strip()
    return text, hashlib.sha256(told("mutool", "draw", "-q", "-o", "-", "-r", "36", "-F", "pnm", path, "1")).hexdigest()


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


def squares(picture):
    """How light each part of a picture is, from 0 to 1."""
    height, width = (side // SQUARE * SQUARE for side in picture.shape)
    cut = picture[:height, :width].astype(float).reshape(height // SQUARE, SQUARE, width // SQUARE, SQUARE)
    return cut.mean(axis=(1, 3)) / 255


def portable(data):
    """A picture in the format PGM."""
    head = re.match(rb"P5\s+(?:#[^\n]*\n)?(\d+)\s+(\d+)\s+255\s", data)
    width, height = int(head[1]), int(head[2])
    return numpy.frombuffer(data[head.end():], numpy.uint8)[: width * height].reshape(height, width)


def drawn(path):
    """What the first page looks like, and its text, in each program."""
    document = pypdfium2.PdfDocument(path)
    try:
        picture = document[0].render(scale=DPI / 72, grayscale=True).to_numpy()
        text = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    pictures = [
        portable(told("pdftoppm", "-r", str(DPI), "-gray", "-f", "1", "-l", "1", path)),
        portable(told("mutool", "draw", "-q", "-o", "-", "-r", str(DPI), "-F", "pgm", path, "1")),
        picture if picture.ndim == 2 else picture[:, :, 0],
    ]
    texts = [poppler(path), mupdf(path)[0], text]
    return [squares(one) for one in pictures], ["".join(one.split()) for one in texts]


def apart(path):
    """In what three programs differ in a file: nothing, the text, or the picture; a file that one refuses shows nothing else."""
    try:
        pictures, texts = drawn(path)
    except Exception:  # noqa: BLE001 – a file that one of them refuses
        return "refused"
    if len(set(texts)) > 1:
        return f"texts {sorted(set(texts))}"[:200]
    rows, columns = (min(one.shape[side] for one in pictures) for side in (0, 1))
    pictures = [one[:rows, :columns] for one in pictures]
    for i, one in enumerate(pictures):
        for other in pictures[:i]:
            many = int((abs(one - other) > DARKER).sum())
            if many > MANY:
                return f"pictures, {many} squares"
    return ""


def verdict(path):
    done = subprocess.run([KAMERBRIEF, "verify", path, "--format", "json"], capture_output=True, timeout=60)
    assert done.returncode in (0, 1, 3, 4), f"{path}: exit {done.returncode}\n{done.stderr}"
    return json.loads(done.stdout)["uitspraak"]["oordeel"]


def main():
    (honest,) = FOLDER.glob("echt-*.pdf")
    signed = shown(honest)
    assert all("Geachte voorzitter" in str(answer) for answer in signed), signed
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
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        deceived = [path.name for path, told in zip(other, pool.map(verdict, other)) if told == "ongeschonden"]
    assert not deceived, f"called intact: {deceived}"
    # What could be signed, all three read as the same text; one that refuses it shows nobody another.
    split = []
    for path, answer in zip(inside, alike):
        texts = {"".join((one[0] if isinstance(one, tuple) else one).split()) for one in answer if one != NOTHING}
        if len(texts) > 1:
            split.append((path.name, texts))
    made = {kind: sorted(FOLDER.glob(f"{kind}-*.pdf")) for kind in ("getekend", "geweigerd")}
    # Of what was refused a sample shows that the drawings deceive.
    made["geweigerd"] = made["geweigerd"][:: max(1, len(made["geweigerd"]) // 100)]
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        found = {kind: list(pool.map(apart, paths, chunksize=10)) for kind, paths in made.items()}
    differ = {kind: sum(1 for one in all_ if one not in ("", "refused")) for kind, all_ in found.items()}
    for kind in made:
        print(f"{len(made[kind])} tekeningen {kind}, waarvan {differ[kind]} niet overal gelijk", flush=True)
    assert differ["geweigerd"] > len(made["geweigerd"]) // 50, "the drawings deceive nobody: they prove nothing"
    deceived = [(path.name, one) for path, one in zip(made["getekend"], found["getekend"]) if one]
    assert not deceived, deceived[:20]
    print(f"{len(inside)} bestanden die ondertekend konden worden, waarvan {len(split)} niet door ieder gelijk gelezen", flush=True)
    assert not split, split[:5]


if __name__ == "__main__":
    main()
