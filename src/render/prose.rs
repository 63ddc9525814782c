//! In: a checked text. Out: a Typst sheet that prints it, with a map back to the text. Pure.
//!
//! Text only ever reaches Typst as a string literal inside a call of a function from
//! `huisstijl/proza.typ`, so nothing in a dossier is read as Typst code.

use std::mem;
use std::ops::Range;
use std::slice;

use super::amounts::amounts;
use super::breaks::{BREAK, Piece, Room, pieces};
use crate::check::{Checked, CheckedText, Ingevoegd, Names, Noot};
use crate::dossier::{Editie, Gronden, Place, Regel};
use crate::prose::{Align, Block, Inline, Numbering, Series, visit_inlines, visit_lines};
use crate::source::RangeMap;
use crate::yaml::Segment;

/// Most bytes in one string literal. A glyph knows its place in its literal in 16 bits.
const MAX_LITERAL: usize = 32_000;

/// Characters of a cell, over all columns, that could fill a page in a narrow column; a row with such a
/// cell may be torn apart, which is better than losing what runs off the page.
const LONG_CELL: usize = 1_200;

/// A Typst file with the way back to the text that it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ProseSheet {
    pub(super) source: String,
    /// From the sheet to the text.
    pub(super) map: RangeMap,
}

/// Characters of a paragraph, and of a list with a note, that stay on one page.
const SHORT_PARAGRAPH: usize = 250;
const SHORT_LIST: usize = 900;

/// Rows at the begin of a table whose notes have to be on its page.
const FIRST_ROWS: usize = 3;

/// Rows of a table that stay on one page.
const SHORT_TABLE: usize = 5;

/// Characters over all columns, of the longest cell of each row, of such a table.
const SHORT_TEXT: usize = 1500;

/// How what is withheld from the public is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Lakwijze {
    /// As any other text.
    #[default]
    Gewoon,
    /// So that its grounds are seen.
    Zichtbaar,
    /// It is not there; what stands in its place is a mark.
    Merk,
}

impl Lakwijze {
    /// That of an edition.
    pub(super) fn of(checked: &Checked) -> Self {
        match (checked.editie(), checked.dossier().profiel.lakken.zichtbaar) {
            (Editie::Openbaar, _) => Self::Merk,
            (Editie::Werk, true) => Self::Zichtbaar,
            (Editie::Werk, false) => Self::Gewoon,
        }
    }

    /// The call of the house style, up to the text.
    pub(super) fn call(self, gronden: &str) -> String {
        match self {
            Self::Gewoon => format!("lak({})", literal(gronden)),
            Self::Zichtbaar => format!("lak-zichtbaar({})", literal(gronden)),
            Self::Merk => "gelakt".into(),
        }
    }
}

/// The words that a sheet goes by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bladwoorden<'a> {
    /// Those that stay beside their number.
    pub(super) eenheden: &'a [Regel],
    /// What the number of a figure stands behind.
    pub(super) figuur: &'a Regel,
}

/// Prints the text at a place.
pub(super) fn sheet(
    place: &Place,
    text: &CheckedText,
    woorden: Bladwoorden<'_>,
    lakwijze: Lakwijze,
) -> ProseSheet {
    let mut writer = Writer {
        path: sheet_path(place),
        names: &text.names,
        woorden,
        lakwijze,
        sheet: ProseSheet::default(),
        room: Room::Text,
        head: false,
        nested: false,
    };
    writer.raw("#import \"/huisstijl/proza.typ\": *\n");
    writer.blocks(&text.prose.blocks, false);
    writer.sheet
}

/// The path of the Typst sheet that prints a text.
pub fn sheet_path(place: &Place) -> String {
    let mut path = format!("/proza/{}", place.root.name());
    for segment in place.path.segments() {
        match segment {
            Segment::Key(key) => path.push_str(&format!("/{key}")),
            Segment::Index(index) => path.push_str(&format!("/{index}")),
        }
    }
    path + ".typ"
}

