//! In: the text of a field. Out: what a person edits of it, each block with the lines that it stands on. Pure.

use std::ops::Range;

use super::chip::Chip;
use super::draft::{Blok, Draft, Ink, Looks, Stretch};
use crate::prose::{self, Block, Inline, Outermost};

/// A text, read.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    /// What it says.
    pub(super) blocks: Vec<Blok>,
    /// The whole lines of each block, without the last line break.
    pub(super) lines: Vec<Range<usize>>,
    /// How many mistakes stop a document.
    pub(super) errors: usize,
}

impl Draft {
    /// What a person edits of a text with light markup. What a draft cannot hold is kept as it was typed.
    pub fn of(text: &str) -> Self {
        Self { blocks: Field::read(text).blocks }
    }
}

impl Field {
    pub(super) fn read(text: &str) -> Self {
        let (parts, mistakes) = prose::outermost(text);
        let errors = mistakes.iter().filter(|m| m.severity == crate::diagnostic::Severity::Error);
        let mut reader = Reader { text, field: Self { errors: errors.count(), ..Self::default() } };
        let mut at = 0;
        for part in parts {
            reader.rest(at..line_start(text, part.range.start).max(at));
            at = at.max(part.range.end);
            reader.part(&part);
        }
        reader.rest(at..text.len());
        let Self { blocks, lines, errors } = reader.field;
        // A block that normal form leaves out, or changes in number, has no lines of its own.
        let normal = Draft { blocks: blocks.clone() }.normal().blocks;
        if normal.len() != blocks.len() {
            let kept = whole(text);
            let lines = kept.iter().map(|_| trimmed(text, 0..text.len())).collect();
            return Self { blocks: kept.into_iter().collect(), lines, errors };
        }
        Self { blocks: normal, lines, errors }
    }
}

/// A text as one block that is kept as it was typed.
fn whole(text: &str) -> Option<Blok> {
    let source = text[trimmed(text, 0..text.len())].to_owned();
    let label = super::chip::label_of_block(&source);
    (!source.trim().is_empty()).then_some(Blok::Fixed { source, label })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |before| before + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length)
}

/// The whole lines of a range, without the empty ones before and behind them.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let first = range.start + inner.len() - inner.trim_start_matches([' ', '\t', '\n']).len();
    let last = range.start + inner.trim_end_matches([' ', '\t', '\n']).len();
    if first >= last {
        return range.start..range.start;
    }
    line_start(text, first).max(range.start)..line_end(text, last).min(range.end.max(last))
}

struct Reader<'a> {
    text: &'a str,
    field: Field,
}

