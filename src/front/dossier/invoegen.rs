//! In: what a file of a dossier puts among its texts. Out: figures and frames, by name. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tekst::FORMAT_BESTAND;
use super::{Proza, Regel};

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
