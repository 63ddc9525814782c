//! In: running text. Out: words that the dictionary does not know. Pure.
//!
//! It knows no names and few policy words; so names, abbreviations and quotations are left alone, and the rule is one of
//! style.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use spellbook::Dictionary;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::woordenboek;
use crate::dossier::Root;

/// Shorter words are abbreviations, or parts of something else.
const SHORTEST: usize = 4;

/// L008: a word that is not in the dictionary; of each document the first place.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(dictionary) = woordenboek::whole() else { return };
    let own = &subject.lijsten.taal.goed_gespeld;
    let mut known: BTreeMap<String, bool> = BTreeMap::new();
    let mut told: BTreeSet<(Root, String)> = BTreeSet::new();
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        for token in passage.tokens.iter().filter(|token| token.word) {
            let range = &token.range;
            if !is_dutch_word(passage, range) {
                continue;
            }
            let word = passage.word(token);
            let right = *known
                .entry(word.to_owned())
                .or_insert_with(|| own.has(word) || is_known(dictionary, word));
            if right || !told.insert((passage.place.root, word.to_owned())) {
                continue;
            }
            out.push(
                Finding::on(passage, range, format!("`{word}` staat niet in het woordenboek"))
                    .help("kijk de spelling na; is het woord goed, zet het dan bij `goed_gespeld` in een eigen `lijsten/taal.yaml`"),
            );
        }
    }
}

/// Whether a word is one for the dictionary: in lower case, without digits, and not a quotation.
fn is_dutch_word(passage: &Passage, range: &Range<usize>) -> bool {
    let word = &passage.text[range.clone()];
    word.chars().count() >= SHORTEST
        && word.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’'))
        && !passage.is_opaque(range)
        && !passage.is_quoted(range.start)
        // `zorg-` and `-partners`: half of a word.
        && !passage.text[range.end..].starts_with('-')
        && !passage.text[..range.start].ends_with('-')
}

fn is_known(dictionary: &Dictionary, word: &str) -> bool {
    let plain = word.replace('’', "'");
    let stem = ["'s", "'er", "'ers"]
        .iter()
        .find_map(|ending| plain.strip_suffix(ending))
        .unwrap_or(&plain);
    dictionary.check(&plain)
        || dictionary.check(stem)
        || stem.split('-').all(|part| part.chars().count() < SHORTEST || dictionary.check(part))
}
