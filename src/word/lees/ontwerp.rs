//! In: the paragraphs of a file that belong to a field. Out: what the field says in that file, and where each character of
//! that stands in it. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::merk::{BEELD, NOOT};
use super::bekend::{Blokplek, Export, Veldaard};
use super::bestand::{Kleed, Leesalinea, Teken, Woordbestand};
use super::koppel::Koppeling;
use super::lopend::{BEREKEND, gelakte_chips, was};
use super::randen::Delen;
use super::rest::{anders, leesbaar};
use super::stand::{Leesregel, teken};
use crate::dossier::{Gelakte, Lakking, Place};
use crate::prose::{Align, Numbering};
use crate::schrijven::{Blok, Draft, Stretch, splices};

/// Everything that is known of one way to read a file: with every change taken, or refused.
pub(super) struct Lezing<'a> {
    pub(super) inhoud: &'a Woordbestand,
    pub(super) bekenden: &'a Export<'a>,
    /// Whether every change is taken.
    pub(super) nieuw: bool,
    pub(super) regels: Vec<Leesregel>,
    pub(super) koppelingen: Vec<Koppeling>,
    /// What stands around the text of a field in paragraphs that are not as they are exported now, by their bookmarks.
    pub(super) randen: &'a BTreeMap<usize, Delen>,
    /// The paragraphs of each note.
    pub(super) noten: BTreeMap<String, Vec<usize>>,
    /// What each computed value says with every change refused, by its bookmark.
    pub(super) waarden: &'a BTreeMap<usize, String>,
    pub(super) lakkingen: &'a [Lakking],
    pub(super) gelakt: &'a Gelakte,
}

/// What a field says in a file.
#[derive(Debug, Default)]
pub(super) struct Ontwerp {
    pub(super) draft: Draft,
    /// Its characters in order, each with its paragraph and place; a note or value is one.
    pub(super) stroom: Vec<(char, (usize, usize))>,
    /// The paragraphs of the file that it is made of.
    pub(super) alineas: BTreeSet<usize>,
    /// The texts of new notes, by the names that the draft has for them.
    pub(super) noten: BTreeMap<String, String>,
    /// Notes and values that are withheld, with the ground: they have a style of their own in the file.
    pub(super) gelakt: BTreeMap<String, String>,
    /// The addresses that the text leads to.
    pub(super) koppelingen: BTreeSet<String>,
    /// The characters that stand for a value which was changed.
    pub(super) geraakt: BTreeSet<usize>,
    /// What cannot come along.
    pub(super) gemeld: Vec<(String, Option<usize>)>,
}

/// What a paragraph of a file becomes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Alineasoort {
    Alinea(usize),
    Punt { level: usize, numbering: Numbering, loose: bool },
}

