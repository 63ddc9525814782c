//! From a letter on a page to the place where it was typed.

use std::fs;
use std::path::Path;

use kamerbrief::Job;
use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::preview::{Part, Session, Shown};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Letters, Rect, Run};
use kamerbrief::workspace::Workspace;

use crate::support::{folder, on_disk, root, typesetter};

fn shown(folder: &Path) -> std::sync::Arc<Shown> {
    let workspace = on_disk(folder);
    let templates = Templates::default();
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
    let round = Session::new(typesetter()).round(job, &mut || false).unwrap();
    assert!(round.fresh, "{:?}", round.found);
    round.shown.unwrap()
}

/// What stands in a file from a place on.
fn rest<'a>(sources: &'a Sources, file: &str, line: usize, column: usize) -> &'a str {
    let source = sources.all().find(|source| source.name() == file).unwrap();
    let line = &source.text()[source.line(line)];
    line.char_indices().nth(column - 1).map_or("", |(at, _)| &line[at..])
}

#[test]
fn the_first_and_last_letter_of_every_line_lead_to_where_they_were_typed() {
    for (name, least) in [
        ("mensenhandel", 220),
        ("mensenhandel-gecorrigeerd", 220),
        ("voorbeeld-ienw", 60),
        ("vragen-loketten", 60),
        ("overleg-bibliotheken", 60),
    ] {
        let folder = root().join("content").join(name);
        let shown = shown(&folder);
        let mut exact = 0;
        for document in &shown.documents {
            for (page, image) in document.paged.pages().iter().zip(&document.pages) {
                for run in Letters::runs(page) {
                    let text = run.text.trim();
                    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back())
                    else {
                        continue;
                    };
                    let (left, right) = (run.rect.x + 0.2, run.rect.x + run.rect.w - 0.2);
                    for (x, letter) in [(left, first), (right, last)] {
                        let y = run.rect.y + run.rect.h / 2.0;
                        let Some(found) = shown.source(&image.id, x, y, &shown.sources) else {
                            continue;
                        };
                        let rest = rest(&shown.sources, &found.file, found.line, found.column);
                        // The number of a footnote belongs to what it stands behind.
                        let number = text.chars().all(|char| char.is_ascii_digit());
                        let date = rest.as_bytes().get(4) == Some(&b'-');
                        let computed = number
                            || date
                            || ["{{", "<kst:", "[^"].iter().any(|start| rest.starts_with(start));
                        // A word that is broken at the end of a line, and a space that stands there.
                        let broken = letter == '-'
                            || run.text.ends_with(' ') && x == right
                            || run.text.starts_with(' ') && x == left;
                        let typed =
                            found.file.ends_with("brief.yaml") || found.file.ends_with("nota.yaml");
                        if rest.to_lowercase().starts_with(&letter.to_lowercase().to_string()) {
                            exact += 1;
                        } else if typed && !computed && !broken {
                            let file = Path::new(&found.file).file_name().unwrap().display();
                            panic!(
                                "{name}: `{letter}` of `{text}` leads to {file}:{}:{}: `{rest}`",
                                found.line, found.column
                            );
                        }
                    }
                }
            }
        }
        assert!(exact > least, "{name}: only {exact} letters");
    }
}

#[test]
fn figures_lead_to_the_cell_of_the_spreadsheet() {
    let shown = shown(&root().join("tests/cases/ok_bijlage_csv"));
    let document = &shown.documents[0];
    let runs = Letters::runs(&document.paged.pages()[0]);
    let cell = |text: &str| {
        let run = runs.iter().find(|run| run.text == text).unwrap();
        let (x, y) = (run.rect.x + run.rect.w / 2.0, run.rect.y + run.rect.h / 2.0);
        shown.source(&document.pages[0].id, x, y, &shown.sources).map(|found| found.cell)
    };
    let named = |name: &str| Some(Some(name.to_owned()));
    assert_eq!(cell("0,5"), named("D4"));
    assert_eq!(cell("p.m."), named("D5"));
    assert_eq!(cell("0,2–0,4"), named("E5"));
    assert_eq!(cell("Inspectie"), named("C6"));
    // A sum leads to what it is the sum of; a word of the profile is not the dossier's.
    assert_eq!(cell("1,2–1,4"), named("A4"));
    assert_eq!(cell("Trekker"), None);
}

