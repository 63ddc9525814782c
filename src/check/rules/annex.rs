//! In: the texts and the annex's figures. Out: amounts and counts in the texts that the annex contradicts. Pure.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::reading::within;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Reeks, Root, euro, miljoen};

/// What a sentence names of the annex.
struct Line<'a> {
    what: String,
    /// The same in lower case, for comparing.
    lower: String,
    amounts: &'a Reeks,
}

impl<'a> Line<'a> {
    fn new(what: &str, amounts: &'a Reeks) -> Self {
        Self { lower: what.to_lowercase(), what: what.to_owned(), amounts }
    }
}

/// C002: an amount beside the name of a line of the annex and a year is that line's amount in that year.
pub(super) fn amount(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    let mut lines = Vec::new();
    for (groep, (amounts, measures)) in
        bijlage.groepen.iter().zip(cijfers.groepen.iter().zip(&cijfers.maatregelen))
    {
        lines.push(Line::new(groep.titel.as_str(), amounts));
        for (maatregel, amounts) in groep.maatregelen.iter().zip(measures) {
            lines.push(Line::new(maatregel.maatregel.as_str(), amounts));
        }
    }
    let total = Line::new("alle maatregelen samen", &cijfers.totaal);
    let years: Vec<String> = bijlage.jaren.iter().map(ToString::to_string).collect();
    for seen in &subject.seen.amounts {
        let passage = subject.passage(seen);
        let file = matches!(passage.place.root, Root::File(Bestand::Brief | Bestand::Nota));
        let Some(euros) = seen
            .what
            .euros
            .filter(|_| file && seen.what.is_money() && !passage.is_opaque(&seen.range))
        else {
            continue;
        };
        let sentence = passage.sentence(seen.range.start);
        let beside = within(&subject.seen.amounts, passage).iter();
        let mut beside =
            beside.filter(|other| other.what.is_money() && sentence.contains(&other.range.start));
        if beside.next().is_none() || beside.next().is_some() {
            continue;
        }
        let text = passage.text[sentence.clone()].to_lowercase();
        // The year of a day is no year of the table.
        let undated = without_days(subject, passage, &sentence);
        let Some((column, when)) = column(&undated, &years) else {
            continue;
        };
        let named: Vec<&Line<'_>> = lines
            .iter()
            .filter(|line| line.what.chars().count() > 4 && words::contains(&text, &line.lower))
            .collect();
        // `Extra opvangplaatsen` also names a group `Opvangplaatsen`: the longest name counts.
        let mut longest = named.iter().filter(|line| {
            !named.iter().any(|other| {
                other.lower.len() > line.lower.len() && other.lower.contains(&line.lower)
            })
        });
        let line = match (longest.next(), longest.next()) {
            (Some(line), None) => *line,
            (None, _) if speaks_of_total(&text) => &total,
            _ => continue,
        };
        // `Extra plaatsen` is a name; what is rough stands outside it.
        if is_rough(&text.replace(&line.lower, "")) {
            continue;
        }
        let Some(Some(cell)) = line.amounts.cells().nth(column) else { continue };
        let annex = cell * bijlage.eenheid.euros();
        // An amount of another size is another thing: `€ 61 per dag`.
        let alike =
            annex.abs() <= euros.abs() * Decimal::TEN && euros.abs() <= annex.abs() * Decimal::TEN;
        if alike && (annex - euros).abs() > seen.what.half {
            let shown =
                if annex.abs() >= Decimal::from(100_000) { miljoen(annex) } else { euro(annex) };
            out.push(
                Finding::on(passage, &seen.range, "de bijlage heeft een ander bedrag")
                    .label(format!("{}, {when}: {}", line.what, shown.replace('\u{a0}', " ")))
                    .help("neem het bedrag uit de bijlage, met `{{ bijlage.… | miljoen }}`; dan blijft het gelijk"),
            );
        }
    }
}

/// A sentence in lower case without the days in it.
fn without_days(subject: &Subject<'_>, passage: &Passage, sentence: &Range<usize>) -> String {
    let mut text = String::new();
    let mut at = sentence.start;
    for day in
        within(&subject.seen.days, passage).iter().filter(|day| sentence.contains(&day.range.start))
    {
        text.push_str(passage.text.get(at..day.range.start).unwrap_or_default());
        at = day.range.end;
    }
    text.push_str(passage.text.get(at..sentence.end).unwrap_or_default());
    text.to_lowercase()
}

/// A bound or a rough figure is not the figure of the table.
fn is_rough(text: &str) -> bool {
    const ROUGH: &[&str] = &[
        "minder dan",
        "meer dan",
        "ruim",
        "bijna",
        "circa",
        "ca",
        "ongeveer",
        "maximaal",
        "minimaal",
        "hoogstens",
        "ten hoogste",
        "ten minste",
        "tenminste",
        "zo'n",
        "zo’n",
        "rond",
        "tegen de",
        "boven de",
        "onder de",
        "per",
        "de helft",
        "waarvan",
        "extra",
        "sinds",
    ];
    ROUGH.iter().any(|rough| words::contains(text, rough))
}

/// `de maatregelen kosten samen`, `in totaal kosten alle maatregelen`.
fn speaks_of_total(text: &str) -> bool {
    let all = ["de maatregelen", "alle maatregelen"].iter().any(|all| words::contains(text, all));
    let together =
        ["samen", "in totaal", "totale kosten"].iter().any(|word| words::contains(text, word));
    all && together && text.contains("kost")
}

