//! In: a text in a block, with the fields around it. Out: a field in it that stands so far to the right that it became
//! running text. Pure.

use std::ops::Range;

use super::mended::{column, is_block};
use super::stray::Level;
use crate::diagnostic::{Diagnostic, Edit, codes};
use crate::source::{Sources, Span};
use crate::yaml::{self, Entry, Kind, Node};

/// A line of a text that reads as a field of a level around it.
struct Sunken<'a> {
    /// Where its line begins.
    line: usize,
    indent: usize,
    name: &'a str,
    /// Whether it begins an item of a list.
    is_item: bool,
}

/// The first of them. `levels` are the blocks around the text, outermost first.
pub(super) fn told(levels: &[Level<'_>], node: &Node, sources: &Sources) -> Option<Diagnostic> {
    if node.is_cell() || !is_block(node, sources) {
        return None;
    }
    let text = sources.get(node.span.source).text();
    let start = text[..node.span.range.start].rfind('\n').map_or(0, |at| at + 1);
    let mut above = "";
    let mut at = start;
    for line in text[start..node.span.range.end].split_inclusive('\n') {
        let content = line.trim();
        let found = field(content, above).and_then(|(name, is_item)| {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let sunken = Sunken { line: at, indent, name, is_item };
            let level = levels.iter().rev().find(|level| sunken.belongs(level, text))?;
            Some((sunken, level))
        });
        if let Some((sunken, level)) = found {
            return Some(sunken.told(level, node, sources));
        }
        at += line.len();
        above = content;
    }
    None
}

/// The name that a line begins with as a field does, and whether it begins an item. A sentence that goes on from the
/// line above begins no field.
fn field<'a>(line: &'a str, above: &str) -> Option<(&'a str, bool)> {
    let item = line.strip_prefix("- ").map(str::trim_start);
    let (name, value) = item.unwrap_or(line).split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let head = value.is_empty() || matches!(value.trim(), "|" | ">" | "|-" | ">-" | "|+" | ">+");
    let apart = above.is_empty() || item.is_some() || above.ends_with(['.', '?', '!', ':', '|']);
    (is_name && (head || value.starts_with(' ') && apart)).then_some((name, item.is_some()))
}

impl Sunken<'_> {
    fn belongs(&self, level: &Level<'_>, text: &str) -> bool {
        let known = level.keys.iter().any(|(key, _)| key == self.name);
        known
            && match self.is_item {
                true => dash(level, text).is_some(),
                false => !level.has(self.name),
            }
    }

    fn told(&self, level: &Level<'_>, node: &Node, sources: &Sources) -> Diagnostic {
        let text = sources.get(node.span.source).text();
        let name = self.name;
        let start = self.line + self.indent;
        let end = start + text[start..].lines().next().map_or(0, |line| line.trim_end().len());
        let mark = start..end.min(start + if self.is_item { 2 } else { 0 } + name.len() + 1);
        let beside = level.entries.first().map(|first| &first.key);
        let message = match self.is_item {
            true => format!("`- {name}` staat te ver naar rechts: zo is het lopende tekst"),
            false => format!("`{name}` staat te ver naar rechts: zo is het lopende tekst"),
        };
        let mut told = Diagnostic::error(codes::YAML_INDENT, message)
            .at(Span::new(node.span.source, mark), "");
        if let Some(key) = beside {
            let (line, _) = sources.get(key.span.source).line_column(key.span.range.start);
            let what = match self.is_item {
                true => format!("zet het streepje recht onder dat van regel {line}"),
                false => format!(
                    "laat `{name}` recht onder `{}` van regel {line} beginnen",
                    key.text().unwrap_or_default()
                ),
            };
            told = told.help(format!("{what}, en wat erbij hoort even ver naar links"));
        }
        told = told.help("is het gewone tekst, begin de regel dan met een ander woord");
        told.fix = self.moved(level, node, text).unwrap_or_default();
        told
    }

    /// The rest of the block at the place of its level, when all of it is fields of that level.
    fn moved(&self, level: &Level<'_>, node: &Node, text: &str) -> Option<Vec<Edit>> {
        let wanted = match self.is_item {
            true => dash(level, text)?,
            false => column(level.entries.first()?.key.span.range.start, text)?,
        };
        let by = self.indent.checked_sub(wanted)?;
        let rest = self.line..node.span.range.end;
        let below = text[rest.end..].lines().find(|line| !line.trim().is_empty());
        // What stands below the block stays where it is: it must still belong there.
        if let Some(below) = below.filter(|line| !line.trim_start().starts_with('#')) {
            let indent = spaces(below);
            let is_item = below[indent..].starts_with("- ");
            if indent > wanted || indent == wanted && is_item != self.is_item {
                return None;
            }
        }
        let alone = format!("x:\n{}", dedented(&text[rest.clone()], self.indent)?);
        let mut sources = Sources::default();
        let id = sources.add("", alone.as_str());
        let parsed = yaml::parse(sources.get(id), id);
        let tree = parsed.tree.filter(|_| parsed.found.is_empty())?;
        let known = |entries: &[Entry]| {
            entries.iter().all(|entry| {
                level.keys.iter().any(|(key, _)| entry.key.text() == Some(key))
                    && (self.is_item || entry.key.text().is_some_and(|name| !level.has(name)))
            })
        };
        let fits = match &tree.get("x")?.kind {
            Kind::Map(entries) => !self.is_item && known(entries),
            Kind::List(items) => {
                self.is_item
                    && items
                        .iter()
                        .all(|item| matches!(&item.kind, Kind::Map(entries) if known(entries)))
            }
            Kind::Scalar(_) => false,
        };
        let mut at = rest.start;
        let edits = text[rest].split_inclusive('\n').filter_map(|line| {
            let start = at;
            at += line.len();
            (!line.trim().is_empty()).then(|| left(node, start..start + by))
        });
        fits.then(|| edits.collect())
    }
}

/// An edit that takes these spaces away.
fn left(node: &Node, range: Range<usize>) -> Edit {
    Edit { span: Span::new(node.span.source, range), text: String::new(), value: None }
}

/// These lines with two spaces in the place of as many as the first has; `None` when one has fewer.
fn dedented(lines: &str, indent: usize) -> Option<String> {
    let line = |line: &str| match line.trim().is_empty() {
        true => Some("\n".to_owned()),
        false => (spaces(line) >= indent).then(|| format!("  {}", &line[indent..])),
    };
    lines.split_inclusive('\n').map(line).collect()
}

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The column of the dash that a block stands behind, if it is an item of a list.
fn dash(level: &Level<'_>, text: &str) -> Option<usize> {
    let key = level.entries.first()?.key.span.range.start;
    let start = text[..key].rfind('\n').map_or(0, |at| at + 1);
    column(key, text)?;
    text[start..key].rfind('-')
}
