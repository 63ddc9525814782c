//! In: `vragen.yaml`. Out: written questions of members of parliament, with their answers. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::kamerstuk::scalar_serde;
use super::schema::keyed;
use super::{Datum, Figuur, Naam, Place, Proza, Regel, Root, Tekstkader};
use crate::stukken::Bestand;
use crate::yaml::Segment;

/// The schema's `format` of a [`Vraagnummer`].
pub(super) const FORMAT_VRAAGNUMMER: &str = "vraagnummer";
/// The schema's `format` of a [`Letter`].
pub(super) const FORMAT_LETTER: &str = "letter";
/// The schema's `format` of a [`Vraagdeel`].
pub(super) const FORMAT_VRAAGDEEL: &str = "vraagdeel";

/// The field with the questions, which are quotations.
const VRAGEN: &str = "vragen";
/// The field with the notes of those who ask, which are a series of their own.
const NOTEN_VRAGEN: &str = "noten_vragen";

/// The fields with the footnotes of a file: ours, and those of who ask questions.
pub const NOTEN: [&str; 2] = ["voetnoten", NOTEN_VRAGEN];

/// Schriftelijke vragen van leden, met de antwoorden.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vragen {
    /// Nummer dat de Kamer de vragen gaf, zoals 2026Z01234; het staat boven de vragen.
    pub nummer: Regel,
    /// Datum van de brief met de vragen, als JJJJ-MM-DD.
    pub brief_van: Datum,
    /// Leden die de vragen stellen, in de volgorde van de Kamer.
    #[schemars(length(min = 1))]
    pub leden: Vec<Lid>,
    /// Aan wie de vragen zijn gesteld, zoals `de minister van Financiën`.
    #[schemars(length(min = 1))]
    pub aan: Vec<Regel>,
    /// Onderwerp van de vragen, zoals het achter `over` staat: `het sluiten van loketten`.
    pub onderwerp: Regel,
    /// Eerdere vragen, of het bericht van uitstel, in het Aanhangsel: `<ah:2025/26:1137>`.
    #[serde(default)]
    pub zie_ook: Option<Proza>,
    /// De vragen, elk bij haar nummer, precies zoals de Kamer ze stuurde.
    #[schemars(schema_with = "keyed::<Vraagnummer, Vraag>")]
    pub vragen: BTreeMap<Vraagnummer, Vraag>,
    /// Noten van de leden bij hun vragen: naam en tekst; in de vraag staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub noten_vragen: BTreeMap<Naam, Proza>,
    /// De antwoorden, in de volgorde waarin ze worden afgedrukt.
    #[serde(default)]
    pub antwoorden: Vec<Antwoord>,
    /// Voetnoten bij de antwoorden: naam en tekst; in het antwoord staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
    /// Figuren: naam, en bestand met beschrijving; in de tekst staat `<figuur:naam>` op een regel van zichzelf.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Figuur>")]
    pub figuren: BTreeMap<Naam, Figuur>,
    /// Kaders om een tekst: naam, en kop en tekst; in de tekst staat `<kader:naam>` op een regel van zichzelf.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Tekstkader>")]
    pub kaders: BTreeMap<Naam, Tekstkader>,
}

/// Een lid van de Kamer dat vragen stelt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lid {
    /// Naam, zonder voornaam, zoals `Van Voorbeeld`.
    pub naam: Regel,
    /// Partij, zoals de Kamer haar schrijft.
    pub partij: Regel,
}

/// Een vraag: tekst achter haar nummer, of tekst met delen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("kort" = "tekst"))]
pub struct Vraag {
    /// Tekst van de vraag, of wat boven haar delen staat.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Delen van de vraag, elk bij haar letter.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Letter, Proza>")]
    pub delen: BTreeMap<Letter, Proza>,
}

