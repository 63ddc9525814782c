//! In: the paragraphs of a file, and what its bookmarks mean. Out: of each paragraph which field it belongs to. Pure.
//!
//! A bookmark says which paragraph, never exactly which text: programs move its ends. A paragraph without one is new, or
//! one half of one that was split: then its place decides.

use std::collections::{BTreeMap, BTreeSet};

use super::super::merk::{Merk, afdruk};
use super::bekend::{Export, Veldaard};
use super::bestand::Woordbestand;
use super::herkomst::Uitgangsstand;
use super::stand::{Leesregel, teken};
use crate::dossier::Place;
use crate::voorstellen::plek::LANG;

/// How much two paragraphs must have in common to be one.
pub(super) const LIKE: f32 = 0.55;

/// Most pairs of paragraphs that are compared word by word.
pub(super) const MOST: usize = 40_000;

/// What a paragraph belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Koppeling {
    pub(super) veld: Option<Place>,
    /// Its bookmark.
    pub(super) merk: Option<usize>,
    /// The paragraph of the document as it is exported now, if that has it.
    pub(super) bekend: Option<usize>,
    /// Whether it has the words of the form.
    pub(super) vast: bool,
    /// Whether it stands in a row that went elsewhere as a whole.
    pub(super) verplaatst: bool,
}

impl Koppeling {
    /// Whether it belongs to nothing. Of a field that is not there for certain, what changed is told by itself.
    pub(super) fn is_los(&self) -> bool {
        !self.vast && self.veld.is_none() && self.merk.is_none()
    }
}

/// The paragraph of the document that each bookmark means.
pub(super) fn bekend(
    inhoud: &Woordbestand,
    herkomst: &Uitgangsstand,
    bekenden: &Export<'_>,
) -> BTreeMap<usize, usize> {
    let mut free: BTreeMap<(Option<&Place>, &str), Vec<usize>> = BTreeMap::new();
    for (i, one) in bekenden.alle.iter().enumerate().rev() {
        free.entry((one.alinea.bron.as_ref(), &one.afdruk)).or_default().push(i);
    }
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (i, merk) in inhoud.merken.iter().enumerate() {
        if let Merk::Veld { nummer, .. } | Merk::Vast { nummer, .. } = merk {
            order.push((*nummer, i));
        }
    }
    order.sort_unstable();
    let mut out = BTreeMap::new();
    let mut known: BTreeMap<&Merk, usize> = BTreeMap::new();
    for (_, i) in order {
        let merk = &inhoud.merken[i];
        // Of a copy of a paragraph the bookmark is the same.
        if let Some(found) = known.get(merk) {
            out.insert(i, *found);
            continue;
        }
        let found = match merk {
            Merk::Veld { veld, tekst, .. } => herkomst
                .velden
                .get(veld)
                .and_then(|place| free.get_mut(&(Some(place), tekst.as_str())))
                .and_then(Vec::pop),
            Merk::Vast { tekst, .. } => free.get_mut(&(None, tekst.as_str())).and_then(Vec::pop),
            Merk::Waarde { .. } => None,
        };
        if let Some(found) = found {
            known.insert(merk, found);
            out.insert(i, found);
        }
    }
    out
}

