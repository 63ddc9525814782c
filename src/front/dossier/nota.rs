//! In: `nota.yaml`. Out: the decision memo. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::{keyed, words_only};
use super::{Datum, Invoegsels, Naam, Proza, Regel, Tussenkop};
use crate::yaml::Path;

/// De beslisnota bij de brief. Een onderdeel kan tekst zijn, `n.v.t.`, of ontbreken.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Nota {
    /// Wat de bewindspersoon met de nota doet.
    #[serde(default)]
    pub status: Option<Status>,
    /// Datum van de nota, als JJJJ-MM-DD; zonder dit veld die van de brief.
    #[serde(default)]
    pub datum: Option<Datum>,
    /// Kenmerk van de nota; zonder dit veld dat van de brief.
    #[serde(default)]
    pub kenmerk: Option<Regel>,
    /// Velden boven en naast de nota; het ministerie bepaalt welke er staan en in welke volgorde.
    #[serde(default)]
    pub velden: Velden,
    /// Waarom deze nota er is.
    #[serde(default)]
    #[schemars(required)]
    pub aanleiding: Option<Proza>,
    /// Wat de bewindspersoon wordt gevraagd te besluiten.
    #[serde(default)]
    #[schemars(required)]
    pub geadviseerd_besluit: Option<Proza>,
    /// Wat hij daarvoor moet weten.
    #[serde(default)]
    pub kernpunten: Option<Proza>,
    /// Uitleg, met vaste onderdelen.
    #[serde(default)]
    pub toelichting: Option<Toelichting>,
    /// Wat niet openbaar kan worden, en waarom; bij `n.v.t.` komen hier de gronden en redenen van wat is gelakt.
    #[serde(default)]
    pub niet_openbaar: Option<Proza>,
    /// Eigen onderdelen, na een vast onderdeel.
    #[serde(default)]
    pub extra: Vec<ExtraSectie>,
    /// Andere koppen dan die van het ministerie.
    #[serde(default)]
    pub koppen: BTreeMap<Onderdeel, Regel>,
    /// Stukken bij de nota, voor de tabel aan het eind.
    #[serde(default)]
    pub bijlagen: Vec<NotaBijlage>,
    /// Voetnoten: naam en tekst; in de tekst staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
    /// Figuren en kaders.
    #[serde(flatten)]
    pub invoegsels: Invoegsels,
}

impl Nota {
    /// The text of a section; of the explanation that before its parts.
    pub fn tekst(&self, onderdeel: Onderdeel) -> Option<&Proza> {
        let uitleg = self.toelichting.as_ref();
        match onderdeel {
            Onderdeel::Aanleiding => self.aanleiding.as_ref(),
            Onderdeel::GeadviseerdBesluit => self.geadviseerd_besluit.as_ref(),
            Onderdeel::Kernpunten => self.kernpunten.as_ref(),
            Onderdeel::Toelichting => uitleg?.tekst.as_ref(),
            Onderdeel::PolitiekeContext => uitleg?.politieke_context.as_ref(),
            Onderdeel::FinancieleOverwegingen => uitleg?.financiele_overwegingen.as_ref(),
            Onderdeel::JuridischeOverwegingen => uitleg?.juridische_overwegingen.as_ref(),
            Onderdeel::Krachtenveld => uitleg?.krachtenveld.as_ref(),
            Onderdeel::Strategie => uitleg?.strategie.as_ref(),
            Onderdeel::Uitvoering => uitleg?.uitvoering.as_ref(),
            Onderdeel::Implementatie => uitleg?.implementatie.as_ref(),
            Onderdeel::Communicatie => uitleg?.communicatie.as_ref(),
            Onderdeel::OntwikkelingenHiervoor => uitleg?.ontwikkelingen_hiervoor.as_ref(),
            Onderdeel::NietOpenbaar => self.niet_openbaar.as_ref(),
        }
    }
}

