//! In: what everybody may read. Out: what is likely to be of a person, and of nobody else's business. Pure.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Open, PERSOON, open};
use crate::check::rules::{Finding, Subject};
use crate::yaml::Segment;

/// What was found in a text.
struct Gevonden {
    range: Range<usize>,
    wat: &'static str,
    zeker: bool,
}

macro_rules! pattern {
    ($name:ident, $pattern:literal) => {
        static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("this pattern is tested"));
    };
}

pattern!(EMAIL, r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}");
pattern!(PHONE, r"(?:\+31|0031|0)[ ().-]*(?:0\)[ ]?)?[1-9](?:[ ().-]{0,2}[0-9]){8}");
pattern!(DIGITS, r"[0-9](?:[. ]?[0-9]){7,9}");
pattern!(IBAN, r"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}");
pattern!(
    HOME,
    r#"(?i)(?:[a-z]:\\(?:users|gebruikers|documents and settings)\\|(?:^|[\s"'(‘“„]|file://)/(?:home|users)/)([^\\/\s"')]+)"#
);
pattern!(PATH, r"(?i)(?:^|[^a-z0-9])(file:/+[^\s]*|[a-z]:\\[^\s]*|\\\\[a-z0-9._-]+\\[^\s]*)");

/// The first part of addresses that are of nobody.
const ALGEMEEN: [&str; 24] = [
    "info",
    "contact",
    "post",
    "postbus",
    "secretariaat",
    "communicatie",
    "pers",
    "persvoorlichting",
    "voorlichting",
    "woo",
    "wob",
    "klachten",
    "helpdesk",
    "servicedesk",
    "support",
    "loket",
    "redactie",
    "bestuur",
    "griffie",
    "noreply",
    "no-reply",
    "privacy",
    "meldpunt",
    "webmaster",
];
/// Folders of nobody.
const NIEMAND: [&str; 4] = ["public", "default", "shared", "all"];
/// How far before a number the word stands that says what it is.
const NEAR: usize = 60;

/// O008: a number that is certainly of a person, or a path with somebody's name.
pub(in crate::check::rules) fn nummer(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    find(subject, true, out);
}

/// O009: what is likely to lead to a person.
pub(in crate::check::rules) fn gegeven(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    find(subject, false, out);
}

fn find(subject: &Subject<'_>, certain: bool, out: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for open in open(subject) {
        for Gevonden { range, wat, zeker } in in_text(&open.text, is_reference(&open)) {
            let text = open.text[range.clone()].trim_start_matches("mailto:").to_lowercase();
            // An address and the text of its link are one.
            if zeker != certain || !told.insert((open.place().to_string(), text)) {
                continue;
            }
            let message = match certain {
                true => format!("{wat} komt zo in de openbare editie"),
                false => format!("dit lijkt {wat}, en komt zo in de openbare editie"),
            };
            out.push(open.finding(&range, message).help(open.advies(PERSOON)));
        }
    }
}

/// Whether a text is the number of a paper, in which any digits can stand.
fn is_reference(open: &Open<'_>) -> bool {
    let last = open.place().path.segments().last();
    matches!(last, Some(Segment::Key(key)) if matches!(&**key, "kenmerk" | "uw_kenmerk"))
}

fn in_text(text: &str, is_reference: bool) -> Vec<Gevonden> {
    // Nearly no text has any of these.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits < 8 && !text.contains(['@', '\\', '/']) {
        return Vec::new();
    }
    let mut all: Vec<Gevonden> = Vec::new();
    let free = |all: &[Gevonden], range: &Range<usize>| {
        all.iter().all(|known| range.end <= known.range.start || known.range.end <= range.start)
    };
    let alone = |range: &Range<usize>| {
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !text[..range.start].ends_with(|c: char| joins(c) || matches!(c, '.' | ',' | '/'))
            && !text[range.end..].starts_with(joins)
    };
    let before = |at: usize| {
        let start = text.floor_char_boundary(at.saturating_sub(NEAR));
        text[start..at].to_lowercase()
    };
    for found in HOME.captures_iter(text) {
        let (Some(whole), Some(user)) = (found.get(0), found.get(1)) else { continue };
        if !NIEMAND.contains(&user.as_str().to_lowercase().as_str()) {
            all.push(Gevonden {
                range: whole.range(),
                wat: "een pad met de naam van een gebruiker",
                zeker: true,
            });
        }
    }
    for range in PATH.captures_iter(text).filter_map(|found| Some(found.get(1)?.range())) {
        if free(&all, &range) {
            let wat = "een pad op een computer van het ministerie";
            all.push(Gevonden { range, wat, zeker: false });
        }
    }
    for found in EMAIL.find_iter(text) {
        let (local, _) = found.as_str().split_once('@').unwrap_or_default();
        let first = local.split(['.', '+', '_']).next().unwrap_or_default().to_lowercase();
        if free(&all, &found.range()) && !ALGEMEEN.contains(&first.as_str()) {
            all.push(Gevonden {
                range: found.range(),
                wat: "het e-mailadres van een persoon",
                zeker: false,
            });
        }
    }
    for found in IBAN.find_iter(text) {
        // A word in capitals may stand behind it.
        let ends = found.as_str().char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        let end = ends.map(|end| found.start() + end).find(|end| {
            let range = found.start()..*end;
            alone(&range) && is_iban(&text[range])
        });
        if let Some(end) = end {
            all.push(Gevonden {
                range: found.start()..end,
                wat: "een rekeningnummer (IBAN)",
                zeker: true,
            });
        }
    }
    for found in DIGITS.find_iter(text) {
        let range = found.range();
        let digits: Vec<u32> = found.as_str().chars().filter_map(|c| c.to_digit(10)).collect();
        if !free(&all, &range) || !alone(&range) || text[..range.start].trim_end().ends_with('€')
        {
            continue;
        }
        let near = before(range.start);
        let says = |words: &[&str]| words.iter().any(|word| near.contains(word));
        let (wat, zeker) = match is_bsn(&digits) {
            true if says(&["bsn", "burgerservicenummer", "sofinummer", "sofi-nummer"]) => {
                ("een burgerservicenummer (BSN)", true)
            }
            _ if is_account(&digits) && says(&["rekening", "giro", "bankrek"]) => {
                ("het nummer van een bankrekening", false)
            }
            true if digits.len() == 9 && !is_reference => ("een burgerservicenummer (BSN)", false),
            _ => continue,
        };
        all.push(Gevonden { range, wat, zeker });
    }
    for found in PHONE.find_iter(text) {
        let range = found.range();
        let service =
            ["0800", "0900", "0906", "0909"].iter().any(|begin| found.as_str().starts_with(begin));
        // A wrong IBAN is no telephone number.
        let in_code = text[..range.start].trim_end().ends_with(char::is_uppercase);
        if free(&all, &range) && alone(&range) && !service && !in_code && !is_reference {
            all.push(Gevonden { range, wat: "een telefoonnummer", zeker: false });
        }
    }
    all.sort_by_key(|found| found.range.start);
    all
}

