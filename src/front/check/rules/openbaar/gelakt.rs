//! In: what everybody may read, and the texts that are withheld. Out: where the first says what the second was to keep
//! inside. Pure.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::geheim::{Bekend, Deel, Geheim, Geheimen, geheimen, is_signer};
use super::{Open, Woord, grond, is_withheld, open, woorden};
use crate::check::passage::Spot;
use crate::check::rules::spelling::{is_single_word, is_word};
use crate::check::rules::{Finding, Subject};
use crate::dossier::{Bestand, Place, Root};

/// So many letters apart are a word that somebody spaced.
const LEAST_SPACED: usize = 4;

/// O006: what is withheld stands open elsewhere.
pub(in crate::check::rules) fn zeker(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, true));
}

/// O007: a name of what is withheld stands open elsewhere, as far as names can be told.
pub(in crate::check::rules) fn misschien(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    out.extend(found(subject, false));
    nameless_groups(subject, out);
}

fn found(subject: &Subject<'_>, certain: bool) -> impl Iterator<Item = Finding> {
    let all = subject.openbaar.staat_open.get_or_init(|| search(subject));
    all.iter().filter(move |(zeker, _)| *zeker == certain).map(|(_, finding)| finding.clone())
}

fn search(subject: &Subject<'_>) -> Vec<(bool, Finding)> {
    let bekend = Bekend::new(subject);
    let geheimen = geheimen(subject, &bekend);
    let mut all = Vec::new();
    if geheimen.all.is_empty() {
        return all;
    }
    let mut told: HashSet<(Place, usize, String)> = HashSet::new();
    for open in open(subject) {
        let zoeker = Zoeker { geheimen: &geheimen, bekend: &bekend, open: &open };
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        for Treffer { at, range, exact } in zoeker.all() {
            // The whole before its parts.
            let before = taken.range(..range.end).next_back();
            if before.is_some_and(|(_, end)| *end > range.start) {
                continue;
            }
            taken.insert(range.start, range.end);
            let geheim = &geheimen.all[at];
            let certain = geheim.deel == Deel::Geheel && exact && !geheim.is_alledaags();
            let words = open.text[range.clone()].to_lowercase();
            if told.insert((open.place().clone(), at, words)) {
                let grond = grond(subject, geheim.lakking);
                all.push((certain, finding(&open, &range, geheim, certain, grond)));
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
    fn all(&self) -> Vec<Treffer> {
        let words = woorden(&self.open.text);
        let signer = is_signer(self.open.place());
        let mut all = Vec::new();
        for start in 0..words.len() {
            self.numbers(&words[start..], &mut all);
            self.phrases(&words[start..], &mut all);
            self.names(&words, start, &mut all);
        }
        let geheim = |found: &Treffer| &self.geheimen.all[found.at];
        all.retain(|found| !(signer && geheim(found).door_regel));
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
        if let Some((at, exact)) = self.single(&word.letters) {
            put(at, start, exact);
        } else if let Some(at) =
            in_address.then(|| self.geheimen.in_address(&word.letters)).flatten()
        {
            put(at, start, false);
        }
        if let Some(last) = self.split(words, start) {
            let whole: String = words[start..=last].iter().map(|word| &*word.letters).collect();
            if let Some((at, _)) = self.single(&whole) {
                put(at, last, false);
            }
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

    /// The last of the words from a place on that are one, taken apart: `Zilver-berk`, `Z i l v e r b e r k`.
    fn split(&self, words: &[Woord], start: usize) -> Option<usize> {
        let between =
            |at: usize| self.open.text.get(words[at].range.end..words.get(at + 1)?.range.start);
        let hyphen = between(start).is_some_and(|sign| {
            matches!(sign.trim_end(), "-" | "\u{2010}" | "\u{2011}" | "\u{2212}" | "–")
        });
        if hyphen {
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
        if self.bekend.has(&last.letters) {
            return false;
        }
        let capital = first.hoofdletter;
        let begins = || self.open.begins_sentence(first.range.start);
        let whole: String = words[at.clone()].iter().map(|word| &*word.letters).collect();
        match geheim.deel {
            Deel::Geheel | Deel::Woord => capital && !begins() || !is_word(&whole),
            Deel::Hoofdletter => capital && !begins(),
            // At the beginning of a sentence every word has a capital, and `bakkers` are bakers.
            Deel::Naam => match capital {
                true => exact || !begins() || !is_single_word(&whole),
                false => !is_single_word(&whole),
            },
            Deel::Voornaam => {
                capital && (!begins() || !is_single_word(&whole)) && !self.goes_on(words, at.end)
            }
        }
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
        false if geheim.is_alledaags() => "dezelfde woorden zijn elders gelakt, en staan hier open",
        true if open.is_reden() => {
            "de reden om dit te lakken zegt wat er is gelakt, en wordt openbaar"
        }
        true => "wat elders is gelakt, staat hier open, en komt zo in de openbare editie",
        false => "dit lijkt op een naam die elders is gelakt, en staat hier open",
    };
    let finding = open.finding(range, message).and(geheim.spot.clone(), "hier is het gelakt");
    finding.help(open.advies(grond))
}

/// A group of which every line is withheld, and not its name: that says what the lines are about.
fn nameless_groups(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let Some(bijlage) = &subject.dossier.bijlage else { return };
    for tabel in bijlage.alle_tabellen() {
        for (g, groep) in tabel.inhoud.groepen.iter().enumerate() {
            let path = tabel.path.key("groepen").index(g);
            let at = |path| Place { root: Root::File(Bestand::Bijlage), path };
            let lines = (0..groep.maatregelen.len())
                .all(|m| is_withheld(subject, &at(path.key("maatregelen").index(m))));
            let titel = at(path.key("titel"));
            if groep.titel.is_some() && lines && !is_withheld(subject, &titel) {
                out.push(
                    Finding::at(
                        Spot::value(titel),
                        "alle regels van deze groep zijn gelakt, en de naam van de groep niet",
                    )
                    .help("zegt de naam wat er is gelakt, zet dan `openbaar: nee` en `grond:` bij de groep; de regels hoeven het dan niet meer"),
                );
            }
        }
    }
}
