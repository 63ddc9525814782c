"""In: the binary. Out: whether a person can write on the page in a real browser, and what that does to the files.

Usage: schrijven.py KAMERBRIEF [NAME…]   (only the tests whose name holds one of these)
"""

import json
import os
import statistics
import time
from contextlib import contextmanager

from browser import PATIENCE, accessible, click_on, main, revision, said, settled, visit, wait, watching

BRIEF = """\
# yaml-language-server: $schema=../schema/brief.schema.json
opening: |
  Dit is een **vette** zin in een blok, met noot[^een] erbij.

  - Een punt
  - Nog een punt
secties:
  - kop: Een kopje   # met opmerking
    tekst: >-
      Gevouwen tekst die
      doorloopt op een regel.
slot: "Tot zover, met \\u20AC 5."
voetnoten:
  een: De noot zelf.
"""
ANNEX = """\
titel: Kosten
status: raming
eenheid: miljoen
jaren: [2024, 2025]
dekking: geen
groepen:
  - maatregelen:
      - maatregel: Opvang uitbreiden
        bedragen:
          2024: 1,5   # geraamd
          2025: 2,25
"""


@contextmanager
def writing(browser, brief=BRIEF, **files):
    named = {f"{name}.yaml": text for name, text in files.items()}
    with watching("voorbeeld-ienw", files={"brief.yaml": brief, "bijlage.yaml": ANNEX, **named}) as watch:
        page = visit(browser, watch)
        yield watch, page
        expected = ("the server responded with a status of 4", "the server responded with a status of 5", "ERR_CONNECTION_REFUSED")
        problems = [problem for problem in page.problems if not any(part in problem for part in expected)]
        assert not problems, problems


def opened(page, words, within=0):
    """Clicks on words, and waits for their field."""
    click_on(page, words, within)
    page.wait_for_function("() => pen && pen.invoer === document.activeElement")
    return page.evaluate("pen.place")


def done(page):
    """Leaves the field with the keyboard."""
    page.keyboard.press("Escape")
    page.wait_for_function("() => pen === null")


def draft(page):
    """What the field says on the screen: the lines of its paragraphs, items and cells."""
    return page.evaluate("[...pen.klad.vak.querySelectorAll('[data-lijn]')].map(line => line.textContent)")


def caret(page):
    return page.evaluate("(({ van, tot }) => [van.lijn, van.at, tot.lijn, tot.at])(pen.klad.keuze())")


def put(page, line, at, end=None):
    page.evaluate("([van, tot]) => pen.klad.plaats(van, tot)", [{"lijn": line, "at": at}, {"lijn": line, "at": at if end is None else end}])


def posted(watch, path, body, **headers):
    own = {"Origin": f"http://127.0.0.1:{watch.port}", "Content-Type": "application/json", **headers}
    status, text, _ = watch.get(path, own, "POST", body if isinstance(body, str) else json.dumps(body))
    return status, text


# ---------------------------------------------------------------------------------------------------------


def what_is_typed_is_on_the_page_and_then_in_the_file(browser):
    with writing(browser) as (watch, page):
        assert opened(page, "zin in een", 3) == "opening"
        assert caret(page) == [0, 20, 0, 20]
        accessible(page, "while writing")
        page.keyboard.type(" zonder meer")
        assert draft(page)[0] == "Dit is een vette zin zonder meer in een blok, met nootnoot een erbij."
        # The pages follow what is not saved; nothing is written for it yet.
        said(page, "zin zonder meer in een")
        page.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
        wanted = BRIEF.replace("zin in een", "zin zonder meer in een")
        assert watch.read("brief.yaml") == wanted
        # Whatever was typed last is saved on leaving.
        page.keyboard.type("!")
        done(page)
        assert watch.read("brief.yaml") == wanted.replace("meer in", "meer! in")
        assert page.evaluate("document.activeElement.tagName") == "text"
        # All that was done here can be taken back, and done again.
        for _ in range(2):
            page.keyboard.press("Control+z")
            page.wait_for_function("() => document.getElementById('plaats').textContent === 'Ongedaan gemaakt'")
            page.evaluate("document.getElementById('plaats').replaceChildren()")
        assert watch.read("brief.yaml") == BRIEF
        page.keyboard.press("Control+z")
        page.wait_for_function("() => document.getElementById('plaats').textContent.startsWith('Er is niets meer')")
        page.keyboard.press("Control+Shift+z")
        wait(lambda: watch.read("brief.yaml") == wanted)
        page.click("#ongedaan")
        wait(lambda: watch.read("brief.yaml") == BRIEF)
        # Nothing is left behind.
        wait(lambda: not [name for name in os.listdir(watch.folder) if name.startswith(".kamerbrief")])
        assert not list((watch.home / "bewaard").rglob("*.json"))


