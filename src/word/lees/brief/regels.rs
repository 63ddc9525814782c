//! In: a file of Word that was not made here. Out: its paragraphs as lines, each with what it says, how it looks and where it
//! stands; and its notes. Pure.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::super::merk::{BEELD, NOOT};
use super::super::super::model::Verschoven;
use super::super::bestand::{Celplaats, Kleed, Waar, Woordbestand};
use super::super::nummering::{Nummer, Teller};
use super::super::stand::{self, Leesregel};
use super::{kopnoten, nummers};
use crate::check::overgenomen;
use crate::diagnostic::words;
use crate::prose::{Numbering, Series};
use crate::schrijven::{Chip, Ink, Looks, Stretch};

/// What an address can begin with.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// What stands in the place of a character that nobody knows begins so.
const TEKEN: &str = "[teken U+";

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Regel {
    /// Its words, without notes; a `\n` where it begins a new line.
    pub(super) tekst: String,
    pub(super) inhoud: Vec<Stretch>,
    pub(super) stijl: String,
    /// The level of a heading that is one by its style.
    pub(super) kop: Option<usize>,
    /// The list that it stands in: how deep, and how that is numbered from its own number on.
    pub(super) lijst: Option<(usize, Numbering)>,
    /// In how many lists it lies, if it is no item itself.
    pub(super) diep: usize,
    /// The number that Word puts before it, of whatever kind.
    pub(super) nummer: String,
    pub(super) cel: Option<Celplaats>,
    /// Whether its cell reaches over others, or lies below one that does.
    pub(super) samengevoegd: bool,
    pub(super) waar: Waar,
    pub(super) bladzijde: bool,
    /// Properties that are printed in it, with what is printed of them.
    pub(super) velden: Vec<(String, String)>,
    /// Whether all of it is bold, or in italics.
    pub(super) vet: bool,
    pub(super) cursief: bool,
    /// Where it stands in the text of the file.
    pub(super) plaats: Range<usize>,
}

impl Regel {
    pub(super) fn is_leeg(&self) -> bool {
        self.tekst.trim().is_empty() && self.inhoud.is_empty()
    }

    pub(super) fn has_noot(&self) -> bool {
        self.inhoud.iter().any(|stretch| matches!(stretch.what, Ink::Chip(_)))
    }

    /// Puts its number before it as words.
    pub(super) fn met_nummer(&mut self) {
        let words = std::mem::take(&mut self.nummer) + if self.tekst.is_empty() { "" } else { " " };
        let looks = Looks { bold: self.vet, italic: self.cursief, ..Looks::default() };
        self.tekst.insert_str(0, &words);
        match self.inhoud.first_mut() {
            Some(Stretch { what: Ink::Text(text), looks: known }) if *known == looks => {
                text.insert_str(0, &words);
            }
            _ => self.inhoud.insert(0, Stretch { what: Ink::Text(words), looks }),
        }
        self.lijst = None;
    }

    /// The same from its second line on, if it has one; the first is what stands above.
    pub(super) fn gesplitst(&self) -> Option<(Self, Self)> {
        let at = self.inhoud.iter().position(|one| matches!(one.what, Ink::Break(_)))?;
        let (first, rest) = (self.inhoud[..at].to_vec(), self.inhoud[at + 1..].to_vec());
        let (above, below) = self.tekst.split_once('\n')?;
        Some((self.deel(above, first), Self { bladzijde: false, ..self.deel(below, rest) }))
    }

    /// The same before a place in its words, and from there on.
    pub(super) fn geknipt(&self, at: usize) -> Option<(Self, Self)> {
        let (above, below) = self.tekst.split_at_checked(at)?;
        let (mut first, mut rest, mut left) = (Vec::new(), Vec::new(), at);
        for one in &self.inhoud {
            let (Ink::Text(text) | Ink::Raised(text) | Ink::Lowered(text)) = &one.what else {
                let to = if left > 0 { &mut first } else { &mut rest };
                to.push(one.clone());
                left = left.saturating_sub(usize::from(matches!(one.what, Ink::Break(_))));
                continue;
            };
            let (before, behind) = text.split_at_checked(left.min(text.len()))?;
            left -= before.len();
            let part = |text: &str| {
                let what = match &one.what {
                    Ink::Raised(_) => Ink::Raised(text.to_owned()),
                    Ink::Lowered(_) => Ink::Lowered(text.to_owned()),
                    _ => Ink::Text(text.to_owned()),
                };
                (!text.is_empty()).then(|| Stretch { what, looks: one.looks.clone() })
            };
            first.extend(part(before));
            // Blanks between the two are of neither.
            let behind = if rest.is_empty() { behind.trim_start() } else { behind };
            rest.extend(part(behind));
        }
        let below = self.deel(below.trim_start(), rest);
        Some((self.deel(above, first), Self { bladzijde: false, ..below }))
    }

