//! The tests of what needs no typesetter: reading, checking, rules, schemas, changes.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests read and write files, and may stop at the first surprise"
)]

use std::path::PathBuf;

use kamerbrief_front::dossier::Bestand;

mod edit;
#[path = "../support/folders.rs"]
mod folders;
mod fonts;
mod meant;
#[path = "../support/printed.rs"]
mod oracle;
mod parafen;
mod partial;
mod printed;
#[path = "../support/random.rs"]
mod random;
mod reading;
mod rooms;
mod rules;
mod schemas;
mod schrijven;
mod sheets;
mod voorstellen;

/// The folder of an example that has a file.
fn example(bestand: Bestand) -> PathBuf {
    folders::root().join("content").join(match bestand {
        Bestand::Vragen => "vragen-loketten",
        _ => "mensenhandel",
    })
}
