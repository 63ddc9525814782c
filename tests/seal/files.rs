//! Files that prove nothing, or that somebody made to do harm.

use kamerbrief_seal::{Trouble, Uitspraak, Vergelijking, sign};

use crate::LETTER;
use crate::additions::{CONTENT, appended, renumbered};
use crate::signing::{ONE, boxes, compare, moment, signed, verdict, wish};

fn why(bytes: &[u8]) -> String {
    match verdict(bytes).uitspraak {
        Uitspraak::NietTeBeoordelen(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_that_prove_nothing_get_a_verdict() {
    assert_eq!(why(b""), "het bestand is geen PDF");
    assert_eq!(why(b"Hallo"), "het bestand is geen PDF");
    assert_eq!(why(LETTER), "er staat geen handtekening in");
    let none = "er staat geen handtekening in die kamerbrief kan lezen, en het bestand is anders opgebouwd dan kamerbrief het zou schrijven";
    assert_eq!(why(b"%PDF-1.7\n"), none);
    assert_eq!(why(&LETTER[..LETTER.len() / 2]), none);
    let file = signed(LETTER, &ONE, &[]);
    for length in (0..file.len()).step_by(499) {
        assert!(!verdict(&file[..length]).is_whole(), "{length} bytes");
        compare(&file[..length], LETTER, &[]);
    }
    assert_eq!(compare(b"", LETTER, &[]), Vergelijking::AnderDocument);
}

#[test]
fn what_would_keep_a_reader_busy_has_an_end() {
    let object = |text: String| {
        let at = LETTER.windows(2).position(|window| window == b"[4").unwrap();
        let rest = &LETTER[at + b"[4 0 R]".len()..];
        renumbered(&[&LETTER[..at], text.as_bytes(), rest].concat()).unwrap()
    };
    let hostile = [
        "[".repeat(300_000),
        "<<".repeat(100_000),
        "[0 ".repeat(40) + &"]".repeat(40),
        "0 ".repeat(300_000),
        format!("[{}]", "0 ".repeat(300_000)),
        format!("<<{}>>", (0..30_000).map(|key| format!("/{key} 0")).collect::<String>()),
        "(".repeat(300_000),
    ];
    for text in hostile {
        let file = object(text);
        assert!(!verdict(&file).is_whole());
        let _ = sign(&file, &wish(&moment(), &boxes()), &ONE.key(), None);
    }
    // Marks of signatures without end.
    let mut marks = LETTER.to_vec();
    marks.extend(b" obj<</ByteRange".repeat(20_000));
    assert!(!verdict(&marks).is_whole());
    // Loops in what a page is made of, and in the tree of its tags.
    let loops = [
        (CONTENT, "<</Length 9 0 R>>\nstream\nx\nendstream"),
        (7, "<</Font 7 0 R>>"),
        (3, "<</Type/StructElem/S/P/P 3 0 R/K[3 0 R]>>"),
        (
            2,
            "<</Type/StructTreeRoot/K[2 0 R]/ParentTree 2 0 R/ParentTreeNextKey 9223372036854775807>>",
        ),
    ];
    for (number, text) in loops {
        let file = appended(&signed(LETTER, &ONE, &[]), &[(number, text.to_owned())]);
        assert!(!verdict(&file).is_whole());
        let head = format!("\n{number} 0 obj\n");
        let at = LETTER.windows(head.len()).position(|window| window == head.as_bytes()).unwrap();
        let end = at + LETTER[at..].windows(8).position(|window| window == b"\nendobj\n").unwrap();
        let text = format!("{head}{text}");
        let file = renumbered(&[&LETTER[..at], text.as_bytes(), &LETTER[end..]].concat()).unwrap();
        if let Ok(signed) = sign(&file, &wish(&moment(), &boxes()), &ONE.key(), None) {
            verdict(&signed.bytes);
        }
    }
}

#[test]
fn a_stream_that_unpacks_without_end_is_refused() {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    (0..520).for_each(|_| packer.write_all(&zeros).unwrap());
    let bomb = packer.finish().unwrap();
    let start = LETTER.windows(7).position(|window| window == b"stream\n").unwrap() + 7;
    let end = LETTER.windows(10).position(|window| window == b"\nendstream").unwrap();
    let head = LETTER[..start].to_vec();
    let length = format!("/Length {}/", end - start);
    let at = head.windows(length.len()).position(|window| window == length.as_bytes()).unwrap();
    let new = format!("/Length {}/", bomb.len());
    let head = [&head[..at], new.as_bytes(), &head[at + length.len()..]].concat();
    let file = renumbered(&[&head, &bomb, &LETTER[end..]].concat()).unwrap();
    let told = sign(&file, &wish(&moment(), &[]), &ONE.key(), None);
    assert!(matches!(told, Err(Trouble::Pdf(why)) if why.contains("uit te pakken")));
}
