//! In: a dossier that was read. Out: [`Checked`], the only thing that can be rendered, or what is
//! wrong. Pure.
//!
//! `documents`, `annex`, `texts` and `values` see to it that there can be a document; `rules` holds what a
//! secretariat would say of it. For those, `passage` makes running text of every field, and `reading`
//! recognises papers, days, amounts and names in it.

mod annex;
mod characters;
mod comments;
mod documents;
mod images;
mod inserts;
mod leesbaar;
mod lengths;
mod passage;
mod reading;
mod rules;
mod segment;
mod soorten;
mod split;
mod style;
mod texts;
mod unlifted;
mod values;
mod vraagsoort;
mod woordenboek;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Severity, has_errors};
use crate::dossier::{
    Cijfers, Dossier, Editie, Kamerstuk, Lakking, Lijsten, Place, Reading, Root, Stuk, Vergaderjaar,
};
use crate::manuscript::Manuscript;
use crate::prose::{Inline, Prose, Values, visit_inlines};
use crate::source::{Sources, Span};
use crate::workspace::Content;

use self::texts::Texts;

/// The papers of parliament that a text cites in full, each with the reference that is typed for it.
pub fn cited(
    text: &str,
    lijsten: &Lijsten,
    jaren: &BTreeMap<Kamerstuk, Vergaderjaar>,
) -> Vec<(Range<usize>, String)> {
    reading::cited(text, lijsten, jaren)
}

/// A character of a text that another program made, as it can stand in a dossier: nothing for one that nobody sees, its number
/// between brackets for one of which nobody knows what it stands for.
pub fn overgenomen(char: char) -> Option<Cow<'static, str>> {
    match char {
        '\u{2028}' | '\u{2029}' => Some("\n".into()),
        _ if characters::is_unseen(char) => None,
        _ if characters::is_unknown(char) => {
            Some(format!("[teken U+{:04X}]", u32::from(char)).into())
        }
        _ => Some(char.to_string().into()),
    }
}

/// Whether a text says nothing yet: all of it stands between the brackets of what is to be filled in.
pub fn is_blank(text: &str) -> bool {
    rules::is_blank(text)
}

/// What a word must be that is certainly a slip of the fingers; nothing for any other.
pub fn verschrijving(word: &str, lijsten: &Lijsten) -> Option<String> {
    rules::meant(word, &lijsten.taal.goed_gespeld)
}

/// What the names in a text stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Value of each expression, by its start.
    pub values: BTreeMap<usize, String>,
    /// Citation and address of each reference to a paper, by its start.
    pub papers: BTreeMap<usize, (String, String)>,
    /// The note of each footnote reference, by its start.
    pub notes: BTreeMap<usize, Noot>,
    /// What each `<figuur:…>` and `<kader:…>` puts in, by its start.
    pub inserts: BTreeMap<usize, Ingevoegd>,
}

/// What stands among the paragraphs of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ingevoegd {
    /// A figure.
    Figuur {
        /// Where its file says what it is.
        place: Place,
        /// The path of the image in the dossier.
        bestand: String,
        /// What is to be seen on it.
        beschrijving: String,
        /// What stands below it.
        bijschrift: Option<String>,
        /// Its width in millimetres; as wide as the text without.
        breedte: Option<u16>,
    },
    /// A frame around a text.
    Kader {
        /// Where its file says what it is.
        place: Place,
        /// Its heading.
        kop: Option<String>,
        /// The place of its text.
        tekst: Place,
    },
    /// The mark of one that is withheld.
    Gelakt {
        /// The mark.
        merk: String,
        /// Where its file says what it is.
        place: Place,
    },
}

/// The note that a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noot {
    /// Its name in the document.
    pub label: String,
    /// The place of its text, if this is the first reference to it.
    pub tekst: Option<Place>,
    /// Its mark, where it is not numbered along with the others.
    pub teken: Option<String>,
}

/// A text that can be printed: its structure, and what the names in it stand for.
#[derive(Debug, Clone, Default)]
pub struct CheckedText {
    /// The structure.
    pub prose: Arc<Prose>,
    /// Values, citations and notes.
    pub names: Names,
}

