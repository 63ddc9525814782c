//! In: the lines of a letter. Out: the questions in it with their answers, if it has them whole; and what stands behind them. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::lichaam::is_vette_kop;
use super::ondertekening::is_bijlage;
use super::regels::Regel;
use crate::overnemen::{Inbreng, fractie};
use crate::prose::{Numbering, Series};

/// Most questions.
const MOST: usize = 999;

/// Most signs in a line behind which the text of a question may begin.
const MARKS: usize = 4;

/// A question, with its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Gevraagd {
    pub(super) nummer: u16,
    /// The page of the paper that it is about.
    pub(super) blz: Option<String>,
    pub(super) regels: Vec<Regel>,
    /// The numbers of others that stand under the same heading.
    samen: Vec<u16>,
}

/// An answer, with its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Geantwoord {
    pub(super) op: Vec<u16>,
    /// Who gives it, if that is another.
    pub(super) door: Option<String>,
    pub(super) regels: Vec<Regel>,
}

/// Questions and answers, each with its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Beantwoord {
    /// The lines before the first question, and those up to the end of the last answer.
    pub(super) boven: usize,
    pub(super) tot: usize,
    pub(super) vragen: Vec<Gevraagd>,
    pub(super) antwoorden: Vec<Geantwoord>,
    /// The fractions that ask them, each with what stands before its questions.
    pub(super) fracties: Vec<(Inbreng, Vec<Regel>)>,
    /// Headings above questions, for which a dossier has no place.
    pub(super) koppen: Vec<Regel>,
    /// Headings above several questions, of which each text below is one.
    pub(super) verdeeld: Vec<Range<usize>>,
    /// Headings within answers, each with its place: what stands below one may be no part of the answer.
    pub(super) tussenkoppen: Vec<Range<usize>>,
}

impl Beantwoord {
    /// All lines of questions and answers.
    pub(super) fn regels(&self) -> impl Iterator<Item = &Regel> {
        let asked = self.vragen.iter().flat_map(|one| &one.regels);
        let before = self.fracties.iter().flat_map(|(_, lines)| lines);
        asked.chain(before).chain(self.antwoorden.iter().flat_map(|one| &one.regels))
    }
}

/// What lines stand below.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Onder {
    Niets,
    Fractie,
    Vraag,
    Antwoord,
}

/// What a line is above.
enum Kop {
    Fractie(Inbreng),
    Vraag(Vec<u16>, Option<String>),
    Antwoord(Vec<u16>, Option<String>),
    /// A question or an answer of which it is not clear which one.
    Onbekend,
}

/// What a line is above, and what of it stands below that.
struct Gevonden {
    kop: Kop,
    rest: Vec<Regel>,
    /// The heading, if it says more than a dossier has a place for.
    meer: Option<Regel>,
}

/// The numbers that a line names and nothing else: `1`, `4, 5, 6 en 7`, `1 t/m 3`.
fn nummers(text: &str) -> Option<Vec<u16>> {
    let text = text.replace("tot en met", "-").replace("t/m", "-").replace('–', "-");
    let text = text.replace('-', " - ").replace([',', '&'], " ");
    let (mut all, mut upto) = (Vec::new(), false);
    for word in text.split_whitespace() {
        match word {
            "en" => {}
            "-" => upto = true,
            _ => {
                let number: u16 = word.parse().ok().filter(|one| (1..=999).contains(one))?;
                let from =
                    all.last().copied().filter(|_| upto).map_or(number, |last: u16| last + 1);
                all.extend(from..=number);
                upto = false;
            }
        }
    }
    Some(all)
}

