//! In: stretches of rows or columns, and areas of merged cells. Out: which of them a row, column or cell is in. Pure.
//!
//! A hostile file has as many of them as cells; none of these looks through all.

use std::collections::BTreeMap;

use super::{Address, Area};

/// Stretches of rows or columns, both ends included.
#[derive(Debug, Clone, Default)]
pub(super) struct Stretches(Vec<(u32, u32)>);

impl From<Vec<(u32, u32)>> for Stretches {
    fn from(mut all: Vec<(u32, u32)>) -> Self {
        all.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::new();
        for (from, to) in all {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        Self(apart)
    }
}

impl Stretches {
    pub(super) fn has(&self, number: u32) -> bool {
        let before = self.0.partition_point(|(from, _)| *from <= number);
        before.checked_sub(1).is_some_and(|at| number <= self.0[at].1)
    }
}

/// Areas of merged cells, which do not overlap, asked for cells row by row.
#[derive(Debug)]
pub(super) struct Merged {
    /// Those that begin further down, the last one first.
    below: Vec<Area>,
    /// Those that have begun, by their first columns.
    begun: BTreeMap<u32, Area>,
}

impl Merged {
    pub(super) fn new(mut areas: Vec<Area>) -> Self {
        areas.sort_unstable_by_key(|area| std::cmp::Reverse(area.from));
        Self { below: areas, begun: BTreeMap::new() }
    }

    /// The area of a cell; none further up may be asked for afterwards.
    pub(super) fn around(&mut self, at: Address) -> Option<Area> {
        while let Some(area) = self.below.pop_if(|area| area.from.0 <= at.0) {
            self.begun.insert(area.from.1, area);
        }
        loop {
            let area = *self.begun.range(..=at.1).next_back()?.1;
            if area.to.0 >= at.0 {
                return Some(area).filter(|area| area.has(at));
            }
            self.begun.remove(&area.from.1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_in_a_stretch_in_whatever_order_they_came() {
        let stretches = Stretches::from(vec![(7, 9), (0, 1), (2, 8), (20, 20), (30, 12)]);
        let within: Vec<u32> = (0..40).filter(|number| stretches.has(*number)).collect();
        assert_eq!(within, (0..=9).chain([20]).collect::<Vec<_>>());
    }

    #[test]
    fn a_cell_is_in_the_area_that_is_there() {
        let area = |from, to| Area { from, to };
        let all = [
            area((0, 0), (2, 5)),
            area((3, 1), (3, 2)),
            area((3, 0), (9, 0)),
            area((4, 2), (6, 4)),
        ];
        let mut merged = Merged::new(all.to_vec());
        for row in 0..12 {
            for column in 0..7 {
                let is = all.into_iter().find(|area| area.has((row, column)));
                assert_eq!(merged.around((row, column)), is, "{row}, {column}");
            }
        }
    }
}
