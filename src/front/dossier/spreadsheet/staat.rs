//! In: a table with columns of its own that names a spreadsheet, and that sheet. Out: its rows as lines of the table, each
//! value at the place of its cell. Pure.

use std::mem;

use rust_decimal::Decimal;

use super::cellen::cell_text;
use super::koppen::{Koprij, at_column};
use super::{Import, Kolomnaam, Margekant, entry, text_node};
use crate::diagnostic::{codes, words};
use crate::dossier::bedrag::{from_float, typed};
use crate::dossier::{
    Bedrag, Kolomsoort, Naam, Postsoort, Shape, Staatkolom, Staatkolommen, deelnaam, value,
};
use crate::sheet::{Cell, CellValue, Sheet, Shown};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node, Path};

/// Heads of how deep a row stands, and of its name, as we write them.
const NIVEAU: &str = "niveau";
const POST: &str = "post";

/// Rows in which heads are looked for.
const HEADS: usize = 100;

/// What a column of the sheet holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Staatcel {
    Naam,
    Niveau,
    Anders(Kolomnaam),
    Getal(Naam, Kolomsoort, Margekant),
    Tekst(Naam),
}

impl Import<'_> {
    /// The columns of the table, where it has columns of its own that can be read; what is wrong with them is told by the
    /// structure check.
    pub(super) fn own_columns(&self) -> Option<Staatkolommen> {
        let columns = self.table.get("staat")?.get("kolommen")?;
        let shape = Shape::of_type::<Staatkolom>();
        let Kind::Map(entries) = &columns.kind else { return None };
        let one = |entry: &Entry| {
            let naam = entry.key.text().filter(|text| Naam::is_valid(text))?;
            let kolom = serde_yaml::from_value(value(&entry.value, &shape)).ok()?;
            Some((Naam::new(naam), kolom))
        };
        Some(Staatkolommen::new(entries.iter().filter_map(one).collect()))
    }

    /// The lines of the table.
    pub(super) fn posten(
        &mut self,
        sheet: &Sheet,
        kolommen: &Staatkolommen,
        place: Span,
    ) -> Vec<Entry> {
        if self.table.at(&Path::default().key("staat").key("posten")).is_some() {
            let span =
                self.table.key_place(&Path::default().key("staat").key("posten"), self.sources);
            let message = "`posten` staat hier, en ook in de spreadsheet";
            self.error(codes::TABLE_INCOMPLETE, message, span, "houd één van de twee");
            return Vec::new();
        }
        let rows = &sheet.rows;
        let found = |at: usize| self.recognised(rows, at, kolommen).len();
        let best = (0..rows.len().min(HEADS))
            .rev()
            .max_by_key(|at| found(*at))
            .filter(|at| found(*at) > 0);
        let Some(at) = best else {
            let heads: Vec<String> =
                kolommen.alle().map(|(_, kolom)| kolom.kop.to_string()).collect();
            let message =
                format!("in het blad staat geen rij met de koppen {}", words::list(&heads, "en"));
            let help = "zet boven elke kolom haar kop of korte naam uit `kolommen:`, en boven de namen `Post`";
            self.error(codes::SHEET_COLUMN, message, place, help);
            return Vec::new();
        };
        let columns = self.staatcellen(rows, at, kolommen);
        let head = Koprij::new(at, at, rows[at].clone(), None);
        self.unit(sheet, &head, &place);
        let posten: Vec<Node> = (at + 1..rows.len())
            .filter_map(|row| self.post(sheet, &rows[row..], &columns, kolommen))
            .collect();
        if posten.is_empty() {
            let message = "onder deze koppen staan geen rijen";
            let help = "zet de posten eronder, of noem een ander blad of bereik";
            self.error(codes::SHEET_CELL, message, rows[at][0].span.clone(), help);
            return Vec::new();
        }
        vec![entry("posten", Node { span: place, kind: Kind::List(posten) })]
    }

    /// The columns of the table that a row has the heads of.
    fn recognised(
        &self,
        rows: &[Vec<Cell>],
        at: usize,
        kolommen: &Staatkolommen,
    ) -> Vec<(u32, Staatcel)> {
        let of = |cell: &Cell| Some((cell.column, self.kolom(rows, at, cell, kolommen)?));
        rows[at].iter().filter_map(of).collect()
    }

    /// What a head says of its column: its own words, or with those that stand above it.
    fn kolom(
        &self,
        rows: &[Vec<Cell>],
        at: usize,
        cell: &Cell,
        kolommen: &Staatkolommen,
    ) -> Option<Staatcel> {
        let own = head(&cell_text(cell));
        let above = at.checked_sub(1).and_then(|above| {
            let left = rows[above].iter().rfind(|other| other.column <= cell.column)?;
            Some(format!("{} {own}", head(&cell_text(left))))
        });
        let is = |text: &str, naam: &Naam, kolom: &Staatkolom| {
            let kop = kolom.kop.as_str().to_lowercase();
            let once = kolommen.alle().filter(|(_, other)| other.kop == kolom.kop).count() == 1;
            let whole = kolom.boven.as_ref().map(|boven| format!("{boven} {kop}").to_lowercase());
            whole.as_deref() == Some(text) || once && text == kop || text == naam.as_str()
        };
        // What a head says goes before a short name, which may be the head of another column.
        let says = |text: &str, kolom: &Staatkolom| text == kolom.kop.as_str().to_lowercase();
        for text in above.iter().chain([&own]) {
            let sides = [
                (Some(text.as_str()), Margekant::Beide),
                (text.strip_suffix(" van"), Margekant::Van),
                (text.strip_suffix(" tot"), Margekant::Tot),
            ];
            for (text, kant) in sides {
                let Some(text) = text else { continue };
                let fits = || kolommen.alle().filter(|(naam, kolom)| is(text, naam, kolom));
                let known = fits().find(|(_, kolom)| says(text, kolom)).or_else(|| fits().next());
                if let Some((naam, kolom)) = known {
                    return Some(match kolom.soort {
                        Kolomsoort::Tekst => Staatcel::Tekst(naam.clone()),
                        soort => Staatcel::Getal(naam.clone(), soort, kant),
                    });
                }
            }
        }
        None
    }

    /// What each column of the sheet holds; what is missing or unknown is told.
    fn staatcellen(
        &mut self,
        rows: &[Vec<Cell>],
        at: usize,
        kolommen: &Staatkolommen,
    ) -> Vec<(u32, Staatcel)> {
        let mut columns = self.recognised(rows, at, kolommen);
        let first = columns.iter().map(|(column, _)| *column).min().unwrap_or(0);
        for (i, (column, cel)) in columns.iter().enumerate() {
            if let Some(cell) = at_column(&rows[at], *column)
                && columns[..i].iter().any(|(_, other)| other == cel)
            {
                let message =
                    format!("de kolom `{}` staat er twee keer", words::shorten(&cell_text(cell)));
                self.error(codes::SHEET_COLUMN, message, cell.span.clone(), "houd één van de twee");
            }
        }
        for (naam, kolom) in kolommen.alle().filter(|(_, kolom)| kolom.formule.is_none()) {
            let has = |(_, cel): &(u32, Staatcel)| match cel {
                Staatcel::Getal(own, ..) | Staatcel::Tekst(own) => own == naam,
                _ => false,
            };
            if !columns.iter().any(has) {
                let message = format!("de kolom `{}` staat niet in het blad", kolom.kop);
                let help = "zet haar kop boven de kolom, of haal haar weg uit `kolommen:`";
                self.error(codes::SHEET_COLUMN, message, rows[at][0].span.clone(), help);
            }
        }
        for cell in &rows[at] {
            if columns.iter().any(|(column, _)| *column == cell.column) {
                continue;
            }
            let text = head(&cell_text(cell));
            let known = match self.koppen.get(&text).copied() {
                _ if text == POST => Some(Staatcel::Naam),
                _ if text == NIVEAU => Some(Staatcel::Niveau),
                Some(Kolomnaam::Maatregel) => Some(Staatcel::Naam),
                Some(
                    naam @ (Kolomnaam::Soort
                    | Kolomnaam::Id
                    | Kolomnaam::Openbaar
                    | Kolomnaam::Grond),
                ) => Some(Staatcel::Anders(naam)),
                _ => None,
            };
            match known {
                Some(cel) => columns.push((cell.column, cel)),
                None => {
                    let message = format!(
                        "de kolom `{}` wordt niet gebruikt",
                        words::shorten(&cell_text(cell))
                    );
                    let help = "noem haar bij `kolommen:` als zij in de bijlage hoort; haal haar anders weg uit het blad";
                    self.warn(codes::SHEET_COLUMN, message, cell.span.clone(), help);
                }
            }
        }
        // Published tables have no head above their names.
        if !columns.iter().any(|(_, cel)| *cel == Staatcel::Naam) && first > 0 {
            let used = |column: &u32| columns.iter().any(|(own, _)| own == column);
            let free = (0..first).find(|column| !used(column));
            columns.extend(free.map(|column| (column, Staatcel::Naam)));
        }
        columns
    }

    /// How deep a row stands; none for a part of another one, and for a row without a name.
    fn level(&self, sheet: &Sheet, row: &[Cell], columns: &[(u32, Staatcel)]) -> Option<u32> {
        let cell = |wanted: &Staatcel| {
            let (column, _) = columns.iter().find(|(_, cel)| cel == wanted)?;
            at_column(row, *column)
        };
        let name = cell(&Staatcel::Naam)?;
        let said = cell(&Staatcel::Anders(Kolomnaam::Soort)).map(cell_text);
        let is_part = said.as_deref() == Some(Postsoort::Waarvan.word())
            || self.begins_as_part(&cell_text(name));
        let typed = cell(&Staatcel::Niveau).and_then(|cell| cell_text(cell).parse().ok());
        let deep = || name.appearance.indent.max(sheet.outline(name.row)) + 1;
        (!is_part).then(|| typed.unwrap_or_else(deep))
    }

    /// The first of these rows as a line of the table; none for an empty row, or one that numbers the columns.
    fn post(
        &mut self,
        sheet: &Sheet,
        rows: &[Vec<Cell>],
        columns: &[(u32, Staatcel)],
        kolommen: &Staatkolommen,
    ) -> Option<Node> {
        let (row, below) = rows.split_first()?;
        let cell = |wanted: &Staatcel| {
            let (column, _) = columns.iter().find(|(_, cel)| cel == wanted)?;
            at_column(row, *column)
        };
        let of = |naam| cell(&Staatcel::Anders(naam));
        let figures = |(column, cel): &(u32, Staatcel)| match cel {
            Staatcel::Getal(naam, soort, kant) => {
                Some((naam.clone(), *soort, *kant, at_column(row, *column)?.clone()))
            }
            _ => None,
        };
        let figures: Vec<(Naam, Kolomsoort, Margekant, Cell)> =
            columns.iter().filter_map(figures).collect();
        if figures.iter().all(|(.., cell)| is_number(&cell_text(cell))) && !figures.is_empty() {
            return None;
        }
        let Some(name) = cell(&Staatcel::Naam) else {
            if let Some((.., cell)) = figures.first() {
                let message = "een rij met bedragen zonder naam";
                let help = "vul de kolom `Post` in, of maak de rij leeg";
                self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
            }
            return None;
        };
        self.looks(name);
        let span = name.span.clone();
        // What follows from the name stands behind it, for the name has its own place.
        let behind = Span::new(span.source, span.range.end..span.range.end);
        let said = of(Kolomnaam::Soort);
        let (text, soort) = self.named(name, said);
        let mut fields = vec![entry("post", text_node(&text, span.clone()))];
        self.text("id", of(Kolomnaam::Id), &mut fields);
        if let Some(soort) = soort {
            let at = said.map_or_else(|| behind.clone(), |cell| cell.span.clone());
            fields.push(entry("soort", text_node(soort.word(), at)));
        }
        let typed_level = cell(&Staatcel::Niveau);
        let level = typed_level.map(cell_text).or_else(|| {
            let deep = name.appearance.indent.max(sheet.outline(name.row));
            (deep > 0).then(|| (deep + 1).min(4).to_string())
        });
        if let Some(level) =
            level.filter(|_| !matches!(soort, Some(Postsoort::Waarvan | Postsoort::Totaal)))
        {
            let at = typed_level.map_or_else(|| behind.clone(), |cell| cell.span.clone());
            fields.push(entry("niveau", text_node(&level, at)));
        }
        self.text("openbaar", of(Kolomnaam::Openbaar), &mut fields);
        self.text("grond", of(Kolomnaam::Grond), &mut fields);
        let own = self.level(sheet, row, columns);
        let next = below.iter().find_map(|row| self.level(sheet, row, columns));
        let is_sum = soort == Some(Postsoort::Totaal) || own.is_some() && next > own;
        // What we wrote of a computed figure says nothing new, where it is not a plain number.
        let figures: Vec<_> = figures
            .into_iter()
            .filter(|(naam, .., cell)| {
                let formula = kolommen.met(naam).is_some_and(|kolom| kolom.formule.is_some());
                let shown = &cell.appearance.shown;
                !(formula || is_sum)
                    || *shown != Shown::Stopgap
                        && !matches!(shown, Shown::Words(words) if words.contains("p.m."))
                        && !cell_text(cell).ends_with(" en p.m.")
            })
            .collect();
        let cells = self.figures(sheet, &figures);
        if !cells.is_empty() {
            fields.push(entry("cellen", Node { span: span.clone(), kind: Kind::Map(cells) }));
        }
        let mut texts = Vec::new();
        for (column, cel) in columns {
            if let (Staatcel::Tekst(naam), Some(cell)) = (cel, at_column(row, *column)) {
                self.looks(cell);
                self.text(naam.as_str(), Some(cell), &mut texts);
            }
        }
        if !texts.is_empty() {
            fields.push(entry("teksten", Node { span: span.clone(), kind: Kind::Map(texts) }));
        }
        Some(Node { span, kind: Kind::Map(fields) })
    }

    /// The name of a row, and what it is: as its own column says, or else its name.
    fn named(&mut self, name: &Cell, said: Option<&Cell>) -> (String, Option<Postsoort>) {
        let text = words::one_line(&cell_text(name));
        let word = said.map(cell_text).unwrap_or_default().trim().to_lowercase();
        let known = Postsoort::ALL.into_iter().find(|soort| soort.word() == word);
        if known.is_none() && !word.is_empty() {
            let kinds = Postsoort::ALL.map(Postsoort::word);
            let message = format!("`{}` is geen soort van een post", words::shorten(&word));
            let span = said.map_or_else(|| name.span.clone(), |cell| cell.span.clone());
            let help = format!("schrijf {}, of niets", words::list(kinds, "of"));
            self.error(codes::SHEET_CELL, message, span, &help);
        }
        match (known, self.begins_as_part(&text)) {
            (None, true) | (Some(Postsoort::Waarvan), _) => {
                let name = deelnaam(&text, &self.woorden.deelrij, false).to_owned();
                (name, Some(Postsoort::Waarvan))
            }
            (None, false) if self.somrijen.contains_key(&text.to_lowercase()) => {
                (text, Some(Postsoort::Totaal))
            }
            _ => (text, known),
        }
    }

    /// The figures of a row, by column; the two sides of a range become one.
    fn figures(
        &mut self,
        sheet: &Sheet,
        cells: &[(Naam, Kolomsoort, Margekant, Cell)],
    ) -> Vec<Entry> {
        let mut out: Vec<(Naam, Margekant, String, Span)> = Vec::new();
        for (naam, soort, kant, cell) in cells {
            self.looks(cell);
            let Some(text) = self.figure(cell, *soort, sheet.delimiter) else { continue };
            let half = out.iter_mut().find(|(own, side, ..)| {
                own == naam && *side == Margekant::Van && *kant == Margekant::Tot
            });
            match half.map(|(_, _, from, _)| (Bedrag::parse(from), from)) {
                Some((Ok(Bedrag::Vast(from)), whole)) => {
                    if let Ok(Bedrag::Vast(to)) = Bedrag::parse(&text)
                        && from < to
                    {
                        *whole = Bedrag::Marge(from, to).to_string();
                    }
                }
                Some(_) => {}
                None => out.push((naam.clone(), *kant, text, cell.span.clone())),
            }
        }
        out.into_iter()
            .map(|(naam, _, text, span)| entry(naam.as_str(), text_node(&text, span)))
            .collect()
    }

    /// A figure as it could be typed. A percentage stands in a sheet with its sign, or as a part of one; it is in no unit
    /// of money, and neither is a count.
    fn figure(&mut self, cell: &Cell, soort: Kolomsoort, csv: Option<u8>) -> Option<String> {
        if soort == Kolomsoort::Bedrag {
            return self.amount(cell, csv);
        }
        let other = mem::take(&mut self.omrekening);
        let text = match (&cell.value, &cell.appearance.shown) {
            (CellValue::Number(number), Shown::Percent) if soort == Kolomsoort::Procent => {
                from_float(*number).map(|share| typed(share * Decimal::ONE_HUNDRED))
            }
            (CellValue::Text(text), _) if soort == Kolomsoort::Procent && text.ends_with('%') => {
                Some(text.trim_end_matches('%').trim().to_owned())
            }
            _ => self.amount(cell, csv),
        };
        self.omrekening = other;
        text
    }
}

/// A head as it is compared: without its number and its formula.
fn head(text: &str) -> String {
    let text = words::one_line(text).to_lowercase();
    let number = text.match_indices('(').find(|(at, _)| is_number(&text[*at..]));
    let end = number.map_or(text.len(), |(at, _)| at);
    text[..end].trim().to_owned()
}

/// Whether a text begins with the number of a column: `(1)`, `(3)=(1)+(2)`.
fn is_number(text: &str) -> bool {
    let inside = text.trim().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(number, _)| {
        !number.is_empty() && number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit())
    })
}
