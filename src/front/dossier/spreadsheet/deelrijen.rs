//! In: the rows under the heads. Out: those that are part of another row, and would count twice. Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cellen::cell_text;
use super::kolommen::{Kolom, Kolomnaam};
use super::rijen::Invoerrij;
use super::{Import, entry, text_node};
use crate::diagnostic::{codes, words};
use crate::dossier::bedrag::from_float;
use crate::dossier::{Bedrag, Lijn, deelnaam, delen};
use crate::sheet::{Cell, CellValue};
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// Rows that are part of another one, by their places in the list.
pub(super) type Deelrijen = BTreeMap<usize, Deelrij>;

/// What is known of a row that is part of another one.
pub(super) struct Deelrij {
    /// The place of that other one, and its name.
    pub(super) van: usize,
    naam: String,
    /// Whether it is certain.
    pub(super) zeker: bool,
}

impl Import<'_> {
    /// Which of these rows are part of another one. A row that says in `Soort` what it is, is that.
    pub(super) fn parts(&self, rijen: &[Invoerrij<'_>]) -> Deelrijen {
        let mut out = Deelrijen::new();
        let mut lijnen: Vec<(usize, Lijn)> = Vec::new();
        let mut group = String::new();
        for (at, rij) in rijen.iter().enumerate() {
            let own = rij.cell(Kolomnaam::Groep).map(cell_text).map(|text| words::one_line(&text));
            let other = own.filter(|own| *own != group);
            let name = rij.text(self);
            let line = rij.has_amounts() && !name.is_empty() && !rij.is_head(self);
            if !line || other.is_some() {
                self.close(&mut lijnen, rij, &mut out);
            }
            group = other.unwrap_or(group);
            if line {
                lijnen.push((at, self.lijn(rij, name)));
            }
        }
        if let Some(last) = rijen.last() {
            self.close(&mut lijnen, last, &mut out);
        }
        out
    }

    /// Judges the lines that stand together.
    fn close(&self, lijnen: &mut Vec<(usize, Lijn)>, rij: &Invoerrij<'_>, out: &mut Deelrijen) {
        let (own, all): (Vec<usize>, Vec<Lijn>) = lijnen.drain(..).unzip();
        let parts = delen(&all, rij.sheet.summary_below, &self.woorden.deelrij);
        for (place, part) in own.iter().copied().zip(parts) {
            if let Some(part) = part {
                let naam = all[part.van].naam.clone();
                out.insert(place, Deelrij { van: own[part.van], naam, zeker: part.zeker });
            }
        }
    }

    fn lijn(&self, rij: &Invoerrij<'_>, naam: String) -> Lijn {
        let amounts = rij.columns.iter().filter(|(_, kolom)| matches!(kolom, Kolom::Bedrag(..)));
        let text = |naam| rij.cell(naam).map(cell_text).unwrap_or_default();
        let said = text(Kolomnaam::Soort);
        Lijn {
            nummer: text(Kolomnaam::Nummer).replace(',', "."),
            inspringing: rij.cell(Kolomnaam::Maatregel).map_or(0, |cell| cell.appearance.indent),
            overzicht: rij.sheet.outline(rij.first.row),
            bedragen: amounts
                .map(|(_, kolom)| {
                    rij.columns.cell(rij.row, kolom).map_or(Some(Decimal::ZERO), known)
                })
                .collect(),
            som: self.is_sum(&naam) || self.somrijen.contains_key(&said.to_lowercase()),
            naam,
        }
    }

    /// Makes of a measure that was read a part of the one above: its name says so no more.
    pub(super) fn as_part(&self, maatregel: &mut Node, is_guessed: bool) {
        let Kind::Map(fields) = &mut maatregel.kind else { return };
        let Some(name) = fields.iter_mut().find(|field| field.key.text() == Some("maatregel"))
        else {
            return;
        };
        let span = name.value.span.clone();
        let text = name.value.text().unwrap_or_default();
        let short = deelnaam(text, &self.woorden.deelrij, is_guessed);
        if short != text {
            name.value = text_node(short, span.clone());
        }
        // Behind the name, which has its own place.
        let end = span.range.end;
        fields.push(entry("waarvan", text_node("true", Span::new(span.source, end..end))));
    }

    /// Tells of a row that is part of another one, which does not count: below a measure it stands in the annex as such,
    /// and elsewhere not at all.
    pub(super) fn part(&mut self, rij: &Invoerrij<'_>, part: &Deelrij, is_shown: bool) {
        let (name, of) = (words::shorten(&rij.text(self)), words::shorten(&part.naam));
        let span = rij.first.span.clone();
        if part.zeker {
            let (shown, help) = match is_shown {
                true => (
                    "en telt niet nog eens mee",
                    "klopt dat, schrijf dan in een kolom `Soort` bij deze rij `waarvan`; zijn de delen zelf de maatregelen, schrijf dan bij hen `maatregel`, en bij de rij die zij samen zijn `uitgaven`",
                ),
                false => (
                    "en komt niet in de bijlage",
                    "zo telt geen bedrag dubbel; zijn de delen zelf de maatregelen, schrijf dan in een kolom `Soort` bij hen `maatregel`, en bij de rij die zij samen zijn `uitgaven`; schrijf anders `waarvan`",
                ),
            };
            let message = format!("`{name}` is een deel van `{of}`, {shown}");
            self.warn(codes::SHEET_CELL, message, span, help);
        } else {
            let message = format!("`{name}` lijkt een deel van `{of}`, en telt dan dubbel");
            let help = "schrijf in een kolom `Soort` bij deze rij `waarvan`, dan telt zij niet mee, of `maatregel`, dan telt zij wel mee";
            self.error(codes::SHEET_CELL, message, span, help);
        }
    }
}

/// The amount of a cell, where it is known.
fn known(cell: &Cell) -> Option<Decimal> {
    match &cell.value {
        CellValue::Number(number) => from_float(*number),
        CellValue::Text(text) => match Bedrag::parse(text) {
            Ok(Bedrag::Vast(value)) => Some(value),
            Ok(Bedrag::Marge(..) | Bedrag::Pm | Bedrag::EnPm(..) | Bedrag::Gelakt(_)) | Err(_) => {
                None
            }
        },
        _ => None,
    }
}
