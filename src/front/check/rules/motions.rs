//! In: a dossier's texts and lists. Out: motions, amendments and commitments without a reference, or missing in
//! one of the two. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Finding, Subject, is_of_letter, place};
use crate::check::passage::{Passage, Role, Spot};
use crate::check::reading::{Paper, Seen, within};
use crate::diagnostic::words;
use crate::dossier::{
    Afdoening, Bestand, Briefsoort, Datum, Kamerstuk, Kamerwoorden, Lijsten, Namen, Root, Stuk,
};
use crate::yaml::Path;

/// A motion, amendment or commitment of somebody, as a text names it.
struct Mention<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    /// `motie`, `amendement` or `toezegging`.
    what: &'static str,
    /// Of whom, without `c.s.`
    who: String,
}

/// Finds `motie Bikker c.s.`, `motie-Bikker`, `motie van het lid Bikker`, `het lid Grinwis c.s. … een
/// amendement`, `toegezegd aan het lid Kröger`.
fn named<'a>(subject: &'a Subject<'_>) -> Vec<Mention<'a>> {
    let mut out = Vec::new();
    for passage in &subject.passages {
        let file = matches!(
            passage.place.root,
            Root::File(Bestand::Brief | Bestand::Vragen | Bestand::Nota)
        );
        if !file || !(passage.is_prose() || passage.role == Role::Cell) {
            continue;
        }
        for (i, token) in passage.tokens.iter().enumerate() {
            let word = passage.word(token);
            // Nearly every word is none of these.
            let begins = |begin: &&str| {
                word.get(..begin.len()).is_some_and(|word| word.eq_ignore_ascii_case(begin))
            };
            if !["motie", "amendement", "lid", "leden"].iter().any(begins) {
                continue;
            }
            let lower = word.to_lowercase();
            let next = |n: usize| passage.tokens.get(i + n).map_or("", |token| passage.word(token));
            let name = |n: usize| person(passage, i + n, &subject.lijsten.namen);
            let kinds = ["motie", "amendement"];
            let found = if let Some((kind, rest)) =
                kinds.iter().find_map(|kind| Some((*kind, lower.strip_prefix(kind)?)))
            {
                match rest {
                    "" if next(1) == "van"
                        && matches!(next(2), "het" | "de")
                        && matches!(next(3), "lid" | "leden") =>
                    {
                        name(4).map(|(who, end)| (kind, who, end))
                    }
                    "" => name(1).map(|(who, end)| (kind, who, end)),
                    rest if rest.starts_with('-') => {
                        let who = &word[kind.len() + 1..];
                        capitalised(who).then(|| (kind, who.to_owned(), i))
                    }
                    _ => None,
                }
            } else if let ("lid" | "leden", Some((who, end))) = (lower.as_str(), name(1)) {
                of_member(passage, token.range.start, subject.lijsten).map(|what| (what, who, end))
            } else {
                None
            };
            if let Some((what, who, end)) = found {
                let range = token.range.start..passage.tokens[end].range.end;
                out.push(Mention { passage, range, what, who });
            }
        }
    }
    out
}

/// The name of a person that begins at a token, and the token that it ends at: `Bikker`, `Van den Berg`.
fn person(passage: &Passage, first: usize, namen: &Namen) -> Option<(String, usize)> {
    let word = |i: usize| passage.tokens.get(i).map_or("", |token| passage.word(token));
    let mut end = first;
    while namen.tussenvoegsels.has_folded(word(end)) && end < first + 3 {
        end += 1;
    }
    let begins = word(first).starts_with(char::is_uppercase);
    (begins && capitalised(word(end))).then(|| {
        let name = (first..=end).map(word).collect::<Vec<_>>().join(" ");
        (name, end)
    })
}

fn capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase)
}

