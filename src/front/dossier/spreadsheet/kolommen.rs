//! In: the rows of a sheet. Out: which row has the heads, and what each column holds. Pure.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::cellen::cell_text;
use super::{Import, Kant};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::schema::words_only;
use crate::dossier::woorden::Bladwoorden;
use crate::dossier::{Eenheid, Jaar};
use crate::sheet::{Cell, CellValue, Sheet};
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// What a column of a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kolom {
    /// Texts.
    Tekst(Kolomnaam),
    /// Amounts of a year, or structural ones.
    Bedrag(Option<Jaar>, Kant),
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
}

/// The columns with their fields, and with the heads that we write ourselves; others stand in `lijsten/spreadsheet.yaml`.
const KOPPEN: [(Kolomnaam, &str, &str); 11] = [
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
    fn of(head: &str, koppen: &HashMap<String, Kolomnaam>) -> Option<Self> {
        let head = head.trim().to_lowercase();
        let (name, kant) = match head.rsplit_once(' ') {
            Some((name, "van")) => (name.trim(), Kant::Van),
            Some((name, "tot")) => (name.trim(), Kant::Tot),
            _ => (head.as_str(), Kant::Beide),
        };
        if let Ok(year) = Jaar::parse(name) {
            return Some(Self::Bedrag(Some(year), kant));
        }
        match (koppen.get(name)?, kant) {
            (Kolomnaam::Structureel, kant) => Some(Self::Bedrag(None, kant)),
            (_, Kant::Van | Kant::Tot) => None,
            (naam, Kant::Beide) => Some(Self::Tekst(*naam)),
        }
    }
}

/// The columns of a sheet, by the column's number.
pub(super) type Kolommen = BTreeMap<u32, Kolom>;

