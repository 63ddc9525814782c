//! In: what a file says of written questions, and the text that `vragen.yaml` begins with, or a `brief.yaml` that says that the
//! answers come later. Out: that file. Pure.

use super::{Gesteld, Inbreng, Overgenomen};
use crate::dossier::{Briefsoort, Datum};
use crate::edit::{self, Change, Refused, Value};
use crate::yaml::Path;

/// What is to be filled in where the file does not say it.
const NUMMER: &str = "nummer van de Kamer, zoals 2026Z01234";
const ONDERWERP: &str = "onderwerp van de vragen";

/// The file with questions: comments at its head, then what was taken over, then an empty answer to each question. What
/// was not in it stands between square brackets. The kind of letter says who ask.
///
/// # Errors
/// When it cannot be written, which what [`lees`](super::lees) gives always can.
pub fn vragen_yaml(head: &str, read: &Overgenomen, soort: Briefsoort) -> Result<String, Refused> {
    let of_members = soort == Briefsoort::Antwoord;
    let mut fields = Vec::new();
    if !of_members {
        fields.push(("commissie", open(&read.commissie, "de vaste commissie voor …")));
        fields.extend(read.nummer.as_ref().map(|nummer| ("nummer", text(nummer))));
    } else {
        fields.push(("leden", leden(read)));
    }
    let aan = match &read.aan[..] {
        [] => vec![text("[de Minister van …]")],
        all => all.iter().map(|one| text(one)).collect(),
    };
    fields.push(("aan", Value::List(aan)));
    fields.push(("onderwerp", open(&read.onderwerp, ONDERWERP)));
    if let Some(stuk) = read.stuk.as_ref().filter(|_| !of_members) {
        fields.push(("stuk", text(stuk)));
    }
    let mut questions = read.vragen.iter().map(question);
    match read.fracties.is_empty() {
        true => fields.push(("vragen", Value::Map(questions.by_ref().collect()))),
        false => {
            let each = |one: &Inbreng| inbreng(one, questions.by_ref().take(one.vragen).collect());
            fields.push(("fracties", Value::List(read.fracties.iter().map(each).collect())));
        }
    }
    if !read.noten.is_empty() {
        let notes = read.noten.iter().map(|(name, note)| (name.clone(), text(note)));
        fields.push(("noten_vragen", Value::Map(notes.collect())));
    }
    let given = read.antwoorden.iter().map(|one| {
        let op = one.op.iter().map(|number| Value::Plain(number.to_string())).collect();
        let door = one.door.as_ref().map(|who| ("door".to_owned(), text(who)));
        let fields = [Some(("op".to_owned(), Value::List(op))), door];
        let said = ("tekst".to_owned(), text(&one.tekst));
        Value::Map(fields.into_iter().flatten().chain([said]).collect())
    });
    let has_answer = |number: u16| read.antwoorden.iter().any(|one| one.op.contains(&number));
    let waiting = read.vragen.iter().filter(|one| !has_answer(one.nummer));
    let names = waiting.flat_map(|one| match one.delen.is_empty() {
        true => vec![one.nummer.to_string()],
        false => one.delen.iter().map(|(letter, _)| format!("{}{letter}", one.nummer)).collect(),
    });
    fields.push(("antwoorden", Value::List(given.chain(names.map(answer)).collect())));
    if !read.voetnoten.is_empty() {
        let notes = read.voetnoten.iter().map(|(name, note)| (name.clone(), text(note)));
        fields.push(("voetnoten", Value::Map(notes.collect())));
    }
    if !read.agenda.is_empty() {
        let items = read.agenda.iter().map(|item| format!("- {item}\n"));
        fields.push(("agenda", Value::Text(items.collect())));
    }
    let put = |(key, value): (&str, Value)| Change::Put {
        map: Path::default(),
        key: key.to_owned(),
        value,
        after: None,
    };
    // The first fields are as plain as can be; the others come below them one by one.
    let number = read.nummer.clone().unwrap_or_else(|| format!("\"[{NUMMER}]\""));
    let number = if of_members { format!("nummer: {number}\n") } else { String::new() };
    let day = match read.brief_van {
        Some(day) => format!("brief_van: {}\n", dag(day)),
        None => "# brief_van: 2026-01-31 # de dag van de brief met de vragen\n".to_owned(),
    };
    let start = format!("{head}{number}{day}");
    fields.into_iter().try_fold(start, |yaml, field| edit::apply(&yaml, &[put(field)]))
}

