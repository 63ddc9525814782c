//! In: where a dossier's files come from, and unsaved texts that go before them. Out: each file that a reader asks for,
//! the same as long as nobody refreshes; what to watch, and a digest of all of it. Pure: `system` reads the files.

mod file_error;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::mem::take;
use std::sync::Arc;

use kamerbrief_base::Vingerafdruk;

pub use self::file_error::FileError;
use crate::stukken::{Bestand, Editie, OPMERKINGEN, OUDE_PARAFEN, OUDE_TEKSTEN};

/// The largest file that is read: 10 MB.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Where the files of a dossier come from: a folder, a version of it in version control, memory.
pub trait Files {
    /// The names of the YAML files in the folder itself, in order.
    ///
    /// # Errors
    /// In Dutch, why the folder cannot be read.
    fn names(&self) -> Result<Vec<String>, String>;

    /// The names of the YAML files in a folder within it, in order; none when there is no such folder.
    ///
    /// # Errors
    /// Why they cannot be had.
    fn names_in(&self, folder: &str) -> Result<Vec<String>, FileError>;

    /// A file by its path within the folder.
    ///
    /// # Errors
    /// Why it cannot be had.
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError>;
}

/// Files in memory, by their paths.
impl Files for BTreeMap<String, Vec<u8>> {
    fn names(&self) -> Result<Vec<String>, String> {
        Ok(self.keys().filter(|name| is_yaml_of_folder(name)).cloned().collect())
    }

    fn names_in(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let inside = |name: &String| Some(name.strip_prefix(folder)?.strip_prefix('/')?.to_owned());
        let names = self.keys().filter_map(inside);
        Ok(names.filter(|name| is_yaml_of_folder(name)).collect())
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        self.get(name).cloned().ok_or(FileError::Missing)
    }
}

/// Whether a path is that of a YAML file in the folder itself.
fn is_yaml_of_folder(name: &str) -> bool {
    name.ends_with(".yaml") && !name.contains('/')
}

/// What a file holds, or why it cannot be had.
pub type Content = Result<Arc<[u8]>, FileError>;

/// A dossier's files with all that they name. A file is read when it is first asked for, and then stays the same until
/// [`refresh`](Self::refresh).
pub struct Workspace {
    name: String,
    files: Box<dyn Files + Send>,
    /// Which of the dossier's own files are looked at.
    bestanden: &'static [Bestand],
    parafen: bool,
    editie: Editie,
    names: Vec<String>,
    overlays: BTreeMap<String, Arc<[u8]>>,
    read: RefCell<BTreeMap<String, Read>>,
    /// Whether an overlay made something different since the last refresh.
    different: bool,
}

