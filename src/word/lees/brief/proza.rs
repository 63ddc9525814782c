//! In: blocks of a letter that was written in Word. Out: the texts of a dossier that say them, with its notes and the years of the
//! papers that it cites. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::lichaam;
use super::regels::Regel;
use crate::check::cited;
use crate::dossier::{Kamerstuk, Lijsten, Vergaderjaar, Verwijzing};
use crate::prose::Numbering;
use crate::schrijven::{Blok, Chip, ChipKind, Counter, Draft, Ink, Stretch, with_papers};

/// Most bytes of a text: one that is longer becomes several.
const MAX_TEXT: usize = 400_000;

/// Most characters of a paragraph.
const MAX_PARAGRAPH: usize = 19_000;

/// Writes the texts of one letter.
pub(super) struct Schrijver<'a> {
    lijsten: &'a Lijsten,
    /// The year of each paper.
    pub(super) jaren: BTreeMap<Kamerstuk, Vergaderjaar>,
    /// Papers that the letter gives two years.
    tweede: BTreeSet<Kamerstuk>,
    /// The beginnings of texts whose looks could not be kept.
    pub(super) kaal: Vec<String>,
    /// The beginnings of texts of which the numbers of lists are words now.
    pub(super) getypt: Vec<String>,
    /// The beginnings of paragraphs that are several now.
    pub(super) geknipt: Vec<String>,
}

impl<'a> Schrijver<'a> {
    /// A writer that knows the years of all papers in these blocks.
    pub(super) fn new(lijsten: &'a Lijsten, all: &[Blok]) -> Self {
        let mut own = Self {
            lijsten,
            jaren: BTreeMap::new(),
            tweede: BTreeSet::new(),
            kaal: Vec::new(),
            getypt: Vec::new(),
            geknipt: Vec::new(),
        };
        let draft = own.verwijzend(all);
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
        let draft = self.verwijzend(blokken);
        let blocks = draft.blocks.into_iter().map(|block| self.met_jaren(block));
        let blocks: Vec<Blok> =
            blocks.collect::<Vec<_>>().into_iter().flat_map(|block| self.kort(block)).collect();
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

    /// Blocks in which the papers that they cite are references, but for those that say more than a reference can.
    fn verwijzend(&self, blokken: &[Blok]) -> Draft {
        let blocks = zonder_adres(blokken).into_iter();
        let blocks = blocks.map(|block| {
            lichaam::elk(block, &|content| {
                content.into_iter().flat_map(|stretch| self.als_getypt(stretch)).collect()
            })
        });
        with_papers(Draft { blocks: blocks.collect() }, self.lijsten, &self.jaren)
    }

    /// Words in which a whole bill that is cited with more than its number (`Kamerstukken II 2023/24, 36410, R2183`) is no
    /// reference: that would print the number only. Cut in two it is not seen as one, and the parts become one again.
    fn als_getypt(&self, stretch: Stretch) -> Vec<Stretch> {
        let Ink::Text(text) = &stretch.what else { return vec![stretch] };
        let part =
            |text: &str| Stretch { what: Ink::Text(text.to_owned()), looks: stretch.looks.clone() };
        let (mut out, mut from) = (Vec::new(), 0);
        for (range, reference) in cited(text, self.lijsten, &self.jaren) {
            let bare = reference.trim_start_matches("<kst:").trim_end_matches('>');
            let is_bill = Verwijzing::parse(bare).is_ok_and(|read| read.kamerstuk.is_bill());
            let says_more = text[range.clone()].split_whitespace().count() > 2;
            let Some((last, _)) = text[range.clone()].char_indices().next_back() else { continue };
            if is_bill && says_more {
                let at = range.start + last;
                out.push(part(&text[from..at]));
                from = at;
            }
        }
        out.push(part(&text[from..]));
        out
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

    /// A paragraph that is longer than one can be as several, each of whole sentences.
    fn kort(&mut self, block: Blok) -> Vec<Blok> {
        let content = match &block {
            Blok::Paragraph { content, .. } if omvang(&block) > MAX_PARAGRAPH => content,
            _ => return vec![block],
        };
        let level = block.level();
        let mut parts: Vec<Vec<Stretch>> = vec![Vec::new()];
        let mut size = 0;
        for stretch in content {
            let pieces = match &stretch.what {
                Ink::Text(text) => zinnen(text),
                _ => vec![String::new()],
            };
            for piece in pieces {
                size += piece.chars().count();
                if size > MAX_PARAGRAPH {
                    parts.push(Vec::new());
                    size = piece.chars().count();
                }
                let what = match &stretch.what {
                    Ink::Text(_) => Ink::Text(piece),
                    other => other.clone(),
                };
                let last = parts.len() - 1;
                parts[last].push(Stretch { what, looks: stretch.looks.clone() });
            }
        }
        if parts.len() > 1 {
            self.geknipt.push(begin(&Draft { blocks: vec![block] }.words()));
        }
        parts.into_iter().map(|content| Blok::Paragraph { level, content }).collect()
    }

    fn geschreven(&mut self, blocks: &[Blok]) -> String {
        // With empty lines between its items a list can have what it cannot have without.
        for loose in [false, true] {
            let blocks = blocks.iter().map(|block| if loose { ruim(block) } else { block.clone() });
            if let Ok(text) = (Draft { blocks: blocks.collect() }).written() {
                return text;
            }
        }
        // What cannot be written comes without its looks, and its lists with their numbers as words.
        let mut counter = Counter::default();
        let mut out = Vec::new();
        let mut lists = false;
        for block in blocks {
            let label = counter.label(block).map(|(label, _)| label);
            lists |= matches!(block, Blok::Item { numbering: Numbering::Counted { .. }, .. });
            let one = Draft { blocks: vec![los(block, label.as_deref())] };
            let text = one.written().unwrap_or_else(|_| {
                let words = one.words();
                self.kaal.push(begin(&words));
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
        if lists {
            let whole = Draft { blocks: blocks.to_vec() };
            self.getypt.push(begin(&whole.words()));
        }
        out.join("\n\n")
    }
}

/// The sentences of a text, each with the space behind it.
fn zinnen(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let last = out.len() - 1;
        out[last].push_str(word);
        if word.trim_end().ends_with(['.', '?', '!']) && word.ends_with(' ') {
            out.push(String::new());
        }
    }
    out.retain(|one| !one.is_empty());
    // A sentence without an end is cut between words.
    let parts = out.into_iter().flat_map(|one| match one.len() > MAX_PARAGRAPH {
        true => one.split_inclusive(' ').map(ToOwned::to_owned).collect(),
        false => vec![one],
    });
    parts.collect()
}

/// The beginning of a text, by which somebody finds it.
fn begin(words: &str) -> String {
    words.trim().chars().take(60).collect()
}

/// A block with empty lines around it.
fn ruim(block: &Blok) -> Blok {
    match block.clone() {
        Blok::Item { level, numbering, content, .. } => {
            Blok::Item { level, numbering, loose: true, content }
        }
        other => other,
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
fn los(block: &Blok, label: Option<&str>) -> Blok {
    match (block, label) {
        (Blok::Item { numbering: Numbering::Counted { .. }, content, .. }, Some(label)) => {
            let number = Stretch::plain(&format!("{label} "));
            Blok::Paragraph { level: 0, content: [&[number], &content[..]].concat() }
        }
        (other, _) => other.clone(),
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
