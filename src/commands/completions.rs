//! In: a shell's name. Out: its completions on standard output. Wiring.

use super::Exit;
use crate::cli::{Completions, command};
use crate::system;

pub(super) fn run(arguments: &Completions) -> Exit {
    let mut out = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "kamerbrief", &mut out);
    system::print(&String::from_utf8_lossy(&out));
    Exit::Good
}
