//! In: the pages, and since when. Out: what changed since then: as it was and as it is, where that stands on the pages, and the
//! same as a PDF. Wiring: whoever runs the preview fetches what the dossier was, as `changed` does.

use std::fmt;

use serde::Serialize;

use super::answers::{Answer, parameters};
use super::desk::Desk;
use crate::dossier::Root;
use crate::naast::Bladplek;
use crate::signoff::{self, Besluit, Gelezenvelden, Gezegd, Wijziging, Wijzigingen};

/// Since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sinds {
    /// The last initial of a role.
    Rol(String),
    /// A version in version control.
    Versie(String),
    /// A moment, as it stood in version control then.
    Moment(String),
    /// A folder with the same dossier.
    Map(String),
}

impl Sinds {
    /// What is asked; none when nothing is.
    fn of(query: &str) -> Option<Self> {
        let mut asked = parameters(query);
        let mut take = |name: &str, of: fn(String) -> Self| {
            asked.remove(name).filter(|text| !text.trim().is_empty()).map(of)
        };
        take("rol", Self::Rol)
            .or_else(|| take("versie", Self::Versie))
            .or_else(|| take("moment", Self::Moment))
            .or_else(|| take("map", Self::Map))
    }
}

/// A version in version control that somebody can compare with.
#[derive(Debug, Clone, Serialize)]
pub struct Keuze {
    /// Its name there.
    pub versie: String,
    /// When it was made, and what was said of it.
    pub tekst: String,
}

/// What a dossier was: since when that is, in words, and its fields as far as those are known.
pub type Toen = (String, Option<Gelezenvelden>);

/// Fetches what a dossier was; what is said when that fails, is in lines.
pub struct Vergelijkt {
    /// Its fields then.
    pub toen: Box<Fetch<Toen>>,
    /// The pages of now with all that is new, as PDF.
    pub pdf: Box<Fetch<Vec<u8>>>,
    /// The versions that there are, newest first.
    pub versies: Box<dyn Fn() -> Vec<Keuze> + Send + Sync>,
}

/// Fetches something.
pub type Fetch<T> = dyn Fn(&Sinds) -> Result<T, Vec<String>> + Send + Sync;

impl fmt::Debug for Vergelijkt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vergelijkt")
    }
}

/// What changed.
#[derive(Debug, Serialize)]
struct Veranderd {
    /// Since when, and which documents differ.
    kop: String,
    /// What there is to say when no field differs, or nobody knows.
    uitleg: Option<&'static str>,
    velden: Vec<Veranderdveld>,
}

#[derive(Debug, Serialize)]
struct Veranderdveld {
    veld: String,
    is_nieuw: bool,
    is_weg: bool,
    /// The file that it is in and its place there, to write in.
    bestand: Option<&'static str>,
    plaats: Option<String>,
    gezegd: Vec<Gezegd>,
    /// Where what is new stands.
    plekken: Vec<Bladplek>,
}

const UNKNOWN: &str = "Wat toen is gelezen, is niet bewaard, en staat niet zo in versiebeheer (git): welke velden anders zijn, is niet te zeggen.";
const OUTSIDE: &str = "De teksten zijn gelijk. Een sjabloon, een lettertype of kamerbrief zelf is een ander, en zet ze anders.";
const UNASKED: &str = "kies eerst waarmee u wilt vergelijken";

/// What changed since then.
pub(super) fn since(desk: &Desk, query: &str) -> Answer {
    let (Some(shown), Some(vergelijkt)) = (desk.board().shown.clone(), &desk.vergelijkt) else {
        return Answer::refusal(
            422,
            "dat is er zodra het dossier geen fouten meer heeft: zie de meldingen",
        );
    };
    let Some(sinds) = Sinds::of(query) else { return Answer::refusal(422, UNASKED) };
    let (checked, aftekening) = (shown.filled.checked(), shown.filled.aftekening());
    // Of an initial, what there is to say when nobody knows what was read, and the documents that differ.
    let differing = match &sinds {
        Sinds::Rol(rol) => {
            let mut last = aftekening.parafen().last_of(rol).into_iter();
            let Some(paraaf) = last.rfind(|one| one.besluit != Besluit::Ingetrokken) else {
                return Answer::refusal(404, "deze paraaf is er niet meer");
            };
            let stukken = aftekening.differing(paraaf);
            Some((signoff::blind(paraaf, &stukken), stukken))
        }
        _ => None,
    };
    let (words, was) = match (vergelijkt.toen)(&sinds) {
        Ok(toen) => toen,
        Err(lines) => return Answer::refusal(422, &lines.join(". ")),
    };
    let Some(mut was) = was else {
        let kop = differing.map(|(blind, _)| blind).unwrap_or(words);
        return Answer::json(&Veranderd { kop, uitleg: Some(UNKNOWN), velden: Vec::new() });
    };
    let now = signoff::own_fields(checked);
    // What stands outside the dossier has a name without a dot, and no text to show.
    was.retain(|name, _| name.contains('.') || now.contains_key(name));
    let changes = Wijzigingen::between(words, was, now);
    let (kop, differs) = match &differing {
        Some((_, stukken)) => (changes.heading(stukken), !stukken.is_empty()),
        None => (changes.counted(), false),
    };
    let all = changes.all(checked);
    let spans = all.iter().map(|one| one.spans(checked, &shown.sources));
    let plekken = shown.places(spans.collect());
    let velden = all.into_iter().zip(plekken).map(|(one, plekken)| {
        let file = one.place.as_ref().and_then(|place| match place.root {
            Root::File(bestand) if !one.is_weg => Some((bestand.stem(), place.path.to_string())),
            _ => None,
        });
        let (bestand, plaats) = file.unzip();
        let veld = one.onderdeel(checked).unwrap_or_else(|| one.veld.clone());
        let Wijziging { is_nieuw, is_weg, gezegd, .. } = one;
        Veranderdveld { veld, is_nieuw, is_weg, bestand, plaats, gezegd, plekken }
    });
    let velden: Vec<Veranderdveld> = velden.collect();
    let uitleg = (velden.is_empty() && differs).then_some(OUTSIDE);
    Answer::json(&Veranderd { kop, uitleg, velden })
}

/// The same as PDF.
pub(super) fn pdf(desk: &Desk, query: &str) -> Answer {
    let Some(vergelijkt) = &desk.vergelijkt else { return Answer::refusal(404, "dit is er niet") };
    let Some(sinds) = Sinds::of(query) else { return Answer::refusal(422, UNASKED) };
    match (vergelijkt.pdf)(&sinds) {
        Ok(pdf) => Answer::bytes("application/pdf", pdf),
        Err(lines) => Answer::refusal(422, &lines.join(". ")),
    }
}

/// The versions that there are in version control.
pub(super) fn versies(desk: &Desk) -> Answer {
    Answer::json(&desk.vergelijkt.as_ref().map(|of| (of.versies)()).unwrap_or_default())
}
