//! In: nothing. Out: a document as Word has it: paragraphs and tables, each with what it comes from. Pure.
//!
//! It stands between the manuscript and the file, so that whoever reads a file back finds the same blocks by the same
//! names, without a word about XML.

use crate::dossier::Place;
use crate::prose::{Align, Numbering};

use super::stijlen::Stijl;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) titel: String,
    pub(super) hoofd: Hoofd,
    pub(super) delen: Vec<Deel>,
    /// The notes, in the order in which they are referred to.
    pub(super) noten: Vec<Noot>,
}

/// What stands around the text, in small letters.
#[derive(Debug, Default)]
pub(super) struct Hoofd {
    pub(super) status: Option<String>,
    pub(super) adres: Vec<String>,
    pub(super) kolom: Vec<Groep>,
    pub(super) volg: Vec<Groep>,
}

/// A heading in the column with the lines below it.
#[derive(Debug)]
pub(super) struct Groep {
    pub(super) kop: Option<String>,
    pub(super) regels: Vec<String>,
    /// Whether the lines are about who sends it, and not about the document.
    pub(super) afzender: bool,
}

/// What follows each other in the text.
#[derive(Debug)]
pub(super) enum Deel {
    Alinea(Alinea),
    Tabel(Tabel),
    /// What came before ends here, and what comes stands on pages of its own.
    Bijlage {
        /// Whether the pages that come lie on their side.
        liggend: bool,
    },
}

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Alinea {
    pub(super) stijl: Stijl,
    pub(super) punt: Option<Punt>,
    pub(super) inhoud: Vec<Stukje>,
    /// The field that it comes from.
    pub(super) bron: Option<Place>,
    /// Whether it stays with what comes below it.
    pub(super) bijeen: bool,
    pub(super) nieuwe_bladzijde: bool,
    /// White above and below that is not the style's, in twips.
    pub(super) wit: Option<(i64, i64)>,
    /// How far it stands to the right, in twips.
    pub(super) inspring: i64,
    pub(super) kant: Option<Align>,
}

/// That a paragraph is an item of a list, or goes on in one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Punt {
    /// How deep, from 0.
    pub(super) diep: usize,
    /// Which list, from 0, when the paragraph begins an item.
    pub(super) lijst: Option<usize>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone)]
pub(super) enum Stukje {
    Tekst(Tekst),
    /// A reference to a note, by its number from 0, and its mark where it is not numbered along.
    Noot(usize, Option<String>),
    Regeleinde,
    Tab,
    Beeld(Beeld),
}

/// Characters that look the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Tekst {
    pub(super) tekst: String,
    pub(super) vet: bool,
    pub(super) cursief: bool,
    pub(super) hoofdletters: bool,
    /// Whether they stand above the line, or below it.
    pub(super) verschoven: Option<Verschoven>,
    pub(super) url: Option<String>,
    pub(super) soort: Soort,
    /// The field that they come from.
    pub(super) veld: Option<Place>,
    /// On which grounds it is withheld from the public.
    pub(super) lak: Option<String>,
}

/// Out of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verschoven {
    Boven,
    Onder,
}

/// Whose characters are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Soort {
    /// The author's, as typed.
    #[default]
    Getypt,
    /// The form's.
    Vast,
    /// Made of something else: what was typed for it.
    Berekend(String),
}

/// A picture.
#[derive(Debug, Clone)]
pub(super) struct Beeld {
    /// Its path in the dossier.
    pub(super) bestand: String,
    pub(super) beschrijving: String,
    /// Millimetres.
    pub(super) breedte: f64,
    pub(super) hoogte: f64,
}

/// The text of a note.
#[derive(Debug)]
pub(super) struct Noot {
    pub(super) teken: Option<String>,
    pub(super) alineas: Vec<Alinea>,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Tabel {
    pub(super) soort: Tabelsoort,
    /// Millimetres of each column.
    pub(super) breedtes: Vec<f64>,
    pub(super) rijen: Vec<Rij>,
    /// What it is about, for who does not see it.
    pub(super) titel: String,
    /// The text that it is put in whole.
    pub(super) bron: Option<Place>,
}

/// How a table looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tabelsoort {
    /// Lines between the rows.
    #[default]
    Rijk,
    /// A frame around one text.
    Kader,
    /// Boxes to be filled in.
    Vakken,
    /// Nothing to be seen.
    Onzichtbaar,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Rij {
    /// Whether it comes back on every page.
    pub(super) kop: bool,
    /// Whether it may not be torn.
    pub(super) heel: bool,
    /// Whether it stands out as a total.
    pub(super) grijs: bool,
    /// Least height in twips.
    pub(super) hoogte: i64,
    pub(super) cellen: Vec<Cel>,
}

/// A cell.
#[derive(Debug)]
pub(super) struct Cel {
    pub(super) breed: usize,
    /// Of one that is two rows high: whether it is its lower half, in which its words stand.
    pub(super) hoog: Option<bool>,
    pub(super) inhoud: Vec<Deel>,
}

/// A list of a document: how deep it stands, and how it is numbered.
pub(super) type Lijst = (usize, Numbering);

impl Cel {
    pub(super) fn van(alinea: Alinea) -> Self {
        Self { breed: 1, hoog: None, inhoud: vec![Deel::Alinea(alinea)] }
    }
}

impl Tekst {
    /// Words of the form.
    pub(super) fn vast(tekst: impl Into<String>) -> Self {
        Self { tekst: tekst.into(), soort: Soort::Vast, ..Self::default() }
    }
}

impl Alinea {
    /// A line of one piece.
    pub(super) fn regel(stijl: Stijl, tekst: Tekst) -> Self {
        Self { stijl, inhoud: vec![Stukje::Tekst(tekst)], ..Self::default() }
    }
}
