//! In: a sentence of a profile, and what fills its slots. Out: the sentence, by the places of its pieces. Pure.

use std::ops::Range;

use super::word;
use crate::dossier::{Place, Zinsstuk, zinsstukken};

/// A line that is put together: words of the profile, and values of the dossier among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Zin(pub Vec<Zinsdeel>);

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zinsdeel {
    /// A value.
    Veld(Place),
    /// A part of a line: which bytes of it.
    Deel(Place, Range<usize>),
    /// The last key of the way to a value, as the number of a question is.
    Sleutel(Place),
    /// The number of a parliamentary paper, in its official form.
    Kamerstuk(Place),
    /// What stands between values.
    Teken(&'static str),
}

impl From<Place> for Zin {
    fn from(place: Place) -> Self {
        Self(vec![Zinsdeel::Veld(place)])
    }
}

impl Zin {
    /// The values of which it prints text, in order.
    pub fn texts(&self) -> impl Iterator<Item = &Place> {
        self.0.iter().filter_map(|deel| match deel {
            Zinsdeel::Veld(place) | Zinsdeel::Deel(place, _) => Some(place),
            // A paper is printed in its official form, whatever was typed.
            Zinsdeel::Sleutel(_) | Zinsdeel::Kamerstuk(_) | Zinsdeel::Teken(_) => None,
        })
    }

    /// Everything that it prints, in order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.0.iter().filter_map(|deel| match deel {
            Zinsdeel::Veld(place)
            | Zinsdeel::Deel(place, _)
            | Zinsdeel::Sleutel(place)
            | Zinsdeel::Kamerstuk(place) => Some(place),
            Zinsdeel::Teken(_) => None,
        })
    }
}

/// A sentence of the profile with its slots filled.
pub(super) fn gevuld(
    keys: &[&str],
    text: &str,
    vak: &dyn Fn(&str) -> Vec<Zinsdeel>,
) -> Vec<Zinsdeel> {
    let place = word(keys);
    let stukken = zinsstukken(text).into_iter();
    stukken
        .flat_map(|stuk| match stuk {
            Zinsstuk::Woorden(range) => vec![Zinsdeel::Deel(place.clone(), range)],
            Zinsstuk::Vak(name) => vak(name),
        })
        .collect()
}

/// `a, b en c`.
pub(super) fn opgesomd(items: Vec<Vec<Zinsdeel>>) -> Vec<Zinsdeel> {
    let last = items.len().saturating_sub(1);
    let mut all = Vec::new();
    for (i, item) in items.into_iter().enumerate() {
        match i {
            0 => {}
            _ if i == last => all.extend([
                Zinsdeel::Teken(" "),
                Zinsdeel::Veld(word(&["woorden", "en"])),
                Zinsdeel::Teken(" "),
            ]),
            _ => all.push(Zinsdeel::Teken(", ")),
        }
        all.extend(item);
    }
    all
}
