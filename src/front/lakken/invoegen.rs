//! In: the tree of a file without what is withheld. Out: the same with the figures and frames that its texts still name,
//! under numbers: what an author calls one is nobody else's. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::gevonden::scalars;
use crate::dossier::{FIGUREN, KADERS, Shape};
use crate::prose::{self, Inline, Inserted};
use crate::yaml::{Entry, Kind, Node, Path, Segment};

/// Takes out what no text names, and numbers the rest.
pub(super) fn numbered(tree: Node, shape: &Shape) -> Node {
    // A frame can hold a figure.
    let tree = of(tree, shape, Inserted::Kader);
    of(tree, shape, Inserted::Figuur)
}

fn of(tree: Node, shape: &Shape, what: Inserted) -> Node {
    let field = match what {
        Inserted::Figuur => FIGUREN,
        Inserted::Kader => KADERS,
    };
    let Some(Kind::Map(all)) = tree.get(field).map(|all| &all.kind) else { return tree };
    let mut named = BTreeSet::new();
    let form = format!("<{}:", what.form());
    scalars(&tree, shape, &Path::default(), &mut |path, node, shape| {
        let text = node.text().unwrap_or_default();
        let own = matches!(path.segments().first(), Some(Segment::Key(first)) if &**first == field);
        if shape.is_proza() && !own && text.contains(&form) {
            visit(text, what, &mut |name, _| {
                named.insert(name.to_owned());
            });
        }
    });
    let names: Vec<String> = (all.iter().filter_map(|entry| entry.key.text()))
        .filter(|name| named.contains(*name))
        .map(ToOwned::to_owned)
        .collect();
    let number = |name: &str| {
        let index = names.iter().position(|known| known == name)?;
        Some(format!("{}{}", what.form(), index + 1))
    };
    let tree = renamed(&tree, shape, &form, &|text| {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        visit(text, what, &mut |name, range| {
            if let Some(number) = number(name) {
                out.push_str(&text[at..range.start]);
                out.push_str(&format!("{form}{number}>"));
                at = range.end;
            }
        });
        out + &text[at..]
    });
    let Kind::Map(mut entries) = tree.kind else { return tree };
    for entry in entries.iter_mut().filter(|entry| entry.key.text() == Some(field)) {
        let Kind::Map(all) = &mut entry.value.kind else { continue };
        all.retain_mut(|one| {
            let number = one.key.text().and_then(number);
            let span = one.key.span.clone();
            number.map(|number| one.key = Node::in_place_of(number, span)).is_some()
        });
    }
    let is_empty = |node: &Node| matches!(&node.kind, Kind::Map(entries) if entries.is_empty());
    entries.retain(|entry| entry.key.text() != Some(field) || !is_empty(&entry.value));
    Node { span: tree.span, kind: Kind::Map(entries) }
}

/// Calls with the name and the place of each that a text puts in, in order.
fn visit(text: &str, of: Inserted, call: &mut dyn FnMut(&str, &Range<usize>)) {
    prose::read(text).0.visit(&mut |inline| match inline {
        Inline::Insert { what, name, range } if *what == of => call(name, range),
        _ => {}
    });
}

/// The tree with other texts in the place of those that hold this.
fn renamed(node: &Node, shape: &Shape, form: &str, text: &dyn Fn(&str) -> String) -> Node {
    let kind = match (&node.kind, shape) {
        (Kind::Scalar(scalar), shape) => {
            let has_any = shape.is_proza() && !scalar.cell && scalar.value.contains(form);
            return match has_any {
                true => Node::in_place_of(text(&scalar.value), node.span.clone()),
                false => node.clone(),
            };
        }
        (Kind::List(items), Shape::List(item, _)) => {
            Kind::List(items.iter().map(|node| renamed(node, item, form, text)).collect())
        }
        (Kind::List(_), Shape::WordsOr(_, list)) => return renamed(node, list, form, text),
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            let one = |entry: &Entry| {
                let of = keys.iter().find(|(key, _)| Some(key.as_str()) == entry.key.text());
                let of = of.map(|(_, shape)| shape);
                let of = of.or_else(|| others.as_ref().map(|(_, shape)| &**shape));
                let value = of.map(|shape| renamed(&entry.value, shape, form, text));
                Entry {
                    key: entry.key.clone(),
                    value: value.unwrap_or_else(|| entry.value.clone()),
                }
            };
            Kind::Map(entries.iter().map(one).collect())
        }
        _ => return node.clone(),
    };
    Node { span: node.span.clone(), kind }
}
