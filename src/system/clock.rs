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
    moment(seconds())
}

/// Seconds since 1970 began in universal time: unlike a clock in this place, they need no files of the system.
pub(super) fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// What a clock in this place showed at that second.
pub(super) fn moment(seconds: i64) -> Option<Moment> {
    let there = jiff::Timestamp::from_second(seconds).ok()?;
    Moment::new(seconds, jiff::tz::TimeZone::system().to_offset(there).seconds())
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
