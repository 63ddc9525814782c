//! In: spans of the files of a dossier, and its pages. Out: where on the pages each of them is printed. Pure.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Kant;
use crate::dossier::Stuk;
use crate::source::Span;
use crate::typeset::Rect;

/// A place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bladplek {
    /// The document.
    pub stuk: Stuk,
    /// The page, counted from 0.
    pub page: usize,
    /// Where on it.
    #[serde(flatten)]
    pub rect: Rect,
}

impl Kant<'_> {
    /// Where each of these stands on the pages, every one of them with its spans, page by page in reading order. Of an
    /// empty span that is the letter behind it.
    pub fn places(&self, all: Vec<Vec<Span>>) -> Vec<Vec<Bladplek>> {
        // Of each source the ranges that are asked for, with whose they are.
        let mut wanted: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut places: Vec<Vec<Bladplek>> = all.iter().map(|_| Vec::new()).collect();
        let spans =
            all.into_iter().enumerate().flat_map(|(i, of)| of.into_iter().map(move |one| (i, one)));
        for (i, Span { source, range }) in spans {
            let range = range.start..range.end.max(range.start + 1);
            wanted.entry(source).or_default().push((range, i));
        }
        let (sheets, checked) = (self.filled.sheets(), self.filled.checked());
        for (stuk, paged) in &self.stukken {
            for (page, frame) in paged.pages().iter().enumerate() {
                self.letters.each(frame, &mut |on_page| {
                    let Some(span) = sheets.letter(on_page.letter, checked, self.sources) else {
                        return;
                    };
                    let Some(ranges) = wanted.get(&span.source) else { return };
                    for (range, i) in ranges {
                        if span.range.start >= range.end || range.start >= span.range.end {
                            continue;
                        }
                        match places[*i].last_mut() {
                            Some(last)
                                if last.stuk == *stuk
                                    && last.page == page
                                    && on_page.rect.follows(last.rect) =>
                            {
                                last.rect = last.rect.with(on_page.rect);
                            }
                            _ => {
                                places[*i].push(Bladplek { stuk: *stuk, page, rect: on_page.rect })
                            }
                        }
                    }
                });
            }
        }
        places
    }
}
