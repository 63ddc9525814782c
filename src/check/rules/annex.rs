//! In: the texts and the annex's figures. Out: amounts and counts in the texts that the annex contradicts. Pure.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::reading::{Unit, within};
use crate::diagnostic::words;
use crate::dossier::{
    Bestand, Bijlage, Cijfers, Jaar, Maat, Naam, Pm, Reeks, Root, kolommen, rounded, sentence,
};

/// What a sentence can name of the annex: a line of a table.
struct Line<'a> {
    what: String,
    /// The same in lower case, for comparing.
    lower: String,
    amounts: &'a Reeks,
    /// How many euros one of its unit is.
    euros: Decimal,
    /// How its values are named in an expression; none when it has no name.
    name: Option<String>,
    columns: Vec<String>,
}

/// Lines of the annex that texts can speak of.
struct Lines<'a> {
    lines: Vec<Line<'a>>,
    /// The totals, of each table one.
    totals: Vec<Line<'a>>,
    /// What has no words of its own in a sentence: cover, balance.
    others: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    fn new(bijlage: &'a Bijlage, cijfers: &'a Cijfers) -> Self {
        let mut all = Self { lines: Vec::new(), totals: Vec::new(), others: Vec::new() };
        for (tabel, figures) in bijlage.alle_tabellen().iter().zip(&cijfers.tabellen) {
            let line = |what: &str, amounts: &'a Reeks, name: Option<String>| Line {
                lower: what.to_lowercase(),
                what: what.to_owned(),
                amounts,
                euros: tabel.eenheid.euros(),
                name,
                columns: kolommen(tabel.jaren).collect(),
            };
            let named = |kind: &str, id: &Option<Naam>| {
                id.as_ref().map(|id| format!("bijlage.{kind}.{}", id.as_str()))
            };
            for (groep, (amounts, measures)) in
                tabel.inhoud.groepen.iter().zip(figures.groepen.iter().zip(&figures.maatregelen))
            {
                if let Some(titel) = &groep.titel {
                    let name = named("groepen", &groep.id);
                    all.lines.push(line(titel.as_str(), amounts, name));
                }
                for (maatregel, amounts) in groep.maatregelen.iter().zip(measures) {
                    let name = named("maatregelen", &maatregel.id);
                    all.lines.push(line(maatregel.maatregel.as_str(), amounts, name));
                }
            }
            let table = match tabel.id {
                Some(id) => format!("bijlage.tabellen.{}", id.as_str()),
                None => "bijlage".to_owned(),
            };
            let whole =
                |what, amounts, name: &str| line(what, amounts, Some(format!("{table}.{name}")));
            all.totals.push(whole("alle maatregelen samen", &figures.totaal, "totaal"));
            if tabel.inhoud.over_dekking() {
                all.others.push(whole("de dekking", &figures.dekking, "dekking"));
                all.others.push(whole("het saldo", &figures.saldo, "saldo"));
            }
            for (bron, amounts) in tabel.inhoud.bronnen().iter().zip(&figures.bronnen) {
                let name = named("bronnen", &bron.id);
                all.others.push(line(bron.bron.as_str(), amounts, name));
            }
        }
        all
    }

    /// The one line that a sentence names, in lower case.
    fn named(&self, text: &str) -> Option<&Line<'a>> {
        let named: Vec<&Line<'_>> = self
            .lines
            .iter()
            .filter(|line| line.what.chars().count() > 4 && words::contains(text, &line.lower))
            .collect();
        // `Extra opvangplaatsen` also names a group `Opvangplaatsen`: the longest name counts.
        let mut longest = named.iter().filter(|line| {
            !named.iter().any(|other| {
                other.lower.len() > line.lower.len() && other.lower.contains(&line.lower)
            })
        });
        match (longest.next(), longest.next(), &self.totals[..]) {
            (Some(line), None, _) => Some(*line),
            (None, _, [total]) if speaks_of_total(text) => Some(total),
            _ => None,
        }
    }
}

/// An amount of money that was typed in the letter or the nota.
struct Typed<'a> {
    passage: &'a Passage,
    range: &'a Range<usize>,
    euros: Decimal,
    half: Decimal,
    /// Its sentence, in lower case and without the days in it: the year of a day is no year of a table.
    undated: String,
    /// Its sentence, in lower case.
    text: String,
    /// Whether it is the only amount of its sentence.
    alone: bool,
    /// The word behind it.
    unit: Unit,
}

