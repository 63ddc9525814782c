//! In: diagnostics in reading order. Out: of each code in each file as many as anybody reads, and how many more there are.
//! Pure.

use std::collections::HashMap;

use super::{Code, Diagnostic, Severity};
use crate::source::{SourceId, Span};

/// Most of one code in one file.
const MOST: usize = 100;

/// What is more goes, and the first of it says how many.
pub(super) fn sum_up(found: &mut Vec<Diagnostic>) {
    if found.len() <= MOST {
        return;
    }
    let mut counts: HashMap<(SourceId, Code, Severity), (usize, Option<Span>)> = HashMap::new();
    let key = |told: &Diagnostic| {
        let span = told.span()?;
        Some(((span.source, told.code, told.severity), span.clone()))
    };
    for told in found.iter() {
        let Some((key, span)) = key(told) else { continue };
        let (count, first) = counts.entry(key).or_default();
        *count += 1;
        if *count == MOST + 1 {
            *first = Some(span);
        }
    }
    let mut seen: HashMap<(SourceId, Code, Severity), usize> = HashMap::new();
    let mut out = Vec::new();
    for told in found.drain(..) {
        let Some((key, _)) = key(&told) else {
            out.push(told);
            continue;
        };
        let number = seen.entry(key).or_default();
        *number += 1;
        match counts.get(&key) {
            // One more is as short as saying so.
            Some((count, Some(first))) if *count > MOST + 1 && *number > MOST => {
                if *number == MOST + 1 {
                    out.push(more(&told, count - MOST, first.clone()));
                }
            }
            _ => out.push(told),
        }
    }
    *found = out;
}

fn more(told: &Diagnostic, count: usize, first: Span) -> Diagnostic {
    let message = format!("van deze soort zijn er vanaf hier nog {count} in dit bestand");
    Diagnostic::new(told.code, told.severity, message)
        .at(first, "")
        .help("verbeter eerst wat hierboven staat; vaak hebben zij één oorzaak")
}

#[cfg(test)]
mod tests {
    use super::super::codes;
    use super::*;
    use crate::source::Sources;

    #[test]
    fn what_nobody_reads_is_summed_up() {
        let mut sources = Sources::default();
        let ids = [sources.add("een", "x".repeat(5_000)), sources.add("twee", "x".repeat(5_000))];
        let told = |id: usize, at: usize, code: Code| {
            Diagnostic::error(code, format!("{at}")).at(Span::new(ids[id], at..at + 1), "")
        };
        let mut found: Vec<Diagnostic> =
            (0..500).map(|at| told(0, at, codes::UNKNOWN_KEY)).collect();
        found.extend((0..101).map(|at| told(1, at, codes::UNKNOWN_KEY)));
        found.push(told(1, 4_000, codes::EMPTY_VALUE));
        sum_up(&mut found);
        assert_eq!(found.len(), 101 + 101 + 1);
        assert_eq!(found[99].message, "99");
        assert_eq!(found[100].message, "van deze soort zijn er vanaf hier nog 400 in dit bestand");
        assert_eq!(found[100].span().map(|span| span.range.clone()), Some(100..101));
        assert_eq!(found[201].message, "100");
    }
}
