//! In: the amounts and counts of a dossier. Out: what is written wrongly, or contradicts the annex or itself. Pure.

use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Role, Token};
use crate::check::reading::{Amount, Seen, Unit, within};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Reeks, Root, euro, miljoen};

/// Words that say that a number in the sentence is money.
const MONEY: &[&str] = &[
    "begroting", "beschikbaar", "bedrag", "bedragen", "budget", "dekking", "euro", "financieel", "financiering",
    "gereserveerd", "kosten", "kost", "middelen", "subsidie", "uitgaven", "verhoogd", "vrijgemaakt",
];

/// Words that can follow an amount; another word is what is counted, as in `2 miljoen mensen`.
const AFTER_AMOUNT: &[&str] = &[
    "aan", "beschikbaar", "bedraagt", "extra", "en", "gereserveerd", "in", "incidenteel", "is",
    "jaarlijks", "meer", "minder", "naar", "of", "op", "per", "structureel", "te", "tot", "uit", "vanaf",
    "voor", "wordt", "worden", "zijn",
];

/// C001: `€ 2 miljoen`: the sign, a space, a decimal comma, `miljoen` in full (Rijksbegrotingsvoorschriften;
/// taaladvies.net).
pub(super) fn notation(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in &subject.seen.amounts {
        let passage = subject.passage(seen);
        let amount = &seen.what;
        let prose = passage.is_prose() || passage.role == Role::Heading;
        if !prose && passage.role != Role::Cell || passage.is_opaque(&seen.range) {
            continue;
        }
        // `€5-biljet` is one word, and `x € 1 mln.` the unit of a table; a quotation stays as it is.
        if passage.text[seen.range.end..].starts_with('-')
            || passage.text[..seen.range.start].trim_end().ends_with(" x")
            || passage.is_quoted(seen.range.start)
        {
            continue;
        }
        if amount.is_money() {
            written(passage, seen, prose, out);
        } else if is_money_without_sign(passage, seen) {
            let number = &passage.text[amount.number.clone()];
            let unit = amount.unit.word().unwrap_or_default();
            out.push(
                Finding::on(passage, &seen.range, "bij dit bedrag ontbreekt het euroteken")
                    .help(format!("is het geld, schrijf dan `€ {number} {unit}`")),
            );
        }
    }
}

fn is_money_without_sign(passage: &Passage, seen: &Seen<Amount>) -> bool {
    if !matches!(seen.what.unit, Unit::Million | Unit::Billion) {
        return false;
    }
    let sentence = passage.sentence(seen.range.start);
    let tokens = passage.tokens_in(&sentence);
    let money = tokens.iter().any(|token| MONEY.contains(&passage.word(token).to_lowercase().as_str()));
    let next = tokens.iter().find(|token| token.range.start >= seen.range.end);
    // A comma may come before what is counted: `8,5 miljoen, waardoor`.
    let free = next.is_none_or(|token| match token.word {
        true => AFTER_AMOUNT.contains(&passage.word(token)),
        false => matches!(passage.word(token), "." | ")"),
    });
    // `USD 40 miljoen`, `$ 12 miljoen`: other money.
    let other = passage.before(seen.range.start).next().is_some_and(|word| {
        matches!(word, "$" | "£") || (word.chars().count() == 3 && word.chars().all(char::is_uppercase))
    });
    // `van 6 miljoen naar 8 miljoen euro`: one word for both.
    let said = passage.text[seen.range.end..sentence.end].split_whitespace().take(5).any(|word| word.starts_with("euro"));
    // `€ 1 tot 2 miljoen`, `tussen € 1 en 2 miljoen`: one sign for both.
    let shared = passage.text[sentence.start..seen.range.start]
        .rfind('€')
        .is_some_and(|at| passage.text[sentence.start + at..seen.range.start].split_whitespace().count() <= 4);
    money && free && !shared && !other && !said
}