/// Een antwoord op een of meer vragen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Antwoord {
    /// Vragen waarop dit antwoord geeft, zoals `[1]`, `[2a]` of `[3, 8]`.
    #[schemars(length(min = 1))]
    pub op: Vec<Vraagdeel>,
    /// Wie dit antwoord geeft, als dat een ander is dan wie de brief tekent: `de minister van Defensie`.
    #[serde(default)]
    pub door: Option<Regel>,
    /// Het antwoord.
    pub tekst: Proza,
}

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
pub struct Letter(char);

impl Letter {
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

impl fmt::Display for Letter {
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
    pub letter: Option<Letter>,
}

impl Vraagdeel {
    /// Reads a number with perhaps a letter.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (number, letter) = text.split_at(text.trim_end_matches(char::is_alphabetic).len());
        let letter = (!letter.is_empty()).then(|| Letter::parse(letter)).transpose();
        match (Vraagnummer::parse(number), letter) {
            (Ok(nummer), Ok(letter)) => Ok(Self { nummer, letter }),
            _ => Err("noem elke vraag met haar nummer, en een deel ook met zijn letter: `[1]`, `[2a, 3]`".into()),
        }
    }
}

impl fmt::Display for Vraagdeel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.nummer.fmt(f)?;
        self.letter.map_or(Ok(()), |letter| letter.fmt(f))
    }
}

scalar_serde!(Vraagnummer, FORMAT_VRAAGNUMMER);
scalar_serde!(Letter, FORMAT_LETTER);
scalar_serde!(Vraagdeel, FORMAT_VRAAGDEEL);

impl Vragen {
    /// Everything that wants an answer: each question, and of one with parts the parts.
    pub fn te_beantwoorden(&self) -> BTreeSet<Vraagdeel> {
        self.vragen.iter().flat_map(|(nummer, vraag)| parts(*nummer, vraag)).collect()
    }

    /// What of this an answer is about; nothing where there is no such question.
    pub fn beantwoordt(&self, op: Vraagdeel) -> Vec<Vraagdeel> {
        let Some(vraag) = self.vragen.get(&op.nummer) else { return Vec::new() };
        let own = parts(op.nummer, vraag).into_iter();
        own.filter(|part| op.letter.is_none() || part.letter == op.letter).collect()
    }
}

/// A question, or its parts.
fn parts(nummer: Vraagnummer, vraag: &Vraag) -> Vec<Vraagdeel> {
    let part = |letter| Vraagdeel { nummer, letter };
    match vraag.delen.is_empty() {
        true => vec![part(None)],
        false => vraag.delen.keys().map(|letter| part(Some(*letter))).collect(),
    }
}

/// The field with the notes that a text refers to.
pub fn noten_van(place: &Place) -> &'static str {
    let [own, of_questions] = NOTEN;
    if is_aanhaling(place) { of_questions } else { own }
}

/// Whether a text is what others wrote, and is printed as they did: a question, or a note of who asks it.
pub fn is_aanhaling(place: &Place) -> bool {
    let first = place.path.segments().first();
    place.root == Root::File(Bestand::Vragen)
        && matches!(first, Some(Segment::Key(key)) if [VRAGEN, NOTEN_VRAGEN].contains(&&**key))
}

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
    fn a_question_with_parts_is_answered_by_its_parts() {
        let text = "nummer: x\nbrief_van: 2026-03-02\nleden: []\naan: []\nonderwerp: x\nvragen: {'1': {tekst: x}, '2': {delen: {a: x, b: y}}}\n";
        let vragen: Vragen = serde_yaml::from_str(text).unwrap();
        let all: Vec<String> = vragen.te_beantwoorden().iter().map(ToString::to_string).collect();
        assert_eq!(all, ["1", "2a", "2b"]);
        let of = |text: &str| {
            let all = vragen.beantwoordt(Vraagdeel::parse(text).unwrap());
            all.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            (of("1"), of("2"), of("2b")),
            (vec!["1".into()], vec!["2a".into(), "2b".into()], vec!["2b".into()])
        );
        assert_eq!((of("1a"), of("2c"), of("3")), (vec![], vec![], Vec::<String>::new()));
    }
}
