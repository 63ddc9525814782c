//! The tests of signing and proving, without a typesetter: on the file that the fuzzer begins with.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests ask the environment how far to look, and may stop at the first surprise"
)]

mod additions;
mod answers;
#[path = "../support/authority.rs"]
mod authority;
mod certificates;
mod drawings;
mod files;
mod forgeries;
mod heavy;
mod inside;
mod kept;
mod names;
#[path = "../support/random.rs"]
mod random;
mod shapes;
#[path = "../support/signing.rs"]
mod signing;

/// An unsigned PDF of one page.
const LETTER: &[u8] = include_bytes!("../../fuzz/seeds_verify/geen");
