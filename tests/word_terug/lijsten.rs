//! Files of Word that come back with lists of their own: their numbers come along, or that they do not is told.

use std::fs;

use super::{BRIEF, PIET, Rond, edited, paragraph_behind};
use crate::support::run;

#[test]
fn a_new_list_keeps_its_numbers_or_that_is_told() {
    let form = |id: u8, format: &str, text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"5\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl></w:abstractNum>"
        )
    };
    let num = |id: u8| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>");
    let rond = Rond::new(BRIEF);
    let numbered = edited(&rond.bytes, "word/numbering.xml", |xml| {
        let xml = xml.replace("</w:numbering>", &format!("{}{}</w:numbering>", num(80), num(81)));
        let at = xml.find("<w:num ").unwrap();
        let forms = form(80, "decimal", "%1)") + &form(81, "upperLetter", "%1.");
        format!("{}{forms}{}", &xml[..at], &xml[at..])
    });
    for (id, listed, told) in [(80, "¶ 5) Nieuw punt. ¶", false), (81, "Nieuw punt.", true)] {
        let back = edited(&numbered, "word/document.xml", |xml| {
            let xml = paragraph_behind(&xml, "drie plaatsen", "Nieuw punt.", PIET);
            let at = xml.find("Nieuw punt.").unwrap();
            let look = xml[..at].rfind("<w:pPr>").unwrap() + "<w:pPr>".len();
            let list = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{id}\"/></w:numPr>");
            let behind = xml[look..].find("/>").unwrap() + look + 2;
            format!("{}{list}{}", &xml[..behind], &xml[behind..])
        });
        fs::write(rond.home.path().join("piet.docx"), back).unwrap();
        let ran = run(rond.home.path(), &["word", "dossier", "--lees", "piet.docx"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let said = ran.stdout;
        assert!(said.contains(listed), "{said}");
        assert_eq!(said.contains("de nummering “E.” van een lijst (Piet Collega)"), told, "{said}");
    }
}
