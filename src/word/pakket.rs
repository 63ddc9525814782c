//! In: the parts of a file. Out: the file. Pure.
//!
//! The same parts give the same bytes: every entry has the first day that a zip knows, they stand in the order of their
//! names, and nothing says on which system it was made.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::Fout;
use super::xml::{HEAD, escape};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// Most characters of one custom property: Word shows no longer ones.
const MAX_PROPERTY: usize = 250;

/// A file in the making.
#[derive(Debug, Default)]
pub(super) struct Pakket {
    parts: BTreeMap<String, Vec<u8>>,
    types: BTreeMap<String, String>,
    /// Relations of each part that has any.
    relations: BTreeMap<String, Vec<String>>,
}

impl Pakket {
    /// Adds a part of the text, to which the main part is related.
    pub(super) fn deel(&mut self, id: &str, kind: &str, name: &str, text: String) {
        let kinds =
            format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml");
        self.types.insert(format!("/word/{name}"), kinds);
        self.relate("word/_rels/document.xml.rels", id, kind, name, false);
        self.parts.insert(format!("word/{name}"), text.into_bytes());
    }

    /// Adds the main part.
    pub(super) fn document(&mut self, text: String) {
        let kind =
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
        self.types.insert("/word/document.xml".into(), kind.into());
        self.relate("_rels/.rels", "rId1", "officeDocument", "word/document.xml", false);
        self.parts.insert("word/document.xml".into(), text.into_bytes());
    }

    /// Adds a picture, to which a part is related.
    pub(super) fn beeld(&mut self, of: &str, id: &str, name: &str, bytes: &[u8]) {
        self.relate(of, id, "image", &format!("media/{name}"), false);
        self.parts.insert(format!("word/media/{name}"), bytes.to_vec());
    }

    /// Says that a part is related to something.
    pub(super) fn relate(&mut self, of: &str, id: &str, kind: &str, target: &str, outside: bool) {
        let mode = if outside { r#" TargetMode="External""# } else { "" };
        let relation = format!(
            r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{}"{mode}/>"#,
            escape(target)
        );
        self.relations.entry(of.to_owned()).or_default().push(relation);
    }

    /// Says what the file is: its title, and by name what a program has to know. Who made it, when and with what, it
    /// does not say.
    pub(super) fn eigenschappen(&mut self, titel: &str, own: &[(String, String)]) {
        let core = format!(
            concat!(
                r#"{}<cp:coreProperties xmlns:cp="{}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">"#,
                "<dc:title>{}</dc:title><dc:language>nl-NL</dc:language></cp:coreProperties>"
            ),
            HEAD,
            PACKAGE,
            escape(titel)
        );
        let kind = "application/vnd.openxmlformats-package.core-properties+xml";
        self.types.insert("/docProps/core.xml".into(), kind.into());
        self.parts.insert("docProps/core.xml".into(), core.into_bytes());
        let relation = format!(
            r#"<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#
        );
        self.relations.entry("_rels/.rels".into()).or_default().push(relation);
        let mut custom = format!(
            r#"{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">"#
        );
        for (i, (name, value)) in split(own).iter().enumerate() {
            custom.push_str(&format!(
                r#"<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{name}"><vt:lpwstr>{}</vt:lpwstr></property>"#,
                i + 2,
                escape(value)
            ));
        }
        custom.push_str("</Properties>");
        let kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml";
        self.types.insert("/docProps/custom.xml".into(), kind.into());
        self.relate("_rels/.rels", "rId3", "custom-properties", "docProps/custom.xml", false);
        self.parts.insert("docProps/custom.xml".into(), custom.into_bytes());
    }

    /// The file.
    pub(super) fn bytes(mut self) -> Result<Vec<u8>, Fout> {
        for (name, relations) in std::mem::take(&mut self.relations) {
            let text = format!(
                r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{}</Relationships>"#,
                relations.concat()
            );
            self.parts.insert(name, text.into_bytes());
        }
        let overrides: String = self
            .types
            .iter()
            .map(|(name, kind)| format!(r#"<Override PartName="{name}" ContentType="{kind}"/>"#))
            .collect();
        let types = format!(
            concat!(
                r#"{}<Types xmlns="{}/content-types"><Default Extension="png" ContentType="image/png"/>"#,
                r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
                r#"<Default Extension="xml" ContentType="application/xml"/>{}</Types>"#
            ),
            HEAD, PACKAGE, overrides
        );
        self.parts.insert("[Content_Types].xml".into(), types.into_bytes());
        zipped(&self.parts).map_err(|error| Fout(error.to_string()))
    }
}

/// Properties of which a long value stands in several, with a number behind the name.
fn split(own: &[(String, String)]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, value) in own {
        if value.len() <= MAX_PROPERTY {
            all.push((name.clone(), value.clone()));
            continue;
        }
        let chars: Vec<char> = value.chars().collect();
        for (i, part) in chars.chunks(MAX_PROPERTY).enumerate() {
            all.push((format!("{name}_{:03}", i + 1), part.iter().collect()));
        }
    }
    all
}

fn zipped(parts: &BTreeMap<String, Vec<u8>>) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .system(System::Dos)
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