/// An amount as it should be written.
fn written(passage: &Passage, seen: &Seen<Amount>, prose: bool, out: &mut Vec<Finding>) {
    let amount = &seen.what;
    let number = &passage.text[amount.number.clone()];
    let unit = amount.unit_range.clone().map(|range| &passage.text[range]);
    let mut reasons = Vec::new();
    if amount.sign.is_some() && passage.text[amount.gap.clone()].is_empty() {
        reasons.push("na het euroteken hoort een spatie");
    }
    let english = amount.euros.is_none() && is_decimal_point(number);
    if english {
        reasons.push("een bedrag heeft een decimale komma");
    }
    let glued = amount.unit_range.as_ref().is_some_and(|unit| {
        unit.start == amount.dash.as_ref().unwrap_or(&amount.number).end
    });
    if glued {
        reasons.push("vóór het woord hoort een spatie");
    }
    let short = unit.is_some_and(|unit| !["miljoen", "miljard", "duizend"].contains(&unit));
    if prose && short {
        reasons.push("in een zin staat het woord voluit");
    }
    // A table has little room: `mln.` may stay there, but with its point.
    let pointless = !prose && short && unit.is_some_and(|unit| !unit.ends_with('.'));
    if pointless {
        reasons.push("de afkorting heeft een punt");
    }
    if reasons.is_empty() {
        return;
    }
    let number = if english { number.replace('.', ",") } else { number.to_owned() };
    let sign = if amount.sign.is_some() { "€ " } else { "" };
    // A point may also end the sentence.
    let rest = passage.text[seen.range.end..].trim_start();
    let pointed = unit.is_some_and(|unit| unit.ends_with('.')) && prose;
    let ends = pointed && rest.is_empty();
    let unsure = pointed && rest.starts_with(char::is_uppercase);
    let word = match (amount.unit.word(), unit) {
        (Some(word), Some(_)) if prose => format!(" {word}{}", if ends && !amount.euro { "." } else { "" }),
        (_, Some(unit)) => format!(" {}{}", unit, if pointless { "." } else { "" }),
        _ => String::new(),
    };
    let dash = amount.dash.clone().map_or("", |range| &passage.text[range]);
    let minus = passage.text[amount.sign.clone().map_or(seen.range.start, |sign| sign.end)..amount.number.start].trim();
    let euro = if amount.euro { " euro" } else { "" };
    let right = format!("{sign}{minus}{number}{dash}{word}{euro}");
    let finding =
        Finding::on(passage, &seen.range, format!("dit bedrag is anders geschreven dan het hoort: {}", reasons.join("; ")));
    out.push(match unsure {
        true => finding.help(format!("schrijf `{right}`, met een punt als de zin hier eindigt")),
        false => finding.fix(passage, &seen.range, right),
    });
}

/// `2.5`: a point, and not three digits behind it.
fn is_decimal_point(number: &str) -> bool {
    number.split_once('.').is_some_and(|(_, fraction)| {
        fraction.len() != 3 && fraction.bytes().all(|b| b.is_ascii_digit())
    })
}

/// What a sentence names of the annex.
struct Line<'a> {
    what: String,
    /// The same in lower case, for comparing.
    lower: String,
    amounts: &'a Reeks,
}

impl<'a> Line<'a> {
    fn new(what: impl ToString, amounts: &'a Reeks) -> Self {
        let what = what.to_string();
        Self { lower: what.to_lowercase(), what, amounts }
    }
}

