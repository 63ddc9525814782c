//! In: a dossier's passages. Out: abbreviations that a reader cannot know, or that nobody needed. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Finding, Subject, place};
use crate::check::passage::{Passage, Role, Spot};
use crate::check::reading::within;
use crate::dossier::{Bestand, Regel, Taal};
use crate::yaml::Path;

/// Where an abbreviation stands.
#[derive(Debug, Clone, Copy)]
struct Occurrence<'a> {
    passage: &'a Passage,
    start: usize,
    end: usize,
}

impl Occurrence<'_> {
    fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// One abbreviation in one document, in reading order.
#[derive(Debug, Default)]
struct Life<'a> {
    /// Explained in the text.
    explained: Option<Occurrence<'a>>,
    /// Explained in a footnote.
    in_note: Option<Occurrence<'a>>,
    /// Used in the text before an explanation.
    early: Option<Occurrence<'a>>,
    /// Used in the text.
    used: usize,
    /// Used in a footnote.
    note_used: Option<Occurrence<'a>>,
}

/// The files of each document, which is read as one. An annex that stands behind a letter is read there.
fn documents(subject: &Subject<'_>) -> Vec<Vec<Bestand>> {
    let mut all: Vec<Vec<Bestand>> = Vec::new();
    for (stuk, manuscript) in subject.manuscripten {
        let files = manuscript.bestanden(*stuk);
        if !all.iter().any(|read| files.iter().all(|file| read.contains(file))) {
            all.push(files);
        }
    }
    all
}

/// Abbreviations of a document, each with its life.
fn lives<'a>(subject: &'a Subject<'_>, files: &[Bestand]) -> BTreeMap<String, Life<'a>> {
    let mut lives: BTreeMap<String, Life<'a>> = BTreeMap::new();
    // Nearly every word is none: it has no capital, and no abbreviation of the dossier is like that.
    let capital = |word: &str| word.chars().any(char::is_uppercase);
    let small = subject.dossier.gegevens.afkortingen.keys().any(|short| !capital(short));
    // Behind the name of a member stands a party: that explains nothing.
    let vragen = || subject.dossier.vragen.iter();
    let parties: BTreeSet<&str> = vragen()
        .flat_map(|vragen| vragen.leden.iter().map(|lid| &lid.partij))
        .chain(vragen().flat_map(|vragen| vragen.fractiepartijen().map(|(partij, _)| partij)))
        .map(Regel::as_str)
        .collect();
    for passage in files.iter().flat_map(|bestand| subject.of(*bestand)) {
        let note = passage.role == Role::Note;
        for (i, token) in passage.tokens.iter().enumerate().filter(|(_, token)| token.word) {
            if !small && !capital(passage.word(token)) {
                continue;
            }
            // A code, such as `2024-AB`.
            let digits = passage.word(token).contains(|c: char| c.is_ascii_digit());
            let skip = digits
                || parties.contains(passage.word(token))
                || passage.is_opaque(&token.range)
                || is_code(passage, &token.range)
                || is_party(passage, &token.range)
                || in_paper(subject, passage, &token.range)
                || is_shouted(passage, i);
            if skip {
                continue;
            }
            for range in parts(passage, &token.range) {
                let Some(short) = abbreviation(&passage.text[range.clone()], subject) else {
                    continue;
                };
                let place = Occurrence { passage, start: range.start, end: range.end };
                let life = lives.entry(short.to_owned()).or_default();
                match (is_explanation(passage, &range, &subject.lijsten.taal), note) {
                    (true, false) if life.explained.is_none() => life.explained = Some(place),
                    (true, true) if life.in_note.is_none() => life.in_note = Some(place),
                    (_, true) => life.note_used = life.note_used.or(Some(place)),
                    (_, false) => {
                        life.used += 1;
                        // A heading or table is no place for an explanation.
                        if passage.is_prose() && life.explained.is_none() && life.early.is_none() {
                            life.early = Some(place);
                        }
                    }
                }
            }
        }
    }
    lives
}

/// The party behind the name of a member: `het lid Van Voorbeeld (ABC)`.
fn is_party(passage: &Passage, range: &Range<usize>) -> bool {
    /// Most words and marks between `leden` and the party.
    const NEAR: usize = 14;
    let in_brackets = passage.text[range.end..].starts_with(')');
    in_brackets
        && passage.text[..range.start].ends_with('(')
        && passage.before(range.start).take(NEAR).any(|word| matches!(word, "lid" | "leden"))
}

