//! In: a passage. Out: the parliamentary papers that it cites, in any of the forms of practice. Pure.
//!
//! The official forms stand in Aanwijzingen voor de regelgeving 3.43; the others were seen in published
//! letters and notas (`TK, 2023/24, 28 638, nr. 238`, `KST 32813-833`, `21501-32-1740`, `nr. 203(28286)`).

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::check::passage::Passage;
use crate::dossier::{Datum, Kamerstuk, Kamerwoorden, Vergaderjaar};

/// The year that a citation gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum Year {
    /// None.
    Absent,
    /// One calendar year, `2023`, which lies in two parliamentary years.
    Single,
    /// A parliamentary year.
    Known(Vergaderjaar),
    /// Two years that do not follow each other, and why not.
    Wrong(String),
}

/// A citation.
#[derive(Debug, Clone)]
pub(in crate::check) struct Paper {
    /// The paper; none when no paper has such a number.
    pub(in crate::check) kamerstuk: Option<Kamerstuk>,
    /// The year.
    pub(in crate::check) year: Year,
    /// Where the year stands, if there is one.
    pub(in crate::check) year_range: Option<Range<usize>>,
    /// The chamber that is named: whether it is the Eerste Kamer.
    pub(in crate::check) senate: Option<bool>,
    /// The pages.
    pub(in crate::check) pages: Option<String>,
    /// Whether it was typed out, not made from `<kst:…>`.
    pub(in crate::check) typed: bool,
    /// Further numbers of the same dossier behind it: `nrs. 217 en 218`.
    pub(in crate::check) also: Vec<Kamerstuk>,
    /// Whether it is more than one reference can hold, so that no correction can be given.
    pub(in crate::check) several: bool,
}

static CITATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: (?-u:\b) (?<word>
              [Kk]amerstukken | [Kk]amerstuk | KST | [Kk]st | TK | EK
            | Tweede\ Kamer (?: \ der\ Staten-Generaal )? | Eerste\ Kamer (?: \ der\ Staten-Generaal )?
            ) (?-u:\b) \.?
            (?: ,? [\s-]+ (?<chamber> II | I ) (?-u:\b) )?
            (?: ,? \s+ (?: vergaderjaar \s+ )? (?<year> [12][0-9]{3} (?: \s? [/–-] \s? (?: [0-9]{4} | [0-9]{2} ) )? ) (?-u:\b) )?
            (?: [\s,:-]+ ) (?: nrs? \.? \s+ )?
        )?
        (?-u:\b) (?<dossier> [0-9]{5} | [0-9]{2} [\s.] [0-9]{3} ) (?-u:\b)
        (?: [\s-] (?<chapter> [IVX]{1,5} [AB]? | [A-Z] | [0-9]{2} ) (?-u:\b) )?
        (?: \s? \( R[0-9]{3,4} \) )?
        (?: (?<separator> ,? \s? (?: nrs? (?-u:\b) \.? | no (?-u:\b) \.? | nummers? (?-u:\b) ) \s? | , \s? | - | \s ) (?<number> [0-9]{1,4} | [A-Z]{1,2} ) (?-u:\b) )?
        (?: ,? \s? (?: p | blz | pag ) \.? \s? (?<pages> [0-9]+ (?: \s? [-–] \s? [0-9]+ )? ) (?-u:\b) )?
        ",
    )
    .expect("this pattern is tested")
});

/// `nr. 203(28286)`, as in the minutes.
static REVERSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?<nr>nr\.?\s)?(?<number>[0-9]{1,4})\s?\((?<dossier>[0-9]{5}|[0-9]{2}\s[0-9]{3})(?:[\s-](?<chapter>[IVX]{1,5}[AB]?|[A-Z]))?\)")
        .expect("this pattern is tested")
});

/// Dossier numbers that a bare number must lie between to be taken for one.
const PLAUSIBLE: std::ops::RangeInclusive<u32> = 15_000..=39_999;

