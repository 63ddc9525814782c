//! In: typeset pages. Out: which letters stand where, and what part of which sheet they came from. Pure.
//!
//! Every glyph knows the literal that it was written in and its offset there. So a place on a page leads to one
//! character of one sheet, and from there, over the map of that sheet, to one character of the dossier.

use std::fmt;
use std::ops::Range;

use serde::Serialize;
use typst::foundations::Str;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::syntax::{Span, ast};
use typst::text::{Glyph, TextItem};
use typst_layout::Page;

use super::bladen::Bladen;
use crate::render::Letter;

/// Height above and depth below the line of writing of a letter, as parts of its size.
const ASCENT: f64 = 0.8;
const DESCENT: f64 = 0.25;

/// How far beside a letter a click still means that letter, in points.
const REACH: f64 = 14.0;

/// How far from each other letters stand at most that belong together, in points.
const TOUCH: f64 = 1.5;

/// A rectangle on a page, in points from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// A piece of a line of text as it stands on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Where.
    #[serde(flatten)]
    pub rect: Rect,
    /// What it says.
    pub text: String,
}

/// What stands where in a document: the index of each page, and the places on it.
pub type Marks = Vec<(usize, Vec<Rect>)>;

/// A letter as it stands on a page.
#[derive(Debug)]
pub struct OnPage<'a> {
    /// The run of text that it is in, counted over the page.
    run: usize,
    /// Where.
    pub rect: Rect,
    /// What it says: a character, or the characters of a ligature.
    pub text: &'a str,
    /// Where it was written.
    pub letter: &'a Letter,
}

/// The way from letters on pages to the sheets of the same run.
#[derive(Clone)]
pub struct Letters {
    bladen: Bladen,
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letters").field("sheets", &self.bladen.len()).finish_non_exhaustive()
    }
}

/// A literal of a sheet: the path of that, the range, and what it says.
#[derive(Clone)]
struct Literal {
    path: &'static str,
    range: Range<usize>,
    says: Str,
}

/// A glyph on a page.
struct Placed<'a> {
    rect: Rect,
    /// What it stands for: a character, or the characters of a ligature.
    text: &'a str,
    span: Span,
    offset: usize,
    /// What its run prints of the same literal, and where in that it stands.
    run: (&'a str, usize),
}

impl Letters {
    pub(super) fn new(bladen: Bladen) -> Self {
        Self { bladen }
    }

    /// The character at a place on a page, or the nearest one. The number of a footnote was written nowhere: there it
    /// is the character that it stands behind.
    pub fn at(&self, page: &Page, x: f64, y: f64) -> Option<Letter> {
        let mut best: Option<(f64, Rect, Option<Letter>)> = None;
        each_run(&page.frame, Transform::identity(), &mut |item, transform| {
            for glyph in glyphs(item, transform) {
                let distance = glyph.rect.distance(x, y);
                if distance > REACH || best.as_ref().is_some_and(|(least, ..)| distance >= *least) {
                    continue;
                }
                best = Some((distance, glyph.rect, self.letter(&glyph, x)));
            }
        });
        let (_, rect, letter) = best?;
        if letter.is_some() {
            return letter;
        }
        let mut before = None;
        each_run(&page.frame, Transform::identity(), &mut |item, transform| {
            for glyph in glyphs(item, transform) {
                let right = glyph.rect.x + glyph.rect.w;
                let beside = (rect.x - right).abs() < TOUCH
                    && glyph.rect.y < rect.y + rect.h
                    && rect.y < glyph.rect.y + glyph.rect.h;
                if beside && let Some(letter) = self.letter(&glyph, right) {
                    before = Some(letter);
                }
            }
        });
        before
    }

    /// Where what a glyph stands for was written, at an x within it.
    fn letter(&self, glyph: &Placed<'_>, x: f64) -> Option<Letter> {
        let Literal { path, range: literal, says } = self.literal(glyph.span)?;
        let (at, char) = glyph.char_at(x);
        let offset = glyph.offset_in(&says) + at;
        Some(Letter { path, literal, offset, length: char.len_utf8() })
    }

    /// Every place on a page, in reading order, whose letters satisfy a question: the letters of each run that do
    /// so, from the first to the last.
    pub fn matching(&self, page: &Page, wanted: &mut dyn FnMut(&Letter) -> bool) -> Vec<Rect> {
        let mut found: Vec<(usize, Rect)> = Vec::new();
        self.each(page, &mut |OnPage { run, rect, letter, .. }| {
            if wanted(letter) {
                match found.last_mut() {
                    Some((last, known)) if *last == run => *known = known.with(rect),
                    _ => found.push((run, rect)),
                }
            }
        });
        found.into_iter().map(|(_, rect)| rect).collect()
    }

