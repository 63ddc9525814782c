//! In: the rows of a sheet. Out: which of them have the heads of the columns. Pure.

use super::Import;
use super::cellen::cell_text;
use super::eenheid::unit_of;
use super::kolommen::{Kolom, Kolomnaam, years_of};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::sheet::{Cell, CellValue, Sheet};
use crate::source::Span;

/// The heads of the columns.
pub(super) struct Koprij {
    /// The first and the last of their rows, by their places among the rows of the sheet.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The heads; of a head over two rows, what both say.
    pub(super) cells: Vec<Cell>,
    /// The column with the names, where its head names the unit instead.
    pub(super) name: Option<u32>,
    /// How many columns there are, up to the last head.
    pub(super) width: u32,
}

impl Koprij {
    pub(super) fn new(first: usize, last: usize, cells: Vec<Cell>, name: Option<u32>) -> Self {
        let width = cells.iter().map(|cell| cell.column + 1).max().unwrap_or(0);
        Self { first, last, cells, name, width }
    }

    /// The row of the sheet in which the last heads stand.
    pub(super) fn row(&self) -> u32 {
        self.cells.iter().map(|cell| cell.row).max().unwrap_or(0)
    }
}

/// Whether a row is the next one of the sheet after another.
fn is_next(row: &[Cell], other: &[Cell]) -> bool {
    row.first().map(|cell| cell.row + 1) == other.first().map(|cell| cell.row)
}

/// The cell of a row in a column.
pub(super) fn at_column(row: &[Cell], column: u32) -> Option<&Cell> {
    row.binary_search_by_key(&column, |cell| cell.column).ok().map(|at| &row[at])
}

