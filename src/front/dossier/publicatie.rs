//! In: the list `templates/lijsten/publicatie.yaml`. Out: the codes by which a publication says what it is. Pure.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Datum, Lijsten, Ministerie, Regel};
use crate::stukken::Stuk;

/// Codes waarmee een publicatie zegt wat zij is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publicatiecodes {
    /// Informatiecategorie van de Wet open overheid.
    pub categorie: Categorie,
    /// Documentsoorten.
    pub soorten: Soorten,
    /// Handeling van wie een brief tekent.
    pub ondertekening: Begrip,
    /// Handeling van wie een nota of bijlage vaststelt.
    pub vaststelling: Begrip,
    /// Relatie van een brief met wat erbij hoort.
    pub heeft_bijlage: Begrip,
    /// Relatie van een brief met de brief waarop zij antwoordt.
    pub reactie_op: Begrip,
    /// Relatie van wat bij een brief hoort met die brief.
    pub verwijst_naar: Begrip,
    /// Taal.
    pub taal: Begrip,
    /// Bestandsformaat.
    pub formaat: Begrip,
    /// Begin van het adres waarmee een ministerie bekend is.
    pub ministeries: Regel,
    /// Gronden die het Woo-platform kent, en hoe het die schrijft.
    pub platformgronden: BTreeMap<String, Regel>,
}

/// Begrip uit een waardelijst.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Begrip {
    /// Naam, zoals de lijst die schrijft.
    pub naam: Regel,
    /// Adres waarmee het bekend is.
    pub uri: Regel,
}

impl Begrip {
    /// The last part of its address, such as `c_49599e6c`.
    pub fn code(&self) -> &str {
        self.uri.as_str().rsplit('/').next().unwrap_or_default()
    }
}

/// Informatiecategorie van de Wet open overheid.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Categorie {
    /// Naam, zoals de lijst die schrijft.
    pub naam: Regel,
    /// Adres waarmee zij bekend is.
    pub uri: Regel,
    /// Nummer van drie cijfers, in de naam van de index.
    pub nummer: Regel,
}

/// Documentsoorten van een dossier.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Soorten {
    /// De Kamerbrief.
    pub kamerbrief: Begrip,
    /// De beslisnota.
    pub beslisnota: Begrip,
    /// De financiële bijlage.
    pub bijlage: Begrip,
}

impl Soorten {
    /// That of a document; none of the inventory, which only comes along.
    pub fn of(&self, stuk: Stuk) -> Option<&Begrip> {
        match stuk {
            Stuk::Kamerbrief => Some(&self.kamerbrief),
            Stuk::Beslisnota => Some(&self.beslisnota),
            Stuk::Bijlage => Some(&self.bijlage),
            Stuk::Inventaris => None,
        }
    }
}

impl Lijsten {
    /// The ministry that a profile names, as it was called on a day, and the address by which it is known; none of an
    /// organisation that the list does not have, or has without a number.
    pub fn organisatie(&self, naam: &str, day: Datum) -> Option<Begrip> {
        let naam = naam.strip_prefix("Ministerie van ")?;
        let is_it = |known: &&Ministerie| known.naam.as_str() == naam && known.exists(day);
        let known = self.namen.ministeries.iter().find(is_it)?;
        let uri = format!("{}{}", self.publicatie.ministeries, known.tooi.as_ref()?);
        Some(Begrip { naam: Regel::new(&format!("ministerie van {naam}")), uri: Regel::new(&uri) })
    }
}
