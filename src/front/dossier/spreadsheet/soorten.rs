//! In: a row, and the rows above it. Out: what it is, by the column `Soort` or else by its name and its place. Pure.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Import;
use super::cellen::cell_text;
use super::kolommen::{Kolommen, Kolomnaam};
use super::rijen::{Gelezen, Invoerrij};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::regelnaam::begins_as;
use crate::dossier::schema::words_only;
use crate::dossier::woorden::Bladwoorden;
use crate::dossier::{
    Naamsoort, Naamvraag, Regel, Rijsoort, Somregel, Soort, kale_naam, naamsoort, naamvraag,
};
use crate::sheet::Cell;

/// What a row is.
#[derive(Clone, Copy)]
pub(super) enum Soortrij {
    Groep(Option<Soort>),
    Maatregel,
    Som(Somregel),
    Beginstand,
    Bron,
    /// And the word that says so.
    GeenDekking(&'static str),
    /// The cover begins.
    Dekkingskop,
    /// A part of another row, which does not count.
    Deel,
}

/// The word for a part of another row in the column `Soort`.
const DEEL: &str = Rijsoort::Waarvan.word();

/// Rij van een spreadsheet die hier zelf wordt uitgerekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Somnaam {
    /// Subtotaal van een groep.
    Subtotaal,
    /// Totaal van alle maatregelen.
    Totaal,
    /// Nieuwe stand.
    NieuweStand,
    /// Totaal van de dekking.
    TotaalDekking,
    /// Dekking min totaal.
    Saldo,
}

impl Somnaam {
    const ALL: [Self; 5] =
        [Self::Subtotaal, Self::Totaal, Self::NieuweStand, Self::TotaalDekking, Self::Saldo];

    /// The word for it in the column `Soort` of a sheet.
    pub(crate) fn word(self) -> &'static str {
        self.regel().word()
    }

    fn regel(self) -> Somregel {
        match self {
            Self::Subtotaal => Somregel::Subtotaal(0),
            Self::Totaal => Somregel::Totaal,
            Self::NieuweStand => Somregel::NieuweStand,
            Self::TotaalDekking => Somregel::TotaalDekking,
            Self::Saldo => Somregel::Saldo,
        }
    }
}

/// The computed lines by their names, in lower case: our own, and those of the list.
pub(super) fn somrijen(woorden: &Bladwoorden) -> HashMap<String, Somregel> {
    let own = Somnaam::ALL.map(|name| (name.regel().word().to_owned(), name.regel()));
    let others = woorden.somrijen.iter().flat_map(|(name, words)| {
        words.iter().map(|word| (word.as_str().to_lowercase(), name.regel()))
    });
    // Our own words always keep their meaning.
    others.chain(own).collect()
}

/// What rows of each kind are, besides measures and groups, in the order in which they are offered.
const KINDS: [(Rijsoort, Soortrij); 8] = [
    (Rijsoort::Beginstand, Soortrij::Beginstand),
    som(Somregel::Subtotaal(0)),
    som(Somregel::Totaal),
    som(Somregel::NieuweStand),
    (Rijsoort::Bron, Soortrij::Bron),
    (Rijsoort::GeenDekking, Soortrij::GeenDekking("geen")),
    som(Somregel::TotaalDekking),
    som(Somregel::Saldo),
];

/// The same of rows that our own workbook has, and nobody needs to type.
const UNOFFERED: [(Rijsoort, Soortrij); 2] = [
    (Rijsoort::DekkingNvt, Soortrij::GeenDekking("nvt")),
    (Rijsoort::Dekkingskop, Soortrij::Dekkingskop),
];

const fn som(regel: Somregel) -> (Rijsoort, Soortrij) {
    (Rijsoort::Som(regel), Soortrij::Som(regel))
}

