//! In: a folder, or what comes in by the standard input. Out: the folders of dossiers. **I/O.**

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Failure, reason};
use crate::dossier::Bestand;

/// The most folders that are looked through, and the longest list in bytes.
const MOST_FOLDERS: usize = 10_000_000;
const MOST_INPUT: u64 = 256 * 1024 * 1024;

/// Every dossier in a folder, however deep, in the order of their paths. What is in a dossier is not looked through, nor
/// a folder whose name begins with a dot; links are not followed.
///
/// # Errors
/// When a folder cannot be read.
pub fn dossiers(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let own = Bestand::Dossier.name();
    let (mut found, mut open, mut seen) = (Vec::new(), vec![folder.to_owned()], 0);
    while let Some(next) = open.pop() {
        seen += 1;
        if seen > MOST_FOLDERS {
            return Err(Failure::new(folder, format!("meer dan {MOST_FOLDERS} mappen")));
        }
        let fail = |error: io::Error| Failure::of(&next, &error);
        let mut folders = Vec::new();
        let mut is_dossier = false;
        for entry in fs::read_dir(&next).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let kind = entry.file_type().map_err(fail)?;
            is_dossier |= entry.file_name() == *own && !kind.is_dir();
            if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
                folders.push(entry.path());
            }
        }
        if is_dossier { found.push(next) } else { open.append(&mut folders) }
    }
    found.sort();
    Ok(found)
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
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(PathBuf::from).collect())
}
