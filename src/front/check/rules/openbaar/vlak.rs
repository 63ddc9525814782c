//! In: a text. Out: the same with one kind of blank, hyphen and digit, and the way back. Pure.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::words;

/// A text with one kind of blank, hyphen and digit, and without signs that are not seen; and the way back.
pub(super) struct Vlak {
    pub(super) text: String,
    /// Where in the text each byte comes from, and its end.
    from: Vec<usize>,
}

impl Vlak {
    pub(super) fn new(text: &str) -> Self {
        let mut all = Self { text: String::with_capacity(text.len()), from: Vec::new() };
        for (at, char) in text.char_indices() {
            let plain = match char {
                '\u{1}' | '\n' => char,
                _ if char.is_whitespace() => ' ',
                '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
                '\u{ff20}' | '\u{fe6b}' => '@',
                _ if words::is_hidden(char) => continue,
                _ => digit(char).unwrap_or(char),
            };
            all.text.push(plain);
            all.from.resize(all.text.len(), at);
        }
        all.from.push(text.len());
        all
    }

    pub(super) fn back(&self, range: &Range<usize>) -> Range<usize> {
        self.from[range.start]..self.from[range.end]
    }
}

/// The digit of another script, or one that is wide, raised or ringed.
fn digit(char: char) -> Option<char> {
    if char.is_ascii() || !char.is_numeric() {
        return None;
    }
    // In every script the ten digits stand in a row, and nought begins one.
    const NOUGHTS: [u32; 8] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7d8];
    let code = u32::from(char);
    let of_script = NOUGHTS.iter().find(|nought| (**nought..**nought + 10).contains(&code));
    let script = of_script.and_then(|nought| char::from_digit(code - nought, 10));
    script.or_else(|| std::iter::once(char).nfkd().next().filter(char::is_ascii_digit))
}
