//! In: the literals of sheets, and the letters that are printed of them, one after the other. Out: what was not printed,
//! or not so. Pure.

mod sheets;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::mem;
use std::ops::Range;

use typst::syntax::Span;
use typst::text::TextItem;

pub(super) use self::sheets::says;
use super::{Fault, Printed, letter};
use crate::dossier::NOTEN;
use crate::render::Letter;

/// What sheets say, and how much of it was printed so far.
#[derive(Default)]
pub(super) struct Written {
    literals: Vec<Literal>,
    /// Literals that are read in this order: of a text, or of one cell of a table in it. Blank ones are not among them.
    chains: Vec<Chain>,
    by_span: HashMap<Span, usize>,
    /// How often each text is included.
    included: HashMap<String, usize>,
    /// The last run of text that comes from no literal: the number or the sign of an item of a list.
    sign: String,
    own_way: bool,
    /// The notes that can be given room, and those of what comes next.
    notes: BTreeSet<String>,
    coming: Vec<String>,
    /// The page that is read, and the last literal that was begun, with its page.
    pub(super) page: usize,
    before: Option<(usize, usize)>,
    found: Vec<Fault>,
}

/// A literal whose text is printed.
struct Literal {
    path: &'static str,
    range: Range<usize>,
    says: String,
    /// Its chain, and its place there. A line of a template has none: a template may go any way.
    chain: Option<(usize, usize)>,
    /// The field of the line of a template.
    field: Option<u64>,
    /// The number or letter of the item of a list that begins with it.
    number: Option<String>,
    /// Whether it is repeated, as the head of a table is at the top of each page.
    repeats: bool,
    /// Whether it stays with what comes after it, as a heading does, and the notes of what it begins.
    leads: bool,
    notes: Vec<String>,
    /// The level of the heading that it is of.
    kop: Option<usize>,
    /// The page where it begins, and the literal before it, with the page of that: the head of a table comes back.
    page: usize,
    before: Option<(usize, usize)>,
    /// Up to where it is printed, where its last letters were, and how often it was begun.
    at: usize,
    last: usize,
    passes: usize,
    /// Whether there is something wrong with it, which is told once.
    broken: bool,
}

#[derive(Default)]
struct Chain {
    members: Vec<usize>,
    /// The last one that was begun.
    last: Option<usize>,
    /// Whether a text that runs from right to left is in it: on paper that has another order.
    mixed: Option<Vec<(usize, usize, String)>>,
}

impl Written {
    /// A part of what a literal says.
    pub(super) fn letter(&self, literal: usize, said: Range<usize>) -> Letter {
        let Literal { path, range, .. } = &self.literals[literal];
        letter(path, range.clone(), said)
    }

    /// A part of a literal, when it is one word: no line breaks within.
    pub(super) fn word(&self, part: &Letter, literal: usize) -> Option<String> {
        let says = self.literals[literal].says.get(part.offset..part.offset + part.length)?.trim();
        let breaks = |char: char| char.is_whitespace() && !matches!(char, '\u{a0}' | '\u{202f}');
        (says.chars().nth(1).is_some() && !says.contains(breaks)).then(|| says.to_owned())
    }

    /// Takes a run of text that is printed. The literal that it begins with, and the part of it.
    pub(super) fn item(&mut self, item: &TextItem) -> Option<(usize, usize, usize)> {
        let mut known: Option<(Span, Option<usize>)> = None;
        let mut first: Option<(usize, usize, usize)> = None;
        for glyph in &item.glyphs {
            let (span, offset) = (glyph.span.0, usize::from(glyph.span.1));
            if known.is_none_or(|(of, _)| of != span) {
                known = Some((span, self.by_span.get(&span).copied()));
            }
            let Some((_, Some(literal))) = known else { continue };
            let text = item.text.get(glyph.range()).unwrap_or_default();
            let at = self.glyph(literal, offset, text);
            match &mut first {
                Some((of, start, length)) if *of == literal => {
                    *length = (at + text.len()).saturating_sub(*start).max(*length);
                }
                Some(_) => {}
                None => first = Some((literal, at, text.len())),
            }
        }
        if first.is_none() {
            self.sign.clear();
            self.sign.push_str(item.text.trim());
        }
        first
    }

    /// Takes a glyph of a literal: what stands at an offset in it. Where that is: behind a word that a sheet shows in
    /// another way, offsets begin anew.
    fn glyph(&mut self, index: usize, given: usize, text: &str) -> usize {
        let shown = text.trim_start_matches(is_invisible);
        let offset = given + text.len() - shown.len();
        let shown = shown.trim_end_matches(is_invisible);
        let literal = &self.literals[index];
        if shown.is_empty() || literal.broken {
            return given;
        }
        if let Some((chain, _)) = literal.chain
            && let Some(mixed) = &mut self.chains[chain].mixed
        {
            mixed.push((index, offset, shown.to_owned()));
            return given;
        }
        // Its letters count, not their places.
        let goes_on = !literal.is_done() && literal.says_at(literal.next(literal.at), shown);
        let begins = !goes_on && literal.is_done() && literal.says_at(literal.next(0), shown);
        if begins && !self.begin(index) {
            return given;
        }
        let literal = &mut self.literals[index];
        if goes_on || begins {
            let at = literal.next(literal.at);
            (literal.at, literal.last) = (at + shown.len(), offset);
            return at;
        }
        if literal.last != offset && !(shown == "-" || shown == "\u{2010}") {
            // Glyphs of one cluster share its place, and the hyphen of a broken word has none.
            let at = literal.next(if literal.is_done() { 0 } else { literal.at });
            self.fault(index, at..literal_end(&self.literals[index].says, at), Fault::Moved);
        }
        given
    }

