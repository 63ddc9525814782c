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
    /// Whether those who sign were found by their offices alone.
    pub(super) geraden: bool,
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

/// Whether a line says for whom else the letter is signed.
fn is_mede(text: &str) -> bool {
    text.trim().to_lowercase().starts_with("mede namens")
}

/// Whether a line can be the name of who signs.
fn is_naam(text: &str) -> bool {
    let text = text.trim();
    let first = text.split_whitespace().next().unwrap_or_default();
    let titles = [
        "drs", "mr", "dr", "ir", "ing", "prof", "mw", "mevr", "mevrouw", "dhr", "heer", "jhr",
        "jkvr", "van", "de", "den", "der", "ten", "ter", "von", "el", "’t", "'t",
    ];
    words(text) <= 8
        && (first.starts_with(char::is_uppercase)
            || first.starts_with('[')
            || titles.contains(&first.trim_end_matches('.').to_lowercase().as_str()))
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.ends_with([':', ';', '?', '!'])
        && !is_mede(text)
}

/// Whether the office is one of those who sign letters to parliament, named in full.
fn is_bewindspersoon(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let lower = lower.strip_prefix("de ").unwrap_or(&lower);
    let rest = lower.strip_prefix("minister").or_else(|| lower.strip_prefix("staatssecretaris"));
    rest.is_some_and(|rest| {
        [" van ", " voor ", "-president", " –", " -"].iter().any(|begin| rest.starts_with(begin))
    })
}

/// Finds the end of the letter that begins with these lines.
pub(super) fn einde(regels: &[Regel]) -> Einde {
    let is_groet = |regel: &Regel| regel.lijst.is_none() && is_groet(&regel.tekst);
    let annexes = regels
        .iter()
        .position(|regel| is_bijlage(&regel.tekst) && (regel.bladzijde || regel.kop.is_some()))
        .unwrap_or(regels.len());
    let greetings = || (0..annexes).filter(|at| is_groet(&regels[*at]));
    // A letter that is cited greets too, but nobody signs it here.
    let signed = |at: &usize| !tekenaars(&regels[at + 1..tot(regels, at + 1)]).is_empty();
    let groet = greetings().find(signed).or_else(|| greetings().next_back());
    let Some(start) = groet.or_else(|| zonder_groet(regels)) else {
        return Einde { regels: regels.len()..regels.len(), ..Einde::default() };
    };
    let first = start + usize::from(groet.is_some());
    let end = tot(regels, first);
    let tekenaars = tekenaars(&regels[first..end]);
    let sure = tekenaars.iter().all(|one| is_bewindspersoon(&one.functie));
    Einde {
        groet: groet.map(|at| regels[at].tekst.split_whitespace().collect::<Vec<_>>().join(" ")),
        geraden: groet.is_none() && !sure,
        tekenaars,
        regels: start..end,
    }
}

/// Where a signature ends that begins at a line.
fn tot(regels: &[Regel], start: usize) -> usize {
    let mut end = start;
    let mut list = false;
    while end < regels.len() {
        let regel = &regels[end];
        let count = words(&regel.tekst);
        // A page may end between the greeting and who signs.
        let new_page = regel.bladzijde && !(end == start && is_functie(&regel.tekst));
        let stops = new_page
            || regel.kop.is_some()
            || is_bijlage(&regel.tekst)
            || regel.lijst.is_none() && is_groet(&regel.tekst);
        let is_sentence = regel.tekst.trim().ends_with('.') && count > 6;
        // The name of an annex can be long.
        let is_text = match list {
            true => is_sentence || count > 40,
            false => is_sentence || count > 20 || end >= start + MOST,
        };
        list |= is_lijst(&regel.tekst);
        if stops || is_text {
            break;
        }
        end += 1;
    }
    end
}

/// The last office below which nothing but names stands, before a page ends or an annex begins.
fn zonder_groet(regels: &[Regel]) -> Option<usize> {
    let is_end = |regel: &Regel| regel.bladzijde || regel.kop.is_some() || is_bijlage(&regel.tekst);
    let is_candidate = |at: &usize| {
        let first = regels[*at].tekst.split('\n').next().unwrap_or_default();
        is_functie(first)
            && (is_bewindspersoon(first) || first.trim().ends_with(','))
            && regels[*at].lijst.is_none()
            && !regels[*at].vet
    };
    (0..regels.len()).filter(is_candidate).find(|at| {
        let below = regels[at + 1..].iter().take_while(|regel| !is_end(regel));
        let below: Vec<&Regel> = below.filter(|regel| !regel.is_leeg()).collect();
        let own = regels[*at].tekst.split('\n').skip(1);
        let lines = || below.iter().flat_map(|regel| regel.tekst.split('\n')).chain(own.clone());
        let mut lines = lines().flat_map(|line| line.split('\t')).map(str::trim);
        let is_one = |line: &str| {
            line.is_empty()
                || !line.ends_with('.')
                    && (is_naam(line) || is_functie(line) || is_namens(line) || is_mede(line))
                || line.starts_with("en ") && words(line) <= 8
        };
        below.len() <= 12 && below.iter().all(|regel| regel.lijst.is_none()) && lines.all(is_one)
    })
}

