//! In: what stands around the text of a letter: properties, fields, text boxes, the edges of the page, the lines above the
//! salutation. Out: what it says of the letter. Pure.
//!
//! What is printed goes before what the properties say, and what stands behind a label before what only looks like it.

use std::collections::BTreeMap;

use super::herkend::{
    begint_met_label, dagtekening, eigenschap, is_ander_label, is_email, is_ministerie,
    is_telefoon, is_web, kamer, label, onderdeel, plaats_en_dag, postcode,
};
use super::regels::Regel;
use crate::dossier::{Datum, Kamer};

/// Most parts of a ministry, and most lines of an address.
const MOST: usize = 8;

/// What a letter says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hoofd {
    pub(super) velden: BTreeMap<Kopveld, String>,
    pub(super) datum: Option<Datum>,
    pub(super) kamer: Option<Kamer>,
    /// Whether it is to the other Chamber as well.
    pub(super) beide: bool,
    /// The lines of an address that is none of a Chamber.
    pub(super) adres: Vec<String>,
    pub(super) afdelingen: Vec<String>,
}

/// What of it is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kopveld {
    Onderwerp,
    Kenmerk,
    UwKenmerk,
    Datum,
    Onderdeel,
    Afdeling,
    Contactpersoon,
    Functie,
    Telefoon,
    Email,
    Aan,
    Aanhef,
    Groet,
}

/// A line of the head, or what stands between two tabs in it.
struct Stukje {
    tekst: String,
    /// The property that prints it.
    veld: Option<Kopveld>,
    stijl: String,
    /// The paragraph that it stands in.
    regel: usize,
    /// What it stands in: a piece does not go on in another.
    plek: (usize, Option<(usize, usize)>),
    gebruikt: bool,
}

/// Reads the head of a letter: the lines of it, and what the file says of itself.
pub(super) fn lees(regels: &[&Regel], eigenschappen: &BTreeMap<String, String>) -> Hoofd {
    let mut lezer = Lezer { hoofd: Hoofd::default(), stukjes: stukjes(regels) };
    lezer.gedrukt();
    lezer.labels();
    lezer.dagtekening();
    lezer.geadresseerde();
    lezer.afzender();
    for (name, value) in eigenschappen {
        if let Some(veld) = eigenschap(name) {
            lezer.hoofd.zet(veld, value);
        }
    }
    let Lezer { mut hoofd, .. } = lezer;
    if hoofd.kamer.is_none() && hoofd.adres.is_empty() {
        let aan = hoofd.velden.get(&Kopveld::Aan).cloned().unwrap_or_default();
        hoofd.kamer = aan.lines().find_map(kamer).or_else(|| kamer(&aan));
        if hoofd.kamer.is_none() {
            hoofd.adres =
                aan.lines().map(een_regel).filter(|line| !line.is_empty()).take(MOST).collect();
        }
    }
    hoofd.datum = hoofd.velden.get(&Kopveld::Datum).and_then(|text| dagtekening(text));
    hoofd
}

