//! In: a document and a place on one of its pages. Out: where in its structure tree that place comes to be read. Pure.
//!
//! A signature is read where it is seen: right before the name below it. What stands where only the page says; its
//! operators are followed as far as that takes, which is little in a page that Typst made.

use std::collections::BTreeMap;

use super::Corners;
use super::content::{Operand, Operators};
use super::document::{Document, inflate};
use super::matrix::Matrix;
use super::object::Value;

/// Bytes of what is drawn on a page, at most.
const MAX_CONTENT: usize = 32 * 1024 * 1024;

/// By how much a text may stand further to the left than the place above it, in points.
const LEFT: f64 = 2.0;
/// Elements between a text and the one that holds it and other blocks, at most.
const MAX_STEPS: usize = 16;
/// Elements that hold text and no blocks (ISO 32000-1, 14.8.4).
const OF_TEXT: [&str; 16] = [
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "Span",
    "Quote",
    "Em",
    "Strong",
    "Link",
    "Lbl",
    "Caption",
    "Reference",
];

/// Where each marked text of a page begins, by its number.
pub(super) type Texts = BTreeMap<i64, (f64, f64)>;

/// The element that a place is read in, and the child before which it is; none when nothing is written below it.
pub(super) fn place(
    document: &Document<'_>,
    page: u32,
    texts: &Texts,
    at: Corners,
) -> Option<(u32, Value)> {
    let [left, bottom, right, _] = at.0.map(f64::from);
    let below = |(x, y): (f64, f64)| y < bottom && x > left - LEFT && x < right;
    let nearest = texts
        .iter()
        .filter(|(_, at)| below(**at))
        .max_by(|(_, one), (_, other)| one.1.total_cmp(&other.1));
    let number = *nearest?.0;
    let key = document.get(document.dictionary(page)?, "StructParents").as_integer()?;
    let parents = parents(document, key)?.as_array()?;
    let mut element = parents.get(usize::try_from(number).ok()?)?.as_reference()?;
    let mut child = Value::integer(number);
    for _ in 0..MAX_STEPS {
        let of = document.dictionary(element)?;
        if !OF_TEXT.iter().any(|kind| of.names("S", kind)) {
            return Some((element, child));
        }
        child = Value::Reference(element);
        element = of.get("P")?.as_reference()?;
    }
    None
}

/// What the parent tree has for a key.
fn parents<'a>(document: &'a Document<'_>, key: i64) -> Option<&'a Value> {
    let (_, root) = document.root()?;
    let tree = document.get(root, "StructTreeRoot").as_dictionary()?;
    let top = document.get(tree, "ParentTree").as_dictionary()?;
    let leaves = document.list(top, "Kids").iter();
    let leaves = leaves.filter_map(|kid| document.follow(kid).as_dictionary());
    [top].into_iter().chain(leaves).find_map(|leaf| {
        let mut pairs = document.list(leaf, "Nums").chunks_exact(2);
        let found = pairs.find(|pair| pair[0].as_integer() == Some(key))?;
        Some(document.follow(&found[1]))
    })
}

/// Where each marked text of a page begins, by its number.
pub(super) fn texts(document: &Document<'_>, page: u32) -> Option<Texts> {
    let content = document.dictionary(page)?.get("Contents")?.as_reference()?;
    let content = inflate(document.objects.get(&content)?.stream?, MAX_CONTENT)?;
    let mut found = Texts::new();
    let (mut now, mut begins, mut marks) = (Matrix::NOWHERE, Matrix::NOWHERE, Vec::new());
    let mut operators = Operators::new(&content);
    while let Some(operator) = operators.next().ok()? {
        let operands = &operators.operands;
        match operator {
            "q" => now = Matrix::NOWHERE,
            "cm" => now = matrix(operands)?,
            "Tm" => begins = matrix(operands)?,
            "BMC" => marks.push(None),
            "BDC" => marks.push(operands.get(1).and_then(number)),
            "EMC" => drop(marks.pop()),
            "Tj" | "TJ" => {
                let [x, y] = begins.within(now)?.point([0.0, 0.0])?;
                if let Some(number) = marks.iter().rev().find_map(|mark| *mark) {
                    found.entry(number).or_insert((x, y));
                }
            }
            _ => {}
        }
    }
    Some(found)
}

fn matrix(operands: &[Operand<'_>]) -> Option<Matrix> {
    let number = |operand: &Operand<'_>| match operand {
        Operand::Number(number) => Some(*number),
        _ => None,
    };
    let all: Option<Vec<f64>> = operands.iter().map(number).collect();
    all?.try_into().ok().map(Matrix::of)
}

/// The number of a marked text.
fn number(properties: &Operand<'_>) -> Option<i64> {
    match properties {
        Operand::Properties(of) => of.get("MCID")?.as_integer(),
        _ => None,
    }
}
