//! Both editions beside each other: what is pointed out on their pages, and the PDF by which somebody goes over it.

use std::collections::BTreeMap;
use std::fs;

use kamerbrief::diagnostic::has_errors;
use kamerbrief::dossier::{Editie, Gronden, Stuk};
use kamerbrief::naast::{Kant, Naast, bladparen, naast};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Letters, Marks, Paged, Rect};
use kamerbrief::{FilledDossier, Job, fill};

use crate::lakken::ok_lakken;
use crate::support::{assert_conforms, of_files, page_text, root, run, typesetter};

/// An edition of the dossier with every kind of withholding.
struct Edition {
    filled: FilledDossier,
    sources: Sources,
    letters: Letters,
    paged: Vec<(Stuk, Paged)>,
}

impl Edition {
    fn of(files: &BTreeMap<String, Vec<u8>>, editie: Editie) -> Self {
        let mut typesetter = typesetter();
        let workspace = of_files(files.clone()).in_editie(editie);
        let templates = Templates::default();
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
        let (mut sources, mut found) = (Sources::default(), Vec::new());
        let filled = fill(job, &mut typesetter, &mut sources, &mut found).unwrap();
        assert!(!has_errors(&found), "{found:?}");
        let paged = filled.stukken().iter().map(|stuk| {
            let (made, _) = filled.typeset(*stuk, &typesetter, &sources, |_| ());
            (*stuk, made.unwrap().0)
        });
        let paged = paged.collect();
        Self { letters: typesetter.letters(), filled, sources, paged }
    }

    fn kant(&self) -> Kant<'_> {
        Kant {
            filled: &self.filled,
            sources: &self.sources,
            letters: &self.letters,
            stukken: self.paged.iter().map(|(stuk, paged)| (*stuk, paged)).collect(),
        }
    }

    /// What a document says at places, and what it says outside of them.
    fn read(&self, stuk: Stuk, marks: &[&Marks]) -> (String, String) {
        let (mut within, mut without) = (String::new(), String::new());
        let (_, paged) = self.paged.iter().find(|(of, _)| *of == stuk).unwrap();
        for (index, page) in paged.pages().iter().enumerate() {
            let rects: Vec<Rect> = marks
                .iter()
                .flat_map(|marks| marks.iter().filter(|(of, _)| *of == index))
                .flat_map(|(_, rects)| rects.clone())
                .collect();
            self.letters.each(page, &mut |one| {
                let (x, y) = (one.rect.x + one.rect.w / 2.0, one.rect.y + one.rect.h / 2.0);
                let inside = rects.iter().any(|rect| {
                    rect.x <= x && x <= rect.x + rect.w && rect.y <= y && y <= rect.y + rect.h
                });
                if inside { &mut within } else { &mut without }.push_str(one.text);
            });
        }
        (within, without)
    }
}

fn both(files: &BTreeMap<String, Vec<u8>>) -> (Edition, Edition, Naast) {
    let (werk, openbaar) = (Edition::of(files, Editie::Werk), Edition::of(files, Editie::Openbaar));
    let naast = naast(&werk.kant(), &openbaar.kant());
    (werk, openbaar, naast)
}

#[test]
fn everything_withheld_is_pointed_out_in_both_editions() {
    let (_, openbaar, naast) = both(&ok_lakken());
    let mut nowhere = Vec::new();
    for one in &naast.lakkingen {
        if one.plekken.werk.is_empty() {
            nowhere.push(one.gelakt.onderdeel.as_str());
            continue;
        }
        let (mark, _) = openbaar.read(one.gelakt.stuk, &[&one.plekken.openbaar]);
        let first = mark.find("gelakt").map(|at| mark[..at].trim_end_matches("weg"));
        assert_eq!(first, Some(""), "{one:?}: {mark:?}");
        assert!(mark.contains(&one.gelakt.gronden[0].code), "{one:?}: {mark:?}");
        assert!(!one.tekst.contains("gelakt"), "{one:?}");
    }
    assert_eq!(nowhere, Vec::<&str>::new());
    let says = |stuk, tekst: &str| {
        naast.lakkingen.iter().any(|one| one.gelakt.stuk == stuk && one.tekst == tekst)
    };
    // A name by rule, a phrase with markup, a text over a note, a section, a cell of a table, a heading, an amount.
    for tekst in [
        "Wouter Kruisselbrink",
        "Zilverberk Holding en haar dochters",
        "417 miljoen euro, zie de taxatie en Kamerstukken II 2023/24, 36410 VI, nr. 2",
        "De rol van Ottoline Vredenburg Zij gaf haar mening over de koers.",
        "koper na een bod van € 398 miljoen",
        "Het bod van Zilverberk",
        "5 januari in Hotel Karelshaven",
        "Xandra Blommesteijn",
    ] {
        let known = naast.lakkingen.iter().any(|one| one.tekst.contains(tekst));
        assert!(
            known,
            "{tekst:?}: {:#?}",
            naast.lakkingen.iter().map(|one| &one.tekst).collect::<Vec<_>>()
        );
    }
    assert!(says(Stuk::Bijlage, "417,300") && says(Stuk::Bijlage, "Team Zilverberk"));
    let opened: Vec<&str> = naast.geopend.iter().map(|one| one.tekst.as_str()).collect();
    assert_eq!(opened, ["B. Openlijk"]);
    let by_rule = naast.lakkingen.iter().filter(|one| one.gelakt.door_regel);
    assert!(by_rule.clone().any(|one| one.tekst == "w.kruisselbrink@minezk.nl"));
    assert!(by_rule.clone().all(|one| one.gelakt.codes() == "5.1.2e"));
}

