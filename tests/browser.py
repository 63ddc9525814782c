"""In: the binary. Out: whether the preview does in a real browser what it promises. Drives Debian's Chromium.

Usage: browser.py KAMERBRIEF [NAME…]   (only the tests whose name holds one of these)
"""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

KAMERBRIEF = str(Path(sys.argv[1]).resolve())
ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 20_000


class Watch:
    """A dossier of its own, and `kamerbrief watch` over it."""

    def __init__(self, dossier="mensenhandel-gecorrigeerd", options=(), files=None):
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "dossier"
        if dossier:
            shutil.copytree(ROOT / "content" / dossier, self.folder, ignore=shutil.ignore_patterns("uit"))
        # What is typed and not saved is kept there.
        self.environment = {**os.environ, "XDG_STATE_HOME": str(self.home / "bewaard")}
        for name, text in (files or {}).items():
            (self.folder / name).write_text(text, encoding="utf-8")
        self.options = list(options)
        self.start()

    def start(self, port="0"):
        command = [KAMERBRIEF, "watch", str(self.folder), "--port", str(port), *self.options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=self.environment
        )
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.url, self.key = self.address.split("#")
        self.port = int(self.url.rsplit(":", 1)[1].strip("/"))
        # What it prints must not fill the pipe.
        self.lines = []
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def write(self, name, text):
        """As editors do: another file, put in its place."""
        new = self.folder / f".{name}.new"
        new.write_text(text, encoding="utf-8")
        os.replace(new, self.folder / name)

    def edit(self, name, old, new):
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def get(self, path, headers=(), method="GET", body=None):
        """Status and text, with headers of one's own choice; with the key unless that says otherwise."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        headers = {"Host": f"127.0.0.1:{self.port}", "Kamerbrief-Sleutel": self.key, **dict(headers)}
        for name, value in headers.items():
            if value is not None:
                connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode() if body is not None else None)
        response = connection.getresponse()
        return response.status, response.read().decode("utf-8"), dict(response.getheaders())


@contextmanager
def watching(*arguments, **named):
    watch = Watch(*arguments, **named)
    try:
        yield watch
    finally:
        if watch.process.poll() is None:
            watch.process.kill()
        shutil.rmtree(watch.home, ignore_errors=True)


def visit(browser, watch, **options):
    page = browser.new_context(viewport={"width": 1400, "height": 900}, **options).new_page()
    page.problems = []
    page.requests = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.requests.append(request.url))
    page.set_default_timeout(PATIENCE)
    page.goto(watch.address)
    settled(page)
    return page


def settled(page, after=0):
    """Waits for the pages, and the text over them, of a revision after this one."""
    page.wait_for_function(
        "after => Number(document.documentElement.dataset.revision ?? 0) > after", arg=after
    )
    page.wait_for_function(
        "() => [...document.querySelectorAll('#bladen > div:not([hidden]) svg')].every(s => s.querySelector('text'))"
    )
    return revision(page)


def revision(page):
    return int(page.evaluate("document.documentElement.dataset.revision ?? 0"))


def text(page):
    """What the shown document says."""
    return page.evaluate(
        "[...document.querySelectorAll('#bladen > div:not([hidden]) text')].map(t => t.textContent).join(' ')"
    )


def said(page, words):
    page.wait_for_function(
        """words => [...document.querySelectorAll('#bladen > div:not([hidden]) text')]
            .map(t => t.textContent).join(' ').includes(words)""",
        arg=words,
    )


def pictures(page):
    """The pictures that are drawn, by their names."""
    return page.evaluate("documenten.get(actief).bladen.map(blad => blad.getekend)")


def marks(page):
    """How many places are marked. (Not by a selector of Playwright's: that looks into the pictures too.)"""
    return page.evaluate("document.querySelectorAll('#bladen rect').length")


def marked(page):
    page.wait_for_function("() => document.querySelector('#bladen rect')")


def click_on(page, words, within=0):
    """Clicks on a letter of words on the page, in the middle of that letter."""
    place = page.evaluate(
        """([words, within]) => {
            for (const line of document.querySelectorAll('#bladen > div:not([hidden]) text')) {
                const at = line.textContent.indexOf(words);
                if (at < 0) continue;
                line.scrollIntoView({ block: "center", behavior: "instant" });
                const letter = line.getExtentOfChar(at + within);
                const matrix = line.getScreenCTM();
                const point = new DOMPoint(letter.x + letter.width / 2, letter.y + letter.height / 2);
                const { x, y } = point.matrixTransform(matrix);
                return { x, y };
            }
            return null;
        }""",
        [words, within],
    )
    assert place, f"{words!r} is not on the page"
    page.evaluate("document.getElementById('plaats').replaceChildren()")
    page.mouse.click(place["x"], place["y"])
    page.wait_for_function("() => document.getElementById('plaats').textContent !== ''")
    return page.inner_text("#plaats")


def place_of(watch, name, words, within=0):
    """`file:line:column` of the first time that these words stand in a file."""
    content = watch.read(name)
    at = content.index(words) + within
    line = content.count("\n", 0, at) + 1
    column = at - (content.rfind("\n", 0, at) + 1) + 1
    return f"{name}:{line}:{column}"


def accessible(page, what):
    results = Axe().run(page)
    violations = results.response["violations"]
    told = [(v["id"], v["help"], [n["html"][:120] for n in v["nodes"][:3]]) for v in violations]
    assert not told, f"{what}: {told}"


# ---------------------------------------------------------------------------------------------------------


def an_edited_word_is_on_the_page_and_only_its_page_is_sent(browser):
    # Of a draft the first page also says which one it is: from there to the word is what is sent. Of a letter without
    # a route it is the word alone.
    whole = (ROOT / "content/mensenhandel/dossier.yaml").read_text(encoding="utf-8")
    for route, most in ((True, 1), (False, 1 / 5)):
        files = {} if route else {"dossier.yaml": whole[: whole.index("\nparafenroute:") + 1]}
        with watching(files=files) as watch:
            page = visit(browser, watch)
            assert ("CONCEPT" in text(page)) == route
            before, now = pictures(page), revision(page)
            page.requests.clear()
            watch.edit("brief.yaml", "Met deze brief geef", "Met deze xylofoon geef")
            settled(page, now)
            said(page, "Met deze xylofoon geef")
            after = pictures(page)
            assert before[0] != after[0] and before[1:] == after[1:], (before, after)
            page.wait_for_timeout(300)
            asked = [url.removeprefix(watch.url) for url in page.requests if ".svg" in url]
            assert asked == [f"page/{after[0]}.svg?since={before[0]}"], asked
            sent = len(watch.get(f"/{asked[0]}")[1])
            assert sent < len(watch.get(f"/page/{after[0]}.svg")[1]) * most, sent
            assert not page.problems, page.problems


def what_changed_is_scrolled_to_and_marked(browser):
    with watching() as watch:
        page = visit(browser, watch)
        now = revision(page)
        assert page.evaluate("document.getElementById('bladen').scrollTop") == 0
        watch.edit("brief.yaml", "Ook aanbevelingen van het", "Ook voorstellen van het") if "Ook aanbevelingen van het" in watch.read(
            "brief.yaml"
        ) else watch.edit("brief.yaml", "slot: |\n  ", "slot: |\n  Xylofoon. ")
        marked(page)
        settled(page, now)
        page.wait_for_function(
            """() => { const m = document.querySelector('#bladen rect')?.getBoundingClientRect();
                const v = document.getElementById('bladen').getBoundingClientRect();
                return m && m.top >= v.top && m.bottom <= v.bottom; }"""
        )
        assert page.evaluate("document.getElementById('bladen').scrollTop") > 500
        # Another document follows too.
        now = revision(page)
        watch.edit("nota.yaml", "kernpunten: |\n  ", "kernpunten: |\n  Xylofoon. ")
        settled(page, now)
        assert page.get_attribute("#tab-beslisnota", "aria-selected") == "true"
        said(page, "Xylofoon.")
        # Unless the reader does not want to be moved.
        page.click("#volgen")
        page.click("#tab-kamerbrief")
        now = revision(page)
        watch.edit("nota.yaml", "Xylofoon.", "Harmonica.")
        page.wait_for_function("r => Number(document.documentElement.dataset.revision) > r", arg=now)
        assert page.get_attribute("#tab-kamerbrief", "aria-selected") == "true"


def an_error_is_listed_and_the_last_good_page_stays(browser):
    with watching() as watch:
        page = visit(browser, watch)
        before, words, now = pictures(page), text(page), revision(page)
        good = watch.read("brief.yaml")
        watch.edit("brief.yaml", "opening:", "openning:")
        page.wait_for_selector("#lijst .error")
        listed = page.inner_text("#lijst")
        assert place_of(watch, "brief.yaml", "openning") in listed, listed
        assert "bedoelde u" in listed
        assert pictures(page) == before and text(page) == words
        assert "vóór deze fouten" in page.inner_text("#bericht")
        assert "fout" in page.title()
        accessible(page, "with errors")
        watch.write("brief.yaml", good)
        page.wait_for_function("() => !document.querySelector('#lijst .error')")
        page.wait_for_selector("#bericht", state="hidden")
        assert pictures(page) == before
        assert page.inner_text("#lijst") == "Geen meldingen."
        assert revision(page) > now


ANNEX = {
    "bijlage.yaml": (
        "titel: Kosten van alles\nstatus: raming\neenheid: miljoen\njaren: [2024, 2025]\ndekking: geen\n"
        "groepen:\n  - maatregelen:\n      - maatregel: Opvang uitbreiden\n        bedragen:\n          2024: 1,5\n          2025: 2,25\n"
        ),
}


def a_word_leads_to_its_line_and_column(browser):
    files = {
        "brief.yaml": (
            "# yaml-language-server: $schema=../schema/brief.schema.json\n"
            "opening: |\n"
            "  Dit is een **vette** zin in een\n"
            "  blok, met \"aanhalingen\" en een \\*ster.\n"
            "\n"
            "  - Een punt met € 5 miljoen erin\n"
            "secties:\n"
            "  - kop: Een kopje   # met opmerking\n"
            "    tekst: >-\n"
            "      Gevouwen tekst die\n"
            "      doorloopt op een regel.\n"
            "slot: \"Tussen \\u0022quotes\\u0022 staat \\u20AC en gewoon\"\n"
        ),
        "nota.yaml": "aanleiding: Kort.\ngeadviseerd_besluit: Akkoord.\nkernpunten: Een.\ntoelichting: {krachtenveld: Rustig.}\nniet_openbaar: N.v.t.\n",
        **ANNEX,
    }
    with watching("voorbeeld-ienw", ["--alleen-lezen"], files) as watch:
        page = visit(browser, watch)

        def leads(words, name, written=None, within=0, at=None):
            got = click_on(page, words, within)
            wanted = place_of(watch, name, written or words, within if at is None else at)
            assert wanted in got, f"{words!r}: {got!r} instead of {wanted!r}"

        leads("Dit is een", "brief.yaml", within=4)
        leads("vette", "brief.yaml", within=3)
        leads("zin in een", "brief.yaml", within=1)
        leads("aanhalingen", "brief.yaml", within=10)
        leads("*ster", "brief.yaml", within=2)
        leads("punt met", "brief.yaml", within=0)
        leads("5 miljoen", "brief.yaml", within=3)
        leads("Een kopje", "brief.yaml", within=5)
        leads("Gevouwen", "brief.yaml", within=7)
        leads("doorloopt", "brief.yaml", within=2)
        leads("quotes", "brief.yaml", within=2)
        leads("gewoon", "brief.yaml", within=5)
        # Past a character that is written longer than it is.
        leads("en gewoon", "brief.yaml", within=1)
        # A figure of the annex behind the letter, and its measure.
        leads("2,25", "bijlage.yaml", within=1)
        leads("Opvang", "bijlage.yaml", within=2)
        leads("14 november 2025", "dossier.yaml", "2025-11-14", within=3, at=0)
        leads("Kosten van alles", "bijlage.yaml", within=7)
        assert "van de huisstijl" in click_on(page, "Betreft")
        # The file has changed and has an error now: the place is that of the file as it is.
        watch.write("brief.yaml", "# een regel\n# nog een regel\n" + watch.read("brief.yaml").replace("slot:", "sloot:"))
        page.wait_for_selector("#lijst .error")
        leads("Gevouwen", "brief.yaml", within=7)
        assert not page.problems, page.problems


def a_question_leads_to_where_it_stands(browser):
    for dossier, words in (
        ("vragen-loketten", ["Kent u het bericht", "er minder loketten komen", "Dagblad Voorbeeld", "Het aantal loketten"]),
        ("overleg-bibliotheken", ["veertig bibliotheken", "hoeveel van hen", "heeft geen vragen", "Jaarbericht", "Ja, dat mag"]),
    ):
        with watching(dossier, ["--alleen-lezen"]) as watch:
            page = visit(browser, watch)
            for some in words:
                got, wanted = click_on(page, some, within=2), place_of(watch, "vragen.yaml", some, within=2)
                assert wanted in got, f"{some!r}: {got!r} instead of {wanted!r}"
            assert not page.problems, page.problems


def a_click_opens_the_editor_that_was_set(browser):
    home = Path(tempfile.mkdtemp())
    script = home / "editor"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {home}/geopend\n')
    script.chmod(0o755)
    with watching(options=["--editor", f"{script} -g '{{file}}:{{line}}:{{col}}'"]) as watch:
        page = visit(browser, watch)
        place = f'{watch.folder}/{place_of(watch, "brief.yaml", "Met deze brief", 4)}'
        click_on(page, "Met deze brief", 4)
        opened = home / "geopend"
        wait(lambda: opened.exists() and place in opened.read_text())
        assert opened.read_text() == f"-g\n{place}\n"
        # To write on the page itself takes two clicks then.
        assert page.evaluate("pen") is None
        page.mouse.dblclick(*page.evaluate(
            """() => { const r = [...document.querySelectorAll('#bladen text')].find(t => t.textContent.includes('Met deze brief')).getBoundingClientRect();
                return [r.x + 20, r.y + r.height / 2]; }"""
        ))
        page.wait_for_function("() => pen?.place === 'opening'")
        page.keyboard.press("Escape")
        opened.write_text(f"-g\n{place}\n")
        # Only files of the dossier, and only from the page itself.
        own = {"Origin": f"http://127.0.0.1:{watch.port}", "Content-Type": "application/json"}
        body = json.dumps({"file": "/etc/passwd", "line": 1, "column": 1})
        assert watch.get("/open", own, "POST", body)[0] == 404
        body = json.dumps({"file": f"{watch.folder}/brief.yaml", "line": 1, "column": 1})
        assert watch.get("/open", {}, "POST", body)[0] == 403
        assert watch.get("/open", {"Origin": "http://kwaad.example"}, "POST", body)[0] == 403
        assert watch.get("/open", own, "POST", "{")[0] == 400
        assert watch.get("/open", {**own, "Content-Type": "text/plain"}, "POST", body)[0] == 415
        assert opened.read_text() == f"-g\n{place}\n"
    shutil.rmtree(home)


def without_an_editor_there_is_a_link(browser):
    with watching("mensenhandel") as watch:
        page = visit(browser, watch)
        click_on(page, "Met deze brief" if "Met deze brief" in text(page) else text(page)[:0] or "Geachte")
        links = page.eval_on_selector_all("#lijst a.naar", "all => all.map(a => [a.textContent, a.getAttribute('href')])")
        assert links, "no finding has a link"
        for name, href in links:
            assert href == "vscode://file" + quote(f"{watch.folder}/{name.rsplit(':', 2)[0]}") + ":" + ":".join(name.rsplit(":", 2)[1:]), (name, href)


def findings_are_grouped_and_filtered(browser):
    with watching("mensenhandel") as watch:
        page = visit(browser, watch)
        heads = page.eval_on_selector_all("#lijst h3", "all => all.map(h => h.textContent)")
        assert heads == sorted(set(heads), key=heads.index) and "Nota" in heads, heads
        count = page.locator("#lijst li.warning").count()
        assert page.inner_text("#zeven [data-soort=warning]") == f"{count} waarschuwingen"
        assert page.inner_text("#stand").split("Waarschuwingen")[1].split()[0] == str(count)
        page.click("#zeven [data-soort=warning]")
        assert page.locator("#lijst li.warning").count() == 0
        assert page.get_attribute("#zeven [data-soort=warning]", "aria-pressed") == "false"
        page.reload()
        settled(page)
        assert page.locator("#lijst li.warning").count() == 0, "the choice is not kept"
        page.click("#zeven [data-soort=warning]")
        assert page.locator("#lijst li.warning").count() == count


def a_finding_is_pointed_out_by_its_words_alone(browser):
    """Not by the lines that hold them."""
    with watching("voorbeeld-ienw", files={"brief.yaml": "opening: |\n  Dit is een brief met een zin waarin een\n  een woord dubbel staat, en die daarna nog doorgaat.\n"}) as watch:
        page = visit(browser, watch)
        page.locator("#lijst li", has_text="L001").get_by_role("button", name="Wijs aan").click()
        marked(page)
        assert marks(page) == 1, marks(page)
        width, line = page.evaluate(
            "[document.querySelector('#bladen rect'), [...document.querySelectorAll('#bladen > div:not([hidden]) svg text')]"
            ".find(text => text.textContent.includes('een een'))].map(item => item.getBoundingClientRect().width)"
        )
        assert 0 < width < line / 4, (width, line)


def an_editor_can_lead_the_page(browser):
    with watching() as watch:
        page = visit(browser, watch)
        content = watch.read("nota.yaml")
        line = content[: content.index("krachtenveld:")].count("\n") + 2
        status, body, _ = watch.get(f"/goto?file={quote(str(watch.folder / 'nota.yaml'))}&line={line}")
        assert status == 200 and json.loads(body)[0]["stuk"] == "beslisnota", (status, body)
        marked(page)
        assert page.get_attribute("#tab-beslisnota", "aria-selected") == "true"
        assert watch.get("/goto?file=brief.yaml&line=3")[0] == 200
        assert watch.get("/goto?file=elders.yaml&line=3")[0] == 404
        assert watch.get("/goto?file=brief.yaml")[0] == 400
        assert watch.get("/goto?file=brief.yaml&line=99999")[0] == 200


def a_document_that_comes_or_goes_leaves_the_reader_where_he_is(browser):
    with watching() as watch:
        page = visit(browser, watch)
        page.click("#tab-bijlage")
        nota = watch.read("nota.yaml")
        (watch.folder / "nota.yaml").unlink()
        page.wait_for_function("() => document.querySelectorAll('#tabs button').length === 2")
        assert page.get_attribute("#tab-bijlage", "aria-selected") == "true"
        assert page.is_visible("#bladen > div:not([hidden]) figure")
        watch.write("nota.yaml", nota)
        page.wait_for_function("() => document.querySelectorAll('#tabs button').length === 3")
        assert page.get_attribute("#tab-bijlage", "aria-selected") == "true"


def links_with_every_sign_can_be_drawn(browser):
    with watching() as watch:
        page = visit(browser, watch)
        now = revision(page)
        watch.edit("brief.yaml", "Met deze brief geef", "Met [deze](https://example.nl/a?b=1&c=2) xylofoon geef")
        settled(page, now)
        said(page, "xylofoon geef")
        assert not page.problems, page.problems


def one_more_line_marks_no_more_than_that_line(browser):
    with watching() as watch:
        page = visit(browser, watch)
        watch.edit("brief.yaml", "secties:\n", "secties:\n  - kop: Xylofoon\n    tekst: Harmonica.\n")
        marked(page)
        texts = page.evaluate(
            """() => [...document.querySelectorAll('#bladen rect')].map(r => [...document.querySelectorAll('#bladen text')]
                .filter(t => { const a = r.getBBox(), b = t.getBBox(); return r.parentNode === t.parentNode
                    && a.y < b.y + b.height / 2 && b.y + b.height / 2 < a.y + a.height && a.x < b.x + b.width && b.x < a.x + a.width; })
                .map(t => t.textContent).join(' '))"""
        )
        assert texts and len(texts) <= 4, texts


def one_amount_marks_itself_and_its_sums(browser):
    with watching("voorbeeld-ienw", files=ANNEX) as watch:
        page = visit(browser, watch)
        page.click("#tab-bijlage")
        settled(page)
        watch.edit("bijlage.yaml", "2024: 1,5", "2024: 9,5")
        marked(page)
        assert page.get_attribute("#tab-bijlage", "aria-selected") == "true"
        # The amount, the total and the balance, the last two also in the chart, and no heads or names.
        assert marks(page) == 5, marks(page)


def the_reader_stays_where_he_is(browser):
    with watching() as watch:
        page = visit(browser, watch)
        page.click("#groter")
        page.evaluate("document.getElementById('bladen').scrollTop = 900")
        page.wait_for_timeout(100)
        scroll, zoom, now = page.evaluate("[document.getElementById('bladen').scrollTop, document.getElementById('vergroting').textContent]") + [revision(page)]
        page.click("#volgen")
        watch.edit("brief.yaml", "Met deze brief geef", "Met deze xylofoon geef")
        settled(page, now)
        assert page.evaluate("document.getElementById('bladen').scrollTop") == scroll
        assert page.inner_text("#vergroting") == zoom
        page.reload()
        settled(page)
        assert page.inner_text("#vergroting") == zoom, "zoom is not kept"


def it_is_accessible_in_every_form(browser):
    with watching("mensenhandel") as watch:
        for scheme in ("light", "dark"):
            page = visit(browser, watch, color_scheme=scheme)
            accessible(page, scheme)
            click_on(page, "Geachte")
            page.click("#tab-bijlage")
            settled(page)
            accessible(page, f"{scheme}, annex")
            page.click("#toetsen")
            accessible(page, f"{scheme}, help")
            page.keyboard.press("Escape")
            # 200 % of a window of 1280: nothing runs off sideways.
            page.set_viewport_size({"width": 640, "height": 450})
            page.wait_for_timeout(200)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it runs off sideways"
            accessible(page, f"{scheme}, narrow")
            assert not page.problems, page.problems


def it_works_with_the_keyboard_alone(browser):
    with watching("mensenhandel") as watch:
        page = visit(browser, watch)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "sprong"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "sprong"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "tab-kamerbrief"
        page.keyboard.press("ArrowRight")
        assert page.get_attribute("#tab-beslisnota", "aria-selected") == "true"
        page.keyboard.press("ArrowLeft")
        settled(page)
        # Into the first page, two lines down, and to its place in the dossier.
        page.focus("#bladen")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "text"
        for _ in range(200):
            if "begrotingsbehandeling" in page.evaluate("document.activeElement.textContent"):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.getElementById('plaats').textContent.includes('brief.yaml:')")
        # There it is written too; back to the line with Escape.
        page.wait_for_selector(".schrijfvak")
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.activeElement.tagName === 'text'")
        zoom = page.inner_text("#vergroting")
        page.keyboard.press("+")
        assert page.inner_text("#vergroting") != zoom
        page.keyboard.press("0")
        assert page.inner_text("#vergroting") == zoom
        page.keyboard.press("2")
        assert page.get_attribute("#tab-beslisnota", "aria-selected") == "true"
        page.keyboard.press("1")
        page.keyboard.press("n")
        assert page.evaluate("!!document.activeElement.closest('#lijst li')")
        # One-key commands stay out of the way elsewhere.
        page.focus("#toetsen")
        page.keyboard.press("2")
        assert page.get_attribute("#tab-kamerbrief", "aria-selected") == "true"


def text_is_never_read_as_code(browser):
    hostile = "<img src=x onerror=document.title='kwaad'><script>document.title='kwaad'</script>"
    with watching() as watch:
        page = visit(browser, watch)
        now = revision(page)
        watch.edit("brief.yaml", "Met deze brief geef", f"Met '{hostile}' \\<b>kwaad\\</b> geef")
        page.wait_for_selector("#lijst .error")
        watch.edit("dossier.yaml", "onderwerp: ", f"onderwerp: \"{hostile}\" # ")
        watch.edit("brief.yaml", hostile, "\\<img src=x onerror=alert(1)>")
        settled(page, now)
        said(page, "<img src=x onerror=")
        assert page.evaluate("document.querySelectorAll('img[src=x], #bladen script, #lijst script').length") == 0
        assert page.title() != "kwaad"
        # Nothing but its own server was asked for anything.
        assert all(url.removeprefix("blob:").startswith(watch.url) for url in page.requests), page.requests
        assert not [p for p in page.problems if "Content Security Policy" in p], page.problems


def another_page_can_neither_read_nor_steer_it(browser):
    with watching() as watch:
        own = f"127.0.0.1:{watch.port}"
        for host in (None, "kwaad.example", f"kwaad.example:{watch.port}", "127.0.0.1", f"127.0.0.1.kwaad.example:{watch.port}", "127.0.0.1:1"):
            assert watch.get("/", {"Host": host})[0] in (400, 403), host
        assert watch.get("/", {"Host": f"localhost:{watch.port}"})[0] == 200
        for origin in ("http://kwaad.example", "null", "https://" + own, "http://127.0.0.1:1", "", f"http://{own}.kwaad.example"):
            assert watch.get("/events", {"Origin": origin})[0] == 403, origin
            assert watch.get("/goto?file=brief.yaml&line=3", {"Origin": origin})[0] == 403, origin
        assert watch.get("/goto?file=brief.yaml&line=3", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})[0] == 403
        status, _, headers = watch.get("/")
        assert "default-src 'none'" in headers["Content-Security-Policy"] and headers["X-Content-Type-Options"] == "nosniff"
        for path in ("/../Cargo.toml", "/page/../../etc/passwd", "/brief.yaml", "/page/0.svg", "//", "/%2e%2e/"):
            assert watch.get(path)[0] == 404, path
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
            assert watch.get("/", {"Origin": f"http://{own}"}, method)[0] in (403, 405), method
        # A real page elsewhere, on another port of the same machine.
        tried = f"""<!doctype html><title>elders</title><script>
            const doel = "{watch.url}"; window.gelukt = [];
            const poging = (naam, belofte) => belofte.then(() => gelukt.push(naam), () => {{}});
            const beeld = (pad) => new Promise((ja, nee) => {{ const i = new Image(); i.onload = ja; i.onerror = nee; i.src = doel + pad; }});
            window.klaar = Promise.all([
                poging("fetch", fetch(doel)),
                poging("no-cors", fetch(doel + "goto?file=brief.yaml&line=30", {{ mode: "no-cors" }}).then((r) => r.type === "opaque" ? Promise.reject() : r)),
                poging("open", fetch(doel + "open", {{ method: "POST", body: "{{}}" }})),
                poging("image", beeld("beeldmerk.svg")),
                poging("events", new Promise((ja, nee) => {{ const e = new EventSource(doel + "events"); e.onmessage = ja; e.addEventListener("state", ja); e.onerror = nee; setTimeout(nee, 2000); }})),
                new Promise((klaar) => {{ const f = document.createElement("iframe"); f.src = doel; f.onload = klaar; document.documentElement.append(f); setTimeout(klaar, 2000); }}),
            ]);
        </script>"""

        class Elsewhere(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(tried.encode())

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Elsewhere)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        own_page = visit(browser, watch)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.evaluate("klaar")
        assert page.evaluate("gelukt") == [], page.evaluate("gelukt")
        # In a frame the browser shows its own error instead.
        framed = [frame for frame in page.frames if frame is not page.main_frame]
        assert len(framed) == 1 and not framed[0].url.startswith("http://127.0.0.1"), framed
        own_page.wait_for_timeout(300)
        assert not marks(own_page), "a page elsewhere has steered it"
        server.shutdown()


