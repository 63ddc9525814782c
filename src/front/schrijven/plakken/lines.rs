//! In: text as a program puts it on the clipboard. Out: what it says, as a draft. Pure.

use unicode_normalization::UnicodeNormalization;

use crate::prose::{Align, Numbering, Series};
use crate::schrijven::{Blok, Draft, Ink, Looks, Stretch};

/// What an item of a list begins with.
pub(super) struct Marker {
    pub(super) level: usize,
    pub(super) numbering: Numbering,
    /// The bytes up to its words.
    pub(super) length: usize,
}

/// A text without signs that no reader sees or no font has.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            // Arrows and ticks of Wingdings.
            '\u{f0e0}' => out.push('→'),
            '\u{f0df}' => out.push('←'),
            '\u{f0fc}' => out.push('✓'),
            // Its bullets, where they are no bullet.
            '\u{f000}'..='\u{f0ff}' => out.push('•'),
            '\u{ad}'
            | '\u{200b}'
            | '\u{200c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{fffc}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            '\u{e000}'..='\u{f8ff}' => {}
            '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => out.push('\n'),
            '\u{2000}'..='\u{200a}' | '\u{3000}' | '\u{205f}' => out.push(' '),
            '\u{2011}' => out.push('-'),
            '\u{fb00}'..='\u{fb06}' => out.extend(std::iter::once(char).nfkc()),
            '\t' | '\n' | '\r' => out.push(char),
            char if char.is_control() => {}
            char => out.push(char),
        }
    }
    out
}

/// The marker of a line that begins as an item does, in any program.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let blank = |char: char| matches!(char, ' ' | '\t' | '\u{a0}');
    let first = line.chars().next()?;
    let after = &line[first.len_utf8()..];
    let words = after.trim_start_matches(blank);
    let spaced = words.len() < after.len() && !words.is_empty();
    let bullet = match first {
        '•'
        | '·'
        | '▪'
        | '●'
        | '■'
        | '◦'
        | '○'
        | '‣'
        | '⁃'
        | '➢'
        | '✓'
        | '\u{f000}'..='\u{f0ff}' => !words.is_empty(),
        // Before a figure a dash can be a minus.
        '-' | '–' | '—' | '−' => {
            spaced && !words.starts_with(|char: char| char.is_ascii_digit() || char == '€')
        }
        '*' => spaced,
        'o' | '§' => after.starts_with(['\t', '\u{a0}']) && spaced,
        _ => false,
    };
    let length = line.len() - words.len();
    let level = match first {
        'o' | '◦' | '○' => 2,
        '§' | '▪' | '■' => 3,
        _ => 1,
    };
    if bullet {
        return Some(Marker { level, numbering: Numbering::Bullet, length });
    }
    counted(line).map(|(numbering, length)| Marker { level: 1, numbering, length })
}

/// The numbering of an item that begins so, and the bytes up to its words.
pub(super) fn counted(line: &str) -> Option<(Numbering, usize)> {
    let open = line.starts_with('(');
    let rest = line.strip_prefix('(').unwrap_or(line);
    let label: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let suffix = rest[label.len()..].chars().next().filter(|c| *c == ')' || *c == '.' && !open)?;
    let behind = &rest[label.len() + 1..];
    let words = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    if words.len() == behind.len() || words.is_empty() {
        return None;
    }
    let (series, first) = match label.as_bytes() {
        _ if label.len() < 3 && label.parse::<u64>().is_ok() => {
            (Series::Number, label.parse().ok()?)
        }
        b"i" | b"I" => (Series::Roman, 1),
        b"ii" | b"II" => (Series::Roman, 2),
        b"iii" | b"III" => (Series::Roman, 3),
        b"iv" | b"IV" => (Series::Roman, 4),
        [letter] if letter.is_ascii_alphabetic() => {
            (Series::Letter, u64::from(letter.to_ascii_lowercase() - b'a') + 1)
        }
        _ => return None,
    };
    Some((Numbering::Counted { open, series, first, suffix }, line.len() - words.len()))
}

/// What a text without any looks says.
pub(super) fn draft(text: &str) -> Draft {
    let text = clean(&text.replace("\r\n", "\n").replace('\r', "\n"));
    let typed: Vec<&str> = text.split('\n').collect();
    if let Some(table) = table(&typed) {
        return Draft { blocks: vec![table] };
    }
    let lines: Vec<&str> = typed.into_iter().map(str::trim_end).collect();
    let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
    let mut blocks: Vec<Blok> = Vec::new();
    // Whether the line goes on with the block above it.
    let mut above: Option<&str> = None;
    for line in lines {
        let indent = line.len() - line.trim_start().len();
        let words = line.trim();
        if words.is_empty() {
            above = None;
            continue;
        }
        if let Some(Marker { level, numbering, length }) = marker(words) {
            let tabs = line[..indent].matches('\t').count().max(indent / 2);
            let level = level.max(1 + tabs.min(4));
            let content = vec![Stretch::plain(&words[length..])];
            blocks.push(Blok::Item { level, numbering, loose: false, content });
            above = Some(words);
            continue;
        }
        let open = match (above, blocks.last_mut()) {
            (Some(above), Some(Blok::Paragraph { content, .. } | Blok::Item { content, .. })) => {
                Some((above, content))
            }
            _ => None,
        };
        match open {
            Some((above, content)) => {
                // A line that was filled goes on; one that ended early was ended by somebody.
                let first = words.split(' ').next().unwrap_or_default().chars().count();
                let filled = widest > 40 && above.chars().count() + 1 + first > widest * 4 / 5;
                if filled {
                    content.push(Stretch::plain(if above.ends_with('-') { "" } else { " " }));
                } else {
                    content.push(Stretch { what: Ink::Break(true), looks: Looks::default() });
                }
                content.push(Stretch::plain(words));
            }
            None => blocks.push(Blok::Paragraph { level: 0, content: vec![Stretch::plain(words)] }),
        }
        above = Some(words);
    }
    Draft { blocks }
}

/// A block of cells, as a spreadsheet copies it.
fn table(lines: &[&str]) -> Option<Blok> {
    let filled = lines.iter().filter(|line| !line.is_empty());
    let rows: Vec<Vec<&str>> = filled.map(|line| line.split('\t').collect()).collect();
    let wide = rows.first()?.len();
    // A spreadsheet copies as many cells of every row; a bullet with a tab behind it is no cell.
    let even = rows.iter().all(|row| row.len() == wide);
    let items = rows.iter().all(|row| marker(&format!("{} x", row[0])).is_some());
    if wide < 2 || rows.len() < 2 || !even || items {
        return None;
    }
    let figure = |cell: &str| {
        let cell = cell.trim().trim_start_matches(['€', '-', '−', ' ', '\u{a0}']);
        cell.starts_with(|c: char| c.is_ascii_digit())
            && cell.chars().all(|c| c.is_ascii_digit() || ".,% \u{a0}".contains(c))
    };
    let column = |at: usize| {
        let cells: Vec<&&str> = rows[1..].iter().filter_map(|row| row.get(at)).collect();
        let filled = cells.iter().filter(|cell| !cell.trim().is_empty());
        let all = filled.clone().count() > 0 && filled.clone().all(|cell| figure(cell));
        if all { Align::Right } else { Align::Left }
    };
    let columns = (0..wide).map(column).collect();
    let cells =
        |row: &Vec<&str>| row.iter().map(|cell| vec![Stretch::plain(cell.trim())]).collect();
    Some(Blok::Table { level: 0, columns, rows: rows.iter().map(cells).collect() })
}
