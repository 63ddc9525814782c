//! In: the files that the last run read. Out: when one of them has changed. **I/O: file events and times.**
#![expect(clippy::disallowed_methods, reason = "this is a room that may")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::system::{self, Stamp, Stamps};

/// How long it must be quiet after a file is whole: a burst of files that are written one after the other is one
/// change. Where the system does not say that a file was closed, quiet is all there is to go by.
const QUIET: Duration = Duration::from_millis(if cfg!(target_os = "linux") { 4 } else { 25 });
/// How long to wait for a file that is being written, or that was taken away and may come back.
const UNFINISHED: Duration = Duration::from_millis(120);
/// How long a stream of changes may keep a round waiting.
const LONGEST: Duration = Duration::from_millis(300);
/// How often to look by itself, for what no event tells: network drives, a folder that comes back.
const LOOK: Duration = Duration::from_millis(500);

/// What a run read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// The dossier's folder: its YAML files count.
    pub dossier: PathBuf,
    /// Folders within it whose YAML files count too, whether they are there or not.
    pub folders: Vec<PathBuf>,
    /// Further files that the dossier names, whether they are there or not.
    pub named: BTreeSet<PathBuf>,
    /// The folder with templates.
    pub templates: Option<PathBuf>,
    /// Folders with fonts.
    pub fonts: Vec<PathBuf>,
}

impl Reads {
    /// The folders whose YAML files count.
    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        std::iter::once(&self.dossier).chain(&self.folders)
    }
}

/// Why a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// Something that was read may have changed, or somebody rang.
    Changed,
    /// The user wants to stop.
    Stopped,
}

/// Ends the wait of a [`Watcher`], from another thread.
#[derive(Debug, Clone)]
pub struct Bell(Sender<Message>);

impl Bell {
    /// For good: the user wants to stop.
    pub fn stop(&self) {
        // A watcher that has gone needs no stopping.
        let _ = self.0.send(Message::Stop);
    }

    /// For a round, though nothing changed: somebody wants to see more of it.
    pub fn ring(&self) {
        let _ = self.0.send(Message::Ring);
    }
}

/// Whether a file counts, by its path in a folder.
type Counts = fn(&Path) -> bool;

#[derive(Debug)]
enum Message {
    Event(notify::Result<notify::Event>),
    Ring,
    Stop,
}

/// Watches what was read: folders, so that files can be replaced, vanish and come.
#[derive(Debug)]
pub struct Watcher {
    inbox: Receiver<Message>,
    watcher: Option<RecommendedWatcher>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
    reads: Reads,
    /// The paths that count, as events have them.
    files: BTreeSet<PathBuf>,
    folders: Vec<PathBuf>,
    trees: Vec<(PathBuf, Counts)>,
    stamps: Stamps,
    /// Whether something changed since the last round began.
    changed: bool,
    /// Files that are being written, or that were taken away.
    unfinished: BTreeSet<PathBuf>,
    /// Whether somebody rang since the last wait ended.
    rung: bool,
    stopped: bool,
}

impl Watcher {
    /// A watcher of nothing yet, and its end. Where the system has no file events, files are looked at twice a
    /// second.
    pub fn new() -> (Self, Bell) {
        let (sender, inbox) = mpsc::channel();
        let post = sender.clone();
        let watcher = notify::recommended_watcher(move |event| {
            let _ = post.send(Message::Event(event));
        });
        let watcher = Self {
            inbox,
            watcher: watcher.ok(),
            watched: BTreeMap::new(),
            reads: Reads::default(),
            files: BTreeSet::new(),
            folders: Vec::new(),
            trees: Vec::new(),
            stamps: BTreeMap::new(),
            changed: false,
            unfinished: BTreeSet::new(),
            rung: false,
            stopped: false,
        };
        (watcher, Bell(sender))
    }

    /// Watches exactly this from now on. What changed between reading and this call counts as changed too.
    pub fn watch(&mut self, reads: &Reads) {
        let first = self.stamps.is_empty();
        self.reads = reads.clone();
        let real = |path: &Path| path.canonicalize().ok();
        self.files.clear();
        self.trees.clear();
        let mut wanted: BTreeMap<PathBuf, RecursiveMode> = BTreeMap::new();
        self.folders.clear();
        for folder in reads.folders().filter_map(|folder| real(folder)) {
            wanted.insert(folder.clone(), RecursiveMode::NonRecursive);
            self.folders.push(folder);
        }
        for file in reads.named.iter().chain(&reads.folders) {
            // Both the name and what it is a link to.
            let target = real(file);
            let name = file.parent().and_then(real).zip(file.file_name());
            let name = name.map(|(parent, name)| parent.join(name));
            for path in [name, target].into_iter().flatten() {
                if let Some(parent) = path.parent() {
                    wanted.entry(parent.to_owned()).or_insert(RecursiveMode::NonRecursive);
                }
                self.files.insert(path);
            }
        }
        let templates =
            reads.templates.iter().map(|folder| (folder, system::is_template as Counts));
        let fonts = reads.fonts.iter().map(|folder| (folder, system::is_font as Counts));
        for (folder, counts) in templates.chain(fonts) {
            if let Some(folder) = real(folder) {
                wanted.insert(folder.clone(), RecursiveMode::Recursive);
                self.trees.push((folder, counts));
            }
        }
        if let Some(watcher) = &mut self.watcher {
            self.watched.retain(|path, mode| {
                let keep = wanted.get(path) == Some(mode);
                if !keep {
                    // It may be gone already.
                    let _ = watcher.unwatch(path);
                }
                keep
            });
            for (path, mode) in wanted {
                if !self.watched.contains_key(&path) && watcher.watch(&path, mode).is_ok() {
                    self.watched.insert(path, mode);
                }
            }
        }
        // What was saved while the round was made, and is told of by no event.
        let now = self.look();
        if !first && now != self.stamps {
            if !self.changed {
                // No event yet: the file may still be open.
                let other =
                    |(path, stamp): &(&PathBuf, &Stamp)| self.stamps.get(*path) != Some(*stamp);
                let open = now.iter().filter(other).filter_map(|(path, _)| real(path));
                self.unfinished.extend(open);
            }
            self.changed = true;
        }
        self.stamps = now;
    }

