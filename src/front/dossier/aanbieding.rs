//! In: `aanbieding:` in `brief.yaml`. Out: what a letter offers, and what is said of each. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::words_only;
use super::{Datum, Regel};

/// Een stuk dat de brief aanbiedt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aangeboden {
    /// Wat het is: rapport, evaluatie, geannoteerde_agenda, verslag, lijst of stuk.
    pub wat: Stuksoort,
    /// Titel van een rapport; van een ander `stuk` zoals zij in de lijst van bijlagen staat.
    #[serde(default)]
    pub titel: Option<Regel>,
    /// Van wie het rapport is, wat is geëvalueerd, waarvan de lijst is, of van welke vergadering de agenda of het verslag
    /// is, zoals `de Raad Algemene Zaken`.
    #[serde(default)]
    pub van: Option<Regel>,
    /// Dag van de vergadering, als JJJJ-MM-DD.
    #[serde(default)]
    pub datum: Option<Datum>,
    /// Hoe een `stuk` in de eerste zin heet, zoals `het advies van de Raad voor het Voorbeeld`.
    #[serde(default)]
    pub in_zin: Option<Regel>,
}

/// Wat een brief kan aanbieden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Stuksoort {
    /// Rapport, met een titel.
    Rapport,
    /// Evaluatie van iets.
    Evaluatie,
    /// Geannoteerde agenda van een vergadering die nog komt.
    GeannoteerdeAgenda,
    /// Verslag van een vergadering die is geweest.
    Verslag,
    /// Lijst van iets.
    Lijst,
    /// Iets anders, met eigen woorden.
    Stuk,
}

impl Stuksoort {
    /// The word in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rapport => "rapport",
            Self::Evaluatie => "evaluatie",
            Self::GeannoteerdeAgenda => "geannoteerde_agenda",
            Self::Verslag => "verslag",
            Self::Lijst => "lijst",
            Self::Stuk => "stuk",
        }
    }

    /// The fields without which nobody knows what it is.
    pub fn vraagt(self) -> &'static [&'static str] {
        match self {
            Self::Rapport => &["titel"],
            Self::Evaluatie | Self::Lijst => &["van"],
            Self::GeannoteerdeAgenda | Self::Verslag => &["van", "datum"],
            Self::Stuk => &["titel", "in_zin"],
        }
    }

    /// The fields that are said where they are there.
    pub fn kan(self) -> &'static [&'static str] {
        match self {
            Self::Rapport => &["van"],
            _ => &[],
        }
    }
}

impl Aangeboden {
    /// The fields that it has, besides what it is.
    pub fn velden(&self) -> impl Iterator<Item = &'static str> {
        let all = [
            ("titel", self.titel.is_some()),
            ("van", self.van.is_some()),
            ("datum", self.datum.is_some()),
            ("in_zin", self.in_zin.is_some()),
        ];
        all.into_iter().filter(|(_, present)| *present).map(|(name, _)| name)
    }
}
