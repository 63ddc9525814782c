//! In: the name of a line that was typed in `bijlage.yaml`, and the lists of words. Out: what the name says that the line is.
//! Pure.

use super::woorden::{Bladwoorden, Geldwoorden};
use super::{Regel, Somnaam, Soort};

/// Most words of a phrase that a name begins with.
const MAX_WORDS: usize = 4;

/// What the name of a line says that it is, where it says more than a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naamsoort {
    /// The sum of others: `Totaal uitgaven`.
    Som,
    /// What others start from, or lead to: `Stand ontwerpbegroting`.
    Stand,
    /// Amounts of a kind: `Ontvangsten`.
    Soort(Soort),
}

/// What the name of a line says that it is.
pub fn naamsoort(naam: &str, geld: &Geldwoorden, woorden: &Bladwoorden) -> Option<Naamsoort> {
    let naam = plain(naam);
    let sums = |some: &[Somnaam]| {
        let own = some.iter().filter_map(|som| woorden.somrijen.get(som)).flatten();
        own.map(Regel::as_str).chain(some.iter().map(|som| som.word())).any(|own| own == naam)
    };
    let ends = naam.match_indices(' ').map(|(at, _)| at).chain([naam.len()]);
    let begins: Vec<&str> =
        ends.take(MAX_WORDS).map(|end| naam[..end].trim_end_matches(':')).collect();
    let begins_as = |list: &super::Opzoekwoorden| begins.iter().any(|words| list.has(words));
    let last = naam.rsplit(' ').next().unwrap_or_default();
    if begins_as(&woorden.heet_geen_som) {
        return None;
    }
    if sums(&[Somnaam::Totaal, Somnaam::Subtotaal, Somnaam::TotaalDekking])
        || geld.totaalrij.has(&naam)
        || begins_as(&woorden.heet_som)
        || [Somnaam::Totaal, Somnaam::Subtotaal].iter().any(|som| som.word() == last)
    {
        return Some(Naamsoort::Som);
    }
    if sums(&[Somnaam::NieuweStand, Somnaam::Saldo]) || begins_as(&woorden.heet_stand) {
        return Some(Naamsoort::Stand);
    }
    let first = begins.first().copied().unwrap_or_default();
    let kind = |soort: &Soort| {
        let others = woorden.groepsoorten.get(soort).into_iter().flatten();
        let mut words = others.map(Regel::as_str).chain([soort.word()]);
        let receipts = *soort == Soort::Ontvangsten;
        words.any(|word| first == word || receipts && first.ends_with(word))
    };
    let kinds = Soort::ALL.into_iter().filter(|soort| *soort != Soort::Uitgaven);
    kinds.into_iter().find(kind).map(Naamsoort::Soort)
}

/// A name as it stands in the lists: without what stands in parentheses, which says more of it.
fn plain(naam: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for char in naam.chars() {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(char),
            _ => {}
        }
    }
    kale_naam(&out)
}

/// A name without the signs that refer to a note, on one line and in small letters.
pub(crate) fn kale_naam(naam: &str) -> String {
    let refers = |char: char| matches!(char, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let kept: String = naam.chars().filter(|char| !refers(*char)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    words.join(" ").trim_end_matches([':', '.', ' ']).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::Lijsten;
    use super::*;

    #[test]
    fn a_name_says_that_a_line_is_a_sum_a_position_or_of_a_kind() {
        let lijsten = Lijsten::ingebouwd();
        let of = |naam| naamsoort(naam, &lijsten.geld, &lijsten.spreadsheet);
        for sum in [
            "Totaal",
            "TOTAAL",
            "**Totaal**",
            "Totaal (in mln.)",
            "Subtotaal opvang",
            "Samen",
            "Som:",
            "Totale uitgaven",
            "Eindtotaal",
            "Opvang totaal",
            "Totaal dekking",
            "Totaal¹",
            "Tussentotaal:",
        ] {
            assert_eq!(of(sum), Some(Naamsoort::Som), "{sum}");
        }
        for stand in ["Stand ontwerpbegroting 2026", "Nieuwe stand", "Saldo", "Saldo 2026"] {
            assert_eq!(of(stand), Some(Naamsoort::Stand), "{stand}");
        }
        for (naam, soort) in [
            ("Ontvangsten", Soort::Ontvangsten),
            ("Belastingontvangsten 2026", Soort::Ontvangsten),
            ("Verplichtingen", Soort::Verplichtingen),
            ("Kasschuiven", Soort::Kasschuif),
        ] {
            assert_eq!(of(naam), Some(Naamsoort::Soort(soort)), "{naam}");
        }
        for plain in [
            "Opvang",
            "Samen tegen mensenhandel",
            "Som ineens",
            "Stand van zaken",
            "Stand-by dienst",
            "Totaalaanpak",
            "Totale herziening van het stelsel",
            "Inkomstenbelasting",
            "Bijeenkomsten",
            "Uitgaven",
            "Onderzoek naar ontvangsten",
        ] {
            assert_eq!(of(plain), None, "{plain}");
        }
    }
}
