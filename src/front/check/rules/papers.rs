//! In: a dossier's citations. Out: papers cited in another form, with a wrong year or number, or in two ways. Pure.

use std::collections::BTreeMap;

use super::{Finding, Subject, place};
use crate::check::passage::{Passage, Role, Spot};
use crate::check::reading::{Paper, Seen, Year, within};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Datum, Kamerstuk, Vergaderjaar};
use crate::yaml::Path;

/// The year of a citation: its own, else that of the dossier's list.
fn known_year(paper: &Paper, subject: &Subject<'_>) -> Option<Vergaderjaar> {
    let listed = || subject.dossier.gegevens.kamerstukken.get(paper.kamerstuk.as_ref()?).copied();
    match &paper.year {
        Year::Known(year) => Some(*year),
        Year::Wrong(_) => None,
        Year::Absent | Year::Single => listed(),
    }
}

/// A text with ordinary spaces.
fn plain(text: &str) -> String {
    words::one_line(&text.replace('\u{a0}', " "))
}

/// K001: the official forms, Aanwijzingen voor de regelgeving 3.43.
pub(super) fn form(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in subject.seen.papers.iter().filter(|seen| seen.what.typed && !seen.what.several) {
        let passage = subject.passage(seen);
        let Some(kamerstuk) = &seen.what.kamerstuk else { continue };
        let typed = plain(&passage.text[seen.range.clone()]);
        let pages = seen.what.pages.as_deref();
        let year = known_year(&seen.what, subject);
        // The Chamber prints its numbers with a space, `28 638`; that alone is no mistake.
        let joined = match (typed.find(&kamerstuk.dossier()[2..]), kamerstuk.dossier().split_at(2))
        {
            (Some(at), (head, _)) if typed[..at].ends_with(&format!("{head} ")) => {
                format!("{}{}", &typed[..at - 1], &typed[at..])
            }
            _ => typed,
        };
        if joined == plain(&kamerstuk.citation(year, pages))
            && (year.is_some() || kamerstuk.is_bill())
        {
            continue;
        }
        // Rule K002 tells of a wrong year, K003 of a letter for the Tweede Kamer or a number for the Eerste.
        let chamber = seen
            .what
            .senate
            .is_some_and(|senate| senate != kamerstuk.is_senate() && !kamerstuk.is_bill());
        if matches!(seen.what.year, Year::Wrong(_)) || chamber {
            continue;
        }
        let finding = |message: &str| Finding::on(passage, &seen.range, message);
        let Some(year) = year.map(Some).or(kamerstuk.is_bill().then_some(None)) else {
            out.push(
                finding("deze verwijzing heeft geen vergaderjaar")
                    .label("het vergaderjaar hoort erbij, zoals 2023/24")
                    .help(if passage.markup {
                        format!("zet `{kamerstuk}: …` met het vergaderjaar onder `kamerstukken:` in dossier.yaml en schrijf hier <kst:{kamerstuk}>")
                    } else {
                        "schrijf de officiële vorm, met het vergaderjaar achter `Kamerstukken II`".to_owned()
                    }),
            );
            continue;
        };
        let official = kamerstuk.citation(year, pages);
        let reference = reference(kamerstuk, year, pages, subject);
        let finding = finding("deze verwijzing heeft niet de officiële vorm")
            .label(format!("officieel: {}", plain(&official)));
        // The text of a link cannot be a link.
        out.push(match (passage.is_linked(&seen.range), passage.markup) {
            (true, _) => finding.help(format!("schrijf {reference} in plaats van de koppeling")),
            (false, true) => finding.fix(passage, &seen.range, reference),
            (false, false) => finding.fix(passage, &seen.range, official),
        });
    }
}

/// A reference in our own form; with its year when the dossier does not list it.
fn reference(
    kamerstuk: &Kamerstuk,
    year: Option<Vergaderjaar>,
    pages: Option<&str>,
    subject: &Subject<'_>,
) -> String {
    let listed = subject.dossier.gegevens.kamerstukken.get(kamerstuk).copied();
    let year = year
        .filter(|year| listed != Some(*year))
        .map(|year| format!("{year}:"))
        .unwrap_or_default();
    let pages = pages.map(|pages| format!(":p{pages}")).unwrap_or_default();
    format!("<kst:{year}{kamerstuk}{pages}>")
}

/// K002: a parliamentary year must be one, must have begun, and must fit the day beside it.
pub(super) fn year(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let current = Vergaderjaar::of(subject.date);
    let late = |year: Vergaderjaar| format!("{year} is na de datum van de brief");
    let help = format!("de brief is van {}: dat is vergaderjaar {current}", subject.date);
    for (kamerstuk, year) in &subject.dossier.gegevens.kamerstukken {
        if *year > current {
            let place = place(
                Bestand::Dossier,
                Path::default().key("kamerstukken").key(&kamerstuk.to_string()),
            );
            out.push(Finding::at(Spot::value(place), late(*year)).help(help.clone()));
        }
    }
    for seen in &subject.seen.papers {
        let passage = subject.passage(seen);
        let range = seen.what.year_range.clone().unwrap_or(seen.range.clone());
        match &seen.what.year {
            Year::Wrong(why) => out.push(
                Finding::on(passage, &range, "deze twee jaren vormen geen vergaderjaar")
                    .help(why.clone()),
            ),
            Year::Known(year) if *year > current => {
                out.push(Finding::on(passage, &range, late(*year)).help(help.clone()));
            }
            Year::Known(_) | Year::Absent => {
                if let Some(year) = known_year(&seen.what, subject)
                    && let Some((day, at)) = day_of(seen, subject)
                    && Vergaderjaar::of(day) != year
                {
                    let right = Vergaderjaar::of(day);
                    out.push(
                        Finding::on(
                            passage,
                            &range,
                            format!("vergaderjaar {year} past niet bij {day}"),
                        )
                        .label(format!("{day} ligt in {right}"))
                        .and(at, "deze dag")
                        .help("kijk na of de dag en het vergaderjaar bij hetzelfde stuk horen"),
                    );
                }
            }
            Year::Single => {}
        }
    }
}

