//! In: the amounts and percentages in the texts. Out: what is written wrongly, or wrongly computed. Pure.

use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Role};
use crate::check::reading::{Amount, Seen, Unit};
use crate::check::segment::Token;
use crate::dossier::Geldwoorden;

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
        } else if is_money_without_sign(passage, seen, &subject.lijsten.geld) {
            let number = &passage.text[amount.number.clone()];
            let unit = amount.unit.word().unwrap_or_default();
            out.push(
                Finding::on(passage, &seen.range, "bij dit bedrag ontbreekt het euroteken")
                    .help(format!("is het geld, schrijf dan `€ {number} {unit}`")),
            );
        }
    }
}

fn is_money_without_sign(passage: &Passage, seen: &Seen<Amount>, geld: &Geldwoorden) -> bool {
    if !matches!(seen.what.unit, Unit::Million | Unit::Billion) {
        return false;
    }
    let part = passage.near(&seen.range);
    let tokens = passage.tokens_in(&part);
    let money = tokens.iter().any(|token| geld.over_geld.has_folded(passage.word(token)));
    let next = tokens.iter().find(|token| token.range.start >= seen.range.end);
    // A comma may come before what is counted: `8,5 miljoen, waardoor`.
    let free = next.is_none_or(|token| match token.word {
        true => geld.na_bedrag.has(passage.word(token)),
        false => matches!(passage.word(token), "." | ")"),
    });
    // `USD 40 miljoen`, `$ 12 miljoen`: other money.
    let other = passage.before(seen.range.start).next().is_some_and(|word| {
        matches!(word, "$" | "£")
            || (word.chars().count() == 3 && word.chars().all(char::is_uppercase))
    });
    // `van 6 miljoen naar 8 miljoen euro`: one word for both.
    let said = passage.text[seen.range.end..part.end]
        .split_whitespace()
        .take(5)
        .any(|word| word.starts_with("euro"));
    // `€ 1 tot 2 miljoen`, `tussen € 1 en 2 miljoen`: one sign for both.
    let shared = passage.text[part.start..seen.range.start].rfind('€').is_some_and(|at| {
        passage.text[part.start + at..seen.range.start].split_whitespace().count() <= 4
    });
    money && free && !shared && !other && !said
}

/// An amount as it should be written.
fn written(passage: &Passage, seen: &Seen<Amount>, prose: bool, out: &mut Vec<Finding>) {
    let amount = &seen.what;
    let number = &passage.text[amount.number.clone()];
    let unit = amount.unit_range.clone().map(|range| &passage.text[range]);
    let mut reasons = Vec::new();
    let spelt = amount.sign.clone().is_some_and(|sign| &passage.text[sign] == "euro");
    if spelt {
        reasons.push("het euroteken hoort vóór het bedrag");
    }
    if amount.sign.is_some() && amount.euro {
        reasons.push("het euroteken en `euro` zeggen hetzelfde");
    }
    if amount.sign.is_some() && passage.text[amount.gap.clone()].is_empty() {
        reasons.push("na het euroteken hoort een spatie");
    }
    let english = amount.euros.is_none() && is_decimal_point(number);
    if english {
        reasons.push("een bedrag heeft een decimale komma");
    }
    let glued = amount
        .unit_range
        .as_ref()
        .is_some_and(|unit| unit.start == amount.dash.as_ref().unwrap_or(&amount.number).end);
    if glued {
        reasons.push("vóór het woord hoort een spatie");
    }
    let whole =
        |unit: &str| ["miljoen", "miljard", "duizend"].contains(&unit.to_lowercase().as_str());
    let short = unit.is_some_and(|unit| !whole(unit));
    if unit.is_some_and(|unit| whole(unit) && unit.starts_with(char::is_uppercase)) {
        reasons.push("het woord heeft een kleine letter");
    }
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
        (Some(word), Some(_)) if prose => {
            format!(" {word}{}", if ends && !amount.euro { "." } else { "" })
        }
        (_, Some(unit)) => format!(" {}{}", unit, if pointless { "." } else { "" }),
        _ => String::new(),
    };
    let dash = amount.dash.clone().map_or("", |range| &passage.text[range]);
    let minus = passage.text
        [amount.sign.clone().map_or(seen.range.start, |sign| sign.end)..amount.number.start]
        .trim();
    let euro = if amount.euro && amount.sign.is_none() { " euro" } else { "" };
    let right = format!("{sign}{minus}{number}{dash}{word}{euro}");
    let finding = Finding::on(passage, &seen.range, reasons.join("; "));
    out.push(match unsure {
        true => finding.help(format!("schrijf `{right}`, met een punt als de zin hier eindigt")),
        false => finding.fix(passage, &seen.range, right),
    });
}

/// `2.5`: a point that does not have three digits behind it.
fn is_decimal_point(number: &str) -> bool {
    number.split_once('.').is_some_and(|(_, fraction)| {
        fraction.len() != 3 && fraction.bytes().all(|b| b.is_ascii_digit())
    })
}

/// C005: `45%` without a space; and `25 van de 50 (54%)` must be right.
pub(super) fn percentage(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in subject.printed() {
        for (i, token) in passage.tokens.iter().enumerate() {
            if passage.word(token) != "%"
                || passage.is_opaque(&token.range)
                || passage.is_quoted(token.range.start)
            {
                continue;
            }
            let Some(before) = i.checked_sub(1).map(|i| &passage.tokens[i]) else { continue };
            if !passage.word(before).ends_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let typed = passage.word(before);
            if is_decimal_point(typed) {
                let right = typed.replace('.', ",");
                out.push(
                    Finding::on(passage, &before.range, "een percentage heeft een decimale komma")
                        .fix(passage, &before.range, right),
                );
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
    let open = tokens.len().checked_sub(2).filter(|open| word(&tokens[*open]) == "(")?;
    // Only these two numbers before the bracket, in the same sentence.
    let near = open.saturating_sub(6);
    let from = near + tokens[near..open].iter().rposition(|token| word(token) == "van")?;
    let of = tokens.get(from + 1).filter(|token| matches!(word(token), "de" | "het"))?;
    let whole: u64 = word(tokens.get(from + 2)?).replace('.', "").parse().ok()?;
    let part: u64 = word(tokens.get(from.checked_sub(1)?)?).replace('.', "").parse().ok()?;
    let (share, decimals) = {
        let digits = word(typed).replace(',', ".");
        let value = Decimal::from_str(&digits).ok()?;
        (value, value.scale())
    };
    if whole == 0 || of.range.start < sentence.start || part > whole {
        return None;
    }
    let real = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
    let half = Decimal::ONE / Decimal::from(10_u64.pow(decimals.min(6)));
    ((real - share).abs() > half).then(|| {
        let shown = crate::dossier::notation(real, decimals);
        (
            format!("{part} van de {whole} is {shown}%"),
            typed.range.start..passage.tokens[sign].range.end,
        )
    })
}
