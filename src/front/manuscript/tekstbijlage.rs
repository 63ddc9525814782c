//! In: an annex of text behind a letter. Out: its parts, under its title. Pure.

use super::koppen::secties;
use super::{Aanduiding, Stukdeel, Zin, items, word};
use crate::dossier::{Bestand, Brief, EigenTekstbijlage, Place, Root};

/// An annex of text, which is part of the letter that it stands behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tekstbijlage {
    /// Whether it is called an annex also when there are no others.
    pub heet_bijlage: bool,
    /// A line above its title.
    pub boven: Option<Zin>,
    /// Its title.
    pub titel: Zin,
    /// Its parts, without the title.
    pub delen: Vec<Stukdeel>,
}

impl Tekstbijlage {
    /// Its parts with the title, which has a number if there are more annexes.
    pub(super) fn genummerd(self, nummer: Option<usize>) -> Vec<Stukdeel> {
        let woord = Some(word(&["bijlage", "bijlage"]));
        let is_called = self.heet_bijlage || nummer.is_some();
        let aanduiding = is_called.then_some(Aanduiding { woord, nummer, teken: ':' });
        let titel = Stukdeel::Kop { niveau: 1, aanduiding, tekst: self.titel };
        self.boven.map(Stukdeel::Zin).into_iter().chain([titel]).chain(self.delen).collect()
    }
}

/// Those that a letter has of its own.
pub(super) fn eigen(brief: &Brief) -> Vec<Tekstbijlage> {
    let list = Place::top(Root::File(Bestand::Brief)).key("tekstbijlagen");
    let places = items(&list, brief.tekstbijlagen.len());
    brief.tekstbijlagen.iter().zip(places).map(|(own, place)| een(own, &place)).collect()
}

fn een(own: &EigenTekstbijlage, place: &Place) -> Tekstbijlage {
    let text = own.tekst.is_some().then(|| Stukdeel::Tekst(place.key("tekst")));
    let sections = secties(&own.secties, &place.key("secties"), 2);
    Tekstbijlage {
        heet_bijlage: true,
        boven: None,
        titel: place.key("titel").into(),
        delen: text.into_iter().chain(sections).collect(),
    }
}
