"""In: a page to write on. Out: whether somebody can initial what stands there, and knows what lapses."""

import re
import shutil
import subprocess

from browser import ROOT, accessible, click_on, marks, visit, wait, watching
from schrijven_hulp import BRIEF, done, opened, posted, writing
from schrijven_panelen import focus, looked_at, panel

ROUTE = """\
parafenroute:
  - rol: afdelingshoofd
    naam: B. Bakker
  - rol: FEZ
    soort: medeparaaf
  - rol: directeur

"""


def routed(browser):
    """A dossier that three people initial."""
    text = (ROOT / "content" / "voorbeeld-ienw" / "dossier.yaml").read_text(encoding="utf-8")
    own = re.search(r"^parafenroute:\n(?: .*\n)+\n", text, re.M)
    return writing(browser, dossier=text.replace(own[0], ROUTE))


def initialled(page, here, name=None, remark=None):
    """Presses a button of the route, and answers what it asks, with the keyboard."""
    focus(page, here)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.vraag")
    if name is not None:
        page.fill("dialog.vraag input >> nth=0", name)
    if remark is not None:
        page.fill("dialog.vraag input >> nth=1", remark)
    accessible(page, here)
    page.click("dialog.vraag button[value=ok]")


def stands(page, index, words):
    page.wait_for_function(
        "([i, words]) => document.querySelectorAll('#aftekenen .stap')[i]?.textContent.includes(words)", arg=[index, words]
    )


def the_route_is_gone_along_on_the_page(browser):
    with routed(browser) as (watch, page):
        initials = lambda: sorted(one.name for one in (watch.folder / "parafen").glob("*.yaml")) if (watch.folder / "parafen").exists() else []
        panel(page, "aftekenen")
        page.wait_for_function("() => document.querySelectorAll('#aftekenen .stap').length === 3")
        assert page.inner_text("#beurt") == "Aan de beurt: afdelingshoofd"
        looked_at(page, "the route")
        # Whoever is expected is filled in.
        initialled(page, "stap-0#akkoord")
        stands(page, 0, "Akkoord, ")
        stands(page, 0, "geldig")
        assert len(initials()) == 1 and "naam: B. Bakker" in (watch.folder / "parafen" / initials()[0]).read_text(encoding="utf-8")
        assert page.inner_text("#aftekenen .schrijfstand") == "Afdelingshoofd: akkoord."
        page.wait_for_function("() => document.querySelector('#beurt').textContent === 'Aan de beurt: FEZ'")
        # Not agreed asks why.
        initialled(page, "stap-1#niet", "C. Jansen", "dekking ontbreekt")
        stands(page, 1, "dekking ontbreekt")
        looked_at(page, "somebody does not agree")
        initialled(page, "stap-1#akkoord", "C. Jansen")
        stands(page, 1, "geldig")
        # Before somebody writes, it says what lapses; what does not come on paper does not count.
        panel(page, "gegevens")
        assert page.inner_text("#parafennoot") == "Wat hier verandert en op papier komt, laat de parafen van afdelingshoofd en FEZ vervallen."
        accessible(page, "what lapses")
        opened(page, "zin in een", 3)
        assert "de parafen van afdelingshoofd en FEZ vervallen" in page.evaluate("pen.melding.textContent")
        page.keyboard.type(" andere")
        wait(lambda: "zin andere in" in watch.read("brief.yaml"))
        done(page)
        panel(page, "aftekenen")
        stands(page, 0, "vervallen: de kamerbrief is sindsdien gewijzigd")
        assert page.inner_text("#beurt") == "Aan de beurt: afdelingshoofd (opnieuw)"
        # What is another since he read it: as it was and as it is, and shown where it stands.
        focus(page, "stap-0#veranderd")
        page.keyboard.press("Enter")
        page.wait_for_selector("#aftekenen .wijzigingen li")
        assert page.inner_text("#aftekenen .wijzigingen .was") == "was: Dit is een **vette** zin in een blok, met noot[^een] erbij."
        assert "zin andere in een blok" in page.inner_text("#aftekenen .wijzigingen .nu")
        assert page.inner_text("#aftekenen h3[data-hier=veranderd]").startswith("Sinds de paraaf van afdelingshoofd (")
        looked_at(page, "what changed")
        page.click("#aftekenen .wijzigingen button:text('Wijs aan')")
        wait(lambda: marks(page) == 1)
        width = page.evaluate("document.querySelector('#bladen rect').getBBox().width")
        assert 20 < width < 60, width
        page.keyboard.press("Control+z")
        wait(lambda: watch.read("brief.yaml") == BRIEF)
        stands(page, 1, "geldig")
        # Taken back, with who did and why.
        initialled(page, "stap-1#weg", "C. Jansen", "te vroeg")
        stands(page, 1, "ingetrokken door C. Jansen")
        assert len(initials()) == 4
        # A name that is none, and what others changed since it was read, are refused; nothing is set.
        initialled(page, "stap-1#akkoord", " ")
        page.wait_for_selector("dialog.vraag .klacht")
        assert page.locator("dialog.vraag .klacht").inner_text() == "Vul dit eerst in."
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.vraag", state="detached")
        route = page.evaluate("aftekenen.route.documenten")
        other = {**route, "kamerbrief": route["bijlage"]}
        status, said = posted(watch, "/paraaf", {"rol": "FEZ", "naam": "C. Jansen", "besluit": "akkoord", "gelezen": other})
        assert status == 200 and '"gezet":false' in said and "de stukken zijn intussen gewijzigd" in said, (status, said)
        assert len(initials()) == 4
        initialled(page, "stap-1#akkoord", "C. Jansen")
        stands(page, 1, "geldig")
        initialled(page, "stap-2#akkoord", "D. Visser")
        page.wait_for_function("() => document.querySelector('#beurt').textContent.startsWith('De route is rond.')")
        looked_at(page, "everybody agrees")


