//! Files that want harm, or were damaged: they are read or refused, and nothing else.

use std::fs;
use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::{BRIEF, Rond, edited};
use crate::support::run;

#[test]
fn a_file_that_wants_harm_is_refused() {
    let rond = Rond::new(BRIEF);
    let zipped = |parts: &[(&str, Vec<u8>)]| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    let part = |text: String| zipped(&[("word/document.xml", text.into_bytes())]);
    let deep = |n: usize| format!("<a>{}{}</a>", "<b>".repeat(n), "</b>".repeat(n));
    let entities = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\">]><a>&b;</a>".to_owned();
    let bomb = vec![b' '; 40 << 20];
    for (name, bytes, why) in [
        ("tekst", b"hallo".to_vec(), "dit is geen Word-bestand, of het is beschadigd"),
        ("doc", vec![0xd0, 0xcf, 0x11, 0xe0, 0], "dit is een Word-bestand van vóór 2007"),
        ("bom", zipped(&[("word/document.xml", bomb)]), "dit bestand is uitgepakt te groot"),
        ("diep", part(deep(5_000)), "dit bestand is te diep genest"),
        ("entiteit", part(entities), "er staat in wat niet in een Word-bestand hoort"),
        ("leeg", zipped(&[]), "dit is geen Word-bestand"),
        ("macro", zipped(&[("word/vbaProject.bin", Vec::new())]), "er zit een macro in"),
        (
            "ander",
            part("<w:document xmlns:w=\"x\"><w:body><w:p/></w:body></w:document>".into()),
            "dit bestand is niet van dit dossier gemaakt",
        ),
    ] {
        fs::write(rond.home.path().join(name), bytes).unwrap();
        let ran = run(rond.home.path(), &["word", "dossier", "--lees", name]);
        assert_eq!((ran.code, &*ran.stdout), (1, ""), "{name}");
        assert!(
            ran.stderr.starts_with(&format!("fout[O014]: kan {name} niet teruglezen: ")),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains(why), "{name}: {}", ran.stderr);
    }
    assert!(!rond.dossier.join("voorstellen.json").exists());
    fs::write(rond.dossier.join("voorstellen.json"), "{").unwrap();
    let ran = rond.voorstellen(&[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("kan dossier/voorstellen.json niet lezen: regel 1"),
        "{}",
        ran.stderr
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_read_or_refused(cuts in prop::collection::vec((0.0f64..1.0, 0usize..60, 0usize..6), 1..6)) {
        let rond = Rond::new(BRIEF);
        let part = ["word/document.xml", "word/footnotes.xml", "word/numbering.xml", "docProps/custom.xml"][cuts.len() % 4];
        let damaged = edited(&rond.bytes, part, |mut xml| {
            for (at, length, kind) in &cuts {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
                let at = xml.floor_char_boundary((at * xml.len() as f64) as usize);
                // Whole elements more often than single characters, so that what remains is often XML.
                let tag = xml[at..].find("<w:p>").map_or(at, |found| at + found);
                let end = xml[tag..].find("</w:p>").map_or(xml.len(), |found| tag + found + "</w:p>".len());
                match kind {
                    0 => xml.replace_range(at..xml.floor_char_boundary((at + length).min(xml.len())), ""),
                    1 => xml.replace_range(tag..end.max(tag), ""),
                    2 => { let whole = xml[tag..end.max(tag)].to_owned(); xml.insert_str(tag, &whole); }
                    3 => { let whole = xml[tag..end.max(tag)].to_owned(); xml.insert_str(tag, &format!("<w:tbl><w:tr><w:tc>{whole}</w:tc></w:tr></w:tbl>")); }
                    4 => xml = xml.replacen("w:id=\"1\"", "w:id=\"2\"", *length),
                    _ => xml = xml.replace("_kb_0", "_kc_0"),
                }
            }
            xml
        });
        fs::write(rond.home.path().join("stuk.docx"), damaged).unwrap();
        let ran = run(rond.home.path(), &["word", "dossier", "--lees", "stuk.docx"]);
        prop_assert!(ran.code == 0 || ran.code == 1 && ran.stderr.starts_with("fout[O014]"), "{}", ran.stderr);
    }
}
