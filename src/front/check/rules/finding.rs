//! In: what a rule found. Out: that as a diagnostic, at its places in the files. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Rule, exceptions, is_about_public};
use crate::check::passage::{Passage, Spot};
use crate::diagnostic::{Diagnostic, Edit, Label, codes};
use crate::dossier::Reading;
use crate::edit;
use crate::source::{SourceId, Sources, Span};

/// What a rule found.
#[derive(Debug, Clone)]
pub(in crate::check) struct Finding {
    message: String,
    /// The words that it is about; none for all that stands at its first place.
    woorden: Option<String>,
    pub(super) spots: Vec<(Spot, String)>,
    help: Vec<String>,
    pub(super) edits: Vec<(Spot, String)>,
}

impl Finding {
    /// A finding at a place.
    pub(in crate::check) fn at(spot: Spot, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            woorden: None,
            spots: vec![(spot, String::new())],
            help: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// A finding in a passage.
    pub(in crate::check) fn on(
        passage: &Passage,
        range: &Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self::at(passage.spot(range), message).about(&passage.text[range.clone()])
    }

    /// The words that it is about, as an exception names them.
    pub(in crate::check) fn about(mut self, woorden: impl Into<String>) -> Self {
        self.woorden = Some(woorden.into());
        self
    }

    /// A word at the first place.
    pub(in crate::check) fn label(mut self, text: impl Into<String>) -> Self {
        self.spots[0].1 = text.into();
        self
    }

    /// A further place.
    pub(in crate::check) fn and(mut self, spot: Spot, text: impl Into<String>) -> Self {
        self.spots.push((spot, text.into()));
        self
    }

    /// What to do.
    pub(in crate::check) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The correction; where the text was not typed just so, only the advice to write it.
    pub(in crate::check) fn fix(
        self,
        passage: &Passage,
        range: &Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        let text = text.into();
        if passage.is_typed(range) {
            let mut fixed = self;
            fixed.edits.push((passage.spot(range), text));
            return fixed;
        }
        self.help(advice(&text))
    }
}

/// A correction that the author must make.
fn advice(text: &str) -> String {
    if text.is_empty() { "haal dit weg".into() } else { format!("schrijf `{text}`") }
}

/// A finding with the words that it is about, by which an exception can be for it alone.
pub(super) struct Told {
    pub(super) diagnostic: Diagnostic,
    pub(super) woorden: String,
}

/// A finding as it is told.
pub(super) fn told(rule: &Rule, finding: Finding, reading: &Reading, sources: &Sources) -> Told {
    let first = finding.spots.first().map(|(spot, _)| spot);
    let field = first.map(|spot| spot.place.to_string());
    let woorden = finding.woorden.or_else(|| Some(typed(first?, reading)?.to_owned()));
    let woorden = woorden.unwrap_or_default();
    let mut diagnostic = Diagnostic::new(rule.code, rule.severity, finding.message);
    diagnostic.labels = finding
        .spots
        .into_iter()
        .filter_map(|(spot, text)| Some(Label { span: span(&spot, reading, sources)?, text }))
        .collect();
    diagnostic.help = finding.help;
    if is_about_public(rule.code) {
        diagnostic.help.push(format!(
            "is dit goed zo, zet dan in dossier.yaml bij `uitzonderingen`: `{{regel: {}, tekst: {}, reden: …}}`",
            rule.code.id,
            exceptions::quoted(&woorden)
        ));
    }
    let edit = |(spot, text): &(Spot, String)| -> Option<Edit> {
        let tree = reading.trees.get(&spot.place.root)?;
        edit::in_place(tree, &spot.place.path, spot.within.clone()?, text, sources)
    };
    match finding.edits.iter().map(edit).collect::<Option<Vec<Edit>>>() {
        Some(fix) => diagnostic.fix = fix,
        None => diagnostic.help.extend(finding.edits.iter().map(|(_, text)| advice(text))),
    }
    diagnostic.field = field;
    Told { diagnostic, woorden }
}

/// What was typed at a place.
fn typed<'a>(spot: &Spot, reading: &'a Reading) -> Option<&'a str> {
    let text = reading.trees.get(&spot.place.root)?.at(&spot.place.path)?.text()?;
    spot.within.clone().map_or(Some(text), |range| text.get(range))
}

fn span(spot: &Spot, reading: &Reading, sources: &Sources) -> Option<Span> {
    let tree = reading.trees.get(&spot.place.root)?;
    if spot.key {
        return Some(tree.key_place(&spot.place.path, sources));
    }
    match (tree.at(&spot.place.path), &spot.within) {
        (Some(node), Some(range)) => Some(node.within(range.clone(), sources)),
        _ => Some(tree.place(&spot.place.path, sources)),
    }
}

/// Places to fill in are told together, for each file: a new dossier has nothing else. Only after exceptions, which
/// are for each place.
pub(super) fn together(all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (places, mut rest): (Vec<Diagnostic>, Vec<Diagnostic>) =
        all.into_iter().partition(|diagnostic| diagnostic.code == codes::NOT_FILLED_IN);
    let mut files: BTreeMap<SourceId, Vec<Diagnostic>> = BTreeMap::new();
    for place in places {
        let Some(span) = place.span() else { continue };
        files.entry(span.source).or_default().push(place);
    }
    for mut places in files.into_values() {
        places.sort_by_key(|place| place.span().map(|span| span.range.start));
        let count = places.len();
        let mut places = places.into_iter();
        let Some(mut first) = places.next() else { continue };
        if count > 1 {
            let message = format!("op {count} plaatsen moet nog iets worden ingevuld");
            first.here = Some(std::mem::replace(&mut first.message, message));
        }
        first.labels.extend(places.flat_map(|place| place.labels));
        rest.push(first);
    }
    rest
}
