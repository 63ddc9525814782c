//! In: a checked dossier, its initials, and the fingerprints of its documents. Out: how the sign-off stands, and what
//! changed since somebody initialled. Pure.
//!
//! `paraaf` is an initial and its file, `reeks` all of them with what each names (`oud`: those of before each had its own
//! file), and `spoor` knows of each that it was there; `aftekening` says what each is worth now, `fields` takes the fingerprint of each field, `gelezen` keeps what was
//! read, and `changes` compares those, `openbaarheid` for what goes public. `remarks` and `report` say it in Dutch. What a document's fingerprint is taken of,
//! `render` knows.

mod aftekening;
mod changes;
mod fields;
mod gelezen;
mod openbaarheid;
mod oud;
mod paraaf;
mod printed;
mod reeks;
mod remarks;
mod report;
mod spoor;

pub use crate::stukken::{GELEZEN, PARAFEN, SPOOR};
pub use aftekening::{Aftekening, Staat, Stap, Uitgave};
pub use changes::{Gezegd, Wijziging, Wijzigingen, blind, differing_words, since};
pub use fields::{Veldafdruk, fields, own_fields};
pub use gelezen::{Bewaard, Gelezen, Gelezenveld, Gelezenvelden, as_read, of_version};
pub use paraaf::{Besluit, NieuweParaaf, Paraaf};
pub use reeks::{Parafen, read};
pub use remarks::as_final;
pub use spoor::trace;

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
