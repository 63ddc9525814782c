"""In: a page to write on. Out: whether what stands beside the pages can be filled in: the form, the grid of
the annex, questions and answers."""

from browser import accessible, said, visit, wait, watching
from schrijven_hulp import writing


def panel(page, name):
    """Opens a panel with the keyboard, and waits until it is there."""
    page.focus("#zijtabs [aria-selected=true]")
    for _ in range(9):
        if page.get_attribute(f"#zij-{name}", "aria-selected") == "true":
            break
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"#{name} :is(input, select, article, .stap)", state="attached")


def focus(page, here):
    """Goes to what has this name in a panel, and unfolds what it is in."""
    page.evaluate(
        """hier => { const daar = document.querySelector(`#zij [data-hier="${CSS.escape(hier)}"]`);
            for (let om = daar.parentElement.closest("details"); om; om = om.parentElement.closest("details")) om.open = true;
            daar.focus(); }""",
        here,
    )
    page.wait_for_function("hier => document.activeElement.dataset.hier === hier", arg=here)


def typed(page, here, text):
    """Another text in a field of the form."""
    focus(page, here)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def answered(page, *texts):
    """Fills in a question, field by field, with the keyboard."""
    page.wait_for_selector("dialog.vraag")
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.click("dialog.vraag button[value=ok]")
    page.wait_for_function("() => !document.querySelector('dialog.vraag')")


def looked_at(page, what, wide=(1400, 900)):
    """In the dark and beside another window too."""
    accessible(page, what)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(color_scheme="dark")
    accessible(page, f"{what}, narrow and dark")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what}: it runs off sideways"
    page.set_viewport_size({"width": wide[0], "height": wide[1]})
    page.emulate_media(color_scheme="light")


def the_form_follows_the_schema_and_changes_only_what_is_filled_in(browser):
    with writing(browser) as (watch, page):
        before = watch.read("dossier.yaml")
        file = lambda: watch.read("dossier.yaml")
        panel(page, "gegevens")
        labels = page.eval_on_selector_all(".formulier > .veld > label", "all => all.map(label => label.textContent)")
        assert labels[:4] == ["Soort", "Onderwerp (verplicht)", "Kenmerk (verplicht)", "Uw kenmerk"], labels
        assert page.locator("#gegevens .help", has_text="staat achter Betreft").count() == 1
        looked_at(page, "the form")
        # A text, a day, a choice; and what was not there yet, where the schema has it.
        typed(page, "onderwerp", "Veilig naar school")
        wanted = before.replace('"[voorbeeld] Veiliger fietsroutes naar school"', '"Veilig naar school"')
        wait(lambda: file() == wanted)
        said(page, "Veilig naar school")
        focus(page, "datum")
        page.fill("[data-hier=datum]", "2025-11-17")
        page.select_option("#gegevens [data-hier=huisstijl]", label="Ministerie van Justitie en Veiligheid")
        wanted = wanted.replace("datum: 2025-11-14", "datum: 2025-11-17").replace("huisstijl: ienw", "huisstijl: jenv")
        wait(lambda: file() == wanted)
        typed(page, "afzender.contactpersoon.telefoon", "070 000 00 00")
        wait(lambda: "    functie: beleidsmedewerkers\n    telefoon: 070 000 00 00\n    email:" in file())
        # It must be there: the file keeps what it had.
        now = file()
        typed(page, "kenmerk", " ")
        page.wait_for_function("() => document.querySelector('#gegevens .schrijfstand').textContent === 'dit mag niet leeg zijn'")
        assert file() == now
        typed(page, "kenmerk", "K-2025")
        # Two changes that are shown at once are looked up on the first document that has one.
        said(page, "K-2025")
        # Lists: added, moved, taken away.
        focus(page, "ondertekening#nieuw")
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog.vraag")
        accessible(page, "something is added")
        answered(page, "De Minister van Defensie", "C. de Boer")
        wait(lambda: "\n  - functie: De Minister van Defensie\n    naam: C. de Boer\n" in file())
        page.click("#tabs [data-stuk=kamerbrief]")
        said(page, "C. de Boer")
        page.wait_for_selector("[data-hier='ondertekening[2]#op']", state="attached")
        focus(page, "ondertekening[2]#op")
        page.keyboard.press("Enter")
        wait(lambda: file().index("C. de Boer") < file().index("B. Jansen"))
        page.wait_for_function("() => document.activeElement.dataset.hier === 'ondertekening[1]#op'")
        focus(page, "mede_namens[0]#weg")
        page.keyboard.press("Enter")
        wait(lambda: "mede_namens" not in file())
        page.wait_for_function("() => document.activeElement.dataset.hier === 'mede_namens#nieuw'")
        # A finding stands at its field, with what can be done about it.
        focus(page, "moties#nieuw")
        page.keyboard.press("Enter")
        answered(page, "28638", "Bikker c.s.", "Iets te doen", "v")
        wait(lambda: "moties:\n  - kamerstuk: " in file())
        page.wait_for_selector("#gegevens [data-hier='moties[0].kamerstuk'] ~ .bijveld", state="attached")
        # From a finding to its field.
        page.click("#zij-meldingen")
        page.locator("#lijst li", has_text="motie 28638").get_by_role("button", name="Naar het veld").click()
        page.wait_for_function("() => document.activeElement.dataset.hier === 'moties[0].kamerstuk'")
        page.click("#zij-gegevens")
        # Everything that was done here can be taken back.
        for _ in range(40):
            if file() == before:
                break
            page.keyboard.press("Control+z")
            page.wait_for_timeout(150)
        assert file() == before, file()