def it_says_when_watch_has_stopped_and_comes_back(browser):
    with watching() as watch:
        page = visit(browser, watch)
        assert watch.stop() == 0
        assert watch.lines[-1] == "gestopt\n", watch.lines
        page.wait_for_function("() => document.getElementById('bericht').textContent.startsWith('Geen verbinding')")
        old = watch.key
        left = [p.name for p in watch.folder.rglob("*") if p.name.startswith(".kamerbrief")]
        assert not left, left
        watch.edit("brief.yaml", "Met deze brief geef", "Met deze xylofoon geef")
        watch.start(watch.port)
        # Every run has a key of its own; a tab that gets it gives it to the others.
        assert watch.key != old and watch.get("/events", {"Kamerbrief-Sleutel": old})[0] == 401
        page.wait_for_function("() => document.getElementById('bericht').textContent.startsWith('Open het adres')")
        other = page.context.new_page()
        other.goto(watch.address)
        said(other, "Met deze xylofoon geef")
        other.close()
        said(page, "Met deze xylofoon geef")
        page.wait_for_selector("#bericht", state="hidden")


def only_who_has_the_key_sees_the_dossier(browser):
    with watching() as watch:
        page = browser.new_context().new_page()
        page.goto(watch.url)
        page.wait_for_function("() => document.getElementById('bericht').textContent.startsWith('Open het adres')")
        assert not page.query_selector("#bladen figure")
        # The address with the key, in the same tab; it does not stay in the address bar.
        page.goto(watch.address)
        said(page, "Met deze brief geef")
        assert page.url == watch.url, page.url
        page.reload()
        said(page, "Met deze brief geef")
        assert not page.context.cookies()