/// A file that was read.
struct Read {
    content: Content,
    /// Whether somebody asked for it since something was last different.
    asked: bool,
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Workspace {
    /// The files of a folder, which has this name for the user.
    ///
    /// # Errors
    /// In Dutch, why the folder cannot be read.
    pub fn new(
        name: impl Into<String>,
        files: impl Files + Send + 'static,
    ) -> Result<Self, String> {
        let names = files.names()?;
        Ok(Self {
            name: name.into(),
            files: Box::new(files),
            bestanden: &Bestand::ALL,
            parafen: true,
            editie: Editie::default(),
            names,
            overlays: BTreeMap::new(),
            read: RefCell::default(),
            different: false,
        })
    }

    /// Looks at no more than these of the dossier's files.
    #[must_use]
    pub fn only(mut self, bestanden: &'static [Bestand]) -> Self {
        self.bestanden = bestanden;
        self
    }

    /// Does not look at the initials.
    #[must_use]
    pub fn without_parafen(mut self) -> Self {
        self.parafen = false;
        self
    }

    /// Reads them for this edition.
    #[must_use]
    pub fn in_editie(mut self, editie: Editie) -> Self {
        self.read_for(editie);
        self
    }

    /// Reads them for this edition from now on.
    pub fn read_for(&mut self, editie: Editie) {
        self.editie = editie;
    }

    /// The edition that they are read for.
    pub fn editie(&self) -> Editie {
        self.editie
    }

    /// The folder's path as the user gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The path of a file in it, as diagnostics show it.
    pub fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.name.trim_end_matches('/'))
    }

    /// The dossier's files that are looked at.
    pub fn bestanden(&self) -> &'static [Bestand] {
        self.bestanden
    }

    /// Whether all of the dossier's files are looked at.
    pub fn is_whole(&self) -> bool {
        self.bestanden.len() == Bestand::ALL.len()
    }

    /// YAML files in the folder that are none of a dossier's.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let known = |name: &str| {
            [OUDE_PARAFEN, OUDE_TEKSTEN, OPMERKINGEN].contains(&name)
                || Bestand::ALL.iter().any(|bestand| bestand.name() == name)
        };
        self.names().into_iter().filter(move |name| !known(name))
    }

    /// The YAML files in the folder itself, with those that are not saved yet.
    fn names(&self) -> BTreeSet<&str> {
        let unsaved = self.overlays.keys().filter(|name| is_yaml_of_folder(name));
        self.names.iter().chain(unsaved).map(String::as_str).collect()
    }

    /// Whether somebody looks at the initials.
    pub fn has_parafen(&self) -> bool {
        self.parafen
    }

    /// The YAML files in a folder within the dossier's, as paths, in order.
    ///
    /// # Errors
    /// Why they cannot be had.
    pub fn files_in(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let names = self.file(&format!("{folder}/"))?;
        let names = String::from_utf8_lossy(&names);
        Ok(names.split_terminator('\0').map(|name| format!("{folder}/{name}")).collect())
    }

    /// A file by its path within the folder, or the unsaved text that goes before it.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub fn file(&self, name: &str) -> Content {
        if let Some(known) = self.read.borrow_mut().get_mut(name) {
            known.asked = true;
            return known.content.clone();
        }
        let content = self.load(name);
        let read = Read { content: content.clone(), asked: true };
        self.read.borrow_mut().insert(name.to_owned(), read);
        content
    }

    /// The dossier's own files that are there, with the remarks beside them, as texts by their names.
    pub fn own(&self) -> BTreeMap<String, String> {
        let names = Bestand::ALL.into_iter().map(Bestand::name).chain([OPMERKINGEN.to_owned()]);
        let texts = names.filter_map(|name| {
            let text = str::from_utf8(&self.file(&name).ok()?).ok()?.to_owned();
            Some((name, text))
        });
        texts.collect()
    }

    fn load(&self, name: &str) -> Content {
        let content = match self.overlays.get(name) {
            Some(overlay) => Arc::clone(overlay),
            // Of a folder within the dossier's: the names of its files, with what no name can hold between them.
            None => match name.strip_suffix('/') {
                Some(folder) => self.files.names_in(folder)?.join("\0").into_bytes().into(),
                None => self.files.read(name)?.into(),
            },
        };
        if content.len() > MAX_BYTES { Err(FileError::TooLarge) } else { Ok(content) }
    }

    /// Puts an unsaved text before a file, or takes it away again. Who asks for the file has the new text at once; the
    /// next [`refresh`](Self::refresh) tells of the difference.
    pub fn overlay(&mut self, name: &str, bytes: Option<Vec<u8>>) {
        let unsaved = self.overlays.contains_key(name);
        let listed = self.names().contains(name);
        match bytes {
            Some(bytes) => self.overlays.insert(name.to_owned(), bytes.into()),
            None => self.overlays.remove(name),
        };
        if !unsaved && !self.overlays.contains_key(name) {
            return;
        }
        self.different |= self.names().contains(name) != listed;
        let mut read = self.read.take();
        if let Some(known) = read.get_mut(name) {
            let now = self.load(name);
            self.different |= now != known.content;
            known.content = now;
        }
        self.read = read.into();
    }

    /// Reads anew what was asked for since the last time that something was different; whether anything is now, or an
    /// unsaved text has changed.
    ///
    /// # Errors
    /// In Dutch, why the folder cannot be read. Everything then stays as it was.
    pub fn refresh(&mut self) -> Result<bool, String> {
        let names = self.files.names()?;
        let mut different = take(&mut self.different) || names != self.names;
        self.names = names;
        let mut read = self.read.take();
        read.retain(|_, read| read.asked);
        for (name, read) in &mut read {
            let now = self.load(name);
            different |= now != read.content;
            read.content = now;
        }
        // Who was told of a difference reads everything again, and no longer asks for what is no longer named.
        read.values_mut().for_each(|read| read.asked = !different);
        self.read = read.into();
        Ok(different)
    }

    /// What is not as it was read any more, by its path; of a folder with a `/` behind it. Everything stays as it was.
    ///
    /// # Errors
    /// In Dutch, why the folder cannot be read.
    pub fn moved(&self) -> Result<Vec<String>, String> {
        let names: BTreeSet<String> = self.files.names()?.into_iter().collect();
        let before = self.names.iter().cloned().collect();
        let mut moved: BTreeSet<String> = names.symmetric_difference(&before).cloned().collect();
        let read = self.read.borrow();
        let other = read.iter().filter(|(name, read)| self.load(name) != read.content);
        moved.extend(other.map(|(name, _)| name.clone()));
        Ok(moved.into_iter().collect())
    }

    /// The paths of the files that were asked for, whether they are there or not, and with a `/` behind them the folders
    /// of which the files were: what to watch.
    pub fn asked(&self) -> Vec<String> {
        self.read.borrow().keys().cloned().collect()
    }

    /// The fingerprint of everything that goes in: which files there are and are looked at, what was asked for and why
    /// it could not be had, unsaved texts as they are.
    pub fn digest(&self) -> Vingerafdruk {
        let read = self.read.borrow();
        let names = self.names();
        let scope = format!("{:?} {} {:?} {names:?}", self.bestanden, self.parafen, self.editie);
        let mut parts = vec![scope.into_bytes()];
        for (name, Read { content, .. }) in read.iter() {
            parts.push(name.clone().into_bytes());
            match content {
                Ok(bytes) => parts.extend([b"ok".to_vec(), bytes.to_vec()]),
                Err(why) => parts.extend([b"not".to_vec(), format!("{why:?}").into_bytes()]),
            }
        }
        Vingerafdruk::of(parts.iter().map(Vec::as_slice))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A folder that a test can change.
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

    impl Files for Shared {
        fn names(&self) -> Result<Vec<String>, String> {
            self.0.lock().unwrap().names()
        }

        fn names_in(&self, folder: &str) -> Result<Vec<String>, FileError> {
            self.0.lock().unwrap().names_in(folder)
        }

        fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
            self.0.lock().unwrap().read(name)
        }
    }

    fn put(shared: &Shared, name: &str, text: &str) {
        shared.0.lock().unwrap().insert(name.into(), text.into());
    }

    #[test]
    fn a_file_stays_the_same_until_a_refresh() {
        let shared = Shared::default();
        put(&shared, "brief.yaml", "een");
        let mut workspace = Workspace::new("d/", shared.clone()).unwrap();
        let before = workspace.file("brief.yaml");
        assert_eq!(workspace.file("logo.svg"), Err(FileError::Missing));
        let digest = workspace.digest();
        put(&shared, "brief.yaml", "twee");
        assert_eq!(workspace.file("brief.yaml"), before);
        assert_eq!(workspace.refresh(), Ok(true));
        assert_eq!(workspace.file("brief.yaml").as_deref(), Ok(&b"twee"[..]));
        assert_ne!(workspace.digest(), digest);
        // However often nothing is different, the next difference is seen.
        assert_eq!((workspace.refresh(), workspace.refresh()), (Ok(false), Ok(false)));
        put(&shared, "brief.yaml", "drie");
        assert_eq!(workspace.refresh(), Ok(true));
        // The logo was not asked for again: it is no longer named.
        assert_eq!(workspace.path("brief.yaml"), "d/brief.yaml");
    }

    #[test]
    fn a_missing_file_that_comes_is_a_difference() {
        let shared = Shared::default();
        let mut workspace = Workspace::new("d", shared.clone()).unwrap();
        assert_eq!(workspace.file("logo.svg"), Err(FileError::Missing));
        assert_eq!(workspace.refresh(), Ok(false));
        assert_eq!(workspace.file("logo.svg"), Err(FileError::Missing));
        put(&shared, "logo.svg", "x");
        assert_eq!(workspace.refresh(), Ok(true));
        put(&shared, "kladje.yaml", "x");
        assert_eq!(workspace.refresh(), Ok(true));
        assert_eq!(workspace.unknown().collect::<Vec<_>>(), ["kladje.yaml"]);
    }

    #[test]
    fn the_files_of_a_folder_stay_the_same_too() {
        let shared = Shared::default();
        let mut workspace = Workspace::new("d", shared.clone()).unwrap();
        assert_eq!(workspace.files_in("parafen"), Ok(Vec::new()));
        for name in ["parafen/b.yaml", "parafen/a.yaml", "parafen/gelezen/a.yaml", "parafen.yaml"] {
            put(&shared, name, "x");
        }
        assert_eq!(workspace.files_in("parafen"), Ok(Vec::new()));
        assert_eq!(workspace.refresh(), Ok(true));
        let both = ["parafen/a.yaml", "parafen/b.yaml"].map(str::to_owned);
        assert_eq!(workspace.files_in("parafen"), Ok(both.to_vec()));
        put(&shared, "parafen/c\nd.yaml", "x");
        assert_eq!(workspace.refresh(), Ok(true));
        assert_eq!(workspace.files_in("parafen").unwrap()[2..], ["parafen/c\nd.yaml"]);
        assert_eq!(workspace.asked(), ["parafen/"]);
    }

    #[test]
    fn what_moved_is_told_and_what_was_read_stays() {
        let shared = Shared::default();
        put(&shared, "brief.yaml", "een");
        let workspace = Workspace::new("d", shared.clone()).unwrap();
        let before = workspace.file("brief.yaml");
        assert_eq!(workspace.file("logo.svg"), Err(FileError::Missing));
        assert_eq!(workspace.files_in("parafen"), Ok(Vec::new()));
        assert_eq!(workspace.moved(), Ok(Vec::new()));
        // Of what nobody asked for nothing came.
        put(&shared, "logo.png", "x");
        assert_eq!(workspace.moved(), Ok(Vec::new()));
        for name in ["parafen/a.yaml", "brief.yaml", "logo.svg", "nieuw.yaml"] {
            put(&shared, name, "twee");
        }
        let moved = ["brief.yaml", "logo.svg", "nieuw.yaml", "parafen/"].map(str::to_owned);
        assert_eq!(workspace.moved(), Ok(moved.to_vec()));
        assert_eq!(workspace.file("brief.yaml"), before);
    }

    #[test]
    fn an_unsaved_text_goes_before_the_file() {
        let shared = Shared::default();
        put(&shared, "brief.yaml", "een");
        let mut workspace = Workspace::new("d", shared.clone()).unwrap();
        assert_eq!(workspace.file("brief.yaml").as_deref(), Ok(&b"een"[..]));
        let saved = workspace.digest();
        workspace.overlay("brief.yaml", Some(b"twee".to_vec()));
        assert_eq!(workspace.file("brief.yaml").as_deref(), Ok(&b"twee"[..]));
        assert_ne!(workspace.digest(), saved);
        // A difference is told once, and what the file itself says makes none.
        assert_eq!((workspace.refresh(), workspace.refresh()), (Ok(true), Ok(false)));
        assert_eq!(workspace.file("brief.yaml").as_deref(), Ok(&b"twee"[..]));
        put(&shared, "brief.yaml", "drie");
        assert_eq!(workspace.refresh(), Ok(false));
        workspace.overlay("brief.yaml", None);
        assert_eq!(workspace.file("brief.yaml").as_deref(), Ok(&b"drie"[..]));
        assert_eq!(workspace.refresh(), Ok(true));
        workspace.overlay("brief.yaml", Some(vec![b' '; MAX_BYTES + 1]));
        assert_eq!(workspace.file("brief.yaml"), Err(FileError::TooLarge));
    }

    #[test]
    fn an_unsaved_text_without_a_file_is_one_of_the_folder() {
        let mut workspace = Workspace::new("d", Shared::default()).unwrap();
        let before = workspace.digest();
        for name in ["kladje.yaml", "cijfers/blad.yaml", "nota.yaml"] {
            workspace.overlay(name, Some(b"x".to_vec()));
        }
        assert_eq!(workspace.unknown().collect::<Vec<_>>(), ["kladje.yaml"]);
        assert_eq!(workspace.refresh(), Ok(true));
        assert_ne!(workspace.digest(), before);
        assert_eq!(workspace.file("nota.yaml").as_deref(), Ok(&b"x"[..]));
        assert_eq!(workspace.asked(), ["nota.yaml"]);
        for name in ["kladje.yaml", "nota.yaml"] {
            workspace.overlay(name, None);
        }
        assert_eq!(workspace.refresh(), Ok(true));
        assert_eq!(workspace.file("nota.yaml"), Err(FileError::Missing));
        assert_eq!(workspace.unknown().count(), 0);
    }
}