/// Most bytes between a day and the paper that it belongs to: `(`, a comma, a space.
const BESIDE: usize = 3;

/// The day of a paper: of a letter that stands just before its citation, also when that is in a footnote. A
/// day that belongs to something else, such as a debate or a vote, says nothing about the paper's year.
fn day_of(seen: &Seen<Paper>, subject: &Subject<'_>) -> Option<(Datum, Spot)> {
    let beside = |passage: &Passage, at: usize| {
        let day = within(&subject.seen.days, passage)
            .iter()
            .rfind(|day| day.range.end <= at && at - day.range.end <= BESIDE)?;
        let before = passage.text[..day.range.start].trim_end().strip_suffix(" van")?;
        let mut dated = subject.lijsten.kamer.gedateerd.iter();
        let date =
            dated.any(|paper| before.ends_with(paper.as_str())).then(|| day.what.date())??;
        Some((date, passage.spot(&day.range)))
    };
    let passage = subject.passage(seen);
    if passage.role != Role::Note {
        return beside(passage, seen.range.start);
    }
    // A note with one paper, and nothing before it.
    let alone = within(&subject.seen.papers, passage).len() == 1 && seen.range.start == 0;
    let (of, at) = subject.mark(passage).filter(|_| alone)?;
    beside(of, at)
}

/// Highest dossier number of a year: about 200 new dossiers a year, 36.800 on Prinsjesdag 2025.
fn highest_dossier(date: Datum) -> i32 {
    const MARGIN: i32 = 700;
    36_800 + (i32::from(date.year()) - 2025) * 200 + MARGIN
}

/// K003: numbers that no paper has.
pub(super) fn number(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let highest = highest_dossier(subject.date);
    let problem = |kamerstuk: &Kamerstuk, senate: Option<bool>| -> Option<(String, String)> {
        if let Some(chapter) =
            kamerstuk.chapter().filter(|_| !subject.lijsten.has_chapter(kamerstuk))
        {
            return Some((
                format!("begrotingshoofdstuk {chapter} bestaat niet"),
                "kijk het nummer na; hoofdstukken staan in `lijsten/namen.yaml`".into(),
            ));
        }
        let dossier: i32 = kamerstuk.dossier().parse().ok()?;
        if dossier > highest {
            return Some((
                format!("dossier {dossier} bestond nog niet op de datum van de brief"),
                "kijk het nummer na".into(),
            ));
        }
        match senate {
            Some(true) if !kamerstuk.is_senate() && !kamerstuk.is_bill() => Some((
                "een stuk van de Eerste Kamer heeft een letter, geen nummer".into(),
                "schrijf II voor de Tweede Kamer, of geef de letter".into(),
            )),
            Some(false) if kamerstuk.is_senate() => Some((
                "een stuk van de Tweede Kamer heeft een nummer, geen letter".into(),
                "schrijf I voor de Eerste Kamer, of geef het nummer".into(),
            )),
            _ => None,
        }
    };
    for seen in &subject.seen.papers {
        if let Some(kamerstuk) = &seen.what.kamerstuk
            && let Some((message, help)) = problem(kamerstuk, seen.what.senate)
        {
            out.push(Finding::on(subject.passage(seen), &seen.range, message).help(help));
        }
    }
    let listed = Path::default().key("kamerstukken");
    for kamerstuk in subject.dossier.gegevens.kamerstukken.keys() {
        if let Some((message, help)) = problem(kamerstuk, None) {
            let place = place(Bestand::Dossier, listed.key(&kamerstuk.to_string()));
            out.push(Finding::at(Spot::key(place), message).help(help));
        }
    }
}

/// K004: one paper with two years.
pub(super) fn conflict(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut first: BTreeMap<&Kamerstuk, (Vergaderjaar, Spot)> = BTreeMap::new();
    let listed = Path::default().key("kamerstukken");
    for (kamerstuk, year) in &subject.dossier.gegevens.kamerstukken {
        let place = place(Bestand::Dossier, listed.key(&kamerstuk.to_string()));
        first.insert(kamerstuk, (*year, Spot::value(place)));
    }
    for seen in &subject.seen.papers {
        let (Some(kamerstuk), Year::Known(year)) = (&seen.what.kamerstuk, &seen.what.year) else {
            continue;
        };
        let spot = subject.passage(seen).spot(&seen.range);
        match first.get(kamerstuk) {
            Some((other, place)) if other != year => out.push(
                Finding::at(
                    spot,
                    format!("Kamerstuk {kamerstuk} heeft hier een ander vergaderjaar"),
                )
                .label(year.to_string())
                .and(place.clone(), other.to_string())
                .help("een stuk hoort bij één vergaderjaar; kijk na welk"),
            ),
            Some(_) => {}
            None => {
                first.insert(kamerstuk, (*year, spot));
            }
        }
    }
}
