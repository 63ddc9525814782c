//! In: the text of a file, and what a person wants of it. Out: that file with it, or why not. Pure.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::draft::{Draft, Ink};
use super::merge::{Merged, merged_line};
use super::pieces::splices;
use super::veld::geschreven;
use super::zet::{emptied, list, put, same, set};
use super::{Blok, Chip, Refused};
use crate::dossier::{NOTEN, Place, noten_van};
use crate::edit::{self, Change, Value};
use crate::yaml::{self, Kind, Node, Path};

/// What a person wants of a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Request {
    /// A text with light markup becomes this.
    Text {
        /// The field, as `secties[0].tekst`.
        place: String,
        /// What it says.
        draft: Draft,
        /// What the field said when this was begun; without it, what it says now.
        #[serde(default)]
        base: Option<String>,
    },
    /// A text of one line becomes this.
    Line {
        /// The field.
        place: String,
        /// What it says.
        text: String,
        /// What the field said when this was begun; without it, what it says now.
        #[serde(default)]
        base: Option<String>,
    },
    /// A single value becomes this, also where nothing stands yet; nothing takes it out.
    Set {
        /// The field.
        place: String,
        /// What it says.
        text: String,
        /// What the field said when this was begun, which may be nothing; without it, what it says now.
        #[serde(default)]
        base: Option<String>,
    },
    /// A list of single values holds these.
    List {
        /// The list.
        place: String,
        /// What it holds.
        items: Vec<String>,
        /// What it held when this was begun; without it, what it holds now.
        #[serde(default)]
        base: Option<Vec<String>>,
    },
    /// A new key, with its value.
    Put {
        /// The map that it comes in.
        place: String,
        /// The key.
        key: String,
        /// Its value.
        value: serde_json::Value,
        /// The key that it comes behind; without one it comes last.
        #[serde(default)]
        after: Option<String>,
    },
    /// A new section, measure, signer: an item of a list.
    Insert {
        /// The list.
        place: String,
        /// The item that it comes before; the number of items for the last place.
        index: usize,
        /// The item.
        value: serde_json::Value,
    },
    /// An item or a key with its value goes.
    Remove {
        /// What goes.
        place: String,
        /// What it was called when that was asked, by [`called`](super::called).
        #[serde(default)]
        heet: Option<String>,
    },
    /// An item goes elsewhere in its list.
    Move {
        /// The list.
        place: String,
        /// The item.
        from: usize,
        /// The item that it comes before; the number of items for the last place.
        to: usize,
        /// What it was called when that was asked, by [`called`](super::called).
        #[serde(default)]
        heet: Option<String>,
    },
    /// Nothing, when this is still the item that was meant: what comes after it in a batch is done to no other.
    Same {
        /// The item.
        place: String,
        /// What it was called when that was asked.
        heet: Option<String>,
    },
    /// All of these, one after the other, or none.
    Batch {
        /// Which.
        steps: Vec<Request>,
    },
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The text of the file.
    pub text: String,
    /// Of a text: what its field says now.
    pub field: Option<Saying>,
    /// The names that new notes got.
    pub notes: Vec<String>,
    /// The notes that nothing refers to any more: their texts can go.
    pub orphans: Vec<Path>,
}

/// What a field says after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// In the file.
    pub now: String,
    /// The same without what was changed elsewhere since it was begun: what the next change of the same person begins
    /// from.
    pub own: String,
}

