//! In: a financial annex. Out: its parts, on its own or behind a letter. Pure.

use super::{Aanduiding, Stukdeel, items, word};
use crate::dossier::{Bestand, Bijlage, Groep, Maatregel, Place, Root, Tabel};

/// That the annex stands behind a letter.
pub(super) struct AchterBrief {
    /// Its number, if the letter has more annexes.
    pub(super) nummer: Option<usize>,
}

/// A financial annex.
pub(super) fn bijlage(bijlage: &Bijlage, achter: Option<AchterBrief>) -> Vec<Stukdeel> {
    let top = Place::top(Root::File(Bestand::Bijlage));
    let aanduiding = achter.map(|AchterBrief { nummer }| Aanduiding {
        woord: word(&["bijlage", "bijlage"]),
        nummer,
        teken: ':',
    });
    let text = |text: &Option<_>, place: Place| text.is_some().then_some(Stukdeel::Tekst(place));
    let mut all = vec![Stukdeel::Kop { niveau: 1, aanduiding, tekst: top.key("titel") }];
    all.extend(text(&bijlage.inleiding, top.key("inleiding")));
    let tables = bijlage.alle_tabellen();
    // One table has no heading of its own, and the annex's closing text right below it.
    if let [only] = &tables[..] {
        all.push(table(only, 0));
        all.extend(text(&bijlage.slot, top.key("slot")));
        all.extend(explanations(only, 2));
        return all;
    }
    for (index, (tabel, own)) in tables.iter().zip(&bijlage.tabellen).enumerate() {
        let place = place(tabel);
        let aanduiding =
            Aanduiding { woord: word(&["bijlage", "tabel"]), nummer: tabel.nummer, teken: '.' };
        all.push(Stukdeel::Kop {
            niveau: 2,
            aanduiding: Some(aanduiding),
            tekst: place.key("titel"),
        });
        all.extend(text(&own.inleiding, place.key("inleiding")));
        all.push(table(tabel, index));
        all.extend(text(&own.slot, place.key("slot")));
        all.extend(explanations(tabel, 3));
    }
    all.extend(text(&bijlage.slot, top.key("slot")));
    all
}

fn place(tabel: &Tabel<'_>) -> Place {
    Place { root: Root::File(Bestand::Bijlage), path: tabel.path.clone() }
}

/// Every group with its place, and every measure in it with its own.
fn groups<'a>(
    tabel: &Tabel<'a>,
) -> impl Iterator<Item = (&'a Groep, Place, Vec<(&'a Maatregel, Place)>)> {
    let groepen = &tabel.inhoud.groepen;
    groepen.iter().zip(items(&place(tabel).key("groepen"), groepen.len())).map(|(groep, place)| {
        let list = items(&place.key("maatregelen"), groep.maatregelen.len());
        let measures = groep.maatregelen.iter().zip(list).collect();
        (groep, place, measures)
    })
}

fn table(tabel: &Tabel<'_>, index: usize) -> Stukdeel {
    let place = place(tabel);
    let inhoud = tabel.inhoud;
    let mut teksten = Vec::new();
    if inhoud.beginstand.is_some() {
        teksten.push(place.key("beginstand").key("omschrijving"));
    }
    for (groep, place, measures) in groups(tabel) {
        teksten.extend(groep.titel.iter().map(|_| place.key("titel")));
        for (maatregel, place) in measures {
            teksten.push(place.key("maatregel"));
            teksten.extend(maatregel.trekker.iter().map(|_| place.key("trekker")));
            teksten.extend(maatregel.artikel.iter().map(|_| place.key("artikel")));
            teksten.extend(maatregel.appreciatie.iter().map(|_| place.key("appreciatie")));
        }
    }
    if inhoud.beginstand.is_some() && inhoud.nieuwe_stand.is_some() {
        teksten.push(place.key("nieuwe_stand"));
    }
    let sources = inhoud.bronnen();
    for (bron, place) in sources.iter().zip(items(&place.key("dekking"), sources.len())) {
        teksten.push(place.key("bron"));
        teksten.extend(bron.artikel.iter().map(|_| place.key("artikel")));
    }
    Stukdeel::Tabel { index, teksten }
}

/// What explains the measures of a table, under one heading.
fn explanations(tabel: &Tabel<'_>, niveau: usize) -> Vec<Stukdeel> {
    let explained: Vec<Stukdeel> = groups(tabel)
        .flat_map(|(.., measures)| measures)
        .filter(|(maatregel, _)| maatregel.toelichting.is_some() || maatregel.herkomst.is_some())
        .map(|(maatregel, place)| Stukdeel::Uitleg {
            toelichting: maatregel.toelichting.is_some().then(|| place.key("toelichting")),
            herkomst: (maatregel.herkomst.is_some())
                .then(|| [word(&["bijlage", "herkomst"]), place.key("herkomst")]),
            maatregel: place.key("maatregel"),
        })
        .collect();
    let kop = Stukdeel::Kop { niveau, aanduiding: None, tekst: word(&["bijlage", "toelichting"]) };
    let heading = (!explained.is_empty()).then_some(kop);
    heading.into_iter().chain(explained).collect()
}
