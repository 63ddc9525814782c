//! In: a text and what was understood of it. Out: the first bytes that are neither printed nor markup. Pure.
//!
//! What was understood is taken apart again, in the order of the text, and held against it: each sign that is printed
//! stands there, and between two of them stands what their structure is written with, and nothing else. So nothing
//! that is typed can vanish, and nothing be printed that was not typed, whatever the parser makes of it.

use std::ops::Range;

use super::{Block, Inline, Prose};

/// Holds a text against its structure.
///
/// # Errors
/// Where they first differ.
pub(super) fn hold(text: &str, prose: &Prose) -> Result<(), Range<usize>> {
    let mut hand = Hand { text, at: 0 };
    hand.blocks(&prose.blocks)?;
    hand.space();
    if hand.at < text.len() { Err(hand.here()) } else { Ok(()) }
}

/// Whether a part of a text says just what its block says.
pub(super) fn hold_part(text: &str, range: &Range<usize>, block: &Block) -> bool {
    let mut hand = Hand { text: &text[..range.end], at: range.start };
    let held = hand.blocks(std::slice::from_ref(block)).is_ok();
    hand.space();
    held && hand.at == range.end
}

/// A finger that goes along the text.
struct Hand<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Hand<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The line from here on.
    fn here(&self) -> Range<usize> {
        self.at..self.at + self.rest().lines().next().unwrap_or_default().len()
    }

    /// White space that no reader sees: indentation, and line breaks between parts.
    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\n']).len();
    }

    fn expect(&mut self, typed: &str) -> Result<(), Range<usize>> {
        if !self.rest().starts_with(typed) {
            return Err(self.here());
        }
        self.at += typed.len();
        Ok(())
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<(), Range<usize>> {
        for block in blocks {
            self.space();
            match block {
                Block::Paragraph(inlines) => self.inlines(inlines)?,
                Block::List { numbering, items, .. } => {
                    for (i, item) in items.iter().enumerate() {
                        self.space();
                        self.expect(&numbering.label(i))?;
                        self.blocks(item)?;
                    }
                }
                Block::Table { head, rows, .. } => {
                    self.row(head)?;
                    self.space();
                    let line = self.rest().lines().next().unwrap_or_default();
                    if line.is_empty()
                        || !line.trim_end().trim_matches(['|', ':', '-', ' ', '\t']).is_empty()
                    {
                        return Err(self.here());
                    }
                    self.at += line.len();
                    rows.iter().try_for_each(|row| self.row(row))?;
                }
            }
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Vec<Inline>]) -> Result<(), Range<usize>> {
        self.space();
        let _ = self.expect("|");
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.expect("|")?;
            }
            self.inlines(cell)?;
            self.blank();
        }
        let _ = self.expect("|");
        Ok(())
    }

    /// White space on this line.
    fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t']).len();
    }

    fn inlines(&mut self, inlines: &[Inline]) -> Result<(), Range<usize>> {
        inlines.iter().try_for_each(|inline| self.inline(inline))
    }

    fn inline(&mut self, inline: &Inline) -> Result<(), Range<usize>> {
        match inline {
            Inline::Text { text, range } => self.printed(text, range),
            Inline::Strong(children) => self.between("**", children, "**"),
            Inline::Emphasis(children) => self.between("*", children, "*"),
            Inline::Link { url, children } => {
                self.space();
                if self.rest().starts_with('<') {
                    let start = self.at + 1;
                    self.between("<", children, ">")?;
                    let typed = &self.text[start..self.at - 1];
                    let same = url == typed || url.strip_prefix("mailto:") == Some(typed);
                    return if same { Ok(()) } else { Err(start..self.at - 1) };
                }
                self.between("[", children, &format!("]({url})"))
            }
            Inline::Withheld { ground, children, .. } => {
                self.between("[", children, &format!("](lak:{ground})"))
            }
            Inline::Note { name, range } => self.whole(&format!("[^{name}]"), range),
            Inline::Paper { reference, range } => self.whole(&format!("<{reference}>"), range),
            Inline::Shifted { below, text, range } => {
                let sign = if *below { '~' } else { '^' };
                self.whole(&format!("{sign}{text}{sign}"), range)
            }
            Inline::Insert { what, name, range } => {
                self.whole(&format!("<{}:{name}>", what.form()), range)
            }
            Inline::Value { expression, range } => {
                self.whole(&format!("{{{{{expression}}}}}"), range)
            }
            Inline::Break => {
                self.blank();
                self.expect("\\\n")
            }
        }
    }

    fn between(
        &mut self,
        open: &str,
        children: &[Inline],
        close: &str,
    ) -> Result<(), Range<usize>> {
        self.space();
        self.expect(open)?;
        self.inlines(children)?;
        // A bracket may stand on a line of its own.
        if !self.rest().starts_with(close) {
            self.space();
        }
        self.expect(close)
    }

    fn whole(&mut self, typed: &str, range: &Range<usize>) -> Result<(), Range<usize>> {
        self.space();
        if self.at != range.start {
            return Err(self.here());
        }
        self.expect(typed)
    }

    /// Text that is printed: just that, where a line break is a space.
    fn printed(&mut self, text: &str, range: &Range<usize>) -> Result<(), Range<usize>> {
        let gap = self.text.get(self.at..range.start).ok_or_else(|| self.here())?;
        let escape = usize::from(gap.ends_with('\\'));
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n');
        if !gap[..gap.len() - escape].chars().all(blank) {
            return Err(self.here());
        }
        let typed = &self.text[range.clone()];
        let same = typed.len() == text.len()
            && typed
                .bytes()
                .zip(text.bytes())
                .all(|(typed, printed)| typed == printed || (typed == b'\n' && printed == b' '));
        let gap = text == " " && typed.chars().all(blank);
        if !(same || gap) {
            return Err(range.clone());
        }
        self.at = range.end;
        Ok(())
    }
}
