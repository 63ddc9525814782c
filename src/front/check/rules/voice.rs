//! In: letter and nota. Out: sentences in the other one's voice. Pure.
//!
//! A letter speaks as the minister, in the first person, to the Chamber; a nota speaks to the minister, in the
//! second. Text that was copied from the one into the other keeps the wrong voice.

use std::ops::Range;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::segment::Token;
use crate::dossier::{Bestand, Zinsneden};

/// V006: the voice of letter and nota.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let phrases = &subject.lijsten.nota.aan_bewindspersoon;
    for passage in subject.letter().filter(|passage| passage.is_prose()) {
        let said = passage.tokens.iter().enumerate().find_map(|(i, token)| {
            let range = to_minister(passage, i, phrases)?;
            // A question is one of the Chamber's own, in a letter with answers.
            let question = passage.text[passage.sentence(range.start)].trim_end().ends_with('?');
            (!question && !passage.is_quoted(token.range.start)).then_some(range)
        });
        if let Some(range) = said {
            out.push(
                Finding::on(
                    passage,
                    &range,
                    "dit is tegen de bewindspersoon gezegd; de brief is aan de Kamer",
                )
                .help("schrijf het vanuit de bewindspersoon: `mijn begroting`, `ik heb toegezegd`"),
            );
        }
    }
    for passage in subject.of(Bestand::Nota).filter(|passage| passage.is_prose()) {
        let first = passage.tokens.iter().find(|token| {
            subject.lijsten.taal.eerste_persoon.has_folded(passage.word(token))
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

/// The words that begin at a token and are said to a minister.
fn to_minister(passage: &Passage, first: usize, phrases: &Zinsneden) -> Option<Range<usize>> {
    phrases.beginning_with(passage.word(&passage.tokens[first])).iter().find_map(|words| {
        let tokens = passage.tokens.get(first..first + words.len())?;
        let same = tokens
            .iter()
            .zip(words)
            .all(|(token, word)| passage.word(token).to_lowercase() == *word);
        same.then(|| tokens[0].range.start..tokens[tokens.len() - 1].range.end)
    })
}
