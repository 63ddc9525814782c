//! In: a passage. Out: the amounts of money that it names, however written. Pure.

use std::ops::Range;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::check::passage::Passage;

/// The word behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Unit {
    /// None: euros.
    One,
    /// `duizend`
    Thousand,
    /// `miljoen`, `mln.`
    Million,
    /// `miljard`, `mld.`
    Billion,
}

impl Unit {
    /// The word in full.
    pub(in crate::check) fn word(self) -> Option<&'static str> {
        match self {
            Self::One => None,
            Self::Thousand => Some("duizend"),
            Self::Million => Some("miljoen"),
            Self::Billion => Some("miljard"),
        }
    }

    fn factor(self) -> Decimal {
        match self {
            Self::One => Decimal::ONE,
            Self::Thousand => Decimal::from(1_000),
            Self::Million => Decimal::from(1_000_000),
            Self::Billion => Decimal::from(1_000_000_000),
        }
    }
}

/// A number that is money, or may be.
#[derive(Debug, Clone)]
pub(in crate::check) struct Amount {
    /// `€` or `EUR` before it.
    pub(in crate::check) sign: Option<Range<usize>>,
    /// What stands between the sign and the number.
    pub(in crate::check) gap: Range<usize>,
    /// The digits.
    pub(in crate::check) number: Range<usize>,
    /// `,-` behind the digits.
    pub(in crate::check) dash: Option<Range<usize>>,
    /// The word or abbreviation behind it.
    pub(in crate::check) unit_range: Option<Range<usize>>,
    /// What it means.
    pub(in crate::check) unit: Unit,
    /// Whether `euro` stands behind it.
    pub(in crate::check) euro: bool,
    /// In euros; none when the digits can be read in two ways.
    pub(in crate::check) euros: Option<Decimal>,
    /// Half of the last digit that is written, in euros: how far the real value may be off.
    pub(in crate::check) half: Decimal,
}

impl Amount {
    /// Whether it is certainly money.
    pub(in crate::check) fn is_money(&self) -> bool {
        self.sign.is_some() || self.euro
    }
}

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: (?<sign> € | (?-u:\b)EUR(?-u:\b) | (?-u:\b)euro(?-u:\b) ) (?<gap> \s* ) )?
        (?: [-–‒−] \s? )?
        (?<number> [0-9]+ (?: [.,] [0-9]+ )* )
        (?<dash> ,[-–—]+ )?
        (?: \s? (?<unit> duizend(?-u:\b) | [Mm]iljoen(?-u:\b) | [Mm]iljard(?-u:\b) | mln(?-u:\b)\.? | mld(?-u:\b)\.? | mrd(?-u:\b)\.? | mio(?-u:\b)\.? ) )?
        (?: \s+ (?<euro> euro (?-u:\b) ) )?
        ",
    )
    .expect("this pattern is tested")
});

pub(super) fn find(passage: &Passage) -> Vec<(Range<usize>, Amount)> {
    let mut out = Vec::new();
    for found in AMOUNT.captures_iter(&passage.text) {
        let (Some(whole), Some(number)) = (found.get(0), found.name("number")) else { continue };
        let named = |name| found.name(name).map(|part: regex::Match<'_>| part.range());
        let (sign, unit_range, euro) = (named("sign"), named("unit"), named("euro"));
        if sign.is_none() && unit_range.is_none() && euro.is_none() {
            continue;
        }
        // Part of a code such as `IENW-2025`.
        if sign.is_none()
            && passage.text[..number.start()].ends_with(|c: char| c.is_alphanumeric() || c == '-')
        {
            continue;
        }
        let unit = match unit_range.clone().map(|range| &passage.text[range]) {
            None => Unit::One,
            Some(word) if word.starts_with("dui") => Unit::Thousand,
            Some(word) if word.ends_with('d') => Unit::Billion,
            Some(word) if word.starts_with("mld") || word.starts_with("mrd") => Unit::Billion,
            Some(_) => Unit::Million,
        };
        let (euros, decimals) = value(number.as_str());
        let step = Decimal::ONE / Decimal::from(10_u64.pow(decimals.min(6)));
        out.push((
            whole.range(),
            Amount {
                gap: named("gap").unwrap_or(number.start()..number.start()),
                sign,
                number: number.range(),
                dash: named("dash"),
                unit_range,
                unit,
                euro: euro.is_some(),
                euros: euros.and_then(|euros| euros.checked_mul(unit.factor())),
                half: step * unit.factor() / Decimal::TWO,
            },
        ));
    }
    out
}

/// The value of Dutch digits, and how many of them are decimals; no value for `1.23` or `2.000,00.0`.
fn value(digits: &str) -> (Option<Decimal>, u32) {
    let (whole, fraction) = digits.split_once(',').map_or((digits, ""), |(w, f)| (w, f));
    let groups: Vec<&str> = whole.split('.').collect();
    let thousands = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if fraction.contains(['.', ',']) || (groups.len() > 1 && !thousands) || digits.len() > 18 {
        return (None, 0);
    }
    let plain = if fraction.is_empty() {
        groups.concat()
    } else {
        format!("{}.{fraction}", groups.concat())
    };
    (Decimal::from_str(&plain).ok(), u32::try_from(fraction.len()).unwrap_or(0))
}

/// The value of digits, also of those that are not written as they are in Dutch, where they can be read in one way: with
/// blanks between the thousands, or as in English; and how many of them are decimals.
pub(in crate::check) fn decimal(digits: &str) -> Option<(Decimal, u32)> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\'' | '’');
    let digits = digits.replace(blank, ".");
    if let (Some(euros), decimals) = value(&digits) {
        return Some((euros, decimals));
    }
    let turned: String = digits
        .chars()
        .map(|c| match c {
            '.' => ',',
            ',' => '.',
            other => other,
        })
        .collect();
    let (euros, decimals) = value(&turned);
    Some((euros?, decimals))
}