pub(super) fn find(passage: &Passage, kamer: &Kamerwoorden) -> Vec<(Range<usize>, Paper)> {
    let mut out: Vec<(Range<usize>, Paper)> = passage
        .papers
        .iter()
        .map(|(range, verwijzing)| {
            let paper = Paper {
                senate: Some(verwijzing.kamerstuk.is_senate()),
                kamerstuk: Some(verwijzing.kamerstuk.clone()),
                year: verwijzing.vergaderjaar.map_or(Year::Absent, Year::Known),
                year_range: None,
                pages: verwijzing.pages.clone(),
                typed: false,
                also: Vec::new(),
                several: false,
            };
            (range.clone(), paper)
        })
        .collect();
    let typed = CITATION
        .captures_iter(&passage.text)
        .filter_map(|found| citation(&found, &passage.text, kamer))
        .chain(REVERSED.captures_iter(&passage.text).filter_map(|found| {
            let range = found.get(0)?.range();
            // A bare number with five digits in brackets may be anything.
            found.name("nr").or(found.name("chapter"))?;
            let paper = Paper {
                kamerstuk: kamerstuk(&found, found.name("number")?.as_str()),
                year: Year::Absent,
                year_range: None,
                senate: None,
                pages: None,
                typed: true,
                also: Vec::new(),
                several: false,
            };
            Some((range, paper))
        }));
    out.extend(typed.filter(|(range, _)| !passage.is_opaque(range)));
    out.sort_by_key(|(range, _)| range.start);
    out
}

