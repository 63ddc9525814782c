//! In: a round. Out: what the page in the browser is told of it. Pure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::places::Target;
use super::session::{PageImage, Round};
use super::voorstellen::Telling;
use crate::diagnostic::{self, Diagnostic, Report};
use crate::dossier::Stuk;
use crate::formulier::in_paginataal;
use crate::typeset::{Marks, Rect};

/// Everything that the page shows.
#[derive(Debug, Serialize)]
pub(super) struct State {
    /// Counts rounds; a page never goes back to a lower one.
    pub(super) revision: u64,
    pub(super) dossier: String,
    /// The absolute path of each file that can be opened in an editor, by its name in diagnostics.
    pub(super) files: BTreeMap<String, String>,
    /// Whether a click opens the user's editor; otherwise the page shows a link.
    pub(super) opens: bool,
    /// Whether somebody can write on the page.
    pub(super) schrijft: bool,
    /// How many proposals of others there are.
    pub(super) voorstellen: Telling,
    /// Milliseconds from reading the files to the pages.
    pub(super) milliseconds: u128,
    /// When the round was, as a clock shows it.
    pub(super) time: String,
    /// Whether the pages are of the files as they are now.
    fresh: bool,
    /// Whether the rules of the secretariat could be gone through.
    ruled: bool,
    /// Names the content: it differs when anything that reaches a page does.
    version: Option<String>,
    documents: Vec<DocumentState>,
    /// What there is to say.
    report: Report,
    /// Which of that an exception can be made for, by their place in the list.
    toch: Vec<usize>,
    /// Of those that are told for several places at once: what there is to say at each of them, by their place in the list.
    hier: BTreeMap<usize, String>,
    /// Whose initials hold for these pages.
    geldig: Vec<String>,
    /// What is new on the pages.
    changed: Vec<Change>,
}

#[derive(Debug, Serialize)]
struct DocumentState {
    stuk: &'static str,
    /// Words in the document's own file.
    words: usize,
    pages: Vec<PageState>,
}

/// A page, as the browser asks for it.
#[derive(Debug, Serialize)]
pub(super) struct PageState {
    id: String,
    /// Size in points.
    width: f64,
    height: f64,
}

/// Places in a document to go to and mark.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    stuk: &'static str,
    pages: Vec<Marked>,
}

#[derive(Debug, Serialize)]
struct Marked {
    /// Counted from 0.
    page: usize,
    places: Vec<Rect>,
}

impl State {
    /// What a page is told of a round.
    /// Who `opens` files in an editor of his own reads of those; others of the parts of the page.
    pub(super) fn new(
        round: &Round,
        marks: &BTreeMap<Stuk, Marks>,
        dossier: String,
        opens: bool,
    ) -> Self {
        let found: Vec<Diagnostic> = match opens {
            true => round.found.clone(),
            false => round.found.iter().map(in_paginataal).collect(),
        };
        let shown = round.shown.as_deref();
        let documents = shown.map(|shown| {
            let documents = shown.documents.iter().map(|document| DocumentState {
                stuk: document.stuk.name(),
                words: shown.filled.checked().words(document.stuk),
                pages: document.pages.iter().map(PageState::from).collect(),
            });
            documents.collect()
        });
        Self {
            revision: 0,
            dossier,
            files: BTreeMap::new(),
            opens,
            schrijft: false,
            voorstellen: Telling::default(),
            milliseconds: 0,
            time: String::new(),
            fresh: round.fresh,
            ruled: round.ruled,
            version: shown.map(|shown| {
                let all = shown.filled.aftekening().documenten().iter();
                let all = all.map(|(stuk, now)| format!("{} {}", stuk.name(), now.short()));
                all.collect::<Vec<_>>().join(", ")
            }),
            documents: documents.unwrap_or_default(),
            report: diagnostic::report(&found, &round.sources),
            toch: (0..round.found.len())
                .filter(|index| round.found[*index].words.is_some())
                .collect(),
            hier: (found.iter().enumerate())
                .filter_map(|(index, one)| Some((index, one.here.clone()?)))
                .collect(),
            geldig: shown.map(|shown| shown.filled.aftekening().geldig()).unwrap_or_default(),
            changed: marks.iter().map(|(stuk, marks)| Change::new(*stuk, marks)).collect(),
        }
    }
}

impl From<&PageImage> for PageState {
    fn from(page: &PageImage) -> Self {
        Self { id: page.id.clone(), width: page.size.0, height: page.size.1 }
    }
}

impl Change {
    fn new(stuk: Stuk, marks: &Marks) -> Self {
        let marked =
            |(page, places): &(usize, Vec<Rect>)| Marked { page: *page, places: places.clone() };
        Self { stuk: stuk.name(), pages: marks.iter().map(marked).collect() }
    }
}

impl From<&Target> for Change {
    fn from(target: &Target) -> Self {
        Self::new(target.stuk, &target.marks)
    }
}
