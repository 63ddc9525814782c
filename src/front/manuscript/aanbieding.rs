//! In: a dossier with a letter that offers something. Out: its parts. Pure.

use super::brief::{self, Eerste};
use super::wie;
use super::zin::{gevuld, opgesomd};
use super::{Manuscript, Zin, Zinsdeel};
use crate::dossier::{
    AanbiedingProfiel, Aangeboden, Bestand, Dossier, Place, Regel, Root, Stuknamen, Stuksoort,
};

/// A letter that offers documents: its first sentence names them.
pub(super) fn aanbieding(dossier: &Dossier) -> Manuscript {
    let woorden = &dossier.profiel.aanbieding;
    let (key, text) = match dossier.gegevens.ondertekening.len() > 1 {
        true => ("zin_meervoud", &woorden.zin_meervoud),
        false => ("zin", &woorden.zin),
    };
    let stukken = || {
        let one = |(place, stuk): (Place, &Aangeboden)| in_zin(stuk, &place, woorden);
        opgesomd(places(dossier.aangeboden()).map(one).collect())
    };
    let zin = gevuld(&["aanbieding", key], text.as_str(), &|vak| match vak {
        "stukken" => stukken(),
        _ => wie::mede_namens_in_zin(dossier),
    });
    let eerste = Eerste {
        zin: Zin(zin),
        zegt_namens: brief::zegt_namens(text),
        namens: brief::mede_namens(dossier),
        aanhef_en_groet: true,
        teksten: Vec::new(),
    };
    brief::met_zin(dossier, eerste)
}

/// Each with its place.
fn places(all: &[Aangeboden]) -> impl Iterator<Item = (Place, &Aangeboden)> {
    let list = Place::top(Root::File(Bestand::Brief)).key("aanbieding");
    all.iter().enumerate().map(move |(i, stuk)| (list.index(i), stuk))
}

/// How each is called in the list of annexes.
pub(super) fn titels(dossier: &Dossier) -> Vec<Zin> {
    let woorden = &dossier.profiel.aanbieding;
    places(dossier.aangeboden())
        .map(|(place, stuk)| match naam(stuk, &woorden.in_lijst) {
            Some((key, text)) => Zin(genoemd(&["aanbieding", "in_lijst", key], text, &place)),
            None => place.key("titel").into(),
        })
        .collect()
}

/// How one is called in the sentence.
fn in_zin(stuk: &Aangeboden, place: &Place, woorden: &AanbiedingProfiel) -> Vec<Zinsdeel> {
    match naam(stuk, &woorden.in_zin) {
        Some((key, text)) => genoemd(&["aanbieding", "in_zin", key], text, place),
        None => vec![Zinsdeel::Veld(place.key("in_zin"))],
    }
}

fn genoemd(keys: &[&str], text: &Regel, place: &Place) -> Vec<Zinsdeel> {
    gevuld(keys, text.as_str(), &|vak| vec![Zinsdeel::Veld(place.key(vak))])
}

/// The words of the profile for it, with their key; none where it has words of its own.
fn naam<'a>(stuk: &Aangeboden, namen: &'a Stuknamen) -> Option<(&'static str, &'a Regel)> {
    match stuk.wat {
        Stuksoort::Rapport if stuk.van.is_some() => Some(("rapport_van", &namen.rapport_van)),
        Stuksoort::Rapport => Some(("rapport", &namen.rapport)),
        Stuksoort::Evaluatie => Some(("evaluatie", &namen.evaluatie)),
        Stuksoort::GeannoteerdeAgenda => Some(("geannoteerde_agenda", &namen.geannoteerde_agenda)),
        Stuksoort::Verslag => Some(("verslag", &namen.verslag)),
        Stuksoort::Lijst => Some(("lijst", &namen.lijst)),
        Stuksoort::Stuk => None,
    }
}
