//! In: pages as they were and as they would be. Out: those that differ, and what words of each do. Pure.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::lezen::Woord;
use super::{Bladzijde, Paar, Soort};

/// How many words around a difference are shown with it.
const AROUND: usize = 3;
/// Of more words than these a page is compared with the page of its number alone: comparing takes the square of them.
const MOST: usize = 10_000;

/// Words that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wijziging {
    /// Those that stood there, with a few around them; nothing where words come to a page that did not have what is around them.
    pub was: Option<String>,
    /// Those that come there; nothing where words go with all that is around them.
    pub wordt: Option<String>,
}

/// The pages that differ. A text may move to another page: so pages that follow each other are compared as one text.
pub(super) fn bladzijden(mut paren: Vec<Paar>) -> Vec<Bladzijde> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < paren.len() {
        if paren[start].gelijk {
            start += 1;
            continue;
        }
        let mut end = start;
        while end < paren.len() && !paren[end].gelijk {
            end += 1;
        }
        let stretch = start..end;
        let size: usize = paren[stretch.clone()].iter().map(Paar::size).sum();
        let mut words = match size <= MOST {
            true => compare(&paren[stretch.clone()]),
            false => stretch.clone().flat_map(|index| compare(&paren[index..=index])).collect(),
        }
        .into_iter();
        for index in stretch {
            let paar = &mut paren[index];
            out.push(Bladzijde {
                nummer: index + 1,
                soort: paar.soort(),
                wijzigingen: words.next().unwrap_or_default(),
                beeld: paar.beeld.take(),
            });
        }
        start = end;
    }
    out
}

impl Paar {
    fn size(&self) -> usize {
        let count = |words: &Option<Vec<Woord>>| words.as_ref().map_or(0, Vec::len);
        count(&self.was) + count(&self.wordt)
    }

    fn soort(&self) -> Soort {
        match (&self.was, &self.wordt) {
            (None, _) => Soort::Nieuw,
            (_, None) => Soort::Vervalt,
            _ => Soort::Anders,
        }
    }
}

/// One text of pages that follow each other.
struct Tekst<'a> {
    words: Vec<&'a str>,
    /// Where each page ends.
    ends: Vec<usize>,
}

impl<'a> Tekst<'a> {
    fn of(pages: impl Iterator<Item = Option<&'a Vec<Woord>>>) -> Self {
        let (mut words, mut ends) = (Vec::new(), Vec::new());
        for page in pages {
            words.extend(page.into_iter().flatten().map(String::as_str));
            ends.push(words.len());
        }
        Self { words, ends }
    }

    /// The page that a word is on.
    fn page(&self, word: usize) -> usize {
        self.ends.partition_point(|end| *end <= word).min(self.ends.len() - 1)
    }

    /// A stretch of words, cut where a page ends.
    fn pieces(&self, range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let (mut out, mut start) = (Vec::new(), range.start);
        while start < range.end {
            let page = self.page(start);
            let end = self.ends[page].min(range.end);
            out.push((page, start..end));
            start = end;
        }
        out
    }

    /// Where the words of a page begin.
    fn first(&self, page: usize) -> usize {
        if page == 0 { 0 } else { self.ends[page - 1] }
    }

    /// Whether a place between two words is on this page, or at its edge.
    fn is_on(&self, page: usize, place: usize) -> bool {
        (self.first(page)..=self.ends[page]).contains(&place)
    }

    /// What stands there on a page, with a few words around it, if anything does.
    fn shown(&self, page: usize, range: &Range<usize>) -> Option<String> {
        let first = self.first(page);
        let from = range.start.saturating_sub(AROUND).max(first);
        let to = (range.end + AROUND).min(self.ends[page]);
        (from < to).then(|| self.words[from..to].join(" "))
    }
}

/// What words differ, of each of these pages.
fn compare(paren: &[Paar]) -> Vec<Vec<Wijziging>> {
    let was = Tekst::of(paren.iter().map(|paar| paar.was.as_ref()));
    let wordt = Tekst::of(paren.iter().map(|paar| paar.wordt.as_ref()));
    let mut out = vec![Vec::new(); paren.len()];
    for op in capture_diff_slices(Algorithm::Myers, &was.words, &wordt.words) {
        if let DiffOp::Equal { .. } = op {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        let (mut before, mut after) = (was.pieces(&old), wordt.pieces(&new));
        // Where words only come or go, what stands around that place is told of the other side too.
        match (&before[..], &after[..]) {
            ([], [(page, _)]) if was.is_on(*page, old.start) => before = vec![(*page, old)],
            ([(page, _)], []) if wordt.is_on(*page, new.start) => after = vec![(*page, new)],
            _ => {}
        }
        match (&before[..], &after[..]) {
            ([(page, old)], [(same, new)]) if page == same => out[*page]
                .push(Wijziging { was: was.shown(*page, old), wordt: wordt.shown(*page, new) }),
            _ => {
                for (page, old) in before {
                    out[page].push(Wijziging { was: was.shown(page, &old), wordt: None });
                }
                for (page, new) in after {
                    out[page].push(Wijziging { was: None, wordt: wordt.shown(page, &new) });
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What differs between documents of which each page is a text.
    fn told(was: &[&str], wordt: &[&str]) -> Vec<String> {
        let words = |pages: &[&str], index: usize| {
            pages.get(index).map(|page| page.split(' ').map(str::to_owned).collect::<Vec<_>>())
        };
        let paren = (0..was.len().max(wordt.len())).map(|index| {
            let (was, wordt) = (words(was, index), words(wordt, index));
            Paar { gelijk: was == wordt, was, wordt, beeld: None }
        });
        let lines = bladzijden(paren.collect()).into_iter().flat_map(|page| {
            let head = format!("{} {:?}", page.nummer, page.soort);
            let words = page.wijzigingen.into_iter().map(|one| {
                let text = |text: Option<String>| text.unwrap_or_else(|| "-".into());
                format!("{} > {}", text(one.was), text(one.wordt))
            });
            std::iter::once(head).chain(words).collect::<Vec<_>>()
        });
        lines.collect()
    }

    #[test]
    fn words_that_differ_are_told_of_the_page_that_they_are_on() {
        assert!(told(&["a b c"], &["a b c"]).is_empty());
        assert_eq!(told(&["a", "b c d"], &["a", "b x d"]), ["2 Anders", "b c d > b x d"]);
        assert_eq!(told(&["a b c"], &["a b c d e"]), ["1 Anders", "a b c > a b c d e"]);
        assert_eq!(told(&["a b c d e f"], &["a c d e f"]), ["1 Anders", "a b c d e > a c d e"]);
        // A word that only moved to another page says nothing else.
        assert_eq!(told(&["a b", "c d"], &["a b c", "d"]), ["1 Anders", "2 Anders"]);
        assert_eq!(
            told(&["a b", "c"], &["a x b", "c", "d"]),
            ["1 Anders", "a b > a x b", "3 Nieuw", "- > d"]
        );
        assert_eq!(told(&["a", "b"], &["a"]), ["2 Vervalt", "b > -"]);
        // What goes over a page's end is told of both.
        assert_eq!(
            told(&["a b", "c d"], &["a", "d"]),
            ["1 Anders", "a b > -", "2 Anders", "c d > -"]
        );
    }

    #[test]
    fn a_long_text_is_compared_page_by_page() {
        let long = "w ".repeat(MOST);
        assert_eq!(
            told(&[&long, "b"], &["a", "w"]).iter().filter(|line| line.contains("Anders")).count(),
            2
        );
    }
}
