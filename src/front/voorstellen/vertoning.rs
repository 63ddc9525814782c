//! In: a proposal and the text that it changes. Out: what goes and what comes, with a few words around it, and where that
//! stands in the text as it is now. Pure.

use std::ops::Range;

use serde::Serialize;

use super::{Veldwijziging, Vervanging};
use crate::dossier::{Place, Root};
use crate::prose;
use crate::schrijven::splices;

/// Most characters that are shown around a change, and of it.
const ROND: usize = 30;
const MEEST: usize = 300;

/// A change with what stands around it, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vertoning {
    /// A few words before it.
    pub voor: String,
    /// What goes.
    pub weg: String,
    /// What comes.
    pub erbij: String,
    /// A few words behind it.
    pub na: String,
}

/// A change in the text as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merk {
    /// What goes; empty where something only comes.
    pub bereik: Range<usize>,
    /// What comes, on one line.
    pub erbij: String,
    /// Which kind of change it is.
    pub soort: Soort,
    /// What stands beside it where nothing of it is printed: something comes behind this, or before it.
    pub ernaast: (Range<usize>, Kant),
}

/// Which kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Soort {
    /// Words.
    Woorden,
    /// Bold, italic and the like of words that stay.
    Opmaak,
}

/// On which side of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kant {
    /// Before it.
    Ervoor,
    /// Behind it.
    Erachter,
}

/// A place, in words.
pub fn waar(place: &Place) -> String {
    match place.root {
        Root::File(bestand) => format!("{}, {}", bestand.name(), place.path.in_words()),
        Root::Profile => place.path.in_words(),
    }
}

/// Each change of a part; those close together as one.
pub fn vertoning(deel: &Veldwijziging, basis: &str) -> Vec<Vertoning> {
    let shown =
        |blanks| groups(deel, basis, blanks).into_iter().filter_map(|group| one(&group, basis));
    let all: Vec<Vertoning> = shown(false).collect();
    // Blanks alone are shown where there is nothing else to see.
    if all.is_empty() { shown(true).collect() } else { all }
}

/// Where each change of a part stands in the text as it is now; none for what was changed since.
pub fn merken(deel: &Veldwijziging, basis: &str, nu: &str) -> Vec<Merk> {
    let since = splices(basis, nu);
    let moved = |range: &Range<usize>| {
        let mut by = 0isize;
        for (gone, new) in &since {
            if gone.end < range.start {
                by += new.len().cast_signed() - gone.len().cast_signed();
            } else if gone.start <= range.end {
                return None;
            }
        }
        Some(range.start.checked_add_signed(by)?..range.end.checked_add_signed(by)?)
    };
    let mut out = Vec::new();
    for group in groups(deel, basis, false) {
        let all = match opmaak(&group) {
            Some(word) => {
                let (first, last) = (group[0].van, &group[group.len() - 1]);
                vec![(first..last.van + last.weg.len(), word.to_owned(), Soort::Opmaak)]
            }
            None => group
                .iter()
                .map(|stuk| {
                    let erbij = line(&stuk.erbij).trim().to_owned();
                    (stuk.van..stuk.van + stuk.weg.len(), erbij, Soort::Woorden)
                })
                .collect(),
        };
        out.extend(all.into_iter().filter_map(|(range, erbij, soort)| {
            let bereik = moved(&range)?;
            let ernaast = beside(nu, bereik.start)?;
            Some(Merk { bereik, erbij, soort, ernaast })
        }));
    }
    out
}

/// What these changes make of words that stay, if they do no more than that.
fn opmaak(group: &[Vervanging]) -> Option<&'static str> {
    let all: String = group.iter().flat_map(|stuk| [&*stuk.weg, &*stuk.erbij]).collect();
    let only = !all.is_empty() && all.chars().all(|char| char == '*' || char == '_');
    only.then(|| match (all.starts_with("**"), group.iter().any(|stuk| !stuk.erbij.is_empty())) {
        (true, true) => "vet",
        (true, false) => "niet vet",
        (false, true) => "cursief",
        (false, false) => "niet cursief",
    })
}

/// The characters beside a place: those before it in its line, or else the one behind it, or else those before the line.
fn beside(text: &str, at: usize) -> Option<(Range<usize>, Kant)> {
    let (before, behind) = (text.get(..at)?, text.get(at..)?);
    let own = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let marker = |char: char| char.is_whitespace() || "-*|.)>0123456789".contains(char);
    let begins = own.chars().all(marker);
    let next = behind.chars().next().filter(|char| *char != '\n');
    if let Some(next) = next.filter(|_| begins) {
        return Some((at..at + next.len_utf8(), Kant::Ervoor));
    }
    let end = before.trim_end().len();
    let line = before[..end].rfind('\n').map_or(0, |end| end + 1);
    let start = before[..end].char_indices().rev().take(ROND).last()?.0.max(line);
    Some((start..end, Kant::Erachter))
}

