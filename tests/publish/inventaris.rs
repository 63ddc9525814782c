//! The inventory: what is withheld, named as a reader of the document knows it, and why.

use super::{Home, SMALL, Set};

#[test]
fn it_has_the_columns_of_the_production_report() {
    let text = SMALL.text("inventaris/inventaris.csv").trim_start_matches('\u{feff}');
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some(
            "ID;Matter;Family;Email Thread ID;Document;File Type;Datum;Beoordeling;Opgeschort;Beoordelingsgrond;Toelichting;Publieke Link;Gerelateerd ID;Zaaknummer"
        )
    );
    for line in lines {
        let cells: Vec<&str> = line.split(';').collect();
        assert_eq!(format!("{}.pdf", cells[0]), cells[4]);
        assert!(SMALL.0.contains_key(&format!("documenten/{}", cells[4])));
        assert_eq!(cells[7], "Openbaar");
    }
}

#[test]
fn every_reason_is_there_once_behind_its_ground() {
    let home = Home::new();
    let said = "Het [ene](lak:5.1.2e,5.1.2b), het [andere](lak:5.1.2b) en [dat](lak:5.2.1).";
    home.edit("brief.yaml", "Met deze brief informeer ik u.", said);
    let reasons = "lakken:\n  5.2.1: Het is een mening.\n  5.1.2e: Het gaat om een derde.\n  5.1.2b: Er is een bod.\nafzender:";
    home.edit("dossier.yaml", "afzender:", reasons);
    let own =
        "slot: {waarde: Tot zover., openbaar: nee, grond: '5.1.2b, 5.1.2i', reden: Alleen hier.}\n";
    home.edit("brief.yaml", "opening:", &format!("{own}opening:"));
    let set = home.publish(&["--proef"]);
    let both = "5.1.2b: Er is een bod; 5.1.2e: Het gaat om een derde";
    let documents = set.text("inventaris/inventaris.csv");
    let all = "5.1.2b: Er is een bod; 5.1.2b, 5.1.2i: Alleen hier; 5.1.2e: Het gaat om een derde; 5.2.1: Het is een mening";
    assert!(documents.contains(all), "{documents}");
    let parts = set.text("inventaris/gelakt.csv");
    assert!(parts.contains(both) && parts.contains(";Er is een bod.;"), "{parts}");
    assert!(parts.contains(";Alleen hier.;"), "{parts}");
}

/// The column `Onderdeel` of an inventory, document by document.
fn parts(set: &Set) -> Vec<(String, String)> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(set.text("inventaris/gelakt.csv").trim_start_matches('\u{feff}').as_bytes());
    let row = |row: csv::StringRecord| (row[1].to_owned(), row[2].to_owned());
    reader.records().map(|found| row(found.unwrap())).collect()
}

#[test]
fn a_part_is_named_by_the_headings_and_labels_of_the_document() {
    let home = Home::new();
    home.edit("dossier.yaml", "rol: directeur", "rol: directeur\n    naam: P. Zoekstra");
    home.edit(
        "dossier.yaml",
        "naam: A. Voorbeeld",
        "naam: {waarde: A. Voorbeeld, openbaar: nee, grond: 5.1.2e}",
    );
    home.edit(
        "brief.yaml",
        "opening:",
        "\
secties:
  - kop: Waar het om gaat
    tekst: De [ene](lak:5.1.1c).[^a]
    delen:
      - kop: Verder
        tekst: De [andere](lak:5.1.1c).
      - {openbaar: nee, grond: 5.1.1c, kop: Helemaal Zoek, tekst: Weg.}
  - kop: {waarde: Zoekstra bv, openbaar: nee, grond: 5.1.1c}
    tekst: Open.
voetnoten:
  a: Zo zegt [Zoekstra](lak:5.1.1c).
opening:",
    );
    home.edit(
        "nota.yaml",
        "kernpunten: De aanpak loopt.",
        "\
kernpunten: De [aanpak](lak:5.1.1c) loopt.
velden: {opgesteld_door: [P. Zoekstra]}
toelichting:
  krachtenveld: De [derde](lak:5.1.1c).
extra:
  - {kop: Eigen kop, tekst: 'Een [vierde](lak:5.1.1c).', na: kernpunten}",
    );
    let set = home.publish(&["--proef"]);
    let found = parts(&set);
    let of = |stuk: &str| {
        let own = found.iter().filter(|(of, _)| of == stuk);
        own.map(|(_, part)| part.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        of("kamerbrief"),
        [
            "Ondertekening",
            "Waar het om gaat",
            "Waar het om gaat: Verder",
            "Waar het om gaat: eerste sectie, tweede deel",
            "Tweede sectie: kop",
            "Voetnoten",
        ]
    );
    assert_eq!(
        of("beslisnota"),
        ["Parafen: stap 1", "Kernpunten", "Toelichting: Krachtenveld", "Eigen kop"]
    );
}

#[test]
fn a_part_of_answers_is_the_question_and_one_of_a_table_the_line() {
    let folder = crate::support::root().join("tests/cases/ok_tabel_gelakt");
    let home = Home::new();
    home.good(&["publish", folder.to_str().unwrap(), "--out", "tabel", "--proef"]);
    let set = Set::read(&home.path("tabel"));
    let lines: Vec<_> = parts(&set).into_iter().filter(|(of, _)| of == "bijlage").collect();
    let lines: Vec<&str> = lines.iter().map(|(_, part)| part.as_str()).collect();
    assert_eq!(lines, ["Een kolom", "Tweede post", "Derde post"]);
    let home = Home::with_questions();
    let set = home.publish(&["--proef"]);
    let found = parts(&set);
    for wanted in ["Vraag 2", "Antwoord op vraag 2a en 8", "Contactpersoon", "Noten vragen"] {
        assert!(found.iter().any(|(_, part)| part == wanted), "{wanted}: {found:?}");
    }
}
