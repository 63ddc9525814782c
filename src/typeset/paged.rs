//! In: what Typst made of a document. Out: its pages, for those who draw them. Pure.

use std::ops::Deref;
use std::sync::Arc;

use typst_layout::PagedDocument;

/// A typeset document. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Paged(Arc<PagedDocument>);

impl Paged {
    pub(super) fn new(document: PagedDocument) -> Self {
        Self(Arc::new(document))
    }

    /// The number of pages.
    pub fn count(&self) -> usize {
        self.0.pages().len()
    }

    /// Whether this is the very same document, which was not made anew.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Paged {
    type Target = PagedDocument;

    fn deref(&self) -> &PagedDocument {
        &self.0
    }
}
