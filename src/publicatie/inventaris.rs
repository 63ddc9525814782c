//! In: what of each document is withheld. Out: the inventory, as CSV and as a workbook; never what it says. Pure.
//!
//! There is a line for each document, with the columns of the production report of the Woo platform
//! (minvws/nl-rdo-woo-web 3.3.0, `productierapport.md`), and a line for each part that is withheld.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::documenten::Document;
use super::{Stof, iso};
use crate::export::Files;
use crate::inventaris::{Gelakt, redenen};
use crate::sheet::guarded;

const DOCUMENTS: [&str; 14] = [
    "ID",
    "Matter",
    "Family",
    "Email Thread ID",
    "Document",
    "File Type",
    "Datum",
    "Beoordeling",
    "Opgeschort",
    "Beoordelingsgrond",
    "Toelichting",
    "Publieke Link",
    "Gerelateerd ID",
    "Zaaknummer",
];
const PARTS: [&str; 7] =
    ["Nummer", "Document", "Onderdeel", "Grond", "Waarover", "Toelichting", "Volgens een regel"];

/// A table, by its name.
struct Tabel {
    naam: &'static str,
    koppen: &'static [&'static str],
    rijen: Vec<Vec<String>>,
}

/// Both tables, as two CSVs and as two sheets of one workbook.
pub(super) fn files(stof: &Stof<'_>) -> Result<Files, String> {
    let tabellen = [
        Tabel {
            naam: "inventaris",
            koppen: &DOCUMENTS,
            rijen: stof.documenten.iter().map(|document| of_document(document, stof)).collect(),
        },
        Tabel { naam: "gelakt", koppen: &PARTS, rijen: stof.gelakt.iter().map(of_part).collect() },
    ];
    let mut files = Files::new();
    for tabel in &tabellen {
        files.push((format!("inventaris/{}.csv", tabel.naam), as_csv(tabel)?));
    }
    let workbook = as_workbook(&tabellen, stof).map_err(|error| error.to_string())?;
    files.push(("inventaris/inventaris.xlsx".into(), workbook));
    Ok(files)
}

fn of_document(document: &Document, stof: &Stof<'_>) -> Vec<String> {
    let main = stof.documenten.first().map(|main| main.naam.clone()).unwrap_or_default();
    let related = if document.naam == main { String::new() } else { main.clone() };
    let judgement = if document.gronden.is_empty() { "Openbaar" } else { "Deels openbaar" };
    let link = match stof.opgave.adres {
        Some(_) => stof.adres(&document.pad()),
        None => String::new(),
    };
    vec![
        document.naam.clone(),
        stof.kenmerk().to_owned(),
        main,
        String::new(),
        document.bestand(),
        "PDF".to_owned(),
        iso(stof.datum()),
        judgement.to_owned(),
        String::new(),
        document.gronden.iter().map(|grond| format!("{grond};")).collect::<Vec<_>>().join(" "),
        redenen(&stof.gelakt, document.stuk),
        link,
        related,
        stof.kenmerk().to_owned(),
    ]
}

fn of_part(one: &Gelakt) -> Vec<String> {
    let grounds = one.gronden.iter();
    vec![
        one.nummer.to_string(),
        one.stuk.name().to_owned(),
        one.onderdeel.clone(),
        grounds.clone().map(|grond| grond.code.as_str()).collect::<Vec<_>>().join("; "),
        grounds.map(|grond| grond.over.as_str()).collect::<Vec<_>>().join("; "),
        one.reden().unwrap_or_default(),
        if one.door_regel { "ja" } else { "nee" }.to_owned(),
    ]
}

/// As Dutch spreadsheets read it: semicolons, UTF-8 with a mark.
fn as_csv(tabel: &Tabel) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    let mut row = |fields: Vec<String>| writer.write_record(&fields).map_err(|e| e.to_string());
    row(tabel.koppen.iter().map(ToString::to_string).collect())?;
    for rij in &tabel.rijen {
        // What begins like a formula would run in a spreadsheet.
        row(rij.iter().map(|text| guarded(text)).collect())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn as_workbook(tabellen: &[Tabel], stof: &Stof<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let datum = stof.datum();
    let year = u16::try_from(datum.year()).unwrap_or(1900).max(1900);
    let (month, day) = (datum.month().unsigned_abs(), datum.day().unsigned_abs());
    let created = ExcelDateTime::from_ymd(year, month, day)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for tabel in tabellen {
        fill(workbook.add_worksheet(), tabel)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, tabel: &Tabel) -> Result<(), XlsxError> {
    sheet.set_name(tabel.naam)?;
    sheet.set_freeze_panes(1, 0)?;
    let (bold, wrapped) = (Format::new().set_bold(), Format::new().set_text_wrap());
    for (column, head) in (0..).zip(tabel.koppen) {
        sheet.write_string_with_format(0, column, *head, &bold)?;
        let wide = ["ID", "Document", "Toelichting", "Waarover", "Onderdeel"].contains(head);
        sheet.set_column_width(column, if wide { 44 } else { 16 })?;
    }
    for (row, rij) in (1..).zip(&tabel.rijen) {
        for (column, text) in (0..).zip(rij).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string_with_format(row, column, text, &wrapped)?;
        }
    }
    Ok(())
}
