//! In: a figure that was typed as it was published, and what is computed. Out: whether rounding can make the difference.
//! Pure.

use rust_decimal::Decimal;

use super::{Cel, Eenheid, Pm, Somkolom, Somregel};

/// A figure that was typed as it was published, where one is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gepubliceerd {
    /// The computed line.
    pub regel: Somregel,
    /// The column.
    pub kolom: Somkolom,
    /// What was typed.
    pub getypt: Cel,
    /// What is computed.
    pub berekend: Cel,
    /// Whether rounding can make the difference: then what was published is printed.
    pub past: bool,
}

/// What was published is nearer than this to what is computed: it was rounded by half of its last digit, and so was each
/// of its parts. Whole euros are not rounded.
pub fn afronding(eenheid: Eenheid, getypt: Cel, parts: usize, decimals: u32) -> Decimal {
    let last = |decimals: u32| Decimal::new(1, decimals.min(9));
    let own = getypt.van.scale().max(getypt.tot.scale());
    match eenheid {
        Eenheid::Euro => Decimal::ZERO,
        _ => (last(own) + last(decimals) * Decimal::from(parts as u64)) / Decimal::TWO,
    }
}

/// Whether what was published is what is computed, or nearer to it than this. Of a sum with something unknown in it a table
/// may say only what is known.
pub(super) fn is_bijna(getypt: Cel, berekend: Cel, slack: Decimal) -> bool {
    let is_near = |a: Decimal, b: Decimal| a == b || (a - b).abs() < slack;
    let [typed, computed] = [getypt, berekend].map(|cel| cel.pm != Pm::default());
    (computed || !typed) && is_near(getypt.van, berekend.van) && is_near(getypt.tot, berekend.tot)
}

/// What is printed of a figure that was published and is computed too: what was published, where that fits.
pub(super) fn afgedrukt(getypt: Cel, berekend: Cel, past: bool) -> Cel {
    // A sheet says of what is unknown only that it is.
    let same = getypt.pm == Pm::default() || getypt.pm == berekend.pm;
    match !berekend.is_gelakt() && (getypt.is_gelakt() || past && same) {
        true => getypt,
        false => berekend,
    }
}
