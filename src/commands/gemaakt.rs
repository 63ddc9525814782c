//! In: what a dossier was made of, and what was made of it. Out: whether all of that is still so. Wiring.
//!
//! Beside what was made lies a record of it. It may be thrown away, and it is never believed: everything that went in is
//! read again, and everything that came out, before a dossier counts as unchanged.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cli::BuildArgs;
use crate::diagnostic::Report;
use crate::dossier::Vingerafdruk;
use crate::export::Files;
use crate::system::{self, Output};
use crate::templates::Templates;
use crate::workspace::Workspace;

/// The record's name in the folder of the results.
const NAME: &str = ".kamerbrief-gemaakt.json";
/// The form of a record.
const VERSION: u32 = 1;

/// A document that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) path: String,
    pub(super) pages: usize,
}

/// What was made of a dossier, and of what.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Gemaakt {
    version: u32,
    /// Everything that went in.
    input: String,
    /// The files of the dossier that were asked for.
    asked: Vec<String>,
    /// What came out, by name.
    files: BTreeMap<String, String>,
    /// The documents among it.
    pub(super) made: Vec<Made>,
    /// What there was to say, for people and as data.
    pub(super) said: String,
    pub(super) report: Value,
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
        files: &Files,
        made: &[Made],
        (said, report): (String, &Report),
    ) -> (String, Vec<u8>) {
        let prints = files.iter().map(|(name, bytes)| (name.clone(), print(bytes)));
        let record = Self {
            version: VERSION,
            input: basis.with(workspace),
            asked: workspace.asked(),
            files: prints.collect(),
            made: made.to_vec(),
            said,
            report: report.to_value(),
        };
        // Plain types with text keys always have a JSON form.
        (NAME.to_owned(), serde_json::to_vec(&record).unwrap_or_default())
    }

    /// What was made earlier, if everything that went in and came out is still the same.
    pub(super) fn still(basis: &Basis, workspace: &Workspace, output: &Output) -> Option<Self> {
        let bytes = system::read(&output.path(NAME)).ok()?;
        let record: Self = serde_json::from_slice(&bytes).ok()?;
        for name in &record.asked {
            // What it says counts below.
            let _ = workspace.file(name);
        }
        let same = |(name, known): (&String, &String)| {
            system::read(&output.path(name)).is_ok_and(|bytes| print(&bytes) == *known)
        };
        (record.version == VERSION
            && record.input == basis.with(workspace)
            && !record.files.is_empty()
            && record.files.iter().all(same))
        .then_some(record)
    }
}

fn print(bytes: &[u8]) -> String {
    Vingerafdruk::of([bytes]).to_string()
}
