//! In: running text. Out: its words and marks, and its sentences. Pure.

use std::ops::Range;

use crate::dossier::Taal;

/// A word or a punctuation mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands in the text.
    pub(super) range: Range<usize>,
    /// Whether it is a word or number; else a mark.
    pub(super) word: bool,
}

/// Words keep their hyphens, apostrophes and inner points; every other mark stands alone.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        if char.is_whitespace() {
            continue;
        }
        if !char.is_alphanumeric() {
            tokens.push(Token { range: start..start + char.len_utf8(), word: false });
            continue;
        }
        let mut end = start + char.len_utf8();
        while let Some((at, char)) = chars.peek().copied() {
            let joins = matches!(char, '-' | '\'' | '’' | '.' | ',' | '/' | '&')
                && text[at + char.len_utf8()..].chars().next().is_some_and(|next| {
                    // A point or comma only joins digits: `2,5`, `1.000`; `o.a.` is two words.
                    next.is_alphanumeric()
                        && (!matches!(char, '.' | ',' | '/')
                            || (next.is_ascii_digit()
                                && text[..at].ends_with(|c: char| c.is_ascii_digit())))
                });
            if !char.is_alphanumeric() && !is_combining(char) && !joins {
                break;
            }
            end = at + char.len_utf8();
            chars.next();
        }
        tokens.push(Token { range: start..end, word: true });
    }
    tokens
}

fn is_combining(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

/// Cuts a text in sentences.
pub(super) fn sentences(text: &str, taal: &Taal) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, char) in text.char_indices() {
        if !matches!(char, '.' | '!' | '?' | '…') {
            continue;
        }
        let end = at + char.len_utf8();
        let closing =
            text[end..].chars().take_while(|c| matches!(c, ')' | '”' | '"' | '’' | '\'' | ']'));
        let end = end + closing.map(char::len_utf8).sum::<usize>();
        let rest = &text[end..];
        let next = rest.trim_start();
        if next.len() == rest.len() && !rest.is_empty() {
            continue;
        }
        let capital = next
            .trim_start_matches(['(', '“', '"', '„', '‘', '\'', '*'])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let last = last_word(&text[start..at]);
        let single = last.chars().count() == 1 && last.starts_with(char::is_uppercase);
        let abbreviated = char == '.'
            && (single || taal.afkortingen_met_punt.has_folded(last))
            && !taal.afkortingen_aan_het_eind.has_folded(last);
        if next.is_empty() || (capital && !abbreviated) {
            sentences.push(start..end);
            start = end + (rest.len() - next.len());
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// The last word of a text, with the points inside it.
fn last_word(text: &str) -> &str {
    let start = text
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[start..]
}

/// The ranges between quotation marks, ascending. Single marks are apostrophes too: `’s` and `ngo’s` close nothing.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let apostrophe =
            char == '’' && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        open = match (open, char) {
            (None, '“' | '„') => Some(('”', at)),
            (None, '«') => Some(('»', at)),
            (None, '‘') => Some(('’', at)),
            (None, '"') => Some(('"', at)),
            (Some((closing, start)), char) if closing == char && !apostrophe => {
                out.push(start..at);
                None
            }
            // „…“ in the German manner.
            (Some(('”', start)), '“') => {
                out.push(start..at);
                None
            }
            (open, _) => open,
        };
    }
    out.extend(open.map(|(_, start)| start..text.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Lijsten;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, &Lijsten::ingebouwd().taal).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_end_where_a_reader_pauses() {
        assert_eq!(cut("Een zin. Nog een? Ja!"), ["Een zin.", "Nog een?", "Ja!"]);
        assert_eq!(cut("Zie nr. 5 en art. 3. Klaar."), ["Zie nr. 5 en art. 3.", "Klaar."]);
        assert_eq!(
            cut("De motie Bikker c.s. Vraagt niets."),
            ["De motie Bikker c.s. Vraagt niets."]
        );
        assert_eq!(cut("Op 22 maart jl. Van alles."), ["Op 22 maart jl.", "Van alles."]);
        assert_eq!(
            cut("Het kost € 2,5 miljoen. „Dus.” Einde"),
            ["Het kost € 2,5 miljoen.", "„Dus.”", "Einde"]
        );
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        let text = "RIEC's, thema’s en 2,5 o.a. zorg-.";
        let words: Vec<&str> = tokens(text)
            .into_iter()
            .filter(|token| token.word)
            .map(|token| &text[token.range])
            .collect();
        assert_eq!(words, ["RIEC's", "thema’s", "en", "2,5", "o", "a", "zorg"]);
    }
}
