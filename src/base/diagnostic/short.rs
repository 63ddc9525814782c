//! In: diagnostics and their sources. Out: one line each, for editors and scripts. Pure.

use super::{Diagnostic, shown, words};
use crate::source::Sources;

/// One line for each diagnostic: `file:line:column: fout: CODE message (label); help`, lines and columns counted from 1,
/// columns in characters; of a spreadsheet `file, Sheet!D7: fout: …`. What has no place in a file begins with how bad it
/// is. Of the help the first line: nobody reads a list of errors for more.
pub fn short(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let line = |diagnostic: &Diagnostic| {
        let place = diagnostic.span().map_or_else(String::new, |span| {
            let source = sources.get(span.source);
            format!("{}: ", source.place(span.range.start))
        });
        // The word at the place often holds the answer.
        let label = diagnostic.labels.first().map_or("", |label| label.text.as_str());
        let label = if label.is_empty() { String::new() } else { format!(" ({label})") };
        let help = diagnostic.help.iter().flat_map(|help| help.lines()).next();
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        format!(
            "{place}{}: {} {}\n",
            diagnostic.severity.word(),
            diagnostic.code.id,
            shown::line(&words::one_line(&format!("{}{label}{help}", diagnostic.message)))
        )
    };
    diagnostics.iter().map(line).collect()
}