def a_dossier_of_two_megabytes_is_followed(browser):
    line = "  - De aanpak van mensenhandel vraagt om opvang, zorg en handhaving in elke gemeente.\n"
    long = lambda word, size=2_000_000: f"opening: |\n  {word}\n\n{line * (size // len(line))}"
    with watching(ROOT / "tests/cases/ok_minimaal", ["--no-pdf"], {"brief.yaml": long("Begin.")}) as watch:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.set_default_timeout(120_000)
        page.goto(watch.address)
        first = "word => documenten?.get(actief)?.bladen[0]?.laag.textContent.includes(word)"
        page.wait_for_function(first, arg="Begin.", polling=200)
        start = time.monotonic()
        watch.edit("brief.yaml", "Begin.", "Anders.")
        page.wait_for_function(first, arg="Anders.", polling=200)
        print(f"  2 MB, {len(page.query_selector_all('#bladen figure'))} pages: an edit took {time.monotonic() - start:.1f} s")
        # The last page can be gone to, and leads to its line: in a tenth of it, because to find a line takes time for every
        # letter, and without optimisation minutes.
        watch.write("brief.yaml", long("Korter.", 200_000))
        page.wait_for_function(first, arg="Korter.", polling=200)
        page.evaluate("document.getElementById('bladen').scrollTop = 1e9")
        page.wait_for_function("() => documenten.get(actief).bladen.at(-1).getekend")
        lines = watch.read("brief.yaml").count("\n")
        status, body, _ = watch.get(f"/goto?file=brief.yaml&line={lines}")
        assert status == 200 and json.loads(body)[0]["stuk"] == "kamerbrief"
        page.close()


