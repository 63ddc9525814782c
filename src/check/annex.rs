//! In: the annex as typed. Out: its figures, or what keeps them from being computed. Pure.

use std::collections::BTreeMap;

use super::Context;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Bedrag, Bestand, Bijlage, Cijfers, Jaar, Naam, Root};
use crate::source::{Path, Span};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> Option<Cijfers> {
    let bijlage = context.reading.dossier.as_ref()?.bijlage.as_ref()?;
    let tree = context.reading.trees.get(&Root::File(Bestand::Bijlage))?;
    let place = |path: &Path| tree.place(path, context.sources);
    let key = |path: &Path| tree.key_place(path, context.sources);
    let root = Path::default();

    let years = root.key("jaren");
    for (i, pair) in bijlage.jaren.windows(2).enumerate() {
        if pair[1] <= pair[0] {
            let message = if pair[1] == pair[0] {
                format!("het jaar {} staat er twee keer", pair[1])
            } else {
                format!("het jaar {} staat na {}", pair[1], pair[0])
            };
            found.push(
                Diagnostic::error(codes::YEAR_ORDER, message)
                    .at(place(&years.index(i + 1)), "")
                    .help("zet elk jaar er één keer in, van vroeg naar laat"),
            );
        }
    }

    let mut groups = Names::new();
    let mut measures = Names::new();
    for (g, groep) in bijlage.groepen.iter().enumerate() {
        let group = root.key("groepen").index(g);
        if let Some(name) = &groep.id {
            unique(&mut groups, name, place(&group.key("id")), found);
        }
        for (m, maatregel) in groep.maatregelen.iter().enumerate() {
            let measure = group.key("maatregelen").index(m);
            if let Some(name) = &maatregel.id {
                unique(&mut measures, name, place(&measure.key("id")), found);
            }
            let path = measure.key("bedragen");
            unknown_years(bijlage, &maatregel.bedragen, &|year| key(&path.key(year)), found);
        }
    }
    for (d, dekking) in bijlage.dekking.iter().enumerate() {
        let path = root.key("dekking").index(d).key("bedragen");
        unknown_years(bijlage, &dekking.bedragen, &|year| key(&path.key(year)), found);
    }
    Some(Cijfers::new(bijlage))
}

/// Names in use, with the place where each was given.
type Names<'a> = BTreeMap<&'a Naam, Span>;

fn unique<'a>(names: &mut Names<'a>, name: &'a Naam, span: Span, found: &mut Vec<Diagnostic>) {
    if let Some(first) = names.get(name) {
        found.push(
            Diagnostic::error(
                codes::ID_DUPLICATE,
                format!("de naam `{}` is al gebruikt", name.as_str()),
            )
            .at(span, "tweede keer")
            .at(first.clone(), "eerste keer")
            .help("geef elke groep en elke maatregel een eigen naam"),
        );
    } else {
        names.insert(name, span);
    }
}

fn unknown_years(
    bijlage: &Bijlage,
    amounts: &BTreeMap<Jaar, Bedrag>,
    place: &dyn Fn(&str) -> Span,
    found: &mut Vec<Diagnostic>,
) {
    for year in amounts.keys().filter(|year| !bijlage.jaren.contains(year)) {
        let years = words::list(bijlage.jaren.iter().map(ToString::to_string), "en");
        found.push(
            Diagnostic::error(codes::YEAR_UNKNOWN, format!("{year} is geen jaar van deze tabel"))
                .at(place(&year.to_string()), "")
                .help(format!(
                    "de tabel heeft {years}; voeg het jaar toe aan `jaren` of haal het hier weg"
                )),
        );
    }
}
