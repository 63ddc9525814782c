//! In: a text. Out: every number in it, in digits, words and fractions, with what follows it: an amount, a share, or how many
//! there are of something. Pure.
//!
//! Rules on notation look for amounts as they should be written; here one counts however it is written.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::check::reading::{decimal, number};
use crate::dossier::{Datum, Lijsten, Regel};

/// A number that may be an amount.
#[derive(Debug, Clone)]
pub(super) struct Genoemd {
    /// All of it, with its unit.
    pub(super) range: Range<usize>,
    /// The number alone.
    pub(super) getal: Range<usize>,
    /// What it says, without its unit.
    pub(super) waarde: Decimal,
    /// The same in euros; none when nothing says that it is money.
    pub(super) euros: Option<Decimal>,
    /// Half of the last digit that is written, in euros: how far the real value may be off.
    pub(super) half: Decimal,
    /// Whether it has more than a whole number of a few digits.
    pub(super) is_fijn: bool,
    /// What it counts, in lower case; none where no word says so.
    pub(super) telt: Option<String>,
    /// Whether it can be no amount of money: a share, a day, a number of years.
    pub(super) is_anders: bool,
}

static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?<digits> [0-9]{1,3} (?: [\ \u{a0}\u{202f}\u{2009}'’] [0-9]{3} )+ (?-u:\b) (?: ,[0-9]+ )?
                 | [0-9]+ (?: [.,] [0-9]+ )* )
        | (?<fraction> [¼½¾⅓⅔⅛⅜⅝⅞] )
        | (?<word> \p{L}+ )
        ",
    )
    .expect("this pattern is tested")
});

/// Most words that are one number: `twee honderd vijf en twintig`.
const MOST_WORDS: usize = 6;
/// A shorter word behind a number seldom says what it counts.
const SHORTEST_COUNTED: usize = 3;
/// However a share is written.
const PROCENT: &str = "procent";

#[derive(Clone, Copy)]
enum Schrijfwijze {
    Cijfers,
    Breuk,
    Woord,
}

struct Getaldeel<'a> {
    soort: Schrijfwijze,
    text: &'a str,
    range: Range<usize>,
}

/// All of them, in order.
pub(super) fn in_text(text: &str, lijsten: &Lijsten) -> Vec<Genoemd> {
    let lower = text.to_lowercase();
    // Where a capital has more bytes than its small letter, places would shift.
    let lower = if lower.len() == text.len() { lower } else { text.to_ascii_lowercase() };
    let mut lezer = Lezer { lijsten, text: &lower, typed: text, parts: Vec::new() };
    for found in PARTS.captures_iter(&lower) {
        let kind = |name, soort| found.name(name).map(|part| (soort, part));
        let part = kind("digits", Schrijfwijze::Cijfers)
            .or_else(|| kind("fraction", Schrijfwijze::Breuk))
            .or_else(|| kind("word", Schrijfwijze::Woord));
        let Some((soort, part)) = part else { continue };
        lezer.parts.push(Getaldeel { soort, text: &lower[part.range()], range: part.range() });
    }
    let mut all = Vec::new();
    let mut at = 0;
    while at < lezer.parts.len() {
        match lezer.amount(at) {
            Some((genoemd, next)) => {
                all.push(genoemd);
                at = next;
            }
            None => at += 1,
        }
    }
    let pairs = all.windows(2).filter_map(|pair| together(&pair[0], &pair[1], &lower));
    let pairs: Vec<Genoemd> = pairs.collect();
    all.extend(pairs);
    all.retain(|one| !one.is_anders || one.telt.is_some());
    all.sort_by_key(|one| (one.range.start, Reverse(one.range.end)));
    all
}

/// Two amounts that are one in words: `417 miljoen en 300 duizend`.
fn together(whole: &Genoemd, rest: &Genoemd, text: &str) -> Option<Genoemd> {
    let between = text.get(whole.range.end..rest.range.start)?;
    let (most, least) = (whole.euros?, rest.euros?);
    let is_one = matches!(between.trim(), "" | "en") && between.len() <= 4;
    (is_one && !least.is_zero() && least < whole.half * Decimal::TWO).then(|| Genoemd {
        range: whole.range.start..rest.range.end,
        getal: whole.getal.start..rest.getal.end,
        waarde: most + least,
        euros: Some(most + least),
        half: rest.half,
        is_fijn: true,
        telt: rest.telt.clone(),
        is_anders: false,
    })
}

