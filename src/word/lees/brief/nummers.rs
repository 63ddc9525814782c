//! In: the lines of a letter, each with the number that Word puts before it. Out: the same lines, in lists that print those numbers;
//! and where a number is in words because no list can have it. Pure.
//!
//! A list of a dossier counts on from its first number, and one that comes directly below another with the same sign goes
//! on with that. Every number that would come out otherwise is put before its line as words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::bestand::Waar;
use super::lichaam;
use super::regels::Regel;
use crate::prose::{Numbering, Series};

/// Most numbered lines behind each other that are headings by their looks.
const MOST_HEADINGS: usize = 3;

/// Most times that the lines are gone through.
const MOST_ROUNDS: usize = 12;

/// A list that is open.
struct Open {
    /// How deep it lies in the file: lists around it may have become words.
    diep: usize,
    numbering: Numbering,
    /// Its number among all lists.
    at: usize,
    next: u64,
}

/// What becomes of a line with regard to lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lot {
    /// No list goes on below it, and its number is part of it.
    Kop,
    /// Its number, if it has one, is in words; it lies in so many lists.
    Woorden(usize),
    /// It is an item, so deep.
    Punt(usize),
    /// It says nothing.
    Niets,
}

/// Puts every number in its list, or before its line. Where a row of those begins.
pub(super) fn rechtgezet(regels: &mut [Regel]) -> Vec<Range<usize>> {
    let mut wide: BTreeMap<usize, bool> = BTreeMap::new();
    for (table, _, column) in regels.iter().filter_map(|regel| regel.cel) {
        *wide.entry(table).or_default() |= column > 0;
    }
    let headings = koppen(regels);
    for (regel, heading) in regels.iter_mut().zip(headings) {
        let in_table = regel.cel.is_some_and(|(table, ..)| wide[&table]);
        let plain = regel.kop.is_some() || regel.waar == Waar::Rand || in_table || heading;
        if plain && !regel.nummer.is_empty() {
            regel.met_nummer();
        }
    }
    let kinds: Vec<Soort> = regels
        .iter()
        .map(|regel| {
            let letters = regel.nummer.chars().filter(|char| char.is_alphabetic()).count();
            let in_table = regel.cel.is_some_and(|(table, ..)| wide[&table]);
            match regel.lijst {
                _ if regel.is_leeg() && letters < 2 => Soort::Niets,
                _ if in_table || lichaam::niveau(regel).is_some() => Soort::Kop,
                Some((diep, numbering)) => Soort::Punt(diep, numbering),
                None if lichaam::streepje(&regel.inhoud).is_some() => Soort::Streepje,
                None => Soort::Regel(regel.diep),
            }
        })
        .collect();
    let mut words = vec![false; regels.len()];
    let mut lots = Vec::new();
    for round in 0..=MOST_ROUNDS {
        let (found, impossible) = verdeeld(&kinds, &words);
        lots = found;
        if impossible.is_empty() {
            break;
        }
        impossible.into_iter().for_each(|at| words[at] = true);
        if round + 1 == MOST_ROUNDS {
            words = kinds
                .iter()
                .map(|kind| matches!(kind, Soort::Punt(_, Numbering::Counted { .. })))
                .collect();
        }
    }
    let mut begins = Vec::new();
    let mut follows = false;
    for (regel, lot) in regels.iter_mut().zip(lots) {
        let mut typed = false;
        match lot {
            Lot::Niets => {
                (regel.lijst, regel.nummer) = (None, String::new());
                continue;
            }
            Lot::Kop => regel.diep = 0,
            Lot::Punt(level) => {
                regel.lijst = regel.lijst.map(|(_, numbering)| (level, numbering));
            }
            Lot::Woorden(deep) => {
                typed = !regel.nummer.is_empty();
                if typed {
                    regel.met_nummer();
                }
                (regel.lijst, regel.diep) = (None, deep);
            }
        }
        if typed && !follows {
            begins.push(regel.plaats.clone());
        }
        follows = typed;
        regel.nummer.clear();
    }
    begins
}

/// What a line is with regard to lists.
enum Soort {
    Niets,
    Kop,
    Punt(usize, Numbering),
    /// An item with a sign that was typed.
    Streepje,
    Regel(usize),
}

