//! A case is a folder: `err_*` must fail, `warn_*` must build with remarks, `ok_*` must build in silence.
//!
//! `expected.txt` holds the exit code and the exact output. A file `arguments` adds to the command line.
//! `BLESS=1 cargo test cases` writes the expectations anew; read the difference before you believe it.

use std::path::{Path, PathBuf};

use kamerbrief::diagnostic::codes;
use kamerbrief::dossier::Bestand;
use kamerbrief::workspace::MAX_BYTES;

use crate::support::{Ran, build, built, compile, folder, root, run, typesetter};

fn cases(prefix: &str) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = root()
        .join("tests/cases")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.is_dir() && path.file_name().unwrap().to_string_lossy().starts_with(prefix)
        })
        .collect();
    cases.sort();
    cases
}

/// Exit code and output of a case.
fn outcome(case: &Path) -> String {
    let failing = case.file_name().unwrap().to_string_lossy().starts_with("err_");
    let (ran, made) = if failing {
        let out = tempfile::tempdir().unwrap();
        (&build(case, out.path()), out.path().read_dir().unwrap().count())
    } else {
        let built = built(case);
        (&built.ran, built.documents.len())
    };
    let Ran { code, stdout, stderr } = ran;
    assert!(stdout.is_empty(), "{} prints to standard output", case.display());
    assert!(
        (*code != 0) == failing && (made == 0) == failing,
        "{}: {made} files were written, exit {code}",
        case.display()
    );
    format!("uitgangscode {code}\n{stderr}")
}

fn check(prefix: &str) {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases(prefix) {
        let is = outcome(&case);
        let path = case.join("expected.txt");
        if bless {
            std::fs::write(&path, &is).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if is != expected {
            wrong.push(format!("── {} expected:\n{expected}\n── but is:\n{is}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn mistakes_are_told_exactly() {
    assert!(cases("err_").len() > 50);
    check("err_");
}

#[test]
fn remarks_are_told_exactly() {
    check("warn_");
}

#[test]
fn good_cases_build_in_silence() {
    for case in cases("ok_") {
        assert_eq!(outcome(&case), "uitgangscode 0\n", "{}", case.display());
    }
}

#[test]
fn check_says_what_build_says() {
    let folder = root().join("tests/cases");
    let mut compared = 0;
    for case in cases("err_").into_iter().chain(cases("warn_")) {
        let arguments = std::fs::read_to_string(case.join("arguments")).unwrap_or_default();
        // Not of the dossier but of what is made of it, or where.
        if ["--only", "--definitief", "--out"].iter().any(|of| arguments.contains(of)) {
            continue;
        }
        let name = case.file_name().unwrap().to_str().unwrap();
        let mut line = vec!["check", name, "--quiet"];
        line.extend(arguments.split_whitespace());
        let Ran { code, stdout, stderr } = run(&folder, &line);
        let expected = std::fs::read_to_string(case.join("expected.txt")).unwrap();
        assert_eq!(format!("uitgangscode {code}\n{stderr}{stdout}"), expected);
        compared += 1;
    }
    assert!(compared > 60);
}

#[test]
fn every_code_occurs_in_a_case() {
    let folders =
        cases("err_").into_iter().chain(cases("warn_")).map(|case| case.join("expected.txt"));
    // The rules have cases of their own.
    let rules = root().join("tests/regels").read_dir().unwrap().map(|entry| entry.unwrap().path());
    let told: String = folders
        .chain(rules)
        .map(|path| std::fs::read_to_string(path).unwrap_or_default())
        .collect();
    // What is too large to keep as a file is tested below.
    let elsewhere = [
        codes::FILE_TOO_LARGE,
        codes::TOO_MANY_TEXTS,
        codes::FOLDER_MISSING,
        codes::ARGUMENT_INVALID,
        codes::OUTPUT_STALE,
        codes::PREVIEW_FAILS,
        // Of `new`: see `cli.rs`.
        codes::QUESTIONS_UNREADABLE,
        codes::QUESTIONS_PARTIAL,
        // A fault of ours, which is not there: see `front/printed.rs`.
        codes::PRINTED_OTHERWISE,
        // Of `paraaf`, `sign` and `verify`: see `paraaf.rs` and `seal.rs`.
        codes::ROLE_UNKNOWN,
        codes::NOT_YOUR_TURN,
        codes::KEY_INVALID,
        codes::CERTIFICATE_INVALID,
        codes::PDF_UNSIGNABLE,
        codes::TIMESTAMP_FAILS,
        codes::SIGNER_FAILS,
        codes::FIELD_TAKEN,
        codes::SIGNED_OTHER,
        codes::SIGNED_BEFORE,
        codes::EVIDENCE_MISSING,
        codes::SIGNED_BY_STRANGER,
        // Of `word`: see `word.rs`.
        codes::WITHHELD_GOES_ALONG,
        codes::WORD_UNREADABLE,
        codes::PROPOSAL_STUCK,
        // Of `publish`: see `publish.rs`.
        codes::ORGANISATION_UNKNOWN,
        codes::PUBLICATION_FOLDER,
        codes::WITHHELD_STANDS,
    ];
    let missing: Vec<&str> = codes::ALL
        .iter()
        .filter(|code| !elsewhere.contains(code))
        .map(|code| code.id)
        .filter(|id| !told.contains(&format!("[{id}]")))
        .collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

const DOSSIER: &[u8] = include_bytes!("cases/ok_minimaal/dossier.yaml");

#[track_caller]
fn errors(files: &[(Bestand, &[u8])]) -> String {
    compile(&folder(files), &mut typesetter()).expect_err("this must be refused")
}

#[test]
fn a_file_of_more_than_ten_megabytes_is_refused() {
    let large = vec![b' '; MAX_BYTES + 1];
    let told = errors(&[(Bestand::Dossier, DOSSIER), (Bestand::Brief, &large)]);
    assert!(told.starts_with("fout[D003]: dossier/brief.yaml is groter dan 10 MB"), "{told}");
}

#[test]
fn more_texts_than_typst_can_number_are_refused() {
    let mut brief = String::from("opening: x\nsecties:\n");
    for _ in 0..20_001 {
        brief.push_str("  - {kop: x, tekst: x}\n");
    }
    let told = errors(&[(Bestand::Dossier, DOSSIER), (Bestand::Brief, brief.as_bytes())]);
    assert!(told.contains("fout[S011]"), "{told}");
}

#[test]
fn all_mistakes_of_all_files_are_told_at_once() {
    let told = errors(&[
        (Bestand::Dossier, b"onderwep: x\nhuisstijl: jenf\n"),
        (Bestand::Brief, b"opening: 'zie [^noot]'\nslot:\n"),
        (Bestand::Bijlage, b"titel: x\n\tstatus: y\n"),
    ]);
    for code in ["S001", "S002", "S004", "S006", "P002", "Y002"] {
        assert!(told.contains(&format!("[{code}]")), "{code} is missing in:\n{told}");
    }
}
