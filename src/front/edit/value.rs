//! In: a tree of a file, or what a program wants to write. Out: what it says, without places. Pure.

use super::Refused;
use super::wanted::{Slot, Wanted};
use crate::yaml::{Kind, Node, Path, Segment};

/// What a part of a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, for every program that reads the file.
    Text(String),
    /// What would not be text without quotes, and has none: a number, yes or no, nothing.
    Plain(String),
    /// A list.
    List(Vec<Self>),
    /// Keys with values.
    Map(Vec<(String, Self)>),
}

impl Value {
    /// What a tree says; `None` when a key is not a single value.
    pub(super) fn of(node: &Node) -> Option<Self> {
        Some(match &node.kind {
            Kind::Scalar(scalar) if super::scalar::is_plain(scalar) && !is_text(&scalar.value) => {
                Self::Plain(scalar.value.to_string())
            }
            Kind::Scalar(scalar) => Self::Text(scalar.value.to_string()),
            Kind::List(items) => Self::List(items.iter().map(Self::of).collect::<Option<_>>()?),
            Kind::Map(entries) => {
                let pair = |entry: &crate::yaml::Entry| {
                    Some((entry.key.text()?.to_owned(), Self::of(&entry.value)?))
                };
                Self::Map(entries.iter().map(pair).collect::<Option<_>>()?)
            }
        })
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Self::Plain(text) if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// What this is to become.
    pub(super) fn changed(&self, wanted: &Wanted<'_>, path: &Path) -> Result<Self, Refused> {
        if wanted.removed {
            // Only the root comes here.
            return Err(Refused::Missing(path.clone()));
        }
        if self.is_nothing() && wanted.adds_keys() {
            return Self::Map(Vec::new()).changed(wanted, path);
        }
        if self.is_nothing() && wanted.adds_items() {
            return Self::List(Vec::new()).changed(wanted, path);
        }
        let (keys, values): (Vec<Option<&str>>, Vec<&Self>) = match self {
            Self::List(items) if wanted.texts.is_empty() && !wanted.adds_keys() => {
                (vec![None; items.len()], items.iter().collect())
            }
            Self::Map(entries)
                if wanted.texts.is_empty() && !wanted.adds_items() && !wanted.moves_items() =>
            {
                entries.iter().map(|(key, value)| (Some(key.as_str()), value)).unzip()
            }
            Self::Text(old) | Self::Plain(old)
                if !wanted.adds_keys() && !wanted.adds_items() && !wanted.moves_items() =>
            {
                if let Some((segment, _)) = wanted.below().next() {
                    return Err(Refused::Missing(step(path, segment)));
                }
                return Ok(self.retexted(replaced(old, wanted, path)?));
            }
            _ => return Err(Refused::Missing(path.clone())),
        };
        for (segment, _) in wanted.below() {
            let there = match segment {
                Segment::Key(key) => keys.contains(&Some(&**key)),
                Segment::Index(index) => *index < keys.len() && matches!(self, Self::List(_)),
            };
            if !there {
                return Err(Refused::Missing(step(path, segment)));
            }
        }
        let mut out = Vec::new();
        for slot in wanted.slots(&keys, path)? {
            match slot {
                Slot::Stays(index) | Slot::Moved(index) => {
                    let (key, value) = (keys[index], values[index]);
                    let below = key.map_or_else(|| path.index(index), |key| path.key(key));
                    let new = match wanted.of(key, index) {
                        Some(wanted) => value.changed(wanted, &below)?,
                        None => value.clone(),
                    };
                    out.push((key, new));
                }
                Slot::New(key, value) => out.push((key, value.clone())),
                Slot::Removed(index) => {
                    let wanted = wanted.of(keys[index], index);
                    if wanted.is_some_and(Wanted::changes) {
                        let below =
                            keys[index].map_or_else(|| path.index(index), |key| path.key(key));
                        return Err(Refused::Overlap(below));
                    }
                }
                Slot::Gone(_) => {}
            }
        }
        Ok(match self {
            Self::Map(_) => Self::Map(
                out.into_iter().filter_map(|(key, value)| Some((key?.to_owned(), value))).collect(),
            ),
            _ => Self::List(out.into_iter().map(|(_, value)| value).collect()),
        })
    }

    /// A single value with another text: a number that becomes a number stays one.
    pub(super) fn retexted(&self, new: String) -> Self {
        match (self, Bare::of(&new)) {
            (Self::Plain(old), _) if *old == new => Self::Plain(new),
            (Self::Plain(old), bare @ (Bare::Number | Bare::Answer))
                if Bare::of(old) == bare
                    || (Bare::of(old), bare) == (Bare::Nothing, Bare::Number) =>
            {
                Self::Plain(new)
            }
            _ => Self::Text(new),
        }
    }
}

fn step(path: &Path, segment: &Segment) -> Path {
    match segment {
        Segment::Key(key) => path.key(key),
        Segment::Index(index) => path.index(*index),
    }
}

/// A text with other text in the wanted places.
fn replaced(old: &str, wanted: &Wanted<'_>, path: &Path) -> Result<String, Refused> {
    let (mut out, mut at) = (String::with_capacity(old.len()), 0);
    for (range, new) in &wanted.texts {
        if range.start > range.end || old.get(range.clone()).is_none() {
            return Err(Refused::Range(path.clone()));
        }
        if range.start < at {
            return Err(Refused::Overlap(path.clone()));
        }
        out.push_str(&old[at..range.start]);
        out.push_str(new);
        at = range.end;
    }
    out.push_str(&old[at..]);
    Ok(out)
}

/// What programs take a value without quotes for, in any version of YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    Text,
    Nothing,
    Number,
    /// Yes or no.
    Answer,
}

impl Bare {
    fn of(text: &str) -> Self {
        match &*text.to_ascii_lowercase() {
            "" | "~" | "null" => return Self::Nothing,
            "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" => return Self::Answer,
            _ => {}
        }
        let digits = text.trim_start_matches(['+', '-']);
        let number = digits.replace('_', "").parse::<f64>().is_ok()
            || [".inf", ".nan"].iter().any(|word| digits.eq_ignore_ascii_case(word))
            || ["0x", "0o", "0b"].iter().any(|base| digits.starts_with(base))
            || (digits.contains(':')
                && digits.bytes().all(|byte| b"0123456789:._".contains(&byte)));
        if number { Self::Number } else { Self::Text }
    }
}

/// Whether every program reads this as text when it has no quotes.
pub(super) fn is_text(text: &str) -> bool {
    Bare::of(text) == Bare::Text
}