def the_keys_do_what_a_person_expects(browser):
    with writing(browser, "opening: |\n  Een twee drie.\nslot: Einde.\n") as (watch, page):
        text = lambda: watch.read("brief.yaml").split("slot:")[0]

        def saved(wanted):
            page.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
            end = time.monotonic() + 5
            while text() != f"opening: |\n{wanted}":
                assert time.monotonic() < end, (text(), wanted)
                time.sleep(0.02)

        opened(page, "Een twee", 4)
        page.keyboard.press("Enter")
        saved("  Een\n\n  twee drie.\n")
        assert caret(page)[:2] == [1, 0]
        page.keyboard.press("Backspace")
        saved("  Een twee drie.\n")
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        page.keyboard.type("- appels")
        page.keyboard.press("Enter")
        page.keyboard.type("peren")
        page.keyboard.press("Tab")
        saved("  Een twee drie.\n\n  - appels\n    - peren\n")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.keyboard.type("1. klaar")
        saved("  Een twee drie.\n\n  - appels\n  - peren\n\n  1. klaar\n")
        # Bold of what is chosen, and of what is typed next.
        put(page, 0, 4, 8)
        page.keyboard.press("Control+b")
        page.keyboard.press("End")
        page.keyboard.press("Control+i")
        page.keyboard.type(" Schuin")
        saved("  Een **twee** drie. *Schuin*\n\n  - appels\n  - peren\n\n  1. klaar\n")
        # A whole choice goes, over several blocks.
        page.evaluate("pen.klad.plaats({ lijn: 0, at: 3 }, { lijn: 2, at: 2 })")
        page.keyboard.press("Delete")
        saved("  Eenren\n\n  1. klaar\n")
        page.keyboard.press("Control+z")
        page.wait_for_function("() => pen.melding.textContent === 'Ongedaan gemaakt'")
        wait(lambda: "- appels" in text())
        page.wait_for_function("() => pen.klad.regels().length === 4")
        page.keyboard.press("Control+Shift+z")
        wait(lambda: "- appels" not in text())
        page.wait_for_function("() => pen.klad.regels().length === 2")
        # A pause takes nothing away: not a space that nothing follows yet, nor a paragraph that is still empty.
        put(page, 0, 6)
        page.keyboard.type(" ")
        page.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
        page.keyboard.type("x")
        saved("  Eenren x\n\n  1. klaar\n")
        page.keyboard.press("Enter")
        page.wait_for_timeout(1_100)
        page.keyboard.type("y")
        saved("  Eenren x\n\n  y\n\n  1. klaar\n")
        # An input method composes on the screen.
        session = page.context.new_cdp_session(page)
        session.send("Input.imeSetComposition", {"text": "´", "selectionStart": 1, "selectionEnd": 1})
        session.send("Input.imeSetComposition", {"text": "é", "selectionStart": 1, "selectionEnd": 1})
        session.send("Input.insertText", {"text": "é"})
        page.keyboard.type("n")
        saved("  Eenren x\n\n  yén\n\n  1. klaar\n")
        # Words as a whole, a line break, and signs that mean something in a file.
        put(page, 0, 6)
        page.keyboard.press("Control+Backspace")
        page.keyboard.type("# a: *b* [c] {{d}} <e>")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("- f")
        page.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
        assert draft(page)[0] == "# a: *b* [c] {{d}} <e>- f x"
        done(page)
        said(page, "# a: *b* [c] {{d}} <e>")
        assert not page.evaluate("document.querySelector('#lijst .error')")


