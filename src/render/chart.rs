//! In: a table of the annex and its figures. Out: what its chart draws and says. Pure.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::table::cells;
use crate::dossier::{BijlageProfiel, Cel, Reeks, Soort, Tabel, TabelCijfers};

/// Most themes that are drawn apart: more tints and patterns nobody tells from each other.
const MAX_THEMES: usize = 8;

/// The picture of a table: cost per year by theme, cover, balance.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    kop: String,
    jaren: Vec<String>,
    reeksen: Vec<Theme>,
    totalen: Vec<String>,
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
    teksten: Vec<String>,
}

/// The chart of a table; none where there is nothing to see, or where the dossier wants none.
pub(super) fn chart(
    tabel: &Tabel<'_>,
    cijfers: &TabelCijfers,
    words: &BijlageProfiel,
) -> Option<Chart> {
    let inhoud = tabel.inhoud;
    let width = tabel.jaren.len() + usize::from(cijfers.heeft_structureel);
    let costs = |line: &Reeks| line.cells().flatten().any(|cell| height(cell) != 0.0);
    let worth = (2..=12).contains(&width) && cijfers.groepen.iter().any(costs);
    // Mutations of a position and money that only moves are no costs.
    let spends = inhoud.groepen.iter().any(|groep| groep.soort == Soort::Uitgaven);
    let wanted = tabel.grafiek.unwrap_or(spends && inhoud.beginstand.is_none());
    if !worth || !wanted {
        return None;
    }
    let mut themes: Vec<(String, &Reeks, bool)> = inhoud
        .groepen
        .iter()
        .zip(&cijfers.groepen)
        .filter(|(groep, line)| groep.soort != Soort::Verplichtingen && costs(line))
        .map(|(groep, line)| {
            let titel = groep.titel.as_ref().unwrap_or(&words.totaal);
            (titel.to_string(), line, groep.soort == Soort::Ontvangsten)
        })
        .collect();
    let heights = |line: &Reeks, received: bool| -> Vec<f64> {
        let sign = if received { -1.0 } else { 1.0 };
        let cells = line.cells().take(width);
        cells.map(|cell| cell.map_or(0.0, |cell| sign * height(cell))).collect()
    };
    // The largest keep their own tint; the others are drawn together.
    let mut rest = vec![0.0; width];
    if themes.len() > MAX_THEMES {
        let size = |line: &Reeks| line.cells().flatten().map(|c| height(c).abs()).sum::<f64>();
        let mut sizes: Vec<f64> = themes.iter().map(|(_, line, _)| size(line)).collect();
        sizes.sort_by(f64::total_cmp);
        let least = sizes[sizes.len() + 1 - MAX_THEMES];
        let mut kept = 0;
        themes.retain(|(_, line, received)| {
            let keep = size(line) >= least && kept + 1 < MAX_THEMES;
            kept += usize::from(keep);
            if !keep {
                for (sum, value) in rest.iter_mut().zip(heights(line, *received)) {
                    *sum += value;
                }
            }
            keep
        });
    }
    let mut reeksen: Vec<Theme> = themes
        .iter()
        .map(|(naam, line, received)| Theme {
            naam: naam.clone(),
            waarden: heights(line, *received),
        })
        .collect();
    if rest.iter().any(|value| *value != 0.0) {
        reeksen.push(Theme { naam: words.overige.to_string(), waarden: rest });
    }
    let line = |naam: &str, line: &Reeks| Line {
        naam: naam.to_owned(),
        waarden: heights(line, false),
        teksten: cells(line, cijfers),
    };
    let about = inhoud.over_dekking();
    let paid = !inhoud.bronnen().is_empty();
    let mut jaren: Vec<String> = tabel.jaren.iter().map(ToString::to_string).collect();
    if cijfers.heeft_structureel {
        jaren.push(words.structureel.to_string().to_lowercase());
    }
    let kop = if about { &words.grafiek } else { &words.grafiek_kosten };
    Some(Chart {
        kop: kop.to_string(),
        alternatief: alternative(tabel, cijfers, words, &jaren),
        jaren,
        reeksen,
        totalen: cells(&cijfers.totaal, cijfers),
        dekking: paid.then(|| line(words.dekking.as_str(), &cijfers.dekking)),
        saldo: about.then(|| line(words.saldo_kort.as_str(), &cijfers.saldo)),
    })
}

/// How high a figure is drawn: of a range its middle.
fn height(cell: Cel) -> f64 {
    ((cell.van + cell.tot) / Decimal::TWO).to_f64().unwrap_or(0.0)
}

/// Every figure of the picture in words, column by column.
fn alternative(
    tabel: &Tabel<'_>,
    cijfers: &TabelCijfers,
    words: &BijlageProfiel,
    columns: &[String],
) -> String {
    let unit = words.eenheid(tabel.eenheid);
    let about = tabel.inhoud.over_dekking();
    let title = if about { &words.grafiek } else { &words.grafiek_kosten };
    let mut text = format!("Staafdiagram. {title} {unit}.");
    let total = cells(&cijfers.totaal, cijfers);
    let groups: Vec<(String, Vec<String>)> = tabel
        .inhoud
        .groepen
        .iter()
        .zip(&cijfers.groepen)
        .filter(|(groep, _)| groep.soort != Soort::Verplichtingen)
        .filter_map(|(groep, line)| Some((groep.titel.as_ref()?.to_string(), cells(line, cijfers))))
        .collect();
    let (cover, balance) = (cells(&cijfers.dekking, cijfers), cells(&cijfers.saldo, cijfers));
    for (i, column) in columns.iter().enumerate() {
        text.push_str(&format!(" {column}: {} {}", words.totaal.as_str().to_lowercase(), total[i]));
        if groups.len() > 1 {
            let parts: Vec<String> =
                groups.iter().map(|(name, cells)| format!("{name} {}", cells[i])).collect();
            text.push_str(&format!(" ({})", parts.join("; ")));
        }
        if about {
            let (cover_word, balance_word) =
                (words.dekking.as_str().to_lowercase(), words.saldo_kort.as_str().to_lowercase());
            text.push_str(&format!(", {cover_word} {}, {balance_word} {}", cover[i], balance[i]));
        }
        text.push('.');
    }
    text.replace('\u{a0}', " ")
}
