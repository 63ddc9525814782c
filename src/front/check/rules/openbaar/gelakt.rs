//! In: what everybody may read, and the texts that are withheld. Out: where the first says what the second was to keep
//! inside. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::{Open, Woord, grond, is_withheld, lakking, open, woorden};
use crate::check::passage::{Passage, Spot};
use crate::check::reading::within;
use crate::check::rules::spelling::is_word;
use crate::check::rules::{Finding, Subject};
use crate::dossier::{Bestand, Place, Root};
use crate::yaml::Segment;

/// A longer text is not repeated as it is; its names are looked for.
const MOST_WORDS: usize = 12;
/// Fewer letters say too little.
const LEAST_LETTERS: usize = 8;
/// A shorter name is too often a word.
const SHORTEST_NAME: usize = 3;
/// Words before a name that say nothing of it.
const AANSPREKING: [&str; 14] = [
    "heer", "mevrouw", "meneer", "dhr", "mevr", "mw", "mr", "drs", "dr", "ir", "ing", "prof",
    "team", "familie",
];

/// Words that make a name one of an organisation, which is no secret by rule.
const ORGANISATIE: [&str; 14] = [
    "directie",
    "directoraat",
    "afdeling",
    "dienst",
    "bureau",
    "programma",
    "programmadirectie",
    "project",
    "projectteam",
    "team",
    "eenheid",
    "sector",
    "cluster",
    "ministerie",
];

/// Names that stand in every letter.
const OVERAL: [&str; 9] = [
    "nederland",
    "nederlands",
    "nederlandse",
    "rijk",
    "staat",
    "kamer",
    "europa",
    "europese",
    "unie",
];

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

/// What is looked for.
struct Geheim {
    /// Words one behind the other, as they are compared.
    woorden: Vec<String>,
    /// Whether it is all that was withheld, and says enough.
    geheel: bool,
    /// Where it is withheld.
    spot: Spot,
    /// What withholds it.
    lakking: Option<usize>,
    /// Whether a rule of the profile withholds it.
    door_regel: bool,
}

impl Geheim {
    /// The digits of a number, which stand apart in many ways.
    fn nummer(&self) -> Option<String> {
        let digits = self.woorden.concat();
        (self.geheel && is_number(&digits)).then_some(digits)
    }
}

/// Whether letters are the digits of a number that can be told from others.
fn is_number(letters: &str) -> bool {
    letters.len() >= LEAST_LETTERS && letters.bytes().all(|b| b.is_ascii_digit())
}

/// Everything that is looked for, so that a text is gone through once, however much that is.
#[derive(Default)]
struct Geheimen {
    all: Vec<Geheim>,
    /// By its words, with a space between them.
    by_words: HashMap<String, usize>,
    /// How many words one can have.
    lengths: BTreeSet<usize>,
    /// By the digits that it can be written with.
    by_digits: HashMap<String, Vec<usize>>,
    longest_number: usize,
}

impl Geheimen {
    fn add(&mut self, geheim: Geheim) {
        let (at, words) = (self.all.len(), geheim.woorden.join(" "));
        if self.by_words.contains_key(&words) {
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
            }
        }
        self.all.push(geheim);
    }

    /// What of it stands in a text, the whole before its parts: where first, and whether just so, but for capitals and
    /// accents.
    fn in_text(
        &self,
        open: &Open<'_>,
        words: &[Woord],
        bekend: &Bekend<'_>,
    ) -> BTreeMap<(bool, usize), (Range<usize>, bool)> {
        let mut first = BTreeMap::new();
        let signer = is_signer(open.place());
        let mut put = |at: usize, found: Option<(Range<usize>, bool)>| {
            let geheim = &self.all[at];
            if let Some(found) = found.filter(|_| !(signer && geheim.door_regel)) {
                first.entry((!geheim.geheel, at)).or_insert(found);
            }
        };
        for start in 0..words.len() {
            let rest = &words[start..];
            let mut run = String::new();
            for word in
                rest.iter().take_while(|word| word.letters.bytes().all(|b| b.is_ascii_digit()))
            {
                run.push_str(&word.letters);
                if run.len() > self.longest_number {
                    break;
                }
                for at in self.by_digits.get(&run).into_iter().flatten() {
                    put(*at, Some((rest[0].range.start..word.range.end, true)));
                }
            }
            let mut key = String::new();
            for (before, word) in
                rest.iter().take(self.lengths.last().copied().unwrap_or(0)).enumerate()
            {
                if before > 0 {
                    key.push(' ');
                }
                key.push_str(&word.letters);
                let count = before + 1;
                if !self.lengths.contains(&count) {
                    continue;
                }
                let endings = [Some(key.as_str()), key.strip_suffix('s').filter(|_| count == 1)];
                for at in endings.into_iter().flatten().filter_map(|key| self.by_words.get(key)) {
                    put(*at, occurs(&self.all[*at], open, &rest[..count], bekend));
                }
            }
        }
        first
    }
}

