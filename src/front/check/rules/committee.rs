//! In: the questions of a committee and their answers. Out: what of fractions, numbers and references to each other is not
//! right. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::questions::{at, folded, is_to_fill_in, op, there, vragen};
use super::{Finding, Subject, field};
use crate::check::passage::{Passage, Spot};
use crate::dossier::{Bestand, Briefsoort, Kamer, Proza, Regel, Vraagdeel, Vraagnummer, Vragen};
use crate::yaml::{Path, Segment};

/// A009: a fraction stands there once, and where the ministry wants it.
pub(super) fn fractions(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let order = &subject.dossier.profiel.fracties.volgorde;
    let rank = |party: &str| order.iter().position(|one| folded(one.as_str()) == folded(party));
    let mut seen: BTreeMap<String, Path> = BTreeMap::new();
    let mut last: Option<(usize, &str, Path)> = None;
    for (i, fractie) in vragen.fracties.iter().enumerate() {
        let list = Path::default().key("fracties").index(i).key("partijen");
        for (j, party) in fractie.partijen.iter().enumerate() {
            let path = list.index(j);
            if let Some(first) = seen.get(&folded(party.as_str())) {
                out.push(
                    Finding::at(
                        Spot::value(at(path)),
                        format!("{party} staat twee keer bij de fracties"),
                    )
                    .and(Spot::value(at(first.clone())), "hier ook")
                    .help("zet haar vragen bij elkaar"),
                );
                continue;
            }
            seen.insert(folded(party.as_str()), path);
        }
        let Some((party, rank)) =
            fractie.partijen.first().and_then(|party| Some((party, rank(party.as_str())?)))
        else {
            continue;
        };
        let path = list.index(0);
        match &last {
            Some((before, name, place)) if *before > rank => out.push(
                Finding::at(Spot::value(at(path)), format!("{party} hoort vóór {name} te staan"))
                    .and(Spot::value(at(place.clone())), "hiervoor")
                    .help("houd de volgorde aan van `fracties: volgorde:` in het profiel"),
            ),
            _ => last = Some((rank, party.as_str(), path)),
        }
    }
}

/// A010: a number is that of one question.
pub(super) fn numbered_twice(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let mut seen: BTreeMap<Vraagnummer, Path> = BTreeMap::new();
    for (nummer, _, path) in vragen.alle() {
        if let Some(first) = seen.get(&nummer) {
            out.push(
                Finding::at(Spot::key(at(path)), format!("vraag {nummer} staat ook bij een andere fractie"))
                    .and(Spot::key(at(first.clone())), "hier")
                    .help("nummer door over de fracties heen, zodat `op:` één vraag noemt; op papier staat het nummer alleen als het ministerie dat wil"),
            );
        } else {
            seen.insert(nummer, path);
        }
    }
}

/// A012: an answer is to questions of one fraction.
pub(super) fn across(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    for (i, antwoord) in vragen.antwoorden.iter().enumerate() {
        let group = |part: &Vraagdeel| vragen.vraag(part.nummer).map(|(_, groep)| groep.path());
        let first = antwoord.op.first().and_then(group);
        let elsewhere =
            antwoord.op.iter().position(|part| group(part).is_some_and(|of| Some(of) != first));
        if let (Some(other), Some(part)) = (elsewhere, antwoord.op.first()) {
            out.push(
                Finding::at(
                    Spot::value(op(i, other)),
                    "deze vraag is van een andere fractie; op papier komt het antwoord daar niet bij",
                )
                .and(Spot::value(op(i, 0)), "het antwoord komt hier")
                .help(format!("geef haar een eigen antwoord, dat naar dat op vraag {part} verwijst")),
            );
        }
    }
}

