//! In: the lines of a text. Out: on which of them a question begins. Pure.
//!
//! A number at the begin of a line may be that of a question, of an item of a list, of a note, of a page, or the end of a
//! sentence. So every line that could begin a question is taken together, and of all ways to choose among them the one is
//! taken in which the numbers run on, in the form that the file has elsewhere.

use std::collections::{HashMap, HashSet};

use super::noten::{Merk, merken};
use super::regels::{Regel, is_meubel};

/// The number of a question has at most three figures.
const LAST: usize = 999;

/// The form of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Vorm {
    /// `Vraag 1`
    Woord,
    /// `1.`
    Punt,
    /// `1)`
    Haak,
    /// `(1)`
    Haken,
    /// `1` alone on its line.
    Kaal,
    /// `1 Kent u`
    Los,
    /// The same, in a column of its own.
    Kolom,
    /// `I.`
    Romeins,
}

const VORMEN: [Vorm; 8] = [
    Vorm::Woord,
    Vorm::Punt,
    Vorm::Haak,
    Vorm::Haken,
    Vorm::Kaal,
    Vorm::Los,
    Vorm::Kolom,
    Vorm::Romeins,
];

impl Vorm {
    /// How sure it is that such a number is that of a question.
    fn weight(self) -> i64 {
        match self {
            Self::Woord => 12,
            Self::Punt | Self::Haak | Self::Haken => 8,
            Self::Kaal | Self::Kolom => 6,
            // More often that of a heading.
            Self::Romeins => 4,
            Self::Los => 3,
        }
    }

    fn index(self) -> usize {
        VORMEN.iter().position(|one| *one == self).unwrap_or_default()
    }
}

/// A number at the begin of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Begin {
    /// The line.
    pub(super) regel: usize,
    pub(super) nummer: u16,
    /// After which number the next one comes: its own, but for `Vraag 1 en 2`.
    laatste: u16,
    /// `2a`
    pub(super) letter: Option<char>,
    pub(super) vorm: Vorm,
    /// Where in the line the words begin.
    pub(super) tekst: usize,
}

const WORD: &str = "vraag ";

/// The numbers above several questions, where a line has nothing else: `Vraag 1 en 2`, `Vragen 1 t/m 3`, `Vragen 1, 2 en 5`.
pub(super) fn samen(line: &str) -> Option<Vec<u16>> {
    const MOST: usize = 50;
    let line = line.trim().trim_end_matches([':', '.']).to_lowercase();
    let list = line.strip_prefix(WORD).or_else(|| line.strip_prefix("vragen "))?;
    let list = ["tot en met", "t/m", "–"]
        .iter()
        .fold(list.to_owned(), |list, word| list.replace(word, " - "));
    let list = list.replace('-', " - ").replace([',', '&'], " ");
    let mut all: Vec<u16> = Vec::new();
    let mut upto = false;
    for word in list.split_whitespace() {
        match (word, all.last().copied()) {
            ("en", Some(_)) if !upto => {}
            ("-", Some(_)) if !upto => upto = true,
            _ => {
                let number: u16 = word.parse().ok().filter(|one| (1..=999).contains(one))?;
                match all.last().copied() {
                    Some(before) if number <= before => return None,
                    Some(before) if upto => all.extend(before + 1..=number),
                    _ => all.push(number),
                }
                upto = false;
            }
        }
    }
    (!upto && (2..=MOST).contains(&all.len())).then_some(all)
}

/// A Roman number with a point or bracket, and where the words behind it begin.
fn romeins(line: &str) -> Option<(u16, usize)> {
    const FIGURES: [(char, u16); 4] = [('I', 1), ('V', 5), ('X', 10), ('L', 50)];
    let worth = |char: char| FIGURES.iter().find(|(own, _)| *own == char).map(|(_, worth)| *worth);
    let length = line.find(|char| worth(char).is_none())?;
    let rest = line[length..].strip_prefix(['.', ')'])?;
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let figures: Vec<u16> = line[..length].chars().filter_map(worth).collect();
    let mut number = 0;
    for (i, one) in figures.iter().enumerate() {
        match figures.get(i + 1) {
            Some(next) if next > one => number -= i32::from(*one),
            _ => number += i32::from(*one),
        }
    }
    let number = u16::try_from(number).ok().filter(|number| *number > 0)?;
    (apart && length > 0 && length < 8).then(|| (number, line.len() - rest.trim_start().len()))
}

