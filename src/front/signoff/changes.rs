//! In: an initial, the fields now, and the texts that were read. Out: which fields changed since, where, and how. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::fields::Veldafdruk;
use super::gelezen::Gelezenvelden;
use super::openbaarheid::{self, Anders};
use super::paraaf::Paraaf;
use super::remarks::changed;
use crate::check::Checked;
use crate::diagnostic::{shown, words};
use crate::dossier::{Place, Root, Stuk};
use crate::inventaris::onderdeel;
use crate::source::{Sources, Span, difference};

/// Characters around a difference that are shown of a long sentence.
const AROUND: usize = 60;
/// Most characters of a sentence that is shown whole.
const MOST_SHOWN: usize = 240;
/// Most places in one field of which the sentences are shown.
const MOST_PLACES: usize = 8;

/// Most words of two sentences that are held against each other one by one.
const MOST_WORDS: usize = 2_000;

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wijziging {
    /// Its name, as `brief.secties[0].tekst`.
    pub veld: String,
    /// Whether it is new, or gone; neither when it is another.
    pub is_nieuw: bool,
    /// See above.
    pub is_weg: bool,
    /// Its place; none when it is not in the dossier.
    pub place: Option<Place>,
    /// Where what is new in it stands in what was typed, or where something went; nothing where that is all of it.
    pub nieuw: Vec<Range<usize>>,
    /// What there is to say of it.
    pub gezegd: Vec<Gezegd>,
}

impl Wijziging {
    /// What is new of it in the files; empty where something went.
    pub fn spans(&self, checked: &Checked, sources: &Sources) -> Vec<Span> {
        let Some(place) = &self.place else { return Vec::new() };
        let ranges = self.nieuw.iter().cloned().map(Some);
        let whole = self.nieuw.is_empty() && !self.is_weg;
        let ranges = ranges.chain(whole.then_some(None));
        ranges.filter_map(|within| checked.span(place, within, sources)).collect()
    }

    /// The part of the documents that it is of, as a reader knows it; none when it is not in the dossier.
    pub fn onderdeel(&self, checked: &Checked) -> Option<String> {
        let place = self.place.as_ref()?;
        let Root::File(bestand) = place.root else { return None };
        let prints = |stuk: &&Stuk| checked.manuscript(**stuk).is_some_and(|of| of.prints(place));
        let made = checked.stukken();
        let stuk = bestand.stuk().or_else(|| made.iter().find(prints).or(made.first()).copied())?;
        Some(onderdeel(checked, stuk, place))
    }
}

/// What there is to say of a field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gezegd {
    /// What it said.
    Was(String),
    /// What it says.
    Nu(String),
    /// Something else.
    Uitleg(String),
}

impl Gezegd {
    /// That as a line.
    fn line(&self) -> String {
        shown::line(&match self {
            Self::Was(text) => format!("was: {text}"),
            Self::Nu(text) => format!("nu:  {text}"),
            Self::Uitleg(text) => text.clone(),
        })
    }
}

/// The fields that differ from what somebody read, or from another version.
#[derive(Debug)]
pub struct Wijzigingen {
    /// Since when, in words.
    sinds: String,
    now: BTreeMap<String, Veldafdruk>,
    /// As they were, with their texts as far as those were found.
    was: Gelezenvelden,
    /// Their names, also of those that are gone.
    names: BTreeSet<String>,
}

impl Wijzigingen {
    /// What differs now from what was read at an initial.
    pub fn since(paraaf: &Paraaf, was: Gelezenvelden, now: BTreeMap<String, Veldafdruk>) -> Self {
        Self::between(since(paraaf), was, now)
    }

    /// What differs between two versions; `sinds` says in words since when.
    pub fn between(sinds: String, was: Gelezenvelden, now: BTreeMap<String, Veldafdruk>) -> Self {
        let differs = |(name, field): &(&String, &Veldafdruk)| {
            was.get(*name).is_none_or(|was| was.afdruk != field.afdruk)
        };
        let other = now.iter().filter(differs).map(|(name, _)| name);
        let gone = was.keys().filter(|name| !now.contains_key(*name));
        let mut names: BTreeSet<String> = other.chain(gone).cloned().collect();
        // Of an initial of before that was kept, there is nothing to compare with.
        if !was.contains_key(openbaarheid::VELD) {
            names.remove(openbaarheid::VELD);
        }
        Self { sinds, now, was, names }
    }

