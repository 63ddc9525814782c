//! In: the stretches of a line. Out: the same as markup can say them: bold and italics around whole words, nothing
//! before the first word and behind the last. Pure.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::chip::{Chip, ChipKind};
use super::draft::{Ink, Looks, Stretch};
use crate::prose;

/// The smallest thing in a line: a character, or what counts as one.
struct Atom {
    ink: Piece,
    bold: bool,
    italic: bool,
    /// The number of the place that it leads to, or of the passage that it lies in.
    target: Option<usize>,
}

enum Piece {
    Char(char),
    /// Anything that is no text.
    Ink(Ink),
}

/// Puts the stretches of a line, or of a cell, in the form that markup has.
pub(super) fn tidy(content: Vec<Stretch>, cell: bool) -> Vec<Stretch> {
    let mut targets: Vec<(Option<String>, Option<String>)> = Vec::new();
    let mut atoms = atoms(content, cell, &mut targets);
    trim(&mut atoms);
    bare_targets(&mut atoms);
    let targets_of: Vec<Option<usize>> = atoms.iter().map(|atom| atom.target).collect();
    let mut around = Around { targets: runs(&targets_of), bold: Vec::new() };
    edges(&mut atoms, &around, |atom| &mut atom.bold);
    let bold: Vec<Option<usize>> = atoms.iter().map(|atom| atom.bold.then_some(0)).collect();
    around.bold = runs(&bold);
    edges(&mut atoms, &around, |atom| &mut atom.italic);
    joined(atoms, &targets)
}

fn atoms(
    content: Vec<Stretch>,
    cell: bool,
    targets: &mut Vec<(Option<String>, Option<String>)>,
) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    // The text so far, to which raised characters must join.
    let mut before = String::new();
    let mut last: Option<Looks> = None;
    for Stretch { what, looks } in content {
        let joins = last.replace(looks.clone()).is_none_or(|last| {
            let same = (&last.link, &last.withheld) == (&looks.link, &looks.withheld);
            same && (last == looks || before.ends_with(char::is_alphanumeric))
        });
        if !joins {
            before.push('\n');
        }
        let Looks { bold, italic, link, withheld } = looks;
        let withheld = withheld.filter(|ground| !ground.is_empty());
        let link = link.filter(|_| withheld.is_none()).map(|link| address(&link));
        let link = link.filter(|link| !link.is_empty());
        let mut add = |ink: Piece, linked: bool| {
            let wanted = (link.clone().filter(|_| linked), withheld.clone());
            let target = (wanted != (None, None)).then(|| {
                // The same place again, directly behind it, is one link.
                match targets.iter().rposition(|known| *known == wanted) {
                    Some(known) => known,
                    None => {
                        targets.push(wanted);
                        targets.len() - 1
                    }
                }
            });
            atoms.push(Atom { ink, bold, italic, target });
        };
        let mut text = |text: &str, before: &mut String| {
            for char in text.chars() {
                let char = match char {
                    '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => ' ',
                    char => char,
                };
                before.push(char);
                add(Piece::Char(char), true);
            }
        };
        match what {
            Ink::Text(typed) => text(&typed, &mut before),
            Ink::Raised(typed) | Ink::Lowered(typed) if typed.is_empty() => {}
            Ink::Raised(typed) if prose::can_shift(&before, &typed, false) => {
                before.push('^');
                add(Piece::Ink(Ink::Raised(typed)), true);
            }
            Ink::Lowered(typed) if prose::can_shift(&before, &typed, true) => {
                before.push('~');
                add(Piece::Ink(Ink::Lowered(typed)), true);
            }
            Ink::Raised(typed) | Ink::Lowered(typed) => text(&typed, &mut before),
            Ink::Break(_) if cell => text(" ", &mut before),
            Ink::Break(_) => {
                before.push('\n');
                add(Piece::Ink(Ink::Break(true)), true);
            }
            Ink::Chip(chip) => {
                let new = chip.source.is_empty() && chip.text.is_some();
                match Chip::new(&chip.source) {
                    Some(known) => {
                        before.push('\n');
                        let linked = known.kind == ChipKind::Value;
                        let chip = Chip { text: chip.text, ..known };
                        add(Piece::Ink(Ink::Chip(chip)), linked);
                    }
                    None if new => {
                        before.push('\n');
                        let label = "nieuwe noot".to_owned();
                        add(Piece::Ink(Ink::Chip(Chip { label, ..chip })), false);
                    }
                    None => text(&chip.source, &mut before),
                }
            }
        }
    }
    atoms
}