/// The letter that says that the answers come later: the text of one in which the questions are still to be filled in, with
/// those of the file.
///
/// # Errors
/// When it cannot be written, which what [`lees`](super::lees) gives always can.
pub fn uitstel_yaml(text: &str, read: &Overgenomen) -> Result<String, Refused> {
    let list = Path::default().key("uitstel").key("vragen");
    let fields = [
        Some(("nummer", open(&read.nummer, NUMMER))),
        read.brief_van.map(|day| ("brief_van", Value::Text(dag(day)))),
        Some(("leden", leden(read))),
        Some(("onderwerp", open(&read.onderwerp, ONDERWERP))),
    ];
    let fields = fields.into_iter().flatten();
    let fields = fields.map(|(key, value)| (key.to_owned(), value)).collect();
    let added = Change::Insert { list: list.clone(), index: 1, value: Value::Map(fields) };
    let text = edit::apply(text, &[added])?;
    edit::apply(&text, &[Change::Remove { place: list.index(0) }])
}

/// A day as it is written in YAML.
fn dag(day: Datum) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// Who ask.
fn leden(read: &Overgenomen) -> Value {
    Value::List(match &read.leden[..] {
        [] => vec![lid(&("[naam]".into(), None))],
        all => all.iter().map(lid).collect(),
    })
}

/// Words as a value. More paragraphs stand below a `|`.
fn text(text: &str) -> Value {
    match text.contains('\n') {
        true => Value::Text(format!("{text}\n")),
        false => Value::Text(text.to_owned()),
    }
}

/// Words, or what is to be filled in.
fn open(value: &Option<String>, what: &str) -> Value {
    match value {
        Some(value) => text(value),
        None => Value::Text(format!("[{what}]")),
    }
}

fn lid((naam, partij): &(String, Option<String>)) -> Value {
    let pair = |key: &str, value| (key.to_owned(), value);
    Value::Map(vec![pair("naam", text(naam)), pair("partij", open(partij, "partij"))])
}

fn inbreng(one: &Inbreng, questions: Vec<(String, Value)>) -> Value {
    let mut fields = Vec::new();
    match &one.wie {
        Some(wie) => fields.push(("wie".to_owned(), text(wie))),
        None => {
            let partijen = one.partijen.iter().map(|partij| text(partij)).collect();
            fields.push(("partijen".to_owned(), Value::List(partijen)));
        }
    }
    let said = one.inleiding.join("\n\n");
    if !said.is_empty() || questions.is_empty() {
        let said = if said.is_empty() { "[inbreng van de fractie]" } else { &said };
        fields.push(("inleiding".to_owned(), text(said)));
    }
    if !questions.is_empty() {
        fields.push(("vragen".to_owned(), Value::Map(questions)));
    }
    Value::Map(fields)
}

/// A question by its number.
fn question(one: &Gesteld) -> (String, Value) {
    let parts = one.delen.iter().map(|(letter, part)| (letter.to_string(), said(part)));
    let mut fields = Vec::new();
    if !one.tekst.is_empty() || one.delen.is_empty() {
        fields.push(("tekst".to_owned(), said(&one.tekst)));
    }
    if !one.delen.is_empty() {
        fields.push(("delen".to_owned(), Value::Map(parts.collect())));
    }
    fields.extend(one.blz.as_ref().map(|blz| ("blz".to_owned(), Value::Text(blz.clone()))));
    let value = match &fields[..] {
        [(key, value)] if key == "tekst" => value.clone(),
        _ => Value::Map(fields),
    };
    (one.nummer.to_string(), value)
}

/// Words of a question, or that they are still to be filled in.
fn said(words: &str) -> Value {
    match words.is_empty() {
        true => Value::Text("[tekst van de vraag]".into()),
        false => text(words),
    }
}

/// An answer that is still to be written.
fn answer(op: String) -> Value {
    let said = Value::Text(format!("[antwoord op vraag {op}]"));
    let op =
        if op.bytes().all(|b| b.is_ascii_digit()) { Value::Plain(op) } else { Value::Text(op) };
    Value::Map(vec![("op".into(), Value::List(vec![op])), ("tekst".into(), said)])
}