/// What a line is above, if it is no more than that; and whether it says more of it than a dossier has a place for.
fn kop(regel: &Regel) -> Option<(Kop, bool)> {
    let typed = regel.tekst.trim();
    let text = typed.trim_end_matches([':', '.']).to_lowercase();
    // `Vraag 1 van de ABC-fractie` is a question.
    let is_one = ["vraag ", "vragen ", "antwoord"].iter().any(|begin| {
        text.strip_prefix(begin).is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()))
    });
    if let Some(one) = fractie(typed).filter(|_| !is_one) {
        return Some((Kop::Fractie(one), false));
    }
    if text.split_whitespace().count() > 24 {
        return None;
    }
    // What begins so and is no sentence is a heading, whatever is in it.
    let is_heading = regel.vet || regel.kop.is_some() || !typed.ends_with(['.', '?', '!', ',']);
    if let Some(rest) = text.strip_prefix("vraag ").or_else(|| text.strip_prefix("vragen ")) {
        let (rest, blz) = bladzijde(rest);
        let counts = rest.starts_with(|c: char| c.is_ascii_digit());
        let named = |text: &str| nummers(text).filter(|numbers| !numbers.is_empty());
        return match (named(rest), van_wie(rest).filter(|_| is_heading).and_then(named)) {
            (Some(numbers), _) => Some((Kop::Vraag(numbers, blz), false)),
            (None, Some(numbers)) => Some((Kop::Vraag(numbers, None), true)),
            _ if counts && is_heading && rest.split_whitespace().count() <= 4 => {
                Some((Kop::Onbekend, false))
            }
            _ => None,
        };
    }
    let rest = text.strip_prefix("antwoorden").or_else(|| text.strip_prefix("antwoord"))?;
    let rest = rest.trim_start();
    // Who gives it stands before the numbers; as it was typed, if that is as long.
    let of = rest.strip_prefix("van ").and_then(|who| Some((who, who.rfind(" op ")?)));
    let (rest, door) = match of {
        Some((who, at)) => {
            let start = text.len() - who.len();
            (&who[at + 1..], typed.get(start..start + at).map(|who| who.trim().to_owned()))
        }
        None => (rest, None),
    };
    let rest = rest.strip_prefix("op ").unwrap_or(rest);
    let rest = rest.strip_prefix("de ").unwrap_or(rest);
    let rest = rest.strip_prefix("vragen").or_else(|| rest.strip_prefix("vraag")).unwrap_or(rest);
    match (nummers(rest), van_wie(rest).filter(|_| is_heading).and_then(nummers)) {
        (Some(numbers), _) => Some((Kop::Antwoord(numbers, door), false)),
        (None, Some(numbers)) if !numbers.is_empty() => Some((Kop::Antwoord(numbers, door), true)),
        _ if is_heading && rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            Some((Kop::Onbekend, false))
        }
        _ => None,
    }
}

/// What stands before the words that say whose question it is: `1 (ABC)`, `1 van de ABC-fractie`.
fn van_wie(text: &str) -> Option<&str> {
    let text = text.trim();
    let in_brackets = || text.strip_suffix(')')?.split_once('(').map(|(before, _)| before);
    let of_whom = || {
        let (before, who) = text.split_once(" van ")?;
        let begins = ["de ", "het lid", "lid ", "leden ", "mevrouw ", "de heer "];
        (who.split_whitespace().count() <= 10 && begins.iter().any(|one| who.starts_with(one)))
            .then_some(before)
    };
    of_whom().or_else(in_brackets)
}

/// What stands before the page of a paper, and that page: `1 (blz. 4)`.
fn bladzijde(text: &str) -> (&str, Option<String>) {
    let found = text.trim().strip_suffix(')').and_then(|rest| rest.split_once('('));
    let Some((before, page)) = found else { return (text, None) };
    let page = ["blz.", "blz", "pag.", "p."].iter().find_map(|word| page.trim().strip_prefix(word));
    let is_page = |page: &&str| {
        !page.is_empty() && page.chars().all(|char| char.is_ascii_digit() || "-–, ".contains(char))
    };
    match page.map(str::trim).filter(is_page) {
        Some(page) => (before.trim(), Some(page.to_owned())),
        None => (text, None),
    }
}

/// Whether a line is a heading of something that is no question and no answer.
fn is_andere_kop(regel: &Regel) -> bool {
    regel.cel.is_none()
        && regel.lijst.is_none()
        && !regel.tekst.trim().is_empty()
        && (regel.kop.is_some() || is_vette_kop(regel) || is_deelkop(regel))
}