def questions_and_answers_are_cards(browser):
    with watching("vragen-loketten") as watch:
        page = visit(browser, watch)
        before = watch.read("vragen.yaml")
        file = lambda: watch.read("vragen.yaml")
        panel(page, "vragen")
        page.wait_for_selector("#vragen .kaart")
        assert page.locator("#vragen .kaart").count() == 8
        assert page.inner_text("#vragenstand") == "Alle 9 vragen hebben een antwoord."
        looked_at(page, "questions and answers")
        # A question more, with parts: those want an answer.
        focus(page, "vragen#vraag")
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog.vraag")
        page.keyboard.press("Tab")
        answered(page, "Klopt het dat:", "dit waar is?")
        wait(lambda: "  9:\n    tekst: 'Klopt het dat:'\n    delen:\n      a: dit waar is?\n" in file() or 'tekst: "Klopt het dat:"' in file())
        page.wait_for_function("() => document.getElementById('vragenstand').textContent.startsWith('Nog zonder antwoord')")
        accessible(page, "a question without an answer")
        focus(page, "beantwoord-9a")
        page.keyboard.press("Enter")
        answered(page, "Ja, dat klopt.")
        wait(lambda: file().rstrip().endswith("van de loketten, 2025.") and "  - op: [9a]\n" in file() or "- 9a\n" in file())
        # An answer to more questions at once, and in another order.
        page.wait_for_selector("[data-hier='antwoorden[0]#op']")
        focus(page, "antwoorden[0]#op")
        page.keyboard.press("Enter")
        page.wait_for_selector("dialog.vraag")
        page.check("dialog.vraag input[value='6']")
        page.click("dialog.vraag button[value=ok]")
        wait(lambda: "  - op: [1, 6]\n    tekst: Ja.\n" in file())
        page.wait_for_selector("#vragen h5:text-is('Samen beantwoord: 1, 6')")
        focus(page, "antwoorden[0]#later")
        page.keyboard.press("Enter")
        wait(lambda: file().index("op: [2a, 8]") < file().index("op: [1, 6]"))
        page.wait_for_function("() => document.activeElement.dataset.hier === 'antwoorden[1]#later'")
        # An answer to a question that is not there has a card too, and says what to do.
        watch.write("vragen.yaml", file().replace("  - op: [1, 6]\n", "  - op: [77]\n"))
        page.wait_for_selector("#vragen h3:text-is('Antwoorden zonder vraag') ~ section[aria-label='Antwoord op 77']")
        accessible(page, "an answer without a question")
        watch.write("vragen.yaml", file().replace("  - op: [77]\n", "  - op: [1, 6]\n"))
        page.wait_for_selector("#vragen h5:text-is('Samen beantwoord: 1, 6')")
        # Writing is done on the page.
        focus(page, "antwoorden[1]#schrijf")
        page.keyboard.press("Enter")
        page.wait_for_function("() => pen?.place === 'antwoorden[1].tekst'")
        page.keyboard.press("Escape")
        page.wait_for_function("() => pen === null")
        for _ in range(9):
            page.keyboard.press("Control+z")
            page.wait_for_timeout(150)
        wait(lambda: file() == before)
        assert not [one for one in page.problems if "status of 4" not in one], page.problems