/// The path of the image of a figure, beside the sheets.
pub(super) fn image_path(figure: &Place, file: &str) -> String {
    let path = sheet_path(figure).replacen("/proza", "/beeld", 1);
    let extension = if file.to_lowercase().ends_with(".png") { "png" } else { "svg" };
    format!("{}.{extension}", path.trim_end_matches(".typ"))
}

struct Writer<'a> {
    path: String,
    names: &'a Names,
    woorden: Bladwoorden<'a>,
    lakwijze: Lakwijze,
    sheet: ProseSheet,
    room: Room,
    /// Whether this is in the head of a table, which comes back on the next page.
    head: bool,
    /// Whether this is within an item of a list.
    nested: bool,
}

impl Writer<'_> {
    fn raw(&mut self, code: &str) {
        self.sheet.source.push_str(code);
    }

    /// In an item of a tight list no empty line comes between the text and a list below it.
    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        for (i, block) in blocks.iter().enumerate() {
            if i > 0 && !(tight && matches!(block, Block::List { .. })) {
                self.raw("#parbreak()");
            }
            if !self.nested {
                self.room_for_notes(match block {
                    // In a list that breaks, each item has room of its own.
                    Block::List { items, .. } if !is_whole(block, items) => {
                        items.first().map_or(&[], Vec::as_slice)
                    }
                    _ => slice::from_ref(block),
                });
            }
            match block {
                Block::Paragraph(inlines) => {
                    let next = blocks.get(i + 1).filter(|_| !self.nested);
                    self.paragraph(inlines, has_note(block), next);
                }
                Block::List { numbering, tight, items } => {
                    // In an item, a block of its own would come with white above it.
                    let whole = !self.nested && is_whole(block, items);
                    if whole {
                        self.raw("#heel[");
                    }
                    match numbering {
                        Numbering::Bullet => self.raw(&format!("#opsomming({tight})")),
                        Numbering::Counted { open, series, first, suffix } => {
                            let open = if *open { "(" } else { "" };
                            let sign = match series {
                                Series::Number => '1',
                                Series::Letter => 'a',
                                Series::Roman => 'i',
                            };
                            let form = literal(&format!("{open}{sign}{suffix}"));
                            self.raw(&format!("#nummering({form}, {first}, {tight})"));
                        }
                    }
                    let nested = mem::replace(&mut self.nested, true);
                    for (i, item) in items.iter().enumerate() {
                        self.raw("[");
                        self.blocks(item, *tight);
                        if let Some(next) = items.get(i + 1).filter(|_| !nested && !whole) {
                            self.room_for_notes(next);
                        }
                        self.raw("]");
                    }
                    self.nested = nested;
                    if whole {
                        self.raw("]");
                    }
                }
                Block::Table { columns, head, rows } => {
                    let number = columns.len();
                    let columns: String = columns
                        .iter()
                        .map(|align| match align {
                            Align::Left => "left,",
                            Align::Center => "center,",
                            Align::Right => "right,",
                        })
                        .collect();
                    let cells = || head.iter().chain(rows.iter().flatten());
                    let long = cells().any(|cell| length(cell) > LONG_CELL / number.max(1));
                    let highest =
                        |row: &Vec<Vec<Inline>>| row.iter().map(|cell| length(cell)).max();
                    let text: usize = rows.iter().filter_map(highest).sum();
                    let short = rows.len() <= SHORT_TABLE && text * number <= SHORT_TEXT;
                    let mut notes = String::new();
                    for (i, row) in rows.iter().enumerate().skip(1) {
                        for label in row.iter().flat_map(|cell| self.notes(cell)) {
                            notes.push_str(&format!("{label}: {i}, "));
                        }
                    }
                    let notes = if notes.is_empty() { ":" } else { &notes };
                    self.raw(&format!("#tabel(({columns}), {long}, {short}, ({notes}))"));
                    self.room = Room::Cell;
                    for (i, cell) in cells().enumerate() {
                        self.head = i < number;
                        self.raw("[");
                        self.inlines(cell);
                        self.raw("]");
                    }
                    self.room = Room::Text;
                }
            }
        }
    }

    /// Says which notes have to be on the page of what comes next.
    fn room_for_notes(&mut self, blocks: &[Block]) {
        let mut notes = Vec::new();
        for block in blocks {
            match block {
                // Of a table the begin; further on, rows with a note stay with those below them.
                Block::Table { head, rows, .. } => {
                    let begin = head.iter().chain(rows.iter().take(FIRST_ROWS).flatten());
                    notes.extend(begin.flat_map(|cell| self.notes(cell)));
                }
                _ => {
                    visit_lines(slice::from_ref(block), &mut |line| notes.extend(self.notes(line)))
                }
            }
        }
        if !notes.is_empty() {
            self.raw(&format!("#voor-noten({})", notes.join(", ")));
        }
    }

    /// The notes of a line, by their labels as Typst literals.
    fn notes(&self, line: &[Inline]) -> Vec<String> {
        let mut notes = Vec::new();
        visit_inlines(line, &mut |inline| {
            if let Inline::Note { range, .. } = inline
                && let Some(Noot { label, tekst: Some(_), .. }) = self.names.notes.get(&range.start)
            {
                notes.push(literal(label));
            }
        });
        notes
    }

    /// A paragraph, and what comes below it.
    fn paragraph(&mut self, inlines: &[Inline], has_note: bool, next: Option<&Block>) {
        let leads = matches!(next, Some(Block::List { .. } | Block::Table { .. }));
        let open = if has_note {
            "#met-noot["
        } else if leads && length(inlines) < SHORT_PARAGRAPH {
            "#inleiding["
        } else {
            return self.inlines(inlines);
        };
        self.raw(open);
        self.inlines(inlines);
        self.raw("]");
    }

    /// A name for a place in the head of a table, which no other has.
    fn key(&self, what: &str) -> String {
        literal(&format!("{}#{what}{}", self.path, self.sheet.source.len()))
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, range } => self.text(text, range),
                Inline::Strong(children) => self.call("#vet", children),
                Inline::Emphasis(children) => self.call("#cursief", children),
                Inline::Link { url, children } => {
                    let call = match self.head {
                        true => format!(
                            "#koppeling-in-kop({}, {})",
                            self.key("koppeling"),
                            literal(url)
                        ),
                        false => format!("#koppeling({})", literal(url)),
                    };
                    self.call(&call, children);
                }
                Inline::Withheld { ground, children, .. } => {
                    self.call(&format!("#{}", self.lakwijze.call(ground)), children);
                }
                Inline::Note { range, .. } => {
                    if let Some(Noot { label, tekst, teken }) = self.names.notes.get(&range.start) {
                        let (name, key) = match self.head {
                            true => ("-in-kop", self.key("noot") + ", "),
                            false => ("", String::new()),
                        };
                        let label = literal(label);
                        let mark = teken.as_ref().map(|mark| format!(", teken: {}", literal(mark)));
                        let mark = mark.unwrap_or_default();
                        let call = match tekst {
                            Some(text) => {
                                let sheet = literal(&sheet_path(text));
                                format!("#noot{name}({key}{label}, include {sheet}{mark})")
                            }
                            None => format!("#nogmaals{name}({key}{label}{mark})"),
                        };
                        self.mapped(&call, range);
                    }
                }
                Inline::Paper { range, .. } => {
                    if let Some((citation, url)) = self.names.papers.get(&range.start) {
                        let (citation, url) = (literal(citation), literal(url));
                        let call = match self.head {
                            true => format!(
                                "#koppeling-in-kop({}, {url})[#{citation}]",
                                self.key("stuk")
                            ),
                            false => format!("#kamerstuk([#{citation}], {url})"),
                        };
                        self.mapped(&call, range);
                    }
                }
                Inline::Value { range, .. } => {
                    if let Some(value) = self.names.values.get(&range.start) {
                        if self.lakwijze == Lakwijze::Merk && Gronden::of_merk(value).is_some() {
                            self.mapped(&format!("#gelakt[#{}]", literal(value)), range);
                            continue;
                        }
                        // After its dash a negative amount would break all the same.
                        let value = match value.contains('\u{2012}') && value.len() < 100 {
                            true => format!("#box[#{}]", literal(value)),
                            false => format!("#{}", literal(value)),
                        };
                        self.mapped(&value, range);
                    }
                }
                Inline::Shifted { below, text, range } => {
                    self.raw(if *below { "#onder-de-regel[" } else { "#boven-de-regel[" });
                    self.literals(text, &(range.start + 1..range.end - 1));
                    self.raw("]");
                }
                Inline::Insert { range, .. } => {
                    if let Some(inserted) = self.names.inserts.get(&range.start) {
                        let code = self.inserted(inserted);
                        self.mapped(&code, range);
                    }
                }
                Inline::Break => self.raw("#linebreak()"),
            }
        }
    }

    /// A figure or frame.
    fn inserted(&self, inserted: &Ingevoegd) -> String {
        let line = |text: Option<&String>| match text {
            Some(text) => format!("[#{}]", literal(text)),
            None => "none".to_owned(),
        };
        match inserted {
            Ingevoegd::Figuur { place, bestand, beschrijving, bijschrift, breedte } => format!(
                "#figuur(image({}, alt: {}), {}, {}, {})",
                literal(&image_path(place, bestand)),
                literal(beschrijving),
                breedte.map_or("none".to_owned(), |breedte| breedte.to_string()),
                // Without a text of its own it has no number.
                line(bijschrift.as_ref().map(|_| self.woorden.figuur.to_string()).as_ref()),
                line(bijschrift.as_ref()),
            ),
            Ingevoegd::Kader { kop, tekst, .. } => {
                format!("#kader({}, include {})", line(kop.as_ref()), literal(&sheet_path(tekst)))
            }
            Ingevoegd::Gelakt { merk, .. } => format!("#gelakt[#{}]", literal(merk)),
        }
    }

    fn call(&mut self, function: &str, children: &[Inline]) {
        self.raw(function);
        self.raw("[");
        self.inlines(children);
        self.raw("]");
    }

    /// Code that as a whole stands for a range of the text.
    fn mapped(&mut self, code: &str, range: &Range<usize>) {
        let start = self.sheet.source.len();
        self.raw(code);
        self.sheet.map.push_whole(start..self.sheet.source.len(), range.clone());
    }

    /// Text, in which an amount does not break at the end of a line (`€ 2 miljoen`).
    fn text(&mut self, text: &str, range: &Range<usize>) {
        let exact = text.len() == range.len();
        let part = |part: &Range<usize>| {
            if exact { range.start + part.start..range.start + part.end } else { range.clone() }
        };
        let mut at = 0;
        for amount in amounts(text, self.woorden.eenheden) {
            self.literals(&text[at..amount.start], &part(&(at..amount.start)));
            self.raw("#box[");
            self.literals(&text[amount.clone()], &part(&amount));
            self.raw("]");
            at = amount.end;
        }
        self.literals(&text[at..], &part(&(at..text.len())));
    }

    /// Text as string literals, each character mapped to its place. Between two of them a line may break where it
    /// could not otherwise.
    fn literals(&mut self, text: &str, range: &Range<usize>) {
        let exact = text.len() == range.len();
        for (i, Piece { range: part, syllables }) in pieces(text, self.room).into_iter().enumerate()
        {
            if i > 0 {
                self.raw(BREAK);
            }
            match syllables {
                Some(true) => self.raw("#lang-woord["),
                Some(false) => self.raw("#adres["),
                None => {}
            }
            let place = if exact {
                range.start + part.start..range.start + part.end
            } else {
                range.clone()
            };
            self.literal(&text[part], &place, exact);
            if syllables.is_some() {
                self.raw("]");
            }
        }
    }

    fn literal(&mut self, text: &str, range: &Range<usize>, exact: bool) {
        let mut rest = text;
        let mut at = range.start;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.floor_char_boundary(MAX_LITERAL));
            self.raw("#\"");
            let mut piece = self.sheet.source.len();
            let mut piece_at = at;
            for (i, char) in now.char_indices() {
                if matches!(char, '"' | '\\') {
                    // The escape makes the sheet longer than the text: a new piece begins after it.
                    self.piece(piece, if exact { piece_at..at + i } else { range.clone() });
                    self.raw("\\");
                    piece = self.sheet.source.len();
                    piece_at = at + i;
                }
                self.sheet.source.push(char);
            }
            self.piece(piece, if exact { piece_at..at + now.len() } else { range.clone() });
            self.raw("\"");
            at += now.len();
            rest = later;
        }
    }

    fn piece(&mut self, start: usize, range: Range<usize>) {
        self.sheet.map.push(start..self.sheet.source.len(), range);
    }
}

