//! In: what is withheld. Out: what of it can be looked for elsewhere: all of it, and the names in it. Pure.
//!
//! What is withheld for the sake of a person, or is somebody's name, is taken for names: each word with a capital. In
//! what is withheld for another reason a name is a word that no dictionary knows.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::{Woord, is_withheld, lakking, woorden};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::within;
use crate::check::rules::Subject;
use crate::check::rules::spelling::{is_single_word, is_word};
use crate::dossier::{Bestand, Place, Root};
use crate::yaml::Segment;

/// A longer text is not repeated as it is; its names are looked for.
const MOST_WORDS: usize = 12;
/// Fewer letters say too little.
const LEAST_LETTERS: usize = 8;
/// A shorter name is too often a word.
const SHORTEST_NAME: usize = 3;
/// The same of what may be a word.
const SHORTEST_WORD: usize = 4;
/// A shorter part of an address is too often something else.
const SHORTEST_IN_ADDRESS: usize = 5;

/// What of a withheld text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deel {
    /// All of it, and it says enough.
    Geheel,
    /// A name in it.
    Naam,
    /// A first name in it, that others have too.
    Voornaam,
    /// A word in it that no dictionary knows.
    Woord,
    /// A word in it that is a name if it has a capital where other words have none.
    Hoofdletter,
}

/// What is looked for.
pub(super) struct Geheim {
    /// Words one behind the other, as they are compared.
    pub(super) woorden: Vec<String>,
    pub(super) deel: Deel,
    /// Where it is withheld.
    pub(super) spot: Spot,
    /// What withholds it.
    pub(super) lakking: Option<usize>,
    /// Whether a rule of the profile withholds it.
    pub(super) door_regel: bool,
}

impl Geheim {
    /// The digits of a number, which stand apart in many ways.
    fn nummer(&self) -> Option<String> {
        let digits = self.woorden.concat();
        (self.deel == Deel::Geheel && is_number(&digits)).then_some(digits)
    }

    /// Whether it is nothing but a day, an hour or a share, that can be any other as well.
    pub(super) fn is_alledaags(&self) -> bool {
        let number = |word: &String| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        self.deel == Deel::Geheel
            && matches!(&self.woorden[..], [first, second] if number(first) && is_single_word(second))
    }
}

/// Whether letters are the digits of a number that can be told from others.
fn is_number(letters: &str) -> bool {
    letters.len() >= LEAST_LETTERS && letters.bytes().all(|b| b.is_ascii_digit())
}

/// Everything that is looked for, so that a text is gone through once, however much that is.
#[derive(Default)]
pub(super) struct Geheimen {
    pub(super) all: Vec<Geheim>,
    /// By its words, with a space between them; and written as one word.
    pub(super) by_words: HashMap<String, usize>,
    /// Names of more words, as an address joins them.
    pub(super) joined: HashMap<String, usize>,
    /// How many words one can have.
    pub(super) lengths: BTreeSet<usize>,
    /// By the digits that it can be written with.
    pub(super) by_digits: HashMap<String, Vec<usize>>,
    pub(super) longest_number: usize,
}

impl Geheimen {
    fn add(&mut self, geheim: Geheim) {
        let (at, words) = (self.all.len(), geheim.woorden.join(" "));
        if let Some(known) = self.by_words.get(&words) {
            let known = &mut self.all[*known];
            // A number is found by its digits.
            known.deel = known.deel.min(geheim.deel);
            return;
        }
        self.by_words.insert(words, at);
        match geheim.nummer() {
            Some(digits) => {
                let own = digits.trim_start_matches('0');
                if !own.is_empty() {
                    // A telephone number with that of the country.
                    self.by_digits.entry(format!("31{own}")).or_default().push(at);
                }
                self.longest_number = self.longest_number.max(digits.len() + 2);
                self.by_digits.entry(digits).or_default().push(at);
            }
            None => {
                self.lengths.insert(geheim.woorden.len());
                if geheim.woorden.len() > 1 {
                    self.joined.entry(geheim.woorden.concat()).or_insert(at);
                }
            }
        }
        self.all.push(geheim);
    }

    /// The name in a word of an address: that itself, or with a letter or two of initials against it.
    pub(super) fn in_address(&self, word: &str) -> Option<usize> {
        let known = |part: &str| {
            let at = *self.by_words.get(part).or_else(|| self.joined.get(part))?;
            (self.all[at].deel != Deel::Voornaam).then_some(at)
        };
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let last = ends.len() - 1;
        let cuts = [(0, 0), (1, 0), (2, 0), (3, 0), (0, 1), (0, 2), (0, 3)];
        cuts.into_iter()
            .filter(|(from, to)| last >= from + to + SHORTEST_IN_ADDRESS)
            .find_map(|(from, to)| known(&word[ends[from]..ends[last - to]]))
    }
}

