//! In: the command line. Out: an exit code. Wiring: fetches from `system`, calls rooms, hands back.

mod as_read;
mod bijlage;
mod build;
mod changed;
mod check;
mod completions;
mod console;
mod explain;
mod gemaakt;
mod goto;
mod kanttekeningen;
mod losse_pdf;
mod many;
mod new;
mod paraaf;
mod publish;
mod review;
mod schema;
mod sign;
mod status;
mod vergelijk;
mod verify;
mod verify_set;
mod voorstellen;
mod watch;
mod word;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use self::as_read::AsRead;
use self::console::Console;
use crate::cli::{self, Arguments, Color, Command, OutsideArgs};
use crate::diagnostic::{Diagnostic, Severity, codes, has_errors, words};
use crate::dossier::{Moment, Regel, Stuk};
use crate::signoff;
use crate::source::Sources;
use crate::system::{self, Printer, ResourceFolders};
use crate::templates::Templates;
use crate::typeset::{Fonts, Paged, Typesetter};
use crate::voorstellen::Teksten;
use crate::workspace::Workspace;
use crate::{FilledDossier, Job, fill};

/// How a run ends, for a shell or CI to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was made.
    Good = 0,
    /// The dossier has errors, or the file was changed.
    Errors = 1,
    /// Wrong use, or something outside the dossier does not work.
    Environment = 2,
    /// A file of which `verify` cannot tell whether it is as it was signed.
    Undecided = 3,
    /// A file that is as it was signed, of which something else that was asked is not so.
    Unproven = 4,
    /// Everything could be made, and something differs from what stands there.
    Different = 5,
    /// Somebody stopped it; the code of a shell for a program that Ctrl-C ended.
    Stopped = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs a command; the printer takes all that it says.
pub fn run(arguments: Vec<OsString>, printer: Box<dyn Printer>) -> Exit {
    let Arguments { command, color, quiet, .. } = match cli::parse(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let console = Console::new(Color::Auto, false, printer);
            return match cli::explain(&error) {
                Some(message) => {
                    console.print_error(&message);
                    Exit::Environment
                }
                None => {
                    console.print(&error.render().to_string());
                    console.end(Exit::Good)
                }
            };
        }
    };
    let console = Console::new(color, quiet, printer);
    let exit = match command {
        Command::Bijlage(arguments) => bijlage::run(arguments, &console),
        Command::Build(arguments) => build::run(&arguments, &console),
        Command::Check(arguments) => check::run(&arguments, &console),
        Command::Explain(arguments) => explain::run(&arguments, &console),
        Command::Goto(arguments) => goto::run(&arguments, &console),
        Command::New(arguments) => new::run(&arguments, &console),
        Command::Watch(arguments) => watch::run(&arguments, &console),
        Command::Status(arguments) => status::run(&arguments, &console),
        Command::Paraaf(arguments) => paraaf::run(&arguments, &console),
        Command::Changed(arguments) => changed::run(&arguments, &console),
        Command::Sign(arguments) => sign::run(&arguments, &console),
        Command::Verify(arguments) if system::is_folder(&arguments.file) => {
            verify_set::run(&arguments, &console)
        }
        Command::Verify(arguments) => verify::run(&arguments, &console),
        Command::Publish(arguments) => publish::run(&arguments, &console),
        Command::Review(arguments) => review::run(&arguments, &console),
        Command::Word(arguments) if !arguments.lees.is_empty() => {
            voorstellen::lees(&arguments, &console)
        }
        Command::Word(arguments) => word::run(&arguments, &console),
        Command::Voorstellen(arguments) => voorstellen::run(&arguments, &console),
        Command::Schema(arguments) => schema::run(&arguments, &console),
        Command::Completions(arguments) => completions::run(&arguments, &console),
    };
    console.end(exit)
}

/// The templates and fonts that were asked for; what there is to say of them is told.
fn resources(outside: &OutsideArgs, console: &Console) -> Result<(Templates, Fonts), Exit> {
    // Beside the fonts, which nothing of it needs.
    // Where no thread can be had, whoever needs it makes it.
    let _ = thread::Builder::new().spawn(crate::prepare);
    let folders = ResourceFolders::from(outside.clone());
    let (templates, warnings) =
        folders.read_templates().map_err(|diagnostic| console.refuse(*diagnostic))?;
    let fonts = folders.read_fonts().map_err(|diagnostic| console.refuse(*diagnostic))?;
    if !warnings.is_empty() {
        console.report(warnings, &Sources::default());
    }
    Ok((templates, fonts))
}

/// A dossier's files; what is wrong with the folder is told.
fn open(path: &Path, console: &Console) -> Result<Workspace, Exit> {
    system::workspace(path).map_err(|diagnostic| console.refuse(*diagnostic))
}

/// A dossier without errors, with everything that its documents are made with.
struct GoodDossier {
    workspace: Workspace,
    templates: Templates,
    typesetter: Typesetter,
    sources: Sources,
    filled: FilledDossier,
}

