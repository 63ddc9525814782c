//! In: a part of a file that cannot be read. Out: what its author most likely meant, if the part can then be read. Pure.
//!
//! The parser says where it lost its way, which is seldom where the mistake is. So each of the mistakes that people make
//! is tried: is it to be seen here, and does the file read on once it is mended? Then it is told, at its own line.

use std::ops::Range;

use super::lines::{Line, Role, lines, without_comment};
use super::parse::Builder;
use super::{Kind, colons, fallen, foreign, margin, quoted};
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
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.start <= at).saturating_sub(1)
    }

    /// The number of a line in the file.
    pub(super) fn number(&self, line: &Line<'_>) -> usize {
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
    let guesses: [fn(&Broken<'_>) -> Vec<Guess>; 14] = [
        foreign::spaces,
        foreign::signs,
        margin::dash,
        margin::double_dash,
        margin::comments,
        fallen::stray,
        colons::space,
        colons::colon,
        colons::head,
        fallen::pasted,
        nothing,
        fallen::bare,
        quotes,
        column,
    ];
    first(id, broken, &guesses)
}

/// What is most likely wrong in a part that can be read, with a key that is no name.
pub(super) fn odd(id: SourceId, broken: &Broken<'_>) -> Option<Diagnostic> {
    first(id, broken, &[foreign::spaces, foreign::signs, fallen::stray])
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
        let value = without_comment(value);
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
