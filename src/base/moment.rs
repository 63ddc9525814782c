//! In: a moment as RFC 3339 has it. Out: the moment, as it reads in Dutch and as a PDF writes it. Pure.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ZonedDateTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::Datum;

/// A second, with the difference from universal time of the place where it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment(ZonedDateTime);

impl Moment {
    /// This second, on a clock that differs this many seconds from universal time.
    ///
    /// # Errors
    /// When there is no such moment.
    pub fn new(seconds: i64, offset: i32) -> Option<Self> {
        let offset = Offset::from_seconds(offset).ok()?;
        let timestamp = Timestamp::from_second(seconds).ok()?;
        Some(Self(timestamp.to_zoned_datetime(TimeZone::fixed(offset))))
    }

    /// Seconds since 1970 began in universal time.
    pub fn seconds(&self) -> i64 {
        self.0.timestamp().as_second()
    }

    /// The day.
    pub fn datum(&self) -> Option<Datum> {
        let date = self.0.date();
        Datum::new(date.year(), date.month(), date.day())
    }

    /// As PDF has it (ISO 32000-1, 7.9.4): `D:20261124163000+01'00'`.
    pub fn pdf(&self) -> String {
        let offset = self.0.offset().seconds();
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.unsigned_abs() / 60;
        let time = self.0.strftime("%Y%m%d%H%M%S");
        format!("D:{time}{sign}{:02}'{:02}'", minutes / 60, minutes % 60)
    }

    /// Reads what [`Self::pdf`] writes, and what other programs write instead: less precise, without difference.
    pub fn from_pdf(text: &str) -> Option<Self> {
        let text = text.strip_prefix("D:")?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (date, rest) = text.split_at(digits);
        let part = |from: usize, to: usize, absent: i64| match date.get(from..to) {
            Some(part) => part.parse::<i64>().ok(),
            // There must be a year.
            None => (from > 0).then_some(absent),
        };
        let date = jiff::civil::DateTime::new(
            part(0, 4, 0)?.try_into().ok()?,
            part(4, 6, 1)?.try_into().ok()?,
            part(6, 8, 1)?.try_into().ok()?,
            part(8, 10, 0)?.try_into().ok()?,
            part(10, 12, 0)?.try_into().ok()?,
            part(12, 14, 0)?.try_into().ok()?,
            0,
        )
        .ok()?;
        let rest = rest.replace('\'', "");
        let offset = match rest.split_at_checked(1) {
            Some((sign @ ("+" | "-"), digits)) => {
                let hours: i32 = digits.get(..2)?.parse().ok()?;
                let minutes: i32 = digits.get(2..4).unwrap_or("0").parse().ok()?;
                (hours * 3600 + minutes * 60) * if sign == "-" { -1 } else { 1 }
            }
            _ => 0,
        };
        let zone = TimeZone::fixed(Offset::from_seconds(offset).ok()?);
        Some(Self(date.to_zoned_datetime(zone).ok()?))
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let help = "schrijf een moment als 2026-11-24T16:30:00+01:00";
        let pieces = Pieces::parse(text).map_err(|_| help.to_owned())?;
        let (Some(time), Some(offset)) = (pieces.time(), pieces.to_numeric_offset()) else {
            return Err(help.into());
        };
        let time = time.with().subsec_nanosecond(0).build().map_err(|_| help.to_owned())?;
        let year = pieces.date().year();
        if !(1990..2200).contains(&year) {
            return Err("het jaar ligt niet tussen 1990 en 2199".into());
        }
        let zone = TimeZone::fixed(offset);
        pieces
            .date()
            .to_datetime(time)
            .to_zoned_datetime(zone)
            .map(Self)
            .map_err(|_| help.to_owned())
    }
}

impl fmt::Display for Moment {
    /// `24 november 2026, 16:30`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.datum() {
            Some(datum) => write!(f, "{datum}, {}", self.0.strftime("%H:%M")),
            None => write!(f, "{}", self.0.strftime("%Y-%m-%d %H:%M")),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.strftime("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_goes_to_paper_and_pdf_and_back() {
        let moment: Moment = "2026-11-24T16:30:05+01:00".parse().unwrap();
        assert_eq!(moment.to_string(), "24 november 2026, 16:30");
        assert_eq!(moment.pdf(), "D:20261124163005+01'00'");
        assert_eq!(Moment::from_pdf(&moment.pdf()), Some(moment.clone()));
        assert_eq!(Moment::from_pdf("D:20261124153005Z").unwrap().seconds(), moment.seconds());
        assert!(Moment::from_pdf("D:2026").is_some());
        for wrong in ["", "D:", "D:é", "D:20261332", "D:20261124+é", "20261124"] {
            assert_eq!(Moment::from_pdf(wrong), None, "{wrong}");
        }
        for wrong in ["2026-11-24", "2026-11-24T16:30", "x", "0000-01-01T00:00:00+00:00"] {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(json, "\"2026-11-24T16:30:05+01:00\"");
        assert_eq!(serde_json::from_str::<Moment>(&json).unwrap(), moment);
    }
}