/// Part of something that is not a word: `ECLI:NL:HR:2023:1280`, `COM(2023) 411`, the letters of a postcode, the bank of an account.
fn is_code(passage: &Passage, range: &Range<usize>) -> bool {
    let (before, after) = (&passage.text[..range.start], &passage.text[range.end..]);
    let glued = before.ends_with([':', '/', '#'])
        || after.starts_with([':', '(']) && !after.starts_with(": ");
    let digits = before.trim_end().bytes().rev().take_while(u8::is_ascii_digit).count();
    let postcode = range.len() == 2 && digits == 4 && before.ends_with([' ', '\u{a0}']);
    // The bank in an account number: `NL86 INGB 0002 4455 88`.
    let signs: Vec<char> = before.trim_end().chars().rev().take(4).collect();
    let account = range.len() == 4
        && matches!(signs[..], [a, b, c, d] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_uppercase() && d.is_ascii_uppercase())
        && after.trim_start().bytes().take_while(u8::is_ascii_digit).count() == 4;
    glued || postcode || account
}

/// A word beside others that are all in capitals, as in `MOTIE VAN HET LID`, is a word.
fn is_shouted(passage: &Passage, index: usize) -> bool {
    let capitals = |index: Option<usize>| {
        index.and_then(|index| passage.tokens.get(index)).is_some_and(|token| {
            let word = passage.word(token);
            token.word && word.chars().count() > 1 && word.chars().all(char::is_uppercase)
        })
    };
    capitals(index.checked_sub(1)) || capitals(Some(index + 1))
}

fn in_paper(subject: &Subject<'_>, passage: &Passage, range: &Range<usize>) -> bool {
    let papers = within(&subject.seen.papers, passage);
    let first = papers.partition_point(|seen| seen.range.end < range.end);
    papers.get(first).is_some_and(|seen| seen.range.start <= range.start)
}

/// The parts of a word between hyphens: `RIEC-LIEC` is two, `motie-Bikker` has one that is not.
fn parts(passage: &Passage, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let word = &passage.text[range.clone()];
    word.split(['-', '/'])
        .map(|part| {
            let part = start..start + part.len();
            start = part.end + 1;
            part
        })
        .collect()
}

