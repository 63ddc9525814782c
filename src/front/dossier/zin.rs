//! In: a sentence of a profile with slots for what a dossier says. Out: its pieces, or which slot it cannot have. Pure.

use std::ops::Range;

/// What the schema's `format` of a sentence begins with; behind it stand the slots that it can have.
const FORMAT_ZIN: &str = "zin ";

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Zinsstuk<'a> {
    /// Words as they stand, by their place in it.
    Woorden(Range<usize>),
    /// A slot, `{nummer}`, by its name.
    Vak(&'a str),
}

/// Whether a format is that of a sentence.
pub(super) fn is_zin(format: &str) -> bool {
    slots(format).is_some()
}

/// The names of the slots that a sentence of this format can have; nothing when it is another format.
pub(super) fn slots(format: &str) -> Option<Vec<&str>> {
    Some(format.strip_prefix(FORMAT_ZIN)?.split(' ').collect())
}

/// Whether a sentence of this format has no other slots than it can have.
///
/// # Errors
/// The slots that it can have, in words.
pub(super) fn check(format: &str, text: &str) -> Result<(), Vec<String>> {
    let known = slots(format).unwrap_or_default();
    let is_wrong = |stuk: &Zinsstuk<'_>| match stuk {
        Zinsstuk::Vak(name) => !known.contains(name),
        Zinsstuk::Woorden(range) => text[range.clone()].contains(['{', '}']),
    };
    match stukken(text).iter().any(is_wrong) {
        true => Err(known.iter().map(|name| format!("{{{name}}}")).collect()),
        false => Ok(()),
    }
}

/// The pieces of a sentence, in order.
pub(crate) fn stukken(text: &str) -> Vec<Zinsstuk<'_>> {
    let mut all = Vec::new();
    let mut words = 0..0;
    while let Some((open, close)) = next(text, words.end) {
        words.end = open;
        all.push(Zinsstuk::Woorden(words));
        all.push(Zinsstuk::Vak(&text[open + 1..close]));
        words = close + 1..close + 1;
    }
    words.end = text.len();
    all.push(Zinsstuk::Woorden(words));
    all.retain(|stuk| !matches!(stuk, Zinsstuk::Woorden(range) if range.is_empty()));
    all
}

/// The braces of the next slot.
fn next(text: &str, from: usize) -> Option<(usize, usize)> {
    let open = from + text[from..].find('{')?;
    let close = open + text[open..].find('}')?;
    Some((open, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_at_its_slots() {
        let text = "Vraag {nummer}, van {leden}";
        let cut: Vec<String> = stukken(text)
            .into_iter()
            .map(|stuk| match stuk {
                Zinsstuk::Woorden(range) => text[range].to_owned(),
                Zinsstuk::Vak(name) => format!("<{name}>"),
            })
            .collect();
        assert_eq!(cut, ["Vraag ", "<nummer>", ", van ", "<leden>"]);
        assert_eq!(stukken(""), []);
        let format = "zin nummer leden";
        assert_eq!(check(format, text), Ok(()));
        for wrong in ["{getal}", "{nummer", "nummer}", "{nummer}}", "{{nummer}}", "{ nummer }"] {
            assert!(check(format, wrong).is_err(), "{wrong}");
        }
    }
}