/// Gives paragraphs of a file that lost its bookmarks those that they had: what says the same, and what is most like it. A
/// short text, or one that stands there more often, says nothing by itself: it is what follows something that does.
pub(super) fn hersteld(inhoud: &mut Woordbestand, bekenden: &Export<'_>, oud: &[Leesregel]) {
    let texts: Vec<String> =
        oud.iter().map(|regel| regel.tekst(inhoud).trim().to_owned()).collect();
    let filled: Vec<usize> = (0..texts.len()).filter(|i| !texts[*i].is_empty()).collect();
    let before: Vec<&str> = filled.iter().map(|i| texts[*i].as_str()).collect();
    let known: Vec<&str> = bekenden.alle.iter().map(|one| one.gezegd.trim()).collect();
    let only = |all: &[&str], text: &str| all.iter().filter(|one| **one == text).count() == 1;
    let letters = |text: &str| text.chars().filter(|char| char.is_alphabetic()).count();
    let tells = |text: &str| letters(text) > 3 && only(&before, text) && only(&known, text);
    // Of each paragraph of the file that says something.
    let mut found: Vec<Option<usize>> = vec![None; before.len()];
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &before, &known) {
        let similar::DiffOp::Equal { old_index, new_index, len } = op else { continue };
        let first = (0..len).find(|at| tells(before[old_index + at])).unwrap_or(len);
        (first..len).for_each(|at| found[old_index + at] = Some(new_index + at));
    }
    let long = |text: &str| text.chars().count() >= LANG;
    let same = |one: &str, other: &str| {
        one == other || long(one) && long(other) && likeness(one, other) > LIKE
    };
    // What follows something that is known, and is most like what follows that.
    for i in 0..before.len() {
        let next = i.checked_sub(1).map_or(Some(0), |above| found[above].map(|at| at + 1));
        let next = next.filter(|at| found[i].is_none() && !found.contains(&Some(*at)));
        found[i] = found[i].or_else(|| {
            let at = next.filter(|at| *at < known.len())?;
            same(known[at], before[i]).then_some(at)
        });
    }
    // What is said elsewhere is not new, and belongs to nothing that stands beside it.
    let few = before.len() * known.len() <= MOST;
    let elsewhere =
        |text: &str| known.iter().any(|one| *one == text || few && likeness(one, text) > LIKE);
    let strays: Vec<bool> =
        (0..before.len()).map(|i| found[i].is_none() && elsewhere(before[i])).collect();
    let mut nummer = 0;
    for ((i, at), stray) in filled.into_iter().zip(found).zip(strays) {
        let merk = match at.map(|at| &bekenden.alle[at]) {
            Some(one) => {
                nummer = at.map_or(nummer, |at| at + 1);
                let tekst = one.afdruk.clone();
                match &one.alinea.bron {
                    Some(place) => Merk::Veld { nummer, veld: afdruk(&place.to_string()), tekst },
                    None => Merk::Vast { nummer, tekst },
                }
            }
            None if stray => {
                Merk::Veld { nummer, veld: format!("los {i}"), tekst: afdruk(&texts[i]) }
            }
            None => continue,
        };
        inhoud.merken.push(merk);
        let merk = Some(inhoud.merken.len() - 1);
        for line in &oud[i].alineas {
            inhoud.alineas[*line].tekens.iter_mut().for_each(|teken| teken.blok = merk);
        }
    }
}

/// How much of two texts is the same, from 0 to 1.
pub(super) fn likeness(one: &str, other: &str) -> f32 {
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split_whitespace().collect(), other.split_whitespace().collect());
    let same: usize = similar::capture_diff_slices(similar::Algorithm::Myers, &one, &other)
        .into_iter()
        .filter(|op| matches!(op, similar::DiffOp::Equal { .. }))
        .map(|op| op.old_range().len())
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "a paragraph has few words")]
    let ratio = 2.0 * same as f32 / (one.len() + other.len()).max(1) as f32;
    ratio
}

