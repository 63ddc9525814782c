//! In a table with columns of its own everything that follows from a withheld figure goes too: also what was typed where
//! it is computed. And a note goes with the name of the row that it is marked in.

use super::{Files, difference, openbaar};
use crate::support::root;

fn files(bijlage: &str) -> Files {
    let folder = root().join("tests/cases/ok_tabel_gelakt");
    let mut files: Files = ["dossier.yaml", "brief.yaml"]
        .map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap()))
        .into();
    files.insert("bijlage.yaml".into(), bijlage.as_bytes().to_vec());
    files
}

fn bijlage() -> String {
    std::fs::read_to_string(root().join("tests/cases/ok_tabel_gelakt/bijlage.yaml")).unwrap()
}

/// The same with other figures in these places.
fn with(changes: &[(&str, &str)]) -> Files {
    let mut text = bijlage();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    files(&text)
}

#[test]
fn nothing_follows_from_typed_results_or_other_columns() {
    let one = openbaar(&files(&bijlage())).unwrap();
    // The withheld amount, with the sum and the formula that were typed beside it.
    let other = with(&[
        ("waarde: 100", "waarde: 500"),
        ("stand: 103", "stand: 503"),
        ("{begroting: 151}", "{begroting: 551}"),
    ]);
    assert_eq!(difference(&one, &openbaar(&other).unwrap()), None);
    // A column with all of its cells.
    let other = with(&[("raming: 7", "raming: 12345"), (", raming: 9", "")]);
    assert_eq!(difference(&one, &openbaar(&other).unwrap()), None);
    // A line.
    let other = with(&[
        ("post: Geheime post, niveau: 2", "post: \"Iets anders[^n]\", niveau: 2"),
        ("{begroting: 20}", "{mutatie: 77}"),
        ("{begroting: 151}", "{begroting: 130}"),
    ]);
    let mut other = other;
    let text = String::from_utf8(other["bijlage.yaml"].clone()).unwrap();
    other.insert("bijlage.yaml".into(), (text + "voetnoten: {n: Geheim.}\n").into_bytes());
    assert_eq!(difference(&one, &openbaar(&other).unwrap()), None);
    // What is open is seen.
    let other = with(&[("mutatie: 1}", "mutatie: 2}")]);
    assert!(difference(&one, &openbaar(&other).unwrap()).is_some());
}

#[test]
fn the_note_of_a_withheld_row_is_withheld_too() {
    let of = |name: &str, note: &str, cell: &str| {
        let mut all = files(&format!(
            "titel: Noten\nstatus: raming\neenheid: miljoen\njaren: [2025]\ntabellen:
  - id: a
    titel: Getypt
    groepen:
      - maatregelen:
          - maatregel: {{waarde: \"{name}\", openbaar: nee, grond: 5.1.2b}}
            bedragen: {{2025: 1}}
          - {{maatregel: \"Toezicht[^open]\", bedragen: {{2025: 2}}}}
    dekking: nvt
  - id: b
    titel: Blad
    spreadsheet: {{bestand: noten.csv}}
    dekking: nvt
voetnoten:
{note}  open: Voor iedereen.
"
        ));
        let sheet =
            format!("Openbaar;Grond;Maatregel;2025\nnee;5.1.2b;{cell};1\n;;1*2*3[^open];2\n");
        all.insert("noten.csv".into(), sheet.into_bytes());
        all.insert("brief.yaml".into(), b"opening: Tekst.".to_vec());
        openbaar(&all).unwrap()
    };
    let one = of("Opvang[^stil]", "  stil: Geheim.\n", "Opvang[^stil]");
    let other = of("Iets anders", "", "Nog iets");
    assert_eq!(difference(&one, &other), None);
    let letters =
        |needle: &str| one.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(needle));
    assert!(letters("Voor iedereen.") && letters("1*2*3") && !letters("Geheim."));
}
