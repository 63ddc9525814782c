//! In: a block of fields with those around it. Out: fields that stand a level too deep or not deep enough. Pure.

use super::format::check_format;
use super::mended::column;
use super::schema::Shape;
use super::tekst::FORMAT_NAAM;
use crate::diagnostic::{Diagnostic, Edit, codes};
use crate::source::{Sources, Span};
use crate::yaml::{Entry, Kind, Node};

/// A block of fields, and which it can have.
pub(super) struct Level<'a> {
    pub(super) keys: &'a [(String, Shape)],
    pub(super) required: &'a [String],
    pub(super) others: Option<&'a (Option<String>, Box<Shape>)>,
    pub(super) entries: &'a [Entry],
}

impl Level<'_> {
    /// Whether it has this field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.key.text() == Some(name))
    }
}

/// What is wrong with the places of fields.
#[derive(Default)]
pub(super) struct Strays {
    pub(super) told: Vec<Diagnostic>,
    /// The fields that belong elsewhere, by their number.
    pub(super) misplaced: Vec<usize>,
    /// The fields that they belong to.
    pub(super) fed: Vec<usize>,
}

/// Whether a block can have such a field.
fn takes(
    keys: &[(String, Shape)],
    others: Option<&(Option<String>, Box<Shape>)>,
    name: &str,
) -> bool {
    keys.iter().any(|(key, _)| key == name)
        || others.is_some_and(|(format, _)| match format {
            // What can be any name says nothing about where it belongs.
            Some(format) => format != FORMAT_NAAM && check_format(format, name).is_ok(),
            None => false,
        })
}

/// The fields of the innermost block that belong elsewhere.
pub(super) fn all(levels: &[Level<'_>], sources: &Sources) -> Strays {
    let mut strays = Strays::default();
    let Some((own, around)) = levels.split_last() else { return strays };
    let own_takes = |name: &str| {
        takes(own.keys, own.others, name)
            || own.others.is_some_and(|(format, _)| {
                format.as_ref().is_none_or(|format| check_format(format, name).is_ok())
            })
    };
    // The fields that have a block, which are few: a file can have any number of others.
    let parents = own.entries.iter().enumerate().filter_map(|(at, entry)| {
        let shape = own.keys.iter().find(|(key, _)| entry.key.text() == Some(key));
        match shape {
            Some((_, Shape::Map { keys, others, .. })) => Some((at, entry, keys, others.as_ref())),
            _ => None,
        }
    });
    let parents: Vec<_> = parents.collect();
    let mut into: Option<(usize, Vec<usize>)> = None;
    for (index, entry) in own.entries.iter().enumerate() {
        let Some(name) = entry.key.text().filter(|name| !own_takes(name)) else { continue };
        // The field above whose block can have it.
        let above = parents.iter().rev().find(|(at, above, keys, others)| {
            let open = above.value.is_null()
                || matches!(&above.value.kind, Kind::Map(_) if above.value.get(name).is_none());
            *at < index && open && takes(keys, *others, name)
        });
        if let Some((parent, ..)) = above {
            let parent = *parent;
            strays.misplaced.push(index);
            match &mut into {
                Some((known, all)) if *known == parent => all.push(index),
                _ => {
                    strays
                        .told
                        .extend(into.take().and_then(|(p, all)| shallow(own, p, &all, sources)));
                    into = Some((parent, vec![index]));
                }
            }
            strays.fed.push(parent);
            continue;
        }
        let outer = around
            .iter()
            .rev()
            .position(|level| level.keys.iter().any(|(key, _)| key == name) && !level.has(name));
        if let Some(by) = outer {
            let level = &around[around.len() - 1 - by];
            strays.misplaced.push(index);
            strays.told.push(deep(own, level, index, by == 0, sources));
        }
    }
    strays.told.extend(into.and_then(|(parent, all)| shallow(own, parent, &all, sources)));
    strays
}

/// Fields that stand beside the one that they belong below.
fn shallow(own: &Level<'_>, parent: usize, all: &[usize], sources: &Sources) -> Option<Diagnostic> {
    let parent = &own.entries[parent];
    let text = sources.get(parent.key.span.source).text();
    let name = parent.key.text()?;
    let first = &own.entries[*all.first()?];
    let wanted = match &parent.value.kind {
        Kind::Map(entries) => column(entries.first()?.key.span.range.start, text),
        _ => column(parent.key.span.range.start, text).map(|column| column + 2),
    };
    let which = match all.len() {
        1 => format!("`{}` staat te ver naar links: het hoort onder `{name}`", first.key.text()?),
        count => format!("deze {count} velden staan te ver naar links: ze horen onder `{name}`"),
    };
    let (line, _) = sources.get(parent.key.span.source).line_column(parent.key.span.range.start);
    let help = match wanted {
        Some(wanted) => format!(
            "laat de inspringing hier {wanted} spaties zijn, onder `{name}:` van regel {line}"
        ),
        None => format!("zet het onder `{name}:`, twee spaties verder naar rechts"),
    };
    let mut diagnostic = Diagnostic::error(codes::YAML_INDENT, which).help(help);
    for index in all {
        diagnostic = diagnostic.at(own.entries[*index].key.span.clone(), "");
    }
    let fix: Option<Vec<Vec<Edit>>> =
        all.iter().map(|index| moved(&own.entries[*index], wanted?, text)).collect();
    diagnostic.fix = fix.unwrap_or_default().concat();
    Some(diagnostic)
}

/// A field that belongs to a block further out.
fn deep(
    own: &Level<'_>,
    level: &Level<'_>,
    index: usize,
    next: bool,
    sources: &Sources,
) -> Diagnostic {
    let entry = &own.entries[index];
    let text = sources.get(entry.key.span.source).text();
    let name = entry.key.text().unwrap_or_default();
    let beside = level.entries.first().map(|first| &first.key);
    let wanted = beside.and_then(|key| column(key.span.range.start, text));
    let message = format!("`{name}` staat te ver naar rechts: het hoort een niveau hoger");
    let mut diagnostic =
        Diagnostic::error(codes::YAML_INDENT, message).at(entry.key.span.clone(), "");
    if let Some(key) = beside {
        let (line, _) = sources.get(key.span.source).line_column(key.span.range.start);
        let beside = key.text().unwrap_or_default();
        diagnostic = diagnostic
            .help(format!("laat `{name}` recht onder `{beside}` van regel {line} beginnen"));
    }
    // What stands below it would go along.
    if next && index + 1 == own.entries.len() {
        diagnostic.fix = wanted.and_then(|wanted| moved(entry, wanted, text)).unwrap_or_default();
    }
    diagnostic
}

/// A field with all its lines at another column; `None` when it is not alone on its line.
fn moved(entry: &Entry, wanted: usize, text: &str) -> Option<Vec<Edit>> {
    let Entry { key, value } = entry;
    let start = text[..key.span.range.start].rfind('\n').map_or(0, |at| at + 1);
    let own = key.span.range.start - start;
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    if spaces(&text[start..]) != own || end(value) < key.span.range.start {
        return None;
    }
    let mut at = start;
    let mut edits = Vec::new();
    for line in text[start..end(value)].split_inclusive('\n') {
        let has = spaces(line);
        if !line.trim().is_empty() {
            let span = Span::new(key.span.source, at..at + has);
            let new = (has + wanted).checked_sub(own)?;
            edits.push(Edit { span, text: " ".repeat(new), value: None });
        }
        at += line.len();
    }
    Some(edits)
}

/// Where a value ends, as far as there is something to see.
fn end(node: &Node) -> usize {
    node.span.range.end.max(node.span.range.start)
}
