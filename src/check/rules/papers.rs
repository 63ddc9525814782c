//! In: a dossier's citations. Out: papers cited wrongly, in two ways, or not at all. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Finding, Subject, field, place};
use crate::check::passage::{Passage, Role, Spot};
use crate::check::reading::{Paper, Seen, Year, within};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Datum, Kamerstuk, Root, Stuk, Vergaderjaar};
use crate::source::Path;

/// The year of a citation: its own, else that of the dossier's list.
fn known_year(paper: &Paper, subject: &Subject<'_>) -> Option<Vergaderjaar> {
    let listed = || subject.dossier.gegevens.kamerstukken.get(paper.kamerstuk.as_ref()?).copied();
    match &paper.year {
        Year::Known(year) => Some(*year),
        Year::Wrong(_) => None,
        Year::Absent | Year::Single => listed(),
    }
}

/// A text with ordinary spaces.
fn plain(text: &str) -> String {
    words::one_line(&text.replace('\u{a0}', " "))
}

/// K001: the official forms, Aanwijzingen voor de regelgeving 3.43.
pub(super) fn form(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for seen in subject.seen.papers.iter().filter(|seen| seen.what.typed && !seen.what.several) {
        let passage = subject.passage(seen);
        let Some(kamerstuk) = &seen.what.kamerstuk else { continue };
        let typed = plain(&passage.text[seen.range.clone()]);
        let pages = seen.what.pages.as_deref();
        let year = known_year(&seen.what, subject);
        // The Chamber prints its numbers with a space, `28 638`; that alone is no mistake.
        let joined = match (typed.find(&kamerstuk.dossier()[2..]), kamerstuk.dossier().split_at(2)) {
            (Some(at), (head, _)) if typed[..at].ends_with(&format!("{head} ")) => {
                format!("{}{}", &typed[..at - 1], &typed[at..])
            }
            _ => typed,
        };
        if joined == plain(&kamerstuk.citation(year, pages)) && (year.is_some() || kamerstuk.is_bill()) {
            continue;
        }
        // Rule K002 tells of a wrong year, K003 of a letter for the Tweede Kamer or a number for the Eerste.
        let chamber = seen.what.senate.is_some_and(|senate| senate != kamerstuk.is_senate() && !kamerstuk.is_bill());
        if matches!(seen.what.year, Year::Wrong(_)) || chamber {
            continue;
        }
        let finding = |message: &str| Finding::on(passage, &seen.range, message);
        let Some(year) = year.map(Some).or(kamerstuk.is_bill().then_some(None)) else {
            out.push(
                finding("deze verwijzing heeft geen vergaderjaar")
                    .label("het vergaderjaar hoort erbij, zoals 2023/24")
                    .help(if passage.markup {
                        format!("zet `{kamerstuk}: …` met het vergaderjaar onder `kamerstukken:` in dossier.yaml en schrijf hier <kst:{kamerstuk}>")
                    } else {
                        "schrijf de officiële vorm, met het vergaderjaar achter `Kamerstukken II`".to_owned()
                    }),
            );
            continue;
        };
        let official = kamerstuk.citation(year, pages);
        let reference = reference(kamerstuk, year, pages, subject);
        let text = if passage.markup { &reference } else { &official };
        out.push(
            finding("deze verwijzing heeft niet de officiële vorm")
                .label(format!("officieel: {}", plain(&official)))
                .fix(passage, &seen.range, text),
        );
    }
}

/// A reference in our own form; with its year when the dossier does not list it.
fn reference(
    kamerstuk: &Kamerstuk,
    year: Option<Vergaderjaar>,
    pages: Option<&str>,
    subject: &Subject<'_>,
) -> String {
    let listed = subject.dossier.gegevens.kamerstukken.get(kamerstuk).copied();
    let year = year.filter(|year| listed != Some(*year)).map(|year| format!("{year}:")).unwrap_or_default();
    let pages = pages.map(|pages| format!(":p{pages}")).unwrap_or_default();
    format!("<kst:{year}{kamerstuk}{pages}>")
}

