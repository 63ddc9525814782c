//! In: a table in a file. Out: its paragraphs, each with its row and its cell. Pure.

use roxmltree::Node;

use super::inhoud::{Omgeving, Ontleder};
use super::onderdelen::{attribuut, inner, kind, val};

/// Most columns that a cell reaches over.
const MAX_WIDE: usize = 64;

impl Ontleder {
    pub(super) fn tabel(&mut self, node: Node<'_, '_>, plek: &Omgeving) {
        if plek.cel.is_some() {
            self.vreemd("een tabel in een tabel");
        }
        let table = self.tabellen;
        self.tabellen += 1;
        let mut rows = Vec::new();
        inner(node, "tr", &mut rows);
        for (r, row) in rows.into_iter().enumerate() {
            let look = kind(row, "trPr");
            let came = look.and_then(|look| kind(look, "ins")).and_then(|one| self.spoor(one));
            let went = look.and_then(|look| kind(look, "del")).and_then(|one| self.spoor(one));
            let mut cells = Vec::new();
            inner(row, "tc", &mut cells);
            let mut next = 0;
            for cell in cells {
                let c = next;
                let look = kind(cell, "tcPr");
                let trace = |name| look.and_then(|look| kind(look, name));
                let cel_erbij = trace("cellIns").and_then(|one| self.spoor(one));
                let cel_weg = trace("cellDel").and_then(|one| self.spoor(one));
                let wide = look.and_then(|look| val(look, "gridSpan"));
                let wide = wide.and_then(|wide| wide.parse().ok());
                let wide = wide.map_or(1, |wide: usize| wide.clamp(1, MAX_WIDE));
                next += wide;
                // Of cells that are one, the first shows what it says; where it is made here, the last one.
                let joined = |name| look.and_then(|look| kind(look, name));
                let joined = [joined("vMerge"), joined("hMerge")];
                let is_covered =
                    |one: &Node<'_, '_>| attribuut(*one, "val").is_none_or(|val| val != "restart");
                let covered = joined.iter().flatten().any(is_covered);
                let many = joined.iter().any(Option::is_some);
                let plek = Omgeving {
                    // Of a table in a table the outer cell counts.
                    cel: plek.cel.or(Some((table, r, c))),
                    rij_erbij: plek.rij_erbij.or(came),
                    rij_weg: plek.rij_weg.or(went),
                    cel_erbij: plek.cel_erbij.or(cel_erbij),
                    cel_weg: plek.cel_weg.or(cel_weg),
                    // A first cell that is wider names its row all the same.
                    samengevoegd: plek.samengevoegd || many || wide > 1 && (c > 0 || !self.heel),
                    verborgen: plek.verborgen || covered && self.heel,
                    ..plek.clone()
                };
                self.kinderen(cell, None, &plek);
            }
        }
    }
}
