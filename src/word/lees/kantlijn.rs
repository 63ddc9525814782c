//! In: the parts of a file with the remarks in its margin, and with which of them answer others. Out: those remarks, each with its
//! answers. Pure.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::Fout;
use super::super::merk::{BEELD, NOOT};
use super::bekend::Veldaard;
use super::bestand::{self, Teken, Woordbestand};
use super::lopend::{BEREKEND, was};
use super::onderdelen::attribuut;
use super::stand::Leesregel;
use super::uitpakken::{Delen, boom};
use super::{Vergelijking, stand};
use crate::diagnostic::words;
use crate::dossier::{Moment, Place};
use crate::opmerkingen::Gegeven;

/// Longest row of remarks that answer each other.
const DEEPEST: usize = 20;

/// A remark in the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opmerking {
    /// The field that it is about.
    pub place: Option<Place>,
    /// The words that it is about, as somebody reads them.
    pub woorden: String,
    /// Those of them that were there before anyone changed something, if any were; a sign for what was made or is a note.
    pub gezocht: String,
    /// Whether they can stand in another field: they were typed.
    pub elders: bool,
    /// What then stands before them in the field.
    pub voor: String,
    /// The field that it stands in, or else the one above it.
    pub bij: Option<Place>,
    /// Who made it.
    pub wie: String,
    /// When, as the program of who made it wrote it.
    pub wanneer: Option<String>,
    /// What it says.
    pub tekst: String,
    /// What others said of it.
    pub antwoorden: Vec<Reactie>,
    /// Whether nothing has to be done with it any more.
    pub afgehandeld: bool,
}

/// An answer to a remark in the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reactie {
    /// Who gave it.
    pub wie: String,
    /// When, as the program of who gave it wrote it.
    pub wanneer: Option<String>,
    /// What it says.
    pub tekst: String,
}

/// The name of who made a remark.
pub(crate) fn wie(name: &str) -> String {
    match words::one_line(name) {
        name if name.is_empty() => "onbekend".to_owned(),
        name => name,
    }
}

impl Reactie {
    /// The same for the file with remarks; given at a moment of one's own where the file does not say when.
    pub(crate) fn gegeven(&self, anders: &Moment) -> Gegeven {
        let wanneer = self.wanneer.as_deref().and_then(|then| then.parse().ok());
        Gegeven {
            wie: wie(&self.wie),
            wanneer: wanneer.unwrap_or_else(|| anders.clone()),
            tekst: self.tekst.trim().to_owned(),
        }
    }
}

/// What stands for a picture in a remark, which only the file has.
const AFBEELDING: &str = "(een afbeelding, die alleen in het Word-bestand staat)";

/// What a paragraph of a remark says.
fn says(line: Node<'_, '_>) -> String {
    let mut out = String::new();
    for one in line.descendants().filter(Node::is_element) {
        match one.tag_name().name() {
            "t" => out.push_str(one.text().unwrap_or_default()),
            "br" | "cr" => out.push('\n'),
            "tab" | "ptab" if one.parent().is_some_and(|run| run.tag_name().name() == "r") => {
                out.push(' ');
            }
            "noBreakHyphen" => out.push('\u{2011}'),
            "drawing" | "pict" | "object" => {
                out.push_str(if out.is_empty() || out.ends_with(' ') { "" } else { " " });
                out.push_str(AFBEELDING);
            }
            _ => {}
        }
    }
    out
}

