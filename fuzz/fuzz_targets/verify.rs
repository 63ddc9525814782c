//! In: any bytes. Out: nothing; stops when a file makes the proof of signatures, or signing, panic, or when it is called
//! good though it was not signed with a key that is trusted.
#![no_main]

use std::sync::LazyLock;

use kamerbrief::dossier::Moment;
use kamerbrief::seal::{Anchors, Keten, compare, prove};
use libfuzzer_sys::fuzz_target;

/// The certificate of nobody who signed a seed: no file leads to it.
static STRANGER: LazyLock<Anchors> = LazyLock::new(|| {
    Anchors::from_pem([&include_bytes!("../vreemd.pem")[..]]).expect("the file holds a certificate")
});
static NOW: LazyLock<Moment> =
    LazyLock::new(|| "2026-11-24T12:00:00+01:00".parse().expect("this is a moment"));

fuzz_target!(|data: &[u8]| {
    if let Ok(report) = prove(data, &STRANGER, &NOW) {
        assert!(!report.is_good(), "{report:?}");
        assert!(report.handtekeningen.iter().all(|one| one.keten != Keten::Vertrouwd));
    }
    compare(data, data);
    compare(data, &data[..data.len() / 2]);
});
