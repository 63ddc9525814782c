//! In: a passage. Out: the days that it names. Pure.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::passage::Passage;
use crate::dossier::{Datum, Taal};

/// A day as it is named in a text: `maandag 22 maart 2023`, `22 maart jl.`, `22-03-2023`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Day {
    /// The weekday that stands before it.
    pub(in crate::check) weekday: Option<String>,
    /// Day of the month, as typed.
    pub(in crate::check) day: i8,
    /// Month, from 1 to 12.
    pub(in crate::check) month: i8,
    /// Year, when there is one.
    pub(in crate::check) year: Option<i16>,
    /// Whether `a.s.` or `aanstaande` stands behind it.
    pub(in crate::check) next: bool,
    /// Where `jl.`, `j.l.` or `jongstleden` stands behind it.
    pub(in crate::check) last: Option<Range<usize>>,
}

impl Day {
    /// The day on the calendar: with a year, and there is such a day.
    pub(in crate::check) fn date(&self) -> Option<Datum> {
        Datum::new(self.year?, self.month, self.day)
    }

    /// Whether the month has such a day at all, or has it in this year if there is one.
    pub(in crate::check) fn exists(&self) -> bool {
        // 2024 has a 29 February.
        Datum::new(self.year.unwrap_or(2024), self.month, self.day).is_some()
    }

    /// The first such day from another day on.
    pub(in crate::check) fn after(&self, other: Datum) -> Option<Datum> {
        (0..=8)
            .filter_map(|on| Datum::new(other.year() + on, self.month, self.day))
            .find(|date| *date >= other)
    }

    /// The last such day up to another day.
    pub(in crate::check) fn before(&self, other: Datum) -> Option<Datum> {
        // Up to 8 years back, for 29 February.
        (0..=8)
            .filter_map(|back| Datum::new(other.year() - back, self.month, self.day))
            .find(|date| *date <= other)
    }
}

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?-u:\b) (?: (?<weekday> [Mm]aandag|[Dd]insdag|[Ww]oensdag|[Dd]onderdag|[Vv]rijdag|[Zz]aterdag|[Zz]ondag) \s+ )?
        (?<day> [0-9]{1,2}) \s+
        (?<month> januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) (?-u:\b)
        (?: \s+ (?<year> [12][0-9]{3}) (?-u:\b) )?
        (?: ,? \s+ (?: (?<last> jl\.? | j\.l\.? | jongstleden) | (?<next> a\.s\.? | aanstaande) ) )?
        ",
    )
    .expect("this pattern is tested")
});

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?<day>[0-3]?[0-9])[-/](?<month>[01]?[0-9])[-/](?<year>(?:19|20)[0-9]{2})(?-u:\b)")
        .expect("this pattern is tested")
});

pub(super) fn find(passage: &Passage, taal: &Taal) -> Vec<(Range<usize>, Day)> {
    let text = &passage.text;
    let mut out: Vec<(Range<usize>, Day)> = Vec::new();
    for (pattern, numeric) in [(&*WRITTEN, false), (&*NUMERIC, true)] {
        for found in pattern.captures_iter(text) {
            let (Some(whole), Some(day), Some(month)) =
                (found.get(0), found.name("day"), found.name("month"))
            else {
                continue;
            };
            let number = |text: &str| text.parse().ok();
            let month =
                if numeric { number(month.as_str()) } else { Datum::month_number(month.as_str()) };
            let (Some(day), Some(month)) = (number(day.as_str()), month) else { continue };
            let before = &text[..whole.start()];
            let behind = &text[whole.end()..];
            let joined = before.ends_with(['.', ',', '-', '/', ':'])
                || behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/'));
            if passage.is_opaque(&whole.range()) || joined || is_numbered(before, taal) {
                continue;
            }
            let year = found.name("year").and_then(|year| year.as_str().parse().ok());
            let weekday = found.name("weekday").map(|weekday| weekday.as_str().to_lowercase());
            let last = found.name("last").map(|last| last.range());
            let next = found.name("next").is_some();
            out.push((whole.range(), Day { weekday, day, month, year, next, last }));
        }
    }
    out.sort_by_key(|(range, _)| range.start);
    out
}

/// `nr. 34 mei 2023`, `op pagina 45 juni`: the number belongs to what is before it.
fn is_numbered(before: &str, taal: &Taal) -> bool {
    let word = before.trim_end_matches([' ', '.', '\u{a0}']);
    let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let word = word.to_lowercase();
    taal.genummerd.has(&word) || word.ends_with("nummer")
}
