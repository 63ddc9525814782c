//! In: a document and what the new signature says. Out: a revision behind it that has room for the signature. Pure.
//!
//! The file stays PDF/A-2a and PDF/UA-1: a field that is seen is an element `Form` in the structure tree, where it is read,
//! with its widget, and the trailer keeps identifier and information (ISO 19005-2, 6.1.3; ISO 14289-1, 7.18.4). After the first
//! signature the structure tree stays as it is: pyHanko takes any change of it for a change of the content.
//!
//! What this writes is compared with files of years ago (`history`): whoever changes it keeps the old way beside it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::{Document, stream_end, write_end, write_table};
use super::object::{Dictionary, Value};
use super::{Corners, Trouble, VELD, Vak, Wish, reading, text};

/// Print, and locked (ISO 32000-1, table 165).
const FLAGS: i64 = 4 | 128;
/// What a field is called for who cannot see it.
pub(super) const LABEL: &str = "Digitale handtekening";

/// A picture for a field of some size, packed.
pub(super) type Draw<'a> = &'a dyn Fn(Corners) -> Option<Vec<u8>>;

/// A revision with an empty place for a signature.
pub(super) struct UnsignedRevision {
    pub(super) bytes: Vec<u8>,
    /// The signature as hexadecimal digits, with the angle brackets.
    hole: Range<usize>,
    pub(super) field: String,
}

impl UnsignedRevision {
    /// What the signature is over: the document, and the revision but for the signature itself.
    pub(super) fn digest(&self, document: &Document<'_>) -> Vec<u8> {
        let mut context = document.context.clone();
        context.update(&self.bytes[..self.hole.start]);
        context.update(&self.bytes[self.hole.end..]);
        context.finish().as_ref().to_vec()
    }

    /// The revision with the signature in it; `None` when that does not fit.
    pub(super) fn fill(mut self, signature: &[u8]) -> Option<Vec<u8>> {
        let digits: String = signature.iter().map(|byte| format!("{byte:02X}")).collect();
        let place = &mut self.bytes[self.hole.start + 1..self.hole.end - 1];
        place.get_mut(..digits.len())?.copy_from_slice(digits.as_bytes());
        Some(self.bytes)
    }
}

/// The objects that a revision changes or adds.
struct Revision<'a> {
    document: &'a Document<'a>,
    objects: BTreeMap<u32, (Value, Option<Vec<u8>>)>,
    last: u32,
}

impl Revision<'_> {
    fn fresh(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// A dictionary as it is in this revision.
    fn dictionary(&self, number: u32) -> Option<Dictionary> {
        match self.objects.get(&number) {
            Some((value, _)) => value.as_dictionary().cloned(),
            None => self.document.dictionary(number).cloned(),
        }
    }

    fn put(&mut self, number: u32, dictionary: Dictionary) {
        self.objects.insert(number, (Value::Dictionary(dictionary), None));
    }

    /// Adds to the list under a key: at its end, or before an item.
    fn add(&mut self, owner: u32, key: &str, item: u32, before: Option<&Value>) -> Option<()> {
        let mut dictionary = self.dictionary(owner)?;
        let mut list = match dictionary.get(key) {
            Some(value) => match self.document.follow(value) {
                Value::Array(list) => list.clone(),
                // One child may stand there without a list around it.
                _ => vec![value.clone()],
            },
            None => Vec::new(),
        };
        let at = before.and_then(|before| list.iter().position(|one| one == before));
        list.insert(at.unwrap_or(list.len()), Value::Reference(item));
        dictionary.set(key, Value::Array(list));
        self.put(owner, dictionary);
        Some(())
    }
}

