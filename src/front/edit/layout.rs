//! In: a file's text and tree. Out: where its values, their keys and dashes, and their blocks of text stand. Pure.

use std::ops::Range;

use super::scalar;
use crate::source::Sources;
use crate::yaml::{Kind, Node, Scalar};

/// A file's text, and how it ends its lines.
pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    pub(super) sources: &'a Sources,
    pub(super) line_break: &'static str,
}

/// What comes before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// Nothing: it is the whole file.
    Root,
    /// A key; in `{a}` without a colon.
    Key { colon: bool },
    /// A dash, or in `[a]` nothing.
    Item,
}

/// Where a value stands.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) head: Head,
    /// Where the key ends, or the dash begins.
    pub(super) from: usize,
    /// Just after the colon or the dash.
    pub(super) after: usize,
    /// Where the value begins: of a block of text its `|` or `>`.
    pub(super) start: usize,
    /// The column of the keys or dashes of the block around it; none around the root.
    pub(super) column: Option<usize>,
    /// Whether it stands between `[` and `]` or `{` and `}`.
    pub(super) flow: bool,
}

/// A list item, or a key with its value.
pub(super) struct Child<'a> {
    pub(super) key: Option<&'a str>,
    pub(super) node: &'a Node,
    pub(super) at: At,
    /// Where the key or the dash begins.
    pub(super) start: usize,
    /// Where the value ends, of a block of text without its last line break.
    pub(super) end: usize,
}

/// A block of text: `|` or `>` with the lines below it.
#[derive(Debug)]
pub(super) struct TextBlock {
    /// `|`, `>2-` and the like.
    pub(super) header: Range<usize>,
    /// The end of the header's line.
    pub(super) line_end: usize,
    /// The end of its last line with text; of the header's line when there is none.
    pub(super) text_end: usize,
    /// The end of the last empty line below it.
    pub(super) empty_end: usize,
    /// Whether those empty lines are part of the text.
    pub(super) keeps: bool,
    /// The indentation of its lines.
    pub(super) indent: usize,
}

impl TextBlock {
    /// The end of its last line.
    pub(super) fn end(&self) -> usize {
        if self.keeps { self.empty_end } else { self.text_end }
    }
}

impl At {
    pub(super) fn root(layout: &Layout<'_>) -> Self {
        let mut start = layout.skip(0);
        if layout.text[start..].starts_with("---") {
            start = layout.skip(start + 3);
        }
        Self { head: Head::Root, from: 0, after: 0, start, column: None, flow: false }
    }

