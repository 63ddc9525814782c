//! In: a date as it is typed. Out: a day of the calendar, as it reads in Dutch. Pure.

use std::borrow::Cow;
use std::fmt;

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// The schema's `format` of a [`Datum`], which editors know too.
pub const FORMAT_DATUM: &str = "date";

/// A calendar day, written `2024-02-05`, printed `5 februari 2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Datum(civil::Date);

/// The months, by the calendar.
pub const MAANDEN: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The days of the week, from Monday.
pub const WEEKDAGEN: [&str; 7] =
    ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];

impl Datum {
    /// Reads `JJJJ-MM-DD` with a year from 1800 to 2199.
    ///
    /// # Errors
    /// In Dutch, what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('-').collect();
        let digits =
            |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let [year, month, day] = parts[..] else {
            return Err("schrijf een datum als JJJJ-MM-DD".into());
        };
        if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
            return Err("schrijf een datum als JJJJ-MM-DD".into());
        }
        // Four and two digits always fit.
        let (year, month, day): (i16, i8, i8) =
            (year.parse().unwrap_or(0), month.parse().unwrap_or(0), day.parse().unwrap_or(0));
        if !(1800..2200).contains(&year) {
            return Err("het jaar ligt niet tussen 1800 en 2199".into());
        }
        civil::Date::new(year, month, day)
            .map(Self)
            .map_err(|_| format!("{day}-{month}-{year} staat niet op de kalender"))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }
}

impl Datum {
    /// A day of the calendar, if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The number of a month by its Dutch name, from 1.
    pub fn month_number(name: &str) -> Option<i8> {
        MAANDEN.iter().zip(1..).find_map(|(month, number)| (*month == name).then_some(number))
    }

    /// The day of the week in Dutch.
    pub fn weekday(self) -> &'static str {
        WEEKDAGEN[usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs())]
    }

    /// Days from another day to this one; negative when this one is earlier.
    pub fn days_since(self, other: Self) -> i32 {
        // Within 400 years there are fewer than 2³¹ days.
        self.0.since(other.0).map_or(0, |span| span.get_days())
    }
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month = MAANDEN[usize::from(self.0.month().unsigned_abs()) - 1];
        write!(f, "{} {month} {}", self.0.day(), self.0.year())
    }
}

impl Serialize for Datum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Datum {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Datum {
    fn schema_name() -> Cow<'static, str> {
        "Datum".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": FORMAT_DATUM })
    }
}

#[cfg(test)]
mod tests {
    use super::Datum;

    #[test]
    fn dates_are_read_strictly_and_printed_in_dutch() {
        assert_eq!(Datum::parse("2024-02-05").unwrap().to_string(), "5 februari 2024");
        assert!(Datum::parse("2024-02-30").unwrap_err().contains("kalender"));
        assert!(Datum::parse("5-2-2024").unwrap_err().contains("JJJJ"));
        assert!(Datum::parse("0024-02-05").unwrap_err().contains("1800"));
    }
}
