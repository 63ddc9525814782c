//! In: the text of a field, and the draft that it should become. Out: that text, in which every block that stayed has
//! its own lines. Pure.
//!
//! What is written is read again, and only counts when it is the draft.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Refused;
use super::draft::{Blok, Draft, Stretch};
use super::numbers::Counter;
use super::read::Field;
use super::source::{self, Care, Typed};
use super::wrap;
use crate::prose::Align;

impl Draft {
    /// The text that says this draft, in the place of a text that said another.
    ///
    /// # Errors
    /// What in it cannot be written.
    pub fn written_over(&self, old: &str) -> Result<String, Refused> {
        let wanted = self.clone().normal();
        let field = Field::read(old);
        if wanted.blocks == field.blocks {
            return Ok(old.to_owned());
        }
        let tries = [(Care::Least, true), (Care::Most, true), (Care::Most, false)];
        // What says the draft, and is a mistake that no `\` helps against: the page shows it.
        let mut wrong = None;
        let mut differs = 0;
        for (care, keeps) in tries {
            let text = Writer::new(old, &field, &wanted.blocks, care, keeps).write()?;
            let read = Field::read(&text);
            if read.blocks != wanted.blocks {
                let same = read.blocks.iter().zip(&wanted.blocks).take_while(|(a, b)| a == b);
                differs = same.count();
            } else if read.errors <= field.errors {
                return Ok(text);
            } else {
                wrong.get_or_insert(text);
            }
        }
        wrong.ok_or(Refused::Markup(differs))
    }

    /// The text that says this draft.
    ///
    /// # Errors
    /// What in it cannot be written.
    pub fn written(&self) -> Result<String, Refused> {
        self.written_over("")
    }
}

/// Where a new block comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The block with this index, as it was.
    Kept(usize),
    /// The block with this index, in which something changed.
    Changed(usize),
    /// Nowhere.
    New,
}

impl From {
    fn old(self) -> Option<usize> {
        match self {
            Self::Kept(old) | Self::Changed(old) => Some(old),
            Self::New => None,
        }
    }
}

/// The columns of a list that is open.
#[derive(Debug, Clone, Copy)]
struct Columns {
    /// Of the signs before its items.
    sign: usize,
    /// Of the words of its last item.
    words: usize,
}

struct Writer<'a> {
    old: &'a str,
    field: &'a Field,
    blocks: &'a [Blok],
    from: Vec<From>,
    care: Care,
    width: Option<usize>,
}

impl<'a> Writer<'a> {
    fn new(old: &'a str, field: &'a Field, blocks: &'a [Blok], care: Care, keeps: bool) -> Self {
        let from =
            if keeps { origins(&field.blocks, blocks) } else { vec![From::New; blocks.len()] };
        Self { old, field, blocks, from, care, width: wrap::width(old) }
    }

    fn write(&self) -> Result<String, Refused> {
        let mut counter = Counter::default();
        let mut before = Counter::default();
        let old_labels: Vec<Option<String>> = (self.field.blocks.iter())
            .map(|block| before.label(block).map(|(label, _)| label))
            .collect();
        let mut open: Vec<Columns> = Vec::new();
        let mut out = self.lead();
        for (at, block) in self.blocks.iter().enumerate() {
            let label = counter.label(block);
            let level = block.level();
            if at > 0 {
                let begins = label.as_ref().is_some_and(|(_, begins)| *begins);
                out.push_str(&self.gap(at, begins));
            }
            // A list of its own begins where the words of the item around it do.
            open.truncate(level);
            if label.as_ref().is_some_and(|(_, begins)| *begins) {
                open.truncate(level - 1);
            }
            let inner = open.last().map_or(0, |columns| columns.words);
            let column = match &label {
                Some(_) if open.len() == level => open[level - 1].sign,
                Some(_) => inner,
                None => open.get(level.wrapping_sub(1)).map_or(0, |columns| columns.words),
            };
            let label = label.map(|(label, _)| label);
            let kept = match self.from[at] {
                From::Kept(old) if old_labels[old] == label => self.kept(old, column),
                _ => None,
            };
            let lines = match kept {
                Some(lines) => lines,
                None => self.typed(at, label.as_deref(), column)?,
            };
            if let Some(label) = &label {
                let first = lines.first().map(String::as_str).unwrap_or_default();
                let sign = first.len() - first.trim_start_matches(' ').len();
                let rest = &first[(sign + label.len()).min(first.len())..];
                let gap = rest.len() - rest.trim_start_matches(' ').len();
                open.truncate(level - 1);
                open.push(Columns { sign, words: sign + label.len() + gap.max(1) });
            }
            out.push_str(&lines.join("\n"));
        }
        let tail = self.tail(&out);
        out.push_str(&tail);
        Ok(out)
    }

