//! In: lines with tabs, wide spaces or bars. Out: the cells of a table, and that as prose. Pure.

use super::blokken::met_noten;
use super::noten::Noten;
use super::proza::{alleen, in_cel};
use super::regels::Regel;
use crate::prose::{self, Block, Look};

/// A line of cells.
#[derive(Debug, Clone)]
pub(super) struct Rij {
    cellen: Vec<String>,
    /// The line, and what of it is not taken yet.
    pub(super) regel: Regel,
    pub(super) tekst: String,
    vorm: Vorm,
}

/// What parts the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vorm {
    Tab,
    Ruimte,
    Streep,
}

impl Rij {
    /// The cells of a line, if it has them.
    pub(super) fn van(text: &str, regel: &Regel) -> Option<Self> {
        let made = |vorm, cellen: Vec<&str>| {
            let cellen = cellen.into_iter().map(|cell| cell.trim().to_owned()).collect();
            Some(Self { cellen, regel: regel.clone(), tekst: text.to_owned(), vorm })
        };
        if let Some((Look::Bar | Look::Cells, _)) = prose::look(text, 0..text.len()) {
            let bare = text.strip_prefix('|').unwrap_or(text);
            return made(Vorm::Streep, bare.strip_suffix('|').unwrap_or(bare).split('|').collect());
        }
        if text.contains('\t') {
            let before = if text == regel.tekst { regel.inspring.matches('\t').count() } else { 0 };
            return made(Vorm::Tab, vec![""; before].into_iter().chain(text.split('\t')).collect());
        }
        let cells: Vec<&str> =
            text.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
        (cells.len() > 2).then(|| made(Vorm::Ruimte, cells))?
    }

    /// Whether it can be of the same table.
    pub(super) fn past(&self, other: &Self) -> bool {
        self.vorm == other.vorm
    }

    /// Whether it is the line below the head, such as `|---|---|`.
    fn is_streep(&self) -> bool {
        self.vorm == Vorm::Streep
            && self.cellen.iter().all(|cell| {
                cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':' | ' '))
            })
    }
}

/// Rows as a table; nothing where they are none for certain. The first one is its head.
pub(super) fn tabel(rijen: &[Rij], noten: &Noten) -> Option<String> {
    let mut rows: Vec<Vec<String>> = (rijen.iter())
        .filter(|row| !row.is_streep())
        .map(|row| row.cellen.iter().map(|cell| in_cel(&met_noten(cell, noten))).collect())
        .collect();
    let empty = |row: &Vec<String>| row.iter().take_while(|cell| cell.is_empty()).count();
    let before = rows.iter().map(empty).min()?;
    rows.iter_mut().for_each(|row| drop(row.drain(..before)));
    let even = rows.iter().all(|row| row.len() == rows[0].len());
    let by_tabs = rijen.iter().all(|row| row.vorm == Vorm::Tab);
    // What stands behind the last tab of a line may be empty; between spaces nothing can be.
    (rows.len() > 1 && (even || by_tabs)).then(|| schrijf(rows))?
}

/// Rows as a table, if our prose knows it.
pub(super) fn schrijf(mut rows: Vec<Vec<String>>) -> Option<String> {
    let width = rows.iter().map(Vec::len).max()?;
    rows.iter_mut().for_each(|row| row.resize(width, String::new()));
    let line = |row: &Vec<String>| format!("| {} |", row.join(" | "));
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", "---|".repeat(width)));
    let written = lines.join("\n");
    matches!(alleen(&written)?, Block::Table { rows: read, .. } if read.len() + 1 == rows.len())
        .then_some(written)
}