    /// A part of it, with all else that it is.
    fn deel(&self, tekst: &str, inhoud: Vec<Stretch>) -> Self {
        let says = |one: &&Stretch| !matches!(&one.what, Ink::Text(text) if text.trim().is_empty());
        let all =
            |wanted: fn(&Looks) -> bool| inhoud.iter().filter(says).all(|one| wanted(&one.looks));
        Self {
            tekst: tekst.to_owned(),
            vet: all(|looks| looks.bold),
            cursief: all(|looks| looks.italic),
            inhoud,
            ..self.clone()
        }
    }
}

/// All of a file.
#[derive(Debug, Default)]
pub(super) struct Regels {
    /// Every paragraph but those of notes, in the order of the file.
    pub(super) alle: Vec<Regel>,
    /// Notes that a text refers to, by their names in the dossier.
    pub(super) noten: BTreeMap<String, Vec<Regel>>,
    /// Notes that nothing refers to.
    pub(super) losse_noten: Vec<Regel>,
    /// The text of the file, a line for each paragraph.
    pub(super) bestand: String,
    /// Where pictures stand.
    pub(super) beelden: Vec<Range<usize>>,
    /// Addresses that a link cannot have.
    pub(super) adressen: BTreeSet<String>,
    /// Where a row of numbers begins that no list can have.
    pub(super) getypte_nummers: Vec<Range<usize>>,
    /// Where characters stand of which nobody knows what they are.
    pub(super) tekens: Vec<Range<usize>>,
    /// Where a note stands that was at the end of the letter.
    pub(super) eindnoten: Vec<Range<usize>>,
    /// Headings that had a note.
    pub(super) kopnoten: Vec<Range<usize>>,
}

pub(super) fn regels(inhoud: &Woordbestand) -> Regels {
    let mut all = Regels::default();
    let read = stand::regels(inhoud, true);
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let mut tellers: BTreeMap<(Waar, bool), Teller> = BTreeMap::new();
    let of_note = |regel: &Leesregel| regel.van(inhoud).noot.clone();
    for regel in read.iter().filter(|regel| of_note(regel).is_none()) {
        for pos in &regel.tekens {
            if let Some(id) = &stand::teken(inhoud, *pos).noot {
                let next = names.len() + 1;
                names.entry(id).or_insert_with(|| format!("noot_{next}"));
            }
        }
    }
    for regel in &read {
        let line = regel.van(inhoud);
        let teller = tellers.entry((line.waar, line.noot.is_some())).or_default();
        let number = line
            .lijst
            .as_ref()
            .and_then(|(id, deep)| Some((*deep, teller.volgende(&inhoud.nummering, id, *deep)?)));
        let one = regel_van(inhoud, regel, number, &names, &mut all);
        match of_note(regel) {
            None => all.alle.push(one),
            Some(id) => match names.get(id.as_str()) {
                Some(name) => all.noten.entry(name.clone()).or_default().push(one),
                None => all.losse_noten.push(one),
            },
        }
    }
    // A reference to nothing is none.
    let noten = &all.noten;
    let is_known = |one: &Stretch| match &one.what {
        Ink::Chip(chip) => chip.note().is_some_and(|name| noten.contains_key(name)),
        _ => true,
    };
    all.alle.iter_mut().for_each(|regel| regel.inhoud.retain(is_known));
    all.kopnoten = kopnoten::verzet(&mut all.alle);
    for lines in [&mut all.alle].into_iter().chain(all.noten.values_mut()) {
        all.getypte_nummers.extend(nummers::rechtgezet(lines));
    }
    all
}