/// Wat de bewindspersoon met een nota doet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Status {
    /// TER BESLISSING
    TerBeslissing,
    /// TER BESLUITVORMING
    TerBesluitvorming,
    /// TER ONDERTEKENING
    TerOndertekening,
    /// TER INFORMATIE
    TerInformatie,
    /// TER KENNISNEMING
    TerKennisneming,
    /// TER ACCORDERING
    TerAccordering,
}

impl Status {
    /// The name in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::TerBeslissing => "ter_beslissing",
            Self::TerBesluitvorming => "ter_besluitvorming",
            Self::TerOndertekening => "ter_ondertekening",
            Self::TerInformatie => "ter_informatie",
            Self::TerKennisneming => "ter_kennisneming",
            Self::TerAccordering => "ter_accordering",
        }
    }
}

/// Velden van een nota. Datum, kenmerk, onderdeel en adres komen uit `dossier.yaml`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Velden {
    /// Aan wie, zoals `De Minister van Justitie en Veiligheid`.
    #[serde(default)]
    pub aan: Vec<Regel>,
    /// Van wie.
    #[serde(default)]
    pub van: Vec<Regel>,
    /// Wie de nota schreef.
    #[serde(default)]
    pub opgesteld_door: Vec<Regel>,
    /// Auteur.
    #[serde(default)]
    pub auteur: Vec<Regel>,
    /// Met wie is samengewerkt.
    #[serde(default)]
    pub samengewerkt_met: Vec<Regel>,
    /// Met wie is afgestemd.
    #[serde(default)]
    pub afgestemd_met: Vec<Regel>,
    /// Met wie binnen het ministerie is afgestemd.
    #[serde(default)]
    pub intern_afgestemd: Vec<Regel>,
    /// Met wie buiten het ministerie is afgestemd.
    #[serde(default)]
    pub extern_afgestemd: Vec<Regel>,
    /// Wie een kopie krijgt.
    #[serde(default)]
    pub kopie_aan: Vec<Regel>,
    /// Tweede kenmerk van de nota.
    #[serde(default)]
    pub kenmerk: Vec<Regel>,
    /// Andere bewindspersonen die akkoord zijn.
    #[serde(default)]
    pub met_akkoord_van: Vec<Regel>,
    /// Wat de parlementaire afdeling bij ontvangst invult; meestal leeg.
    #[serde(default)]
    pub ontvangen: Vec<Regel>,
    /// Functie van wie de nota tekent, zoals `DE DIRECTEUR-GENERAAL BELEID`.
    #[serde(default)]
    pub ondertekend_door: Vec<Regel>,
    /// Dag waarvoor het besluit nodig is, als JJJJ-MM-DD.
    #[serde(default)]
    pub beslistermijn: Option<Datum>,
    /// Of de nota met de brief openbaar wordt.
    #[serde(default)]
    pub actief_openbaar: Option<bool>,
}

/// Uitleg bij het besluit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Toelichting {
    /// Tekst vóór de onderdelen.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Debatten, moties, toezeggingen, coalitieakkoord.
    #[serde(default)]
    pub politieke_context: Option<Proza>,
    /// Kosten en dekking.
    #[serde(default)]
    pub financiele_overwegingen: Option<Proza>,
    /// Recht en wet.
    #[serde(default)]
    pub juridische_overwegingen: Option<Proza>,
    /// Wie ervoor en ertegen is.
    #[serde(default)]
    pub krachtenveld: Option<Proza>,
    /// Aanpak.
    #[serde(default)]
    pub strategie: Option<Proza>,
    /// Gevolgen voor de uitvoering.
    #[serde(default)]
    pub uitvoering: Option<Proza>,
    /// Hoe het wordt ingevoerd.
    #[serde(default)]
    pub implementatie: Option<Proza>,
    /// Woordvoering en bekendmaking.
    #[serde(default)]
    pub communicatie: Option<Proza>,
    /// Wat eraan voorafging.
    #[serde(default)]
    pub ontwikkelingen_hiervoor: Option<Proza>,
}

