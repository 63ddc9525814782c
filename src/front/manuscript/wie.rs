//! In: who a letter is about and from. Out: how a sentence says that, by its places. Pure.

use super::zin::{gevuld, opgesomd};
use super::{Stukdeel, Zin, Zinsdeel, items, word};
use crate::dossier::{Bestand, Datum, Dossier, Lid, Place, Regel, Root};

/// The day of a letter with questions, or that it is still to be filled in.
pub(super) fn brief_van(day: Option<Datum>, block: &Place) -> Vec<Zinsdeel> {
    vec![match day {
        Some(_) => Zinsdeel::Veld(block.key("brief_van")),
        None => Zinsdeel::Teken("[datum]"),
    }]
}

/// The values of a list, `a, b en c`.
pub(super) fn lijst(list: &Place, length: usize) -> Vec<Zinsdeel> {
    let one = |place| vec![Zinsdeel::Veld(place)];
    opgesomd(items(list, length).into_iter().map(one).collect())
}

/// An office in the middle of a sentence: its article has no capital there.
pub(super) fn in_de_zin(office: &Regel, place: Place) -> Vec<Zinsdeel> {
    const ARTICLE: &str = "De ";
    let text = office.as_str();
    // What is still to be filled in stands between brackets.
    let start = text.len() - text.trim_start_matches(['[', ' ']).len();
    if !text[start..].starts_with(ARTICLE) {
        return vec![Zinsdeel::Veld(place)];
    }
    let before = (start > 0).then(|| Zinsdeel::Deel(place.clone(), 0..start));
    let article = Zinsdeel::Veld(word(&["antwoord", "de"]));
    let rest = Zinsdeel::Deel(place, start + ARTICLE.len() - 1..text.len());
    before.into_iter().chain([article, rest]).collect()
}

/// On whose behalf a letter is sent too, in these words of the profile; nothing if that is nobody.
pub(super) fn mede_namens(
    dossier: &Dossier,
    keys: &[&str],
    woorden: &Regel,
) -> Option<Vec<Zinsdeel>> {
    let list = Place::top(Root::File(Bestand::Dossier)).key("mede_namens");
    let wie = lijst(&list, dossier.gegevens.mede_namens.len());
    let filled = gevuld(keys, woorden.as_str(), &|_| wie.clone());
    (!wie.is_empty()).then_some(filled)
}

/// The same where the first sentence has room for it.
pub(super) fn mede_namens_in_zin(dossier: &Dossier) -> Vec<Zinsdeel> {
    let woorden = &dossier.profiel.antwoord.zin_mede_namens;
    mede_namens(dossier, &["antwoord", "zin_mede_namens"], woorden).unwrap_or_default()
}

/// The same in a line above the signatures.
pub(super) fn mede_namens_regel(dossier: &Dossier) -> Option<Stukdeel> {
    let woorden = &dossier.profiel.antwoord.mede_namens;
    let delen = mede_namens(dossier, &["antwoord", "mede_namens"], woorden)?;
    Some(Stukdeel::Zin(Zin(delen)))
}

/// `het lid Van Voorbeeld (ABC)`; members of one party have it once.
pub(super) fn leden(leden: &[Lid], list: &Place) -> Vec<Zinsdeel> {
    let places = items(list, leden.len());
    let woord = |key| Zinsdeel::Veld(word(&["antwoord", key]));
    let partij = |place: &Place, before: Option<&'static str>| {
        let mut all = vec![Zinsdeel::Teken(" (")];
        all.extend(before.into_iter().flat_map(|key| [woord(key), Zinsdeel::Teken(" ")]));
        all.extend([Zinsdeel::Veld(place.key("partij")), Zinsdeel::Teken(")")]);
        all
    };
    let together = match leden {
        [first, rest @ ..] if rest.iter().all(|lid| lid.partij == first.partij) => {
            match rest.len() {
                0 => None,
                1 => Some("beiden"),
                _ => Some("allen"),
            }
        }
        _ => None,
    };
    let names = places.iter().map(|place| {
        let mut one = vec![Zinsdeel::Veld(place.key("naam"))];
        if together.is_none() {
            one.extend(partij(place, None));
        }
        one
    });
    let mut all =
        vec![woord(if leden.len() > 1 { "de_leden" } else { "het_lid" }), Zinsdeel::Teken(" ")];
    all.extend(opgesomd(names.collect()));
    if let (Some(before), Some(first)) = (together, places.first()) {
        all.extend(partij(first, Some(before)));
    }
    all
}
