//! In: any bytes. Out: nothing; stops when a file makes the proof of signatures, or signing, panic, or when it is called
//! intact and is none of the seeds: only they were signed with the key.
#![no_main]

use std::sync::LazyLock;

use kamerbrief_base::Moment;
use kamerbrief_seal::{Anchors, KnownFonts, Vergelijking, compare, prove};
use libfuzzer_sys::fuzz_target;

/// The signer of the seeds: who does not have that key, cannot make another good file than those.
static SIGNER: LazyLock<Anchors> = LazyLock::new(|| {
    Anchors::from_pem([&include_bytes!("../ondertekenaar.pem")[..]]).expect("the file holds a certificate")
});
static FONTS: LazyLock<KnownFonts> = LazyLock::new(KnownFonts::default);
static NOW: LazyLock<Moment> =
    LazyLock::new(|| "2026-12-01T12:00:00+01:00".parse().expect("this is a moment"));
const GOOD: [&[u8]; 2] =
    [include_bytes!("../seeds_verify/een"), include_bytes!("../seeds_verify/twee")];
const UNSIGNED: &[u8] = include_bytes!("../seeds_verify/geen");

fuzz_target!(|data: &[u8]| {
    let report = prove(data, &SIGNER, &FONTS, &NOW);
    if report.is_good() && report.handtekeningen.iter().all(|one| one.keten.is_proven()) {
        // Anybody may put evidence about the certificates behind them.
        assert!(GOOD.iter().any(|good| data.starts_with(good)), "{report:?}");
    }
    if compare(data, UNSIGNED, &[], &FONTS) == Vergelijking::Gelijk {
        assert!(data.starts_with(UNSIGNED));
    }
    compare(data, data, &[], &FONTS);
    compare(data, &data[..data.len() / 2], &[], &FONTS);
});
