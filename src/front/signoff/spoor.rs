//! In: the files that stand beside each initial. Out: which initials were there and are gone, and of which initial such a
//! file is gone or is another one. Pure.
//!
//! An initial names those before it, but none names the last one. So two more files know of each: what was read at it,
//! and its trace outside the folder. Whoever takes away an initial has to take away both as well, and whoever puts an
//! earlier folder with initials back is betrayed by the traces. Which initial is meant, the name of the file says: so
//! nothing that is done to what stands in it makes a difference.
//!
//! An initial without them holds: what was read may have been left out on purpose, and whoever was stopped while he
//! initialled has none yet. But from then on it can be taken out unseen, so it is told every time.

use std::collections::{BTreeMap, BTreeSet};

use super::gelezen::{is_readable, of_file, with_plain_ends};
use super::paraaf::Paraaf;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::stukken::{GELEZEN, OUDE_TEKSTEN, PARAFEN, SPOOR};
use crate::workspace::{FileError, Workspace};

/// What a trace says, for whoever opens it.
const HEAD: &str = "# Geschreven door `kamerbrief paraaf`: een spoor van de paraaf met deze bestandsnaam in de map parafen. Laat het staan.\n";

/// Most files that are named of those that are gone from one folder.
const MOST_NAMED: usize = 3;

/// The trace of an initial, as a file.
pub fn trace(paraaf: &Paraaf) -> String {
    format!("{HEAD}{}", seal(paraaf))
}

/// What counts in it.
fn seal(paraaf: &Paraaf) -> String {
    let seal = paraaf.zegel.map(|seal| seal.to_string()).unwrap_or_default();
    format!("zegel: {seal}\n")
}

/// Looks whether the initials are there of which something else is, and what belongs to each that is there. Says whether
/// one is gone.
pub(super) fn check(
    workspace: &Workspace,
    parafen: &[&Paraaf],
    found: &mut Vec<Diagnostic>,
) -> bool {
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
    let named = !gone.is_empty();
    for (name, traces) in gone {
        let message = format!("{} is weggehaald", workspace.path(&format!("{PARAFEN}/{name}")));
        let traces: Vec<String> = traces.iter().map(|file| workspace.path(file)).collect();
        let traces: Vec<&str> = traces.iter().map(String::as_str).collect();
        let why = format!("van deze paraaf staat nog iets in {}", words::enumerate(&traces, "en"));
        found.push(Diagnostic::error(codes::INITIAL_CHAIN, message).help(why).help(RESTORE));
    }
    beside(workspace, GELEZEN, RESTORE_READ, parafen, &is_kept, found);
    beside(workspace, SPOOR, RESTORE_TRACE, parafen, &is_traced, found);
    let former = workspace.file(OUDE_TEKSTEN);
    if former.is_ok_and(|bytes| !is_readable(&bytes)) {
        found.push(other(&workspace.path(OUDE_TEKSTEN), RESTORE_READ));
    }
    named
}

/// Whether these are the bytes that were kept at an initial. Of before an initial said which those are, it is enough
/// that they can be read.
fn is_kept(paraaf: &Paraaf, bytes: &[u8]) -> bool {
    match paraaf.bewaard {
        Some(kept) => of_file(bytes) == kept,
        None => is_readable(bytes),
    }
}

/// Whether these are the bytes of its trace, whatever a later version says above it.
fn is_traced(paraaf: &Paraaf, bytes: &[u8]) -> bool {
    let text = with_plain_ends(bytes);
    let below = text.split_inclusive('\n').filter(|line| !line.starts_with('#'));
    below.collect::<String>() == seal(paraaf)
}

/// Whether each initial has its file in a folder, and that is its own.
fn beside(
    workspace: &Workspace,
    folder: &str,
    help: &str,
    parafen: &[&Paraaf],
    is_own: &dyn Fn(&Paraaf, &[u8]) -> bool,
    found: &mut Vec<Diagnostic>,
) {
    let mut gone = Vec::new();
    for paraaf in parafen {
        let file = format!("{folder}/{}", paraaf.file_name());
        let name = workspace.path(&file);
        match workspace.file(&file) {
            Ok(bytes) if is_own(paraaf, &bytes) => {}
            Ok(_) => found.push(other(&name, help)),
            Err(FileError::Missing) => gone.push(name),
            Err(error) => found.push(error.of_own(&name)),
        }
    }
    let message = match &gone[..] {
        [] => return,
        [one] => format!("{one} ontbreekt"),
        all if all.len() == parafen.len() => {
            format!("{} ontbreekt: daar hoort van elke paraaf een bestand", workspace.path(folder))
        }
        all if all.len() <= MOST_NAMED => format!("{} ontbreken", words::enumerate(all, "en")),
        all => format!("in {} ontbreken {} bestanden", workspace.path(folder), all.len()),
    };
    found.push(Diagnostic::warning(codes::INITIAL_CHAIN, message).help(help));
}

/// A file beside an initial that is not the one that was written.
fn other(name: &str, help: &str) -> Diagnostic {
    let message = format!("{name} is niet zoals `kamerbrief paraaf` het schreef");
    Diagnostic::warning(codes::INITIAL_CHANGED, message).help(help)
}

const RESTORE_READ: &str = "zet het terug, bijvoorbeeld uit versiebeheer; de parafen gelden ook zonder, maar `kamerbrief changed` kan dan niet laten zien wat toen is gelezen";

const RESTORE_TRACE: &str = "zet het terug, bijvoorbeeld uit versiebeheer: de map parafenspoor gaat mee waar de map parafen gaat; de parafen gelden ook zonder, maar dan is niet te zien of er een is weggehaald";

const RESTORE: &str = "zet het bestand terug, bijvoorbeeld uit versiebeheer; een paraaf die niet meer geldt, trekt u in met `kamerbrief paraaf --trek-in`; begint u met alle parafen opnieuw, haal dan ook de map parafenspoor weg";
