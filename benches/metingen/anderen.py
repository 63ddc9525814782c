"""In: the name of a program of others, dossiers, a folder. Out: the letter of each as PDF, by that program. Reads and writes files.

    anderen.py weasyprint|docxtpl|quillmark|lualatex DOSSIER… --out FOLDER

A process of its own for each measurement, which imports only what it uses. Each sets the same words on A4 in 9 point with a
letterhead, a reference column, headings, lists, a table, notes and page numbers, in the way of its users: WeasyPrint with HTML and
CSS by Jinja2 to PDF/UA, docxtpl with a template of Word and LibreOffice, quillmark with a plate of Typst, LuaLaTeX with scrlttr2.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from data import blocks, letter

HTML = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{{ onderwerp }}</title><style>
@page { size: A4; margin: 40mm 50mm 25mm 28mm; @bottom-right { content: "Pagina " counter(page) " van " counter(pages); font-size: 6.5pt } }
body { font: 9pt/12pt "DejaVu Sans" } h1, h2 { font-size: 9pt; margin: 12pt 0 0 } p { margin: 0 0 12pt } td, th { padding: 1pt 6pt 1pt 0 }
.kolom { position: absolute; left: 136mm; top: 14mm; width: 40mm; font-size: 6.5pt; line-height: 9pt } .aan { margin: 14mm 0 }
.noot { float: footnote; font-size: 7pt }
</style></head><body><div class="kolom"><b>Kenmerk</b><br>{{ kenmerk }}</div>
<div class="aan">{% for line in aan %}{{ line }}<br>{% endfor %}</div>
<p>Datum {{ datum }}<br>Betreft {{ onderwerp }}</p><p>Geachte voorzitter,</p>
{% for kop, level, html in html %}{% if kop %}<h{{ level }}>{{ kop }}</h{{ level }}>{% endif %}{{ html }}{% endfor %}
<p>{{ functie }},</p><p style="margin-top: 24mm">{{ naam }}</p></body></html>"""


def weasyprint(dossiers, out):
    import jinja2
    from data import MARKDOWN
    from markupsafe import Markup
    from weasyprint import HTML as Page
    from weasyprint.text.fonts import FontConfiguration

    template, fonts = jinja2.Environment(autoescape=True).from_string(HTML), FontConfiguration()
    for number, dossier in enumerate(dossiers):
        data = letter(dossier)
        html = []
        for kop, level, text in data["parts"]:
            made = MARKDOWN.render(text)
            for index, note in enumerate(data["notes"], 1):
                made = made.replace(f"[{index}]", f'<span class="noot">{MARKDOWN.renderInline(note)}</span>')
            html.append((kop, level, Markup(made)))
        page = template.render(**data, html=html)
        Page(string=page).write_pdf(out / f"{number}.pdf", pdf_variant="pdf/ua-1", font_config=fonts)


def docx_template(path):
    """The template of Word, as somebody would draw it."""
    import docx
    from docx.shared import Mm, Pt

    template = docx.Document()
    style = template.styles["Normal"]
    style.font.name, style.font.size = "DejaVu Sans", Pt(9)
    section = template.sections[0]
    section.page_width, section.page_height, section.left_margin, section.right_margin = Mm(210), Mm(297), Mm(28), Mm(50)
    section.footer.paragraphs[0].text = "Pagina"
    for line in ("{{ kenmerk }}", "{%p for line in aan %}", "{{ line }}", "{%p endfor %}", "Datum {{ datum }}", "Betreft {{ onderwerp }}",
                 "Geachte voorzitter,", "{%p for part in parts %}", "{%p if part.kop %}"):
        template.add_paragraph(line)
    template.add_paragraph("{{ part.kop }}", style="Heading 2")
    for line in ("{%p endif %}", "{%p for block in part.blocks %}", "{%p if block.rows %}"):
        template.add_paragraph(line)
    table = template.add_table(rows=3, cols=1, style="Table Grid")
    for row, text in zip(table.rows, ("{%tr for row in block.rows %}", "{{ row }}", "{%tr endfor %}")):
        row.cells[0].text = text
    for line in ("{%p else %}", "{{ block.text }}", "{%p endif %}", "{%p endfor %}", "{%p endfor %}", "{{ functie }},", "{{ naam }}",
                 "{%p for note in notes %}", "{{ loop.index }} {{ note }}", "{%p endfor %}"):
        template.add_paragraph(line)
    template.save(path)