/// The names of ministries and posts, which stand everywhere.
struct Bekend<'a> {
    subject: &'a Subject<'a>,
    words: HashSet<String>,
}

impl<'a> Bekend<'a> {
    fn new(subject: &'a Subject<'_>) -> Self {
        let namen = &subject.lijsten.namen;
        let ministeries = namen.ministeries.iter().map(|one| one.naam.as_str());
        let names = ministeries.chain(namen.posten.iter().map(|one| one.naam.as_str()));
        let words = names.flat_map(woorden).map(|word| word.letters);
        let words = words.chain(OVERAL.iter().map(|word| (*word).to_owned())).collect();
        Self { subject, words }
    }

    fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.subject.lijsten.namen.voor_naam.has(word)
    }
}

fn search(subject: &Subject<'_>) -> Vec<(bool, Finding)> {
    let bekend = Bekend::new(subject);
    let geheimen = geheimen(subject, &bekend);
    let mut all = Vec::new();
    if geheimen.all.is_empty() {
        return all;
    }
    let mut told: HashSet<(Place, usize)> = HashSet::new();
    for open in open(subject) {
        let words = woorden(&open.text);
        let mut taken: Vec<Range<usize>> = Vec::new();
        for ((_, at), (range, exact)) in geheimen.in_text(&open, &words, &bekend) {
            if taken.iter().any(|taken| taken.start < range.end && range.start < taken.end) {
                continue;
            }
            taken.push(range.clone());
            let geheim = &geheimen.all[at];
            let certain = geheim.geheel && exact;
            if told.insert((open.place().clone(), at)) {
                let grond = grond(subject, geheim.lakking);
                all.push((certain, finding(&open, &range, geheim, certain, grond)));
            }
        }
    }
    all
}

fn finding(
    open: &Open<'_>,
    range: &Range<usize>,
    geheim: &Geheim,
    certain: bool,
    grond: &str,
) -> Finding {
    let message = match certain {
        true if open.is_reden() => {
            "de reden om dit te lakken zegt wat er is gelakt, en wordt openbaar"
        }
        true => "wat elders is gelakt, staat hier open, en komt zo in de openbare editie",
        false => "dit lijkt op een naam die elders is gelakt, en staat hier open",
    };
    let finding = open.finding(range, message).and(geheim.spot.clone(), "hier is het gelakt");
    finding.help(open.advies(grond))
}

/// Everything that is withheld, cut into what can be looked for.
fn geheimen(subject: &Subject<'_>, bekend: &Bekend<'_>) -> Geheimen {
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
            of_text(subject, passage, &range, (lakking, door_regel), bekend, &mut all);
        }
    }
    all
}

fn letters(words: &[Woord]) -> Vec<String> {
    words.iter().map(|word| word.letters.clone()).collect()
}

