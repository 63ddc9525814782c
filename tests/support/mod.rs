//! Helpers: run the binary, compile in memory, read PDFs back.

pub mod page_text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kamerbrief::diagnostic::{self, Text};
use kamerbrief::dossier::{Bestand, FileError, Folder, Stuk};
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Fonts, Typesetter};
use kamerbrief::{Job, Outcome, prepare, system};
use page_validation::{ValidationOptions, ValidationProfile};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the binary in a folder, without anything of the machine's that could change its output.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kamerbrief"))
        .current_dir(folder)
        .args(arguments)
        .env_remove("COLUMNS")
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

pub fn typesetter() -> Typesetter {
    Typesetter::new(Fonts::new([]))
}

/// A dossier in memory.
pub fn folder(files: &[(Bestand, &[u8])]) -> Folder {
    let files: BTreeMap<_, _> = files.iter().map(|(bestand, bytes)| (*bestand, Ok(bytes.to_vec()))).collect();
    Folder { name: "dossier".into(), files, unknown: Vec::new() }
}

/// What came of a dossier in memory: its PDFs, or its diagnostics as printed.
pub fn compile(folder: &Folder, typesetter: &mut Typesetter) -> Result<Vec<(Stuk, Vec<u8>)>, String> {
    compile_with(folder, &|_: &str| Err(FileError::Missing), typesetter)
}

pub fn compile_with(
    folder: &Folder,
    fetch: &dyn Fn(&str) -> Result<Vec<u8>, FileError>,
    typesetter: &mut Typesetter,
) -> Result<Vec<(Stuk, Vec<u8>)>, String> {
    let templates = Templates::default();
    let job = Job { folder, templates: &templates, stukken: &[], fetch };
    let Outcome { sources, mut found, prepared } = prepare(job, typesetter);
    let mut pdfs = Vec::new();
    if let Some(prepared) = &prepared {
        for stuk in prepared.stukken() {
            let (document, warnings) = prepared.typeset(*stuk, typesetter, &sources);
            found.extend(warnings);
            let Some(document) = document else { continue };
            match prepared.pdf(*stuk, &document, typesetter, &sources) {
                Ok(bytes) => pdfs.push((*stuk, bytes)),
                Err(errors) => found.extend(errors),
            }
        }
    }
    if prepared.is_none() || diagnostic::has_errors(&found) {
        diagnostic::sort(&mut found, &sources);
        return Err(Text::new(false, 120).render(&found, &sources));
    }
    Ok(pdfs)
}

/// The PDFs of a dossier on disk.
#[track_caller]
pub fn compile_folder(path: &Path, typesetter: &mut Typesetter) -> Vec<(Stuk, Vec<u8>)> {
    let folder = system::read_folder(path).unwrap();
    let fetch = |name: &str| system::read_within(path, name);
    compile_with(&folder, &fetch, typesetter).unwrap_or_else(|errors| panic!("{}:\n{errors}", path.display()))
}

/// Every dossier that must build: those of `content/`, and the good cases.
pub fn good_dossiers() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = ["content", "tests/cases"]
        .iter()
        .flat_map(|folder| root().join(folder).read_dir().unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("dossier.yaml").exists())
        .filter(|path| !path.file_name().unwrap().to_string_lossy().starts_with("err_"))
        .collect();
    all.sort();
    assert!(all.len() > 5, "the dossiers are not where they are looked for");
    all
}

/// Stops at any rule of PDF/A-2a or PDF/UA-1 that a PDF does not meet.
#[track_caller]
pub fn assert_conforms(name: &str, pdf: &[u8]) {
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let report = page_validation::validate_pdf_bytes(pdf, &options).unwrap();
        assert!(report.is_compliant, "{name}, {profile:?}: {:#?}", report.failures);
    }
}

/// White space of any kind and length counts as one space.
pub fn normalize(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
