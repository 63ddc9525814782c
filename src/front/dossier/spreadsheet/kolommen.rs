//! In: the heads of a sheet. Out: what each column holds. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schemars::JsonSchema;
use serde::Deserialize;

use super::cellen::cell_text;
use super::eenheid::unit_of;
use super::koppen::{Koprij, at_column};
use super::{Import, Margekant};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::schema::words_only;
use crate::dossier::woorden::Bladwoorden;
use crate::dossier::{Gronden, Jaar};
use crate::sheet::{Cell, CellValue, Sheet};
use crate::yaml::Kind;

/// What a column of a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kolom {
    /// Texts.
    Tekst(Kolomnaam),
    /// Amounts of a year, or structural ones.
    Bedrag(Option<Jaar>, Margekant),
}

/// Kolom van een spreadsheet, die van een jaar niet meegerekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Kolomnaam {
    /// Wat voor rij het is.
    Soort,
    /// Groep waar de maatregel in staat.
    Groep,
    /// Naam om naar te verwijzen.
    Id,
    /// Volgnummer.
    Nummer,
    /// Omschrijving.
    Maatregel,
    /// Wie de maatregel trekt.
    Trekker,
    /// Begrotingsartikel.
    Artikel,
    /// Appreciatie.
    Appreciatie,
    /// Structureel bedrag.
    Structureel,
    /// Toelichting.
    Toelichting,
    /// Herkomst van de bedragen.
    Herkomst,
    /// Of de rij openbaar is.
    Openbaar,
    /// Grond waarop zij dat niet is.
    Grond,
}

/// The columns with their fields, and with the heads that we write ourselves; others stand in `lijsten/spreadsheet.yaml`.
const KOPPEN: [(Kolomnaam, &str, &str); 13] = [
    (Kolomnaam::Soort, "soort", "Soort"),
    (Kolomnaam::Groep, "groep", "Groep"),
    (Kolomnaam::Id, "id", "Id"),
    (Kolomnaam::Nummer, "nummer", "Nr."),
    (Kolomnaam::Maatregel, "maatregel", "Maatregel"),
    (Kolomnaam::Trekker, "trekker", "Trekker"),
    (Kolomnaam::Artikel, "artikel", "Artikel"),
    (Kolomnaam::Appreciatie, "appreciatie", "Appreciatie"),
    (Kolomnaam::Structureel, "structureel", "Structureel"),
    (Kolomnaam::Toelichting, "toelichting", "Toelichting"),
    (Kolomnaam::Herkomst, "herkomst", "Herkomst"),
    (Kolomnaam::Openbaar, "openbaar", "Openbaar"),
    (Kolomnaam::Grond, "grond", "Grond"),
];

impl Kolomnaam {
    /// The field in `bijlage.yaml`.
    pub(super) fn veld(self) -> &'static str {
        KOPPEN.iter().find(|(known, ..)| *known == self).map_or("", |(_, field, _)| field)
    }
}