#[test]
fn every_line_of_a_file_leads_to_a_page() {
    let shown = shown(&root().join("content/voorbeeld-ienw"));
    for (file, stuk) in [("brief.yaml", Stuk::Kamerbrief), ("nota.yaml", Stuk::Beslisnota)] {
        let source = shown.sources.all().find(|source| source.name().ends_with(file)).unwrap();
        let lines = source.text().lines().count();
        for line in (1..=lines).step_by(5) {
            let targets = shown.targets(source.name(), &Part::Line(line), &shown.sources);
            assert!(targets.iter().any(|target| target.stuk == stuk), "{file}:{line}");
        }
    }
    // Of a key nothing is printed: what comes next is where one writes, and not what was asked for.
    let source = shown.sources.all().find(|source| source.name().ends_with("brief.yaml")).unwrap();
    let key = source.text().lines().position(|line| line == "secties:").unwrap() + 1;
    assert!(!shown.targets(source.name(), &Part::Line(key), &shown.sources).is_empty());
    assert!(shown.own_targets(source.name(), &Part::Line(key), &shown.sources).is_empty());
    assert!(shown.targets("elders.yaml", &Part::Line(1), &shown.sources).is_empty());
}

const TWICE: &str = "\
opening: |
  Eerst een zin. Hier staat het woord appel appel dubbel in de lopende tekst van deze brief, en dan gaat de zin nog even
  door, met **vet vet** erin en aan het eind van de regel een peer
  peer die op twee regels is getypt.[^a]

  - Een punt met noot noot erin.

  | Kop | Bedrag |
  |---|---|
  | de cel cel hier | 1 |
secties:
  - kop: Een kop kop boven een tekst
    tekst: 'Een tekst met ''aanhaling'' en pruim pruim erin.'
voetnoten:
  a: Een voetnoot met druif druif erin.
";

