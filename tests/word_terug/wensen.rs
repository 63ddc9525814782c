//! What colleagues want in less usual ways: it comes back at its words, or is listed with them.

use std::fs;

use super::{BIJLAGE, BRIEF, PIET, Rond, edited, tracked};
use crate::support::run;

const NOTA: &str = "aanleiding: Het debat.\ngeadviseerd_besluit: U wordt geadviseerd akkoord te gaan.\nniet_openbaar: n.v.t.\n";

/// Reads a document back as somebody made it.
fn gelezen(rond: &Rond, stuk: &str, edit: impl Fn(String) -> String) -> String {
    let bytes = fs::read(rond.home.path().join(format!("uit/{stuk}.docx"))).unwrap();
    let back = edited(&bytes, "word/document.xml", edit);
    fs::write(rond.home.path().join("terug.docx"), back).unwrap();
    let ran = run(rond.home.path(), &["word", "dossier", "--lees", "terug.docx"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

fn file(rond: &Rond, name: &str) -> String {
    fs::read_to_string(rond.dossier.join(name)).unwrap()
}

#[test]
fn a_number_that_is_printed_with_more_decimals_comes_back() {
    let rond = Rond::met(BRIEF, &[("bijlage.yaml", BIJLAGE)]);
    let said = gelezen(&rond, "bijlage", |xml| tracked(&xml, "1,0", "1,1", PIET));
    assert!(said.ends_with("     bijlage.yaml, eerste groep, eerste maatregel, 2026\n       was:   1\n       wordt: 1,1\n"), "{said}");
    assert_eq!(rond.voorstellen(&["--neem", "1"]).code, 0);
    assert_eq!(file(&rond, "bijlage.yaml"), BIJLAGE.replace("2026: 1,", "2026: '1,1',"));
}

#[test]
fn one_that_brings_in_a_mistake_keeps_no_other_back() {
    let rond = Rond::met(BRIEF, &[("bijlage.yaml", BIJLAGE)]);
    gelezen(&rond, "bijlage", |xml| {
        let xml = tracked(&xml, "2,5", "veel", PIET);
        tracked(&xml, "Zorg", "Zorg thuis", PIET)
    });
    let ran = rond.voorstellen(&["--alles-van", "Piet Collega"]);
    assert_eq!((ran.code, &*ran.stdout), (1, "voorstel 2: overgenomen\n"), "{}", ran.stderr);
    let why =
        "fout[O015]: voorstel 1 is niet overgenomen: met dit voorstel heeft het dossier een fout: ";
    assert!(ran.stderr.starts_with(why), "{}", ran.stderr);
    assert_eq!(file(&rond, "bijlage.yaml"), BIJLAGE.replace("Zorg", "Zorg thuis"));
}

#[test]
fn a_part_that_did_not_apply_gets_a_text() {
    let rond = Rond::met(BRIEF, &[("nota.yaml", NOTA)]);
    let said = gelezen(&rond, "beslisnota", |xml| {
        tracked(&xml, "N.v.t.", "De *namen* van ambtenaren.", PIET)
    });
    assert!(said.contains("nota.yaml, `niet_openbaar`\n       was:   n.v.t.\n"), "{said}");
    let ran = rond.voorstellen(&["--neem", "1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let now = file(&rond, "nota.yaml");
    assert!(now.ends_with("niet_openbaar: De \\*namen* van ambtenaren.\n"), "{now}");
}

#[test]
fn a_tab_before_new_words_is_one_change_with_them() {
    let rond = Rond::met(BRIEF, &[("nota.yaml", NOTA)]);
    let put = |xml: String| {
        let xml = tracked(&xml, "akkoord", "akkoord te zijn en snel", PIET);
        let at = xml.find("akkoord te zijn").unwrap();
        let text = xml[..at].rfind("<w:t ").unwrap();
        format!("{}<w:tab/>{}", &xml[..text], &xml[text..])
    };
    let said = gelezen(&rond, "beslisnota", put);
    assert_eq!(
        said,
        "terug.docx: beslisnota, 1 nieuw voorstel
  1. Piet Collega, 27 november 2026, 06:46
     nota.yaml, `geadviseerd_besluit`
       was:   …wordt geadviseerd akkoord te gaan.
       wordt: …wordt geadviseerd akkoord te zijn en snel te gaan.
"
    );
}

#[test]
fn blanks_alone_are_shown() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| tracked(&xml, "Daarna ", "Daarna   ", PIET));
    assert!(ran.stdout.contains("wordt: …rond de opvang. ¶ Daarna   leest u"), "{}", ran.stdout);
}

#[test]
fn a_note_or_a_picture_in_a_line_is_listed() {
    let rond = Rond::new(BRIEF);
    for (sign, told) in [
        (
            "<w:footnoteReference w:id=\"77\"/>",
            "een noot, die hier niet kan: “Noot bij de kop.” (Piet Collega)",
        ),
        ("<w:drawing/>", "een afbeelding (Piet Collega)"),
    ] {
        let with_note = edited(&rond.bytes, "word/footnotes.xml", |xml| {
            let note = "<w:footnote w:id=\"77\"><w:p><w:r><w:t>Noot bij de kop.</w:t></w:r></w:p></w:footnote>";
            xml.replace("</w:footnotes>", &format!("{note}</w:footnotes>"))
        });
        let back = edited(&with_note, "word/document.xml", |xml| {
            let xml = tracked(&xml, "De opvang groeit", "De opvang groeitX", PIET);
            let at = xml.find("groeitX</w:t>").unwrap() + "groeit".len();
            format!("{}</w:t>{sign}<w:t>{}", &xml[..at], &xml[at + 1..])
        });
        fs::write(rond.home.path().join("piet.docx"), back).unwrap();
        let ran = run(rond.home.path(), &["word", "dossier", "--lees", "piet.docx"]);
        let wanted = format!(
            "piet.docx: kamerbrief, geen voorstellen\n  Dit gaat niet mee terug:\n    brief.yaml, eerste sectie, `kop`: {told}\n"
        );
        assert_eq!(ran.stdout, wanted);
    }
}

#[test]
fn who_made_another_kind_of_a_paragraph_is_known() {
    let rond = Rond::new(BRIEF);
    // An item is no item any more, and one goes on in the paragraph below it.
    let loose = |xml: String| {
        let at = xml.find("een huis in het oosten").unwrap();
        let look = xml[..at].rfind("<w:pPr>").unwrap();
        let end = look + xml[look..].find("</w:pPr>").unwrap();
        let list = look + xml[look..end].find("<w:numPr>").unwrap();
        let list_end = list + xml[list..end].find("</w:numPr>").unwrap() + "</w:numPr>".len();
        let change =
            format!("<w:pPrChange {PIET}><w:pPr>{}</w:pPr></w:pPrChange>", &xml[list..list_end]);
        [&xml[..list], &xml[list_end..end], &change, &xml[end..]].concat()
    };
    let joined = |xml: String| {
        let at = xml.find("een huis in het zuiden").unwrap();
        let look = xml[..at].rfind("</w:pPr>").unwrap();
        format!("{}<w:rPr><w:del {PIET}/></w:rPr>{}", &xml[..look], &xml[look..])
    };
    for (name, shown) in
        [("a.docx", "¶ een huis in het oosten;"), ("b.docx", "¶ een huis in het zuiden.Meer staat")]
    {
        let ran = rond.terug(name, |xml| if name == "a.docx" { loose(xml) } else { joined(xml) });
        let said = ran.stdout;
        assert!(said.starts_with(&format!("{name}: kamerbrief, 1 nieuw voorstel\n")), "{said}");
        assert!(said.contains("Piet Collega") && said.contains(shown), "{said}");
        assert!(!said.contains("bijgehouden"), "{said}");
    }
}

#[test]
fn that_words_have_changed_meanwhile_is_told_in_the_list() {
    let rond = Rond::new(BRIEF);
    rond.terug("piet.docx", |xml| tracked(&xml, "drie plaatsen", "vier plaatsen", PIET));
    fs::write(rond.dossier.join("brief.yaml"), BRIEF.replace("drie plaatsen", "zes plaatsen"))
        .unwrap();
    let ran = rond.voorstellen(&[]);
    let told = "     kan zo niet worden overgenomen: deze woorden, of de zin eromheen, zijn intussen ook in het dossier gewijzigd; neem weg wat dit tegenhoudt, of wijzig de tekst met de hand en wijs het voorstel daarna af\n";
    assert!(ran.stdout.ends_with(told), "{}", ran.stdout);
}

#[test]
fn the_last_words_that_go_are_of_who_took_them() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| tracked(&xml, "in het noorden;", "", PIET));
    assert!(ran.stdout.contains("1 nieuw voorstel\n  1. Piet Collega"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("bijgehouden"), "{}", ran.stdout);
}

#[test]
fn a_new_version_under_another_name_is_told_or_takes_the_place() {
    let rond = Rond::new(BRIEF);
    let own = |xml: &str, to: &str| tracked(xml, "informeer", to, PIET);
    let both = |xml: String| tracked(&own(&xml, "bericht"), "drie plaatsen", "vier plaatsen", PIET);
    let old = "w:date=\"2026-11-27T06:46:10Z\"";
    let on =
        |xml: String, day: &str| xml.replace(old, &format!("w:date=\"2026-11-{day}T06:46:10Z\""));
    rond.terug("piet.docx", both);
    // Of somebody else it is no version.
    let ran = rond.terug("els.docx", |xml| tracked(&xml, "informeer", "vertel", super::ELS));
    assert!(!ran.stdout.contains("dezelfde persoon"), "{}", ran.stdout);
    let beside = |numbers: &str, refuse: &str| {
        let those = if refuse.contains(' ') { "die" } else { "dat" };
        format!(
            "  Uit piet.docx van dezelfde persoon {numbers}. Is dit een nieuwe versie van dat bestand, wijs {those} dan af: `kamerbrief voorstellen dossier --wijs-af {refuse}`.\n"
        )
    };
    // One that is older takes nobody's place.
    let ran = rond.terug("piet 0.docx", |xml| on(own(&xml, "meld"), "20"));
    assert!(ran.stdout.contains(&beside("staan nog open: 1 en 2", "1 2")), "{}", ran.stdout);
    assert!(!ran.stdout.contains("vervalt"), "{}", ran.stdout);
    rond.voorstellen(&["--wijs-af", "4"]);
    let ran = rond.terug("piet 2.docx", |xml| {
        on(tracked(&own(&xml, "verwittig"), "brief van mei", "brief van juni", PIET), "28")
    });
    let said = ran.stdout;
    let gone = "  Uit piet.docx van dezelfde persoon vervalt 1: dit bestand wijzigt dezelfde woorden anders.\n";
    assert!(said.contains(gone), "{said}");
    assert!(said.contains(&beside("staat nog open: 2", "2")), "{said}");
    let ran = rond.voorstellen(&["--wijs-af", "2"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = rond.voorstellen(&["--alles-van", "Piet Collega"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{}", ran.stdout);
    let wanted = BRIEF.replace("informeer", "verwittig").replace("brief van mei", "brief van juni");
    assert_eq!(rond.brief(), wanted);
    // What it has too is no other version, and of another export nothing is known.
    let ran = rond.terug("piet 3.docx", |xml| {
        on(tracked(&own(&xml, "verwittig"), "brief van mei", "brief van juni", PIET), "28")
    });
    assert!(!ran.stdout.contains("dezelfde persoon"), "{}", ran.stdout);
}
