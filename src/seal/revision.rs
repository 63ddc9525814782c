//! In: a PDF and what the new signature says. Out: the same bytes with a revision behind them that has room for the
//! signature. Pure.
//!
//! The file stays PDF/A-2a and PDF/UA-1: a field that is seen is an element `Form` in the structure tree, where it is read,
//! with its widget, and the trailer keeps identifier and information (ISO 19005-2, 6.1.3; ISO 14289-1, 7.18.4). After the first
//! signature the structure tree stays as it is: pyHanko takes any change of it for a change of the content.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use ring::digest::{SHA256, digest};

use super::pdf::{Pdf, string, text, write};
use super::{Corners, Trouble, VELD, Vak, Wish, reading};

/// Width of the place for the ranges: four numbers of ten digits.
const RANGE_WIDTH: usize = 48;
/// Print, and locked (ISO 32000-1, table 165).
const FLAGS: i64 = 4 | 128;

/// A file with an empty place for a signature.
pub(super) struct UnsignedFile {
    pub(super) bytes: Vec<u8>,
    /// The signature as hexadecimal digits, with the angle brackets.
    pub(super) hole: Range<usize>,
    pub(super) field: String,
}

impl UnsignedFile {
    /// What the signature is over.
    pub(super) fn digest(&self) -> Vec<u8> {
        let mut context = ring::digest::Context::new(&SHA256);
        context.update(&self.bytes[..self.hole.start]);
        context.update(&self.bytes[self.hole.end..]);
        context.finish().as_ref().to_vec()
    }

    /// The file with the signature in it; `None` when that does not fit.
    pub(super) fn fill(mut self, signature: &[u8]) -> Option<Vec<u8>> {
        let digits: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        let place = &mut self.bytes[self.hole.start + 1..self.hole.end - 1];
        place.get_mut(..digits.len())?.copy_from_slice(digits.as_bytes());
        Some(self.bytes)
    }
}

/// The objects that a revision changes or adds.
struct Revision<'a> {
    pdf: &'a Pdf<'a>,
    objects: BTreeMap<ObjectId, Object>,
    last: u32,
}

impl Revision<'_> {
    fn fresh(&mut self) -> ObjectId {
        self.last += 1;
        (self.last, 0)
    }

    /// A dictionary as it is in this revision.
    fn dictionary(&self, id: ObjectId) -> Option<Dictionary> {
        match self.objects.get(&id) {
            Some(Object::Dictionary(dictionary)) => Some(dictionary.clone()),
            _ => self.pdf.object(id).cloned(),
        }
    }

    /// Adds to the list under a key, wherever that list stands: at its end, or before an item.
    fn add(
        &mut self,
        owner: ObjectId,
        key: &str,
        item: Object,
        before: Option<&Object>,
    ) -> Option<()> {
        let mut dictionary = self.dictionary(owner)?;
        let mut list = match dictionary.get(key.as_bytes()) {
            Ok(value) => match self.pdf.follow(value).1 {
                Object::Array(list) => list.clone(),
                // One child may stand there without a list around it.
                Object::Null => Vec::new(),
                _ => vec![value.clone()],
            },
            Err(_) => Vec::new(),
        };
        let at = before.and_then(|before| list.iter().position(|one| one == before));
        list.insert(at.unwrap_or(list.len()), item);
        dictionary.set(key, list);
        self.objects.insert(owner, dictionary.into());
        Some(())
    }
}