fn typed<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = Typed<'a>> {
    subject.seen.amounts.iter().filter_map(|seen| {
        let passage = subject.passage(seen);
        let file = matches!(passage.place.root, Root::File(Bestand::Brief | Bestand::Nota));
        let own = !passage.is_opaque(&seen.range) && !passage.is_quoted(seen.range.start);
        let euros = seen.what.euros.filter(|_| file && own && seen.what.is_money())?;
        let sentence = passage.sentence(seen.range.start);
        let beside = within(&subject.seen.amounts, passage)
            .iter()
            .filter(|other| other.what.is_money() && sentence.contains(&other.range.start))
            .count();
        Some(Typed {
            passage,
            range: &seen.range,
            euros,
            half: seen.what.half,
            undated: without_days(subject, passage, &sentence),
            text: passage.text[sentence].to_lowercase(),
            alone: beside == 1,
            unit: seen.what.unit,
        })
    })
}

/// C002: an amount beside the name of a line of the annex and a year is that line's amount in that year.
pub(super) fn amount(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    let lines = Lines::new(bijlage, cijfers);
    for typed in typed(subject).filter(|typed| typed.alone) {
        let Some(line) = lines.named(&typed.text) else { continue };
        let Some((column, when)) = column(&typed.undated, &line.columns) else { continue };
        // `Extra plaatsen` is a name; what is rough stands outside it.
        if is_rough(&typed.text.replace(&line.lower, "")) {
            continue;
        }
        let Some(cel) = line.amounts.cells().nth(column).flatten() else { continue };
        let cel = cel.times(line.euros);
        let euros = typed.euros;
        // An amount of another size is another thing: `€ 61 per dag`.
        let most = cel.van.abs().max(cel.tot.abs());
        let alike = most <= euros.abs() * Decimal::TEN && euros.abs() <= most * Decimal::TEN;
        let right = euros >= cel.van - typed.half && euros <= cel.tot + typed.half;
        let unknown = cel.pm != Pm::default();
        if alike && !right && !unknown {
            let maat = if most >= Decimal::from(100_000) { Maat::Miljoen } else { Maat::Euro };
            let shown = sentence(&cel, maat, None);
            out.push(
                Finding::on(typed.passage, typed.range, "de bijlage heeft een ander bedrag")
                    .label(format!("{}, {when}: {}", line.what, shown.replace('\u{a0}', " ")))
                    .help(match &line.name {
                        Some(name) => format!("neem het bedrag uit de bijlage, met `{}`; dan blijft het gelijk", expression(name, when, if maat == Maat::Euro { "euro" } else { "miljoen" })),
                        None => "neem het bedrag uit de bijlage, met `{{ bijlage.… | miljoen }}`; dan blijft het gelijk".to_owned(),
                    }),
            );
        }
    }
}