impl Import<'_> {
    /// The row with the heads of the columns, and what each column is.
    pub(super) fn head(&mut self, sheet: &Sheet, place: &Span) -> Option<(usize, Kolommen)> {
        let koppen = self.koppen;
        let kolom = |cell: &Cell| Kolom::of(&cell_text(cell), koppen);
        let is_head = |row: &Vec<Cell>| {
            row.iter().any(|cell| kolom(cell) == Some(Kolom::Tekst(Kolomnaam::Maatregel)))
                && row.iter().any(|cell| matches!(kolom(cell), Some(Kolom::Bedrag(..))))
        };
        let Some(at) = sheet.rows.iter().position(is_head) else {
            // The row with most years is the one that was meant.
            let years = |row: &&Vec<Cell>| {
                row.iter().filter(|cell| matches!(kolom(cell), Some(Kolom::Bedrag(..)))).count()
            };
            let near = sheet.rows.iter().max_by_key(years).filter(|row| years(row) > 0);
            let (message, span) = match near.and_then(|row| row.first()) {
                Some(cell) => {
                    ("in deze rij met jaren ontbreekt de kop `Maatregel`", cell.span.clone())
                }
                None => ("in dit blad staat geen rij met koppen", place.clone()),
            };
            let help = "zet boven de kolommen `Maatregel` en de jaren, zoals `2025`; `kamerbrief bijlage --format xlsx` maakt een voorbeeld";
            self.error(codes::SHEET_COLUMN, message, span, help);
            return None;
        };
        let known = self.years();
        let mut columns = Kolommen::new();
        for cell in &sheet.rows[at] {
            let text = cell_text(cell);
            let Some(kolom) = Kolom::of(&text, koppen) else {
                self.unknown_head(cell, &text);
                continue;
            };
            if columns.values().any(|other| *other == kolom) {
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
        self.halves(&sheet.rows[at], &columns);
        self.missing(&sheet.rows[at], &columns, known.unwrap_or_default());
        self.headless(sheet, at);
        Some((at, columns))
    }

    /// A column that nothing is done with; one that seems to be a year may not be lost.
    fn unknown_head(&mut self, cell: &Cell, text: &str) {
        let heads = KOPPEN.iter().map(|(_, _, head)| *head);
        let year = text.split(|c: char| !c.is_ascii_digit()).find(|word| Jaar::parse(word).is_ok());
        let meant = year.or_else(|| words::meant(text, heads.clone()));
        let label = meant.map(|head| format!("bedoelde u `{head}`?")).unwrap_or_default();
        let message = format!("de kolom `{}` wordt niet gebruikt", words::shorten(text));
        let diagnostic = match year {
            Some(_) => Diagnostic::error(codes::SHEET_COLUMN, message)
                .help("schrijf boven de bedragen van een jaar alleen het jaar"),
            None => Diagnostic::warning(codes::SHEET_COLUMN, message)
                .help(format!("kolommen zijn {} en jaren", words::list(heads, "en"))),
        };
        self.found.push(diagnostic.at(cell.span.clone(), label));
    }

    /// Every year of the table has a column: without one its amounts would be missing.
    fn missing(&mut self, head: &[Cell], columns: &Kolommen, years: Vec<Jaar>) {
        let there =
            |year| columns.values().any(|c| matches!(c, Kolom::Bedrag(Some(y), _) if *y == year));
        let missing: Vec<String> =
            years.into_iter().filter(|year| !there(*year)).map(|year| year.to_string()).collect();
        if let (Some(cell), false) = (head.first(), missing.is_empty()) {
            let message = format!("het blad heeft geen kolom {}", words::list(&missing, "en"));
            let help = "voeg de kolom toe, of haal het jaar weg bij `jaren`";
            self.error(codes::SHEET_COLUMN, message, cell.span.clone(), help);
        }
    }

    /// Numbers under no head are in no column.
    fn headless(&mut self, sheet: &Sheet, at: usize) {
        let heads: Vec<u32> = sheet.rows[at].iter().map(|cell| cell.column).collect();
        let mut lost = sheet.rows[at + 1..].iter().flatten().filter(|cell| {
            matches!(cell.value, CellValue::Number(_)) && !heads.contains(&cell.column)
        });
        if let Some(cell) = lost.next() {
            let message = "dit getal staat in een kolom zonder kop, en telt niet mee";
            let help = "zet er een jaar boven, of noem met `bereik` minder kolommen";
            self.warn(codes::SHEET_COLUMN, message, cell.span.clone(), help);
        }
    }

    /// A column `2025 van` needs a column `2025 tot`.
    fn halves(&mut self, head: &[Cell], columns: &Kolommen) {
        for cell in head {
            let other = match columns.get(&cell.column) {
                Some(Kolom::Bedrag(year, Kant::Van)) => (Kolom::Bedrag(*year, Kant::Tot), "tot"),
                Some(Kolom::Bedrag(year, Kant::Tot)) => (Kolom::Bedrag(*year, Kant::Van), "van"),
                _ => continue,
            };
            if !columns.values().any(|column| *column == other.0) {
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

    /// What stands above the heads may not name another unit than the annex does.
    pub(super) fn unit(&mut self, above: &[Vec<Cell>]) {
        let word = self.table.get("eenheid").or_else(|| self.whole.get("eenheid"));
        let Some(word) = word.and_then(Node::text) else { return };
        for cell in above.iter().flatten() {
            let Some(named) = unit_of(&cell_text(cell)) else { continue };
            if named.word() != word {
                self.found.push(
                    Diagnostic::error(
                        codes::UNIT_CONFLICT,
                        format!("de spreadsheet is in {}, de bijlage in {word}", named.word()),
                    )
                    .at(cell.span.clone(), "")
                    .help(format!(
                        "schrijf in bijlage.yaml `eenheid: {}`, of pas het blad aan",
                        named.word()
                    )),
                );
            }
        }
    }
}

/// The unit that a text names, in one of the ways in which people write it: `x € 1.000`, `in mln. euro`.
fn unit_of(text: &str) -> Option<Eenheid> {
    static UNITS: LazyLock<[(Eenheid, Regex); 3]> = LazyLock::new(|| {
        let pattern = |pattern| Regex::new(pattern).expect("this pattern is tested");
        [
            (
                Eenheid::Miljoen,
                pattern(
                    r"(?x) [x×*]\s*€?\s* (1\s*)? (mln|miljoen) | [x×*]\s*€?\s*1[.\s]?000[.\s]?000
                    | (mln|miljoen|miljoenen)\.?\s*(€|euro) | €\s*(mln|miljoen)
                    | (bedragen|euro|€).* in\s(mln|miljoenen) | in\s(mln|miljoenen).*(euro|€)",
                ),
            ),
            (
                Eenheid::Duizend,
                pattern(
                    r"(?x) [x×*]\s*€?\s*1[.\s]?000 | (duizend|duizenden)\s*(€|euro)
                    | (bedragen|euro|€).* in\sduizend | in\sduizend.*(euro|€)",
                ),
            ),
            (
                Eenheid::Euro,
                pattern(r"bedragen\sin\s(hele\s)?(euro|€)|in\shele\seuro|[x×*]\s*€\s*1\)"),
            ),
        ]
    });
    let text = text.to_lowercase();
    UNITS.iter().find(|(_, pattern)| pattern.is_match(&text)).map(|(unit, _)| *unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_recognised_as_people_write_it() {
        for text in [
            "(bedragen x € 1.000)",
            "x €1.000",
            "bedragen x\u{a0}€\u{a0}1.000",
            "* € 1000",
            "in duizenden euro's",
            "bedragen in duizenden",
            "x 1000 euro",
        ] {
            assert_eq!(unit_of(text), Some(Eenheid::Duizend), "{text}");
        }
        for text in [
            "(bedragen x € 1 mln.)",
            "in mln. euro",
            "(bedragen in mln. euro)",
            "in mln €",
            "x € mln",
            "€ mln",
            "In miljoenen euro",
            "x1.000.000",
            "x € 1.000.000",
        ] {
            assert_eq!(unit_of(text), Some(Eenheid::Miljoen), "{text}");
        }
        for text in ["(bedragen in euro's)", "bedragen in hele euro's", "(x € 1)"] {
            assert_eq!(unit_of(text), Some(Eenheid::Euro), "{text}");
        }
        for text in
            ["Voorstel voor € 1 mln per jaar", "Steun in duizenden gevallen", "Overzicht van FEZ"]
        {
            assert_eq!(unit_of(text), None, "{text}");
        }
    }
}
