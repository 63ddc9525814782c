//! Texts that stand on one line with words of the form, and changed in the dossier meanwhile: what somebody changed at their
//! edges is of the text, and the words of the form are not.

use std::fs;

use super::{BIJLAGE, BRIEF, DOSSIER, PIET, Rond, edited, tracked};
use crate::support::run;

const UITLEG: &str = "        toelichting: De uitleg van alles wat hier is gedaan.\n";

fn rond() -> Rond {
    let bijlage = BIJLAGE.replace("\"2,5\"}\n", &format!("\"2,5\"}}\n{UITLEG}"));
    let rond = Rond::met(BRIEF, &[("bijlage.yaml", &bijlage)]);
    let dossier =
        DOSSIER.replace("ondertekening", "mede_namens:\n  - de minister van X\nondertekening");
    fs::write(rond.dossier.join("dossier.yaml"), dossier).unwrap();
    let ran = run(rond.home.path(), &["word", "dossier", "--out", "uit"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    rond
}

/// Changes a file of the dossier, and reads a document back as somebody made it.
fn gelezen(
    rond: &Rond,
    stuk: &str,
    now: &[(&str, &str, &str)],
    edit: impl Fn(String) -> String,
) -> String {
    for (name, old, new) in now {
        let path = rond.dossier.join(name);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    let bytes = fs::read(rond.home.path().join(format!("uit/{stuk}.docx"))).unwrap();
    let back = edited(&bytes, "word/document.xml", edit);
    fs::write(rond.home.path().join("terug.docx"), back).unwrap();
    let ran = run(rond.home.path(), &["word", "dossier", "--lees", "terug.docx", "--toch"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.stdout
}

#[test]
fn a_change_at_the_edge_of_a_line_is_taken() {
    for (stuk, old, new, (name, was, now), then) in [
        (
            "kamerbrief",
            "Voortgang",
            "Goede voortgang",
            ("dossier.yaml", "Voortgang", "Voortgang van nu"),
            None,
        ),
        (
            "kamerbrief",
            "Voortgang",
            "Voortgang (2)",
            ("dossier.yaml", "Voortgang", "De Voortgang"),
            Some("onderwerp: De Voortgang (2)\n"),
        ),
        (
            "kamerbrief",
            "De Minister",
            "De Minister (X)",
            ("dossier.yaml", "functie: De", "functie: De vorige"),
            Some("functie: De vorige Minister (X)\n"),
        ),
        (
            "bijlage",
            "De uitleg van",
            "Een uitleg van",
            ("bijlage.yaml", "van alles", "van niets"),
            Some("toelichting: Een uitleg van niets wat hier is gedaan.\n"),
        ),
        (
            "bijlage",
            "De uitleg",
            "Een uitleg",
            ("bijlage.yaml", "maatregel: Opvang", "maatregel: Opvang thuis"),
            Some("toelichting: Een uitleg van alles wat hier is gedaan.\n"),
        ),
        (
            "bijlage",
            "Zorg",
            "Zorg thuis",
            ("bijlage.yaml", "maatregel: Zorg\n", "maatregel: Zorg\n        id: zorg\n"),
            Some("maatregel: Zorg thuis\n"),
        ),
        (
            "kamerbrief",
            "Met deze brief informeer",
            "Hierbij informeer",
            ("brief.yaml", "rond de opvang", "bij de opvang"),
            Some("  Hierbij informeer ik u over de *stand* van zaken bij de opvang.\n"),
        ),
    ] {
        let rond = rond();
        let read = gelezen(&rond, stuk, &[(name, was, now)], |xml| tracked(&xml, old, new, PIET));
        let before = fs::read_to_string(rond.dossier.join(name)).unwrap();
        let ran = rond.voorstellen(&["--alles-van", "Piet Collega"]);
        let text = fs::read_to_string(rond.dossier.join(name)).unwrap();
        let said = format!("{read}{}{}{text}", ran.stdout, ran.stderr);
        match then {
            Some(then) => assert!(ran.code == 0 && text.contains(then), "{said}"),
            // The very word was changed there too, or one beside it: that is the reason, and no other.
            None => {
                assert!(ran.stderr.contains("deze woorden, of de zin eromheen, zijn"), "{said}");
                assert_eq!(text, before, "{said}");
            }
        }
        for form in ["Betreft", "Opvang**", "Mede namens", "Minister,"] {
            assert!(!read.contains(form), "{form}\n{said}");
        }
    }
}

#[test]
fn words_of_the_form_that_became_others_are_no_change() {
    for (stuk, now) in [
        ("bijlage", ("bijlage.yaml", "maatregel: Opvang", "maatregel: Opvang thuis")),
        ("bijlage", ("bijlage.yaml", "trekker: VWS", "trekker: SZW")),
        ("kamerbrief", ("dossier.yaml", "de minister van X", "de minister van Y")),
        ("kamerbrief", ("dossier.yaml", "onderwerp: V", "onderwerp: De v")),
        ("kamerbrief", ("brief.yaml", "Opgave van", "De opgave van")),
    ] {
        let said = gelezen(&rond(), stuk, &[now], |xml| xml);
        assert!(said.starts_with(&format!("terug.docx: {stuk}, geen wijzigingen\n")), "{said}");
        assert!(!said.contains("Niet alles"), "{said}");
    }
}

#[test]
fn what_left_no_trace_in_a_text_that_changed_too_is_listed() {
    for (old, new, now, told) in [
        (
            ">Voortgang<",
            ">Alle voortgang<",
            ("dossier.yaml", "onderwerp: Voortgang", "onderwerp: Stand"),
            "dossier.yaml, `onderwerp`: wat zonder bijhouden is gewijzigd in een tekst die intussen ook in het dossier is gewijzigd: in het bestand staat “Betreft Alle voortgang”",
        ),
        (
            "drie plaatsen",
            "vier plaatsen",
            ("brief.yaml", "brief van mei", "brief van juni"),
            "`tekst`: wat zonder bijhouden is gewijzigd in een tekst die intussen ook in het dossier is gewijzigd: “Er zijn vier plaatsen bij…” in plaats van “Er zijn drie plaatsen bij…”",
        ),
    ] {
        let said = gelezen(&rond(), "kamerbrief", &[now], |xml| {
            assert!(xml.contains(old));
            xml.replacen(old, new, 1)
        });
        assert!(said.contains(told), "{said}");
        assert!(said.contains("Niet alles is bijgehouden"), "{said}");
    }
}
