//! In: a document as PDF, as it was and as it would be. Out: which pages differ, in what words, and pictures of it. Pure.
//!
//! Both are read and drawn from their PDF, by the same program, so that whatever made the earlier one does not matter: a
//! page differs when one sign or one dot of it does.

mod beeld;
mod lezen;
mod woorden;

use hayro::vello_cpu::Pixmap;

use self::lezen::{Lezer, Woord};
pub use self::woorden::Wijziging;

/// How a document differs.
#[derive(Debug)]
pub struct Verschillen {
    /// The number of pages that it had.
    pub was: usize,
    /// The number that it would have.
    pub wordt: usize,
    /// The pages that differ, in their order; none when nothing that is seen does.
    pub bladzijden: Vec<Bladzijde>,
}

/// A page that differs.
#[derive(Debug)]
pub struct Bladzijde {
    /// Its number, from 1.
    pub nummer: usize,
    /// Whether it was there, and will be.
    pub soort: Soort,
    /// What words of it differ; none when only their place or their looks do.
    pub wijzigingen: Vec<Wijziging>,
    /// It as it was, beside it as it would be, as PNG.
    pub beeld: Option<Vec<u8>>,
}

/// In what way a page differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soort {
    /// It says or shows something else.
    Anders,
    /// It is new.
    Nieuw,
    /// It goes.
    Vervalt,
}

/// A page on either side; at least one of them is there.
#[derive(Debug, Default)]
struct Paar {
    was: Option<Vec<Woord>>,
    wordt: Option<Vec<Woord>>,
    /// Whether they are the same, to the dot.
    gelijk: bool,
    beeld: Option<Vec<u8>>,
}

/// Compares two documents. Pictures are made `met_beelden`.
///
/// # Errors
/// In Dutch, why one of them cannot be read.
pub fn vergelijk(was: &[u8], wordt: &[u8], met_beelden: bool) -> Result<Verschillen, String> {
    let (was, wordt) = (Lezer::new(was)?, Lezer::new(wordt)?);
    let count = was.count().max(wordt.count());
    let mut paren = Vec::new();
    for index in 0..count {
        let (before, after) = (was.page(index), wordt.page(index));
        let drawn = |of: &Option<(Vec<Woord>, Pixmap)>| of.as_ref().map(|(_, drawn)| drawn.clone());
        let (one, other) = (drawn(&before), drawn(&after));
        let mut paar = Paar {
            was: before.map(|(words, _)| words),
            wordt: after.map(|(words, _)| words),
            ..Paar::default()
        };
        paar.gelijk = paar.was == paar.wordt && beeld::same(one.as_ref(), other.as_ref());
        if met_beelden && !paar.gelijk {
            paar.beeld = Some(beeld::beside(one.as_ref(), other.as_ref())?);
        }
        paren.push(paar);
    }
    Ok(Verschillen {
        was: was.count(),
        wordt: wordt.count(),
        bladzijden: woorden::bladzijden(paren),
    })
}
