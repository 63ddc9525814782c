//! In: the route, the initials and the fingerprints of the documents as they are now. Out: how the sign-off stands.
//! Pure.
//!
//! An initial counts for exactly the content that was read: it holds for a document as long as that has the same
//! fingerprint.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Besluit, Bestand, Gegevens, Paraaf, Paraafsoort, Parafeerder, Parafen, Place, Root, Stuk,
    Vingerafdruk,
};
use crate::source::{Sources, Span};
use crate::yaml::Path;

/// How the sign-off of a dossier stands.
#[derive(Debug, Clone, Default)]
pub struct Stand {
    stappen: Vec<Stap>,
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

impl Stand {
    /// How it stands. `documenten` holds every document that can be made of the dossier; unless that is `whole`, some
    /// of its files were not looked at.
    pub fn new(
        gegevens: &Gegevens,
        parafen: &Parafen,
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
        Self { stappen, documenten, whole }
    }

    /// The documents that are other ones than those of an initial.
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

    /// The steps that a role has to wait for.
    pub fn voor(&self, rol: &str) -> Vec<&Stap> {
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

    /// What stands in the way of a final version, each at its step of the route.
    pub fn missing(&self, checked: &Checked, sources: &Sources) -> Vec<Diagnostic> {
        if self.stappen.is_empty() {
            let message = "dit dossier heeft geen parafenroute, en is dus door niemand afgetekend";
            return vec![
                Diagnostic::error(codes::NOT_SIGNED_OFF, message)
                    .help("zet in dossier.yaml wie parafeert, bij `parafenroute`"),
            ];
        }
        let mut found = Vec::new();
        for (i, stap) in self.stappen.iter().enumerate() {
            let rol = words::shorten(&stap.rol);
            let redo = "laat opnieuw paraferen met `kamerbrief paraaf`".to_owned();
            let (message, help) = match &stap.staat {
                Staat::Akkoord => continue,
                Staat::Open => (
                    format!("{rol} heeft nog niet geparafeerd"),
                    "laat paraferen met `kamerbrief paraaf`; `kamerbrief status` toont wie aan de beurt is".into(),
                ),
                Staat::NietAkkoord => {
                    let why = stap.paraaf.as_ref().and_then(|paraaf| paraaf.opmerking.as_ref());
                    let why = why.map(|why| format!(": {}", words::shorten(why.as_str())));
                    (format!("{rol} is niet akkoord{}", why.unwrap_or_default()), redo)
                }
                Staat::Vervallen(stukken) => (
                    format!("de paraaf van {rol} is vervallen: {}", changed(stukken)),
                    format!("`kamerbrief changed` toont wat is gewijzigd; {redo}"),
                ),
                Staat::AnderDossier(kenmerk) => (
                    format!("de paraaf van {rol} hoort bij kenmerk `{}`", words::shorten(kenmerk)),
                    redo,
                ),
            };
            let mut diagnostic = Diagnostic::error(codes::NOT_SIGNED_OFF, message);
            if let Some(span) = step_place(checked, i, sources) {
                diagnostic = diagnostic.at(span, "");
            }
            found.push(diagnostic.help(help));
        }
        found
    }

    /// What there is to say of initials that do not belong here.
    pub fn remarks(&self, checked: &Checked, sources: &Sources) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (i, stap) in self.stappen.iter().enumerate() {
            let Staat::AnderDossier(kenmerk) = &stap.staat else { continue };
            let message = format!(
                "de paraaf van {} is gezet voor kenmerk `{}`, en dit dossier heeft kenmerk `{}`",
                words::shorten(&stap.rol),
                words::shorten(kenmerk),
                words::shorten(checked.dossier().gegevens.kenmerk.as_str()),
            );
            let mut diagnostic = Diagnostic::warning(codes::INITIAL_FOREIGN, message)
                .help("is parafen.yaml uit een ander dossier meegekomen, haal het dan weg; is het kenmerk gewijzigd, vraag de paraaf dan opnieuw");
            if let Some(span) = step_place(checked, i, sources) {
                diagnostic = diagnostic.at(span, "");
            }
            found.push(diagnostic);
        }
        for paraaf in checked.parafen().all() {
            if self.stap(paraaf.rol.as_str()).is_none() {
                let rol = words::shorten(paraaf.rol.as_str());
                let message = format!(
                    "de paraaf van {rol} ({}) telt niet mee: die rol staat niet in de parafenroute",
                    paraaf.moment
                );
                let warning = Diagnostic::warning(codes::INITIAL_OUTSIDE, message)
                    .help("zet de rol in `parafenroute`, precies zo geschreven, of laat het zo");
                if !found.contains(&warning) {
                    found.push(warning);
                }
            }
        }
        found
    }
}

/// The documents that are other ones now. One that came or went is another dossier than was read.
fn differing(paraaf: &Paraaf, now: &BTreeMap<Stuk, Vingerafdruk>, whole: bool) -> Vec<Stuk> {
    let both = now.keys().chain(paraaf.documenten.keys().filter(|_| whole));
    let all: BTreeSet<Stuk> =
        both.copied().filter(|stuk| paraaf.documenten.get(stuk) != now.get(stuk)).collect();
    all.into_iter().collect()
}

/// Which documents have changed, as part of a sentence.
pub fn changed(stukken: &[Stuk]) -> String {
    let names: Vec<String> = stukken.iter().map(|stuk| format!("de {}", stuk.name())).collect();
    let verb = if names.len() == 1 { "is" } else { "zijn" };
    format!("{} {verb} sindsdien gewijzigd", words::enumerate(&names, "en"))
}

fn step_place(checked: &Checked, step: usize, sources: &Sources) -> Option<Span> {
    let path = Path::default().key("parafenroute").index(step).key("rol");
    let place = Place { root: Root::File(Bestand::Dossier), path };
    checked.span(&place, None::<Range<usize>>, sources)
}
