//! In: the points of a path on the page. Out: how thin and how short its parts are, and where it is. Pure.
//!
//! What is thinner than a point of the screen one program draws a point wide, another one faintly, and a third one not at
//! all. So a surface has a least width, and a line a least length.

use super::drawing::{Ink, NONE, around};

/// The least width of a surface, in points, and the least of its length and width together, in square points.
const THIN: f64 = 0.2;
const SMALL: f64 = 0.08;
/// The least length of a line.
const SHORT: f64 = 0.1;

/// How many times as wide a line may be as a curve of it is long that does not turn back.
const ROUND: f64 = 20.0;

type Point = [f64; 2];

/// A path that is being made, in parts that each begin somewhere.
pub(super) struct Path {
    /// The points of the part that is being made; none when the next one must begin.
    part: Vec<Point>,
    /// Where all of it is.
    pub(super) bounds: Ink,
    /// Whether each part so far is long enough for a line, and wide enough for a surface.
    pub(super) is_line: bool,
    pub(super) is_surface: bool,
    /// How far the smallest bend reaches: programs bend a line that is wider in ways of their own.
    pub(super) bend: f64,
    /// Whether the part that is being made has a curve.
    curved: bool,
}

impl Path {
    pub(super) fn new() -> Self {
        Self {
            part: Vec::new(),
            bounds: NONE,
            is_line: true,
            is_surface: true,
            bend: f64::MAX,
            curved: false,
        }
    }

    /// Begins a part.
    pub(super) fn begin(&mut self, at: Point) {
        self.end(false);
        self.add(at);
    }

    /// Goes on with a straight line; none when no part was begun.
    pub(super) fn line(&mut self, to: Point) -> Option<()> {
        self.part.last()?;
        self.add(to);
        Some(())
    }

    /// Goes on with a curve.
    pub(super) fn curve(&mut self, one: Point, other: Point, to: Point) -> Option<()> {
        let from = *self.part.last()?;
        let begun = self.part.len() - 1;
        self.curved = true;
        for t in [0.25, 0.5, 0.75] {
            let rest = 1.0 - t;
            let shares = [rest * rest * rest, 3.0 * rest * rest * t, 3.0 * rest * t * t, t * t * t];
            let at = |i: usize| {
                let parts = [from[i], one[i], other[i], to[i]];
                parts.iter().zip(shares).map(|(part, share)| part * share).sum()
            };
            self.part.push([at(0), at(1)]);
        }
        [one, other].into_iter().for_each(|[x, y]| self.bounds = around(self.bounds, [x, y, x, y]));
        self.add(to);
        // One that turns back makes a bend of its own.
        let legs = [(from, one), (one, other), (other, to), (from, one)];
        let legs = legs.map(|(a, b)| [b[0] - a[0], b[1] - a[1]]);
        let back = legs.windows(2).any(|two| two[0][0] * two[1][0] + two[0][1] * two[1][1] < 0.0);
        let (length, aside) = reach(&self.part[begun..]);
        let bend = if back { length.min(aside) } else { length * ROUND };
        self.bend = self.bend.min(bend);
        Some(())
    }

    /// Closes the part; the next one must begin.
    pub(super) fn close(&mut self) -> Option<()> {
        self.part.last()?;
        self.end(true);
        Some(())
    }

    /// The last point.
    pub(super) fn last(&self) -> Option<Point> {
        self.part.last().copied()
    }

    fn add(&mut self, [x, y]: Point) {
        self.part.push([x, y]);
        self.bounds = around(self.bounds, [x, y, x, y]);
    }

    /// Measures the part that was made.
    pub(super) fn end(&mut self, closed: bool) {
        if self.part.is_empty() {
            return;
        }
        let (length, aside) = reach(&self.part);
        // At both ends of one that is closed and flat a line turns back, round or not.
        self.is_line &= length >= SHORT && !(closed && aside < THIN);
        self.is_surface &= aside >= THIN && aside * length >= SMALL;
        if std::mem::take(&mut self.curved) {
            self.bend = self.bend.min(length);
        }
        self.part.clear();
    }
}

/// How far points are from the first, and how far apart they are to either side of the line to the farthest one.
fn reach(points: &[Point]) -> (f64, f64) {
    let Some(first) = points.first() else { return (0.0, 0.0) };
    let from = |[x, y]: &Point| [x - first[0], y - first[1]];
    let far = |one: Point| one[0].hypot(one[1]);
    let along = points.iter().map(from).max_by(|one, other| far(*one).total_cmp(&far(*other)));
    let along = along.unwrap_or_default();
    let length = far(along);
    let (mut least, mut most) = (0.0_f64, 0.0_f64);
    if length > 0.0 {
        for [x, y] in points.iter().map(from) {
            let aside = (x * along[1] - y * along[0]) / length;
            (least, most) = (least.min(aside), most.max(aside));
        }
    }
    (length, most - least)
}