/// The one column of the annex that a sentence names.
fn column<'a>(text: &str, years: &'a [String]) -> Option<(usize, &'a str)> {
    let mut named =
        years.iter().map(String::as_str).enumerate().filter(|(_, year)| text.contains(year));
    let structural = text.contains("structureel").then_some((years.len(), "structureel"));
    match (named.next(), named.next(), structural) {
        (Some(one), None, None) => Some(one),
        (None, _, Some(structural)) => Some(structural),
        _ => None,
    }
}

/// Counted things that are lines of the annex.
const COUNTED: &[(&str, bool)] = &[
    ("maatregelen", false),
    ("voorstellen", false),
    ("acties", false),
    ("thema's", true),
    ("thema’s", true),
];

/// C003: a count of what is in the annex. Only where the paragraph speaks of the annex or of what goes with the
/// letter: other measures may be counted too.
pub(super) fn count(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(bijlage) = &subject.dossier.bijlage else { return };
    let measures: usize = bijlage.groepen.iter().map(|groep| groep.maatregelen.len()).sum();
    let groups = bijlage.groepen.len();
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        let text = &passage.text;
        if !(text.contains("ijlage") || text.contains("ijgevoegd")) {
            continue;
        }
        for pair in passage.tokens.windows(2) {
            let Some((_, group)) = COUNTED.iter().find(|(word, _)| passage.word(&pair[1]) == *word)
            else {
                continue;
            };
            let Some((number, about)) = number_word(passage.word(&pair[0])) else { continue };
            // `Twee maatregelen zijn al begonnen`, `de eerste twee`, `vijf maatregelen uit het regeerakkoord`: a part
            // of them, or others.
            let part = passage.before(pair[0].range.start).next().is_some_and(|word| {
                matches!(
                    word,
                    "eerste" | "andere" | "overige" | "laatste" | "volgende" | "zijn" | "waren"
                )
            });
            let mut behind = passage.after(pair[1].range.end);
            let of = matches!(behind.next(), Some("van" | "uit"))
                && matches!(behind.next(), Some("de" | "het" | "een"))
                && behind.next() != Some("bijlage");
            if part || of {
                continue;
            }
            if passage.sentence(pair[0].range.start).start == pair[0].range.start {
                continue;
            }
            let real = if *group { groups } else { measures };
            // `een vijftigtal` is about fifty: five more or less is no contradiction.
            let right = if about { number.abs_diff(real) * 10 <= number } else { number == real };
            let range = pair[0].range.start..pair[1].range.end;
            if !right && !passage.is_opaque(&pair[0].range) {
                let name =
                    if *group { "bijlage.aantal_groepen" } else { "bijlage.aantal_maatregelen" };
                let what = if *group {
                    words::count(real, "groep", "groepen")
                } else {
                    words::count(real, "maatregel", "maatregelen")
                };
                out.push(
                    Finding::on(passage, &range, format!("de bijlage heeft {what}"))
                        .help(format!("gaat het over de bijlage, schrijf dan `{{{{ {name} }}}}`; dan blijft het aantal gelijk")),
                );
            }
        }
    }
}

/// Twelve in words or digits, and whether it is said as `een twaalftal`.
fn number_word(word: &str) -> Option<(usize, bool)> {
    const WORDS: &[(&str, usize)] = &[
        ("twee", 2),
        ("drie", 3),
        ("vier", 4),
        ("vijf", 5),
        ("zes", 6),
        ("zeven", 7),
        ("acht", 8),
        ("negen", 9),
        ("tien", 10),
        ("elf", 11),
        ("twaalf", 12),
        ("dertien", 13),
        ("veertien", 14),
        ("vijftien", 15),
        ("zestien", 16),
        ("zeventien", 17),
        ("achttien", 18),
        ("negentien", 19),
        ("twintig", 20),
        ("dertig", 30),
        ("veertig", 40),
        ("vijftig", 50),
        ("zestig", 60),
        ("zeventig", 70),
        ("tachtig", 80),
        ("negentig", 90),
        ("honderd", 100),
    ];
    let lower = word.to_lowercase();
    if let Ok(number) = lower.parse() {
        return (number < 1_000).then_some((number, false));
    }
    let (stem, about) =
        lower.strip_suffix("tal").map_or((lower.as_str(), false), |stem| (stem, true));
    let known =
        |stem: &str| WORDS.iter().find(|(word, _)| *word == stem).map(|(_, number)| *number);
    if let Some(number) = known(stem) {
        return Some((number, about));
    }
    // `eenenvijftig`, `drieëndertig`.
    let ones = |word: &str| match word {
        "een" | "één" => Some(1),
        word => known(word).filter(|number| *number < 10),
    };
    ["en", "ën"].iter().flat_map(|and| stem.match_indices(and)).find_map(|(at, and)| {
        let tens = known(&stem[at + and.len()..]).filter(|tens| tens % 10 == 0)?;
        Some((ones(&stem[..at])? + tens, about))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_read() {
        assert_eq!(number_word("vijftigtal"), Some((50, true)));
        assert_eq!(number_word("elf"), Some((11, false)));
        assert_eq!(number_word("drieëndertig"), Some((33, false)));
        assert_eq!(number_word("eenentwintig"), Some((21, false)));
        assert_eq!(number_word("12"), Some((12, false)));
        assert_eq!(number_word("enkele"), None);
        assert_eq!(number_word("tiental"), Some((10, true)));
    }
}
