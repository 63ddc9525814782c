//! In: a checked text. Out: what a reader sees of it, cut in words and sentences, with the way back. Pure.
//!
//! Rules look at running text: without markup, with the values of expressions and the citations of papers in
//! it. Each paragraph, list item and table cell is a [`Passage`].

use std::cmp::Reverse;
use std::ops::Range;

use super::CheckedText;
use super::segment::{Token, quotations, sentences, tokens};
use crate::dossier::{BESTAND, Bestand, NOTEN, Place, Root, Taal, Verwijzing};
use crate::prose::{Block, Inline, Numbering};
use crate::source::RangeMap;
use crate::yaml::{Path, Segment};

/// What part of a document a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A field of one line.
    Line,
    /// A heading or title.
    Heading,
    /// Running text.
    Body,
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// The text of a footnote.
    Note,
}

/// A piece of text that a reader reads in one go.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// Its number among the passages of the dossier.
    pub(super) index: usize,
    /// The field that it is in.
    pub(super) place: Place,
    /// What part it is.
    pub(super) role: Role,
    /// What is printed.
    pub(super) text: String,
    /// The words and punctuation marks.
    pub(super) tokens: Vec<Token>,
    /// The sentences, as ranges of `text`.
    pub(super) sentences: Vec<Range<usize>>,
    /// Ranges of `text` that nobody typed, or that are an address: not for rules on language. Ascending.
    opaque: Vec<Range<usize>>,
    /// Ranges between quotation marks. Ascending.
    quoted: Vec<Range<usize>>,
    /// Ranges that are the text of a link. Ascending.
    links: Vec<Range<usize>>,
    /// Addresses that links lead to, each with the range of its text. Ascending.
    pub(super) targets: Vec<(Range<usize>, String)>,
    /// Ranges that the program works out, for each edition by itself, each with what it works out. Ascending.
    pub(super) values: Vec<(Range<usize>, String)>,
    /// Ranges that the public edition leaves out. Ascending.
    pub(super) withheld: Vec<Range<usize>>,
    /// Of an item of a list: the passage above the list.
    pub(super) lead: Option<usize>,
    /// The list that begins with it, when it stands in no other: how that is numbered, and of how many items.
    pub(super) list: Option<(Numbering, usize)>,
    /// `<kst:…>` references, with the range of their citation in `text`.
    pub(super) papers: Vec<(Range<usize>, Verwijzing)>,
    /// Where in `text` a footnote is referred to, and its name.
    pub(super) notes: Vec<(usize, String)>,
    /// Which of these the public edition leaves out.
    withheld_notes: Vec<usize>,
    /// Whether a figure of the annex stands in it.
    pub(super) cites_annex: bool,
    /// Whether the author's markup is read in this field.
    pub(super) markup: bool,
    /// Where in a table it stands.
    pub(super) cell: Option<CellPlace>,
    /// From `text` to what was typed.
    map: RangeMap,
}

/// The place of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellPlace {
    /// Number of the table in the dossier.
    pub(super) table: usize,
    /// Number of the row; 0 is the head.
    pub(super) row: usize,
    /// Number of the column.
    pub(super) column: usize,
}

/// A place that a finding can point at.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The field.
    pub(super) place: Place,
    /// A range of the field's decoded text; none for the whole value.
    pub(super) within: Option<Range<usize>>,
    /// Whether the key is meant, not the value.
    pub(super) key: bool,
}

impl Spot {
    /// A value.
    pub(super) fn value(place: Place) -> Self {
        Self { place, within: None, key: false }
    }

    /// A key.
    pub(super) fn key(place: Place) -> Self {
        Self { place, within: None, key: true }
    }
}

impl Passage {
    fn new(place: Place, role: Role, markup: bool) -> Self {
        Self {
            index: 0,
            place,
            role,
            text: String::new(),
            tokens: Vec::new(),
            sentences: Vec::new(),
            opaque: Vec::new(),
            quoted: Vec::new(),
            links: Vec::new(),
            targets: Vec::new(),
            values: Vec::new(),
            withheld: Vec::new(),
            lead: None,
            list: None,
            papers: Vec::new(),
            notes: Vec::new(),
            withheld_notes: Vec::new(),
            cites_annex: false,
            markup,
            cell: None,
            map: RangeMap::default(),
        }
    }

