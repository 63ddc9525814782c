//! In: the route, the initials and the fingerprints of the documents as they are now. Out: how the sign-off stands.
//! Pure.
//!
//! An initial counts for exactly the content that was read: it holds for a document as long as that has the same
//! fingerprint.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::gelezen::of_file;
use super::paraaf::{Besluit, NieuweParaaf, Paraaf};
use super::reeks::Parafen;
use crate::check::Checked;
use crate::dossier::{Datum, Gegevens, Paraafsoort, Parafeerder, Stuk, Vingerafdruk, is_zelfde};

/// How the sign-off of a dossier stands.
#[derive(Debug, Clone, Default)]
pub struct Aftekening {
    stappen: Vec<Stap>,
    parafen: Parafen,
    documenten: BTreeMap<Stuk, Vingerafdruk>,
    whole: bool,
    openbaar: Option<Uitgave>,
}

/// In which form the public edition is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uitgave {
    /// To be published.
    Definitief,
    /// To look at: every page says that it is a draft, and nobody's initial is stated.
    Proef,
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
    /// Taken back.
    Ingetrokken,
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
            Self::Ingetrokken => "ingetrokken",
        }
    }
}

impl Stap {
    fn is_done(&self) -> bool {
        self.staat == Staat::Akkoord
    }

    /// Who initialled, or is expected to.
    pub fn wie(&self) -> Option<&str> {
        let given = self.paraaf.as_ref().filter(|paraaf| paraaf.besluit != Besluit::Ingetrokken);
        given.map(|paraaf| paraaf.naam.as_str()).or(self.naam.as_deref())
    }

    /// The name that the route has for who initialled, if that is another one.
    pub fn andere_naam(&self) -> Option<&str> {
        let (naam, wie) = (self.naam.as_deref()?, self.wie()?);
        (!is_zelfde(naam, wie)).then_some(naam)
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
            let worth = |paraaf: &Paraaf| match paraaf.besluit {
                _ if paraaf.kenmerk != gegevens.kenmerk => {
                    Staat::AnderDossier(paraaf.kenmerk.to_string())
                }
                Besluit::Ingetrokken => Staat::Ingetrokken,
                Besluit::NietAkkoord => Staat::NietAkkoord,
                Besluit::Akkoord => {
                    let changed = differing(paraaf, &documenten, whole);
                    if changed.is_empty() { Staat::Akkoord } else { Staat::Vervallen(changed) }
                }
            };
            let last = parafen.last_of(rol.as_str());
            let last: Vec<(&Paraaf, Staat)> =
                last.into_iter().map(|paraaf| (paraaf, worth(paraaf))).collect();
            // Of branches that were joined every last one must agree.
            let counts = last.iter().rfind(|(_, staat)| *staat != Staat::Akkoord).or(last.last());
            let paraaf = counts.map(|(paraaf, _)| (*paraaf).clone());
            let staat = counts.map_or(Staat::Open, |(_, staat)| staat.clone());
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
        Self { stappen, parafen, documenten, whole, openbaar: None }
    }

    /// In which form it belongs to a public edition; none of the working edition.
    pub fn form(&self) -> Option<Uitgave> {
        self.openbaar
    }

    /// The day of the last initial.
    pub fn laatste_dag(&self) -> Option<Datum> {
        self.stappen.iter().filter_map(|stap| stap.datum).max()
    }

    /// How it stands for the public: who agreed by role and day, whatever has become of the dossier since, for the
    /// public edition is another text; and nobody's name. `gegevens` and `documenten` are those of that edition.
    pub fn openbaar(
        gegevens: &Gegevens,
        parafen: Parafen,
        documenten: BTreeMap<Stuk, Vingerafdruk>,
        whole: bool,
    ) -> Self {
        let mut of = Self::new(gegevens, parafen, documenten, whole);
        for stap in &mut of.stappen {
            stap.aan_de_beurt = false;
            stap.staat = match stap.paraaf.take().map(|paraaf| paraaf.besluit) {
                None | Some(Besluit::Ingetrokken) => Staat::Open,
                Some(Besluit::Akkoord) => Staat::Akkoord,
                Some(Besluit::NietAkkoord) => Staat::NietAkkoord,
            };
        }
        Self { parafen: Parafen::default(), openbaar: Some(Uitgave::Definitief), ..of }
    }

    /// The public edition in this form: a proof states no initials.
    pub fn put_in(&mut self, form: Uitgave) {
        self.openbaar = Some(form);
        if form == Uitgave::Proef {
            for stap in &mut self.stappen {
                (stap.datum, stap.staat) = (None, Staat::Open);
            }
        }
    }

    /// How it stands with one more initial, about the documents as they are now; and that initial.
    ///
    /// # Errors
    /// When the initial cannot be sealed, which plain text never causes.
    pub fn with(&self, new: NieuweParaaf, checked: &Checked) -> Result<(Self, Paraaf), String> {
        let gegevens = &checked.dossier().gegevens;
        let NieuweParaaf { rol, naam, moment, besluit, opmerking, bewaard } = new;
        // Who takes an initial back need not have read anything.
        let documenten = match besluit {
            Besluit::Ingetrokken => BTreeMap::new(),
            _ => self.documenten.clone(),
        };
        let new = Paraaf {
            rol,
            naam,
            moment,
            besluit,
            opmerking,
            kenmerk: gegevens.kenmerk.clone(),
            documenten,
            gelezen: bewaard.gelezen,
            bewaard: Some(of_file(bewaard.file().as_bytes())),
            vorige: Vec::new(),
            zegel: None,
            oud: None,
        };
        let mut parafen = self.parafen.clone();
        let new = parafen.add(new)?.clone();
        Ok((Self::new(gegevens, parafen, self.documenten.clone(), self.whole), new))
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
        self.stappen.iter().find(|stap| is_zelfde(&stap.rol, rol))
    }

    /// The steps whose turn it is.
    pub fn aan_de_beurt(&self) -> impl Iterator<Item = &Stap> {
        self.stappen.iter().filter(|stap| stap.aan_de_beurt)
    }

    /// The roles whose initials hold: they lapse when something else comes on paper.
    pub fn geldig(&self) -> Vec<String> {
        let holds = |stap: &&Stap| stap.staat == Staat::Akkoord;
        self.stappen.iter().filter(holds).map(|stap| stap.rol.clone()).collect()
    }

    /// Those of which the initials lapse when the dossier becomes another.
    pub fn vervallen(&self, now: &Self) -> Vec<String> {
        let lost = |rol: &String| {
            now.stap(rol).is_some_and(|now| matches!(now.staat, Staat::Vervallen(_)))
        };
        self.geldig().into_iter().filter(lost).collect()
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
        let draft = match self.openbaar {
            Some(form) => form == Uitgave::Proef,
            None => !self.stappen.is_empty() && !self.is_afgetekend(),
        };
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