    /// The text that a field had.
    fn old(&self, name: &str) -> Option<&String> {
        self.was.get(name)?.tekst.as_ref()
    }

    /// Whether no field differs.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What there is to say before the fields; `stukken` are the documents that differ.
    pub fn heading(&self, stukken: &[Stuk]) -> String {
        let since = &self.sinds;
        match (stukken, self.is_empty()) {
            ([], true) => format!("{since} is niets gewijzigd"),
            (_, true) => changed(stukken),
            ([], false) => format!("{since}: geen document is anders"),
            (_, false) => format!("{since}: {}", changed(stukken)),
        }
    }

    /// The same of two versions: how many fields differ.
    pub fn counted(&self) -> String {
        let since = &self.sinds;
        shown::line(&match self.names.len() {
            0 => format!("{since} is niets gewijzigd dat op papier kan komen"),
            1 => format!("{since} is één veld gewijzigd"),
            more => format!("{since} zijn {more} velden gewijzigd"),
        })
    }

    /// The fields whose old text an earlier version may still have.
    fn sought(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|name| {
            self.was.contains_key(*name)
                && self.old(name).is_none()
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
                let same = self.was.get(name).is_some_and(|was| was.afdruk == field.afdruk);
                same.then(|| (name.clone(), field.printed.text.clone()))
            })
            .collect();
        for (name, text) in found {
            self.was.entry(name).and_modify(|veld| veld.tekst = Some(text));
        }
    }

    /// Whether there were old texts to show, and none was found.
    pub fn lacks_old(&self) -> bool {
        let (mut known, mut lost) = (false, false);
        for veld in self.names.iter().filter_map(|name| self.was.get(name)) {
            known |= veld.tekst.is_some();
            lost |= veld.tekst.is_none();
        }
        lost && !known
    }

    /// What there is to say of each field, in reading order. `folder` is the dossier's.
    pub fn lines(&self, checked: &Checked, sources: &Sources, folder: &str) -> Vec<String> {
        let line = |name| self.line(name, checked, sources, folder);
        let fields = self.names.iter().filter(|name| **name != openbaarheid::VELD);
        let mut lines: Vec<(String, String)> = fields.map(line).collect();
        lines.extend(self.publicly(checked, sources, folder));
        lines.sort_by(|one, other| natural(&one.0).cmp(&natural(&other.0)));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// What there is to say before that of what goes public.
    pub fn public_heading(&self) -> String {
        shown::line(&format!("{} gaat iets anders naar buiten:", self.sinds))
    }

    /// What there is to say of what goes public, as far as that is kept.
    pub fn public_lines(&self, checked: &Checked, sources: &Sources, folder: &str) -> Vec<String> {
        self.publicly(checked, sources, folder).into_iter().map(|(_, line)| line).collect()
    }

    /// What there is to say of each place of which other things go public, with that place.
    fn publicly(
        &self,
        checked: &Checked,
        sources: &Sources,
        folder: &str,
    ) -> Vec<(String, String)> {
        let line = |Anders { plaats, wat }| {
            let place: Option<Place> = plaats.parse().ok();
            let span = place.as_ref().and_then(|place| checked.span(place, None, sources));
            let at = shown_place(span, place, sources, folder);
            let line = format!("{at}: {}\n  {}\n", shown::line(&plaats), shown::line(&wat));
            (at, line)
        };
        openbaarheid::compare(&self.was, &self.now).into_iter().map(line).collect()
    }

    /// What there is to say of a field, with its place.
    fn line(
        &self,
        name: &String,
        checked: &Checked,
        sources: &Sources,
        folder: &str,
    ) -> (String, String) {
        let of = self.of(name, checked);
        let state = match (of.is_weg, of.is_nieuw) {
            (true, _) => " (weg)",
            (_, true) => " (nieuw)",
            _ => "",
        };
        // From the first new word to the last.
        let within = of.nieuw.iter().cloned().reduce(|all, one| all.start..one.end);
        let span = of.place.as_ref().and_then(|place| checked.span(place, within, sources));
        let place = shown_place(span, of.place, sources, folder);
        let text = format!("{place}: {}{state}\n", shown::line(name));
        let lines = of.gezegd.iter().map(Gezegd::line);
        (place, lines.fold(text, |text, line| format!("{text}  {line}\n")))
    }

    /// What became of each field, in the order of their names.
    pub fn all(&self, checked: &Checked) -> Vec<Wijziging> {
        let fields = self.names.iter().filter(|name| **name != openbaarheid::VELD);
        let mut all: Vec<Wijziging> = fields.map(|name| self.of(name, checked)).collect();
        let publicly = openbaarheid::compare(&self.was, &self.now).into_iter();
        all.extend(publicly.map(|Anders { plaats, wat }| Wijziging {
            place: plaats.parse().ok(),
            veld: plaats,
            is_nieuw: false,
            is_weg: false,
            nieuw: Vec::new(),
            gezegd: vec![Gezegd::Uitleg(wat)],
        }));
        all
    }

    fn of(&self, name: &String, checked: &Checked) -> Wijziging {
        let (now, old) = (self.now.get(name), self.old(name));
        let (is_weg, is_nieuw) = (now.is_none(), now.is_some() && !self.was.contains_key(name));
        let place: Option<Place> =
            now.and_then(|field| field.place.clone()).or_else(|| name.parse().ok());
        let now = now.filter(|field| field.place.is_some());
        let (gezegd, nieuw) = match (old, now) {
            (Some(old), Some(now)) if *old == now.printed.text => {
                let same = "de tekst is gelijk; hoe hij wordt afgedrukt is anders";
                (vec![Gezegd::Uitleg(same.to_owned())], Vec::new())
            }
            (Some(old), Some(now)) => compared(old, &now.printed.text, checked),
            (Some(old), None) => (vec![Gezegd::Was(whole(old))], Vec::new()),
            (None, Some(now)) => (vec![Gezegd::Nu(whole(&now.printed.text))], Vec::new()),
            (None, None) => (Vec::new(), Vec::new()),
        };
        let typed = |range: Range<usize>| now?.printed.map.forward(&range);
        let nieuw = nieuw.into_iter().filter_map(typed).collect();
        Wijziging { veld: name.clone(), is_nieuw, is_weg, place, nieuw, gezegd }
    }
}

