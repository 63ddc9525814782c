//! In: a line of a question. Out: the part of the question that begins with it, or the pages that it ends with. Pure.

use super::nummers::{Begin, Gekozen};
use super::regels::Regel;

/// How many lines below the first part the second one stands at most.
const NEAR: usize = 60;

/// The letter of a part, as it is typed, and what stands behind it.
pub(super) fn deel(line: &str, letter: char) -> Option<(&str, &str)> {
    let bare = line.strip_prefix('(');
    let rest = bare.unwrap_or(line).strip_prefix(letter)?;
    let rest = match bare {
        Some(_) => rest.strip_prefix(')')?,
        None => rest.strip_prefix(['.', ')'])?,
    };
    let label = &line[..line.len() - rest.len()];
    (letter <= 'z' && rest.starts_with(char::is_whitespace)).then(|| (label, rest.trim()))
}

/// Whether a second part follows, before another question: a single letter is no part.
pub(super) fn has_b(lines: &[Regel], at: usize) -> bool {
    let below = lines[at + 1..].iter().take(NEAR);
    below.map(|regel| regel.tekst.as_str()).any(|line| deel(line, 'b').is_some())
}

/// What a question ends with in the columns for pages: `… staat?   3   4`.
pub(super) fn kolommen(line: &str, columns: bool) -> Option<(&str, String)> {
    let mut rest = line;
    let mut pages = Vec::new();
    while pages.len() < 2 {
        let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let (digits, text) = (&rest[bare.len()..], bare.trim_end());
        let gap = &bare[text.len()..];
        let apart = gap.contains('\t') || gap.chars().count() > 1 || columns && !gap.is_empty();
        if !(1..=4).contains(&digits.len()) || !apart {
            break;
        }
        pages.insert(0, digits);
        rest = text;
    }
    let ends = rest.ends_with(['?', '.', '!', '»', '”', '"', ')']);
    let blz = match &pages[..] {
        [one] => (*one).to_owned(),
        [from, to] if from == to => (*from).to_owned(),
        [from, to] => format!("{from}-{to}"),
        _ => return None,
    };
    ends.then_some((rest, blz))
}

/// Whether `2b` follows on a `2a`, before another question.
pub(super) fn has_2b(one: &Begin, gekozen: &Gekozen) -> bool {
    let below = (one.regel + 1..=one.regel + NEAR).filter_map(|at| gekozen.mogelijk.get(&at));
    let mut same = below.take_while(|below| below.nummer == one.nummer);
    same.any(|below| below.letter == Some('b'))
}