fn regel_van(
    inhoud: &Woordbestand,
    regel: &Leesregel,
    number: Option<(usize, Nummer)>,
    names: &BTreeMap<&str, String>,
    all: &mut Regels,
) -> Regel {
    let line = regel.van(inhoud);
    let mut one = Regel {
        stijl: line.stijl.clone().unwrap_or_default(),
        cel: line.cel,
        samengevoegd: line.samengevoegd,
        waar: line.waar,
        bladzijde: regel.alineas.iter().any(|at| inhoud.alineas[*at].bladzijde),
        ..Regel::default()
    };
    one.kop = kopniveau(&one.stijl);
    match number {
        Some((deep, Nummer { tekst, lijst })) => {
            one.lijst = lijst.map(|numbering| (deep + 1, numbering));
            (one.diep, one.nummer) = (deep, tekst);
        }
        None => one.lijst = stijllijst(&one.stijl),
    }
    let start = all.bestand.len();
    let (mut vet, mut cursief, mut says) = (true, true, false);
    let mut at_end = false;
    for pos in &regel.tekens {
        let char = stand::teken(inhoud, *pos);
        let looks = looks(&char.kleed, all);
        let what = match char.teken {
            NOOT => {
                let name = char.noot.as_deref().and_then(|id| names.get(id));
                let Some(chip) = name.and_then(|name| Chip::new(&format!("[^{name}]"))) else {
                    continue;
                };
                at_end |= char.noot.as_deref().is_some_and(is_eindnoot);
                push(&mut one.inhoud, Ink::Chip(chip), Looks::default());
                continue;
            }
            BEELD => {
                all.beelden.push(start..start);
                continue;
            }
            // The sign of an item that was typed.
            '\u{f0b7}' if one.tekst.is_empty() => Ink::Text("\u{f0b7}".to_owned()),
            sign => {
                let Some(sign) = overgenomen(sign).map(Cow::into_owned) else { continue };
                if sign.starts_with(TEKEN) {
                    all.tekens.push(start..start);
                }
                match char.kleed.verschoven {
                    _ if sign == "\n" => Ink::Break(true),
                    Some(Verschoven::Boven) => Ink::Raised(sign),
                    Some(Verschoven::Onder) => Ink::Lowered(sign),
                    None => Ink::Text(sign),
                }
            }
        };
        if !char.teken.is_whitespace() {
            says = true;
            vet &= looks.bold;
            cursief &= looks.italic;
        }
        match &what {
            Ink::Text(said) | Ink::Raised(said) | Ink::Lowered(said) => one.tekst.push_str(said),
            _ => one.tekst.push('\n'),
        }
        push(&mut one.inhoud, what, looks);
    }
    (one.vet, one.cursief) = (says && vet, says && cursief);
    for at in &regel.alineas {
        let line = &inhoud.alineas[*at];
        for (name, range) in &line.velden {
            let own = line.tekens.get(range.clone()).unwrap_or_default();
            let printed = own.iter().filter(|char| char.weg.is_none()).map(|char| char.teken);
            one.velden.push((name.clone(), printed.collect()));
        }
    }
    if !one.nummer.is_empty() {
        all.bestand.push_str(&format!("{} ", one.nummer));
    }
    all.bestand.push_str(&words::one_line(&one.tekst));
    one.plaats = start..all.bestand.len();
    all.eindnoten.extend(at_end.then(|| one.plaats.clone()));
    all.bestand.push('\n');
    one
}

/// Whether a note is one at the end of the letter, by the name that it has in the file.
fn is_eindnoot(id: &str) -> bool {
    id.starts_with('e')
}

fn looks(kleed: &Kleed, all: &mut Regels) -> Looks {
    let link = kleed.url.clone().filter(|url| {
        let known =
            SCHEMES.iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
        if !known && !all.adressen.contains(url) {
            all.adressen.insert(url.clone());
        }
        known
    });
    Looks { bold: kleed.vet, italic: kleed.cursief, link, withheld: None }
}

fn push(stretches: &mut Vec<Stretch>, what: Ink, looks: Looks) {
    super::super::lopend::push(stretches, what, looks);
}

/// The level of a heading, by the name of its style.
fn kopniveau(stijl: &str) -> Option<usize> {
    if stijl == "title" || stijl == "titel" {
        return Some(1);
    }
    let rest = stijl.strip_prefix("heading").or_else(|| stijl.strip_prefix("kop"))?;
    let number = rest.split_whitespace().next()?;
    number.parse().ok().filter(|level| (1..=9).contains(level))
}

/// The list of a paragraph that is in one by its style: `lijst met opsommingstekens 2`, `list number`.
fn stijllijst(stijl: &str) -> Option<(usize, Numbering)> {
    let has = |words: &[&str]| words.iter().any(|word| stijl.contains(word));
    let numbering = if has(&["opsommingsteken", "list bullet", "lijst niveau"]) {
        Numbering::Bullet
    } else if has(&["genummerde lijst", "list number", "lijstnummering"]) {
        Numbering::Counted { open: false, series: Series::Number, first: 1, suffix: '.' }
    } else {
        return None;
    };
    let level = stijl.rsplit(' ').next().and_then(|word| word.parse().ok()).unwrap_or(1);
    Some((level, numbering))
}
