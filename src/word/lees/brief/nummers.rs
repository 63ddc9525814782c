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

/// A list that is open.
struct Open {
    numbering: Numbering,
    /// Its number among all lists.
    at: usize,
    next: u64,
}

/// Puts every number in its list, or before its line. Where a row of those begins.
pub(super) fn rechtgezet(regels: &mut [Regel]) -> Vec<Range<usize>> {
    let mut wide: BTreeMap<usize, bool> = BTreeMap::new();
    for (table, _, column) in regels.iter().filter_map(|regel| regel.cel) {
        *wide.entry(table).or_default() |= column > 0;
    }
    let in_table = |regel: &Regel| regel.cel.is_some_and(|(table, ..)| wide[&table]);
    let headings = koppen(regels);
    let mut typed: Vec<usize> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut lists: Vec<(Numbering, Vec<usize>)> = Vec::new();
    for i in 0..regels.len() {
        let regel = &mut regels[i];
        let says =
            !regel.is_leeg() || regel.nummer.chars().filter(|c| c.is_alphabetic()).count() > 1;
        if !says {
            (regel.lijst, regel.nummer) = (None, String::new());
            continue;
        }
        let plain =
            regel.kop.is_some() || regel.waar == Waar::Rand || in_table(regel) || headings[i];
        if plain && !regel.nummer.is_empty() {
            regel.met_nummer();
        }
        if plain || lichaam::niveau(regel).is_some() {
            regel.diep = 0;
            open.clear();
            continue;
        }
        match regel.lijst {
            None => {
                if !regel.nummer.is_empty() {
                    regel.met_nummer();
                    typed.push(i);
                }
                open.truncate(regel.diep);
                if lichaam::streepje(&regel.inhoud).is_some() {
                    open.clear();
                    open.push(Open { numbering: Numbering::Bullet, at: usize::MAX, next: 0 });
                }
            }
            Some((level, numbering)) => {
                let level = level.min(open.len() + 1);
                open.truncate(level);
                let known = open
                    .get_mut(level - 1)
                    .filter(|list| teken(list.numbering) == teken(numbering));
                match (known, numbering) {
                    (Some(_), Numbering::Bullet) => {}
                    (Some(list), Numbering::Counted { first, .. })
                        if list.next == first && soort(list.numbering) == soort(numbering) =>
                    {
                        list.next += 1;
                        lists[list.at].1.push(i);
                    }
                    (Some(_), _) => {
                        open.truncate(level - 1);
                        typed.push(i);
                    }
                    (None, _) => {
                        open.truncate(level - 1);
                        let next = match numbering {
                            Numbering::Counted { first, .. } => first + 1,
                            Numbering::Bullet => 0,
                        };
                        open.push(Open { numbering, at: lists.len(), next });
                        lists.push((numbering, vec![i]));
                    }
                }
            }
        }
    }
    let impossible = lists.into_iter().filter(|(numbering, items)| !kan(*numbering, items.len()));
    typed.extend(impossible.flat_map(|(_, items)| items));
    typed.sort_unstable();
    for at in &typed {
        if !regels[*at].nummer.is_empty() {
            regels[*at].met_nummer();
        }
    }
    regels.iter_mut().for_each(|regel| regel.nummer.clear());
    let says = |i: &usize| !regels[*i].is_leeg();
    let follows = |at: usize| {
        let above = (0..at).rev().find(says);
        above.is_some_and(|above| typed.binary_search(&above).is_ok())
    };
    let begins = typed.iter().filter(|at| !follows(**at));
    begins.map(|at| regels[*at].plaats.clone()).collect()
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
