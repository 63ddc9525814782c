//! In: the number of written questions in the Aanhangsel, as it is typed. Out: the official form and address. Pure.
//!
//! Official form: Aanwijzingen voor de regelgeving, 3.43: `Aanhangsel Handelingen II 2008/09, nr. 3`.

use std::fmt;

use super::Vergaderjaar;

/// Written questions with their answer, or with the message that it comes later, as the Chamber publishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aanhangsel {
    vergaderjaar: Vergaderjaar,
    number: u16,
}

impl Aanhangsel {
    /// Reads what stands in prose between `<ah:` and `>`: `2025/26:1137`.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "schrijf <ah:2025/26:1137>, met vergaderjaar en nummer";
        let (year, number) = text.split_once(':').ok_or(FORM)?;
        let vergaderjaar = Vergaderjaar::parse(year)?;
        let is_number = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
        let number = is_number.then(|| number.parse().ok()).flatten().ok_or(FORM)?;
        Ok(Self { vergaderjaar, number })
    }

    /// The year of the Chamber that it is of.
    pub fn vergaderjaar(self) -> Vergaderjaar {
        self.vergaderjaar
    }

    /// The address of the publication.
    pub(crate) fn address(self, form: &str) -> String {
        let first = self.vergaderjaar.first();
        form.replace("{jaren}", &format!("{first}{}", first + 1))
            .replace("{nummer}", &self.number.to_string())
    }
}

/// The official citation.
impl fmt::Display for Aanhangsel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { vergaderjaar, number } = self;
        write!(f, "Aanhangsel Handelingen II {vergaderjaar}, nr.\u{a0}{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_gets_its_official_form_and_address() {
        let one = Aanhangsel::parse("2025/26:1137").unwrap();
        assert_eq!(one.to_string(), "Aanhangsel Handelingen II 2025/26, nr.\u{a0}1137");
        let form = "https://example.org/ah-tk-{jaren}-{nummer}.html";
        assert_eq!(one.address(form), "https://example.org/ah-tk-20252026-1137.html");
        assert_eq!(Aanhangsel::parse("2025-2026:1137"), Ok(one));
        for wrong in ["1137", "2025/26", "2025/26:", "2025/26:0", "2025/26:x", "2025/26:1137:2"] {
            assert!(Aanhangsel::parse(wrong).unwrap_err().contains("ah:2025/26:1137"), "{wrong}");
        }
        assert!(Aanhangsel::parse("2025/27:1").unwrap_err().contains("2025/26"));
    }
}
