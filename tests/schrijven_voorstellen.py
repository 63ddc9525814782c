"""In: a page to write on, and files of Word that came back. Out: whether somebody can settle what others want, where it stands."""

import json
import re
import subprocess
import zipfile

from browser import KAMERBRIEF, accessible, said, visit, wait, watching
from schrijven_aftekenen import initialled, routed, stands
from schrijven_hulp import BRIEF, posted
from schrijven_panelen import focus, looked_at, panel

PIET, ELS = "Piet Collega", "Els Jurist"


def tracked(xml, old, new, who):
    """Some words of a run in the place of others, tracked."""
    run = re.search(rf"<w:r>((?:(?!</w:r>).)*?)<w:t [^>]*>((?:(?!</w:t>).)*?){re.escape(old)}([^<]*)</w:t></w:r>", xml)
    look, before, behind = run.groups()
    trace = f'w:id="9" w:author="{who}" w:date="2026-11-27T06:46:10Z"'
    part = lambda kind, text: f'<w:r>{look}<w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>' if text else ""
    gone = f"<w:del {trace}>{part('delText', old)}</w:del>" if old else ""
    come = f"<w:ins {trace}>{part('t', new)}</w:ins>" if new else ""
    return f"{xml[:run.start()]}{part('t', before)}{gone}{come}{part('t', behind)}{xml[run.end():]}"


