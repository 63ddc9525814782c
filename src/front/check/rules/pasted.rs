//! In: running text. Out: what copying from another program left in it. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem::Finder;

use super::{Finding, Subject};
use crate::check::passage::{Passage, Role};
use crate::check::woordenboek;
use crate::dossier::Regel;
use crate::sheet;

/// Passages that an author can have pasted.
fn pasted<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'a Passage> {
    subject.printed().filter(|passage| passage.role != Role::Line || !passage.markup)
}

/// L009: a word that was broken at the end of a line, in a PDF or by a typesetter: `samen- werking`.
pub(super) fn broken(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    // All words of the dossier, when they are first needed.
    let mut words: Option<BTreeSet<String>> = None;
    for passage in pasted(subject) {
        for (at, _) in passage.text.match_indices("- ") {
            let Some(whole) = halves(passage, at) else { continue };
            let text = &passage.text[whole.clone()];
            let (left, right) =
                (&passage.text[whole.start..at], text[at - whole.start + 1..].trim());
            if subject.lijsten.taal.na_weglatingsstreepje.has(right) {
                continue;
            }
            let known = words.get_or_insert_with(|| {
                let all = subject.passages.iter();
                all.flat_map(|p| p.tokens.iter().map(|token| p.word(token).to_lowercase()))
                    .collect()
            });
            let (joined, hyphened) = (format!("{left}{right}"), format!("{left}-{right}"));
            let finding = Finding::on(
                passage,
                &whole,
                format!(
                    "`{left}- {right}` lijkt één woord, dat aan het eind van een regel was afgebroken"
                ),
            );
            let has = |word: &str| known.contains(&word.to_lowercase());
            out.push(if has(&hyphened) && !has(&joined) {
                finding.fix(passage, &whole, hyphened)
            } else if has(&joined) || woordenboek::is_word(&joined) {
                finding.fix(passage, &whole, joined)
            } else {
                finding.help(format!(
                    "schrijf `{joined}`, of `{hyphened}` als het streepje erbij hoort"
                ))
            });
        }
    }
}

/// The two halves around a hyphen, if they can be those of one word.
fn halves(passage: &Passage, hyphen: usize) -> Option<Range<usize>> {
    let (before, after) = (&passage.text[..hyphen], &passage.text[hyphen + 1..]);
    let left = before.len() - before.trim_end_matches(char::is_alphabetic).len();
    let words = after.trim_start_matches(' ');
    let right = words.len() - words.trim_start_matches(char::is_alphabetic).len();
    let whole = hyphen - left..passage.text.len() - words.len() + right;
    // `zorg- jeugd- en onderwijsinstellingen`: the next one lacks its half too.
    let goes_on = words[right..].starts_with('-');
    let small = words.starts_with(char::is_lowercase);
    (left > 0 && small && !goes_on && !passage.is_opaque(&whole)).then_some(whole)
}

/// L010: words that Word, Outlook or another program puts where something was.
pub(super) fn remains(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let taal = &subject.lijsten.taal;
    printed_twice(subject, out);
    let remains = taal.plakresten.iter().map(|remains| remains.as_str().to_ascii_lowercase());
    let remains: Vec<Finder<'static>> =
        remains.map(|remains| Finder::new(&remains).into_owned()).collect();
    for passage in pasted(subject) {
        let lower = passage.text.to_ascii_lowercase();
        let mut found: Vec<Range<usize>> = Vec::new();
        for remains in &remains {
            let all = remains.find_iter(lower.as_bytes());
            found.extend(all.map(|at| at..at + remains.needle().len()));
        }
        found.extend(field_codes(&passage.text, |word| taal.veldcodes.has(word)));
        found.extend(bare_codes(&passage.text, |word| taal.veldcodes.has(word)));
        found.extend(bookmarks(&passage.text, &taal.bladwijzers_van_word));
        found.extend(merge_fields(&passage.text, |word| taal.verzendvelden.has_folded(word)));
        found.extend(failed_cells(&passage.text));
        found.extend(page_number(&passage.text, |word| taal.bladzijde.has_folded(word)));
        found.extend(comments(&passage.text, |word| taal.opmerking_van_word.has(word)));
        found.sort_by_key(|range| (range.start, range.end));
        found.dedup_by(|next, before| next.start < before.end);
        for range in found {
            out.push(
                Finding::on(
                    passage,
                    &range,
                    format!(
                        "`{}` is een rest uit een ander programma",
                        &passage.text[range.clone()]
                    ),
                )
                .help("haal het weg, of schrijf wat hier had moeten staan"),
            );
        }
    }
}

/// Words in the letter's own texts that the letter prints itself, as a salutation does.
fn printed_twice(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let words = |text: &str| {
        text.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation())
            .to_lowercase()
    };
    let ministry = &subject.dossier.profiel.brief;
    let Some(letter) = &subject.dossier.brief else { return };
    let own = [
        letter.aanhef.as_ref().unwrap_or(&ministry.aanhef),
        letter.groet.as_ref().unwrap_or(&ministry.groet),
    ];
    let own: Vec<String> = own.into_iter().filter_map(|line| line.regel()).map(words).collect();
    for passage in subject.letter().filter(|passage| passage.role == Role::Body) {
        if own.contains(&words(&passage.text)) {
            let all = 0..passage.text.len();
            out.push(
                Finding::on(
                    passage,
                    &all,
                    format!("`{}` staat zo twee keer in de brief", passage.text.trim()),
                )
                .help("haal het hier weg: de brief drukt het zelf al af"),
            );
        }
    }
}

