//! In: a page, or a drawing or pattern on it. Out: where it has ink, and where its letters begin; or what it draws that
//! `export` would not draw, or that programs do not show alike. Pure.
//!
//! There is a grammar. What is drawn is cut off by a path (`q … W n … Q`), or is one unit (`q … Q`) that sets all that it
//! draws with: the place, how it mixes with what is below, the colours, and then a path, a text, a picture or a drawing.
//! So nothing is inherited from elsewhere. Around it stand marks for who cannot see it.

use std::collections::BTreeMap;

use super::content::{Misspelled, Operand, Operators};
use super::document::{Document, inflate};
use super::font::{self, Letters};
use super::known::KnownFonts;
use super::matrix::Matrix;
use super::object::{Dictionary, Value};
use super::paint;

/// Bytes of all drawings of a file together, unpacked, at least and for each byte of the file: of our own
/// documents it is less than twice the file.
const MAX_CONTENT: usize = 3 * 1024 * 1024;
const MAX_PACKED: usize = 3;
/// Bytes of all fonts of a file together, unpacked.
const MAX_FONTS: usize = 96 * 1024 * 1024;
/// Paths that cut off within each other, at most (ISO 19005-2, 6.1.13).
const MAX_CLIPS: usize = 28;
/// The width of a line when none is given, in points.
const LINE: f64 = 1.0;
/// The least width and height of a picture, and of what a path leaves.
const NARROW: f64 = 0.2;

const MISSPELLED: &str = "tekens die het anders schrijft";
pub(super) const ORDER: &str = "iets op een plaats waar het niet hoort";
pub(super) const LACKING: &str = "iets dat mist waarmee het wordt getekend";
pub(super) const FAR: &str =
    "iets dat te groot of te ver weg is om overal op dezelfde plaats te komen";
const CUT: &str = "iets dat helemaal wordt afgesneden";
pub(super) const HIDDEN: &str = "tekst op een plaats waar niet elk programma haar leest";
const FLAT: &str = "een afbeelding die te smal is om overal te zien te zijn";
pub(super) const MARK: &str = "tekst voor schermlezers die anders is dan wat er staat";
const TOO_MUCH: &str = "meer dan na te gaan is";

/// Corners: left, bottom, right, top.
pub(super) type Ink = [f64; 4];

pub(super) const NONE: Ink = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];

/// What is not as `export` would draw it, and where in the drawing.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) what: &'static str,
    /// How far it was read, and the last point that was put on the page.
    pub(super) at: usize,
    pub(super) point: Option<[f64; 2]>,
}

/// What is wrong at the place that was just read.
pub(super) type Wrong = &'static str;

impl From<Misspelled> for Wrong {
    fn from(_: Misspelled) -> Self {
        MISSPELLED
    }
}

/// Reads drawings of a document.
pub(super) struct Drawings<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) fonts: BTreeMap<u32, Letters>,
    /// Drawings and patterns that were read, each with where its letters are.
    pub(super) read: BTreeMap<u32, Ink>,
    /// Bytes that may still be read.
    left: usize,
}

/// What something is drawn with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Colour { white: bool },
    Gradient,
    Tiles,
}

/// What the content of a page says of a part of it.
#[derive(Default)]
pub(super) struct Mark {
    /// What its letters say, as it has it.
    pub(super) says: Option<String>,
    /// What its letters say.
    pub(super) letters: String,
}

/// A drawing while it is read.
pub(super) struct Page<'a, 'b> {
    pub(super) drawings: &'b Drawings<'a>,
    resources: &'a Dictionary,
    pub(super) operators: Operators<'b>,
    /// The operator that was read last; nothing at the end.
    pub(super) operator: &'b str,
    /// Whether it is a page, with its foot at 0: in drawings the head is.
    is_page: bool,
    /// What is left of it, and where its ink and its letters are.
    pub(super) clip: Ink,
    ink: Vec<Ink>,
    pub(super) letters: Ink,
    pub(super) marks: Vec<Mark>,
    /// The last point.
    pub(super) point: Option<[f64; 2]>,
}

