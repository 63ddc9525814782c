//! In: the text of a YAML file. Out: a tree in which every value knows its place, or what is wrong with it. Pure.

mod colons;
mod fallen;
mod foreign;
mod lines;
mod margin;
mod meant;
mod mistakes;
mod offsets;
mod parse;
mod quote;
mod rest;
mod tree;
mod typed;

pub(crate) use colons::{NO_SPACE, missing_space, no_space};
pub use kamerbrief_base::path::{Path, Segment};
pub use parse::{MAX_DEPTH, Parsed, decode, parse};
pub(crate) use parse::{comment_after, line_feeds, read};
pub(crate) use quote::{escaped, escapes, must_escape, quoted};
pub use tree::{Entry, Kind, Node, Scalar};
pub use typed::Typed;
