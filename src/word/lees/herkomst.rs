//! In: what a file knows of the state that it was exported from, and the dossier as it is now. Out: which field each of
//! its bookmarks means, and which fields changed since. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::super::merk::afdruk;
use super::bekend::Export;
use super::bestand::Woordbestand;
use crate::check::Checked;
use crate::dossier::{Place, Root};

/// A text of this many characters is the same field when it stands elsewhere now.
const LANG: usize = 25;

/// The fields of a file.
#[derive(Debug, Default)]
pub(super) struct Uitgangsstand {
    /// The field of each fingerprint of a name.
    pub(super) velden: BTreeMap<String, Place>,
    /// Fields that say something else now, with the fingerprint of what they said.
    pub(super) gewijzigd: BTreeMap<Place, String>,
    /// Fingerprints of fields that are gone.
    pub(super) weg: BTreeSet<String>,
    /// Whether the file knows its state.
    pub(super) bekend: bool,
}

/// A property, also one that stands in several.
pub(super) fn eigenschap(inhoud: &Woordbestand, name: &str) -> Option<String> {
    if let Some(value) = inhoud.eigenschappen.get(name) {
        return Some(value.clone());
    }
    let parts = (1..).map_while(|i| inhoud.eigenschappen.get(&format!("{name}_{i:03}")));
    let whole: String = parts.map(String::as_str).collect();
    (!whole.is_empty()).then_some(whole)
}

impl Uitgangsstand {
    pub(super) fn van(inhoud: &Woordbestand, checked: &Checked, export: &Export<'_>) -> Self {
        let leaves: Vec<(Place, String, String)> = checked
            .leaves()
            .into_iter()
            .filter(|(place, _)| place.root != Root::Profile)
            .map(|(place, text)| (place.clone(), afdruk(&place.to_string()), afdruk(text)))
            .collect();
        let by_name: BTreeMap<&str, &(Place, String, String)> =
            leaves.iter().map(|leaf| (leaf.1.as_str(), leaf)).collect();
        let Some(table) = eigenschap(inhoud, "kb_velden") else {
            let velden = leaves.iter().map(|(place, name, _)| (name.clone(), place.clone()));
            return Self { velden: velden.collect(), ..Self::default() };
        };
        let mut out = Self { bekend: true, ..Self::default() };
        // What was typed for no text of its own is known by its place alone.
        let places = export.velden.keys().filter(|place| checked.text(place).is_none());
        out.velden = places.map(|place| (afdruk(&place.to_string()), place.clone())).collect();
        let bytes = table.as_bytes();
        for pair in bytes.chunks_exact(16) {
            let (name, text) = pair.split_at(8);
            let (name, text) = (String::from_utf8_lossy(name), String::from_utf8_lossy(text));
            let here = by_name.get(&*name);
            if let Some((place, ..)) = here.filter(|(.., now)| *now == text) {
                out.velden.insert(name.into_owned(), place.clone());
                continue;
            }
            let mut same = leaves.iter().filter(|(place, _, now)| {
                *now == text && checked.text(place).is_some_and(|text| text.chars().count() >= LANG)
            });
            match (same.next(), same.next(), here) {
                (Some((place, ..)), None, _) => {
                    _ = out.velden.insert(name.into_owned(), place.clone())
                }
                (_, _, Some((place, ..))) => {
                    out.velden.insert(name.into_owned(), place.clone());
                    out.gewijzigd.insert(place.clone(), text.into_owned());
                }
                (_, _, None) => _ = out.weg.insert(name.into_owned()),
            }
        }
        out
    }
}
