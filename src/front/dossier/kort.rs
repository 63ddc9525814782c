//! In: the tree of a file in which blocks may be written short. Out: the tree with the whole blocks. Pure.
//!
//! Of a block the schema can name one field that may stand alone: `1: Waarom?` for `1: {tekst: Waarom?}`. Nothing after
//! this knows which was typed.

use std::sync::Arc;

use super::Shape;
use super::lichten::is_wrapped;
use crate::yaml::{Entry, Kind, Node};

/// Writes short blocks out.
pub(super) fn written_out(tree: Arc<Node>, shape: &Shape) -> Arc<Node> {
    match has_short(shape) {
        true => Arc::new(value(Arc::unwrap_or_clone(tree), shape)),
        false => tree,
    }
}

fn has_short(shape: &Shape) -> bool {
    match shape {
        Shape::Map { keys, others, short, .. } => {
            short.is_some()
                || keys.iter().any(|(_, shape)| has_short(shape))
                || others.as_ref().is_some_and(|(_, shape)| has_short(shape))
        }
        Shape::List(item, _) => has_short(item),
        _ => false,
    }
}

fn value(node: Node, shape: &Shape) -> Node {
    let Node { span, kind } = node;
    let kind = match (kind, shape) {
        (Kind::Map(entries), Shape::Map { keys, others, short, .. }) => {
            if let (Some(short), true) = (short, is_wrapped(&entries)) {
                return block(short, Node { span, kind: Kind::Map(entries) });
            }
            let one = |Entry { key, value }: Entry| {
                let of = keys.iter().find(|(name, _)| Some(name.as_str()) == key.text());
                let of = of.map(|(_, shape)| shape);
                let value = match of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)) {
                    Some(shape) => self::value(value, shape),
                    None => value,
                };
                Entry { key, value }
            };
            Kind::Map(entries.into_iter().map(one).collect())
        }
        (Kind::List(items), Shape::List(item, _)) => {
            Kind::List(items.into_iter().map(|node| value(node, item)).collect())
        }
        (Kind::Scalar(scalar), Shape::Map { short: Some(short), .. }) => {
            let node = Node { span, kind: Kind::Scalar(scalar) };
            return if node.is_null() { node } else { block(short, node) };
        }
        (kind, _) => kind,
    };
    Node { span, kind }
}

fn block(key: &str, value: Node) -> Node {
    let span = value.span.clone();
    let key = Node::in_place_of(key, span.clone());
    Node { span, kind: Kind::Map(vec![Entry { key, value }]) }
}