def beside(browser, watch):
    """The page with both editions, when their pages are drawn."""
    page = browser.new_context(viewport={"width": 1600, "height": 900}).new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.set_default_timeout(PATIENCE)
    page.goto(watch.address)
    page.click("text=Naast de openbare editie")
    compared(page)
    return page


def compared(page, after=0):
    page.wait_for_function("after => Number(document.documentElement.dataset.gevuld ?? 0) > after", arg=after)
    return int(page.evaluate("document.documentElement.dataset.gevuld"))


def shown_in(page, edition):
    """What the drawn pages of an edition say."""
    return page.evaluate(
        f"[...document.querySelectorAll('#{edition} figure > svg:not(.merken) text')].map(t => t.textContent).join(' ')"
    )


def heights(page, number):
    """How high in its window something withheld stands, in both editions; nothing where it is out of sight."""
    return page.evaluate(
        """number => ["werk", "openbaar"].map(edition => {
            const pane = document.getElementById(edition).getBoundingClientRect();
            const mark = document.querySelector(`#${edition} rect[data-nummer="${number}"]`)?.getBoundingClientRect();
            return mark && mark.bottom > pane.top && mark.top < pane.bottom ? mark.top - pane.top : null;
        })""",
        number,
    )


WITHHELD = ROOT / "tests/cases/ok_lakken"


