//! Properties: a file that was right and then damaged as people damage files is told so, and a correction gives back
//! what it was; a text means the same in every style, or its author is told.

use std::collections::BTreeSet;

use kamerbrief_base::diagnostic::{Diagnostic, codes};
use kamerbrief_base::source::Sources;
use kamerbrief_front::dossier::Bestand;
use kamerbrief_front::edit::correct;
use kamerbrief_front::templates::Templates;
use kamerbrief_front::workspace::Workspace;
use kamerbrief_front::{Job, inspect};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::folders::{folder, root};
use crate::random::cases;

fn look(workspace: &Workspace) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let job = Job { workspace, templates: &Templates::default(), stukken: &[], style: false };
    (inspect(job, &|_| true, &mut sources).found, sources)
}

fn dossier() -> String {
    std::fs::read_to_string(root().join("content/mensenhandel/dossier.yaml")).unwrap()
}

/// What is told of a letter, and the letter with every correction of how its file is written.
fn corrected(brief: &str) -> (Vec<Diagnostic>, String) {
    let dossier = dossier();
    let files = [(Bestand::Dossier, dossier.as_bytes()), (Bestand::Brief, brief.as_bytes())];
    let mut workspace = folder(&files);
    let (found, _) = look(&workspace);
    correct::all(&mut workspace, &|workspace| {
        let (mut found, sources) = look(workspace);
        found.retain(|mistake| mistake.fix.iter().all(|edit| edit.value.is_none()));
        (found, sources)
    });
    let after = workspace.file(&Bestand::Brief.name()).unwrap();
    (found, String::from_utf8(after.to_vec()).unwrap())
}

/// The lines of a letter's blocks of text, and those of its fields.
fn lines(brief: &str) -> (Vec<usize>, Vec<usize>) {
    let is_field = |line: &str| {
        let line = line.trim_start_matches([' ', '-']);
        line.split_once(':').is_some_and(|(key, _)| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        })
    };
    let all = brief.lines().enumerate();
    let indented = all.filter(|(_, line)| line.starts_with("  ") && !line.trim().is_empty());
    let (fields, texts): (Vec<_>, Vec<_>) = indented.partition(|(_, line)| is_field(line));
    let numbers = |lines: Vec<(usize, &str)>| lines.into_iter().map(|(at, _)| at).collect();
    (numbers(texts), numbers(fields))
}

const BRIEF: &str = "\
opening: |
  Met deze brief informeer ik u over de aanpak.

  De brief gaat over twee punten:

  - de opvang van slachtoffers;
  - het toezicht door de inspectie.
secties:
  - kop: Opvang
    tekst: |
      De opvang is uitgebreid.

      Er zijn plaatsen in:

      | Regio | Plaatsen |
      |---|---|
      | Noord | 4 |
  - kop: Toezicht
    tekst: |
      De inspectie houdt toezicht.

      Zij doet dat samen met gemeenten.
    delen:
      - kop: Vervolg
        tekst: Later volgt meer.
slot: |
  Ik vertrouw erop u zo te informeren.

  Er volgt nog een brief.
";

/// The words of a text, in the forms that prose has.
fn text() -> impl Strategy<Value = Vec<String>> {
    let part = select(vec![
        "Een alinea van een regel.",
        "Een alinea\nover twee regels.",
        "- punt een;\n- punt twee.",
        "1. eerst;\n2. dan.",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Een zin met 'een' \"aanhaling\".",
    ]);
    proptest::collection::vec(part.prop_map(ToOwned::to_owned), 1..4)
}

/// A letter with every correction, also those of what its texts say.
fn all_corrected(brief: &str) -> String {
    let dossier = dossier();
    let files = [(Bestand::Dossier, dossier.as_bytes()), (Bestand::Brief, brief.as_bytes())];
    let mut workspace = folder(&files);
    correct::all(&mut workspace, &look);
    String::from_utf8(workspace.file(&Bestand::Brief.name()).unwrap().to_vec()).unwrap()
}

#[test]
fn no_correction_takes_away_a_character_whose_meaning_is_unknown() {
    for char in ('\0'..='\u{9f}').filter(|char| char.is_control() && !"\t\n\r".contains(*char)) {
        let unknown = "\u{81}\u{8d}\u{8f}\u{90}\u{9d}\u{7f}".contains(char)
            || (char < ' ' && !"\u{b}\u{c}\u{1e}\u{1f}".contains(char));
        let raw = format!("opening: |\n  Een{char}twee.\n");
        let escaped = format!("opening: \"Een\\u{:04x}twee.\"\n", u32::from(char));
        for typed in [raw, escaped] {
            let after = all_corrected(&typed);
            // A line cannot end within quotes.
            let stays = unknown || (char == '\u{b}' && typed.contains('"'));
            assert_eq!(after == typed, stays, "U+{:04X}: {after}", u32::from(char));
        }
    }
    assert!(all_corrected("opening: Een\u{b}twee.\n").contains("Een twee"));
    assert!(all_corrected("opening: |\n  Een\u{b}twee.\n").contains("Een\n  twee"));
}

