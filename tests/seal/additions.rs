//! What is done to a file after it was signed.

use std::sync::LazyLock;

use kamerbrief_seal::{Anchors, Trouble, UnreadablePdf, Vergelijking, Wish, compare, prove, sign};
use lopdf::Document;
use proptest::prelude::*;

use crate::LETTER;
use crate::random::cases;
use crate::signing::{ONE, TWO, Twice, boxes, moment, signed, verdict};

/// A file with a revision behind it in which objects are other ones.
pub fn appended(bytes: &[u8], objects: &[((u32, u16), String)]) -> Vec<u8> {
    with_entries(bytes, objects, "")
}

/// The same, with further lines for the table.
fn with_entries(bytes: &[u8], objects: &[((u32, u16), String)], entries: &str) -> Vec<u8> {
    let document = Document::load_mem(bytes).unwrap();
    let mut out = bytes.to_vec();
    let mut table = format!("xref\n{entries}");
    for ((number, generation), text) in objects {
        table.push_str(&format!("{number} 1\n{:010} {generation:05} n \n", out.len()));
        out.extend(format!("{number} {generation} obj\n{text}\nendobj\n").bytes());
    }
    let start = out.len();
    let (number, generation) = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let size = document.max_id + 20;
    let trailer = format!(
        "trailer\n<</Size {size} /Root {number} {generation} R /Prev {} /ID [<00> <00>]>>\nstartxref\n{start}\n%%EOF\n",
        document.xref_start
    );
    out.extend(table.bytes().chain(trailer.bytes()));
    out
}

#[test]
fn what_is_added_after_a_signature_is_noticed() {
    let file = signed(LETTER, &ONE, &boxes());
    let document = Document::load_mem(&file).unwrap();
    let page = document.get_pages()[&1];
    let content = document.get_dictionary(page).unwrap().get(b"Contents").unwrap();
    let content = content.as_reference().unwrap();
    // What a signature looks like, on the whole page.
    let (other, _) = document
        .objects
        .iter()
        .find(|(id, one)| one.as_stream().is_ok() && **id != content)
        .unwrap();
    let new = document.max_id + 1;
    let widget = |rect: &str| {
        format!(
            "<</Type /Annot /Subtype /Widget /FT /Tx /T (x) /V (y) /Rect [{rect}] /P {} 0 R>>",
            page.0
        )
    };
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let cases = [
        // Another text on the first page.
        (
            vec![(
                page,
                format!(
                    "<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Contents {} 0 R>>",
                    other.0
                ),
            )],
            "bladzijde 1 is gewijzigd",
        ),
        // An object that nothing needs.
        (
            vec![((new, 0), "<</Hallo /Wereld>>".to_owned())],
            "1 object dat niet bij een handtekening hoort",
        ),
        // Another root.
        (
            vec![(
                root,
                "<</Type /Catalog /Pages 1 0 R /OpenAction <</S /JavaScript /JS (x)>>>>".to_owned(),
            )],
            "is gewijzigd",
        ),
        // A form field of another kind.
        (vec![((new, 0), widget("0 0 500 700"))], "niet bij een handtekening"),
    ];
    for (objects, what) in cases {
        let changed = appended(&file, &objects);
        let report = verdict(&changed);
        assert!(!report.is_good(), "{objects:?}");
        let one = &report.handtekeningen.first();
        if objects[0].0 == root {
            assert!(one.is_none(), "the new root has no form");
        } else {
            let one = one.unwrap();
            assert!(one.ongeschonden, "what was signed is still there");
            assert!(one.daarna.join("; ").contains(what), "{:?}", one.daarna);
        }
        assert_ne!(compare(&changed, LETTER, &boxes()), Vergelijking::Gelijk);
    }
    // Bytes that are no revision at all.
    let mut loose = file.clone();
    loose.extend(b"\n% meer\n");
    let report = verdict(&loose);
    assert_eq!(report.handtekeningen[0].daarna, ["8 bytes die nergens bij horen"]);
    assert!(!report.is_good());
    // Nor may the first signer change what is read, or in which order.
    let tags =
        |kids: &str| ((5, 0), format!("<</Type /StructElem /S /Document /P 4 0 R /K [{kids}]>>"));
    let text = |number| ((number, 0), "<</Type /StructElem /S /P /P 5 0 R>>".to_owned());
    let letter = appended(LETTER, &[tags("7 0 R 8 0 R"), text(7), text(8)]);
    for (kids, same) in [
        ("7 0 R 8 0 R", true),
        ("8 0 R 7 0 R", false),
        ("8 0 R", false),
        ("7 0 R 8 0 R 7 0 R", false),
    ] {
        let changed = signed(&appended(&letter, &[tags(kids)]), &ONE, &boxes());
        assert_eq!(compare(&changed, &letter, &boxes()) == Vergelijking::Gelijk, same, "{kids}");
    }
    // What the first signer put in beside his signature is not what the dossier makes.
    let smuggled = appended(LETTER, &[((document.max_id + 9, 0), "<</Hallo /Wereld>>".to_owned())]);
    let smuggled = signed(&smuggled, &ONE, &boxes());
    assert!(verdict(&smuggled).is_good());
    assert!(matches!(compare(&smuggled, LETTER, &boxes()), Vergelijking::Anders(_)));
}

