//! What an initial is about: the fingerprint of a document, and what it is taken of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::{Job, fill};
use proptest::prelude::*;
use serde_yaml::{Mapping, Value};

use super::{BRIEF, DOSSIER, Digests, Home, digests};
use crate::support::{cases, compile, folder, on_disk, root, typesetter};

/// The same YAML with the keys of every map the other way round.
fn reversed(value: Value) -> Value {
    match value {
        Value::Mapping(map) => {
            let entries: Vec<_> = map.into_iter().collect();
            Value::Mapping(
                entries
                    .into_iter()
                    .rev()
                    .map(|(key, value)| (key, reversed(value)))
                    .collect::<Mapping>(),
            )
        }
        Value::Sequence(items) => items.into_iter().map(reversed).collect(),
        // What YAML takes for a number is a text here: quoted it stays as it was typed.
        Value::String(text) => Value::String(text),
        other => other,
    }
}

#[test]
fn order_comments_and_quoting_do_not_change_a_fingerprint() {
    for name in [
        "content/mensenhandel-gecorrigeerd",
        "content/voorbeeld-ienw",
        "content/vragen-loketten",
        "content/aanbieding-raad",
        "content/uitstel-loketten",
        "content/verzamelbrief-bibliotheken",
        "tests/regels/basis",
    ] {
        let mut workspace = on_disk(&root().join(name));
        let before = digests(&workspace).unwrap();
        assert!(!before.is_empty());
        for name in Bestand::ALL.map(Bestand::name) {
            let Ok(file) = workspace.file(&name) else { continue };
            // Read as texts only, so that nothing becomes a number on the way.
            let text = String::from_utf8(file.to_vec()).unwrap();
            let tree = texts(&text);
            let json =
                serde_json::to_string(&serde_json::to_value(reversed(tree)).unwrap()).unwrap();
            // JSON is YAML: other order, all quoted, no comments, no folding, one line.
            workspace.overlay(&name, Some(format!("# een opmerking\n{json}\n").into_bytes()));
        }
        assert_eq!(digests(&workspace).unwrap(), before, "{name}");
    }
}

/// A file as the program reads it: every scalar a text.
fn texts(text: &str) -> Value {
    fn plain(node: &kamerbrief::yaml::Node) -> Value {
        use kamerbrief::yaml::Kind;
        match &node.kind {
            Kind::Scalar(scalar) => Value::String(scalar.value.to_string()),
            Kind::List(items) => items.iter().map(plain).collect(),
            Kind::Map(entries) => Value::Mapping(
                entries.iter().map(|entry| (plain(&entry.key), plain(&entry.value))).collect(),
            ),
        }
    }
    let mut sources = Sources::default();
    let id = kamerbrief::yaml::decode("x", text.as_bytes(), &mut sources).unwrap();
    plain(&kamerbrief::yaml::parse(sources.get(id), id).tree.unwrap())
}

#[test]
fn folding_does_not_change_a_fingerprint() {
    let of = |brief: &str| {
        digests(&folder(&[
            (Bestand::Dossier, DOSSIER.as_bytes()),
            (Bestand::Brief, brief.as_bytes()),
        ]))
        .unwrap()
    };
    let same = [
        "opening: Een brief over twee dingen.\n",
        "opening: >\n  Een brief\n  over twee\n  dingen.\n",
        "opening: |\n  Een brief over\n  twee dingen.\n\n",
        "opening: 'Een brief\n  over twee dingen.'\n",
        "opening: \"Een brief over tw\\u0065e dingen.\" # zo\n",
    ];
    for brief in same {
        assert_eq!(of(brief), of(same[0]), "{brief}");
    }
    assert_ne!(of("opening: Een brief over twee dingen!\n"), of(same[0]));
}

/// A text file with one edit: a character taken out or put in.
fn edit(text: &str, at: prop::sample::Index, new: Option<char>) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = at.index(chars.len());
    match new {
        Some(new) => chars.insert(at, new),
        None => drop(chars.remove(at)),
    }
    chars.into_iter().collect()
}

/// The fingerprints and PDFs of a dossier.
type Made = (Digests, Vec<(Stuk, Vec<u8>)>);

