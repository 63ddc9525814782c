//! In: a path or a text that is drawn. Out: with which colours and lines; or what is not as `export` paints, or is not
//! seen alike in every program. Pure.

use super::content::Operand;
use super::drawing::{FAR, HIDDEN, LACKING, Mixes, NONE, ORDER, Page, Paint, Unit, Wrong};
use super::matrix::Matrix;
use super::object::Value;
use super::path::Path;

/// The least width of a line, and the least length of a dash and of what is between two, in points.
const THIN: f64 = 0.15;
const DASH: f64 = 0.35;
/// Parts of a dashed line, at most.
const MAX_DASHES: usize = 32;
/// How many times as wide as it is narrow a line is at most, where it is stretched.
const UNEVEN: f64 = 10.0;

const THIN_LINE: &str = "een lijn die te dun of te kort is om overal te zien te zijn";
const UNEVEN_LINE: &str =
    "een lijn die zo is uitgerekt dat niet elk programma haar even breed tekent";
const BENT: &str = "een bocht die kleiner is dan de lijn breed is";
const THIN_SURFACE: &str = "een vlak dat te smal of te klein is om overal te zien te zijn";
const DASHES: &str = "een streepjeslijn die niet overal gelijk is";
const GRADIENT: &str = "een lijn of letters met een kleurverloop";
const MIXED: &str = "een vulling die niet overal op dezelfde manier doorschijnt";

impl Page<'_, '_> {
    /// A path or a text, with its colours.
    pub(super) fn painted(&mut self, mut unit: Unit) -> Result<(), Wrong> {
        unit.fill = self.paint("cs", "scn", &mut unit.mixes)?;
        unit.line = self.paint("CS", "SCN", &mut unit.mixes)?;
        if unit.line.is_some() {
            self.line(&mut unit)?;
        }
        let tiles = [unit.fill, unit.line].contains(&Some(Paint::Tiles));
        let gradient = [unit.fill, unit.line].contains(&Some(Paint::Gradient));
        // Some programs mix a line with the surface below it, others mix both as one.
        let both = unit.fill.is_some() && unit.line.is_some();
        if (tiles || both) && (unit.mixes.shines || unit.mixes.masked) {
            return Err(MIXED);
        }
        // A gradient fills a surface: along a line, or within letters, programs differ.
        if unit.line == Some(Paint::Gradient) {
            return Err(GRADIENT);
        }
        match self.operator {
            "BT" if tiles => Err(MIXED),
            "BT" if gradient => Err(GRADIENT),
            "BT" => self.text(&unit),
            _ => self.draw(&unit),
        }
    }

    /// A colour, gradient or pattern, if one is set here.
    fn paint(
        &mut self,
        space: &str,
        colour: &str,
        mixes: &mut Mixes,
    ) -> Result<Option<Paint>, Wrong> {
        let own = self.operator == "gs";
        if own {
            let more = self.mixes()?;
            self.step()?;
            (more.masked && self.operator.eq_ignore_ascii_case("cs")).then_some(()).ok_or(ORDER)?;
            *mixes = Mixes { shines: mixes.shines || more.shines, masked: true };
        }
        if self.operator != space {
            return if own && space == "CS" { Err(ORDER) } else { Ok(None) };
        }
        let kind = self.name()?;
        let numbers = if kind == b"Pattern" { None } else { Some(self.colours(kind)?) };
        self.step()?;
        (self.operator == colour).then_some(()).ok_or(ORDER)?;
        let paint = match numbers {
            None => {
                let pattern = self.named("Pattern", self.name()?)?;
                let pattern = self.drawings.document.follow(pattern).as_dictionary();
                match pattern.ok_or(LACKING)?.has("Shading") {
                    true => Paint::Gradient,
                    false => Paint::Tiles,
                }
            }
            Some(1) => flat(&self.numbers::<1>()?)?,
            Some(3) => flat(&self.numbers::<3>()?)?,
            Some(_) => return Err(ORDER),
        };
        self.step()?;
        Ok(Some(paint))
    }

    /// How many numbers a colour has.
    fn colours(&self, name: &[u8]) -> Result<usize, Wrong> {
        let document = self.drawings.document;
        let count = || {
            let [_, profile] = document.follow(self.named("ColorSpace", name).ok()?).as_array()?
            else {
                return None;
            };
            document.dictionary(profile.as_reference()?)?.get("N")?.as_integer()
        };
        count().ok_or(LACKING)
    }

