//! In: nothing. Out: the randomness that signing needs, from where `system` says. Pure until it is asked.
#![expect(clippy::disallowed_methods, reason = "only what `system` hands out is asked")]

use ring::rand::{SecureRandom, SystemRandom};

/// Where randomness comes from. Whoever signs is handed one, so that nothing else in the program can be random.
#[derive(Debug, Clone)]
pub struct Randomness(pub(crate) SystemRandom);

impl Randomness {
    /// That of the operating system.
    pub fn of_the_system() -> Self {
        Self(SystemRandom::new())
    }

    /// Bytes that nobody can guess; `None` when the system has none to give.
    pub fn bytes<const N: usize>(&self) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.0.fill(&mut bytes).ok().map(|()| bytes)
    }
}
