//! In: the pages of a document, and the sheets that they were set from. Out: what is not on paper as it was written. Pure.
//!
//! The pages are gone through once, letter by letter. Every letter knows the literal that it was written in, so that what
//! is printed can be held against what was typed, and so that a letter that fell off the paper is told at its place.

mod boxes;
mod written;

use std::collections::HashSet;
use std::iter;
use std::ops::Range;

use typst::foundations::{Content, Label, NativeElement, Packed, Selector, Str, Value};
use typst::introspection::{Introspector, MetadataElem, PagedPosition};
use typst::layout::{Abs, Length, Transform};
use typst::model::FootnoteElem;
use typst::syntax::Source;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use self::boxes::{Area, Boxes, Run};
use self::written::Written;
use super::bladen::Bladen;
use super::file_id;
use super::handtekening::Beletsel;
use super::letters::each_run;
use crate::check::Checked;
use crate::diagnostic::words::{enumerate, shorten};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Place, Root};
use crate::manuscript::Stukdeel;
use crate::prose::Inline;
use crate::render::{Letter, Sheets, field_number, sheet_path};
use crate::source::{Sources, Span};

/// The label of what must not stand at the top of a page; the value says what that is.
const TOP: &str = "niet-bovenaan";

/// The label by which the house style says where the running text of a page stands.
const AREA: &str = "zetspiegel";

/// As many other words that break are shown beside the first.
const SHOWN: usize = 5;

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
    /// Words of a text that were wider than their box, and break at the edge of it.
    Broken { first: Letter, others: Vec<Letter> },
    /// Texts that a template of one's own does not print.
    Forgotten { first: Place, others: Vec<Place> },
    /// A heading, or a line that leads something in, on another page than what comes after it.
    Apart { of: Letter, page: usize, next: usize },
    /// A block at the top of a page that must have text above it: its first letters, what it is, and the page.
    AtTop { of: Letter, what: String, page: usize },
    /// The place of a signature that is not empty paper: the number of the signer from 0, the page, and what is wrong.
    Signature { number: usize, page: usize, what: Beletsel },
    /// A footnote on another page than its number: its label, the page of the number and its own, and whether it can
    /// be given room.
    Note { label: String, number: usize, text: usize, movable: bool },
}

/// What comes of reading a document.
#[derive(Debug, Default)]
pub(super) struct Proof {
    pub(super) faults: Vec<Fault>,
    /// The words that are wider than their box, with their places.
    pub(super) wide: Vec<(String, Letter)>,
    /// The notes of what begins on another page than what leads it in, and the page of that.
    pub(super) apart: Vec<(usize, String)>,
    /// What was printed.
    pub(super) printed: Printed,
}

/// What of the dossier is on paper: texts by their sheets, which are read letter by letter, and fields of one line.
#[derive(Debug, Default)]
pub(super) struct Printed {
    sheets: HashSet<&'static str>,
    fields: HashSet<u64>,
}

impl Printed {
    /// The texts of a document's parts that are nowhere on paper, because its template leaves them out.
    pub(super) fn forgotten(&self, parts: &[Stukdeel], checked: &Checked) -> Option<Fault> {
        let is_there = |place: &&Place| match checked.prose().get(place) {
            Some(text) => text.prose.blocks.is_empty() || self.sheets.contains(&*sheet_path(place)),
            None => !checked.lines().contains(place) || self.fields.contains(&field_number(place)),
        };
        let own = |place: &&Place| place.root != Root::Profile;
        let places = parts.iter().flat_map(Stukdeel::places).filter(own);
        let mut missing = places.filter(|place| !is_there(place)).cloned();
        let first = missing.next()?;
        Some(Fault::Forgotten { first, others: missing.collect() })
    }
}

