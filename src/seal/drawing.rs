//! In: a page, or a drawing or pattern on it. Out: where it has ink; none when it draws with what it does not have, or in
//! another way than `export`. Pure.
//!
//! Programs differ in what they make of an operator that lacks something, so each must have what it needs, in the order
//! that `export` keeps: a path is begun, made and painted; a text has a font and a place before its first letter; what is
//! opened is closed. Of the white paper nothing is ink.

use std::collections::BTreeMap;

use super::content;
use super::document::Document;
use super::font::{self, Letters};
use super::matrix::{LARGEST, Matrix, numbers};
use super::object::{Dictionary, Value};
use kamerbrief_base::naam;

/// Values of all drawings together, at most.
const MAX_VALUES: usize = 10_000_000;
/// Places with ink of all drawings together, at most.
const MAX_INK: usize = 2_000_000;
/// The width of a line when none is given, in points.
const LINE: f64 = 1.0;
/// What a mark in the content of a page may say of it.
const MARKS: [&str; 8] =
    ["MCID", "Lang", "Alt", "ActualText", "BBox", "Type", "Subtype", "Attached"];
/// The hyphen at the end of a line that is none in the word.
const SOFT_HYPHEN: char = '\u{ad}';

/// Corners: left, bottom, right, top.
pub(super) type Ink = [f64; 4];

/// Reads drawings of a document.
pub(super) struct Drawings<'a> {
    document: &'a Document<'a>,
    fonts: BTreeMap<u32, Letters>,
    left: usize,
    ink: usize,
}

/// How is drawn at some point.
#[derive(Clone)]
struct State {
    at: Matrix,
    /// Of the colours for planes and lines: how many numbers they take, and whether the colour is white.
    fill: Paint,
    line: Paint,
    width: f64,
    clip: Ink,
}

#[derive(Clone, Copy)]
struct Paint {
    /// How many numbers a colour has; none for a pattern.
    numbers: Option<usize>,
    white: bool,
}

const ALL: Ink = [f64::MIN, f64::MIN, f64::MAX, f64::MAX];
const NONE: Ink = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];

/// What the content of a page says of a part of it.
#[derive(Default)]
struct Mark {
    /// What its letters say, as it has it.
    says: Option<String>,
    /// What its letters say.
    letters: String,
}

/// A page while it is read.
struct Page<'a, 'b> {
    drawings: &'b Drawings<'a>,
    resources: &'a Dictionary,
    now: State,
    saved: Vec<State>,
    ink: Vec<Ink>,
    /// The path that is being made, and whether it will clip.
    path: Option<Ink>,
    clips: bool,
    /// Whether this is within a text, with which font and size, and where its next letter comes.
    text: bool,
    font: Option<(u32, f64)>,
    letter: Option<Matrix>,
    marks: Vec<Mark>,
}

impl<'a> Drawings<'a> {
    /// Those of a document with these fonts.
    pub(super) fn new(
        document: &'a Document<'a>,
        fonts: impl Iterator<Item = u32>,
    ) -> Result<Self, u32> {
        let read = |number| Ok((number, font::letters(document, number).ok_or(number)?));
        let fonts = fonts.map(read).collect::<Result<_, u32>>()?;
        Ok(Self { document, fonts, left: MAX_VALUES, ink: MAX_INK })
    }

    /// Where something has ink, in its own measure.
    pub(super) fn ink(&mut self, number: u32) -> Option<Vec<Ink>> {
        let of = self.document.dictionary(number)?;
        let content = match of.get("Contents") {
            Some(contents) => contents.as_reference()?,
            None => number,
        };
        let content = self.document.objects.get(&content)?.stream?;
        let resources = self.document.get(of, "Resources").as_dictionary()?;
        let paint = Paint { numbers: Some(1), white: false };
        let now = State { at: Matrix::NOWHERE, fill: paint, line: paint, width: LINE, clip: ALL };
        let (mut left, most) = (self.left, self.ink);
        let mut page = Page {
            drawings: self,
            resources,
            now,
            saved: Vec::new(),
            ink: Vec::new(),
            path: None,
            clips: false,
            text: false,
            font: None,
            letter: None,
            marks: Vec::new(),
        };
        content::operators(content, &mut left, |operator, operands| {
            (page.ink.len() <= most).then_some(())?;
            page.step(std::str::from_utf8(operator).ok()?, operands)
        })?;
        let closed = page.saved.is_empty() && page.marks.is_empty() && !page.text;
        (closed && page.path.is_none()).then_some(())?;
        let ink = page.ink;
        (self.left, self.ink) = (left, most - ink.len());
        Some(ink)
    }
}