/// `Het lid X heeft een amendement ingediend`: what the sentence says that a member did. `Artikel 3, tweede lid`
/// is no member.
fn of_member(passage: &Passage, at: usize, lijsten: &Lijsten) -> Option<&'static str> {
    if passage.before(at).next().is_some_and(|before| lijsten.taal.rangtelwoorden.has(before)) {
        return None;
    }
    let kamer = &lijsten.kamer;
    let near = passage.near(&(at..at));
    let (before, rest) = (&passage.text[near.start..at], &passage.text[at..near.end]);
    let mut near = passage.tokens_in(&near).iter();
    let done = near.any(|token| kamer.ingediend.has(passage.word(token)));
    if done && rest.contains("een amendement") {
        Some("amendement")
    } else if done && rest.contains("een motie") {
        Some("motie")
    } else if before.contains("toegezegd aan") || before.contains("toezegging aan") {
        Some("toezegging")
    } else {
        None
    }
}

impl Mention<'_> {
    /// Where a reference may stand: the sentence, with a note mark behind its full stop; in a footnote all of it.
    fn around(&self) -> Range<usize> {
        if self.passage.role == Role::Note {
            return 0..self.passage.text.len() + 1;
        }
        let near = self.passage.near(&self.range);
        near.start..near.end + 2
    }

    /// Whether there is a reference: a paper, a note, the minutes, or for a commitment a day.
    fn has_reference(&self, subject: &Subject<'_>) -> bool {
        let around = self.around();
        let paper = seen_in(&subject.seen.papers, self.passage, &around).next().is_some();
        let note = self.passage.notes.iter().any(|(at, _)| around.contains(at));
        let day = || seen_in(&subject.seen.days, self.passage, &around).next().is_some();
        let end = self.passage.text.floor_char_boundary(around.end);
        let text = &self.passage.text[around.start..end];
        let said = text.contains("Handelingen")
            || has_document(text)
            || (self.what == "toezegging" && text.contains("TZ2"));
        paper || note || said || self.in_row(subject) || (self.what == "toezegging" && day())
    }

    /// Whether another cell of the same row of a table cites a paper.
    fn in_row(&self, subject: &Subject<'_>) -> bool {
        let Some(cell) = &self.passage.cell else { return false };
        let row = |passage: &&Passage| {
            passage
                .cell
                .as_ref()
                .is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
        };
        let (before, from) = subject.passages.split_at(self.passage.index);
        before.iter().rev().take_while(row).chain(from.iter().take_while(row)).any(|passage| {
            !within(&subject.seen.papers, passage).is_empty() || !passage.notes.is_empty()
        })
    }

    /// The paper that these words cite: the first one in the footnote beside them, else the first one behind them
    /// in the sentence. What follows later is something else, such as the letter that answered a motion.
    fn paper<'a>(&'a self, subject: &'a Subject<'_>) -> Option<&'a Seen<Paper>> {
        let beside = |(at, _): &&(usize, String)| {
            *at >= self.range.start && *at <= self.range.end + BESIDE_NOTE
        };
        if let Some((_, name)) = self.passage.notes.iter().find(beside) {
            return subject.cited(self.passage.place.root, name).next();
        }
        seen_in(&subject.seen.papers, self.passage, &(self.range.start..self.around().end)).next()
    }
}

/// What was seen of a kind, and begins in a part of a passage.
fn seen_in<'a, T>(
    seen: &'a [Seen<T>],
    passage: &Passage,
    part: &Range<usize>,
) -> impl Iterator<Item = &'a Seen<T>> {
    let here = within(seen, passage);
    let first = here.partition_point(|seen| seen.range.start < part.start);
    let end = part.end;
    here[first..].iter().take_while(move |seen| seen.range.start < end)
}

/// The number of a document or case of the Chamber: `2023D32937`, `2023Z13787`.
fn has_document(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let bytes = word.as_bytes();
        bytes.len() == 10
            && word.starts_with("20")
            && matches!(bytes[4], b'D' | b'Z')
            && bytes.iter().enumerate().all(|(i, byte)| i == 4 || byte.is_ascii_digit())
    })
}

