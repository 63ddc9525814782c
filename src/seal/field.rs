//! In: a revision that is being made. Out: the fields for signatures in it, on the page and among the tags. Pure.
//!
//! The file stays PDF/A-2a and PDF/UA-1: a field that is seen is an element `Form` in the structure tree, where it is
//! read, with its widget (ISO 14289-1, 7.18.4). After the first signature the structure tree stays as it is: pyHanko
//! takes any change of it for a change of the content.

use std::collections::BTreeMap;

use super::document::Document;
use super::object::{Dictionary, Value};
use super::revision::Revision;
use super::{Corners, Trouble, Vak, reading, text};

/// Print, and locked (ISO 32000-1, table 165).
const FLAGS: i64 = 4 | 128;
/// What a field is called for who cannot see it.
pub(super) const LABEL: &str = "Digitale handtekening";
/// The same, of a timestamp over the whole document.
pub(super) const STAMP_LABEL: &str = "Tijdstempel";

/// What every field has.
fn widget(field: &str, label: &str, page: u32, place: Vec<Value>) -> Dictionary {
    Dictionary::new([
        ("Type", Value::name("Annot")),
        ("Subtype", Value::name("Widget")),
        ("FT", Value::name("Sig")),
        ("T", Value::text(field)),
        ("TU", Value::text(label)),
        ("P", Value::Reference(page)),
        ("Rect", Value::Array(place)),
        ("F", Value::integer(FLAGS)),
    ])
}

/// A field that is seen: its widget with an empty picture, and its element in the structure tree.
pub(super) fn visible(
    revision: &mut Revision<'_>,
    catalog: &Dictionary,
    vak: &Vak,
    field: &str,
    page: u32,
) -> Option<u32> {
    let number = revision.fresh();
    let corners = vak.place.0.into_iter().map(Value::real).collect();
    let empty = picture(revision, vak.place, None);
    let mut widget = widget(field, &format!("{LABEL}: {}", vak.wie), page, corners);
    widget.set("AP", Value::Dictionary(Dictionary::new([("N", Value::Reference(empty))])));
    tag(revision, catalog, number, (page, vak.place), &mut widget)?;
    revision.add(page, "Annots", number, None)?;
    let mut dictionary = revision.dictionary(page)?;
    dictionary.set("Tabs", Value::name("S"));
    revision.put(page, dictionary);
    revision.put(number, widget);
    Some(number)
}

/// A field that is not seen: outside the page, where it needs no place in the structure tree (ISO 14289-1, 7.18.1).
pub(super) fn invisible(
    revision: &mut Revision<'_>,
    field: &str,
    label: &str,
    page: u32,
) -> Option<u32> {
    let number = revision.fresh();
    let nowhere = vec![Value::integer(-1); 4];
    revision.add(page, "Annots", number, None)?;
    revision.put(number, widget(field, label, page, nowhere));
    Some(number)
}

/// The place of a field that is seen.
pub(super) fn corners(widget: &Dictionary) -> Option<Corners> {
    let corners: Vec<f32> =
        widget.get("Rect")?.as_array()?.iter().filter_map(Value::as_real).collect();
    let [left, bottom, right, top] = corners[..] else { return None };
    let place = Corners([left, bottom, right, top]);
    let (width, height) = place.size();
    (width > 1.0 && height > 1.0).then_some(place)
}

/// A picture of the size of a field.
pub(super) fn picture(revision: &mut Revision<'_>, place: Corners, packed: Option<Vec<u8>>) -> u32 {
    let number = revision.fresh();
    let (width, height) = place.size();
    let length = packed.as_ref().map_or(0, Vec::len);
    let mut dictionary =
        Dictionary::new([("Length", Value::integer(i64::try_from(length).unwrap_or(i64::MAX)))]);
    if packed.is_some() {
        dictionary.set("Filter", Value::name("FlateDecode"));
    }
    let bounds = [0.0, 0.0, width, height].map(Value::real).to_vec();
    for (key, value) in [
        ("Type", Value::name("XObject")),
        ("Subtype", Value::name("Form")),
        ("BBox", Value::Array(bounds)),
        ("Resources", Value::Dictionary(Dictionary::default())),
    ] {
        dictionary.set(key, value);
    }
    let stream = Some(packed.unwrap_or_default());
    revision.objects.insert(number, (Value::Dictionary(dictionary), stream));
    number
}

/// The signature fields by name, and whether one can still be signed.
pub(super) fn fields(document: &Document<'_>) -> BTreeMap<String, (u32, bool)> {
    let all = document.fields().into_iter().filter_map(|number| {
        let field = document.dictionary(number)?;
        Some((text(field.get("T")?.as_string()?), (number, !field.has("V"))))
    });
    all.collect()
}

