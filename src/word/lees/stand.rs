//! In: a file that came back. Out: its paragraphs as they read when every change is taken, or when every one is refused.
//! Pure.

use std::collections::BTreeMap;

use super::bestand::{Leesalinea, Teken, Woordbestand};

/// A paragraph as it then reads. Where ends of paragraphs went, it is made of several.
#[derive(Debug, Clone, Default)]
pub(super) struct Leesregel {
    /// The paragraphs of the file that it is made of; the last one says what it is.
    pub(super) alineas: Vec<usize>,
    /// Its characters: paragraph and place in it.
    pub(super) tekens: Vec<(usize, usize)>,
}

impl Leesregel {
    pub(super) fn van<'a>(&self, inhoud: &'a Woordbestand) -> &'a Leesalinea {
        &inhoud.alineas[self.alineas.last().copied().unwrap_or_default()]
    }

    pub(super) fn tekst(&self, inhoud: &Woordbestand) -> String {
        self.tekens.iter().map(|at| teken(inhoud, *at).teken).collect()
    }
}

pub(super) fn teken(inhoud: &Woordbestand, (line, at): (usize, usize)) -> &Teken {
    &inhoud.alineas[line].tekens[at]
}

/// The paragraphs with every change taken (`nieuw`), or refused.
pub(super) fn regels(inhoud: &Woordbestand, nieuw: bool) -> Vec<Leesregel> {
    let mut out: Vec<Leesregel> = Vec::new();
    let mut open = Leesregel::default();
    for (i, line) in inhoud.alineas.iter().enumerate() {
        let gone = match nieuw {
            true => line.rij_weg.or(line.cel_weg),
            false => line.rij_erbij.or(line.cel_erbij),
        };
        if gone.is_none() {
            open.alineas.push(i);
            let stays = |one: &Teken| if nieuw { one.weg.is_none() } else { one.erbij.is_none() };
            let kept = line.tekens.iter().enumerate().filter(|(_, one)| stays(one));
            open.tekens.extend(kept.map(|(at, _)| (i, at)));
        }
        let gone = if nieuw { line.weg } else { line.erbij };
        let next = inhoud.alineas.get(i + 1);
        // The end of a cell, of a note and of the text stays.
        let apart = next.is_none_or(|next| next.cel != line.cel || next.noot != line.noot);
        let goes_on = gone.is_some() && !apart;
        if !goes_on && !open.alineas.is_empty() {
            // What was there only as long as it was not refused leaves nothing.
            let nothing = gone.is_some() && open.tekens.is_empty() && line.cel.is_none();
            let done = std::mem::take(&mut open);
            if !nothing {
                out.push(done);
            }
        }
    }
    out
}

/// The paragraphs of each note.
pub(super) fn noten(inhoud: &Woordbestand, regels: &[Leesregel]) -> BTreeMap<String, Vec<usize>> {
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, regel) in regels.iter().enumerate() {
        if let Some(id) = &regel.van(inhoud).noot {
            all.entry(id.clone()).or_default().push(i);
        }
    }
    all
}
