//! In: the objects of a document. Out: what each of them is; or the first that is nothing that `export` makes. Pure.
//!
//! From the trailer on every object is reached as something: a page, a font, an element of the structure tree. An object
//! that is reached as two things, or not at all, is none of ours.

use std::collections::BTreeMap;
use std::ptr;

use super::document::{Afwijking, Document};
use super::kinds::Rule::{
    Back, Children, Colour, Colours, Drawn, Each, Is, Leaves, Mask, Named, One, Patterns, Place,
    Plain,
};
use super::kinds::{
    CHILD, Data, ELEMENT, FORM, GRADIENT, IMAGE, Kind, LIST, MASK, PAGE, PROFILE, Rule, TILES,
    TRAILER,
};
use super::object::{Dictionary, Value};
use super::paint::is_complete;
use super::shape::wrong;

/// Items of a list that stands in more than one place, at most: a colour with its profile, a place on a page.
const MAX_SHARED: usize = 8;

/// The objects, each with what it is.
pub(super) struct Kinds<'a> {
    document: &'a Document<'a>,
    all: BTreeMap<u32, &'static Kind>,
    /// What is still to be looked at, each with the object that it stands in.
    open: Vec<(&'a Value, &'static Rule, u32)>,
    /// What a thing is that is not as `export` makes it.
    wrong: Option<&'static str>,
}

impl<'a> Kinds<'a> {
    pub(super) fn of(document: &'a Document<'a>) -> Result<Self, Afwijking> {
        let mut kinds = Self { document, all: BTreeMap::new(), open: Vec::new(), wrong: None };
        for (key, rule) in &TRAILER {
            kinds.open.extend(document.trailer.get(key).map(|value| (value, rule, 0)));
        }
        while let Some((value, rule, owner)) = kinds.open.pop() {
            if kinds.look(value, rule, owner).is_none() {
                let own = kinds.all.get(&owner).map(|kind| kind.name);
                let what = kinds.wrong.or(own).unwrap_or("de slotgegevens (trailer)");
                return Err(wrong(document, Some(owner), what));
            }
        }
        match document.objects.keys().find(|number| !kinds.all.contains_key(number)) {
            Some(number) => Err(wrong(document, Some(*number), "iets dat nergens bij hoort")),
            None => Ok(kinds),
        }
    }

    /// The objects of a kind.
    pub(super) fn all(&self, kind: &'static Kind) -> impl Iterator<Item = u32> {
        let own = self.all.iter().filter(move |(_, own)| ptr::eq(**own, kind));
        own.map(|(number, _)| *number)
    }

    fn look(&mut self, value: &'a Value, rule: &'static Rule, owner: u32) -> Option<()> {
        match rule {
            Plain => leads_nowhere(value).then_some(()),
            Is(names) => names.iter().any(|name| value.is_name(name)).then_some(()),
            One(kind) => self.thing(value, kind, owner),
            Each(kind) => {
                let list = self.list(value)?;
                list.iter().try_for_each(|item| self.thing(item, kind, owner))
            }
            Named(letter, kind) => {
                named(value, letter)?.try_for_each(|item| self.thing(item, kind, owner))
            }
            Drawn => named(value, "x")?.try_for_each(|item| {
                let image = self.document.follow(item).as_dictionary()?.names("Subtype", "Image");
                self.thing(item, if image { &IMAGE } else { &FORM }, owner)
            }),
            Patterns => named(value, "p")?.try_for_each(|item| {
                let shaded = self.document.follow(item).as_dictionary()?.has("Shading");
                self.thing(item, if shaded { &GRADIENT } else { &TILES }, owner)
            }),
            Colours => named(value, "c")?.try_for_each(|item| self.look(item, &Colour, owner)),
            Colour => match self.list(value)? {
                [kind, profile] if kind.is_name("ICCBased") => self.thing(profile, &PROFILE, owner),
                _ => None,
            },
            Mask => self.thing(value, &MASK, owner),
            Back => {
                self.document.dictionary(value.as_reference()?)?;
                Some(())
            }
            Place => match self.list(value)? {
                [page, rest @ ..] => {
                    rest.iter().all(leads_nowhere).then_some(())?;
                    self.thing(page, &PAGE, owner)
                }
                [] => None,
            },
            Children => match value {
                Value::Number(_) => Some(()),
                Value::Array(all) => all.iter().try_for_each(|one| match one {
                    Value::Array(_) => None,
                    one => self.look(one, &Children, owner),
                }),
                Value::Reference(_) => self.thing(value, &ELEMENT, owner),
                value => self.thing(value, &CHILD, owner),
            },
            Leaves => {
                let mut pairs = value.as_array()?.chunks(2);
                pairs.try_for_each(|pair| match pair {
                    [key, leaf] if leads_nowhere(key) => self.leaf(leaf),
                    _ => None,
                })
            }
        }
    }