/// K002: a parliamentary year must be one, must have begun, and must fit the day beside it.
pub(super) fn year(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let current = Vergaderjaar::of(subject.date);
    let late = |year: Vergaderjaar| format!("{year} is na de datum van de brief");
    let help = format!("de brief is van {}: dat is vergaderjaar {current}", subject.date);
    for (kamerstuk, year) in &subject.dossier.gegevens.kamerstukken {
        if *year > current {
            let place = place(Bestand::Dossier, Path::default().key("kamerstukken").key(&kamerstuk.to_string()));
            out.push(Finding::at(Spot::value(place), late(*year)).help(help.clone()));
        }
    }
    for seen in &subject.seen.papers {
        let passage = subject.passage(seen);
        let range = seen.what.year_range.clone().unwrap_or(seen.range.clone());
        match &seen.what.year {
            Year::Wrong(why) => out.push(
                Finding::on(passage, &range, "deze twee jaren vormen geen vergaderjaar").help(why.clone()),
            ),
            Year::Known(year) if *year > current => {
                out.push(Finding::on(passage, &range, late(*year)).help(help.clone()));
            }
            Year::Known(_) | Year::Absent => {
                if let Some(year) = known_year(&seen.what, subject)
                    && let Some((day, at)) = day_of(seen, subject)
                    && Vergaderjaar::of(day) != year
                {
                    let right = Vergaderjaar::of(day);
                    out.push(
                        Finding::on(passage, &range, format!("vergaderjaar {year} past niet bij {day}"))
                            .label(format!("{day} ligt in {right}"))
                            .and(at, "deze dag")
                            .help("kijk na of de dag en het vergaderjaar bij hetzelfde stuk horen"),
                    );
                }
            }
            Year::Single => {}
        }
    }
}

/// Most bytes between a day and the paper that it belongs to: `(`, a comma, a space.
const BESIDE: usize = 3;

/// The day of a paper: of a letter that stands just before its citation, also when that is in a footnote. A
/// day that belongs to something else, such as a debate or a vote, says nothing about the paper's year.
fn day_of(seen: &Seen<Paper>, subject: &Subject<'_>) -> Option<(Datum, Spot)> {
    let beside = |passage: &Passage, at: usize| {
        let day = within(&subject.seen.days, passage)
            .iter()
            .rfind(|day| day.range.end <= at && at - day.range.end <= BESIDE)?;
        let before = passage.text[..day.range.start].trim_end();
        let dated = ["brief van", "Kamerbrief van", "verslag van", "rapportage van"];
        let date = dated.iter().any(|words| before.ends_with(words)).then(|| day.what.date())??;
        Some((date, passage.spot(&day.range)))
    };
    let passage = subject.passage(seen);
    if passage.role != Role::Note {
        return beside(passage, seen.range.start);
    }
    // A note with one paper, and nothing before it.
    let alone = within(&subject.seen.papers, passage).len() == 1 && seen.range.start == 0;
    let (of, at) = subject.mark(passage).filter(|_| alone)?;
    beside(of, at)
}

/// Highest dossier number of a year: about 200 new dossiers a year, 36.800 on Prinsjesdag 2025.
fn highest_dossier(date: Datum) -> i32 {
    const MARGIN: i32 = 700;
    36_800 + (i32::from(date.year()) - 2025) * 200 + MARGIN
}