def withheld():
    return {path.name: path.read_text(encoding="utf-8") for path in WITHHELD.glob("*.yaml")}


def both_editions_stand_beside_each_other(browser):
    with watching(files=withheld()) as watch:
        page = beside(browser, watch)
        before, after = shown_in(page, "werk"), shown_in(page, "openbaar")
        assert "Quirijn Hoefnagel" in before and "Quirijn" not in after, (before, after)
        assert "weggelakt, grond 5.1.2e" in after and "weggelakt" not in before
        # Nothing of what is withheld comes along with the public edition's own pages.
        listed = page.inner_text("#lakkingen")
        for words in ("Wouter Kruisselbrink", "door een regel", "door de opsteller", "persoonlijke levenssfeer", "Reden: De onderhandelingen lopen nog"):
            assert words in listed, (words, listed)
        assert "B. Openlijk" in page.inner_text("#geopend")
        assert page.evaluate("stand.lakkingen.length") == page.locator("#lakkingen li").count() == 46
        # From one to the next, also to another document; each is in sight in both editions.
        page.focus("#werk")
        for number in (1, 2, 3):
            page.keyboard.press("n")
            assert page.inner_text("#teller") == f"{number} van 46"
            assert page.evaluate("document.activeElement.closest('li').dataset.nummer") == str(number)
            assert all(height is not None for height in heights(page, number)), (number, heights(page, number))
        page.keyboard.press("p")
        assert page.inner_text("#teller") == "2 van 46"
        assert place_of(watch, "dossier.yaml", "ZBG/2026/77") in page.inner_text("#plaats"), page.inner_text("#plaats")
        page.click("#vorige")
        page.click("#vorige")
        assert page.inner_text("#teller") == "46 van 46"
        page.wait_for_function("() => document.querySelector('#tabs [aria-selected=true]').dataset.stuk === 'bijlage'")
        assert all(height is not None for height in heights(page, 46)), heights(page, 46)
        assert not page.problems, page.problems


