//! In: the annex and its figures. Out: each table's cells as text, in Dutch notation. Pure.

use serde::Serialize;

use super::chart::{Chart, chart};
use crate::dossier::{
    Bijlage, Cijfers, Maatregel, Profiel, Reeks, Subtotalen, Tabel, TabelCijfers, cell,
};

/// The cells of one of the annex's tables. Texts of the dossier are not in it: templates take those from
/// the table's own fields, by the same indices.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    /// Its number, when there are more tables.
    nummer: Option<usize>,
    /// How firm the amounts are, and what they are in.
    status: String,
    eenheid: String,
    /// Column heads of the years.
    jaren: Vec<String>,
    /// Whether the last column is the structural one.
    structureel: bool,
    /// The text columns, in order.
    kolommen: Vec<&'static str>,
    /// Whether any measure is explained.
    uitleg: bool,
    /// `onder`, `boven`, or `geen`.
    subtotalen: &'static str,
    /// For each group the number of its first measure.
    eerste: Vec<usize>,
    /// For each group its measures' cells.
    maatregelen: Vec<Vec<Vec<String>>>,
    /// For each group its subtotal's cells.
    groepen: Vec<Vec<String>>,
    /// What the total is called; none when it is not printed.
    totaal_soort: Option<String>,
    totaal: Vec<String>,
    beginstand: Option<Vec<String>>,
    nieuwe_stand: Option<Vec<String>>,
    /// Whether the table says how it is paid.
    over_dekking: bool,
    /// For each source of cover its cells.
    bronnen: Vec<Vec<String>>,
    dekking: Vec<String>,
    saldo: Vec<String>,
    /// Whether printed parts do not add up to the printed sum.
    afgerond: bool,
    /// The picture of it.
    grafiek: Option<Chart>,
}

pub(super) fn tables(bijlage: &Bijlage, cijfers: &Cijfers, profiel: &Profiel) -> Vec<Table> {
    let tables = bijlage.alle_tabellen();
    tables.iter().zip(&cijfers.tabellen).map(|(t, figures)| table(t, figures, profiel)).collect()
}

fn table(tabel: &Tabel<'_>, cijfers: &TabelCijfers, profiel: &Profiel) -> Table {
    let inhoud = tabel.inhoud;
    let measures = || inhoud.groepen.iter().flat_map(|groep| &groep.maatregelen);
    let any = |ask: fn(&Maatregel) -> bool| measures().any(ask);
    let articles = any(|m| m.artikel.is_some());
    let columns = [
        ("nummer", tabel.nummering),
        ("omschrijving", true),
        ("trekker", any(|m| m.trekker.is_some())),
        ("artikel", articles),
        ("appreciatie", any(|m| m.appreciatie.is_some())),
    ];
    let line = |line: &Reeks| cells(line, cijfers);
    let mut first = 1;
    let numbers = inhoud.groepen.iter().map(|groep| {
        first += groep.maatregelen.len();
        first - groep.maatregelen.len()
    });
    let words = &profiel.bijlage;
    Table {
        nummer: tabel.nummer,
        status: profiel.bijlage.status(tabel.status).to_string(),
        eenheid: profiel.bijlage.eenheid(tabel.eenheid).to_string(),
        jaren: tabel.jaren.iter().map(ToString::to_string).collect(),
        structureel: cijfers.heeft_structureel,
        kolommen: columns.into_iter().filter_map(|(name, used)| used.then_some(name)).collect(),
        uitleg: any(|m| m.toelichting.is_some() || m.herkomst.is_some()),
        subtotalen: match (cijfers.toont_subtotalen, tabel.subtotalen) {
            (false, _) | (_, Subtotalen::Geen) => "geen",
            (true, Subtotalen::Boven) => "boven",
            (true, Subtotalen::Onder) => "onder",
        },
        eerste: numbers.collect(),
        maatregelen: cijfers
            .maatregelen
            .iter()
            .map(|lines| lines.iter().map(line).collect())
            .collect(),
        groepen: cijfers.groepen.iter().map(line).collect(),
        totaal_soort: cijfers.toont_totaal.then(|| words.totaal_van(tabel).to_string()),
        totaal: line(&cijfers.totaal),
        beginstand: cijfers.beginstand.as_ref().map(line),
        nieuwe_stand: cijfers.nieuwe_stand.as_ref().map(line),
        over_dekking: inhoud.over_dekking(),
        bronnen: cijfers.bronnen.iter().map(line).collect(),
        dekking: line(&cijfers.dekking),
        saldo: line(&cijfers.saldo),
        afgerond: cijfers.afgerond,
        grafiek: chart(tabel, cijfers, &profiel.bijlage),
    }
}

/// The printed cells of a line: its years, and the structural one where the table has it.
pub(super) fn cells(line: &Reeks, cijfers: &TabelCijfers) -> Vec<String> {
    let shown = line.jaren.len() + usize::from(cijfers.heeft_structureel);
    line.cells()
        .take(shown)
        .map(|found| found.map_or_else(String::new, |found| cell(&found, cijfers.decimals)))
        .collect()
}