struct Lezer<'a> {
    lijsten: &'a Lijsten,
    text: &'a str,
    /// The same with its capitals.
    typed: &'a str,
    parts: Vec<Getaldeel<'a>>,
}

/// A number, before what follows it.
struct Getal {
    waarde: Decimal,
    step: Decimal,
    is_fijn: bool,
    next: usize,
}

impl Lezer<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        let part = self.parts.get(at)?;
        matches!(part.soort, Schrijfwijze::Woord).then_some(part.text)
    }

    /// What stands between a part and the one before it.
    fn gap(&self, at: usize) -> &str {
        match (at.checked_sub(1).and_then(|before| self.parts.get(before)), self.parts.get(at)) {
            (Some(before), Some(part)) => &self.text[before.range.end..part.range.start],
            _ => "\n",
        }
    }

    /// Whether a part belongs to the one before it.
    fn follows(&self, at: usize) -> bool {
        let gap = self.gap(at);
        gap.chars().count() <= 2 && gap.chars().all(|c| c.is_whitespace() && c != '\n' || c == '-')
    }

    fn amount(&self, at: usize) -> Option<(Genoemd, usize)> {
        let Getal { waarde, step, is_fijn, next } = self.number(at)?;
        let start = self.parts[at].range.start;
        let getal = start..self.parts[next - 1].range.end;
        let geld = &self.lijsten.geld;
        let is_munt = |word: &str| has(&geld.munt_na, word);
        let before = self.text[..start].trim_end();
        let sign = before.strip_suffix('€').map(str::len);
        let mut money = sign.is_some()
            || at.checked_sub(1).and_then(|at| self.word(at)).is_some_and(is_munt)
                && self.follows(at);
        // `M€ 12,5`
        let letter = sign.map(|sign| &self.text[..sign]).and_then(|before| {
            let (at, letter) = before.char_indices().next_back()?;
            let alone = !before[..at].ends_with(char::is_alphanumeric);
            alone.then_some((at, self.factor(letter.encode_utf8(&mut [0; 4]))?))
        });
        let sign = letter.map(|(at, _)| at).or(sign);
        let (mut factor, mut end) = (letter.map(|(_, factor)| factor), next);
        while let Some(word) = self.word(end).filter(|_| self.follows(end)) {
            let Some(more) = self.factor(word) else { break };
            // A round number of tons is a weight.
            let is_said = || money || is_fijn || self.word(end + 1).is_some_and(is_munt);
            if geld.macht_of_gewicht.has(word) && !is_said() {
                break;
            }
            factor = Some(factor.unwrap_or(Decimal::ONE).checked_mul(more)?);
            end += 1;
        }
        if self.word(end).is_some_and(is_munt) && self.follows(end) {
            (money, end) = (true, end + 1);
        }
        let is_anders = factor.is_none() && !money && self.is_something_else(at, next);
        let telt = if money { None } else { self.counted(at, next, end) };
        let range = sign.unwrap_or(start)..self.parts[end - 1].range.end;
        let unit = factor.unwrap_or(Decimal::ONE);
        let euros = waarde.checked_mul(unit)?;
        let euros = (factor.is_some() || money).then_some(euros);
        // `bijna 418 miljoen` is up to the next.
        let around = at.checked_sub(1).and_then(|at| self.word(at)).unwrap_or_default();
        let apart = if has(&geld.ongeveer, around) { step } else { step / Decimal::TWO };
        let half = apart.checked_mul(unit)?;
        Some((Genoemd { range, getal, waarde, euros, half, is_fijn, telt, is_anders }, end))
    }

    /// What a number counts, by the sign or the word behind it.
    fn counted(&self, at: usize, next: usize, end: usize) -> Option<String> {
        let behind = &self.text[self.parts[end - 1].range.end..];
        if behind.trim_start().starts_with('%') {
            return Some(PROCENT.to_owned());
        }
        let word = self.word(end).filter(|_| self.follows(end))?;
        let before = at.checked_sub(1).and_then(|at| self.word(at)).unwrap_or_default();
        let typed = &self.text[self.parts[at].range.start..self.parts[next - 1].range.end];
        let is_none = word.chars().count() < SHORTEST_COUNTED
            || self.lijsten.geld.na_bedrag.has(word)
            || Datum::month_number(word).is_some()
            || is_year(typed)
            || self.lijsten.taal.genummerd.has(before);
        (!is_none).then(|| match word {
            "pct" | "percent" => PROCENT.to_owned(),
            _ => word.to_owned(),
        })
    }

    fn factor(&self, word: &str) -> Option<Decimal> {
        let zeros = self.lijsten.geld.machten.get(word)?;
        10_u64.checked_pow((*zeros).into()).map(Decimal::from)
    }

    fn number(&self, at: usize) -> Option<Getal> {
        let part = &self.parts[at];
        let Getal { mut waarde, mut step, mut is_fijn, mut next } = match part.soort {
            Schrijfwijze::Cijfers => {
                // Part of a code such as `IENW-2025`, or of an amount that is no number.
                let before = &self.text[..part.range.start];
                if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '/'))
                    || before.strip_suffix('-').is_some_and(|b| b.ends_with(char::is_alphanumeric))
                {
                    return None;
                }
                let (waarde, decimals) = decimal(part.text)?;
                let step = Decimal::new(1, decimals.min(20));
                let is_fijn = part.text.bytes().filter(u8::is_ascii_digit).count() > 3
                    || part.text.contains(|c: char| !c.is_ascii_digit());
                Getal { waarde, step, is_fijn, next: at + 1 }
            }
            Schrijfwijze::Breuk => {
                let (waarde, step) = (fraction(part.text)?, Decimal::new(1, 1));
                return Some(Getal { waarde, step, is_fijn: true, next: at + 1 });
            }
            Schrijfwijze::Woord => self.in_words(at)?,
        };
        let behind = self.parts.get(next);
        if let Some(part) = behind.filter(|part| matches!(part.soort, Schrijfwijze::Breuk))
            && self.gap(next).trim().is_empty()
        {
            waarde += fraction(part.text)?;
            (step, is_fijn, next) = (Decimal::new(1, 1), true, next + 1);
        } else if let Some((more, after)) = self.and_a_half(next) {
            waarde += more;
            (step, is_fijn, next) = (Decimal::new(1, 1), true, after);
        }
        Some(Getal { waarde, step, is_fijn, next })
    }

    /// `en een half`, `en een kwart` behind a number.
    fn and_a_half(&self, at: usize) -> Option<(Decimal, usize)> {
        let and = self.word(at)? == "en" && matches!(self.word(at + 1)?, "een" | "één");
        let half = self.part(self.word(at + 2)?)?;
        (and && half < Decimal::ONE).then_some((half, at + 3))
    }

    /// A part of a whole, in one word.
    fn part(&self, word: &str) -> Option<Decimal> {
        self.lijsten.geld.breuken.get(word).map(|hundredths| Decimal::new((*hundredths).into(), 2))
    }

    /// A number in words, however many.
    fn in_words(&self, at: usize) -> Option<Getal> {
        let first = self.word(at)?;
        let taal = &self.lijsten.taal;
        let fine = |waarde, next| Getal { waarde, step: Decimal::new(1, 1), is_fijn: true, next };
        if let Some(part) = self.part(first) {
            return Some(fine(part, at + 1));
        }
        if matches!(first, "een" | "één") {
            if let Some(part) = self.word(at + 1).and_then(|word| self.part(word)) {
                return Some(fine(part, at + 2));
            }
            // Else it is no number, but before `miljoen`.
            self.factor(self.word(at + 1)?)?;
            let (waarde, step) = (Decimal::ONE, Decimal::ONE);
            return Some(Getal { waarde, step, is_fijn: false, next: at + 1 });
        }
        // `tweeënhalf`
        if let Some((half, whole)) = self.lijsten.geld.breuken.keys().find_map(|half| {
            let whole = first.strip_suffix(half.as_str())?;
            let ends = ["ëneen", "eneen", "ën", "en"];
            Some((half, number(ends.iter().find_map(|and| whole.strip_suffix(and))?, taal)?))
        }) {
            return Some(fine(Decimal::from(whole) + self.part(half)?, at + 1));
        }
        let mut found = None;
        let mut all = String::new();
        for next in at..(at + MOST_WORDS).min(self.parts.len()) {
            if next > at && !self.follows(next) {
                break;
            }
            let Some(word) = self.word(next) else { break };
            all.push_str(word);
            match number(&all, taal) {
                Some(whole) => found = Some((whole, next + 1)),
                None if next == at => return None,
                None => {}
            }
        }
        let (whole, next) = found?;
        let whole = Decimal::from(whole);
        if self.word(next) == Some("komma")
            && let Some(tenths) = self.word(next + 1).and_then(|word| number(word, taal))
            && tenths < 10
        {
            return Some(fine(whole + Decimal::new(i64::try_from(tenths).ok()?, 1), next + 2));
        }
        Some(Getal { waarde: whole, step: Decimal::ONE, is_fijn: false, next })
    }

    /// Whether a number is that of a postal code: `1234 AB`.
    fn is_postcode(&self, at: usize, next: usize) -> bool {
        let letters = self.parts.get(next).and_then(|part| self.typed.get(part.range.clone()));
        is_postcode(self.parts[at].text, letters.unwrap_or_default()) && self.follows(next)
    }

    /// Whether a bare number is a share, a day, a year, or the number of something.
    fn is_something_else(&self, at: usize, next: usize) -> bool {
        let behind = &self.text[self.parts[next - 1].range.end..];
        let word = self.word(next).filter(|_| self.follows(next)).unwrap_or_default();
        let geld = &self.lijsten.geld;
        let typed = self.parts[at].text;
        let before = at.checked_sub(1).and_then(|at| self.word(at)).unwrap_or_default();
        !matches!(self.parts[at].soort, Schrijfwijze::Cijfers | Schrijfwijze::Breuk)
            || behind.trim_start().starts_with(['%', '‰', '°'])
            || behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | ':'))
            || behind.strip_prefix('-').is_some_and(|b| b.starts_with(char::is_alphanumeric))
            || is_year(typed)
            || typed.starts_with('0') && !typed.starts_with("0,")
            || self.is_postcode(at, next)
            || has(&geld.telt_geen_geld, word)
            || Datum::month_number(word).is_some()
            || self.lijsten.taal.genummerd.has(before)
    }
}

