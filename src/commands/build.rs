//! In: the arguments of `build`. Out: documents on disk. Wiring.

use std::path::Path;

use super::{Console, Exit, Input, open, resources, without_rules};
use crate::cli::BuildArgs;
use crate::diagnostic::{has_errors, words};
use crate::dossier::{Bestand, Editie, Stuk};
use crate::export::Format;
use crate::source::Sources;
use crate::system::{Output, Slot, Stopwatch};
use crate::templates::Templates;
use crate::typeset::Typesetter;
use crate::workspace::Workspace;
use crate::{Job, begin, forget};

pub(super) fn run(arguments: &BuildArgs, console: &Console) -> Exit {
    of(arguments, &Bestand::ALL, console)
}

/// Makes documents from these files of each dossier only.
pub(super) fn of(arguments: &BuildArgs, files: &'static [Bestand], console: &Console) -> Exit {
    let (templates, fonts) = match resources(&arguments.outside, console) {
        Ok(resources) => resources,
        Err(exit) => return exit,
    };
    let outputs = match Output::of_each(&arguments.dossiers, arguments.out.as_deref()) {
        Ok(outputs) => outputs,
        Err(failure) => return console.unwritable(&failure),
    };
    // In the folder of the dossier one edition may not take the place of the other.
    let apart = arguments.openbaar && arguments.out.is_none();
    let outputs = outputs.into_iter().map(|output| if apart { output.openbaar() } else { output });
    let editie = if arguments.openbaar { Editie::Openbaar } else { Editie::Werk };
    let mut typesetter = Typesetter::new(fonts);
    let mut exit = Exit::Good;
    for (dossier, output) in arguments.dossiers.iter().zip(outputs) {
        // The slot comes first, so that what is made last is also what was read last.
        let made = open(dossier, console).and_then(|workspace| {
            Ok((workspace.only(files).in_editie(editie), console.slot(&output)?))
        });
        let (workspace, slot) = match made {
            Ok(made) => made,
            Err(failed) => {
                exit = exit.max(failed);
                continue;
            }
        };
        let job = (&workspace, &output, &slot);
        exit = exit.max(one(job, arguments, &templates, &mut typesetter, console));
        forget();
    }
    exit
}

/// One dossier: nothing is written unless everything can be made.
fn one(
    (workspace, output, slot): (&Workspace, &Output, &Slot),
    arguments: &BuildArgs,
    templates: &Templates,
    typesetter: &mut Typesetter,
    console: &Console,
) -> Exit {
    // Reading and checking count towards the first document.
    let mut stopwatch = Stopwatch::start();
    let job = Job { workspace, templates, stukken: &arguments.only, style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let (filled, rules) = begin(job, typesetter, &mut sources, &mut found);
    let mut made = Vec::new();
    if let Some(filled) = &filled {
        if arguments.definitief {
            found.extend(filled.aftekening().missing(filled.checked(), &sources));
        }
        for stuk in filled.stukken() {
            let files = filled.files(*stuk, arguments.format, typesetter, &sources, &mut found);
            made.extend(
                files.map(|(pages, files)| (*stuk, pages, files, stopwatch.milliseconds())),
            );
            stopwatch = Stopwatch::start();
        }
    }
    rules.finish(&mut found);
    if !workspace.is_whole() {
        without_rules(&mut found);
    }
    let failed = filled.is_none() || has_errors(&found);
    if !failed && arguments.only.is_empty() && arguments.format == Format::Pdf {
        let made: Vec<Stuk> = made.iter().map(|(stuk, ..)| *stuk).collect();
        found.extend(output.stale(&made));
    }
    if !failed {
        found.extend(made.iter().filter_map(|(stuk, _, files, _)| output.left_over(*stuk, files)));
    }
    console.report(found, &sources);
    if failed {
        return Exit::Errors;
    }
    let fonts = typesetter.fonts().fingerprint();
    let (dossier, outside) = (Path::new(workspace.name()), &arguments.outside);
    let input = Input { dossier, outside, workspace, templates, fonts };
    // That everybody agreed has to be so still.
    let still = arguments.definitief.then(|| input.hold(console)).transpose();
    let _still = match still {
        Ok(still) => still,
        Err(exit) => return exit,
    };
    for (stuk, pages, files, milliseconds) in made {
        if let Err(failure) = slot.write(&files) {
            return console.unwritable(&failure);
        }
        let path = output.path(&arguments.format.path(stuk));
        let pages = words::count(pages, "bladzijde", "bladzijden");
        console.say(&format!("{}  {pages}  {milliseconds} ms", path.display()));
    }
    Exit::Good
}
