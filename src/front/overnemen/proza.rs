//! In: words of others. Out: prose that prints just those words. Pure.

use crate::prose::{self, Block, Inline};

/// What can mean something in prose.
const SIGNS: [char; 8] = ['\\', '*', '[', ']', '<', '>', '|', '`'];

/// Words as prose: what could be markup is escaped, if it would otherwise be taken for that.
pub(super) fn letterlijk(text: &str) -> String {
    if is_literal(text, text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, char) in text.char_indices() {
        let braces = char == '{' && text[at + 1..].starts_with(['{', '%', '#']);
        let begins_list = at == 0 && matches!(char, '-' | '+' | '#');
        let begins_number =
            matches!(char, '.' | ')') && at > 0 && text[..at].bytes().all(|b| b.is_ascii_digit());
        if SIGNS.contains(&char) || braces || begins_list || begins_number {
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
