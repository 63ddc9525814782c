"""In: a browser. Out: whether the page does what the hands of a writer are used to: undo, tables, notes, dates, the focus."""

import re

from browser import marks, wait
from schrijven_aftekenen import routed, stands
from schrijven_hulp import ANNEX, BRIEF, done, draft, opened, writing

TABLE = BRIEF.replace("  - Een punt\n  - Nog een punt\n", "  | Kop |\n  |---|\n  | Onder |\n")
ORPHAN = BRIEF.replace("  een: De noot zelf.\n", "  een: De noot zelf.\n  wees: Hier verwijst niets naar.\n")


def panel(page, name):
    page.click(f"#zij-{name}")
    page.wait_for_selector(f"#zij-{name}[aria-selected=true]")


def button(page, name):
    page.click(f".schrijfvak button[aria-label='{name}']")


def undo_takes_back_no_more_than_the_last_words(browser):
    """Somebody types two paragraphs without a pause, sees a wrong word, and presses Ctrl+Z once."""
    with writing(browser) as (watch, page):
        opened(page, "zin in een", 3)
        page.keyboard.press("Control+a")
        page.keyboard.type("De eerste alinea blijft staan.")
        page.keyboard.press("Enter")
        page.keyboard.type("De tweede ook. En dit hoort er niet.")
        page.keyboard.press("Control+z")
        page.wait_for_function("() => pen.melding.textContent === 'Ongedaan gemaakt'")
        wait(lambda: draft(page)[:2] == ["De eerste alinea blijft staan.", "De tweede ook."])
        # The note is gone with the text that referred to it; its text goes without closing the field.
        page.keyboard.type(" Dan dit.")
        page.click("#plaats button:text-is('Haal de tekst weg')")
        wait(lambda: "De noot zelf" not in watch.read("brief.yaml"))
        assert page.evaluate("pen !== null && pen.invoer === document.activeElement"), "the field is closed"


def a_day_that_is_typed_is_one_step(browser):
    """Digit by digit a year is 0002, 0020, 0202: none of those was ever meant."""
    with writing(browser) as (watch, page):
        day = lambda: re.search(r"^datum: (\S+)", watch.read("dossier.yaml"), re.M)[1]
        first = day()
        panel(page, "gegevens")
        page.focus("#gegevens [data-hier=datum]")
        page.keyboard.type("12122062", delay=60)
        page.keyboard.press("Tab")
        wait(lambda: day() == "2062-12-12")
        page.wait_for_function("() => document.querySelector('#gegevens .schrijfstand').textContent.includes('2062 is meer dan tien jaar van nu')")
        page.click("#ongedaan")
        wait(lambda: day() == first, 3)


def a_text_of_a_row_is_written_from_its_fields(browser):
    """Schrijf… opens the field on the page, and what asked for it lets go of the keyboard."""
    annex = ANNEX.replace("        bedragen:", "        toelichting: Eenmalig.\n        bedragen:", 1)
    with writing(browser, bijlage=annex) as (watch, page):
        # What was changed may be on its way to a panel that is left.
        panel(page, "gegevens")
        page.wait_for_selector("#gegevens input")
        page.evaluate("panelenNieuws(); toonPaneel('meldingen')")
        panel(page, "rooster")
        row = "groepen[0].maatregelen[0]"
        page.click(f"#rooster [data-hier='{row}#meer']")
        page.click("dialog.vraag button[value=velden]")
        page.click(f"dialog.vraag [data-hier='{row}.toelichting']")
        page.wait_for_function("() => pen?.place.endsWith('toelichting') && pen.invoer === document.activeElement")
        page.keyboard.type("x")
        wait(lambda: re.search(r"toelichting: (xEenmalig\.|Eenmalig\.x)", watch.read("bijlage.yaml")))


def an_unused_note_goes_from_its_finding(browser):
    """It stands nowhere on the pages: nothing else is pointed out in its place."""
    with writing(browser, ORPHAN) as (watch, page):
        found = page.locator("#lijst li", has_text="P003")
        found.get_by_role("button", name="Wijs aan").click()
        page.wait_for_function("() => document.querySelector('#bladen rect') || document.getElementById('plaats').textContent !== ''")
        assert marks(page) == 0 and "niets op de bladzijden" in page.inner_text("#plaats"), (marks(page), page.inner_text("#plaats"))
        found.get_by_role("button", name="Haal de noot weg").click()
        wait(lambda: watch.read("brief.yaml") == BRIEF)


