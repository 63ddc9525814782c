//! In: what a running program wants to tell other runs of it. Out: that, for this user only, as long as it runs. **I/O.**
//!
//! A note is a file that only this user can read, locked by the run that it is about: one without a lock is of a run
//! that has ended, and is taken away.

use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::Failure;

/// The folder of the program in the user's own.
const FOLDER: &str = "kamerbrief";
/// The longest note, in bytes.
const MOST: u64 = 16 * 1024;

/// A note, there until this is dropped.
#[derive(Debug)]
pub struct Note {
    path: PathBuf,
    _lock: fs::File,
}

impl Note {
    /// Leaves a note under a name, in the place of an earlier one.
    ///
    /// # Errors
    /// When this user has no folder of his own, or cannot write there.
    pub fn leave(name: &str, text: &str) -> Result<Self, Failure> {
        let folder = folder().ok_or_else(|| {
            Failure::new(Path::new("XDG_RUNTIME_DIR"), "geen map van deze gebruiker")
        })?;
        let fail = |error: io::Error| Failure::of(&folder, &error);
        private_folder(&folder).map_err(fail)?;
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
            _ => {}
        }
        let mut file = private_file(&path).map_err(fail)?;
        file.try_lock().map_err(|error| fail(error.into()))?;
        file.write_all(text.as_bytes()).map_err(fail)?;
        Ok(Self { path, _lock: file })
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        // One that stays is seen to be of a run that has ended.
        let _ = fs::remove_file(&self.path);
    }
}

/// What the runs say that are still there.
pub fn notes() -> Vec<String> {
    let entries = folder().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().filter_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Option<String> {
    let file = fs::File::open(path).ok()?;
    if file.try_lock_shared().is_ok() {
        let _ = fs::remove_file(path);
        return None;
    }
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The user's own folder for what lives as long as he is there, or else one that is at least his own.
fn folder() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let own = of("XDG_RUNTIME_DIR")
        .or_else(|| of("LOCALAPPDATA"))
        .or_else(|| Some(of("HOME")?.join(".cache")))?;
    own.is_absolute().then(|| own.join(FOLDER))
}

pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

pub(super) fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