impl Reader<'_> {
    /// What no part holds, if it is more than empty lines.
    fn rest(&mut self, range: Range<usize>) {
        let lines = trimmed(self.text, range);
        if !lines.is_empty() {
            self.keep(lines);
        }
    }

    /// Lines that are kept as they were typed.
    fn keep(&mut self, lines: Range<usize>) {
        let source = self.text[lines.clone()].to_owned();
        let label = super::chip::label_of_block(&source);
        self.field.blocks.push(Blok::Fixed { source, label });
        self.field.lines.push(lines);
    }

    fn part(&mut self, part: &Outermost) {
        let start = line_start(self.text, part.range.start);
        let lines = trimmed(self.text, start..part.range.end);
        let flat = part.block.as_ref().and_then(|block| {
            let mut flat = Vec::new();
            self.flatten(block, 0, lines.start, &mut flat)?;
            self.places(flat, &lines)
        });
        match flat {
            Some(flat) => flat.into_iter().for_each(|(block, lines)| {
                self.field.blocks.push(block);
                self.field.lines.push(lines);
            }),
            None => self.keep(lines),
        }
    }

    /// The lines of each block; none where two begin on the same line.
    fn places(
        &self,
        flat: Vec<(Blok, usize)>,
        lines: &Range<usize>,
    ) -> Option<Vec<(Blok, Range<usize>)>> {
        let mut starts: Vec<usize> =
            flat.iter().map(|(_, at)| line_start(self.text, *at).max(lines.start)).collect();
        if starts.windows(2).any(|pair| pair[0] >= pair[1]) || starts.first() != Some(&lines.start)
        {
            return None;
        }
        starts.push(lines.end);
        let range = |at: usize| trimmed(self.text, starts[at]..starts[at + 1]);
        Some(flat.into_iter().enumerate().map(|(at, (block, _))| (block, range(at))).collect())
    }

    /// A place on the first line of a table: its first cell with words tells how far above that is.
    fn table(&self, table: &Block) -> Option<usize> {
        let Block::Table { head, rows, .. } = table else { return None };
        let mut all = std::iter::once(head).chain(rows).enumerate();
        let (row, mut at) =
            all.find_map(|(row, cells)| Some((row, cells.iter().find_map(|cell| first(cell))?)))?;
        // Below the heads a line says how the columns are set.
        for _ in 0..row + usize::from(row > 0) {
            at = line_start(self.text, at).checked_sub(1)?;
        }
        Some(line_start(self.text, at))
    }

    /// The blocks of a block, each with a place on its first line; none for what a draft cannot hold.
    fn flatten(
        &self,
        block: &Block,
        level: usize,
        at: usize,
        out: &mut Vec<(Blok, usize)>,
    ) -> Option<()> {
        match block {
            Block::Paragraph(inlines) => {
                if matches!(inlines[..], [Inline::Insert { .. }]) {
                    return None;
                }
                let content = stretches(self.text, inlines)?;
                out.push((Blok::Paragraph { level, content }, first(inlines)?));
            }
            Block::List { numbering, tight, items } => {
                let level = level + 1;
                for item in items {
                    let (head, more) = item.split_first()?;
                    let Block::Paragraph(inlines) = head else { return None };
                    let content = stretches(self.text, inlines)?;
                    let numbering = *numbering;
                    let block = Blok::Item { level, numbering, loose: !tight, content };
                    out.push((block, first(inlines)?));
                    for block in more {
                        self.flatten(block, level, at, out)?;
                    }
                }
            }
            Block::Table { columns, head, rows } => {
                let rows: Option<Vec<Vec<Vec<Stretch>>>> = std::iter::once(head)
                    .chain(rows)
                    .map(|row| row.iter().map(|cell| stretches(self.text, cell)).collect())
                    .collect();
                let place = if level == 0 { at } else { self.table(block)? };
                out.push((Blok::Table { level, columns: columns.clone(), rows: rows? }, place));
            }
        }
        Some(())
    }
}

/// What inlines of a text say; none for what a draft cannot hold.
pub(super) fn stretches(text: &str, inlines: &[Inline]) -> Option<Vec<Stretch>> {
    let mut out = Vec::new();
    collect(text, inlines, &Looks::default(), &mut out)?;
    Some(out)
}

fn collect(source: &str, inlines: &[Inline], looks: &Looks, out: &mut Vec<Stretch>) -> Option<()> {
    for inline in inlines {
        let what = match inline {
            Inline::Text { text, .. } => Ink::Text(text.clone()),
            Inline::Strong(children) => {
                collect(source, children, &Looks { bold: true, ..looks.clone() }, out)?;
                continue;
            }
            Inline::Emphasis(children) => {
                collect(source, children, &Looks { italic: true, ..looks.clone() }, out)?;
                continue;
            }
            Inline::Link { url, children } => {
                collect(
                    source,
                    children,
                    &Looks { link: Some(url.clone()), ..looks.clone() },
                    out,
                )?;
                continue;
            }
            Inline::Withheld { ground, children, .. } => {
                // A passage in a passage.
                if looks.withheld.is_some() {
                    return None;
                }
                let withheld = Some(ground.clone());
                collect(source, children, &Looks { withheld, ..looks.clone() }, out)?;
                continue;
            }
            Inline::Shifted { below: false, text, .. } => Ink::Raised(text.clone()),
            Inline::Shifted { below: true, text, .. } => Ink::Lowered(text.clone()),
            Inline::Break => Ink::Break(true),
            Inline::Note { .. } | Inline::Paper { .. } | Inline::Value { .. } => {
                Ink::Chip(Chip::of(inline, source)?)
            }
            Inline::Insert { .. } => return None,
        };
        out.push(Stretch { what, looks: looks.clone() });
    }
    Some(())
}

/// Where the first thing of a row of inlines stands.
fn first(inlines: &[Inline]) -> Option<usize> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text { range, .. }
        | Inline::Withheld { range, .. }
        | Inline::Note { range, .. }
        | Inline::Paper { range, .. }
        | Inline::Value { range, .. }
        | Inline::Shifted { range, .. }
        | Inline::Insert { range, .. } => Some(range.start),
        Inline::Strong(children) | Inline::Emphasis(children) | Inline::Link { children, .. } => {
            first(children)
        }
        Inline::Break => None,
    })
}
