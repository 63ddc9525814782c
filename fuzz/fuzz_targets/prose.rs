//! In: any text. Out: nothing; stops when it is printed otherwise than it is typed, and no word is said of it.
#![no_main]

#[path = "../../tests/support/printed.rs"]
mod printed;

use kamerbrief_base::diagnostic::{Severity, codes};
use kamerbrief_front::prose;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (read, mistakes) = prose::parse(text);
    for mistake in &mistakes {
        let fixed = mistake.fix.iter().map(|(range, _)| range);
        for range in fixed.chain([&mistake.range]) {
            assert!(text.get(range.clone()).is_some(), "{mistake:?}");
        }
        // The proof only speaks where nothing else does: each time it does, a better word is missing.
        assert!(mistake.code != codes::PRINTED_OTHERWISE, "{mistake:?}");
    }
    if mistakes.iter().all(|mistake| mistake.severity != Severity::Error) {
        assert_eq!(printed::differs(text, &read), None);
    }
});
