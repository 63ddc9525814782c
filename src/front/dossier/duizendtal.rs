//! In: the annex's tree. Out: the same, in which an amount such as `24.116` has no point where the unit of its table makes
//! certain that it is twenty-four thousand, and a percentage has no sign behind it where its column says what it is. Pure.
//!
//! In whole euros, or thousands of them, nobody has three decimals; in millions one may have. A count has none either.

use std::sync::Arc;

use super::schema::Shape;
use super::{Bestand, Eenheid, Kolomsoort, Root, bedrag, schema};
use crate::yaml::{Entry, Kind, Node};

/// Takes the points and the signs out.
pub(super) fn gelezen(tree: Arc<Node>) -> Arc<Node> {
    let mut has = false;
    tree.leaves(&mut |_, text| has |= bedrag::met_punt(text).is_some() || procent(text).is_some());
    if !has {
        return tree;
    }
    let mut tree = Arc::unwrap_or_clone(tree);
    let whole = unit(&tree);
    table(&mut tree, schema::shape(Root::File(Bestand::Bijlage)), whole);
    Arc::new(tree)
}

/// A percentage without its sign.
fn procent(text: &str) -> Option<&str> {
    text.trim().strip_suffix('%').map(str::trim_end)
}

fn unit(node: &Node) -> Option<Eenheid> {
    let word = node.get("eenheid").and_then(Node::text);
    Eenheid::ALL.into_iter().find(|unit| Some(unit.word()) == word)
}

/// A table, in its own unit or that of the annex; or the annex, with tables in it.
fn table(node: &mut Node, shape: &Shape, whole: Option<Eenheid>) {
    let unit = unit(node).or(whole);
    let counts: Vec<(String, Option<Kolomsoort>)> = columns(node);
    walk(node, shape, unit, &counts);
}

/// The columns of a table that has its own, each with what it holds.
fn columns(node: &Node) -> Vec<(String, Option<Kolomsoort>)> {
    let own = node.get("staat").and_then(|staat| staat.get("kolommen"));
    let Some(Kind::Map(entries)) = own.map(|columns| &columns.kind) else { return Vec::new() };
    let one = |entry: &Entry| {
        let soort = match entry.value.get("soort").and_then(Node::text) {
            None | Some("bedrag") => Some(Kolomsoort::Bedrag),
            Some("aantal") => Some(Kolomsoort::Aantal),
            Some("procent") => Some(Kolomsoort::Procent),
            _ => None,
        };
        Some((entry.key.text()?.to_owned(), soort))
    };
    entries.iter().filter_map(one).collect()
}

fn walk(
    node: &mut Node,
    shape: &Shape,
    unit: Option<Eenheid>,
    columns: &[(String, Option<Kolomsoort>)],
) {
    match (&mut node.kind, shape) {
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            for Entry { key, value } in entries {
                let name = key.text().unwrap_or_default();
                let of = keys.iter().find(|(key, _)| key == name).map(|(_, shape)| shape);
                let Some(of) = of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)) else {
                    continue;
                };
                match (name, &mut value.kind, of) {
                    ("tabellen", Kind::List(items), Shape::List(item, _)) => {
                        items.iter_mut().for_each(|own| table(own, item, unit));
                    }
                    ("cellen", Kind::Map(cells), Shape::Map { others: Some((_, of)), .. }) => {
                        for Entry { key, value } in cells {
                            let column =
                                columns.iter().find(|(own, _)| Some(own.as_str()) == key.text());
                            let unit = match column.and_then(|(_, soort)| *soort) {
                                Some(Kolomsoort::Bedrag) => unit,
                                Some(Kolomsoort::Aantal) => Some(Eenheid::Euro),
                                Some(Kolomsoort::Procent) => {
                                    without_sign(value);
                                    None
                                }
                                _ => None,
                            };
                            walk(value, of, unit, columns);
                        }
                    }
                    _ => walk(value, of, unit, columns),
                }
            }
        }
        (Kind::List(items), Shape::List(item, _)) => {
            items.iter_mut().for_each(|own| walk(own, item, unit, columns));
        }
        (Kind::List(_), Shape::WordsOr(_, list)) => walk(node, list, unit, columns),
        (Kind::Scalar(scalar), shape) if shape.is_format(bedrag::FORMAT_BEDRAG) => {
            if let Some(plain) = unit.and_then(|unit| bedrag::in_eenheid(&scalar.value, unit)) {
                scalar.value = plain.into();
            }
        }
        _ => {}
    }
}

/// Takes the sign from a percentage.
fn without_sign(node: &mut Node) {
    if let Kind::Scalar(scalar) = &mut node.kind
        && let Some(plain) = procent(&scalar.value)
    {
        scalar.value = plain.to_owned().into();
    }
}
