//! In: who is asked, who answers and who signs. Out: who holds no office, and who is asked while nobody answers. Pure.

use super::questions::{at, is_to_fill_in, vragen};
use super::{Finding, Subject, place};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::within;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Place, Regel, Vragen};
use crate::yaml::Path;

/// A006: who is asked, and who answers in another's place, holds an office; who is asked answers, and nobody else.
pub(super) fn addressees(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(vragen) = vragen(subject) else { return };
    let list = at(Path::default().key("aan"));
    let is_door = |place: &Place| doors(vragen).any(|(_, door)| door == *place);
    for passage in subject.of(Bestand::Vragen) {
        let (is_asked, answers) = (passage.place.is_within(&list), is_door(&passage.place));
        let holds = is_office(subject, passage) || is_to_fill_in(&passage.text);
        if holds || !(is_asked || answers) {
            continue;
        }
        let help = match answers {
            true => "schrijf wie dit antwoord geeft, zoals `de Minister van Financiën`",
            false => "schrijf wie de vragen kreeg, zoals `de Minister van Financiën`",
        };
        out.push(
            Finding::on(passage, &(0..passage.text.len()), "dit is geen bewindspersoon").help(help),
        );
    }
    // A committee asks who is to answer.
    let is_open = |one: &Regel| is_to_fill_in(one.as_str());
    let senders = senders(subject);
    let filled_in = !senders.iter().any(|(text, _)| is_to_fill_in(text));
    if !vragen.leden.is_empty() && filled_in && !vragen.aan.iter().any(is_open) {
        match senders.iter().any(|(text, _)| is_asked(vragen, text)) {
            true => silent(vragen, &senders, out),
            false => strangers(&senders, out),
        }
        answering(vragen, &senders, out);
    }
}

/// Who gives an answer in another's place, with the place that says so.
fn doors(vragen: &Vragen) -> impl Iterator<Item = (&Regel, Place)> {
    let answers = Path::default().key("antwoorden");
    vragen.antwoorden.iter().enumerate().filter_map(move |(i, antwoord)| {
        Some((antwoord.door.as_ref()?, at(answers.clone().index(i).key("door"))))
    })
}

/// Whether a passage is an office and nothing else: `de Minister van Financiën`.
fn is_office(subject: &Subject<'_>, passage: &Passage) -> bool {
    let lower = passage.text.to_lowercase();
    let post = ["minister", "staatssecretaris"];
    let bare = lower.strip_prefix("de ").unwrap_or(&lower);
    let begins = post.iter().any(|post| bare.starts_with(post));
    // A name that is almost one is told by its own rule.
    let named = !within(&subject.seen.names, passage).is_empty();
    begins && (named || bare.starts_with("minister-president"))
}

/// Who signs, and on whose behalf the letter is sent too, each with its place.
fn senders<'a>(subject: &Subject<'a>) -> Vec<(&'a str, Path)> {
    let gegevens = &subject.dossier.gegevens;
    let list = |key: &str| Path::default().key(key);
    let signers = gegevens
        .ondertekening
        .iter()
        .enumerate()
        .map(|(i, one)| (one.functie.as_str(), list("ondertekening").index(i).key("functie")));
    let others = gegevens.mede_namens.iter().enumerate();
    let others = others.map(|(i, one)| (one.as_str(), list("mede_namens").index(i)));
    signers.chain(others).collect()
}

/// An office as it can be compared: without its article, in small letters.
fn office(text: &str) -> String {
    let lower = words::one_line(text).to_lowercase();
    lower.strip_prefix("de ").unwrap_or(&lower).replace("ministers ", "minister ")
}

/// The post and the ministry of an office: `minister` and `financiën`.
fn halves(office: &str) -> (&str, &str) {
    let (post, rest) = office.split_once(' ').unwrap_or((office, ""));
    (post, rest.strip_prefix("van ").or_else(|| rest.strip_prefix("voor ")).unwrap_or(rest))
}

