//! In: any bytes. Out: nothing; stops when a dossier makes the checker panic, or gives a place outside its file.
//!
//! The input is up to six files, separated by the byte 0xFF (which UTF-8 never has): dossier, letter, questions, nota,
//! annex, and whatever file they name: a workbook or CSV, which may hold any byte, or the file that questions are taken
//! over from. An empty file stands for a good one, so that the fuzzer need not find a whole dossier first; without
//! questions there are none.
#![no_main]

use std::sync::LazyLock;

use kamerbrief_base::diagnostic::{self, Text};
use kamerbrief_base::source::Sources;
use kamerbrief_front::dossier::Bestand;
use kamerbrief_front::edit::correct;
use kamerbrief_front::overnemen;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::workspace::{FileError, Files, Workspace};
use kamerbrief_front::{Job, inspect};
use libfuzzer_sys::fuzz_target;

const GOOD: [&[u8]; 5] = [
    include_bytes!("../../tests/regels/basis/dossier.yaml"),
    include_bytes!("../../tests/regels/basis/brief.yaml"),
    b"",
    include_bytes!("../../tests/regels/basis/nota.yaml"),
    include_bytes!("../../tests/regels/basis/bijlage.yaml"),
];

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::default);

/// The files of a dossier, and what any other name stands for.
struct Input {
    own: Vec<(Bestand, Vec<u8>)>,
    named: Vec<u8>,
}

impl Files for Input {
    fn names(&self) -> Result<Vec<String>, String> {
        let own = self.own.iter().filter(|(_, bytes)| !bytes.is_empty());
        Ok(own.map(|(bestand, _)| bestand.name()).collect())
    }

    fn names_in(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let own = self.own.iter().find(|(bestand, _)| bestand.name() == name);
        match own.map_or(&self.named, |(_, bytes)| bytes) {
            bytes if bytes.is_empty() => Err(FileError::Missing),
            bytes => Ok(bytes.clone()),
        }
    }
}

/// A file with questions: what is taken over can be written, and is a file of questions then.
fn taken_over(bytes: &[u8]) {
    let Ok(read) = overnemen::lees(bytes) else { return };
    let yaml = overnemen::vragen_yaml("", &read, read.soort());
    assert!(yaml.is_ok(), "{read:?}");
}

fuzz_target!(|data: &[u8]| {
    let mut parts: Vec<Vec<u8>> = data.splitn(6, |byte| *byte == 0xff).map(<[u8]>::to_vec).collect();
    parts.resize(6, Vec::new());
    let named = parts.pop().unwrap_or_default();
    taken_over(&named);
    let own = Bestand::ALL.into_iter().zip(GOOD).zip(parts).map(|((bestand, good), part)| {
        (bestand, if part.is_empty() { good.to_vec() } else { part })
    });
    let files = Input { own: own.collect(), named };
    // `parafen.yaml` would be the named file.
    let mut workspace = Workspace::new("dossier", files).unwrap_or_else(|why| panic!("{why}")).without_parafen();
    let job = Job { workspace: &workspace, templates: &TEMPLATES, stukken: &[], style: true };
    kamerbrief_front::forget();
    let mut sources = Sources::default();
    let mut found = inspect(job, &|char| !char.is_control(), &mut sources).found;
    diagnostic::sort(&mut found, &sources);
    for diagnostic in &found {
        let labels = diagnostic.labels.iter().map(|label| &label.span);
        for span in labels.chain(diagnostic.fix.iter().map(|edit| &edit.span)) {
            let text = sources.get(span.source).text();
            assert!(text.get(span.range.clone()).is_some(), "{diagnostic:?}");
        }
    }
    Text::new(false, 120).render(&found, &sources);
    diagnostic::short(&found, &sources);
    diagnostic::json(&found, &sources);
    diagnostic::sarif(&found, &sources);
    correct::once(&mut workspace, &found, &sources);
});
