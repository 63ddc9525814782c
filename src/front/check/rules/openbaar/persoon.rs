//! In: what everybody may read. Out: what is likely to be of a person, and of nobody else's business. Pure.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::nummers::{is_account, is_bsn, is_grouped, is_iban};
use super::vlak::Vlak;
use super::{Open, PERSOON, gelakt, open};
use crate::check::rules::{Finding, Subject};
use crate::diagnostic::words;
use crate::dossier::{Lakwoorden, Regel, Root};
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
pattern!(PHONE, r"(?:\+31|0031|0)[ ()./-]*(?:0\)[ ]?)?[1-9](?:[ ()./-]{0,3}[0-9]){8}");
pattern!(ABROAD, r"\+[1-9](?:[ ()./-]{0,3}[0-9]){8,13}");
pattern!(DIGITS, r"[0-9](?:[ .-]{0,2}[0-9]){7,9}");
pattern!(IBAN, r"(?i)[a-z]{2}[ .-]?[0-9]{2}(?:[ .-]{0,2}[a-z0-9]){11,30}");
pattern!(
    HOME,
    r#"(?i)(?:[a-z]:\\(?:users|gebruikers|documents and settings)\\|(?:^|[\s"'(‘“„]|file://)/(?:home|users)/)([^\\/\s"')]+)"#
);
pattern!(PATH, r"(?i)(?:^|[^a-z0-9])(file:/+[^\s]*|[a-z]:\\[^\s]*|\\\\[a-z0-9._-]+\\[^\s]*)");

/// How far before a number the word stands that says what it is.
const NEAR: usize = 60;
/// The same of what says that it is the number of a paper.
const NEXT_TO: usize = 25;
/// The digits of a telephone number without what stands for the country.
const PHONE_DIGITS: usize = 9;

/// O008: a number that is certainly of a person, or a path with somebody's name.
pub(in crate::check::rules) fn nummer(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, true).cloned());
}

/// O009: what is likely to lead to a person.
pub(in crate::check::rules) fn gegeven(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, false).cloned());
}

fn found<'a>(subject: &'a Subject<'_>, certain: bool) -> impl Iterator<Item = &'a Finding> {
    let all = subject.openbaar.van_personen.get_or_init(|| find(subject));
    all.iter().filter(move |(zeker, _)| *zeker == certain).map(|(_, finding)| finding)
}

fn find(subject: &Subject<'_>) -> Vec<(bool, Finding)> {
    let mut all = Vec::new();
    let mut told = BTreeSet::new();
    let zoeker = Zoeker::new(&subject.lijsten.lakken);
    let own = own(subject, &zoeker);
    for open in open(subject) {
        for Gevonden { range, wat, zeker } in zoeker.in_text(&open.text, is_reference(&open)) {
            let found = &open.text[range.clone()];
            // An address and the text of its link are one.
            let text = found.trim_start_matches("mailto:").to_lowercase();
            if own.contains(&bare(found))
                || !zeker && gelakt::is_told(subject, &open, &range)
                || !told.insert((zeker, open.place().to_string(), text))
            {
                continue;
            }
            let message = match zeker {
                true => format!("{wat} komt zo in de openbare editie"),
                false => format!("dit lijkt {wat}, en komt zo in de openbare editie"),
            };
            all.push((zeker, open.finding(&range, message).help(open.advies(PERSOON))));
        }
    }
    all
}

/// The addresses and numbers of the ministry itself, which its profile prints on every letter.
fn own(subject: &Subject<'_>, zoeker: &Zoeker<'_>) -> HashSet<String> {
    let mut all = HashSet::new();
    if let Some(profile) = subject.reading.trees.get(&Root::Profile) {
        profile.leaves(&mut |_, text| {
            all.extend(zoeker.in_text(text, false).into_iter().map(|one| bare(&text[one.range])));
        });
    }
    all
}

/// An address or number without what stands in it for the eye; of a telephone number without the country.
fn bare(text: &str) -> String {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = bare.to_lowercase();
    match bare.len().checked_sub(PHONE_DIGITS) {
        Some(country) if bare.bytes().all(|b| b.is_ascii_digit()) => bare[country..].to_owned(),
        _ => bare,
    }
}

/// Whether a text is the number of a paper, in which any digits can stand.
fn is_reference(open: &Open<'_>) -> bool {
    let last = open.place().path.segments().last();
    matches!(last, Some(Segment::Key(key)) if matches!(&**key, "kenmerk" | "uw_kenmerk"))
}

/// What looks for it.
struct Zoeker<'a> {
    woorden: &'a Lakwoorden,
    /// An address that is written out; none when the list makes no pattern. Made when a text may have one.
    spelled: OnceCell<Option<Regex>>,
}

impl<'a> Zoeker<'a> {
    fn new(woorden: &'a Lakwoorden) -> Self {
        Self { woorden, spelled: OnceCell::new() }
    }

