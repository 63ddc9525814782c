//! In: the arguments of `check`. Out: what there is to say of each dossier, and with `--fix` its corrected
//! files. Wiring.

use std::path::Path;

use super::many::{each, line, listed, outcome};
use super::{Console, Exit, resources};
use crate::cli::{CheckArgs, CheckFormat};
use crate::diagnostic::{self, Counts, Diagnostic, Report, Sarif, has_errors, words};
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
    match all(arguments, (&templates, &fonts), console) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn all(
    arguments: &CheckArgs,
    (templates, fonts): (&Templates, &Fonts),
    console: &Console,
) -> Result<Exit, Exit> {
    let dossiers = listed(&arguments.dossiers, console)?.dossiers;
    let mut exit = Exit::Good;
    let mut verslag = Runverslag::new(arguments.format);
    let ended = each(
        &dossiers,
        arguments.dossiers.jobs,
        (fonts, false),
        console,
        |typesetter, dossier, console| {
            one(&dossier.path, arguments, templates, typesetter, console)
        },
        |dossier, done| {
            let (failed, found, sources) = done.result;
            exit = exit.max(failed);
            if arguments.format == CheckFormat::Jsonl {
                let refused = has_errors(&found) || arguments.strict && !found.is_empty();
                let failed = if refused { failed.max(Exit::Errors) } else { failed };
                let report = diagnostic::report(&found, &sources);
                let path = dossier.path.display().to_string();
                let files = Vec::<()>::new();
                console.print_json(&line(
                    path,
                    outcome(failed),
                    files,
                    report.to_value(),
                    done.milliseconds,
                ));
            }
            verslag.add(&found, &sources, console);
        },
    );
    // Of dossiers that were not looked at a report would say that nothing is wrong.
    let counts = verslag.finish(ended.is_ok(), console);
    let told = counts.errors + counts.warnings + counts.infos;
    if counts.errors > 0 || (arguments.strict && told > 0) {
        exit = exit.max(Exit::Errors);
    }
    if told == 0 && exit == Exit::Good && ended.is_ok() && arguments.format == CheckFormat::Text {
        console.say("geen opmerkingen");
    }
    Ok(ended.err().unwrap_or(exit))
}

/// What there is to say of one dossier, and how that ends; corrected first if that was asked for.
fn one(
    dossier: &Path,
    arguments: &CheckArgs,
    templates: &Templates,
    typesetter: &mut Typesetter,
    console: &Console,
) -> (Exit, Vec<Diagnostic>, Sources) {
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let mut workspace = match system::workspace(dossier) {
        Ok(workspace) => workspace,
        Err(diagnostic) => return (Exit::Environment, vec![*diagnostic], sources),
    };
    let mut exit = Exit::Good;
    if arguments.fix {
        let resources = (templates, typesetter.fonts());
        let corrected = correct(dossier, &mut workspace, arguments.info, resources, console);
        if let Err(failed) = corrected {
            // What could not be corrected is still there to be told.
            exit = failed;
            workspace = match system::workspace(dossier) {
                Ok(workspace) => workspace,
                Err(diagnostic) => return (Exit::Environment, vec![*diagnostic], sources),
            };
        }
    }
    let job = job(&workspace, arguments.info, templates);
    if !rehearse(job, typesetter, &mut sources, &mut found) {
        console.note(&format!(
            "{}: de regels zijn nog niet nagelopen; dat kan pas als deze fouten weg zijn",
            dossier.display()
        ));
    }
    diagnostic::sort(&mut found, &sources);
    (exit, found, sources)
}

/// The report of a run. For people it comes as it goes; where it is one document, at the end.
struct Runverslag {
    form: Form,
    counts: Counts,
}

enum Form {
    Text,
    Short,
    /// Each dossier has had its own line.
    Jsonl,
    Json(Report),
    Sarif(Sarif),
}

impl Runverslag {
    fn new(format: CheckFormat) -> Self {
        let form = match format {
            CheckFormat::Text => Form::Text,
            CheckFormat::Short => Form::Short,
            CheckFormat::Jsonl => Form::Jsonl,
            CheckFormat::Json => Form::Json(Report::default()),
            CheckFormat::Sarif => Form::Sarif(Sarif::default()),
        };
        Self { form, counts: Counts::default() }
    }

    fn add(&mut self, found: &[Diagnostic], sources: &Sources, console: &Console) {
        let Counts { errors, warnings, infos, .. } = self.counts;
        match &mut self.form {
            Form::Text => console.print_found(found, errors + warnings + infos, sources),
            Form::Short => console.print(&diagnostic::short(found, sources)),
            Form::Jsonl => {}
            Form::Json(report) => report.extend(diagnostic::report(found, sources)),
            Form::Sarif(log) => log.extend(found, sources),
        }
        self.counts += diagnostic::count(found);
    }

    /// Ends it; of a run that was stopped there is no report as one document.
    fn finish(self, whole: bool, console: &Console) -> Counts {
        match self.form {
            Form::Json(_) | Form::Sarif(_) if !whole => {}
            Form::Text => console.print_counts(&self.counts),
            Form::Short | Form::Jsonl => {}
            Form::Json(report) => console.print_json(&report.to_json()),
            Form::Sarif(log) => console.print_json(&log.to_json()),
        }
        self.counts
    }
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
    let slot = Slot::take(path, Some(path)).map_err(|failure| console.unchangeable(&failure))?;
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
