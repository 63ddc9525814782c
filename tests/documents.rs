//! The documents of every good dossier: conformance, tag tree, metadata, reproducibility.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use kamerbrief::dossier::Stuk;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Fonts, Typesetter};

use crate::support::{
    Document, assert_conforms, built, compile_with, copy, good_dossiers, on_disk, root, run,
};

/// Every document of every good dossier, with its name.
fn all() -> impl Iterator<Item = (String, &'static Document)> {
    good_dossiers().into_iter().flat_map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let documents = built(path).documents.iter();
        documents.map(move |document| (format!("{name}/{}", document.stuk.name()), document))
    })
}

#[test]
fn every_document_meets_pdf_a_2a_and_pdf_ua_1() {
    for (name, document) in all() {
        assert_conforms(&name, &document.pdf);
    }
}

#[test]
fn every_page_is_numbered_and_nothing_falls_off() {
    for (name, document) in all() {
        let pages = document.pages();
        for (i, page) in pages.iter().enumerate() {
            let number = format!("Pagina {} van {}", i + 1, pages.len());
            assert!(page.text().contains(&number), "{name}: {number} is missing");
            let (width, height) = page.size;
            for glyph in &page.glyphs {
                let inside =
                    (0.0..width).contains(&glyph.x) && (0.0..height).contains(&glyph.baseline);
                assert!(inside, "{name}: {glyph:?} is off the page");
            }
        }
    }
}

#[test]
fn a_document_says_what_it_is() {
    let letter = &built("content/mensenhandel").document(Stuk::Kamerbrief).pdf;
    let text = String::from_utf8_lossy(letter);
    for needle in ["/Lang(nl-NL)", "/MarkInfo<</Marked true", "/Outlines", "/DisplayDocTitle true"]
    {
        assert!(text.contains(needle), "{needle} is missing");
    }
    let pdf = hayro_syntax::Pdf::new(std::sync::Arc::new(letter.clone())).unwrap();
    let metadata = pdf.metadata();
    let string = |value: &Option<Vec<u8>>| decode(value.as_deref().unwrap_or_default());
    assert_eq!(string(&metadata.title), "Kosten van extra maatregelen tegen mensenhandel");
    assert_eq!(string(&metadata.author), "Ministerie van Justitie en Veiligheid");
    assert_eq!(string(&metadata.subject), "Kosten van extra maatregelen tegen mensenhandel");
}

/// A PDF text string: UTF-16 with a mark, else close enough to Latin-1.
fn decode(bytes: &[u8]) -> String {
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[test]
fn tables_have_header_cells_for_columns_and_rows() {
    for stuk in [Stuk::Kamerbrief, Stuk::Bijlage] {
        let text = String::from_utf8_lossy(&built("content/mensenhandel").document(stuk).pdf);
        // Each data cell names the headers of its column and its row.
        for needle in ["/Scope/Column", "/Scope/Row", "/S/TD", "/Headers[(U"] {
            assert!(text.contains(needle), "{}: {needle} is missing", stuk.name());
        }
    }
}

#[test]
fn a_letter_is_read_from_head_to_foot() {
    let text = built("content/mensenhandel").document(Stuk::Kamerbrief).pages()[0].text();
    let order = [
        "Ministerie van Justitie",
        "Retouradres",
        "De voorzitter van de Tweede Kamer",
        "Onze referentie",
        "Datum",
        "Betreft",
        "Geachte voorzitter,",
    ];
    let places: Vec<usize> = order.iter().map(|part| text.find(part).expect(part)).collect();
    assert!(places.is_sorted(), "{order:?} stand at {places:?} in\n{text}");
}

#[test]
fn the_same_dossier_gives_the_same_bytes_everywhere() {
    let source = root().join("content/mensenhandel");
    let mut results = Vec::new();
    for (i, (zone, threads, language)) in [
        ("UTC", "1", "C"),
        ("Asia/Tokyo", "4", "nl_NL.UTF-8"),
        ("America/New_York", "2", "tr_TR.UTF-8"),
    ]
    .iter()
    .enumerate()
    {
        let folder = tempfile::tempdir().unwrap();
        let dossier = folder.path().join(format!("map-{i}"));
        copy(&source, &dossier);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
            .current_dir(folder.path())
            .args(["build", &format!("map-{i}"), "--quiet"])
            .envs([
                ("TZ", *zone),
                ("RAYON_NUM_THREADS", *threads),
                ("LC_ALL", *language),
                ("LANG", *language),
            ])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files: BTreeMap<String, Vec<u8>> = Stuk::ALL
            .iter()
            .map(|stuk| format!("{}.pdf", stuk.name()))
            .map(|name| (name.clone(), std::fs::read(dossier.join("uit").join(name)).unwrap()))
            .collect();
        results.push(files);
    }
    assert!(results.iter().all(|files| *files == results[0]));
}

#[test]
fn typesetters_on_threads_share_fonts_and_templates() {
    let (templates, fonts) = (Templates::default(), Fonts::new([]));
    let make = |dossier: &str| {
        let workspace = on_disk(&root().join(dossier));
        compile_with(&workspace, &templates, &mut Typesetter::new(fonts.clone())).unwrap()
    };
    let dossiers = [
        "content/mensenhandel",
        "content/voorbeeld-ienw",
        "content/vragen-loketten",
        "content/verzamelbrief-bibliotheken",
    ];
    // Nothing is known of before, on the threads nor after them.
    comemo::evict(0);
    let together = thread::scope(|scope| {
        dossiers.map(|dossier| scope.spawn(|| make(dossier))).map(|one| one.join().unwrap())
    });
    comemo::evict(0);
    let one_by_one = dossiers.map(make);
    assert!(together == one_by_one, "other bytes than one after the other");
    assert!(together[0] != together[1]);
}

#[test]
fn pages_can_be_had_as_images_and_as_typst() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    for format in ["svg", "png", "typst"] {
        let output =
            run(&root(), &["build", "content/voorbeeld-ienw", "--out", out, "--format", format]);
        assert_eq!(output.code, 0, "{}", output.stderr);
    }
    let starts = |name: &str, with: &[u8]| {
        assert!(std::fs::read(folder.path().join(name)).unwrap().starts_with(with), "{name}")
    };
    starts("kamerbrief-1.svg", b"<svg");
    starts("beslisnota-2.png", b"\x89PNG");
    starts("typst/kamerbrief/kamerbrief.typ", b"#import");
    assert!(folder.path().join("typst/kamerbrief/proza/brief/opening.typ").exists());
    assert!(!folder.path().join("typst/beslisnota/proza/brief").exists());
}

