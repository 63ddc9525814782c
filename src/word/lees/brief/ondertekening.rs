//! In: the lines of a letter. Out: where its text ends, how it greets, and who signs it. Pure.

use std::ops::Range;

use super::regels::Regel;

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tekenaar {
    pub(super) functie: String,
    pub(super) naam: String,
    pub(super) namens_deze: Option<String>,
}

/// The end of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Einde {
    pub(super) groet: Option<String>,
    pub(super) tekenaars: Vec<Tekenaar>,
    /// Its lines; those of the text stand before them, and annexes behind.
    pub(super) regels: Range<usize>,
}

/// Most lines of a signature.
const MOST: usize = 24;

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn is_groet(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let begins = [
        "hoogachtend",
        "met vriendelijke groet",
        "vriendelijke groet",
        "met de meeste hoogachting",
        "met hoogachting",
    ];
    words(&lower) <= 6 && begins.iter().any(|begin| lower.starts_with(begin))
}

/// Whether a line is the office of who signs.
pub(super) fn is_functie(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let lower = lower.strip_prefix("de ").unwrap_or(&lower);
    let offices = [
        "minister",
        "staatssecretaris",
        "secretaris-generaal",
        "plaatsvervangend",
        "directeur",
        "directeur-generaal",
        "hoofd ",
    ];
    words(lower) <= 16
        && !lower.ends_with(['.', ':', '?', ';'])
        && offices.iter().any(|office| lower.starts_with(office))
}

fn is_namens(text: &str) -> bool {
    text.trim().trim_end_matches([',', ':']).to_lowercase() == "namens deze"
}

/// Finds the end of the letter that begins with these lines.
pub(super) fn einde(regels: &[Regel]) -> Einde {
    let groet = regels.iter().position(|regel| regel.lijst.is_none() && is_groet(&regel.tekst));
    let start = groet.or_else(|| zonder_groet(regels));
    let Some(start) = start else {
        return Einde { regels: regels.len()..regels.len(), ..Einde::default() };
    };
    let mut end = start + usize::from(groet.is_some());
    let ends = |regel: &Regel| {
        regel.bladzijde
            || regel.kop.is_some()
            || is_bijlage(&regel.tekst)
            || words(&regel.tekst) > 20
            || regel.tekst.trim().ends_with('.') && words(&regel.tekst) > 6
    };
    while end < regels.len() && end < start + MOST && !ends(&regels[end]) {
        end += 1;
    }
    let own = &regels[start + usize::from(groet.is_some())..end];
    Einde {
        groet: groet.map(|at| regels[at].tekst.split_whitespace().collect::<Vec<_>>().join(" ")),
        tekenaars: tekenaars(own),
        regels: start..end,
    }
}

/// The last office below which nothing but names stands, before a page ends or an annex begins.
fn zonder_groet(regels: &[Regel]) -> Option<usize> {
    let is_end = |regel: &Regel| regel.bladzijde || regel.kop.is_some() || is_bijlage(&regel.tekst);
    let is_candidate = |at: &usize| {
        let first = regels[*at].tekst.split('\n').next().unwrap_or_default();
        is_functie(first) && regels[*at].lijst.is_none() && !regels[*at].vet
    };
    (0..regels.len()).filter(is_candidate).find(|at| {
        let below = regels[at + 1..].iter().take_while(|regel| !is_end(regel));
        let said: Vec<&Regel> = below.filter(|regel| !regel.is_leeg()).collect();
        said.len() <= 12
            && said
                .iter()
                .all(|regel| words(&regel.tekst) <= 14 && !regel.tekst.trim().ends_with('.'))
    })
}

/// Whether a line begins an annex.
pub(super) fn is_bijlage(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let rest = lower.strip_prefix("bijlage").unwrap_or("x");
    rest.chars().next().is_none_or(|char| !char.is_alphabetic())
        && words(&lower) <= 16
        && !lower.ends_with('.')
}

/// Who sign: beside each other in cells or behind tabs, or below each other.
fn tekenaars(regels: &[Regel]) -> Vec<Tekenaar> {
    let mut columns: Vec<Vec<String>> = Vec::new();
    for regel in regels {
        for line in regel.tekst.split('\n') {
            let parts = line.split('\t').map(str::trim).filter(|part| !part.is_empty());
            for (at, part) in parts.enumerate() {
                let at = regel.cel.map_or(at, |(_, _, cell)| cell).min(16);
                columns.resize(columns.len().max(at + 1), Vec::new());
                columns[at].push(part.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    let mut all: Vec<Tekenaar> = Vec::new();
    for column in columns {
        let mut open: Option<Tekenaar> = None;
        let (mut name, mut namens) = (None, false);
        for text in column {
            if is_namens(&text) {
                namens = open.is_some();
            } else if is_functie(&text) && !namens {
                all.extend(open.take());
                let naam = name.take().unwrap_or_default();
                open = Some(Tekenaar { functie: zonder_komma(&text), naam, namens_deze: None });
            } else if let Some(one) = &mut open {
                if namens && one.namens_deze.is_none() {
                    one.namens_deze = Some(zonder_komma(&text));
                } else if one.naam.is_empty() && words(&text) <= 8 {
                    one.naam = text;
                }
            } else if words(&text) <= 8 {
                name = Some(text);
            }
        }
        all.extend(open);
    }
    all
}

fn zonder_komma(text: &str) -> String {
    text.trim().trim_end_matches(',').trim_end().to_owned()
}
