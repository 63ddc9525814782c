//! In: a part of a file that cannot be read. Out: what its author most likely meant, if the part can then be read. Pure.
//!
//! The parser says where it lost its way, which is seldom where the mistake is. So each of the mistakes that people make
//! is tried: is it to be seen here, and does the file read on once it is mended? Then it is told, at its own line.

use std::ops::Range;

use super::lines::{Line, Role, begins_field, is_name, lines};
use super::parse::Builder;
use super::{Kind, foreign, quoted};
use crate::diagnostic::{Code, Diagnostic, Edit, codes};
use crate::source::{SourceId, Sources, Span};

/// Most places of one mistake that are shown.
const MAX_PLACES: usize = 20;

/// Most bytes that are read again to try guesses, and the guesses that are tried however long a part is.
const MAX_READ: usize = 4 << 20;
const MIN_GUESSES: usize = 16;

/// A mistake as it may have been made, and what to write in its place.
pub(super) struct Guess {
    pub(super) code: Code,
    pub(super) message: String,
    /// The places, each with a word.
    pub(super) marks: Vec<(Range<usize>, String)>,
    pub(super) help: Vec<String>,
    /// What to write where, in order.
    pub(super) edits: Vec<(Range<usize>, String)>,
    /// Whether nothing else can be meant.
    pub(super) certain: bool,
}

/// A part of a file with a mistake in it.
pub(super) struct Broken<'a> {
    pub(super) text: &'a str,
    pub(super) part: Range<usize>,
    pub(super) lines: Vec<Line<'a>>,
    /// Where the parser could not go on.
    pub(super) at: usize,
}

impl<'a> Broken<'a> {
    pub(super) fn new(text: &'a str, part: Range<usize>, at: usize) -> Self {
        let mut lines = lines(&text[part.clone()]);
        lines.iter_mut().for_each(|line| line.start += part.start);
        Self { text, part, lines, at }
    }

    /// The line that this place is on.
    fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }

    /// The number of a line in the file.
    fn number(&self, line: &Line<'_>) -> usize {
        self.text[..line.start].matches('\n').count() + 1
    }

    /// Whether the part can be read with these changes, or at least further than the last of them and than it was.
    fn reads(&self, edits: &[(Range<usize>, String)]) -> bool {
        let mut new = String::with_capacity(self.part.len());
        let mut at = self.part.start;
        let mut last = 0;
        for (range, text) in edits {
            new.push_str(&self.text[at..range.start]);
            new.push_str(text);
            (at, last) = (range.end, new.len());
        }
        new.push_str(&self.text[at..self.part.end]);
        let lost = (self.at + new.len()).saturating_sub(self.part.end).max(last);
        let line_end = new[lost..].find('\n').map_or(new.len(), |length| lost + length);
        match stops(&new) {
            None => true,
            Some(stop) => stop > line_end,
        }
    }
}

/// Where the reading of a text stops; `None` when it comes to its end as fields at the margin.
fn stops(text: &str) -> Option<usize> {
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let source = sources.get(id);
    let mut builder = Builder::new(id, source, text, 0..text.len());
    if let Err(mistake) = builder.run() {
        return Some(mistake.span().map_or(0, |span| span.range.start));
    }
    if let Some(odd) = builder.odd.first() {
        return Some(*odd);
    }
    match builder.root {
        Some(node) => match node.kind {
            Kind::Map(entries) => {
                let first = entries.first()?.key.span.range.start;
                text[..first].ends_with([' ', '\t']).then_some(first)
            }
            _ => (!node.is_null()).then_some(0),
        },
        None => None,
    }
}

/// Whether a value can be read on its own, and all of it.
fn reads_alone(value: &str) -> bool {
    let text = format!("k: {value}\n");
    let mut sources = Sources::default();
    let id = sources.add("", text.as_str());
    let mut builder = Builder::new(id, sources.get(id), &text, 0..text.len());
    builder.run().is_ok() && builder.found.is_empty()
}

