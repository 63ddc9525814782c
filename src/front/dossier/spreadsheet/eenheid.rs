//! In: the texts of a sheet, and the unit of its table. Out: in which unit the sheet is, and its amounts in that of the
//! table. Pure.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Import;
use super::cellen::cell_text;
use super::koppen::Koprij;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::Eenheid;
use crate::dossier::bedrag::in_eenheid;
use crate::sheet::{CellValue, Sheet};
use crate::source::Span;
use crate::yaml::{Node, Path};

/// From the unit of a sheet to that of its table.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Omrekening {
    /// That of the sheet: its own, or else that of the table.
    blad: Option<Eenheid>,
    tabel: Option<Eenheid>,
}

impl Omrekening {
    pub(super) fn of(table: &Node, whole: &Node) -> Self {
        let unit = |node: &Node| Eenheid::ALL.into_iter().find(|e| Some(e.word()) == node.text());
        let tabel = table.get("eenheid").or_else(|| whole.get("eenheid")).and_then(unit);
        let own = table.at(&Path::default().key("spreadsheet").key("eenheid")).and_then(unit);
        Self { blad: own.or(tabel), tabel }
    }

    /// Whether there is anything to convert.
    pub(super) fn is_nodig(self) -> bool {
        self.blad != self.tabel
    }

    /// An amount of the sheet in the unit of the table.
    pub(super) fn bedrag(self, value: Decimal) -> Option<Decimal> {
        let (Some(blad), Some(tabel)) = (self.blad, self.tabel) else { return Some(value) };
        Some(value.checked_mul(blad.euros())?.checked_div(tabel.euros())?.normalize())
    }

    /// An amount without the point between its thousands, where the unit of the sheet makes that certain.
    pub(super) fn zonder_punt(self, text: &str) -> Option<String> {
        in_eenheid(text, self.blad?)
    }

    /// Whether a word in the format of a cell is the unit of the sheet.
    pub(super) fn is_eenheid(self, word: &str) -> bool {
        let word = word.to_lowercase();
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        self.blad.is_some_and(|unit| match unit {
            Eenheid::Miljoen => matches!(word, "mln" | "miljoen" | "mio" | "m"),
            Eenheid::Duizend => matches!(word, "k" | "dzd" | "duizend"),
            Eenheid::Euro => false,
        })
    }
}

