//! In: the words in the column `Soort` and the names of computed lines. Out: which rows they mean. Pure.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::dossier::schema::words_only;
use crate::dossier::woorden::Bladwoorden;
use crate::dossier::{Rijsoort, Somregel, Soort};

/// What a row is.
#[derive(Clone, Copy)]
pub(super) enum Soortrij {
    Groep(Option<Soort>),
    Maatregel,
    Som(Somregel),
    Beginstand,
    Bron,
    /// And the word that says so.
    GeenDekking(&'static str),
    Kop,
}

/// Rij van een spreadsheet die hier zelf wordt uitgerekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Somnaam {
    /// Subtotaal van een groep.
    Subtotaal,
    /// Totaal van alle maatregelen.
    Totaal,
    /// Nieuwe stand.
    NieuweStand,
    /// Totaal van de dekking.
    TotaalDekking,
    /// Dekking min totaal.
    Saldo,
}

impl Somnaam {
    const ALL: [Self; 5] =
        [Self::Subtotaal, Self::Totaal, Self::NieuweStand, Self::TotaalDekking, Self::Saldo];

    fn regel(self) -> Somregel {
        match self {
            Self::Subtotaal => Somregel::Subtotaal(0),
            Self::Totaal => Somregel::Totaal,
            Self::NieuweStand => Somregel::NieuweStand,
            Self::TotaalDekking => Somregel::TotaalDekking,
            Self::Saldo => Somregel::Saldo,
        }
    }
}

/// The computed lines by their names, in lower case: our own, and those of the list.
pub(super) fn somrijen(woorden: &Bladwoorden) -> HashMap<String, Somregel> {
    let own = Somnaam::ALL.map(|name| (name.regel().word().to_owned(), name.regel()));
    let others = woorden.somrijen.iter().flat_map(|(name, words)| {
        words.iter().map(|word| (word.as_str().to_lowercase(), name.regel()))
    });
    // Our own words always keep their meaning.
    others.chain(own).collect()
}

/// What rows of each kind are, besides measures and groups, in the order in which they are offered.
pub(super) const KINDS: [(Rijsoort, Soortrij); 8] = [
    (Rijsoort::Beginstand, Soortrij::Beginstand),
    som(Somregel::Subtotaal(0)),
    som(Somregel::Totaal),
    som(Somregel::NieuweStand),
    (Rijsoort::Bron, Soortrij::Bron),
    (Rijsoort::GeenDekking, Soortrij::GeenDekking("geen")),
    som(Somregel::TotaalDekking),
    som(Somregel::Saldo),
];

/// The same of rows that our own workbook has, and nobody needs to type.
pub(super) const UNOFFERED: [(Rijsoort, Soortrij); 2] =
    [(Rijsoort::DekkingNvt, Soortrij::GeenDekking("nvt")), (Rijsoort::Dekkingskop, Soortrij::Kop)];

const fn som(regel: Somregel) -> (Rijsoort, Soortrij) {
    (Rijsoort::Som(regel), Soortrij::Som(regel))
}
