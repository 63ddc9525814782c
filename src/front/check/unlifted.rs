//! In: a text, and what was understood of it. Out: where it seems to withhold something, and does not. Pure.
//!
//! Of all mistakes this is the one that must not pass: what was meant to stay inside would go out.

use std::ops::Range;

use crate::diagnostic::codes;
use crate::dossier::{Gronden, Lijsten, Regel};
use crate::prose::{Block, Inline, Mistake, Prose};

/// How a passage names its ground, and the fields by which a value is withheld.
const PASSAGE: &str = "lak:";
const FIELDS: [&str; 2] = ["openbaar", "grond"];

/// Whether a field has the name of one that withholds; as a note it would only be a note.
pub(super) fn is_field(name: &str) -> bool {
    FIELDS.contains(&name.trim().to_lowercase().as_str())
}

/// The first place that seems to withhold, and is neither understood nor told already. A text that accounts for what is
/// withheld names grounds.
pub(super) fn find(
    text: &str,
    prose: &Prose,
    told: &[Mistake],
    accounts: bool,
    lijsten: Option<&Lijsten>,
) -> Option<Mistake> {
    // One is told already; when that is right, the next is seen.
    if told.iter().any(|mistake| mistake.code == codes::GROUND_UNKNOWN) {
        return None;
    }
    let mut known: Vec<Range<usize>> = told.iter().map(|mistake| mistake.range.clone()).collect();
    prose.visit(&mut |inline| {
        if let Inline::Withheld { range, .. } = inline {
            known.push(range.clone());
        }
    });
    let small = text.to_ascii_lowercase();
    let passages = small.match_indices(PASSAGE).map(|(at, found)| at..at + found.len());
    let mut at = 0;
    let fields = small.split_inclusive('\n').filter_map(|line| {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let (name, _) = line.trim_start().split_once(':')?;
        is_field(name).then(|| start..start + name.len() + 1)
    });
    // How far those reach that begin before a place.
    known.sort_by_key(|range| range.start);
    let reach: Vec<usize> = known
        .iter()
        .scan(0, |far, range| {
            *far = range.end.max(*far);
            Some(*far)
        })
        .collect();
    let is_known = |range: &Range<usize>| {
        let before = known.partition_point(|known| known.start <= range.start);
        reach[..before].last().is_some_and(|far| range.end <= *far)
    };
    // `verslak:` and the like are words of their own.
    let whole = |range: &Range<usize>| !text[..range.start].ends_with(char::is_alphanumeric);
    let found = passages.chain(fields).filter(whole).find(|range| !is_known(range));
    if let Some(range) = blocks(text).find(|range| !is_known(range)) {
        let message =
            "dit is met de hand gelakt: zonder grond, en buiten de lijst van wat is gelakt";
        return Some(Mistake::error(codes::GROUND_UNKNOWN, range, message).help(
            "schrijf de woorden die er horen te staan, met hun grond: `[woorden](lak:5.1.2e)`",
        ));
    }
    let links = || lijsten.and_then(|lijsten| link_to_ground(text, prose, lijsten));
    let said = || lijsten.and_then(|lijsten| said_in_brackets(&small, accounts, lijsten));
    let column = || lijsten.and_then(|lijsten| column(prose, lijsten));
    if let Some(range) = column() {
        let message = "een tabel in een tekst lakt niets met een kolom: deze rijen komen zo in de openbare editie";
        return Some(Mistake::error(codes::GROUND_UNKNOWN, range, message).help(
            "lak wat in de cellen staat, elk met `[woorden](lak:5.1.2e)`, en haal deze kolom weg",
        ));
    }
    let named = || {
        let lijsten = lijsten.filter(|_| !accounts)?;
        named_grounds(&small, lijsten).find(|range| !is_known(range))
    };
    let range = found.or_else(links).or_else(said).or_else(named)?;
    let message = "dit lijkt te lakken, maar lakt niets: het komt zo in de openbare editie";
    Some(Mistake::error(codes::GROUND_UNKNOWN, range, message).help(
        "schrijf in een tekst `[woorden](lak:5.1.2e)`; lakt u een heel veld of een cel, zet dan `openbaar: nee` en `grond:` bij het veld, of in een kolom van de rij",
    ))
}

/// Signs that together are drawn as a black bar.
fn blocks(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_block =
        |c: char| matches!(c, '\u{2580}'..='\u{259f}' | '\u{25a0}' | '\u{25ac}' | '\u{25ae}');
    let begins = text.match_indices(is_block).map(|(at, _)| at);
    begins.filter(move |at| !text[..*at].ends_with(is_block)).filter_map(move |at| {
        let rest = &text[at..];
        let run = &rest[..rest.find(|c| !is_block(c)).unwrap_or(rest.len())];
        // A single one is a sign of its own, such as the square before a line.
        run.chars().nth(1).is_some().then(|| at..at + run.len())
    })
}

