//! In: the annex, with what is withheld of it. Out: withheld amounts that follow from what stands open, for who knows that it
//! adds up. Pure.

use rust_decimal::Decimal;

use super::lijnen::lines;
use crate::check::passage::Spot;
use crate::check::rules::{Finding, Subject, place};
use crate::dossier::{Bestand, Cel, Reeks, Tabel, TabelCijfers};
use crate::yaml::Path;

/// What O011 asks of amounts that add up.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    covered(subject, out);
    parts(subject, out);
}

/// A table that is paid to the last cent: everybody who knows that, or thinks so, knows the one amount that is withheld.
fn covered(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(werk)) = (&subject.dossier.bijlage, subject.cijfers) else { return };
    let Some(publiek) = subject.publiek else { return };
    for ((tabel, werk), publiek) in
        bijlage.alle_tabellen().iter().zip(&werk.tabellen).zip(&publiek.tabellen)
    {
        if !publiek.is_gelakt() || tabel.inhoud.bronnen().is_empty() {
            continue;
        }
        let balance: Vec<Option<Cel>> = werk.saldo.cells().collect();
        let is_paid = |column: &usize| {
            balance
                .get(*column)
                .copied()
                .flatten()
                .and_then(|cel| cel.exact())
                .is_some_and(|cel| cel.is_zero())
        };
        for column in (0..=tabel.jaren.len()).filter(is_paid) {
            let gone = withheld_in(column, tabel, publiek);
            let [(path, name)] = &gone[..] else { continue };
            let (key, kolom) = match tabel.jaren.get(column) {
                Some(year) => (path.key("bedragen").key(&year.to_string()), year.to_string()),
                None => (path.key("structureel"), "structureel".to_owned()),
            };
            let cell = place(Bestand::Bijlage, key);
            // Where no amount was typed, none can be found.
            let typed = subject.reading.trees.file(Bestand::Bijlage);
            if typed.and_then(|tree| tree.at(&cell.path)).is_none() {
                continue;
            }
            out.push(
                Finding::at(
                    Spot::value(cell),
                    "dit gelakte bedrag is uit te rekenen, als bekend is dat de kosten precies zijn gedekt",
                )
                .about(cel_in_woorden(name, &kolom))
                .help("lak in deze kolom nog een bedrag, van een maatregel of van de dekking"),
            );
        }
    }
}

/// The typed lines of a table of which the amount in a column is withheld, as far as its balance counts them.
fn withheld_in<'a>(
    column: usize,
    tabel: &Tabel<'a>,
    publiek: &TabelCijfers,
) -> Vec<(Path, &'a str)> {
    let gone = |line: &Reeks| line.cells().nth(column).flatten().is_some_and(|cel| cel.is_gelakt());
    let mut all = Vec::new();
    let groups = tabel.inhoud.groepen.iter().zip(&publiek.maatregelen).enumerate();
    for (g, (groep, lines)) in groups.filter(|(_, (groep, _))| groep.soort.telt_mee()) {
        let path = tabel.path.key("groepen").index(g).key("maatregelen");
        let counted = groep.hele().filter(|(m, _)| lines.get(*m).is_some_and(gone));
        all.extend(counted.map(|(m, line)| (path.index(m), line.maatregel.as_str())));
    }
    for b in (0..publiek.bronnen.len()).filter(|b| gone(&publiek.bronnen[*b])) {
        let name = tabel.inhoud.bronnen().get(b).map_or("", |bron| bron.bron.as_str());
        all.push((tabel.path.key("dekking").index(b), name));
    }
    all
}

/// A line that is, in some column, just what stands below it as its parts: everybody who sees all of these but one knows that.
fn parts(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut all: Vec<Deel> = Vec::new();
    lines(subject, &mut |line| {
        if !line.is_deel {
            add_up(subject, &std::mem::take(&mut all), out);
        }
        let Some(cells) = &line.cellen else { return };
        let amounts = line.cells().map(|cel| (cel.waarde, cel.is_open)).collect();
        let names = line.kolommen.iter().map(|kolom| cel_in_woorden(&line.wat, kolom));
        all.push(Deel { amounts, cells: cells.clone(), names: names.collect() });
    });
    add_up(subject, &all, out);
}

/// A line, or a part of the one above it.
struct Deel {
    /// Of each column the amount, and whether everybody may read it.
    amounts: Vec<(Option<Decimal>, bool)>,
    cells: Vec<Path>,
    /// Each in words.
    names: Vec<String>,
}

/// A cell as an exception names it: its amount alone may be that of others, also later.
fn cel_in_woorden(line: &str, kolom: &str) -> String {
    format!("{line}, {kolom}")
}

/// The one amount of a line and its parts that is withheld, where these are all of it.
fn add_up(subject: &Subject<'_>, lines: &[Deel], out: &mut Vec<Finding>) {
    let [whole, parts @ ..] = lines else { return };
    if parts.is_empty() {
        return;
    }
    for column in 0..whole.amounts.len() {
        let of = |line: &Deel| line.amounts.get(column).copied().unwrap_or((None, true));
        let sum: Decimal = parts.iter().filter_map(|part| of(part).0).sum();
        let closed: Vec<&Deel> = lines.iter().filter(|line| !of(line).1).collect();
        let ([one], (Some(all), _)) = (&closed[..], of(whole)) else { continue };
        let typed = subject.reading.trees.file(Bestand::Bijlage);
        let Some(cell) = one.cells.get(column) else { continue };
        if all != sum || all.is_zero() || typed.and_then(|tree| tree.at(cell)).is_none() {
            continue;
        }
        out.push(
            Finding::at(
                Spot::value(place(Bestand::Bijlage, cell.clone())),
                "dit gelakte bedrag is uit te rekenen: de delen die hierbij horen (`waarvan`), zijn samen het geheel",
            )
            .about(one.names.get(column).cloned().unwrap_or_default())
            .help("lak in deze kolom nog een bedrag, van een deel of van het geheel"),
        );
    }
}
