//! In: a part of a file that cannot be read. Out: text in it that fell out of its block, or never was in one. Pure.

use super::lines::{Line, Role, begins_field, is_name};
use super::meant::{Broken, Guess};
use crate::diagnostic::codes;

/// Text that fell out of its block.
pub(super) fn stray(broken: &Broken<'_>) -> Vec<Guess> {
    let mut guess = Guess {
        code: codes::YAML_PASTED,
        message: String::new(),
        marks: Vec::new(),
        help: Vec::new(),
        edits: Vec::new(),
        certain: true,
    };
    let mut block = None;
    let mut comments = 0;
    for (index, line) in broken.lines.iter().enumerate() {
        let Role::Stray { header, indent } = line.role else { continue };
        if *block.get_or_insert(header) != header {
            break;
        }
        // A heading or the name of a field in the wrong case looks the same.
        let one_word = line.field().is_some_and(|(key, ..)| !key.contains(' '));
        let is_comment = line.text[line.indent..].starts_with('#');
        guess.certain &= (!one_word || line.indent > 0) && !is_comment;
        comments += usize::from(is_comment);
        let above = broken.lines[..index].last().map(|above| above.role);
        if !matches!(above, Some(Role::Stray { .. })) {
            guess.marks.push((line.visible(), String::new()));
        }
        guess.edits.push((line.start..line.start + line.indent, " ".repeat(indent)));
    }
    let Some(header) = block else { return Vec::new() };
    let of = match broken.lines[header].field() {
        Some((key, ..)) => format!("de tekst van `{}`", key.trim()),
        None => "de tekst erboven".to_owned(),
    };
    let paragraphs = guess.marks.len();
    let line = broken.number(&broken.lines[header]);
    guess.message = match paragraphs {
        _ if comments == guess.edits.len() => {
            "een opmerking kan niet midden in een tekst staan, en een regel van de tekst hoort ingesprongen".into()
        }
        1 => "deze alinea hoort ingesprongen, zoals de tekst waar zij bij hoort".to_owned(),
        _ => format!(
            "deze {paragraphs} alinea's horen ingesprongen, zoals de tekst waar zij bij horen"
        ),
    };
    guess.marks[0].1 = format!("valt buiten {of} (regel {line})");
    let spaces = guess.edits[0].1.len();
    if comments > 0 {
        guess.help.push(
            "zet een opmerking (een regel met `#`) boven het veld: in de tekst komt hij op papier"
                .into(),
        );
    }
    guess.help.push(match comments == guess.edits.len() {
        true => format!("hoort de regel bij de tekst, zet er dan {spaces} spaties voor"),
        false => format!("zet {spaces} spaties voor elke regel"),
    });
    if comments == 0 && !guess.certain {
        guess.help.push("is het een eigen veld, schrijf de naam dan met een kleine letter".into());
    }
    vec![guess]
}

/// Paragraphs below a text that stands behind the name of its field: all of it belongs below a `|`.
pub(super) fn pasted(broken: &Broken<'_>) -> Vec<Guess> {
    let lines = &broken.lines;
    let is_open = |line: &Line<'_>| {
        let plain = |value: &str| {
            !value.is_empty()
                && !value.contains(" #")
                && !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*'])
        };
        line.role == Role::Field
            && line.field().is_some_and(|(key, _, value)| is_name(key) && plain(value))
    };
    let guess = |index: usize| {
        let head = &lines[index];
        let (key, start, _) = head.field()?;
        let column = head.content().0 - head.start;
        let below = (index + 1..lines.len()).take_while(|at| {
            let line = &lines[*at];
            let is_item = line.indent < column && line.text[line.indent..].starts_with("- ");
            !is_item && !begins_field(lines, *at)
        });
        let text: Vec<&Line<'_>> =
            below.map(|at| &lines[at]).filter(|line| line.role != Role::Blank).collect();
        // What is deeper goes on in the same paragraph.
        let first = *text.iter().find(|line| line.indent <= column)?;
        // A tab is a mistake of another kind.
        if text.iter().any(|line| line.text[line.indent..].starts_with('\t')) {
            return None;
        }
        let is_comment = |line: &&Line<'_>| line.text[line.indent..].starts_with('#');
        let is_heading = |line: &&Line<'_>| {
            line.indent == 0 && line.field().is_some_and(|(key, ..)| !key.contains(' '))
        };
        let indent = " ".repeat(column + 2);
        let mut help = vec![format!(
            "schrijf `{key}: |`, met de hele tekst op de regels eronder en {} spaties voor elke regel",
            column + 2
        )];
        let above = (index == 0 && column == 0).then(|| before(broken)).flatten();
        if let Some((above, value)) = above {
            help.push(format!(
                "is `{key}` geen veld maar een woord in de tekst van `{above}`, schrijf dan `{above}: |`, met `{value}` en de regels eronder ingesprongen"
            ));
        }
        let line_edits =
            text.iter().map(|line| (line.start..line.start + line.indent, indent.clone()));
        Some(Guess {
            code: codes::YAML_PASTED,
            message: format!("deze tekst hoort bij `{key}`, en staat niet ingesprongen"),
            marks: vec![(
                first.visible(),
                format!("valt buiten de tekst van `{key}` (regel {})", broken.number(head)),
            )],
            help,
            certain: above.is_none()
                && !text.iter().any(|line| is_heading(line) || is_comment(line)),
            edits: std::iter::once((start..start, format!("|\n{indent}")))
                .chain(line_edits)
                .collect(),
        })
    };
    (0..lines.len()).filter(|index| is_open(&lines[*index])).filter_map(guess).collect()
}

/// The field on the line above a part, with words that no sign ends: they may go on in the part.
fn before<'a>(broken: &Broken<'a>) -> Option<(&'a str, &'a str)> {
    let line = broken.text[..broken.part.start].lines().next_back()?;
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let goes_on = value.contains(' ') && value.ends_with(char::is_lowercase);
    (is_name(key) && goes_on && !value.starts_with(['"', '\'', '[', '{', '#']))
        .then_some((key, value))
}

/// A text on lines of its own, without the `|` that makes one of it.
pub(super) fn bare(broken: &Broken<'_>) -> Vec<Guess> {
    let at = broken.line_at(broken.at);
    let inner = broken.lines[at].indent;
    let head = broken.lines[..at].iter().enumerate().rev().find(|(_, line)| {
        line.role == Role::Field && line.indent < inner && line.field().is_some()
    });
    let Some((index, head)) = head else { return Vec::new() };
    let Some((key, start, "")) = head.field() else { return Vec::new() };
    let below = broken.lines[index + 1..].iter().find(|line| line.role != Role::Blank);
    // What begins with an item or a field is a list or a block, also where its name has a space.
    let is_text = below.is_some_and(|line| {
        let content = &line.text[line.indent..];
        content.starts_with(char::is_alphabetic)
            && line.field().is_none_or(|(key, ..)| key.split(' ').count() > 2)
    });
    if !is_text {
        return Vec::new();
    }
    let at = head.start + head.text.trim_end().len();
    vec![Guess {
        code: codes::TEXT_STYLE,
        message: format!("achter `{key}:` ontbreekt een `|`: de tekst staat op eigen regels"),
        marks: vec![(head.visible(), String::new())],
        help: vec![format!("schrijf `{key}: |`, en laat de regels eronder zoals ze zijn")],
        edits: vec![(at..start.max(at), " |".into())],
        certain: true,
    }]
}
