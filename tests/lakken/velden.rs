//! Every field of every schema that can be withheld is taken out: the schemas say which there are.

use std::collections::BTreeMap;

use kamerbrief::dossier::{Bestand, Place, Root, Shape};
use serde_json::{Map, Value, json};

use super::twee_geheimen::forgotten;
use super::{Files, difference, openbaar};

/// Two secrets of a text, and of an amount.
const TEKSTEN: [&str; 2] = ["Rozengaarde", "Wilgenburch en heel veel langer"];
const BEDRAGEN: [&str; 2] = ["7654,5", "-3"];

/// Fields that a dossier cannot have beside the others, or that lead out of it.
const ZONDER: [&str; 10] = [
    "profiel",
    "logo",
    "spreadsheet",
    "uitzonderingen",
    "lakken",
    "tabellen",
    "staat",
    "formule",
    // Sums as they were published: one that is withheld follows from the lines.
    "subtotaal",
    "totaal",
];

/// What a table with years has, and one with columns of its own does not.
const MET_JAREN: [&str; 8] = [
    "groepen",
    "dekking",
    "beginstand",
    "nieuwe_stand",
    "standen",
    "subtotalen",
    "nummering",
    "grafiek",
];

/// A value of a shape, with everything in it that there can be.
fn whole(shape: &Shape, key: &str) -> Value {
    let around = key;
    match shape {
        Shape::Map { keys, others, .. } => {
            let mut map = Map::new();
            for (key, shape) in keys.iter().filter(|(key, _)| !ZONDER.contains(&key.as_str())) {
                let key_of = if key == "soort" { around } else { key };
                map.insert(key.clone(), whole(shape, key_of));
            }
            if let Some((_, shape)) = others {
                let names = match key {
                    "bedragen" => ["2026", "2027"].as_slice(),
                    "voetnoten" | "noten_vragen" => &["noot"],
                    "vragen" => &["1", "2"],
                    "delen" => &["a", "b"],
                    "kamerstukken" => &["28638-217"],
                    "koppen" => &["aanleiding"],
                    "figuren" | "kaders" => &["naam"],
                    "kolommen" => &["kolom", "andere", "tekst"],
                    "cellen" => &["kolom", "andere"],
                    "teksten" => &["tekst"],
                    _ => &["CBS"],
                };
                map.extend(names.iter().map(|name| ((*name).to_owned(), whole(shape, name))));
            }
            Value::Object(map)
        }
        Shape::List(item, _) if key == "jaren" => {
            json!([whole(item, ""), "2027"])
        }
        Shape::List(item, _) => json!([whole(item, key)]),
        Shape::WordsOr(_, list) => whole(list, key),
        Shape::Words(words) if words.iter().any(|word| word == "aantal") => match key {
            "tekst" => "tekst".into(),
            _ => words[0].clone().into(),
        },
        Shape::Words(words) => words[0].clone().into(),
        Shape::Whole(least, _) => (*least).into(),
        // The only line of a group is a part of nothing.
        Shape::Bool if key == "waarvan" => "nee".into(),
        Shape::Bool => "ja".into(),
        Shape::Text(format) => match format.as_deref() {
            Some("regel" | "regel-of-geen" | "rijnaam") => format!("Regel {key}"),
            Some("proza") if ["opening", "aanleiding"].contains(&key) => {
                "Tekst.[^noot]\n\n<figuur:naam>\n\n<kader:naam>".into()
            }
            Some("proza") if ["zie_ook", "a"].contains(&key) => "Tekst.[^noot]".into(),
            Some("proza") if key == "inleiding" => "Tekst.[^noot]".into(),
            Some("proza") => format!("Tekst van {key}."),
            Some("bedrag") => "12".into(),
            Some("bestand") => "beeld.svg".into(),
            Some("date") => "2026-03-02".into(),
            Some("jaar") => "2026".into(),
            Some("naam") => format!("naam_{key}"),
            Some("kamerstuk") => "28638-217".into(),
            Some("vergaderjaar") => "2022/23".into(),
            Some("huisstijl") => "jenv".into(),
            Some("vraagdeel") => "1".into(),
            other => panic!("{other:?}"),
        }
        .into(),
    }
}

/// Whether the shape is of a value that can be withheld in its place.
fn format_of(shape: &Shape) -> Option<&str> {
    match shape {
        Shape::Text(Some(format))
            if ["regel", "rijnaam", "proza", "bedrag", "bestand"].contains(&format.as_str()) =>
        {
            Some(format)
        }
        _ => None,
    }
}

