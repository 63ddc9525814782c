//! What a build would change, shown before it is written.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Ran, copy, files, root, run};

/// A folder with two dossiers whose documents were made.
fn made() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for (case, name) in [("ok_minimaal", "a"), ("ok_bijlage_marges", "b")] {
        copy(&root().join("tests/cases").join(case), &home.path().join("brieven").join(name));
    }
    let made = run(home.path(), &["build", "--alle", "brieven", "--out", "uit"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    home
}

fn compare(home: &Path, more: &[&str]) -> Ran {
    let all = ["build", "--alle", "brieven", "--out", "uit", "--vergelijk"];
    run(home, &[&all, more].concat())
}

fn replace(home: &Path, file: &str, from: &str, to: &str) {
    let path = home.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// What was said, but for the fingerprint in the mark of a draft.
fn without_mark(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    while let Some(at) = lines.iter().position(|line| line.contains(" CONCEPT ")) {
        lines.remove(at);
    }
    lines.join("\n")
}

#[test]
fn what_would_differ_is_shown_and_not_written() {
    let home = made();
    let before = files(home.path());
    assert_eq!(
        compare(home.path(), &["--opnieuw"]).stdout,
        "uit/a/kamerbrief.pdf  hetzelfde\nuit/b/bijlage.pdf  hetzelfde\n"
    );
    // What the record says is enough, as for a build.
    let same = compare(home.path(), &[]);
    assert_eq!((same.code, same.stdout.as_str()), (0, "uit/a  ongewijzigd\nuit/b  ongewijzigd\n"));
    assert_eq!(same.stderr, "2 dossiers: 2 hetzelfde\n");
    assert_eq!(files(home.path()), before);

    replace(home.path(), "brieven/a/brief.yaml", "informeer", "bericht");
    let before = files(home.path());
    let other = compare(home.path(), &["--beelden", "beelden"]);
    assert_eq!((other.code, other.stderr.as_str()), (5, "2 dossiers: 1 hetzelfde, 1 anders\n"));
    assert_eq!(
        without_mark(&other.stdout),
        "uit/a/kamerbrief.pdf  anders op bladzijde 1\n  bladzijde 1:\n    was:   Met deze brief informeer ik u. Hoogachtend,\n    wordt: Met deze brief bericht ik u. Hoogachtend,\nuit/b  ongewijzigd"
    );
    let mut after = files(home.path());
    let picture = after.remove(Path::new("beelden/a/kamerbrief-1.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));
    assert_eq!(after, before);
    // Older pictures may not pass for those of now.
    let again = compare(home.path(), &["--beelden", "beelden"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("`--beelden beelden` is niet leeg"), "{}", again.stderr);

    // One dossier that is named has its pictures in the folder itself.
    let line = [
        "build",
        "brieven/a",
        "--out",
        "uit/a",
        "--vergelijk",
        "--beelden",
        "een",
        "--verslag",
        "jsonl",
    ];
    let one = run(home.path(), &line);
    let told: Value = serde_json::from_str(&one.stdout).unwrap();
    assert_eq!((one.code, &told["outcome"]), (5, &"different".into()));
    let letter = &told["files"][0];
    assert_eq!(
        (&letter["difference"], &letter["pages"], &letter["pages_before"]),
        (&"pages".into(), &1.into(), &1.into())
    );
    let page = &letter["differing"][0];
    assert_eq!((&page["page"], &page["kind"]), (&1.into(), &"changed".into()));
    let words = page["words"].as_array().unwrap().last().unwrap();
    assert_eq!(words["becomes"], "Met deze brief bericht ik u. Hoogachtend,");
    assert_eq!(page["picture"], "een/kamerbrief-1.png");
    assert_eq!(fs::read(home.path().join("een/kamerbrief-1.png")).unwrap(), picture);
}

#[test]
fn a_template_that_changes_what_is_seen_is_told_of_each_page() {
    let home = made();
    let own = home.path().join("eigen/profielen");
    fs::create_dir_all(&own).unwrap();
    let base = fs::read_to_string(root().join("templates/profielen/basis.yaml")).unwrap();
    let write = |from: &str, to: &str| {
        assert!(base.contains(from));
        fs::write(own.join("basis.yaml"), base.replacen(from, to, 1)).unwrap();
    };
    write("#154273", "#000000");
    let ran = compare(home.path(), &["--templates", "eigen"]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert_eq!(
        without_mark(&ran.stdout),
        "uit/a/kamerbrief.pdf  anders op bladzijde 1\n  bladzijde 1: dezelfde woorden, anders gezet\nuit/b/bijlage.pdf  hetzelfde"
    );
    // A template that says the same in other words changes nothing that is seen, but the mark of a draft.
    write("kleur: \"#154273\"", "kleur: \"#154273\" # lintblauw, als altijd\n#");
    let ran = compare(home.path(), &["--templates", "eigen"]);
    assert!(!ran.stdout.contains("anders gezet"), "{}", ran.stdout);
}

#[test]
fn pages_and_documents_that_come_and_go_are_told() {
    let home = made();
    fs::write(home.path().join("uit/b/bijlage.pdf"), "geen PDF").unwrap();
    copy(&root().join("tests/cases/ok_minimaal"), &home.path().join("brieven/c"));
    let long = "Dit is een lange zin die steeds terugkomt, om een bladzijde te vullen. ".repeat(60);
    replace(
        home.path(),
        "brieven/a/brief.yaml",
        "informeer",
        &format!("informeer. {long} Zo informeer"),
    );
    let ran = compare(home.path(), &[]);
    let told = without_mark(&ran.stdout);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    for line in [
        "uit/a/kamerbrief.pdf  anders op bladzijden 1 en 2; van 1 naar 2 bladzijden",
        "  bladzijde 2 komt erbij",
        "uit/b/bijlage.pdf  anders; wat er staat, is niet te lezen: is geen PDF, of beschadigd",
        "uit/c/kamerbrief.pdf  nieuw: staat er nog niet; 1 bladzijde",
    ] {
        assert!(told.lines().any(|said| said == line), "{line}\n{told}");
    }
    // And back again.
    run(home.path(), &["build", "brieven/a", "--out", "uit/a"]);
    replace(home.path(), "brieven/a/brief.yaml", &long, "");
    let back = compare(home.path(), &["--verslag", "jsonl"]);
    let first: Value = serde_json::from_str(back.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(first["files"][0]["differing"][1]["kind"], "gone");
}

#[test]
fn a_difference_that_nobody_sees_is_told_as_such() {
    let home = made();
    let letter = home.path().join("uit/a/kamerbrief.pdf");
    let mut bytes = fs::read(&letter).unwrap();
    bytes.extend_from_slice(b"% nog iets\n");
    fs::write(&letter, bytes).unwrap();
    let ran = compare(home.path(), &[]);
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    let first = ran.stdout.lines().next().unwrap();
    assert!(first.starts_with("uit/a/kamerbrief.pdf  op papier hetzelfde; anders in"), "{first}");
    assert_eq!(ran.stdout.lines().nth(1), Some("uit/b  ongewijzigd"));
}

#[test]
fn err_what_cannot_be_compared_is_told() {
    let home = made();
    copy(&root().join("tests/cases/err_naam"), &home.path().join("brieven/c"));
    replace(home.path(), "brieven/a/brief.yaml", "informeer", "bericht");
    // Of what cannot be made nobody knows whether it would differ.
    let ran = compare(home.path(), &[]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(
        ran.stderr.ends_with("3 dossiers: 1 hetzelfde, 1 anders, 1 met fouten\n"),
        "{}",
        ran.stderr
    );
    let ran = compare(home.path(), &["--format", "png"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("`--vergelijk` gaat over PDF's"), "{}", ran.stderr);
    let ran = run(home.path(), &["build", "brieven/a", "--beelden", "x"]);
    assert_eq!(
        (ran.code, ran.stderr.lines().next().unwrap()),
        (2, "fout: `--vergelijk` ontbreekt")
    );
    assert!(!home.path().join("x").exists());
}
