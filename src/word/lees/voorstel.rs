//! In: a field as it was and as a file wants it. Out: each change of it as a proposal, with who wants it. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bestand::{Teken, Woordbestand};
use super::herkomst::uitvoer;
use super::ontwerp::Ontwerp;
use crate::dossier::Place;
use crate::schrijven::{Adds, Differences, Draft, OfDrafts, OfLines, splices};
use crate::voorstellen::{Beslissing, Veldwijziging, Vervanging, Voorstel};

/// A change of one field.
#[derive(Debug, Clone)]
pub(super) struct Wijziging {
    /// The traces that it left, by their numbers.
    pub(super) sporen: BTreeSet<usize>,
    pub(super) stukken: Vec<Vervanging>,
    pub(super) noten: BTreeMap<String, String>,
}

/// A field with what is to become of it.
pub(super) struct Bewerking<'a> {
    pub(super) inhoud: &'a Woordbestand,
    pub(super) ontwerp: &'a Ontwerp,
}

/// What a change of a computed value would be.
pub(super) const BEREKEND: &str = "een berekende waarde of verwijzing";

impl Bewerking<'_> {
    /// The changes that make one text with light markup of another; what cannot come along is told.
    pub(super) fn proza(
        &self,
        basis: &str,
        old: &Draft,
        told: &mut Vec<(String, Option<usize>)>,
    ) -> Vec<Wijziging> {
        let mut all = Differences::of_drafts(old, &self.ontwerp.draft);
        let spans = self.spans(all.after());
        let sporen = self.placed(&mut all, &spans);
        let made = |which: &[usize]| -> Option<Vec<Vervanging>> {
            let text = all.draft(which)?.written_over(basis).ok()?;
            let stukken = stukken(basis, &text);
            (!stukken.is_empty()).then_some(stukken)
        };
        let mut groups = self.groups(&all, &spans, &sporen);
        // What was typed in a value, or right beside it, is told with it.
        groups.retain(|group| {
            let beside = group.iter().any(|at| self.touches(&spans, &all.all()[*at].1));
            if beside {
                let (was, is) = gezegd(&all, group);
                let who = group.iter().find_map(|at| sporen[*at].first().copied());
                let what = match (was.is_empty(), is.is_empty()) {
                    (true, true) => None,
                    (true, false) => Some(format!("“{is}” naast een gewijzigde waarde")),
                    (false, true) => {
                        Some(format!("dat “{was}” naast een gewijzigde waarde is weggehaald"))
                    }
                    (false, false) => {
                        Some(format!("“{is}” in plaats van “{was}” naast een gewijzigde waarde"))
                    }
                };
                told.extend(what.map(|what| (what, who)));
            }
            !beside
        });
        // A value that something else stands in the place of is not changed by hand; what else was done in one go with
        // that, does not stand by itself.
        let mut at = 0;
        while at < groups.len() {
            if replaced(&all, &groups[at]).is_none() {
                at += 1;
                continue;
            }
            let belongs = |one: &[usize], next: &[usize]| {
                let between = all.all()[one[one.len() - 1]].1.end..all.all()[next[0]].1.start;
                // Words that were there before leave no trace where others went.
                let (one, next) = (&sporen[one[0]], &sporen[next[0]]);
                between.len() <= MEEST_ERTUSSEN
                    && (one == next || one.is_empty() || next.is_empty())
            };
            let (mut first, mut last) = (at, at);
            while first > 0 && belongs(&groups[first - 1], &groups[first]) {
                first -= 1;
            }
            while last + 1 < groups.len() && belongs(&groups[last], &groups[last + 1]) {
                last += 1;
            }
            let all_of_it: Vec<usize> = groups.drain(first..=last).flatten().collect();
            let (was, is) = gezegd(&all, &all_of_it);
            let who = all_of_it.iter().find_map(|at| sporen[*at].first().copied());
            told.push((format!("“{is}” in plaats van “{was}”, waarin {BEREKEND} staat"), who));
            at = first;
        }
        let mut out = Vec::new();
        let mut failed: Vec<usize> = Vec::new();
        for group in &groups {
            match made(group) {
                Some(stukken) => out.push(self.wijziging(group, &sporen, stukken)),
                None => failed.extend(group),
            }
        }
        // What makes no text by itself, makes one together with all else.
        if !failed.is_empty() {
            let mut every: Vec<usize> = groups.concat();
            every.sort_unstable();
            let left = [&failed, &every].into_iter().find_map(|which| Some((which, made(which)?)));
            match left {
                Some((which, stukken)) => {
                    if which.len() == every.len() {
                        out.clear();
                    }
                    out.push(self.wijziging(which, &sporen, stukken));
                }
                None => {
                    let who = sporen[failed[0]].first().copied();
                    told.push(("een wijziging die zo niet kan worden opgeslagen".into(), who));
                }
            }
        }
        out
    }

    /// The changes that make one line of another.
    pub(super) fn regel(&self, old: &str, new: &str) -> Vec<Wijziging> {
        let mut all: OfLines = Differences::of_lines(old, new.trim());
        let spans = self.spans(all.after());
        let sporen = self.placed(&mut all, &spans);
        let groups = self.groups_of(&all, &spans, &sporen);
        let made = groups
            .iter()
            .map(|group| self.wijziging(group, &sporen, stukken(old, &all.line(group))));
        made.filter(|change| !change.stukken.is_empty()).collect()
    }

    fn wijziging(
        &self,
        group: &[usize],
        sporen: &[BTreeSet<usize>],
        stukken: Vec<Vervanging>,
    ) -> Wijziging {
        let named =
            |name: &str| stukken.iter().any(|one| one.erbij.contains(&format!("[^{name}]")));
        let noten = self.ontwerp.noten.iter().filter(|(name, _)| named(name));
        Wijziging {
            sporen: group.iter().flat_map(|at| sporen[*at].iter().copied()).collect(),
            noten: noten.map(|(name, text)| (name.clone(), text.clone())).collect(),
            stukken,
        }
    }

    /// Of each piece of the new text: its characters in the stream of those of the file.
    fn spans<T: Adds>(&self, pieces: &[T]) -> Vec<Range<usize>> {
        let stream = &self.ontwerp.stroom;
        let mut at = 0;
        let mut out = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let mut start = None;
            for char in piece.characters().unwrap_or_default().chars() {
                // What was left out, such as a space at the end, stands between.
                if let Some(found) = stream[at..].iter().position(|(one, _)| *one == char) {
                    at += found;
                    start.get_or_insert(at);
                    at += 1;
                }
            }
            out.push(start.unwrap_or(at)..at);
        }
        out
    }

    fn teken(&self, (line, at): (usize, usize)) -> &Teken {
        &self.inhoud.alineas[line].tekens[at]
    }

    /// Whether a range of the new text stands beside a value that was changed.
    fn touches(&self, spans: &[Range<usize>], new: &Range<usize>) -> bool {
        let (start, end) = self.reach(spans, new);
        self.ontwerp.geraakt.range(start.saturating_sub(1)..=end).next().is_some()
    }

    /// The characters of a range of the new text, in the stream.
    fn reach(&self, spans: &[Range<usize>], new: &Range<usize>) -> (usize, usize) {
        let start = new.start.checked_sub(1).map_or(0, |at| spans[at].end);
        let stream = &self.ontwerp.stroom;
        let mut end = spans.get(new.end).map_or(stream.len(), |span| span.start);
        // A blank that was left at the end of a paragraph stands before what begins the next one.
        if spans.get(new.end).is_some_and(Range::is_empty) {
            end += stream[end..].iter().take_while(|(char, _)| *char == ' ').count();
        }
        (start, end.max(start))
    }

    /// The traces of each difference, which is put where it left one: of two equal words one went.
    fn placed<T: Adds + Clone + Eq + std::hash::Hash + Ord>(
        &self,
        all: &mut Differences<T>,
        spans: &[Range<usize>],
    ) -> Vec<BTreeSet<usize>> {
        let mut out = Vec::new();
        for at in 0..all.all().len() {
            let whole = |(old, new): &(Range<usize>, Range<usize>)| {
                let first = if old.is_empty() {
                    all.after().get(new.start)
                } else {
                    all.before().get(old.start)
                };
                first.is_some_and(|piece| piece.characters().is_none())
            };
            let mut best: Option<((bool, bool), _, BTreeSet<usize>)> = None;
            for slide in all.slides(at) {
                let found = self.sporen(spans, &slide.1);
                let score = (!found.is_empty(), whole(&slide));
                if best.as_ref().is_none_or(|(known, ..)| score > *known) {
                    best = Some((score, slide, found));
                }
            }
            if let Some((_, slide, found)) = best {
                all.slide(at, slide);
                out.push(found);
            }
        }
        out
    }

    /// The traces in a range of the new text, and of what went there.
    fn sporen(&self, spans: &[Range<usize>], new: &Range<usize>) -> BTreeSet<usize> {
        let stream = &self.ontwerp.stroom;
        let (start, end) = self.reach(spans, new);
        let inside = &stream[start..end];
        let mut came: BTreeSet<usize> =
            inside.iter().filter_map(|(_, pos)| self.teken(*pos).erbij).collect();
        let before = start.checked_sub(1).map(|at| stream[at].1);
        let behind = stream.get(end).map(|(_, pos)| *pos);
        let own = &self.ontwerp.alineas;
        let first = before.map(|pos| pos.0).or_else(|| own.first().copied());
        let last = behind.map(|pos| pos.0).or_else(|| own.last().copied());
        let (Some(mut first), Some(mut last)) = (first, last) else { return came };
        // Paragraphs that went at an edge of the field belong to none any more.
        let went = |i: usize| {
            self.inhoud.alineas.get(i).is_some_and(|line| {
                (line.weg.is_some() || line.rij_weg.is_some())
                    && line.tekens.iter().all(|one| one.weg.is_some() || line.rij_weg.is_some())
            })
        };
        while behind.is_none() && went(last + 1) {
            last += 1;
        }
        while before.is_none() && first > 0 && went(first - 1) {
            first -= 1;
        }
        let mut ends = BTreeSet::new();
        let mut rows = BTreeSet::new();
        let mut kinds = BTreeSet::new();
        for i in first..=last.max(first) {
            let line = &self.inhoud.alineas[i];
            // What went as a whole belongs to no field any more.
            let gone = !own.contains(&i);
            if gone
                && line.rij_weg.is_none()
                && line.weg.is_none()
                && line.tekens.iter().any(|one| one.weg.is_none())
            {
                continue;
            }
            rows.extend(line.rij_weg.into_iter().chain(line.rij_erbij));
            rows.extend(line.cel_weg.into_iter().chain(line.cel_erbij));
            // A paragraph becomes another kind by its look, or when it goes on in the next one.
            if before.is_none_or(|pos| (i, 0) > pos) && behind.is_none_or(|pos| (i, 0) <= pos) {
                kinds.extend(line.opmaak.or(line.weg));
            }
            for (at, one) in line.tekens.iter().enumerate() {
                let inside = before.is_none_or(|pos| (i, at) > pos)
                    && behind.is_none_or(|pos| (i, at) < pos);
                if inside {
                    came.extend(one.weg);
                }
            }
            let ended = (i, line.tekens.len());
            let inside = before.is_none_or(|pos| ended > pos)
                && behind.is_none_or(|pos| ended <= (pos.0, 0).max(pos));
            if inside && i < last.max(first) {
                ends.extend(line.weg.into_iter().chain(line.erbij));
            }
        }
        // What went among words that somebody put there, he took away.
        let around = || -> BTreeSet<usize> {
            let sides = [start.checked_sub(1).map(|at| stream[at].1), behind];
            sides.into_iter().flatten().filter_map(|pos| self.teken(pos).erbij).collect()
        };
        let looks = || -> BTreeSet<usize> {
            inside.iter().filter_map(|(_, pos)| self.teken(*pos).opmaak()).collect()
        };
        let found = [came, ends, rows, kinds].into_iter().find(|found| !found.is_empty());
        let found = found.unwrap_or_else(looks);
        if found.is_empty() { around() } else { found }
    }

    fn groups(
        &self,
        all: &OfDrafts,
        spans: &[Range<usize>],
        sporen: &[BTreeSet<usize>],
    ) -> Vec<Vec<usize>> {
        let mut groups = self.groups_of(all, spans, sporen);
        // Where one paragraph goes on in another, that becomes another kind by the same step.
        let kind_only = |group: &[usize]| {
            let [at] = group else { return false };
            let (old, new) = &all.all()[*at];
            let pieces = all.before()[old.clone()].iter().chain(&all.after()[new.clone()]);
            !sporen[*at].is_empty() && pieces.into_iter().all(|piece| piece.characters().is_none())
        };
        let is_other = |group: &[usize]| {
            group.iter().any(|at| !all.all()[*at].0.is_empty() && !all.all()[*at].1.is_empty())
        };
        for i in (1..groups.len()).rev() {
            let (one, next) = (&groups[i - 1], &groups[i]);
            let between = all.all()[one[one.len() - 1]].1.end..all.all()[next[0]].1.start;
            let one_line = all.after()[between].iter().all(|piece| piece.characters().is_some());
            let same = one_line && sporen[one[0]] == sporen[next[0]];
            if same && kind_only(one) && kind_only(next) && is_other(one) != is_other(next) {
                let next = groups.remove(i);
                groups[i - 1].extend(next);
            }
        }
        // A paragraph that goes here and comes there has moved.
        let mut i = 0;
        while i < groups.len() {
            let pair = (i + 1..groups.len()).find(
                |j| matches!((&groups[i][..], &groups[*j][..]), ([a], [b]) if all.is_move(*a, *b)),
            );
            if let Some(j) = pair {
                let other = groups.remove(j);
                groups[i].extend(other);
            }
            i += 1;
        }
        groups
    }

    /// Differences that are one change: of the same people, with nothing between them but what they put there too.
    fn groups_of<T: Adds + Clone + Eq + std::hash::Hash + Ord>(
        &self,
        all: &Differences<T>,
        spans: &[Range<usize>],
        sporen: &[BTreeSet<usize>],
    ) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (i, (_, new)) in all.all().iter().enumerate() {
            let joins = i > 0 && sporen[i] == sporen[i - 1] && {
                let between = all.all()[i - 1].1.end..new.start;
                let pieces = &all.after()[between.clone()];
                let words = pieces.iter().all(|piece| piece.characters().is_some());
                let stream = spans[between].iter().flat_map(Clone::clone);
                let theirs = stream.into_iter().all(|at| {
                    let pos = self.ontwerp.stroom.get(at).map(|(_, pos)| *pos);
                    pos.is_some_and(|pos| self.teken(pos).erbij.is_some())
                });
                words && (pieces.len() <= 1 || theirs || sporen[i].is_empty() && pieces.len() <= 3)
            };
            match groups.last_mut() {
                Some(group) if joins => group.push(i),
                _ => groups.push(vec![i]),
            }
        }
        groups
    }
}

