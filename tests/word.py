"""In: the program. Out: exit 0 when changes that LibreOffice makes in our files of Word come back at their exact words.

    python3 tests/word.py PROGRAM

Runs with the Python that has `uno`, and starts a LibreOffice of its own. Every edit is done in a file of its own, with
changes tracked unless it says otherwise, and must make the text of the dossier what it should be.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

PROGRAM = os.path.abspath(sys.argv[1])
AUTHOR = ("Piet", "Collega")
FORMAT = "MS Word 2007 XML"
ROOT = pathlib.Path(__file__).resolve().parent.parent

FILES = {
    "dossier.yaml": """onderwerp: Kosten van extra maatregelen
kenmerk: 2024-0000012345
datum: 2024-02-05
huisstijl: jenv
afzender:
  onderdeel: DG
kamerstukken:
  28638-238: 2023-2024
ondertekening:
  - functie: De Minister
    naam: A. Voorbeeld
""",
    "brief.yaml": """opening: |
  Met deze brief geef ik u een overzicht van de kosten van extra acties, in opvolging van de
  motie van het lid Bikker c.s.[^motie] Uw Kamer krijgt het vandaag.

  U leest eerst wat uw Kamer heeft gevraagd. Daarna leest u wat het **ongeveer** kost.
secties:
  - kop: Uw Kamer vraagt aandacht voor drie thema's
    tekst: |
      Een deel van uw Kamer vindt dat een aantal thema's *niet of onvoldoende* terugkomt in het
      plan (<kst:28638-238>). Het gaat om:

      - de klantaanpak;
      - de bescherming van minderjarigen;
      - de opvang van slachtoffers.

      De gemeente werkt in drie stappen:

      | Stap | Wie |
      |---|---|
      | Melden | de gemeente |
      | Helpen | het Rijk |

      Een beeld van de problemen staat in een [bloemlezing](https://voorbeeld.nl/bloemlezing).
voetnoten:
  motie: Kamerstukken II 2023/24, 28638, nr. 238, p. 12.
""",
}


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Office:
    def __init__(self):
        self.dir = tempfile.mkdtemp()
        pipe = "kb" + os.path.basename(self.dir).replace("_", "")
        self.proc = subprocess.Popen(
            [os.environ.get("SOFFICE", "soffice"), f"-env:UserInstallation=file://{self.dir}", "--headless", "--norestore",
             "--nologo", f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(240):
            try:
                ctx = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.25)
        new = lambda name: ctx.ServiceManager.createInstanceWithContext(name, ctx)
        self.desktop = new("com.sun.star.frame.Desktop")
        self.dispatcher = new("com.sun.star.frame.DispatchHelper")
        conf = new("com.sun.star.configuration.ConfigurationProvider").createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", (prop("nodepath", "/org.openoffice.UserProfile/Data"),))
        conf.setPropertyValue("givenname", AUTHOR[0])
        conf.setPropertyValue("sn", AUTHOR[1])
        conf.commitChanges()

    def close(self):
        try:
            self.desktop.terminate()
        except Exception:
            pass
        try:
            self.proc.wait(20)
        except subprocess.TimeoutExpired:
            self.proc.kill()
        shutil.rmtree(self.dir, ignore_errors=True)


class Letter:
    def __init__(self, office, path, track=True):
        self.office = office
        # A lock file beside the source would keep it from loading again.
        copy = os.path.join(office.dir, "copy" + os.path.splitext(path)[1])
        shutil.copy(path, copy)
        self.doc = office.desktop.loadComponentFromURL(uno.systemPathToFileUrl(copy), "_blank", 0, ())
        self.doc.RecordChanges = track
        self.ctl = self.doc.CurrentController
        self.view = self.ctl.ViewCursor

    def do(self, command, **args):
        all = tuple(prop(name, value) for name, value in args.items())
        self.office.dispatcher.executeDispatch(self.ctl.Frame, ".uno:" + command, "", 0, all)

    def find(self, text):
        wanted = self.doc.createSearchDescriptor()
        wanted.SearchString, wanted.SearchCaseSensitive = text, True
        found = self.doc.findFirst(wanted)
        assert found is not None, text
        return found

    def before(self, text):
        self.view.gotoRange(self.find(text).Start, False)

    def after(self, text):
        self.view.gotoRange(self.find(text).End, False)

    def select(self, text):
        self.view.gotoRange(self.find(text), False)

    def select_paragraph(self, text):
        self.view.gotoRange(self.find(text).Start, False)
        self.do("EndOfParaSel")

    def type(self, text):
        self.do("InsertText", Text=text)

    def enter(self):
        self.do("InsertPara")

    def save(self, path, format=FORMAT):
        self.doc.storeToURL(uno.systemPathToFileUrl(path), (prop("FilterName", format),))
        self.doc.close(True)


# Each edit, and what stands in brief.yaml after it: of old words the new ones.
def nothing(l): pass
def word(l): l.after("overzicht van de"); l.type(" geraamde")
def begin(l): l.before("U leest eerst"); l.type("Kortom: ")
def end(l): l.after("ongeveer kost."); l.type(" Dat is alles.")
def sentence_gone(l): l.select(" Uw Kamer krijgt het vandaag."); l.do("Delete")
def split(l): l.before("Daarna leest u"); l.do("SwBackspace"); l.enter()
def joined(l): l.after("krijgt het vandaag."); l.do("Delete"); l.type(" ")
def new_paragraph(l): l.after("krijgt het vandaag."); l.enter(); l.type("Dit is een nieuwe alinea.")
def paragraph_gone(l): l.select_paragraph("U leest eerst"); l.view.goRight(1, True); l.do("Delete")
def item(l): l.after("de bescherming van minderjarigen;"); l.enter(); l.type("de opsporing;")
def item_gone(l): l.select_paragraph("de bescherming van"); l.view.goRight(1, True); l.do("Delete")
def cell(l): l.select("Melden"); l.type("Melding doen")
def row(l): l.before("Helpen"); l.do("InsertRowsAfter"); l.do("GoDown"); l.type("Volgen")
def row_gone(l): l.before("Melden"); l.do("DeleteRows")
def note(l): l.after("in drie stappen"); l.do("InsertFootnote"); l.type("Een nieuwe noot.")
def note_text(l): l.after("p. 12"); l.type("-14")
def note_gone(l): l.after("Bikker c.s."); l.view.goRight(1, True); l.do("Delete")
def bold(l): l.select("aantal thema's"); l.do("Bold")
def bold_gone(l): l.select("ongeveer"); l.do("Bold")
def heading(l): l.after("vraagt aandacht voor"); l.type(" deze")
def rewritten(l): l.select_paragraph("U leest eerst"); l.type("Eerst staat er wat u vroeg, en dan wat het kost.")
def moved(l): l.before("U leest eerst"); l.do("MoveUp")
def order(l): l.before("de opvang van"); l.do("MoveUp")
def untracked(l): l.doc.RecordChanges = False; word(l)
def accepted(l): word(l); end(l); l.do("AcceptAllTrackedChanges")
def refused(l): word(l); end(l); l.do("RejectAllTrackedChanges")
def reference(l): l.before("238)"); l.view.goRight(3, True); l.type("239")


SECOND = "U leest eerst wat uw Kamer heeft gevraagd. Daarna leest u wat het **ongeveer** kost."
CASES = {
    nothing: [],
    word: [("overzicht van de kosten", "overzicht van de geraamde kosten")],
    begin: [("U leest eerst", "Kortom: U leest eerst")],
    end: [("**ongeveer** kost.", "**ongeveer** kost. Dat is alles.")],
    sentence_gone: [(" Uw Kamer krijgt het vandaag.", "")],
    split: [("gevraagd. Daarna", "gevraagd.\n\n  Daarna")],
    joined: [("vandaag.\n\n  U leest", "vandaag. U leest")],
    new_paragraph: [("vandaag.\n\n", "vandaag.\n\n  Dit is een nieuwe alinea.\n\n")],
    paragraph_gone: [("\n\n  " + SECOND, "")],
    item: [("minderjarigen;\n", "minderjarigen;\n      - de opsporing;\n")],
    item_gone: [("      - de bescherming van minderjarigen;\n", "")],
    cell: [("| Melden |", "| Melding doen |")],
    row: [("| Helpen | het Rijk |\n", "| Helpen | het Rijk |\n      | Volgen |  |\n")],
    row_gone: [("      | Melden | de gemeente |\n", "")],
    note: [("drie stappen:", "drie stappen[^stappen]:"), ("p. 12.", "p. 12.\n  stappen: Een nieuwe noot.")],
    note_text: [("p. 12.", "p. 12-14.")],
    note_gone: [("c.s.[^motie]", "c.s.")],
    bold: [("aantal thema's *niet", "**aantal thema's** *niet")],
    bold_gone: [("**ongeveer**", "ongeveer")],
    heading: [("aandacht voor drie", "aandacht voor deze drie")],
    rewritten: [(SECOND, "Eerst staat er wat u vroeg, en dan wat het kost.")],
    moved: [("  Met deze", "  " + SECOND + "\n\n  Met deze"), ("vandaag.\n\n  " + SECOND, "vandaag.")],
    order: [("- de bescherming van minderjarigen;\n      - de opvang van slachtoffers.", "- de opvang van slachtoffers.\n      - de bescherming van minderjarigen;")],
    untracked: [("overzicht van de kosten", "overzicht van de geraamde kosten")],
    accepted: [("overzicht van de kosten", "overzicht van de geraamde kosten"), ("**ongeveer** kost.", "**ongeveer** kost. Dat is alles.")],
    refused: [],
    reference: [],
}


def plain(text):
    """The words of a file: however its lines break."""
    lines = [line.strip() for line in text.split("\n")]
    out = []
    for line in lines:
        block = not line or line.startswith(("- ", "|")) or ":" in line.split(" ")[0]
        if out and out[-1] and not block and not out[-1].startswith("|"):
            out[-1] += " " + line
        elif line or (out and out[-1]):
            out.append(line)
    return "\n".join(out)


def run(*line):
    ran = subprocess.run([PROGRAM, *line], capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def main():
    home = pathlib.Path(tempfile.mkdtemp())
    dossier = home / "dossier"
    dossier.mkdir()
    for name, text in FILES.items():
        (dossier / name).write_text(text)
    code, said = run("word", str(dossier), "--out", str(home / "uit"))
    assert code == 0, said
    exported = home / "uit" / "kamerbrief.docx"
    office = Office()
    wrong = []
    only = sys.argv[2:]
    for edit, expected in CASES.items():
        if only and edit.__name__ not in only:
            continue
        for way in ("docx", "odt"):
            name = f"{edit.__name__}.docx"
            letter = Letter(office, str(exported))
            edit(letter)
            back = str(home / name)
            if way == "docx":
                letter.save(back)
            else:
                odt = str(home / "through.odt")
                letter.save(odt, "writer8")
                Letter(office, odt).save(back)
            copy = home / f"{edit.__name__}-{way}"
            shutil.copytree(dossier, copy)
            code, said = run("word", str(copy), "--lees", back)
            numbers = [line.split(".")[0].strip() for line in said.split("\n") if line[:2] == "  " and line[2:3].isdigit()]
            if numbers:
                code, told = run("voorstellen", str(copy), "--neem", *numbers)
                said += told
            wanted = FILES["brief.yaml"]
            for old, new in expected:
                assert old in wanted, (edit.__name__, old)
                wanted = wanted.replace(old, new, 1)
            found = plain((copy / "brief.yaml").read_text())
            good = code == 0 and plain(wanted) == found
            lost = edit in (untracked, accepted)
            good &= lost == ("Niet alles is bijgehouden" in said)
            good &= (edit is reference) == ("gaat niet mee" in said)
            print("ok   " if good else "WRONG", edit.__name__, way, flush=True)
            if not good:
                wrong.append(f"== {edit.__name__} {way}\n{said}\n--- wanted\n{plain(wanted)}\n--- found\n{found}")
    office.close()
    print("\n".join(wrong))
    shutil.rmtree(home, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
