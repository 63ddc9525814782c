//! `check` and `explain` on the command line: exact output, formats, exit codes.

use std::path::Path;

use kamerbrief::diagnostic::codes;
use serde_json::Value;

use crate::support::{Ran, root, run};

const DOSSIER: &str = include_str!("regels/basis/dossier.yaml");

/// A dossier with this letter, and what is added to `dossier.yaml`.
fn dossier(more: &str, brief: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("d")).unwrap();
    std::fs::write(folder.path().join("d/dossier.yaml"), format!("{DOSSIER}{more}")).unwrap();
    std::fs::write(folder.path().join("d/brief.yaml"), brief).unwrap();
    folder
}

#[track_caller]
fn check(folder: &Path, arguments: &[&str]) -> Ran {
    run(folder, &[&["check", "d"], arguments].concat())
}

const BRIEF: &str = "opening: |\n  Eén bedrag van €2 miljoen\n  is er.\n";

#[test]
fn short_is_one_line_for_each_finding_with_columns_in_characters() {
    let folder = dossier("", BRIEF);
    let output = check(folder.path(), &["--format", "short"]);
    let line = "d/brief.yaml:2:18: waarschuwing: C001 na het euroteken hoort een spatie\n";
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), (line, ""));
    assert_eq!(output.code, 0);
}

#[test]
fn short_tells_how_bad_it_is_and_the_first_help() {
    let folder = dossier("", "opening: Tekst.\nslotje: Einde.\n");
    let told = check(folder.path(), &["--format", "short"]).stdout;
    let unknown = "d/brief.yaml:2:1: fout: S001 onbekend veld `slotje` (bedoelde u `slot`?); hier kunnen `aanhef`, `opening`, `secties`, `beleidskeuzes`, `slot`, `groet`, `tekstbijlagen`, `voetnoten`, `figuren`, `kaders`, `aanbieding` en `uitstel` staan";
    assert!(told.lines().any(|line| line == unknown), "{told}");
}

#[test]
fn text_tells_message_place_correction_and_field() {
    let folder = dossier("", BRIEF);
    let output = check(folder.path(), &[]);
    let told = "\
waarschuwing[C001]: na het euroteken hoort een spatie
 --> d/brief.yaml:2:18
  |
2 |   Eén bedrag van €2 miljoen
  |                  ^^^^^^^^^^
  |
  = verbetering: `€2 miljoen` wordt `€ 2 miljoen`
  = veld: brief.opening

1 waarschuwing; 1 daarvan verbetert `kamerbrief check --fix`
";
    assert_eq!((output.stdout.as_str(), output.stderr.as_str()), (told, ""));
}

#[test]
fn err_of_what_nobody_reads_it_is_said_how_many_there_are() {
    let more: String = (0..250).map(|i| format!("veld_{i}: x\n")).collect();
    let told = check(dossier(&more, "opening: Tekst.\n").path(), &["--format", "short"]).stdout;
    let lines: Vec<&str> = told.lines().filter(|line| line.contains(" S001 ")).collect();
    assert_eq!(lines.len(), 101, "{told}");
    let last = "fout: S001 van deze soort zijn er vanaf hier nog 150 in dit bestand; verbeter eerst wat hierboven staat";
    assert!(lines[100].contains(last), "{}", lines[100]);
}

#[test]
fn err_of_a_wrong_reference_nothing_else_is_told() {
    let folder = dossier("", "opening: Zie <kst:28638-9>. Zie ook <kst:28638-10>, of niet.\n");
    let told = check(folder.path(), &["--format", "short"]).stdout;
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.lines().all(|line| line.contains(" P004 ")), "{told}");
}

#[test]
fn strict_makes_warnings_count() {
    let folder = dossier("", BRIEF);
    assert_eq!(check(folder.path(), &["--strict", "--format", "short"]).code, 1);
    let clean = dossier("", "opening: Tekst.\n");
    let output = check(clean.path(), &["--strict"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, "geen opmerkingen\n"));
    let output = check(clean.path(), &["--quiet"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ""));
    let wrong = dossier("", "opening: Op 30 februari 2024 is er een debat.\n");
    assert_eq!(check(wrong.path(), &["--format", "short"]).code, 1);
}

#[test]
fn style_is_told_when_asked_for() {
    let folder = dossier("", "opening: Indien nodig volgt een brief.\n");
    assert_eq!(check(folder.path(), &["--format", "short"]).stdout, "");
    let told = check(folder.path(), &["--format", "short", "--info"]).stdout;
    assert_eq!(
        told,
        "d/brief.yaml:1:10: info: L005 voor `indien` is er een gewoner woord (liever: als)\n"
    );
}

