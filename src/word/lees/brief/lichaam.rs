//! In: the lines of a letter's text. Out: its headings and blocks, as a tree of sections. Pure.

use std::collections::BTreeMap;

use super::regels::Regel;
use crate::overnemen::fractie;
use crate::prose::{Align, Numbering};
use crate::schrijven::{Blok, Ink, Looks, Stretch};

/// A section, or what stands before the first one.
#[derive(Debug, Clone, Default)]
pub(super) struct Sectie {
    pub(super) kop: String,
    pub(super) blokken: Vec<Blok>,
    pub(super) delen: Vec<Sectie>,
}

/// Deepest heading of a letter.
const DEEPEST: usize = 3;

/// Longest heading, in characters, that is one by its looks.
const LONGEST: usize = 120;

enum Deel {
    Kop { diep: usize, tekst: String },
    Blok(Blok),
}

/// What stands below each other. Headings are those by their style, then short lines in bold, then in italics.
pub(super) fn secties(regels: &[Regel]) -> Sectie {
    let split = gesplitst(regels);
    let levels = niveaus(&split);
    let mut delen = Vec::new();
    let mut at = 0;
    while at < split.len() {
        let regel = &split[at];
        if let Some((table, ..)) = regel.cel {
            let own =
                split[at..].iter().take_while(|one| one.cel.is_some_and(|cel| cel.0 == table));
            let count = own.count();
            delen.extend(tabel(&split[at..at + count]).into_iter().map(Deel::Blok));
            at += count;
            continue;
        }
        at += 1;
        match niveau(regel) {
            Some(level) => {
                let rank = levels.iter().position(|known| *known == level).unwrap_or_default();
                let tekst = regel.tekst.split_whitespace().collect::<Vec<_>>().join(" ");
                delen.push(Deel::Kop { diep: rank + 1, tekst });
            }
            None => delen.extend(blok(regel).map(Deel::Blok)),
        }
    }
    boom(delen)
}

/// The lines, of which those that begin with a bold line have that above them.
fn gesplitst(regels: &[Regel]) -> Vec<Regel> {
    let mut out = Vec::with_capacity(regels.len());
    for regel in regels {
        match regel.gesplitst() {
            Some((above, below))
                if regel.cel.is_none()
                    && regel.lijst.is_none()
                    && !regel.vet
                    && is_vette_kop(&above) =>
            {
                out.extend([above, below]);
            }
            _ => out.push(regel.clone()),
        }
    }
    out
}

/// How a line can be a heading: by its style, by its looks, or because what a fraction asks stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Niveau {
    Stijl(usize),
    Vet,
    Fractie,
    Cursief,
}

fn is_kort(regel: &Regel) -> bool {
    let text = regel.tekst.trim();
    regel.lijst.is_none()
        && regel.cel.is_none()
        && !text.is_empty()
        && !text.contains('\n')
        && text.chars().count() <= LONGEST
        && !regel.has_noot()
}

pub(super) fn is_vette_kop(regel: &Regel) -> bool {
    regel.vet && is_kort(regel) && !regel.tekst.trim().ends_with(['.', ';', ','])
}

pub(super) fn niveau(regel: &Regel) -> Option<Niveau> {
    let single = !regel.has_noot() && regel.cel.is_none() && !regel.tekst.trim().is_empty();
    match regel.kop {
        Some(level) if single => Some(Niveau::Stijl(level)),
        _ if is_vette_kop(regel) => Some(Niveau::Vet),
        _ if is_kort(regel) && fractie(regel.tekst.trim()).is_some() => Some(Niveau::Fractie),
        _ if regel.cursief
            && is_kort(regel)
            && !regel.tekst.trim().ends_with(['.', ';', ',', ':', '?', '!', '”', '"', '’']) =>
        {
            Some(Niveau::Cursief)
        }
        _ => None,
    }
}

