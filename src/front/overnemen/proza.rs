//! In: words of others. Out: prose that prints just those words. Pure.

use crate::prose::{self, Block, Inline, Numbering};

/// What can mean something in prose.
const SIGNS: [char; 10] = ['\\', '*', '[', ']', '<', '>', '|', '`', '^', '~'];

/// Words as prose: what could be markup is escaped, if it would otherwise be taken for that.
pub(super) fn letterlijk(text: &str) -> String {
    letterlijk_deel(text, true)
}

/// A piece of a paragraph as prose. Only where that begins can a sign begin a list.
pub(super) fn letterlijk_deel(text: &str, begins: bool) -> String {
    let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | ',' | '.' | '?' | '’' | ':' | ';');
    if text.chars().all(|c| plain(c) || !begins && c.is_ascii_digit()) && !begins
        || is_literal(text, text)
    {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, char) in text.char_indices() {
        let braces = char == '{' && text[at + 1..].starts_with(['{', '%', '#']);
        let begins_list = begins && at == 0 && matches!(char, '-' | '+' | '#' | '(');
        let begins_number = begins
            && matches!(char, '.' | ')')
            && (1..=9).contains(&at)
            && text[..at].bytes().all(|b| b.is_ascii_alphanumeric());
        let is_sign = match char {
            '^' | '~' => prose::shifts(&text[..at], &text[at..]),
            _ => SIGNS.contains(&char),
        };
        if is_sign || braces || begins_list || begins_number {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// Whether prose is printed as these words, in one paragraph.
pub(super) fn is_literal(written: &str, text: &str) -> bool {
    let (read, mistakes) = prose::read(written);
    let [Block::Paragraph(inlines)] = &read.blocks[..] else { return text.trim().is_empty() };
    let mut printed = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => printed.push_str(text),
            _ => return false,
        }
    }
    mistakes.is_empty() && printed == text
}

/// The one block that prose is, if it is that without a mistake.
pub(super) fn alleen(written: &str) -> Option<Block> {
    let (read, mistakes) = prose::read(written);
    match &read.blocks[..] {
        [block] if mistakes.is_empty() => Some(block.clone()),
        _ => None,
    }
}

/// A list of two items or more where they count, each with what stands before it; else its items as paragraphs.
pub(super) fn lijst(items: Vec<(String, Vec<String>)>) -> Result<String, Vec<String>> {
    let written = items.iter().map(|(marker, blokken)| {
        let indent = " ".repeat(marker.chars().count() + 1);
        let text = blokken.join("\n\n").replace('\n', &format!("\n{indent}"));
        let lines: Vec<&str> =
            text.lines().map(|line| if line.trim().is_empty() { "" } else { line }).collect();
        format!("{marker} {}", lines.join("\n"))
    });
    let written = written.collect::<Vec<_>>().join("\n");
    let labels = |numbering: &Numbering| {
        items.iter().enumerate().all(|(i, (marker, _))| numbering.label(i) == *marker)
    };
    let is_list = matches!(
        alleen(&written),
        Some(Block::List { numbering, items: read, .. })
            if read.len() == items.len()
                && labels(&numbering)
                && (numbering == Numbering::Bullet || items.len() > 1)
    );
    if is_list {
        return Ok(written);
    }
    let mut all = Vec::new();
    for (marker, mut blokken) in items {
        let label = if marker == "-" { "–".to_owned() } else { marker };
        match blokken.first_mut() {
            Some(first) => *first = format!("{} {first}", letterlijk(&label)),
            None => blokken.push(letterlijk(&label)),
        }
        all.extend(blokken);
    }
    Err(all)
}

/// Prose as it can stand in a cell.
pub(super) fn in_cel(text: &str) -> String {
    text.replace("\\|", "|").replace('|', "\\|")
}

/// An address as a link, where it can be one; else as it stands.
pub(super) fn adres(text: &str) -> String {
    let is_address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))
        && !text.contains(|c: char| c.is_whitespace() || "<>\"".contains(c));
    let link = format!("<{text}>");
    match is_address && prose::read(&link).1.is_empty() {
        true => link,
        false => letterlijk(text),
    }
}

/// Words in which addresses become links.
pub(super) fn met_adressen(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let bare = word.trim_end_matches(['.', ',', ';', ')']);
        match adres(bare) {
            link if link.starts_with("<http") => link + &letterlijk(&word[bare.len()..]),
            _ => word.to_owned(),
        }
    });
    let joined: Vec<String> = words.collect();
    let has_link = joined.iter().any(|word| word.starts_with("<http"));
    match has_link {
        // What stands around a link is escaped word by word.
        true => {
            let each = joined.iter().map(|word| match word.starts_with("<http") {
                true => word.clone(),
                false => letterlijk(word),
            });
            each.collect::<Vec<_>>().join(" ")
        }
        false => letterlijk(text),
    }
}
