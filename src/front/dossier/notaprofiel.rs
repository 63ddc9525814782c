//! In: the part of a ministry's profile that is about the nota. Out: its words, order and measures. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::nota::{Onderdeel, Status};
use super::schema::words_only;
use super::{Regel, Veld, Weglaatbaar};

/// Woorden en volgorde van de nota.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotaProfiel {
    /// Het grote woord.
    pub titel: Regel,
    /// Woord voor elke status.
    pub status: BTreeMap<Status, Regel>,
    /// Status als de nota er geen noemt; ontbreekt als het ministerie geen statusregel heeft.
    pub standaardstatus: Option<Status>,
    /// Velden links, boven de tekst, in volgorde.
    pub links: Vec<Veld>,
    /// Velden van de kolom, in volgorde.
    pub kolom: Vec<Veld>,
    /// Velden die op elke volgende bladzijde in de kolom terugkomen, in volgorde, voor zover bladzijde 1 ze heeft.
    pub volgkolom: Vec<Veld>,
    /// Velden die hun label houden als zij leeg zijn.
    pub lege_velden: Vec<Veld>,
    /// Of een veld links op één regel staat met zijn label, zoals `Aan de Minister van …`.
    pub links_op_een_regel: bool,
    /// Wat het veld `bijlagen` van de stukken zegt; staan zij in een tabel, dan alleen hoeveel het er zijn.
    pub bijlagen_in_kolom: BijlagenInKolom,
    /// Of de stukken in een tabel aan het eind staan; zonder tabel staan hun namen in de kolom.
    pub bijlagentabel: bool,
    /// Of de parafen op bladzijde 1 staan, boven het eerste onderdeel, en niet onder het laatste.
    pub parafen_boven: bool,
    /// Hoeveel vakjes er ten minste zijn voor de parafen in de lijn.
    #[schemars(range(max = 30))]
    pub paraafvakken: u16,
    /// Velden onder de parafen, of waar die zouden staan, in volgorde.
    pub onder_parafen: Vec<Veld>,
    /// Waar de tekst en de kolom staan.
    pub maten: NotaMaten,
    /// Of de onderdelen zijn genummerd.
    pub genummerd: bool,
    /// Onderdelen, in volgorde.
    pub onderdelen: Vec<Onderdeel>,
    /// Onderdelen van de toelichting, in volgorde.
    pub toelichting: Vec<Onderdeel>,
    /// Onderdelen die er altijd horen te zijn, al is het met `n.v.t.`, naast de twee die elke nota heeft: `aanleiding` en
    /// `geadviseerd_besluit`.
    pub verplicht: Vec<Onderdeel>,
    /// Koppen van de onderdelen.
    pub koppen: BTreeMap<Onderdeel, Regel>,
    /// Wat er staat als een onderdeel `n.v.t.` is.
    pub niet_van_toepassing: Regel,
    /// Kop boven de parafen in de lijn.
    pub parafen: Regel,
    /// Kop boven de parafen van opzij.
    pub medeparafen: Regel,
    /// Wat er in het vakje van een paraaf staat, voor haar datum.
    pub paraafstaat: Paraafstaten,
    /// Kop boven de tabel van stukken.
    pub bijlagen: Regel,
    /// Kolomkop van de tabel van stukken.
    pub stukken_nummer: Regel,
    /// Kolomkop van de tabel van stukken.
    pub stukken_naam: Regel,
    /// Kolomkop van de tabel van stukken.
    pub stukken_informatie: Regel,
    /// Labels die in de nota anders zijn dan in de brief; met `geen` staat een veld er zonder label.
    pub labels: BTreeMap<Veld, Weglaatbaar>,
}

/// Wat een nota in de kolom van haar stukken zegt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum BijlagenInKolom {
    /// Hoeveel het er zijn, en zonder tabel ook hun namen.
    Aantal,
    /// Hun namen, genummerd.
    Lijst,
}

/// Maten van een nota, in tienden van een millimeter vanaf de linkerbovenhoek van het blad.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotaMaten {
    /// Linkerkant van de tekst.
    #[schemars(range(min = 150, max = 500))]
    pub links: u16,
    /// Rechterkant van de tekst, links van de kolom.
    #[schemars(range(min = 1400, max = 1700))]
    pub rechts: u16,
    /// Linkerkant van de kolom.
    #[schemars(range(min = 1600, max = 1750))]
    pub kolom: u16,
    /// Bovenkant van de kolom.
    #[schemars(range(min = 450, max = 900))]
    pub kolom_boven: u16,
    /// Bovenkant van het grote woord.
    #[schemars(range(min = 850, max = 950))]
    pub woord: u16,
    /// Linkerkant van het onderwerp, naast het grote woord.
    #[schemars(range(min = 600, max = 1000))]
    pub onderwerp: u16,
    /// Bovenkant van de tekst op elke volgende bladzijde.
    #[schemars(range(min = 250, max = 735))]
    pub volgblad: u16,
    /// Grootte van de letters van een kop, in tienden van een punt.
    #[schemars(range(min = 80, max = 180))]
    pub kop: u16,
    /// Of een kop vet is.
    pub kop_vet: bool,
}

/// Wat een paraaf waard is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paraafstaten {
    /// Akkoord, en sindsdien is niets gewijzigd.
    pub akkoord: Regel,
    /// Niet akkoord.
    pub niet_akkoord: Regel,
    /// Akkoord, maar sindsdien is iets gewijzigd.
    pub vervallen: Regel,
    /// Gezet voor een dossier met een ander kenmerk.
    pub ander_dossier: Regel,
}
