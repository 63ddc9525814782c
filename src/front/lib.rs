//! In: the files of a dossier. Out: a checked dossier, corrections, how its sign-off stands. The front of the compiler:
//! everything that needs no typesetter, so that a forbidden arrow to Typst does not compile. Pure.

pub mod check;
pub mod dossier;
pub mod edit;
pub mod formulier;
pub mod inventaris;
pub mod lakken;
pub mod manuscript;
pub mod opmerkingen;
pub mod overnemen;
pub mod prose;
pub mod schrijven;
pub mod sheet;
pub mod signoff;
mod stukken;
pub mod templates;
pub mod voorstellen;
pub mod workspace;
pub mod yaml;

use std::sync::atomic::{AtomicUsize, Ordering};

use kamerbrief_base::{diagnostic, source};

use crate::check::{Checked, Examination, Needs};
use crate::diagnostic::Diagnostic;
use crate::dossier::{Editie, Stuk, Trees};
use crate::signoff::Parafen;
use crate::source::Sources;
use crate::templates::Templates;
use crate::workspace::Workspace;

/// Runs after which is looked at what was not used again: going through all of it takes time.
const RUNS: usize = 4;
/// How often it may be so, before it is forgotten: in all, after eight to twelve runs.
const MAX_AGE: usize = 2;

/// Forgets what the last runs did not use, so that memory stays flat over many dossiers and edits. It is one memory for
/// the whole process, Typst's too.
pub fn forget() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    if DONE.fetch_add(1, Ordering::Relaxed) % RUNS == RUNS - 1 {
        comemo::evict(MAX_AGE);
    }
}

/// Reads what every dossier is checked with: the lists and the schemas that are built in. Whoever asks for them before that
/// is done waits; so a program can do this on a thread of its own while it reads fonts.
pub fn prepare() {
    dossier::Lijsten::ingebouwd();
    dossier::Shape::prepare();
}

/// What to make of a dossier.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The dossier's files.
    pub workspace: &'a Workspace,
    /// The templates.
    pub templates: &'a Templates,
    /// The documents; empty for all that the dossier has.
    pub stukken: &'a [Stuk],
    /// Whether to look at matters of style too.
    pub style: bool,
}

/// A dossier that was looked at from beginning to end.
#[derive(Debug)]
pub struct Inspection {
    /// The dossier, if nothing stands in the way of its documents.
    pub checked: Option<Checked>,
    /// Everything that there is to say of it.
    pub found: Vec<Diagnostic>,
    /// Whether the rules of the secretariat could be gone through: they need a dossier that can be read.
    pub ruled: bool,
}

/// The way from files to a checked dossier, with everything that there is to say of it. Whoever has the fonts says
/// which characters can be printed.
pub fn inspect(
    job: Job<'_>,
    printable: &dyn Fn(char) -> bool,
    sources: &mut Sources,
) -> Inspection {
    let (Examination { checked, mut found, rules }, _) = examine(job, printable, sources);
    let ruled = rules.run(sources, &mut found);
    Inspection { checked, found, ruled }
}

/// The same without the rules of the secretariat, which are still to be gone through; and the dossier's initials. Of
/// the public edition they are those on what goes out with it, and they look at both: what goes out, and what does not.
pub fn examine(
    job: Job<'_>,
    printable: &dyn Fn(char) -> bool,
    sources: &mut Sources,
) -> (Examination, Parafen) {
    let trees = dossier::trees(job.workspace, job.templates, sources);
    let mut said = Vec::new();
    let parafen = signoff::read(job.workspace, sources, &mut said);
    // What colleagues say to each other is no matter of what goes out.
    if job.workspace.is_whole() && job.workspace.editie() == Editie::Werk {
        opmerkingen::read(job.workspace, sources, &mut said);
    }
    let look = |trees: Trees, editie| {
        let mut reading = dossier::read(lakken::lak(trees, editie, sources));
        reading.trees.found.extend(said.iter().cloned());
        let named = reading.images().into_iter();
        let images = named.map(|(_, path)| (path.to_owned(), job.workspace.file(path))).collect();
        let (stukken, style) = (job.stukken, job.style);
        check::examine(reading, sources, Needs { stukken, images: &images, style, printable })
    };
    let examination = match job.workspace.editie() {
        Editie::Werk => look(trees, Editie::Werk),
        Editie::Openbaar => {
            let rules = look(trees.clone(), Editie::Werk).rules.about_public();
            Examination { rules, ..look(trees, Editie::Openbaar) }
        }
    };
    (examination, parafen)
}
