//! In: a text with light markup, and what was understood of it. Out: our own forms, mistyped. Pure.
//!
//! CommonMark takes a mistyped form for text, and it would be printed as it stands. For `lak:` that would
//! put on paper what was to be withheld.

use std::ops::Range;

use super::Mistake;
use crate::diagnostic::{Code, codes};

/// What a mistyped form of our own begins with (in lower case), and what to say of it.
const NEAR_MISSES: &[(&str, Code, &str, &str)] = &[
    (
        "(lak",
        codes::GROUND_UNKNOWN,
        "dit lakt niets: de tekst zou gewoon worden afgedrukt",
        "schrijf [tekst](lak:5.1.2e), zonder spaties en in kleine letters",
    ),
    (
        "<kst",
        codes::REFERENCE_BROKEN,
        "dit is geen verwijzing naar een Kamerstuk",
        "schrijf <kst:28638-238>, zonder spaties",
    ),
    (
        "kst:",
        codes::REFERENCE_BROKEN,
        "dit is geen verwijzing naar een Kamerstuk",
        "schrijf <kst:28638-238>, met < en >",
    ),
    (
        "[^",
        codes::FOOTNOTE_UNKNOWN,
        "dit is geen verwijzing naar een voetnoot",
        "schrijf [^naam], zonder spaties",
    ),
    (
        "{ bijlage.",
        codes::EXPRESSION_FAILS,
        "dit is geen waarde",
        "gebruik twee accolades: {{ … }}",
    ),
    ("{bijlage.", codes::EXPRESSION_FAILS, "dit is geen waarde", "gebruik twee accolades: {{ … }}"),
    (
        "|--",
        codes::PROSE_FORBIDDEN,
        "dit is geen tabel geworden",
        "de streep onder de kop heeft evenveel kolommen als de kop, en een lege regel staat ervoor",
    ),
];

/// Finds them outside the ranges that were understood, and where no `\\` says that it is text.
pub(super) fn find(text: &str, understood: &[Range<usize>]) -> Vec<Mistake> {
    let lower = text.to_ascii_lowercase();
    // By start, each with the furthest end so far: one look tells whether a place was understood.
    let mut ranges = understood.to_vec();
    ranges.sort_by_key(|range| range.start);
    let mut furthest = 0;
    for range in &mut ranges {
        furthest = furthest.max(range.end);
        range.end = furthest;
    }
    let is_understood = |at: usize| {
        let before = ranges.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|last| ranges[last].end > at)
    };
    let mut found = Vec::new();
    for (typed, code, message, help) in NEAR_MISSES {
        for (at, _) in lower.match_indices(typed) {
            let before = &lower[..at];
            let escaped = before.ends_with(['\\', '{']);
            // Inside a word, as in `smaklak:`, it is a word.
            let word = typed.starts_with(char::is_alphabetic)
                && before.ends_with(|c: char| c.is_alphanumeric() || c == '<' || c == '(');
            // A table's line is reported once, at its start.
            let line = before.trim_end_matches([' ', '\t']);
            let inner = typed.starts_with('|') && !line.is_empty() && !line.ends_with('\n');
            if escaped || word || inner || is_understood(at) {
                continue;
            }
            found.push(Mistake {
                code: *code,
                message: (*message).into(),
                range: at..at + typed.len(),
                label: String::new(),
                help: vec![(*help).into()],
            });
        }
    }
    found
}
