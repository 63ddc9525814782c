//! In: the bytes of a spreadsheet or CSV. Out: its cells, each with its place, or why not. Pure.
//!
//! A sheet becomes a [`Source`](crate::source::Source) of its own, with a row on each line, so that a
//! diagnostic can show the row and mark the cell.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::Range;

use calamine::{Data, DataRef, Ods, Reader, SheetVisible, Xlsx};

use crate::diagnostic::words;
use crate::source::{Sources, Span};
use crate::yaml::decode;

/// Most cells that are read; 5,000 rows of 20 columns are a tenth of it.
const MAX_CELLS: usize = 1_000_000;
/// Most rows and columns that a sheet can have: those of Excel.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;
/// Most bytes that a compressed file may unfold to.
const MAX_UNFOLDED: u64 = 200 * 1024 * 1024;
/// What stands between two cells of a row where one is shown.
const BETWEEN: &str = " | ";

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// An error of a formula, such as `#REF!`.
    Error(String),
    /// A date, a time, or true or false: its name in Dutch.
    Other(&'static str),
    /// A formula that was never computed.
    Uncomputed,
}

/// A cell with something in it.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Column, from 0.
    pub column: u32,
    /// What it holds.
    pub value: CellValue,
    /// Where it stands.
    pub span: Span,
}

/// The cells of a sheet, row by row.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Rows that have cells, from top to bottom, each from left to right.
    pub rows: Vec<Vec<Cell>>,
    /// What stands between the cells of a CSV, which has no numbers, only text.
    pub delimiter: Option<u8>,
}

/// Why a sheet could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Which of the fields of `spreadsheet:` it is about.
    pub field: &'static str,
}

impl Unreadable {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), field: "bestand" }
    }

    /// About another field than the file.
    fn of(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }
}

/// Which cells are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The sheet's name; the first one without.
    pub blad: Option<&'a str>,
    /// A range such as `A1:J30`; everything without.
    pub bereik: Option<&'a str>,
}

/// Reads the sheet of a file. `name` is how a diagnostic names the file; its extension says what it is.
///
/// # Errors
/// When it is not such a file, has no such sheet, or is too large.
pub fn read(
    name: &str,
    bytes: &[u8],
    wanted: Selection<'_>,
    sources: &mut Sources,
) -> Result<Sheet, Unreadable> {
    let within = match wanted.bereik {
        Some(range) => bounds(range)?,
        None => ((0, 0), (MAX_ROWS - 1, MAX_COLUMNS - 1)),
    };
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let mut delimiter = None;
    let (sheet, cells) = match extension.as_str() {
        "csv" => {
            if wanted.blad.is_some() {
                let wrong = Unreadable::new("een CSV heeft geen bladen", "haal `blad` weg");
                return Err(wrong.of("blad"));
            }
            let (sign, cells) = csv_cells(name, bytes, sources)?;
            delimiter = Some(sign);
            (None, cells)
        }
        "xlsx" | "xlsm" => zipped(bytes, wanted.blad, xlsx_cells)?,
        "ods" => zipped(bytes, wanted.blad, ods_cells)?,
        _ => {
            return Err(Unreadable::new(
                "dit is geen spreadsheet die kan worden gelezen",
                "sla het bestand op als .xlsx, .ods of .csv",
            ));
        }
    };
    let ((top, left), (bottom, right)) = within;
    let inside = cells
        .into_iter()
        .filter(|((row, column), _)| {
            (top..=bottom).contains(row) && (left..=right).contains(column)
        })
        .collect();
    Ok(Sheet { rows: rows(name, sheet.as_deref(), inside, sources), delimiter })
}

/// Row and column, from 0.
type Address = (u32, u32);
/// Cells by their place.
type Cells = BTreeMap<Address, CellValue>;
/// A sheet's name and its cells.
type NamedCells = (String, Cells);

/// Writes the cells out, a row on each line, and gives each its place in that text.
fn rows(name: &str, sheet: Option<&str>, cells: Cells, sources: &mut Sources) -> Vec<Vec<Cell>> {
    let mut text = String::new();
    let mut line = 0;
    let mut rows: Vec<Vec<(u32, CellValue, Range<usize>)>> = Vec::new();
    let mut places = Vec::new();
    for ((row, column), value) in cells {
        let first = line != row || rows.is_empty();
        while line < row {
            text.push('\n');
            line += 1;
        }
        if first {
            rows.push(Vec::new());
        } else {
            text.push_str(BETWEEN);
        }
        let start = text.len();
        text.push_str(&shown(&value));
        let range = start..text.len();
        places.push((range.clone(), reference(sheet, row, column)));
        if let Some(last) = rows.last_mut() {
            last.push((column, value, range));
        }
    }
    let source = sources.add_sheet(name, text, places);
    rows.into_iter()
        .map(|row| {
            row.into_iter()
                .map(|(column, value, range)| Cell {
                    column,
                    value,
                    span: Span::new(source, range),
                })
                .collect()
        })
        .collect()
}