/// The first word of a name: up to a space, as in `w.v. personeel`, and up to any other sign, as in `totaal/saldo`.
fn first_words(name: &str) -> [String; 2] {
    let name = name.to_lowercase();
    let first = |end: fn(char) -> bool| name.split(end).next().unwrap_or_default().to_owned();
    let spaced = first(char::is_whitespace);
    [kale_naam(&spaced), first(|c| !c.is_alphanumeric())]
}

/// Whether a name says that its amounts are taken off: `Af: bijdrage derden`, `-/- korting`.
fn is_taken_off(name: &str) -> bool {
    let name = kale_naam(name);
    ["af:", "min:", "minus ", "minus:", "-/-", "./.", "- / -", "−/−", "–/–"]
        .iter()
        .any(|sign| name.starts_with(sign))
}

impl Import<'_> {
    /// What the amounts of a group are, by its name; and whether the name says no more than that.
    pub(super) fn kind_of_group(&self, name: &str) -> Option<(Soort, bool)> {
        let name = kale_naam(name);
        let kind = |word: &str| {
            let others = self.woorden.groepsoorten.iter();
            let other = others.filter(|(_, words)| words.iter().any(|own| own.as_str() == word));
            let own = Soort::ALL.into_iter().find(|soort| soort.word() == word);
            own.or_else(|| other.map(|(soort, _)| *soort).next())
        };
        let first = || first_words(&name).iter().find_map(|word| kind(word));
        let part = || first().or_else(|| self.names_receipts(&name).then_some(Soort::Ontvangsten));
        kind(&name).map(|soort| (soort, true)).or_else(|| part().map(|soort| (soort, false)))
    }

    /// Whether a name has the word for receipts in it, also at the end of a longer one: `belastingontvangsten`.
    fn names_receipts(&self, name: &str) -> bool {
        let own = std::iter::once(Soort::Ontvangsten.word());
        let others = self.woorden.groepsoorten.get(&Soort::Ontvangsten).into_iter().flatten();
        let receipts: Vec<&str> = own.chain(others.map(Regel::as_str)).collect();
        let name = name.to_lowercase();
        let mut words = name.split(|c: char| !c.is_alphanumeric());
        words.any(|word| receipts.iter().any(|receipt| word.ends_with(receipt)))
    }

    /// Whether a name begins the cover.
    pub(super) fn is_cover(&self, name: &str) -> bool {
        self.woorden.dekkingskoppen.has(&kale_naam(name))
    }

    /// Whether a name is that of a computed line, or looks like one.
    pub(super) fn is_sum(&self, name: &str) -> bool {
        self.somrijen.contains_key(&kale_naam(name)) || self.looks_like_sum(name)
    }

    /// Whether a name begins as few measures do, or ends as a computed line.
    fn looks_like_sum(&self, name: &str) -> bool {
        let words = kale_naam(name);
        let last = words.rsplit(' ').next().unwrap_or_default();
        first_words(&words).iter().any(|word| self.woorden.lijkt_som.has(word))
            || begins_as(&words, &self.woorden.lijkt_som)
            || self.woorden.heet_alleen_som.has(&words)
            || self.somrijen.contains_key(last)
            || matches!(self.says(name), Some(Naamsoort::Som | Naamsoort::Stand))
    }

    /// What the name of a row says that it is, by the words that count for what is typed too.
    fn says(&self, name: &str) -> Option<Naamsoort> {
        naamsoort(name, &self.lijsten.geld, self.woorden)
    }

    /// Whether a name says that its amounts are none of money, between brackets (`Groei (%)`) or as a whole (`Fte 2026`).
    fn is_no_money(&self, name: &str) -> bool {
        let lower = kale_naam(name);
        let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        if !lower.is_empty()
            && !number(&lower)
            && lower.split(' ').all(|word| self.woorden.geen_geld.has(word) || number(word))
        {
            return true;
        }
        let mut inside = lower.split('(').skip(1).filter_map(|rest| rest.split(')').next());
        inside.any(|inside| inside.split(' ').any(|word| self.woorden.geen_geld.has(word)))
    }

    /// Whether a name begins as that of a part of another row.
    pub(super) fn begins_as_part(&self, name: &str) -> bool {
        first_words(name).iter().any(|word| self.woorden.deelrij.has(word))
    }

    /// Whether a name begins with that of the cover, as `dekking uit reserves`.
    fn begins_as_cover(&self, name: &str) -> bool {
        first_words(name).iter().any(|word| self.woorden.dekkingskoppen.has(word))
    }

    /// The name of a computed line or of the cover, in a column that is not used.
    pub(super) fn name_elsewhere<'c>(
        &self,
        row: &'c [Cell],
        columns: &Kolommen,
    ) -> Option<&'c Cell> {
        row.iter().filter(|cell| columns.get(cell.column).is_none()).find(|cell| {
            let name = cell_text(cell);
            self.somrijen.contains_key(&kale_naam(&name)) || self.is_cover(&name)
        })
    }

    /// What a row is when there is a column that says so.
    pub(super) fn said(&mut self, rij: &Invoerrij<'_>, read: &Gelezen<'_>) -> Option<Soortrij> {
        let kind = rij.cell(Kolomnaam::Soort);
        let word = kind.map(cell_text).unwrap_or_default().to_lowercase();
        if let Some(line) = self.somrijen.get(&word) {
            return Some(Soortrij::Som(*line));
        }
        if let Some(soort) = Soort::ALL.into_iter().find(|soort| soort.word() == word) {
            return Some(Soortrij::Groep(Some(soort)));
        }
        let own = KINDS.iter().chain(&UNOFFERED).find(|(kind, _)| kind.word() == word);
        match (word.as_str(), own) {
            ("", _) if !rij.has_amounts() && self.is_cover(&rij.text(self)) => {
                Some(Soortrij::Dekkingskop)
            }
            ("", _) if rij.has_amounts() && self.is_refused(rij, read) => None,
            ("" | "maatregel", _) => Some(Soortrij::Maatregel),
            ("groep", _) => Some(Soortrij::Groep(None)),
            (DEEL, _) => Some(Soortrij::Deel),
            (_, Some((_, soort))) => Some(*soort),
            _ => {
                let known = ["maatregel", "groep"].into_iter();
                let known = known.chain(Soort::ALL.into_iter().map(Soort::word));
                let known = known.chain(KINDS.iter().map(|(kind, _)| kind.word())).chain([DEEL]);
                let message = format!("`{}` is geen soort rij", words::shorten(&word));
                let help = format!("kies uit {}, of laat de cel leeg", words::list(known, "of"));
                if let Some(cell) = kind {
                    self.error(codes::SHEET_CELL, message, cell.span.clone(), &help);
                }
                None
            }
        }
    }

    /// What a row is by its name and its place, in a sheet that does not say so.
    pub(super) fn guessed(
        &mut self,
        rij: &Invoerrij<'_>,
        has_groups: bool,
        read: &mut Gelezen<'_>,
    ) -> Option<Soortrij> {
        let name = rij.text(self);
        let group = rij.cell(Kolomnaam::Groep).map(cell_text);
        // A group of its own ends the cover, as long as the measures go on.
        read.in_cover = match &group {
            Some(group) => self.is_cover(group) || read.ended && read.in_cover,
            None => read.in_cover,
        };
        if let Some(line) = self.somrijen.get(&kale_naam(&name)) {
            return Some(Soortrij::Som(match line {
                Somregel::Totaal | Somregel::Subtotaal(_) if read.in_cover => {
                    Somregel::TotaalDekking
                }
                line => *line,
            }));
        }
        let amounts = rij.has_amounts();
        if self.is_cover(&name) && !amounts {
            return Some(Soortrij::Dekkingskop);
        }
        // Without a column for groups, a name alone is the heading of what follows.
        let alone = !name.is_empty() && !amounts && rij.is_name_alone() && !has_groups;
        let heading = alone && !read.ended && !read.in_cover;
        if (amounts || heading) && self.is_unsure(rij, read) {
            return None;
        }
        if amounts && read.in_cover {
            return Some(Soortrij::Bron);
        }
        if amounts && self.is_stray(rij, read) {
            return None;
        }
        if amounts || name.is_empty() {
            return Some(Soortrij::Maatregel);
        }
        if heading && read.has_untitled() && self.kind_of_group(&name).is_none() {
            let message = format!(
                "`{}` heeft geen bedragen, en wordt de kop boven de rijen eronder",
                words::shorten(&name)
            );
            let help = "is het een maatregel waarvan het bedrag nog niet bekend is, schrijf dan p.m.; is het een kop, geef dan ook de rijen erboven een kop";
            self.warn(codes::SHEET_CELL, message, rij.first.span.clone(), help);
        }
        if heading {
            return Some(Soortrij::Groep(None));
        }
        // Under the total and the cover stand remarks; what has amounts below one belongs to neither.
        if read.ended || read.in_cover {
            let message = "deze rij onder het totaal of de dekking wordt niet gebruikt";
            let help = "zet een opmerking bij `slot` in bijlage.yaml";
            self.warn(codes::SHEET_CELL, message, rij.first.span.clone(), help);
            read.ended = true;
            read.in_cover = false;
            return None;
        }
        if group.is_none() {
            let message = "deze rij heeft geen bedragen, en komt als maatregel in de tabel";
            let help = "is het een opmerking, haal de rij dan weg; is het bedrag nog niet bekend, schrijf dan p.m.";
            self.warn(codes::SHEET_CELL, message, rij.first.span.clone(), help);
        }
        Some(Soortrij::Maatregel)
    }

    /// Whether a row that says nothing of itself may be something else than a measure, which is then told.
    fn is_refused(&mut self, rij: &Invoerrij<'_>, read: &Gelezen<'_>) -> bool {
        self.is_unsure(rij, read) || self.is_stray(rij, read)
    }

    /// Whether the name of a row is seldom that of a measure, which is then told.
    fn is_unsure(&mut self, rij: &Invoerrij<'_>, read: &Gelezen<'_>) -> bool {
        let group = rij.cell(Kolomnaam::Groep).map(cell_text);
        let is_unsure =
            |name: &str| self.is_sum(name) && !(read.in_cover && self.begins_as_cover(name));
        let name = rij.text(self);
        let group = group.filter(|group| !self.is_cover(group) && is_unsure(group));
        let unsure = is_unsure(&name) || self.is_cover(&name) || self.begins_as_part(&name);
        let Some(name) = group.or_else(|| unsure.then_some(name)) else {
            return self.is_other_amount(rij, read);
        };
        let what = match self.begins_as_part(&name) {
            true => "een deel van een andere rij",
            false => "een som of een stand",
        };
        let message = format!("`{}` lijkt {what}, geen maatregel", words::shorten(&name));
        let mut told = Diagnostic::error(codes::SHEET_CELL, message).at(rij.first.span.clone(), "");
        if self.begins_as_cover(&name) && !self.is_cover(&name) {
            told = told.help("begint hier de dekking, noem haar dan alleen `Dekking`");
        }
        self.found.push(told.help("zeg in een kolom `Soort` wat deze rij is: `maatregel`, `subtotaal`, `totaal`, `beginstand`, `dekking` of `waarvan`"));
        true
    }

    /// Whether the amounts of a row may be receipts among expenses, or no amounts in the unit of the sheet; which is then
    /// told.
    fn is_other_amount(&mut self, rij: &Invoerrij<'_>, read: &Gelezen<'_>) -> bool {
        let name = rij.text(self);
        if !rij.has_amounts() {
            return false;
        }
        let shown = words::shorten(&name);
        let group = rij.cell(Kolomnaam::Groep).map(cell_text);
        let is_spent = match group.and_then(|group| self.kind_of_group(&group)) {
            Some((soort, _)) => soort == Soort::Uitgaven,
            None => read.kind(self) == Soort::Uitgaven,
        };
        let asked = naamvraag(&name, self.woorden);
        let (message, help) = if self.is_no_money(&name) {
            (
                format!("`{shown}` lijkt geen bedrag in euro's, en telt wel mee"),
                "haal de rij weg, of noem met `bereik` minder rijen; is het een bedrag, schrijf dan in een kolom `Soort` bij deze rij `maatregel`",
            )
        } else if self.other_unit(&name).is_some() {
            (
                format!("`{shown}` noemt een andere eenheid dan die van het blad"),
                "reken de bedragen van deze rij om, en haal de eenheid uit de naam",
            )
        } else if !read.in_cover
            && read.kind(self) != Soort::Ontvangsten
            && (self.names_receipts(&name) || is_spent && asked == Some(Naamvraag::Ontvangst))
            && !rij.is_below_zero()
        {
            (
                format!("`{shown}` kan een ontvangst zijn, en telt nu als uitgave"),
                "zet boven de ontvangsten een rij zonder bedragen met de naam `Ontvangsten`, of geef ze in de kolom `Groep` die naam; is het een uitgave, schrijf dan in een kolom `Soort` bij deze rij `maatregel`",
            )
        } else if !read.in_cover && !rij.is_below_zero() && is_taken_off(&name) {
            (
                format!("`{shown}` heet een aftrek, en wordt hier opgeteld"),
                "schrijf de bedragen van deze rij met een min ervoor; tellen zij wel op, geef de rij dan een andere naam",
            )
        } else if !read.in_cover
            && is_spent
            && asked == Some(Naamvraag::Minder)
            && !rij.is_below_zero()
        {
            (
                format!("`{shown}` kan minder uitgaven zijn, en telt nu op bij de uitgaven"),
                "schrijf de bedragen van deze rij met een min ervoor; zijn het meer uitgaven, schrijf dan in een kolom `Soort` bij deze rij `maatregel`",
            )
        } else if !read.in_cover && is_spent && self.is_of(&name, Soort::Verplichtingen) {
            (
                format!(
                    "`{shown}` lijkt geen uitgave maar een verplichting, en telt nu als uitgave"
                ),
                "zet boven de verplichtingen een rij zonder bedragen met de naam `Verplichtingen`, of geef ze in de kolom `Groep` die naam; is het een uitgave, schrijf dan in een kolom `Soort` bij deze rij `maatregel`",
            )
        } else if !read.in_cover && is_spent && self.is_of(&name, Soort::Kasschuif) {
            (
                format!("`{shown}` lijkt geld te verplaatsen tussen jaren, en telt nu als uitgave"),
                "zet boven de kasschuiven een rij zonder bedragen met de naam `Kasschuif`, of geef ze in de kolom `Groep` die naam; is het een uitgave, schrijf dan in een kolom `Soort` bij deze rij `maatregel`",
            )
        } else {
            return false;
        };
        self.error(codes::SHEET_CELL, message, rij.first.span.clone(), help);
        true
    }

    /// Whether a name says that its amounts are of a kind.
    fn is_of(&self, name: &str, soort: Soort) -> bool {
        self.says(name) == Some(Naamsoort::Soort(soort))
    }

    /// Whether a row with amounts stands where the measures have ended, which is then told.
    fn is_stray(&mut self, rij: &Invoerrij<'_>, read: &Gelezen<'_>) -> bool {
        if !read.ended && !read.in_cover {
            return false;
        }
        let message = "deze rij met bedragen staat onder het totaal of de dekking";
        let help = "is het een maatregel, zet haar dan boven het totaal; is het dekking, zet er dan een rij `Dekking` boven, of `dekking` in een kolom `Soort`; hoort het er niet bij, noem dan met `bereik` minder rijen";
        self.error(codes::SHEET_CELL, message, rij.first.span.clone(), help);
        true
    }
}
