//! In: a text as it was, as it is now, and as somebody wants it. Out: it with both changes, or that they touch the same
//! words. Pure.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::chip::Chip;
use super::draft::{Blok, Draft, Ink, Looks, Stretch};
use super::near::{self, Part, near};
use super::pieces::pieces;
use super::same;
use crate::prose::{Align, Numbering};

/// A text that two changed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged<T> {
    /// Both changes.
    Both(T),
    /// They touch the same words: somebody chooses.
    Conflict {
        /// What stands in the file now.
        now: T,
        /// What was wanted.
        wanted: T,
    },
}

impl Draft {
    /// What becomes of a draft that was changed both in the file and here.
    #[must_use]
    pub fn merged(base: &Self, now: &Self, wanted: &Self) -> Merged<Self> {
        let [base, now, wanted] = [base, now, wanted].map(|draft| draft.clone().normal());
        let all = [&base, &now, &wanted].map(atoms);
        let ours = still_wanted(&all[0], &all[1], &all[2]);
        let both = match same::followed(&all[0], &all[1], &all[2], &ours) {
            Some(both) => both,
            None => three_way(&all[0], &all[1], &all[2])
                .filter(|_| same::stayed(&all[0], &all[1], &ours))
                .filter(|_| near(&all[0], &all[1], &all[2], &ours, Atom::part)),
        };
        let both = both.filter(|both| same::kept(&all[0], &all[1], &all[2], both));
        let both = both.and_then(built);
        both.map_or(Merged::Conflict { now, wanted }, |draft| Merged::Both(draft.normal()))
    }
}

/// What becomes of a text of one line that was changed both in the file and here.
pub fn merged_line(base: &str, now: &str, wanted: &str) -> Merged<String> {
    let [old, file, here] = [base, now, wanted].map(pieces);
    let ours = still_wanted(&old, &file, &here);
    let both = three_way(&old, &file, &here);
    match both.filter(|_| near(&old, &file, &here, &ours, |piece| near::part(piece))) {
        Some(both) => Merged::Both(both.concat()),
        None => Merged::Conflict { now: now.to_owned(), wanted: wanted.to_owned() },
    }
}

/// A change: what goes of the old row, and what comes in its place.
pub(super) struct Hunk {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

pub(super) fn hunks<T: Eq + Hash + Ord>(old: &[T], new: &[T]) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if !matches!(op, DiffOp::Equal { .. }) {
            let (old, new) = (op.old_range(), op.new_range());
            match out.last_mut() {
                Some(last) if last.old.end == old.start && last.new.end == new.start => {
                    (last.old.end, last.new.end) = (old.end, new.end);
                }
                _ => out.push(Hunk { old, new }),
            }
        }
    }
    out
}

/// What is wanted of a row and does not stand in it now: somebody else may have wanted the same.
fn still_wanted<T: Eq + Hash + Ord>(base: &[T], now: &[T], wanted: &[T]) -> Vec<Hunk> {
    let (mut ours, theirs) = (hunks(base, wanted), hunks(base, now));
    ours.retain(|one| {
        let same = |other: &Hunk| {
            one.old == other.old && wanted[one.new.clone()] == now[other.new.clone()]
        };
        !theirs.iter().any(same)
    });
    ours
}

/// Both changes of a row, where they do not touch each other; the same change of both is one.
pub(super) fn three_way<T: Eq + Hash + Ord + Clone>(
    base: &[T],
    now: &[T],
    wanted: &[T],
) -> Option<Vec<T>> {
    let (ours, theirs) = (hunks(base, wanted), hunks(base, now));
    let mut out = Vec::new();
    let (mut at, mut i, mut j) = (0, 0, 0);
    loop {
        let (hunk, from) = match (ours.get(i), theirs.get(j)) {
            (Some(one), Some(other)) => {
                let same =
                    one.old == other.old && wanted[one.new.clone()] == now[other.new.clone()];
                if same {
                    j += 1;
                } else if one.old.start <= other.old.end && other.old.start <= one.old.end {
                    return None;
                }
                match same || one.old.start < other.old.start {
                    true => (one, wanted),
                    false => (other, now),
                }
            }
            (Some(one), None) => (one, wanted),
            (None, Some(other)) => (other, now),
            (None, None) => break,
        };
        if std::ptr::eq(from, wanted) && ours.get(i).is_some_and(|one| std::ptr::eq(one, hunk)) {
            i += 1;
        } else {
            j += 1;
        }
        out.extend_from_slice(&base[at..hunk.old.start]);
        out.extend_from_slice(&from[hunk.new.clone()]);
        at = hunk.old.end;
    }
    out.extend_from_slice(&base[at..]);
    Some(out)
}