/// A013: a committee, with its paper.
pub(super) fn committee(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let Some(commissie) = vragen.commissie.as_ref().map(Regel::as_str) else { return };
    let spot = || Spot::value(field(Bestand::Vragen, "commissie"));
    let lower = commissie.to_lowercase();
    if !is_to_fill_in(commissie) {
        if !lower.contains("commissie") {
            out.push(
                Finding::at(spot(), "dit is geen commissie").help(
                    "schrijf wie de vragen stuurde, zoals `de vaste commissie voor Financiën`",
                ),
            );
        } else if !commissie.starts_with("de ") {
            out.push(
                Finding::at(spot(), "deze commissie staat midden in een zin")
                    .help("begin met `de`, zoals `de vaste commissie voor Financiën`"),
            );
        }
    }
    let kamer = subject.dossier.gegevens.geadresseerde.kamer;
    if lower.contains("eerste kamer") && kamer == Kamer::Tweede {
        out.push(
            Finding::at(
                spot(),
                "de commissie is van de Eerste Kamer, en de brief gaat naar de Tweede",
            )
            .help("zet in dossier.yaml: `geadresseerde: {kamer: eerste}`"),
        );
    }
    let stuk = vragen.stuk.as_ref().map(Proza::as_str);
    if stuk.is_some_and(|text| !text.contains("<kst:") && !is_to_fill_in(text)) {
        out.push(
            Finding::at(Spot::value(field(Bestand::Vragen, "stuk")), "`stuk` noemt geen Kamerstuk")
                .help("schrijf <kst:29279-874>, met dossier en nummer"),
        );
    }
}

/// A reference in an answer to the answers to other questions.
struct Reference<'a> {
    passage: &'a Passage,
    /// Which answer it stands in.
    answer: usize,
    range: Range<usize>,
    part: Vraagdeel,
}

/// A011: an answer refers to another that is there.
pub(super) fn references(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let all = all_references(subject);
    let by: BTreeMap<Vraagdeel, usize> = (vragen.antwoorden.iter().enumerate())
        .flat_map(|(i, one)| one.op.iter().map(move |part| (*part, i)))
        .flat_map(|(part, i)| vragen.beantwoordt(part).into_iter().map(move |one| (one, i)))
        .collect();
    let questions = vragen.te_beantwoorden();
    let answers = |part: Vraagdeel| -> BTreeSet<usize> {
        vragen.beantwoordt(part).iter().filter_map(|one| by.get(one).copied()).collect()
    };
    let hidden = subject.dossier.gegevens.soort == Briefsoort::SchriftelijkOverleg
        && !subject.dossier.profiel.schriftelijk_overleg.genummerd;
    // What says nothing but where the answer stands.
    let only: BTreeMap<usize, BTreeSet<usize>> = all
        .iter()
        .filter(|one| is_only(one.passage, vragen, one.answer))
        .map(|one| (one.answer, answers(one.part)))
        .collect();
    for Reference { passage, answer, range, part } in &all {
        let part = *part;
        let to = answers(part);
        if vragen.beantwoordt(part).is_empty() {
            out.push(
                Finding::on(passage, range, format!("er is geen vraag {part}"))
                    .help(there(&questions)),
            );
        } else if to.len() == 1 && to.contains(answer) {
            out.push(
                Finding::on(passage, range, "dit antwoord verwijst naar zichzelf")
                    .help("noem de vraag waarvan het antwoord bedoeld is"),
            );
        } else if hidden {
            out.push(
                Finding::on(passage, range, "op papier hebben de vragen geen nummer")
                    .help("noem de fractie, of zet in dossier.yaml: `profiel: {schriftelijk_overleg: {genummerd: ja}}`"),
            );
        } else if let Some(back) = to.first().filter(|to| {
            **to > *answer
                && only.contains_key(answer)
                && only.get(to).is_some_and(|of| of.contains(answer))
        }) {
            out.push(
                Finding::on(passage, range, "deze antwoorden verwijzen alleen naar elkaar")
                    .and(Spot::value(op(*back, 0)), "het andere")
                    .help("geef op een van beide vragen antwoord"),
            );
        }
    }
}

/// Whether an answer is one short sentence.
fn is_only(passage: &Passage, vragen: &Vragen, answer: usize) -> bool {
    let whole = vragen.antwoorden.get(answer).map_or("", |one| one.tekst.as_str());
    passage.sentences.len() == 1
        && whole.trim().len() <= passage.text.len() + 2
        && !passage.text.contains(" ook ")
        && passage.text.split(' ').count() < 12
}

