//! In: the fractions that ask and who answers. Out: how a sentence or a heading names them. Pure.

use super::super::zin::{gevuld, opgesomd};
use super::super::{Zinsdeel, items, wie};
use super::Opsteller;
use crate::dossier::{Bestand, Fractie, Place, Root};

impl Opsteller<'_> {
    /// `de leden van de ABC-fractie`, or as the dossier says it.
    pub(super) fn fractie(&self, fractie: &Fractie, place: &Place) -> Vec<Zinsdeel> {
        let woorden = &self.dossier.profiel.fracties;
        if fractie.wie.is_some() {
            return vec![Zinsdeel::Veld(place.key("wie"))];
        }
        let (key, text) = match fractie.partijen.len() > 1 {
            true => ("fracties", &woorden.fracties),
            false => ("fractie", &woorden.fractie),
        };
        let partijen = wie::lijst(&place.key("partijen"), fractie.partijen.len());
        gevuld(&["fracties", key], text.as_str(), &|_| partijen.clone())
    }

    /// Who signs, as it is said in the middle of a sentence.
    pub(super) fn ondertekenaars(&self) -> Vec<Zinsdeel> {
        let signers = &self.dossier.gegevens.ondertekening;
        let list = Place::top(Root::File(Bestand::Dossier)).key("ondertekening");
        let one =
            |(i, place): (usize, Place)| wie::in_de_zin(&signers[i].functie, place.key("functie"));
        opgesomd(items(&list, signers.len()).into_iter().enumerate().map(one).collect())
    }
}
