//! In: a file, or a part of it that cannot be read. Out: characters in it that look like those that YAML goes by, and
//! marks of version control. Pure.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use kamerbrief_base::controls::Control;

use super::lines::{Line, Role, lines};
use super::meant::{Broken, Guess};
use crate::diagnostic::{codes, words};

const SPACES: &str = "gebruik spaties, twee per niveau";

/// Whether YAML refuses a character wherever it stands.
fn is_refused(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        char => char.is_control(),
    }
}

/// A text with spaces for what YAML refuses, just as long.
pub(super) fn masked(text: &str) -> String {
    let blank = |char: char| match is_refused(char) {
        true => " ".repeat(char.len_utf8()),
        false => char.to_string(),
    };
    text.chars().map(blank).collect()
}

/// A text in which YAML refuses no character, just as long; and what it refuses, one for each character.
pub(super) fn refused(text: &str) -> (Cow<'_, str>, Vec<Guess>) {
    let mut places: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    // Most files have none, and nearly all text is above these.
    if text.bytes().any(|byte| {
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))
            || byte == 0x7f
            || byte == 0xc2
            || byte == 0xef
    }) {
        for (at, char) in text.char_indices().filter(|(_, char)| is_refused(*char)) {
            places.entry(char).or_default().push(at);
        }
    }
    if places.is_empty() {
        return (Cow::Borrowed(text), Vec::new());
    }
    let masked = masked(text);
    let lines = lines(&masked);
    // A line can end within a block of text only.
    let line_end = |at: usize| {
        let line = &lines[lines.partition_point(|line| line.start <= at).saturating_sub(1)];
        (line.role == Role::Text).then(|| format!("\n{}", " ".repeat(line.indent)))
    };
    let guess = |(char, at): (char, Vec<usize>)| {
        let control = Control::of(char).unwrap_or(Control::Unknown);
        let (what, help) = control.told();
        let times = if at.len() > 1 { format!(" ({} keer)", at.len()) } else { String::new() };
        let place = |at: &usize| *at..at + char.len_utf8();
        let edit = |at: &usize| {
            let range = place(at);
            let apart = text[..range.start].ends_with([' ', '\n'])
                || text[range.end..].starts_with([' ', '\r', '\n']);
            let line = line_end(*at).unwrap_or_else(|| if apart { "" } else { " " }.to_owned());
            Some((range, control.meant(&line, apart)?))
        };
        let edits: Option<Vec<_>> = at.iter().map(edit).collect();
        Guess {
            code: codes::CHARACTER,
            message: format!("U+{:04X} is {what}{times}", u32::from(char)),
            marks: at.iter().map(|at| (place(at), String::new())).collect(),
            help: vec![help],
            certain: edits.is_some(),
            edits: edits.unwrap_or_default(),
        }
    };
    let guesses = places.into_iter().map(guess).collect();
    (Cow::Owned(masked), guesses)
}

/// Marks that version control leaves in a file where two versions differ.
pub(super) fn conflict(text: &str) -> Option<Guess> {
    if !text.contains("<<<<<<< ") && !text.contains(">>>>>>> ") {
        return None;
    }
    let mut marks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mark = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let is_mark =
            ["<<<<<<< ", "||||||| ", ">>>>>>> "].iter().any(|sign| mark.starts_with(sign));
        if is_mark || (mark == "=======" && !marks.is_empty()) {
            marks.push((start..start + mark.len(), String::new()));
        }
        at += line.len();
    }
    if marks.len() < 2 {
        return None;
    }
    marks[0].1 = "vanaf hier staat de ene versie, na `=======` de andere".to_owned();
    Some(Guess {
        code: codes::YAML_CONFLICT,
        message: "hier staan twee versies onder elkaar, met de tekens die git bij een samenvoeging zet".into(),
        marks,
        help: vec!["houd van beide versies over wat u wilt, en haal de regels met `<<<<<<<`, `=======` en `>>>>>>>` weg".into()],
        edits: Vec::new(),
        certain: false,
    })
}

