//! In: `bijlage.yaml`. Out: the financial annex and every figure that follows from it. Pure.
//!
//! The comments on the fields are Dutch: they become the descriptions in the JSON Schema.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::keyed;
use super::{Bedrag, Jaar, Naam, Proza, Regel};

/// De financiële bijlage: maatregelen, bedragen, dekking.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
    /// Jaren van de tabel, oplopend.
    #[schemars(length(min = 1))]
    pub jaren: Vec<Jaar>,
    /// Groepen van maatregelen, bijvoorbeeld thema's.
    #[schemars(length(min = 1))]
    pub groepen: Vec<Groep>,
    /// Waaruit het wordt betaald; zonder dit veld is er geen dekking, en dat staat er dan.
    #[serde(default)]
    pub dekking: Vec<Dekking>,
    /// Tekst na de tabel.
    #[serde(default)]
    pub slot: Option<Proza>,
    /// Voetnoten: naam en tekst; in de tekst staat `[^naam]`.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Naam, Proza>")]
    pub voetnoten: BTreeMap<Naam, Proza>,
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
    /// How many euros one is.
    pub fn euros(self) -> Decimal {
        match self {
            Self::Euro => Decimal::ONE,
            Self::Duizend => Decimal::from(1_000),
            Self::Miljoen => Decimal::from(1_000_000),
        }
    }
}

/// Groep van maatregelen met een subtotaal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Groep {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.groepen.naam[2024] | euro }}`.
    #[serde(default)]
    pub id: Option<Naam>,
    /// Titel.
    pub titel: Regel,
    /// De maatregelen.
    #[schemars(length(min = 1))]
    pub maatregelen: Vec<Maatregel>,
}

/// Een maatregel met zijn kosten.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maatregel {
    /// Korte naam voor gebruik in de tekst: `{{ bijlage.maatregelen.naam[2024] | euro }}`.
    #[serde(default)]
    pub id: Option<Naam>,
    /// Wat er gebeurt.
    pub maatregel: Regel,
    /// Wie het doet.
    #[serde(default)]
    pub trekker: Option<Regel>,
    /// Bedrag per jaar; een jaar dat er niet staat, blijft leeg.
    #[serde(default)]
    #[schemars(schema_with = "keyed::<Jaar, Bedrag>")]
    pub bedragen: BTreeMap<Jaar, Bedrag>,
    /// Bedrag per jaar na het laatste jaar van de tabel.
    #[serde(default)]
    pub structureel: Option<Bedrag>,
    /// Uitleg.
    #[serde(default)]
    pub toelichting: Option<Proza>,
}

/// Een bron waaruit wordt betaald.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dekking {
    /// Bron.
    pub bron: Regel,
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

/// Amounts of one line: per year of the table, and structural. `None` is an empty cell, not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reeks {
    /// One for each year of the table, in its order.
    pub jaren: Vec<Option<Decimal>>,
    /// Per year after the last one.
    pub structureel: Option<Decimal>,
}

impl Reeks {
    fn new(years: &[Jaar], bedragen: &BTreeMap<Jaar, Bedrag>, structureel: Option<Bedrag>) -> Self {
        Self {
            jaren: years
                .iter()
                .map(|year| bedragen.get(year).map(|bedrag| bedrag.value()))
                .collect(),
            structureel: structureel.map(Bedrag::value),
        }
    }

    /// Column by column: the sum of the amounts that are there, zero when none is.
    fn sum<'a>(width: usize, lines: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut total =
            Self { jaren: vec![Some(Decimal::ZERO); width], structureel: Some(Decimal::ZERO) };
        for line in lines {
            for (sum, cell) in total.cells_mut().zip(line.cells()) {
                *sum = Some(sum.unwrap_or_default() + cell.unwrap_or_default());
            }
        }
        total
    }

    /// Column by column: this minus the other.
    fn minus(&self, other: &Self) -> Self {
        let mut out = self.clone();
        for (cell, less) in out.cells_mut().zip(other.cells()) {
            *cell = Some(cell.unwrap_or_default() - less.unwrap_or_default());
        }
        out
    }

    /// The year columns and then the structural one.
    pub fn cells(&self) -> impl Iterator<Item = Option<Decimal>> {
        self.jaren.iter().copied().chain([self.structureel])
    }

    fn cells_mut(&mut self) -> impl Iterator<Item = &mut Option<Decimal>> {
        self.jaren.iter_mut().chain([&mut self.structureel])
    }
}

