//! In: a dossier with a nota. Out: the parts of the nota. Pure.

use super::hoofd::{status, velden};
use super::{Hoofd, Manuscript, Paraafvak, Stukdeel, word};
use crate::dossier::{Bestand, Dossier, Nota, Onderdeel, Paraafsoort, Place, Root, Veld};

/// A decision memo for a minister.
pub(super) fn nota(dossier: &Dossier, nota: &Nota) -> Manuscript {
    let profiel = &dossier.profiel.nota;
    let sections = Sections { nota, top: Place::top(Root::File(Bestand::Nota)) };
    let mut delen = Vec::new();
    for onderdeel in &profiel.onderdelen {
        delen.extend(sections.section(*onderdeel, 1));
        if *onderdeel == Onderdeel::Toelichting && nota.toelichting.is_some() {
            for onderdeel in &profiel.toelichting {
                delen.extend(sections.section(*onderdeel, 2));
                delen.extend(sections.own(*onderdeel, 2));
            }
        }
        delen.extend(sections.own(*onderdeel, 1));
    }
    delen.extend(initials(dossier));
    delen.extend(documents(nota, &sections.top));
    Manuscript { hoofd: Some(head(dossier, nota)), delen }
}

fn head(dossier: &Dossier, nota: &Nota) -> Hoofd {
    let profiel = &dossier.profiel.nota;
    let is_field = profiel.kolom.contains(&Veld::Status) || profiel.links.contains(&Veld::Status);
    Hoofd {
        status: status(dossier, nota).filter(|_| !is_field),
        adres: Vec::new(),
        links: velden(dossier, Some(nota), &profiel.links),
        kolom: velden(dossier, Some(nota), &profiel.kolom),
        datum: None,
        onderwerp: Place::top(Root::File(Bestand::Dossier)).key("onderwerp"),
    }
}

struct Sections<'a> {
    nota: &'a Nota,
    top: Place,
}

impl Sections<'_> {
    /// A section of the form, under its heading. Of the explanation this is the text before its parts.
    fn section(&self, onderdeel: Onderdeel, niveau: usize) -> Vec<Stukdeel> {
        let text = self.nota.tekst(onderdeel).map(|_| {
            let path = onderdeel.path();
            Stukdeel::Tekst(Place { root: self.top.root, path })
        });
        let explains = onderdeel == Onderdeel::Toelichting && self.nota.toelichting.is_some();
        if text.is_none() && !explains {
            return Vec::new();
        }
        let tekst = match self.nota.koppen.contains_key(&onderdeel) {
            true => self.top.key("koppen").key(onderdeel.name()),
            false => word(&["nota", "koppen", onderdeel.name()]),
        };
        let tekst = tekst.into();
        [Stukdeel::Kop { niveau, aanduiding: None, tekst }].into_iter().chain(text).collect()
    }

    /// Sections of one's own that come right after one of the form.
    fn own(&self, after: Onderdeel, niveau: usize) -> Vec<Stukdeel> {
        let list = self.top.key("extra");
        (self.nota.extra.iter().enumerate())
            .filter(|(_, extra)| extra.na == after)
            .map(|(i, _)| list.index(i))
            .flat_map(|place| {
                [
                    Stukdeel::Kop { niveau, aanduiding: None, tekst: place.key("kop").into() },
                    Stukdeel::Tekst(place.key("tekst")),
                ]
            })
            .collect()
    }
}

/// The boxes for initials: in the line, then from the side.
fn initials(dossier: &Dossier) -> Vec<Stukdeel> {
    let route = Place::top(Root::File(Bestand::Dossier)).key("parafenroute");
    [(Paraafsoort::Lijnparaaf, "parafen"), (Paraafsoort::Medeparaaf, "medeparafen")]
        .into_iter()
        .filter_map(|(soort, kop)| {
            let steps = dossier.gegevens.parafenroute.iter().enumerate();
            let stappen: Vec<Paraafvak> = steps
                .filter(|(_, step)| step.soort == soort)
                .map(|(index, step)| {
                    let place = route.index(index);
                    let naam = step.naam.is_some().then(|| place.key("naam"));
                    Paraafvak { index, rol: place.key("rol"), naam }
                })
                .collect();
            let kop = word(&["nota", kop]);
            (!stappen.is_empty()).then_some(Stukdeel::Parafen { kop, stappen })
        })
        .collect()
}

/// The list of documents that come with it.
fn documents(nota: &Nota, top: &Place) -> Option<Stukdeel> {
    let label = |key: &str| word(&["nota", key]);
    let list = top.key("bijlagen");
    let rijen: Vec<(Place, Option<Place>)> = (nota.bijlagen.iter().enumerate())
        .map(|(i, stuk)| {
            let place = list.index(i);
            let about = stuk.informatie.is_some().then(|| place.key("informatie"));
            (place.key("naam"), about)
        })
        .collect();
    (!rijen.is_empty()).then(|| Stukdeel::Stukken {
        kop: label("bijlagen"),
        koppen: ["stukken_nummer", "stukken_naam", "stukken_informatie"].map(label),
        rijen,
    })
}
