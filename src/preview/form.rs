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
    vak.put_findings(&own(&found));
    vak.put_places(
        &found.iter().map(|one| (one.offset, (one.index, one.plek))).collect::<Vec<_>>(),
    );
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
    kaarten.put_findings(&own(&found));
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
    rooster.put_findings(&own(&found));
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

/// A place of a finding.
struct Plek {
    /// Where it is in the file as it is now.
    offset: usize,
    /// The finding, by its place in the list, and the place among those that it has.
    index: usize,
    plek: usize,
    /// Whether that is where the finding is said: at its first place, or at each when there is something to say there.
    own: bool,
}

/// The round that is shown, and every place of its findings in a file.
fn findings(desk: &Desk, pen: &Pen, bestand: Bestand, text: &str) -> (u64, Vec<Plek>) {
    let board = desk.board();
    let name = pen.name_of(&bestand.name());
    let mut all = Vec::new();
    for (index, diagnostic) in board.found.iter().enumerate() {
        for (plek, label) in diagnostic.labels.iter().enumerate() {
            let then = board.sources.get(label.span.source);
            if then.name() == name {
                let offset = moved(then.text(), bare(text), label.span.range.start);
                let own = plek == 0 || diagnostic.here.is_some();
                all.push(Plek { offset, index, plek, own });
            }
        }
    }
    (board.revision, all)
}

/// Where findings are said: the offset of each, and its place in the list.
fn own(all: &[Plek]) -> Vec<(usize, usize)> {
    all.iter().filter(|one| one.own).map(|one| (one.offset, one.index)).collect()
}
