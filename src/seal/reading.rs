//! In: a PDF and a place on one of its pages. Out: where in its structure tree that place comes to be read. Pure.
//!
//! A signature is read where it is seen: right before the name below it. What stands where only the page says; its
//! operators are followed as far as that takes, which is little in a page that Typst made.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Object, ObjectId};

use super::Corners;
use super::pdf::{MAX_BYTES, Pdf};

/// By how much a text may stand further to the left than the place above it, in points.
const LEFT: f32 = 2.0;
/// Elements between a text and the one that holds it and other blocks, at most.
const MAX_STEPS: usize = 16;
/// Elements that hold text and no blocks (ISO 32000-1, 14.8.4).
const OF_TEXT: [&[u8]; 16] = [
    b"P",
    b"H",
    b"H1",
    b"H2",
    b"H3",
    b"H4",
    b"H5",
    b"H6",
    b"Span",
    b"Quote",
    b"Em",
    b"Strong",
    b"Link",
    b"Lbl",
    b"Caption",
    b"Reference",
];

/// A matrix as PDF has it: the last two numbers say where things go.
type Matrix = [f32; 6];

const NOWHERE: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The element that a place is read in, and the child before which it is; none when nothing is written below it.
pub(super) fn place(pdf: &Pdf<'_>, page: ObjectId, at: Corners) -> Option<(ObjectId, Object)> {
    let [left, bottom, right, _] = at.0;
    let below = |(x, y): (f32, f32)| y < bottom && x > left - LEFT && x < right;
    let nearest = texts(pdf, page)?
        .into_iter()
        .filter(|(_, at)| below(*at))
        .max_by(|(_, one), (_, other)| one.1.total_cmp(&other.1));
    let (number, _) = nearest?;
    let key = pdf.get(pdf.object(page)?, b"StructParents").as_i64().ok()?;
    let parents = match parents(pdf, key)? {
        Object::Array(parents) => parents,
        _ => return None,
    };
    let mut element = parents.get(usize::try_from(number).ok()?)?.as_reference().ok()?;
    let mut child = Object::Integer(number);
    for _ in 0..MAX_STEPS {
        let of = pdf.object(element)?;
        let kind = pdf.get(of, b"S").as_name().ok()?;
        if !OF_TEXT.contains(&kind) {
            return Some((element, child));
        }
        child = Object::Reference(element);
        element = of.get(b"P").ok()?.as_reference().ok()?;
    }
    None
}

/// What the parent tree has for a key.
fn parents<'a>(pdf: &'a Pdf<'_>, key: i64) -> Option<&'a Object> {
    let (_, root) = pdf.root()?;
    let tree = pdf.dictionary(root.get(b"StructTreeRoot").ok()?)?;
    let top = pdf.dictionary(tree.get(b"ParentTree").ok()?)?;
    let leaves = pdf.list(top, b"Kids").iter().filter_map(|kid| pdf.dictionary(kid));
    [top].into_iter().chain(leaves).find_map(|leaf| {
        let mut pairs = pdf.list(leaf, b"Nums").chunks_exact(2);
        let found = pairs.find(|pair| pair[0].as_i64().is_ok_and(|number| number == key))?;
        Some(pdf.follow(&found[1]).1)
    })
}

/// Where each marked text of a page begins, by its number.
fn texts(pdf: &Pdf<'_>, page: ObjectId) -> Option<BTreeMap<i64, (f32, f32)>> {
    let content = pdf.document.get_page_content_with_limit(page, MAX_BYTES).ok()?;
    let content = Content::decode(&content).ok()?;
    let mut found = BTreeMap::new();
    let (mut now, mut line, mut kept, mut marks) = (NOWHERE, NOWHERE, Vec::new(), Vec::new());
    for operation in &content.operations {
        let operands = operation.operands.as_slice();
        match operation.operator.as_str() {
            "q" => kept.push(now),
            "Q" => now = kept.pop()?,
            "cm" => now = after(matrix(operands)?, now),
            "BT" => line = NOWHERE,
            "Tm" => line = matrix(operands)?,
            "Td" | "TD" => {
                let [x, y] = numbers(operands)?;
                line = after([1.0, 0.0, 0.0, 1.0, x, y], line);
            }
            "BMC" => marks.push(None),
            "BDC" => marks.push(operands.get(1).and_then(number)),
            "EMC" => drop(marks.pop()),
            "Tj" | "TJ" => {
                let [.., x, y] = after(line, now);
                if let Some(number) = marks.iter().rev().find_map(|mark| *mark) {
                    found.entry(number).or_insert((x, y));
                }
            }
            _ => {}
        }
    }
    Some(found)
}

/// The number of a marked text.
fn number(properties: &Object) -> Option<i64> {
    properties.as_dict().ok().and_then(|of: &Dictionary| of.get(b"MCID").ok()?.as_i64().ok())
}

fn matrix(operands: &[Object]) -> Option<Matrix> {
    numbers(operands)
}

fn numbers<const COUNT: usize>(operands: &[Object]) -> Option<[f32; COUNT]> {
    let all: Vec<f32> = operands.iter().filter_map(|one| one.as_float().ok()).collect();
    all.try_into().ok()
}

/// One matrix within another.
fn after(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, x, y] = inner;
    let [k, l, m, n, u, v] = outer;
    [
        a * k + b * m,
        a * l + b * n,
        c * k + d * m,
        c * l + d * n,
        x * k + y * m + u,
        x * l + y * n + v,
    ]
}
