//! In: what everybody may read. Out: where that says something of what is withheld by what was done with it. Pure.

use super::{goes_out, is_ingevuld_open, is_withheld};
use crate::check::passage::Spot;
use crate::check::rules::{Finding, Subject};
use crate::dossier::{Bestand, Place, Root};

/// Expressions that take a withheld value apart, or hold it against something else: what comes of that says something of it.
pub(super) fn partly(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in subject.passages.iter().filter(|passage| goes_out(subject, passage)) {
        for (range, expression) in &passage.values {
            if !is_part(expression) || passage.is_withheld(range) {
                continue;
            }
            if !is_ingevuld_open(subject, expression, &passage.text[range.clone()]) {
                out.push(
                    Finding::on(
                        passage,
                        range,
                        "van een gelakte waarde kan hier alleen het geheel staan, en geen deel of vergelijking",
                    )
                    .help("vul de waarde in zoals zij is, met één opmaak, of schrijf het hier anders"),
                );
            }
        }
    }
}

/// Whether an expression does more than name a value and say how it is written.
fn is_part(expression: &str) -> bool {
    let signs = ['~', '=', '<', '>', '!', '+', '-', '*', '/', '%', ':', '\'', '"'];
    let words = ["if", "in", "is", "and", "or", "not"];
    expression.contains(signs)
        || expression
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| words.contains(&word))
}

/// A group of which every line is withheld, and not its name: that says what the lines are about.
pub(super) fn nameless_groups(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(bijlage) = &subject.dossier.bijlage else { return };
    for tabel in bijlage.alle_tabellen() {
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let path = tabel.path.key("groepen").index(g);
            let at = |path| Place { root: Root::File(Bestand::Bijlage), path };
            let lines = (0..groep.maatregelen.len())
                .all(|m| is_withheld(subject, &at(path.key("maatregelen").index(m))));
            let titel = at(path.key("titel"));
            if groep.titel.is_some() && lines && !is_withheld(subject, &titel) {
                out.push(
                    Finding::at(
                        Spot::value(titel),
                        "alle regels van deze groep zijn gelakt, en de naam van de groep niet",
                    )
                    .help("zegt de naam wat er is gelakt, zet dan `openbaar: nee` en `grond:` bij de groep; de regels hoeven het dan niet meer"),
                );
            }
        }
    }
}
