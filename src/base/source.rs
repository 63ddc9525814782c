//! In: file names with their text. Out: places (source + byte range) and line:column. Pure.
//!
//! Everything that a diagnostic can point at is a [`Source`]: the YAML of a dossier, a profile, a
//! template, a sheet of the house style. A [`Span`] is a byte range in one of them.

use std::ops::Range;
use std::sync::Arc;

pub use super::map::RangeMap;
use crate::diagnostic::shown;

/// Names a [`Source`] within its [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A byte range in one source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The source that the range lies in.
    pub source: SourceId,
    /// Byte offsets in the source's text.
    pub range: Range<usize>,
}

impl Span {
    /// Makes a span of a byte range in a source.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        Self { source, range }
    }

    /// The empty span at the start of this one.
    pub fn start(&self) -> Self {
        Self::new(self.source, self.range.start..self.range.start)
    }
}

/// A text that diagnostics can point into.
#[derive(Debug, Clone, Hash)]
pub struct Source {
    name: String,
    text: Arc<str>,
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
    /// Of a spreadsheet: the range of each cell in the text, in order, and what the cell is called.
    cells: Vec<(Range<usize>, String)>,
}

impl Source {
    fn new(name: String, text: Arc<str>) -> Self {
        let lines =
            std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Self { name, text, lines, cells: Vec::new() }
    }

    /// The name shown to the user: the path as it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, without byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Of a spreadsheet: the name of the cell at a byte offset, such as `Maatregelen!D7`.
    pub fn cell(&self, offset: usize) -> Option<&str> {
        let after = self.cells.partition_point(|(range, _)| range.start <= offset);
        self.cells.get(after.saturating_sub(1)).map(|(_, name)| name.as_str())
    }

    /// Of a spreadsheet: the range of the cell with this name.
    pub fn range_of_cell(&self, name: &str) -> Option<Range<usize>> {
        let cell = self.cells.iter().find(|(_, cell)| cell == name);
        cell.map(|(range, _)| range.clone())
    }

    /// A place as a user looks for it: `nota.yaml:12:5`, or `begroting.xlsx, Maatregelen!D7`.
    pub fn place(&self, offset: usize) -> String {
        match self.cell(offset) {
            Some(cell) => shown::line(&format!("{}, {cell}", self.name)),
            None => {
                let (line, column) = self.line_column(offset);
                shown::line(&format!("{}:{line}:{column}", self.name))
            }
        }
    }

    /// Line and column of a byte offset, both counted from 1; the column counts characters, as
    /// editors do. Offsets past the end count as the end.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.lines.partition_point(|start| *start <= offset) - 1;
        (line + 1, self.text[self.lines[line]..offset].chars().count() + 1)
    }

    /// The range of a line, counted from 1, without its line break; empty at the end of the text for a line
    /// past it.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let length = self.text[start..].lines().next().map_or(0, str::len);
        start..start + length
    }

    /// The range moved onto character boundaries and inside the text.
    pub fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(range.start.min(self.text.len()));
        let end = self.text.ceil_char_boundary(range.end.min(self.text.len()));
        start..end.max(start)
    }
}

/// All sources of one run. Only grows.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text and returns its name.
    ///
    /// # Panics
    /// With more than 2³² sources.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = u32::try_from(self.0.len()).expect("a run has fewer than 2³² sources");
        self.0.push(Source::new(name.into(), text.into()));
        SourceId(id)
    }

    /// Adds a sheet, written out with a row on each line, and the places of its cells.
    ///
    /// # Panics
    /// With more than 2³² sources.
    pub fn add_sheet(
        &mut self,
        name: impl Into<String>,
        text: impl Into<Arc<str>>,
        cells: Vec<(Range<usize>, String)>,
    ) -> SourceId {
        let id = self.add(name, text);
        self.0[id.0 as usize].cells = cells;
        id
    }

    /// The source with this name.
    ///
    /// # Panics
    /// When the id comes from another `Sources`.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// The name of every source.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..u32::try_from(self.0.len()).unwrap_or(u32::MAX)).map(SourceId)
    }

    /// Every source.
    pub fn all(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// The text that a span covers.
    pub fn slice(&self, span: &Span) -> &str {
        let source = self.get(span.source);
        &source.text[source.clamp(span.range.clone())]
    }
}

/// The ranges of two texts between what they begin and what they end with alike, whole characters; `None` when they
/// are the same.
pub fn difference(old: &str, new: &str) -> Option<(Range<usize>, Range<usize>)> {
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
    };
    if old == new {
        return None;
    }
    let prefix = common(&mut old.chars(), &mut new.chars());
    let suffix = common(&mut old[prefix..].chars().rev(), &mut new[prefix..].chars().rev());
    Some((prefix..old.len() - suffix, prefix..new.len() - suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let source = Source::new("x".into(), "één\nze€s\n".into());
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(4), (1, 3));
        assert_eq!(source.line_column(6), (2, 1));
        assert_eq!(source.line_column(11), (2, 4));
        assert_eq!(source.line_column(999), (3, 1));
    }

    #[test]
    fn clamp_never_splits_a_character() {
        let source = Source::new("x".into(), "a€b".into());
        assert_eq!(source.clamp(2..3), 1..4);
        assert_eq!(source.clamp(9..12), 5..5);
    }
}
