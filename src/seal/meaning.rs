//! In: a font that is known. Out: what each of its letters is seen as, so that none is read aloud as another one. Pure.
//!
//! A letter is seen as the signs that the font has it for, and as what it takes the place of: a ligature as all of its
//! parts, a small capital as its letter. Compared are cores, without capitals and kinds of spaces, and accents.

use std::collections::{BTreeMap, BTreeSet};

use ttf_parser::gsub::{SingleSubstitution, SubstitutionSubtable};
use ttf_parser::{Face, GlyphId};

use kamerbrief_base::diagnostic::words;
use kamerbrief_base::naam;

/// Ways to read a ligature, at most.
const MAX_WAYS: usize = 16;
/// Substitutions behind each other.
const ROUNDS: usize = 2;
/// Brackets, which are turned round in texts from right to left.
const BRACKETS: &str = "()[]{}«»‹›";
/// The hyphen at the end of a line that is none in the word, and signs that join letters or keep them apart.
const SOFT_HYPHEN: char = '\u{ad}';
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];
/// Accents on one letter, at most.
const MAX_ACCENTS: usize = 4;

/// A text in the form in which it is compared.
pub(super) fn plain(text: &str) -> String {
    naam::kern(&text.replace(SOFT_HYPHEN, "-"))
}

/// Whether a text has a sign that is not seen, and that who copies it takes along: one that turns letters round, selects
/// another form of them, or holds a text of its own.
pub(super) fn has_hidden(text: &str) -> bool {
    text.chars().any(|char| {
        let known = char == SOFT_HYPHEN || JOINERS.contains(&char);
        (words::is_hidden(char) || is_selector(char)) && !known
    })
}

/// Whether a mark is none that is seen (UAX #44, Default_Ignorable_Code_Point).
fn is_selector(char: char) -> bool {
    matches!(char, '\u{34f}' | '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What a letter says, or is seen as: its core, and its accents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Says {
    core: String,
    accents: String,
}

impl Says {
    pub(super) fn of(text: &str) -> Self {
        let one = |char: char| match BRACKETS.chars().position(|own| own == char) {
            Some(at) => BRACKETS.chars().nth(at / 2 * 2).unwrap_or(char),
            None => char,
        };
        let text: String = text.chars().filter(|char| !is_selector(*char)).map(one).collect();
        Self { core: plain(&text), accents: naam::accenten(&text) }
    }

    /// Whether a letter that is seen as this may say the other. An accent by itself says all of the letter that it stands on,
    /// and so does that letter; so it says one letter, or two that are written as one.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let on = || match other.core.chars().count() {
            0 | 1 => true,
            2 => other.core.chars().all(char::is_alphabetic),
            _ => false,
        };
        let core = if self.is_accent() { on() } else { self.core == other.core };
        core && other.accents.contains(&self.accents)
            && other.accents.chars().count() <= MAX_ACCENTS.max(self.accents.chars().count())
    }

    /// Whether it is an accent by itself.
    pub(super) fn is_accent(&self) -> bool {
        self.core.is_empty() && !self.accents.is_empty()
    }

    /// This one with another behind it.
    fn and(&self, next: &Self) -> Self {
        Self {
            core: format!("{}{}", self.core, next.core),
            accents: format!("{}{}", self.accents, next.accents),
        }
    }
}

/// What letters are seen as, by their numbers.
pub(super) type Meanings = BTreeMap<u16, BTreeSet<Says>>;

/// What all letters of a font are seen as.
pub(super) fn meanings(face: &Face<'_>) -> Meanings {
    let mut all = Meanings::new();
    for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
        if table.is_unicode() {
            table.codepoints(|code| {
                if let (Some(char), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) {
                    all.entry(glyph.0).or_default().insert(Says::of(&char.to_string()));
                }
            });
        }
    }
    let lookups = face.tables().gsub.iter().flat_map(|gsub| gsub.lookups);
    let tables: Vec<_> = lookups
        .flat_map(|lookup| lookup.subtables.into_iter::<SubstitutionSubtable<'_>>())
        .collect();
    for _ in 0..ROUNDS {
        tables.iter().for_each(|table| add(&mut all, face, table));
    }
    all
}

/// Adds what letters are seen as that take the place of others.
fn add(all: &mut Meanings, face: &Face<'_>, table: &SubstitutionSubtable<'_>) {
    let coverage = table.coverage();
    for glyph in (0..face.number_of_glyphs()).map(GlyphId) {
        let Some(index) = coverage.get(glyph) else { continue };
        let own = all.get(&glyph.0).cloned().unwrap_or_default();
        let mut put = |glyph: GlyphId, says: &BTreeSet<Says>| {
            all.entry(glyph.0).or_default().extend(says.iter().cloned());
        };
        match table {
            SubstitutionSubtable::Single(SingleSubstitution::Format1 { delta, .. }) => {
                put(GlyphId(glyph.0.wrapping_add_signed(*delta)), &own);
            }
            SubstitutionSubtable::Single(SingleSubstitution::Format2 { substitutes, .. }) => {
                substitutes.get(index).into_iter().for_each(|to| put(to, &own));
            }
            SubstitutionSubtable::Multiple(of) => {
                let parts = of.sequences.get(index).into_iter().flat_map(|one| one.substitutes);
                parts.into_iter().for_each(|to| put(to, &own));
            }
            SubstitutionSubtable::Alternate(of) => {
                let others =
                    of.alternate_sets.get(index).into_iter().flat_map(|set| set.alternates);
                others.into_iter().for_each(|to| put(to, &own));
            }
            SubstitutionSubtable::Ligature(of) => {
                for one in of.ligature_sets.get(index).into_iter().flatten() {
                    let ways = one.components.into_iter().fold(own.clone(), |ways, part| {
                        let next = all.get(&part.0).cloned().unwrap_or_default();
                        let both = ways.iter().flat_map(|way| next.iter().map(|end| way.and(end)));
                        both.take(MAX_WAYS).collect()
                    });
                    all.entry(one.glyph.0).or_default().extend(ways);
                }
            }
            SubstitutionSubtable::ReverseChainSingle(of) => {
                of.substitutes.get(index).into_iter().for_each(|to| put(to, &own));
            }
            // They name others of the list.
            SubstitutionSubtable::Context(_) | SubstitutionSubtable::ChainContext(_) => {}
        }
    }
}
