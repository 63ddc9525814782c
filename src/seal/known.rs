//! In: font files that somebody trusts. Out: whether an embedded font has their letters. Pure.
//!
//! A font can lie: an outline that looks like another letter, instructions that make it one in the programs that run
//! them, or a letter that says it is another. So a font by a name that is known must have the letters of the font with
//! that name, and each says what it is seen as.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use ttf_parser::{Face, name_id};

use super::meaning::{Says, meanings};
use super::outlines::{Outline, Outlines, Print};

/// The longest name, in bytes: longer ones are cut off where they are embedded.
const MAX_NAME: usize = 109;

/// Font files that are known: those of the program, and what is given.
#[derive(Debug, Clone)]
pub struct KnownFonts {
    faces: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    name: String,
    data: Arc<Cow<'static, [u8]>>,
    index: u32,
    /// Made when it is asked for.
    prints: OnceLock<Option<Prints>>,
}

#[derive(Debug, Clone)]
struct Prints {
    shared: Print,
    /// What each letter is seen as, by what its outline is known.
    letters: BTreeMap<Print, BTreeSet<Says>>,
}

/// What is wrong with an embedded font by a name that is known; the lesser one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lie {
    /// A letter says something else than is seen.
    Says,
    /// It has other letters.
    Letters,
}

impl Default for KnownFonts {
    fn default() -> Self {
        use dejavu::sans;
        let own = [sans::regular(), sans::bold(), sans::oblique(), sans::bold_oblique()];
        let mut fonts = Self { faces: Vec::new() };
        own.into_iter().for_each(|data| fonts.add(Cow::Borrowed(data)));
        fonts
    }
}

impl KnownFonts {
    /// Takes in a font file, or a collection.
    pub fn add(&mut self, data: Cow<'static, [u8]>) {
        let data = Arc::new(data);
        let count = ttf_parser::fonts_in_collection(&data).unwrap_or(1);
        for index in 0..count {
            // One that is made for a weight is another one in each document.
            let face = Face::parse(&data, index).ok().filter(|face| !face.is_variable());
            let name = face.and_then(|face| name(&face));
            if let Some(name) = name {
                let prints = OnceLock::new();
                self.faces.push(Known { name, data: Arc::clone(&data), index, prints });
            }
        }
    }

    /// Whether a font of this name is known.
    pub(super) fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// Whether one of the fonts of this name has these letters, each as wide, and seen as what it says.
    pub(super) fn has_letters(
        &self,
        name: &str,
        shared: Print,
        letters: &[(Print, Says)],
    ) -> Result<(), Lie> {
        let of = |known: &Prints| {
            letters.iter().try_for_each(|(print, says)| {
                let seen = known.letters.get(print).ok_or(Lie::Letters)?;
                seen.iter().any(|one| one.may_be(says)).then_some(()).ok_or(Lie::Says)
            })
        };
        let fonts = self.named(name).filter_map(Known::prints);
        let told = fonts.filter(|known| known.shared == shared).map(of).min();
        told.unwrap_or(Err(Lie::Letters))
    }

    /// Whether a letter of a font of this name is an accent by itself; none when no such font has it.
    pub(super) fn is_accent(&self, name: &str, letter: Print) -> Option<bool> {
        let seen =
            self.named(name).filter_map(Known::prints).find_map(|known| known.letters.get(&letter));
        seen.map(|seen| seen.iter().any(Says::is_accent))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &Known> {
        self.faces
            .iter()
            .filter(move |known| known.name.get(..MAX_NAME).unwrap_or(&known.name) == name)
    }
}

impl Known {
    fn prints(&self) -> Option<&Prints> {
        self.prints.get_or_init(|| self.made()).as_ref()
    }

    fn made(&self) -> Option<Prints> {
        let face = Face::parse(&self.data, self.index).ok()?;
        let mut outlines = Outlines::of_file(&self.data, self.index)?;
        let units = f32::from(face.units_per_em());
        let mut left = usize::MAX;
        let mut one = |number: u16| {
            let outline = outlines.letter(number, &mut left)?;
            // A compact font that is embedded has no widths: they stand beside it.
            let advance = face.glyph_hor_advance(ttf_parser::GlyphId(number))?;
            Some(with_width(&outline, f32::from(advance) / units * 1000.0))
        };
        let mut says = meanings(&face);
        let mut letters = BTreeMap::<Print, BTreeSet<Says>>::new();
        for number in 0..face.number_of_glyphs() {
            if let Some(print) = one(number) {
                letters.entry(print).or_default().extend(says.remove(&number).unwrap_or_default());
            }
        }
        Some(Prints { shared: outlines.shared(), letters })
    }
}

/// By what a letter is known, with how far the next one is.
pub(super) fn with_width(outline: &Outline, width: f32) -> Print {
    let mut bytes = outline.print.to_vec();
    bytes.extend(width.to_be_bytes());
    ring::digest::digest(&ring::digest::SHA256, &bytes).as_ref().try_into().unwrap_or_default()
}

/// The name that a font is embedded by.
fn name(face: &Face<'_>) -> Option<String> {
    let names = face.names().into_iter();
    let mut own = names.filter(|one| one.name_id == name_id::POST_SCRIPT_NAME);
    own.find_map(|one| one.to_string())
}
