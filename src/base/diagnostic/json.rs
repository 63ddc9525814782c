//! In: diagnostics and their sources. Out: JSON for programs, and its schema. Pure.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::{Diagnostic, Severity, count};
use crate::source::{Sources, Span};

/// The form of the JSON. It only goes up when a program that reads it would have to change.
const VERSION: u32 = 1;

/// Everything that a run of `check` found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Version of this form: 1.
    version: u32,
    /// What was found, in the order of the files.
    findings: Vec<Finding>,
    /// How many there are.
    summary: Summary,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding {
    /// Stable code, such as `K001`; `kamerbrief explain` explains it.
    code: &'static str,
    /// Name of the code.
    name: &'static str,
    /// How bad it is.
    severity: Level,
    /// What is wrong, in Dutch.
    message: String,
    /// A word about the place, such as the official name; may be empty.
    label: String,
    /// Where; absent for what lies outside the files.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    /// The dossier's field, as it stands under `uitzonderingen`; only findings of the rules have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Further places.
    related: Vec<Related>,
    /// What to do, in Dutch.
    help: Vec<String>,
    /// The correction, when it is certain: all of these edits together.
    fix: Vec<Replacement>,
}

/// How bad a finding is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// The document would be wrong, or cannot be made.
    Error,
    /// A colleague would ask.
    Warning,
    /// A matter of style.
    Info,
}

/// A range in a file.
#[derive(Debug, Serialize, JsonSchema)]
struct Place {
    /// The file, with the path that the user gave.
    file: String,
    /// The first character.
    start: Position,
    /// Just after the last character.
    end: Position,
    /// In a spreadsheet: the cell, such as `Maatregelen!D7`. Lines are then its rows, and columns and offsets
    /// count in the row as diagnostics show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

/// A position in a file.
#[derive(Debug, Serialize, JsonSchema)]
struct Position {
    /// Line, counted from 1.
    line: usize,
    /// Column in characters, counted from 1.
    column: usize,
    /// Offset in bytes of UTF-8, counted from 0, without a byte order mark.
    offset: usize,
}

/// A further place with a word about it.
#[derive(Debug, Serialize, JsonSchema)]
struct Related {
    /// Where.
    place: Place,
    /// What is there; may be empty.
    message: String,
}

/// A part of a correction.
#[derive(Debug, Serialize, JsonSchema)]
struct Replacement {
    /// What goes.
    place: Place,
    /// What comes.
    text: String,
}

/// How many findings there are.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Errors.
    errors: usize,
    /// Warnings.
    warnings: usize,
    /// Matters of style.
    infos: usize,
    /// Those that a correction is known for.
    fixable: usize,
}

/// All diagnostics as JSON.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    report(diagnostics, sources).to_json()
}

impl Default for Report {
    /// Nothing was found.
    fn default() -> Self {
        report(&[], &Sources::default())
    }
}

impl Report {
    /// Adds what was found elsewhere.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
        let (all, Summary { errors, warnings, infos, fixable }) =
            (&mut self.summary, other.summary);
        all.errors += errors;
        all.warnings += warnings;
        all.infos += infos;
        all.fixable += fixable;
    }

    /// What was found and what to do about it, each a sentence.
    pub fn sentences(&self) -> impl Iterator<Item = &str> {
        self.findings
            .iter()
            .flat_map(|one| std::iter::once(&one.message).chain(&one.help))
            .map(String::as_str)
    }

    /// Its JSON as a value.
    pub fn to_value(&self) -> Value {
        // Plain types with text keys always have a JSON form.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Its JSON, with a line end.
    pub fn to_json(&self) -> String {
        // Plain types with text keys always have a JSON form.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// All diagnostics as the data that [`json`] writes.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources) -> Report {
    let counts = count(diagnostics);
    Report {
        version: VERSION,
        findings: diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect(),
        summary: Summary {
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            fixable: counts.fixable,
        },
    }
}

/// The JSON Schema of what [`json`] writes (draft-07).
pub fn schema() -> Value {
    let mut schema =
        SchemaSettings::draft07().for_serialize().into_generator().into_root_schema_for::<Report>();
    schema.insert("title".into(), "Uitvoer van `kamerbrief check --format json`".into());
    schema.to_value()
}

fn finding(diagnostic: &Diagnostic, sources: &Sources) -> Finding {
    Finding {
        code: diagnostic.code.id,
        name: diagnostic.code.name,
        severity: match diagnostic.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Info,
        },
        message: diagnostic.message.clone(),
        label: diagnostic.labels.first().map_or_else(String::new, |label| label.text.clone()),
        place: diagnostic.span().map(|span| place(span, sources)),
        field: diagnostic.field.clone(),
        related: diagnostic
            .labels
            .iter()
            .skip(1)
            .map(|label| Related {
                place: place(&label.span, sources),
                message: label.text.clone(),
            })
            .collect(),
        help: diagnostic.help.clone(),
        fix: diagnostic
            .fix
            .iter()
            .map(|edit| Replacement { place: place(&edit.span, sources), text: edit.text.clone() })
            .collect(),
    }
}

fn place(span: &Span, sources: &Sources) -> Place {
    let source = sources.get(span.source);
    let position = |offset| {
        let (line, column) = source.line_column(offset);
        Position { line, column, offset }
    };
    let range = source.clamp(span.range.clone());
    Place {
        file: source.name().to_owned(),
        start: position(range.start),
        end: position(range.end),
        cell: source.cell(range.start).map(ToOwned::to_owned),
    }
}