/// A draft, taken apart in one row: what begins a block, a row or a cell, and the words in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Atom {
    Paragraph(usize),
    Item(usize, Numbering, bool),
    Table(usize, Vec<Align>),
    Row,
    Cell,
    Fixed(String, String),
    Word(String, Looks),
    Raised(String, Looks),
    Lowered(String, Looks),
    Break(Looks),
    Chip(Chip, Looks),
}

impl Atom {
    /// What it is to the sentences of its text.
    pub(super) fn part(&self) -> Part {
        match self {
            Self::Word(text, _) => near::part(text),
            Self::Raised(..) | Self::Lowered(..) | Self::Break(_) => Part::Blank,
            Self::Chip(..) => Part::Word(1),
            _ => Part::Begin,
        }
    }
}

pub(super) fn atoms(draft: &Draft) -> Vec<Atom> {
    let mut out = Vec::new();
    for block in &draft.blocks {
        match block {
            Blok::Paragraph { level, content } => {
                out.push(Atom::Paragraph(*level));
                words(content, &mut out);
            }
            Blok::Item { level, numbering, loose, content } => {
                out.push(Atom::Item(*level, *numbering, *loose));
                words(content, &mut out);
            }
            Blok::Table { level, columns, rows } => {
                out.push(Atom::Table(*level, columns.clone()));
                for row in rows {
                    out.push(Atom::Row);
                    for cell in row {
                        out.push(Atom::Cell);
                        words(cell, &mut out);
                    }
                }
            }
            Blok::Fixed { source, label } => out.push(Atom::Fixed(source.clone(), label.clone())),
        }
    }
    out
}

fn words(content: &[Stretch], out: &mut Vec<Atom>) {
    for Stretch { what, looks } in content {
        let looks = looks.clone();
        match what {
            Ink::Text(text) => out.extend(
                pieces(text).into_iter().map(|word| Atom::Word(word.to_owned(), looks.clone())),
            ),
            Ink::Raised(text) => out.push(Atom::Raised(text.clone(), looks)),
            Ink::Lowered(text) => out.push(Atom::Lowered(text.clone(), looks)),
            Ink::Break(_) => out.push(Atom::Break(looks)),
            Ink::Chip(chip) => out.push(Atom::Chip(chip.clone(), looks)),
        }
    }
}

/// The draft that is made of these; none when they do not fit together.
pub(super) fn built(atoms: Vec<Atom>) -> Option<Draft> {
    let mut blocks: Vec<Blok> = Vec::new();
    for atom in atoms {
        let (what, looks) = match atom {
            Atom::Paragraph(level) => {
                blocks.push(Blok::Paragraph { level, content: Vec::new() });
                continue;
            }
            Atom::Item(level, numbering, loose) => {
                blocks.push(Blok::Item { level, numbering, loose, content: Vec::new() });
                continue;
            }
            Atom::Table(level, columns) => {
                blocks.push(Blok::Table { level, columns, rows: Vec::new() });
                continue;
            }
            Atom::Fixed(source, label) => {
                blocks.push(Blok::Fixed { source, label });
                continue;
            }
            Atom::Row | Atom::Cell => {
                let Some(Blok::Table { rows, .. }) = blocks.last_mut() else { return None };
                match atom {
                    Atom::Row => rows.push(Vec::new()),
                    _ => rows.last_mut()?.push(Vec::new()),
                }
                continue;
            }
            Atom::Word(text, looks) => (Ink::Text(text), looks),
            Atom::Raised(text, looks) => (Ink::Raised(text), looks),
            Atom::Lowered(text, looks) => (Ink::Lowered(text), looks),
            Atom::Break(looks) => (Ink::Break(true), looks),
            Atom::Chip(chip, looks) => (Ink::Chip(chip), looks),
        };
        let content = match blocks.last_mut()? {
            Blok::Paragraph { content, .. } | Blok::Item { content, .. } => content,
            Blok::Table { rows, .. } => rows.last_mut()?.last_mut()?,
            Blok::Fixed { .. } => return None,
        };
        content.push(Stretch { what, looks });
    }
    let even = |block: &Blok| match block {
        Blok::Table { columns, rows, .. } => rows.iter().all(|row| row.len() == columns.len()),
        _ => true,
    };
    blocks.iter().all(even).then_some(Draft { blocks })
}
