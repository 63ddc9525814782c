//! In: numbers of parliamentary papers as they are typed. Out: the official form and address. Pure.
//!
//! Official forms: Aanwijzingen voor de regelgeving, 3.43 (kcbr.nl): `Kamerstukken II 2009/10,
//! 27858, nr. 88, p. 3`; `Kamerstukken I 2008/09, 31700 VI, D`; a whole bill `Kamerstukken 31945`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::Datum;

/// The schema's `format` of a [`Kamerstuk`].
pub(super) const FORMAT_KAMERSTUK: &str = "kamerstuk";
/// The schema's `format` of a [`Vergaderjaar`].
pub(super) const FORMAT_VERGADERJAAR: &str = "vergaderjaar";

/// A parliamentary year, `2023/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vergaderjaar(u16);

impl Vergaderjaar {
    /// Reads `2023/24` or `2023-2024`.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "schrijf een vergaderjaar als 2023/24";
        let (first, second) = text.split_once(['/', '-']).ok_or(FORM)?;
        let number = |part: &str| {
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok())?
        };
        let (Some(first), Some(second_year)) =
            (number(first).filter(|_| first.len() == 4), number(second))
        else {
            return Err(FORM.into());
        };
        let follows = match second.len() {
            2 => second_year == (first + 1) % 100,
            4 => second_year == first + 1,
            _ => return Err(FORM.into()),
        };
        if !follows {
            return Err(format!(
                "na {first} volgt {:02}: schrijf {first}/{:02}",
                (first + 1) % 100,
                (first + 1) % 100
            ));
        }
        Ok(Self(first))
    }
}

impl Vergaderjaar {
    /// The year that a day lies in. A parliamentary year begins on Prinsjesdag, the third Tuesday of
    /// September (Grondwet, art. 65).
    pub fn of(day: Datum) -> Self {
        let year = u16::try_from(day.year()).unwrap_or_default();
        let begun = (day.month(), day.day()) >= (9, prinsjesdag(day.year()));
        Self(if begun { year } else { year - 1 })
    }

    /// The calendar year that it begins in.
    pub fn first(self) -> u16 {
        self.0
    }
}

/// The day in September that Prinsjesdag falls on.
fn prinsjesdag(year: i16) -> i8 {
    // From Monday 1 to Sunday 7, of the first of September; Tuesday is 2.
    let first =
        jiff::civil::Date::new(year, 9, 1).map_or(1, |day| day.weekday().to_monday_one_offset());
    1 + (2 - first).rem_euclid(7) + 14
}

impl fmt::Display for Vergaderjaar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

/// The number of a paper: dossier, chapter and number within it, as in `28638-238`, `36410-VI-2`
/// or `31700-VI-D`; without the last part a whole bill.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kamerstuk {
    dossier: String,
    chapter: Option<String>,
    number: Option<String>,
}

impl Kamerstuk {
    /// Reads the number of a paper.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        const FORM: &str = "schrijf dossier en nummer met streepjes, zoals 28638-238 of 36410-VI-2";
        let parts: Vec<&str> = text.split('-').collect();
        let is_dossier = |part: &str| part.len() == 5 && part.bytes().all(|b| b.is_ascii_digit());
        let is_chapter = |part: &str| {
            (1..=5).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        };
        let is_number = |part: &str| {
            let digits = (1..=4).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_digit())
                && !part.starts_with('0');
            let letters =
                (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_uppercase());
            digits || letters
        };
        let (dossier, chapter, number) = match parts[..] {
            [dossier] => (dossier, None, None),
            [dossier, number] => (dossier, None, Some(number)),
            [dossier, chapter, number] => (dossier, Some(chapter), Some(number)),
            _ => return Err(FORM.into()),
        };
        if !is_dossier(dossier) {
            return Err(format!("een dossiernummer heeft vijf cijfers; {FORM}"));
        }
        if chapter.is_none()
            && let Some(number) =
                number.filter(|n| n.len() > 1 && n.chars().all(|c| "IVX".contains(c)))
        {
            return Err(format!(
                "{number} is een begrotingshoofdstuk; noem ook het stuk: {dossier}-{number}-2"
            ));
        }
        if !chapter.is_none_or(is_chapter) || !number.is_none_or(is_number) {
            return Err(FORM.into());
        }
        Ok(Self {
            dossier: dossier.into(),
            chapter: chapter.map(Into::into),
            number: number.map(Into::into),
        })
    }

    /// The number of the dossier, five digits.
    pub fn dossier(&self) -> &str {
        &self.dossier
    }

    /// The budget chapter, or the two digits of an EU dossier.
    pub fn chapter(&self) -> Option<&str> {
        self.chapter.as_deref()
    }

    /// Whether it is a paper of the Eerste Kamer, which has a letter for a number.
    pub fn is_senate(&self) -> bool {
        self.number.as_ref().is_some_and(|number| number.bytes().all(|b| b.is_ascii_uppercase()))
    }

    /// Whether this names a whole bill, which is cited without a year.
    pub fn is_bill(&self) -> bool {
        self.number.is_none()
    }

    /// The official citation. A paper of the Tweede Kamer has a number, one of the Eerste Kamer a
    /// letter.
    pub fn citation(&self, year: Option<Vergaderjaar>, pages: Option<&str>) -> String {
        let Some(number) = &self.number else { return format!("Kamerstukken {}", self.dossier) };
        let senate = self.is_senate();
        let mut out = format!("Kamerstukken {}", if senate { "I" } else { "II" });
        if let Some(year) = year {
            out.push_str(&format!(" {year}"));
        }
        out.push_str(&format!(", {}", self.dossier));
        match &self.chapter {
            // EU dossiers keep their hyphen (21501-08), budget chapters get a space (36410 VI).
            Some(chapter) if chapter.bytes().all(|b| b.is_ascii_digit()) => {
                out.push_str(&format!("-{chapter}"))
            }
            Some(chapter) => out.push_str(&format!(" {chapter}")),
            None => {}
        }
        out.push_str(&if senate { format!(", {number}") } else { format!(", nr.\u{a0}{number}") });
        if let Some(pages) = pages {
            out.push_str(&format!(", p.\u{a0}{pages}"));
        }
        out
    }
}

