//! In: the text of a field, and what a person made of it. Out: what to change in the file. Pure.

mod chip;
mod draft;
mod looks;
mod numbers;
mod read;
mod refused;
mod source;
mod wrap;
mod write;

pub use chip::{Chip, ChipKind};
pub use draft::{Blok, Draft, Ink, Looks, Stretch};
pub use refused::Refused;