/// K003: numbers that no paper has.
pub(super) fn number(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let highest = highest_dossier(subject.date);
    let problem = |kamerstuk: &Kamerstuk, senate: Option<bool>| -> Option<(String, String)> {
        if let Some(chapter) = kamerstuk.chapter().filter(|_| !subject.lijsten.has_chapter(kamerstuk)) {
            return Some((
                format!("begrotingshoofdstuk {chapter} bestaat niet"),
                "kijk het nummer na; hoofdstukken staan in `lijsten/namen.yaml`".into(),
            ));
        }
        let dossier: i32 = kamerstuk.dossier().parse().ok()?;
        if dossier > highest {
            return Some((
                format!("dossier {dossier} bestond nog niet op de datum van de brief"),
                "kijk het nummer na".into(),
            ));
        }
        match senate {
            Some(true) if !kamerstuk.is_senate() && !kamerstuk.is_bill() => Some((
                "een stuk van de Eerste Kamer heeft een letter, geen nummer".into(),
                "schrijf II voor de Tweede Kamer, of geef de letter".into(),
            )),
            Some(false) if kamerstuk.is_senate() => Some((
                "een stuk van de Tweede Kamer heeft een nummer, geen letter".into(),
                "schrijf I voor de Eerste Kamer, of geef het nummer".into(),
            )),
            _ => None,
        }
    };
    for seen in &subject.seen.papers {
        if let Some(kamerstuk) = &seen.what.kamerstuk
            && let Some((message, help)) = problem(kamerstuk, seen.what.senate)
        {
            out.push(Finding::on(subject.passage(seen), &seen.range, message).help(help));
        }
    }
    let listed = Path::default().key("kamerstukken");
    for kamerstuk in subject.dossier.gegevens.kamerstukken.keys() {
        if let Some((message, help)) = problem(kamerstuk, None) {
            let place = place(Bestand::Dossier, listed.key(&kamerstuk.to_string()));
            out.push(Finding::at(Spot::key(place), message).help(help));
        }
    }
}

/// K004: one paper with two years.
pub(super) fn conflict(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut first: BTreeMap<&Kamerstuk, (Vergaderjaar, Spot)> = BTreeMap::new();
    let listed = Path::default().key("kamerstukken");
    for (kamerstuk, year) in &subject.dossier.gegevens.kamerstukken {
        let place = place(Bestand::Dossier, listed.key(&kamerstuk.to_string()));
        first.insert(kamerstuk, (*year, Spot::value(place)));
    }
    for seen in &subject.seen.papers {
        let (Some(kamerstuk), Year::Known(year)) = (&seen.what.kamerstuk, &seen.what.year) else { continue };
        let spot = subject.passage(seen).spot(&seen.range);
        match first.get(kamerstuk) {
            Some((other, place)) if other != year => out.push(
                Finding::at(spot, format!("Kamerstuk {kamerstuk} heeft hier een ander vergaderjaar"))
                    .label(year.to_string())
                    .and(place.clone(), other.to_string())
                    .help("een stuk hoort bij één vergaderjaar; kijk na welk"),
            ),
            Some(_) => {}
            None => {
                first.insert(kamerstuk, (*year, spot));
            }
        }
    }
}

/// A motion, amendment or commitment of somebody, as a text names it.
struct Named<'a> {
    passage: &'a Passage,
    range: Range<usize>,
    /// `motie`, `amendement` or `toezegging`.
    what: &'static str,
    /// Of whom, without `c.s.`
    who: String,
}

