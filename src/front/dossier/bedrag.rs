//! In: amounts as a person types them. Out: exact decimals, ranges, `p.m.`, and what comes on top of it. Pure.
//!
//! What is typed follows the Rijksbegrotingsvoorschriften (rbv.rijksfinancien.nl): a decimal comma, points
//! between thousands. How amounts are printed, `notatie` knows.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{Eenheid, Gronden, Pm};

/// The schema's `format` of a [`Bedrag`].
pub(super) const FORMAT_BEDRAG: &str = "bedrag";

/// Most digits before the decimal comma, behind it, and together. A [`Decimal`] has 28: the sum of tens
/// of thousands of such amounts is exact, also in euros instead of millions. A spreadsheet has 15, so
/// these pass through one and come back the same.
const MAX_WHOLE: usize = 12;
const MAX_DECIMALS: usize = 10;
const MAX_DIGITS: usize = 15;

/// An amount in the unit of its table. A cell with nothing in it has none, which is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bedrag {
    /// One exact number.
    Vast(Decimal),
    /// From the first up to the second, which is larger.
    Marge(Decimal, Decimal),
    /// `p.m.`: there is an amount, and nobody knows it yet.
    Pm,
    /// A published sum with something unknown in it: from the first up to the second, mostly the same, and `p.m.`.
    EnPm(Decimal, Decimal, Pm),
    /// There is an amount, or none, and the public does not see which. Nobody types it: it is what stands in the place
    /// of what was typed.
    Gelakt(Gronden),
}

impl Bedrag {
    /// Reads a Dutch amount: `12`, `-3`, `2,5`, `1.250.000`, `1.250,75`, `0,5–1`, `-3 tot -1`, `p.m.`
    ///
    /// # Errors
    /// In Dutch, what is wrong and how to write it, among others for `2.000` and `2.5`, which can be
    /// read in two ways.
    pub fn parse(text: &str) -> Result<Self, String> {
        let typed = text.trim();
        if is_pm(typed) {
            return Ok(Self::Pm);
        }
        if let Some((known, pm)) = and_pm(typed) {
            return match Self::parse(known)? {
                Self::Vast(value) => Ok(Self::EnPm(value, value, pm)),
                Self::Marge(from, to) => Ok(Self::EnPm(from, to, pm)),
                _ => Err("schrijf een bedrag met iets onbekends erbij als 10 + p.m.".into()),
            };
        }
        let Some((from, to)) = bounds(typed) else { return number(typed).map(Self::Vast) };
        let (from, to) = (number(from)?, number(to)?);
        if from >= to {
            return Err("zet in een marge het kleinste bedrag vooraan, zoals 0,5–1".into());
        }
        Ok(Self::Marge(from, to))
    }
}

/// What is known of an amount to which something unknown is added, or of which it is taken off: `10 + p.m.`.
fn and_pm(text: &str) -> Option<(&str, Pm)> {
    let at = text.rfind(|c: char| !c.is_ascii_alphabetic() && c != '.')?;
    let (before, word) = text.split_at(at + text[at..].chars().next()?.len_utf8());
    let before = before.trim_end();
    let (known, plus, min) = match before.char_indices().next_back()? {
        (at, '+') => (&before[..at], true, false),
        (at, '±') => (&before[..at], true, true),
        (at, '-' | '\u{2012}' | '\u{2212}' | '\u{2013}') => (&before[..at], false, true),
        _ => return None,
    };
    let known = known.trim_end();
    (is_pm(word) && !known.is_empty()).then_some((known, Pm { plus, min }))
}