/// Does what a person wants of a file.
///
/// # Errors
/// Why not, in Dutch; then nothing is changed.
pub fn carry_out(file: &str, of: &Place, request: &Request) -> Result<Done, Refused> {
    let (_, tree) = yaml::read(file).ok_or(edit::Refused::Unreadable)?;
    let plan = Plan { tree: &tree, of };
    let mut done =
        Done { text: String::new(), field: None, notes: Vec::new(), orphans: Vec::new() };
    let changes = match request {
        Request::Text { place, draft, base } => {
            plan.text(&plan.written(place)?, draft, base.as_deref(), &mut done)?
        }
        Request::Line { place, text, base } => {
            plan.line(&plan.written(place)?, text, base.as_deref(), &mut done)?
        }
        Request::Set { place, text, base } => {
            plan.set(&path(place)?, text, base.as_deref(), &mut done)?
        }
        Request::List { place, items, base } => list(&tree, &path(place)?, items, base.as_deref())?,
        Request::Same { place, heet } => {
            same(&tree, &path(place)?, heet.as_deref())?;
            Vec::new()
        }
        Request::Put { place, key, value, after } => {
            let map = path(place)?;
            let (key, value, after) = (key.clone(), value_of(value), after.clone());
            match tree.at(&map) {
                None => vec![put(&tree, &plan.of(map.key(&key)), value)?],
                Some(_) => vec![Change::Put { map, key, value, after }],
            }
        }
        Request::Insert { place, index, value } => {
            let place = path(place)?;
            match tree.at(&place) {
                None => vec![put(&tree, &plan.of(place), Value::List(vec![value_of(value)]))?],
                Some(_) => {
                    vec![Change::Insert { list: place, index: *index, value: value_of(value) }]
                }
            }
        }
        Request::Remove { place, heet } => {
            let place = path(place)?;
            same(&tree, &place, heet.as_deref())?;
            let there = tree.at(&place).ok_or_else(|| edit::Refused::Missing(place.clone()))?;
            done.orphans = plan.orphans(&referred(there), &BTreeSet::new(), &place);
            let whole = emptied(&tree, &plan.of(place)).ok_or(Refused::Required)?;
            vec![Change::Remove { place: whole }]
        }
        Request::Move { place, from, to, heet } => {
            let list = path(place)?;
            same(&tree, &list.index(*from), heet.as_deref())?;
            vec![Change::Move { list, from: *from, to: *to }]
        }
        Request::Batch { steps } => {
            done.text = file.to_owned();
            for step in steps {
                let Done { text, orphans, .. } = carry_out(&done.text, of, step)?;
                done.text = text;
                done.orphans.extend(orphans);
            }
            return Ok(done);
        }
    };
    done.text = edit::apply(file, &changes)?;
    Ok(done)
}

fn path(place: &str) -> Result<Path, Refused> {
    place.parse().map_err(|()| Refused::File(edit::Refused::Missing(Path::default())))
}

/// What a program says as JSON, as it is written in a file: a text is a text for every program that reads it.
fn value_of(json: &serde_json::Value) -> Value {
    use serde_json::Value as J;
    match json {
        J::Null => Value::Plain(String::new()),
        J::Bool(is) => Value::Plain(if *is { "ja" } else { "nee" }.to_owned()),
        J::Number(number) => Value::Plain(number.to_string()),
        J::String(text) => Value::Text(text.clone()),
        J::Array(items) => Value::List(items.iter().map(value_of).collect()),
        J::Object(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (key.clone(), value_of(value))).collect())
        }
    }
}

struct Plan<'a> {
    tree: &'a Node,
    of: &'a Place,
}

