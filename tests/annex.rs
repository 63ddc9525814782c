//! The financial annex: what each case prints, exact sums for any amounts, and the way out and back through
//! spreadsheets.
//!
//! A case with a `bijlage.txt` prints just that; `BLESS=1 cargo test annex` writes it anew.

mod tables;

use std::collections::BTreeMap;

use kamerbrief::check::Checked;
use kamerbrief::dossier::{Bijlage, Cijfers, Inhoud, Stuk, TabelCijfers};
use kamerbrief::export::{self, Uitwisseling};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::Fonts;
use kamerbrief::workspace::Workspace;
use kamerbrief::{Job, diagnostic, inspect};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use self::tables::{dutch, number, table};
use crate::support::{built, compile_folder, of_files, page_text, root, run, typesetter};

#[test]
fn every_annex_prints_what_its_case_says() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in root().join("tests/cases").read_dir().unwrap() {
        let case = entry.unwrap().path();
        let golden = case.join("bijlage.txt");
        if !golden.exists() {
            continue;
        }
        seen += 1;
        let is = built(&case).document(Stuk::Bijlage).text();
        if bless {
            std::fs::write(&golden, &is).unwrap();
        }
        if is != std::fs::read_to_string(&golden).unwrap() {
            wrong.push(format!("── {} is:\n{is}", case.display()));
        }
    }
    assert!(seen >= 14, "only {seen} annexes were looked at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const DOSSIER: &[u8] = include_bytes!("cases/ok_minimaal/dossier.yaml");

/// A checked annex, with the files that it names.
fn checked(bijlage: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Checked, String> {
    let mut files = files.clone();
    files.insert("dossier.yaml".into(), DOSSIER.to_vec());
    files.insert("bijlage.yaml".into(), bijlage.as_bytes().to_vec());
    of(&of_files(files))
}

fn of(workspace: &Workspace) -> Result<Checked, String> {
    let templates = Templates::default();
    let job = Job { workspace, templates: &templates, stukken: &[], style: false };
    let mut sources = Sources::default();
    let fonts = Fonts::embedded();
    let mut inspection = inspect(job, &|char| fonts.has(char), &mut sources);
    // What the rules say of texts made at random is of no interest here, nor that random parts are more than their whole.
    let figures = |found: &diagnostic::Diagnostic| {
        let code = found.code.id;
        found.severity == diagnostic::Severity::Error || code.starts_with('B') && code != "B020"
    };
    inspection.found.retain(figures);
    let told = diagnostic::short(&inspection.found, &sources);
    inspection.checked.filter(|_| told.is_empty()).ok_or(told)
}

fn annex(checked: &Checked) -> (&Bijlage, &Cijfers) {
    (checked.dossier().bijlage.as_ref().unwrap(), checked.cijfers().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, rng_seed: RngSeed::Fixed(4), ..ProptestConfig::default() })]

    #[test]
    fn sums_are_exact_for_any_amounts(
        // In euros, so that each stays under what a budget can be.
        lines in prop::collection::vec((number(), number()), 1..200),
        cover in number(),
    ) {
        let amounts = |(first, second): &(i128, i128)| json!({"2024": dutch(*first), "2025": dutch(*second)});
        let measures: Vec<Value> = lines
            .iter()
            .map(|line| json!({"maatregel": "m", "bedragen": amounts(line)}))
            .collect();
        let bijlage = json!({
            "titel": "x", "status": "raming", "eenheid": "euro", "jaren": ["2024", "2025"],
            "groepen": [{"maatregelen": measures}],
            "dekking": [{"bron": "b", "bedragen": {"2024": dutch(cover)}}],
        });
        let checked = checked(&bijlage.to_string(), &BTreeMap::new()).map_err(TestCaseError::fail)?;
        let (_, cijfers) = annex(&checked);
        let figures = &cijfers.tabellen[0];
        let total: i128 = lines.iter().map(|(first, _)| first).sum();
        let exact = |cell: Option<kamerbrief::dossier::Cel>| {
            let value = cell.unwrap().exact().unwrap();
            // As an integer again.
            (value * rust_decimal::Decimal::from(10_000_000_000_i64)).normalize().to_string()
        };
        prop_assert_eq!(exact(figures.totaal.jaren[0]), total.to_string());
        prop_assert_eq!(exact(figures.saldo.jaren[0]), (cover - total).to_string());
        let second: i128 = lines.iter().map(|(_, second)| second).sum();
        prop_assert_eq!(exact(figures.saldo.jaren[1]), (-second).to_string());
    }
}

