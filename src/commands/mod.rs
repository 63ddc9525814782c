//! In: the command line. Out: an exit code. Wiring: fetches from `system`, calls rooms, hands back.

mod bijlage;
mod build;
mod changed;
mod check;
mod completions;
mod explain;
mod new;
mod paraaf;
mod schema;
mod sign;
mod status;
mod verify;
mod watch;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use crate::cli::{self, Arguments, Color, Command, Outside};
use crate::diagnostic::words;
use crate::diagnostic::{self, Code, Diagnostic, Severity, Text, codes};
use crate::dossier::{Bestand, Folder, Moment, Regel, Stuk};
use crate::source::Sources;
use crate::system::{self, Failure};
use crate::templates::Templates;
use crate::typeset::{Fonts, Paged, Typesetter};
use crate::{Job, Outcome, Prepared, prepare};

/// How a run ends; what a shell or CI can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was made.
    Good = 0,
    /// The dossier has errors.
    Errors = 1,
    /// Wrong use, or something outside the dossier does not work.
    Environment = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs a command.
pub fn run(arguments: Vec<OsString>) -> Exit {
    let Arguments { command, color, quiet, .. } = match cli::parse(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            return match cli::explain(&error) {
                Some(message) => {
                    system::print_error(&message);
                    Exit::Environment
                }
                None => {
                    system::print(&error.render().to_string());
                    Exit::Good
                }
            };
        }
    };
    let console = Console::new(color, quiet);
    match command {
        Command::Bijlage(arguments) => bijlage::run(arguments, &console),
        Command::Build(arguments) => build::run(&arguments, &console),
        Command::Check(arguments) => check::run(&arguments, &console),
        Command::Explain(arguments) => explain::run(&arguments, &console),
        Command::New(arguments) => new::run(&arguments, &console),
        Command::Watch(arguments) => watch::run(&arguments, &console),
        Command::Status(arguments) => status::run(&arguments, &console),
        Command::Paraaf(arguments) => paraaf::run(&arguments, &console),
        Command::Changed(arguments) => changed::run(&arguments, &console),
        Command::Sign(arguments) => sign::run(&arguments, &console),
        Command::Verify(arguments) => verify::run(&arguments, &console),
        Command::Schema(arguments) => schema::run(&arguments, &console),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}

/// The templates and fonts that were asked for; what there is to say of them is told.
fn resources(outside: &Outside, console: &Console) -> Result<(Templates, Fonts), Exit> {
    match load(outside) {
        Ok((templates, fonts, warnings)) => {
            if !warnings.is_empty() {
                console.report(warnings, &Sources::default());
            }
            Ok((templates, fonts))
        }
        Err(diagnostic) => Err(console.refuse(*diagnostic)),
    }
}

/// The templates and fonts that were asked for, and what there is to say of them.
fn load(outside: &Outside) -> Result<(Templates, Fonts, Vec<Diagnostic>), Box<Diagnostic>> {
    let unreadable = |Failure { path, reason }: Failure| {
        Box::new(
            Diagnostic::error(codes::FOLDER_MISSING, format!("kan niet lezen: {path}: {reason}"))
                .help("kijk of het pad klopt"),
        )
    };
    let (templates, warnings) = match &outside.templates {
        None => (Templates::default(), Vec::new()),
        Some(folder) => {
            let files = system::read_templates(folder).map_err(unreadable)?;
            Templates::with(&folder.display().to_string(), files)
        }
    };
    let (own, named) = outside.font_folders();
    let mut fonts = Vec::new();
    for folder in own.filter(|folder| system::is_folder(folder)).iter().chain(named) {
        fonts.extend(system::read_fonts(folder).map_err(unreadable)?);
    }
    Ok((templates, Fonts::new(fonts), warnings))
}

/// A dossier's folder.
fn read_folder(path: &Path) -> Result<Folder, Box<Diagnostic>> {
    system::read_folder(path).map_err(|Failure { path, reason }| {
        Diagnostic::error(
            codes::FOLDER_MISSING,
            format!("kan het dossier niet lezen: {path}: {reason}"),
        )
        .help("geef de map van een dossier; `kamerbrief new MAP` maakt er een")
        .into()
    })
}

/// A dossier's folder with no more than these of its files; what is wrong with it is told.
fn open(path: &Path, files: &[Bestand], console: &Console) -> Result<Folder, Exit> {
    let mut folder = read_folder(path).map_err(|diagnostic| console.refuse(*diagnostic))?;
    folder.files.retain(|bestand, _| files.contains(bestand));
    Ok(folder)
}

/// A dossier, ready for its documents, with everything that was needed for it.
struct Ready {
    folder: Folder,
    templates: Templates,
    typesetter: Typesetter,
    sources: Sources,
    prepared: Prepared,
}

