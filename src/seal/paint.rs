//! In: what a page is drawn with besides letters, lines and pictures: patterns, gradients, masks, drawings within
//! drawings. Out: whether each says all that a program needs, in the way of `export`. Pure.
//!
//! What lacks something, one program leaves out and another one draws, and so one shows a text that the other one covers.

use std::collections::{BTreeMap, BTreeSet};
use std::ptr;

use super::document::Document;
use super::drawing::Ink;
use super::kinds::{
    FORM, FUNCTION, GRADIENT, GROUP, Kind, MASK, SHADING, STATE, TILES, TRANSPARENCY,
};
use super::matrix::{LARGEST, Matrix, numbers};
use super::object::{Dictionary, Value};

/// Drawings within each other, at most: programs end somewhere.
const MAX_DEPTH: usize = 12;
/// The least width of what is repeated, in points.
const LEAST_TILE: f64 = 0.5;
/// The shortest gradient, in points.
const LEAST: f64 = 0.1;
/// What part of its last circle the first one may reach.
const WITHIN: f64 = 0.99;
/// How far from its ends the colours within a gradient are at least, as a part of it.
const APART: f64 = 0.0005;
/// Things that all drawings of a file together name, at most.
const MAX_NAMED: usize = 200_000;

/// Whether a thing of this kind has all that it needs.
pub(super) fn is_complete(document: &Document<'_>, kind: &'static Kind, of: &Dictionary) -> bool {
    let is = |one: &'static Kind| ptr::eq(one, kind);
    let complete = if is(&TILES) {
        tiles(of)
    } else if is(&GRADIENT) {
        gradient(document, of)
    } else if is(&SHADING) {
        shading(document, of)
    } else if is(&FUNCTION) {
        function(document, of)
    } else if is(&STATE) {
        state(of)
    } else if is(&MASK) {
        mask(document, of)
    } else if is(&GROUP) {
        let alone = matches!(of.get("I"), None | Some(Value::Boolean(true)));
        (of.names("S", "Transparency") && of.has("CS") && alone).then_some(())
    } else if is(&FORM) {
        form(of)
    } else if is(&TRANSPARENCY) {
        of.names("Subtype", "Image").then_some(())
    } else {
        Some(())
    };
    complete.is_some()
}

/// A key that is true or false, or is not there.
fn is_boolean(of: &Dictionary, key: &str) -> bool {
    matches!(of.get(key), None | Some(Value::Boolean(_)))
}

/// Numbers of a measure that every program can count with.
fn measures<const COUNT: usize>(of: &Dictionary, key: &str) -> Option<[f64; COUNT]> {
    let all: [f64; COUNT] = numbers(of.get(key)?.as_array()?)?;
    all.iter().all(|one| one.abs() < LARGEST).then_some(all)
}

/// How something of a pattern is put on the page.
fn matrix(of: &Dictionary) -> Option<Matrix> {
    match of.has("Matrix") {
        true => measures(of, "Matrix").map(Matrix::of),
        false => None,
    }
}

/// A pattern that fills its steps, in its own colours.
fn tiles(of: &Dictionary) -> Option<()> {
    let one = |key: &str| of.get(key)?.as_integer::<u8>();
    let all = ["PatternType", "TilingType", "PaintType"].map(one) == [Some(1); 3];
    let bounds: Ink = measures(of, "BBox")?;
    let [width, height]: [f64; 2] = [of.get("XStep")?.as_real()?, of.get("YStep")?.as_real()?];
    let filled = bounds == [0.0, 0.0, width, height] && width > 0.0 && height > 0.0;
    (all && filled && matrix(of)?.thickness([width, height]) > LEAST_TILE).then_some(())
}

fn gradient(document: &Document<'_>, of: &Dictionary) -> Option<()> {
    let is_shaded = of.get("PatternType")?.as_integer() == Some(2_u8);
    let shading = document.get(of, "Shading").as_dictionary()?;
    (is_shaded && matrix(of)?.narrow(length(shading)?)? > LEAST).then_some(())
}

/// How long a gradient is in its own measure.
pub(super) fn length(shading: &Dictionary) -> Option<f64> {
    match measures::<4>(shading, "Coords") {
        Some([x, y, u, v]) => Some(f64::hypot(x - u, y - v)),
        None => measures::<6>(shading, "Coords").map(|[.., last]| last),
    }
}

/// Colours along a line, or between two circles.
fn shading(document: &Document<'_>, of: &Dictionary) -> Option<()> {
    match of.get("ShadingType")?.as_integer::<u8>()? {
        2 => {
            let [x, y, u, v] = measures(of, "Coords")?;
            ((x, y) != (u, v)).then_some(())?;
        }
        3 => {
            let [x, y, first, u, v, last] = measures::<6>(of, "Coords")?;
            let apart = f64::hypot(x - u, y - v);
            // The first circle is well within the last one: elsewhere programs see a cone, a disc or nothing.
            let within = first >= 0.0 && last > 0.0 && apart + first < last * WITHIN;
            within.then_some(())?;
        }
        _ => return None,
    }
    let on = &Value::Boolean(true);
    let extends = of.get("Extend")?.as_array()? == [on.clone(), on.clone()];
    let function = document.get(of, "Function").as_dictionary()?;
    let colours = colours(document, of.get("ColorSpace")?)?;
    let unit = !of.has("Domain") || measures(of, "Domain") == Some([0.0, 1.0]);
    (extends && unit && is_boolean(of, "AntiAlias") && gives(document, function)? == colours)
        .then_some(())
}

