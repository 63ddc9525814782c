"""In: nothing, or the folder of a release build. Out: docs/metingen.md anew: what everything costs on this machine, whole
processes beside those of others, in turn. One command, and nothing else should run:

    python3 benches/metingen/meet.py [--release target/release] [--rondes 9] [--klein]

It builds the release if none is named, and gets the others from the package index in target/metingen. LibreOffice and LuaLaTeX are
measured where they are installed. What stands in docs/metingen.md below its last mark is written by hand, and stays.
"""

import argparse
import datetime
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "target/metingen"
PAGE = ROOT / "docs/metingen.md"
MARK = "<!-- Hieronder is met de hand geschreven. -->"
WANTED = ["weasyprint==70.0", "jinja2==3.1.6", "docxtpl==0.20.2", "quillmark==0.113.0", "pyyaml==6.0.3", "markdown-it-py==4.0.0", "playwright==1.65.2"]
ROUTES = {"quillmark": None, "weasyprint": None, "docxtpl": "soffice", "lualatex": "lualatex"}
NAMES = {
    "kamerbrief": "kamerbrief", "typst": "Typst alleen, zelfde bladen", "quillmark": "quillmark 0.113", "weasyprint": "WeasyPrint 70 met Jinja2",
    "docxtpl": "docxtpl met LibreOffice (Word)", "lualatex": "LuaLaTeX, scrlttr2",
}