/// Whether a line begins an annex.
pub(super) fn is_bijlage(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let rest = lower.strip_prefix("bijlage").unwrap_or("x");
    rest.chars().next().is_none_or(|char| !char.is_alphabetic())
        && !is_lijst(text)
        && words(&lower) <= 16
        && !lower.ends_with('.')
}

/// Whether a line stands above the names of the annexes, which are none themselves: `Bijlage(n)`, `Bijlagen:`.
fn is_lijst(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    ["bijlage(n)", "bijlagen"].iter().any(|begin| {
        let rest = lower.strip_prefix(begin);
        rest.is_some_and(|rest| rest.chars().next().is_none_or(|char| !char.is_alphabetic()))
    })
}

/// Who sign: beside each other in cells or behind tabs, or below each other.
fn tekenaars(regels: &[Regel]) -> Vec<Tekenaar> {
    let mut columns: Vec<Vec<String>> = Vec::new();
    'lines: for regel in regels {
        for line in regel.tekst.split('\n') {
            let parts = line.split('\t').map(str::trim).filter(|part| !part.is_empty());
            if is_lijst(line) {
                break 'lines;
            }
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
        // Whether the names stand above the offices.
        let mut above = false;
        // The last line of an office, as long as it may go on on the next.
        let mut office: Option<String> = None;
        for (at, text) in column.iter().enumerate() {
            let before = office.take();
            if is_namens(text) {
                namens = open.is_some();
            } else if is_functie(text) && !namens {
                all.extend(open.take());
                above |= name.is_some();
                let naam = name.take().unwrap_or_default();
                open = Some(Tekenaar { functie: zonder_komma(text), naam, namens_deze: None });
                office = Some(text.clone());
            } else if let Some(one) = &mut open {
                let next = column.get(at + 1).map(String::as_str);
                if namens && one.namens_deze.is_none() {
                    one.namens_deze = Some(zonder_komma(text));
                    office = Some(text.clone());
                } else if is_mede(text) {
                    // For whom else is told; it is nobody's name.
                } else if let Some(before) = before
                    && gaat_door(&before, text, next, !one.naam.is_empty())
                {
                    // `De Staatssecretaris van Financiën –`, `Fiscaliteit,`
                    let komma = if before.ends_with(',') { "," } else { "" };
                    let of = one.namens_deze.as_mut().unwrap_or(&mut one.functie);
                    *of = format!("{of}{komma} {}", zonder_komma(text));
                    office = Some(text.clone());
                } else if one.naam.is_empty() && is_naam(text) {
                    one.naam = zonder_komma(text);
                } else if above && next.is_some_and(is_functie) && is_naam(text) {
                    all.extend(open.take());
                    name = Some(text.clone());
                }
            } else if is_naam(text) {
                name = Some(text.clone());
            }
        }
        all.extend(open);
    }
    all
}

/// Whether a line goes on with the office of the line before it. The name of who has it may stand above it already, or
/// on the next line.
fn gaat_door(office: &str, text: &str, next: Option<&str>, named: bool) -> bool {
    let lower = text.to_lowercase();
    let last = office.trim_end_matches(',').split_whitespace().next_back().unwrap_or_default();
    if is_persoon(text) || text.contains(|c: char| c.is_ascii_digit() || c == '@' || c == ':') {
        return false;
    }
    let open = ["en", "van", "voor", "der", "de", "-", "–", "—", "&"].contains(&last)
        || office.ends_with(['-', '–', '—']);
    let goes_on = ["en ", "& ", "voor ", "– ", "- "].iter().any(|begin| lower.starts_with(begin))
        // `van den Berg` is a name.
        || lower.starts_with("van ") && !lower.starts_with("van d") && !office.ends_with(',');
    // Nobody is called `Welzijn en Sport`.
    let is_named = lower.contains(" en ") && !lower.ends_with('.');
    if open || goes_on || is_named {
        return true;
    }
    let whole = office.ends_with(',');
    match next {
        Some(_) if !whole && text.ends_with(',') => true,
        Some(next) if !named => !whole && is_persoon(next),
        // Below a name no other one comes, but that of who signs next.
        Some(next) if is_functie(next) => false,
        _ => named && is_naam(text),
    }
}

/// Whether a line is somebody's name beyond doubt: by initials, a title, or the brackets of what is to be filled in.
fn is_persoon(text: &str) -> bool {
    let titles = ["drs", "mr", "dr", "ir", "ing", "prof", "mw", "mevr", "mevrouw", "dhr", "jhr"];
    let is_initial = |word: &str| {
        let mut parts = word.split_inclusive('.');
        word.ends_with('.')
            && parts.all(|part| {
                let name = part.trim_end_matches('.');
                name.starts_with(char::is_uppercase) && name.chars().count() <= 2
            })
    };
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    text.starts_with('[')
        || titles.contains(&first.trim_end_matches('.'))
        || text.split_whitespace().any(is_initial)
}

