//! In: a text. Out: where a few letters or figures stand above or below the line: `7^e^`, `m^2^`, `CO~2~`. Pure.
//!
//! Nobody types this by accident: the signs stand directly behind a letter or figure, with no space between them, and in
//! an address they are signs.

use std::ops::Range;

/// Most signs that are raised or lowered at once.
const LONGEST: usize = 8;

/// Stands for a covered sign: a letter, as what comes before it.
const COVER: char = 'x';

/// Covers them with as many signs, and says where they are.
pub(super) fn cover(text: &str) -> (String, Vec<Range<usize>>) {
    let mut covered: Vec<Range<usize>> = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(start) = text[at..].find(['^', '~']).map(|i| at + i) {
        let length = length(&text[..start], &text[start..]).filter(|_| !is_address(&text[..start]));
        let end = start + length.unwrap_or(1);
        out.push_str(&text[at..start]);
        match length {
            Some(length) => {
                out.extend(std::iter::repeat_n(COVER, length));
                covered.push(start..end);
            }
            None => out.push_str(&text[start..end]),
        }
        at = end;
    }
    out.push_str(&text[at..]);
    (out, covered)
}

/// The length of one, with its signs, behind this text.
pub(super) fn length(before: &str, text: &str) -> Option<usize> {
    let sign = text.chars().next().filter(|sign| matches!(sign, '^' | '~'))?;
    // `10~20` is a range, and `[^naam]` a note.
    let joins = |c: char| match sign {
        '^' => c.is_alphanumeric() || c == ')',
        _ => c.is_alphabetic() || c == ')',
    };
    before.chars().next_back().filter(|c| joins(*c))?;
    let inner = &text[1..];
    let end = inner.char_indices().take(LONGEST + 1).find(|(_, c)| *c == sign)?.0;
    let (inner, after) = (&inner[..end], &inner[end + 1..]);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '(' | ')' | ',');
    let says = inner.contains(|c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '−'));
    (says && inner.chars().all(fits) && !after.starts_with(sign)).then_some(end + 2)
}

/// Whether these characters can stand above or below the line behind this text.
pub(crate) fn can_shift(before: &str, inner: &str, below: bool) -> bool {
    let sign = if below { '~' } else { '^' };
    length(before, &format!("{sign}{inner}{sign}")) == Some(inner.len() + 2) && !is_address(before)
}

/// Whether something above or below the line begins a text, behind another.
pub(crate) fn shifts(before: &str, text: &str) -> bool {
    length(before, text).is_some() && !is_address(before)
}

/// Whether the word that a text ends with is an address.
pub(super) fn is_address(before: &str) -> bool {
    let near = before.floor_char_boundary(before.len().saturating_sub(200));
    let word = before[near..].rsplit(char::is_whitespace).next().unwrap_or_default();
    ["://", "www.", "@", "](", "\\\\"].iter().any(|sign| word.contains(sign))
}

/// The same as signs that are made so, where there are such.
pub(super) fn as_signs(inner: &str, below: bool) -> Option<String> {
    const PLAIN: &str = "0123456789+-()e";
    const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵉ";
    const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₑ";
    let signs = if below { BELOW } else { ABOVE };
    let one = |c: char| signs.chars().nth(PLAIN.chars().position(|plain| plain == c)?);
    inner.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> Vec<&str> {
        let (out, ranges) = cover(text);
        assert_eq!(out.len(), text.len());
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn only_what_joins_a_word_is_shifted() {
        assert_eq!(covered("de 7^e^ keer, 5 m^2^ en CO~2~."), ["^e^", "^2^", "~2~"]);
        assert_eq!(covered("x^−1^, (a)^2^ en Ca^2+^"), ["^−1^", "^2^", "^2+^"]);
        assert_eq!(covered("noot[^een] en [^twee]"), [""; 0]);
        assert_eq!(covered("~5 à ~6, 10~20~30, a ^2^, a^ 2^, a^^2^^, a~~b~~"), [""; 0]);
        assert_eq!(covered("https://x.nl/a^2^ en [b](c~2~)"), [""; 0]);
        assert_eq!(covered("m\\^2^ en een^langwoorddatnieteindigt^"), [""; 0]);
    }
}
