//! In: `bijlage.yaml`. Out: the financial annex as it was typed. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::keyed;
use super::{Bedrag, Begrotingsstaat, Jaar, Naam, Proza, Regel, Rijnaam, Somkolom};
use crate::yaml::Path;

/// De financiële bijlage: maatregelen, bedragen, dekking. Met één tabel staan `groepen` en `dekking` hier;
/// met meer tabellen staan ze in `tabellen`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Bijlage {
    /// Titel.
    pub titel: Regel,
    /// Tekst vóór de tabel.
    #[serde(default)]
    pub inleiding: Option<Proza>,
    /// Hoe hard de bedragen zijn.
    pub status: Hardheid,
    /// Waarin de bedragen staan.
    pub eenheid: Eenheid,
    /// Jaren van de tabel, oplopend. Mag weg als een spreadsheet ze noemt.
    #[serde(default)]
    pub jaren: Vec<Jaar>,
    /// De tabel.
    #[serde(flatten)]
    pub inhoud: Inhoud,
    /// Meer dan één tabel, elk met een eigen naam en titel.
    #[serde(default)]
    pub tabellen: Vec<EigenTabel>,
    /// Tekst na de tabel.
    #[serde(default)]
    pub slot: Option<Proza>,
    /// Voetnoten: naam en tekst; in de tekst staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
}

/// Een van meer tabellen. Wat hier niet staat, geldt van de bijlage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct EigenTabel {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.tabellen.naam.totaal[2024] | euro }}`.
    pub id: Naam,
    /// Titel.
    pub titel: Regel,
    /// Tekst vóór de tabel.
    #[serde(default)]
    pub inleiding: Option<Proza>,
    /// Hoe hard de bedragen zijn.
    #[serde(default)]
    pub status: Option<Hardheid>,
    /// Waarin de bedragen staan.
    #[serde(default)]
    pub eenheid: Option<Eenheid>,
    /// Jaren van de tabel, oplopend.
    #[serde(default)]
    pub jaren: Vec<Jaar>,
    /// De tabel.
    #[serde(flatten)]
    pub inhoud: Inhoud,
    /// Tekst na de tabel.
    #[serde(default)]
    pub slot: Option<Proza>,
}

/// Wat er in een tabel staat.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Inhoud {
    /// Haalt de regels uit een bestand van Excel, LibreOffice of een CSV in de map van het dossier.
    #[serde(default)]
    pub spreadsheet: Option<Spreadsheet>,
    /// Een tabel met eigen kolommen in plaats van jaren, zoals een begrotingsstaat.
    #[serde(default)]
    pub staat: Option<Begrotingsstaat>,
    /// Stand waarvan de tabel uitgaat; de groepen zijn dan mutaties, en de tabel eindigt met de nieuwe stand.
    #[serde(default)]
    pub beginstand: Option<Stand>,
    /// Naam van de regel met de nieuwe stand, zoals `Stand Voorjaarsnota 2024`.
    #[serde(default)]
    pub nieuwe_stand: Option<Regel>,
    /// Welke standen worden afgedrukt; zonder dit veld allebei. Er wordt altijd met de beginstand gerekend.
    #[serde(default)]
    pub standen: Option<Standen>,
    /// Groepen van maatregelen, bijvoorbeeld thema's.
    #[serde(default)]
    pub groepen: Vec<Groep>,
    /// Het totaal per jaar zoals het is gepubliceerd, en `structureel`; het wordt vergeleken met wat is berekend.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Somkolom, Bedrag>")]
    pub totaal: BTreeMap<Somkolom, Bedrag>,
    /// Waaruit het wordt betaald: een lijst van bronnen, of `geen`. Gaat de tabel niet over dekking: `nvt`.
    #[serde(default)]
    pub dekking: Option<Dekking>,
    /// Waar de subtotalen staan.
    #[serde(default)]
    pub subtotalen: Option<Subtotalen>,
    /// Decimalen van de afgedrukte bedragen, van 0 tot en met 4; zonder dit veld zoveel als u typte. Er
    /// wordt altijd met de hele bedragen gerekend.
    #[serde(default)]
    #[schemars(range(min = 0, max = 4))]
    pub decimalen: Option<u32>,
    /// Nummers vóór de regels.
    #[serde(default)]
    pub nummering: Option<bool>,
    /// Een grafiek van de kosten en de dekking per jaar; zonder dit veld staat hij er, als er iets te zien is.
    #[serde(default)]
    pub grafiek: Option<bool>,
}

/// Een blad van een spreadsheet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spreadsheet {
    /// Bestand in de map van het dossier: `.xlsx`, `.ods` of `.csv`.
    pub bestand: Regel,
    /// Blad; zonder dit veld het eerste.
    #[serde(default)]
    pub blad: Option<Regel>,
    /// Bereik, zoals `A3:J40`; zonder dit veld het hele blad.
    #[serde(default)]
    pub bereik: Option<Regel>,
    /// Eenheid van de bedragen in het blad, als die een andere is dan die van de tabel; zij worden dan omgerekend.
    #[serde(default)]
    pub eenheid: Option<Eenheid>,
}

