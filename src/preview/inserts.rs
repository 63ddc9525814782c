//! In: what a writer wants to put in a text. Out: what there is to choose from, and whether it is good. Pure.

use serde::Serialize;

use super::answers::{Answer, parameters};
use super::desk::Desk;
use crate::dossier::{Lijsten, Verwijzing};
use crate::export;
use crate::schrijven::Chip;

/// A ground for withholding.
#[derive(Debug, Serialize)]
struct Grond<'a> {
    code: &'a str,
    naam: String,
}

/// The reference or value that is typed as `source`; why not, when it is none.
pub(super) fn chip(query: &str) -> Answer {
    let asked = parameters(query);
    let Some(source) = asked.get("source") else { return Answer::refusal(400, "geef source") };
    let paper = source.strip_prefix("<kst:").and_then(|rest| rest.strip_suffix('>'));
    if let Some(Err(why)) = paper.map(Verwijzing::parse) {
        return Answer::refusal(422, &why);
    }
    match Chip::new(source) {
        Some(chip) => Answer::json(&chip),
        None => Answer::refusal(
            422,
            "dit is geen verwijzing: schrijf dossier en nummer, zoals 28638-238",
        ),
    }
}

/// Every value that a text can name: the expression, and what it prints.
pub(super) fn values(desk: &Desk) -> Answer {
    let shown = desk.board().shown.clone();
    let json =
        shown.map_or_else(|| "{}".into(), |shown| export::values_json(shown.filled.checked()));
    Answer(200, "application/json", json.into_bytes().into())
}

/// The grounds for withholding that the lists have.
pub(super) fn grounds(desk: &Desk) -> Answer {
    let shown = desk.board().shown.clone();
    let lijsten = shown.map(|shown| shown.filled.checked().lijsten());
    let lijsten = lijsten.unwrap_or_else(Lijsten::ingebouwd);
    let all = lijsten.woo.gronden.iter();
    let told: Vec<Grond<'_>> =
        all.map(|(code, naam)| Grond { code, naam: naam.to_string() }).collect();
    Answer::json(&told)
}
