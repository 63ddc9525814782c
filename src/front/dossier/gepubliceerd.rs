//! In: a figure that was typed as it was published, and what is computed. Out: whether rounding can make the difference.
//! Pure.

use rust_decimal::Decimal;

use super::{Cel, Eenheid, Jaar, Pm, Somregel};

/// A figure that was typed as it was published, where one is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gepubliceerd {
    /// The computed line.
    pub regel: Somregel,
    /// The year.
    pub jaar: Jaar,
    /// What was typed.
    pub getypt: Cel,
    /// What is computed.
    pub berekend: Cel,
    /// Whether rounding can make the difference: then what was published is printed.
    pub past: bool,
}

/// What was published is nearer than this to what is computed: it was rounded by half of its last digit, and so was each
/// of its parts. Whole euros are not rounded.
pub(super) fn afronding(eenheid: Eenheid, getypt: Cel, parts: usize, decimals: u32) -> Decimal {
    let last = |decimals: u32| Decimal::new(1, decimals.min(9));
    let own = getypt.van.normalize().scale().max(getypt.tot.normalize().scale());
    match eenheid {
        Eenheid::Euro => Decimal::ZERO,
        _ => (last(own) + last(decimals) * Decimal::from(parts as u64)) / Decimal::TWO,
    }
}

/// Whether two figures are the same, or nearer to each other than this.
pub(super) fn is_bijna(a: Cel, b: Cel, slack: Decimal) -> bool {
    let is_near = |a: Decimal, b: Decimal| a == b || (a - b).abs() < slack;
    // A sheet says of what is unknown only that it is.
    let is_known = |cel: Cel| cel.pm == Pm::default();
    is_known(a) == is_known(b) && is_near(a.van, b.van) && is_near(a.tot, b.tot)
}