/// The eleven-test of a BSN; one of eight digits lacks a zero in front.
fn is_bsn(digits: &[u32]) -> bool {
    let weights = match digits.len() {
        8 => 8..=8,
        9 => 9..=9,
        _ => return false,
    };
    let first = *weights.start();
    let (last, rest) = match digits.split_last() {
        Some(split) => split,
        None => return false,
    };
    let sum: u32 = rest.iter().zip((2..=first).rev()).map(|(digit, weight)| digit * weight).sum();
    digits.iter().any(|digit| *digit != digits[0])
        && sum >= *last
        && (sum - last).is_multiple_of(11)
}

/// The eleven-test of the account numbers of banks before 2014.
fn is_account(digits: &[u32]) -> bool {
    let count = digits.len() as u32;
    let sum: u32 = digits.iter().zip((1..=count).rev()).map(|(digit, weight)| digit * weight).sum();
    (9..=10).contains(&count) && sum > 0 && sum.is_multiple_of(11)
}

/// The check digits of an IBAN: modulo 97.
fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    if !(15..=34).contains(&plain.len()) || plain.starts_with("NL") && plain.len() != 18 {
        return false;
    }
    let turned = plain[4..].chars().chain(plain[..4].chars());
    let remainder = turned.filter_map(|c| c.to_digit(36)).fold(0, |rest, digit| {
        let base = if digit < 10 { 10 } else { 100 };
        (rest * base + digit) % 97
    });
    remainder == 1
}

#[cfg(test)]
mod tests {
    use super::in_text;

    fn found(text: &str) -> Vec<(&str, bool)> {
        in_text(text, false).into_iter().map(|one| (&text[one.range], one.zeker)).collect()
    }

    #[test]
    fn what_is_of_a_person_is_found() {
        for (text, wanted, zeker) in [
            ("bel 06 12 34 56 78", "06 12 34 56 78", false),
            ("bel 06-12345678.", "06-12345678", false),
            ("bel +31 6 1234 5678", "+31 6 1234 5678", false),
            ("bel +31 (0)70 123 45 67", "+31 (0)70 123 45 67", false),
            ("bel 070-1234567", "070-1234567", false),
            ("mail j.jansen@minbzk.nl.", "j.jansen@minbzk.nl", false),
            ("BSN 111222333", "111222333", true),
            ("zijn burgerservicenummer is 1112.22.333", "1112.22.333", true),
            ("nummer 111222333", "111222333", false),
            ("rekening 12.34.56.789", "12.34.56.789", false),
            ("NL91 ABNA 0417 1643 00 ten name van", "NL91 ABNA 0417 1643 00", true),
            ("NL91ABNA0417164300", "NL91ABNA0417164300", true),
            ("BE68 5390 0754 7034", "BE68 5390 0754 7034", true),
            (r"zie C:\Users\jansenp\brief.docx", r"C:\Users\jansenp", true),
            ("zie /home/jansenp/brief", " /home/jansenp", true),
            ("file:///home/jansenp/x", "file:///home/jansenp", true),
            (r"zie \\fs01\dossiers\x.docx", r"\\fs01\dossiers\x.docx", false),
            (r"zie H:\dossiers\x", r"H:\dossiers\x", false),
        ] {
            assert_eq!(found(text), [(wanted, zeker)], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not() {
        for text in [
            "mail info@minbzk.nl of woo.bzk@rijksoverheid.nl",
            "bel 0800 1234567 of 1400",
            "kenmerk 2024-0000012345",
            "€ 111222333",
            "111222334",
            "Kamerstukken II 2022/23, 28 638, nr. 217",
            "in 2026 2027 2028",
            "NL92 ABNA 0417 1643 00",
            "https://www.rijksoverheid.nl/home/nieuws",
            "en/of, a/b, 12:\\",
            "BWBR0045754 en CLI12345678901234",
            "000000000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
