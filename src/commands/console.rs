//! In: what a command has to say. Out: lines and diagnostics for a printer. Pure.

use super::Exit;
use crate::cli::Color;
use crate::diagnostic::codes;
use crate::diagnostic::{self, Code, Diagnostic, Text};
use crate::source::Sources;
use crate::system::{Failure, Printer};

/// Where a command speaks to the user.
#[derive(Debug)]
pub(super) struct Console {
    printer: Box<dyn Printer>,
    text: Text,
    quiet: bool,
    /// Whether a new round of `watch` may clear the screen.
    clears: bool,
}

impl Console {
    pub(super) fn new(color: Color, quiet: bool, printer: Box<dyn Printer>) -> Self {
        let color = match color {
            Color::Auto => printer.may_color(),
            Color::Always => true,
            Color::Never => false,
        };
        let text = Text::new(color, printer.width());
        Self { text, quiet, clears: printer.is_screen(), printer }
    }

    /// Prints a result, also where nothing is to be said.
    pub(super) fn print(&self, text: &str) {
        self.printer.print(text);
    }

    /// Tells what was done.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            self.printer.print(&format!("{line}\n"));
        }
    }

    /// Begins a round of `watch`: on a terminal the last one makes room, and what it is about is said again.
    pub(super) fn round(&self, about: &str, line: &str) {
        if !self.quiet {
            let about = match self.clears {
                true => format!("\u{1b}[H\u{1b}[2J{about}\n"),
                false => String::new(),
            };
            self.printer.print(&format!("{about}{line}\n"));
        }
    }

    /// Tells on standard error what was done, where standard output holds the result.
    pub(super) fn note(&self, line: &str) {
        if !self.quiet {
            self.printer.print_error(&format!("{line}\n"));
        }
    }

    /// Diagnostics as text.
    pub(super) fn text(&self, found: &[Diagnostic], sources: &Sources) -> String {
        self.text.render(found, sources)
    }

    /// Prints diagnostics, in reading order.
    pub(super) fn report(&self, mut found: Vec<Diagnostic>, sources: &Sources) {
        diagnostic::sort(&mut found, sources);
        self.printer.print_error(&self.text.render(&found, sources));
    }

    /// Prints what went wrong outside the dossier.
    pub(super) fn fail(&self, code: Code, message: &str, failure: &Failure, help: &str) -> Exit {
        let Failure { path, reason } = failure;
        self.refuse(Diagnostic::error(code, format!("{message} {path}: {reason}")).help(help))
    }

    /// Prints why a command cannot even begin.
    pub(super) fn refuse(&self, diagnostic: Diagnostic) -> Exit {
        self.report(vec![diagnostic], &Sources::default());
        Exit::Environment
    }

    /// Prints that a result could not be written.
    pub(super) fn unwritable(&self, failure: &Failure) -> Exit {
        let help = "kies met `--out` een map waarin u mag schrijven";
        self.fail(codes::OUTPUT_FAILS, "kan niet schrijven naar", failure, help)
    }
}