    /// A text that stands in no field yet.
    pub(super) fn of_text(text: &str) -> Self {
        let mut passage = Self::new(Place::top(Root::Profile), Role::Body, true);
        passage.push(text);
        passage
    }

    /// What an image writes, at the place that names it.
    pub(super) fn of_image(place: &Place, text: &str, named: &str) -> Self {
        let mut passage = Self::new(place.clone(), Role::Line, false);
        passage.push_opaque(text, &(0..named.len()));
        passage
    }

    /// Whether an image writes it.
    pub(super) fn is_image(&self) -> bool {
        matches!(self.place.path.segments().last(), Some(Segment::Key(key)) if &**key == BESTAND)
    }

    /// Adds text; returns its range.
    fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Adds what nobody typed just so; returns its range.
    fn push_opaque(&mut self, text: &str, source: &Range<usize>) -> Range<usize> {
        let printed = self.push(text);
        self.map.push_whole(printed.clone(), source.clone());
        self.opaque.push(printed.clone());
        printed
    }

    fn inlines(&mut self, inlines: &[Inline], checked: &CheckedText) {
        for inline in inlines {
            match inline {
                Inline::Text { text, range } => {
                    let printed = self.push(text);
                    self.map.push(printed, range.clone());
                }
                Inline::Strong(children) | Inline::Emphasis(children) => {
                    self.inlines(children, checked);
                }
                Inline::Withheld { children, .. } => {
                    let (start, notes) = (self.text.len(), self.notes.len());
                    self.inlines(children, checked);
                    self.withheld.push(start..self.text.len());
                    self.withheld_notes.extend(notes..self.notes.len());
                }
                Inline::Link { url, children } => {
                    let start = self.text.len();
                    self.inlines(children, checked);
                    self.links.push(start..self.text.len());
                    self.targets.push((start..self.text.len(), url.clone()));
                    let shown = &self.text[start..];
                    if url.ends_with(shown) || shown.contains("://") {
                        self.opaque.push(start..self.text.len());
                    }
                }
                Inline::Note { name, .. } => self.notes.push((self.text.len(), name.clone())),
                Inline::Paper { reference, range } => {
                    let Some((citation, _)) = checked.names.papers.get(&range.start) else {
                        // What is wrong with it was told; the sentence around it has a word there.
                        self.push_opaque("Kamerstuk", range);
                        continue;
                    };
                    let printed = self.push_opaque(citation, range);
                    let number = reference.strip_prefix("kst:").map(Verwijzing::parse);
                    if let Some(Ok(verwijzing)) = number {
                        self.papers.push((printed, verwijzing));
                    }
                }
                Inline::Value { range, expression } => {
                    let annex = Bestand::Bijlage.stem();
                    self.cites_annex |= expression.trim_start().starts_with(annex);
                    if let Some(value) = checked.names.values.get(&range.start) {
                        let printed = self.push_opaque(value, range);
                        self.values.push((printed, expression.clone()));
                    }
                }
                Inline::Shifted { text, range, .. } => {
                    let printed = self.push(text);
                    self.map.push(printed, range.start + 1..range.end - 1);
                }
                // What it says are texts by themselves.
                Inline::Insert { .. } => {}
                Inline::Break => self.text.push(' '),
            }
        }
    }

    pub(super) fn finish(mut self, taal: &Taal, out: &mut Vec<Self>) {
        if !self.text.trim().is_empty() || !self.notes.is_empty() {
            self.tokens = tokens(&self.text);
            self.sentences = sentences(&self.text, taal);
            self.quoted = quotations(&self.text);
            // One in another goes with it.
            self.withheld.sort_by_key(|range| (range.start, Reverse(range.end)));
            let mut far = 0;
            self.withheld.retain(|range| {
                let outer = range.end > far || range.is_empty();
                far = far.max(range.end);
                outer
            });
            self.index = out.len();
            out.push(self);
        }
    }

