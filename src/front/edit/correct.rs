//! In: a dossier's files and what was found in them. Out: every certain correction, as unsaved texts over the files. Pure.

use std::collections::BTreeMap;

use super::Change;
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::Sources;
use crate::stukken::Bestand;
use crate::workspace::Workspace;

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
        let groups: Vec<Vec<Change>> = apart(&fixes).into_iter().map(changes).collect();
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

fn changes(fix: &[Edit]) -> Vec<Change> {
    let change = |Edit { place, range, new, .. }: &Edit| Change::Text {
        place: place.clone(),
        range: range.clone(),
        new: new.clone(),
    };
    fix.iter().map(change).collect()
}
