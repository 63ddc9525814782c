"""In: a page to write on. Out: whether what is wrong is told where one writes, in words for the page, and does not stand in the way."""

from browser import accessible, said, visit, watching
from schrijven_hulp import done, opened, put, writing
from schrijven_panelen import panel

BRIEF = "opening: |\n  Wij spreken elkaar op 3 mei 2027.\nslot: Einde.\n"


def a_day_that_is_not_there_does_not_stop_the_pages(browser):
    with writing(browser, BRIEF) as (watch, page):
        assert opened(page, "mei", 0) == "opening"
        put(page, 0, 22, 27)
        page.keyboard.type("31 februari")
        said(page, "31 februari 2027")
        page.wait_for_selector("#lijst .error")
        assert "M002" in page.inner_text("#lijst") and page.is_hidden("#bericht")
        done(page)
        watch.edit("brief.yaml", "Einde", "Tot later")
        said(page, "Tot later")
        page.wait_for_function("() => [...document.querySelectorAll('#lijst h3')].some(kop => kop.textContent === 'Brief')")


def a_slip_is_marked_while_typing(browser):
    with writing(browser, BRIEF) as (watch, page):
        opened(page, "spreken", 3)
        marked = lambda: page.evaluate("[...(CSS.highlights.get('verschreven') ?? [])].map(String)")
        put(page, 0, 0)
        page.keyboard.type("De minsiter schrijft: ")
        page.wait_for_selector(".spelling button")
        assert marked() == ["minsiter"] and "bedoelt u minister" in page.inner_text(".spelling"), (marked(), page.inner_text(".spelling"))
        accessible(page, "with a slip")
        # A quotation and a name stay as they are, and so does the word that is being typed.
        page.keyboard.type("“minsiter” Minsiter minsiter")
        page.wait_for_timeout(600)
        assert marked() == ["minsiter"], marked()
        page.keyboard.type(" nu ")
        page.wait_for_function("() => CSS.highlights.get('verschreven').size === 2")
        page.click(".spelling button")
        page.wait_for_function("() => CSS.highlights.get('verschreven').size === 1")
        page.click(".spelling button")
        page.wait_for_selector(".spelling", state="hidden")
        done(page)
        text = watch.read("brief.yaml")
        assert "De minister schrijft: “minsiter” Minsiter minister nu" in " ".join(text.split()), text
        assert not marked()


def every_place_of_a_finding_can_be_gone_to(browser):
    with writing(browser, BRIEF) as (watch, page):
        dossier = watch.read("dossier.yaml")
        # Without what excuses them there.
        watch.write("dossier.yaml", dossier.split("\nuitzonderingen:")[0] + "\n")
        item = page.locator("#lijst li", has_text="V005").first
        item.wait_for()
        assert "plaatsen" in item.inner_text(), item.inner_text()
        for field in ("uw_kenmerk", "onderwerp", "afzender.contactpersoon.naam"):
            line = next(i for i, text in enumerate(dossier.splitlines(), 1) if text.strip().startswith(field.split(".")[-1] + ": \"["))
            item.locator("details").evaluate_all("all => all.forEach(deel => { deel.open = true; })")
            assert item.get_by_role("button", name="Wijs aan").count() == item.get_by_role("button", name="Naar het veld").count() > 3
            item.locator(f"button[aria-label^='Naar het veld: dossier.yaml:{line}:']").click()
            page.wait_for_function("hier => document.activeElement.dataset.hier === hier", arg=field)
            own = page.locator(f".veld:has([data-hier='{field}']) .bijveld").inner_text()
            assert "hier moet nog iets worden ingevuld" in own and "plaatsen" not in own, own
            page.click("#zij-meldingen")


def what_is_asked_for_is_said_in_our_own_words(browser):
    with watching("vragen-loketten") as watch:
        page = visit(browser, watch)
        panel(page, "vragen")
        assert page.inner_text("#vragenstand") == "Alle 9 vragen hebben een antwoord."
        # An answer that is not filled in is none.
        text = watch.read("vragen.yaml")
        first = text.index("  - op:")
        begin = text.index("    tekst:", first)
        end = text.index("  - op:", begin)
        watch.write("vragen.yaml", text[:begin] + '    tekst: "[antwoord]"\n' + text[end:])
        page.wait_for_function("() => document.getElementById('vragenstand').textContent.startsWith('Nog zonder antwoord')")
        page.locator("#vragenstand button").first.click()
        page.wait_for_function("() => document.activeElement.dataset.hier === 'antwoorden[0]#schrijf'")
        assert page.locator(".antwoordkaart", has_text="Dit antwoord moet nog worden ingevuld.").count() == 1
        page.locator("#vragen").get_by_role("button", name="Vraag toevoegen…").click()
        page.fill("dialog.vraag input", "")
        page.click("dialog.vraag button[value=ok]")
        page.wait_for_selector("dialog.vraag .klacht")
        assert page.locator("dialog.vraag .klacht").first.inner_text() == "Vul dit eerst in."
        assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
        accessible(page, "asked for what is missing")
        page.fill("dialog.vraag input", "nul")
        page.click("dialog.vraag button[value=ok]")
        assert "Schrijf een nummer" in page.locator("dialog.vraag .klacht").first.inner_text()
        page.keyboard.press("Escape")


TESTS = [
    a_day_that_is_not_there_does_not_stop_the_pages,
    a_slip_is_marked_while_typing,
    every_place_of_a_finding_can_be_gone_to,
    what_is_asked_for_is_said_in_our_own_words,
]
