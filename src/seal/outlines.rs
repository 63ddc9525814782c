//! In: the data of a font, which may be hostile. Out: of each letter how wide it is, where its ink is, and by what its
//! outline is known. Pure.
//!
//! A letter is known by the fingerprint of all that decides what it looks like: its points, the instructions that move
//! them, the letters that it is made of, its place and width. What all letters share has one of its own.

use std::collections::BTreeMap;

use ring::digest::{Context, SHA256, digest};
use ttf_parser::cff::Table;
use ttf_parser::{CFFError, Face, GlyphId, OutlineBuilder, RawFace, Tag};

use super::compact::{Costs, costs};

/// Letters within letters, at most, and letters that one is made of with theirs.
const MAX_DEPTH: usize = 6;
const MAX_PARTS: u32 = 200;

/// By what a letter, or what all letters share, is known.
pub(super) type Print = [u8; 32];

/// What is read of a font.
pub(super) enum Outlines<'a> {
    TrueType(Box<TrueType<'a>>),
    /// A compact one; and what it costs to read when it is by itself in a PDF, where nobody runs its instructions.
    Compact(Box<Table<'a>>, Option<Costs>),
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
    known: BTreeMap<u16, Made>,
}

/// What an outline is made of.
#[derive(Clone, Copy)]
struct Made {
    print: Print,
    /// How many letters, how deep within each other, and how many bytes when each is written out.
    parts: u32,
    height: usize,
    bytes: usize,
}

impl<'a> Outlines<'a> {
    /// Those of a font file.
    pub(super) fn of_file(data: &'a [u8], index: u32) -> Option<Self> {
        let raw = RawFace::parse(data, index).ok()?;
        match raw.table(Tag::from_bytes(b"CFF ")) {
            Some(table) => Some(Self::Compact(Box::new(Table::parse(table)?), None)),
            None => TrueType::new(data, index).map(|font| Self::TrueType(Box::new(font))),
        }
    }

    /// Those of a compact font by itself, without routines that call each other.
    pub(super) fn compact(data: &'a [u8]) -> Option<Self> {
        let costs = costs(data)?;
        Some(Self::Compact(Box::new(Table::parse(data)?), Some(costs)))
    }

    /// A letter; none when the font does not have it, or is made in a way that nobody makes one. `left` is how many bytes of
    /// outlines may still be read.
    pub(super) fn letter(&mut self, number: u16, left: &mut usize) -> Option<Outline> {
        match self {
            Self::TrueType(font) => font.letter(number, left),
            Self::Compact(table, costs) => {
                let glyph = GlyphId(number);
                if let Some(costs) = costs {
                    *left = left.checked_sub(costs.of(number)?)?;
                    // There the number of a letter is that of its outline.
                    table.glyph_cid(glyph).is_none_or(|cid| cid == number).then_some(())?;
                }
                let mut drawn = Drawn(Context::new(&SHA256));
                let by = table.matrix().sx * 1000.0;
                let ink = match table.outline(glyph, &mut drawn) {
                    Ok(ink) => {
                        let ink = [ink.x_min, ink.y_min, ink.x_max, ink.y_max];
                        Some(ink.map(|one| f32::from(one) * by))
                    }
                    Err(CFFError::ZeroBBox) => None,
                    Err(_) => return None,
                };
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

    fn letter(&mut self, number: u16, left: &mut usize) -> Option<Outline> {
        let Made { print, parts, bytes, .. } = self.made(number, MAX_DEPTH)?;
        (parts <= MAX_PARTS).then_some(())?;
        *left = left.checked_sub(bytes)?;
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

    /// What an outline is made of, at most so deep.
    fn made(&mut self, number: u16, deep: usize) -> Option<Made> {
        if let Some(known) = self.known.get(&number) {
            return (known.height <= deep).then_some(*known);
        }
        let deep = deep.checked_sub(1)?;
        let (data, glyph) = (self.data(number)?, GlyphId(number));
        let mut context = Context::new(&SHA256);
        context.update(&self.face.glyph_hor_advance(glyph)?.to_be_bytes());
        context.update(&self.face.glyph_hor_side_bearing(glyph)?.to_be_bytes());
        let (mut parts, mut height, mut bytes) = (1_u32, 1, data.len());
        if data.first().is_some_and(|first| first & 0x80 != 0) {
            context.update(data.get(..10)?);
            let mut at = 10;
            loop {
                let part = Part::read(data.get(at..)?)?;
                let made = self.made(part.number, deep)?;
                parts = parts.saturating_add(made.parts);
                height = height.max(made.height + 1);
                bytes = bytes.saturating_add(made.bytes);
                // All but the number, which is another one in each file.
                context.update(data.get(at..at + 2)?);
                context.update(data.get(at + 4..at + part.length)?);
                context.update(&made.print);
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
        let made = Made { print: print(context), parts, height, bytes };
        self.known.insert(number, made);
        Some(made)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of these outlines, each a letter of its own.
    fn font(outlines: &[Vec<u8>]) -> Vec<u8> {
        let count = u16::try_from(outlines.len()).unwrap_or_default().to_be_bytes();
        let (mut head, mut hhea) = (vec![0; 54], vec![0; 36]);
        head[18..20].copy_from_slice(&1000_u16.to_be_bytes());
        head[50..52].copy_from_slice(&[0, 1]);
        hhea[34..36].copy_from_slice(&count);
        let maxp = [&[0, 1, 0, 0][..], &count, &[0; 26]].concat();
        let hmtx = [2, 88, 0, 0].repeat(outlines.len());
        let (mut loca, mut at) = (vec![0; 4], 0_u32);
        for outline in outlines {
            at += u32::try_from(outline.len()).unwrap_or_default();
            loca.extend(at.to_be_bytes());
        }
        let tables = [
            (b"glyf", outlines.concat()),
            (b"head", head),
            (b"hhea", hhea),
            (b"hmtx", hmtx),
            (b"loca", loca),
            (b"maxp", maxp),
        ];
        let mut out = [&[0, 1, 0, 0][..], &6_u16.to_be_bytes(), &[0; 6]].concat();
        let mut place = 12 + tables.len() * 16;
        for (tag, table) in &tables {
            out.extend(*tag);
            out.extend([0; 4]);
            out.extend(u32::try_from(place).unwrap_or_default().to_be_bytes());
            out.extend(u32::try_from(table.len()).unwrap_or_default().to_be_bytes());
            place += table.len();
        }
        tables.into_iter().for_each(|(_, table)| out.extend(table));
        out
    }

    /// One contour of so many points.
    fn contour(points: u8) -> Vec<u8> {
        let mut out = [&[0, 1][..], &[0; 8], &[0, points - 1, 0, 0]].concat();
        let count = usize::from(points);
        out.extend([0x37].repeat(count));
        out.extend([9].repeat(2 * count));
        out.resize(out.len().next_multiple_of(2), 0);
        out
    }

    /// A letter that is made of so many of another one.
    fn made_of(number: u8, count: usize) -> Vec<u8> {
        let mut out = [&[0xff, 0xff][..], &[0; 8]].concat();
        for i in 1..=count {
            let more = if i < count { 0x20 } else { 0 };
            out.extend([0, more | 0x02, 0, number, 0, 0]);
        }
        out
    }

    #[test]
    fn in_whatever_order_letters_are_read_the_same_ones_are_too_deep() {
        let mut outlines = vec![Vec::new(), contour(4)];
        (1..10).for_each(|number| outlines.push(made_of(number, 1)));
        let data = font(&outlines);
        let good = |numbers: &mut dyn Iterator<Item = u16>| {
            let mut font = Outlines::of_file(&data, 0).expect("a font");
            let mut good: Vec<u16> = numbers
                .filter(|number| font.letter(*number, &mut usize::MAX.clone()).is_some())
                .collect();
            good.sort_unstable();
            good
        };
        let most = u16::try_from(MAX_DEPTH).unwrap_or_default();
        let all: Vec<u16> = (0..=most).collect();
        assert_eq!(good(&mut (0..11)), all);
        assert_eq!(good(&mut (0..11).rev()), all);
    }

    #[test]
    fn what_letters_are_made_of_is_counted_each_time() {
        let dot = contour(200);
        let data = font(&[Vec::new(), dot.clone(), made_of(1, 100), made_of(2, 1)]);
        let mut font = Outlines::of_file(&data, 0).expect("a font");
        let mut left = dot.len() * 250;
        assert!(font.letter(2, &mut left).is_some() && font.letter(3, &mut left).is_some());
        assert!(left < dot.len() * 50);
        assert!(font.letter(2, &mut left).is_none());
    }
}
