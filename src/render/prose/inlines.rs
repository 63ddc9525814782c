//! In: running text. Out: its Typst code, with a map back to the text. Pure.

use std::ops::Range;

use super::{Lakwijze, Writer, image_path, literal, sheet_path};
use crate::check::{Ingevoegd, Noot};
use crate::dossier::Gronden;
use crate::prose::Inline;
use crate::render::amounts::amounts;
use crate::render::breaks::{BREAK, Piece, pieces};

/// Most bytes in one string literal. A glyph knows its place in its literal in 16 bits.
const MAX_LITERAL: usize = 32_000;

impl Writer<'_> {
    /// A name for a place in the head of a table, which no other has.
    fn key(&self, what: &str) -> String {
        literal(&format!("{}#{what}{}", self.path, self.sheet.source.len()))
    }

    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
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
