//! In: what a file knows of the state that it was exported from, and the dossier as it is now. Out: which field each of
//! its bookmarks means, and which fields changed since. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::super::merk::{Merk, afdruk};
use super::bekend::Export;
use super::bestand::Woordbestand;
use crate::check::Checked;
use crate::dossier::{Place, Root};
use crate::path::Segment;
use crate::voorstellen::Voorstellen;
use crate::voorstellen::plek::{self, Kenteken, Plekken, verplaatst};

/// The fields of a file. Of what it does not have, nobody knows for certain where it is now.
#[derive(Debug, Default)]
pub(super) struct Uitgangsstand {
    /// The field of each fingerprint of a name.
    pub(super) velden: BTreeMap<String, Place>,
    /// Fields that say something else now, with the fingerprint of what they said.
    pub(super) gewijzigd: BTreeMap<Place, String>,
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

/// By what the export is known that a file was made of; nothing where that is not known.
pub(super) fn uitvoer(inhoud: &Woordbestand) -> String {
    let parts = ["kb_stuk", "kb_velden", "kb_plekken"].map(|name| eigenschap(inhoud, name));
    match parts.iter().all(Option::is_some) {
        true => afdruk(&parts.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        false => String::new(),
    }
}

impl Uitgangsstand {
    pub(super) fn van(
        inhoud: &Woordbestand,
        checked: &Checked,
        export: &Export<'_>,
        bases: &Voorstellen,
    ) -> Self {
        let leaves = checked.leaves();
        let mut plekken = Plekken::van(leaves.clone(), |place| export.velden.contains_key(place));
        bases.eerder().for_each(|(place, said)| plekken.heette(&place, said));
        let naar = match eigenschap(inhoud, "kb_plekken").map(|text| kentekens(&text)) {
            Some(oud) => plekken.gevolgd(&oud),
            None => gebleven(inhoud, export),
        };
        // Of each item the one that it was; no two went to one.
        let van: BTreeMap<Place, Place> = naar.into_iter().map(|(was, now)| (now, was)).collect();
        let mut out = Self::default();
        let typed: BTreeMap<&Place, &str> =
            leaves.iter().map(|(place, text)| (place, *text)).collect();
        // What was typed for no text of its own is known by its place alone.
        for place in typed.keys().copied().chain(export.velden.keys()) {
            if let Some(was) = verplaatst(place, &van).filter(|_| place.root != Root::Profile) {
                out.velden.insert(afdruk(&was.to_string()), place.clone());
            } else if place.root == Root::Profile {
                out.velden.insert(afdruk(&place.to_string()), place.clone());
            }
        }
        out.vergelijk(inhoud, &typed);
        if inhoud.merken.iter().all(|merk| !matches!(merk, Merk::Veld { .. })) {
            // Bookmarks that are found again are those of now.
            let now = typed.keys().copied().chain(export.velden.keys());
            let now = now.map(|place| (afdruk(&place.to_string()), place.clone()));
            out.velden = now.collect();
        }
        out
    }

    /// Looks which fields say something else now, by the names that they had.
    fn vergelijk(&mut self, inhoud: &Woordbestand, typed: &BTreeMap<&Place, &str>) {
        let Some(table) = eigenschap(inhoud, "kb_velden") else { return };
        self.bekend = true;
        for pair in table.as_bytes().chunks_exact(16) {
            let (name, text) = pair.split_at(8);
            let (name, text) = (String::from_utf8_lossy(name), String::from_utf8_lossy(text));
            let Some(place) = self.velden.get(&*name) else { continue };
            if typed.get(place).is_none_or(|now| afdruk(now) != text) {
                self.gewijzigd.insert(place.clone(), text.into_owned());
            }
        }
    }

    /// Whether every field that is in the document now was in the file when it was made, as it is and where it is, and no
    /// other.
    pub(super) fn is_onveranderd(
        &self,
        inhoud: &Woordbestand,
        checked: &Checked,
        export: &Export<'_>,
    ) -> bool {
        let now = export
            .velden
            .keys()
            .filter(|place| place.root != Root::Profile && checked.text(place).is_some());
        let Some(table) = eigenschap(inhoud, "kb_velden") else { return false };
        let names = || table.as_bytes().chunks_exact(16).map(|pair| &pair[..8]);
        let known = |name: &[u8]| self.velden.contains_key(&*String::from_utf8_lossy(name));
        let stayed = |place: &Place| self.velden.get(&afdruk(&place.to_string())) == Some(place);
        self.gewijzigd.is_empty()
            && names().all(known)
            && now.clone().all(stayed)
            && names().count() == now.count()
    }
}

/// By what each item was known when the file was made.
fn kentekens(text: &str) -> BTreeMap<Place, Kenteken> {
    let all = text.split(';').filter_map(|one| one.rsplit_once('='));
    all.filter_map(|(place, kort)| Some((place.parse().ok()?, Kenteken::uit_kort(kort)?))).collect()
}

/// In a file that does not know by what its items were known: those of which a name, or a long text, stands in it as it is
/// now, and nowhere else. Where nothing of an item says that it is still the same one, its place is not certain.
fn gebleven(inhoud: &Woordbestand, export: &Export<'_>) -> BTreeMap<Place, Place> {
    let mut there: BTreeSet<(&str, &str)> = BTreeSet::new();
    for merk in &inhoud.merken {
        if let Merk::Veld { veld, tekst, .. } = merk {
            there.insert((veld, tekst));
        }
    }
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    export.alle.iter().for_each(|one| *times.entry(&one.afdruk).or_default() += 1);
    let mut out = BTreeMap::new();
    for one in export.alle.iter().filter(|one| times[one.afdruk.as_str()] == 1) {
        let Some(place) = &one.alinea.bron else { continue };
        let name = afdruk(&place.to_string());
        if is_eigen(place, &one.gezegd) && there.contains(&(&*name, &*one.afdruk)) {
            let items = plek::punten(place);
            out.extend(items.into_iter().map(|item| (item.clone(), item)));
        }
    }
    out
}

/// Whether a text says of which item it is: by being its name, or by its length.
fn is_eigen(place: &Place, text: &str) -> bool {
    let is_name = match place.path.segments().last() {
        Some(Segment::Key(key)) => plek::NAMEN.contains(&&**key),
        Some(Segment::Index(_)) => true,
        None => false,
    };
    is_name || text.chars().count() >= plek::LANG
}
