//! Helpers without a typesetter: where the dossiers lie, and dossiers in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kamerbrief_front::dossier::{Bestand, FileError, Folder};
use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

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

/// The same cases in every run, so that a build does not fail by chance. To look further:
/// `PROPTEST_RNG_SEED=7 PROPTEST_CASES=2000 cargo test properties`.
pub fn cases(number: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let number = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { number };
    let seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(28_638),
        fixed => fixed,
    };
    // No files beside the tests: a failure prints its smallest input.
    ProptestConfig { cases: number, rng_seed: seed, failure_persistence: None, ..asked }
}