    /// The column of what stands below the key or the dash.
    pub(super) fn below(&self) -> usize {
        self.column.map_or(0, |column| column + 2)
    }
}

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str, sources: &'a Sources) -> Self {
        let windows = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
        Self { text, sources, line_break: if windows { "\r\n" } else { "\n" } }
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |before| before + 1)
    }

    /// The end of a line, before its line break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |length| at + length);
        if end > at && self.text[..end].ends_with('\r') { end - 1 } else { end }
    }

    /// The start of the line after the one that ends here.
    pub(super) fn next_line(&self, end: usize) -> Option<usize> {
        let rest = &self.text[end..];
        let length = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        (length > 0).then_some(end + length)
    }

    /// The end of the last empty line below a line that ends here.
    pub(super) fn empty_lines(&self, mut end: usize) -> usize {
        while let Some(next) = self.next_line(end).filter(|next| *next < self.text.len()) {
            let below = self.line_end(next);
            if !self.text[next..below].trim().is_empty() {
                break;
            }
            end = below;
        }
        end
    }

    /// The next character that is no blank, line break or comment.
    pub(super) fn skip(&self, mut at: usize) -> usize {
        loop {
            at += self.text[at..].len()
                - self.text[at..].trim_start_matches([' ', '\t', '\r', '\n']).len();
            let apart = self.text[..at].ends_with([' ', '\t', '\r', '\n']) || at == 0;
            if !(apart && self.text[at..].starts_with('#')) {
                return at;
            }
            at = self.line_end(at);
        }
    }

    /// Where a value begins that comes after this place.
    fn value_start(&self, node: &Node, after: usize) -> usize {
        if node.text() == Some("") && node.is_null() { after } else { self.skip(after) }
    }

    /// Whether a collection is written in brackets of its own. A block may begin with a bracket too: that of its
    /// first key or item.
    pub(super) fn has_brackets(&self, node: &Node) -> bool {
        let start = node.span.range.start;
        let first = match &node.kind {
            Kind::Scalar(_) => return false,
            Kind::List(items) => items.first(),
            Kind::Map(entries) => entries.first().map(|entry| &entry.key),
        };
        let bracket = if matches!(node.kind, Kind::List(_)) { '[' } else { '{' };
        self.text[start..].starts_with(bracket)
            && first.is_none_or(|first| first.span.range.start > start)
    }

    /// The children of a collection, each at its place; `None` for what is written in a way that nobody writes.
    pub(super) fn children<'n>(&self, node: &'n Node, at: &At) -> Option<Vec<Child<'n>>> {
        let flow = at.flow || self.has_brackets(node);
        let mut column = None;
        let mut children: Vec<Child<'n>> = Vec::new();
        let mut add = |key: Option<&'n str>, node: &'n Node, start, (head, from, after)| {
            let column = match flow {
                true => at.column,
                // The first one may stand behind dashes, the others are alone with their indentation.
                false => {
                    let before = &self.text[self.line_start(start)..start];
                    let column = *column.get_or_insert(before.len());
                    let indents: &[char] = if children.is_empty() { &[' ', '-'] } else { &[' '] };
                    let alone = before.trim_matches(indents).is_empty();
                    Some(column).filter(|column| *column == before.len() && alone)?.into()
                }
            };
            let at = At { head, from, after, start: self.value_start(node, after), column, flow };
            let end = self.end(node, &at)?;
            children.push(Child { key, node, at, start, end });
            Some(end)
        };
        match &node.kind {
            Kind::Scalar(_) => {}
            Kind::Map(entries) => {
                for entry in entries {
                    let from = entry.key.span.range.end;
                    let skipped = if flow { self.skip(from) } else { from + self.blanks(from) };
                    let colon = self.text[skipped..].starts_with(':');
                    if !colon && !flow {
                        return None;
                    }
                    let after = if colon { skipped + 1 } else { from };
                    let place = (Head::Key { colon }, from, after);
                    add(Some(entry.key.text()?), &entry.value, entry.key.span.range.start, place)?;
                }
            }
            Kind::List(items) if flow => {
                for item in items {
                    let start = item.span.range.start;
                    add(None, item, start, (Head::Item, start, start))?;
                }
            }
            Kind::List(items) => {
                let mut dash = at.start;
                for item in items {
                    if !self.text[dash..].starts_with('-') {
                        return None;
                    }
                    dash = self.skip(add(None, item, dash, (Head::Item, dash, dash + 1))?);
                }
            }
        }
        Some(children)
    }

    fn blanks(&self, at: usize) -> usize {
        self.text[at..].len() - self.text[at..].trim_start_matches([' ', '\t']).len()
    }

    /// Where a value ends.
    pub(super) fn end(&self, node: &Node, at: &At) -> Option<usize> {
        match &node.kind {
            Kind::Scalar(scalar) if scalar::is_block(scalar) => Some(self.block(scalar, at)?.end()),
            Kind::Scalar(_) if at.start == at.after && node.is_null() => Some(at.after),
            Kind::Scalar(_) => Some(node.span.range.end),
            _ if self.has_brackets(node) => Some(node.span.range.end),
            _ => Some(self.children(node, at)?.last().map_or(at.after, |child| child.end)),
        }
    }

    /// A block of text.
    pub(super) fn block(&self, scalar: &Scalar, at: &At) -> Option<TextBlock> {
        let rest = self.text[at.start..].strip_prefix(['|', '>'])?;
        let sign = |char: char| matches!(char, '+' | '-' | '1'..='9');
        let header = at.start..at.start + 1 + rest.len() - rest.trim_start_matches(sign).len();
        let digit = self.text[header.clone()].chars().find_map(|char| char.to_digit(10));
        let line_end = self.line_end(at.start);
        let has_text = !scalar.value.trim_matches('\n').is_empty();
        let mut block = TextBlock {
            line_end,
            text_end: line_end,
            empty_end: line_end,
            keeps: self.text[header.clone()].contains('+'),
            indent: digit.map_or(0, |digit| at.column.unwrap_or(0) + digit as usize),
            header,
        };
        let mut next = self.next_line(line_end);
        while let Some(start) = next.filter(|start| *start < self.text.len()) {
            let end = self.line_end(start);
            let spaces = self.spaces(start..end);
            let empty = spaces == end - start;
            // The first line with text says how far all are indented.
            if !empty && has_text && block.indent == 0 {
                block.indent = spaces;
            }
            if empty && (spaces <= block.indent || block.indent == 0) {
                block.empty_end = end;
            } else if has_text && spaces >= block.indent {
                (block.text_end, block.empty_end) = (end, end);
            } else {
                break;
            }
            next = self.next_line(end);
        }
        Some(block)
    }

    /// By how many spaces a line is indented.
    pub(super) fn spaces(&self, line: Range<usize>) -> usize {
        let line = &self.text[line];
        line.len() - line.trim_start_matches(' ').len()
    }
}
