//! In: the bytes of a PDF, which may be hostile. Out: its objects, looked up without getting lost; and objects as bytes.
//! Pure.

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, StringFormat};

use super::table::{self, Places};
use kamerbrief_base::diagnostic::words;

/// The largest PDF that is read.
pub(super) const MAX_BYTES: usize = 200 * 1024 * 1024;
/// References that are followed from one object to the next.
const MAX_STEPS: usize = 16;

/// Why a PDF cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadablePdf {
    /// It needs a password.
    Encrypted,
    /// It is no PDF, or damaged.
    Damaged,
    /// It is built in a way that programs may read differently.
    Foreign,
    /// It is larger than 200 MB.
    TooLarge,
}

impl UnreadablePdf {
    /// Why, as a sentence about the file.
    pub fn words(self) -> &'static str {
        match self {
            Self::Encrypted => "het bestand is versleuteld",
            Self::Damaged => "het bestand is geen PDF, of het is beschadigd",
            Self::Foreign => {
                "het bestand is anders opgebouwd dan kamerbrief kan beoordelen (bijvoorbeeld met een gecomprimeerde inhoudstabel)"
            }
            Self::TooLarge => "het bestand is groter dan 200 MB",
        }
    }
}

/// A PDF that could be read.
pub(super) struct Pdf<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) document: Document,
    /// Where each object stands.
    pub(super) places: Places,
}

impl<'a> Pdf<'a> {
    /// Reads a PDF as it is, without repairing anything: exactly the objects that its tables name.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, UnreadablePdf> {
        if bytes.len() > MAX_BYTES {
            return Err(UnreadablePdf::TooLarge);
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(UnreadablePdf::Damaged);
        }
        let table = table::read(bytes)?;
        let options = LoadOptions { strict: true, ..LoadOptions::default() };
        let document = match Document::load_mem_with_options(bytes, options) {
            Ok(document)
                if document.encryption_state.is_some() || document.trailer.has(b"Encrypt") =>
            {
                return Err(UnreadablePdf::Encrypted);
            }
            Ok(document) => document,
            Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => {
                return Err(UnreadablePdf::Encrypted);
            }
            Err(_) => return Err(UnreadablePdf::Damaged),
        };
        let named = table.places.iter().map(|(number, (generation, _))| (*number, *generation));
        if document.xref_start != table.start || !named.eq(document.objects.keys().copied()) {
            return Err(UnreadablePdf::Foreign);
        }
        Ok(Self { bytes, document, places: table.places })
    }

    /// What a value stands for, and under which name, if it is a reference.
    pub(super) fn follow<'b>(&'b self, value: &'b Object) -> (Option<ObjectId>, &'b Object) {
        let (mut id, mut value) = (None, value);
        for _ in 0..MAX_STEPS {
            let Object::Reference(next) = value else { return (id, value) };
            id = Some(*next);
            value = self.document.objects.get(next).unwrap_or(&Object::Null);
        }
        (id, &Object::Null)
    }

    /// A dictionary's value, followed.
    pub(super) fn get<'b>(&'b self, dictionary: &'b Dictionary, key: &[u8]) -> &'b Object {
        dictionary.get(key).map_or(&Object::Null, |value| self.follow(value).1)
    }

    /// A dictionary, or that of a stream.
    pub(super) fn dictionary<'b>(&'b self, value: &'b Object) -> Option<&'b Dictionary> {
        match self.follow(value).1 {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// The object with this name, as a dictionary.
    pub(super) fn object(&self, id: ObjectId) -> Option<&Dictionary> {
        self.document.objects.get(&id).and_then(|object| object.as_dict().ok())
    }

    /// The name of the root, and the root.
    pub(super) fn root(&self) -> Option<(ObjectId, &Dictionary)> {
        let (id, root) = self.follow(self.document.trailer.get(b"Root").ok()?);
        Some((id?, root.as_dict().ok()?))
    }

    /// A list, or nothing.
    pub(super) fn list<'b>(&'b self, dictionary: &'b Dictionary, key: &[u8]) -> &'b [Object] {
        match self.get(dictionary, key) {
            Object::Array(items) => items,
            _ => &[],
        }
    }

    /// The form's fields at the top, as references.
    pub(super) fn fields(&self) -> Vec<ObjectId> {
        let form = self.root().and_then(|(_, root)| self.dictionary(root.get(b"AcroForm").ok()?));
        let fields = form.map(|form| self.list(form, b"Fields")).unwrap_or_default();
        fields.iter().filter_map(|field| field.as_reference().ok()).collect()
    }
}

/// The text of a string, without control characters: UTF-16 with a mark, or else Latin letters (PDFDocEncoding, as far as it is Latin-1).
pub(super) fn text(value: &Object) -> Option<String> {
    let Object::String(bytes, _) = value else { return None };
    let text: String = match bytes.strip_prefix(b"\xfe\xff") {
        Some(units) => {
            let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|char| char.unwrap_or('\u{fffd}')).collect()
        }
        None => match std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    };
    // It is shown on a terminal, where a control character can do anything.
    Some(text.chars().map(|char| if words::is_hidden(char) { ' ' } else { char }).collect())
}

/// A text as a PDF string that holds any letter.
pub(super) fn string(text: &str) -> Object {
    let units = text.encode_utf16().flat_map(u16::to_be_bytes);
    let bytes = [0xfe, 0xff].into_iter().chain(units).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Writes an object as it stands in a file.
pub(super) fn write(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().bytes()),
        Object::Integer(value) => out.extend(value.to_string().bytes()),
        Object::Real(value) => out.extend(value.to_string().bytes()),
        Object::Name(name) => {
            out.push(b'/');
            for byte in name {
                // Regular characters (ISO 32000-1, 7.3.5); others by their number.
                if byte.is_ascii_graphic() && !b"#()<>[]{}/%".contains(byte) {
                    out.push(*byte);
                } else {
                    out.extend(format!("#{byte:02X}").bytes());
                }
            }
        }
        Object::String(bytes, _) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes()));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                write(item, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        Object::Stream(stream) => {
            write_dictionary(&stream.dict, out);
            out.extend(b"\nstream\n");
            out.extend(&stream.content);
            // A carriage return at its end is no half of a line end.
            let line_end: &[u8] = if stream.content.ends_with(b"\r") { b"\r\n" } else { b"\n" };
            out.extend(line_end);
            out.extend(b"endstream");
        }
        Object::Reference((number, generation)) => {
            out.extend(format!("{number} {generation} R").bytes());
        }
    }
}

fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (i, (key, value)) in dictionary.iter().enumerate() {
        if i > 0 {
            out.push(b' ');
        }
        write(&Object::Name(key.clone()), out);
        out.push(b' ');
        write(value, out);
    }
    out.extend(b">>");
}