/// The name of the field to sign: the one that is wanted, or the first free one of this stem.
pub(super) fn choose(
    fields: &BTreeMap<String, (u32, bool)>,
    wanted: Option<&str>,
    stem: &str,
) -> Result<String, Trouble> {
    let is_free = |name: &str| fields.get(name).is_none_or(|(_, empty)| *empty);
    match wanted {
        Some(name) if name.trim().is_empty() || name.contains('.') => {
            Err(Trouble::Field(format!("een veld kan niet `{name}` heten")))
        }
        Some(name) if is_free(name) => Ok(name.to_owned()),
        Some(name) => Err(Trouble::Field(format!("veld `{name}` is al gebruikt"))),
        None => (1..=fields.len() + 1)
            .map(|number| format!("{stem}{number}"))
            .find(|name| is_free(name))
            .ok_or_else(|| Trouble::Field("er is geen veld meer vrij".into())),
    }
}

/// Puts the widget in the structure tree: before the name below it, or at the end of the document when there is none.
fn tag(
    revision: &mut Revision<'_>,
    catalog: &Dictionary,
    widget_number: u32,
    (page, place): (u32, Corners),
    widget: &mut Dictionary,
) -> Option<()> {
    let document = revision.document;
    let tree_number = catalog.get("StructTreeRoot")?.as_reference()?;
    let mut tree = revision.dictionary(tree_number)?;
    // Each page is read once.
    let texts = revision.texts.remove(&page).or_else(|| reading::texts(document, page));
    let texts = texts.unwrap_or_default();
    let found = reading::place(document, page, &texts, place);
    revision.texts.insert(page, texts);
    let (above, before) = match found {
        Some((above, before)) => (above, Some(before)),
        None => (tree.get("K")?.as_array()?.first()?.as_reference()?, None),
    };
    let element = revision.fresh();
    revision.add(above, "K", element, before.as_ref())?;
    let target = Dictionary::new([
        ("Type", Value::name("OBJR")),
        ("Obj", Value::Reference(widget_number)),
        ("Pg", Value::Reference(page)),
    ]);
    let entry = Dictionary::new([
        ("Type", Value::name("StructElem")),
        ("S", Value::name("Form")),
        ("P", Value::Reference(above)),
        ("Pg", Value::Reference(page)),
        ("K", Value::Dictionary(target)),
    ]);
    revision.put(element, entry);
    // The parent tree leads from the widget to its element. A new key is larger than all others.
    let key: i64 = tree.get("ParentTreeNextKey")?.as_integer()?;
    let parents_number = tree.get("ParentTree")?.as_reference();
    let mut parents = match parents_number {
        Some(number) => revision.dictionary(number)?,
        None => tree.get("ParentTree")?.as_dictionary()?.clone(),
    };
    let entry = [Value::integer(key), Value::Reference(element)];
    if let Some(kids) = parents.get("Kids") {
        let mut kids = document.follow(kids).as_array()?.to_vec();
        let leaf = revision.fresh();
        let limits = vec![Value::integer(key); 2];
        let nums = Dictionary::new([
            ("Nums", Value::Array(entry.to_vec())),
            ("Limits", Value::Array(limits)),
        ]);
        revision.put(leaf, nums);
        kids.push(Value::Reference(leaf));
        parents.set("Kids", Value::Array(kids));
    } else {
        let mut numbers = document.list(&parents, "Nums").to_vec();
        numbers.extend(entry);
        parents.set("Nums", Value::Array(numbers));
    }
    tree.set("ParentTreeNextKey", Value::integer(key.checked_add(1)?));
    match parents_number {
        Some(number) => revision.put(number, parents),
        None => tree.set("ParentTree", Value::Dictionary(parents)),
    }
    revision.put(tree_number, tree);
    widget.set("StructParent", Value::integer(key));
    Some(())
}

/// Puts new fields in the form, which is made when there is none.
pub(super) fn form(revision: &mut Revision<'_>, root: u32, new: &[u32]) -> Option<()> {
    if new.is_empty() {
        return Some(());
    }
    let mut catalog = revision.dictionary(root)?;
    let mut form = match catalog.get("AcroForm") {
        Some(form) => form.as_dictionary()?.clone(),
        None => Dictionary::default(),
    };
    let mut fields = revision.document.list(&form, "Fields").to_vec();
    fields.extend(new.iter().map(|number| Value::Reference(*number)));
    form.set("Fields", Value::Array(fields));
    // Signatures exist, and the file may only be added to (ISO 32000-1, table 219).
    form.set("SigFlags", Value::integer(3));
    catalog.set("AcroForm", Value::Dictionary(form));
    revision.put(root, catalog);
    Some(())
}