/// The changes of a part as they read, wherever lines end in the file, with or without those of blanks alone; those close
/// together as one.
fn groups(deel: &Veldwijziging, basis: &str, blanks: bool) -> Vec<Vec<Vervanging>> {
    let Some(wanted) = deel.toegepast(basis) else { return Vec::new() };
    let mut groups: Vec<Vec<Vervanging>> = Vec::new();
    let own = flowing(basis);
    for (range, erbij) in splices(&own, &flowing(&wanted)) {
        let blank = |text: &str| !text.is_empty() && text.chars().all(|char| char == ' ');
        if !blanks && blank(&erbij) && blank(&own[range.clone()]) {
            continue;
        }
        let stuk = Vervanging { van: range.start, weg: basis[range].to_owned(), erbij };
        match groups.last_mut() {
            Some(group)
                if group.last().is_some_and(|last| {
                    stuk.van.saturating_sub(last.van + last.weg.len()) <= ROND
                }) =>
            {
                group.push(stuk);
            }
            _ => groups.push(vec![stuk]),
        }
    }
    groups
}

/// A text with a space, as long as it, where a line ends and nothing begins.
fn flowing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let (before, behind) = (&text[..at], text[at + char.len_utf8()..].trim_start_matches(' '));
        let ends = char == '\n'
            && !(before.is_empty() || before.ends_with(['\n', '\\']) || before.ends_with("  "))
            && !(behind.is_empty()
                || behind.starts_with(['\n', '|'])
                || prose::begins_item(behind));
        out.push(if ends { ' ' } else { char });
    }
    out
}

fn one(group: &[Vervanging], basis: &str) -> Option<Vertoning> {
    let (first, last) = (group.first()?, group.last()?);
    let end = last.van + last.weg.len();
    let (mut erbij, mut at) = (String::new(), first.van);
    for stuk in group {
        erbij.push_str(basis.get(at..stuk.van)?);
        erbij.push_str(&stuk.erbij);
        at = stuk.van + stuk.weg.len();
    }
    // Whether a line begins with it, or behind it, is said with what comes.
    let (before, behind) = (basis.get(..first.van)?, basis.get(end..)?);
    let voor = before.trim_end_matches('\n');
    let breaks = &before[voor.len()..];
    let weg = up_to(&format!("{breaks}{}", basis.get(first.van..end)?), behind);
    let erbij = up_to(&format!("{breaks}{erbij}"), behind);
    // But not as if it went and came.
    let blank = |char: char| char == ' ' || char == '¶';
    let same = weg.chars().zip(erbij.chars()).take_while(|(a, b)| a == b && blank(*a));
    let start: usize = same.map(|(char, _)| char.len_utf8()).sum();
    let (lead, weg, erbij) = (&weg[..start], &weg[start..], &erbij[start..]);
    let same = weg.chars().rev().zip(erbij.chars().rev());
    let same = same.take_while(|(a, b)| a == b && blank(*a));
    let end: usize = same.map(|(char, _)| char.len_utf8()).sum();
    let shown = &weg[weg.len() - end..];
    Some(Vertoning {
        voor: tail(&line(voor)) + lead,
        weg: shorten(&weg[..weg.len() - end]),
        erbij: shorten(&erbij[..erbij.len() - end]),
        na: format!("{shown}{}", head(&line(behind))),
    })
}

/// A text on one line, as it stands before another.
fn up_to(text: &str, next: &str) -> String {
    let next = &next[..next.floor_char_boundary(MEEST)];
    let all = line(&format!("{text}{next}"));
    let rest = [next, next.trim_start_matches(' ')].map(line);
    let own = rest.iter().find_map(|rest| all.strip_suffix(rest.as_str()));
    own.map_or_else(|| line(text), ToOwned::to_owned)
}

/// A text on one line, with a sign where a paragraph, an item or a row begins.
fn line(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    let mut apart = false;
    for line in lines {
        let deep = line.len() - line.trim_start().len();
        let line = line.trim_start();
        if line.is_empty() {
            apart = true;
            continue;
        }
        let item = prose::begins_item(line);
        let begins = apart || line.starts_with('|') || item;
        out.push_str(if begins { " ¶ " } else { " " });
        // An item in an item says how deep it stands.
        out.push_str(&"› ".repeat(if item { deep / 2 } else { 0 }));
        out.push_str(line);
        apart = false;
    }
    out
}

fn tail(text: &str) -> String {
    let count = text.chars().count();
    let rest: String = text.chars().skip(count.saturating_sub(ROND)).collect();
    match count > ROND {
        true => format!("…{}", rest.split_once(' ').map_or(rest.as_str(), |(_, words)| words)),
        false => rest,
    }
}

fn head(text: &str) -> String {
    let rest: String = text.chars().take(ROND).collect();
    match text.chars().count() > ROND {
        true => format!("{}…", rest.rsplit_once(' ').map_or(rest.as_str(), |(words, _)| words)),
        false => rest,
    }
}

fn shorten(text: &str) -> String {
    let rest: String = text.chars().take(MEEST).collect();
    if rest.len() < text.len() { rest + "…" } else { rest }
}
