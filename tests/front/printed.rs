//! What is typed is printed, or the author is told: random texts, in every kind of field and way to write it.

use kamerbrief_base::diagnostic::{Severity, codes};
use kamerbrief_base::source::Sources;
use kamerbrief_front::dossier::{Bestand, Place};
use kamerbrief_front::prose;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::{Inspection, Job, inspect};
use proptest::prelude::*;

use crate::folders::folder;
use crate::fonts::printable;
use crate::oracle::differs;
use crate::random::cases;

/// What texts are made of: words, every sign that some markup begins with, what pasting brings along, line starts.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "woord",
        "Een",
        "12",
        "2024",
        "3,5",
        "é",
        "x",
        " ",
        " ",
        " ",
        "\n",
        "\n",
        "\n\n",
        "  \n",
        "- ",
        "\n- ",
        "\n\n- ",
        "\n  - ",
        "1. ",
        "\n1. ",
        "\n2. ",
        "\n\n3. ",
        "\n2024. ",
        "\n1) ",
        "\na. ",
        "\nb. ",
        "\nii) ",
        "\n• ",
        "\n– ",
        "\n* ",
        "\n+ ",
        "\no\t",
        "\n    ",
        "\n\t",
        "\n> ",
        "\n# ",
        "\n---\n",
        "\n===\n",
        "\n```\n",
        "**",
        "*",
        "_",
        "__",
        "***",
        "`",
        "~~",
        "\\",
        "\\*",
        "\\\\",
        "\\\n",
        "&amp;",
        "&#8364;",
        "&",
        "<",
        ">",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "[",
        "]",
        "](https://x.nl)",
        "(https://x.nl \"t\")",
        "[^noot]",
        "[a]: b",
        "![",
        "](lak:5.1.2e)",
        "<https://x.nl/a_b>",
        "<a@b.nl>",
        "<kst:28638-238>",
        "{{ dossier.datum }}",
        "{{",
        "}}",
        "{%",
        "|",
        "| a | b |",
        "\n|---|---|\n",
        "\n| 1 | 2 |",
        "|:-:|",
        "\u{a0}",
        "\u{ad}",
        "\u{2028}",
        "“",
        "’",
        "…",
        "€ 5",
        "½",
        "٣",
    ]);
    let punctuation =
        any::<char>().prop_filter("a sign", |c| !c.is_control()).prop_map(String::from);
    prop_oneof![20 => fixed.prop_map(String::from), 1 => punctuation]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 1..14).prop_map(|pieces| pieces.concat())
}

/// How a text may be written as a value of YAML.
#[derive(Debug, Clone, Copy)]
enum Style {
    Literal,
    Folded,
    Double,
    Single,
    Plain,
}

/// A text as such a value, below a key that is indented by `indent`; what cannot be written so may become an error.
fn written(text: &str, style: Style, indent: usize) -> String {
    let margin = " ".repeat(indent + 2);
    let lines = text.replace('\n', &format!("\n{margin}"));
    match style {
        Style::Literal => format!("|2-\n{margin}{lines}\n"),
        Style::Folded => format!(">2-\n{margin}{lines}\n"),
        Style::Double => format!("{}\n", serde_json::to_string(text).unwrap()),
        Style::Single => format!("'{}'\n", lines.replace('\'', "''")),
        Style::Plain => format!("{lines}\n"),
    }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn a_text_without_findings_is_printed_as_typed(text in text()) {
        let (prose, mistakes) = prose::parse(&text);
        for mistake in &mistakes {
            prop_assert!(text.get(mistake.range.clone()).is_some(), "{mistake:?}");
            // The proof only speaks where nothing else does: each time it does, a better word is missing.
            prop_assert!(mistake.code != codes::PRINTED_OTHERWISE, "{mistake:?}");
            let mut last = 0;
            for (range, _) in &mistake.fix {
                prop_assert!(range.start >= last && text.get(range.clone()).is_some(), "{mistake:?}");
                last = range.end;
            }
        }
        if mistakes.iter().all(|mistake| mistake.severity != Severity::Error) {
            let difference = differs(&text, &prose);
            prop_assert!(difference.is_none(), "{difference:?}");
        }
    }

    #[test]
    fn a_line_without_findings_has_no_markup(text in text()) {
        let text = text.replace('\n', " ");
        if prose::line(&text).is_empty() {
            let (prose, mistakes) = prose::parse(&text);
            let told = mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
            let mut marked = false;
            prose.visit(&mut |inline| marked |= !matches!(inline, prose::Inline::Text { .. } | prose::Inline::Break));
            prop_assert!(told || !marked);
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn a_value_without_findings_is_printed_as_typed(
        text in text(),
        style in prop::sample::select(vec![Style::Literal, Style::Folded, Style::Double, Style::Single, Style::Plain]),
        field in 0_usize..4,
    ) {
        let (bestand, before, indent, place, after) = match field {
            0 => (Bestand::Brief, "opening: ", 0, "brief.opening", ""),
            1 => (Bestand::Brief, "opening: Zie de noot[^een].\nvoetnoten:\n  een: ", 2, "brief.voetnoten.een", ""),
            2 => (Bestand::Brief, "opening: Hierbij.\nsecties:\n  - kop: Kop\n    tekst: ", 4, "brief.secties[0].tekst", ""),
            _ => (Bestand::Nota, "aanleiding: ", 0, "nota.aanleiding", "kernpunten: Geen.\n"),
        };
        // Behind a space it begins a comment of YAML, which is not part of the value.
        prop_assume!(!(matches!(style, Style::Plain) && text.contains('#')));
        let value = format!("{before}{}{after}", written(&text, style, indent));
        let dossier = std::fs::read(crate::folders::root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap();
        let workspace = folder(&[(Bestand::Dossier, &dossier), (bestand, value.as_bytes())]);
        let job = Job { workspace: &workspace, templates: &Templates::default(), stukken: &[], style: false };
        let mut sources = Sources::default();
        let Inspection { checked, found, .. } = inspect(job, &printable, &mut sources);
        let place: Place = place.parse().unwrap();
        let Some(checked) = checked else {
            prop_assert!(found.iter().any(|diagnostic| diagnostic.severity == Severity::Error));
            return Ok(());
        };
        let Some(printed) = checked.prose().get(&place) else { return Ok(()) };
        let difference = differs(&text, &printed.prose);
        prop_assert!(difference.is_none() || !found.is_empty(), "{value}\n{difference:?}");
    }
}