/// C002: an amount beside the name of a line of the annex and a year is that line's amount in that year.
pub(super) fn amount(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else { return };
    let mut lines = Vec::new();
    for (groep, (amounts, measures)) in bijlage.groepen.iter().zip(cijfers.groepen.iter().zip(&cijfers.maatregelen)) {
        lines.push(Line::new(&groep.titel, amounts));
        for (maatregel, amounts) in groep.maatregelen.iter().zip(measures) {
            lines.push(Line::new(&maatregel.maatregel, amounts));
        }
    }
    let total = Line::new("alle maatregelen samen", &cijfers.totaal);
    let years: Vec<String> = bijlage.jaren.iter().map(ToString::to_string).collect();
    for seen in &subject.seen.amounts {
        let passage = subject.passage(seen);
        let file = matches!(passage.place.root, Root::File(Bestand::Brief | Bestand::Nota));
        let Some(euros) = seen.what.euros.filter(|_| file && seen.what.is_money() && !passage.is_opaque(&seen.range)) else {
            continue;
        };
        let sentence = passage.sentence(seen.range.start);
        let text = passage.text[sentence.clone()].to_lowercase();
        let beside = within(&subject.seen.amounts, passage).iter();
        let alone = beside.filter(|other| other.what.is_money() && sentence.contains(&other.range.start)).count() == 1;
        // The year of a day is no year of the table.
        let undated = without_days(subject, passage, &sentence);
        let Some((column, when)) = column(&undated, &years).filter(|_| alone && !is_rough(&text)) else { continue };
        let named: Vec<&Line<'_>> = lines
            .iter()
            .filter(|line| line.what.chars().count() > 4 && words::contains(&text, &line.lower))
            .collect();
        // `Extra opvangplaatsen` also names a group `Opvangplaatsen`: the longest name counts.
        let mut longest = named.iter().filter(|line| {
            !named.iter().any(|other| other.lower.len() > line.lower.len() && other.lower.contains(&line.lower))
        });
        let line = match (longest.next(), longest.next()) {
            (Some(line), None) => *line,
            (None, _) if speaks_of_total(&text) => &total,
            _ => continue,
        };
        let Some(Some(cell)) = line.amounts.cells().nth(column) else { continue };
        let annex = cell * bijlage.eenheid.euros();
        if (annex - euros).abs() > seen.what.half {
            let shown = if annex.abs() >= Decimal::from(100_000) { miljoen(annex) } else { euro(annex) };
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
    for day in within(&subject.seen.days, passage).iter().filter(|day| sentence.contains(&day.range.start)) {
        text.push_str(passage.text.get(at..day.range.start).unwrap_or_default());
        at = day.range.end;
    }
    text.push_str(passage.text.get(at..sentence.end).unwrap_or_default());
    text.to_lowercase()
}

/// A bound or a rough figure is not the figure of the table.
fn is_rough(text: &str) -> bool {
    const ROUGH: &[&str] = &[
        "minder dan", "meer dan", "ruim", "bijna", "circa", "ca", "ongeveer", "maximaal", "minimaal", "hoogstens", "ten hoogste",
        "ten minste", "tenminste", "zo'n", "zo’n", "rond", "tegen de", "boven de", "onder de",
    ];
    ROUGH.iter().any(|rough| words::contains(text, rough))
}

/// `de maatregelen kosten samen`, `in totaal kosten alle maatregelen`.
fn speaks_of_total(text: &str) -> bool {
    let all = ["de maatregelen", "alle maatregelen"].iter().any(|all| words::contains(text, all));
    let together = ["samen", "in totaal", "totale kosten"].iter().any(|word| words::contains(text, word));
    all && together && text.contains("kost")
}

/// The one column of the annex that a sentence names.
fn column<'a>(text: &str, years: &'a [String]) -> Option<(usize, &'a str)> {
    let mut named = years.iter().map(String::as_str).enumerate().filter(|(_, year)| text.contains(year));
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
        if !(text.contains("bijlage") || text.contains("ijgevoegd")) {
            continue;
        }
        for pair in passage.tokens.windows(2) {
            let Some((_, group)) = COUNTED.iter().find(|(word, _)| passage.word(&pair[1]) == *word) else { continue };
            let Some((number, about)) = number_word(passage.word(&pair[0])) else { continue };
            // `Twee maatregelen zijn al begonnen`: a part of them.
            if passage.sentence(pair[0].range.start).start == pair[0].range.start {
                continue;
            }
            let real = if *group { groups } else { measures };
            // `een vijftigtal` is about fifty: five more or less is no contradiction.
            let right = if about { number.abs_diff(real) * 10 <= number } else { number == real };
            let range = pair[0].range.start..pair[1].range.end;
            if !right && !passage.is_opaque(&pair[0].range) {
                let name = if *group { "bijlage.aantal_groepen" } else { "bijlage.aantal_maatregelen" };
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
        ("twee", 2), ("drie", 3), ("vier", 4), ("vijf", 5), ("zes", 6), ("zeven", 7), ("acht", 8), ("negen", 9),
        ("tien", 10), ("elf", 11), ("twaalf", 12), ("dertien", 13), ("veertien", 14), ("vijftien", 15),
        ("zestien", 16), ("zeventien", 17), ("achttien", 18), ("negentien", 19), ("twintig", 20), ("dertig", 30),
        ("veertig", 40), ("vijftig", 50), ("zestig", 60), ("zeventig", 70), ("tachtig", 80), ("negentig", 90),
        ("honderd", 100),
    ];
    let lower = word.to_lowercase();
    if let Ok(number) = lower.parse() {
        return (number < 1_000).then_some((number, false));
    }
    let (stem, about) = lower.strip_suffix("tal").map_or((lower.as_str(), false), |stem| (stem, true));
    let known = |stem: &str| WORDS.iter().find(|(word, _)| *word == stem).map(|(_, number)| *number);
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

/// C004: in a table of text the line of the total is the sum of the lines above it.
pub(super) fn sum(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for table in subject.tables() {
        let Some((last, rows)) = table.split_last() else { continue };
        let Some((head, rows)) = rows.split_first().filter(|(_, rows)| rows.len() > 1) else { continue };
        let name = |row: &Row<'_>| row.first().copied().flatten().map_or_else(String::new, |cell| cell.text.trim().to_lowercase());
        let total = name(last);
        let first = total.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let parts = ["subtotaal", "totaal", "waarvan"];
        if !["totaal", "samen", "som"].contains(&first) || rows.iter().any(|row| parts.iter().any(|part| name(row).starts_with(part))) {
            continue;
        }
        let money = head.iter().flatten().any(|cell| cell.text.contains('€'));
        for column in 1..last.len() {
            let heading = head.get(column).copied().flatten().map_or_else(String::new, |cell| cell.text.to_lowercase());
            let average = ["per", "gemiddeld", "gemiddelde", "prijs"].iter().any(|word| words::contains(&heading, word));
            let cell = |row: &Row<'_>| row.get(column).copied().flatten().and_then(|cell| number(&cell.text));
            let (Some(total), Some(cells)) = (cell(last), rows.iter().map(cell).collect::<Option<Vec<Number>>>()) else {
                continue;
            };
            if average || cells.iter().any(|cell| cell.unit != total.unit) {
                continue;
            }
            let added: Decimal = cells.iter().map(|cell| cell.value).sum();
            // Amounts are rounded: each line by half of its last digit. Counts are not.
            let least = cells.iter().chain([&total]).map(|cell| cell.value.scale()).min().unwrap_or(0);
            let rounded = money || total.money || least > 0;
            let rounding = match rounded {
                true => Decimal::from(cells.len() as u64) / Decimal::TWO / Decimal::from(10_u64.pow(least.min(9))),
                false => Decimal::ZERO,
            };
            if let Some(passage) = last[column].filter(|_| (added - total.value).abs() > rounding) {
                let shown = crate::dossier::notation(added, added.normalize().scale());
                out.push(
                    Finding::on(passage, &(0..passage.text.len()), "dit totaal is niet de som van de regels erboven")
                        .label(format!("de som is {shown}"))
                        .help("kijk de bedragen na, of neem ze uit de bijlage met `{{ … }}`"),
                );
            }
        }
    }
}

/// A cell that holds one number.
struct Number {
    value: Decimal,
    /// The word behind it.
    unit: String,
    /// Whether it has a euro sign.
    money: bool,
}

/// A cell that is one number, with or without a sign or unit; percentages do not add up.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let money = text.starts_with('€');
    let text = text.trim_start_matches('€').trim();
    let (negative, text) = match text.strip_prefix(['-', '‒', '–', '−']) {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
    let digits = text[..end].trim_end_matches(['.', ',']).replace('.', "").replace(',', ".");
    let unit = text[end..].trim().trim_end_matches('.').to_lowercase();
    let value = Decimal::from_str(&digits).ok().filter(|_| unit.chars().all(char::is_alphabetic))?;
    Some(Number { value: if negative { -value } else { value }, unit, money })
}

/// C005: `45%` without a space; and `25 van de 50 (54%)` must be right.
pub(super) fn percentage(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in subject.printed() {
        for (i, token) in passage.tokens.iter().enumerate() {
            if passage.word(token) != "%" || passage.is_opaque(&token.range) {
                continue;
            }
            let Some(before) = i.checked_sub(1).map(|i| &passage.tokens[i]) else { continue };
            if !passage.word(before).ends_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let gap = before.range.end..token.range.end;
            if gap.len() > token.range.len() {
                let whole = before.range.start..token.range.end;
                let right = format!("{}%", passage.word(before));
                out.push(
                    Finding::on(passage, &whole, "tussen getal en procentteken hoort geen spatie")
                        .fix(passage, &whole, right),
                );
            }
            let closes = passage.tokens.get(i + 1).is_some_and(|token| passage.word(token) == ")");
            if let Some((finding, range)) = wrong_share(passage, i).filter(|_| closes) {
                out.push(Finding::on(passage, &range, finding).help("kijk de getallen na"));
            }
        }
    }
}

/// `25 van de 50 routes (54%)`: the percentage that these numbers make.
fn wrong_share(passage: &Passage, sign: usize) -> Option<(String, Range<usize>)> {
    let tokens = &passage.tokens[..sign];
    let word = |token: &Token| passage.word(token);
    let typed = tokens.last()?;
    let sentence = passage.sentence(typed.range.start);
    let open = tokens[..tokens.len() - 1].iter().rposition(|token| word(token) == "(")?;
    if open + 2 != tokens.len() {
        return None;
    }
    let from = tokens[..open].iter().rposition(|token| word(token) == "van")?;
    let of = tokens.get(from + 1).filter(|token| matches!(word(token), "de" | "het"))?;
    let whole: u64 = word(tokens.get(from + 2)?).replace('.', "").parse().ok()?;
    let part: u64 = word(tokens.get(from.checked_sub(1)?)?).replace('.', "").parse().ok()?;
    // Only these two numbers before the bracket, in the same sentence.
    let near = open - from <= 6 && of.range.start >= sentence.start;
    let (share, decimals) = {
        let digits = word(typed).replace(',', ".");
        let value = Decimal::from_str(&digits).ok()?;
        (value, value.scale())
    };
    if whole == 0 || !near || part > whole {
        return None;
    }
    let real = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    let half = Decimal::ONE / Decimal::from(10_u64.pow(decimals.min(6)));
    ((real - share).abs() > half).then(|| {
        let shown = crate::dossier::notation(real, decimals);
        (format!("{part} van de {whole} is {shown}%"), typed.range.start..passage.tokens[sign].range.end)
    })
}

/// The cells of a row; an empty cell has no passage.
type Row<'a> = Vec<Option<&'a Passage>>;

impl Subject<'_> {
    /// The tables in the texts, as rows of cells, the head first.
    fn tables(&self) -> Vec<Vec<Row<'_>>> {
        let mut tables: Vec<Vec<Row<'_>>> = Vec::new();
        let mut last = None;
        for passage in &self.passages {
            let Some(cell) = &passage.cell else { continue };
            if last != Some(cell.table) {
                tables.push(Vec::new());
                last = Some(cell.table);
            }
            let Some(table) = tables.last_mut() else { continue };
            table.resize_with(table.len().max(cell.row + 1), Vec::new);
            let row = &mut table[cell.row];
            row.resize(row.len().max(cell.column + 1), None);
            row[cell.column] = Some(passage);
        }
        tables
    }
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
