//! In: letter and nota. Out: sentences in the other one's voice. Pure.
//!
//! A letter speaks as the minister, in the first person, to the Chamber; a nota speaks to the minister, in the
//! second. Text that was copied from the one into the other keeps the wrong voice.

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::segment::Token;
use crate::dossier::Bestand;

/// Words that are said to a minister, never to the Chamber.
const TO_MINISTER: &[&str] = &[
    "u wordt geadviseerd",
    "uw begroting",
    "uw toezegging",
    "uw toezeggingen",
    "uw akkoord",
    "uw ministerie",
    "uw ambtgenoot",
    "uw ambtgenoten",
    "uw collega",
    "uw collega-bewindspersoon",
    "u heeft toegezegd",
    "u hebt toegezegd",
    "heeft u toegezegd",
    "heeft u de kamer toegezegd",
    "u heeft de kamer toegezegd",
    "u kunt instemmen",
    "uw handtekening",
    "uw portefeuille",
];

/// Words of the minister himself.
const FIRST_PERSON: &[&str] = &["ik", "mij", "mijn"];

/// V006: the voice of letter and nota.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    for passage in subject.of(Bestand::Brief).filter(|passage| passage.is_prose()) {
        let lower = passage.text.to_lowercase();
        // Lower case may be of another length; offsets are only right when it is not.
        if lower.len() != passage.text.len() {
            continue;
        }
        for words in TO_MINISTER {
            let found = lower.match_indices(words).find(|(at, _)| {
                let end = at + words.len();
                // A question is one of the Chamber's own, in a letter with answers.
                !passage.text[passage.sentence(*at)].trim_end().ends_with('?')
                    && !lower[..*at].ends_with(char::is_alphanumeric)
                    && !lower[end..].starts_with(char::is_alphanumeric)
                    && !passage.is_quoted(*at)
            });
            if let Some((at, _)) = found {
                out.push(
                    Finding::on(passage, &(at..at + words.len()), "dit is tegen de bewindspersoon gezegd; de brief is aan de Kamer")
                        .help("schrijf het vanuit de bewindspersoon: `mijn begroting`, `ik heb toegezegd`"),
                );
                break;
            }
        }
    }
    for passage in subject.of(Bestand::Nota).filter(|passage| passage.is_prose()) {
        let first = passage.tokens.iter().find(|token| {
            FIRST_PERSON.contains(&passage.word(token).to_lowercase().as_str())
                && !passage.is_quoted(token.range.start)
                && !is_noun(passage, token)
        });
        if let Some(token) = first {
            out.push(
                Finding::on(passage, &token.range, format!("de nota spreekt de bewindspersoon aan; `{}` hoort daar niet", passage.word(token)))
                    .help("schrijf `u`, of noem wie u bedoelt; is het een citaat, zet het dan tussen aanhalingstekens"),
            );
        }
    }
}

/// `Mijn Toeslagen` is a service, `de mijn` a pit.
fn is_noun(passage: &Passage, token: &Token) -> bool {
    let word = passage.word(token);
    let named = word == "Mijn"
        && passage
            .after(token.range.end)
            .next()
            .is_some_and(|next| next.starts_with(char::is_uppercase));
    let pit = word == "mijn"
        && passage
            .before(token.range.start)
            .next()
            .is_some_and(|word| matches!(word, "de" | "een" | "deze"));
    named || pit
}