/// Finds `motie Bikker c.s.`, `motie-Bikker`, `motie van het lid Bikker`, `het lid Grinwis c.s. … een
/// amendement`, `toegezegd aan het lid Kröger`.
fn named<'a>(subject: &'a Subject<'_>) -> Vec<Named<'a>> {
    let mut out = Vec::new();
    for passage in &subject.passages {
        let file = matches!(passage.place.root, Root::File(Bestand::Brief | Bestand::Nota));
        if !file || !(passage.is_prose() || passage.role == Role::Cell) {
            continue;
        }
        for (i, token) in passage.tokens.iter().enumerate() {
            let word = passage.word(token);
            let lower = word.to_lowercase();
            let next = |n: usize| passage.tokens.get(i + n).map_or("", |token| passage.word(token));
            let name = |n: usize| person(passage, i + n);
            let kinds = ["motie", "amendement"];
            let found = if let Some((kind, rest)) = kinds.iter().find_map(|kind| Some((*kind, lower.strip_prefix(kind)?))) {
                match rest {
                    "" if next(1) == "van" && matches!(next(2), "het" | "de") && matches!(next(3), "lid" | "leden") => {
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
                of_member(passage, token.range.start).map(|what| (what, who, end))
            } else {
                None
            };
            if let Some((what, who, end)) = found {
                let range = token.range.start..passage.tokens[end].range.end;
                out.push(Named { passage, range, what, who });
            }
        }
    }
    out
}

/// The name of a person that begins at a token, and the token that it ends at: `Bikker`, `Van den Berg`.
fn person(passage: &Passage, first: usize) -> Option<(String, usize)> {
    const PARTICLES: &[&str] = &["van", "de", "den", "der", "het", "ter", "ten", "te", "el", "la"];
    let word = |i: usize| passage.tokens.get(i).map_or("", |token| passage.word(token));
    let mut end = first;
    while PARTICLES.contains(&word(end).to_lowercase().as_str()) && end < first + 3 {
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
fn of_member(passage: &Passage, at: usize) -> Option<&'static str> {
    const ORDINALS: &[&str] = &["eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "laatste"];
    const DONE: &[&str] = &["ingediend", "diende", "indiende", "aangehouden", "aangenomen", "verworpen", "ingetrokken"];
    let previous = passage.before(at).next().unwrap_or_default();
    if ORDINALS.contains(&previous) {
        return None;
    }
    let sentence = passage.sentence(at);
    let rest = &passage.text[at..sentence.end];
    let before = &passage.text[sentence.start..at];
    let done = passage.tokens_in(&sentence).iter().any(|token| DONE.contains(&passage.word(token)));
    match () {
        () if done && rest.contains("een amendement") => Some("amendement"),
        () if done && rest.contains("een motie") => Some("motie"),
        () if before.contains("toegezegd aan") || before.contains("toezegging aan") => Some("toezegging"),
        () => None,
    }
}

impl Named<'_> {
    /// Where a reference may stand: the sentence, with a note mark behind its full stop; in a footnote all of it.
    fn around(&self) -> Range<usize> {
        if self.passage.role == Role::Note {
            return 0..self.passage.text.len() + 1;
        }
        let sentence = self.passage.sentence(self.range.start);
        sentence.start..sentence.end + 2
    }

    /// Whether there is a reference: a paper, a note, the minutes, or for a commitment a day.
    fn has_reference(&self, subject: &Subject<'_>) -> bool {
        let around = self.around();
        let paper = within(&subject.seen.papers, self.passage).iter().any(|seen| around.contains(&seen.range.start));
        let note = self.passage.notes.iter().any(|(at, _)| around.contains(at));
        let day = || within(&subject.seen.days, self.passage).iter().any(|seen| around.contains(&seen.range.start));
        let text = &self.passage.text[around.start..around.end.min(self.passage.text.len())];
        let said = text.contains("Handelingen") || (self.what == "toezegging" && text.contains("TZ2"));
        paper || note || said || self.in_row(subject) || (self.what == "toezegging" && day())
    }

    /// Whether another cell of the same row of a table cites a paper.
    fn in_row(&self, subject: &Subject<'_>) -> bool {
        let Some(cell) = &self.passage.cell else { return false };
        let row = |passage: &&Passage| {
            passage.cell.as_ref().is_some_and(|other| (other.table, other.row) == (cell.table, cell.row))
        };
        let (before, from) = subject.passages.split_at(self.passage.index);
        before.iter().rev().take_while(row).chain(from.iter().take_while(row)).any(|passage| {
            !within(&subject.seen.papers, passage).is_empty() || !passage.notes.is_empty()
        })
    }

    /// The paper that these words cite: the first one in the footnote beside them, else the first one behind them
    /// in the sentence. What follows later is something else, such as the letter that answered a motion.
    fn paper<'a>(&'a self, subject: &'a Subject<'_>) -> Option<&'a Seen<Paper>> {
        let beside = |(at, _): &&(usize, String)| *at >= self.range.start && *at <= self.range.end + BESIDE_NOTE;
        if let Some((_, name)) = self.passage.notes.iter().find(beside) {
            return subject.cited(self.passage.place.root, name).next();
        }
        let around = self.around();
        within(&subject.seen.papers, self.passage)
            .iter()
            .find(|seen| seen.range.start >= self.range.start && around.contains(&seen.range.start))
    }
}

/// The papers that a citation names.
fn numbers(paper: &Paper) -> impl Iterator<Item = &Kamerstuk> {
    paper.kamerstuk.iter().chain(&paper.also)
}

/// Most bytes between the name of a motion and the mark of its footnote: ` c.s.,`.
const BESIDE_NOTE: usize = 8;

/// K005: the first mention in a document, or any other, must have a reference in its sentence.
pub(super) fn missing(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let mut mentions: BTreeMap<(Root, &str, String), (bool, Named<'_>)> = BTreeMap::new();
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
            _ if mention.passage.role == Role::Note => "zet er <kst:…> bij, met het nummer".to_owned(),
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
fn speaks_of_commitment(passage: &Passage) -> Option<Range<usize>> {
    passage.tokens.iter().find_map(|token| {
        let word = passage.word(token).to_lowercase();
        let own = word == "toegezegd" || word == "toezegging" || word == "toezeggingen";
        own.then(|| token.range.clone())
    })
}

/// K006: motions and commitments that the letter answers stand in the dossier.
pub(super) fn unlisted(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let gegevens = &subject.dossier.gegevens;
    let mut told: Vec<&Kamerstuk> = Vec::new();
    let mentions = named(subject);
    for mention in mentions.iter().filter(|mention| mention.what == "motie" && is_letter(mention.passage)) {
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
                .help(format!("voeg haar toe: `- kamerstuk: {kamerstuk}`, met indiener, verzoek en afdoening")),
            );
        }
    }
    if !gegevens.toezeggingen.is_empty() {
        return;
    }
    if let Some((passage, range)) = answers_commitment(subject) {
        out.push(
            Finding::on(passage, &range, "deze toezegging staat niet bij `toezeggingen:` in dossier.yaml")
                .help("voeg haar toe, met debat, datum, toezegging en afdoening"),
        );
    }
}

fn is_letter(passage: &Passage) -> bool {
    passage.place.root == Root::File(Bestand::Brief)
}

/// The first sentence in which the letter fulfils a commitment: `ik heb toegezegd`, `mijn toezegging`.
fn answers_commitment<'a>(subject: &'a Subject<'_>) -> Option<(&'a Passage, Range<usize>)> {
    const FULFILS: &[&str] =
        &["mijn toezegging", "onze toezegging", "heb ik toegezegd", "ik heb toegezegd", "Ik heb toegezegd", "de toezegging aan uw Kamer", "de toezegging aan de Kamer", "de toezegging aan het lid", "de toezegging aan de leden", "zoals toegezegd", "Zoals toegezegd", "gestand"];
    subject.of(Bestand::Brief).filter(|passage| passage.is_prose()).find_map(|passage| {
        let range = speaks_of_commitment(passage)?;
        let sentence = passage.sentence(range.start);
        let text = words::one_line(&passage.text[sentence]);
        FULFILS.iter().any(|words| text.contains(words)).then_some((passage, range))
    })
}

