//! In: the sheets of a document. Out: its pages as Typst alone sets them, and the PDF of those: what there is to compare
//! with. Pure.
#![allow(clippy::unwrap_used, reason = "a measurement may stop at the first surprise")]

use std::collections::HashMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Typst and its world, without anything of ours.
pub struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: HashMap<FileId, Source>,
    main: Option<FileId>,
}

impl Bare {
    /// With the fonts that the program has too.
    #[must_use]
    pub fn new() -> Self {
        let files = [
            dejavu::sans::regular(),
            dejavu::sans::bold(),
            dejavu::sans::oblique(),
            dejavu::sans::bold_oblique(),
        ];
        let fonts: Vec<Font> = files.into_iter().map(Bytes::new).flat_map(Font::iter).collect();
        let features = [Feature::A11yExtras].into_iter().collect();
        Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            sources: HashMap::new(),
            main: None,
        }
    }

    /// Takes over sheets by their paths, as Typst's own watcher does.
    pub fn load<'a>(&mut self, sheets: impl IntoIterator<Item = (&'a str, &'a str)>) {
        for (path, text) in sheets {
            let id = file_id(path);
            let source = self.sources.entry(id);
            source
                .and_modify(|source| {
                    source.replace(text);
                })
                .or_insert_with(|| Source::new(id, text.to_owned()));
        }
    }

    /// Which sheet to begin with.
    pub fn main(&mut self, path: &str) {
        self.main = Some(file_id(path));
    }

    /// The pages.
    #[must_use]
    pub fn typeset(&self) -> PagedDocument {
        typst::compile(self).output.unwrap()
    }

    /// The PDF by the same standards.
    #[must_use]
    pub fn pdf(&self, document: &PagedDocument) -> Vec<u8> {
        let options = PdfOptions {
            timestamp: Datetime::from_ymd_hms(2026, 1, 1, 0, 0, 0).map(Timestamp::new_utc),
            standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap(),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).unwrap()
    }
}

fn file_id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

impl Default for Bare {
    fn default() -> Self {
        Self::new()
    }
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.unwrap()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.sources.get(&id).cloned();
        source.ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