/// The lines of a table as JSON, without the space around texts that a sheet does not keep.
fn lines(inhoud: &Inhoud) -> Value {
    fn trim(value: &mut Value) {
        match value {
            Value::String(text) => *text = text.trim().to_owned(),
            Value::Array(items) => items.iter_mut().for_each(trim),
            Value::Object(map) => map.values_mut().for_each(trim),
            _ => {}
        }
    }
    let mut all = json!([inhoud.beginstand, inhoud.nieuwe_stand, inhoud.groepen, inhoud.dekking]);
    trim(&mut all);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn what_was_exported_comes_back_the_same(tables in prop::collection::vec(table(), 1..3)) {
        let head = json!({"titel": "Maatregelen, kosten, dekking; en meer", "status": "raming", "eenheid": "euro", "jaren": ["2024", "2025", "2026"]});
        let mut bijlage = head.clone();
        let count = tables.len();
        let own = |i: usize, mut table: Value| {
            // Names are unique in the whole annex.
            let text = table.to_string().replace("\"naam_", &format!("\"naam_{i}_"));
            table = serde_json::from_str(&text).unwrap();
            table["id"] = json!(format!("tabel_{i}"));
            table["titel"] = json!(format!("Tabel: {i}/'"));
            table
        };
        if count == 1 {
            for (key, value) in tables[0].as_object().unwrap() {
                bijlage[key] = value.clone();
            }
        } else {
            bijlage["tabellen"] = tables.iter().enumerate().map(|(i, table)| own(i, table.clone())).collect();
        }
        let first = checked(&bijlage.to_string(), &BTreeMap::new()).map_err(TestCaseError::fail)?;
        let (typed, figures) = annex(&first);

        // JSON is the annex itself.
        let files = export::annex(&first, Uitwisseling::Json).unwrap();
        let text = String::from_utf8(files[0].1.clone()).unwrap();
        let again = checked(&text, &BTreeMap::new()).map_err(TestCaseError::fail)?;
        prop_assert_eq!(annex(&again), (typed, figures));

        for form in [Uitwisseling::Xlsx, Uitwisseling::Csv] {
            let files: BTreeMap<String, Vec<u8>> = export::annex(&first, form).unwrap().into_iter().collect();
            prop_assert_eq!(&files, &export::annex(&first, form).unwrap().into_iter().collect(), "the same bytes");
            let sheet = |i: usize| match (form, count) {
                (Uitwisseling::Csv, 1) => json!({"bestand": "bijlage.csv"}),
                (Uitwisseling::Csv, _) => json!({"bestand": format!("bijlage-tabel_{i}.csv")}),
                (_, 1) => json!({"bestand": "bijlage.xlsx"}),
                // As the name of a sheet has it.
                _ => json!({"bestand": "bijlage.xlsx", "blad": format!("{} Tabel  {i}", i + 1)}),
            };
            let mut bijlage = head.clone();
            if count == 1 {
                bijlage["spreadsheet"] = sheet(0);
            } else {
                bijlage["tabellen"] = (0..count)
                    .map(|i| json!({"id": format!("tabel_{i}"), "titel": format!("Tabel: {i}/'"), "spreadsheet": sheet(i)}))
                    .collect();
            }
            let again = checked(&bijlage.to_string(), &files).map_err(TestCaseError::fail)?;
            let (read, computed) = annex(&again);
            for (a, b) in typed.alle_tabellen().iter().zip(read.alle_tabellen()) {
                prop_assert_eq!(lines(a.inhoud), lines(b.inhoud));
            }
            prop_assert_eq!(figures, computed);
        }
    }

    #[test]
    fn a_broken_spreadsheet_is_told_and_never_a_panic(
        kind in prop_oneof![Just("xlsx"), Just("ods"), Just("csv")],
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let name = match kind { "csv" => "ok_bijlage_csv/bedragen.csv".to_owned(), kind => format!("ok_bijlage_{kind}/begroting.{kind}") };
        let mut bytes = std::fs::read(root().join("tests/cases").join(name)).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let file = format!("b.{kind}");
        let bijlage = format!("{{titel: x, status: raming, eenheid: duizend, spreadsheet: {{bestand: {file}}}, dekking: geen}}");
        // Whatever comes of it: a table, or what is wrong.
        let _ = checked(&bijlage, &BTreeMap::from([(file, bytes)]));
    }
}