#[test]
fn a_finding_is_pointed_out_by_its_words_alone() {
    let folder = folder(&[
        (Bestand::Dossier, &fs::read(root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap()),
        (Bestand::Brief, TWICE.as_bytes()),
    ]);
    let templates = Templates::default();
    let job = Job { workspace: &folder, templates: &templates, stukken: &[], style: false };
    let round = Session::new(typesetter()).round(job, &mut || false).unwrap();
    let shown = round.shown.as_ref().unwrap();
    let mut pointed = Vec::new();
    for found in round.found.iter().filter(|found| found.code.id == "L001") {
        let span = found.span().unwrap();
        let source = round.sources.get(span.source);
        let (start, end) =
            (source.line_column(span.range.start), source.line_column(span.range.end));
        let targets = shown.targets(source.name(), &Part::Range(start, end), &shown.sources);
        let mut corners = Vec::new();
        for (page, rect) in targets
            .iter()
            .flat_map(|target| &target.marks)
            .flat_map(|(page, rects)| rects.iter().map(move |rect| (page, rect)))
        {
            let place = |x: f64| {
                let id = &shown.documents[0].pages[*page].id;
                let found = shown.source(id, x, rect.y + rect.h / 2.0, &shown.sources)?;
                Some((found.line, found.column))
            };
            let inside = [place(rect.x + 0.1), place(rect.x + rect.w - 0.1)];
            let beside = [place(rect.x - 0.3), place(rect.x + rect.w + 0.3)];
            let within = |place: Option<(usize, usize)>| {
                place.is_some_and(|place| (start..end).contains(&place))
            };
            assert!(inside.into_iter().all(within), "{found:?} {rect:?}: {inside:?}");
            // At the edge of a line the nearest letter is still the last one.
            let alone = |place: &Option<(usize, usize)>| !within(*place) || inside.contains(place);
            assert!(beside.iter().all(alone), "{found:?} {rect:?}: {beside:?}");
            corners.push(inside);
        }
        let last = source.line_column(span.range.end - 1);
        assert_eq!(corners.first().unwrap()[0], Some(start), "{found:?}");
        assert_eq!(corners.last().unwrap()[1], Some(last), "{found:?}");
        pointed.push(source.text()[span.range.clone()].to_owned());
    }
    pointed.sort();
    let all = [
        "appel appel",
        "cel cel",
        "druif druif",
        "kop kop",
        "noot noot",
        "peer\n  peer",
        "pruim pruim",
        "vet vet",
    ];
    assert_eq!(pointed, all);
    // Words that stand on two lines of the page, and a key, of which nothing is printed: then its line.
    let source = shown.sources.all().find(|source| source.name().ends_with("brief.yaml")).unwrap();
    let rects = |part: Part| -> Vec<Rect> {
        let targets = shown.targets(source.name(), &part, &shown.sources);
        targets.into_iter().flat_map(|target| target.marks).flat_map(|(_, rects)| rects).collect()
    };
    let long = rects(Part::Range((2, 18), (2, 121)));
    assert!(long.len() >= 2 && long.iter().skip(1).all(|rect| rect.y > long[0].y), "{long:?}");
    assert_eq!(rects(Part::Range((12, 5), (12, 8))), rects(Part::Line(12)));
    assert_eq!(rects(Part::Range((1, 1), (1, 8))), rects(Part::Line(2)));
}

#[test]
fn a_cell_of_a_spreadsheet_is_pointed_out() {
    let shown = shown(&root().join("tests/cases/ok_bijlage_csv"));
    let name =
        shown.sources.all().find_map(|source| source.cell(0).map(|_| source.name())).unwrap();
    let targets = |cell: &str| shown.targets(name, &Part::Cell(cell.into()), &shown.sources);
    let runs = Letters::runs(&shown.documents[0].paged.pages()[0]);
    let marks = &targets("D5")[0].marks;
    let [(0, rects)] = &marks[..] else { panic!("{marks:?}") };
    assert!(
        rects.iter().any(|rect| {
            runs.iter().any(|run| {
                run.text == "p.m."
                    && (run.rect.x - rect.x).abs() < 0.1
                    && (run.rect.y - rect.y).abs() < 0.1
            })
        }),
        "{rects:?}"
    );
    assert!(targets("Z99").is_empty());
}

#[test]
fn a_text_cannot_forge_the_mark_of_another_field() {
    let home = tempfile::tempdir().unwrap();
    for entry in root().join("tests/cases/ok_minimaal").read_dir().unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), home.path().join(entry.file_name())).unwrap();
    }
    let dossier = fs::read_to_string(home.path().join("dossier.yaml")).unwrap();
    let forged = "A/*@0*/] #panic() /*@1*/\\\"]";
    fs::write(
        home.path().join("dossier.yaml"),
        dossier.replace("Voortgang van de aanpak", &format!("\"{forged}\"")),
    )
    .unwrap();
    let shown = shown(home.path());
    let document = &shown.documents[0];
    let runs = Letters::runs(&document.paged.pages()[0]);
    let run = runs.iter().find(|run| run.text.starts_with("A/*@0*/")).unwrap();
    let found = shown
        .source(&document.pages[0].id, run.rect.x + 0.2, run.rect.y + 4.0, &shown.sources)
        .unwrap();
    assert_eq!((found.line, found.column), (1, 13));
}