/// Een vast onderdeel van de nota.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Onderdeel {
    /// Aanleiding
    Aanleiding,
    /// Geadviseerd besluit
    GeadviseerdBesluit,
    /// Kernpunten
    Kernpunten,
    /// Toelichting
    Toelichting,
    /// Politieke context
    PolitiekeContext,
    /// Financiële overwegingen
    FinancieleOverwegingen,
    /// Juridische overwegingen
    JuridischeOverwegingen,
    /// Krachtenveld
    Krachtenveld,
    /// Strategie
    Strategie,
    /// Uitvoering
    Uitvoering,
    /// Implementatie
    Implementatie,
    /// Communicatie
    Communicatie,
    /// Ontwikkelingen hiervoor
    OntwikkelingenHiervoor,
    /// Informatie die niet openbaar gemaakt kan worden
    NietOpenbaar,
}

impl Onderdeel {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Aanleiding,
        Self::GeadviseerdBesluit,
        Self::Kernpunten,
        Self::Toelichting,
        Self::PolitiekeContext,
        Self::FinancieleOverwegingen,
        Self::JuridischeOverwegingen,
        Self::Krachtenveld,
        Self::Strategie,
        Self::Uitvoering,
        Self::Implementatie,
        Self::Communicatie,
        Self::OntwikkelingenHiervoor,
        Self::NietOpenbaar,
    ];

    /// The name in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aanleiding => "aanleiding",
            Self::GeadviseerdBesluit => "geadviseerd_besluit",
            Self::Kernpunten => "kernpunten",
            Self::Toelichting => "toelichting",
            Self::PolitiekeContext => "politieke_context",
            Self::FinancieleOverwegingen => "financiele_overwegingen",
            Self::JuridischeOverwegingen => "juridische_overwegingen",
            Self::Krachtenveld => "krachtenveld",
            Self::Strategie => "strategie",
            Self::Uitvoering => "uitvoering",
            Self::Implementatie => "implementatie",
            Self::Communicatie => "communicatie",
            Self::OntwikkelingenHiervoor => "ontwikkelingen_hiervoor",
            Self::NietOpenbaar => "niet_openbaar",
        }
    }

    /// Where its text stands in `nota.yaml`.
    pub fn path(self) -> Path {
        let top = Path::default();
        match self {
            Self::Aanleiding | Self::GeadviseerdBesluit | Self::Kernpunten | Self::NietOpenbaar => {
                top.key(self.name())
            }
            Self::Toelichting => top.key("toelichting").key("tekst"),
            Self::PolitiekeContext
            | Self::FinancieleOverwegingen
            | Self::JuridischeOverwegingen
            | Self::Krachtenveld
            | Self::Strategie
            | Self::Uitvoering
            | Self::Implementatie
            | Self::Communicatie
            | Self::OntwikkelingenHiervoor => top.key("toelichting").key(self.name()),
        }
    }
}

/// Eigen onderdeel van de nota.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtraSectie {
    /// Kop.
    pub kop: Regel,
    /// Tekst; met `delen` hoeft zij er niet te zijn.
    #[serde(default)]
    pub tekst: Option<Proza>,
    /// Vast onderdeel waar dit direct na komt, op hetzelfde niveau.
    pub na: Onderdeel,
    /// Of dit een deel van dat onderdeel is, een niveau lager.
    #[serde(default)]
    pub eronder: bool,
    /// Delen met een kop van een niveau lager.
    #[serde(default)]
    pub delen: Vec<Tussenkop>,
}

/// Stuk bij de nota.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotaBijlage {
    /// Naam van het stuk.
    pub naam: Regel,
    /// Wat het is.
    #[serde(default)]
    pub informatie: Option<Regel>,
}
