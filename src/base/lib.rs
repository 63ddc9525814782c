//! In: nothing of a dossier's. Out: the words that every room speaks: a place in a text, a [`Diagnostic`], a day, a
//! moment, a fingerprint. Pure.
//!
//! [`Diagnostic`]: diagnostic::Diagnostic

pub mod controls;
mod datum;
pub mod diagnostic;
mod map;
mod moment;
pub mod naam;
pub mod path;
pub mod source;
mod vingerafdruk;

pub use datum::{Datum, FORMAT_DATUM, MAANDEN, WEEKDAGEN};
pub use moment::Moment;
pub use vingerafdruk::Vingerafdruk;
