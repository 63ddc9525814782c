//! In: the days that a dossier names. Out: days that cannot be, or that contradict each other. Pure.

use std::ops::Range;

use super::{Finding, Subject, place};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::{Day, Seen, within};
use crate::dossier::{Bestand, Datum};
use crate::source::Path;

/// From here on a day without a year is nearer to the next one than to the last.
const HALF_A_YEAR: i32 = 183;

/// M001: `jl.` is the last such day before the letter's date; it is written with one point.
pub(super) fn last(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in &subject.seen.days {
        let Some(range) = &seen.what.last else { continue };
        let passage = subject.passage(seen);
        let typed = &passage.text[range.clone()];
        let name = format!("{} {}", seen.what.day, month(&seen.what));
        let old = |date: Datum| subject.date.days_since(date) > HALF_A_YEAR;
        match (seen.what.date(), seen.what.before(subject.date)) {
            (Some(date), _) => {
                let past = date <= subject.date && subject.date.days_since(date) < 366;
                let message = if past {
                    "met het jaar erbij is `jl.` dubbel"
                } else {
                    "`jl.` is de laatste keer vóór de brief; dit is een ander jaar"
                };
                let gap = passage.text[..range.start].trim_end().len();
                let keep = if ends_sentence(passage, range) { "." } else { "" };
                out.push(
                    Finding::on(passage, range, message)
                        .fix(passage, &(gap..range.end), keep),
                );
            }
            (None, Some(date)) if old(date) => {
                let end = if ends_sentence(passage, range) { "." } else { "" };
                out.push(
                    Finding::on(passage, range, format!("`{name} jl.` is hier {date}, meer dan een half jaar geleden"))
                        .label("een lezer denkt aan een ander jaar")
                        .fix(passage, range, format!("{}{end}", date.year())),
                );
            }
            _ if typed != "jl." && typed != "jongstleden" => {
                out.push(
                    Finding::on(passage, range, "de afkorting van jongstleden is `jl.`, met één punt")
                        .fix(passage, range, "jl."),
                );
            }
            _ => {}
        }
    }
    // `dinsdag j.l.`: without a day of the month.
    for passage in subject.printed() {
        for (at, _) in passage.text.match_indices("j.l.") {
            let range = at..at + "j.l.".len();
            let dated = within(&subject.seen.days, passage).iter().any(|seen| seen.range.contains(&at));
            let word = passage.text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.');
            if !dated && !word {
                out.push(
                    Finding::on(passage, &range, "de afkorting van jongstleden is `jl.`, met één punt")
                        .fix(passage, &range, "jl."),
                );
            }
        }
    }
}

fn month(day: &Day) -> String {
    // Every month has a first day.
    let first = Datum::new(2024, day.month, 1).map(|date| date.to_string());
    first.as_deref().and_then(|date| date.split(' ').nth(1)).unwrap_or_default().to_owned()
}

/// Whether the point of `jl.` also ends the sentence.
fn ends_sentence(passage: &Passage, range: &Range<usize>) -> bool {
    let rest = passage.text[range.end..].trim_start();
    passage.text[range.clone()].ends_with('.') && (rest.is_empty() || rest.starts_with(char::is_uppercase))
}

/// M002: a day that no calendar has.
pub(super) fn none(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in subject.seen.days.iter().filter(|seen| !seen.what.exists()) {
        let passage = subject.passage(seen);
        let numeric = passage.text[seen.range.clone()].contains(['-', '/']);
        // `30-31-2024` may be anything.
        if numeric && !(1..=12).contains(&seen.what.month) {
            continue;
        }
        out.push(
            Finding::on(passage, &seen.range, "deze dag staat niet op de kalender")
                .help("kijk de dag en de maand na"),
        );
    }
}

/// M003: the weekday of a date.
pub(super) fn weekday(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in &subject.seen.days {
        let Some(typed) = &seen.what.weekday else { continue };
        let date = match seen.what.year {
            Some(_) => seen.what.date(),
            None if seen.what.last.is_some() => seen.what.before(subject.date),
            None => None,
        };
        let Some(date) = date.filter(|date| date.weekday() != typed) else { continue };
        let passage = subject.passage(seen);
        let range = seen.range.start..seen.range.start + typed.len();
        out.push(
            Finding::on(passage, &range, format!("{date} is een {}, geen {typed}", date.weekday()))
                .help("kijk na of de weekdag of de datum niet klopt"),
        );
    }
}

/// Words before a day that say that it is past.
const PAST: &[&str] = &[
    "brief van", "Kamerbrief van", "motie van", "rapport van", "advies van", "uitspraak van", "besluit van",
    "toezegging van", "verslag van", "arrest van", "vonnis van", "brief d.d.", "rapport d.d.", "advies d.d.",
    "besluit d.d.", "toegezegd op", "ingediend op", "aangenomen op", "verzonden op", "gepubliceerd op",
];