fn all_references<'a>(subject: &'a Subject<'_>) -> Vec<Reference<'a>> {
    let mut all = Vec::new();
    for passage in subject.of(Bestand::Vragen) {
        let [Segment::Key(list), Segment::Index(answer), ..] = passage.place.path.segments() else {
            continue;
        };
        if &**list != "antwoorden" {
            continue;
        }
        for (range, part) in named(&passage.text) {
            // What is still to be filled in refers to nothing yet.
            let before = &passage.text[..range.start];
            if before.rfind('[').is_some_and(|open| !before[open..].contains(']')) {
                continue;
            }
            all.push(Reference { passage, answer: *answer, range, part });
        }
    }
    all
}

/// What may stand before the question in a reference: `zie het antwoord op vraag 2`.
const BEFORE: [&str; 4] = ["antwoord", "antwoorden", "beantwoording", "zie"];
/// What may stand between questions, the longest first.
const BETWEEN: [&str; 16] = [
    " en het antwoord op vraag ",
    ", het antwoord op vraag ",
    " en op vragen ",
    " en op vraag ",
    ", op vragen ",
    ", op vraag ",
    ", en vragen ",
    ", en vraag ",
    " en vragen ",
    " en vraag ",
    ", vraag ",
    ", en ",
    ", ",
    " en ",
    " tot en met ",
    " t/m ",
];
/// Behind which the questions are those of somebody else.
const OF_OTHERS: [&str; 4] = [" van ", " uit ", " in de ", " bij "];

/// The questions whose answers a text refers to, each with its place.
fn named(text: &str) -> Vec<(Range<usize>, Vraagdeel)> {
    let mut all = Vec::new();
    for word in ["vraag ", "vragen "] {
        for (start, _) in text.match_indices(word) {
            let mut before = text[..start].rsplit(|c: char| !c.is_alphabetic());
            let is_own_word = !text[..start].ends_with(char::is_alphabetic);
            let refers = before
                .by_ref()
                .filter(|word| !word.is_empty())
                .take(4)
                .any(|word| BEFORE.contains(&word.to_lowercase().as_str()));
            if !is_own_word || !refers {
                continue;
            }
            let (found, end) = numbers(text, start + word.len());
            if !OF_OTHERS.iter().any(|of| text[end..].starts_with(of)) {
                all.extend(found);
            }
        }
    }
    all.sort_by_key(|(range, _)| range.start);
    // A second `vraag` in a row is also found by itself.
    all.dedup_by_key(|(range, _)| range.start);
    all
}

/// The questions in a row from here, and where they end.
fn numbers(text: &str, mut at: usize) -> (Vec<(Range<usize>, Vraagdeel)>, usize) {
    let mut all = Vec::new();
    let mut end = at;
    loop {
        let rest = &text[at..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let Ok(part) = Vraagdeel::parse(&rest[..length]) else { return (all, end) };
        end = at + length;
        all.push((at..end, part));
        let Some(between) = BETWEEN.iter().find(|word| text[end..].starts_with(**word)) else {
            return (all, end);
        };
        at = end + between.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_questions_of_the_same_letter() {
        let read = |text: &str| {
            let all = named(text).into_iter();
            all.map(|(range, part)| {
                assert_eq!(text[range], part.to_string());
                part.to_string()
            })
            .collect::<Vec<_>>()
            .join(" ")
        };
        assert_eq!(read("Zie het antwoord op vraag 2."), "2");
        assert_eq!(read("Zie de antwoorden op de vragen 2a, 3 en 12."), "2a 3 12");
        assert_eq!(read("Zie vragen 4 tot en met 7, waar dit staat."), "4 7");
        assert_eq!(read("Zoals in het antwoord op vraag 5 en op vraag 9 staat, is dat zo."), "5 9");
        assert_eq!(read("Zie het antwoord op vraag 9, vraag 3 en vraag 2a."), "9 3 2a");
        // Of others, or no reference.
        assert_eq!(read("Zie het antwoord op vraag 2 van het lid Proefstra."), "");
        assert_eq!(read("Deze vraag 2 keer stellen helpt niet."), "");
        assert_eq!(read("Zie de hulpvragen 3 en 4."), "");
        assert_eq!(read("Zie het antwoord op vraag 2000."), "");
    }
}