def a_click_on_what_is_withheld_finds_it_everywhere(browser):
    with watching(files=withheld()) as watch:
        page = beside(browser, watch)
        for edition in ("openbaar", "werk"):
            place = page.evaluate(
                """edition => { const r = document.querySelector(`#${edition} rect[data-nummer="12"]`).getBoundingClientRect();
                    return [r.x + r.width / 2, r.y + r.height / 2]; }""",
                edition,
            )
            page.evaluate("document.getElementById('plaats').replaceChildren()")
            page.mouse.click(*place)
            page.wait_for_function("() => document.getElementById('plaats').textContent !== ''")
            line = "brief.yaml:2:" if edition == "werk" else "brief.yaml:"
            assert line in page.inner_text("#plaats"), page.inner_text("#plaats")
            assert page.inner_text("#teller") == "12 van 46"
            assert page.locator("#lakkingen li[data-gekozen]").get_attribute("data-nummer") == "12"
            assert all(height is not None for height in heights(page, 12))
        assert not page.problems, page.problems


def both_editions_scroll_together_by_place(browser):
    # The public letter is a page shorter: what follows must stand at the same height all the same.
    long = "  ".join(["Dit is een geheime zin over iets dat niemand mag weten.\n"] * 60)
    files = {
        **withheld(),
        "brief.yaml": "opening: Kort.\nsecties:\n  - kop: Geheim\n    openbaar: nee\n    grond: 5.1.1c\n    tekst: |\n"
        + "".join(f"      {line}\n" for line in long.splitlines())
        + "  - kop: Openbaar\n    tekst: |\n"
        + "".join(f"      Regel {number} staat in beide edities, en hier komt nog wat achter.\n\n" for number in range(60))
        + "slot: Einde.\n",
    }
    with watching(files=files) as watch:
        page = beside(browser, watch)
        height = """([edition, words]) => {
            for (const text of document.querySelectorAll(`#${edition} figure > svg:not(.merken) text`))
                if (text.textContent.includes(words))
                    return text.getBoundingClientRect().top - document.getElementById(edition).getBoundingClientRect().top;
            return null; }"""
        for mover, other in (("werk", "openbaar"), ("openbaar", "werk")):
            page.evaluate("mover => { document.getElementById(mover).scrollTop = 0; }", mover)
            page.wait_for_timeout(100)
            top = page.evaluate(
                """async mover => {
                    const pane = document.getElementById(mover);
                    const find = () => [...pane.querySelectorAll("text")].find(t => t.textContent.includes("Regel 25 "));
                    for (let top = 0; !find() && top < pane.scrollHeight; top += 300) {
                        pane.scrollTop = top;
                        await new Promise(done => setTimeout(done, 150));
                    }
                    const top = find().getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
                    pane.scrollTop = top - pane.clientHeight * 0.3;
                    return pane.scrollTop; }""",
                mover,
            )
            assert top > 0
            page.wait_for_function(f"([edition, words]) => ({height})([edition, words]) !== null", arg=[other, "Regel 25 "])
            page.wait_for_timeout(200)
            here, there = (page.evaluate(height, [edition, "Regel 25 "]) for edition in (mover, other))
            assert abs(here - there) < 12, (mover, here, there)
        # Unless the reader does not want that.
        page.click("#samen")
        page.wait_for_timeout(200)
        before = page.evaluate("document.getElementById('openbaar').scrollTop")
        page.evaluate("document.getElementById('werk').scrollTop = 0")
        page.wait_for_timeout(300)
        assert page.evaluate("document.getElementById('openbaar').scrollTop") == before
        assert not page.problems, page.problems


