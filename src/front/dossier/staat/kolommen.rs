//! In: the columns of a table as they were typed. Out: the same, in order, with their numbers. Pure.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Formule, Kopformule, Kopnummer, Term};
use crate::dossier::{Naam, Rijnaam};

/// Een kolom van een staat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staatkolom {
    /// Kop van de kolom; er kan een voetnoot in staan: `Stand[^stand]`.
    pub kop: Rijnaam,
    /// Kop daarboven; ook daarin kan een voetnoot staan. Staat hij bij kolommen naast elkaar, dan staat hij één keer boven al
    /// die kolommen.
    #[serde(default)]
    pub boven: Option<Rijnaam>,
    /// Wat er in de kolom staat; zonder dit veld bedragen.
    #[serde(default)]
    pub soort: Kolomsoort,
    /// Waaruit de kolom wordt berekend, met de korte namen van andere kolommen: `begroting + mutatie`. In de kop komen
    /// de nummers: `(3)=(1)+(2)`. Een percentage deelt: `mutatie / begroting`.
    #[serde(default)]
    pub formule: Option<Formule>,
    /// Eenheid, die onder de kop komt, zoals `in fte`; er kan een voetnoot in staan.
    #[serde(default)]
    pub eenheid: Option<Rijnaam>,
    /// Decimalen in deze kolom; zonder dit veld die van de tabel, en bij een percentage één.
    #[serde(default)]
    #[schemars(range(min = 0, max = 4))]
    pub decimalen: Option<u32>,
}

/// Wat er in een kolom van een staat staat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kolomsoort {
    /// Bedragen in de eenheid van de tabel.
    #[default]
    Bedrag,
    /// Percentages; zij tellen niet op.
    Procent,
    /// Aantallen, zoals arbeidsplaatsen.
    Aantal,
    /// Tekst, zoals het artikel of de vindplaats.
    Tekst,
}

/// The columns, in the order in which they were typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Staatkolommen(Vec<(Naam, Staatkolom)>);

impl Staatkolommen {
    pub(crate) fn new(all: Vec<(Naam, Staatkolom)>) -> Self {
        Self(all)
    }

    /// All of them.
    pub fn alle(&self) -> impl Iterator<Item = (&Naam, &Staatkolom)> {
        self.0.iter().map(|(naam, kolom)| (naam, kolom))
    }

    /// Those with figures.
    pub fn cijfers(&self) -> impl Iterator<Item = (&Naam, &Staatkolom)> {
        self.alle().filter(|(_, kolom)| kolom.soort != Kolomsoort::Tekst)
    }

    /// Those with text.
    pub fn teksten(&self) -> impl Iterator<Item = (&Naam, &Staatkolom)> {
        self.alle().filter(|(_, kolom)| kolom.soort == Kolomsoort::Tekst)
    }

    /// The column of a name.
    pub fn met(&self, naam: &Naam) -> Option<&Staatkolom> {
        self.alle().find(|(own, _)| *own == naam).map(|(_, kolom)| kolom)
    }

    /// Which of the columns with figures has a name.
    pub fn nummer(&self, naam: &str) -> Option<usize> {
        self.cijfers().position(|(own, _)| own.as_str() == naam)
    }

    /// Whether some column is computed, so that the heads have numbers.
    pub fn heeft_formules(&self) -> bool {
        self.cijfers().any(|(_, kolom)| kolom.formule.is_some())
    }

    /// The numbers of the columns with figures: as their heads say, or else as they stand.
    pub fn nummers(&self) -> Vec<u32> {
        let own = self.cijfers().map(|(_, kolom)| Kopnummer::lees(kolom.kop.as_str()).eigen);
        own.zip(1..).map(|(typed, place)| typed.unwrap_or(place)).collect()
    }

    /// How a formula is written with the numbers of the columns.
    pub fn in_nummers(&self, formule: &Formule) -> Option<Kopformule> {
        let numbers = self.nummers();
        let side = |terms: &[Term]| -> Option<Vec<(u32, bool)>> {
            let number = |term: &Term| Some((numbers[self.nummer(term.kolom.as_str())?], term.af));
            terms.iter().map(number).collect()
        };
        Some(Kopformule::new(side(formule.teller())?, side(formule.noemer())?))
    }

    /// What stands below the head of a column with figures: its number, and how it follows from other columns:
    /// `(3)=(1)+(2)`; without what its head says already.
    pub fn nummering(&self, kolom: usize) -> Option<String> {
        let (numbers, column) = (self.nummers(), self.cijfers().nth(kolom)?.1);
        let said = Kopnummer::lees(column.kop.as_str());
        let own = match said.eigen {
            Some(_) => String::new(),
            None => format!("({})", numbers[kolom]),
        };
        let formule = column.formule.as_ref().filter(|_| said.formule.is_none());
        let Some(formule) = formule else { return Some(own).filter(|own| !own.is_empty()) };
        let term = |(first, term): (bool, &Term)| {
            let sign = match (term.af, first) {
                (true, _) => "-",
                (false, true) => "",
                (false, false) => "+",
            };
            let number = self.nummer(term.kolom.as_str()).map(|at| numbers[at]);
            format!("{sign}({})", number.map_or_else(|| "?".to_owned(), |n| n.to_string()))
        };
        let side = |terms: &[Term]| -> String {
            terms.iter().enumerate().map(|(i, of)| term((i == 0, of))).collect()
        };
        let whole = |terms: &[Term]| match terms {
            [_] => side(terms),
            more => format!("({})", side(more)),
        };
        Some(match formule.noemer() {
            [] => format!("{own}={}", side(formule.teller())),
            under => format!("{own}={}/{}", whole(formule.teller()), whole(under)),
        })
    }
}

impl Serialize for Staatkolommen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.alle())
    }
}

impl<'de> Deserialize<'de> for Staatkolommen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Staatkolommen;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("kolommen")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    all.push(pair);
                }
                Ok(Staatkolommen(all))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