/// `p.m.`, also without one of its points.
fn is_pm(text: &str) -> bool {
    ["p.m.", "pm", "p.m", "pm."].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The two sides of a range.
fn bounds(text: &str) -> Option<(&str, &str)> {
    if let Some((from, to)) = text.split_once(" tot ") {
        return Some((from.trim(), to.trim()));
    }
    // A dash right at the start is a minus.
    let (at, dash) = text.char_indices().skip(1).find(|(at, c)| {
        matches!(c, '-' | '–') && text[..*at].trim_end().ends_with(|c: char| c.is_ascii_digit())
    })?;
    Some((text[..at].trim_end(), text[at + dash.len_utf8()..].trim_start()))
}

/// An amount of which a point can only stand between thousands, as it is without: `24.116`, `-1.250–2.000`. None for what
/// has no such point, or is no amount without it.
pub(super) fn met_punt(text: &str) -> Option<String> {
    let text = text.trim();
    let sides = bounds(text).map_or_else(|| vec![text], |(from, to)| vec![from, to]);
    let three = |side: &&str| {
        let side =
            side.trim_start_matches(['-', '\u{2012}', '\u{2212}', '\u{2013}', ' ', '\u{a0}']);
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        side.split_once('.').is_some_and(|(whole, rest)| {
            (1..=3).contains(&whole.len())
                && rest.len() == 3
                && digits(whole)
                && digits(rest)
                && !whole.starts_with('0')
        })
    };
    let plain = text.replace('.', "");
    let others = sides.iter().filter(|side| !three(side)).all(|side| number(side).is_ok());
    (sides.iter().any(three) && others && Bedrag::parse(&plain).is_ok()).then_some(plain)
}

/// The same where the unit of its table makes that certain: in millions three decimals are possible.
pub(super) fn in_eenheid(text: &str, eenheid: Eenheid) -> Option<String> {
    met_punt(text).filter(|_| eenheid != Eenheid::Miljoen)
}

/// Signs before an amount below zero.
const MINUS: [char; 4] = ['-', '\u{2012}', '\u{2212}', '\u{2013}'];

/// A number, alone.
fn number(typed: &str) -> Result<Decimal, String> {
    if let Some(inside) = typed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let amount = inside.trim().trim_start_matches(MINUS).trim_start();
        return Err(format!("is het bedrag negatief, schrijf dan -{amount}"));
    }
    if typed.contains(['€', '%']) || typed.chars().any(char::is_alphabetic) {
        return Err("schrijf alleen het getal, de eenheid staat bij `eenheid`; wat nog niet bekend is, is p.m., en wat er niet is, laat u weg".into());
    }
    let (negative, number) = match typed.strip_prefix(MINUS) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, typed),
    };
    let (whole, fraction) = match number.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if let Some(fraction) = fraction.filter(|part| whole.is_empty() && digits(part)) {
        let sign = if negative { "-" } else { "" };
        return Err(format!("zet een nul vóór de komma: {sign}0,{fraction}"));
    }
    let groups: Vec<&str> = whole.split('.').collect();
    if !groups.iter().all(|group| digits(group)) || !fraction.is_none_or(digits) {
        return Err("schrijf een bedrag als 1250, 2,5 of 1.250.000, een marge als 0,5–1, en wat nog niet bekend is als p.m.".into());
    }
    if groups.len() > 1 {
        let thousands = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
        if groups.len() == 2 && fraction.is_none() {
            let sign = if negative { "-" } else { "" };
            let joined = format!("{sign}{}", groups.concat());
            let point = format!("{sign}{},{}", groups[0], groups[1]);
            // `0.500` can only be one thing.
            return Err(if thousands && groups[0] != "0" {
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
    let joined = groups.concat();
    let plain = joined.trim_start_matches('0');
    if plain.len() < joined.len() && joined != "0" {
        let sign = if negative { "-" } else { "" };
        let plain = if plain.is_empty() { "0" } else { plain };
        let rest = fraction.map_or(String::new(), |fraction| format!(",{fraction}"));
        return Err(format!("een bedrag begint niet met een nul; schrijf {sign}{plain}{rest}"));
    }
    // `12,500` is how a spreadsheet in English writes 12500, and no one writes the last zero of 12,5.
    if let Some(fraction) = fraction.filter(|part| part.len() == 3 && part.ends_with('0'))
        && groups.len() == 1
        && whole.len() <= 3
        && whole != "0"
    {
        let sign = if negative { "-" } else { "" };
        let short = fraction.trim_end_matches('0');
        let point = if short.is_empty() { whole.to_owned() } else { format!("{whole},{short}") };
        return Err(format!(
            "de komma kan duizendtallen scheiden of decimalen; schrijf {sign}{whole}{fraction} of {sign}{point}"
        ));
    }
    let whole = groups.concat();
    let decimals = fraction.map_or(0, str::len);
    if whole.len() > MAX_WHOLE || decimals > MAX_DECIMALS || whole.len() + decimals > MAX_DIGITS {
        return Err(format!(
            "een bedrag heeft hoogstens {MAX_WHOLE} cijfers vóór de komma, {MAX_DECIMALS} erna en {MAX_DIGITS} samen"
        ));
    }
    let plain = fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"));
    let mut value = Decimal::from_str(&plain).map_err(|_| "dit is geen getal".to_owned())?;
    value.set_sign_negative(negative && !value.is_zero());
    Ok(value)
}

/// A number of a spreadsheet, which holds no more than 15 digits: what it shows, without the noise of
/// computing in binary (`0,1 + 0,2`). `None` for what is not an amount: too large, or not a number.
pub(super) fn from_float(value: f64) -> Option<Decimal> {
    if !value.is_finite() {
        return None;
    }
    // 15 significant digits: one before the point and 14 behind it.
    let rounded = Decimal::from_scientific(&format!("{value:.14e}")).ok()?;
    let places = u32::try_from(MAX_DECIMALS).ok()?;
    let rounded = rounded.round_dp(places).normalize();
    (rounded.trunc().abs() < Decimal::from(10_u64.pow(12))).then_some(rounded)
}

/// As it can be typed: `-1250,5`, without points.
pub fn typed(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}

impl fmt::Display for Bedrag {
    /// So that [`Bedrag::parse`] reads the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vast(value) => f.write_str(&typed(*value)),
            Self::Marge(from, to) => write!(f, "{} tot {}", typed(*from), typed(*to)),
            Self::Pm => f.write_str("p.m."),
            Self::EnPm(from, to, pm) => {
                let known = if from == to { Self::Vast(*from) } else { Self::Marge(*from, *to) };
                let sign = match (pm.plus, pm.min) {
                    (_, false) => '+',
                    (true, true) => '±',
                    (false, true) => '-',
                };
                write!(f, "{known} {sign} p.m.")
            }
            Self::Gelakt(gronden) => f.write_str(&gronden.merk()),
        }
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
        match Gronden::of_merk(&text) {
            Some(gronden) => Ok(Self::Gelakt(gronden)),
            None => Self::parse(&text).map_err(serde::de::Error::custom),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Bedrag::parse(text).map_or_else(|e| e, |b| b.to_string())
    }

    #[test]
    fn dutch_numbers_are_read_exactly() {
        for (typed, value) in [
            ("12", "12"),
            ("-3", "-3"),
            ("‒ 3", "-3"),
            ("2,50", "2,5"),
            ("1.250.000", "1250000"),
            ("1.250,75", "1250,75"),
            ("-0", "0"),
            ("0,5–1", "0,5 tot 1"),
            ("0,5 - 1", "0,5 tot 1"),
            ("-3 tot -1", "-3 tot -1"),
            ("-3–-1", "-3 tot -1"),
            ("PM", "p.m."),
            ("p.m.", "p.m."),
            ("10 + p.m.", "10 + p.m."),
            ("1.250,5+pm", "1250,5 + p.m."),
            ("10 ‒ p.m.", "10 - p.m."),
            ("-3 tot -1 ± p.m.", "-3 tot -1 ± p.m."),
        ] {
            assert_eq!(read(typed), value, "{typed}");
            assert_eq!(read(&read(typed)), value, "{typed}, once more");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_asked() {
        assert!(read("2.000").contains("2000 of 2,000"));
        assert!(read("1,000").contains("1000 of 1"));
        assert!(read("-12,500").contains("-12500 of -12,5"));
        assert_eq!((read("12,345"), read("0,500")), ("12,345".into(), "0,5".into()));
        assert!(read("2.5").contains("2,5"));
        assert_eq!(read(",5"), "zet een nul vóór de komma: 0,5");
        assert_eq!(read("-,25"), "zet een nul vóór de komma: -0,25");
        assert!(read("-2.5").contains("-2,5"));
        assert!(read("0.500").ends_with("komma: 0,500"));
        assert!(read("(75)").contains("-75"));
        assert!(read("nihil").contains("p.m."));
        assert!(read("1.23.456").contains("drie cijfers"));
        assert!(read("€ 5").contains("eenheid"));
        assert!(read("5 mln").contains("eenheid"));
        assert!(read("1,2,3").contains("schrijf een bedrag"));
        assert!(read("1234567890123").contains("hoogstens 12"));
        assert!(read("1,23456789012").contains("10 erna"));
        assert!(read("123456,1234567890").contains("15 samen"));
        assert!(read("1–0,5").contains("kleinste"));
        assert!(read("1–1").contains("kleinste"));
        assert!(read("10 p.m.").contains("p.m."));
        assert!(read("p.m. + p.m.").contains("10 + p.m."));
        assert!(read("2.000 + p.m.").contains("2000 of 2,000"));
        assert!(read("007").ends_with("schrijf 7"));
        assert!(read("-00,50").ends_with("schrijf -0,50"));
        assert!(read("000").ends_with("schrijf 0"));
    }

    #[test]
    fn a_point_between_thousands_is_certain_but_in_millions() {
        for (typed, plain) in [
            ("24.116", "24116"),
            ("-1.250", "-1250"),
            ("‒ 61.664", "‒ 61664"),
            ("1.000–2.500", "1000–2500"),
            ("900 tot 1.100", "900 tot 1100"),
        ] {
            assert_eq!(in_eenheid(typed, Eenheid::Duizend).as_deref(), Some(plain), "{typed}");
            assert_eq!(in_eenheid(typed, Eenheid::Miljoen), None, "{typed}");
        }
        for typed in ["2.5", "0.500", "1.250.000", "12", "1.2345", "p.m.", "1.250,75", "1.000–2.5"]
        {
            assert_eq!(in_eenheid(typed, Eenheid::Euro), None, "{typed}");
        }
    }

    #[test]
    fn a_number_of_a_spreadsheet_is_what_it_shows() {
        let read = |value: f64| from_float(value).map(typed);
        assert_eq!(read(0.1 + 0.2).as_deref(), Some("0,3"));
        assert_eq!(read(-1234567.25).as_deref(), Some("-1234567,25"));
        assert_eq!(read(0.0).as_deref(), Some("0"));
        assert_eq!(read(1.0 / 3.0).as_deref(), Some("0,3333333333"));
        assert_eq!(read(1e12), None);
        assert_eq!(read(f64::NAN), None);
        assert_eq!(read(f64::MAX), None);
    }
}
