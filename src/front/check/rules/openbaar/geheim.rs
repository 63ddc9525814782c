//! In: what is withheld. Out: what of it can be looked for elsewhere: all of it, and the names in it. Pure.
//!
//! What of a withheld text that is, [`Gelakt`] says.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::delen::{Gelakt, letters};
use super::gelezen::Gelezen;
use super::{is_withheld, lakking, woorden};
use crate::check::passage::Spot;
use crate::check::rules::Subject;
use crate::check::woordenboek::is_single_word;
use crate::dossier::{Bestand, Place, Root};
use crate::yaml::Segment;

/// Fewer letters say too little.
pub(super) const LEAST_LETTERS: usize = 8;
/// The digits of a telephone number, without what stands for the country.
const PHONE_DIGITS: usize = 9;
/// The longest that a name is inflected by.
const LONGEST_ENDING: usize = 4;
/// A longer word is no part of a code.
const LONGEST_IN_CODE: usize = 6;
/// A shorter part of an address is too often something else.
pub(super) const SHORTEST_IN_ADDRESS: usize = 5;

/// What of a withheld text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deel {
    /// All of it, or a whole name or sentence in it.
    Geheel,
    /// A name in it.
    Naam,
    /// A first name in it, that others have too.
    Voornaam,
    /// A word in it that no dictionary knows.
    Woord,
    /// A word in it that is a name if it has a capital where other words have none.
    Hoofdletter,
    /// The first letters of a name in it.
    Voorletters,
}

/// What is looked for.
pub(super) struct Geheim {
    /// Words one behind the other, as they are compared.
    pub(super) woorden: Vec<String>,
    pub(super) deel: Deel,
    /// Of a whole: whether it says so much that it stands nowhere by chance.
    pub(super) zeker: bool,
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

    /// Whether it is a number, which is nobody's name.
    pub(super) fn is_nummer(&self) -> bool {
        self.nummer().is_some()
    }

    /// Whether it is the number of a telephone in an office, and not one that somebody carries.
    pub(super) fn is_vast_nummer(&self) -> bool {
        self.nummer().is_some_and(|digits| {
            let own = digits.strip_prefix("0031").or(digits.strip_prefix("31"));
            let own = own.unwrap_or(&digits).trim_start_matches('0');
            own.len() == PHONE_DIGITS && !own.starts_with('6')
        })
    }

    /// Whether it stands nowhere else by chance.
    pub(super) fn is_zeker(&self) -> bool {
        self.deel == Deel::Geheel && self.zeker && !self.is_alledaags()
    }

    /// Whether it is nothing but a day, an hour or a share, that can be any other as well.
    fn is_alledaags(&self) -> bool {
        let number = |word: &String| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        self.deel == Deel::Geheel
            && matches!(&self.woorden[..], [first, second] if number(first) && is_single_word(second))
    }
}

/// Whether words are a code of letters and digits, that is written with and without marks.
pub(super) fn is_code(words: &[String]) -> bool {
    let all = words.concat();
    let (digit, letter) = (|b: u8| b.is_ascii_digit(), |b: u8| b.is_ascii_lowercase());
    all.len() >= SHORTEST_IN_ADDRESS
        && words.iter().all(|word| word.len() <= LONGEST_IN_CODE)
        && all.bytes().any(digit)
        && all.bytes().any(letter)
}

/// Whether letters are the digits of a number that can be told from others.
pub(super) fn is_number(letters: &str) -> bool {
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
    /// The longest that is written as one word, with an ending.
    pub(super) longest_word: usize,
    /// Codes, by their letters and digits one behind the other.
    pub(super) codes: HashMap<String, usize>,
}

impl Geheimen {
    pub(super) fn add(&mut self, geheim: Geheim) {
        let (at, words) = (self.all.len(), geheim.woorden.join(" "));
        if let Some(known) = self.by_words.get(&words) {
            let known = &mut self.all[*known];
            // A number is found by its digits.
            known.deel = known.deel.min(geheim.deel);
            known.zeker |= geheim.zeker;
            known.door_regel &= geheim.door_regel;
            return;
        }
        self.by_words.insert(words, at);
        if geheim.deel == Deel::Geheel && is_code(&geheim.woorden) {
            self.codes.entry(geheim.woorden.concat()).or_insert(at);
        }
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
                let long = geheim.woorden[0].len() + LONGEST_ENDING;
                self.longest_word = self.longest_word.max(long);
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

/// Everything that is withheld, cut into what can be looked for; single words as far as they may be found in what is read.
pub(super) fn geheimen(subject: &Subject<'_>, bekend: &Bekend<'_>, gelezen: &Gelezen) -> Geheimen {
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
                gelezen,
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

/// The name of who signs the letter.
pub(super) fn is_signer(place: &Place) -> bool {
    let segments = place.path.segments();
    place.root == Root::File(Bestand::Dossier)
        && matches!((segments.first(), segments.last()), (Some(Segment::Key(first)), Some(Segment::Key(last)))
            if &**first == "ondertekening" && &**last == "naam")
}
