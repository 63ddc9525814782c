//! In: the command line. Out: an exit code. The binary; everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    kamerbrief::system::report_panics();
    kamerbrief::commands::run(kamerbrief::system::arguments()).into()
}
