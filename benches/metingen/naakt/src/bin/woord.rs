//! In: a dossier, a word of its letter, and how often. Out: what one changed word costs, from YAML to PDF and to the pictures
//! of what changed, by the program and by Typst alone on the same sheets, in turn: one line of JSON with medians in
//! milliseconds. Reads files and the clock.
//!
//! What is forgotten between edits weighs as much as what is computed: both sides forget the same between two edits, outside
//! the time measured.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a measurement looks at the clock, and may stop at the first surprise"
)]

use std::collections::{BTreeMap, HashSet};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::preview::Session;
use kamerbrief::render::Sheets;
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Fonts, Typesetter};
use kamerbrief::workspace::Workspace;
use kamerbrief::{FilledDossier, Job, begin, export, fill, system};
use kamerbrief_naakt::Bare;
use typst::comemo;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The files of the dossier, and the word that changes.
struct Edited {
    files: BTreeMap<String, Vec<u8>>,
    word: String,
    number: usize,
}

impl Edited {
    /// The dossier with another word than ever before in the place of this one.
    fn next(&mut self) -> Workspace {
        self.number += 1;
        comemo::evict(10);
        let mut files = self.files.clone();
        let letter = String::from_utf8(files[&Bestand::Brief.name()].clone()).unwrap();
        let other = letter.replacen(&self.word, &format!("{}{}", self.word, self.number), 1);
        files.insert(Bestand::Brief.name(), other.into_bytes());
        Workspace::new("dossier", files).unwrap()
    }
}

fn job<'a>(workspace: &'a Workspace, templates: &'a Templates, stukken: &'a [Stuk]) -> Job<'a> {
    Job { workspace, templates, stukken, style: false }
}

/// From YAML to the PDF of the letter; the rules are gone through in the meantime.
fn letter_as_pdf(
    workspace: &Workspace,
    templates: &Templates,
    typesetter: &mut Typesetter,
) -> Vec<u8> {
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let job = job(workspace, templates, &[Stuk::Kamerbrief]);
    let (filled, rules) = begin(job, typesetter, &mut sources, &mut found);
    let made =
        filled.unwrap().made(Stuk::Kamerbrief, typesetter, &sources, &mut Vec::new()).unwrap();
    assert!(rules.finish(&mut found));
    made.1
}

/// The sheets that the program would set.
fn filled(
    workspace: &Workspace,
    templates: &Templates,
    stukken: &[Stuk],
    typesetter: &mut Typesetter,
) -> FilledDossier {
    let job = job(workspace, templates, stukken);
    fill(job, typesetter, &mut Sources::default(), &mut Vec::new()).unwrap()
}

fn load(bare: &mut Bare, sheets: &Sheets) {
    bare.load(sheets.sources());
    bare.main(sheets.main(Stuk::Kamerbrief).unwrap());
}

fn timed<T>(times: &mut Vec<f64>, work: impl FnOnce() -> T) {
    let start = Instant::now();
    black_box(work());
    times.push(start.elapsed().as_secs_f64() * 1000.0);
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dossier, word, rounds] = arguments.as_slice() else {
        panic!("woord DOSSIER WORD ROUNDS");
    };
    let read =
        |name: String| Some((name.clone(), system::read(&Path::new(dossier).join(name)).ok()?));
    let files: BTreeMap<_, _> =
        Bestand::ALL.map(Bestand::name).into_iter().filter_map(read).collect();
    let letter = String::from_utf8_lossy(&files[&Bestand::Brief.name()]).into_owned();
    assert!(letter.contains(word.as_str()), "the word is not in the letter");
    let rounds: usize = rounds.parse().unwrap();
    let mut edited = Edited { files, word: word.clone(), number: 0 };
    let (templates, fonts) = (Templates::default(), Fonts::new([]));
    let typesetter = || Typesetter::new(fonts.clone());
    let (mut ours, mut elsewhere, mut bare) = (typesetter(), typesetter(), Bare::new());
    let mut session = Session::new(typesetter());
    let mut drawn: HashSet<u128> = HashSet::new();
    let mut times: [Vec<f64>; 4] = Default::default();
    for round in 0..rounds + 5 {
        let [our_pdf, bare_pdf, our_svg, bare_svg] = &mut times;
        let workspace = edited.next();
        timed(our_pdf, || letter_as_pdf(&workspace, &templates, &mut ours));
        let outcome = filled(&edited.next(), &templates, &[Stuk::Kamerbrief], &mut elsewhere);
        timed(bare_pdf, || {
            load(&mut bare, outcome.sheets());
            bare.pdf(&bare.typeset())
        });
        let workspace = edited.next();
        let whole = job(&workspace, &templates, &[]);
        timed(our_svg, || session.round(whole, &mut || false).unwrap());
        let outcome = filled(&edited.next(), &templates, &[], &mut elsewhere);
        timed(bare_svg, || {
            load(&mut bare, outcome.sheets());
            let document = bare.typeset();
            let pages = document.pages().iter();
            let new = pages.filter(|page| drawn.insert(typst::utils::hash128(page)));
            new.map(export::svg).collect::<Vec<_>>()
        });
        if round == 4 {
            // Everything was seen once.
            times = Default::default();
        }
    }
    let [our_pdf, bare_pdf, our_svg, bare_svg] = times.map(median);
    let line = serde_json::json!({
        "rounds": rounds,
        "pdf": { "kamerbrief": our_pdf, "typst": bare_pdf },
        "svg": { "kamerbrief": our_svg, "typst": bare_svg },
    });
    println!("{line}");
}
