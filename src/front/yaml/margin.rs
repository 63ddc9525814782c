//! In: a part of a file that cannot be read. Out: a dash too many before its first field, and comments as other languages
//! write them. Pure.

use std::ops::Range;

use super::lines::{Line, Role, is_name};
use super::meant::{Broken, Guess};
use crate::diagnostic::codes;

/// A dash before a field at the margin, where the other fields of the file have none.
pub(super) fn dash(broken: &Broken<'_>) -> Vec<Guess> {
    let guess = |index: usize| {
        let line = &broken.lines[index];
        let (key, ..) = line.field().filter(|(key, ..)| is_name(key))?;
        let (start, _) = line.content();
        let by = start - line.start;
        if line.indent > 0 || by == 0 || line.role != Role::Field {
            return None;
        }
        let below = broken.lines[index + 1..]
            .iter()
            .take_while(|below| below.role == Role::Blank || below.indent >= by);
        let moved = below.filter(|below| below.indent >= by);
        let moved = moved.map(|below| (below.start..below.start + by, String::new()));
        Some(Guess {
            code: codes::YAML_SYNTAX,
            message: format!(
                "het streepje voor `{key}` is te veel: een bestand bestaat uit velden"
            ),
            marks: vec![(line.start..line.start + 1, String::new())],
            help: vec!["haal het streepje met de spatie erachter weg".into()],
            edits: std::iter::once((line.start..start, String::new())).chain(moved).collect(),
            certain: true,
        })
    };
    (0..broken.lines.len()).filter_map(guess).collect()
}

/// Items with a dash too many: beside others, or with a field.
pub(super) fn double_dash(broken: &Broken<'_>) -> Vec<Guess> {
    let lines = broken.lines.iter().enumerate();
    let found = lines.filter(|(index, line)| is_item_of_two(broken, *index, line));
    let found: Vec<Range<usize>> =
        found.map(|(_, line)| line.start + line.indent..line.start + line.indent + 1).collect();
    if found.is_empty() {
        return Vec::new();
    }
    vec![Guess {
        code: codes::YAML_SYNTAX,
        message: "hier staat een streepje te veel: een punt van een lijst begint met één".into(),
        marks: found.iter().map(|range| (range.clone(), String::new())).collect(),
        help: vec!["haal een van de twee streepjes weg".into()],
        edits: found.into_iter().map(|range| (range, String::new())).collect(),
        certain: true,
    }]
}

fn is_item_of_two(broken: &Broken<'_>, index: usize, line: &Line<'_>) -> bool {
    let is_item = |index: usize| {
        let line = broken.lines.get(index);
        line.is_some_and(|line| line.text[line.indent..].starts_with("- "))
    };
    let Some(rest) = line.text[line.indent..].strip_prefix("-- ") else { return false };
    let beside = || is_item(index + 1) || index.checked_sub(1).is_some_and(is_item);
    let field = || rest.split_once(':').is_some_and(|(key, _)| is_name(key.trim()));
    matches!(line.role, Role::Field) && (beside() || field())
}

/// Lines that are comments in other languages.
pub(super) fn comments(broken: &Broken<'_>) -> Vec<Guess> {
    let lines = broken.lines.iter().enumerate();
    let found = lines.filter(|(index, line)| !is_item_of_two(broken, *index, line));
    let found = found.filter_map(|(_, line)| comment(line));
    let found: Vec<(Range<usize>, &str)> = found.collect();
    let Some((first, rest)) = found.first() else { return Vec::new() };
    vec![Guess {
        code: codes::YAML_SYNTAX,
        message: "een opmerking begint met `#`".into(),
        marks: found.iter().map(|(range, _)| (range.clone(), String::new())).collect(),
        help: vec![format!(
            "schrijf `#` in plaats van `{}`: `# {rest}`",
            &broken.text[first.start..first.end]
        )],
        edits: found.iter().map(|(range, _)| (range.clone(), "#".into())).collect(),
        certain: true,
    }]
}

/// The sign that makes a line a comment elsewhere, and what it says.
fn comment<'a>(line: &Line<'a>) -> Option<(Range<usize>, &'a str)> {
    let content = &line.text[line.indent..];
    let sign = ["//", "--", ";"].into_iter().find(|sign| content.starts_with(sign))?;
    let rest = content[sign.len()..].trim();
    // `---` begins a file.
    let is_words = rest.starts_with(|c: char| c.is_alphanumeric());
    let start = line.start + line.indent;
    (is_words && matches!(line.role, Role::Field)).then(|| (start..start + sign.len(), rest))
}