/// Whether a line says by its words that a part begins: `II Reactie van de minister`, `Vragen van het lid Voorbeeld`.
fn is_deelkop(regel: &Regel) -> bool {
    let text = regel.tekst.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or_default();
    let is_roman =
        !first.is_empty() && first.trim_end_matches('.').chars().all(|c| "IVX".contains(c));
    text.split_whitespace().count() <= 12
        && !text.ends_with(['.', '?', ',', ';'])
        && (is_roman && rest.starts_with(char::is_uppercase)
            || text.to_lowercase().starts_with("vragen van "))
}

/// Whether a heading begins something behind the answers: it is one by its style or its words, or that of an annex.
fn begint_anders(regel: &Regel) -> bool {
    is_andere_kop(regel) && (regel.kop.is_some() || is_deelkop(regel) || is_bijlage(&regel.tekst))
        || is_bijlage(&regel.tekst) && regel.bladzijde && regel.cel.is_none()
}

/// Reads the questions and answers among these lines; none where there are none.
///
/// # Errors
/// The line from which on it is not clear what belongs to what: then they stand in the text as they are.
pub(super) fn lees(regels: &[Regel]) -> Result<Option<Beantwoord>, Range<usize>> {
    let heads: Vec<Option<Gevonden>> = regels.iter().map(kop_van).collect();
    let last = heads.iter().rposition(Option::is_some).unwrap_or_default();
    let behind = (last + 1..regels.len()).find(|at| begint_anders(&regels[*at]));
    let tot = behind.unwrap_or(regels.len());
    let mut out = Beantwoord { boven: tot, tot, ..Beantwoord::default() };
    let mut under = Onder::Niets;
    let mut unclear = None;
    let mut meer_koppen = Vec::new();
    for (at, (regel, head)) in regels.iter().zip(heads).enumerate().take(tot) {
        if out.vragen.len().max(out.antwoorden.len()).max(out.fracties.len()) > MOST {
            return Err(regel.plaats.clone());
        }
        let (head, rest, meer) = match head {
            Some(Gevonden { kop, rest, meer }) => (Some(kop), rest, meer),
            None => (None, Vec::new(), None),
        };
        meer_koppen.extend(meer);
        match head {
            Some(Kop::Fractie(one)) => {
                // Those of a table of contents have nothing below them.
                if under == Onder::Fractie
                    && out.fracties.last().is_some_and(|(_, lines)| !says(lines))
                {
                    out.fracties.pop();
                }
                if out.fracties.is_empty() {
                    // Questions that no fraction asks.
                    if matches!(under, Onder::Vraag | Onder::Antwoord) {
                        return Err(regel.plaats.clone());
                    }
                    out.boven = at;
                }
                under = Onder::Fractie;
                out.fracties.push((one, rest));
            }
            Some(Kop::Vraag(numbers, blz)) => {
                out.boven = out.boven.min(at);
                out.kop_erboven(under);
                under = Onder::Vraag;
                if let Some((fractie, _)) = out.fracties.last_mut() {
                    fractie.vragen += numbers.len();
                }
                if numbers.len() > 1 {
                    out.verdeeld.push(regel.plaats.clone());
                }
                let mut numbers = numbers.into_iter();
                if let Some(nummer) = numbers.next() {
                    let samen = numbers.collect();
                    out.vragen.push(Gevraagd { nummer, blz, regels: rest, samen });
                }
            }
            Some(Kop::Antwoord(numbers, door)) if !out.vragen.is_empty() => {
                let done: BTreeSet<u16> =
                    out.antwoorden.iter().flat_map(|one| one.op.clone()).collect();
                let waiting = out
                    .vragen
                    .iter()
                    .flat_map(|one| std::iter::once(one.nummer).chain(one.samen.iter().copied()));
                let op = match numbers.is_empty() {
                    true => waiting.filter(|number| !done.contains(number)).collect(),
                    false => numbers,
                };
                under = Onder::Antwoord;
                out.antwoorden.push(Geantwoord { op, door, regels: rest });
            }
            Some(Kop::Onbekend) => {
                unclear.get_or_insert(regel.plaats.clone());
            }
            _ => match under {
                Onder::Niets => {}
                Onder::Fractie => out.laatste_fractie(regel),
                Onder::Vraag => {
                    if let Some(one) = out.vragen.last_mut() {
                        one.regels.push(regel.clone());
                    }
                }
                Onder::Antwoord => {
                    if let Some(one) = out.antwoorden.last_mut() {
                        one.regels.push(regel.clone());
                    }
                }
            },
        }
    }
    if out.vragen.is_empty() || out.antwoorden.is_empty() {
        return match (out.vragen.is_empty() && out.antwoorden.is_empty(), unclear) {
            (false, Some(place)) => Err(place),
            _ => Ok(None),
        };
    }
    if !out.uit_elkaar() {
        unclear = unclear.or_else(|| out.verdeeld.first().cloned());
    }
    out.koppen.extend(meer_koppen);
    let place = regels.get(out.boven).map(|regel| regel.plaats.clone()).unwrap_or_default();
    match unclear.or_else(|| (!out.is_heel()).then_some(place)) {
        Some(place) => Err(place),
        None => {
            let within = out.antwoorden.iter().flat_map(|one| &one.regels);
            let within = within.filter(|regel| is_andere_kop(regel));
            out.tussenkoppen = within.map(|regel| regel.plaats.clone()).collect();
            Ok(Some(out))
        }
    }
}

