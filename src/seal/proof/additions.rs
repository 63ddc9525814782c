//! In: a PDF and where a signature's part of it ends. Out: what came after. Pure.
//!
//! The first signature brings fields along, with their elements in the structure tree. A next signature may fill a field
//! or add one that is not seen, and must leave everything else as it was: pages, texts and tags. What else changes is
//! named: it is not what was signed.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use crate::Vak;
use crate::pdf::{Pdf, text};
use kamerbrief_base::diagnostic::words;

/// What a field for a signature may say.
const KEYS: [&[u8]; 11] =
    [b"Type", b"Subtype", b"FT", b"T", b"TU", b"P", b"Rect", b"F", b"V", b"AP", b"StructParent"];
/// By so much a place may differ, in points: it is written with a few decimals.
const TOLERANCE: f32 = 0.01;
/// Most changes that are named.
const MAX_NAMED: usize = 10;

/// What came after a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Addition {
    /// A signature in this field.
    Signature(String),
    /// Something else.
    Other(String),
}

impl Addition {
    /// Whether the signed content is still as it was.
    pub(super) fn is_harmless(&self) -> bool {
        matches!(self, Self::Signature(_))
    }

    /// As a reader would say it.
    pub(super) fn words(self) -> String {
        match self {
            Self::Signature(field) => format!("een handtekening in veld {field}"),
            Self::Other(what) => what,
        }
    }
}

/// What came after the first `end` bytes. With `first` those are a document that nobody had signed: then fields for
/// signatures that are seen in one of these places, and their tags, may come too.
pub(super) fn since(now: &Pdf<'_>, end: usize, first: Option<&[Vak]>) -> Vec<Addition> {
    let Ok(then) = Pdf::read(&now.bytes[..end]) else {
        return vec![Addition::Other(
            "wat was ondertekend, is op zichzelf geen heel bestand".into(),
        )];
    };
    let mut comparison =
        Comparison { now, then: &then, first, new: New::default(), found: Vec::new() };
    comparison.run();
    let Comparison { mut found, .. } = comparison;
    if found.len() > MAX_NAMED {
        found.truncate(MAX_NAMED);
        found.push(Addition::Other("en nog meer".into()));
    }
    if found.is_empty() {
        let bytes = now.bytes.len() - end;
        let bytes =
            words::count(bytes, "byte die nergens bij hoort", "bytes die nergens bij horen");
        found.push(Addition::Other(bytes));
    }
    found
}

struct Comparison<'a> {
    now: &'a Pdf<'a>,
    then: &'a Pdf<'a>,
    first: Option<&'a [Vak]>,
    new: New,
    found: Vec<Addition>,
}

/// New objects that belong to a signature. Each kind has its own place: a picture is no annotation.
#[derive(Default)]
struct New {
    fields: BTreeSet<ObjectId>,
    /// Signatures, and what their pictures are made of.
    parts: BTreeSet<ObjectId>,
    /// Elements of the structure tree.
    elements: BTreeSet<ObjectId>,
    /// Nodes of the parent tree.
    nodes: BTreeSet<ObjectId>,
}

impl New {
    fn has(&self, id: &ObjectId) -> bool {
        [&self.fields, &self.parts, &self.elements, &self.nodes].iter().any(|set| set.contains(id))
    }
}

