//! In: running text. Out: words that the dictionary does not know. Pure.
//!
//! It knows no names and few policy words; so names, abbreviations and quotations are left alone, and the rule is one of
//! style.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use spellbook::Dictionary;

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::woordenboek::{self, is_single_word};
use crate::dossier::{Opzoekwoorden, Root};

/// Shorter words are abbreviations, or parts of something else.
const SHORTEST: usize = 4;
/// A longer word is none that somebody slipped in; there are many of those that it can be, too.
const LONGEST: usize = 40;

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
                    .help("kijk de spelling na; is het woord goed, laat het dan opnemen in de woordenlijst van uw organisatie (`goed_gespeld` in een eigen `lijsten/taal.yaml`)"),
            );
        }
    }
}

/// What a word that the dictionary does not know must be: the one word of the dictionary that a slip of the fingers makes it of.
/// Nothing when it is right, or when that is not certain.
pub(in crate::check) fn meant(word: &str, own: &Opzoekwoorden) -> Option<String> {
    let dictionary = woordenboek::whole()?;
    let letters: Vec<char> = word.chars().collect();
    if !(SHORTEST..=LONGEST).contains(&letters.len())
        || !letters.iter().all(|c| c.is_lowercase())
        || own.has(word)
        || is_known(dictionary, word)
    {
        return None;
    }
    [swapped, changed].into_iter().find_map(|slips| {
        let mut right: Vec<String> =
            slips(&letters).into_iter().filter(|slip| is_single_word(slip)).collect();
        right.sort();
        right.dedup();
        (right.len() <= 1).then(|| right.pop())?
    })
}

/// Every word that this is with two letters next to each other in the wrong order.
fn swapped(letters: &[char]) -> Vec<String> {
    let one = |at: usize| {
        let mut other = letters.to_vec();
        other.swap(at, at + 1);
        other.into_iter().collect()
    };
    (0..letters.len() - 1).filter(|at| letters[*at] != letters[at + 1]).map(one).collect()
}

/// Every word that this is with one letter too many, too few or wrong. Of a short word too many are.
fn changed(letters: &[char]) -> Vec<String> {
    let mut all = Vec::new();
    if letters.len() <= SHORTEST {
        return all;
    }
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let with = |new: Option<char>, after: &[char]| {
            before.iter().copied().chain(new).chain(after.iter().copied()).collect::<String>()
        };
        if let [_, rest @ ..] = after {
            all.push(with(None, rest));
            all.extend(('a'..='z').map(|new| with(Some(new), rest)));
        }
        all.extend(('a'..='z').map(|new| with(Some(new), after)));
    }
    all
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

#[cfg(test)]
mod tests {
    use super::meant;
    use crate::dossier::Lijsten;

    #[test]
    fn only_what_is_certainly_a_slip_is_told_with_the_word_that_is_meant() {
        let lijsten = Lijsten::ingebouwd();
        let meant = |word| meant(word, &lijsten.taal.goed_gespeld);
        for (typed, right) in [
            ("minsiter", "minister"),
            ("miniter", "minister"),
            ("ministter", "minister"),
            ("gemeebte", "gemeente"),
            ("maatregeln", "maatregel"),
        ] {
            let told = meant(typed);
            // `maatregeln` can be two words.
            assert!(told.as_deref() == Some(right) || told.is_none(), "{typed}: {told:?}");
        }
        assert_eq!(meant("minsiter").as_deref(), Some("minister"));
        // Right, too short, a name, no word at all.
        for word in ["minister", "wlz", "Minsiter", "stelselherziening", "xqzptlk", "éé", ""] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
