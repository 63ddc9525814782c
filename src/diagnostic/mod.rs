//! In: what a room found. Out: a [`Diagnostic`], which is data; one renderer per format. Pure.

pub mod codes;
mod text;
pub mod words;

use crate::source::{Sources, Span};

pub use codes::Code;
pub use text::Text;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document would be wrong, or cannot be made.
    Error,
    /// A colleague would ask.
    Warning,
}

/// A place with a word about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// A mistake: what it is, where it is and what to do about it. All texts are Dutch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable identification.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One short sentence without a full stop.
    pub message: String,
    /// The places; the first one is where the mistake is. Empty only for what lies outside files.
    pub labels: Vec<Label>,
    /// What to do next, a sentence each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A mistake for which the document cannot be made.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A finding that does not stop the document.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self { code, severity, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// Adds a place; the first call gives the primary one.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The primary place.
    pub fn span(&self) -> Option<&Span> {
        self.labels.first().map(|label| &label.span)
    }
}

/// Whether any of these stops the document.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Puts diagnostics in reading order (file, place, severity, code) and drops exact repetitions.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| {
            let place = diagnostic.span().map(|span| (span.source, span.range.start));
            (place.is_none(), place, diagnostic.severity, diagnostic.code)
        };
        key(a).cmp(&key(b))
    });
    diagnostics.dedup();
    for label in diagnostics.iter_mut().flat_map(|diagnostic| &mut diagnostic.labels) {
        label.span.range = sources.get(label.span.source).clamp(label.span.range.clone());
    }
}
