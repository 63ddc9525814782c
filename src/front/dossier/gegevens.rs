//! In: `dossier.yaml`. Out: what letter, nota and annex have in common. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema, which an
//! author sees in an editor.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::{FORMAT_HUISSTIJL, adjustment, keyed, words_only};
use super::{Briefsoort, Datum, Kamerstuk, Proza, Regel, Vergaderjaar};

/// Gegevens die de brief, de nota en de bijlage delen.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gegevens {
    /// Soort brief; zonder dit veld een gewone.
    #[serde(default)]
    pub soort: Briefsoort,
    /// Onderwerp van de brief, zonder punt; staat achter Betreft en is de titel van de PDF.
    pub onderwerp: Regel,
    /// Kenmerk van de brief.
    pub kenmerk: Regel,
    /// Kenmerk van de brief waarop dit een antwoord is.
    #[serde(default)]
    pub uw_kenmerk: Option<Regel>,
    /// Datum van de brief, als JJJJ-MM-DD.
    pub datum: Datum,
    /// Ministerie waarvan de brief het uiterlijk krijgt, zoals jenv.
    #[schemars(extend("format" = FORMAT_HUISSTIJL))]
    pub huisstijl: String,
    /// Afwijkingen van het profiel van het ministerie, bijvoorbeeld een ander label of adres.
    #[serde(default)]
    #[schemars(schema_with = "adjustment")]
    pub profiel: Option<serde_json::Value>,
    /// Beeldmerk in plaats van het neutrale blok: een SVG of PNG in het dossier, 13 tot 78 mm breed.
    #[serde(default)]
    pub logo: Option<Logo>,
    /// Onderdeel dat de brief verstuurt.
    pub afzender: Afzender,
    /// Aan wie de brief is; zonder dit veld aan de Tweede Kamer.
    #[serde(default)]
    pub geadresseerde: Geadresseerde,
    /// Wie de brief tekent of tekenen, van links naar rechts; niet nodig als er geen brief is.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub ondertekening: Vec<Ondertekenaar>,
    /// Bewindspersonen namens wie de brief mede wordt gestuurd, zoals `de minister van Financiën`.
    #[serde(default)]
    pub mede_namens: Vec<Regel>,
    /// Bijlagen bij de brief die los worden meegestuurd; de financiële bijlage telt vanzelf mee.
    #[serde(default)]
    pub bijlagen: Vec<LosseBijlage>,
    /// Vergaderjaar van elk Kamerstuk waarnaar de teksten verwijzen, zoals `28638-238: 2023/24`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Kamerstuk, Vergaderjaar>")]
    pub kamerstukken: BTreeMap<Kamerstuk, Vergaderjaar>,
    /// Moties die de brief beantwoordt; afgedrukt in het overzicht achter een verzamelbrief.
    #[serde(default)]
    pub moties: Vec<Motie>,
    /// Toezeggingen die de brief nakomt; afgedrukt in het overzicht achter een verzamelbrief.
    #[serde(default)]
    pub toezeggingen: Vec<Toezegging>,
    /// Afkortingen met hun betekenis; voor het overzicht, niet afgedrukt.
    #[serde(default)]
    pub afkortingen: BTreeMap<String, Regel>,
    /// Wie de nota parafeert, in volgorde.
    #[serde(default)]
    pub parafenroute: Vec<Parafeerder>,
    /// Waarom iets niet openbaar kan worden, bij elke grond die erom vraagt, zoals `5.1.2b: …`; komt in de nota.
    #[serde(default)]
    pub lakken: BTreeMap<String, Regel>,
    /// Meldingen die hier niet gelden, elk met een reden; voor de controle, niet afgedrukt.
    #[serde(default)]
    pub uitzonderingen: Vec<Uitzondering>,
}

/// Beeldmerk van de organisatie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// Bestand in de map van het dossier, zoals `logo.svg`.
    pub bestand: String,
    /// Breedte in millimeters: 13 voor alleen het lint, 78 voor lint en naam.
    #[schemars(range(min = 5, max = 100))]
    pub breedte: u16,
}

/// Onderdeel van het ministerie dat de brief verstuurt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Afzender {
    /// Directoraat-generaal of ander onderdeel, vet bovenaan de kolom.
    pub onderdeel: Regel,
    /// Directie, afdeling of team, van groot naar klein.
    #[serde(default)]
    pub afdelingen: Vec<Regel>,
    /// Bij wie de ontvanger terechtkan.
    #[serde(default)]
    pub contactpersoon: Option<Contactpersoon>,
}

/// Bij wie de ontvanger terechtkan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contactpersoon {
    /// Naam, of een functie als de naam niet openbaar is.
    pub naam: Regel,
    /// Functie.
    #[serde(default)]
    pub functie: Option<Regel>,
    /// Telefoonnummer.
    #[serde(default)]
    pub telefoon: Option<Regel>,
    /// E-mailadres.
    #[serde(default)]
    pub email: Option<Regel>,
}

/// Aan wie de brief is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Geadresseerde {
    /// Kamer waarvan het profiel het adres kent.
    #[serde(default)]
    pub kamer: Kamer,
    /// Eigen adresregels, in plaats van die van de Kamer.
    #[serde(default)]
    pub adres: Vec<Regel>,
    /// Of de andere Kamer dezelfde brief krijgt, op dezelfde dag; de brief zegt dat dan.
    #[serde(default)]
    pub gelijktijdig: bool,
}

