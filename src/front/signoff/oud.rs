//! In: the bytes of `parafen.yaml`. Out: the initials of before each had a file of its own, or what was done to them by
//! hand. Pure.
//!
//! They stood below each other, each with the seal of the one before it, and a lock below all of them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::paraaf::{Besluit, Oud, Paraaf};
use super::reeks::{RESTORE, called};
use crate::diagnostic::{Diagnostic, codes, has_errors, words};
use crate::dossier::{Moment, Regel, Shape, Stuk, Vingerafdruk, tree, value};
use crate::source::Sources;
use crate::stukken::OUDE_PARAFEN;
use crate::workspace::{FileError, Workspace};
use crate::yaml::{Node, Path};

/// An initial as it stood there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OudeParaaf {
    rol: Regel,
    naam: Regel,
    moment: Moment,
    besluit: Besluit,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opmerking: Option<Regel>,
    kenmerk: Regel,
    documenten: BTreeMap<Stuk, Vingerafdruk>,
    velden: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    teksten: Option<Vingerafdruk>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    vorige: Option<Vingerafdruk>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zegel: Option<Vingerafdruk>,
}

impl OudeParaaf {
    /// Whether its seal is the one that it should have.
    fn is_sealed(&self) -> bool {
        let bare = Self { zegel: None, ..self.clone() };
        let bytes = serde_json::to_vec(&bare).unwrap_or_default();
        self.zegel == Some(Vingerafdruk::of([&b"kamerbrief paraaf 1"[..], &bytes]))
    }
}

impl From<OudeParaaf> for Paraaf {
    fn from(oud: OudeParaaf) -> Self {
        Self {
            rol: oud.rol,
            naam: oud.naam,
            moment: oud.moment,
            besluit: oud.besluit,
            opmerking: oud.opmerking,
            kenmerk: oud.kenmerk,
            documenten: oud.documenten,
            gelezen: None,
            bewaard: None,
            vorige: oud.vorige.into_iter().collect(),
            zegel: oud.zegel,
            oud: Some(Oud { velden: oud.velden, teksten: oud.teksten }),
        }
    }
}

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct OudeReeks {
    parafen: Vec<OudeParaaf>,
    /// Over the number of initials and the last of their seals, so that none can be cut off unseen. It stands nowhere
    /// else in the file.
    #[serde(default)]
    slot: Option<Vingerafdruk>,
}

impl OudeReeks {
    /// The lock that the list should have.
    fn lock(&self) -> Vingerafdruk {
        let last = self.parafen.last().and_then(|last| last.zegel);
        let count = self.parafen.len().to_string();
        let last = last.map(|last| last.to_string()).unwrap_or_default();
        Vingerafdruk::of([&b"kamerbrief parafen 1"[..], count.as_bytes(), last.as_bytes()])
    }
}

/// The file as the structure check sees it: seals are read after that.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct Form {
    parafen: Vec<FormParaaf>,
    slot: String,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
struct FormParaaf {
    rol: Regel,
    naam: Regel,
    moment: Moment,
    besluit: Besluit,
    #[serde(default)]
    opmerking: Option<Regel>,
    kenmerk: Regel,
    documenten: BTreeMap<String, String>,
    velden: BTreeMap<String, String>,
    #[serde(default)]
    teksten: Option<String>,
    #[serde(default)]
    vorige: Option<String>,
    zegel: String,
}

/// Reads these initials; none when there is no such file, or something is wrong with it.
pub(super) fn read(
    workspace: &Workspace,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Vec<Paraaf> {
    let name = workspace.path(OUDE_PARAFEN);
    let bytes = match workspace.file(OUDE_PARAFEN) {
        Err(FileError::Missing) => return Vec::new(),
        Ok(bytes) => bytes,
        Err(error) => {
            found.push(error.of_own(&name));
            return Vec::new();
        }
    };
    let mut mistakes = Vec::new();
    let shape = Shape::of_type::<Form>();
    let parafen = tree(&name, &bytes, &shape, sources, &mut mistakes)
        .filter(|_| !has_errors(&mistakes))
        .and_then(|tree| {
            let read = serde_yaml::from_value::<OudeReeks>(value(&tree, &shape));
            match read {
                Ok(parafen) => {
                    check(&parafen, &tree, sources, &mut mistakes);
                    Some(parafen.parafen)
                }
                Err(error) => {
                    let message = format!("{name} is met de hand gewijzigd: {error}");
                    mistakes.push(
                        Diagnostic::error(codes::INITIAL_CHANGED, message)
                            .at(tree.head(sources), "")
                            .help(RESTORE),
                    );
                    None
                }
            }
        })
        .filter(|_| !has_errors(&mistakes));
    // A mistake in the structure is one of somebody who wrote in it.
    for mistake in &mut mistakes {
        if !mistake.help.iter().any(|help| help == RESTORE) {
            mistake.help = vec![RESTORE.into()];
        }
    }
    found.append(&mut mistakes);
    parafen.into_iter().flatten().map(Paraaf::from).collect()
}

/// Whether every initial is as it was written, and in its place.
fn check(parafen: &OudeReeks, tree: &Node, sources: &Sources, found: &mut Vec<Diagnostic>) {
    let at = |i: usize| tree.place(&Path::default().key("parafen").index(i).key("rol"), sources);
    let who = |paraaf: &OudeParaaf| called(&paraaf.clone().into());
    let mut before: Option<&OudeParaaf> = None;
    for (i, paraaf) in parafen.parafen.iter().enumerate() {
        if !paraaf.is_sealed() {
            let message = format!("{} is na het zetten gewijzigd", who(paraaf));
            found.push(
                Diagnostic::error(codes::INITIAL_CHANGED, message).at(at(i), "").help(RESTORE),
            );
        } else if paraaf.vorige != before.and_then(|before| before.zegel) {
            let elsewhere = parafen
                .parafen
                .iter()
                .enumerate()
                .find(|(_, other)| other.zegel.is_some() && other.zegel == paraaf.vorige);
            let foreign = before.is_some_and(|before| before.kenmerk != paraaf.kenmerk);
            let message = match elsewhere {
                Some((place, _)) if place < i => {
                    format!("vóór {} staat een paraaf die daar niet hoort", who(paraaf))
                }
                Some(_) => format!("{} staat niet op haar plaats", who(paraaf)),
                None if foreign => format!(
                    "{} komt uit een ander dossier, met kenmerk {}",
                    who(paraaf),
                    words::shorten(paraaf.kenmerk.as_str())
                ),
                None if paraaf.vorige.is_none() => format!(
                    "{} is de eerste van een andere reeks, en staat hier niet op haar plaats",
                    who(paraaf)
                ),
                None => format!("vóór {} is er een weggehaald", who(paraaf)),
            };
            found
                .push(Diagnostic::error(codes::INITIAL_CHAIN, message).at(at(i), "").help(RESTORE));
        }
        before = Some(paraaf);
    }
    if parafen.slot != Some(parafen.lock()) && !has_errors(found) {
        let place = tree.place(&Path::default().key("slot"), sources);
        let message = "achter de laatste paraaf is er een weggehaald of bij gezet";
        found.push(Diagnostic::error(codes::INITIAL_CHAIN, message).at(place, "").help(RESTORE));
    }
}
