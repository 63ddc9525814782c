//! Random changes of a tree.

use std::ops::Range;

use kamerbrief_front::edit::{Change, Value};
use kamerbrief_front::yaml::{Kind, Node, Path};
use proptest::prelude::*;
use proptest::sample::select;

/// What is to change; numbers choose among what there is.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    kind: usize,
    place: usize,
    from: usize,
    to: usize,
    text: String,
    value: Value,
}

fn new_text() -> impl Strategy<Value = String> {
    let part = select(vec![
        "",
        " ",
        "x",
        "een twee",
        "\n",
        "\n\n",
        ": ",
        " #",
        "'",
        "\"",
        "\\",
        "- ",
        "een\ntwee",
        "\n  in",
        "é",
        "\u{85}",
        "\u{2028}",
        "a\tb",
        ",",
        "]",
        "|",
        "---",
        "\r",
        "null",
        "12",
        "\u{1}",
        "😀",
        "{{ x }}",
        "&",
        "*",
        "?",
        "%",
        "@",
        "`",
        "\u{feff}",
        "\u{a0}",
    ]);
    prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

fn new_value() -> impl Strategy<Value = Value> {
    let single = new_text().prop_map(Value::Text);
    single.prop_recursive(3, 8, 3, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..3).prop_map(Value::List);
        let map = prop::collection::vec(inner, 0..3).prop_map(|values| {
            let keys = ["kop", "met spatie", "é: 1"].map(String::from);
            Value::Map(keys.into_iter().zip(values).collect())
        });
        prop_oneof![list, map]
    })
}

pub(super) fn wish(kinds: Range<usize>) -> impl Strategy<Value = Wish> {
    let number = || 0usize..1000;
    (kinds, number(), number(), number(), new_text(), new_value()).prop_map(
        |(kind, place, from, to, text, value)| Wish { kind, place, from, to, text, value },
    )
}

/// Every value of a tree with its path, the root first.
pub(super) fn places<'a>(node: &'a Node, path: &Path, out: &mut Vec<(Path, &'a Node)>) {
    out.push((path.clone(), node));
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::List(items) => {
            items.iter().enumerate().for_each(|(i, item)| places(item, &path.index(i), out));
        }
        Kind::Map(entries) => entries
            .iter()
            .for_each(|entry| places(&entry.value, &path.key(entry.key.text().unwrap()), out)),
    }
}

/// The change that a wish comes to in this tree, if there is something for it.
pub(super) fn granted(wish: &Wish, tree: &Node) -> Option<Change> {
    let mut all = Vec::new();
    places(tree, &Path::default(), &mut all);
    let choose = |fits: &dyn Fn(&Path, &Node) -> bool| {
        let fitting: Vec<_> = all.iter().filter(|(path, node)| fits(path, node)).collect();
        (!fitting.is_empty()).then(|| fitting[wish.place % fitting.len()].clone())
    };
    let is_map = |node: &Node| matches!(node.kind, Kind::Map(_));
    let size = |node: &Node| match &node.kind {
        Kind::Scalar(_) => 0,
        Kind::List(items) => items.len(),
        Kind::Map(entries) => entries.len(),
    };
    let value = wish.value.clone();
    Some(match wish.kind {
        0 => {
            let (place, node) = choose(&|_, node| node.text().is_some())?;
            let text = node.text()?;
            let bounds: Vec<usize> =
                (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            let (a, b) = (bounds[wish.from % bounds.len()], bounds[wish.to % bounds.len()]);
            // What was nothing becomes text: whether `12` was meant as a number nobody knows.
            let new =
                if node.is_null() { format!("nieuw{}", wish.text) } else { wish.text.clone() };
            Change::Text { place, range: a.min(b)..a.max(b), new }
        }
        1 => {
            let (map, node) = choose(&|path, node| {
                is_map(node) || (node.is_null() && !path.segments().is_empty())
            })?;
            let after = match &node.kind {
                Kind::Map(entries) if wish.from.is_multiple_of(2) && !entries.is_empty() => {
                    entries[wish.to % entries.len()].key.text().map(Into::into)
                }
                _ => None,
            };
            Change::Put { map, key: "nieuw".into(), value, after }
        }
        2 => {
            let (list, node) =
                choose(&|_, node| matches!(node.kind, Kind::List(_)) || node.is_null())?;
            Change::Insert { list, index: wish.from % (size(node) + 1), value }
        }
        3 => Change::Remove { place: choose(&|path, _| !path.segments().is_empty())?.0 },
        _ => {
            let (list, node) =
                choose(&|_, node| matches!(node.kind, Kind::List(_)) && size(node) > 0)?;
            let (from, to) = (wish.from % size(node), wish.to % (size(node) + 1));
            Change::Move { list, from, to }
        }
    })
}
