//! What is typed is printed, or the author is told: random texts, in every kind of field and way to write it.

use kamerbrief_base::diagnostic::{Diagnostic, Severity, codes};
use kamerbrief_base::source::Sources;
use kamerbrief_front::dossier::{Bestand, Place};
use kamerbrief_front::edit::correct;
use kamerbrief_front::prose;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::workspace::Workspace;
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
        "\n\n(a) ",
        "\n(b) ",
        "\n(1) ",
        "\n(2) ",
        "\n   (i) ",
        "\n   (ii) ",
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
        "m^2^",
        "CO~2~",
        "^e^",
        "^",
        "~",
        "\\^",
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
        "<info@b.nl>",
        "<kst:28638-238>",
        "<figuur:naam>",
        "\n\n<kader:naam>\n\n",
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
        field in 0_usize..6,
    ) {
        let (bestand, before, indent, place, after) = match field {
            0 => (Bestand::Brief, "opening: ", 0, "brief.opening", ""),
            1 => (Bestand::Brief, "opening: Zie de noot[^een].\nvoetnoten:\n  een: ", 2, "brief.voetnoten.een", ""),
            2 => (Bestand::Brief, "opening: Hierbij.\nsecties:\n  - kop: Kop\n    tekst: ", 4, "brief.secties[0].tekst", ""),
            3 => (Bestand::Nota, "aanleiding: ", 0, "nota.aanleiding", "kernpunten: Geen.\n"),
            4 => (Bestand::Brief, "opening: Hierbij.\nsecties:\n  - kop: ", 4, "brief.secties[0].kop", "    tekst: Hierbij.\n"),
            _ => (Bestand::Brief, "opening: Hierbij.\nslot: ", 0, "brief.slot", ""),
        };
        // What stands on one line has no line breaks.
        let text = if field == 4 { text.replace('\n', " ") } else { text };
        // Behind a space it begins a comment of YAML, which is not part of the value.
        prop_assume!(!(matches!(style, Style::Plain) && text.contains('#')));
        let value = format!("{before}{}{after}", written(&text, style, indent));
        let dossier = std::fs::read(crate::folders::root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap();
        let workspace = folder(&[(Bestand::Dossier, &dossier), (bestand, value.as_bytes())]);
        let job = Job { workspace: &workspace, templates: &Templates::default(), stukken: &[], style: false };
        let mut sources = Sources::default();
        let Inspection { checked, found, .. } = inspect(job, &printable, &mut sources);
        let place: Place = place.parse().unwrap();
        // Only what is told of this field counts, from its key to where it ends.
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = value.len() - after.len();
        let of_field = |diagnostic: &Diagnostic| {
            diagnostic.labels.iter().any(|label| {
                sources.get(label.span.source).name().ends_with(&bestand.name())
                    && label.span.range.start >= start
                    && label.span.range.start <= end
            })
        };
        let told = found.iter().any(of_field);
        let Some(checked) = checked else {
            prop_assert!(told, "{value}\n{found:?}");
            return Ok(());
        };
        let printed = match checked.prose().get(&place) {
            Some(text) => text.prose.clone(),
            None => prose::plain(checked.text(&place).unwrap_or_default()).into(),
        };
        let difference = differs(&text, &printed);
        prop_assert!(difference.is_none() || told, "{value}\n{difference:?}");
    }
}

