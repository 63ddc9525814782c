//! The name of a group in a sheet goes with its lines: when it stands in these, and none of them is public.

use super::{Files, difference, openbaar};
use crate::support::root;

fn files(rows: &str) -> Files {
    let folder = root().join("tests/cases/ok_tabel_gelakt");
    let mut files: Files = ["dossier.yaml", "brief.yaml"]
        .map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap()))
        .into();
    let bijlage = "titel: Kosten\nstatus: raming\neenheid: miljoen\njaren: [2026, 2027]\ndekking: nvt\nspreadsheet: {bestand: rijen.csv}\n";
    files.insert("bijlage.yaml".into(), bijlage.as_bytes().to_vec());
    files.insert("brief.yaml".into(), b"opening: De bijlage gaat hierbij.\n".to_vec());
    files.insert("rijen.csv".into(), rows.as_bytes().to_vec());
    files
}

/// What comes of it, and all of that as one text.
fn made(rows: &str) -> (Vec<(String, Vec<u8>)>, String) {
    let all = openbaar(&files(rows)).unwrap_or_else(|errors| panic!("{errors}"));
    let text = all.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    (all, text)
}

const KOP: &str = "Groep;Maatregel;Openbaar;Grond;2026;2027\n";

#[test]
fn a_name_that_stands_in_withheld_lines_only_goes_with_them() {
    let of = |naam: &str, lines: usize| {
        let line = |i| format!("{naam};Geheim {i};nee;5.1.1c;{i};9\n");
        let lines: String = (1..=lines).map(line).collect();
        made(&format!("{KOP}Open;Opvang;;;1;2\n{lines}"))
    };
    let (one, text) = of("Overname Zilverberk", 1);
    assert!(!text.contains("Zilverberk") && !text.contains("Geheim"));
    assert!(text.contains("Open") && text.contains("Opvang"));
    for (naam, lines) in [("Ontvangsten", 1), ("Ω", 3)] {
        assert_eq!(difference(&one, &of(naam, lines).0), None, "{naam}");
    }
    // On more grounds than one it goes on all of them.
    let two = "Geheim;Een;nee;5.1.1c;1;2\nGeheim;Twee;nee;5.1.2b;1;2\n";
    let (_, text) = made(&format!("{KOP}Open;Opvang;;;1;2\n{two}"));
    assert!(!text.contains("Geheim") && text.contains("5.1.1c, 5.1.2b"), "{text}");
}

#[test]
fn a_name_that_stands_elsewhere_too_is_its_authors_to_withhold() {
    // In a line that is public.
    let some = "Zilverberk;Een;nee;5.1.1c;1;2\nZilverberk;Twee;;;1;2\n";
    assert!(made(&format!("{KOP}{some}")).1.contains("Zilverberk"));
    // In a row of its own; which can be withheld by what stands there.
    let rows = |own: &str| {
        format!(
            "Maatregel;Openbaar;Grond;2026;2027\nOpen;;;;\nOpvang;;;1;2\nZilverberk;{own};;\nEen;nee;5.1.1c;1;2\n"
        )
    };
    assert!(made(&rows(";")).1.contains("Zilverberk"));
    assert!(!made(&rows("nee;5.1.1c")).1.contains("Zilverberk"));
}
