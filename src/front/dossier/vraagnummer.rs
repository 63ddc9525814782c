//! In: what names a question in YAML. Out: its number, and the letter of a part. Pure.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::kamerstuk::scalar_serde;

/// The schema's `format` of a [`Vraagnummer`].
pub(super) const FORMAT_VRAAGNUMMER: &str = "vraagnummer";
/// The schema's `format` of a [`Vraagletter`].
pub(super) const FORMAT_LETTER: &str = "letter";
/// The schema's `format` of a [`Vraagdeel`].
pub(super) const FORMAT_VRAAGDEEL: &str = "vraagdeel";

/// The number of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vraagnummer(u16);

impl Vraagnummer {
    /// Reads a number from 1 to 999.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
        match text.parse() {
            Ok(number @ 1..=999) if is_plain => Ok(Self(number)),
            _ => Err("schrijf alleen het nummer van de vraag, zoals `1:`".into()),
        }
    }

    /// Whether it is 1.
    pub(crate) fn is_first(self) -> bool {
        self.0 == 1
    }

    /// Whether it comes right after another.
    pub(crate) fn follows(self, other: Self) -> bool {
        self.0 == other.0 + 1
    }
}

impl fmt::Display for Vraagnummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The letter of a part of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vraagletter(char);

impl Vraagletter {
    /// Reads one small letter.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.chars().next() {
            Some(letter @ 'a'..='z') if text.len() == 1 => Ok(Self(letter)),
            _ => Err("schrijf een deel van een vraag met één kleine letter, zoals `a:`".into()),
        }
    }
}

impl fmt::Display for Vraagletter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A question, or a part of one: `3`, `2a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vraagdeel {
    /// The question.
    pub nummer: Vraagnummer,
    /// Which part of it; none for all of it.
    pub letter: Option<Vraagletter>,
}

impl Vraagdeel {
    /// Reads a number with perhaps a letter.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (number, letter) = text.split_at(text.trim_end_matches(char::is_alphabetic).len());
        let letter = (!letter.is_empty()).then(|| Vraagletter::parse(letter)).transpose();
        match (Vraagnummer::parse(number), letter) {
            (Ok(nummer), Ok(letter)) => Ok(Self { nummer, letter }),
            _ => Err("noem elke vraag met haar nummer, en een deel ook met zijn letter: `[1]`, `[2a, 3]`".into()),
        }
    }

    /// The list that is meant by a row of questions in words: `vraag 1, 2a en 3`.
    pub(crate) fn bedoeld(text: &str) -> Option<String> {
        let bare = ["vragen ", "vraag "].iter().find_map(|word| text.strip_prefix(word));
        let row = bare.unwrap_or(text).replace(" en ", ", ").replace(" & ", ", ");
        let parts = row.split(',').map(str::trim).filter(|part| !part.is_empty());
        let parts: Option<Vec<String>> =
            parts.map(|part| Some(Self::parse(part).ok()?.to_string())).collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| format!("[{}]", parts.join(", ")))
    }
}

impl fmt::Display for Vraagdeel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.nummer.fmt(f)?;
        self.letter.map_or(Ok(()), |letter| letter.fmt(f))
    }
}

scalar_serde!(Vraagnummer, FORMAT_VRAAGNUMMER);
scalar_serde!(Vraagletter, FORMAT_LETTER);
scalar_serde!(Vraagdeel, FORMAT_VRAAGDEEL);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_named_by_its_number_and_a_part_by_its_letter() {
        let read = |text: &str| Vraagdeel::parse(text).map(|part| part.to_string());
        assert_eq!(read("12"), Ok("12".into()));
        assert_eq!(read("2a"), Ok("2a".into()));
        for wrong in ["", "0", "02", "a", "2ab", "2A", "2 a", "1000", "1-3", "é"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_row_in_words_is_a_list() {
        let meant = |text: &str| Vraagdeel::bedoeld(text);
        assert_eq!(meant("1, 2a en 3").as_deref(), Some("[1, 2a, 3]"));
        assert_eq!(meant("vraag 4").as_deref(), Some("[4]"));
        assert_eq!((meant("1 t/m 3"), meant("alle"), meant("")), (None, None, None));
    }
}
