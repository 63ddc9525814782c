//! In: a table of a clipboard. Out: its rows of cells. Pure.

use std::collections::BTreeMap;

use super::clip::{Walker, looks_of};
use super::html::{Element, Node};
use crate::prose::Align;
use crate::schrijven::{Blok, Looks, Stretch};

impl Walker {
    /// A table; what only lays out a page is no table.
    pub(super) fn table(&mut self, element: &Element) {
        self.flush();
        let rows: Vec<Vec<&Element>> = own_rows(element).into_iter().map(cells).collect();
        // One column is how a page is laid out, not a table.
        if rows.iter().all(|row| row.len() < 2) {
            for cell in rows.into_iter().flatten() {
                self.children(cell, &looks_of(cell, &Looks::default()), false);
                self.flush();
            }
            return;
        }
        let mut grid: Vec<Vec<Vec<Stretch>>> = Vec::new();
        // Of each cell with words below the heads: its column, and whether it stands to the right.
        let mut sides: Vec<(usize, bool)> = Vec::new();
        // Cells that reach into the rows below: by column, how many rows more.
        let mut reach: BTreeMap<usize, usize> = BTreeMap::new();
        for row in rows {
            let mut line = Vec::new();
            for cell in row {
                fill(&mut line, &mut reach);
                let spans = |name, most| {
                    let number = cell.attribute(name).and_then(|number| number.parse().ok());
                    number.unwrap_or(1usize).clamp(1, most)
                };
                let (wide, high) = (spans("colspan", 50), spans("rowspan", 500));
                reach.extend((line.len()..line.len() + wide).map(|column| (column, high - 1)));
                let content = self.cell(cell);
                if !grid.is_empty() && !content.is_empty() {
                    sides.push((line.len(), is_right(cell)));
                }
                line.push(content);
                line.resize(line.len() + wide - 1, Vec::new());
            }
            fill(&mut line, &mut reach);
            grid.extend(Some(line).filter(|line| !line.is_empty()));
        }
        let wide = grid.iter().map(Vec::len).max().unwrap_or_default();
        let align = |column| {
            let mut own = sides.iter().filter(|(at, _)| *at == column).peekable();
            let right = own.peek().is_some() && own.all(|(_, right)| *right);
            if right { Align::Right } else { Align::Left }
        };
        let (level, columns) = (self.lists.len(), (0..wide).map(align).collect());
        self.blocks.push(Blok::Table { level, columns, rows: grid });
    }

    /// What stands in a cell, in one line.
    fn cell(&self, cell: &Element) -> Vec<Stretch> {
        let mut inner = self.of_cell();
        let looks = Looks { bold: false, ..looks_of(cell, &Looks::default()) };
        inner.children(cell, &looks, false);
        inner.flush();
        let mut out: Vec<Stretch> = Vec::new();
        for line in inner.blocks.iter().flat_map(Blok::lines) {
            if !out.is_empty() {
                out.push(Stretch::plain(" "));
            }
            out.extend_from_slice(line);
        }
        out
    }
}

/// The rows of a table, without those of tables in it.
fn own_rows(element: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    for child in &element.children {
        match child {
            Node::Element(inner) if inner.name == "tr" => rows.push(inner),
            Node::Element(inner) if matches!(inner.name.as_str(), "tbody" | "thead" | "tfoot") => {
                rows.extend(own_rows(inner));
            }
            _ => {}
        }
    }
    rows
}

/// Leaves room for the cells of rows above that reach into this one.
fn fill(line: &mut Vec<Vec<Stretch>>, reach: &mut BTreeMap<usize, usize>) {
    while let Some(more) = reach.get_mut(&line.len()).filter(|more| **more > 0) {
        *more -= 1;
        line.push(Vec::new());
    }
}

/// The cells of a row.
fn cells(row: &Element) -> Vec<&Element> {
    let cells = row.children.iter().filter_map(|child| match child {
        Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => Some(cell),
        _ => None,
    });
    cells.collect()
}

fn is_right(cell: &Element) -> bool {
    let says = |element: &Element| {
        element.attribute("align").is_some_and(|align| align.eq_ignore_ascii_case("right"))
            || element.style("text-align").is_some_and(|align| matches!(align, "right" | "end"))
    };
    let mut inside = says(cell);
    cell.visit(&mut |element| inside |= says(element));
    inside
}