/// What the dossier withholds, or a rule does.
const SECRETS: [&str; 13] = [
    "Zilverberk",
    "Hoefnagel",
    "Goudvink &",
    "Kruisselbrink",
    "Vredenburg",
    "Karelshaven",
    "417",
    "418",
    "398",
    "1.234",
    "Nergensdorp",
    "Blommesteijn",
    "Zandstra",
];

#[test]
fn what_is_not_coloured_is_public() {
    let (werk, openbaar, naast) = both(&ok_lakken());
    let mut all = String::new();
    for paar in &naast.paren {
        let own = || naast.lakkingen.iter().filter(|one| one.gelakt.stuk == paar.stuk);
        let mut marks: Vec<&Marks> = own().map(|one| &one.plekken.werk).collect();
        let (_, without_computed) = werk.read(paar.stuk, &marks);
        marks.push(&paar.afgeleid.werk);
        let (_, open) = werk.read(paar.stuk, &marks);
        for secret in SECRETS {
            assert!(!open.contains(secret), "{:?} shows {secret}: {open}", paar.stuk);
        }
        // What is computed of a withheld amount would say it.
        if paar.stuk == Stuk::Kamerbrief {
            assert!(without_computed.contains("samen €\u{a0}418,3"), "{without_computed}");
        }
        let mut marks: Vec<&Marks> = own().map(|one| &one.plekken.openbaar).collect();
        marks.push(&paar.afgeleid.openbaar);
        let is_marked =
            |text: &str| text.contains("weggelakt, grond") || text.contains("gelakt 5.");
        let (coloured, open) = openbaar.read(paar.stuk, &marks);
        assert!(is_marked(&coloured) && !is_marked(&open), "{:?}: {open}", paar.stuk);
        // Without its colours it would be found.
        all.push_str(&werk.read(paar.stuk, &[]).1);
    }
    for secret in SECRETS {
        assert!(all.contains(secret), "{secret} is on no page");
    }
}

#[test]
fn both_editions_go_along_by_place() {
    let (werk, openbaar, naast) = both(&ok_lakken());
    for paar in &naast.paren {
        assert!(paar.ankers.len() > 5, "{paar:?}");
        for pair in paar.ankers.windows(2) {
            assert!(
                pair[0].werk <= pair[1].werk && pair[0].openbaar <= pair[1].openbaar,
                "{pair:?}"
            );
        }
        let count = |edition: &Edition| {
            edition.paged.iter().find(|(stuk, _)| *stuk == paar.stuk).unwrap().1.count()
        };
        let (left, right) = (count(&werk), count(&openbaar));
        let pairs = bladparen(&paar.ankers, left, right);
        let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        let pages = |all: Vec<Option<usize>>| all.into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(pages(before), (0..left).collect::<Vec<_>>());
        assert_eq!(pages(after), (0..right).collect::<Vec<_>>());
    }
}

#[test]
fn nothing_is_pointed_out_where_nothing_is_withheld() {
    let mut files = ok_lakken();
    let dossier = "onderwerp: Proef\nkenmerk: 2026-0000000001\ndatum: 2026-03-02\nhuisstijl: ezk\nafzender: {onderdeel: Directie}\nondertekening:\n  - {functie: De Minister, naam: A. Voorbeeld}\n";
    files.insert("dossier.yaml".into(), dossier.into());
    files.insert("brief.yaml".into(), "opening: Alles is openbaar.\n".into());
    files.retain(|name, _| ["dossier.yaml", "brief.yaml"].contains(&name.as_str()));
    let (_, _, naast) = both(&files);
    assert!(naast.lakkingen.is_empty() && naast.geopend.is_empty(), "{naast:?}");
    assert!(naast.paren.iter().all(|paar| paar.afgeleid.werk.is_empty()), "{naast:?}");
    let same = |anker: &kamerbrief::naast::Anker| anker.werk.0 == anker.openbaar.0;
    assert!(!naast.paren[0].ankers.is_empty());
    assert!(naast.paren[0].ankers.iter().all(same));
}