const BASE: [&str; 4] = [
    include_str!("../regels/basis/dossier.yaml"),
    include_str!("../regels/basis/brief.yaml"),
    include_str!("../regels/basis/nota.yaml"),
    include_str!("../regels/basis/bijlage.yaml"),
];

fn make(texts: &[String; 4]) -> Option<Made> {
    let letter = [Bestand::Dossier, Bestand::Brief, Bestand::Nota, Bestand::Bijlage];
    let files = letter.into_iter().zip(texts);
    let files: Vec<(Bestand, &[u8])> =
        files.map(|(bestand, text)| (bestand, text.as_bytes())).collect();
    let folder = folder(&files);
    Some((digests(&folder)?, compile(&folder, &mut typesetter()).ok()?))
}

proptest! {
    #![proptest_config(cases(60))]

    /// Two dossiers with equal fingerprints give equal PDFs: so whatever reaches a page changes a fingerprint.
    #[test]
    fn equal_fingerprints_are_equal_documents(
        file in 0..4usize,
        at: prop::sample::Index,
        new in prop::option::of(prop::sample::select(vec!['a', 'X', '7', ' ', '\'', '"', '*', '-', '#', ':', '\n', 'é', ','])),
    ) {
        static BEFORE: LazyLock<Made> = LazyLock::new(|| make(&BASE.map(ToOwned::to_owned)).unwrap());
        let mut edited = BASE.map(ToOwned::to_owned);
        edited[file] = edit(BASE[file], at, new);
        let (before, pdfs) = &*BEFORE;
        if let Some((after, others)) = make(&edited) {
            for ((stuk, pdf), (_, other)) in pdfs.iter().zip(&others) {
                prop_assert_eq!(before[stuk] == after[stuk], pdf == other, "{} after {:?}", stuk.name(), edited[file]);
            }
        }
    }
}

#[test]
fn a_document_only_sees_what_its_fingerprint_is_taken_of() {
    let bijlage = include_bytes!("../regels/basis/bijlage.yaml");
    let folder = folder(&[
        (Bestand::Dossier, DOSSIER.as_bytes()),
        (Bestand::Brief, BRIEF.as_bytes()),
        (Bestand::Bijlage, bijlage),
    ]);
    // Templates that ask by themselves for a text of another document, or for its sign-off.
    for (own, asked) in [
        (
            "#let naam = \"brief\"\n#include(\"/proza/\" + naam + \"/opening.typ\")\n",
            "/proza/brief/opening.typ",
        ),
        ("#include \"/proza/brief/opening.typ\"\n", "/proza/brief/opening.typ"),
        ("#import \"/aftekening/kamerbrief.typ\"\n", "/aftekening/kamerbrief.typ"),
    ] {
        let files = [("bijlage.typ.j2".to_owned(), own.as_bytes().to_vec())].into_iter().collect();
        let (templates, _) = Templates::with("sjablonen", files);
        let told =
            crate::support::compile_with(&folder, &templates, &mut typesetter()).unwrap_err();
        assert!(told.contains("fout[T002]") && told.contains(asked), "{told}");
    }
}

#[test]
fn an_initial_changes_no_sheet_but_those_of_the_sign_off() {
    let home = Home::new();
    let sheets = || {
        let workspace = on_disk(&home.0.path().join("dossier"));
        let templates = Templates::default();
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
        let filled = fill(job, &mut typesetter(), &mut Sources::default(), &mut Vec::new());
        let filled = filled.unwrap();
        let all = filled.sheets().sources();
        let all = all.map(|(path, text)| (path.to_owned(), text.to_owned()));
        (all.collect::<BTreeMap<_, _>>(), filled.sheets().fingerprints().clone())
    };
    let (before, prints) = sheets();
    // A name is a text, whatever it looks like.
    let name = "X\"), (staat: \"akkoord\") #read(\"x\") {{ x }}";
    for rol in ["directeur", "FEZ"] {
        home.good(&["paraaf", "dossier", "--rol", rol, "--naam", name]);
    }
    let (after, same) = sheets();
    assert_eq!(prints, same);
    let other: Vec<&String> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(other, ["/aftekening/beslisnota.typ", "/aftekening/kamerbrief.typ"]);
    let nota = home.text("beslisnota");
    assert_eq!(nota.matches("Akkoord op").count(), 2, "{nota}");
    assert!(nota.contains("#read(\"x\")"), "{nota}");
}
