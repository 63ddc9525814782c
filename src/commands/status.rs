//! In: the arguments of `status`. Out: the route of initials and what each is worth now. Wiring.

use super::{Console, Exit, GoodDossier};
use crate::cli::{ListingFormat, StatusArgs};

pub(super) fn run(arguments: &StatusArgs, console: &Console) -> Exit {
    let GoodDossier { filled, sources, .. } =
        match GoodDossier::read(&arguments.dossier, &arguments.outside, console) {
            Ok(dossier) => dossier,
            Err(exit) => return exit,
        };
    let aftekening = filled.aftekening();
    let remarks = aftekening.remarks(filled.checked(), &sources);
    if !remarks.is_empty() {
        console.report(remarks, &sources);
    }
    match arguments.format {
        ListingFormat::Json => console.print_json(&aftekening.json()),
        ListingFormat::Text => console.print(&aftekening.text()),
    }
    Exit::Good
}
