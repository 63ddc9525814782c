//! In: the arguments of `status`. Out: the route of initials and what each is worth now. Wiring.

use super::{Console, Exit, Ready, ready};
use crate::cli::{ListingFormat, StatusArgs};

pub(super) fn run(arguments: &StatusArgs, console: &Console) -> Exit {
    let Ready { prepared, sources, .. } =
        match ready(&arguments.dossier, &arguments.outside, true, console) {
            Ok(ready) => ready,
            Err(exit) => return exit,
        };
    let aftekening = prepared.aftekening();
    let remarks = aftekening.remarks(prepared.checked(), &sources);
    if !remarks.is_empty() {
        console.report(remarks, &sources);
    }
    console.print(&match arguments.format {
        ListingFormat::Json => aftekening.json(),
        ListingFormat::Text => aftekening.text(),
    });
    Exit::Good
}
