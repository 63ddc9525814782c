//! In: a checked dossier. Out: every value that a text can name, as a list to read or as JSON. Pure.

use serde_json::{Map, Value};

use crate::check::Checked;
use crate::diagnostic::shown;

/// Every value, one on a line: how it is written in a text, and what that prints.
pub fn values(checked: &Checked) -> String {
    let named = examples(checked).map(|(expression, text)| {
        (shown::line(&format!("{{{{ {expression} }}}}")), shown::line(&text.replace('\u{a0}', " ")))
    });
    let lines: Vec<(String, String)> = named.collect();
    let width = lines.iter().map(|(expression, _)| expression.chars().count()).max().unwrap_or(0);
    lines.iter().map(|(expression, text)| format!("{expression:width$}  {text}\n")).collect()
}

/// The same as JSON.
pub fn values_json(checked: &Checked) -> String {
    let map: Map<String, Value> =
        examples(checked).map(|(expression, text)| (expression, text.into())).collect();
    format!("{:#}\n", Value::Object(map))
}

/// Each value: the expression that names it, and what that prints.
fn examples(checked: &Checked) -> impl Iterator<Item = (String, String)> {
    let values = checked.values();
    let named = values.named();
    let examples: Vec<_> = named.iter().map(|(name, value)| value.example(name)).collect();
    examples.into_iter()
}
