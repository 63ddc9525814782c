//! In: any bytes. Out: nothing; stops when a dossier makes the checker panic, or gives a place outside its file.
//!
//! The input is up to five files, separated by the byte 0xFF (which UTF-8 never has): dossier, letter, nota, annex,
//! and whatever file they name: a workbook or CSV, which may hold any byte. An empty file stands for a good one, so
//! that the fuzzer need not find a whole dossier first.
#![no_main]

use std::sync::LazyLock;

use kamerbrief::diagnostic::{self, Text};
use kamerbrief::dossier::Bestand;
use kamerbrief::edit::correct;
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::Fonts;
use kamerbrief::{Job, inspect};
use libfuzzer_sys::fuzz_target;

const GOOD: [&[u8]; 4] = [
    include_bytes!("../../tests/regels/basis/dossier.yaml"),
    include_bytes!("../../tests/regels/basis/brief.yaml"),
    include_bytes!("../../tests/regels/basis/nota.yaml"),
    include_bytes!("../../tests/regels/basis/bijlage.yaml"),
];

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::new([]));
static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::default);

fuzz_target!(|data: &[u8]| {
    let mut folder = Folder { name: "dossier".into(), ..Folder::default() };
    let mut parts: Vec<Vec<u8>> = data.splitn(5, |byte| *byte == 0xff).map(<[u8]>::to_vec).collect();
    parts.resize(5, Vec::new());
    let named = parts.pop().unwrap_or_default();
    for ((bestand, good), part) in Bestand::ALL.into_iter().zip(GOOD).zip(parts) {
        let bytes = if part.is_empty() { good.to_vec() } else { part };
        folder.files.insert(bestand, Ok(bytes));
    }
    let fetch = |_: &str| if named.is_empty() { Err(FileError::Missing) } else { Ok(named.clone()) };
    let job = Job { folder: &folder, templates: &TEMPLATES, stukken: &[], style: true, fetch: &fetch };
    let mut sources = Sources::default();
    let mut found = inspect(job, &FONTS, &mut sources).found;
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
    correct::once(&mut folder, &found, &sources);
});
