"""In: a page to write on. Out: whether its buttons do what they say: corrections, what is put in, remarks."""

from browser import accessible, said, wait
from schrijven_hulp import BRIEF, done, opened, put, writing


def a_finding_is_corrected_or_excused_with_a_button(browser):
    with writing(browser, "opening: |\n  Dit kost € 2.5 miljoen, volgens de bijlage.\nslot: Einde.\n") as (watch, page):
        item = page.locator("#lijst li", has_text="C001")
        item.get_by_role("button", name="Verbeter").click()
        page.wait_for_function("() => !document.getElementById('lijst').textContent.includes('C001')")
        assert "€ 2,5 miljoen" in watch.read("brief.yaml")
        dossier = watch.read("dossier.yaml")
        item = page.locator("#lijst li", has_text="K007")
        item.get_by_role("button", name="Toch goed…").click()
        accessible(page, "asked for a reason")
        page.keyboard.type("Dat staat in een andere brief.")
        page.click("dialog.vraag button[value=ok]")
        page.wait_for_function("() => !document.getElementById('lijst').textContent.includes('K007')")
        now = watch.read("dossier.yaml")
        assert now.startswith(dossier.rstrip("\n")) and "regel: K007" in now and "tekst: " in now, now[len(dossier) :]
        assert "reden: Dat staat in een andere brief." in now
        page.click("#ongedaan")
        wait(lambda: watch.read("dossier.yaml") == dossier)


def sections_tables_notes_and_values_are_put_in(browser):
    with writing(browser) as (watch, page):
        def choose(button, value=None, keys=None):
            page.click(f".balk button:text-is('{button}')")
            page.wait_for_selector("dialog.vraag")
            if keys:
                keys()
            page.click(f"dialog.vraag button[value='{value or 'ok'}']")
            page.wait_for_function("() => !document.querySelector('dialog.vraag')")

        def written(*words):
            wait(lambda: all(part in watch.read("brief.yaml") for part in words))
            page.wait_for_function("() => !pen.vuil && !pen.gang")

        assert opened(page, "doorloopt", 9) == "secties[0].tekst"
        # A note, behind the word before the caret; its name comes by itself.
        choose("Noot", keys=lambda: page.keyboard.type("Een nieuwe noot."))
        written("doorloopt[^doorloopt] op", "doorloopt: Een nieuwe noot.")
        def paper():
            page.keyboard.type("28638-238")
            page.keyboard.press("Tab")
            page.keyboard.type("2023/24")

        choose("Kamerstuk", keys=paper)
        written("[^doorloopt]<kst:2023/24:28638-238> op")
        choose("Kamerstuk", keys=lambda: page.keyboard.type("28638-0"))
        page.wait_for_function("() => pen.melding.classList.contains('fout')")
        choose("Waarde", keys=lambda: page.select_option("dialog.vraag select", "bijlage.totaal[2025] | miljoen"))
        written("{{ bijlage.totaal[2025] | miljoen }}")
        # What is withheld: the words that are chosen.
        put(page, 0, 0, 8)
        choose("Lakken", keys=lambda: page.select_option("dialog.vraag select", "5.1.2e"))
        written("[Gevouwen](lak:5.1.2e) tekst")
        # A chip goes as a whole, and its note is offered to go too.
        put(page, 0, len("Gevouwen tekst die doorloopt") + 1)
        page.keyboard.press("Backspace")
        wait(lambda: "[^doorloopt]" not in watch.read("brief.yaml"))
        page.click("#plaats button:text('Haal de tekst weg')")
        wait(lambda: "Een nieuwe noot" not in watch.read("brief.yaml"))
        # A table; the field was left open.
        page.keyboard.press("Control+End")
        page.click(".balk button:text-is('Tabel')")
        page.wait_for_function("() => pen.klad.vak.querySelector('table')")
        first = page.evaluate("pen.klad.regels().findIndex(({ r }) => r === 0)")
        put(page, first, 0)
        page.keyboard.type("Jaar")
        page.keyboard.press("Tab")
        page.keyboard.type("Aantal")
        page.keyboard.press("Tab")
        page.keyboard.type("2025")
        page.keyboard.press("Tab")
        page.keyboard.type("12")
        choose("Tabel", "rij erbij")
        written("| Jaar | Aantal |", "| 2025 | 12 |")
        accessible(page, "with a table")
        # Sections.
        before = watch.read("brief.yaml")
        choose("Sectie", "erna")
        page.wait_for_function("() => pen?.place === 'secties[1].kop'")
        page.keyboard.type("Tweede kopje")
        done(page)
        assert "  - kop: Tweede kopje\n" in watch.read("brief.yaml")
        said(page, "Tweede kopje")
        opened(page, "Tweede kopje")
        choose("Sectie", "omhoog")
        wait(lambda: watch.read("brief.yaml").index("Tweede kopje") < watch.read("brief.yaml").index("Een kopje"))
        said(page, "Tweede kopje")
        page.wait_for_timeout(300)
        opened(page, "Tweede kopje")
        choose("Sectie", "weg")
        wait(lambda: watch.read("brief.yaml") == before)


