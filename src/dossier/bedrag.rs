//! In: amounts as a person types them. Out: exact decimals, and their Dutch notation. Pure.
//!
//! Notation: Rijksbegrotingsvoorschriften (rbv.rijksfinancien.nl): point between thousands, decimal
//! comma, a negative amount with a figure dash and a space (`‒ 61.664`), `€ 2 miljoen` with a space.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The schema's `format` of a [`Bedrag`].
pub(super) const FORMAT_BEDRAG: &str = "bedrag";
/// The schema's `format` of a [`Jaar`].
pub(super) const FORMAT_JAAR: &str = "jaar";

/// Most digits before and after the decimal comma. A [`Decimal`] has 28: sums of tens of thousands of
/// amounts, and those in euros instead of millions, are still exact.
const MAX_WHOLE: usize = 12;
const MAX_DECIMALS: usize = 4;
const FIGURE_DASH: &str = "\u{2012}\u{a0}";
const NBSP: char = '\u{a0}';

/// An amount, exact, in the unit of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bedrag(Decimal);

impl Bedrag {
    /// Reads a Dutch number: `12`, `-3`, `2,5`, `1.250.000`, `1.250,75`.
    ///
    /// # Errors
    /// In Dutch, what is wrong and how to write it, among others for `2.000` and `2.5`, which can be
    /// read in two ways.
    pub fn parse(text: &str) -> Result<Self, String> {
        let typed = text.trim();
        if typed.eq_ignore_ascii_case("p.m.") || typed.eq_ignore_ascii_case("pm") {
            return Err(
                "p.m. kan nog niet; laat het jaar weg en leg het uit in `toelichting`".into()
            );
        }
        if typed.contains(['€', '%']) || typed.chars().any(char::is_alphabetic) {
            return Err("schrijf alleen het getal; de eenheid staat bij `eenheid`".into());
        }
        let (negative, number) = match typed.strip_prefix(['-', '\u{2012}', '\u{2212}', '\u{2013}'])
        {
            Some(rest) => (true, rest.trim_start()),
            None => (false, typed),
        };
        let (whole, fraction) = match number.split_once(',') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (number, None),
        };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let groups: Vec<&str> = whole.split('.').collect();
        if !groups.iter().all(|group| digits(group)) || !fraction.is_none_or(digits) {
            return Err("schrijf een getal als 1250, 2,5 of 1.250.000".into());
        }
        if groups.len() > 1 {
            let thousands =
                groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
            if groups.len() == 2 && fraction.is_none() {
                let joined = groups.concat();
                let point = format!("{},{}", groups[0], groups[1]);
                return Err(if thousands {
                    format!(
                        "de punt kan duizendtallen scheiden of een komma zijn; schrijf {joined} of {point}"
                    )
                } else {
                    format!("schrijf een decimale komma: {point}")
                });
            }
            if !thousands {
                return Err("de punten staan niet om de drie cijfers".into());
            }
        }
        let mut plain = groups.concat();
        if let Some(fraction) = fraction {
            plain = format!("{plain}.{fraction}");
        }
        if groups.concat().len() > MAX_WHOLE
            || fraction.is_some_and(|digits| digits.len() > MAX_DECIMALS)
        {
            return Err(format!(
                "een bedrag heeft hoogstens {MAX_WHOLE} cijfers, en {MAX_DECIMALS} na de komma"
            ));
        }
        let mut value = Decimal::from_str(&plain).map_err(|_| "dit is geen getal".to_owned())?;
        value.set_sign_negative(negative && !value.is_zero());
        Ok(Self(value))
    }

    /// The number.
    pub fn value(self) -> Decimal {
        self.0
    }
}

impl From<Decimal> for Bedrag {
    fn from(value: Decimal) -> Self {
        Self(value)
    }
}

/// A number in Dutch notation with exactly this many decimals: `1.132.786`, `401,6`, `‒ 61.664`.
/// Rounds half away from zero.
pub fn notation(value: Decimal, decimals: u32) -> String {
    let rounded = value
        .round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.*}", decimals as usize, rounded.abs());
    let (whole, fraction) =
        text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push_str(FIGURE_DASH);
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(',');
        out.push_str(fraction);
    }
    out
}

/// An amount of euros as it stands in a sentence, unbreakable: `€ 1.250.000`, `€ 0,50`.
pub fn euro(value: Decimal) -> String {
    let decimals = if value.fract().is_zero() { 0 } else { 2 };
    format!("€{NBSP}{}", notation(value, decimals))
}

/// An amount of euros in millions as it stands in a sentence: `€ 2 miljoen`, `€ 2,5 miljoen`. Keeps
/// as many decimals as the amount has.
pub fn miljoen(value: Decimal) -> String {
    let millions = (value / Decimal::from(1_000_000)).normalize();
    format!("€{NBSP}{}{NBSP}miljoen", notation(millions, millions.scale()))
}

impl fmt::Display for Bedrag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&notation(self.0, self.0.scale()))
    }
}

impl Serialize for Bedrag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bedrag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Bedrag {
    fn schema_name() -> Cow<'static, str> {
        "Bedrag".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "integer"], "format": FORMAT_BEDRAG })
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Bedrag::parse(text).map_or_else(|e| e, |b| b.value().to_string())
    }

    #[test]
    fn dutch_numbers_are_read_exactly() {
        for (typed, value) in [
            ("12", "12"),
            ("-3", "-3"),
            ("‒ 3", "-3"),
            ("2,50", "2.50"),
            ("1.250.000", "1250000"),
            ("1.250,75", "1250.75"),
            ("-0", "0"),
        ] {
            assert_eq!(read(typed), value, "{typed}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_asked() {
        assert!(read("2.000").contains("2000 of 2,000"));
        assert!(read("2.5").contains("2,5"));
        assert!(read("1.23.456").contains("drie cijfers"));
        assert!(read("€ 5").contains("eenheid"));
        assert!(read("1,2,3").contains("schrijf een getal"));
        assert!(read("1234567890123").contains("hoogstens 12"));
        assert!(read("1,23456").contains("4 na de komma"));
    }

    #[test]
    fn notation_follows_the_budget_rules() {
        let number = |text: &str| Decimal::from_str(text).unwrap();
        assert_eq!(notation(number("1132786"), 0), "1.132.786");
        assert_eq!(notation(number("-61664"), 0), "‒\u{a0}61.664");
        assert_eq!(notation(number("401.6"), 1), "401,6");
        assert_eq!(notation(number("-0.4"), 0), "0");
        assert_eq!(notation(number("2.5"), 0), "3");
        assert_eq!(euro(number("1250000")), "€\u{a0}1.250.000");
        assert_eq!(euro(number("0.5")), "€\u{a0}0,50");
        assert_eq!(miljoen(number("2500000")), "€\u{a0}2,5\u{a0}miljoen");
        assert_eq!(miljoen(number("2000000.00")), "€\u{a0}2\u{a0}miljoen");
    }
}