/// C006: an amount that the annex computes is better taken from there. Only where it is surely the same one: the
/// sentence names the line and the column, or the amount has so many digits that chance is no explanation.
pub(super) fn overgetikt(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    let lines = Lines::new(bijlage, cijfers);
    // A text of one line has no values.
    for typed in typed(subject).filter(|typed| typed.passage.markup) {
        // An amount that was rounded in the sentence is the same amount.
        let same = |line: &Line<'_>, column: usize| {
            let euros = line.amounts.cells().nth(column).flatten()?.exact()? * line.euros;
            let same = !euros.is_zero() && (euros.abs() - typed.euros).abs() <= typed.half;
            same.then_some(euros)
        };
        let named = lines.named(&typed.text);
        let name = named.map_or("", |line| line.lower.as_str());
        if is_rough(&typed.text.replace(name, "")) {
            continue;
        }
        let sure = named.filter(|_| typed.alone).and_then(|line| {
            let (at, when) = column(&typed.undated, &line.columns)?;
            Some((line, when.to_owned(), same(line, at)?))
        });
        let distinct = || {
            let digits = typed.euros.normalize().mantissa().unsigned_abs().to_string();
            if digits.trim_end_matches('0').len() < 3 || names_other_year(&typed.undated, &lines) {
                return None;
            }
            let hit = |line: &'_ Line<'_>| {
                let wanted = column(&typed.undated, &line.columns).map(|(at, _)| at);
                (0..line.columns.len())
                    .filter(|at| wanted.is_none_or(|wanted| wanted == *at))
                    .find_map(|at| {
                        let exact = same(line, at)?;
                        (exact.abs() == typed.euros).then_some((at, exact))
                    })
            };
            let all = lines.totals.iter().chain(&lines.others).chain(&lines.lines);
            let mut all = named.into_iter().chain(all).filter(|line| line.name.is_some());
            all.find_map(|line| {
                let (at, exact) = hit(line)?;
                Some((line, line.columns[at].clone(), exact))
            })
        };
        let Some((line, when, exact)) = sure.or_else(distinct) else { continue };
        let filter = filter(exact.abs(), &typed);
        let help = match &line.name {
            Some(name) if exact.is_sign_negative() && name.ends_with(".saldo") => {
                format!(
                    "schrijf `{}`",
                    expression(&name.replace(".saldo", ".tekort"), &when, &filter)
                )
            }
            Some(name) => format!("schrijf `{}`", expression(name, &when, &filter)),
            None => {
                format!("geef `{}` in bijlage.yaml een `id`, en neem het bedrag daarvan", line.what)
            }
        };
        out.push(
            Finding::on(typed.passage, typed.range, "dit bedrag is overgetikt uit de bijlage")
                .label(format!("{}, {when}", line.what))
                .help(help)
                .help("dan verandert het mee als de bijlage verandert"),
        );
    }
}

/// Whether a sentence names a year that no table has: then its amount is another one.
fn names_other_year(text: &str, lines: &Lines<'_>) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).filter(|word| Jaar::parse(word).is_ok()).any(|year| {
        !lines.totals.iter().any(|line| line.columns.iter().any(|column| column == year))
    })
}

/// The filter that prints an amount as it was typed, in the same unit and rounded where it was.
fn filter(exact: Decimal, typed: &Typed<'_>) -> String {
    let (name, unit) = match typed.unit {
        Unit::One | Unit::Thousand => ("euro", Decimal::ONE),
        Unit::Million => ("miljoen", Decimal::from(1_000_000)),
        Unit::Billion => ("miljard", Decimal::from(1_000_000_000)),
    };
    if exact == typed.euros {
        return name.to_owned();
    }
    let decimals = (0..=4).find(|decimals| rounded(exact / unit, *decimals) * unit == typed.euros);
    decimals.map_or_else(|| name.to_owned(), |decimals| format!("{name}({decimals})"))
}

/// `{{ bijlage.totaal[2024] | miljoen }}`
fn expression(name: &str, column: &str, filter: &str) -> String {
    let value = match column {
        "structureel" => format!("{name}.structureel"),
        year => format!("{name}[{year}]"),
    };
    format!("{{{{ {value} | {filter} }}}}")
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

/// The one column of a table that a sentence names; the last column is the structural one.
fn column<'a>(text: &str, columns: &'a [String]) -> Option<(usize, &'a str)> {
    let mut named =
        columns.iter().map(String::as_str).enumerate().filter(|(_, column)| text.contains(column));
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one),
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
    // Of one table, or of all together.
    let mut counts: Vec<(usize, usize)> = bijlage
        .alle_tabellen()
        .iter()
        .map(|tabel| {
            let groups = &tabel.inhoud.groepen;
            (groups.len(), groups.iter().map(|groep| groep.maatregelen.len()).sum())
        })
        .collect();
    let all = counts.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    counts.push(all);
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
            let count = |one: &(usize, usize)| if *group { one.0 } else { one.1 };
            // `een vijftigtal` is about fifty: five more or less is no contradiction.
            let fits = |real: usize| match about {
                true => number.abs_diff(real) * 10 <= number,
                false => number == real,
            };
            let right = counts.iter().map(count).any(fits);
            let real = count(&all);
            let range = pair[0].range.start..pair[1].range.end;
            if !right && !passage.is_opaque(&pair[0].range) {
                let name = match (*group, bijlage.tabellen.is_empty()) {
                    (true, true) => "bijlage.aantal_groepen",
                    (false, true) => "bijlage.aantal_maatregelen",
                    (true, false) => "bijlage.tabellen.….aantal_groepen",
                    (false, false) => "bijlage.tabellen.….aantal_maatregelen",
                };
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