/// Every figure of the annex, computed once from the exact amounts, in the table's unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cijfers {
    /// For each group its measures.
    pub maatregelen: Vec<Vec<Reeks>>,
    /// For each group its subtotal.
    pub groepen: Vec<Reeks>,
    /// All measures together.
    pub totaal: Reeks,
    /// For each source of cover.
    pub dekking: Vec<Reeks>,
    /// All cover together.
    pub dekking_totaal: Reeks,
    /// Cover minus cost: negative is a shortage.
    pub saldo: Reeks,
    /// Whether any amount is structural, so that the table has that column.
    pub heeft_structureel: bool,
    /// Decimals that show every amount exactly.
    pub decimals: u32,
}

impl Cijfers {
    /// Computes all figures. Amounts are so bounded (see [`Bedrag::parse`]) that every sum is exact.
    pub fn new(bijlage: &Bijlage) -> Self {
        let years = &bijlage.jaren;
        let maatregelen: Vec<Vec<Reeks>> = bijlage
            .groepen
            .iter()
            .map(|groep| {
                groep
                    .maatregelen
                    .iter()
                    .map(|m| Reeks::new(years, &m.bedragen, m.structureel))
                    .collect()
            })
            .collect();
        let dekking: Vec<Reeks> =
            bijlage.dekking.iter().map(|d| Reeks::new(years, &d.bedragen, d.structureel)).collect();
        let groepen: Vec<Reeks> =
            maatregelen.iter().map(|lines| Reeks::sum(years.len(), lines)).collect();
        let totaal = Reeks::sum(years.len(), &groepen);
        let dekking_totaal = Reeks::sum(years.len(), &dekking);
        let saldo = dekking_totaal.minus(&totaal);
        let lines = || maatregelen.iter().flatten().chain(&dekking);
        let decimals = lines()
            .flat_map(Reeks::cells)
            .flatten()
            .map(|amount| amount.normalize().scale())
            .max()
            .unwrap_or(0);
        let heeft_structureel = lines().any(|line| line.structureel.is_some());
        Self {
            decimals,
            heeft_structureel,
            saldo,
            dekking_totaal,
            dekking,
            totaal,
            groepen,
            maatregelen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annex(yaml: &str) -> Cijfers {
        Cijfers::new(&serde_yaml::from_str(yaml).unwrap())
    }

    fn line(line: &Reeks) -> Vec<String> {
        line.cells()
            .map(|cell| cell.map_or_else(|| "leeg".into(), |amount| amount.normalize().to_string()))
            .collect()
    }

    #[test]
    fn figures_are_exact_and_an_empty_cell_is_not_zero() {
        let cijfers = annex(
            "{titel: x, status: raming, eenheid: miljoen, jaren: ['2024', '2025'], groepen: [
               {titel: a, maatregelen: [{maatregel: m, bedragen: {'2024': '0,1'}, structureel: '0'},
                                        {maatregel: n, bedragen: {'2024': '0,2', '2025': '-3'}}]},
               {titel: b, maatregelen: [{maatregel: o, bedragen: {'2025': '1.000.000'}}]}],
              dekking: [{bron: d, bedragen: {'2024': '0,25'}, structureel: '2'}]}",
        );
        assert_eq!(line(&cijfers.maatregelen[0][0]), ["0.1", "leeg", "0"]);
        assert_eq!(line(&cijfers.groepen[0]), ["0.3", "-3", "0"]);
        assert_eq!(line(&cijfers.totaal), ["0.3", "999997", "0"]);
        assert_eq!(line(&cijfers.dekking_totaal), ["0.25", "0", "2"]);
        assert_eq!(line(&cijfers.saldo), ["-0.05", "-999997", "2"]);
        assert!(cijfers.heeft_structureel);
        assert_eq!(cijfers.decimals, 2);
    }

    #[test]
    fn without_cover_the_balance_is_the_whole_cost() {
        let cijfers = annex(
            "{titel: x, status: raming, eenheid: euro, jaren: ['2024'], groepen: [
               {titel: a, maatregelen: [{maatregel: m, bedragen: {'2024': '5'}}]}]}",
        );
        assert_eq!(line(&cijfers.saldo), ["-5", "0"]);
        assert!(!cijfers.heeft_structureel);
    }
}
