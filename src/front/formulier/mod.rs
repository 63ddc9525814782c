//! In: the schema of a file, and what the file says. Out: a form of it: what a person can fill in, choose and add. Pure.
//!
//! Which fields there are, what is said of them and what can be chosen all comes from the schema: a field that a type
//! gets is in the form. Questions with their answers are cards (`vragen`), because an answer belongs to questions;
//! the annex is a grid (`rooster`), with its sums as they are printed.

mod paginataal;
mod rooster;
mod vakken;
mod vragen;

use std::ops::Range;

use serde::Serialize;

use crate::dossier::{Bestand, day, schema_van};
use crate::yaml::{self, Path};
pub use paginataal::in_paginataal;
pub use rooster::{Rooster, Roosterkolom, Roosterrij, Roostertabel, Roostervak, rooster};
use vakken::Maker;
pub use vragen::{Antwoordkaart, Vraaggroep, Vraagkaart, Vraagkaarten, vraagkaarten};

/// A field of a form, or a part of it with fields of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invulvak {
    /// The way to it in the file, as it is written there.
    pub plaats: String,
    /// Its key, which it has in what is added; empty for an item of a list.
    pub sleutel: String,
    /// What it is called.
    pub naam: String,
    /// What there is to say of it.
    pub uitleg: String,
    /// Whether it must be there.
    pub verplicht: bool,
    /// Whether it is.
    pub is_er: bool,
    /// On what ground it is withheld from the public, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grond: Option<String>,
    /// What is filled in.
    #[serde(flatten)]
    pub inhoud: Invulling,
    /// What there is to say of what is filled in: places in the list of what was found.
    pub meldingen: Vec<usize>,
    /// Every place of a finding that is in it: which finding, and which of its places.
    pub plekken: Vec<(usize, usize)>,
    #[serde(skip)]
    range: Option<Range<usize>>,
}

/// What is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "soort", rename_all = "snake_case")]
pub enum Invulling {
    /// One line.
    Regel {
        /// What it says.
        waarde: String,
    },
    /// Text with light markup.
    Tekst {
        /// What it says in the file.
        waarde: String,
    },
    /// A day.
    Datum {
        /// As year, month and day.
        waarde: String,
    },
    /// A whole number.
    Getal {
        /// What it says.
        waarde: String,
        /// The least that it may be.
        van: u64,
        /// The most.
        tot: u64,
    },
    /// One of some words.
    Keuze {
        /// Which.
        waarde: String,
        /// The words.
        keuzes: Vec<Keuze>,
    },
    /// A block of fields.
    Blok {
        /// Those fields; none where it is not unfolded.
        delen: Option<Vec<Invulvak>>,
    },
    /// A list.
    Lijst {
        /// What is in it.
        items: Vec<Invulvak>,
        /// An item that is not filled in yet.
        nieuw: Box<Invulvak>,
        /// How many there must be.
        minstens: u64,
    },
    /// Keys of one's own, each with a value.
    Register {
        /// What is in it.
        items: Vec<Invulvak>,
        /// A value that is not filled in yet.
        nieuw: Box<Invulvak>,
    },
    /// It stands there otherwise than the schema has it: only the file shows what is meant.
    Vast,
}

/// A word that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Keuze {
    /// As it stands in the file.
    pub woord: String,
    /// As a reader would write it.
    pub naam: String,
    /// What it means.
    pub uitleg: String,
}

/// The form of a file, or of a part of it at a place; `None` when the file cannot be read, or has no such part.
pub fn formulier(file: &str, bestand: Bestand, place: &Path) -> Option<Invulvak> {
    let (_, tree) = yaml::read(file)?;
    Maker { unfolded: place, day: day(&tree) }.form(schema_van(bestand), &tree)
}

impl Invulvak {
    /// Puts each finding, by its offset in the file, at the smallest field that it is in; once in each.
    pub fn put_findings(&mut self, found: &[(usize, usize)]) {
        for (offset, index) in found {
            self.at(*offset, &mut |vak| {
                if !vak.meldingen.contains(index) {
                    vak.meldingen.push(*index);
                }
            });
        }
    }

