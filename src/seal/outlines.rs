//! In: the data of a font, which may be hostile. Out: of each letter how wide it is, where its ink is, and by what its
//! outline is known. Pure.
//!
//! A letter is known by the fingerprint of all that decides what it looks like: its points, the instructions that move
//! them, the letters that it is made of, its place and width. What all letters share has one of its own.

use std::collections::BTreeMap;

use ring::digest::{Context, SHA256, digest};
use ttf_parser::{Face, GlyphId, OutlineBuilder, RawFace, Tag, cff};

use super::compact;

/// Letters within letters, at most, and letters that one is made of with theirs.
const MAX_DEPTH: usize = 6;
const MAX_PARTS: u32 = 200;

/// By what a letter, or what all letters share, is known.
pub(super) type Print = [u8; 32];

/// What is read of a font.
pub(super) enum Outlines<'a> {
    TrueType(Box<TrueType<'a>>),
    /// A compact one, and whether it is by itself in a PDF: nobody runs its instructions.
    Compact(Box<cff::Table<'a>>, bool),
}

/// One letter.
pub(super) struct Outline {
    /// How far the next one is, in thousandths of the size, when the font says so itself.
    pub(super) width: Option<f32>,
    /// By how much the writer may have rounded that.
    pub(super) rounded: f32,
    /// Where its ink is, in the same: left, bottom, right, top.
    pub(super) ink: Option<[f32; 4]>,
    pub(super) print: Print,
}

/// The tables of a TrueType font.
pub(super) struct TrueType<'a> {
    face: Face<'a>,
    raw: RawFace<'a>,
    /// Where each outline begins among them; the last one is where they end.
    places: Vec<usize>,
    glyf: &'a [u8],
    known: BTreeMap<u16, (Print, u32)>,
}

impl<'a> Outlines<'a> {
    /// Those of a font file.
    pub(super) fn of_file(data: &'a [u8], index: u32) -> Option<Self> {
        let raw = RawFace::parse(data, index).ok()?;
        match raw.table(Tag::from_bytes(b"CFF ")) {
            Some(table) => Some(Self::Compact(Box::new(cff::Table::parse(table)?), false)),
            None => TrueType::new(data, index).map(|font| Self::TrueType(Box::new(font))),
        }
    }

    /// Those of a compact font by itself, without routines that call each other.
    pub(super) fn compact(data: &'a [u8]) -> Option<Self> {
        compact::is_flat(data)?;
        Some(Self::Compact(Box::new(cff::Table::parse(data)?), true))
    }

    /// A letter; none when the font does not have it, or is made in a way that nobody makes one.
    pub(super) fn letter(&mut self, number: u16) -> Option<Outline> {
        match self {
            Self::TrueType(font) => font.letter(number),
            Self::Compact(table, embedded) => {
                let glyph = GlyphId(number);
                let mut drawn = Drawn(Context::new(&SHA256));
                let by = table.matrix().sx * 1000.0;
                let ink = table.outline(glyph, &mut drawn).ok();
                let ink = ink.map(|ink| {
                    [ink.x_min, ink.y_min, ink.x_max, ink.y_max].map(|one| f32::from(one) * by)
                });
                // There the number of a letter is that of its outline.
                let same = !*embedded || table.glyph_cid(glyph).is_none_or(|cid| cid == number);
                (same && number < table.number_of_glyphs()).then_some(())?;
                let print = print(drawn.0);
                Some(Outline { width: None, rounded: 0.0, ink, print })
            }
        }
    }

    /// By what all that its letters share is known.
    pub(super) fn shared(&self) -> Print {
        match self {
            Self::TrueType(font) => font.shared(),
            Self::Compact(table, _) => print_of(&table.matrix().sx.to_be_bytes()),
        }
    }
}

/// Whether a font has instructions in these tables.
pub(super) fn has_instructions(data: &[u8]) -> bool {
    let tables = [b"fpgm", b"prep", b"cvt "];
    RawFace::parse(data, 0).is_ok_and(|raw| {
        tables.iter().any(|tag| raw.table(Tag::from_bytes(tag)).is_some_and(|one| !one.is_empty()))
    })
}

fn print(context: Context) -> Print {
    context.finish().as_ref().try_into().unwrap_or_default()
}

fn print_of(bytes: &[u8]) -> Print {
    digest(&SHA256, bytes).as_ref().try_into().unwrap_or_default()
}

impl<'a> TrueType<'a> {
    fn new(data: &'a [u8], index: u32) -> Option<Self> {
        let (raw, face) = (RawFace::parse(data, index).ok()?, Face::parse(data, index).ok()?);
        let table = |tag| raw.table(Tag::from_bytes(tag));
        let (glyf, loca) = (table(b"glyf")?, table(b"loca")?);
        let long = table(b"head")?.get(50..52)? == [0, 1];
        let places: Vec<usize> = match long {
            true => loca.chunks_exact(4).filter_map(number).collect(),
            false => loca.chunks_exact(2).filter_map(|place| Some(number(place)? * 2)).collect(),
        };
        let places = places.get(..=usize::from(face.number_of_glyphs()))?.to_vec();
        // Outlines behind each other: none is read more than once.
        (places.is_sorted() && *places.last()? <= glyf.len()).then_some(())?;
        Some(Self { face, raw, places, glyf, known: BTreeMap::new() })
    }

