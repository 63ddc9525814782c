//! In: a font of a document. Out: its letters, as every program draws them; none of a font that `export` would not embed.
//! Pure.
//!
//! A letter is a number in the text, and the outline with that number in the embedded font. Widths are those of the font,
//! and what a letter says stands in one list of one spelling. What its outlines look like is not judged: a font of an
//! organisation's own may draw what it likes.

use std::collections::BTreeMap;

use ttf_parser::{Face, GlyphId, OutlineBuilder, RawFace, Rect, cff};

use super::document::{Document, inflate};
use super::object::{Dictionary, Value};

/// The largest font, unpacked.
const MAX_FONT: usize = 64 * 1024 * 1024;
/// Tables of an embedded font: its outlines, and how large they are.
const TABLES: [&[u8; 4]; 11] = [
    b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post",
    b"prep",
];
/// By how much the width of a letter may be rounded, in thousandths.
const ROUNDED: f32 = 1.0;

/// A letter of a font.
pub(super) struct Letter {
    /// How far the next one is, in thousandths of the size.
    pub(super) width: f32,
    /// Where its ink is, in the same: left, bottom, right, top.
    pub(super) ink: Option<[f32; 4]>,
    /// What it says.
    pub(super) says: String,
}

/// The letters of a font, by their numbers.
pub(super) type Letters = BTreeMap<u16, Letter>;

/// Reads a font.
pub(super) fn letters(document: &Document<'_>, font: u32) -> Option<Letters> {
    let font = document.dictionary(font)?;
    let [of] = document.list(font, "DescendantFonts") else { return None };
    let of = document.follow(of).as_dictionary()?;
    let system = of.get("CIDSystemInfo")?.as_dictionary()?;
    let registered = |key: &str, text: &[u8]| system.get(key)?.as_string().map(|own| own == text);
    let identity = registered("Registry", b"Adobe")? && registered("Ordering", b"Identity")?;
    let none = of.get("DW")?.as_integer::<u16>() == Some(0);
    let encoded = font.has("Encoding") && font.has("Subtype") && font.has("Type");
    (identity && none && encoded).then_some(())?;
    let widths = widths(of.get("W")?.as_array()?)?;
    let descriptor = document.get(of, "FontDescriptor").as_dictionary()?;
    let data = |key: &str| {
        let number = descriptor.get(key)?.as_reference()?;
        inflate(document.objects.get(&number)?.stream?, MAX_FONT)
    };
    let says = says(&inflate(stream(document, font, "ToUnicode")?, MAX_FONT)?)?;
    let outlines = match (of.names("Subtype", "CIDFontType2"), of.has("CIDToGIDMap")) {
        (true, true) if !descriptor.has("FontFile3") => true_type(&data("FontFile2")?)?,
        (false, false) if !descriptor.has("FontFile2") => compact(&data("FontFile3")?)?,
        _ => return None,
    };
    // Outlines that say nothing are parts of others.
    let letter = |(number, says): (u16, String)| {
        let (own, ink) = *outlines.get(usize::from(number))?;
        let width = widths.get(&number).copied().unwrap_or(0.0);
        let fits = own.is_none_or(|own| (own - width).abs() < ROUNDED);
        fits.then_some((number, Letter { width, ink, says }))
    };
    says.into_iter().map(letter).collect()
}

fn stream<'a>(document: &Document<'a>, of: &Dictionary, key: &str) -> Option<&'a [u8]> {
    document.objects.get(&of.get(key)?.as_reference()?)?.stream
}

/// The widths, as runs of letters of the same width: first, last, width.
fn widths(list: &[Value]) -> Option<BTreeMap<u16, f32>> {
    let mut widths = BTreeMap::new();
    for run in list.chunks(3) {
        let [first, last, width] = run else { return None };
        let (first, last): (u16, u16) = (first.as_integer()?, last.as_integer()?);
        let next = widths.last_key_value().is_none_or(|(before, _)| *before < first);
        (next && first <= last).then_some(())?;
        let width = width.as_real()?;
        widths.extend((first..=last).map(|number| (number, width)));
    }
    Some(widths)
}

/// Of each letter the width and the place of its ink, in thousandths of the size.
type Outlines = Vec<(Option<f32>, Option<[f32; 4]>)>;

