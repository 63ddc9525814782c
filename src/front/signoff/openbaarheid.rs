//! In: what is withheld from the public, as it was and as it is. Out: what goes public otherwise, place by place. Pure.
//!
//! It is kept among the fields of an initial, as a field of its own: who agrees to a document agrees to what of it goes
//! public.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::fields::Veldafdruk;
use super::gelezen::Gelezenvelden;
use crate::check::Checked;
use crate::diagnostic::words;
use crate::dossier::Lakking;

/// The name of that field, which no place has.
pub(super) const VELD: &str = "openbaarheid.gelakt";

/// A place that is withheld, as it is kept.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Gelakt {
    plaats: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
    gronden: Vec<String>,
}

/// Everything that is withheld now, as a text, whatever the order in the files.
pub(super) fn text(checked: &Checked) -> String {
    let leaves = checked.leaves();
    let leaves: BTreeMap<_, &str> = leaves.iter().map(|(place, text)| (place, *text)).collect();
    let one = |Lakking { place, within, gronden, .. }: &Lakking| {
        let text = |range: &std::ops::Range<usize>| leaves.get(place)?.get(range.clone());
        let passage = within.as_ref().and_then(text).map(|marked| words::one_line(bare(marked)));
        Gelakt { plaats: place.to_string(), passage, gronden: gronden.clone() }
    };
    let all: BTreeSet<Gelakt> = checked.lakkingen().iter().map(one).collect();
    serde_json::to_string(&all).unwrap_or_default()
}

/// The words of a passage without what marks it.
fn bare(marked: &str) -> &str {
    let words = marked.strip_prefix('[').and_then(|rest| rest.rsplit_once("](lak:"));
    words.map_or(marked, |(words, _)| words)
}

/// A place of which other things go public.
#[derive(Debug)]
pub(super) struct Anders {
    /// Its name.
    pub(super) plaats: String,
    /// What became of it.
    pub(super) wat: String,
}

/// What of a place goes public.
#[derive(Debug, PartialEq, Eq)]
enum Openbaarheid {
    /// It is not there.
    Geen,
    Openbaar,
    /// On these grounds.
    Gelakt(String),
}

/// One side of a comparison: what is withheld, and the names and texts of the fields.
struct Momentopname<'a> {
    gelakt: Vec<Gelakt>,
    velden: BTreeMap<&'a str, &'a str>,
}

impl Momentopname<'_> {
    /// What of a place, or of a passage in it, goes public.
    fn stand(&self, plaats: &str, passage: Option<&str>) -> Openbaarheid {
        let own = |one: &&Gelakt| one.plaats == plaats && one.passage.as_deref() == passage;
        let whole = |one: &&Gelakt| one.passage.is_none() && is_within(plaats, &one.plaats);
        // The outermost counts.
        let outermost = self.gelakt.iter().filter(whole).min_by_key(|one| one.plaats.len());
        let found = outermost.or_else(|| self.gelakt.iter().find(own));
        if let Some(one) = found {
            return Openbaarheid::Gelakt(one.gronden.join(", "));
        }
        let is_there = match passage {
            Some(passage) => self.velden.get(plaats).is_some_and(|text| text.contains(passage)),
            None => self.velden.keys().any(|name| is_within(name, plaats)),
        };
        if is_there { Openbaarheid::Openbaar } else { Openbaarheid::Geen }
    }
}

/// Whether a name is that of a place or of something in it.
fn is_within(name: &str, whole: &str) -> bool {
    let rest = name.strip_prefix(whole);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What goes public otherwise since; nothing when that was not kept.
pub(super) fn compare(was: &Gelezenvelden, now: &BTreeMap<String, Veldafdruk>) -> Vec<Anders> {
    let read = |text: &String| serde_json::from_str::<Vec<Gelakt>>(text).ok();
    let old = was.get(VELD).and_then(|veld| veld.tekst.as_ref()).and_then(read);
    let new = now.get(VELD).and_then(|field| read(&field.printed.text));
    let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
    let then = was.iter().map(|(name, veld)| (&**name, veld.tekst.as_deref().unwrap_or_default()));
    let old = Momentopname { gelakt: old, velden: then.collect() };
    let today = now.iter().map(|(name, field)| (&**name, &*field.printed.text));
    let new = Momentopname { gelakt: new, velden: today.collect() };
    let all = old.gelakt.iter().chain(&new.gelakt);
    let all: BTreeSet<(&str, Option<&str>)> =
        all.map(|one| (one.plaats.as_str(), one.passage.as_deref())).collect();
    let other = |(plaats, passage): (&str, Option<&str>)| {
        let what = match (old.stand(plaats, passage), new.stand(plaats, passage)) {
            (was, now) if was == now => return None,
            (Openbaarheid::Geen, now) => format!("nieuw, en {}", now.words()),
            (was, Openbaarheid::Geen) => format!("was {}, en staat er niet meer", was.words()),
            (was, now) => format!("was {}, nu {}", was.words(), now.words()),
        };
        let passage = passage.map(|text| format!("“{}”: ", words::shorten(text)));
        let wat = format!("{}{what}", passage.unwrap_or_default());
        Some(Anders { plaats: plaats.to_owned(), wat })
    };
    all.into_iter().filter_map(other).collect()
}

impl Openbaarheid {
    fn words(&self) -> String {
        match self {
            Self::Geen => "er niet".into(),
            Self::Openbaar => "openbaar".into(),
            Self::Gelakt(gronden) => format!("weggelakt ({gronden})"),
        }
    }
}
