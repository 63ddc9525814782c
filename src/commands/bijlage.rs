//! In: the arguments of `bijlage`. Out: the annex as a document or spreadsheet, or its values. Wiring.

use super::{Console, Exit, build, read_folder, resources};
use crate::check::Checked;
use crate::cli::{Annex, Bijlage, Build, Format};
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::Stuk;
use crate::export::Uitwisseling;
use crate::source::Sources;
use crate::{Job, export, inspect, system};

pub(super) fn run(arguments: Bijlage, console: &Console) -> Exit {
    let form = match (arguments.waarden, arguments.format) {
        (true, Annex::Json | Annex::Pdf) => None,
        (true, Annex::Xlsx | Annex::Csv) => {
            let message = "`--waarden` kan alleen als tekst of met `--format json`";
            let help = "laat `--format` weg";
            console.report(
                vec![Diagnostic::error(codes::ARGUMENT_INVALID, message).help(help)],
                &Sources::default(),
            );
            return Exit::Environment;
        }
        (false, Annex::Pdf) => {
            let Bijlage { dossier, out, outside, .. } = arguments;
            let (dossiers, only) = (vec![dossier], vec![Stuk::Bijlage]);
            return build::run(
                &Build { dossiers, only, out, format: Format::Pdf, outside },
                console,
            );
        }
        (false, Annex::Xlsx) => Some(Uitwisseling::Xlsx),
        (false, Annex::Csv) => Some(Uitwisseling::Csv),
        (false, Annex::Json) => Some(Uitwisseling::Json),
    };
    let (templates, fonts) = match resources(&arguments.outside, console) {
        Ok(resources) => resources,
        Err(exit) => return exit,
    };
    let path = &arguments.dossier;
    let folder = match read_folder(path) {
        Ok(folder) => folder,
        Err(diagnostic) => {
            console.report(vec![*diagnostic], &Sources::default());
            return Exit::Environment;
        }
    };
    let fetch = |name: &str| system::read_within(path, name);
    // Values can be asked of a dossier without an annex too.
    let stukken: &[Stuk] = if form.is_some() { &[Stuk::Bijlage] } else { &[] };
    let job = Job { folder: &folder, templates: &templates, stukken, style: false, fetch: &fetch };
    let mut sources = Sources::default();
    let inspection = inspect(job, &fonts, &mut sources);
    let mut found = inspection.found;
    let files = match (&inspection.checked, form) {
        (Some(checked), Some(form)) => export::annex(checked, form).unwrap_or_else(|error| {
            found.push(
                Diagnostic::error(codes::OUTPUT_FAILS, format!("geen bestand: {error}"))
                    .help("kort de tekst in, of kies `--format json`"),
            );
            Vec::new()
        }),
        _ => Vec::new(),
    };
    let failed = inspection.checked.is_none() || has_errors(&found);
    console.report(found, &sources);
    if failed {
        return Exit::Errors;
    }
    if form.is_none() {
        if let Some(checked) = &inspection.checked {
            system::print(&values(checked, arguments.format == Annex::Json));
        }
        return Exit::Good;
    }
    let out = arguments.out.clone().unwrap_or_else(|| path.join("uit"));
    let within = if arguments.out.is_none() { Some(path.as_path()) } else { None };
    if let Err(failure) = system::write(&out, &files, within) {
        return console.unwritable(&failure);
    }
    for (name, _) in files {
        console.say(&out.join(name).display().to_string());
    }
    Exit::Good
}

/// Every value, one on a line: how it is written in a text, and what that prints.
fn values(checked: &Checked, json: bool) -> String {
    let values = checked.values();
    let named = values.named();
    let examples = named.iter().map(|(name, value)| value.example(name));
    if json {
        let map: serde_json::Map<String, serde_json::Value> =
            examples.map(|(expression, text)| (expression, text.into())).collect();
        return format!("{:#}\n", serde_json::Value::Object(map));
    }
    let lines: Vec<(String, String)> = examples
        .map(|(expression, text)| (format!("{{{{ {expression} }}}}"), text.replace('\u{a0}', " ")))
        .collect();
    let width = lines.iter().map(|(expression, _)| expression.chars().count()).max().unwrap_or(0);
    lines.iter().map(|(expression, text)| format!("{expression:width$}  {text}\n")).collect()
}
