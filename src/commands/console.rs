//! In: what a command has to say. Out: lines and diagnostics for a printer, safe to print. Pure.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::Exit;
use crate::cli::Color;
use crate::diagnostic::codes;
use crate::diagnostic::{self, Code, Counts, Diagnostic, Report, Text, shown};
use crate::publicatie::{MANIFEST, Manifest};
use crate::source::Sources;
use crate::system::{self, Failure, FailureKind, Output, Printer, Progress, Slot};

/// The width of lines where there is no terminal.
const ASIDE: usize = 100;

/// Where a command speaks to the user.
#[derive(Debug)]
pub(super) struct Console {
    printer: Box<dyn Printer>,
    text: Text,
    quiet: bool,
    /// Whether a new round of `watch` may clear the screen.
    clears: bool,
    /// Why something that was said was not written.
    unsaid: RefCell<Option<String>>,
    /// What there is to say as data, where it is not for people.
    data: Option<RefCell<Report>>,
}

/// How a command speaks to the user.
#[derive(Debug, Clone)]
pub(super) struct Speech {
    text: Text,
    quiet: bool,
    as_data: bool,
}

/// What was said where it could not be printed at once.
#[derive(Debug)]
pub(super) struct Said {
    lines: Vec<Line>,
    /// What there is to say as data.
    pub(super) report: Report,
}

/// What was said at once.
#[derive(Debug, Clone)]
enum Line {
    Out(String),
    Err(String),
}

/// A printer that keeps what is said.
#[derive(Debug, Clone, Default)]
struct Kept(Rc<RefCell<Vec<Line>>>);

impl Printer for Kept {
    fn print(&self, text: &str) -> Result<(), String> {
        self.0.borrow_mut().push(Line::Out(text.to_owned()));
        Ok(())
    }

    fn print_error(&self, text: &str) -> Result<(), String> {
        self.0.borrow_mut().push(Line::Err(text.to_owned()));
        Ok(())
    }
}

impl Console {
    pub(super) fn new(color: Color, quiet: bool, printer: Box<dyn Printer>) -> Self {
        let color = match color {
            Color::Auto => printer.may_color(),
            Color::Always => true,
            Color::Never => false,
        };
        let text = Text::new(color, printer.width());
        let (clears, unsaid) = (printer.is_screen(), RefCell::default());
        Self { text, quiet, clears, printer, unsaid, data: None }
    }

    /// How this one speaks; or, as data, not for people.
    pub(super) fn speech(&self, as_data: bool) -> Speech {
        Speech { text: self.text.clone(), quiet: self.quiet || as_data, as_data }
    }

    /// What comes of a job, and what is said in it as somebody reads it who has no terminal.
    pub(super) fn aside<T>(job: impl FnOnce(&Self) -> T) -> (T, Vec<String>) {
        let speech = Speech { text: Text::new(false, ASIDE), quiet: false, as_data: true };
        let (done, said) = Self::keeping(&speech, job);
        let found: Vec<String> = said.report.sentences().map(str::to_owned).collect();
        let lines = said.lines.into_iter().map(|line| match line {
            Line::Out(text) | Line::Err(text) => text.trim_end().to_owned(),
        });
        (done, found.into_iter().chain(lines).collect())
    }

    /// What comes of a job, and what is said in it, in this manner.
    pub(super) fn keeping<T>(speech: &Speech, job: impl FnOnce(&Self) -> T) -> (T, Said) {
        let kept = Kept::default();
        let console = Self {
            printer: Box::new(kept.clone()),
            text: speech.text.clone(),
            quiet: speech.quiet,
            clears: false,
            unsaid: RefCell::default(),
            data: speech.as_data.then(RefCell::default),
        };
        let done = job(&console);
        let report = console.data.map(RefCell::into_inner).unwrap_or_default();
        (done, Said { lines: kept.0.take(), report })
    }

    /// Says what was kept. Of what is data, nothing is for people.
    pub(super) fn repeat(&self, said: &Said) {
        for line in &said.lines {
            match line {
                Line::Out(text) => self.out(text),
                Line::Err(text) => self.err(text),
            }
        }
    }

    /// How far a run over so many dossiers is.
    pub(super) fn progress(&self, total: usize) -> Progress {
        Progress::of(total, total > 1 && !self.quiet && self.printer.is_seen())
    }

    fn out(&self, text: &str) {
        self.written(self.printer.print(text));
    }

    fn err(&self, text: &str) {
        self.written(self.printer.print_error(text));
    }

    fn written(&self, result: Result<(), String>) {
        if let Err(why) = result {
            self.unsaid.borrow_mut().get_or_insert(why);
        }
    }

    /// The end of a command: how it ends when everything that it said was written.
    pub(super) fn end(&self, exit: Exit) -> Exit {
        let Some(why) = self.unsaid.take() else { return exit };
        let message = format!("niet alles wat er te zeggen is, kon worden geschreven: {why}");
        let help = "kijk of er plaats is op de schijf, en geef de opdracht opnieuw";
        self.refuse(Diagnostic::error(codes::OUTPUT_FAILS, message).help(help))
    }

    /// Prints a result, also where nothing is to be said. Whoever puts a value in it has seen to its line ends.
    pub(super) fn print(&self, text: &str) {
        self.out(&shown::lines(text));
    }

    /// Prints a result that is JSON.
    pub(super) fn print_json(&self, text: &str) {
        self.out(&shown::json(text));
    }

    /// Prints what is wrong with the command line itself.
    pub(super) fn print_error(&self, text: &str) {
        self.err(&shown::lines(text));
    }

