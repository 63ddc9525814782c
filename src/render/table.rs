//! In: the annex and its figures. Out: the table's cells as text, in Dutch notation. Pure.

use serde::Serialize;

use crate::dossier::{Bijlage, Cijfers, Maatregel, Reeks, notation};

/// The cells of the annex's table. Texts of the dossier are not in it: templates take those from
/// `bijlage`, by the same indices.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    /// Column heads of the years.
    jaren: Vec<String>,
    /// Whether the last column is the structural one.
    structureel: bool,
    /// Whether any measure says who does it.
    trekkers: bool,
    /// Whether any measure is explained.
    uitleg: bool,
    /// For each group its measures' cells.
    maatregelen: Vec<Vec<Vec<String>>>,
    /// For each group its subtotal's cells.
    subtotalen: Vec<Vec<String>>,
    totaal: Vec<String>,
    /// For each source of cover its cells.
    dekking: Vec<Vec<String>>,
    totaal_dekking: Vec<String>,
    saldo: Vec<String>,
}

pub(super) fn table(bijlage: &Bijlage, cijfers: &Cijfers) -> Table {
    let any = |ask: fn(&Maatregel) -> bool| {
        bijlage.groepen.iter().flat_map(|groep| &groep.maatregelen).any(ask)
    };
    let cells = |line: &Reeks| -> Vec<String> {
        let shown = line.jaren.len() + usize::from(cijfers.heeft_structureel);
        line.cells()
            .take(shown)
            .map(|cell| cell.map_or_else(String::new, |amount| notation(amount, cijfers.decimals)))
            .collect()
    };
    Table {
        jaren: bijlage.jaren.iter().map(ToString::to_string).collect(),
        structureel: cijfers.heeft_structureel,
        trekkers: any(|maatregel| maatregel.trekker.is_some()),
        uitleg: any(|maatregel| maatregel.toelichting.is_some()),
        maatregelen: cijfers
            .maatregelen
            .iter()
            .map(|lines| lines.iter().map(cells).collect())
            .collect(),
        subtotalen: cijfers.groepen.iter().map(cells).collect(),
        totaal: cells(&cijfers.totaal),
        dekking: cijfers.dekking.iter().map(cells).collect(),
        totaal_dekking: cells(&cijfers.dekking_totaal),
        saldo: cells(&cijfers.saldo),
    }
}
