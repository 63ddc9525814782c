//! In: written questions and their answers. Out: what was not answered, or twice, and what of number, members, days and
//! addressees is not right. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Finding, Subject, field, place};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::within;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Briefsoort, Gevraagd, Kamer, Lid, Place, Regel, Vraagdeel, Vragen};
use crate::yaml::Path;

/// Most questions that one finding points at or names.
const MOST_SHOWN: usize = 20;

/// Days in which the Chamber wants its answer (Reglement van Orde: three weeks).
pub(super) const TERM: i32 = 21;

/// The questions, if the letter answers them.
pub(super) fn vragen<'a>(subject: &Subject<'a>) -> Option<&'a Vragen> {
    subject.dossier.vragen.as_ref()
}

pub(super) fn at(path: Path) -> Place {
    place(Bestand::Vragen, path)
}

/// The place where an answer says what it is about.
pub(super) fn op(answer: usize, index: usize) -> Place {
    at(Path::default().key("antwoorden").index(answer).key("op").index(index))
}

/// Everything that the answers are about, with the place that says so.
fn answered(vragen: &Vragen) -> impl Iterator<Item = (Vraagdeel, Place)> {
    let answers = vragen.antwoorden.iter().enumerate();
    answers.flat_map(|(answer, one)| {
        one.op.iter().enumerate().map(move |(index, part)| (*part, op(answer, index)))
    })
}

/// A001: every question and every part has an answer.
pub(super) fn open(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let mut open = vragen.te_beantwoorden();
    for (part, _) in answered(vragen) {
        for answered in vragen.beantwoordt(part) {
            open.remove(&answered);
        }
    }
    let spot = |part: &Vraagdeel| {
        let question = vragen.vraag(part.nummer).map(|(_, groep)| groep.vraag(part.nummer));
        let question = question.unwrap_or_default();
        Spot::key(at(match part.letter {
            Some(letter) => question.key("delen").key(&letter.to_string()),
            None => question,
        }))
    };
    let names: Vec<String> = open.iter().map(ToString::to_string).collect();
    let mut open = open.iter();
    let Some(first) = open.next() else { return };
    let message = match &names[..] {
        [one] => format!("vraag {one} heeft nog geen antwoord"),
        more => format!("{} vragen hebben nog geen antwoord", more.len()),
    };
    let finding = Finding::at(spot(first), message)
        .help(format!("voeg onder `antwoorden:` toe: `- op: [{first}]`, met `tekst:` eronder"));
    out.push(open.take(MOST_SHOWN).fold(finding, |finding, part| finding.and(spot(part), "")));
}

/// A002: no question is answered twice.
pub(super) fn twice(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let mut first: BTreeMap<Vraagdeel, Place> = BTreeMap::new();
    for (part, place) in answered(vragen) {
        let known = vragen
            .beantwoordt(part)
            .into_iter()
            .find_map(|one| first.get(&one).map(|place| (one, place.clone())));
        if let Some((one, before)) = known {
            out.push(
                Finding::at(
                    Spot::value(place.clone()),
                    format!("vraag {one} heeft al een antwoord"),
                )
                .and(Spot::value(before), "hier")
                .help("haal haar bij een van beide antwoorden weg"),
            );
        }
        for one in vragen.beantwoordt(part) {
            first.entry(one).or_insert_with(|| place.clone());
        }
    }
}

/// A003: no answer is about a question that was not asked.
pub(super) fn unasked(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    for (part, place) in answered(vragen) {
        if !vragen.beantwoordt(part).is_empty() {
            continue;
        }
        let has = vragen.vraag(part.nummer).map(|(vraag, _)| &vraag.delen);
        let help = match has {
            Some(delen) if delen.is_empty() => {
                format!("vraag {} heeft geen delen: schrijf `{0}`", part.nummer)
            }
            Some(delen) => {
                let parts = delen.keys().map(|letter| format!("{}{letter}", part.nummer));
                format!("er zijn {}", words::list(parts.collect::<Vec<_>>(), "en"))
            }
            None => there(&vragen.te_beantwoorden()),
        };
        out.push(Finding::at(Spot::value(place), format!("er is geen vraag {part}")).help(help));
    }
}

/// Which questions there are; of many the first and the last.
pub(super) fn there(all: &BTreeSet<Vraagdeel>) -> String {
    match (all.first(), all.last()) {
        (Some(first), Some(last)) if all.len() > MOST_SHOWN => {
            format!("er zijn {} vragen, van `{first}` tot en met `{last}`", all.len())
        }
        _ => {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            format!("er zijn {}", words::list(all, "en"))
        }
    }
}

/// A004: the number is that of the Chamber, and of the year of its letter.
pub(super) fn number(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for asked in subject.dossier.gevraagd().iter().filter(|asked| !asked.leden.is_empty()) {
        out.extend(number_of(asked, subject.dossier.gegevens.geadresseerde.kamer));
    }
}

