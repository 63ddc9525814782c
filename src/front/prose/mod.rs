//! In: a text with light markup. Out: its structure with exact places, or what it may not hold. Pure.
//!
//! The markup is a subset of CommonMark: paragraphs, `**vet**`, `*cursief*`, lists, links, tables and
//! footnotes, and forms of our own that are legal CommonMark: `<kst:28638-238>`, `<figuur:naam>`, `<kader:naam>`,
//! `[…](lak:5.1.2e)`, `m^2^` and `{{ waarde }}`. All ranges are byte offsets in the decoded text.
//!
//! What is typed is printed, or the author is told. It stands on four things: CommonMark gets to see nothing but our
//! markup (`whitelist`); what was understood is taken apart again and held against every byte that was typed
//! (`proof`); what looks like markup or like a list and is none is told (`near_miss`, `leftover`,
//! `lines`, `breaks`, `notes`); and `typeset::proof` holds the pages against it.

mod breaks;
mod expression;
mod leftover;
mod lines;
mod look;
mod marker;
mod near_miss;
mod notes;
mod one_line;
mod parse;
mod passage;
mod proof;
mod shifted;
mod suggestion;
mod understood;
mod whitelist;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Severity, codes};
use crate::dossier::nootmerken;

pub use expression::{Evaluator, Values, beside};
pub use look::begins_item;
pub(crate) use look::{Look, is_divider, is_mere_bullet, look, word_level};
pub use marker::{Numbering, Series};
pub use one_line::{line, noted_line};
pub use parse::{outermost, parse};
pub(crate) use shifted::{can_shift, shifts};

/// A text, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// Its paragraphs, lists and tables.
    pub blocks: Vec<Block>,
}

/// An outermost part of a text, with the lines that it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outermost {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is; none when that does not say all that was typed there.
    pub block: Option<Block>,
}

/// A part of a text that stands on its own lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// What stands before the items.
        numbering: Numbering,
        /// Whether no empty lines stand between the items.
        tight: bool,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A table with a header row.
    Table {
        /// How each column is set.
        columns: Vec<Align>,
        /// Header cells.
        head: Vec<Vec<Inline>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// How a table's column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// A part of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text, printed exactly so.
    Text {
        /// The characters.
        text: String,
        /// Where they come from; as long as `text`, or the whole of what became it.
        range: Range<usize>,
    },
    /// `**vet**`
    Strong(Vec<Inline>),
    /// `*cursief*`
    Emphasis(Vec<Inline>),
    /// A link.
    Link {
        /// An `https:`, `http:`, `mailto:` or `tel:` address.
        url: String,
        /// What is printed.
        children: Vec<Inline>,
    },
    /// Text that the public edition leaves out.
    Withheld {
        /// The ground, such as `5.1.2e` (Wet open overheid).
        ground: String,
        /// The text.
        children: Vec<Inline>,
        /// Where it stands, with its ground.
        range: Range<usize>,
    },
    /// A reference to a footnote.
    Note {
        /// Its name in `voetnoten`.
        name: String,
        /// The reference.
        range: Range<usize>,
    },
    /// A reference to a parliamentary paper.
    Paper {
        /// What stands between `<` and `>`.
        reference: String,
        /// The reference.
        range: Range<usize>,
    },
    /// A computed value.
    Value {
        /// The expression between `{{` and `}}`.
        expression: String,
        /// The whole, with braces.
        range: Range<usize>,
    },
    /// A few letters or figures above or below the line: `7^e^`, `CO~2~`.
    Shifted {
        /// Whether they stand below it.
        below: bool,
        /// The characters.
        text: String,
        /// The whole, with its signs.
        range: Range<usize>,
    },
    /// A figure or frame, which stands in the place of a paragraph.
    Insert {
        /// Which of both.
        what: Inserted,
        /// Its name in the file.
        name: String,
        /// The whole, with `<` and `>`.
        range: Range<usize>,
    },
    /// A line break that the author asked for.
    Break,
}

/// What can stand among paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inserted {
    /// `<figuur:naam>`
    Figuur,
    /// `<kader:naam>`
    Kader,
}

impl Inserted {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Figuur, Self::Kader];

    /// The word that it is written with.
    pub fn form(self) -> &'static str {
        match self {
            Self::Figuur => "figuur",
            Self::Kader => "kader",
        }
    }

    /// Which one an address names, and its name.
    fn parse(address: &str) -> Option<(Self, &str)> {
        let (form, name) = address.split_once(':')?;
        Self::ALL.into_iter().find(|what| what.form() == form).map(|what| (what, name))
    }
}

