//! In: the pages of a document, and the sheets that they were set from. Out: what is not on paper as it was written. Pure.
//!
//! The pages are gone through once, letter by letter. Every letter knows the literal that it was written in, so that what
//! is printed can be held against what was typed, and so that a letter that fell off the paper is told at its place.

mod boxes;
mod written;

use std::collections::HashMap;
use std::ops::Range;

use typst::foundations::{Label, NativeElement, Packed, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::layout::{Abs, Length, Transform};
use typst::model::FootnoteElem;
use typst::syntax::{FileId, Source};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use self::boxes::{Area, Boxes, Run};
use self::written::Written;
use super::letters::each_run;
use crate::check::Checked;
use crate::diagnostic::words::shorten;
use crate::diagnostic::{Diagnostic, codes};
use crate::prose::Inline;
use crate::render::{Letter, Sheets};
use crate::source::{Sources, Span};

/// The label by which the house style says where the running text of a page stands.
const AREA: &str = "zetspiegel";

/// Something that is not on paper as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Letters that are on no page.
    Lost(Letter),
    /// Letters that are on the pages more often than they were written.
    Doubled(Letter),
    /// Letters that stand before what they were written behind, or are others.
    Moved(Letter),
    /// An item of a list with another number than it has in the text.
    Number { of: Letter, is: String, wanted: String },
    /// Letters off the paper, or outside their column.
    Outside(Letter),
    /// Letters over others.
    Over(Letter),
    /// A footnote on another page than its number: its label, the page of the number and its own, and whether it can
    /// be given room.
    Note { label: String, number: usize, text: usize, movable: bool },
}

/// What comes of reading a document.
#[derive(Debug, Default)]
pub(super) struct Proof {
    pub(super) faults: Vec<Fault>,
    /// The notes of what begins on another page than what leads it in.
    pub(super) apart: Vec<String>,
}

impl Proof {
    /// How many notes, and what they are in, stand on another page than they should.
    pub(super) fn strayed(&self) -> usize {
        let is_note = |fault: &&Fault| matches!(fault, Fault::Note { .. });
        self.faults.iter().filter(is_note).count() + self.apart.len()
    }
}

/// Reads the pages of a document. `texts` are the sheets of the texts that it prints, `main` is its own; `own_way` says
/// whether that was filled by another template than the house's.
pub(super) fn read<'a>(
    document: &PagedDocument,
    (main, own_way): (&'a Source, bool),
    texts: impl Iterator<Item = &'a Source>,
) -> Proof {
    let mut written = Written::default();
    for text in texts {
        written.text(text);
    }
    written.main(main, own_way);
    let areas = areas(document);
    let mut found = Vec::new();
    for (i, page) in document.pages().iter().enumerate() {
        written.page = i;
        let area = areas.iter().rev().find(|(first, _)| *first <= i + 1).map(|(_, area)| area);
        let mut boxes = Boxes::new(page.frame.size(), area);
        each_run(&page.frame, Transform::identity(), &mut |item, transform| {
            let literal = written.item(item);
            boxes.add(Run::new(item, transform, literal));
        });
        for (fault, literal, offset, length) in boxes.finish() {
            found.push(fault(written.letter(literal, offset..offset + length)));
        }
    }
    let movable = written.notes();
    found.extend(stray_notes(document).into_iter().map(|(label, number, text)| {
        let movable = movable.contains(&label);
        Fault::Note { label, number, text, movable }
    }));
    let apart = written.apart();
    found.extend(written.finish());
    Proof { faults: found, apart }
}

/// From which page on the running text stands where.
fn areas(document: &PagedDocument) -> Vec<(usize, Area)> {
    let Some(label) = Label::new(PicoStr::intern(AREA)) else { return Vec::new() };
    let introspector = document.introspector();
    let found = introspector.query(&Selector::Label(label));
    let mut areas: Vec<(usize, Area)> = found
        .iter()
        .filter_map(|content| {
            let page = introspector.page(content.location()?)?.get();
            let Value::Dict(dict) = &content.to_packed::<MetadataElem>()?.value else {
                return None;
            };
            let of = |key: &str| -> Option<Abs> {
                Some(dict.get(key).ok()?.clone().cast::<Length>().ok()?.abs)
            };
            let area = Area { left: of("links")?, right: of("rechts")?, bottom: of("onder")? };
            Some((page, area))
        })
        .collect();
    areas.sort_by_key(|(page, _)| *page);
    areas
}

/// Whether a footnote begins on another page than its number.
pub(super) fn has_stray_notes(document: &PagedDocument) -> bool {
    !stray_notes(document).is_empty()
}

