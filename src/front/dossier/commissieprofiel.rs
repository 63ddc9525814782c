//! In: a ministry's profile. Out: its words for answers to the questions of a committee. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema. A sentence has slots, such as
//! `{commissie}`, for what the dossier says; which ones stands in its format.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Antwoordkoppen, Regel};

/// Woorden van de antwoorden op vragen van een commissie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct CommissieProfiel {
    /// Of de brief bij de antwoorden een aanhef en een groet heeft.
    pub aanhef_en_groet: bool,
    /// De alinea van de brief, bij één ondertekenaar.
    #[schemars(extend("format" = "zin commissie brief_van kenmerk aan onderwerp stuk mede_namens"))]
    pub zin: Regel,
    /// Dezelfde alinea bij meer ondertekenaars.
    #[schemars(extend("format" = "zin commissie brief_van kenmerk aan onderwerp stuk mede_namens"))]
    pub zin_meervoud: Regel,
    /// Wat er in die alinea bij `{stuk}` staat als er een stuk is.
    #[schemars(extend("format" = "zin stuk"))]
    pub zin_stuk: Regel,
    /// Wat er in die alinea bij `{kenmerk}` staat als de brief van de commissie een kenmerk heeft.
    #[schemars(extend("format" = "zin nummer"))]
    pub zin_kenmerk: Regel,
    /// Regel boven de titel van de antwoorden; ontbreekt als het ministerie die niet heeft.
    #[serde(default)]
    #[schemars(extend("format" = "zin commissie brief_van aan onderwerp ondertekenaars mede_namens"))]
    pub boven_titel: Option<Regel>,
    /// Titel van de antwoorden.
    #[schemars(extend("format" = "zin commissie brief_van aan onderwerp ondertekenaars mede_namens"))]
    pub titel: Regel,
    /// Of boven elke vraag en elk antwoord een kop met het nummer staat.
    pub genummerd: bool,
    /// Koppen boven vragen en antwoorden.
    #[serde(flatten)]
    pub koppen: Antwoordkoppen,
}

/// Woorden van een schriftelijk overleg, waarin fracties vragen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FractieProfiel {
    /// Of alle vragen bij elkaar staan en alle antwoorden erachter; anders staat elk antwoord achter zijn vraag.
    pub in_blokken: bool,
    /// Wie vragen, van één partij.
    #[schemars(extend("format" = "zin partijen"))]
    pub fractie: Regel,
    /// Wie vragen, van meer partijen samen.
    #[schemars(extend("format" = "zin partijen"))]
    pub fracties: Regel,
    /// Kop boven de vragen van een fractie.
    #[schemars(extend("format" = "zin wie"))]
    pub kop_vragen: Regel,
    /// Kop boven de antwoorden aan een fractie, als die bij elkaar staan.
    #[schemars(extend("format" = "zin wie"))]
    pub kop_antwoorden: Regel,
    /// Kop boven een antwoord van een ander, als er geen nummers zijn.
    #[schemars(extend("format" = "zin door"))]
    pub antwoord_door: Regel,
    /// Kop boven alle vragen, als die bij elkaar staan.
    pub blok_vragen: Regel,
    /// Kop boven alle antwoorden, als die bij elkaar staan.
    #[schemars(extend("format" = "zin ondertekenaars"))]
    pub blok_antwoorden: Regel,
    /// Kop boven de agenda, achter die twee.
    pub blok_agenda: Regel,
    /// Kop boven de agenda, als elk antwoord achter zijn vraag staat.
    pub agenda: Regel,
    /// Partijen in de volgorde waarin het ministerie de fracties wil; leeg als de volgorde er niet toe doet.
    #[serde(default)]
    pub volgorde: Vec<Regel>,
}
