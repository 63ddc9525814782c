//! What a reader sees of a text, and what was typed of it, by other means than the compiler's own proof: the letters,
//! digits and signs in order, without white space.

use std::collections::BTreeMap;

use kamerbrief_front::prose::{Block, Inline, Prose};

/// Everything that is printed, with the labels of lists.
pub fn printed(prose: &Prose) -> String {
    let mut out = String::new();
    blocks(&prose.blocks, &mut out);
    out
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        match block {
            Block::Paragraph(inlines) => line(inlines, out),
            Block::List { numbering, items, .. } => {
                for (i, item) in items.iter().enumerate() {
                    out.push_str(&numbering.label(i));
                    blocks(item, out);
                }
            }
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| line(cell, out));
            }
        }
    }
}

fn line(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => out.push_str(text),
            Inline::Strong(children) | Inline::Emphasis(children) => line(children, out),
            Inline::Link { url, children } => {
                let start = out.len();
                line(children, out);
                // Of `<https://…>` the address is what is printed.
                if out[start..] != **url && url.strip_prefix("mailto:") != Some(&out[start..]) {
                    out.push_str(url);
                }
            }
            Inline::Withheld { ground, children, .. } => {
                line(children, out);
                out.push_str("lak:");
                out.push_str(ground);
            }
            Inline::Note { name, .. } => out.push_str(name),
            Inline::Paper { reference, .. } => out.push_str(reference),
            Inline::Shifted { text, .. } => out.push_str(text),
            Inline::Insert { what, name, .. } => {
                out.push_str(what.form());
                out.push(':');
                out.push_str(name);
            }
            Inline::Value { expression, .. } => out.push_str(expression),
            Inline::Break => {}
        }
    }
}

/// Signs that the handbook's markup is written with: only these may be typed and not printed.
const MARKUP: &[char] =
    &['*', '[', ']', '(', ')', '<', '>', '|', '-', ':', '\\', '^', '~', '{', '}'];

/// Why a text is not printed as it is typed; `None` when it is.
pub fn differs(typed: &str, prose: &Prose) -> Option<String> {
    let printed = printed(prose);
    // An address of mail gets its `mailto:`.
    let typed = typed.replace("mailto:", "");
    let printed = printed.replace("mailto:", "");
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if words(&typed) != words(&printed) {
        return Some(format!("typed {:?}, printed {:?}", words(&typed), words(&printed)));
    }
    let count = |text: &str| {
        let mut signs = BTreeMap::<char, usize>::new();
        for sign in text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()) {
            *signs.entry(sign).or_default() += 1;
        }
        signs
    };
    let (before, after) = (count(&typed), count(&printed));
    for sign in before.keys().chain(after.keys()) {
        let (typed, printed) = (before.get(sign).copied(), after.get(sign).copied());
        let fits = match MARKUP.contains(sign) {
            true => printed.unwrap_or_default() <= typed.unwrap_or_default(),
            false => printed == typed,
        };
        if !fits {
            return Some(format!("{sign:?} typed {typed:?} times, printed {printed:?} times"));
        }
    }
    None
}