/// The way to every value and every block of a shape, as [`whole`] fills it.
fn places(shape: &Shape, value: &Value, pointer: &str, out: &mut Vec<(String, bool)>) {
    match (shape, value) {
        (Shape::Map { keys, others, .. }, Value::Object(map)) => {
            if !pointer.is_empty()
                && (others.is_none()
                    || ["bedragen", "cellen"].iter().any(|name| pointer.ends_with(name)))
            {
                out.push((pointer.to_owned(), true));
            }
            for (key, value) in map.iter().filter(|(key, _)| key.as_str() != "profiel") {
                let of = keys.iter().find(|(name, _)| name == key).map(|(_, shape)| shape);
                let of = of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)).unwrap();
                places(of, value, &format!("{pointer}/{key}"), out);
            }
        }
        (Shape::List(item, _), Value::Array(items)) => {
            for (i, value) in items.iter().enumerate() {
                places(item, value, &format!("{pointer}/{i}"), out);
            }
        }
        (Shape::WordsOr(_, list), Value::Array(_)) => places(list, value, pointer, out),
        (shape, _) if format_of(shape).is_some() => out.push((pointer.to_owned(), false)),
        _ => {}
    }
}

/// A value with every text and amount in it a secret, but for what must be known. The second secret also has less in its
/// blocks, and longer lists: that is not seen either.
fn secret(shape: &Shape, value: &Value, number: usize) -> Value {
    match (shape, value) {
        (Shape::Map { keys, others, .. }, Value::Object(map)) => {
            let one = |(key, value): (&String, &Value)| {
                let of = keys.iter().find(|(name, _)| name == key).map(|(_, shape)| shape);
                let of = of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)).unwrap();
                (key.clone(), secret(of, value, number))
            };
            let Shape::Map { required, .. } = shape else { unreachable!() };
            let chosen = |key: &String| {
                keys.iter().any(|(name, shape)| {
                    name == key && matches!(shape, Shape::Words(_) | Shape::Bool)
                })
            };
            let stays = |key: &String| {
                required.contains(key)
                    || chosen(key)
                    || ["2027", "andere", "niveau"].contains(&key.as_str())
            };
            let some = map.iter().filter(|(key, _)| number == 0 || stays(key));
            Value::Object(some.map(one).collect())
        }
        (Shape::List(item, _), Value::Array(items)) => {
            let twice = items.iter().cycle().take(items.len() * (number + 1));
            twice.map(|value| secret(item, value, number)).collect()
        }
        (Shape::WordsOr(_, list), Value::Array(_)) => secret(list, value, number),
        (shape, _) => match format_of(shape) {
            Some("bedrag") => BEDRAGEN[number].into(),
            Some(_) => TEKSTEN[number].into(),
            None => value.clone(),
        },
    }
}

fn shape_at<'a>(shape: &'a Shape, steps: &[&str]) -> &'a Shape {
    let Some((first, rest)) = steps.split_first() else { return shape };
    match shape {
        Shape::Map { keys, others, .. } => {
            let of = keys.iter().find(|(name, _)| name == first).map(|(_, shape)| shape);
            shape_at(of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)).unwrap(), rest)
        }
        Shape::List(item, _) => shape_at(item, rest),
        Shape::WordsOr(_, list) => shape_at(list, steps),
        _ => panic!("{steps:?}"),
    }
}

/// What tables a dossier has.
#[derive(Clone, Copy, PartialEq)]
enum Tabellen {
    Een,
    Meer,
    /// One with columns of its own.
    Staat,
}

/// What of the questions another kind of letter has.
const NIET_BIJ_ANTWOORD: [&str; 4] = ["commissie", "stuk", "fracties", "agenda"];
const NIET_BIJ_OVERLEG: [&str; 3] = ["leden", "zie_ook", "vragen"];

