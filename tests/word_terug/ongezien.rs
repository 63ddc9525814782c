//! Files of Word in which a colleague changed what cannot go back, tracked or not: each is listed, with what it became.

use std::fs;

use super::{BIJLAGE, PIET, Rond, edited, tracked};
use crate::support::{Ran, run};

const BRIEF: &str = "opening: |
  Het kost {{ bijlage.totaal[2026] | miljoen }} in het eerste jaar.

  Daarna kost het minder.
secties:
  - kop: Eerst
    tekst: Dit is het begin.
  - kop: Daarna
    tekst: Dit is het vervolg.
slot: Tot zover.
";

/// A letter and its annex, in the same file.
fn rond() -> Rond {
    Rond::met(BRIEF, &[("bijlage.yaml", BIJLAGE)])
}

/// What a document says when one of its texts is another.
fn gelezen(rond: &Rond, stuk: &str, edit: impl Fn(String) -> String) -> Ran {
    let bytes = fs::read(rond.home.path().join(format!("uit/{stuk}.docx"))).unwrap();
    let back = edited(&bytes, "word/document.xml", edit);
    fs::write(rond.home.path().join("terug.docx"), back).unwrap();
    let ran = run(rond.home.path(), &["word", "dossier", "--lees", "terug.docx"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

/// Without the element around some words.
fn without(xml: &str, words: &str, name: &str) -> String {
    let at = xml.find(words).unwrap_or_else(|| panic!("{words}"));
    let (open, close) = (format!("<w:{name}>"), format!("</w:{name}>"));
    let start = xml[..at].rfind(&open).unwrap();
    let end = at + xml[at..].find(&close).unwrap() + close.len();
    format!("{}{}", &xml[..start], &xml[end..])
}

const LEFT: &str = "  Dit gaat niet mee terug:\n    ";
const UNTRACKED: &str = "  Niet alles is bijgehouden: wat zonder bijhouden is gewijzigd, is gevonden door te vergelijken.\n";

#[test]
fn what_cannot_go_back_is_listed_whether_it_was_tracked_or_not() {
    for (stuk, old, new, told) in [
        (
            "kamerbrief",
            "€\u{a0}4\u{a0}miljoen",
            "€\u{a0}5\u{a0}miljoen",
            "brief.yaml, `opening`: “€ 5 miljoen” in plaats van “€ 4 miljoen” (bijlage.totaal[2026] | miljoen)",
        ),
        (
            "kamerbrief",
            "5 februari 2024",
            "6 februari 2024",
            "dossier.yaml, `datum`: “Datum 6 februari 2024” in plaats van “Datum 5 februari 2024”",
        ),
        (
            "kamerbrief",
            "Hoogachtend",
            "Met groet",
            "de vaste tekst “Hoogachtend,”, gewijzigd in “Met groet,”",
        ),
        ("bijlage", "4,5", "9,5", "de vaste tekst “4,5”, gewijzigd in “9,5”, in de rij “Totaal”"),
    ] {
        let rond = rond();
        let ran = gelezen(&rond, stuk, |xml| {
            assert!(xml.contains(old), "{old}");
            xml.replace(old, new)
        });
        let first = format!("terug.docx: {stuk}, geen voorstellen\n");
        assert_eq!(ran.stdout, format!("{first}{UNTRACKED}{LEFT}{told}\n"));
        let ran = gelezen(&rond, stuk, |xml| tracked(&xml, old, new, PIET));
        assert_eq!(ran.stdout, format!("{first}{LEFT}{told} (Piet Collega)\n"));
    }
}

#[test]
fn what_is_gone_altogether_is_listed() {
    let row = "bijlage.yaml, eerste groep, tweede maatregel, `maatregel`: dat deze rij is weggehaald: “Zorg | VWS | 3,0 | 2,0”";
    for (stuk, words, element, told) in [
        (
            "kamerbrief",
            "Dit is het vervolg",
            "p",
            "brief.yaml, tweede sectie, `tekst`: dat de hele tekst is weggehaald",
        ),
        (
            "kamerbrief",
            ">Daarna<",
            "p",
            "brief.yaml, tweede sectie, `kop`: dat “Daarna” is weggehaald",
        ),
        ("kamerbrief", "Geachte", "p", "de vaste tekst “Geachte voorzitter,”, weggehaald"),
        ("bijlage", ">Zorg<", "tr", row),
        (
            "bijlage",
            ">2,5<",
            "r",
            "bijlage.yaml, eerste groep, eerste maatregel, 2027: dat “2,5” is weggehaald",
        ),
    ] {
        let rond = rond();
        let ran = gelezen(&rond, stuk, |xml| without(&xml, words, element));
        let first = format!("terug.docx: {stuk}, geen voorstellen\n");
        assert_eq!(ran.stdout, format!("{first}{UNTRACKED}{LEFT}{told}\n"), "{words}");
    }
    // Also when the dossier has another section now; what only the dossier has now, is not missed.
    let rond = rond();
    let more = BRIEF.replace("slot:", "  - kop: Later\n    tekst: Dit kwam er later bij.\nslot:");
    fs::write(rond.dossier.join("brief.yaml"), more).unwrap();
    let ran = gelezen(&rond, "kamerbrief", |xml| without(&xml, ">Eerst<", "p"));
    let told = "brief.yaml, eerste sectie, `kop`: dat “Eerst” is weggehaald";
    assert!(ran.stdout.ends_with(&format!("{UNTRACKED}{LEFT}{told}\n")), "{}", ran.stdout);
}

#[test]
fn what_was_not_changed_is_not_listed() {
    let rond = rond();
    // An amount that is another in the dossier now, was not changed by a colleague.
    let now = BIJLAGE.replace("2026: 3,", "2026: 6,");
    fs::write(rond.dossier.join("bijlage.yaml"), now).unwrap();
    for stuk in ["kamerbrief", "bijlage"] {
        let ran = gelezen(&rond, stuk, |xml| xml);
        assert!(
            ran.stdout.starts_with(&format!("terug.docx: {stuk}, geen wijzigingen\n")),
            "{}",
            ran.stdout
        );
        assert!(
            !ran.stdout.contains("gaat niet mee") && !ran.stdout.contains("bijgehouden"),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn words_around_a_computed_amount_are_never_lost() {
    let amount = "€\u{a0}4\u{a0}miljoen";
    let label = "bijlage.totaal[2026] | miljoen";
    // Who rewrites the sentence with the amount, gets his words listed, and nothing of it half.
    let rond = rond();
    let ran = gelezen(&rond, "kamerbrief", |xml| {
        let xml = tracked(&xml, "Het kost ", "Wij weten ", PIET);
        let xml = tracked(&xml, amount, "het niet", PIET);
        tracked(&xml, " in het eerste jaar.", " precies.", PIET)
    });
    let told = format!(
        "brief.yaml, `opening`: “Wij weten het niet precies” in plaats van “Het kost {label} in het eerste jaar”, waarin een berekende waarde of verwijzing staat (Piet Collega)\n"
    );
    assert_eq!(ran.stdout, format!("terug.docx: kamerbrief, geen voorstellen\n{LEFT}{told}"));
    // And so does who writes beside an amount that another changed.
    let ran = gelezen(&rond, "kamerbrief", |xml| {
        let xml = tracked(&xml, amount, "€\u{a0}5\u{a0}miljoen", PIET);
        tracked(&xml, " in het eerste", " extra in het eerste", PIET)
    });
    assert!(
        ran.stdout.contains(&format!(
            "“€ 5 miljoen” in plaats van “€ 4 miljoen” ({label}) (Piet Collega)\n"
        )),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("extra"), "{}", ran.stdout);
}

#[test]
fn a_cell_that_was_empty_and_a_new_row_are_listed_whole() {
    let annex = BIJLAGE.replace("{2026: 3, 2027: 2}", "{2026: 3}");
    let rond = Rond::met(BRIEF, &[("bijlage.yaml", &annex)]);
    let cell = |text: &str| {
        format!("<w:tc><w:p><w:ins {PIET}><w:r><w:t>{text}</w:t></w:r></w:ins></w:p></w:tc>")
    };
    let ran = gelezen(&rond, "bijlage", |xml| {
        let row = xml.find(">Zorg<").unwrap();
        let end = row + xml[row..].find("</w:tr>").unwrap();
        let last = xml[..end].rfind("</w:p>").unwrap();
        let new: String = ["Opsporing", "OM", "0,2", "0,2"].map(cell).concat();
        let run = format!("<w:ins {PIET}><w:r><w:t>0,7</w:t></w:r></w:ins>");
        let row = format!("</w:tr><w:tr><w:trPr><w:ins {PIET}/></w:trPr>{new}");
        [&xml[..last], &run, &xml[last..end], &row, &xml[end..]].concat()
    });
    for told in [
        "bijlage.yaml, eerste groep, tweede maatregel, `maatregel`: “0,7” in een cel die leeg was, in de rij “Zorg”, onder “2027” (Piet Collega)\n",
        "    een nieuwe rij: “Opsporing | OM | 0,2 | 0,2” (Piet Collega)\n",
    ] {
        assert!(ran.stdout.contains(told), "{told}\n{}", ran.stdout);
    }
}

#[test]
fn an_amount_that_lost_its_bookmark_is_still_that_amount() {
    let rond = rond();
    let loose = |xml: String| xml.replace("_kb_w_", "_kc_w_");
    let ran = gelezen(&rond, "kamerbrief", loose);
    assert_eq!(ran.stdout, "terug.docx: kamerbrief, geen wijzigingen\n");
}