/// The number at the begin of a line, if it can be that of a question.
pub(super) fn begin(line: &str, regel: usize) -> Option<Begin> {
    if let Some(all) = samen(line) {
        let (nummer, mut laatste) = (all[0], all[0]);
        // What is not next to it may come later.
        all.iter().for_each(|next| laatste += u16::from(*next == laatste + 1));
        let (letter, tekst) = (None, line.len());
        return Some(Begin { regel, nummer, laatste, letter, vorm: Vorm::Woord, tekst });
    }
    if let Some((nummer, tekst)) = romeins(line) {
        let vorm = Vorm::Romeins;
        return Some(Begin { regel, nummer, laatste: nummer, letter: None, vorm, tekst });
    }
    let word = line.get(..WORD.len()).is_some_and(|word| word.eq_ignore_ascii_case(WORD));
    let start = if word { WORD.len() } else { usize::from(line.starts_with('(')) };
    let rest = line.get(start..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 3 || rest.starts_with('0') {
        return None;
    }
    let nummer = rest.get(..digits)?.parse().ok()?;
    let behind = &rest[digits..];
    let letter = behind.chars().next().filter(char::is_ascii_lowercase);
    let letter = letter.filter(|_| !behind[1..].starts_with(char::is_alphanumeric));
    let behind = &behind[letter.map_or(0, char::len_utf8)..];
    let words = |text: &str| line.len() - text.trim_start().len();
    let made = |vorm, text: &str| {
        Some(Begin { regel, nummer, laatste: nummer, letter, vorm, tekst: words(text) })
    };
    let starts = |text: &str| {
        text.trim_start()
            .starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"' | '‘' | '“' | '\''))
    };
    let address =
        |text: &str| ["http", "www."].iter().any(|one| text.trim_start().starts_with(one));
    if !word && line.starts_with('(') {
        let after = behind.strip_prefix(')')?;
        return made(Vorm::Haken, after)
            .filter(|_| after.is_empty() || after.starts_with(char::is_whitespace));
    }
    if behind.is_empty() {
        return made(if word { Vorm::Woord } else { Vorm::Kaal }, behind);
    }
    let marked = behind.trim_start().strip_prefix(['.', ')', ':', '–', '-']).filter(|_| word);
    let marked = marked.or_else(|| behind.strip_prefix(['.', ')']));
    // `1: Kent u`, `1 - Kent u`
    let parted = [":", " -", " –"].iter().find_map(|sign| behind.strip_prefix(sign));
    let parted = parted.filter(|rest| rest.starts_with(char::is_whitespace) && starts(rest));
    let marked = marked.or(parted);
    if let Some(after) = marked {
        let apart = after.is_empty() || after.starts_with(char::is_whitespace) || starts(after);
        let vorm = match (word, behind.starts_with(')')) {
            (true, _) => Vorm::Woord,
            (false, true) => Vorm::Haak,
            (false, false) => Vorm::Punt,
        };
        return made(vorm, after).filter(|_| apart);
    }
    let column = behind.starts_with('\t') || behind.starts_with("  ");
    let apart = behind.starts_with(char::is_whitespace)
        && (column || starts(behind) || address(behind) && !word);
    let vorm = match behind.starts_with('\t') && starts(behind) {
        _ if word => Vorm::Woord,
        true => Vorm::Kolom,
        false => Vorm::Los,
    };
    apart.then(|| made(vorm, behind))?
}

/// Where the questions begin, in order, and every other line that could have been one.
#[derive(Debug, Default)]
pub(super) struct Gekozen {
    pub(super) vragen: Vec<Begin>,
    /// By line; also the chosen ones.
    pub(super) mogelijk: HashMap<usize, Begin>,
}

/// Whether an answer begins with a line.
pub(super) fn is_antwoord(line: &str) -> bool {
    let rest = ["Antwoorden", "Antwoord", "ANTWOORDEN", "ANTWOORD"]
        .iter()
        .find_map(|word| line.strip_prefix(word));
    let Some(rest) = rest else { return false };
    let rest = rest.trim_start().to_lowercase();
    let rest = rest.strip_prefix("op ").unwrap_or(&rest);
    rest.is_empty()
        || ["vraag", "vragen", "de vraag", "de vragen", ":"].iter().any(|w| rest.starts_with(w))
        || rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Chooses.
pub(super) fn kies(regels: &[Regel], eerste: u16) -> Gekozen {
    let all = weighed(regels);
    if all.is_empty() {
        return Gekozen::default();
    }
    let mogelijk = all.iter().map(|(one, _)| (one.regel, *one)).collect();
    let mut chain = Chain::new(eerste);
    let heads: Vec<(Begin, i64)> =
        all.into_iter().filter(|(one, _)| one.letter.is_none_or(|letter| letter == 'a')).collect();
    for (index, (one, weight)) in heads.iter().enumerate() {
        chain.add(index, one, *weight);
    }
    let vragen: Vec<Begin> = chain
        .best()
        .into_iter()
        .filter_map(|index| heads.get(index))
        .map(|(one, _)| *one)
        .collect();
    // A single number that is not the first is a number, and a single `I.` may be the begin of a name.
    let is_first = |one: &Begin| one.nummer == eerste && one.vorm != Vorm::Romeins;
    let sure = vragen.len() > 1 || vragen.first().is_some_and(is_first);
    Gekozen { vragen: if sure { vragen } else { Vec::new() }, mogelijk }
}

/// Every line that could begin a question, with how much speaks for it.
fn weighed(regels: &[Regel]) -> Vec<(Begin, i64)> {
    let mut all: Vec<(Begin, i64)> = Vec::new();
    let mut seen: HashSet<(Merk, u16)> = HashSet::new();
    // What a line above says, if anything.
    let mut above: Option<&str> = None;
    let mut answered = false;
    for (i, regel) in regels.iter().enumerate() {
        let line = regel.tekst.as_str();
        if regel.is_leeg() || is_meubel(line) {
            above = None;
            continue;
        }
        answered |= is_antwoord(line);
        let found = begin(line, i);
        if let Some(one) = found {
            let text = line.get(one.tekst..).unwrap_or_default();
            let mut weight = one.vorm.weight();
            weight += match above {
                None => 2,
                Some(_) if one.vorm == Vorm::Woord => 0,
                // A row ends as it likes.
                Some(text) if text.contains('\t') => 1,
                Some(text) if text.ends_with([';', ':', ',']) => -4,
                Some(text) if text.ends_with(ENDS) => 1,
                Some(_) => -5,
            };
            if text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) {
                weight -= 2;
            }
            if text.is_empty() {
                let mut below = regels[i + 1..].iter();
                let apart = below.clone().next().is_none_or(Regel::is_leeg);
                let next = below.find(|one| !one.is_leeg()).map(|one| one.tekst.as_str());
                let stops = next.is_none_or(|next| begin(next, 0).is_some() || is_meubel(next));
                weight -= match (apart, stops) {
                    (_, true) => 6,
                    (true, false) => 2,
                    (false, false) => 0,
                };
            }
            if answered && !matches!(one.vorm, Vorm::Woord | Vorm::Kaal) {
                weight -= 6;
            }
            if Merk::van(one.vorm).is_some_and(|merk| seen.contains(&(merk, one.nummer))) {
                weight -= 8;
            }
            answered &= !matches!(one.vorm, Vorm::Woord | Vorm::Kaal);
            all.push((one, weight));
        }
        let words = found.map_or(0, |one| one.tekst);
        seen.extend(merken(line, words).map(|(merk, nummer, _)| (merk, nummer)));
        above = Some(line);
    }
    // Where questions are called `Vraag`, other numbers are something else.
    let called: HashSet<u16> = (all.iter())
        .filter(|(one, _)| one.vorm == Vorm::Woord)
        .map(|(one, _)| one.nummer)
        .collect();
    if called.len() > 1 {
        let others = all.iter_mut().filter(|(one, _)| one.vorm != Vorm::Woord);
        others.for_each(|(_, weight)| *weight -= 8);
    }
    all
}

/// How a line ends behind which another thing can begin.
const ENDS: [char; 10] = ['.', '?', '!', '»', '”', '"', '’', ')', ']', '\u{2026}'];

/// What a step over numbers costs, and a change of form.
const GAP: i64 = 5;
const CHANGE: i64 = 4;

/// The best way to each number in each form, and from where. Every line is looked at once.
struct Chain {
    eerste: usize,
    /// By form and number: what the best way that ends there is worth, and its last line.
    ends: Vec<Vec<Option<(i64, usize)>>>,
    /// The best of all numbers up to one (a Fenwick tree), by form; worth more the higher the number.
    upto: Vec<Vec<Option<(i64, usize)>>>,
    before: Vec<Option<usize>>,
    best: Option<(i64, usize)>,
}

impl Chain {
    fn new(eerste: u16) -> Self {
        let empty = || vec![vec![None; LAST + 2]; VORMEN.len()];
        let eerste = usize::from(eerste);
        Self { eerste, ends: empty(), upto: empty(), before: Vec::new(), best: None }
    }

    fn add(&mut self, index: usize, one: &Begin, weight: i64) {
        let nummer = usize::from(one.nummer);
        let cost = |missing: usize| match missing {
            0 => 0,
            more => GAP + i64::try_from(more).unwrap_or(i64::MAX / 2),
        };
        let mut best = (-cost(nummer.abs_diff(self.eerste)), None);
        for vorm in VORMEN {
            let change = if vorm == one.vorm { 0 } else { CHANGE };
            let at = vorm.index();
            let next = nummer.checked_sub(1).and_then(|before| self.ends[at][before]);
            let next = next.map(|(worth, from)| (worth - change, Some(from)));
            let over = self.highest(at, nummer.saturating_sub(2)).map(|(worth, from)| {
                let number = i64::try_from(nummer).unwrap_or_default();
                (worth - GAP - (number - 1) - change, Some(from))
            });
            for way in [next, over].into_iter().flatten() {
                if way.0 > best.0 {
                    best = way;
                }
            }
        }
        let worth = best.0 + weight;
        self.before.push(best.1);
        let (at, nummer) = (one.vorm.index(), usize::from(one.laatste));
        if self.ends[at][nummer].is_none_or(|(known, _)| worth > known) {
            self.ends[at][nummer] = Some((worth, index));
            let number = i64::try_from(nummer).unwrap_or_default();
            self.raise(at, nummer, (worth + number, index));
        }
        if worth > 0 && self.best.is_none_or(|(known, _)| worth > known) {
            self.best = Some((worth, index));
        }
    }

    fn highest(&self, vorm: usize, upto: usize) -> Option<(i64, usize)> {
        let mut best: Option<(i64, usize)> = None;
        let mut at = upto;
        while at > 0 {
            best = best.max(self.upto[vorm][at]);
            at &= at - 1;
        }
        best
    }

    fn raise(&mut self, vorm: usize, nummer: usize, new: (i64, usize)) {
        let mut at = nummer;
        while at <= LAST {
            if self.upto[vorm][at].is_none_or(|(known, _)| new.0 > known) {
                self.upto[vorm][at] = Some(new);
            }
            at += at & at.wrapping_neg();
        }
    }

    /// The lines of the best way, in order.
    fn best(&self) -> Vec<usize> {
        let mut all = Vec::new();
        let mut at = self.best.map(|(_, index)| index);
        while let Some(index) = at {
            all.push(index);
            at = self.before.get(index).copied().flatten();
        }
        all.reverse();
        all
    }
}
