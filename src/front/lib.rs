//! In: the files of a dossier. Out: a checked dossier, corrections, how its sign-off stands. The front of the compiler:
//! everything that needs no typesetter, so that a forbidden arrow to Typst does not compile. Pure.

pub mod check;
pub mod dossier;
pub mod fix;
pub mod manuscript;
pub mod paraaf;
pub mod prose;
pub mod sheet;
pub mod templates;
pub mod yaml;

use kamerbrief_base::{diagnostic, source};
