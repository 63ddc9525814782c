//! What two parsers see in a file, and what they must see after a change.

use kamerbrief_base::source::Sources;
use kamerbrief_front::edit::{Change, Value};
use kamerbrief_front::yaml::{self, Kind, Node, Parsed, Path};

/// What a parser sees: whether a single value is a text, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Seen {
    Single(bool, String),
    List(Vec<Seen>),
    Map(Vec<(String, Seen)>),
}

pub(super) fn ours(text: &str) -> Option<(Sources, Node)> {
    let mut sources = Sources::default();
    let id = sources.add("", text.trim_start_matches('\u{feff}'));
    let Parsed { tree, found, .. } = yaml::parse(sources.get(id), id);
    tree.filter(|_| found.is_empty()).map(|tree| (sources, tree))
}

pub(super) fn seen_by_us(node: &Node) -> Seen {
    match &node.kind {
        Kind::Scalar(scalar) => Seen::Single(true, scalar.value.to_string()),
        Kind::List(items) => Seen::List(items.iter().map(seen_by_us).collect()),
        Kind::Map(entries) => Seen::Map(
            entries
                .iter()
                .map(|entry| (entry.key.text().unwrap().to_owned(), seen_by_us(&entry.value)))
                .collect(),
        ),
    }
}

pub(super) fn theirs(text: &str) -> Option<Seen> {
    fn seen(value: serde_yaml::Value) -> Seen {
        use serde_yaml::Value as V;
        match value {
            V::Null => Seen::Single(false, String::new()),
            V::Bool(is) => Seen::Single(false, is.to_string()),
            V::Number(number) => Seen::Single(false, number.to_string()),
            V::String(text) => Seen::Single(true, text),
            V::Sequence(items) => Seen::List(items.into_iter().map(seen).collect()),
            V::Mapping(map) => Seen::Map(
                map.into_iter()
                    .map(|(key, value)| (key.as_str().unwrap().into(), seen(value)))
                    .collect(),
            ),
            V::Tagged(_) => unreachable!("no tags"),
        }
    }
    serde_yaml::from_str(text.trim_start_matches('\u{feff}')).ok().map(seen)
}

impl Seen {
    fn asked(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Single(true, text.clone()),
            Value::Plain(text) => Self::Single(false, text.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::asked).collect()),
            Value::Map(entries) => Self::Map(
                entries.iter().map(|(key, value)| (key.clone(), Self::asked(value))).collect(),
            ),
        }
    }

    /// Without the difference between text and what is none.
    pub(super) fn flat(&self) -> Self {
        match self {
            Self::Single(_, text) => Self::Single(true, text.clone()),
            Self::List(items) => Self::List(items.iter().map(Self::flat).collect()),
            Self::Map(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (key.clone(), value.flat())).collect())
            }
        }
    }

    fn at(&mut self, path: &Path) -> &mut Self {
        path.segments().iter().fold(self, |seen, segment| match (segment, seen) {
            (yaml::Segment::Key(key), Self::Map(entries)) => {
                &mut entries.iter_mut().find(|(name, _)| **name == **key).unwrap().1
            }
            (yaml::Segment::Index(index), Self::List(items)) => &mut items[*index],
            _ => unreachable!("the path is one of the tree"),
        })
    }

    /// The same, with a change of it.
    pub(super) fn change(&mut self, change: &Change) {
        match change {
            Change::Text { place, range, new } => match self.at(place) {
                Self::Single(is_text, text) => {
                    text.replace_range(range.clone(), new);
                    // A number that becomes a number stays one.
                    *is_text |= text.parse::<f64>().is_err();
                }
                _ => unreachable!("a single value"),
            },
            Change::Put { map, key, value, after } => match self.at(map) {
                Self::Map(entries) => {
                    let after = after.as_ref().map_or(entries.len(), |after| {
                        entries.iter().position(|(key, _)| key == after).unwrap() + 1
                    });
                    entries.insert(after, (key.clone(), Self::asked(value)));
                }
                nothing => *nothing = Self::Map(vec![(key.clone(), Self::asked(value))]),
            },
            Change::Insert { list, index, value } => match self.at(list) {
                Self::List(items) => items.insert(*index, Self::asked(value)),
                nothing => *nothing = Self::List(vec![Self::asked(value)]),
            },
            Change::Remove { place } => match (self.at(&place.parent()), place.segments().last()) {
                (Self::List(items), Some(yaml::Segment::Index(index))) => {
                    drop(items.remove(*index))
                }
                (Self::Map(entries), Some(yaml::Segment::Key(key))) => {
                    entries.retain(|(name, _)| **name != **key);
                }
                _ => unreachable!("a key or an item"),
            },
            Change::Move { list, from, to } => match self.at(list) {
                Self::List(items) => {
                    let item = items.remove(*from);
                    items.insert(if to > from { to - 1 } else { *to }, item);
                }
                _ => unreachable!("a list"),
            },
        }
    }
}
