//! In: words as they are typed. Out: what those must be that are certainly slips of the fingers. Pure.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answers::{Answer, parameters};
use super::desk::Desk;
use crate::check::verschrijving;
use crate::dossier::Lijsten;

/// Most words that are looked at for one question.
const MOST_WORDS: usize = 200;

/// Of some words (`woorden`, with commas between them) those that are not spelled right, each with what it must be.
pub(super) fn slips(desk: &Desk, query: &str) -> Answer {
    let words = parameters(query).remove("woorden").unwrap_or_default();
    let shown = desk.board().shown.clone();
    let lijsten = shown.map_or_else(Lijsten::ingebouwd, |shown| shown.filled.checked().lijsten());
    let lijsten = Arc::as_ref(&lijsten);
    let words = words.split(',').take(MOST_WORDS);
    let slips: BTreeMap<&str, String> =
        words.filter_map(|word| Some((word, verschrijving(word, lijsten)?))).collect();
    Answer::json(&slips)
}
