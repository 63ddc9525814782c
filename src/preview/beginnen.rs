//! In: a folder without a dossier. Out: what to choose to begin one, and what came of it. Wiring: whoever runs the preview makes it,
//! as `new` does.

use std::fmt;

use serde::Deserialize;

use super::aftekenen::Uitkomst;
use super::answers::Answer;
use super::desk::Desk;
use super::pen::unreadable;
use crate::dossier::Bestand;
use crate::formulier::{Invulling, formulier};
use crate::system;
use crate::yaml::Path;

/// A dossier that somebody wants to begin.
#[derive(Debug, Clone, Deserialize)]
pub struct Begin {
    /// The ministry.
    pub huisstijl: String,
    /// The kind of letter.
    pub soort: String,
    /// Its subject; nothing when it is empty.
    #[serde(default)]
    pub onderwerp: String,
}

/// Makes a dossier where there is none yet.
pub struct Begint(pub Box<dyn Fn(&Begin) -> Uitkomst + Send + Sync>);

impl fmt::Debug for Begint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Begint")
    }
}

/// What is asked, in this order; fields of `dossier.yaml`.
const ASKED: [&str; 3] = ["huisstijl", "soort", "onderwerp"];

/// What makes the dossier, as long as there is none.
fn open(desk: &Desk) -> Option<&Begint> {
    desk.begint.as_ref().filter(|_| desk.board().state.is_empty())
}

/// The fields to fill in; none when there is a dossier.
pub(super) fn form(desk: &Desk) -> Answer {
    let asked = || {
        open(desk)?;
        // A file with nothing but a day has the form of the schema, with the ministries of that day.
        let file = system::today().map_or_else(|| "{}\n".into(), |day| format!("datum: {day}\n"));
        let form = formulier(&file, Bestand::Dossier, &Path::default())?;
        let Invulling::Blok { delen: Some(delen) } = form.inhoud else { return None };
        Some(ASKED.map(|key| delen.iter().find(|deel| deel.sleutel == key).cloned()))
    };
    Answer::json(&asked())
}

/// Makes it.
pub(super) fn begin(desk: &Desk, body: &[u8]) -> Answer {
    let Some(begint) = open(desk) else { return Answer::refusal(409, "het dossier is er al") };
    match serde_json::from_slice::<Begin>(body) {
        Ok(wanted) => Answer::json(&begint.0(&wanted)),
        Err(_) => unreadable(),
    }
}
