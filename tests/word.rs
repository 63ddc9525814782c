//! Files of Word: what they say, how they are made, and what they do not say.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use regex::Regex;
use roxmltree::{Document, Node};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::support::{built, good_dossiers, root, run};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of a file, by their names.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = BTreeMap::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        all.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    all
}

/// The files of a dossier, made as a user does.
fn made(dossier: &Path, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let mut line =
        vec!["word", dossier.to_str().unwrap(), "--quiet", "--ook-gelakt", "--out", folder];
    line.extend(more);
    let ran = run(&root(), &line);
    assert_eq!(ran.code, 0, "{}:\n{}", dossier.display(), ran.stderr);
    let files = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "docx"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read(&path).unwrap())
        })
        .collect()
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

fn val<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute((W, "val"))
}

/// What stands where a chart is.
const CHART: &str = "De grafiek “";

/// The words of a part, as they follow each other.
fn words(xml: &str) -> Vec<String> {
    words_of(xml, &|text| !text.starts_with(CHART))
}

fn words_of(xml: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let document = Document::parse(xml).unwrap();
    let mut text = String::new();
    for node in document.descendants() {
        match name(node) {
            "t" => text.extend(node.text().filter(|text| wanted(text))),
            "p" | "tab" | "br" | "footnoteReference" | "footnoteRef" => text.push(' '),
            _ => {}
        }
    }
    split(&text)
}

/// Words in one form: whatever the case, and how they were hyphenated.
fn split(text: &str) -> Vec<String> {
    let one = |word: &str| word.replace(['\u{ad}', '-', '\u{2010}'], "").to_lowercase();
    text.split_whitespace().map(one).filter(|word| !word.is_empty()).collect()
}

/// What stands in one and not in the other, in order.
fn differences(ours: &[String], theirs: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, ours, theirs) {
        let (tag, a, b) = op.as_tag_tuple();
        if tag != DiffTag::Equal {
            left.extend_from_slice(&ours[a]);
            right.extend_from_slice(&theirs[b]);
        }
    }
    (left, right)
}