fn number_of(asked: &Gevraagd<'_>, kamer: Kamer) -> Option<Finding> {
    let nummer = asked.nummer?.as_str();
    let spot = Spot::value(asked.place.key("nummer"));
    let of_letter = nummer.split_once('Z').filter(|(year, rest)| {
        let digits =
            |text: &str, many| text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
        digits(year, 4) && digits(rest, 5)
    });
    let year = asked.brief_van.year();
    match (of_letter, kamer) {
        _ if is_to_fill_in(nummer) => None,
        // What a number of the Eerste Kamer looks like is not known for sure; that of the other one is.
        (None, Kamer::Eerste) => None,
        (Some(_), Kamer::Eerste) => Some(
            Finding::at(spot, "zo'n nummer geeft de Tweede Kamer; deze brief is aan de Eerste")
                .help("schrijf het kenmerk van de brief van de Eerste Kamer, of verbeter `geadresseerde:` in dossier.yaml"),
        ),
        (None, Kamer::Tweede) => Some(
            Finding::at(spot, "dit is niet het nummer dat de Kamer aan vragen geeft").help(format!(
                "dat staat boven de vragen en begint met het jaar, zoals {year}Z01234; een nummer van het ministerie hoort bij `kenmerk` in dossier.yaml"
            )),
        ),
        (Some((own, _)), Kamer::Tweede) if own != year.to_string() => Some(
            Finding::at(spot, format!("dit nummer is van {own}, en de brief van {year}"))
                .and(Spot::value(asked.place.key("brief_van")), "de brief met de vragen")
                .help("verbeter het nummer of de datum"),
        ),
        (Some(_), Kamer::Tweede) => None,
    }
}

/// Whether a value is still to be filled in, which is told.
pub(super) fn is_to_fill_in(text: &str) -> bool {
    text.starts_with('[')
}

/// A005: members and parties are spelled alike everywhere, and parties as the Chamber does.
pub(super) fn members(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let asked = subject.dossier.gevraagd();
    let known = &subject.lijsten.kamer.partijen;
    // Who asks, each with its place.
    let all: Vec<(&Lid, Place)> = asked
        .iter()
        .flat_map(|one| {
            let list = one.place.key("leden");
            one.leden.iter().enumerate().map(move |(i, lid)| (lid, list.index(i)))
        })
        .collect();
    let of_members = all.iter().map(|(lid, place)| (&lid.partij, place.key("partij")));
    let of_fractions = vragen(subject).into_iter().flat_map(Vragen::fractiepartijen);
    let parties: Vec<(&Regel, Place)> =
        of_members.chain(of_fractions.map(|(partij, path)| (partij, at(path)))).collect();
    for (i, (partij, place)) in parties.iter().enumerate() {
        let spot = Spot::value(place.clone());
        let same =
            |other: &Regel| folded(other.as_str()) == folded(partij.as_str()) && other != *partij;
        if let Some(official) = known.iter().find(|one| same(one)) {
            let passage = subject.passages.iter().find(|passage| passage.place == spot.place);
            let finding =
                Finding::at(spot, format!("de Kamer schrijft deze partij als {official}"));
            out.push(match passage {
                Some(passage) => {
                    finding.fix(passage, &(0..passage.text.len()), official.to_string())
                }
                None => finding,
            });
        } else if let Some((_, first)) = parties[..i].iter().find(|(other, _)| same(other)) {
            let whose = if all.is_empty() { "een andere fractie" } else { "een ander lid" };
            out.push(
                Finding::at(
                    spot,
                    format!("deze partij wordt hier anders geschreven dan bij {whose}"),
                )
                .and(Spot::value(first.clone()), "hier")
                .help("schrijf haar overal gelijk"),
            );
        }
    }
    let Some(first) = asked.first().filter(|_| !all.is_empty()) else { return };
    let listed = |passage: &&Passage| {
        asked.iter().any(|one| passage.place.is_within(&one.place.key("leden")))
    };
    for passage in subject.passages.iter().filter(|passage| !listed(passage)) {
        for (lid, place) in &all {
            other_party(passage, lid, &place.key("partij"), out);
        }
        if let Some(range) = stranger(passage, &all) {
            let file = first.place.root.name();
            out.push(
                Finding::on(passage, &range, format!("dit lid staat niet in {file}.yaml"))
                    .and(Spot::key(first.place.key("leden")), "deze leden wel")
                    .help(format!("verbeter de naam, of zet het lid bij `leden:` in {file}.yaml")),
            );
        }
    }
}

/// Letters and digits alone: what is left when a name is typed another way.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A member with another party than the list has: `Van Voorbeeld (DEF)`.
fn other_party(passage: &Passage, lid: &Lid, listed: &Place, out: &mut Vec<Finding>) {
    let begin = format!("{} (", lid.naam);
    for (start, found) in passage.text.match_indices(&begin) {
        let open = start + found.len();
        let whole = !passage.text[..start].ends_with(char::is_alphanumeric);
        let Some(close) = passage.text[open..].find(')').filter(|_| whole) else { continue };
        let party = &passage.text[open..open + close];
        // `beiden ABC`, and words that are no party.
        let last = party.split(' ').next_back().unwrap_or_default();
        let is_name = !last.is_empty() && last.starts_with(char::is_uppercase);
        if is_name
            && !party.contains(',')
            && last != lid.partij.as_str()
            && party != lid.partij.as_str()
        {
            let range = open..open + close;
            out.push(
                Finding::on(passage, &range, format!("{} is hier van {party}", lid.naam))
                    .and(Spot::value(listed.clone()), "hier van deze partij")
                    .help("schrijf de partij overal gelijk"),
            );
        }
    }
}

