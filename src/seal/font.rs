//! In: a font of a document. Out: its letters, as every program draws them; or why not. Pure.
//!
//! A letter is a number in the text, and the outline with that number in the embedded font. Widths are those of the font,
//! and what a letter says stands in one list of one spelling. A font by a name that is known has the letters of the font
//! with that name, and they say what they are seen as; another one has no instructions, which some programs run and others
//! do not. What the outlines of that one look like is not judged: a font of an organisation's own may draw what it likes.

use std::collections::BTreeMap;

use ttf_parser::RawFace;

use super::document::{Document, inflate};
use super::known::{KnownFonts, Lie, with_width};
use super::meaning::{Says, has_hidden};
use super::object::{Dictionary, Value};
use super::outlines::{Outlines, has_instructions};

/// The largest font, unpacked, and the longest list of what its letters say.
const MAX_FONT: usize = 32 * 1024 * 1024;
const MAX_LIST: usize = 8 * 1024 * 1024;
/// Tables of an embedded font: its outlines, and how large they are.
const TABLES: [&[u8; 4]; 11] = [
    b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post",
    b"prep",
];
/// How far ink is from where its letter begins and from where the next one does, and above or below the line, at most,
/// in thousandths: programs leave out letters that are off the paper.
const ASIDE: f32 = 2_000.0;
const ABOVE: f32 = 4_000.0;
/// The widest letter.
const WIDEST: f32 = 20_000.0;
/// Signs that one letter stands for, at most.
const MAX_SAYS: usize = 64;

/// A letter of a font.
pub(super) struct Letter {
    /// How far the next one is, in thousandths of the size, and by how much that can be off.
    pub(super) width: f32,
    pub(super) off: f32,
    /// Where its ink is, in the same: left, bottom, right, top.
    pub(super) ink: Option<[f32; 4]>,
    /// What it says.
    pub(super) says: String,
    /// Whether it is an accent that stands on another letter.
    pub(super) accent: bool,
}

/// The letters of a font, by their numbers.
pub(super) struct Letters(BTreeMap<u16, Letter>);

impl Letters {
    pub(super) fn get(&self, number: u16) -> Option<&Letter> {
        self.0.get(&number)
    }
}

/// What is wrong with a font, as a reader would say it.
const STRANGE: &str = "een lettertype dat niet is ingesloten zoals kamerbrief dat doet";
const UNSEEN: &str =
    "staat erin met een teken dat niet te zien is, en dat wie de tekst kopieert wel meeneemt";

/// Reads a font. `left` is how many bytes of all fonts may still be read, outlines within
/// outlines included.
pub(super) fn letters(
    document: &Document<'_>,
    font: u32,
    known: &KnownFonts,
    left: &mut usize,
) -> Result<Letters, String> {
    let parts = Parts::of(document, font, left).ok_or(STRANGE)?;
    let data = &parts.data;
    let outlines = match parts.compact {
        true => Outlines::compact(data),
        false => is_embedded(data).and_then(|()| Outlines::of_file(data, 0)),
    };
    let mut outlines = outlines.ok_or(STRANGE)?;
    if parts.says.values().any(|says| has_hidden(says)) {
        return Err(format!("een letter van het lettertype {} {UNSEEN}", parts.name));
    }
    let (mut all, mut prints) = (BTreeMap::new(), Vec::new());
    for (number, says) in parts.says {
        let width = parts.widths.get(&number).copied().unwrap_or(0.0);
        let outline = outlines.letter(number, left).ok_or(STRANGE)?;
        let own = outline.width.unwrap_or(width);
        let off = (own - width).abs();
        let [begin, bottom, end, top] = outline.ink.unwrap_or_default();
        let near = begin > -ASIDE && end < width + ASIDE && bottom > -ABOVE && top < ABOVE;
        (off <= outline.rounded && near).then_some(()).ok_or(STRANGE)?;
        // A letter that was rounded is of a font that was made for one weight, and is not in a file as it is here.
        let print = with_width(&outline, width);
        let accent = known.is_accent(&parts.name, print).unwrap_or(width == 0.0);
        prints.push((print, Says::of(&says)));
        all.insert(number, Letter { width, off, ink: outline.ink, says, accent });
    }
    let name = &parts.name;
    if known.has(name) {
        known.has_letters(name, outlines.shared(), &prints).map_err(|lie| match lie {
            Lie::Letters => format!(
                "het lettertype {name} is niet het lettertype dat hier zo heet"
            ),
            Lie::Says => format!(
                "een letter van het lettertype {name} staat erin als een andere dan te zien is: wie de tekst kopieert of laat voorlezen, krijgt iets anders"
            ),
        })?;
    } else if let Outlines::TrueType(font) = &outlines
        && (has_instructions(data) || (0..font.count()).any(|one| font.has_instructions(one)))
    {
        return Err(format!(
            "het lettertype {name} is hier niet bekend, en kan letters in het ene programma anders tonen dan in het andere"
        ));
    }
    Ok(Letters(all))
}

