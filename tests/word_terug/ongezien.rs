//! Files of Word in which a colleague changed what cannot go back, tracked or not: each is listed, with what it became.

use std::fs;

use super::{PIET, Rond, edited, tracked};
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

const BIJLAGE: &str = "titel: Kosten
status: indicatief
eenheid: miljoen
jaren: [2026, 2027]
groepen:
  - maatregelen:
      - maatregel: Opvang
        bedragen: {2026: 1, 2027: \"2,5\"}
      - maatregel: Zorg
        trekker: VWS
        bedragen: {2026: 3, 2027: 2}
dekking: nvt
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
        ("bijlage", "4,5", "9,5", "de vaste tekst “4,5”, gewijzigd in “9,5”"),
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
