//! In: a dossier's files and what was found in them. Out: the files with every certain correction made. Pure.
//!
//! Only the reported ranges change: comments, quotes and the rest of the file stay as they are. A corrected
//! file is read again, and a correction that changed anything else in it is not made.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit};
use crate::dossier::{Bestand, Folder};
use crate::source::{self, Kind, Node, SourceId, Sources};

/// Files with corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrected {
    /// The new content of each file that changed.
    pub files: BTreeMap<Bestand, Vec<u8>>,
    /// How many corrections were made in each.
    pub made: BTreeMap<Bestand, usize>,
}

/// Makes the corrections that do not touch each other; a second look at the result may find more.
pub fn apply(folder: &Folder, found: &[Diagnostic], sources: &Sources) -> Corrected {
    let mut corrected = Corrected::default();
    for (bestand, bytes) in &folder.files {
        let Ok(bytes) = bytes else { continue };
        let name = folder.path(*bestand);
        let own = |edit: &Edit| sources.get(edit.span.source).name() == name;
        let mut fixes: Vec<&[Edit]> = found
            .iter()
            .map(|diagnostic| &diagnostic.fix[..])
            .filter(|fix| !fix.is_empty() && fix.iter().all(own))
            .collect();
        fixes.sort_by_key(|fix| fix.iter().map(|edit| edit.span.range.start).min());
        let Some(id) = fixes.first().map(|fix| fix[0].span.source) else { continue };
        let (text, made) = correct(id, apart(&fixes), sources);
        if made > 0 {
            const MARK: &[u8] = b"\xef\xbb\xbf";
            let mark = if bytes.starts_with(MARK) { MARK } else { b"" };
            corrected.files.insert(*bestand, [mark, text.as_bytes()].concat());
            corrected.made.insert(*bestand, made);
        }
    }
    corrected
}

/// The fixes whose edits do not touch those of an earlier one.
fn apart<'a>(fixes: &[&'a [Edit]]) -> Vec<&'a [Edit]> {
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut out = Vec::new();
    for fix in fixes {
        let ranges = || fix.iter().map(|edit| edit.span.range.clone());
        let free = ranges().all(|range| {
            // Fixes come in order: only the last ones can touch.
            !taken
                .iter()
                .rev()
                .take(16)
                .any(|other| other.start <= range.end && range.start <= other.end)
        });
        if free {
            taken.extend(ranges());
            out.push(*fix);
        }
    }
    out
}

/// A text with these fixes, and how many were made.
fn correct(id: SourceId, fixes: Vec<&[Edit]>, sources: &Sources) -> (String, usize) {
    let text = sources.get(id).text();
    let (Some(tree), _) = source::parse(sources, id) else { return (text.to_owned(), 0) };
    let all = replace(text, &fixes);
    if keeps(&tree, &all, &fixes) {
        return (all, fixes.len());
    }
    // One of them does harm: leave out whichever does.
    let mut good: Vec<&[Edit]> = Vec::new();
    for fix in fixes {
        good.push(fix);
        if !keeps(&tree, &replace(text, &good), &good) {
            good.pop();
        }
    }
    (replace(text, &good), good.len())
}

fn replace(text: &str, fixes: &[&[Edit]]) -> String {
    let mut edits: Vec<&Edit> = fixes.iter().copied().flatten().collect();
    edits.sort_by_key(|edit| edit.span.range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.range.start]);
        out.push_str(&edit.text);
        at = edit.span.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// Whether a corrected text is the same file, but for the values that were edited.
fn keeps(before: &Node, text: &str, fixes: &[&[Edit]]) -> bool {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let (Some(after), found) = source::parse(&sources, id) else { return false };
    let mut edited: Vec<Range<usize>> =
        fixes.iter().copied().flatten().map(|edit| edit.span.range.clone()).collect();
    edited.sort_by_key(|range| range.start);
    found.is_empty() && same(before, &after, &edited)
}

fn same(before: &Node, after: &Node, edited: &[Range<usize>]) -> bool {
    match (&before.kind, &after.kind) {
        (Kind::Scalar(old), Kind::Scalar(new)) => {
            let span = &before.span.range;
            let first = edited.partition_point(|range| range.end < span.start);
            let touched = edited.get(first).is_some_and(|range| range.start <= span.end);
            touched || old.value == new.value
        }
        (Kind::List(old), Kind::List(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new, edited))
        }
        (Kind::Map(old), Kind::Map(new)) => {
            old.len() == new.len()
                && old.iter().zip(new).all(|(old, new)| {
                    old.key.text() == new.key.text() && same(&old.value, &new.value, edited)
                })
        }
        _ => false,
    }
}
