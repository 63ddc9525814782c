//! In: what everybody may read, and the texts that are withheld. Out: where the first says what the second was to keep
//! inside. Pure.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::geheim::{Bekend, Deel, Geheim, Geheimen, SHORTEST_IN_ADDRESS, geheimen, is_signer};
use super::gelezen::gelezen;
use super::{Open, Woord, deels, grond, woorden};
use crate::check::rules::{Finding, Subject};
use crate::check::woordenboek::{is_single_word, is_word};
use crate::dossier::Place;
use crate::yaml::Segment;

/// So many letters apart are a word that somebody spaced.
const LEAST_SPACED: usize = 4;
/// A shorter name that is broken by a space is too often two words.
const SHORTEST_BROKEN: usize = 7;
/// A shorter word behind a name, in one with it, is too often an ending.
const SHORTEST_BEHIND: usize = 3;
/// Fewer letters without points are too often something else.
const LEAST_INITIALS: usize = 3;
/// Most parts of a code: `AB-12-CD`.
const MOST_IN_CODE: usize = 5;
/// How many letters of a name can stand before a surname.
const LONGEST_BEFORE: usize = 80;
/// How far before a name the word stands that says that all of these are in the Chamber.
const MOST_IN_ROW: usize = 40;

/// O006: what is withheld stands open elsewhere.
pub(in crate::check::rules) fn zeker(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, true).cloned());
    deels::partly(subject, out);
}

/// O007: a name of what is withheld stands open elsewhere, as far as names can be told.
pub(in crate::check::rules) fn misschien(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, false).cloned());
    deels::nameless_groups(subject, out);
}

/// Whether it is told already of something in a text that what is withheld stands open there.
pub(super) fn is_told(subject: &Subject<'_>, open: &Open<'_>, range: &Range<usize>) -> bool {
    let spot = open.spot(range);
    found(subject, true).any(|told| {
        told.spots.first().is_some_and(|(first, _)| {
            first.place == spot.place
                && match (&first.within, &spot.within) {
                    (Some(told), Some(own)) => told.start < own.end && own.start < told.end,
                    _ => true,
                }
        })
    })
}

fn found<'a>(subject: &'a Subject<'_>, certain: bool) -> impl Iterator<Item = &'a Finding> {
    let all = subject.openbaar.staat_open.get_or_init(|| search(subject));
    all.iter().filter(move |(zeker, _)| *zeker == certain).map(|(_, finding)| finding)
}

fn search(subject: &Subject<'_>) -> Vec<(bool, Finding)> {
    let mut all = Vec::new();
    if subject.lakkingen.is_empty() {
        return all;
    }
    let bekend = Bekend::new(subject);
    let (opens, gelezen) = gelezen(subject);
    let geheimen = geheimen(subject, &bekend, &gelezen);
    let mut told: HashSet<(Place, usize, String)> = HashSet::new();
    for (open, words) in &opens {
        let zoeker = Zoeker { geheimen: &geheimen, bekend: &bekend, open };
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        for Treffer { at, range, exact } in zoeker.all(words) {
            // The whole before its parts.
            let before = taken.range(..range.end).next_back();
            if before.is_some_and(|(_, end)| *end > range.start) {
                continue;
            }
            taken.insert(range.start, range.end);
            let geheim = &geheimen.all[at];
            // A number of the ministry itself; whether it may be open is asked as of any number.
            if geheim.door_regel && geheim.is_vast_nummer() {
                continue;
            }
            let certain = geheim.is_zeker() && exact;
            let is_name = geheim.deel != Deel::Geheel;
            let whole = if is_name { zoeker.whole_name(&range) } else { range.clone() };
            let words = open.text[whole.clone()].to_lowercase();
            if told.insert((open.place().clone(), at, words)) {
                let grond = grond(subject, geheim.lakking);
                let finding = finding(open, &range, geheim, certain, grond);
                all.push((certain, finding.about(&open.text[whole])));
            }
        }
    }
    all
}

/// Where something that is withheld stands open, and whether just so, but for capitals and accents.
struct Treffer {
    at: usize,
    range: Range<usize>,
    exact: bool,
}

/// What looks for it in one text.
struct Zoeker<'a> {
    geheimen: &'a Geheimen,
    bekend: &'a Bekend<'a>,
    open: &'a Open<'a>,
}