/// What each paragraph belongs to.
pub(super) fn gekoppeld(
    inhoud: &Woordbestand,
    herkomst: &Uitgangsstand,
    bekenden: &Export<'_>,
    bekend: &BTreeMap<usize, usize>,
    regels: &[Leesregel],
) -> Vec<Koppeling> {
    let number = |merk: usize| match &inhoud.merken[merk] {
        Merk::Veld { nummer, .. } | Merk::Vast { nummer, .. } => *nummer,
        Merk::Waarde { nummer, .. } => *nummer,
    };
    let mut merken: Vec<Option<usize>> = regels.iter().map(|regel| stem(inhoud, regel)).collect();
    doubles(inhoud, regels, &mut merken);
    // A bookmark goes along when a paragraph is cut and pasted: then the place decides.
    let order: Vec<usize> = (0..regels.len())
        .filter(|i| merken[*i].is_some() && regels[*i].van(inhoud).noot.is_none())
        .collect();
    let numbers: Vec<usize> =
        order.iter().map(|i| merken[*i].map(number).unwrap_or_default()).collect();
    let kept = rising(&numbers);
    let lost: BTreeSet<usize> =
        order.iter().zip(kept).filter(|(_, kept)| !kept).map(|(i, _)| *i).collect();
    let rows = hele_rijen(inhoud, bekenden, bekend, regels, &merken, &lost);
    for i in lost.difference(&rows) {
        merken[*i] = None;
    }
    let mut out: Vec<Koppeling> = merken
        .iter()
        .enumerate()
        .map(|(i, merk)| {
            let Some(merk) = *merk else { return Koppeling::default() };
            let (veld, vast) = match &inhoud.merken[merk] {
                Merk::Veld { veld, .. } => (herkomst.velden.get(veld).cloned(), false),
                _ => (None, true),
            };
            let bekend = bekend.get(&merk).copied();
            Koppeling { veld, merk: Some(merk), bekend, vast, verplaatst: rows.contains(&i) }
        })
        .collect();
    for i in 0..out.len() {
        if out[i].merk.is_none() {
            out[i].veld = neighbour(inhoud, bekenden, regels, &out, i);
        }
    }
    out
}

/// Of paragraphs that stand elsewhere those of whole rows, each of which has fields of its own: where it is says nothing of
/// those. A row of a table in a text is a part of that text.
fn hele_rijen(
    inhoud: &Woordbestand,
    bekenden: &Export<'_>,
    bekend: &BTreeMap<usize, usize>,
    regels: &[Leesregel],
    merken: &[Option<usize>],
    lost: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let mut rows: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, regel) in regels.iter().enumerate().filter(|(i, _)| merken[*i].is_some()) {
        if let Some((table, row, _)) = regel.van(inhoud).cel {
            rows.entry((table, row)).or_default().push(i);
        }
    }
    let is_whole = |own: &Vec<usize>| {
        let known: Option<BTreeSet<usize>> =
            own.iter().map(|i| bekend.get(&merken[*i]?).copied()).collect();
        let Some(known) = known.filter(|_| own.iter().all(|i| lost.contains(i))) else {
            return false;
        };
        let of: BTreeSet<Option<(usize, usize)>> =
            known.iter().map(|k| bekenden.alle[*k].rij).collect();
        let [Some(row)] = of.into_iter().collect::<Vec<_>>()[..] else { return false };
        known.iter().all(|k| match &bekenden.alle[*k].alinea.bron {
            Some(place) => {
                let mut all = bekenden.alle.iter();
                all.all(|one| one.alinea.bron.as_ref() != Some(place) || one.rij == Some(row))
            }
            None => true,
        })
    };
    rows.into_values().filter(is_whole).flatten().collect()
}

/// The bookmark that is around most of a paragraph; where all of it was replaced, around what went.
fn stem(inhoud: &Woordbestand, regel: &Leesregel) -> Option<usize> {
    let voted = |tekens: &mut dyn Iterator<Item = Option<usize>>| {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        tekens.flatten().for_each(|merk| *votes.entry(merk).or_default() += 1);
        votes.into_iter().max_by_key(|(merk, votes)| (*votes, std::cmp::Reverse(*merk)))
    };
    let kept = voted(&mut regel.tekens.iter().map(|at| teken(inhoud, *at).blok));
    let all = || voted(&mut regel.van(inhoud).tekens.iter().map(|teken| teken.blok));
    kept.or_else(|| if regel.tekens.is_empty() { None } else { all() }).map(|(merk, _)| merk)
}

