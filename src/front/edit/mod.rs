//! In: the text of a YAML file, and what to change in it. Out: the text with that changed and nothing else, or why it
//! cannot be. Pure.
//!
//! One checked way for everyone who changes a dossier. A change says *what*: this place, this range of its text, this
//! new text. How that is written (quotes, blocks, indentation, commas) is decided here: as it was when that can hold
//! the new text, else in the smallest way that can. Every other byte stays: comments, blank lines, line endings, the
//! byte order mark. The result is read again, and it only counts when every value in it is as it was asked for.

mod collection;
pub mod correct;
mod layout;
mod scalar;
mod spell;
mod value;
mod wanted;

use std::ops::Range;

pub use scalar::in_place;
pub use value::Value;

use crate::source::Sources;
use crate::yaml::{self, Kind, Node, Parsed, Path};
use layout::{At, Layout};
use wanted::Wanted;

/// The byte order mark, which some editors put before a text.
const MARK: &str = "\u{feff}";

/// What to change in a file. Every place, range and index is that of the text as it was, also when several changes
/// are made at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Other text in the place of a range of a single value's text.
    Text {
        /// The value.
        place: Path,
        /// The bytes of its text that go.
        range: Range<usize>,
        /// What comes.
        new: String,
    },
    /// A new key with its value.
    Put {
        /// The map, which may be empty or not yet have a value.
        map: Path,
        /// The key.
        key: String,
        /// Its value.
        value: Value,
        /// The key that it comes after; without one it comes last.
        after: Option<String>,
    },
    /// A new list item.
    Insert {
        /// The list, which may be empty or not yet have a value.
        list: Path,
        /// The item that it comes before; the number of items for the last place.
        index: usize,
        /// The item.
        value: Value,
    },
    /// A key with its value, or a list item, that goes. Comments before it stay.
    Remove {
        /// The value.
        place: Path,
    },
    /// A list item that goes elsewhere in its list, and takes the comment directly above it along.
    Move {
        /// The list.
        list: Path,
        /// The item.
        from: usize,
        /// The item that it comes before; the number of items for the last place.
        to: usize,
    },
}

/// Why a change was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The file has mistakes of its own: they come first.
    Unreadable,
    /// Nothing stands there that can be changed in this way.
    Missing(Path),
    /// The range lies outside the value, or splits a character.
    Range(Path),
    /// The key is there already.
    Exists(Path),
    /// Two changes of the same thing.
    Overlap(Path),
    /// It cannot be written there so that it is read back as it was asked for.
    Unwritable,
}

/// The text of a file with all of these changes.
///
/// # Errors
/// Why not: then nothing is changed.
pub fn apply(text: &str, changes: &[Change]) -> Result<String, Refused> {
    let lines = yaml::line_feeds(text);
    Ok(as_it_ended_lines(File::read(&lines)?.changed(changes)?, text))
}

/// The text of a file with as many of these groups of changes as can be made together, each group as a whole or not
/// at all; and how many were made.
pub fn each(text: &str, groups: &[Vec<Change>]) -> (String, usize) {
    let lines = yaml::line_feeds(text);
    let Ok(file) = File::read(&lines) else { return (text.to_owned(), 0) };
    let good = file.harmless(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let made = file.changed(&good.concat());
    made.map_or_else(|_| (text.to_owned(), 0), |new| (as_it_ended_lines(new, text), good.len()))
}

/// A changed text with the line ends of a file that had nothing but returns.
fn as_it_ended_lines(new: String, old: &str) -> String {
    match old.contains('\r') && !old.contains('\n') {
        true => new.replace('\n', "\r"),
        false => new,
    }
}

/// Other text in the place of a range of the file.
type Splice = (Range<usize>, String);

/// A part of a text with these splices, which come in order and do not overlap.
fn spliced(text: &str, part: Range<usize>, splices: &[Splice]) -> String {
    let mut out = String::with_capacity(part.len());
    let mut at = part.start;
    for (range, new) in splices {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(new);
        at = range.end;
    }
    out.push_str(text.get(at..part.end).unwrap_or_default());
    out
}

/// A file without mistakes, read.
struct File<'a> {
    mark: &'static str,
    text: &'a str,
    sources: Sources,
    tree: Node,
    value: Value,
}

