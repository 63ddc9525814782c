//! Helpers of tests that make up their own input.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// The same cases in every run, so that a build does not fail by chance. To look further:
/// `PROPTEST_RNG_SEED=7 PROPTEST_CASES=2000 cargo test properties`.
pub fn cases(number: u32) -> ProptestConfig {
    let asked = ProptestConfig::default();
    let number = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { number };
    let seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(28_638),
        fixed => fixed,
    };
    // No files beside the tests: a failure prints its smallest input.
    ProptestConfig { cases: number, rng_seed: seed, failure_persistence: None, ..asked }
}