/// What becomes of each line when the numbers of some are in words, and which items then stand in a list that a dossier
/// cannot have.
fn verdeeld(kinds: &[Soort], words: &[bool]) -> (Vec<Lot>, Vec<usize>) {
    let mut open: Vec<Open> = Vec::new();
    let mut lists: Vec<(Numbering, Vec<usize>)> = Vec::new();
    let mut lots = Vec::with_capacity(kinds.len());
    for (i, kind) in kinds.iter().enumerate() {
        lots.push(match *kind {
            Soort::Niets => Lot::Niets,
            Soort::Kop => {
                open.clear();
                Lot::Kop
            }
            Soort::Streepje => {
                open.clear();
                let numbering = Numbering::Bullet;
                open.push(Open { diep: 1, numbering, at: usize::MAX, next: 0 });
                Lot::Woorden(0)
            }
            Soort::Regel(deep) => {
                open.retain(|list| list.diep <= deep);
                Lot::Woorden(open.len())
            }
            Soort::Punt(diep, _) if words[i] => {
                open.retain(|list| list.diep < diep);
                Lot::Woorden(open.len())
            }
            Soort::Punt(diep, numbering) => {
                // The list that is directly above at the same depth of the dossier, however deep it was in the file.
                let around = open.iter().take_while(|list| list.diep < diep).count();
                let above = open.drain(around..).next();
                // Two lists with numbers directly below each other look like one with a wrong sign.
                let counts = |one: Numbering| one != Numbering::Bullet;
                let known = above.filter(|list| counts(list.numbering) == counts(numbering));
                let first = match numbering {
                    Numbering::Counted { first, .. } => Some(first),
                    Numbering::Bullet => None,
                };
                let at = match (known, first) {
                    (Some(list), None) => Some(list.at),
                    (Some(list), Some(first)) => {
                        let same = soort(list.numbering) == soort(numbering)
                            && teken(list.numbering) == teken(numbering);
                        let goes_on = same && list.next == first;
                        goes_on.then_some(list.at)
                    }
                    (None, _) => {
                        lists.push((numbering, Vec::new()));
                        Some(lists.len() - 1)
                    }
                };
                match at {
                    Some(at) => {
                        if let Some((_, items)) = lists.get_mut(at) {
                            items.push(i);
                        }
                        let next = first.unwrap_or_default().saturating_add(1);
                        open.push(Open { diep, numbering, at, next });
                        Lot::Punt(open.len())
                    }
                    None => Lot::Woorden(open.len()),
                }
            }
        });
    }
    let impossible = lists.into_iter().filter(|(numbering, items)| !kan(*numbering, items.len()));
    (lots, impossible.flat_map(|(_, items)| items).collect())
}

/// The sign that tells two lists apart.
fn teken(numbering: Numbering) -> char {
    match numbering {
        Numbering::Bullet => '-',
        Numbering::Counted { suffix, .. } => suffix,
    }
}

/// How the items of a list are counted, whatever its first number is.
fn soort(numbering: Numbering) -> Option<(bool, Series)> {
    match numbering {
        Numbering::Bullet => None,
        Numbering::Counted { open, series, .. } => Some((open, series)),
    }
}

/// Whether a dossier can have a list of so many items: one letter alone is none, and behind `aa` Word has `bb`.
fn kan(numbering: Numbering, items: usize) -> bool {
    let Numbering::Counted { open, series, first, .. } = numbering else { return true };
    let last = first.saturating_add(u64::try_from(items).unwrap_or(u64::MAX)).saturating_sub(1);
    match series {
        Series::Number => last <= 999 && (!open || items > 1),
        Series::Letter => first > 0 && last <= 27 && items > 1,
        Series::Roman => first > 0 && last <= 39 && items > 1,
    }
}

/// Which lines with a number are headings by their looks: short and bold, with text below.
fn koppen(regels: &[Regel]) -> Vec<bool> {
    let mut out = vec![false; regels.len()];
    let bold = |regel: &Regel| {
        let bare = || Regel { lijst: None, nummer: String::new(), ..regel.clone() };
        !regel.nummer.is_empty() && regel.vet && lichaam::is_vette_kop(&bare())
    };
    let says: Vec<usize> = (0..regels.len()).filter(|i| !regels[*i].is_leeg()).collect();
    let is_item = |regel: &Regel| regel.lijst.is_some() || !regel.nummer.is_empty();
    let mut at = 0;
    while at < says.len() {
        let row = says[at..].iter().take_while(|i| bold(&regels[**i])).count();
        let below = says.get(at + row).map(|i| &regels[*i]);
        let above = at.checked_sub(1).map(|above| &regels[says[above]]);
        if (1..=MOST_HEADINGS).contains(&row)
            && below.is_some_and(|regel| !is_item(regel) && regel.cel.is_none())
            && above.is_none_or(|regel| !is_item(regel))
        {
            says[at..at + row].iter().for_each(|i| out[*i] = true);
        }
        at += row.max(1);
    }
    out
}
