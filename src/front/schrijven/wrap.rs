//! In: a typed line, how wide lines are, and how it was broken before. Out: its lines. Pure.
//!
//! A line keeps its end where its words stayed, so that version control shows what changed and no more.

use std::collections::BTreeSet;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::source::Typed;
use crate::prose::begins_item;

/// How wide a line is in a text that says nothing about it.
const WIDTH: usize = 92;
/// No text is narrower.
const NARROWEST: usize = 40;
/// How far is looked at what stands behind the beginning of a line, in bytes: no line is longer.
const LOOK: usize = 2_000;

/// How wide the lines of a text are; none when its paragraphs are one line each.
pub(super) fn width(text: &str) -> Option<usize> {
    // A value of one line stays one.
    if !text.is_empty() && !text.contains('\n') {
        return None;
    }
    let wide = |line: &str| line.chars().count();
    let mut longest = 0;
    let mut broken = 0;
    let mut above = "";
    for line in text.lines() {
        let words = line.trim();
        longest = longest.max(wide(line));
        let goes_on = !above.is_empty() && !words.is_empty() && !begins_item(words);
        if goes_on && !words.contains('|') && !above.contains('|') {
            broken = broken.max(wide(above));
        }
        above = line.trim_end();
    }
    match (broken, longest) {
        (0, longest) if longest > WIDTH + 10 => None,
        (0, _) => Some(WIDTH),
        (broken, _) => Some(broken.max(NARROWEST)),
    }
}

/// A line in its lines. `old` is how the same paragraph stood before, without indentation; `first` and `rest` are the
/// columns that its lines begin in.
pub(super) fn lines(
    typed: &Typed,
    width: Option<usize>,
    old: &[String],
    first: usize,
    rest: usize,
) -> Vec<String> {
    let words = words(typed);
    let kept = kept(&words, old);
    let mut out: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut column = first;
    for (at, word) in words.iter().enumerate() {
        let length = word.text.split('\n').next().unwrap_or_default().chars().count();
        let fits = width.is_none_or(|width| column + 1 + length <= width);
        let begins = kept.iter().find(|(index, _)| *index == at);
        let breaks = match begins {
            _ if at == 0 || !word.can_begin => false,
            // Lines that were ended early were so for a reason.
            Some((_, early)) => *early || !fits,
            None => !fits,
        };
        if breaks {
            out.push(std::mem::take(&mut line));
            column = rest;
        } else if at > 0 {
            line.push(' ');
            column += 1;
        }
        // A word may hold line breaks that the author asked for.
        for (part, piece) in word.text.split('\n').enumerate() {
            if part > 0 {
                out.push(std::mem::take(&mut line));
                column = rest;
            }
            line.push_str(piece);
            column += piece.chars().count();
        }
    }
    out.push(line);
    out
}

struct Word<'a> {
    text: &'a str,
    /// Whether a line may begin with it.
    can_begin: bool,
}

/// The words between the spaces at which a line may be broken.
fn words(typed: &Typed) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    let ends = typed.spaces.iter().copied().chain([typed.text.len()]);
    for end in ends {
        let rest = &typed.text[at..typed.text.floor_char_boundary(at + LOOK)];
        let line = rest.lines().next().unwrap_or_default();
        words.push(Word { text: &typed.text[at..end], can_begin: can_begin(line) });
        at = end + 1;
    }
    words
}

/// Whether a line of running text can begin so without becoming anything else.
fn can_begin(line: &str) -> bool {
    let opens = |char: char| char.is_alphanumeric() || "([{*“‘„\"'€$<".contains(char);
    // A number or a letter with a point is looked at by itself: what stands behind it does not matter.
    let number = line.split(['.', ')']).next().unwrap_or_default();
    let label = number.trim_start_matches('(');
    let counts = number.len() < line.len()
        && label.len() <= 9
        && label.chars().all(|char| char.is_ascii_alphanumeric())
        && line[number.len() + 1..].starts_with([' ', '\u{a0}']);
    line.starts_with(opens) && !counts && !begins_item(line)
}

/// The words that began a line before, and still follow the same word; each with whether that line ended early.
fn kept(words: &[Word<'_>], old: &[String]) -> Vec<(usize, bool)> {
    if old.len() < 2 {
        return Vec::new();
    }
    let widest = old.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let mut before: Vec<&str> = Vec::new();
    let mut begins: BTreeSet<usize> = BTreeSet::new();
    let mut early: BTreeSet<usize> = BTreeSet::new();
    for (index, line) in old.iter().enumerate() {
        begins.insert(before.len());
        let first = line.split(' ').next().unwrap_or_default().chars().count();
        if index > 0 && old[index - 1].chars().count() + 1 + first <= widest {
            early.insert(before.len());
        }
        before.extend(line.split(' '));
    }
    // Words of the new line may hold spaces: what is parted there is put together again.
    let mut pieces: Vec<&str> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    for word in words {
        starts.push(pieces.len());
        pieces.extend(word.text.split([' ', '\n']));
    }
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &pieces) {
        let DiffOp::Equal { old_index, new_index, len } = op else { continue };
        for (index, start) in starts.iter().enumerate() {
            if (new_index..new_index + len).contains(start) {
                let same = old_index + start - new_index;
                if begins.contains(&same) {
                    out.push((index, early.contains(&same)));
                }
            }
        }
    }
    out
}
