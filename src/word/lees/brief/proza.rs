//! In: blocks of a letter that was written in Word. Out: the texts of a dossier that say them, with its notes and the years of the
//! papers that it cites. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::lichaam;
use super::regels::Regel;
use crate::dossier::{Kamerstuk, Lijsten, Vergaderjaar, Verwijzing};
use crate::prose::Numbering;
use crate::schrijven::{Blok, Chip, ChipKind, Draft, Ink, Stretch, with_papers};

/// Most bytes of a text: one that is longer becomes several.
const MAX_TEXT: usize = 400_000;

/// Writes the texts of one letter.
pub(super) struct Schrijver<'a> {
    lijsten: &'a Lijsten,
    /// The year of each paper.
    pub(super) jaren: BTreeMap<Kamerstuk, Vergaderjaar>,
    /// Papers that the letter gives two years.
    tweede: BTreeSet<Kamerstuk>,
    /// The beginnings of texts whose looks could not be kept.
    pub(super) kaal: Vec<String>,
}

impl<'a> Schrijver<'a> {
    /// A writer that knows the years of all papers in these blocks.
    pub(super) fn new(lijsten: &'a Lijsten, all: &[Blok]) -> Self {
        let mut own =
            Self { lijsten, jaren: BTreeMap::new(), tweede: BTreeSet::new(), kaal: Vec::new() };
        let draft = with_papers(Draft { blocks: zonder_adres(all) }, lijsten, &BTreeMap::new());
        for chip in draft.chips() {
            let Some((paper, year)) = stuk(chip) else { continue };
            match own.jaren.get(&paper) {
                Some(known) if *known != year => _ = own.tweede.insert(paper),
                _ => _ = own.jaren.insert(paper, year),
            }
        }
        own.jaren.retain(|paper, _| !own.tweede.contains(paper));
        own
    }

    /// These blocks as texts, each short enough for a field.
    pub(super) fn teksten(&mut self, blokken: &[Blok]) -> Vec<String> {
        let draft = with_papers(Draft { blocks: zonder_adres(blokken) }, self.lijsten, &self.jaren);
        let blocks: Vec<Blok> =
            draft.blocks.into_iter().map(|block| self.met_jaren(block)).collect();
        let mut out = Vec::new();
        let mut rest = blocks.as_slice();
        while !rest.is_empty() {
            let mut size = 0;
            let fits = rest.iter().take_while(|block| {
                size += omvang(block);
                size <= MAX_TEXT
            });
            let count = heel(rest, fits.count().max(1));
            out.push(self.geschreven(&rest[..count]).trim_end().to_owned());
            rest = &rest[count..];
        }
        out.retain(|text| !text.trim().is_empty());
        out
    }

    /// These lines as one text.
    pub(super) fn tekst(&mut self, regels: &[Regel]) -> String {
        let root = lichaam::secties(regels);
        self.teksten(&lichaam::plat(&root)).join("\n\n").trim_end().to_owned()
    }

    /// A reference without the year that the dossier has in its list.
    fn met_jaren(&self, block: Blok) -> Blok {
        lichaam::elk(block, &|content: Vec<Stretch>| {
            let one = |mut stretch: Stretch| {
                if let Ink::Chip(chip) = &stretch.what
                    && let Some((paper, year)) = stuk(chip)
                    && !self.tweede.contains(&paper)
                    && let Some(new) = Chip::new(&chip.source.replace(&format!("{year}:"), ""))
                {
                    stretch.what = Ink::Chip(new);
                }
                stretch
            };
            content.into_iter().map(one).collect()
        })
    }

    fn geschreven(&mut self, blocks: &[Blok]) -> String {
        let whole = Draft { blocks: blocks.to_vec() };
        if let Ok(text) = whole.written() {
            return text;
        }
        // What cannot be written comes without its looks.
        let mut out = Vec::new();
        for block in blocks {
            let one = Draft { blocks: vec![los(block)] };
            let text = one.written().unwrap_or_else(|_| {
                let words = one.words();
                self.kaal.push(words.trim().chars().take(60).collect());
                let lines = words.lines().filter(|line| !line.trim().is_empty());
                let bare = lines.map(|line| Blok::Paragraph {
                    level: 0,
                    content: vec![Stretch::plain(line.trim())],
                });
                let bare = Draft { blocks: bare.collect() }.normal();
                bare.written().unwrap_or_else(|_| gewist(&words))
            });
            out.push(text.trim_end().to_owned());
        }
        out.join("\n\n")
    }
}

/// Blocks in which what leads to a paper of parliament is no link: a reference to it leads there by itself.
fn zonder_adres(blokken: &[Blok]) -> Vec<Blok> {
    let line = |mut content: Vec<Stretch>| {
        for stretch in &mut content {
            let leads = |link: &String| link.contains("officielebekendmakingen.nl/kst-");
            if let Ink::Text(text) = &stretch.what
                && stretch.looks.link.as_ref().is_some_and(leads)
                && text.trim_start().starts_with("Kamerstuk")
            {
                stretch.looks.link = None;
            }
        }
        content
    };
    blokken.iter().map(|block| lichaam::elk(block.clone(), &line)).collect()
}

/// How many of these blocks, at most so many, end where no list goes on; all of them where there is no such place.
fn heel(blocks: &[Blok], most: usize) -> usize {
    let goes_on = |at: usize| blocks.get(at).is_some_and(|next| matches!(next, Blok::Item { .. }));
    (1..=most).rev().find(|count| !goes_on(*count)).unwrap_or(most)
}

/// A block by itself: of a list that one item has, the number is in words.
fn los(block: &Blok) -> Blok {
    match block {
        Blok::Item { numbering: numbering @ Numbering::Counted { .. }, content, .. } => {
            let number = Stretch::plain(&format!("{} ", numbering.label(0)));
            Blok::Paragraph { level: 0, content: [&[number], &content[..]].concat() }
        }
        other => other.clone(),
    }
}

/// Words without any sign that could mean something.
fn gewist(words: &str) -> String {
    words
        .chars()
        .map(|char| if char.is_alphanumeric() || ".,; ".contains(char) { char } else { ' ' })
        .collect()
}

fn omvang(block: &Blok) -> usize {
    Draft { blocks: vec![block.clone()] }.words().len() * 6 / 5
}

/// The paper that a reference is to, and the year that it has.
fn stuk(chip: &Chip) -> Option<(Kamerstuk, Vergaderjaar)> {
    let reference = chip.source.strip_prefix("<kst:")?.strip_suffix('>')?;
    let read = Verwijzing::parse(reference).ok().filter(|_| chip.kind == ChipKind::Paper)?;
    Some((read.kamerstuk, read.vergaderjaar?))
}
