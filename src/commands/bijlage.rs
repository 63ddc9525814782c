//! In: the arguments of `bijlage`. Out: the annex as a document or spreadsheet, or its values. Wiring.
//!
//! The letter and the nota are not read: whoever keeps the figures need not wait for whoever writes the text.

use super::{Console, Exit, build, open, resources, without_rules};
use crate::check::Checked;
use crate::cli::{BijlageArgs, BijlageFormat, BuildArgs, Verslagvorm};
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::{Bestand, Stuk};
use crate::export::{self, Format, Uitwisseling};
use crate::source::Sources;
use crate::system::Output;
use crate::{Job, inspect};

/// What is read of the dossier.
const FILES: &[Bestand] = &[Bestand::Dossier, Bestand::Bijlage];

pub(super) fn run(arguments: BijlageArgs, console: &Console) -> Exit {
    let form = match (arguments.waarden, arguments.format) {
        (true, BijlageFormat::Json | BijlageFormat::Pdf) => None,
        (true, BijlageFormat::Xlsx | BijlageFormat::Csv) => {
            let message = "`--waarden` kan alleen als tekst of met `--format json`";
            let wrong = Diagnostic::error(codes::ARGUMENT_INVALID, message);
            console.report(vec![wrong.help("laat `--format` weg")], &Sources::default());
            return Exit::Environment;
        }
        (false, BijlageFormat::Pdf) => {
            let BijlageArgs { dossier, out, outside, .. } = arguments;
            let (dossiers, only) = (dossier.into(), vec![Stuk::Bijlage]);
            let (format, verslag) = (Format::Pdf, Verslagvorm::Text);
            let (definitief, opnieuw, openbaar, vergelijk) = (false, false, false, false);
            let job = BuildArgs {
                dossiers,
                only,
                out,
                verslag,
                format,
                definitief,
                opnieuw,
                vergelijk,
                beelden: None,
                openbaar,
                outside,
            };
            return build::of(&job, FILES, console);
        }
        (false, BijlageFormat::Xlsx) => Some(Uitwisseling::Xlsx),
        (false, BijlageFormat::Csv) => Some(Uitwisseling::Csv),
        (false, BijlageFormat::Json) => Some(Uitwisseling::Json),
    };
    checked(&arguments, console, |checked| match form {
        None => {
            match arguments.format {
                BijlageFormat::Json => console.print_json(&export::values_json(checked)),
                _ => console.print(&export::values(checked)),
            }
            Ok(Exit::Good)
        }
        Some(form) => {
            let files = export::annex(checked, form).map_err(|error| {
                let message = format!("geen bestand: {error}");
                let wrong = Diagnostic::error(codes::OUTPUT_FAILS, message);
                Box::new(wrong.help("kort de tekst in, of kies `--format json`"))
            })?;
            Ok(write(&files, &arguments, console))
        }
    })
}

/// Reads and checks the annex, and does something with it when it has no errors.
fn checked(
    arguments: &BijlageArgs,
    console: &Console,
    then: impl FnOnce(&Checked) -> Result<Exit, Box<Diagnostic>>,
) -> Exit {
    let path = &arguments.dossier;
    let read = resources(&arguments.outside, console)
        .and_then(|resources| Ok((resources, open(path, console)?.only(FILES))));
    let ((templates, fonts), workspace) = match read {
        Ok(read) => read,
        Err(exit) => return exit,
    };
    let stukken = &[Stuk::Bijlage];
    let job = Job { workspace: &workspace, templates: &templates, stukken, style: false };
    let mut sources = Sources::default();
    let mut inspection = inspect(job, &|char| fonts.has(char), &mut sources);
    without_rules(&mut inspection.found);
    let failed = has_errors(&inspection.found);
    console.report(inspection.found, &sources);
    match inspection.checked.filter(|_| !failed).map(|checked| then(&checked)) {
        None => Exit::Errors,
        Some(Ok(exit)) => exit,
        Some(Err(diagnostic)) => {
            console.report(vec![*diagnostic], &Sources::default());
            Exit::Errors
        }
    }
}

fn write(files: &[(String, Vec<u8>)], arguments: &BijlageArgs, console: &Console) -> Exit {
    let output = Output::of(&arguments.dossier, arguments.out.as_deref());
    let slot = match console.slot(&output) {
        Ok(slot) => slot,
        Err(exit) => return exit,
    };
    if let Err(failure) = slot.write(files) {
        return console.unwritable(&failure);
    }
    for (name, _) in files {
        console.say(&output.path(name).display().to_string());
    }
    Exit::Good
}