impl Import<'_> {
    fn is_name(&self, cell: &Cell) -> bool {
        Kolom::of(&cell_text(cell), self) == Some(Kolom::Tekst(Kolomnaam::Maatregel))
    }

    fn is_year(&self, cell: &Cell) -> bool {
        matches!(Kolom::of(&cell_text(cell), self), Some(Kolom::Bedrag(..)))
    }

    fn is_head(&self, row: &[Cell]) -> bool {
        row.iter().any(|cell| self.is_name(cell)) && row.iter().any(|cell| self.is_year(cell))
    }

    /// The row with the heads of the columns, or the two rows; what is missing in it is told.
    pub(super) fn head(&mut self, sheet: &Sheet, place: &Span) -> Option<Koprij> {
        let rows = &sheet.rows;
        if let Some(at) = rows.iter().position(|row| self.is_head(row)) {
            return Some(self.whole(rows, at));
        }
        for (at, pair) in rows.windows(2).enumerate() {
            if is_next(&pair[0], &pair[1])
                && let Some(cells) = self.joined(&pair[0], &pair[1])
            {
                return Some(Koprij::new(at, at + 1, cells, None));
            }
        }
        // Years, and where the names stand a head with the unit.
        for (at, row) in rows.iter().enumerate() {
            let before: Vec<&Cell> = row.iter().take_while(|cell| !self.is_year(cell)).collect();
            if let [only] = before[..]
                && row.len() > 1
                && unit_of(&cell_text(only)).is_some()
            {
                return Some(Koprij::new(at, at, row.clone(), Some(only.column)));
            }
        }
        // Heads that are nearly years: what is wrong with each is told there.
        let near = |cell: &Cell| {
            years_of(&cell_text(cell)).next().is_some()
                || matches!(cell.value, CellValue::Uncomputed | CellValue::Error(_))
        };
        let named = |row: &&Vec<Cell>| row.iter().any(|cell| self.is_name(cell)) && row.len() > 1;
        if let Some(at) = rows.iter().position(|row| named(&row) && row.iter().any(near)) {
            return Some(Koprij::new(at, at, rows[at].clone(), None));
        }
        let found = match rows.iter().find(named) {
            Some(row) => self.yearless(sheet, row),
            None => self.nameless(sheet, place),
        };
        self.found.push(found);
        None
    }

    /// A row with heads, and what the row above or below it says of the same columns and of others.
    fn whole(&self, rows: &[Vec<Cell>], at: usize) -> Koprij {
        let heads = &rows[at];
        // Below the years may stand what they are, as `raming` or `x € 1 mln`; and other years beside them.
        let is_below = |cell: &Cell| match at_column(heads, cell.column) {
            Some(head) if self.is_year(head) => {
                cell_text(cell).contains(|c: char| c.is_alphabetic() || c == '€')
            }
            _ => self.is_year(cell),
        };
        if let Some(below) = rows.get(at + 1)
            && is_next(heads, below)
            && below.iter().all(is_below)
            && let Some(cells) = self.joined(heads, below)
        {
            return Koprij::new(at, at + 1, cells, None);
        }
        let mut cells = heads.clone();
        // A head of two rows stands in the upper one.
        if let Some(above) = at.checked_sub(1).map(|above| &rows[above])
            && is_next(above, heads)
        {
            let of_both = |cell: &&Cell| {
                at_column(heads, cell.column).is_none()
                    && Kolom::of(&cell_text(cell), self).is_some()
            };
            cells.extend(above.iter().filter(of_both).cloned());
            cells.sort_by_key(|cell| cell.column);
        }
        Koprij::new(at, at, cells, None)
    }

    /// Two rows as one, where only together they are heads: `Uitgaven` above the years, or `raming` below them.
    fn joined(&self, upper: &[Cell], lower: &[Cell]) -> Option<Vec<Cell>> {
        let mut out: Vec<Cell> = Vec::new();
        let mut lower = lower.iter().peekable();
        let mut upper = upper.iter().peekable();
        let mut last: Option<(&Cell, bool)> = None;
        while let Some(column) =
            [upper.peek(), lower.peek()].into_iter().flatten().map(|cell| cell.column).min()
        {
            let own = upper.next_if(|cell| cell.column == column);
            let below = lower.next_if(|cell| cell.column == column);
            last = own.map(|cell| (cell, self.is_name(cell))).or(last);
            // A head above several columns goes for all that are merged with it, or for those that have none.
            let above = last.filter(|(cell, is_name)| {
                cell.column == column
                    || match cell.merged {
                        Some(area) => area.to.1 >= column,
                        None => below.is_some_and(|cell| self.is_year(cell)) && !is_name,
                    }
            });
            let cell = match (above, below) {
                (Some((above, _)), Some(below)) => {
                    let text = format!("{} {}", cell_text(above), cell_text(below));
                    Cell { value: CellValue::Text(text), ..below.clone() }
                }
                (Some((above, _)), None) => above.clone(),
                (None, Some(below)) => below.clone(),
                (None, None) => continue,
            };
            out.push(cell);
        }
        self.is_head(&out).then_some(out)
    }

    /// A row with the name of the measures, and no years.
    fn yearless(&self, sheet: &Sheet, row: &[Cell]) -> Diagnostic {
        let other = row.iter().find(|cell| Kolom::of(&cell_text(cell), self).is_none());
        let cell = other.or(row.last());
        let below = row.first().and_then(|first| {
            sheet.rows.iter().find(|row| row.first().is_some_and(|cell| cell.row == first.row + 1))
        });
        let (message, help) = match below
            .is_some_and(|row| row.iter().any(|cell| self.is_year(cell)))
        {
            true => (
                "de jaren staan in een andere rij dan de kop `Maatregel`, en deze kop is niet bekend",
                "zet de jaren in de rij met `Maatregel`; staan er ontvangsten of verplichtingen, geef die dan een eigen groep",
            ),
            false => (
                "in deze rij met koppen staat geen jaar",
                "zet boven de bedragen van elk jaar het jaar voluit, zoals `2025`",
            ),
        };
        let found = Diagnostic::error(codes::SHEET_COLUMN, message).help(help);
        match cell {
            Some(cell) => found.at(cell.span.clone(), ""),
            None => found,
        }
    }

    /// No row with the name of the measures.
    fn nameless(&self, sheet: &Sheet, place: &Span) -> Diagnostic {
        // The row with most years is the one that was meant.
        let years = |row: &&Vec<Cell>| row.iter().filter(|cell| self.is_year(cell)).count();
        let near = sheet.rows.iter().filter(|row| row.len() > 1).max_by_key(years);
        let near = near.filter(|row| years(row) > 0);
        let other = sheet.rows.iter().find_map(|row| self.other_sign(sheet, row));
        let (message, span) = match (near.and_then(|row| row.first()), other) {
            (_, Some((cell, sign))) => (
                format!("deze koppen zijn gescheiden door {sign}, de rijen eronder niet"),
                cell.span.clone(),
            ),
            (Some(cell), None) => {
                ("in deze rij met jaren ontbreekt de kop `Maatregel`".to_owned(), cell.span.clone())
            }
            (None, None) => {
                let blad = sheet.name.as_deref().map(|name| format!(" `{}`", words::shorten(name)));
                let blad = blad.unwrap_or_default();
                (format!("in het blad{blad} staat geen rij met koppen"), place.clone())
            }
        };
        let mut found = Diagnostic::error(codes::SHEET_COLUMN, message).at(span, "").help(
            "zet boven de kolommen `Maatregel` en de jaren, zoals `2025`; `kamerbrief bijlage --format xlsx` maakt een voorbeeld",
        );
        if other.is_some() {
            found = found.help("bewaar het bestand opnieuw als CSV, met overal hetzelfde scheidingsteken, het liefst een puntkomma");
        }
        if !sheet.others.is_empty() && near.is_none() {
            let others = words::list(&sheet.others, "of");
            found =
                found.help(format!("staat de tabel op {others}, noem dat blad dan bij `blad:`"));
        }
        found
    }

    /// A cell of a CSV with heads in it, parted by another sign than the rows.
    fn other_sign<'c>(&self, sheet: &Sheet, row: &'c [Cell]) -> Option<(&'c Cell, &'static str)> {
        sheet.delimiter?;
        let signs = [(';', "puntkomma's"), (',', "komma's"), ('\t', "tabs")];
        row.iter().find_map(|cell| {
            let text = cell_text(cell);
            signs.into_iter().find_map(|(sign, word)| {
                let heads = || text.split(sign).map(|head| Kolom::of(head, self));
                let name = heads().any(|kolom| kolom == Some(Kolom::Tekst(Kolomnaam::Maatregel)));
                let year = heads().any(|kolom| matches!(kolom, Some(Kolom::Bedrag(..))));
                (name && year).then_some((cell, word))
            })
        })
    }
}
