//! In: a document and what a new signature says, or a timestamp over all of it. Out: a revision behind it that has room
//! for that. Pure.
//!
//! The trailer keeps identifier and information (ISO 19005-2, 6.1.3).
//!
//! What this writes is compared with files of years ago (`history`): whoever changes it keeps the old way beside it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::document::{Document, stream_end, write_end, write_table};
use super::field::{self, LABEL, STAMP_LABEL};
use super::object::{Dictionary, Value};
use super::reading::Texts;
use super::{Corners, STAMP_FIELD, Trouble, VELD, Wish};

/// A picture for a field of some size, packed.
pub(super) type Draw<'a> = &'a dyn Fn(Corners) -> Result<Vec<u8>, Trouble>;

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
pub(super) struct Revision<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) objects: BTreeMap<u32, (Value, Option<Vec<u8>>)>,
    /// The texts of pages that were read.
    pub(super) texts: BTreeMap<u32, Texts>,
    last: u32,
}

impl<'a> Revision<'a> {
    pub(super) fn new(document: &'a Document<'a>) -> Self {
        let last = document.objects.last_key_value().map_or(0, |(number, _)| *number);
        Self { document, objects: BTreeMap::new(), texts: BTreeMap::new(), last }
    }

    pub(super) fn fresh(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// A dictionary as it is in this revision.
    pub(super) fn dictionary(&self, number: u32) -> Option<Dictionary> {
        match self.objects.get(&number) {
            Some((value, _)) => value.as_dictionary().cloned(),
            None => self.document.dictionary(number).cloned(),
        }
    }

    pub(super) fn put(&mut self, number: u32, dictionary: Dictionary) {
        self.objects.insert(number, (Value::Dictionary(dictionary), None));
    }

    /// Adds to the list under a key: at its end, or before an item.
    pub(super) fn add(
        &mut self,
        owner: u32,
        key: &str,
        item: u32,
        before: Option<&Value>,
    ) -> Option<()> {
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

    /// The objects as bytes, each with its place.
    fn write(&self) -> (Vec<u8>, BTreeMap<u32, usize>) {
        let start = self.document.bytes.len();
        let (mut out, mut places) = (Vec::new(), BTreeMap::new());
        // `export` ends without a line end, and an object must begin on a line (ISO 19005-2, 6.1.9).
        if !self.document.bytes.ends_with(b"\n") {
            out.push(b'\n');
        }
        for (number, (value, stream)) in &self.objects {
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
        (out, places)
    }

    /// The revision as bytes, when nothing in it is signed.
    pub(super) fn finish(&self) -> Option<Vec<u8>> {
        let (mut out, places) = self.write();
        close(self.document, &places, self.last, &mut out)?;
        Some(out)
    }

    /// The revision as bytes, with a signature of this size at most, that stands in an object of its own.
    fn finish_signed(
        &self,
        field: String,
        signature: u32,
        entry: Dictionary,
        size: usize,
    ) -> Option<UnsignedRevision> {
        let start = self.document.bytes.len();
        let (mut out, mut places) = self.write();
        places.insert(signature, start + out.len());
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
            close(self.document, &places, self.last, &mut whole)?;
            if whole.len() - hole.end == rest {
                return Some(UnsignedRevision { bytes: whole, hole, field });
            }
            rest = whole.len() - hole.end;
        }
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
    let mut revision = Revision::new(document);
    let signature = revision.fresh();
    let mut fields = field::fields(document);
    let mut new = Vec::new();
    // All fields that are seen come with the first signature: the tags may not change after it.
    if fields.is_empty() {
        for (vak, number) in wish.vakken.iter().zip(1..) {
            let field = format!("{VELD}{number}");
            let page = vak.page.checked_sub(1).and_then(|index| document.pages.get(index));
            let number =
                field::visible(&mut revision, catalog, vak, &field, *page.ok_or_else(damaged)?)
                    .ok_or_else(damaged)?;
            fields.insert(field, (number, true));
            new.push(number);
        }
    }
    // A signer with a place of their own takes that one.
    let own = wish.vakken.iter().position(|vak| vak.is_of(name));
    let own = own.map(|own| format!("{VELD}{}", own + 1));
    let own = own.filter(|own| fields.get(own).is_some_and(|(_, empty)| *empty));
    let name_of_field = field::choose(&fields, wish.veld.or(own.as_deref()), VELD)?;
    let number = match fields.get(&name_of_field) {
        Some((number, _)) => *number,
        None => {
            let page = *document.pages.first().ok_or_else(damaged)?;
            let number =
                field::invisible(&mut revision, &name_of_field, LABEL, page).ok_or_else(damaged)?;
            new.push(number);
            number
        }
    };
    let mut widget = revision.dictionary(number).ok_or_else(damaged)?;
    widget.set("V", Value::Reference(signature));
    if let Some(rect) = field::corners(&widget) {
        let content = draw(rect)?;
        // A picture that was made a moment ago was an empty one.
        let own = widget.get("AP").and_then(Value::as_dictionary).and_then(|own| own.get("N"));
        if let Some(Value::Reference(number)) = own {
            revision.objects.remove(number);
        }
        let picture = field::picture(&mut revision, rect, Some(content));
        widget.set("AP", Value::Dictionary(Dictionary::new([("N", Value::Reference(picture))])));
    }
    revision.put(number, widget);
    field::form(&mut revision, root, &new).ok_or_else(damaged)?;
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
    revision
        .finish_signed(name_of_field, signature, entry, size)
        .ok_or_else(|| Trouble::Pdf("heeft geen kenmerk van zichzelf (ID)".into()))
}

/// Makes a revision with a timestamp over the whole document, in a field that is not seen.
pub(super) fn prepare_stamp(
    document: &Document<'_>,
    wanted: Option<&str>,
    size: usize,
) -> Result<UnsignedRevision, Trouble> {
    let damaged = || Trouble::Pdf("is beschadigd".into());
    let (root, _) = document.root().ok_or_else(damaged)?;
    let page = *document.pages.first().ok_or_else(damaged)?;
    let mut revision = Revision::new(document);
    let stamp = revision.fresh();
    let name = field::choose(&field::fields(document), wanted, STAMP_FIELD)?;
    let number = field::invisible(&mut revision, &name, STAMP_LABEL, page).ok_or_else(damaged)?;
    let mut widget = revision.dictionary(number).ok_or_else(damaged)?;
    widget.set("V", Value::Reference(stamp));
    revision.put(number, widget);
    field::form(&mut revision, root, &[number]).ok_or_else(damaged)?;
    let entry = Dictionary::new([
        ("Type", Value::name("DocTimeStamp")),
        ("Filter", Value::name("Adobe.PPKLite")),
        ("SubFilter", Value::name("ETSI.RFC3161")),
    ]);
    revision.finish_signed(name, stamp, entry, size).ok_or_else(damaged)
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