/// What an embedded font is made of.
struct Parts {
    name: String,
    widths: BTreeMap<u16, f32>,
    says: BTreeMap<u16, String>,
    compact: bool,
    data: Vec<u8>,
}

impl Parts {
    fn of(document: &Document<'_>, font: u32, left: &mut usize) -> Option<Self> {
        let font = document.dictionary(font)?;
        let [of] = document.list(font, "DescendantFonts") else { return None };
        let of = document.follow(of).as_dictionary()?;
        let system = of.get("CIDSystemInfo")?.as_dictionary()?;
        let registered =
            |key: &str, text: &[u8]| system.get(key)?.as_string().map(|own| own == text);
        let identity = registered("Registry", b"Adobe")? && registered("Ordering", b"Identity")?;
        let none = of.get("DW")?.as_integer::<u16>() == Some(0);
        let encoded = font.has("Encoding") && font.has("Subtype") && font.has("Type");
        (identity && none && encoded).then_some(())?;
        let descriptor = document.get(of, "FontDescriptor").as_dictionary()?;
        let (compact, key) = match (of.names("Subtype", "CIDFontType2"), of.has("CIDToGIDMap")) {
            (true, true) if !descriptor.has("FontFile3") => (false, "FontFile2"),
            (false, false) if !descriptor.has("FontFile2") => (true, "FontFile3"),
            _ => return None,
        };
        let Value::Name(base) = of.get("BaseFont")? else { return None };
        let same = |own: Option<&Value>, behind: &str| {
            let Some(Value::Name(own)) = own else { return false };
            own.strip_prefix(&base[..]) == Some(behind.as_bytes())
        };
        let behind = if compact { "-Identity-H" } else { "" };
        let named = same(font.get("BaseFont"), behind) && same(descriptor.get("FontName"), "");
        let (tag, name) = std::str::from_utf8(base).ok()?.split_once('+')?;
        (named && tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()))
            .then_some(())?;
        let mut unpacked = |of: &Dictionary, key: &str, most: usize| {
            let data = inflate(stream(document, of, key)?, most.min(*left))?;
            *left -= data.len();
            Some(data)
        };
        Some(Self {
            name: name.to_owned(),
            widths: widths(of.get("W")?.as_array()?)?,
            says: says(&unpacked(font, "ToUnicode", MAX_LIST)?)?,
            compact,
            data: unpacked(descriptor, key, MAX_FONT)?,
        })
    }
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
        let width: f32 = width.as_real()?;
        (next && first <= last && width > 0.0 && width < WIDEST).then_some(())?;
        widths.extend((first..=last).map(|number| (number, width)));
    }
    Some(widths)
}

/// Whether a TrueType font has these tables only, each once.
fn is_embedded(data: &[u8]) -> Option<()> {
    data.starts_with(&[0, 1, 0, 0]).then_some(())?;
    let raw = RawFace::parse(data, 0).ok()?;
    let tags: Vec<[u8; 4]> =
        raw.table_records.into_iter().map(|record| record.tag.to_bytes()).collect();
    let sorted = tags.windows(2).all(|two| two[0] < two[1]);
    (sorted && tags.iter().all(|tag| TABLES.contains(&tag))).then_some(())
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
            (!says.is_empty() && says.len() <= MAX_SAYS).then_some(())?;
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