    /// What stands before the first block.
    fn lead(&self) -> String {
        let start = self.field.lines.first().map_or(0, |lines| lines.start);
        self.old[..start].to_owned()
    }

    /// What stands behind the last block. A text that gets several lines ends its last one.
    fn tail(&self, text: &str) -> String {
        let rest = self.field.lines.last().map_or(0, |last| last.end);
        match &self.old[rest..] {
            _ if self.blocks.is_empty() => String::new(),
            "" if text.contains('\n') && !self.old.contains('\n') => "\n".to_owned(),
            rest => rest.to_owned(),
        }
    }

    /// What stands between a block, which may begin a list, and the one before it.
    fn gap(&self, at: usize, begins: bool) -> String {
        let (above, below) = (&self.blocks[at - 1], &self.blocks[at]);
        if let (Some(first), Some(second)) = (self.from[at - 1].old(), self.from[at].old())
            && second == first + 1
            && alike(above, &self.field.blocks[first])
            && alike(below, &self.field.blocks[second])
        {
            let (first, second) = (&self.field.lines[first], &self.field.lines[second]);
            return self.old[first.end..second.start].to_owned();
        }
        match (above, below) {
            // Items of one list, or a list in an item.
            (_, Blok::Item { level, loose, .. }) if above.level() > 0 => {
                let inside = above.level() < *level;
                let outer_loose = match above {
                    Blok::Item { loose, .. } => *loose,
                    _ => true,
                };
                let apart = if inside { outer_loose } else { *loose };
                // Another list on the same level.
                let other = begins && !inside;
                if apart || other { "\n\n" } else { "\n" }.to_owned()
            }
            _ => "\n\n".to_owned(),
        }
    }

    /// The lines of an old block, moved to a column; none where they cannot be.
    fn kept(&self, old: usize, column: usize) -> Option<Vec<String>> {
        let text = &self.old[self.field.lines[old].clone()];
        let first = text.len() - text.trim_start_matches(' ').len();
        let moved = |line: &str| -> Option<String> {
            if line.trim().is_empty() || first == column {
                return Some(line.to_owned());
            }
            let indent = line.len() - line.trim_start_matches(' ').len();
            // A line that is not indented stays so.
            let indent = (indent + column).checked_sub(first)?;
            Some(format!("{:indent$}{}", "", line.trim_start_matches(' ')))
        };
        text.split('\n').map(moved).collect()
    }

    /// The lines of a block that is written anew.
    fn typed(&self, at: usize, label: Option<&str>, column: usize) -> Result<Vec<String>, Refused> {
        let words = label.map_or(column, |label| column + label.len() + 1);
        let old = self.from[at].old();
        match &self.blocks[at] {
            Blok::Paragraph { content, .. } | Blok::Item { content, .. } => {
                let typed = self.line(at, content, false)?;
                let before = old.map(|old| self.words_of(old)).unwrap_or_default();
                let lines = wrap::lines(&typed, self.width, &before, words, words);
                let head = label.map(|label| format!("{label} ")).unwrap_or_default();
                let indented = |(index, line): (usize, &String)| match index {
                    0 => format!("{:column$}{head}{line}", ""),
                    _ => format!("{:words$}{line}", ""),
                };
                Ok(lines.iter().enumerate().map(indented).collect())
            }
            Blok::Table { columns, rows, .. } => self.table(at, columns, rows, column, old),
            Blok::Fixed { source, .. } => Ok(source.split('\n').map(ToOwned::to_owned).collect()),
        }
    }

    fn line(&self, at: usize, content: &[Stretch], cell: bool) -> Result<Typed, Refused> {
        source::typed(content, cell, self.care).ok_or(Refused::Markup(at))
    }

    /// The lines of an old paragraph or item, without what stands before its words.
    fn words_of(&self, old: usize) -> Vec<String> {
        let text = &self.old[self.field.lines[old].clone()];
        let mut lines: Vec<String> = text.split('\n').map(|line| line.trim().to_owned()).collect();
        if let (Blok::Item { .. }, Some(first)) = (&self.field.blocks[old], lines.first_mut()) {
            let words = first.split_once(' ').map(|(_, words)| words.trim_start().to_owned());
            *first = words.unwrap_or_default();
        }
        lines
    }