/// A member that the subject or the opening names, and that is none of those who ask: `het lid Jansen (ABC)`.
fn stranger(passage: &Passage, leden: &[(&Lid, Place)]) -> Option<Range<usize>> {
    const BEFORE: &str = "het lid ";
    let named = [field(Bestand::Dossier, "onderwerp"), field(Bestand::Brief, "opening")];
    let start =
        passage.text.find(BEFORE).filter(|_| named.contains(&passage.place))? + BEFORE.len();
    let rest = &passage.text[start..];
    let end = rest.find(" (")?;
    let name = &rest[..end];
    let is_name = name.split(' ').count() <= 5 && name.contains(char::is_uppercase);
    let is_known = leden.iter().any(|(lid, _)| lid.naam.as_str() == name);
    (is_name && !is_known).then_some(start..start + end)
}

/// A006: who is asked holds an office.
pub(super) fn addressees(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let list = at(Path::default().key("aan"));
    for passage in subject.passages.iter().filter(|passage| passage.place.is_within(&list)) {
        let lower = passage.text.to_lowercase();
        let is_office = !within(&subject.seen.names, passage).is_empty()
            || lower.contains("minister-president")
            || is_to_fill_in(&passage.text);
        if !is_office {
            out.push(
                Finding::on(passage, &(0..passage.text.len()), "dit is geen bewindspersoon")
                    .help("schrijf wie de vragen kreeg, zoals `de Minister van Financiën`"),
            );
        }
    }
}

/// A007: the answer comes after the questions, and within three weeks, or after a message that it comes later.
pub(super) fn term(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let spot = || Spot::value(field(Bestand::Vragen, "brief_van"));
    let answer = || Spot::value(field(Bestand::Dossier, "datum"));
    let days = subject.date.days_since(vragen.brief_van);
    if days < 0 {
        let message = "de brief met de vragen is van na het antwoord";
        out.push(
            Finding::at(spot(), message)
                .and(answer(), "het antwoord")
                .help("verbeter een van beide datums"),
        );
        return;
    }
    // The term of the Eerste Kamer is another, and a committee sets its own.
    let gegevens = &subject.dossier.gegevens;
    let has_term =
        gegevens.geadresseerde.kamer == Kamer::Tweede && gegevens.soort == Briefsoort::Antwoord;
    let earlier = vragen.zie_ook.as_ref();
    if let Some(text) = earlier.filter(|text| !text.as_str().contains("<ah:")) {
        let what = "`zie_ook` noemt geen stuk in het Aanhangsel";
        let help = "schrijf <ah:2025/26:1137>, met vergaderjaar en nummer";
        if !is_to_fill_in(text.as_str()) {
            out.push(Finding::at(Spot::value(field(Bestand::Vragen, "zie_ook")), what).help(help));
        }
    } else if earlier.is_none() && days > TERM && has_term {
        out.push(
            Finding::at(spot(), format!("het antwoord komt {days} dagen na de vragen, zonder bericht van uitstel"))
                .and(answer(), "het antwoord")
                .help("de Kamer vraagt antwoord binnen drie weken; is er een bericht van uitstel, voeg dan toe: `zie_ook: <ah:2025/26:1137>`, met het nummer daarvan in het Aanhangsel")
                .help("is er (nog) geen nummer, zet dan een uitzondering met de reden in dossier.yaml"),
        );
    }
}

/// What a subject must not begin with: it stands behind `over`.
const PASTED: [&str; 7] = [
    "over ",
    "vragen ",
    "de vragen ",
    "beantwoording ",
    "antwoord ",
    "antwoorden ",
    "kamervragen ",
];

/// A008: the subject of the questions fits in the sentence.
pub(super) fn topic(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let asked = subject.dossier.gevraagd();
    let places: Vec<Place> = asked.iter().map(|one| one.place.key("onderwerp")).collect();
    for passage in subject.passages.iter().filter(|passage| places.contains(&passage.place)) {
        let lower = passage.text.to_lowercase();
        let begin = PASTED.iter().find(|begin| lower.starts_with(**begin));
        if let Some(begin) = begin {
            out.push(
                Finding::on(passage, &(0..begin.trim_end().len()), "dit onderwerp past niet in de zin van de brief")
                    .help("in de brief staat er `over` voor: schrijf alleen waar de vragen over gaan, zoals `het sluiten van loketten`"),
            );
        } else if passage.text.ends_with('.') {
            let end = passage.text.len();
            out.push(
                Finding::on(
                    passage,
                    &(end - 1..end),
                    "achter dit onderwerp gaat de zin van de brief verder",
                )
                .fix(passage, &(end - 1..end), ""),
            );
        }
    }
}
