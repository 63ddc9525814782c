//! In: the arguments of `check`. Out: what there is to say of each dossier, and with `--fix` its corrected
//! files. Wiring.

use std::path::Path;

use super::{Console, Exit, read_folder, resources};
use crate::cli::{Check, Report};
use crate::diagnostic::{self, codes, words};
use crate::dossier::Folder;
use crate::source::Sources;
use crate::system;
use crate::templates::Templates;
use crate::typeset::Fonts;
use crate::{Inspection, Job, fix, inspect};

pub(super) fn run(arguments: &Check, console: &Console) -> Exit {
    let (templates, fonts) = match resources(&arguments.outside, console) {
        Ok(resources) => resources,
        Err(exit) => return exit,
    };
    let mut exit = Exit::Good;
    // One report of all dossiers, so that it is one JSON or SARIF document.
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    for dossier in &arguments.dossiers {
        let mut folder = match read_folder(dossier) {
            Ok(folder) => folder,
            Err(diagnostic) => {
                found.push(*diagnostic);
                exit = Exit::Environment;
                continue;
            }
        };
        if arguments.fix {
            match correct(dossier, &folder, arguments.info, (&templates, &fonts), console) {
                Ok(corrected) => folder = corrected,
                Err(failed) => {
                    exit = exit.max(failed);
                    continue;
                }
            }
        }
        let Inspection { found: mut of, ruled, .. } =
            look(dossier, &folder, arguments.info, (&templates, &fonts), &mut sources);
        if !ruled {
            console.note(&format!(
                "{}: de regels zijn nog niet nagelopen; dat kan pas als deze fouten weg zijn",
                dossier.display()
            ));
        }
        diagnostic::sort(&mut of, &sources);
        found.append(&mut of);
    }
    let counts = diagnostic::count(&found);
    if counts.errors > 0 || (arguments.strict && counts.errors + counts.warnings + counts.infos > 0)
    {
        exit = exit.max(Exit::Errors);
    }
    let out = match arguments.format {
        Report::Text => console.text(&found, &sources),
        Report::Short => diagnostic::short(&found, &sources),
        Report::Json => diagnostic::json(&found, &sources),
        Report::Sarif => diagnostic::sarif(&found, &sources),
    };
    console.print(&out);
    if found.is_empty() && exit == Exit::Good && arguments.format == Report::Text {
        console.say("geen opmerkingen");
    }
    exit
}

fn look(
    path: &Path,
    folder: &Folder,
    style: bool,
    (templates, fonts): (&Templates, &Fonts),
    sources: &mut Sources,
) -> Inspection {
    let fetch = |name: &str| system::read_within(path, name);
    let job = Job { folder, templates, stukken: &[], style, fetch: &fetch };
    inspect(job, fonts, sources)
}

/// Makes every certain correction and writes the files; the folder as it is then.
fn correct(
    path: &Path,
    folder: &Folder,
    info: bool,
    (templates, fonts): (&Templates, &Fonts),
    console: &Console,
) -> Result<Folder, Exit> {
    let (now, made) = fix::all(folder, &|folder| {
        let mut sources = Sources::default();
        let found = look(path, folder, info, (templates, fonts), &mut sources).found;
        (found, sources)
    });
    for (bestand, count) in made {
        let (Some(Ok(before)), Some(Ok(after))) =
            (folder.files.get(&bestand), now.files.get(&bestand))
        else {
            continue;
        };
        let file = path.join(bestand.name());
        if let Err(failure) = system::replace(&file, before, after) {
            let help = "kijk of u het bestand mag wijzigen en of het niet elders open staat, en probeer het opnieuw";
            return Err(console.fail(
                codes::OUTPUT_FAILS,
                "kan niet schrijven naar",
                &failure,
                help,
            ));
        }
        let count = words::count(count, "verbetering", "verbeteringen");
        console.note(&format!("{}: {count}", file.display()));
    }
    Ok(now)
}
