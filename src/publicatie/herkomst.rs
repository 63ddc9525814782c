//! In: a manifest, with the files that stand beside it. Out: what it says of the whole set otherwise than they do. Pure.
//!
//! Whoever edits the manifest has to edit all of them alike. That somebody did, no file without a signature can tell: only
//! the dossier can.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Document;
use serde::Serialize;

use super::manifest::{Manifest, NAME};
use super::{NOWHERE, json};
use crate::signoff::is_draft;

/// The file in which people read it.
pub(super) const LEESMIJ: &str = "LEESMIJ.txt";
/// What it stands under there; it ends the file.
pub(super) const KOP: &str = "Waarvan deze publicatie is gemaakt";

/// A field of a manifest that says something else than a file beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Tegenspraak {
    /// The field.
    pub veld: String,
    /// The file.
    pub bestand: String,
}

/// The fields of a manifest about the whole set, each with its value as people read it.
fn fields(manifest: &Manifest) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = [
        ("kenmerk", manifest.kenmerk.as_str()),
        ("onderwerp", &manifest.onderwerp),
        ("datum", &manifest.datum),
        ("organisatie", &manifest.organisatie),
        ("proef", ja_of_nee(manifest.proef)),
        ("adres", manifest.adres.as_deref().unwrap_or("geen")),
        ("programma", &manifest.programma),
    ]
    .map(|(field, value)| (field.to_owned(), value.to_owned()))
    .into();
    let prints = manifest.vingerafdrukken.iter();
    all.extend(
        prints.map(|(stuk, one)| (format!("vingerafdruk {}", stuk.name()), one.to_string())),
    );
    all
}

fn ja_of_nee(is_so: bool) -> &'static str {
    if is_so { "ja" } else { "nee" }
}

/// These fields as lines of text.
pub(super) fn regels(manifest: &Manifest) -> Vec<String> {
    fields(manifest).into_iter().map(|(field, value)| format!("  {field}: {value}")).collect()
}

/// What a manifest says otherwise than the files beside it.
pub(super) fn tegenspraken(
    manifest: &Manifest,
    files: &BTreeMap<String, Vec<u8>>,
) -> BTreeSet<Tegenspraak> {
    let known: BTreeMap<String, String> = fields(manifest).into_iter().collect();
    let mut found = BTreeSet::new();
    // A file that is another one now speaks for nobody.
    let changed = manifest.compare(files);
    let files: BTreeMap<&String, &Vec<u8>> =
        files.iter().filter(|(name, _)| !changed.contains_key(*name)).collect();
    for (name, bytes) in &files {
        for (field, said) in said(name, bytes) {
            if said.as_ref() != known.get(&field) {
                found.insert(Tegenspraak { veld: field, bestand: (*name).clone() });
            }
        }
    }
    if let Some(text) = files.get(&LEESMIJ.to_owned()) {
        let text = String::from_utf8_lossy(text);
        let below = text.split_once(&format!("\n{KOP}\n")).map_or("", |(_, below)| below);
        let (wanted, there) = (regels(manifest), below.lines().map(ToOwned::to_owned));
        let (wanted, there): (BTreeSet<String>, BTreeSet<String>) =
            (wanted.into_iter().collect(), there.collect());
        for line in wanted.symmetric_difference(&there) {
            let field = line.split_once(": ").map_or(line.as_str(), |(field, _)| field);
            let (veld, bestand) = (field.trim().to_owned(), LEESMIJ.to_owned());
            found.insert(Tegenspraak { veld, bestand });
        }
    }
    // There is one way to write it down: no field twice, no file twice, nothing between them.
    let own = files.get(&NAME.to_owned()).is_some_and(|own| **own == json(&manifest.json()));
    if !own || !manifest.is_in_order() {
        found.insert(Tegenspraak { veld: "vorm".into(), bestand: NAME.into() });
    }
    found
}

/// What a file says of fields of the manifest; of one that it should say and does not, nothing.
fn said(name: &str, bytes: &[u8]) -> Vec<(String, Option<String>)> {
    let text = std::str::from_utf8(bytes).ok();
    let xml = || text.and_then(|text| Document::parse(text).ok());
    if name.starts_with("diwoo/") {
        let document = xml();
        let named = |element: &str| {
            let mut all = document.as_ref()?.descendants();
            all.find(|node| node.tag_name().name() == element)
        };
        let text = |element| named(element).and_then(|node| node.text()).map(ToOwned::to_owned);
        let organisation = named("publisher").and_then(|node| node.attribute("resource"));
        return vec![
            ("kenmerk".into(), text("aggregatiekenmerk")),
            ("onderwerp".into(), text("verkorteTitel")),
            ("datum".into(), text("creatiedatum")),
            ("organisatie".into(), organisation.map(ToOwned::to_owned)),
        ];
    }
    if name.starts_with("sitemapindex-") {
        // The address of the sitemap beside it.
        let document = xml();
        let location = document.as_ref().and_then(|document| {
            let node = document.descendants().find(|node| node.tag_name().name() == "loc")?;
            Some(node.text()?.rsplit_once('/')?.0.to_owned())
        });
        let nowhere = NOWHERE.trim_end_matches('/');
        let location = location.map(|base| if base == nowhere { "geen".to_owned() } else { base });
        return vec![("adres".into(), location)];
    }
    if name.ends_with(".pdf") {
        let draft = is_draft(&xmp(bytes, "pdf:Keywords").unwrap_or_default());
        return vec![
            ("programma".into(), xmp(bytes, "xmp:CreatorTool")),
            ("proef".into(), Some(ja_of_nee(draft).into())),
        ];
    }
    Vec::new()
}

/// A property of a PDF of ours, in which they stand as text.
fn xmp(pdf: &[u8], property: &str) -> Option<String> {
    let [open, close] = [format!("<{property}>"), format!("</{property}>")];
    let at = |bytes: &[u8], tag: &str| {
        bytes.windows(tag.len()).position(|window| window == tag.as_bytes())
    };
    let rest = &pdf[at(pdf, &open)? + open.len()..];
    let value = &rest[..at(rest, &close)?];
    String::from_utf8(value.to_vec()).ok()
}