/// What a line is above: its first line, or the words before a colon or a point, if it has more.
fn kop_van(regel: &Regel) -> Option<Gevonden> {
    if regel.cel.is_some() || regel.lijst.is_some() {
        return None;
    }
    let of = |(above, below): (Regel, Regel)| {
        let (kop, meer) = kop(&above)?;
        Some(Gevonden { kop, rest: vec![below], meer: meer.then_some(above) })
    };
    let on_line = || {
        let marks = regel.tekst.match_indices([':', '.']).map(|(at, mark)| (at + 1, mark));
        let apart = |(at, _): &(usize, &str)| regel.tekst[*at..].starts_with(char::is_whitespace);
        marks.filter(apart).take(MARKS).find_map(|(at, mark)| {
            let found = of(regel.geknipt(at)?).filter(|found| says(&found.rest))?;
            let is_one = match &found.kop {
                Kop::Vraag(..) => true,
                Kop::Antwoord(numbers, _) => mark == ":" || !numbers.is_empty(),
                Kop::Fractie(_) | Kop::Onbekend => false,
            };
            // `Vraag 1 van de leden gaat over: …` is a sentence.
            let bare = |regel: &Regel| regel.tekst.trim_end_matches([':', '.']).ends_with(')');
            (is_one && found.meer.as_ref().is_none_or(bare)).then_some(found)
        })
    };
    match regel.gesplitst() {
        Some(parts) => of(parts).or_else(on_line),
        None => on_line().or_else(|| {
            let (kop, meer) = kop(regel)?;
            Some(Gevonden { kop, rest: Vec::new(), meer: meer.then(|| regel.clone()) })
        }),
    }
}

/// Of questions under one heading the lines of each: those that begin with its number, or one text for each.
fn verdeeld(numbers: &[u16], lines: &[Regel]) -> Option<Vec<Vec<Regel>>> {
    let bare = |regel: &Regel| {
        let whole = Regel { lijst: None, diep: 0, ..regel.clone() };
        match getypt(regel).and_then(|(_, length)| whole.geknipt(length)) {
            Some((_, below)) => below,
            None => whole,
        }
    };
    let own = |regel: &Regel| match regel.lijst {
        Some((_, Numbering::Counted { series: Series::Number, first, .. })) => {
            u16::try_from(first).ok()
        }
        _ => getypt(regel).map(|(number, _)| number),
    };
    let begins: Vec<usize> = (0..lines.len())
        .filter(|at| own(&lines[*at]).is_some_and(|number| numbers.contains(&number)))
        .collect();
    let named: Vec<u16> = begins.iter().filter_map(|at| own(&lines[*at])).collect();
    if named == numbers && begins.first() == Some(&0) {
        let ends = begins.iter().skip(1).copied().chain([lines.len()]);
        let parts = begins.iter().zip(ends).map(|(start, end)| {
            let rest = lines[start + 1..end].iter().cloned();
            std::iter::once(bare(&lines[*start])).chain(rest).collect()
        });
        return Some(parts.collect());
    }
    let filled: Vec<&Regel> = lines.iter().filter(|regel| !regel.is_leeg()).collect();
    if filled.iter().any(|regel| regel.cel.is_some()) {
        return None;
    }
    if filled.len() == numbers.len() {
        return Some(filled.into_iter().map(|regel| vec![bare(regel)]).collect());
    }
    let [one] = filled[..] else { return None };
    let asked = zinnen(bare(one));
    (asked.len() == numbers.len() && asked.iter().all(|one| one.tekst.trim().ends_with('?')))
        .then(|| asked.into_iter().map(|one| vec![one]).collect())
}

