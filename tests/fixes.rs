//! Corrections: only the reported ranges change, the rest of the file reads the same, and twice is once.

use std::collections::BTreeMap;
use std::path::Path;

use kamerbrief::diagnostic::{Diagnostic, Severity, Text};
use kamerbrief::dossier::Bestand;
use kamerbrief::edit::correct;
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::Fonts;
use kamerbrief::workspace::Workspace;
use kamerbrief::yaml::{Kind, Node, Parsed, parse};
use kamerbrief::{Job, inspect};
use proptest::prelude::*;

use crate::support::{cases, folder, on_disk, root, run};

fn look(workspace: &Workspace) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let job = Job { workspace, templates: &Templates::default(), stukken: &[], style: true };
    let fonts = Fonts::embedded();
    let found = inspect(job, &|char| fonts.has(char), &mut sources).found;
    (found, sources)
}

fn text(workspace: &Workspace, bestand: Bestand) -> String {
    String::from_utf8(workspace.file(&bestand.name()).unwrap().to_vec()).unwrap()
}

/// Scalars of a file by their path.
fn values(text: &str) -> BTreeMap<String, String> {
    fn walk(node: &Node, path: &str, out: &mut BTreeMap<String, String>) {
        match &node.kind {
            Kind::Scalar(scalar) => {
                out.insert(path.to_owned(), scalar.value.to_string());
            }
            Kind::List(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(i, item)| walk(item, &format!("{path}[{i}]"), out));
            }
            Kind::Map(entries) => entries.iter().for_each(|entry| {
                walk(&entry.value, &format!("{path}.{}", entry.key.text().unwrap()), out);
            }),
        }
    }
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let Parsed { tree, found, .. } = parse(sources.get(id), id);
    assert!(found.is_empty(), "{text}");
    let mut out = BTreeMap::new();
    walk(&tree.unwrap(), "", &mut out);
    out
}

/// Whether the new text is the old one in which some of the edits were made and nothing else.
fn only_edits(old: &str, new: &str, mut edits: Vec<(std::ops::Range<usize>, String)>) -> bool {
    edits.sort_by_key(|(range, _)| range.start);
    edits.dedup();
    let (mut at, mut rest) = (0, new);
    for (range, text) in edits {
        // Two corrections of one place: the first one that was made counts.
        if range.start < at {
            continue;
        }
        let Some(after) = rest.strip_prefix(&old[at..range.start]) else { return false };
        match after.strip_prefix(text.as_str()) {
            Some(made) => (at, rest) = (range.end, made),
            None => (at, rest) = (range.start, after),
        }
    }
    rest == &old[at..]
}

/// Pieces of text with mistakes that can be corrected, and pieces without.
fn piece() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "de minister van Buitenlandse zaken",
        "de staatssecretaris van Volkshuisvesting, Welzijn en Sport",
        "het kost €2 miljoen",
        "het kost €2 mln.",
        "zie TK, 2023/24, 28 638, nr. 238",
        "(Kamerstukken II 2022/23 28638, 217)",
        "op 22 maart jl.",
        "op 3 mei 2019 jl.",
        "dinsdag j.l.",
        "de de Kamer",
        "de tweede kamer",
        "SZW , VWS",
        "dat men wilt",
        "45 % van het geld",
        "het Kabinet",
        "**vet** en *cursief*",
        "één ‘woord’ \"twee\" 'drie'",
        "C:\\\\pad en 100\\%",
        "een gewone zin.",
        "een [koppeling](https://www.rijksoverheid.nl)",
    ])
}