#[test]
fn one_figure_in_the_annex_changes_letter_nota_and_annex() {
    let source = root().join("content/mensenhandel-gecorrigeerd");
    let folder = tempfile::tempdir().unwrap();
    for entry in source.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let texts = |typesetter: &mut _| -> Vec<String> {
        compile_folder(folder.path(), typesetter)
            .iter()
            .map(|(_, pdf)| page_text::text(pdf).replace('\u{a0}', " "))
            .collect()
    };
    let mut typesetter = typesetter();
    let before = texts(&mut typesetter);
    let path = folder.path().join("bijlage.yaml");
    let yaml = std::fs::read_to_string(&path).unwrap();
    // What is available for the programme: letter, nota and annex all name it.
    let changed = yaml.replacen(
        "2023: 2\n            structureel: 2",
        "2023: 3\n            structureel: 3",
        1,
    );
    assert_ne!(yaml, changed, "the amount that this test changes is not there");
    std::fs::write(&path, changed).unwrap();
    let after = texts(&mut typesetter);
    assert_eq!(after.len(), 3);
    let amount = |text: &str, typed: &str| {
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains(typed)
    };
    for (i, stuk) in Stuk::ALL.iter().enumerate() {
        // The annex is a table in millions.
        let (old, new) = match stuk {
            Stuk::Bijlage => ("Totaal 2 2", "Totaal 3 3"),
            Stuk::Kamerbrief | Stuk::Beslisnota | Stuk::Inventaris => {
                ("structureel € 2 miljoen", "structureel € 3 miljoen")
            }
        };
        assert!(
            amount(&before[i], old) && !amount(&before[i], new),
            "{}: {}",
            stuk.name(),
            before[i]
        );
        assert!(amount(&after[i], new) && !amount(&after[i], old), "{}: {}", stuk.name(), after[i]);
    }
}

#[test]
fn the_chart_says_its_figures_to_who_cannot_see_it() {
    for stuk in [Stuk::Kamerbrief, Stuk::Bijlage] {
        let pdf = &built("content/mensenhandel-gecorrigeerd").document(stuk).pdf;
        let text = String::from_utf8_lossy(pdf);
        let figures = text.matches("/S/Figure").count();
        assert_eq!(figures, 1, "{}", stuk.name());
        let alternative = alternatives(pdf).into_iter().find(|alt| alt.contains("Staafdiagram"));
        let alternative = alternative.expect("the chart has an alternative text");
        for part in [
            "Klantaanpak: 2024 0,6; 2025 0,9;",
            "Totaal: 2024 3,3; 2025 4,5;",
            "Saldo: 2024 ‒ 3,3;",
            "structureel ‒ 3,9.",
        ] {
            assert!(alternative.contains(part), "{part} is not in {alternative}");
        }
    }
}

/// The alternative texts in the tag tree that have more than ASCII: UTF-16 in hexadecimal.
fn alternatives(pdf: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(pdf);
    text.split("/Alt<FEFF")
        .skip(1)
        .map(|rest| {
            let hex: Vec<char> = rest.chars().take_while(char::is_ascii_hexdigit).collect();
            let digits = |four: &[char]| four.iter().collect::<String>();
            let units: Vec<u16> =
                hex.chunks(4).map(|four| u16::from_str_radix(&digits(four), 16).unwrap()).collect();
            String::from_utf16(&units).unwrap()
        })
        .collect()
}

