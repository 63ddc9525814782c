//! In: a text, and which of its lines begin an item of a list. Out: lines that look like one, or like a table, and are
//! none. Pure.
//!
//! Whoever pastes from Word brings bullets and numbers of another making along. To CommonMark they are signs in a
//! running paragraph, and the lines would flow together.

use std::collections::BTreeSet;
use std::ops::Range;

use super::marker::{self, introduces};
use super::understood::Understood;
use super::{Mistake, is_blank};
use crate::diagnostic::{codes, words};

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A bullet of another program.
    Bullet,
    /// A long dash.
    Dash,
    /// A sign that other programs take for a bullet.
    Star,
    /// A dash without a space behind it, or with one that is none.
    Tight,
    /// A number or letter with a point or bracket, also where no space follows.
    Counted,
    /// A bar, as in a table.
    Bar,
    /// Words, with a bar between them.
    Cells,
}

/// A line with its look.
struct Line {
    range: Range<usize>,
    /// Where its first sign is.
    start: usize,
    /// Where the words behind the marker begin.
    words: usize,
    look: Look,
    /// Whether nothing stands directly above it.
    first: bool,
    /// Whether the line above says that a list follows.
    introduced: bool,
    /// Whether the line above it begins an item of a list.
    listed: bool,
    /// Number of the paragraph.
    paragraph: usize,
    /// Number among the lines that are not empty.
    number: usize,
}

/// Finds such lines. `items` is where items of lists begin.
pub(super) fn find(text: &str, items: &BTreeSet<usize>, understood: &Understood) -> Vec<Mistake> {
    let mut found = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut listed = BTreeSet::new();
    let (mut above, mut paragraph, mut number, mut item) = ("", 0, 0, false);
    for range in marker::lines(text) {
        let line = &text[range.clone()];
        let start = range.start + line.len() - line.trim_start_matches(is_blank).len();
        let first = above.trim().is_empty();
        paragraph += usize::from(first);
        number += usize::from(!line.trim().is_empty());
        let above_is_item = std::mem::replace(&mut item, items.contains(&start));
        hard_space(text, range.start..start, &mut found);
        if !understood.has(start) {
            within(text, start..range.end, understood, &mut found);
        }
        if items.contains(&start) {
            listed.insert(paragraph);
        } else if !understood.has(start)
            && let Some((look, words)) = look(text, start..range.end)
        {
            let introduced = !first && introduces(above);
            let listed = !first && above_is_item;
            lines.push(Line {
                range,
                start,
                words,
                look,
                first,
                introduced,
                listed,
                paragraph,
                number,
            });
        }
        above = line;
    }
    let mut rest = &lines[..];
    while let Some(line) = rest.first() {
        // Lines that follow each other, with nothing but empty ones between them.
        let goes_on =
            |pair: &[Line]| pair[1].look == line.look && pair[1].number == pair[0].number + 1;
        let (series, later) =
            rest.split_at(1 + rest.windows(2).take_while(|pair| goes_on(pair)).count());
        rest = later;
        found.extend(told(text, series, &listed));
    }
    found
}

/// Whether a line begins as an item of a list may.
pub(super) fn is_marked(text: &str, line: Range<usize>) -> bool {
    text[line.clone()].starts_with("- ") || look(text, line).is_some()
}

/// Whether a line begins with a bullet, a dash or a bar, of whatever program.
pub(super) fn is_bulleted(text: &str, line: Range<usize>) -> bool {
    look(text, line).is_some_and(|(look, _)| look != Look::Counted)
}

/// Whether a line begins as an item of a list, here or in another program.
pub fn begins_item(line: &str) -> bool {
    is_marked(line, 0..line.lines().next().unwrap_or_default().len())
}

