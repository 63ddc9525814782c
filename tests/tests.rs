//! All integration tests in one binary: one link step, shared support.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "tests read and write files, and may stop at the first surprise"
)]

mod annex;
mod cases;
mod check;
mod cli;
mod concurrent;
mod documents;
mod exported;
mod fixes;
mod handboek;
mod lakken;
mod layout;
mod letters;
mod manuscript;
mod many;
mod naast;
mod nieuw;
mod notas;
mod paper;
mod paraaf;
mod printing;
mod properties;
mod publish;
mod seal;
mod soorten;
mod source_nota;
mod support;
mod vergelijk;
mod vroeger;
mod watch;
mod word;
mod word_opmerkingen;
mod word_terug;
mod word_uit;