/// Makes the revision. `size` is the number of bytes that the signature may have; `draw` makes the picture for a field
/// of some width and height.
pub(super) fn prepare(
    pdf: &Pdf<'_>,
    wish: &Wish<'_>,
    name: &str,
    draw: &dyn Fn(Corners) -> Option<Vec<u8>>,
    size: usize,
) -> Result<UnsignedFile, Trouble> {
    let damaged = || Trouble::Pdf("heeft geen labels voor schermlezers, of is beschadigd".into());
    let (root, catalog) = pdf.root().ok_or_else(damaged)?;
    if !catalog.has(b"StructTreeRoot") {
        return Err(damaged());
    }
    let pages = pdf.document.get_pages();
    let mut revision =
        Revision { pdf, objects: BTreeMap::new(), last: pdf.document.max_id.max(size_of(pdf)) };
    let signature = revision.fresh();
    let mut fields = fields(pdf);
    let mut new = Vec::new();
    // All fields that are seen come with the first signature: the tags may not change after it.
    if fields.is_empty() {
        for (vak, number) in wish.vakken.iter().zip(1..) {
            let field = format!("{VELD}{number}");
            let page = u32::try_from(vak.page).ok().and_then(|page| pages.get(&page));
            let id = visible(&mut revision, catalog, vak, &field, *page.ok_or_else(damaged)?)
                .ok_or_else(damaged)?;
            fields.insert(field, (id, true));
            new.push(id);
        }
    }
    // A signer with a place of their own takes that one.
    let own = wish.vakken.iter().position(|vak| vak.naam.to_lowercase() == name.to_lowercase());
    let own = own.map(|own| format!("{VELD}{}", own + 1));
    let own = own.filter(|own| fields.get(own).is_some_and(|(_, empty)| *empty));
    let field = choose(&fields, wish.veld.or(own.as_deref()))?;
    let id = match fields.get(&field) {
        Some((id, _)) => *id,
        None => {
            let page = *pages.values().next().ok_or_else(damaged)?;
            let id = invisible(&mut revision, &field, page).ok_or_else(damaged)?;
            new.push(id);
            id
        }
    };
    let mut widget = revision.dictionary(id).ok_or_else(damaged)?;
    widget.set("V", signature);
    if let Some(rect) = corners(pdf, &widget)
        && let Some(content) = draw(rect)
    {
        // A picture that was made a moment ago was an empty one.
        let own = widget.get(b"AP").and_then(Object::as_dict).and_then(|own| own.get(b"N"));
        if let Ok(Object::Reference(id)) = own {
            revision.objects.remove(id);
        }
        let picture = picture(&mut revision, rect, content);
        widget.set("AP", dictionary! { "N" => picture });
    }
    revision.objects.insert(id, widget.into());
    form(&mut revision, root, &new).ok_or_else(damaged)?;
    write_file(&revision, wish, name, field, signature, size)
        .ok_or_else(|| Trouble::Pdf("heeft geen kenmerk van zichzelf (ID)".into()))
}

/// A field that is seen: its widget with an empty picture, and its element in the structure tree.
fn visible(
    revision: &mut Revision<'_>,
    catalog: &Dictionary,
    vak: &Vak,
    field: &str,
    page: ObjectId,
) -> Option<ObjectId> {
    let id = revision.fresh();
    let corners: Vec<Object> = vak.place.0.into_iter().map(Object::Real).collect();
    let empty = picture(revision, vak.place, Vec::new());
    let mut widget = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => string(field),
        "TU" => string(&format!("Digitale handtekening: {}", vak.wie)),
        "P" => page, "Rect" => corners, "F" => FLAGS, "AP" => dictionary! { "N" => empty },
    };
    tag(revision, catalog, id, (page, vak.place), &mut widget)?;
    revision.add(page, "Annots", id.into(), None)?;
    let mut dictionary = revision.dictionary(page)?;
    dictionary.set("Tabs", Object::Name(b"S".to_vec()));
    revision.objects.insert(page, dictionary.into());
    revision.objects.insert(id, widget.into());
    Some(id)
}

/// A field that is not seen: outside the page, where it needs no place in the structure tree (ISO 14289-1, 7.18.1).
fn invisible(revision: &mut Revision<'_>, field: &str, page: ObjectId) -> Option<ObjectId> {
    let id = revision.fresh();
    let nowhere: Vec<Object> = vec![(-1).into(); 4];
    let widget = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => string(field),
        "TU" => string("Digitale handtekening"), "P" => page, "Rect" => nowhere, "F" => FLAGS,
    };
    revision.add(page, "Annots", id.into(), None)?;
    revision.objects.insert(id, widget.into());
    Some(id)
}