    /// Whether the user wants to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// Waits until something that was read may have changed, and until it is whole.
    pub fn wait(&mut self) -> Wake {
        let mut looked = Instant::now();
        while !self.changed && !self.rung && !self.stopped {
            match self.inbox.recv_timeout(LOOK) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => self.stopped = true,
            }
            // Also when events of other files keep coming.
            if looked.elapsed() >= LOOK {
                self.changed |= self.stamps != self.look();
                looked = Instant::now();
            }
        }
        let start = Instant::now();
        while self.changed && !self.stopped {
            let quiet = if self.unfinished.is_empty() { QUIET } else { UNFINISHED };
            let left = LONGEST.saturating_sub(start.elapsed());
            match self.inbox.recv_timeout(quiet.min(left)) {
                Ok(message) => self.take(message),
                Err(_) => break,
            }
        }
        self.unfinished.clear();
        (self.changed, self.rung) = (false, false);
        if self.stopped { Wake::Stopped } else { Wake::Changed }
    }

    /// Whether something changed since the last wait ended, without waiting.
    pub fn is_outdated(&mut self) -> bool {
        while let Ok(message) = self.inbox.try_recv() {
            self.take(message);
        }
        self.changed || self.stopped
    }

    fn take(&mut self, message: Message) {
        let event = match message {
            Message::Stop => return self.stopped = true,
            Message::Ring => return self.rung = true,
            // Too many events, or a folder that cannot be watched any more: look at everything.
            Message::Event(Err(_)) => return self.changed = true,
            Message::Event(Ok(event)) => event,
        };
        if event.need_rescan() {
            self.changed = true;
        }
        for path in &event.paths {
            let gone =
                matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            if gone && self.watched.contains_key(path) {
                // The folder itself: a new one in its place must be watched anew.
                if let Some(watcher) = &mut self.watcher {
                    let _ = watcher.unwatch(path);
                }
                self.watched.remove(path);
                self.changed = true;
            }
            if self.counts(path) {
                self.note(&event.kind, path);
            }
        }
    }

    /// Takes in what happened to a file that counts.
    fn note(&mut self, kind: &EventKind, path: &Path) {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                // Only the end of what was noted before: a file that was merely opened to write has not changed.
                self.unfinished.remove(path);
                return;
            }
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => return,
            EventKind::Modify(ModifyKind::Name(RenameMode::From))
            | EventKind::Remove(RemoveKind::File | RemoveKind::Any)
            | EventKind::Create(CreateKind::File)
            | EventKind::Modify(ModifyKind::Data(_))
                if cfg!(target_os = "linux") =>
            {
                self.unfinished.insert(path.to_owned());
            }
            // Both ends of a renaming were reported before it was as a whole.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) if cfg!(target_os = "linux") => {}
            // Renamed to this name: whole at once. Other systems do not say when a file is closed.
            _ => {
                self.unfinished.remove(path);
            }
        }
        self.changed = true;
    }

    /// Whether a path is of something that was read, or would be.
    fn counts(&self, path: &Path) -> bool {
        let own = |parent| self.folders.iter().any(|folder| folder == parent);
        let in_folder = path.parent().is_some_and(own) && system::is_yaml(path);
        let in_tree = |(folder, counts): &(PathBuf, Counts)| {
            path.strip_prefix(folder).is_ok_and(|rest| !rest.as_os_str().is_empty() && counts(rest))
        };
        in_folder || self.files.contains(path) || self.trees.iter().any(in_tree)
    }

    /// The time and size of everything that was read, and of its folders.
    fn look(&self) -> Stamps {
        let reads = &self.reads;
        let own = reads.folders().flat_map(|folder| system::list(folder));
        let own = own.filter(|path| system::is_yaml(path));
        let trees = reads
            .templates
            .iter()
            .chain(&reads.fonts)
            .flat_map(|folder| system::walk(folder).unwrap_or_default());
        let folders = reads.folders().cloned();
        let paths = own.chain(trees).chain(reads.named.iter().cloned()).chain(folders);
        paths.map(|path| (path.clone(), system::stamp(&path))).collect()
    }
}
