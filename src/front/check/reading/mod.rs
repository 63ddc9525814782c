//! In: passages. Out: what is recognised in them: papers, days, amounts, ministries. Pure.
//!
//! What several rules need is recognised once, before they run. The patterns have ASCII word boundaries
//! (`(?-u:\b)`): with Unicode ones the fast engine of `regex` gives up at every `€` and `é`.

mod amounts;
mod days;
mod names;
mod numerals;
mod papers;

use std::collections::BTreeMap;
use std::ops::Range;

use super::passage::Passage;
use crate::dossier::{Kamerstuk, Lijsten, Vergaderjaar};

pub(super) use amounts::{Amount, Unit, decimal};
pub(super) use days::Day;
pub(super) use names::{HeadWord, Match, Official, Verdict};
pub(super) use numerals::number;
pub(super) use papers::{Paper, Year};

/// Something that was recognised: what, in which passage and where.
#[derive(Debug, Clone)]
pub(super) struct Seen<T> {
    /// Index of the passage.
    pub(super) passage: usize,
    /// Where in its text.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) what: T,
}

/// Everything that was recognised in a dossier, each kind in reading order.
#[derive(Debug, Default)]
pub(super) struct Recognised {
    pub(super) papers: Vec<Seen<Paper>>,
    pub(super) days: Vec<Seen<Day>>,
    pub(super) amounts: Vec<Seen<Amount>>,
    pub(super) names: Vec<Seen<Match>>,
}

/// What was seen in one passage.
pub(super) fn within<'a, T>(seen: &'a [Seen<T>], passage: &Passage) -> &'a [Seen<T>] {
    let from = seen.partition_point(|seen| seen.passage < passage.index);
    let to = seen.partition_point(|seen| seen.passage <= passage.index);
    &seen[from..to]
}

/// Reads all passages.
pub(super) fn recognise(
    passages: &[Passage],
    official: &Official<'_>,
    lijsten: &Lijsten,
) -> Recognised {
    fn add<T>(all: &mut Vec<Seen<T>>, passage: &Passage, found: Vec<(Range<usize>, T)>) {
        all.extend(found.into_iter().map(|(range, what)| Seen {
            passage: passage.index,
            range,
            what,
        }));
    }
    let mut all = Recognised::default();
    for passage in passages {
        // Nearly all passages have no digit, and so none of these.
        if passage.text.bytes().any(|byte| byte.is_ascii_digit()) {
            add(&mut all.papers, passage, papers::find(passage, &lijsten.kamer));
            add(&mut all.days, passage, days::find(passage, &lijsten.taal));
            add(&mut all.amounts, passage, amounts::find(passage));
        }
        add(&mut all.names, passage, official.find(passage));
    }
    all
}

/// The papers that a text cites in full, each with the reference to it in our own form. The rules tell of the others.
pub(super) fn cited(
    text: &str,
    lijsten: &Lijsten,
    jaren: &BTreeMap<Kamerstuk, Vergaderjaar>,
) -> Vec<(Range<usize>, String)> {
    let reference = |(range, paper): (Range<usize>, Paper)| {
        let kamerstuk = paper.kamerstuk.filter(|_| !paper.several)?;
        let year = match paper.year {
            Year::Known(year) => format!("{year}:"),
            Year::Absent if kamerstuk.is_bill() => String::new(),
            Year::Absent => format!("{}:", jaren.get(&kamerstuk)?),
            _ => return None,
        };
        let other = paper.senate.is_some_and(|senate| senate != kamerstuk.is_senate());
        let pages = paper.pages.map(|pages| format!(":p{pages}")).unwrap_or_default();
        (!other || kamerstuk.is_bill()).then(|| (range, format!("<kst:{year}{kamerstuk}{pages}>")))
    };
    let found = papers::find(&Passage::of_text(text), &lijsten.kamer);
    found.into_iter().filter_map(reference).collect()
}