/// The place of a field that is seen.
fn corners(pdf: &Pdf<'_>, widget: &Dictionary) -> Option<Corners> {
    let corners: Vec<f32> = pdf
        .list(widget, b"Rect")
        .iter()
        .filter_map(|one| pdf.follow(one).1.as_float().ok())
        .collect();
    let [left, bottom, right, top] = corners[..] else { return None };
    let place = Corners([left.min(right), bottom.min(top), left.max(right), bottom.max(top)]);
    let (width, height) = place.size();
    (width > 1.0 && height > 1.0).then_some(place)
}

/// A picture of the size of a field.
fn picture(revision: &mut Revision<'_>, place: Corners, content: Vec<u8>) -> ObjectId {
    let id = revision.fresh();
    let (width, height) = place.size();
    let dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "FormType" => 1,
        "BBox" => vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)],
        "Resources" => Dictionary::new(),
    };
    let mut stream = Stream::new(dictionary, content);
    // Uncompressed it would be valid too.
    let _ = stream.compress();
    revision.objects.insert(id, stream.into());
    id
}

/// The number that the next object may have, less one.
fn size_of(pdf: &Pdf<'_>) -> u32 {
    let size = pdf.document.trailer.get(b"Size").and_then(Object::as_i64).unwrap_or(1);
    u32::try_from(size - 1).unwrap_or(0)
}

/// The signature fields by name, and whether one can still be signed.
fn fields(pdf: &Pdf<'_>) -> BTreeMap<String, (ObjectId, bool)> {
    let all = pdf.fields().into_iter().filter_map(|id| {
        let field = pdf.object(id)?;
        let signature = pdf.get(field, b"FT") == &Object::Name(b"Sig".to_vec());
        let empty = signature && !field.has(b"V") && field.has(b"Rect");
        Some((text(pdf.get(field, b"T"))?, (id, empty)))
    });
    all.collect()
}

/// The name of the field to sign.
fn choose(
    fields: &BTreeMap<String, (ObjectId, bool)>,
    wanted: Option<&str>,
) -> Result<String, Trouble> {
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
    widget_id: ObjectId,
    (page, place): (ObjectId, Corners),
    widget: &mut Dictionary,
) -> Option<()> {
    let pdf = revision.pdf;
    let tree_id = catalog.get(b"StructTreeRoot").ok()?.as_reference().ok()?;
    let mut tree = revision.dictionary(tree_id)?;
    let (above, before) = match reading::place(pdf, page, place) {
        Some((above, before)) => (above, Some(before)),
        None => match pdf.follow(tree.get(b"K").ok()?) {
            (_, Object::Array(kids)) => (pdf.follow(kids.first()?).0?, None),
            (id, _) => (id?, None),
        },
    };
    let element = revision.fresh();
    revision.add(above, "K", element.into(), before.as_ref())?;
    revision.objects.insert(
        element,
        dictionary! {
            "Type" => "StructElem", "S" => "Form", "P" => above, "Pg" => page,
            "K" => dictionary! { "Type" => "OBJR", "Obj" => widget_id, "Pg" => page },
        }
        .into(),
    );
    // The parent tree leads from the widget to its element. A new key is larger than all others.
    let key = tree.get(b"ParentTreeNextKey").ok()?.as_i64().ok()?;
    let (parents_id, parents) = pdf.follow(tree.get(b"ParentTree").ok()?);
    let mut parents = match parents_id {
        Some(id) => revision.dictionary(id)?,
        None => parents.as_dict().ok()?.clone(),
    };
    let entry = vec![key.into(), element.into()];
    if parents.has(b"Kids") {
        let leaf = revision.fresh();
        let limits: Vec<Object> = vec![key.into(), key.into()];
        revision.objects.insert(leaf, dictionary! { "Nums" => entry, "Limits" => limits }.into());
        let mut kids = pdf.list(&parents, b"Kids").to_vec();
        kids.push(leaf.into());
        parents.set("Kids", kids);
    } else {
        let mut numbers = pdf.list(&parents, b"Nums").to_vec();
        numbers.extend(entry);
        parents.set("Nums", numbers);
    }
    tree.set("ParentTreeNextKey", key + 1);
    match parents_id {
        Some(id) => {
            revision.objects.insert(id, parents.into());
        }
        None => tree.set("ParentTree", parents),
    }
    revision.objects.insert(tree_id, tree.into());
    widget.set("StructParent", key);
    Some(())
}

