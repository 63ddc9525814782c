"""In: the binary. Out: whether a person can write on the page in a real browser, and what that does to the files.

Usage: schrijven.py KAMERBRIEF [NAME…]   (only the tests whose name holds one of these)
"""

import os
import statistics
import time

import schrijven_aftekenen
import schrijven_delen
import schrijven_gewoonten
import schrijven_meldingen
import schrijven_panelen
import schrijven_samen
import schrijven_voorstellen
from browser import PATIENCE, accessible, click_on, main, said, visit, wait, watching
from schrijven_hulp import BRIEF, caret, done, draft, opened, posted, put, writing


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
    it_works_without_a_mouse_in_dark_and_narrow,
    a_letter_is_there_at_once,
    *schrijven_samen.TESTS,
    *schrijven_delen.TESTS,
    *schrijven_gewoonten.TESTS,
    *schrijven_panelen.TESTS,
    *schrijven_meldingen.TESTS,
    *schrijven_aftekenen.TESTS,
    *schrijven_voorstellen.TESTS,
]

if __name__ == "__main__":
    main(TESTS)
