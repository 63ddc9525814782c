//! Random sheets: without a defect they are read exactly and in silence; with one, it is told at its cell.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use kamerbrief_base::diagnostic::{self, Severity};
use kamerbrief_base::source::Sources;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::{Inspection, Job, inspect};
use proptest::prelude::*;

use crate::folders::{of_files, root};
use crate::fonts::printable;
use crate::random::cases;

/// What kind of file a sheet is in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Csv(char),
    Xlsx,
    Ods,
}

/// A table: names with explanations, and amounts in tenths.
#[derive(Debug, Clone)]
struct Table {
    form: Form,
    lines: Vec<(String, Vec<i64>, String)>,
}

/// What is wrong with a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Defect {
    /// A field too many.
    Longer,
    /// The last fields are not there.
    Shorter,
    /// A quotation mark that never closes.
    Open,
    /// Text behind a closing quotation mark.
    Behind,
    /// A conflict of git, just before the row.
    Conflict,
    /// A decimal comma where commas part the cells.
    Comma,
    /// A cell with this text instead of an amount.
    Text(&'static str),
    /// A formula without a result.
    Uncomputed,
    /// A formula with an error.
    Error,
    /// True or false.
    Truth,
    /// A date.
    Date,
    /// A row that nobody sees.
    HiddenRow,
    /// A column that nobody sees.
    HiddenColumn,
    /// Thousands that nobody sees.
    Thousands,
    /// A percentage.
    Percent,
    /// Dollars.
    Money,
    /// An amount that is struck through.
    Struck,
    /// An amount in white.
    White,
    /// One amount in two cells.
    Merged,
}

const TEXTS: [&str; 14] = [
    "€ 5", "(2,5)", "2.000", "2.5", "2,5-", "5 mln", "#REF!", "Err:502", "=1+1", "-", "2 500",
    "nihil", "2,5*", "WAAR",
];

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        proptest::sample::select(vec![';', ',', '\t']).prop_map(Form::Csv),
        Just(Form::Xlsx),
        Just(Form::Ods),
    ]
}

fn table() -> impl Strategy<Value = Table> {
    let line = |years| {
        (
            "Post [A-Za-z éü;,\"*_#<>&()`~-]{0,12}[a-z]",
            prop::collection::vec(-99_999_i64..99_999, years),
            "(Zie [a-z;,\"*_#\\[\\]{}<>&\n-]{0,20}[a-z])?",
        )
    };
    (form(), 1_usize..5).prop_flat_map(move |(form, years)| {
        prop::collection::vec(line(years), 1..10).prop_map(move |lines| Table { form, lines })
    })
}

fn dutch(tenths: i64) -> String {
    let (sign, value) = (if tenths < 0 { "-" } else { "" }, tenths.abs());
    match value % 10 {
        0 => format!("{sign}{}", value / 10),
        tenth => format!("{sign}{},{tenth}", value / 10),
    }
}

