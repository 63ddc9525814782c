//! In: the bytes of a PDF, which may be hostile. Out: its parts, the document and each revision behind it, as `export`
//! and `sign` write them; or the first byte that they would have written otherwise. Pure.
//!
//! A part is read and written again: head, objects, table, trailer and end must come out as the same bytes. So nothing
//! stands between the parts, every object is where the table has it, and no number or key stands twice. What is read
//! is bounded: no byte is read more than a few times, and the number of values has an end.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::{Decompress, FlushDecompress, Status};
use ring::digest::{Context, SHA256};

use super::object::{Dictionary, Reader, Value};

/// The largest PDF that is read.
pub(super) const MAX_BYTES: usize = 200 * 1024 * 1024;
/// Values in a file, at most.
const MAX_VALUES: usize = 3_000_000;
/// Bytes of all streams of a file together, unpacked.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;
/// What every file begins with.
const HEAD: &[u8] = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n";

/// Where a file is not as `export` and `sign` write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Afwijking {
    /// The first byte that is another.
    pub(super) at: usize,
    /// What stands there, as a reader would say it.
    pub(super) what: String,
    /// Whether it is a font.
    pub(super) is_font: bool,
}

impl Afwijking {
    pub(super) fn new(at: usize, what: impl Into<String>) -> Self {
        Self { at, what: what.into(), is_font: false }
    }
}

/// An object, with its stream.
#[derive(Debug, Clone)]
pub(super) struct Object<'a> {
    pub(super) value: Value,
    pub(super) stream: Option<&'a [u8]>,
}

/// The document, or a revision.
pub(super) struct Part<'a> {
    pub(super) objects: BTreeMap<u32, Object<'a>>,
    trailer: Dictionary,
    /// Where its table begins, and where the part ends.
    table: usize,
    pub(super) end: usize,
}

/// A PDF up to the end of one of its parts.
pub(super) struct Document<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) objects: BTreeMap<u32, Object<'a>>,
    pub(super) trailer: Dictionary,
    pub(super) table: usize,
    /// The pages, in their order.
    pub(super) pages: Vec<u32>,
    /// The digest of the bytes so far.
    pub(super) context: Context,
    left: usize,
}

impl<'a> Document<'a> {
    /// The document at the start of a file.
    pub(super) fn read(file: &'a [u8]) -> Result<Self, Afwijking> {
        let mut left = MAX_VALUES;
        let part = Part::read(file, 0, &mut left)?;
        let mut document = Self {
            bytes: &[],
            objects: BTreeMap::new(),
            trailer: Dictionary::default(),
            table: 0,
            pages: Vec::new(),
            context: Context::new(&SHA256),
            left,
        };
        document.adopt(file, part);
        Ok(document)
    }