/// What is most likely wrong in a part that cannot be read.
pub(super) fn mistake(id: SourceId, broken: &Broken<'_>) -> Option<Diagnostic> {
    let guesses: [fn(&Broken<'_>) -> Vec<Guess>; 10] = [
        foreign::spaces,
        foreign::signs,
        stray,
        space,
        colon,
        pasted,
        nothing,
        bare,
        quotes,
        column,
    ];
    first(id, broken, &guesses)
}

/// What is most likely wrong in a part that can be read, with a key that is no name.
pub(super) fn odd(id: SourceId, broken: &Broken<'_>) -> Option<Diagnostic> {
    first(id, broken, &[foreign::spaces, foreign::signs, stray])
}

fn first(
    id: SourceId,
    broken: &Broken<'_>,
    guesses: &[fn(&Broken<'_>) -> Vec<Guess>],
) -> Option<Diagnostic> {
    // To try a guess is to read the part again.
    let most = (MAX_READ / broken.part.len().max(1)).max(MIN_GUESSES);
    let mut all = guesses.iter().flat_map(|guess| guess(broken)).take(most);
    let guess = all.find(|guess| guess.edits.is_empty() || broken.reads(&guess.edits))?;
    Some(told(id, guess))
}

/// A guess as it is told.
pub(super) fn told(id: SourceId, guess: Guess) -> Diagnostic {
    let Guess { code, message, marks, help, edits, certain } = guess;
    let mut diagnostic = Diagnostic::error(code, message);
    for (range, label) in marks.into_iter().take(MAX_PLACES) {
        diagnostic = diagnostic.at(Span::new(id, range), label);
    }
    diagnostic.help = help;
    if certain {
        let edit = |(range, text)| Edit { span: Span::new(id, range), text, value: None };
        diagnostic.fix = edits.into_iter().map(edit).collect();
    }
    diagnostic
}

/// Text that fell out of its block.
fn stray(broken: &Broken<'_>) -> Vec<Guess> {
    let mut guess = Guess {
        code: codes::YAML_PASTED,
        message: String::new(),
        marks: Vec::new(),
        help: Vec::new(),
        edits: Vec::new(),
        certain: true,
    };
    let mut block = None;
    for (index, line) in broken.lines.iter().enumerate() {
        let Role::Stray { header, indent } = line.role else { continue };
        if *block.get_or_insert(header) != header {
            break;
        }
        // A heading or the name of a field in the wrong case looks the same.
        let one_word = line.field().is_some_and(|(key, ..)| !key.contains(' '));
        guess.certain &= !one_word || line.indent > 0;
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
        1 => "deze alinea hoort ingesprongen, zoals de tekst waar zij bij hoort".to_owned(),
        _ => format!(
            "deze {paragraphs} alinea's horen ingesprongen, zoals de tekst waar zij bij horen"
        ),
    };
    guess.marks[0].1 = format!("valt buiten {of} (regel {line})");
    let spaces = guess.edits[0].1.len();
    guess.help.push(format!("zet {spaces} spaties voor elke regel"));
    if !guess.certain {
        guess.help.push("is het een eigen veld, schrijf de naam dan met een kleine letter".into());
    }
    vec![guess]
}

/// Fields without the space, or with another sign than the colon, behind their name: all of them, or else one.
fn space(broken: &Broken<'_>) -> Vec<Guess> {
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
fn colon(broken: &Broken<'_>) -> Vec<Guess> {
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
        (!value.is_empty()).then(|| Guess {
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

/// Paragraphs below a text that stands behind the name of its field: all of it belongs below a `|`.
fn pasted(broken: &Broken<'_>) -> Vec<Guess> {
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
        let is_heading = |line: &&Line<'_>| {
            line.indent == 0 && line.field().is_some_and(|(key, ..)| !key.contains(' '))
        };
        let indent = " ".repeat(column + 2);
        let line_edits =
            text.iter().map(|line| (line.start..line.start + line.indent, indent.clone()));
        Some(Guess {
            code: codes::YAML_PASTED,
            message: format!("deze tekst hoort bij `{key}`, en staat niet ingesprongen"),
            marks: vec![(
                first.visible(),
                format!("valt buiten de tekst van `{key}` (regel {})", broken.number(head)),
            )],
            help: vec![format!(
                "schrijf `{key}: |`, met de hele tekst op de regels eronder en {} spaties voor elke regel",
                column + 2
            )],
            certain: !text.iter().any(is_heading),
            edits: std::iter::once((start..start, format!("|\n{indent}")))
                .chain(line_edits)
                .collect(),
        })
    };
    (0..lines.len()).filter(|index| is_open(&lines[*index])).filter_map(guess).collect()
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

/// A sign that stands for nothing in the place of a value.
fn nothing(broken: &Broken<'_>) -> Vec<Guess> {
    let guess = |line: &Line<'_>| {
        let (key, start, value) = line.field()?;
        let (message, help) = match value {
            "-" => (
                "een los streepje is geen waarde",
                "is er geen bedrag, haal de regel dan weg; is het nog niet bekend, schrijf dan `p.m.`".to_owned(),
            ),
            "?" => (
                "een los vraagteken is geen waarde",
                format!("is het bedrag nog niet bekend, schrijf dan `{key}: p.m.`"),
            ),
            _ => return None,
        };
        Some(Guess {
            code: codes::YAML_SYNTAX,
            message: message.into(),
            marks: vec![(start..start + 1, String::new())],
            help: vec![help],
            edits: vec![(start..start + 1, "p.m.".into())],
            certain: false,
        })
    };
    broken.lines.iter().filter(|line| line.role == Role::Field).filter_map(guess).collect()
}

/// A text on lines of its own, without the `|` that makes one of it.
fn bare(broken: &Broken<'_>) -> Vec<Guess> {
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

/// A text that needs quotes, or other ones.
fn quotes(broken: &Broken<'_>) -> Vec<Guess> {
    let mut guesses = Vec::new();
    for (index, line) in broken.lines.iter().enumerate() {
        let column = line.content().0 - line.start;
        let (key, start, value) = match line.field() {
            Some((key, start, value))
                if key.starts_with(['"', '\''])
                    || !key.contains(['"', '\'', '“', '„', '‘', '«']) =>
            {
                (Some(key), start, value)
            }
            _ => (None, line.content().0, line.content().1.trim_end()),
        };
        let is_item = column > line.indent;
        let alone = line.role != Role::Field || value.is_empty() || (key.is_none() && !is_item);
        if alone || reads_alone(value) {
            continue;
        }
        let range = start..start + value.len();
        let below = broken.lines[index + 1..]
            .iter()
            .take_while(|below| below.indent > column && below.role == Role::Field)
            .filter(|below| below.field().is_none())
            .count();
        guesses.extend(foreign::curly(value, key, range.clone()));
        let named = |value: &str| match key {
            Some(key) => format!("{key}: {value}"),
            None => format!("- {value}"),
        };
        let (at, message, certain) = why(value);
        let at = start + at;
        let mark = at..at + broken.text[at..].chars().next().map_or(0, char::len_utf8);
        let mut guess = |written: String, edits, how: &str| {
            guesses.push(Guess {
                code: codes::YAML_SYNTAX,
                message: message.clone(),
                marks: vec![(mark.clone(), String::new())],
                help: vec![format!("{how}: `{written}`")],
                edits,
                certain,
            });
        };
        if below == 0 && is_open(value) {
            let new = format!("{value}{}", &value[..1]);
            guess(named(&new), vec![(range, new)], "zet het sluitende aanhalingsteken");
        } else if below == 0 {
            let new = requoted(value);
            let how = if new.starts_with('"') {
                "zet de hele tekst tussen dubbele aanhalingstekens"
            } else if value.contains('\'') {
                "zet de hele tekst tussen enkele aanhalingstekens, en verdubbel elke apostrof"
            } else {
                "zet de hele tekst tussen enkele aanhalingstekens"
            };
            guess(named(&new), vec![(range, new)], how);
        } else {
            let indent = " ".repeat(broken.lines[index + 1].indent);
            let how = "zet de hele tekst tussen dubbele aanhalingstekens, of op eigen regels onder een `|`";
            guess(named("|"), vec![(start..start, format!("|\n{indent}"))], how);
        }
    }
    guesses
}

/// Whether a text begins with a quote that nothing closes, and that is no apostrophe as in `'s Lands`.
fn is_open(value: &str) -> bool {
    let begins = value.starts_with(['"', '\'']);
    let mut chars = value.chars().skip(1);
    let apostrophe = value.starts_with('\'')
        && match (chars.next(), chars.next()) {
            (Some('s' | 't' | 'n' | 'k' | 'm' | 'r'), Some(' ' | '-')) => true,
            (Some(first), _) => first.is_ascii_digit(),
            _ => false,
        };
    begins && !apostrophe && value.matches(&value[..1]).count() == 1
}

/// A text that somebody put in quotes which are in the text too, in quotes that hold it.
fn requoted(value: &str) -> String {
    let quote = value.chars().next().filter(|char| matches!(char, '"' | '\''));
    let inner = quote.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    // The second one begins a quotation: the first and the last are around the whole.
    let around = |inner: &&str| {
        // Nothing but a backslash is wrong then.
        if quote == Some('"') && !inner.contains('"') {
            return true;
        }
        let second = inner.find(['"', '\'']).unwrap_or(inner.len());
        inner[..second].ends_with(' ') && !inner[second..].starts_with("' ")
    };
    match inner.filter(around) {
        Some(inner) => quoted(inner),
        None => quoted(value),
    }
}

/// Where in a value the mistake is, what it is, and whether the value can be meant as text only.
fn why(value: &str) -> (usize, String, bool) {
    let colon = value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1));
    let first = value.chars().next().unwrap_or_default();
    match (first, colon) {
        ('"' | '\'', _) if is_open(value) => {
            (0, "het aanhalingsteken wordt niet gesloten".into(), false)
        }
        ('\'', _) => (0, "YAML leest de apostrof aan het begin als aanhalingsteken".into(), true),
        ('"', _) if value.matches('"').count() == 2 && value.ends_with('"') => {
            let at = value.find('\\').unwrap_or_default();
            (at, "na `\\` staat geen bekende code".into(), true)
        }
        ('"', _) => (
            0,
            "YAML leest een aanhalingsteken midden in de tekst als het einde ervan".into(),
            true,
        ),
        ('[' | '{', _) => {
            (0, "dit haakje leest YAML als het begin van een lijst of een blok".into(), false)
        }
        ('|' | '>', _) => (0, "tekst achter `|` of `>`".into(), false),
        ('@' | '`' | '%' | '&' | '*' | '!', _) => {
            (0, format!("een tekst zonder aanhalingstekens kan niet met `{first}` beginnen"), true)
        }
        (_, Some(at)) => (at, "een dubbele punt midden in een tekst".into(), true),
        _ => (0, "deze tekst kan niet zonder aanhalingstekens".into(), true),
    }
}

/// A field or list item that begins at another column than those that it belongs to.
fn column(broken: &Broken<'_>) -> Vec<Guess> {
    let mut guesses = Vec::new();
    let at = broken.line_at(broken.at);
    for index in (at.saturating_sub(1)..=at).rev() {
        let line = &broken.lines[index];
        let is_item = line.text[line.indent..].starts_with("- ");
        if line.role != Role::Field || (line.field().is_none() && !is_item) {
            continue;
        }
        let below = broken.lines[index + 1..]
            .iter()
            .take_while(|below| below.role == Role::Blank || below.indent > line.indent)
            .count();
        let moved = &broken.lines[index..=index + below];
        // The lines above, nearest first, that it can stand below.
        let mut columns: Vec<(usize, &Line<'_>)> = Vec::new();
        for above in broken.lines[..index].iter().rev().filter(|above| above.role == Role::Field) {
            let own = match is_item {
                true => above.text[above.indent..].starts_with("- ").then_some(above.indent),
                false => above.field().map(|_| above.content().0 - above.start),
            };
            if let Some(column) = own.filter(|column| *column != line.indent)
                && columns.iter().all(|(known, _)| *known != column)
            {
                columns.push((column, above));
            }
        }
        columns.sort_by_key(|(column, _)| column.abs_diff(line.indent));
        for (column, above) in columns {
            let by = column.abs_diff(line.indent);
            let edits: Vec<_> = moved
                .iter()
                .filter(|line| line.role != Role::Blank)
                .map(|moved| {
                    let wanted = moved.indent + column - line.indent.min(moved.indent + column);
                    (moved.start..moved.start + moved.indent, " ".repeat(wanted))
                })
                .collect();
            let side = if column < line.indent { "rechts" } else { "links" };
            let spaces = if by == 1 { "1 spatie".to_owned() } else { format!("{by} spaties") };
            let name = match above.field() {
                Some((key, ..)) if !is_item => format!("`{}`", key.trim()),
                _ => "het streepje".to_owned(),
            };
            guesses.push(Guess {
                code: codes::YAML_INDENT,
                message: format!("deze regel staat {spaces} te ver naar {side}: de inspringing past niet bij de regels erboven"),
                marks: vec![(line.visible(), String::new())],
                help: vec![format!(
                    "laat de regel recht onder {name} van regel {} beginnen",
                    broken.number(above)
                )],
                edits,
                certain: by <= 2,
            });
        }
    }
    guesses
}
