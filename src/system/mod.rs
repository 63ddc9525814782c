//! In: paths, the terminal, the clock. Out: values for the rooms, and files written whole or not at
//! all. **I/O: the only door.**
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the room that may"
)]

mod clock;
mod dossiers;
mod files;
mod folder;
mod kladje;
mod note;
mod open;
mod output;
mod outside;
mod progress;
mod slot;
mod slots;
mod terminal;
mod write;

use std::io;
use std::path::Path;

pub use self::clock::{Stopwatch, clock, now, randomness, today};
pub use self::dossiers::{dossiers, paths_of_input, real};
pub use self::files::{
    Folder, Stamp, Stamps, absolute, folder_name, folders_above, is_file, is_folder, is_font,
    is_same, is_template, is_yaml, list, program, read, read_templates, resolved, stamp, stamps,
    walk,
};
pub use self::folder::{Contents, Mapinhoud, Vreemd, read_folder};
pub use self::kladje::Kladjes;
pub use self::note::{Note, notes};
pub use self::open::{ResourceFolders, unreadable, workspace};
pub use self::output::Output;
pub use self::outside::{
    Version, ask_about_certificate, browse, launch, password, pipe, post_timestamp, version,
    versions,
};
pub use self::progress::Progress;
pub use self::slot::Slot;
pub use self::slots::Slots;
pub use self::terminal::{
    PLAIN_WIDTH, Printer, Terminal, arguments, on_stop, report_panics, threads,
};

/// Why something outside could not be had or done: the path, and the system's reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it was about.
    pub path: String,
    /// Why, in the words of the operating system or ours.
    pub reason: String,
    /// Whether waiting helps.
    pub kind: FailureKind,
}

/// Whether something that failed can do without any change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureKind {
    /// Another one is writing there, and will be ready.
    Busy,
    /// It leads elsewhere, and nothing is written there.
    Linked,
    /// There is no room for it.
    Full,
    /// Two would write the same.
    Shared,
    /// Something has to change first.
    Lasting,
}

impl Failure {
    fn new(path: &Path, reason: impl Into<String>) -> Self {
        let (path, reason) = (path.display().to_string(), reason.into());
        Self { path, reason, kind: FailureKind::Lasting }
    }

    /// What the system said.
    fn of(path: &Path, error: &io::Error) -> Self {
        use io::ErrorKind::{QuotaExceeded, StorageFull};
        let kind = match error.kind() {
            StorageFull | QuotaExceeded => FailureKind::Full,
            _ => FailureKind::Lasting,
        };
        Self { kind, ..Self::new(path, reason(error)) }
    }

    /// A folder or file that is a link to elsewhere.
    fn linked(path: &Path, reason: &str) -> Self {
        Self { kind: FailureKind::Linked, ..Self::new(path, reason) }
    }

    /// What to do next, where that is known better here than where it is told.
    pub fn help(&self) -> Option<&'static str> {
        match self.kind {
            FailureKind::Busy => Some(
                "wacht tot die klaar is, en geef de opdracht opnieuw; van u is niets geschreven of gewijzigd",
            ),
            FailureKind::Full => Some(
                "maak ruimte op de schijf, of kies een andere; wat er al stond, is niet gewijzigd",
            ),
            FailureKind::Shared => Some(
                "zij heten hetzelfde: geef met `--alle` de map waar zij allemaal in staan, of maak ze na elkaar, elk in een andere map",
            ),
            FailureKind::Linked | FailureKind::Lasting => None,
        }
    }
}

/// The system's reason in Dutch.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "bestaat niet".into(),
        io::ErrorKind::PermissionDenied => "geen toestemming".into(),
        io::ErrorKind::NotADirectory => "is geen map".into(),
        io::ErrorKind::IsADirectory => "is een map".into(),
        io::ErrorKind::AlreadyExists => "is een bestand, geen map".into(),
        io::ErrorKind::ReadOnlyFilesystem => "alleen-lezen".into(),
        io::ErrorKind::StorageFull => "de schijf is vol".into(),
        io::ErrorKind::QuotaExceeded => "uw ruimte op de schijf is op".into(),
        io::ErrorKind::FileTooLarge => "een bestand mag hier niet zo groot zijn".into(),
        _ => match error.raw_os_error() {
            Some(number) => format!("fout {number} van het besturingssysteem"),
            None => "een onbekende fout".into(),
        },
    }
}