/// A dossier with everything in it that this kind of letter can have.
fn dossier(tables: Tabellen, soort: &str) -> BTreeMap<Bestand, Value> {
    let mut all: BTreeMap<Bestand, Value> =
        Bestand::ALL.into_iter().map(|bestand| (bestand, whole(&Shape::of(bestand), ""))).collect();
    let file = all.get_mut(&Bestand::Dossier).unwrap();
    file["soort"] = soort.into();
    file["lakken"] = json!({ "5.1.2b": "Omdat het zo is." });
    // A form that prints every field there is.
    let nota = Shape::of(Bestand::Nota);
    let Shape::Map { keys, .. } = shape_at(&nota, &["velden"]) else { unreachable!() };
    let velden: Vec<&str> = keys.iter().map(|(key, _)| key.as_str()).collect();
    file["profiel"] = json!({ "nota": { "links": velden }, "antwoord": { "boven_titel": "{nummer}", "titel": "Aan {aan} van {leden} over {onderwerp}" }, "schriftelijk_overleg": { "boven_titel": "{aan}" } });
    let brief = all.get_mut(&Bestand::Brief).unwrap().as_object_mut().unwrap();
    brief.retain(|key, _| !["aanbieding", "uitstel"].contains(&key.as_str()) || key == soort);
    // With an opening of its own, the sentence that the data make gives way.
    if ["aanbieding", "uitstel"].contains(&soort) {
        brief.remove("opening");
    }
    if let Some(offered) = brief.get_mut("aanbieding") {
        *offered = json!([
            { "wat": "rapport", "titel": "Titel", "van": "Bureau Voorbeeld" },
            { "wat": "verslag", "van": "de Raad Algemene Zaken", "datum": "2026-03-02" },
            { "wat": "stuk", "titel": "Titel", "in_zin": "het stuk" },
        ]);
    }
    let vragen = all.get_mut(&Bestand::Vragen).unwrap().as_object_mut().unwrap();
    match soort {
        "antwoord" => vragen.retain(|key, _| !NIET_BIJ_ANTWOORD.contains(&key.as_str())),
        "schriftelijk_overleg" => {
            vragen.retain(|key, _| !NIET_BIJ_OVERLEG.contains(&key.as_str()));
            // Who asks is the fractions, or somebody by name.
            vragen["fracties"][0].as_object_mut().unwrap().remove("wie");
        }
        _ => drop(all.remove(&Bestand::Vragen)),
    }
    let bijlage = Shape::of(Bestand::Bijlage);
    let file = all.get_mut(&Bestand::Bijlage).unwrap().as_object_mut().unwrap();
    match tables {
        Tabellen::Een => {}
        Tabellen::Meer => {
            let table = whole(shape_at(&bijlage, &["tabellen", "0"]), "tabel");
            file.retain(|key, _| !MET_JAREN[..4].contains(&key.as_str()));
            file.insert("tabellen".into(), json!([table]));
        }
        Tabellen::Staat => {
            let staat = whole(shape_at(&bijlage, &["staat"]), "staat");
            file.retain(|key, _| !MET_JAREN.contains(&key.as_str()));
            file.insert("staat".into(), staat);
        }
    }
    all
}

fn files(all: &BTreeMap<Bestand, Value>) -> Files {
    all.iter().map(|(bestand, value)| (bestand.name(), value.to_string().into_bytes())).collect()
}

/// The dossier in which one place is withheld.
fn withheld(
    all: &BTreeMap<Bestand, Value>,
    bestand: Bestand,
    pointer: &str,
    block: bool,
    number: usize,
) -> Files {
    let mut all = all.clone();
    let shape = Shape::of(bestand);
    let steps: Vec<&str> = pointer.split('/').skip(1).collect();
    let value = all.get_mut(&bestand).unwrap().pointer_mut(pointer).unwrap();
    let mut new = secret(shape_at(&shape, &steps), value, number);
    match block {
        true => {
            new["openbaar"] = "nee".into();
            new["grond"] = "5.1.2b".into();
        }
        false => new = json!({ "waarde": new, "openbaar": "nee", "grond": "5.1.2b" }),
    }
    *value = new;
    files(&all)
}

/// The place of a value.
fn place(bestand: Bestand, pointer: &str, whole: &Value) -> Place {
    let mut at = whole;
    let mut place = Place::top(Root::File(bestand));
    for step in pointer.split('/').skip(1) {
        (place, at) = match at {
            Value::Array(items) => {
                let index = step.parse().unwrap();
                (place.index(index), &items[index])
            }
            at => (place.key(step), &at[step]),
        };
    }
    place
}

/// What was seen of the places of some files of a dossier.
#[derive(Debug, Default)]
struct Gezien {
    values: usize,
    blocks: usize,
    /// The places that cannot be withheld.
    refused: Vec<String>,
    /// Those of which the public edition says the same, whatever they say.
    unseen: Vec<String>,
}

