//! In: the bytes of a spreadsheet or CSV. Out: its cells, each with its place, or why not. Pure.
//!
//! A sheet becomes a [`Source`](crate::source::Source) of its own, with a row on each line, so that a
//! diagnostic can show the row and mark the cell.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, words};
use crate::source::{Sources, Span};

mod address;
mod appearance;
mod areas;
mod csv;
mod delimited;
mod format;
mod ods;
mod package;
mod xlsx;

pub use self::address::Area;
use self::address::{Address, bounds, corner, reference};
pub use self::appearance::{Appearance, Parts};
use self::areas::{Merged, Stretches};
pub use self::csv::guarded;
pub use self::format::Shown;
use self::package::Package;

/// Most cells that are read; 5,000 rows of 20 columns are a tenth of it.
const MAX_CELLS: usize = 1_000_000;
/// Most rows and columns that a sheet can have: those of Excel.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;
/// Most bytes that a compressed file may unfold to.
const MAX_UNFOLDED: u64 = 200 * 1024 * 1024;
/// Most levels of outline groups that a spreadsheet makes.
const MAX_OUTLINE: u32 = 7;
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
    /// A date or a time; its year where it stands for that.
    Date(Option<u16>),
    /// True or false.
    Truth,
    /// A formula that was never computed.
    Uncomputed,
}

/// A cell with something in it.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// What it holds.
    pub value: CellValue,
    /// How it looks to a reader of the spreadsheet.
    pub appearance: Appearance,
    /// The cells that are merged with it.
    pub merged: Option<Area>,
    /// Where it stands.
    pub span: Span,
}

impl Cell {
    /// Its number as a reader sees it where it stands for a text; nothing where it is no number, or that is not certain.
    pub fn number_as_text(&self) -> Option<String> {
        match self.value {
            CellValue::Number(number) => self.appearance.text(number),
            _ => None,
        }
    }

    /// Whether another cell that it is merged with lies over it.
    pub fn is_covered(&self) -> bool {
        self.merged.is_some_and(|area| area.from != (self.row, self.column))
    }
}

/// The cells of a sheet, row by row.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Rows that have cells, from top to bottom, each from left to right.
    pub rows: Vec<Vec<Cell>>,
    /// What stands between the cells of a CSV, which has no numbers, only text.
    pub delimiter: Option<u8>,
    /// Of a CSV: how many fields each row has, empty ones too.
    pub widths: BTreeMap<u32, usize>,
    /// The sheet's name, where there are more sheets to a file.
    pub name: Option<String>,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// The other sheets of the file that can be seen.
    pub others: Vec<String>,
    /// Cells just below the range that was asked for, and just to the right of it.
    pub beyond: Vec<Cell>,
    /// Whether the line that sums up an outline group stands below it.
    pub summary_below: bool,
    hidden_rows: Stretches,
    hidden_columns: Stretches,
    outline: BTreeMap<u32, u32>,
}

impl Sheet {
    /// How deep a row lies in outline groups.
    pub fn outline(&self, row: u32) -> u32 {
        self.outline.get(&row).copied().unwrap_or(0)
    }

    /// Whether nobody sees this row.
    pub fn is_hidden_row(&self, row: u32) -> bool {
        self.hidden_rows.has(row)
    }

    /// Whether nobody sees this column.
    pub fn is_hidden_column(&self, column: u32) -> bool {
        self.hidden_columns.has(column)
    }

    /// The cell at a place, if there is anything in it.
    fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let at = self.rows.binary_search_by_key(&row, |cells| cells.first().map_or(0, |c| c.row));
        let cells = &self.rows[at.ok()?];
        cells.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &cells[at])
    }
}

/// A sheet in the list of a workbook.
struct Listed {
    name: String,
    hidden: bool,
    /// Whether it has cells; a chart can have a sheet of its own.
    cells: bool,
}

/// The cells of a sheet, with what is known of its rows and columns.
#[derive(Default)]
struct Grid {
    cells: BTreeMap<Address, (CellValue, Appearance)>,
    /// How deep rows with cells lie in outline groups.
    outline: BTreeMap<u32, u32>,
    summary_below: bool,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<Area>,
}