    /// A thing, in an object of its own or not.
    fn thing(&mut self, value: &'a Value, kind: &'static Kind, owner: u32) -> Option<()> {
        let (dictionary, data, owner) = match value {
            Value::Reference(number) => {
                let object = self.document.objects.get(number)?;
                if let Some(known) = self.all.insert(*number, kind) {
                    return ptr::eq(known, kind).then_some(());
                }
                (object.value.as_dictionary()?, object.stream, *number)
            }
            value => (value.as_dictionary()?, None, owner),
        };
        let packed = dictionary.names("Filter", "FlateDecode");
        let fits = match kind.data {
            Data::None => data.is_none(),
            Data::Plain => data.is_some() && !dictionary.has("Filter"),
            Data::Packed => data.is_some() && packed,
        };
        if !fits || !is_complete(self.document, kind, dictionary) {
            self.wrong = Some(kind.name);
            return None;
        }
        for (key, value) in dictionary.entries() {
            if kind.data != Data::None && matches!(key, b"Length" | b"Filter") {
                continue;
            }
            let (_, rule) = kind.keys.iter().find(|(known, _)| known.as_bytes() == key)?;
            self.open.push((value, rule, owner));
        }
        Some(())
    }

    /// A list, in an object of its own or not. One that is reached again is short, and holds nothing that is gone through.
    fn list(&mut self, value: &'a Value) -> Option<&'a [Value]> {
        let items = self.document.follow(value).as_array()?;
        if let Value::Reference(number) = value
            && let Some(known) = self.all.insert(*number, &LIST)
        {
            let flat = |item: &Value| !matches!(item, Value::Array(_) | Value::Dictionary(_));
            let short = items.len() <= MAX_SHARED && items.iter().all(flat);
            (ptr::eq(known, &raw const LIST) && short).then_some(())?;
        }
        Some(items)
    }

    /// What a tree leads to: an element, a list of them, or a value by itself.
    fn leaf(&mut self, leaf: &'a Value) -> Option<()> {
        if leads_nowhere(leaf) || self.document.follow(leaf).as_dictionary().is_some() {
            return Some(());
        }
        let good =
            |one: &Value| leads_nowhere(one) || self.document.follow(one).as_dictionary().is_some();
        let list = self.document.follow(leaf).as_array()?;
        list.iter().all(good).then_some(())?;
        self.list(leaf).map(drop)
    }
}

/// What things are drawn with, by their names: a letter, and a number that counts from 0. A name of another kind is
/// read as another one by some program, or is used without being named.
fn named<'a>(value: &'a Value, letter: &str) -> Option<impl Iterator<Item = &'a Value>> {
    let entries = || value.as_dictionary().into_iter().flat_map(Dictionary::entries);
    value.as_dictionary()?;
    let counted =
        entries().enumerate().all(|(i, (name, _))| format!("{letter}{i}").as_bytes() == name);
    counted.then(|| entries().map(|(_, item)| item))
}

/// No number in a document is larger (ISO 19005-2, 6.1.13).
const LARGEST: f64 = 2_147_483_648.0;

/// Whether a value holds no reference, and only numbers of a size that every program knows.
fn leads_nowhere(value: &Value) -> bool {
    let inside = |of: &Dictionary| of.entries().all(|(_, value)| leads_nowhere(value));
    match value {
        Value::Reference(_) => false,
        // Some programs begin at 0 again behind the largest number that they know.
        Value::Number(number) => number.parse::<f64>().is_ok_and(|number| number.abs() < LARGEST),
        Value::Array(items) => items.iter().all(leads_nowhere),
        Value::Dictionary(of) => inside(of),
        _ => true,
    }
}
