//! In: a path and files by name. Out: a folder, whole or not at all, also in the place of an earlier one. **I/O.**
//!
//! The files are written into a folder beside the one that they will be, and brought to the disk; then the two change
//! places in one step, and the earlier one goes. So at every moment there is the old folder or the new one, and what a
//! run left that was broken off, the next one removes. Where the disk or the system cannot change places (Windows), the
//! old folder goes out of the way first; when a run is broken off in between, the next one puts it back.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::TempDir;

use super::files::{read_limited, walk_with_empty};
use super::{Failure, Slot};

/// How often it is tried again when another run is faster, on a disk that cannot keep it out.
const TRIES: usize = 20;
/// The largest file that is read back.
const MAX_BYTES: u64 = 200 * 1024 * 1024;

/// The files of a folder, by their path in it.
pub type Contents = BTreeMap<String, Vec<u8>>;

/// What stands in a folder and is no file that only stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Vreemd {
    /// A link to a file or folder elsewhere.
    Koppeling,
    /// A folder without anything in it.
    LegeMap,
    /// A device, a pipe or the like.
    GeenBestand,
    /// A file that has another name too, here or elsewhere.
    TweedeNaam,
}

impl Vreemd {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Koppeling => "is een koppeling naar iets anders, en geen bestand",
            Self::LegeMap => "is een lege map",
            Self::GeenBestand => "is geen gewoon bestand",
            Self::TweedeNaam => {
                "heeft nog een andere naam (harde koppeling): wie dat bestand wijzigt, wijzigt ook dit"
            }
        }
    }

    /// Whether the folder is another one by it: a second name changes nothing in the file.
    pub fn counts(self) -> bool {
        self != Self::TweedeNaam
    }
}

/// What stands below a folder, by the path in it, with `/` between the names.
#[derive(Debug, Default)]
pub struct Mapinhoud {
    /// The files.
    pub files: Contents,
    /// What is no file, or not only this one. A link is not followed.
    pub vreemd: BTreeMap<String, Vreemd>,
}

/// Reads what stands below a folder.
///
/// # Errors
/// When something in it cannot be read.
pub fn read_folder(folder: &Path) -> Result<Mapinhoud, Failure> {
    let mut inhoud = Mapinhoud::default();
    for path in walk_with_empty(folder)? {
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        let names: Vec<_> = relative.iter().map(|name| name.to_string_lossy()).collect();
        let name = names.join("/");
        let meta = path.symlink_metadata().map_err(|error| Failure::of(&path, &error))?;
        let vreemd = match meta.file_type() {
            kind if kind.is_symlink() => Some(Vreemd::Koppeling),
            kind if kind.is_dir() => Some(Vreemd::LegeMap),
            kind if !kind.is_file() => Some(Vreemd::GeenBestand),
            _ => is_shared(&meta).then_some(Vreemd::TweedeNaam),
        };
        if vreemd.is_none_or(|one| !one.counts()) {
            inhoud.files.insert(name.clone(), read_limited(&path, MAX_BYTES)?);
        }
        inhoud.vreemd.extend(vreemd.map(|one| (name, one)));
    }
    Ok(inhoud)
}

/// Whether a file has more names than one.
#[cfg(unix)]
fn is_shared(meta: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(meta) > 1
}

#[cfg(not(unix))]
fn is_shared(_: &fs::Metadata) -> bool {
    false
}

