//! The rules of the secretariat. Each rule has a file in `tests/regels/` with cases that it must find, each with
//! the exact output, and cases that it must leave alone; and a page in `docs/meldingen/` whose examples are run.
//!
//! A case is a heading, the files as YAML blocks, and the output as a `text` block; without that block nothing
//! may be found. `BLESS=1 cargo test rules` writes the output anew; read the difference before you believe it.

use std::collections::BTreeMap;

use kamerbrief_base::diagnostic::{self, Diagnostic, Severity, Text, codes};
use kamerbrief_base::source::Sources;
use kamerbrief_front::dossier::Bestand;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::{Job, check, inspect};

use crate::folders::{of_files, root};
use crate::fonts::printable;

/// Questions of a committee, and of the fractions in it, stand on files of their own.
const FEITELIJK: &str = include_str!("../regels/feitelijk.yaml");
const OVERLEG: &str = include_str!("../regels/overleg.yaml");

/// What a case stands on: its files replace top-level keys of these. Dossier and letter are always there; with
/// `vragen.yaml` the letter is an answer, and needs no text of its own.
const BASE: [(Bestand, &str); 5] = [
    (Bestand::Dossier, include_str!("../regels/basis/dossier.yaml")),
    (Bestand::Brief, include_str!("../regels/basis/brief.yaml")),
    (Bestand::Vragen, include_str!("../regels/antwoord.yaml")),
    (Bestand::Nota, include_str!("../regels/basis/nota.yaml")),
    (Bestand::Bijlage, include_str!("../regels/basis/bijlage.yaml")),
];

/// Top-level keys with the lines that belong to them.
fn entries(yaml: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in yaml.lines() {
        let key = line
            .split_once(':')
            .filter(|_| line.starts_with(|c: char| c.is_alphabetic()))
            .map(|(key, _)| key);
        match (key, out.last_mut()) {
            (Some(key), _) => out.push((key.to_owned(), format!("{line}\n"))),
            (None, Some((_, text))) => text.push_str(&format!("{line}\n")),
            (None, None) => out.push((String::new(), format!("{line}\n"))),
        }
    }
    out
}

/// A file of a case with the rest of the base behind it, so that its lines keep their numbers.
fn overlay(yaml: &str, base: &str) -> String {
    let own = entries(yaml);
    let rest = entries(base).into_iter().filter(|(key, _)| own.iter().all(|(own, _)| own != key));
    yaml.to_owned() + &rest.map(|(_, text)| text).collect::<String>()
}

/// A fenced block: what stands behind the fence, and the text.
type Block = (String, String);

/// A part of a Markdown file: its heading, and the fenced blocks in it.
#[derive(Debug)]
struct Section {
    title: String,
    blocks: Vec<Block>,
}

fn sections(markdown: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut open: Option<Block> = None;
    for line in markdown.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some("")) => {
                if let (Some(section), Some(block)) = (sections.last_mut(), open.take()) {
                    section.blocks.push(block);
                }
            }
            (Some((_, text)), _) => text.push_str(&format!("{line}\n")),
            (None, _) => {
                if let Some(title) = line.strip_prefix("## ") {
                    sections.push(Section { title: title.to_owned(), blocks: Vec::new() });
                }
            }
        }
    }
    sections
}

impl Section {
    /// The dossier's files.
    fn files(&self) -> BTreeMap<Bestand, String> {
        let named = |bestand: Bestand| {
            let info = format!("yaml {}", bestand.name());
            self.blocks.iter().find(|(of, _)| *of == info).map(|(_, text)| text.as_str())
        };
        let questions = named(Bestand::Vragen);
        let answers = questions.is_some();
        let of = |key: &str| questions.is_some_and(|text| text.contains(key));
        let (soort, asked) = match (of("fracties:\n"), of("commissie:")) {
            (true, _) => ("soort: schriftelijk_overleg\n", Some(OVERLEG)),
            (false, true) => ("soort: feitelijke_vragen\n", Some(FEITELIJK)),
            _ if answers => ("soort: antwoord\n", None),
            _ => ("", None),
        };
        BASE.iter()
            .filter_map(|(bestand, base)| {
                let base = match bestand {
                    Bestand::Dossier => format!("{base}{soort}"),
                    Bestand::Vragen => asked.unwrap_or(base).to_owned(),
                    _ => (*base).to_owned(),
                };
                match (named(*bestand), bestand) {
                    (Some(own), _) => Some((*bestand, overlay(own, &base))),
                    (None, Bestand::Dossier) => Some((*bestand, base)),
                    (None, Bestand::Brief) if !answers => Some((*bestand, base)),
                    (None, _) => None,
                }
            })
            .collect()
    }

