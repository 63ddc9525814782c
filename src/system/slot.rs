//! In: a folder. Out: the right to write there, for one at a time; what is written is there whole or not at all. **I/O.**
//!
//! Whoever writes what others write too takes the slot of its folder before he reads, and gives it back when his file is
//! in place: there is no other way to write. The slot is a lock of the operating system on a small file in that folder.
//! So it is gone when its process is, however that ended; the file itself means nothing, and the next one takes it over.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::clock::{moment, seconds};
use super::write;
use super::{Failure, FailureKind};
use crate::diagnostic::{shown, words};

/// The file in a folder that is locked.
const NAME: &str = ".kamerbrief-slot";
/// How long somebody waits for another one: longer than it takes to make a large dossier.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often he looks.
const PAUSE: Duration = Duration::from_millis(20);

/// The right to write in a folder; others wait, or are told, until this is dropped.
#[derive(Debug)]
pub struct Slot {
    folder: PathBuf,
    /// What no link may lead out of.
    within: Option<PathBuf>,
    lock: fs::File,
    /// Whether the disk can keep others out.
    certain: bool,
    /// The folders that were made for it, the outermost first.
    made: Vec<PathBuf>,
    /// Whose turn it is among those who share it.
    turn: Mutex<()>,
}

impl Slot {
    /// Takes the slot of a folder, which is made when it is not there. With `within`, no link may lead out of that
    /// folder.
    ///
    /// # Errors
    /// When nobody may write there, or another one still does after ten seconds: who, and since when.
    pub fn take(folder: &Path, within: Option<&Path>) -> Result<Self, Failure> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let fail = |error: io::Error| Failure::of(folder, &error);
        let start = Instant::now();
        let mut made = Vec::new();
        loop {
            if let Some(within) = within {
                write::stays_within(folder, within)?;
            }
            match make(folder, &mut made) {
                Err(error) if passes(folder, &error) && start.elapsed() < PATIENCE => continue,
                made => made.map_err(fail)?,
            }
            let path = folder.join(NAME);
            if path.is_symlink() {
                return Err(Failure::linked(&path, "is een symbolische link"));
            }
            let mut options = fs::OpenOptions::new();
            let lock = match options.read(true).write(true).create(true).truncate(false).open(&path)
            {
                Ok(lock) => lock,
                Err(error) if passes(folder, &error) && start.elapsed() < PATIENCE => continue,
                Err(error) => return Err(fail(error)),
            };
            let certain = match lock.try_lock() {
                Ok(()) if !is_there(&lock, &path) => continue,
                Ok(()) => true,
                Err(fs::TryLockError::WouldBlock) if start.elapsed() > PATIENCE => {
                    return Err(busy(folder, lock));
                }
                Err(fs::TryLockError::WouldBlock) => {
                    thread::sleep(PAUSE);
                    continue;
                }
                // A disk without locks: what is there is still compared with what was read, and never written over.
                Err(fs::TryLockError::Error(_)) => false,
            };
            let (folder, within) = (folder.to_owned(), within.map(Path::to_owned));
            let mut slot = Self { folder, within, lock, certain, made, turn: Mutex::default() };
            if certain {
                slot.begin();
            }
            return Ok(slot);
        }
    }

    /// The slot of a folder that is only read from, so that nobody writes there in the meantime; none of one in which
    /// this user cannot write.
    ///
    /// # Errors
    /// When another one still writes there after ten seconds.
    pub fn keep_still(folder: &Path, within: Option<&Path>) -> Result<Option<Self>, Failure> {
        match Self::take(folder, within) {
            Err(failure) if failure.kind != FailureKind::Busy => Ok(None),
            slot => slot.map(Some),
        }
    }

    /// The slot of the folder that a file stands in, through whatever links lead to that file.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    pub fn beside(file: &Path, within: Option<&Path>) -> Result<Self, Failure> {
        let real = file.canonicalize();
        let real = real.as_deref().unwrap_or(file);
        Self::take(real.parent().unwrap_or(Path::new(".")), within)
    }

    /// One at a time also among those who share it, while this is held.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the disk can keep others out; some network drives cannot.
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// Says whose it is, and takes away what somebody who was cut off left half written.
    fn begin(&mut self) {
        let who =
            ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        let who = who.unwrap_or_else(|| "onbekend".into());
        let since = seconds();
        // The lock holds without it: it is only for who has to wait.
        let _ = self.lock.set_len(0);
        let _ = self.lock.write_all(format!("{since} {who}").as_bytes());
        write::clear(&self.folder);
    }

    /// Whether there is nothing else in the folder.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn is_vacant(&self) -> Result<bool, Failure> {
        let entries = fs::read_dir(&self.folder);
        let mut entries = entries.map_err(|error| Failure::of(&self.folder, &error))?.flatten();
        Ok(entries.all(|entry| entry.file_name() == NAME))
    }

    /// Writes files in the folder, also over those that are there.
    ///
    /// # Errors
    /// The first one that cannot be written.
    pub fn write(&self, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
        write::write(&self.folder, files, self.within.as_deref())
    }

    /// Takes a file away that the program made for itself, if it is there.
    ///
    /// # Errors
    /// When it stays.
    pub fn forget(&self, name: &str) -> Result<(), Failure> {
        let path = self.folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure::of(&path, &error))
            }
            _ => Ok(()),
        }
    }

    /// Makes a file that is not there yet.
    ///
    /// # Errors
    /// When it is there, or cannot be written.
    pub fn create(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        if let Some((within, parent)) = self.within.as_deref().zip(path.parent()) {
            write::stays_within(parent, within)?;
        }
        write::create(path, bytes)
    }

    /// Puts a new content in a file's place, if it still has the content that it was read with: somebody may have
    /// changed it with another program.
    ///
    /// # Errors
    /// When the file was changed in the meantime, is a link that leads elsewhere now, or cannot be written.
    pub fn replace(&self, path: &Path, before: &[u8], after: &[u8]) -> Result<(), Failure> {
        write::replace(path, before, after, self.within.as_deref())
    }
}

