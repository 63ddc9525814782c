//! In: paths. Out: what is there, read within bounds. **I/O.**

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::LazyLock;
use std::time::SystemTime;

use super::{Failure, reason};
use crate::dossier::Vingerafdruk;
use crate::workspace::{FileError, Files, MAX_BYTES};

/// Most files of a template or font folder that are read.
const MAX_FILES: usize = 2_000;
/// The largest font file: large CJK collections stay under this.
const MAX_FONT_BYTES: u64 = 64 * 1024 * 1024;
/// The largest file that a user may name.
const MAX_NAMED_BYTES: u64 = 200 * 1024 * 1024;

/// Whether a folder is there.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a file is there.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// The whole path of a file or folder, if it is there.
pub fn absolute(path: &Path) -> Option<PathBuf> {
    path.exists().then(|| std::path::absolute(path).ok())?
}

/// The folders that a file is in or would come to be in, the nearest first, through whatever links.
pub fn folders_above(file: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let there = match absolute.canonicalize() {
        Ok(file) => file.parent().map(Path::to_owned),
        Err(_) => absolute.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok()),
    };
    there.iter().flat_map(|folder| folder.ancestors()).map(Path::to_owned).collect()
}

/// A path as it is without links, from the root on; `None` for what is not there.
pub fn resolved(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// The fingerprint of the program that runs; `None` when it cannot be read.
pub fn program() -> Option<Vingerafdruk> {
    static PROGRAM: LazyLock<Option<Vingerafdruk>> = LazyLock::new(|| {
        let file = std::env::current_exe().and_then(fs::File::open).ok()?;
        Vingerafdruk::of_reader(file).ok()
    });
    *PROGRAM
}

/// Whether two paths lead to the same file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// The last part of a folder's path, also of `.` and `..`.
pub fn folder_name(folder: &Path) -> OsString {
    let whole = folder.canonicalize();
    let name = whole.as_deref().unwrap_or(folder).file_name();
    name.map_or_else(|| "dossier".into(), ToOwned::to_owned)
}

/// Reads a file that the user names.
///
/// # Errors
/// When it cannot be had, or is larger than 200 MB.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    read_limited(path, MAX_NAMED_BYTES)
}

/// The folder of a dossier.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn names(&self) -> Result<Vec<String>, String> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.0).map_err(|error| reason(&error))? {
            let name = entry.map_err(|error| reason(&error))?.file_name();
            if is_yaml(Path::new(&name)) {
                names.push(name.to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    fn names_in(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let inside = Self(self.0.join(folder));
        match inside.0.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            _ if !stays_within(&self.0, &inside.0) => return Err(FileError::Outside),
            _ => {}
        }
        match inside.names() {
            Ok(names) if names.len() > MAX_FILES => {
                Err(FileError::Unreadable(format!("er staan meer dan {MAX_FILES} bestanden in")))
            }
            names => names.map_err(FileError::Unreadable),
        }
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        read_within(&self.0, name)
    }
}

/// Whether a file would count as a part of the dossier that it lies in, by its name.
pub fn is_yaml(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lower = name.to_lowercase();
    // Windows hides what a name ends in: then `brief.yaml` is `brief.yaml.txt` on the disk.
    let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
    let yaml = lower.ends_with(".yaml") || lower.ends_with(".yml");
    yaml && !name.starts_with('.')
}

/// The paths of what a folder holds; nothing of one that cannot be read.
pub fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

/// Whether a path stays in a folder, through whatever links.
fn stays_within(folder: &Path, path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(path).zip(real(folder)).is_some_and(|(path, folder)| path.starts_with(folder))
}

/// Reads a file that a dossier names. The path, and whatever links it goes through, must stay within
/// the folder.
fn read_within(folder: &Path, name: &str) -> Result<Vec<u8>, FileError> {
    let relative = Path::new(name);
    if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Err(FileError::Outside);
    }
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing,
        _ => FileError::Unreadable(reason(&error)),
    };
    let root = folder.canonicalize().map_err(refused)?;
    let path = match folder.join(relative).canonicalize() {
        Ok(path) => path,
        // A link to nothing is not a missing file: the author should see that it is a link.
        Err(_) if folder.join(relative).is_symlink() => return Err(FileError::Outside),
        Err(error) => return Err(refused(error)),
    };
    if !path.starts_with(&root) {
        return Err(FileError::Outside);
    }
    let meta = path.metadata().map_err(refused)?;
    if !meta.is_file() {
        return Err(FileError::Unreadable("het is geen bestand".into()));
    }
    if meta.len() > MAX_BYTES as u64 {
        return Err(FileError::TooLarge);
    }
    fs::read(&path).map_err(refused)
}