/// The names of ministries and posts, which stand everywhere.
pub(super) struct Bekend<'a> {
    pub(super) subject: &'a Subject<'a>,
    words: HashSet<String>,
}

impl<'a> Bekend<'a> {
    pub(super) fn new(subject: &'a Subject<'_>) -> Self {
        let namen = &subject.lijsten.namen;
        let ministeries = namen.ministeries.iter().map(|one| one.naam.as_str());
        let names = ministeries.chain(namen.posten.iter().map(|one| one.naam.as_str()));
        let words = names.flat_map(woorden).map(|word| word.letters).collect();
        Self { subject, words }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        let lijsten = self.subject.lijsten;
        self.words.contains(word)
            || lijsten.lakken.in_elke_brief.has(word)
            || lijsten.namen.voor_naam.has(word)
    }
}

/// Everything that is withheld, cut into what can be looked for.
pub(super) fn geheimen(subject: &Subject<'_>, bekend: &Bekend<'_>) -> Geheimen {
    let signers: HashSet<Vec<String>> = subject
        .passages
        .iter()
        .filter(|passage| is_signer(&passage.place) && !is_withheld(subject, &passage.place))
        .map(|passage| letters(&woorden(&passage.text)))
        .collect();
    let mut all = Geheimen::default();
    for passage in &subject.passages {
        let ranges: Vec<Range<usize>> = match is_withheld(subject, &passage.place) {
            true => std::iter::once(0..passage.text.len()).collect(),
            false => passage.withheld.clone(),
        };
        for range in ranges {
            let text = &passage.text[range.clone()];
            let lakking = lakking(subject, passage, &range);
            let door_regel = lakking.is_some_and(|at| subject.lakkingen[at].door_regel);
            // Who signs for everybody to see is no secret elsewhere.
            if door_regel && signers.contains(&letters(&woorden(text))) {
                continue;
            }
            let key = match passage.place.path.segments().last() {
                Some(Segment::Key(key)) => &**key,
                _ => "",
            };
            let of_person = lakking.is_some_and(|at| subject.lakkingen[at].is_om_persoon());
            let text = Gelakt {
                subject,
                bekend,
                passage,
                range: range.clone(),
                words: woorden(text),
                lakking,
                door_regel,
                // What somebody is, is no name.
                persoon: key == "naam" || of_person && !matches!(key, "functie" | "rol"),
            };
            text.add(&mut all);
        }
    }
    all
}

fn letters(words: &[Woord]) -> Vec<String> {
    words.iter().map(|word| word.letters.clone()).collect()
}

/// A text that is withheld.
struct Gelakt<'a> {
    subject: &'a Subject<'a>,
    bekend: &'a Bekend<'a>,
    passage: &'a Passage,
    range: Range<usize>,
    words: Vec<Woord>,
    lakking: Option<usize>,
    door_regel: bool,
    /// Whether it is about a person.
    persoon: bool,
}

