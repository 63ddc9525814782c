//! In: paths, the terminal, the clock. Out: values for the rooms, and files written whole or not at
//! all. **I/O: the only door.**
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the room that may"
)]

mod outside;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::time::{Instant, SystemTime};

use crate::dossier::Moment;
use crate::seal::Randomness;
use crate::workspace::{FileError, Files, MAX_BYTES};

pub use self::outside::{Version, browse, launch, password, pipe, post_timestamp, versions};

/// Width of diagnostics when the output is no terminal.
const PLAIN_WIDTH: usize = 120;
/// Most files of a template or font folder that are read.
const MAX_FILES: usize = 2_000;
/// The largest font file: large CJK collections stay under this.
const MAX_FONT_BYTES: u64 = 64 * 1024 * 1024;

/// The largest file that a user names himself.
const MAX_NAMED_BYTES: u64 = 200 * 1024 * 1024;

/// Why something outside could not be had or done: the path, and the system's reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it was about.
    pub path: String,
    /// Why, in the words of the operating system or ours.
    pub reason: String,
}

impl Failure {
    fn new(path: &Path, reason: impl Into<String>) -> Self {
        Self { path: path.display().to_string(), reason: reason.into() }
    }
}

/// Lets a bug of ours say that it is one. The exit code is then 101, as Rust has it.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        Terminal.print_error(&format!(
            "fout in kamerbrief zelf: {panic}\nhulp: hier kunt u niets aan doen; meld deze tekst, met het dossier dat hem geeft\n"
        ));
    }));
}

/// The command line's arguments.
pub fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// Whether a folder is there.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a file is there.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
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
pub fn read_fonts(folder: &Path) -> Result<Vec<Vec<u8>>, Failure> {
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
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).map_err(|error| Failure::new(&next, reason(&error)))? {
            let entry = entry.map_err(|error| Failure::new(&next, reason(&error)))?;
            let kind = entry.file_type().map_err(|error| Failure::new(&next, reason(&error)))?;
            if kind.is_dir() {
                open.push(entry.path());
            } else {
                files.push(entry.path());
            }
            if files.len() > MAX_FILES {
                return Err(Failure::new(folder, format!("meer dan {MAX_FILES} bestanden")));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn read_limited(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let fail = |error: io::Error| Failure::new(path, reason(&error));
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

/// The last part of a folder's path, also of `.` and `..`.
pub fn folder_name(folder: &Path) -> OsString {
    let whole = folder.canonicalize();
    let name = whole.as_deref().unwrap_or(folder).file_name();
    name.map_or_else(|| "dossier".into(), ToOwned::to_owned)
}

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
    // It is somebody's only copy: on the disk before the old one goes.
    file.as_file().sync_all().map_err(fail)?;
    file.persist(&real).map_err(|error| fail(error.error))?;
    Ok(())
}

/// Whether a folder is absent or empty.
///
/// # Errors
/// When it cannot be read, or is a file.
pub fn is_vacant(folder: &Path) -> Result<bool, Failure> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(Failure::new(folder, reason(&error))),
    }
}

/// Today as JJJJ-MM-DD, in universal time. Only for a new dossier; documents have the date of their dossier.
pub fn today() -> Option<String> {
    Some(jiff::Timestamp::now().to_string().get(..10)?.to_owned())
}

/// The time of day as a clock in this place shows it.
pub fn clock() -> String {
    jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string()
}

/// Now, as a clock in this place shows it.
pub fn now() -> Option<Moment> {
    let now = jiff::ZonedDateTime::now();
    Moment::new(now.timestamp().as_second(), now.offset().seconds())
}

/// Randomness for signing: of all that the program does, only a signature differs from time to time.
pub fn randomness() -> Randomness {
    Randomness::of_the_system()
}

/// Reads a file that the user names.
///
/// # Errors
/// When it cannot be had, or is larger than 200 MB.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    read_limited(path, MAX_NAMED_BYTES)
}

/// The whole path of a file or folder, if it is there.
pub fn absolute(path: &Path) -> Option<PathBuf> {
    path.exists().then(|| std::path::absolute(path).ok())?
}

/// Lets a signal to stop (Ctrl-C, or the end of the session) call this, instead of ending the program where it is.
/// A second signal ends it at once: something may never be ready.
///
/// # Errors
/// When the system refuses it.
pub fn on_stop(mut call: impl FnMut() + Send + 'static) -> Result<(), String> {
    let mut again = false;
    let handler = move || {
        if again {
            // As a shell says it of a program that Ctrl-C has ended.
            std::process::exit(130);
        }
        again = true;
        call();
    };
    ctrlc::set_handler(handler).map_err(|error| error.to_string())
}

/// Whether two paths lead to the same file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// Whether a folder lies in another one, or is it, through whatever links.
pub fn is_within(folder: &Path, root: &Path) -> bool {
    folder
        .canonicalize()
        .is_ok_and(|folder| root.canonicalize().is_ok_and(|root| folder.starts_with(root)))
}

/// Measures how long something takes.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since the start.
    pub fn milliseconds(&self) -> u128 {
        self.0.elapsed().as_millis()
    }
}

/// What a command speaks to; unless it says otherwise, it takes plain text only.
pub trait Printer: fmt::Debug {
    /// Takes a result.
    fn print(&self, text: &str);

    /// Takes what there is to say beside the result.
    fn print_error(&self, text: &str);

    /// Whether somebody sees the output on a terminal that can be cleared.
    fn is_screen(&self) -> bool {
        false
    }

    /// Whether diagnostics may have colour.
    fn may_color(&self) -> bool {
        false
    }

    /// Characters that fit on a line of diagnostics.
    fn width(&self) -> usize {
        PLAIN_WIDTH
    }
}

/// Standard output and standard error. A reader that has gone is no error.
#[derive(Debug, Clone, Copy)]
pub struct Terminal;

impl Printer for Terminal {
    fn print(&self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    fn print_error(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    fn is_screen(&self) -> bool {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        io::stdout().is_terminal() && io::stderr().is_terminal() && (!dumb || cfg!(windows))
    }

    /// Standard error is a terminal that can, and nobody objects (`NO_COLOR`, no-color.org).
    fn may_color(&self) -> bool {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let objects = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        io::stderr().is_terminal() && !dumb && !objects
    }

    fn width(&self) -> usize {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        columns.filter(|columns| (40..=400).contains(columns)).unwrap_or(PLAIN_WIDTH)
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
        _ => error.to_string(),
    }
}
