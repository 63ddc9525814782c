//! In: any bytes. Out: nothing; stops when a file of Word makes its reader panic, or a letter becomes a dossier that is no YAML.
//!
//! The input is a whole file, which begins as a ZIP does; or its parts, separated by the byte 0xFF (which UTF-8 never has):
//! what stands in the text, in the header of a page, in the notes, in the remarks and among the properties. The reader is
//! compiled here by itself: the rest of its crate stands on the typesetter.
#![no_main]
#![allow(dead_code, unused_imports, reason = "only the reader is called")]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::LazyLock;

use kamerbrief_base::{diagnostic, path, source};
use kamerbrief_front::{
    check, dossier, edit, inspect, manuscript, opmerkingen, overnemen, prose, schrijven, templates, voorstellen, workspace, yaml,
    Job,
};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

use crate::check::Checked;
use crate::dossier::Datum;
use crate::source::Sources;
use crate::templates::Templates;
use crate::voorstellen::Voorstellen;
use crate::word::lees::{Koppen, bestaand, lees};
use crate::workspace::Workspace;

#[path = "../../src/word/mod.rs"]
mod word;

/// What the writer wants of the typesetter's side, and the reader does not.
mod render {
    use crate::dossier::{BijlageProfiel, Regel, Rijen};

    pub fn chart_heading<'a>(_: &Rijen<'_>, _: &'a BijlageProfiel) -> Option<&'a Regel> {
        None
    }
}

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::default);

const PARTS: [(&str, &str); 5] = [
    ("word/document.xml", "w:document"),
    ("word/header1.xml", "w:hdr"),
    ("word/footnotes.xml", "w:footnotes"),
    ("word/comments.xml", "w:comments"),
    ("docProps/custom.xml", "Properties"),
];

const NS: &str = "xmlns:w=\"w\" xmlns:r=\"r\" xmlns:mc=\"mc\" xmlns:wps=\"wps\" xmlns:v=\"v\" xmlns:vt=\"vt\"";

thread_local! {
    /// A good dossier, that a file may say to be made from.
    static CHECKED: Option<Checked> = checked();
}

fn checked() -> Option<Checked> {
    let files: [(&str, &[u8]); 2] = [
        ("dossier.yaml", include_bytes!("../../tests/regels/basis/dossier.yaml")),
        ("brief.yaml", include_bytes!("../../tests/regels/basis/brief.yaml")),
    ];
    let files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect();
    let workspace = Workspace::new("fuzz", files).ok()?;
    let job = Job { workspace: &workspace, templates: &TEMPLATES, stukken: &[], style: false };
    inspect(job, &|_| true, &mut Sources::default()).checked
}

/// The parts as a file.
fn zipped(data: &[u8]) -> Option<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for ((name, root), part) in PARTS.into_iter().zip(data.splitn(5, |byte| *byte == 0xff)) {
        writer.start_file(name, stored).ok()?;
        let part = String::from_utf8_lossy(part);
        write!(writer, "<{root} {NS}>{part}</{root}>").ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fuzz_target!(|data: &[u8]| {
    let file = if data.starts_with(b"PK") { Some(data.to_vec()) } else { zipped(data) };
    let Some(file) = file else { return };
    CHECKED.with(|checked| {
        if let Some(checked) = checked {
            let _ = lees(&file, "fuzz.docx", checked, &mut Voorstellen::default(), true);
        }
    });
    let Ok(letter) = bestaand(&file) else { return };
    let Some(day) = Datum::new(2026, 1, 31) else { return };
    let koppen = Koppen { dossier: "", brief: "", vragen: "" };
    let made = letter.dossier(letter.huisstijl(&TEMPLATES).unwrap_or("jenv"), day, &koppen, &TEMPLATES);
    let made = made.unwrap_or_else(|why| panic!("{why:?}"));
    for (bestand, text) in made.bestanden {
        let mut sources = Sources::default();
        let id = sources.add(bestand.name(), text.clone());
        assert!(yaml::parse(sources.get(id), id).tree.is_some(), "{text}");
    }
});