/// What one unit is drawn with.
pub(super) struct Unit {
    pub(super) at: Matrix,
    pub(super) fill: Option<Paint>,
    pub(super) line: Option<Paint>,
    pub(super) width: f64,
    pub(super) mixes: Mixes,
}

/// Whether something mixes with what is below it, and whether it is behind a mask.
#[derive(Default, Clone, Copy)]
pub(super) struct Mixes {
    pub(super) shines: bool,
    pub(super) masked: bool,
}

impl<'a> Drawings<'a> {
    /// Those of a document with these fonts; what is wrong with one otherwise.
    pub(super) fn new(
        document: &'a Document<'a>,
        fonts: impl Iterator<Item = u32>,
        known: &KnownFonts,
    ) -> Result<Self, (u32, String)> {
        let mut left = MAX_FONTS;
        let read = |number| match font::letters(document, number, known, &mut left) {
            Ok(letters) => Ok((number, letters)),
            Err(why) => Err((number, why)),
        };
        let fonts = fonts.map(read).collect::<Result<_, _>>()?;
        let left = MAX_CONTENT.saturating_add(document.bytes.len().saturating_mul(MAX_PACKED));
        Ok(Self { document, fonts, read: BTreeMap::new(), left })
    }

    /// Whether a drawing that was read has letters.
    pub(super) fn has_letters(&self, number: u32) -> bool {
        self.read.get(&number).is_none_or(|letters| *letters != NONE)
    }

    /// Reads one, within whose bounds all of it is; of what is drawn in it was read before. Says where it has ink.
    pub(super) fn read(&mut self, number: u32, within: Ink) -> Result<Vec<Ink>, Fault> {
        let start = |what| Fault { what, at: 0, point: None };
        let of = self.document.dictionary(number).ok_or(start(LACKING))?;
        let is_page = of.has("Contents");
        let stream = match of.get("Contents") {
            Some(contents) => contents.as_reference().ok_or(start(LACKING))?,
            None => number,
        };
        let packed = self.document.objects.get(&stream).and_then(|object| object.stream);
        let content = inflate(packed.ok_or(start(LACKING))?, self.left).ok_or(start(TOO_MUCH))?;
        let resources = self.document.get(of, "Resources").as_dictionary();
        let mut page = Page {
            drawings: self,
            resources: resources.ok_or(start(LACKING))?,
            operators: Operators::new(&content),
            operator: "",
            is_page,
            clip: within,
            ink: Vec::new(),
            letters: NONE,
            marks: Vec::new(),
            point: None,
        };
        let read = page.all();
        let (at, ink, letters) = (page.operators.at, page.ink, page.letters);
        let point = page.point.filter(|_| is_page);
        read.map_err(|what| Fault { what, at, point })?;
        self.left -= content.len();
        if !is_page {
            self.read.insert(number, letters);
        }
        Ok(ink)
    }
}

impl<'a, 'b> Page<'a, 'b> {
    /// Goes on to the next operator.
    pub(super) fn step(&mut self) -> Result<(), Wrong> {
        self.operator = self.operators.next()?.unwrap_or_default();
        Ok(())
    }

