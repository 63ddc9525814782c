//! In: randomness, and what a request shows. Out: whether it may see the dossier. Pure.
//!
//! Other people on the same computer reach the loopback address too. So a page must show a key, which is made anew for
//! each run: the address in the terminal has it behind the `#`, which a browser does not send; the page takes it from
//! there and sends it as a header. No cookie: browsers send those to every port of a computer.

use std::sync::{Mutex, PoisonError};

use crate::seal::Randomness;

/// The header that a request shows it in.
pub(super) const HEADER: &str = "Kamerbrief-Sleutel";

/// What an address begins with that can be used once.
const ONCE: &str = "eenmalig-";

/// The key of a preview.
#[derive(Debug)]
pub(super) struct Sleutel {
    key: String,
    /// What gives the key once; it may be seen by others, such as in the list of running programs.
    once: Mutex<Option<String>>,
}

impl Sleutel {
    /// A key that nobody can guess; `None` when the system has no randomness to give.
    pub(super) fn new(randomness: &Randomness) -> Option<Self> {
        let once = format!("{ONCE}{}", word(randomness)?);
        Some(Self { key: word(randomness)?, once: Mutex::new(Some(once)) })
    }

    /// The key, for an address that only this user sees.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// What gives the key once, for an address that others may see; `None` when it was used.
    pub(super) fn once(&self) -> Option<String> {
        self.once.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether this is it.
    pub(super) fn is(&self, shown: Option<&str>) -> bool {
        shown.is_some_and(|shown| same(&self.key, shown))
    }

    /// The key, for what gives it once.
    pub(super) fn trade(&self, shown: &[u8]) -> Option<&str> {
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        let right = str::from_utf8(shown)
            .is_ok_and(|shown| once.as_ref().is_some_and(|once| same(once, shown)));
        right.then(|| {
            *once = None;
            self.key.as_str()
        })
    }
}

/// 32 digits that nobody can guess.
fn word(randomness: &Randomness) -> Option<String> {
    let bytes: [u8; 16] = randomness.bytes()?;
    Some(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Whether two texts are the same, found out in the same time wherever they differ.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_opens_and_what_gives_it_does_so_once() {
        let randomness = crate::system::randomness();
        let (own, other) = (Sleutel::new(&randomness).unwrap(), Sleutel::new(&randomness).unwrap());
        let key = own.key().to_owned();
        assert_eq!(key.len(), 32);
        assert!(own.is(Some(&key)) && !other.is(Some(&key)));
        let longer = format!("{key}0");
        for wrong in [None, Some(""), Some(&key[1..]), Some(longer.as_str())] {
            assert!(!own.is(wrong), "{wrong:?}");
        }
        let once = own.once().unwrap();
        assert!(!own.is(Some(&once)) && other.trade(once.as_bytes()).is_none());
        assert_eq!(own.trade(b"eenmalig-"), None);
        assert_eq!(own.trade(once.as_bytes()), Some(key.as_str()));
        assert_eq!(own.trade(once.as_bytes()), None);
        assert_eq!(own.once(), None);
    }
}