impl<'a> Page<'a, '_> {
    fn step(&mut self, operator: &str, operands: &[Value]) -> Option<()> {
        let of_path = matches!(operator, "l" | "c" | "h" | "W" | "W*" | "m")
            || matches!(operator, "f" | "f*" | "B" | "B*" | "S" | "n");
        let of_text = matches!(operator, "Tf" | "Tm" | "Tr" | "Tj" | "TJ" | "ET");
        let anywhere = matches!(operator, "BDC" | "BMC" | "EMC");
        // A path goes on till it is painted, and in a text are letters.
        let begun = self.path.is_some();
        let fits = match (begun, self.text) {
            (true, _) => of_path,
            (false, true) => of_text || anywhere,
            (false, false) => !of_text && (!of_path || operator == "m"),
        };
        (fits && operands.iter().all(is_measured)).then_some(())?;
        match (operator, operands) {
            ("q", []) => self.saved.push(self.now.clone()),
            ("Q", []) => self.now = self.saved.pop()?,
            ("cm", _) => self.now.at = Matrix::read(operands)?.within(self.now.at)?,
            ("w", _) => {
                [self.now.width] = numbers(operands)?;
                (self.now.width >= 0.0).then_some(())?;
            }
            ("J" | "j", [end]) => (end.as_integer::<u8>()? < 3).then_some(())?,
            ("M", [limit]) => (limit.as_real::<f64>()? >= 1.0).then_some(())?,
            ("d", [Value::Array(dashes), Value::Number(_)]) => {
                let dashes: Option<Vec<f64>> = dashes.iter().map(Value::as_real).collect();
                let dashes = dashes?;
                let drawn = dashes.is_empty() || dashes.iter().sum::<f64>() > 0.0;
                (drawn && dashes.iter().all(|dash| *dash >= 0.0)).then_some(())?;
            }
            ("gs", [Value::Name(name)]) => drop(self.named("ExtGState", name)?),
            ("cs" | "CS", [Value::Name(name)]) => {
                let numbers = self.numbers_of(name)?;
                *self.paint(operator == "cs") = Paint { numbers, white: false };
            }
            ("scn" | "SCN", colour) => self.colour(operator == "scn", colour)?,
            ("sh", [Value::Name(name)]) => {
                self.named("Shading", name)?;
                self.mark(ALL);
            }
            ("Do", [Value::Name(name)]) => self.place(name)?,
            ("m" | "l", _) => self.reach(&numbers::<2>(operands)?)?,
            ("c", _) => self.reach(&numbers::<6>(operands)?)?,
            ("h", []) => {}
            ("W" | "W*", []) => self.clips = true,
            ("f" | "f*" | "B" | "B*" | "S" | "n", []) => self.finish(operator)?,
            ("BT", []) => (self.text, self.font, self.letter) = (true, None, None),
            ("ET", []) => self.text = false,
            ("Tf", [Value::Name(name), size]) => {
                self.font = Some((self.named("Font", name)?.as_reference()?, size.as_real()?));
            }
            ("Tm", _) => self.letter = Some(Matrix::read(operands)?),
            ("Tr", [mode]) => (mode.as_integer::<u8>()? < 3).then_some(())?,
            ("Tj", [Value::String(text)]) => self.show(text)?,
            ("TJ", [Value::Array(parts)]) => {
                parts.iter().try_for_each(|part| match part {
                    Value::String(text) => self.show(text),
                    part => self.advance(-part.as_real::<f64>()?),
                })?;
            }
            ("BMC", [Value::Name(_)]) => self.marks.push(Mark::default()),
            ("BDC", [Value::Name(_), Value::Dictionary(of)]) => {
                let known = |key| MARKS.iter().any(|one| one.as_bytes() == key);
                of.entries().all(|(key, _)| known(key)).then_some(())?;
                let says = match of.get("ActualText") {
                    Some(says) => Some(super::spelled(says.as_string()?)),
                    None => None,
                };
                self.marks.push(Mark { says, letters: String::new() });
            }
            ("EMC", []) => {
                let Mark { says, letters } = self.marks.pop()?;
                // What is read aloud is what stands there.
                says.is_none_or(|says| is_alike(&says, &letters)).then_some(())?;
            }
            _ => return None,
        }
        Some(())
    }

    /// What a name stands for.
    fn named(&self, kind: &str, name: &[u8]) -> Option<&'a Value> {
        let names = self.drawings.document.get(self.resources, kind).as_dictionary()?;
        names.entries().find_map(|(own, value)| (own == name).then_some(value))
    }

    /// How many numbers a colour of some kind has: none when it is a pattern.
    fn numbers_of(&self, name: &[u8]) -> Option<Option<usize>> {
        let document = self.drawings.document;
        match name {
            b"DeviceGray" => return Some(Some(1)),
            b"DeviceRGB" => return Some(Some(3)),
            b"DeviceCMYK" => return Some(Some(4)),
            b"Pattern" => return Some(None),
            _ => {}
        }
        let [_, profile] = document.follow(self.named("ColorSpace", name)?).as_array()? else {
            return None;
        };
        let profile = document.dictionary(profile.as_reference()?)?;
        Some(Some(profile.get("N")?.as_integer()?))
    }

    fn paint(&mut self, fill: bool) -> &mut Paint {
        if fill { &mut self.now.fill } else { &mut self.now.line }
    }

    fn colour(&mut self, fill: bool, colour: &[Value]) -> Option<()> {
        match (self.paint(fill).numbers, colour) {
            (None, [Value::Name(name)]) => drop(self.named("Pattern", name)?),
            (Some(count), colour) if colour.len() == count => {
                let all: Option<Vec<f64>> = colour.iter().map(Value::as_real).collect();
                // Of four inks white has none.
                let white = if count == 4 { 0.0 } else { 1.0 };
                self.paint(fill).white = all?.iter().all(|part| (part - white).abs() < 1e-6);
            }
            _ => return None,
        }
        Some(())
    }

    /// Puts a picture or a drawing where the next one comes.
    fn place(&mut self, name: &[u8]) -> Option<()> {
        let document = self.drawings.document;
        let of = document.dictionary(self.named("XObject", name)?.as_reference()?)?;
        let within = match of.get("BBox") {
            Some(bounds) => numbers(bounds.as_array()?)?,
            None => [0.0, 0.0, 1.0, 1.0],
        };
        self.mark(moved(within, self.now.at)?);
        Some(())
    }

    /// Takes points into the path.
    fn reach(&mut self, points: &[f64]) -> Option<()> {
        let at = self.now.at;
        let mut bounds = self.path.unwrap_or(NONE);
        for point in points.chunks_exact(2) {
            let [x, y] = at.point([point[0], point[1]])?;
            bounds = around(bounds, [x, y, x, y]);
        }
        self.path = Some(bounds);
        Some(())
    }

    fn finish(&mut self, operator: &str) -> Option<()> {
        let bounds = self.path.take()?;
        let (fill, line) =
            (operator != "S" && operator != "n", matches!(operator, "S" | "B" | "B*"));
        if line && !self.now.line.white {
            let wide = self.now.at.width(self.now.width)? / 2.0;
            let [left, bottom, right, top] = bounds;
            self.mark([left - wide, bottom - wide, right + wide, top + wide]);
        } else if fill && !self.now.fill.white {
            self.mark(bounds);
        }
        if std::mem::take(&mut self.clips) {
            self.now.clip = common(self.now.clip, bounds);
        }
        Some(())
    }

    /// Puts ink somewhere, as far as it is not cut off.
    fn mark(&mut self, ink: Ink) {
        let ink = common(ink, self.now.clip);
        if ink[0] < ink[2] && ink[1] < ink[3] {
            self.ink.push(ink);
        }
    }

    fn show(&mut self, text: &[u8]) -> Option<()> {
        let (font, size) = self.font?;
        let drawings = self.drawings;
        let letters = drawings.fonts.get(&font)?;
        for number in text.chunks(2) {
            let number = u16::from_be_bytes(number.try_into().ok()?);
            let letter = letters.get(&number)?;
            if let Some(ink) = letter.ink {
                let at = self.letter?.within(self.now.at)?;
                self.mark(moved(ink.map(|corner| f64::from(corner) * size / 1000.0), at)?);
            }
            self.marks.iter_mut().for_each(|mark| mark.letters.push_str(&letter.says));
            self.advance(f64::from(letter.width))?;
        }
        Some(())
    }

    /// Goes on by so many thousandths of the size.
    fn advance(&mut self, by: f64) -> Option<()> {
        let (_, size) = self.font?;
        let on = Matrix::on([by * size / 1000.0, 0.0]);
        self.letter = Some(on.within(self.letter?)?);
        Some(())
    }
}

