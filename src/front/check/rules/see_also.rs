//! In: what a letter with questions, or one that the answers come later, says to see also. Out: what is no paper there, or
//! cannot be. Pure.

use super::questions::is_to_fill_in;
use super::{Finding, Subject, field, place};
use crate::check::passage::Spot;
use crate::dossier::{Aanhangsel, Bestand, Place, Proza, Vergaderjaar};
use crate::yaml::Path;

/// A015: `zie_ook` names something in the Aanhangsel that was there, or several of them, as the sentence wants it.
pub(super) fn see_also(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let dossier = subject.dossier;
    let answered = dossier.vragen.as_ref().and_then(|vragen| vragen.zie_ook.as_ref());
    let answered = answered.map(|text| (text, field(Bestand::Vragen, "zie_ook")));
    let later = dossier.uitstel().and_then(|uitstel| uitstel.zie_ook.as_ref());
    let later = later
        .map(|text| (text, place(Bestand::Brief, Path::default().key("uitstel").key("zie_ook"))));
    for (text, place) in answered.into_iter().chain(later) {
        papers(subject, text, &place, out);
    }
}

fn papers(subject: &Subject<'_>, text: &Proza, place: &Place, out: &mut Vec<Finding>) {
    let year = Vergaderjaar::of(subject.date);
    if let Some(later) = named(text).find(|own| own.first() > year.first()) {
        out.push(
            Finding::at(
                Spot::value(place.clone()),
                format!("het vergaderjaar {later} was nog niet begonnen op {}", subject.date),
            )
            .help("verbeter het vergaderjaar, of de datum in dossier.yaml"),
        );
    }
    if !text.as_str().contains("<ah:") && !is_to_fill_in(text.as_str()) {
        out.push(
            Finding::at(Spot::value(place.clone()), "`zie_ook` noemt geen stuk in het Aanhangsel")
                .help("schrijf <ah:2025/26:1137>, met vergaderjaar en nummer"),
        );
    }
    let last = subject.passages.iter().rfind(|passage| passage.place == *place);
    if let Some(passage) = last.filter(|passage| passage.text.ends_with('.')) {
        let stop = passage.text.len() - 1..passage.text.len();
        out.push(
            Finding::on(passage, &stop, "achter `zie_ook` zet de brief zelf een punt")
                .fix(passage, &stop, ""),
        );
    }
}

/// The years of the numbers in the Aanhangsel that a text names.
pub(super) fn named(text: &Proza) -> impl Iterator<Item = Vergaderjaar> {
    let named = text.as_str().split("<ah:").skip(1).filter_map(|rest| rest.split_once('>'));
    named.filter_map(|(paper, _)| Some(Aanhangsel::parse(paper).ok()?.vergaderjaar()))
}
