//! In: the lines of a letter. Out: the questions in it with their answers, if it has them whole. Pure.

use std::collections::BTreeSet;

use super::regels::Regel;
use crate::overnemen::{Inbreng, fractie};

/// Most questions.
const MOST: usize = 999;

/// Questions and answers, each with its lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Beantwoord {
    /// The lines before the first question.
    pub(super) boven: usize,
    pub(super) vragen: Vec<(u16, Vec<Regel>)>,
    pub(super) antwoorden: Vec<(Vec<u16>, Vec<Regel>)>,
    /// The fractions that ask them, each with what stands before its questions.
    pub(super) fracties: Vec<(Inbreng, Vec<Regel>)>,
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
    Vraag(u16),
    Antwoord(Vec<u16>),
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

fn kop(text: &str) -> Option<Kop> {
    if let Some(one) = fractie(text.trim()) {
        return Some(Kop::Fractie(one));
    }
    let text = text.trim().trim_end_matches([':', '.']).to_lowercase();
    if text.split_whitespace().count() > 24 {
        return None;
    }
    if let Some(rest) = text.strip_prefix("vraag ") {
        return match nummers(rest)?[..] {
            [one] => Some(Kop::Vraag(one)),
            _ => None,
        };
    }
    let rest = text.strip_prefix("antwoorden").or_else(|| text.strip_prefix("antwoord"))?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("op ").unwrap_or(rest);
    let rest = rest.strip_prefix("de ").unwrap_or(rest);
    let rest = rest.strip_prefix("vragen").or_else(|| rest.strip_prefix("vraag")).unwrap_or(rest);
    Some(Kop::Antwoord(nummers(rest)?))
}

/// Reads the questions and answers among these lines. None where there are none, or where something is not as it should
/// be: then they stand in the text as they are.
pub(super) fn lees(regels: &[Regel]) -> Option<Beantwoord> {
    let mut out = Beantwoord { boven: regels.len(), ..Beantwoord::default() };
    let mut under = Onder::Niets;
    for (at, regel) in regels.iter().enumerate() {
        if out.vragen.len().max(out.antwoorden.len()).max(out.fracties.len()) > MOST {
            return None;
        }
        let (head, rest) = match regel.gesplitst() {
            Some((above, below)) if regel.cel.is_none() => (above, Some(below)),
            _ => (regel.clone(), None),
        };
        let found =
            if head.cel.is_none() && head.lijst.is_none() { kop(&head.tekst) } else { None };
        let rest = rest.into_iter().collect();
        match found {
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
                        return None;
                    }
                    out.boven = at;
                }
                under = Onder::Fractie;
                out.fracties.push((one, rest));
            }
            Some(Kop::Vraag(number)) => {
                out.boven = out.boven.min(at);
                under = Onder::Vraag;
                if let Some((fractie, _)) = out.fracties.last_mut() {
                    fractie.vragen += 1;
                }
                out.vragen.push((number, rest));
            }
            Some(Kop::Antwoord(numbers)) if !out.vragen.is_empty() => {
                let done: BTreeSet<u16> =
                    out.antwoorden.iter().flat_map(|(op, _)| op.clone()).collect();
                let waiting = out.vragen.iter().map(|(number, _)| *number);
                let op = match numbers.is_empty() {
                    true => waiting.filter(|number| !done.contains(number)).collect(),
                    false => numbers,
                };
                under = Onder::Antwoord;
                out.antwoorden.push((op, rest));
            }
            _ => match under {
                Onder::Niets => {}
                Onder::Fractie => out.fracties.last_mut()?.1.push(regel.clone()),
                Onder::Vraag => out.vragen.last_mut()?.1.push(regel.clone()),
                Onder::Antwoord => out.antwoorden.last_mut()?.1.push(regel.clone()),
            },
        }
    }
    let numbers: BTreeSet<u16> = out.vragen.iter().map(|(number, _)| *number).collect();
    let answered: Vec<u16> = out.antwoorden.iter().flat_map(|(op, _)| op.clone()).collect();
    let whole = !answered.is_empty()
        && numbers.len() == out.vragen.len()
        && answered.iter().collect::<BTreeSet<_>>().len() == answered.len()
        && answered.iter().all(|number| numbers.contains(number))
        && out.antwoorden.iter().all(|(op, lines)| !op.is_empty() && says(lines))
        && out.vragen.iter().all(|(_, lines)| says(lines))
        && out.fracties.iter().all(|(one, lines)| one.vragen > 0 || says(lines));
    whole.then_some(out)
}

fn says(lines: &[Regel]) -> bool {
    lines.iter().any(|regel| !regel.tekst.trim().is_empty())
}
