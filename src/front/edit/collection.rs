//! In: a list or a map of a file, and its children in their new order. Out: what to splice. Pure.
//!
//! Children are taken as they stand. What stands between them (blank lines, comments) keeps its place: it stands
//! before the child that stays, and a comment stays also when the child goes.

use super::layout::{At, Child, Head, Layout};
use super::value::Value;
use super::wanted::Slot;
use super::{Splice, ends_in_block, scalar, spell, spliced};
use crate::yaml::{Kind, Node};

/// The splices that bring a collection's children in this order, with what is to change within each of them.
pub(super) fn rebuild(
    layout: &Layout<'_>,
    node: &Node,
    at: &At,
    children: &[Child<'_>],
    below: &[Vec<Splice>],
    slots: &[Slot<'_>],
) -> Option<Vec<Splice>> {
    if children.is_empty() {
        return fill(layout, node, at, slots);
    }
    let old = Old { layout, at, children, below };
    if layout.has_brackets(node) {
        return Some(vec![old.between_brackets(node, slots)?]);
    }
    // `[a: b]` has no brackets of its own.
    if at.flow { None } else { old.lines(node, slots) }
}

/// The new children as a collection of their own.
fn news(slots: &[Slot<'_>]) -> Option<Value> {
    let new = |slot: &Slot<'_>| match slot {
        Slot::New(key, value) => Some((key.map(ToOwned::to_owned), (*value).clone())),
        _ => None,
    };
    let all: Vec<(Option<String>, Value)> = slots.iter().map(new).collect::<Option<_>>()?;
    Some(match all.first()? {
        (None, _) => Value::List(all.into_iter().map(|(_, value)| value).collect()),
        _ => {
            let pairs = all.into_iter().map(|(key, value)| Some((key?, value)));
            Value::Map(pairs.collect::<Option<_>>()?)
        }
    })
}

/// Gives an empty collection, or a value that is not there yet, its first children.
fn fill(layout: &Layout<'_>, node: &Node, at: &At, slots: &[Slot<'_>]) -> Option<Vec<Splice>> {
    let value = news(slots)?;
    let text = layout.text;
    if matches!(node.kind, Kind::Map(_)) && node.span.range.is_empty() {
        // A file with nothing in it, or only comments.
        let end = text.len();
        let lines = spell::block(layout, &value, at, true)?;
        let joined = text.is_empty() || text.ends_with('\n');
        let lines = if joined { lines.trim_start_matches(['\r', '\n']) } else { &lines };
        let last = if text.ends_with('\n') { layout.line_break } else { "" };
        return Some(vec![(end..end, format!("{lines}{last}"))]);
    }
    let brackets = layout.has_brackets(node);
    let end = layout.end(node, at)?;
    let inside = if brackets { &text[at.start + 1..end - 1] } else { "" };
    if brackets && (at.flow || !inside.trim().is_empty()) {
        let inner = spell::flow(layout, &value, at)?;
        let inner = inner.get(1..inner.len() - 1)?.to_owned();
        let open = at.start + 1;
        let close = if inside.trim().is_empty() { end - 1 } else { open };
        return Some(vec![(open..close, inner)]);
    }
    if at.flow {
        let colon = if at.head == (Head::Key { colon: false }) { ":" } else { "" };
        let inner = spell::flow(layout, &value, at)?;
        return Some(vec![(at.after..end, format!("{colon} {inner}"))]);
    }
    let line_end = layout.line_end(end);
    let start = if at.head == Head::Root { at.start } else { at.after };
    if text[end..line_end].trim().is_empty() {
        let lines = spell::block(layout, &value, at, false)?;
        let root = at.head == Head::Root;
        let lines = if root { lines.trim_start_matches(['\r', '\n']) } else { &lines };
        return Some(vec![(start..end, lines.to_owned())]);
    }
    // The comment stays behind the key.
    let lines = spell::block(layout, &value, at, true)?;
    Some(vec![(start..end, String::new()), (line_end..line_end, lines)])
}

/// A collection as it stands, with what is to change within its children.
struct Old<'a> {
    layout: &'a Layout<'a>,
    at: &'a At,
    children: &'a [Child<'a>],
    below: &'a [Vec<Splice>],
}

