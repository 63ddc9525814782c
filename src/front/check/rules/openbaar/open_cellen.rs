//! In: the cells of the annex that everybody may read, and the amounts that are withheld. Out: where one is another. Pure.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::bedragen::{DISTINCT, TELLING, digits};
use super::geheimbedrag::{Geheimbedrag, Geheimbedragen, Vindplaats};
use super::grond;
use super::lijnen::{Lijn, lines};
use crate::check::passage::Spot;
use crate::check::rules::{Finding, Subject};
use crate::diagnostic::words;
use crate::yaml::Path;

/// So many digits that a table full of amounts does not have the same by chance.
const UNIQUE: usize = 4;

/// A cell that everybody may read.
struct Cel {
    wat: String,
    kolom: String,
    namen: Vec<String>,
    tabel: usize,
    path: Path,
    spot: Spot,
    /// Whether it was typed, and not computed.
    is_getypt: bool,
    euros: Decimal,
    waarde: Decimal,
}

/// The cells that say an amount that is withheld, and whether certainly.
pub(super) fn written(
    subject: &Subject<'_>,
    geheimen: &Geheimbedragen,
    out: &mut Vec<(bool, Finding)>,
) {
    let mut all = Vec::new();
    lines(subject, &mut |line| open(subject, line, &mut all));
    // A sum of one line is that line once more.
    all.sort_by_key(|cel| !cel.is_getypt);
    let mut told: HashSet<(usize, String, Decimal)> = HashSet::new();
    let mut asked: HashSet<(&Path, &[String])> = HashSet::new();
    for cel in &all {
        let mut said: Option<(&Geheimbedrag, bool)> = None;
        for geheim in geheimen.of_cell(cel.euros, cel.waarde) {
            match says(geheim, cel) {
                Some(true) => {
                    said = Some((geheim, true));
                    break;
                }
                Some(false) => said = said.or(Some((geheim, false))),
                None => {}
            }
        }
        let Some((geheim, zeker)) = said else { continue };
        // Of amounts that may be one by chance the first is enough to ask about.
        if let (false, Vindplaats::Cel(own)) = (zeker, &geheim.van)
            && !asked.insert((&own.path, &own.kolommen[..]))
        {
            continue;
        }
        let is_new = told.insert((cel.tabel, cel.kolom.clone(), cel.euros.abs().normalize()));
        if is_new || cel.is_getypt {
            out.push((zeker, finding(subject, cel, geheim, zeker)));
        }
    }
}

/// The amounts of a line that everybody may read.
fn open(subject: &Subject<'_>, line: &Lijn<'_>, out: &mut Vec<Cel>) {
    for cel in line.cells().filter(|cel| cel.is_open && cel.is_geld) {
        let Some(waarde) = cel.waarde.filter(|waarde| !waarde.is_zero()) else { continue };
        out.push(Cel {
            wat: line.wat.clone(),
            kolom: line.kolommen[cel.kolom].clone(),
            namen: line.namen.clone(),
            tabel: line.tabel,
            path: line.path.clone(),
            spot: line.spot(subject, cel.kolom),
            is_getypt: line.cellen.is_some(),
            euros: waarde * line.euros,
            waarde,
        });
    }
}

/// Whether a cell says a withheld amount; and whether certainly.
fn says(geheim: &Geheimbedrag, cel: &Cel) -> Option<bool> {
    let exact = geheim.euros.abs() == cel.euros.abs();
    match &geheim.van {
        Vindplaats::Tekst { zin, .. } => {
            let named = cel.namen.iter().any(|name| words::contains(zin, name));
            if !geheim.is_geld {
                let is = geheim.telt.is_none() && digits(geheim.waarde) >= DISTINCT;
                return (is && geheim.waarde.abs() == cel.waarde.abs()).then_some(false);
            }
            let many = digits(geheim.euros);
            let spoken = named || words::contains(zin, &cel.kolom.to_lowercase());
            match (exact, many) {
                (true, UNIQUE..) => Some(true),
                (true, DISTINCT..) => Some(named),
                (false, DISTINCT..) => Some(false),
                (true, TELLING..) if spoken => Some(false),
                _ => named.then_some(false),
            }
        }
        Vindplaats::Cel(own) => {
            let many = digits(cel.euros);
            let same_line = own.namen.iter().any(|name| cel.namen.contains(name));
            let same_column = own.kolommen.contains(&cel.kolom);
            if own.path == cel.path && same_column {
                return None;
            }
            if !own.zelf {
                // What years are together, or on average, stands in a table with columns of its own.
                let near = (geheim.euros.abs() - cel.euros.abs()).abs() <= geheim.half;
                return (near && same_line && own.tabel != cel.tabel).then_some(false);
            }
            if !exact {
                return None;
            }
            match many {
                TELLING.. if same_line && same_column => Some(own.tabel != cel.tabel),
                _ if same_line && same_column => Some(false),
                UNIQUE.. => Some(false),
                DISTINCT.. if same_line => Some(false),
                _ => None,
            }
        }
    }
}

fn finding(subject: &Subject<'_>, cel: &Cel, geheim: &Geheimbedrag, certain: bool) -> Finding {
    let message = match certain {
        true => "dit is een bedrag dat elders is gelakt",
        false => "hieruit is een bedrag af te leiden dat elders is gelakt",
    };
    let mut finding = Finding::at(cel.spot.clone(), message);
    finding = match &geheim.van {
        Vindplaats::Cel(own) => finding.label(own.wat.clone()),
        Vindplaats::Tekst { spot, .. } => {
            let finding = match cel.is_getypt {
                true => finding,
                false => finding.label(format!("{}, {}", cel.wat, cel.kolom)),
            };
            finding.and(spot.clone(), "hier is het gelakt")
        }
    };
    if !cel.is_getypt {
        return finding
            .about(format!("{}, {}", cel.wat, cel.kolom))
            .help("lak in deze kolom een van de bedragen waaruit dit is berekend");
    }
    let grond = grond(subject, geheim.lakking);
    finding.help(format!("lak het ook hier, met `{{waarde: …, openbaar: nee, grond: {grond}}}`; in een spreadsheet met de kolommen `Openbaar` en `Grond`"))
}
