//! In: what of a file could not be taken over, or was taken over in doubt. Out: one message about it, with its places. Pure.

use std::ops::Range;

/// What could not be taken over as it stands, or is in doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gemist {
    /// What it is.
    pub wat: String,
    /// What to do.
    pub hulp: Option<String>,
    /// Where it stands in the file; nothing for what is not in it.
    pub plaatsen: Vec<Range<usize>>,
}

impl Gemist {
    /// Something about the file as a whole.
    pub(super) fn over(wat: impl Into<String>) -> Self {
        Self::op(Vec::new(), wat)
    }

    /// Something at these places.
    pub(super) fn op(plaatsen: Vec<Range<usize>>, wat: impl Into<String>) -> Self {
        Self { wat: wat.into(), hulp: None, plaatsen }
    }

    /// Adds what to do.
    #[must_use]
    pub(super) fn help(mut self, hulp: impl Into<String>) -> Self {
        self.hulp = Some(hulp.into());
        self
    }
}

/// Places of one kind, told together if there are any.
#[derive(Debug, Default)]
pub(super) struct Plaatsen(pub(super) Vec<Range<usize>>);

impl Plaatsen {
    pub(super) fn add(&mut self, plaats: &Range<usize>) {
        self.0.push(plaats.clone());
    }

    /// The message about them; nothing where there are none.
    pub(super) fn gemist(self, wat: &str, hulp: &str) -> Option<Gemist> {
        let told = Gemist::op(self.0, wat);
        (!told.plaatsen.is_empty()).then(|| if hulp.is_empty() { told } else { told.help(hulp) })
    }
}