fn is_year(typed: &str) -> bool {
    let year = typed.parse::<u16>().ok().filter(|_| typed.len() == 4);
    year.is_some_and(|year| (1900..2100).contains(&year))
}

fn has(words: &[Regel], word: &str) -> bool {
    words.iter().any(|known| known.as_str() == word)
}

fn fraction(sign: &str) -> Option<Decimal> {
    let (above, below) = match sign {
        "¼" => (1, 4),
        "½" => (1, 2),
        "¾" => (3, 4),
        "⅓" => (1, 3),
        "⅔" => (2, 3),
        "⅛" => (1, 8),
        "⅜" => (3, 8),
        "⅝" => (5, 8),
        "⅞" => (7, 8),
        _ => return None,
    };
    Some(Decimal::from(above) / Decimal::from(below))
}

/// Whether two words are a postal code: `1234 AB`.
pub(super) fn is_postcode(number: &str, letters: &str) -> bool {
    number.len() == 4
        && number.bytes().all(|b| b.is_ascii_digit())
        && letters.len() == 2
        && letters.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::in_text;
    use crate::dossier::Lijsten;

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        let all = in_text(text, &Lijsten::ingebouwd());
        let plain = |euros: rust_decimal::Decimal| euros.normalize().to_string();
        all.into_iter()
            .filter(|one| !one.is_anders)
            .map(|one| (text[one.range].to_owned(), one.euros.map(plain)))
            .collect()
    }

    #[test]
    fn an_amount_is_read_however_it_is_written() {
        for (text, range, euros) in [
            ("kost 12,5 miljoen euro", "12,5 miljoen euro", "12500000"),
            ("kost 12½ miljoen", "12½ miljoen", "12500000"),
            ("kost twaalf en een half miljoen", "twaalf en een half miljoen", "12500000"),
            ("kost twaalfenhalf miljoen", "twaalfenhalf miljoen", "12500000"),
            ("kost tweeënhalf miljoen", "tweeënhalf miljoen", "2500000"),
            ("kost anderhalf miljoen euro", "anderhalf miljoen euro", "1500000"),
            ("kost een half miljoen", "een half miljoen", "500000"),
            ("kost een kwart miljard", "een kwart miljard", "250000000"),
            ("kost één miljard", "één miljard", "1000000000"),
            ("kost 1,2 mld.", "1,2 mld", "1200000000"),
            ("kost 1.200 mln", "1.200 mln", "1200000000"),
            ("kost 12.500 duizend", "12.500 duizend", "12500000"),
            ("kost 12500k", "12500k", "12500000"),
            ("kost € 12,5M", "€ 12,5m", "12500000"),
            ("kost € 12 500 000", "€ 12 500 000", "12500000"),
            ("kost € 12\u{a0}500\u{a0}000", "€ 12\u{a0}500\u{a0}000", "12500000"),
            ("kost € 12'500'000", "€ 12'500'000", "12500000"),
            ("kost 1.5 miljoen", "1.5 miljoen", "1500000"),
            ("kost EUR 1,200,000", "1,200,000", "1200000"),
            (
                "kost twee honderd vijf en twintig duizend euro",
                "twee honderd vijf en twintig duizend euro",
                "225000",
            ),
            ("kost tien komma vijf miljoen", "tien komma vijf miljoen", "10500000"),
            ("kost 3 honderdduizend euro", "3 honderdduizend euro", "300000"),
            ("kost 12-miljoen", "12-miljoen", "12000000"),
        ] {
            let all: Vec<_> =
                found(text).into_iter().filter(|(_, euros)| euros.is_some()).collect();
            let wanted = (range.to_lowercase(), Some(euros.to_owned()));
            let lower = all.into_iter().map(|(range, euros)| (range.to_lowercase(), euros));
            assert_eq!(lower.collect::<Vec<_>>(), [wanted], "{text}");
        }
        assert_eq!(
            found("het zijn er 12.500 of 12,5."),
            [("12.500".to_owned(), None), ("12,5".to_owned(), None)]
        );
    }

    #[test]
    fn two_that_are_one_in_words_are_both() {
        let all: Vec<_> = found("kost 417 miljoen en 300 duizend euro, en 5 miljoen en 8 miljard")
            .into_iter()
            .filter_map(|(range, _)| range.starts_with("417").then_some(range))
            .collect();
        assert_eq!(all, ["417 miljoen en 300 duizend euro", "417 miljoen"]);
    }

    #[test]
    fn it_is_known_what_is_counted() {
        let counted = |text: &str| {
            let all = in_text(text, &Lijsten::ingebouwd()).into_iter();
            all.filter_map(|one| Some((one.waarde.normalize().to_string(), one.telt?)))
                .collect::<Vec<_>>()
        };
        for (text, number, what) in [
            ("driehonderd banen", "300", "banen"),
            ("300 banen", "300", "banen"),
            ("37,5%", "37.5", "procent"),
            ("37,5 procent", "37.5", "procent"),
            ("drie procent", "3", "procent"),
        ] {
            assert_eq!(counted(text), [(number.to_owned(), what.to_owned())], "{text}");
        }
        for text in ["op 12 januari", "in 2026 banen", "artikel 12 wet", "12 in kas", "€ 12 extra"]
        {
            assert_eq!(counted(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_counted_otherwise_is_no_amount() {
        for text in [
            "10 procent en 12,5%",
            "op 12 januari 2024",
            "artikel 125",
            "IENW-2024/12500",
            "twaalf maatregelen",
            "een kwart van de gemeenten".split(" van").next().unwrap_or_default(),
            "12-jarigen",
            "10 uur, 5 jaar en 12 maanden",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