/// Withholds each value and each block of these files in turn, each with two secrets.
fn every_place(tables: Tabellen, soort: &str, looked_at: &[Bestand]) -> Gezien {
    let mut gezien = Gezien::default();
    let all = dossier(tables, soort);
    openbaar(&files(&all)).unwrap_or_else(|errors| panic!("{soort}: {errors}"));
    let says = |made: &[(String, Vec<u8>)]| {
        let said = made.iter().find(|(_, bytes)| {
            let text = String::from_utf8_lossy(bytes);
            text.contains(TEKSTEN[0]) || text.contains(BEDRAGEN[0])
        });
        said.map(|(path, _)| path.clone())
    };
    for bestand in looked_at.iter().copied() {
        let mut found = Vec::new();
        places(&Shape::of(bestand), &all[&bestand], "", &mut found);
        for (pointer, block) in found {
            let of = |number| openbaar(&withheld(&all, bestand, &pointer, block, number));
            let name = format!("{soort} {bestand:?} {pointer}");
            match (of(0), of(1)) {
                (Ok(one), Ok(other)) => {
                    assert_eq!(difference(&one, &other), None, "{name}");
                    assert_eq!(says(&one), None, "{name}");
                    *(if block { &mut gezien.blocks } else { &mut gezien.values }) += 1;
                    // With the removal switched off for this one place, both are seen to differ: the other secret does
                    // not say what the first one says.
                    let left = |number| {
                        let files = withheld(&all, bestand, &pointer, block, number);
                        forgotten(&files, &place(bestand, &pointer, &all[&bestand]))
                    };
                    if let Ok(one) = left(0)
                        && says(&one).is_none()
                        && let Ok(other) = left(1)
                        && difference(&one, &other).is_none()
                    {
                        gezien.unseen.push(format!("{bestand:?} {pointer}"));
                    }
                }
                // What cannot be withheld is refused, whatever it says.
                (Err(one), Err(_)) => {
                    assert!(block && one.contains("[O002]"), "{name}: {one}");
                    gezien.refused.push(pointer);
                }
                _ => panic!("{name}: one secret is refused and the other is not"),
            }
        }
    }
    // What the file of an image is called stands nowhere, whether it is withheld or not.
    gezien.unseen.retain(|name| !name.ends_with("/figuren/naam/bestand"));
    gezien
}

// Of all kinds of letters answers have the most files; of the others, what only they have.

#[test]
fn every_place_of_a_dossier_and_its_letter_is_taken_out() {
    let Gezien { values, blocks, refused, unseen } =
        every_place(Tabellen::Een, "antwoord", &[Bestand::Dossier, Bestand::Brief]);
    assert!(values > 40 && blocks > 5, "{values} values, {blocks} blocks");
    assert_eq!(unseen, [""; 0]);
    assert_eq!(refused, ["/geadresseerde", "/moties/0", "/toezeggingen/0"]);
}

#[test]
fn every_place_of_questions_and_answers_is_taken_out() {
    let Gezien { refused, unseen, .. } = every_place(Tabellen::Een, "antwoord", &[Bestand::Vragen]);
    assert_eq!((unseen, refused), (Vec::new(), vec!["/antwoorden/0".to_owned()]));
}

#[test]
fn every_place_of_a_nota_is_taken_out() {
    let Gezien { refused, unseen, .. } = every_place(Tabellen::Een, "antwoord", &[Bestand::Nota]);
    assert_eq!((unseen, refused), (Vec::new(), vec!["/velden".to_owned()]));
}

#[test]
fn every_place_of_an_annex_is_taken_out() {
    let Gezien { refused, unseen, .. } =
        every_place(Tabellen::Een, "antwoord", &[Bestand::Bijlage]);
    assert_eq!((unseen, refused), (Vec::<String>::new(), Vec::<String>::new()));
}

#[test]
fn every_place_of_a_consultation_is_taken_out() {
    let Gezien { refused, unseen, .. } =
        every_place(Tabellen::Een, "schriftelijk_overleg", &[Bestand::Vragen]);
    // Neither the number of its questions stands anywhere, nor the page that one of them is about.
    let nowhere =
        ["Vragen /nummer", "Vragen /fracties/0/vragen/1/blz", "Vragen /fracties/0/vragen/2/blz"];
    assert_eq!(unseen, nowhere);
    assert_eq!(refused, ["/fracties/0", "/antwoorden/0"]);
}

#[test]
fn every_place_of_several_tables_is_taken_out() {
    let Gezien { refused, unseen, .. } =
        every_place(Tabellen::Meer, "antwoord", &[Bestand::Bijlage]);
    assert_eq!((unseen, refused), (Vec::new(), vec!["/tabellen/0".to_owned()]));
}

#[test]
fn every_place_of_a_table_with_columns_of_its_own_is_taken_out() {
    let Gezien { refused, unseen, .. } =
        every_place(Tabellen::Staat, "antwoord", &[Bestand::Bijlage]);
    assert_eq!((unseen, refused), (Vec::new(), vec!["/staat".to_owned()]));
}

#[test]
fn every_place_of_other_kinds_of_letters_is_taken_out() {
    for (soort, looked_at, wanted) in [
        (
            "aanbieding",
            &[Bestand::Brief][..],
            &["/aanbieding/0", "/aanbieding/1", "/aanbieding/2"][..],
        ),
        ("uitstel", &[Bestand::Brief], &["/uitstel", "/uitstel/vragen/0"]),
        (
            "verzamelbrief",
            &[Bestand::Dossier, Bestand::Brief],
            &["/geadresseerde", "/moties/0", "/toezeggingen/0"],
        ),
    ] {
        let Gezien { refused, unseen, .. } = every_place(Tabellen::Een, soort, looked_at);
        assert_eq!(unseen, [""; 0], "{soort}");
        assert_eq!(refused, wanted, "{soort}");
    }
}
