//! In: a checked dossier, its initials, and the fingerprints of its documents. Out: how the sign-off stands, and what
//! changed since somebody initialled. Pure.
//!
//! `chain` holds the initials as they were written, `aftekening` says what each is worth now, `fields` takes the
//! fingerprint of each field, `teksten` keeps what was read, and `changes` compares those. `remarks` and `report` say it in Dutch. What a document's
//! fingerprint is taken of, `render` knows.

mod aftekening;
mod chain;
mod changes;
mod fields;
mod printed;
mod remarks;
mod report;
mod teksten;

pub use crate::stukken::{PARAFEN, TEKSTEN};
pub use aftekening::{Aftekening, Staat, Stap, Uitgave};
pub use chain::{Besluit, NieuweParaaf, Paraaf, Parafen, read};
pub use changes::Wijzigingen;
pub use fields::{Veldafdruk, fields};
pub use teksten::Teksten;

/// The keyword of the PDF of every draft, whatever word the ministry prints for it.
pub const DRAFT: &str = "kamerbrief:concept";

/// What drafts said that were made before there was a keyword of their own.
const FORMER: &str = "CONCEPT";

/// Whether the keywords of a PDF say that it is a draft.
pub fn is_draft(keywords: &str) -> bool {
    keywords.split([',', ';']).any(|keyword| [DRAFT, FORMER].contains(&keyword.trim()))
}

#[cfg(test)]
mod tests {
    use super::{DRAFT, is_draft};

    #[test]
    fn a_draft_is_known_by_its_own_keyword_only() {
        assert!(is_draft(DRAFT));
        assert!(is_draft(&format!("voorlopig, {DRAFT}")));
        assert!(is_draft("CONCEPT"));
        assert!(!is_draft("Conceptueel kader"));
        assert!(!is_draft(&format!("geen {DRAFT}")));
    }
}
