//! Helpers without a typesetter: where the dossiers lie, dossiers in memory, and what damages one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kamerbrief_front::dossier::{Bestand, FileError, Folder};
use proptest::prelude::Strategy;

/// The folder of the whole house, from whichever of its crates.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let house = here.ancestors().find(|folder| folder.join("tests/cases").is_dir());
    house.unwrap().to_owned()
}

/// A dossier in memory.
pub fn folder(files: &[(Bestand, &[u8])]) -> Folder {
    let mut files: BTreeMap<_, _> =
        files.iter().map(|(bestand, bytes)| (*bestand, Ok(bytes.to_vec()))).collect();
    for bestand in Bestand::ALL {
        files.entry(bestand).or_insert(Err(FileError::Missing));
    }
    Folder { name: "dossier".into(), files, ..Folder::default() }
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

/// A character that does harm to YAML or prose, or looks like one that does.
pub fn damage() -> impl Strategy<Value = char> {
    proptest::sample::select(
        " \n\t:-#'\"|>[]{},&*!%@`\\é€\u{a0}\r0~?\u{85}\u{2028}\u{feff}\0\u{7}"
            .chars()
            .collect::<Vec<_>>(),
    )
}
