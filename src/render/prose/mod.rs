//! In: a checked text. Out: a Typst sheet that prints it, with a map back to the text. Pure.
//!
//! Text only ever reaches Typst as a string literal inside a call of a function from
//! `huisstijl/proza.typ`, so nothing in a dossier is read as Typst code.

mod inlines;
mod size;

use std::mem;
use std::slice;

use self::size::{SHORT_PARAGRAPH, has_note, is_whole, length};
use super::breaks::Room;
use crate::check::{Checked, CheckedText, Names, Noot};
use crate::dossier::{Editie, Place, Regel};
use crate::prose::{Align, Block, Inline, Numbering, Series, visit_inlines, visit_lines};
use crate::source::RangeMap;
use crate::yaml::Segment;

/// Characters of a cell, over all columns, that could fill a page in a narrow column; a row with such a
/// cell may be torn apart, which is better than losing what runs off the page.
const LONG_CELL: usize = 1_200;

/// Rows at the begin of a table whose notes have to be on its page.
const FIRST_ROWS: usize = 3;

/// Rows of a table that stay on one page.
const SHORT_TABLE: usize = 5;

/// Characters over all columns, of the longest cell of each row, of such a table.
const SHORT_TEXT: usize = 1500;

/// A Typst file with the way back to the text that it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ProseSheet {
    pub(super) source: String,
    /// From the sheet to the text.
    pub(super) map: RangeMap,
}

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
pub(super) struct Tekstwoorden<'a> {
    /// Those that stay beside their number.
    pub(super) eenheden: &'a [Regel],
    /// What the number of a figure stands behind.
    pub(super) figuur: &'a Regel,
}

/// Prints the text at a place.
pub(super) fn sheet(
    place: &Place,
    text: &CheckedText,
    woorden: Tekstwoorden<'_>,
    lakwijze: Lakwijze,
) -> ProseSheet {
    let path = sheet_path(place);
    let mut writer = Writer {
        head: is_kolomkop(&path),
        path,
        names: &text.names,
        woorden,
        lakwijze,
        sheet: ProseSheet::default(),
        room: Room::Text,
        nested: false,
    };
    writer.raw("#import \"/huisstijl/proza.typ\": *\n");
    writer.blocks(&text.prose.blocks, false);
    writer.sheet
}

/// Whether the sheet with this path prints something above a column of the annex, which comes back on the next page: all that
/// is written of a column itself.
pub fn is_kolomkop(sheet: &str) -> bool {
    let mut steps = sheet.trim_end_matches(".typ").rsplit('/');
    matches!((steps.next(), steps.next(), steps.next()), (Some(_), Some(_), Some("kolommen")))
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
    woorden: Tekstwoorden<'a>,
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
        let woorden = Tekstwoorden { eenheden: &lijsten.geld.eenheden, figuur: &figuur };
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
