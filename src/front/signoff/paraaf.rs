//! In: who decides what about which content. Out: an initial with its seal, and the file that it is. Pure.
//!
//! Each initial is a file of its own, so that two that were set apart from each other (in two branches of version
//! control, on two computers) stand beside each other without a conflict. It names the seals of those that were there,
//! and has its own over all of that. The seals are no signatures: who has the program and the dossier can begin a new
//! series (SECURITY.md).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::gelezen::Bewaard;
use crate::dossier::{Moment, Regel, Stuk, Vingerafdruk, kern, words_only};

/// What each file begins with, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`. Deze paraaf hoort bij wat toen is gelezen en bij de parafen die er al waren:\n# wie hier met de hand iets wijzigt, maakt de parafen onbruikbaar.\n";

/// What somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Besluit {
    /// Agreed.
    Akkoord,
    /// Not agreed.
    NietAkkoord,
    /// Takes back the initial that this role had.
    Ingetrokken,
}

impl Besluit {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Akkoord => "akkoord",
            Self::NietAkkoord => "niet akkoord",
            Self::Ingetrokken => "ingetrokken",
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
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub documenten: BTreeMap<Stuk, Vingerafdruk>,
    /// The fingerprint of what was read, field by field; none when that was not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gelezen: Option<Vingerafdruk>,
    /// The fingerprint of the file that keeps it; none of before initials had that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bewaard: Option<Vingerafdruk>,
    /// The seals of the initials that were there and that no other one names yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) vorige: Vec<Vingerafdruk>,
    /// Over all of the above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) zegel: Option<Vingerafdruk>,
    /// Of an initial of before each had its own file.
    #[serde(skip)]
    pub(super) oud: Option<Oud>,
}

/// What an initial said of its fields when all stood in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Oud {
    /// The short fingerprint of each field.
    pub(super) velden: BTreeMap<String, String>,
    /// The fingerprint of the texts that were read; none of before those were kept.
    pub(super) teksten: Option<Vingerafdruk>,
}

/// What somebody says with an initial, before it has its place in the series.
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
    /// What of it is kept.
    pub bewaard: Bewaard,
}

/// A file as the structure check sees it: seals are read after that.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is used")]
pub(super) struct Form {
    rol: Regel,
    naam: Regel,
    moment: Moment,
    besluit: Besluit,
    #[serde(default)]
    opmerking: Option<Regel>,
    kenmerk: Regel,
    #[serde(default)]
    documenten: BTreeMap<String, String>,
    #[serde(default)]
    gelezen: Option<String>,
    #[serde(default)]
    bewaard: Option<String>,
    #[serde(default)]
    vorige: Vec<String>,
    zegel: String,
}

impl Paraaf {
    /// The seal that the initial should have.
    pub(super) fn seal(&self) -> Result<Vingerafdruk, String> {
        let bare = Self { zegel: None, ..self.clone() };
        let bytes = serde_json::to_vec(&bare).map_err(|error| error.to_string())?;
        Ok(Vingerafdruk::of([&b"kamerbrief paraaf 2"[..], &bytes]))
    }

    /// Whether its seal is the one that it should have.
    pub(super) fn is_sealed(&self) -> bool {
        self.seal().is_ok_and(|seal| self.zegel == Some(seal))
    }

    /// The name of its file: its day and time, its role, and the beginning of its seal, by which no two are the same.
    pub fn file_name(&self) -> String {
        let time: String =
            self.moment.pdf().chars().filter(char::is_ascii_digit).take(12).collect();
        let rol = kern(self.rol.as_str());
        let rol: String =
            rol.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let rol: String = rol.trim_matches('-').chars().take(30).collect();
        let seal = self.zegel.map(|zegel| zegel.to_string()).unwrap_or_default();
        format!("{time}-{rol}-{}.yaml", seal.get(..8).unwrap_or_default())
    }

    /// The file.
    ///
    /// # Errors
    /// When YAML cannot hold it, which plain text never causes.
    pub fn write(&self) -> Result<String, String> {
        serde_yaml::to_string(self).map(|text| format!("{HEAD}{text}")).map_err(|e| e.to_string())
    }
}
