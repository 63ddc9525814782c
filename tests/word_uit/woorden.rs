//! Letters in which words vanished, changed or came in a wrong place: each word is in the dossier as often as in the letter, and
//! what was not understood or guessed is told.

use super::brieven::{
    broodtekst, document, eigenschappen, item, kop, nummering, p, part, stijlen, t, tabel, zipped,
};
use super::{Over, has};

const AANHEF: &str = "Geachte voorzitter,";

/// What stands above a letter.
fn hoofd() -> String {
    [
        "De Voorzitter van de Tweede Kamer der Staten-Generaal",
        "Datum: 12 mei 2026",
        "Betreft: Verzonnen loketten",
        "Kenmerk: 1/2",
        AANHEF,
    ]
    .map(broodtekst)
    .concat()
}

/// Who signs it.
fn slot() -> String {
    ["Hoogachtend,", "De Minister van Financiën,", "E. Verzonnen"].map(broodtekst).concat()
}

/// A letter with this text, and what stands behind it.
pub(super) fn brief(body: &str, behind: &str) -> Over {
    heel(&(hoofd() + body + &slot() + behind), &[])
}

/// A letter of these paragraphs, that builds and has all its words.
pub(super) fn heel(body: &str, more: &[&str]) -> Over {
    let bytes = zipped(&[document(body), stijlen(), nummering()]);
    let over = Over::van(&bytes, more);
    over.bouwt();
    over.heeft_alle_woorden(&bytes);
    over
}

