//! In: what Typst says of a sheet. Out: a diagnostic at its place in YAML or template. Pure.

use std::ops::Range;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;

use super::proof::Fault;
use super::refusal::Refusal;
use super::{Typesetter, View};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::render::Sheets;
use crate::source::Sources;

/// Brings Typst's diagnostics back to what the author wrote.
pub(super) struct Translate<'a> {
    pub(super) typesetter: &'a Typesetter,
    pub(super) sheets: &'a Sheets,
    pub(super) checked: &'a Checked,
    pub(super) sources: &'a Sources,
}

impl Translate<'_> {
    pub(super) fn errors(
        &self,
        code: Code,
        errors: &[SourceDiagnostic],
    ) -> impl Iterator<Item = Diagnostic> {
        errors.iter().map(move |error| {
            if let Some(refused) = Refusal::diagnostic(&error.message) {
                return refused;
            }
            let message = match code {
                codes::PDF_FAILS => {
                    format!("dit past niet in PDF/A-2a en PDF/UA-1: {}", error.message)
                }
                _ => format!("Typst kan dit niet zetten: {}", error.message),
            };
            self.place(Diagnostic::error(code, message), error)
        })
    }

    pub(super) fn warning(&self, warning: &SourceDiagnostic) -> Diagnostic {
        let message = format!("Typst waarschuwt: {}", warning.message);
        self.place(Diagnostic::warning(codes::TYPESETTING_FAILS, message), warning)
    }

    /// What is not on paper as it was written.
    pub(super) fn fault(&self, fault: &Fault) -> Diagnostic {
        fault.diagnostic(&self.typesetter.sources, self.sheets, self.checked, self.sources)
    }

    fn place(&self, mut diagnostic: Diagnostic, error: &SourceDiagnostic) -> Diagnostic {
        let trace = error.trace.iter().map(|point| DiagSpan::from(point.span));
        for span in [error.span].into_iter().chain(trace) {
            let Some((path, range)) = self.range(span) else { continue };
            let Some(origin) = self.sheets.origin(&path, &range, self.checked, self.sources) else {
                continue;
            };
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
        for hint in &error.hints {
            diagnostic = diagnostic.help(hint.v.to_string());
        }
        diagnostic
    }

    fn range(&self, span: DiagSpan) -> Option<(String, Range<usize>)> {
        let id = span.id()?;
        let range = View::new(self.typesetter, id, None).range(span)?;
        Some((id.vpath().get_with_slash().to_owned(), range))
    }
}
