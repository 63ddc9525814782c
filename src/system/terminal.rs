//! In: what there is to say. Out: lines on the terminal, and from there the command line and the wish to stop. **I/O.**

use std::ffi::OsString;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc;
use std::thread;

use super::reason;
use crate::diagnostic::shown;

/// Width of diagnostics when the output is no terminal.
pub const PLAIN_WIDTH: usize = 120;

/// The command line's arguments.
pub fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// How many threads whoever runs the program wants it to set pages on, if he says so, in the way of Typst's own library for
/// threads.
pub fn threads() -> Option<usize> {
    let wanted = std::env::var("RAYON_NUM_THREADS").ok()?;
    wanted.trim().parse().ok().filter(|number| *number > 0)
}

/// Has a bug of ours reported as one. The exit code is then 101, Rust's own.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let text = shown::lines(&format!(
            "fout in kamerbrief zelf: {panic}\nhulp: hier kunt u niets aan doen; meld deze tekst, met het dossier dat hem geeft\n"
        ));
        // The exit code says it too.
        let _ = Terminal.print_error(&text);
    }));
}

/// Lets a signal to stop (Ctrl-C, or the end of the session) call this, instead of ending the program where it is. A second
/// signal ends the program at once, in case something never finishes. Who began the program with `nohup` wants it to go on
/// when the session ends.
///
/// # Errors
/// When the system refuses it.
pub fn on_stop(mut call: impl FnMut() + Send + 'static) -> Result<(), String> {
    let mut again = false;
    let handler = move || {
        if again {
            // The code of a shell for a program that Ctrl-C ended.
            std::process::exit(130);
        }
        again = true;
        call();
    };
    handle(handler).map_err(|error| reason(&error))
}

#[cfg(unix)]
fn handle(mut handler: impl FnMut() + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let hangup = (!ignores_hangup()).then_some(SIGHUP);
    let (tell, told) = mpsc::channel();
    // First the thread: a signal that nobody waits for would be lost.
    thread::Builder::new().spawn(move || {
        let all = [SIGINT, SIGTERM].into_iter().chain(hangup);
        match signal_hook::iterator::Signals::new(all) {
            Ok(mut signals) => {
                let _ = tell.send(Ok(()));
                signals.forever().for_each(|_| handler());
            }
            Err(error) => _ = tell.send(Err(error)),
        }
    })?;
    told.recv().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
}

/// Whether the program was begun so that the end of the session is no reason to stop; where nobody can tell, it was.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|signals| u64::from_str_radix(signals.trim(), 16).ok());
    // The first signal is the first bit.
    ignored.is_none_or(|signals| signals & 1 == 1)
}

#[cfg(not(unix))]
fn handle(handler: impl FnMut() + Send + 'static) -> io::Result<()> {
    ctrlc::set_handler(handler).map_err(io::Error::other)
}

/// Where a command's output goes; unless it says otherwise, it takes plain text only.
pub trait Printer: fmt::Debug {
    /// Takes a result.
    ///
    /// # Errors
    /// In Dutch, why it could not be written.
    fn print(&self, text: &str) -> Result<(), String>;

    /// Takes what there is to say beside the result.
    ///
    /// # Errors
    /// In Dutch, why it could not be written.
    fn print_error(&self, text: &str) -> Result<(), String>;

    /// Whether somebody sees the output on a terminal that can be cleared.
    fn is_screen(&self) -> bool {
        false
    }

    /// Whether somebody sees on a terminal what there is to say beside the result.
    fn is_seen(&self) -> bool {
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

/// Standard output and standard error.
#[derive(Debug, Clone, Copy)]
pub struct Terminal;

impl Printer for Terminal {
    fn print(&self, text: &str) -> Result<(), String> {
        write(io::stdout().lock(), text)
    }

    fn print_error(&self, text: &str) -> Result<(), String> {
        write(io::stderr().lock(), text)
    }

    fn is_screen(&self) -> bool {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        io::stdout().is_terminal() && io::stderr().is_terminal() && (!dumb || cfg!(windows))
    }

    fn is_seen(&self) -> bool {
        io::stderr().is_terminal()
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

/// Writes a text so that nothing of it waits in a buffer. A reader that has gone is no error: he has what he wants.
fn write(mut to: impl Write, text: &str) -> Result<(), String> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(reason(&error)),
        _ => Ok(()),
    }
}