/// The footnotes that begin on another page than their number: the label, the page of the number, and its own.
fn stray_notes(document: &PagedDocument) -> Vec<(String, usize, usize)> {
    let introspector = document.introspector();
    let all = introspector.query(&FootnoteElem::ELEM.select());
    all.iter()
        .filter_map(|content| {
            let note: &Packed<FootnoteElem> = content.to_packed()?;
            let location = note.location().filter(|_| !note.is_ref())?;
            let number = introspector.page(location)?.get();
            // Typst gives the text of a note this place.
            let text = introspector.page(location.variant(1))?.get();
            (number != text)
                .then(|| Some((content.label()?.resolve().to_string(), number, text)))?
        })
        .collect()
}

impl Fault {
    /// What there is to say of it, at its place in the dossier.
    pub(super) fn diagnostic(
        &self,
        files: &HashMap<FileId, Source>,
        sheets: &Sheets,
        checked: &Checked,
        sources: &Sources,
    ) -> Diagnostic {
        let says = |letter: &Letter| {
            let source = files.values().find(|source| path(source) == letter.path);
            let says = source.and_then(|source| written::says(source, &letter.literal));
            let part = says.as_ref().and_then(|says| {
                let end = says.len().min(letter.offset + letter.length);
                says.get(says.floor_char_boundary(letter.offset)..says.ceil_char_boundary(end))
            });
            format!("`{}`", shorten(part.unwrap_or_default().trim()))
        };
        let ours = "kijk in het eigen sjabloon of daar iets wordt verborgen, herhaald of verplaatst; is er geen eigen sjabloon, meld dit dan als fout van het programma, met het dossier erbij";
        let shorter = "kort het in, of zet een spatie of een koppelteken waar het mag afbreken";
        let error = |code, message: String, help: &str| Diagnostic::error(code, message).help(help);
        let (diagnostic, letter) = match self {
            Self::Lost(letter) => {
                let message = format!("{} staat niet op papier", says(letter));
                (error(codes::PAGE_DIFFERS, message, ours), letter)
            }
            Self::Doubled(letter) => {
                let message = format!("{} staat twee keer op papier", says(letter));
                (error(codes::PAGE_DIFFERS, message, ours), letter)
            }
            Self::Moved(letter) => {
                let message = format!("{} staat anders op papier dan getypt", says(letter));
                (error(codes::PAGE_DIFFERS, message, ours), letter)
            }
            Self::Number { of, is, wanted } => {
                let message =
                    format!("voor {} staat op papier `{is}` in plaats van `{wanted}`", says(of));
                (error(codes::PAGE_DIFFERS, message, ours), of)
            }
            Self::Outside(letter) => {
                let message =
                    format!("{} past niet op de regel en loopt het vak uit", says(letter));
                (error(codes::OUTSIDE_ITS_BOX, message, shorter), letter)
            }
            Self::Over(letter) => {
                let message = format!("{} komt over een andere tekst heen", says(letter));
                (error(codes::OUTSIDE_ITS_BOX, message, shorter), letter)
            }
            Self::Note { label, number, text, .. } => {
                let message = format!(
                    "de voetnoot begint op bladzijde {text}, en het cijfer ervan staat op bladzijde {number}"
                );
                let help = "zet het cijfer bij een woord dat hoger op de bladzijde staat (bij een tabel: in de zin erboven), of maak de tekst ervoor een regel langer of korter";
                let warning = Diagnostic::warning(codes::NOTE_ELSEWHERE, message).help(help);
                return match note(label, checked, sources) {
                    Some(span) => warning.at(span, "het cijfer"),
                    None => warning,
                };
            }
        };
        match sheets.letter(letter, checked, sources) {
            Some(span) => diagnostic.at(span, ""),
            None => match sheets.origin(letter.path, &letter.literal, checked, sources) {
                Some(origin) => diagnostic.at(origin.span, ""),
                None => diagnostic,
            },
        }
    }
}

/// Where a note is first referred to.
fn note(label: &str, checked: &Checked, sources: &Sources) -> Option<Span> {
    checked.prose().iter().find_map(|(place, text)| {
        let (at, _) =
            text.names.notes.iter().find(|(_, (name, text))| name == label && text.is_some())?;
        let mut of = None;
        text.prose.visit(&mut |inline| match inline {
            Inline::Note { range, .. } if range.start == *at => of = Some(range.clone()),
            _ => {}
        });
        checked.span(place, of, sources)
    })
}

/// The path of a sheet.
fn path(source: &Source) -> &'static str {
    source.id().get().vpath().get_with_slash()
}

/// A part of what a literal of a sheet says.
fn letter(path: &'static str, literal: Range<usize>, said: Range<usize>) -> Letter {
    Letter { path, literal, offset: said.start, length: said.len() }
}
