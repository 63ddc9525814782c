//! What is done to a file after it was signed, or put in it before.

use std::sync::LazyLock;

use kamerbrief_seal::{Trouble, Uitspraak, Vergelijking, sign};
use proptest::prelude::*;

use crate::LETTER;
use crate::random::cases;
use crate::signing::{Edit, ONE, TWO, boxes, compare, moment, signed, twice, verdict, wish};

/// The numbers of the objects of the letter.
pub const TREE: u32 = 1;
pub const PAGE: u32 = 6;
pub const CONTENT: u32 = 9;
pub const ROOT: u32 = 11;
/// The last of them.
const LAST: u32 = 16;

/// A file with a revision behind it in which objects are other ones, as other programs write it.
pub fn appended(bytes: &[u8], objects: &[(u32, String)]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out.push(b'\n');
    let mut table = String::from("xref\n");
    for (number, text) in objects {
        table.push_str(&format!("{number} 1\n{:010} 00000 n \n", out.len()));
        out.extend(format!("{number} 0 obj\n{text}\nendobj\n").bytes());
    }
    let start = out.len();
    let before = last_table(bytes);
    let trailer = format!(
        "trailer\n<</Size 90/Root {ROOT} 0 R/Prev {before}/ID[(a)(c)]>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.extend(table.bytes().chain(trailer.bytes()));
    out
}

/// Where the last table of a file begins; 0 when it does not say.
pub fn last_table(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let place = text.rsplit("startxref\n").next().and_then(|rest| rest.lines().next());
    place.and_then(|place| place.parse().ok()).unwrap_or(0)
}

/// The text of an object, as a file has it last; nothing when it is not there.
pub fn text_of(bytes: &[u8], number: u32) -> String {
    let text = String::from_utf8_lossy(bytes);
    let head = format!("\n{number} 0 obj\n");
    let object = text.rsplit_once(&head).and_then(|(_, rest)| rest.split("\nendobj").next());
    object.unwrap_or_default().to_owned()
}

#[test]
fn what_is_added_after_a_signature_is_named() {
    let file = signed(LETTER, &ONE, &boxes());
    let page = text_of(&file, PAGE);
    let text = |text: &str| format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
    let changed = [
        (
            vec![(CONTENT, text("q Q"))],
            "na het ondertekenen: wat op bladzijde 1 staat, is vervangen",
        ),
        (
            vec![(PAGE, page.replace("Contents 9 0 R", "Contents 40 0 R")), (40, text("q Q"))],
            "na het ondertekenen: bladzijde 1 is vervangen",
        ),
        (
            vec![(TREE, "<</Type/Pages/Count 2/Kids[6 0 R 6 0 R]>>".to_owned())],
            "na het ondertekenen: de lijst van bladzijden is vervangen",
        ),
    ];
    for (objects, what) in changed {
        let report = verdict(&appended(&file, &objects));
        assert_eq!(report.uitspraak, Uitspraak::Gewijzigd(what.into()));
        // What was signed is still there.
        assert_eq!(report.handtekeningen[0].uitspraak, Uitspraak::Ongeschonden);
    }
    let note = "<</Type/Annot/Subtype/FreeText/Rect[0 0 500 700]/Contents(x)>>".to_owned();
    let filled = "<</Type/Annot/Subtype/Widget/FT/Tx/T(x)/V(y)/Rect[0 0 500 700]>>".to_owned();
    let root = text_of(&file, ROOT);
    let page_with_note = page.replace("/Annots[", "/Annots[40 0 R ");
    let unknown = [
        (vec![(40, "<</Hallo/Wereld>>".to_owned())], "iets anders"),
        (vec![(PAGE, page_with_note), (40, note)], "aantekeningen"),
        (vec![(40, filled)], "ingevulde velden van een formulier"),
        (
            vec![(ROOT, root.replacen("<<", "<</DSS 40 0 R", 1)), (40, "<</Certs[]>>".into())],
            "gegevens om later te kunnen nagaan of de certificaten geldig waren (DSS)",
        ),
        (
            vec![(ROOT, root.replacen("<<", "<</OpenAction<</S/JavaScript/JS(x)>>", 1))],
            "iets anders",
        ),
    ];
    for (objects, what) in unknown {
        let changed = appended(&file, &objects);
        let report = verdict(&changed);
        assert!(
            matches!(&report.uitspraak, Uitspraak::NietTeBeoordelen(why) if why.contains(&format!("vanaf byte {}", file.len()))),
            "{report:?}"
        );
        assert_eq!(report.handtekeningen[0].daarna, [what]);
        let Vergelijking::Anders(_) = compare(&changed, LETTER, &boxes()) else { panic!("{what}") };
        // Nobody signs below it either.
        let told = sign(&changed, &wish(&moment(), &[]), &TWO.key(), None);
        assert!(matches!(told, Err(Trouble::Pdf(_))), "{told:?}");
    }
}

#[test]
fn many_honest_signatures_are_all_told() {
    let mut file = LETTER.to_vec();
    let moment = moment();
    for _ in 0..14 {
        let again = kamerbrief_seal::Wish { nog_een: true, ..wish(&moment, &[]) };
        file = sign(&file, &again, &ONE.key(), None).unwrap().bytes;
    }
    let report = verdict(&file);
    assert!(report.is_good());
    assert_eq!(report.handtekeningen.len(), 14);
    assert_eq!(report.handtekeningen[0].daarna.len(), 13);
    assert_eq!(compare(&file, LETTER, &[]), Vergelijking::Gelijk);
}

#[test]
fn what_the_first_signer_puts_in_is_refused() {
    let scripted = |old: &str, new: &str| {
        let text: Vec<u8> = LETTER.to_vec();
        let at = text.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
        renumbered(&[&text[..at], new.as_bytes(), &text[at + old.len()..]].concat()).unwrap()
    };
    let page = "/StructParents 0/Tabs/S";
    let catalog = "/Lang(nl-NL)";
    let cases = [
        (catalog, "/Lang(nl-NL)/OpenAction<</S/JavaScript/JS(x)>>"),
        (catalog, "/Lang(nl-NL)/OCProperties<</OCGs[]/D<<>>>>"),
        (catalog, "/Lang(nl-NL)/AcroForm<</Fields[]>>"),
        (catalog, "/Lang(nl-NL)/Names<</JavaScript<</Names[]>>>>"),
        (catalog, "/Lang(nl-NL)/Lang(nl-NL)"),
        (catalog, "/Lang(nl-NL)/L#61ng(nl-NL)"),
        (page, "/StructParents 0/Tabs/S/AA<</O<</S/JavaScript/JS(x)>>>>"),
        (page, "/StructParents 0/Tabs/S/Annots[<</Subtype/FreeText/Rect[0 0 9 9]>>]"),
        (page, "/StructParents 0/Tabs/S/Rotate 90"),
        ("/Count 1", "/Count 2"),
        ("/Count 1/Kids[6 0 R]", "/Count 2/Kids[6 0 R 6 0 R]"),
        ("/Filter/FlateDecode", "/Filter/LZWDecode"),
        ("/Filter/FlateDecode", "/Filter[/FlateDecode/FlateDecode]"),
        ("/Filter/FlateDecode", "/Filter/FlateDecode/F(elders)"),
        ("\nendstream", "x\nendstream"),
        ("841.8898]", "841.88980]"),
        ("841.8898]", "841.8898 ]"),
        ("<</Title(Brief)", "<</Title(Brief)%\n"),
        ("/Size 17", "/Size 18"),
        ("/Size 17", "/Size 17/Prev 15"),
    ];
    for (old, new) in cases {
        let told = sign(&scripted(old, new), &wish(&moment(), &[]), &ONE.key(), None);
        assert!(matches!(told, Err(Trouble::Pdf(_))), "{new}: {told:?}");
    }
    // The letter itself with another title is a document like any other.
    assert!(sign(&scripted("(Brief)", "(Nota)"), &wish(&moment(), &[]), &ONE.key(), None).is_ok());
    // Fields that are not where the dossier has them.
    let mut elsewhere = boxes();
    elsewhere[1].place.0[0] += 1.0;
    let moved = signed(LETTER, &ONE, &elsewhere);
    assert!(verdict(&moved).is_good());
    assert!(matches!(compare(&moved, LETTER, &boxes()), Vergelijking::Anders(_)));
    assert_eq!(compare(&moved, LETTER, &elsewhere), Vergelijking::Gelijk);
    // Another person than the dossier names.
    let signatures = verdict(&moved).handtekeningen;
    let told = kamerbrief_seal::strangers(&signatures, &boxes());
    assert_eq!(
        told,
        [
            "A. Eerste is niet de ondertekenaar die het dossier bij veld Handtekening1 noemt: de minister"
        ]
    );
    // In a field of their own choice too.
    let moment = moment();
    let own = kamerbrief_seal::Wish { veld: Some("Minister"), ..wish(&moment, &[]) };
    let own = sign(LETTER, &own, &ONE.key(), None).unwrap().bytes;
    let signatures = verdict(&own).handtekeningen;
    assert_eq!(
        kamerbrief_seal::strangers(&signatures, &boxes()),
        ["A. Eerste (veld Minister) is geen ondertekenaar die het dossier noemt"]
    );
    let mut named = boxes();
    named[1].naam = "a.  eerste".into();
    assert!(kamerbrief_seal::strangers(&signatures, &named).is_empty());
    assert!(kamerbrief_seal::strangers(&signatures, &[]).is_empty());
}

/// A document of which a part was made longer or shorter, with a table that fits again; nothing when the parts of the
/// letter are not there any more.
pub fn renumbered(document: &[u8]) -> Option<Vec<u8>> {
    let find = |text: &[u8]| document.windows(text.len()).rposition(|window| window == text);
    let table = find(b"\nxref\n")? + 1;
    let entries = table + b"xref\n0 17\n0000000000 65535 f\r\n".len();
    let mut out = document.get(..entries)?.to_vec();
    for number in 1..=LAST {
        let head = format!("\n{number} 0 obj\n");
        let at = document.windows(head.len()).position(|window| window == head.as_bytes())?;
        out.extend(format!("{:010} 00000 n\r\n", at + 1).bytes());
    }
    let start = find(b"startxref\n")? + b"startxref\n".len();
    out.extend(document.get(entries + 20 * LAST as usize..start)?);
    out.extend(format!("{table}\n%%EOF").bytes());
    Some(out)
}

proptest! {
    #![proptest_config(cases(1_000))]

    /// A byte more, less, elsewhere or other than it was, anywhere.
    #[test]
    fn one_byte_is_noticed(edit in Edit::any()) {
        static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| twice(LETTER));
        let changed = edit.of(&FILE);
        prop_assert!(changed == *FILE || !verdict(&changed).is_whole());
        // What was cut off may have been a whole revision; of the last signature itself the verdict speaks.
        let same = compare(&changed, LETTER, &boxes()) == Vergelijking::Gelijk;
        let all = verdict(&changed).handtekeningen;
        let broken = all.iter().any(|one| one.uitspraak != Uitspraak::Ongeschonden);
        prop_assert!(!same || changed == *FILE || all.len() < 2 || broken);
    }
}
