//! In: the name of a row of the annex. Out: the same without the marks of its notes, and where those stand. Pure.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::Naam;

/// The schema's `format` of a [`Rijnaam`].
pub(super) const FORMAT_RIJNAAM: &str = "rijnaam";

/// The name of a row: one line, printed exactly as typed, in which notes may be marked: `Opvang[^opvang]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Rijnaam {
    getypt: String,
    naam: String,
}

impl Rijnaam {
    /// What it is called, without the marks of notes.
    pub fn as_str(&self) -> &str {
        &self.naam
    }

    /// What was typed.
    pub fn getypt(&self) -> &str {
        &self.getypt
    }

    /// The parts of what was typed that are no mark of a note.
    pub fn woorden(&self) -> Vec<Range<usize>> {
        woorden(&self.getypt)
    }

    /// Whether it has notes.
    pub fn heeft_noten(&self) -> bool {
        self.naam != self.getypt
    }
}

/// The marks of notes in a text without other markup: `[^naam]`, each with its name.
pub fn nootmerken(text: &str) -> Vec<(Range<usize>, &str)> {
    let marks = text.match_indices("[^").filter_map(|(start, open)| {
        let inside = &text[start + open.len()..];
        let name = &inside[..inside.find(']')?];
        let end = start + open.len() + name.len() + 1;
        Naam::is_valid(name).then_some((start..end, name))
    });
    marks.collect()
}

fn woorden(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut from = 0;
    for (mark, _) in nootmerken(text) {
        words.push(from..mark.start);
        from = mark.end;
    }
    words.push(from..text.len());
    words.retain(|range| !range.is_empty());
    words
}

impl From<String> for Rijnaam {
    fn from(getypt: String) -> Self {
        let naam = woorden(&getypt).into_iter().map(|range| &getypt[range]).collect();
        Self { naam, getypt }
    }
}

impl From<Rijnaam> for String {
    fn from(naam: Rijnaam) -> Self {
        naam.getypt
    }
}

impl fmt::Display for Rijnaam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.naam)
    }
}

impl JsonSchema for Rijnaam {
    fn schema_name() -> Cow<'static, str> {
        "Rijnaam".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_RIJNAAM })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_without_the_marks_of_its_notes() {
        for (typed, name, notes) in [
            ("Opvang[^opvang]", "Opvang", &["opvang"][..]),
            ("Opvang[^a] en toezicht[^b_2]", "Opvang en toezicht", &["a", "b_2"]),
            ("Opvang [^Niet] [a] [^", "Opvang [^Niet] [a] [^", &[]),
        ] {
            let row = Rijnaam::from(typed.to_owned());
            assert_eq!((row.as_str(), row.getypt()), (name, typed));
            assert_eq!(row.heeft_noten(), !notes.is_empty(), "{typed}");
            let marks: Vec<&str> = nootmerken(typed).into_iter().map(|(_, name)| name).collect();
            assert_eq!(marks, notes, "{typed}");
        }
    }
}
