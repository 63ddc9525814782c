//! In: a text as it was typed, and what the names in it stand for. Out: the text with those filled in, as it is shown
//! beside another version, and the way back. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::CheckedText;
use crate::prose::{self, Block, Inline};
use crate::source::RangeMap;

/// A text with its values and citations filled in. How its lines were broken is left out; its
/// paragraphs and list items stay apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Printed {
    /// The text; its markup is as typed.
    pub(super) text: String,
    /// From there to what was typed.
    pub(super) map: RangeMap,
}

impl Printed {
    pub(super) fn new(typed: &str, checked: Option<&CheckedText>) -> Self {
        let typed = typed.trim_end();
        let mut printed = Self::default();
        let gaps = checked.map(|checked| Gaps::of(&checked.prose.blocks)).unwrap_or_default();
        let mut from = 0;
        for (start, (end, text)) in checked.map(names).unwrap_or_default() {
            printed.push_typed(typed, from..start, &gaps);
            printed.push_whole(&text, start..end);
            from = end;
        }
        printed.push_typed(typed, from..typed.len(), &gaps);
        printed
    }

    fn push_whole(&mut self, text: &str, typed: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push_whole(start..self.text.len(), typed);
    }

    fn push_typed(&mut self, typed: &str, range: Range<usize>, gaps: &Gaps) {
        let Range { start: mut at, end } = range;
        while at < end {
            let rest = &typed[at..end];
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            if word > 0 {
                let start = self.text.len();
                self.text.push_str(&rest[..word]);
                self.map.push(start..self.text.len(), at..at + word);
            }
            let space = rest[word..].find(|c: char| !c.is_whitespace());
            let space = space.unwrap_or(rest.len() - word);
            if space > 0 {
                let gap = at + word..at + word + space;
                self.push_whole(gaps.shown(typed, &gap), gap);
            }
            at += word + space;
        }
    }
}

/// Where a text has no words between two of its parts: paragraphs, items, rows, and lines that its author broke.
#[derive(Debug, Default)]
struct Gaps {
    /// In order.
    between: Vec<Range<usize>>,
    /// Where the words so far end.
    end: usize,
    /// Whether another part comes next.
    parted: bool,
}

impl Gaps {
    fn of(blocks: &[Block]) -> Self {
        let mut gaps = Self::default();
        gaps.blocks(blocks);
        gaps
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.parted = true;
            match block {
                Block::Paragraph(inlines) => self.words(inlines),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Table { head, rows, .. } => {
                    for row in std::iter::once(head).chain(rows) {
                        self.parted = true;
                        row.iter().for_each(|cell| self.words(cell));
                    }
                }
            }
        }
    }

    fn words(&mut self, inlines: &[Inline]) {
        prose::visit_inlines(inlines, &mut |inline| match inline {
            Inline::Break => self.parted = true,
            Inline::Text { range, .. }
            | Inline::Note { range, .. }
            | Inline::Paper { range, .. }
            | Inline::Insert { range, .. }
            | Inline::Shifted { range, .. }
            | Inline::Value { range, .. } => {
                if std::mem::take(&mut self.parted) {
                    self.between.push(self.end..range.start);
                }
                self.end = range.end;
            }
            _ => {}
        });
    }

    /// What a run of white space means: another paragraph, another line, or only the next word.
    fn shown(&self, typed: &str, space: &Range<usize>) -> &'static str {
        let at = self.between.partition_point(|gap| gap.end < space.end);
        let parts = self.between.get(at).is_some_and(|gap| gap.start <= space.start);
        match typed[space.clone()].matches('\n').count() {
            0 => " ",
            _ if !parts => " ",
            1 => "\n",
            _ => "\n\n",
        }
    }
}

/// What each name in a text stands for: its start, its end, and what is shown.
fn names(checked: &CheckedText) -> BTreeMap<usize, (usize, String)> {
    let mut names = BTreeMap::new();
    checked.prose.visit(&mut |inline| {
        let known = &checked.names;
        let (range, shown) = match inline {
            Inline::Value { range, .. } => (range, known.values.get(&range.start).cloned()),
            Inline::Paper { range, .. } => {
                (range, known.papers.get(&range.start).map(|(citation, _)| citation.clone()))
            }
            _ => return,
        };
        if let Some(shown) = shown {
            names.insert(range.start, (range.end, shown));
        }
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stay_apart_and_the_lines_of_a_paragraph_do_not() {
        let shown = |typed: &str| {
            let gaps = Gaps::of(&prose::parse(typed).0.blocks);
            let mut printed = Printed::default();
            printed.push_typed(typed, 0..typed.len(), &gaps);
            printed.text
        };
        let same =
            ["een\n\ntwee", "- een\n- twee", "1. een\n2. twee", "| a | b |\n|---|---|\n| c | d |"];
        for typed in same {
            assert_eq!(shown(typed), typed);
        }
        assert_eq!(shown("een  \n* 5\n+ 6"), "een * 5 + 6");
        assert_eq!(shown("**een\ntwee**\n\ndrie"), "**een twee**\n\ndrie");
    }
}
