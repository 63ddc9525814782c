//! In: the fields that the ministry withholds by rule, and what the dossier makes of them. Out: those that it opens without
//! a word. Pure.

use super::super::{Finding, Subject};
use crate::check::passage::Spot;
use crate::dossier::{Bestand, Place, Root};
use crate::yaml::Path;

/// O010: the dossier's adjustment of the profile leaves out fields that the ministry withholds.
pub(in crate::check::rules) fn geopend(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let opened = &subject.reading.trees.geopende_velden;
    if opened.is_empty() {
        return;
    }
    let path = Path::default().key("profiel").key("lakken").key("velden");
    let spot = Spot::key(Place { root: Root::File(Bestand::Dossier), path });
    let names: Vec<String> = opened.iter().map(|name| format!("`{name}`")).collect();
    out.push(
        Finding::at(
            spot,
            "deze lijst laat velden weg die het ministerie lakt, en opent zo de namen daarin",
        )
        .about(opened.join(", "))
        .label(format!("zonder {}", names.join(", ")))
        .help("haal de lijst weg; mag één veld openbaar zijn, zet dan bij dat veld `openbaar: ja`"),
    );
}