/// The papers that a citation names.
fn numbers(paper: &Paper) -> impl Iterator<Item = &Kamerstuk> {
    paper.kamerstuk.iter().chain(&paper.also)
}

/// Most bytes between the name of a motion and the mark of its footnote: ` c.s.,`.
const BESIDE_NOTE: usize = 8;

/// K005: the first mention in a document, or any other, must have a reference in its sentence.
pub(super) fn missing(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut mentions: BTreeMap<(Root, &str, String), (bool, Mention<'_>)> = BTreeMap::new();
    for mention in named(subject) {
        let key = (mention.passage.place.root, mention.what, mention.who.to_lowercase());
        let referred = mention.has_reference(subject);
        mentions.entry(key).and_modify(|(any, _)| *any |= referred).or_insert((referred, mention));
    }
    for (referred, mention) in mentions.into_values() {
        if referred {
            continue;
        }
        let article = if mention.what == "amendement" { "dit" } else { "deze" };
        let help = match mention.what {
            "toezegging" => "noem het debat en de dag, of het nummer van de toezegging".to_owned(),
            _ if mention.passage.role == Role::Note => {
                "zet er <kst:…> bij, met het nummer".to_owned()
            }
            _ => "zet er `[^naam]` achter, met <kst:…> in de voetnoot".to_owned(),
        };
        out.push(
            Finding::on(
                mention.passage,
                &mention.range,
                format!("{article} {} heeft nergens een vindplaats", mention.what),
            )
            .label("een lezer kan dit niet opzoeken")
            .help(help),
        );
    }
}

/// Whether a text speaks of commitments.
fn speaks_of_commitment(passage: &Passage, kamer: &Kamerwoorden) -> Option<Range<usize>> {
    commitment_in(passage, &(0..passage.text.len()), kamer)
}

/// The word for a commitment in a part of a text.
fn commitment_in(
    passage: &Passage,
    part: &Range<usize>,
    kamer: &Kamerwoorden,
) -> Option<Range<usize>> {
    passage.tokens_in(part).iter().find_map(|token| {
        let own = kamer.toezegging.has_folded(passage.word(token));
        own.then(|| token.range.clone())
    })
}

/// K006: motions and commitments that the letter answers stand in the dossier.
pub(super) fn unlisted(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let gegevens = &subject.dossier.gegevens;
    let mut told: Vec<&Kamerstuk> = Vec::new();
    let mentions = named(subject);
    for mention in
        mentions.iter().filter(|mention| mention.what == "motie" && is_letter(mention.passage))
    {
        for kamerstuk in mention.paper(subject).iter().flat_map(|seen| numbers(&seen.what)) {
            let listed = gegevens.moties.iter().any(|motie| motie.kamerstuk == *kamerstuk);
            if listed || told.contains(&kamerstuk) {
                continue;
            }
            told.push(kamerstuk);
            out.push(
                Finding::on(
                    mention.passage,
                    &mention.range,
                    format!("motie {kamerstuk} staat niet bij `moties:` in dossier.yaml"),
                )
                .help(format!(
                    "voeg haar toe: `- kamerstuk: {kamerstuk}`, met indiener, verzoek en afdoening"
                )),
            );
        }
    }
    if gegevens.toezeggingen.is_empty() {
        if let Some((passage, range)) = answers_commitment(subject) {
            out.push(
                Finding::on(
                    passage,
                    &range,
                    "deze toezegging staat niet bij `toezeggingen:` in dossier.yaml",
                )
                .help("voeg haar toe, met debat, datum, toezegging en afdoening"),
            );
        }
        return;
    }
    // With a list of which each is named: a further commitment with a day that is not in it.
    let named = |date: Datum| {
        subject
            .seen
            .days
            .iter()
            .any(|day| is_letter(subject.passage(day)) && day.what.date() == Some(date))
    };
    if !gegevens.toezeggingen.iter().all(|toezegging| named(toezegging.datum)) {
        return;
    }
    for passage in subject.letter().filter(|passage| passage.is_prose()) {
        for day in within(&subject.seen.days, passage) {
            let Some(date) = day.what.date().filter(|date| *date <= subject.date) else { continue };
            let sentence = passage.sentence(day.range.start);
            let Some(range) = commitment_in(passage, &sentence, &subject.lijsten.kamer) else {
                continue;
            };
            let debate = passage.text[sentence].contains("debat")
                || passage.before(day.range.start).any(|word| word.ends_with("overleg"));
            if debate && !gegevens.toezeggingen.iter().any(|toezegging| toezegging.datum == date) {
                out.push(
                    Finding::on(passage, &range, format!("een toezegging van {date} staat niet bij `toezeggingen:` in dossier.yaml"))
                        .help("voeg haar toe, met debat, datum, toezegging en afdoening"),
                );
            }
        }
    }
}

fn is_letter(passage: &Passage) -> bool {
    is_of_letter(passage)
}

/// The first sentence in which the letter fulfils a commitment: `ik heb toegezegd`, `mijn toezegging`.
fn answers_commitment<'a>(subject: &'a Subject<'_>) -> Option<(&'a Passage, Range<usize>)> {
    let kamer = &subject.lijsten.kamer;
    let fulfils = &kamer.komt_toezegging_na;
    subject.letter().filter(|passage| passage.is_prose()).find_map(|passage| {
        let range = speaks_of_commitment(passage, kamer)?;
        let sentence = passage.sentence(range.start);
        let text = words::one_line(&passage.text[sentence]);
        fulfils.iter().any(|words| text.contains(words.as_str())).then_some((passage, range))
    })
}

