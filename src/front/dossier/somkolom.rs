//! In: the key of a published sum as a person types it. Out: a year, or the structural amounts. Pure.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::Jaar;

/// The schema's `format` of a [`Somkolom`].
pub(super) const FORMAT_SOMKOLOM: &str = "somkolom";

const STRUCTUREEL: &str = "structureel";

/// A column of a table with years: of a year, or of what comes after the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Somkolom {
    /// A year.
    Jaar(Jaar),
    /// Per year after the last one.
    Structureel,
}

impl Somkolom {
    /// Those of a table with these years.
    pub fn alle(jaren: &[Jaar]) -> impl Iterator<Item = Self> {
        jaren.iter().copied().map(Self::Jaar).chain([Self::Structureel])
    }

    /// Reads a year, or the word.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            STRUCTUREEL => Ok(Self::Structureel),
            year => Jaar::parse(year)
                .map(Self::Jaar)
                .map_err(|help| format!("{help}, of `{STRUCTUREEL}`")),
        }
    }
}

impl fmt::Display for Somkolom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jaar(jaar) => jaar.fmt(f),
            Self::Structureel => f.write_str(STRUCTUREEL),
        }
    }
}

impl Serialize for Somkolom {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Somkolom {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Somkolom {
    fn schema_name() -> Cow<'static, str> {
        "Somkolom".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer"], "format": FORMAT_SOMKOLOM })
    }
}