def colleagues_talk_about_words_on_the_page(browser):
    with writing(browser) as (watch, page):
        def choose(words):
            page.evaluate(
                """words => { const line = [...document.querySelectorAll("#bladen > div:not([hidden]) text")].find(t => t.textContent.includes(words));
                    line.scrollIntoView({ block: "center", behavior: "instant" });
                    const at = line.textContent.indexOf(words);
                    getSelection().setBaseAndExtent(line.firstChild, at, line.firstChild, at + words.length); }""",
                words,
            )

        def answer(text):
            page.wait_for_selector("dialog.vraag")
            page.keyboard.type(text)
            page.fill("dialog.vraag input", "A. Bakker")
            page.click("dialog.vraag button[value=ok]")

        remarks = lambda: watch.read("opmerkingen.yaml")
        choose("zin in")
        page.click("#opmerk")
        answer("Klopt dit?")
        page.wait_for_selector("#opmerkinglijst li")
        assert "plaats: brief.opening\n    woorden: zin in\n    wie: A. Bakker\n" in remarks(), remarks()
        page.wait_for_function("() => document.querySelector('#bladen path.opmerking') && document.getElementById('lijst').textContent.includes('G001')")
        assert page.inner_text("#bladen > div:not([hidden]) .kanttekening") == "AB"
        accessible(page, "with a remark")
        # With the keyboard, on a line; about an amount that is printed otherwise than it is typed.
        page.evaluate("getSelection().removeAllRanges()")
        page.evaluate("[...document.querySelectorAll('#bladen text')].find(t => t.textContent.includes('14 november')).focus()")
        page.keyboard.press("o")
        answer("Een dag later?")
        page.wait_for_function("() => document.querySelectorAll('#opmerkinglijst li').length === 2")
        assert "plaats: dossier.datum\n    woorden: 2025-11-14\n" in remarks() or "woorden: '2025-11-14'" in remarks(), remarks()
        # From within a field, about the words that are chosen there; one that is taken back is gone.
        opened(page, "Nog een punt")
        put(page, 2, 4, 7)
        page.click("#opmerk")
        answer("Welk punt?")
        page.wait_for_function("() => document.querySelectorAll('#opmerkinglijst li').length === 3")
        assert "plaats: brief.opening\n    woorden: een\n    keer: " in remarks(), remarks()
        done(page)
        page.keyboard.press("Control+z")
        page.wait_for_function("() => document.querySelectorAll('#opmerkinglijst li').length === 2")
        # It goes along with its words: changed here, moved elsewhere, gone.
        opened(page, "zin in", 3)
        page.keyboard.type("nen")
        done(page)
        assert "woorden: zinnen in\n" in remarks(), remarks()
        page.keyboard.press("Control+z")
        wait(lambda: "woorden: zin in\n" in remarks() and watch.read("brief.yaml") == BRIEF)
        watch.write("brief.yaml", BRIEF.replace("**vette** zin in een blok, met", "blok met").replace("Gevouwen tekst", "Gevouwen zin in tekst"))
        said(page, "Gevouwen zin in")
        page.wait_for_function("() => opmerkingen[0].plekken.length === 1 && !opmerkingen[0].weg")
        watch.edit("brief.yaml", "zin in tekst", "tekst")
        page.wait_for_function("() => opmerkingen[0].weg && document.getElementById('opmerkinglijst').textContent.includes('staan er niet meer')")
        page.get_by_role("button", name="Antwoord…: Klopt").click()
        answer("Ja.")
        page.wait_for_function("() => document.querySelector('#opmerkinglijst .antwoord')")
        for name in ("Klopt", "Een dag"):
            page.get_by_role("button", name=f"Afgehandeld: {name}").click()
            page.wait_for_function("name => opmerkingen.find(({ tekst }) => tekst.startsWith(name)).afgehandeld", arg=name)
        page.wait_for_function("() => !document.getElementById('lijst').textContent.includes('G001')")
        assert remarks().count("afgehandeld: ja") == 2
        page.get_by_role("button", name="Haal weg: Een dag").click()
        page.wait_for_function("() => opmerkingen.length === 1")
        assert "datum" not in remarks()


TESTS = [
    a_finding_is_corrected_or_excused_with_a_button,
    sections_tables_notes_and_values_are_put_in,
    colleagues_talk_about_words_on_the_page,
]
