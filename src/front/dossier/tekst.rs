//! In: scalars of a dossier. Out: the two kinds of text, and names. Pure.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::rijnaam::FORMAT_RIJNAAM;

/// The schema's `format` of a [`Regel`].
pub(super) const FORMAT_REGEL: &str = "regel";
/// The schema's `format` of a [`Proza`].
pub(super) const FORMAT_PROZA: &str = "proza";
/// The schema's `format` of a [`Naam`].
pub(super) const FORMAT_NAAM: &str = "naam";

/// A text of one line, printed exactly as typed: no markup, no values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Regel(String);

impl Regel {
    /// A line that does not come from a file of the dossier.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Regel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for Regel {
    fn schema_name() -> Cow<'static, str> {
        "Regel".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_REGEL })
    }
}

/// The schema's `format` of a [`Weglaatbaar`].
pub(super) const FORMAT_WEGLAATBAAR: &str = "regel-of-geen";

/// The schema's `format` of the path of a file in the dossier.
pub(super) const FORMAT_BESTAND: &str = "bestand";

/// Whether a value of this format is one line of text.
pub(super) fn is_regel(format: &str) -> bool {
    matches!(format, FORMAT_REGEL | FORMAT_WEGLAATBAAR | FORMAT_RIJNAAM)
}

/// A text of one line, or the word that leaves it out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Weglaatbaar {
    /// The line.
    Regel(String),
    /// It is left out.
    Weg,
}

impl Weglaatbaar {
    /// The word that leaves a line out.
    pub(super) const GEEN: &str = "geen";

    /// The line; none if it is left out.
    pub fn regel(&self) -> Option<&str> {
        match self {
            Self::Regel(text) => Some(text),
            Self::Weg => None,
        }
    }
}

impl From<String> for Weglaatbaar {
    fn from(text: String) -> Self {
        if text == Self::GEEN { Self::Weg } else { Self::Regel(text) }
    }
}

impl From<Weglaatbaar> for String {
    fn from(line: Weglaatbaar) -> Self {
        match line {
            Weglaatbaar::Regel(text) => text,
            Weglaatbaar::Weg => Weglaatbaar::GEEN.into(),
        }
    }
}

impl JsonSchema for Weglaatbaar {
    fn schema_name() -> Cow<'static, str> {
        "Weglaatbaar".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_WEGLAATBAAR })
    }
}

/// A text with light markup (see `prose`): paragraphs, bold, lists, notes, references, values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Proza(String);

impl Proza {
    /// The text as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl JsonSchema for Proza {
    fn schema_name() -> Cow<'static, str> {
        "Proza".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_PROZA })
    }
}

/// A name of its own for a note, group or measure: lower case letters, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Naam(String);

impl Naam {
    /// A text that was found to be a name.
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text can be a name.
    pub fn is_valid(text: &str) -> bool {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    }

    /// The name that is meant by a longer one: `motie_1` by `Motie 1`.
    pub fn meant(text: &str) -> Option<String> {
        let lower = text.to_lowercase();
        let parts = lower.split(|char: char| !char.is_alphanumeric());
        let name = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
        let name = match name.starts_with(|char: char| char.is_ascii_digit()) {
            true => format!("nr_{name}"),
            false => name,
        };
        Self::is_valid(&name).then_some(name)
    }
}

impl JsonSchema for Naam {
    fn schema_name() -> Cow<'static, str> {
        "Naam".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_NAAM, "pattern": "^[a-z][a-z0-9_]*$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_name_becomes_a_short_one() {
        let names = ["motie 1", "Motie", "motie-2", "1", "rapport: deel"].map(Naam::meant);
        let short = ["motie_1", "motie", "motie_2", "nr_1", "rapport_deel"];
        assert_eq!(names, short.map(|name| Some(name.to_owned())));
        assert_eq!((Naam::meant("coördinatie"), Naam::meant("…")), (None, None));
    }
}
