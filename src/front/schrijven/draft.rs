//! In: a text as a person edits it. Out: the same in the one form in which a file can hold it. Pure.
//!
//! A draft is a flat row of blocks. How deep one lies in lists is its level; a paragraph on the level of an item belongs
//! to that item. What stands in a block is a row of stretches, each with the looks that all of it has.

use serde::{Deserialize, Serialize};

use super::chip::Chip;
use crate::prose::{Align, Numbering, Series};

/// Deepest list in a list that is kept.
const DEEPEST: usize = 8;

/// A text with light markup as a person edits it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What stands below each other.
    pub blocks: Vec<Blok>,
}

/// A part of a draft that stands on its own lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Blok {
    /// Running text.
    Paragraph {
        /// How many lists it lies in.
        #[serde(default)]
        level: usize,
        /// What it says.
        content: Vec<Stretch>,
    },
    /// The beginning of an item of a list.
    Item {
        /// How many lists it lies in, its own counted.
        level: usize,
        /// What stands before the items of its list.
        numbering: Numbering,
        /// Whether there is space between the items of its list.
        #[serde(default)]
        loose: bool,
        /// What it says.
        content: Vec<Stretch>,
    },
    /// A table.
    Table {
        /// How many lists it lies in.
        #[serde(default)]
        level: usize,
        /// How each column is set.
        columns: Vec<Align>,
        /// Its rows of cells, that of the heads first.
        rows: Vec<Vec<Vec<Stretch>>>,
    },
    /// A figure, a frame, or what can only be kept as it was typed.
    Fixed {
        /// What was typed.
        source: String,
        /// What it is, in a few words.
        #[serde(default)]
        label: String,
    },
}

/// A piece of a text that looks the same from its beginning to its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stretch {
    /// What stands there.
    #[serde(flatten)]
    pub what: Ink,
    /// How it looks.
    #[serde(flatten)]
    pub looks: Looks,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ink {
    /// Characters.
    Text(String),
    /// A few characters above the line.
    Raised(String),
    /// A few characters below the line.
    Lowered(String),
    /// A new line in the same paragraph; what it holds says nothing.
    Break(bool),
    /// What can be moved and deleted, not broken.
    Chip(Chip),
}

/// How a stretch looks.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Looks {
    /// Whether it is bold.
    #[serde(default, skip_serializing_if = "is_off")]
    pub bold: bool,
    /// Whether it is in italics.
    #[serde(default, skip_serializing_if = "is_off")]
    pub italic: bool,
    /// Where it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The ground on which the public edition leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<String>,
}

fn is_off(mark: &bool) -> bool {
    !mark
}

impl Stretch {
    /// Characters without any looks.
    pub fn plain(text: &str) -> Self {
        Self { what: Ink::Text(text.to_owned()), looks: Looks::default() }
    }
}

impl Blok {
    /// How many lists it lies in.
    pub fn level(&self) -> usize {
        match self {
            Self::Paragraph { level, .. }
            | Self::Item { level, .. }
            | Self::Table { level, .. } => *level,
            Self::Fixed { .. } => 0,
        }
    }

    /// What it says, if it is no table.
    pub fn content(&self) -> Option<&[Stretch]> {
        match self {
            Self::Paragraph { content, .. } | Self::Item { content, .. } => Some(content),
            Self::Table { .. } | Self::Fixed { .. } => None,
        }
    }

    /// Every row of stretches in it.
    pub fn lines(&self) -> Vec<&[Stretch]> {
        match self {
            Self::Paragraph { content, .. } | Self::Item { content, .. } => vec![content],
            Self::Table { rows, .. } => rows.iter().flatten().map(Vec::as_slice).collect(),
            Self::Fixed { .. } => Vec::new(),
        }
    }
}

impl Draft {
    /// Every chip in it, in its order.
    pub fn chips(&self) -> Vec<&Chip> {
        let lines = self.blocks.iter().flat_map(Blok::lines).flatten();
        lines
            .filter_map(|stretch| match &stretch.what {
                Ink::Chip(chip) => Some(chip),
                _ => None,
            })
            .collect()
    }

    /// The words that it says, a line for each of its paragraphs and cells.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for line in self.blocks.iter().flat_map(Blok::lines) {
            for stretch in line {
                match &stretch.what {
                    Ink::Text(text) | Ink::Raised(text) | Ink::Lowered(text) => out.push_str(text),
                    Ink::Break(_) => out.push(' '),
                    Ink::Chip(chip) => out.push_str(&chip.source),
                }
            }
            out.push('\n');
        }
        out
    }

    /// The same in the form in which a file can hold it: no empty blocks, each list with one numbering, and bold and
    /// italics around whole words. The words stay as they are.
    #[must_use]
    pub fn normal(self) -> Self {
        let mut blocks: Vec<Blok> = Vec::new();
        for block in self.blocks {
            blocks.extend(tidied(block));
        }
        levels(&mut blocks);
        lists(&mut blocks);
        Self { blocks }
    }
}

