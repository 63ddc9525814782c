//! In: a folder, or what comes in by the standard input. Out: the folders of dossiers. **I/O.**

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Failure, reason};
use crate::dossier::Bestand;

/// The most folders that are looked through, and the longest list in bytes.
const MOST_FOLDERS: usize = 10_000_000;
const MOST_INPUT: u64 = 256 * 1024 * 1024;

/// What a file system keeps in its root for itself.
const LOST: &str = "lost+found";

/// Every dossier in a folder, however deep, in the order of their paths. What is in a dossier is not looked through, nor
/// a folder whose name begins with a dot; links are not followed. A folder that cannot be read may be a dossier: it is one
/// of them, so that whoever reads it says what is wrong with it.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn dossiers(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let own = Bestand::Dossier.name();
    let (mut found, mut open, mut seen) = (Vec::new(), vec![folder.to_owned()], 0);
    while let Some(next) = open.pop() {
        seen += 1;
        if seen > MOST_FOLDERS {
            return Err(Failure::new(folder, format!("meer dan {MOST_FOLDERS} mappen")));
        }
        match looked_through(&next, &own) {
            Ok(Some(mut folders)) => open.append(&mut folders),
            Err(error) if next == folder => return Err(Failure::of(&next, &error)),
            Ok(None) | Err(_) => found.push(next),
        }
    }
    found.sort();
    Ok(found)
}

/// Whether dossiers are in a folder that is none, as far as a glance tells: in it, or in a folder in it.
pub(super) fn has_dossiers(folder: &Path) -> bool {
    let own = Bestand::Dossier.name();
    let below = |folder: &PathBuf| looked_through(folder, &own).ok().flatten();
    let is_one = |folder: &PathBuf| folder.join(&own).is_file();
    let folders = below(&folder.to_owned()).unwrap_or_default();
    folders.iter().any(is_one) || folders.iter().filter_map(below).flatten().any(|one| is_one(&one))
}

/// The folders in a folder; `None` for that of a dossier.
fn looked_through(folder: &Path, own: &str) -> io::Result<Option<Vec<PathBuf>>> {
    let (mut folders, mut is_dossier) = (Vec::new(), false);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name());
        is_dossier |= name == *own && !kind.is_dir();
        if kind.is_dir() && name != *LOST && !name.to_string_lossy().starts_with('.') {
            folders.push(entry.path());
        }
    }
    Ok((!is_dossier).then_some(folders))
}

/// What leads to a file or folder without links; the path itself when there is nothing.
pub fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The paths that come in by the standard input, one on each line; empty lines do not count.
///
/// # Errors
/// When it cannot be read, or is no UTF-8.
pub fn paths_of_input() -> Result<Vec<PathBuf>, Failure> {
    let fail = |why: String| Failure::new(Path::new("-"), why);
    let mut text = String::new();
    io::stdin().lock().take(MOST_INPUT).read_to_string(&mut text).map_err(|error| {
        match error.kind() {
            io::ErrorKind::InvalidData => fail("is geen UTF-8".into()),
            _ => fail(reason(&error)),
        }
    })?;
    // What Windows puts before a text.
    let text = text.trim_start_matches('\u{feff}');
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(PathBuf::from).collect())
}