/// `Pagina 2 van 5`, when nothing else is said: the foot of a page.
fn page_number(text: &str, is_page: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut parts = text.split_whitespace();
    let is_number = |part: Option<&str>| {
        part.is_some_and(|part| part.len() < 5 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let page = parts.next().is_some_and(is_page) && is_number(parts.next());
    let total = match parts.next() {
        None => true,
        Some("van" | "of" | "/") => is_number(parts.next()) && parts.next().is_none(),
        Some(_) => false,
    };
    (page && total).then_some(0..text.len())
}

/// No code of a field is longer, but for an address.
const LONGEST: usize = 300;

/// `{ REF _Ref123 \\h }`: a field of Word, as it shows its own code.
fn field_codes<'a>(
    text: &'a str,
    is_code: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices('{').filter_map(move |(at, _)| {
        let code = head(&text[at..], LONGEST);
        let inner = code[1..].trim_start();
        let word = inner.split([' ', '}', '\u{a0}']).next().unwrap_or_default();
        let end = is_code(word).then(|| code.find('}'))??;
        Some(at..at + end + 1)
    })
}

/// `PAGEREF _Toc123 \\h`, `HYPERLINK "https://…"`: the same, without its braces. Ends where its words do.
fn bare_codes<'a>(
    text: &'a str,
    is_code: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = 0;
    text.split(' ').filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        let code = word.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let start = start + word.len() - code.len();
        if !is_code(code) {
            return None;
        }
        let mut end = start + code.len();
        let mut certain = false;
        for part in head(text.get(end..)?, LONGEST).split(' ').skip(1) {
            let switch = part.strip_prefix('\\').is_some_and(|name| {
                name.starts_with(|c: char| c.is_ascii_alphabetic() || "*@#!".contains(c))
            });
            let quoted = part.starts_with(['"', '“', '”']);
            let address = quoted && ["://", "mailto:", "cid:"].iter().any(|s| part.contains(s));
            let format = certain && part.starts_with("MERGEFORMAT");
            let bookmark = part.starts_with('_') && part.ends_with(|c: char| c.is_ascii_digit());
            // The name of what is counted or referred to, with a switch behind it.
            let name = !certain && end == start + code.len() && !part.is_empty();
            certain |= switch || address || bookmark;
            if !(switch || quoted || format || bookmark || name) {
                break;
            }
            end += 1 + part.len();
        }
        certain.then(|| start..start + text[start..end].trim_end_matches(['.', ',', ';']).len())
    })
}

/// `_Toc123456`: a bookmark that Word made.
fn bookmarks<'a>(text: &'a str, names: &'a [Regel]) -> impl Iterator<Item = Range<usize>> + 'a {
    names.iter().flat_map(move |name| {
        text.match_indices(name.as_str()).filter_map(move |(at, name)| {
            let number = &text[at + name.len()..];
            let digits =
                number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let apart = !text[..at].ends_with(char::is_alphanumeric);
            (digits > 2 && apart).then_some(at..at + name.len() + digits)
        })
    })
}

/// `«Naam»`, `«Adres_1»`: the place of a field of a mailing. Questions of members have quotations in such marks, so one
/// word is such a place only when it is known, or written as no word is.
fn merge_fields<'a>(
    text: &'a str,
    is_field: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices('«').filter_map(move |(at, sign)| {
        let (name, _) = head(&text[at + sign.len()..], 60).split_once('»')?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_place = is_name && (name.contains('_') || is_field(name));
        is_place.then_some(at..at + 2 * sign.len() + name.len())
    })
}

/// `#N/B`, `#VERW!`, `########`: what a sheet shows in a cell that fails, or that is too narrow.
fn failed_cells(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('#').filter_map(|(at, _)| {
        let apart = |c: char| c.is_alphanumeric() || matches!(c, '#' | '/' | '&' | '\\');
        let cell = head(&text[at..], 40).split([' ', '\u{a0}', '\n', '|']).next()?;
        let cell = cell.trim_end_matches(['.', ',', ';', ':', ')', ']', '”', '"', '’']);
        // Two or three begin a heading elsewhere.
        let hashes = cell.bytes().all(|b| b == b'#');
        let fails = sheet::is_error(cell) && !(hashes && cell.len() < 4);
        (fails && !text[..at].ends_with(apart)).then_some(at..at + cell.len())
    })
}

/// The first bytes of a text.
fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// `Opmerking [AB1]`: the mark of a comment in the margin of Word.
fn comments<'a>(
    text: &'a str,
    is_comment: impl Fn(&str) -> bool + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices('[').filter_map(move |(at, _)| {
        let before = text[..at].trim_end();
        let start = before.trim_end_matches(char::is_alphabetic).len();
        let (mark, _) = head(&text[at + 1..], 12).split_once(']')?;
        let number = mark.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let is_mark = (1..=4).contains(&number.len())
            && (1..=6).contains(&(mark.len() - number.len()))
            && number.bytes().all(|b| b.is_ascii_digit());
        (is_mark && is_comment(&before[start..])).then_some(start..at + 2 + mark.len())
    })
}
