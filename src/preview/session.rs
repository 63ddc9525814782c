//! In: a dossier as it is now. Out: a [`Round`]: what there is to say of it, and its pages if it can be read and set. Pure.
//!
//! A session holds the last pages while there can be no new ones, and makes only what changed: documents, pages and
//! pictures of pages that are the same are taken over.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use typst::utils::hash128;
use typst_layout::Page;

use super::picture::Press;
use crate::diagnostic::Diagnostic;
use crate::dossier::Stuk;
use crate::render::News;
use crate::source::Sources;
use crate::typeset::{Fonts, Letters, Marks, Paged, Typesetter};
use crate::{FilledDossier, Job, begin, export};

/// The typesetter between rounds, and the last good pages.
#[derive(Debug)]
pub struct Session {
    typesetter: Typesetter,
    shown: Option<Arc<Shown>>,
    /// The pages before those.
    before: Option<Arc<Shown>>,
    press: Press,
}

/// Pages that could be set, with the way back to the YAML that they were made of.
#[derive(Debug)]
pub struct Shown {
    /// The dossier and its sheets.
    pub filled: FilledDossier,
    /// Its files as they were then.
    pub sources: Arc<Sources>,
    /// The way from letters to sheets.
    pub letters: Letters,
    /// The documents.
    pub documents: Vec<Document>,
}

/// A document and the pictures of its pages.
#[derive(Debug)]
pub struct Document {
    /// Which one.
    pub stuk: Stuk,
    /// Its pages as Typst has them.
    pub paged: Paged,
    /// Its pages as pictures.
    pub pages: Vec<PageImage>,
}

/// The picture of a page.
#[derive(Debug, Clone)]
pub struct PageImage {
    /// Names the content: equal pictures have equal names.
    pub id: String,
    /// The picture.
    pub svg: Arc<str>,
    /// Width and height in points.
    pub size: (f64, f64),
    /// Identifies the page as Typst has it.
    hash: u128,
}

/// A round of `watch`: what came of the dossier as it was then.
#[derive(Debug)]
pub struct Round {
    /// Every text that a diagnostic can point into.
    pub sources: Arc<Sources>,
    /// What there is to say.
    pub found: Vec<Diagnostic>,
    /// Whether the rules of the secretariat could be gone through.
    pub ruled: bool,
    /// The last good pages.
    pub shown: Option<Arc<Shown>>,
    /// Whether those are of the dossier as it is now.
    pub fresh: bool,
}

impl Session {
    /// A session without pages yet.
    pub fn new(typesetter: Typesetter) -> Self {
        Self { typesetter, shown: None, before: None, press: Press::default() }
    }

    /// The typesetter.
    pub fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    /// The last good pages.
    pub fn shown(&self) -> Option<&Arc<Shown>> {
        self.shown.as_ref()
    }

    /// Goes on with other fonts.
    pub fn replace_fonts(&mut self, fonts: Fonts) {
        self.typesetter = Typesetter::new(fonts);
    }

    /// A round in which nothing could be read: what there is to say, and the last good pages.
    pub fn failed(&self, found: Vec<Diagnostic>) -> Round {
        Round {
            sources: Arc::default(),
            found,
            ruled: false,
            shown: self.shown.clone(),
            fresh: false,
        }
    }

    /// Makes a round. `outdated` is asked between steps; when it says so there is none, and the next round makes
    /// up for it.
    pub fn round(&mut self, job: Job<'_>, outdated: &mut dyn FnMut() -> bool) -> Option<Round> {
        let (mut sources, mut found) = (Sources::default(), Vec::new());
        let (filled, rules) = begin(job, &mut self.typesetter, &mut sources, &mut found);
        let mut made = None;
        if let Some(filled) = filled {
            let documents = self.documents(&filled, &sources, &mut found, outdated)?;
            made = Some((filled, documents));
        }
        // What the rules call an error stops `build`, but not the pages: who writes goes on seeing what he writes.
        let made = made.filter(|(filled, documents)| documents.len() == filled.stukken().len());
        let ruled = rules.finish(&mut found);
        let sources = Arc::new(sources);
        let fresh = made.is_some();
        if let Some((filled, documents)) = made {
            let letters = self.typesetter.letters();
            let sources = Arc::clone(&sources);
            let shown = Shown { filled, sources, letters, documents };
            self.before = self.shown.replace(Arc::new(shown));
        }
        Some(Round { sources, found, ruled, shown: self.shown.clone(), fresh })
    }

