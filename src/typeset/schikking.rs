//! In: the notes that stand on another page than they should. Out: the sheet that gives them room. Pure.
//!
//! Typst lays out a footnote when it meets its number, and leaves it there when the line with the number moves on to the
//! next page after all (typst#5314, typst#6268). The pages show where that happened; then what the number stands in
//! begins on the next page, and the document is set once more.

use std::collections::{BTreeMap, BTreeSet};

use typst::syntax::{FileId, Source};

use super::file_id;
use super::proof::{Fault, Proof};

/// The sheet of the house style that this stands in for.
const PATH: &str = "/huisstijl/schikking.typ";

/// Room for a note and what it is about, in points: about five lines, and more if that was not enough. A third of a page
/// is the most that may stay white for it.
const STEPS: [u32; 3] = [60, 140, 240];

/// How often a document is set at most.
const ROUNDS: usize = 6;

/// Which notes are given how much room.
#[derive(Debug, Default)]
pub(super) struct Schikking {
    /// For each note, by its label, the step.
    steps: BTreeMap<String, usize>,
    rounds: usize,
}

impl Schikking {
    /// Takes in what is wrong with the pages. Whether it is worth while to set them once more.
    pub(super) fn learn(&mut self, proof: &Proof) -> bool {
        self.rounds += 1;
        let mut learned = false;
        let strayed = proof.faults.iter().filter_map(|fault| match fault {
            Fault::Note { label, movable: true, .. } => Some(label),
            _ => None,
        });
        for label in strayed.chain(&proof.apart).collect::<BTreeSet<_>>() {
            match self.steps.get_mut(label) {
                Some(step) if *step + 1 == STEPS.len() => continue,
                Some(step) => *step += 1,
                None => {
                    self.steps.insert(label.clone(), 0);
                }
            }
            learned = true;
        }
        learned && self.rounds < ROUNDS
    }

    /// The sheet, unless nothing has to be moved.
    pub(super) fn sheet(&self) -> Option<(FileId, Source)> {
        let id = file_id(PATH).filter(|_| !self.steps.is_empty())?;
        let room: String = self
            .steps
            .iter()
            .map(|(label, step)| format!("\"{label}\": {}pt, ", STEPS[*step]))
            .collect();
        Some((id, Source::new(id, format!("#let ruimte = ({room})\n"))))
    }
}
