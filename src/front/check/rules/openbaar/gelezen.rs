//! In: the words of what everybody may read. Out: whether a word of what is withheld can stand among them. Pure.
//!
//! To ask this first is much cheaper than to ask a dictionary what kind of word it is, and mostly the answer is no.

use super::geheim::SHORTEST_IN_ADDRESS;
use super::{Open, Woord, open, woorden};
use crate::check::rules::Subject;
use crate::dossier::Regel;

/// Ends a text: no word goes on behind it.
const END: char = '\n';

/// The letters of all open texts, one word behind the other, as they are found however a word was taken apart.
#[derive(Default)]
pub(super) struct Gelezen {
    letters: String,
    /// Where words begin and end, in the order of the letters.
    starts: Vec<usize>,
    ends: Vec<usize>,
}

/// What everybody may read, each text with its words; and all of those together.
pub(super) fn gelezen<'a>(subject: &'a Subject<'_>) -> (Vec<(Open<'a>, Vec<Woord>)>, Gelezen) {
    let mut all = Gelezen::default();
    let read = open(subject).into_iter().map(|open| {
        let words = woorden(&open.text);
        all.add(&words);
        (open, words)
    });
    (read.collect(), all)
}

impl Gelezen {
    /// Adds the words of a text; where marks on letters can be written out, also so.
    fn add(&mut self, words: &[Woord]) {
        self.line(words.iter().map(|word| &word.letters));
        if words.iter().any(|word| word.voluit.is_some()) {
            self.line(words.iter().map(|word| word.voluit.as_ref().unwrap_or(&word.letters)));
        }
    }

    fn line<'w>(&mut self, words: impl Iterator<Item = &'w String>) {
        for word in words {
            self.starts.push(self.letters.len());
            self.letters.push_str(word);
            self.ends.push(self.letters.len());
        }
        self.letters.push(END);
    }

    /// Whether a word may stand there: by itself, taken apart, with one of these endings, or in a longer word or an address.
    pub(super) fn has(&self, word: &Woord, endings: &[Regel]) -> bool {
        self.has_letters(&word.letters, endings)
            || word.voluit.as_ref().is_some_and(|letters| self.has_letters(letters, endings))
    }

    fn has_letters(&self, word: &str, endings: &[Regel]) -> bool {
        let Some(first) = word.chars().next() else { return false };
        let mut from = 0;
        while let Some(found) = self.letters[from..].find(word) {
            let (start, end) = (from + found, from + found + word.len());
            // As short as this no name is looked for within a word.
            if word.len() >= SHORTEST_IN_ADDRESS || self.is_whole(start, end, endings) {
                return true;
            }
            from = start + first.len_utf8();
        }
        false
    }

    fn is_whole(&self, start: usize, end: usize, endings: &[Regel]) -> bool {
        let behind = &self.letters[end..];
        let ends = |at: usize| self.ends.binary_search(&at).is_ok();
        let ended = |ending: &str| behind.starts_with(ending) && ends(end + ending.len());
        self.starts.binary_search(&start).is_ok()
            && (ends(end) || endings.iter().any(|one| ended(one.as_str())))
    }
}
