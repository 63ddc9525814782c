//! In: a table of the annex and its figures. Out: what its chart draws and says. Pure.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use super::table::cells;
use crate::diagnostic::words::shorten;
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
    let themes = themes(tabel, cijfers, words);
    let worth = (2..=12).contains(&width) && !themes.is_empty();
    // Mutations of a position and money that only moves are no costs.
    let spends = inhoud.groepen.iter().any(|groep| groep.soort == Soort::Uitgaven);
    let wanted = tabel.grafiek.unwrap_or(spends && inhoud.beginstand.is_none());
    if !worth || !wanted {
        return None;
    }
    let heights = |line: &Reeks| -> Vec<f64> {
        line.cells().take(width).map(|cell| cell.map_or(0.0, height)).collect()
    };
    let reeksen = themes
        .iter()
        .map(|(naam, line)| Theme { naam: naam.clone(), waarden: heights(line) })
        .collect();
    let line = |naam: &str, line: &Reeks| Line {
        naam: naam.to_owned(),
        waarden: heights(line),
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
        alternatief: alternative(tabel, cijfers, words, &themes, &jaren),
        jaren,
        reeksen,
        totalen: cells(&cijfers.totaal, cijfers),
        dekking: paid.then(|| line(words.dekking.as_str(), &cijfers.dekking)),
        saldo: about.then(|| line(words.saldo_kort.as_str(), &cijfers.saldo)),
    })
}

/// What is drawn apart: groups that cost something, the smallest of many put together. Receipts go off.
fn themes(
    tabel: &Tabel<'_>,
    cijfers: &TabelCijfers,
    words: &BijlageProfiel,
) -> Vec<(String, Reeks)> {
    let costs = |line: &Reeks| line.cells().flatten().any(|cell| height(cell) != 0.0);
    let mut all: Vec<(String, Reeks)> = tabel
        .inhoud
        .groepen
        .iter()
        .zip(&cijfers.groepen)
        .filter(|(groep, line)| groep.soort != Soort::Verplichtingen && costs(line))
        .map(|(groep, line)| {
            let titel = groep.titel.as_ref().unwrap_or(&words.totaal);
            let received = groep.soort == Soort::Ontvangsten;
            (titel.to_string(), if received { line.negated() } else { line.clone() })
        })
        .collect();
    if all.len() > MAX_THEMES {
        let size = |line: &Reeks| line.cells().flatten().map(|c| height(c).abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by(|a, b| size(&all[*b].1).total_cmp(&size(&all[*a].1)));
        let kept = &order[..MAX_THEMES - 1];
        let small = order[MAX_THEMES - 1..].iter().map(|at| &all[*at].1);
        let rest = (words.overige.to_string(), Reeks::sum(tabel.jaren.len(), small));
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
    tabel: &Tabel<'_>,
    cijfers: &TabelCijfers,
    words: &BijlageProfiel,
    themes: &[(String, Reeks)],
    columns: &[String],
) -> String {
    let about = tabel.inhoud.over_dekking();
    let title = if about { &words.grafiek } else { &words.grafiek_kosten };
    let mut text = format!("Staafdiagram. {title} {}.", words.eenheid(tabel.eenheid));
    let mut say = |name: &str, line: &Reeks| {
        // A PDF takes no more than 32,767 bytes of it.
        let name = shorten(name);
        let figures: Vec<String> = columns
            .iter()
            .zip(cells(line, cijfers))
            .map(|(column, cell)| {
                format!("{column} {}", if cell.is_empty() { "leeg" } else { &cell })
            })
            .collect();
        text.push_str(&format!(" {name}: {}.", figures.join("; ")));
    };
    for (name, line) in themes.iter().filter(|_| themes.len() > 1) {
        say(name, line);
    }
    say(words.totaal_van(tabel).as_str(), &cijfers.totaal);
    if about {
        say(words.dekking.as_str(), &cijfers.dekking);
        say(words.saldo_kort.as_str(), &cijfers.saldo);
    }
    text.replace('\u{a0}', " ")
}
