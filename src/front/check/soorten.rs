//! In: a letter of a kind. Out: fields that another kind has, and what is missing or too much of what it offers. Pure.

use super::Context;
use crate::diagnostic::{Code, Diagnostic, codes, words};
use crate::dossier::{Aangeboden, Bestand, Briefsoort, Dossier, Gegevens, Place, Root};

pub(super) fn check(context: &Context<'_>, dossier: &Dossier, found: &mut Vec<Diagnostic>) {
    of_another(context, dossier.gegevens.soort, found);
    let list = Place::top(Root::File(Bestand::Brief)).key("aanbieding");
    for (i, stuk) in dossier.aangeboden().iter().enumerate() {
        offered(context, stuk, &list.index(i), found);
    }
    if dossier.gegevens.soort == Briefsoort::Verzamelbrief {
        without_year(context, &dossier.gegevens, found);
    }
}

/// Motions whose papers cannot be cited in the overview: nobody knows of which year they are.
fn without_year(context: &Context<'_>, gegevens: &Gegevens, found: &mut Vec<Diagnostic>) {
    let list = Place::top(Root::File(Bestand::Dossier)).key("moties");
    for (i, motie) in gegevens.moties.iter().enumerate() {
        let paper = &motie.kamerstuk;
        if paper.is_bill() || gegevens.kamerstukken.contains_key(paper) {
            continue;
        }
        let message = format!("van Kamerstuk {paper} is het vergaderjaar niet bekend");
        let place = list.index(i).key("kamerstuk");
        found.push(told(context, codes::REFERENCE_BROKEN, message, &place, false).help(format!(
            "zet onder `kamerstukken:` in dossier.yaml: `{paper}: 2023/24`, met het goede jaar"
        )));
    }
}

/// Fields of `brief.yaml` that only another kind of letter has.
fn of_another(context: &Context<'_>, soort: Briefsoort, found: &mut Vec<Diagnostic>) {
    let Some(tree) = context.reading.trees.file(Bestand::Brief) else { return };
    for other in Briefsoort::ALL.into_iter().filter(|other| *other != soort) {
        let Some(entry) = other.eigen_veld().and_then(|veld| tree.entry(veld)) else { continue };
        let (veld, word) = (other.name(), soort.name());
        found.push(
            Diagnostic::error(
                codes::FIELD_OF_KIND,
                format!("`{veld}:` komt niet in de brief: dit dossier heeft `soort: {word}`"),
            )
            .at(entry.key.span.clone(), "")
            .help(format!("zet `soort: {veld}` in dossier.yaml, of haal dit weg")),
        );
    }
}

/// What is missing to say what is offered, and what would not be said.
fn offered(context: &Context<'_>, stuk: &Aangeboden, place: &Place, found: &mut Vec<Diagnostic>) {
    let (wat, needed) = (stuk.wat, stuk.wat.vraagt());
    let name = wat.name();
    let missing: Vec<&str> =
        needed.iter().copied().filter(|veld| !stuk.velden().any(|own| own == *veld)).collect();
    if let Some(first) = missing.first() {
        let fields = words::list(missing.iter().map(|veld| format!("{veld}: …")), "en");
        found.push(
            told(
                context,
                codes::MISSING_KEY,
                format!("bij `wat: {name}` ontbreekt `{first}`"),
                &place.key("wat"),
                false,
            )
            .help(format!("voeg toe: {fields}")),
        );
    }
    for veld in stuk.velden().filter(|veld| !needed.contains(veld) && !wat.kan().contains(veld)) {
        let can = words::list(needed.iter().chain(wat.kan()), "of");
        found.push(
            told(
                context,
                codes::FIELD_OF_KIND,
                format!("bij `wat: {name}` wordt `{veld}` niet afgedrukt"),
                &place.key(veld),
                true,
            )
            .help(format!(
                "haal het weg; hier kan {can} staan; past dat niet, schrijf dan `wat: stuk`, met `titel` en `in_zin`"
            )),
        );
    }
}

/// A mistake at a value, or at the key of one.
fn told(
    context: &Context<'_>,
    code: Code,
    message: String,
    place: &Place,
    at_key: bool,
) -> Diagnostic {
    let told = Diagnostic::error(code, message);
    match context.reading.trees.get(&place.root) {
        Some(tree) if at_key => told.at(tree.key_place(&place.path, context.sources), ""),
        Some(tree) => told.at(tree.place(&place.path, context.sources), ""),
        None => told,
    }
}