/// Most pieces between two changes that one person made in one go.
const MEEST_ERTUSSEN: usize = 4;

/// What stood where a group of differences is, and what stands there now.
fn gezegd(all: &OfDrafts, group: &[usize]) -> (String, String) {
    let text = |range: Range<usize>, row: &[crate::schrijven::Snippet]| -> String {
        let said = row[range].iter().map(|piece| match piece.chip() {
            Some(chip) => chip.label.clone(),
            None => piece.characters().unwrap_or(" ").to_owned(),
        });
        said.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return (String::new(), String::new());
    };
    let (first, last) = (&all.all()[*first], &all.all()[*last]);
    (text(first.0.start..last.0.end, all.before()), text(first.1.start..last.1.end, all.after()))
}

/// The value or reference that a group of differences puts something else in the place of.
fn replaced(all: &OfDrafts, group: &[usize]) -> Option<String> {
    let chips =
        |range: &Range<usize>, row: &[crate::schrijven::Snippet]| -> Vec<(String, String)> {
            let found = row[range.clone()].iter().filter_map(|piece| piece.chip());
            let found = found.filter(|chip| chip.note().is_none());
            found.map(|chip| (chip.source.clone(), chip.label.clone())).collect()
        };
    let hunks: Vec<_> = group.iter().map(|at| &all.all()[*at]).collect();
    let there: Vec<_> = hunks.iter().flat_map(|(_, new)| chips(new, all.after())).collect();
    for (old, new) in hunks {
        let text = all.after()[new.clone()]
            .iter()
            .any(|piece| piece.characters().is_some_and(|text| !text.trim().is_empty()));
        let gone = chips(old, all.before()).into_iter().find(|chip| !there.contains(chip));
        if let Some((_, label)) = gone.filter(|_| text) {
            return Some(label);
        }
    }
    None
}

