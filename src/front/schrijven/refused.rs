//! In: why what a person made cannot be put in the file. Out: that in words. Pure.

use std::fmt;

use crate::edit;

/// Why something cannot be put in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// Markup cannot say this block, by its index.
    Markup(usize),
    /// The same words were changed elsewhere since this was begun.
    Conflict {
        /// What the field says now.
        now: String,
    },
    /// It must be there.
    Required,
    /// The file does not take the change.
    File(edit::Refused),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Markup(index) => write!(
                f,
                "deel {} van de tekst kan zo niet worden opgeslagen: begin en eindig vet, cursief en koppelingen bij een heel woord, en zet een alinea tussen twee lijsten",
                index + 1
            ),
            Self::Conflict { .. } => f.write_str(
                "deze woorden zijn intussen ook elders veranderd: kies welke tekst blijft",
            ),
            Self::Required => f.write_str("dit mag niet leeg zijn"),
            Self::File(refused) => f.write_str(match refused {
                edit::Refused::Unreadable => {
                    "het bestand heeft eerst zelf een verbetering nodig: zie de meldingen"
                }
                edit::Refused::Missing(_) => {
                    "dit staat niet meer in het bestand: laad de bladzijde opnieuw"
                }
                edit::Refused::Range(_) => {
                    "de tekst is intussen veranderd: laad de bladzijde opnieuw"
                }
                edit::Refused::Exists(_) => "dit staat er al",
                edit::Refused::Overlap(_) => "dit verandert twee keer tegelijk: doe het na elkaar",
                edit::Refused::Unwritable => {
                    "dit kan hier niet worden opgeslagen: wijzig het in het bestand zelf"
                }
            }),
        }
    }
}

impl From<edit::Refused> for Refused {
    fn from(refused: edit::Refused) -> Self {
        Self::File(refused)
    }
}
