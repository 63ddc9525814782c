//! In: who ask questions, and what is said of them elsewhere. Out: names and parties that are written in two ways. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::questions::{at, folded, vragen};
use super::{Finding, Subject, field};
use crate::check::passage::{Passage, Spot};
use crate::diagnostic::words;
use crate::dossier::{Bestand, Lid, Place, Regel, Vragen, is_aanhaling};

/// A005: members and parties are spelled alike everywhere, and parties as the Chamber does.
pub(super) fn members(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let asked = subject.dossier.gevraagd();
    // Who asks, each with its place.
    let sets: Vec<Vec<(&Lid, Place)>> = asked
        .iter()
        .map(|one| {
            let list = one.place.key("leden");
            one.leden.iter().enumerate().map(|(i, lid)| (lid, list.index(i))).collect()
        })
        .collect();
    let all: Vec<(&Lid, Place)> = sets.iter().flatten().cloned().collect();
    let of_members = all.iter().map(|(lid, place)| (&lid.partij, place.key("partij")));
    let of_fractions = vragen(subject).into_iter().flat_map(Vragen::fractiepartijen);
    let parties: Vec<(&Regel, Place)> =
        of_members.chain(of_fractions.map(|(partij, path)| (partij, at(path)))).collect();
    spelled(subject, &parties, all.is_empty(), out);
    sets.iter().for_each(|set| twice(set, out));
    pasted(subject, &all, out);
    let Some(first) = asked.first().filter(|_| !all.is_empty()) else { return };
    let listed = |passage: &&Passage| {
        asked.iter().any(|one| passage.place.is_within(&one.place.key("leden")))
    };
    for passage in subject.passages.iter().filter(|passage| !listed(passage)) {
        for (lid, place) in &all {
            other_party(passage, lid, &place.key("partij"), out);
        }
        let told = almost(passage, &all, out);
        if let Some(range) = stranger(passage, &all).filter(|range| !told.contains(&range.start)) {
            let file = first.place.root.name();
            out.push(
                Finding::on(passage, &range, format!("dit lid staat niet in {file}.yaml"))
                    .and(Spot::key(first.place.key("leden")), "deze leden wel")
                    .help(format!("verbeter de naam, of zet het lid bij `leden:` in {file}.yaml")),
            );
        }
    }
}

/// What a party is however it is typed: its parts in order of the alphabet, each by its whole name: `GL-PvdA`.
fn party(text: &str, known: &[Regel]) -> String {
    let whole = folded(text);
    let parts: Vec<&str> = text.split(['-', '/', '–']).map(str::trim).collect();
    let initials =
        |one: &Regel| one.as_str().chars().filter(|c| c.is_uppercase()).collect::<String>();
    let named = |part: &str| {
        let exact = known.iter().find(|one| folded(one.as_str()) == folded(part));
        let mut short = known.iter().filter(|one| part.len() > 1 && initials(one) == part);
        exact.or_else(|| short.next().filter(|one| !one.as_str().contains('-')))
    };
    let mut names: Vec<String> =
        parts.iter().filter_map(|part| Some(folded(named(part)?.as_str()))).collect();
    if names.len() < parts.len() {
        return whole;
    }
    names.sort_unstable();
    names.concat()
}

/// Parties as the Chamber has them; others as they are written most.
fn spelled(
    subject: &Subject<'_>,
    parties: &[(&Regel, Place)],
    of_fractions: bool,
    out: &mut Vec<Finding>,
) {
    let known = &subject.lijsten.kamer.partijen;
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, (partij, _)) in parties.iter().enumerate() {
        groups.entry(party(partij.as_str(), known)).or_default().push(i);
    }
    let official: BTreeMap<String, &Regel> =
        known.iter().map(|one| (party(one.as_str(), known), one)).collect();
    for (key, group) in groups {
        if let Some(official) = official.get(&key) {
            for (partij, place) in group.iter().map(|i| &parties[*i]) {
                if partij != official {
                    let spot = Spot::value(place.clone());
                    let passage = subject.passages.iter().find(|passage| passage.place == *place);
                    let finding =
                        Finding::at(spot, format!("de Kamer schrijft deze partij als {official}"));
                    out.push(match passage {
                        Some(passage) => {
                            finding.fix(passage, &(0..passage.text.len()), official.to_string())
                        }
                        None => finding,
                    });
                }
            }
            continue;
        }
        let count = |one: usize| group.iter().filter(|i| parties[**i].0 == parties[one].0).count();
        let Some(usual) = group.iter().copied().rev().max_by_key(|one| count(*one)) else {
            continue;
        };
        for (partij, place) in group.iter().map(|i| &parties[*i]) {
            if *partij == parties[usual].0 {
                continue;
            }
            let whose = if of_fractions { "een andere fractie" } else { "een ander lid" };
            out.push(
                Finding::at(
                    Spot::value(place.clone()),
                    format!("deze partij wordt hier anders geschreven dan bij {whose}"),
                )
                .and(Spot::value(parties[usual].1.clone()), "hier")
                .help("schrijf haar overal gelijk"),
            );
        }
    }
}

