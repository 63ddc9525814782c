//! In: the text of a YAML file. Out: a tree in which every value knows its place, or what is wrong with it. Pure.

mod offsets;
mod parse;
mod tree;

pub use kamerbrief_base::path::{Path, Segment};
pub use offsets::OffsetMap;
pub(crate) use parse::comment_after;
pub use parse::{MAX_BYTES, MAX_DEPTH, decode, parse};
pub use tree::{Entry, Kind, Node, Scalar};
