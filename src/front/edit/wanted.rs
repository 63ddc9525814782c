//! In: changes of a file. Out: the same, each at its place in a tree. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Change, Refused, Value};
use crate::yaml::{Path, Segment};

/// What is wanted of a value and of those within it.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    /// Other text in the place of these ranges, in order.
    pub(super) texts: Vec<(Range<usize>, &'a str)>,
    /// Whether the value goes.
    pub(super) removed: bool,
    puts: Vec<(&'a str, &'a Value, Option<&'a str>)>,
    inserts: Vec<(usize, &'a Value)>,
    moves: Vec<(usize, usize)>,
    below: BTreeMap<Segment, Self>,
}

/// What comes next in a collection.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot<'a> {
    /// The child that was here.
    Stays(usize),
    /// The child that was here goes.
    Removed(usize),
    /// The child that was here goes elsewhere.
    Gone(usize),
    /// A child that comes from elsewhere.
    Moved(usize),
    /// A new one; in a map with its key.
    New(Option<&'a str>, &'a Value),
}

impl<'a> Wanted<'a> {
    pub(super) fn new(changes: &'a [Change]) -> Self {
        let mut root = Self::default();
        for change in changes {
            match change {
                Change::Text { place, range, new } => {
                    root.at(place).texts.push((range.clone(), new));
                }
                Change::Put { map, key, value, after } => {
                    root.at(map).puts.push((key, value, after.as_deref()));
                }
                Change::Insert { list, index, value } => {
                    root.at(list).inserts.push((*index, value));
                }
                Change::Remove { place } => root.at(place).removed = true,
                // Before itself or the next one is where it is.
                Change::Move { list, from, to } if from == to || from + 1 == *to => {
                    root.at(&list.index(*from));
                }
                Change::Move { list, from, to } => root.at(list).moves.push((*from, *to)),
            }
        }
        root.sort();
        root
    }

    fn at(&mut self, path: &Path) -> &mut Self {
        path.segments()
            .iter()
            .fold(self, |wanted, segment| wanted.below.entry(segment.clone()).or_default())
    }

    fn sort(&mut self) {
        self.texts.sort_by_key(|(range, _)| range.start);
        self.below.values_mut().for_each(Self::sort);
    }

    /// What is wanted of a child, by its key or, in a list, by its index.
    pub(super) fn of(&self, key: Option<&str>, index: usize) -> Option<&Self> {
        self.below.get(&key.map_or(Segment::Index(index), |key| Segment::Key(key.into())))
    }

    /// The children that something is wanted of.
    pub(super) fn below(&self) -> impl Iterator<Item = (&Segment, &Self)> {
        self.below.iter()
    }

    /// Whether nothing but the children themselves changes.
    pub(super) fn keeps_children(&self) -> bool {
        !self.adds_keys() && !self.adds_items() && self.moves.is_empty() && {
            self.below.values().all(|wanted| !wanted.removed)
        }
    }

    /// Whether a map is wanted.
    pub(super) fn adds_keys(&self) -> bool {
        !self.puts.is_empty()
    }

    /// Whether a list is wanted.
    pub(super) fn adds_items(&self) -> bool {
        !self.inserts.is_empty()
    }

    /// Whether a list is wanted whose items go elsewhere.
    pub(super) fn moves_items(&self) -> bool {
        !self.moves.is_empty()
    }

    /// Whether anything but being removed is wanted here or below.
    pub(super) fn changes(&self) -> bool {
        !self.texts.is_empty() || !self.keeps_children() || !self.below.is_empty()
    }

    /// The children in their new order; `keys` are those of the children that are there, none in a list.
    pub(super) fn slots(
        &self,
        keys: &[Option<&str>],
        path: &Path,
    ) -> Result<Vec<Slot<'a>>, Refused> {
        let count = keys.len();
        let mut gaps: Vec<Vec<Slot<'a>>> = vec![Vec::new(); count + 1];
        let mut moved = vec![false; count];
        let removed =
            |index: usize| self.of(keys[index], index).is_some_and(|wanted| wanted.removed);
        let place = |key: &str| keys.iter().position(|other| *other == Some(key));
        for (i, (key, value, after)) in self.puts.iter().enumerate() {
            if place(key).is_some() || self.puts[..i].iter().any(|(other, ..)| other == key) {
                return Err(Refused::Exists(path.key(key)));
            }
            let gap = match after {
                Some(after) => place(after).ok_or_else(|| Refused::Missing(path.key(after)))? + 1,
                None => count,
            };
            gaps[gap].push(Slot::New(Some(key), value));
        }
        for (index, value) in &self.inserts {
            let gap = gaps.get_mut(*index).ok_or_else(|| Refused::Missing(path.index(*index)))?;
            gap.push(Slot::New(None, value));
        }
        for (from, to) in &self.moves {
            if *from >= count || *to > count {
                return Err(Refused::Missing(path.index(*from.max(to))));
            }
            if std::mem::replace(&mut moved[*from], true) || removed(*from) {
                return Err(Refused::Overlap(path.index(*from)));
            }
            gaps[*to].push(Slot::Moved(*from));
        }
        let mut slots = Vec::new();
        for (index, arrivals) in gaps.into_iter().enumerate() {
            slots.extend(arrivals);
            if index < count {
                slots.push(match (removed(index), moved[index]) {
                    (true, _) => Slot::Removed(index),
                    (_, true) => Slot::Gone(index),
                    _ => Slot::Stays(index),
                });
            }
        }
        Ok(slots)
    }
}