/// K007: what the dossier says that the letter answers is named in the letter.
pub(super) fn unused(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if !subject.has(Stuk::Kamerbrief) {
        return;
    }
    let gegevens = &subject.dossier.gegevens;
    // Of what is still open its overview speaks.
    let is_told =
        |afdoening: Afdoening| gegevens.soort == Briefsoort::Verzamelbrief && afdoening.is_open();
    let cited = |kamerstuk: &Kamerstuk| {
        subject.seen.papers.iter().any(|seen| {
            is_letter(subject.passage(seen)) && numbers(&seen.what).any(|cited| cited == kamerstuk)
        })
    };
    for (i, motie) in gegevens.moties.iter().enumerate() {
        if !is_told(motie.afdoening) && !cited(&motie.kamerstuk) {
            let path = Path::default().key("moties").index(i).key("kamerstuk");
            out.push(
                Finding::at(
                    Spot::value(place(Bestand::Dossier, path)),
                    format!("de brief noemt motie {} niet", motie.kamerstuk),
                )
                .help(format!(
                    "verwijs in de brief naar <kst:{}>, of haal de motie hier weg",
                    motie.kamerstuk
                )),
            );
        }
    }
    let kamer = &subject.lijsten.kamer;
    let speaks = subject.letter().any(|passage| {
        speaks_of_commitment(passage, kamer).is_some()
            || kamer.toezegging_anders.iter().any(|words| passage.find(words.as_str()).is_some())
    });
    let single = gegevens.toezeggingen.len() == 1;
    for (i, toezegging) in gegevens.toezeggingen.iter().enumerate() {
        // One commitment needs no day to be known; of several each does.
        let named = subject.seen.days.iter().any(|day| {
            let date = day.what.date().or_else(|| day.what.before(subject.date));
            is_letter(subject.passage(day)) && date == Some(toezegging.datum)
        });
        if is_told(toezegging.afdoening) || speaks && (single || named) {
            continue;
        }
        let message = match speaks {
            true => format!("de brief noemt de toezegging van {} niet", toezegging.datum),
            false => "de brief spreekt niet van een toezegging".to_owned(),
        };
        let path = Path::default().key("toezeggingen").index(i).key("datum");
        out.push(
            Finding::at(Spot::value(place(Bestand::Dossier, path)), message)
                .help("zeg in de brief welke toezegging hij nakomt, met de dag van het debat, of haal haar hier weg"),
        );
    }
}
