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
        let all: Vec<Ambt> = senders.iter().flat_map(|(text, _)| ambten(text)).collect();
        let asked = || vragen.aan.iter().flat_map(|one| ambten(one.as_str()));
        match asked().any(|one| one.answers(&all)) {
            true => silent(vragen, &all, out),
            false => strangers(&senders, out),
        }
        answering(vragen, &all, out);
    }
}

/// Who gives an answer in another's place, with the place that says so.
fn doors(vragen: &Vragen) -> impl Iterator<Item = (&Regel, Place)> {
    let answers = Path::default().key("antwoorden");
    vragen.antwoorden.iter().enumerate().filter_map(move |(i, antwoord)| {
        Some((antwoord.door.as_ref()?, at(answers.clone().index(i).key("door"))))
    })
}

const POSTS: [&str; 2] = ["minister", "staatssecretaris"];

/// Whether a passage is an office and nothing else: `de Minister van Financiën`.
fn is_office(subject: &Subject<'_>, passage: &Passage) -> bool {
    let lower = passage.text.to_lowercase();
    let bare = lower.strip_prefix("de ").unwrap_or(&lower);
    let begins = POSTS.iter().any(|post| bare.starts_with(post));
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

/// An office as it can be compared, in small letters.
#[derive(Debug, PartialEq, Eq)]
struct Ambt {
    /// `minister`, `staatssecretaris`, `minister-president`, or what else stands first.
    post: String,
    /// Of what; empty where that is not said.
    ministerie: String,
}

impl Ambt {
    fn is_first(&self) -> bool {
        self.post.starts_with("minister-president")
    }

    /// Whether one of those who send the letter is of the same ministry: a minister may answer for a secretary of state, and
    /// the other way round. What is no office is told otherwise, and `VWS` is not held against the name that it stands for.
    fn answers(&self, senders: &[Self]) -> bool {
        /// Longest name of a ministry that may be an abbreviation.
        const SHORT: usize = 5;
        let is_office = self.is_first() || POSTS.contains(&self.post.as_str());
        let own = &self.ministerie;
        let same = |other: &Self| match self.is_first() {
            true => other.is_first(),
            false => {
                let of = &other.ministerie;
                of.contains(own.as_str()) || !of.is_empty() && own.contains(of.as_str())
            }
        };
        !is_office || own.len() <= SHORT && !self.is_first() || senders.iter().any(same)
    }
}

/// The offices in a line: `de ministers van Financiën en van Justitie en Veiligheid` are two.
fn ambten(text: &str) -> Vec<Ambt> {
    let lower = words::one_line(text).to_lowercase();
    let line = lower.strip_prefix("de ").unwrap_or(&lower);
    let line = line.replace("ministers ", "minister ").replace("secretarissen ", "secretaris ");
    let mut all: Vec<Ambt> = Vec::new();
    for office in line.split(" en de ").flat_map(|part| part.split(", de ")) {
        let (post, rest) = office.split_once(' ').unwrap_or((office, ""));
        let rest = rest.strip_prefix("van ").or_else(|| rest.strip_prefix("voor ")).unwrap_or(rest);
        for ministerie in rest.split(" en van ").flat_map(|part| part.split(", van ")) {
            let post = post.trim_end_matches(',').to_owned();
            all.push(Ambt { post, ministerie: ministerie.to_owned() });
        }
    }
    all
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

/// Who was asked, and for whom nobody signs.
fn silent(vragen: &Vragen, senders: &[Ambt], out: &mut Vec<Finding>) {
    for (i, asked) in vragen.aan.iter().enumerate() {
        let each = ambten(asked.as_str());
        if each.iter().all(|one| one.answers(senders)) {
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
fn answering(vragen: &Vragen, senders: &[Ambt], out: &mut Vec<Finding>) {
    for (door, place) in doors(vragen) {
        let sends = ambten(door.as_str()).iter().all(|one| one.answers(senders));
        if sends || is_to_fill_in(door.as_str()) {
            continue;
        }
        out.push(
            Finding::at(Spot::value(place), "deze bewindspersoon geeft een antwoord, maar de brief is niet van hem of haar")
                .help("zet deze bewindspersoon in dossier.yaml bij `mede_namens:`, of als tweede bij `ondertekening:`"),
        );
    }
}