/// How many numbers a colour has.
fn colours(document: &Document<'_>, of: &Value) -> Option<usize> {
    let profile = document.follow(of).as_array()?.get(1)?.as_reference()?;
    document.dictionary(profile)?.get("N")?.as_integer()
}

/// How many numbers a function gives.
fn gives(document: &Document<'_>, of: &Dictionary) -> Option<usize> {
    match of.get("FunctionType")?.as_integer::<u8>()? {
        2 => Some(of.get("C0")?.as_array()?.len()),
        3 => {
            let first = document.list(of, "Functions").first()?;
            Some(document.follow(first).as_dictionary()?.get("C0")?.as_array()?.len())
        }
        _ => None,
    }
}

/// From one colour evenly to another, or several of those behind each other.
fn function(document: &Document<'_>, of: &Dictionary) -> Option<()> {
    (measures(of, "Domain")? == [0.0, 1.0]).then_some(())?;
    let reals = |key: &str| -> Option<Vec<f64>> {
        of.get(key)?.as_array()?.iter().map(Value::as_real).collect()
    };
    let count = gives(document, of)?;
    let unit = |count: usize| [0.0, 1.0].repeat(count);
    (reals("Range")? == unit(count)).then_some(())?;
    let within = |all: &[f64]| all.iter().all(|one| (0.0..=1.0).contains(one));
    match of.get("FunctionType")?.as_integer::<u8>()? {
        2 => {
            let (from, to) = (reals("C0")?, reals("C1")?);
            let even = of.get("N")?.as_real() == Some(1.0_f64);
            (even && to.len() == count && within(&from) && within(&to)).then_some(())
        }
        _ => {
            let parts = document.list(of, "Functions");
            let simple = parts.iter().all(|part| {
                let part = document.follow(part).as_dictionary();
                part.is_some_and(|part| {
                    part.get("FunctionType").and_then(Value::as_integer) == Some(2_u8)
                        && gives(document, part) == Some(count)
                })
            });
            let bounds = reals("Bounds")?;
            // A sharp end stands between two colours; programs differ about one at either end.
            let inner = bounds.iter().all(|bound| (APART..=1.0 - APART).contains(bound));
            let ordered = bounds.len() + 1 == parts.len() && bounds.is_sorted() && inner;
            (simple && ordered && reals("Encode")? == unit(parts.len())).then_some(())
        }
    }
}

/// How something mixes: in a way that differs from how it does by itself.
fn state(of: &Dictionary) -> Option<()> {
    let part = |key: &str| match of.get(key) {
        None => true,
        Some(value) => value.as_real().is_some_and(|part: f64| (0.0..1.0).contains(&part)),
    };
    let any = ["ca", "CA", "BM", "SMask"].iter().any(|key| of.has(key));
    (part("ca") && part("CA") && any).then_some(())
}

fn mask(document: &Document<'_>, of: &Dictionary) -> Option<()> {
    (of.has("S") && document.get(of, "G").as_dictionary().is_some()).then_some(())
}

/// A drawing whose colours are mixed by themselves: it takes nothing from where it is drawn.
fn form(of: &Dictionary) -> Option<()> {
    let [left, bottom, right, top] = measures(of, "BBox")?;
    let is_drawing = of.names("Subtype", "Form") && of.has("Group");
    (is_drawing && left < right && bottom < top).then_some(())
}

/// Why drawings have no order in which each can be read behind what is drawn in it.
pub(super) enum Disorder {
    /// This one is drawn within itself, or too deep within others.
    Within(u32),
    /// They name more than can be gone through.
    Many,
}

/// Drawings, each behind what is drawn in it.
pub(super) fn in_order(
    document: &Document<'_>,
    all: impl Iterator<Item = u32>,
) -> Result<Vec<u32>, Disorder> {
    let mut named = MAX_NAMED;
    let mut left = BTreeMap::new();
    for number in all {
        left.insert(number, within(document, number, &mut named).ok_or(Disorder::Many)?);
    }
    let mut order = Vec::new();
    for _ in 0..MAX_DEPTH {
        let known: BTreeSet<u32> = left.keys().copied().collect();
        left.retain(|number, within| {
            let later = !within.is_disjoint(&known);
            if !later {
                order.push(*number);
            }
            later
        });
        if left.is_empty() {
            return Ok(order);
        }
    }
    Err(Disorder::Within(left.into_keys().next().unwrap_or_default()))
}

/// What is drawn within a drawing, by itself or as a pattern or mask; none when it names more than is left.
fn within(document: &Document<'_>, number: u32, left: &mut usize) -> Option<BTreeSet<u32>> {
    let Some(of) = document.dictionary(number) else { return Some(BTreeSet::new()) };
    let resources = document.get(of, "Resources").as_dictionary();
    let mut all = BTreeSet::new();
    for key in ["XObject", "Pattern", "ExtGState"] {
        let names = resources.and_then(|of| document.get(of, key).as_dictionary());
        for (_, value) in names.into_iter().flat_map(Dictionary::entries) {
            *left = left.checked_sub(1)?;
            let mask = || {
                let state = document.follow(value).as_dictionary()?;
                document.get(state, "SMask").as_dictionary()?.get("G")
            };
            let drawn = if key == "ExtGState" { mask() } else { Some(value) };
            all.extend(drawn.and_then(Value::as_reference));
        }
    }
    Some(all)
}
