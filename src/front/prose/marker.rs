//! In: a line. Out: how it begins, when it looks like an item of a list. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// 1, 2, 3.
    Number,
    /// a, b, c.
    Letter,
    /// i, ii, iii.
    Roman,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// A bullet.
    Bullet,
    /// A number or letter that counts up.
    Counted {
        /// Whether a bracket stands before it too: `(a)`.
        open: bool,
        /// How.
        series: Series,
        /// The number of the first item.
        first: u64,
        /// What stands behind it: `.` or `)`.
        suffix: char,
    },
}

impl Numbering {
    /// The label of the item at an index, as it is typed and printed.
    pub fn label(&self, index: usize) -> String {
        match self {
            Self::Bullet => "-".into(),
            Self::Counted { open, series, first, suffix } => {
                let number = first.saturating_add(u64::try_from(index).unwrap_or(u64::MAX));
                let label = match series {
                    Series::Number => number.to_string(),
                    Series::Letter => letter(number),
                    Series::Roman => roman(number),
                };
                let open = if *open { "(" } else { "" };
                format!("{open}{label}{suffix}")
            }
        }
    }
}

/// A number or letter at the start of a line, such as `1.`, `a)`, `ii.` or `(a)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marker {
    /// Columns before it.
    pub(super) indent: usize,
    /// Whether a bracket stands before the number or letter.
    pub(super) open: bool,
    /// The number or letter, in the text.
    pub(super) label: Range<usize>,
    /// `.` or `)`.
    pub(super) suffix: char,
    /// Where the words begin.
    pub(super) words: usize,
}

impl Marker {
    /// What it says, in each series that it can be part of.
    pub(super) fn values(&self, text: &str) -> impl Iterator<Item = (Series, u64)> + use<> {
        let label = &text[self.label.clone()];
        let number = label.parse().ok().map(|number| (Series::Number, number));
        let letter = match label.as_bytes() {
            [letter @ b'a'..=b'z'] => Some((Series::Letter, u64::from(letter - b'a') + 1)),
            // Behind `z` comes `aa`.
            [b'a', letter @ b'a'..=b'z'] => Some((Series::Letter, u64::from(letter - b'a') + 27)),
            _ => None,
        };
        let roman = arabic(label).map(|number| (Series::Roman, number));
        [number, letter, roman].into_iter().flatten()
    }
}

/// The marker at the start of a line that begins at `start`.
pub(super) fn at(text: &str, start: usize) -> Option<Marker> {
    let line = text[start..].lines().next()?;
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = &line[indent..];
    let (open, rest) = match rest.strip_prefix('(') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let start_of_label = start + indent + usize::from(open);
    let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let label = &rest[..length];
    let lower = label.bytes().all(|b| b.is_ascii_lowercase());
    let number = label.bytes().all(|b| b.is_ascii_digit());
    if label.is_empty() || length > 6 || !(lower || number) {
        return None;
    }
    let suffix = rest[length..].chars().next().filter(|c| *c == ')' || *c == '.' && !open)?;
    let after = &rest[length + 1..];
    let words = after.trim_start_matches(super::is_blank);
    (words.len() < after.len() && !words.is_empty()).then(|| Marker {
        indent,
        open,
        label: start_of_label..start_of_label + length,
        suffix,
        words: start + line.len() - words.len(),
    })
}

/// Where the words of a line begin: behind its indentation and the markers of the items that begin on it.
pub(super) fn content(line: &str) -> usize {
    let mut at = line.len() - line.trim_start_matches([' ', '\t']).len();
    loop {
        let rest = &line[at..];
        let open = usize::from(rest.starts_with('('));
        let inner = &rest[open..];
        let label = inner.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        let label = &inner[..inner.len() - label.len()];
        let behind = &inner[label.len()..];
        let closes = behind.starts_with(')') || open == 0 && behind.starts_with('.');
        let sign = match label {
            "" => (open == 0 && rest.starts_with('-')).then_some(1),
            _ => (closes && can_count(label)).then_some(open + label.len() + 1),
        };
        let after = sign.and_then(|sign| rest.get(sign..)).unwrap_or_default();
        let words = after.trim_start_matches([' ', '\t']);
        if sign.is_none() || words.len() == after.len() || words.is_empty() {
            return at;
        }
        at = line.len() - words.len();
    }
}

