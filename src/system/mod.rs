//! In: paths, the terminal, the clock. Out: values for the rooms, and files written whole or not at
//! all. **I/O: the only door.**
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the room that may"
)]

mod clock;
mod files;
mod folder;
mod open;
mod output;
mod outside;
mod slot;
mod terminal;
mod write;

use std::io;
use std::path::Path;

pub use self::clock::{Stopwatch, clock, now, randomness, today};
pub use self::files::{
    Folder, Stamp, Stamps, absolute, folder_name, folders_above, is_file, is_folder, is_font,
    is_same, is_template, is_yaml, list, read, read_templates, stamp, stamps, walk,
};
pub use self::folder::{Contents, Inhoud, Vreemd, read_folder};
pub use self::open::{ResourceFolders, unreadable, workspace};
pub use self::output::Output;
pub use self::outside::{
    Version, ask_about_certificate, browse, launch, password, pipe, post_timestamp, versions,
};
pub use self::slot::Slot;
pub use self::terminal::{Printer, Terminal, arguments, on_stop, report_panics};

/// Why something outside could not be had or done: the path, and the system's reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it was about.
    pub path: String,
    /// Why, in the words of the operating system or ours.
    pub reason: String,
    /// What to do next, where that is known better here than where it is told.
    pub help: Option<&'static str>,
}

impl Failure {
    fn new(path: &Path, reason: impl Into<String>) -> Self {
        Self { path: path.display().to_string(), reason: reason.into(), help: None }
    }
}

/// The system's reason in Dutch, for what occurs often.
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
        _ => error.to_string(),
    }
}
