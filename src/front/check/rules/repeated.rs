//! In: the lists and the signers of a dossier. Out: what stands there twice, or is printed by itself. Pure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Role};
use crate::dossier::{Bestand, Root, kern};
use crate::yaml::{Path, Segment};

/// Fields of `ondertekening` behind which a comma is printed.
const WITH_COMMA: [&str; 2] = ["functie", "namens_deze"];

/// V009: the same line twice in a list, and a comma that is printed by itself.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut first: BTreeMap<(Root, String, String), &Passage> = BTreeMap::new();
    for passage in subject.passages.iter().filter(|passage| passage.role == Role::Line) {
        let path = &passage.place.path;
        let Some(Segment::Index(_)) = path.segments().last() else { continue };
        let list = path.parent().to_string();
        match first.entry((passage.place.root, list, kern(&passage.text))) {
            Entry::Vacant(entry) => drop(entry.insert(passage)),
            Entry::Occupied(entry) => out.push(
                Finding::on(
                    passage,
                    &(0..passage.text.len()),
                    format!("`{}` staat twee keer in deze lijst", passage.text.trim()),
                )
                .and(entry.get().spot(&(0..entry.get().text.len())), "hier ook")
                .help("haal een van beide weg"),
            ),
        }
    }
    let signers = Path::default().key("ondertekening");
    for passage in subject.of(Bestand::Dossier) {
        let path = passage.place.path.segments();
        let Some(Segment::Key(field)) = path.last() else { continue };
        if !path.starts_with(signers.segments()) || !WITH_COMMA.contains(&&**field) {
            continue;
        }
        let text = passage.text.trim_end();
        let plain = text.trim_end_matches([',', ' ']);
        if plain.len() < text.len() && !plain.is_empty() {
            let range = plain.len()..text.len();
            out.push(
                Finding::on(passage, &range, "de komma komt hier twee keer op papier")
                    .label("zij komt er vanzelf achter")
                    .fix(passage, &range, ""),
            );
        }
    }
}
