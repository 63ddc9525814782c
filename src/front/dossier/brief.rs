//! In: `brief.yaml`. Out: the text of the letter. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::keyed;
use super::{Aangeboden, EigenTekstbijlage, Invoegsels, Naam, Proza, Sectie, Uitstel, Weglaatbaar};

/// Tekst van de Kamerbrief.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Brief {
    /// Aanhef; zonder dit veld die van het ministerie, en `geen` laat haar weg.
    #[serde(default)]
    pub aanhef: Option<Weglaatbaar>,
    /// Begin van de brief, vóór de eerste kop: wat de brief doet, en in antwoord waarop. Volgt de eerste zin uit andere
    /// gegevens, dan komt dit in de plaats daarvan.
    #[serde(default)]
    pub opening: Option<Proza>,
    /// Het lichaam van de brief.
    #[serde(default)]
    pub secties: Vec<Sectie>,
    /// Het kader Beleidskeuzes uitgelegd (Comptabiliteitswet 2016, artikel 3.1); staat in de brief na de secties.
    #[serde(default)]
    pub beleidskeuzes: Option<Beleidskeuzes>,
    /// Laatste alinea, vóór de ondertekening.
    #[serde(default)]
    pub slot: Option<Proza>,
    /// Groet boven de ondertekening; zonder dit veld die van het ministerie, en `geen` laat hem weg.
    #[serde(default)]
    pub groet: Option<Weglaatbaar>,
    /// Bijlagen met tekst, die achter de brief in hetzelfde document staan, elk vanaf een nieuwe bladzijde. Voetnoten en
    /// figuren tellen er door.
    #[serde(default)]
    pub tekstbijlagen: Vec<EigenTekstbijlage>,
    /// Voetnoten: naam en tekst; in de tekst staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
    /// Figuren en kaders.
    #[serde(flatten)]
    pub invoegsels: Invoegsels,
    /// Stukken die de brief aanbiedt, bij `soort: aanbieding`; de eerste zin en de lijst van bijlagen volgen eruit.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub aanbieding: Vec<Aangeboden>,
    /// Vragen waarop het antwoord later komt, bij `soort: uitstel`; de zin van de brief volgt eruit.
    #[serde(default)]
    pub uitstel: Option<Uitstel>,
}

/// Het kader Beleidskeuzes uitgelegd, verplicht vanaf € 20 miljoen in enig jaar (Kamerstukken II 2022/23,
/// 31865, nr. 231).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beleidskeuzes {
    /// Wat het voorstel wil bereiken.
    #[serde(default)]
    pub doelen: Option<Proza>,
    /// Waarmee.
    #[serde(default)]
    pub beleidsinstrumenten: Option<Proza>,
    /// Wat het het Rijk kost.
    #[serde(default)]
    pub gevolgen_rijk: Option<Proza>,
    /// Wat het anderen kost of oplevert.
    #[serde(default)]
    pub gevolgen_sectoren: Option<Proza>,
    /// Waarom dit het doel bereikt.
    #[serde(default)]
    pub doeltreffendheid: Option<Proza>,
    /// Waarom dit niet duurder is dan nodig.
    #[serde(default)]
    pub doelmatigheid: Option<Proza>,
    /// Hoe en wanneer het wordt gemonitord en geëvalueerd.
    #[serde(default)]
    pub evaluatie: Option<Proza>,
}

impl Beleidskeuzes {
    /// Each part by its field, in the order of the frame, with what is there.
    pub fn onderdelen(&self) -> [(&'static str, Option<&Proza>); 7] {
        [
            ("doelen", self.doelen.as_ref()),
            ("beleidsinstrumenten", self.beleidsinstrumenten.as_ref()),
            ("gevolgen_rijk", self.gevolgen_rijk.as_ref()),
            ("gevolgen_sectoren", self.gevolgen_sectoren.as_ref()),
            ("doeltreffendheid", self.doeltreffendheid.as_ref()),
            ("doelmatigheid", self.doelmatigheid.as_ref()),
            ("evaluatie", self.evaluatie.as_ref()),
        ]
    }
}
