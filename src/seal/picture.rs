//! In: who signed when, and a box. Out: the drawing of that for a PDF, letters as outlines. Pure.
//!
//! With outlines no second font comes into the file. What the picture says is also the field's description, for who
//! cannot see it.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use ttf_parser::{Face, OutlineBuilder};

use super::{Corners, Trouble};
use kamerbrief_base::Moment;

/// Size of the letters in points, unless they would not fit.
const SIZE: f32 = 6.5;
/// Distance between lines, in sizes.
const LEADING: f32 = 1.35;

/// Draws the lines in the lower left of a box, in the order of reading, as large as fits. A name is drawn letter by letter
/// or not at all: nobody should see another one, or a box.
pub(super) fn draw(name: &str, moment: &Moment, within: Corners) -> Result<Vec<u8>, Trouble> {
    let face = Face::parse(dejavu::sans::regular(), 0)
        .map_err(|_| Trouble::Key("het lettertype is niet te lezen".into()))?;
    if let Some(char) = name.chars().find(|char| !is_drawn(&face, *char)) {
        return Err(Trouble::Certificate(format!(
            "de naam in het certificaat, {name}, kan niet op de bladzijde worden gezet: het teken `{char}` (U+{:04X}) is niet te tekenen",
            u32::from(char)
        )));
    }
    let lines = ["Digitaal ondertekend door".to_owned(), name.to_owned(), moment.to_string()];
    let em = f32::from(face.units_per_em());
    let (width, height) = within.size();
    let longest = lines.iter().map(|line| advance(&face, line) / em).fold(1.0, f32::max);
    let count = u16::try_from(lines.len()).map_or(1.0, f32::from);
    let size = SIZE.min(width / longest).min(height / (LEADING * count));
    let mut out = String::from("0 g\n");
    for (line, row) in lines.iter().rev().zip(0u16..) {
        let baseline = size * (0.3 + LEADING * f32::from(row));
        let mut pen = Pen { out: &mut out, scale: size / em, x: 0.0, y: baseline, at: (0.0, 0.0) };
        for char in line.chars() {
            let glyph = face.glyph_index(char).unwrap_or_default();
            face.outline_glyph(glyph, &mut pen);
            pen.x += f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * pen.scale;
        }
    }
    out.push_str("f\n");
    Ok(out.into_bytes())
}

/// Whether a character is drawn as a letter by itself: not one that is written from right to left, and with ink.
fn is_drawn(face: &Face<'_>, char: char) -> bool {
    let leftward =
        matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    let ink = || face.glyph_index(char).and_then(|glyph| face.glyph_bounding_box(glyph));
    char == ' ' || (!leftward && ink().is_some())
}

/// Packs a drawing.
pub(super) fn pack(drawn: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    // A list in memory takes everything.
    let _ = packer.write_all(drawn);
    packer.finish().unwrap_or_default()
}

fn advance(face: &Face<'_>, line: &str) -> f32 {
    line.chars()
        .map(|char| face.glyph_hor_advance(face.glyph_index(char).unwrap_or_default()).unwrap_or(0))
        .map(f32::from)
        .sum()
}

/// Writes outlines as path operators (ISO 32000-1, 8.5.2).
struct Pen<'a> {
    out: &'a mut String,
    scale: f32,
    x: f32,
    y: f32,
    at: (f32, f32),
}

impl Pen<'_> {
    fn write(&mut self, points: &[(f32, f32)], operator: &str) {
        for (x, y) in points {
            self.out.push_str(&format!(
                "{:.2} {:.2} ",
                self.x + x * self.scale,
                self.y + y * self.scale
            ));
        }
        self.out.push_str(operator);
        self.out.push('\n');
        if let Some(last) = points.last() {
            self.at = *last;
        }
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write(&[(x, y)], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write(&[(x, y)], "l");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        // The same curve with two handles.
        let (x0, y0) = self.at;
        let third = |from: f32, handle: f32| from + (handle - from) * 2.0 / 3.0;
        let points = [(third(x0, x1), third(y0, y1)), (third(x, x1), third(y, y1)), (x, y)];
        self.write(&points, "c");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.write(&[(x1, y1), (x2, y2), (x, y)], "c");
    }

    fn close(&mut self) {
        self.write(&[], "h");
    }
}