/// What a line begins with, and where its words begin.
fn look(text: &str, line: Range<usize>) -> Option<(Look, usize)> {
    let content = &text[line.clone()];
    let first = content.chars().next()?;
    let after = &content[first.len_utf8()..];
    let words = line.end - after.trim_start_matches(is_blank).len();
    let spaced = after.starts_with(is_blank);
    let tab = after.starts_with('\t');
    let arrow = ["->", "-->", "=>", "==>"].iter().find(|arrow| content.starts_with(**arrow));
    let arrow = arrow.map_or(0, |arrow| arrow.len());
    let look = match first {
        '|' | '¦' | '│' | '┃' => Look::Bar,
        '•'
        | '·'
        | '▪'
        | '▫'
        | '■'
        | '□'
        | '◦'
        | '○'
        | '●'
        | '‣'
        | '⁃'
        | '∙'
        | '➢'
        | '➤'
        | '✓'
        | '✔'
        | '❖'
        | '◆'
        | '☐'
        | '☑'
        | '→'
        | '①'..='⑳'
        | '►'
        | '▸'
        | '⮚'
        | '\u{f000}'..='\u{f0ff}' => Look::Bullet,
        // Word's second level, in a font of letters or of pictures.
        'o' | '§' | 'Ø' | 'ü' | 'v' | 'q' if tab => Look::Bullet,
        '‐'..='―' | '−' if spaced => Look::Dash,
        'o' if spaced => Look::Star,
        '-' if after
            .starts_with(|c: char| c.is_alphabetic() || is_blank(c) && c != ' ' && c != '\t') =>
        {
            Look::Tight
        }
        '‐'..='―' | '−' if after.starts_with(char::is_alphabetic) => Look::Tight,
        _ if spaced && is_sign(first) => Look::Star,
        _ if arrow > 0 => {
            let words = content[arrow..].trim_start_matches(is_blank);
            return Some((Look::Star, line.end - words.len()));
        }
        _ => {
            return match counted(content) {
                Some(length) => Some((Look::Counted, line.start + length)),
                None => content.contains(" | ").then_some((Look::Cells, line.start)),
            };
        }
    };
    Some((look, words))
}

/// Whether a sign with a space behind it can stand for a bullet: no letter, bracket, quote, sum of money or markup can.
fn is_sign(sign: char) -> bool {
    !sign.is_alphanumeric()
        && !is_blank(sign)
        && !"\"'“”„‘’‚«»()[]{}<>€$£…&|\\`-=#,.;:?!_%".contains(sign)
}

