//! In: the files that stand beside each initial. Out: which initials were there and are gone. Pure.
//!
//! An initial names those before it, but none names the last one. So two more files know of each: what was read at it,
//! and its trace outside the folder. Whoever takes away an initial has to take away both as well, and whoever puts an
//! earlier folder with initials back is betrayed by the traces. Which initial is meant, the name of the file says: so
//! nothing that is done to what stands in it makes a difference.

use std::collections::{BTreeMap, BTreeSet};

use super::paraaf::Paraaf;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::stukken::{GELEZEN, PARAFEN, SPOOR};
use crate::workspace::Workspace;

/// What a trace says, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`: een spoor van de paraaf met deze bestandsnaam in de map parafen. Laat het staan.\n";

/// The trace of an initial, as a file.
pub fn trace(paraaf: &Paraaf) -> String {
    let seal = paraaf.zegel.map(|seal| seal.to_string()).unwrap_or_default();
    format!("{HEAD}zegel: {seal}\n")
}

/// Whether the initials are there of which something else is.
pub(super) fn check(workspace: &Workspace, parafen: &[&Paraaf], found: &mut Vec<Diagnostic>) {
    let there: BTreeSet<String> = parafen.iter().map(|paraaf| paraaf.file_name()).collect();
    let mut gone: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in [GELEZEN, SPOOR] {
        let files = workspace.files_in(folder).unwrap_or_else(|error| {
            found.push(error.of_own(&workspace.path(folder)));
            Vec::new()
        });
        for file in files {
            let name = file.rsplit('/').next().unwrap_or_default().to_owned();
            if !there.contains(&name) {
                gone.entry(name).or_default().push(file);
            }
        }
    }
    for (name, traces) in gone {
        let message = format!("{} is weggehaald", workspace.path(&format!("{PARAFEN}/{name}")));
        let traces: Vec<String> = traces.iter().map(|file| workspace.path(file)).collect();
        let traces: Vec<&str> = traces.iter().map(String::as_str).collect();
        let why = format!("van deze paraaf staat nog iets in {}", words::enumerate(&traces, "en"));
        found.push(Diagnostic::error(codes::INITIAL_CHAIN, message).help(why).help(RESTORE));
    }
}

const RESTORE: &str = "zet het bestand terug, bijvoorbeeld uit versiebeheer; een paraaf die niet meer geldt, trekt u in met `kamerbrief paraaf --trek-in`; begint u met alle parafen opnieuw, haal dan ook de map parafenspoor weg";