/// A block without what says nothing; none if that is all of it.
fn tidied(block: Blok) -> Option<Blok> {
    use super::looks::tidy;
    Some(match block {
        Blok::Paragraph { level, content } => {
            let content = tidy(content, false);
            (!content.is_empty()).then_some(Blok::Paragraph { level, content })?
        }
        Blok::Item { level, numbering, loose, content } => {
            let content = tidy(content, false);
            (!content.is_empty()).then_some(Blok::Item { level, numbering, loose, content })?
        }
        Blok::Table { level, mut columns, rows } => {
            let mut rows: Vec<Vec<Vec<Stretch>>> = rows
                .into_iter()
                .map(|row| row.into_iter().map(|cell| tidy(cell, true)).collect())
                .collect();
            let wide = rows.iter().map(Vec::len).max()?.max(columns.len());
            if rows.iter().flatten().all(Vec::is_empty) {
                return None;
            }
            columns.resize(wide, Align::Left);
            rows.iter_mut().for_each(|row| row.resize(wide, Vec::new()));
            Blok::Table { level, columns, rows }
        }
        Blok::Fixed { source, .. } => {
            let source = source.trim_matches(['\n', '\r']).to_owned();
            let label = super::chip::label_of_block(&source);
            (!source.trim().is_empty()).then_some(Blok::Fixed { source, label })?
        }
    })
}

/// Nothing lies deeper than what stands above it allows.
fn levels(blocks: &mut [Blok]) {
    let mut open = 0;
    for block in blocks {
        match block {
            Blok::Paragraph { level, .. } | Blok::Table { level, .. } => {
                *level = (*level).min(open);
            }
            Blok::Item { level, .. } => *level = (*level).clamp(1, open + 1).min(DEEPEST),
            Blok::Fixed { .. } => {}
        }
        open = block.level();
    }
}

/// The sign that CommonMark tells two lists apart by.
fn sign(numbering: Numbering) -> char {
    match numbering {
        Numbering::Bullet => '-',
        Numbering::Counted { open: true, .. } => ')',
        Numbering::Counted { suffix, .. } => suffix,
    }
}

/// A list: where its items begin, and what else stands in them.
struct List {
    items: Vec<usize>,
    /// Whether more than words and lists stands in one.
    holds_more: bool,
    /// Whether a list stands in one.
    nests: bool,
}

/// The list that begins with an item.
fn list(blocks: &[Blok], first: usize, numbering: Numbering) -> List {
    let own = blocks[first].level();
    let (mut items, mut holds_more, mut nests) = (vec![first], false, false);
    let begun = sign(numbering);
    // The sign of the last list in the item.
    let mut inner = None;
    for (at, block) in blocks.iter().enumerate().skip(first + 1) {
        match block {
            _ if block.level() < own => break,
            Blok::Item { level, numbering, .. } if *level == own => {
                if sign(*numbering) != begun {
                    break;
                }
                items.push(at);
                inner = None;
            }
            // A list that begins further on, or comes behind another one, stands apart.
            Blok::Item { level, numbering, .. } if *level == own + 1 => {
                let late = matches!(numbering, Numbering::Counted { series: Series::Number, open: false, first, .. } if *first != 1);
                let other = inner.is_some_and(|inner| inner != sign(*numbering));
                holds_more |= other || late && inner.is_none();
                inner = Some(sign(*numbering));
                nests = true;
            }
            Blok::Paragraph { level, .. } | Blok::Table { level, .. } if *level == own => {
                holds_more = true;
            }
            _ => nests = true,
        }
    }
    List { items, holds_more, nests }
}

/// Each list has one numbering, and the same space between all of its items; the innermost first, since a list that
/// cannot begin in the middle of an item makes room around it.
fn lists(blocks: &mut [Blok]) {
    let mut known = vec![false; blocks.len()];
    for level in (1..=DEEPEST).rev() {
        for first in 0..blocks.len() {
            let Blok::Item { numbering, level: own, .. } = &blocks[first] else { continue };
            if known[first] || *own != level {
                continue;
            }
            let own = *numbering;
            let List { items, holds_more, nests } = list(blocks, first, own);
            let wants =
                items.iter().any(|at| matches!(&blocks[*at], Blok::Item { loose: true, .. }));
            let is_loose = holds_more || wants && (items.len() > 1 || nests);
            let wanted = super::numbers::writable(own, items.len());
            for at in items {
                known[at] = true;
                if let Blok::Item { numbering, loose, .. } = &mut blocks[at] {
                    (*numbering, *loose) = (wanted, is_loose);
                }
            }
        }
    }
}