impl Gelakt<'_> {
    fn text(&self) -> &str {
        &self.passage.text[self.range.clone()]
    }

    fn add(&self, out: &mut Geheimen) {
        let (text, words) = (self.text(), &self.words);
        let mut add = |words: &[Woord], deel| {
            let (woorden, spot) = (letters(words), self.passage.spot(&self.range));
            let (lakking, door_regel) = (self.lakking, self.door_regel);
            out.add(Geheim { woorden, deel, spot, lakking, door_regel });
        };
        let organisatie = &self.subject.lijsten.lakken.organisatie;
        let organisation = words.iter().any(|word| organisatie.has(&word.letters));
        if self.door_regel && organisation {
            return;
        }
        let naam = self.surname().filter(|_| !organisation);
        let enough = naam.is_some()
            || words.iter().map(|word| word.letters.len()).sum::<usize>() >= LEAST_LETTERS;
        // An amount is looked for as what it is.
        let amounts = within(&self.subject.seen.amounts, self.passage);
        let range = &self.range;
        let is_amount = amounts
            .iter()
            .any(|seen| seen.range.start <= range.start && range.end <= seen.range.end);
        let special = naam.is_some()
            || words.len() >= 4
            || words.iter().all(|word| word.hoofdletter)
            || text.contains(|c: char| c.is_ascii_digit() || c == '@');
        let number = is_number(&letters(words).concat());
        let alone = || {
            let typed = text.trim();
            words.len() == 1
                && words[0].letters.len() >= 5
                && !is_word(typed)
                && !is_word(&words[0].letters)
        };
        let says_enough = || number || words.len() > 1 && enough && special || alone();
        if !is_amount && words.len() <= MOST_WORDS && says_enough() {
            add(words, Deel::Geheel);
        }
        match naam.filter(|_| self.persoon) {
            Some(last) => {
                // Of a double name either half.
                let mut first = last;
                while first > 0
                    && &text[words[first - 1].range.end..words[first].range.start] == "-"
                {
                    first -= 1;
                }
                (first..=last).for_each(|at| add(&words[at..=at], Deel::Naam));
                let given = |word: &&Woord| self.is_name(word) && !self.is_small(word);
                words[..first].iter().filter(given).for_each(|word| {
                    add(std::slice::from_ref(word), Deel::Voornaam);
                });
            }
            None => {
                for (i, word) in words.iter().enumerate() {
                    let before = i.checked_sub(1).map(|before| &words[before]);
                    if let Some(deel) = self.part(word, before) {
                        add(std::slice::from_ref(word), deel);
                    }
                }
            }
        }
    }

    /// As what a word in the middle of a withheld text is looked for.
    fn part(&self, word: &Woord, before: Option<&Woord>) -> Option<Deel> {
        let start = self.range.start;
        let range = start + word.range.start..start + word.range.end;
        let long = word.letters.chars().count();
        if self.passage.is_opaque(&range) || self.bekend.has(&word.letters) {
            return None;
        }
        let begins = self.passage.sentence(range.start).start == range.start;
        if !self.persoon {
            let known = |word: &str| if begins { is_word(word) } else { is_single_word(word) };
            let named = word.hoofdletter && long >= SHORTEST_WORD && !known(&word.letters);
            return named.then_some(Deel::Woord);
        }
        let single = is_single_word(&word.letters);
        match self.address_around(word) {
            Some(true) => {
                let general = &self.subject.lijsten.lakken.adres_van_niemand;
                let is = long >= SHORTEST_IN_ADDRESS && !general.has(&word.letters) && !single;
                return is.then_some(Deel::Naam);
            }
            // What stands behind the `@` is of an organisation.
            Some(false) => return None,
            None => {}
        }
        if self.is_name(word) && !self.is_small(word) {
            // A word can be the name of a department; behind a title or an initial it is that of a person.
            let is_person = |before: &Woord| {
                self.is_titled(before) || self.is_small(before) || is_initial(before)
            };
            return match single {
                false => Some(Deel::Naam),
                true => before.is_some_and(is_person).then_some(Deel::Hoofdletter),
            };
        }
        let has_digit = word.letters.contains(|c: char| c.is_ascii_digit());
        let unknown = !word.hoofdletter && long >= SHORTEST_WORD && !has_digit;
        (unknown && !is_word(&word.letters)).then_some(Deel::Woord)
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
        word.hoofdletter
            && word.letters.chars().count() >= SHORTEST_NAME
            && !word.letters.contains(|c: char| c.is_ascii_digit())
            && !self.bekend.has(&word.letters)
            && !self.is_titled(word)
    }

    fn is_titled(&self, word: &Woord) -> bool {
        self.subject.lijsten.lakken.aanspreking.has(&word.letters)
    }

    fn is_small(&self, word: &Woord) -> bool {
        self.subject.lijsten.namen.tussenvoegsels.has(&word.letters)
    }

    /// Of the name of a person, and nothing else, the last word of the surname; of one word that is a name, that.
    fn surname(&self) -> Option<usize> {
        let words = &self.words;
        if self.text().contains([',', ';', ':', '\n', '@']) || words.len() > 6 {
            return None;
        }
        let fits = |word: &Woord| {
            self.is_name(word) || is_initial(word) || self.is_titled(word) || self.is_small(word)
        };
        let last = words.len().checked_sub(1)?;
        (words.iter().all(fits) && self.is_name(&words[last])).then_some(last)
    }
}

/// Whether a word is too short for a name, and may stand for a first one.
fn is_initial(word: &Woord) -> bool {
    word.hoofdletter && word.letters.chars().count() < SHORTEST_NAME
}

/// The name of who signs the letter.
pub(super) fn is_signer(place: &Place) -> bool {
    let segments = place.path.segments();
    place.root == Root::File(Bestand::Dossier)
        && matches!((segments.first(), segments.last()), (Some(Segment::Key(first)), Some(Segment::Key(last)))
            if &**first == "ondertekening" && &**last == "naam")
}