/// Reads and checks a dossier; what there is to say of it is told, errors only if `quiet`. An error ends the command.
fn ready(path: &Path, outside: &Outside, quiet: bool, console: &Console) -> Result<Ready, Exit> {
    let (templates, fonts) = resources(outside, console)?;
    let mut typesetter = Typesetter::new(fonts);
    let folder = open(path, &Bestand::ALL, console)?;
    let fetch = |name: &str| system::read_within(path, name);
    let job =
        Job { folder: &folder, templates: &templates, stukken: &[], style: false, fetch: &fetch };
    let Outcome { sources, mut found, prepared, .. } = prepare(job, &mut typesetter);
    if quiet {
        found.retain(|diagnostic| diagnostic.severity == Severity::Error);
    }
    let failed = diagnostic::has_errors(&found);
    if !found.is_empty() {
        console.report(found, &sources);
    }
    match prepared.filter(|_| !failed) {
        Some(prepared) => Ok(Ready { folder, templates, typesetter, sources, prepared }),
        None => Err(Exit::Errors),
    }
}

impl Ready {
    /// A document as PDF; what is wrong with it is told.
    fn pdf(&self, stuk: Stuk, console: &Console) -> Result<(Paged, Vec<u8>), Exit> {
        let Self { typesetter, sources, prepared, .. } = self;
        let (document, mut found) = prepared.typeset(stuk, typesetter, sources);
        let made = document.and_then(|document| {
            match prepared.pdf(stuk, &document, typesetter, sources) {
                Ok(bytes) => Some((document, bytes)),
                Err(errors) => {
                    found.extend(errors);
                    None
                }
            }
        });
        if !found.is_empty() {
            console.report(found, sources);
        }
        made.ok_or(Exit::Errors)
    }
}

/// The moment that the user names, or now.
fn moment(typed: Option<&str>, console: &Console) -> Result<Moment, Exit> {
    let wrong = |message: String| {
        let help = "schrijf een moment als 2026-11-24T16:30:00+01:00";
        console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
    };
    match typed {
        Some(typed) => {
            typed.parse().map_err(|_| wrong(format!("`--tijd {}` kan niet", words::shorten(typed))))
        }
        None => system::now().ok_or_else(|| wrong("de klok van deze computer loopt niet".into())),
    }
}

/// A value of one line on the command line, as a document may hold it.
fn one_line(name: &str, typed: &str, console: &Console) -> Result<Regel, Exit> {
    let wrong = |why: &str| {
        let message = format!("`--{name}` kan zo niet: {why}");
        let help = "geef een korte tekst op één regel";
        console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
    };
    match typed.trim() {
        "" => Err(wrong("er staat niets")),
        text if text.chars().any(words::is_hidden) => {
            Err(wrong("er staan regeleinden of tekens in die niet te zien zijn"))
        }
        text if text.chars().count() > 200 => Err(wrong("meer dan 200 tekens")),
        text => Ok(Regel::new(text)),
    }
}

/// Takes out what the rules of the secretariat say: they compare documents, and of a dossier that was read in
/// part they would speak of what is not there.
fn without_rules(found: &mut Vec<Diagnostic>) {
    found.retain(|diagnostic| {
        let rule = crate::check::rules().any(|(code, _)| code == diagnostic.code)
            || [codes::EXCEPTION_UNUSED, codes::EXCEPTION_UNKNOWN].contains(&diagnostic.code);
        diagnostic.severity == Severity::Error || !rule
    });
}

/// Where a command speaks to the user.
#[derive(Debug)]
struct Console {
    text: Text,
    quiet: bool,
    /// Whether a new round of `watch` may clear the screen.
    clears: bool,
}

impl Console {
    fn new(color: Color, quiet: bool) -> Self {
        let color = match color {
            Color::Auto => system::may_color(),
            Color::Always => true,
            Color::Never => false,
        };
        Self { text: Text::new(color, system::width()), quiet, clears: system::is_screen() }
    }

    /// Tells what was done.
    fn say(&self, line: &str) {
        if !self.quiet {
            system::print(&format!("{line}\n"));
        }
    }

    /// Begins a round of `watch`: on a terminal the last one makes room, and what it is about is said again.
    fn round(&self, about: &str, line: &str) {
        if !self.quiet {
            let about = match self.clears {
                true => format!("\u{1b}[H\u{1b}[2J{about}\n"),
                false => String::new(),
            };
            system::print(&format!("{about}{line}\n"));
        }
    }

    /// Tells on standard error what was done, where standard output holds the result.
    fn note(&self, line: &str) {
        if !self.quiet {
            system::print_error(&format!("{line}\n"));
        }
    }

    /// Diagnostics as text.
    fn text(&self, found: &[Diagnostic], sources: &Sources) -> String {
        self.text.render(found, sources)
    }

    /// Prints diagnostics, in reading order.
    fn report(&self, mut found: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut found, sources);
        system::print_error(&self.text.render(&found, sources));
    }

    /// Prints what went wrong outside the dossier.
    fn fail(&self, code: Code, message: &str, failure: &Failure, help: &str) -> Exit {
        let Failure { path, reason } = failure;
        self.refuse(Diagnostic::error(code, format!("{message} {path}: {reason}")).help(help))
    }

    /// Prints why there is nothing to begin with.
    fn refuse(&self, diagnostic: Diagnostic) -> Exit {
        self.report(vec![diagnostic], &Sources::default());
        Exit::Environment
    }

    /// Prints that a result could not be written.
    fn unwritable(&self, failure: &Failure) -> Exit {
        let help = "kies met `--out` een map waarin u mag schrijven";
        self.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", failure, help)
    }
}
