//! In: a proposal and the text that it changes. Out: what goes and what comes, with a few words around it. Pure.

use crate::prose;

use super::{Veldwijziging, Vervanging};

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

/// Each change of a part; those close together as one.
pub fn vertoning(deel: &Veldwijziging, basis: &str) -> Vec<Vertoning> {
    let mut groups: Vec<Vec<&Vervanging>> = Vec::new();
    for stuk in &deel.stukken {
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
    groups.into_iter().filter_map(|group| one(&group, basis)).collect()
}

fn one(group: &[&Vervanging], basis: &str) -> Option<Vertoning> {
    let (first, last) = (group.first()?, group.last()?);
    let end = last.van + last.weg.len();
    let (mut erbij, mut at) = (String::new(), first.van);
    for stuk in group {
        erbij.push_str(basis.get(at..stuk.van)?);
        erbij.push_str(&stuk.erbij);
        at = stuk.van + stuk.weg.len();
    }
    // Whether a line begins with it is said with what comes.
    let before = basis.get(..first.van)?;
    let voor = before.trim_end_matches('\n');
    let breaks = &before[voor.len()..];
    Some(Vertoning {
        voor: tail(&line(voor)),
        weg: shorten(&line(&format!("{breaks}{}", basis.get(first.van..end)?))),
        erbij: shorten(&line(&format!("{breaks}{erbij}"))),
        na: head(&line(basis.get(end..)?)),
    })
}

/// A text on one line, with a sign where a paragraph, an item or a row begins.
fn line(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    let mut apart = false;
    for line in lines {
        let line = line.trim_start();
        if line.is_empty() {
            apart = true;
            continue;
        }
        let begins = apart || line.starts_with('|') || prose::begins_item(line);
        out.push_str(if begins { " ¶ " } else { " " });
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
