//! In: the arguments of `word`. Out: documents as files of Word, on disk. Wiring.

use std::path::Path;

use serde::Serialize;

use super::many::{GOED, Gedaan, Job as Taak, jobs, work};
use super::{Console, Exit, open, resources};
use crate::check::Checked;
use crate::cli::WordArgs;
use crate::diagnostic::{self, Diagnostic, codes, has_errors, words};
use crate::dossier::Lakking;
use crate::source::Sources;
use crate::system::Output;
use crate::templates::Templates;
use crate::typeset::Typesetter;
use crate::word::{self, Beelden, Beeldpunten};
use crate::{Job, export, inspect};

pub(super) fn run(arguments: &WordArgs, console: &Console) -> Exit {
    every(arguments, console).unwrap_or_else(|exit| exit)
}

/// A file that was made.
#[derive(Debug, Serialize)]
struct Made {
    path: String,
}

fn every(arguments: &WordArgs, console: &Console) -> Result<Exit, Exit> {
    let (templates, fonts) = resources(&arguments.outside, console)?;
    let (jobs, _) = jobs(&arguments.dossiers, arguments.out.as_deref(), console)?;
    let of = (&arguments.dossiers, arguments.verslag);
    let tally = work(&jobs, of, &fonts, console, |typesetter, taak, console| {
        let Taak { dossier, output, .. } = taak;
        one((&dossier.path, output), arguments, &templates, typesetter, console).map(Gedaan::now)
    });
    Ok(tally.told(GOED, console))
}

/// One dossier: nothing is written unless everything can be made.
fn one(
    (dossier, output): (&Path, &Output),
    arguments: &WordArgs,
    templates: &Templates,
    typesetter: &Typesetter,
    console: &Console,
) -> Result<Vec<Made>, Exit> {
    let workspace = open(dossier, console)?;
    // The slot comes first, so that what is made last is also what was read last.
    let slot = console.slot(output)?;
    let stukken = &arguments.only;
    let job = Job { workspace: &workspace, templates, stukken, style: false };
    let mut sources = Sources::default();
    let inspection = inspect(job, &|char| typesetter.fonts().has(char), &mut sources);
    let (mut found, mut files) = (inspection.found, Vec::new());
    if let Some(checked) = &inspection.checked {
        let withheld = word::gelakt(checked, checked.stukken());
        if !arguments.ook_gelakt {
            found.extend(refused(&withheld, checked, &sources));
        }
        if !has_errors(&found) {
            match all(checked, templates, typesetter) {
                Ok(made) => files = made,
                Err(why) => {
                    let message = format!("geen Word-bestand: {why}");
                    found.push(Diagnostic::error(codes::OUTPUT_FAILS, message));
                }
            }
        }
    }
    diagnostic::sort(&mut found, &sources);
    let failed = has_errors(&found) || inspection.checked.is_none();
    console.report(found, &sources);
    if failed {
        return Err(Exit::Errors);
    }
    slot.write(&files).map_err(|failure| console.unwritable(&failure))?;
    let path = |(name, _): &(String, Vec<u8>)| output.path(name).display().to_string();
    let made: Vec<Made> = files.iter().map(|file| Made { path: path(file) }).collect();
    made.iter().for_each(|made| console.say(&made.path));
    Ok(made)
}

/// Every document that was asked for.
fn all(
    checked: &Checked,
    templates: &Templates,
    typesetter: &Typesetter,
) -> Result<export::Files, String> {
    let beelden = beelden(checked, templates, typesetter)?;
    let mut files = export::Files::new();
    for stuk in checked.stukken() {
        let made = word::docx(checked, *stuk, &beelden).map_err(|word::Fout(why)| why)?;
        files.extend(made.map(|bytes| (format!("{}.docx", stuk.name()), bytes)));
    }
    Ok(files)
}

/// The pictures of a dossier and its logo, which goes before the organisation's.
fn beelden(
    checked: &Checked,
    templates: &Templates,
    typesetter: &Typesetter,
) -> Result<Beelden, String> {
    let logo = checked.logo().or_else(|| templates.logo().map(|(_, template)| &*template.bytes));
    let figures = checked.figures();
    let mut all = Beelden::new();
    for (name, image) in figures.chain(logo.map(|image| (word::LOGO, image))) {
        let png = export::as_png(image, 130.0, typesetter)?;
        all.extend(Beeldpunten::new(png).map(|image| (name.to_owned(), image)));
    }
    Ok(all)
}

/// What is withheld does not go around by mistake.
fn refused(withheld: &[&Lakking], checked: &Checked, sources: &Sources) -> Option<Diagnostic> {
    let first = withheld.first()?;
    let many = words::count(withheld.len(), "plaats", "plaatsen");
    let message = format!("een Word-bestand zou ook tonen wat op {many} is gelakt");
    let mut told = Diagnostic::error(codes::WITHHELD_GOES_ALONG, message)
        .help("wie wijzigingen bijhoudt, bewaart ook wat hij weghaalt: stuur het alleen aan wie dit mag lezen")
        .help("geef dan `--ook-gelakt`");
    if let Some(span) = checked.span(&first.place, first.within.clone(), sources) {
        told = told.at(span, "dit is gelakt");
    }
    Some(told)
}
