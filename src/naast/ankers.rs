//! In: what was read from the pages of a document in both editions. Out: places that are the same in both, and which
//! pages belong beside each other. Pure.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::passages::Letterplaats;
use super::{Deel, Gelezen, Plek};
use crate::dossier::Place;
use crate::typeset::Marks;

/// A place that is the same in both editions: page, and points from its top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Anker {
    /// In the working edition.
    pub werk: Plek,
    /// In the public one.
    pub openbaar: Plek,
}

/// The places, in order: the begin of every line of the working edition, and everything that is withheld.
pub(super) fn ankers(werk: &Gelezen, openbaar: &Gelezen) -> Vec<Anker> {
    let mut places: HashMap<&Place, BTreeMap<Letterplaats, Plek>> = HashMap::new();
    for (place, stand, plek) in &openbaar.letters {
        places.entry(place).or_default().entry(*stand).or_insert(*plek);
    }
    let mut all = Vec::new();
    let mut line = None;
    for (place, stand, plek) in &werk.letters {
        if line == Some(*plek) {
            continue;
        }
        line = Some(*plek);
        // A line may break elsewhere there: the letter, or the last one before it.
        let found = places.get(place).and_then(|of| of.range(..=*stand).next_back());
        all.extend(found.map(|(_, there)| Anker { werk: *plek, openbaar: *there }));
    }
    let first =
        |marks: &Marks| marks.first().and_then(|(page, rects)| Some((*page, rects.first()?.y)));
    for (deel, marks) in &werk.delen {
        if let Deel::Gelakt(_) = deel
            && let Some(there) = openbaar.delen.get(deel).and_then(first)
        {
            all.extend(first(marks).map(|here| Anker { werk: here, openbaar: there }));
        }
    }
    all.sort_by(|a, b| by_plek(a.werk, b.werk).then(by_plek(a.openbaar, b.openbaar)));
    rising(&all)
}

fn by_plek(a: Plek, b: Plek) -> std::cmp::Ordering {
    a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
}

/// The longest row of these in which the public edition goes on too: a note at the foot of another page is left out.
fn rising(all: &[Anker]) -> Vec<Anker> {
    // Of each length the row that ends first, by its last; and of each what comes before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (i, one) in all.iter().enumerate() {
        let length = ends.partition_point(|end| by_plek(all[*end].openbaar, one.openbaar).is_le());
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = i,
            None => ends.push(i),
        }
    }
    let mut row = Vec::new();
    let mut at = ends.last().copied();
    while let Some(i) = at {
        row.push(all[i]);
        at = before[i];
    }
    row.reverse();
    row
}

/// Which pages belong beside each other: each page of both once, in order, beside the one with the most of the same; or
/// beside none.
pub fn bladparen(
    ankers: &[Anker],
    werk: usize,
    openbaar: usize,
) -> Vec<(Option<usize>, Option<usize>)> {
    // Also where nothing is the same, the first page belongs beside the first.
    let mut same = vec![vec![0_usize; openbaar]; werk];
    for (i, row) in same.iter_mut().enumerate() {
        row.iter_mut().skip(i).take(1).for_each(|count| *count = 1);
    }
    for Anker { werk: (here, _), openbaar: (there, _) } in ankers {
        if let Some(count) = same.get_mut(*here).and_then(|row| row.get_mut(*there)) {
            *count += 2;
        }
    }
    // The best of what is left, from every two pages on.
    let mut best = vec![vec![0_usize; openbaar + 1]; werk + 1];
    for i in (0..werk).rev() {
        for j in (0..openbaar).rev() {
            let both = best[i + 1][j + 1] + same[i][j];
            best[i][j] = both.max(best[i + 1][j]).max(best[i][j + 1]);
        }
    }
    let (mut i, mut j, mut paren) = (0, 0, Vec::new());
    while i < werk || j < openbaar {
        let both = i < werk
            && j < openbaar
            && same[i][j] > 0
            && best[i][j] == best[i + 1][j + 1] + same[i][j];
        let left = i < werk && (j == openbaar || best[i][j] == best[i + 1][j]);
        paren.push(match (both, left) {
            (true, _) => (Some(i), Some(j)),
            (false, true) => (Some(i), None),
            (false, false) => (None, Some(j)),
        });
        i += usize::from(both || left);
        j += usize::from(both || !left);
    }
    paren
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anker(werk: Plek, openbaar: Plek) -> Anker {
        Anker { werk, openbaar }
    }

    #[test]
    fn what_goes_back_in_the_public_edition_is_no_anchor() {
        let all = [
            anker((0, 1.0), (0, 1.0)),
            anker((0, 2.0), (3, 9.0)),
            anker((0, 3.0), (0, 2.0)),
            anker((1, 1.0), (0, 8.0)),
            anker((1, 2.0), (1, 1.0)),
        ];
        let row = rising(&all);
        assert_eq!(row, [all[0], all[2], all[3], all[4]]);
        assert_eq!(rising(&[]), []);
    }

    #[test]
    fn every_page_stands_once_beside_what_is_most_like_it() {
        let same = [anker((0, 1.0), (0, 1.0)), anker((1, 1.0), (1, 1.0))];
        assert_eq!(bladparen(&same, 2, 2), [(Some(0), Some(0)), (Some(1), Some(1))]);
        // The public edition has lost what stood on the second page.
        let shorter =
            [anker((0, 1.0), (0, 1.0)), anker((2, 1.0), (1, 1.0)), anker((2, 5.0), (1, 5.0))];
        assert_eq!(
            bladparen(&shorter, 3, 2),
            [(Some(0), Some(0)), (Some(1), None), (Some(2), Some(1))]
        );
        assert_eq!(bladparen(&[], 1, 2), [(Some(0), Some(0)), (None, Some(1))]);
        assert_eq!(bladparen(&[], 0, 0), []);
    }
}