impl Import<'_> {
    /// The other money than euros that a text names.
    pub(super) fn other_money<'t>(&self, text: &'t str) -> Option<&'t str> {
        let is_part = |c: char| !c.is_alphanumeric() && !is_money_sign(c);
        text.split(is_part).find(|word| {
            word.starts_with(is_money_sign) || self.woorden.andere_munt.has_folded(word)
        })
    }

    /// The unit that the name of a row gives between brackets, where it is another than that of the sheet.
    pub(super) fn other_unit(&self, name: &str) -> Option<Eenheid> {
        let mut inside = name.split('(').skip(1).filter_map(|rest| rest.split(')').next());
        let named = inside.find_map(unit_of)?;
        self.omrekening.blad.is_some_and(|blad| blad != named).then_some(named)
    }

    /// Whether a text says nothing but in which unit the sheet is.
    pub(super) fn is_unit_alone(&self, text: &str) -> bool {
        let known = |word: &str| {
            let word =
                word.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | ',' | ':' | '-' | '*'));
            let number = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            number || matches!(word, "alle" | "zijn" | "×") || self.woorden.bij_jaar.has(word)
        };
        unit_of(text).is_some() && text.to_lowercase().split_whitespace().all(known)
    }

    /// What a sheet says of its unit is what the annex says of it.
    pub(super) fn unit(&mut self, sheet: &Sheet, head: &Koprij, place: &Span) {
        let Some(blad) = self.omrekening.blad else { return };
        let mut wrong = Vec::new();
        for cell in sheet.rows[..head.first].iter().flatten() {
            wrong.push((unit_of(&cell_text(cell)), cell.span.clone()));
        }
        for cell in &head.cells {
            let text = cell_text(cell);
            // Beside a year the unit needs no sign of the euro: `2024 (dzd)`.
            wrong.push((unit_of(&text).or_else(|| beside_year(&text)), cell.span.clone()));
        }
        // A remark below the table, in a row without amounts.
        for row in sheet.rows[head.last + 1..].iter().filter(|row| row.len() == 1) {
            wrong.extend(row.iter().map(|cell| (unit_of(&cell_text(cell)), cell.span.clone())));
        }
        // Beside amounts, a cell that names a unit and nothing else.
        for cell in sheet.rows[head.last + 1..].iter().filter(|row| row.len() > 1).flatten() {
            if matches!(cell.value, CellValue::Text(_)) && self.is_unit_alone(&cell_text(cell)) {
                wrong.push((unit_of(&cell_text(cell)), cell.span.clone()));
            }
        }
        let said = sheet.rows[..head.first].iter().flatten().chain(&head.cells);
        let below = sheet.rows[head.last + 1..].iter().filter(|row| row.len() == 1).flatten();
        for cell in said.clone().chain(below) {
            if in_billions(&cell_text(cell)) {
                let message = "de spreadsheet is in miljarden, en een bijlage is dat nooit";
                let help = "reken de bedragen in het blad om naar miljoenen, en verbeter de tekst";
                self.error(codes::UNIT_CONFLICT, message, cell.span.clone(), help);
                return;
            }
        }
        for cell in said {
            let text = cell_text(cell);
            // With another money in the place of euros the text would name a unit.
            let Some(money) = self.other_money(&text) else { continue };
            if unit_of(&text.replace(money, "€")).is_some() {
                let message = format!("de spreadsheet is in `{money}`, niet in euro's");
                let help = "reken de bedragen om naar euro's, en verbeter de tekst in het blad";
                self.error(codes::UNIT_CONFLICT, message, cell.span.clone(), help);
                return;
            }
        }
        wrong.extend(sheet.name.as_deref().map(|name| (unit_of(name), place.clone())));
        for (named, span) in wrong {
            let Some(named) = named.filter(|named| *named != blad) else { continue };
            let message =
                format!("de spreadsheet is in {}, de bijlage in {}", named.word(), blad.word());
            let ours = self.omrekening.tabel.map_or("", Eenheid::word);
            self.found.push(
                Diagnostic::error(codes::UNIT_CONFLICT, message)
                    .at(span, "")
                    .help(format!(
                        "staan de bedragen van het blad in {named}, zet dan bij `spreadsheet:` ook `eenheid: {named}`; zij worden dan omgerekend naar {ours}, en bedragen die in bijlage.yaml zelf staan, blijven in {ours}",
                        named = named.word(),
                    ))
                    .help(format!("staan zij in {}, verbeter dan de tekst in het blad", blad.word())),
            );
            break;
        }
    }
}

/// The sign of money that is no euro.
fn is_money_sign(sign: char) -> bool {
    matches!(sign, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20ab}' | '\u{20ad}'..='\u{20cf}')
}

/// The unit that stands beside a year in a head.
fn beside_year(text: &str) -> Option<Eenheid> {
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric() && c != '€');
    let year =
        |word: &str| word.len() == 4 && word.starts_with("20") && word.parse::<u16>().is_ok();
    words().any(year).then_some(())?;
    words().find_map(|word| match word {
        "mln" | "mio" | "miljoen" | "miljoenen" => Some(Eenheid::Miljoen),
        "dzd" | "duizend" | "duizenden" => Some(Eenheid::Duizend),
        _ => None,
    })
}

