//! In: a text, and what was understood of it. Out: notes of another program, which are text here. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::understood::Understood;
use super::{Mistake, is_blank, marker};
use crate::diagnostic::codes;

/// Finds the marks of notes in the text, and the texts of notes below it.
pub(super) fn find(text: &str, understood: &Understood) -> Vec<Mistake> {
    let mut found = marks(text, understood);
    let numbers = numbers(text);
    let below: Vec<Range<usize>> = marker::lines(text)
        .into_iter()
        .filter(|line| understood.is_text(line.start))
        .filter_map(|line| note(text, line, &numbers))
        .collect();
    if let Some(first) = below.first() {
        let message = match below.len() {
            1 => "deze regel lijkt de tekst van een voetnoot, maar komt zo in de lopende tekst"
                .to_owned(),
            many => format!(
                "{many} regels lijken de tekst van een voetnoot, maar komen zo in de lopende tekst"
            ),
        };
        found.push(
            Mistake::warning(codes::MARKUP_AS_TEXT, first.clone(), message)
            .help("zet de tekst bij `voetnoten:`, als `noot_1: …`, en schrijf `[^noot_1]` op de plaats waar hij bij hoort"),
        );
    }
    found.sort_by_key(|mistake| mistake.range.start);
    found
}

/// The number that a line begins with, when the rest of it is the text of a note: `[1] …`, `¹ …`, and `1 Zie …` where
/// the text above has that number at the end of a word.
fn note(text: &str, line: Range<usize>, numbers: &BTreeMap<&str, usize>) -> Option<Range<usize>> {
    let content = &text[line.clone()];
    let raised = content.len() - content.trim_start_matches(is_raised).len();
    let end = match (bracketed(content), raised) {
        (Some(length), _) if content[length..].starts_with(is_blank) => length,
        (None, 1..) => raised,
        _ => {
            let rest = content.trim_start_matches(|c: char| c.is_ascii_digit());
            let number = &content[..content.len() - rest.len()];
            let begins = rest
                .strip_prefix(is_blank)
                .is_some_and(|rest| rest.starts_with(char::is_uppercase));
            let is_note = (1..=2).contains(&number.len()) && begins;
            let is_marked = numbers.get(number).is_some_and(|at| *at < line.start);
            (is_note && is_marked).then_some(number.len())?
        }
    };
    (!content[end..].trim().is_empty()).then(|| line.start..line.start + end)
}

/// The numbers that stand against the end of a word or sentence, as the mark of a note that lost its height does, each
/// with its first place.
fn numbers(text: &str) -> BTreeMap<&str, usize> {
    let mut found = BTreeMap::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|i| at + i) {
        let (before, rest) = text.split_at(start);
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &rest[..rest.len() - after.len()];
        at = start + number.len();
        let word = before.chars().rev().take(2).filter(|c| c.is_lowercase()).count() == 2;
        let stop = before.ends_with(['.', ',', ';', ')'])
            && before[..before.len() - 1].ends_with(char::is_alphabetic);
        if (word || stop) && !after.starts_with(char::is_alphabetic) {
            found.entry(number).or_insert(start);
        }
    }
    found
}

fn is_raised(char: char) -> bool {
    matches!(char, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// The length of a number between brackets at the start of a text.
fn bracketed(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('[')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let closed = (1..=3).contains(&digits) && rest[digits..].starts_with(']');
    (closed && !rest[digits + 1..].starts_with(['(', '['])).then_some(digits + 2)
}

/// The mark of a note in Word, or in a text from the web: `woord.¹`, `woord[1]`.
fn marks(text: &str, understood: &Understood) -> Vec<Mistake> {
    let mut found = Vec::new();
    let signs = |c: char| c == '[' || is_raised(c);
    for (at, mark) in text.match_indices(signs).filter(|(at, _)| understood.is_text(*at)) {
        let before = &text[..at];
        let word = before.chars().rev().take_while(|c| c.is_alphabetic()).take(4).count();
        // `m²` and `CO²` are no notes.
        let stands = word > 3 || before.ends_with(['.', ',', ';', ':', ')', '”', '’']);
        let length = if mark == "[" { bracketed(&text[at..]) } else { Some(mark.len()) };
        let Some(end) = length.map(|length| at + length).filter(|_| stands) else { continue };
        found.push(
            Mistake::warning(
                codes::MARKUP_AS_TEXT,
                at..end,
                "dit lijkt een voetnoot, maar het is gewone tekst",
            )
            .help(
                "schrijf hier `[^naam]`, en de tekst van de noot onder `voetnoten:` als `naam: …`",
            ),
        );
    }
    found
}
