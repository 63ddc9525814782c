//! In: amounts as they were typed. Out: figures that are computed with, one by one and line by line: exact, of a range, unknown
//! or withheld. Pure.

use std::collections::BTreeMap;
use std::ops::{Add, Sub};

use rust_decimal::Decimal;

use super::notatie::rounded;
use super::{Bedrag, Gronden, Jaar};

/// Unknown amounts in a figure: some that count for it, and some that count against it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Pm {
    /// `+ p.m.`
    pub plus: bool,
    /// `‒ p.m.`
    pub min: bool,
}

/// A figure: an exact number, a range, and whether something unknown comes on top. Of a withheld one nothing is known
/// but why; what is computed with it is withheld too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cel {
    /// The lower bound.
    pub van: Decimal,
    /// The upper bound; mostly the same.
    pub tot: Decimal,
    /// What is unknown.
    pub pm: Pm,
    /// The grounds on which it is withheld; mostly none.
    pub gelakt: Gronden,
}

impl Cel {
    /// Exactly this number.
    pub fn vast(value: Decimal) -> Self {
        Self { van: value, tot: value, ..Self::default() }
    }

    /// Withheld on these grounds; without any, as it is.
    fn of_gelakt(self, gronden: Gronden) -> Self {
        if gronden.is_empty() { self } else { Self { gelakt: gronden, ..Self::default() } }
    }

    /// Whether it has two bounds.
    pub fn is_marge(&self) -> bool {
        self.van != self.tot
    }

    /// Whether the public does not see it.
    pub fn is_gelakt(&self) -> bool {
        !self.gelakt.is_empty()
    }

    /// The number, when it is one.
    pub fn exact(&self) -> Option<Decimal> {
        (self.van == self.tot && self.pm == Pm::default() && !self.is_gelakt()).then_some(self.van)
    }

    /// This many times as much; the factor is positive.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Self {
        Self { van: self.van * factor, tot: self.tot * factor, ..self }
    }

    /// Rounded half away from zero.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Self {
        Self { van: rounded(self.van, decimals), tot: rounded(self.tot, decimals), ..self }
    }
}

impl From<Bedrag> for Cel {
    fn from(bedrag: Bedrag) -> Self {
        match bedrag {
            Bedrag::Vast(value) => Self::vast(value),
            Bedrag::Marge(van, tot) => Self { van, tot, ..Self::default() },
            Bedrag::Pm => Self { pm: Pm { plus: true, min: false }, ..Self::default() },
            Bedrag::EnPm(van, tot, pm) => Self { van, tot, pm, ..Self::default() },
            Bedrag::Gelakt(gronden) => Self { gelakt: gronden, ..Self::default() },
        }
    }
}

impl Add for Cel {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let pm = Pm { plus: self.pm.plus || other.pm.plus, min: self.pm.min || other.pm.min };
        Self { van: self.van + other.van, tot: self.tot + other.tot, pm, ..self }
            .of_gelakt(self.gelakt.en(other.gelakt))
    }
}

impl Sub for Cel {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        // What counts for the other counts against this, and its highest leaves the least.
        let pm = Pm { plus: self.pm.plus || other.pm.min, min: self.pm.min || other.pm.plus };
        Self { van: self.van - other.tot, tot: self.tot - other.van, pm, ..self }
            .of_gelakt(self.gelakt.en(other.gelakt))
    }
}

/// Figures of one line: per year of the table, and structural. `None` is an empty cell, not zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reeks {
    /// One for each year of the table, in its order.
    pub jaren: Vec<Option<Cel>>,
    /// Per year after the last one.
    pub structureel: Option<Cel>,
}

impl Reeks {
    pub(super) fn new(
        years: &[Jaar],
        bedragen: &BTreeMap<Jaar, Bedrag>,
        structureel: Option<Bedrag>,
    ) -> Self {
        let cell = |year| bedragen.get(year).copied().map(Cel::from);
        Self { jaren: years.iter().map(cell).collect(), structureel: structureel.map(Cel::from) }
    }

    /// A line of zeros.
    fn zero(width: usize) -> Self {
        Self { jaren: vec![Some(Cel::default()); width], structureel: Some(Cel::default()) }
    }

    /// Column by column: the sum of what is there, zero when nothing is.
    pub fn sum<'a>(width: usize, lines: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut total = Self::zero(width);
        for line in lines {
            for (sum, cell) in total.cells_mut().zip(line.cells()) {
                *sum = Some(sum.unwrap_or_default() + cell.unwrap_or_default());
            }
        }
        total
    }

    /// The sum of a group. Where no line has an amount, it has none, as in published tables.
    pub(super) fn subtotal(width: usize, lines: &[Self]) -> Self {
        let mut sum = Self::sum(width, lines);
        for (i, cell) in sum.cells_mut().enumerate() {
            if lines.iter().all(|line| line.cells().nth(i).flatten().is_none()) {
                *cell = None;
            }
        }
        sum
    }

    /// The same with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        let mut out = self.clone();
        for cell in out.cells_mut() {
            *cell = cell.map(|cell| Cel::default() - cell);
        }
        out
    }

    /// Column by column: this and the other, put together.
    pub(super) fn with(&self, other: &Self, join: impl Fn(Cel, Cel) -> Cel) -> Self {
        let mut out = self.clone();
        for (cell, other) in out.cells_mut().zip(other.cells()) {
            *cell = Some(join(cell.unwrap_or_default(), other.unwrap_or_default()));
        }
        out
    }

    /// The year columns and then the structural one.
    pub fn cells(&self) -> impl Iterator<Item = Option<Cel>> {
        self.jaren.iter().copied().chain([self.structureel])
    }

    pub(super) fn cells_mut(&mut self) -> impl Iterator<Item = &mut Option<Cel>> {
        self.jaren.iter_mut().chain([&mut self.structureel])
    }

    /// The grounds of what is withheld in it.
    pub fn gelakt(&self) -> Gronden {
        self.cells().flatten().map(|cell| cell.gelakt).collect()
    }

    /// All years of the table together.
    pub fn som(&self) -> Cel {
        self.jaren.iter().flatten().fold(Cel::default(), |sum, cell| sum + *cell)
    }
}