    /// The place of a range of the printed text.
    pub(super) fn spot(&self, range: &Range<usize>) -> Spot {
        Spot { place: self.place.clone(), within: self.map.forward(range), key: false }
    }

    /// Whether a range was typed just as it is printed, without markup inside, so that it can be replaced.
    pub(super) fn is_typed(&self, range: &Range<usize>) -> bool {
        self.map.is_exact(range) && !self.is_opaque(range)
    }

    /// Whether a range touches what nobody typed, or an address.
    pub(super) fn is_opaque(&self, range: &Range<usize>) -> bool {
        touches(&self.opaque, range)
    }

    /// Whether a range touches what the public edition leaves out.
    pub(super) fn is_withheld(&self, range: &Range<usize>) -> bool {
        touches(&self.withheld, range)
    }

    /// Whether the public edition leaves out all of a range.
    pub(super) fn is_withheld_whole(&self, range: &Range<usize>) -> bool {
        let first = self.withheld.partition_point(|part| part.end < range.end);
        self.withheld.get(first).is_some_and(|part| part.start <= range.start)
    }

    /// Whether a range touches the text of a link.
    pub(super) fn is_linked(&self, range: &Range<usize>) -> bool {
        touches(&self.links, range)
    }

    /// The sentence that an offset lies in; of one without end, as much as anybody takes for one.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        const LONGEST: usize = 2_000;
        let index = self.sentences.partition_point(|sentence| sentence.end <= at);
        let all = self.sentences.get(index).cloned().unwrap_or(0..self.text.len());
        let start = self.text.floor_char_boundary(at.saturating_sub(LONGEST));
        let end = self.text.ceil_char_boundary((at + LONGEST).min(self.text.len()));
        all.start.max(start)..all.end.min(end)
    }

    /// The part of a sentence around a range: what is further away says nothing about it, and a text without full
    /// stops stays cheap.
    pub(super) fn near(&self, range: &Range<usize>) -> Range<usize> {
        const NEAR: usize = 400;
        let sentence = self.sentence(range.start);
        let start = self.text.floor_char_boundary(range.start.saturating_sub(NEAR));
        let end = self.text.ceil_char_boundary(range.end + NEAR);
        start.max(sentence.start)..end.min(sentence.end).max(range.end)
    }

    /// The tokens within a range.
    pub(super) fn tokens_in(&self, range: &Range<usize>) -> &[Token] {
        let from = self.tokens.partition_point(|token| token.range.start < range.start);
        let to = self.tokens.partition_point(|token| token.range.end <= range.end);
        &self.tokens[from..to.max(from)]
    }

    /// The text of a token.
    pub(super) fn word(&self, token: &Token) -> &str {
        &self.text[token.range.clone()]
    }

    /// Whether an offset stands between quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        touches(&self.quoted, &(at..at + 1))
    }

    /// The first place of these words, however far apart; the letters must be the same.
    pub(super) fn find(&self, words: &str) -> Option<Range<usize>> {
        let words: Vec<&str> = words.split(' ').collect();
        self.tokens.windows(words.len()).find_map(|tokens| {
            let same = tokens.iter().zip(&words).all(|(token, word)| self.word(token) == *word);
            same.then(|| tokens[0].range.start..tokens[words.len() - 1].range.end)
        })
    }

    /// The words and marks just before an offset, nearest first, within its sentence.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &str> {
        let start = self.sentence(at).start;
        let to = self.tokens.partition_point(|token| token.range.end <= at);
        let tokens = self.tokens[..to].iter().rev();
        tokens.take_while(move |token| token.range.start >= start).map(|token| self.word(token))
    }

    /// The words and marks behind an offset.
    pub(super) fn after(&self, at: usize) -> impl Iterator<Item = &str> {
        let from = self.tokens.partition_point(|token| token.range.start < at);
        self.tokens[from..].iter().map(|token| self.word(token))
    }

    /// The names of the footnotes that the public edition refers to as well.
    pub(super) fn open_notes(&self) -> impl Iterator<Item = &str> {
        let notes = self.notes.iter().enumerate();
        let open = notes.filter(|(at, _)| !self.withheld_notes.contains(at));
        open.map(|(_, (_, name))| name.as_str())
    }

    /// The name of the footnote that this is the text of.
    pub(super) fn note_name(&self) -> Option<&str> {
        match self.place.path.segments() {
            [Segment::Key(notes), Segment::Key(name)] if NOTEN.contains(&&**notes) => Some(name),
            _ => None,
        }
    }

    /// Whether running prose stands here, on which rules on language work.
    pub(super) fn is_prose(&self) -> bool {
        matches!(self.role, Role::Body | Role::Item | Role::Note)
    }
}

