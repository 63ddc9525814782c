//! In: what a room found. Out: a [`Diagnostic`], which is data; one renderer per format. Pure.

mod bundle;
pub mod codes;
mod excerpt;
mod json;
mod many;
mod sarif;
mod short;
pub mod shown;
mod text;
pub mod words;

use std::ops::{AddAssign, Range};

use crate::path::Path;
use crate::source::{Sources, Span};

pub use bundle::bundle;
pub use codes::Code;
pub use json::{Report, json, report, schema};
pub use sarif::{Sarif, sarif};
pub use short::short;
pub use text::{MAX_PLACES, Text};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The document would be wrong, or cannot be made.
    Error,
    /// A colleague would ask.
    Warning,
    /// A matter of style; only told when asked for.
    Info,
}

impl Severity {
    /// The word for it that a user reads.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "fout",
            Self::Warning => "waarschuwing",
            Self::Info => "info",
        }
    }
}

/// A place with a word about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// A part of a correction: other text in the place of a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, in the file.
    pub span: Span,
    /// What comes, as it is written in the file.
    pub text: String,
    /// What that does to a value; `None` where the file itself has to be written otherwise before its values can be
    /// known.
    pub value: Option<Retext>,
}

/// Other text in the place of a part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retext {
    /// The value that changes.
    pub place: Path,
    /// What goes, in the value's text.
    pub range: Range<usize>,
    /// What comes, as it is read.
    pub new: String,
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
    /// The correction, when it is certain: all of these edits together. Empty when there is none.
    pub fix: Vec<Edit>,
    /// The dossier's field, such as `nota.toelichting.tekst`; only findings of the rules have one.
    pub field: Option<String>,
    /// Of a finding of the rules: the words that it is about, by which an exception can be for it alone.
    pub words: Option<String>,
    /// Of what is told for several places at once: what there is to say at each of them by itself.
    pub here: Option<String>,
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

    /// A finding of any severity.
    pub fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
            fix: Vec::new(),
            field: None,
            words: None,
            here: None,
        }
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

/// Puts diagnostics in reading order (file, place, severity, code), drops exact repetitions, and sums up what is too much to
/// read.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| {
            let place = diagnostic.span().map(|span| (span.source, span.range.start));
            (place.is_none(), place, diagnostic.severity, diagnostic.code)
        };
        key(a).cmp(&key(b))
    });
    diagnostics.dedup();
    many::sum_up(diagnostics);
    let clamp = |span: &mut Span| {
        span.range = sources.get(span.source).clamp(span.range.clone());
    };
    for diagnostic in diagnostics {
        diagnostic.labels.iter_mut().for_each(|label| clamp(&mut label.span));
        diagnostic.fix.iter_mut().for_each(|edit| clamp(&mut edit.span));
    }
}

/// How many there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Matters of style.
    pub infos: usize,
    /// Those that a correction is known for.
    pub fixable: usize,
    /// Of those the matters of style.
    pub fixable_infos: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        let Self { errors, warnings, infos, fixable, fixable_infos } = other;
        self.errors += errors;
        self.warnings += warnings;
        self.infos += infos;
        self.fixable += fixable;
        self.fixable_infos += fixable_infos;
    }
}

/// Counts diagnostics.
pub fn count(diagnostics: &[Diagnostic]) -> Counts {
    let fixable = || diagnostics.iter().filter(|d| !d.fix.is_empty());
    let number = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    Counts {
        errors: number(Severity::Error),
        warnings: number(Severity::Warning),
        infos: number(Severity::Info),
        fixable: fixable().count(),
        fixable_infos: fixable().filter(|d| d.severity == Severity::Info).count(),
    }
}