#[test]
fn an_outdated_round_is_dropped_and_the_next_makes_up_for_it() {
    let folder = root().join("content/voorbeeld-ienw");
    let templates = Templates::default();
    let mut workspace = on_disk(&folder);
    let mut session = Session::new(typesetter());
    let round = |session: &mut Session, workspace: &Workspace, outdated: bool| {
        let job = Job { workspace, templates: &templates, stukken: &[], style: false };
        session.round(job, &mut || outdated)
    };
    let first = round(&mut session, &workspace, false).unwrap().shown.unwrap();
    assert!(session.marks().is_empty(), "nothing is new in the first pages");
    let brief = String::from_utf8(workspace.file("brief.yaml").unwrap().to_vec()).unwrap();
    let (old, new) = ("opening: |\n  ", "opening: |\n  Xylofoon. ");
    assert!(brief.contains(old), "{old}");
    workspace.overlay("brief.yaml", Some(brief.replacen(old, new, 1).into_bytes()));
    assert!(round(&mut session, &workspace, true).is_none());
    let last = round(&mut session, &workspace, false).unwrap().shown.unwrap();
    let prints = |shown: &Shown| shown.filled.aftekening().documenten().clone();
    assert_ne!(prints(&first), prints(&last));
    let marks = session.marks();
    assert_eq!(marks.keys().collect::<Vec<_>>(), [&Stuk::Kamerbrief]);
    // The document that did not change is the same one, and so are the pages.
    let nota = |shown: &Shown| {
        let of = |document: &&kamerbrief::preview::Document| document.stuk == Stuk::Beslisnota;
        shown.documents.iter().find(of).unwrap().paged.clone()
    };
    assert!(nota(&first).is_same(&nota(&last)));
}

const FIGURES: &str = "\
titel: Kosten
status: raming
eenheid: miljoen
jaren: [2025, 2026]
grafiek: ja
beginstand: {omschrijving: Stand 2025, bedragen: {2025: 100, 2026: 200}}
groepen:
  - titel: Opvang
    maatregelen: [{maatregel: Bedden, bedragen: {2025: 11, 2026: 3}}]
  - titel: Toezicht
    maatregelen: [{maatregel: Controles, bedragen: {2025: 22, 2026: 4}}]
dekking: [{bron: Reserve, bedragen: {2025: 48, 2026: 5}}]
";

#[test]
fn every_figure_that_follows_from_an_edit_is_marked() {
    let dossier = fs::read(root().join("tests/cases/ok_minimaal/dossier.yaml")).unwrap();
    let templates = Templates::default();
    let marked = |old: &str, new: &str| {
        let mut session = Session::new(typesetter());
        let mut round = |annex: &str| {
            let files =
                folder(&[(Bestand::Dossier, &dossier), (Bestand::Bijlage, annex.as_bytes())]);
            let (workspace, templates) = (&files, &templates);
            let job = Job { workspace, templates, stukken: &[], style: false };
            let shown = session.round(job, &mut || false).unwrap().shown.unwrap();
            (shown, session.marks())
        };
        round(FIGURES);
        assert!(FIGURES.contains(old), "{old}");
        let (shown, marks) = round(&FIGURES.replacen(old, new, 1));
        let mut texts = Vec::new();
        for (page, rects) in &marks[&Stuk::Bijlage] {
            let runs = Letters::runs(&shown.documents[0].paged.pages()[*page]);
            for mark in rects {
                let (x, y) = (mark.x + mark.w / 2.0, mark.y + mark.h / 2.0);
                let at = |run: &&Run| {
                    let Rect { x: left, y: top, w, h } = run.rect;
                    (left..left + w).contains(&x) && (top..top + h).contains(&y)
                };
                texts.push(runs.iter().find(at).unwrap().text.clone());
            }
        }
        texts
    };
    // The measure, its group, the total, the new position and the balance; then the total and the balance in the chart.
    assert_eq!(marked("2025: 11", "2025: 16"), ["16", "16", "38", "138", "10", "38", "10"]);
    // The source, all cover and the balance; then the same two in the chart.
    assert_eq!(marked("2025: 48", "2025: 47"), ["47", "47", "14", "47", "14"]);
}
