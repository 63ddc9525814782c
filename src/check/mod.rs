//! In: a dossier that was read. Out: [`Checked`], the only thing that can be rendered, or what is
//! wrong. Pure.
//!
//! `documents`, `annex`, `texts` and `values` see to it that there can be a document; `rules` holds what a
//! secretariat would say of it. For those, `passage` makes running text of every field, and `reading`
//! recognises papers, days, amounts and names in it.

mod annex;
mod documents;
mod passage;
mod reading;
mod rules;
mod segment;
mod texts;
mod values;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity, has_errors};
use crate::dossier::{Cijfers, Dossier, FileError, Place, Reading, Root, Stuk};
use crate::prose::{Inline, Names, Prose, Values, visit_inlines};
use crate::source::{Node, Sources, Span};

pub(crate) use texts::sheet_path;

/// A text that can be printed: its structure, and what the names in it stand for.
#[derive(Debug, Clone, Default)]
pub struct CheckedText {
    /// The structure.
    pub prose: Prose,
    /// Values, citations and notes.
    pub names: Names,
}

impl CheckedText {
    /// The text without its markup, with what its names stand for, each paragraph and cell on a line.
    fn read(&self) -> String {
        let mut text = String::new();
        self.prose.lines(&mut |inlines| {
            visit_inlines(inlines, &mut |inline| match inline {
                Inline::Text { text: piece, .. } => text.push_str(piece),
                Inline::Value { range, .. } => {
                    text.push_str(self.names.values.get(&range.start).map_or("", String::as_str));
                }
                Inline::Paper { range, .. } => {
                    text.push_str(
                        self.names.papers.get(&range.start).map_or("", |(paper, _)| paper),
                    );
                }
                Inline::Break => text.push(' '),
                _ => {}
            });
            text.push('\n');
        });
        text
    }
}

/// A dossier without errors. Only [`check`] makes one.
#[derive(Debug, Clone)]
pub struct Checked {
    dossier: Dossier,
    cijfers: Option<Cijfers>,
    prose: BTreeMap<Place, CheckedText>,
    lines: Vec<Place>,
    trees: BTreeMap<Root, Node>,
    stukken: Vec<Stuk>,
    logo: Option<Vec<u8>>,
}

impl Checked {
    /// The dossier.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// The documents to make.
    pub fn stukken(&self) -> &[Stuk] {
        &self.stukken
    }

    /// The logo's bytes, when the dossier has one.
    pub fn logo(&self) -> Option<&[u8]> {
        self.logo.as_deref()
    }

    /// The annex's figures, when there is an annex.
    pub fn cijfers(&self) -> Option<&Cijfers> {
        self.cijfers.as_ref()
    }

    /// Every value that a text can name.
    pub fn values(&self) -> Values {
        values::values(&self.dossier, self.cijfers.as_ref())
    }

    /// Every text with markup.
    pub fn prose(&self) -> &BTreeMap<Place, CheckedText> {
        &self.prose
    }

    /// The place of every text of one line, in order.
    pub fn lines(&self) -> &[Place] {
        &self.lines
    }

    /// The text of a value, as it was typed.
    pub fn text(&self, place: &Place) -> Option<&str> {
        self.trees.get(&place.root)?.at(&place.path)?.text()
    }

    /// Words in the texts that only this document prints, as a reader counts them.
    pub fn words(&self, stuk: Stuk) -> usize {
        let root = Root::File(stuk.bestand());
        let own = |place: &&Place| place.root == root;
        let lines = self.lines.iter().filter(own).filter_map(|place| self.text(place));
        let texts = self.prose.iter().filter(|(place, _)| own(place)).map(|(_, text)| text.read());
        let words = |text: &str| {
            text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
        };
        lines.map(words).sum::<usize>() + texts.map(|text| words(&text)).sum::<usize>()
    }

    /// The file's place of a value; with a range of its decoded text, the place of that.
    pub fn span(
        &self,
        place: &Place,
        within: Option<std::ops::Range<usize>>,
        sources: &Sources,
    ) -> Option<Span> {
        let tree = self.trees.get(&place.root)?;
        match (tree.at(&place.path), within) {
            (Some(node), Some(range)) => Some(node.within(range, sources)),
            _ => Some(tree.place(&place.path, sources)),
        }
    }
}

/// What came of checking.
#[derive(Debug)]
pub struct Inspection {
    /// The dossier, if it has no errors.
    pub checked: Option<Checked>,
    /// Everything that there is to say of it.
    pub found: Vec<Diagnostic>,
    /// Whether the rules of the secretariat could be gone through: they need a dossier that can be read.
    pub ruled: bool,
}

/// What checking needs besides the dossier.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// The documents that were asked for; empty for all that the dossier has.
    pub stukken: &'a [Stuk],
    /// What became of the file that the dossier names as its logo.
    pub logo: Option<&'a Result<Vec<u8>, FileError>>,
    /// Whether to look at matters of style too.
    pub style: bool,
    /// Whether some font has this character.
    pub printable: &'a dyn Fn(char) -> bool,
}

/// What the rules look at.
struct Context<'a> {
    reading: &'a Reading,
    sources: &'a Sources,
    wanted: Wanted<'a>,
    cijfers: Option<Cijfers>,
}

/// The rules of the secretariat, with their severities, by family.
pub fn rules() -> impl Iterator<Item = (Code, Severity)> {
    rules::RULES.iter().map(|rule| (rule.code, rule.severity))
}

/// Checks a dossier. What needs no more than the texts is also looked at when the structure is wrong, so
/// that an author sees all mistakes at once; the rules of the secretariat need a dossier that can be read.
pub fn check(reading: Reading, sources: &Sources, wanted: Wanted<'_>) -> Inspection {
    let mut found = reading.found.clone();
    let mut context = Context { reading: &reading, sources, wanted, cijfers: None };
    let stukken = documents::check(&context, &mut found);
    context.cijfers = annex::check(&context, &mut found);
    let texts = texts::check(&context, &mut found);
    let ruled =
        rules::run(&reading, sources, context.cijfers.as_ref(), &texts, wanted.style, &mut found);
    let cijfers = context.cijfers;
    let Reading { trees, dossier, .. } = reading;
    let checked = dossier.filter(|_| !has_errors(&found)).map(|dossier| Checked {
        dossier,
        cijfers,
        prose: texts.prose,
        lines: texts.lines,
        trees,
        stukken,
        logo: wanted.logo.and_then(|logo| logo.clone().ok()),
    });
    Inspection { checked, found, ruled }
}