/// The place of a field, as it is shown.
fn shown_place(
    span: Option<Span>,
    place: Option<Place>,
    sources: &Sources,
    folder: &str,
) -> String {
    match (span, place.map(|place| place.root)) {
        (Some(span), _) => sources.get(span.source).place(span.range.start),
        // Of a file that is gone only the name is left.
        (None, Some(Root::File(bestand))) => {
            shown::line(&format!("{}/{}", folder.trim_end_matches('/'), bestand.name()))
        }
        (None, _) => "buiten het dossier".into(),
    }
}

/// What there is to say when nobody knows any more what was read; `stukken` are the documents that differ.
pub fn blind(paraaf: &Paraaf, stukken: &[Stuk]) -> String {
    let since = since(paraaf);
    match stukken {
        [] => format!("{since} is geen document gewijzigd"),
        _ => format!("{since}: {}", changed(stukken)),
    }
}

/// Since which initial, in words.
pub fn since(paraaf: &Paraaf) -> String {
    format!("sinds de paraaf van {} ({})", paraaf.rol, paraaf.moment)
}

/// The sentences that differ, as they were and as they are; and where what is new stands in the text as it is.
fn compared(old: &str, now: &str, checked: &Checked) -> (Vec<Gezegd>, Vec<Range<usize>>) {
    let (before, after) = (sentences(old, checked), sentences(now, checked));
    let (mut gezegd, mut nieuw) = (Vec::new(), Vec::new());
    let texts = |all: &[Range<usize>], text: &str| -> Vec<String> {
        all.iter().map(|range| text[range.clone()].to_owned()).collect()
    };
    let differ =
        capture_diff_slices(Algorithm::Patience, &texts(&before, old), &texts(&after, now));
    let differ: Vec<DiffOp> =
        differ.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).collect();
    for (i, op) in differ.iter().enumerate() {
        let (gone, come) = (&before[op.old_range()], &after[op.new_range()]);
        let stretch = |all: &[Range<usize>]| Some(all.first()?.start..all.last()?.end);
        if let Some(come) = stretch(come) {
            let was = stretch(gone).map(|gone| &old[gone]).unwrap_or_default();
            let new = differing_words(was, &now[come.clone()]).into_iter();
            nieuw.extend(new.map(|(_, new)| come.start + new.start..come.start + new.end));
        } else {
            let at = after.get(op.new_range().start).map_or(now.len(), |next| next.start);
            nieuw.push(at..at);
        }
        if i >= MOST_PLACES {
            continue;
        }
        let (gone, come) = (texts(gone, old).join(" "), texts(come, now).join(" "));
        // Of two long sentences the part is shown that differs.
        match difference(&gone, &come) {
            Some((old, new)) if !gone.is_empty() && !come.is_empty() => {
                gezegd.push(Gezegd::Was(around(&gone, &old)));
                gezegd.push(Gezegd::Nu(around(&come, &new)));
            }
            _ if come.is_empty() => gezegd.push(Gezegd::Was(whole(&gone))),
            _ => gezegd.push(Gezegd::Nu(whole(&come))),
        }
    }
    match differ.len().saturating_sub(MOST_PLACES) {
        0 => {}
        more => {
            let places = words::count(more, "plaats", "plaatsen");
            gezegd.push(Gezegd::Uitleg(format!("en nog op {places}")));
        }
    }
    // The same sentences, in other paragraphs or with other spaces.
    if gezegd.is_empty() {
        gezegd.push(Gezegd::Uitleg("de zinnen zijn gelijk; hun indeling is anders".to_owned()));
    }
    (gezegd, nieuw)
}

