//! In: how a column follows from others, as a person types it: `begroting + mutatie`, `(stand - begroting) / begroting`.
//! Out: the columns that are added and taken off, and those that divide. Pure.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::dossier::Naam;

/// The schema's `format` of a [`Formule`].
pub(crate) const FORMAT_FORMULE: &str = "formule";

const HELP: &str = "schrijf de korte namen van kolommen met + of - ertussen, zoals `begroting + mutatie`, en een percentage met één deelstreep, zoals `mutatie / begroting`";

/// A column in a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Which one.
    pub kolom: Naam,
    /// Whether it is taken off.
    pub af: bool,
}

/// How a column follows from others: a sum, or one divided by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formule {
    teller: Vec<Term>,
    noemer: Vec<Term>,
}

impl Formule {
    /// Reads a formula.
    ///
    /// # Errors
    /// In Dutch, how to write one.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.chars().any(|char| char.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
        {
            return Err("noem de kolommen bij hun korte namen, zoals `begroting + mutatie`; de nummers komen er vanzelf boven te staan".into());
        }
        let (teller, noemer) = match text.split_once('/') {
            Some((_, under)) if under.contains('/') => return Err(HELP.into()),
            Some((above, under)) => (side(above, true)?, side(under, true)?),
            None => (side(text, false)?, Vec::new()),
        };
        Ok(Self { teller, noemer })
    }

    /// The columns of the sum, or of what is divided.
    pub fn teller(&self) -> &[Term] {
        &self.teller
    }

    /// The columns of what it is divided by; none when nothing is divided.
    pub fn noemer(&self) -> &[Term] {
        &self.noemer
    }

    /// Every column that it names.
    pub fn kolommen(&self) -> impl Iterator<Item = &Naam> {
        self.teller.iter().chain(&self.noemer).map(|term| &term.kolom)
    }
}

/// Names with signs between them. Beside a `/` more than one of them stands in parentheses.
fn side(text: &str, divided: bool) -> Result<Vec<Term>, String> {
    let text = text.trim();
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let mut terms = Vec::new();
    let mut rest = inside.unwrap_or(text).trim();
    let mut af = false;
    loop {
        let end = rest.find(['+', '-', '−', '–', '‒']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        if !Naam::is_valid(name) {
            return Err(match Naam::meant(name).filter(|_| !name.contains(['(', ')', '*', '='])) {
                Some(meant) => format!("een kolom heeft een korte naam, zoals `{meant}`; {HELP}"),
                None => HELP.into(),
            });
        }
        terms.push(Term { kolom: Naam::new(name), af });
        let Some(sign) = rest[end..].chars().next() else { break };
        af = sign != '+';
        rest = &rest[end + sign.len_utf8()..];
    }
    match divided && terms.len() > 1 && inside.is_none() {
        true => {
            Err("zet wat samen wordt gedeeld tussen haakjes: `(stand - begroting) / begroting`"
                .into())
        }
        false => Ok(terms),
    }
}

impl fmt::Display for Formule {
    /// So that [`Formule::parse`] reads the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |terms: &[Term]| {
            let mut text = String::new();
            for (i, Term { kolom, af }) in terms.iter().enumerate() {
                text.push_str(match (i, af) {
                    (0, _) => "",
                    (_, true) => " - ",
                    (_, false) => " + ",
                });
                text.push_str(kolom.as_str());
            }
            match terms.len() > 1 && !self.noemer.is_empty() {
                true => format!("({text})"),
                false => text,
            }
        };
        f.write_str(&side(&self.teller))?;
        match &self.noemer[..] {
            [] => Ok(()),
            under => write!(f, " / {}", side(under)),
        }
    }
}

impl Serialize for Formule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Formule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Formule {
    fn schema_name() -> Cow<'static, str> {
        "Formule".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_FORMULE })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_read_and_written_the_same() {
        for (typed, same) in [
            ("begroting + mutatie", "begroting + mutatie"),
            ("stand-begroting", "stand - begroting"),
            ("a + b − c", "a + b - c"),
            ("mutatie / begroting", "mutatie / begroting"),
            ("(stand - begroting)/begroting", "(stand - begroting) / begroting"),
            ("a / (b+c)", "a / (b + c)"),
            ("(a)", "a"),
        ] {
            assert_eq!(
                Formule::parse(typed).map(|f| f.to_string()).as_deref(),
                Ok(same),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_formula_is_told_how_to_write_it() {
        for (typed, said) in [
            ("(1)+(2)", "korte namen"),
            ("(3)=(1)+(2)", "korte namen"),
            ("a * b", "deelstreep"),
            ("a / b / c", "deelstreep"),
            ("a - b / c", "haakjes"),
            ("Begroting + mutatie", "`begroting`"),
            ("a +", "korte namen"),
            ("", "korte namen"),
        ] {
            let told = Formule::parse(typed).unwrap_err();
            assert!(told.contains(said), "{typed}: {told}");
        }
    }
}
