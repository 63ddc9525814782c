//! In: a text that is withheld. Out: what of it is looked for elsewhere: all of it, its sentences, and the names in it. Pure.
//!
//! What is withheld for the sake of a person, or is somebody's name, is taken for names: words with a capital, one behind the
//! other. In what is withheld for another reason a name is a word that no dictionary knows.

use std::ops::Range;

use super::Woord;
use super::geheim::{
    Bekend, Deel, Geheim, Geheimen, LEAST_LETTERS, SHORTEST_IN_ADDRESS, is_code, is_number,
};
use super::gelezen::Gelezen;
use super::genoemd::is_postcode;
use crate::check::passage::Passage;
use crate::check::reading::within;
use crate::check::rules::Subject;
use crate::check::woordenboek::{is_single_word, is_word};

/// Of a longer text the beginnings and ends of its sentences are looked for.
const MOST_WORDS: usize = 12;
/// A shorter sentence of it stands elsewhere by chance.
const LEAST_IN_SENTENCE: usize = 7;
/// A shorter name is too often a word.
const SHORTEST_NAME: usize = 3;
/// The same of what may be a word.
const SHORTEST_WORD: usize = 4;
/// A shorter word of every day says nothing by itself.
const SHORTEST_ALONE: usize = 7;
/// Most words of a name that was typed without capitals.
const MOST_IN_NAME: usize = 3;
/// The ground of what firms have told in confidence: their names are secrets too.
const BEDRIJF: &str = "5.1.1c";

/// The words of a text.
pub(super) fn letters(words: &[Woord]) -> Vec<String> {
    words.iter().map(|word| word.letters.clone()).collect()
}

/// The same with their marks written out.
fn voluit(words: &[Woord]) -> Vec<String> {
    let out = |word: &Woord| word.voluit.as_ref().unwrap_or(&word.letters).clone();
    words.iter().map(out).collect()
}

/// A text that is withheld.
pub(super) struct Gelakt<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) bekend: &'a Bekend<'a>,
    pub(super) gelezen: &'a Gelezen,
    pub(super) passage: &'a Passage,
    pub(super) range: Range<usize>,
    pub(super) words: Vec<Woord>,
    pub(super) lakking: Option<usize>,
    pub(super) door_regel: bool,
    /// Whether it is about a person.
    pub(super) persoon: bool,
}

/// What is looked for, and whether it says enough to be certain of it.
type Part<'w> = (&'w [Woord], Deel, bool);

