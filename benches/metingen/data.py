"""In: a dossier. Out: its letter as the programs of others want it: fields, and blocks of plain words. Reads files.

The words are the dossier's own, so that every program sets the same letter.
"""

import re
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark").enable("table")


def letter(folder):
    """The letter of a dossier: its fields, and its parts in order as (heading, level, CommonMark)."""
    folder = Path(folder)
    head = yaml.safe_load((folder / "dossier.yaml").read_text())
    brief = yaml.safe_load((folder / "brief.yaml").read_text())
    told, notes, parts = brief.get("voetnoten", {}), [], []

    def note(found):
        notes.append(" ".join(told[found[1]].split()))
        return f"[{len(notes)}]"

    def add(kop, level, text):
        # A note stands in the text as its number.
        parts.append((kop, level, re.sub(r"\[\^([^]]+)\]", note, text)))

    def walk(sections, level):
        for section in sections:
            add(section["kop"], level, section.get("tekst", ""))
            walk(section.get("delen", []), level + 1)

    add(None, 0, brief["opening"])
    walk(brief.get("secties", []), 1)
    add(None, 0, brief.get("slot", ""))
    signed = head["ondertekening"][0]
    return {
        "onderwerp": head["onderwerp"], "kenmerk": str(head["kenmerk"]), "datum": str(head["datum"]),
        "aan": ["De Voorzitter van de Tweede Kamer", "der Staten-Generaal", "Postbus 20018", "2500 EA DEN HAAG"],
        "functie": signed["functie"], "naam": signed["naam"], "parts": parts, "notes": notes,
    }


def blocks(text):
    """A text as blocks: ("p", words), ("li", depth, mark, words) and ("table", rows)."""
    out, depth, marks, row = [], 0, [], None
    tokens = MARKDOWN.parse(text)
    for at, token in enumerate(tokens):
        if token.type.endswith("_list_open"):
            depth += 1
            marks.append(0 if token.type.startswith("ordered") else None)
        elif token.type.endswith("_list_close"):
            depth -= 1
            marks.pop()
        elif token.type == "list_item_open" and marks[-1] is not None:
            marks[-1] += 1
        elif token.type == "table_open":
            out.append(("table", []))
        elif token.type == "tr_open":
            row = []
            out[-1][1].append(row)
        elif token.type == "tr_close":
            row = None
        elif token.type == "inline":
            words = re.sub(r"\s+", " ", "".join(child.content if child.type != "softbreak" else " " for child in token.children))
            if row is not None:
                row.append(words)
            elif depth and tokens[at - 2].type == "list_item_open":
                out.append(("li", depth, "•" if marks[-1] is None else f"{marks[-1]}.", words))
            else:
                out.append(("p", words))
    return out
