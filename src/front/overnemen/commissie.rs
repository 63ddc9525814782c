//! In: the sentence above the questions of a committee. Out: which committee asks whom about what. Pure.
//!
//! As it stands in published lists and reports: `De vaste commissie voor Financiën heeft een aantal vragen voorgelegd aan de
//! Minister van Financiën over de brief van 13 april 2022 inzake … (Kamerstuk 31 865, nr. 207).`, and `In de vaste commissie
//! voor … bestond er bij enkele fracties behoefte een aantal vragen en opmerkingen voor te leggen aan …`. In the Eerste Kamer
//! the letter of the committee stands there itself, of which no fixed sentence is known.

use super::omschrijving::{dag, gevraagden};
use super::{Gemist, Overgenomen, een_regel};
use crate::dossier::{Kamerstuk, Vergaderjaar};

/// What a committee does with its questions.
const PUTS: [&str; 2] = ["voorgelegd aan ", "voor te leggen aan "];
/// What stands behind its name.
const BEHIND: [&str; 7] =
    [" heeft ", " hebben ", " bestond", " bestaat", " is ", ", belast ", " legt "];

/// Takes over what the sentence says, if it is there.
pub(super) fn lees(text: &str, into: &mut Overgenomen) {
    let line = een_regel(text);
    let lower = line.to_lowercase();
    // Letters of another length in the other case would shift the places.
    if lower.len() != line.len() {
        return;
    }
    let Some((puts, behind)) = PUTS
        .iter()
        .filter_map(|word| Some((lower.find(word)?, word.len())))
        .min()
        .map(|(at, length)| (at, at + length))
    else {
        return;
    };
    let Some(start) = ["de vaste commissie", "de commissie", "de algemene commissie"]
        .iter()
        .filter_map(|name| lower[..puts].rfind(name))
        .max()
    else {
        return;
    };
    let name = &line[start + 1..puts];
    let end = BEHIND.iter().filter_map(|word| name.find(word)).min();
    let Some(end) = end else { return };
    // The mark of a note may stick to it.
    let name = name[..end].trim_end_matches(|c: char| c == ',' || c.is_numeric());
    into.commissie = Some(format!("d{name}"));
    // `heeft op 12 maart 2026 … voorgelegd`
    let put = line[start..puts].split_once(" heeft op ");
    into.brief_van = into.brief_van.or_else(|| dag(put?.1));
    let rest = &line[behind..];
    let cuts = [" over ", " inzake "].into_iter().filter_map(|word| rest.split_once(word));
    let (whom, about) = cuts.min_by_key(|(whom, _)| whom.len()).unwrap_or((rest, ""));
    if into.aan.is_empty() {
        into.aan = gevraagden(whom.split(['.', '(']).next().unwrap_or_default());
    }
    topic(about, into);
    if let Some(sent) = lower.find("de op ").filter(|at| lower[*at..].contains("toegezonden")) {
        into.brief_van = into.brief_van.or_else(|| dag(&line[sent..]));
    }
}

/// What it is about, with the paper that it names behind it. The year of the paper is that of its own date.
fn topic(about: &str, into: &mut Overgenomen) {
    let end = about.find(" (").or_else(|| about.find(". ")).unwrap_or(about.len());
    let topic = about[..end].trim().trim_end_matches('.');
    if into.onderwerp.is_none() && !topic.is_empty() {
        into.onderwerp = Some(topic.to_owned());
    }
    let inside = about[end..].trim_start().strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let Some((inside, rest)) = inside else { return };
    let paper = paper(inside).zip(dag(topic));
    into.stuk = paper.map(|(paper, day)| format!("<kst:{}:{paper}>", Vergaderjaar::of(day)));
    let more = rest.trim_start().starts_with("en ") || inside.contains("nrs.");
    if into.stuk.is_none() || more {
        let told = format!("niet elk stuk waar het over gaat, is overgenomen: ({inside})");
        into.gemist.push(Gemist::over(told).help("zet het bij `stuk:`"));
    }
}

/// `Kamerstuk 31 865, nr. 207`, `21 501-31, nr. 205`, `36 410 VI, nr. 2`.
fn paper(text: &str) -> Option<Kamerstuk> {
    let (dossier, number) = text.split_once(", nr. ")?;
    let start = dossier.find(|c: char| c.is_ascii_digit())?;
    let (dossier, chapter) = match dossier[start..].trim().split_once('-') {
        Some((dossier, chapter)) => (dossier, Some(chapter)),
        None => match dossier[start..].trim().rsplit_once(' ') {
            Some((dossier, chapter)) if chapter.starts_with(char::is_uppercase) => {
                (dossier, Some(chapter))
            }
            _ => (&dossier[start..], None),
        },
    };
    let dossier: String = dossier.split_whitespace().collect();
    let chapter = chapter.map(|chapter| format!("-{chapter}")).unwrap_or_default();
    Kamerstuk::parse(&format!("{dossier}{chapter}-{}", number.trim())).ok()
}
