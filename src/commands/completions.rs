//! In: a shell's name. Out: its completions on standard output. Wiring.

use super::{Console, Exit};
use crate::cli::{CompletionsArgs, command};

pub(super) fn run(arguments: &CompletionsArgs, console: &Console) -> Exit {
    let mut out = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "kamerbrief", &mut out);
    console.print(&String::from_utf8_lossy(&out));
    Exit::Good
}
