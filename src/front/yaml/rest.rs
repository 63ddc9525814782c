//! In: a file up to a mistake after which the parser cannot go on. Out: the tree without the block that the mistake is
//! in, and what is wrong in the rest of the file. Pure.
//!
//! A block is a field at the margin with all that is below it. From the mistake on each block is read on its own, so
//! that a quotation mark or bracket that is not closed swallows no more than its own block.

use super::meant::{self, Broken};
use super::mistakes::{indented, no_field};
use super::parse::{Builder, Open, Parsed};
use super::{Kind, Node};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;

/// Reads what comes after a mistake.
pub(super) fn read(before: Builder<'_>, fatal: Diagnostic) -> Parsed {
    let Builder { id, source, text, open, root, mut found, .. } = before;
    // The first document, which is at its end; or the file as far as it goes.
    let top = root.map(Open::new).or(open.into_iter().next());
    let mut top = match top {
        Some(top) if text[top.node.span.range.start..].starts_with('{') => {
            found.push(fatal);
            return Parsed { tree: None, partial: true, found };
        }
        Some(top) if first_key(&top).is_some_and(|key| !is_indented(key, text)) => top,
        _ => Open::new(Node::empty(id)),
    };
    let mut mistakes = Vec::new();
    // Where the parser stopped in the first of the blocks that it could not read.
    let mut first_stop = None;
    // What comes after a second beginning may be the whole file once more.
    if fatal.code != codes::YAML_DOCUMENTS {
        let blocks = blocks(text);
        // The parser may see the mistake only far behind it, but every field that came to its end was good.
        let at = match (top.key.take(), &top.node.kind) {
            (Some(key), _) => key.span.range.start,
            (None, Kind::Map(entries)) => {
                entries.last().map_or(0, |last| content(text, last.value.span.range.end))
            }
            _ => 0,
        };
        let first = blocks.partition_point(|start| *start <= at).saturating_sub(1);
        let blocks = &blocks[first..];
        let from = blocks.first().copied().unwrap_or_default();
        if let Kind::Map(entries) = &mut top.node.kind {
            entries.retain(|entry| entry.key.span.range.start < from);
        }
        top.seen.retain(|_, span| span.range.start < from);
        found.retain(|mistake| start(mistake) < from);
        let ends = blocks.iter().skip(1).copied().chain([text.len()]);
        for (start, end) in blocks.iter().copied().zip(ends) {
            let mut block = Builder::new(id, source, text, start..end);
            let ended = block.run();
            let likely = |at| meant::mistake(id, &Broken::new(text, start..end, at));
            let mut add = |mistake: Diagnostic| {
                first_stop.get_or_insert(self::start(&mistake));
                let known = [codes::YAML_DOCUMENTS, codes::YAML_TOO_DEEP].contains(&mistake.code);
                let likely = likely(self::start(&mistake)).filter(|_| !known);
                mistakes.push(match likely {
                    // What stands there is known; only how it is written was still to be found.
                    Some(likely)
                        if [codes::YAML_ALIAS, codes::YAML_TAG].contains(&mistake.code) =>
                    {
                        Diagnostic { help: likely.help, fix: likely.fix, ..mistake }
                    }
                    Some(likely) => likely,
                    None => mistake,
                });
            };
            match (ended, block.root) {
                (Err(mistake), _) => add(*mistake),
                (Ok(()), Some(Node { kind: Kind::Map(entries), .. })) => {
                    let odd = block
                        .odd
                        .first()
                        .and_then(|at| meant::odd(id, &Broken::new(text, start..end, *at)));
                    match entries.first().filter(|first| is_indented(&first.key, text)) {
                        Some(first) => add(indented(first.key.span.clone(), text)),
                        None => match odd {
                            Some(odd) => mistakes.push(odd),
                            None => {
                                entries.into_iter().for_each(|entry| top.enter(entry, &mut found))
                            }
                        },
                    }
                }
                (Ok(()), Some(node)) if !node.is_null() => {
                    let first = node.span.range.start;
                    add(no_field(Span::new(id, source.clamp(first..first + 1))));
                }
                (Ok(()), _) => {}
            }
            found.append(&mut block.found);
            if mistakes.last().is_some_and(|mistake| mistake.code == codes::YAML_DOCUMENTS) {
                break;
            }
        }
    }
    // Within its block the same mistake is seen where it was made: the quotation mark, not the text after the next one.
    if first_stop.is_none_or(|stop| stop > start(&fatal)) {
        found.push(fatal);
    }
    found.append(&mut mistakes);
    let is_empty = matches!(&top.node.kind, Kind::Map(entries) if entries.is_empty());
    Parsed { tree: (!is_empty).then_some(top.node), partial: true, found }
}

/// A file that can be read, with keys that no author means as one: without the blocks of those that are a mistake
/// of another kind.
pub(super) fn odd(whole: Builder<'_>) -> Parsed {
    let Builder { id, text, root, mut found, odd, .. } = whole;
    let mut tree = root.unwrap_or_else(|| Node::empty(id));
    if tree.text().is_some() {
        let start = tree.span.range.start;
        let likely = meant::mistake(id, &Broken::new(text, 0..text.len(), start));
        let partial = likely.is_some();
        found.extend(likely);
        return Parsed { tree: (!partial).then_some(tree), partial, found };
    }
    let blocks = blocks(text);
    let ends = blocks.iter().skip(1).copied().chain([text.len()]);
    let mut partial = false;
    for (start, end) in blocks.iter().copied().zip(ends) {
        let Some(at) = odd.iter().find(|at| (start..end).contains(*at)) else { continue };
        if let Some(mistake) = meant::odd(id, &Broken::new(text, start..end, *at)) {
            found.push(mistake);
            partial = true;
            if let Kind::Map(entries) = &mut tree.kind {
                entries.retain(|entry| !(start..end).contains(&entry.key.span.range.start));
            }
        }
    }
    let is_empty = matches!(&tree.kind, Kind::Map(entries) if entries.is_empty());
    Parsed { tree: (!(is_empty && partial)).then_some(tree), partial, found }
}

fn start(mistake: &Diagnostic) -> usize {
    mistake.span().map_or(0, |span| span.range.start)
}

fn first_key(open: &Open) -> Option<&Node> {
    match &open.node.kind {
        Kind::Map(entries) => entries.first().map(|first| &first.key).or(open.key.as_ref()),
        _ => None,
    }
}

fn is_indented(key: &Node, text: &str) -> bool {
    text[..key.span.range.start].ends_with([' ', '\t'])
}

/// Where the first line from here on begins that is not empty and no comment.
fn content(text: &str, from: usize) -> usize {
    let is_content = |line: &&str| !matches!(line.trim_start().chars().next(), None | Some('#'));
    let lines = text[from..].split_inclusive('\n');
    from + lines.take_while(|line| !is_content(line)).map(str::len).sum::<usize>()
}

/// Where blocks begin: at the start of the file, and at each line at the margin that begins with a field as this
/// product names them. A sentence that lost its indentation is none.
fn blocks(text: &str) -> Vec<usize> {
    let mut blocks = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let value = line.trim_start_matches(name);
        let is_field = value.len() < line.len()
            && value.strip_prefix(':').is_some_and(|value| {
                value.is_empty() || value.starts_with([' ', '\t', '\r', '\n'])
            });
        if is_field && at > 0 {
            blocks.push(at);
        }
        at += line.len();
    }
    blocks
}
