//! In: a section of a letter or of an annex of text, or one's own of a nota. Out: its headings and texts, of three
//! levels. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Proza, Regel};

/// Deel van de brief met een eigen kop.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sectie {
    /// Kop, zonder punt.
    pub kop: Regel,
    /// Tekst; met `delen` hoeft zij er niet te zijn.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Delen met een kop van een niveau lager.
    #[serde(default)]
    pub delen: Vec<Tussenkop>,
}

/// Deel van een sectie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tussenkop {
    /// Kop, zonder punt.
    pub kop: Regel,
    /// Tekst; met `delen` hoeft zij er niet te zijn.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Delen met een kop van nog een niveau lager.
    #[serde(default)]
    pub delen: Vec<Kopje>,
}

/// Deel van zo'n deel.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kopje {
    /// Kop, zonder punt.
    pub kop: Regel,
    /// Tekst.
    pub tekst: Proza,
}

/// Bijlage met tekst, achter de brief.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EigenTekstbijlage {
    /// Titel, zonder punt; het woord ‘Bijlage’ komt er vanzelf voor, met een nummer als er meer bijlagen zijn.
    pub titel: Regel,
    /// Tekst vóór de eerste kop; met `secties` hoeft zij er niet te zijn.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Delen met een kop, zoals in de brief.
    #[serde(default)]
    pub secties: Vec<Sectie>,
}
