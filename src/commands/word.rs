//! In: the arguments of `word`. Out: documents as files of Word, on disk. Wiring.

use std::path::Path;

use serde::Serialize;

use super::many::{GOED, Gedaan, Job as Taak, jobs, work};
use super::{Console, Exit, open, resources};
use crate::check::Checked;
use crate::cli::WordArgs;
use crate::diagnostic::{self, Diagnostic, codes, has_errors, words};
use crate::dossier::Stuk;
use crate::source::{Sources, Span};
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

/// One dossier: nothing is written unless everything can be made, but for documents in which something is withheld. Those are
/// left out, and it is told; who asks for one by name does not get it, nor anything else.
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
        let is_withheld = |stuk: &Stuk| !word::gelakt(checked, &[*stuk]).is_empty();
        let (mut with, mut made): (Vec<Stuk>, Vec<Stuk>) =
            checked.stukken().iter().copied().partition(is_withheld);
        if arguments.ook_gelakt {
            made.append(&mut with);
        } else if !stukken.is_empty() && !with.is_empty() {
            made.clear();
        }
        found.extend(refused(&with, &made, checked, &sources));
        found.extend(typesetter.missing_fonts(families(checked, &sources)));
        if !has_errors(&found) {
            match all(checked, &made, templates, typesetter) {
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

/// The fonts that the words in figures ask for; those of the text are for the reader's program to find.
fn families<'a>(
    checked: &'a Checked,
    sources: &'a Sources,
) -> impl Iterator<Item = (&'a str, Option<Span>)> {
    let all = checked.image_families().iter();
    all.map(|(place, family)| (family.as_str(), checked.span(place, None, sources)))
}

/// These documents.
fn all(
    checked: &Checked,
    stukken: &[Stuk],
    templates: &Templates,
    typesetter: &Typesetter,
) -> Result<export::Files, String> {
    let beelden = beelden(checked, templates, typesetter)?;
    let mut files = export::Files::new();
    for stuk in stukken {
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
    let lettertype = &checked.dossier().profiel.lettertype;
    let mut all = Beelden::new();
    for (name, image) in figures.chain(logo.map(|image| (word::LOGO, image))) {
        let png = export::as_png(image, 130.0, lettertype, typesetter)?;
        all.extend(Beeldpunten::new(png).map(|image| (name.to_owned(), image)));
    }
    Ok(all)
}

/// What is withheld does not go around by mistake: the documents that have it are not made. That is no mistake where others are.
fn refused(
    with: &[Stuk],
    made: &[Stuk],
    checked: &Checked,
    sources: &Sources,
) -> Option<Diagnostic> {
    let withheld = word::gelakt(checked, with);
    let first = withheld.first()?;
    let many = words::count(withheld.len(), "plaats", "plaatsen");
    let message = format!("een Word-bestand zou ook tonen wat op {many} is gelakt");
    let others: Vec<Stuk> =
        checked.dossier().stukken().filter(|stuk| !with.contains(stuk)).collect();
    let told = match made {
        [] => Diagnostic::error(codes::WITHHELD_GOES_ALONG, message),
        _ => {
            let message = format!(
                "{message}: {} is niet gemaakt",
                words::list(with.iter().map(|stuk| stuk.name()), "en")
            );
            Diagnostic::warning(codes::WITHHELD_GOES_ALONG, message)
        }
    };
    let mut told = told
        .help("wie wijzigingen bijhoudt, bewaart ook wat hij weghaalt: stuur het alleen aan wie dit mag lezen")
        .help("geef dan `--ook-gelakt`");
    if let ([], Some(other)) = (made, others.first()) {
        told = told.help(format!("een ander stuk komt er met `--only {}`", other.name()));
    }
    if let Some(span) = checked.span(&first.place, first.within.clone(), sources) {
        told = told.at(span, "dit is gelakt");
    }
    Some(told)
}