    /// Tells what was done.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            self.out(&format!("{}\n", shown::line(line)));
        }
    }

    /// Begins a round of `watch`: on a terminal the last one makes room, and what it is about is said again.
    pub(super) fn round(&self, about: &str, line: &str) {
        if !self.quiet {
            let about = match self.clears {
                true => format!("\u{1b}[H\u{1b}[2J{}\n", shown::line(about)),
                false => String::new(),
            };
            self.out(&format!("{about}{}\n", shown::line(line)));
        }
    }

    /// Tells on standard error what was done, where standard output holds the result.
    pub(super) fn note(&self, line: &str) {
        if !self.quiet {
            self.err(&format!("{}\n", shown::line(line)));
        }
    }

    /// Prints diagnostics as a result, after so many others. What they quote is made safe where they become text, before it
    /// has colours.
    pub(super) fn print_found(&self, found: &[Diagnostic], before: usize, sources: &Sources) {
        self.out(&self.text.some(found, before, sources));
    }

    /// Prints how many there were.
    pub(super) fn print_counts(&self, counts: &Counts) {
        self.out(&Text::closing(counts));
    }

    /// Prints diagnostics, in reading order.
    pub(super) fn report(&self, mut found: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut found, sources);
        match &self.data {
            Some(data) => data.borrow_mut().extend(diagnostic::report(&found, sources)),
            None => self.err(&self.text.render(&found, sources)),
        }
    }

    /// Prints what went wrong outside the dossier.
    pub(super) fn fail(&self, code: Code, message: &str, failure: &Failure, help: &str) -> Exit {
        let Failure { path, reason, .. } = failure;
        let help = failure.help().unwrap_or(help);
        self.refuse(Diagnostic::error(code, format!("{message} {path}: {reason}")).help(help))
    }

    /// Prints why a command cannot even begin.
    pub(super) fn refuse(&self, diagnostic: Diagnostic) -> Exit {
        self.report(vec![diagnostic], &Sources::default());
        Exit::Environment
    }

    /// Refuses a file or folder that would come to stand in a publication, which holds what `publish` put there and
    /// nothing else.
    pub(super) fn outside_publications(&self, out: &Path) -> Result<(), Exit> {
        let Some(folder) = publication_above(out) else { return Ok(()) };
        let message =
            format!("{} komt zo in de publicatie {} te staan", out.display(), folder.display());
        let help = "kies met `--out` een plaats daarbuiten: in een publicatie staat alleen wat `publish` er zet, en niets dat niet openbaar is";
        Err(self.refuse(Diagnostic::error(codes::PUBLICATION_FOLDER, message).help(help)))
    }

    /// The same of a folder for documents.
    pub(super) fn no_publication(&self, output: &Output) -> Result<(), Exit> {
        let folder = output.folder();
        let Some(publication) = publication_above(&output.path("x")) else { return Ok(()) };
        let message = match system::resolved(folder).is_some_and(|own| own == publication) {
            true => format!("in {} staat een publicatie", folder.display()),
            false => {
                format!(
                    "{} is een map in de publicatie {}",
                    folder.display(),
                    publication.display()
                )
            }
        };
        let help = "kies met `--out` een andere map voor de documenten: in een publicatie staat alleen wat `publish` er zet; of zet de publicatie ergens anders, en geef `publish` voortaan een eigen map";
        Err(self.refuse(Diagnostic::error(codes::PUBLICATION_FOLDER, message).help(help)))
    }

    /// The slot of a folder for results.
    pub(super) fn slot(&self, output: &Output) -> Result<Slot, Exit> {
        self.no_publication(output)?;
        let slot = output.slot().map_err(|failure| self.unwritable(&failure))?;
        Ok(self.held(slot))
    }

    /// The same, where it may turn out that nothing has to be written; until then nobody is told that it cannot be.
    pub(super) fn slot_if_any(&self, output: &Output) -> Result<Result<Slot, Failure>, Exit> {
        self.no_publication(output)?;
        match output.slot() {
            Err(failure) if failure.kind == FailureKind::Busy => Err(self.unwritable(&failure)),
            slot => Ok(slot.map(|slot| self.held(slot))),
        }
    }

    /// The slot of a folder whose results are only looked at, if it is there.
    pub(super) fn still(&self, output: &Output) -> Result<Option<Slot>, Exit> {
        self.no_publication(output)?;
        output.still().map_err(|failure| self.unwritable(&failure))
    }

    /// Prints that a result could not be written.
    pub(super) fn unwritable(&self, failure: &Failure) -> Exit {
        let help = "kies met `--out` een map waarin u mag schrijven";
        self.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", failure, help)
    }

    /// Prints that a file of the dossier could not be written.
    pub(super) fn unchangeable(&self, failure: &Failure) -> Exit {
        let help = match failure.kind {
            FailureKind::Linked => {
                "zet in het dossier een gewone map of een gewoon bestand in de plaats van de link, met wat er stond"
            }
            _ => {
                "kijk of u het bestand mag wijzigen en of het niet elders open staat, en probeer het opnieuw"
            }
        };
        self.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", failure, help)
    }

    /// Hands on a slot, and says so where the disk cannot keep others out.
    pub(super) fn held<S: Borrow<Slot>>(&self, slot: S) -> S {
        if !slot.borrow().is_certain() {
            self.note("let op: deze schijf kan niet regelen dat maar één tegelijk schrijft");
        }
        slot
    }
}

/// The publication that a file is in or would come to be in.
fn publication_above(out: &Path) -> Option<PathBuf> {
    let is_set = |folder: &PathBuf| {
        system::read(&folder.join(MANIFEST)).is_ok_and(|bytes| Manifest::is_one(&bytes))
    };
    system::folders_above(out).into_iter().find(is_set)
}
