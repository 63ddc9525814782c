//! In: diagnostics and their sources. Out: SARIF 2.1.0 (OASIS), for code hosts and viewers. Pure.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Code, Diagnostic, Severity, words};
use crate::source::{SourceId, Sources, Span};

/// All diagnostics as a SARIF log. Columns count characters (`unicodeCodePoints`), as everywhere here.
pub fn sarif(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut log = Sarif::default();
    log.extend(diagnostics, sources);
    log.to_json()
}

/// A SARIF log that is added to.
#[derive(Debug, Default)]
pub struct Sarif(Vec<(Code, Value)>);

impl Sarif {
    /// Adds diagnostics.
    pub fn extend(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.0.extend(
            diagnostics.iter().map(|diagnostic| (diagnostic.code, result(diagnostic, sources))),
        );
    }

    /// Its JSON, with a line end.
    pub fn to_json(self) -> String {
        let mut rules: Vec<Code> = self.0.iter().map(|(code, _)| *code).collect();
        rules.sort_unstable();
        rules.dedup();
        let results = self.0.into_iter().map(|(code, mut result)| {
            result["ruleIndex"] = json!(rules.binary_search(&code).unwrap_or_default());
            result
        });
        let results: Vec<Value> = results.collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "kamerbrief",
                    "version": env!("CARGO_PKG_VERSION"),
                    "language": "nl-NL",
                    "rules": rules.into_iter().map(rule).collect::<Vec<_>>(),
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        format!("{log:#}\n")
    }
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.summary() },
        "help": { "text": code.page, "markdown": code.page },
    })
}

fn result(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let label = diagnostic
        .labels
        .first()
        .map(|label| label.text.as_str())
        .filter(|label| !label.is_empty());
    let text = std::iter::once(diagnostic.message.as_str())
        .chain(label)
        .chain(diagnostic.help.iter().map(String::as_str));
    let mut result = json!({
        "ruleId": diagnostic.code.id,
        "level": level,
        "message": { "text": text.collect::<Vec<_>>().join("; ") },
        "locations": diagnostic.labels.iter().take(1).map(|label| location(&label.span, &label.text, sources)).collect::<Vec<_>>(),
        "relatedLocations": diagnostic.labels.iter().skip(1).map(|label| location(&label.span, &label.text, sources)).collect::<Vec<_>>(),
    });
    if !diagnostic.fix.is_empty() {
        // One change for each file, with all its replacements.
        let mut changes: BTreeMap<SourceId, Vec<Value>> = BTreeMap::new();
        for edit in &diagnostic.fix {
            changes.entry(edit.span.source).or_default().push(json!({
                "deletedRegion": region(&edit.span, sources),
                "insertedContent": { "text": edit.text },
            }));
        }
        let changes: Vec<Value> = changes
            .into_iter()
            .map(|(source, replacements)| {
                json!({ "artifactLocation": artifact(source, sources), "replacements": replacements })
            })
            .collect();
        result["fixes"] = json!([{ "artifactChanges": changes }]);
    }
    result
}

fn location(span: &Span, text: &str, sources: &Sources) -> Value {
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": artifact(span.source, sources),
        "region": region(span, sources),
    }});
    if let Some(cell) = sources.get(span.source).cell(span.range.start) {
        location["logicalLocations"] = json!([{ "name": cell }]);
    }
    if !text.is_empty() {
        location["message"] = json!({ "text": words::one_line(text) });
    }
    location
}

fn region(span: &Span, sources: &Sources) -> Value {
    let source = sources.get(span.source);
    let range = source.clamp(span.range.clone());
    let ((line, column), (end_line, end_column)) =
        (source.line_column(range.start), source.line_column(range.end));
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// The file as a relative URI (RFC 3986): everything that is not a letter, digit or `-._~/` as a code.
fn artifact(source: SourceId, sources: &Sources) -> Value {
    let mut uri = String::new();
    for byte in sources.get(source).name().replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    json!({ "uri": uri })
}