impl Comparison<'_> {
    fn other(&mut self, what: impl Into<String>) {
        self.found.push(Addition::Other(what.into()));
    }

    fn run(&mut self) {
        let (now, then) = (self.now, self.then);
        let trailer = |key: &[u8]| {
            let of = |pdf: &Pdf<'_>| pdf.document.trailer.get(key).ok().cloned();
            (of(now), of(then))
        };
        for key in [&b"Root"[..], b"Info"] {
            let (one, other) = trailer(key);
            if one != other {
                self.other("de kern van het bestand is vervangen");
            }
        }
        self.signatures();
        let pages: BTreeMap<ObjectId, u32> =
            then.document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
        let allowed = self.allowed(&pages);
        for (id, before) in &then.document.objects {
            let after = now.document.objects.get(id).unwrap_or(&Object::Null);
            if same(before, after)
                || allowed.get(id).is_some_and(|keys| self.differs_only(before, after, keys))
            {
                continue;
            }
            let what = match pages.get(id) {
                Some(page) => format!("bladzijde {page} is gewijzigd"),
                None => format!("object {} is gewijzigd", id.0),
            };
            self.other(what);
        }
        let added = now.document.objects.keys();
        let added = added.filter(|id| !then.document.objects.contains_key(id));
        let extra = added.filter(|id| !self.new.has(id)).count();
        if extra > 0 {
            self.other(words::count(
                extra,
                "object dat niet bij een handtekening hoort",
                "objecten die niet bij een handtekening horen",
            ));
        }
    }

    /// The fields that were signed since.
    fn signatures(&mut self) {
        let (now, then) = (self.now, self.then);
        let before: BTreeSet<ObjectId> = then.fields().into_iter().collect();
        for id in now.fields() {
            let Some(field) = now.object(id) else { continue };
            let was = then.object(id).filter(|_| before.contains(&id));
            if was.is_some_and(|was| same_keys(was, field)) {
                continue;
            }
            let name = text(now.get(field, b"T")).unwrap_or_default();
            let value = field.get(b"V").ok().map(|value| now.follow(value));
            let value = match value {
                Some((Some(id), Object::Dictionary(_)))
                    if !then.document.objects.contains_key(&id) =>
                {
                    Some(id)
                }
                _ => None,
            };
            let odd = match (was, value) {
                _ if now.get(field, b"FT") != &Object::Name(b"Sig".to_vec()) => true,
                // A field that was there is filled; what else changes in it is found below.
                (Some(_), value) => value.is_none(),
                (None, _) if then.document.objects.contains_key(&id) => true,
                (None, value) => !self.is_plain(field, value.is_some()),
            };
            if odd {
                self.other(format!(
                    "veld {name} is gewijzigd of nieuw, en is geen gewone handtekening"
                ));
                continue;
            }
            self.new.fields.insert(id);
            self.new.parts.extend(value);
            self.picture(field);
            if self.first.is_some() {
                self.element(id, field);
            }
            if value.is_some() {
                self.found.push(Addition::Signature(name));
            }
        }
    }

    /// Whether a new field is one that a signature may bring: not seen, or, with the first one, in its place; and
    /// without a picture as long as it is not signed.
    fn is_plain(&self, field: &Dictionary, signed: bool) -> bool {
        let now = self.now;
        let rect = now.list(field, b"Rect").iter();
        let rect: Vec<f32> = rect.filter_map(|one| now.follow(one).1.as_float().ok()).collect();
        let [left, bottom, right, top] = rect[..] else { return false };
        #[expect(clippy::float_cmp, reason = "two numbers that were written alike")]
        let unseen = left == right && bottom == top && !field.has(b"AP");
        let in_place = self.first.is_some_and(|vakken| {
            vakken.iter().any(|vak| {
                vak.place.0.iter().zip(&rect).all(|(one, other)| (one - other).abs() < TOLERANCE)
            })
        });
        let picture = now.dictionary(field.get(b"AP").unwrap_or(&Object::Null));
        let empty = picture.is_none_or(|picture| {
            picture.len() == 1
                && matches!(now.get(picture, b"N"), Object::Stream(stream) if stream.content.is_empty())
        });
        let known = field.iter().all(|(key, _)| KEYS.contains(&key.as_slice()));
        let widget = now.get(field, b"Subtype") == &Object::Name(b"Widget".to_vec());
        known
            && widget
            && (signed || self.first.is_some())
            && (unseen || (in_place && (signed || empty)))
    }

    /// Takes note of all that a field's picture needs and that is new.
    fn picture(&mut self, field: &Dictionary) {
        let now = self.now;
        let mut open: Vec<&Object> = field.get(b"AP").into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Object::Reference(id) => {
                    if !self.then.document.objects.contains_key(id)
                        && !self.new.has(id)
                        && let Some(object) = now.document.objects.get(id)
                    {
                        self.new.parts.insert(*id);
                        open.push(object);
                    }
                }
                Object::Array(items) => open.extend(items),
                Object::Dictionary(one) => open.extend(one.iter().map(|(_, value)| value)),
                Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, value)| value)),
                _ => {}
            }
        }
    }

    /// Takes note of the element in the structure tree that stands for a field.
    fn element(&mut self, field_id: ObjectId, field: &Dictionary) {
        let now = self.now;
        let Ok(key) = field.get(b"StructParent").and_then(Object::as_i64) else { return };
        let tree =
            now.root().and_then(|(_, root)| now.dictionary(root.get(b"StructTreeRoot").ok()?));
        let parents = tree.and_then(|tree| now.dictionary(tree.get(b"ParentTree").ok()?));
        let Some(parents) = parents else { return };
        let mut leaves = vec![(None, parents)];
        for kid in now.list(parents, b"Kids") {
            let (id, kid) = now.follow(kid);
            leaves.extend(kid.as_dict().ok().map(|kid| (id, kid)));
        }
        for (leaf, one) in leaves {
            let numbers = now.list(one, b"Nums");
            let is_ours = |pair: &&[Object]| pair[0].as_i64().is_ok_and(|number| number == key);
            let Some([_, element]) = numbers.chunks(2).find(is_ours) else { continue };
            let (Some(id), Object::Dictionary(element)) = now.follow(element) else { continue };
            let target = element.get(b"K").ok().and_then(|kid| now.dictionary(kid));
            let leads = target
                .and_then(|kid| kid.get(b"Obj").and_then(Object::as_reference).ok())
                .is_some_and(|target| target == field_id);
            let form = now.get(element, b"S") == &Object::Name(b"Form".to_vec());
            let mute = !element.has(b"ActualText") && !element.has(b"Alt");
            if leads && form && mute && !self.then.document.objects.contains_key(&id) {
                self.new.elements.insert(id);
                let leaf = leaf.filter(|leaf| !self.then.document.objects.contains_key(leaf));
                self.new.nodes.extend(leaf);
            }
        }
    }

    /// Objects that a signature may change, and the keys in them.
    fn allowed(
        &self,
        pages: &BTreeMap<ObjectId, u32>,
    ) -> BTreeMap<ObjectId, &'static [&'static str]> {
        let then = self.then;
        let mut all: BTreeMap<ObjectId, &'static [&'static str]> = BTreeMap::new();
        for id in pages.keys() {
            all.insert(*id, if self.first.is_some() { &["Annots", "Tabs"] } else { &["Annots"] });
            let list = then.object(*id).and_then(|page| page.get(b"Annots").ok());
            if let Some(Object::Reference(list)) = list {
                all.insert(*list, &[]);
            }
        }
        // Of a field that was empty, its value and its picture.
        for id in then.fields() {
            if then.object(id).is_some_and(|field| !field.has(b"V")) {
                all.insert(id, &["V", "AP"]);
            }
        }
        let Some((root_id, root)) = then.root() else { return all };
        all.insert(root_id, &["AcroForm"]);
        if let Ok(Object::Reference(form)) = root.get(b"AcroForm") {
            all.insert(*form, &["Fields", "SigFlags"]);
            let list = then.object(*form).and_then(|form| form.get(b"Fields").ok());
            if let Some(Object::Reference(list)) = list {
                all.insert(*list, &[]);
            }
        }
        let tree = root.get(b"StructTreeRoot").and_then(Object::as_reference);
        let tree =
            tree.ok().filter(|_| self.first.is_some()).and_then(|id| Some((id, then.object(id)?)));
        let Some((tree_id, tree)) = tree else { return all };
        all.insert(tree_id, &["ParentTree", "ParentTreeNextKey"]);
        if let Ok(Object::Reference(parents)) = tree.get(b"ParentTree") {
            all.insert(*parents, &["Nums", "Kids"]);
        }
        // The tag of a field stands where it is read.
        let elements = then.document.objects.iter().filter(|(_, object)| {
            object.as_dict().is_ok_and(|object| {
                then.get(object, b"Type") == &Object::Name(b"StructElem".to_vec())
            })
        });
        all.extend(elements.map(|(id, _)| (*id, &["K"][..])));
        all
    }

    /// Whether two objects only differ in these keys, and there only by what a signature adds.
    fn differs_only(&self, before: &Object, after: &Object, keys: &[&str]) -> bool {
        match (before, after) {
            // A list of annotations or fields that stands by itself.
            (Object::Array(before), Object::Array(after)) => {
                self.only_adds(before, after, &self.new.fields)
            }
            (Object::Dictionary(before), Object::Dictionary(after)) => {
                let all: BTreeSet<&[u8]> =
                    before.iter().chain(after.iter()).map(|(key, _)| key.as_slice()).collect();
                all.into_iter().all(|key| {
                    let (was, is) = (before.get(key).ok(), after.get(key).ok());
                    was.zip(is).is_some_and(|(was, is)| same(was, is))
                        || (keys.iter().any(|allowed| allowed.as_bytes() == key)
                            && self.value_only_adds(key, was, is))
                })
            }
            _ => false,
        }
    }

    fn value_only_adds(&self, key: &[u8], was: Option<&Object>, is: Option<&Object>) -> bool {
        let Some(is) = is else { return false };
        match (key, was) {
            (b"Tabs", None) => is == &Object::Name(b"S".to_vec()),
            (b"SigFlags" | b"ParentTreeNextKey", _) => is.as_i64().is_ok(),
            (b"ParentTree", Some(was)) => self.differs_only(was, is, &["Nums", "Kids"]),
            // Keys of the parent tree, each with its element.
            (b"Nums", Some(Object::Array(was))) => is.as_array().is_ok_and(|is| {
                let pairs = is.get(was.len()..).unwrap_or_default().chunks(2);
                is.get(..was.len()).is_some_and(|start| same_items(was, start))
                    && pairs.into_iter().all(|pair| {
                        pair[0].as_i64().is_ok()
                            && pair.len() == 2
                            && self.only_adds(&[], &pair[1..], &self.new.elements)
                    })
            }),
            // What a field is filled with was looked at before.
            (b"V", None) | (b"AP", _) => true,
            (b"AcroForm", None) => match is {
                Object::Dictionary(form) => form.iter().all(|(key, value)| match key.as_slice() {
                    b"Fields" => value
                        .as_array()
                        .is_ok_and(|fields| self.only_adds(&[], fields, &self.new.fields)),
                    b"SigFlags" => value.as_i64().is_ok(),
                    _ => false,
                }),
                _ => false,
            },
            (b"AcroForm", Some(was)) => self.differs_only(was, is, &["Fields", "SigFlags"]),
            _ => {
                let list = |value: &Object, pdf: &Pdf<'_>| match pdf.follow(value).1 {
                    Object::Array(items) => items.clone(),
                    Object::Null => Vec::new(),
                    _ => vec![value.clone()],
                };
                let before = was.map(|was| list(was, self.then)).unwrap_or_default();
                let set = match key {
                    b"Annots" | b"Fields" => &self.new.fields,
                    b"K" => return self.only_puts(&before, &list(is, self.now)),
                    b"Kids" => &self.new.nodes,
                    _ => return false,
                };
                self.only_adds(&before, &list(is, self.now), set)
            }
        }
    }

    /// Whether the children of an element are the same, but for tags of fields among them.
    fn only_puts(&self, before: &[Object], after: &[Object]) -> bool {
        let is_new =
            |item: &&Object| item.as_reference().is_ok_and(|id| self.new.elements.contains(&id));
        let rest: Vec<Object> = after.iter().filter(|item| !is_new(item)).cloned().collect();
        same_items(before, &rest)
    }

    /// Whether a list is the same with only objects of a set behind it.
    fn only_adds(&self, before: &[Object], after: &[Object], set: &BTreeSet<ObjectId>) -> bool {
        after.get(..before.len()).is_some_and(|start| same_items(before, start))
            && after[before.len()..].iter().all(|item| match item {
                Object::Reference(id) => set.contains(id),
                _ => false,
            })
    }
}

/// Whether two objects say the same. How a string is written and where a stream stands does not count.
fn same(one: &Object, other: &Object) -> bool {
    match (one, other) {
        (Object::String(one, _), Object::String(other, _)) => one == other,
        (Object::Array(one), Object::Array(other)) => same_items(one, other),
        (Object::Dictionary(one), Object::Dictionary(other)) => same_keys(one, other),
        (Object::Stream(one), Object::Stream(other)) => {
            same_keys(&one.dict, &other.dict) && one.content == other.content
        }
        _ => one == other,
    }
}

fn same_items(one: &[Object], other: &[Object]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
}

fn same_keys(one: &Dictionary, other: &Dictionary) -> bool {
    one.len() == other.len()
        && one.iter().all(|(key, value)| other.get(key).is_ok_and(|other| same(value, other)))
}