/// Whether a range touches one of these, which are ascending.
fn touches(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let first = ranges.partition_point(|part| part.end <= range.start);
    ranges.get(first).is_some_and(|part| part.start < range.end)
}

/// The passages of a text, in reading order: of a line, or of a text with its structure.
pub(super) fn passages(
    place: &Place,
    text: &str,
    checked: Option<&CheckedText>,
    taal: &Taal,
    out: &mut Vec<Passage>,
) {
    if let Some(checked) = checked {
        let role = if is_note(&place.path) { Role::Note } else { Role::Body };
        blocks(&checked.prose.blocks, place, role, checked, taal, out);
    } else {
        let mut passage = Passage::new(place.clone(), role_of_line(&place.path), false);
        let whole = passage.push(text);
        passage.map.push(whole.clone(), whole);
        passage.finish(taal, out);
    }
}

fn blocks(
    blocks_: &[Block],
    place: &Place,
    role: Role,
    checked: &CheckedText,
    taal: &Taal,
    out: &mut Vec<Passage>,
) {
    let passage = |inlines: &[Inline], role, out: &mut Vec<Passage>| {
        let mut passage = Passage::new(place.clone(), role, true);
        passage.inlines(inlines, checked);
        passage.finish(taal, out);
    };
    for block in blocks_ {
        match block {
            Block::Paragraph(inlines) => passage(inlines, role, out),
            Block::List { numbering, items, .. } => {
                let outermost = role == Role::Body;
                let role = if role == Role::Body { Role::Item } else { role };
                let lead = out.iter().rposition(|passage| passage.place == *place);
                let lead = lead.map(|lead| out[lead].lead.unwrap_or(lead));
                let first = out.len();
                items.iter().for_each(|item| blocks(item, place, role, checked, taal, out));
                if let Some(passage) = out.get_mut(first).filter(|_| outermost) {
                    passage.list = Some((*numbering, items.len()));
                }
                for passage in &mut out[first..] {
                    passage.lead = passage.lead.or(lead);
                }
            }
            Block::Table { head, rows, .. } => {
                let last = out.iter().rev().find_map(|passage| passage.cell.as_ref());
                let table = last.map_or(0, |cell| cell.table + 1);
                for (row, cells) in std::iter::once(head).chain(rows).enumerate() {
                    for (column, inlines) in cells.iter().enumerate() {
                        let before = out.len();
                        passage(inlines, Role::Cell, out);
                        if let Some(passage) = out.get_mut(before) {
                            passage.cell = Some(CellPlace { table, row, column });
                        }
                    }
                }
            }
        }
    }
}

/// Whether a text is itself a footnote.
pub(super) fn is_note(path: &Path) -> bool {
    matches!(path.segments(), [Segment::Key(first), Segment::Key(_)] if NOTEN.contains(&&**first))
}

fn role_of_line(path: &Path) -> Role {
    let headings = ["kop", "titel", "koppen", "onderwerp"];
    let named =
        |segment: &Segment| matches!(segment, Segment::Key(key) if headings.contains(&&**key));
    if path.segments().iter().any(named) { Role::Heading } else { Role::Line }
}
