//! In: a text. Out: a word or a paragraph in it that no letter has, and that takes minutes to set. Pure.
//!
//! To break lines, Typst goes over all of a paragraph for each of its letters, and over all of a word: twice as long takes
//! four times as long.

use std::ops::Range;

use crate::diagnostic::{codes, words};
use crate::prose::{Inline, Mistake, Prose, visit_inlines};

/// Most letters of a word, of a line and of a paragraph.
const WORD: usize = 500;
const LINE: usize = 2_000;
const PARAGRAPH: usize = 20_000;

/// How much of what is too long is shown.
const SHOWN: usize = 40;

/// Finds the first one in a text of one line.
pub(super) fn of_line(text: &str) -> Option<Mistake> {
    of(std::iter::once((text, 0..text.len())), LINE, "deze regel")
}

/// Finds the first one in a text of paragraphs.
pub(super) fn of_prose(prose: &Prose) -> Option<Mistake> {
    let mut found = None;
    prose.lines(&mut |inlines| {
        if found.is_none() {
            let mut texts = Vec::new();
            visit_inlines(inlines, &mut |inline| match inline {
                Inline::Text { text, range } | Inline::Shifted { text, range, .. } => {
                    texts.push((text.as_str(), range.clone()));
                }
                Inline::Break => texts.push((" ", 0..0)),
                _ => {}
            });
            found = of(texts.into_iter(), PARAGRAPH, "deze alinea");
        }
    });
    found
}

/// The same of parts of a text that follow each other.
fn of<'t>(
    parts: impl Iterator<Item = (&'t str, Range<usize>)>,
    most: usize,
    what: &str,
) -> Option<Mistake> {
    let (mut first, mut all, mut word) = (None, 0_usize, 0_usize);
    // Where the word began, and the longest one.
    let (mut start, mut longest): (_, Option<(usize, Range<usize>)>) = (0..0, None);
    for (text, range) in parts {
        if !range.is_empty() {
            first.get_or_insert(range.start);
        }
        for (at, char) in text.char_indices() {
            all += 1;
            if char.is_whitespace() {
                word = 0;
                continue;
            }
            if word == 0 {
                let shown =
                    text[at..].char_indices().nth(SHOWN).map_or(text.len(), |(end, _)| at + end);
                start = range.start + at..(range.start + shown).min(range.end);
            }
            word += 1;
            if word > WORD && longest.as_ref().is_none_or(|(known, _)| *known < word) {
                longest = Some((word, start.clone()));
            }
        }
    }
    if let Some((count, place)) = longest {
        let message = format!("dit heeft {} zonder spatie: zo lang is geen woord", letters(count));
        return Some(
            Mistake::error(codes::TOO_LONG, place, message)
                .help(format!("een woord heeft hoogstens {WORD} tekens: zet er spaties in, of haal weg wat geen tekst is (een beeld of bijlage als letters)"))
                .help("is het een adres, schrijf dan in een tekst `[naam](adres)`: dan staat het adres niet op papier"),
        );
    }
    let first = first?;
    (all > most).then(|| {
        let help = match most {
            PARAGRAPH => "verdeel haar over meer alinea's, met een lege regel ertussen",
            _ => "maak er een korte regel van, en zet de rest in de tekst van de brief of de nota",
        };
        let place = first..first + 1;
        let message = format!("{what} heeft {}, en kan er hoogstens {most} hebben", letters(all));
        Mistake::error(codes::TOO_LONG, place, message).help(help)
    })
}

fn letters(count: usize) -> String {
    words::count(count, "teken", "tekens")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose;

    #[test]
    fn err_what_no_letter_has_is_too_long() {
        let line = |text: &str| of_line(text).map(|told| (told.range, told.message));
        assert_eq!(line(&"woord ".repeat(333)), None);
        assert_eq!(line(&"e".repeat(500)), None);
        let (place, message) = line(&format!("een {}", "é".repeat(501))).unwrap();
        assert_eq!((place, message.contains("501 tekens")), (4..84, true));
        let (place, message) = line(&"een ".repeat(501)).unwrap();
        assert_eq!((place, message.contains("2004 tekens")), (0..1, true));
        let text = |text: &str| of_prose(&prose::parse(text).0).map(|told| told.range);
        let paragraph = "woord ".repeat(3_000);
        assert_eq!(text(&format!("{paragraph}\n\n{paragraph}")), None);
        assert_eq!(text(&format!("Kort.\n\n{paragraph}{paragraph}")), Some(7..8));
        // An address is not printed, and a word goes on over its markup.
        assert_eq!(text(&format!("[hier](https://x.nl/{})", "a".repeat(2_000))), None);
        assert!(text(&"m^2^".repeat(251)).is_some());
        assert_eq!(text(&format!("{0}\\\n{0}", "e".repeat(499))), None);
    }
}