impl GoodDossier {
    /// Reads and checks a dossier. Errors are told, and end the command.
    fn read(path: &Path, outside: &OutsideArgs, console: &Console) -> Result<Self, Exit> {
        Self::of(path, outside, console, false)
    }

    /// The same for one that goes out: what is not finished is an error too.
    fn read_final(path: &Path, outside: &OutsideArgs, console: &Console) -> Result<Self, Exit> {
        Self::of(path, outside, console, true)
    }

    fn of(
        path: &Path,
        outside: &OutsideArgs,
        console: &Console,
        is_final: bool,
    ) -> Result<Self, Exit> {
        let (templates, fonts) = resources(outside, console)?;
        let mut typesetter = Typesetter::new(fonts);
        let workspace = open(path, console)?;
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
        let (mut sources, mut found) = (Sources::default(), Vec::new());
        let filled = fill(job, &mut typesetter, &mut sources, &mut found);
        if is_final {
            signoff::as_final(&mut found);
        }
        found.retain(|one| one.severity == Severity::Error || is_of_initials(one));
        let filled = filled.filter(|_| !has_errors(&found));
        if !found.is_empty() {
            console.report(found, &sources);
        }
        let filled = filled.ok_or(Exit::Errors)?;
        Ok(Self { workspace, templates, typesetter, sources, filled })
    }

    /// The roles whose initials lapse when files get these texts. The errors that the dossier then has are told, and end
    /// the command.
    fn with(&mut self, texts: &Teksten, console: &Console) -> Result<Vec<String>, Exit> {
        let (after, mut found, sources) = self.filled_with(texts);
        found.retain(|one| one.severity == Severity::Error);
        match after.filter(|_| found.is_empty()) {
            Some(after) => Ok(self.filled.aftekening().vervallen(after.aftekening())),
            None => {
                console.report(found, &sources);
                Err(Exit::Errors)
            }
        }
    }

    /// The dossier when files get these texts, with what there is to say of it.
    fn filled_with(
        &mut self,
        texts: &Teksten,
    ) -> (Option<FilledDossier>, Vec<Diagnostic>, Sources) {
        for (name, text) in texts {
            self.workspace.overlay(name, Some(text.clone().into_bytes()));
        }
        let (workspace, templates) = (&self.workspace, &self.templates);
        let job = Job { workspace, templates, stukken: &[], style: false };
        let (mut sources, mut found) = (Sources::default(), Vec::new());
        let after = fill(job, &mut self.typesetter, &mut sources, &mut found);
        (after, found, sources)
    }

    /// The first error that the dossier has when files get these texts.
    fn mistake(&mut self, texts: &Teksten) -> Option<String> {
        let (after, found, _) = self.filled_with(texts);
        let first = found.into_iter().find(|one| one.severity == Severity::Error);
        let unknown = || "het is dan niet te maken".to_owned();
        first.map(|one| one.message).or_else(|| after.is_none().then(unknown))
    }

    /// What it was read from, as it was then.
    fn as_read<'a>(&'a self, dossier: &'a Path, outside: &'a OutsideArgs) -> AsRead<'a> {
        let fonts = self.typesetter.fonts().fingerprint();
        let (workspace, templates) = (&self.workspace, &self.templates);
        AsRead { dossier, outside, workspace, templates, fonts }
    }

    /// A document as PDF; what is wrong with it is told.
    fn pdf(&self, stuk: Stuk, console: &Console) -> Result<(Paged, Vec<u8>), Exit> {
        let mut found = Vec::new();
        let made = self.filled.made(stuk, &self.typesetter, &self.sources, &mut found);
        if !found.is_empty() {
            console.report(found, &self.sources);
        }
        made.ok_or(Exit::Errors)
    }
}

/// Whether this says what became of the initials, or of what stands beside them: that counts for whoever relies on them.
fn is_of_initials(diagnostic: &Diagnostic) -> bool {
    [codes::INITIAL_CHANGED, codes::INITIAL_CHAIN].contains(&diagnostic.code)
}

/// The moment that the user names, or now.
fn moment(typed: Option<&str>, console: &Console) -> Result<Moment, Exit> {
    match typed {
        Some(typed) => moment_of("tijd", typed, console),
        None => {
            let message = "de klok van deze computer loopt niet";
            system::now().ok_or_else(|| no_moment(message.into(), console))
        }
    }
}

/// The moment that the user names with this option.
fn moment_of(option: &str, typed: &str, console: &Console) -> Result<Moment, Exit> {
    let wrong = |_| format!("`--{option} {}` kan niet", words::shorten(typed));
    typed.trim().parse().map_err(|why| no_moment(wrong(why), console))
}

fn no_moment(message: String, console: &Console) -> Exit {
    let help = "schrijf een moment als 2026-11-24T16:30:00+01:00";
    console.refuse(Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help))
}

/// A one-line value from the command line, as a document may hold it.
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
