//! In: the text of a YAML file. Out: a tree in which every value knows its place, or what is wrong with it. Pure.

mod mistakes;
mod offsets;
mod parse;
mod rest;
mod tree;

pub use kamerbrief_base::path::{Path, Segment};
pub(crate) use parse::comment_after;
pub use parse::{MAX_DEPTH, Parsed, decode, parse};
pub use tree::{Entry, Kind, Node, Scalar};
