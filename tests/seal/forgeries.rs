//! Tricks with the structure of a signed file, of every kind and in pairs: none of them is ever called intact.
//!
//! With `VERVALSINGEN=folder` the files are kept; `tests/vervalsingen.py` asks other programs what they show in them.

use std::sync::LazyLock;

use kamerbrief_seal::{Uitspraak, Vergelijking, sign};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::LETTER;
use crate::additions::{CONTENT, PAGE, ROOT, TREE, last_table, renumbered, text_of};
use crate::kept::ARCHIVED;
use crate::random::cases;
use crate::signing::{ONE, boxes, compare, moment, twice, verdict, wish};

/// What is put between two bytes, or in the place of a word.
pub const WORDS: [&str; 34] = [
    " ",
    "\n",
    "\r",
    "\0",
    "%\n",
    "% 9 0 obj\n",
    "null",
    "true",
    "<<>>",
    "[]",
    "()",
    "<>",
    "9 0 R",
    "/Type/Page",
    "/Type/ObjStm",
    "/Contents 40 0 R",
    "/Cont#65nts 40 0 R",
    "/Length 0",
    "/Filter/FlateDecode",
    "/DecodeParms<</Predictor 12>>",
    "/Count 2",
    "/Kids[40 0 R]",
    "/Annots[40 0 R]",
    "/Root 40 0 R",
    "/Prev 0",
    "/XRefStm 15",
    "/Size 3",
    "/Encrypt 9 0 R",
    "endobj\n",
    "stream\n",
    "endstream\n",
    "xref\n0 0\n",
    "trailer\n<<>>\n",
    "startxref\n15\n%%EOF\n",
];
/// A page that says something else.
const OTHER: &str = "q\nBT\n/f0 30 Tf\n80 500 Td\n(VALS) Tj\nET\nQ";

/// One trick: which, where, and with what.
type Trick = (usize, Index, Index, Index);

fn trick() -> impl Strategy<Value = Trick> {
    (0_usize..16, any::<Index>(), any::<Index>(), any::<Index>())
}

/// The places where a word begins.
fn places(file: &[u8], starts: impl Fn(&[u8]) -> bool) -> Vec<usize> {
    (0..file.len()).filter(|at| starts(&file[*at..])).collect()
}

/// Puts text in the place of some bytes.
fn put(file: &mut Vec<u8>, at: usize, length: usize, text: &str) {
    let end = (at + length).min(file.len());
    file.splice(at..end, text.bytes());
}

/// The name, number or other word that begins somewhere.
fn word(file: &[u8], at: usize) -> usize {
    let rest = &file[at + 1..];
    1 + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len())
}

fn apply(file: &mut Vec<u8>, (which, at, what, how): Trick) {
    let some =
        |places: Vec<usize>| if places.is_empty() { 0 } else { places[at.index(places.len())] };
    let text = WORDS[what.index(WORDS.len())];
    let name = |file: &[u8]| some(places(file, |rest| rest.starts_with(b"/")));
    match which {
        // Between any two bytes, and between the parts of the file.
        0 => put(file, at.index(file.len()), 0, text),
        1 => {
            let at = some(places(file, |rest| {
                rest.starts_with(b"\nendobj") || rest.starts_with(b"%%EOF")
            }));
            put(file, at, 0, text);
        }
        // A key twice: before or behind the first, with another value.
        2 => {
            let at = some(places(file, |rest| rest.starts_with(b"<</")));
            put(file, at + 2, 0, text);
        }
        3 => {
            let at = some(places(file, |rest| rest.starts_with(b">>\n")));
            put(file, at, 0, text);
        }
        // A name in another spelling, and another name.
        4 => {
            let at = name(file);
            let byte = file.get(at + 1).copied().unwrap_or(b'x');
            put(file, at + 1, 1, &format!("#{byte:02x}"));
        }
        5 => {
            let at = name(file);
            let length = word(file, at);
            put(file, at, length, "/Naam");
        }
        // A number in another spelling, and another number: lengths, counts, places in the table.
        6 | 7 => {
            let at = some(places(file, |rest| {
                rest.len() > 1 && !rest[0].is_ascii_digit() && rest[1].is_ascii_digit()
            }));
            let zero = ["0", "+", "-", "1", "00", "9"][what.index(6)];
            let length = if which == 6 { 0 } else { word(file, at + 1) };
            put(file, at + 1, length, zero);
        }
        // Behind what is packed.
        8 => {
            let at = some(places(file, |rest| rest.starts_with(b"\nendstream")));
            put(file, at, 0, text);
        }
        // An entry of a table: free, gone, or the one of another object.
        9 => {
            let entries = places(file, |rest| rest.get(10..18) == Some(b" 00000 n"));
            if entries.is_empty() {
                return;
            }
            let (one, other) = (some(entries.clone()), entries[what.index(entries.len())]);
            match how.index(4) {
                0 => put(file, one + 17, 1, "f"),
                1 => put(file, one, 20, ""),
                2 => {
                    let text = String::from_utf8(file[other..other + 20].to_vec()).unwrap();
                    put(file, one, 20, &text);
                }
                _ => put(file, one + 11, 5, "00001"),
            }
        }
        // A part of the file once more, or elsewhere.
        10 | 11 => {
            let starts = places(file, |rest| rest.starts_with(b" 0 obj\n"));
            let one = some(starts);
            let end = file[one..].windows(8).position(|window| window == b"\nendobj\n");
            let part = file[one..one + end.map_or(0, |end| end + 8)].to_vec();
            let part = format!(
                "{}{}",
                [CONTENT, PAGE, ROOT][what.index(3)],
                String::from_utf8_lossy(&part)
            );
            let to = some(places(file, |rest| rest.starts_with(b"xref\n")));
            put(file, if which == 10 { to } else { file.len() }, 0, &part);
        }
        // A document that fits again, with another end or head.
        12 => {
            let head = ["%PDF-1.4\n", "%PDF-2.0\n", "\n%PDF-1.7\n", "x%PDF-1.7\n"][what.index(4)];
            put(file, 0, 9, head);
        }
        _ => revision(file, what, how),
    }
}