/// Een van beide Kamers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kamer {
    /// De Tweede Kamer.
    #[default]
    Tweede,
    /// De Eerste Kamer.
    Eerste,
}

impl Kamer {
    /// The word in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tweede => "tweede",
            Self::Eerste => "eerste",
        }
    }
}

/// Iemand die de brief tekent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ondertekenaar {
    /// Functie, zoals `De Minister van Justitie en Veiligheid`.
    pub functie: Regel,
    /// Naam.
    pub naam: Regel,
    /// Functie van wie namens de bewindspersoon tekent, bij mandaat.
    #[serde(default)]
    pub namens_deze: Option<Regel>,
}

/// Bijlage die los bij de brief wordt gestuurd.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LosseBijlage {
    /// Titel.
    pub titel: Regel,
}

/// Motie die de brief beantwoordt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Motie {
    /// Nummer van het Kamerstuk, zoals 28638-238.
    pub kamerstuk: Kamerstuk,
    /// Eerste indiener, zoals `Bikker c.s.`.
    pub indiener: Regel,
    /// Wat de motie vraagt.
    pub verzoek: Regel,
    /// Wat de brief ermee doet.
    pub afdoening: Afdoening,
    /// Wat ermee is gebeurd of nog gebeurt; voor het overzicht achter een verzamelbrief.
    #[serde(default)]
    pub stand: Option<Proza>,
}

/// Toezegging die de brief nakomt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Toezegging {
    /// Debat waarin de toezegging is gedaan.
    pub debat: Regel,
    /// Datum van het debat, als JJJJ-MM-DD.
    pub datum: Datum,
    /// Wat is toegezegd.
    pub toezegging: Regel,
    /// Wat de brief ermee doet.
    pub afdoening: Afdoening,
    /// Wat ermee is gebeurd of nog gebeurt; voor het overzicht achter een verzamelbrief.
    #[serde(default)]
    pub stand: Option<Proza>,
}

/// Wat de brief met een motie of toezegging doet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Afdoening {
    /// De brief voldoet er geheel aan.
    Voldaan,
    /// De brief voldoet er deels aan.
    Deels,
    /// De brief meldt uitstel.
    Uitstel,
    /// De brief legt uit waarom het niet gebeurt.
    Niet,
}

impl Afdoening {
    /// The word in YAML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Voldaan => "voldaan",
            Self::Deels => "deels",
            Self::Uitstel => "uitstel",
            Self::Niet => "niet",
        }
    }

    /// Whether something of it is still to come.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Deels | Self::Uitstel)
    }
}

impl Gegevens {
    /// The motions and commitments that are dealt with, or of which something is still to come: the list of each, its
    /// place in that, and whether something was said of how it stands.
    pub fn overzicht(&self, open: bool) -> impl Iterator<Item = Overzichtsregel> {
        let moties = self.moties.iter().enumerate().map(|(index, motie)| {
            let (afdoening, stand) = (motie.afdoening, motie.stand.is_some());
            Overzichtsregel { lijst: "moties", index, afdoening, stand }
        });
        let toezeggingen = self.toezeggingen.iter().enumerate().map(|(index, toezegging)| {
            let (afdoening, stand) = (toezegging.afdoening, toezegging.stand.is_some());
            Overzichtsregel { lijst: "toezeggingen", index, afdoening, stand }
        });
        moties.chain(toezeggingen).filter(move |regel| regel.afdoening.is_open() == open)
    }
}

/// A motion or commitment in an overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overzichtsregel {
    /// The list that it stands in: `moties` or `toezeggingen`.
    pub lijst: &'static str,
    /// Which one of that.
    pub index: usize,
    /// What the letter does with it.
    pub afdoening: Afdoening,
    /// Whether the dossier says how it stands.
    pub stand: bool,
}

/// Iemand die de nota parafeert.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parafeerder {
    /// Rol, zoals `directeur` of `FEZ`.
    pub rol: Regel,
    /// Naam; leeg vakje als die er niet is.
    #[serde(default)]
    pub naam: Option<Regel>,
    /// Lijnparaaf (in de lijn, dat is gewoon) of medeparaaf (van opzij, zoals FEZ of JZ).
    #[serde(default)]
    pub soort: Paraafsoort,
    /// Of deze stap tegelijk gaat met die ervoor; anders wacht zij daarop.
    #[serde(default)]
    pub tegelijk: bool,
}

/// Soort paraaf.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(transform = words_only)]
pub enum Paraafsoort {
    /// In de lijn.
    #[default]
    Lijnparaaf,
    /// Van opzij.
    Medeparaaf,
}

/// Melding die hier niet geldt.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uitzondering {
    /// Code of naam van de melding, zoals `N005` of `afkorting-onverklaard`.
    pub regel: String,
    /// Veld waarin de melding niet geldt, met alles daarbinnen, zoals `nota.toelichting.tekst`; zonder dit
    /// veld in het hele dossier.
    #[serde(default)]
    pub veld: Option<String>,
    /// Woorden of waarde waarvoor de melding niet geldt, zoals de melding ze noemt; wat daar later bij komt, wordt wel
    /// gemeld. Verplicht bij een melding over de openbare editie (O006 tot en met O012). Komt nooit op papier.
    #[serde(default)]
    pub tekst: Option<String>,
    /// Waarom het hier goed is.
    pub reden: Regel,
}