def a_table_keeps_the_caret_where_it_grows(browser):
    with writing(browser, TABLE) as (_, page):
        opened(page, "Onder", 2)
        for _ in range(2):
            button(page, "Tabel invoegen, of haar rijen en kolommen")
            page.click("dialog.vraag button:text-is('Rij eronder')")
            page.wait_for_selector("dialog.vraag", state="detached")
        page.wait_for_function("() => document.querySelectorAll('.schrijfvak tr').length === 4")
        page.keyboard.type("Derde")
        # As in Word, Tab in the last cell begins a row.
        page.keyboard.press("Tab")
        page.keyboard.type("Laatste")
        cells = [one.strip() for one in page.locator(".schrijfvak :is(th, td)").all_inner_texts()]
        assert cells == ["Kop", "Onder", "", "Derde", "Laatste"], cells
        done(page)
        # An empty one is filled from its first cell.
        opened(page, "doorloopt", 3)
        page.keyboard.press("Control+End")
        button(page, "Tabel invoegen, of haar rijen en kolommen")
        page.wait_for_selector(".schrijfvak table")
        page.keyboard.type("Eerst")
        assert page.locator(".schrijfvak th").all_inner_texts()[0].strip() == "Eerst", draft(page)


def a_note_stands_against_its_word(browser):
    """Who types a space and then asks for a note, does not get its number on a line of itself; after Esc he is back there."""
    with writing(browser) as (watch, page):
        opened(page, "Gevouwen", 2)
        page.keyboard.press("Control+a")
        page.keyboard.type("Een zin. ")
        button(page, "Noot invoegen")
        page.fill("dialog.vraag textarea", "Bron.")
        page.click("dialog.vraag button[value=ok]")
        wait(lambda: "Bron." in watch.read("brief.yaml"))
        page.keyboard.type("Nog een.")
        done(page)
        assert re.search(r"Een\s+zin\.\[\^[^]]+\]\s+Nog\s+een\.", watch.read("brief.yaml")), watch.read("brief.yaml")
        # The page follows; a line with a note is more than one piece of text.
        page.wait_for_function("() => [...document.querySelectorAll('#bladen text')].some(({ textContent }) => textContent.includes('Een zin.'))")
        back = page.evaluate("""() => [document.activeElement, [...document.querySelectorAll('#bladen text')].find(({ textContent }) => textContent.includes('Een zin.'))]
            .map((text) => Math.round(text.getBoundingClientRect().top))""")
        assert abs(back[0] - back[1]) < 5, back


def all_columns_of_the_annex_are_in_sight(browser):
    """Five years and what comes after, in a window of a laptop."""
    annex = ANNEX.replace("[2024, 2025]", "[2024, 2025, 2026, 2027, 2028]").replace("          2025: 2,25\n", "          2025: 2,25\n        structureel: 1\n")
    with writing(browser, bijlage=annex) as (_, page):
        panel(page, "rooster")
        page.wait_for_selector("#rooster table")
        wide = page.evaluate("(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#rooster .roostervak'))")
        assert wide <= 0, f"{wide} pixels are out of sight"


def what_lapsed_is_not_said_to_be_agreed(browser):
    with routed(browser) as (_, page):
        panel(page, "aftekenen")
        page.wait_for_function("() => document.querySelectorAll('#aftekenen .stap').length === 3")
        page.click('#aftekenen [data-hier="stap-0#akkoord"]')
        page.wait_for_selector("dialog.vraag")
        page.keyboard.press("Enter")
        stands(page, 0, "; geldig")
        opened(page, "zin in een", 3)
        page.keyboard.type(" andere")
        done(page)
        stands(page, 0, "vervallen")
        page.wait_for_function("() => !document.querySelector('#aftekenen .schrijfstand').textContent.includes('akkoord')")


TESTS = [
    undo_takes_back_no_more_than_the_last_words,
    a_day_that_is_typed_is_one_step,
    a_text_of_a_row_is_written_from_its_fields,
    an_unused_note_goes_from_its_finding,
    a_table_keeps_the_caret_where_it_grows,
    a_note_stands_against_its_word,
    all_columns_of_the_annex_are_in_sight,
    what_lapsed_is_not_said_to_be_agreed,
]
