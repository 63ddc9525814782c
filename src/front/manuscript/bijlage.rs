//! In: a financial annex. Out: its parts, on its own or behind a letter. Pure.

use super::{Aanduiding, Stukdeel, Zin, Zinsdeel, items, word};
use crate::dossier::{
    Bestand, Bijlage, BijlageProfiel, Maatregel, Place, Rijen, Rijnaam, Root, Tabel, TabelCijfers,
};

/// That the annex stands behind a letter.
pub(super) struct AchterBrief {
    /// Its number, if the letter has more annexes.
    pub(super) nummer: Option<usize>,
}

/// A financial annex.
pub(super) fn bijlage(
    bijlage: &Bijlage,
    woorden: &BijlageProfiel,
    achter: Option<AchterBrief>,
) -> Vec<Stukdeel> {
    let top = Place::top(Root::File(Bestand::Bijlage));
    let aanduiding = achter.map(|AchterBrief { nummer }| Aanduiding {
        woord: Some(word(&["bijlage", "bijlage"])),
        nummer,
        teken: ':',
    });
    let text = |text: &Option<_>, place: Place| text.is_some().then_some(Stukdeel::Tekst(place));
    let mut all = vec![Stukdeel::Kop { niveau: 1, aanduiding, tekst: top.key("titel").into() }];
    all.extend(text(&bijlage.inleiding, top.key("inleiding")));
    let tables = bijlage.alle_tabellen();
    // One table has no heading of its own, and the annex's closing text right below it.
    if let [only] = &tables[..] {
        all.push(table(only, 0, woorden));
        all.extend(text(&bijlage.slot, top.key("slot")));
        all.extend(explanations(only, 2));
        return all;
    }
    for (index, (tabel, own)) in tables.iter().zip(&bijlage.tabellen).enumerate() {
        let place = place(tabel);
        let woord = Some(word(&["bijlage", "tabel"]));
        let aanduiding = Aanduiding { woord, nummer: tabel.nummer, teken: '.' };
        all.push(Stukdeel::Kop {
            niveau: 2,
            aanduiding: Some(aanduiding),
            tekst: place.key("titel").into(),
        });
        all.extend(text(&own.inleiding, place.key("inleiding")));
        all.push(table(tabel, index, woorden));
        all.extend(text(&own.slot, place.key("slot")));
        all.extend(explanations(tabel, 3));
    }
    all.extend(text(&bijlage.slot, top.key("slot")));
    all
}

fn place(tabel: &Tabel<'_>) -> Place {
    Place { root: Root::File(Bestand::Bijlage), path: tabel.path.clone() }
}

/// Every measure with its place.
fn measures<'a>(tabel: &Tabel<'a>) -> impl Iterator<Item = (&'a Maatregel, Place)> {
    let groepen = &tabel.inhoud.groepen;
    groepen.iter().zip(items(&place(tabel).key("groepen"), groepen.len())).flat_map(
        |(groep, place)| {
            let places = items(&place.key("maatregelen"), groep.maatregelen.len());
            groep.maatregelen.iter().zip(places)
        },
    )
}

fn table(tabel: &Tabel<'_>, index: usize, woorden: &BijlageProfiel) -> Stukdeel {
    let cijfers = TabelCijfers::default();
    Stukdeel::Tabel { index, teksten: Rijen::new(tabel, &cijfers, woorden).gedrukte_teksten() }
}

/// A name, without the marks of its notes.
fn named(naam: &Rijnaam, place: Place) -> Zin {
    match naam.heeft_noten() {
        false => place.into(),
        true => {
            let words = naam.woorden().into_iter();
            Zin(words.map(|range| Zinsdeel::Deel(place.clone(), range)).collect())
        }
    }
}

/// What explains the measures of a table, under one heading.
fn explanations(tabel: &Tabel<'_>, niveau: usize) -> Vec<Stukdeel> {
    let explained: Vec<Stukdeel> = measures(tabel)
        .filter(|(maatregel, _)| maatregel.toelichting.is_some() || maatregel.herkomst.is_some())
        .map(|(maatregel, place)| Stukdeel::Uitleg {
            toelichting: maatregel.toelichting.is_some().then(|| place.key("toelichting")),
            herkomst: (maatregel.herkomst.is_some())
                .then(|| [word(&["bijlage", "herkomst"]), place.key("herkomst")]),
            maatregel: named(&maatregel.maatregel, place.key("maatregel")),
        })
        .collect();
    let kop =
        Stukdeel::Kop { niveau, aanduiding: None, tekst: word(&["bijlage", "toelichting"]).into() };
    let heading = (!explained.is_empty()).then_some(kop);
    heading.into_iter().chain(explained).collect()
}