/// A link whose address is a ground: `[naam](tel:5.1.2e)`.
fn link_to_ground(text: &str, prose: &Prose, lijsten: &Lijsten) -> Option<Range<usize>> {
    let mut found = None;
    prose.visit(&mut |inline| {
        let Inline::Link { url, .. } = inline else { return };
        let address = ["tel:", "mailto:", "https://", "http://"]
            .iter()
            .find_map(|scheme| url.strip_prefix(scheme))
            .unwrap_or(url);
        if found.is_none() && Gronden::is_meant(address.trim_end_matches('/'), &lijsten.woo) {
            found = text.find(&format!("]({url}")).map(|at| at + 2..at + 2 + url.len());
        }
    });
    found
}

/// Words between brackets of which the first say that the rest is not public: `[NIET OPENBAAR: naam]`.
fn said_in_brackets(small: &str, accounts: bool, lijsten: &Lijsten) -> Option<Range<usize>> {
    let opened = small.match_indices(['[', '(', '{', '<']).map(|(at, _)| at);
    // Behind the words of a link stands its address.
    let mut opened =
        opened.filter(|at| !small[..*at].ends_with(']') || small[*at..].starts_with('{'));
    opened.find_map(|at| {
        let inside = &small[at + 1..];
        // `{.lak}`
        let start = inside.len() - inside.trim_start_matches([' ', '.', '#']).len();
        let words = lijsten.lakken.bedoelt_lakken.iter().map(Regel::as_str);
        let word = words
            .filter_map(|words| inside[start..].starts_with(words).then_some(words.len()))
            .max()?;
        let behind = inside[start + word..].trim_start();
        let begins = |text: &str| text.trim_start().starts_with(char::is_alphanumeric);
        // `[lak]naam[/lak]`
        let closed =
            behind.strip_prefix(']').is_some_and(|rest| begins(rest) && rest.contains("[/"));
        let says = closed || behind.strip_prefix([':', '-', '–']).is_some_and(begins);
        // `[gelakt]` alone says that somebody wrote nothing; `(gelakt)` says it of the word before it.
        let spoken = &inside[start..start + word];
        let (open, is_done) = (&small[at..=at], lijsten.lakken.is_gelakt.has(spoken));
        let alone = !accounts
            && behind.starts_with([']', ')', '}'])
            && small[..at]
                .trim_end_matches(' ')
                .ends_with(|c: char| c.is_alphanumeric() || c == ']')
            && (open == "(" || !is_done);
        // `[lak naam]`
        let ordered =
            open == "[" && !is_done && begins(behind) && inside[start + word..].starts_with(' ');
        let says = says || alone || ordered;
        says.then_some(at..at + 1 + start + word)
    })
}

/// Where a ground is named as a field or between brackets, and so beside what it seems to be for: `naam [5.1.2e]`,
/// `{waarde: naam, grond: 5.1.2e}`. In a sentence it may be a citation.
fn named_grounds<'t>(
    small: &'t str,
    lijsten: &'t Lijsten,
) -> impl Iterator<Item = Range<usize>> + 't {
    let is_code = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let begins = ["5.1.", "5.2."].into_iter().flat_map(|begin| small.match_indices(begin));
    begins.filter_map(move |(at, _)| {
        let end = at + small[at..].find(|c| !is_code(c)).unwrap_or(small.len() - at);
        let code = small[at..end].trim_end_matches('.');
        if small[..at].ends_with(is_code) || !Gronden::is_meant(code, &lijsten.woo) {
            return None;
        }
        let line = small[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &small[line..at];
        let field = before.trim_end().strip_suffix(':').is_some_and(|start| {
            FIELDS.iter().any(|field| start.ends_with(field)) && start.len() > "grond".len()
        });
        let opened = before.rfind(['[', '(', '{']).filter(|open| {
            !before[*open..].contains([']', ')', '}']) && !before[..*open].ends_with(']')
        });
        let cites = |open: usize| {
            let inside = &small[line + open..end + small[end..].find([']', ')', '}']).unwrap_or(0)];
            inside
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| lijsten.lakken.citeert.has(word))
        };
        let bracketed = opened.is_some_and(|open| !cites(open));
        (field || bracketed).then(|| at..at + code.len())
    })
}

/// The heading of a column of a table in a text that is to say which rows are not public.
fn column(prose: &Prose, lijsten: &Lijsten) -> Option<Range<usize>> {
    let text = |inlines: &[Inline]| match inlines {
        [Inline::Text { text, range }] => Some((text.trim().to_lowercase(), range.clone())),
        _ => None,
    };
    prose.blocks.iter().find_map(|block| {
        let Block::Table { head, rows, .. } = block else { return None };
        head.iter().enumerate().find_map(|(at, cell)| {
            let (heading, range) = text(cell)?;
            let said = |row: &Vec<Vec<Inline>>| {
                let (said, _) = row.get(at).and_then(|cell| text(cell))?;
                let is = match heading.as_str() {
                    "openbaar" => said == "nee",
                    _ => Gronden::is_meant(&said, &lijsten.woo),
                };
                is.then_some(())
            };
            (is_field(&heading) && rows.iter().any(|row| said(row).is_some())).then_some(range)
        })
    })
}
