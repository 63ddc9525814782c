//! In: the lists in `templates/lijsten/`. Out: the same as one file of JSON, which a program that begins reads ten times as
//! fast. Reads and writes files, when the crate is built.
#![allow(clippy::disallowed_methods, reason = "a program of its own, outside the house")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

/// The lists, from where the crate stands.
const LISTS: &str = "../../templates/lijsten";

fn main() -> Result<(), Box<dyn Error>> {
    let var = |name| env::var_os(name).map(PathBuf::from).ok_or("cargo says where");
    let (here, out) = (var("CARGO_MANIFEST_DIR")?, var("OUT_DIR")?);
    let folder = here.join(LISTS);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut lists = BTreeMap::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if let Some(name) = path.file_stem().filter(|_| is_list(&path)) {
            let list: Value = serde_yaml::from_slice(&fs::read(&path)?)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            lists.insert(name.to_string_lossy().into_owned(), list);
        }
    }
    fs::write(out.join("lijsten.json"), serde_json::to_vec(&lists)?)?;
    Ok(())
}

fn is_list(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml")
}
