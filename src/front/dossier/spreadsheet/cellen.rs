//! In: a cell. Out: the text, amount or sum in it, or why there is none. Pure.

use std::collections::BTreeMap;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::kolommen::{Kolom, Kolommen};
use super::{Bewering, Import, Margekant, entry, text_node};
use crate::diagnostic::{codes, words};
use crate::dossier::bedrag::{from_float, typed};
use crate::dossier::lichten::NOTATIE;
use crate::dossier::{Bedrag, Jaar, Somregel, bedoeld};
use crate::sheet::{Cell, CellValue, Sheet, Shown};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// A cell's text; a whole number has no decimals, so that `33` is an article and `2025` a year.
pub(super) fn cell_text(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(number) => cell
            .number_as_text()
            .unwrap_or_else(|| from_float(*number).map_or_else(|| number.to_string(), typed)),
        CellValue::Date(Some(year)) => year.to_string(),
        CellValue::Error(_) | CellValue::Date(None) | CellValue::Truth | CellValue::Uncomputed => {
            String::new()
        }
    }
}

impl Import<'_> {
    /// A field with a text.
    pub(super) fn text(&mut self, key: &str, cell: Option<&Cell>, out: &mut Vec<Entry>) {
        let Some(cell) = cell else { return };
        if NOTATIE.contains(&key) {
            self.withholds_one_row(cell);
        }
        match &cell.value {
            CellValue::Number(_) if cell.number_as_text().is_none() => {
                let text = cell_text(cell);
                let point = text.replace(',', ".");
                let message = match text.contains(',') {
                    true => format!(
                        "deze cel houdt het getal {text}; is `{point}0` of `{point}` bedoeld?"
                    ),
                    false => format!("deze cel houdt het getal {text}, en toont iets anders"),
                };
                let help = "kies voor de cel de opmaak `Tekst`, en typ opnieuw wat er moet staan";
                self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                out.push(entry(key, text_node(&text, cell.span.clone())));
            }
            CellValue::Text(_) | CellValue::Number(_) => {
                let text = cell_text(cell);
                // A line break in a narrow cell is no more than that, but in a text it parts paragraphs.
                let prose = matches!(key, "toelichting" | "herkomst");
                let text = if prose { text } else { words::one_line(&text) };
                out.push(entry(key, text_node(&text, cell.span.clone())));
            }
            other => {
                self.refuse(other, &cell.span, "tekst");
                // Reported once; without it the structure check would miss the field.
                out.push(entry(key, text_node("?", cell.span.clone())));
            }
        }
    }

    /// The amounts of a row.
    pub(super) fn amounts(
        &mut self,
        sheet: &Sheet,
        row: &[Cell],
        columns: &Kolommen,
    ) -> Vec<Entry> {
        let mut halves: BTreeMap<Option<Jaar>, Vec<(Margekant, Bedrag, Span)>> = BTreeMap::new();
        let mut all: Vec<(Option<Jaar>, String, Span)> = Vec::new();
        for (kolom, cell) in columns.amounts(row) {
            let Kolom::Bedrag(year, kant) = kolom else { continue };
            self.merged(cell);
            let Some(text) = self.amount(cell, sheet.delimiter) else { continue };
            match (kant, Bedrag::parse(&text)) {
                (Margekant::Beide, _) => all.push((year, text, cell.span.clone())),
                (_, Ok(bedrag)) => {
                    halves.entry(year).or_default().push((kant, bedrag, cell.span.clone()));
                }
                // The structure check says what is wrong with it.
                (_, Err(_)) => all.push((year, text, cell.span.clone())),
            }
        }
        for (year, sides) in halves {
            let span = sides[0].2.clone();
            let side = |wanted| sides.iter().find(|(kant, ..)| *kant == wanted).map(|side| side.1);
            let joined = match (side(Margekant::Van), side(Margekant::Tot)) {
                (Some(Bedrag::Vast(van)), Some(Bedrag::Vast(tot))) if van < tot => {
                    Some(format!("{} tot {}", typed(van), typed(tot)))
                }
                (Some(van), Some(tot)) if van == tot => Some(van.to_string()),
                _ => None,
            };
            match joined {
                Some(text) => all.push((year, text, span)),
                None => self.error(
                    codes::SHEET_CELL,
                    "`van` en `tot` vormen geen marge",
                    span,
                    "vul beide in, met het kleinste bedrag bij `van`; is het één bedrag, zet het dan bij beide",
                ),
            }
        }
        let mut out = Vec::new();
        let mut years = Vec::new();
        for (year, text, span) in all {
            let value = text_node(&text, span.clone());
            match year {
                Some(year) => years.push(Entry { key: text_node(&year.to_string(), span), value }),
                None => out.push(entry("structureel", value)),
            }
        }
        if let Some(first) = years.first() {
            let span = first.value.span.clone();
            let key = text_node("bedragen", span.clone());
            out.push(Entry { key, value: Node { span, kind: Kind::Map(years) } });
        }
        out
    }

    /// An amount as it could be typed; nothing where the cell holds none, which is then reported.
    pub(super) fn amount(&mut self, cell: &Cell, csv: Option<u8>) -> Option<String> {
        match &cell.value {
            CellValue::Number(number) => {
                let value = from_float(*number);
                if value.is_none() {
                    let help = "een bedrag heeft hoogstens 12 cijfers vóór de komma; kijk of de eenheid klopt";
                    let message = "dit getal is te groot voor een bedrag";
                    self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                }
                self.seen(cell, value?);
                self.converted(&typed(value?), &cell.span)
            }
            // Where commas stand between cells, those inside one may stand between thousands.
            CellValue::Text(text) if csv == Some(b',') && is_three_behind_comma(text) => {
                self.error(
                    codes::SHEET_CELL,
                    format!("`{text}` kan ook {} zijn", text.replace(',', "")),
                    cell.span.clone(),
                    "bewaar het bestand met puntkomma's tussen de cellen, of zonder scheiding van duizendtallen",
                );
                None
            }
            CellValue::Text(text) if text.starts_with('=') => {
                let message = format!("`{}` is een formule, geen bedrag", words::shorten(text));
                let help = "zet hier de uitkomst van de formule";
                self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                None
            }
            CellValue::Text(text) if csv.is_some() && bedoeld::is_niets(text) => {
                let message = format!("`{}` is geen bedrag", words::shorten(text));
                let help = "maak de cel leeg als er niets is; is het bedrag nog niet bekend, schrijf dan p.m.";
                self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                None
            }
            // In a CSV everything is text; the structure check reads it as in YAML. Its last zeros come of the look of a
            // cell, as in any sheet, and say nothing.
            CellValue::Text(text) if csv.is_some() => {
                let bedrag = Bedrag::parse(text).ok().filter(|_| text.ends_with('0'));
                let plain = bedrag.map(|bedrag| bedrag.to_string());
                self.converted(plain.as_deref().unwrap_or(text), &cell.span)
            }
            CellValue::Text(text) => match Bedrag::parse(text) {
                Ok(Bedrag::Marge(..) | Bedrag::Pm | Bedrag::EnPm(..) | Bedrag::Gelakt(_)) => {
                    self.converted(text, &cell.span)
                }
                Ok(Bedrag::Vast(_)) => {
                    self.error(
                        codes::SHEET_CELL,
                        format!("`{}` is tekst, geen getal", words::shorten(text)),
                        cell.span.clone(),
                        "kies in Excel bij het groene driehoekje `Converteren naar getal`; een som telt deze cel anders niet mee",
                    );
                    None
                }
                Err(help) => {
                    let message = format!("`{}` is geen bedrag", words::shorten(text));
                    let help = match text.contains(|c: char| c.is_ascii_digit()) {
                        true => help.as_str(),
                        false => {
                            "vul een getal in, een marge als `0,5–1`, of `p.m.`; maak de cel leeg als er niets is"
                        }
                    };
                    self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                    None
                }
            },
            other => {
                self.refuse(other, &cell.span, "een bedrag");
                None
            }
        }
    }

    /// An amount in the unit of the table. What is none is left as it is, for the structure check to tell.
    fn converted(&mut self, text: &str, span: &Span) -> Option<String> {
        let plain = self.omrekening.zonder_punt(text);
        let text = plain.as_deref().unwrap_or(text);
        let Some(bedrag) = Bedrag::parse(text).ok().filter(|_| self.omrekening.is_nodig()) else {
            return Some(text.to_owned());
        };
        let other = |value: Decimal| self.omrekening.bedrag(value);
        let bedrag = match bedrag {
            Bedrag::Vast(value) => other(value).map(Bedrag::Vast),
            Bedrag::Marge(from, to) => {
                other(from).zip(other(to)).map(|(from, to)| Bedrag::Marge(from, to))
            }
            Bedrag::EnPm(from, to, pm) => {
                other(from).zip(other(to)).map(|(from, to)| Bedrag::EnPm(from, to, pm))
            }
            Bedrag::Pm | Bedrag::Gelakt(_) => Some(bedrag),
        };
        // Ten decimals is what an amount can have.
        let text =
            bedrag.map(|bedrag| bedrag.to_string()).filter(|text| Bedrag::parse(text).is_ok());
        if text.is_none() {
            let message = "dit bedrag kan niet worden omgerekend naar de eenheid van de tabel";
            let help = "een bedrag heeft hoogstens 12 cijfers vóór de komma, 10 erna en 15 samen";
            self.error(codes::SHEET_CELL, message, span.clone(), help);
        }
        text
    }

    /// A cell of which a reader of the spreadsheet sees something else.
    fn seen(&mut self, cell: &Cell, value: Decimal) {
        let seen = match &cell.appearance.shown {
            Shown::Same => return,
            Shown::Stopgap => {
                let message = "deze formule geeft 0, en is misschien nog niet berekend";
                let help =
                    "open de spreadsheet in Excel of LibreOffice, laat haar rekenen en sla haar op";
                self.error(codes::SHEET_CELL, message, cell.span.clone(), help);
                return;
            }
            Shown::Words(word) if self.other_money(word).is_some() => {
                // Nothing is nothing in any money.
                if value.is_zero() {
                    return;
                }
                let message = format!(
                    "het bedrag `{}` staat in de spreadsheet in `{}`, niet in euro's",
                    typed(value),
                    words::shorten(word)
                );
                let help = "reken het om naar euro's; is het al in euro's, kies dan een gewone celopmaak voor getallen";
                self.error(codes::SHEET_SHOWN, message, cell.span.clone(), help);
                return;
            }
            Shown::Words(word) if self.omrekening.is_eenheid(word) => return,
            Shown::Percent => {
                let message = format!(
                    "`{}` staat in de spreadsheet als percentage, niet als bedrag",
                    typed(value)
                );
                let help = "zet hier het bedrag zelf; is dit het al, kies dan een gewone celopmaak voor getallen";
                self.error(codes::SHEET_SHOWN, message, cell.span.clone(), help);
                return;
            }
            Shown::Scaled(1) => "staat in de spreadsheet in duizendtallen".to_owned(),
            Shown::Scaled(2) => "staat in de spreadsheet in miljoenen".to_owned(),
            Shown::Scaled(_) => "staat in de spreadsheet zonder zijn laatste cijfers".to_owned(),
            Shown::NoMinus => "staat in de spreadsheet zonder min".to_owned(),
            Shown::Other(seen) => format!("staat in de spreadsheet als `{}`", words::shorten(seen)),
            Shown::Nothing => "is in de spreadsheet niet te zien".to_owned(),
            Shown::Words(word) => {
                format!("staat in de spreadsheet met `{}`", words::shorten(word))
            }
        };
        let message = format!("het bedrag `{}` {seen}", typed(value));
        let help = "in de bijlage komt wat in de cel zelf staat; kijk of dat klopt met de eenheid, en kies een gewone celopmaak voor getallen";
        self.warn(codes::SHEET_SHOWN, message, cell.span.clone(), help);
    }

    /// A cell that a reader of the spreadsheet does not see, or sees struck through, and that is printed.
    pub(super) fn looks(&mut self, cell: &Cell) {
        let (code, message) = match () {
            () if cell.is_covered() => (
                codes::SHEET_HIDDEN,
                "deze cel ligt in de spreadsheet onder een samenvoeging, en komt wel in de bijlage",
            ),
            () if cell.appearance.unseen => (
                codes::SHEET_HIDDEN,
                "de letters van deze cel hebben de kleur van de achtergrond, en komen wel in de bijlage",
            ),
            () if cell.appearance.struck => (
                codes::SHEET_SHOWN,
                "deze cel is in de spreadsheet doorgehaald, en komt wel in de bijlage",
            ),
            () if cell.appearance.parts.struck => (
                codes::SHEET_SHOWN,
                "een deel van deze cel is in de spreadsheet doorgehaald, en komt wel in de bijlage",
            ),
            () if cell.appearance.parts.raised => {
                let message = "een deel van deze cel staat in de spreadsheet boven of onder de regel, en komt er gewoon in";
                let help = "typ het teken zelf, zoals ² of ₂; een noot hoort bij de `toelichting`";
                self.warn(codes::SHEET_SHOWN, message, cell.span.clone(), help);
                return;
            }
            () => return,
        };
        let help = "haal de rij of de inhoud van de cel weg als zij niet meer geldt, of niet naar de Kamer mag; kies anders een gewone celopmaak";
        self.warn(code, message, cell.span.clone(), help);
    }

    /// An amount in merged cells seems to go for more than one year or measure.
    fn merged(&mut self, cell: &Cell) {
        let Some(area) = cell.merged else { return };
        if area.from == area.to || cell.is_covered() {
            return;
        }
        let message = "dit bedrag staat in samengevoegde cellen, en telt maar één keer";
        let help = "maak de samenvoeging ongedaan, en zet in elke cel haar eigen bedrag";
        self.warn(codes::SHEET_SHOWN, message, cell.span.clone(), help);
    }

    /// A cell that holds nothing that can be read.
    pub(super) fn refuse(&mut self, value: &CellValue, span: &Span, wanted: &str) {
        let (message, help) = match value {
            CellValue::Error(error) if error.starts_with("##") => (
                "deze cel is te smal voor haar getal".to_owned(),
                "maak de kolom breder en sla het bestand opnieuw op",
            ),
            CellValue::Error(error) => {
                (format!("deze formule geeft {error}"), "herstel de formule in de spreadsheet")
            }
            CellValue::Uncomputed => (
                "deze formule heeft nog geen uitkomst".to_owned(),
                "open de spreadsheet in Excel of LibreOffice en sla haar op",
            ),
            CellValue::Date(_) => (
                format!("hier hoort {wanted}, geen datum of tijd"),
                "kijk naar de opmaak van de cel",
            ),
            CellValue::Truth => (
                format!("hier hoort {wanted}, geen waar of onwaar"),
                "kijk naar de opmaak van de cel",
            ),
            CellValue::Text(_) | CellValue::Number(_) => return,
        };
        self.error(codes::SHEET_CELL, message, span.clone(), help);
    }

    /// Figures of the sheet that are computed here too.
    pub(super) fn claims(&mut self, regel: Somregel, row: &[Cell], columns: &Kolommen) {
        for (kolom, cell) in columns.amounts(row) {
            let Kolom::Bedrag(jaar, kant) = kolom else { continue };
            let waarde = match &cell.value {
                CellValue::Number(number) => from_float(*number),
                CellValue::Text(text) => match Bedrag::parse(text) {
                    Ok(Bedrag::Vast(value)) => Some(value),
                    // What is unknown cannot differ.
                    _ if text.to_lowercase().contains("p.m") => continue,
                    Ok(_) => continue,
                    // A sum may have more digits than an amount.
                    Err(_) => Decimal::from_str(&text.replace(',', ".")).ok().filter(|_| {
                        text.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'-')
                    }),
                },
                other => {
                    self.refuse(other, &cell.span, "een bedrag");
                    continue;
                }
            };
            let waarde = waarde.and_then(|waarde| self.omrekening.bedrag(waarde));
            let Some(waarde) = waarde else {
                let message = "dit totaal kan niet worden vergeleken met de som van de regels";
                let help = "schrijf het als een getal, of maak de cel leeg";
                self.warn(codes::SHEET_TOTAL, message, cell.span.clone(), help);
                continue;
            };
            self.claims.push(Bewering {
                tabel: self.tabel,
                regel,
                jaar,
                kant,
                waarde,
                span: cell.span.clone(),
            });
        }
    }
}

/// `1,250`
fn is_three_behind_comma(text: &str) -> bool {
    text.trim_start_matches('-').split_once(',').is_some_and(|(whole, digits)| {
        let all = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        (1..=3).contains(&whole.len()) && digits.len() == 3 && all(whole) && all(digits)
    })
}