/// Puts new fields in the form, which is made when there is none.
fn form(revision: &mut Revision<'_>, root: ObjectId, new: &[ObjectId]) -> Option<()> {
    if new.is_empty() {
        return Some(());
    }
    let pdf = revision.pdf;
    let mut catalog = revision.dictionary(root)?;
    let (id, mut form) = match catalog.get(b"AcroForm") {
        Ok(form) => {
            let (id, form) = pdf.follow(form);
            (id, form.as_dict().ok()?.clone())
        }
        Err(_) => (None, Dictionary::new()),
    };
    let mut fields = pdf.list(&form, b"Fields").to_vec();
    fields.extend(new.iter().map(|id| Object::from(*id)));
    form.set("Fields", fields);
    // Signatures exist, and the file may only be added to (ISO 32000-1, table 219).
    form.set("SigFlags", 3);
    match id {
        Some(id) => {
            revision.objects.insert(id, form.into());
        }
        None => {
            catalog.set("AcroForm", form);
            revision.objects.insert(root, catalog.into());
        }
    }
    Some(())
}

/// The file with the revision behind it.
fn write_file(
    revision: &Revision<'_>,
    wish: &Wish<'_>,
    name: &str,
    field: String,
    signature: ObjectId,
    size: usize,
) -> Option<UnsignedFile> {
    let trailer = &revision.pdf.document.trailer;
    let mut out = revision.pdf.bytes.to_vec();
    // Typst ends without a line end, and an object must begin on a line (ISO 19005-2, 6.1.9).
    if !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    let mut places: BTreeMap<ObjectId, usize> = BTreeMap::new();
    for (id, object) in &revision.objects {
        places.insert(*id, out.len());
        out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
        write(object, &mut out);
        out.extend(b"\nendobj\n");
    }
    places.insert(signature, out.len());
    out.extend(
        format!(
            "{} {} obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached",
            signature.0, signature.1
        )
        .bytes(),
    );
    out.extend(format!(" /M ({}) /Name ", wish.moment.pdf()).bytes());
    write(&string(name), &mut out);
    for (key, value) in [("Reason", wish.reden), ("Location", wish.plaats)] {
        if let Some(value) = value {
            out.extend(format!(" /{key} ").bytes());
            write(&string(value), &mut out);
        }
    }
    out.extend(b" /ByteRange ");
    let range = out.len();
    out.extend([b' '; RANGE_WIDTH]);
    out.extend(b" /Contents ");
    let start = out.len();
    out.push(b'<');
    out.resize(out.len() + 2 * size, b'0');
    out.push(b'>');
    let hole = start..out.len();
    out.extend(b">>\nendobj\n");
    let table = out.len();
    out.extend(b"xref\n");
    let ids: Vec<(ObjectId, usize)> = places.into_iter().collect();
    for run in ids.chunk_by(|one, next| one.0.0 + 1 == next.0.0) {
        out.extend(format!("{} {}\n", run[0].0.0, run.len()).bytes());
        for ((_, generation), place) in run {
            out.extend(format!("{place:010} {generation:05} n \n").bytes());
        }
    }
    let first = trailer.get(b"ID").ok()?.as_array().ok()?.first()?.clone();
    let second = digest(&SHA256, &out).as_ref()[..16].to_vec();
    let mut new = dictionary! {
        "Size" => i64::from(revision.last) + 1,
        "Root" => trailer.get(b"Root").ok()?.clone(),
        "ID" => vec![first, Object::String(second, StringFormat::Hexadecimal)],
        "Prev" => i64::try_from(revision.pdf.document.xref_start).ok()?,
    };
    if let Ok(info) = trailer.get(b"Info") {
        new.set("Info", info.clone());
    }
    out.extend(b"trailer\n");
    write(&new.into(), &mut out);
    out.extend(format!("\nstartxref\n{table}\n%%EOF\n").bytes());
    let numbers = format!("[0 {} {} {}]", hole.start, hole.end, out.len() - hole.end);
    out.get_mut(range..range + RANGE_WIDTH)?
        .get_mut(..numbers.len())?
        .copy_from_slice(numbers.as_bytes());
    Some(UnsignedFile { bytes: out, hole, field })
}
