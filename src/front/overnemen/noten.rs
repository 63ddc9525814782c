//! In: lines. Out: the notes of those who ask: where the text marks them, and where they stand. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::nummers::{Begin, Vorm};

/// How a note is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Merk {
    /// `[1]`
    Blok,
    /// `1)`
    Haak,
    /// `(1)`
    Haken,
    /// A figure that sticks to a word: `bericht?1`; or a raised one.
    Vast,
    /// `*`, `**`: one, two.
    Ster,
}

impl Merk {
    /// The mark that goes with a note whose number stands so.
    pub(super) fn van(vorm: Vorm) -> Option<Self> {
        match vorm {
            Vorm::Haak => Some(Self::Haak),
            Vorm::Haken => Some(Self::Haken),
            Vorm::Los => Some(Self::Vast),
            Vorm::Woord | Vorm::Punt | Vorm::Kaal | Vorm::Kolom | Vorm::Romeins => None,
        }
    }
}

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// Whether a sign can be of the mark of a note at the end of a sentence.
pub(super) fn is_merk(sign: char) -> bool {
    sign.is_ascii_digit() || RAISED.contains(sign) || "*[]()".contains(sign)
}

/// The signs that a mark of a note sticks to.
const ENDS: &str = "?!.,;:»”’\")";

/// What can be a mark of a note in a text from a place on: how, which number, where.
pub(super) fn merken(
    text: &str,
    from: usize,
) -> impl Iterator<Item = (Merk, u16, std::ops::Range<usize>)> + '_ {
    let bytes = text.as_bytes();
    let mut at = from;
    // Where the last figure ended that sticks to a word, and whether a star stands open.
    let (mut last, mut opened) = (None, false);
    std::iter::from_fn(move || {
        while at < text.len() {
            let Some(char) = text[at..].chars().next() else { break };
            let start = at;
            at += char.len_utf8();
            let raised = |c: char| RAISED.chars().position(|one| one == c);
            if raised(char).is_some() {
                let digits: Vec<usize> = text[start..].chars().map_while(raised).take(4).collect();
                let length: usize =
                    text[start..].chars().take(digits.len()).map(char::len_utf8).sum();
                at = start + length;
                let number = digits.iter().fold(0, |sum, digit| sum * 10 + digit);
                if let Ok(number @ 1..=999) = u16::try_from(number)
                    && start > from
                {
                    return Some((Merk::Vast, number, start..at));
                }
                continue;
            }
            if char == '*' {
                let stars = bytes[start..].iter().take_while(|byte| **byte == b'*').count();
                at = start + stars;
                let after = text[at..].chars().next();
                let before = text[from..start].chars().next_back();
                let sticks = before.is_some_and(|c| c.is_alphanumeric() || ENDS.contains(c));
                let free = after.is_none_or(|c| !c.is_alphanumeric());
                // What stands between stars is in italics.
                let closes = std::mem::replace(&mut opened, !free && !sticks);
                if let Ok(number @ 1..=9) = u16::try_from(stars)
                    && sticks
                    && free
                    && !closes
                {
                    return Some((Merk::Ster, number, start..at));
                }
                continue;
            }
            if !char.is_ascii_digit() {
                continue;
            }
            let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            at = start + digits;
            let before = text[..start].chars().next_back();
            let Ok(number @ 1..=999) = text[start..at].parse::<u16>() else { continue };
            let after = text[at..].chars().next();
            let found = match (before, after) {
                (Some('['), Some(']')) => (Merk::Blok, start - 1..at + 1),
                (Some('('), Some(')')) => (Merk::Haken, start - 1..at + 1),
                (Some(before), Some(')')) if before.is_whitespace() => {
                    (Merk::Haak, start - before.len_utf8()..at + 1)
                }
                (Some(before), after)
                    if start > from
                        && (before.is_alphabetic()
                            || ENDS.contains(before)
                            // `bericht?1 2`
                            || before.is_whitespace() && last == Some((start - before.len_utf8(), number - 1)))
                        && after.is_none_or(|c| c.is_whitespace() || "?!.,;:)".contains(c)) =>
                {
                    last = Some((at, number));
                    (Merk::Vast, start..at)
                }
                _ => continue,
            };
            // `1.5` and `12,5` are amounts.
            let amount = before.is_some_and(|c| ".,".contains(c))
                && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
            if !amount {
                return Some((found.0, number, found.1));
            }
        }
        None
    })
}

