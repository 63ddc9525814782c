//! In: a page by its size, and the labels on it. Out: the empty box for it on a sheet. Pure.

use super::prose::literal;

/// What sheets with pages on them share.
pub(super) const HOUSE: &str = include_str!("bladvak.typ");

/// Room for a page on half a sheet of A3, in points.
pub const OP_A3: (f64, f64) = (540.0, 735.0);

/// Room for a page on a sheet of A4 below a heading, in points.
pub const OP_A4: (f64, f64) = (527.0, 735.0);

/// An empty box of the size of a page.
#[derive(Debug)]
pub struct Bladvak {
    /// The label by which it is found.
    pub naam: String,
    /// The number of the page.
    pub nummer: usize,
    /// Width and height of the page, in points.
    pub maat: (f64, f64),
    /// What it shows, for who does not see it.
    pub beschrijving: String,
    /// What stands beside places on it: left edge, line of writing, text.
    pub etiketten: Vec<(f64, f64, String)>,
}

impl Bladvak {
    /// How much smaller the page is than on paper, in so much room.
    pub fn schaal(&self, room: (f64, f64)) -> f64 {
        (room.0 / self.maat.0.max(1.0)).min(room.1 / self.maat.1.max(1.0)).min(1.0)
    }

    /// The box, as an argument.
    pub(super) fn boxed(&self, room: (f64, f64)) -> String {
        let labels: String = self
            .etiketten
            .iter()
            .map(|(x, y, text)| format!("({x:.2}, {y:.2}, {}), ", literal(text)))
            .collect();
        format!(
            "vak({}, {:.2}, {:.2}, {:.4}, {}, {labels}), ",
            literal(&self.naam),
            self.maat.0,
            self.maat.1,
            self.schaal(room),
            literal(&self.beschrijving),
        )
    }
}
