//! In: the command line. Out: an exit code. The binary; everything else is in the library.

use std::process::ExitCode;

use kamerbrief::commands;
use kamerbrief::system::{self, Terminal};

fn main() -> ExitCode {
    system::report_panics();
    commands::run(system::arguments(), Box::new(Terminal)).into()
}
