//! In: a checked dossier. Out: every value that a text can name, as a list to read or as JSON. Pure.

use serde_json::{Map, Value};

use crate::check::Checked;

/// Every value, one on a line: how it is written in a text, and what that prints.
pub fn values(checked: &Checked, json: bool) -> String {
    let values = checked.values();
    let named = values.named();
    let examples = named.iter().map(|(name, value)| value.example(name));
    if json {
        let map: Map<String, Value> =
            examples.map(|(expression, text)| (expression, text.into())).collect();
        return format!("{:#}\n", Value::Object(map));
    }
    let lines: Vec<(String, String)> = examples
        .map(|(expression, text)| (format!("{{{{ {expression} }}}}"), text.replace('\u{a0}', " ")))
        .collect();
    let width = lines.iter().map(|(expression, _)| expression.chars().count()).max().unwrap_or(0);
    lines.iter().map(|(expression, text)| format!("{expression:width$}  {text}\n")).collect()
}
