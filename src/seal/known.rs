//! In: font files that somebody trusts. Out: whether an embedded font has their letters. Pure.
//!
//! A font can lie: an outline that looks like another letter, or instructions that make it one in the programs that run
//! them. So a font by a name that is known must have the letters of the font with that name.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use ttf_parser::{Face, name_id};

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
    letters: BTreeSet<Print>,
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

    /// Whether one of the fonts of this name has these letters, each as wide.
    pub(super) fn is_one(&self, name: &str, shared: Print, letters: &[Print]) -> bool {
        self.named(name).filter_map(Known::prints).any(|known| {
            known.shared == shared && letters.iter().all(|one| known.letters.contains(one))
        })
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
        let one = |number: u16| {
            let outline = outlines.letter(number)?;
            // A compact font that is embedded has no widths: they stand beside it.
            let advance = face.glyph_hor_advance(ttf_parser::GlyphId(number))?;
            Some(with_width(&outline, f32::from(advance) / units * 1000.0))
        };
        let letters = (0..face.number_of_glyphs()).filter_map(one).collect();
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
