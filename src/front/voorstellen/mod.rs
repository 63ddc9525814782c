//! In: what others want of the texts of a dossier. Out: each as a proposal that can be taken or refused, in one file
//! beside the dossier; and what to change when it is taken. Pure.
//!
//! The file `voorstellen.json` is written by the program alone. It is printed nowhere and counts for no fingerprint. A
//! proposal says of a field what goes and what comes, in the text that the field had when its author began (`bases`);
//! what was changed in the field since is kept, by the three-way merge of `schrijven`.

mod bestand;
mod nemen;
pub mod plek;
mod vertoning;

pub use bestand::{Onleesbaar, Voorstellen};
pub use nemen::{Overname, Teksten};
pub use vertoning::{Kant, Merk, Soort, Vertoning, merken, vertoning, waar};

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::plek::Kenteken;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Moment, Place, Root};
use crate::schrijven::{Blok, Chip, Draft, Ink, Request};

/// The file that they are in.
pub const VOORSTELLEN: &str = "voorstellen.json";

/// What somebody wants of the texts of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voorstel {
    /// By which it is named; 0 as long as it is not in the file.
    #[serde(default)]
    pub nummer: u32,
    /// Who wants it; nobody where that was not tracked.
    pub wie: Vec<String>,
    /// When, as the program of who wants it wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanneer: Option<String>,
    /// The file that it came in.
    pub uit: String,
    /// By what the export is known that this file was made of; nothing where that is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub uitvoer: String,
    /// What it changes: of one field, or of two when a paragraph moves from one to the other.
    pub delen: Vec<Veldwijziging>,
    /// How it stands.
    pub stand: Beslissing,
}

/// How a proposal stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beslissing {
    /// Nobody decided.
    #[default]
    Open,
    /// It was taken, then.
    Genomen(String),
    /// It was refused, then.
    Afgewezen(String),
}

/// What a proposal changes in a field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Veldwijziging {
    /// The field.
    pub plaats: String,
    /// By what the items of lists that it is in are known, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plek: Vec<Kenteken>,
    /// How a reader knows the innermost of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bij: Option<String>,
    /// Whether it is no longer certain where the field is.
    #[serde(skip)]
    pub onzeker: bool,
    /// Whether the field is one line without markup.
    #[serde(default, skip_serializing_if = "is_off")]
    pub regel: bool,
    /// The text that it changes, by its name.
    pub basis: String,
    /// What goes and what comes, ascending and apart.
    pub stukken: Vec<Vervanging>,
    /// The texts of new notes, by the names that `erbij` has them under.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub noten: BTreeMap<String, String>,
}

/// What goes of a text, and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vervanging {
    /// The byte where it begins.
    pub van: usize,
    /// What goes.
    pub weg: String,
    /// What comes.
    pub erbij: String,
}

/// Something of a file that came back, that cannot come along to the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gemeld {
    /// The file.
    pub uit: String,
    /// What.
    pub wat: String,
    /// Who wanted it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wie: Option<String>,
    /// The field that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plaats: Option<String>,
    /// Whether somebody has seen it, and wants to hear no more of it.
    #[serde(default, skip_serializing_if = "is_off")]
    pub gezien: bool,
}

fn is_off(mark: &bool) -> bool {
    !mark
}

impl Voorstel {
    /// Who wants it, in words.
    pub fn van(&self) -> String {
        match self.wie.len() {
            0 => "niet bijgehouden".to_owned(),
            _ => words::enumerate(&self.wie, "en"),
        }
    }

    /// Whether it changes words that another one changes too.
    fn raakt(&self, other: &Self) -> bool {
        let touches = |one: &Veldwijziging, other: &Veldwijziging| {
            let (a, b) = (one.reikt(), other.reikt());
            one.plaats == other.plaats
                && one.onzeker == other.onzeker
                && one.basis == other.basis
                && a.start <= b.end
                && b.start <= a.end
        };
        self.delen.iter().any(|a| other.delen.iter().any(|b| touches(a, b)))
    }

