//! In: the arguments of `check`. Out: what there is to say of each dossier, and with `--fix` its corrected
//! files. Wiring.

use std::path::Path;

use super::{Console, Exit, resources};
use crate::cli::{CheckArgs, CheckFormat};
use crate::diagnostic::{self, words};
use crate::dossier::Bestand;
use crate::edit::correct as corrections;
use crate::source::Sources;
use crate::system::{self, Slot};
use crate::templates::Templates;
use crate::typeset::{Fonts, Typesetter};
use crate::workspace::{Content, Workspace};
use crate::{Job, inspect, rehearse};

pub(super) fn run(arguments: &CheckArgs, console: &Console) -> Exit {
    let (templates, fonts) = match resources(&arguments.outside, console) {
        Ok(resources) => resources,
        Err(exit) => return exit,
    };
    let mut typesetter = Typesetter::new(fonts);
    let mut exit = Exit::Good;
    // One report of all dossiers, so that it is one JSON or SARIF document.
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    for dossier in &arguments.dossiers {
        let mut workspace = match system::workspace(dossier) {
            Ok(workspace) => workspace,
            Err(diagnostic) => {
                found.push(*diagnostic);
                exit = Exit::Environment;
                continue;
            }
        };
        if arguments.fix {
            let resources = (&templates, typesetter.fonts());
            let corrected = correct(dossier, &mut workspace, arguments.info, resources, console);
            if let Err(failed) = corrected {
                exit = exit.max(failed);
                continue;
            }
        }
        let job = job(&workspace, arguments.info, &templates);
        let mut of = Vec::new();
        if !rehearse(job, &mut typesetter, &mut sources, &mut of) {
            console.note(&format!(
                "{}: de regels zijn nog niet nagelopen; dat kan pas als deze fouten weg zijn",
                dossier.display()
            ));
        }
        diagnostic::sort(&mut of, &sources);
        found.append(&mut of);
        crate::forget();
    }
    let counts = diagnostic::count(&found);
    if counts.errors > 0 || (arguments.strict && counts.errors + counts.warnings + counts.infos > 0)
    {
        exit = exit.max(Exit::Errors);
    }
    match arguments.format {
        CheckFormat::Text => console.print_found(&found, &sources),
        CheckFormat::Short => console.print(&diagnostic::short(&found, &sources)),
        CheckFormat::Json => console.print_json(&diagnostic::json(&found, &sources)),
        CheckFormat::Sarif => console.print_json(&diagnostic::sarif(&found, &sources)),
    }
    if found.is_empty() && exit == Exit::Good && arguments.format == CheckFormat::Text {
        console.say("geen opmerkingen");
    }
    exit
}

fn job<'a>(workspace: &'a Workspace, style: bool, templates: &'a Templates) -> Job<'a> {
    Job { workspace, templates, stukken: &[], style }
}

/// Makes every certain correction and writes the files.
fn correct(
    path: &Path,
    workspace: &mut Workspace,
    info: bool,
    (templates, fonts): (&Templates, &Fonts),
    console: &Console,
) -> Result<(), Exit> {
    let read: Vec<(Bestand, Content)> = Bestand::ALL
        .into_iter()
        .map(|bestand| (bestand, workspace.file(&bestand.name())))
        .collect();
    let made = corrections::all(workspace, &|workspace| {
        let mut sources = Sources::default();
        let job = job(workspace, info, templates);
        let found = inspect(job, &|char| fonts.has(char), &mut sources).found;
        (found, sources)
    });
    if made.is_empty() {
        return Ok(());
    }
    let slot = Slot::take(path, None).map_err(|failure| console.unchangeable(&failure))?;
    let slot = console.held(slot);
    for (bestand, before) in read {
        let (Some(count), Ok(before), Ok(after)) =
            (made.get(&bestand), before, workspace.file(&bestand.name()))
        else {
            continue;
        };
        let file = path.join(bestand.name());
        if let Err(failure) = slot.replace(&file, &before, &after) {
            return Err(console.unchangeable(&failure));
        }
        let count = words::count(*count, "verbetering", "verbeteringen");
        console.note(&format!("{}: {count}", file.display()));
    }
    Ok(())
}