    /// Typesets every document and draws the pages that are new. `None` when the round is outdated.
    fn documents(
        &mut self,
        filled: &FilledDossier,
        sources: &Sources,
        found: &mut Vec<Diagnostic>,
        outdated: &mut dyn FnMut() -> bool,
    ) -> Option<Vec<Document>> {
        let shown = self.shown.clone();
        let before = shown.as_ref().map(|shown| shown.documents.as_slice()).unwrap_or_default();
        let known: HashMap<u128, &PageImage> = before
            .iter()
            .flat_map(|document| &document.pages)
            .map(|page| (page.hash, page))
            .collect();
        let mut documents = Vec::new();
        for stuk in filled.stukken() {
            if outdated() {
                return None;
            }
            let press = &mut self.press;
            let draw = |paged: &Paged| -> Vec<PageImage> {
                match before.iter().find(|document| document.paged.is_same(paged)) {
                    Some(same) => same.pages.clone(),
                    None => paged.pages().iter().map(|page| draw(page, &known, press)).collect(),
                }
            };
            let (made, said) = filled.typeset(*stuk, &self.typesetter, sources, draw);
            found.extend(said);
            let Some((paged, pages)) = made else { continue };
            documents.push(Document { stuk: *stuk, paged, pages });
        }
        Some(documents)
    }

    /// What is new in the pages of the last fresh round, against those before.
    pub fn marks(&mut self) -> BTreeMap<Stuk, Marks> {
        let (Some(now), Some(before)) = (self.shown.clone(), self.before.take()) else {
            return BTreeMap::new();
        };
        let mut news = News::new(now.filled.sheets(), before.filled.sheets());
        let mut marks = BTreeMap::new();
        for document in &now.documents {
            let old = before.documents.iter().find(|old| old.stuk == document.stuk);
            let Some(old) = old.filter(|old| !old.paged.is_same(&document.paged)) else {
                continue;
            };
            let mut of: Marks = Vec::new();
            for (i, (page, image)) in document.paged.pages().iter().zip(&document.pages).enumerate()
            {
                if old.pages.iter().any(|old| old.id == image.id) {
                    continue;
                }
                // The letters of a literal come one after the other: its new part is computed once.
                let mut part: Option<Part> = None;
                let rects = now.letters.matching(page, &mut |letter| {
                    if part.as_ref().is_none_or(|(path, literal, _)| {
                        *path != letter.path || *literal != letter.literal
                    }) {
                        let new = news.of(letter.path, &letter.literal);
                        part = Some((letter.path, letter.literal.clone(), new));
                    }
                    let (start, end) = (letter.offset, letter.offset + letter.length);
                    // Where something was only taken out, the letters around the place are shown.
                    let new = |range: &Range<usize>| match range.is_empty() {
                        true => start <= range.end && range.start <= end,
                        false => start < range.end && range.start < end,
                    };
                    part.as_ref().and_then(|(_, _, said)| said.as_ref()).is_some_and(new)
                });
                if !rects.is_empty() {
                    of.push((i, rects));
                }
            }
            if !of.is_empty() {
                marks.insert(document.stuk, of);
            }
        }
        marks
    }

    /// A document that is shown, as PDF. Only right after the round that made it.
    ///
    /// # Errors
    /// What in it does not meet PDF/A-2a and PDF/UA-1, at its place.
    pub fn pdf(&self, shown: &Shown, document: &Document) -> Result<Vec<u8>, Vec<Diagnostic>> {
        shown.filled.pdf(document.stuk, &document.paged, &self.typesetter, &shown.sources)
    }
}

/// A literal of a sheet, and the part of what it says that is new.
type Part = (&'static str, Range<usize>, Option<Range<usize>>);

/// The picture of a page: one that is known, or a new one.
fn draw(page: &Page, known: &HashMap<u128, &PageImage>, press: &mut Press) -> PageImage {
    let hash = hash128(page);
    if let Some(image) = known.get(&hash) {
        return (*image).clone();
    }
    let svg: Arc<str> = press.merge(&export::svg(page)).into();
    let id = format!("{:032x}", hash128(&*svg));
    let size = (page.frame.width().to_pt(), page.frame.height().to_pt());
    PageImage { id, svg, size, hash }
}

impl Shown {
    /// The picture with this name.
    pub fn picture(&self, id: &str) -> Option<&str> {
        let (document, index) = self.page(id)?;
        Some(&document.pages[index].svg)
    }

    /// The page with this name: the document and the page's index.
    pub fn page(&self, id: &str) -> Option<(&Document, usize)> {
        self.documents.iter().find_map(|document| {
            Some((document, document.pages.iter().position(|page| page.id == id)?))
        })
    }
}