    /// The revision that begins where the document ends.
    pub(super) fn next(&mut self, file: &'a [u8]) -> Result<Part<'a>, Afwijking> {
        Part::read(file, self.bytes.len(), &mut self.left)
    }

    /// Takes a revision in.
    pub(super) fn adopt(&mut self, file: &'a [u8], part: Part<'a>) {
        self.context.update(&file[self.bytes.len()..part.end]);
        self.bytes = &file[..part.end];
        self.objects.extend(part.objects);
        (self.trailer, self.table) = (part.trailer, part.table);
    }

    /// What a value stands for. A reference leads to an object, and never to a next reference.
    pub(super) fn follow<'b>(&'b self, value: &'b Value) -> &'b Value {
        match value {
            Value::Reference(number) => {
                self.objects.get(number).map_or(&Value::Null, |object| &object.value)
            }
            value => value,
        }
    }

    /// A dictionary's value, followed.
    pub(super) fn get<'b>(&'b self, dictionary: &'b Dictionary, key: &str) -> &'b Value {
        dictionary.get(key).map_or(&Value::Null, |value| self.follow(value))
    }

    /// A list, or nothing.
    pub(super) fn list<'b>(&'b self, dictionary: &'b Dictionary, key: &str) -> &'b [Value] {
        self.get(dictionary, key).as_array().unwrap_or_default()
    }

    /// The object with this number, as a dictionary.
    pub(super) fn dictionary(&self, number: u32) -> Option<&Dictionary> {
        self.objects.get(&number)?.value.as_dictionary()
    }

    /// The number of the root, and the root.
    pub(super) fn root(&self) -> Option<(u32, &Dictionary)> {
        let number = self.trailer.get("Root")?.as_reference()?;
        Some((number, self.dictionary(number)?))
    }

    /// The form's fields, as numbers of objects.
    pub(super) fn fields(&self) -> Vec<u32> {
        let form = self.root().and_then(|(_, root)| self.get(root, "AcroForm").as_dictionary());
        let fields = form.map(|form| self.list(form, "Fields")).unwrap_or_default();
        fields.iter().filter_map(Value::as_reference).collect()
    }

    /// The keywords; a draft has one that says so.
    pub(super) fn keywords(&self) -> Option<String> {
        let info = self.follow(self.trailer.get("Info")?).as_dictionary()?;
        Some(super::text(info.get("Keywords")?.as_string()?))
    }
}

impl<'a> Part<'a> {
    fn read(file: &'a [u8], from: usize, left: &mut usize) -> Result<Self, Afwijking> {
        let first = from == 0;
        let mut reader = Reader { bytes: file, at: from, left: *left };
        if first {
            expect(&mut reader, HEAD, "het begin van het bestand")?;
        } else if !file[..from].ends_with(b"\n") {
            // The document ends without a line end, and an object must begin on a line (ISO 19005-2, 6.1.9).
            expect(&mut reader, b"\n", "wat achter het document staat")?;
        }
        let (mut objects, mut places) = (BTreeMap::new(), BTreeMap::new());
        while !reader.rest().starts_with(b"xref\n") {
            let at = reader.at;
            let (number, object) = object(&mut reader)?;
            let next = !first || usize::try_from(number) == Ok(objects.len() + 1);
            if !next || objects.insert(number, object).is_some() {
                return Err(Afwijking::new(at, format!("het nummer van object {number}")));
            }
            places.insert(number, at);
        }
        let table = reader.at;
        expect(&mut reader, &write_table(&places, first), "de inhoudstabel")?;
        let trailer = value(&mut reader, "de slotgegevens (trailer)")?;
        expect(&mut reader, &write_end(table, first), "het einde van een deel van het bestand")?;
        *left = reader.left;
        match trailer {
            Value::Dictionary(trailer) => Ok(Self { objects, trailer, table, end: reader.at }),
            _ => Err(Afwijking::new(table, "de slotgegevens (trailer)")),
        }
    }
}

/// An object with its number.
fn object<'a>(reader: &mut Reader<'a>) -> Result<(u32, Object<'a>), Afwijking> {
    let at = reader.at;
    let number: Option<u32> =
        std::str::from_utf8(reader.word()).ok().and_then(|word| word.parse().ok());
    let number = number
        .filter(|number| *number > 0)
        .ok_or_else(|| Afwijking::new(at, "wat tussen of achter de delen van het bestand staat"))?;
    reader.at = at;
    let what = format!("object {number}");
    expect(reader, format!("{number} 0 obj\n").as_bytes(), &what)?;
    let value = value(reader, &what)?;
    let mut stream = None;
    if reader.rest().starts_with(b"\nstream\n") {
        reader.at += b"\nstream\n".len();
        let dictionary = value.as_dictionary();
        let length = dictionary.and_then(|of| of.get("Length")?.as_integer());
        let data = length.and_then(|length: usize| reader.rest().get(..length));
        let data = data.ok_or_else(|| Afwijking::new(at, format!("de lengte van {what}")))?;
        reader.at += data.len();
        expect(reader, stream_end(data), &what)?;
        stream = Some(data);
    }
    expect(reader, b"\nendobj\n", &what)?;
    Ok((number, Object { value, stream }))
}