impl CheckedText {
    /// The text without its markup, with what its names stand for, each paragraph and cell on a line.
    fn read(&self) -> String {
        let mut text = String::new();
        self.prose.lines(&mut |inlines| {
            visit_inlines(inlines, &mut |inline| match inline {
                Inline::Text { text: piece, .. } | Inline::Shifted { text: piece, .. } => {
                    text.push_str(piece);
                }
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

/// What was read of a dossier, with its figures and its texts: what both documents and rules go by.
#[derive(Debug)]
struct Matter {
    reading: Reading,
    cijfers: Option<Cijfers>,
    manuscripten: BTreeMap<Stuk, Manuscript>,
    texts: Texts,
    /// What images write, each with the place that names it.
    images: Vec<(Place, String)>,
}

/// A dossier that can be printed: no error stands in its way. Only [`examine`] makes one.
#[derive(Debug, Clone)]
pub struct Checked {
    dossier: Arc<Dossier>,
    matter: Arc<Matter>,
    stukken: Vec<Stuk>,
    images: BTreeMap<String, Arc<[u8]>>,
    /// The fonts that images ask for.
    families: Vec<(Place, String)>,
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
        self.image(&self.dossier.gegevens.logo.as_ref()?.bestand)
    }

    /// The images of figures, each by its path in the dossier.
    pub fn figures(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let names = self.prose().values().flat_map(|text| text.names.inserts.values());
        names.filter_map(|one| match one {
            Ingevoegd::Figuur { bestand, .. } => Some((bestand.as_str(), self.image(bestand)?)),
            _ => None,
        })
    }

    /// Each image that the dossier names: the place, the path and the bytes.
    pub fn drawings(&self) -> Vec<(Place, &str, &[u8])> {
        let named = self.matter.reading.images().into_iter();
        named.filter_map(|(place, name)| Some((place, name, self.image(name)?))).collect()
    }

    /// The bytes of an image, by its path in the dossier.
    pub fn image(&self, path: &str) -> Option<&[u8]> {
        self.images.get(path).map(|bytes| &**bytes)
    }

    /// The fonts that images ask for, each with the place that names the image.
    pub fn image_families(&self) -> &[(Place, String)] {
        &self.families
    }

    /// The lists of names and words that go for it.
    pub fn lijsten(&self) -> Arc<Lijsten> {
        self.matter.reading.trees.lijsten.clone().unwrap_or_else(Lijsten::ingebouwd)
    }

    /// The names of the profiles that the ministry's is made of, its own first.
    pub fn profielen(&self) -> &[String] {
        &self.matter.reading.trees.profielen
    }

    /// The annex's figures, when there is an annex.
    pub fn cijfers(&self) -> Option<&Cijfers> {
        self.matter.cijfers.as_ref()
    }

    /// The parts of a document, when the dossier has it.
    pub fn manuscript(&self, stuk: Stuk) -> Option<&Manuscript> {
        self.matter.manuscripten.get(&stuk)
    }

    /// Whether all of the dossier's files were looked at, and not only some.
    pub fn is_whole(&self) -> bool {
        self.matter.reading.trees.whole
    }

    /// Every single value in the dossier's files, with its place, as it was typed.
    pub fn leaves(&self) -> Vec<(Place, &str)> {
        let mut all = Vec::new();
        for (root, tree) in &self.matter.reading.trees {
            if *root != Root::Profile {
                tree.leaves(&mut |path, text| {
                    all.push((Place { root: *root, path: path.clone() }, text));
                });
            }
        }
        all
    }

    /// Every value that a text can name.
    pub fn values(&self) -> Values {
        values::values(&self.dossier, self.cijfers())
    }

    /// For whom it was read.
    pub fn editie(&self) -> Editie {
        self.matter.reading.trees.editie
    }

    /// What is withheld from the public, in the order of the documents.
    pub fn lakkingen(&self) -> &[Lakking] {
        &self.matter.reading.trees.lakkingen
    }

    /// What a rule would withhold, and the author says is public.
    pub fn geopend(&self) -> &[Place] {
        &self.matter.reading.trees.geopend
    }

    /// Every text with markup.
    pub fn prose(&self) -> &BTreeMap<Place, CheckedText> {
        &self.matter.texts.prose
    }

    /// The place of every text of one line, in order.
    pub fn lines(&self) -> &[Place] {
        &self.matter.texts.lines
    }

    /// The text of a value, as it was typed.
    pub fn text(&self, place: &Place) -> Option<&str> {
        self.matter.reading.trees.get(&place.root)?.at(&place.path)?.text()
    }

    /// The sentences of a text.
    pub fn sentences(&self, text: &str) -> Vec<Range<usize>> {
        match self.matter.reading.trees.lijsten.as_deref() {
            Some(lijsten) => segment::sentences(text, &lijsten.taal),
            None => std::iter::once(0..text.len()).collect(),
        }
    }

    /// Words in the texts that only this document prints, as a reader counts them.
    pub fn words(&self, stuk: Stuk) -> usize {
        let own = |place: &&Place| matches!(place.root, Root::File(bestand) if bestand.stuk() == Some(stuk));
        let lines = self.lines().iter().filter(own).filter_map(|place| self.text(place));
        let texts =
            self.prose().iter().filter(|(place, _)| own(place)).map(|(_, text)| text.read());
        let words = |text: &str| {
            text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
        };
        lines.map(words).sum::<usize>() + texts.map(|text| words(&text)).sum::<usize>()
    }

    /// The file's place of a value; with a range of its decoded text, the place of that.
    pub fn span(
        &self,
        place: &Place,
        within: Option<Range<usize>>,
        sources: &Sources,
    ) -> Option<Span> {
        let tree = self.matter.reading.trees.get(&place.root)?;
        match (tree.at(&place.path), within) {
            (Some(node), Some(range)) => Some(node.within(range, sources)),
            _ => Some(tree.place(&place.path, sources)),
        }
    }
}

/// What came of checking.
#[derive(Debug)]
pub struct Examination {
    /// The dossier, if nothing stands in the way of its documents.
    pub checked: Option<Checked>,
    /// What there is to say of it so far.
    pub found: Vec<Diagnostic>,
    /// The rules of the secretariat, still to be gone through.
    pub rules: Rules,
}

/// The rules of the secretariat and what they are about. They take longer than all other checks together, and no
/// document has to wait for them.
#[derive(Debug)]
pub struct Rules {
    matter: Arc<Matter>,
    style: bool,
    about_public: bool,
}

impl Rules {
    /// Only those on what goes out with the public edition.
    pub(crate) fn about_public(self) -> Self {
        Self { about_public: true, ..self }
    }

    /// Goes through the rules. Whether it could: they need a dossier that can be read.
    pub fn run(&self, sources: &Sources, found: &mut Vec<Diagnostic>) -> bool {
        rules::run(&self.matter, sources, self.style, self.about_public, found)
    }
}

/// What checking needs besides the dossier.
#[derive(Clone, Copy)]
pub struct Needs<'a> {
    /// The documents that were asked for; empty for all that the dossier has.
    pub stukken: &'a [Stuk],
    /// What became of the images that the dossier names, by their paths.
    pub images: &'a BTreeMap<String, Content>,
    /// Whether to look at matters of style too.
    pub style: bool,
    /// Whether some font has this character.
    pub printable: &'a dyn Fn(char) -> bool,
}

/// What the rules look at.
struct Context<'a> {
    reading: &'a Reading,
    sources: &'a Sources,
    needs: Needs<'a>,
    cijfers: Option<Cijfers>,
    /// The parts of each document; none while there is no dossier.
    manuscripten: BTreeMap<Stuk, Manuscript>,
}

/// The rules of the secretariat, with their severities, by family.
pub fn rules() -> impl Iterator<Item = (Code, Severity)> {
    rules::every().map(|rule| (rule.code, rule.severity))
}

/// Checks whether there can be a document. What needs no more than the texts is also looked at when the structure is
/// wrong, so that an author sees all mistakes at once.
pub fn examine(reading: Reading, sources: &Sources, needs: Needs<'_>) -> Examination {
    let mut found = reading.trees.found.clone();
    let manuscripten = (reading.dossier.iter())
        .flat_map(|dossier| Stuk::ALL.map(|stuk| Some((stuk, Manuscript::of(dossier, stuk)?))))
        .flatten()
        .collect();
    let mut context = Context { reading: &reading, sources, needs, cijfers: None, manuscripten };
    let images::Written { families, texts: images } = images::check(&context, &mut found);
    let stukken = documents::check(&context, &mut found);
    context.cijfers = annex::check(&context, &mut found);
    split::check(&context, &mut found);
    let lost = style::check(&context, &mut found);
    let texts = texts::check(&context, &lost, &mut found);
    comments::check(&context, &mut found);
    if reading.trees.editie == Editie::Openbaar {
        leesbaar::check(&reading, &texts, sources, &mut found);
    }
    let Context { cijfers, manuscripten, .. } = context;
    let matter = Arc::new(Matter { reading, cijfers, manuscripten, texts, images });
    let dossier = matter.reading.dossier.clone().filter(|_| !has_errors(&found));
    let checked = dossier.map(|dossier| Checked {
        dossier,
        matter: Arc::clone(&matter),
        stukken,
        images: (needs.images.iter())
            .filter_map(|(path, content)| {
                Some((path.clone(), images::drawn(content.as_ref().ok()?)))
            })
            .collect(),
        families,
    });
    Examination { checked, found, rules: Rules { matter, style: needs.style, about_public: false } }
}
