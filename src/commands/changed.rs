//! In: the arguments of `changed`. Out: the fields that changed since somebody initialled. Wiring.

use super::{Console, Exit, GoodDossier};
use crate::cli::ChangedArgs;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::signoff::{self, Paraaf, TEKSTEN, Teksten, Wijzigingen};
use crate::source::Sources;
use crate::workspace::Workspace;
use crate::{Job, examine, system};

/// Most versions that are searched for the old text.
const MAX_VERSIONS: usize = 100;

pub(super) fn run(arguments: &ChangedArgs, console: &Console) -> Exit {
    let dossier = match GoodDossier::read(&arguments.dossier, &arguments.outside, console) {
        Ok(dossier) => dossier,
        Err(exit) => return exit,
    };
    let (aftekening, rol) = (dossier.filled.aftekening(), arguments.since.trim());
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
    let fonts = dossier.typesetter.fonts().fingerprint();
    let now = signoff::fields(dossier.filled.checked(), &dossier.templates, &fonts);
    let mut changes = Wijzigingen::since(paraaf, now);
    console.say(&changes.heading(&aftekening.differing(paraaf)));
    recall(&mut changes, paraaf, &dossier, console);
    look_back(&mut changes, arguments, &dossier);
    for line in changes.lines(dossier.filled.checked(), &dossier.sources, dossier.workspace.name())
    {
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
fn recall(
    changes: &mut Wijzigingen<'_>,
    paraaf: &Paraaf,
    dossier: &GoodDossier,
    console: &Console,
) {
    if paraaf.teksten.is_none() || !changes.seeks() {
        return;
    }
    let said = match Teksten::read(&dossier.workspace) {
        Ok(texts) if texts.is_empty() => return,
        Ok(texts) => match texts.of(paraaf) {
            Some(texts) => return changes.recall(&texts),
            None => Teksten::remark(&dossier.workspace),
        },
        Err(wrong) => *wrong,
    };
    console.report(vec![said], &Sources::default());
}

/// Looks in version control for the texts as they were initialled.
fn look_back(changes: &mut Wijzigingen<'_>, arguments: &ChangedArgs, dossier: &GoodDossier) {
    if !changes.seeks() {
        return;
    }
    let fonts = dossier.typesetter.fonts();
    for version in system::versions(&arguments.dossier, MAX_VERSIONS) {
        let Ok(workspace) = Workspace::new(version.id.clone(), version) else { continue };
        let workspace = workspace.without_parafen();
        let job = Job {
            workspace: &workspace,
            templates: &dossier.templates,
            stukken: &[],
            style: false,
        };
        let (examination, _) = examine(job, &|char| fonts.has(char), &mut Sources::default());
        let Some(then) = examination.checked else { continue };
        changes.compare(&signoff::fields(&then, &dossier.templates, &fonts.fingerprint()));
        if !changes.seeks() {
            break;
        }
    }
}
