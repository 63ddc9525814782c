//! In: the checked texts of both editions. Out: which part of a text of the one is which of the other. Pure.
//!
//! In the public edition a passage is replaced, and nothing else of a text but the names of its notes. So the passages,
//! and the values that a text asks for, stand in both in the same order; and what lies between two of them is the same.

use std::collections::HashMap;
use std::ops::Range;

use super::Kant;
use crate::check::{Checked, CheckedText, Ingevoegd};
use crate::dossier::{Gelakte, Gronden, Place};
use crate::prose::Inline;
use crate::source::{SourceId, Sources};

/// Where in a text a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Letterplaats {
    /// So many bytes behind so many passages: the same in both editions.
    Open(usize, usize),
    /// In a passage that is withheld: by the author, or because it is a value that follows from what is.
    Passage(Option<usize>),
}

/// A passage in both editions.
#[derive(Debug)]
struct Passage {
    werk: Range<usize>,
    openbaar: Range<usize>,
    lakking: Option<usize>,
}

/// What is withheld, by where it stands.
#[derive(Debug)]
pub(super) struct Passages {
    /// All of it, by number.
    gelakt: Gelakte,
    /// Passages of texts, by the place in the working edition.
    within: HashMap<Place, Vec<Passage>>,
    /// Where a text of the public edition stands in the working one, when that is elsewhere: its notes have numbers.
    moved: HashMap<Place, Place>,
}

impl Passages {
    pub(super) fn new(werk: &Kant<'_>, openbaar: &Kant<'_>) -> Self {
        let (before, after) = (werk.filled.checked(), openbaar.filled.checked());
        let places: HashMap<_, _> = before
            .prose()
            .keys()
            .filter_map(|place| Some((home(before, place, werk.sources)?, place)))
            .collect();
        let gelakt = Gelakte::new(before.lakkingen());
        let mut passages = Self { gelakt, within: HashMap::new(), moved: HashMap::new() };
        for (place, text) in after.prose() {
            let Some(own) = home(after, place, openbaar.sources).and_then(|home| places.get(&home))
            else {
                continue;
            };
            let own = *own;
            if own != place {
                passages.moved.insert(place.clone(), own.clone());
            }
            let Some(typed) = before.prose().get(own) else { continue };
            let both = parts(typed).into_iter().zip(parts(text));
            let both =
                both.filter(|(_, openbaar)| openbaar.is_merk).map(|(werk, openbaar)| Passage {
                    lakking: match &werk.of {
                        Some(inserted) => (before.lakkingen().iter())
                            .position(|one| one.place.is_within(inserted)),
                        None => passages.gelakt.passage(own, &werk.range),
                    },
                    werk: werk.range,
                    openbaar: openbaar.range,
                });
            passages.within.insert(own.clone(), both.collect());
        }
        passages
    }

    /// The place in the working edition of a value of this one.
    pub(super) fn own_place(&self, place: &Place, is_werk: bool) -> Place {
        self.moved.get(place).filter(|_| !is_werk).unwrap_or(place).clone()
    }

    /// What is withheld as a whole, with the value at a place in it.
    pub(super) fn whole(&self, place: &Place) -> Option<usize> {
        self.gelakt.whole(place)
    }

    /// Where in a value a letter stands.
    pub(super) fn stand(
        &self,
        place: &Place,
        within: Option<Range<usize>>,
        is_werk: bool,
    ) -> Letterplaats {
        let offset = within.map_or(0, |within| within.start);
        let passages = self.within.get(place).map(Vec::as_slice).unwrap_or_default();
        let range = |passage: &Passage| match is_werk {
            true => passage.werk.clone(),
            false => passage.openbaar.clone(),
        };
        let before = passages.partition_point(|passage| range(passage).end <= offset);
        if let Some(passage) = passages.get(before)
            && range(passage).contains(&offset)
        {
            return Letterplaats::Passage(passage.lakking);
        }
        let start = before.checked_sub(1).map_or(0, |last| range(&passages[last]).end);
        Letterplaats::Open(before, offset - start)
    }
}

/// A passage of a text that is withheld, or a value, figure or frame that the text asks for.
struct Part {
    range: Range<usize>,
    /// Whether in this edition a mark stands there.
    is_merk: bool,
    /// The figure or frame that it is.
    of: Option<Place>,
}

fn parts(text: &CheckedText) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    text.prose.visit(&mut |inline| {
        let (range, is_merk, of) = match inline {
            Inline::Withheld { range, .. } => (range, true, None),
            Inline::Value { range, .. } => {
                let value = text.names.values.get(&range.start);
                (range, value.is_some_and(|value| Gronden::is_merk(value)), None)
            }
            Inline::Insert { range, .. } => match text.names.inserts.get(&range.start) {
                Some(Ingevoegd::Figuur { place, .. } | Ingevoegd::Kader { place, .. }) => {
                    (range, false, Some(place.clone()))
                }
                Some(Ingevoegd::Gelakt { place, .. }) => (range, true, Some(place.clone())),
                None => return,
            },
            _ => return,
        };
        if parts.last().is_none_or(|last| last.range.end <= range.start) {
            parts.push(Part { range: range.clone(), is_merk, of });
        }
    });
    parts
}

/// Where a value begins in the files, which is the same for every edition.
fn home(checked: &Checked, place: &Place, sources: &Sources) -> Option<(SourceId, usize)> {
    checked.span(place, None, sources).map(|span| (span.source, span.range.start))
}