/// Whether a label can be that of an item: a number of at most three digits, a letter, a Roman number.
fn can_count(label: &str) -> bool {
    let number = label.len() < 4 && label.bytes().all(|byte| byte.is_ascii_digit());
    let letter = matches!(label.as_bytes(), [b'a'..=b'z'] | [b'a', b'a'..=b'z']);
    number || letter || arabic(label).is_some()
}

/// Every marker of a list with letters, Roman numbers or brackets: one that begins where a list can begin, and goes on with
/// the next. It may count on from an earlier list: `d.`, `e.`. A single `a.` or `(1)` is text.
pub(super) fn lettered(text: &str) -> Vec<Marker> {
    let lines = lines(text);
    let mut found: Vec<Marker> = Vec::new();
    let mut known = BTreeSet::new();
    for (i, line) in lines.iter().enumerate() {
        let Some(first) = at(text, line.start) else { continue };
        if known.contains(&first.label.start) || !begins(text, &lines[..i], &first) {
            continue;
        }
        let list = first
            .values(text)
            .filter(|(series, _)| *series != Series::Number || first.open)
            .map(|start| follow(text, &lines[i..], &first, start))
            .max_by_key(Vec::len);
        let list = list.filter(|list| list.len() > 1).unwrap_or_default();
        known.extend(list.iter().map(|marker| marker.label.start));
        found.extend(list);
    }
    found
}

/// Whether a list can begin below these lines: after an empty one, a colon, or as a list in an item.
fn begins(text: &str, above: &[Range<usize>], marker: &Marker) -> bool {
    let Some(line) = above.last() else { return true };
    let before = &text[line.clone()];
    let indent = before.len() - before.trim_start().len();
    before.trim().is_empty() || introduces(before) || indent < marker.indent
}

/// Whether a line says that a list follows.
pub(super) fn introduces(line: &str) -> bool {
    line.trim_end().trim_end_matches(['*', '"', '”', '’']).ends_with(':')
}

/// The markers of a list from its first line, which says this.
fn follow(
    text: &str,
    lines: &[Range<usize>],
    first: &Marker,
    (series, start): (Series, u64),
) -> Vec<Marker> {
    let mut list = vec![first.clone()];
    let mut empty = false;
    for line in &lines[1..] {
        let content = &text[line.clone()];
        if content.trim().is_empty() {
            empty = true;
            continue;
        }
        let next = at(text, line.start).filter(|next| {
            let number = start.saturating_add(u64::try_from(list.len()).unwrap_or(u64::MAX));
            next.indent == first.indent
                && (next.open, next.suffix) == (first.open, first.suffix)
                && next.values(text).any(|value| value == (series, number))
        });
        let indent = content.len() - content.trim_start().len();
        let again = |line: &Range<usize>| {
            let begins = |next: Marker| next.values(text).any(|value| value == (series, 1));
            indent == first.indent && at(text, line.start).is_some_and(begins)
        };
        match next {
            Some(next) => list.push(next),
            // Another list of its own.
            None if again(line) => break,
            // What is not indented ends the list, after an empty line for certain.
            None if indent <= first.indent && empty => break,
            None => {}
        }
        empty = false;
    }
    list
}

/// The lines of a text, without their ends.
pub(super) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let line = |line: &str| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches('\n').len()
    };
    text.split_inclusive('\n').map(line).collect()
}

/// The number that a Roman one is, up to 39; longer ones are words: `mi.`, `di)`.
fn arabic(label: &str) -> Option<u64> {
    let tens = label.len() - label.trim_start_matches('x').len();
    let ones = match &label[tens..] {
        "" if tens > 0 => 0,
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "ix" => 9,
        _ => return None,
    };
    (tens < 4).then_some(10 * tens as u64 + ones)
}

fn letter(number: u64) -> String {
    match u8::try_from(number) {
        Ok(number @ 1..=26) => char::from(b'a' + number - 1).to_string(),
        Ok(number @ 27..=52) => format!("a{}", char::from(b'a' + number - 27)),
        _ => number.to_string(),
    }
}

fn roman(number: u64) -> String {
    const PARTS: [(u64, &str); 5] = [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = number;
    let mut out = String::new();
    for (value, letters) in PARTS {
        while rest >= value && rest < 1000 {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}
