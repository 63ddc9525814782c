"""In: a browser. Out: a page to write on, and what it says. For the tests of writing."""

import json
from contextlib import contextmanager

from browser import click_on, visit, watching

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
        expected = ("the server responded with a status of 4", "the server responded with a status of 5", "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE")
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