impl Plan<'_> {
    /// A place in the same file.
    fn of(&self, path: Path) -> Place {
        Place { root: self.of.root, path }
    }

    /// A field, as it is written.
    fn written(&self, place: &str) -> Result<Path, Refused> {
        Ok(geschreven(self.tree, self.of.root, &path(place)?))
    }

    fn old(&self, place: &Path) -> Result<&str, Refused> {
        let text = self.tree.at(place).and_then(Node::text);
        text.ok_or_else(|| edit::Refused::Missing(place.clone()).into())
    }

    fn line(
        &self,
        place: &Path,
        text: &str,
        base: Option<&str>,
        done: &mut Done,
    ) -> Result<Vec<Change>, Refused> {
        let old = self.old(place)?;
        let line = text.split(['\n', '\r', '\t']).map(str::trim).collect::<Vec<_>>().join(" ");
        let own = line.trim().to_owned();
        let now = match base.map(|base| merged_line(base, old, &own)) {
            None => own.clone(),
            Some(Merged::Both(both)) => both,
            Some(Merged::Conflict { now, .. }) => return Err(Refused::Conflict { now }),
        };
        let all = changes(place, old, &now);
        done.field = Some(Saying { now, own });
        Ok(all)
    }

    fn set(
        &self,
        place: &Path,
        text: &str,
        base: Option<&str>,
        done: &mut Done,
    ) -> Result<Vec<Change>, Refused> {
        let text = text.trim();
        let old = self.tree.at(place).and_then(Node::text).map(str::trim_end);
        let now = old.unwrap_or_default();
        // Somebody else filled it in, changed it or took it out: of a single value nothing is made that nobody typed.
        if base.is_some_and(|base| base != now) && text != now {
            return match old {
                None if text.is_empty() => Ok(Vec::new()),
                _ => Err(Refused::Conflict { now: now.to_owned() }),
            };
        }
        done.field = Some(Saying { now: text.to_owned(), own: text.to_owned() });
        set(self.tree, &self.of(place.clone()), text)
    }

    fn text(
        &self,
        place: &Path,
        draft: &Draft,
        base: Option<&str>,
        done: &mut Done,
    ) -> Result<Vec<Change>, Refused> {
        let old = self.old(place)?;
        let mut draft = draft.clone();
        let new_notes = self.name_notes(&mut draft);
        let mut own = None;
        if let Some(base) = base.filter(|base| *base != old) {
            own = Some(draft.written_over(base)?);
            draft = match Draft::merged(&Draft::of(base), &Draft::of(old), &draft) {
                Merged::Both(both) => both,
                Merged::Conflict { .. } => return Err(Refused::Conflict { now: old.to_owned() }),
            };
        }
        let now = draft.written_over(old)?;
        let mut all = changes(place, old, &now);
        done.field = Some(Saying { own: own.unwrap_or_else(|| now.clone()), now });
        let kept: BTreeSet<String> = names(&draft);
        let gone: BTreeSet<String> = names(&Draft::of(old)).difference(&kept).cloned().collect();
        done.orphans = self.orphans(&gone, &kept, place);
        let series = self.series(place);
        let map = Path::default().key(series);
        done.notes = new_notes.iter().map(|(name, ..)| name.clone()).collect();
        if self.tree.get(series).is_some() {
            let put = |(name, text, after)| Change::Put {
                map: map.clone(),
                key: name,
                value: Value::Text(text),
                after,
            };
            all.extend(new_notes.into_iter().map(put));
        } else if !new_notes.is_empty() {
            let notes = new_notes.into_iter().map(|(name, text, _)| (name, Value::Text(text)));
            let (key, value) = (series.to_owned(), Value::Map(notes.collect()));
            all.push(Change::Put { map: Path::default(), key, value, after: None });
        }
        Ok(all)
    }

    /// The field with the texts of the notes that a text refers to.
    fn series(&self, place: &Path) -> &'static str {
        noten_van(&Place { root: self.of.root, path: place.clone() })
    }

    /// Gives each new note a name: the word before it. Each with its text, and the note that it comes behind.
    fn name_notes(&self, draft: &mut Draft) -> Vec<(String, String, Option<String>)> {
        let mut taken: BTreeSet<String> = names(draft);
        for series in NOTEN {
            if let Some(Kind::Map(entries)) = self.tree.get(series).map(|notes| &notes.kind) {
                taken
                    .extend(entries.iter().filter_map(|entry| entry.key.text()).map(str::to_owned));
            }
        }
        let mut found = Vec::new();
        let mut before = String::new();
        let mut last: Option<String> = None;
        for block in &mut draft.blocks {
            let lines: Vec<&mut Vec<_>> = match block {
                Blok::Paragraph { content, .. } | Blok::Item { content, .. } => vec![content],
                Blok::Table { rows, .. } => rows.iter_mut().flatten().collect(),
                Blok::Fixed { .. } => Vec::new(),
            };
            for stretch in lines.into_iter().flatten() {
                match &mut stretch.what {
                    Ink::Text(text) => before.push_str(text),
                    Ink::Chip(chip) => {
                        let text = chip.text.take().filter(|_| chip.source.is_empty());
                        if let Some(text) = text {
                            let name = fresh(&before, &taken);
                            taken.insert(name.clone());
                            *chip = Chip::new(&format!("[^{name}]")).unwrap_or(chip.clone());
                            found.push((name, text, last.clone()));
                        } else if let Some(name) = chip.note() {
                            last = Some(name.to_owned());
                        }
                    }
                    _ => {}
                }
            }
        }
        // A note that is not in the file cannot be the one before.
        let series = self.tree.get(self.series(&self.of.path));
        let defined = |name: &String| series.is_some_and(|notes| notes.get(name).is_some());
        for (_, _, after) in &mut found {
            *after = after.take().filter(defined);
        }
        found
    }

    /// The notes among these that nothing else in the file refers to.
    fn orphans(&self, gone: &BTreeSet<String>, kept: &BTreeSet<String>, from: &Path) -> Vec<Path> {
        let mut elsewhere = BTreeSet::new();
        walk(self.tree, &Path::default(), &mut |path, text| {
            let inside = path.segments().starts_with(from.segments());
            if !inside {
                elsewhere.extend(names_in(text));
            }
        });
        let series = self.series(from);
        let defined = self.tree.get(series);
        let orphan = |name: &&String| {
            !kept.contains(*name)
                && !elsewhere.contains(*name)
                && defined.is_some_and(|notes| notes.get(name).is_some())
        };
        gone.iter().filter(orphan).map(|name| Path::default().key(series).key(name)).collect()
    }
}