/// The levels that the letter has, from the highest down. Italics are no heading where there is no other.
fn niveaus(regels: &[Regel]) -> Vec<Niveau> {
    let mut all: Vec<Niveau> = regels.iter().filter_map(niveau).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The paragraph or item that a line is; none if it says nothing.
pub(super) fn blok(regel: &Regel) -> Option<Blok> {
    if regel.inhoud.is_empty() {
        return None;
    }
    let content = regel.inhoud.clone();
    Some(match regel.lijst {
        Some((level, numbering)) => Blok::Item { level, numbering, loose: false, content },
        None => match streepje(&content) {
            Some(content) => {
                Blok::Item { level: 1, numbering: Numbering::Bullet, loose: false, content }
            }
            None => Blok::Paragraph { level: regel.diep, content },
        },
    })
}

/// The words of an item whose sign was typed: `•⇥tekst`, `-⇥tekst`.
pub(super) fn streepje(content: &[Stretch]) -> Option<Vec<Stretch>> {
    let Ink::Text(text) = &content.first()?.what else { return None };
    let rest = text.trim_start().strip_prefix(['•', '·', '▪', '-', '–', '\u{f0b7}'])?;
    let bare = rest.trim_start_matches(['\t', ' ', '\u{a0}']);
    let apart = rest.starts_with('\t') || text.trim_start().starts_with(['•', '▪', '\u{f0b7}']);
    if !apart || bare.is_empty() {
        return None;
    }
    let first = Stretch { what: Ink::Text(bare.to_owned()), looks: content[0].looks.clone() };
    Some([&[first][..], &content[1..]].concat())
}

/// Most columns of a table; paper is not wider.
pub(super) const MAX_WIDE: usize = 40;

/// The lines of a table; one with a single column is none.
fn tabel(regels: &[Regel]) -> Vec<Blok> {
    let wide = regels.iter().filter_map(|one| one.cel).map(|(_, _, c)| c + 1).max().unwrap_or(1);
    if wide == 1 || wide > MAX_WIDE {
        return regels.iter().filter_map(blok).collect();
    }
    let mut cells: BTreeMap<usize, BTreeMap<usize, Vec<Stretch>>> = BTreeMap::new();
    for regel in regels {
        let Some((_, r, c)) = regel.cel else { continue };
        let cell = cells.entry(r).or_default().entry(c).or_default();
        if !cell.is_empty() && !regel.inhoud.is_empty() {
            cell.push(Stretch::plain(" "));
        }
        let line = regel.inhoud.iter().map(|one| match one.what {
            Ink::Break(_) => Stretch { what: Ink::Text(" ".into()), looks: one.looks.clone() },
            _ => one.clone(),
        });
        cell.extend(line);
    }
    let rows: Vec<Vec<Vec<Stretch>>> = cells
        .into_values()
        .map(|mut row| (0..wide).map(|c| row.remove(&c).unwrap_or_default()).collect())
        .collect();
    // The head of a table is bold by itself.
    let mut rows = rows;
    if let Some(head) = rows.first_mut() {
        head.iter_mut().flatten().for_each(|one| one.looks.bold = false);
    }
    let columns = (0..wide).map(|c| kant(&rows, c)).collect();
    vec![Blok::Table { level: 0, columns, rows }]
}

/// How a column is set: figures to the right.
fn kant(rows: &[Vec<Vec<Stretch>>], column: usize) -> Align {
    let words = |cell: &[Stretch]| -> String {
        cell.iter()
            .map(|one| match &one.what {
                Ink::Text(text) => text.as_str(),
                _ => " ",
            })
            .collect()
    };
    let body = rows.iter().skip(1).filter_map(|row| row.get(column)).map(|cell| words(cell));
    let mut said = body.filter(|text| !text.trim().is_empty()).peekable();
    if said.peek().is_some() && said.all(|text| is_getal(&text)) {
        Align::Right
    } else {
        Align::Left
    }
}

/// Whether a cell has nothing but a figure.
pub(super) fn is_getal(text: &str) -> bool {
    text.chars().any(|char| char.is_ascii_digit())
        && text.chars().all(|char| char.is_ascii_digit() || " \u{a0}.,-–−€%+".contains(char))
}

/// Headings with what stands below them. A heading below which nothing stands, or that lies too deep, is a line in bold.
fn boom(delen: Vec<Deel>) -> Sectie {
    let mut depth = 0;
    let mut placed: Vec<Deel> = Vec::new();
    for deel in delen {
        placed.push(match deel {
            Deel::Kop { diep, tekst } if diep <= DEEPEST => {
                depth = diep.min(depth + 1);
                Deel::Kop { diep: depth, tekst }
            }
            Deel::Kop { tekst, .. } => Deel::Blok(vet(&tekst)),
            blok => blok,
        });
    }
    // From the end, since a line in bold is something that stands below the heading before it.
    let mut below: Option<usize> = Some(0);
    for deel in placed.iter_mut().rev() {
        if let Deel::Kop { diep, tekst } = deel
            && below.is_some_and(|below| below <= *diep)
        {
            *deel = Deel::Blok(vet(tekst));
        }
        below = match deel {
            Deel::Kop { diep, .. } => Some(*diep),
            Deel::Blok(_) => None,
        };
    }
    let mut root = Sectie::default();
    let mut at = 0;
    for deel in placed {
        match deel {
            Deel::Kop { diep, tekst } => {
                // What was above it may be no heading any more.
                at = diep.min(at + 1);
                laatste(&mut root, at - 1).delen.push(Sectie { kop: tekst, ..Sectie::default() });
            }
            Deel::Blok(blok) => laatste(&mut root, at).blokken.push(blok),
        }
    }
    root
}

/// The last section of a depth.
fn laatste(root: &mut Sectie, depth: usize) -> &mut Sectie {
    let mut open = root;
    for _ in 0..depth {
        if open.delen.is_empty() {
            return open;
        }
        let last = open.delen.len() - 1;
        open = &mut open.delen[last];
    }
    open
}

fn vet(tekst: &str) -> Blok {
    let looks = Looks { bold: true, ..Looks::default() };
    Blok::Paragraph {
        level: 0,
        content: vec![Stretch { what: Ink::Text(tekst.to_owned()), looks }],
    }
}

/// All that sections say, as blocks below each other: their headings are lines in bold.
pub(super) fn plat(sectie: &Sectie) -> Vec<Blok> {
    let mut out = Vec::new();
    if !sectie.kop.is_empty() {
        out.push(vet(&sectie.kop));
    }
    out.extend(sectie.blokken.iter().cloned());
    out.extend(sectie.delen.iter().flat_map(plat));
    out
}

/// A block with each of its lines made another.
pub(super) fn elk(block: Blok, line: &dyn Fn(Vec<Stretch>) -> Vec<Stretch>) -> Blok {
    match block {
        Blok::Paragraph { level, content } => Blok::Paragraph { level, content: line(content) },
        Blok::Item { level, numbering, loose, content } => {
            Blok::Item { level, numbering, loose, content: line(content) }
        }
        Blok::Table { level, columns, rows } => {
            let rows = rows.into_iter().map(|row| row.into_iter().map(line).collect()).collect();
            Blok::Table { level, columns, rows }
        }
        fixed @ Blok::Fixed { .. } => fixed,
    }
}
