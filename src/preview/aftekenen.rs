//! In: the pages, and who initials what stands on them. Out: how the route stands; what came of the initial. Wiring: whoever
//! runs the preview sets it, as `paraaf` does.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::answers::Answer;
use super::desk::Desk;
use super::pen::unreadable;
use crate::dossier::{Paraafsoort, Stuk, Vingerafdruk};
use crate::signoff::{Aftekening, Besluit, Staat, Stap};

/// An initial that somebody wants to set, or to take back.
#[derive(Debug, Clone, Deserialize)]
pub struct Parafering {
    /// The role in the route.
    pub rol: String,
    /// Whose.
    pub naam: String,
    /// What is decided.
    pub besluit: Besluit,
    /// What there is to say; nothing when it is empty.
    #[serde(default)]
    pub opmerking: String,
    /// The documents as they were read on the page.
    pub gelezen: BTreeMap<Stuk, Vingerafdruk>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Uitkomst {
    /// Whether the initial stands in the dossier.
    pub gezet: bool,
    /// What was said, in lines.
    pub regels: Vec<String>,
}

/// Sets an initial, in the dossier as it is in its files.
pub struct Parafeert(pub Box<dyn Fn(&Parafering) -> Uitkomst + Send + Sync>);

impl fmt::Debug for Parafeert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parafeert")
    }
}

/// How the route stands.
#[derive(Debug, Serialize)]
struct Route<'a> {
    stappen: Vec<Routestap<'a>>,
    /// Whose turn it is; none when everybody agrees.
    beurt: Option<String>,
    /// The documents as they are shown.
    documenten: &'a BTreeMap<Stuk, Vingerafdruk>,
}

#[derive(Debug, Serialize)]
struct Routestap<'a> {
    rol: &'a str,
    medeparaaf: bool,
    /// Who initialled, or is expected to; and whom the route names, if that is another.
    naam: Option<&'a str>,
    andere_naam: Option<&'a str>,
    besluit: Option<&'static str>,
    moment: Option<String>,
    opmerking: Option<&'a str>,
    /// What that is worth now, as a word for the page and as one for the reader.
    stand: &'static str,
    uitleg: String,
    aan_de_beurt: bool,
    /// Whether there is an initial to take back.
    in_te_trekken: bool,
}

impl<'a> Routestap<'a> {
    fn of(aftekening: &Aftekening, stap: &'a Stap) -> Self {
        let paraaf = stap.paraaf.as_ref();
        Self {
            rol: &stap.rol,
            medeparaaf: stap.soort == Paraafsoort::Medeparaaf,
            naam: stap.wie(),
            andere_naam: stap.andere_naam(),
            besluit: paraaf.map(|paraaf| paraaf.besluit.words()),
            moment: paraaf.map(|paraaf| paraaf.moment.to_string()),
            opmerking: paraaf.and_then(|paraaf| Some(paraaf.opmerking.as_ref()?.as_str())),
            stand: stap.staat.name(),
            uitleg: aftekening.uitleg(stap),
            aan_de_beurt: stap.aan_de_beurt,
            in_te_trekken: paraaf.is_some() && stap.staat != Staat::Ingetrokken,
        }
    }
}

/// The route of the pages that are shown.
pub(super) fn route(desk: &Desk) -> Answer {
    let Some(shown) = desk.board().shown.clone() else {
        return Answer::refusal(
            422,
            "de route is er zodra het dossier geen fouten meer heeft: zie de meldingen",
        );
    };
    let aftekening = shown.filled.aftekening();
    let stappen = aftekening.stappen().iter();
    Answer::json(&Route {
        stappen: stappen.map(|stap| Routestap::of(aftekening, stap)).collect(),
        beurt: aftekening.beurt(),
        documenten: aftekening.documenten(),
    })
}

/// Sets an initial.
pub(super) fn initial(parafeert: &Parafeert, body: &[u8]) -> Answer {
    match serde_json::from_slice::<Parafering>(body) {
        Ok(wanted) => Answer::json(&parafeert.0(&wanted)),
        Err(_) => unreadable(),
    }
}