def every_kind_of_field_can_be_written_in(browser):
    with writing(browser) as (watch, page):
        def typed(words, within, place, keys, name, old, new):
            before = watch.read(name)
            assert old in before
            assert opened(page, words, within) == place
            keys()
            done(page)
            assert watch.read(name) == before.replace(old, new), watch.read(name)

        typed("Een kopje", 3, "secties[0].kop", lambda: page.keyboard.type(" nieuw"), "brief.yaml", "Een kopje ", "Een nieuw kopje ")
        typed("Gevouwen", 8, "secties[0].tekst", lambda: page.keyboard.type("e"), "brief.yaml", "Gevouwen tekst", "Gevouwene tekst")
        typed("De noot zelf", 2, "voetnoten.een", lambda: page.keyboard.type(" lange"), "brief.yaml", "De noot", "De lange noot")
        typed("Tot zover", 9, "slot", lambda: page.keyboard.type(" dan"), "brief.yaml", "zover,", "zover dan,")
        typed("Veiliger fietsroutes", 8, "onderwerp", lambda: page.keyboard.type("e"), "dossier.yaml", "Veiliger fietsroutes", "Veiligere fietsroutes")
        typed("14 november", 2, "datum", lambda: page.fill(".schrijfvak input", "2025-11-17"), "dossier.yaml", "2025-11-14", "2025-11-17")
        typed("Opvang uitbreiden", 6, "groepen[0].maatregelen[0].maatregel", lambda: page.keyboard.type(" snel"), "bijlage.yaml", "Opvang uit", "Opvang snel uit")
        typed("2,25", 1, "groepen[0].maatregelen[0].bedragen.2025", lambda: page.keyboard.type("5"), "bijlage.yaml", "2025: 2,25", "2025: 25,25")
        # What is computed, or comes from the house style, is no field.
        click_on(page, "Betreft")
        assert page.evaluate("pen") is None