impl fmt::Display for Kamerstuk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dossier)?;
        for part in [&self.chapter, &self.number].into_iter().flatten() {
            write!(f, "-{part}")?;
        }
        Ok(())
    }
}

/// A reference in prose, between `<kst:` and `>`: `28638-238`, with a year of its own
/// `2023/24:28638-238`, with a page `28638-238:p3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verwijzing {
    /// The paper.
    pub kamerstuk: Kamerstuk,
    /// The year, when it stands in the reference itself.
    pub vergaderjaar: Option<Vergaderjaar>,
    /// The page or pages.
    pub pages: Option<String>,
}

impl Verwijzing {
    /// Reads a reference.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts: Vec<&str> = text.split(':').collect();
        let vergaderjaar = match parts[..] {
            [first, _, ..] if first.contains('/') || first.as_bytes().get(4) == Some(&b'-') => {
                parts.remove(0);
                Some(Vergaderjaar::parse(first)?)
            }
            _ => None,
        };
        let pages = match parts[..] {
            [_, last] => {
                let pages = last.strip_prefix('p').filter(|pages| {
                    let number =
                        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                    pages
                        .split_once('-')
                        .map_or(number(pages), |(from, to)| number(from) && number(to))
                });
                parts.pop();
                Some(pages.ok_or("schrijf een bladzijde als `:p3` of `:p3-5`")?.to_owned())
            }
            _ => None,
        };
        let [number] = parts[..] else {
            return Err(
                "schrijf <kst:28638-238>, <kst:2023/24:28638-238> of <kst:28638-238:p3>".into()
            );
        };
        Ok(Self { kamerstuk: Kamerstuk::parse(number)?, vergaderjaar, pages })
    }
}

/// A value that is one text in YAML, in its schema and in serde, read by its `parse`.
macro_rules! scalar_serde {
    ($type:ident, $format:ident) => {
        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $format })
            }
        }
    };
}

pub(super) use scalar_serde;

scalar_serde!(Kamerstuk, FORMAT_KAMERSTUK);
scalar_serde!(Vergaderjaar, FORMAT_VERGADERJAAR);

#[cfg(test)]
mod tests {
    use super::*;

    fn cite(text: &str) -> String {
        match Verwijzing::parse(text) {
            Ok(v) => {
                v.kamerstuk.citation(v.vergaderjaar, v.pages.as_deref()).replace('\u{a0}', " ")
            }
            Err(error) => format!("! {error}"),
        }
    }

    #[test]
    fn citations_take_the_official_form() {
        assert_eq!(cite("2009/10:27858-88:p3"), "Kamerstukken II 2009/10, 27858, nr. 88, p. 3");
        assert_eq!(cite("2008/09:31700-VI-D:p4"), "Kamerstukken I 2008/09, 31700 VI, D, p. 4");
        assert_eq!(cite("2023/24:21501-08-928"), "Kamerstukken II 2023/24, 21501-08, nr. 928");
        assert_eq!(cite("31945"), "Kamerstukken 31945");
    }

    #[test]
    fn a_parliamentary_year_begins_on_the_third_tuesday_of_september() {
        let year = |day: &str| Vergaderjaar::of(Datum::parse(day).unwrap()).to_string();
        assert_eq!(year("2023-12-21"), "2023/24");
        assert_eq!(year("2023-03-22"), "2022/23");
        // Prinsjesdag was on 19 September 2023, 17 September 2024 and 15 September 2026.
        assert_eq!((year("2023-09-18"), year("2023-09-19")), ("2022/23".into(), "2023/24".into()));
        assert_eq!((year("2024-09-16"), year("2024-09-17")), ("2023/24".into(), "2024/25".into()));
        assert_eq!((year("2026-09-14"), year("2026-09-15")), ("2025/26".into(), "2026/27".into()));
    }

    #[test]
    fn wrong_references_say_why() {
        assert!(cite("2863-238").contains("vijf cijfers"));
        assert!(cite("2023/25:28638-238").contains("2023/24"));
        assert!(cite("28638-0").starts_with('!'));
        assert!(cite("28638-238:x3").contains("bladzijde"));
        assert!(cite("28638-238:p3-").contains("bladzijde"));
        assert!(cite("36410-VI").contains("36410-VI-2"));
        assert_eq!(cite("2023-2024:28638-1"), "Kamerstukken II 2023/24, 28638, nr. 1");
    }
}
