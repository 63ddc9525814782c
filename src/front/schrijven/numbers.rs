//! In: the numbering of a list. Out: one that a text can have, and where each item stands in its list. Pure.

use super::draft::Blok;
use crate::prose::{Numbering, Series};

/// The numbering that a list of so many items can have: one letter alone is no list, and letters and Roman numbers end.
pub(super) fn writable(numbering: Numbering, items: usize) -> Numbering {
    let Numbering::Counted { open, series, first, suffix } = numbering else { return numbering };
    let suffix = if suffix == ')' || open { ')' } else { '.' };
    let last = first.saturating_add(u64::try_from(items).unwrap_or(u64::MAX) - 1);
    let most = match series {
        Series::Number => 999,
        Series::Letter => 52,
        Series::Roman => 39,
    };
    let alone = items < 2 && (series != Series::Number || open);
    if alone || last > most || first < 1 && series != Series::Number {
        let first = if series == Series::Number && last <= most { first } else { 1 };
        return Numbering::Counted { open: false, series: Series::Number, first, suffix };
    }
    Numbering::Counted { open, series, first, suffix }
}

/// Counts the items of each list along a row of blocks.
#[derive(Debug, Default)]
pub struct Counter {
    /// Of each level the numbering of its list, and how many items it has so far.
    lists: Vec<(Numbering, usize)>,
}

impl Counter {
    /// What stands before a block, and whether it is the first item of its list; none for what is no item.
    pub fn label(&mut self, block: &Blok) -> Option<(String, bool)> {
        let level = block.level();
        self.lists.truncate(level);
        let Blok::Item { numbering, .. } = block else { return None };
        let begins = self.lists.get(level - 1).is_none_or(|(known, _)| known != numbering);
        if begins {
            self.lists.truncate(level - 1);
            self.lists.push((*numbering, 0));
        }
        let (_, count) = self.lists.last_mut()?;
        *count += 1;
        Some((numbering.label(*count - 1), begins))
    }
}
