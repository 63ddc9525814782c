//! In: what a command has to say. Out: lines and diagnostics for a printer, safe to print. Pure.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::Exit;
use crate::cli::Color;
use crate::diagnostic::codes;
use crate::diagnostic::{self, Code, Diagnostic, Text, shown};
use crate::publicatie::{MANIFEST, Manifest};
use crate::source::Sources;
use crate::system::{self, Failure, Output, Printer, Slot};

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
}

impl Console {
    pub(super) fn new(color: Color, quiet: bool, printer: Box<dyn Printer>) -> Self {
        let color = match color {
            Color::Auto => printer.may_color(),
            Color::Always => true,
            Color::Never => false,
        };
        let text = Text::new(color, printer.width());
        Self { text, quiet, clears: printer.is_screen(), printer, unsaid: RefCell::default() }
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

    /// Prints diagnostics as a result. What they quote is made safe where they become text, before it has colours.
    pub(super) fn print_found(&self, found: &[Diagnostic], sources: &Sources) {
        self.out(&self.text.render(found, sources));
    }

    /// Prints diagnostics, in reading order.
    pub(super) fn report(&self, mut found: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut found, sources);
        self.err(&self.text.render(&found, sources));
    }

    /// Prints what went wrong outside the dossier.
    pub(super) fn fail(&self, code: Code, message: &str, failure: &Failure, help: &str) -> Exit {
        let Failure { path, reason, help: known } = failure;
        let help = known.unwrap_or(help);
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
        let is_set = |folder: &PathBuf| {
            system::read(&folder.join(MANIFEST)).is_ok_and(|bytes| Manifest::is_one(&bytes))
        };
        let Some(folder) = system::folders_above(out).into_iter().find(is_set) else {
            return Ok(());
        };
        let message =
            format!("{} komt zo in de publicatie {} te staan", out.display(), folder.display());
        let help = "kies met `--out` een plaats daarbuiten: in een publicatie staat alleen wat `publish` er zet, en niets dat niet openbaar is";
        Err(self.refuse(Diagnostic::error(codes::PUBLICATION_FOLDER, message).help(help)))
    }

    /// The slot of a folder for results.
    pub(super) fn slot(&self, output: &Output) -> Result<Slot, Exit> {
        self.outside_publications(&output.path("x"))?;
        let slot = output.slot().map_err(|failure| self.unwritable(&failure))?;
        Ok(self.held(slot))
    }

    /// Prints that a result could not be written.
    pub(super) fn unwritable(&self, failure: &Failure) -> Exit {
        let help = "kies met `--out` een map waarin u mag schrijven";
        self.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", failure, help)
    }

    /// Prints that a file of the dossier could not be written.
    pub(super) fn unchangeable(&self, failure: &Failure) -> Exit {
        let help = "kijk of u het bestand mag wijzigen en of het niet elders open staat, en probeer het opnieuw";
        self.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", failure, help)
    }

    /// Hands on a slot, and says so where the disk cannot keep others out.
    pub(super) fn held(&self, slot: Slot) -> Slot {
        if !slot.is_certain() {
            self.note("let op: deze schijf kan niet regelen dat maar één tegelijk schrijft");
        }
        slot
    }
}
