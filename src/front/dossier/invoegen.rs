//! In: what a file of a dossier puts among its texts. Out: figures and frames, by name. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::keyed;
use super::tekst::FORMAT_BESTAND;
use super::{Naam, Proza, Regel};

/// Wat een bestand tussen zijn teksten zet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Invoegsels {
    /// Figuren: naam, en bestand met beschrijving; in de tekst staat `<figuur:naam>` op een regel van zichzelf.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Figuur>")]
    pub figuren: BTreeMap<Naam, Figuur>,
    /// Kaders om een tekst: naam, en kop en tekst; in de tekst staat `<kader:naam>` op een regel van zichzelf.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Tekstkader>")]
    pub kaders: BTreeMap<Naam, Tekstkader>,
}

/// Figuur; in de tekst staat `<figuur:naam>` op een regel van zichzelf.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figuur {
    /// Bestand in de map van het dossier, zoals `loketten.svg`: een SVG of een PNG.
    #[schemars(extend("format" = FORMAT_BESTAND))]
    pub bestand: String,
    /// Wat er te zien is, voor wie de figuur niet ziet; niet afgedrukt, wel voorgelezen.
    pub beschrijving: Regel,
    /// Wat er onder de figuur staat, achter haar nummer.
    #[serde(default)]
    pub bijschrift: Option<Regel>,
    /// Breedte in millimeters; zonder dit veld zo breed als de tekst.
    #[serde(default)]
    #[schemars(range(min = 10, max = 132))]
    pub breedte: Option<u16>,
}

/// Kader; in de tekst staat `<kader:naam>` op een regel van zichzelf.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tekstkader {
    /// Kop, zonder punt.
    #[serde(default)]
    pub kop: Option<Regel>,
    /// Tekst.
    pub tekst: Proza,
}
