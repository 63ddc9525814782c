//! A letter that answers written questions: what is published of it, what changed since somebody read it, and both editions.

use std::fs;

use roxmltree::Document;

use super::{Home, Set, holds};
use crate::support::{assert_conforms, page_text};

/// What the dossier withholds, in every kind of place that only such a letter has.
const GEHEIM: [&str; 7] = [
    "Wilgenburch",
    "Kruisselbrink",
    "Dagblad Nergens",
    "Zandstra",
    "Karelshaven",
    "Vredenburg",
    "De Vries-Smit",
];

impl Home {
    /// Answers to questions, of which something is withheld.
    pub(super) fn with_questions() -> Self {
        let home = Self::of("vragen-loketten");
        let hidden = |text: &str| format!("{{waarde: \"{text}\", openbaar: nee, grond: 5.1.2e}}");
        let panden =
            "      Vier loketten staan in panden van het Rijk. Die panden blijven in gebruik.";
        let gelijk = "Het aantal loketten blijft gelijk.";
        for (old, new) in [
            ("naam: Proefstra", format!("naam: {}", hidden("Wilgenburch"))),
            ("a: er minder loketten komen?", format!("a: {}", hidden("Is Kruisselbrink weg?"))),
            (
                "Dagblad Voorbeeld, 28 februari 2026, «Loket",
                "[Dagblad Nergens](lak:5.1.2e), «Loket".into(),
            ),
            ("krant: [", "krant: |\n    [".into()),
            (gelijk, format!("[Zandstra](lak:5.1.2e) zegt: {gelijk}")),
            (panden, "      In [Karelshaven](lak:5.1.2e) en elders.".into()),
            (
                "onderwerp: het sluiten van loketten voor rechtshulp",
                format!("onderwerp: {}", hidden("Vredenburg")),
            ),
        ] {
            home.edit("vragen.yaml", old, &new);
        }
        home.edit("nota.yaml", "mevrouw D. Smit", "mevrouw De Vries-Smit");
        home
    }

    fn with_questions_initialled() -> Self {
        let home = Self::with_questions();
        ["afdelingshoofd", "directeur", "directeur-generaal"]
            .iter()
            .for_each(|rol| home.initial(rol));
        home
    }
}

fn letter(set: &Set) -> (&str, &[u8]) {
    let all = set.ending(".pdf");
    all.into_iter().find(|(name, _)| name.starts_with("documenten/kamerbrief")).unwrap()
}

#[test]
fn it_is_published_whole_and_without_what_is_withheld() {
    let home = Home::with_questions_initialled();
    let set = home.publish(&[]);
    for (name, pdf) in set.ending(".pdf") {
        assert_conforms(name, pdf);
    }
    for (name, bytes) in &set.0 {
        let text = if name.ends_with(".pdf") { page_text::text(bytes) } else { String::new() };
        for secret in GEHEIM {
            assert!(!holds(bytes, secret) && !text.contains(secret), "{secret} is in {name}");
        }
    }
    let text = page_text::text(letter(&set).1);
    for open in
        ["Van Voorbeeld", "Vraag 2", "de openingstijden korter worden?", "weggelakt, grond 5.1.2e"]
    {
        assert!(text.contains(open), "{open}: {text}");
    }
    // They are in the edition for work, where the search finds them.
    home.good(&["build", "dossier", "--out", "werk", "--quiet"]);
    let work = ["kamerbrief", "beslisnota"]
        .map(|name| page_text::text(&fs::read(home.path(&format!("werk/{name}.pdf"))).unwrap()));
    for secret in GEHEIM {
        assert!(
            work.iter().any(|text| text.contains(secret)),
            "{secret} is looked for in the wrong way"
        );
    }
    home.good(&["verify", "set", "--dossier", "dossier"]);
}

#[test]
fn its_metadata_says_what_it_answers() {
    let set = Home::with_questions().publish(&["--proef"]);
    let metadata =
        set.ending(".xml").into_iter().find(|(name, _)| name.starts_with("diwoo/kamerbrief"));
    let metadata = Document::parse(std::str::from_utf8(metadata.unwrap().1).unwrap()).unwrap();
    let relations: Vec<_> = metadata
        .descendants()
        .filter(|node| node.tag_name().name() == "documentrelatie")
        .map(|node| {
            let of =
                |name: &str| node.children().find(|child| child.tag_name().name() == name).unwrap();
            (of("role").text().unwrap(), of("relation").attribute("resource").unwrap())
        })
        .collect();
    assert_eq!(
        relations,
        [("heeft bijlage", "[voorbeeld] 0000000/beslisnota"), ("is reactie op", "2026Z01234")]
    );
    // A number that is withheld leads nowhere.
    let home = Home::with_questions();
    let number = "nummer: {waarde: 2026Z01234, openbaar: nee, grond: 5.1.1c}";
    home.edit("vragen.yaml", "nummer: 2026Z01234", number);
    let set = home.publish(&["--proef"]);
    for (name, bytes) in set.ending(".xml") {
        assert!(!holds(bytes, "is reactie op") && !holds(bytes, "2026Z01234"), "{name}");
    }
}

#[test]
fn what_changed_in_a_question_is_shown_to_who_initialled() {
    let home = Home::with_questions();
    ["afdelingshoofd", "directeur", "directeur-generaal"].iter().for_each(|rol| home.initial(rol));
    let none = home.good(&["changed", "dossier", "--since", "afdelingshoofd"]);
    assert!(none.contains("niets"), "{none}");
    home.edit("vragen.yaml", "Ja. Op vrijdagmiddag gaan", "Nee. Op vrijdagochtend gaan");
    home.edit("vragen.yaml", "6: Hoeveel loketten", "6: Hoe veel loketten");
    home.edit("vragen.yaml", "[Zandstra](lak", "[Yzermans](lak");
    let told = home.good(&["changed", "dossier", "--since", "afdelingshoofd"]);
    assert!(told.contains("de kamerbrief is sindsdien gewijzigd"), "{told}");
    for line in [
        "vragen.antwoorden[2].tekst",
        "  was: Ja. Op vrijdagmiddag gaan",
        "  nu:  Nee. Op vrijdagochtend gaan",
        "vragen.vragen.6",
        "Yzermans",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    // Nobody publishes on an initial for other answers.
    let told = home.bad(1, &["publish", "dossier", "--out", "set"]);
    assert!(
        told.contains("de paraaf van afdelingshoofd is vervallen: de kamerbrief is sindsdien"),
        "{told}"
    );
}

#[test]
fn both_editions_stand_beside_each_other() {
    let home = Home::with_questions();
    home.good(&["review", "dossier", "--out", "nakijken.pdf"]);
    let pdf = fs::read(home.path("nakijken.pdf")).unwrap();
    assert_conforms("nakijken.pdf", &pdf);
    let text = page_text::text(&pdf);
    for secret in GEHEIM {
        assert!(text.contains(secret), "{secret} is not shown to who must agree");
    }
    for part in ["Vraag 2", "Antwoord op vraag 2a en 8", "Noten vragen"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
