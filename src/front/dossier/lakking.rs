//! In: nothing; plain data. Out: what of a dossier is withheld from the public. Pure.

use std::ops::Range;

use super::Place;

/// A part of a dossier that is withheld from the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lakking {
    /// The value, or the block of values, that it is about.
    pub place: Place,
    /// Of a text with markup: which bytes of what was typed. `None` for the whole value.
    pub within: Option<Range<usize>>,
    /// The grounds, such as `5.1.2e` (Wet open overheid); at least one.
    pub gronden: Vec<String>,
    /// Why, where the ground asks for a reason.
    pub reden: Option<String>,
    /// Whether a rule of the profile withholds it, and not the author.
    pub door_regel: bool,
}