/// Reads the remarks.
pub(super) fn opmerkingen(delen: &Delen, inhoud: &mut Woordbestand) -> Result<(), Fout> {
    let Some(text) = delen.get("word/comments.xml") else { return Ok(()) };
    let tree = boom(text)?;
    // Programs know a remark by its last paragraph.
    let mut by_line: BTreeMap<String, String> = BTreeMap::new();
    for node in tree.root_element().children().filter(Node::is_element) {
        let Some(id) = attribuut(node, "id") else { continue };
        let lines = || node.descendants().filter(|one| one.tag_name().name() == "p");
        let one = inhoud.opmerkingen.entry(id.to_owned()).or_default();
        one.tekst = lines().map(says).collect::<Vec<_>>().join("\n").trim().to_owned();
        one.wie = attribuut(node, "author").unwrap_or_default().trim().to_owned();
        one.wanneer = attribuut(node, "date").map(ToOwned::to_owned);
        let last = lines().next_back().and_then(|line| attribuut(line, "paraId"));
        by_line.extend(last.map(|line| (line.to_owned(), id.to_owned())));
    }
    inhoud.opmerkingen.retain(|_, one| !one.tekst.is_empty());
    let Some(text) = delen.get("word/commentsExtended.xml") else { return Ok(()) };
    let tree = boom(text)?;
    let mut answers: BTreeMap<&str, &str> = BTreeMap::new();
    for node in tree.root_element().children().filter(Node::is_element) {
        let id = |name: &str| by_line.get(attribuut(node, name)?).map(String::as_str);
        let Some(own) = id("paraId") else { continue };
        answers.extend(id("paraIdParent").map(|above| (own, above)));
        if let Some(one) = inhoud.opmerkingen.get_mut(own) {
            one.afgehandeld = matches!(attribuut(node, "done"), Some("1" | "true" | "on"));
        }
    }
    for (own, above) in &answers {
        let next = |at: &&str| answers.get(*at).copied();
        let first = std::iter::successors(Some(*above), next).take(DEEPEST).last();
        // What answers nothing that is there, stands by itself.
        let first = first.filter(|first| {
            !answers.contains_key(first) && inhoud.opmerkingen.contains_key(*first)
        });
        if let (Some(first), Some(one)) = (first, inhoud.opmerkingen.get_mut(*own)) {
            one.op = Some(first.to_owned());
        }
    }
    Ok(())
}

impl Woordbestand {
    /// The remarks that answer no other, each with its answers.
    pub(super) fn draden(&self) -> Vec<(&bestand::Opmerking, Vec<Reactie>)> {
        let mut answers: BTreeMap<&str, Vec<(&String, Reactie)>> = BTreeMap::new();
        for (id, one) in &self.opmerkingen {
            let Some(first) = &one.op else { continue };
            let bestand::Opmerking { wie, wanneer, tekst, .. } = one.clone();
            answers.entry(first).or_default().push((id, Reactie { wie, wanneer, tekst }));
        }
        let first = self.opmerkingen.iter().filter(|(_, one)| one.op.is_none());
        first
            .map(|(id, one)| {
                let mut own = answers.remove(id.as_str()).unwrap_or_default();
                // Within a moment by their numbers.
                own.sort_by(|(a, one), (b, other)| {
                    (&one.wanneer, a.len(), a).cmp(&(&other.wanneer, b.len(), b))
                });
                (one, own.into_iter().map(|(_, answer)| answer).collect())
            })
            .collect()
    }
}

/// What the characters say, with a sign for each note and each value.
fn gezocht<'t>(tekens: impl Iterator<Item = &'t Teken>) -> String {
    let mut out = String::new();
    let mut value = None;
    for one in tekens {
        let own = one.waarde.filter(|_| is_berekend(one));
        if own.is_none() || own != value {
            out.push(if own.is_some() { NOOT } else { one.teken });
        }
        value = own;
    }
    out
}

fn is_berekend(one: &Teken) -> bool {
    was(one).stijl.as_deref() == Some(BEREKEND)
}

impl Woordbestand {
    /// From where to where a remark reaches: where that is over no words, over the word that it stands in.
    fn bereik(&self, one: &bestand::Opmerking) -> ((usize, usize), (usize, usize)) {
        let (mut van, mut tot) = (one.van.unwrap_or_default(), one.tot.unwrap_or_default());
        let blank = |one: &Teken| one.teken.is_whitespace() || one.teken == BEELD;
        let Some(line) = self.alineas.get(van.0).map(|line| &line.tekens) else {
            return (van, tot);
        };
        let last = if tot.0 == van.0 { tot.1.min(line.len()) } else { line.len() };
        let first = van.1.min(last);
        let over_words = tot.0 > van.0 || line[first..last].iter().any(|one| !blank(one));
        if !over_words {
            let before = line[..first].iter().rev().take_while(|one| !blank(one)).count();
            let behind = line[last..].iter().take_while(|one| !blank(one)).count();
            (van, tot) = ((van.0, first - before), (van.0, last + behind));
        }
        (van, tot)
    }

    /// The characters in a range, line by line.
    fn tussen(
        &self,
        van: (usize, usize),
        tot: (usize, usize),
    ) -> impl Iterator<Item = impl Iterator<Item = &Teken> + Clone> {
        let last = tot.0.min(self.alineas.len().saturating_sub(1));
        (van.0..=last).filter_map(move |line| {
            let tekens = self.alineas.get(line)?.tekens.iter().enumerate();
            let inside = move |(at, _): &(usize, &Teken)| (line, *at) >= van && (line, *at) < tot;
            Some(tekens.filter(inside).map(|(_, one)| one))
        })
    }
}

