//! In: the bytes of a CSV. Out: its cells, and what is wrong with their shape in words. Pure.

use super::appearance::Style;
use super::delimited::{self, Fault};
use super::{Appearance, CellValue, Grid, MAX_COLUMNS, Sheet, Unreadable, text_value};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Sources;
use crate::yaml::decode;

/// A place where the shape of a CSV is wrong: row, column, and what.
pub(super) type Misshapen = (u32, usize, Fault);

/// Reads the cells of a CSV.
pub(super) fn grid(
    name: &str,
    bytes: &[u8],
    sheet: &mut Sheet,
    sources: &mut Sources,
) -> Result<(Grid, Vec<Misshapen>), Unreadable> {
    // Only to see whether it is UTF-8; the sheet's own text is what diagnostics show.
    let id = decode(name, bytes, sources).map_err(|_| {
        let what = match bytes {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "dit bestand is UTF-16, geen UTF-8",
            _ => "dit bestand is geen UTF-8",
        };
        Unreadable::new(
            what,
            "kies bij opslaan UTF-8: in Excel `CSV UTF-8`, in LibreOffice met `Filterinstellingen bewerken`",
        )
    })?;
    let read = delimited::read(sources.get(id).text());
    let mut grid = Grid::default();
    sheet.delimiter = Some(read.delimiter);
    for record in read.records {
        sheet.widths.insert(record.row, record.fields.len());
        for (column, field) in record.fields.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(MAX_COLUMNS);
            if let Some(value) = text_value(unguarded(field)) {
                let appearance = Style::default().appearance(&value, field);
                grid.insert((record.row, column), value, appearance)?;
            }
        }
    }
    for (row, column, fault) in &read.faults {
        // So that there is something to show.
        let at = (*row, u32::try_from(*column).unwrap_or(0));
        let sign = if *fault == Fault::Conflict { "<<<<<<<" } else { "\"" };
        grid.cells.entry(at).or_insert((CellValue::Text(sign.into()), Appearance::default()));
    }
    Ok((grid, read.faults))
}

/// A fault in the words of somebody who made the file in a spreadsheet.
pub(super) fn told((row, column, fault): Misshapen, sheet: &Sheet) -> Diagnostic {
    let quotes = "zet om een tekst met een puntkomma, komma of aanhalingsteken aan beide kanten `\"`, en schrijf een aanhalingsteken daarin dubbel: `\"\"`";
    let again = "open het bestand in Excel of LibreOffice, kijk of elke rij goed staat, en sla het opnieuw op als CSV UTF-8";
    let (message, help) = match fault {
        Fault::Open => ("dit aanhalingsteken opent een tekst die nergens sluit", quotes),
        Fault::Behind => ("na het sluitende aanhalingsteken van deze cel staat nog tekst", quotes),
        Fault::Space => {
            ("vóór het aanhalingsteken van deze cel staat een spatie", "haal de spatie weg")
        }
        Fault::Swallowed => (
            "tussen de aanhalingstekens van deze cel staan hele rijen",
            "haal de losse aanhalingstekens weg, of sluit elk in zijn eigen cel",
        ),
        Fault::Conflict => (
            "hier staat een onopgelost conflict van git: twee versies van dezelfde rijen",
            "houd van elk blok de goede rijen, en haal de regels met `<<<<<<<`, `=======` en `>>>>>>>` weg",
        ),
    };
    let column = u32::try_from(column).unwrap_or(0);
    let cell = sheet.cell(row, column);
    let diagnostic = Diagnostic::error(codes::SHEET_SHAPE, message).help(help);
    let diagnostic = match fault {
        Fault::Conflict | Fault::Space => diagnostic,
        _ => diagnostic.help(again),
    };
    match cell {
        Some(cell) => diagnostic.at(cell.span.clone(), ""),
        None => diagnostic,
    }
}

/// What a spreadsheet would run as a formula when it opens a CSV.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
}

/// A text for a CSV: an apostrophe in front keeps a spreadsheet from running it. Reading takes it off again.
pub fn guarded(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}
