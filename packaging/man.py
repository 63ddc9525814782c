"""In: the help that the program prints. Out: its man pages, by name. Starts the program.

The help is Dutch and tested; what clap_mangen makes of the same grammar has English headings.
"""

import os
import re
import subprocess


def pages(program, version, date):
    """The page of the program, and one of each command."""
    about = help_of(program)
    commands = [line.split()[0] for line in sections(about)["Opdrachten"] if line.strip()]
    made = {"kamerbrief.1": page("kamerbrief", about, version, date, commands)}
    for command in commands:
        if command != "help":
            made[f"kamerbrief-{command}.1"] = page(f"kamerbrief-{command}", help_of(program, command), version, date, [])
    return made


def help_of(program, *command):
    # Nothing is broken off: a line of the help is one item.
    run = subprocess.run([program, "help", *command], env=os.environ | {"COLUMNS": "5000"}, check=True, capture_output=True)
    return run.stdout.decode()


def sections(text):
    """What stands below each heading; below the empty one what comes first."""
    found, heading = {"": []}, ""
    for line in text.splitlines():
        if name := re.fullmatch(r"([A-Z][a-z]+):", line):
            heading = name[1]
            found[heading] = []
        elif line.startswith("Gebruik: "):
            found["Gebruik"] = [line.removeprefix("Gebruik: ")]
        elif line and not line.startswith(" ") and heading:
            # Text behind the examples.
            heading = "Toelichting"
            found.setdefault(heading, []).append(line)
        else:
            found[heading].append(line)
    return found


def page(name, text, version, date, commands):
    parts = sections(text)
    about = " ".join(line for line in parts.pop("") if line)
    out = [f'.TH {name.upper()} 1 "{date}" "kamerbrief {version}" "Opdrachten"', ".SH NAAM", f"{literal(name)} \\- {literal(about)}"]
    out += [".SH OVERZICHT", f"\\fB{literal(parts.pop('Gebruik')[0])}\\fP"]
    for heading, lines in parts.items():
        out.append(f".SH {heading.upper()}")
        if heading in ("Voorbeeld", "Voorbeelden"):
            out += [".nf", *(literal(line) for line in lines if line), ".fi"]
        elif heading == "Toelichting":
            out += [".PP" if not line else literal(line) for line in lines]
        else:
            for line in filter(None, lines):
                term, _, meaning = line.strip().partition("  ")
                out += [".TP", f"\\fB{literal(term)}\\fP", literal(meaning.strip())]
    if commands:
        out += [".SH ZIE OOK", ", ".join(rf"\fBkamerbrief\-{literal(one)}\fP(1)" for one in commands if one != "help")]
    return "\n".join(out) + "\n"


def literal(text):
    """Text as roff prints it."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text)