/// Een regel waarvan de tabel uitgaat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// Naam van de regel, zoals `Stand ontwerpbegroting 2024`; er kan een voetnoot in staan.
    pub omschrijving: Rijnaam,
    /// Bedrag per jaar.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Jaar, Bedrag>")]
    pub bedragen: BTreeMap<Jaar, Bedrag>,
    /// Bedrag per jaar na het laatste jaar van de tabel.
    #[serde(default)]
    pub structureel: Option<Bedrag>,
}

/// Waar subtotalen staan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subtotalen {
    /// Onder de regels van de groep.
    #[default]
    Onder,
    /// In de kop van de groep, boven de regels, zoals in een Voorjaarsnota.
    Boven,
    /// Nergens.
    Geen,
}

/// Welke standen worden afgedrukt.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standen {
    /// De beginstand en de nieuwe stand.
    #[default]
    Beide,
    /// Alleen de beginstand.
    Begin,
    /// Alleen de nieuwe stand.
    Nieuw,
    /// Geen van beide.
    Geen,
}

/// Hoe hard bedragen zijn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hardheid {
    /// Een eerste inschatting.
    Indicatief,
    /// Een raming.
    Raming,
    /// Vastgesteld.
    Vastgesteld,
}

/// Waarin bedragen staan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Eenheid {
    /// Hele euro's.
    Euro,
    /// x € 1.000
    Duizend,
    /// x € 1 mln.
    Miljoen,
}

impl Eenheid {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Euro, Self::Duizend, Self::Miljoen];

    /// How many euros one is.
    pub fn euros(self) -> Decimal {
        match self {
            Self::Euro => Decimal::ONE,
            Self::Duizend => Decimal::from(1_000),
            Self::Miljoen => Decimal::from(1_000_000),
        }
    }

    /// The word for it in `eenheid:`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Euro => "euro",
            Self::Duizend => "duizend",
            Self::Miljoen => "miljoen",
        }
    }
}

/// Groep van maatregelen met een subtotaal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Groep {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.groepen.naam[2024] | euro }}`.
    #[serde(default)]
    pub id: Option<Naam>,
    /// Titel; zonder titel heeft de groep geen kop en geen subtotaal. Er kan een voetnoot in staan.
    #[serde(default)]
    pub titel: Option<Rijnaam>,
    /// Wat de bedragen zijn; zonder dit veld uitgaven.
    #[serde(default)]
    pub soort: Soort,
    /// Het subtotaal per jaar zoals het is gepubliceerd, en `structureel`; het wordt vergeleken met wat is berekend.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Somkolom, Bedrag>")]
    pub subtotaal: BTreeMap<Somkolom, Bedrag>,
    /// De maatregelen.
    #[schemars(length(min = 1))]
    pub maatregelen: Vec<Maatregel>,
}

/// Wat bedragen zijn.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Soort {
    /// Uitgaven, of mutaties daarin; een besparing is negatief.
    #[default]
    Uitgaven,
    /// Verplichtingen; zij tellen niet mee in het totaal.
    Verplichtingen,
    /// Ontvangsten; zij gaan van het totaal af.
    Ontvangsten,
    /// Uitgaven die van jaar verschuiven: elke regel telt op tot nul.
    Kasschuif,
}

impl Soort {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::Uitgaven, Self::Verplichtingen, Self::Ontvangsten, Self::Kasschuif];

    /// The word for it in `soort:`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Uitgaven => "uitgaven",
            Self::Verplichtingen => "verplichtingen",
            Self::Ontvangsten => "ontvangsten",
            Self::Kasschuif => "kasschuif",
        }
    }

    /// Whether it counts in the total of its table.
    pub const fn telt_mee(self) -> bool {
        !matches!(self, Self::Verplichtingen)
    }
}

/// Een maatregel met zijn kosten.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maatregel {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.maatregelen.naam[2024] | euro }}`.
    #[serde(default)]
    pub id: Option<Naam>,
    /// Wat er gebeurt; er kan een voetnoot in staan: `Opvang[^opvang]`.
    pub maatregel: Rijnaam,
    /// Een deel van de maatregel erboven (`w.v.`); telt niet nog eens mee.
    #[serde(default)]
    pub waarvan: bool,
    /// Wie het doet.
    #[serde(default)]
    pub trekker: Option<Regel>,
    /// Begrotingsartikelen, zoals `32, 33`.
    #[serde(default)]
    pub artikel: Option<Regel>,
    /// Oordeel over de maatregel, in enkele woorden.
    #[serde(default)]
    pub appreciatie: Option<Regel>,
    /// Bedrag per jaar: `2,5`, een marge `0,5–1`, of `p.m.`; een jaar dat er niet staat, blijft leeg.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Jaar, Bedrag>")]
    pub bedragen: BTreeMap<Jaar, Bedrag>,
    /// Bedrag per jaar na het laatste jaar van de tabel.
    #[serde(default)]
    pub structureel: Option<Bedrag>,
    /// Uitleg; staat onder de tabel.
    #[serde(default)]
    pub toelichting: Option<Proza>,
    /// Waar het voorstel of het bedrag vandaan komt; staat onder de tabel.
    #[serde(default)]
    pub herkomst: Option<Proza>,
}

