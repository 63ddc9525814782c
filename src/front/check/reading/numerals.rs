//! In: a word. Out: the number that it says in Dutch. Pure.

use std::cmp::Reverse;

use crate::dossier::Taal;

/// `elf`, `eenenvijftig`, `vierhonderdzeventien`, `tweeduizend`; with or without its diaeresis.
pub(in crate::check) fn number(word: &str, taal: &Taal) -> Option<u64> {
    let known = |word: &str| taal.telwoorden.get(word).copied().map(u64::from);
    let small = |word: &str| match word {
        "een" | "één" => Some(1),
        word => known(word),
    };
    if let Some(number) = known(word) {
        return Some(number);
    }
    // Thousands before hundreds.
    let mut factors: Vec<(&String, u64)> =
        taal.telwoorden.iter().map(|(name, value)| (name, u64::from(*value))).collect();
    factors.retain(|(_, factor)| *factor >= 100);
    factors.sort_by_key(|(_, factor)| Reverse(*factor));
    for (name, factor) in factors {
        if let Some((before, rest)) = word.split_once(name.as_str()) {
            let times = if before.is_empty() {
                1
            } else {
                small(before).or_else(|| number(before, taal))?
            };
            let rest = rest.strip_prefix("en").filter(|rest| !rest.is_empty()).unwrap_or(rest);
            let more =
                if rest.is_empty() { 0 } else { small(rest).or_else(|| number(rest, taal))? };
            return (more < factor).then_some(times * factor + more);
        }
    }
    ["en", "ën"].iter().flat_map(|and| word.match_indices(and)).find_map(|(at, and)| {
        let tens = known(&word[at + and.len()..]).filter(|tens| tens % 10 == 0 && *tens < 100)?;
        Some(small(&word[..at]).filter(|ones| *ones < 10)? + tens)
    })
}

#[cfg(test)]
mod tests {
    use crate::dossier::Lijsten;

    #[test]
    fn numbers_in_words_are_read() {
        let number = |word| super::number(word, &Lijsten::ingebouwd().taal);
        for (word, wanted) in [
            ("elf", 11),
            ("drieëndertig", 33),
            ("drieendertig", 33),
            ("eenentwintig", 21),
            ("honderd", 100),
            ("honderdtwintig", 120),
            ("vierhonderdzeventien", 417),
            ("tweeduizend", 2_000),
            ("zestienhonderd", 1_600),
            ("driehonderdvijfentwintigduizend", 325_000),
        ] {
            assert_eq!(number(word), Some(wanted), "{word}");
        }
        for word in ["enkele", "een", "honderden", "duizendpoot", "en", ""] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
