//! In: the route, the initials and the fingerprints of the documents as they are now. Out: how the sign-off stands.
//! Pure.
//!
//! An initial counts for exactly the content that was read: it holds for a document as long as that has the same
//! fingerprint.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::chain::{Besluit, NieuweParaaf, Paraaf, Parafen};
use crate::check::Checked;
use crate::dossier::{Datum, Gegevens, Paraafsoort, Parafeerder, Stuk, Vingerafdruk};

/// How the sign-off of a dossier stands.
#[derive(Debug, Clone, Default)]
pub struct Aftekening {
    stappen: Vec<Stap>,
    parafen: Parafen,
    documenten: BTreeMap<Stuk, Vingerafdruk>,
    whole: bool,
}

/// A step of the route, with its last initial.
#[derive(Debug, Clone)]
pub struct Stap {
    /// The role.
    pub rol: String,
    /// Who is expected.
    pub naam: Option<String>,
    /// In the line, or from the side.
    pub soort: Paraafsoort,
    /// The last initial of this role.
    pub paraaf: Option<Paraaf>,
    /// The day of that.
    pub datum: Option<Datum>,
    /// What that is worth now.
    pub staat: Staat,
    /// Whether it is this step's turn: everything before it is agreed, and this is not yet.
    pub aan_de_beurt: bool,
    /// Steps with the same number go at the same time; from 0.
    groep: usize,
}

/// What an initial is worth now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Staat {
    /// There is none yet.
    Open,
    /// Agreed, and nothing has changed since.
    Akkoord,
    /// Not agreed.
    NietAkkoord,
    /// Agreed, but these documents have changed since.
    Vervallen(Vec<Stuk>),
    /// Given for a dossier with this reference, and not for this one.
    AnderDossier(String),
}

impl Staat {
    /// Its name in templates and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Akkoord => "akkoord",
            Self::NietAkkoord => "niet_akkoord",
            Self::Vervallen(_) => "vervallen",
            Self::AnderDossier(_) => "ander_dossier",
        }
    }
}

impl Stap {
    fn is_done(&self) -> bool {
        self.staat == Staat::Akkoord
    }

    /// Who initialled, or is expected to.
    pub fn wie(&self) -> Option<&str> {
        let paraaf = self.paraaf.as_ref().map(|paraaf| paraaf.naam.as_str());
        paraaf.or(self.naam.as_deref())
    }
}

impl Aftekening {
    /// How it stands. `documenten` holds every document that can be made of the dossier; unless that is `whole`, some
    /// of its files were not looked at.
    pub fn new(
        gegevens: &Gegevens,
        parafen: Parafen,
        documenten: BTreeMap<Stuk, Vingerafdruk>,
        whole: bool,
    ) -> Self {
        let mut groep = 0;
        let mut stappen: Vec<Stap> = Vec::new();
        for (i, Parafeerder { rol, naam, soort, tegelijk }) in
            gegevens.parafenroute.iter().enumerate()
        {
            groep += usize::from(i > 0 && !tegelijk);
            let paraaf = parafen.last_of(rol.as_str().trim()).cloned();
            let staat = match &paraaf {
                None => Staat::Open,
                Some(paraaf) if paraaf.kenmerk != gegevens.kenmerk => {
                    Staat::AnderDossier(paraaf.kenmerk.to_string())
                }
                Some(paraaf) if paraaf.besluit == Besluit::NietAkkoord => Staat::NietAkkoord,
                Some(paraaf) => {
                    let changed = differing(paraaf, &documenten, whole);
                    if changed.is_empty() { Staat::Akkoord } else { Staat::Vervallen(changed) }
                }
            };
            stappen.push(Stap {
                rol: rol.as_str().trim().to_owned(),
                naam: naam.as_ref().map(ToString::to_string),
                soort: *soort,
                datum: paraaf.as_ref().and_then(|paraaf| paraaf.moment.datum()),
                paraaf,
                staat,
                aan_de_beurt: false,
                groep,
            });
        }
        let turn = stappen.iter().find(|stap| !stap.is_done()).map(|stap| stap.groep);
        for stap in &mut stappen {
            stap.aan_de_beurt = !stap.is_done() && Some(stap.groep) == turn;
        }
        Self { stappen, parafen, documenten, whole }
    }

