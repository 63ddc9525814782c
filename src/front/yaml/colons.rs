//! In: a part of a file that cannot be read. Out: names of fields without a colon and a space behind them. Pure.

use std::ops::Range;

use super::lines::Role;
use super::meant::{Broken, Guess};
use crate::diagnostic::codes;

/// Fields without the space, or with another sign than the colon, behind their name: all of them, or else one.
pub(super) fn space(broken: &Broken<'_>) -> Vec<Guess> {
    let lines = broken.lines.iter().filter(|line| line.role != Role::Text);
    let found = lines.filter_map(|line| {
        let (start, content) = line.content();
        let (range, wanted) = missing_space(content)?;
        let written = format!("{}{wanted}{}", &content[..range.start], &content[range.end..]);
        let range = start + range.start..start + range.end;
        Some((written.trim_end().to_owned(), (range, wanted.to_owned())))
    });
    let found: Vec<_> = found.collect();
    let guess = |found: &[(String, (Range<usize>, String))]| {
        let edits: Vec<_> = found.iter().map(|(_, edit)| edit.clone()).collect();
        Guess {
            code: codes::YAML_SYNTAX,
            message: NO_SPACE.into(),
            marks: edits.iter().map(|(range, _)| (range.clone(), String::new())).collect(),
            help: vec![no_space(&found[0].0, found.len())],
            edits,
            certain: true,
        }
    };
    let all = (found.len() > 1).then(|| guess(&found));
    all.into_iter().chain(found.chunks(1).map(guess)).collect()
}

/// What is wrong with a field without a space.
pub(crate) const NO_SPACE: &str = "na de naam van een veld horen een dubbele punt en een spatie";

/// How the first of some fields without a space is written.
pub(crate) fn no_space(first: &str, count: usize) -> String {
    let others = if count > 1 { ", en zo ook de andere" } else { "" };
    format!("schrijf `{first}`{others}")
}

/// A name without the colon behind it.
pub(super) fn colon(broken: &Broken<'_>) -> Vec<Guess> {
    let at = broken.line_at(broken.at);
    let guess = |index: usize| {
        let line = &broken.lines[index];
        let below_blank = index > 0 && broken.lines[index - 1].role == Role::Blank;
        let (start, content) = line.content();
        let (name, value) = content.split_once(' ')?;
        let is_word = name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if line.role != Role::Field || line.field().is_some() || below_blank || !is_word {
            return None;
        }
        let value = value.trim();
        let end = start + name.len();
        // A sentence ends so.
        let is_value = !value.is_empty() && !value.ends_with(['.', ',', ';', '?', '!']);
        is_value.then(|| Guess {
            code: codes::YAML_SYNTAX,
            message: "na de naam van een veld hoort een dubbele punt".into(),
            marks: vec![(start..end, String::new())],
            help: vec![format!("schrijf `{name}: {value}`")],
            edits: vec![(end..end, ":".into())],
            certain: false,
        })
    };
    (at.saturating_sub(1)..=at).rev().filter_map(guess).collect()
}

/// Names by themselves without the colon behind them, above a block of fields or a list: all of them, or else one.
pub(super) fn head(broken: &Broken<'_>) -> Vec<Guess> {
    let lines = &broken.lines;
    let named = |index: usize| {
        let line = &lines[index];
        let (start, content) = line.content();
        let name = content.trim_end();
        let is_word = name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let below = lines[index + 1..].iter().find(|line| line.role == Role::Field)?;
        let is_item = below.text[below.indent..].starts_with("- ");
        let deeper = below.indent > line.indent || is_item && below.indent == line.indent;
        let is_head = deeper && (is_item || below.field().is_some());
        (line.role == Role::Field && is_word && is_head).then(|| (name, start + name.len()))
    };
    let found: Vec<(&str, usize)> = (0..lines.len()).filter_map(named).collect();
    let guess = |found: &[(&str, usize)]| {
        let others = if found.len() > 1 { ", en zo ook de andere" } else { "" };
        let name = found[0].0;
        Guess {
            code: codes::YAML_SYNTAX,
            message: "na de naam van een veld hoort een dubbele punt".into(),
            marks: found
                .iter()
                .map(|(name, end)| (end - name.len()..*end, String::new()))
                .collect(),
            help: vec![format!(
                "schrijf `{name}:`, met de regels eronder zoals zij er staan{others}"
            )],
            edits: found.iter().map(|(_, end)| (*end..*end, ":".into())).collect(),
            certain: true,
        }
    };
    let all = (found.len() > 1).then(|| guess(&found));
    all.into_iter().chain(found.chunks(1).map(guess)).collect()
}

/// Where a line has no colon with a space behind the name that it begins with, though it seems to begin with one; and
/// what to write there.
pub(crate) fn missing_space(content: &str) -> Option<(Range<usize>, &'static str)> {
    let name = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    let rest = content.trim_start_matches(name);
    let at = content.len() - rest.len();
    let sign = rest.trim_start_matches(' ');
    let mut chars = sign.chars();
    let (first, second) = (chars.next()?, chars.next()?);
    let is_year = at == 4 && content[..4].bytes().all(|byte| byte.is_ascii_digit());
    let known = match first {
        ':' => second != '/' && second != ' ' && rest.len() == sign.len(),
        ';' | '=' => is_year || rest.len() == sign.len() || first == '=',
        _ => false,
    };
    let value = sign[first.len_utf8()..].trim_start_matches(' ');
    (at > 0 && known && !value.is_empty()).then(|| (at..content.len() - value.len(), ": "))
}
