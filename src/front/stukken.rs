//! In: nothing. Out: which files a dossier consists of, which documents are made of it, which kinds of letters there are,
//! and their names. Pure.
//!
//! A new kind of letter is a word in [`Briefsoort`] with its files, and a list of parts in `manuscript`. What is asked of a
//! dossier, what messages say of it and what `new` writes, follows from the word.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The folder with the initials, a file each, which belongs to a dossier and is not written by hand.
pub const PARAFEN: &str = "parafen";

/// The folder with what was read at each, in a file of the same name.
pub const GELEZEN: &str = "parafen/gelezen";

/// The folder beside both with a trace of each, in a file of the same name: whoever puts an earlier `parafen` back does
/// not put this one back.
pub const SPOOR: &str = "parafenspoor";

/// The file with the remarks of colleagues, which are never printed.
pub const OPMERKINGEN: &str = "opmerkingen.yaml";

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
    /// `vragen.yaml`: written questions of members or of a committee, with their answers.
    Vragen,
    /// `nota.yaml`: the decision memo.
    Nota,
    /// `bijlage.yaml`: the financial annex.
    Bijlage,
}

impl Bestand {
    /// All of them, in reading order.
    pub const ALL: [Self; 5] =
        [Self::Dossier, Self::Brief, Self::Vragen, Self::Nota, Self::Bijlage];

    /// The name without `.yaml`, also the name of its schema and of its values in templates.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Brief => "brief",
            Self::Vragen => "vragen",
            Self::Nota => "nota",
            Self::Bijlage => "bijlage",
        }
    }

    /// The file's name.
    pub fn name(self) -> String {
        format!("{}.yaml", self.stem())
    }

    /// The document that its texts are printed in; none for what the documents share.
    pub fn stuk(self) -> Option<Stuk> {
        match self {
            Self::Dossier => None,
            Self::Brief | Self::Vragen => Some(Stuk::Kamerbrief),
            Self::Nota => Some(Stuk::Beslisnota),
            Self::Bijlage => Some(Stuk::Bijlage),
        }
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

    /// The file without which it cannot be made, with this kind of letter.
    pub fn bestand(self, soort: Briefsoort) -> Bestand {
        match self {
            Self::Kamerbrief => soort.bestand(),
            Self::Beslisnota => Bestand::Nota,
            Self::Bijlage => Bestand::Bijlage,
            Self::Inventaris => Bestand::Dossier,
        }
    }
}

/// Soort brief.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Briefsoort {
    /// Een gewone brief, met de tekst in brief.yaml.
    #[default]
    Brief,
    /// Antwoord op schriftelijke vragen van leden, met vragen en antwoorden in vragen.yaml.
    Antwoord,
    /// Antwoord op de vragen van fracties in een schriftelijk overleg, in vragen.yaml.
    SchriftelijkOverleg,
    /// Antwoord op een lijst van feitelijke vragen van een commissie, in vragen.yaml.
    FeitelijkeVragen,
    /// Brief die een rapport, agenda, verslag of ander stuk aanbiedt; welk, staat bij `aanbieding` in brief.yaml.
    Aanbieding,
    /// Bericht dat het antwoord op schriftelijke vragen later komt, met de vragen bij `uitstel` in brief.yaml.
    Uitstel,
    /// Brief over meer onderwerpen, met een lijst daarvan, en een overzicht van de moties en toezeggingen erachter.
    Verzamelbrief,
}

impl Briefsoort {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Brief,
        Self::Antwoord,
        Self::SchriftelijkOverleg,
        Self::FeitelijkeVragen,
        Self::Aanbieding,
        Self::Uitstel,
        Self::Verzamelbrief,
    ];

    /// The word in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Antwoord => "antwoord",
            Self::SchriftelijkOverleg => "schriftelijk_overleg",
            Self::FeitelijkeVragen => "feitelijke_vragen",
            Self::Aanbieding => "aanbieding",
            Self::Uitstel => "uitstel",
            Self::Verzamelbrief => "verzamelbrief",
        }
    }

    /// The file that its letter is made of.
    pub fn bestand(self) -> Bestand {
        match self {
            Self::Brief | Self::Aanbieding | Self::Uitstel | Self::Verzamelbrief => Bestand::Brief,
            Self::Antwoord | Self::SchriftelijkOverleg | Self::FeitelijkeVragen => Bestand::Vragen,
        }
    }

    /// A file that its letter may have beside that.
    pub fn ernaast(self) -> Option<Bestand> {
        match self {
            Self::Antwoord | Self::SchriftelijkOverleg | Self::FeitelijkeVragen => {
                Some(Bestand::Brief)
            }
            Self::Brief | Self::Aanbieding | Self::Uitstel | Self::Verzamelbrief => None,
        }
    }

    /// The fields that its brief.yaml must have: where no sentence follows from other data, the letter opens itself.
    pub fn vraagt(self) -> &'static [&'static str] {
        match self {
            Self::Brief => &["opening"],
            Self::Antwoord | Self::SchriftelijkOverleg | Self::FeitelijkeVragen => &[],
            Self::Aanbieding => &["aanbieding"],
            Self::Uitstel => &["uitstel"],
            Self::Verzamelbrief => &["opening", "secties"],
        }
    }

    /// The field of brief.yaml that only this kind has.
    pub fn eigen_veld(self) -> Option<&'static str> {
        match self {
            Self::Aanbieding => Some("aanbieding"),
            Self::Uitstel => Some("uitstel"),
            Self::Brief
            | Self::Antwoord
            | Self::SchriftelijkOverleg
            | Self::FeitelijkeVragen
            | Self::Verzamelbrief => None,
        }
    }

    /// The kind with this word.
    pub fn met_naam(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|soort| soort.name() == name)
    }

    /// The kinds whose letter is made of a file.
    pub fn van(bestand: Bestand) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |soort| soort.bestand() == bestand)
    }

    /// The kinds that can begin from a file with questions: those that answer them, and the one that says that the answers come
    /// later.
    pub fn over_vragen() -> impl Iterator<Item = Self> {
        Self::van(Bestand::Vragen).chain([Self::Uitstel])
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