impl Grid {
    fn insert(
        &mut self,
        at: Address,
        value: CellValue,
        appearance: Appearance,
    ) -> Result<(), Unreadable> {
        if self.cells.len() >= MAX_CELLS || at.0 >= MAX_ROWS || at.1 >= MAX_COLUMNS {
            return Err(too_large());
        }
        match self.cells.insert(at, (value, appearance)) {
            // Programs differ in which one they show.
            Some(_) => Err(Unreadable::new(
                format!("de cel {} staat twee keer in dit blad", reference(None, at.0, at.1)),
                "open het bestand in Excel of LibreOffice, kijk of de cel klopt, en sla het opnieuw op",
            )),
            None => Ok(()),
        }
    }
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

/// Reads the sheet of a file. `name` is how a diagnostic names the file; its extension says what it is. What is wrong with
/// the shape of a CSV comes back beside it.
///
/// # Errors
/// When it is not such a file, has no such sheet, or is too large.
pub fn read(
    name: &str,
    bytes: &[u8],
    wanted: Selection<'_>,
    sources: &mut Sources,
) -> Result<(Sheet, Vec<Diagnostic>), Unreadable> {
    let within = match wanted.bereik {
        Some(range) => bounds(range)?,
        None => Area { from: (0, 0), to: (MAX_ROWS - 1, MAX_COLUMNS - 1) },
    };
    let extension = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let mut sheet = Sheet {
        rows: Vec::new(),
        delimiter: None,
        widths: BTreeMap::new(),
        name: None,
        hidden: false,
        others: Vec::new(),
        beyond: Vec::new(),
        summary_below: false,
        hidden_rows: Stretches::default(),
        hidden_columns: Stretches::default(),
        outline: BTreeMap::new(),
    };
    let mut faults = Vec::new();
    let mut grid = match extension.as_str() {
        "csv" => {
            if wanted.blad.is_some() {
                let wrong = Unreadable::new("een CSV heeft geen bladen", "haal `blad` weg");
                return Err(wrong.of("blad"));
            }
            let (grid, wrong) = csv::grid(name, bytes, &mut sheet, sources)?;
            faults = wrong;
            grid
        }
        "xlsx" | "xlsm" => {
            let mut package = Package::open(bytes)?;
            if package.has("content.xml") {
                return Err(renamed(".ods"));
            }
            let book = xlsx::workbook(&mut package)?;
            let number = choose(&book.sheets, wanted.blad, &mut sheet)?;
            xlsx::cells(&mut package, &book, number)?
        }
        "ods" => {
            let mut package = Package::open(bytes)?;
            if package.has("[Content_Types].xml") {
                return Err(renamed(".xlsx"));
            }
            let book = ods::workbook(&mut package)?;
            let number = choose(&book.sheets, wanted.blad, &mut sheet)?;
            ods::cells(&book, number)?
        }
        _ => {
            return Err(Unreadable::new(
                "dit is geen spreadsheet die kan worden gelezen",
                "sla het bestand op als .xlsx, .ods of .csv",
            ));
        }
    };
    // What stands just outside shows whether the table goes on.
    let around =
        Area { to: (within.to.0.saturating_add(1), within.to.1.saturating_add(1)), ..within };
    grid.cells.retain(|at, _| around.has(*at));
    sheet.outline = std::mem::take(&mut grid.outline);
    sheet.summary_below = grid.summary_below;
    sheet.hidden_rows = std::mem::take(&mut grid.hidden_rows).into();
    sheet.hidden_columns = std::mem::take(&mut grid.hidden_columns).into();
    for row in rows(name, sheet.name.as_deref(), grid, sources) {
        let (inside, outside): (Vec<Cell>, Vec<Cell>) =
            row.into_iter().partition(|cell| within.has((cell.row, cell.column)));
        sheet.beyond.extend(outside);
        if !inside.is_empty() {
            sheet.rows.push(inside);
        }
    }
    let faults = faults.into_iter().filter(|(row, ..)| (within.from.0..=within.to.0).contains(row));
    let faults = faults.map(|fault| csv::told(fault, &sheet)).collect();
    Ok((sheet, faults))
}

/// A cell with its place in the text of its sheet.
type Placed = (Address, CellValue, Appearance, Option<Area>, Range<usize>);

/// Writes the cells out, a row on each line, and gives each its place in that text.
fn rows(name: &str, sheet: Option<&str>, grid: Grid, sources: &mut Sources) -> Vec<Vec<Cell>> {
    let mut text = String::new();
    let mut line = 0;
    let mut rows: Vec<Vec<Placed>> = Vec::new();
    let mut places = Vec::new();
    let mut merged = Merged::new(grid.merged);
    for ((row, column), (value, seen)) in grid.cells {
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
            last.push(((row, column), value, seen, merged.around((row, column)), range));
        }
    }
    let source = sources.add_sheet(name, text, places);
    let cell = |((row, column), value, appearance, merged, range)| Cell {
        row,
        column,
        value,
        appearance,
        merged,
        span: Span::new(source, range),
    };
    rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

/// A cell as it is shown in a diagnostic, on one line.
fn shown(value: &CellValue) -> String {
    match value {
        CellValue::Text(text) | CellValue::Error(text) => text.replace(['\n', '\r', '\t'], " "),
        CellValue::Number(number) => number.to_string().replace('.', ","),
        CellValue::Date(Some(year)) => year.to_string(),
        CellValue::Date(None) => "(datum of tijd)".into(),
        CellValue::Truth => "(waar of onwaar)".into(),
        CellValue::Uncomputed => "(formule)".into(),
    }
}

fn broken() -> Unreadable {
    Unreadable::new(
        "dit bestand kan niet als spreadsheet worden gelezen",
        "open het in Excel of LibreOffice en sla het opnieuw op, zonder wachtwoord",
    )
}

/// A workbook whose name says that it is of another kind.
fn renamed(extension: &str) -> Unreadable {
    Unreadable::new(
        "dit is een ander soort spreadsheet dan zijn naam zegt",
        format!("geef het bestand een naam die op {extension} eindigt"),
    )
}

fn too_large() -> Unreadable {
    Unreadable::new("dit blad is te groot", "noem met `bereik` alleen de cellen van de tabel")
}

/// The number of the wanted sheet among those that there are.
fn choose(sheets: &[Listed], wanted: Option<&str>, sheet: &mut Sheet) -> Result<usize, Unreadable> {
    let found = match wanted {
        // What nobody sees is not meant for a letter.
        None => sheets.iter().position(|sheet| sheet.cells && !sheet.hidden),
        Some(wanted) => sheets.iter().position(|sheet| sheet.name == wanted),
    };
    let seen = || sheets.iter().filter(|sheet| sheet.cells && !sheet.hidden);
    let wrong = |message: String| {
        let known = words::list(seen().map(|sheet| &sheet.name), "en");
        Unreadable::new(message, format!("deze spreadsheet heeft {known}")).of("blad")
    };
    match (found, wanted) {
        (None, None) => {
            let hidden = sheets.iter().filter(|sheet| sheet.cells).map(|sheet| &sheet.name);
            let hidden: Vec<&String> = hidden.collect();
            Err(match hidden.first() {
                None => Unreadable::new(
                    "deze spreadsheet heeft geen blad met cellen",
                    "zet de tabel op een blad",
                ),
                Some(_) => Unreadable::new(
                    format!(
                        "elk blad van deze spreadsheet is verborgen: {}",
                        words::list(hidden, "en")
                    ),
                    "maak het blad zichtbaar, of noem het bij `blad:`",
                ),
            })
        }
        (None, Some(wanted)) => Err(wrong(format!("het blad `{wanted}` bestaat niet"))),
        (Some(number), Some(wanted)) if !sheets[number].cells => {
            Err(wrong(format!("het blad `{wanted}` is een grafiek, en heeft geen cellen")))
        }
        (Some(number), _) => {
            let own = &sheets[number];
            sheet.others =
                seen().map(|other| other.name.clone()).filter(|name| *name != own.name).collect();
            sheet.hidden = own.hidden;
            sheet.name = Some(own.name.clone());
            Ok(number)
        }
    }
}

/// A text as a cell holds it; one that a formula with a mistake leaves behind is a mistake.
fn text_value(text: &str) -> Option<CellValue> {
    let text = text.trim();
    match text.is_empty() {
        true => None,
        false if is_error(text) => Some(CellValue::Error(text.to_owned())),
        false => Some(CellValue::Text(text.to_owned())),
    }
}

/// Whether a text is what Excel or LibreOffice shows of a formula that fails, in Dutch or in English, or of a column that
/// is too narrow.
pub(crate) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 20] = [
        "#REF!",
        "#VERW!",
        "#DIV/0!",
        "#DEEL/0!",
        "#VALUE!",
        "#WAARDE!",
        "#N/A",
        "#N/B",
        "#NAME?",
        "#NAAM?",
        "#NUM!",
        "#GETAL!",
        "#NULL!",
        "#LEEG!",
        "#SPILL!",
        "#OVERLOOP!",
        "#CALC!",
        "#BEREKEN!",
        "#FIELD!",
        "#VELD!",
    ];
    let number = |prefix| {
        let rest = text.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    ERRORS.contains(&text.to_uppercase().as_str())
        || number("Err:")
        || number("Fout:")
        || text.len() > 2 && text.bytes().all(|b| b == b'#')
}

/// The year of `2025-01-01`, where a date stands for its year: shown as one, or the first day of it.
fn year_of_iso(date: &str, is_year: bool) -> Option<u16> {
    let (year, rest) = date.split_once('-')?;
    let year = year.parse().ok()?;
    (is_year || rest.starts_with("01-01")).then_some(year)
}