    fn letter(&mut self, number: u16) -> Option<Outline> {
        let (print, parts) = self.print(number, MAX_DEPTH)?;
        (parts <= MAX_PARTS).then_some(())?;
        let units = f32::from(self.face.units_per_em());
        let glyph = GlyphId(number);
        // As the writer counts, so that it is the same to the last digit.
        let width = f32::from(self.face.glyph_hor_advance(glyph)?) / units * 1000.0;
        let ink = self.face.glyph_bounding_box(glyph).map(|ink| {
            [ink.x_min, ink.y_min, ink.x_max, ink.y_max].map(|one| f32::from(one) / units * 1000.0)
        });
        Some(Outline { width: Some(width), rounded: 500.0 / units, ink, print })
    }

    /// The outline with a number.
    fn data(&self, number: u16) -> Option<&'a [u8]> {
        let number = usize::from(number);
        self.glyf.get(*self.places.get(number)?..*self.places.get(number + 1)?)
    }

    /// By what an outline is known, and of how many it is made.
    fn print(&mut self, number: u16, deep: usize) -> Option<(Print, u32)> {
        if let Some(known) = self.known.get(&number) {
            return Some(*known);
        }
        let deep = deep.checked_sub(1)?;
        let (data, glyph) = (self.data(number)?, GlyphId(number));
        let mut context = Context::new(&SHA256);
        context.update(&self.face.glyph_hor_advance(glyph)?.to_be_bytes());
        context.update(&self.face.glyph_hor_side_bearing(glyph)?.to_be_bytes());
        let mut parts = 1_u32;
        if data.first().is_some_and(|first| first & 0x80 != 0) {
            context.update(data.get(..10)?);
            let mut at = 10;
            loop {
                let part = Part::read(data.get(at..)?)?;
                let (print, count) = self.print(part.number, deep)?;
                parts = parts.saturating_add(count);
                // All but the number, which is another one in each file.
                context.update(data.get(at..at + 2)?);
                context.update(data.get(at + 4..at + part.length)?);
                context.update(&print);
                at += part.length;
                if !part.more {
                    if part.instructions {
                        even(&mut context, data.get(at..)?);
                    }
                    break;
                }
            }
        } else {
            even(&mut context, data);
        }
        let known = (print(context), parts);
        self.known.insert(number, known);
        Some(known)
    }

    /// Whether an outline, or one that it is made of, has instructions of its own.
    pub(super) fn has_instructions(&self, number: u16) -> bool {
        let own = |data: &[u8]| {
            if data.is_empty() {
                return Some(false);
            }
            if data[0] & 0x80 == 0 {
                let contours: usize = crate::outlines::number(data.get(..2)?)?;
                let count = data.get(10 + contours * 2..12 + contours * 2)?;
                return Some(count != [0, 0]);
            }
            let mut at = 10;
            loop {
                let part = Part::read(data.get(at..)?)?;
                at += part.length;
                if part.instructions {
                    return Some(true);
                }
                if !part.more {
                    return Some(false);
                }
            }
        };
        self.data(number).and_then(own).unwrap_or(true)
    }

    /// How many outlines there are.
    pub(super) fn count(&self) -> u16 {
        self.face.number_of_glyphs()
    }

    fn shared(&self) -> Print {
        let table = |tag| self.raw.table(Tag::from_bytes(tag)).unwrap_or_default();
        let mut context = Context::new(&SHA256);
        let (head, hhea, maxp) = (table(b"head"), table(b"hhea"), table(b"maxp"));
        // Not what depends on how many letters there are.
        let parts = [
            head.get(12..50).unwrap_or_default(),
            hhea.get(..34).unwrap_or_default(),
            maxp.get(6..).unwrap_or_default(),
            table(b"cvt "),
            table(b"fpgm"),
            table(b"prep"),
        ];
        for part in parts {
            context.update(&part.len().to_be_bytes());
            context.update(part);
        }
        print(context)
    }
}

/// Takes data in to an even length: there a table may have a zero more.
fn even(context: &mut Context, data: &[u8]) {
    context.update(data);
    if !data.len().is_multiple_of(2) {
        context.update(&[0]);
    }
}

fn number(bytes: &[u8]) -> Option<usize> {
    bytes.iter().try_fold(0_usize, |all, byte| all.checked_mul(256)?.checked_add((*byte).into()))
}

/// An outline within another.
struct Part {
    number: u16,
    length: usize,
    more: bool,
    instructions: bool,
}

impl Part {
    fn read(data: &[u8]) -> Option<Self> {
        let [a, b, c, d, ..] = *data else { return None };
        let flags = u16::from_be_bytes([a, b]);
        let has = |flag: u16| flags & flag != 0;
        let place = if has(0x0001) { 4 } else { 2 };
        let turn = match (has(0x0008), has(0x0040), has(0x0080)) {
            (true, ..) => 2,
            (_, true, _) => 4,
            (.., true) => 8,
            _ => 0,
        };
        Some(Self {
            number: u16::from_be_bytes([c, d]),
            length: 4 + place + turn,
            more: has(0x0020),
            instructions: has(0x0100),
        })
    }
}

/// Takes an outline into a fingerprint.
struct Drawn(Context);

impl Drawn {
    fn add(&mut self, kind: u8, points: &[f32]) {
        self.0.update(&[kind]);
        points.iter().for_each(|point| self.0.update(&point.to_be_bytes()));
    }
}

impl OutlineBuilder for Drawn {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add(b'm', &[x, y]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.add(b'l', &[x, y]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.add(b'q', &[x1, y1, x, y]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.add(b'c', &[x1, y1, x2, y2, x, y]);
    }

    fn close(&mut self) {
        self.add(b'h', &[]);
    }
}
