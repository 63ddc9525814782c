//! In: a text. Out: its pieces, between which a line may break. Pure.
//!
//! A line breaks at spaces and hyphens. What has none, such as an address or a row of numbers of articles, would run out of
//! its column: there a line may also break behind a sign, and in a very long word between its syllables. What is too wide
//! all the same is found on the pages, and breaks at the edge of its box.

use std::ops::Range;

/// Where a line may break, in Typst. It is nothing in a title or a bookmark, which a space of no width would be.
pub(super) const BREAK: &str = "#box()";

/// How much room a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// As wide as a page.
    Text,
    /// A field of one line: a heading, or a line in a small column.
    Line,
    /// A cell of a table.
    Cell,
}

impl Room {
    /// As many characters in a row always fit.
    fn fits(self) -> usize {
        match self {
            Self::Text => 30,
            Self::Line | Self::Cell => 11,
        }
    }

    /// As many letters in a row always fit.
    fn fits_letters(self) -> usize {
        match self {
            Self::Text => 40,
            Self::Line => 27,
            Self::Cell => 15,
        }
    }
}

/// A piece of a text, and whether it may be broken by its syllables: a long word may, a part of an address may not, and of
/// anything else (`None`) the table or line that it stands in decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) syllables: Option<bool>,
}

/// Signs behind which a line may break.
const SIGNS: [char; 14] = ['@', '.', ',', ';', ':', '/', '\\', '_', '=', '&', '?', '+', '|', '#'];

/// The pieces of a text, which together are all of it; mostly there is one.
pub(super) fn pieces(text: &str, room: Room) -> Vec<Piece> {
    let mut ends: Vec<(usize, Option<bool>)> = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(is_space) {
        let (at, word) = (start, part.trim_end_matches(is_space));
        start += part.len();
        if word.chars().nth(room.fits()).is_some() && !is_amount(word) {
            within(word, at, room, &mut ends);
        }
    }
    ends.push((text.len(), None));
    let mut from = 0;
    let mut pieces = Vec::new();
    for (end, syllables) in ends {
        if end > from {
            pieces.push(Piece { range: from..end, syllables });
        }
        from = end;
    }
    pieces
}

/// Adds where the pieces of a word end that stands at a place; before it and behind it nothing changes.
fn within(word: &str, at: usize, room: Room, ends: &mut Vec<(usize, Option<bool>)>) {
    let (mut from, address) = (0, is_address(word));
    if address {
        ends.push((at, None));
    }
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    for (i, (place, char)) in chars.iter().enumerate() {
        let end = place + char.len_utf8();
        let digit = |i: usize| chars.get(i).is_some_and(|(_, char)| char.is_ascii_digit());
        let number = *char == '.' && i > 0 && digit(i - 1) && digit(i + 1);
        let joined = chars.get(i + 1).is_none_or(|(_, next)| !next.is_alphanumeric());
        if end == word.len() || SIGNS.contains(char) && !number && !joined {
            match address {
                true => ends.push((at + end, Some(false))),
                false => part(&word[from..end], at + from, room, end < word.len(), ends),
            }
            from = end;
        }
    }
}

/// A part of a word without signs within.
fn part(part: &str, at: usize, room: Room, goes_on: bool, ends: &mut Vec<(usize, Option<bool>)>) {
    let end = at + part.len();
    let letters = part.trim_matches(|char: char| !char.is_alphanumeric());
    let is_word = letters.chars().all(|char| char.is_alphabetic() || char == '-');
    if part.chars().nth(room.fits_letters()).is_some() {
        ends.push((at, None));
        ends.push((end, is_word.then_some(true)));
    } else if goes_on {
        ends.push((end, None));
    }
}

/// Whether a line breaks there; at a non-breaking space it does not.
fn is_space(char: char) -> bool {
    char.is_whitespace() && !matches!(char, '\u{a0}' | '\u{202f}')
}

/// One number is not broken; a row of numbers is.
fn is_amount(word: &str) -> bool {
    word.chars().all(|char| !char.is_alphabetic()) && word.matches(',').count() <= 1
}

/// Whether a word is a web address or one of mail: a hyphen at the end of a line would seem to be a part of it.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.") || word.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, room: Room) -> String {
        let all = pieces(text, room);
        assert_eq!(all.iter().map(|piece| &text[piece.range.clone()]).collect::<String>(), text);
        let show = |piece: &Piece| {
            let text = &text[piece.range.clone()];
            match piece.syllables {
                Some(true) => format!("<{text}>"),
                Some(false) => format!("[{text}]"),
                None => text.to_owned(),
            }
        };
        all.iter().map(show).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn only_what_is_too_long_may_be_broken() {
        for text in [
            "",
            "Kort en krachtig.",
            "€ 1.250.000.000,50",
            "p.m.",
            "1,2–1,4",
            "een  twee\u{a0}drie",
        ] {
            assert_eq!(broken(text, Room::Cell), text);
        }
        assert_eq!(broken("zie 11,12,13,14,21,22.", Room::Cell), "zie 11,|12,|13,|14,|21,|22.");
        assert_eq!(
            broken("Mail naam.achternaam@minjenv.nl of bel", Room::Line),
            "Mail |[naam.]|[achternaam@]|[minjenv.]|[nl]| of bel"
        );
        assert_eq!(broken("naam.achternaam@minjenv.nl", Room::Text), "naam.achternaam@minjenv.nl");
    }

    #[test]
    fn a_long_word_is_broken_by_its_syllables_and_an_address_behind_its_signs() {
        assert_eq!(
            broken("de uitvoeringsorganisaties, en", Room::Cell),
            "de |<uitvoeringsorganisaties,>| en"
        );
        assert_eq!(broken("de uitvoeringsorganisaties", Room::Line), "de uitvoeringsorganisaties");
        assert_eq!(broken("A1234567890123456789", Room::Cell), "A1234567890123456789");
        assert_eq!(
            broken("https://www.rijksoverheid.nl/onderwerpen?a=1", Room::Cell),
            "[https://]|[www.]|[rijksoverheid.]|[nl/]|[onderwerpen?]|[a=]|[1]"
        );
    }
}
