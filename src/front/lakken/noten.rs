//! In: the tree of a file without what is withheld. Out: the same with the footnotes that it still refers to, under
//! numbers: a name of a note is a name in the document. Pure.

use std::collections::BTreeSet;

use super::gevonden::scalars;
use crate::dossier::{NOTEN, Place, Root, Shape, noten_van};
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
        let text = node.text().unwrap_or_default();
        if shape.is_proza() && text.contains(VERWIJZING) && is_of(path) {
            prose::read(text).0.visit(&mut |inline| {
                if let Inline::Note { name, .. } = inline {
                    referred.insert(name.clone());
                }
            });
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
            let has_any = shape.is_proza() && !scalar.cell && scalar.value.contains(VERWIJZING);
            return if has_any && is_of(path) {
                text(node, &scalar.value, names)
            } else {
                node.clone()
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

fn text(node: &Node, text: &str, names: &[String]) -> Node {
    let mut references = Vec::new();
    prose::read(text).0.visit(&mut |inline| {
        if let Inline::Note { name, range } = inline
            && let Some(index) = names.iter().position(|known| known == name)
        {
            references.push((range.clone(), number(index)));
        }
    });
    references.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, name) in references {
        out.push_str(&text[at..range.start]);
        out.push_str(&format!("{VERWIJZING}{name}]"));
        at = range.end;
    }
    out.push_str(&text[at..]);
    Node::in_place_of(out, node.span.clone())
}
