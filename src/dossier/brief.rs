//! In: `brief.yaml`. Out: the text of the letter. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::keyed;
use super::{Naam, Proza, Regel};

/// Tekst van de Kamerbrief.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// Aanhef; zonder dit veld die van het ministerie.
    #[serde(default)]
    pub aanhef: Option<Regel>,
    /// Begin van de brief, vóór de eerste kop: wat de brief doet, en in antwoord waarop.
    pub opening: Proza,
    /// Het lichaam van de brief.
    #[serde(default)]
    pub secties: Vec<Sectie>,
    /// Laatste alinea, vóór de ondertekening.
    #[serde(default)]
    pub slot: Option<Proza>,
    /// Voetnoten: naam en tekst; in de tekst staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
}

/// Deel van de brief met een eigen kop.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sectie {
    /// Kop, zonder punt.
    pub kop: Regel,
    /// Tekst.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Onderdelen met een kop van het tweede niveau.
    #[serde(default)]
    pub delen: Vec<Deel>,
}

/// Onderdeel van een sectie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deel {
    /// Kop, zonder punt.
    pub kop: Regel,
    /// Tekst.
    pub tekst: Proza,
}