fn english(tenths: i64) -> String {
    dutch(tenths).replace(',', ".")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Table {
    fn years(&self) -> usize {
        self.lines[0].1.len()
    }

    /// The file, with a defect in a row and a year, both from 0.
    fn file(&self, defect: Option<(Defect, usize, usize)>) -> (&'static str, Vec<u8>) {
        match self.form {
            Form::Csv(sign) => ("blad.csv", self.csv(sign, defect).into_bytes()),
            Form::Xlsx => ("blad.xlsx", self.xlsx(defect)),
            Form::Ods => ("blad.ods", self.ods(defect)),
        }
    }

    fn csv(&self, sign: char, defect: Option<(Defect, usize, usize)>) -> String {
        let field = |text: &str| match text.contains([sign, '"', '\n']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        };
        let mut out = "Maatregel".to_owned();
        (0..self.years()).for_each(|year| write!(out, "{sign}{}", 2025 + year).unwrap());
        writeln!(out, "{sign}Toelichting").unwrap();
        for (row, (name, amounts, note)) in self.lines.iter().enumerate() {
            let here = defect.filter(|(_, at, _)| *at == row);
            let mut fields = vec![field(name)];
            for (year, amount) in amounts.iter().enumerate() {
                fields.push(match here {
                    Some((Defect::Text(text), _, at)) if at == year => field(text),
                    Some((Defect::Comma, _, at)) if at == year => "2,5".into(),
                    _ => field(&dutch(*amount)),
                });
            }
            fields.push(field(note));
            match here.map(|(defect, ..)| defect) {
                Some(Defect::Longer) => fields.push("7".into()),
                Some(Defect::Shorter) => fields.truncate(2),
                Some(Defect::Open) => fields[0] = "\"Post".into(),
                Some(Defect::Behind) => fields[0] = "\"Post\" extra".into(),
                Some(Defect::Conflict) => out.push_str("<<<<<<< HEAD\n"),
                _ => {}
            }
            writeln!(out, "{}", fields.join(&sign.to_string())).unwrap();
        }
        out
    }

    fn xlsx(&self, defect: Option<(Defect, usize, usize)>) -> Vec<u8> {
        let letter = |column: usize| char::from(b'A' + u8::try_from(column).unwrap());
        let text = |at: String, text: &str| {
            format!(
                "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escaped(text)
            )
        };
        let mut sheet = "<worksheet>".to_owned();
        if let Some((Defect::HiddenColumn, _, year)) = defect {
            write!(sheet, "<cols><col min=\"{0}\" max=\"{0}\" hidden=\"1\"/></cols>", year + 2)
                .unwrap();
        }
        sheet.push_str("<sheetData><row r=\"1\">");
        sheet.push_str(&text("A1".into(), "Maatregel"));
        for year in 0..self.years() {
            write!(sheet, "<c r=\"{}1\"><v>{}</v></c>", letter(year + 1), 2025 + year).unwrap();
        }
        let notes = letter(self.years() + 1);
        sheet.push_str(&text(format!("{notes}1"), "Toelichting"));
        sheet.push_str("</row>");
        for (row, (name, amounts, note)) in self.lines.iter().enumerate() {
            let number = row + 2;
            let here = defect.filter(|(_, at, _)| *at == row);
            let hidden = matches!(here, Some((Defect::HiddenRow, ..)));
            write!(sheet, "<row r=\"{number}\"{}>", if hidden { " hidden=\"1\"" } else { "" })
                .unwrap();
            sheet.push_str(&text(format!("A{number}"), name));
            for (year, amount) in amounts.iter().enumerate() {
                let at = format!("{}{number}", letter(year + 1));
                let value = english(*amount);
                let defect = here.filter(|(.., at)| *at == year).map(|(defect, ..)| defect);
                sheet.push_str(&match defect {
                    Some(Defect::Text(typed)) => text(at, typed),
                    Some(Defect::Uncomputed) => format!("<c r=\"{at}\"><f>1+1</f></c>"),
                    Some(Defect::Error) => {
                        format!("<c r=\"{at}\" t=\"e\"><f>NA()</f><v>#N/A</v></c>")
                    }
                    Some(Defect::Truth) => format!("<c r=\"{at}\" t=\"b\"><v>1</v></c>"),
                    Some(Defect::Date) => format!("<c r=\"{at}\" s=\"1\"><v>45300</v></c>"),
                    Some(Defect::Thousands) => format!("<c r=\"{at}\" s=\"2\"><v>2500</v></c>"),
                    Some(Defect::Percent) => format!("<c r=\"{at}\" s=\"3\"><v>0.5</v></c>"),
                    Some(Defect::Money) => format!("<c r=\"{at}\" s=\"4\"><v>2500</v></c>"),
                    Some(Defect::Struck) => format!("<c r=\"{at}\" s=\"5\"><v>2500</v></c>"),
                    Some(Defect::White) => format!("<c r=\"{at}\" s=\"6\"><v>2500</v></c>"),
                    // What a computer makes of it shows in the last digits.
                    _ => format!("<c r=\"{at}\"><v>{value}</v></c>"),
                });
            }
            if !note.is_empty() {
                sheet.push_str(&text(format!("{notes}{number}"), note));
            }
            sheet.push_str("</row>");
        }
        sheet.push_str("</sheetData>");
        if let Some((Defect::Merged, row, _)) = defect {
            write!(sheet, "<mergeCells><mergeCell ref=\"B{0}:C{0}\"/></mergeCells>", row + 2)
                .unwrap();
        }
        sheet.push_str("</worksheet>");
        let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        zipped(&[
            ("_rels/.rels", format!("<Relationships><Relationship Id=\"a\" Type=\"{rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
            ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Blad\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>".into()),
            ("xl/_rels/workbook.xml.rels", format!("<Relationships><Relationship Id=\"a\" Type=\"{rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"{rel}/styles\" Target=\"styles.xml\"/></Relationships>")),
            ("xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"d-m-yyyy\"/><numFmt numFmtId=\"165\" formatCode=\"#,##0,\"/><numFmt numFmtId=\"166\" formatCode=\"[$$-409]#,##0\"/></numFmts><fonts><font/><font><strike/></font><font><color rgb=\"FFFFFFFF\"/></font></fonts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"9\"/><xf numFmtId=\"166\"/><xf fontId=\"1\"/><xf fontId=\"2\"/></cellXfs></styleSheet>".into()),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    }

    fn ods(&self, defect: Option<(Defect, usize, usize)>) -> Vec<u8> {
        let text = |text: &str| {
            let lines: String = text
                .split('\n')
                .map(|line| format!("<text:p>{}</text:p>", escaped(line)))
                .collect();
            format!("<table:table-cell office:value-type=\"string\">{lines}</table:table-cell>")
        };
        let number = |value: &str, more: &str, seen: &str| {
            format!(
                "<table:table-cell office:value-type=\"float\" office:value=\"{value}\" {more}><text:p>{seen}</text:p></table:table-cell>"
            )
        };
        let mut out = "<office:document-content><office:automatic-styles><number:number-style style:name=\"N1\"><number:number number:display-factor=\"1000\"/></number:number-style><style:style style:name=\"ce1\" style:data-style-name=\"N1\"/><style:style style:name=\"ce2\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style><style:style style:name=\"ce3\"><style:text-properties fo:color=\"#ffffff\"/></style:style></office:automatic-styles><table:table table:name=\"Blad\">".to_owned();
        for column in 0..self.years() + 2 {
            let hidden =
                matches!(defect, Some((Defect::HiddenColumn, _, year)) if year + 1 == column);
            out.push_str(if hidden {
                "<table:table-column table:visibility=\"collapse\"/>"
            } else {
                "<table:table-column/>"
            });
        }
        write!(out, "<table:table-row>{}", text("Maatregel")).unwrap();
        for year in 0..self.years() {
            out.push_str(&number(&(2025 + year).to_string(), "", "jaar"));
        }
        write!(out, "{}</table:table-row>", text("Toelichting")).unwrap();
        for (row, (name, amounts, note)) in self.lines.iter().enumerate() {
            let here = defect.filter(|(_, at, _)| *at == row);
            let hidden = matches!(here, Some((Defect::HiddenRow, ..)));
            let more = if hidden { " table:visibility=\"filter\"" } else { "" };
            write!(out, "<table:table-row{more}>{}", text(name)).unwrap();
            for (year, amount) in amounts.iter().enumerate() {
                let value = english(*amount);
                let defect = here.filter(|(.., at)| *at == year).map(|(defect, ..)| defect);
                out.push_str(&match defect {
                    Some(Defect::Text(typed)) => text(typed),
                    Some(Defect::Uncomputed) => "<table:table-cell table:formula=\"of:=1+1\"/>".into(),
                    Some(Defect::Error) => number("0", "table:formula=\"of:=SQRT(-1)\"", "Err:502"),
                    Some(Defect::Truth) => "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>WAAR</text:p></table:table-cell>".into(),
                    Some(Defect::Date) => "<table:table-cell office:value-type=\"date\" office:date-value=\"2025-03-01\"><text:p>01-03-25</text:p></table:table-cell>".into(),
                    Some(Defect::Thousands) => number("2500", "table:style-name=\"ce1\"", "3"),
                    Some(Defect::Percent) => "<table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%</text:p></table:table-cell>".into(),
                    Some(Defect::Money) => "<table:table-cell office:value-type=\"currency\" office:currency=\"USD\" office:value=\"5\"><text:p>$5</text:p></table:table-cell>".into(),
                    Some(Defect::Struck) => number("2500", "table:style-name=\"ce2\"", "2500"),
                    Some(Defect::White) => number("2500", "table:style-name=\"ce3\"", "2500"),
                    Some(Defect::Merged) => number(&value, "table:number-columns-spanned=\"2\"", &dutch(*amount)),
                    _ => number(&value, "", &dutch(*amount)),
                });
            }
            match note.is_empty() {
                true => out.push_str("<table:table-cell/>"),
                false => out.push_str(&text(note)),
            }
            out.push_str("</table:table-row>");
        }
        out.push_str("</table:table></office:document-content>");
        zipped(&[("content.xml", out)])
    }
}

fn zipped(files: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is told of the sheet, each with its cell; and the annex as it was read.
fn read(
    name: &str,
    bytes: Vec<u8>,
) -> (Vec<(Severity, String, String)>, Option<serde_json::Value>) {
    let dossier = std::fs::read(root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap();
    let bijlage = format!(
        "titel: x\nstatus: raming\neenheid: miljoen\nspreadsheet: {{bestand: {name}}}\ndekking: geen\n"
    );
    let files = BTreeMap::from([
        ("dossier.yaml".to_owned(), dossier),
        ("bijlage.yaml".to_owned(), bijlage.into_bytes()),
        (name.to_owned(), bytes),
    ]);
    let workspace = of_files(files);
    let job =
        Job { workspace: &workspace, templates: &Templates::default(), stukken: &[], style: false };
    let mut sources = Sources::default();
    let Inspection { checked, mut found, .. } = inspect(job, &printable, &mut sources);
    // What the rules of the secretariat say of words made at random is of no interest here.
    found.retain(|told| {
        told.severity == Severity::Error || told.code.id.starts_with(['B', 'S', 'P'])
    });
    diagnostic::sort(&mut found, &sources);
    let told = found.iter().map(|told| {
        let cell = told.span().and_then(|span| sources.get(span.source).cell(span.range.start));
        let cell = cell.unwrap_or_default().rsplit('!').next().unwrap_or_default().to_owned();
        (told.severity, cell, format!("{} {}", told.code.id, told.message))
    });
    let annex =
        checked.and_then(|checked| serde_json::to_value(checked.dossier().bijlage.as_ref()?).ok());
    (told.collect(), annex)
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn an_honest_sheet_is_read_exactly_and_in_silence(table in table()) {
        let (name, bytes) = table.file(None);
        let (told, annex) = read(name, bytes);
        prop_assert_eq!(&told, &[]);
        let annex = annex.unwrap();
        let measures = annex["groepen"][0]["maatregelen"].as_array().unwrap();
        prop_assert_eq!(measures.len(), table.lines.len());
        for (measure, (name, amounts, note)) in measures.iter().zip(&table.lines) {
            let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&measure["maatregel"], &words);
            prop_assert_eq!(measure["toelichting"].as_str().unwrap_or_default(), note);
            for (year, amount) in amounts.iter().enumerate() {
                prop_assert_eq!(&measure["bedragen"][(2025 + year).to_string()], &dutch(*amount));
            }
        }
    }

    #[test]
    fn a_defect_is_told_at_its_cell(table in table(), which in 0_usize..16, text in proptest::sample::select(TEXTS.to_vec()), row: prop::sample::Index, year: prop::sample::Index) {
        let (row, year) = (row.index(table.lines.len()), year.index(table.years()));
        let defect = match (table.form, which) {
            (Form::Csv(_), 0) => Defect::Longer,
            (Form::Csv(_), 1) => Defect::Shorter,
            (Form::Csv(_), 2) => Defect::Open,
            (Form::Csv(_), 3) => Defect::Behind,
            (Form::Csv(_), 4) => Defect::Conflict,
            (Form::Csv(','), 5) => Defect::Comma,
            (Form::Csv(_), _) => Defect::Text(text),
            (_, 0) => Defect::Uncomputed,
            (_, 1) => Defect::Error,
            (_, 2) => Defect::Truth,
            (_, 3) => Defect::Date,
            (_, 4) => Defect::HiddenRow,
            (_, 5) => Defect::HiddenColumn,
            (_, 6) => Defect::Thousands,
            (_, 7) => Defect::Percent,
            (_, 8) if table.years() > 1 => Defect::Merged,
            (_, 9) => Defect::Money,
            (_, 10) => Defect::Struck,
            (_, 11) => Defect::White,
            _ => Defect::Text(text),
        };
        // Merged are the first two years.
        let year = if defect == Defect::Merged { 0 } else { year };
        let (name, bytes) = table.file(Some((defect, row, year)));
        let (told, annex) = read(name, bytes);
        let column = char::from(b'B' + u8::try_from(year).unwrap());
        let at = |cell: &str| match defect {
            Defect::HiddenColumn => cell == format!("{column}1"),
            // Of a row that does not fit, or is not seen, the row is told.
            Defect::Longer | Defect::Shorter | Defect::Open | Defect::Behind | Defect::Conflict | Defect::Comma | Defect::HiddenRow => {
                cell.trim_start_matches(|c: char| c.is_ascii_uppercase()) == (row + 2).to_string()
            }
            _ => cell == format!("{column}{}", row + 2),
        };
        prop_assert!(told.iter().any(|(_, cell, _)| at(cell)), "{:?} in row {}, {}: {:?}", defect, row, year, told);
        let warned = matches!(defect, Defect::HiddenRow | Defect::HiddenColumn | Defect::Thousands | Defect::Merged | Defect::Struck | Defect::White);
        prop_assert_eq!(annex.is_some(), warned, "{:?}: {:?}", defect, told);
    }
}
