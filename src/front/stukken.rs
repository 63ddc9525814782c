//! In: nothing. Out: which files a dossier consists of, which documents are made of it, and their names. Pure.

use serde::{Deserialize, Serialize};

/// The folder with the initials, a file each, which belongs to a dossier and is not written by hand.
pub const PARAFEN: &str = "parafen";

/// The folder with what was read at each, in a file of the same name.
pub const GELEZEN: &str = "parafen/gelezen";

/// The folder beside both with a trace of each, in a file of the same name: whoever puts an earlier `parafen` back does
/// not put this one back.
pub const SPOOR: &str = "parafenspoor";

/// The file with all initials together, of before each had its own.
pub(crate) const OUDE_PARAFEN: &str = "parafen.yaml";

/// The file beside it with the texts that were initialled.
pub(crate) const OUDE_TEKSTEN: &str = "parafen-teksten.yaml";

/// One of the files that a dossier consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bestand {
    /// `dossier.yaml`: what the documents share. Required.
    Dossier,
    /// `brief.yaml`: the letter.
    Brief,
    /// `nota.yaml`: the decision memo.
    Nota,
    /// `bijlage.yaml`: the financial annex.
    Bijlage,
}

impl Bestand {
    /// All of them, in reading order.
    pub const ALL: [Self; 4] = [Self::Dossier, Self::Brief, Self::Nota, Self::Bijlage];

    /// The name without `.yaml`, also the name of its schema and of its values in templates.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Brief => "brief",
            Self::Nota => "nota",
            Self::Bijlage => "bijlage",
        }
    }

    /// The file's name.
    pub fn name(self) -> String {
        format!("{}.yaml", self.stem())
    }
}

/// One of the documents that are made of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stuk {
    /// The letter to the Chamber, with the annex behind it.
    Kamerbrief,
    /// The decision memo for the minister.
    Beslisnota,
    /// The financial annex on its own.
    Bijlage,
    /// What is withheld from the public edition, and on which grounds: made with that, and none of the dossier's own.
    Inventaris,
}

impl Stuk {
    /// Those of a dossier, in the order in which they are made.
    pub const ALL: [Self; 3] = [Self::Kamerbrief, Self::Beslisnota, Self::Bijlage];

    /// The name, also of the file that is written (without extension).
    pub fn name(self) -> &'static str {
        match self {
            Self::Kamerbrief => "kamerbrief",
            Self::Beslisnota => "beslisnota",
            Self::Bijlage => "bijlage",
            Self::Inventaris => "inventaris",
        }
    }

    /// The file without which it cannot be made.
    pub fn bestand(self) -> Bestand {
        match self {
            Self::Kamerbrief => Bestand::Brief,
            Self::Beslisnota => Bestand::Nota,
            Self::Bijlage => Bestand::Bijlage,
            Self::Inventaris => Bestand::Dossier,
        }
    }
}

/// Which edition of a dossier is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Editie {
    /// All of it, for those who work on it.
    #[default]
    Werk,
    /// What everybody may read: what is withheld is taken out before anything else sees it.
    Openbaar,
}
