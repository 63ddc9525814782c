//! Property: a mistake in the YAML of one block keeps nothing from being told of the others, and adds nothing there.

use std::collections::BTreeSet;

use kamerbrief_base::diagnostic::{Diagnostic, codes};
use kamerbrief_base::source::{Sources, Span};
use kamerbrief_front::dossier::{Bestand, trees};
use kamerbrief_front::templates::Templates;
use kamerbrief_front::yaml::{Kind, Node, parse};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::example;
use crate::folders::folder;
use crate::random::cases;

/// What is wrong in the structure of a file, each with its line.
fn told(bestand: Bestand, text: &str) -> Vec<(usize, Diagnostic)> {
    let mut sources = Sources::default();
    let files = [(Bestand::Dossier, "".as_bytes()), (bestand, text.as_bytes())];
    let trees = trees(&folder(&files), &Templates::default(), &mut sources);
    let line = |span: &Span| {
        let source = sources.get(span.source);
        source.name().ends_with(&bestand.name()).then(|| source.line_column(span.range.start).0)
    };
    let found = trees.found.into_iter();
    found.filter_map(|mistake| Some((mistake.span().and_then(line)?, mistake))).collect()
}

/// The places of all keys.
fn keys(text: &str) -> Vec<Span> {
    fn walk(node: &Node, out: &mut Vec<Span>) {
        match &node.kind {
            Kind::Scalar(_) => {}
            Kind::List(items) => items.iter().for_each(|item| walk(item, out)),
            Kind::Map(entries) => entries.iter().for_each(|entry| {
                out.push(entry.key.span.clone());
                walk(&entry.value, out);
            }),
        }
    }
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let mut out = Vec::new();
    walk(&parse(sources.get(id), id).tree.unwrap(), &mut out);
    out
}

/// The number of the block that each line is in; what stands before the first one is 0.
fn blocks(text: &str) -> Vec<usize> {
    let begins = |line: &str| line.starts_with(|c: char| c.is_ascii_lowercase());
    let count = |block: &mut usize, line: &str| {
        *block += usize::from(begins(line));
        Some(*block)
    };
    text.lines().scan(0, count).collect()
}

/// A line that is no longer what it was.
fn broken(line: &str, (kind, at, with): (u8, Index, &str)) -> String {
    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
    let at = places[at.index(places.len())];
    let (before, after) = line.split_at(at);
    match kind {
        0 => format!("{before}{with}{after}"),
        1 => format!("{before}{}", after.get(1..).unwrap_or_default()),
        2 => format!("{with}{line}"),
        3 => line.replacen(": ", &format!(": {with}"), 1),
        4 => line.trim_start().to_owned(),
        _ => with.to_owned(),
    }
}

fn breaking() -> impl Strategy<Value = (u8, Index, &'static str)> {
    let with = [
        "\"",
        "'",
        "[",
        "{",
        "]",
        ": ",
        "\t",
        "- ",
        " ",
        "@",
        "&x",
        "!x ",
        "|x",
        "\\",
        "Een zin: ",
        "een zin",
    ];
    (0u8..6, any::<Index>(), proptest::sample::select(with.to_vec()))
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn a_broken_line_hides_and_adds_nothing_in_other_blocks(which in 0usize..5, planted in proptest::collection::vec(any::<Index>(), 1..6), line in any::<Index>(), how in breaking()) {
        let bestand = Bestand::ALL[which];
        let mut text = std::fs::read_to_string(example(bestand).join(bestand.name())).unwrap();
        let keys = keys(&text);
        let places: BTreeSet<usize> = planted.iter().map(|index| keys[index.index(keys.len())].range.end).collect();
        for at in places.into_iter().rev() {
            text.insert_str(at, "_fout");
        }
        let whole = told(bestand, &text);
        let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
        let line = line.index(lines.len());
        lines[line] = broken(&lines[line], how);
        let after = told(bestand, &lines.join("\n"));
        // A name that is taken, and a second document, change the rest of a file indeed.
        let reaches_further = [codes::YAML_DUPLICATE_KEY, codes::YAML_DOCUMENTS];
        prop_assume!(!after.iter().any(|(_, mistake)| reaches_further.contains(&mistake.code)));
        let blocks = blocks(&text);
        // What stands at the margin and is no field belongs to the block above it.
        let own = blocks[line]..=blocks[line];
        let own = match text.lines().nth(line).unwrap().starts_with(|c: char| c.is_ascii_lowercase()) {
            true => own.start().saturating_sub(1)..=*own.end(),
            false => own,
        };
        // That a field is missing is told at the first one.
        let elsewhere = |all: Vec<(usize, Diagnostic)>| -> BTreeSet<String> {
            let of_file = |mistake: &Diagnostic| mistake.code == codes::MISSING_KEY && !mistake.message.contains(" in `");
            all.into_iter()
                .filter(|(line, mistake)| !own.contains(&blocks[(line - 1).min(blocks.len() - 1)]) && !of_file(mistake))
                .map(|(line, mistake)| format!("{line}: {} {}", mistake.code.id, mistake.message))
                .collect()
        };
        prop_assert_eq!(elsewhere(whole), elsewhere(after), "line {} is now {:?}", line + 1, lines[line]);
    }
}