/// The head of a column as we write it.
pub fn kolomkop(name: &'static str) -> &'static str {
    KOPPEN.iter().find(|(_, known, _)| *known == name).map_or(name, |(_, _, head)| head)
}

/// The columns by their heads, in lower case: our own, and those of the list.
pub(super) fn koppen(woorden: &Bladwoorden) -> HashMap<String, Kolomnaam> {
    let own = KOPPEN.iter().map(|(name, _, head)| (head.to_lowercase(), *name));
    let others = woorden
        .koppen
        .iter()
        .flat_map(|(name, heads)| heads.iter().map(|head| (head.as_str().to_lowercase(), *name)));
    // Our own words always keep their meaning.
    others.chain(own).collect()
}

impl Kolom {
    /// What a head says of its column, where that is certain.
    pub(super) fn of(head: &str, import: &Import<'_>) -> Option<Self> {
        let head = words::one_line(head).to_lowercase();
        // A unit behind it is looked at by itself.
        let head = match head.split_once('(') {
            Some((name, unit)) if unit_of(unit).is_some() => name.trim(),
            _ => head.as_str(),
        };
        let (name, kant) = match head.rsplit_once(' ') {
            Some((name, "van")) => (name.trim(), Margekant::Van),
            Some((name, "tot")) => (name.trim(), Margekant::Tot),
            _ => (head, Margekant::Beide),
        };
        if let Some(year) = year_in(name, import) {
            return Some(Self::Bedrag(Some(year), kant));
        }
        let known = import.koppen.get(name).copied().or_else(|| structural_in(name, import))?;
        match (known, kant) {
            (Kolomnaam::Structureel, kant) => Some(Self::Bedrag(None, kant)),
            (_, Margekant::Van | Margekant::Tot) => None,
            (naam, Margekant::Beide) => Some(Self::Tekst(naam)),
        }
    }
}

/// Last column of which the head that is meant by its own is looked for.
const MAX_MEANT: u32 = 100;

/// Whether a word in a head says nothing but that amounts are below it.
fn is_beside(word: &str, import: &Import<'_>) -> bool {
    let plain = word.trim_matches(|c: char| matches!(c, '(' | ')' | ':' | '.' | ','));
    plain.is_empty() || import.woorden.bij_jaar.has(plain)
}

/// The year in a head such as `uitgaven 2025`, where the words beside it leave no doubt.
fn year_in(head: &str, import: &Import<'_>) -> Option<Jaar> {
    let mut found = None;
    for word in head.split(' ') {
        let whole = word.strip_suffix(".0").unwrap_or(word);
        match Jaar::parse(whole) {
            Ok(year) if found.is_none() => found = Some(year),
            Ok(_) => return None,
            Err(_) if is_beside(word, import) => {}
            Err(_) => return None,
        }
    }
    found
}

/// The structural amounts in a head such as `uitgaven structureel`, likewise.
fn structural_in(head: &str, import: &Import<'_>) -> Option<Kolomnaam> {
    let mut words = head.split(' ').filter(|word| !is_beside(word, import));
    let only = words.next().filter(|_| words.next().is_none())?;
    is_structural(only, import).then_some(Kolomnaam::Structureel)
}

fn is_structural(word: &str, import: &Import<'_>) -> bool {
    import.koppen.get(word) == Some(&Kolomnaam::Structureel)
}

/// The columns of a sheet. A sheet can have thousands that are not used: nothing looks through all for each row.
#[derive(Default)]
pub(super) struct Kolommen {
    by_number: BTreeMap<u32, Kolom>,
    by_kind: BTreeMap<Kolom, u32>,
}

impl Kolommen {
    fn insert(&mut self, number: u32, kolom: Kolom) {
        self.by_number.insert(number, kolom);
        self.by_kind.insert(kolom, number);
    }

    /// What a column holds.
    pub(super) fn get(&self, number: u32) -> Option<Kolom> {
        self.by_number.get(&number).copied()
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, kolom: Kolom) -> bool {
        self.by_kind.contains_key(&kolom)
    }

    /// Every column with its number, from left to right.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Kolom)> {
        self.by_number.iter().map(|(number, kolom)| (*number, *kolom))
    }

    /// A row's cell in a column.
    pub(super) fn cell<'c>(&self, row: &'c [Cell], kolom: Kolom) -> Option<&'c Cell> {
        at_column(row, *self.by_kind.get(&kolom)?)
    }

    /// A row's cells in the columns that hold something, from left to right.
    pub(super) fn cells<'c>(&self, row: &'c [Cell]) -> impl Iterator<Item = (Kolom, &'c Cell)> {
        self.iter().filter_map(|(number, kolom)| Some((kolom, at_column(row, number)?)))
    }

    /// A row's cells with amounts.
    pub(super) fn amounts<'c>(&self, row: &'c [Cell]) -> impl Iterator<Item = (Kolom, &'c Cell)> {
        self.cells(row).filter(|(kolom, _)| matches!(kolom, Kolom::Bedrag(..)))
    }
}

