//! In: what a file says of written questions, and the text that `vragen.yaml` begins with. Out: that file. Pure.

use super::Overgenomen;
use crate::dossier::Datum;
use crate::edit::{self, Change, Refused, Value};
use crate::yaml::Path;

/// The file with questions: comments at its head, then what was taken over, then an empty answer to each question. What
/// was not in it stands between square brackets. `datum` stands in for the day of the questions.
///
/// # Errors
/// When it cannot be written, which what [`lees`](super::lees) gives always can.
pub fn vragen_yaml(head: &str, read: &Overgenomen, datum: Datum) -> Result<String, Refused> {
    // More paragraphs stand below a `|`.
    let text = |text: &str| match text.contains('\n') {
        true => Value::Text(format!("{text}\n")),
        false => Value::Text(text.to_owned()),
    };
    let open = |value: &Option<String>, what: &str| match value {
        Some(value) => text(value),
        None => Value::Text(format!("[{what}]")),
    };
    let day = read.brief_van.unwrap_or(datum);
    let day = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
    let lid = |(naam, partij): &(String, Option<String>)| {
        let pair = |key: &str, value| (key.to_owned(), value);
        Value::Map(vec![pair("naam", text(naam)), pair("partij", open(partij, "partij"))])
    };
    let leden = match &read.leden[..] {
        [] => vec![lid(&("[naam]".into(), None))],
        all => all.iter().map(lid).collect(),
    };
    let aan = match &read.aan[..] {
        [] => vec![text("[de Minister van …]")],
        all => all.iter().map(|one| text(one)).collect(),
    };
    let question = |(i, one): (usize, &super::Gesteld)| {
        let parts = one.delen.iter().map(|(letter, part)| (letter.to_string(), text(part)));
        let value = match (one.delen.is_empty(), one.tekst.is_empty()) {
            (true, _) => text(&one.tekst),
            (false, true) => Value::Map(vec![("delen".into(), Value::Map(parts.collect()))]),
            (false, false) => Value::Map(vec![
                ("tekst".into(), text(&one.tekst)),
                ("delen".into(), Value::Map(parts.collect())),
            ]),
        };
        ((i + 1).to_string(), value)
    };
    let answer = |op: String| {
        let said = Value::Text(format!("[antwoord op vraag {op}]"));
        let op =
            if op.bytes().all(|b| b.is_ascii_digit()) { Value::Plain(op) } else { Value::Text(op) };
        Value::Map(vec![("op".into(), Value::List(vec![op])), ("tekst".into(), said)])
    };
    let names = read.vragen.iter().enumerate().flat_map(|(i, one)| match one.delen.is_empty() {
        true => vec![(i + 1).to_string()],
        false => one.delen.iter().map(|(letter, _)| format!("{}{letter}", i + 1)).collect(),
    });
    let mut fields = vec![
        ("leden", Value::List(leden)),
        ("aan", Value::List(aan)),
        ("onderwerp", open(&read.onderwerp, "onderwerp van de vragen")),
        ("vragen", Value::Map(read.vragen.iter().enumerate().map(question).collect())),
    ];
    if !read.noten.is_empty() {
        let notes = read.noten.iter().map(|(name, note)| (name.clone(), text(note)));
        fields.push(("noten_vragen", Value::Map(notes.collect())));
    }
    fields.push(("antwoorden", Value::List(names.map(answer).collect())));
    let put = |(key, value): (&str, Value)| Change::Put {
        map: Path::default(),
        key: key.to_owned(),
        value,
        after: None,
    };
    // The first fields are as plain as can be; the others come below them one by one.
    let number =
        read.nummer.clone().unwrap_or_else(|| "\"[nummer van de Kamer, zoals 2026Z01234]\"".into());
    let start = format!("{head}nummer: {number}\nbrief_van: {day}\n");
    fields.into_iter().try_fold(start, |yaml, field| edit::apply(&yaml, &[put(field)]))
}
