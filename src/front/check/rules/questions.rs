//! In: written questions and their answers. Out: what was not answered, or twice, and what of number, members, days and
//! addressees is not right. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Finding, Subject, field, place};
use crate::check::passage::{Passage, Spot};
use crate::check::woordenboek::is_single_word;
use crate::diagnostic::words;
use crate::dossier::{
    Bestand, Briefsoort, Datum, Gevraagd, Kamer, Lijsten, Place, Proza, Regel, Vergaderjaar,
    Vraagdeel, Vraagnummer, Vragen,
};
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
            let same = before.path.parent() == place.path.parent();
            let (message, help) = match same {
                true => (format!("vraag {one} staat hier al"), "noem elke vraag één keer"),
                false => (
                    format!("vraag {one} heeft al een antwoord"),
                    "haal haar bij een van beide antwoorden weg",
                ),
            };
            out.push(
                Finding::at(Spot::value(place.clone()), message)
                    .and(Spot::value(before), "hier")
                    .help(help),
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
    let mut known: BTreeMap<&str, Place> = BTreeMap::new();
    for asked in subject.dossier.gevraagd().iter().filter(|asked| !asked.leden.is_empty()) {
        let kamer = subject.dossier.gegevens.geadresseerde.kamer;
        out.extend(number_of(asked, kamer, subject.date));
        let Some(nummer) = asked.nummer.map(Regel::as_str).filter(|one| !is_to_fill_in(one)) else {
            continue;
        };
        let spot = asked.place.key("nummer");
        match known.get(nummer) {
            Some(first) => out.push(
                Finding::at(Spot::value(spot), "dit nummer heeft een andere brief met vragen ook")
                    .and(Spot::value(first.clone()), "hier")
                    .help("elke brief met vragen heeft een eigen nummer: verbeter een van beide"),
            ),
            None => {
                known.insert(nummer, spot);
            }
        }
    }
}

fn number_of(asked: &Gevraagd<'_>, kamer: Kamer, sent: Datum) -> Option<Finding> {
    let nummer = asked.nummer?.as_str();
    let spot = Spot::value(asked.place.key("nummer"));
    let of_letter = nummer.split_once('Z').filter(|(year, rest)| {
        let digits =
            |text: &str, many| text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
        digits(year, 4) && digits(rest, 5)
    });
    let year = asked.brief_van.map(Datum::year);
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
                "dat staat boven de vragen en begint met het jaar, zoals {}Z01234; een nummer van het ministerie hoort bij `kenmerk` in dossier.yaml",
                year.unwrap_or(sent.year())
            )),
        ),
        (Some((own, _)), Kamer::Tweede) => {
            let year = year.filter(|year| own != year.to_string())?;
            Some(
                Finding::at(spot, format!("dit nummer is van {own}, en de brief van {year}"))
                    .and(Spot::value(asked.place.key("brief_van")), "de brief met de vragen")
                    .help("verbeter het nummer of de datum"),
            )
        }
    }
}

/// Whether a value is still to be filled in, which is told.
pub(super) fn is_to_fill_in(text: &str) -> bool {
    text.starts_with('[')
}

/// Letters and digits alone: what is left when a name is typed another way.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A014: the numbers of the questions run on. Those of fractions are ours.
pub(super) fn gap(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject).filter(|vragen| vragen.fracties.is_empty()) else { return };
    let mut before: Option<(Vraagnummer, Path)> = None;
    let all: BTreeMap<Vraagnummer, Path> =
        vragen.alle().map(|(nummer, _, path)| (nummer, path)).collect();
    for (nummer, path) in all {
        let spot = || Spot::key(at(path.clone()));
        let help = "kijk of een vraag ontbreekt; sloeg de Kamer het nummer over, laat het dan zo";
        match &before {
            None if !nummer.is_first() => {
                out.push(
                    Finding::at(spot(), format!("de vragen beginnen bij {nummer}")).help(help),
                );
            }
            Some((last, place)) if !nummer.follows(*last) => out.push(
                Finding::at(spot(), format!("na vraag {last} komt vraag {nummer}"))
                    .and(Spot::key(at(place.clone())), "de vraag ervoor")
                    .help(help),
            ),
            _ => {}
        }
        before = Some((nummer, path));
    }
}