/// The abbreviation that a word is, without a plural or possessive ending; none for what every reader knows.
fn abbreviation<'a>(word: &'a str, subject: &Subject<'_>) -> Option<&'a str> {
    let short = ["'s", "’s", "'er", "’er", "'ers", "’ers"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let gegevens = &subject.dossier.gegevens;
    if gegevens.afkortingen.contains_key(short) {
        return Some(short);
    }
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let letters = short.chars().filter(|c| *c != '&').count();
    let all = capitals == letters && (2..=6).contains(&letters);
    // JenV, IenW, AenM, OCenW: capitals on both sides of `en`.
    let and = short.split_once("en").is_some_and(|(left, right)| {
        let upper = |part: &str| {
            !part.is_empty() && part.len() <= 3 && part.chars().all(char::is_uppercase)
        };
        upper(left) && upper(right)
    });
    let roman = || short.chars().all(|c| "IVXLCM".contains(c));
    let known = || {
        let mut known = subject.lijsten.taal.bekende_afkortingen.iter();
        known.any(|known| known.as_str().eq_ignore_ascii_case(short))
    };
    let letters_only = || short.chars().all(|c| c.is_alphabetic() || c == '&');
    ((all || and) && !roman() && letters_only() && !known()).then_some(short)
}

/// No brackets are longer in which an abbreviation is explained, in bytes.
const LONGEST: usize = 300;

/// `Strategisch Overleg (SOM)`, `(hierna: SOM)`, `SOM (Strategisch Overleg)`.
fn is_explanation(passage: &Passage, range: &Range<usize>, taal: &Taal) -> bool {
    let near = passage.text.ceil_char_boundary(range.start.saturating_sub(LONGEST));
    let (before, after) = (passage.text[near..range.start].trim_end(), &passage.text[range.end..]);
    let after = ["'s", "’s"].iter().find_map(|ending| after.strip_prefix(ending)).unwrap_or(after);
    let quotes = ['“', '"', '‘', '\'', '„', '«', '»', '”', '’'];
    let opening = before.trim_end_matches(quotes);
    let open = opening.rfind('(').map(|at| opening[at..].to_lowercase());
    let lead = open.is_some_and(|inside| {
        let inside = inside.trim_start_matches('(').trim();
        let said =
            taal.voert_afkorting_in.iter().find_map(|said| inside.strip_prefix(said.as_str()));
        let rest = said.unwrap_or(inside).trim_end_matches(':').trim();
        let plain = |text: &str| text.trim_matches([':', ' ']).is_empty();
        let joints = || taal.bij_afkorting.iter().map(Regel::as_str);
        let joined = joints().any(|joint| {
            rest.strip_prefix(joint).is_some_and(|rest| {
                plain(rest) || joints().any(|joint| plain(rest.trim().trim_start_matches(joint)))
            })
        });
        // `(European Public Prosecutor’s Office, EPPO)`.
        plain(rest) || joined || (inside.ends_with(',') && inside.split_whitespace().count() > 1)
    });
    let closes = after.trim_start_matches(quotes).trim_start().starts_with([')', ',', ';']);
    let bracketed = closes && lead;
    // `SOM (Strategisch Overleg Mensenhandel)`: what is in brackets begins like the abbreviation.
    let first = passage.text[range.clone()].chars().next();
    let follows = after
        .trim_start()
        .strip_prefix('(')
        .map(|inside| {
            ["het ", "de "]
                .iter()
                .find_map(|article| inside.strip_prefix(article))
                .unwrap_or(inside)
        })
        .and_then(|inside| inside.chars().next())
        .is_some_and(|inside| {
            first.is_some_and(|first| inside.to_lowercase().eq(first.to_lowercase()))
        })
        && after.starts_with(' ');
    bracketed || follows
}

/// The present ministry with this abbreviation.
fn ministry<'a>(subject: &'a Subject<'_>, short: &str) -> Option<&'a Regel> {
    let all = subject.lijsten.namen.ministeries.iter();
    all.filter(|ministerie| ministerie.exists(subject.date))
        .find(|ministerie| ministerie.afkorting.iter().any(|known| known.as_str() == short))
        .map(|ministerie| &ministerie.naam)
}

/// N005: an abbreviation is explained in the text, where it is first used.
pub(super) fn unexplained(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for files in documents(subject) {
        for (short, life) in lives(subject, &files) {
            let listed = subject.dossier.gegevens.afkortingen.get(&short);
            let meaning = listed.or_else(|| ministry(subject, &short));
            let help = match meaning {
                Some(meaning) => format!("schrijf de eerste keer `{meaning} ({short})`"),
                None => format!("schrijf de eerste keer de hele naam, met `({short})` erachter"),
            };
            let early = life.early.filter(|_| life.used > 0);
            let finding = match (early, life.explained, life.in_note) {
                (Some(early), Some(explained), _) => Finding::on(
                    early.passage,
                    &early.range(),
                    format!("afkorting {short} staat hier vóór haar uitleg"),
                )
                .and(explained.passage.spot(&explained.range()), "hier is de uitleg")
                .help(help),
                (Some(early), None, Some(note)) => Finding::on(
                    early.passage,
                    &early.range(),
                    format!("afkorting {short} is alleen in een voetnoot uitgelegd"),
                )
                .and(note.passage.spot(&note.range()), "hier is de uitleg")
                .help(help),
                (Some(early), None, None) => Finding::on(
                    early.passage,
                    &early.range(),
                    format!("afkorting {short} is niet uitgelegd"),
                )
                .help(help),
                (None, Some(explained), _) if life.used == 0 => {
                    let Some(note) = life.note_used else { continue };
                    Finding::on(
                        explained.passage,
                        &explained.range(),
                        format!(
                            "afkorting {short} wordt na deze uitleg alleen in een voetnoot gebruikt"
                        ),
                    )
                    .and(note.passage.spot(&note.range()), "alleen hier")
                    .help("laat de afkorting in de tekst weg, en leg haar in de voetnoot uit")
                }
                _ => continue,
            };
            out.push(finding);
        }
    }
}

/// N006: an abbreviation is there to be used.
pub(super) fn unused(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for files in documents(subject) {
        for (short, life) in lives(subject, &files) {
            if let Some(explained) = life.explained.or(life.in_note)
                && life.used == 0
                && life.note_used.is_none()
            {
                out.push(
                    Finding::on(
                        explained.passage,
                        &explained.range(),
                        format!("afkorting {short} wordt uitgelegd en daarna niet gebruikt"),
                    )
                    .help(format!("haal `({short})` weg")),
                );
            }
            seen.insert(short);
        }
    }
    // The route and the signers may use one too.
    let explains = Path::default().key("afkortingen");
    let own = explains.segments().first();
    let others = subject.of(Bestand::Dossier);
    let others = others.filter(|passage| passage.place.path.segments().first() != own);
    let elsewhere: BTreeSet<&str> =
        others.flat_map(|passage| passage.tokens.iter().map(|token| passage.word(token))).collect();
    for short in subject.dossier.gegevens.afkortingen.keys() {
        if !seen.contains(short) && !elsewhere.contains(short.as_str()) {
            let path = Path::default().key("afkortingen").key(short);
            let spot = Spot::key(place(Bestand::Dossier, path));
            out.push(
                Finding::at(spot, format!("afkorting {short} komt nergens voor"))
                    .help("haal haar weg"),
            );
        }
    }
}