impl Slot {
    /// Makes a folder with these files in the folder of the slot, or where a link of this name leads. What is there already
    /// goes, if `may_go` says so of its files; an empty folder always.
    ///
    /// # Errors
    /// When something else is there, or the folder cannot be written. Then everything is as it was.
    pub fn replace_folder(
        &self,
        target: &Path,
        files: &[(String, Vec<u8>)],
        may_go: &dyn Fn(&Mapinhoud) -> bool,
    ) -> Result<(), Failure> {
        // A link stays, and leads to the new folder.
        let real = target.canonicalize().unwrap_or_else(|_| target.to_owned());
        let Some(name) = real.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            return Err(Failure::new(target, "is geen naam voor een map"));
        };
        let fail = |error: io::Error| Failure::of(target, &error);
        let real = self.folder().join(&name);
        let _turn = self.turn();
        let beside = Beside { parent: self.folder(), name };
        // Where others cannot be kept out, what looks left may be somebody's work.
        if self.is_certain() {
            beside.recover(&real);
        }
        accept(&real, target, may_go)?;
        let new = beside.make(&beside.new_prefix()).map_err(fail)?;
        fill(new.path(), files).map_err(fail)?;
        if let Some(old) = beside.swap(new.path(), &real).map_err(fail)? {
            // Another program may have put something there in the meantime.
            if let Err(failure) = accept(&old, target, may_go) {
                let back = beside.swap(&old, &real);
                return Err(back.err().map_or(failure, |error| Failure::of(&old, &error)));
            }
            // What cannot be removed now, the next run removes.
            let _ = fs::remove_dir_all(&old);
        }
        // The new folder is there; that its name is on the disk too, not every system can say.
        let _ = sync(self.folder());
        Ok(())
    }
}

/// Whether what is there may go; `name` is how the user knows it.
fn accept(folder: &Path, name: &Path, may_go: &dyn Fn(&Mapinhoud) -> bool) -> Result<(), Failure> {
    match folder.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::of(name, &error)),
        Ok(meta) if !meta.is_dir() => return Err(Failure::new(name, "is geen map")),
        Ok(_) => {}
    }
    let there = read_folder(folder)?;
    let empty = there.files.is_empty() && there.vreemd.is_empty();
    match empty || may_go(&there) {
        true => Ok(()),
        false => Err(Failure::new(name, "is intussen een andere map")),
    }
}

/// Folders that stand beside one for a moment.
struct Beside<'a> {
    parent: &'a Path,
    name: String,
}

impl Beside<'_> {
    fn new_prefix(&self) -> String {
        format!(".kamerbrief-{}.nieuw-", self.name)
    }

    fn old_prefix(&self) -> String {
        format!(".kamerbrief-{}.oud-", self.name)
    }

    /// A new folder, with the permissions of any.
    fn make(&self, prefix: &str) -> io::Result<TempDir> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        builder.tempdir_in(self.parent)
    }

    /// Removes what runs left that were broken off, and puts the folder back that one of them took away.
    fn recover(&self, target: &Path) {
        for entry in fs::read_dir(self.parent).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let old = name.starts_with(&self.old_prefix());
            if old && !target.exists() {
                let _ = fs::rename(&path, target);
            } else if old || name.starts_with(&self.new_prefix()) {
                let _ = fs::remove_dir_all(&path);
            }
        }
    }

    /// Puts a folder in its place; where the earlier one is now, if there was one.
    fn swap(&self, new: &Path, target: &Path) -> io::Result<Option<PathBuf>> {
        let mut last = io::Error::from(io::ErrorKind::Other);
        for _ in 0..TRIES {
            let nothing_there = match exchange(new, target) {
                Ok(()) => return Ok(Some(new.to_owned())),
                Err(error) => error.kind() == io::ErrorKind::NotFound,
            };
            if !nothing_there && let Some(old) = self.swap_in_two(new, target)? {
                return Ok(Some(old));
            }
            match fs::rename(new, target) {
                Ok(()) => return Ok(None),
                // Another run was faster.
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// The same in two steps, where one is not to be had; `None` when there is nothing there any more.
    fn swap_in_two(&self, new: &Path, target: &Path) -> io::Result<Option<PathBuf>> {
        let old = self.make(&self.old_prefix())?.keep();
        // Its name was only to be found: on Windows nothing may be there.
        fs::remove_dir(&old)?;
        match fs::rename(target, &old) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            taken => taken?,
        }
        match fs::rename(new, target) {
            Ok(()) => Ok(Some(old)),
            Err(error) => {
                fs::rename(&old, target)?;
                Err(error)
            }
        }
    }
}

/// Lets two folders change places in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, other: &Path) -> io::Result<()> {
    Err(if other.exists() { io::ErrorKind::Unsupported } else { io::ErrorKind::NotFound }.into())
}

