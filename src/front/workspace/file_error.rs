//! In: a file that cannot be had. Out: why, and what a user is told of it. Pure.

use crate::diagnostic::{Diagnostic, codes, words};
use crate::source::Span;

/// Why a file cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is not there.
    Missing,
    /// It is larger than [`MAX_BYTES`](super::MAX_BYTES).
    TooLarge,
    /// Its path, or the link it is, leads out of the dossier.
    Outside,
    /// The operating system refuses it, in its own words.
    Unreadable(String),
}

impl FileError {
    /// What is told of one of the dossier's own files.
    pub(crate) fn of_own(&self, name: &str) -> Diagnostic {
        let (code, message, help) = match self {
            Self::Missing => (
                codes::FILE_MISSING,
                format!("{name} bestaat niet"),
                "`kamerbrief new MAP` maakt een nieuw dossier met dit bestand",
            ),
            Self::TooLarge => (
                codes::FILE_TOO_LARGE,
                format!("{name} is groter dan 10 MB"),
                "een dossier is tekst; kijk of dit het goede bestand is",
            ),
            Self::Outside => (
                codes::PATH_OUTSIDE,
                format!("{name} ligt buiten het dossier"),
                "zet het bestand zelf in de map van het dossier, zonder koppeling naar elders",
            ),
            Self::Unreadable(reason) => (
                codes::FILE_UNREADABLE,
                format!("{name} kan niet worden gelezen: {reason}"),
                "kijk of u het bestand mag lezen",
            ),
        };
        Diagnostic::error(code, message).help(help)
    }

    /// What is told of a file that a dossier names, at the place that names it. `smaller` is what to do about one that
    /// is too large.
    pub(crate) fn of_named(&self, file: &str, span: Span, smaller: &str) -> Diagnostic {
        let file = words::shorten(file);
        let (code, message, help) = match self {
            Self::Missing => (
                codes::FILE_MISSING,
                format!("{file} bestaat niet"),
                "zet het bestand in de map van het dossier; hoofdletters tellen",
            ),
            Self::TooLarge => {
                (codes::FILE_TOO_LARGE, format!("{file} is groter dan 10 MB"), smaller)
            }
            Self::Outside => (
                codes::PATH_OUTSIDE,
                format!("{file} ligt buiten het dossier"),
                "zet het bestand in de map van het dossier en noem het zonder `../`, `/` vooraan of schijfletter",
            ),
            Self::Unreadable(reason) => (
                codes::FILE_UNREADABLE,
                format!("{file} kan niet worden gelezen: {reason}"),
                "kijk of u het bestand mag lezen",
            ),
        };
        Diagnostic::error(code, message).at(span, "").help(help)
    }
}