def docxtpl(dossiers, out):
    from docxtpl import DocxTemplate

    files = []
    for number, dossier in enumerate(dossiers):
        data = letter(dossier)
        # Columns are words with tabs between them: that is kinder to docxtpl than a table with columns of its own.
        parts = [
            {"kop": kop, "blocks": [
                {"rows": ["\t".join(row) for row in block[1]]} if block[0] == "table" else {"text": " ".join(map(str, block[1:] if block[0] == "p" else block[2:]))}
                for block in blocks(text)
            ]} for kop, _, text in data["parts"]
        ]
        template = DocxTemplate(TEMPLATE)
        template.render(data | {"parts": parts}, autoescape=True)
        files.append(out / f"{number}.docx")
        template.save(files[-1])
    home = f"-env:UserInstallation=file://{out.resolve()}/profiel"
    subprocess.run(["soffice", home, "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", out, *files], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(out / "profiel", ignore_errors=True)


QUILL = """quill: {name: brief, version: 0.1.0, backend: typst, description: Een brief}
typst: {plate_file: plate.typ}
main:
  fields:
    onderwerp: {type: string}
    kenmerk: {type: string}
    datum: {type: string}
    functie: {type: string}
    naam: {type: string}
    aan: {type: array, items: {type: string}}
    noten: {type: array, items: {type: string}}
"""
PLATE = """#import "@local/quillmark-helper:0.1.0": data
#set page(margin: (left: 28mm, right: 50mm, top: 40.2mm, bottom: 25mm), footer: context align(right, text(6.5pt)[Pagina #counter(page).display() van #counter(page).final().first()]))
#set text(font: "DejaVu Sans", size: 9pt, lang: "nl")
#show heading: set text(9pt)
#place(dx: 136.5mm, text(6.5pt)[*Kenmerk* \\ #data.kenmerk])
#v(14mm)
#for line in data.aan [#line \\ ]
#v(14mm)
Datum #data.datum \\ Betreft #data.onderwerp

Geachte voorzitter,

#data.at("$body")

#data.functie,
#v(24mm)
#data.naam

#line(length: 30%)
#for (index, note) in data.noten.enumerate() [#text(7pt)[#(index + 1) #note] \\ ]
"""


def quillmark(dossiers, out):
    import yaml
    from quillmark import Document, OutputFormat, Quill, Quillmark

    engine, quill = Quillmark(), Quill.from_path(str(TEMPLATE.parent / "quill"))
    for number, dossier in enumerate(dossiers):
        data = letter(dossier)
        fields = {"$quill": "brief", "$kind": "main"} | {name: data[name] for name in ("onderwerp", "kenmerk", "datum", "functie", "naam", "aan")}
        head = yaml.safe_dump(fields | {"noten": data["notes"]}, allow_unicode=True, sort_keys=False, width=10_000)
        body = "\n\n".join((f"{'#' * level} {kop}\n\n" if kop else "") + text for kop, level, text in data["parts"])
        document = Document.from_markdown(f"~~~\n{head}~~~\n\n{body}\n")
        made = engine.render(quill, document, OutputFormat.PDF)
        (out / f"{number}.pdf").write_bytes(made.artifacts[0].bytes)


def tex(words):
    for sign in "\\{}$&#_%^~":
        words = words.replace(sign, {"\\": "\\textbackslash ", "^": "\\^{}", "~": "\\~{}"}.get(sign, "\\" + sign))
    return words


def lualatex(dossiers, out):
    for number, dossier in enumerate(dossiers):
        data = letter(dossier)
        body = []
        for kop, _, text in data["parts"]:
            if kop:
                body.append(f"\\textbf{{{tex(kop)}}}\\\\")
            for block in blocks(text):
                if block[0] == "table":
                    columns = "l" * max(map(len, block[1]))
                    body.append(f"\\begin{{tabular}}{{{columns}}}" + "\\\\".join(" & ".join(map(tex, row)) for row in block[1]) + "\\end{tabular}\n")
                elif block[0] == "li":
                    body.append(f"\\hspace*{{{block[1] * 4}mm}}{tex(block[2])} {tex(block[3])}\\\\")
                else:
                    body.append(tex(block[1]) + "\n")
        text = "\n".join(body)
        for index, note in enumerate(data["notes"], 1):
            text = text.replace(f"[{index}]", f"\\footnote{{{tex(note)}}}")
        address = "\\\\".join(map(tex, data["aan"]))
        (out / f"{number}.tex").write_text(
            "\\documentclass[fontsize=9pt,paper=a4]{scrlttr2}\\usepackage{fontspec}\\setmainfont{DejaVu Sans}\n"
            f"\\setkomavar{{subject}}{{{tex(data['onderwerp'])}}}\\setkomavar{{myref}}{{{tex(data['kenmerk'])}}}\\setkomavar{{date}}{{{tex(data['datum'])}}}\n"
            f"\\setkomavar{{signature}}{{{tex(data['naam'])}}}\n\\begin{{document}}\\begin{{letter}}{{{address}}}\\opening{{Geachte voorzitter,}}\n"
            f"{text}\n\\closing{{{tex(data['functie'])},}}\\end{{letter}}\\end{{document}}\n"
        )
        # Twice, as everybody does for the numbers of pages.
        for _ in range(2):
            subprocess.run(["lualatex", "-interaction=batchmode", "-halt-on-error", f"{number}.tex"], cwd=out, check=True, stdout=subprocess.DEVNULL)


TEMPLATE = Path(__file__).resolve().parent.parent.parent / "target/metingen/sjabloon.docx"

if __name__ == "__main__":
    program, *dossiers, option, out = sys.argv[1:]
    Path(out).mkdir(parents=True, exist_ok=True)
    if program == "sjablonen":
        # Once, outside what is measured.
        docx_template(TEMPLATE)
        (TEMPLATE.parent / "quill").mkdir(exist_ok=True)
        (TEMPLATE.parent / "quill/Quill.yaml").write_text(QUILL)
        (TEMPLATE.parent / "quill/plate.typ").write_text(PLATE)
    else:
        globals()[program](dossiers, Path(out))