    /// Hands over every letter of a page that was written in a sheet, in reading order.
    pub fn each(&self, page: &Page, hand: &mut dyn FnMut(OnPage<'_>)) {
        let (mut known, mut run) = (None::<(Span, Option<Literal>)>, 0);
        each_run(&page.frame, Transform::identity(), &mut |item, transform| {
            run += 1;
            for glyph in glyphs(item, transform) {
                // Letters of a run mostly come from one literal.
                if known.as_ref().is_none_or(|(span, _)| *span != glyph.span) {
                    known = Some((glyph.span, self.literal(glyph.span)));
                }
                let Some((_, Some(Literal { path, range, says }))) = &known else { continue };
                let (literal, length) = (range.clone(), glyph.text.len());
                let letter = &Letter { path, literal, offset: glyph.offset_in(says), length };
                hand(OnPage { run, rect: glyph.rect, text: glyph.text, letter });
            }
        });
    }

    fn literal(&self, span: Span) -> Option<Literal> {
        let id = span.id()?;
        let node = self.bladen.get(id)?.find(span)?;
        let says = node.get().cast::<ast::Str>().map(|text| text.get().into()).unwrap_or_default();
        Some(Literal { path: id.get().vpath().get_with_slash(), range: node.range(), says })
    }

    /// The text of a page, run by run, in reading order.
    pub fn runs(page: &Page) -> Vec<Run> {
        let mut runs = Vec::new();
        each_run(&page.frame, Transform::identity(), &mut |item, transform| {
            let rect = glyphs(item, transform).map(|glyph| glyph.rect).reduce(Rect::with);
            if let Some(rect) = rect {
                runs.push(Run { rect, text: item.text.to_string() });
            }
        });
        runs
    }
}

/// Hands over every run of text in a frame, with the way from its own place to the page's.
pub(super) fn each_run(
    frame: &Frame,
    transform: Transform,
    hand: &mut dyn FnMut(&TextItem, Transform),
) {
    for (at, item) in frame.items() {
        let transform = transform.pre_concat(Transform::translate(at.x, at.y));
        match item {
            FrameItem::Group(group) => {
                each_run(&group.frame, transform.pre_concat(group.transform), hand);
            }
            FrameItem::Text(text) => hand(text, transform),
            _ => {}
        }
    }
}

fn glyphs(item: &TextItem, transform: Transform) -> impl Iterator<Item = Placed<'_>> {
    let mut x = Abs::zero();
    let spans = |a: &Glyph, b: &Glyph| a.span.0 == b.span.0;
    let runs = item.glyphs.chunk_by(spans).flat_map(|of_one| {
        let range =
            of_one.iter().map(Glyph::range).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
        let range = range.unwrap_or_default();
        of_one.iter().map(move |glyph| (glyph, range.clone()))
    });
    runs.map(move |(glyph, run)| {
        let left = x;
        x += glyph.x_advance.at(item.size);
        let top = Point::new(left, -item.size * ASCENT).transform(transform);
        let bottom = Point::new(x, item.size * DESCENT).transform(transform);
        Placed {
            rect: Rect::between(top, bottom),
            text: item.text.get(glyph.range()).unwrap_or_default(),
            span: glyph.span.0,
            offset: usize::from(glyph.span.1),
            run: (
                item.text.get(run.clone()).unwrap_or_default().trim_end(),
                glyph.range().start.saturating_sub(run.start),
            ),
        }
    })
}

impl Placed<'_> {
    /// Where in what its literal says it stands. Behind a word that a sheet shows in another way, as one that breaks at the
    /// edge of its box, offsets begin anew: there the text of its run says where that is.
    fn offset_in(&self, says: &str) -> usize {
        let (run, at) = self.run;
        let given = says.get(self.offset.saturating_sub(at)..);
        if given.is_some_and(|given| given.starts_with(run)) {
            return self.offset;
        }
        says.find(run).map_or(self.offset, |start| start + at)
    }

    /// The character below an x within what the glyph stands for, and its offset there.
    fn char_at(&self, x: f64) -> (usize, char) {
        let count = self.text.chars().count().max(1);
        let part = ((x - self.rect.x) / self.rect.w.max(f64::EPSILON)).clamp(0.0, 1.0);
        // The number of characters of a ligature is small; the cast rounds down.
        let index = ((part * count as f64) as usize).min(count - 1);
        self.text.char_indices().nth(index).unwrap_or((0, ' '))
    }
}

impl Rect {
    fn between(a: Point, b: Point) -> Self {
        let (ax, ay, bx, by) = (a.x.to_pt(), a.y.to_pt(), b.x.to_pt(), b.y.to_pt());
        Self { x: ax.min(bx), y: ay.min(by), w: (ax - bx).abs(), h: (ay - by).abs() }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.w).max(other.x + other.w);
        let bottom = (self.y + self.h).max(other.y + other.h);
        Self { x, y, w: right - x, h: bottom - y }
    }

    /// Whether a letter here would belong together with the one before it: on the same line, without a space between.
    pub fn follows(self, before: Self) -> bool {
        let middle = self.y + self.h / 2.0;
        (self.x - before.x - before.w).abs() < TOUCH
            && before.y < middle
            && middle < before.y + before.h
    }

    fn distance(self, x: f64, y: f64) -> f64 {
        let dx = (self.x - x).max(x - self.x - self.w).max(0.0);
        let dy = (self.y - y).max(y - self.y - self.h).max(0.0);
        dx.hypot(dy)
    }
}
