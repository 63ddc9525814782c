//! In: a text of one line. Out: what in it would be markup in a longer one. Pure.

use std::ops::Range;

use super::near_miss::{entities, pairs};
use super::parse::{Reading, understand};
use super::{Inline, Inserted, Mistake, shifted, visit_inlines};
use crate::diagnostic::{Severity, codes};
use crate::dossier::nootmerken;

/// What a text of one line holds that would be markup in a longer one: it is printed as it stands.
pub fn line(text: &str) -> Vec<Mistake> {
    // Nearly every line has no sign of it.
    if !text.contains(['*', '[', '<', '{', '&', '_', '~', '^']) {
        return Vec::new();
    }
    let Reading { prose, understood, .. } = understand(text);
    let mut found = Vec::new();
    for sign in ["__", "~~"] {
        pairs(text, sign, "", &understood, &mut found);
    }
    entities(text, &understood, &mut found);
    prose.visit(&mut |inline| {
        let (what, range) = match inline {
            Inline::Value { range, .. } => ("een waarde", range.clone()),
            Inline::Note { range, .. } => ("een voetnoot", range.clone()),
            Inline::Paper { range, .. } => ("een verwijzing", range.clone()),
            Inline::Insert { what, range, .. } => match what {
                Inserted::Figuur => ("een figuur", range.clone()),
                Inserted::Kader => ("een kader", range.clone()),
            },
            Inline::Shifted { below, text, range } => {
                found.push(raised(*below, text, range));
                return;
            }
            Inline::Withheld { range, .. } => ("een lakking", range.clone()),
            Inline::Link { children, .. } => ("een koppeling", inner(children)),
            Inline::Strong(children) => ("vet", inner(children)),
            Inline::Emphasis(children) => ("cursief", inner(children)),
            Inline::Text { .. } | Inline::Break => return,
        };
        let message = format!("{what} kan niet in een veld van één regel: dit komt zo op papier");
        // What was to be computed or withheld is never meant to be printed so.
        let grave = matches!(inline, Inline::Value { .. } | Inline::Withheld { .. });
        let mistake = Mistake::warning(codes::MARKUP_AS_TEXT, range, message)
            .help("schrijf hier alleen wat er op papier moet staan");
        let severity = if grave { Severity::Error } else { mistake.severity };
        found.push(Mistake { severity, ..mistake });
    });
    found
}

/// The same, of a line in which notes may be marked: those are no mistake.
pub fn noted_line(text: &str) -> Vec<Mistake> {
    let marks = nootmerken(text);
    let is_mark = |mistake: &Mistake| marks.iter().any(|(mark, _)| *mark == mistake.range);
    line(text).into_iter().filter(|mistake| !is_mark(mistake)).collect()
}

/// What is shifted in a field of one line, in which a sign that is made so does the same.
fn raised(below: bool, text: &str, range: &Range<usize>) -> Mistake {
    let typed = if below { format!("~{text}~") } else { format!("^{text}^") };
    let message = format!("`{typed}` komt zo op papier: een veld van één regel heeft geen opmaak");
    let told = Mistake::warning(codes::MARKUP_AS_TEXT, range.clone(), message);
    match shifted::as_signs(text, below) {
        Some(signs) => {
            told.help(format!("schrijf het teken zelf: {signs}")).fix(range.clone(), signs)
        }
        None => told.help("schrijf het zonder deze tekens"),
    }
}

/// From the first to the last sign of these parts.
fn inner(inlines: &[Inline]) -> Range<usize> {
    let mut all: Option<Range<usize>> = None;
    visit_inlines(inlines, &mut |inline| {
        if let Inline::Text { range, .. } | Inline::Value { range, .. } = inline {
            let start = all.as_ref().map_or(range.start, |all| all.start);
            all = Some(start..range.end);
        }
    });
    all.unwrap_or_default()
}
