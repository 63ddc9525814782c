//! In: a path and bytes. Out: a file, whole or not at all. **I/O.**
//!
//! Only [`Slot`](super::Slot) writes, so that no two do at once.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Failure;

/// What the name begins and ends with under which a file is written, until it is whole.
pub(super) const TEMPORARY: (&str, &str) = (".kamerbrief-", ".tmp");

/// Takes away what somebody who was cut off left half written in a folder that nobody else writes in now.
pub(super) fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes files into a folder. Each file is written whole or not at all: first under another name, then renamed; and none
/// is renamed before all are written, so that a disk that is full leaves what was there. With `within`, no link may lead out
/// of that folder.
pub(super) fn write(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    within: Option<&Path>,
) -> Result<(), Failure> {
    let (mut written, mut cleared) = (Vec::new(), HashSet::new());
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        let fail = |error: io::Error| Failure::of(parent, &error);
        if let Some(within) = within {
            stays_within(parent, within)?;
        }
        fs::create_dir_all(parent).map_err(fail)?;
        // The folder itself was cleared when its slot was taken.
        if parent != folder && cleared.insert(parent.to_owned()) {
            clear(parent);
        }
        let mut file = temporary(parent).map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        // There may be more than can be open at a time.
        written.push((file.into_temp_path(), path));
    }
    for (file, path) in written {
        file.persist(&path).map_err(|error| Failure::of(&path, &error.error))?;
    }
    Ok(())
}

/// Refuses a folder that a link leads out of another one, also when it is not there yet.
pub(super) fn stays_within(folder: &Path, within: &Path) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::of(folder, &error);
    let root = within.canonicalize().map_err(fail)?;
    let there = folder.ancestors().find(|at| at.symlink_metadata().is_ok()).unwrap_or(within);
    match there.canonicalize().map_err(fail)?.starts_with(root) {
        true => Ok(()),
        false => Err(leads_out(folder)),
    }
}

fn leads_out(path: &Path) -> Failure {
    Failure::linked(path, "is een symbolische link die buiten het dossier leidt")
}

/// A file beside the one that it will become, with the permissions of any new file.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Has the disk keep what was renamed in a folder. Not every system can.
fn keep(folder: &Path) {
    if cfg!(unix) {
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Makes a file that is not there yet, whole or not at all.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(path, "is er intussen bij gekomen"),
        _ => Failure::of(path, &error),
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(fail)?;
    let mut file = temporary(parent).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist_noclobber(path).map_err(|error| fail(error.error))?;
    keep(parent);
    Ok(())
}

/// Puts a new content in a file's place, whole or not at all, if it still has the content that it was read with.
/// A link stays, and so do the file's permissions; with `within` it may not lead out of that folder. Each file on its
/// own: of several some may be replaced when another cannot be.
pub(super) fn replace(
    path: &Path,
    before: &[u8],
    after: &[u8],
    within: Option<&Path>,
) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::of(path, &error);
    let real = path.canonicalize().map_err(fail)?;
    if let Some(within) = within
        && !real.starts_with(within.canonicalize().map_err(fail)?)
    {
        return Err(leads_out(path));
    }
    // A new file could be put in its place all the same; but somebody does not want that.
    if real.metadata().map_err(fail)?.permissions().readonly() {
        return Err(Failure::new(path, "is alleen-lezen"));
    }
    if fs::read(&real).map_err(fail)? != before {
        return Err(Failure::new(path, "is intussen gewijzigd"));
    }
    let parent = real.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    let mut file = builder.tempfile_in(parent).map_err(fail)?;
    file.write_all(after).map_err(fail)?;
    file.as_file().set_permissions(real.metadata().map_err(fail)?.permissions()).map_err(fail)?;
    // It may be somebody's only copy: it must be on the disk before the old one goes.
    file.as_file().sync_all().map_err(fail)?;
    file.persist(&real).map_err(|error| fail(error.error))?;
    keep(parent);
    Ok(())
}