def clipboards_of_other_programs_come_in_as_markup(browser):
    with writing(browser, "opening: |\n  Voor en na.\nslot: Einde.\n") as (watch, page):
        opened(page, "Voor en na", 5)

        def paste(**kinds):
            page.evaluate(
                """kinds => { const data = new DataTransfer();
                    for (const [kind, text] of Object.entries(kinds)) data.setData(`text/${kind}`, text);
                    pen.invoer.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
                kinds,
            )

        paste(html="<p><b>vet</b>&nbsp;woord <a href='https://example.nl/a'>hier</a></p>", plain="x")
        page.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
        wait(lambda: "Voor **vet** woord [hier](https://example.nl/a)en na." in watch.read("brief.yaml").replace("\u00a0", " "))
        page.keyboard.press("End")
        paste(html="<ul><li>een</li><li>twee</li></ul><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>")
        page.wait_for_function("() => pen.klad.regels().length >= 7 && pen.melding.textContent === 'Opgeslagen'")
        assert "  - een\n  - twee\n\n  | a | b |\n" in watch.read("brief.yaml"), watch.read("brief.yaml")
        # A dossier's worth of text.
        many = "".join(f"<p>Alinea {number} met wat woorden erin, zoals die in een brief staan.</p>" for number in range(400))
        put(page, 0, 4)
        paste(html=many)
        page.wait_for_function("() => pen.klad.regels().length > 400")
        page.keyboard.press("Control+z")
        page.wait_for_function("() => pen.melding.textContent === 'Ongedaan gemaakt'")
        page.wait_for_function("() => pen.klad.regels().length < 10")
        status, _ = posted(watch, "/plak", {"text": ("Een zin met wat woorden erin. " * 300 + "\n\n") * 220})
        assert status == 200
        # Our own chips and looks come back as they were.
        put(page, 0, 0, 8)
        page.keyboard.press("Control+c")
        page.keyboard.press("End")
        done(page)
        assert "Voor **vet**" in watch.read("brief.yaml")


def others_write_at_the_same_time(browser):
    with writing(browser) as (watch, page):
        other = visit(browser, watch)
        opened(page, "zin in een", 3)
        page.keyboard.type(" EEN")
        # An editor and another tab change the same field elsewhere: all of it stays.
        watch.edit("brief.yaml", "Nog een punt", "Nog een punt erbij")
        opened(other, "Een punt", 3)
        other.keyboard.press("End")
        other.keyboard.type(" TWEE")
        done(other)
        done(page)
        wanted = BRIEF.replace("zin in", "zin EEN in").replace("Nog een punt", "Nog een punt erbij").replace("- Een punt", "- Een punt TWEE")
        assert watch.read("brief.yaml") == wanted, watch.read("brief.yaml")
        said(page, "zin EEN")
        # The same words: both are shown, and nothing is overwritten unseen.
        opened(page, "zin EEN", 4)
        watch.write("brief.yaml", wanted.replace("zin EEN in", "zin DRIE in"))
        page.wait_for_function("() => pen.base.includes('DRIE')")
        page.keyboard.press("Backspace")
        for _ in range(2):
            page.keyboard.press("Delete")
        page.keyboard.type("HIER")
        watch.write("brief.yaml", wanted.replace("zin EEN in", "zin DAAR in"))
        page.wait_for_selector("dialog.vraag")
        shown = page.inner_text("dialog.vraag")
        assert "DAAR" in shown and "HIER" in shown, shown
        assert "DAAR" in watch.read("brief.yaml")
        accessible(page, "two texts of one field")
        page.click("dialog.vraag button[value=verder]")
        # Kept, also for who comes later.
        page.wait_for_function("() => pen.melding.classList.contains('fout')")
        page.wait_for_timeout(3_200)
        third = visit(browser, watch)
        third.wait_for_function("() => document.getElementById('kladjes').textContent.includes('HIER')")
        accessible(third, "with a text that is not saved")
        third.close()
        page.keyboard.press("Escape")
        page.click("dialog.vraag button[value=mijn]")
        page.wait_for_function("() => pen === null || pen.melding.textContent === 'Opgeslagen'")
        wait(lambda: "HIER" in watch.read("brief.yaml") and "DAAR" not in watch.read("brief.yaml"))
        other.close()


def nothing_typed_is_lost(browser):
    with writing(browser) as (watch, page):
        file = watch.folder / "brief.yaml"
        file.chmod(0o444)
        opened(page, "zin in een", 3)
        page.keyboard.type(" bewaard")
        page.wait_for_function("() => pen.melding.textContent.includes('alleen-lezen')")
        assert watch.read("brief.yaml") == BRIEF
        # Cut off; and there it is again.
        watch.process.kill()
        watch.process.wait()
        page.keyboard.type("!")
        page.wait_for_function("() => pen.melding.textContent.includes('geen verbinding')")
        watch.start(watch.port)
        kept = visit(browser, watch)
        kept.wait_for_function("() => document.getElementById('kladjes').textContent.includes('bewaard')")
        file.chmod(0o644)
        page.close()
        kept.click("#kladjes button:text('Zet terug')")
        wait(lambda: "zin bewaard in" in watch.read("brief.yaml"))
        kept.wait_for_function("() => pen.melding.textContent === 'Opgeslagen'")
        assert watch.read("brief.yaml") == BRIEF.replace("zin in", "zin bewaard in")
        assert not list((watch.home / "bewaard").rglob("*.json"))
        # A tab that is closed saves.
        kept.keyboard.type("X")
        kept.close(run_before_unload=True)
        wait(lambda: "X" in watch.read("brief.yaml"))


def who_only_reads_cannot_write(browser):
    with watching("voorbeeld-ienw", ["--alleen-lezen"], {"brief.yaml": BRIEF}) as watch:
        page = visit(browser, watch)
        click_on(page, "zin in een", 3)
        page.wait_for_timeout(200)
        assert page.evaluate("pen") is None and page.is_hidden("#ongedaan")
        for path in ("/wijzig", "/plak", "/terug", "/opnieuw", "/noten/weg", "/kladjes/weg", "/verbeter", "/toch-goed", "/opmerking"):
            status, why = posted(watch, path, {"bestand": "brief", "do": "line", "place": "slot", "text": "x", "opslaan": True})
            assert status == 403 and "--alleen-lezen" in why, (path, status, why)
        assert watch.get("/veld?bestand=brief&plaats=slot")[:2] == (200, "null")
        assert watch.read("brief.yaml") == BRIEF


def only_the_page_writes_and_only_in_the_dossiers_own_files(browser):
    with writing(browser) as (watch, page):
        wish = {"bestand": "brief", "do": "line", "place": "slot", "text": "x", "opslaan": True}
        for path in ("/wijzig", "/plak", "/terug", "/opnieuw", "/noten/weg", "/kladjes/weg", "/verbeter", "/toch-goed", "/opmerking"):
            own = f"http://127.0.0.1:{watch.port}"
            for headers, wanted in (
                ({"Kamerbrief-Sleutel": "0" * 32}, 401),
                ({"Origin": None}, 403),
                ({"Origin": "http://kwaad.example"}, 403),
                ({"Host": "kwaad.example"}, 403),
                ({"Content-Type": "text/plain"}, 415),
                ({"Content-Type": None}, 415),
                ({"Sec-Fetch-Site": "cross-site"}, 403),
            ):
                assert posted(watch, path, wish, **{"Origin": own, **headers})[0] == wanted, (path, headers)
        assert posted(watch, "/terug", "x" * 5_000)[0] == 413
        for bestand in ("parafen", "../brief", "schema/brief", ""):
            assert posted(watch, "/wijzig", {**wish, "bestand": bestand})[0] == 400, bestand
        assert posted(watch, "/wijzig", "[")[0] == 400
        status, why = posted(watch, "/wijzig", {**wish, "place": "nergens"})
        assert status == 422 and "staat niet meer in het bestand" in why, (status, why)
        assert posted(watch, "/wijzig", {**wish, "bestand": "nota", "place": "x[9]"})[0] == 422
        # A link that leads out of the dossier is not followed.
        outside = watch.home / "buiten.yaml"
        outside.write_text("aanleiding: x\n", encoding="utf-8")
        (watch.folder / "nota.yaml").unlink()
        (watch.folder / "nota.yaml").symlink_to(outside)
        assert posted(watch, "/wijzig", {**wish, "bestand": "nota", "place": "aanleiding"})[0] == 422
        assert outside.read_text(encoding="utf-8") == "aanleiding: x\n"
        assert watch.read("brief.yaml") == BRIEF


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
        # A table.
        page.wait_for_timeout(300)
        opened(page, "op een regel", 3)
        page.keyboard.press("End")
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


def it_works_without_a_mouse_in_dark_and_narrow(browser):
    with writing(browser) as (watch, page):
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 700, "height": 800})
        page.focus("#bladen")
        page.keyboard.press("Tab")
        for _ in range(200):
            if "vette" in page.evaluate("document.activeElement.textContent") or "zin in een" in page.evaluate("document.activeElement.textContent"):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_function("() => pen && pen.invoer === document.activeElement")
        accessible(page, "narrow and dark")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it runs off sideways"
        page.keyboard.type("Zo: ")
        # The buttons can be reached, and left.
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.closest('.balk') !== null")
        done(page)
        assert "Zo: " in watch.read("brief.yaml")


def a_letter_is_there_at_once(browser):
    """Prints how long that takes: of a build without optimisation."""
    with watching("mensenhandel", ["--no-pdf"]) as watch:
        page = visit(browser, watch)
        click_on(page, "begrotingsbehandeling", 3)
        page.wait_for_function("() => pen && pen.invoer === document.activeElement")
        page.evaluate(
            """() => { window.getypt = []; window.gezet = [];
                addEventListener("keydown", () => { const begin = performance.now(); requestAnimationFrame(() => requestAnimationFrame(() => getypt.push(performance.now() - begin))); }, true);
                const haal = haalBeeld; window.begin = 0;
                haalBeeld = async (blad) => { await haal(blad); if (begin) { gezet.push(performance.now() - begin); begin = 0; } }; }"""
        )
        for letter in "de snelle vos springt":
            page.evaluate("begin = performance.now()")
            page.keyboard.type(letter)
            page.wait_for_function("() => begin === 0", timeout=PATIENCE, polling=20) if letter != " " else page.evaluate("begin = 0")
        told = lambda name: sorted(page.evaluate(name))
        for name, what in (("getypt", "keystroke → letter in the field, two frames"), ("gezet", "keystroke → letter on the page")):
            times = told(name)
            print(f"  {what}: p50 {statistics.median(times):.0f} ms, p95 {times[int(len(times) * 0.95) - 1]:.0f} ms ({len(times)})")
        done(page)


TESTS = [
    what_is_typed_is_on_the_page_and_then_in_the_file,
    the_keys_do_what_a_person_expects,
    every_kind_of_field_can_be_written_in,
    clipboards_of_other_programs_come_in_as_markup,
    others_write_at_the_same_time,
    nothing_typed_is_lost,
    who_only_reads_cannot_write,
    only_the_page_writes_and_only_in_the_dossiers_own_files,
    a_finding_is_corrected_or_excused_with_a_button,
    sections_tables_notes_and_values_are_put_in,
    colleagues_talk_about_words_on_the_page,
    it_works_without_a_mouse_in_dark_and_narrow,
    a_letter_is_there_at_once,
]

if __name__ == "__main__":
    main(TESTS)