/// The text of an object, as a file has it last.
fn text_of(bytes: &[u8], number: u32) -> (usize, String) {
    let head = format!("\n{number} 0 obj\n");
    let at = bytes.windows(head.len()).rposition(|window| window == head.as_bytes()).unwrap() + 1;
    let text = String::from_utf8_lossy(&bytes[at + head.len() - 1..]).into_owned();
    (at, text.split("\nendobj").next().unwrap().to_owned())
}

#[test]
fn tricks_with_the_structure_of_a_file_prove_nothing() {
    let file = signed(LETTER, &ONE, &boxes());
    let document = Document::load_mem(&file).unwrap();
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let page = document.get_pages()[&1];
    let content =
        document.get_dictionary(page).unwrap().get(b"Contents").unwrap().as_reference().unwrap();
    let new = document.max_id + 1;
    let (signature, _) = document
        .objects
        .iter()
        .find(|(_, one)| one.as_dict().is_ok_and(|one| one.has(b"ByteRange")))
        .unwrap();

    // The signature once more, in a field of its own, with a picture that brings a cover for the page along.
    let catalog = text_of(&file, root.0).1;
    let catalog = catalog.replace("] /SigFlags", &format!(" {} 0 R] /SigFlags", new + 1));
    let annotations = text_of(&file, page.0).1;
    let fields = |cover: bool| {
        let list = if cover {
            format!(" {} 0 R {} 0 R]", new + 1, new + 3)
        } else {
            format!(" {} 0 R]", new + 1)
        };
        let at = annotations.find("/Annots [").unwrap();
        let end = at + annotations[at..].find(']').unwrap();
        format!("{}{list}{}", &annotations[..end], &annotations[end + 1..])
    };
    let widget = |more: &str| {
        format!(
            "<</Type /Annot /Subtype /Widget /FT /Sig /T (Parafen) /V {new} 0 R /P {} 0 R /Rect [-1 -1 -1 -1] /F 132 {more}>>",
            page.0
        )
    };
    let copy = text_of(&file, signature.0).1;
    for (cover, more) in [(false, String::new()), (true, format!("/AP <</N {} 0 R>>", new + 2))] {
        let mut objects = vec![
            ((new, 0), copy.clone()),
            ((new + 1, 0), widget(&more)),
            (root, catalog.clone()),
            (page, fields(cover)),
        ];
        if cover {
            objects.push(((new + 2, 0), format!("<</Type /XObject /Subtype /Form /BBox [0 0 1 1] /X {} 0 R /Length 0>>\nstream\n\nendstream", new + 3)));
            objects.push((
                (new + 3, 0),
                "<</Type /Annot /Subtype /Stamp /Rect [0 0 595 842] /F 4>>".into(),
            ));
        }
        let forged = appended(&file, &objects);
        let report = verdict(&forged);
        assert_eq!(report.handtekeningen.len(), 2, "the copy is in a field");
        assert!(!report.is_good(), "{report:#?}");
        // Whether a signature holds is not for the comparison; a cover is.
        assert_eq!(compare(&forged, LETTER, &boxes()) == Vergelijking::Gelijk, !cover);
        // Nobody signs below it either.
        let moment = moment();
        let wish = Wish { veld: None, moment: &moment, reden: None, plaats: None, vakken: &[] };
        assert!(matches!(sign(&forged, &wish, &TWO.key(), None), Err(Trouble::Pdf(_))));
    }

    // What programs may read in two ways: an entry that leads to another object, one that is deleted, two on one place.
    let (old, _) = text_of(&file, page.0);
    let other = vec![(content, "<</Length 3>>\nstream\nq Q\nendstream".to_owned())];
    let cases = [
        with_entries(
            &file,
            &other,
            &format!("{new} 1\n{:010} 00000 n \n", text_of(&file, root.0).0),
        ),
        with_entries(&file, &[], &format!("{} 1\n0000000000 00001 f \n", content.0)),
        with_entries(&file, &[], &format!("{} 1\n{old:010} 00000 n \n", page.0)),
    ];
    for forged in cases {
        assert_eq!(
            prove(&forged, &Anchors::default(), &moment()).err(),
            Some(UnreadablePdf::Foreign)
        );
    }
}

proptest! {
    #![proptest_config(cases(400))]

    /// One byte other than it was, anywhere outside the signatures themselves.
    #[test]
    fn one_byte_is_noticed(at: prop::sample::Index, flip in 1u8..=255) {
        static FILE: LazyLock<Twice> = LazyLock::new(|| Twice::new(LETTER));
        let at = at.index(FILE.bytes.len());
        prop_assert!(FILE.notices(at, flip), "byte {at}");
    }
}