/// A cell as it is shown in a diagnostic, on one line.
fn shown(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) | CellValue::Error(text) => text.replace(['\n', '\r', '\t'], " "),
        CellValue::Number(number) => number.to_string().replace('.', ","),
        CellValue::Other(what) => format!("({what})"),
        CellValue::Uncomputed => "(formule)".into(),
    }
}

/// `Maatregelen!D7`, or `D7` where there is only one sheet.
fn reference(sheet: Option<&str>, row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    let cell: String = letters.iter().rev().collect();
    let cell = format!("{cell}{}", row + 1);
    sheet.map_or_else(|| cell.clone(), |sheet| format!("{sheet}!{cell}"))
}

/// The corners of `A1:J30`, as (row, column) from 0.
fn bounds(range: &str) -> Result<(Address, Address), Unreadable> {
    let wrong = || {
        Unreadable::new(format!("`{range}` is geen bereik"), "schrijf een bereik als `A1:J30`")
            .of("bereik")
    };
    let corner = |text: &str| {
        let text = text.trim().replace('$', "").to_uppercase();
        let split = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = text.split_at(split);
        if letters.is_empty() || letters.len() > 3 {
            return None;
        }
        let column = letters.bytes().try_fold(0, |column: u32, letter| {
            letter.is_ascii_uppercase().then(|| column * 26 + u32::from(letter - b'A') + 1)
        })?;
        let row: u32 = digits.parse().ok()?;
        ((1..=MAX_ROWS).contains(&row) && column <= MAX_COLUMNS).then(|| (row - 1, column - 1))
    };
    let (from, to) = range.split_once(':').ok_or_else(wrong)?;
    match (corner(from), corner(to)) {
        (Some(from), Some(to)) if from.0 <= to.0 && from.1 <= to.1 => Ok((from, to)),
        _ => Err(wrong()),
    }
}

/// A file that is a zip, looked through before anything unfolds it.
fn zipped(
    bytes: &[u8],
    blad: Option<&str>,
    read: fn(&[u8], Option<&str>) -> Result<NamedCells, Unreadable>,
) -> Result<(Option<String>, Cells), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut unfolded: u64 = 0;
    for i in 0..archive.len() {
        let file = archive.by_index_raw(i).map_err(|_| broken())?;
        unfolded = unfolded.saturating_add(file.size());
    }
    if unfolded > MAX_UNFOLDED {
        return Err(too_large());
    }
    let (name, cells) = read(bytes, blad)?;
    Ok((Some(name), cells))
}

fn broken() -> Unreadable {
    Unreadable::new(
        "dit bestand kan niet als spreadsheet worden gelezen",
        "open het in Excel of LibreOffice en sla het opnieuw op, zonder wachtwoord",
    )
}

fn too_large() -> Unreadable {
    Unreadable::new("dit blad is te groot", "noem met `bereik` alleen de cellen van de tabel")
}

/// The wanted sheet's name among those that there are.
fn sheet_name(sheets: &[calamine::Sheet], wanted: Option<&str>) -> Result<String, Unreadable> {
    let found = match wanted {
        // What nobody sees is not meant for a letter.
        None => sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible),
        Some(wanted) => sheets.iter().find(|sheet| sheet.name == wanted),
    };
    found.map(|sheet| sheet.name.clone()).ok_or_else(|| {
        let known = words::list(sheets.iter().map(|sheet| &sheet.name), "en");
        match wanted {
            None => Unreadable::new("deze spreadsheet heeft geen blad", "zet de tabel op een blad"),
            Some(wanted) => Unreadable::new(
                format!("het blad `{wanted}` bestaat niet"),
                format!("deze spreadsheet heeft {known}"),
            )
            .of("blad"),
        }
    })
}

fn xlsx_cells(bytes: &[u8], blad: Option<&str>) -> Result<NamedCells, Unreadable> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let name = sheet_name(workbook.sheets_metadata(), blad)?;
    // Cell by cell: a range of calamine is as large as the distance between its corners.
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(|_| broken())?;
    let mut cells = Cells::new();
    while let Some(cell) = reader.next_cell_with_formula().map_err(|_| broken())? {
        let value = match cell.value {
            DataRef::Empty if cell.formula.is_some() => Some(CellValue::Uncomputed),
            DataRef::SharedString(text) => text_value(text),
            other => value(&Data::from(other)),
        };
        insert(&mut cells, cell.pos, value)?;
    }
    Ok((name, cells))
}