BOOK = """\
titel: Kosten
status: raming
eenheid: miljoen
dekking: nvt
spreadsheet:
  bestand: kosten.csv
"""
SHEET = "Maatregel;2024;2025\nOpvang uitbreiden;1,5;2,25\n"


def the_annex_is_a_grid_whose_totals_follow(browser):
    with writing(browser) as (watch, page):
        before = watch.read("bijlage.yaml")
        # An amount that was text stays that: it may get quotation marks.
        file = lambda: watch.read("bijlage.yaml").replace("'", "").replace('"', "")
        cell = "groepen[0].maatregelen[{}].bedragen.{}".format
        sums = lambda: page.eval_on_selector_all("#rooster .rij-totaal .berekend", "all => all.map(cel => cel.textContent)")

        def total(*wanted):
            wait(lambda: sums()[: len(wanted)] == list(wanted))

        panel(page, "rooster")
        page.wait_for_selector("#rooster table")
        total("1,50", "2,25")
        looked_at(page, "the grid")
        # An amount, a range, what is not known yet: the program adds them up, and only that changes in the file.
        typed(page, cell(0, 2024), "2")
        wait(lambda: file() == before.replace("2024: 1,5   # geraamd", "2024: 2   # geraamd"))
        total("2,00", "2,25")
        typed(page, cell(0, 2024), "0,5–1")
        typed(page, cell(0, 2025), "p.m.")
        wait(lambda: "2024: 0,5–1   # geraamd" in file() and "2025: p.m." in file())
        wait(lambda: "0,5" in sums()[0] and sums()[1] == "p.m.")
        # What is no amount is in the file too, with what is wrong with it at its cell.
        typed(page, cell(0, 2024), "veel")
        page.wait_for_selector(f"#rooster [data-hier='{cell(0, 2024)}'][aria-invalid=true]")
        page.wait_for_selector("#rooster .bijveld .error")
        accessible(page, "no amount")
        typed(page, cell(0, 2024), "1")
        total("1")

        # Rows: one more, named at once; moved; taken away.
        def choose(here, what):
            focus(page, here)
            page.keyboard.press("Enter")
            page.click(f"dialog.vraag button[value={what}]")

        choose("groepen[0].maatregelen[0]#meer", "onder")
        page.wait_for_function("() => document.activeElement.dataset.hier === 'groepen[0].maatregelen[1]#naam'")
        page.keyboard.type("Scholing")
        page.keyboard.press("Tab")
        wait(lambda: "\n      - maatregel: Scholing\n" in file())
        choose("groepen[0].maatregelen[1]#meer", "velden")
        page.wait_for_selector(".regelvelden [data-hier$=trekker]")
        page.fill(".regelvelden [data-hier$=trekker]", "VNG")
        page.click("dialog.vraag button[value=verder]")
        wait(lambda: "      - maatregel: Scholing\n        trekker: VNG\n" in file())
        # A block of Excel, from a cell on: what does not fit below makes new rows.
        focus(page, cell(1, 2024))
        page.evaluate(
            """(hier) => { const data = new DataTransfer();
                data.setData("text/plain", "€ 3\\t(1,5)\\r\\n4\\tp.m.\\r\\n");
                const cel = document.querySelector(`#rooster [data-hier="${hier}"]`);
                cel.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
            cell(1, 2024),
        )
        wait(lambda: "- maatregel: Nieuwe maatregel\n        bedragen:" in file())
        assert "        bedragen:\n          2024: 3\n          2025: -1,5\n" in file(), file()
        total("8,0")
        choose("groepen[0].maatregelen[2]#meer", "op")
        wait(lambda: file().index("Nieuwe maatregel") < file().index("Scholing"))
        page.wait_for_function("() => document.activeElement.dataset.hier === 'groepen[0].maatregelen[1]#meer'")
        choose("groepen[0].maatregelen[1]#meer", "weg")
        wait(lambda: "Nieuwe maatregel" not in file())
        # A year more, and back.
        focus(page, "0#jaar")
        page.keyboard.press("Enter")
        wait(lambda: "jaren: [2024, 2025, 2026]" in file())
        page.wait_for_selector(f"#rooster [data-hier='{cell(0, 2026)}']")
        typed(page, cell(0, 2026), "7")
        wait(lambda: "2026: 7" in file())
        focus(page, "0#jaarweg")
        page.keyboard.press("Enter")
        wait(lambda: "jaren: [2024, 2025]" in file() and "2026" not in file())
        for _ in range(40):
            if watch.read("bijlage.yaml") == before:
                break
            page.keyboard.press("Control+z")
            page.wait_for_timeout(150)
        assert watch.read("bijlage.yaml") == before, file()
        # What comes from a spreadsheet is shown with its cell, and nobody types in it.
        watch.write("kosten.csv", SHEET)
        watch.write("bijlage.yaml", BOOK)
        page.wait_for_selector("#rooster td.berekend small")
        assert page.locator("#rooster table input").count() == 0
        assert page.inner_text("#rooster td.berekend small >> nth=0").endswith("B2"), page.inner_text("#rooster table")
        accessible(page, "a grid from a spreadsheet")


TABLES = """\
titel: Kosten
status: raming
eenheid: miljoen
jaren: [2024, 2025]
tabellen:
  - id: alles
    titel: Alles
    beginstand:
      omschrijving: Stand begroting
      bedragen: {2024: 10, 2025: 11}
    groepen:
      - maatregelen:
          - artikel: "32"
            maatregel: Opvang
            bedragen: {2024: 1, 2025: 2}
    dekking: nvt
  - id: gemeenten
    titel: Waarvan gemeenten
    groepen:
      - maatregelen:
          - maatregel: Loket
            bedragen: {2024: 3, 2025: 4}
    dekking: nvt
  - id: vorig
    titel: Vorig jaar
    jaren: [2023, 2024, 2025]
    groepen:
      - maatregelen:
          - maatregel: Opvang
            bedragen: {2023: 1, 2025: 2}
    dekking: nvt
"""


def pasted(page, here, text):
    """A block from a spreadsheet, at a cell."""
    page.evaluate(
        """([hier, tekst]) => { const data = new DataTransfer();
            data.setData("text/plain", tekst);
            const cel = document.querySelector(`#rooster [data-hier="${hier}"]`);
            cel.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        [here, text],
    )


def slowly(page, here, words, marked=False):
    """Types words, each with a rest in which what stands there is saved."""
    focus(page, here)
    page.keyboard.press("Control+a")
    if marked:
        page.evaluate("PANELEN[paneel].nieuws()")
    for i, word in enumerate(words):
        page.keyboard.type((" " if i else "") + word, delay=45)
        page.wait_for_timeout((30, 850, 790)[i % 3])


def what_is_typed_while_it_is_saved_stays(browser):
    with writing(browser) as (watch, page):
        panel(page, "gegevens")
        page.wait_for_selector("#gegevens [data-hier=onderwerp]")
        words = "Een onderwerp dat iemand typt".split()
        slowly(page, "onderwerp", words, marked=True)
        # The cursor stays where it is, and the space that was typed last.
        page.keyboard.type(" ")
        page.wait_for_timeout(1000)
        page.keyboard.type("ertussen")
        text = " ".join([*words, "ertussen"])
        wait(lambda: f'"{text}"' in watch.read("dossier.yaml"))
        assert page.input_value("#gegevens [data-hier=onderwerp]") == text
        assert page.locator("dialog.vraag").count() == 0
        # What somebody else writes comes into the field, also where the cursor stands in it.
        watch.write("dossier.yaml", watch.read("dossier.yaml").replace(text, "Van een ander"))
        page.wait_for_function("() => document.querySelector('#gegevens [data-hier=onderwerp]').value === 'Van een ander'")
        assert page.evaluate("document.activeElement.dataset.hier") == "onderwerp"
        # And what is taken back goes from the field.
        focus(page, "datum")
        page.fill("[data-hier=datum]", "2062-03-01")
        wait(lambda: "datum: 2062-03-01" in watch.read("dossier.yaml"))
        page.wait_for_function("() => document.querySelector('#gegevens .schrijfstand').textContent === 'Opgeslagen. Let op: 2062 is meer dan tien jaar van nu.'")
        page.keyboard.press("Control+z")
        wait(lambda: "datum: 2025-11-14" in watch.read("dossier.yaml"))
        page.wait_for_function("() => document.querySelector('[data-hier=datum]').value === '2025-11-14'")
        # In the grid too: what is mended at once, and the next cell before the first is saved.
        panel(page, "rooster")
        page.wait_for_selector("#rooster input[data-k='1']")
        cells = page.eval_on_selector_all("#rooster input[data-k='0'], #rooster input[data-k='1']", "all => all.map(cell => cell.dataset.hier)")
        for i, text in [(0, "1,5 mln"), (1, "2,25"), (0, "1,5"), (1, "2,75"), (0, "7,5")]:
            focus(page, cells[i])
            page.keyboard.press("Control+a")
            page.keyboard.type(text, delay=30)
            page.keyboard.press("Tab")
        file = lambda: watch.read("bijlage.yaml")
        wait(lambda: "2024: 7,5 " in file() and "2025: 2,75" in file())
        page.wait_for_timeout(500)
        assert [page.input_value(f"#rooster [data-hier='{cell}']") for cell in cells] == ["7,5", "2,75"], file()
        assert "2024: 7,5 " in file() and "2025: 2,75" in file()
        assert page.locator("dialog.vraag").count() == 0


def tables_that_share_their_years_lose_them_together(browser):
    with writing(browser) as (watch, page):
        watch.write("bijlage.yaml", TABLES)
        panel(page, "rooster")
        page.wait_for_function("() => document.querySelectorAll('#rooster table').length === 3")
        file = lambda: watch.read("bijlage.yaml").replace("'", "").replace('"', "")
        page.wait_for_selector("#rooster [data-hier='1#jaarweg']")
        focus(page, "1#jaarweg")
        # Twice, before anything came of it: one year goes.
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        wait(lambda: "jaren: [2024]\n" in file())
        page.wait_for_timeout(600)
        assert "jaren: [2024]\n" in file() and "bedragen: {2024: 10}" in file() and "bedragen: {2024: 1}" in file(), file()
        # Those with years of their own keep them.
        assert "bedragen: {2024: 3}" in file() and "bedragen: {2023: 1, 2025: 2}" in file(), file()
        page.keyboard.press("Control+z")
        wait(lambda: watch.read("bijlage.yaml") == TABLES)
        # A row is known by the first that its item says, and that is not always its name.
        page.wait_for_selector("#rooster [data-hier='tabellen[0].groepen[0].maatregelen[0]#meer']")
        focus(page, "tabellen[0].groepen[0].maatregelen[0]#meer")
        page.keyboard.press("Enter")
        page.click("dialog.vraag button[value=onder]")
        wait(lambda: "Nieuwe maatregel" in file())
        page.wait_for_selector("#rooster [data-hier='tabellen[0].groepen[0].maatregelen[1]#meer']")
        focus(page, "tabellen[0].groepen[0].maatregelen[0]#meer")
        page.keyboard.press("Enter")
        page.click("dialog.vraag button[value=neer]")
        wait(lambda: "Nieuwe maatregel" in file() and file().index("Nieuwe maatregel") < file().index("maatregel: Opvang"))
        # Names come as they are; below a position nothing can be put.
        page.wait_for_selector("#rooster [data-hier='tabellen[0].groepen[0].maatregelen[1]#naam']")
        focus(page, "tabellen[0].groepen[0].maatregelen[1]#naam")
        pasted(page, "tabellen[0].groepen[0].maatregelen[1]#naam", "(1)\t(1)\r\n")
        wait(lambda: "maatregel: (1)\n            bedragen: {2024: -1, 2025: 2}" in file())
        page.wait_for_selector("#rooster [data-hier='tabellen[0].beginstand.bedragen.2024']")
        focus(page, "tabellen[0].beginstand.bedragen.2024")
        pasted(page, "tabellen[0].beginstand.bedragen.2024", "7\t8\r\n9\t9\r\n")
        wait(lambda: "bedragen: {2024: 7, 2025: 8}" in file())
        page.wait_for_function("() => document.querySelector('#rooster .schrijfstand').textContent === 'Geplakt: 1 rij; wat eronder niet paste, is weggelaten'")
        assert not page.problems, page.problems


TESTS = [
    tables_that_share_their_years_lose_them_together,
    the_annex_is_a_grid_whose_totals_follow,
    the_form_follows_the_schema_and_changes_only_what_is_filled_in,
    questions_and_answers_are_cards,
    what_is_typed_while_it_is_saved_stays,
]
