//! In: the days that a dossier names. Out: days that cannot be, or that contradict each other. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Finding, Subject, place};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::{Day, Seen, within};
use crate::dossier::{Bestand, Datum, Kamerwoorden, Regel, Root};
use crate::yaml::Path;

/// From here on a day without a year is nearer to the next one than to the last.
const HALF_A_YEAR: i32 = 183;

/// A day that comes so soon was probably meant when the letter was to be sent later.
const SOON: i32 = 31;

/// M001: `jl.` is the last such day before the letter's date; it is written with one point.
pub(super) fn last(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in &subject.seen.days {
        let Some(range) = &seen.what.last else { continue };
        let passage = subject.passage(seen);
        if passage.is_quoted(range.start) {
            continue;
        }
        let typed = &passage.text[range.clone()];
        let name = format!("{} {}", seen.what.day, month(&seen.what));
        let old = |date: Datum| subject.date.days_since(date) > HALF_A_YEAR;
        let soon =
            seen.what.after(subject.date).filter(|date| date.days_since(subject.date) <= SOON);
        match (seen.what.date(), seen.what.before(subject.date)) {
            (Some(date), _) => {
                let past = date <= subject.date && subject.date.days_since(date) < 366;
                let message = if past {
                    "met het jaar erbij is `jl.` dubbel"
                } else {
                    "`jl.` is de laatste keer vóór de brief; dit is een ander jaar"
                };
                let finding = Finding::on(passage, range, message);
                // A comma before it goes too.
                let gap = passage.text[..range.start].trim_end().trim_end_matches(',').len();
                out.push(match end(passage, range) {
                    End::Unsure => finding.help("haal `jl.` weg"),
                    end => finding.fix(passage, &(gap..range.end), end.point()),
                });
            }
            (None, Some(_)) if let Some(date) = soon.filter(|date| *date > subject.date) => out
                .push(
                Finding::on(passage, range, format!("{date} is na de datum van de brief")).help(
                    format!(
                        "kijk na of `datum` in dossier.yaml nog klopt ({}), of schrijf het jaar",
                        subject.date
                    ),
                ),
            ),
            (None, Some(date)) if old(date) => {
                let finding = Finding::on(
                    passage,
                    range,
                    format!("`{name} jl.` is hier {date}, meer dan een half jaar geleden"),
                )
                .label("een lezer denkt aan een ander jaar");
                out.push(match end(passage, range) {
                    End::Unsure => finding.help(format!("schrijf het jaar: `{date}`")),
                    end => finding.fix(passage, range, format!("{}{}", date.year(), end.point())),
                });
            }
            _ if typed != "jl." && typed != "jongstleden" => {
                out.push(
                    Finding::on(
                        passage,
                        range,
                        "de afkorting van jongstleden is `jl.`, met één punt",
                    )
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
            let dated =
                within(&subject.seen.days, passage).iter().any(|seen| seen.range.contains(&at));
            let word = passage.text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '.')
                || passage.is_quoted(at);
            if !dated && !word {
                out.push(
                    Finding::on(
                        passage,
                        &range,
                        "de afkorting van jongstleden is `jl.`, met één punt",
                    )
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

/// What the point of an abbreviation also does.
#[derive(Clone, Copy)]
enum End {
    /// It ends the sentence.
    Sentence,
    /// It does not.
    Nothing,
    /// A capital follows, which may begin a sentence or a name.
    Unsure,
}

impl End {
    fn point(self) -> &'static str {
        if matches!(self, Self::Sentence) { "." } else { "" }
    }
}

fn end(passage: &Passage, range: &Range<usize>) -> End {
    let rest = passage.text[range.end..].trim_start();
    let noted = passage.notes.iter().any(|(at, _)| *at == range.end);
    match () {
        () if !passage.text[range.clone()].ends_with('.') => End::Nothing,
        () if rest.is_empty() => End::Sentence,
        () if !rest.starts_with(char::is_uppercase) => End::Nothing,
        // A footnote stands behind the full stop.
        () if noted => End::Sentence,
        () => End::Unsure,
    }
}

/// M002: a day that no calendar has.
pub(super) fn none(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in subject.seen.days.iter().filter(|seen| !seen.what.exists()) {
        let passage = subject.passage(seen);
        let numeric = passage.text[seen.range.clone()].contains(['-', '/']);
        // A quotation is as it is; so is its mistake.
        if passage.is_quoted(seen.range.start) {
            continue;
        }
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
        if subject.passage(seen).is_quoted(seen.range.start) {
            continue;
        }
        let date = match seen.what.year {
            Some(_) => seen.what.date(),
            None if seen.what.last.is_some() => seen.what.before(subject.date),
            None if seen.what.next => seen.what.after(subject.date),
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

/// M004: what is past cannot have a day after the letter's own.
pub(super) fn future(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let kamer = &subject.lijsten.kamer;
    let help = format!("de brief is van {}", subject.date);
    for seen in &subject.seen.days {
        let Some(date) = seen.what.date().filter(|date| *date > subject.date) else { continue };
        let passage = subject.passage(seen);
        let sentence = passage.near(&seen.range);
        let comes = passage
            .tokens_in(&sentence)
            .iter()
            .any(|token| kamer.komt_nog.has(passage.word(token)));
        if !comes && is_past(passage, seen.range.start, kamer) {
            out.push(
                Finding::on(passage, &seen.range, format!("{date} is na de datum van de brief"))
                    .help(help.clone()),
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
            Finding::at(
                Spot::value(place(Bestand::Nota, path)),
                "het besluit komt na de datum van de brief",
            )
            .help(format!("{help}; het besluit om hem te versturen is eerder")),
        );
    }
}

/// `de brief van`, `de brief van de vaste commissie van`, `is ingediend op`, `het rapport d.d.`.
fn is_past(passage: &Passage, at: usize, kamer: &Kamerwoorden) -> bool {
    let words: Vec<String> = passage.before(at).take(9).map(str::to_lowercase).collect();
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    // The marks of `d.d.` are words of their own.
    let dated = [word(0), word(1), word(2), word(3)] == [".", "d", ".", "d"];
    let behind = if dated { 4 } else { 1 };
    let done = word(0) == "op" && kamer.gedaan.has(word(1));
    let named = (word(0) == "van" || dated)
        && words.iter().skip(behind).any(|word| kamer.heeft_dag.has(word));
    // Another thing between the two: `de brief over het debat van`.
    let straight =
        words.iter().skip(behind).take_while(|word| !kamer.heeft_dag.has(word)).all(|word| {
            matches!(word.as_str(), "van" | "de" | "het" | "mijn" | "voor")
                || kamer.afkomstig_van.has(word)
        });
    done || (named && straight)
}

/// A debate with a day.
struct Debate<'a> {
    kind: &'a str,
    /// The words of its title.
    title: BTreeSet<String>,
    date: Datum,
    root: Root,
    spot: Spot,
}

impl Debate<'_> {
    /// Whether two debates bear the same title.
    fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.title == other.title && !self.title.is_empty()
    }
}

/// Debates that lie further apart, in days, are two debates.
const YEARLY: i32 = 120;

/// M005: one debate has one day. A series of debates on one subject has many: so a day is only odd when the other
/// place knows no such day, and this document no other.
pub(super) fn debate(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let kamer = &subject.lijsten.kamer;
    let root = Root::File(Bestand::Dossier);
    let listed =
        subject.dossier.gegevens.toezeggingen.iter().enumerate().filter_map(|(i, toezegging)| {
            let path = Path::default().key("toezeggingen").index(i).key("datum");
            let spot = Spot::value(place(Bestand::Dossier, path));
            let text = toezegging.debat.to_string();
            let kind = kind(&text.to_lowercase(), kamer)?;
            Some(Debate {
                kind,
                title: title(&text, kind, kamer),
                date: toezegging.datum,
                root,
                spot,
            })
        });
    let mut all: Vec<Debate<'_>> = Vec::new();
    let named = subject.seen.days.iter().filter_map(|seen| debate_of(seen, subject));
    for debate in listed.chain(named).filter(|debate| debate.date <= subject.date) {
        let told = all.iter().any(|other| {
            other.is(&debate) && other.date == debate.date && other.root == debate.root
        });
        if !told {
            all.push(debate);
        }
    }
    for (i, debate) in all.iter().enumerate() {
        let same =
            |root: Root| all.iter().filter(move |other| other.is(debate) && other.root == root);
        let Some(first) =
            all[..i].iter().find(|other| other.is(debate) && other.root != debate.root)
        else {
            continue;
        };
        let agreed = all.iter().any(|other| {
            other.is(debate) && other.root != debate.root && other.date == debate.date
        });
        // What comes every year has other days every year.
        let near = debate.date.days_since(first.date).abs() <= YEARLY;
        let only = near
            && same(debate.root).count() == 1
            && (first.root == root || same(first.root).count() == 1);
        if !agreed && only {
            out.push(
                Finding::at(
                    debate.spot.clone(),
                    format!("dit {} heeft elders een andere datum", debate.kind),
                )
                .label(debate.date.to_string())
                .and(first.spot.clone(), first.date.to_string())
                .help("kijk na welke dag klopt"),
            );
        }
    }
}

fn kind<'a>(lower: &str, kamer: &'a Kamerwoorden) -> Option<&'a str> {
    kamer.debatten.iter().map(Regel::as_str).find(|kind| lower.contains(kind))
}

/// `het tweeminutendebat Mensenhandel van 21 december 2023`.
fn debate_of<'a>(seen: &Seen<Day>, subject: &'a Subject<'_>) -> Option<Debate<'a>> {
    let kamer = &subject.lijsten.kamer;
    let passage = subject.passage(seen);
    let date = seen
        .what
        .date()
        .or_else(|| seen.what.last.as_ref().and_then(|_| seen.what.before(subject.date)))?;
    let before = &passage.text[passage.near(&seen.range).start..seen.range.start];
    let lower = before.to_lowercase();
    let kinds = kamer.debatten.iter().map(Regel::as_str);
    let (at, kind) = kinds.filter_map(|kind| Some((lower.rfind(kind)?, kind))).max()?;
    // The title, and then `van`, `op` or `d.d.`: nothing else between the debate and its day.
    let between = lower.get(at + kind.len()..)?.trim_end();
    let between = ["van", "op", "d.d."].iter().find_map(|joint| between.strip_suffix(joint))?;
    let direct = !between.contains(|c: char| ",.;(".contains(c) || c.is_ascii_digit())
        && between.split_whitespace().count() <= 10;
    direct.then(|| Debate {
        kind,
        title: title(between, kind, kamer),
        date,
        root: passage.place.root,
        spot: passage.spot(&seen.range),
    })
}

/// The words of a title, without the small ones.
fn title(text: &str, kind: &str, kamer: &Kamerwoorden) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 && *word != kind && !kamer.niet_in_titel.has(word))
        .map(ToOwned::to_owned)
        .collect()
}
