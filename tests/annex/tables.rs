//! In: chance. Out: amounts, and tables of an annex with them. Pure.

use proptest::prelude::*;
use serde_json::{Value, json};

/// An amount in ten-billionths, so that integers do the sums.
const UNIT: i128 = 10_000_000_000;

/// Digits as they are typed: up to 12 before the comma, 10 behind it, 15 together.
pub(super) fn number() -> impl Strategy<Value = i128> {
    (0_u32..=10).prop_flat_map(|decimals| {
        let most = 10_i128.pow((15 - decimals).min(12)) - 1;
        let step = 10_i128.pow(10 - decimals);
        (-most..=most, 0..10_i128.pow(decimals)).prop_map(move |(whole, fraction)| {
            let sign = if whole < 0 { -1 } else { 1 };
            whole * UNIT + sign * fraction * step
        })
    })
}

pub(super) fn dutch(value: i128) -> String {
    let (whole, fraction) = (value.abs() / UNIT, value.abs() % UNIT);
    let sign = if value < 0 { "-" } else { "" };
    let fraction = format!("{fraction:010}");
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        digits => format!("{sign}{whole},{digits}"),
    }
}

/// A text of one line in which nothing is special to a spreadsheet, a CSV or YAML but everything may stand.
fn line() -> impl Strategy<Value = String> {
    "[ -~éëï€–‒'\";=+@-]{0,20}[A-Za-z;\"'=+@0-9-]".prop_map(|text| text.trim().to_owned())
}

/// A text with markup that means what it says.
fn prose() -> impl Strategy<Value = String> {
    "[A-Z][a-z ,;\"'é-]{0,30}\\.(\n\n[A-Z][a-z]{1,8}\\.)?"
}

fn amount() -> impl Strategy<Value = Option<String>> {
    let bounded = |number: i128| number / 1_000;
    prop_oneof![
        3 => number().prop_map(move |value| Some(dutch(bounded(value)))),
        1 => (number(), number()).prop_filter_map("a range has two ends", move |(a, b)| {
            let (a, b) = (bounded(a.min(b)), bounded(a.max(b)));
            (a < b).then(|| Some(format!("{} tot {}", dutch(a), dutch(b))))
        }),
        1 => Just(Some("p.m.".to_owned())),
        2 => Just(None),
    ]
    // Fewer digits than the amount had would not be the same amount.
    .prop_filter("fifteen digits at most", |text| {
        text.as_ref().is_none_or(|text| {
            text.split(" tot ").all(|side| side.bytes().filter(u8::is_ascii_digit).count() <= 15)
        })
    })
}

type Amounts = (Vec<Option<String>>, Option<String>);

fn amounts() -> impl Strategy<Value = Amounts> {
    (prop::collection::vec(amount(), 3), amount())
}

fn with_amounts(mut line: Value, (years, structural): &Amounts) -> Value {
    for (year, amount) in (2024..).zip(years) {
        if let Some(amount) = amount {
            line["bedragen"][year.to_string()] = json!(amount);
        }
    }
    if let Some(amount) = structural {
        line["structureel"] = json!(amount);
    }
    line
}

fn measure() -> impl Strategy<Value = Value> {
    let optional = || prop::option::of(line());
    let texts = (
        line(),
        optional(),
        optional(),
        optional(),
        prop::option::of(prose()),
        prop::option::of(prose()),
    );
    (texts, amounts(), prop::bool::weighted(0.3)).prop_map(
        |((name, trekker, artikel, appreciatie, toelichting, herkomst), amounts, part)| {
            let mut measure = json!({ "maatregel": name, "waarvan": part });
            let more = [
                ("trekker", trekker),
                ("artikel", artikel),
                ("appreciatie", appreciatie),
                ("toelichting", toelichting),
                ("herkomst", herkomst),
            ];
            for (key, text) in more {
                if let Some(text) = text {
                    measure[key] = json!(text);
                }
            }
            with_amounts(measure, &amounts)
        },
    )
}

pub(super) fn table() -> impl Strategy<Value = Value> {
    let group = (
        prop::option::of(line()),
        prop_oneof![Just("uitgaven"), Just("verplichtingen"), Just("ontvangsten")],
        prop::collection::vec(measure(), 1..4),
    );
    let groups = prop::collection::vec(group, 1..4);
    let begin = prop::option::of((line(), amounts()));
    let cover = prop_oneof![
        Just(Err("geen")),
        Just(Err("nvt")),
        prop::collection::vec((line(), prop::option::of(line()), amounts()), 1..3).prop_map(Ok),
    ];
    (groups, begin, cover, prop::bool::ANY).prop_map(|(groups, begin, cover, named)| {
        let mut number = 0;
        let mut id = |mut value: Value| {
            number += 1;
            if named || number % 3 == 0 {
                value["id"] = json!(format!("naam_{number}"));
            }
            value
        };
        let groups: Vec<Value> = groups
            .into_iter()
            .map(|(titel, soort, measures)| {
                let mut group = id(json!({ "soort": soort }));
                if let Some(titel) = titel {
                    group["titel"] = json!(titel);
                }
                group["maatregelen"] = measures.into_iter().map(&mut id).collect();
                // The first is a part of nothing.
                group["maatregelen"][0]["waarvan"] = json!(false);
                group
            })
            .collect();
        let mut table = json!({ "groepen": groups });
        if let Some((name, amounts)) = begin {
            table["nieuwe_stand"] = json!(format!("Nieuw: {name}"));
            table["beginstand"] = with_amounts(json!({ "omschrijving": name }), &amounts);
        }
        table["dekking"] = match cover {
            Err(word) => json!(word),
            Ok(sources) => sources
                .into_iter()
                .map(|(name, artikel, amounts)| {
                    let mut source = id(json!({ "bron": name }));
                    if let Some(artikel) = artikel {
                        source["artikel"] = json!(artikel);
                    }
                    with_amounts(source, &amounts)
                })
                .collect(),
        };
        table
    })
}
