//! In: a file that came back, and the document as it was exported. Out: what somebody made of how words and paragraphs look
//! that a text cannot have, once for each paragraph. Pure.

use super::bestand::Spoornummer;
use super::opmaak::IN_HOOFDLETTERS;
use super::rest::{ingekort, leesbaar};
use super::{Vergelijking, stand};
use crate::word::model::Stukje;

/// Styles that say nothing of what a paragraph is, or that change along with a list.
const GEWOON: [&str; 6] =
    ["normal", "broodtekst", "body text", "list paragraph", "lijst", "lijst-vervolg"];

impl Vergelijking<'_> {
    /// What cannot come along of how things look.
    pub(super) fn vormgeving(&mut self) {
        let nieuw = self.nieuw;
        for i in 0..nieuw.regels.len() {
            let place = nieuw.koppelingen[i].veld.clone();
            if let Some((what, who)) = self.tekens(i) {
                self.gewijzigd(what, who, place.as_ref());
            }
            if let Some((what, who)) = self.stijl(i) {
                self.gewijzigd(what, who, place.as_ref());
            }
        }
    }

    /// The words of a paragraph that look otherwise.
    fn tekens(&self, i: usize) -> Option<(String, Spoornummer)> {
        let nieuw = self.nieuw;
        let known = nieuw.koppelingen[i].bekend.map(|known| nieuw.bekenden.alle[known].alinea);
        let capitals = known.is_none_or(|line| {
            let capital =
                |piece: &Stukje| matches!(piece, Stukje::Tekst(text) if text.hoofdletters);
            line.inhoud.iter().any(capital)
        });
        let mut found: Vec<(Vec<&str>, String)> = Vec::new();
        let (mut before, mut who): (Vec<&str>, Spoornummer) = (Vec::new(), None);
        for pos in &nieuw.regels[i].tekens {
            let one = stand::teken(nieuw.inhoud, *pos);
            // What was pasted has the font of where it came from.
            let counts = |name: &&&str| match **name {
                IN_HOOFDLETTERS => !capitals,
                name => one.erbij.is_none() || !name.starts_with("in een ander"),
            };
            let now: Vec<&str> = one.kleed.vorm.iter().filter(counts).copied().collect();
            if !now.is_empty() {
                who = who.or(one.opmaak()).or(one.erbij);
                match found.last_mut() {
                    Some((_, words)) if now == before => words.push(one.teken),
                    _ => found.push((now.clone(), one.teken.to_string())),
                }
            }
            before = now;
        }
        let said = found.iter().filter(|(_, words)| !leesbaar(words).is_empty());
        let said: Vec<String> = said
            .map(|(look, words)| format!("“{}” {}", ingekort(&leesbaar(words)), look.join(", ")))
            .collect();
        (!said.is_empty()).then(|| (format!("opmaak: {}", said.join("; ")), who))
    }

    /// That a paragraph got another style.
    fn stijl(&self, i: usize) -> Option<(String, Spoornummer)> {
        let nieuw = self.nieuw;
        let known = &nieuw.bekenden.alle[nieuw.koppelingen[i].bekend?];
        let line = nieuw.regels[i].van(nieuw.inhoud);
        let was = known.alinea.stijl.naam().to_lowercase();
        let now = line.stijl.as_deref().unwrap_or("normal");
        let is_head = was.starts_with("heading");
        // One that others went on in has the style of those in some programs.
        let joined = nieuw.regels[i].alineas.len() > 1;
        if joined || was == now || GEWOON.contains(&now) && !is_head {
            return None;
        }
        let name = match now.strip_prefix("heading ") {
            Some(level) => format!("Kop {level}"),
            None => now.to_owned(),
        };
        let text = ingekort(&leesbaar(&nieuw.regels[i].tekst(nieuw.inhoud)));
        Some((format!("opmaak: “{text}” kreeg de stijl “{name}”"), line.opmaak))
    }
}