fn een_regel(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stukjes(regels: &[&Regel]) -> Vec<Stukje> {
    let mut all = Vec::new();
    for (at, regel) in regels.iter().enumerate() {
        // Lines below each other in one cell, or one box, belong together.
        let plek = match regel.cel {
            Some((table, row, _)) => (0, Some((table, row))),
            None => (1 + at / usize::MAX, None),
        };
        let printed = |text: &str| {
            let of = regel.velden.iter().filter(|(_, printed)| {
                !printed.trim().is_empty()
                    && (printed.contains(text) || text.contains(printed.trim()))
            });
            of.filter_map(|(name, _)| eigenschap(name)).next()
        };
        for text in regel.tekst.split(['\n', '\t']).map(str::trim).filter(|text| !text.is_empty()) {
            let (tekst, veld) = (een_regel(text), printed(text));
            all.push(Stukje {
                tekst,
                veld,
                stijl: regel.stijl.clone(),
                regel: at,
                plek,
                gebruikt: false,
            });
        }
    }
    all
}

impl Hoofd {
    /// Keeps what was not said before.
    fn zet(&mut self, veld: Kopveld, text: &str) {
        let lines = veld == Kopveld::Aan;
        let text = if lines { text.trim().replace('\t', " ") } else { een_regel(text) };
        if text.is_empty() || veld == Kopveld::Datum && dagtekening(&text).is_none() {
            return;
        }
        if veld == Kopveld::Afdeling {
            if self.afdelingen.len() < MOST
                && !self.afdelingen.contains(&text)
                && self.velden.get(&Kopveld::Onderdeel) != Some(&text)
            {
                self.afdelingen.push(text);
            }
            return;
        }
        self.velden.entry(veld).or_insert(text);
    }

    pub(super) fn veld(&self, veld: Kopveld) -> Option<&str> {
        self.velden.get(&veld).map(String::as_str)
    }

    /// Everything that it keeps.
    pub(super) fn woorden(&self) -> Vec<String> {
        let lines =
            self.velden.iter().filter(|(veld, _)| !matches!(veld, Kopveld::Aan | Kopveld::Datum));
        // However it is written; each of those once.
        let day = self.datum.into_iter().flat_map(|day| {
            let (d, m, y) = (day.day(), day.month(), day.year());
            [day.to_string(), format!("{d:02}-{m:02}-{y}"), format!("{d}-{m}-{y}")]
        });
        let own = lines.map(|(_, text)| text.clone()).chain(day);
        own.chain(self.adres.clone()).chain(self.afdelingen.clone()).collect()
    }
}

struct Lezer {
    hoofd: Hoofd,
    stukjes: Vec<Stukje>,
}

impl Lezer {
    /// What properties print.
    fn gedrukt(&mut self) {
        for at in 0..self.stukjes.len() {
            let Some(veld) = self.stukjes[at].veld else { continue };
            let (own, value) = (label(&self.stukjes[at].tekst), self.stukjes[at].tekst.clone());
            let value = own
                .filter(|(_, rest)| !rest.is_empty())
                .map_or(value.as_str(), |(_, rest)| rest)
                .to_owned();
            if veld != Kopveld::Aan {
                self.hoofd.zet(veld, &value);
                self.stukjes[at].gebruikt = true;
            }
        }
    }

    /// What stands behind labels.
    fn labels(&mut self) {
        let mut at = 0;
        while at < self.stukjes.len() {
            let text = self.stukjes[at].tekst.clone();
            let Some((veld, rest)) = label(&text).filter(|_| !self.stukjes[at].gebruikt) else {
                at += 1;
                continue;
            };
            self.stukjes[at].gebruikt = true;
            self.stukjes[at].veld.get_or_insert(veld);
            if !rest.is_empty() {
                let value = self.verder(veld, rest, at);
                self.hoofd.zet(veld, &value);
            } else if let Some(next) = self.stukjes.get(at + 1)
                && label(&next.tekst).is_none()
                && !is_ander_label(&next.tekst)
            {
                let value = next.tekst.clone();
                let value = self.verder(veld, &value, at + 1);
                let fits = match veld {
                    Kopveld::Telefoon => is_telefoon(&value),
                    Kopveld::Email => is_email(&value),
                    Kopveld::Datum => dagtekening(&value).is_some(),
                    _ => true,
                };
                if fits {
                    self.hoofd.zet(veld, &value);
                    self.stukjes[at + 1].gebruikt = true;
                    self.stukjes[at + 1].veld.get_or_insert(veld);
                }
                if veld == Kopveld::Contactpersoon && fits {
                    self.bij_contact(at + 2);
                }
            }
            at += 1;
        }
    }

    /// A value with the lines of its paragraph on which it goes on: a subject may have two.
    fn verder(&mut self, veld: Kopveld, value: &str, at: usize) -> String {
        let mut value = value.to_owned();
        if veld != Kopveld::Onderwerp {
            return value;
        }
        let own = self.stukjes[at].regel;
        for next in self.stukjes[at + 1..].iter_mut() {
            let is_own = label(&next.tekst).is_some() || begint_met_label(&next.tekst);
            if next.regel != own || is_own {
                break;
            }
            value.push(' ');
            value.push_str(&next.tekst);
            next.gebruikt = true;
            next.veld.get_or_insert(veld);
        }
        value
    }

    /// The day that stands alone, where no label has it.
    fn dagtekening(&mut self) {
        if self.hoofd.velden.contains_key(&Kopveld::Datum) {
            return;
        }
        let found = self.stukjes.iter().position(|one| {
            !one.gebruikt && one.veld.is_none() && plaats_en_dag(&one.tekst).is_some()
        });
        if let Some(at) = found {
            let text = self.stukjes[at].tekst.clone();
            self.hoofd.zet(Kopveld::Datum, plaats_en_dag(&text).unwrap_or_default());
            self.stukjes[at].gebruikt = true;
        }
    }

    /// What stands below the name of who can be asked.
    fn bij_contact(&mut self, from: usize) {
        for at in from..self.stukjes.len().min(from + 4) {
            let own = &self.stukjes[at];
            let text = own.tekst.clone();
            let veld = match label(&text) {
                Some((veld @ (Kopveld::Telefoon | Kopveld::Email), rest)) if !rest.is_empty() => {
                    self.hoofd.zet(veld, rest);
                    self.stukjes[at].gebruikt = true;
                    continue;
                }
                Some(_) => return,
                None if is_email(&text) => Kopveld::Email,
                None if is_telefoon(&text) => Kopveld::Telefoon,
                None if at == from
                    && !text.contains(|c: char| c.is_ascii_digit())
                    && text.split_whitespace().count() <= 6 =>
                {
                    Kopveld::Functie
                }
                None => return,
            };
            self.hoofd.zet(veld, &text);
            self.stukjes[at].gebruikt = true;
        }
    }

    /// To whom the letter is: a Chamber, or the lines of an address.
    fn geadresseerde(&mut self) {
        // A subject or a reference may name a Chamber too.
        let names = |one: &&Stukje| one.veld.is_none_or(|veld| veld == Kopveld::Aan);
        let lines: Vec<&Stukje> = self.stukjes.iter().filter(names).collect();
        let mut found: Vec<Kamer> = lines.iter().filter_map(|one| kamer(&one.tekst)).collect();
        // A name may stand on two lines: `De voorzitter van de`, `Tweede Kamer der Staten-Generaal`.
        let pairs = lines
            .windows(2)
            .filter(|two| kamer(&two[0].tekst).is_none() && kamer(&two[1].tekst).is_none());
        found.extend(pairs.filter_map(|two| kamer(&format!("{} {}", two[0].tekst, two[1].tekst))));
        if let Some(first) = found.first() {
            self.hoofd.kamer = Some(*first);
            self.hoofd.beide = found.iter().any(|other| other != first);
            return;
        }
        let own = |one: &Stukje| one.veld == Some(Kopveld::Aan) || one.stijl.trim() == "adres";
        let lines = self.stukjes.iter_mut().filter(|one| own(one) && !one.gebruikt);
        for one in lines.take(MOST) {
            one.gebruikt = true;
            self.hoofd.adres.push(one.tekst.clone());
        }
        if self.hoofd.adres.is_empty() {
            self.onder_aan();
        }
    }

    /// An address of which the first line stands behind `Aan:`, and the others below it, down to the postal code.
    fn onder_aan(&mut self) {
        let Some(first) = self.hoofd.velden.get(&Kopveld::Aan).cloned() else { return };
        let last = self.stukjes.iter().rposition(|one| one.veld == Some(Kopveld::Aan));
        let below = last.map_or(self.stukjes.len(), |at| at + 1);
        let own = self.stukjes[below..].iter().take(MOST - 1);
        let own = own.take_while(|one| label(&one.tekst).is_none() && !one.gebruikt);
        let Some(count) = own.clone().position(|one| postcode(&one.tekst)) else { return };
        self.hoofd.adres.push(first);
        for one in &mut self.stukjes[below..=below + count] {
            one.gebruikt = true;
            self.hoofd.adres.push(one.tekst.clone());
        }
    }

    /// The part of the ministry that sends it: by its style, or its name.
    fn afzender(&mut self) {
        let mut last = None;
        for at in 0..self.stukjes.len() {
            let one = &self.stukjes[at];
            if one.gebruikt {
                continue;
            }
            let text = one.tekst.clone();
            let named = onderdeel(&text);
            let below = last == Some(at.wrapping_sub(1)) && self.stukjes[at - 1].plek == one.plek;
            let styled = one.stijl.contains("afzendgegevens");
            let is_place =
                postcode(&text) || text.contains(|c: char| c.is_ascii_digit()) || is_web(&text);
            let veld = match (named, self.hoofd.velden.contains_key(&Kopveld::Onderdeel)) {
                (Some(_), false) => Kopveld::Onderdeel,
                (Some(_), true) => Kopveld::Afdeling,
                (None, true) if below && styled && !is_place && !is_ministerie(&text) => {
                    Kopveld::Afdeling
                }
                (None, false) if one.stijl.contains("bold") && styled && !is_ministerie(&text) => {
                    Kopveld::Onderdeel
                }
                _ => continue,
            };
            self.hoofd.zet(veld, &text);
            self.stukjes[at].gebruikt = true;
            last = Some(at);
        }
    }
}