fn zonder_komma(text: &str) -> String {
    text.trim().trim_end_matches(',').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_may_go_on_on_the_next_line() {
        let bzk = "De Minister van Binnenlandse Zaken en Koninkrijksrelaties";
        let vws = "De Minister van Volksgezondheid, Welzijn en Sport";
        let fin = "De Staatssecretaris van Financiën – Fiscaliteit, Belastingdienst en Toeslagen";
        let lvvn = "De Minister van Landbouw, Visserij, Voedselzekerheid en Natuur";
        for (lines, functie, naam) in [
            (
                &["De Minister van Binnenlandse Zaken", "en Koninkrijksrelaties", "A. Bee"][..],
                bzk,
                "A. Bee",
            ),
            (
                &["A. Bee", "De Minister van Binnenlandse Zaken", "en Koninkrijksrelaties"],
                bzk,
                "A. Bee",
            ),
            (
                &["De Minister van Binnenlandse Zaken en", "Koninkrijksrelaties,", "Jan Bee"],
                bzk,
                "Jan Bee",
            ),
            (&["De Minister van Volksgezondheid,", "Welzijn en Sport,", "Jan Bee"], vws, "Jan Bee"),
            (&["De Minister van Volksgezondheid,", "Welzijn en Sport", "Jan Bee"], vws, "Jan Bee"),
            (
                &["Jan Bee", "De Minister van Volksgezondheid,", "Welzijn", "en Sport"],
                vws,
                "Jan Bee",
            ),
            (
                &[
                    "De Staatssecretaris van Financiën –",
                    "Fiscaliteit, Belastingdienst en Toeslagen",
                    "Jan Bee",
                ],
                fin,
                "Jan Bee",
            ),
            (
                &[
                    "Jan Bee",
                    "De Staatssecretaris van Financiën",
                    "– Fiscaliteit, Belastingdienst",
                    "en Toeslagen",
                ],
                fin,
                "Jan Bee",
            ),
            (
                &["De Minister van Landbouw, Visserij,", "Voedselzekerheid en Natuur,", "A. Bee"],
                lvvn,
                "A. Bee",
            ),
            (&["De Minister van", "Defensie", "A. Bee"], "De Minister van Defensie", "A. Bee"),
            (
                &["De Minister voor Asiel", "Migratie", "drs. A. Bee"],
                "De Minister voor Asiel Migratie",
                "drs. A. Bee",
            ),
            (
                &["A. Bee", "De Directeur-Generaal", "Toeslagen"],
                "De Directeur-Generaal Toeslagen",
                "A. Bee",
            ),
            // A name is no part of an office.
            (&["De Minister van Defensie", "A. Bee"], "De Minister van Defensie", "A. Bee"),
            (
                &["De Minister van Defensie,", "Jan Bee", "Cee"],
                "De Minister van Defensie",
                "Jan Bee",
            ),
            (&["De Minister van Defensie", "Jan Bee"], "De Minister van Defensie", "Jan Bee"),
            (
                &["De Minister van Defensie", "[naam]", "Cee en Dee"],
                "De Minister van Defensie",
                "[naam]",
            ),
            (
                &["A. Bee", "De Minister van Defensie", "T 070 1234567"],
                "De Minister van Defensie",
                "A. Bee",
            ),
        ] {
            let regels: Vec<Regel> = lines
                .iter()
                .map(|line| Regel { tekst: (*line).to_owned(), ..Regel::default() })
                .collect();
            let found = tekenaars(&regels);
            assert_eq!(found.len(), 1, "{lines:?}");
            assert_eq!((&*found[0].functie, &*found[0].naam), (functie, naam), "{lines:?}");
        }
        let two = ["A. Bee", "De Minister van X", "Jan Dee", "De Minister", "van Y"];
        let regels = two.map(|line| Regel { tekst: line.to_owned(), ..Regel::default() });
        let found = tekenaars(&regels).into_iter().map(|one| (one.naam, one.functie));
        let both = [("A. Bee", "De Minister van X"), ("Jan Dee", "De Minister van Y")];
        assert!(found.eq(both.map(|(naam, functie)| (naam.to_owned(), functie.to_owned()))));
        let lines =
            ["De Minister van X,", "namens deze,", "de Directeur Wonen", "en Bouwen", "A. Bee"];
        let regels = lines.map(|line| Regel { tekst: line.to_owned(), ..Regel::default() });
        let found = &tekenaars(&regels)[0];
        assert_eq!(found.namens_deze.as_deref(), Some("de Directeur Wonen en Bouwen"));
        assert_eq!((&*found.functie, &*found.naam), ("De Minister van X", "A. Bee"));
    }
}