impl Import<'_> {
    /// What each column is.
    pub(super) fn columns(&mut self, sheet: &Sheet, head: &Koprij) -> Kolommen {
        let known = self.years();
        let mut columns = Kolommen::default();
        let before = self.found.len();
        for cell in &head.cells {
            if matches!(cell.value, CellValue::Uncomputed | CellValue::Error(_)) {
                self.refuse(&cell.value, &cell.span, "een kop");
                continue;
            }
            let text = cell_text(cell);
            let kolom = match head.name == Some(cell.column) {
                true => Some(Kolom::Tekst(Kolomnaam::Maatregel)),
                false => Kolom::of(&text, self),
            };
            let Some(kolom) = kolom else {
                if !self.seems_to_withhold(sheet, head, cell) {
                    self.unknown_head(cell, &text);
                }
                continue;
            };
            if columns.has(kolom) {
                let message = format!("de kolom `{}` staat er twee keer", words::shorten(&text));
                self.error(codes::SHEET_COLUMN, message, cell.span.clone(), "houd één van de twee");
                continue;
            }
            if let (Kolom::Bedrag(Some(year), _), Some(known)) = (kolom, &known)
                && !known.contains(&year)
            {
                let message = format!("{year} is geen jaar van deze tabel");
                let help = "voeg het jaar toe aan `jaren` in bijlage.yaml, of noem met `bereik` minder kolommen";
                self.error(codes::YEAR_UNKNOWN, message, cell.span.clone(), help);
                continue;
            }
            columns.insert(cell.column, kolom);
        }
        self.halves(&head.cells, &columns);
        // A head that was told may be the year that seems to be missing.
        if !self.found[before..].iter().any(|told| told.code == codes::SHEET_CELL) {
            self.missing(&head.cells, &columns, known.unwrap_or_default());
        }
        self.headless(sheet, head, &columns);
        self.hidden_columns(sheet, head, &columns);
        columns
    }

    /// Columns that nobody sees in the sheet, and everybody in the annex.
    fn hidden_columns(&mut self, sheet: &Sheet, head: &Koprij, columns: &Kolommen) {
        let below = sheet.rows[head.last + 1..].iter().flatten();
        let used: BTreeSet<u32> = below.map(|cell| cell.column).collect();
        for cell in head.cells.iter().filter(|cell| sheet.is_hidden_column(cell.column)) {
            let printed = columns.get(cell.column).is_some_and(|kolom| {
                !matches!(
                    kolom,
                    Kolom::Tekst(
                        Kolomnaam::Soort
                            | Kolomnaam::Id
                            | Kolomnaam::Nummer
                            | Kolomnaam::Openbaar
                            | Kolomnaam::Grond
                    )
                )
            });
            if printed && used.contains(&cell.column) {
                let message =
                    "deze kolom is verborgen in de spreadsheet, en komt wel in de bijlage";
                let help = "maak haar zichtbaar als zij naar de Kamer mag; haal haar anders weg, of noem met `bereik` minder kolommen";
                self.warn(codes::SHEET_HIDDEN, message, cell.span.clone(), help);
            }
        }
    }

    /// A column that nothing is done with; one that seems to be a year may not be lost.
    fn unknown_head(&mut self, cell: &Cell, text: &str) {
        let heads = KOPPEN.iter().map(|(_, _, head)| *head);
        let lower = text.to_lowercase();
        let structural = lower.split(|c: char| !c.is_alphanumeric() && c != '.');
        let structural = structural.into_iter().any(|word| is_structural(word, self));
        let year = years_of(text).next();
        // Of two years nobody knows which one is meant.
        let several = ["e.v", "t/m", "vanaf", "tot en met", "verder"];
        let several = several.iter().any(|word| lower.contains(word));
        let only = year.filter(|_| years_of(text).count() == 1 && !several);
        let meant = match structural {
            true => Some(kolomkop("structureel")),
            // Of the thousandth column nobody asks what is meant by it.
            false if cell.column > MAX_MEANT => only,
            false => only.or_else(|| self.meant_head(&lower)),
        };
        let label = meant.map(|head| format!("bedoelde u `{head}`?")).unwrap_or_default();
        let message = format!("de kolom `{}` wordt niet gebruikt", words::shorten(text));
        let diagnostic = match (structural, year) {
            (true, _) => Diagnostic::error(codes::SHEET_COLUMN, message)
                .help("schrijf boven de structurele bedragen alleen `Structureel`"),
            (false, Some(_)) if several => Diagnostic::error(codes::SHEET_COLUMN, message).help(
                "een kolom is van één jaar; geldt het bedrag elk volgend jaar, schrijf er dan `Structureel` boven",
            ),
            (false, None) if is_like_year(text) => Diagnostic::error(codes::SHEET_COLUMN, message)
                .help("is het een jaar, schrijf het dan met vier cijfers, van 1990 tot en met 2099"),
            (false, Some(_)) => Diagnostic::error(codes::SHEET_COLUMN, message)
                .help("schrijf boven de bedragen van een jaar alleen het jaar"),
            (false, None) => Diagnostic::warning(codes::SHEET_COLUMN, message)
                .help(format!("kolommen zijn {} en jaren", words::list(heads, "en"))),
        };
        self.found.push(diagnostic.at(cell.span.clone(), label));
    }

    /// The head of ours that another one, in lower case, seems to stand for.
    fn meant_head(&self, head: &str) -> Option<&'static str> {
        let near =
            words::meant(head, self.koppen.keys().map(String::as_str).collect::<BTreeSet<_>>());
        let own = near.and_then(|near| self.koppen.get(near).copied());
        let alike = self.woorden.lijkt_kop.iter().find_map(|(name, heads)| {
            heads.iter().any(|other| other.as_str() == head).then_some(*name)
        });
        own.or(alike).map(|name| kolomkop(name.veld()))
    }

    /// Every year of the table has a column: without one its amounts would be missing.
    fn missing(&mut self, head: &[Cell], columns: &Kolommen, years: Vec<Jaar>) {
        let there =
            |year| columns.iter().any(|(_, c)| matches!(c, Kolom::Bedrag(Some(y), _) if y == year));
        let missing: Vec<String> =
            years.into_iter().filter(|year| !there(*year)).map(|year| year.to_string()).collect();
        if let (Some(cell), false) = (head.first(), missing.is_empty()) {
            let message = format!("het blad heeft geen kolom {}", words::list(&missing, "en"));
            let help = "voeg de kolom toe, of haal het jaar weg bij `jaren`";
            self.error(codes::SHEET_COLUMN, message, cell.span.clone(), help);
        }
    }

    /// Numbers under no head are in no column, and neither are texts beside amounts.
    fn headless(&mut self, sheet: &Sheet, head: &Koprij, columns: &Kolommen) {
        let heads: Vec<u32> = head.cells.iter().map(|cell| cell.column).collect();
        // Beyond the head row a record is too long, which is told of its row.
        let end = sheet.widths.get(&head.row()).copied().unwrap_or(0);
        let below = || sheet.rows[head.last + 1..].iter();
        for row in below().filter(|row| columns.amounts(row).next().is_some()) {
            let computed = self.name_elsewhere(row, columns).map(|cell| cell.column);
            for cell in row.iter().filter(|cell| matches!(cell.value, CellValue::Text(_))) {
                let text = cell_text(cell);
                if heads.binary_search(&cell.column).is_ok()
                    || computed == Some(cell.column)
                    || !text.contains(char::is_alphabetic)
                    || (sheet.delimiter.is_some() && cell.column as usize >= end)
                {
                    continue;
                }
                if Gronden::is_meant(&text, &self.lijsten.woo) {
                    let message = "deze grond staat in een kolom zonder kop, en lakt niets: de rij komt zo in de openbare editie";
                    self.withholds_nothing(message, cell);
                    continue;
                }
                let message =
                    "deze tekst staat in een kolom zonder kop, en komt niet in de bijlage";
                let help = "zet er een kop boven, zoals `Toelichting`, of noem met `bereik` minder kolommen";
                self.warn(codes::SHEET_COLUMN, message, cell.span.clone(), help);
            }
        }
        for cell in below().flatten() {
            let is_number = match &cell.value {
                CellValue::Number(_) => true,
                CellValue::Text(text) => {
                    (cell.column as usize) < end && text.bytes().all(|b| b.is_ascii_digit())
                }
                _ => false,
            };
            if !is_number || heads.binary_search(&cell.column).is_ok() {
                continue;
            }
            let message = "dit getal staat in een kolom zonder kop, en telt niet mee";
            match sheet.delimiter {
                // It may be what stands behind the comma of the amount before it.
                Some(b',') => {
                    self.error(codes::SHEET_COLUMN, message, cell.span.clone(), super::vorm::COMMAS)
                }
                _ => {
                    let help = "zet er een jaar boven, of noem met `bereik` minder kolommen";
                    self.warn(codes::SHEET_COLUMN, message, cell.span.clone(), help);
                }
            }
        }
    }

    /// A range that stops before the table does.
    pub(super) fn beyond(&mut self, sheet: &Sheet, head: &Koprij, columns: &Kolommen) {
        let kolom = |cell: &Cell| columns.get(cell.column);
        let last = sheet.rows.iter().flatten().map(|cell| cell.row).max().unwrap_or(0);
        let below: Vec<&Cell> = sheet.beyond.iter().filter(|cell| cell.row == last + 1).collect();
        let name = below.iter().find(|cell| {
            kolom(cell) == Some(Kolom::Tekst(Kolomnaam::Maatregel))
                && !self.is_sum(&cell_text(cell))
                && !self.begins_as_part(&cell_text(cell))
        });
        let amount = |cell: &&&Cell| matches!(kolom(cell), Some(Kolom::Bedrag(..)));
        let help = "maak `bereik` groter, of laat er in het blad een lege rij of kolom achter";
        if let (Some(name), Some(_)) = (name, below.iter().find(amount)) {
            let message = "onder het bereik gaat de tabel door met deze rij, die niet meetelt";
            self.warn(codes::SHEET_COLUMN, message, name.span.clone(), help);
        }
        let year = sheet.beyond.iter().find(|cell| {
            cell.row == head.row()
                && matches!(Kolom::of(&cell_text(cell), self), Some(Kolom::Bedrag(..)))
        });
        if let Some(cell) = year.filter(|cell| cell.column == head.width) {
            let message =
                "rechts van het bereik gaat de tabel door met deze kolom, die niet meetelt";
            self.warn(codes::SHEET_COLUMN, message, cell.span.clone(), help);
        }
    }

    /// A column `2025 van` needs a column `2025 tot`.
    fn halves(&mut self, head: &[Cell], columns: &Kolommen) {
        for cell in head {
            let other = match columns.get(cell.column) {
                Some(Kolom::Bedrag(year, Margekant::Van)) => {
                    (Kolom::Bedrag(year, Margekant::Tot), "tot")
                }
                Some(Kolom::Bedrag(year, Margekant::Tot)) => {
                    (Kolom::Bedrag(year, Margekant::Van), "van")
                }
                _ => continue,
            };
            if !columns.has(other.0) {
                let message = format!("bij deze kolom hoort er een met `{}`", other.1);
                let help = "een marge heeft twee kolommen: `2025 van` en `2025 tot`";
                self.error(codes::SHEET_COLUMN, message, cell.span.clone(), help);
            }
        }
    }

    /// The years that the annex gives; none when it leaves them to the sheet.
    fn years(&self) -> Option<Vec<Jaar>> {
        let node = self.table.get("jaren").or_else(|| self.whole.get("jaren"))?;
        let Kind::List(items) = &node.kind else { return None };
        Some(items.iter().filter_map(|item| Jaar::parse(item.text()?).ok()).collect())
    }
}

/// Whether a head is a number that is nearly a year: `202`, `2206`.
fn is_like_year(text: &str) -> bool {
    let text = text.trim();
    (3..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The years that a text names.
pub(super) fn years_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|word| Jaar::parse(word).is_ok())
}
