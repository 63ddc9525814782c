//! In: what is withheld, and the reasons that the dossier and the profile give. Out: each with its reason, or that it
//! lacks one. Pure.

use std::collections::BTreeMap;

use super::Gevonden;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Gronden, Root, Trees, Woo};
use crate::source::{Sources, Span};
use crate::yaml::{Kind, Node};

/// Most places of one ground that are shown.
const MOST_SHOWN: usize = 10;

/// Gives each its reason: its own, else that of its grounds in the dossier, else in the profile.
pub(super) fn resolve(
    trees: &Trees,
    woo: &Woo,
    all: &mut [Gevonden],
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) {
    let dossier = trees.file(Bestand::Dossier).and_then(|tree| tree.get("lakken"));
    let profile = trees.get(&Root::Profile).and_then(|tree| tree.get("lakken")?.get("redenen"));
    let mut reasons = BTreeMap::new();
    for node in [profile, dossier].into_iter().flatten() {
        read(node, woo, &mut reasons, sources, found);
    }
    let mut without: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for one in all {
        if let [(_, own)] = &one.lakking.redenen[..] {
            one.redenen = vec![(None, own.clone())];
            continue;
        }
        let given = |code| Some((Some(code), reasons.get(code)?.clone()));
        one.redenen = one.gronden.codes().filter_map(given).collect();
        let given = one.redenen.iter();
        one.lakking.redenen =
            given.filter_map(|(of, why)| Some(((*of)?.to_owned(), why.clone()))).collect();
        // A profile that could not be read may have it.
        let known = trees.get(&Root::Profile).is_some();
        for code in
            one.gronden.relatief().filter(|_| known).filter(|code| !reasons.contains_key(*code))
        {
            without.entry(code).or_default().push(one.span.clone());
        }
    }
    for (code, places) in without {
        let mut told = Diagnostic::error(
            codes::REASON_MISSING,
            format!("de grond {code} vraagt om een reden"),
        );
        for (i, place) in places.into_iter().take(MOST_SHOWN).enumerate() {
            told = told.at(place, if i == 0 { "" } else { "ook hier" });
        }
        found.push(told.help(format!(
            "zet in dossier.yaml onder `lakken:` de regel `{code}: …`, met {}",
            wat_de_reden_zegt(code)
        )));
    }
}

/// What a reason says: only some grounds weigh an interest.
fn wat_de_reden_zegt(code: &str) -> &'static str {
    match code {
        "5.1.4" => "tot wanneer openbaarheid wacht, en waarom",
        "5.1.5" => "wie openbaarheid onevenredig zou benadelen, en waarom dat zwaarder weegt",
        "5.2.1" => "waarom dit een persoonlijke beleidsopvatting is in een stuk voor intern beraad",
        "artikel 68 Grondwet" => "waarom het belang van de Staat zich tegen openbaarheid verzet",
        _ => "waarom dat belang zwaarder weegt dan openbaarheid",
    }
}

/// The reasons of a map, by their grounds.
fn read(
    node: &Node,
    woo: &Woo,
    reasons: &mut BTreeMap<&'static str, String>,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) {
    let Kind::Map(entries) = &node.kind else { return };
    for entry in entries {
        match Gronden::read(entry.key.text().unwrap_or_default(), woo) {
            Ok(gronden) => {
                let text = entry.value.text().unwrap_or_default().trim();
                reasons.extend(gronden.codes().map(|code| (code, text.to_owned())));
            }
            Err(wrong) => found.push(
                Diagnostic::error(codes::GROUND_UNKNOWN, wrong.message)
                    .at(entry.key.head(sources), "")
                    .help(wrong.help),
            ),
        }
    }
}
