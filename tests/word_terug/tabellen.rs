//! Tables that come back with other columns, or other rows: each cell stays in its own.

use std::fs;

use super::{BIJLAGE, BRIEF as LETTER, PIET, Rond, edited};
use crate::support::run;

const BRIEF: &str = "opening: |
  De cijfers:

  | Jaar | Bezoekers | Kosten |
  |------|----------:|-------:|
  | 2024 | 41.200 | € 310.000 |
  | 2025 | 38.900 | € 322.000 |

  Dat was het.
";

/// The cells of each row of the text as others.
fn rows(xml: &str, change: impl Fn(usize, Vec<String>) -> Vec<String>) -> String {
    let at = xml.find(">Jaar<").unwrap();
    let table = xml[..at].rfind("<w:tbl>").unwrap();
    let end = at + xml[at..].find("</w:tbl>").unwrap();
    let mut out = xml[..table].to_owned();
    for (r, row) in xml[table..end].split_inclusive("</w:tr>").enumerate() {
        let Some(first) = row.find("<w:tc>") else {
            out.push_str(row);
            continue;
        };
        let cells = row[first..].trim_end_matches("</w:tr>").split_inclusive("</w:tc>");
        out.push_str(&row[..first]);
        out.push_str(&change(r, cells.map(ToOwned::to_owned).collect()).concat());
        out.push_str("</w:tr>");
    }
    out + &xml[end..]
}

fn cell(text: &str, look: &str) -> String {
    format!(
        "<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:ins {PIET}><w:r><w:t>{text}</w:t></w:r></w:ins></w:p></w:tc>"
    )
}

#[test]
fn a_new_column_has_its_place_and_the_others_keep_theirs() {
    for (look, tracked) in [(format!("<w:cellIns {PIET}/>"), true), (String::new(), true)] {
        let rond = Rond::new(BRIEF);
        let ran = rond.terug("piet.docx", |xml| {
            rows(&xml, |r, mut cells| {
                cells.insert(2, cell(&format!("nieuw {r}"), &look));
                cells
            })
        });
        assert!(ran.stdout.contains("1 nieuw voorstel\n  1. Piet Collega"), "{}", ran.stdout);
        assert_eq!(ran.stdout.contains("bijgehouden"), !tracked, "{}", ran.stdout);
        assert_eq!(rond.voorstellen(&["--neem", "1"]).code, 0);
        let table = "  | Jaar | Bezoekers | nieuw 0 | Kosten |
  |---|---:|---|---:|
  | 2024 | 41.200 | nieuw 1 | € 310.000 |
  | 2025 | 38.900 | nieuw 2 | € 322.000 |
";
        assert!(rond.brief().contains(table), "{}", rond.brief());
    }
}

#[test]
fn a_column_that_went_leaves_nothing() {
    let marked = |cell: &str| {
        let cell = cell.replacen("<w:tcPr>", &format!("<w:tcPr><w:cellDel {PIET}/>"), 1);
        let cell = cell.replace("<w:r>", &format!("<w:del {PIET}><w:r>"));
        let cell = cell.replace("</w:r>", "</w:r></w:del>");
        cell.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    };
    for tracked in [true, false] {
        let rond = Rond::new(BRIEF);
        let ran = rond.terug("piet.docx", |xml| {
            rows(&xml, |_, mut cells| {
                match tracked {
                    true => cells[1] = marked(&cells[1]),
                    false => _ = cells.remove(1),
                }
                cells
            })
        });
        let who = if tracked { "Piet Collega" } else { "niet bijgehouden" };
        assert!(ran.stdout.contains(&format!("1 nieuw voorstel\n  1. {who}")), "{}", ran.stdout);
        assert_eq!(ran.stdout.contains("Niet alles is bijgehouden"), !tracked, "{}", ran.stdout);
        assert_eq!(rond.voorstellen(&["--neem", "1"]).code, 0);
        let table =
            "  | Jaar | Kosten |\n  |---|---:|\n  | 2024 | € 310.000 |\n  | 2025 | € 322.000 |\n";
        assert!(rond.brief().contains(table), "{}", rond.brief());
    }
}

#[test]
fn cells_that_were_merged_keep_the_others_in_their_columns() {
    let rond = Rond::new(BRIEF);
    let ran = rond.terug("piet.docx", |xml| {
        rows(&xml, |r, mut cells| {
            if r == 2 {
                let gone = cells.remove(1);
                let paragraph = &gone[gone.find("<w:p>").unwrap()..gone.find("</w:tc>").unwrap()];
                cells[0] = cells[0]
                    .replacen("<w:tcPr>", "<w:tcPr><w:gridSpan w:val=\"2\"/>", 1)
                    .replace("</w:tc>", &format!("{paragraph}</w:tc>"));
            }
            cells
        })
    });
    let told = "    brief.yaml, `opening`: dat cellen van een tabel zijn samengevoegd\n";
    assert!(ran.stdout.ends_with(told), "{}", ran.stdout);
    assert_eq!(rond.voorstellen(&["--neem", "1"]).code, 0);
    assert!(rond.brief().contains("  | 2025 38.900 |  | € 322.000 |\n"), "{}", rond.brief());
}

