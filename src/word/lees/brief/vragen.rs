//! In: the lines of a letter. Out: the questions in it with their answers, if it has them whole; and what stands behind them. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use super::lichaam::is_vette_kop;
use super::ondertekening::is_bijlage;
use super::regels::Regel;
use crate::overnemen::{Inbreng, fractie};

/// Most questions.
const MOST: usize = 999;

/// A question, with its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Gevraagd {
    pub(super) nummer: u16,
    /// The page of the paper that it is about.
    pub(super) blz: Option<String>,
    pub(super) regels: Vec<Regel>,
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
    Vraag(u16, Option<String>),
    Antwoord(Vec<u16>, Option<String>),
    /// A question or an answer of which it is not clear which one.
    Onbekend,
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

fn kop(regel: &Regel) -> Option<Kop> {
    let typed = regel.tekst.trim();
    if let Some(one) = fractie(typed) {
        return Some(Kop::Fractie(one));
    }
    let text = typed.trim_end_matches([':', '.']).to_lowercase();
    if text.split_whitespace().count() > 24 {
        return None;
    }
    // What begins so and is no sentence is a heading, whatever is in it.
    let is_heading = regel.vet || regel.kop.is_some() || !typed.ends_with(['.', '?', '!', ',']);
    if let Some(rest) = text.strip_prefix("vraag ") {
        let (rest, blz) = bladzijde(rest);
        let counts = rest.starts_with(|c: char| c.is_ascii_digit());
        return match nummers(rest).as_deref() {
            Some([one]) => Some(Kop::Vraag(*one, blz)),
            _ if counts && is_heading && rest.split_whitespace().count() <= 4 => {
                Some(Kop::Onbekend)
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
    match nummers(rest) {
        Some(numbers) => Some(Kop::Antwoord(numbers, door)),
        None if is_heading && rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            Some(Kop::Onbekend)
        }
        None => None,
    }
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
    let heads: Vec<Option<Kop>> = regels.iter().map(kop_van).collect();
    let last = heads.iter().rposition(Option::is_some).unwrap_or_default();
    let behind = (last + 1..regels.len()).find(|at| begint_anders(&regels[*at]));
    let tot = behind.unwrap_or(regels.len());
    let mut out = Beantwoord { boven: tot, tot, ..Beantwoord::default() };
    let mut under = Onder::Niets;
    let mut unclear = None;
    for (at, (regel, head)) in regels.iter().zip(heads).enumerate().take(tot) {
        if out.vragen.len().max(out.antwoorden.len()).max(out.fracties.len()) > MOST {
            return Err(regel.plaats.clone());
        }
        let rest = match regel.gesplitst() {
            Some((_, below)) if regel.cel.is_none() => vec![below],
            _ => Vec::new(),
        };
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
            Some(Kop::Vraag(nummer, blz)) => {
                out.boven = out.boven.min(at);
                out.kop_erboven(under);
                under = Onder::Vraag;
                if let Some((fractie, _)) = out.fracties.last_mut() {
                    fractie.vragen += 1;
                }
                out.vragen.push(Gevraagd { nummer, blz, regels: rest });
            }
            Some(Kop::Antwoord(numbers, door)) if !out.vragen.is_empty() => {
                let done: BTreeSet<u16> =
                    out.antwoorden.iter().flat_map(|one| one.op.clone()).collect();
                let waiting = out.vragen.iter().map(|one| one.nummer);
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

/// What a line is above: its first line, if it has more.
fn kop_van(regel: &Regel) -> Option<Kop> {
    if regel.cel.is_some() || regel.lijst.is_some() {
        return None;
    }
    match regel.gesplitst() {
        Some((above, _)) => kop(&above),
        None => kop(regel),
    }
}

impl Beantwoord {
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