/// K007: what the dossier says that the letter answers is named in the letter.
pub(super) fn unused(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if !subject.has(Stuk::Kamerbrief) {
        return;
    }
    let gegevens = &subject.dossier.gegevens;
    let cited = |kamerstuk: &Kamerstuk| {
        subject.seen.papers.iter().any(|seen| {
            is_letter(subject.passage(seen)) && numbers(&seen.what).any(|cited| cited == kamerstuk)
        })
    };
    for (i, motie) in gegevens.moties.iter().enumerate() {
        if !cited(&motie.kamerstuk) {
            let path = Path::default().key("moties").index(i).key("kamerstuk");
            out.push(
                Finding::at(
                    Spot::value(place(Bestand::Dossier, path)),
                    format!("de brief noemt motie {} niet", motie.kamerstuk),
                )
                .help(format!("verwijs in de brief naar <kst:{}>, of haal de motie hier weg", motie.kamerstuk)),
            );
        }
    }
    let speaks = subject.of(Bestand::Brief).any(|passage| {
        speaks_of_commitment(passage).is_some() || ["zeg ik", "zegde ik", "zegden wij", "zeggen wij", "toezegde", "toezegden"].iter().any(|words| passage.text.contains(words))
    });
    if !gegevens.toezeggingen.is_empty() && !speaks {
        out.push(
            Finding::at(
                Spot::key(field(Bestand::Dossier, "toezeggingen")),
                "de brief spreekt niet van een toezegging",
            )
            .help("zeg in de brief welke toezegging hij nakomt, of haal haar hier weg"),
        );
    }
}
