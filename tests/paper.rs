//! What stands on paper: boxes, notes and what belongs together, measured on the pages of random letters.

use std::fmt::Write as _;

use kamerbrief::diagnostic::{self, Text, codes};
use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Letters, Run, Typesetter};
use kamerbrief::{Job, fill};

use crate::support::{folder, typesetter};

/// As many letters in each run. To look further: `LETTERS=500 cargo test random_letters`.
const NUMBER: u64 = 24;

/// The same numbers for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's constants; the upper bits are the random ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn within(&mut self, range: std::ops::RangeInclusive<u64>) -> u64 {
        range.start() + self.below(range.end() - range.start() + 1)
    }

    fn one_in(&mut self, number: u64) -> bool {
        self.below(number) == 0
    }
}

/// A letter as it is typed, and what of it must stand on one page.
struct Letter {
    random: Random,
    text: String,
    notes: Vec<String>,
    /// Words of which the first and the second stand on the same page.
    together: Vec<(String, String)>,
    blocks: usize,
}

const WORDS: [&str; 24] = [
    "de",
    "het",
    "een",
    "van",
    "en",
    "voor",
    "met",
    "kabinet",
    "maatregelen",
    "gemeenten",
    "uitvoering",
    "jongeren",
    "opvang",
    "budget",
    "structureel",
    "uitvoeringsorganisaties",
    "toezicht",
    "Kamer",
    "motie",
    "verantwoordelijkheid",
    "€ 2,5 miljoen",
    "2026",
    "(zie hierna)",
    "rechtsbescherming",
];

impl Letter {
    fn new(seed: u64, sections: bool) -> Self {
        let mut letter = Self {
            random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            text: String::new(),
            notes: Vec::new(),
            together: Vec::new(),
            blocks: 0,
        };
        // Half of the letters have at most four pages.
        let most = if letter.random.one_in(2) { 12 } else { 140 };
        let blocks = letter.random.within(1..=most);
        letter.text.push_str("opening: |\n");
        letter.block();
        if sections {
            letter.text.push_str("secties:\n");
            let mut left = blocks;
            while left > 0 {
                let now = letter.random.within(1..=9).min(left);
                left -= now;
                let number = letter.blocks;
                writeln!(letter.text, "  - kop: Kop {number}\n    tekst: |").unwrap();
                let plain = std::mem::take(&mut letter.text);
                (0..now).for_each(|_| letter.block());
                let text = std::mem::replace(&mut letter.text, plain);
                letter.text.extend(text.lines().map(|line| format!("    {line}\n")));
            }
        } else {
            (0..blocks).for_each(|_| letter.block());
        }
        letter.text.push_str("slot: |\n");
        letter.block();
        if !letter.notes.is_empty() {
            letter.text.push_str("voetnoten:\n");
            for (i, note) in letter.notes.iter().enumerate() {
                writeln!(letter.text, "  n{i}: \"{note}\"").unwrap();
            }
        }
        letter
    }

    fn words(&mut self, number: u64) -> String {
        let words: Vec<&str> = (0..number).map(|_| WORDS[self.random.below(24) as usize]).collect();
        words.join(" ")
    }

    /// Some words, and seldom a note.
    fn sentence(&mut self, number: u64, notes: u64) -> String {
        let mut text = self.words(number);
        if self.random.one_in(notes) {
            let length = self.random.within(2..=40);
            let note = self.words(length);
            write!(text, "[^n{}] {}", self.notes.len(), self.words(2)).unwrap();
            self.notes.push(note);
        }
        text
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "  {line}").unwrap();
    }

    fn block(&mut self) {
        self.blocks += 1;
        let block = self.blocks;
        let lead = format!("Blok{block}");
        // Below a long table the signature may stand alone.
        match self.random.below(6) {
            1 if self.text.ends_with("slot: |\n") => self.line(&format!(
                "{lead} is het slot van deze brief aan de Kamer over de uitvoering."
            )),
            0 => {
                let (items, length) = (self.random.within(2..=9), self.random.within(2..=40));
                let notes = if self.random.one_in(3) { 4 } else { 1_000_000 };
                self.line(&format!("{lead} heeft deze punten:"));
                self.line("");
                let numbered = self.random.one_in(3);
                let start = self.text.len();
                for i in 1..=items {
                    let text = self.sentence(length, notes);
                    let sign = if numbered { format!("{i}.") } else { "-".into() };
                    self.line(&format!("{sign} {lead}punt{i} {text}"));
                }
                self.together.push((lead.clone(), format!("{lead}punt1")));
                // As much text as stays on one page.
                if self.text.len() - start + 40 * items as usize <= 250 {
                    self.together.push((format!("{lead}punt1"), format!("{lead}punt2")));
                }
            }
            1 => {
                let (columns, rows) = (self.random.within(2..=6), self.random.within(1..=14));
                let notes = if self.random.one_in(2) { 8 } else { 1_000_000 };
                self.line(&format!("{lead} heeft deze tabel:"));
                self.line("");
                self.line(&format!("|{}", " Kop |".repeat(columns as usize)));
                self.line(&format!("|{}", "---|".repeat(columns as usize)));
                for i in 1..=rows {
                    let cells: String = (1..columns)
                        .map(|_| {
                            let length = self.random.within(1..=4);
                            let text = self.sentence(length, notes);
                            format!(" {text} |")
                        })
                        .collect();
                    self.line(&format!("| {lead}rij{i} |{cells}"));
                }
                self.together.push((lead.clone(), format!("{lead}rij1")));
                if rows <= 3 {
                    self.together.push((format!("{lead}rij1"), format!("{lead}rij{rows}")));
                }
            }
            _ => {
                let length = self.random.within(4..=110);
                let text = self.sentence(length, 4);
                let second = self.sentence(3, 12);
                self.line(&format!("{lead} {text} {second}."));
            }
        }
        self.line("");
    }
}

