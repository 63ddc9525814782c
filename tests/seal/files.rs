//! Files that prove nothing, or that somebody made to do harm.

use kamerbrief_seal::{Anchors, Trouble, UnreadablePdf, Wish, prove, sign};
use lopdf::Document;

use crate::LETTER;
use crate::additions::appended;
use crate::signing::{ONE, boxes, is_good, moment, signed, verdict};

#[test]
fn what_would_keep_a_reader_busy_is_refused() {
    let file = |objects: &[String], entries: &str| {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, text) in (1..).zip(objects) {
            table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
            out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
        }
        let start = out.len();
        out.extend(
            format!(
                "{table}{entries}trailer\n<</Size 100000 /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
            )
            .bytes(),
        );
        prove(&out, &Anchors::default(), &moment()).err()
    };
    let catalog = "<</Type /Catalog /Pages 2 0 R>>".to_owned();
    let pages = "<</Type /Pages /Kids [] /Count 0>>".to_owned();
    let start = vec![catalog, pages];
    assert_eq!(file(&start, ""), None);
    // A length that leads to a stream whose length leads to a stream, and so on.
    let chain =
        (3..20_000).map(|number| format!("<</Length {} 0 R>>\nstream\nx\nendstream", number + 1));
    assert!(file(&start.iter().cloned().chain(chain).collect::<Vec<_>>(), "").is_some());
    // Many names for one place.
    let many: String =
        (3..3_000).map(|number| format!("{number} 1\n0000000009 00000 n \n")).collect();
    assert_eq!(file(&start, &many), Some(UnreadablePdf::Foreign));
    // Objects within objects.
    let within = "<</Type /#4fbjStm /N 4 /First 10 /Length 3>>\nstream\n1 0\nendstream".to_owned();
    let all: Vec<String> = start.iter().cloned().chain([within]).collect();
    assert_eq!(file(&all, ""), Some(UnreadablePdf::Foreign));
    // A stream that would be longer than its place.
    let long = "<</Length 40>>\nstream\nx\nendstream".to_owned();
    let all: Vec<String> = start.iter().cloned().chain([long]).collect();
    assert!(file(&all, "").is_some());
}

#[test]
fn files_that_prove_nothing_get_a_verdict() {
    let now = moment();
    let told = |bytes: &[u8]| prove(bytes, &Anchors::default(), &now).err();
    assert_eq!(told(b""), Some(UnreadablePdf::Damaged));
    assert_eq!(told(b"%PDF-1.7\n"), Some(UnreadablePdf::Damaged));
    let file = signed(LETTER, &ONE, &[]);
    for length in (0..file.len()).step_by(4_999) {
        assert!(!is_good(&file[..length]), "{length} bytes");
    }
    // Without a signature.
    let report = verdict(LETTER);
    assert!(report.handtekeningen.is_empty() && !report.is_good());
    // Loops and nonsense in the graph.
    let hostile = [
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm 3 0 R>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>\nendobj\n3 0 obj\n3 0 R\nendobj\n",
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n3 0 obj\n<</FT /Sig /T (x) /V 3 0 R /ByteRange [0 9223372036854775807 9223372036854775807 9223372036854775807] /Contents <00>>>\nendobj\n",
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>\nendobj\n2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n3 0 obj\n<</FT /Sig /T (x) /V <</SubFilter /ETSI.CAdES.detached /ByteRange [0 0 0 0] /Contents <3080>>>>>\nendobj\n",
        "1 0 obj\n<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields 1 0 R>>>>\nendobj\n2 0 obj\n<</Length 999999999999>>\nstream\nx\nendstream\nendobj\n",
    ];
    for body in hostile {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, _) in [(1, ()), (2, ()), (3, ())] {
            if let Some(at) = body.find(&format!("{number} 0 obj")) {
                table.push_str(&format!("{number} 1\n{:010} 00000 n \n", bytes.len() + at));
            }
        }
        bytes.extend(body.bytes());
        let start = bytes.len();
        bytes.extend(table.bytes());
        bytes.extend(
            format!("trailer\n<</Size 4 /Root 1 0 R /Prev {start}>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        assert!(!is_good(&bytes));
        let wish = Wish { veld: None, moment: &now, reden: None, plaats: None, vakken: &boxes() };
        assert!(sign(&bytes, &wish, &ONE.key(), None).is_err(), "{body}");
    }
    // Brackets without end.
    let mut deep = b"%PDF-1.7\n1 0 obj\n".to_vec();
    deep.extend(b"[".repeat(200_000));
    let start = deep.len();
    deep.extend(format!("\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2 /Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", start + 1).bytes());
    assert!(!is_good(&deep));
}

#[test]
fn an_encrypted_file_is_called_so() {
    let document = Document::load_mem(LETTER).unwrap();
    let new = document.max_id + 1;
    let encrypt = "<</Filter /Standard /V 1 /R 2 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> /P -4>>";
    let mut bytes = appended(LETTER, &[((new, 0), encrypt.to_owned())]);
    let at = bytes.windows(5).rposition(|window| window == b"/Root").unwrap();
    let _ = bytes.splice(at..at, format!("/Encrypt {new} 0 R ").into_bytes()).count();
    assert_eq!(prove(&bytes, &Anchors::default(), &moment()).err(), Some(UnreadablePdf::Encrypted));
    let moment = moment();
    let wish = Wish { veld: None, moment: &moment, reden: None, plaats: None, vakken: &[] };
    assert_eq!(
        sign(&bytes, &wish, &ONE.key(), None).unwrap_err(),
        Trouble::Pdf("is versleuteld".into())
    );
}