    /// Begins a literal, for the first time or once more.
    fn begin(&mut self, index: usize) -> bool {
        if let Some((of, place)) = self.literals[index].chain {
            let chain = &self.chains[of];
            let whole = chain.last.is_none_or(|last| self.literals[chain.members[last]].is_done());
            let wanted = chain.last.map_or(0, |last| (last + 1) % chain.members.len());
            if !whole || wanted != place {
                let missing = chain.members[if whole { wanted } else { chain.last.unwrap_or(0) }];
                let Literal { at, says, .. } = &self.literals[missing];
                let part = if whole { 0..says.len() } else { *at..says.len() };
                self.literals[index].broken = true;
                self.fault(missing, part, Fault::Moved);
                return false;
            }
            self.chains[of].last = Some(place);
        }
        let literal = &mut self.literals[index];
        (literal.at, literal.last) = (0, usize::MAX);
        literal.passes += 1;
        // The running head stands between the pages of a text, and is no part of it.
        if literal.repeats && literal.chain.is_none() {
            return true;
        }
        if literal.passes == 1 {
            (literal.page, literal.before) = (self.page, self.before);
        }
        // The notes stand below what the text goes on from.
        let is_note = |folder: &str| NOTEN.contains(&folder);
        if !literal.path.split('/').any(is_note) {
            self.before = Some((index, self.page));
        }
        if let Some(number) = &literal.number
            && literal.passes == 1
        {
            let (wanted, is) = (number.clone(), self.sign.clone());
            if is != wanted {
                let end = literal.says.len();
                self.fault(index, 0..end, |of| Fault::Number { of, is, wanted });
            }
        }
        true
    }

    fn fault(&mut self, index: usize, part: Range<usize>, fault: impl FnOnce(Letter) -> Fault) {
        if !mem::replace(&mut self.literals[index].broken, true) {
            let letter = self.letter(index, part);
            self.found.push(fault(letter));
        }
    }

    /// The notes that can be given room.
    pub(super) fn notes(&mut self) -> BTreeSet<String> {
        mem::take(&mut self.notes)
    }

    /// What leads something in that begins on another page, and the notes of that, each with the page.
    pub(super) fn apart(&self) -> (Vec<Fault>, Vec<(usize, String)>) {
        let (mut faults, mut all) = (Vec::new(), Vec::new());
        for literal in &self.literals {
            let Some((before, page)) = literal.before else { continue };
            let Literal { leads: true, says, kop, .. } = &self.literals[before] else { continue };
            // Below the heading of a withheld section stands nothing: the next one is no part of it.
            let is_over = kop.zip(literal.kop).is_some_and(|(above, below)| below <= above);
            if page != literal.page && !is_over {
                let (of, next) = (self.letter(before, 0..says.len()), literal.page + 1);
                faults.push(Fault::Apart { of, page: page + 1, next });
                all.extend(literal.notes.iter().map(|note| (page + 1, note.clone())));
            }
        }
        (faults, all)
    }

    /// The sheets of texts that are included, by their paths, and the fields of the document's own sheet that are printed.
    pub(super) fn printed(&self) -> Printed {
        let mut printed = Printed::default();
        for Literal { path, chain, passes, field, .. } in &self.literals {
            match chain {
                Some(_) => drop(printed.sheets.insert(path)),
                None => printed.fields.extend(field.filter(|_| *passes > 0)),
            }
        }
        printed
    }

    /// What is wrong with what was printed, when all of it was.
    pub(super) fn finish(mut self) -> Vec<Fault> {
        for at in 0..self.chains.len() {
            let Some(mut glyphs) = self.chains[at].mixed.take() else { continue };
            glyphs.sort_by_key(|(literal, offset, _)| (*literal, *offset));
            glyphs.dedup();
            for (literal, offset, text) in glyphs {
                self.glyph(literal, offset, &text);
            }
        }
        // A field may stand in several literals, as in a template that says it in two ways.
        let printed: HashSet<_> = self
            .literals
            .iter()
            .filter(|literal| literal.passes > 0)
            .map(|literal| literal.field)
            .collect();
        for index in 0..self.literals.len() {
            let Literal { passes, chain, field, repeats, at, says, path, .. } =
                &self.literals[index];
            let (at, end) = (*at, says.len());
            let missing = match (chain, field) {
                (Some(_), _) => *passes == 0,
                (None, Some(_)) if self.own_way => false,
                (None, Some(_)) => !printed.contains(field),
                (None, None) => false,
            };
            let often = chain.is_some()
                && !repeats
                && *passes > self.included.get(*path).copied().unwrap_or(1);
            if missing || *passes > 0 && !self.literals[index].is_done() {
                self.fault(index, at..end, Fault::Lost);
            } else if often {
                self.fault(index, 0..end, Fault::Doubled);
            }
        }
        self.found
    }
}

impl Literal {
    /// The next letter that can be seen, from a place on.
    fn next(&self, at: usize) -> usize {
        let rest = &self.says[at..];
        self.says.len() - rest.trim_start_matches(is_invisible).len()
    }

    fn is_done(&self) -> bool {
        self.passes == 0 || self.next(self.at) == self.says.len()
    }

    /// Whether it says this at an offset, if need be in capitals.
    fn says_at(&self, offset: usize, shown: &str) -> bool {
        let said = self.says.get(offset..offset + shown.len());
        said.is_some_and(|said| said == shown || said.to_uppercase() == shown)
    }
}

/// The end of the word that begins at a place, or of a few words.
fn literal_end(says: &str, at: usize) -> usize {
    says[at..].match_indices(' ').nth(3).map_or(says.len(), |(end, _)| at + end)
}

/// Characters that leave nothing on paper.
fn is_invisible(char: char) -> bool {
    char.is_whitespace()
        || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(char, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters of scripts that run from right to left.
pub(super) fn is_from_right(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
