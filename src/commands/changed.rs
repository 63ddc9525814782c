//! In: the arguments of `changed`. Out: the fields that changed since somebody initialled. Wiring.

use super::{Console, Exit, Ready, ready};
use crate::cli::Changed;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::signoff::{self, Paraaf, TEKSTEN, Teksten, Wijzigingen};
use crate::source::Sources;
use crate::workspace::Workspace;
use crate::{Job, checked, system};

/// Most versions that are searched for the old text.
const MAX_VERSIONS: usize = 100;

pub(super) fn run(arguments: &Changed, console: &Console) -> Exit {
    let ready = match ready(&arguments.dossier, &arguments.outside, true, console) {
        Ok(ready) => ready,
        Err(exit) => return exit,
    };
    let (aftekening, rol) = (ready.prepared.aftekening(), arguments.since.trim());
    let Some(paraaf) = aftekening.parafen().last_of(rol) else {
        return console.refuse(match aftekening.step(rol) {
            Err(unknown) => *unknown,
            Ok(_) => {
                let message = format!("{} heeft nog niet geparafeerd", words::shorten(rol));
                Diagnostic::error(codes::ROLE_UNKNOWN, message)
                    .help("`kamerbrief status` toont wie wel")
            }
        });
    };
    let fonts = ready.typesetter.fonts().fingerprint();
    let now = signoff::fields(ready.prepared.checked(), &ready.templates, &fonts);
    let mut changes = Wijzigingen::since(paraaf, now);
    console.say(&changes.heading(&aftekening.differing(paraaf)));
    recall(&mut changes, paraaf, &ready, console);
    look_back(&mut changes, arguments, &ready);
    for line in changes.lines(ready.prepared.checked(), &ready.sources, ready.workspace.name()) {
        console.print(&line);
    }
    if changes.lacks_old() {
        let why = match paraaf.teksten {
            Some(_) => format!("{TEKSTEN} ontbreekt; "),
            None => String::new(),
        };
        console.say(&format!("{why}de oude tekst staat erbij als het dossier onder versiebeheer (git) staat zoals het toen was"));
    }
    Exit::Good
}

/// Takes the texts that were kept with the initial.
fn recall(changes: &mut Wijzigingen<'_>, paraaf: &Paraaf, ready: &Ready, console: &Console) {
    if paraaf.teksten.is_none() || !changes.seeks() {
        return;
    }
    let said = match Teksten::read(&ready.workspace) {
        Ok(texts) if texts.is_empty() => return,
        Ok(texts) => match texts.of(paraaf) {
            Some(texts) => return changes.recall(&texts),
            None => Teksten::remark(&ready.workspace),
        },
        Err(wrong) => *wrong,
    };
    console.report(vec![said], &Sources::default());
}

/// Looks in version control for the texts as they were initialled.
fn look_back(changes: &mut Wijzigingen<'_>, arguments: &Changed, ready: &Ready) {
    if !changes.seeks() {
        return;
    }
    let fonts = ready.typesetter.fonts();
    for version in system::versions(&arguments.dossier, MAX_VERSIONS) {
        let Ok(workspace) = Workspace::new(version.id.clone(), version) else { continue };
        let workspace = workspace.without_parafen();
        let job =
            Job { workspace: &workspace, templates: &ready.templates, stukken: &[], style: false };
        let Some(then) = checked(job, fonts, &mut Sources::default()) else { continue };
        changes.compare(&signoff::fields(&then, &ready.templates, &fonts.fingerprint()));
        if !changes.seeks() {
            break;
        }
    }
}