def both_editions_follow_an_edit(browser):
    with watching(files=withheld()) as watch:
        page = beside(browser, watch)
        now = compared(page)
        watch.edit("brief.yaml", "is\n  gesproken", "is\n  uitvoerig gesproken")
        now = compared(page, now)
        assert "uitvoerig" in shown_in(page, "werk") and "uitvoerig" in shown_in(page, "openbaar")
        watch.edit("brief.yaml", "plaats voor [1.234 mensen](lak:5.1.1c)", "[plaats](lak:5.1.2e) voor [1.234 mensen](lak:5.1.1c)")
        now = compared(page, now)
        assert page.locator("#lakkingen li").count() == 47
        # An error of the public edition alone: a ground that needs a reason.
        good = watch.read("dossier.yaml")
        watch.edit("dossier.yaml", "  5.2.1: Het gaat om de mening van een ambtenaar.\n", "")
        page.wait_for_selector("#lijst .error")
        assert "vóór deze fouten" in page.inner_text("#bericht")
        accessible(page, "both editions, with errors")
        watch.write("dossier.yaml", good)
        page.wait_for_selector("#bericht", state="hidden")
        page.wait_for_function("() => !document.querySelector('#lijst .error')")
        assert not page.problems, page.problems


def the_public_edition_is_made_only_while_somebody_looks(browser):
    with watching(files=withheld()) as watch:
        page = visit(browser, watch)
        now = revision(page)
        watch.edit("brief.yaml", "is\n  gesproken", "is\n  uitvoerig gesproken")
        settled(page, now)
        held = "document.querySelector('#lijst .error')"
        assert page.evaluate(held) is None
        # Its pages are known to the server while the other page is open, and not after that.
        other = beside(browser, watch)
        picture = other.evaluate("kanten.openbaar.bladen[0].getekend")
        assert watch.get(f"/page/{picture}.svg")[0] == 200
        other.close()
        # The server notices when it next has something to say.
        wait(lambda: watch.get(f"/page/{picture}.svg")[0] == 404, 25)
        assert not page.problems, page.problems