def program(watch, *arguments):
    ran = subprocess.run([KAMERBRIEF, *arguments], cwd=watch.home, env=watch.environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def came_back(watch, who, *changes, name=None, odd=False):
    """The letter as somebody changed it, read back."""
    source, target = watch.home / "uit/kamerbrief.docx", watch.home / f"{name or who.split()[0].lower()}.docx"
    if not source.exists():
        program(watch, "word", "dossier", "--out", "uit", "--only", "kamerbrief")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "word/document.xml":
                xml = data.decode()
                for was, becomes in changes:
                    xml = tracked(xml, was, becomes, who)
                if odd:
                    xml = tracked(xml, "Betreft", "Onderwerp", who)
                data = xml.encode()
            new.writestr(part, data)
    return program(watch, "word", "dossier", "--lees", target.name)


def cards(page, count):
    page.wait_for_function("n => document.querySelectorAll('#voorstellijst article').length === n", arg=count)


def words(page, here):
    return page.inner_text(f"#voorstellen [data-hier='{here}']")


def pressed(page, here):
    focus(page, here)
    page.keyboard.press("Enter")


def told(page, text):
    page.wait_for_function("text => document.querySelector('#voorstellen .schrijfstand').textContent === text", arg=text)


def what_others_want_is_settled_where_it_stands(browser):
    with routed(browser) as (watch, page):
        brief = lambda: watch.read("brief.yaml")
        panel(page, "aftekenen")
        page.wait_for_selector("#aftekenen .stap")
        assert page.locator("#zij-voorstellen").count() == 0
        initialled(page, "stap-0#akkoord")
        stands(page, 0, "geldig")
        # What comes back while the page is open is on it at once, at its words.
        came_back(watch, PIET, ("vette", "dikke"), (" punt", ""), ("doorloopt op", "loopt door op"), odd=True)
        came_back(watch, ELS, ("vette", "heel magere"), ("Een kopje", "Een langer kopje"))
        page.wait_for_selector("#zij-voorstellen:text-is('Voorstellen (5)')")
        page.wait_for_function("() => document.querySelectorAll('.kantvoorstel').length === 5")
        assert page.locator("#bladen path.weglijn").count() == 4 and page.locator("#bladen path.erbij").count() == 4
        width = page.evaluate("[...document.querySelectorAll('#bladen path.weg')].map(merk => Math.round(merk.getBBox().width)).sort((a, b) => a - b)")
        assert width == [24, 27, 27, 43], width
        # From the margin to the list, with the keyboard.
        page.focus(".kantvoorstel[data-nummer='3']")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.dataset.hier === 'voorstel-3'")
        cards(page, 5)
        assert page.locator(".dezelfde article").count() == 2
        assert "Gevouwen tekst die doorloopt loopt door op een regel." in words(page, "voorstel-3"), words(page, "voorstel-3")
        assert "Piet Collega, 27 november 2026" in words(page, "voorstel-3")
        assert page.inner_text("#parafennoot") == "Wat hier verandert en op papier komt, laat de paraaf van afdelingshoofd vervallen."
        looked_at(page, "proposals")
        # What lapses is said before anything is written.
        pressed(page, "voorstel-3#neem")
        page.wait_for_selector("dialog.vraag")
        assert "Daarmee vervalt de paraaf van afdelingshoofd." in page.inner_text("dialog.vraag")
        accessible(page, "what lapses")
        page.keyboard.press("Escape")
        told(page, "Er is niets overgenomen.")
        assert brief() == BRIEF
        page.wait_for_function("() => document.activeElement.dataset.hier === 'voorstel-3#neem'")
        page.keyboard.press("Enter")
        page.click("dialog.vraag button[value=ok]")
        first = BRIEF.replace("tekst: >-\n      Gevouwen tekst die\n      doorloopt op", "tekst: >-\n      Gevouwen tekst die\n      loopt door op")
        wait(lambda: brief() == first)
        told(page, "Voorstel 3: overgenomen.")
        cards(page, 4)
        assert page.evaluate("document.activeElement.matches('article.voorstel')")
        said(page, "loopt door op")
        # Of two for the same words one is chosen; the other goes. All of it can be taken back.
        pressed(page, "voorstel-4#neem")
        wait(lambda: brief() == first.replace("vette", "heel magere"))
        told(page, "Voorstel 4: overgenomen. Voorstel 1: afgewezen.")
        cards(page, 2)
        page.keyboard.press("Control+z")
        wait(lambda: brief() == first)
        cards(page, 4)
        # All of one person.
        pressed(page, "van-Els Jurist#neem")
        second = first.replace("vette", "heel magere").replace("Een kopje", "Een langer kopje")
        wait(lambda: brief() == second)
        cards(page, 1)
        # Words that were changed meanwhile are told, and never guessed.
        watch.edit("brief.yaml", "- Een punt", "- Een stip")
        page.wait_for_selector("#voorstellen .bezwaar")
        assert "deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd" in words(page, "voorstel-2")
        assert page.locator("[data-hier='voorstel-2#neem']").count() == 0 and page.locator(".kantvoorstel").count() == 0
        looked_at(page, "what no longer fits")
        now = brief()
        status, said_ = posted(watch, "/voorstellen", {"do": "neem", "nummers": [2]})
        assert status == 200 and json.loads(said_)["niet"][0]["nummer"] == 2 and brief() == now, said_
        pressed(page, "voorstel-2#af")
        told(page, "Voorstel 2: afgewezen.")
        page.wait_for_function("() => document.activeElement.id === 'voorstelstand'")
        assert page.inner_text("#voorstelstand") == "Geen open voorstellen."
        # What could not come along, until somebody has seen it; and what was decided stays to be read.
        assert "Piet Collega: de vaste woorden “Betreft”" in page.inner_text(".blijft")
        pressed(page, "gemeld-0")
        page.wait_for_function("() => !document.querySelector('.blijft')")
        page.click("#voorstellen summary")
        assert page.locator("#voorstellen .eerder").count() == 5
        looked_at(page, "what was decided")
        status, why = posted(watch, "/voorstellen", {"do": "neem", "nummers": [2]})
        assert status == 409 and "intussen" in why
        record = json.loads(watch.read("voorstellen.json"))["alle"]
        assert [(one["wie"][0], *one["stand"]) for one in record] == [
            (PIET, "afgewezen"), (PIET, "afgewezen"), (PIET, "genomen"), (ELS, "genomen"), (ELS, "genomen")]


def who_only_reads_sees_what_others_want(browser):
    with watching("voorbeeld-ienw", ["--alleen-lezen"], {"brief.yaml": BRIEF}) as watch:
        came_back(watch, PIET, ("vette", "dikke"), odd=True)
        page = visit(browser, watch)
        page.wait_for_selector(".kantvoorstel")
        page.click("#zij-voorstellen")
        cards(page, 1)
        assert page.eval_on_selector_all("#voorstellen button", "all => all.map(one => one.textContent)") == ["Wijs aan"]
        assert page.is_hidden("#parafennoot")
        accessible(page, "proposals that are only read")
        status, why = posted(watch, "/voorstellen", {"do": "neem", "nummers": [1]})
        assert status == 403 and "--alleen-lezen" in why and watch.read("brief.yaml") == BRIEF


TESTS = [what_others_want_is_settled_where_it_stands, who_only_reads_sees_what_others_want]
