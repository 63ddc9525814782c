//! In: what another program put on the clipboard. Out: what it says, as a draft. Pure.

mod block;
mod cells;
mod clip;
mod html;
mod lines;

use std::collections::BTreeMap;

pub use block::pasted_cells;

use super::{Blok, Chip, Draft, Ink, Stretch};
use crate::check;
use crate::dossier::{Kamerstuk, Lijsten, Vergaderjaar};

/// Longest clipboard that is read, in bytes: a letter of two hundred pages.
const LONGEST: usize = 4_000_000;

/// What a clipboard says: by its HTML where that says anything, else by its text. Papers of parliament that it cites in
/// full become references.
pub fn pasted(html: Option<&str>, text: Option<&str>, lijsten: &Lijsten) -> Draft {
    let fits = |part: &&str| part.len() <= LONGEST;
    let html = html.filter(fits).map(|html| clip::draft(&html::read(html)).normal());
    let draft = match html.filter(|draft| !draft.blocks.is_empty()) {
        Some(draft) => draft,
        None => text.filter(fits).map(|text| lines::draft(text).normal()).unwrap_or_default(),
    };
    with_papers(draft, lijsten, &Jaren::new())
}

/// The years of papers.
type Jaren = BTreeMap<Kamerstuk, Vergaderjaar>;

/// A draft in which the papers of parliament that it cites are references: those that it cites in full, and those of which
/// the year is known.
pub fn with_papers(draft: Draft, lijsten: &Lijsten, jaren: &Jaren) -> Draft {
    Draft {
        blocks: draft.blocks.into_iter().map(|block| referring(block, lijsten, jaren)).collect(),
    }
    .normal()
}

/// A block in which the papers that it cites are references.
fn referring(block: Blok, lijsten: &Lijsten, jaren: &Jaren) -> Blok {
    let line = |content: Vec<Stretch>| -> Vec<Stretch> {
        content.into_iter().flat_map(|stretch| cut(stretch, lijsten, jaren)).collect()
    };
    match block {
        Blok::Paragraph { level, content } => Blok::Paragraph { level, content: line(content) },
        Blok::Item { level, numbering, loose, content } => {
            Blok::Item { level, numbering, loose, content: line(content) }
        }
        Blok::Table { level, columns, rows } => {
            let row = |row: Vec<Vec<Stretch>>| row.into_iter().map(line).collect();
            Blok::Table { level, columns, rows: rows.into_iter().map(row).collect() }
        }
        fixed @ Blok::Fixed { .. } => fixed,
    }
}

fn cut(mut stretch: Stretch, lijsten: &Lijsten, jaren: &Jaren) -> Vec<Stretch> {
    if let Ink::Chip(Chip { text: Some(text), .. }) = &mut stretch.what {
        for (range, reference) in check::cited(text, lijsten, jaren).into_iter().rev() {
            text.replace_range(range, &reference);
        }
    }
    let Ink::Text(text) = &stretch.what else { return vec![stretch] };
    if stretch.looks.link.is_some() || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return vec![stretch];
    }
    let looks = &stretch.looks;
    let part = |what: Ink| Stretch { what, looks: looks.clone() };
    let (mut out, mut at) = (Vec::new(), 0);
    for (range, reference) in check::cited(text, lijsten, jaren) {
        let Some(chip) = Chip::new(&reference).filter(|_| range.start >= at) else { continue };
        out.push(part(Ink::Text(text[at..range.start].to_owned())));
        out.push(part(Ink::Chip(chip)));
        at = range.end;
    }
    out.push(part(Ink::Text(text[at..].to_owned())));
    out
}