impl Lezing<'_> {
    /// The paragraphs of a field.
    pub(super) fn van(&self, place: &Place) -> Vec<usize> {
        let own = |i: &usize| self.koppelingen[*i].veld.as_ref() == Some(place);
        (0..self.regels.len()).filter(own).collect()
    }

    /// The characters of a paragraph that are its field's: without the words of the form around them.
    pub(super) fn eigen(&self, i: usize, place: &Place, out: &mut Ontwerp) -> Vec<(usize, usize)> {
        let regel = &self.regels[i];
        let mut at = &regel.tekens[..];
        let own = |pos: &(usize, usize)| teken(self.inhoud, *pos);
        if regel.van(self.inhoud).noot.is_some() && self.first_of_note(i) {
            while at.first().is_some_and(|pos| own(pos).teken.is_whitespace()) {
                at = &at[1..];
            }
        }
        let koppeling = &self.koppelingen[i];
        let known = koppeling.bekend.map(|known| self.bekenden.eigen(known, place));
        let parts = known.or_else(|| self.randen.get(&koppeling.merk?).cloned());
        let Some((before, text, behind)) = parts else { return at.to_vec() };
        // A paragraph that was split has its halves behind each other.
        let same = |j: Option<usize>| {
            j.and_then(|j| self.koppelingen.get(j))
                .is_some_and(|other| other.merk == self.koppelingen[i].merk)
        };
        let (first, last) = (!same(i.checked_sub(1)), !same(Some(i + 1)));
        let before = if first { before.as_str() } else { "" };
        let behind = if last { behind.as_str() } else { "" };
        let said: String = at.iter().map(|pos| own(pos).teken).collect();
        let (mut start, mut end) = (before.len(), said.len().saturating_sub(behind.len()));
        let whole = said.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
        if whole.is_none() {
            // Somebody changed words of the form: where the field begins and ends then, what stayed says.
            let then = format!("{before}{text}{behind}");
            let part = before.len()..before.len() + text.len();
            Range { start, end } = randen(&then, &said, part);
            let parts = [(before, 0..start), (behind, end..said.len())];
            for (was, now) in parts.into_iter().filter(|(was, now)| said[now.clone()] != **was) {
                let chars = said.char_indices().zip(at).filter(|((at, _), _)| now.contains(at));
                let came = chars.into_iter().find_map(|(_, pos)| own(pos).erbij);
                let lines =
                    regel.alineas.iter().flat_map(|line| &self.inhoud.alineas[*line].tekens);
                let who = came.or_else(|| lines.into_iter().find_map(|one| one.weg));
                out.gemeld.push((anders("de vaste woorden", was, &said[now]), who));
            }
        }
        let inside = said.char_indices().zip(at).filter(|((at, _), _)| (start..end).contains(at));
        inside.map(|(_, pos)| *pos).collect()
    }

    /// How a character looks when every change is taken, or refused.
    pub(super) fn kleed<'t>(&self, teken: &'t Teken) -> &'t Kleed {
        if self.nieuw { &teken.kleed } else { was(teken) }
    }

    pub(super) fn is_value(&self, one: &Teken) -> bool {
        self.kleed(one).stijl.as_deref() == Some(BEREKEND)
    }

    /// The list that a paragraph stands in.
    fn lijst(&self, i: usize) -> Option<(String, usize)> {
        let line = self.regels[i].van(self.inhoud);
        let was = line.lijst_was.clone().filter(|_| !self.nieuw);
        was.unwrap_or_else(|| line.lijst.clone())
    }

    fn first_of_note(&self, i: usize) -> bool {
        let note = |i: usize| self.regels[i].van(self.inhoud).noot.as_ref();
        i == 0 || note(i - 1) != note(i)
    }

    /// The text of a line.
    pub(super) fn regel(&self, place: &Place) -> (String, Ontwerp) {
        let mut out = Ontwerp::default();
        let mut text = String::new();
        for i in self.van(place) {
            out.alineas.extend(&self.regels[i].alineas);
            for pos in self.eigen(i, place, &mut out) {
                let one = teken(self.inhoud, pos);
                let char = match one.teken {
                    '\n' | '\t' => ' ',
                    NOOT => {
                        out.gemeld.push((self.losse_noot(one), one.erbij));
                        continue;
                    }
                    BEELD => {
                        out.gemeld.push(("een afbeelding".into(), one.erbij));
                        continue;
                    }
                    char => char,
                };
                text.push(char);
                out.stroom.push((char, pos));
            }
        }
        (text, out)
    }

    /// That there is a note where no note can be.
    fn losse_noot(&self, one: &Teken) -> String {
        let lines = one.noot.as_ref().and_then(|id| self.noten.get(id));
        let said: Vec<String> =
            lines.into_iter().flatten().map(|i| self.regels[*i].tekst(self.inhoud)).collect();
        format!("een noot, die hier niet kan: “{}”", leesbaar(&said.join(" ")))
    }

    /// The text of a field with light markup.
    pub(super) fn proza(&self, place: &Place) -> Ontwerp {
        let mut out = Ontwerp::default();
        let Some(field) = self.bekenden.velden.get(place) else { return out };
        let Veldaard::Proza { draft: old, plekken } = &field.aard else { return out };
        out.gelakt = gelakte_chips(old);
        let stretches = old.blocks.iter().flat_map(Blok::lines).flatten();
        out.koppelingen = stretches.filter_map(|one| one.looks.link.clone()).collect();
        // Each block with the old one that it was.
        let mut blocks: Vec<(Option<usize>, Blok)> = Vec::new();
        let frames: Vec<_> = self.bekenden.kaders.iter().filter(|(of, _)| of == place).collect();
        let fixed: Vec<usize> = (0..old.blocks.len())
            .filter(|b| matches!(&old.blocks[*b], Blok::Fixed { source, .. } if source.trim().starts_with("<kader:")))
            .collect();
        let mut seen_frames = 0;
        let mut previous: Option<(Alineasoort, Option<(String, usize)>)> = None;
        let mut table: Option<usize> = None;
        for (i, koppeling) in self.koppelingen.iter().enumerate() {
            // A frame comes where the first of its paragraphs does.
            while let Some((_, range)) = frames.get(seen_frames)
                && koppeling.bekend.is_some_and(|known| range.contains(&known))
            {
                if let Some(b) = fixed.get(seen_frames) {
                    blocks.push((Some(*b), old.blocks[*b].clone()));
                }
                seen_frames += 1;
            }
            if koppeling.veld.as_ref() != Some(place) {
                continue;
            }
            let regel = &self.regels[i];
            let line = regel.van(self.inhoud);
            out.alineas.extend(&regel.alineas);
            let plek = koppeling.bekend.and_then(|known| plekken.get(&known)).copied();
            if let Some((at, ..)) = line.cel
                && let Some(b) = self.table_of(at, place, plekken)
            {
                if table != Some(at) {
                    table = Some(at);
                    let made = self.tabel(at, place, &old.blocks[b], &mut out);
                    blocks.push((Some(b), made));
                }
                continue;
            }
            if let Some(Blokplek { blok, .. }) = plek
                && matches!(old.blocks[blok], Blok::Fixed { .. })
            {
                // A figure, whole or not at all.
                let stays = regel.tekens.iter().any(|pos| teken(self.inhoud, *pos).teken == BEELD);
                if stays {
                    blocks.push((Some(blok), old.blocks[blok].clone()));
                }
                if regel.tekens.iter().any(|pos| teken(self.inhoud, *pos).teken != BEELD) {
                    out.gemeld.push(("wat naast een figuur is getypt".into(), None));
                }
                continue;
            }
            let content = self.inhoud_van(i, place, &mut out);
            if content.is_empty() {
                continue;
            }
            let list = self.lijst(i).filter(|_| self.nieuw && koppeling.bekend.is_none());
            if let Some(text) = list.and_then(|(id, deep)| self.inhoud.nummering.vreemd(&id, deep))
            {
                let who = regel.tekens.first().and_then(|pos| teken(self.inhoud, *pos).erbij);
                out.gemeld.push((format!("de nummering “{text}” van een lijst"), who));
            }
            let soort = self.soort(i, plek, old, previous.as_ref());
            previous = Some((soort, self.lijst(i)));
            blocks.push((
                plek.map(|plek| plek.blok),
                match soort {
                    Alineasoort::Alinea(level) => Blok::Paragraph { level, content },
                    Alineasoort::Punt { level, numbering, loose } => {
                        Blok::Item { level, numbering, loose, content }
                    }
                },
            ));
        }
        self.put_back(&mut blocks, old, &mut out);
        out.draft = Draft { blocks: blocks.into_iter().map(|(_, block)| block).collect() };
        out
    }

    /// Figures and frames that are gone stay where they were: they are not taken away in Word.
    fn put_back(&self, blocks: &mut Vec<(Option<usize>, Blok)>, old: &Draft, out: &mut Ontwerp) {
        for (b, block) in old.blocks.iter().enumerate() {
            let Blok::Fixed { label, .. } = block else { continue };
            if blocks.iter().any(|(from, _)| *from == Some(b)) {
                continue;
            }
            let pictures = self.inhoud.alineas.iter().flat_map(|line| &line.tekens);
            let who = pictures.filter(|one| one.teken == BEELD).find_map(|one| one.weg);
            out.gemeld.push((format!("dat {label} is weggehaald"), who));
            let at = blocks.iter().rposition(|(from, _)| from.is_some_and(|from| from < b));
            blocks.insert(at.map_or(0, |at| at + 1), (Some(b), block.clone()));
        }
    }

    /// The table of a text that a table of the file is.
    fn table_of(
        &self,
        at: usize,
        place: &Place,
        plekken: &BTreeMap<usize, Blokplek>,
    ) -> Option<usize> {
        self.koppelingen.iter().enumerate().find_map(|(i, koppeling)| {
            let here = self.regels[i].van(self.inhoud).cel.is_some_and(|cel| cel.0 == at);
            let plek = plekken.get(&koppeling.bekend?)?;
            (here && koppeling.veld.as_ref() == Some(place) && plek.cel.is_some())
                .then_some(plek.blok)
        })
    }

    fn tabel(&self, at: usize, place: &Place, old: &Blok, out: &mut Ontwerp) -> Blok {
        let mut cells: BTreeMap<usize, BTreeMap<usize, Vec<Stretch>>> = BTreeMap::new();
        let mut joined = false;
        for i in 0..self.regels.len() {
            let Some((t, r, c)) = self.regels[i].van(self.inhoud).cel else { continue };
            if t != at {
                continue;
            }
            out.alineas.extend(&self.regels[i].alineas);
            if self.regels[i].van(self.inhoud).samengevoegd && !joined {
                joined = true;
                out.gemeld.push(("dat cellen van een tabel zijn samengevoegd".into(), None));
            }
            let content = self.inhoud_van(i, place, out);
            let cell = cells.entry(r).or_default().entry(c).or_default();
            if !cell.is_empty() && !content.is_empty() {
                cell.push(Stretch::plain(" "));
            }
            cell.extend(content);
        }
        let columns = self.kolommen(at, place, old);
        let rows: Vec<Vec<Vec<Stretch>>> = cells
            .into_values()
            .map(|mut row| columns.keys().map(|c| row.remove(c).unwrap_or_default()).collect())
            .collect();
        match old {
            Blok::Table { level, .. } => {
                Blok::Table { level: *level, columns: columns.into_values().collect(), rows }
            }
            _ => Blok::Table { level: 0, columns: Vec::new(), rows },
        }
    }

    /// The columns of a table of a file, each aligned as the column that most of its cells were of.
    fn kolommen(&self, at: usize, place: &Place, old: &Blok) -> BTreeMap<usize, Align> {
        let mut votes: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
        let plekken = match self.bekenden.velden.get(place).map(|field| &field.aard) {
            Some(Veldaard::Proza { plekken, .. }) => Some(plekken),
            _ => None,
        };
        for (regel, koppeling) in self.regels.iter().zip(&self.koppelingen) {
            let cel = regel.van(self.inhoud).cel.filter(|cel| cel.0 == at);
            let Some((_, _, c)) = cel else { continue };
            let own = votes.entry(c).or_default();
            let plek = koppeling.bekend.and_then(|known| plekken?.get(&known)?.cel);
            if let Some((_, was)) = plek {
                *own.entry(was).or_default() += 1;
            }
        }
        let Blok::Table { columns, .. } = old else { return BTreeMap::new() };
        let align = |votes: BTreeMap<usize, usize>| {
            let most = votes.into_iter().max_by_key(|(_, count)| *count);
            most.and_then(|(was, _)| columns.get(was).copied()).unwrap_or(Align::Left)
        };
        votes.into_iter().map(|(c, own)| (c, align(own))).collect()
    }

    /// Whether a paragraph is an item of a list, and of which.
    fn soort(
        &self,
        i: usize,
        plek: Option<Blokplek>,
        old: &Draft,
        previous: Option<&(Alineasoort, Option<(String, usize)>)>,
    ) -> Alineasoort {
        let line = self.regels[i].van(self.inhoud);
        let list = self.lijst(i);
        let model = self.koppelingen[i].bekend.map(|known| self.bekenden.alle[known].alinea);
        if let (Some(plek), Some(model)) = (plek, model) {
            let was = model.punt.filter(|punt| punt.lijst.is_some());
            let moved = |level: usize, was: usize, now: usize| (level + now).saturating_sub(was);
            match (&old.blocks[plek.blok], was, &list) {
                (Blok::Item { level, numbering, loose, .. }, Some(was), Some((id, deep)))
                    if self.like(id, *deep, *numbering) =>
                {
                    let (numbering, loose) = (*numbering, *loose);
                    return Alineasoort::Punt {
                        level: moved(*level, was.diep, *deep),
                        numbering,
                        loose,
                    };
                }
                (Blok::Paragraph { level, .. }, Some(_), Some(_))
                | (Blok::Paragraph { level, .. }, None, None) => {
                    return Alineasoort::Alinea(*level);
                }
                _ => {}
            }
        }
        match (&list, previous) {
            (Some(own), Some((soort, Some(before)))) if own == before => *soort,
            (Some((id, deep)), _) => {
                let numbering = self.numbering(id, *deep);
                let like = previous.and_then(|(soort, _)| match soort {
                    Alineasoort::Punt { numbering, loose, .. }
                        if self.like(id, *deep, *numbering) =>
                    {
                        Some((*numbering, *loose))
                    }
                    _ => None,
                });
                let (numbering, loose) = like.unwrap_or((numbering, false));
                Alineasoort::Punt { level: deep + 1, numbering, loose }
            }
            (None, Some((soort, _))) if goes_on(line) => match soort {
                Alineasoort::Alinea(level) | Alineasoort::Punt { level, .. } => {
                    Alineasoort::Alinea(*level)
                }
            },
            (None, _) => Alineasoort::Alinea(0),
        }
    }

    fn numbering(&self, id: &str, deep: usize) -> Numbering {
        self.inhoud.nummering.soort(id, deep)
    }

    /// Whether a list of the file is numbered as this one.
    fn like(&self, id: &str, deep: usize, numbering: Numbering) -> bool {
        match (self.numbering(id, deep), numbering) {
            (Numbering::Bullet, Numbering::Bullet) => true,
            (Numbering::Counted { series: a, .. }, Numbering::Counted { series: b, .. }) => a == b,
            _ => false,
        }
    }
}

/// Where a part of a text begins and ends in what was made of that text. What came at its edges is its own, and words over
/// an edge are not.
fn randen(old: &str, new: &str, part: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (part.start, part.end);
    for (gone, came) in splices(old, new) {
        let moved = |at: usize| (at + came.len()).saturating_sub(gone.len());
        // From the end of the old text on, for what was moved before.
        if gone.start < part.start {
            let over = gone.end.saturating_sub(part.start);
            start = moved(start + over);
        }
        if gone.end <= part.end {
            end = moved(end);
        } else if gone.start < part.end {
            end -= part.end - gone.start;
        }
    }
    let start = new.floor_char_boundary(start.min(new.len()));
    start..new.floor_char_boundary(end.clamp(start, new.len()))
}

/// Whether a paragraph goes on in an item.
fn goes_on(line: &Leesalinea) -> bool {
    line.stijl.as_deref().is_some_and(|name| name == "lijst-vervolg" || name == "aanhaling-lijst")
}
