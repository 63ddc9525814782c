//! In: bytes. Out: the fingerprint by which content is recognised. Pure.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use ring::digest::{Context, SHA256, SHA256_OUTPUT_LEN};
use serde::{Deserialize, Serialize};

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vingerafdruk([u8; SHA256_OUTPUT_LEN]);

impl Vingerafdruk {
    /// The fingerprint of some parts, which cannot flow into each other: each counts with its length.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut context = Context::new(&SHA256);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        Self::finished(context)
    }

    /// The fingerprint of everything that is read.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of_reader(mut reader: impl Read) -> io::Result<Self> {
        let mut context = Context::new(&SHA256);
        let mut buffer = vec![0; 1 << 20];
        loop {
            match reader.read(&mut buffer)? {
                0 => break,
                length => context.update(&buffer[..length]),
            }
        }
        Ok(Self::finished(context))
    }

    fn finished(context: Context) -> Self {
        let mut bytes = [0; SHA256_OUTPUT_LEN];
        bytes.copy_from_slice(context.finish().as_ref());
        Self(bytes)
    }

    /// The first 32 bits, as people compare them: `3f2a 91bc`.
    pub fn short(&self) -> String {
        let [a, b, c, d, ..] = self.0;
        format!("{a:02x}{b:02x} {c:02x}{d:02x}")
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Vingerafdruk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Vingerafdruk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Vingerafdruk {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut bytes = [0; SHA256_OUTPUT_LEN];
        let digits = text.as_bytes();
        if digits.len() != 2 * bytes.len() {
            return Err(());
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            let digit = |digit: u8| char::from(digit).to_digit(16).ok_or(());
            *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).map_err(|_| ())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Vingerafdruk {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Vingerafdruk {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("geen vingerafdruk"))
    }
}

#[cfg(test)]
mod tests {
    use super::Vingerafdruk;

    #[test]
    fn a_fingerprint_is_read_back_and_its_parts_do_not_flow_together() {
        let one = Vingerafdruk::of([&b"ab"[..], b"c"]);
        assert_eq!(one.to_string().parse(), Ok(one));
        assert_ne!(one, Vingerafdruk::of([&b"a"[..], b"bc"]));
        assert!("3f2a".parse::<Vingerafdruk>().is_err());
        assert!("é".repeat(32).parse::<Vingerafdruk>().is_err());
    }
}
