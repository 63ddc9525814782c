//! In: the bytes of `parafen.yaml`. Out: the initials as a chain, or what was done to it by hand; and the file again.
//! Pure.
//!
//! Each initial holds the fingerprints of what was read, the seal of the initial before it, and its own seal over all
//! of that. So an initial that was changed, taken out, moved or brought in from elsewhere shows. The seals are no
//! signatures: who has the program and the dossier can begin a new list (SECURITY.md).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, codes, has_errors, words};
use crate::dossier::{Moment, Regel, Shape, Stuk, Vingerafdruk, tree, value, words_only};
use crate::source::Sources;
use crate::stukken::PARAFEN;
use crate::workspace::{FileError, Workspace};
use crate::yaml::{Node, Path};

/// What the file begins with, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`. Elke paraaf hoort bij wat toen is gelezen en bij de paraaf ervoor:\n# wie hier met de hand iets wijzigt, maakt de parafen onbruikbaar.\n";

/// What somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Besluit {
    /// Agreed.
    Akkoord,
    /// Not agreed.
    NietAkkoord,
}

impl Besluit {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Akkoord => "akkoord",
            Self::NietAkkoord => "niet akkoord",
        }
    }
}

/// An initial: who decided what, when, about exactly which content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paraaf {
    /// The role in the route.
    pub rol: Regel,
    /// Who.
    pub naam: Regel,
    /// When.
    pub moment: Moment,
    /// What.
    pub besluit: Besluit,
    /// What there was to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opmerking: Option<Regel>,
    /// The dossier's reference at that time.
    pub kenmerk: Regel,
    /// The content of each document.
    pub documenten: BTreeMap<Stuk, Vingerafdruk>,
    /// The content of each field; the first 16 digits of its fingerprint.
    pub velden: BTreeMap<String, String>,
    /// The fingerprint of the texts that were read; an initial of before those were kept has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teksten: Option<Vingerafdruk>,
    /// The seal of the initial before this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vorige: Option<Vingerafdruk>,
    /// Over all of the above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zegel: Option<Vingerafdruk>,
}

impl Paraaf {
    /// The seal that the initial should have.
    fn seal(&self) -> Result<Vingerafdruk, String> {
        let mut bare = self.clone();
        bare.zegel = None;
        let bytes = serde_json::to_vec(&bare).map_err(|error| error.to_string())?;
        Ok(Vingerafdruk::of([&b"kamerbrief paraaf 1"[..], &bytes]))
    }

    /// Whether its seal is the one that it should have.
    fn is_sealed(&self) -> bool {
        self.seal().is_ok_and(|seal| self.zegel == Some(seal))
    }
}

/// What somebody says with an initial, before it has its place in the chain.
#[derive(Debug, Clone)]
pub struct NieuweParaaf {
    /// The role in the route.
    pub rol: Regel,
    /// Who.
    pub naam: Regel,
    /// When.
    pub moment: Moment,
    /// What.
    pub besluit: Besluit,
    /// What there was to say.
    pub opmerking: Option<Regel>,
}

/// The initials of a dossier, oldest first: a chain without a broken link.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parafen {
    parafen: Vec<Paraaf>,
    /// Over the number of initials and the last of their seals, so that none can be cut off unseen. It stands nowhere
    /// else in the file.
    #[serde(default)]
    slot: Option<Vingerafdruk>,
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

impl Parafen {
    /// The initials, oldest first.
    pub fn all(&self) -> &[Paraaf] {
        &self.parafen
    }

    /// The last initial of a role.
    pub fn last_of(&self, rol: &str) -> Option<&Paraaf> {
        self.parafen.iter().rev().find(|paraaf| paraaf.rol.as_str() == rol)
    }

    /// Adds an initial about the dossier with this reference and this content of its documents and fields.
    ///
    /// # Errors
    /// When it cannot be sealed, which plain text never causes.
    pub(super) fn add(
        &mut self,
        new: NieuweParaaf,
        kenmerk: Regel,
        documenten: BTreeMap<Stuk, Vingerafdruk>,
        velden: BTreeMap<String, String>,
        teksten: Option<Vingerafdruk>,
    ) -> Result<(), String> {
        let NieuweParaaf { rol, naam, moment, besluit, opmerking } = new;
        let vorige = self.parafen.last().and_then(|last| last.zegel);
        let mut paraaf = Paraaf {
            rol,
            naam,
            moment,
            besluit,
            opmerking,
            kenmerk,
            documenten,
            velden,
            teksten,
            vorige,
            zegel: None,
        };
        paraaf.zegel = Some(paraaf.seal()?);
        self.parafen.push(paraaf);
        self.slot = Some(self.lock());
        Ok(())
    }

    /// The lock that the list should have.
    fn lock(&self) -> Vingerafdruk {
        let last = self.parafen.last().and_then(|last| last.zegel);
        let count = self.parafen.len().to_string();
        let last = last.map(|last| last.to_string()).unwrap_or_default();
        Vingerafdruk::of([&b"kamerbrief parafen 1"[..], count.as_bytes(), last.as_bytes()])
    }

    /// The file.
    ///
    /// # Errors
    /// When YAML cannot hold it, which plain text never causes.
    pub fn write(&self) -> Result<String, String> {
        serde_yaml::to_string(self).map(|text| format!("{HEAD}{text}")).map_err(|e| e.to_string())
    }
}

/// Reads the initials of a dossier; none when there is no such file, or something is wrong with it.
pub fn read(workspace: &Workspace, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Parafen {
    let name = workspace.path(PARAFEN);
    let bytes = match workspace.parafen() {
        None | Some(Err(FileError::Missing)) => return Parafen::default(),
        Some(Ok(bytes)) => bytes,
        Some(Err(error)) => {
            found.push(error.of_own(&name));
            return Parafen::default();
        }
    };
    let mut mistakes = Vec::new();
    let shape = Shape::of_type::<Form>();
    let parafen = tree(&name, &bytes, &shape, sources, &mut mistakes)
        .filter(|_| !has_errors(&mistakes))
        .and_then(|tree| {
            let read = serde_yaml::from_value::<Parafen>(value(&tree, &shape));
            match read {
                Ok(parafen) => {
                    check(&parafen, &tree, sources, &mut mistakes);
                    Some(parafen)
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
    parafen.unwrap_or_default()
}

const RESTORE: &str = "zet het bestand terug zoals `kamerbrief paraaf` het schreef, bijvoorbeeld uit versiebeheer; of haal het weg en vraag alle parafen opnieuw";

/// Whether every initial is as it was written, and in its place.
fn check(parafen: &Parafen, tree: &Node, sources: &Sources, found: &mut Vec<Diagnostic>) {
    let at = |i: usize| tree.place(&Path::default().key("parafen").index(i).key("rol"), sources);
    let who = |paraaf: &Paraaf| {
        format!("de paraaf van {} ({})", words::shorten(paraaf.rol.as_str()), paraaf.moment)
    };
    let mut before: Option<&Paraaf> = None;
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