impl Old<'_> {
    /// The place of a new child.
    fn new_at(&self, key: bool) -> At {
        let head = if key { Head::Key { colon: true } } else { Head::Item };
        At { head, ..self.children[0].at.clone() }
    }

    // Between brackets.

    fn between_brackets(&self, node: &Node, slots: &[Slot<'_>]) -> Option<Splice> {
        let text = self.layout.text;
        let (open, close) = (node.span.range.start + 1, node.span.range.end - 1);
        let last = self.children.len() - 1;
        let gap =
            |index: usize| self.comma(self.children[index - 1].end, self.children[index].start);
        let head = &text[open..self.children[0].start];
        let blank = match self.children.len() {
            1 if head.contains('\n') && !head.contains('#') => head,
            1 => " ",
            _ => Some(gap(1)?.1).filter(|blank| !blank.contains('#')).unwrap_or(" "),
        };
        let comments =
            |part: &str| if part.contains('#') { part.to_owned() } else { String::new() };
        let mut out = head.to_owned();
        let mut any = false;
        for slot in slots {
            let (before, after) = match slot {
                Slot::Stays(index) | Slot::Removed(index) | Slot::Gone(index) if *index > 0 => {
                    gap(*index)?
                }
                _ => ("", blank),
            };
            let body = match slot {
                Slot::Stays(index) | Slot::Moved(index) => self.flow_body(*index),
                Slot::New(key, value) => {
                    let value = spell::flow(self.layout, value, &self.new_at(key.is_some()))?;
                    match key {
                        Some(key) => format!("{}: {value}", spell::key(key)),
                        None => value,
                    }
                }
                Slot::Removed(0) | Slot::Gone(0) => continue,
                Slot::Removed(_) | Slot::Gone(_) => {
                    out.push_str(&comments(before));
                    out.push_str(&comments(after));
                    continue;
                }
            };
            if any {
                out.push_str(&format!("{before},{after}"));
            } else if matches!(slot, Slot::Stays(index) if *index > 0) {
                out.push_str(&comments(before));
                out.push_str(&comments(after));
            }
            out.push_str(&body);
            any = true;
        }
        let tail = &text[self.children[last].end..close];
        match self.comma(self.children[last].end, close) {
            Some((before, after)) if !any => out.push_str(&format!("{before}{after}")),
            _ => out.push_str(tail),
        }
        let empty = !any && out.trim().is_empty();
        Some((open..close, if empty { String::new() } else { out }))
    }

    fn flow_body(&self, index: usize) -> String {
        let child = &self.children[index];
        spliced(self.layout.text, child.start..child.end, &self.below[index])
    }

    /// What stands before and behind the comma in a part of the text.
    fn comma(&self, from: usize, to: usize) -> Option<(&str, &str)> {
        let comma = self.layout.skip(from);
        let text = self.layout.text;
        (comma < to && text[comma..].starts_with(','))
            .then(|| (&text[from..comma], &text[comma + 1..to]))
    }

    // On lines.

    fn lines(&self, node: &Node, slots: &[Slot<'_>]) -> Option<Vec<Splice>> {
        let layout = self.layout;
        let last = self.children.len() - 1;
        let moves = |index: usize| {
            slots.iter().any(|slot| matches!(slot, Slot::Gone(gone) if *gone == index))
        };
        let lead =
            |index: usize| if moves(index) { self.lead(index) } else { self.children[index].start };
        let start = lead(0);
        let mut end = self.body_end(last);
        let mut out = String::new();
        // The child that was put last; a comment that stays counts as none.
        let mut before: Option<Slot<'_>> = None;
        let mut any = false;
        for slot in slots {
            let gap = match slot {
                Slot::Stays(index) | Slot::Removed(index) | Slot::Gone(index) if *index > 0 => {
                    &layout.text[self.body_end(index - 1)..lead(*index)]
                }
                _ => "",
            };
            let body = match slot {
                Slot::Stays(index) => self.body(*index, self.children[*index].start),
                Slot::Moved(index) => self.body(*index, lead(*index)),
                Slot::New(key, value) => self.new_body(*key, value)?,
                Slot::Removed(_) | Slot::Gone(_) => {
                    if gap.contains('#') {
                        let comment = gap.trim_end();
                        out.push_str(if out.is_empty() { comment.trim_start() } else { comment });
                        before = None;
                    }
                    continue;
                }
            };
            let keeps = self.keeps(before);
            if out.is_empty() {
                out.push_str(if gap.contains('#') { gap.trim_start() } else { "" });
            } else if gap.is_empty() {
                out.push_str(&self.gap(!keeps));
            } else {
                out.push_str(if keeps { without_empty_lines(gap) } else { gap });
            }
            out.push_str(&body);
            before = Some(*slot);
            any = true;
        }
        let ends_else = !matches!(before, Some(Slot::Stays(index)) if index == last);
        if self.keeps(before) && ends_else {
            end = layout.empty_lines(end);
            // The line break of its last empty line.
            out.push_str(if end == layout.text.len() { layout.line_break } else { "" });
        }
        if any {
            return Some(vec![(start..end, out)]);
        }
        // The brackets stand behind the key, comments stay below it.
        let brackets = if matches!(node.kind, Kind::List(_)) { "[]" } else { "{}" };
        let after = self.at.after;
        let lines = layout.text[after..start].trim_end().len() + after;
        if self.at.head == Head::Root {
            let out = if out.is_empty() { out } else { out + layout.line_break };
            return Some(vec![(start..end, format!("{out}{brackets}"))]);
        }
        let mut splices = vec![(after..after, format!(" {brackets}"))];
        let cut = if out.is_empty() { lines } else { start };
        splices.push((cut..end, out));
        Some(splices)
    }

    /// The end of a child's last line, or of what is to be spliced there.
    fn body_end(&self, index: usize) -> usize {
        let end = self.layout.line_end(self.children[index].end);
        self.below[index].iter().map(|(range, _)| range.end).fold(end, usize::max)
    }

    fn body(&self, index: usize, start: usize) -> String {
        spliced(self.layout.text, start..self.body_end(index), &self.below[index])
    }

    fn new_body(&self, key: Option<&str>, value: &Value) -> Option<String> {
        let at = self.new_at(key.is_some());
        let text = spell::block(self.layout, value, &at, false)?;
        Some(match key {
            Some(key) => format!("{}:{text}", spell::key(key)),
            None => format!("-{text}"),
        })
    }

    /// Where the comment begins that stands directly above a child.
    fn lead(&self, index: usize) -> usize {
        let layout = self.layout;
        let mut start = self.children[index].start;
        let floor = index.checked_sub(1).map_or(self.at.after, |before| self.children[before].end);
        let column = start - layout.line_start(start);
        loop {
            let line = layout.line_start(start);
            let alone = layout.text[line..start].bytes().all(|byte| byte == b' ');
            if !alone || line == 0 {
                return start;
            }
            let above = layout.line_start(line - 1);
            let comment = layout.text[above..line].strip_prefix(&*" ".repeat(column));
            if above < floor || !comment.is_some_and(|comment| comment.starts_with('#')) {
                return start;
            }
            start = above + column;
        }
    }

    /// What stands before a new child: an empty line when there is one between all others.
    fn gap(&self, may_be_apart: bool) -> String {
        let layout = self.layout;
        let apart = |index: usize| {
            let end = self.body_end(index - 1);
            layout.empty_lines(end) > end
        };
        let count = self.children.len();
        let apart = may_be_apart && count > 1 && (1..count).all(apart);
        let indent = self.children[0].at.column.unwrap_or(0);
        let breaks = layout.line_break.repeat(1 + usize::from(apart));
        format!("{breaks}{:indent$}", "")
    }

    /// Whether empty lines below a child would be a part of its text.
    fn keeps(&self, slot: Option<Slot<'_>>) -> bool {
        let Some(Slot::Stays(index) | Slot::Moved(index)) = slot else { return false };
        keeps(self.layout, self.children[index].node, &self.children[index].at)
    }
}

/// What stands between two children, from the last line break before it is no longer empty.
fn without_empty_lines(gap: &str) -> &str {
    let blank = gap.len() - gap.trim_start().len();
    let breaks = gap[..blank].rfind('\n').map_or(0, |at| at);
    let start = if gap[..breaks].ends_with('\r') { breaks - 1 } else { breaks };
    &gap[start..]
}

/// Whether a value ends in a block of text to which the empty lines below it belong.
fn keeps(layout: &Layout<'_>, node: &Node, at: &At) -> bool {
    if !ends_in_block(node) {
        return false;
    }
    match &node.kind {
        Kind::Scalar(text) => {
            scalar::is_block(text) && layout.block(text, at).is_some_and(|block| block.keeps)
        }
        _ => layout
            .children(node, at)
            .and_then(|mut children| children.pop())
            .is_some_and(|last| keeps(layout, last.node, &last.at)),
    }
}
