//! In: the dossier and its figures. Out: the values that `{{ … }}` can name. Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::dossier::{Bijlage, Cijfers, Dossier, Reeks};
use crate::prose::Values;

/// All values, by name. Amounts are in euros, whatever the unit of the table.
pub(super) fn values(dossier: &Dossier, cijfers: Option<&Cijfers>) -> Values {
    let gegevens = &dossier.gegevens;
    let text = |text: &dyn ToString| Values::Text(text.to_string());
    let mut all = BTreeMap::from([(
        "dossier".to_owned(),
        group([
            ("onderwerp", text(&gegevens.onderwerp)),
            ("kenmerk", text(&gegevens.kenmerk)),
            ("datum", text(&gegevens.datum)),
        ]),
    )]);
    if let (Some(bijlage), Some(cijfers)) = (&dossier.bijlage, cijfers) {
        all.insert("bijlage".to_owned(), annex(bijlage, cijfers));
    }
    Values::Group(all)
}

fn annex(bijlage: &Bijlage, cijfers: &Cijfers) -> Values {
    let series = |line: &Reeks| series(bijlage, line);
    let mut groups = BTreeMap::new();
    let mut measures = BTreeMap::new();
    for (g, groep) in bijlage.groepen.iter().enumerate() {
        if let Some(name) = &groep.id {
            let mut values = series(&cijfers.groepen[g]);
            values.insert("titel".into(), Values::Text(groep.titel.to_string()));
            values.insert("aantal_maatregelen".into(), Values::Count(groep.maatregelen.len()));
            groups.insert(name.as_str().to_owned(), Values::Group(values));
        }
        for (m, maatregel) in groep.maatregelen.iter().enumerate() {
            if let Some(name) = &maatregel.id {
                let mut values = series(&cijfers.maatregelen[g][m]);
                values.insert("maatregel".into(), Values::Text(maatregel.maatregel.to_string()));
                measures.insert(name.as_str().to_owned(), Values::Group(values));
            }
        }
    }
    let count = bijlage.groepen.iter().map(|groep| groep.maatregelen.len()).sum();
    group([
        ("titel", Values::Text(bijlage.titel.to_string())),
        ("totaal", Values::Group(series(&cijfers.totaal))),
        ("dekking", Values::Group(series(&cijfers.dekking_totaal))),
        ("saldo", Values::Group(series(&cijfers.saldo))),
        ("groepen", Values::Group(groups)),
        ("maatregelen", Values::Group(measures)),
        ("aantal_groepen", Values::Count(bijlage.groepen.len())),
        ("aantal_maatregelen", Values::Count(count)),
    ])
}

/// A line by year, with `structureel` and `som` (all years of the table together). An empty cell has
/// no value.
fn series(bijlage: &Bijlage, line: &Reeks) -> BTreeMap<String, Values> {
    let euros = |amount: Decimal| Values::Amount(amount * bijlage.eenheid.euros());
    let years = bijlage.jaren.iter().map(ToString::to_string);
    let mut out: BTreeMap<String, Values> =
        years.zip(&line.jaren).filter_map(|(year, cell)| Some((year, euros((*cell)?)))).collect();
    if let Some(amount) = line.structureel {
        out.insert("structureel".into(), euros(amount));
    }
    out.insert("som".into(), euros(line.jaren.iter().flatten().sum()));
    out
}

fn group<const N: usize>(names: [(&str, Values); N]) -> Values {
    Values::Group(names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
