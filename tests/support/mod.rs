//! Helpers: run the binary, compile in memory, read PDFs back.

pub mod page_text;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kamerbrief::diagnostic::{self, Text};
use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Fonts, Typesetter};
use kamerbrief::workspace::{Files, Workspace};
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
pub fn folder(files: &[(Bestand, &[u8])]) -> Workspace {
    let files = files.iter().map(|(bestand, bytes)| (bestand.name(), bytes.to_vec()));
    of_files(files.collect::<BTreeMap<_, _>>())
}

/// A dossier of any files.
pub fn of_files(files: impl Files + Send + 'static) -> Workspace {
    Workspace::new("dossier", files).unwrap()
}

/// A dossier on disk.
pub fn on_disk(path: &Path) -> Workspace {
    Workspace::new(path.display().to_string(), system::Folder(path.to_owned())).unwrap()
}

/// What came of a dossier in memory: its PDFs, or its diagnostics as printed.
pub fn compile(
    workspace: &Workspace,
    typesetter: &mut Typesetter,
) -> Result<Vec<(Stuk, Vec<u8>)>, String> {
    compile_with(workspace, &Templates::default(), typesetter)
}

pub fn compile_with(
    workspace: &Workspace,
    templates: &Templates,
    typesetter: &mut Typesetter,
) -> Result<Vec<(Stuk, Vec<u8>)>, String> {
    let job = Job { workspace, templates, stukken: &[], style: false };
    let Outcome { sources, mut found, prepared, .. } = prepare(job, typesetter);
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
    let own = path.join("sjablonen");
    let files = if own.is_dir() { system::read_templates(&own).unwrap() } else { BTreeMap::new() };
    let (templates, _) = Templates::with(&own.display().to_string(), files);
    compile_with(&on_disk(path), &templates, typesetter)
        .unwrap_or_else(|errors| panic!("{}:\n{errors}", path.display()))
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
        // page_validation 0.12.2 takes a last byte 0x0D of a stream for a part of the line end after it,
        // and so sees a wrong length in one of 256 streams. The rule is checked here instead.
        let failures: Vec<_> = report
            .failures
            .iter()
            .filter(|failure| match failure.rule_id.as_str() {
                "ISO 19005-2:2011:6.1.7.1:1" => !stream_lengths_are_right(pdf),
                // It wants every signature to reach to the end of the file as it is now, which of two signatures
                // only the last one can: each must reach to the end of its own revision (ISO 32000-1, 12.8.1).
                "ISO 19005-2:2011:6.4.3:1" => !signatures_cover_their_revisions(pdf),
                _ => true,
            })
            .collect();
        assert!(failures.is_empty(), "{name}, {profile:?}: {failures:#?}");
    }
}

/// ISO 19005-2, 6.1.7.1: each stream is as long as its `/Length` says.
fn stream_lengths_are_right(pdf: &[u8]) -> bool {
    let find = |needle: &[u8], from: usize| {
        pdf[from..].windows(needle.len()).position(|window| window == needle).map(|at| from + at)
    };
    let mut at = 0;
    let mut streams = 0;
    while let Some(found) = find(b">>\nstream\n", at).or_else(|| find(b">>stream\n", at)) {
        let start = found + pdf[found..].iter().position(|byte| *byte == b'm').unwrap() + 2;
        let dictionary = String::from_utf8_lossy(
            &pdf[pdf[..found].windows(4).rposition(|w| w == b" obj").unwrap()..found],
        );
        let digits = dictionary.split("/Length ").nth(1).unwrap_or_default();
        let length: usize =
            digits.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
        if !pdf[start + length..].starts_with(b"\nendstream") {
            return false;
        }
        streams += 1;
        at = start + length;
    }
    streams > 3
}

/// Each signature is over everything up to the end of a revision, and one of them over the whole file.
fn signatures_cover_their_revisions(pdf: &[u8]) -> bool {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let ranges =
        document.objects.values().filter_map(|one| one.as_dict().ok()?.get(b"ByteRange").ok());
    let ends: Vec<usize> = ranges
        .map(|range| {
            let numbers = range.as_array().unwrap().iter().map(|one| one.as_i64().unwrap());
            let [0, _, from, length] = numbers.collect::<Vec<_>>()[..] else { return 0 };
            usize::try_from(from + length).unwrap()
        })
        .collect();
    ends.iter().all(|end| pdf[..*end].ends_with(b"%%EOF\n")) && ends.contains(&pdf.len())
}

/// White space of any kind and length counts as one space.
pub fn normalize(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