/// Makes the revision. `size` is the number of bytes that the signature may have.
pub(super) fn prepare(
    document: &Document<'_>,
    wish: &Wish<'_>,
    name: &str,
    draw: Draw<'_>,
    size: usize,
) -> Result<UnsignedRevision, Trouble> {
    let damaged = || Trouble::Pdf("heeft geen labels voor schermlezers, of is beschadigd".into());
    let (root, catalog) = document.root().ok_or_else(damaged)?;
    if !catalog.has("StructTreeRoot") {
        return Err(damaged());
    }
    let last = document.objects.last_key_value().map_or(0, |(number, _)| *number);
    let mut revision = Revision { document, objects: BTreeMap::new(), last };
    let signature = revision.fresh();
    let mut fields = fields(document);
    let mut new = Vec::new();
    // All fields that are seen come with the first signature: the tags may not change after it.
    if fields.is_empty() {
        for (vak, number) in wish.vakken.iter().zip(1..) {
            let field = format!("{VELD}{number}");
            let page = vak.page.checked_sub(1).and_then(|index| document.pages.get(index));
            let number = visible(&mut revision, catalog, vak, &field, *page.ok_or_else(damaged)?)
                .ok_or_else(damaged)?;
            fields.insert(field, (number, true));
            new.push(number);
        }
    }
    // A signer with a place of their own takes that one.
    let own = wish.vakken.iter().position(|vak| vak.is_of(name));
    let own = own.map(|own| format!("{VELD}{}", own + 1));
    let own = own.filter(|own| fields.get(own).is_some_and(|(_, empty)| *empty));
    let field = choose(&fields, wish.veld.or(own.as_deref()))?;
    let number = match fields.get(&field) {
        Some((number, _)) => *number,
        None => {
            let page = *document.pages.first().ok_or_else(damaged)?;
            let number = invisible(&mut revision, &field, page).ok_or_else(damaged)?;
            new.push(number);
            number
        }
    };
    let mut widget = revision.dictionary(number).ok_or_else(damaged)?;
    widget.set("V", Value::Reference(signature));
    if let Some(rect) = corners(&widget)
        && let Some(content) = draw(rect)
    {
        // A picture that was made a moment ago was an empty one.
        let own = widget.get("AP").and_then(Value::as_dictionary).and_then(|own| own.get("N"));
        if let Some(Value::Reference(number)) = own {
            revision.objects.remove(number);
        }
        let picture = picture(&mut revision, rect, Some(content));
        widget.set("AP", Value::Dictionary(Dictionary::new([("N", Value::Reference(picture))])));
    }
    revision.put(number, widget);
    form(&mut revision, root, &new).ok_or_else(damaged)?;
    write_file(&revision, wish, name, field, signature, size)
        .ok_or_else(|| Trouble::Pdf("heeft geen kenmerk van zichzelf (ID)".into()))
}

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
fn visible(
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
fn invisible(revision: &mut Revision<'_>, field: &str, page: u32) -> Option<u32> {
    let number = revision.fresh();
    let nowhere = vec![Value::integer(-1); 4];
    revision.add(page, "Annots", number, None)?;
    revision.put(number, widget(field, LABEL, page, nowhere));
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
fn picture(revision: &mut Revision<'_>, place: Corners, packed: Option<Vec<u8>>) -> u32 {
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
fn fields(document: &Document<'_>) -> BTreeMap<String, (u32, bool)> {
    let all = document.fields().into_iter().filter_map(|number| {
        let field = document.dictionary(number)?;
        Some((text(field.get("T")?.as_string()?), (number, !field.has("V"))))
    });
    all.collect()
}

/// The name of the field to sign.
fn choose(fields: &BTreeMap<String, (u32, bool)>, wanted: Option<&str>) -> Result<String, Trouble> {
    let is_free = |name: &str| fields.get(name).is_none_or(|(_, empty)| *empty);
    match wanted {
        Some(name) if name.trim().is_empty() || name.contains('.') => {
            Err(Trouble::Field(format!("een veld kan niet `{name}` heten")))
        }
        Some(name) if is_free(name) => Ok(name.to_owned()),
        Some(name) => Err(Trouble::Field(format!("veld `{name}` is al gebruikt"))),
        None => (1..=fields.len() + 1)
            .map(|number| format!("{VELD}{number}"))
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
    let (above, before) = match reading::place(document, page, place) {
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
fn form(revision: &mut Revision<'_>, root: u32, new: &[u32]) -> Option<()> {
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

/// The revision as bytes.
fn write_file(
    revision: &Revision<'_>,
    wish: &Wish<'_>,
    name: &str,
    field: String,
    signature: u32,
    size: usize,
) -> Option<UnsignedRevision> {
    let document = revision.document;
    let start = document.bytes.len();
    let mut out = Vec::new();
    // `export` ends without a line end, and an object must begin on a line (ISO 19005-2, 6.1.9).
    if !document.bytes.ends_with(b"\n") {
        out.push(b'\n');
    }
    let mut places: BTreeMap<u32, usize> = BTreeMap::new();
    for (number, (value, stream)) in &revision.objects {
        places.insert(*number, start + out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        value.write(&mut out);
        if let Some(stream) = stream {
            out.extend(b"\nstream\n");
            out.extend(stream);
            out.extend(stream_end(stream));
        }
        out.extend(b"\nendobj\n");
    }
    places.insert(signature, start + out.len());
    let mut entry = Dictionary::new([
        ("Type", Value::name("Sig")),
        ("Filter", Value::name("Adobe.PPKLite")),
        ("SubFilter", Value::name("ETSI.CAdES.detached")),
        ("M", Value::String(wish.moment.pdf().into_bytes())),
        ("Name", Value::text(name)),
    ]);
    for (key, value) in [("Reason", wish.reden), ("Location", wish.plaats)] {
        if let Some(value) = value {
            entry.set(key, Value::text(value));
        }
    }
    // The signature comes behind the rest, and then what it is over.
    out.extend(format!("{signature} 0 obj\n").bytes());
    Value::Dictionary(entry).write(&mut out);
    out.truncate(out.len() - b">>".len());
    out.extend(b"/Contents");
    let hole = out.len()..out.len() + 2 * size + 2;
    out.push(b'<');
    out.resize(hole.end - 1, b'0');
    out.push(b'>');
    // How many bytes follow depends on how many digits that number has.
    let mut rest = 0;
    loop {
        let mut whole = out.clone();
        let (from, to) = (start + hole.start, start + hole.end);
        whole.extend(format!("/ByteRange[0 {from} {to} {rest}]>>\nendobj\n").bytes());
        close(document, &places, revision.last, &mut whole)?;
        if whole.len() - hole.end == rest {
            return Some(UnsignedRevision { bytes: whole, hole, field });
        }
        rest = whole.len() - hole.end;
    }
}

/// Puts table, trailer and end behind the objects.
fn close(
    document: &Document<'_>,
    places: &BTreeMap<u32, usize>,
    last: u32,
    out: &mut Vec<u8>,
) -> Option<()> {
    let table = document.bytes.len() + out.len();
    out.extend(write_table(places, false));
    let first = document.trailer.get("ID")?.as_array()?.first()?.clone();
    let mut context = document.context.clone();
    context.update(out);
    let second = Value::String(context.finish().as_ref()[..16].to_vec());
    let mut trailer = Dictionary::new([
        ("Size", Value::integer(i64::from(last) + 1)),
        ("Root", document.trailer.get("Root")?.clone()),
        ("ID", Value::Array(vec![first, second])),
        ("Prev", Value::integer(i64::try_from(document.table).ok()?)),
    ]);
    if let Some(info) = document.trailer.get("Info") {
        trailer.set("Info", info.clone());
    }
    Value::Dictionary(trailer).write(out);
    out.extend(write_end(table, false));
    Some(())
}