    fn spelled(&self) -> Option<&Regex> {
        let any = |words: &[Regel]| {
            let words: Vec<String> =
                words.iter().map(|word| regex::escape(word.as_str())).collect();
            words.join("|")
        };
        let make = || {
            let (at, dot) = (any(&self.woorden.apenstaartje), any(&self.woorden.punt));
            let pattern = format!(
                r"(?ix)
                [a-z0-9._%+-]+ (?: \ ?[(\[{{<]\ ?(?:{at}|@)\ ?[)\]}}>]\ ? | \ ?@\ ? )
                [a-z0-9-]+ (?: (?: \ ?[(\[{{<]\ ?(?:{dot}|\.)\ ?[)\]}}>]\ ? | \ (?:{dot})\  | \ ?\. ) [a-z0-9-]+ )+
                | [a-z0-9._%+-]+ (?:\ (?:{dot})\ [a-z0-9]+)* \ (?:{at})\  [a-z0-9-]+ (?: \ (?:{dot})\  [a-z0-9-]+ )+
                "
            );
            Regex::new(&pattern).ok()
        };
        self.spelled.get_or_init(make).as_ref()
    }

    fn in_text(&self, text: &str, is_reference: bool) -> Vec<Gevonden> {
        // Nearly no text has any of these.
        let digits = text.chars().filter(|c| c.is_numeric()).count();
        let lower = text.to_lowercase();
        let says_at = |at: &Regel| words::contains(&lower, at.as_str());
        let spelled = text.contains(['@', '\u{ff20}', '\u{fe6b}'])
            || self.woorden.apenstaartje.iter().any(says_at);
        if digits < 8 && !spelled && !text.contains(['\\', '/']) {
            return Vec::new();
        }
        let vlak = Vlak::new(text);
        let mut all = In { text: &vlak.text, woorden: self.woorden, all: Vec::new() };
        all.paths();
        all.addresses(spelled.then(|| self.spelled()).flatten());
        all.accounts();
        all.numbers(is_reference);
        if !is_reference {
            all.phones();
        }
        let mut all = all.all;
        all.iter_mut().for_each(|one| one.range = vlak.back(&one.range));
        all.sort_by_key(|found| found.range.start);
        all
    }
}

/// What was found in a text so far.
struct In<'a> {
    text: &'a str,
    woorden: &'a Lakwoorden,
    all: Vec<Gevonden>,
}