/// A revision that shows something else, with a table of some kind.
fn revision(file: &mut Vec<u8>, what: Index, how: Index) {
    let content = format!("<</Length {}>>\nstream\n{OTHER}\nendstream", OTHER.len());
    let page = "<</Type/Page/Resources 7 0 R/MediaBox[0 0 595 842]/Parent 1 0 R/Contents 40 0 R>>";
    let note = "<</Type/Annot/Subtype/FreeText/Rect[0 0 500 800]/F 4/DA(/Helv 30 Tf)/Contents(VALS)/AP<</N 41 0 R>>>>";
    let drawn = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 500 800]/Resources 7 0 R/Length {}>>\nstream\n{OTHER}\nendstream",
        OTHER.len()
    );
    let own = |number, old: &str, new: &str| text_of(file, number).replacen(old, new, 1);
    let objects: Vec<(u32, String)> = match what.index(8) {
        0 => vec![(CONTENT, content)],
        1 => vec![(PAGE, page.into()), (40, content)],
        2 => vec![
            (TREE, "<</Type/Pages/Count 1/Kids[41 0 R]>>".into()),
            (41, page.into()),
            (40, content),
        ],
        3 => vec![
            (ROOT, own(ROOT, "/Pages 1 0 R", "/Pages 42 0 R")),
            (42, "<</Type/Pages/Count 1/Kids[41 0 R]>>".into()),
            (41, page.into()),
            (40, content),
        ],
        4 => vec![(PAGE, own(PAGE, "/Annots[", "/Annots[40 0 R ")), (40, note.into()), (41, drawn)],
        5 => vec![(8, "<</Type/Font/Subtype/Type1/BaseFont/Symbol>>".into())],
        6 => vec![
            (7, "<</Font<</f0 43 0 R>>>>".into()),
            (43, "<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>".into()),
        ],
        _ => vec![(
            ROOT,
            own(
                ROOT,
                "/Type/Catalog",
                "/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>",
            ),
        )],
    };
    let before = last_table(file);
    let mut places = Vec::new();
    file.push(b'\n');
    for (number, text) in &objects {
        places.push((*number, file.len()));
        file.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
    }
    let entries = |sort: &str| -> String {
        places.iter().map(|(number, at)| format!("{number} 1\n{at:010} 00000 {sort} \n")).collect()
    };
    let trailer = format!("/Size 90/Root {ROOT} 0 R/Prev {before}/ID[(a)(c)]");
    let stream = |more: &str| {
        let mut bytes = Vec::new();
        for (_, at) in &places {
            bytes.push(1);
            bytes.extend(u32::try_from(*at).unwrap().to_be_bytes());
            bytes.push(0);
        }
        let index: String = places.iter().map(|(number, _)| format!("{number} 1 ")).collect();
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!(
            "50 0 obj\n<</Type/XRef/W[1 4 1]/Index[{index}]{trailer}{more}/Filter/ASCIIHexDecode/Length {}>>\nstream\n{digits}>\nendstream\nendobj\n",
            digits.len() + 1
        )
    };
    let start = file.len();
    let end = |start: usize| format!("startxref\n{start}\n%%EOF\n");
    let table = match how.index(8) {
        0 => format!("xref\n{}trailer\n<<{trailer}>>\n{}", entries("n"), end(start)),
        // A table of the other kind, one beside the other, none at all.
        1 => stream("") + &end(start),
        2 => {
            let first = stream("");
            let second = start + first.len();
            format!("{first}xref\n0 0\ntrailer\n<<{trailer}/XRefStm {start}>>\n{}", end(second))
        }
        3 => String::new(),
        4 => format!("trailer\n<<{trailer}>>\n"),
        // Keys twice, an end twice, a line end less.
        5 => format!("xref\n{}trailer\n<<{trailer}/Root 40 0 R>>\n{}", entries("n"), end(start)),
        6 => format!("xref\n{}trailer\n<<{trailer}>>\n{}{}", entries("n"), end(start), end(before)),
        _ => format!("xref\n{}trailer<<{trailer}>>startxref {start}", entries("n")),
    };
    file.extend(table.bytes());
}

