//! In: the texts of files, one after the other. Out: the way back along what was done here, and forth again. Pure.
//!
//! What somebody else does to a file in the meantime stays: what is taken back is only what was done here, and where both
//! touch, nothing is.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::pieces::splices;

/// Most steps that are remembered.
const MOST: usize = 10_000;

/// What was done in a session, over all its files.
#[derive(Debug, Default)]
pub struct Log {
    /// The files as they are now.
    texts: BTreeMap<String, String>,
    done: VecDeque<Step>,
    undone: Vec<Step>,
}

/// One thing that was done: of each file what came in the place of what.
#[derive(Debug, Clone, Default)]
struct Step {
    files: BTreeMap<String, Vec<Swap>>,
    /// The file in which somebody else changed the same words.
    lost: Option<String>,
}

/// What stands in a file since a step, and what stood there before.
#[derive(Debug, Clone)]
struct Swap {
    at: Range<usize>,
    new: String,
    old: String,
}

/// Why a step cannot be taken back: somebody else changed the same words of this file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere(pub String);

impl std::fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "dit kan niet ongedaan worden gemaakt: {} is hier intussen ook elders veranderd",
            self.0
        )
    }
}

impl Log {
    /// A file as it is at the beginning of the session, or when it is first seen.
    pub fn open(&mut self, file: &str, text: &str) {
        self.texts.insert(file.to_owned(), text.to_owned());
    }

    /// What a file says now.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }

    /// Something was done here: these files have these texts now.
    pub fn did(&mut self, files: &[(String, String)]) {
        let mut step = Step::default();
        for (file, text) in files {
            let swaps = self.swapped(file, text);
            if !swaps.is_empty() {
                step.files.insert(file.clone(), swaps);
            }
        }
        if step.files.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push_back(step);
        if self.done.len() > MOST {
            self.done.pop_front();
        }
    }

    /// A file was changed elsewhere.
    pub fn saw(&mut self, file: &str, text: &str) {
        let before = self.texts.insert(file.to_owned(), text.to_owned()).unwrap_or_default();
        let changes = splices(&before, text);
        for steps in [self.done.make_contiguous(), &mut self.undone] {
            let mut changes = changes.clone();
            // The last step stands in the text as it was; each before it in the text without those behind it.
            for step in steps.iter_mut().rev() {
                let Some(swaps) = step.files.get_mut(file) else { continue };
                let below = without(&changes, swaps);
                let moved: Option<Vec<Swap>> =
                    swaps.iter().map(|swap| swap.moved(&changes)).collect();
                match moved {
                    Some(moved) => *swaps = moved,
                    None => {
                        // It can no longer be taken back, nor what lies below it.
                        step.lost = Some(file.to_owned());
                        break;
                    }
                }
                changes = below;
            }
        }
    }

    /// What came in the place of what when a file got another text here.
    fn swapped(&mut self, file: &str, text: &str) -> Vec<Swap> {
        let before = self.texts.insert(file.to_owned(), text.to_owned()).unwrap_or_default();
        let mut moved = 0isize;
        let swap = |(range, new): (Range<usize>, String)| {
            let start = range.start.saturating_add_signed(moved);
            moved += new.len().cast_signed() - range.len().cast_signed();
            Swap { at: start..start + new.len(), new, old: before[range].to_owned() }
        };
        splices(&before, text).into_iter().map(swap).collect()
    }

    /// Takes the last step back: the files that change, with their texts; none when there is nothing to take back.
    ///
    /// # Errors
    /// When somebody else changed the same words since.
    pub fn undo(&mut self) -> Result<Option<Vec<(String, String)>>, Elsewhere> {
        let Some(step) = self.done.pop_back() else { return Ok(None) };
        match self.reverse(&step) {
            Ok((back, files)) => {
                self.undone.push(back);
                Ok(Some(files))
            }
            Err(file) => {
                self.done.push_back(step);
                Err(file)
            }
        }
    }

    /// Does what was taken back last again.
    ///
    /// # Errors
    /// When somebody else changed the same words since.
    pub fn redo(&mut self) -> Result<Option<Vec<(String, String)>>, Elsewhere> {
        let Some(step) = self.undone.pop() else { return Ok(None) };
        match self.reverse(&step) {
            Ok((forth, files)) => {
                self.done.push_back(forth);
                Ok(Some(files))
            }
            Err(file) => {
                self.undone.push(step);
                Err(file)
            }
        }
    }

    /// Puts back what stood there; gives the step that leads here again.
    fn reverse(&mut self, step: &Step) -> Result<(Step, Vec<(String, String)>), Elsewhere> {
        if let Some(file) = &step.lost {
            return Err(Elsewhere(file.clone()));
        }
        let mut files = Vec::new();
        let mut back = Step::default();
        for (file, swaps) in &step.files {
            let text = self.texts.get(file).map(String::as_str).unwrap_or_default();
            let (mut out, mut at) = (String::with_capacity(text.len()), 0);
            let mut others = Vec::new();
            for swap in swaps {
                let there = text.get(swap.at.clone());
                if there != Some(&swap.new) || swap.at.start < at {
                    return Err(Elsewhere(file.clone()));
                }
                out.push_str(&text[at..swap.at.start]);
                let start = out.len();
                out.push_str(&swap.old);
                others.push(Swap {
                    at: start..out.len(),
                    new: swap.old.clone(),
                    old: swap.new.clone(),
                });
                at = swap.at.end;
            }
            out.push_str(&text[at..]);
            files.push((file.clone(), out));
            back.files.insert(file.clone(), others);
        }
        self.texts.extend(files.iter().cloned());
        Ok((back, files))
    }
}

/// Changes of a text as they are in that text without what a step did to it; those within it are left out.
fn without(changes: &[(Range<usize>, String)], swaps: &[Swap]) -> Vec<(Range<usize>, String)> {
    let back = |at: usize| {
        let before = swaps.iter().filter(|swap| swap.at.end <= at);
        let grown: isize =
            before.map(|swap| swap.new.len().cast_signed() - swap.old.len().cast_signed()).sum();
        at.saturating_add_signed(-grown)
    };
    changes.iter().map(|(range, new)| (back(range.start)..back(range.end), new.clone())).collect()
}

impl Swap {
    /// The same after changes of the text that it stands in; none when one touches it.
    fn moved(&self, changes: &[(Range<usize>, String)]) -> Option<Self> {
        let mut moved = 0isize;
        for (range, new) in changes {
            if range.end <= self.at.start {
                moved += new.len().cast_signed() - range.len().cast_signed();
            } else if range.start < self.at.end {
                return None;
            }
        }
        let at = |at: usize| at.saturating_add_signed(moved);
        Some(Self { at: at(self.at.start)..at(self.at.end), ..self.clone() })
    }
}