fn citation(
    found: &Captures<'_>,
    text: &str,
    kamer: &Kamerwoorden,
) -> Option<(Range<usize>, Paper)> {
    let named = |name| found.name(name);
    let mut range = found.get(0)?.range();
    let (mut chapter, mut number) = (named("chapter"), named("number"));
    let separator = named("separator").map_or("", |separator| separator.as_str());
    let dossier = named("dossier")?;
    // `28638-23`: two digits without a number behind them are the number.
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if number.is_none() && chapter.is_some_and(|chapter| digits(chapter.as_str())) {
        number = chapter.take();
    }
    // `Kamerstuk 28638, 22 maart` names a day.
    if let Some(part) = number
        && !separator.contains('n')
        && text[part.end()..].split_whitespace().next().is_some_and(|word| {
            Datum::month_number(word.trim_end_matches(|c: char| !c.is_alphanumeric())).is_some()
        })
    {
        range.end = chapter.unwrap_or(dossier).end();
        number = None;
    }
    let word = named("word").map(|word| word.as_str());
    if word.is_none() {
        let plain: String = dossier.as_str().chars().filter(char::is_ascii_digit).collect();
        let clear = separator.contains('n')
            || (separator == "-"
                && dossier.as_str().len() == 5
                && is_announced(&text[..range.start], &plain, kamer));
        let bounded = !text[..range.start]
            .ends_with(|c: char| c.is_alphanumeric() || "-./€".contains(c))
            && !text[range.end..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if !clear
            || number.is_none()
            || !bounded
            || !plain.parse().is_ok_and(|n: u32| PLAUSIBLE.contains(&n))
        {
            return None;
        }
    }
    // `bood de Tweede Kamer 12.500 handtekeningen aan`: behind the Chamber's name a number is just a number.
    let is_chamber = word.is_some_and(|word| word.ends_with("Kamer") || word.ends_with("Generaal"));
    if is_chamber && named("year").is_none() && !separator.contains('n') {
        return None;
    }
    // `TK 12345, 10 stuks`
    let short = word.is_some_and(|word| matches!(word, "TK" | "EK"));
    let counted = number.is_some_and(|number| {
        text[number.end()..].starts_with(' ')
            && text[number.end()..].trim_start().starts_with(|c: char| c.is_lowercase())
    });
    if short && counted && named("year").is_none() && !separator.contains('n') && separator != "-" {
        return None;
    }
    let year = named("year").map_or(Year::Absent, |year| {
        let plain: String = year
            .as_str()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .replace('–', "-");
        match Vergaderjaar::parse(&plain) {
            _ if plain.len() == 4 => Year::Single,
            Ok(year) => Year::Known(year),
            Err(help) => Year::Wrong(help),
        }
    });
    let senate = match (word, named("chamber").map(|chamber| chamber.as_str())) {
        (_, Some(chamber)) => Some(chamber == "I"),
        (Some(word), _) if word == "EK" || word.starts_with("Eerste") => Some(true),
        (Some(word), _) if word == "TK" || word.starts_with("Tweede") => Some(false),
        _ => None,
    };
    let also: Vec<Kamerstuk> = match number {
        Some(_) => further(&text[range.end..])
            .iter()
            .filter_map(|number| kamerstuk(found, number))
            .collect(),
        None => Vec::new(),
    };
    let several = !also.is_empty()
        || separator.contains("nrs")
        || separator.contains("nummers")
        || text[range.clone()].contains("(R")
        || goes_on(&text[range.end..]);
    let paper = Paper {
        kamerstuk: match number {
            Some(number) => kamerstuk(found, number.as_str())
                .or_else(|| without_chapter(found, number.as_str())),
            None if chapter.is_none() => Kamerstuk::parse(&unspaced(dossier.as_str())).ok(),
            None => None,
        },
        also,
        year,
        year_range: named("year").map(|year| year.range()),
        senate,
        pages: named("pages").map(|pages| unspaced(pages.as_str()).replace('–', "-")),
        typed: true,
        several,
    };
    Some((range, paper))
}

/// The numbers behind a first one: `, 218 en 219`, `, nr. 684`.
fn further(mut rest: &str) -> Vec<&str> {
    let mut numbers = Vec::new();
    loop {
        let next = rest.trim_start();
        let joints = [", nr. ", ", ", "en nr. ", "en ", "t/m "];
        let Some(next) = joints.iter().find_map(|joint| next.strip_prefix(joint)) else {
            return numbers;
        };
        let digits = next.bytes().take_while(u8::is_ascii_digit).count();
        // Another number, not a day, a year or another dossier.
        let word = next[digits..].split_whitespace().next().unwrap_or_default();
        if !(1..=3).contains(&digits)
            || next[digits..].starts_with(['/', '-'])
            || Datum::month_number(word).is_some()
        {
            return numbers;
        }
        numbers.push(&next[..digits]);
        rest = &next[digits..];
    }
}

/// What belongs to the citation all the same: `238/217`, ` en 28638-217`, `, 2023/24`.
fn goes_on(rest: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let slash = rest.strip_prefix('/').is_some_and(|rest| digits(rest) > 0);
    let another = [" en ", ", "]
        .iter()
        .any(|joint| rest.strip_prefix(joint).is_some_and(|rest| digits(rest) == 5));
    let year = rest
        .strip_prefix(", ")
        .is_some_and(|rest| digits(rest) == 4 && rest[4..].starts_with(['/', '-']));
    slash || another || year
}

/// Whether a bare `28638-217` is said to be a paper, or is of a dossier of the European councils: norms, case
/// numbers and references have the same form.
fn is_announced(before: &str, dossier: &str, kamer: &Kamerwoorden) -> bool {
    let word = before.trim_end_matches([' ', '(', '\u{a0}']);
    let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    kamer.noemt_nummer.has_folded(word) || kamer.bekende_dossiers.has(dossier)
}

fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect()
}

fn kamerstuk(found: &Captures<'_>, number: &str) -> Option<Kamerstuk> {
    let dossier = unspaced(found.name("dossier")?.as_str());
    let text = match found
        .name("chapter")
        .map(|chapter| chapter.as_str())
        .filter(|chapter| *chapter != number)
    {
        Some(chapter) => format!("{dossier}-{chapter}-{number}"),
        None => format!("{dossier}-{number}"),
    };
    Kamerstuk::parse(&text).ok()
}

/// `28638-23`: what looked like a chapter was the number.
fn without_chapter(found: &Captures<'_>, number: &str) -> Option<Kamerstuk> {
    let dossier = unspaced(found.name("dossier")?.as_str());
    Kamerstuk::parse(&format!("{dossier}-{number}")).ok()
}
