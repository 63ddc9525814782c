//! In: a place on a page, or in a file. Out: the other one. Pure.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::session::{Document, Shown};
use crate::dossier::Stuk;
use crate::naast::{Bladplek, Kant};
use crate::render::Letter;
use crate::source::{Source, SourceId, Sources, Span, difference};
use crate::templates::EMBEDDED;
use crate::typeset::Marks;

/// What a place on a page came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The file, as diagnostics name it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// In a spreadsheet: the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

/// Where in a document something of a file stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The document.
    pub stuk: Stuk,
    /// The places.
    pub marks: Marks,
}

impl Shown {
    /// The pages, for what is set beside them.
    pub(super) fn kant(&self) -> Kant<'_> {
        Kant {
            filled: &self.filled,
            sources: &self.sources,
            letters: &self.letters,
            stukken: self.documents.iter().map(|one| (one.stuk, &one.paged)).collect(),
        }
    }

    /// Where each of these stands on the pages: see [`Kant::places`].
    pub(super) fn places(&self, all: Vec<Vec<Span>>) -> Vec<Vec<Bladplek>> {
        self.kant().places(all)
    }

    /// The place in a file of a place on a page (in points), as the file is now; also inside a text, exact to the
    /// character. `None` where nothing stands that comes from a file.
    pub fn source(&self, id: &str, x: f64, y: f64, now: &Sources) -> Option<Found> {
        let (document, index) = self.page(id)?;
        let letter = self.letters.at(document.paged.pages().get(index)?, x, y)?;
        let span = self.origin(&letter)?;
        let then = self.sources.get(span.source);
        if then.name().starts_with(EMBEDDED) {
            return None;
        }
        let source = self.again(span.source, now);
        let offset = moved(then.text(), source.text(), span.range.start);
        let (line, column) = source.line_column(offset);
        let cell = source.cell(offset).map(ToOwned::to_owned);
        Some(Found { file: source.name().to_owned(), line, column, cell })
    }

    /// Where in the documents something of a part of a file stands, or else what comes next in that file. Empty for a
    /// file that nothing came from.
    pub fn targets(&self, file: &str, part: &Part, now: &Sources) -> Vec<Target> {
        let own = self.own_targets(file, part, now);
        let Some((id, range, _)) = self.then(file, part, now).filter(|_| own.is_empty()) else {
            return own;
        };
        self.documents.iter().filter_map(|document| self.nearest(document, id, &range)).collect()
    }

    /// Where in the documents something of a part of a file itself stands. Where nothing of it is printed, such as of a
    /// key, it is what stands in the same lines; empty where nothing of those is.
    pub fn own_targets(&self, file: &str, part: &Part, now: &Sources) -> Vec<Target> {
        let Some((id, range, lines)) = self.then(file, part, now) else { return Vec::new() };
        for range in [range, lines] {
            let all = self.documents.iter().filter_map(|document| {
                let marks = self.marks(document, id, &range);
                (!marks.is_empty()).then_some(Target { stuk: document.stuk, marks })
            });
            let targets: Vec<Target> = all.collect();
            if !targets.is_empty() {
                return targets;
            }
        }
        Vec::new()
    }

    /// A part of a file, and its lines, where they stood when the pages were made.
    fn then(
        &self,
        file: &str,
        part: &Part,
        now: &Sources,
    ) -> Option<(SourceId, Range<usize>, Range<usize>)> {
        let (id, then) = self.file(file, part)?;
        let source = self.again(id, now);
        let range = part.range(source)?;
        let back = |range: &Range<usize>| {
            moved(source.text(), then.text(), range.start)
                ..moved(source.text(), then.text(), range.end)
        };
        let lines = whole_lines(source.text(), &range);
        Some((id, back(&range), back(&lines)))
    }

    /// What a document shows of a range of a source.
    fn marks(&self, document: &Document, id: SourceId, range: &Range<usize>) -> Marks {
        let within = |span: &Span| {
            span.source == id
                && span.range.start < range.end.max(range.start + 1)
                && range.start < span.range.end
        };
        let pages = document.paged.pages().iter().enumerate();
        let marks = pages.map(|(i, page)| {
            let of = &mut |letter: &Letter| self.origin(letter).is_some_and(|span| within(&span));
            (i, self.letters.matching(page, of))
        });
        marks.filter(|(_, rects)| !rects.is_empty()).collect()
    }

    /// What a document shows of the line with the text of a source that comes next after a range, or else before it.
    fn nearest(&self, document: &Document, id: SourceId, range: &Range<usize>) -> Option<Target> {
        let (mut after, mut before): (Option<usize>, Option<usize>) = (None, None);
        for page in document.paged.pages() {
            self.letters.matching(page, &mut |letter| {
                if let Some(span) = self.origin(letter).filter(|span| span.source == id) {
                    let start = span.range.start;
                    if start >= range.end && after.is_none_or(|least| start < least) {
                        after = Some(start);
                    } else if start < range.start && before.is_none_or(|most| start > most) {
                        before = Some(start);
                    }
                }
                false
            });
        }
        let start = after.or(before)?;
        let text = self.sources.get(id).text();
        let line = start..whole_lines(text, &(start..start)).end;
        let marks = self.marks(document, id, &line);
        (!marks.is_empty()).then_some(Target { stuk: document.stuk, marks })
    }

    /// A source as it is now. A spreadsheet of text is there twice under its name: as a file, and as a sheet.
    fn again<'a>(&'a self, id: SourceId, now: &'a Sources) -> &'a Source {
        let then = self.sources.get(id);
        let same = |source: &&Source| source.name() == then.name();
        let nth = self.sources.all().filter(same).position(|source| std::ptr::eq(source, then));
        nth.and_then(|nth| now.all().filter(same).nth(nth)).unwrap_or(then)
    }

    pub(super) fn origin(&self, letter: &Letter) -> Option<Span> {
        self.filled.sheets().letter(letter, self.filled.checked(), &self.sources)
    }

    /// The source with this name that has such a part: of a spreadsheet of text there are two.
    fn file(&self, name: &str, part: &Part) -> Option<(SourceId, &Source)> {
        let mut all = self.sources.ids().map(|id| (id, self.sources.get(id)));
        all.find(|(_, source)| source.name() == name && part.range(source).is_some())
    }
}