fn is_asked(vragen: &Vragen, text: &str) -> bool {
    let one = office(text);
    let asked: Vec<String> = vragen.aan.iter().map(|asked| office(asked.as_str())).collect();
    let joined = asked.join(" en ");
    let (post, ministry) = halves(&one);
    asked.contains(&one) || joined.contains(post) && joined.contains(ministry)
}

/// Nobody who was asked signs the letter, nor is it sent in the name of one.
fn strangers(senders: &[(&str, Path)], out: &mut Vec<Finding>) {
    let Some((_, path)) = senders.first() else { return };
    out.push(
        Finding::at(Spot::value(place(Bestand::Dossier, path.clone())), "aan deze bewindspersoon zijn de vragen niet gesteld")
            .and(Spot::key(at(Path::default().key("aan"))), "aan deze wel")
            .help("verbeter een van beide; beantwoordt een ander de vragen dan wie ze kreeg, zet dan een uitzondering met de reden in dossier.yaml"),
    );
}

/// Those in an addressee of one line: `de ministers van Financiën en van Justitie en Veiligheid`.
fn each(asked: &str) -> Vec<String> {
    let one = office(asked);
    let (post, _) = halves(&one);
    let mut all: Vec<String> = Vec::new();
    for part in one.split(" en de ").flat_map(|part| part.split(", de ")) {
        for (i, part) in part.split(" en van ").flat_map(|part| part.split(", van ")).enumerate() {
            all.push(match i {
                0 => part.to_owned(),
                _ => format!("{post} van {part}"),
            });
        }
    }
    all
}

/// Whether an office is of the ministry of one of those who send the letter: a minister answers for a secretary of state
/// too. What is no office is told otherwise, and `VWS` is not held against the name that it stands for.
fn sends(one: &str, senders: &[(&str, Path)]) -> bool {
    /// Longest name of a ministry that may be an abbreviation.
    const SHORT: usize = 5;
    let (post, ministry) = halves(one);
    let is_first = post.starts_with("minister-president");
    let is_office = is_first || ["minister", "staatssecretaris"].contains(&post);
    let is_short = ministry.len() <= SHORT && !is_first;
    !is_office
        || is_short
        || senders.iter().map(|(text, _)| office(text)).any(|sender| {
            let (own, of) = halves(&sender);
            match is_first {
                true => own.starts_with("minister-president"),
                false => of.contains(ministry) || ministry.contains(of) && !of.is_empty(),
            }
        })
}

/// Who was asked, and for whom nobody signs.
fn silent(vragen: &Vragen, senders: &[(&str, Path)], out: &mut Vec<Finding>) {
    for (i, asked) in vragen.aan.iter().enumerate() {
        let each = each(asked.as_str());
        if each.iter().all(|one| sends(one, senders)) {
            continue;
        }
        let message = match each.len() {
            1 => "deze bewindspersoon kreeg de vragen ook, en antwoordt niet mee",
            _ => "een van deze bewindspersonen antwoordt niet mee",
        };
        out.push(
            Finding::at(Spot::value(at(Path::default().key("aan").index(i))), message)
                .help("zet wie meeantwoordt in dossier.yaml bij `mede_namens:`, of als tweede bij `ondertekening:`")
                .help("antwoordt een ander alleen, zet dan een uitzondering met de reden in dossier.yaml"),
        );
    }
}

/// Who gives an answer, and does not send the letter.
fn answering(vragen: &Vragen, senders: &[(&str, Path)], out: &mut Vec<Finding>) {
    for (door, place) in doors(vragen) {
        if is_to_fill_in(door.as_str()) || sends(&office(door.as_str()), senders) {
            continue;
        }
        out.push(
            Finding::at(Spot::value(place), "deze bewindspersoon geeft een antwoord, maar de brief is niet van hem of haar")
                .help("zet deze bewindspersoon in dossier.yaml bij `mede_namens:`, of als tweede bij `ondertekening:`"),
        );
    }
}
