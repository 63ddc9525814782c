//! In: the name of a line that was typed in `bijlage.yaml`, and the lists of words. Out: what the name says that the line is.
//! Pure.

use super::woorden::{Bladwoorden, Geldwoorden, Opzoekwoorden};
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
    let begins_as = |list| begins_as(&naam, list);
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
    let first = beginnings(&naam).next().unwrap_or_default();
    let kind = |soort: &Soort| {
        let others = woorden.groepsoorten.get(soort).into_iter().flatten();
        let mut words = others.map(Regel::as_str).chain([soort.word()]);
        let receipts = *soort == Soort::Ontvangsten;
        words.any(|word| first == word || receipts && first.ends_with(word))
    };
    let kinds = Soort::ALL.into_iter().filter(|soort| *soort != Soort::Uitgaven);
    kinds.into_iter().find(kind).map(Naamsoort::Soort)
}

/// What the name of a line may say of its amounts, which only its author knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naamvraag {
    /// They come in: `Leges`.
    Ontvangst,
    /// They are spent less: `Taakstelling`.
    Minder,
}

/// What is to be asked of a line with this name, when its amounts count as spent.
pub fn naamvraag(naam: &str, woorden: &Bladwoorden) -> Option<Naamvraag> {
    let naam = plain(naam);
    if begins_as(&naam, &woorden.lijkt_ontvangst) {
        return Some(Naamvraag::Ontvangst);
    }
    begins_as(&naam, &woorden.lijkt_minder).then_some(Naamvraag::Minder)
}

/// Whether a name, as it stands in the lists, begins with a word or a phrase of a list.
pub(super) fn begins_as(naam: &str, list: &Opzoekwoorden) -> bool {
    beginnings(naam).any(|words| list.has(words))
}

/// The first word of a name, its first two, and so on.
fn beginnings(naam: &str) -> impl Iterator<Item = &str> {
    let ends = naam.match_indices(' ').map(|(at, _)| at).chain([naam.len()]);
    ends.take(MAX_WORDS).map(|end| naam[..end].trim_end_matches(':'))
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
    fn a_name_asks_whether_a_line_comes_in_or_is_taken_off() {
        let lijsten = Lijsten::ingebouwd();
        let of = |naam| naamvraag(naam, &lijsten.spreadsheet);
        for naam in [
            "Leges",
            "Premies volksverzekeringen",
            "Heffing op verpakkingen",
            "Eigen bijdrage (ouders)",
            "Bijdrage derden",
            "Teruggave",
            "Restitutie 2026",
            "Doorbelasting¹",
        ] {
            assert_eq!(of(naam), Some(Naamvraag::Ontvangst), "{naam}");
        }
        for naam in [
            "Korting",
            "**Besparing**",
            "Taakstelling: apparaat",
            "Vrijval reserve",
            "Lagere uitgaven",
            "Minder uitgaven aan opvang",
        ] {
            assert_eq!(of(naam), Some(Naamvraag::Minder), "{naam}");
        }
        for naam in ["Opvang", "Besparingsverlies", "Kortingspas", "Bijdrage", "Lagere drempels"] {
            assert_eq!(of(naam), None, "{naam}");
        }
    }

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
