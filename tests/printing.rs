//! What is printed: nothing of a file or a name reaches the terminal as it is, and nothing that is said gets lost unseen.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use kamerbrief::diagnostic::words::is_hidden;

use crate::support::{Ran, run};

/// A name that ends the line, clears the screen, reverses what follows, and gives a verdict.
#[cfg(unix)]
const HOSTILE: &str = "boos\nVALS: in orde\r\u{1b}[2J\u{202e}\u{2028}\u{9b}1mx";

const TEXTS: [(&str, &str); 3] = [
    (
        "dossier.yaml",
        "onderwerp: Voortgang\nkenmerk: 2024-0000012345\ndatum: 2024-02-05\nhuisstijl: jenv\nafzender:\n  onderdeel: DG\nondertekening:\n  - functie: De Minister\n    naam: A. Voorbeeld\nparafenroute:\n  - rol: directeur\n",
    ),
    ("brief.yaml", "opening: |\n  Met deze brief informeer ik u, zie de bijlage.\n"),
    (
        "bijlage.yaml",
        "titel: Kosten\nstatus: raming\neenheid: miljoen\njaren: [2025]\ngroepen:\n  - titel: Opvang\n    maatregelen:\n      - maatregel: Bedden\n        bedragen: {2025: 11}\ndekking: nvt\n",
    ),
];

