//! In: blocks of a text. Out: how long they are, and what of them stays on one page. Pure.

use std::slice;

use crate::prose::{Block, Inline, visit_inlines, visit_lines};

/// Characters of a paragraph, and of a list with a note, that stay on one page.
pub(super) const SHORT_PARAGRAPH: usize = 250;
const SHORT_LIST: usize = 900;

/// Visits the parts of the running text of a block.
fn visit<'a>(block: &'a Block, visitor: &mut dyn FnMut(&'a Inline)) {
    visit_lines(slice::from_ref(block), &mut |inlines| visit_inlines(inlines, visitor));
}

/// Whether a list stays on one page. Typst leaves a note where it was when an item of a list goes to the next page.
pub(super) fn is_whole(list: &Block, items: &[Vec<Block>]) -> bool {
    let size = size(items.iter().flatten());
    size < SHORT_PARAGRAPH || has_note(list) && size < SHORT_LIST
}

/// Whether a block holds a reference to a note.
pub(super) fn has_note(block: &Block) -> bool {
    let mut found = false;
    visit(block, &mut |inline| found |= matches!(inline, Inline::Note { .. }));
    found
}

/// Bytes of text in blocks, with what a new line takes.
fn size<'a>(blocks: impl Iterator<Item = &'a Block>) -> usize {
    let one = |block: &Block| match block {
        Block::Paragraph(inlines) => length(inlines) + 40,
        Block::List { items, .. } => size(items.iter().flatten()),
        Block::Table { .. } => SHORT_LIST,
    };
    blocks.map(one).sum()
}

/// Bytes of text in running text, more or less.
pub(super) fn length(inlines: &[Inline]) -> usize {
    let one = |inline: &Inline| match inline {
        Inline::Text { text, .. } | Inline::Shifted { text, .. } => text.len(),
        Inline::Strong(children)
        | Inline::Emphasis(children)
        | Inline::Link { children, .. }
        | Inline::Withheld { children, .. } => length(children),
        _ => 20,
    };
    inlines.iter().map(one).sum()
}