/// The text of a case's letter, white space left out.
fn squeezed(case: &str, stuk: Stuk) -> String {
    let document = built(Path::new("tests/cases").join(case)).document(stuk);
    document.text().chars().filter(|char| !char.is_whitespace()).collect()
}

#[test]
fn what_looks_like_code_is_printed_as_typed() {
    let squeeze =
        |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
    let typed = [
        "#read(\"/etc/passwd\")",
        "#import \"x.typ\"",
        "7 * 7 }",
        "{% include \"x\" %}",
        "{# x #}",
        "] [ ) \"",
        "$x^2$",
        "@x <x> // weg /* weg */ `x` ~ -- ...",
        "#\"x\" */ /* @0 */",
        "#{ }#",
        "https://x.nl",
    ];
    // The fingerprint of a draft may have any digits.
    let mark = regex::Regex::new("CONCEPT[0-9a-f]{8}").unwrap();
    for stuk in Stuk::ALL {
        let text = squeezed("ok_injectie", stuk);
        for part in typed {
            assert!(text.contains(&squeeze(part)), "{}: {part} is not in {text}", stuk.name());
        }
        let text = mark.replace_all(&text, "");
        assert!(!text.contains("root:x:") && !text.contains("49"), "{}", stuk.name());
    }
}

#[test]
fn markup_and_values_are_printed_as_they_should() {
    let text = squeezed("ok_opmaak", Stuk::Kamerbrief);
    for part in [
        "1.punteen2.punttwee",
        "•nogeen",
        "5)vijf6)zes",
        "eennaam.",
        "KamerstukkenII2023/24,28638,nr.238",
        "KamerstukkenI2008/09,31700VI,D,p.4",
        "Kamerstukken31945",
        "KamerstukkenII2023/24,21501-08,nr.928",
        "a_b_c,3*4*5,#geenkop,50%{{geenwaarde}}",
        "€1.500.000",
        "€3,5miljoen",
        "‒2.000.000",
        "Zorg,5februari2024",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn notes_are_numbered_in_the_order_of_the_page() {
    let text = squeezed("ok_noten_in_volgorde", Stuk::Kamerbrief);
    for part in [
        "Begin1.",
        "Midden2.",
        "Slot3ennogeens1.",
        "1Nooteen.",
        "2Noottwee.",
        "3Nootdrie.",
        "Slot4.",
        "Uitleg5.",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn figures_and_frames_stand_where_the_text_names_them() {
    let text = squeezed("ok_figuren_en_kaders", Stuk::Kamerbrief);
    let parts = [
        "overdeloketten.1",
        "BesluitIkhebbeslotendeloketten",
        "houden.2",
        "Hieronderstaat",
        "Figuur1.Deloketten",
        "gaatverder.3",
        "2Denootvanhetkader.",
        "StadDekaarthierboven",
        // What a figure writes is text too.
        "meteenfiguurerin.tweelokettenFiguur2.Dezelfdeloketten",
    ];
    let mut at = 0;
    for part in parts {
        let found = text[at..].find(part);
        at += found.unwrap_or_else(|| panic!("{part} is not in {}", &text[at..]));
    }
}

#[test]
fn raised_letters_and_lists_in_brackets_are_text() {
    let text = squeezed("ok_lijsten_met_haakjes", Stuk::Kamerbrief);
    for part in [
        "Inde7eweekdaaldedeuitstootvanCO2op5m2grondmet10−3deel.",
        "(1)Heteerstepunt:(a)eendeel,metxi;(b)nogeendeel:(i)klein;(ii)kleiner.(2)Het",
        "a^benm^2^,eneenadres:https://voorbeeld.nl/~naam/a^2^.",
        "(3)Hetderdepunt.(4)Het",
        "c.drie;d.vier.",
        "Indenootstaatm2ook,eneenkoppelingmetH2O.",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}