#[test]
fn build_runs_the_rules_and_only_errors_stop_it() {
    let folder = dossier("", BRIEF);
    let output = run(folder.path(), &["build", "d", "--quiet"]);
    assert_eq!(output.code, 0);
    assert!(output.stderr.starts_with("waarschuwing[C001]"));
    assert!(folder.path().join("d/uit/kamerbrief.pdf").exists());
    let folder = dossier("", "opening: Op 30 februari 2024 is er een debat.\n");
    let output = run(folder.path(), &["build", "d", "--quiet"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.starts_with("fout[M002]"));
    assert!(!folder.path().join("d/uit").exists());
}

#[test]
fn several_dossiers_make_one_report_and_a_missing_one_is_told() {
    let folder = dossier("", BRIEF);
    crate::support::copy(&folder.path().join("d"), &folder.path().join("e"));
    let output = run(folder.path(), &["check", "d", "weg", "e", "d", "--format", "json"]);
    assert_eq!(output.code, 2);
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let codes: Vec<&str> =
        findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["C001", "D008", "C001"]);
    assert_eq!(findings[1]["message"], "kan het dossier niet lezen: weg: bestaat niet");
}

#[test]
fn a_line_for_a_program_says_how_the_run_ends() {
    let folder = dossier("", BRIEF);
    let line = |more: &[&str]| -> (i32, Value) {
        let ran = run(folder.path(), &[&["check", "d", "--format", "jsonl"], more].concat());
        (ran.code, serde_json::from_str(&ran.stdout).unwrap())
    };
    let (code, told) = line(&[]);
    assert_eq!((code, &told["outcome"]), (0, &"good".into()));
    let (code, told) = line(&["--strict"]);
    assert_eq!((code, &told["outcome"]), (1, &"errors".into()));
}

#[test]
fn json_has_places_fields_and_corrections() {
    let folder = dossier("", BRIEF);
    let output = check(folder.path(), &["--format", "json"]);
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(report["version"], 1);
    assert_eq!(report["summary"]["warnings"], 1);
    assert_eq!((&finding["code"], &finding["severity"]), (&"C001".into(), &"warning".into()));
    assert_eq!(finding["field"], "brief.opening");
    let place = &finding["place"];
    assert_eq!((&place["start"]["line"], &place["start"]["column"]), (&2.into(), &18.into()));
    assert_eq!((&place["end"]["line"], &place["end"]["column"]), (&2.into(), &28.into()));
    let offset = |position: &Value| usize::try_from(position["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(&BRIEF[offset(&place["start"])..offset(&place["end"])], "€2 miljoen");
    assert_eq!(finding["fix"][0]["text"], "€ 2 miljoen");
}

#[test]
fn sarif_has_rules_places_and_corrections() {
    let output = run(&root(), &["check", "content/mensenhandel", "--format", "sarif", "--info"]);
    let log: Value = serde_json::from_str(&output.stdout).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 20);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(region["startLine"].as_u64() > Some(0) && region["startColumn"].as_u64() > Some(0));
    }
    let fixed = results
        .iter()
        .find(|result| result["ruleId"] == "C001" && result["fixes"].is_array())
        .unwrap();
    let change = &fixed["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "content/mensenhandel/nota.yaml");
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "€ 2 miljoen");
}

#[test]
fn an_exception_silences_one_field_or_the_whole_dossier() {
    let twice = "opening: Er is €2 miljoen.\nslot: Er is €3 miljoen.\n";
    let count = |more: &str| {
        let folder = dossier(more, twice);
        check(folder.path(), &["--format", "short"]).stdout.lines().count()
    };
    assert_eq!(count(""), 2);
    assert_eq!(
        count("uitzonderingen:\n  - {regel: C001, veld: brief.slot, reden: Zo heet het.}\n"),
        1
    );
    assert_eq!(
        count("uitzonderingen:\n  - {regel: bedragnotatie, veld: brief, reden: Zo heet het.}\n"),
        0
    );
    assert_eq!(count("uitzonderingen:\n  - {regel: c001, reden: Zo heet het.}\n"), 0);
}