/// What closes a stream. A carriage return at the end of it is no half of a line end.
pub(super) fn stream_end(data: &[u8]) -> &'static [u8] {
    if data.ends_with(b"\r") { b"\r\nendstream" } else { b"\nendstream" }
}

/// The value that stands there, in its one spelling.
fn value(reader: &mut Reader<'_>, what: &str) -> Result<Value, Afwijking> {
    let start = reader.at;
    let wrong = |at| Afwijking::new(at, what);
    let value = reader.value().ok_or_else(|| wrong(reader.at))?;
    let mut again = Vec::new();
    value.write(&mut again);
    reader.at = start;
    expect(reader, &again, what)?;
    Ok(value)
}

/// Takes exactly these bytes.
fn expect(reader: &mut Reader<'_>, text: &[u8], what: &str) -> Result<(), Afwijking> {
    let same = reader.rest().iter().zip(text).take_while(|(one, other)| one == other).count();
    reader.at += same;
    if same == text.len() { Ok(()) } else { Err(Afwijking::new(reader.at, what)) }
}

/// The table of a part. That of the document has every number, from the free one at 0.
pub(super) fn write_table(places: &BTreeMap<u32, usize>, first: bool) -> Vec<u8> {
    let mut out = String::from("xref\n");
    let places: Vec<(&u32, &usize)> = places.iter().collect();
    if first {
        out.push_str(&format!("0 {}\n0000000000 65535 f\r\n", places.len() + 1));
    }
    for run in places.chunk_by(|(one, _), (next, _)| *one + 1 == **next) {
        if !first {
            out.push_str(&format!("{} {}\n", run[0].0, run.len()));
        }
        for (_, place) in run {
            out.push_str(&format!("{place:010} 00000 n\r\n"));
        }
    }
    out.push_str("trailer\n");
    out.into_bytes()
}

/// What stands behind the trailer of a part.
pub(super) fn write_end(table: usize, first: bool) -> Vec<u8> {
    let line_end = if first { "" } else { "\n" };
    format!("\nstartxref\n{table}\n%%EOF{line_end}").into_bytes()
}

/// Unpacks a stream: all of it, and nothing behind it. `None` when that cannot be, or when it is longer than allowed.
pub(super) fn inflate(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut decoder = flate2::bufread::ZlibDecoder::new(packed).take(limit as u64 + 1);
    decoder.read_to_end(&mut out).ok()?;
    (out.len() <= limit && decoder.into_inner().into_inner().is_empty()).then_some(out)
}

/// How many bytes may still be unpacked.
pub(super) struct Unpacking(u64);

impl Default for Unpacking {
    fn default() -> Self {
        Self(MAX_UNPACKED)
    }
}

impl Unpacking {
    /// How long a stream is that ends exactly where its packed bytes do; what it holds is let go.
    pub(super) fn size(&mut self, packed: &[u8]) -> Option<u64> {
        let (mut decoder, mut out) = (Decompress::new(true), vec![0; 64 * 1024]);
        loop {
            let read = usize::try_from(decoder.total_in()).unwrap_or(usize::MAX);
            let (before, rest) = (decoder.total_out(), packed.get(read..).unwrap_or_default());
            let status = decoder.decompress(rest, &mut out, FlushDecompress::None);
            let written = decoder.total_out() - before;
            let stuck = written == 0 && usize::try_from(decoder.total_in()) == Ok(read);
            self.0 = self.0.checked_sub(written)?;
            match status {
                Ok(Status::StreamEnd) => {
                    let whole = usize::try_from(decoder.total_in()) == Ok(packed.len());
                    return whole.then(|| decoder.total_out());
                }
                Ok(_) if !stuck => {}
                _ => return None,
            }
        }
    }
}