/// Lines below a block of text that begin with a number behind a `#`: YAML takes them for a comment.
pub(super) fn numbers(text: &str) -> Vec<Guess> {
    let is_number = |line: &str| {
        line.trim_start()
            .strip_prefix('#')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if !text.contains('#') || !text.lines().any(is_number) {
        return Vec::new();
    }
    let lines = lines(text);
    let mut in_text = None;
    let mut guesses = Vec::new();
    for line in &lines {
        match line.role {
            Role::Text => in_text = Some(line.indent),
            Role::Field => in_text = None,
            Role::Comment if is_number(line.text) => {
                let Some(indent) = in_text else { continue };
                guesses.push(Guess {
                    code: codes::YAML_COMMENT,
                    message: "deze regel valt weg: YAML leest hem als opmerking".into(),
                    marks: vec![(line.visible(), "dit komt niet in het document".into())],
                    help: vec![
                        "hoort de regel bij de tekst erboven, spring hem dan even ver in".into(),
                        "is het een opmerking, zet dan een spatie na het hekje".into(),
                    ],
                    edits: vec![(line.start..line.start + line.indent, " ".repeat(indent))],
                    certain: false,
                });
            }
            _ => {}
        }
    }
    guesses
}

/// Whether a character looks like a space, or like nothing, and is not what YAML takes for one.
fn is_blank(char: char) -> bool {
    char != ' '
        && char != '\n'
        && char != '\r'
        && (char.is_whitespace() || (char != '\t' && words::is_hidden(char)))
}

/// The name of a character that looks like another one.
fn named(char: char) -> String {
    let code = u32::from(char);
    match char {
        '\t' => "een tab".to_owned(),
        '\u{a0}' | '\u{202f}' => format!("een vaste spatie (U+{code:04X})"),
        char if char.is_whitespace() => format!("een spatie van een ander soort (U+{code:04X})"),
        _ => format!("een onzichtbaar teken (U+{code:04X})"),
    }
}

/// Tabs, and other spaces than YAML knows, before a line, behind a dash or behind a colon.
pub(super) fn spaces(broken: &Broken<'_>) -> Vec<Guess> {
    let mut guesses = Vec::new();
    for (tab, other) in [(2, 1), (4, 1), (8, 1), (2, 2), (2, 4)] {
        for in_block in [false, true] {
            guesses.extend(spaces_as(broken, (tab, other), in_block));
        }
    }
    guesses
}

/// The same, where a tab and another space are so many spaces each, and text is brought to its block or not.
fn spaces_as(broken: &Broken<'_>, (tab, other): (usize, usize), in_block: bool) -> Option<Guess> {
    let mut marks: Vec<(Range<usize>, String)> = Vec::new();
    let mut edits = Vec::new();
    let mut kinds: Vec<char> = Vec::new();
    for line in &broken.lines {
        if matches!(line.role, Role::Text | Role::Blank) {
            continue;
        }
        for range in blanks(line) {
            let blank = &broken.text[range.clone()];
            let Some((at, kind)) = blank.char_indices().find(|(_, char)| *char != ' ') else {
                continue;
            };
            let at = range.start + at;
            let differs = kinds.first().is_some_and(|first| *first != kind);
            let label = if differs { format!("hier {}", named(kind)) } else { String::new() };
            marks.push((at..at + kind.len_utf8(), label));
            kinds.push(kind);
            let new = match line.role {
                Role::Stray { indent, .. } if in_block && range.start == line.start => {
                    " ".repeat(indent)
                }
                _ if range.start > line.start
                    && !blank.contains(' ')
                    && blank.chars().all(words::is_hidden)
                    && !blank.contains('\t') =>
                {
                    String::new()
                }
                _ if range.start > line.start => " ".to_owned(),
                _ => blank
                    .chars()
                    .map(|char| match char {
                        '\t' => " ".repeat(tab),
                        ' ' => " ".to_owned(),
                        char if char.is_whitespace() => " ".repeat(other),
                        _ => String::new(),
                    })
                    .collect(),
            };
            edits.push((range, new));
        }
    }
    let first = *kinds.first()?;
    let (code, message, help) = match first {
        '\t' => (codes::YAML_TAB, "een tab in de inspringing".to_owned(), SPACES),
        char if char.is_whitespace() => (
            codes::YAML_FOREIGN,
            format!("hier staat {}, waar YAML een gewone spatie wil", named(char)),
            "vervang haar door een gewone spatie",
        ),
        char => (
            codes::YAML_FOREIGN,
            format!("hier staat {}, en dat hoort niet in een regel met een veld", named(char)),
            "haal het weg; het komt vaak mee bij plakken",
        ),
    };
    Some(Guess { code, message, marks, help: vec![help.into()], edits, certain: true })
}

/// Where the blanks of a line are that YAML goes by: those before it, behind its dash, and behind its colon.
fn blanks(line: &Line<'_>) -> Vec<Range<usize>> {
    let text = line.text;
    let blank = |char: char| char == ' ' || char == '\t' || is_blank(char);
    let before = text.len() - text.trim_start_matches(blank).len();
    let mut ranges = Vec::from([(0, before)]);
    let mut at = before;
    if let Some(item) = text[at..].strip_prefix('-') {
        let content = item.trim_start_matches(blank);
        if content.len() < item.len() {
            ranges.push((at + 1, text.len() - content.len()));
            at = text.len() - content.len();
        }
    }
    let name = |char: char| char.is_alphanumeric() || char == '_' || char == '-';
    let rest = text[at..].trim_start_matches(name);
    let behind = rest.trim_start_matches(blank);
    if behind.starts_with(':') && rest.starts_with(is_blank) {
        ranges.push((text.len() - rest.len(), text.len() - behind.len()));
    }
    if let Some(value) = behind.strip_prefix(':') {
        let content = value.trim_start_matches(blank);
        if value.starts_with(is_blank) {
            ranges.push((text.len() - value.len(), text.len() - content.len()));
        }
    }
    ranges.into_iter().map(|(from, to)| line.start + from..line.start + to).collect()
}

/// Colons and dashes that are not those of YAML.
pub(super) fn signs(broken: &Broken<'_>) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = Vec::new();
    let mut glued: Vec<Guess> = Vec::new();
    let mut add = |range: Range<usize>, new: String, message: String, help: &str| {
        let same = guesses.iter_mut().find(|guess| guess.message == message);
        match same {
            Some(guess) => {
                guess.marks.push((range.clone(), String::new()));
                guess.edits.push((range, new));
            }
            None => guesses.push(Guess {
                code: codes::YAML_FOREIGN,
                message,
                marks: vec![(range.clone(), String::new())],
                help: vec![help.into()],
                edits: vec![(range, new)],
                certain: true,
            }),
        }
    };
    for line in broken
        .lines
        .iter()
        .filter(|line| !matches!(line.role, Role::Text | Role::Blank | Role::Comment))
    {
        let content = line.text.trim_start_matches(' ');
        let start = line.start + line.text.len() - content.len();
        let first = content.chars().next().unwrap_or_default();
        let behind = &content[first.len_utf8()..];
        if matches!(first, '–' | '—' | '−' | '‐' | '‑' | '•' | '·')
            && behind.starts_with([' ', '\u{a0}', '\t'])
        {
            let message = format!("`{first}` is niet het streepje van een lijst");
            let end = start + first.len_utf8() + behind.len() - behind.trim_start().len();
            add(
                start..end,
                "- ".into(),
                message,
                "typ een gewoon streepje (het minteken op het toetsenbord) met een spatie erachter",
            );
            continue;
        }
        let name = |char: char| char.is_ascii_lowercase() || char == '_';
        let is_field = content.strip_prefix('-').is_some_and(|item| {
            let rest = item.trim_start_matches(name);
            rest.len() < item.len() && rest.starts_with(": ")
        });
        if is_field {
            glued.push(Guess {
                code: codes::YAML_SYNTAX,
                message: "achter het streepje van een lijst hoort een spatie".into(),
                marks: vec![(start..start + 1, String::new())],
                help: vec![format!(
                    "schrijf `- {}`, en laat de velden eronder even ver inspringen als dit veld",
                    content[1..].trim_end()
                )],
                edits: Vec::new(),
                certain: false,
            });
            continue;
        }
        let (start, content) = line.content();
        let name = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
        let rest = content.trim_start_matches(name);
        let Some(sign) =
            rest.chars().next().filter(|char| matches!(char, '：' | '﹕' | '꞉' | '∶' | '︓'))
        else {
            continue;
        };
        if rest.len() < content.len() {
            let at = start + content.len() - rest.len();
            let value = rest[sign.len_utf8()..].trim_start();
            let end = start + content.len() - value.len();
            let new = if value.is_empty() { ":" } else { ": " };
            let message = format!("`{sign}` is niet de dubbele punt van een veld");
            add(
                at..end,
                new.into(),
                message,
                "typ een gewone dubbele punt met een spatie erachter",
            );
        }
    }
    guesses.extend(glued);
    guesses
}

/// The signs that close what these open.
fn closing(open: char) -> Option<&'static [char]> {
    Some(match open {
        '“' | '„' | '‟' => &['”', '“', '"'],
        '‘' | '‚' | '‛' => &['’', '‘', '\''],
        '«' => &['»'],
        '»' => &['«'],
        '"' => &['”', '“'],
        _ => return None,
    })
}

