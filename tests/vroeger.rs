//! Dossiers as they were written for earlier versions, in `tests/vroeger`: what is printed of them stays where it was, and
//! is told to a screen reader in the same way. A template that is meant to look otherwise changes these files; the
//! commit says why.

use std::fmt::Write as _;
use std::fs;

use lopdf::{Dictionary, Document, Object};

use crate::support::page_text::{self, Page};
use crate::support::{compile_folder, root, typesetter};

#[test]
fn what_was_written_for_an_earlier_version_is_printed_as_it_was() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut typesetter = typesetter();
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for entry in root().join("tests/vroeger").read_dir().unwrap() {
        let dossier = entry.unwrap().path();
        if !dossier.is_dir() {
            continue;
        }
        for (stuk, pdf) in compile_folder(&dossier, &mut typesetter) {
            looked_at += 1;
            let is = format!("{}\n{}", pages(&page_text::pages(&pdf)), tags(&pdf));
            let kept = dossier.join(format!("{}.txt", stuk.name()));
            if bless {
                fs::write(&kept, &is).unwrap();
            }
            let was = fs::read_to_string(&kept).unwrap_or_default();
            let mut both = is.lines().zip(was.lines());
            if let Some((is, was)) = both.find(|(is, was)| is != was) {
                wrong.push(format!("{}:\n  was {was}\n  is  {is}", kept.display()));
            } else if is.len() != was.len() {
                wrong.push(format!("{} has another length", kept.display()));
            }
        }
    }
    assert_eq!(looked_at, 8);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every line of every page with where it begins, in tenths of millimeters, and the size of its letters.
fn pages(pages: &[Page]) -> String {
    let mut out = String::new();
    for (i, page) in pages.iter().enumerate() {
        writeln!(out, "── bladzijde {}, {:.0} × {:.0} mm", i + 1, page.size.0, page.size.1)
            .unwrap();
        let mut at = 0;
        for line in page.text().lines() {
            let first = &page.glyphs[at];
            let shown = without_fingerprint(line);
            writeln!(out, "{:6.1} {:6.1} {:4.1} {shown}", first.x, first.baseline, first.size)
                .unwrap();
            let mut length = 0;
            while length < line.len() {
                length += page.glyphs[at].text.len();
                at += 1;
            }
        }
    }
    out
}

/// The mark of a draft has the fingerprint of its document behind it, which every change of a template changes.
fn without_fingerprint(line: &str) -> &str {
    match line.split_once(' ') {
        Some((mark @ "CONCEPT", _)) => mark,
        _ => line,
    }
}

/// The tree of tags: what a screen reader is told that each part is.
fn tags(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let root = document.catalog().unwrap().get_deref(b"StructTreeRoot", &document).unwrap();
    let mut out = String::from("── structuur\n");
    children(&document, root.as_dict().unwrap(), 0, &mut out);
    out
}

fn children(document: &Document, element: &Dictionary, depth: usize, out: &mut String) {
    let Ok(below) = element.get_deref(b"K", document) else { return };
    let all = match below {
        Object::Array(all) => &all[..],
        one => std::slice::from_ref(one),
    };
    for child in all {
        let Ok((_, Object::Dictionary(child))) = document.dereference(child) else { continue };
        // What is left are the marks of content on the page.
        let Ok(role) = child.get(b"S").and_then(Object::as_name) else { continue };
        writeln!(out, "{:depth$}{}", "", String::from_utf8_lossy(role)).unwrap();
        children(document, child, depth + 1, out);
    }
}