    /// How it stands for the public: who agreed by role and day, whatever has become of the dossier since, for the
    /// public edition is another text; and nobody's name.
    pub fn openbaar(gegevens: &Gegevens, parafen: Parafen, whole: bool) -> Self {
        let mut of = Self::new(gegevens, parafen, BTreeMap::new(), whole);
        for stap in &mut of.stappen {
            stap.aan_de_beurt = false;
            stap.staat = match stap.paraaf.take() {
                None => Staat::Open,
                Some(paraaf) if paraaf.besluit == Besluit::Akkoord => Staat::Akkoord,
                Some(_) => Staat::NietAkkoord,
            };
        }
        of.parafen = Parafen::default();
        of
    }

    /// How it stands with one more initial, about the documents and fields as they are now; `teksten` is the
    /// fingerprint of the texts that were kept.
    ///
    /// # Errors
    /// When the initial cannot be sealed, which plain text never causes.
    pub fn with(
        &self,
        new: NieuweParaaf,
        velden: BTreeMap<String, String>,
        teksten: Option<Vingerafdruk>,
        checked: &Checked,
    ) -> Result<Self, String> {
        let gegevens = &checked.dossier().gegevens;
        let mut parafen = self.parafen.clone();
        parafen.add(new, gegevens.kenmerk.clone(), self.documenten.clone(), velden, teksten)?;
        Ok(Self::new(gegevens, parafen, self.documenten.clone(), self.whole))
    }

    /// The initials so far.
    pub fn parafen(&self) -> &Parafen {
        &self.parafen
    }

    /// The documents that differ from those of an initial.
    pub fn differing(&self, paraaf: &Paraaf) -> Vec<Stuk> {
        differing(paraaf, &self.documenten, self.whole)
    }

    /// The steps, in the order of the route.
    pub fn stappen(&self) -> &[Stap] {
        &self.stappen
    }

    /// The content of each document now.
    pub fn documenten(&self) -> &BTreeMap<Stuk, Vingerafdruk> {
        &self.documenten
    }

    /// The step of a role.
    pub fn stap(&self, rol: &str) -> Option<&Stap> {
        self.stappen.iter().find(|stap| stap.rol == rol)
    }

    /// The steps whose turn it is.
    pub fn aan_de_beurt(&self) -> impl Iterator<Item = &Stap> {
        self.stappen.iter().filter(|stap| stap.aan_de_beurt)
    }

    /// The steps that a role has to wait for.
    pub(super) fn voor(&self, rol: &str) -> Vec<&Stap> {
        let Some(groep) = self.stap(rol).map(|stap| stap.groep) else { return Vec::new() };
        self.stappen.iter().filter(|stap| stap.groep < groep && !stap.is_done()).collect()
    }

    /// Whether there is a route, and everybody on it agrees to all documents as they are now. Not of a dossier that
    /// was read in part: nobody knows then.
    pub fn is_afgetekend(&self) -> bool {
        self.whole && !self.stappen.is_empty() && self.stappen.iter().all(Stap::is_done)
    }

    /// The mark of a document that is still a draft: the short form of its fingerprint. None for a dossier without
    /// a route: its sign-off goes another way.
    pub fn concept(&self, stuk: Stuk) -> Option<String> {
        let draft = !self.stappen.is_empty() && !self.is_afgetekend();
        draft.then(|| self.documenten.get(&stuk).map(Vingerafdruk::short))?
    }
}

/// The documents that differ now. With one that came or went, it is another dossier than the one that was read.
fn differing(paraaf: &Paraaf, now: &BTreeMap<Stuk, Vingerafdruk>, whole: bool) -> Vec<Stuk> {
    let both = now.keys().chain(paraaf.documenten.keys().filter(|_| whole));
    let all: BTreeSet<Stuk> =
        both.copied().filter(|stuk| paraaf.documenten.get(stuk) != now.get(stuk)).collect();
    all.into_iter().collect()
}
