//! In: a ministry's profile. Out: its words for letters that offer something, that say that an answer comes later, and that
//! are about several subjects. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema. A sentence has slots, such as
//! `{reden}`, for what the dossier says; which ones stands in its format.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Afdoening, Kamer, Regel, Weglaatbaar};

/// Woorden van een brief die iets aanbiedt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AanbiedingProfiel {
    /// De eerste zin, bij één ondertekenaar.
    #[schemars(extend("format" = "zin stukken mede_namens"))]
    pub zin: Regel,
    /// Dezelfde zin bij meer ondertekenaars.
    #[schemars(extend("format" = "zin stukken mede_namens"))]
    pub zin_meervoud: Regel,
    /// Hoe elk stuk in die zin heet.
    pub in_zin: Stuknamen,
    /// Hoe het in de lijst van bijlagen heet.
    pub in_lijst: Stuknamen,
}

/// Hoe aangeboden stukken heten.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stuknamen {
    /// Rapport.
    #[schemars(extend("format" = "zin titel"))]
    pub rapport: Regel,
    /// Rapport van iemand.
    #[schemars(extend("format" = "zin titel van"))]
    pub rapport_van: Regel,
    /// Evaluatie.
    #[schemars(extend("format" = "zin van"))]
    pub evaluatie: Regel,
    /// Geannoteerde agenda.
    #[schemars(extend("format" = "zin van datum"))]
    pub geannoteerde_agenda: Regel,
    /// Verslag.
    #[schemars(extend("format" = "zin van datum"))]
    pub verslag: Regel,
    /// Lijst.
    #[schemars(extend("format" = "zin van"))]
    pub lijst: Regel,
}

/// Woorden van een bericht dat het antwoord op vragen later komt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UitstelProfiel {
    /// Of de brief een aanhef en een groet heeft.
    pub aanhef_en_groet: bool,
    /// De zin van de brief, bij één ondertekenaar.
    #[schemars(extend("format" = "zin vragen reden mede_namens"))]
    pub zin: Regel,
    /// Dezelfde zin bij meer ondertekenaars.
    #[schemars(extend("format" = "zin vragen reden mede_namens"))]
    pub zin_meervoud: Regel,
    /// Hoe de vragen van één brief in die zin heten.
    #[schemars(extend("format" = "zin leden onderwerp brief_van nummer"))]
    pub vragen: Regel,
    /// De zin erachter, met de dag waarop de antwoorden er zijn.
    #[schemars(extend("format" = "zin uiterlijk"))]
    pub uiterlijk: Regel,
    /// De zin erachter als er nog geen dag is.
    pub zonder_dag: Regel,
    /// De zin erachter als er een eerder bericht van uitstel is.
    #[schemars(extend("format" = "zin zie_ook"))]
    pub zie_ook: Regel,
}

/// Woorden van een brief over meer onderwerpen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerzamelbriefProfiel {
    /// Wat boven de lijst van onderwerpen staat.
    pub onderwerpen: Regel,
    /// Titel van het overzicht van moties en toezeggingen die zijn afgedaan.
    pub afgedaan: Regel,
    /// Titel van het overzicht van die nog openstaan.
    pub openstaand: Regel,
    /// Kop van een overzicht boven de moties.
    pub moties: Regel,
    /// Kop van een overzicht boven de toezeggingen.
    pub toezeggingen: Regel,
    /// Kop boven wat is gevraagd of toegezegd.
    pub omschrijving: Regel,
    /// Kop boven waar dat te vinden is.
    pub vindplaats: Regel,
    /// Kop boven wat ermee is gebeurd.
    pub stand: Regel,
    /// Wat er van een motie staat.
    #[schemars(extend("format" = "zin indiener verzoek"))]
    pub motie: Regel,
    /// Waar een toezegging te vinden is.
    #[schemars(extend("format" = "zin debat datum"))]
    pub debat: Regel,
    /// Wat ermee is gebeurd, als het dossier het niet zelf zegt.
    pub standen: BTreeMap<Afdoening, Regel>,
}

/// Wat in een brief aan een van beide Kamers anders is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KamersProfiel {
    /// Aan de Tweede Kamer.
    pub tweede: KamerProfiel,
    /// Aan de Eerste Kamer.
    pub eerste: KamerProfiel,
}

/// Wat in een brief aan deze Kamer anders is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KamerProfiel {
    /// Aanhef, als die anders is dan in andere brieven.
    #[serde(default)]
    pub aanhef: Option<Weglaatbaar>,
    /// Zin in de brief als de andere Kamer hem ook krijgt, bij één ondertekenaar.
    pub ook_aan_de_ander: Regel,
    /// Dezelfde zin bij meer ondertekenaars.
    pub ook_aan_de_ander_meervoud: Regel,
}

impl KamersProfiel {
    /// That of one of both.
    pub fn van(&self, kamer: Kamer) -> &KamerProfiel {
        match kamer {
            Kamer::Tweede => &self.tweede,
            Kamer::Eerste => &self.eerste,
        }
    }
}