#[test]
fn who_initialled_is_not_taken_for_public() {
    let home = home(&ok_lakken());
    for rol in ["directeur", "FEZ"] {
        let line = ["paraaf", "dossier", "--rol", rol, "--naam", "Petronella Zoekstra"];
        let ran = run(home.path(), &[&line[..], &["--tijd", "2026-03-02T10:00:00+01:00"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let mut files = ok_lakken();
    for entry in walk(&home.path().join("dossier/parafen")) {
        let name = entry.strip_prefix(home.path().join("dossier")).unwrap();
        files.insert(name.to_str().unwrap().replace('\\', "/"), fs::read(&entry).unwrap());
    }
    let (werk, _, naast) = both(&files);
    let memo = naast.paren.iter().find(|paar| paar.stuk == Stuk::Beslisnota).unwrap();
    let (grey, open) = werk.read(Stuk::Beslisnota, &[&memo.afgeleid.werk]);
    assert!(grey.contains("Petronella Zoekstra"), "{grey}");
    assert!(!open.contains("Petronella") && open.contains("B. Openlijk"), "{open}");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// A dossier on disk.
fn home(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("dossier")).unwrap();
    for (name, bytes) in files {
        fs::write(home.path().join("dossier").join(name), bytes).unwrap();
    }
    home
}

#[test]
fn the_pdf_to_go_over_it_is_accessible_and_says_everything() {
    let home = home(&ok_lakken());
    let line = ["review", "dossier", "--out", "nakijken.pdf"];
    let ran = run(home.path(), &line);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert_eq!(ran.stdout, "nakijken.pdf  46 plaatsen gelakt; niet openbaar\n");
    let pdf = fs::read(home.path().join("nakijken.pdf")).unwrap();
    assert_conforms("review", &pdf);
    let pages = page_text::pages(&pdf);
    let text: Vec<String> = pages.iter().map(page_text::Page::text).collect();
    assert!(text[0].contains("Nakijken wat wordt gelakt"), "{}", text[0]);
    assert!(text.iter().all(|page| page.contains("Werkdocument – niet openbaar")));
    let all = text.join("\n");
    for needle in [
        "Wouter Kruisselbrink",
        "persoonlijke levenssfeer",
        "De onderhandelingen lopen nog",
        "een regel",
        "B. Openlijk",
        "Werkeditie – niet openbaar, bladzijde 1",
        "Openbare editie, bladzijde 1",
        "weggelakt, grond 5.1.2e",
    ] {
        assert!(all.contains(needle), "{needle}: {all}");
    }
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("niet openbaar") && raw.contains("/Figure"));
    // The same bytes every time, also over an earlier one.
    assert_eq!(run(home.path(), &line).code, 0);
    assert_eq!(fs::read(home.path().join("nakijken.pdf")).unwrap(), pdf);
}

#[test]
fn the_pdf_never_comes_into_a_publication() {
    let home = home(&ok_lakken());
    let at = home.path();
    let ran = run(at, &["publish", "dossier", "--out", "set", "--proef", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for out in ["set/nakijken.pdf", "set/documenten/nieuw/nakijken.pdf"] {
        let ran = run(at, &["review", "dossier", "--out", out]);
        assert_eq!(ran.code, 2);
        let set = at.canonicalize().unwrap().join("set").display().to_string();
        assert_eq!(
            ran.stderr.replace(&set, "SET"),
            format!(
                "fout[U002]: {out} komt zo in de publicatie SET te staan\n |\n = hulp: kies met `--out` een plaats daarbuiten: in een publicatie staat alleen wat `publish` er zet, en niets dat niet openbaar is\n\n1 fout\n"
            )
        );
        assert!(!at.join(out).exists() && !at.join("set/documenten/nieuw").exists());
    }
    // Whoever puts it there by hand, is told.
    assert_eq!(run(at, &["review", "dossier", "--out", "nakijken.pdf", "--quiet"]).code, 0);
    fs::copy(at.join("nakijken.pdf"), at.join("set/nakijken.pdf")).unwrap();
    let ran = run(at, &["verify", "set"]);
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("nakijken.pdf"), "{}", ran.stdout);
    let ran = run(at, &["publish", "dossier", "--out", "set", "--proef"]);
    assert!(ran.code == 2 && ran.stderr.contains("nakijken.pdf"), "{}", ran.stderr);
    assert!(at.join("set/nakijken.pdf").exists());
}

#[test]
fn the_included_dossier_can_be_gone_over() {
    let home = tempfile::tempdir().unwrap();
    let dossier = root().join("content/mensenhandel").display().to_string();
    let ran = run(home.path(), &["review", &dossier, "--out", "n.pdf", "--quiet"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_conforms("review", &fs::read(home.path().join("n.pdf")).unwrap());
}

#[test]
fn a_mark_is_known_whatever_its_form() {
    for merk in [
        "weggelakt, grond 5.1.2e",
        "gelakt 5.1.2b, 5.1.2f",
        "[weggelakt, grond 5.1.1c](lak:5.1.1c)",
    ] {
        assert!(Gronden::is_merk(merk), "{merk}");
    }
    for text in ["gelakt", "gelakt hout", "417,3", "weggelakt"] {
        assert!(!Gronden::is_merk(text), "{text}");
    }
}
