//! In: what the readers of its parts found. Out: what a file of Word says: its paragraphs, character by character, and what hangs on
//! them. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::merk::Merk;
use super::super::model::Verschoven;
use super::nummering::Nummering;
use super::stijlen::TITELS;

/// Who changed something, and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spoor {
    pub(super) wie: String,
    pub(super) wanneer: Option<String>,
}

/// Which trace, by its number.
pub(super) type Spoornummer = Option<usize>;

/// How characters look, and whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kleed {
    pub(super) stijl: Option<String>,
    pub(super) vet: bool,
    pub(super) cursief: bool,
    pub(super) verschoven: Option<Verschoven>,
    pub(super) url: Option<String>,
    pub(super) verborgen: bool,
    /// What else somebody made of how they look.
    pub(super) vorm: Vec<&'static str>,
    pub(super) opmaak: Spoornummer,
    /// How they looked before that was changed.
    pub(super) was: Option<std::rc::Rc<Kleed>>,
}

/// A character.
#[derive(Debug, Clone)]
pub(super) struct Teken {
    pub(super) teken: char,
    pub(super) kleed: std::rc::Rc<Kleed>,
    pub(super) erbij: Spoornummer,
    pub(super) weg: Spoornummer,
    /// The number of the bookmark of its block, and of its value.
    pub(super) blok: Option<usize>,
    pub(super) waarde: Option<usize>,
    /// Of a reference: the note.
    pub(super) noot: Option<String>,
}

impl Teken {
    pub(super) fn opmaak(&self) -> Spoornummer {
        self.kleed.opmaak
    }
}

/// Where a paragraph stands in a table: which one, and its row and cell.
pub(super) type Celplaats = (usize, usize, usize);

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(super) struct Leesalinea {
    pub(super) stijl: Option<String>,
    /// The number of its list, and how deep it stands.
    pub(super) lijst: Option<(String, usize)>,
    /// The list that it stood in before that was changed.
    pub(super) lijst_was: Option<Option<(String, usize)>>,
    /// Who changed how it looks.
    pub(super) opmaak: Spoornummer,
    pub(super) tekens: Vec<Teken>,
    /// Whether its end was put there or taken away.
    pub(super) erbij: Spoornummer,
    pub(super) weg: Spoornummer,
    pub(super) cel: Option<Celplaats>,
    /// Whether its cell reaches over others, or lies below one that does.
    pub(super) samengevoegd: bool,
    pub(super) rij_erbij: Spoornummer,
    pub(super) rij_weg: Spoornummer,
    /// Whether its cell was put there or taken away.
    pub(super) cel_erbij: Spoornummer,
    pub(super) cel_weg: Spoornummer,
    pub(super) noot: Option<String>,
    pub(super) waar: Waar,
    /// Whether it begins a page.
    pub(super) bladzijde: bool,
    /// Properties that are printed in it, and where.
    pub(super) velden: Vec<(String, Range<usize>)>,
}

/// Longest paragraph, in characters, that is a heading because it says so itself.
const KOP: usize = 200;

impl Leesalinea {
    /// Makes it a heading that its style does not make it already. A long text is none, whatever it says of itself.
    pub(super) fn als_kop(&mut self, level: usize) {
        let stijl = self.stijl.clone().unwrap_or_default();
        let is_one = stijl.starts_with("heading") || stijl.starts_with("kop");
        let ends = self.tekens.iter().rfind(|one| !one.teken.is_whitespace());
        let is_text = self.tekens.len() > KOP || ends.is_some_and(|one| ".;,".contains(one.teken));
        if !is_one && !is_text && !TITELS.contains(&&*stijl) && (1..=9).contains(&level) {
            self.stijl = Some(format!("heading {level} {stijl}"));
        }
    }
}

/// Where a paragraph stands on paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Waar {
    #[default]
    Tekst,
    /// In a text box, wherever that hangs.
    Kader,
    /// Above or below the text.
    Rand,
}

/// A remark in the margin.
#[derive(Debug, Clone, Default)]
pub(super) struct Opmerking {
    pub(super) wie: String,
    pub(super) wanneer: Option<String>,
    pub(super) tekst: String,
    /// The remark that it answers, and whether nothing has to be done with it any more.
    pub(super) op: Option<String>,
    pub(super) afgehandeld: bool,
    /// The characters that it is about: of which paragraphs, from where to where.
    pub(super) van: Option<(usize, usize)>,
    pub(super) tot: Option<(usize, usize)>,
}

/// A file that came back.
#[derive(Debug, Default)]
pub(super) struct Woordbestand {
    pub(super) alineas: Vec<Leesalinea>,
    pub(super) merken: Vec<Merk>,
    pub(super) sporen: Vec<Spoor>,
    pub(super) opmerkingen: BTreeMap<String, Opmerking>,
    /// What programs know of it.
    pub(super) eigenschappen: BTreeMap<String, String>,
    pub(super) nummering: Nummering,
    /// What stands in it that no text has, each once.
    pub(super) vreemd: Vec<&'static str>,
    /// What it has and does not show, and who put that there.
    pub(super) verborgen: String,
    pub(super) verborgen_door: Spoornummer,
}
