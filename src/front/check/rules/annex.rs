//! In: the texts and the annex's figures. Out: amounts in the texts that the annex contradicts or computes. Pure.

use std::ops::Range;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::reading::{Unit, within};
use crate::diagnostic::words;
use crate::dossier::{
    Bijlage, Cijfers, Geldwoorden, Jaar, Maat, Naam, Pm, Reeks, Regel, Root, kolommen, rounded,
    sentence,
};

/// Figures that are named where an amount can be each of them, at most.
const MAX_MEANT: usize = 3;

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
    columns: Rc<[String]>,
}

impl Line<'_> {
    fn is_balance(&self) -> bool {
        self.name.as_ref().is_some_and(|name| name.ends_with(".saldo"))
    }

    /// Whether a word of a sentence means this line.
    fn is_about(&self, word: &str) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        match word {
            "dekking" => name.ends_with(".dekking"),
            _ => self.is_balance(),
        }
    }
}

/// Lines of the annex that texts can speak of.
struct Lines<'a> {
    lines: Vec<Line<'a>>,
    /// The totals, of each table one.
    totals: Vec<Line<'a>>,
    /// What has no words of its own in a sentence: cover, balance.
    others: Vec<Line<'a>>,
    geld: &'a Geldwoorden,
}

impl<'a> Lines<'a> {
    fn new(bijlage: &'a Bijlage, cijfers: &'a Cijfers, geld: &'a Geldwoorden) -> Self {
        let mut all = Self { lines: Vec::new(), totals: Vec::new(), others: Vec::new(), geld };
        for (tabel, figures) in bijlage.alle_tabellen().iter().zip(&cijfers.tabellen) {
            // Sentences speak of years; columns of a table's own are others.
            if tabel.inhoud.staat.is_some() {
                continue;
            }
            let columns: Rc<[String]> = kolommen(tabel.jaren).collect();
            let line = |what: &str, amounts: &'a Reeks, name: Option<String>| Line {
                lower: what.to_lowercase(),
                what: what.to_owned(),
                amounts,
                euros: tabel.eenheid.euros(),
                name,
                columns: Rc::clone(&columns),
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
            (None, _, [total]) if speaks_of_total(text, self.geld) => Some(total),
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

impl Typed<'_> {
    /// Whether it has a minus, before or behind its sign.
    fn is_negative(&self) -> bool {
        const MINUS: [char; 4] = ['-', '\u{2012}', '\u{2212}', '–'];
        let amount = self.passage.text[self.range.clone()].trim_start_matches(['€', ' ', '\u{a0}']);
        let before = self.passage.text[..self.range.start].trim_end();
        amount.starts_with(MINUS) || before.ends_with(['\u{2012}', '\u{2212}'])
    }
}

fn typed<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = Typed<'a>> {
    subject.seen.amounts.iter().filter_map(|seen| {
        let passage = subject.passage(seen);
        let file = matches!(passage.place.root, Root::File(_)) && passage.is_prose();
        let own = !passage.is_opaque(&seen.range) && !passage.is_quoted(seen.range.start);
        let euros = seen.what.euros.filter(|_| file && own && seen.what.is_money())?;
        let sentence = passage.sentence(seen.range.start);
        let amounts = within(&subject.seen.amounts, passage);
        let first = amounts.partition_point(|other| other.range.start < sentence.start);
        let beside = amounts[first..]
            .iter()
            .take_while(|other| other.range.start < sentence.end)
            .filter(|other| other.what.is_money())
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
    let lines = Lines::new(bijlage, cijfers, &subject.lijsten.geld);
    for typed in typed(subject).filter(|typed| typed.alone) {
        let Some(line) = lines.named(&typed.text) else { continue };
        let Some((column, when)) = column(&typed.undated, &line.columns) else { continue };
        // `Extra plaatsen` is a name; what is rough stands outside it.
        if is_rough(&typed.text.replace(&line.lower, ""), lines.geld) {
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
    let lines = Lines::new(bijlage, cijfers, &subject.lijsten.geld);
    // A text of one line has no values.
    for typed in typed(subject).filter(|typed| typed.passage.markup) {
        let minus = typed.is_negative();
        // An amount that was rounded in the sentence is the same amount. A negative balance is also written as
        // a shortage without its minus.
        let same = |line: &Line<'_>, column: usize| {
            let euros = line.amounts.cells().nth(column).flatten()?.exact()? * line.euros;
            let sign = euros.is_sign_negative() == minus || (line.is_balance() && !minus);
            let same = !euros.is_zero() && (euros.abs() - typed.euros).abs() <= typed.half;
            (same && sign).then_some(euros)
        };
        let named = lines.named(&typed.text);
        let name = named.map_or("", |line| line.lower.as_str());
        if is_rough(&typed.text.replace(name, ""), lines.geld) {
            continue;
        }
        let sure = named.filter(|_| typed.alone).and_then(|line| {
            let (at, when) = column(&typed.undated, &line.columns)?;
            Some((line, when.to_owned(), same(line, at)?))
        });
        let distinct = || {
            let digits = typed.euros.normalize().mantissa().unsigned_abs().to_string();
            if digits.trim_end_matches('0').len() < 3 || names_other_year(&typed.undated, &lines) {
                return Vec::new();
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
            // What the sentence names or speaks of goes before the rest.
            let spoken = |line: &&Line<'_>| {
                ["dekking", "saldo", "tekort"]
                    .iter()
                    .any(|word| words::contains(&typed.text, word) && line.is_about(word))
            };
            let found = |line: &'_ Line<'_>| {
                let (at, exact) = hit(line).filter(|_| line.name.is_some())?;
                Some((line.columns[at].clone(), exact))
            };
            let mut first = named.into_iter().chain(lines.others.iter().filter(spoken));
            if let Some(one) =
                first.find_map(|line| found(line).map(|(when, exact)| (line, when, exact)))
            {
                return vec![one];
            }
            // What something costs is no cover, whatever the amount.
            let costs = typed.text.contains("kost");
            let others = lines
                .others
                .iter()
                .filter(|line| !costs || words::contains(&typed.text, &line.lower));
            let all = lines.totals.iter().chain(others).chain(&lines.lines);
            let all = all.filter_map(|line| found(line).map(|(when, exact)| (line, when, exact)));
            all.take(MAX_MEANT).collect()
        };
        let all = sure.map_or_else(distinct, |one| vec![one]);
        if let [(one, when, exact), (other, then, same), rest @ ..] = &all[..] {
            let write = |(line, when, exact): (&Line<'_>, &str, &Decimal)| {
                let name = line.name.as_deref().unwrap_or_default();
                let value = expression(name, when, &filter(exact.abs(), &typed));
                format!("`{value}` ({}, {when})", line.what)
            };
            let mut values = vec![write((*one, when, exact)), write((*other, then, same))];
            values.extend(rest.iter().map(|(line, when, exact)| write((*line, when, exact))));
            out.push(
                Finding::on(typed.passage, typed.range, "dit bedrag is overgetikt uit de bijlage")
                    .label("dit staat daar meer dan eens")
                    .help(format!("schrijf wat u bedoelt: {}", words::enumerate(&values, "of")))
                    .help("dan verandert het mee als de bijlage verandert"),
            );
            continue;
        }
        let Some((line, when, exact)) = all.into_iter().next() else { continue };
        let filter = filter(exact.abs(), &typed);
        let help = match &line.name {
            Some(name) if exact.is_sign_negative() && line.is_balance() && !minus => {
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
fn is_rough(text: &str, geld: &Geldwoorden) -> bool {
    names_any(text, &geld.ongeveer)
}

/// `de maatregelen kosten samen`, `in totaal kosten alle maatregelen`.
fn speaks_of_total(text: &str, geld: &Geldwoorden) -> bool {
    names_any(text, &geld.alle_maatregelen) && names_any(text, &geld.samen) && text.contains("kost")
}

fn names_any(text: &str, list: &[Regel]) -> bool {
    list.iter().any(|listed| words::contains(text, listed.as_str()))
}

/// The one column of a table that a sentence names; the last column is the structural one.
fn column<'a>(text: &str, columns: &'a [String]) -> Option<(usize, &'a str)> {
    let mut named = columns.iter().map(String::as_str).enumerate().filter(|(_, column)| {
        // `structurele` is the same column, `infrastructureel` is not.
        words::contains(text, column)
            || (*column == "structureel" && words::contains(text, "structurele"))
    });
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}