/// The words by which two texts differ, in order: what stands in the one and in the other between words that are the same.
pub fn differing_words(old: &str, new: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let (before, after) = (words_of(old), words_of(new));
    if before.len().max(after.len()) > MOST_WORDS {
        return difference(old, new).into_iter().collect();
    }
    let texts = |all: &[Range<usize>], text: &str| -> Vec<String> {
        all.iter().map(|range| text[range.clone()].to_owned()).collect()
    };
    let stretch = |all: &[Range<usize>], part: Range<usize>, text: &str| {
        let at = || all.get(part.start).map_or(text.len(), |next| next.start);
        let found = &all[part.clone()];
        found.first().zip(found.last()).map_or_else(|| at()..at(), |(a, b)| a.start..b.end)
    };
    capture_diff_slices(Algorithm::Patience, &texts(&before, old), &texts(&after, new))
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| (stretch(&before, op.old_range(), old), stretch(&after, op.new_range(), new)))
        .collect()
}

fn words_of(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
}

/// The sentences of a text, which are not empty; a line ends one.
fn sentences(text: &str, checked: &Checked) -> Vec<Range<usize>> {
    let (mut all, mut at) = (Vec::new(), 0);
    for line in text.split('\n') {
        for range in checked.sentences(line) {
            let sentence = &line[range.clone()];
            let start = at + range.start + (sentence.len() - sentence.trim_start().len());
            all.push(start..start + sentence.trim().len());
        }
        at += line.len() + 1;
    }
    all
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
    let line = words::one_line(text);
    match line.char_indices().nth(MOST_SHOWN) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

/// A text on one line, or of a long one a part with what stands around it.
fn around(text: &str, part: &Range<usize>) -> String {
    if text.chars().count() <= MOST_SHOWN {
        return words::one_line(text);
    }
    let before: Vec<(usize, char)> = text[..part.start].char_indices().rev().take(AROUND).collect();
    let start = before.last().map_or(part.start, |(at, _)| *at);
    let end =
        text[part.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| part.end + at);
    let open = if start > 0 { "…" } else { "" };
    let close = if end < text.len() { "…" } else { "" };
    words::one_line(&format!("{open}{}{close}", &text[start..end]))
}