    /// The operands, when they are so many numbers of a size that every program can count with.
    pub(super) fn numbers<const COUNT: usize>(&self) -> Result<[f64; COUNT], Wrong> {
        let number = |operand: &Operand<'_>| match operand {
            Operand::Number(number) => Some(*number),
            _ => None,
        };
        let all: Option<Vec<f64>> = self.operators.operands.iter().map(number).collect();
        let all: [f64; COUNT] = all.and_then(|all| all.try_into().ok()).ok_or(ORDER)?;
        all.iter().all(|one| one.abs() < super::matrix::LARGEST).then_some(all).ok_or(FAR)
    }

    pub(super) fn name(&self) -> Result<&'b [u8], Wrong> {
        match self.operators.operands[..] {
            [Operand::Name(name)] => Ok(name),
            _ => Err(ORDER),
        }
    }

    pub(super) fn none(&self) -> Result<(), Wrong> {
        self.operators.operands.is_empty().then_some(()).ok_or(ORDER)
    }

    fn all(&mut self) -> Result<(), Wrong> {
        let mut clips = Vec::new();
        loop {
            self.step()?;
            match self.operator {
                "" => break,
                "BDC" | "BMC" => self.begin_mark()?,
                "EMC" => self.end_mark()?,
                "q" => {
                    self.none()?;
                    self.step()?;
                    if self.operator == "m" && clips.len() < MAX_CLIPS {
                        clips.push(self.clip);
                        self.cut()?;
                    } else {
                        self.unit()?;
                    }
                }
                "Q" => {
                    self.none()?;
                    self.clip = clips.pop().ok_or(ORDER)?;
                }
                _ => return Err(ORDER),
            }
        }
        (clips.is_empty() && self.marks.is_empty()).then_some(()).ok_or(ORDER)
    }

    /// A part of the page that is marked; such parts are not within each other.
    fn begin_mark(&mut self) -> Result<(), Wrong> {
        let says = match &self.operators.operands[..] {
            [Operand::Name(b"Artifact" | b"Span" | b"P")] if self.operator == "BMC" => None,
            [Operand::Name(name), Operand::Properties(of)] if self.operator == "BDC" => {
                let known = |keys: &[&str]| {
                    of.entries().all(|(key, _)| keys.iter().any(|one| one.as_bytes() == key))
                };
                let fits = match *name {
                    b"Artifact" => known(&["MCID", "Type", "Subtype", "BBox", "Attached"]),
                    b"Span" => known(&["MCID", "Lang", "Alt", "ActualText"]),
                    b"P" => known(&["MCID"]),
                    _ => false,
                };
                (fits && (self.is_page || !of.has("MCID"))).then_some(()).ok_or(MARK)?;
                of.get("ActualText")
            }
            _ => return Err(ORDER),
        };
        self.marks.is_empty().then_some(()).ok_or(ORDER)?;
        let says = match says {
            Some(says) => Some(super::spelled(says.as_string().ok_or(MARK)?)),
            None => None,
        };
        self.marks.push(Mark { says, ..Mark::default() });
        Ok(())
    }

    fn end_mark(&mut self) -> Result<(), Wrong> {
        self.none()?;
        self.marks.pop().ok_or(ORDER)?.is_true().then_some(()).ok_or(MARK)
    }

    /// What comes till the end of it is cut off by a path.
    fn cut(&mut self) -> Result<(), Wrong> {
        let path = self.path(Matrix::NOWHERE)?;
        let cuts = matches!(self.operator, "W" | "W*");
        self.none()?;
        self.step()?;
        (cuts && self.operator == "n").then_some(()).ok_or(ORDER)?;
        self.none()?;
        self.clip = common(self.clip, path.bounds);
        let [left, bottom, right, top] = self.clip;
        (path.is_surface && right - left >= NARROW && top - bottom >= NARROW)
            .then_some(())
            .ok_or(CUT)
    }

    /// One unit, from the operator behind its `q` to its `Q`.
    fn unit(&mut self) -> Result<(), Wrong> {
        let mut unit = Unit {
            at: Matrix::NOWHERE,
            fill: None,
            line: None,
            width: LINE,
            mixes: Mixes::default(),
        };
        if self.operator == "cm" {
            unit.at = Matrix::of(self.numbers()?);
            self.step()?;
        }
        if self.operator == "gs" {
            unit.mixes = self.mixes()?;
            self.step()?;
        }
        match self.operator {
            "Do" => self.place(&unit)?,
            // Only as a mask; elsewhere a gradient is what a path is filled with.
            "sh" if !self.is_page => {
                let shading = self.named("Shading", self.name()?)?;
                let shading = self.drawings.document.follow(shading).as_dictionary();
                let long = paint::length(shading.ok_or(LACKING)?).ok_or(LACKING)?;
                (unit.at.narrow(long).ok_or(FAR)? >= NARROW).then_some(()).ok_or(LACKING)?;
                self.mark(self.clip);
            }
            _ => self.painted(unit)?,
        }
        self.step()?;
        (self.operator == "Q").then_some(()).ok_or(ORDER)?;
        self.none()
    }

    /// What a name stands for; names are counted (`reached.rs`).
    pub(super) fn named(&self, kind: &str, name: &[u8]) -> Result<&'a Value, Wrong> {
        let names = self.drawings.document.get(self.resources, kind).as_dictionary();
        names.and_then(|names| names.counted(name)).ok_or(LACKING)
    }

    /// Puts a picture or a drawing where the next one comes.
    fn place(&mut self, unit: &Unit) -> Result<(), Wrong> {
        let document = self.drawings.document;
        let number = self.named("XObject", self.name()?)?.as_reference().ok_or(LACKING)?;
        let of = document.dictionary(number).ok_or(LACKING)?;
        let within = match of.get("BBox") {
            Some(bounds) => {
                let bounds = bounds.as_array().and_then(super::matrix::numbers).ok_or(LACKING)?;
                let letters = *self.drawings.read.get(&number).ok_or(LACKING)?;
                if letters != NONE {
                    self.upright(unit)?;
                    let letters = moved(letters, unit.at).ok_or(FAR)?;
                    self.read_at([letters[0], letters[1]])?;
                    self.read_at([letters[2], letters[3]])?;
                }
                bounds
            }
            None => [0.0, 0.0, 1.0, 1.0],
        };
        let placed = moved(within, unit.at).ok_or(FAR)?;
        self.point = Some([placed[0], placed[3]]);
        let [left, bottom, right, top] = within;
        let least = unit.at.thickness([right - left, top - bottom]);
        (least >= NARROW).then_some(()).ok_or(FLAT)?;
        self.mark(placed);
        Ok(())
    }

    /// Whether letters stand straight there, along the paper or across it, and are not mirrored.
    pub(super) fn upright(&self, unit: &Unit) -> Result<(), Wrong> {
        let turned = unit.at.area();
        let right = if self.is_page { turned < 0.0 } else { turned > 0.0 };
        (right && unit.at.is_straight()).then_some(()).ok_or(HIDDEN)
    }

    /// Takes note of letters that stand there.
    pub(super) fn read_at(&mut self, [x, y]: [f64; 2]) -> Result<(), Wrong> {
        let [left, bottom, right, top] = self.clip;
        self.point = Some([x, y]);
        let slack = 0.5;
        (x >= left - slack && x <= right + slack && y >= bottom - slack && y <= top + slack)
            .then_some(())
            .ok_or(HIDDEN)?;
        self.letters = around(self.letters, [x, y, x, y]);
        Ok(())
    }

    /// Puts ink somewhere, as far as it is not cut off.
    pub(super) fn mark(&mut self, ink: Ink) {
        let ink = common(ink, self.clip);
        if ink[0] < ink[2] && ink[1] < ink[3] {
            self.ink.push(ink);
        }
    }
}

/// The corners around a rectangle that was moved, turned or made larger.
pub(super) fn moved([left, bottom, right, top]: Ink, by: Matrix) -> Option<Ink> {
    let corners = [(left, bottom), (right, bottom), (left, top), (right, top)];
    corners.into_iter().try_fold(NONE, |bounds, (x, y)| {
        let [x, y] = by.point([x, y])?;
        Some(around(bounds, [x, y, x, y]))
    })
}

/// The rectangle around both.
pub(super) fn around(one: Ink, other: Ink) -> Ink {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// What both have; nothing is left of it when they are apart.
pub(super) fn common(one: Ink, other: Ink) -> Ink {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}