/// Of paragraphs with one bookmark that do not follow each other, one is the original: the first that still says what it
/// said, or else the first.
fn doubles(inhoud: &Woordbestand, regels: &[Leesregel], merken: &mut [Option<usize>]) {
    let mut seen: BTreeMap<&Merk, Vec<usize>> = BTreeMap::new();
    for (i, merk) in merken.iter().enumerate() {
        if let Some(merk) = merk {
            seen.entry(&inhoud.merken[*merk]).or_default().push(i);
        }
    }
    let mut lost = Vec::new();
    for (merk, all) in seen {
        let (Merk::Veld { tekst, .. } | Merk::Vast { tekst, .. }) = merk else { continue };
        let adjacent = all.windows(2).all(|pair| pair[1] == pair[0] + 1);
        let whole = |i: &&usize| afdruk(&regels[**i].tekst(inhoud)) == *tekst;
        if all.len() < 2 || adjacent && all.iter().find(whole).is_none() {
            continue;
        }
        let original = all.iter().find(whole).copied().unwrap_or(all[0]);
        lost.extend(all.into_iter().filter(|i| *i != original));
    }
    lost.into_iter().for_each(|i| merken[i] = None);
}

/// Which of these numbers are in the longest row of them that rises.
fn rising(numbers: &[usize]) -> Vec<bool> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (i, number) in numbers.iter().enumerate() {
        let at = tails.partition_point(|tail| numbers[*tail] <= *number);
        before[i] = at.checked_sub(1).map(|at| tails[at]);
        match tails.get_mut(at) {
            Some(tail) => *tail = i,
            None => tails.push(i),
        }
    }
    let mut kept = vec![false; numbers.len()];
    let mut at = tails.last().copied();
    while let Some(i) = at {
        kept[i] = true;
        at = before[i];
    }
    kept
}

/// The text that a new paragraph belongs to: that of the paragraph above it, or else of the one below.
fn neighbour(
    inhoud: &Woordbestand,
    bekenden: &Export<'_>,
    regels: &[Leesregel],
    koppelingen: &[Koppeling],
    at: usize,
) -> Option<Place> {
    let own = regels[at].van(inhoud);
    if own.stijl.as_deref().is_some_and(|name| name.starts_with("heading")) {
        return None;
    }
    let fits = |i: &usize| {
        let other = regels[*i].van(inhoud);
        other.noot == own.noot
            && match (own.cel, other.cel) {
                (Some(a), Some(b)) => (a.0, a.1, a.2) == (b.0, b.1, b.2),
                (None, None) => true,
                // A table in a text belongs to that text.
                (None, Some(_)) => true,
                (Some(_), None) => false,
            }
    };
    let text = |i: usize| -> Option<&Place> {
        let place = koppelingen[i].veld.as_ref()?;
        matches!(bekenden.velden.get(place)?.aard, Veldaard::Proza { .. }).then_some(place)
    };
    // A paragraph that says nothing is between others, not one of them.
    let says = |i: &usize| !regels[*i].tekens.is_empty();
    let mut above = (0..at).rev().filter(says).filter(fits);
    let mut below = (at + 1..regels.len()).filter(says).filter(fits);
    let found = above.next().and_then(text).or_else(|| {
        let next = below.find(|i| koppelingen[*i].merk.is_some())?;
        text(next)
    });
    if found.is_some() || own.cel.is_none() {
        return found.cloned();
    }
    // A new row of a table in a text.
    let same = (0..regels.len()).filter(|i| {
        let other = regels[*i].van(inhoud).cel;
        other.is_some_and(|other| own.cel.is_some_and(|own| other.0 == own.0))
    });
    let mut table: Vec<&Place> = Vec::new();
    for i in same {
        if koppelingen[i].merk.is_some() {
            table.push(text(i)?);
        }
    }
    table.dedup();
    match table[..] {
        [one] => Some(one.clone()),
        _ => None,
    }
}