impl Gelakt<'_> {
    fn text(&self) -> &str {
        &self.passage.text[self.range.clone()]
    }

    /// Adds everything of it that is looked for.
    pub(super) fn add(&self, out: &mut Geheimen) {
        let organisatie = &self.subject.lijsten.lakken.organisatie;
        let organisation = self.words.iter().any(|word| organisatie.has(&word.letters));
        if self.door_regel && organisation {
            return;
        }
        let mut parts = Vec::new();
        self.whole(&mut parts);
        let codes = self.words.windows(2).filter(|pair| self.is_postcode(pair));
        parts.extend(codes.map(|pair| (pair, Deel::Geheel, false)));
        match self.persoon && !organisation && !self.text().contains('@') {
            true => self.names(&mut parts),
            false => {
                self.loose(0..self.words.len(), &mut parts);
                self.firms(&mut parts);
            }
        }
        for (words, deel, zeker) in parts {
            let (lakking, door_regel) = (self.lakking, self.door_regel);
            let marked = words.iter().any(|word| word.voluit.is_some());
            for woorden in std::iter::once(letters(words)).chain(marked.then(|| voluit(words))) {
                let spot = self.passage.spot(&self.range);
                out.add(Geheim { woorden, deel, zeker, spot, lakking, door_regel });
            }
        }
        if let Some(woorden) = self.initials() {
            let (deel, spot) = (Deel::Voorletters, self.passage.spot(&self.range));
            let (lakking, door_regel, zeker) = (self.lakking, self.door_regel, false);
            out.add(Geheim { woorden, deel, zeker, spot, lakking, door_regel });
        }
    }

    /// Whether a word may be found in what everybody reads: what kind of word another is, does not matter.
    fn may_be_read(&self, word: &Woord) -> bool {
        self.gelezen.has(word, &self.subject.lijsten.lakken.uitgangen)
    }

    /// Whether two words are a postal code, in whatever stands around it.
    fn is_postcode(&self, pair: &[Woord]) -> bool {
        let typed = |at: usize| &self.text()[pair[at].range.clone()];
        is_postcode(typed(0), typed(1))
    }

    /// All of it, word for word; of a long text its sentences.
    fn whole<'w>(&'w self, out: &mut Vec<Part<'w>>) {
        let words = &self.words[..];
        if words.len() > MOST_WORDS {
            return self.sentences(out);
        }
        // An amount is looked for as what it is.
        let (amounts, range) = (within(&self.subject.seen.amounts, self.passage), &self.range);
        let is_amount = amounts
            .iter()
            .any(|seen| seen.range.start <= range.start && range.end <= seen.range.end);
        let all = letters(words).concat();
        let is_digits = all.bytes().all(|b| b.is_ascii_digit());
        if is_amount || is_digits && !is_number(&all) {
            return;
        }
        if is_number(&all) {
            out.push((words, Deel::Geheel, true));
            return;
        }
        if let [word] = words {
            out.extend(self.alone(word).map(|(deel, zeker)| (words, deel, zeker)));
            return;
        }
        let has_digit = all.contains(|c: char| c.is_ascii_digit());
        let capitals = words.iter().filter(|word| word.hoofdletter).count();
        let special = words.len() >= 4
            || self.persoon && capitals > 0
            || capitals == words.len()
            || has_digit
            || self.text().contains('@');
        let enough = all.len() >= LEAST_LETTERS || is_code(&letters(words));
        let zeker = special && (enough || capitals == words.len());
        // What is withheld by rule is often what somebody does. `Een naam` says no more than its last word.
        let own = |word: &&Woord| !self.bekend.has(&word.letters);
        let long = |least: usize| {
            words.iter().filter(own).filter(|word| word.letters.len() >= least).count()
        };
        let says = has_digit
            || words.iter().filter(own).any(|word| word.hoofdletter && !self.begins(word))
            || long(SHORTEST_WORD) > 1
            || long(SHORTEST_ALONE) > 0;
        if zeker || says && !self.door_regel {
            out.push((words, Deel::Geheel, zeker));
        }
    }

    /// As what a word is looked for that is all of it.
    fn alone(&self, word: &Woord) -> Option<(Deel, bool)> {
        let typed = &self.text()[word.range.clone()];
        let long = word.letters.chars().count();
        if long < 2 || self.bekend.has(&word.letters) && !self.persoon || !self.may_be_read(word) {
            return None;
        }
        let known = is_word(&word.letters) || is_word(typed);
        match (known, word.hoofdletter && (self.persoon || !self.begins(word))) {
            (false, _) => Some((Deel::Geheel, long >= SHORTEST_IN_ADDRESS || word.hoofdletter)),
            (true, true) => Some((Deel::Naam, false)),
            (true, false) if self.door_regel => None,
            (true, false) if self.persoon || long >= SHORTEST_ALONE => Some((Deel::Geheel, false)),
            (true, false) => None,
        }
    }

    /// The sentences of a long text, as far as they say enough.
    fn sentences<'w>(&'w self, out: &mut Vec<Part<'w>>) {
        let start = self.range.start;
        let mut at = 0;
        while at < self.words.len() {
            let sentence = self.passage.sentence(start + self.words[at].range.start);
            let rest = self.words[at..].iter();
            let count = rest.take_while(|word| start + word.range.start < sentence.end).count();
            let words = &self.words[at..at + count.max(1)];
            at += count.max(1);
            match words.len() {
                0..LEAST_IN_SENTENCE => {}
                LEAST_IN_SENTENCE..=MOST_WORDS => out.push((words, Deel::Geheel, true)),
                many => {
                    out.push((&words[..MOST_WORDS], Deel::Geheel, true));
                    out.push((&words[many - MOST_WORDS..], Deel::Geheel, true));
                }
            }
        }
    }

    /// The first letters of a name that is all of it: `Q.H.` is Quirijn Hoefnagel, and `KLM` a firm.
    fn initials(&self) -> Option<Vec<String>> {
        let names = self.words.iter().filter(|word| self.is_name(word));
        let first = |word: &Woord| word.letters.chars().next().map(String::from);
        let all: Vec<String> = names.filter_map(first).collect();
        let is_all = self.run(0) == self.words.len();
        (is_all && all.len() > 1 && (self.persoon || self.is_firm())).then_some(all)
    }

    /// The names of persons in it.
    fn names<'w>(&'w self, out: &mut Vec<Part<'w>>) {
        if self.words.len() <= MOST_IN_NAME && self.words.iter().all(|word| !word.hoofdletter) {
            return self.small(out);
        }
        let mut at = 0;
        while at < self.words.len() {
            let end = self.run(at);
            match end > at {
                true => {
                    self.name(at..end, out);
                    at = end;
                }
                false => {
                    self.loose(at..at + 1, out);
                    at += 1;
                }
            }
        }
    }

    /// A name that was typed without capitals.
    fn small<'w>(&'w self, out: &mut Vec<Part<'w>>) {
        for word in self.words.iter().filter(|word| !self.is_small(word) && !self.is_titled(word)) {
            if word.letters.chars().count() >= SHORTEST_NAME
                && !word.letters.contains(|c: char| c.is_ascii_digit())
                && self.may_be_read(word)
            {
                let deel =
                    if is_single_word(&word.letters) { Deel::Hoofdletter } else { Deel::Naam };
                out.push((std::slice::from_ref(word), deel, false));
            }
        }
    }

    /// Where a name ends that begins at a word; there, when none does.
    fn run(&self, from: usize) -> usize {
        let (mut end, mut at) = (from, from);
        while let Some(word) = self.words.get(at) {
            let gap = match at > from {
                true => &self.text()[self.words[at - 1].range.end..word.range.start],
                false => "",
            };
            let initial = at > from && gap.starts_with('.') && is_letter(&self.words[at - 1]);
            let parted = gap.contains(['.', '!', '?', ',', ';', ':', '(', ')', '\n', '/']);
            if parted && !initial && !(at > from && self.is_titled(&self.words[at - 1])) {
                break;
            }
            // `Ji-woo`
            let joined = at > from && gap == "-" && end == at;
            let is_name = self.is_name(word) || joined;
            if !is_name && !is_initial(word) && !self.is_titled(word) && !self.is_small(word) {
                break;
            }
            at += 1;
            if is_name {
                end = at;
            }
        }
        end
    }

    /// The parts of a name: all of it, the surname, and the names before it.
    fn name<'w>(&'w self, at: Range<usize>, out: &mut Vec<Part<'w>>) {
        let (words, last) = (&self.words[at.clone()], at.end - 1);
        let is_small = |word: &Woord| self.is_small(word) || self.is_titled(word);
        let first = words.iter().take_while(|word| is_small(word)).count();
        let own = &words[first..];
        if own.len() > 1 && words.len() < self.words.len() {
            out.push((own, Deel::Geheel, true));
        }
        if let [word] = own {
            let deel = self.single(word, at.start + first, words.len() == self.words.len());
            out.extend(deel.map(|deel| (own, deel, false)));
            return;
        }
        // Of a double name either half.
        let (mut start, begin) = (last, at.start + first);
        while let Some(before) = self.joined_to(start, begin) {
            start = before;
        }
        let surnames = self.words[start..=last].iter().filter(|word| self.is_name(word));
        out.extend(surnames.map(|word| (std::slice::from_ref(word), Deel::Naam, false)));
        let given = self.words[at.start + first..start].iter();
        for word in given.filter(|word| self.is_name(word) && !self.is_small(word)) {
            out.push((std::slice::from_ref(word), Deel::Voornaam, false));
        }
    }

    /// As what a name of one word is looked for.
    fn single(&self, word: &Woord, at: usize, is_all: bool) -> Option<Deel> {
        if !self.may_be_read(word) {
            return None;
        }
        if is_all || !is_single_word(&word.letters) {
            return Some(Deel::Naam);
        }
        // A word can be the name of a department; behind what somebody is, it is that of a person.
        let before = at.checked_sub(1).map(|before| &self.words[before])?;
        let behind = &self.subject.lijsten.lakken.voor_plaats;
        let is_person = self.is_titled(before)
            || self.is_small(before)
            || is_initial(before)
            || !before.hoofdletter && !behind.has(&before.letters) && !self.begins(word);
        is_person.then_some(Deel::Hoofdletter)
    }

    /// Words by themselves that can be told from others.
    fn loose<'w>(&'w self, at: Range<usize>, out: &mut Vec<Part<'w>>) {
        for at in at {
            let word = &self.words[at];
            let before = at.checked_sub(1).map(|before| &self.words[before]);
            if let Some(deel) = self.part(word, before) {
                out.push((std::slice::from_ref(word), deel, false));
            }
        }
    }

    /// Whether it may be about a firm.
    fn is_firm(&self) -> bool {
        let grounds = self.lakking.map(|at| &self.subject.lakkingen[at].gronden);
        grounds.is_some_and(|grounds| grounds.iter().any(|code| code == BEDRIJF))
    }

    /// The names of firms in it: words with a capital, one behind the other.
    fn firms<'w>(&'w self, out: &mut Vec<Part<'w>>) {
        if !self.is_firm() {
            return;
        }
        let general = &self.subject.lijsten.lakken.in_bedrijfsnaam;
        let mut at = 0;
        while at < self.words.len() {
            let end = self.run(at).max(at + 1);
            let words = &self.words[at..end];
            if words.len() > 1 && words.len() < self.words.len() && words[0].hoofdletter {
                out.push((words, Deel::Geheel, false));
            }
            let is_firm = self.words.get(end).is_some_and(|word| general.has(&word.letters));
            for part in words.split(|word| self.is_small(word)) {
                // A word by itself was looked for already.
                let named = part.len() > 1 || is_firm;
                out.extend(named.then(|| self.short_for(part)).flatten());
            }
            at = end;
        }
    }

    /// The word of the name of a firm by which people call it: `Tata Steel`, `Zilverberk BV`. Others may have it too.
    fn short_for<'w>(&self, name: &'w [Woord]) -> Option<Part<'w>> {
        let lakken = &self.subject.lijsten.lakken;
        let general = [&lakken.in_bedrijfsnaam, &lakken.organisatie, &lakken.heet_naar];
        let first = name.first().filter(|word| {
            self.is_name(word) && general.iter().all(|words| !words.has(&word.letters))
        })?;
        Some((std::slice::from_ref(first), Deel::Voornaam, false))
    }

    /// As what a word in the middle of a withheld text is looked for.
    fn part(&self, word: &Woord, before: Option<&Woord>) -> Option<Deel> {
        let start = self.range.start;
        let range = start + word.range.start..start + word.range.end;
        let long = word.letters.chars().count();
        if self.passage.is_opaque(&range)
            || self.bekend.has(&word.letters)
            || !self.may_be_read(word)
        {
            return None;
        }
        if !self.persoon {
            let begins = self.begins(word);
            let known = |word: &str| if begins { is_word(word) } else { is_single_word(word) };
            let named = word.hoofdletter && long >= SHORTEST_WORD && !known(&word.letters);
            return named.then_some(Deel::Woord);
        }
        let single = || is_single_word(&word.letters);
        match self.address_around(word) {
            Some(true) => {
                let general = &self.subject.lijsten.lakken.adres_van_niemand;
                // `dienstverlening@` is a mailbox.
                let alone = self.words.first() == Some(word)
                    && self.text()[word.range.end..].starts_with('@')
                    && is_word(&word.letters);
                let is = long >= SHORTEST_IN_ADDRESS && !general.has(&word.letters);
                return (is && !single() && !alone).then_some(Deel::Naam);
            }
            // What stands behind the `@` is of an organisation.
            Some(false) => return None,
            None => {}
        }
        if self.is_name(word) && !self.is_small(word) {
            let is_person = |before: &Woord| {
                self.is_titled(before) || self.is_small(before) || is_initial(before)
            };
            return match single() {
                false => Some(Deel::Naam),
                true => before.is_some_and(is_person).then_some(Deel::Hoofdletter),
            };
        }
        let has_digit = word.letters.contains(|c: char| c.is_ascii_digit());
        let unknown = !word.hoofdletter && long >= SHORTEST_WORD && !has_digit;
        (unknown && !is_word(&word.letters)).then_some(Deel::Woord)
    }

    /// Whether a sentence begins with a word.
    fn begins(&self, word: &Woord) -> bool {
        let at = self.range.start + word.range.start;
        self.passage.text[self.passage.sentence(at).start..at].trim().is_empty()
    }

    /// Of a word in an e-mail address, whether it stands before the `@`.
    fn address_around(&self, word: &Woord) -> Option<bool> {
        let text = self.text();
        let (before, after) = (&text[..word.range.start], &text[word.range.end..]);
        let blank = char::is_whitespace;
        if after.split(blank).next().unwrap_or_default().contains('@') {
            return Some(true);
        }
        before.rsplit(blank).next().unwrap_or_default().contains('@').then_some(false)
    }

    /// Whether a word can be a name.
    fn is_name(&self, word: &Woord) -> bool {
        let typed = &self.text()[word.range.clone()];
        let long = typed.chars().count();
        // `Li`, `Ek`; `Th.` is an initial.
        let short = long + 1 == SHORTEST_NAME
            && typed.ends_with(char::is_lowercase)
            && !self.text()[word.range.end..].starts_with('.');
        word.hoofdletter
            && (long >= SHORTEST_NAME || short)
            && !word.letters.contains(|c: char| c.is_ascii_digit())
            && !self.bekend.has(&word.letters)
            && !self.is_titled(word)
            && !(short && self.is_small(word))
    }

    fn is_titled(&self, word: &Woord) -> bool {
        self.subject.lijsten.lakken.aanspreking.has(&word.letters)
    }

    fn is_small(&self, word: &Woord) -> bool {
        // `e.v.`, `v.d.`
        let short = || is_letter(word) && self.text()[word.range.end..].starts_with('.');
        self.subject.lijsten.namen.tussenvoegsels.has(&word.letters) || !word.hoofdletter && short()
    }

    /// The surname that another one is joined to: `Bakker-Visser`, `Bakker - de Visser`, `Bakker e.v. Visser`.
    fn joined_to(&self, surname: usize, begin: usize) -> Option<usize> {
        let mut from = surname;
        while from > begin {
            let (before, word) = (&self.words[from - 1], &self.words[from]);
            let gap = &self.text()[before.range.end..word.range.start];
            if gap.trim() == "-" || !word.hoofdletter && is_letter(word) && word.letters == "e" {
                return Some(from - 1);
            }
            if !self.is_small(before) {
                return None;
            }
            from -= 1;
        }
        None
    }
}

/// Whether a word is a single letter.
fn is_letter(word: &Woord) -> bool {
    word.letters.chars().count() == 1
}

/// Whether a word is too short for a name, and may stand for a first one.
fn is_initial(word: &Woord) -> bool {
    word.hoofdletter && word.letters.chars().count() < SHORTEST_NAME
}
