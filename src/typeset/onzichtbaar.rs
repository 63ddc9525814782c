//! In: a drawing with its letters, and without. Out: the letters that nobody sees on it: a PDF has them all the same. Pure.
//!
//! Both are drawn, and held against each other where a letter stands. So it does not matter why it is not seen: behind a
//! shape, in the colour of what is behind it, outside the drawing, clipped, or as good as transparent.

use resvg::tiny_skia::{Color, Pixmap, Point, Transform};
use resvg::usvg::{Group, Node, Text, Tree};
use typst::visualize::SvgImage;

/// How many dots the longest side has.
const DOTS: f32 = 1500.0;
/// A smaller difference in a colour, of 255, is not seen.
const SEEN: u8 = 12;
/// Of what a letter is high, how far it is above its line and below; the last of a line is as wide.
const ABOVE: f32 = 0.75;
const BELOW: f32 = 0.2;
const WIDE: f32 = 0.6;

/// The letters that nobody sees, those that stand side by side in one.
#[comemo::memoize]
pub(super) fn letters(with: &SvgImage, without: &SvgImage) -> Vec<String> {
    let tree = with.tree();
    if !tree.has_text_nodes() {
        return Vec::new();
    }
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = DOTS / width.max(height);
    let draw = |tree: &Tree| {
        let dots = |side: f32| ((side * scale).ceil() as u32).max(1);
        let mut drawn = Pixmap::new(dots(width), dots(height))?;
        drawn.fill(Color::WHITE);
        resvg::render(tree, Transform::from_scale(scale, scale), &mut drawn.as_mut());
        Some(drawn)
    };
    let (Some(with_letters), Some(without)) = (draw(tree), draw(without.tree())) else {
        return Vec::new();
    };
    let mut drawing = Drawing { with: with_letters, without, scale, hidden: Vec::new() };
    drawing.group(tree.root());
    drawing.hidden.retain(|word| word.contains(char::is_alphanumeric));
    drawing.hidden
}

struct Drawing {
    with: Pixmap,
    without: Pixmap,
    scale: f32,
    hidden: Vec<String>,
}

impl Drawing {
    fn group(&mut self, group: &Group) {
        for node in group.children() {
            match node {
                Node::Group(inner) => self.group(inner),
                Node::Text(text) => self.text(text),
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let glyphs: Vec<_> =
            text.layouted().iter().flat_map(|span| &span.positioned_glyphs).collect();
        let place = |at: usize| text.abs_transform().pre_concat(glyphs[at].transform());
        let mut run = String::new();
        for (at, glyph) in glyphs.iter().enumerate() {
            let own = place(at);
            let long = own.sx.hypot(own.ky);
            let (along, next) = ((own.sx / long, own.ky / long), at + 1);
            // How far the next one stands, when it is on the same line.
            let size = glyph.font_size() * text.abs_transform().get_scale().0;
            let wide = (next < glyphs.len())
                .then(|| place(next))
                .map(|after| (after.tx - own.tx) * along.0 + (after.ty - own.ty) * along.1);
            let wide = wide.filter(|wide| *wide > 0.0 && *wide < 2.0 * size).unwrap_or(WIDE * size);
            let corners =
                [(0.1, ABOVE), (0.1, -BELOW), (0.9, ABOVE), (0.9, -BELOW)].map(|(part, up)| {
                    let (right, up) = (part * wide, up * size);
                    Point::from_xy(
                        own.tx + along.0 * right + along.1 * up,
                        own.ty + along.1 * right - along.0 * up,
                    )
                });
            let is_blank = glyph.text.trim().is_empty();
            match is_blank || !self.is_seen(&corners) {
                true => run.push_str(&glyph.text),
                false => self.close(&mut run),
            }
        }
        self.close(&mut run);
    }

    fn close(&mut self, run: &mut String) {
        let letters = std::mem::take(run);
        self.hidden.push(letters.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    /// Whether anything between these corners is drawn otherwise with the letters than without.
    fn is_seen(&self, corners: &[Point]) -> bool {
        let side = |of: fn(&Point) -> f32, most: u32| {
            let all = corners.iter().map(|corner| of(corner) * self.scale);
            let (low, high) =
                all.fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)));
            (low.max(0.0) as u32)..((high.ceil().max(0.0) as u32).min(most))
        };
        let (across, down) =
            (side(|at| at.x, self.with.width()), side(|at| at.y, self.with.height()));
        down.flat_map(|y| across.clone().map(move |x| (x, y))).any(|(x, y)| {
            match (self.with.pixel(x, y), self.without.pixel(x, y)) {
                (Some(a), Some(b)) => {
                    let all = [(a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue())];
                    all.into_iter().any(|(a, b)| a.abs_diff(b) > SEEN)
                }
                _ => false,
            }
        })
    }
}
