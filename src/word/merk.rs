//! In: what a paragraph comes from, and what it says. Out: the names of its bookmarks, and those read back. Pure.
//!
//! `_kb_012_a1b2c3d4_9e8f7a6b` is the twelfth block, with the fingerprints of its field's name and of what it says;
//! `_kb_v_013_9e8f7a6b` one of the form. `_kb_w_004_5d6e7f80` is a computed value, with the fingerprint of what was typed
//! for it. A name has no more than 40 characters, letters, digits and `_`.

use super::model::{Alinea, Stukje};
use crate::dossier::{Place, Vingerafdruk};

/// What stands for a reference to a note, and for a picture, in what a paragraph says.
pub(super) const NOOT: char = '\u{fffc}';
pub(super) const BEELD: char = '\u{fff9}';

/// The first 32 bits of a fingerprint.
pub(super) fn afdruk(text: &str) -> String {
    Vingerafdruk::of([text.as_bytes()]).to_string()[..8].to_owned()
}

/// What a bookmark is around.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Merk {
    /// A paragraph of a field.
    Veld { nummer: usize, veld: String, tekst: String },
    /// A paragraph of the form.
    Vast { nummer: usize, tekst: String },
    /// A computed value.
    Waarde { nummer: usize, bron: String },
}

impl Merk {
    pub(super) fn veld(nummer: usize, place: &Place, tekst: &str) -> Self {
        Self::Veld { nummer, veld: afdruk(&place.to_string()), tekst: afdruk(tekst) }
    }

    pub(super) fn vast(nummer: usize, tekst: &str) -> Self {
        Self::Vast { nummer, tekst: afdruk(tekst) }
    }

    pub(super) fn waarde(nummer: usize, bron: &str) -> Self {
        Self::Waarde { nummer, bron: afdruk(bron) }
    }

    pub(super) fn naam(&self) -> String {
        match self {
            Self::Veld { nummer, veld, tekst } => format!("_kb_{nummer:03}_{veld}_{tekst}"),
            Self::Vast { nummer, tekst } => format!("_kb_v_{nummer:03}_{tekst}"),
            Self::Waarde { nummer, bron } => format!("_kb_w_{nummer:03}_{bron}"),
        }
    }

    /// Reads a name, also of a copy, to which LibreOffice adds `_Copy_1`.
    pub(super) fn lees(naam: &str) -> Option<Self> {
        let naam = naam.split("_Copy_").next()?;
        let parts: Vec<&str> = naam.strip_prefix("_kb_")?.split('_').collect();
        let is_print = |text: &str| text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = |text: &str| text.parse().ok();
        Some(match parts[..] {
            ["v", nummer, tekst] if is_print(tekst) => {
                Self::Vast { nummer: number(nummer)?, tekst: tekst.to_owned() }
            }
            ["w", nummer, bron] if is_print(bron) => {
                Self::Waarde { nummer: number(nummer)?, bron: bron.to_owned() }
            }
            [nummer, veld, tekst] if is_print(veld) && is_print(tekst) => Self::Veld {
                nummer: number(nummer)?,
                veld: veld.to_owned(),
                tekst: tekst.to_owned(),
            },
            _ => return None,
        })
    }
}

/// What a paragraph says.
pub(super) fn gezegd(alinea: &Alinea) -> String {
    alinea.inhoud.iter().map(van_stukje).collect()
}

pub(super) fn van_stukje(stukje: &Stukje) -> String {
    match stukje {
        Stukje::Tekst(tekst) => tekst.tekst.clone(),
        Stukje::Noot(..) => NOOT.to_string(),
        Stukje::Regeleinde => "\n".to_owned(),
        Stukje::Tab => "\t".to_owned(),
        Stukje::Beeld(_) => BEELD.to_string(),
    }
}
