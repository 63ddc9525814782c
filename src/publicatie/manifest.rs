//! In: the files of a set, or a manifest with the files that stand beside it. Out: the manifest, and what differs. Pure.

use std::collections::{BTreeMap, BTreeSet};

use ring::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::herkomst::{self, Tegenspraak};
use super::{Stof, iso};
use crate::diagnostic::words;
use crate::dossier::{Stuk, Vingerafdruk};
use crate::signoff::Uitgave;

/// The name of the file.
pub const NAME: &str = "manifest.json";

/// By which a set is known as one of ours.
const KIND: &str = "publicatie van kamerbrief";

/// What a set holds, and how it was made. Of the working edition it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    soort: String,
    /// The program that made it.
    pub programma: String,
    pub(super) kenmerk: String,
    pub(super) onderwerp: String,
    pub(super) datum: String,
    pub(super) organisatie: String,
    /// Whether it is only to look at.
    pub proef: bool,
    /// The address that it was made for.
    pub adres: Option<String>,
    pub(super) vingerafdrukken: BTreeMap<Stuk, Vingerafdruk>,
    bestanden: Vec<Bestandsregel>,
}

/// A file of a set. open.overheid.nl knows files by SHA-1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bestandsregel {
    naam: String,
    grootte: usize,
    sha256: String,
    sha1: String,
}

/// How a file differs from what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verschil {
    /// It is not there.
    Ontbreekt,
    /// It is there, and should not be.
    Erbij,
    /// It has another content.
    Anders,
}

impl Verschil {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ontbreekt => "ontbreekt",
            Self::Erbij => "hoort er niet bij",
            Self::Anders => "is gewijzigd",
        }
    }
}

impl Manifest {
    /// What a set says of itself; its files are still to come.
    pub(super) fn new(stof: &Stof<'_>) -> Self {
        Self {
            soort: KIND.into(),
            programma: Self::programma(),
            kenmerk: stof.kenmerk().to_owned(),
            onderwerp: stof.onderwerp().to_owned(),
            datum: iso(stof.datum()),
            organisatie: stof.organisatie.uri.to_string(),
            proef: stof.opgave.uitgave == Uitgave::Proef,
            adres: stof.opgave.adres.map(|adres| adres.trim_end_matches('/').to_owned()),
            vingerafdrukken: stof.opgave.vingerafdrukken.clone(),
            bestanden: Vec::new(),
        }
    }

    /// The same of these files, in the order of their names.
    pub(super) fn of(self, files: &[(String, Vec<u8>)]) -> Self {
        let regel = |(naam, bytes): &(String, Vec<u8>)| Bestandsregel {
            naam: naam.clone(),
            grootte: bytes.len(),
            sha256: hex(&SHA256, bytes),
            sha1: hex(&SHA1_FOR_LEGACY_USE_ONLY, bytes),
        };
        Self { bestanden: files.iter().map(regel).collect(), ..self }
    }

    /// What this program says of itself.
    pub fn programma() -> String {
        concat!("kamerbrief ", env!("CARGO_PKG_VERSION")).into()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Reads a manifest; none when it is no manifest of a set of ours.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.soort == KIND)
    }

    /// The manifest among files by their names.
    pub fn of_files(files: &BTreeMap<String, Vec<u8>>) -> Option<Self> {
        files.get(NAME).and_then(|bytes| Self::read(bytes))
    }

    /// Whether this is a manifest of a set of ours, of whatever version of the program.
    pub fn is_one(bytes: &[u8]) -> bool {
        serde_json::from_slice::<Value>(bytes).is_ok_and(|manifest| manifest["soort"] == KIND)
    }

    /// Whether a folder is one of the set: there were files in it.
    pub fn has_folder(&self, name: &str) -> bool {
        let below = |file: &str| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'));
        self.bestanden.iter().any(|regel| below(&regel.naam))
    }

    /// What it says of the whole set otherwise than the files beside it do.
    pub fn contradictions(&self, files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<Tegenspraak> {
        herkomst::tegenspraken(self, files)
    }

    /// Whether its files stand in the order of their names, each once.
    pub(super) fn is_in_order(&self) -> bool {
        self.bestanden.is_sorted_by(|one, next| one.naam < next.naam)
    }

    /// Whether another set is of the same dossier: the same reference of the same ministry. Every new dossier has the same
    /// words where its reference will be; until then the subject has to be the same too.
    pub fn is_of_same_dossier(&self, other: &Self) -> bool {
        let same = (&self.kenmerk, &self.organisatie) == (&other.kenmerk, &other.organisatie);
        same && (!is_to_fill_in(&self.kenmerk) || self.onderwerp == other.onderwerp)
    }

    /// Of which dossier it is, in words.
    pub fn dossier(&self) -> String {
        format!("{}, {}", self.kenmerk, words::shorten(&self.onderwerp))
    }

    /// Holds files against it, each by its name: what differs, in the order of the names.
    pub fn compare(&self, files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Verschil> {
        let known: BTreeMap<&str, &Bestandsregel> =
            self.bestanden.iter().map(|regel| (regel.naam.as_str(), regel)).collect();
        let names: BTreeSet<&str> =
            known.keys().copied().chain(files.keys().map(String::as_str)).collect();
        let differs = |name: &str| match (known.get(name), files.get(name)) {
            (None, _) => (name != NAME).then_some(Verschil::Erbij),
            (_, None) => Some(Verschil::Ontbreekt),
            (Some(regel), Some(bytes)) => {
                let same = regel.grootte == bytes.len()
                    && regel.sha256 == hex(&SHA256, bytes)
                    && regel.sha1 == hex(&SHA1_FOR_LEGACY_USE_ONLY, bytes);
                (!same).then_some(Verschil::Anders)
            }
        };
        names.into_iter().filter_map(|name| Some((name.to_owned(), differs(name)?))).collect()
    }
}

/// Whether something stands between square brackets in a reference: that is no reference yet.
fn is_to_fill_in(kenmerk: &str) -> bool {
    kenmerk.split_once('[').is_some_and(|(_, rest)| rest.contains(']'))
}

fn hex(algorithm: &'static Algorithm, bytes: &[u8]) -> String {
    digest(algorithm, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
