//! In: the head of a column that is none of ours with what stands below it, or what a row says of being public. Out:
//! whether that seems to withhold something, and does not. Pure.
//!
//! A column that is not used is mostly only in the way. One by which somebody meant to withhold a row is worse: the row
//! would go out.

use super::cellen::cell_text;
use super::kolommen::Kolomnaam;
use super::koppen::{Koprij, at_column};
use super::rijen::{Invoerrij, STAND};
use super::soorten::Soortrij;
use super::{Import, entry, text_node};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Gronden, Lakwoorden, Lijsten};
use crate::sheet::{Cell, Sheet};
use crate::yaml::{Entry, Kind, Node};

impl Import<'_> {
    /// Tells of a column that is not used, if it seems to withhold its rows. Whether it does.
    pub(super) fn seems_to_withhold(&mut self, sheet: &Sheet, head: &Koprij, cell: &Cell) -> bool {
        let text = cell_text(cell);
        let below = || sheet.rows[head.last + 1..].iter();
        let mut cells = below().filter_map(|row| at_column(row, cell.column));
        let Lijsten { lakken, woo, .. } = self.lijsten;
        if !speaks_of_it(&text, lakken)
            && !cells.any(|cell| Gronden::is_meant(&cell_text(cell), woo))
        {
            return false;
        }
        let message = format!(
            "de kolom `{}` lijkt te lakken, maar lakt niets: deze rijen komen zo in de openbare editie",
            words::shorten(&text)
        );
        self.withholds_nothing(&message, cell);
        true
    }

    /// Tells of a cell that is merged over more rows: it stands in the first of them only.
    pub(super) fn withholds_one_row(&mut self, cell: &Cell) {
        if cell.merged.is_some_and(|area| area.to.0 > area.from.0) {
            let message = "deze cel is samengevoegd over meer rijen, en lakt alleen de eerste: de andere komen zo in de openbare editie";
            let help = "maak de samenvoeging ongedaan, en vul de cel bij elke rij in";
            self.error(codes::GROUND_UNKNOWN, message, cell.span.clone(), help);
        }
    }

    /// Tells of a row that is computed or not printed, and seems to withhold something.
    pub(super) fn withholds_in_vain(&mut self, rij: &Invoerrij<'_>) {
        let (message, help) = match rij.soort {
            Soortrij::Som(_) => (
                "deze rij wordt uitgerekend, en is zelf niet te lakken: zij komt zo in de openbare editie",
                "lak de regels waaruit zij volgt: dan gaat zij vanzelf mee",
            ),
            Soortrij::Dekkingskop => (
                "de kop van de dekking lakt de regels eronder niet: die komen zo in de openbare editie",
                "vul `Openbaar` en `Grond` bij elke regel eronder in",
            ),
            Soortrij::GeenDekking(_) => (
                "dat er geen dekking is, is hier niet te lakken: het komt zo in de openbare editie",
                "maak de cel leeg",
            ),
            Soortrij::Groep(_)
            | Soortrij::Maatregel
            | Soortrij::Deel
            | Soortrij::Beginstand
            | Soortrij::Bron => {
                return;
            }
        };
        let says = |kolom: &Kolomnaam| {
            let cell = rij.cell(*kolom)?;
            let text = cell_text(cell).trim().to_lowercase();
            (!text.is_empty() && text != "ja").then_some(cell)
        };
        if let Some(cell) = STAND.iter().find_map(says) {
            self.error(codes::GROUND_UNKNOWN, message, cell.span.clone(), help);
        }
    }

    pub(super) fn withholds_nothing(&mut self, message: &str, cell: &Cell) {
        self.found.push(
            Diagnostic::error(codes::GROUND_UNKNOWN, message).at(cell.span.clone(), "").help(
                "noem de kolommen `Openbaar` (met `nee`) en `Grond` (met de grond, zoals 5.1.2e)",
            ),
        );
    }
}

/// How a group is withheld of which every line is: its name stands in these lines, and nowhere else. They go with it, and
/// how many there are is not said.
pub(super) fn withheld_with(lines: &mut [Node]) -> Vec<Entry> {
    let (openbaar, grond) = (Kolomnaam::Openbaar.veld(), Kolomnaam::Grond.veld());
    let woo = &Lijsten::ingebouwd().woo;
    // A ground that is none is told at its line.
    let ground_of = |line: &Node| {
        let withheld = line
            .get(openbaar)
            .and_then(Node::text)
            .is_some_and(|said| ["nee", "false"].contains(&said));
        let ground = line.get(grond).filter(|_| withheld)?;
        Gronden::read(ground.text()?, woo).ok()
    };
    let grounds: Option<Vec<Gronden>> = lines.iter().map(ground_of).collect();
    let place = lines.first().and_then(|line| line.get(grond)).map(|node| node.span.clone());
    let (Some(grounds), Some(place)) = (grounds, place) else { return Vec::new() };
    let grounds: Gronden = grounds.into_iter().collect();
    for line in lines {
        if let Kind::Map(fields) = &mut line.kind {
            fields.retain(|field| {
                field.key.text().is_none_or(|key| ![openbaar, grond].contains(&key))
            });
        }
    }
    vec![
        entry(openbaar, text_node("nee", place.clone())),
        entry(grond, text_node(&grounds.to_string(), place)),
    ]
}

/// Whether a head speaks of nothing but what is public.
fn speaks_of_it(head: &str, woorden: &Lakwoorden) -> bool {
    let lower = head.to_lowercase();
    let mut words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    words.retain(|word| !woorden.naast_lakken.has(word));
    let near = |word: &str| {
        woorden.over_lakken.iter().any(|known| {
            let (known, typed) = (known.as_str(), word.chars().count());
            known == word || typed > 5 && strsim::damerau_levenshtein(known, word) == 1
        })
    };
    !words.is_empty() && words.into_iter().all(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_is_about_withholding_is_known_by_its_words() {
        for head in [
            "Openbaar?",
            "Woo-grond",
            "Openbaar (ja/nee)",
            "Openbar",
            "Niet openbaar",
            "Grond Woo",
            "GELAKT",
            "Lakgrond(en)",
            "Mag dit openbaar?",
            "vertrouwelijk",
        ] {
            assert!(speaks_of_it(head, &Lijsten::ingebouwd().lakken), "{head}");
        }
        for head in ["Openbaar vervoer", "Grondaankoop", "Opmerking", "Ja/nee", "", "Openbare orde"]
        {
            assert!(!speaks_of_it(head, &Lijsten::ingebouwd().lakken), "{head}");
        }
    }

    #[test]
    fn a_cell_with_a_ground_is_known_however_it_is_written() {
        for text in ["5.1.2e", "5.1.2.e", "artikel 5.1.2e Woo", "5.1.1c, 5.1.2b"] {
            assert!(Gronden::is_meant(text, &Lijsten::ingebouwd().woo), "{text}");
        }
        for text in ["5.1", "artikel 2", "32", "5.125", "artikel 68"] {
            assert!(!Gronden::is_meant(text, &Lijsten::ingebouwd().woo), "{text}");
        }
    }
}
