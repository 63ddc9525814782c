//! In: a file of the dossier and what there is to say of it. Out: its form or its cards, with each finding in its place. Pure, but for
//! the file: `pen` reads that.

use serde::Serialize;

use super::answers::{Answer, parameters};
use super::desk::Desk;
use super::field::bare;
use super::pen::{Pen, named};
use super::places::moved;
use crate::dossier::Bestand;
use crate::formulier::{Invulvak, Rooster, Vraagkaarten, formulier, rooster, vraagkaarten};

/// A form, of a round.
#[derive(Debug, Serialize)]
struct Told {
    /// The round whose findings are at the fields.
    revision: u64,
    vak: Invulvak,
}

/// The form of a file (`bestand`), or of the part at a place (`plaats`).
pub(super) fn form(desk: &Desk, query: &str) -> Answer {
    let asked = parameters(query);
    let place = asked.get("plaats").map(String::as_str).unwrap_or_default().parse();
    let (Some(bestand), Ok(place)) = (asked.get("bestand").and_then(|name| named(name)), place)
    else {
        return Answer::refusal(400, "geef bestand, en als u wilt plaats");
    };
    let Some(pen) = &desk.pen else { return Answer::refusal(404, "dit is er niet") };
    let Some(text) = pen.text(&bestand.name()) else {
        return Answer::refusal(404, &format!("{} is er niet", bestand.name()));
    };
    let Some(mut vak) = formulier(&text, bestand, &place) else { return unreadable(bestand) };
    let (revision, found) = findings(desk, pen, bestand, &text);
    vak.put_findings(&found);
    Answer::json(&Told { revision, vak })
}

/// Questions and answers as cards, of a round.
#[derive(Debug, Serialize)]
struct Cards<'a> {
    revision: u64,
    #[serde(flatten)]
    kaarten: &'a Vraagkaarten,
    /// What has no answer yet.
    open: Vec<&'a str>,
}

/// The questions of the dossier, with their answers.
pub(super) fn questions(desk: &Desk) -> Answer {
    let bestand = Bestand::Vragen;
    let text = desk.pen.as_ref().and_then(|pen| Some((pen, pen.text(&bestand.name())?)));
    let Some((pen, text)) = text else {
        return Answer::refusal(404, &format!("{} is er niet", bestand.name()));
    };
    let Some(mut kaarten) = vraagkaarten(&text) else { return unreadable(bestand) };
    let (revision, found) = findings(desk, pen, bestand, &text);
    kaarten.put_findings(&found);
    Answer::json(&Cards { revision, open: kaarten.open(), kaarten: &kaarten })
}

/// The annex as a grid, of a round.
#[derive(Debug, Serialize)]
struct Grid {
    revision: u64,
    #[serde(flatten)]
    rooster: Rooster,
}

/// The tables of the annex, with the sums that were last printed.
pub(super) fn grid(desk: &Desk) -> Answer {
    let bestand = Bestand::Bijlage;
    let text = desk.pen.as_ref().and_then(|pen| Some((pen, pen.text(&bestand.name())?)));
    let Some((pen, text)) = text else {
        return Answer::refusal(404, &format!("{} is er niet", bestand.name()));
    };
    let shown = desk.board().shown.clone();
    let made = shown.and_then(|shown| rooster(shown.filled.checked(), &text, &shown.sources));
    let Some(mut rooster) = made else {
        return Answer::refusal(
            422,
            "de tabel is er zodra de bijlage geen fouten meer heeft: zie de meldingen",
        );
    };
    let (revision, found) = findings(desk, pen, bestand, &text);
    rooster.put_findings(&found);
    Answer::json(&Grid { revision, rooster })
}

/// What is said of a file that cannot be read.
fn unreadable(bestand: Bestand) -> Answer {
    let name = bestand.name();
    Answer::refusal(
        422,
        &format!("{name} heeft eerst zelf een verbetering nodig: zie de meldingen"),
    )
}

/// The round that is shown, and its findings in a file: the offset of each, and its place in the list.
fn findings(desk: &Desk, pen: &Pen, bestand: Bestand, text: &str) -> (u64, Vec<(usize, usize)>) {
    let board = desk.board();
    let name = pen.name_of(&bestand.name());
    let found = board.found.iter().enumerate().filter_map(|(index, diagnostic)| {
        let span = &diagnostic.labels.first()?.span;
        let then = board.sources.get(span.source);
        (then.name() == name).then(|| (moved(then.text(), bare(text), span.range.start), index))
    });
    (board.revision, found.collect())
}
