//! In: a text on a page. Out: where its letters are; or what in it is not as `export` writes a text. Pure.
//!
//! A text is made of runs, and each run says all of itself: whether it is filled, its font and size, its place, its
//! letters. Letters are seen and read in the same place: they have a size, stand upright and on the paper.

use super::content::Operand;
use super::drawing::{MARK, Mark, NONE, ORDER, Page, Paint, Unit, Wrong, around, moved};
use super::font::{Letter, Letters};
use super::matrix::Along;
use super::meaning::{has_hidden, plain};

/// The least size of letters, in points.
const SMALL: f64 = 0.5;
/// The widest line around letters, as a part of their size: programs fill narrow bends in ways of their own.
const BROAD: f64 = 0.1;
/// By what part of its size a letter may begin before the one that it follows.
const SLACK: f64 = 0.01;
/// How many bytes letters take for each that is read aloud in their place, at most.
const MAX_LETTERS: usize = 8;

const SIZE: &str = "letters die te klein zijn om overal te zien te zijn";
const BORDER: &str = "letters met een rand die te breed is voor hun grootte";
const UNKNOWN: &str = "een letter die het lettertype niet heeft";
const BACK: &str = "letters die niet op volgorde staan";
const FAR: &str = "een letter die niet overal op dezelfde plaats komt";

/// One run of letters.
struct Run<'a> {
    letters: &'a Letters,
    size: f64,
    /// Where the next letter comes along the line, and where the line is.
    x: Along,
    y: f64,
    /// Where the last letter began that takes room.
    begun: f64,
}

impl Mark {
    /// Whether what is read aloud is what stands there.
    pub(super) fn is_true(&self) -> bool {
        let same = |says: &String| !has_hidden(says) && plain(says) == plain(&self.letters);
        self.says.as_ref().is_none_or(same)
    }

    /// Takes note of what a letter says; none when that is far more than is read aloud.
    fn add(&mut self, letter: &Letter) -> Option<()> {
        let Some(says) = &self.says else { return Some(()) };
        let most = says.len().saturating_add(1).saturating_mul(MAX_LETTERS);
        // It says all of the letter that it stands on, which that letter says too.
        if letter.accent {
            return Some(());
        }
        self.letters.push_str(&letter.says);
        (self.letters.len() <= most).then_some(())
    }
}

impl<'b> Page<'_, 'b> {
    /// A text, from its `BT` to its `ET`.
    pub(super) fn text(&mut self, unit: &Unit) -> Result<(), Wrong> {
        let outside = self.marks.len();
        let mode = match (unit.fill, unit.line) {
            (Some(_), None) => 0.0,
            (None, Some(_)) => 1.0,
            (Some(_), Some(_)) => 2.0,
            (None, None) => return Err(ORDER),
        };
        self.upright(unit)?;
        loop {
            self.step()?;
            let within = self.marks.len() - outside;
            match (self.operator, &self.operators.operands[..]) {
                ("BDC", [Operand::Name(b"Span"), Operand::Properties(of)]) if within == 0 => {
                    let mut entries = of.entries();
                    let says = match (entries.next(), entries.next()) {
                        (Some((b"ActualText", says)), None) => says.as_string(),
                        _ => None,
                    };
                    let says = Some(super::spelled(says.ok_or(MARK)?));
                    self.marks.push(Mark { says, ..Mark::default() });
                }
                ("BMC", [Operand::Name(b"ReversedChars")]) if within < 2 => {
                    self.marks.push(Mark::default());
                }
                ("EMC", []) if within > 0 => {
                    let mark = self.marks.pop().ok_or(ORDER)?;
                    mark.is_true().then_some(()).ok_or(MARK)?;
                }
                ("Tr", _) => self.run(unit, mode)?,
                ("ET", []) if within == 0 => return Ok(()),
                _ => return Err(ORDER),
            }
        }
    }

    fn run(&mut self, unit: &Unit, mode: f64) -> Result<(), Wrong> {
        (self.numbers()? == [mode]).then_some(()).ok_or(ORDER)?;
        self.step()?;
        let (font, size) = match (self.operator, &self.operators.operands[..]) {
            ("Tf", [Operand::Name(name), Operand::Number(size)]) => (*name, *size),
            _ => return Err(ORDER),
        };
        let font = self.named("Font", font)?.as_reference().ok_or(UNKNOWN)?;
        let letters = self.drawings.fonts.get(&font).ok_or(UNKNOWN)?;
        let seen = unit.at.narrow(size).ok_or(FAR)?;
        (size > 0.0 && seen >= SMALL).then_some(()).ok_or(SIZE)?;
        (unit.line.is_none() || unit.width <= size * BROAD).then_some(()).ok_or(BORDER)?;
        self.step()?;
        let [1.0, 0.0, 0.0, -1.0, x, y] = self.numbers::<6>()? else { return Err(ORDER) };
        (self.operator == "Tm").then_some(()).ok_or(ORDER)?;
        let mut run = Run { letters, size, x: Along::read(x), y, begun: f64::MIN };
        self.step()?;
        let operands = std::mem::take(&mut self.operators.operands);
        match (self.operator, &operands[..]) {
            ("Tj", [Operand::String(text)]) => self.show(unit, &mut run, text),
            ("TJ", [Operand::Array(parts)]) if !parts.is_empty() => {
                parts.iter().try_for_each(|part| match part {
                    Operand::String(text) => self.show(unit, &mut run, text),
                    Operand::Number(back) => {
                        run.x.go(-back * size / 1000.0, 0.0).ok_or(FAR)?;
                        // Some programs read letters in the order in which they are seen.
                        (run.x.is() > run.begun - size * SLACK).then_some(()).ok_or(BACK)
                    }
                    _ => Err(ORDER),
                })
            }
            _ => Err(ORDER),
        }
    }

    /// Letters behind each other.
    fn show(&mut self, unit: &Unit, run: &mut Run<'b>, text: &[u8]) -> Result<(), Wrong> {
        let place = |run: &Run<'_>| unit.at.place(run.x, run.y).ok_or(FAR);
        let mut ink = NONE;
        self.read_at(place(run)?)?;
        (!text.is_empty()).then_some(()).ok_or(ORDER)?;
        let by = run.size / 1000.0;
        for number in text.chunks(2) {
            let number = number.try_into().map_err(|_| UNKNOWN)?;
            let letter = run.letters.get(u16::from_be_bytes(number)).ok_or(UNKNOWN)?;
            if let Some(corners) = letter.ink {
                let [left, bottom, right, top] = corners.map(|corner| f64::from(corner) * by);
                let x = run.x.is();
                ink = around(ink, [x + left, run.y - top, x + right, run.y - bottom]);
            }
            if letter.width > 0.0 {
                run.begun = run.x.is();
            }
            for mark in &mut self.marks {
                mark.add(letter).ok_or(MARK)?;
            }
            run.x.go(f64::from(letter.width) * by, f64::from(letter.off) * by).ok_or(FAR)?;
        }
        self.read_at(place(run)?)?;
        let white = Some(Paint::Colour { white: true });
        let seen = [unit.fill, unit.line].iter().any(|paint| paint.is_some() && *paint != white);
        if ink != NONE && seen {
            self.mark(moved(ink, unit.at).ok_or(FAR)?);
        }
        Ok(())
    }
}
