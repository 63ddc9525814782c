//! In: the tree of a file without what is withheld. Out: the same with the footnotes that it still refers to, under
//! numbers: a name of a note is a name in the document. Pure.

use std::collections::BTreeSet;

use super::gevonden::scalars;
use crate::dossier::Shape;
use crate::prose::{self, Inline};
use crate::yaml::{Entry, Kind, Node, Path};

/// The field that a file's footnotes stand in.
pub(super) const NOTEN: &str = "voetnoten";

/// What begins a reference to a note.
const VERWIJZING: &str = "[^";

pub(super) fn numbered(tree: Node, shape: &Shape) -> Node {
    let mut referred = BTreeSet::new();
    scalars(&tree, shape, &Path::default(), &mut |_, node, shape| {
        let text = node.text().unwrap_or_default();
        if shape.is_proza() && text.contains(VERWIJZING) {
            prose::read(text).0.visit(&mut |inline| {
                if let Inline::Note { name, .. } = inline {
                    referred.insert(name.clone());
                }
            });
        }
    });
    let Kind::Map(mut entries) = tree.kind else { return tree };
    let mut names: Vec<String> = Vec::new();
    for notes in entries.iter_mut().filter(|entry| entry.key.text() == Some(NOTEN)) {
        let Kind::Map(all) = &mut notes.value.kind else { continue };
        all.retain(|note| note.key.text().is_some_and(|name| referred.contains(name)));
        for (i, note) in all.iter_mut().enumerate() {
            names.push(note.key.text().unwrap_or_default().to_owned());
            note.key = Node::in_place_of(number(i), note.key.span.clone());
        }
    }
    let is_empty = |node: &Node| matches!(&node.kind, Kind::Map(entries) if entries.is_empty());
    entries.retain(|entry| entry.key.text() != Some(NOTEN) || !is_empty(&entry.value));
    let tree = Node { span: tree.span, kind: Kind::Map(entries) };
    if names.is_empty() { tree } else { renamed(&tree, shape, &names) }
}

fn number(index: usize) -> String {
    format!("n{}", index + 1)
}

/// The tree with references by number.
fn renamed(node: &Node, shape: &Shape, names: &[String]) -> Node {
    let kind = match (&node.kind, shape) {
        (Kind::Scalar(scalar), shape) => {
            let has_any = shape.is_proza() && !scalar.cell && scalar.value.contains(VERWIJZING);
            return if has_any { text(node, &scalar.value, names) } else { node.clone() };
        }
        (Kind::List(items), Shape::List(item, _)) => {
            Kind::List(items.iter().map(|node| renamed(node, item, names)).collect())
        }
        (Kind::List(_), Shape::WordsOr(_, list)) => return renamed(node, list, names),
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            let one = |entry: &Entry| {
                let of = keys.iter().find(|(key, _)| Some(key.as_str()) == entry.key.text());
                let of = of
                    .map(|(_, shape)| shape)
                    .or_else(|| others.as_ref().map(|(_, shape)| &**shape));
                let value = of.map_or_else(
                    || entry.value.clone(),
                    |shape| renamed(&entry.value, shape, names),
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