/// A part of a file that somebody points at. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A line.
    Line(usize),
    /// From a line and column up to another.
    Range((usize, usize), (usize, usize)),
    /// A cell of a spreadsheet, such as `Maatregelen!D7`.
    Cell(String),
}

impl Part {
    /// The character at a line and column.
    pub fn at(line: usize, column: usize) -> Self {
        Self::Range((line, column), (line, column.saturating_add(1)))
    }

    /// Where it is in a source; `None` for a cell that is not there.
    fn range(&self, source: &Source) -> Option<Range<usize>> {
        let at = |(line, column): (usize, usize)| {
            let line = source.line(line);
            let text = &source.text()[line.clone()];
            let within = text.char_indices().nth(column.saturating_sub(1));
            line.start + within.map_or(text.len(), |(at, _)| at)
        };
        match self {
            Self::Line(line) => Some(source.line(*line)),
            Self::Range(start, end) => Some(at(*start)..at(*end).max(at(*start))),
            Self::Cell(name) => source.range_of_cell(name),
        }
    }
}

/// A range with the rest of its first and last line.
fn whole_lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at);
    start..end
}

/// Where an offset in a text is in a later version of it: a line that is the same has moved as a whole, and in one
/// that was changed what stands before the first and after the last difference.
pub(super) fn moved(then: &str, now: &str, offset: usize) -> usize {
    if then == now {
        return offset;
    }
    let lines = |text| -> Vec<&str> { str::split_inclusive(text, '\n').collect() };
    let (old, new) = (lines(then), lines(now));
    let offset = then.floor_char_boundary(offset);
    let (mut start, mut before) = (0, 0);
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        let (tag, was, is) = op.as_tag_tuple();
        let (was, is) = (old[was].concat(), new[is].concat());
        if offset < start + was.len() {
            return match tag {
                DiffTag::Equal => before + offset - start,
                _ => before + along(&was, &is, offset - start),
            };
        }
        start += was.len();
        before += is.len();
    }
    now.len()
}

/// The same within lines that were changed.
fn along(then: &str, now: &str, offset: usize) -> usize {
    let Some((old, new)) = difference(then, now) else { return offset };
    let (prefix, suffix) = (old.start, now.len() - new.end);
    let from_end = then.len() - offset;
    if offset < prefix {
        offset
    } else if from_end <= suffix {
        now.len() - from_end
    } else {
        now.floor_char_boundary(offset.min(now.len() - suffix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_moves_along_with_what_is_typed_before_it() {
        let then = "a: een\nb: twee\nc: drie\n";
        let now = "a: een\nb: twee en nog wat\nc: drie\n";
        for word in ["een", "twee", "c:", "drie"] {
            assert_eq!(
                moved(then, now, then.find(word).unwrap()),
                now.find(word).unwrap(),
                "{word}"
            );
            assert_eq!(
                moved(now, then, now.find(word).unwrap()),
                then.find(word).unwrap(),
                "{word}"
            );
        }
        let twice = "# nog een\na: een\nb: zwee\nc: drie\nd: vier\n";
        for word in ["een\n", "wee", "drie"] {
            assert_eq!(
                moved(then, twice, then.find(word).unwrap()),
                twice.rfind(word).unwrap(),
                "{word}"
            );
        }
        assert_eq!(moved(then, then, 9), 9);
        assert_eq!(moved(then, "", 9), 0);
        assert_eq!(moved("é", "ë", 2), 2);
    }
}