/// Reads the templates of a folder, by their path in it.
///
/// # Errors
/// When something in it cannot be read.
pub fn read_templates(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    for path in walk(folder)? {
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<String> = relative
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        if is_template(relative) {
            files.insert(parts.join("/"), read_limited(&path, MAX_BYTES as u64)?);
        }
    }
    Ok(files)
}

/// Whether a file in a folder of templates is read, by its path in it.
pub fn is_template(relative: &Path) -> bool {
    let name = |part: &std::ffi::OsStr| part.to_string_lossy().into_owned();
    let hidden = relative.iter().any(|part| name(part).starts_with('.'));
    let last = relative.file_name().map(name).unwrap_or_default();
    !hidden && [".j2", ".typ", ".yaml", ".svg", ".png"].iter().any(|end| last.ends_with(end))
}

/// Whether a file is a font, by its name.
pub fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["ttf", "otf", "ttc", "otc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Reads the font files of a folder, in the order of their names.
///
/// # Errors
/// When something in it cannot be read.
pub(super) fn read_fonts(folder: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    walk(folder)?
        .iter()
        .filter(|path| is_font(path))
        .map(|path| read_limited(path, MAX_FONT_BYTES))
        .collect()
}

/// Times and sizes of files, by which a change of one is noticed.
pub type Stamps = BTreeMap<PathBuf, Stamp>;

/// Time of change and size of a file, if it is there.
pub type Stamp = Option<(SystemTime, u64)>;

/// The stamps of the files that count, by their path in one of these folders.
pub fn stamps(folders: &[PathBuf], counts: fn(&Path) -> bool) -> Stamps {
    let files = folders.iter().flat_map(|folder| {
        let all = walk(folder).unwrap_or_default().into_iter();
        all.filter(move |path| path.strip_prefix(folder).is_ok_and(counts))
    });
    files.map(|path| (path.clone(), stamp(&path))).collect()
}

/// Time of change and size of a file; of a folder only that it is there.
pub fn stamp(path: &Path) -> Stamp {
    let meta = path.metadata().ok()?;
    match meta.is_dir() {
        true => Some((SystemTime::UNIX_EPOCH, 0)),
        false => Some((meta.modified().ok()?, meta.len())),
    }
}

/// All files below a folder, sorted.
///
/// # Errors
/// When something in it cannot be read, or when it holds too much.
pub fn walk(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = walk_with_empty(folder)?;
    files.retain(|path| path.is_symlink() || !path.is_dir());
    Ok(files)
}

/// The same, with the folders that have nothing in them. Links are not followed.
pub(super) fn walk_with_empty(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let mut empty = next != folder;
        for entry in fs::read_dir(&next).map_err(|error| Failure::of(&next, &error))? {
            let entry = entry.map_err(|error| Failure::of(&next, &error))?;
            let kind = entry.file_type().map_err(|error| Failure::of(&next, &error))?;
            empty = false;
            if kind.is_dir() {
                open.push(entry.path());
            } else {
                files.push(entry.path());
            }
            if files.len() > MAX_FILES {
                return Err(Failure::new(folder, format!("meer dan {MAX_FILES} bestanden")));
            }
        }
        if empty {
            files.push(next);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads a file of at most this many bytes.
pub(super) fn read_limited(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let fail = |error: io::Error| Failure::of(path, &error);
    // A device or pipe may never end.
    if !path.metadata().map_err(fail)?.is_file() {
        return Err(Failure::new(path, "is geen bestand"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path).map_err(fail)?.take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > most {
        let size =
            if most < 1024 * 1024 { "4 kB".into() } else { format!("{} MB", most / 1024 / 1024) };
        return Err(Failure::new(path, format!("het bestand is groter dan {size}")));
    }
    Ok(bytes)
}