/// What goes and what comes to make one text of another.
pub(super) fn stukken(old: &str, new: &str) -> Vec<Vervanging> {
    splices(old, new)
        .into_iter()
        .map(|(range, erbij)| Vervanging { van: range.start, weg: old[range].to_owned(), erbij })
        .collect()
}

/// Changes of fields as proposals: a paragraph that goes from one to another is one.
pub(super) fn voorstellen(
    inhoud: &Woordbestand,
    uit: &str,
    changes: Vec<(Place, bool, String, Wijziging)>,
) -> Vec<Voorstel> {
    let mut out: Vec<Voorstel> = Vec::new();
    let uitvoer = uitvoer(inhoud);
    for (place, regel, basis, Wijziging { sporen, stukken, noten }) in changes {
        let traces = || sporen.iter().map(|at| &inhoud.sporen[*at]);
        let mut wie: Vec<String> = traces().map(|one| one.wie.clone()).collect();
        wie.sort();
        wie.dedup();
        let wanneer = traces().filter_map(|one| one.wanneer.clone()).max();
        let plaats = place.to_string();
        let deel = Veldwijziging { plaats, regel, basis, stukken, noten, ..Default::default() };
        let moved = out.iter_mut().find(|known| {
            let [there] = &known.delen[..] else { return false };
            there.plaats != deel.plaats
                && known.wie == wie
                && !wie.is_empty()
                && is_move(there, &deel)
        });
        match moved {
            Some(known) => known.delen.push(deel),
            None => out.push(Voorstel {
                nummer: 0,
                wie,
                wanneer,
                uit: uit.to_owned(),
                uitvoer: uitvoer.clone(),
                delen: vec![deel],
                stand: Beslissing::Open,
            }),
        }
    }
    out
}

/// Whether what goes in one field comes in another.
fn is_move(one: &Veldwijziging, other: &Veldwijziging) -> bool {
    let text = |deel: &Veldwijziging, came: bool| -> String {
        let all = deel.stukken.iter().map(|one| if came { &one.erbij } else { &one.weg });
        all.flat_map(|text| text.split_whitespace()).collect::<Vec<_>>().join(" ")
    };
    let pair = |from: &Veldwijziging, to: &Veldwijziging| {
        let words = text(from, false);
        words.len() > 20
            && text(from, true).is_empty()
            && text(to, false).is_empty()
            && words == text(to, true)
    };
    pair(one, other) || pair(other, one)
}
