//! In: the arguments of `schema`. Out: the JSON Schemas on disk. Wiring.

use super::{Console, Exit};
use crate::cli::Schema;
use crate::dossier::{Bestand, schema};
use crate::system;

pub(super) fn run(arguments: &Schema, console: &Console) -> Exit {
    if let Err(failure) = system::write(&arguments.folder, &files(), None) {
        return console.unwritable(&failure);
    }
    for (name, _) in files() {
        console.say(&arguments.folder.join(name).display().to_string());
    }
    Exit::Good
}

/// The schema files by name.
pub(super) fn files() -> Vec<(String, Vec<u8>)> {
    let file = |bestand: Bestand| {
        // `{:#}` prints indented JSON.
        let text = format!("{:#}\n", schema(bestand));
        (format!("{}.schema.json", bestand.stem()), text.into_bytes())
    };
    Bestand::ALL.into_iter().map(file).collect()
}