    /// Whether the same people want it, from a file of the same export under another name.
    fn komt_ook_van(&self, other: &Self) -> bool {
        self.uit != other.uit
            && !self.uitvoer.is_empty()
            && self.uitvoer == other.uitvoer
            && !self.wie.is_empty()
            && self.wie == other.wie
    }

    /// Whether it wants the same of the same texts.
    fn is_zelfde(&self, other: &Self) -> bool {
        let pairs = || self.delen.iter().zip(&other.delen);
        self.delen.len() == other.delen.len() && pairs().all(|(one, other)| one.is_zelfde(other))
    }

    /// When, in words.
    pub fn toen(&self) -> Option<String> {
        let text = self.wanneer.as_deref()?;
        Some(text.parse::<Moment>().map_or_else(|_| text.to_owned(), |when| when.to_string()))
    }
}

impl Veldwijziging {
    /// The bytes of the text from the first that goes to the last.
    pub fn reikt(&self) -> Range<usize> {
        let start = self.stukken.first().map_or(0, |first| first.van);
        let end = self.stukken.last().map_or(0, |last| last.van + last.weg.len());
        start..end
    }

    /// The text that it makes of another; none of a text that it is not about.
    fn toegepast(&self, basis: &str) -> Option<String> {
        let (mut out, mut at) = (String::new(), 0);
        for Vervanging { van, weg, erbij } in &self.stukken {
            let end = van.checked_add(weg.len())?;
            if basis.get(*van..end)? != weg {
                return None;
            }
            out.push_str(basis.get(at..*van)?);
            out.push_str(erbij);
            at = end;
        }
        out.push_str(basis.get(at..)?);
        Some(out)
    }

    /// Whether it makes the same of the same text in the same field.
    fn is_zelfde(&self, other: &Self) -> bool {
        let all = |one: &Self| {
            let Self { plaats, basis, stukken, noten, .. } = one.clone();
            (plaats, basis, stukken, noten)
        };
        self.onzeker == other.onzeker && all(self) == all(other)
    }

    /// The field.
    pub fn place(&self) -> Option<Place> {
        self.plaats.parse().ok()
    }
}

impl Voorstellen {
    /// What to do of which file when a proposal is taken; none for one that does not fit its own text.
    pub fn wensen(&self, voorstel: &Voorstel) -> Option<Vec<(Bestand, Request)>> {
        voorstel.delen.iter().map(|deel| self.wens(deel)).collect()
    }

    fn wens(&self, deel: &Veldwijziging) -> Option<(Bestand, Request)> {
        let basis = self.bases.get(&deel.basis)?;
        let wanted = deel.toegepast(basis)?;
        let place = deel.place()?;
        let Root::File(bestand) = place.root else { return None };
        let (place, base) = (place.path.to_string(), Some(basis.clone()));
        let request = match deel.regel {
            true => Request::Line { place, text: wanted, base },
            false => {
                let mut draft = Draft::of(&wanted);
                nieuwe_noten(&mut draft, &deel.noten);
                Request::Text { place, draft, base }
            }
        };
        Some((bestand, request))
    }
}

/// Gives references to new notes their texts, so that they get a name where they come.
fn nieuwe_noten(draft: &mut Draft, noten: &BTreeMap<String, String>) {
    for block in &mut draft.blocks {
        let lines: Vec<&mut Vec<_>> = match block {
            Blok::Paragraph { content, .. } | Blok::Item { content, .. } => vec![content],
            Blok::Table { rows, .. } => rows.iter_mut().flatten().collect(),
            Blok::Fixed { .. } => Vec::new(),
        };
        for stretch in lines.into_iter().flatten() {
            if let Ink::Chip(chip) = &mut stretch.what
                && let Some(text) = chip.note().and_then(|name| noten.get(name))
            {
                let text = Some(text.clone());
                *chip = Chip { source: String::new(), text, ..chip.clone() };
            }
        }
    }
}
