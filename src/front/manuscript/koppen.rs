//! In: a heading with what stands below it. Out: its parts, with headings of lower levels. Pure.

use super::{Stukdeel, items};
use crate::dossier::{Place, Sectie, Tussenkop};

/// A heading with its text.
pub(super) fn headed(
    place: &Place,
    niveau: usize,
    has_text: bool,
) -> impl Iterator<Item = Stukdeel> {
    let kop = Stukdeel::Kop { niveau, aanduiding: None, tekst: place.key("kop").into() };
    [kop].into_iter().chain(has_text.then(|| Stukdeel::Tekst(place.key("tekst"))))
}

/// Sections whose headings have this level.
pub(super) fn secties(secties: &[Sectie], list: &Place, niveau: usize) -> Vec<Stukdeel> {
    let mut all = Vec::new();
    for (sectie, place) in secties.iter().zip(items(list, secties.len())) {
        all.extend(headed(&place, niveau, sectie.tekst.is_some()));
        all.extend(below(&sectie.delen, &place, niveau));
    }
    all
}

/// The `delen` of a section whose heading has this level.
pub(super) fn below(delen: &[Tussenkop], place: &Place, niveau: usize) -> Vec<Stukdeel> {
    let mut all = Vec::new();
    for (deel, place) in delen.iter().zip(items(&place.key("delen"), delen.len())) {
        all.extend(headed(&place, niveau + 1, deel.tekst.is_some()));
        let least = items(&place.key("delen"), deel.delen.len());
        all.extend(least.iter().flat_map(|place| headed(place, niveau + 2, true)));
    }
    all
}
