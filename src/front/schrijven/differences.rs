//! In: a text as it was, and as others want it. Out: each difference on its own, and the text with some of them. Pure.

use std::ops::Range;

use super::chip::Chip;
use super::draft::Draft;
use super::merge::{Atom, atoms, built, hunks};
use super::pieces::pieces;

/// What stands for a note, a reference or a value among characters.
const CHIP: &str = "\u{fffc}";

/// A text that others changed, taken apart.
#[derive(Debug)]
pub struct Differences<T> {
    old: Vec<T>,
    new: Vec<T>,
    /// What goes of the old row, and what of the new one comes in its place; ascending.
    hunks: Vec<(Range<usize>, Range<usize>)>,
}

/// Differences between two texts with light markup.
pub type OfDrafts = Differences<Snippet>;

/// Differences between two texts of one line.
pub type OfLines = Differences<String>;

/// A word with its looks, a chip, or what begins a block, a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snippet(Atom);

/// What a piece adds to a text.
pub trait Adds {
    /// Its characters; none for what begins a block, a row or a cell.
    fn characters(&self) -> Option<&str>;
}

impl Adds for Snippet {
    fn characters(&self) -> Option<&str> {
        match &self.0 {
            Atom::Word(text, _) | Atom::Raised(text, _) | Atom::Lowered(text, _) => Some(text),
            Atom::Break(_) => Some("\n"),
            Atom::Chip(..) => Some(CHIP),
            _ => None,
        }
    }
}

impl Adds for String {
    fn characters(&self) -> Option<&str> {
        Some(self)
    }
}

impl Snippet {
    /// The note, reference or value that it is.
    pub fn chip(&self) -> Option<&Chip> {
        match &self.0 {
            Atom::Chip(chip, _) => Some(chip),
            _ => None,
        }
    }
}

impl Differences<Snippet> {
    /// Those between two drafts.
    pub fn of_drafts(old: &Draft, new: &Draft) -> Self {
        let row = |draft: &Draft| atoms(&draft.clone().normal()).into_iter().map(Snippet).collect();
        Self::between(row(old), row(new))
    }

    /// The old draft with these differences; none when they do not make one by themselves.
    pub fn draft(&self, which: &[usize]) -> Option<Draft> {
        built(self.with(which).into_iter().map(|piece| piece.0).collect()).map(Draft::normal)
    }
}

impl Differences<String> {
    /// Those between two lines.
    pub fn of_lines(old: &str, new: &str) -> Self {
        let row = |line: &str| pieces(line).into_iter().map(str::to_owned).collect();
        Self::between(row(old), row(new))
    }

    /// The old line with these differences.
    pub fn line(&self, which: &[usize]) -> String {
        self.with(which).concat()
    }
}

impl<T: Adds + Clone + Eq + std::hash::Hash + Ord> Differences<T> {
    /// First by what begins with a block, a row or a cell, so that one that moved stays whole; then word by word.
    fn between(old: Vec<T>, new: Vec<T>) -> Self {
        let (was, is) = (parts(&old), parts(&new));
        let of = |row: &[T], parts: &[Range<usize>]| -> Vec<Vec<T>> {
            parts.iter().map(|part| row[part.clone()].to_vec()).collect()
        };
        let reach = |parts: &[Range<usize>], range: Range<usize>, all: usize| {
            let start = parts.get(range.start).map_or(all, |part| part.start);
            let end = range.end.checked_sub(1).map_or(start, |last| parts[last].end);
            start..end.max(start)
        };
        let mut all: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for part in hunks(&of(&old, &was), &of(&new, &is)) {
            let (a, b) = (reach(&was, part.old, old.len()), reach(&is, part.new, new.len()));
            for hunk in hunks(&old[a.clone()], &new[b.clone()]) {
                let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
                all.push((moved(hunk.old, a.start), moved(hunk.new, b.start)));
            }
        }
        Self { old, new, hunks: all }
    }

    /// Where else the same difference could be said to be, as with one of two equal words that goes: the leftmost first.
    pub fn slides(&self, at: usize) -> Vec<(Range<usize>, Range<usize>)> {
        let (old, new) = self.hunks[at].clone();
        let row = match (old.is_empty(), new.is_empty()) {
            (true, false) => &self.new,
            (false, true) => &self.old,
            _ => return vec![(old, new)],
        };
        let own = if old.is_empty() { &new } else { &old };
        let pick = |pair: &(Range<usize>, Range<usize>)| {
            if old.is_empty() { pair.1.clone() } else { pair.0.clone() }
        };
        let least = at.checked_sub(1).map_or(0, |before| pick(&self.hunks[before]).end);
        let most = self.hunks.get(at + 1).map_or(row.len(), |next| pick(next).start);
        let (mut start, mut end) = (own.start, own.end);
        while start > least && row[start - 1] == row[end - 1] {
            (start, end) = (start - 1, end - 1);
        }
        let mut out = Vec::new();
        loop {
            let back = own.start - start.min(own.start);
            let on = start - own.start.min(start);
            let moved = |range: &Range<usize>| range.start + on - back..range.end + on - back;
            out.push((moved(&old), moved(&new)));
            if end >= most || row[start] != row[end] {
                return out;
            }
            (start, end) = (start + 1, end + 1);
        }
    }

    /// Says that a difference is where it could also be.
    pub fn slide(&mut self, at: usize, to: (Range<usize>, Range<usize>)) {
        self.hunks[at] = to;
    }

    /// Each: what goes of the old row of pieces, and what of the new one comes in its place.
    pub fn all(&self) -> &[(Range<usize>, Range<usize>)] {
        &self.hunks
    }

    /// The pieces of the old text.
    pub fn before(&self) -> &[T] {
        &self.old
    }

    /// The pieces of the new text.
    pub fn after(&self) -> &[T] {
        &self.new
    }

    /// Whether two differences are one move: the same whole blocks go at one place and come at the other.
    pub fn is_move(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.hunks[one], &self.hunks[other]);
        let moved = |goes: &Range<usize>, comes: &Range<usize>| {
            !goes.is_empty() && self.old[goes.clone()] == self.new[comes.clone()]
        };
        let begins = |range: &Range<usize>, row: &[T]| {
            row.get(range.start).is_some_and(|first| first.characters().is_none())
        };
        a.1.is_empty() && b.0.is_empty() && moved(&a.0, &b.1) && begins(&a.0, &self.old)
            || a.0.is_empty() && b.1.is_empty() && moved(&b.0, &a.1) && begins(&b.0, &self.old)
    }

    fn with(&self, which: &[usize]) -> Vec<T> {
        let (mut out, mut at) = (Vec::new(), 0);
        for (index, (old, new)) in self.hunks.iter().enumerate() {
            if which.contains(&index) {
                out.extend_from_slice(&self.old[at..old.start]);
                out.extend_from_slice(&self.new[new.clone()]);
                at = old.end;
            }
        }
        out.extend_from_slice(&self.old[at..]);
        out
    }
}

/// The parts of a row: each begins with a block, a row or a cell.
fn parts<T: Adds>(row: &[T]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, piece) in row.iter().enumerate() {
        match out.last_mut() {
            Some(last) if piece.characters().is_some() => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}
