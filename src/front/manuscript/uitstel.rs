//! In: a dossier with a letter that says that answers come later. Out: its parts. Pure.

use super::brief::{self, Eerste};
use super::wie;
use super::zin::{gevuld, opgesomd};
use super::{Manuscript, Zin, Zinsdeel};
use crate::dossier::{Bestand, Dossier, Place, Regel, Root, Uitstel, Vragenset};

/// A letter of one paragraph: which questions, why, and when the answers are there.
pub(super) fn uitstel(dossier: &Dossier, uitstel: &Uitstel) -> Manuscript {
    let woorden = &dossier.profiel.uitstel;
    let top = Place::top(Root::File(Bestand::Brief)).key("uitstel");
    let (key, text) = match dossier.gegevens.ondertekening.len() > 1 {
        true => ("zin_meervoud", &woorden.zin_meervoud),
        false => ("zin", &woorden.zin),
    };
    let fill = |key: &str, text: &Regel| {
        gevuld(&["uitstel", key], text.as_str(), &|vak| match vak {
            "vragen" => vragen(uitstel, &top.key("vragen"), &woorden.vragen),
            "mede_namens" => wie::mede_namens_in_zin(dossier),
            _ => vec![Zinsdeel::Veld(top.key(vak))],
        })
    };
    let mut zin = fill(key, text);
    let mut also = |key, text| zin.extend([vec![Zinsdeel::Teken(" ")], fill(key, text)].concat());
    match uitstel.uiterlijk {
        Some(_) => also("uiterlijk", &woorden.uiterlijk),
        None => also("zonder_dag", &woorden.zonder_dag),
    }
    if uitstel.zie_ook.is_some() {
        also("zie_ook", &woorden.zie_ook);
    }
    let eerste = Eerste {
        zin: Zin(zin),
        zegt_namens: brief::zegt_namens(text),
        namens: brief::mede_namens(dossier),
        aanhef_en_groet: woorden.aanhef_en_groet,
        teksten: Vec::new(),
    };
    brief::met_zin(dossier, eerste)
}

/// `de vragen van het lid X (ABC) over …, en de vragen van …`.
fn vragen(uitstel: &Uitstel, list: &Place, woorden: &Regel) -> Vec<Zinsdeel> {
    let one = |(i, set): (usize, &Vragenset)| {
        let place = list.index(i);
        gevuld(&["uitstel", "vragen"], woorden.as_str(), &|vak| match vak {
            "leden" => wie::leden(&set.leden, &place.key("leden")),
            "brief_van" => wie::brief_van(set.brief_van, &place),
            _ => vec![Zinsdeel::Veld(place.key(vak))],
        })
    };
    opgesomd(uitstel.vragen.iter().enumerate().map(one).collect())
}
