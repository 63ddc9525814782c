//! In: a dossier's files and what was found in them. Out: every certain correction, as unsaved texts over the files. Pure.

use std::collections::BTreeMap;

use super::Change;
use crate::diagnostic::{Code, Diagnostic, Edit, Retext};
use crate::dossier::written;
use crate::source::Sources;
use crate::stukken::Bestand;
use crate::workspace::Workspace;
use crate::yaml::{self, Node};

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
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        // What a value says is only known once the file is written as it should be.
        let (written, count) = rewritten(text, &apart(&of_file(&fixes)));
        if count > 0 {
            workspace.overlay(&bestand.name(), Some(written.into_bytes()));
            made.insert(bestand, count);
            continue;
        }
        fixes.retain(|fix| fix.iter().all(|edit| edit.value.is_some()));
        let tree = tree(text);
        let groups: Vec<Vec<Change>> =
            apart(&fixes).into_iter().map(|fix| changes(fix, tree.as_ref())).collect();
        let (text, count) = super::each(text, &groups);
        if count > 0 {
            workspace.overlay(&bestand.name(), Some(text.into_bytes()));
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

/// The fixes of how the file itself is written.
fn of_file<'a>(fixes: &[&'a [Edit]]) -> Vec<&'a [Edit]> {
    fixes.iter().copied().filter(|fix| fix.iter().all(|edit| edit.value.is_none())).collect()
}

/// The text of a file with these fixes of how it is written: all of them, or else those after each of which it has no
/// mistake that it did not have before.
fn rewritten(file: &str, fixes: &[&[Edit]]) -> (String, usize) {
    let (mark, text) = match file.strip_prefix(super::MARK) {
        Some(rest) => (super::MARK, rest),
        None => ("", file),
    };
    let lines = yaml::line_feeds(text);
    let text: &str = &lines;
    let with = |fixes: &[&[Edit]]| {
        let edits = fixes.concat().into_iter();
        let mut splices: Vec<_> = edits.map(|edit| (edit.span.range, edit.text)).collect();
        splices.sort_by_key(|(range, _)| range.start);
        super::spliced(text, 0..text.len(), &splices)
    };
    let before = Mistakes::of(text);
    let mut good: Vec<&[Edit]> = fixes.to_vec();
    if !Mistakes::of(&with(fixes)).fit(&before) {
        good.clear();
        for fix in fixes {
            let tried = [&good[..], &[*fix]].concat();
            if Mistakes::of(&with(&tried)).fit(&before) {
                good = tried;
            }
        }
    }
    let new = format!("{mark}{}", with(&good));
    (super::as_it_ended_lines(new, file), good.len())
}

/// What is wrong with a text as YAML.
struct Mistakes {
    codes: BTreeMap<Code, usize>,
    /// Whether a part of it cannot be read.
    partial: bool,
}

impl Mistakes {
    fn of(text: &str) -> Self {
        let mut sources = Sources::default();
        let id = sources.add("", text);
        let parsed = yaml::parse(sources.get(id), id);
        let mut codes = BTreeMap::new();
        for mistake in &parsed.found {
            *codes.entry(mistake.code).or_default() += 1;
        }
        Self { codes, partial: parsed.partial }
    }

    /// Whether there are none but those that were there before: one that goes makes no room for another.
    fn fit(&self, before: &Self) -> bool {
        let known = |(code, count): (&Code, &usize)| {
            before.codes.get(code).is_some_and(|before| count <= before)
        };
        (before.partial || !self.partial) && self.codes.iter().all(known)
    }
}

/// A text as it is written; none where it has mistakes of its own.
fn tree(text: &str) -> Option<Node> {
    let mut sources = Sources::default();
    let id = sources.add("", yaml::line_feeds(text));
    yaml::parse(sources.get(id), id).tree
}

fn changes(fix: &[Edit], tree: Option<&Node>) -> Vec<Change> {
    let change = |Retext { place, range, new }: &Retext| Change::Text {
        place: tree.map_or_else(|| place.clone(), |tree| written(tree, place)),
        range: range.clone(),
        new: new.clone(),
    };
    fix.iter().filter_map(|edit| edit.value.as_ref()).map(change).collect()
}
