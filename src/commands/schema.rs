//! In: the arguments of `schema`. Out: the JSON Schemas on disk. Wiring.

use serde_json::Value;

use super::{Console, Exit};
use crate::cli::SchemaArgs;
use crate::diagnostic;
use crate::dossier::{Bestand, OPMERKINGEN, schema};
use crate::opmerkingen;
use crate::system::Slot;

pub(super) fn run(arguments: &SchemaArgs, console: &Console) -> Exit {
    let mut files = files();
    files.push(("meldingen.schema.json".into(), json(&diagnostic::schema())));
    let slot = Slot::take(&arguments.folder, None);
    if let Err(failure) = slot.and_then(|slot| console.held(slot).write(&files)) {
        return console.unwritable(&failure);
    }
    for (name, _) in files {
        console.say(&arguments.folder.join(name).display().to_string());
    }
    Exit::Good
}

/// The schemas of a dossier's files, by name.
pub(super) fn files() -> Vec<(String, Vec<u8>)> {
    let file = |bestand: Bestand| (schema_name(&bestand.name()), json(&schema(bestand)));
    let remarks = (schema_name(OPMERKINGEN), json(&opmerkingen::schema()));
    Bestand::ALL.into_iter().map(file).chain([remarks]).collect()
}

/// The file with the schema of a file.
fn schema_name(file: &str) -> String {
    format!("{}.schema.json", file.trim_end_matches(".yaml"))
}

fn json(schema: &Value) -> Vec<u8> {
    // `{:#}` prints indented JSON.
    format!("{schema:#}\n").into_bytes()
}