/// The length of a number or letter with what belongs to it, up to the words: `a) `, `(b) `, `1. `, `iv. `, `1 - `, and
/// `1.` without a space.
fn counted(line: &str) -> Option<usize> {
    let open = usize::from(line.starts_with(['(', '[']));
    let rest = &line[open..];
    let run = |signs: fn(char) -> bool| &rest[..rest.len() - rest.trim_start_matches(signs).len()];
    // `1.1`, `2.1.3`; an amount or a time has two digits behind its point.
    let long = run(|c| c.is_ascii_digit() || c == '.').trim_end_matches('.');
    let part = |part: &str| matches!(part.parse(), Ok(1..=30_u8)) && part.len() < 3;
    let parts = long.contains('.') && long.split('.').all(part);
    let label = if parts { long } else { run(|c| c.is_ascii_alphanumeric()) };
    let after = &rest[label.len()..];
    let suffix = after.chars().next().filter(|c| matches!(c, '.' | ')' | ']' | ':' | ' '))?;
    let digits = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = digits > 0 && digits <= 2 && digits == label.len();
    let lettered = digits > 0
        && digits <= 2
        && label.len() == digits + 1
        && label.ends_with(|c: char| c.is_ascii_lowercase());
    let letter = match label.as_bytes() {
        [one] => one.is_ascii_alphabetic(),
        // Behind `z` comes `aa`.
        [one, two] => one == two && one.is_ascii_lowercase(),
        _ => false,
    };
    let roman = (2..=5).contains(&label.len())
        && (label.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
            || label.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
    let words = |after: &str| {
        let words = after.trim_start_matches(is_blank);
        (words.len() < after.len() && !words.is_empty()).then(|| line.len() - words.len())
    };
    let dash = [" - ", " – "].iter().find(|dash| after.starts_with(**dash));
    match suffix {
        ' ' if parts => words(after),
        ' ' => {
            dash.filter(|_| number && open == 0).map(|dash| line.len() - after.len() + dash.len())
        }
        // `[1] …` is the text of a note.
        ']' if number => None,
        ']' | ')' if open > 0 && (number || letter || roman) => words(&after[1..]),
        ':' if number => words(&after[1..]),
        '.' | ')' if open == 0 && (number || letter || roman || lettered || parts) => {
            let behind = &after[1..];
            // `1.Een` is one that lacks its space; `2.5` and `a.u.b.` are not.
            let tight = number && behind.starts_with(char::is_alphabetic);
            words(behind).or(tight.then(|| line.len() - behind.len()))
        }
        _ => None,
    }
}

/// What there is to say of a series of lines that begin in the same way.
fn told(text: &str, series: &[Line], listed: &BTreeSet<usize>) -> Option<Mistake> {
    let first = series.first()?;
    let many = series.len() > 1;
    let introduced = series.iter().any(|line| line.introduced);
    let flows = series.iter().any(|line| !line.first);
    // The next one of a list that stands higher up.
    let continues = series.len() == 1
        && marker::at(text, first.range.start).is_some_and(|marker| {
            marker.values(text).any(|(_, value)| value > 1 && value <= listed.len() as u64 + 1)
        });
    let in_list = series.iter().any(|line| listed.contains(&line.paragraph));
    let marker = text[first.start..first.words].trim_end_matches(is_blank);
    let place = first.start..first.start + marker.len();
    let count = words::count(series.len(), "regel begint", "regels beginnen");
    let list = |message: String| Mistake::error(codes::LIST_UNCLEAR, place.clone(), message);
    let dash = "begin elk punt met `- `, en zet een lege regel voor het eerste";
    match first.look {
        Look::Bullet => {
            let message = match marker.chars().next() {
                Some('\u{f000}'..='\u{f0ff}') => {
                    format!("{count} met een opsommingsteken van Word, dat hier geen lijst maakt")
                }
                _ => format!("{count} met `{marker}`, dat hier geen lijst maakt"),
            };
            Some(bulleted(text, series, list(message).help(dash)))
        }
        Look::Dash | Look::Star | Look::Tight if many || introduced || first.listed => {
            let message = match first.look {
                Look::Tight => {
                    format!("{count} met een streepje zonder spatie erachter: dat is geen lijst")
                }
                _ => format!("{count} met `{marker}`, dat hier geen lijst maakt"),
            };
            let told = list(message).help(dash);
            // In the middle of a paragraph a line can begin so by chance.
            // Before a figure a dash can be a minus.
            let minus = |line: &Line| {
                text[line.words..].starts_with(|c: char| c.is_ascii_digit() || c == '€')
            };
            if (first.first || first.introduced || first.listed) && !series.iter().any(minus) {
                return Some(bulleted(text, series, told));
            }
            Some(told.help(
                "is het geen lijst, breek de regel dan ergens anders af, of zet er `\\` voor",
            ))
        }
        Look::Counted if flows && (many || introduced || in_list || continues) => {
            let message =
                format!("{count} met een nummer of letter, maar zou in de lopende tekst komen");
            let message = if many { message.replace("zou", "zouden") } else { message };
            let told = list(message)
                .help("een lijst telt vanaf 1, a of i, als `1. `, `a. `, `i) `, met een spatie erachter en een lege regel voor het eerste punt")
                .help("een lijst in een lijst staat ingesprongen, tot onder het eerste woord van het punt erboven")
                .help("hoort het niet bij een lijst, zet dan `\\` voor de punt of het haakje");
            Some(spaced(text, series, told))
        }
        Look::Bar | Look::Cells if many || first.look == Look::Bar => {
            let end = text[first.range.clone()].trim_end().len();
            Some(
                Mistake::error(
                    codes::LIST_UNCLEAR,
                    first.start..first.range.start + end,
                    "dit is geen tabel geworden",
                )
                .help("zet een lege regel voor de tabel, en onder de kop een regel als `|---|---|`, met evenveel kolommen als de kop")
                .help("is het gewone tekst, zet dan `\\` voor elk streepje"),
            )
        }
        _ => None,
    }
}

/// The same with the correction, where numbers lack nothing but the space behind them.
fn spaced(text: &str, series: &[Line], mistake: Mistake) -> Mistake {
    let tight = |line: &Line| text[..line.words].ends_with(['.', ')']);
    if series.len() < 2 || !series.iter().all(tight) {
        return mistake;
    }
    let space = |mistake: Mistake, line: &Line| mistake.fix(line.words..line.words, " ");
    series.iter().fold(mistake, space)
}

/// The same with the correction: each line begins with a dash and a space, and the first stands apart.
fn bulleted(text: &str, series: &[Line], mut mistake: Mistake) -> Mistake {
    let mut above: Option<usize> = None;
    for line in series {
        let apart = line.first || line.introduced || line.listed || above == Some(line.paragraph);
        above = Some(line.paragraph);
        let indent = match (&text[line.range.start..line.start], level(text, line)) {
            (typed, 0) => typed.to_owned(),
            (_, level) => "  ".repeat(level),
        };
        mistake = if apart {
            mistake.fix(line.range.start..line.words, format!("{indent}- "))
        } else {
            mistake.fix(line.range.start - 1..line.words, format!("\n\n{indent}- "))
        };
    }
    mistake
}

/// How deep Word means a bullet: it has a sign of its own for each level, or a tab before it; 0 for the first, and for
/// what has spaces before it.
fn level(text: &str, line: &Line) -> usize {
    let indent = &text[line.range.start..line.start];
    let tabs = indent.matches('\t').count();
    let sign = match text[line.start..].chars().next() {
        Some('o' | '\u{f06f}') => 1,
        Some('§' | '▪' | '\u{f0a7}') => 2,
        _ => 0,
    };
    if indent.contains(' ') { 0 } else { tabs.max(sign) }
}

/// What is told of a line by itself: a heading of another program, and bullets between the words.
fn within(text: &str, line: Range<usize>, understood: &Understood, found: &mut Vec<Mistake>) {
    let content = &text[line.clone()];
    let hashes = content.len() - content.trim_start_matches('#').len();
    if hashes > 1 && content[hashes..].starts_with(char::is_alphanumeric) {
        found.push(
            Mistake::warning(
                codes::MARKUP_AS_TEXT,
                line.start..line.start + hashes,
                "dit komt zo op papier: een tekst heeft geen koppen",
            )
            .help("een kop heeft een eigen veld (`kop`)"),
        );
    }
    let bullets: Vec<usize> = content
        .match_indices(['•', '▪', '◦', '●', '‣', '➢'])
        .map(|(at, _)| line.start + at)
        .filter(|at| *at > line.start && understood.is_text(*at))
        .collect();
    if let [first, _, ..] = bullets[..] {
        let end = text.ceil_char_boundary(first + 1);
        found.push(
            Mistake::warning(
                codes::LIST_UNCLEAR,
                first..end,
                "in deze regel staan opsommingstekens: de punten komen achter elkaar op papier",
            )
            .help("geef elk punt een eigen regel, die begint met `- `"),
        );
    }
}

/// Indentation with spaces that are printed.
fn hard_space(text: &str, indent: Range<usize>, found: &mut Vec<Mistake>) {
    let hard = text[indent.clone()].find(|c| !matches!(c, ' ' | '\t'));
    let Some(start) = hard.map(|at| indent.start + at).filter(|_| indent.end < text.len()) else {
        return;
    };
    found.push(
        Mistake::warning(
            codes::CHARACTER,
            start..indent.end,
            "deze regel begint met een vaste spatie, die zo op papier komt",
        )
        .help("haal hem weg; plakken uit Word brengt hem mee")
        .fix(start..indent.end, ""),
    );
}