impl Vergelijking<'_> {
    /// The remarks of a file that came back, each at its field.
    pub(super) fn opmerkingen(&self) -> Vec<Opmerking> {
        let inhoud = self.nieuw.inhoud;
        let all = inhoud.draden().into_iter().map(|(one, antwoorden)| {
            let (van, tot) = inhoud.bereik(one);
            let said =
                |kept: fn(&&Teken) -> bool,
                 told: fn(&mut dyn Iterator<Item = &Teken>) -> String| {
                    let lines = inhoud.tussen(van, tot).map(|line| told(&mut line.filter(kept)));
                    lines.collect::<Vec<_>>().join("\n")
                };
            let then = said(|one| one.erbij.is_none(), |line| gezocht(line));
            let now = |told| said(|one| one.weg.is_none(), told);
            let printed =
                now(|line| line.map(|one| one.teken).filter(|char| !is_teken(*char)).collect());
            let is_old = !then.trim().is_empty();
            // What was there is where it was; what came is where it is now.
            let lezing = if is_old { self.oud } else { self.nieuw };
            let inside = |regel: &Leesregel| regel.tekens.iter().any(|at| *at >= van && *at < tot);
            let here =
                lezing.regels.iter().position(inside).or_else(|| {
                    lezing.regels.iter().position(|regel| regel.alineas.contains(&van.0))
                });
            let koppeling = here.map(|i| &lezing.koppelingen[i]);
            let place = koppeling.and_then(|koppeling| koppeling.veld.clone());
            let veld = place.as_ref().and_then(|place| lezing.bekenden.velden.get(place));
            let made = inhoud.tussen(van, tot).flatten().any(is_berekend);
            let printed_otherwise =
                veld.is_some_and(|veld| matches!(veld.aard, Veldaard::Vast | Veldaard::Getal));
            let elders = !made
                && !printed_otherwise
                && koppeling
                    .is_none_or(|one| !one.vast && (one.merk.is_none() || one.veld.is_some()));
            let bij = place.clone().or_else(|| self.ernaast(van));
            let mut voor = String::new();
            for i in bij.iter().flat_map(|place| self.oud.van(place)) {
                let earlier = self.oud.regels[i].tekens.iter().filter(|at| **at < van);
                voor.push_str(&gezocht(earlier.map(|at| stand::teken(inhoud, *at))));
                voor.push('\n');
            }
            Opmerking {
                gezocht: if is_old { then } else { now(|line| gezocht(line)) },
                elders,
                place,
                woorden: printed,
                voor,
                bij,
                wie: one.wie.clone(),
                wanneer: one.wanneer.clone(),
                tekst: one.tekst.clone(),
                antwoorden,
                afgehandeld: one.afgehandeld,
            }
        });
        all.collect()
    }

    /// The field beside a place that has none: of its row, or else above its table, or else above itself.
    fn ernaast(&self, van: (usize, usize)) -> Option<Place> {
        let inhoud = self.oud.inhoud;
        let all = || self.oud.regels.iter().zip(&self.oud.koppelingen);
        let own = inhoud.alineas.get(van.0).and_then(|line| line.cel);
        let row = |regel: &Leesregel| {
            regel.van(inhoud).cel.zip(own).is_some_and(|(a, b)| (a.0, a.1) == (b.0, b.1))
        };
        let in_row = all().filter(|(regel, _)| row(regel));
        let in_row = in_row.filter_map(|(_, koppeling)| koppeling.veld.clone()).next();
        in_row.or_else(|| {
            let table = |regel: &Leesregel| {
                own.is_some_and(|own| regel.van(inhoud).cel.is_some_and(|cel| cel.0 == own.0))
            };
            let above =
                all().filter(|(regel, _)| regel.alineas.first() <= Some(&van.0) && !table(regel));
            let above = above.filter_map(|(_, koppeling)| koppeling.veld.clone()).next_back();
            above.or_else(|| all().find_map(|(_, koppeling)| koppeling.veld.clone()))
        })
    }
}

/// Whether a character only stands for something that is not written.
fn is_teken(char: char) -> bool {
    matches!(char, NOOT | BEELD)
}
