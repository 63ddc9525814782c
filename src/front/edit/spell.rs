//! In: a value that is new in a file. Out: how it is written there. Pure.

use super::layout::{At, Head, Layout};
use super::scalar::reads;
use super::value::{Value, is_text};
use crate::yaml::{escaped, must_escape, quoted};

/// A single value as it is written: what stands behind the key or the dash, and the lines below that, each with the
/// line break before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelled {
    pub(super) inline: String,
    pub(super) lines: String,
}

impl Spelled {
    fn inline(inline: impl Into<String>) -> Self {
        Self { inline: inline.into(), lines: String::new() }
    }
}

/// Whether all programs agree that a text without quotes can be just this. Where YAML itself forbids it is found when
/// it is read; this is what some forbid.
pub(super) fn can_be_plain(text: &str, flow: bool) -> bool {
    let mut chars = text.chars();
    let begins = match (chars.next(), chars.next()) {
        (Some('-'), Some(next)) => next != ' ',
        (Some('?' | ':'), Some(next)) => !flow && next != ' ',
        (Some(first), _) => !",[]{}#&*!|>'\"%@`-?:".contains(first),
        (None, _) => false,
    };
    let colon = |(at, _)| text[at + 1..].starts_with(|next: char| !next.is_alphanumeric());
    let splits = flow && (text.contains('?') || text.match_indices(':').any(colon));
    begins && !splits
}

/// A text as lines below a `|`, each indented for its place; `None` for a text that such a block cannot hold, or not
/// without counting empty lines.
fn literal(text: &str, at: &At, line_break: &str) -> Option<Spelled> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let safe = |char: char| matches!(char, '\n' | '\t') || !must_escape(char);
    if body.is_empty() || body.ends_with('\n') || !text.chars().all(safe) {
        return None;
    }
    let mut inline = String::from("|");
    if body.trim_start_matches('\n').starts_with(' ') {
        inline.push('2');
    }
    if body.len() == text.len() {
        inline.push('-');
    }
    let lines = body.split('\n').map(|line| indented(line, at.below(), line_break)).collect();
    Some(Spelled { inline, lines })
}

/// A line below another one; an empty one has no indentation.
pub(super) fn indented(line: &str, indent: usize, line_break: &str) -> String {
    let indent = if line.is_empty() { 0 } else { indent };
    format!("{line_break}{:indent$}{line}", "")
}

/// The ways to write a single value at a place, the best one first.
pub(super) fn ways(value: &Value, at: &At, line_break: &str, block: bool) -> Vec<Spelled> {
    let text = match value {
        Value::Text(text) | Value::Plain(text) => text,
        Value::List(_) | Value::Map(_) => return Vec::new(),
    };
    if matches!(value, Value::Plain(_)) {
        return vec![Spelled::inline(text)];
    }
    let mut ways = Vec::new();
    let lines = literal(text, at, line_break).filter(|_| !at.flow);
    if text.contains('\n') || block {
        ways.extend(lines);
    }
    let plain = is_text(text) && can_be_plain(text, at.flow) && !text.contains(must_escape);
    if plain && !block {
        ways.push(Spelled::inline(text));
    }
    ways.push(Spelled::inline(quoted(text)));
    ways.push(Spelled::inline(escaped(text)));
    ways
}

/// A single value at a new place.
fn single(layout: &Layout<'_>, value: &Value, at: &At) -> Option<Spelled> {
    ways(value, at, layout.line_break, false).into_iter().find(|way| {
        let head = match at.head {
            Head::Key { .. } => ":",
            Head::Item if !at.flow => "-",
            _ => "",
        };
        let space = if way.inline.is_empty() { "" } else { " " };
        let last = if at.flow { "" } else { "\n" };
        reads(at, &format!("{head}{space}{}{}{last}", way.inline, way.lines), value)
    })
}

/// A key as it is written. A year, or the number of a question, is one as it stands.
pub(super) fn key(text: &str) -> String {
    let number = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if number && (1..=4).contains(&text.len()) {
        return text.to_owned();
    }
    let simple = text.starts_with(|char: char| char.is_alphabetic())
        && text.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '-'));
    if simple && is_text(text) { text.to_owned() } else { escaped(text) }
}

/// A value between brackets, or a single one within them.
pub(super) fn flow(layout: &Layout<'_>, value: &Value, at: &At) -> Option<String> {
    let below = |head| At { head, flow: true, ..at.clone() };
    let parts: Option<Vec<String>> = match value {
        Value::List(items) => {
            let item = |item| flow(layout, item, &below(Head::Item));
            items.iter().map(item).collect()
        }
        Value::Map(entries) => {
            let entry = |(name, value): &(String, Value)| {
                let value = flow(layout, value, &below(Head::Key { colon: true }))?;
                Some(format!("{}: {value}", key(name)))
            };
            entries.iter().map(entry).collect()
        }
        _ => return Some(single(layout, value, at)?.inline),
    };
    let parts = parts?.join(", ");
    Some(if matches!(value, Value::List(_)) {
        format!("[{parts}]")
    } else {
        format!("{{{parts}}}")
    })
}

/// What stands behind a key or a dash in a block, and below it. With `own_lines` nothing of a collection stands
/// behind it.
pub(super) fn block(
    layout: &Layout<'_>,
    value: &Value,
    at: &At,
    own_lines: bool,
) -> Option<String> {
    let column = at.below();
    let below = |head| At { head, column: Some(column), ..at.clone() };
    let parts: Vec<String> = match value {
        Value::List(items) if !items.is_empty() => {
            let item = |item| Some(format!("-{}", block(layout, item, &below(Head::Item), false)?));
            items.iter().map(item).collect::<Option<_>>()?
        }
        Value::Map(entries) if !entries.is_empty() => {
            let at = below(Head::Key { colon: true });
            let entry = |(name, value): &(String, Value)| {
                Some(format!("{}:{}", key(name), block(layout, value, &at, false)?))
            };
            entries.iter().map(entry).collect::<Option<_>>()?
        }
        Value::List(_) => return Some(" []".into()),
        Value::Map(_) => return Some(" {}".into()),
        _ => {
            let Spelled { inline, lines } = single(layout, value, at)?;
            let space = if inline.is_empty() { "" } else { " " };
            return Some(format!("{space}{inline}{lines}"));
        }
    };
    let lines = |parts: &[String]| -> String {
        parts.iter().map(|part| indented(part, column, layout.line_break)).collect()
    };
    Some(match (at.head, own_lines) {
        (Head::Item, false) => format!(" {}{}", parts[0], lines(&parts[1..])),
        _ => lines(&parts),
    })
}
