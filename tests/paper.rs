//! What stands on paper: boxes, notes and what belongs together, measured in the PDFs of random letters: by the glyphs that
//! are drawn there, and not by what the compiler knows of its own pages, so that these can disagree.

use std::fmt::Write as _;

use kamerbrief::diagnostic::{self, Text, codes};
use kamerbrief::dossier::{Bestand, Stuk};
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::Typesetter;
use kamerbrief::{Job, fill};

use crate::support::page_text::{self, Page, Word};
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
    frames: Vec<String>,
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
            frames: Vec::new(),
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
        if !letter.frames.is_empty() {
            letter.text.push_str("kaders:\n");
            for (i, frame) in letter.frames.iter().enumerate() {
                writeln!(letter.text, "  k{i}:\n    kop: Kader {i}\n    tekst: \"{frame}\"")
                    .unwrap();
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
            let (length, number) = (self.random.within(2..=40), self.notes.len());
            let note = self.words(length);
            write!(text, " Cijfer{number}[^n{number}] {}", self.words(2)).unwrap();
            self.notes.push(format!("Noot{number} {note}"));
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
                let paragraph = format!("{lead} {text} {second}.");
                // Some stand in a frame.
                match block.is_multiple_of(7) {
                    true => {
                        self.line(&format!("<kader:k{}>", self.frames.len()));
                        self.frames.push(paragraph);
                    }
                    false => self.line(&paragraph),
                }
            }
        }
        self.line("");
    }
}

const DOSSIER: &str = include_str!("cases/ok_minimaal/dossier.yaml");
const ANNEX: &str = include_str!("cases/ok_bijlage_structureel/bijlage.yaml");

/// What was found in a letter.
struct Findings {
    pages: usize,
    /// What stands elsewhere than it should, of which the compiler says so.
    told: usize,
    wrong: Vec<String>,
}

/// What is wrong with a letter on paper.
fn faults(seed: u64, typesetter: &mut Typesetter) -> Findings {
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
    found.clear();
    let made = filled.made(Stuk::Kamerbrief, typesetter, &sources, &mut found);
    let (_, pdf) = made.unwrap_or_else(|| panic!("{seed}: {}", told(&found)));
    let pages = page_text::pages(&pdf);
    let words: Vec<Vec<Word>> = pages.iter().map(Page::words).collect();
    let page_of =
        |wanted: &str| words.iter().position(|page| page.iter().any(|word| word.text == wanted));
    let mut wrong = Vec::new();
    // What strays is told, and only that.
    let mut strayed: Vec<String> = Vec::new();
    for i in 0..letter.notes.len() {
        match (page_of(&format!("Cijfer{i}")), page_of(&format!("Noot{i}"))) {
            (Some(number), Some(note)) if number == note => {}
            (Some(_), Some(_)) => strayed.push(format!("[^n{i}]")),
            other => wrong.push(format!("note {i} and its number stand on pages {other:?}")),
        }
    }
    let mut alone = 0;
    for diagnostic in &found {
        let note =
            diagnostic.span().map(|span| &sources.get(span.source).text()[span.range.clone()]);
        match (diagnostic.code, note) {
            (codes::NOTE_ELSEWHERE, Some(note)) => {
                match strayed.iter().position(|strayed| strayed == note) {
                    Some(at) => drop(strayed.remove(at)),
                    None => wrong.push(format!("{note} is said to stray, but does not")),
                }
            }
            (codes::STANDS_ALONE, _) => alone += 1,
            _ => wrong.push(told(std::slice::from_ref(diagnostic))),
        }
    }
    let told = found.len();
    let mut apart = Vec::new();
    wrong.extend(strayed.into_iter().map(|note| format!("{note} strays")));
    for (first, second) in &letter.together {
        let (a, b) = (page_of(first), page_of(second));
        if a.is_none() || a != b {
            apart.push(format!("{first} and {second} stand on pages {a:?} and {b:?}"));
        }
    }
    for (i, page) in pages.iter().enumerate() {
        if let Some((word, other)) = page.overlap() {
            wrong.push(format!("{word:?} and {other:?} overlap on page {}", i + 1));
        }
        let upright = page.size.0 < page.size.1;
        // The running text; beside it stands the column of the first page, below it the number of the page.
        let runs = |word: &&Word| upright && word.x < 160.0 && (7.5..10.0).contains(&word.size);
        let out = |word: &&Word| word.x < 26.5 || word.end > 160.7 || word.baseline > 276.0;
        if let Some(word) = words[i].iter().filter(runs).find(out).filter(|_| !annex) {
            wrong.push(format!("{word:?} is outside its column on page {}", i + 1));
        }
    }
    // Above the signature stands text, and below it what belongs to it.
    let end = page_of("Hoogachtend,").unwrap();
    let above: usize = words[end]
        .iter()
        .take_while(|word| word.text != "Hoogachtend,")
        .filter(|word| word.size > 7.5)
        .map(|word| word.text.len())
        .sum();
    if above < 40 {
        apart.push(format!("the signature stands alone on page {}", end + 1));
    }
    if apart.len() != alone {
        wrong.push(format!("{alone} things are said to stand alone: {}", apart.join("; ")));
    }
    if annex && !pages[end].text().contains("Nog een rapport") {
        wrong.push("the list of annexes stands elsewhere than the signature".into());
    }
    Findings { pages: pages.len(), told, wrong }
}

