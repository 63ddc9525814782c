//! Files of Word in which a colleague changed how words look: bold and italics come back, all else is listed.

use super::{BRIEF, PIET, Rond, edited};
use crate::support::run;

const WORDS: &str = "Daarna leest u wat het ";

/// The file with a run that looks otherwise.
fn look(xml: &str, look: &str) -> String {
    let at = xml.find(WORDS).unwrap();
    let run = xml[..at].rfind("<w:r>").unwrap() + "<w:r>".len();
    format!("{}<w:rPr>{look}</w:rPr>{}", &xml[..run], &xml[run..])
}

#[test]
fn what_cannot_come_back_is_listed_once() {
    for (wanted, told) in [
        ("<w:u w:val=\"single\"/><w:highlight w:val=\"yellow\"/>", "onderstreept, gemarkeerd"),
        (
            "<w:rFonts w:ascii=\"Comic Sans MS\"/><w:color w:val=\"FF0000\"/><w:sz w:val=\"40\"/>",
            "in kleur, in een ander lettertype, in een andere grootte",
        ),
        ("<w:caps/>", "in hoofdletters"),
        ("<w:strike/>", "doorgestreept"),
        ("<w:vanish/>", "verborgen"),
    ] {
        let rond = Rond::new(BRIEF);
        let first = "piet.docx: kamerbrief, geen voorstellen\n";
        let listed = format!(
            "  Dit gaat niet mee terug:\n    brief.yaml, `opening`: opmaak: “{}” {told}",
            WORDS.trim()
        );
        let change = format!("<w:rPrChange {PIET}><w:rPr/></w:rPrChange>");
        let ran = rond.terug("piet.docx", |xml| look(&xml, &format!("{wanted}{change}")));
        assert_eq!(ran.stdout, format!("{first}{listed} (Piet Collega)\n"));
        let ran = rond.terug("piet.docx", |xml| look(&xml, wanted));
        assert!(
            ran.stdout.starts_with(&format!("{first}  Niet alles is bijgehouden")),
            "{}",
            ran.stdout
        );
        assert!(ran.stdout.ends_with(&format!("{listed}\n")), "{}", ran.stdout);
    }
}

#[test]
fn another_style_of_a_paragraph_is_listed() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| {
        let at = xml.find(WORDS).unwrap();
        let style = xml[..at].rfind("broodtekst").unwrap();
        format!("{}Kop2{}", &xml[..style], &xml[style + "broodtekst".len()..])
    });
    let told = "    brief.yaml, `opening`: opmaak: “Daarna leest u wat het ongeveer kost.” kreeg de stijl “Kop 2”\n";
    assert!(ran.stdout.ends_with(told), "{}", ran.stdout);
}

#[test]
fn a_style_that_is_bold_is_bold() {
    let rond = Rond::new(BRIEF);
    let styled = edited(&rond.bytes, "word/styles.xml", |xml| {
        let style = "<w:style w:type=\"character\" w:styleId=\"Zwaar\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>";
        xml.replace("</w:styles>", &format!("{style}</w:styles>"))
    });
    let back =
        edited(&styled, "word/document.xml", |xml| look(&xml, "<w:rStyle w:val=\"Zwaar\"/>"));
    std::fs::write(rond.home.path().join("piet.docx"), back).unwrap();
    let ran = run(rond.home.path(), &["word", "dossier", "--lees", "piet.docx"]);
    assert!(ran.stdout.contains("¶ **Daarna leest u wat het ongeveer** kost."), "{}", ran.stdout);
    assert!(!ran.stdout.contains("gaat niet mee"), "{}", ran.stdout);
}