    fn found(&self) -> (Vec<Diagnostic>, Sources) {
        let own = self.files().into_iter().map(|(bestand, text)| (bestand.name(), text));
        // A block `csv NAME` or `svg NAME` is a file beside them, and so are the remarks.
        let beside = self.blocks.iter().filter_map(|(info, text)| {
            let remarks = info.strip_prefix("yaml ").filter(|name| *name == "opmerkingen.yaml");
            let name = info.strip_prefix("csv ").or(info.strip_prefix("svg ")).or(remarks)?;
            Some((name.to_owned(), text.clone()))
        });
        let files = own.chain(beside).map(|(name, text)| (name, text.into_bytes()));
        let workspace = of_files(files.collect::<BTreeMap<_, _>>());
        let templates = Templates::default();
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: true };
        let mut sources = Sources::default();
        let mut found = inspect(job, &printable, &mut sources).found;
        diagnostic::sort(&mut found, &sources);
        (found, sources)
    }
}

fn markdown(folder: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = root()
        .join(folder)
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            (
                path.file_stem().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

#[test]
fn every_rule_finds_and_leaves_alone_what_its_cases_say() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for (code, text) in markdown("tests/regels") {
        let mut blessed = text.clone();
        for section in sections(&text) {
            let (mut found, sources) = section.found();
            // Matters of style only of the rule itself: the others would be everywhere.
            found.retain(|diagnostic| {
                diagnostic.severity != Severity::Info || diagnostic.code.id == code
            });
            let is = Text::new(false, 120).render(&found, &sources);
            let expected =
                section.blocks.iter().find(|(info, _)| info == "text").map_or("", |(_, text)| text);
            if is != expected {
                wrong.push(format!(
                    "── {code}, {}, expected:\n{expected}── but is:\n{is}",
                    section.title
                ));
            }
            // A case that must be found is never blessed into silence.
            if bless && !expected.is_empty() && !is.is_empty() {
                blessed = blessed.replacen(
                    &format!("```text\n{expected}```"),
                    &format!("```text\n{is}```"),
                    1,
                );
            }
        }
        if blessed != text {
            std::fs::write(root().join(format!("tests/regels/{code}.md")), blessed).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_cases_of_both_kinds() {
    let files: BTreeMap<String, String> = markdown("tests/regels").into_iter().collect();
    for (code, _) in check::rules() {
        let text = files
            .get(code.id)
            .unwrap_or_else(|| panic!("tests/regels/{}.md is not there", code.id));
        let sections = sections(text);
        let finds = |section: &&Section| {
            section.blocks.iter().any(|(info, text)| info == "text" && text.contains(code.id))
        };
        assert!(
            sections.iter().any(|section| finds(&section)),
            "{} has no case that is found",
            code.id
        );
        assert!(
            sections.iter().any(|section| !finds(&section)),
            "{} has no case that is left alone",
            code.id
        );
    }
    for code in files.keys() {
        assert!(codes::find(code).is_some(), "tests/regels/{code}.md is of no rule");
    }
}

#[test]
fn every_code_has_its_page_and_every_page_its_code() {
    let pages: Vec<String> = markdown("docs/meldingen").into_iter().map(|(code, _)| code).collect();
    let mut ids: Vec<&str> = codes::ALL.iter().map(|code| code.id).collect();
    ids.sort_unstable();
    assert_eq!(pages, ids);
    for code in codes::ALL {
        let heading = format!("# {} {}\n\n", code.id, code.name);
        assert!(
            code.page.starts_with(&heading),
            "the page of {} does not begin with {heading:?}",
            code.id
        );
        assert!(
            code.summary().ends_with('.') && code.summary().len() > 10,
            "{}: {}",
            code.id,
            code.summary()
        );
    }
}

#[test]
fn every_page_of_a_rule_names_its_source_and_has_examples() {
    for (code, _) in check::rules() {
        assert!(code.page.contains("\nBron: "), "{} names no source", code.id);
        let titles: Vec<String> =
            sections(code.page).into_iter().map(|section| section.title).collect();
        assert_eq!(titles, ["Fout", "Goed"], "{}", code.id);
    }
}

#[test]
fn the_examples_of_the_pages_do_what_the_pages_say() {
    let mut wrong = Vec::new();
    for code in codes::ALL {
        for section in sections(code.page) {
            if !section.blocks.iter().any(|(info, _)| info.starts_with("yaml ")) {
                continue;
            }
            let (found, sources) = section.found();
            let told = found.iter().any(|diagnostic| diagnostic.code == *code);
            let shown = Text::new(false, 120).render(&found, &sources);
            match section.title.as_str() {
                "Fout" if !told => {
                    wrong.push(format!("── the bad example of {} is not found:\n{shown}", code.id))
                }
                "Goed" if told || diagnostic::has_errors(&found) => {
                    wrong.push(format!("── the good example of {} is found:\n{shown}", code.id));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