/// The letter's opening after every certain correction.
fn corrected(opening: &str) -> String {
    let lines: String = opening.lines().map(|line| format!("  {line}\n")).collect();
    let dossier =
        std::fs::read(crate::folders::root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap();
    let brief = format!("opening: |\n{lines}");
    let mut workspace = folder(&[(Bestand::Dossier, &dossier), (Bestand::Brief, brief.as_bytes())]);
    correct::all(&mut workspace, &|workspace: &Workspace| {
        let job = Job { workspace, templates: &Templates::default(), stukken: &[], style: false };
        let mut sources = Sources::default();
        let found = inspect(job, &printable, &mut sources).found;
        (found, sources)
    });
    let brief = String::from_utf8(workspace.file("brief.yaml").unwrap().to_vec()).unwrap();
    brief.lines().skip(1).map(|line| format!("{}\n", line.get(2..).unwrap_or_default())).collect()
}

#[test]
fn what_is_pasted_from_word_is_mended_and_prose_is_left_alone() {
    for (pasted, mended) in [
        ("Het gaat om:\n•\tisolatie;\n•\ttoezicht.\n", "Het gaat om:\n- isolatie;\n- toezicht.\n"),
        ("Het gaat om\n• isolatie;\n• toezicht.\n", "Het gaat om\n\n- isolatie;\n- toezicht.\n"),
        (
            "•\tisolatie:\no\thuur;\n§\tdieper;\no\tkoop;\n•\ttoezicht.\n",
            "- isolatie:\n  - huur;\n    - dieper;\n  - koop;\n- toezicht.\n",
        ),
        ("1.\teen\n\ta.\tsub\n\tb.\tsub\n2.\ttwee\n", "1. een\n   a. sub\n   b. sub\n2. twee\n"),
        ("- een;\n– twee;\n- drie.\n", "- een;\n- twee;\n- drie.\n"),
        ("-een\n-twee\n", "- een\n- twee\n"),
        ("1.Een\n2.Twee\n", "1. Een\n2. Twee\n"),
        (
            "Het gaat om:\na)een hogere\nb)een lagere\n",
            "Het gaat om:\na) een hogere\nb) een lagere\n",
        ),
        ("a.een hogere\nb.een lagere\n", "a. een hogere\nb. een lagere\n"),
        ("(a)een hogere\n(b)een lagere\n", "(a) een hogere\n(b) een lagere\n"),
        ("Het gaat om:\nv eerste\nv tweede\n", "Het gaat om:\n- eerste\n- tweede\n"),
        ("à eerste\nà tweede\n", "- eerste\n- tweede\n"),
        ("Het ver\u{34f}hoogt\u{2800}de bijdrage.\n", "Het verhoogt de bijdrage.\n"),
        ("een\u{ad}tje en \u{fb01}jn, mini\u{200b}ster\n", "eentje en fijn, minister\n"),
        (
            "Zie [de site] (https://www.rijksoverheid.nl).\n",
            "Zie [de site](https://www.rijksoverheid.nl).\n",
        ),
    ] {
        assert_eq!(corrected(pasted), mended, "{pasted:?}");
    }
    for prose in [
        "De regering kiest – gelet op het advies van de Raad\n– voor een andere aanpak dan voorheen.\n\nDe Kamer heeft eerder – bij motie\n– gevraagd om een plan.\n",
        "Het gaat om de jaren 2024\n– 2026, en om de treinen van Amsterdam\n– Utrecht.\n",
        "Som: 12*5 en 3 * 4 * 5, snake_case, R&D, [sic], m², CO₂ en C:\\map\\\nverder.\n",
        "Noord-Holland\t4\nZuid-Holland\t5\n",
        "De mutaties:\n− 5 miljoen\n− 3 miljoen\n",
        "Aan &lt;b&gt; en &amp;lt; en __init__ verandert niets.\n",
        "Velden met \"*\" zijn verplicht, a/*/b en (*) en C:\\temp\\*.log ook.\n",
    ] {
        assert_eq!(corrected(prose), prose);
    }
}

/// Stars with every sign on both sides: around words they are bold or italics, or the author is told.
#[test]
fn stars_beside_punctuation_are_markup_or_told() {
    let outer = [
        "", " ", "(", "[", "\"", "“", "„", "‘", "«", "-", "–", "/", "…", "§", "€", ")", ".", ",",
        ":",
    ];
    let inner = ["", "(", "\"", "“", "„", "‘", "«", "-", "–", "…", "§", "€", "#", "@", "+"];
    let ending = ["", ")", "\"", "”", "’", "»", "-", "–", "…", "%", ".", "?"];
    let behind = [
        "", " ", ")", "]", "\"", "”", "’", "»", "-", "–", "/", "…", ".", ",", ";", ":", "?", "!",
        "(",
    ];
    let mut silent = Vec::new();
    for stars in ["*", "**", "***"] {
        for before in outer {
            for (first, last) in inner.iter().flat_map(|first| ending.map(|last| (first, last))) {
                for after in behind {
                    let text =
                        format!("Dit is {before}{stars}{first}een woord{last}{stars}{after}");
                    let (prose, mistakes) = prose::parse(&text);
                    let mut printed = false;
                    prose.visit(&mut |inline| {
                        printed |= matches!(inline, prose::Inline::Text { text, .. } if text.contains('*'));
                    });
                    if printed && mistakes.is_empty() {
                        silent.push(text);
                    }
                }
            }
        }
    }
    assert!(
        silent.is_empty(),
        "{} are silent: {:?}",
        silent.len(),
        silent.iter().step_by(silent.len() / 60 + 1).collect::<Vec<_>>()
    );
}

/// What another program can put between the words of two columns, and at the end of an item.
#[test]
fn lines_that_flow_together_are_told_and_prose_is_left_alone() {
    let told = |text: &str| {
        let (_, mistakes) = prose::parse(text);
        mistakes.iter().any(|mistake| mistake.code == codes::LIST_UNCLEAR)
    };
    for text in [
        "Het gaat om:\nmeer geld;\nmeer mensen.",
        "Het gaat om dit:\nmeer geld voor de opvang van slachtoffers van mensenhandel in\nheel het land; en\nmeer mensen.",
        "Wij doen\nmeer geld;\nmeer mensen; of\nmeer tijd.",
        "- Het gaat om:\n  meer geld;\n  meer mensen.",
        "Het gaat om:\nmeer geld\nmeer mensen\nmeer tijd",
        "Het gaat om:\nMeer geld\nMeer mensen",
        "Zie ook:\n<https://a.nl>\n<https://b.nl>",
        "Ministerie van Justitie en Veiligheid\nPostbus 20301\n2500 EH Den Haag",
        "Met vriendelijke groet,\nA. de Vries",
        "Onderwerp    2024   2025\nOpvang       10     12",
        "Opvang  10  12\nToezicht  5  6",
        "Het gaat om:\nn eerste\nn tweede",
        "Het gaat om:\nü eerste\nü tweede",
        "- | a | b |",
        "1. | a | b |",
    ] {
        assert!(told(text), "{text}");
    }
    for text in [
        "De Kamer heeft op 5 februari 2024 gevraagd om een brief over de\nvoortgang van de aanpak. Die stuur ik hierbij; ik ga daarbij in op:\nde opvang, het toezicht en het geld.",
        "De minister van Justitie\nen Veiligheid stuurt de brief.",
        "Dit is een zin.\nDit is er nog een.\nEn nog een.",
        "Postbus 20301\\\n2500 EH Den Haag",
        "Het gaat om:\n- meer geld;\n- meer mensen.",
        "| a | b |\n|---|---|\n| Een  twee   drie | x |\n| Een  twee   drie | y |",
        "Het bedrag is   5 euro.",
        "Die zijn in deze gemeente\n(a)symmetrisch verdeeld.",
        "- De kosten zijn vijf\n  à tien miljoen.",
        "De kosten zijn vijf\nà tien miljoen.",
        "Met een formule:\nn = 5",
        "Dat doen wij\na.h.w. en\nb.v. zo.",
        "- een\n\n  | a | b |\n  |---|---|\n  | c | d |",
    ] {
        assert!(!told(text), "{text}");
    }
}

/// What another program leaves between `<` and `>`, and what is raised twice.
#[test]
fn tags_of_another_program_and_signs_that_touch_are_told() {
    let told = |text: &str| {
        let (_, mistakes) = prose::parse(text);
        !mistakes.is_empty()
    };
    for text in [
        "De tekst <o:p></o:p> dan.",
        "De tekst <![if !supportLists]>dan.",
        "Hier <image001.png> dan.",
        "De x^2^3^ en meer.",
        "De CO~2~3~ en meer.",
    ] {
        assert!(told(text), "{text}");
    }
    for text in [
        "De kosten zijn <5 en >3.",
        "Zie <https://www.rijksoverheid.nl> en <kst:28638-238>.",
        "De tekst \\<o:p> en \\<image001.png> dan.",
        "De x^2^y^3^ en m^2^ en CO~2~.",
    ] {
        assert!(!told(text), "{text}");
    }
}
