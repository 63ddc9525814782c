//! In: a dossier with a nota. Out: the parts of the nota. Pure.

use super::hoofd::{status, velden};
use super::koppen::{below, headed};
use super::{Hoofd, Manuscript, Paraafvak, Stukdeel, word};
use crate::dossier::{
    Bestand, Dossier, Nota, NotaProfiel, Onderdeel, Paraafsoort, Place, Root, Veld,
};

/// A decision memo for a minister.
pub(super) fn nota(dossier: &Dossier, nota: &Nota) -> Manuscript {
    let profiel = &dossier.profiel.nota;
    let sections = Sections { nota, profiel, top: Place::top(Root::File(Bestand::Nota)) };
    let mut text = Vec::new();
    for (i, onderdeel) in profiel.onderdelen.iter().enumerate() {
        // A profile may name one twice; it stands where it comes first.
        if !profiel.onderdelen[..i].contains(onderdeel) {
            text.extend(sections.section(*onderdeel, 1));
        }
    }
    let mut initials = initials(dossier);
    initials.extend(below_initials(dossier, nota));
    let mut delen = match profiel.parafen_boven {
        true => [initials, text].concat(),
        false => [text, initials].concat(),
    };
    if profiel.bijlagentabel {
        delen.extend(documents(nota, &sections.top));
    }
    Manuscript { hoofd: Some(head(dossier, nota)), delen }
}

fn head(dossier: &Dossier, nota: &Nota) -> Hoofd {
    let profiel = &dossier.profiel.nota;
    let is_field = profiel.kolom.contains(&Veld::Status) || profiel.links.contains(&Veld::Status);
    let first = || profiel.kolom.iter().chain(&profiel.links);
    let again = profiel.volgkolom.iter().filter(|veld| first().any(|first| first == *veld));
    Hoofd {
        status: status(dossier, nota).filter(|_| !is_field),
        adres: Vec::new(),
        links: velden(dossier, Some(nota), &profiel.links),
        kolom: velden(dossier, Some(nota), &profiel.kolom),
        volg: velden(dossier, Some(nota), again),
        datum: None,
        onderwerp: Place::top(Root::File(Bestand::Dossier)).key("onderwerp"),
    }
}

struct Sections<'a> {
    nota: &'a Nota,
    profiel: &'a NotaProfiel,
    top: Place,
}

impl Sections<'_> {
    /// A section of the form under its heading, with what is part of it, and the sections of one's own that come right
    /// after it.
    fn section(&self, onderdeel: Onderdeel, niveau: usize) -> Vec<Stukdeel> {
        let mut inside: Vec<Stukdeel> = Vec::new();
        if self.nota.tekst(onderdeel).is_some() {
            inside.push(Stukdeel::Tekst(Place { root: self.top.root, path: onderdeel.path() }));
        }
        inside.extend(self.own(onderdeel, true, niveau + 1));
        if onderdeel == Onderdeel::Toelichting && self.nota.toelichting.is_some() {
            // What the form has as a section by itself stands there.
            let parts = self.profiel.toelichting.iter().enumerate();
            let parts = parts.filter(|(i, part)| {
                !self.profiel.onderdelen.contains(part)
                    && !self.profiel.toelichting[..*i].contains(part)
            });
            inside.extend(parts.flat_map(|(_, part)| self.section(*part, niveau + 1)));
        }
        let mut all = Vec::new();
        if !inside.is_empty() {
            let tekst = match self.nota.koppen.contains_key(&onderdeel) {
                true => self.top.key("koppen").key(onderdeel.name()),
                false => word(&["nota", "koppen", onderdeel.name()]),
            };
            all.push(Stukdeel::Kop { niveau, aanduiding: None, tekst: tekst.into() });
            all.append(&mut inside);
        }
        all.extend(self.own(onderdeel, false, niveau));
        all
    }

    /// Sections of one's own that belong to one of the form: in it, or after it.
    fn own(&self, of: Onderdeel, inside: bool, niveau: usize) -> Vec<Stukdeel> {
        let list = self.top.key("extra");
        let mut all = Vec::new();
        let own = self.nota.extra.iter().enumerate();
        for (i, extra) in own.filter(|(_, extra)| extra.na == of && extra.eronder == inside) {
            let place = list.index(i);
            all.extend(headed(&place, niveau, extra.tekst.is_some()));
            all.extend(below(&extra.delen, &place, niveau));
        }
        all
    }
}

/// What the form has below the initials.
fn below_initials(dossier: &Dossier, nota: &Nota) -> Vec<Stukdeel> {
    let mut all = Vec::new();
    for veld in &dossier.profiel.nota.onder_parafen {
        let field = velden(dossier, Some(nota), [veld]).into_iter();
        all.extend(field.map(|field| match veld {
            Veld::OndertekendDoor => Stukdeel::Tekenregel(field),
            _ => Stukdeel::Veld(field),
        }));
    }
    all
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
            let minstens = match soort {
                Paraafsoort::Lijnparaaf => usize::from(dossier.profiel.nota.paraafvakken),
                Paraafsoort::Medeparaaf => 0,
            };
            (minstens > 0 || !stappen.is_empty()).then_some(Stukdeel::Parafen {
                kop,
                stappen,
                minstens,
            })
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
        koppen: ["stukken_nummer", "stukken_naam"]
            .into_iter()
            .chain(rijen.iter().any(|(_, about)| about.is_some()).then_some("stukken_informatie"))
            .map(label)
            .collect(),
        rijen,
    })
}