/// Keeps a file for other programs.
pub fn keep(kind: &str, file: &[u8]) {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    if let Some(folder) = std::env::var_os("VERVALSINGEN") {
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("{kind}-{number:06}.pdf");
        std::fs::write(std::path::Path::new(&folder).join(name), file).unwrap();
    }
}

/// The letter with another text in the place of one.
fn with(old: &str, new: &str) -> Vec<u8> {
    let at = LETTER.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
    let changed = [&LETTER[..at], new.as_bytes(), &LETTER[at + old.len()..]].concat();
    renumbered(&changed).unwrap()
}

/// Each is a document in our own spelling; what does something, or is not on the page, is not signed.
#[test]
fn what_does_something_is_not_signed() {
    let signed = |document: &[u8]| sign(document, &wish(&moment(), &[]), &ONE.key(), None).is_ok();
    let link = |rest: &str| {
        let annotation = format!("<</Type/Annot/Subtype/Link/Rect[9 9 99 99]{rest}>>");
        with("/Parent 1 0 R/", &format!("/Parent 1 0 R/Annots[{annotation}]/"))
    };
    let uri = "/A<</Type/Action/S/URI/URI(https://example.org)>>";
    assert!(signed(&link(&format!("/Border[0 0 0]{uri}"))));
    for rest in [
        format!("/Border[0 0 12]{uri}"),
        uri.to_owned(),
        format!("/Border[0 0 0]/C[0 0 0]{uri}"),
        "/Border[0 0 0]/A<</S/Launch/F(x)>>".into(),
        "/Border[0 0 0]/A<</S/GoToR/F(x)/D[0/Fit]>>".into(),
        "/Border[0 0 0]/A<</Type/Action/S/URI/URI(x)/Next<</S/Launch/F(x)>>>>".into(),
        "/Border[0 0 0]/A 5 0 R".into(),
        "/Border[0 0 0]".into(),
        "/Border[0 0 0]/A<</Type/Action/S/URI/URI(javascript:x)>>".into(),
        "/Border[0 0 0]/A<</Type/Action/S/URI>>".into(),
        "/Border[0 0 0]/A<</Type/Action/S/GoTo/URI(https://example.org)>>".into(),
        format!("/Border[0 0 0]/Dest[6 0 R/Fit]{uri}"),
    ] {
        assert!(!signed(&link(&rest)), "{rest}");
    }
    assert!(!signed(&with("/Parent 1 0 R/", "/TrimBox[0 0 9 9]/Parent 1 0 R/")));
    let preferences = |key: &str| with("/Lang(", &format!("/ViewerPreferences<<{key}>>/Lang("));
    assert!(signed(&preferences("/DisplayDocTitle true")));
    assert!(!signed(&preferences("/ViewArea/TrimBox")));
}

proptest! {
    #![proptest_config(cases(700))]

    #[test]
    fn no_forgery_is_intact(
        tricks in prop::collection::vec(trick(), 1..=2),
        archived in any::<bool>(),
    ) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
            let file = twice(LETTER);
            keep("echt", &file);
            file
        });
        // One kept for years is made of more kinds of parts.
        let file: &Vec<u8> = if archived { &ARCHIVED } else { &FILE };
        let mut forged = file.clone();
        tricks.into_iter().for_each(|trick| apply(&mut forged, trick));
        if forged != *file {
            keep("vals", &forged);
            let report = verdict(&forged);
            prop_assert!(!report.is_whole(), "{report:?}");
            prop_assert_ne!(compare(&forged, LETTER, &boxes()), Vergelijking::Gelijk);
        }
    }

    /// What an insider does to the document before the first signature: `sign` refuses it, or it is a document that
    /// everybody reads alike, which is for the other programs to say.
    #[test]
    fn what_can_be_signed_is_read_alike(tricks in prop::collection::vec(trick(), 1..=2)) {
        let mut other = LETTER.to_vec();
        tricks.into_iter().filter(|trick| trick.0 < 13).for_each(|trick| apply(&mut other, trick));
        for document in renumbered(&other).into_iter().chain([other]) {
            if let Ok(signed) = sign(&document, &wish(&moment(), &[]), &ONE.key(), None) {
                prop_assert_eq!(verdict(&signed.bytes).uitspraak, Uitspraak::Ongeschonden);
                keep("binnen", &signed.bytes);
            }
        }
    }
}