fn dossier(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in TEXTS {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Every command in every format, about this dossier and this file.
fn lines<'a>(dossier: &'a str, file: &'a str) -> Vec<Vec<&'a str>> {
    let mut all = vec![
        vec!["build", dossier],
        vec!["build", dossier, dossier, "--out", file],
        vec!["build", dossier, "--templates", file],
        vec!["build", dossier, "--only", file],
        vec!["build", dossier, "--vergelijk"],
        vec!["build", dossier, "--vergelijk", "--beelden", file],
        vec!["publish", dossier, dossier, "--out", file, "--proef", "--verslag", "jsonl"],
        vec!["bijlage", dossier],
        vec!["bijlage", dossier, "--format", "csv"],
        vec!["bijlage", dossier, "--format", "xlsx", "--out", file],
        vec!["bijlage", dossier, "--waarden"],
        vec!["bijlage", dossier, "--waarden", "--format", "json"],
        vec!["check", dossier, "--fix"],
        vec!["word", dossier, "--out", file],
        vec!["word", dossier, "--lees", file],
        vec!["voorstellen", dossier],
        vec!["voorstellen", dossier, "--alles-van", file],
        vec!["status", dossier],
        vec!["status", dossier, "--format", "json"],
        vec!["paraaf", dossier, "--rol", "directeur", "--naam", "A"],
        vec!["paraaf", dossier, "--rol", file, "--naam", "A"],
        vec!["paraaf", dossier, "--rol", "directeur", "--naam", file],
        vec!["paraaf", dossier, "--rol", "directeur", "--naam", "A", "--tijd", file],
        vec!["changed", dossier, "--since", "directeur"],
        vec!["changed", dossier, "--since", file],
        vec!["sign", dossier, "--p12", file],
        vec!["sign", file, "--p12", file],
        vec!["sign", file, "--tsa", file, "--p12", file],
        vec!["verify", file],
        vec!["verify", file, "--format", "json"],
        vec!["verify", file, "--dossier", dossier, "--vertrouw", file],
        vec!["explain", file],
        vec!["new", dossier, "--huisstijl", "jenv"],
        vec!["new", "nieuw", "--huisstijl", file],
        vec!["new", "nieuw", "--huisstijl", "jenv", "--datum", file],
        vec!["schema", file],
        vec!["watch", dossier, "--port", file],
        vec!["completions", file],
        vec![file],
        vec!["build", dossier, file],
        vec!["build", file, "--format", file],
    ];
    for format in ["text", "short", "json", "sarif"] {
        all.push(vec!["check", dossier, file, "--format", format]);
        all.push(vec!["check", dossier, file, "--format", format, "--color", "always"]);
    }
    all
}

/// Nothing hidden, and no line that another one wrote.
#[track_caller]
fn assert_plain(line: &[&str], ran: &Ran) {
    // Our own colours.
    let colour = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    for text in [&ran.stdout, &ran.stderr] {
        let mut text = text.clone();
        if line.contains(&"always") {
            text = colour.replace_all(&text, "").into_owned();
        }
        let odd = text.chars().find(|char| is_hidden(*char) && *char != '\n');
        assert_eq!(odd, None, "{line:?}\n{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("VALS")), "{line:?}\n{text}");
    }
    if line.contains(&"short") {
        let item = |line: &str| {
            line.contains(": fout: ")
                || line.contains(": waarschuwing: ")
                || line.starts_with("fout: ")
        };
        assert!(!ran.stdout.is_empty() && ran.stdout.lines().all(item), "{line:?}\n{}", ran.stdout);
    }
    if line.contains(&"json") || line.contains(&"sarif") {
        let json = serde_json::from_str::<serde_json::Value>(&ran.stdout);
        assert!(json.is_ok() || ran.stdout.is_empty(), "{line:?}\n{}", ran.stdout);
    }
}

#[cfg(unix)]
#[test]
fn hostile_names_are_named_in_every_command_and_format() {
    let home = tempfile::tempdir().unwrap();
    let (folder, file) = (format!("dossier-{HOSTILE}"), format!("bestand-{HOSTILE}"));
    dossier(&home.path().join(&folder));
    // Where it has nothing to watch, `watch` ends.
    let watch = ["watch", &file];
    assert_plain(&watch, &run(home.path(), &watch));
    // Without a file, with one that cannot be read, with a folder in its place, and with mistakes in the dossier.
    for state in 0..4 {
        match state {
            1 => {
                // `schema` and `--out` made a folder of it.
                fs::remove_dir_all(home.path().join(&file)).unwrap();
                fs::write(home.path().join(&file), "%PDF-1.7\nx").unwrap();
            }
            2 => {
                fs::remove_file(home.path().join(&file)).unwrap();
                fs::create_dir(home.path().join(&file)).unwrap();
            }
            3 => fs::write(
                home.path().join(&folder).join("brief.yaml"),
                "opening: |\n  Motie nr. 3 [^x] \u{202e}terug\u{1b}[2J {{ bijlage.totaal[1] }}\nonbekend\u{2028}veld: x\n",
            )
            .unwrap(),
            _ => {}
        }
        for line in lines(&folder, &file) {
            assert_plain(&line, &run(home.path(), &line));
        }
    }
    // What programs read is the path itself.
    let line = ["check", &folder, "--format", "json"];
    let ran = run(home.path(), &line);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let of = |one: &serde_json::Value| one["place"]["file"] == format!("{folder}/brief.yaml");
    assert!(json["findings"].as_array().unwrap().iter().any(of), "{}", ran.stdout);
}

#[test]
fn hostile_values_are_named_in_every_command_and_format() {
    let hostile = "\"boos\\nVALS: in orde \\e[2J\\u202E\\u2028\\x9Bx\"";
    for value in [hostile, "\"a\\u00ADb\\u200Dc\""] {
        for (name, old) in [
            ("dossier.yaml", "rol: directeur"),
            ("dossier.yaml", "naam: A. Voorbeeld"),
            ("dossier.yaml", "kenmerk: 2024-0000012345"),
            ("dossier.yaml", "onderwerp: Voortgang"),
            ("brief.yaml", "opening: |\n  Met deze brief informeer ik u, zie de bijlage."),
            ("bijlage.yaml", "maatregel: Bedden"),
            ("bijlage.yaml", "titel: Opvang"),
        ] {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("d");
            dossier(&folder);
            run(home.path(), &["paraaf", "d", "--rol", "directeur", "--naam", "A"]);
            let text = TEXTS.iter().find(|(known, _)| *known == name).unwrap().1;
            let key = old.split(':').next().unwrap();
            let changed = text.replacen(old, &format!("{key}: {value}"), 1);
            assert_ne!(changed, text, "{old}");
            fs::write(folder.join(name), changed).unwrap();
            for line in [
                &["build", "d"][..],
                &["bijlage", "d", "--waarden"],
                &["bijlage", "d", "--waarden", "--format", "json"],
                &["check", "d"],
                &["check", "d", "--format", "short"],
                &["check", "d", "--format", "json"],
                &["check", "d", "--format", "sarif"],
                &["status", "d"],
                &["status", "d", "--format", "json"],
                &["changed", "d", "--since", "directeur"],
                &["paraaf", "d", "--rol", "directeur", "--naam", "A"],
            ] {
                let ran = run(home.path(), line);
                // Of a dossier without findings there is no line.
                let line: Vec<&str> = line
                    .iter()
                    .copied()
                    .filter(|_| !ran.stdout.is_empty() || !ran.stderr.is_empty())
                    .collect();
                assert_plain(&line, &ran);
            }
        }
    }
}

/// Commands of which somebody reads standard output.
fn speaking() -> Vec<Vec<&'static str>> {
    let mut all = vec![
        vec!["--help"],
        vec!["help"],
        vec!["--version"],
        vec!["build", "--help"],
        vec!["explain"],
        vec!["explain", "K001"],
        vec!["completions", "bash"],
        vec!["completions", "zsh"],
        vec!["schema", "schemas"],
        vec!["new", "nieuw", "--huisstijl", "jenv"],
        vec!["build", "d"],
        vec!["bijlage", "d", "--format", "csv"],
        vec!["bijlage", "d", "--waarden"],
        vec!["bijlage", "d", "--waarden", "--format", "json"],
        vec!["paraaf", "d", "--rol", "directeur", "--naam", "A"],
        vec!["status", "d"],
        vec!["status", "d", "--format", "json"],
        vec!["changed", "d", "--since", "directeur"],
        vec!["verify", "d/uit/bijlage.pdf"],
        vec!["verify", "d/uit/bijlage.pdf", "--format", "json"],
        vec!["check", "fout"],
    ];
    all.extend(["short", "json", "sarif"].map(|format| vec!["check", "fout", "--format", format]));
    all
}

fn speak(folder: &Path, line: &[&str], stdout: Stdio, stderr: Stdio) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kamerbrief"));
    command.current_dir(folder).args(line).stdout(stdout).stderr(stderr);
    command.spawn().unwrap()
}

fn speakers() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    dossier(&home.path().join("d"));
    dossier(&home.path().join("fout"));
    fs::write(home.path().join("fout/brief.yaml"), "openning: x\n").unwrap();
    home
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_by_every_command() {
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let home = speakers();
    for line in speaking() {
        let output = speak(home.path(), &line, full(), Stdio::piped()).wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{line:?}: {told}");
        assert!(told.contains("fout[D009]: niet alles wat er te zeggen is, kon worden geschreven: de schijf is vol"), "{line:?}: {told}");
    }
    // What goes to standard error counts too, also when the rest is good.
    for line in [&["build", "fout"][..], &["bouw"], &["explain", "x"]] {
        let status = speak(home.path(), line, Stdio::null(), full()).wait().unwrap();
        assert_eq!(status.code(), Some(2), "{line:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_is_no_error() {
    let home = speakers();
    for line in speaking() {
        let mut child = speak(home.path(), &line, Stdio::piped(), Stdio::piped());
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let code = match line[0] {
            "verify" => 3,
            _ => i32::from(line.contains(&"fout")),
        };
        assert_eq!(output.status.code(), Some(code), "{line:?}: {told}");
        assert!(!told.contains("D009"), "{line:?}: {told}");
    }
}
