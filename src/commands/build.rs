//! In: the arguments of `build`. Out: documents on disk. Wiring.

use std::path::{Path, PathBuf};

use super::{Console, Exit, open, resources, without_rules};
use crate::cli::{BuildArgs, Format};
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::{Bestand, Stuk};
use crate::source::Sources;
use crate::system::{self, Failure, Stopwatch};
use crate::templates::Templates;
use crate::typeset::Typesetter;
use crate::{Job, Outcome, Prepared, diagnostic, export, prepare};

pub(super) fn run(arguments: &BuildArgs, console: &Console) -> Exit {
    of(arguments, &Bestand::ALL, console)
}

/// Makes documents of no more than these files of each dossier.
pub(super) fn of(arguments: &BuildArgs, files: &'static [Bestand], console: &Console) -> Exit {
    let (templates, fonts) = match resources(&arguments.outside, console) {
        Ok(resources) => resources,
        Err(exit) => return exit,
    };
    if let Some(out) = clash(arguments) {
        let reason = "twee dossiers zouden hier komen".to_owned();
        return console.unwritable(&Failure { path: out.display().to_string(), reason });
    }
    let mut typesetter = Typesetter::new(fonts);
    let mut exit = Exit::Good;
    for dossier in &arguments.dossiers {
        exit = exit.max(one(dossier, arguments, files, &templates, &mut typesetter, console));
        typesetter.forget();
    }
    exit
}

/// One dossier: nothing is written unless everything can be made.
fn one(
    path: &Path,
    arguments: &BuildArgs,
    files: &'static [Bestand],
    templates: &Templates,
    typesetter: &mut Typesetter,
    console: &Console,
) -> Exit {
    let workspace = match open(path, console) {
        Ok(workspace) => workspace.only(files),
        Err(exit) => return exit,
    };
    let start = Stopwatch::start();
    let job = Job { workspace: &workspace, templates, stukken: &arguments.only, style: false };
    let Outcome { sources, mut found, prepared, .. } = prepare(job, typesetter);
    if files.len() < Bestand::ALL.len() {
        without_rules(&mut found);
    }
    if arguments.definitief
        && let Some(prepared) = &prepared
    {
        found.extend(prepared.aftekening().missing(prepared.checked(), &sources));
    }
    let mut results = Vec::new();
    if let Some(prepared) = &prepared {
        // Reading and checking count for the first document.
        let mut stopwatch = start;
        for stuk in prepared.stukken() {
            let result =
                document(*stuk, arguments.format, prepared, typesetter, &sources, &mut found);
            results.extend(
                result.map(|(pages, files)| (*stuk, pages, files, stopwatch.milliseconds())),
            );
            stopwatch = Stopwatch::start();
        }
    }
    let failed = prepared.is_none() || has_errors(&found);
    if !failed && arguments.only.is_empty() && arguments.format == Format::Pdf {
        let out = destination(path, arguments.out.as_deref(), arguments.dossiers.len());
        let made: Vec<Stuk> = results.iter().map(|(stuk, ..)| *stuk).collect();
        found.extend(
            Stuk::ALL
                .into_iter()
                .filter(|stuk| !made.contains(stuk))
                .filter_map(|stuk| stale(&out, stuk)),
        );
    }
    console.report(found, &sources);
    if failed {
        return Exit::Errors;
    }
    let out = destination(path, arguments.out.as_deref(), arguments.dossiers.len());
    for (stuk, pages, files, milliseconds) in results {
        // What the user names himself may lead anywhere; what comes with a dossier may not.
        let within = if arguments.out.is_none() { Some(path) } else { None };
        if let Err(failure) = system::write(&out, &files, within) {
            return console.unwritable(&failure);
        }
        let name = match arguments.format {
            Format::Pdf => format!("{}.pdf", stuk.name()),
            Format::Svg => format!("{}-*.svg", stuk.name()),
            Format::Png => format!("{}-*.png", stuk.name()),
            Format::Typst => format!("typst/{}.typ", stuk.name()),
        };
        let pages = diagnostic::words::count(pages, "bladzijde", "bladzijden");
        console.say(&format!("{}  {pages}  {milliseconds} ms", out.join(name).display()));
    }
    Exit::Good
}

/// The folder for a dossier's results: with `--out` and several dossiers, one for each by its name.
pub(super) fn destination(dossier: &Path, out: Option<&Path>, dossiers: usize) -> PathBuf {
    match out {
        None => dossier.join("uit"),
        Some(out) if dossiers == 1 => out.to_owned(),
        Some(out) => out.join(system::folder_name(dossier)),
    }
}

/// A document of an earlier time that this dossier no longer makes.
pub(super) fn stale(out: &Path, stuk: Stuk) -> Option<Diagnostic> {
    let file = out.join(format!("{}.pdf", stuk.name()));
    system::is_file(&file).then(|| {
        let message = format!(
            "{} is van een eerdere keer: dit dossier maakt dat document niet meer",
            file.display()
        );
        Diagnostic::warning(codes::OUTPUT_STALE, message)
            .help("haal het weg, zodat niemand het meestuurt")
    })
}

/// Two dossiers whose results would stand in the same folder.
fn clash(arguments: &BuildArgs) -> Option<PathBuf> {
    let mut taken: Vec<PathBuf> = Vec::new();
    for dossier in &arguments.dossiers {
        let out = destination(dossier, arguments.out.as_deref(), arguments.dossiers.len());
        if taken.contains(&out) {
            return Some(out);
        }
        taken.push(out);
    }
    None
}

/// Files by name.
type Files = Vec<(String, Vec<u8>)>;

/// A document's number of pages and its files.
fn document(
    stuk: Stuk,
    format: Format,
    prepared: &Prepared,
    typesetter: &Typesetter,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<(usize, Files)> {
    let (document, warnings) = prepared.typeset(stuk, typesetter, sources);
    found.extend(warnings);
    let document = document?;
    let pages = |pages: Vec<Vec<u8>>, extension: &str| {
        let name = |number: usize| format!("{}-{number}.{extension}", stuk.name());
        pages.into_iter().enumerate().map(|(i, page)| (name(i + 1), page)).collect()
    };
    let files = match format {
        Format::Pdf => {
            let bytes = prepared
                .pdf(stuk, &document, typesetter, sources)
                .map_err(|errors| found.extend(errors))
                .ok()?;
            vec![(format!("{}.pdf", stuk.name()), bytes)]
        }
        Format::Svg => pages(export::svgs(&document), "svg"),
        Format::Png => match export::png(&document) {
            Ok(images) => pages(images, "png"),
            Err(error) => {
                found.push(Diagnostic::error(codes::OUTPUT_FAILS, format!("geen PNG: {error}")));
                return None;
            }
        },
        Format::Typst => {
            let sheets = prepared.sheets();
            let text = sheets.sources().map(|(path, text)| (path, text.as_bytes()));
            text.chain(sheets.assets())
                .map(|(path, bytes)| (format!("typst{path}"), bytes.to_vec()))
                .collect()
        }
    };
    Some((document.count(), files))
}