def measured(command, directory=None, codes=(0,)):
    """Runs a command; how long it took, its processor time with that of its children, and the memory of the largest of them."""
    start = time.perf_counter()
    with open(WORK / "gezegd", "wb") as said:
        process = subprocess.Popen([str(word) for word in command], cwd=directory, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in codes:
        sys.exit(f"{process.returncode}: {command}\n{(WORK / 'gezegd').read_text(errors='replace')[-2000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def in_turn(commands, rounds):
    """Each of these so often, in turn, and each time twice: the second counts, as the first finds neither the program nor
    memory warm after another one, which says more of the machine. Of each the medians."""
    all = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            out = WORK / "uit"
            for _ in range(2):
                shutil.rmtree(out, ignore_errors=True)
                # What signs makes a file.
                out.unlink(missing_ok=True)
                found = measured([str(out) if word == "OUT" else word for word in command])
            all[name].append(found)
    return {name: tuple(statistics.median(run[part] for run in runs) for part in range(3)) for name, runs in all.items()}


def sheets(folder, name, *more):
    """The sheets of one or more dossiers, as Typst alone sets them."""
    out = WORK / "bladen" / name
    shutil.rmtree(out, ignore_errors=True)
    measured([KAMERBRIEF, "build", *more, folder, "--format", "typst", "--out", out, "--quiet"])
    return sorted(path.parent for path in out.rglob("*.typ") if path.stem == path.parent.name and path.parent.parent.name == "typst")


def seconds(value):
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s".replace(".", ",") if value < 10 else f"{value:.0f} s"


def number(value, digits=2):
    return f"{value:.{digits}f}".replace(".", ",")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def costs(found, per=1, base="kamerbrief"):
    rows = []
    for name, (wall, cpu, memory) in found.items():
        ratio = number(wall / found[base][0]) if name != base else "1"
        rows.append((NAMES.get(name, name), seconds(wall / per), seconds(cpu / per), f"{memory:.0f} MB", ratio))
    return rows


def others():
    """The programs of others that are there, with what they need once."""
    python = WORK / "anderen/bin/python"
    if not python.exists():
        venv.create(WORK / "anderen", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *WANTED], check=True)
    measured([python, HERE / "anderen.py", "sjablonen", "--out", WORK])
    there = [name for name, command in ROUTES.items() if command is None or shutil.which(command)]
    return {name: [python, HERE / "anderen.py", name] for name in there}


def cold(dossiers, routes, rounds):
    letter, real = dossiers.one(WORK / "brief"), dossiers.REAL
    commands = {
        "kamerbrief": [KAMERBRIEF, "build", letter, "--only", "kamerbrief", "--out", "OUT", "--quiet"],
        "typst": [NAAKT, *sheets(letter, "brief", "--only", "kamerbrief"), "--out", "OUT"],
    } | {name: [*route, letter, "--out", "OUT"] for name, route in routes.items()}
    first = in_turn(commands, rounds)
    second = in_turn({
        "kamerbrief": [KAMERBRIEF, "build", real, "--only", "kamerbrief", "--out", "OUT", "--quiet"],
        "typst": [NAAKT, *sheets(real, "echt", "--only", "kamerbrief"), "--out", "OUT"],
    }, rounds)
    head = ("programma", "tijd", "rekentijd", "geheugen", "tijd, kamerbrief = 1")
    text = "## Eén brief, van niets\n\nEen proces dat begint, een brief van twee bladzijden maakt en eindigt; het tweede van twee keer achter elkaar.\n\n" + table(head, costs(first))
    text += "\nDe echte brief van `content/mensenhandel`, met zijn bijlage erachter:\n\n" + table(head, costs(second))
    word = first["docxtpl"][0] / first["kamerbrief"][0] if "docxtpl" in first else None
    return text, [
        ("één brief tegen Typst alleen", first["kamerbrief"][0] / first["typst"][0], 1.15, "<="),
        ("de echte brief tegen Typst alleen", second["kamerbrief"][0] / second["typst"][0], 1.15, "<="),
        ("Word-route tegen kamerbrief", word, 10, ">="),
    ]


def word(dossiers, rounds):
    said = subprocess.run([WOORD, dossiers.REAL, "brief geef", str(rounds * 6)], check=True, capture_output=True, text=True).stdout
    found = json.loads(said)
    rows = [
        (what, *(number(found[kind][who], 1) + " ms" for who in ("kamerbrief", "typst")), number(found[kind]["kamerbrief"] / found[kind]["typst"]))
        for kind, what in (("pdf", "tot de PDF van de brief met zijn bijlage"), ("svg", "tot de plaatjes van wat anders werd, van alle documenten"))
    ]
    text = "## Eén woord anders\n\nVan YAML, in een proces dat al loopt; Typst alleen krijgt dezelfde bladen, en heeft geen YAML te lezen.\n\n"
    return text + table(("wat", "kamerbrief", "Typst alleen", "verhouding"), rows), [
        ("één woord tot PDF tegen Typst alleen", found["pdf"]["kamerbrief"] / found["pdf"]["typst"], 1.15, "<="),
        ("één woord tot SVG tegen Typst alleen", found["svg"]["kamerbrief"] / found["svg"]["typst"], 1.25, "<="),
    ]


def typing(edits):
    """From a word that is saved to the page in the browser; empty without one."""
    if not shutil.which("chromium"):
        return "", []
    command = [WORK / "anderen/bin/python", HERE.parent / "voorbeeld.py", KAMERBRIEF, "--edits", str(edits)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    what = ["alleen de bladzijden", "en dan ook de drie PDF's"]
    found = re.findall(r"to page in the browser: p50 ([\d.]+) ms, p95 ([\d.]+) ms", said)
    rows = [(name, *(value.replace(".", ",") + " ms" for value in times)) for name, times in zip(what, found, strict=True)]
    text = "## Op de bladzijde\n\nHet echte dossier in `kamerbrief watch`: van het bewaren van een woord tot het in Chromium op de bladzijde staat"
    return f"{text} ({edits} keer).\n\n" + table(("wat er wordt gemaakt", "mediaan", "95 van de 100"), rows), []


def writing(small):
    """Letters typed on the page, in the browser; empty without one."""
    if not shutil.which("chromium"):
        return "", []
    command = [WORK / "anderen/bin/python", HERE.parent / "schrijven.py", KAMERBRIEF]
    command += ["--letters", "10", "--edits", "200", "--groot", "40"] if small else ["--edits", "1000"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    rows = []
    large = f"een dossier van {number(found['groot']['bytes'] / 1e6, 1)} MB"
    for name, of in (("het echte dossier", found["echt"]), (large, found["groot"])):
        for what, times in (("tot zij in het veld staat", of["veld"]), ("tot zij op de bladzijde is gezet", of["bladzijde"])):
            rows.append((name, what, *(seconds(times[part] / 1000) for part in ("p50", "p95")), times["hoeveel"]))
    text = "## Typen op de bladzijde\n\nVan het indrukken van een toets in Chromium.\n\n"
    text += table(("wat", "een letter", "mediaan", "95 van de 100", "hoe vaak"), rows)
    memory = "; ".join(f"na {count}: {value:.0f} MB" for count, value in found["geheugen"].items())
    text += f"\nGeheugen van `kamerbrief watch` na zoveel bewaarde wijzigingen via de bladzijde: {memory}.\n"
    code = found["code"]
    text += f"Wat de bladzijde aan code laadt: {code['bytes'] / 1000:.0f} kB, gepakt {code['gepakt'] / 1000:.0f} kB.\n"
    return text, [
        ("een letter tot in het veld, p95 in milliseconden", found["echt"]["veld"]["p95"], 16, "<="),
        ("een letter tot op de gezette bladzijde, p95 in milliseconden", found["echt"]["bladzijde"]["p95"], 50, "<="),
    ]


def many(dossiers, routes, rounds, count):
    folder = dossiers.letters(WORK / "brieven", count)
    all = sheets(folder, "brieven", "--only", "kamerbrief", "--alle")
    ours = [KAMERBRIEF, "build", "--alle", folder, "--only", "kamerbrief", "--out", "OUT", "--quiet"]
    found = in_turn({"kamerbrief": ours, "kamerbrief, één rekenkern": [*ours, "--jobs", "1"], "typst": [NAAKT, *all, "--out", "OUT"]}, max(rounds // 3, 1))
    # The others take long: a part of the letters, which each of them makes in one process.
    part = sorted(folder.iterdir())[: max(count // 20, 2)]
    slow = in_turn({name: [*route, *part, "--out", "OUT"] for name, route in routes.items()}, 1)
    rows = costs(found, count)
    for name, (wall, cpu, memory) in slow.items():
        ratio = number(wall / len(part) / (found["kamerbrief"][0] / count))
        rows.append((f"{NAMES[name]} ({len(part)} brieven)", seconds(wall / len(part)), seconds(cpu / len(part)), f"{memory:.0f} MB", ratio))
    text = f"## {count} verschillende brieven in één proces\n\nPer brief.\n\n"
    text += table(("programma", "tijd", "rekentijd", "geheugen, geheel", "tijd, kamerbrief = 1"), rows)
    return text, [
        (f"{count} brieven, rekentijd tegen Typst alleen", found["kamerbrief"][1] / found["typst"][1], 1.1, "<="),
        (f"{count} brieven, tijd tegen Typst alleen", found["kamerbrief"][0] / found["typst"][0], 0.55, "<="),
    ]


def archive(dossiers, few, lots):
    rows, memory = [], {}
    for count in (few, lots):
        folder, out = dossiers.letters(WORK / f"archief-{count}", count), WORK / f"archief-{count}-uit"
        shutil.rmtree(out, ignore_errors=True)
        command = [KAMERBRIEF, "build", "--alle", folder, "--out", out, "--quiet"]
        made, again = measured(command), measured(command)
        memory[count] = (made[2], again[0])
        for what, run in (("gemaakt", made), ("niets veranderd", again)):
            rows.append((count, what, seconds(run[0]), seconds(run[1]), f"{run[2]:.0f} MB"))
        shutil.rmtree(out)
        shutil.rmtree(folder)
    text = "## Een archief\n\n" + table(("dossiers", "wat", "tijd", "rekentijd", "geheugen"), rows)
    return text, [
        (f"geheugen van {lots} dossiers tegen {few}", memory[lots][0] / memory[few][0], 1.3, "<="),
        (f"{lots} dossiers waarvan niets is veranderd, in seconden", memory[lots][1], 2, "<="),
    ]


def linear(dossiers, small):
    rows = []
    sizes = {
        "bladzijden": (dossiers.pages, (2, 20, 200), "kamerbrief"), "noten": (dossiers.notes, (10, 100, 1000), "kamerbrief"),
        "rijen in de bijlage": (dossiers.annex, (50, 500, 5000), "bijlage"),
    }
    for what, (make, counts, document) in sizes.items():
        for count in counts[: 2 if small else None]:
            folder = make(WORK / f"groot-{document}-{count}", count)
            ours = measured([KAMERBRIEF, "build", folder, "--only", document, "--out", WORK / "uit", "--quiet"])
            typst = measured([NAAKT, *sheets(folder, "groot", "--only", document), "--out", WORK / "uit"])
            each = ours[0] / count
            rows.append((what, count, seconds(ours[0]), seconds(each), seconds(typst[0]), number(ours[0] / typst[0]), f"{ours[2]:.0f} MB", f"{typst[2]:.0f} MB"))
            shutil.rmtree(folder)
    head = ("wat", "hoeveel", "kamerbrief", "per stuk", "Typst alleen", "verhouding", "geheugen", "geheugen van Typst alleen")
    return "## Groter\n\nWat per stuk gelijk blijft, is evenredig. Eén keer gemeten.\n\n" + table(head, rows), []


def rest(dossiers, rounds):
    """What else the program does, each as a process of its own."""
    real, key = dossiers.REAL, WORK / "sleutel"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{key}.key", "-out", f"{key}.pem", "-days", "30",
                    "-subj", "/C=NL/O=Proef/CN=proef", "-addext", "keyUsage=critical,digitalSignature"], check=True, capture_output=True)
    letter, signed, published = WORK / "teken.pdf", WORK / "getekend.pdf", WORK / "publicatie"
    measured([KAMERBRIEF, "build", dossiers.signable(WORK / "te-tekenen"), "--only", "kamerbrief", "--out", WORK / "echt", "--quiet"])
    shutil.copy(WORK / "echt/kamerbrief.pdf", letter)
    sign = [KAMERBRIEF, "sign", letter, "--sleutel", f"{key}.key", "--certificaat", f"{key}.pem", "--quiet", "--out"]
    measured([*sign, signed])
    measured([KAMERBRIEF, "publish", real, "--out", published, "--proef", "--quiet"])
    found = in_turn({
        "`--version`": [KAMERBRIEF, "--version"], "`check`": [KAMERBRIEF, "check", real, "--format", "short"],
        "`build`, drie documenten": [KAMERBRIEF, "build", real, "--out", "OUT", "--quiet"],
        "`word`, drie documenten": [KAMERBRIEF, "word", real, "--out", "OUT", "--quiet"],
        "`publish --proef`": [KAMERBRIEF, "publish", real, "--out", "OUT", "--proef", "--quiet"],
        "`verify` van die publicatie": [KAMERBRIEF, "verify", published, "--dossier", real],
        "`sign`, P-256": [*sign, "OUT"], "`verify` van die handtekening": [KAMERBRIEF, "verify", signed],
    }, rounds)
    rows = [(name, seconds(wall), seconds(cpu), f"{memory:.0f} MB") for name, (wall, cpu, memory) in found.items()]
    return "## De andere opdrachten\n\nHet echte dossier, elk een heel proces.\n\n" + table(("opdracht", "tijd", "rekentijd", "geheugen"), rows), [
        ("`--version`, in milliseconden", found["`--version`"][0] * 1000, 5, "<="),
        ("`check` van het echte dossier, in milliseconden", found["`check`"][0] * 1000, 25, "<="),
    ]


def machine():
    told = Path("/proc/cpuinfo").read_text()
    model = re.search("model name.*: (.*)", told)
    memory = int(re.search(r"MemTotal: +(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024 / 1024
    version = subprocess.run([KAMERBRIEF, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    size = KAMERBRIEF.stat().st_size / 1e6
    return f"{version} ({size:.0f} MB), {os.cpu_count()} rekenkernen ({model[1] if model else 'onbekend'}), {memory:.0f} GB geheugen, Linux {os.uname().release.split('-')[0]}"


def goals(all):
    rows = []
    for what, value, wanted, how in all:
        if value is None:
            rows.append((what, "niet gemeten", number(wanted), ""))
            continue
        reached = value <= wanted if how == "<=" else value >= wanted
        rows.append((what, number(value), ("hoogstens " if how == "<=" else "ten minste ") + number(wanted), "ja" if reached else "**nee**"))
    return "## De doelen\n\n" + table(("wat", "gemeten", "doel", "gehaald"), rows)


def main():
    global KAMERBRIEF, NAAKT, WOORD
    parser = argparse.ArgumentParser()
    parser.add_argument("--release", type=Path)
    parser.add_argument("--rondes", type=int, default=9)
    parser.add_argument("--klein", action="store_true", help="weinig van alles, om dit programma zelf te proberen")
    given = parser.parse_args()
    if given.release is None:
        given.release = ROOT / "target/release"
        subprocess.run(["cargo", "build", "--release", "--locked", "-p", "kamerbrief", "-p", "kamerbrief-naakt"], check=True, cwd=ROOT)
    KAMERBRIEF, NAAKT, WOORD = ((given.release / name).resolve() for name in ("kamerbrief", "naakt", "woord"))
    WORK.mkdir(parents=True, exist_ok=True)
    for old in WORK.iterdir():
        if old.name != "anderen":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    routes = others()
    sys.path[:0] = [str(HERE), *map(str, WORK.glob("anderen/lib/python*/site-packages"))]
    import dossiers

    rounds, small = given.rondes, given.klein
    load = os.getloadavg()[0]
    texts, targets = [], []
    for part in (
        lambda: cold(dossiers, routes, rounds), lambda: word(dossiers, rounds), lambda: typing(10 if small else 100), lambda: writing(small), lambda: many(dossiers, routes, rounds, 40 if small else 500),
        lambda: archive(dossiers, 5 if small else 50, 40 if small else 2000), lambda: linear(dossiers, small), lambda: rest(dossiers, rounds),
    ):
        text, more = part()
        texts.append(text)
        targets += more
        print(text, flush=True)
    head = (
        "# Wat alles kost\n\n<!-- Geschreven door benches/metingen/meet.py. -->\n\n"
        f"Gemeten op {datetime.date.today().isoformat()}: {machine()}. Andere belasting bij het begin: {number(load, 1)}. Alles om en om in één keer, "
        f"{rounds} ronden, medianen; tijd is die op de klok, rekentijd die van alle rekenkernen samen. Opnieuw meten: `python3 benches/metingen/meet.py`.\n\n"
    )
    hand = PAGE.read_text().split(MARK)[1] if PAGE.exists() and MARK in PAGE.read_text() else "\n"
    PAGE.write_text(head + "\n".join([goals(targets), *texts]) + "\n" + MARK + hand)
    print(goals(targets))


if __name__ == "__main__":
    main()