impl<'a> File<'a> {
    fn read(text: &'a str) -> Result<Self, Refused> {
        let (mark, text) = match text.strip_prefix(MARK) {
            Some(rest) => (MARK, rest),
            None => ("", text),
        };
        let mut sources = Sources::default();
        let id = sources.add("", text);
        match yaml::parse(sources.get(id), id) {
            Parsed { tree: Some(tree), found, .. } if found.is_empty() => {
                let value = Value::of(&tree).ok_or(Refused::Unreadable)?;
                Ok(Self { mark, text, sources, tree, value })
            }
            _ => Err(Refused::Unreadable),
        }
    }

    fn changed(&self, changes: &[Change]) -> Result<String, Refused> {
        let wanted = Wanted::new(changes);
        let expected = self.value.changed(&wanted, &Path::default())?;
        let layout = Layout::new(self.text, &self.sources);
        let splices = plan(&layout, &self.tree, &At::root(&layout), &wanted);
        let mut new = spliced(self.text, 0..self.text.len(), &splices.ok_or(Refused::Unwritable)?);
        let mut after = File::read(&new).map_err(|_| Refused::Unwritable)?;
        // Programs differ on a block that the file ends in without a line break: none is made.
        let open = |text: &str, tree| !text.ends_with('\n') && ends_in_block(tree);
        if open(&new, &after.tree) && !open(self.text, &self.tree) {
            new.push_str(layout.line_break);
            after = File::read(&new).map_err(|_| Refused::Unwritable)?;
        }
        if after.value != expected {
            return Err(Refused::Unwritable);
        }
        Ok(format!("{}{new}", self.mark))
    }

    /// The groups that can be made together: all of them, or else those of each half.
    fn harmless<'b>(&self, groups: &[&'b [Change]]) -> Vec<&'b [Change]> {
        if groups.is_empty() || self.changed(&groups.concat()).is_ok() {
            return groups.to_vec();
        }
        if groups.len() == 1 {
            return Vec::new();
        }
        let (left, right) = groups.split_at(groups.len() / 2);
        let (left, right) = (self.harmless(left), self.harmless(right));
        let both = [left.as_slice(), &right].concat();
        // Each half may be harmless, and both together not.
        if self.changed(&both.concat()).is_ok() { both } else { left }
    }
}

/// Whether the last value of a tree is a block of text.
fn ends_in_block(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(scalar) => scalar::is_block(scalar),
        Kind::List(items) => items.last().is_some_and(ends_in_block),
        Kind::Map(entries) => entries.last().is_some_and(|entry| ends_in_block(&entry.value)),
    }
}

/// What to splice so that a value becomes what is wanted; `None` when its layout is not understood.
fn plan(layout: &Layout<'_>, node: &Node, at: &At, wanted: &Wanted<'_>) -> Option<Vec<Splice>> {
    if !wanted.texts.is_empty() {
        return scalar::retext(layout, node, at, &wanted.texts);
    }
    let children = layout.children(node, at)?;
    let mut below: Vec<Vec<Splice>> = Vec::with_capacity(children.len());
    for (index, child) in children.iter().enumerate() {
        let wanted = wanted.of(child.key, index).filter(|wanted| !wanted.removed);
        below.push(match wanted {
            Some(wanted) => plan(layout, child.node, &child.at, wanted)?,
            None => Vec::new(),
        });
    }
    if wanted.keeps_children() {
        return Some(below.concat());
    }
    let keys: Vec<Option<&str>> = children.iter().map(|child| child.key).collect();
    let slots = wanted.slots(&keys, &Path::default()).ok()?;
    collection::rebuild(layout, node, at, &children, &below, &slots)
}
