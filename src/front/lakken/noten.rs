//! In: the tree of a file without what is withheld. Out: the same with the footnotes that it still refers to, under
//! numbers: a name of a note is a name in the document. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::gevonden::scalars;
use crate::dossier::{NOTEN, Place, Root, Shape, nootmerken, noten_van};
use crate::prose::{self, Inline};
use crate::yaml::{Entry, Kind, Node, Path};

/// What begins a reference to a note.
const VERWIJZING: &str = "[^";

pub(super) fn numbered(tree: Node, shape: &Shape, root: Root) -> Node {
    NOTEN.into_iter().fold(tree, |tree, series| of_series(tree, shape, root, series))
}

/// The notes of one series, with what refers to them.
fn of_series(tree: Node, shape: &Shape, root: Root, series: &str) -> Node {
    let is_of = |path: &Path| noten_van(&Place { root, path: path.clone() }) == series;
    let mut referred = BTreeSet::new();
    scalars(&tree, shape, &Path::default(), &mut |path, node, shape| {
        if is_of(path) {
            referred.extend(merken(node, shape).into_iter().map(|(_, name)| name));
        }
    });
    let Kind::Map(mut entries) = tree.kind else { return tree };
    let mut names: Vec<String> = Vec::new();
    for notes in entries.iter_mut().filter(|entry| entry.key.text() == Some(series)) {
        let Kind::Map(all) = &mut notes.value.kind else { continue };
        all.retain(|note| note.key.text().is_some_and(|name| referred.contains(name)));
        for (i, note) in all.iter_mut().enumerate() {
            names.push(note.key.text().unwrap_or_default().to_owned());
            note.key = Node::in_place_of(number(i), note.key.span.clone());
        }
    }
    let is_empty = |node: &Node| matches!(&node.kind, Kind::Map(entries) if entries.is_empty());
    entries.retain(|entry| entry.key.text() != Some(series) || !is_empty(&entry.value));
    let tree = Node { span: tree.span, kind: Kind::Map(entries) };
    if names.is_empty() { tree } else { renamed(&tree, shape, &Path::default(), &is_of, &names) }
}

fn number(index: usize) -> String {
    format!("n{}", index + 1)
}

/// The tree with references by number.
fn renamed(
    node: &Node,
    shape: &Shape,
    path: &Path,
    is_of: &dyn Fn(&Path) -> bool,
    names: &[String],
) -> Node {
    let inner = |node: &Node, shape: &Shape, path: &Path| renamed(node, shape, path, is_of, names);
    let kind = match (&node.kind, shape) {
        (Kind::Scalar(scalar), shape) => {
            let marks = if is_of(path) { merken(node, shape) } else { Vec::new() };
            return match marks.is_empty() {
                true => node.clone(),
                false => text(node, &scalar.value, marks, names),
            };
        }
        (Kind::List(items), Shape::List(item, _)) => {
            let items = items.iter().enumerate();
            Kind::List(items.map(|(i, node)| inner(node, item, &path.index(i))).collect())
        }
        (Kind::List(_), Shape::WordsOr(_, list)) => return inner(node, list, path),
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            let one = |entry: &Entry| {
                let name = entry.key.text().unwrap_or_default();
                let of = keys.iter().find(|(key, _)| key == name);
                let of = of
                    .map(|(_, shape)| shape)
                    .or_else(|| others.as_ref().map(|(_, shape)| &**shape));
                let value = of.map_or_else(
                    || entry.value.clone(),
                    |shape| inner(&entry.value, shape, &path.key(name)),
                );
                Entry { key: entry.key.clone(), value }
            };
            Kind::Map(entries.iter().map(one).collect())
        }
        _ => return node.clone(),
    };
    Node { span: node.span.clone(), kind }
}

/// The marks of notes in a value, in order, each with its name.
fn merken(node: &Node, shape: &Shape) -> Vec<(Range<usize>, String)> {
    let text = node.text().filter(|text| text.contains(VERWIJZING)).unwrap_or_default();
    // Elsewhere than in a text with markup, only these are any.
    if shape.is_rijnaam() || shape.is_proza() && node.is_cell() {
        let marks = nootmerken(text).into_iter();
        return marks.map(|(range, name)| (range, name.to_owned())).collect();
    }
    let mut marks = Vec::new();
    if shape.is_proza() {
        prose::read(text).0.visit(&mut |inline| {
            if let Inline::Note { name, range } = inline {
                marks.push((range.clone(), name.clone()));
            }
        });
        marks.sort_by_key(|(range, _)| range.start);
    }
    marks
}

fn text(node: &Node, text: &str, marks: Vec<(Range<usize>, String)>, names: &[String]) -> Node {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, name) in marks {
        if let Some(index) = names.iter().position(|known| *known == name) {
            out.push_str(&text[at..range.start]);
            out.push_str(&format!("{VERWIJZING}{}]", number(index)));
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    match node.is_cell() {
        true => Node::from_cell(out.as_str(), node.span.clone()),
        false => Node::in_place_of(out, node.span.clone()),
    }
}
