//! Headings above questions and answers in the many ways in which they are typed, headings that are one by what they say
//! themselves, and offices on two lines: each comes where it belongs, or that is told.

use super::brieven::{broodtekst, item, kop, p, t};
use super::woorden::{brief, heel, vragen};
use super::{Over, has};

/// Questions and answers behind a letter.
fn met(lines: &str) -> Over {
    let page = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned();
    brief(&broodtekst("Hierbij."), &(page + &kop("Antwoorden") + lines))
}

#[test]
fn a_heading_may_say_more_than_the_number_of_its_question() {
    for (lines, wanted) in [
        (
            &[
                "Vraag 1 (ABC)",
                "Hoe?",
                "Antwoord op vraag 1 (ABC)",
                "Zo.",
                "Vraag 2 (DEF, GHI)",
                "Wat?",
                "Antwoord",
                "Dit.",
            ][..],
            "  1: Hoe?\n  2: Wat?\nantwoorden:\n  - op:\n      - 1\n    tekst: Zo.\n  - op:\n      - 2\n    tekst: Dit.\n",
        ),
        (
            &[
                "Vraag 1 van de ABC-fractie",
                "Hoe?",
                "Antwoord vraag 1 van het lid Voorbeeld (ABC)",
                "Zo.",
            ],
            "  1: Hoe?\nantwoorden:\n  - op:\n      - 1\n    tekst: Zo.\n",
        ),
        (
            &["Vraag 1 (ABC): Hoe: zo?", "Antwoord 1: Ja: zo.", "Vraag 2: Wat?", "Antwoord: Dit."],
            "  1: 'Hoe: zo?'\n  2: Wat?\nantwoorden:\n  - op:\n      - 1\n    tekst: 'Ja: zo.'\n  - op:\n      - 2\n    tekst: Dit.\n",
        ),
        (
            &[
                "Vraag 1 (blz. 4). Hoe?",
                "Antwoord op vraag 1. Zo. Dat is het.",
                "Vraag 2. Wat?",
                "Antwoord 2: Dit.",
            ],
            "  1:\n    tekst: Hoe?\n    blz: '4'\n  2: Wat?\nantwoorden:\n  - op:\n      - 1\n    tekst: Zo. Dat is het.\n  - op:\n      - 2\n    tekst: Dit.\n",
        ),
        (
            &[
                "Vraag 1",
                "Vraag 3 was niet duidelijk, klopt dat?",
                "Antwoord 1",
                "Vraag 1 van de leden gaat over: iets anders.",
            ],
            "  1: Vraag 3 was niet duidelijk, klopt dat?\nantwoorden:\n  - op:\n      - 1\n    tekst: 'Vraag 1 van de leden gaat over: iets anders.'\n",
        ),
    ] {
        // With its text on the same line a heading is no bold one.
        let is_head = |line: &str| line == "Antwoord" || !line.ends_with(['.', '?']);
        let line = |line: &&str| if is_head(line) { kop(line) } else { broodtekst(line) };
        let over = met(&lines.iter().map(line).collect::<String>());
        has(&over.tekst("vragen.yaml"), &[wanted]);
        for line in lines.iter().filter(|line| line.ends_with(')') || line.ends_with("fractie")) {
            has(&over.tekst("dossier.yaml"), &[&format!("#   {line}\n")]);
        }
        assert!(!over.ran.stderr.contains("onder één kop"), "{}", over.ran.stderr);
    }
}

