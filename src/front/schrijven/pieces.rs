//! In: two texts. Out: the few ranges in which they differ, in whole words. Pure.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Most pieces that are held against each other one by one.
const MOST: usize = 20_000;

/// A text in words, blanks and signs. A number or date is one word, whatever stands between its figures: half of one says
/// nothing.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Word,
        Blank,
        Sign,
    }
    let within = |at: usize, char: char| {
        let digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
        let behind = text[at + char.len_utf8()..].chars().next();
        ".,-–/:".contains(char) && digit(text[..at].chars().next_back()) && digit(behind)
    };
    let mut out = Vec::new();
    let (mut start, mut last) = (0, None);
    for (at, char) in text.char_indices() {
        let now = match char {
            char if char.is_alphanumeric() || within(at, char) => Kind::Word,
            ' ' => Kind::Blank,
            _ => Kind::Sign,
        };
        if last.is_some_and(|last| last != now || now == Kind::Sign) {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(now);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Other text for ranges of an old one, ascending and apart, that makes a new one of it.
pub fn splices(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    let lines =
        |text: &str| -> Vec<String> { text.split_inclusive('\n').map(ToOwned::to_owned).collect() };
    let (old_lines, new_lines) = (lines(old), lines(new));
    let starts = |lines: &[String]| -> Vec<usize> {
        let mut all = vec![0];
        for line in lines {
            all.push(all[all.len() - 1] + line.len());
        }
        all
    };
    let (old_starts, new_starts) = (starts(&old_lines), starts(&new_lines));
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let was = old_starts[op.old_range().start]..old_starts[op.old_range().end];
        let is = new_starts[op.new_range().start]..new_starts[op.new_range().end];
        for (range, text) in in_words(&old[was.clone()], &new[is]) {
            let range = was.start + range.start..was.start + range.end;
            match out.last_mut() {
                Some((last, before)) if last.end == range.start => {
                    last.end = range.end;
                    before.push_str(&text);
                }
                _ => out.push((range, text)),
            }
        }
    }
    out
}

fn in_words(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    let (before, after) = (pieces(old), pieces(new));
    if before.len() + after.len() > MOST {
        return vec![(0..old.len(), new.to_owned())];
    }
    let offset = |pieces: &[&str]| pieces.iter().map(|piece| piece.len()).sum::<usize>();
    let mut out = Vec::new();
    let mut at = 0;
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let length = offset(&before[op.old_range()]);
        if !matches!(op, DiffOp::Equal { .. }) {
            out.push((at..at + length, after[op.new_range()].concat()));
        }
        at += length;
    }
    out
}
