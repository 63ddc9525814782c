//! In: what a person makes of a text, types or pastes. Out: what to change in the file, and the way back. Pure.
//!
//! It stands between a field of a file and a surface to write on: a page of a browser, or a change that came back from
//! Word. Neither needs to know markup, and none of what either sends is trusted to be writable.
//!
//! ```text
//! field's text ─Draft::of→ Draft ⇄ page (JSON)          clipboard ─pasted→ Draft
//!      └────── Draft::written_over(old) ←┘ ─Request→ carry_out ─edit::Change→ file
//!                     base, now, wanted ─Draft::merged→ both, or a conflict        file, file, … ─Log→ back and forth
//! ```
//!
//! - A [`Draft`] is a flat row of blocks ([`Blok`]: paragraph, item, table, or what is kept as typed), each a row of
//!   stretches with their looks. Notes, references and values are [`Chip`]s: they move and go, and do not break.
//! - `draft`, `looks` and `numbers` put what a person made in the one form that markup can say (`normal`). The words stay
//!   as they are; bold that ends within a word goes on to its end, a space at its edge is not bold.
//! - `write` gives the lines of blocks that stayed back as they were, and types the others anew: `source` puts a `\` only
//!   where something would be read otherwise, `wrap` ends lines where they ended before. What was written is read again,
//!   and only counts when it is the draft: so what cannot be typed is refused, not lost.
//! - `request` makes of a wish the changes of a file: small ranges of words, notes with their texts and names; what was
//!   changed elsewhere in the meantime stays.
//! - `zet` gives a field of a form its value, also where nothing stands yet: where the schema has it.
//! - `differences` takes apart what others want of a text, so that each can be taken or refused by itself.
//! - `merge` takes two changes of one text together where they touch other words; `same` says which paragraph, item or row
//!   each is wanted of, wherever that went, and `near` whether its sentence is still there. `log` takes back what was done here and
//!   leaves what others did.
//! - `plakken` reads what other programs put on the clipboard.
//! - `veld` is the field around a letter of a file, and where in it that letter stands.

mod chip;
mod differences;
mod draft;
mod log;
mod looks;
mod merge;
mod near;
mod numbers;
mod pieces;
mod plakken;
mod read;
mod refused;
mod request;
mod same;
mod source;
mod veld;
mod wrap;
mod write;
mod zet;

pub use chip::{Chip, ChipKind};
pub use differences::{Adds, Differences, OfDrafts, OfLines, Snippet};
pub use draft::{Blok, Draft, Ink, Looks, Stretch};
pub use log::{Elsewhere, Log};
pub use merge::{Merged, merged_line};
pub use numbers::Counter;
pub use pieces::splices;
pub use plakken::{pasted, pasted_cells, with_papers};
pub use refused::Refused;
pub use request::{Done, Request, Saying, carry_out};
pub use veld::{Caret, Veld, Veldsoort};
pub use zet::called;
