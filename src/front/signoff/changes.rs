//! In: an initial, the fields now, and those of earlier versions. Out: which fields changed since, where, and how. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::chain::Paraaf;
use super::fields::Veldafdruk;
use super::remarks::changed;
use crate::check::Checked;
use crate::diagnostic::words;
use crate::dossier::{Place, Root, Stuk};
use crate::source::{Sources, difference};

/// Characters around a difference that are shown.
const AROUND: usize = 30;

/// The fields that differ from those of an initial.
#[derive(Debug)]
pub struct Wijzigingen<'a> {
    paraaf: &'a Paraaf,
    now: BTreeMap<String, Veldafdruk>,
    /// Their names, also of those that are gone.
    names: BTreeSet<String>,
    /// The texts that they had, as far as those were found.
    old: BTreeMap<String, String>,
}

impl<'a> Wijzigingen<'a> {
    /// What differs now from what was initialled.
    pub fn since(paraaf: &'a Paraaf, now: BTreeMap<String, Veldafdruk>) -> Self {
        let differs = |(name, field): &(&String, &Veldafdruk)| {
            paraaf.velden.get(*name) != Some(&field.afdruk)
        };
        let other = now.iter().filter(differs).map(|(name, _)| name);
        let gone = paraaf.velden.keys().filter(|name| !now.contains_key(*name));
        let names = other.chain(gone).cloned().collect();
        Self { paraaf, now, names, old: BTreeMap::new() }
    }

    /// Whether no field differs.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What there is to say before the fields; `stukken` are the documents that differ.
    pub fn heading(&self, stukken: &[Stuk]) -> String {
        let since = format!("sinds de paraaf van {} ({})", self.paraaf.rol, self.paraaf.moment);
        match (stukken, self.is_empty()) {
            ([], true) => format!("{since} is niets gewijzigd"),
            (_, true) => changed(stukken),
            ([], false) => format!("{since}: geen document is anders"),
            (_, false) => format!("{since}: {}", changed(stukken)),
        }
    }

    /// The fields whose old text an earlier version may still have.
    fn sought(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|name| {
            self.paraaf.velden.contains_key(*name)
                && !self.old.contains_key(*name)
                && self.now.get(*name).is_none_or(|field| field.place.is_some())
        })
    }

    /// Whether earlier versions can add anything.
    pub fn seeks(&self) -> bool {
        self.sought().next().is_some()
    }

    /// Takes from an earlier version the texts that were initialled.
    pub fn compare(&mut self, then: &BTreeMap<String, Veldafdruk>) {
        let found: Vec<(String, String)> = self
            .sought()
            .filter_map(|name| {
                let field = then.get(name)?;
                let same = self.paraaf.velden.get(name) == Some(&field.afdruk);
                same.then(|| (name.clone(), field.text.clone()))
            })
            .collect();
        self.old.extend(found);
    }

    /// Whether there were old texts to show, and none was found.
    pub fn lacks_old(&self) -> bool {
        self.old.is_empty() && self.names.iter().any(|name| self.paraaf.velden.contains_key(name))
    }

    /// What there is to say of each field, in reading order. `folder` is the dossier's.
    pub fn lines(&self, checked: &Checked, sources: &Sources, folder: &str) -> Vec<String> {
        let line = |name| self.line(name, checked, sources, folder);
        let mut lines: Vec<(String, String)> = self.names.iter().map(line).collect();
        lines.sort_by(|one, other| natural(&one.0).cmp(&natural(&other.0)));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// What there is to say of a field, with its place.
    fn line(
        &self,
        name: &String,
        checked: &Checked,
        sources: &Sources,
        folder: &str,
    ) -> (String, String) {
        let (now, old) = (self.now.get(name), self.old.get(name));
        let state = match (now, self.paraaf.velden.contains_key(name)) {
            (None, _) => " (weg)",
            (_, false) => " (nieuw)",
            _ => "",
        };
        let place: Option<Place> =
            now.and_then(|field| field.place.clone()).or_else(|| name.parse().ok());
        let now = now.filter(|field| field.place.is_some());
        // What became of the text: none when that cannot be said, or when only a value in it differs.
        let differs = old.zip(now).and_then(|(old, now)| difference(old, &now.text));
        let within = differs.as_ref().map(|(_, is)| is.clone());
        let span = place.as_ref().and_then(|place| checked.span(place, within, sources));
        let place = match (span, place.map(|place| place.root)) {
            (Some(span), _) => sources.get(span.source).place(span.range.start),
            // Of a file that is gone only the name is left.
            (None, Some(Root::File(bestand))) => {
                format!("{}/{}", folder.trim_end_matches('/'), bestand.name())
            }
            (None, _) => "buiten het dossier".into(),
        };
        let mut text = format!("{place}: {name}{state}\n");
        match (old, now, &differs) {
            (Some(old), Some(now), Some((was, is))) => {
                text.push_str(&format!("  was: {}\n", around(old, was)));
                text.push_str(&format!("  nu:  {}\n", around(&now.text, is)));
            }
            (Some(_), Some(_), None) => {
                text.push_str("  de tekst is gelijk; een waarde erin is anders\n");
            }
            (Some(old), None, _) => text.push_str(&format!("  was: {}\n", whole(old))),
            (None, Some(now), _) => text.push_str(&format!("  nu:  {}\n", whole(&now.text))),
            (None, None, _) => {}
        }
        (place, text)
    }
}

/// A place, so that line 9 comes before line 10.
fn natural(place: &str) -> Vec<(bool, usize, &str)> {
    place
        .split(':')
        .map(|part| (part.parse::<usize>().is_ok(), part.parse().unwrap_or(0), part))
        .collect()
}

/// The beginning of a text, on one line.
fn whole(text: &str) -> String {
    words::shorten(&words::one_line(text))
}

/// A part of a text with what stands around it, on one line.
fn around(text: &str, part: &Range<usize>) -> String {
    let before: Vec<(usize, char)> = text[..part.start].char_indices().rev().take(AROUND).collect();
    let start = before.last().map_or(part.start, |(at, _)| *at);
    let end =
        text[part.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| part.end + at);
    let open = if start > 0 { "…" } else { "" };
    let close = if end < text.len() { "…" } else { "" };
    words::one_line(&format!("{open}{}{close}", &text[start..end]))
}