/// The number that a line begins with, and how long that is: `1. Waarom?`.
fn getypt(regel: &Regel) -> Option<(u16, usize)> {
    let text = &regel.tekst;
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let is_mark = |rest: &str| {
        rest.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    };
    let number = text[..digits].parse().ok().filter(|_| is_mark(&text[digits..]))?;
    Some((number, digits + 1))
}

/// The sentences of a line, cut where one asks something.
fn zinnen(regel: Regel) -> Vec<Regel> {
    let (mut out, mut left) = (Vec::new(), regel);
    while let Some(at) = left.tekst.find("? ")
        && let Some((one, rest)) = left.geknipt(at + 1)
    {
        out.push(one);
        left = rest;
    }
    out.push(left);
    out
}

impl Beantwoord {
    /// Gives each of the questions under one heading its own text; not when it is not clear which that is.
    fn uit_elkaar(&mut self) -> bool {
        let mut all = Vec::with_capacity(self.vragen.len());
        for mut one in std::mem::take(&mut self.vragen) {
            if one.samen.is_empty() {
                all.push(one);
                continue;
            }
            let numbers: Vec<u16> =
                std::iter::once(one.nummer).chain(std::mem::take(&mut one.samen)).collect();
            let Some(parts) = verdeeld(&numbers, &one.regels) else { return false };
            all.extend(numbers.into_iter().zip(parts).map(|(nummer, regels)| Gevraagd {
                nummer,
                regels,
                blz: one.blz.clone(),
                samen: Vec::new(),
            }));
        }
        self.vragen = all;
        true
    }

    fn laatste_fractie(&mut self, regel: &Regel) {
        if let Some((_, lines)) = self.fracties.last_mut() {
            lines.push(regel.clone());
        }
    }

    /// Takes headings that stand directly above a question out of what stood before them.
    fn kop_erboven(&mut self, under: Onder) {
        let lines = match under {
            Onder::Antwoord => self.antwoorden.last_mut().map(|one| &mut one.regels),
            Onder::Vraag => self.vragen.last_mut().map(|one| &mut one.regels),
            Onder::Niets | Onder::Fractie => None,
        };
        let Some(lines) = lines else { return };
        let count = lines.iter().rev().take_while(|regel| is_andere_kop(regel)).count();
        // Something has to be left of what they stand in.
        if count < lines.len() {
            self.koppen.extend(lines.split_off(lines.len() - count));
        }
    }

    /// Whether each answer is to questions that are there, and nothing is empty or twice.
    fn is_heel(&self) -> bool {
        let numbers: BTreeSet<u16> = self.vragen.iter().map(|one| one.nummer).collect();
        let answered: Vec<u16> = self.antwoorden.iter().flat_map(|one| one.op.clone()).collect();
        !answered.is_empty()
            && numbers.len() == self.vragen.len()
            && answered.iter().collect::<BTreeSet<_>>().len() == answered.len()
            && answered.iter().all(|number| numbers.contains(number))
            && self.antwoorden.iter().all(|one| !one.op.is_empty() && says(&one.regels))
            && self.vragen.iter().all(|one| says(&one.regels))
            && self.fracties.iter().all(|(one, lines)| one.vragen > 0 || says(lines))
    }
}

fn says(lines: &[Regel]) -> bool {
    lines.iter().any(|regel| !regel.tekst.trim().is_empty())
}