const DOSSIER: &str = include_str!("cases/ok_minimaal/dossier.yaml");
const ANNEX: &str = include_str!("cases/ok_bijlage_structureel/bijlage.yaml");

/// What is wrong with a letter on paper.
fn faults(seed: u64, typesetter: &mut Typesetter) -> (usize, Vec<String>) {
    let letter = Letter::new(seed, seed.is_multiple_of(2));
    let annex = seed.is_multiple_of(3);
    let mut dossier = DOSSIER.to_owned();
    if annex {
        dossier.push_str(
            "bijlagen:\n  - titel: Een rapport over de opvang\n  - titel: Nog een rapport\n",
        );
    }
    let mut files =
        vec![(Bestand::Dossier, dossier.as_bytes()), (Bestand::Brief, letter.text.as_bytes())];
    if annex {
        files.push((Bestand::Bijlage, ANNEX.as_bytes()));
    }
    let workspace = folder(&files);
    let job = Job {
        workspace: &workspace,
        templates: &Templates::default(),
        stukken: &[Stuk::Kamerbrief],
        style: false,
    };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, typesetter, &mut sources, &mut found);
    let told = |found: &[diagnostic::Diagnostic]| Text::new(false, 120).render(found, &sources);
    let filled = filled.unwrap_or_else(|| panic!("{seed}: {}", told(&found)));
    let (paged, found) = filled.typeset(Stuk::Kamerbrief, typesetter, &sources, |_| ());
    let (paged, ()) = paged.unwrap_or_else(|| panic!("{seed}: {}", told(&found)));
    // In a long table a note may stray: that is told.
    let in_table = |found: &diagnostic::Diagnostic| {
        let span = found.labels.first().map(|label| &label.span);
        found.code == codes::NOTE_ELSEWHERE
            && span.is_some_and(|span| {
                let text = sources.get(span.source).text();
                let line = text[..span.range.start].lines().next_back();
                line.is_some_and(|line| line.trim_start().starts_with('|'))
            })
    };
    let other = found.iter().filter(|found| !in_table(found));
    let mut wrong: Vec<String> = other.map(|found| told(std::slice::from_ref(found))).collect();
    let pages: Vec<Vec<Run>> = paged.pages().iter().map(Letters::runs).collect();
    let page_of = |word: &str| {
        let is = |run: &Run| run.text.split([' ', '\u{a0}']).any(|part| part == word);
        pages.iter().position(|page| page.iter().any(is))
    };
    for (first, second) in &letter.together {
        let (a, b) = (page_of(first), page_of(second));
        if a.is_none() || a != b {
            wrong.push(format!("{first} and {second} stand on pages {a:?} and {b:?}"));
        }
    }
    // Above the signature stands text, and below it what belongs to it.
    let end = page_of("Hoogachtend,").unwrap();
    let above: usize = pages[end]
        .iter()
        .take_while(|run| run.text != "Hoogachtend,")
        .map(|run| run.text.len())
        .sum();
    if above < 40 {
        wrong.push(format!("the signature stands alone on page {}", end + 1));
    }
    if annex && !pages[end].iter().any(|run| run.text.starts_with("Nog een rapport")) {
        wrong.push("the list of annexes stands elsewhere than the signature".into());
    }
    (pages.len(), wrong)
}

#[test]
fn nothing_is_lost_or_torn_in_random_letters() {
    let number =
        std::env::var("LETTERS").ok().and_then(|number| number.parse().ok()).unwrap_or(NUMBER);
    let (mut typesetter, mut pages, mut all) = (typesetter(), 0, Vec::new());
    for seed in 1..=number {
        let (count, wrong) = faults(seed, &mut typesetter);
        pages += count;
        all.extend(wrong.into_iter().map(|wrong| format!("letter {seed}, {count} pages: {wrong}")));
        kamerbrief::forget();
    }
    assert!(all.is_empty(), "in {number} letters of {pages} pages:\n{}", all.join("\n"));
}
