//! In: the arguments of `review`. Out: one PDF with both editions beside each other. Wiring.

use std::path::Path;

use super::losse_pdf::LossePdf;
use super::{Console, Exit, is_of_initials, open, resources};
use crate::cli::ReviewArgs;
use crate::diagnostic::{Diagnostic, Severity, has_errors, words};
use crate::dossier::{Editie, Stuk};
use crate::naast::{Kant, exemplaar, naast};
use crate::source::Sources;
use crate::templates::Templates;
use crate::typeset::{Letters, Paged, Typesetter};
use crate::workspace::Workspace;
use crate::{FilledDossier, Job, fill, forget};

pub(super) fn run(arguments: &ReviewArgs, console: &Console) -> Exit {
    match review(arguments, console) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

/// An edition that was made.
struct GemaakteEditie {
    filled: FilledDossier,
    sources: Sources,
    letters: Letters,
    paged: Vec<(Stuk, Paged)>,
    found: Vec<Diagnostic>,
}

impl GemaakteEditie {
    fn kant(&self) -> Kant<'_> {
        Kant {
            filled: &self.filled,
            sources: &self.sources,
            letters: &self.letters,
            stukken: self.paged.iter().map(|(stuk, paged)| (*stuk, paged)).collect(),
        }
    }
}

fn review(arguments: &ReviewArgs, console: &Console) -> Result<(), Exit> {
    let out = &arguments.out;
    let file = LossePdf::at(out, "out", "nakijken.pdf", console)?;
    let (templates, fonts) = resources(&arguments.outside, console)?;
    let mut typesetter = Typesetter::new(fonts);
    let workspace = open(&arguments.dossier, console)?;
    let werk = make(&workspace, &templates, &mut typesetter, console)?;
    // The same bytes, read once.
    let workspace = workspace.in_editie(Editie::Openbaar);
    let mut openbaar = make(&workspace, &templates, &mut typesetter, console)?;
    // What became of the initials is for who makes the PDF, not for who reads it.
    let initials: Vec<Diagnostic> =
        openbaar.found.extract_if(.., |one| is_of_initials(one)).collect();
    if !initials.is_empty() {
        console.report(initials, &openbaar.sources);
    }
    let (left, right) = (werk.kant(), openbaar.kant());
    let naast = naast(&left, &right);
    let said = openbaar.found.iter().map(|one| match one.labels.first() {
        Some(label) => {
            let source = openbaar.sources.get(label.span.source);
            let (line, _) = source.line_column(label.span.range.start);
            // Where the dossier stands on this machine is nobody's business.
            let file = Path::new(source.name()).file_name().unwrap_or_default();
            format!("{} ({}, {}:{line})", one.message, one.code.id, file.display())
        }
        None => format!("{} ({})", one.message, one.code.id),
    });
    let pdf = exemplaar(&naast, &left, &right, said.collect(), &typesetter).map_err(|errors| {
        console.report(errors, &werk.sources);
        Exit::Errors
    })?;
    forget();
    file.write(pdf, console)?;
    let count = words::count(naast.lakkingen.len(), "plaats", "plaatsen");
    console.say(&format!("{}  {count} gelakt; niet openbaar", out.display()));
    Ok(())
}

/// Makes an edition. Errors in it are told, and end the command.
fn make(
    workspace: &Workspace,
    templates: &Templates,
    typesetter: &mut Typesetter,
    console: &Console,
) -> Result<GemaakteEditie, Exit> {
    let job = Job { workspace, templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, typesetter, &mut sources, &mut found);
    let mut paged = Vec::new();
    if let Some(filled) = &filled {
        for stuk in filled.stukken() {
            let (made, said) = filled.typeset(*stuk, typesetter, &sources, |_| ());
            found.extend(said);
            paged.extend(made.map(|(made, ())| (*stuk, made)));
        }
    }
    match filled.filter(|_| !has_errors(&found)) {
        Some(filled) => {
            Ok(GemaakteEditie { filled, sources, letters: typesetter.letters(), paged, found })
        }
        None => {
            found.retain(|diagnostic| diagnostic.severity == Severity::Error);
            console.report(found, &sources);
            Err(Exit::Errors)
        }
    }
}