/// The changes that make a text of another one, as small as can be.
fn changes(place: &Path, old: &str, new: &str) -> Vec<Change> {
    let change = |(range, new)| Change::Text { place: place.clone(), range, new };
    splices(old, new).into_iter().map(change).collect()
}

/// The notes that a draft refers to.
fn names(draft: &Draft) -> BTreeSet<String> {
    draft.chips().into_iter().filter_map(Chip::note).map(str::to_owned).collect()
}

/// The notes that a text may refer to.
fn names_in(text: &str) -> Vec<String> {
    let parts = text.split("[^").skip(1);
    parts.filter_map(|rest| Some(rest.split_once(']')?.0.to_owned())).collect()
}

/// The notes that the texts in a part of a file refer to.
fn referred(node: &Node) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    walk(node, &Path::default(), &mut |_, text| all.extend(names_in(text)));
    all
}

fn walk(node: &Node, path: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    match &node.kind {
        Kind::Scalar(scalar) => visit(path, &scalar.value),
        Kind::List(items) => {
            items.iter().enumerate().for_each(|(index, item)| walk(item, &path.index(index), visit))
        }
        Kind::Map(entries) => {
            for entry in entries {
                if let Some(key) = entry.key.text() {
                    walk(&entry.value, &path.key(key), visit);
                }
            }
        }
    }
}

/// A name for a note that nobody has: the last long word before it.
fn fresh(before: &str, taken: &BTreeSet<String>) -> String {
    use unicode_normalization::UnicodeNormalization;
    let ascii = |word: &str| -> String { word.nfd().filter(char::is_ascii_alphabetic).collect() };
    let word = before
        .split(|char: char| !char.is_alphanumeric())
        .rev()
        .take(6)
        .map(ascii)
        .find(|word| word.len() > 4)
        .unwrap_or_else(|| "noot".to_owned())
        .to_ascii_lowercase();
    let numbered = (2..).map(|number| format!("{word}_{number}"));
    std::iter::once(word.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(word)
}