#[test]
fn questions_under_one_heading_each_get_their_own_text() {
    let answer = vragen(&["Antwoord op vraag 1 en 2", "Ja."]);
    let punten = item(2, 0, "Hoe?") + &broodtekst("Leg uit.") + &item(2, 0, "Waarom?");
    for (lines, wanted) in [
        (vragen(&["Vraag 1 en 2", "Hoe?", "Waarom?"]), "  1: Hoe?\n  2: Waarom?\n"),
        (vragen(&["Vragen 1 en 2 (ABC)", "Hoe? En waarom?"]), "  1: Hoe?\n  2: En waarom?\n"),
        (kop("Vraag 1 en 2") + &punten, "  1: |\n    Hoe?\n\n    Leg uit.\n  2: Waarom?\n"),
        (kop("Vraag 1-2") + &item(0, 0, "Hoe?") + &item(0, 0, "Wat?"), "  1: Hoe?\n  2: Wat?\n"),
    ] {
        let over = met(&(lines + &answer));
        let op = "antwoorden:\n  - op:\n      - 1\n      - 2\n    tekst: Ja.\n";
        has(&over.tekst("vragen.yaml"), &[&format!("{wanted}{op}")]);
        has(&over.ran.stderr, &["deze vragen stonden onder één kop"]);
    }
    // Which text is of which question, nobody can say.
    for lines in [
        &["Vraag 1 en 2", "Hoe?"][..],
        &["Vraag 1 en 2", "Hoe?", "Waarom?", "En dan?"],
        &["Vraag 1 en 2", "Zeg hoe. En waarom?"],
    ] {
        let over = met(&(vragen(lines) + &answer));
        has(&over.ran.stderr, &["hier is niet duidelijk bij welke vraag een tekst hoort"]);
        assert_eq!(over.tekst("vragen.yaml"), "");
    }
}

#[test]
fn a_paragraph_that_says_itself_that_it_is_a_heading_is_one() {
    let outline = |level: u8, text: &str| {
        p("broodtekst", &t("", text)).replace(
            "<w:pStyle w:val=\"broodtekst\"/>",
            &format!("<w:pStyle w:val=\"broodtekst\"/><w:outlineLvl w:val=\"{level}\"/>"),
        )
    };
    let long =
        "Deze alinea staat op een niveau van het overzicht, en is toch gewone tekst van de brief.";
    let body = outline(0, "Het plan")
        + &broodtekst("Dit is het plan.")
        + &outline(1, "Wat het kost")
        + &broodtekst("Niets.")
        + &outline(9, "Geen kop")
        + &outline(0, long);
    let over = brief(&body, "");
    has(
        &over.tekst("brief.yaml"),
        &[
            "  - kop: Het plan\n    tekst: Dit is het plan.\n    delen:\n      - kop: Wat het kost\n        tekst: |\n          Niets.\n\n          Geen kop\n\n          Deze alinea",
        ],
    );
}

#[test]
fn an_office_may_stand_on_two_lines() {
    let hoofd = [
        "De Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Datum: 12 mei 2026",
        "Geachte voorzitter,",
        "Tekst.",
    ];
    let bzk = "functie: De Minister van Binnenlandse Zaken en Koninkrijksrelaties\n    naam: E. Verzonnen\n";
    for (lines, wanted) in [
        (
            &[
                "Hoogachtend,",
                "De Minister van Binnenlandse Zaken",
                "en Koninkrijksrelaties",
                "E. Verzonnen",
            ][..],
            bzk,
        ),
        (
            &[
                "Hoogachtend,",
                "E. Verzonnen",
                "De Minister van Binnenlandse Zaken",
                "en Koninkrijksrelaties",
            ],
            bzk,
        ),
        (&["De Minister van Binnenlandse Zaken", "en Koninkrijksrelaties,", "E. Verzonnen"], bzk),
        (
            &[
                "Hoogachtend,",
                "De Minister van Volksgezondheid,",
                "Welzijn en Sport",
                "E. Verzonnen",
            ],
            "functie: De Minister van Volksgezondheid, Welzijn en Sport\n    naam: E. Verzonnen\n",
        ),
    ] {
        let head: String = hoofd.map(broodtekst).concat();
        let body = head + &lines.iter().map(|line| broodtekst(line)).collect::<String>();
        let over = heel(&body, &["--huisstijl", "bzk"]);
        has(&over.tekst("dossier.yaml"), &[wanted]);
    }
}