#[test]
fn nothing_is_lost_or_torn_in_random_letters() {
    let number =
        std::env::var("LETTERS").ok().and_then(|number| number.parse().ok()).unwrap_or(NUMBER);
    let (mut typesetter, mut pages, mut told, mut all) = (typesetter(), 0, 0, Vec::new());
    for seed in 1..=number {
        let Findings { pages: count, told: elsewhere, wrong } = faults(seed, &mut typesetter);
        (pages, told) = (pages + count, told + elsewhere);
        all.extend(wrong.into_iter().map(|wrong| format!("letter {seed}, {count} pages: {wrong}")));
        kamerbrief::forget();
    }
    assert!(told * 100 <= pages, "{told} things stand elsewhere on {pages} pages");
    assert!(all.is_empty(), "in {number} letters of {pages} pages:\n{}", all.join("\n"));
}

/// The pages of a document that is made without a word.
fn silent(files: &[(Bestand, &[u8])], stuk: Stuk, typesetter: &mut Typesetter) -> Vec<Page> {
    let workspace = folder(files);
    let templates = Templates::default();
    let job = Job { workspace: &workspace, templates: &templates, stukken: &[stuk], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, typesetter, &mut sources, &mut found).unwrap();
    found.clear();
    let made = filled.made(stuk, typesetter, &sources, &mut found);
    assert!(found.is_empty(), "{}", Text::new(false, 120).render(&found, &sources));
    page_text::pages(&made.unwrap().1)
}

#[test]
fn initials_stand_together_below_text_of_the_nota() {
    let roles = ["directeur", "directeur-generaal", "secretaris-generaal", "minister"];
    let steps: String = roles.iter().map(|role| format!("  - rol: {role}\n")).collect();
    let dossier = format!("{DOSSIER}\nparafenroute:\n{steps}");
    let (mut typesetter, mut moved) = (typesetter(), 0);
    for lines in (20..44).step_by(3) {
        let text = "    Deze zin vult een regel van de nota, van links naar rechts en verder.\n\n";
        let nota = format!(
            "aanleiding: De Kamer vraagt om een brief.\ngeadviseerd_besluit: U wordt geadviseerd de brief te sturen.\nkernpunten: |\n{}niet_openbaar: n.v.t.\n",
            text.repeat(lines)
        );
        let files = [(Bestand::Dossier, dossier.as_bytes()), (Bestand::Nota, nota.as_bytes())];
        let pages = silent(&files, Stuk::Beslisnota, &mut typesetter);
        let heading = pages.iter().position(|page| !page.find_all("Parafen").is_empty()).unwrap();
        let top = pages[heading].find("Parafen").baseline;
        for role in roles {
            assert!(pages[heading].find(role).baseline > top, "{lines}: {role} stands elsewhere");
        }
        let above = |word: &&Word| word.size > 7.5 && word.x < 160.0 && word.baseline < top - 1.0;
        assert!(pages[heading].words().iter().filter(above).count() > 0, "{lines}: alone");
        moved += heading;
    }
    assert!(moved > 2, "no nota is long enough to show it");
}

#[test]
fn any_number_of_signatures_fits() {
    let mut typesetter = typesetter();
    let brief = b"opening: |\n  Iets.\nslot: |\n  Tot slot.\n";
    for number in [5, 13, 27] {
        let start = DOSSIER.split("ondertekening:").next().unwrap();
        let signers: String = (1..=number)
            .map(|i| format!("  - functie: De Minister van Zaak{i}\n    naam: A. Naam{i}\n"))
            .collect();
        let dossier = format!("{start}ondertekening:\n{signers}");
        let files = [(Bestand::Dossier, dossier.as_bytes()), (Bestand::Brief, brief.as_slice())];
        let pages = silent(&files, Stuk::Kamerbrief, &mut typesetter);
        for i in 1..=number {
            let (office, name) = (format!("Zaak{i},"), format!("Naam{i}"));
            let page = pages.iter().find(|page| !page.find_all(&office).is_empty()).unwrap();
            page.find(&name);
        }
    }
}