    fn table(
        &self,
        at: usize,
        columns: &[Align],
        rows: &[Vec<Vec<Stretch>>],
        column: usize,
        old: Option<usize>,
    ) -> Result<Vec<String>, Refused> {
        // The rows that stay have their own lines; the second line says how the columns are set.
        let known =
            old.map(|old| (&self.field.blocks[old], &self.old[self.field.lines[old].clone()]));
        let mut lines: Vec<Option<String>> = vec![None; rows.len()];
        let mut rule = None;
        if let Some((Blok::Table { columns: was, rows: old_rows, .. }, text)) = known {
            let typed: Vec<&str> = text.split('\n').map(str::trim).collect();
            if typed.len() == old_rows.len() + 1 {
                for (new, old) in kept_rows(old_rows, rows) {
                    let line = if old == 0 { 0 } else { old + 1 };
                    lines[new] = Some(typed[line].to_owned());
                }
                rule = (was == columns).then(|| typed[1].to_owned());
            }
        }
        let rule = rule.unwrap_or_else(|| {
            let sign = |align: &Align| match align {
                Align::Left => "---",
                Align::Center => ":---:",
                Align::Right => "---:",
            };
            format!("|{}|", columns.iter().map(sign).collect::<Vec<_>>().join("|"))
        });
        let mut out = Vec::with_capacity(rows.len() + 1);
        for (index, (row, line)) in rows.iter().zip(lines).enumerate() {
            let line = match line {
                Some(line) => line,
                None => {
                    let cells: Result<Vec<String>, Refused> =
                        row.iter().map(|cell| Ok(self.line(at, cell, true)?.text)).collect();
                    format!("| {} |", cells?.join(" | "))
                }
            };
            out.push(format!("{:column$}{line}", ""));
            if index == 0 {
                out.push(format!("{:column$}{rule}", ""));
            }
        }
        Ok(out)
    }
}

/// The rows that a table had before, each with its old index.
fn kept_rows(old: &[Vec<Vec<Stretch>>], new: &[Vec<Vec<Stretch>>]) -> Vec<(usize, usize)> {
    let mut kept = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            kept.extend((0..len).map(|at| (new_index + at, old_index + at)));
        }
    }
    kept
}

/// Whether two blocks stand in the same way beside others.
fn alike(one: &Blok, other: &Blok) -> bool {
    match (one, other) {
        (
            Blok::Item { level, numbering, loose, .. },
            Blok::Item { level: l, numbering: n, loose: o, .. },
        ) => (level, numbering, loose) == (l, n, o),
        (Blok::Paragraph { level, .. }, Blok::Paragraph { level: l, .. })
        | (Blok::Table { level, .. }, Blok::Table { level: l, .. }) => level == l,
        (Blok::Fixed { .. }, Blok::Fixed { .. }) => true,
        _ => false,
    }
}

/// Where each new block comes from.
fn origins(old: &[Blok], new: &[Blok]) -> Vec<From> {
    let mut from = vec![From::New; new.len()];
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                (0..len).for_each(|at| from[new_index + at] = From::Kept(old_index + at));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (old_range, new_range) =
                    (old_index..old_index + old_len, new_index..new_index + new_len);
                for (new, old) in pairs(old, old_range, new, new_range) {
                    from[new] = From::Changed(old);
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
        }
    }
    from
}

/// The new blocks of a part that changed, each with the old one that it is most like, in order.
fn pairs(
    old: &[Blok],
    old_range: Range<usize>,
    new: &[Blok],
    new_range: Range<usize>,
) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut next = old_range.start;
    for at in new_range.clone() {
        // As many are left on one side as on the other: one for one.
        let spare = old_range.end.saturating_sub(next).saturating_sub(new_range.end - at);
        let fits = |index: &usize| {
            std::mem::discriminant(&old[*index]) == std::mem::discriminant(&new[at])
        };
        let best = (next..(next + spare + 1).min(old_range.end))
            .filter(fits)
            .max_by_key(|index| (shared(&old[*index], &new[at]), std::cmp::Reverse(*index)));
        if let Some(best) = best {
            out.push((at, best));
            next = best + 1;
        }
    }
    out
}

/// How many words two blocks begin and end with alike.
fn shared(old: &Blok, new: &Blok) -> usize {
    let words = |block: &Blok| Draft { blocks: vec![block.clone()] }.words();
    let (old, new) = (words(old), words(new));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_whitespace().collect(), new.split_whitespace().collect());
    let first = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let last = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    first + last
}
