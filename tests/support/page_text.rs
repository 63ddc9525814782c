//! Reads a PDF's text back: every glyph with its place, in the order of the content stream.

use std::sync::Arc;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, Point, Rect, Shape};

const MM_PER_POINT: f64 = 25.4 / 72.0;

/// A piece of text as drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub text: String,
    /// Left side of the glyph's origin, in millimeters from the left.
    pub x: f64,
    /// Where the next glyph would begin.
    pub end: f64,
    /// Baseline, in millimeters from the top.
    pub baseline: f64,
    /// Size of the letters, in points.
    pub size: f64,
}

impl Drawn {
    /// The upper side of the letters: 0.76 em above the baseline, as in the measures of the house style.
    pub fn top(&self) -> f64 {
        self.baseline - 0.76 * self.size * MM_PER_POINT
    }
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Width and height in millimeters.
    pub size: (f64, f64),
    pub glyphs: Vec<Drawn>,
    /// Bounding boxes of filled shapes, in millimeters from the top left.
    pub shapes: Vec<Rect>,
}

impl Page {
    /// The text in reading order, a line break where a new line begins.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut before: Option<&Drawn> = None;
        for glyph in &self.glyphs {
            if let Some(before) = before {
                let moved =
                    (glyph.baseline - before.baseline).abs() > 0.3 * before.size * MM_PER_POINT;
                if moved || glyph.x < before.x - before.size * MM_PER_POINT {
                    out.push('\n');
                }
            }
            out.push_str(&glyph.text);
            before = Some(glyph);
        }
        out
    }

    /// The first glyph of the first place where a text stands on one line.
    #[track_caller]
    pub fn find(&self, text: &str) -> &Drawn {
        self.find_all(text)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("`{text}` is not on this page:\n{}", self.text()))
    }

    pub fn find_all(&self, text: &str) -> Vec<&Drawn> {
        let mut whole = String::new();
        let mut starts = Vec::new();
        for (i, glyph) in self.glyphs.iter().enumerate() {
            if i > 0 && (glyph.baseline - self.glyphs[i - 1].baseline).abs() > 0.5 {
                whole.push('\n');
            }
            starts.push(whole.len());
            whole.push_str(&glyph.text);
        }
        whole
            .match_indices(text)
            .filter_map(|(at, _)| {
                starts.iter().position(|start| *start == at).map(|i| &self.glyphs[i])
            })
            .collect()
    }
}

/// A word as it is drawn: letters of one size, on one line, without white space between them.
pub type Word = Drawn;

impl Page {
    /// The words, in the order of the content stream.
    pub fn words(&self) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::new();
        let mut open = false;
        for glyph in &self.glyphs {
            if glyph.text.trim().is_empty() {
                open = false;
                continue;
            }
            match words.last_mut() {
                Some(word)
                    if open
                        && (word.baseline - glyph.baseline).abs() < 0.05
                        && (word.size - glyph.size).abs() < 0.1
                        // Kerning draws a letter over the one before it.
                        && (glyph.x - word.end).abs() < 0.25 * glyph.size * MM_PER_POINT =>
                {
                    word.text.push_str(&glyph.text);
                    word.end = glyph.end;
                }
                _ => words.push(glyph.clone()),
            }
            open = true;
        }
        words
    }

    /// Two words of which one is drawn over the other.
    pub fn overlap(&self) -> Option<(Word, Word)> {
        let mut words = self.words();
        words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        for (i, word) in words.iter().enumerate() {
            // Small letters are half as high as the size says.
            let half = 0.5 * word.size * MM_PER_POINT;
            for other in words[i + 1..].iter().take_while(|o| o.baseline - word.baseline < half) {
                let shared = word.end.min(other.end) - word.x.max(other.x);
                let below = other.baseline - 0.5 * other.size * MM_PER_POINT;
                if shared > 0.45 && word.baseline - below > half / 3.0 {
                    return Some((word.clone(), other.clone()));
                }
            }
        }
        None
    }
}

/// Reads all pages.
pub fn pages(pdf: &[u8]) -> Vec<Page> {
    let pdf = Pdf::new(Arc::new(pdf.to_vec())).unwrap();
    let cache = InterpreterCache::new();
    pdf.pages()
        .iter()
        .map(|page| {
            let (width, height) = page.render_dimensions();
            // From points with the origin below left to millimeters from above left.
            let transform = Affine::new([
                MM_PER_POINT,
                0.0,
                0.0,
                -MM_PER_POINT,
                0.0,
                f64::from(height) * MM_PER_POINT,
            ]);
            let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
            let mut context =
                Context::new(transform, bounds, &cache, pdf.xref(), InterpreterSettings::default());
            let size = (f64::from(width) * MM_PER_POINT, f64::from(height) * MM_PER_POINT);
            let mut reader = Reader { page: Page { size, ..Page::default() }, end: None };
            interpret_page(page, &mut context, &mut reader);
            reader.page
        })
        .collect()
}

/// The text of all pages.
pub fn text(pdf: &[u8]) -> String {
    joined(&pages(pdf))
}

/// The text of these pages.
pub fn joined(pages: &[Page]) -> String {
    pages.iter().map(Page::text).collect::<Vec<_>>().join("\n")
}

struct Reader {
    page: Page,
    /// Where the last glyph ended.
    end: Option<Point>,
}

impl Device<'_> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(char)) => char.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{fffd}".into(),
        };
        let whole = transform * glyph_transform;
        let origin = whole * Point::ORIGIN;
        // A glyph is drawn in units of a thousandth of its size.
        let up = whole * Point::new(0.0, 1000.0);
        let size = (up - origin).hypot() / MM_PER_POINT;
        let advance = match glyph {
            Glyph::Outline(outline) => f64::from(outline.advance_width().unwrap_or_default()),
            Glyph::Type3(_) => 0.0,
        };
        // White space between columns or after a number is no glyph; it reads as a space all the same.
        let wide = self.end.is_some_and(|end| {
            (end.y - origin.y).abs() < 0.05 && origin.x - end.x > 0.15 * size * MM_PER_POINT
        });
        if wide
            && text.trim() == text
            && self.page.glyphs.last().is_none_or(|last| last.text != " ")
        {
            self.page.glyphs.push(Drawn {
                text: " ".into(),
                x: origin.x,
                end: origin.x,
                baseline: origin.y,
                size,
            });
        }
        let end = whole * Point::new(advance, 0.0);
        self.end = Some(end);
        let (x, baseline) = (origin.x, origin.y);
        self.page.glyphs.push(Drawn { text, x, end: end.x, baseline, size });
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'_>, _: &PathDrawMode) {
        self.page.shapes.push((transform * path.clone()).bounding_box());
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
