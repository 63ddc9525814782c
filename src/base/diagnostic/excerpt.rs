//! In: a source and the places of a diagnostic in it. Out: the lines that are shown of it. Pure.
//!
//! Who draws them goes over all that he is given, for each diagnostic anew. So he is given the lines with places only, and
//! of a line that is longer than anybody reads a part around them.

use std::ops::Range;

use super::{Diagnostic, shown};
use crate::source::{Source, SourceId};

/// The longest line that is given whole, in bytes.
const MAX_LINE: usize = 4_000;
/// What is given of a longer one before and behind its places, in bytes; more than a terminal is wide.
const AROUND: usize = 1_500;

/// Lines of a source, some of them cut down.
pub(super) struct Excerpt {
    /// The number of the first line.
    pub(super) row: usize,
    /// What is shown.
    pub(super) text: String,
    /// Whether columns in it are not those of the source.
    pub(super) is_cut: bool,
    /// Where parts of the source begin in it.
    parts: Vec<(Range<usize>, usize)>,
}

impl Excerpt {
    /// The lines with the places of a diagnostic in this source, and those between them.
    pub(super) fn new(diagnostic: &Diagnostic, id: SourceId, source: &Source) -> Self {
        let labels = diagnostic.labels.iter().filter(|label| label.span.source == id);
        let places: Vec<Range<usize>> =
            labels.map(|label| source.clamp(label.span.range.clone())).collect();
        let first = places.iter().map(|place| place.start).min().unwrap_or(0);
        let last = places.iter().map(|place| place.end).max().unwrap_or(0);
        let whole = source.text();
        let start = whole[..first].rfind('\n').map_or(0, |at| at + 1);
        let end = whole[last..].find('\n').map_or(whole.len(), |at| last + at);
        let row = source.line_column(start).0;
        let mut excerpt = Self { row, text: String::new(), is_cut: false, parts: Vec::new() };
        let mut at = start;
        for line in whole[start..end].split_inclusive('\n') {
            let range = at..at + line.len();
            at = range.end;
            let kept = window(whole, &range, &places);
            excerpt.is_cut |= kept != range;
            excerpt.parts.push((kept.clone(), excerpt.text.len()));
            excerpt.text.push_str(&shown::alike(&whole[kept.clone()]));
            if kept.end < range.end && line.ends_with('\n') {
                excerpt.text.push('\n');
            }
        }
        excerpt
    }

    /// Where a place of the source is in it, or the nearest that is shown.
    pub(super) fn range(&self, place: Range<usize>) -> Range<usize> {
        let start = self.at(place.start);
        start..self.at(place.end).max(start)
    }

    fn at(&self, offset: usize) -> usize {
        let after = self.parts.partition_point(|(part, _)| part.start <= offset);
        let Some((part, at)) = self.parts.get(after.saturating_sub(1)) else { return 0 };
        at + offset.clamp(part.start, part.end) - part.start
    }
}

/// What is shown of a line.
fn window(text: &str, line: &Range<usize>, places: &[Range<usize>]) -> Range<usize> {
    if line.len() <= MAX_LINE {
        return line.clone();
    }
    let ends = places.iter().flat_map(|place| [place.start, place.end]);
    let ends: Vec<usize> = ends.filter(|end| (line.start..=line.end).contains(end)).collect();
    let first = ends.iter().copied().min().unwrap_or(line.start);
    let last = ends.into_iter().max().unwrap_or(first).min(first + MAX_LINE);
    let start = text.floor_char_boundary(line.start.max(first.saturating_sub(AROUND)));
    start..text.ceil_char_boundary(line.end.min(last + AROUND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Label, Severity, Text, codes};
    use crate::source::{Sources, Span};

    fn told(text: &str, places: &[(usize, usize)]) -> (Sources, Diagnostic) {
        let mut sources = Sources::default();
        let source = sources.add("brief.yaml", text);
        let mut told = Diagnostic::new(codes::CHARACTER, Severity::Error, "hier");
        let label = |(start, end): &(usize, usize)| Label {
            span: Span { source, range: *start..*end },
            text: String::new(),
        };
        told.labels = places.iter().map(label).collect();
        (sources, told)
    }

    #[test]
    fn of_a_long_line_the_places_are_given() {
        let line = "woord é ".repeat(200_000);
        let text = format!("kop: a\n{line}\nslot: b\n");
        let first = 7;
        let last = first + line.len();
        let all = [
            vec![(first, first + 5)],
            vec![(last - 9, last)],
            vec![(900_000, 900_020)],
            vec![(900_000, 900_020), (901_000, 901_004)],
            vec![(900_000, 900_020), (901_000, 901_004), (4, 5)],
            vec![(last + 1, last + 5), (900_000, 900_005)],
        ];
        for places in all {
            let (sources, told) = told(&text, &places);
            let (source, file) =
                (told.labels[0].span.source, sources.get(told.labels[0].span.source));
            let excerpt = Excerpt::new(&told, source, file);
            assert!(excerpt.is_cut && excerpt.text.len() < 2 * MAX_LINE, "{places:?}");
            for (start, end) in places {
                let place = file.clamp(start..end);
                assert_eq!(&excerpt.text[excerpt.range(place.clone())], &text[place]);
            }
        }
        // What is marked from one end to the other is marked as far as it is shown.
        let (sources, told) = told(&text, &[(first, last)]);
        let source = told.labels[0].span.source;
        let excerpt = Excerpt::new(&told, source, sources.get(source));
        assert_eq!(excerpt.range(first..last), 0..excerpt.text.len());
    }

    #[test]
    fn the_lines_of_a_place_are_given_whole_and_numbered_as_they_are() {
        let text = "a: 1\nb: |\n  een\n  twee\nc: 3\n";
        let (sources, told) = told(text, &[(11, 14), (17, 21)]);
        let source = told.labels[0].span.source;
        let excerpt = Excerpt::new(&told, source, sources.get(source));
        assert_eq!((excerpt.row, excerpt.text.as_str()), (3, "  een\n  twee"));
        assert!(!excerpt.is_cut);
    }

    #[test]
    fn a_place_in_a_long_line_is_said_as_it_is() {
        let text = format!("a: 1\nb: {}hier {}\n", "x ".repeat(50_000), "y ".repeat(50_000));
        let at = text.find("hier").unwrap_or_default();
        let (sources, told) = told(&text, &[(at, at + 4)]);
        let shown = Text::new(false, 60).render(&[told], &sources);
        let place = "fout[P007]: hier\n --> brief.yaml:2:100004\n  |\n";
        let line = "2 | ... x x x x x x x x x x x hier y y y y y y y y y y y ...\n";
        let mark = "  |                           ^^^^\n\n1 fout\n";
        assert_eq!(shown, [place, line, mark].concat());
    }
}
