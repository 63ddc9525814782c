//! In: the texts and the annex. Out: counts in the texts that the annex contradicts. Pure.

use super::{Finding, Subject};
use crate::check::passage::Passage;
use crate::check::reading::number;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Root, Taal};

/// C003: a count of what is in the annex. Only where the paragraph speaks of the annex or of what goes with the
/// letter: other measures may be counted too.
pub(super) fn find(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(bijlage) = &subject.dossier.bijlage else { return };
    let geld = &subject.lijsten.geld;
    // Of one table, or of all together.
    let mut counts: Vec<(usize, usize)> = bijlage
        .alle_tabellen()
        .iter()
        .map(|tabel| {
            let groups = &tabel.inhoud.groepen;
            (groups.len(), groups.iter().map(|groep| groep.hele().count()).sum())
        })
        .collect();
    let all = counts.iter().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
    counts.push(all);
    for passage in subject.printed().filter(|passage| passage.is_prose()) {
        if !is_about_annex(passage) {
            continue;
        }
        for pair in passage.tokens.windows(2) {
            let counted = passage.word(&pair[1]);
            let group = geld.telt_groepen.has(counted);
            if !group && !geld.telt_maatregelen.has(counted) {
                continue;
            }
            let Some((number, about)) = number_word(passage.word(&pair[0]), &subject.lijsten.taal)
            else {
                continue;
            };
            // `Twee maatregelen zijn al begonnen`, `de eerste twee`, `vijf maatregelen uit het regeerakkoord`: a part
            // of them, or others.
            let part = passage
                .before(pair[0].range.start)
                .next()
                .is_some_and(|word| geld.telt_deel.has(word));
            let mut behind = passage.after(pair[1].range.end);
            let of = matches!(behind.next(), Some("van" | "uit"))
                && matches!(behind.next(), Some("de" | "het" | "een"))
                && behind.next() != Some("bijlage");
            if part || of {
                continue;
            }
            if passage.sentence(pair[0].range.start).start == pair[0].range.start {
                continue;
            }
            let count = |one: &(usize, usize)| if group { one.0 } else { one.1 };
            // `een vijftigtal` is about fifty: five more or less is no contradiction.
            let fits = |real: usize| match about {
                true => number.abs_diff(real) * 10 <= number,
                false => number == real,
            };
            let right = counts.iter().map(count).any(fits);
            let real = count(&all);
            let range = pair[0].range.start..pair[1].range.end;
            if !right && !passage.is_opaque(&pair[0].range) {
                let name = match (group, bijlage.tabellen.is_empty()) {
                    (true, true) => "bijlage.aantal_groepen",
                    (false, true) => "bijlage.aantal_maatregelen",
                    (true, false) => "bijlage.tabellen.….aantal_groepen",
                    (false, false) => "bijlage.tabellen.….aantal_maatregelen",
                };
                let what = if group {
                    words::count(real, "groep", "groepen")
                } else {
                    words::count(real, "maatregel", "maatregelen")
                };
                out.push(
                    Finding::on(passage, &range, format!("de bijlage heeft {what}"))
                        .help(format!("gaat het over de bijlage, schrijf dan `{{{{ {name} }}}}`; dan blijft het aantal gelijk")),
                );
            }
        }
    }
}

/// Whether a paragraph speaks of the annex, of what goes with the letter, or with figures of the annex. What a nota says of
/// the letter it says of the annex too, which is part of it.
fn is_about_annex(passage: &Passage) -> bool {
    let text = &passage.text;
    let of_letter = |token| matches!(passage.word(token), "brief" | "Kamerbrief" | "kamerbrief");
    text.contains("ijlage")
        || text.contains("ijgevoegd")
        || passage.cites_annex
        || (passage.place.root == Root::File(Bestand::Nota) && passage.tokens.iter().any(of_letter))
}

/// Twelve in words or digits, and whether it is said as `een twaalftal`.
fn number_word(word: &str, taal: &Taal) -> Option<(usize, bool)> {
    let lower = word.to_lowercase();
    if let Ok(number) = lower.parse() {
        return (number < 1_000).then_some((number, false));
    }
    let (stem, about) =
        lower.strip_suffix("tal").map_or((lower.as_str(), false), |stem| (stem, true));
    usize::try_from(number(stem, taal)?).ok().map(|number| (number, about))
}

#[cfg(test)]
mod tests {
    use crate::dossier::Lijsten;

    #[test]
    fn numbers_in_words_are_read() {
        let number_word = |word| super::number_word(word, &Lijsten::ingebouwd().taal);
        assert_eq!(number_word("vijftigtal"), Some((50, true)));
        assert_eq!(number_word("elf"), Some((11, false)));
        assert_eq!(number_word("drieëndertig"), Some((33, false)));
        assert_eq!(number_word("eenentwintig"), Some((21, false)));
        assert_eq!(number_word("12"), Some((12, false)));
        assert_eq!(number_word("enkele"), None);
        assert_eq!(number_word("tiental"), Some((10, true)));
    }
}
