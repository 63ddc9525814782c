//! In: a dossier's files and what was found in them. Out: every certain correction, as unsaved texts over the files. Pure.
//!
//! Only the reported ranges change: comments, quotes and the rest of the file stay as they are. A corrected
//! file is read again, and a correction is only made when every value then reads as it should.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit};
use crate::dossier::Bestand;
use crate::source::{SourceId, Sources};
use crate::workspace::Workspace;
use crate::yaml::{self, Kind, Node, Parsed};

/// Most times that corrections are made one after the other: each can make room for the next.
const MAX_ROUNDS: usize = 10;

/// How many corrections were made in each file.
pub type Made = BTreeMap<Bestand, usize>;

/// Makes corrections until there are none left. `look` tells what there is to say of the files as they are.
pub fn all(
    workspace: &mut Workspace,
    look: &dyn Fn(&Workspace) -> (Vec<Diagnostic>, Sources),
) -> Made {
    let mut made = Made::new();
    for _ in 0..MAX_ROUNDS {
        let (found, sources) = look(workspace);
        let round = once(workspace, &found, &sources);
        if round.is_empty() {
            break;
        }
        for (bestand, count) in round {
            *made.entry(bestand).or_default() += count;
        }
    }
    made
}

/// Makes the corrections that do not touch each other.
pub fn once(workspace: &mut Workspace, found: &[Diagnostic], sources: &Sources) -> Made {
    let mut made = Made::new();
    for bestand in Bestand::ALL {
        let name = workspace.path(&bestand.name());
        let Ok(bytes) = workspace.file(&bestand.name()) else { continue };
        let own = |edit: &Edit| sources.get(edit.span.source).name() == name;
        let mut fixes: Vec<&[Edit]> = found
            .iter()
            .map(|diagnostic| &diagnostic.fix[..])
            .filter(|fix| !fix.is_empty() && fix.iter().all(own))
            .collect();
        fixes.sort_by_key(|fix| fix.iter().map(|edit| edit.span.range.start).min());
        let Some(id) = fixes.first().map(|fix| fix[0].span.source) else { continue };
        let (text, count) = correct(id, &apart(&fixes), sources);
        if count > 0 {
            const MARK: &[u8] = b"\xef\xbb\xbf";
            let mark = if bytes.starts_with(MARK) { MARK } else { b"" };
            workspace.overlay(&bestand.name(), Some([mark, text.as_bytes()].concat()));
            made.insert(bestand, count);
        }
    }
    made
}

/// The fixes whose edits do not touch those of an earlier one.
fn apart<'a>(fixes: &[&'a [Edit]]) -> Vec<&'a [Edit]> {
    // The end of each range that is taken, by its start.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for fix in fixes {
        let free = fix.iter().all(|Edit { span, .. }| {
            let before = taken.range(..=span.range.end).next_back();
            before.is_none_or(|(_, end)| *end < span.range.start)
        });
        if free {
            taken.extend(fix.iter().map(|edit| (edit.span.range.start, edit.span.range.end)));
            out.push(*fix);
        }
    }
    out
}

/// A text with these fixes, and how many were made: all that do no harm.
fn correct(id: SourceId, fixes: &[&[Edit]], sources: &Sources) -> (String, usize) {
    let text = sources.get(id).text();
    let Some(tree) = yaml::parse(sources, id).tree else { return (text.to_owned(), 0) };
    let good = harmless(&tree, text, fixes);
    (replace(text, &good), good.len())
}

/// The fixes that do no harm: all of them, or else those of each half.
fn harmless<'a>(tree: &Node, text: &str, fixes: &[&'a [Edit]]) -> Vec<&'a [Edit]> {
    if fixes.is_empty() || keeps(tree, &replace(text, fixes), fixes) {
        return fixes.to_vec();
    }
    if fixes.len() == 1 {
        return Vec::new();
    }
    let (left, right) = fixes.split_at(fixes.len() / 2);
    let (left, right) = (harmless(tree, text, left), harmless(tree, text, right));
    let both = [left.as_slice(), &right].concat();
    // Each half may do no harm, and both together all the same.
    if keeps(tree, &replace(text, &both), &both) { both } else { left }
}

fn replace(text: &str, fixes: &[&[Edit]]) -> String {
    let mut edits: Vec<&Edit> = fixes.iter().copied().flatten().collect();
    edits.sort_by_key(|edit| edit.span.range.start);
    let parts = edits.iter().map(|edit| (edit.span.range.clone(), edit.text.as_str()));
    splice(text, parts)
}

/// A text with other text in the place of these ranges, which come in order and do not touch.
fn splice<'a>(text: &str, parts: impl Iterator<Item = (Range<usize>, &'a str)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in parts {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(new);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether a corrected text is the same file, but for the values that were edited, and whether those read as they
/// should.
fn keeps(before: &Node, text: &str, fixes: &[&[Edit]]) -> bool {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let Parsed { tree: Some(after), found, .. } = yaml::parse(&sources, id) else { return false };
    let mut edits: Vec<&Edit> = fixes.iter().copied().flatten().collect();
    edits.sort_by_key(|edit| edit.span.range.start);
    found.is_empty() && same(before, &after, &edits)
}

fn same(before: &Node, after: &Node, edits: &[&Edit]) -> bool {
    match (&before.kind, &after.kind) {
        (Kind::Scalar(old), Kind::Scalar(new)) => {
            let span = &before.span.range;
            let first = edits.partition_point(|edit| edit.span.range.start < span.start);
            let own = edits[first..].iter().take_while(|edit| edit.span.range.start < span.end);
            *new.value
                == *splice(
                    &old.value,
                    own.map(|edit| (edit.value.0.clone(), edit.value.1.as_str())),
                )
        }
        (Kind::List(old), Kind::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new, edits))
        }
        (Kind::Map(old), Kind::Map(new)) => {
            old.len() == new.len()
                && old.iter().zip(new).all(|(old, new)| {
                    old.key.text() == new.key.text() && same(&old.value, &new.value, edits)
                })
        }
        _ => false,
    }
}