    /// Puts each place of a finding, by its offset in the file, at the smallest field that it is in.
    pub fn put_places(&mut self, found: &[(usize, (usize, usize))]) {
        for (offset, plek) in found {
            self.at(*offset, &mut |vak| vak.plekken.push(*plek));
        }
    }

    /// Hands over the smallest field that a place in the file is in.
    fn at(&mut self, offset: usize, put: &mut dyn FnMut(&mut Self)) {
        let within = |vak: &&mut Self| {
            vak.range.as_ref().is_some_and(|range| range.start <= offset && offset <= range.end)
        };
        let below = match &mut self.inhoud {
            Invulling::Blok { delen: Some(vakken) }
            | Invulling::Lijst { items: vakken, .. }
            | Invulling::Register { items: vakken, .. } => vakken.iter_mut().rfind(within),
            _ => None,
        };
        match below {
            Some(vak) => vak.at(offset, put),
            None => put(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOSSIER: &str = "onderwerp: Iets\nkenmerk: {waarde: K1, openbaar: nee, grond: 5.1.2e}\ndatum: 2026-01-31\nhuisstijl: eigen\nafzender:\n  onderdeel: DG\nmede_namens: [de minister van X]\nafkortingen:\n  VNG: Vereniging\nparafenroute:\n  - rol: FEZ\n    tegelijk: true\n  - [x]\n";

    fn form(place: &str) -> Invulvak {
        formulier(DOSSIER, Bestand::Dossier, &place.parse().unwrap()).unwrap()
    }

    fn delen(vak: &Invulvak) -> &[Invulvak] {
        match &vak.inhoud {
            Invulling::Blok { delen: Some(delen) } => delen,
            other => panic!("{other:?}"),
        }
    }

    fn of<'a>(vak: &'a Invulvak, key: &str) -> &'a Invulvak {
        delen(vak).iter().find(|deel| deel.sleutel == key).unwrap()
    }

    #[test]
    fn every_key_of_the_schema_is_a_field_with_what_the_file_says() {
        let form = form("");
        let keys: Vec<&str> = delen(&form).iter().map(|deel| deel.sleutel.as_str()).collect();
        let schema = schema_van(Bestand::Dossier)["properties"].as_object().unwrap();
        assert_eq!(keys, schema.keys().map(String::as_str).collect::<Vec<_>>());
        let onderwerp = of(&form, "onderwerp");
        assert!(onderwerp.verplicht && onderwerp.is_er && onderwerp.naam == "Onderwerp");
        assert!(!onderwerp.uitleg.is_empty());
        let kenmerk = of(&form, "kenmerk");
        assert_eq!(
            (kenmerk.plaats.as_str(), kenmerk.grond.as_deref()),
            ("kenmerk.waarde", Some("5.1.2e"))
        );
        assert_eq!(kenmerk.inhoud, Invulling::Regel { waarde: "K1".into() });
        assert_eq!(of(&form, "datum").inhoud, Invulling::Datum { waarde: "2026-01-31".into() });
        let Invulling::Keuze { waarde, keuzes } = &of(&form, "huisstijl").inhoud else { panic!() };
        assert!(waarde == "eigen" && keuzes.iter().any(|keuze| keuze.woord == "jenv"));
        assert!(keuzes.iter().any(|keuze| keuze.woord == "eigen"));
        let at = |naam: &str| keuzes.iter().position(|keuze| keuze.naam == naam).unwrap();
        let past = at("Ministerie van Infrastructuur en Milieu (2010–2017)");
        assert!(at("Ministerie van Volksgezondheid, Welzijn en Sport") < past);
        let Invulling::Register { items, .. } = &of(&form, "afkortingen").inhoud else { panic!() };
        assert_eq!((items[0].naam.as_str(), items[0].plaats.as_str()), ("VNG", "afkortingen.VNG"));
        let Invulling::Lijst { items, nieuw, .. } = &of(&form, "parafenroute").inhoud else {
            panic!()
        };
        assert_eq!((items[0].naam.as_str(), nieuw.naam.as_str()), ("FEZ", "Stap"));
        assert_eq!(items[1].inhoud, Invulling::Vast);
        let Invulling::Keuze { waarde, .. } = &of(&items[0], "tegelijk").inhoud else { panic!() };
        assert_eq!(waarde, "ja");
        assert!(of(nieuw, "rol").verplicht);
    }

    #[test]
    fn the_ministries_of_the_day_of_the_letter_come_first() {
        let names = |text: &str| {
            let form = formulier(text, Bestand::Dossier, &Path::default()).unwrap();
            let Invulling::Keuze { keuzes, .. } = &of(&form, "huisstijl").inhoud else { panic!() };
            keuzes.iter().map(|keuze| keuze.naam.clone()).collect::<Vec<_>>()
        };
        let then = names("datum: 2016-05-01\n");
        let at = |naam: &str| then.iter().position(|one| one == naam).unwrap();
        let (of_then, later) = (
            at("Ministerie van Infrastructuur en Milieu"),
            at("Ministerie van Infrastructuur en Waterstaat (vanaf 2017)"),
        );
        assert!(of_then < later, "{then:?}");
        // Without a day it is about now.
        let now = names("{}\n");
        let gone =
            now.iter().position(|one| one.starts_with("Ministerie van Infrastructuur en Milieu"));
        let here = now.iter().position(|one| one == "Ministerie van Infrastructuur en Waterstaat");
        assert!(here.is_some() && here < gone, "{now:?}");
    }

    #[test]
    fn what_is_not_there_is_unfolded_when_it_is_asked_for() {
        assert_eq!(of(&form(""), "profiel").inhoud, Invulling::Blok { delen: None });
        let profiel = form("profiel");
        assert_eq!(of(&profiel, "labels").inhoud, Invulling::Blok { delen: None });
        assert!(!delen(&form("profiel.labels")).is_empty());
        assert!(formulier(DOSSIER, Bestand::Dossier, &"nergens".parse().unwrap()).is_none());
    }

    #[test]
    fn a_finding_stands_at_the_smallest_field_around_it() {
        let mut form = form("");
        let at = |words: &str| DOSSIER.find(words).unwrap();
        form.put_findings(&[
            (at("FEZ"), 3),
            (at("parafenroute"), 4),
            (at("Iets"), 5),
            (at("VNG"), 6),
        ]);
        let Invulling::Lijst { items, .. } = &of(&form, "parafenroute").inhoud else { panic!() };
        assert_eq!(of(&items[0], "rol").meldingen, [3]);
        assert_eq!(of(&form, "parafenroute").meldingen, [4]);
        assert_eq!(of(&form, "onderwerp").meldingen, [5]);
    }

    #[test]
    fn of_a_finding_with_more_places_each_field_knows_its_own() {
        let mut form = form("");
        let at = |words: &str| DOSSIER.find(words).unwrap();
        form.put_findings(&[(at("Iets"), 1), (at("Iets") + 2, 1), (at("FEZ"), 1)]);
        form.put_places(&[(at("Iets"), (1, 0)), (at("Iets") + 2, (1, 1)), (at("FEZ"), (1, 2))]);
        let Invulling::Lijst { items, .. } = &of(&form, "parafenroute").inhoud else { panic!() };
        let (onderwerp, rol) = (of(&form, "onderwerp"), of(&items[0], "rol"));
        assert_eq!(
            (&onderwerp.meldingen[..], &onderwerp.plekken[..]),
            (&[1][..], &[(1, 0), (1, 1)][..])
        );
        assert_eq!((&rol.meldingen[..], &rol.plekken[..]), (&[1][..], &[(1, 2)][..]));
    }
}