def both_editions_are_accessible(browser):
    with watching(files=withheld()) as watch:
        page = beside(browser, watch)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            accessible(page, f"both editions, {scheme}")
        page.click("#volgende")
        accessible(page, "with a choice")
        page.set_viewport_size({"width": 500, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the window"
        accessible(page, "narrow")
        page.close()


def wait(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


TESTS = [
    an_edited_word_is_on_the_page_and_only_its_page_is_sent,
    what_changed_is_scrolled_to_and_marked,
    an_error_is_listed_and_the_last_good_page_stays,
    a_word_leads_to_its_line_and_column,
    a_question_leads_to_where_it_stands,
    a_click_opens_the_editor_that_was_set,
    without_an_editor_there_is_a_link,
    findings_are_grouped_and_filtered,
    a_finding_is_pointed_out_by_its_words_alone,
    an_editor_can_lead_the_page,
    a_document_that_comes_or_goes_leaves_the_reader_where_he_is,
    links_with_every_sign_can_be_drawn,
    one_more_line_marks_no_more_than_that_line,
    one_amount_marks_itself_and_its_sums,
    the_reader_stays_where_he_is,
    it_is_accessible_in_every_form,
    it_works_with_the_keyboard_alone,
    text_is_never_read_as_code,
    another_page_can_neither_read_nor_steer_it,
    it_says_when_watch_has_stopped_and_comes_back,
    only_who_has_the_key_sees_the_dossier,
    a_dossier_of_two_megabytes_is_followed,
    both_editions_stand_beside_each_other,
    a_click_on_what_is_withheld_finds_it_everywhere,
    both_editions_scroll_together_by_place,
    both_editions_follow_an_edit,
    the_public_edition_is_made_only_while_somebody_looks,
    both_editions_are_accessible,
]


def main(tests):
    chosen = [test for test in tests if not sys.argv[2:] or any(part in test.__name__ for part in sys.argv[2:])]
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for test in chosen:
            start = time.monotonic()
            try:
                test(browser)
                outcome = "goed"
            except Exception as error:  # noqa: BLE001 – every test is told of
                failed.append(test.__name__)
                line = traceback.extract_tb(error.__traceback__)[1].lineno
                outcome = f"FOUT in regel {line}: {type(error).__name__}: {error}"
            print(f"{test.__name__}: {outcome} ({time.monotonic() - start:.1f} s)", flush=True)
        browser.close()
    if failed or not chosen:
        sys.exit(f"{len(failed)} niet goed: {', '.join(failed)}")


if __name__ == "__main__":
    main(TESTS)
