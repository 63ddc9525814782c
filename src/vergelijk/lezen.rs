//! In: a PDF. Out: of each page its words and its picture. Pure.

use std::fmt;
use std::sync::Arc;

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect};
use hayro::{RenderCache, RenderSettings, render};

/// Resolution of a picture, in pixels per point: 144 dpi, as that of `build --format png`.
const SCALE: f32 = 2.0;
/// The widest or highest page that is read, in points: A2, and a little more.
const LARGEST: f32 = 1800.0;

/// A word of a page.
pub(super) type Woord = String;

/// A document that is read.
pub(super) struct Lezer {
    pdf: Pdf,
    settings: InterpreterSettings,
}

impl fmt::Debug for Lezer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lezer").field("pages", &self.count()).finish_non_exhaustive()
    }
}

impl Lezer {
    /// Opens a document.
    ///
    /// # Errors
    /// In Dutch, why it cannot be read.
    pub(super) fn new(bytes: &[u8]) -> Result<Self, String> {
        let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|_| "is geen PDF, of beschadigd")?;
        let large = |page: &Page<'_>| {
            let (width, height) = page.render_dimensions();
            !(width <= LARGEST && height <= LARGEST)
        };
        if pdf.pages().iter().any(large) {
            return Err("heeft een bladzijde die groter is dan A2".into());
        }
        Ok(Self { pdf, settings: InterpreterSettings::default() })
    }

    /// The number of pages.
    pub(super) fn count(&self) -> usize {
        self.pdf.pages().len()
    }

    /// A page, if there is one with this index.
    pub(super) fn page(&self, index: usize) -> Option<(Vec<Woord>, Pixmap)> {
        let page = self.pdf.pages().get(index)?;
        let cache = RenderCache::new();
        let settings = RenderSettings {
            x_scale: SCALE,
            y_scale: SCALE,
            bg_color: WHITE,
            ..RenderSettings::default()
        };
        Some((self.words(page), render(page, &cache, &self.settings, &settings)))
    }

    fn words(&self, page: &Page<'_>) -> Vec<Woord> {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, width.into(), height.into());
        let cache = InterpreterCache::new();
        let (start, settings) = (Affine::IDENTITY, self.settings.clone());
        let mut context = Context::new(start, bounds, &cache, page.xref(), settings);
        let mut words = Woorden::default();
        interpret_page(page, &mut context, &mut words);
        words.all
    }
}

/// Gathers words from what is drawn.
#[derive(Default)]
struct Woorden {
    all: Vec<Woord>,
    /// Where the last sign ended, if a word may go on there.
    end: Option<Point>,
}

impl Device<'_> for Woorden {
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
            None => '\u{fffd}'.to_string(),
        };
        if text.trim().is_empty() {
            self.end = None;
            return;
        }
        // Signs are drawn in units of a thousandth of their size.
        let whole = transform * glyph_transform;
        let origin = whole * Point::ORIGIN;
        let size = (whole * Point::new(0.0, 1000.0) - origin).hypot();
        // White space between columns, and the end of a line, is no sign.
        let goes_on = self.end.is_some_and(|end| {
            (end.y - origin.y).abs() < 0.05 * size && (end.x - origin.x).abs() < 0.15 * size
        });
        match self.all.last_mut().filter(|_| goes_on) {
            Some(word) => word.push_str(&text),
            None => self.all.push(text),
        }
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width().unwrap_or_default(),
            Glyph::Type3(_) => 0.0,
        };
        self.end = Some(whole * Point::new(advance.into(), 0.0));
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
