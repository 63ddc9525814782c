//! In: the parts of a file with the remarks in its margin, and with which of them answer others. Out: those remarks, each with its
//! answers. Pure.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::Fout;
use super::bestand::{self, Teken, Woordbestand};
use super::onderdelen::attribuut;
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
    /// The words that it is about.
    pub woorden: String,
    /// Those of them that were there before anyone changed something, and what stands before them in the field.
    pub oud: String,
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
        let says = |line: Node<'_, '_>| -> String {
            let texts = line.descendants().filter(|one| one.tag_name().name() == "t");
            texts.filter_map(|one| one.text()).collect()
        };
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

impl Vergelijking<'_> {
    /// The remarks of a file that came back, each at its field.
    pub(super) fn opmerkingen(&self) -> Vec<Opmerking> {
        let inhoud = self.nieuw.inhoud;
        let before = self.oud;
        let all = inhoud.draden().into_iter().map(|(one, antwoorden)| {
            let (van, tot) = (one.van.unwrap_or_default(), one.tot.unwrap_or_default());
            let said = |kept: fn(&Teken) -> bool| {
                let mut words = String::new();
                for line in van.0..=tot.0.min(inhoud.alineas.len().saturating_sub(1)) {
                    if line > van.0 {
                        words.push('\n');
                    }
                    let tekens = inhoud.alineas[line].tekens.iter().enumerate();
                    let inside = tekens
                        .filter(|(at, one)| kept(one) && (line, *at) >= van && (line, *at) < tot);
                    words.extend(inside.map(|(_, one)| one.teken));
                }
                words
            };
            let here = self.nieuw.regels.iter().position(|regel| regel.alineas.contains(&van.0));
            let above = before.regels.iter().zip(&before.koppelingen);
            let above = above.filter(|(regel, _)| regel.alineas.first() <= Some(&van.0));
            let bij = above.filter_map(|(_, koppeling)| koppeling.veld.clone()).next_back();
            let mut voor = String::new();
            for i in bij.iter().flat_map(|place| before.van(place)) {
                let earlier = before.regels[i].tekens.iter().filter(|at| **at < van);
                voor.extend(earlier.map(|at| stand::teken(inhoud, *at).teken));
                voor.push('\n');
            }
            Opmerking {
                place: here.and_then(|i| self.nieuw.koppelingen[i].veld.clone()),
                woorden: said(|one| one.weg.is_none()),
                oud: said(|one| one.erbij.is_none()),
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
}
