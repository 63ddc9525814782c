//! In: what somebody typed and is not in a file yet. Out: that, for this user only, until it is; also after the program
//! was cut off. **I/O.**

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use super::note::{private_file, private_folder};
use crate::dossier::Vingerafdruk;

/// What the name of one ends in.
const END: &str = ".json";
/// Most that is read of one, in bytes, and most that are read.
const MOST: u64 = 32 * 1024 * 1024;
const MOST_FILES: usize = 200;

/// What was typed in one dossier, by names.
#[derive(Debug, Clone)]
pub struct Kladjes(Option<PathBuf>);

impl Kladjes {
    /// Those of a dossier's folder.
    pub fn of(dossier: &Path) -> Self {
        let whole = dossier.canonicalize().unwrap_or_else(|_| dossier.to_owned());
        let name = Vingerafdruk::of([whole.to_string_lossy().as_bytes()]).short();
        Self(folder().map(|folder| folder.join("kladjes").join(name)))
    }

    /// All of them, by name.
    pub fn all(&self) -> Vec<(String, Vec<u8>)> {
        let entries = self.0.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
        let mut all: Vec<(String, Vec<u8>)> = entries
            .flatten()
            .take(MOST_FILES)
            .filter_map(|entry| {
                let name = entry.file_name().to_string_lossy().strip_suffix(END)?.to_owned();
                Some((name, super::files::read_limited(&entry.path(), MOST).ok()?))
            })
            .collect();
        all.sort();
        all
    }

    /// Keeps one, in the place of an earlier one with its name.
    ///
    /// # Errors
    /// When this user has no folder of his own, or cannot write there.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let folder = self
            .0
            .as_ref()
            .ok_or_else(|| Failure::new(Path::new("HOME"), "geen map van deze gebruiker"))?;
        let fail = |error: io::Error| Failure::of(folder, &error);
        private_folder(folder).map_err(fail)?;
        let (path, new) =
            (folder.join(format!("{name}{END}")), folder.join(format!("{name}.nieuw")));
        match fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        let written = private_file(&new).and_then(|mut file| file.write_all(bytes));
        written.and_then(|()| fs::rename(&new, &path)).map_err(|error| {
            let _ = fs::remove_file(&new);
            fail(error)
        })
    }

    /// Takes one away; the folder goes with the last.
    pub fn forget(&self, name: &str) {
        let Some(folder) = &self.0 else { return };
        let _ = fs::remove_file(folder.join(format!("{name}{END}")));
        let _ = fs::remove_dir(folder);
    }
}

/// The user's own folder for what stays when he leaves, or else one that is at least his own.
fn folder() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let own = of("XDG_STATE_HOME")
        .or_else(|| of("LOCALAPPDATA"))
        .or_else(|| Some(of("HOME")?.join(".local/state")))?;
    own.is_absolute().then(|| own.join("kamerbrief"))
}