#[test]
fn explain_prints_a_page_or_lists_them_all() {
    let output = run(&root(), &["explain", "k001"]);
    let page = output.stdout;
    assert!(page.starts_with("# K001 kamerstuk-vorm\n\n"), "{page}");
    assert!(page.contains("uitzonderingen:\n  - regel: K001\n"), "{page}");
    assert_eq!(run(&root(), &["explain", "kamerstuk-vorm"]).stdout, page);
    let structural = run(&root(), &["explain", "S001"]).stdout;
    assert_eq!(structural, codes::UNKNOWN_KEY.page);
    let list = run(&root(), &["explain"]).stdout;
    for code in codes::ALL {
        assert_eq!(list.lines().filter(|line| line.starts_with(code.id)).count(), 1, "{}", code.id);
    }
    let output = run(&root(), &["explain", "K999"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.starts_with("fout[D010]: onbekende code `K999`\n"), "{}", output.stderr);
}

#[test]
fn a_list_of_ones_own_replaces_the_built_in_one() {
    let folder = dossier("", "opening: Dit is van de minister van Wonderbaare Zaken.\n");
    let lists = folder.path().join("eigen/lijsten");
    std::fs::create_dir_all(&lists).unwrap();
    // What the list does not have stays as it was.
    let names = "ministeries:\n  - naam: Wonderbare Zaken\n";
    std::fs::write(lists.join("namen.yaml"), names).unwrap();
    assert_eq!(check(folder.path(), &["--format", "short"]).stdout, "");
    let output = check(folder.path(), &["--format", "short", "--templates", "eigen"]);
    assert_eq!(
        output.stdout,
        "d/brief.yaml:1:37: waarschuwing: N001 deze naam bestaat niet (bedoelde u Wonderbare Zaken?)\n"
    );
    std::fs::write(lists.join("namen.yaml"), names.replace("naam:", "nam:")).unwrap();
    let output = check(folder.path(), &["--format", "short", "--templates", "eigen"]);
    assert_eq!(output.code, 1);
    assert!(
        output.stdout.starts_with("eigen/lijsten/namen.yaml:2:5: fout: S001 "),
        "{}",
        output.stdout
    );
}

#[test]
fn the_readme_counts_right() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let rules = kamerbrief::check::rules().count();
    assert!(readme.contains(&format!("{rules} rules")), "{rules} rules");
    let output = run(&root(), &["check", "content/mensenhandel", "--format", "short"]);
    assert_eq!(output.stdout.lines().count(), 20, "the README says twenty places");
    assert!(readme.contains("twenty places"));
}

#[test]
fn it_is_said_when_the_rules_were_not_gone_through() {
    let folder = dossier("kenmrk: x\n", BRIEF);
    let output = check(folder.path(), &["--format", "short"]);
    assert_eq!(output.stdout.lines().count(), 1);
    assert_eq!(
        output.stderr,
        "d: de regels zijn nog niet nagelopen; dat kan pas als deze fouten weg zijn\n"
    );
}

#[test]
fn sarif_can_do_without_a_place_and_codes_what_is_odd_in_a_path() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("mijn brief#1")).unwrap();
    std::fs::write(folder.path().join("mijn brief#1/dossier.yaml"), DOSSIER).unwrap();
    std::fs::write(folder.path().join("mijn brief#1/brief.yaml"), BRIEF).unwrap();
    let output = run(folder.path(), &["check", "weg", "mijn brief#1", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&output.stdout).unwrap();
    let results = &log["runs"][0]["results"];
    assert_eq!(
        (&results[0]["ruleId"], results[0]["locations"].as_array().unwrap().len()),
        (&"D008".into(), 0)
    );
    let place = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "mijn%20brief%231/brief.yaml");
}

#[test]
fn the_task_for_editors_reads_every_finding_as_what_it_is() {
    let page = std::fs::read_to_string(root().join("docs/editors.md")).unwrap();
    let task = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let task: Value = serde_json::from_str(task).unwrap();
    let matchers = task["tasks"][0]["problemMatcher"].as_array().unwrap();
    let patterns: Vec<(&Value, regex::Regex)> = matchers
        .iter()
        .map(|matcher| {
            let pattern = matcher["pattern"]["regexp"].as_str().unwrap();
            (&matcher["severity"], regex::Regex::new(pattern).unwrap())
        })
        .collect();
    let folders =
        ["content/mensenhandel", "tests/cases/err_alles_tegelijk", "tests/cases/err_in_blokken"];
    let report = |format| {
        let arguments = [&["check"], &folders[..], &["--info", "--format", format]].concat();
        run(&root(), &arguments).stdout
    };
    let whole: Value = serde_json::from_str(&report("json")).unwrap();
    let (lines, findings) = (report("short"), whole["findings"].as_array().unwrap().clone());
    assert_eq!(lines.lines().count(), findings.len());
    let mut seen = std::collections::BTreeSet::new();
    for (line, finding) in
        lines.lines().zip(&findings).filter(|(_, finding)| finding["place"].is_object())
    {
        let read: Vec<_> = patterns
            .iter()
            .filter_map(|(severity, pattern)| Some((severity, pattern.captures(line)?)))
            .collect();
        let [(severity, parts)] = &read[..] else { panic!("{line}") };
        assert_eq!(***severity, finding["severity"], "{line}");
        assert_eq!(parts[1], finding["place"]["file"], "{line}");
        assert_eq!(parts[2], finding["place"]["start"]["line"].to_string(), "{line}");
        assert_eq!(parts[4], finding["code"], "{line}");
        assert!(parts[5].starts_with(finding["message"].as_str().unwrap()), "{line}");
        assert!(parts[5].ends_with(finding["help"][0].as_str().unwrap_or_default()), "{line}");
        seen.insert(severity.as_str().unwrap());
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["error", "info", "warning"]);
    for word in ["fout", "waarschuwing", "info"] {
        assert!(page.contains(&format!("%f:%l:%c: {word}: %m")), "Neovim reads {word}");
    }
}