/// A mistake in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// How bad it is.
    pub severity: Severity,
    /// Its code.
    pub code: Code,
    /// What it is.
    pub message: String,
    /// Where, in the decoded text.
    pub range: Range<usize>,
    /// A word at the place; may be empty.
    pub label: String,
    /// What to do.
    pub help: Vec<String>,
    /// The correction, when it is certain: other text in the place of these ranges, in order.
    pub fix: Vec<(Range<usize>, String)>,
}

impl Mistake {
    /// A mistake for which the document cannot be made.
    pub fn error(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            range,
            label: String::new(),
            help: Vec::new(),
            fix: Vec::new(),
        }
    }

    /// A finding that does not stop the document.
    pub fn warning(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, range, message) }
    }

    /// Adds a word at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a part of the correction.
    #[must_use]
    pub fn fix(mut self, range: Range<usize>, new: impl Into<String>) -> Self {
        self.fix.push((range, new.into()));
        self
    }

    fn forbidden(range: Range<usize>, message: &str, help: &str) -> Self {
        Self::error(codes::PROSE_FORBIDDEN, range, message).help(help)
    }
}

/// Whether stars between these two begin bold or italics: something stands behind them that goes on, and before them
/// nothing does. Between two signs, as in `"*"`, they are signs.
fn begins(before: Option<char>, after: &str) -> bool {
    let mut signs = after.chars();
    let (Some(next), second) = (signs.next(), signs.next()) else { return false };
    let closes = matches!(next, ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' | '%' | '/');
    let ends = second.is_none_or(char::is_whitespace);
    let word = before.is_some_and(char::is_alphanumeric);
    !(word || next.is_whitespace() || between(before, Some(next)) || closes && ends)
}

/// Whether a place lies between two signs.
fn between(before: Option<char>, after: Option<char>) -> bool {
    let sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    sign(before) && sign(after)
}

/// Whether a sign is empty space within a line, also of a width of its own, as Word has it.
fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}')
}

/// Reads a text; one that did not change is not read again.
#[comemo::memoize]
pub fn read(text: &str) -> (Arc<Prose>, Arc<[Mistake]>) {
    let (prose, mistakes) = parse(text);
    (Arc::new(prose), mistakes.into())
}

/// A text without any markup but the marks of notes: every other character is printed as typed, a line is a line, and an
/// empty line parts paragraphs.
pub fn plain(text: &str) -> Prose {
    let mut blocks = Vec::new();
    let mut lines: Vec<Inline> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, typed) = (at, line.trim());
        at += line.len();
        if typed.is_empty() {
            if !lines.is_empty() {
                blocks.push(Block::Paragraph(std::mem::take(&mut lines)));
            }
            continue;
        }
        if !lines.is_empty() {
            lines.push(Inline::Break);
        }
        let start = start + (line.len() - line.trim_start().len());
        noted(typed, start, &mut lines);
    }
    if !lines.is_empty() {
        blocks.push(Block::Paragraph(lines));
    }
    Prose { blocks }
}

/// Adds a line that starts at a place, in which notes may be marked.
fn noted(line: &str, start: usize, out: &mut Vec<Inline>) {
    let mut from = 0;
    let text = |part: Range<usize>, out: &mut Vec<Inline>| {
        if !part.is_empty() {
            let range = start + part.start..start + part.end;
            out.push(Inline::Text { text: line[part].to_owned(), range });
        }
    };
    for (mark, name) in nootmerken(line) {
        text(from..mark.start, out);
        from = mark.end;
        let range = start + mark.start..start + mark.end;
        out.push(Inline::Note { name: name.to_owned(), range });
    }
    text(from..line.len(), out);
}

impl Prose {
    /// Visits every inline part, outermost first.
    pub fn visit<'a>(&'a self, visitor: &mut dyn FnMut(&'a Inline)) {
        self.lines(&mut |inlines| visit_inlines(inlines, visitor));
    }

    /// Visits every paragraph and cell: what is read in one go.
    pub fn lines<'a>(&'a self, visitor: &mut dyn FnMut(&'a [Inline])) {
        visit_lines(&self.blocks, visitor);
    }
}

/// Visits every paragraph and cell of blocks.
pub fn visit_lines<'a>(blocks: &'a [Block], visitor: &mut dyn FnMut(&'a [Inline])) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => visitor(inlines),
            Block::List { items, .. } => items.iter().for_each(|item| visit_lines(item, visitor)),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| visitor(cell));
            }
        }
    }
}

/// Visits every part of running text, outermost first.
pub fn visit_inlines<'a>(inlines: &'a [Inline], visitor: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visitor(inline);
        match inline {
            Inline::Strong(children)
            | Inline::Emphasis(children)
            | Inline::Link { children, .. }
            | Inline::Withheld { children, .. } => visit_inlines(children, visitor),
            _ => {}
        }
    }
}
