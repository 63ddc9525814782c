//! In: the runs of text of a page. Out: those off the paper, outside their column, or over others. Pure.

use typst::layout::{Abs, Point, Size, Transform};
use typst::text::TextItem;

use super::Fault;
use crate::render::Letter;

/// What a printer leaves blank along the edges of the paper, in points: 4 mm.
const EDGE: f64 = 11.3;

/// How far letters may reach over the edge of their column, or over each other: a comma hangs out a little, and a slanted
/// letter leans over.
const HANG: f64 = 4.0;
const LEAN: f64 = 1.2;

/// Height of the letters above their line, as a part of their size: of small letters, which all have.
const HEIGHT: f64 = 0.5;

/// Where the running text of a page stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    /// Left edge.
    pub(super) left: Abs,
    /// Right edge, from the left of the page.
    pub(super) right: Abs,
    /// Bottom edge, from the top of the page.
    pub(super) bottom: Abs,
    /// Top edge; nothing when the running text may begin anywhere.
    pub(super) top: Abs,
}

/// A run of text on a page, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    left: f64,
    right: f64,
    top: f64,
    base: f64,
    /// The literal that it comes from, with the part that it prints.
    literal: Option<(usize, usize, usize)>,
    blank: bool,
}

impl Run {
    pub(super) fn new(
        item: &TextItem,
        transform: Transform,
        literal: Option<(usize, usize, usize)>,
    ) -> Self {
        let (mut x, mut from, mut to) = (Abs::zero(), None, Abs::zero());
        for glyph in &item.glyphs {
            let left = x;
            x += glyph.x_advance.at(item.size);
            let text = item.text.get(glyph.range()).unwrap_or_default();
            if !text.chars().all(char::is_whitespace) {
                from = from.or(Some(left));
                to = x;
            }
        }
        let place = |x, y| Point::new(x, y).transform(transform);
        let left = place(from.unwrap_or_default(), -item.size * HEIGHT);
        let right = place(to, Abs::zero());
        Self {
            left: left.x.to_pt().min(right.x.to_pt()),
            right: left.x.to_pt().max(right.x.to_pt()),
            top: left.y.to_pt().min(right.y.to_pt()),
            base: left.y.to_pt().max(right.y.to_pt()),
            literal,
            blank: from.is_none(),
        }
    }
}

/// The runs of a page.
pub(super) struct Boxes<'a> {
    size: Size,
    area: Option<&'a Area>,
    runs: Vec<Run>,
}

/// A fault that is still to get its letter: the literal, the offset in it and the length.
type Found = (fn(Letter) -> Fault, usize, usize, usize);

impl<'a> Boxes<'a> {
    pub(super) fn new(size: Size, area: Option<&'a Area>) -> Self {
        Self { size, area, runs: Vec::new() }
    }

    pub(super) fn add(&mut self, run: Run) {
        if !run.blank {
            self.runs.push(run);
        }
    }

    /// The first text of the dossier below a height of the page, if no running text stands above that.
    pub(super) fn first_below(&self, y: Abs) -> Option<(usize, usize, usize)> {
        let area = self.area?;
        let (top, y) = (area.top.to_pt() - HANG, y.to_pt());
        let inside = |run: &&Run| {
            run.left > area.left.to_pt() - HANG && run.left < area.right.to_pt() && run.top > top
        };
        let mut running = self.runs.iter().filter(inside);
        if running.clone().any(|run| run.base <= y + LEAN) {
            return None;
        }
        running.find_map(|run| run.literal)
    }

    /// What is wrong with the runs that come from the dossier.
    pub(super) fn finish(mut self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for run in &self.runs {
            if let Some((literal, offset, length)) = run.literal
                && self.is_outside(run)
            {
                found.push((Fault::Outside, literal, offset, length));
            }
        }
        self.runs.sort_by(|a, b| a.top.total_cmp(&b.top));
        for (i, run) in self.runs.iter().enumerate() {
            for other in self.runs[i + 1..].iter().take_while(|other| other.top < run.base) {
                let (least, height) =
                    ((run.base - run.top).min(other.base - other.top), run.base.min(other.base));
                let covers = height - other.top > least / 3.0
                    && run.right.min(other.right) - run.left.max(other.left) > LEAN;
                // Of two texts the one that begins first runs into the other.
                let (first, second) =
                    if run.left <= other.left { (run, other) } else { (other, run) };
                if covers && let Some((literal, offset, length)) = first.literal.or(second.literal)
                {
                    found.push((Fault::Over, literal, offset, length));
                }
            }
        }
        found.dedup_by_key(|(_, literal, offset, _)| (*literal, *offset));
        found
    }

    fn is_outside(&self, run: &Run) -> bool {
        let (width, height) = (self.size.x.to_pt(), self.size.y.to_pt());
        let off = run.left < EDGE
            || run.right > width - EDGE
            || run.base > height - EDGE
            || run.top < EDGE;
        let beyond = self.area.is_some_and(|area| {
            let (left, right) = (area.left.to_pt(), area.right.to_pt());
            let inside = run.left > left - HANG && run.left < right;
            inside && (run.right > right + HANG || run.base > area.bottom.to_pt() + HANG)
        });
        off || beyond
    }
}