/// Visits the parts of the running text of a block.
fn visit<'a>(block: &'a Block, visitor: &mut dyn FnMut(&'a Inline)) {
    visit_lines(slice::from_ref(block), &mut |inlines| visit_inlines(inlines, visitor));
}

/// Whether a list stays on one page. Typst leaves a note where it was when an item of a list goes to the next page.
fn is_whole(list: &Block, items: &[Vec<Block>]) -> bool {
    let size = size(items.iter().flatten());
    size < SHORT_PARAGRAPH || has_note(list) && size < SHORT_LIST
}

/// Whether a block holds a reference to a note.
fn has_note(block: &Block) -> bool {
    let mut found = false;
    visit(block, &mut |inline| found |= matches!(inline, Inline::Note { .. }));
    found
}

/// Bytes of text in blocks, with what a new line takes.
fn size<'a>(blocks: impl Iterator<Item = &'a Block>) -> usize {
    let one = |block: &Block| match block {
        Block::Paragraph(inlines) => length(inlines) + 40,
        Block::List { items, .. } => size(items.iter().flatten()),
        Block::Table { .. } => SHORT_LIST,
    };
    blocks.map(one).sum()
}

/// Bytes of text in running text, more or less.
fn length(inlines: &[Inline]) -> usize {
    let one = |inline: &Inline| match inline {
        Inline::Text { text, .. } | Inline::Shifted { text, .. } => text.len(),
        Inline::Strong(children)
        | Inline::Emphasis(children)
        | Inline::Link { children, .. }
        | Inline::Withheld { children, .. } => length(children),
        _ => 20,
    };
    inlines.iter().map(one).sum()
}

/// A Typst string literal; nothing in it has a meaning for Typst.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        if matches!(char, '"' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Lijsten;

    #[test]
    fn a_place_in_the_sheet_leads_to_its_place_in_the_text() {
        let text = "een \"twee\" € 3 miljoen";
        let (prose, _) = crate::prose::parse(text);
        let (lijsten, figuur) = (Lijsten::ingebouwd(), Regel::new("Figuur"));
        let woorden = Bladwoorden { eenheden: &lijsten.geld.eenheden, figuur: &figuur };
        let place =
            Place::top(crate::dossier::Root::File(crate::dossier::Bestand::Brief)).key("opening");
        let sheet = {
            let text = CheckedText { prose: prose.into(), names: Names::default() };
            sheet(&place, &text, woorden, Lakwijze::default())
        };
        for word in ["een", "twee", "miljoen"] {
            let in_sheet = sheet.source.rfind(word).unwrap();
            let in_text = text.find(word).unwrap();
            let origin = sheet.map.forward(&(in_sheet..in_sheet + word.len()));
            assert_eq!(origin, Some(in_text..in_text + word.len()), "{word}");
        }
    }
}
