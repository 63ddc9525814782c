//! In: diagnostics that say the same of many places. Out: one of them, with the other places. Pure.

use std::collections::HashMap;

use super::{Code, Diagnostic, Severity, codes, words};
use crate::source::Sources;

/// Most places that are named; nobody reads more.
const MAX_PLACES: usize = 12;

/// Says once what is wrong in the same way in many cells of a spreadsheet, or of many amounts. The first keeps its place,
/// and names the others.
pub fn bundle(found: &mut Vec<Diagnostic>, sources: &Sources) {
    let mut first: HashMap<Key, usize> = HashMap::new();
    let mut out: Vec<Diagnostic> = Vec::new();
    let mut others: Vec<Vec<usize>> = Vec::new();
    for diagnostic in found.drain(..) {
        let place = match &diagnostic.labels[..] {
            [label] if diagnostic.fix.is_empty() => {
                let source = sources.get(label.span.source);
                let counts = source.cell(0).is_some() || diagnostic.code == codes::AMOUNT_INVALID;
                counts.then_some((label.span.source, label.span.range.start))
            }
            _ => None,
        };
        if let Some((source, offset)) = place {
            let key = Key {
                code: diagnostic.code,
                severity: diagnostic.severity,
                source,
                message: outline(&diagnostic.message),
                help: diagnostic.help.iter().map(|help| outline(help)).collect(),
            };
            if let Some(at) = first.get(&key) {
                others[*at].push(offset);
                continue;
            }
            first.insert(key, out.len());
        }
        out.push(diagnostic);
        others.push(Vec::new());
    }
    for (diagnostic, offsets) in out.iter_mut().zip(others).filter(|(_, more)| !more.is_empty()) {
        let Some(span) = diagnostic.span() else { continue };
        let source = sources.get(span.source);
        let places = match source.cell(0) {
            Some(_) => {
                let cells = offsets.iter().filter_map(|offset| source.cell(*offset));
                format!("in {}", named(&runs(cells.map(cell).collect())))
            }
            None => {
                let lines = offsets.iter().map(|offset| source.line_column(*offset).0.to_string());
                format!("op regel {}", named(&lines.collect::<Vec<_>>()))
            }
        };
        diagnostic.help.push(format!("hetzelfde geldt {places}"));
    }
    *found = out;
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    code: Code,
    severity: Severity,
    source: crate::source::SourceId,
    message: String,
    help: Vec<String>,
}

/// A text without what is quoted in it, and without numbers.
fn outline(text: &str) -> String {
    let unquoted: String = text.split('`').step_by(2).collect::<Vec<_>>().join("`");
    unquoted.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '-')).collect()
}

fn named(places: &[String]) -> String {
    match places.len().checked_sub(MAX_PLACES) {
        Some(more) if more > 0 => {
            format!("{} en nog {more}", places[..MAX_PLACES].join(", "))
        }
        _ => words::enumerate(places, "en"),
    }
}

/// The column and the row of `Maatregelen!D7`.
fn cell(name: &str) -> (String, u32) {
    let name = name.rsplit('!').next().unwrap_or(name);
    let split = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (column, row) = name.split_at(split);
    (column.to_owned(), row.parse().unwrap_or(0))
}

/// Cells by name; those below each other as `B2:B9`.
fn runs(mut cells: Vec<(String, u32)>) -> Vec<String> {
    cells.sort_by(|a, b| (a.0.len(), &a.0, a.1).cmp(&(b.0.len(), &b.0, b.1)));
    let mut out: Vec<(String, u32, u32)> = Vec::new();
    for (column, row) in cells {
        match out.last_mut() {
            Some((last, _, to)) if *last == column && *to + 1 == row => *to = row,
            _ => out.push((column, row, row)),
        }
    }
    let name = |(column, from, to): (String, u32, u32)| match from == to {
        true => format!("{column}{from}"),
        false => format!("{column}{from}:{column}{to}"),
    };
    out.into_iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_below_each_other_are_one_range() {
        let cells = ["Blad!B3", "Blad!B2", "Blad!C2", "Blad!AA9"].map(cell).to_vec();
        assert_eq!(runs(cells), ["B2:B3", "C2", "AA9"]);
    }

    #[test]
    fn what_differs_in_its_quotes_is_the_same() {
        assert_eq!(outline("`1,5` is tekst, geen getal"), outline("`2` is tekst, geen getal"));
        assert_ne!(outline("`1,5` is tekst"), outline("`1,5` is geen bedrag"));
    }
}