/// A text between quotes that are none to YAML, with straight ones.
pub(super) fn curly(value: &str, key: Option<&str>, range: Range<usize>) -> Option<Guess> {
    let open = value.chars().next()?;
    let close = value.chars().next_back()?;
    if !closing(open)?.contains(&close) {
        return None;
    }
    let inner = &value[open.len_utf8()..value.len().checked_sub(close.len_utf8())?];
    let new = match inner.contains(['"', '\\']) {
        false => format!("\"{inner}\""),
        true => super::quoted(inner),
    };
    let wrong = if open == '"' { close } else { open };
    let at = if open == '"' { range.end - close.len_utf8() } else { range.start };
    let line = match key {
        Some(key) => format!("{key}: {new}"),
        None => format!("- {new}"),
    };
    Some(Guess {
        code: codes::YAML_FOREIGN,
        message: format!("`{wrong}` is voor YAML geen aanhalingsteken"),
        marks: vec![(at..at + wrong.len_utf8(), String::new())],
        help: vec![format!("zet rechte aanhalingstekens om de tekst, geen gekrulde: `{line}`")],
        edits: vec![(range, new)],
        certain: true,
    })
}

/// A text between curly quotes in a list between brackets, of which the comma made two.
pub(super) fn split(text: &str, range: Range<usize>) -> Option<Guess> {
    let value = &text[range.clone()];
    let open = value.chars().next().filter(|char| *char != '"')?;
    let close = closing(open)?;
    let rest = &text[range.end..];
    if !rest.starts_with(',') || value[open.len_utf8()..].contains(close) {
        return None;
    }
    let line = rest.lines().next()?;
    let end = line.find(close)?;
    let end = range.end + end + line[end..].chars().next()?.len_utf8();
    let mut guess = curly(&text[range.start..end], None, range.start..end)?;
    guess.help = vec![format!(
        "zet rechte aanhalingstekens om de tekst, geen gekrulde: `{}`",
        guess.edits.first()?.1
    )];
    Some(guess)
}
