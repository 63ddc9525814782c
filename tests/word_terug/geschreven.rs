//! Texts that may be written in more ways than one in their file: short, or in a block that withholds them. A proposal is for
//! the text, however it is written.

use std::fs;

use super::{PIET, edited, paragraph_behind, tracked};
use crate::support::{copy, run};

#[test]
fn a_question_takes_a_proposal_however_it_is_written() {
    let home = tempfile::tempdir().unwrap();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/vragen-loketten");
    let dossier = home.path().join("dossier");
    copy(&path, &dossier);
    let read = |name: &str| fs::read_to_string(dossier.join(name)).unwrap();
    let head = read("vragen.yaml");
    let head = &head[..head.find("vragen:\n").unwrap()];
    let geheim = "openbaar: nee, grond: 5.1.2e";
    let vragen = format!(
        "{head}vragen:
  1: Kent u het bericht?
  2:
    tekst: Waarom is dat zo?
  3: |
    Deelt u de zorgen?
  4: {{waarde: Blijft het open?, {geheim}}}
  5: {{tekst: {{waarde: Wanneer is dat?, {geheim}}}}}
  6: Hoe gaat het verder?
antwoorden:
  - op: [1, 2, 3, 4, 5, 6]
    tekst: Ja.
"
    );
    let zaak = read("dossier.yaml").replace("\nonderwerp: ", "\nonderwerp: !w ");
    let (before, rest) = zaak.split_once("!w ").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let zaak = format!("{before}{{waarde: Over loketten, {geheim}}}\n{rest}");
    fs::write(dossier.join("vragen.yaml"), &vragen).unwrap();
    fs::write(dossier.join("dossier.yaml"), &zaak).unwrap();
    let remark = "opmerkingen:\n  - plaats: vragen.vragen.1.tekst\n    woorden: u het\n    wie: Els\n    wanneer: 2026-11-27T10:00:00+01:00\n    tekst: Klopt dit?\n";
    fs::write(dossier.join("opmerkingen.yaml"), remark).unwrap();
    let out = ["word", "dossier", "--only", "kamerbrief", "--ook-gelakt", "--out", "uit"];
    let ran = run(home.path(), &out);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let wishes = [
        ("u het bericht", "u wel het bericht"),
        ("Waarom", "Hoezo"),
        ("Deelt u", "Deelt u ook"),
        ("Blijft het", "Blijft het lang"),
        ("Wanneer", "Op welke dag"),
        ("Over loketten", "Over alle loketten"),
    ];
    let bytes = fs::read(home.path().join("uit/kamerbrief.docx")).unwrap();
    let back = edited(&bytes, "word/document.xml", |xml| {
        let xml = wishes.iter().fold(xml, |xml, (old, new)| tracked(&xml, old, new, PIET));
        paragraph_behind(&xml, "Hoe gaat het", "En wat doet u?", PIET)
    });
    fs::write(home.path().join("terug.docx"), back).unwrap();
    let ran = run(home.path(), &["word", "dossier", "--lees", "terug.docx"]);
    assert!(ran.stdout.contains("7 nieuwe voorstellen"), "{}{}", ran.stdout, ran.stderr);
    let ran = run(home.path(), &["voorstellen", "dossier", "--alles-van", "Piet Collega"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{}", ran.stdout);
    let wanted = wishes.iter().fold(vragen, |text, (old, new)| text.replacen(old, new, 1));
    let last = "  6: |\n    Hoe gaat het verder?\n\n    En wat doet u?\n";
    assert_eq!(read("vragen.yaml"), wanted.replace("  6: Hoe gaat het verder?\n", last));
    assert_eq!(read("dossier.yaml"), zaak.replace("Over loketten", "Over alle loketten"));
    assert_eq!(read("opmerkingen.yaml"), remark.replace("u het", "u wel het"));
}