#[test]
fn two_changes_of_one_row_go_together() {
    let read = || {
        let rond = Rond::new(BRIEF);
        let ran = rond.terug("piet.docx", |xml| {
            let xml = super::tracked(&xml, "2025", "2023", PIET);
            super::tracked(&xml, "38.900", "42.000", PIET)
        });
        assert!(ran.stdout.contains("2 nieuwe voorstellen"), "{}", ran.stdout);
        rond
    };
    let together: [&[&str]; 3] =
        [&["--neem", "1", "2"], &["--neem", "2", "1"], &["--alles-van", "Piet Collega"]];
    for how in together {
        let rond = read();
        let taken = rond.voorstellen(how);
        assert_eq!(taken.code, 0, "{}", taken.stderr);
        assert!(rond.brief().contains("  | 2023 | 42.000 | € 322.000 |\n"), "{}", rond.brief());
    }
}

/// The annex with a third measure.
fn maatregelen() -> String {
    let third = "      - maatregel: Toezicht\n        bedragen: {2026: 4, 2027: 5}\n";
    BIJLAGE.replace("dekking: nvt\n", &format!("{third}dekking: nvt\n"))
}

#[test]
fn a_row_that_stands_elsewhere_is_told_as_that_and_keeps_its_fields() {
    let row = |xml: &str, words: &str| {
        let at = xml.find(&format!(">{words}<")).unwrap();
        let start = xml[..at].rfind("<w:tr>").max(xml[..at].rfind("<w:tr ")).unwrap();
        start..at + xml[at..].find("</w:tr>").unwrap() + "</w:tr>".len()
    };
    let bookmarks = regex::Regex::new("<w:bookmark(Start|End)[^>]*/>").unwrap();
    let moved = |xml: String, change: &dyn Fn(&str) -> String| {
        let range = row(&xml, "Opvang");
        let own = xml[range.clone()].to_owned();
        let xml = format!("{}{}", &xml[..range.start], &xml[range.end..]);
        let end = row(&xml, "Toezicht").end;
        format!("{}{}{}", &xml[..end], change(&own), &xml[end..])
    };
    let told = |said: &str| format!("    dat deze rij is verplaatst: “{said}”\n");
    type Change<'a> = &'a dyn Fn(&str) -> String;
    let cases: [(Change<'_>, &str, Option<&str>); 3] = [
        (&|own| own.to_owned(), "Opvang | 1,0 | 2,5", None),
        (&|own| own.replace("2,5", "2,7"), "Opvang | 1,0 | 2,7", Some("wordt: 2,7\n")),
        // Some programs leave no bookmarks.
        (&|own| bookmarks.replace_all(own, "").into_owned(), "Opvang | 1,0 | 2,5", None),
    ];
    for (change, said, proposal) in cases {
        let rond = Rond::met(BRIEF, &[("bijlage.yaml", &maatregelen())]);
        let bytes = fs::read(rond.home.path().join("uit/bijlage.docx")).unwrap();
        let back = edited(&bytes, "word/document.xml", |xml| moved(xml, change));
        fs::write(rond.home.path().join("terug.docx"), back).unwrap();
        let ran = run(rond.home.path(), &["word", "dossier", "--lees", "terug.docx"]);
        let out =
            ran.stdout.replace("bijlage.yaml, eerste groep, eerste maatregel, `maatregel`: ", "");
        assert!(out.contains(&told(said)), "{out}{}", ran.stderr);
        assert!(!out.contains("nieuwe rij") && !out.contains("weggehaald"), "{out}");
        match proposal {
            Some(words) => assert!(out.contains(words), "{out}"),
            None => assert!(out.contains("geen voorstellen"), "{out}"),
        }
    }
}

#[test]
fn a_heading_that_stands_elsewhere_is_no_new_one() {
    let brief = LETTER.replace(
        "voetnoten:",
        "  - kop: De zorg krimpt\n    tekst: Hier staat meer over de zorg.\nvoetnoten:",
    );
    let rond = Rond::new(&brief);
    let ran = rond.terug("terug.docx", |xml| {
        let range = |xml: &str| {
            let at = xml.find("De zorg krimpt").unwrap();
            xml[..at].rfind("<w:p>").unwrap()..at + xml[at..].find("</w:p>").unwrap() + 6
        };
        let own = xml[range(&xml)].to_owned();
        let xml = xml.replace(&own, "");
        let end = xml.find("De opvang groeit").unwrap();
        let end = end + xml[end..].find("</w:p>").unwrap() + 6;
        format!("{}{own}{}", &xml[..end], &xml[end..])
    });
    assert!(ran.stdout.contains("dat deze kop is verplaatst: “De zorg krimpt”"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("een nieuwe kop"), "{}", ran.stdout);
}
