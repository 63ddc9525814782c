//! In: a text, its values covered. Out: the same text as CommonMark may see it, and its escapes. Pure.
//!
//! CommonMark knows far more markup than a letter needs, and takes a sign for markup that the author meant as a sign.
//! So it only gets to see what the handbook lists: every other sign is covered with one of the same length that has no
//! meaning anywhere, and comes back from the text itself. Three things are put in words that CommonMark knows:
//!
//! - `*` is shown as `_`, which differs in one thing: it does not begin or end within a word (`12*5 en 3*4`);
//! - lettered and Roman lists (`a.`, `ii)`), and those in brackets (`(a)`, `(1)`), are shown as numbered ones;
//! - escapes are done here: `\` counts before a sign that could be markup there, and is a sign itself elsewhere.

use std::ops::Range;

use super::marker::{self, Marker};
use super::shifted;

/// Stands for what CommonMark may not see: punctuation, as what it covers mostly is, with no meaning of its own, and
/// right in an address.
const COVER: char = '%';

/// Signs that can be markup wherever they stand.
const ANYWHERE: [char; 9] = ['*', '[', ']', '<', '>', '|', '{', '}', '`'];

/// Signs that are looked at wherever they stand, and those that CommonMark takes for white space.
const HIDDEN: [char; 7] = ['\\', '*', '_', '&', '\r', '\u{b}', '\u{c}'];

/// No path, and no marker that counts, is longer.
const LONGEST: usize = 200;

/// A text as CommonMark may see it.
pub(super) struct Seen {
    /// As long as the text; every offset is the same in both.
    pub(super) text: String,
    /// Each `\` with the sign that it makes a sign. Ascending.
    pub(super) escapes: Vec<Range<usize>>,
}

/// Covers everything that is not markup. `text` has its values covered already.
pub(super) fn see(text: &str) -> Seen {
    let mut eye = Eye { text, covers: Vec::new(), escapes: Vec::new() };
    eye.signs();
    eye.lines();
    eye.lists();
    eye.covers.sort_by_key(|(range, _)| range.start);
    let mut seen = String::with_capacity(text.len());
    for (range, cover) in &eye.covers {
        // What is covered twice, as an escaped sign can be, is covered once.
        if range.start >= seen.len() {
            seen.push_str(&text[seen.len()..range.start]);
            seen.extend(std::iter::repeat_n(*cover, range.len()));
        }
    }
    seen.push_str(&text[seen.len()..]);
    Seen { text: seen, escapes: eye.escapes }
}

struct Eye<'a> {
    text: &'a str,
    covers: Vec<(Range<usize>, char)>,
    escapes: Vec<Range<usize>>,
}

impl Eye<'_> {
    fn cover(&mut self, range: Range<usize>) {
        self.covers.push((range, COVER));
    }

    /// Signs that are markup for CommonMark wherever they stand.
    fn signs(&mut self) {
        let mut at = 0;
        while let Some(start) = self.text[at..].find(HIDDEN).map(|i| at + i) {
            let rest = &self.text[start..];
            at = match rest.as_bytes().first() {
                Some(b'\\') => self.backslashes(start),
                Some(b'*') => self.stars(start),
                _ => {
                    self.cover(start..start + 1);
                    start + 1
                }
            };
        }
    }

    /// Two by two they are one, as far as a sign comes after them that could be markup; else they are what they are.
    fn backslashes(&mut self, start: usize) -> usize {
        let count = run(&self.text[start..], '\\');
        let end = start + count;
        let Some(sign) = self.text[end..].chars().next() else {
            self.cover(start..end);
            return end;
        };
        // In a path it is what it is: `C:\map\*.txt`.
        let is_path = || {
            let near = self.text.floor_char_boundary(start.saturating_sub(LONGEST));
            let word =
                self.text[near..start].rsplit(char::is_whitespace).next().unwrap_or_default();
            let drive = word.trim_start_matches(['"', '(', '‘', '“']);
            let lettered = drive.starts_with(|c: char| c.is_ascii_alphabetic());
            lettered && drive.get(1..2) == Some(":") || drive.starts_with("\\\\")
        };
        if (sign == '\n' || ANYWHERE.contains(&sign)) && is_path() {
            self.cover(start..end);
            return end;
        }
        if sign == '\n' && !count.is_multiple_of(2) {
            // The last one breaks the line.
            self.pairs(start..end - 1);
            return end;
        }
        if !self.is_markup(start, end, sign) {
            self.cover(start..end);
            return end;
        }
        self.pairs(start..start + count / 2 * 2);
        if count.is_multiple_of(2) {
            return end;
        }
        let escape = end - 1..end + sign.len_utf8();
        self.cover(escape.clone());
        self.escapes.push(escape.clone());
        escape.end
    }

    fn pairs(&mut self, range: Range<usize>) {
        self.cover(range.clone());
        self.escapes.extend(range.step_by(2).map(|at| at..at + 2));
    }

    /// Whether a sign behind backslashes could be markup there.
    fn is_markup(&self, start: usize, end: usize, sign: char) -> bool {
        if shifted::length(&self.text[..start], &self.text[end..]).is_some() {
            return true;
        }
        // The words of an item begin as a line does.
        let image = sign == '!' && self.text[end..].starts_with("![");
        let near = self.text.floor_char_boundary(start.saturating_sub(LONGEST));
        let line = match self.text[near..start].rfind('\n') {
            Some(at) => near + at + 1,
            None if near > 0 => return image || ANYWHERE.contains(&sign),
            None => 0,
        };
        let rest = &self.text[line..end + sign.len_utf8()];
        let before = self.text.get(line + marker::content(rest)..start).unwrap_or_default();
        let first = before.is_empty() && !sign.is_alphanumeric() && !sign.is_whitespace();
        let number = matches!(sign, '.' | ')')
            && !before.is_empty()
            && before.len() <= 9
            && before.chars().all(|c| c.is_ascii_alphanumeric() || c == '(');
        ANYWHERE.contains(&sign) || first || number || image
    }

    /// A run of stars is shown where it can begin or end bold or italics.
    fn stars(&mut self, start: usize) -> usize {
        let count = run(&self.text[start..], '*');
        let end = start + count;
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].chars().next();
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let begins = super::begins(before, &self.text[end..]);
        let ends = outside(after)
            && before.is_some_and(|c| !c.is_whitespace())
            && !super::between(before, after);
        let shown = count <= 3 && (begins || ends);
        self.covers.push((start..end, if shown { '_' } else { COVER }));
        end
    }

    /// Signs that are markup at the start of a line.
    fn lines(&mut self) {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let start = at + marker::content(line);
            let rest = self.text[start..at + line.len()].trim_end();
            if rest.starts_with('+') {
                self.cover(start..start + 1);
            }
            // No list is that long: a year, or a number of an article.
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits > 3 && rest[digits..].starts_with(['.', ')']) {
                self.cover(start + digits..start + digits + 1);
            }
            at += line.len();
        }
    }

    /// Letters and Roman numbers of lists are shown as numbers, with the bracket before them.
    fn lists(&mut self) {
        for Marker { open, label, .. } in marker::lettered(self.text) {
            // The number is read from the text itself; CommonMark only needs to see one.
            let zeros = label.start - usize::from(open)..label.end - 1;
            let one = label.end - 1..label.end;
            self.covers.extend([(zeros, '0'), (one, '1')]);
        }
    }
}

/// How often a text begins with a sign.
fn run(text: &str, sign: char) -> usize {
    text.len() - text.trim_start_matches(sign).len()
}
