//! Random files, random changes: two parsers read what was asked for, and every line that is not concerned is as it was.

use std::ops::Range;

use kamerbrief_front::edit::{Change, Refused, apply};
use kamerbrief_front::yaml::{self, Kind, Node, Path};
use proptest::prelude::*;

use super::seen::{ours, seen_by_us, theirs};
use super::wishes::{granted, places, wish};
use super::written::{file, generated};
use crate::random::cases;

/// The lines that a value stands on, with its key or its dash; of a block of text also the empty lines below it.
fn lines(text: &str, tree: &Node, path: &Path) -> Range<usize> {
    let node = tree.at(path).unwrap();
    let parent = tree.at(&path.parent()).unwrap();
    let key = match path.segments().last() {
        Some(yaml::Segment::Key(key)) => parent.entry(key).unwrap().key.span.range.start,
        _ => node.span.range.start.min(parent.span.range.start.max(node.span.range.start)),
    };
    let mut start = text[..key].rfind('\n').map_or(0, |at| at + 1);
    // A dash may stand above its value.
    if let Some(yaml::Segment::Index(_)) = path.segments().last() {
        while start > 0 && !text[start..key].contains('-') {
            start = text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
        }
    }
    let end = last(text, node).max(key);
    let end = text[..end].trim_end_matches([' ', '\n', '\r']).len().max(key);
    let mut end = text[end..].find('\n').map_or(text.len(), |length| end + length + 1);
    while end < text.len() && text[end..].lines().next().is_some_and(|line| line.trim().is_empty())
    {
        end += text[end..].find('\n').map_or(text.len() - end, |length| length + 1);
    }
    start..end
}

/// Where the last thing within a value ends.
fn last(text: &str, node: &Node) -> usize {
    let last = |node| last(text, node);
    match &node.kind {
        _ if text[..node.span.range.end].ends_with([']', '}']) => node.span.range.end,
        Kind::Scalar(_) => node.span.range.end,
        Kind::List(items) => items.last().map_or(node.span.range.end, last),
        Kind::Map(entries) => entries
            .last()
            .map_or(node.span.range.end, |entry| entry.key.span.range.end.max(last(&entry.value))),
    }
}

/// The remarks in a text, by their number.
fn remarks(text: &str) -> Vec<&str> {
    text.split("# c").skip(1).map(|rest| rest.split('.').next().unwrap()).collect()
}

