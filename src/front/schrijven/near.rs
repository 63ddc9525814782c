//! In: a text as it was, as it is now, and what somebody changed of it, in words. Out: whether the sentences of those changes
//! are still there. Pure.
//!
//! Of a sentence that was written anew some words may stand where they stood. What somebody put between those was put in
//! another sentence.

use std::cmp::Ordering;
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::merge::Hunk;

/// How much of a sentence, or of what became of it, must be of the other one.
const NEAR: f64 = 0.6;

/// What a piece of a text is to its sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Something else begins here.
    Begin,
    /// What can end a sentence.
    Stop,
    /// No word.
    Blank,
    /// A word, with its letters.
    Word(usize),
}

/// What a piece of text is.
pub(super) fn part(text: &str) -> Part {
    match text {
        "." | "?" | "!" => Part::Stop,
        word if word.contains(char::is_alphanumeric) => {
            Part::Word(word.chars().filter(|char| char.is_alphabetic()).count().max(1))
        }
        _ => Part::Blank,
    }
}

/// A sentence: where its first word is, up to behind what ends it.
struct Sentence {
    range: Range<usize>,
    ended: bool,
}

fn sentences(parts: &[Part]) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Begin => {
                out.extend(open.take().map(|range| Sentence { range, ended: false }));
            }
            Part::Word(_) => open.get_or_insert(at..at).end = at + 1,
            Part::Blank => {}
            // A point within a word ends nothing.
            Part::Stop if matches!(parts.get(at + 1), None | Some(Part::Blank | Part::Begin)) => {
                let ended =
                    |range: Range<usize>| Sentence { range: range.start..at + 1, ended: true };
                out.extend(open.take().map(ended));
            }
            Part::Stop => {}
        }
    }
    out.extend(open.map(|range| Sentence { range, ended: false }));
    out
}

/// Whether every sentence that these changes are in is still one of now.
pub(super) fn near<T: Eq + Hash + Ord>(
    base: &[T],
    now: &[T],
    wanted: &[T],
    hunks: &[Hunk],
    part: impl Fn(&T) -> Part,
) -> bool {
    let of = |row: &[T]| -> Vec<Part> { row.iter().map(&part).collect() };
    let (old, new) = (of(base), of(now));
    let (before, after) = (sentences(&old), sentences(&new));
    let ops = capture_diff_slices(Algorithm::Myers, base, now);
    let touched = |Sentence { range, ended }: &Sentence| {
        hunks.iter().any(|hunk| {
            let (from, to) = (hunk.old.start, hunk.old.end);
            if from < to {
                return from < range.end && range.start < to;
            }
            // What came may as well have come a little earlier or later: a point is as good as the next one.
            slides(base, wanted, hunk).into_iter().all(|(at, new)| {
                let came = of(&wanted[new]);
                let whole = came.iter().rfind(|part| **part != Part::Blank) == Some(&Part::Stop);
                let begins = came.contains(&Part::Begin);
                match at {
                    at if at <= range.start => at == range.start && !whole && !begins,
                    at if at == range.end => !ended && !begins,
                    at => at < range.end,
                }
            })
        })
    };
    let weight = |parts: &[Part]| -> usize {
        let letters = parts.iter().map(|part| match part {
            Part::Word(letters) => *letters,
            _ => 0,
        });
        letters.sum()
    };
    before.iter().filter(|one| touched(one)).all(|Sentence { range, .. }| {
        let mut kept = vec![0; after.len()];
        for op in &ops {
            let DiffOp::Equal { old_index, new_index, len } = *op else { continue };
            let (start, end) = (range.start.max(old_index), range.end.min(old_index + len));
            for at in start..end {
                let there = new_index + at - old_index;
                let of = after.partition_point(|one| one.range.end <= there);
                if let Some(kept) = kept.get_mut(of) {
                    *kept += weight(&old[at..=at]);
                }
            }
        }
        let whole = weight(&old[range.clone()]);
        kept.into_iter().zip(&after).any(|(kept, there)| {
            let least = whole.min(weight(&new[there.range.clone()]));
            #[expect(clippy::cast_precision_loss, reason = "a sentence has few letters")]
            let part = kept as f64 / least.max(1) as f64;
            part >= NEAR && is_it((base, &before), (now, &after), range, &there.range)
        })
    })
}

/// Whether a sentence of now is what became of one of then, and not of another: sentences of one text may be much alike.
fn is_it<T: Eq + Ord>(
    (base, before): (&[T], &[Sentence]),
    (now, after): (&[T], &[Sentence]),
    was: &Range<usize>,
    is: &Range<usize>,
) -> bool {
    let (was, is) = (&base[was.clone()], &now[is.clone()]);
    if was == is {
        return true;
    }
    let then: Vec<&[T]> = before.iter().map(|one| &base[one.range.clone()]).collect();
    let there: Vec<&[T]> = after.iter().map(|one| &now[one.range.clone()]).collect();
    let own = alike(was, is);
    // What still stands there as it was needs no other.
    let mut others = then.iter().filter(|one| **one != was && !there.contains(one));
    let mut elsewhere = there.iter().filter(|one| **one != is && !then.contains(one));
    !there.contains(&was)
        && !then.contains(&is)
        && others.all(|other| alike(other, is) < own)
        && elsewhere.all(|other| alike(was, other) <= own)
}

/// How many pieces two sentences have in common.
fn alike<T: Ord>(one: &[T], other: &[T]) -> usize {
    let mut left: Vec<&T> = other.iter().collect();
    left.sort_unstable();
    let mut row: Vec<&T> = one.iter().collect();
    row.sort_unstable();
    let (mut i, mut j, mut both) = (0, 0, 0);
    while let (Some(a), Some(b)) = (row.get(i), left.get(j)) {
        match a.cmp(b) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    both
}

/// Where something that came may stand in the old row, and what it is then.
fn slides<T: Eq>(base: &[T], wanted: &[T], hunk: &Hunk) -> Vec<(usize, Range<usize>)> {
    let (mut at, mut new) = (hunk.old.start, hunk.new.clone());
    while at > 0 && new.start > 0 && base[at - 1] == wanted[new.end - 1] {
        (at, new) = (at - 1, new.start - 1..new.end - 1);
    }
    let mut out = vec![(at, new.clone())];
    while at < base.len() && new.end < wanted.len() && base[at] == wanted[new.start] {
        (at, new) = (at + 1, new.start + 1..new.end + 1);
        out.push((at, new.clone()));
    }
    out
}
