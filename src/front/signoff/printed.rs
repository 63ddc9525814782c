//! In: a text as it was typed, and what the names in it stand for. Out: the text with those filled in, as it is shown
//! beside another version, and the way back. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::CheckedText;
use crate::prose::Inline;
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
        let mut from = 0;
        for (start, (end, text)) in checked.map(names).unwrap_or_default() {
            printed.push_typed(typed, from..start, checked.is_some());
            printed.push_whole(&text, start..end);
            from = end;
        }
        printed.push_typed(typed, from..typed.len(), checked.is_some());
        printed
    }

    fn push_whole(&mut self, text: &str, typed: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.map.push_whole(start..self.text.len(), typed);
    }

    fn push_typed(&mut self, typed: &str, range: Range<usize>, has_blocks: bool) {
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
                let shown = if has_blocks { separator(typed, &gap) } else { " " };
                self.push_whole(shown, gap);
            }
            at += word + space;
        }
    }
}

/// What a run of white space means: another paragraph, another line, or only the next word.
fn separator(typed: &str, gap: &Range<usize>) -> &'static str {
    let (space, next) = (&typed[gap.clone()], &typed[gap.end..]);
    let number = next.trim_start_matches(|c: char| c.is_ascii_digit());
    let begins_item = next.starts_with(['-', '*', '+', '|'])
        || number.len() < next.len() && number.starts_with(['.', ')']);
    match space.matches('\n').count() {
        0 => " ",
        1 if begins_item || space.starts_with("  ") => "\n",
        1 => " ",
        _ => "\n\n",
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
