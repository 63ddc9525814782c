//! In: what was read of a text. Out: for each place in it, what became of it. Pure.

use std::ops::Range;

use super::{Inline, Prose};

/// What became of a text: each place in it is a part of something, or printed as a sign.
pub(super) struct Understood {
    /// Links, references and tables. By start, each with the furthest end so far.
    ranges: Vec<Range<usize>>,
    /// What is printed as it stands.
    texts: Vec<Range<usize>>,
    /// Signs behind a `\\` that makes them signs.
    escapes: Vec<Range<usize>>,
}

impl Understood {
    pub(super) fn new(prose: &Prose, ranges: &[Range<usize>], escapes: &[Range<usize>]) -> Self {
        let mut ranges = ranges.to_vec();
        ranges.sort_by_key(|range| range.start);
        let mut furthest = 0;
        for range in &mut ranges {
            furthest = furthest.max(range.end);
            range.end = furthest;
        }
        let mut texts = Vec::new();
        prose.visit(&mut |inline| {
            if let Inline::Text { range, .. } = inline {
                texts.push(range.clone());
            }
        });
        texts.sort_by_key(|range| range.start);
        Self { ranges, texts, escapes: escapes.to_vec() }
    }

    /// Whether a place is a part of a link, reference or table, or of an escape.
    pub(super) fn has(&self, at: usize) -> bool {
        within(&self.ranges, at) || within(&self.escapes, at)
    }

    /// Whether a place is printed as the sign that stands there, and nothing says that it is meant so.
    pub(super) fn is_text(&self, at: usize) -> bool {
        within(&self.texts, at) && !within(&self.escapes, at)
    }
}

/// Whether one of these ranges, which come in order, holds a place.
fn within(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.start <= at);
    before.checked_sub(1).is_some_and(|last| ranges[last].end > at)
}
