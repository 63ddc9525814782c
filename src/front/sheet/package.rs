//! In: the bytes of a workbook. Out: the XML files in it, step by step. Pure.

use std::io::{Cursor, Read};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};

use super::{MAX_UNFOLDED, Unreadable, broken, too_large};

/// A workbook: a zip with XML files in it.
pub(super) struct Package<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    /// Opens a workbook, and looks through it before anything unfolds it.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let mut archive =
            zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| recognised(bytes))?;
        let mut unfolded: u64 = 0;
        for i in 0..archive.len() {
            let file = archive.by_index_raw(i).map_err(|_| broken())?;
            unfolded = unfolded.saturating_add(file.size());
        }
        if unfolded > MAX_UNFOLDED {
            return Err(too_large());
        }
        Ok(Self { archive })
    }

    /// Whether it has a file with this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// One of its files as text; nothing where there is none.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let wanted = name.trim_start_matches('/').replace('\\', "/");
        let names = self.archive.file_names().flatten().map(std::borrow::Cow::into_owned);
        let found = names
            .into_iter()
            .find(|known: &String| known.replace('\\', "/").eq_ignore_ascii_case(&wanted));
        let Some(found) = found else { return Ok(None) };
        let file = self.archive.by_name(&found).map_err(|_| broken())?;
        let mut bytes = Vec::new();
        // What a file says of its own size may be a lie.
        file.take(MAX_UNFOLDED).read_to_end(&mut bytes).map_err(|_| broken())?;
        let text = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => String::from_utf8(rest.to_vec()),
            None => String::from_utf8(bytes),
        };
        text.map(Some).map_err(|_| broken())
    }
}

/// What a file is that is no workbook, where that can be seen.
fn recognised(bytes: &[u8]) -> Unreadable {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    if ["<html", "<table", "<!doctype html"].iter().any(|sign| start.contains(sign)) {
        return Unreadable::new(
            "dit bestand is een webpagina (HTML), geen spreadsheet",
            "open het in Excel of LibreOffice en kies `Opslaan als` .xlsx of .ods",
        );
    }
    if start.trim_start().starts_with("<?xml") {
        return Unreadable::new(
            "dit bestand is XML, geen .xlsx of .ods",
            "open het in Excel of LibreOffice en kies `Opslaan als` .xlsx of .ods",
        );
    }
    let is_text = std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    match is_text && !bytes.is_empty() {
        true => Unreadable::new(
            "dit bestand is platte tekst, geen .xlsx of .ods",
            "is het een CSV, geef het dan een naam die op .csv eindigt",
        ),
        false => broken(),
    }
}

/// The opening of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// An attribute, by its name with its prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let attribute = self.0.attributes().flatten().find(|a| a.key == QName(name))?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// An attribute that is a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub(super) fn is(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.as_str(), "1" | "true"))
    }
}

/// What comes next in an XML file.
pub(super) enum Step<'a> {
    /// An element begins; its name has no prefix.
    Open(String, Tag<'a>),
    /// An element ends.
    Close(String),
    /// Text.
    Text(String),
}

/// An XML file, step by step.
pub(super) struct Xml<'a>(Reader<&'a [u8]>);

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self(reader)
    }

    /// The next step; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Step<'a>>, Unreadable> {
        loop {
            return Ok(Some(match self.0.read_event().map_err(|_| broken())? {
                Event::Start(tag) => {
                    let name = tag.local_name().as_ref().to_owned();
                    Step::Open(name, Tag(tag))
                }
                Event::End(tag) => Step::Close(tag.local_name().as_ref().to_owned()),
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => {
                    let char = entity.resolve_char_ref().map_err(|_| broken())?;
                    Step::Text(match (char, resolve_xml_entity(&entity.xml10_content())) {
                        (Some(char), _) => char.to_string(),
                        (None, Some(sign)) => sign.to_owned(),
                        (None, None) => return Err(broken()),
                    })
                }
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// The text of the element that was just opened, without that of elements with these names; they and it are then
    /// closed.
    pub(super) fn text(&mut self, without: &[&str]) -> Result<String, Unreadable> {
        let (mut out, mut depth, mut skipped) = (String::new(), 1, None);
        while depth > 0 {
            match self.next()?.ok_or_else(broken)? {
                Step::Open(name, _) => {
                    if skipped.is_none() && without.contains(&name.as_str()) {
                        skipped = Some(depth);
                    }
                    depth += 1;
                }
                Step::Close(_) => {
                    depth -= 1;
                    if skipped == Some(depth) {
                        skipped = None;
                    }
                }
                Step::Text(text) if skipped.is_none() => out.push_str(&text),
                Step::Text(_) => {}
            }
        }
        Ok(out)
    }
}