/// Waaruit wordt betaald.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Dekking {
    /// In één woord.
    Woord(Dekkingswoord),
    /// Bronnen.
    Bronnen(#[schemars(length(min = 1))] Vec<Bron>),
}

/// Dekking in één woord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dekkingswoord {
    /// Er is geen dekking, en dat staat er dan.
    Geen,
    /// De tabel gaat niet over dekking.
    Nvt,
}

/// Een bron waaruit wordt betaald.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bron {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.bronnen.naam[2024] | euro }}`.
    #[serde(default)]
    pub id: Option<Naam>,
    /// Bron; er kan een voetnoot in staan.
    pub bron: Rijnaam,
    /// Begrotingsartikel, zoals `JenV, artikel 33`.
    #[serde(default)]
    pub artikel: Option<Regel>,
    /// Bedrag per jaar.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Jaar, Bedrag>")]
    pub bedragen: BTreeMap<Jaar, Bedrag>,
    /// Bedrag per jaar na het laatste jaar van de tabel.
    #[serde(default)]
    pub structureel: Option<Bedrag>,
}

impl Groep {
    /// Its measures, each with its place among its lines; without the lines that are a part of one.
    pub fn hele(&self) -> impl Iterator<Item = (usize, &Maatregel)> {
        self.maatregelen.iter().enumerate().filter(|(_, maatregel)| !maatregel.waarvan)
    }
}

impl Inhoud {
    /// The sources of cover.
    pub fn bronnen(&self) -> &[Bron] {
        match &self.dekking {
            Some(Dekking::Bronnen(bronnen)) => bronnen,
            _ => &[],
        }
    }

    /// Whether the table says how it is paid, be it that nothing pays it.
    pub fn over_dekking(&self) -> bool {
        !matches!(self.dekking, None | Some(Dekking::Woord(Dekkingswoord::Nvt)))
    }
}

/// A table of the annex, with what holds for it: its own, or else the annex's.
#[derive(Debug, Clone)]
pub struct Tabel<'a> {
    /// Where its contents stand in `bijlage.yaml`.
    pub path: Path,
    /// Its number, from 1, when there are more tables.
    pub nummer: Option<usize>,
    /// Its name, when there are more tables.
    pub id: Option<&'a Naam>,
    /// Its title; the annex's when there is one table.
    pub titel: &'a Regel,
    /// How firm the amounts are.
    pub status: Hardheid,
    /// What the amounts are in.
    pub eenheid: Eenheid,
    /// Its years; none where it has columns of its own.
    pub jaren: &'a [Jaar],
    /// Where subtotals stand.
    pub subtotalen: Subtotalen,
    /// Decimals of the printed amounts; none for those that the amounts have.
    pub decimalen: Option<u32>,
    /// Whether lines are numbered.
    pub nummering: bool,
    /// Whether there is a chart; none for where there is something to see.
    pub grafiek: Option<bool>,
    /// Its lines.
    pub inhoud: &'a Inhoud,
}

impl Bijlage {
    /// The tables, in order. There is always one.
    pub fn alle_tabellen(&self) -> Vec<Tabel<'_>> {
        let (status, eenheid, jaren) = (self.status, self.eenheid, &self.jaren[..]);
        if self.tabellen.is_empty() {
            return vec![Tabel {
                path: Path::default(),
                nummer: None,
                id: None,
                titel: &self.titel,
                status,
                eenheid,
                jaren: if self.inhoud.staat.is_some() { &[] } else { jaren },
                subtotalen: self.inhoud.subtotalen.unwrap_or_default(),
                decimalen: self.inhoud.decimalen,
                nummering: self.inhoud.staat.is_none() && self.inhoud.nummering.unwrap_or_default(),
                grafiek: self.inhoud.grafiek,
                inhoud: &self.inhoud,
            }];
        }
        let many = Path::default().key("tabellen");
        self.tabellen
            .iter()
            .enumerate()
            .map(|(i, tabel)| Tabel {
                path: many.index(i),
                nummer: Some(i + 1),
                id: Some(&tabel.id),
                titel: &tabel.titel,
                status: tabel.status.unwrap_or(status),
                eenheid: tabel.eenheid.unwrap_or(eenheid),
                jaren: match &tabel.inhoud.staat {
                    Some(_) => &[],
                    None if tabel.jaren.is_empty() => jaren,
                    None => &tabel.jaren,
                },
                subtotalen: tabel.inhoud.subtotalen.or(self.inhoud.subtotalen).unwrap_or_default(),
                decimalen: tabel.inhoud.decimalen.or(self.inhoud.decimalen),
                nummering: tabel.inhoud.staat.is_none()
                    && tabel.inhoud.nummering.or(self.inhoud.nummering).unwrap_or_default(),
                grafiek: tabel.inhoud.grafiek.or(self.inhoud.grafiek),
                inhoud: &tabel.inhoud,
            })
            .collect()
    }
}