/// An address in the signs that an address may have.
fn address(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    for byte in typed.trim().bytes() {
        match byte {
            b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'\\'
            | b'`'
            | b'|'
            | b'*'
            | b'"'
            | b'\''
            | b'^'
            | 0..=32
            | 127.. => out.push_str(&format!("%{byte:02X}")),
            byte => out.push(char::from(byte)),
        }
    }
    out
}

impl Atom {
    /// The character that stands for it in the eyes of markup.
    fn char(&self) -> char {
        match &self.ink {
            Piece::Char(char) => *char,
            Piece::Ink(Ink::Break(_)) => '\n',
            Piece::Ink(Ink::Chip(chip)) if chip.kind != ChipKind::Value => '[',
            Piece::Ink(_) => 'x',
        }
    }

    fn is_space(&self) -> bool {
        matches!(self.char(), ' ' | '\n')
    }
}

/// Takes away the spaces at both ends and around line breaks.
fn trim(atoms: &mut Vec<Atom>) {
    let is_break = |atom: &Atom| matches!(atom.ink, Piece::Ink(Ink::Break(_)));
    let end = atoms.iter().rposition(|atom| !atom.is_space()).map_or(0, |last| last + 1);
    atoms.truncate(end);
    let start = atoms.iter().position(|atom| !atom.is_space()).unwrap_or_default();
    atoms.drain(..start);
    let mut kept: Vec<Atom> = Vec::with_capacity(atoms.len());
    for atom in atoms.drain(..) {
        let after_break = kept.last().is_some_and(is_break);
        if is_break(&atom) {
            while kept.last().is_some_and(|last| !is_break(last) && last.is_space()) {
                kept.pop();
            }
            if kept.last().is_none_or(|last| !is_break(last)) {
                kept.push(atom);
            }
        } else if !(after_break && atom.is_space()) {
            kept.push(atom);
        }
    }
    *atoms = kept;
}

/// A place that nothing but spaces leads to is none.
fn bare_targets(atoms: &mut [Atom]) {
    let mut at = 0;
    while at < atoms.len() {
        let target = atoms[at].target;
        let end = atoms[at..].iter().position(|atom| atom.target != target);
        let end = end.map_or(atoms.len(), |length| at + length);
        if atoms[at..end].iter().all(Atom::is_space) {
            atoms[at..end].iter_mut().for_each(|atom| atom.target = None);
        }
        at = end;
    }
}

/// Whether a character is a part of a word for markup.
fn is_wordy(char: char) -> bool {
    let group = char.general_category_group();
    let sign = matches!(group, GeneralCategoryGroup::Punctuation | GeneralCategoryGroup::Symbol);
    !char.is_whitespace() && !sign
}

/// Marks whole words, and begins and ends where markup can.
fn edges(atoms: &mut [Atom], around: &Around, mark: impl Fn(&mut Atom) -> &mut bool) {
    let chars: Vec<char> = atoms.iter().map(Atom::char).collect();
    let mut marked: Vec<bool> = atoms.iter_mut().map(|atom| *mark(atom)).collect();
    let mut at = 0;
    while at < chars.len() {
        let end = chars[at..].iter().position(|char| !is_wordy(*char));
        let end = end.map_or(chars.len(), |length| at + length);
        if marked[at..end].contains(&true) {
            marked[at..end].fill(true);
        }
        at = end + 1;
    }
    // What is taken away at one end can make it cross something at the other.
    loop {
        let before = marked.clone();
        shrink(&mut marked, &chars, around);
        if marked == before {
            break;
        }
    }
    for (atom, is) in atoms.iter_mut().zip(marked) {
        *mark(atom) = is;
    }
}