impl In<'_> {
    fn is_free(&self, range: &Range<usize>) -> bool {
        self.all
            .iter()
            .all(|known| range.end <= known.range.start || known.range.end <= range.start)
    }

    fn add(&mut self, range: Range<usize>, wat: &'static str, zeker: bool) {
        self.all.push(Gevonden { range, wat, zeker });
    }

    /// Whether nothing is against it that it would be a part of.
    fn is_alone(&self, range: &Range<usize>) -> bool {
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !self.text[..range.start].ends_with(|c: char| joins(c) || matches!(c, '.' | ',' | '/'))
            && !self.text[range.end..].starts_with(joins)
    }

    /// Whether one of these words stands before a place.
    fn says(&self, at: usize, far: usize, words: &[Regel]) -> bool {
        let start = self.text.floor_char_boundary(at.saturating_sub(far));
        let near = self.text[start..at].to_lowercase();
        words.iter().any(|word| near.contains(word.as_str()))
    }

    /// Whether it is an amount of money.
    fn is_money(&self, range: &Range<usize>) -> bool {
        let (before, after) = (self.text[..range.start].trim_end(), &self.text[range.end..]);
        let begins = |text: &str, word: &str| {
            text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        };
        before.ends_with(['€', '$', '£'])
            || before
                .len()
                .checked_sub(3)
                .is_some_and(|at| before.get(at..).is_some_and(|end| begins(end, "eur")))
            || begins(after.trim_start(), "eur")
            || after.starts_with(",-")
    }

    fn paths(&mut self) {
        for found in HOME.captures_iter(self.text) {
            let (Some(whole), Some(user)) = (found.get(0), found.get(1)) else { continue };
            if !self.woorden.map_van_niemand.has_folded(user.as_str()) {
                self.add(whole.range(), "een pad met de naam van een gebruiker", true);
            }
        }
        for range in PATH.captures_iter(self.text).filter_map(|found| Some(found.get(1)?.range())) {
            if self.is_free(&range) {
                self.add(range, "een pad op een computer van het ministerie", false);
            }
        }
    }

    fn addresses(&mut self, spelled: Option<&Regex>) {
        let spelled = spelled.into_iter().flat_map(|pattern| pattern.find_iter(self.text));
        let found: Vec<Range<usize>> =
            EMAIL.find_iter(self.text).chain(spelled).map(|found| found.range()).collect();
        for range in found {
            let first = self.text[range.clone()]
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .next()
                .unwrap_or_default();
            let general = first.trim_end_matches(|c: char| c.is_ascii_digit());
            if self.is_free(&range) && !self.woorden.adres_van_niemand.has_folded(general) {
                self.add(range, "het e-mailadres van een persoon", false);
            }
        }
    }

    fn accounts(&mut self) {
        for found in IBAN.find_iter(self.text) {
            // A word may stand behind it.
            let ends = found.as_str().char_indices().map(|(at, c)| at + c.len_utf8()).rev();
            let end = ends.map(|end| found.start() + end).find(|end| {
                let range = found.start()..*end;
                self.is_alone(&range) && is_iban(&self.text[range])
            });
            if let Some(end) = end {
                self.add(found.start()..end, "een rekeningnummer (IBAN)", true);
            }
        }
    }

    fn numbers(&mut self, is_reference: bool) {
        for found in DIGITS.find_iter(self.text) {
            let range = found.range();
            let digits: Vec<u32> = found.as_str().chars().filter_map(|c| c.to_digit(10)).collect();
            if !self.is_free(&range) || !self.is_alone(&range) || self.is_money(&range) {
                continue;
            }
            let at = range.start;
            let of_paper = || is_reference || self.says(at, NEXT_TO, &self.woorden.noemt_stuk);
            let (wat, zeker) = match is_bsn(&digits) {
                true if self.says(at, NEAR, &self.woorden.noemt_bsn) => {
                    ("een burgerservicenummer (BSN)", true)
                }
                _ if is_account(&digits) && self.says(at, NEAR, &self.woorden.noemt_rekening) => {
                    ("het nummer van een bankrekening", false)
                }
                true if digits.len() == 9 && is_grouped(found.as_str()) && !of_paper() => {
                    ("een burgerservicenummer (BSN)", false)
                }
                _ => continue,
            };
            self.add(range, wat, zeker);
        }
    }

    fn phones(&mut self) {
        let found: Vec<Range<usize>> = PHONE
            .find_iter(self.text)
            .chain(ABROAD.find_iter(self.text))
            .map(|found| found.range())
            .collect();
        for range in found {
            let typed = &self.text[range.clone()];
            let service =
                ["0800", "0900", "0906", "0909"].iter().any(|begin| typed.starts_with(begin));
            // A wrong IBAN is no telephone number.
            let in_code = self.text[..range.start].trim_end().ends_with(char::is_uppercase);
            if self.is_free(&range) && self.is_alone(&range) && !service && !in_code {
                self.add(range, "een telefoonnummer", false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Zoeker;
    use crate::dossier::Lijsten;

    fn found(text: &str) -> Vec<(&str, bool)> {
        Zoeker::new(&Lijsten::ingebouwd().lakken)
            .in_text(text, false)
            .into_iter()
            .map(|one| (&text[one.range], one.zeker))
            .collect()
    }

    #[test]
    fn what_is_of_a_person_is_found() {
        for (text, wanted, zeker) in [
            ("bel 06 12 34 56 78", "06 12 34 56 78", false),
            ("bel 06-12345678.", "06-12345678", false),
            ("bel +31 6 1234 5678", "+31 6 1234 5678", false),
            ("bel +31 (0)70 123 45 67", "+31 (0)70 123 45 67", false),
            ("bel 070-1234567", "070-1234567", false),
            ("bel 070/1234567", "070/1234567", false),
            ("bel +31(0)70 123 45 67", "+31(0)70 123 45 67", false),
            ("bel 06.12 34 56 78", "06.12 34 56 78", false),
            ("bel 06\u{a0}12\u{202f}34\u{2009}56 78", "06\u{a0}12\u{202f}34\u{2009}56 78", false),
            ("bel 06\u{2011}12345678", "06\u{2011}12345678", false),
            ("bel +32 475 12 34 56", "+32 475 12 34 56", false),
            ("BSN 111\u{a0}222\u{2009}333", "111\u{a0}222\u{2009}333", true),
            ("BSN 111-222-333", "111-222-333", true),
            ("nummer 111-222-333", "111-222-333", false),
            ("BSN 111\u{200b}222\u{ad}333", "111\u{200b}222\u{ad}333", true),
            ("BSN １１１２２２３３３", "１１１２２２３３３", true),
            ("nl91 abna 0417 1643 00", "nl91 abna 0417 1643 00", true),
            ("NL91\u{a0}ABNA\u{202f}0417 1643 00", "NL91\u{a0}ABNA\u{202f}0417 1643 00", true),
            ("NL 91 ABN A041 71 64 300", "NL 91 ABN A041 71 64 300", true),
            ("NL91-ABNA-0417-1643-00", "NL91-ABNA-0417-1643-00", true),
            ("jan (at) minbzk (punt) nl", "jan (at) minbzk (punt) nl", false),
            ("jan.jansen[at]minbzk.nl", "jan.jansen[at]minbzk.nl", false),
            ("jan at minbzk punt nl", "jan at minbzk punt nl", false),
            (
                "jan punt jansen apenstaartje minbzk punt nl",
                "jan punt jansen apenstaartje minbzk punt nl",
                false,
            ),
            ("jan @ minbzk.nl", "jan @ minbzk.nl", false),
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
            "mail info@minbzk.nl of woo.bzk@rijksoverheid.nl of postbus51@rijksoverheid.nl",
            "mail info (at) minbzk (punt) nl",
            "123456782 euro",
            "EUR 123456782",
            "kenmerk 123456782",
            "zaaknummer: 123456782",
            "2024-12347 en 12-05-2024 10",
            "hij at soep (en brood) op de dag",
            "in 12 maanden van 2026 tot 2027 en 2028 en later nog eens",
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
