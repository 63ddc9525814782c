"""In: the binary, dossiers with an annex. Out: exit 0 when LibreOffice computes the same totals.

The formulas of the exported workbook are computed anew: openpyxl writes it without results, LibreOffice
opens and saves it, and every number is compared with the CSV of the same annex, which this product
computes.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

import openpyxl


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def number(text):
    """A cell of the CSV as a number, or none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def compare(binary, dossier, folder):
    for kind in ("xlsx", "csv"):
        run(binary, "bijlage", dossier, "--format", kind, "--out", folder, "--quiet")
    workbook = openpyxl.load_workbook(folder / "bijlage.xlsx")
    formulas = 0
    for sheet in workbook:
        for row in sheet.iter_rows():
            formulas += sum(isinstance(cell.value, str) and cell.data_type == "f" for cell in row)
    # Saved by openpyxl, a formula has no result that could be taken over.
    workbook.save(folder / "leeg.xlsx")
    run("soffice", f"-env:UserInstallation=file://{folder}/profiel", "--headless", "--convert-to", "xlsx", "--outdir", folder / "uit", folder / "leeg.xlsx")
    computed = openpyxl.load_workbook(folder / "uit" / "leeg.xlsx", data_only=True)
    files = sorted(folder.glob("bijlage*.csv"))
    assert len(files) == len(computed.sheetnames), (files, computed.sheetnames)
    by_title = {}
    for file in files:
        with open(file, encoding="utf-8-sig", newline="") as text:
            rows = list(csv.reader(text, delimiter=";"))
        by_title[rows[0][1]] = rows
    compared = 0
    for sheet in computed:
        rows = by_title[sheet.cell(1, 1).value]
        # Both have their heads at the third and the fourth row.
        for at, row in enumerate(rows[2:], start=4):
            for column, text in enumerate(row, start=1):
                ours, theirs = number(text), sheet.cell(at, column).value
                if ours is None or not isinstance(theirs, (int, float)):
                    assert not (ours is not None and theirs is None), (dossier, sheet.title, at, column, text)
                    continue
                slack = max(1e-6, abs(ours) * 1e-12)
                assert abs(ours - theirs) <= slack, (dossier, sheet.title, at, column, ours, theirs)
                compared += 1
    assert formulas > 0 and compared > formulas, (dossier, formulas, compared)
    print(f"{dossier}: {formulas} formules, {compared} getallen gelijk")


binary, *dossiers = sys.argv[1:]
for dossier in dossiers:
    with tempfile.TemporaryDirectory() as folder:
        compare(binary, dossier, pathlib.Path(folder))
