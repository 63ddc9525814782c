//! In: what Typst made of a document. Out: its pages, for those who draw them. Pure.

use std::ops::Deref;
use std::sync::Arc;

use typst_layout::PagedDocument;

use super::schikking;

/// A typeset document. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Paged {
    document: Arc<PagedDocument>,
    /// The text of the sheet that arranges these pages, when it is not the one of the house style.
    schikking: Option<Arc<str>>,
}

impl Paged {
    pub(super) fn new(document: PagedDocument, schikking: Option<String>) -> Self {
        Self { document: Arc::new(document), schikking: schikking.map(Arc::from) }
    }

    /// The number of pages.
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// Whether this is the very same document, which was not made anew.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
    }

    /// A sheet that was set in the place of the one of this path, and its text.
    pub fn instead(&self) -> Option<(&'static str, &str)> {
        self.schikking.as_deref().map(|text| (schikking::PATH, text))
    }
}

impl Deref for Paged {
    type Target = PagedDocument;

    fn deref(&self) -> &PagedDocument {
        &self.document
    }
}
