//! In: a year as a person types it. Out: a checked year. Pure.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The schema's `format` of a [`Jaar`].
pub(super) const FORMAT_JAAR: &str = "jaar";

/// A calendar year from 1990 to 2099.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jaar(u16);

impl Jaar {
    /// Reads four digits.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(year @ 1990..=2099) if text.len() == 4 => Ok(Self(year)),
            _ => Err("schrijf een jaar met vier cijfers, van 1990 tot en met 2099".into()),
        }
    }
}

impl fmt::Display for Jaar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Jaar {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Jaar {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Jaar {
    fn schema_name() -> Cow<'static, str> {
        "Jaar".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer"], "format": FORMAT_JAAR })
    }
}
