//! In: nothing. Out: the time, and randomness. **I/O.**

use std::time::Instant;

use crate::dossier::Moment;
use crate::seal::Randomness;

/// Today as JJJJ-MM-DD, in universal time. Only for a new dossier; documents have the date of their dossier.
pub fn today() -> Option<String> {
    Some(jiff::Timestamp::now().to_string().get(..10)?.to_owned())
}

/// The time of day as a clock in this place shows it.
pub fn clock() -> String {
    jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string()
}

/// Now, as a clock in this place shows it.
pub fn now() -> Option<Moment> {
    let now = jiff::ZonedDateTime::now();
    Moment::new(now.timestamp().as_second(), now.offset().seconds())
}

/// Randomness for signing: of all that the program does, only a signature differs from time to time.
pub fn randomness() -> Randomness {
    Randomness::of_the_system()
}

/// Measures how long something takes.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since the start.
    pub fn milliseconds(&self) -> u128 {
        self.0.elapsed().as_millis()
    }
}