/// A member that asks the same questions twice.
fn twice(set: &[(&Lid, Place)], out: &mut Vec<Finding>) {
    let mut seen: BTreeMap<(String, String), &Place> = BTreeMap::new();
    for (lid, place) in set {
        if lid.naam.as_str().starts_with('[') {
            continue;
        }
        let key = (folded(lid.naam.as_str()), folded(lid.partij.as_str()));
        if let Some(first) = seen.get(&key) {
            out.push(
                Finding::at(Spot::value(place.key("naam")), "dit lid staat er al")
                    .and(Spot::value(first.key("naam")), "hier")
                    .help("haal een van beide weg"),
            );
            continue;
        }
        seen.insert(key, place);
    }
}

/// A name with words around it that the letter gives itself: `het lid Van Voorbeeld (ABC)`.
fn pasted(subject: &Subject<'_>, leden: &[(&Lid, Place)], out: &mut Vec<Finding>) {
    const BEFORE: [&str; 4] = ["het lid ", "de leden ", "lid ", "de heer "];
    let names: Vec<Place> = leden.iter().map(|(_, place)| place.key("naam")).collect();
    for passage in subject.passages.iter().filter(|passage| names.contains(&passage.place)) {
        let text = passage.text.as_str();
        let lower = text.to_lowercase();
        if let Some(begin) = BEFORE.iter().find(|begin| lower.starts_with(**begin)) {
            let range = 0..begin.len();
            let message = "deze woorden zet de brief zelf voor de naam";
            out.push(Finding::on(passage, &range, message).fix(passage, &range, ""));
        } else if let Some(first) = text.chars().next().filter(|first| first.is_lowercase()) {
            let particle = text.split(' ').next().unwrap_or_default();
            if subject.lijsten.namen.tussenvoegsels.has(particle) {
                let range = 0..first.len_utf8();
                out.push(
                    Finding::on(
                        passage,
                        &(0..particle.len()),
                        "achter `het lid` begint deze naam met een hoofdletter",
                    )
                    .fix(passage, &range, first.to_uppercase().to_string()),
                );
            }
        }
        if let Some(open) = text.find(" (").filter(|_| text.ends_with(')')) {
            let range = open..text.len();
            let message = "de partij zet de brief zelf achter de naam";
            out.push(Finding::on(passage, &range, message).fix(passage, &range, ""));
        }
        if let Some(joined) = text.find(" en ") {
            out.push(
                Finding::on(passage, &(joined..joined + 4), "hier staan twee leden in één naam")
                    .help("zet elk lid op een eigen regel onder `leden:`, met zijn partij"),
            );
        }
    }
}

/// Words that can stand at the begin of a name.
const PARTICLES: [&str; 9] = ["van", "de", "der", "den", "het", "ten", "ter", "el", "in"];

/// Members that a text names almost as the list does: `het lid Voorbeeld (Abc)`, `Van Vorbeeld`. Gives where.
fn almost(passage: &Passage, leden: &[(&Lid, Place)], out: &mut Vec<Finding>) -> Vec<usize> {
    let mut told = Vec::new();
    // What the Chamber wrote is not ours to mend.
    if is_aanhaling(&passage.place) {
        return told;
    }
    let text = passage.text.as_str();
    for (lid, place) in leden {
        let name = lid.naam.as_str();
        let last = bare(name);
        if name.starts_with('[') || last.chars().count() < 4 {
            continue;
        }
        for token in &passage.tokens {
            let word = passage.word(token);
            let is_name =
                word.starts_with(char::is_uppercase) && !passage.is_quoted(token.range.start);
            let near = word != last
                && word.chars().count() > 4
                && last.starts_with(&word[..word.chars().next().map_or(0, char::len_utf8)])
                && words::distance(word, last) == 1
                && !leden.iter().any(|(other, _)| bare(other.naam.as_str()) == word);
            let before = &text[..token.range.start];
            let of_member = before.ends_with("het lid ") || before.ends_with("Het lid ");
            let without = of_member && word == last && name != last;
            if !is_name || !(near || without) {
                continue;
            }
            // A name that is that of somebody else has other words before it.
            let own = name.len() - last.len();
            let prefix = name[..own].to_lowercase();
            if near && !of_member && !before.to_lowercase().ends_with(&prefix) {
                continue;
            }
            let start = match before.to_lowercase().ends_with(&prefix) && near {
                true => token.range.start - own,
                false => token.range.start,
            };
            let end = token.range.end;
            told.push(start);
            out.push(
                Finding::on(passage, &(start..end), format!("dit lid heet hier anders dan {name}"))
                    .and(Spot::value(place.key("naam")), "in de lijst zo")
                    .help("schrijf de naam overal gelijk, zoals de Kamer hem schrijft"),
            );
            let rest = text[end..].strip_prefix(" (").and_then(|rest| rest.split_once(')'));
            if let Some((party, _)) = rest.filter(|(party, _)| {
                folded(party) == folded(lid.partij.as_str()) && *party != lid.partij.as_str()
            }) {
                let range = end + 2..end + 2 + party.len();
                out.push(
                    Finding::on(
                        passage,
                        &range,
                        format!("deze partij heet hier anders dan {}", lid.partij),
                    )
                    .and(Spot::value(place.key("partij")), "in de lijst zo")
                    .help("schrijf de partij overal gelijk"),
                );
            }
        }
    }
    told
}

/// A name without what stands before it: `Van Voorbeeld`.
fn bare(name: &str) -> &str {
    let mut rest = name;
    while let Some((first, more)) = rest.split_once(' ') {
        if !PARTICLES.contains(&first.to_lowercase().as_str()) {
            break;
        }
        rest = more;
    }
    rest
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