/// The unit that a text names, in one of the ways in which people write it: `x € 1.000`, `in mln. euro`.
pub(super) fn unit_of(text: &str) -> Option<Eenheid> {
    static UNITS: LazyLock<[(Eenheid, Regex); 3]> = LazyLock::new(|| {
        let pattern = |pattern| Regex::new(pattern).expect("this pattern is tested");
        [
            (
                Eenheid::Miljoen,
                pattern(
                    r"(?x) ([x×*]|\b(maal|keer))\s*(€|eur|euro)?\s* (1\s|een\s)?\s* (mln|miljoen)
                    | ([x×*]|\b(maal|keer|in))\s*(€|eur|euro)?\s*1[.\s]?000[.\s]?000 | (€|\beur)\s*['’]?000[.\s'’]000\b | \bm(eur|euro)\b
                    | \b(mln|miljoen|miljoenen)\.?\s*(€|eur|euro) | (€|\beur)\s*(mln|miljoen) | \bm€ | (€|\beur)\s*m\b
                    | (bedragen|eur|euro|€).* in\s(mln|miljoenen) | \bin\s(mln|miljoenen).*(eur|euro|€)",
                ),
            ),
            (
                Eenheid::Duizend,
                pattern(
                    r"(?x) ([x×*]|\b(maal|keer))\s*(€|eur|euro)?\s*(1[.\s]?000\b|duizend) | \b(dzd|duizend|duizenden)\.?\s*(€|eur|euro)
                    | (€|\beur)\s*['’]?000\b | \bk(eur|euro)\b | \bin\s(1[.\s]?000\s*(€|eur|euro) | (€|eur|euro)\s*1[.\s]?000\b)
                    | (€|\beur)\s*(dzd|duizend) | \bk€ | (€|\beur)\s*k\b | ^\W*(eur|€)\s*1[.\s]?000(,-)?\W*$
                    | (bedragen|eur|euro|€).* in\s(dzd|duizend) | \bin\s(dzd|duizend).*(eur|euro|€)",
                ),
            ),
            (
                Eenheid::Euro,
                pattern(r"bedragen\sin\s(hele\s)?(eur|€)|in\shele\seuro|[x×*]\s*€\s*1(,-)?\)"),
            ),
        ]
    });
    let text = text.to_lowercase();
    if in_billions(&text) {
        return None;
    }
    UNITS.iter().find(|(_, pattern)| pattern.is_match(&text)).map(|(unit, _)| *unit)
}

/// Whether a text says that the amounts are in billions, which no annex is in.
fn in_billions(text: &str) -> bool {
    static BILLIONS: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?xi) ([x×*]|\b(maal|keer))\s*(€|eur|euro)?\s*(1\s)?\s*(mld|miljard) | \b(mld|miljard|miljarden)\.?\s*(€|eur|euro)
            | (€|\beur)\s*(mld|miljard) | (bedragen|eur|euro|€).*\ in\s(€|euro|eur)?\s*(mld|miljard) | \bin\s(mld|miljard).*(eur|euro|€)
            | ([x×*]|\bin)\s*(€|eur|euro)?\s*1([.\s]?000){3}";
        Regex::new(pattern).expect("this pattern is tested")
    });
    BILLIONS.is_match(text)
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
            "EUR 1.000",
            "bedragen in k€",
            "€ dzd.",
            "(x €1000,-)",
            "EUR k",
            "EUR 000",
            "€'000",
            "in keuro",
            "in 1.000 euro",
            "bedragen maal duizend",
            "bedragen keer € 1.000",
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
            "in MEUR",
            "maal een miljoen",
            "EUR 000.000",
            "x € 1.000.000",
        ] {
            assert_eq!(unit_of(text), Some(Eenheid::Miljoen), "{text}");
        }
        for text in ["(bedragen in euro's)", "bedragen in hele euro's", "(x € 1)"] {
            assert_eq!(unit_of(text), Some(Eenheid::Euro), "{text}");
        }
        for text in [
            "Voorstel voor € 1 mln per jaar",
            "Vergoeding van € 1.000 per leerling",
            "Steun in duizenden gevallen",
            "Overzicht van FEZ",
            "Nog eens € 1.000 per school",
            "Bedrag per 1.000 inwoners",
        ] {
            assert_eq!(unit_of(text), None, "{text}");
        }
        for text in [
            "bedragen in € miljard",
            "in mld. euro",
            "(x € 1 mld.)",
            "bedragen in miljarden",
            "In miljarden euro's",
        ] {
            assert!(in_billions(text) && unit_of(text).is_none(), "{text}");
        }
        for text in ["Een fonds van 2 miljard", "Plan van € 1 miljard per jaar", "(x € 1 mln.)"]
        {
            assert!(!in_billions(text), "{text}");
        }
    }
}
