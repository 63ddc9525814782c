//! In: the shape of a value. Out: whether it can be withheld from the public, and what then stands in its place. Pure.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::bedrag::FORMAT_BEDRAG;
use super::grond::in_address;
use super::rijnaam::FORMAT_RIJNAAM;
use super::tekst::{FORMAT_BESTAND, FORMAT_PROZA, is_regel};
use super::{Briefsoort, Gronden, Place, Shape};

/// A part of a dossier that is withheld from the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lakking {
    /// The value, or the block of values, that it is about.
    pub place: Place,
    /// Of a text with markup: which bytes of what was typed. `None` for the whole value. In the public edition it is
    /// empty, for it says how long the text was.
    pub within: Option<Range<usize>>,
    /// The grounds, such as `5.1.2e` (Wet open overheid); at least one.
    pub gronden: Vec<String>,
    /// Why, where the ground asks for a reason: each reason behind the grounds that it is given for.
    pub redenen: Vec<(String, String)>,
    /// Whether a rule of the profile withholds it, and not the author.
    pub door_regel: bool,
}

impl Lakking {
    /// Its first ground, as an author writes it.
    pub(crate) fn grond(&self) -> &str {
        self.gronden.first().map_or("", |code| in_address(code))
    }

    /// Whether it is for the sake of a person.
    pub(crate) fn is_om_persoon(&self) -> bool {
        self.gronden.iter().any(|code| OM_PERSOON.contains(&code.as_str()))
    }
}

/// The grounds that are about persons: special data, numbers that identify, privacy, and who must be protected.
const OM_PERSOON: [&str; 4] = ["5.1.1d", "5.1.1e", "5.1.2e", "5.1.2h"];

/// What is withheld, to be found by its place.
#[derive(Debug, Clone, Default)]
pub struct Gelakte {
    /// Values and blocks as a whole.
    whole: HashMap<Place, usize>,
    /// Passages of each text, where each begins and ends.
    within: BTreeMap<Place, Vec<(Range<usize>, usize)>>,
}

impl Gelakte {
    /// Each by its number in the list.
    pub fn new(all: &[Lakking]) -> Self {
        let mut out = Self::default();
        for (i, one) in all.iter().enumerate() {
            match &one.within {
                Some(range) => {
                    let passages = out.within.entry(one.place.clone()).or_default();
                    passages.push((range.clone(), i));
                }
                None => {
                    out.whole.entry(one.place.clone()).or_insert(i);
                }
            }
        }
        for passages in out.within.values_mut() {
            passages.sort_by_key(|(range, _)| range.start);
        }
        out
    }

    /// What withholds a whole value: itself, or a block that it is in; the outermost.
    pub fn whole(&self, place: &Place) -> Option<usize> {
        if self.whole.is_empty() {
            return None;
        }
        let (mut found, mut at) = (None, place.clone());
        loop {
            found = self.whole.get(&at).copied().or(found);
            if at.path.segments().is_empty() {
                return found;
            }
            at.path = at.path.parent();
        }
    }

    /// The passage of a text that this part of it lies in.
    pub fn passage(&self, place: &Place, part: &Range<usize>) -> Option<usize> {
        let passages = self.within.get(place)?;
        let at = passages.partition_point(|(range, _)| range.start <= part.start).checked_sub(1)?;
        let (range, i) = &passages[at];
        (part.end <= range.end).then_some(*i)
    }
}

/// Lists of `dossier.yaml` of which nothing is printed with this kind of letter: they are for the checks.
pub fn niet_afgedrukt(soort: Briefsoort) -> &'static [&'static str] {
    match soort {
        Briefsoort::Verzamelbrief => &["afkortingen", "uitzonderingen"],
        _ => &["moties", "toezeggingen", "afkortingen", "uitzonderingen"],
    }
}

/// Whether a choice stays of a withheld block: not what it says, but behind which part of the document it stands; and of
/// a line or column of a table what it is among the others.
pub(crate) fn is_plaats(key: &str) -> bool {
    matches!(key, "na" | "niveau")
}

/// Whether paper says of a field that it is still to be filled in, as of the day of a letter with questions: it does not
/// go with a withheld block.
fn is_invulplek(key: &str) -> bool {
    key == "brief_van"
}

impl Shape {
    /// What stands in the place of a single value of this shape; `None` of what must be known to make the documents, as
    /// a date is.
    pub(crate) fn merk(&self, gronden: Gronden) -> Option<String> {
        match self {
            Self::Text(Some(format)) if format == FORMAT_PROZA => Some(gronden.merk_met_opmaak()),
            Self::Text(Some(format))
                if is_regel(format) || [FORMAT_BEDRAG, FORMAT_BESTAND].contains(&&**format) =>
            {
                Some(gronden.merk())
            }
            _ => None,
        }
    }

    /// Whether a value of this shape can be withheld in its place: a text, or an amount.
    pub(crate) fn is_lakbaar(&self) -> bool {
        self.merk(Gronden::default()).is_some()
    }

    /// Whether it is a text with markup.
    pub(crate) fn is_proza(&self) -> bool {
        self.is_format(FORMAT_PROZA)
    }

    /// Whether it is the name of a row, in which notes may be marked.
    pub(crate) fn is_rijnaam(&self) -> bool {
        self.is_format(FORMAT_RIJNAAM)
    }

    /// Whether it is a line of amounts, by year or by column.
    pub(crate) fn is_bedragen(&self) -> bool {
        matches!(self, Self::Map { keys, others: Some((_, value)), .. } if keys.is_empty() && value.is_format(FORMAT_BEDRAG))
    }

    /// Whether a block of this shape can be withheld as a whole: something can stand in its place, and nothing must be
    /// there for which that is not so. Nor must there be one thing or another: what others refer to would be gone with it,
    /// as the questions of a fraction are.
    pub(crate) fn is_blok_lakbaar(&self) -> bool {
        let Self::Map { keys, required, either, .. } = self else { return false };
        if !either.is_empty() {
            return false;
        }
        let can = |shape: &Self| match shape {
            Self::List(item, _) => item.is_lakbaar() || item.is_blok_lakbaar(),
            Self::Map { .. } => shape.is_bedragen() || shape.is_blok_lakbaar(),
            other => other.is_lakbaar(),
        };
        let must = keys.iter().filter(|(key, _)| required.contains(key) || is_invulplek(key));
        must.filter(|(key, _)| !is_plaats(key)).map(|(_, shape)| shape).all(can)
            && keys.iter().any(|(_, shape)| shape.is_lakbaar())
            || self.is_bedragen()
    }
}
