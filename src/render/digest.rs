//! In: filled sheets, or a checked dossier. Out: the fingerprint of each document, and of each field. Pure.
//!
//! The fingerprint of a document is taken of what Typst sees of it, and Typst sees nothing else ([`Sheets::visible`]
//! is also what the typesetter lets a document ask for). So comments, quoting and the order of keys in the YAML do not
//! count, and everything that can reach a page does. How the sign-off stands is left out: it is printed, and would
//! change the fingerprint that an initial is about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Origin, Sheets};
use crate::check::Checked;
use crate::dossier::{Place, Stuk, Vingerafdruk};
use crate::prose;
use crate::templates::Templates;

impl Sheets {
    /// The sheets that a document can ask for: its own, those of the house style, and the texts that these name.
    pub fn visible(&self, stuk: Stuk) -> BTreeSet<&str> {
        let texts: BTreeMap<String, &str> = self
            .files
            .iter()
            .filter(|(_, file)| matches!(file.origin, Origin::Text(..)))
            .map(|(path, _)| (prose::literal(path), path.as_str()))
            .collect();
        let mut open: Vec<&str> = self.main(stuk).into_iter().collect();
        open.extend(
            self.files
                .iter()
                .filter(|(_, file)| matches!(file.origin, Origin::House(_)))
                .map(|(path, _)| path.as_str()),
        );
        let mut seen = BTreeSet::new();
        while let Some(path) = open.pop() {
            if !seen.insert(path) {
                continue;
            }
            let Some(file) = self.files.get(path) else { continue };
            for (at, word) in file.source.match_indices("include") {
                let literal = file.source[at + word.len()..].trim_start_matches([' ', '(']);
                let Some(inner) = literal.strip_prefix('"') else { continue };
                let Some(end) = inner.find('"') else { continue };
                open.extend(texts.get(&literal[..end + 2]));
            }
        }
        seen
    }

    /// The fingerprint of a document that was filled as if nobody had initialled yet. `outside` stands for what is
    /// not in the sheets.
    pub(super) fn fingerprint(
        &self,
        stuk: Stuk,
        checked: &Checked,
        outside: [&Vingerafdruk; 2],
    ) -> Vingerafdruk {
        let gegevens = &checked.dossier().gegevens;
        // These two are also in the PDF apart from its pages.
        let (kenmerk, datum) = (gegevens.kenmerk.as_str(), gegevens.datum.to_string());
        let mut parts = vec![&b"kamerbrief document 1"[..], stuk.name().as_bytes()];
        parts.extend([kenmerk.as_bytes(), datum.as_bytes()]);
        parts.extend(outside.map(Vingerafdruk::bytes));
        for path in self.visible(stuk) {
            parts.extend([path.as_bytes(), self.source(path).unwrap_or_default().as_bytes()]);
        }
        for (path, bytes) in self.assets() {
            parts.extend([path.as_bytes(), bytes]);
        }
        Vingerafdruk::of(parts)
    }
}

/// A field of a dossier: where it stands, its content now, and the short fingerprint of that.
#[derive(Debug, Clone)]
pub struct Inhoud {
    /// The place; none for what is not in the dossier's files.
    pub place: Option<Place>,
    /// As it was typed.
    pub text: String,
    /// The first 16 digits of its fingerprint.
    pub afdruk: String,
}

/// What is for the overview and is not printed.
const UNPRINTED: [&str; 4] = ["moties", "toezeggingen", "afkortingen", "uitzonderingen"];

/// Every field that can be printed, by its name, such as `brief.secties[0].tekst`. What does not stand in a file of the
/// dossier has a name without a dot.
pub fn fields(
    checked: &Checked,
    templates: &Templates,
    fonts: &Vingerafdruk,
) -> BTreeMap<String, Inhoud> {
    let short = |bytes: &[u8]| Vingerafdruk::of([bytes]).to_string()[..16].to_owned();
    let mut all = BTreeMap::new();
    for (place, text) in checked.leaves() {
        let name = format!("{}.{}", place.root.name(), place.path);
        if UNPRINTED.iter().any(|key| {
            let name = name.strip_prefix("dossier.").and_then(|name| name.strip_prefix(key));
            name.is_some_and(|rest| rest.starts_with(['.', '[']))
        }) {
            continue;
        }
        // A text counts as it is printed: with its values, without its line breaks.
        let afdruk = match checked.prose().get(&place) {
            Some(text) => short(text.prose.sheet(&text.names).source.as_bytes()),
            None => short(text.trim_end().as_bytes()),
        };
        all.insert(name, Inhoud { place: Some(place), text: text.to_owned(), afdruk });
    }
    let mut outside = |name: &str, fingerprint: &Vingerafdruk| {
        let afdruk = fingerprint.to_string()[..16].to_owned();
        all.insert(name.to_owned(), Inhoud { place: None, text: String::new(), afdruk });
    };
    let huisstijl = &checked.dossier().gegevens.huisstijl;
    outside("sjablonen", &templates.fingerprint(Some(huisstijl)));
    outside("lettertypen", fonts);
    if let Some(logo) = checked.logo() {
        outside("beeldmerk", &Vingerafdruk::of([logo]));
    }
    all
}
