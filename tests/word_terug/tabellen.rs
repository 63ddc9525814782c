//! Tables of a text that come back with other columns: each cell stays in its own.

use super::{PIET, Rond};

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
