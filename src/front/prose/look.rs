//! In: a line. Out: what it begins with, where that looks like an item of a list or a row of a table. Pure.

use std::ops::Range;

use super::is_blank;

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
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
    /// The same, with a `\\` that says that it begins no list.
    Escaped,
    /// A bar, as in a table.
    Bar,
    /// Words, with a bar between them.
    Cells,
}

/// Whether a line begins as an item of a list may.
pub(super) fn is_marked(text: &str, line: Range<usize>) -> bool {
    text[line.clone()].starts_with("- ") || look(text, line).is_some()
}

/// Whether a line begins with a bullet, a dash or a bar, of whatever program.
pub(super) fn is_bulleted(text: &str, line: Range<usize>) -> bool {
    look(text, line).is_some_and(|(look, _)| !matches!(look, Look::Counted | Look::Escaped))
}

/// Whether a line begins as an item of a list, here or in another program.
pub fn begins_item(line: &str) -> bool {
    is_marked(line, 0..line.lines().next().unwrap_or_default().len())
}

/// What a line begins with, and where its words begin.
pub(crate) fn look(text: &str, line: Range<usize>) -> Option<(Look, usize)> {
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
        _ if spaced && is_pictured(first) && content_begins(after) => Look::Star,
        // A word too: `vijf à tien`.
        'à' if spaced && content_begins(after) && has_twin(text, &line, "à ") => Look::Star,
        '-' if after
            .starts_with(|c: char| c.is_alphabetic() || is_blank(c) && c != ' ' && c != '\t') =>
        {
            Look::Tight
        }
        '‐'..='―' | '−' if after.starts_with(char::is_alphabetic) => Look::Tight,
        _ if spaced && is_sign(first) => Look::Star,
        // The second level of a list on a wiki.
        '*' if content.trim_start_matches('*').starts_with(is_blank) => {
            let words = content.trim_start_matches('*').trim_start_matches(is_blank);
            return Some((Look::Star, line.end - words.len()));
        }
        _ if arrow > 0 => {
            let words = content[arrow..].trim_start_matches(is_blank);
            return Some((Look::Star, line.end - words.len()));
        }
        _ => {
            if let Some(length) = counted(content) {
                return Some((Look::Counted, line.start + length));
            }
            // As much of it as a number can be.
            let label = &content[..content.floor_char_boundary(8)];
            let escape = label.find("\\.").or_else(|| label.find("\\)"));
            let escaped = escape.and_then(|at| {
                counted(&format!("{}{}", &content[..at], &content[at + 1..])).map(|at| at + 1)
            });
            return match escaped {
                Some(length) => Some((Look::Escaped, line.start + length)),
                None => content.contains(" | ").then_some((Look::Cells, line.start)),
            };
        }
    };
    Some((look, words))
}

/// Whether a letter is a bullet in a font of pictures, which Word leaves a letter when its font is lost.
fn is_pictured(letter: char) -> bool {
    matches!(letter, 'v' | 'q' | 'ü' | 'n' | 'l' | 'p' | 'w' | 'Ø' | 'þ' | 'ð')
}

/// Whether words follow: before a figure a letter is a quantity or a unit.
fn content_begins(after: &str) -> bool {
    after.trim_start_matches(is_blank).starts_with(char::is_alphabetic)
}

/// Whether the line above or below begins in the same way.
fn has_twin(text: &str, line: &Range<usize>, sign: &str) -> bool {
    let begins = |line: Option<&str>| {
        line.is_some_and(|line| line.trim_start_matches(is_blank).starts_with(sign))
    };
    let start = text[..line.start].rfind('\n');
    begins(start.and_then(|start| text[..start].lines().next_back()))
        || begins(text[line.end..].strip_prefix('\n').and_then(|below| below.lines().next()))
}

/// Whether a sign with a space behind it can stand for a bullet: no letter, bracket, quote, sum of money or markup can.
fn is_sign(sign: char) -> bool {
    !sign.is_alphanumeric()
        && !is_blank(sign)
        && !"\"'“”„‘’‚«()[]{}<>€$£…&|\\`-=#,.;:?!_%".contains(sign)
}

/// The length of a number or letter with what belongs to it, up to the words: `a) `, `(b) `, `1. `, `iv. `, `1 - `, and
/// `1.`, `a)` and `(a)` without a space.
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
    let suffix = after.chars().next().filter(|c| matches!(c, '.' | ')' | ']' | ':' | ' ' | '°'))?;
    let digits = label.len() - label.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = digits > 0 && digits <= 2 && digits == label.len();
    let lettered = digits > 0
        && digits <= 2
        && label.len() == digits + 1
        && label.ends_with(|c: char| c.is_ascii_lowercase());
    // `1e`, `2de`
    let ordinal =
        open == 0 && (1..=2).contains(&digits) && matches!(&label[digits..], "e" | "de" | "ste");
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
        ' ' if parts || ordinal => words(after),
        '°' if number => words(&after[suffix.len_utf8()..]),
        ' ' => {
            dash.filter(|_| number && open == 0).map(|dash| line.len() - after.len() + dash.len())
        }
        // `[1] …` is the text of a note.
        ']' if number => None,
        ']' | ')' if open > 0 && (number || letter || roman) => {
            let behind = &after[1..];
            let tight = suffix == ')' && behind.starts_with(char::is_alphabetic);
            words(behind).or(tight.then(|| line.len() - behind.len()))
        }
        ':' if number => words(&after[1..]),
        '.' | ')' if open == 0 && (number || letter || roman || lettered || parts) => {
            let behind = &after[1..];
            // `1.Een` and `a)een` are ones that lack their space; `2.5` and `a.u.b.` are not.
            let word = behind.trim_start_matches(char::is_alphabetic);
            let whole = behind.len() - word.len() > 1 && (word.is_empty() || word.starts_with(' '));
            let small = label.ends_with(|c: char| c.is_ascii_lowercase());
            let tight = behind.starts_with(char::is_alphabetic)
                && (number || suffix == ')' || small && whole);
            words(behind).or(tight.then(|| line.len() - behind.len()))
        }
        _ => None,
    }
}

/// Whether a sign says no more than that an item begins.
pub(crate) fn is_mere_bullet(marker: &str) -> bool {
    const WORD: &str = "\u{f0a8}\u{f0fb}\u{f0fc}\u{f0fd}\u{f0fe}";
    let mut signs = marker.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None) => {
            "-*•·▪▫◦‣⁃∙➢➤❖◆→►▸⮚»o§Øvq−".contains(sign)
                || matches!(sign, '‐'..='―')
                || matches!(sign, '\u{f000}'..='\u{f0ff}') && !WORD.contains(sign)
        }
        _ => false,
    }
}

/// How deep Word means a bullet, which has a sign of its own for each level; 0 for the first.
pub(crate) fn word_level(sign: char) -> usize {
    match sign {
        'o' | '\u{f06f}' => 1,
        '§' | '▪' | '\u{f0a7}' => 2,
        _ => 0,
    }
}

/// Whether a line is what other programs print as a line across the page.
pub(crate) fn is_divider(line: &str) -> bool {
    let mut signs = line.chars().filter(|c| !is_blank(*c));
    let Some(first) = signs.next().filter(|sign| "*_=~#-–—─━•·.".contains(*sign)) else {
        return false;
    };
    let more: Option<usize> = signs.map(|sign| (sign == first).then_some(1)).sum();
    more.is_some_and(|more| more > 1 && (more, first) != (2, '.'))
}
