//! In: the command line. Out: an exit code. The binary; everything else is in the library.

use std::process::ExitCode;

use kamerbrief::system::{self, Terminal};
use kamerbrief::{commands, draden};

/// Typst makes and drops many small values, on several threads: with this it takes about a seventh less time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    system::report_panics();
    let run = || commands::run(system::arguments(), Box::new(Terminal));
    draden::program(system::threads(), run).into()
}
