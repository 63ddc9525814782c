//! In: the sentence above written questions. Out: who asks whom about what, and when. Pure.
//!
//! `Vragen van de leden X en Y (beiden ABC) aan de Minister van Financiën over het sluiten van loketten (ingezonden 14 mei
//! 2019).`

use super::{Overgenomen, een_regel};
use crate::dossier::Datum;

/// Takes over what the sentence says, as far as nothing else said it before.
pub fn lees(text: &str, into: &mut Overgenomen) {
    let line = een_regel(text);
    if into.nummer.is_none() {
        into.nummer =
            line.split(|c: char| !c.is_alphanumeric()).find(|word| is_number(word)).map(Into::into);
    }
    let lower = line.to_lowercase();
    // Letters of another length in the other case would shift the places.
    if lower.len() != line.len() {
        return;
    }
    if let Some(sent) = lower.find("ingezonden")
        && into.brief_van.is_none()
    {
        into.brief_van = dag(&line[sent..]);
    }
    let Some(start) = lower.find("vragen van ").map(|at| at + "vragen van ".len()) else { return };
    let end = lower[start..].find("(ingezonden").map_or(line.len(), |at| start + at);
    let (who, rest) = match lower[start..end].find(" aan ") {
        Some(at) => (start..start + at, Some(start + at + " aan ".len())),
        None => (start..start, None),
    };
    let Some(rest) = rest else { return };
    if into.leden.is_empty() {
        into.leden = leden(&line[who]);
    }
    let whom = match lower[rest..end].find(" over ") {
        Some(at) => {
            let topic = line[rest + at + " over ".len()..end].trim().trim_end_matches('.').trim();
            if into.onderwerp.is_none() && !topic.is_empty() {
                into.onderwerp = Some(topic.to_owned());
            }
            rest..rest + at
        }
        None => rest..end,
    };
    if into.aan.is_empty() {
        into.aan = gevraagden(&line[whom]);
    }
}

/// Whether a word has the form of a number of the Chamber: `2026Z01234`.
pub(super) fn is_number(word: &str) -> bool {
    let digits = |text: &str, many| text.len() == many && text.bytes().all(|b| b.is_ascii_digit());
    word.split_once('Z').is_some_and(|(year, rest)| digits(year, 4) && digits(rest, 5))
}

/// The first day that a text names in words.
pub fn dag(text: &str) -> Option<Datum> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).find_map(|words| {
        let month = Datum::month_number(&words[1].to_lowercase())?;
        Datum::new(words[2].parse().ok()?, month, words[0].parse().ok()?)
    })
}

/// `de leden X en Y (beiden ABC)`: each name with its party.
fn leden(text: &str) -> Vec<(String, Option<String>)> {
    let mut rest = text.trim();
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    let mut waiting = 0;
    while !rest.trim().is_empty() {
        let (names, party, after) = match rest.find('(') {
            Some(open) => {
                let inside = &rest[open + 1..];
                let close = inside.find(')').unwrap_or(inside.len());
                (&rest[..open], Some(&inside[..close]), inside.get(close + 1..).unwrap_or_default())
            }
            None => (rest, None, ""),
        };
        let split = names.replace(" en ", ",");
        for name in split.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            all.push((naam(name).to_owned(), None));
            waiting += 1;
        }
        let count = all.len();
        if let Some(party) = party {
            let same =
                ["beiden ", "allen ", "allebei "].iter().find_map(|word| party.strip_prefix(word));
            let known = same.unwrap_or(party).trim();
            let from = if same.is_some() { count - waiting } else { count.saturating_sub(1) };
            all[from..].iter_mut().for_each(|(_, of)| *of = Some(known.to_owned()));
            waiting = 0;
        }
        rest = after;
    }
    all
}

/// A name without what stands before it: `en van het lid Voorbeeld`.
fn naam(text: &str) -> &str {
    const BEFORE: [&str; 7] =
        ["en ", "van het lid ", "van de leden ", "het lid ", "de leden ", "leden ", "lid "];
    let mut name = text;
    while let Some(rest) = BEFORE.iter().find_map(|word| {
        let begin = name.get(..word.len())?;
        begin.eq_ignore_ascii_case(word).then(|| name[word.len()..].trim_start())
    }) {
        name = rest;
    }
    name
}

/// `de Minister van A en de Staatssecretaris van B`: each of them.
pub(super) fn gevraagden(text: &str) -> Vec<String> {
    const OFFICES: [&str; 4] =
        ["de minister", "de staatssecretaris", "minister", "staatssecretaris"];
    let text = text.trim();
    let lower = text.to_lowercase();
    let mut cuts = vec![0];
    if lower.len() == text.len() {
        for between in [" en aan ", ", aan ", " en ", ", "] {
            for (at, _) in lower.match_indices(between) {
                let next = at + between.len();
                if OFFICES.iter().any(|office| lower[next..].starts_with(office))
                    && !cuts.contains(&next)
                {
                    cuts.push(next);
                }
            }
        }
    }
    cuts.sort_unstable();
    let ends = cuts.iter().skip(1).copied().chain([text.len()]);
    let mut all = Vec::new();
    for (start, end) in cuts.iter().zip(ends) {
        let mut one = text[*start..end].trim().trim_end_matches(',').trim_end();
        for word in [" aan", " en", ","] {
            one = one.strip_suffix(word).unwrap_or(one).trim_end();
        }
        if !one.is_empty() {
            all.push(one.to_owned());
        }
    }
    all
}