fn ods_cells(bytes: &[u8], blad: Option<&str>) -> Result<NamedCells, Unreadable> {
    let mut workbook = Ods::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let name = sheet_name(workbook.sheets_metadata(), blad)?;
    let range = workbook.worksheet_range(&name).map_err(|_| broken())?;
    let (top, left) = range.start().unwrap_or_default();
    let mut cells = Cells::new();
    for (row, column, data) in range.used_cells() {
        // A range is in memory, so its size fits.
        let at =
            |offset: usize, start: u32| start.saturating_add(u32::try_from(offset).unwrap_or(0));
        insert(&mut cells, (at(row, top), at(column, left)), value(data))?;
    }
    Ok((name, cells))
}

fn csv_cells(name: &str, bytes: &[u8], sources: &mut Sources) -> Result<(u8, Cells), Unreadable> {
    // Only to see whether it is UTF-8; the sheet's own text is what diagnostics show.
    let id = decode(name, bytes, sources).map_err(|_| {
        Unreadable::new(
            "dit bestand is geen UTF-8",
            "kies bij opslaan UTF-8: in Excel `CSV UTF-8`, in LibreOffice met `Filterinstellingen bewerken`",
        )
    })?;
    let text = sources.get(id).text().to_owned();
    // In most lines it stands more than once; of two that do, as with decimal commas, the semicolon.
    let lines =
        |sign: &u8| text.lines().filter(|l| l.matches(char::from(*sign)).count() > 1).count();
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(lines).unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut cells = Cells::new();
    let mut row = 0;
    for record in reader.records() {
        let record = record.map_err(|_| broken())?;
        // A row is a record, however many lines it has; empty lines before it are rows too.
        let start = record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let rest = text.get(start..).unwrap_or_default();
        // Between a carriage return and its line feed the record before has ended already.
        let within = text[..text.len() - rest.len()].ends_with('\r');
        let rest = rest.strip_prefix('\n').filter(|_| within).unwrap_or(rest);
        let empty = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
        row += u32::try_from(empty.matches('\n').count()).unwrap_or(MAX_ROWS);
        for (column, field) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(MAX_COLUMNS);
            insert(&mut cells, (row, column), text_value(unguarded(field)))?;
        }
        row += 1;
    }
    Ok((delimiter, cells))
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

fn insert(cells: &mut Cells, place: Address, value: Option<CellValue>) -> Result<(), Unreadable> {
    if let Some(value) = value {
        if cells.len() >= MAX_CELLS || place.0 >= MAX_ROWS || place.1 >= MAX_COLUMNS {
            return Err(too_large());
        }
        cells.insert(place, value);
    }
    Ok(())
}

fn text_value(text: &str) -> Option<CellValue> {
    let text = text.trim();
    (!text.is_empty()).then(|| CellValue::Text(text.to_owned()))
}

fn value(data: &Data) -> Option<CellValue> {
    match data {
        Data::Empty => None,
        Data::String(text) => text_value(text),
        // Whole numbers of a spreadsheet have at most 15 digits, which a float holds.
        #[expect(clippy::cast_precision_loss, reason = "see above")]
        Data::Int(number) => Some(CellValue::Number(*number as f64)),
        Data::Float(number) => Some(CellValue::Number(*number)),
        Data::Error(error) => Some(CellValue::Error(error.to_string())),
        Data::Bool(_) => Some(CellValue::Other("waar of onwaar")),
        Data::DateTime(_) | Data::DateTimeIso(_) | Data::DurationIso(_) => {
            Some(CellValue::Other("datum of tijd"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_a_spreadsheet_gives_them() {
        assert_eq!(reference(None, 6, 3), "D7");
        assert_eq!(reference(Some("Blad 1"), 0, 25), "Blad 1!Z1");
        assert_eq!(reference(None, 0, 26), "AA1");
        assert_eq!(reference(None, 1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn ranges_are_read_strictly() {
        assert_eq!(bounds("A1:J30"), Ok(((0, 0), (29, 9))));
        assert_eq!(bounds("$b$2:$C$3"), Ok(((1, 1), (2, 2))));
        for wrong in ["A1", "1:2", "A:B", "J30:A1", "A0:B1", "AAAA1:B2", "A1:B99999999999", "é1:B2"]
        {
            assert!(bounds(wrong).is_err(), "{wrong}");
        }
    }
}