fn of_text(
    subject: &Subject<'_>,
    passage: &Passage,
    range: &Range<usize>,
    (lakking, door_regel): (Option<usize>, bool),
    bekend: &Bekend<'_>,
    out: &mut Geheimen,
) {
    let text = &passage.text[range.clone()];
    let words = woorden(text);
    let spot = passage.spot(range);
    let mut add = |words: &[Woord], geheel| {
        let (woorden, spot) = (letters(words), spot.clone());
        out.add(Geheim { woorden, geheel, spot, lakking, door_regel });
    };
    let own = |word: &Woord| {
        !passage.is_opaque(&(range.start + word.range.start..range.start + word.range.end))
    };
    let organisation = words.iter().any(|word| ORGANISATIE.contains(&word.letters.as_str()));
    if door_regel && organisation {
        return;
    }
    let naam = surname(subject, text, &words, bekend).filter(|_| !organisation);
    let enough = naam.is_some()
        || words.iter().map(|word| word.letters.len()).sum::<usize>() >= LEAST_LETTERS;
    // An amount is looked for as what it is.
    let amounts = within(&subject.seen.amounts, passage);
    let is_amount =
        amounts.iter().any(|seen| seen.range.start <= range.start && range.end <= seen.range.end);
    let special = naam.is_some()
        || words.len() >= 4
        || words.iter().all(|word| word.hoofdletter)
        || text.contains(|c: char| c.is_ascii_digit() || c == '@');
    let number = is_number(&letters(&words).concat());
    let alone = || {
        let typed = text.trim();
        words.len() == 1
            && words[0].letters.len() >= 5
            && !is_word(typed)
            && !is_word(&words[0].letters)
    };
    let says_enough = || number || words.len() > 1 && enough && special || alone();
    if !is_amount && words.len() <= MOST_WORDS && says_enough() {
        add(&words, true);
    }
    match naam {
        // Of a double name either half.
        Some(last) => {
            let mut first = last;
            while first > 0 && &text[words[first - 1].range.end..words[first].range.start] == "-" {
                first -= 1;
            }
            (first..=last).for_each(|at| add(&words[at..=at], false));
        }
        // In the middle of a text what no dictionary knows is a name.
        None => {
            for (i, word) in words.iter().enumerate() {
                let long = word.letters.chars().count() >= 4;
                if word.hoofdletter
                    && long
                    && own(word)
                    && !bekend.has(&word.letters)
                    && !is_word(&word.letters)
                {
                    add(&words[i..=i], false);
                }
            }
        }
    }
}

/// Of the name of a person, and nothing else, the first word of the surname; of one word that is a name, that.
fn surname(
    subject: &Subject<'_>,
    text: &str,
    words: &[Woord],
    bekend: &Bekend<'_>,
) -> Option<usize> {
    let short = |word: &Woord| word.letters.chars().count() == 1;
    let titled = |word: &Woord| AANSPREKING.contains(&word.letters.as_str());
    let small = |word: &Woord| subject.lijsten.namen.tussenvoegsels.has(&word.letters);
    let is_name = |word: &Woord| {
        word.hoofdletter
            && !word.letters.contains(|c: char| c.is_ascii_digit())
            && !bekend.has(&word.letters)
    };
    if text.contains([',', ';', ':', '\n', '@']) || words.len() > 6 {
        return None;
    }
    let all = words.iter().all(|word| is_name(word) || short(word) || titled(word) || small(word));
    let last = words.len().checked_sub(1)?;
    let fits = is_name(&words[last]) && words[last].letters.chars().count() >= SHORTEST_NAME;
    (all && fits && !titled(&words[last])).then_some(last)
}

/// Whether these words of a text are one that is withheld: where, and whether just so.
fn occurs(
    geheim: &Geheim,
    open: &Open<'_>,
    found: &[Woord],
    bekend: &Bekend<'_>,
) -> Option<(Range<usize>, bool)> {
    let (first, last) = (found.first()?, found.last()?);
    let exact = found.iter().zip(&geheim.woorden).all(|(word, known)| word.letters == *known);
    let range = first.range.start..last.range.end;
    if geheim.geheel && (exact || found.len() > 1) {
        return exact.then_some((range, true));
    }
    // A name that is a word too is a name where it has a capital that another word would not have.
    let named = || {
        open.is_plat()
            || last.hoofdletter && !open.begins_sentence(last.range.start)
            || !is_word(&last.letters)
    };
    (named() && !bekend.has(&last.letters)).then_some((range, exact))
}

/// The name of who signs the letter.
fn is_signer(place: &Place) -> bool {
    let segments = place.path.segments();
    place.root == Root::File(Bestand::Dossier)
        && matches!((segments.first(), segments.last()), (Some(Segment::Key(first)), Some(Segment::Key(last)))
            if &**first == "ondertekening" && &**last == "naam")
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
