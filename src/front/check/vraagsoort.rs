//! In: questions, and the kind of letter that answers them. Out: what of one does not go with the other. Pure.

use super::Context;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Briefsoort, Dossier, Vragen};

/// The kind of letter that questions are answered in, by who asks.
pub(super) fn gesteld(vragen: &Vragen) -> Briefsoort {
    match (&vragen.commissie, vragen.fracties.is_empty()) {
        (None, _) => Briefsoort::Antwoord,
        (Some(_), false) => Briefsoort::SchriftelijkOverleg,
        (Some(_), true) => Briefsoort::FeitelijkeVragen,
    }
}

/// The fields of `vragen.yaml` that not every kind has, with those that do.
const VELDEN: [(&str, &[Briefsoort]); 7] = [
    ("leden", &[Briefsoort::Antwoord]),
    ("zie_ook", &[Briefsoort::Antwoord]),
    ("commissie", &[Briefsoort::SchriftelijkOverleg, Briefsoort::FeitelijkeVragen]),
    ("stuk", &[Briefsoort::SchriftelijkOverleg, Briefsoort::FeitelijkeVragen]),
    ("vragen", &[Briefsoort::Antwoord, Briefsoort::FeitelijkeVragen]),
    ("fracties", &[Briefsoort::SchriftelijkOverleg]),
    ("agenda", &[Briefsoort::SchriftelijkOverleg]),
];

/// Tells of a kind that the questions are not of; else of each field that it does not have.
pub(super) fn check(context: &Context<'_>, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    let soort = dossier.gegevens.soort;
    let trees = &context.reading.trees;
    let (Some(vragen), Some(tree), Bestand::Vragen) =
        (&dossier.vragen, trees.file(Bestand::Vragen), soort.bestand())
    else {
        return;
    };
    let has = |key: &str| tree.entry(key);
    let other = gesteld(vragen);
    if other != soort {
        let who = match other {
            Briefsoort::Antwoord => "deze vragen zijn van leden: er is geen `commissie`",
            Briefsoort::SchriftelijkOverleg => "deze vragen zijn van fracties in een commissie",
            _ => "deze vragen zijn van een commissie, zonder fracties",
        };
        let place = ["fracties", "commissie", "leden"].into_iter().find_map(has);
        let message = format!("{who}; dit dossier heeft `soort: {}`", soort.name());
        let told = Diagnostic::error(codes::FILE_MISSING, message);
        let told = match place {
            Some(entry) => told.at(entry.key.span.clone(), ""),
            None => told,
        };
        found.push(told.help(format!(
            "zet `soort: {}` in dossier.yaml, of verbeter vragen.yaml",
            other.name()
        )));
        return;
    }
    let strays = VELDEN.iter().filter(|(_, kinds)| !kinds.contains(&soort));
    for (key, entry) in strays.filter_map(|(key, _)| Some((key, has(key)?))) {
        let message = format!("`{key}` hoort niet bij `soort: {}`", soort.name());
        found.push(
            Diagnostic::error(codes::FIELD_OF_KIND, message)
                .at(entry.key.span.clone(), "")
                .help("haal het weg"),
        );
    }
}
