//! In: a table of the annex and its figures. Out: what its chart draws and says. Pure.

use minijinja::value::Value;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::diagnostic::words::shorten;
use crate::dossier::{BijlageProfiel, Cel, Reeks, Regel, Rij, Rijen, Rijnaam, Somregel, Soort};

/// Most themes that are drawn apart: more tints and patterns nobody tells from each other.
const MAX_THEMES: usize = 8;

/// The picture of a table: cost per year by theme, cover, balance.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    kop: String,
    jaren: Vec<String>,
    reeksen: Vec<Theme>,
    totalen: Vec<Value>,
    dekking: Option<Line>,
    saldo: Option<Line>,
    /// Everything that the picture shows, for who does not see it.
    alternatief: String,
}

#[derive(Debug, Serialize)]
struct Theme {
    naam: String,
    waarden: Vec<f64>,
}

#[derive(Debug, Serialize)]
struct Line {
    naam: String,
    waarden: Vec<f64>,
    teksten: Vec<Value>,
}

/// The chart of a table; none where there is nothing to see, or where the dossier wants none. `cells` makes of the
/// figures of a row what templates print.
pub(super) fn chart(
    rijen: &Rijen<'_>,
    words: &BijlageProfiel,
    cells: &mut dyn FnMut(&Rij<'_>) -> Vec<Value>,
) -> Option<Chart> {
    let heading = chart_heading(rijen, words)?;
    let (tabel, width) = (rijen.tabel, rijen.breedte());
    let inhoud = tabel.inhoud;
    let themes = themes(rijen, words);
    let heights = |line: &Reeks| -> Vec<f64> {
        line.cells().take(width).map(|cell| cell.map_or(0.0, height)).collect()
    };
    let reeksen = themes
        .iter()
        .map(|(naam, line)| Theme { naam: naam.clone(), waarden: heights(line) })
        .collect();
    let totalen = rijen.somrij(Somregel::Totaal).map(&mut *cells).unwrap_or_default();
    let mut drawn = |naam: &Regel, rij: &Rij<'_>| Line {
        naam: naam.to_string(),
        waarden: rij.reeks.map(heights).unwrap_or_default(),
        teksten: cells(rij),
    };
    let paid = !inhoud.bronnen().is_empty();
    let cover = rijen.somrij(Somregel::TotaalDekking).filter(|_| paid);
    let balance = rijen.somrij(Somregel::Saldo);
    let mut jaren: Vec<String> = tabel.jaren.iter().map(ToString::to_string).collect();
    if rijen.heeft_structureel() {
        jaren.push(words.structureel.to_string().to_lowercase());
    }
    Some(Chart {
        kop: heading.to_string(),
        alternatief: alternative(rijen, words, &themes, &jaren),
        jaren,
        reeksen,
        totalen,
        dekking: cover.map(|rij| drawn(&words.dekking, rij)),
        saldo: balance.map(|rij| drawn(&words.saldo_kort, rij)),
    })
}

/// What stands above the chart of a table; nothing where it has none.
pub fn chart_heading<'a>(rijen: &Rijen<'_>, words: &'a BijlageProfiel) -> Option<&'a Regel> {
    let (tabel, inhoud) = (rijen.tabel, rijen.tabel.inhoud);
    let worth = (2..=12).contains(&rijen.breedte()) && !themes(rijen, words).is_empty();
    // Mutations of a position and money that only moves are no costs.
    let spends = inhoud.groepen.iter().any(|groep| groep.soort == Soort::Uitgaven);
    let wanted = tabel.grafiek.unwrap_or(spends && inhoud.beginstand.is_none());
    // The height of a column says what it is, and a gap what it would be.
    let shown = worth && wanted && !rijen.is_gelakt();
    let heading = if inhoud.over_dekking() { &words.grafiek } else { &words.grafiek_kosten };
    shown.then_some(heading)
}

/// What is drawn apart: the groups of which the total is made, the smallest of many put together.
fn themes(rijen: &Rijen<'_>, words: &BijlageProfiel) -> Vec<(String, Reeks)> {
    let costs = |line: &Reeks| line.cells().flatten().any(|cell| height(cell) != 0.0);
    let total = rijen.somrij(Somregel::Totaal);
    let mut all: Vec<(String, Reeks)> = total
        .into_iter()
        .flat_map(|total| rijen.sommen_in(total))
        .filter_map(|(rij, af)| {
            let line = rij.reeks.filter(|line| costs(line))?;
            let titel = rijen.groep_van(rij)?.titel.as_ref();
            let titel = titel.map_or(words.totaal.as_str(), Rijnaam::as_str).to_owned();
            Some((titel, if af { line.negated() } else { line.clone() }))
        })
        .collect();
    if all.len() > MAX_THEMES {
        let size = |line: &Reeks| line.cells().flatten().map(|c| height(c).abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by(|a, b| size(&all[*b].1).total_cmp(&size(&all[*a].1)));
        let kept = &order[..MAX_THEMES - 1];
        let small = order[MAX_THEMES - 1..].iter().map(|at| &all[*at].1);
        let rest = (words.overige.to_string(), Reeks::sum(rijen.tabel.jaren.len(), small));
        let mut at = 0;
        all.retain(|_| {
            at += 1;
            kept.contains(&(at - 1))
        });
        all.push(rest);
    }
    all
}

/// How high a figure is drawn: of a range its middle.
fn height(cell: Cel) -> f64 {
    ((cell.van + cell.tot) / Decimal::TWO).to_f64().unwrap_or(0.0)
}

/// Every figure of the picture in words: what it is of, line by line.
fn alternative(
    rijen: &Rijen<'_>,
    words: &BijlageProfiel,
    themes: &[(String, Reeks)],
    columns: &[String],
) -> String {
    let about = rijen.tabel.inhoud.over_dekking();
    let title = if about { &words.grafiek } else { &words.grafiek_kosten };
    let mut text = format!("Staafdiagram. {title} {}.", words.eenheid(rijen.tabel.eenheid));
    let mut say = |name: &str, line: &Reeks| {
        // A PDF takes no more than 32,767 bytes of it.
        let name = shorten(name);
        let figures: Vec<String> = columns
            .iter()
            .zip(line.cells())
            .enumerate()
            .map(|(i, (column, cel))| match cel {
                Some(cel) => format!("{column} {}", rijen.getal(i, &cel)),
                None => format!("{column} leeg"),
            })
            .collect();
        text.push_str(&format!(" {name}: {}.", figures.join("; ")));
    };
    for (name, line) in themes.iter().filter(|_| themes.len() > 1) {
        say(name, line);
    }
    let (_, total) = words.totaal_van(rijen.tabel);
    let sums = [
        (Somregel::Totaal, total),
        (Somregel::TotaalDekking, &words.dekking),
        (Somregel::Saldo, &words.saldo_kort),
    ];
    for (regel, name) in sums {
        if let Some(line) = rijen.somrij(regel).and_then(|rij| rij.reeks) {
            say(name.as_str(), line);
        }
    }
    text.replace('\u{a0}', " ")
}