/// The number and the text of a note: `[1] https://…`, `¹ Dagblad`.
pub(super) fn noot(line: &str) -> Option<(Merk, u16, &str)> {
    if let Some((number, text)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let text = text.trim();
        let number = number.parse().ok().filter(|number| *number > 0)?;
        return (!text.is_empty()).then_some((Merk::Blok, number, text));
    }
    let raised = line.len() - line.trim_start_matches(|c| RAISED.contains(c)).len();
    let digits: String = line[..raised]
        .chars()
        .filter_map(|c| RAISED.chars().position(|one| one == c))
        .filter_map(|digit| char::from_digit(u32::try_from(digit).ok()?, 10))
        .collect();
    let number = digits.parse().ok().filter(|number| (1..=999).contains(number))?;
    let text = line[raised..].trim();
    (!text.is_empty()).then_some((Merk::Vast, number, text))
}

/// The notes that a file has, by mark and number, each with its name.
#[derive(Debug, Default)]
pub(super) struct Noten {
    names: BTreeMap<(Merk, u16), String>,
    taken: BTreeSet<String>,
    /// Those that the text marks.
    marked: std::cell::RefCell<BTreeSet<String>>,
}

impl Noten {
    /// A name for a note; a second one with the same number gets one of its own.
    pub(super) fn name(&mut self, merk: Merk, number: u16) -> (String, bool) {
        let plain = match merk {
            Merk::Ster => format!("noot_ster_{number}"),
            _ => format!("noot_{number}"),
        };
        let is_new = !self.names.contains_key(&(merk, number));
        if self.taken.insert(plain.clone()) {
            self.names.insert((merk, number), plain.clone());
            return (plain, is_new);
        }
        let free = (2..).map(|i| format!("{plain}_{i}")).find(|name| !self.taken.contains(name));
        let free = free.unwrap_or_default();
        self.taken.insert(free.clone());
        self.names.entry((merk, number)).or_insert_with(|| free.clone());
        (free, is_new)
    }

    pub(super) fn is_marked(&self, name: &str) -> bool {
        self.marked.borrow().contains(name)
    }

    /// Where a text marks notes that are there: by name. A figure that sticks to a word is one once: `A2` is also a road.
    pub(super) fn in_tekst(&self, text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let mut marked = self.marked.borrow_mut();
        let mut all = Vec::new();
        for (merk, number, range) in merken(text, 0) {
            let Some(name) = self.names.get(&(merk, number)) else { continue };
            let is_new = !marked.contains(name);
            if is_new || merk != Merk::Vast {
                if is_new {
                    marked.insert(name.clone());
                }
                all.push((range, name.as_str()));
            }
        }
        all
    }
}

/// Whether a line that could begin a question is the next note: it has its number, and the text marks it before. Among
/// notes it may have any number.
pub(super) fn is_noot(
    one: &Begin,
    expected: Option<u16>,
    seen: &BTreeSet<(Merk, u16)>,
) -> Option<Merk> {
    let merk = Merk::van(one.vorm).filter(|merk| seen.contains(&(*merk, one.nummer)))?;
    let is_next = expected.is_none_or(|expected| one.nummer == expected);
    (is_next && one.letter.is_none()).then_some(merk)
}

/// The text of a note that stars stand before, if the text marks it.
pub(super) fn ster<'a>(
    line: &'a str,
    seen: &BTreeSet<(Merk, u16)>,
) -> Option<(Merk, u16, &'a str)> {
    let text = line.trim_start_matches('*');
    let number = u16::try_from(line.len() - text.len()).ok()?;
    let text = text.trim();
    (seen.contains(&(Merk::Ster, number)) && !text.is_empty()).then_some((Merk::Ster, number, text))
}
