//! In: a ministry's profile. Out: its words for answers to written questions. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema. A sentence has slots, such as
//! `{leden}`, for what the dossier says; which ones stands in its format.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Regel;

/// Woorden van de antwoorden op schriftelijke vragen; voor een deel ook van die op vragen van een commissie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct AntwoordProfiel {
    /// Of de brief bij de antwoorden een aanhef en een groet heeft.
    pub aanhef_en_groet: bool,
    /// De zin van de brief, bij één ondertekenaar.
    #[schemars(extend("format" = "zin brief_van nummer leden aan onderwerp mede_namens"))]
    pub zin: Regel,
    /// Dezelfde zin bij meer ondertekenaars.
    #[schemars(extend("format" = "zin brief_van nummer leden aan onderwerp mede_namens"))]
    pub zin_meervoud: Regel,
    /// Wat er in die zin bij `{mede_namens}` staat als de brief mede namens anderen is.
    #[schemars(extend("format" = "zin wie"))]
    pub zin_mede_namens: Regel,
    /// Regel boven de ondertekening als de brief mede namens anderen is, en de zin dat niet al zegt.
    #[schemars(extend("format" = "zin wie"))]
    pub mede_namens: Regel,
    /// Regel boven de titel van de antwoorden; ontbreekt als het ministerie die niet heeft.
    #[serde(default)]
    #[schemars(extend("format" = "zin nummer brief_van"))]
    pub boven_titel: Option<Regel>,
    /// Titel van de antwoorden.
    #[schemars(extend("format" = "zin brief_van nummer leden aan onderwerp ondertekenaars mede_namens"))]
    pub titel: Regel,
    /// Wat er in de titel bij `{mede_namens}` staat als de brief mede namens anderen is.
    #[schemars(extend("format" = "zin wie"))]
    pub titel_mede_namens: Regel,
    /// Regel onder de titel, als er eerdere vragen zijn of een bericht van uitstel.
    #[schemars(extend("format" = "zin zie_ook"))]
    pub zie_ook: Regel,
    /// Koppen boven vragen en antwoorden.
    #[serde(flatten)]
    pub koppen: Antwoordkoppen,
    /// Wat in de kop van een vraag achter het nummer staat als de Kamer er een bladzijde bij noemt.
    #[schemars(extend("format" = "zin blz"))]
    pub bij_blz: Regel,
    /// Wat vóór de naam van één lid staat.
    pub het_lid: Regel,
    /// Wat vóór de namen van meer leden staat.
    pub de_leden: Regel,
    /// Wat vóór de partij staat als twee leden dezelfde hebben.
    pub beiden: Regel,
    /// Wat vóór de partij staat als meer leden allemaal dezelfde hebben.
    pub allen: Regel,
    /// Wat midden in een zin vóór de functie van een ondertekenaar staat, in plaats van `De`.
    pub de: Regel,
    /// Wat tussen het eerste en het laatste nummer van een reeks vragen staat.
    pub tot_en_met: Regel,
}

/// Koppen boven vragen en antwoorden.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Antwoordkoppen {
    /// Kop boven een vraag.
    #[schemars(extend("format" = "zin nummer"))]
    pub vraag: Regel,
    /// Kop boven een antwoord op één of twee vragen.
    #[schemars(extend("format" = "zin nummers"))]
    pub antwoord: Regel,
    /// Kop boven een antwoord op meer vragen.
    #[schemars(extend("format" = "zin nummers"))]
    pub antwoord_meer: Regel,
    /// Kop boven een antwoord van een ander, op één of twee vragen.
    #[schemars(extend("format" = "zin door nummers"))]
    pub antwoord_door: Regel,
    /// Kop boven een antwoord van een ander, op meer vragen.
    #[schemars(extend("format" = "zin door nummers"))]
    pub antwoord_door_meer: Regel,
}
