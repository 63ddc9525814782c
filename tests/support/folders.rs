//! Helpers without a typesetter: where the dossiers lie, dossiers in memory, and what damages one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kamerbrief_front::dossier::Bestand;
use kamerbrief_front::workspace::{Files, Workspace};
use proptest::prelude::Strategy;

/// The folder of the whole house, from whichever of its crates.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let house = here.ancestors().find(|folder| folder.join("tests/cases").is_dir());
    house.unwrap().to_owned()
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