/// M004: what is past cannot have a day after the letter's own.
pub(super) fn future(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let help = format!("de brief is van {}", subject.date);
    for seen in &subject.seen.days {
        let Some(date) = seen.what.date().filter(|date| *date > subject.date) else { continue };
        let passage = subject.passage(seen);
        let before = passage.text[..seen.range.start].trim_end();
        if PAST.iter().any(|words| before.ends_with(words)) {
            out.push(
                Finding::on(passage, &seen.range, format!("{date} is na de datum van de brief")).help(help.clone()),
            );
        }
    }
    let gegevens = &subject.dossier.gegevens;
    for (i, toezegging) in gegevens.toezeggingen.iter().enumerate() {
        if toezegging.datum > subject.date {
            let path = Path::default().key("toezeggingen").index(i).key("datum");
            let spot = Spot::value(place(Bestand::Dossier, path));
            out.push(Finding::at(spot, "deze toezegging is van na de brief").help(help.clone()));
        }
    }
    let deadline = subject.dossier.nota.as_ref().and_then(|nota| nota.velden.beslistermijn);
    if deadline.is_some_and(|deadline| deadline > subject.date) {
        let path = Path::default().key("velden").key("beslistermijn");
        out.push(
            Finding::at(Spot::value(place(Bestand::Nota, path)), "het besluit komt na de datum van de brief")
                .help(format!("{help}; het besluit om hem te versturen is eerder")),
        );
    }
}

/// Kinds of debate.
const DEBATES: &[&str] = &[
    "commissiedebat", "tweeminutendebat", "notaoverleg", "wetgevingsoverleg", "rondetafelgesprek", "plenair debat",
    "hoofdlijnendebat", "dertigledendebat", "begrotingsoverleg",
];

/// A debate with a day.
struct Debate {
    kind: &'static str,
    /// Words of its title that are not of every title.
    title: Vec<String>,
    date: Datum,
    spot: Spot,
    text: String,
}

/// M005: one debate has one day.
pub(super) fn debate(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut known: Vec<Debate> = Vec::new();
    for (i, toezegging) in subject.dossier.gegevens.toezeggingen.iter().enumerate() {
        let path = Path::default().key("toezeggingen").index(i).key("datum");
        let spot = Spot::value(place(Bestand::Dossier, path));
        let text = toezegging.debat.to_string();
        if let Some(kind) = kind(&text.to_lowercase()) {
            known.push(Debate { kind, title: title(&text, kind), date: toezegging.datum, spot, text });
        }
    }
    for seen in &subject.seen.days {
        let Some(debate) = debate_of(seen, subject) else { continue };
        let other = known.iter().find(|other| {
            other.kind == debate.kind
                && other.date != debate.date
                && other.title.iter().any(|word| debate.title.contains(word))
        });
        // A series of debates on one subject has many days: only a day that nobody else gives is odd.
        let same = known.iter().any(|other| other.kind == debate.kind && other.date == debate.date);
        if let Some(other) = other.filter(|_| !same) {
            out.push(
                Finding::at(debate.spot.clone(), format!("dit {} heeft elders een andere datum", debate.kind))
                    .label(debate.date.to_string())
                    .and(other.spot.clone(), format!("{}: {}", other.text, other.date))
                    .help("kijk na welke dag klopt"),
            );
        }
        let told = known.iter().any(|other| {
            other.kind == debate.kind && other.date == debate.date && other.title == debate.title
        });
        if !told {
            known.push(debate);
        }
    }
}

fn kind(lower: &str) -> Option<&'static str> {
    DEBATES.iter().copied().find(|kind| lower.contains(kind))
}

/// `het tweeminutendebat Mensenhandel van 21 december 2023`.
fn debate_of(seen: &Seen<Day>, subject: &Subject<'_>) -> Option<Debate> {
    let passage = subject.passage(seen);
    let date = seen.what.date().or_else(|| {
        seen.what.last.as_ref().and_then(|_| seen.what.before(subject.date))
    })?;
    let before = &passage.text[passage.sentence(seen.range.start).start..seen.range.start];
    let lower = before.to_lowercase();
    let (at, kind) = DEBATES.iter().filter_map(|kind| Some((lower.rfind(kind)?, *kind))).max()?;
    let between = before.get(at + kind.len()..)?;
    // The title, and then `van` or `op`: nothing else between the debate and its day.
    let joined = between.trim_end();
    let direct = (joined.ends_with("van") || joined.ends_with("op") || joined.ends_with("d.d."))
        && !between.contains(|c: char| ",.;(".contains(c) || c.is_ascii_digit())
        && between.split_whitespace().count() <= 10;
    direct.then(|| Debate {
        kind,
        title: title(between, kind),
        date,
        spot: passage.spot(&seen.range),
        text: kind.to_owned(),
    })
}

fn title(text: &str, kind: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 4 && *word != kind && *word != "programma")
        .map(ToOwned::to_owned)
        .collect()
}