fn scaled(ink: Rect, by: f32) -> [f32; 4] {
    [ink.x_min, ink.y_min, ink.x_max, ink.y_max].map(|corner| f32::from(corner) * by)
}

/// The outlines of a TrueType font: with these tables only, each once.
fn true_type(data: &[u8]) -> Option<Outlines> {
    data.starts_with(&[0, 1, 0, 0]).then_some(())?;
    let raw = RawFace::parse(data, 0).ok()?;
    let tags: Vec<[u8; 4]> =
        raw.table_records.into_iter().map(|record| record.tag.to_bytes()).collect();
    let sorted = tags.windows(2).all(|two| two[0] < two[1]);
    (sorted && tags.iter().all(|tag| TABLES.contains(&tag))).then_some(())?;
    let face = Face::parse(data, 0).ok()?;
    let by = 1000.0 / f32::from(face.units_per_em());
    let one = |number: u16| {
        let glyph = GlyphId(number);
        let width = face.glyph_hor_advance(glyph).map(|width| f32::from(width) * by);
        (width, face.glyph_bounding_box(glyph).map(|ink| scaled(ink, by)))
    };
    Some((0..face.number_of_glyphs()).map(one).collect())
}

/// The outlines of a compact font, in which the number of a letter is that of its outline.
fn compact(data: &[u8]) -> Option<Outlines> {
    struct Nothing;
    impl OutlineBuilder for Nothing {
        fn move_to(&mut self, _: f32, _: f32) {}
        fn line_to(&mut self, _: f32, _: f32) {}
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
        fn close(&mut self) {}
    }
    let table = cff::Table::parse(data)?;
    let by = table.matrix().sx * 1000.0;
    let one = |number: u16| {
        let glyph = GlyphId(number);
        let same = table.glyph_cid(glyph).is_none_or(|cid| cid == number);
        let ink = table.outline(glyph, &mut Nothing).ok();
        same.then(|| (None, ink.map(|ink| scaled(ink, by))))
    };
    (0..table.number_of_glyphs()).map(one).collect()
}

/// What stands before and behind the list of what each letter says.
const BEFORE: &str = "%!PS-Adobe-3.0 Resource-CMap\n%%DocumentNeededResources: procset CIDInit\n%%IncludeResource: procset CIDInit\n%%BeginResource: CMap Custom\n%%Title: (Custom Adobe Identity 0)\n%%Version: 1\n%%EndComments\n/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo 3 dict dup begin\n    /Registry (Adobe) def\n    /Ordering (Identity) def\n    /Supplement 0 def\nend def\n/CMapName /Custom def\n/CMapVersion 1 def\n/CMapType 0 def\n/WMode 0 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
const BEHIND: &str =
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n%%EndResource\n%%EOF";
/// Letters in one part of that list, at most.
const MAX_PART: usize = 100;

/// What each letter says: a list in parts, each letter once and in order.
fn says(list: &[u8]) -> Option<BTreeMap<u16, String>> {
    let text = std::str::from_utf8(list).ok()?;
    let mut lines = text.strip_prefix(BEFORE)?.strip_suffix(BEHIND)?.split_inclusive('\n');
    let mut all = BTreeMap::new();
    while let Some(head) = lines.next() {
        let count = head.strip_suffix(" beginbfchar\n")?.parse::<usize>().ok()?;
        (count > 0 && count <= MAX_PART && head.starts_with(|c: char| c != '0' && c != '+'))
            .then_some(())?;
        for _ in 0..count {
            let line = lines.next()?.strip_suffix(">\n")?.strip_prefix('<')?;
            let (number, says) = line.split_once("> <")?;
            let [number] = units(number)?[..] else { return None };
            let says = String::from_utf16(&units(says)?).ok()?;
            (!says.is_empty()).then_some(())?;
            let next = all.last_key_value().is_none_or(|(before, _)| *before < number);
            next.then(|| all.insert(number, says))?;
        }
        (lines.next()? == "endbfchar\n").then_some(())?;
    }
    Some(all)
}

/// Numbers of four hexadecimal digits.
fn units(digits: &str) -> Option<Vec<u16>> {
    let plain = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'));
    (plain && digits.len().is_multiple_of(4)).then_some(())?;
    let parts = digits.as_bytes().chunks(4).map(|part| std::str::from_utf8(part).ok());
    parts.map(|part| u16::from_str_radix(part?, 16).ok()).collect()
}