    /// What a line is like, where it is not as lines are.
    fn line(&mut self, unit: &mut Unit) -> Result<(), Wrong> {
        if self.operator == "w" {
            [unit.width] = self.numbers()?;
            self.step()?;
        }
        let (narrow, wide) = (unit.at.narrow(unit.width), unit.at.width(unit.width));
        let (narrow, wide) = (narrow.ok_or(FAR)?, wide.ok_or(FAR)?);
        (narrow >= THIN).then_some(()).ok_or(THIN_LINE)?;
        (wide <= narrow * UNEVEN).then_some(()).ok_or(UNEVEN_LINE)?;
        if self.operator == "M" {
            let [limit] = self.numbers()?;
            (limit >= 1.0).then_some(()).ok_or(ORDER)?;
            self.step()?;
        }
        for ends in ["J", "j"] {
            if self.operator == ends {
                let [end] = self.numbers()?;
                (end == 1.0 || end == 2.0).then_some(()).ok_or(ORDER)?;
                self.step()?;
            }
        }
        if self.operator == "d" {
            let [Operand::Array(dashes), Operand::Number(from)] = &self.operators.operands[..]
            else {
                return Err(ORDER);
            };
            (dashes.len() <= MAX_DASHES).then_some(()).ok_or(DASHES)?;
            let mut all = 0.0;
            for dash in dashes {
                let Operand::Number(dash) = dash else { return Err(ORDER) };
                (unit.at.narrow(*dash).ok_or(FAR)? >= DASH).then_some(()).ok_or(DASHES)?;
                all += dash;
            }
            // Behind the last one some programs begin with what others leave open.
            (0.0..all).contains(from).then_some(()).ok_or(DASHES)?;
            self.step()?;
        }
        Ok(())
    }

    fn draw(&mut self, unit: &Unit) -> Result<(), Wrong> {
        let path = self.path(unit.at)?;
        self.none()?;
        let (fills, lines) = match self.operator {
            "f" | "f*" => (true, false),
            "S" => (false, true),
            "B" | "B*" => (true, true),
            _ => return Err(ORDER),
        };
        // What is set and not used could be inherited.
        ((fills, lines) == (unit.fill.is_some(), unit.line.is_some()))
            .then_some(())
            .ok_or(ORDER)?;
        (!fills || path.is_surface).then_some(()).ok_or(THIN_SURFACE)?;
        (!lines || path.is_line).then_some(()).ok_or(THIN_LINE)?;
        let wide = if lines { unit.at.width(unit.width).ok_or(FAR)? } else { 0.0 };
        (path.bend >= wide).then_some(()).ok_or(BENT)?;
        let white = Some(Paint::Colour { white: true });
        if lines && unit.line != white {
            let [left, bottom, right, top] = path.bounds;
            let half = wide / 2.0;
            self.mark([left - half, bottom - half, right + half, top + half]);
        } else if fills && unit.fill != white {
            self.mark(path.bounds);
        }
        Ok(())
    }

    /// A path, to the operator behind it.
    pub(super) fn path(&mut self, at: Matrix) -> Result<Path, Wrong> {
        let mut path = Path::new();
        (self.operator == "m").then_some(()).ok_or(ORDER)?;
        loop {
            let point = |x: f64, y: f64| at.point([x, y]).ok_or(FAR);
            self.point = path.last().or(self.point);
            match self.operator {
                "m" => {
                    let [x, y] = self.numbers()?;
                    path.begin(point(x, y)?);
                }
                "l" => {
                    let [x, y] = self.numbers()?;
                    path.line(point(x, y)?).ok_or(ORDER)?;
                }
                "c" => {
                    let [x1, y1, x2, y2, x, y] = self.numbers()?;
                    path.curve(point(x1, y1)?, point(x2, y2)?, point(x, y)?).ok_or(ORDER)?;
                }
                "h" => {
                    self.none()?;
                    path.close().ok_or(ORDER)?;
                }
                _ => {
                    path.end(false);
                    return Ok(path);
                }
            }
            self.step()?;
        }
    }

    /// How something mixes with what is below it.
    pub(super) fn mixes(&self) -> Result<Mixes, Wrong> {
        let document = self.drawings.document;
        let state = document.follow(self.named("ExtGState", self.name()?)?).as_dictionary();
        let state = state.ok_or(LACKING)?;
        let mask = document.get(state, "SMask").as_dictionary();
        if let Some(mask) = mask {
            let drawing = mask.get("G").and_then(Value::as_reference).ok_or(LACKING)?;
            // A mask is not read.
            (*self.drawings.read.get(&drawing).ok_or(LACKING)? == NONE)
                .then_some(())
                .ok_or(HIDDEN)?;
        }
        let shines = ["ca", "CA", "BM"].iter().any(|key| state.has(key));
        Ok(Mixes { shines, masked: mask.is_some() })
    }
}

/// A colour of these parts.
fn flat(parts: &[f64]) -> Result<Paint, Wrong> {
    parts.iter().all(|part| (0.0..=1.0).contains(part)).then_some(()).ok_or(ORDER)?;
    Ok(Paint::Colour { white: parts.iter().all(|part| 1.0 - part < 1e-6) })
}