/// Takes marks away where markup cannot begin or end.
fn shrink(marked: &mut [bool], chars: &[char], around: &Around) {
    for part in parts(marked, around) {
        let (mut first, mut last) = (part.start, part.end);
        while first < last && !begins(part.opens_at(first, chars, around), &chars[first..]) {
            marked[first] = false;
            first += 1;
        }
        while first < last && !ends(&chars[..last], part.closes_at(last, chars, around)) {
            last -= 1;
            marked[last] = false;
        }
    }
}

/// Where the same thing goes on.
fn runs(of: &[Option<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, target) in of.iter().enumerate().filter(|(_, target)| target.is_some()) {
        match out.last_mut() {
            Some(last) if last.end == at && of[last.start] == *target => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// What marks may not cross: links and passages, and for italics what is bold.
struct Around {
    targets: Vec<Range<usize>>,
    bold: Vec<Range<usize>>,
}

/// What is marked, up to where it would cross something else.
struct Part {
    start: usize,
    end: usize,
    /// Whether it was cut there, or a bracket stands there.
    cut: (bool, bool),
}

impl Part {
    /// The character before its beginning.
    fn opens_at(&self, first: usize, chars: &[char], around: &Around) -> Option<char> {
        match self.cut.0 && first == self.start || around.targets.iter().any(|t| t.end == first) {
            true => Some('['),
            false => first.checked_sub(1).map(|before| chars[before]),
        }
    }

    /// The character behind its end.
    fn closes_at(&self, last: usize, chars: &[char], around: &Around) -> Option<char> {
        match self.cut.1 && last == self.end || around.targets.iter().any(|t| t.start == last) {
            true => Some(']'),
            false => chars.get(last).copied(),
        }
    }
}

/// The parts that are marked, cut where they begin or end in the middle of something else.
fn parts(marked: &[bool], around: &Around) -> Vec<Part> {
    let own: Vec<Option<usize>> = marked.iter().map(|is| is.then_some(0)).collect();
    let mut out = Vec::new();
    for run in runs(&own) {
        let mut cuts = BTreeSet::new();
        for other in around.targets.iter().chain(&around.bold) {
            let apart = other.end <= run.start || run.end <= other.start;
            let within = other.start <= run.start && run.end <= other.end
                || run.start <= other.start && other.end <= run.end;
            if !apart && !within {
                cuts.extend([other.start, other.end]);
            }
        }
        let inside = |at: &usize| *at > run.start && *at < run.end;
        let mut start = run.start;
        for end in cuts.into_iter().filter(inside).chain([run.end]) {
            // Within a link or passage a bracket stands at its edges.
            let inside = |other: &&Range<usize>| {
                other.start <= start && end <= other.end && other.len() > end - start
            };
            let begun = around.targets.iter().filter(inside).any(|other| other.start == start);
            let ended = around.targets.iter().filter(inside).any(|other| other.end == end);
            let cut = (start > run.start || begun, end < run.end || ended);
            out.push(Part { start, end, cut });
            start = end;
        }
    }
    out
}

fn begins(previous: Option<char>, after: &[char]) -> bool {
    let first = after[0];
    if first.is_alphanumeric() {
        return previous.is_none_or(|char| !is_wordy(char));
    }
    let closes = matches!(first, ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' | '%' | '/');
    !first.is_whitespace() && previous.is_none_or(char::is_whitespace) && !closes
}

fn ends(before: &[char], next: Option<char>) -> bool {
    let last = before[before.len() - 1];
    if last.is_alphanumeric() {
        return next.is_none_or(|char| !is_wordy(char));
    }
    !last.is_whitespace() && next.is_none_or(char::is_whitespace)
}

/// The atoms as stretches, as few as can be.
fn joined(atoms: Vec<Atom>, targets: &[(Option<String>, Option<String>)]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for Atom { ink, bold, italic, target } in atoms {
        let (link, withheld) = target.and_then(|at| targets.get(at).cloned()).unwrap_or_default();
        let looks = Looks { bold, italic, link, withheld };
        match (ink, out.last_mut()) {
            (Piece::Char(char), Some(Stretch { what: Ink::Text(text), looks: known }))
                if *known == looks =>
            {
                text.push(char);
            }
            (Piece::Char(char), _) => {
                out.push(Stretch { what: Ink::Text(char.to_string()), looks });
            }
            (Piece::Ink(what), _) => out.push(Stretch { what, looks }),
        }
    }
    out
}
