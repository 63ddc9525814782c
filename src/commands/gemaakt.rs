//! In: what a dossier was made of, and what was made of it. Out: whether all of that is still so. Wiring.
//!
//! Beside what was made lies a record of it. It may be thrown away, and it is never believed: everything that went in is
//! read again, and everything that came out, before a dossier counts as unchanged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cli::BuildArgs;
use crate::diagnostic::Report;
use crate::dossier::{Stuk, Vingerafdruk};
use crate::export::Files;
use crate::system::{self, Output};
use crate::templates::Templates;
use crate::workspace::Workspace;

/// The record's name in the folder of the results.
pub(super) const NAME: &str = ".kamerbrief-gemaakt.json";
/// The form of a record.
const VERSION: u32 = 2;

/// A record as it is kept: with its own fingerprint, so that one that was damaged is none.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u32,
    digest: String,
    record: Value,
}

/// What was made of a dossier, and of what. Where it stands is not in it: that is where it is looked for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Gemaakt {
    /// Everything that went in.
    input: String,
    /// How the dossier was called then, in what was said of it.
    dossier: String,
    /// The files of the dossier that were asked for.
    asked: Vec<String>,
    /// What came out.
    made: Vec<Stukregel>,
    /// What there was to say, for people and as data.
    pub(super) said: String,
    pub(super) report: Value,
}

/// A document that was made.
#[derive(Debug, Serialize, Deserialize)]
struct Stukregel {
    stuk: String,
    pages: usize,
    /// Its files by name, each with its fingerprint.
    files: BTreeMap<String, String>,
}

/// What goes into every dossier of a run: the program, the templates, the fonts and what was asked for.
#[derive(Debug)]
pub(super) struct Basis(Vingerafdruk);

impl Basis {
    /// That of a run; `None` when the program cannot be told from another version of it.
    pub(super) fn of(
        arguments: &BuildArgs,
        templates: &Templates,
        fonts: Vingerafdruk,
    ) -> Option<Self> {
        let program = system::program()?;
        let asked = format!("{VERSION} {:?} {:?}", arguments.only, arguments.format);
        let templates = templates.whole();
        let parts = [program.bytes(), templates.bytes(), fonts.bytes(), asked.as_bytes()];
        Some(Self(Vingerafdruk::of(parts)))
    }

    /// The fingerprint of everything that went into what a dossier was made of.
    fn with(&self, workspace: &Workspace) -> String {
        Vingerafdruk::of([self.0.bytes(), workspace.digest().bytes()]).to_string()
    }
}

impl Gemaakt {
    /// The record of what was made, to be written beside it.
    pub(super) fn record(
        basis: &Basis,
        workspace: &Workspace,
        made: &[(Stuk, usize, Files, u128)],
        (said, report): (String, &Report),
    ) -> (String, Vec<u8>) {
        let line = |(stuk, pages, files, _): &(Stuk, usize, Files, u128)| Stukregel {
            stuk: stuk.name().to_owned(),
            pages: *pages,
            files: files.iter().map(|(name, bytes)| (name.clone(), print(bytes))).collect(),
        };
        let record = Self {
            input: basis.with(workspace),
            dossier: workspace.name().to_owned(),
            asked: workspace.asked(),
            made: made.iter().map(line).collect(),
            said,
            report: report.to_value(),
        };
        // Plain types with text keys always have a JSON form.
        let record = serde_json::to_value(&record).unwrap_or_default();
        let kept = Kept { version: VERSION, digest: digest(&record), record };
        (NAME.to_owned(), serde_json::to_vec(&kept).unwrap_or_default())
    }

    /// What was made earlier, if everything that went in and came out is still the same, and what was said of it would be
    /// said so now.
    pub(super) fn still(basis: &Basis, workspace: &Workspace, output: &Output) -> Option<Self> {
        let bytes = system::read(&output.path(NAME)).ok()?;
        let kept: Kept = serde_json::from_slice(&bytes).ok()?;
        if kept.version != VERSION || kept.digest != digest(&kept.record) {
            return None;
        }
        let record: Self = serde_json::from_value(kept.record).ok()?;
        for name in &record.asked {
            // What it says counts below.
            let _ = workspace.file(name);
        }
        let same = |(name, known): (&String, &String)| {
            system::read(&output.path(name)).is_ok_and(|bytes| print(&bytes) == *known)
        };
        let named = record.said.is_empty() || record.dossier == workspace.name();
        (named
            && record.input == basis.with(workspace)
            && !record.made.is_empty()
            && record.made.iter().flat_map(|line| &line.files).all(same))
        .then_some(record)
    }

    /// The documents, each with its number of pages and the names of its files.
    pub(super) fn stukken(&self) -> Vec<(Stuk, usize, Vec<String>)> {
        let line = |line: &Stukregel| {
            let stuk = Stuk::ALL.into_iter().find(|stuk| stuk.name() == line.stuk)?;
            Some((stuk, line.pages, line.files.keys().cloned().collect()))
        };
        // Every name in a record is that of a document of the version that wrote it, and of no other version is one read.
        self.made.iter().filter_map(line).collect()
    }
}

fn digest(record: &Value) -> String {
    print(record.to_string().as_bytes())
}

fn print(bytes: &[u8]) -> String {
    Vingerafdruk::of([bytes]).to_string()
}