#[test]
fn a_file_says_what_the_pdf_says_in_the_same_order() {
    let label = Regex::new(r"^\(?([0-9]{1,3}|[a-z]{1,4})[.)]$|^(\d+\.)+\d*$|^[•–]$").unwrap();
    let mut compared = 0;
    let mut wrong = Vec::new();
    for path in good_dossiers() {
        let arguments = fs::read_to_string(path.join("arguments")).unwrap_or_default();
        // With templates of one's own, and in the public edition, a document prints what those say. In Word a drawing is a
        // picture; a loose accent is in a PDF twice, as it is drawn and as it is read.
        let otherwise = ["warn_letters_onzichtbaar", "ok_losse_accenten"];
        if path.join("sjablonen").is_dir()
            || arguments.contains("--")
            || otherwise.iter().any(|name| path.ends_with(name))
        {
            continue;
        }
        let files = made(&path, &[]);
        for document in &built(&path).documents {
            let Some(file) = files.get(document.stuk.name()) else { continue };
            let about = format!("{}/{}", path.display(), document.stuk.name());
            let parts = parts(file);
            let ours = words(&parts["word/document.xml"]);
            // A word goes on below its hyphen.
            let pdf = document.text().replace("-\n", "").replace("\u{ad}\n", "");
            let (missing, more) = differences(&ours, &split(&pdf));
            // A word without a space may break at its signs; what is written from right to left, a PDF has as it looks.
            let whole = split(&pdf).concat();
            let backward = |char: char| matches!(char, '\u{590}'..='\u{6ff}');
            let missing: Vec<String> = missing
                .into_iter()
                .filter(|word| !whole.contains(word.as_str()) && !word.contains(backward))
                .collect();
            let mut beside: String = words(&parts["word/footnotes.xml"]).concat();
            for (part, xml) in &parts {
                if part.starts_with("word/header") || part.starts_with("word/footer") {
                    beside.push_str(&words(xml).concat());
                }
            }
            // The PDF writes the labels of lists, what it says of a draft and once more the heads of a table. In a chart
            // it writes what the table says.
            let chart = words_of(&parts["word/document.xml"], &|text| text.starts_with(CHART));
            // The smallest of many groups are drawn as one.
            let rest = if chart.is_empty() { "" } else { "overige" };
            let joined = ours.concat() + &chart.concat() + rest;
            let said = |word: &&String| {
                !label.is_match(word)
                    && !is_of_a_draft(word)
                    && !word.contains(backward)
                    && !beside.contains(word.as_str())
            };
            let more: Vec<&String> = more.iter().filter(said).collect();
            let has_head = ["<w:tblHeader/>", "<w:drawing>"]
                .iter()
                .any(|one| parts["word/document.xml"].contains(one));
            // Where the word above a nota ends, the subject begins without a space.
            let again = if has_head { usize::MAX } else { 1 };
            let lost: Vec<&&String> = more
                .iter()
                .filter(|word| !is_figure(word) && !joined.contains(word.as_str()))
                .collect();
            if !missing.is_empty() || !lost.is_empty() || more.len() > again {
                wrong.push(format!(
                    "{about}\n   ours {missing:?}\n   pdf {lost:?} of {}",
                    more.len()
                ));
            }
            compared += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 80, "{compared}");
}

/// The mark of a draft, or half of its fingerprint.
fn is_of_a_draft(word: &str) -> bool {
    word == "concept" || word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A figure, as on the axis of a chart, or a sign beside it.
fn is_figure(word: &str) -> bool {
    !word.contains(char::is_alphabetic)
}

/// The order that the schemas of ECMA-376 want of what a paragraph, a run, a table, a cell and a section say of
/// themselves; as far as it is used.
const ORDER: [(&str, &[&str]); 7] = [
    (
        "pPr",
        &[
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "numPr",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
            "sectPr",
        ],
    ),
    (
        "rPr",
        &[
            "rStyle",
            "rFonts",
            "b",
            "bCs",
            "i",
            "iCs",
            "caps",
            "color",
            "spacing",
            "sz",
            "szCs",
            "u",
            "shd",
            "vertAlign",
            "lang",
        ],
    ),
    (
        "tblPr",
        &[
            "tblStyle",
            "tblpPr",
            "tblOverlap",
            "tblW",
            "tblInd",
            "tblBorders",
            "tblLayout",
            "tblCellMar",
            "tblLook",
            "tblCaption",
        ],
    ),
    ("tcPr", &["tcW", "gridSpan", "tcBorders", "shd", "vAlign"]),
    ("sectPr", &["headerReference", "footerReference", "type", "pgSz", "pgMar", "cols", "titlePg"]),
    ("lvl", &["start", "numFmt", "suff", "lvlText", "lvlJc", "pPr"]),
    (
        "style",
        &["name", "basedOn", "next", "uiPriority", "semiHidden", "qFormat", "pPr", "rPr", "tblPr"],
    ),
];

#[test]
fn every_part_is_as_the_schemas_want_it() {
    for path in good_dossiers() {
        if path.join("sjablonen").is_dir() {
            continue;
        }
        for (file, bytes) in made(&path, &[]) {
            let about = format!("{}/{file}", path.display());
            let parts = parts(&bytes);
            for (part, xml) in &parts {
                if part.ends_with(".png") {
                    continue;
                }
                let document =
                    Document::parse(xml).unwrap_or_else(|error| panic!("{about} {part}: {error}"));
                for node in document.descendants().filter(Node::is_element) {
                    if let Some((_, order)) = ORDER.iter().find(|(of, _)| *of == name(node)) {
                        let children: Vec<usize> = node
                            .children()
                            .filter(Node::is_element)
                            .map(|child| {
                                let at = order.iter().position(|one| *one == name(child));
                                at.unwrap_or_else(|| panic!("{about} {part}: {}", name(child)))
                            })
                            .collect();
                        // Heads and feet of the first page and of others take turns.
                        let sorted = children.is_sorted()
                            || name(node) == "sectPr"
                                && children[..4] == [0, 1, 0, 1]
                                && children[4..].is_sorted();
                        assert!(sorted, "{about} {part}: {}", name(node));
                    }
                    if name(node) == "tc" {
                        let last = node.children().rfind(Node::is_element).map(name);
                        assert_eq!(last, Some("p"), "{about}: a cell ends with a paragraph");
                    }
                    if name(node) == "tbl" {
                        let next = node.next_sibling_element().map(name);
                        assert_ne!(next, Some("tbl"), "{about}: two tables would be one");
                        let columns = node
                            .descendants()
                            .filter(|one| {
                                name(*one) == "gridCol"
                                    && one.ancestors().find(|up| name(*up) == "tbl") == Some(node)
                            })
                            .count();
                        for row in node.children().filter(|one| name(*one) == "tr") {
                            let spans =
                                row.children().filter(|one| name(*one) == "tc").map(|cell| {
                                    let span = cell
                                        .first_element_child()
                                        .unwrap()
                                        .children()
                                        .find(|one| name(*one) == "gridSpan");
                                    span.and_then(val)
                                        .map_or(1, |span| span.parse::<usize>().unwrap())
                                });
                            assert_eq!(
                                spans.sum::<usize>(),
                                columns,
                                "{about}: a row is as wide as its table"
                            );
                        }
                    }
                }
            }
            refers_to_what_is_there(&about, &parts);
        }
    }
}

/// Styles, numberings, notes, relations and bookmarks.
fn refers_to_what_is_there(about: &str, parts: &BTreeMap<String, String>) {
    let document = Document::parse(&parts["word/document.xml"]).unwrap();
    let (styles, notes) = (&parts["word/styles.xml"], &parts["word/footnotes.xml"]);
    let rels = &parts["word/_rels/document.xml.rels"];
    let (mut names, mut ids, mut referred) = (Vec::new(), Vec::new(), 0);
    for part in ["word/document.xml", "word/footnotes.xml", "word/header2.xml"] {
        let Some(xml) = parts.get(part) else { continue };
        for node in Document::parse(xml).unwrap().descendants() {
            match name(node) {
                "pStyle" | "rStyle" | "tblStyle" => {
                    let id = format!("w:styleId=\"{}\"", val(node).unwrap());
                    assert!(styles.contains(&id), "{about}: {id}");
                }
                "bookmarkStart" => {
                    names.push(node.attribute((W, "name")).unwrap().to_owned());
                    ids.push(node.attribute((W, "id")).unwrap().to_owned());
                }
                "numId" => {
                    let id = format!("<w:num w:numId=\"{}\">", val(node).unwrap());
                    assert!(parts["word/numbering.xml"].contains(&id), "{about}: {id}");
                }
                "footnoteReference" => {
                    referred += 1;
                    let id =
                        format!("<w:footnote w:id=\"{}\">", node.attribute((W, "id")).unwrap());
                    assert!(notes.contains(&id), "{about}: {id}");
                }
                _ => {}
            }
        }
    }
    let relation = Regex::new("r:(id|embed)=\"(rId[^\"]+)\"").unwrap();
    for found in relation.captures_iter(&parts["word/document.xml"]) {
        assert!(rels.contains(&format!("Id=\"{}\"", &found[2])), "{about}: {}", &found[2]);
    }
    assert_eq!(notes.matches("<w:footnote w:id=").count(), referred, "{about}: every note once");
    let form = Regex::new(r"^_kb_([vw]_)?\d{3,}(_[0-9a-f]{8}){1,2}$").unwrap();
    assert!(names.iter().all(|name| form.is_match(name) && name.len() <= 40), "{about}: {names:?}");
    for list in [&mut names, &mut ids] {
        let count = list.len();
        list.sort();
        list.dedup();
        assert_eq!(list.len(), count, "{about}: every bookmark once");
    }
    assert!(
        document
            .descendants()
            .all(|node| !["sdt", "commentReference", "ins", "del"].contains(&name(node)))
    );
}

#[test]
fn a_file_names_nobody_and_is_the_same_every_time() {
    let home = tempfile::tempdir().unwrap();
    let copy = home.path().join("een-geheime-map");
    fs::create_dir(&copy).unwrap();
    let source = root().join("content/mensenhandel-gecorrigeerd");
    for file in fs::read_dir(&source).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    let (first, again, elsewhere) = (made(&source, &[]), made(&source, &[]), made(&copy, &[]));
    assert_eq!(first.len(), 3);
    assert!(first == again && first == elsewhere);
    let user = std::env::var("USER").unwrap_or_else(|_| "root".into());
    for bytes in first.values() {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
        for i in 0..archive.len() {
            let file = archive.by_index(i).unwrap();
            let day = file.last_modified().unwrap();
            assert_eq!((day.year(), day.month(), day.day(), day.hour()), (1980, 1, 1, 0));
        }
        let parts = parts(bytes);
        assert!(!parts.contains_key("docProps/app.xml"));
        for told in [
            "creator",
            "lastModifiedBy",
            "created",
            "modified",
            "Company",
            "rsid",
            "paraId",
            "w:author",
            "w:date=",
            "een-geheime-map",
            "/tmp",
            &format!(">{user}<"),
        ] {
            for (part, xml) in &parts {
                assert!(!xml.contains(told), "{told} in {part}");
            }
        }
        assert!(parts["word/settings.xml"].contains("<w:trackRevisions/>"));
        assert!(parts["word/styles.xml"].contains("<w:lang w:val=\"nl-NL\""));
        assert!(parts["docProps/core.xml"].contains("<dc:title>"));
        for (_, xml) in parts.iter().filter(|(part, _)| *part == "docProps/custom.xml") {
            let custom = Document::parse(xml).unwrap();
            for value in custom.descendants().filter(|node| name(*node) == "lpwstr") {
                assert!(value.text().unwrap().len() <= 250);
            }
        }
    }
}

#[test]
fn what_is_computed_and_what_is_withheld_can_be_told_from_what_was_typed() {
    let files = made(&root().join("content/voorbeeld-ienw"), &[]);
    let nota = parts(&files["beslisnota"]);
    let withheld = Regex::new(
        r#"<w:rStyle w:val="gelakt-5-1-2e"/></w:rPr><w:t xml:space="preserve">mevrouw D. Smit<"#,
    )
    .unwrap();
    assert!(withheld.is_match(&nota["word/document.xml"]));
    assert!(nota["word/styles.xml"].contains("kamerbrief gelakt 5.1.2e"));
    let files = made(&root().join("content/mensenhandel-gecorrigeerd"), &["--only", "kamerbrief"]);
    assert_eq!(files.len(), 1);
    let letter = &parts(&files["kamerbrief"])["word/document.xml"];
    let computed =
        Regex::new(r#"w:name="_kb_w_\d+_[0-9a-f]+"/><w:r><w:rPr><w:rStyle w:val="berekend"/>"#)
            .unwrap();
    assert!(computed.find_iter(letter).count() > 10);
    for shape in [
        "<w:tblHeader/>",
        "<w:footnoteReference",
        "<w:hyperlink r:id=",
        "w:val=\"Kop1\"",
        "<w:keepNext/>",
        "w:val=\"broodtekst\"",
    ] {
        assert!(letter.contains(shape), "{shape}");
    }
    let head = &parts(&files["kamerbrief"])["word/header1.xml"];
    assert!(head.contains("w:tblpPr") && head.contains("Werkversie om op te reageren"));
}

#[test]
fn what_is_withheld_goes_along_only_when_it_is_said() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().to_str().unwrap();
    let line = ["word", "content/voorbeeld-ienw", "--only", "beslisnota", "--out", folder];
    let ran = run(&root(), &line);
    assert_eq!((ran.code, &*ran.stdout), (1, ""));
    assert_eq!(
        ran.stderr,
        "fout[O013]: een Word-bestand zou ook tonen wat op 2 plaatsen is gelakt
  --> content/voorbeeld-ienw/nota.yaml:41:5
   |
41 |     [mevrouw D. Smit](lak:5.1.2e) heeft dat namens die gemeente laten weten.
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dit is gelakt
   |
   = hulp: wie wijzigingen bijhoudt, bewaart ook wat hij weghaalt: stuur het alleen aan wie dit mag lezen
   = hulp: geef dan `--ook-gelakt`
   = hulp: een ander stuk komt er met `--only kamerbrief`

1 fout
"
    );
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    // Who asks for everything gets the documents that hold nothing of it.
    let whole = tempfile::tempdir().unwrap();
    let folder_of_all = whole.path().to_str().unwrap();
    let ran = run(&root(), &["word", "content/voorbeeld-ienw", "--out", folder_of_all]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let said = "waarschuwing[O013]: een Word-bestand zou ook tonen wat op 2 plaatsen is gelakt: `beslisnota` is niet gemaakt";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(whole.path().join("kamerbrief.docx").exists());
    assert!(!whole.path().join("beslisnota.docx").exists());
    // The letter holds nothing of it.
    let ran =
        run(&root(), &["word", "content/voorbeeld-ienw", "--only", "kamerbrief", "--out", folder]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // A dossier with mistakes makes nothing, and says what `build` says.
    let case = root().join("tests/cases/err_nota_blok_nvt");
    let ran = run(&root().join("tests/cases"), &["word", "err_nota_blok_nvt", "--out", folder]);
    let expected = fs::read_to_string(case.join("expected.txt")).unwrap();
    assert_eq!(format!("uitgangscode {}\n{}", ran.code, ran.stderr), expected);
}