impl Zoeker<'_> {
    /// All of it, the whole before its parts.
    fn all(&self, words: &[Woord]) -> Vec<Treffer> {
        let members = is_van_kamerleden(self.open.place());
        let signer = is_signer(self.open.place());
        let mut all = Vec::new();
        for start in 0..words.len() {
            self.numbers(&words[start..], &mut all);
            self.codes(words, start, &mut all);
            self.phrases(&words[start..], &mut all);
            self.names(words, start, &mut all);
            self.initials(words, start, &mut all);
        }
        let geheim = |found: &Treffer| &self.geheimen.all[found.at];
        all.retain(|found| {
            let geheim = geheim(found);
            let by_name = geheim.deel != Deel::Geheel || geheim.door_regel;
            !(signer && geheim.door_regel || members && by_name && !geheim.is_nummer())
        });
        all.sort_by_key(|found| (geheim(found).deel, found.range.start));
        all
    }

    fn numbers(&self, rest: &[Woord], out: &mut Vec<Treffer>) {
        let mut run = String::new();
        for word in rest.iter().take_while(|word| word.letters.bytes().all(|b| b.is_ascii_digit()))
        {
            run.push_str(&word.letters);
            if run.len() > self.geheimen.longest_number {
                break;
            }
            for at in self.geheimen.by_digits.get(&run).into_iter().flatten() {
                let range = rest[0].range.start..word.range.end;
                out.push(Treffer { at: *at, range, exact: true });
            }
        }
    }

    /// A code, whatever stands between its parts.
    fn codes(&self, words: &[Woord], start: usize, out: &mut Vec<Treffer>) {
        let mut run = String::new();
        for (at, word) in words.iter().enumerate().skip(start).take(MOST_IN_CODE) {
            let gap = self.between(words, at);
            if self.geheimen.codes.is_empty()
                || at > start && !matches!(gap, Some("" | "-" | "." | "/" | "_" | " " | "\u{a0}"))
            {
                break;
            }
            run.push_str(&word.letters);
            if let Some(code) = self.geheimen.codes.get(&run) {
                let range = words[start].range.start..word.range.end;
                out.push(Treffer { at: *code, range, exact: true });
            }
        }
    }

    /// What stands between a word and the one before it.
    fn between(&self, words: &[Woord], at: usize) -> Option<&str> {
        let before = words.get(at.checked_sub(1)?)?;
        self.open.text.get(before.range.end..words.get(at)?.range.start)
    }

    /// What is withheld as a whole, word for word.
    fn phrases(&self, rest: &[Woord], out: &mut Vec<Treffer>) {
        let longest = self.geheimen.lengths.last().copied().unwrap_or(0);
        let mut key = String::new();
        for (before, word) in rest.iter().take(longest).enumerate() {
            if before > 0 {
                key.push(' ');
            }
            key.push_str(&word.letters);
            if !self.geheimen.lengths.contains(&(before + 1)) {
                continue;
            }
            let whole = self.geheimen.by_words.get(&key);
            if let Some(at) =
                whole.copied().filter(|at| self.geheimen.all[*at].deel == Deel::Geheel)
            {
                let range = rest[0].range.start..word.range.end;
                out.push(Treffer { at, range, exact: true });
            }
        }
    }

    /// A name that begins with a word, however it is written and inflected.
    fn names(&self, words: &[Woord], start: usize, out: &mut Vec<Treffer>) {
        let word = &words[start];
        let in_address = self.open.is_plat() || self.open.is_in_address(&word.range);
        let mut put = |at: usize, last: usize, exact: bool| {
            let range = word.range.start..words[last].range.end;
            let is_name = || self.is_name(&self.geheimen.all[at], words, start..last + 1, exact);
            if in_address && self.geheimen.all[at].deel != Deel::Voornaam || is_name() {
                out.push(Treffer { at, range, exact });
            }
        };
        let spelled_out = || self.single(word.voluit.as_ref()?);
        if let Some((at, exact)) = self.single(&word.letters).or_else(spelled_out) {
            put(at, start, exact);
        } else if let Some(at) = self.compound(word) {
            put(at, start, false);
        } else if let Some(at) =
            in_address.then(|| self.geheimen.in_address(&word.letters)).flatten()
        {
            put(at, start, false);
        }
        // A drawing can put the parts of a word side by side, down to its letters.
        if self.open.is_image() {
            let mut whole = word.letters.clone();
            for (last, next) in words.iter().enumerate().skip(start + 1) {
                whole.push_str(&next.letters);
                if whole.len() > self.geheimen.longest_word {
                    break;
                }
                if let Some((at, _)) = self.single(&whole) {
                    put(at, last, false);
                }
            }
        }
        if let Some(last) = self.split(words, start) {
            let whole: String = words[start..=last].iter().map(|word| &*word.letters).collect();
            if let Some((at, _)) = self.single(&whole) {
                put(at, last, false);
            }
        }
    }

    /// The first letters of a name: `Q.H.`, and three or more also as `QVH`. Before a surname they are those of somebody else.
    fn initials(&self, words: &[Woord], start: usize, out: &mut Vec<Treffer>) {
        let letter = |at: usize| {
            words.get(at).is_some_and(|word| word.hoofdletter && word.letters.chars().count() == 1)
        };
        let text = &self.open.text;
        let dotted = |at: usize| text[words[at].range.end..].starts_with('.');
        let (mut last, mut all) = (start, Vec::new());
        if letter(start) && dotted(start) {
            if start > 0 && letter(start - 1) && self.between(words, start) == Some(".") {
                return;
            }
            while letter(last + 1) && self.between(words, last + 1) == Some(".") {
                last += 1;
            }
            let small = &self.bekend.subject.lijsten.namen.tussenvoegsels;
            let next = words.get(last + 1);
            let is_near = self.between(words, last + 1).is_some_and(|gap| gap.len() <= 2);
            let goes_on = next.is_some_and(|next| next.hoofdletter || small.has(&next.letters));
            if !dotted(last) || is_near && goes_on {
                return;
            }
            all.extend(words[start..=last].iter().map(|word| word.letters.clone()));
        } else {
            let typed = &text[words[start].range.clone()];
            let known = &self.bekend.subject.lijsten.taal.bekende_afkortingen;
            let is_known = || known.iter().any(|known| known.as_str().eq_ignore_ascii_case(typed));
            let is_all = typed.chars().all(char::is_uppercase);
            if is_all && typed.chars().count() >= LEAST_INITIALS && !is_known() {
                all.extend(words[start].letters.chars().map(String::from));
            }
        }
        let found = (all.len() > 1).then(|| self.geheimen.by_words.get(&all.join(" "))).flatten();
        if let Some(at) = found.filter(|at| self.geheimen.all[**at].deel == Deel::Voorletters) {
            let range = words[start].range.start..words[last].range.end;
            out.push(Treffer { at: *at, range, exact: false });
        }
    }

    /// What of one word a word is, and whether just so.
    fn single(&self, word: &str) -> Option<(usize, bool)> {
        if let Some(at) = self.geheimen.by_words.get(word) {
            return Some((*at, true));
        }
        let endings = &self.bekend.subject.lijsten.lakken.uitgangen;
        let stems = endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
        let mut known = stems.filter_map(|stem| self.geheimen.by_words.get(stem));
        known.find(|at| self.geheimen.all[**at].deel != Deel::Voornaam).map(|at| (*at, false))
    }

    /// The name that a word is made with: `Hoefnagelweg`, `Hoefnagelgroep`.
    fn compound(&self, word: &Woord) -> Option<usize> {
        let letters = &word.letters;
        if !word.hoofdletter || letters.len() < SHORTEST_IN_ADDRESS + SHORTEST_BEHIND {
            return None;
        }
        let cuts = letters.char_indices().rev().map(|(at, _)| at);
        let cuts =
            cuts.filter(|at| (SHORTEST_IN_ADDRESS..=letters.len() - SHORTEST_BEHIND).contains(at));
        cuts.into_iter().find_map(|cut| {
            let (name, rest) = letters.split_at(cut);
            let at = *self.geheimen.by_words.get(name)?;
            let is_name = matches!(self.geheimen.all[at].deel, Deel::Geheel | Deel::Naam);
            let is_made = is_name && !is_single_word(name) && !is_single_word(letters);
            let rest = [Some(rest), rest.strip_prefix('s')];
            let is_behind = |rest: &str| rest.len() >= SHORTEST_BEHIND && is_single_word(rest);
            (is_made && rest.into_iter().flatten().any(is_behind)).then_some(at)
        })
    }

    /// The last of the words from a place on that are one, taken apart: `Zilver-berk`, `Z i l v e r b e r k`.
    fn split(&self, words: &[Woord], start: usize) -> Option<usize> {
        let between =
            |at: usize| self.open.text.get(words[at].range.end..words.get(at + 1)?.range.start);
        let hyphen = between(start).is_some_and(|sign| {
            matches!(sign.trim_end(), "-" | "\u{2010}" | "\u{2011}" | "\u{2212}" | "–")
        });
        let spaced = || {
            let (one, next) = (&words[start], words.get(start + 1)?);
            let whole = format!("{}{}", one.letters, next.letters);
            let is_one = between(start)?.trim().is_empty() && whole.len() >= SHORTEST_BROKEN;
            (is_one && self.single(&whole).is_some() && !is_single_word(&whole)).then_some(())
        };
        if hyphen || spaced().is_some() {
            return Some(start + 1);
        }
        let letter =
            |at: usize| words.get(at).is_some_and(|word| word.letters.chars().count() == 1);
        if !letter(start) || start > 0 && letter(start - 1) {
            return None;
        }
        let mut last = start;
        while letter(last + 1) && between(last).is_some_and(|sign| sign.len() <= 2) {
            last += 1;
        }
        (last + 1 - start >= LEAST_SPACED).then_some(last)
    }

    /// Whether words that are those of a name are a name here.
    fn is_name(&self, geheim: &Geheim, words: &[Woord], at: Range<usize>, exact: bool) -> bool {
        let (first, last) = (&words[at.start], &words[at.end - 1]);
        // All of it counts, however well known.
        if geheim.deel != Deel::Geheel && self.bekend.has(&last.letters)
            || !geheim.is_nummer() && self.is_another(geheim, words, at.clone())
        {
            return false;
        }
        let capital = first.hoofdletter;
        let begins = || self.open.begins_sentence(first.range.start);
        let whole: String = words[at.clone()].iter().map(|word| &*word.letters).collect();
        match geheim.deel {
            Deel::Geheel | Deel::Woord => capital && !begins() || !is_word(&whole),
            Deel::Hoofdletter => capital && !begins(),
            // These have a form of their own.
            Deel::Voorletters => false,
            // At the beginning of a sentence every word has a capital, and `bakkers` are bakers.
            Deel::Naam => match capital {
                true => exact || !begins() || !is_single_word(&whole),
                false => !is_single_word(&whole),
            },
            Deel::Voornaam => {
                let free = !begins() || !is_single_word(&whole);
                capital && (self.is_of_firm(last) || free && !self.goes_on(words, at.end))
            }
        }
    }

    /// A name with what stands before it of the same person: an exception is for that one only.
    fn whole_name(&self, range: &Range<usize>) -> Range<usize> {
        let text = &self.open.text;
        let start = text[..range.start].rfind(['\n', '\u{1}']).map_or(0, |at| at + 1);
        let start = start.max(text.floor_char_boundary(range.start.saturating_sub(LONGEST_BEFORE)));
        let words = woorden(&text[start..range.start]);
        let (lakken, namen) =
            (&self.bekend.subject.lijsten.lakken, &self.bekend.subject.lijsten.namen);
        let (mut from, mut at) = (range.start, range.start);
        for word in words.iter().rev() {
            let gap = &text[start + word.range.end..at];
            let title = lakken.aanspreking.has(&word.letters);
            let initial = word.hoofdletter && word.letters.chars().count() < 3;
            let joined =
                matches!(gap, " " | "\u{a0}" | "-") || (title || initial) && gap.trim() == ".";
            let begins = self.open.begins_sentence(start + word.range.start);
            let name = word.hoofdletter && !(begins && is_single_word(&word.letters));
            let small = namen.tussenvoegsels.has(&word.letters);
            if !joined || !(name || title || small) {
                break;
            }
            at = start + word.range.start;
            // `van` belongs to a name when something of that stands before it.
            if name || title {
                from = at;
            }
        }
        from..range.end
    }

    /// Whether a name is certainly of somebody else: who is in the Chamber, or has an office; or of something that is
    /// called after somebody.
    fn is_another(&self, geheim: &Geheim, words: &[Woord], at: Range<usize>) -> bool {
        let lakken = &self.bekend.subject.lijsten.lakken;
        let small = &self.bekend.subject.lijsten.namen.tussenvoegsels;
        if self.is_member(geheim, words, at.start) {
            return true;
        }
        let mut from = at.start;
        while from > 0 && small.has(&words[from - 1].letters) {
            from -= 1;
        }
        let before = from.checked_sub(1).map(|before| &words[before]);
        if geheim.door_regel
            && before.is_some_and(|word| lakken.ambt.has(&word.letters))
            && self.between(words, from).is_some_and(|gap| gap.trim().is_empty())
        {
            return true;
        }
        let whole: String = words[at.clone()].iter().map(|word| &*word.letters).collect();
        if geheim.deel == Deel::Geheel || !is_single_word(&whole) {
            return false;
        }
        let joined = |at: usize| {
            self.between(words, at).is_some_and(|gap| matches!(gap, " " | "\u{a0}" | "-" | " & "))
        };
        let called =
            joined(at.start) && before.is_some_and(|word| lakken.heet_naar.has(&word.letters));
        // A name goes on: `Bos Groep`, `Prins Clausschool`.
        let goes_on = joined(at.end)
            && words.get(at.end).is_some_and(|next| next.hoofdletter && !small.has(&next.letters));
        let firm = joined(at.start) && self.between(words, at.start) == Some(" & ");
        called || goes_on || firm
    }

    /// Whether a name stands in a row of those of members: `de leden Visser (ABC) en De Jong (XYZ)`.
    fn is_member(&self, geheim: &Geheim, words: &[Woord], at: usize) -> bool {
        let lakken = &self.bekend.subject.lijsten.lakken;
        if geheim.woorden.iter().any(|word| lakken.kamerlid.has(word)) {
            return false;
        }
        for at in (at.saturating_sub(MOST_IN_ROW)..at).rev() {
            let gap = self.between(words, at + 1).unwrap_or(".");
            let word = &words[at];
            let is_row =
                gap.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '-'));
            let in_row = word.hoofdletter && !lakken.kamerlid.has(&word.letters)
                || matches!(&*word.letters, "en" | "het" | "de")
                || self.bekend.subject.lijsten.namen.tussenvoegsels.has(&word.letters);
            match is_row {
                true if lakken.kamerlid.has(&word.letters) => return true,
                true if in_row => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether what makes a word the name of a firm stands behind it: `Zilverberk B.V.`.
    fn is_of_firm(&self, word: &Woord) -> bool {
        let behind = self.open.text[word.range.end..].strip_prefix([' ', '\u{a0}']);
        let next = behind.and_then(|rest| rest.split_whitespace().next()).unwrap_or_default();
        let is_capital = next.starts_with(char::is_uppercase);
        let bare: String = next.chars().filter(|char| char.is_alphanumeric()).collect();
        is_capital && self.bekend.subject.lijsten.lakken.in_bedrijfsnaam.has_folded(&bare)
    }

    /// Whether a first name goes on: then it is somebody else's.
    fn goes_on(&self, words: &[Woord], next: usize) -> bool {
        let Some(word) = words.get(next) else { return false };
        let between = &self.open.text[words[next - 1].range.end..word.range.start];
        let small = &self.bekend.subject.lijsten.namen.tussenvoegsels;
        matches!(between, " " | "\u{a0}" | "-") && (word.hoofdletter || small.has(&word.letters))
    }
}

fn finding(
    open: &Open<'_>,
    range: &Range<usize>,
    geheim: &Geheim,
    certain: bool,
    grond: &str,
) -> Finding {
    let message = match certain {
        false if geheim.deel == Deel::Geheel && !geheim.is_zeker() => {
            "dezelfde woorden zijn elders gelakt, en staan hier open"
        }
        true if open.is_reden() => {
            "de reden om dit te lakken zegt wat er is gelakt, en wordt openbaar"
        }
        true => "wat elders is gelakt, staat hier open, en komt zo in de openbare editie",
        false if geheim.deel == Deel::Voorletters => {
            "dit lijken de eerste letters van een naam die elders is gelakt"
        }
        false => "dit lijkt op een naam die elders is gelakt, en staat hier open",
    };
    let finding = open.finding(range, message).and(geheim.spot.clone(), "hier is het gelakt");
    finding.help(open.advies(grond))
}

/// Whether a field is for the names of members of the Chamber: these everybody knows.
fn is_van_kamerleden(place: &Place) -> bool {
    let is_field = |segment: &Segment| matches!(segment, Segment::Key(key) if ["leden", "wie", "indiener"].contains(&&**key));
    place.path.segments().iter().any(is_field)
}