#[test]
fn values_are_listed_as_they_can_be_used() {
    let output = run(&root(), &["bijlage", "content/mensenhandel-gecorrigeerd", "--waarden"]);
    let text = output.stdout;
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
    for line in [
        "{{ bijlage.tabellen.maatregelen.totaal[2024] | miljoen }}",
        "{{ bijlage.groepen.opvang.aandeel[2025] | procent }}",
        "{{ bijlage.tabellen.maatregelen.tekort.structureel | miljoen }}",
        "{{ dossier.kenmerk }}",
    ] {
        assert!(text.contains(line), "{line} is not in {text}");
    }
    let output = run(
        &root(),
        &["bijlage", "content/mensenhandel-gecorrigeerd", "--waarden", "--format", "json"],
    );
    let json: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(
        json["bijlage.tabellen.maatregelen.totaal[2024] | miljoen"],
        "€\u{a0}3,3\u{a0}miljoen"
    );
    // Each can stand in a text just so.
    let list = json.as_object().unwrap().keys().map(|name| format!("{{{{ {name} }}}}"));
    let opening = list.collect::<Vec<_>>().join(" en ");
    let source = root().join("content/mensenhandel-gecorrigeerd");
    let read = |name: &str| std::fs::read(source.join(name)).unwrap();
    let brief = format!("opening: >-\n  {opening}\n");
    let files = BTreeMap::from([
        ("dossier.yaml".to_owned(), read("dossier.yaml")),
        ("brief.yaml".to_owned(), brief.into_bytes()),
        ("bijlage.yaml".to_owned(), read("bijlage.yaml")),
    ]);
    let inspected = of(&of_files(files));
    let told = inspected.err().unwrap_or_default();
    assert!(!told.contains("P005"), "{told}");
}

#[test]
fn a_table_with_columns_of_its_own_comes_back_the_same() {
    let folder = root().join("tests/cases/ok_tabel_staat");
    let typed = std::fs::read_to_string(folder.join("bijlage.yaml")).unwrap();
    let first = checked(&typed, &BTreeMap::new()).unwrap();
    let files = export::annex(&first, Uitwisseling::Json).unwrap();
    let json = String::from_utf8(files[0].1.clone()).unwrap();
    assert_eq!(annex(&checked(&json, &BTreeMap::new()).unwrap()), annex(&first));
    let of = |checked: &Checked| -> Vec<_> {
        let (bijlage, cijfers) = annex(checked);
        let tables = bijlage.alle_tabellen().into_iter().zip(&cijfers.tabellen);
        let one = |(tabel, figures): (kamerbrief::dossier::Tabel<'_>, &TabelCijfers)| {
            let staat = tabel.inhoud.staat.as_ref().unwrap();
            let kinds = (0..staat.posten.len()).map(|i| (staat.posten[i].soort, staat.niveau(i)));
            (figures.staat.as_ref().unwrap().posten.clone(), kinds.collect::<Vec<_>>())
        };
        tables.map(one).collect()
    };
    for form in [Uitwisseling::Xlsx, Uitwisseling::Csv] {
        let files: BTreeMap<String, Vec<u8>> =
            export::annex(&first, form).unwrap().into_iter().collect();
        let mut again: Value = serde_json::from_str(&json).unwrap();
        for (i, id) in ["artikel31", "organisatie"].into_iter().enumerate() {
            let table = &mut again["tabellen"][i];
            let blad = ["1 Budgettaire gevolgen van bele", "2 Formatie"][i];
            table["staat"].as_object_mut().unwrap().shift_remove("posten");
            table["spreadsheet"] = match form {
                Uitwisseling::Xlsx => json!({"bestand": "bijlage.xlsx", "blad": blad}),
                _ => json!({"bestand": format!("bijlage-{id}.csv")}),
            };
        }
        let again = checked(&again.to_string(), &files).unwrap();
        assert_eq!(of(&again), of(&first), "{form:?}");
    }
}

#[test]
fn a_sheet_has_its_columns_as_paper_has_them() {
    let folder = root().join("tests/cases/ok_tabel_kolommen");
    let typed = std::fs::read_to_string(folder.join("bijlage.yaml")).unwrap();
    let files =
        export::annex(&checked(&typed, &BTreeMap::new()).unwrap(), Uitwisseling::Csv).unwrap();
    let csv = String::from_utf8(files[0].1.clone()).unwrap();
    let heads = csv.lines().nth(2).unwrap();
    assert_eq!(
        heads,
        "Soort;Niveau;Post;Begroting;Artikel;Voorstel Mutatie van;Voorstel Mutatie tot;Voorstel Aandeel;Vindplaats"
    );
}
