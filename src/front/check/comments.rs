//! In: the files of a dossier. Out: a comment beside a value that says that it is not public, while it is. Pure.

use super::Context;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Editie, Gelakte, Gronden, Lijsten, Place, Root};
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// What was read of a line: the last thing on it.
struct Waarde {
    place: Place,
    /// Where it ends.
    end: usize,
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let trees = &context.reading.trees;
    let Some(lijsten) = trees.lijsten.as_deref() else { return };
    if trees.editie == Editie::Openbaar {
        return;
    }
    let gelakt = Gelakte::new(&trees.lakkingen);
    for (root, tree) in trees.into_iter().filter(|(root, _)| **root != Root::Profile) {
        let text = context.sources.get(tree.span.source).text();
        if !text.contains('#') {
            continue;
        }
        let mut values = Vec::new();
        ends(tree, &Place::top(*root), tree, &mut values);
        values.sort_by_key(|one: &Waarde| one.end);
        for Waarde { place, end } in &values {
            let Some(line) = text.get(*end..).and_then(|rest| rest.lines().next()) else {
                continue;
            };
            // A bracket that closes, or how a block is folded.
            let signs = [' ', '\t', ',', '}', ']', '|', '>', '-', '+'];
            let Some(comment) = line.trim_start_matches(signs).strip_prefix('#') else { continue };
            if !means_to(comment, lijsten) {
                continue;
            }
            let is_withheld = gelakt.whole(place).is_some()
                || trees.lakkingen.iter().any(|one| one.place.is_within(place))
                || trees.gelicht.iter().any(|said| place.is_within(&said.place));
            if is_withheld {
                continue;
            }
            let start = end + line.len() - comment.len() - 1;
            let span = Span::new(tree.span.source, start..end + line.trim_end().len());
            found.push(
                Diagnostic::warning(
                    codes::GROUND_UNKNOWN,
                    "een opmerking lakt niets: deze waarde komt zo in de openbare editie",
                )
                .at(span, "")
                .help("schrijf `{waarde: …, openbaar: nee, grond: 5.1.2e}`; in een tekst met opmaak `[woorden](lak:5.1.2e)`"),
            );
        }
    }
}

/// Whether a comment says that what stands beside it is not public, and nothing else.
fn means_to(comment: &str, lijsten: &Lijsten) -> bool {
    let comment = words::one_line(comment).to_lowercase();
    let rest = comment.trim_matches(|c: char| !c.is_alphanumeric());
    let said = lijsten.lakken.bedoelt_lakken.iter().filter_map(|words| {
        let rest = rest.strip_prefix(words.as_str())?;
        Some(rest.trim_matches(|c: char| !c.is_alphanumeric()))
    });
    let fields = rest.contains("openbaar: nee") || rest.contains("openbaar:nee");
    fields
        || Gronden::is_meant(rest, &lijsten.woo)
        || said.into_iter().any(|rest| {
            let words = ["op grond van", "grond", "op", "o.g.v."];
            let rest = words.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).trim();
            rest.is_empty() || Gronden::is_meant(rest, &lijsten.woo)
        })
}

/// Where each single value ends, and each key of what begins on a line below it.
fn ends(node: &Node, place: &Place, tree: &Node, out: &mut Vec<Waarde>) {
    match &node.kind {
        // What a spreadsheet holds has no comments.
        _ if node.span.source != tree.span.source => {}
        Kind::Scalar(_) => out.push(Waarde { place: place.clone(), end: node.span.range.end }),
        Kind::List(items) => {
            for (i, item) in items.iter().enumerate() {
                ends(item, &place.index(i), tree, out);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                let Some(key) = entry.key.text() else { continue };
                let place = place.key(key);
                // Behind the colon.
                out.push(Waarde { place: place.clone(), end: entry.key.span.range.end + 1 });
                ends(&entry.value, &place, tree, out);
            }
        }
    }
}