/// A007: the answer comes after the questions, and within three weeks, or after a message that it comes later.
pub(super) fn term(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let Some(asked) = vragen.brief_van else { return };
    let spot = || Spot::value(field(Bestand::Vragen, "brief_van"));
    let answer = || Spot::value(field(Bestand::Dossier, "datum"));
    let days = subject.date.days_since(asked);
    if days <= 0 {
        let message = match days {
            0 => "de brief met de vragen is van dezelfde dag als het antwoord",
            _ => "de brief met de vragen is van na het antwoord",
        };
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
    if !earlier.is_some_and(|text| may_be_notice(text, asked)) && days > TERM && has_term {
        let finding = Finding::at(
            spot(),
            format!("het antwoord komt {days} dagen na de vragen, zonder bericht van uitstel"),
        )
        .and(answer(), "het antwoord");
        let finding = match earlier {
            Some(_) => finding
                .and(
                    Spot::value(field(Bestand::Vragen, "zie_ook")),
                    "dit stuk is van voor de vragen",
                )
                .help("de Kamer vraagt antwoord binnen drie weken; is er een bericht van uitstel, noem dan bij `zie_ook` dat, of dat erbij"),
            None => finding.help("de Kamer vraagt antwoord binnen drie weken; is er een bericht van uitstel, voeg dan toe: `zie_ook: <ah:2025/26:1137>`, met het nummer daarvan in het Aanhangsel"),
        };
        out.push(finding.help(
            "is er (nog) geen nummer, zet dan een uitzondering met de reden in dossier.yaml",
        ));
    }
}

/// Whether what is named can be the message that the answer comes later: it is not of a year before the questions. Of words
/// that name no paper another finding tells.
fn may_be_notice(text: &Proza, asked: Datum) -> bool {
    let year = Vergaderjaar::of(asked);
    let mut named = super::see_also::named(text).peekable();
    named.peek().is_none() || named.any(|own| own.first() >= year.first())
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
        } else if let Some(word) = capital(passage, subject.lijsten) {
            out.push(
                Finding::on(
                    passage,
                    &word,
                    "dit onderwerp staat midden in een zin, en begint met een hoofdletter",
                )
                .help(format!(
                    "in de brief staat er `over` voor: schrijf `{}`",
                    passage.text[word.clone()].to_lowercase()
                ))
                .help("is het een naam, zet dan een uitzondering met de reden in dossier.yaml"),
            );
        } else if passage.text.ends_with(['?', '!']) {
            let end = passage.text.len();
            out.push(
                Finding::on(passage, &(end - 1..end), "achter dit onderwerp gaat de zin van de brief verder")
                    .help("schrijf waar de vragen over gaan, zonder vraagteken of uitroepteken; is het een titel, zet die dan tussen aanhalingstekens"),
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

/// The first word, where it has a capital for no other reason than that it is the first: `Het bericht`.
fn capital(passage: &Passage, lijsten: &Lijsten) -> Option<Range<usize>> {
    let mut words = passage.tokens.iter().filter(|token| token.word);
    let first = words.next().filter(|token| token.range.start == 0)?;
    let word = passage.word(first);
    let (initial, rest) = word.split_at(word.chars().next()?.len_utf8());
    let is_sentence_case =
        initial.chars().all(char::is_uppercase) && rest.chars().all(char::is_lowercase);
    // `Veilig Thuis`: a name of two words.
    let next_is_name =
        words.next().is_some_and(|next| passage.word(next).starts_with(char::is_uppercase));
    // `Defensie`: the name of a ministry.
    let is_name = lijsten.namen.ministeries.iter().any(|one| one.naam.as_str() == word);
    let is_dutch = is_sentence_case && !next_is_name && !is_name;
    (is_dutch && is_single_word(&word.to_lowercase())).then(|| first.range.clone())
}
