//! In: exact amounts. Out: their Dutch notation, in tables and in sentences. Pure.
//!
//! Rijksbegrotingsvoorschriften (rbv.rijksfinancien.nl): point between thousands, decimal comma, a
//! negative amount with a figure dash and a space (`‒ 61.664`), `€ 2 miljoen` with a space.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Cel;

const FIGURE_DASH: &str = "\u{2012}\u{a0}";
const NBSP: char = '\u{a0}';

/// Rounds half away from zero, as spreadsheets and people do.
pub fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A number in Dutch notation with exactly this many decimals: `1.132.786`, `401,6`, `‒ 61.664`.
/// Rounds half away from zero.
pub fn notation(value: Decimal, decimals: u32) -> String {
    let rounded = rounded(value, decimals);
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

/// An amount as it stands in a table: `12,3`, `0,5–1,0`, `p.m.`, `12,3 + p.m.`.
pub fn cell(cel: &Cel, decimals: u32) -> String {
    if cel.is_gelakt() {
        return cel.gelakt.merk_kort();
    }
    let (from, to) = (notation(cel.van, decimals), notation(cel.tot, decimals));
    let number = if from == to {
        from
    } else if from.starts_with(FIGURE_DASH) {
        format!("{from} tot {to}")
    } else {
        format!("{from}–{to}")
    };
    let sign = match (cel.pm.plus, cel.pm.min) {
        (false, false) => return number,
        (true, false) => "+",
        (false, true) => "\u{2012}",
        (true, true) => "±",
    };
    match cel.van.is_zero() && cel.tot.is_zero() {
        true if sign == "+" => "p.m.".into(),
        true => format!("{sign}{NBSP}p.m."),
        false => format!("{number}{NBSP}{sign}{NBSP}p.m."),
    }
}

/// The unit in which a sentence names an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maat {
    /// `€ 1.250.000`
    Euro,
    /// `€ 2,5 miljoen`
    Miljoen,
    /// `€ 1,3 miljard`
    Miljard,
}

/// An amount of euros as it stands in a sentence, unbreakable between the sign and the word. Without a
/// number of decimals it has those that it needs; euros have none or two.
pub fn sentence(cel: &Cel, maat: Maat, decimals: Option<u32>) -> String {
    if cel.is_gelakt() {
        return cel.gelakt.merk();
    }
    let (divisor, word) = match maat {
        Maat::Euro => (1, ""),
        Maat::Miljoen => (1_000_000, "miljoen"),
        Maat::Miljard => (1_000_000_000, "miljard"),
    };
    let number = |value: Decimal| {
        let value = (value / Decimal::from(divisor)).normalize();
        let needed = match maat {
            Maat::Euro if value.fract().is_zero() => 0,
            Maat::Euro => 2,
            _ => value.scale(),
        };
        notation(value, decimals.unwrap_or(needed))
    };
    let (from, to) = (number(cel.van), number(cel.tot));
    let sign = match (cel.pm.plus, cel.pm.min) {
        (false, false) => "",
        (true, false) => "plus",
        (false, true) => "min",
        (true, true) => "plus of min",
    };
    if !sign.is_empty() && cel.van.is_zero() && cel.tot.is_zero() {
        return if sign == "plus" { "p.m.".into() } else { format!("{sign}{NBSP}p.m.") };
    }
    let range = if from == to { from } else { format!("{from} tot {to}") };
    let word = if word.is_empty() { String::new() } else { format!("{NBSP}{word}") };
    let more = if sign.is_empty() { String::new() } else { format!(" {sign}{NBSP}p.m.") };
    format!("€{NBSP}{range}{word}{more}")
}

/// An amount of euros in a sentence: `€ 1.250.000`, `€ 0,50`.
pub fn euro(value: Decimal) -> String {
    sentence(&Cel::vast(value), Maat::Euro, None)
}

/// An amount of euros in millions in a sentence: `€ 2,5 miljoen`.
pub fn miljoen(value: Decimal) -> String {
    sentence(&Cel::vast(value), Maat::Miljoen, None)
}

/// A whole number in words up to and including twenty, and the round ones up to a hundred (Schrijfwijzer
/// and taaladvies.net: such numbers are written out); others in digits.
pub fn in_words(number: u64) -> String {
    const UP_TO_TWENTY: [&str; 21] = [
        "nul",
        "een",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
        "vijftien",
        "zestien",
        "zeventien",
        "achttien",
        "negentien",
        "twintig",
    ];
    const TENS: [&str; 8] =
        ["dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig", "honderd"];
    let at = |number: u64| usize::try_from(number).ok();
    let word = match number {
        0..=20 => at(number).and_then(|i| UP_TO_TWENTY.get(i)),
        30..=100 if number.is_multiple_of(10) => at(number / 10 - 3).and_then(|i| TENS.get(i)),
        _ => None,
    };
    word.map_or_else(|| notation(Decimal::from(number), 0), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::super::Pm;
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::from_str(text).unwrap()
    }

    #[test]
    fn notation_follows_the_budget_rules() {
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

    #[test]
    fn ranges_and_what_is_unknown_are_said() {
        let cel = |from: &str, to: &str, plus, min| Cel {
            van: number(from),
            tot: number(to),
            pm: Pm { plus, min },
            ..Cel::default()
        };
        assert_eq!(cell(&cel("0.5", "1", false, false), 1), "0,5–1,0");
        assert_eq!(cell(&cel("-3", "-1", false, false), 0), "‒\u{a0}3 tot ‒\u{a0}1");
        assert_eq!(cell(&cel("0", "0", true, false), 1), "p.m.");
        assert_eq!(cell(&cel("0", "0", false, true), 1), "‒\u{a0}p.m.");
        assert_eq!(cell(&cel("2", "2", true, false), 1), "2,0\u{a0}+\u{a0}p.m.");
        assert_eq!(cell(&cel("2", "2", true, true), 1), "2,0\u{a0}±\u{a0}p.m.");
        let say = |cel: &Cel, maat, decimals| sentence(cel, maat, decimals).replace(NBSP, " ");
        let range = cel("500000", "1000000", false, false);
        assert_eq!(say(&range, Maat::Miljoen, None), "€ 0,5 tot 1 miljoen");
        assert_eq!(say(&range, Maat::Miljoen, Some(0)), "€ 1 miljoen");
        assert_eq!(say(&cel("0", "0", true, false), Maat::Euro, None), "p.m.");
        assert_eq!(
            say(&cel("1340000000", "1340000000", true, false), Maat::Miljard, Some(1)),
            "€ 1,3 miljard plus p.m."
        );
    }

    #[test]
    fn small_numbers_are_written_out() {
        let words: Vec<String> = [0, 11, 20, 21, 30, 45, 100, 1250].map(in_words).into();
        assert_eq!(words, ["nul", "elf", "twintig", "21", "dertig", "45", "honderd", "1.250"]);
    }
}