impl Drop for Slot {
    /// Leaves nothing behind. Who waits has the old file, sees that it is gone, and begins anew. Where no system says
    /// that (Windows), the file stays.
    fn drop(&mut self) {
        if cfg!(unix) {
            let _ = fs::remove_file(self.folder.join(NAME));
        }
        // Only what is still empty goes.
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes a folder with those that it lies in, and remembers which were not there.
fn make(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    let missing = folder.ancestors().take_while(|at| !at.as_os_str().is_empty() && !at.exists());
    let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    // Also of what is only made in part.
    made.extend(missing.into_iter().rev());
    fs::create_dir_all(folder)
}

/// Whether a folder could not be made, or was gone again, only because another one who had it made it too, and took it
/// away: then the way to it is free.
fn passes(folder: &Path, error: &io::Error) -> bool {
    // Looked at once: in a moment it may be gone again.
    let there = folder.ancestors().find_map(|at| Some((at, at.symlink_metadata().ok()?)));
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists)
        && there.is_none_or(|(at, meta)| meta.is_dir() || meta.is_symlink() && at.is_dir())
}

/// Whether the file that was opened is still the one at this path: who was there before may have taken it away. It is
/// opened once more, because a network drive then asks its server.
#[cfg(unix)]
fn is_there(lock: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |file: &fs::File| file.metadata().ok().map(|meta| (meta.dev(), meta.ino()));
    fs::File::open(path).is_ok_and(|there| id(&there).is_some_and(|there| Some(there) == id(lock)))
}

#[cfg(not(unix))]
fn is_there(_: &fs::File, _: &Path) -> bool {
    true
}

/// What there is to say when another one writes: who and since when, as far as he could say that.
fn busy(folder: &Path, mut lock: fs::File) -> Failure {
    let mut who = String::new();
    let read = lock.rewind().and_then(|()| lock.take(200).read_to_string(&mut who));
    let said = who.split_once(' ').filter(|_| read.is_ok());
    let who = said.map_or_else(String::new, |(since, who)| {
        let since = since.parse().ok().and_then(moment);
        let since = since.map_or_else(String::new, |moment| format!(", sinds {moment}"));
        format!(" ({}{since})", shown::line(&words::one_line(who)))
    });
    let failure = Failure::new(folder, format!("daar schrijft nu een ander{who}"));
    Failure { kind: FailureKind::Busy, ..failure }
}

#[cfg(test)]
mod tests {
    use super::write::TEMPORARY;
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_stays_behind() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        let count = home.path().join("teller");
        fs::write(&count, "0").unwrap();
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let _slot = Slot::take(&folder, None).unwrap();
                        let number: u32 = fs::read_to_string(&count).unwrap().parse().unwrap();
                        thread::yield_now();
                        fs::write(&count, (number + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&count).unwrap(), "160");
        assert_eq!(folder.join(NAME).exists(), !cfg!(unix));
    }

    #[test]
    fn who_is_cut_off_blocks_nobody() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(NAME), "1588320000 jan").unwrap();
        fs::write(home.path().join(format!("{}x{}", TEMPORARY.0, TEMPORARY.1)), "half").unwrap();
        fs::write(home.path().join("brief.pdf"), "heel").unwrap();
        let brief = home.path().join("brief.pdf");
        let slot = Slot::beside(&brief, None).unwrap();
        assert!(slot.is_certain());
        slot.replace(&brief, b"heel", b"nieuw").unwrap();
        let late = slot.replace(&brief, b"heel", b"x").unwrap_err();
        assert_eq!(late.reason, "is intussen gewijzigd");
        assert!(slot.create(&brief, b"x").is_err());
        drop(slot);
        let left: Vec<_> =
            fs::read_dir(home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, if cfg!(unix) { vec!["brief.pdf"] } else { vec![NAME, "brief.pdf"] });
    }

    #[cfg(unix)]
    #[test]
    fn err_a_link_that_leads_out_of_the_folder_is_not_written_through() {
        let home = tempfile::tempdir().unwrap();
        let (folder, victim) = (home.path().join("dossier"), home.path().join("victim.yaml"));
        fs::create_dir(&folder).unwrap();
        fs::write(&victim, "zo").unwrap();
        let (out, inside) = (folder.join("brief.yaml"), folder.join("nota.yaml"));
        std::os::unix::fs::symlink(&victim, &out).unwrap();
        fs::write(folder.join("echt.yaml"), "zo").unwrap();
        std::os::unix::fs::symlink("echt.yaml", &inside).unwrap();
        let slot = Slot::take(&folder, Some(&folder)).unwrap();
        // It says what was read: somebody changed places in the meantime.
        let refused = slot.replace(&out, b"zo", b"anders").unwrap_err();
        assert_eq!(refused.kind, FailureKind::Linked);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "zo");
        slot.replace(&inside, b"zo", b"anders").unwrap();
        assert_eq!(fs::read_to_string(folder.join("echt.yaml")).unwrap(), "anders");
        assert!(inside.is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let victim = home.path().join("victim");
        fs::write(&victim, "heel").unwrap();
        let folder = home.path().join("uit");
        fs::create_dir(&folder).unwrap();
        std::os::unix::fs::symlink(&victim, folder.join(NAME)).unwrap();
        assert!(Slot::take(&folder, None).is_err());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "heel");
    }
}
