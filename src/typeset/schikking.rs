//! In: the notes that stand on another page than they should, and the words that are wider than their box. Out: the sheet
//! that gives them room, and lets the words break. Pure.
//!
//! Typst lays out a footnote when it meets its number, and leaves it there when the line with the number moves on to the
//! next page after all (typst#5314, typst#6268). How wide the column of a table becomes is only known when it is set. The
//! pages show where that happened; then what the number stands in begins on the next page, the word breaks at the edge of
//! its box, and the document is set once more.

use std::collections::BTreeMap;

use typst::syntax::{FileId, Source};

use super::file_id;
use super::proof::{Fault, Proof};
use crate::render::Letter;

/// The sheet of the house style that this stands in for.
pub(super) const PATH: &str = "/huisstijl/schikking.typ";

/// Room for a note and what it is about, in points: about five lines, and more if that was not enough. A third of a page
/// is the most that may stay white for it.
const STEPS: [u32; 3] = [60, 140, 240];

/// How often a document is set at most.
const ROUNDS: usize = 20;

/// Which notes are given how much room, which words break, and what stays together at the end.
#[derive(Debug, Default)]
pub(super) struct Schikking {
    /// For each note, by its label, the step; none when no room helps.
    steps: BTreeMap<String, Option<usize>>,
    /// The words that break anywhere, each with the place where it was too wide.
    words: BTreeMap<String, Letter>,
    /// Whether the paragraph above the signature, or the initials, stays with it as a whole.
    whole: bool,
    rounds: usize,
}

impl Schikking {
    /// Takes in what is wrong with the pages. Whether it is worth while to set them once more.
    pub(super) fn learn(&mut self, proof: &Proof) -> bool {
        self.rounds += 1;
        let mut learned = false;
        for (word, letter) in &proof.wide {
            if !self.words.contains_key(word) {
                self.words.insert(word.clone(), letter.clone());
                learned = true;
            }
        }
        if !self.whole && proof.faults.iter().any(|fault| matches!(fault, Fault::AtTop { .. })) {
            self.whole = true;
            learned = true;
        }
        // What strays on a later page may do so only because of what strays here.
        let strayed = proof.faults.iter().filter_map(|fault| match fault {
            Fault::Note { label, number, text, movable: true } => Some((*number.min(text), label)),
            _ => None,
        });
        let apart = proof.apart.iter().map(|(page, label)| (*page, label));
        let mut strayed: Vec<(usize, &String)> = strayed.chain(apart).collect();
        strayed.sort();
        for of_page in strayed.chunk_by(|(a, _), (b, _)| a == b) {
            let mut more = false;
            for (_, label) in of_page {
                more |= self.more_room(label);
            }
            if more {
                learned = true;
                break;
            }
        }
        learned && self.rounds < ROUNDS
    }

    /// Gives a note more room. What the most room does not help gets none.
    fn more_room(&mut self, label: &str) -> bool {
        match self.steps.get_mut(label) {
            Some(None) => false,
            Some(Some(step)) if *step + 1 < STEPS.len() => {
                *step += 1;
                true
            }
            Some(step) => {
                *step = None;
                true
            }
            None => {
                self.steps.insert(label.to_owned(), Some(0));
                true
            }
        }
    }

    /// The words that break on pages that were set with this sheet, as far as these are no longer too wide, text by text.
    pub(super) fn broken(&self, proof: &Proof) -> Vec<Fault> {
        let fits = |word: &str| proof.wide.iter().all(|(wide, _)| !word.contains(wide.as_str()));
        let fitting = self.words.iter().filter(|(word, _)| fits(word));
        let mut letters: Vec<&Letter> = fitting.map(|(_, letter)| letter).collect();
        letters.sort_by_key(|letter| (letter.path, letter.literal.start, letter.offset));
        let texts = letters.chunk_by(|a, b| a.path == b.path);
        texts
            .map(|text| Fault::Broken {
                first: text[0].clone(),
                others: text[1..].iter().map(|letter| (*letter).clone()).collect(),
            })
            .collect()
    }

    /// The sheet, unless it is as it always is.
    pub(super) fn sheet(&self) -> Option<(FileId, Source)> {
        let id = file_id(PATH)?;
        let Self { steps, words, whole, .. } = self;
        if steps.is_empty() && words.is_empty() && !whole {
            return None;
        }
        let room = steps
            .iter()
            .filter_map(|(label, step)| Some(format!("\"{label}\": {}pt, ", STEPS[(*step)?])));
        let mut room: String = room.collect();
        if room.is_empty() {
            room.push(':');
        }
        let words = match words.is_empty() {
            true => "none".into(),
            false => format!("\"{}\"", pattern(words.keys())),
        };
        let text =
            format!("#let ruimte = ({room})\n#let breken = {words}\n#let slot-bijeen = {whole}\n");
        Some((id, Source::new(id, text)))
    }
}

/// A regular expression for these words, the longest first, as it stands in a string of Typst.
fn pattern<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let mut words: Vec<&String> = words.collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let letter = |letter: char| match letter.is_ascii_alphanumeric() {
        true => letter.to_string(),
        false => format!("\\\\x{{{:x}}}", u32::from(letter)),
    };
    let one = |word: &&String| word.chars().map(letter).collect::<String>();
    words.iter().map(one).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_no_sign_that_means_something() {
        let words = ["a.b".to_owned(), "é\"\\".into(), "abc-d".into()];
        let pattern = pattern(words.iter());
        assert_eq!(pattern, r"abc\\x{2d}d|\\x{e9}\\x{22}\\x{5c}|a\\x{2e}b");
    }
}
