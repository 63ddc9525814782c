//! In: a path and bytes. Out: a file, whole or not at all. **I/O.**

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{Failure, reason};

/// Writes files into a folder, which is made when it is not there. Each file is written whole or not
/// at all: first under another name, then renamed. With `within`, no link may lead out of that folder.
///
/// # Errors
/// The first file or folder that cannot be written.
pub fn write(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    within: Option<&Path>,
) -> Result<(), Failure> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        let fail = |error: io::Error| Failure::new(parent, reason(&error));
        fs::create_dir_all(parent).map_err(fail)?;
        if let Some(within) = within {
            let root = within.canonicalize().map_err(fail)?;
            if !parent.canonicalize().map_err(fail)?.starts_with(root) {
                return Err(Failure::new(
                    parent,
                    "is een symbolische link die buiten het dossier leidt",
                ));
            }
        }
        let mut file = temporary(parent).map_err(fail)?;
        file.write_all(bytes).map_err(fail)?;
        file.persist(&path).map_err(|error| Failure::new(&path, reason(&error.error)))?;
    }
    Ok(())
}

/// A file beside the one that it will become, with the permissions of any new file.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kamerbrief-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes a file that is not there yet, whole or not at all.
///
/// # Errors
/// When it is there, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(path, "is er intussen bij gekomen"),
        _ => Failure::new(path, reason(&error)),
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(fail)?;
    let mut file = temporary(parent).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist_noclobber(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Puts a new content in a file's place, whole or not at all, if it still has the content that it was read with.
/// A link stays, and so do the file's permissions. Each file on its own: of several some may be replaced when
/// another cannot be.
///
/// # Errors
/// When the file was changed in the meantime, or cannot be written.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), Failure> {
    let fail = |error: io::Error| Failure::new(path, reason(&error));
    let real = path.canonicalize().map_err(fail)?;
    // A new file could be put in its place all the same; but somebody does not want that.
    if real.metadata().map_err(fail)?.permissions().readonly() {
        return Err(Failure::new(path, "is alleen-lezen"));
    }
    if fs::read(&real).map_err(fail)? != before {
        return Err(Failure::new(path, "is intussen gewijzigd"));
    }
    let parent = real.parent().unwrap_or(Path::new("."));
    let mut file =
        tempfile::Builder::new().prefix(".kamerbrief-").tempfile_in(parent).map_err(fail)?;
    file.write_all(after).map_err(fail)?;
    file.as_file().set_permissions(real.metadata().map_err(fail)?.permissions()).map_err(fail)?;
    // It may be somebody's only copy: it must be on the disk before the old one goes.
    file.as_file().sync_all().map_err(fail)?;
    file.persist(&real).map_err(|error| fail(error.error))?;
    Ok(())
}