/// The same text as each kind of scalar that YAML has; the last two write some of it in escapes.
fn scalar(text: &str, style: usize, indent: &str) -> String {
    match style {
        4 => {
            let escaped = text
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('€', "\\u20AC")
                .replace('%', "\\x25");
            format!("\"{}\"\n", escaped.replace('\n', &format!("\n{indent}")))
        }
        5 => format!("{}\n", text.replace([':', '#', '\n', '`'], " ")),
        0 => format!("|\n{indent}{}\n", text.replace('\n', &format!("\n{indent}"))),
        1 => format!(">\n{indent}{}\n", text.replace('\n', &format!("\n{indent}"))),
        2 => format!("'{}'\n", text.replace('\'', "''").replace('\n', &format!("\n{indent}"))),
        _ => format!(
            "\"{}\"\n",
            text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', &format!("\n{indent}"))
        ),
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn fixing_changes_only_the_reported_ranges(
        pieces in proptest::collection::vec((piece(), proptest::sample::select(vec![" ", "\n", ", "])), 1..12),
        style in 0usize..6,
        windows in any::<bool>(),
        mark in any::<bool>(),
    ) {
        let mut prose: String = pieces.iter().flat_map(|(piece, joint)| [*piece, *joint]).collect();
        prose = prose.trim().to_owned();
        let comment = "# opmerking: €2 miljoen, de de , jl.\n";
        let brief = format!("{comment}opening: {}secties:\n  - kop: 'Kop: €2 miljoen' {comment}    tekst: {}", scalar(&prose, style, "    "), scalar(&prose, 5 - style, "      "));
        let brief = format!("{brief}  - {{kop: 'x', tekst: 'Er is €2 miljoen, of 45 % meer.', delen: [{{kop: Het kost €2 mln. nu, tekst: Op 22 maart jl.}}]}}\n");
        let brief = if windows { brief.replace('\n', "\r\n") } else { brief };
        let bytes = if mark { format!("\u{feff}{brief}") } else { brief.clone() };
        let dossier = include_str!("regels/basis/dossier.yaml");
        let mut now = folder(&[(Bestand::Dossier, dossier.as_bytes()), (Bestand::Brief, bytes.as_bytes())]);
        for round in 0.. {
            prop_assert!(round < 10, "corrections go on for ever: {}", text(&now, Bestand::Brief));
            let (found, sources) = look(&now);
            let old = text(&now, Bestand::Brief);
            if correct::once(&mut now, &found, &sources).is_empty() {
                // What is left to correct would do harm elsewhere; there is none of that in these texts.
                prop_assert!(found.iter().all(|diagnostic| diagnostic.fix.is_empty()), "{}", Text::new(false, 120).render(&found, &sources));
                break;
            }
            let new = text(&now, Bestand::Brief);
            prop_assert_eq!(new.starts_with('\u{feff}'), mark);
            let (old, new) = (old.trim_start_matches('\u{feff}'), new.trim_start_matches('\u{feff}'));
            let edits = found.iter().flat_map(|diagnostic| &diagnostic.fix).map(|edit| (edit.span.range.clone(), edit.text.clone())).collect();
            prop_assert!(only_edits(old, new, edits), "{old}\n──\n{new}");
            prop_assert_eq!(new.contains(comment.trim()), old.contains(comment.trim()));
            // Before the file itself is written as it should be, nobody knows its values.
            if found.iter().flat_map(|diagnostic| &diagnostic.fix).any(|edit| edit.value.is_none()) {
                continue;
            }
            // The values have the same paths; those that hold no edit are the same.
            let (before, after) = (values(old), values(new));
            prop_assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
            let fields: Vec<String> = found.iter().filter(|d| !d.fix.is_empty()).filter_map(|d| d.field.clone()).collect();
            for (path, value) in &before {
                let edited = fields.iter().any(|field| *field == format!("brief{path}"));
                prop_assert!(edited || after[path] == *value, "{path}: {value:?} became {:?}", after[path]);
            }
        }
    }
}

/// A copy of a dossier that may be written to.
fn copy(dossier: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for bestand in Bestand::ALL {
        let source = root().join(dossier).join(bestand.name());
        if source.exists() {
            std::fs::copy(source, folder.path().join(bestand.name())).unwrap();
        }
    }
    folder
}

fn nota(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("nota.yaml")).unwrap()
}

#[test]
fn the_real_nota_is_corrected_as_far_as_is_certain() {
    let folder = copy("content/mensenhandel");
    let before = nota(folder.path());
    let output = run(folder.path(), &["check", ".", "--fix", "--format", "short"]);
    assert_eq!(output.code, 0);
    assert_eq!(output.stderr, "./nota.yaml: 7 verbeteringen\n");
    let after = nota(folder.path());
    let corrected = nota(&root().join("content/mensenhandel-gecorrigeerd"));
    for (wrong, right) in [
        ("staatssecretaris van Volkshuisvesting,", "staatssecretaris van Volksgezondheid,"),
        ("(€2 miljoen)", "(€ 2 miljoen)"),
        ("Buitenlandse zaken", "Buitenlandse Zaken"),
        ("22 maart jl.[^rondetafels]", "22 maart 2023.[^rondetafels]"),
        ("JenV, SZW , VWS", "JenV, SZW, VWS"),
        ("TK, 2023/24, 28 638, nr. 238", "<kst:28638-238>"),
        ("Kamerstukken II 2023 28638, 217.", "<kst:28638-217>."),
    ] {
        assert!(before.contains(wrong) && !after.contains(wrong), "{wrong}");
        assert!(after.contains(right) && !corrected.contains(wrong), "{right}");
    }
    // Line for line the rest is the same.
    let changed =
        before.lines().zip(after.lines()).filter(|(before, after)| before != after).count();
    assert_eq!((before.lines().count(), changed), (after.lines().count(), 7));
    run(folder.path(), &["check", ".", "--fix"]);
    assert_eq!(nota(folder.path()), after, "twice is once");
    let output = run(&root(), &["check", "content/mensenhandel-gecorrigeerd", "--strict"]);
    assert_eq!((output.code, output.stderr.is_empty()), (0, true));
    assert_eq!(output.stdout, "geen opmerkingen\n");
}

#[test]
fn style_is_only_corrected_when_asked_for() {
    let folder = copy("content/mensenhandel");
    run(folder.path(), &["check", ".", "--fix"]);
    assert!(nota(folder.path()).contains("het ministerie van Justitie en Veiligheid"));
    run(folder.path(), &["check", ".", "--fix", "--info"]);
    assert!(nota(folder.path()).contains("het Ministerie van Justitie en Veiligheid"));
    let (found, _) = look(&on_disk(folder.path()));
    assert!(
        found
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Info && diagnostic.fix.is_empty())
    );
}

#[cfg(unix)]
#[test]
fn a_corrected_file_keeps_its_permissions_and_links() {
    use std::os::unix::fs::PermissionsExt;
    let folder = copy("content/mensenhandel");
    let real = folder.path().join("echt");
    std::fs::rename(folder.path().join("nota.yaml"), &real).unwrap();
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("echt", folder.path().join("nota.yaml")).unwrap();
    run(folder.path(), &["check", ".", "--fix"]);
    assert!(folder.path().join("nota.yaml").is_symlink());
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert!(std::fs::read_to_string(&real).unwrap().contains("(€ 2 miljoen)"));
    assert_eq!(folder.path().read_dir().unwrap().count(), 5, "nothing is left behind");
}