fn ends_in_block(text: &str) -> bool {
    let (_, tree) = ours(text).unwrap();
    let mut all = Vec::new();
    places(&tree, &Path::default(), &mut all);
    all.last().is_some_and(|(_, node)| {
        node.span.range.end == text.trim_start_matches('\u{feff}').len() && node.text().is_some()
    })
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_change_changes_what_was_asked_and_nothing_else(
        value in generated(),
        texts in prop::collection::vec(wish(0..1), 0..3),
        other in prop::option::of(wish(1..5)),
        (windows, mark, end, cut) in any::<(bool, bool, bool, bool)>(),
    ) {
        let mut text = file(&value, windows, mark, end);
        if cut && !ends_in_block(&text) {
            text.truncate(text.trim_end().len());
        }
        let (_, tree) = ours(&text).ok_or_else(|| TestCaseError::fail(format!("no YAML:\n{text}")))?;
        let mut expected = theirs(&text).ok_or_else(|| TestCaseError::fail(format!("no YAML for others:\n{text}")))?;
        prop_assert_eq!(expected.flat(), seen_by_us(&tree), "the parsers differ:\n{}", text);

        let mut changes: Vec<Change> = Vec::new();
        for change in texts.iter().filter_map(|wish| granted(wish, &tree)) {
            let taken = |other: &Change| matches!((other, &change), (Change::Text { place: a, .. }, Change::Text { place: b, .. }) if a == b);
            if !changes.iter().any(taken) {
                changes.push(change);
            }
        }
        let other = other.and_then(|wish| granted(&wish, &tree));
        changes.iter().chain(&other).for_each(|change| expected.change(change));
        let texts = changes.clone();
        changes.extend(other.clone());

        let inside = |outer: &Path, path: &Path| path.segments().starts_with(outer.segments());
        let new = match (apply(&text, &changes), &other) {
            (Ok(new), _) => new,
            // A text in what goes, or in what becomes a collection.
            (Err(Refused::Overlap(_) | Refused::Missing(_)), Some(Change::Remove { place: outer } | Change::Put { map: outer, .. } | Change::Insert { list: outer, .. }))
                if texts.iter().any(|change| matches!(change, Change::Text { place, .. } if inside(outer, place))) => return Ok(()),
            (Err(refused), _) => return Err(TestCaseError::fail(format!("{refused:?}: {changes:?}\n{text:?}\n{text}"))),
        };
        let context = format!("{changes:?}\n{text}\n──\n{new}");
        let (_, after) = ours(&new).ok_or_else(|| TestCaseError::fail(format!("no YAML any more: {context}")))?;
        prop_assert_eq!(&seen_by_us(&after), &expected.flat(), "ours: {}", context);
        let read = theirs(&new).ok_or_else(|| TestCaseError::fail(format!("no YAML for others: {context}")))?;
        prop_assert_eq!(read, expected, "theirs: {}", context);

        prop_assert_eq!(text.starts_with('\u{feff}'), new.starts_with('\u{feff}'));
        prop_assert!(!windows || !new.replace("\r\n", "").contains('\n'), "a line of another kind: {context}");
        let (old, now) = (text.trim_start_matches('\u{feff}'), new.trim_start_matches('\u{feff}'));
        // Lines before and behind everything that was touched.
        let touched: Vec<Range<usize>> = changes.iter().map(|change| match change {
            Change::Text { place, .. } => lines(old, &tree, place),
            Change::Put { map: place, .. } | Change::Insert { list: place, .. } | Change::Move { list: place, .. } => lines(old, &tree, place),
            Change::Remove { place } => lines(old, &tree, &place.parent()),
        }).collect();
        let first = touched.iter().map(|range| range.start).min().unwrap_or(old.len());
        let last = touched.iter().map(|range| range.end).max().unwrap_or(0);
        prop_assert!(now.starts_with(&old[..first]), "before it: {context}");
        prop_assert!(now.ends_with(&old[last.max(first)..]), "behind it: {context}");
        // Between them too, where only texts changed.
        if other.is_none() {
            let mut at = 0;
            let mut sorted = touched.clone();
            sorted.sort_by_key(|range| range.start);
            for range in sorted {
                let between = &old[at.min(range.start)..range.start];
                prop_assert!(now.contains(between), "between: {context}");
                at = at.max(range.end);
            }
        }
        // Remarks outside of what goes stay, each once.
        let gone = match &other {
            Some(Change::Remove { place }) => lines(old, &tree, place),
            _ => 0..0,
        };
        let left = remarks(now);
        for remark in remarks(&old[..gone.start]).into_iter().chain(remarks(&old[gone.end..])) {
            prop_assert!(left.iter().filter(|other| **other == remark).count() == 1, "the remark {remark}: {context}");
        }
        // What is there already changes nothing.
        let again: Vec<Change> = texts.iter().filter(|_| other.is_none()).map(|change| match change {
            Change::Text { place, range, new } => Change::Text { place: place.clone(), range: range.start..range.start + new.len(), new: new.clone() },
            _ => unreachable!("texts only"),
        }).collect();
        prop_assert_eq!(apply(&new, &again), Ok(new), "twice: {}", context);
    }

    #[test]
    fn a_word_changes_just_there_in_every_style(
        value in generated(),
        (place, which) in (0usize..1000, 0usize..1000),
        (windows, mark, end) in any::<(bool, bool, bool)>(),
    ) {
        let text = file(&value, windows, mark, end);
        let (sources, tree) = ours(&text).unwrap();
        let mut all = Vec::new();
        places(&tree, &Path::default(), &mut all);
        all.retain(|(_, node)| node.text().is_some_and(|text| !text.is_empty()));
        let (place, node) = &all[place % all.len()];
        let value = node.text().unwrap();
        let words: Vec<&str> = value.split_whitespace().collect();
        let word = words[which % words.len()];
        let start = word.as_ptr() as usize - value.as_ptr() as usize;
        let range = start..start + word.len();
        let span = node.within(range.clone(), &sources).range;
        let mut expected = text.trim_start_matches('\u{feff}').to_owned();
        expected.replace_range(span, "nieuw");
        let change = Change::Text { place: place.clone(), range, new: "nieuw".into() };
        let new = apply(&text, &[change]).unwrap();
        prop_assert_eq!(new.trim_start_matches('\u{feff}'), expected);
    }
}