impl Proof {
    /// How much is wrong: what makes it no document, and what stands on another page than it should.
    pub(super) fn strayed(&self) -> (usize, usize) {
        let elsewhere = |fault: &&Fault| {
            matches!(fault, Fault::Note { .. } | Fault::Apart { .. } | Fault::AtTop { .. })
        };
        let elsewhere = self.faults.iter().filter(elsewhere).count();
        (self.faults.len() - elsewhere, elsewhere)
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
    let (areas, tops) = (areas(document), tops(document));
    let (mut found, mut wide) = (Vec::new(), Vec::new());
    for (i, page) in document.pages().iter().enumerate() {
        written.page = i;
        let area = areas.iter().rev().find(|(first, _)| *first <= i + 1).map(|(_, area)| area);
        let mut boxes = Boxes::new(page.frame.size(), area);
        each_run(&page.frame, Transform::identity(), &mut |item, transform| {
            let literal = written.item(item);
            boxes.add(Run::new(item, transform, literal));
        });
        let here = tops.iter().filter(|(place, _)| place.page.get() == i + 1);
        for (place, what) in here.filter(|_| i > 0) {
            let first = boxes.first_below(place.point.y);
            found.extend(first.map(|(literal, offset, length)| Fault::AtTop {
                of: written.letter(literal, offset..offset + length),
                what: what.clone(),
                page: i + 1,
            }));
        }
        for (fault, literal, offset, length) in boxes.finish() {
            let letter = written.letter(literal, offset..offset + length);
            wide.extend(written.word(&letter, literal).map(|word| (word, letter.clone())));
            found.push(fault(letter));
        }
    }
    let movable = written.notes();
    found.extend(stray_notes(document).into_iter().map(|(label, number, text)| {
        let movable = movable.contains(&label);
        Fault::Note { label, number, text, movable }
    }));
    let (parted, apart) = written.apart();
    found.extend(parted);
    let printed = written.printed();
    found.extend(written.finish());
    Proof { faults: found, wide, apart, printed }
}

/// The values that the house style gives this label, with their places.
fn labelled(document: &PagedDocument, label: &str) -> Vec<(PagedPosition, Value)> {
    let Some(label) = Label::new(PicoStr::intern(label)) else { return Vec::new() };
    let introspector = document.introspector();
    let found = introspector.query(&Selector::Label(label));
    let one = |content: &Content| {
        let place = introspector.position(content.location()?)?;
        Some((place, content.to_packed::<MetadataElem>()?.value.clone()))
    };
    found.iter().filter_map(one).collect()
}

/// From which page on the running text stands where.
fn areas(document: &PagedDocument) -> Vec<(usize, Area)> {
    let one = |(place, value): (PagedPosition, Value)| {
        let Value::Dict(dict) = value else { return None };
        let of = |key: &str| -> Option<Abs> {
            Some(dict.get(key).ok()?.clone().cast::<Length>().ok()?.abs)
        };
        let (left, right, bottom) = (of("links")?, of("rechts")?, of("onder")?);
        let area = Area { left, right, bottom, top: of("boven").unwrap_or_default() };
        Some((place.page.get(), area))
    };
    let mut areas: Vec<(usize, Area)> =
        labelled(document, AREA).into_iter().filter_map(one).collect();
    areas.sort_by_key(|(page, _)| *page);
    areas
}

/// Where something begins that must not stand at the top of a page, and what that is.
fn tops(document: &PagedDocument) -> Vec<(PagedPosition, String)> {
    let all = labelled(document, TOP).into_iter();
    all.filter_map(|(place, what)| Some((place, what.cast::<Str>().ok()?.to_string()))).collect()
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
        files: &Bladen,
        sheets: &Sheets,
        checked: &Checked,
        sources: &Sources,
    ) -> Diagnostic {
        let says = |letter: &Letter| {
            let source = file_id(letter.path).and_then(|id| files.get(id));
            let says = source.and_then(|source| written::says(source, &letter.literal));
            let part = says.as_ref().and_then(|says| {
                let end = says.len().min(letter.offset + letter.length);
                says.get(says.floor_char_boundary(letter.offset)..says.ceil_char_boundary(end))
            });
            format!("`{}`", shorten(part.unwrap_or_default().trim()))
        };
        let ours = "kijk in het eigen sjabloon of daar iets wordt verborgen, herhaald of verplaatst; is er geen eigen sjabloon, meld dit dan als fout van het programma, met het dossier erbij";
        let shorter = "kort het in; staat het in een eigen sjabloon op een vaste plaats, geef het daar meer ruimte, en is het een tabel, verdeel die over twee tabellen met minder kolommen";
        let error = |code, message: String, help: &str| Diagnostic::error(code, message).help(help);
        let (diagnostic, letter) = match self {
            Self::Lost(letter) | Self::Doubled(letter) | Self::Moved(letter)
                if let Some(odd) = unprintable(&says(letter)) =>
            {
                let message = format!("{} kan hier niet zo worden afgedrukt: {odd}", says(letter));
                let help = "schrijf deze tekst met Latijnse letters en zonder plaatjes; in een lopende tekst, zoals een alinea van de brief, kan Hebreeuws of Arabisch wel";
                (error(codes::PAGE_DIFFERS, message, help), letter)
            }
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
                let message = format!(
                    "{} past niet: het valt buiten zijn vak of van het papier",
                    says(letter)
                );
                (error(codes::OUTSIDE_ITS_BOX, message, shorter), letter)
            }
            Self::Over(letter) => {
                let message = format!("{} komt over een andere tekst heen", says(letter));
                (error(codes::OUTSIDE_ITS_BOX, message, shorter), letter)
            }
            Self::Broken { first, others } => {
                let also = match others.len() {
                    0 => String::new(),
                    1 => ", en nog een ander woord ook".into(),
                    more => format!(", en nog {more} andere woorden ook"),
                };
                let message =
                    format!("{} is te breed voor zijn plaats en breekt af{also}", says(first));
                let help = "zet een spatie of een koppelteken waar het mag afbreken, of maak in een tabel minder kolommen";
                (Diagnostic::warning(codes::WORD_BREAKS, message).help(help), first)
            }
            Self::Apart { of, page, next } => {
                let message = format!(
                    "{} staat onder aan bladzijde {page}, en wat erbij hoort op bladzijde {next}",
                    says(of)
                );
                let help = "maak de tekst ervoor een regel langer of korter";
                (Diagnostic::warning(codes::STANDS_ALONE, message).help(help), of)
            }
            Self::AtTop { of, what, page } => {
                let message =
                    format!("{what} staat op bladzijde {page} zonder tekst van het stuk erboven");
                let help = "zet na de laatste tabel of lijst nog een zin, of maak een tekst ervoor langer of korter";
                (Diagnostic::warning(codes::STANDS_ALONE, message).help(help), of)
            }
            Self::Forgotten { first, others } => {
                let also = match others.len() {
                    0 => String::new(),
                    1 => ", en nog een andere tekst ook niet".into(),
                    more => format!(", en nog {more} andere teksten ook niet"),
                };
                let message = format!("het eigen sjabloon drukt deze tekst niet af{also}");
                let help = "druk in het sjabloon elk deel van `stuk.delen` af, of haal de tekst weg uit het dossier";
                let places =
                    iter::once((first, "")).chain(others.iter().map(|other| (other, "ook dit")));
                let spans = places
                    .take(1 + SHOWN)
                    .filter_map(|(place, text)| Some((checked.span(place, None, sources)?, text)));
                return spans
                    .fold(error(codes::PAGE_DIFFERS, message, help), |error, (span, text)| {
                        error.at(span, text)
                    });
            }
            Self::Signature { number, page, what } => {
                let what = match what {
                    Beletsel::Outside => "buiten het papier",
                    Beletsel::Other => "over de handtekening van een andere ondertekenaar",
                    Beletsel::Ink => "over iets anders dat daar staat",
                };
                let message = format!(
                    "de handtekening van deze ondertekenaar komt op bladzijde {page} {what}"
                );
                let help = "gebruik de gewone huisstijl, of laat in het eigen sjabloon boven het merk `<handtekening>` een leeg vak van 170 bij 46 punten vrij (6 bij 1,6 cm)";
                let signer =
                    Place::top(Root::File(Bestand::Dossier)).key("ondertekening").index(*number);
                let naam = checked.span(&signer.key("naam"), None, sources);
                let span = naam.or_else(|| checked.span(&signer, None, sources));
                let error = error(codes::SIGNATURE_PLACE, message, help);
                return match span {
                    Some(span) => error.at(span, ""),
                    None => error,
                };
            }
            Self::Note { label, number, text, .. } => {
                let message = format!(
                    "de voetnoot begint op bladzijde {text}, en het cijfer ervan staat op bladzijde {number}"
                );
                let help = "zet het cijfer bij een woord dat hoger op de bladzijde staat (bij een tabel: in de zin erboven), kort de noot in, of maak de tekst ervoor een regel langer of korter";
                let warning = Diagnostic::warning(codes::NOTE_ELSEWHERE, message).help(help);
                return match note(label, checked, sources) {
                    Some(span) => warning.at(span, "het cijfer"),
                    None => warning,
                };
            }
        };
        let others = match self {
            Self::Broken { others, .. } => &others[..others.len().min(SHOWN)],
            _ => &[],
        };
        let place = |letter: &Letter| {
            let typed = sheets.letter(letter, checked, sources);
            typed.or_else(|| {
                let origin = sheets.origin(letter.path, &letter.literal, checked, sources);
                origin.map(|origin| origin.span)
            })
        };
        let labels = iter::once((letter, "")).chain(others.iter().map(|other| (other, "ook dit")));
        labels
            .filter_map(|(letter, text)| Some((place(letter)?, text)))
            .fold(diagnostic, |diagnostic, (span, text)| diagnostic.at(span, text))
    }
}

/// The characters of a text that a line of its own cannot have, each with its number: those that run from right to left,
/// or are put together to another sign.
fn unprintable(text: &str) -> Option<String> {
    // Accents by themselves, and signs that are put together of several.
    let together = |char: char| matches!(char, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{2bff}' | '\u{1f000}'..);
    let mut odd: Vec<char> =
        text.chars().filter(|char| written::is_from_right(*char) || together(*char)).collect();
    odd.sort_unstable();
    odd.dedup();
    let named = |char: &char| format!("`{char}` (U+{:04X})", u32::from(*char));
    let mut shown: Vec<String> = odd.iter().take(SHOWN).map(named).collect();
    if odd.len() > SHOWN {
        shown.push(format!("nog {}", odd.len() - SHOWN));
    }
    (!odd.is_empty()).then(|| format!("het gaat om {}", enumerate(&shown, "en")))
}

/// Where a note is first referred to.
fn note(label: &str, checked: &Checked, sources: &Sources) -> Option<Span> {
    checked.prose().iter().find_map(|(place, text)| {
        let (at, _) = text
            .names
            .notes
            .iter()
            .find(|(_, noot)| noot.label == label && noot.tekst.is_some())?;
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