/// Whether the numbers in a value are of a size that every program can count with.
fn is_measured(value: &Value) -> bool {
    match value {
        Value::Number(_) => value.as_real().is_some_and(|number: f64| number.abs() < LARGEST),
        Value::Array(items) => items.iter().all(is_measured),
        Value::Dictionary(of) => of.entries().all(|(_, value)| is_measured(value)),
        _ => true,
    }
}

/// Whether two texts say the same, but for signs that look alike.
fn is_alike(says: &str, letters: &str) -> bool {
    let plain = |text: &str| naam::kern(&text.replace(SOFT_HYPHEN, "-"));
    plain(says) == plain(letters)
}

/// The corners around a rectangle that was moved, turned or made larger.
fn moved([left, bottom, right, top]: Ink, by: Matrix) -> Option<Ink> {
    let corners = [(left, bottom), (right, bottom), (left, top), (right, top)];
    corners.into_iter().try_fold(NONE, |bounds, (x, y)| {
        let [x, y] = by.point([x, y])?;
        Some(around(bounds, [x, y, x, y]))
    })
}

/// The rectangle around both.
fn around(one: Ink, other: Ink) -> Ink {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// What both have; nothing is left of it when they are apart.
pub(super) fn common(one: Ink, other: Ink) -> Ink {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}