/// Writes files into an empty folder, and waits until they are on the disk.
fn fill(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        let mut file = File::create_new(&path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
    }
    let folders = files.iter().filter_map(|(name, _)| Path::new(name).parent());
    folders
        .map(|inner| folder.join(inner))
        .chain([folder.to_owned()])
        .try_for_each(|one| sync(&one))
}

/// Waits until the names in a folder are on the disk.
fn sync(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replace(
        target: &Path,
        text: &str,
        may_go: &dyn Fn(&Mapinhoud) -> bool,
    ) -> Result<(), Failure> {
        Slot::beside(target, None)?.replace_folder(target, &files(text), may_go)
    }

    fn files(text: &str) -> Vec<(String, Vec<u8>)> {
        ["a.txt", "b/c.txt"].map(|name| (name.to_owned(), text.as_bytes().to_vec())).into()
    }

    fn holds(folder: &Path, text: &str) -> bool {
        let wanted = files(text).into_iter().collect();
        read_folder(folder).unwrap().files == wanted
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_folder_is_made_replaced_and_leaves_nothing_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("diep/set");
        for text in ["een", "twee", "drie"] {
            replace(&target, text, &|_| true).unwrap();
            assert!(holds(&target, text));
            assert_eq!(names(&place.path().join("diep")), ["set"]);
        }
    }

    #[test]
    fn what_may_not_go_stays() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("set");
        replace(&target, "een", &|_| true).unwrap();
        let refused = replace(&target, "twee", &|_| false).unwrap_err();
        assert_eq!(refused.reason, "is intussen een andere map");
        assert!(holds(&target, "een"));
        // Also when it came while the files were written.
        let times = std::cell::Cell::new(0);
        let second = |_: &_| times.replace(times.get() + 1) == 0;
        replace(&target, "twee", &second).unwrap_err();
        assert!(holds(&target, "een"));
        assert_eq!(names(place.path()), ["set"]);
        let file = place.path().join("bestand");
        fs::write(&file, "x").unwrap();
        replace(&file, "een", &|_| true).unwrap_err();
        assert_eq!(fs::read(&file).unwrap(), b"x");
    }

    #[test]
    fn a_name_that_cannot_be_written_changes_nothing() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("set");
        replace(&target, "een", &|_| true).unwrap();
        let mut bad = files("twee");
        bad.push(("a.txt/kan-niet".into(), Vec::new()));
        let slot = Slot::beside(&target, None).unwrap();
        slot.replace_folder(&target, &bad, &|_| true).unwrap_err();
        drop(slot);
        assert!(holds(&target, "een"));
        assert_eq!(names(place.path()), ["set"]);
    }

    #[test]
    fn what_a_run_left_is_removed_or_put_back() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("set");
        let beside = Beside { parent: place.path(), name: "set".into() };
        // Broken off between the two steps of a system that needs two.
        let old = place.path().join(".kamerbrief-set.oud-1");
        fs::create_dir(&old).unwrap();
        fill(&old, &files("een")).unwrap();
        fs::create_dir(place.path().join(".kamerbrief-set.nieuw-1")).unwrap();
        beside.recover(&target);
        assert!(holds(&target, "een"));
        assert_eq!(names(place.path()), ["set"]);
    }

    #[test]
    fn two_steps_do_it_too() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("set");
        replace(&target, "een", &|_| true).unwrap();
        let beside = Beside { parent: place.path(), name: "set".into() };
        let new = beside.make(&beside.new_prefix()).unwrap();
        fill(new.path(), &files("twee")).unwrap();
        let old = beside.swap_in_two(new.path(), &target).unwrap().unwrap();
        assert!(holds(&target, "twee") && holds(&old, "een"));
    }

    #[test]
    fn many_at_once_leave_one_of_their_folders_whole() {
        let place = tempfile::tempdir().unwrap();
        let target = place.path().join("set");
        let texts: Vec<String> = (0..8).map(|i| i.to_string().repeat(1000)).collect();
        std::thread::scope(|scope| {
            for text in &texts {
                let target = &target;
                scope.spawn(move || {
                    for _ in 0..10 {
                        replace(target, text, &|_| true).unwrap();
                    }
                });
            }
        });
        assert!(texts.iter().any(|text| holds(&target, text)));
        assert_eq!(names(place.path()), ["set"]);
    }
}