#[test]
fn what_beginners_write_becomes_what_they_mean() {
    let letter = "opening: |\n  Hierbij de stand.\n\n  Er volgt meer.\nsecties:\n  - kop: Opvang\n    tekst: |\n      Er zijn plaatsen.\n";
    let capitals = letter.replace("opening", "Opening").replace("secties", "Secties");
    let capitals = capitals.replace("kop", "Kop").replace("tekst", "Tekst");
    let glued = letter.replace("kop: ", "kop:").replace("tekst: |", "tekst:|");
    let pasted = letter.replace("|\n  Hierbij", "Hierbij").replace("  Er volgt", "Er volgt");
    let one = letter.replace("secties", "Secties");
    for typed in [capitals, glued, pasted, one] {
        assert_ne!(typed, letter);
        assert_eq!(all_corrected(&typed), letter, "{typed}");
    }
    let notes = "opening: |\n  Zie noot[^motie_1].\nvoetnoten:\n  motie 1: De motie.\n  rapport 2: Het rapport.\n";
    assert_eq!(all_corrected(notes), notes);
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn text_that_fell_out_of_its_block_is_brought_back(which in proptest::collection::vec(any::<Index>(), 1..4)) {
        let (texts, _) = lines(BRIEF);
        let out: BTreeSet<usize> = which.iter().map(|index| texts[index.index(texts.len())]).collect();
        let damaged: String = BRIEF.lines().enumerate().map(|(at, line)| match out.contains(&at) {
            true => format!("{}\n", line.trim_start_matches(' ')),
            false => format!("{line}\n"),
        }).collect();
        let (found, after) = corrected(&damaged);
        prop_assert!(found.iter().any(|mistake| mistake.code == codes::YAML_PASTED), "{damaged}\n{found:?}");
        prop_assert_eq!(after, BRIEF);
    }

    #[test]
    fn spaces_of_another_kind_are_made_plain(which in any::<Index>(), kind in select(vec!["\u{a0}", "\u{2007}", "\u{202f}", "\u{3000}"]), behind in any::<bool>()) {
        let (texts, fields) = lines(BRIEF);
        let all = [texts, fields].concat();
        let at = all[which.index(all.len())];
        let damaged: String = BRIEF.lines().enumerate().map(|(number, line)| {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            let text = &line[spaces..];
            match number == at {
                true if behind && text.starts_with("- kop: ") => format!("{}{}\n", &line[..spaces], text.replacen("- ", &format!("-{kind}"), 1)),
                true => format!("{}{text}\n", kind.repeat(spaces)),
                false => format!("{line}\n"),
            }
        }).collect();
        let (found, after) = corrected(&damaged);
        prop_assert!(found.iter().any(|mistake| mistake.code == codes::YAML_FOREIGN), "{damaged}\n{found:?}");
        prop_assert_eq!(after, BRIEF);
    }

    #[test]
    fn a_text_means_the_same_in_every_style_or_its_author_is_told(parts in text(), style in 0u8..5) {
        let typed = parts.join("\n\n");
        let indented = |text: &str| text.replace('\n', "\n  ").replace("\n  \n", "\n\n");
        let literal = format!("opening: |\n  {}\n", indented(&typed));
        let written = match style {
            0 => format!("opening: >\n  {}\n", indented(&typed)),
            1 => format!("opening: >-\n  {}\n", indented(&typed)),
            2 => format!("opening: '{}'\n", indented(&typed.replace('\'', "''"))),
            3 => format!("opening: \"{}\"\n", indented(&typed.replace('"', "\\\""))),
            _ => format!("opening:\n  {}\n", indented(&typed)),
        };
        let (found, after) = corrected(&written);
        let told = found.iter().any(|mistake| mistake.code.id.starts_with('Y') || [codes::TEXT_STYLE, codes::WRONG_TYPE].contains(&mistake.code));
        let structured = typed.contains("\n\n") || typed.contains("- ") || typed.contains("|") || typed.contains("2. ");
        prop_assert_eq!(told, structured, "{}\n{:?}", written, found);
        // Escapes are not written anew, and what begins with a list may be one.
        let certain = match style {
            3 => !typed.contains('"'),
            4 => typed.starts_with("Een"),
            _ => true,
        };
        if told && certain {
            prop_assert_eq!(after.replacen("|-\n", "|\n", 1), literal, "{}", written);
        }
    }
}
