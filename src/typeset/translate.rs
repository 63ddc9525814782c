//! In: what Typst says of a sheet. Out: a diagnostic at its place in YAML or template. Pure.

use std::ops::Range;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;

use super::proof::Fault;
use super::refusal::Refusal;
use super::{Typesetter, View, words};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::dossier::{Bestand, Place, Root, Stuk};
use crate::render::Sheets;
use crate::source::Sources;
use crate::templates::EMBEDDED;

/// Brings Typst's diagnostics back to what the author wrote.
pub(super) struct Translate<'a> {
    pub(super) stuk: Stuk,
    pub(super) typesetter: &'a Typesetter,
    pub(super) sheets: &'a Sheets,
    pub(super) checked: &'a Checked,
    pub(super) sources: &'a Sources,
}

impl Translate<'_> {
    /// The file that the document is made of.
    fn bestand(&self) -> Bestand {
        self.stuk.bestand(self.checked.dossier().gegevens.soort)
    }

    pub(super) fn errors(
        &self,
        code: Code,
        errors: &[SourceDiagnostic],
    ) -> impl Iterator<Item = Diagnostic> {
        errors.iter().map(move |error| {
            if let Some((refused, file)) = Refusal::diagnostic(&error.message) {
                return self.somewhere(refused, file);
            }
            match code {
                codes::PDF_FAILS => {
                    let (message, help) = words::of_pdf(&error.message);
                    self.somewhere(
                        self.place(Diagnostic::error(code, message), error),
                        self.bestand(),
                    )
                    .help(help)
                }
                _ => self.layout(Diagnostic::error(code, ""), error),
            }
        })
    }

    pub(super) fn warning(&self, warning: &SourceDiagnostic) -> Diagnostic {
        self.layout(Diagnostic::warning(codes::TYPESETTING_FAILS, ""), warning)
    }

    /// What Typst says of a sheet. In English only what is of use to who wrote it.
    fn layout(&self, mut diagnostic: Diagnostic, error: &SourceDiagnostic) -> Diagnostic {
        let (message, help) = words::of_layout(&error.message);
        diagnostic.message = message;
        let placed = self.somewhere(self.place(diagnostic, error), self.bestand());
        if let Some(help) = help {
            return placed.help(help);
        }
        let hints = error.hints.iter().map(|hint| format!("; {}", hint.v)).collect::<String>();
        placed.help(format!(
            "geef dit aan wie de sjablonen beheert; Typst zegt: {}{hints}",
            error.message
        ))
    }

    /// Every message has a place: if need be a file of the dossier.
    fn somewhere(&self, diagnostic: Diagnostic, file: Bestand) -> Diagnostic {
        if !diagnostic.labels.is_empty() {
            return diagnostic;
        }
        let file = Place::top(Root::File(file));
        match self.checked.span(&file, None, self.sources) {
            Some(span) => diagnostic.at(span, "in dit bestand"),
            None => diagnostic,
        }
    }

    /// What is not on paper as it was written.
    pub(super) fn fault(&self, fault: &Fault) -> Diagnostic {
        fault.diagnostic(&self.typesetter.bladen, self.sheets, self.checked, self.sources)
    }

    fn place(&self, mut diagnostic: Diagnostic, error: &SourceDiagnostic) -> Diagnostic {
        let trace = error.trace.iter().map(|point| DiagSpan::from(point.span));
        for span in [error.span].into_iter().chain(trace) {
            let Some((path, range)) = self.range(span) else { continue };
            let Some(origin) = self.sheets.origin(&path, &range, self.checked, self.sources) else {
                continue;
            };
            // Nobody can mend what is built in: the field that it prints, or what called it, is where to look.
            if self.sources.get(origin.span.source).name().starts_with(EMBEDDED) {
                if let Some(field) = origin.field.filter(|_| diagnostic.labels.is_empty()) {
                    diagnostic = diagnostic.at(field, "");
                }
                continue;
            }
            if diagnostic.labels.iter().any(|label| label.span == origin.span) {
                continue;
            }
            let text = match (&origin.printing, diagnostic.labels.is_empty()) {
                (Some(expression), _) => format!("bij het afdrukken van `{expression}`"),
                (None, true) => String::new(),
                (None, false) => "vanuit hier".into(),
            };
            diagnostic = diagnostic.at(origin.span, text);
            if let Some(field) = origin.field {
                diagnostic = diagnostic.at(field, "dit veld");
            }
            if diagnostic.labels.len() >= 2 {
                break;
            }
        }
        diagnostic
    }

    fn range(&self, span: DiagSpan) -> Option<(String, Range<usize>)> {
        let id = span.id()?;
        let range = View::new(self.typesetter, id, None).range(span)?;
        Some((id.vpath().get_with_slash().to_owned(), range))
    }
}