def compared(page, kind, value):
    """Chooses what to compare with, and asks for it, with the keyboard."""
    page.select_option("form.vergelijk select >> nth=0", kind)
    field = page.locator("form.vergelijk label:not([hidden]) >> nth=1").locator("input, select")
    field.select_option(index=value) if kind == "versie" else field.fill(value)
    field.press("Tab")
    page.keyboard.press("Enter")


def the_pages_are_compared_with_earlier_ones(browser):
    with writing(browser) as (watch, page):
        git = lambda *arguments: subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments], cwd=watch.folder, check=True, capture_output=True)
        # Without version control there are folders.
        panel(page, "aftekenen")
        page.wait_for_function("() => document.querySelector('form.vergelijk select').value === 'map'")
        earlier = watch.folder.parent / "eerder"
        shutil.copytree(watch.folder, earlier, ignore=shutil.ignore_patterns("uit"))
        git("init", "--quiet")
        git("add", ".")
        git("commit", "--quiet", "-m", "Naar <FEZ> gestuurd")
        opened(page, "zin in een", 3)
        page.keyboard.type(" andere")
        wait(lambda: "zin andere in" in watch.read("brief.yaml"))
        done(page)
        panel(page, "aftekenen")
        page.wait_for_function("() => document.querySelector('form.vergelijk option[value=versie]').disabled === false")
        for kind, value, head in [
            ("versie", 0, "Sinds versie "),
            ("moment", "2090-01-01T10:00", "Sinds 1 januari 2090, 10:00 (versie "),
            ("map", str(earlier), "Sinds het dossier in "),
        ]:
            compared(page, kind, value)
            page.wait_for_function("(head) => document.querySelector('#aftekenen h3[data-hier=veranderd]')?.textContent.startsWith(head)", arg=head)
            assert "is één veld gewijzigd" in page.inner_text("#aftekenen h3[data-hier=veranderd]")
            assert "zin andere in een blok" in page.inner_text("#aftekenen .wijzigingen .nu")
        assert "Naar <FEZ> gestuurd" in page.text_content("form.vergelijk select >> nth=1")
        looked_at(page, "compared with a folder")
        with page.expect_download() as download:
            page.click("#aftekenen button:text('Als PDF')")
        assert download.value.suggested_filename == "gewijzigd.pdf"
        text = subprocess.run(["pdftotext", download.value.path(), "-"], check=True, capture_output=True, text=True).stdout
        assert "Wat er is gewijzigd" in text and "zin andere in een blok" in " ".join(text.split()), text
        # What is none is told, and nothing old stays to be taken for an answer.
        compared(page, "map", "/nergens")
        page.wait_for_function("() => document.querySelector('#aftekenen .schrijfstand.fout')?.textContent.includes('nergens')")
        assert page.locator("#aftekenen .wijzigingen li").count() == 0


def who_only_reads_initials_nothing(browser):
    with watching("voorbeeld-ienw", ["--alleen-lezen"], {"brief.yaml": BRIEF}) as watch:
        page = visit(browser, watch)
        # He sees how the route stands and what changed, and has nothing to initial with.
        panel(page, "aftekenen")
        page.wait_for_function("() => document.querySelectorAll('#aftekenen .stap').length > 0")
        names = page.locator("#aftekenen button").all_inner_texts()
        assert set(names) <= {"Wat is er veranderd?", "Vergelijk"}, names
        status, why = posted(watch, "/paraaf", {"rol": "x", "naam": "y", "besluit": "akkoord", "gelezen": {}})
        assert status == 403 and "--alleen-lezen" in why


def a_dossier_is_begun_on_the_page(browser):
    with watching(None, ["--nieuw"]) as watch:
        page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        page.set_default_timeout(20_000)
        page.goto(watch.address)
        page.wait_for_selector("dialog.vraag select")
        accessible(page, "a dossier to begin")
        # The ministry is chosen, never guessed.
        page.click("dialog.vraag button[value=ok]")
        assert not watch.folder.exists() and page.is_visible("dialog.vraag")
        page.keyboard.press("Escape")
        page.wait_for_selector("#wachten button")
        page.click("#wachten button")
        page.select_option("dialog.vraag select >> nth=0", "ienw")
        page.select_option("dialog.vraag select >> nth=1", "uitstel")
        page.fill("dialog.vraag input", "Uitstel: 'twee' vragen # over loketten")
        page.click("dialog.vraag button[value=ok]")
        page.wait_for_selector("#bladen svg", state="attached")
        assert "onderwerp: \"Uitstel: 'twee' vragen # over loketten\" # zonder punt" in watch.read("dossier.yaml"), watch.read("dossier.yaml")
        assert "soort: uitstel" in watch.read("dossier.yaml") and "huisstijl: ienw" in watch.read("dossier.yaml")
        page.wait_for_function("() => document.querySelectorAll('#bladen text').length > 10")
        # Once is enough, and there is nothing to write over.
        assert watch.get("/begin")[:2] == (200, "null")
        status, why = posted(watch, "/begin", {"huisstijl": "jenv", "soort": "brief"})
        assert status == 409 and "soort: uitstel" in watch.read("dossier.yaml"), why
        # And it can be written in at once.
        click_on(page, "loketten", 1)
        page.wait_for_function("() => pen !== null")


TESTS = [a_dossier_is_begun_on_the_page, the_route_is_gone_along_on_the_page, the_pages_are_compared_with_earlier_ones, who_only_reads_initials_nothing]