/// A field that has no result.
fn veld(code: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

/// Questions with their answers, each below its heading.
pub(super) fn vragen(lines: &[&str]) -> String {
    let is_head = |line: &str| line.starts_with("Vraag ") || line.starts_with("Antwoord");
    let line = |line: &&str| if is_head(line) { kop(line) } else { broodtekst(line) };
    lines.iter().map(line).collect()
}

#[test]
fn what_stands_around_a_letter_is_listed_line_by_line() {
    // Every word of these is elsewhere in the dossier too.
    let behind =
        ["Loketten", "1/2", "1.250.000", "Verzonnen loketten 2026"].map(broodtekst).concat();
    let over = brief(&broodtekst("Tekst."), &behind);
    has(
        &over.tekst("dossier.yaml"),
        &[
            "nergens in dit dossier; haal weg wat u niet nodig hebt:\n#   Loketten\n#   1/2\n#   1.250.000\n#   Verzonnen loketten 2026\n",
        ],
    );
    let both = "De Voorzitter van de Eerste Kamer der Staten-Generaal";
    let over = heel(&(broodtekst(both) + &hoofd() + &broodtekst("Tekst.") + &slot()), &[]);
    has(&over.ran.stderr, &["de brief is aan beide Kamers"]);
    let list = broodtekst("Bijlage(n)") + &item(2, 0, "Rapport loketten");
    let over = brief(&broodtekst("Tekst."), &list);
    has(&over.tekst("dossier.yaml"), &["#   Bijlage(n)\n#   Rapport loketten\n"]);
    assert!(!over.tekst("brief.yaml").contains("tekstbijlagen"), "{}", over.tekst("brief.yaml"));
}

#[test]
fn a_table_above_a_text_is_text_if_no_head_is_in_it() {
    let cells = |row: [&str; 2]| row.map(broodtekst);
    let rows = [cells(["Post", "2026"]), cells(["Loketten", "1250"]), cells(["Balie", "300"])];
    let table = tabel(&rows.each_ref().map(|row| &row[..]));
    let over = heel(
        &(table.clone() + &broodtekst("Zij zijn hoger dan geraamd.") + &broodtekst("Dat is zo.")),
        &["--huisstijl", "jenv"],
    );
    has(&over.tekst("brief.yaml"), &["  | Loketten | 1250 |\n  | Balie | 300 |\n"]);
    // One that no question stands above either is listed.
    let asked = vragen(&["Vraag 1", "Kent u het?", "Antwoord op vraag 1", "Ja."]);
    let page = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
    let over =
        brief(&broodtekst("Hierbij."), &(page.to_owned() + &kop("Antwoorden") + &table + &asked));
    has(&over.tekst("dossier.yaml"), &["#   Loketten\n#   1250\n#   Balie\n#   300\n"]);
}

#[test]
fn what_word_only_shows_is_written_and_told() {
    let line = |inner: &str| p("broodtekst", &(t("", "Het kost ") + inner + &t("", " miljoen.")));
    for (code, wanted) in [
        ("EQ \\f(1;2)", "[veld in Word: EQ"),
        ("LISTNUM", "[veld in Word: LISTNUM]"),
        ("AUTONUM", "[veld in Word: AUTONUM]"),
    ] {
        let over = brief(&line(&veld(code)), "");
        has(&over.tekst("brief.yaml"), &[wanted]);
        has(&over.ran.stderr, &["hier stond een veld dat Word pas uitrekent"]);
    }
    has(&brief(&line(&veld("SYMBOL 8805 \\u")), "").tekst("brief.yaml"), &["Het kost ≥ miljoen."]);
    let page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let over =
        brief(&p("broodtekst", &(t("", "Wij wachten af") + page + &t("", "morgen niet."))), "");
    has(&over.tekst("brief.yaml"), &["Wij wachten af\\\n  morgen niet."]);
    let body = p("broodtekst", "<w:r><w:t>een<!-- twee -->drie</w:t></w:r>");
    has(&brief(&body, "").tekst("brief.yaml"), &["eendrie"]);
    // LibreOffice raises by so many half points.
    let up = "<w:r><w:rPr><w:position w:val=\"6\"/></w:rPr><w:t>6</w:t></w:r>";
    let over = brief(&p("broodtekst", &(t("", "Het is 10") + up + &t("", " ton."))), "");
    has(&over.tekst("brief.yaml"), &["10^6^ ton"]);
}

#[test]
fn a_row_that_begins_further_keeps_its_columns() {
    let cells = |row: [&str; 3]| row.map(broodtekst);
    let head = cells(["h1", "h2", "h3"]);
    let table = tabel(&[&head, &cells(["m2", "m3", "x"])[..2]]);
    let row = "<w:tr><w:tc><w:p><w:pPr><w:pStyle w:val=\"broodtekst\"/></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">m2";
    assert!(table.contains(row), "{table}");
    let before = "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>";
    let over = brief(&table.replace(row, &row.replace("<w:tr>", before)), "");
    has(&over.tekst("brief.yaml"), &["|  | m2 | m3 |"]);
}

#[test]
fn lists_keep_their_numbers_when_an_item_has_two_lines() {
    let body = [
        item(2, 0, "Alfa."),
        item(2, 0, "Beta."),
        broodtekst("Dan:"),
        item(2, 0, "Wonen\nin de stad."),
        item(2, 1, "Huur."),
        item(2, 1, "Koop."),
        item(2, 0, "Werk."),
    ];
    let over = brief(&body.concat(), "");
    let text = over.tekst("brief.yaml");
    for line in ["1. Alfa.", "2. Beta.", "3. Wonen", "a. Huur.", "b. Koop.", "4. Werk."] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn a_paper_that_says_more_than_a_reference_stays_as_it_is() {
    for cited in [
        "Kamerstukken II 2023/24, 36410",
        "Kamerstukken I 2023/24, 36410",
        "Kamerstukken 2023/24, 36410, R2183, nr. 3",
        "Kamerstukken II 2023/24, 36410 nr. 18a",
    ] {
        let over = brief(&broodtekst(&format!("Zie {cited}.")), "");
        has(&over.tekst("brief.yaml"), &[cited]);
    }
    has(&brief(&broodtekst("Zie Kamerstukken 36410."), "").tekst("brief.yaml"), &["<kst:36410>"]);
}

#[test]
fn questions_and_answers_stand_where_they_belong_or_as_text() {
    let page = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>".to_owned();
    let with = |lines: &[&str], behind: &str| {
        brief(
            &broodtekst("Hierbij."),
            &(page.clone() + &kop("Antwoorden") + &vragen(lines) + behind),
        )
    };
    let over = with(
        &[
            "Vraag 1 (blz. 4)",
            "Hoeveel?",
            "Antwoord op vraag 1",
            "Zes.",
            "Vraag 2",
            "Waarom?",
            "Vraag 3",
            "En?",
            "Antwoord van de Minister van Defensie op vraag 2 en 3",
            "Daarom.",
        ],
        &(p("Kop1", &t("", "Toelichting")) + &broodtekst("Bij alle antwoorden.")),
    );
    has(
        &over.tekst("vragen.yaml"),
        &[
            "  1:\n    tekst: Hoeveel?\n    blz: '4'\n",
            "      - 2\n      - 3\n    door: de Minister van Defensie\n    tekst: Daarom.\n",
        ],
    );
    has(&over.tekst("brief.yaml"), &["- titel: Toelichting\n    tekst: Bij alle antwoorden.\n"]);
    // Headings between questions are listed; those within an answer are told.
    let over = with(&["Vraag 1", "Hoe?", "Antwoord 1", "Zo."], "");
    assert!(!over.ran.stderr.contains("kop staat in een antwoord"), "{}", over.ran.stderr);
    let over = with(
        &["Vraag 1", "Hoe?", "Antwoord 1", "Zo."],
        &(kop("Financiën") + &vragen(&["Vraag 2", "Wat?", "Antwoord 2", "Dit."])),
    );
    has(&over.tekst("dossier.yaml"), &["#   Financiën\n"]);
    let over = with(
        &["Vraag 1", "Hoe?", "Antwoord 1", "Zo."],
        &(kop("Terzijde") + &broodtekst("Nog iets.")),
    );
    has(&over.ran.stderr, &["deze kop staat in een antwoord", "Terzijde"]);
    // What is not clear stands as text, and is told.
    let over = with(
        &["Vraag 1", "Hoe?", "Antwoord 1", "Zo.", "Vraag 1a", "Wat?", "Antwoord 1a", "Dit."],
        "",
    );
    has(&over.ran.stderr, &["hier is niet duidelijk bij welke vraag een tekst hoort", "Vraag 1a"]);
    has(&over.tekst("brief.yaml"), &["- kop: Vraag 1a\n        tekst: Wat?\n"]);
    assert_eq!(over.tekst("vragen.yaml"), "");
}

#[test]
fn only_who_signs_is_taken_for_who_signs() {
    let jenv = ["--huisstijl", "jenv"];
    let cells = |row: [&str; 2]| row.map(broodtekst);
    let table = tabel(&[
        &cells(["Functie", "Aantal"]),
        &cells(["Directeur", "3"]),
        &cells(["Hoofd inkoop", "12"]),
    ]);
    for (body, wanted) in [
        (table, "| Hoofd inkoop | 12 |"),
        (
            ["Directeur bedrijfsvoering", "stuurt aan", "Hoofd inkoop", "koopt in"]
                .map(broodtekst)
                .concat(),
            "Directeur bedrijfsvoering",
        ),
        (
            broodtekst("De minister heeft besloten")
                + &item(2, 0, "eerste")
                + &item(2, 0, "tweede"),
            "De minister heeft besloten",
        ),
    ] {
        let over = heel(&(hoofd() + &broodtekst("Zie hieronder.") + &body), &jenv);
        has(&over.tekst("brief.yaml"), &[wanted]);
        has(&over.tekst("dossier.yaml"), &["functie: '[De Minister van …]'"]);
    }
    let weak = broodtekst("Directeur Inkoop,") + &broodtekst("A. Verzonnen");
    let over = heel(&(hoofd() + &broodtekst("Tekst.") + &weak), &jenv);
    has(&over.tekst("dossier.yaml"), &["functie: Directeur Inkoop\n    naam: A. Verzonnen\n"]);
    has(&over.ran.stderr, &["wie hem tekent, is geraden"]);
    // A greeting that is cited ends no letter.
    let cited = ["De burger schreef:", "Met vriendelijke groet,", "Dat is alles."].map(broodtekst);
    let over = brief(&cited.concat(), "");
    has(&over.tekst("brief.yaml"), &["Dat is alles.\ngroet: Hoogachtend,\n"]);
    let signed = [
        "Hoogachtend,",
        "DE STAATSSECRETARIS VAN FINANCIËN –",
        "FISCALITEIT,",
        "mede namens de Minister van Defensie",
        "E. Verzonnen",
    ];
    let over = heel(&(hoofd() + &broodtekst("Tekst.") + &signed.map(broodtekst).concat()), &[]);
    has(
        &over.tekst("dossier.yaml"),
        &[
            "huisstijl: financien\n",
            "functie: DE STAATSSECRETARIS VAN FINANCIËN – FISCALITEIT\n    naam: E. Verzonnen\n",
            "#   mede namens de Minister van Defensie\n",
        ],
    );
}

#[test]
fn the_head_of_a_letter_is_read_however_it_stands() {
    // All in one paragraph, and without a comma.
    let one = p(
        "broodtekst",
        &(t("", "Betreft: Stand van zaken\nGeachte voorzitter,\nDe ")
            + &t("b", "eerste")
            + &t("", " zin.")),
    );
    let over = heel(&(one + &slot()), &[]);
    has(&over.tekst("dossier.yaml"), &["onderwerp: Stand van zaken\n"]);
    has(&over.tekst("brief.yaml"), &["aanhef: Geachte voorzitter,\nopening: De **eerste** zin.\n"]);
    let bare = hoofd().replace(AANHEF, "Geachte voorzitter").replace("Datum: ", "Den Haag, ");
    let over = heel(&(bare + &broodtekst("Tekst.") + &slot()), &[]);
    has(&over.tekst("brief.yaml"), &["aanhef: Geachte voorzitter\nopening: Tekst.\n"]);
    has(&over.tekst("dossier.yaml"), &["datum: 2026-05-12\n"]);
    let two =
        hoofd().replace("Verzonnen loketten", "Stand van zaken:</w:t><w:br/><w:t>zorgloketten");
    let over = heel(&(two + &broodtekst("Tekst.") + &slot()), &[]);
    has(&over.tekst("dossier.yaml"), &["onderwerp: 'Stand van zaken: zorgloketten'\n"]);
    // A subject names a Chamber; who signs sends it, and not the ministry that it is to.
    let other = hoofd()
        .replace("De Voorzitter van de Tweede Kamer der Staten-Generaal", "Ministerie van Defensie")
        .replace("Verzonnen loketten", "De voorzitter van de Tweede Kamer");
    let over = heel(&(other + &broodtekst("Tekst.") + &slot()), &[]);
    has(&over.tekst("dossier.yaml"), &["huisstijl: financien\n", "#   Ministerie van Defensie\n"]);
    has(&over.ran.stderr, &["aan wie de brief is, is niet gevonden"]);
    let over = heel(&(hoofd() + &broodtekst("Tekst.") + &slot()), &["--datum", "2020-01-01"]);
    has(&over.tekst("dossier.yaml"), &["datum: 2020-01-01\n", "#   Datum: 12 mei 2026\n"]);
}

#[test]
fn what_nobody_sees_does_not_stop_a_letter_from_being_built() {
    let over = brief(&broodtekst("Een zorg\u{ad}loket\u{200b} met \u{202b}tekst\u{202c}."), "");
    has(&over.tekst("brief.yaml"), &["Een zorgloket met tekst."]);
    let over = brief(&broodtekst("Kijk \u{f0e0} hier."), "");
    has(&over.tekst("brief.yaml"), &["Kijk [teken U+F0E0] hier."]);
    has(&over.ran.stderr, &["een teken dat alleen in één lettertype bestaat"]);
    let over = brief(&broodtekst(&"Een zin over loketten. ".repeat(1_200)), "");
    has(&over.tekst("dossier.yaml"), &["#   lange alinea die nu in stukken staat"]);
}

#[test]
fn a_letter_is_read_whatever_its_parts_are_called() {
    let body = part(
        "document",
        &format!("<w:body>{}{}{}</w:body>", hoofd(), broodtekst("Tekst."), slot()),
    );
    let rels = |target: &str| {
        format!(
            "<Relationships xmlns=\"x:r\"><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    for (name, target) in
        [("word/document2.xml", "word/document2.xml"), ("Word/Document.xml", "/word/document.xml")]
    {
        let bytes =
            zipped(&[(name, body.clone()), ("_rels/.rels", rels(target)), eigenschappen(&[])]);
        let over = Over::van(&bytes, &[]);
        over.bouwt();
        over.heeft_alle_woorden(&bytes);
        has(&over.tekst("brief.yaml"), &["opening: Tekst.\n"]);
    }
}

#[test]
fn what_comes_in_another_form_is_told() {
    let wide: Vec<String> = (0..41).map(|at| broodtekst(&format!("kolom{at}"))).collect();
    let over = brief(&tabel(&[&wide]), "");
    has(&over.ran.stderr, &["deze tabel heeft meer kolommen dan een dossier kan hebben"]);
    let cells = |row: [&str; 2]| row.map(broodtekst);
    let over = brief(&tabel(&[&cells(["A", "1"]), &cells(["B", "2"])]), "");
    has(&over.ran.stderr, &["deze tabel had misschien geen kop"]);
    let over = brief(&tabel(&[&cells(["Post", "2026"]), &cells(["B", "2"])]), "");
    assert!(!over.ran.stderr.contains("geen kop"), "{}", over.ran.stderr);
    let note =
        p("broodtekst", &(t("", "Met een noot") + "<w:r><w:endnoteReference w:id=\"1\"/></w:r>"));
    let notes = format!("<w:endnote w:id=\"1\">{}</w:endnote>", broodtekst("Aan het einde."));
    let bytes = zipped(&[
        document(&(hoofd() + &note + &slot())),
        ("word/endnotes.xml", part("endnotes", &notes)),
        stijlen(),
    ]);
    let over = Over::van(&bytes, &[]);
    over.bouwt();
    over.heeft_alle_woorden(&bytes);
    has(&over.ran.stderr, &["hier stond een eindnoot"]);
    let blank = zipped(&[document(&broodtekst("\u{a0} "))]);
    let over = Over::van(&blank, &["--huisstijl", "jenv"]);
    has(&over.ran.stderr, &["er staat geen tekst in dit bestand"]);
    // A style can make a heading, and bold letters.
    let (name, xml) = stijlen();
    let own = [
        "<w:style w:styleId=\"eigen\"><w:name w:val=\"Huisstijl kopje\"/><w:basedOn w:val=\"Kop1\"/></w:style>",
        "<w:style w:styleId=\"nadruk\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>",
    ];
    let xml = xml.replace("</w:styles>", &(own.concat() + "</w:styles>"));
    let strong = "<w:r><w:rPr><w:rStyle w:val=\"nadruk\"/></w:rPr><w:t>zeker</w:t></w:r>";
    let body = p("eigen", &t("", "Aanleiding")) + &p("broodtekst", &(t("", "Dit is ") + strong));
    let over = Over::van(&zipped(&[document(&(hoofd() + &body + &slot())), (name, xml)]), &[]);
    over.bouwt();
    has(&over.tekst("brief.yaml"), &["- kop: Aanleiding\n    tekst: Dit is **zeker**\n"]);
}

#[test]
fn who_signs_is_found_however_the_name_is_written() {
    for (signed, naam) in [
        (&["De Minister van Financiën,", "mw. drs. W. Waterhoen"][..], "mw. drs. W. Waterhoen"),
        (&["De Minister van Financiën,", "mevrouw W. Waterhoen"], "mevrouw W. Waterhoen"),
        (&["De Minister van Financiën,", "drs W Waterhoen"], "drs W Waterhoen"),
        (&["De Minister van Financiën,", "jhr. mr. K.H. Olm"], "jhr. mr. K.H. Olm"),
        (&["De Minister van Financiën,", "A.B. Verzonnen,"], "A.B. Verzonnen"),
        (&["De Staatssecretaris van Financiën –", "Fiscaliteit,", "E. Verzonnen"], "E. Verzonnen"),
    ] {
        let lines = [&["Hoogachtend,"], signed].concat();
        let body = hoofd() + &broodtekst("Een brief.");
        let over =
            heel(&(body + &lines.iter().map(|line| broodtekst(line)).collect::<String>()), &[]);
        has(&over.tekst("dossier.yaml"), &[&format!("naam: {naam}")]);
    }
}

#[test]
fn a_subject_ends_where_another_label_begins() {
    let line = "</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>";
    for next in ["Ons kenmerk 123-456", "Uw brief van 3 april 2026", "Bijlagen: 2", "Bijlage(n) 2"]
    {
        let head = broodtekst("De Voorzitter van de Tweede Kamer der Staten-Generaal")
            + &broodtekst("Betreft: Loketten in de&#10;stad").replace("&#10;", line)
            + &broodtekst(&format!("Betreft Voortgang&#10;van loketten&#10;{next}"))
                .replace("&#10;", line)
            + &broodtekst(AANHEF);
        // The first of two subjects counts; each ends where it ends.
        let over = Over::van(
            &zipped(&[
                document(&(head + &broodtekst("Een brief.") + &slot())),
                stijlen(),
                nummering(),
            ]),
            &[],
        );
        has(&over.tekst("dossier.yaml"), &["onderwerp: Loketten in de stad"]);
        assert!(!over.tekst("dossier.yaml").contains("onderwerp: Loketten in de stad "));
        over.bouwt();
    }
}

#[test]
fn a_text_behind_the_list_of_annexes_is_an_annex() {
    let text = "Dit is een lange alinea met de tekst van een bijlage, die gewoon na de ondertekening komt, zonder kop en zonder nieuwe bladzijde.";
    let behind = ["Bijlagen: 1", "Rapport over loketten", text].map(broodtekst).concat();
    let over = brief(&broodtekst("Een brief."), &behind);
    let letter = over.tekst("brief.yaml").split_whitespace().collect::<Vec<_>>().join(" ");
    has(&letter, &[text]);
}
