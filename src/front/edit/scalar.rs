//! In: a single value of a file, and its new text. Out: what to splice, as close to what stands there as can be. Pure.
//!
//! Each way to write it is read before it is taken, in a small file of its own: so the rules of YAML need not stand
//! here a second time.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::layout::{At, Head, Layout, TextBlock};
use super::spell::{self, Spelled, indented};
use super::value::Value;
use super::{Splice, spliced};
use crate::diagnostic::{Edit, Retext};
use crate::source::{Sources, difference};
use crate::yaml::{self, Kind, Node, Parsed, Path, Scalar, escapes, must_escape};

type NewTexts<'a> = [(Range<usize>, &'a str)];

/// Whether a value is a block of text.
pub(super) fn is_block(scalar: &Scalar) -> bool {
    matches!(scalar.style, ScalarStyle::Literal | ScalarStyle::Folded)
}

/// Whether a value has no quotes.
pub(super) fn is_plain(scalar: &Scalar) -> bool {
    scalar.style == ScalarStyle::Plain
}

/// Other text in the place of a range of a value, as a correction that can be shown; `None` where it cannot be written
/// just there: in a cell of a spreadsheet, or where only quotes around the whole value would do.
pub fn in_place(
    tree: &Node,
    place: &Path,
    range: Range<usize>,
    new: &str,
    sources: &Sources,
) -> Option<Edit> {
    let node = tree.at(place)?;
    // Without a map into the file nothing can be replaced there.
    node.offsets(sources)?;
    let Kind::Scalar(scalar) = &node.kind else { return None };
    let ends = new.contains(": ") || new.contains(" #") || new.ends_with(':');
    let splits = scalar.flow && new.contains([',', '[', ']', '{', '}']);
    let lines = new.contains('\n') && scalar.style != ScalarStyle::Literal;
    if scalar.cell || lines || (is_plain(scalar) && (ends || splits)) {
        return None;
    }
    Some(Edit {
        span: node.within(range.clone(), sources),
        text: written(scalar, new, &" ".repeat(scalar.indent), "\n"),
        value: Some(Retext { place: place.clone(), range, new: new.to_owned() }),
    })
}

/// A piece of text as it is written within a value. Where lines are folded, a line break in the text is an empty line.
fn written(scalar: &Scalar, text: &str, indent: &str, line_break: &str) -> String {
    let text = match scalar.style {
        ScalarStyle::DoubleQuoted => return escapes(text),
        ScalarStyle::SingleQuoted => text.replace('\'', "''"),
        _ => text.to_owned(),
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\n') {
        let after = rest[at..].trim_start_matches('\n');
        let breaks = rest.len() - at - after.len();
        let folded = usize::from(scalar.style != ScalarStyle::Literal);
        out.push_str(&rest[..at]);
        out.push_str(&line_break.repeat(breaks + folded));
        out.push_str(indent);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether this is read as that value, at such a place: `text` begins where the key ends, or with the dash. When it
/// ends in a line break something is put below it, so that what would become a part of it shows.
pub(super) fn reads(at: &At, text: &str, expected: &Value) -> bool {
    let indent = " ".repeat(at.column.unwrap_or(0));
    let around = if at.column.is_some() { format!("{indent}\"k\": ") } else { String::new() };
    let (before, behind, below) = match (at.head, at.flow) {
        (Head::Root, _) => (String::new(), "", ""),
        (Head::Key { .. }, false) => (format!("{indent}\"k\""), "", "\"l\": x\n"),
        (Head::Item, false) => (indent.clone(), "", "- x\n"),
        (Head::Key { .. }, true) => (format!("{around}{{\"k\""), "}", ""),
        (Head::Item, true) => (format!("{around}["), "]", ""),
    };
    let followed = text.ends_with('\n') && !below.is_empty();
    let below = if followed { format!("{indent}{below}") } else { "\n".to_owned() };
    let mut sources = Sources::default();
    let id = sources.add("", format!("{before}{text}{behind}{below}"));
    let Parsed { tree: Some(mut node), found, .. } = yaml::parse(sources.get(id), id) else {
        return false;
    };
    let mut count = 1 + usize::from(followed);
    while !matches!(node.kind, Kind::Scalar(_)) {
        let mut values: Vec<Node> = match node.kind {
            Kind::List(items) => items,
            Kind::Map(entries) => entries.into_iter().map(|entry| entry.value).collect(),
            Kind::Scalar(_) => Vec::new(),
        };
        if values.len() != count {
            return false;
        }
        (node, count) = (values.swap_remove(0), 1);
    }
    found.is_empty() && Value::of(&node).as_ref() == Some(expected)
}

/// What to splice so that these ranges of a value's text hold other text.
pub(super) fn retext(
    layout: &Layout<'_>,
    node: &Node,
    at: &At,
    texts: &NewTexts<'_>,
) -> Option<Vec<Splice>> {
    let Kind::Scalar(scalar) = &node.kind else { return None };
    let old: &str = &scalar.value;
    let parts: Vec<Splice> =
        texts.iter().map(|(range, new)| (range.clone(), (*new).to_owned())).collect();
    let new = spliced(old, 0..old.len(), &parts);
    if new == old {
        return Some(Vec::new());
    }
    let expected = Value::of(node)?.retexted(new.clone());
    let block = if is_block(scalar) { Some(layout.block(scalar, at)?) } else { None };
    let spot = Placed { layout, node, scalar, at, block, end: layout.end(node, at)? };
    let good = |splices: &Vec<Splice>| spot.holds(splices, &expected);
    let in_its_style = || {
        // A value of one line that gets several becomes a block, where there can be one.
        let escapes = at.flow && scalar.style == ScalarStyle::DoubleQuoted;
        let one_line = !new.contains('\n') || old.contains('\n') || escapes;
        if !one_line && spot.block.is_none() {
            return None;
        }
        // And so does one whose lines are folded: of several no reader would see where each ends.
        let body = |text: &'_ str| text.trim_end_matches('\n').contains('\n');
        if scalar.style == ScalarStyle::Folded && body(&new) && !body(old) {
            return None;
        }
        let plain = |text| spell::can_be_plain(text, at.flow);
        let bare = !is_plain(scalar) || plain(&new) || !plain(old);
        let bare = bare.then(|| {
            spot.spliced(texts)
                .filter(good)
                .or_else(|| spot.spliced(&borrowed(&spot.wider(texts))).filter(good))
        });
        bare.flatten()
            .or_else(|| spot.folded(&new, false).filter(good))
            .or_else(|| spot.folded(&new, true).filter(good))
            .or_else(|| spot.lines(&new).filter(good))
            .or_else(|| spot.quotes(texts).filter(good))
    };
    in_its_style().or_else(|| {
        let ways = spell::ways(&expected, at, layout.line_break, spot.block.is_some());
        let plain = is_plain(scalar) || spot.block.is_some();
        // Quotes stay: somebody put them there.
        ways.into_iter()
            .filter(|way| plain || way.inline != new)
            .find_map(|way| Some(spot.rewritten(way)).filter(good))
    })
}

/// How many pairs there are before the first one that differs.
fn alike<'a>(pairs: impl Iterator<Item = (&'a &'a str, &'a &'a str)>) -> usize {
    pairs.take_while(|(a, b)| a == b).count()
}

/// Whether a character can only stand between double quotes.
fn only_escaped(char: char) -> bool {
    must_escape(char) && !matches!(char, '\n' | '\t')
}

fn borrowed(texts: &[(Range<usize>, String)]) -> Vec<(Range<usize>, &str)> {
    texts.iter().map(|(range, new)| (range.clone(), new.as_str())).collect()
}

/// A single value where it stands.
struct Placed<'a> {
    layout: &'a Layout<'a>,
    node: &'a Node,
    scalar: &'a Scalar,
    at: &'a At,
    block: Option<TextBlock>,
    end: usize,
}

impl Placed<'_> {
    fn holds(&self, splices: &[Splice], expected: &Value) -> bool {
        let (layout, at) = (self.layout, self.at);
        // What comes behind a block can be read as a part of it.
        let below = layout.empty_lines(layout.line_end(self.end));
        let end = if at.flow { self.end } else { layout.next_line(below).unwrap_or(below) };
        let new = spliced(layout.text, at.from..end, splices);
        // The last line break is also that of the line itself.
        let ends = layout.text[..end].ends_with('\n') == new.ends_with('\n');
        (ends || at.flow) && reads(at, &new, expected)
    }

    /// The text in its place: only these ranges of the file change.
    fn spliced(&self, texts: &NewTexts<'_>) -> Option<Vec<Splice>> {
        let map = self.node.offsets(self.layout.sources)?;
        let value: &str = &self.scalar.value;
        let quotes =
            matches!(self.scalar.style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
        // A line of a block that comes or goes is a matter of whole lines.
        let whole_lines = |(range, new): &(Range<usize>, &str)| {
            let joins = |at: usize| at == 0 || value[..at].ends_with('\n');
            let ends = value[range.end..].is_empty() || value[range.end..].starts_with('\n');
            value[range.clone()].contains('\n')
                || new.contains('\n')
                || (joins(range.start) && ends)
        };
        if self.scalar.style == ScalarStyle::Literal && texts.iter().any(whole_lines) {
            return None;
        }
        let escapes = self.scalar.style == ScalarStyle::DoubleQuoted;
        if !escapes && texts.iter().any(|(_, new)| new.contains(only_escaped)) {
            return None;
        }
        let indent = " ".repeat(self.indent());
        let splice = |(range, new): &(Range<usize>, &str)| {
            let last = value[..range.start].char_indices().next_back();
            let file = match last {
                None if value.is_empty() && quotes => self.at.start + 1..self.at.start + 1,
                None if value.is_empty() => return None,
                // Behind the last character; it may be written longer than it is.
                Some((last, _)) if range.is_empty() && range.start == value.len() => {
                    let end = map.forward(&(last..value.len()))?.end;
                    end..end
                }
                _ => map.forward(range)?,
            };
            let splits = |at: usize| {
                self.layout.text[..at].ends_with('\r') && self.layout.text[at..].starts_with('\n')
            };
            if splits(file.start) || splits(file.end) {
                return None;
            }
            Some((file, written(self.scalar, new, &indent, self.layout.line_break)))
        };
        texts.iter().map(splice).collect()
    }

    /// The indentation of the value's further lines.
    fn indent(&self) -> usize {
        if let Some(block) = self.block.as_ref().filter(|block| block.indent > 0) {
            return block.indent;
        }
        let span = self.node.span.range.clone();
        let first = self.layout.line_end(span.start);
        let further = self.layout.next_line(self.layout.empty_lines(first));
        match further.filter(|start| *start < span.end && self.block.is_none()) {
            Some(start) => self.layout.spaces(start..self.layout.line_end(start)),
            None => self.at.below().max(1),
        }
    }

    /// The same ranges, each with the blanks and the line breaks around it: what is folded there is written anew.
    fn wider(&self, texts: &NewTexts<'_>) -> Vec<(Range<usize>, String)> {
        let value: &str = &self.scalar.value;
        let is_blank = |char: char| matches!(char, ' ' | '\t' | '\n');
        let mut wide: Vec<(Range<usize>, String)> = Vec::new();
        for (range, new) in texts {
            match wide.last_mut() {
                Some((last, text))
                    if value[last.end..range.start].trim_matches(is_blank).is_empty() =>
                {
                    text.push_str(&value[last.end..range.start]);
                    text.push_str(new);
                    last.end = range.end;
                }
                _ => wide.push((range.clone(), (*new).to_owned())),
            }
        }
        for (range, new) in &mut wide {
            let start = value[..range.start].trim_end_matches(is_blank).len();
            let end = value.len() - value[range.end..].trim_start_matches(is_blank).len();
            // The line breaks at the end of a block are not folded.
            let end = if self.block.is_some() && end == value.len() { range.end } else { end };
            *new = format!("{}{new}{}", &value[start..range.start], &value[range.end..end]);
            *range = start..end;
        }
        wide
    }

    /// A folded block whose text changes up to its end, where what it ends in changes too.
    fn folded(&self, new: &str, wide: bool) -> Option<Vec<Splice>> {
        let block = self.block.as_ref().filter(|_| self.scalar.style == ScalarStyle::Folded)?;
        let (old_body, new_body) =
            (self.scalar.value.trim_end_matches('\n'), new.trim_end_matches('\n'));
        if old_body.is_empty() || new_body.is_empty() {
            return None;
        }
        let text = match difference(old_body, new_body) {
            Some((old, new)) => vec![(old, &new_body[new])],
            None => Vec::new(),
        };
        let mut splices = match wide {
            true => self.spliced(&borrowed(&self.wider(&text)))?,
            false => self.spliced(&text)?,
        };
        let (header, empty) = self.ending(block, new, None);
        splices.splice(0..0, header);
        splices.extend(empty);
        Some(splices)
    }

    /// The lines of a literal block that change; the others stay as they are.
    fn lines(&self, new: &str) -> Option<Vec<Splice>> {
        let block = self.block.as_ref().filter(|_| self.scalar.style == ScalarStyle::Literal)?;
        let layout = self.layout;
        let (old_body, new_body) =
            (self.scalar.value.trim_end_matches('\n'), new.trim_end_matches('\n'));
        if new_body.is_empty() || new.contains(only_escaped) {
            return None;
        }
        let old: Vec<&str> = old_body.split('\n').filter(|_| !old_body.is_empty()).collect();
        let lines: Vec<&str> = new_body.split('\n').collect();
        // The ends of the lines in the file, that of the header first.
        let mut ends = vec![block.line_end];
        for _ in &old {
            let next = layout.next_line(*ends.last()?)?;
            ends.push(layout.line_end(next));
        }
        let start = alike(old.iter().zip(&lines));
        let end = alike(old[start..].iter().rev().zip(lines[start..].iter().rev()));
        let indent = self.indent();
        let text = lines[start..lines.len() - end]
            .iter()
            .map(|line| indented(line, indent, layout.line_break))
            .collect();
        // What begins with a space needs its indentation told.
        let begins = new_body.trim_start_matches('\n').starts_with(' ');
        let digit = begins.then(|| indent - self.at.column.unwrap_or(0).min(indent));
        let (header, empty) = self.ending(block, new, digit);
        let mut splices: Vec<Splice> = header.into_iter().collect();
        splices.push((ends[start]..ends[old.len() - end], text));
        splices.extend(empty);
        Some(splices)
    }

    /// The header of a block that ends in as many line breaks as this text, and the empty lines below it.
    fn ending(
        &self,
        block: &TextBlock,
        new: &str,
        digit: Option<usize>,
    ) -> (Option<Splice>, Option<Splice>) {
        let breaks = |text: &str| text.len() - text.trim_end_matches('\n').len();
        let (had, wants) = (breaks(&self.scalar.value), breaks(new));
        let header = &self.layout.text[block.header.clone()];
        let (sign, signs) = header.split_at(1);
        let told: String = signs.chars().filter(char::is_ascii_digit).collect();
        let kept: String = signs.chars().filter(|char| !char.is_ascii_digit()).collect();
        let number = match digit {
            Some(digit) if told.is_empty() => digit.to_string(),
            _ => told.clone(),
        };
        let same = wants == had && block.text_end > block.line_end;
        let ending = match wants {
            _ if same => kept.as_str(),
            0 => "-",
            1 => "",
            _ => "+",
        };
        let changes = number != told || ending != kept;
        let empty = (wants > 1 && !same).then(|| {
            let breaks = self.layout.line_break.repeat(wants - 1);
            (block.text_end..block.empty_end, breaks)
        });
        let header = changes.then(|| (block.header.clone(), format!("{sign}{number}{ending}")));
        (header, empty)
    }

    /// A plain value with quotes around it; its lines stay as they are.
    fn quotes(&self, texts: &NewTexts<'_>) -> Option<Vec<Splice>> {
        if !is_plain(self.scalar) {
            return None;
        }
        let span = self.node.span.range.clone();
        let raw = spliced(self.layout.text, span.clone(), &self.spliced(texts)?);
        let raw = match raw.contains('\'') && !raw.contains(['"', '\\']) {
            true => format!("\"{raw}\""),
            false => format!("'{}'", raw.replace('\'', "''")),
        };
        Some(vec![(span, raw)])
    }

    /// The value written anew.
    fn rewritten(&self, way: Spelled) -> Vec<Splice> {
        let Spelled { inline, lines } = way;
        match &self.block {
            Some(block) => {
                vec![(block.header.clone(), inline), (block.line_end..block.end(), lines)]
            }
            None => {
                let colon = if self.at.head == (Head::Key { colon: false }) { ":" } else { "" };
                let empty = self.end == self.at.after;
                let space = if empty && self.at.head != Head::Root { " " } else { "" };
                let start = if empty { self.at.after } else { self.at.start };
                let line_end = self.layout.line_end(self.end);
                let mut splices = vec![(start..self.end, format!("{colon}{space}{inline}"))];
                if !lines.is_empty() {
                    splices.push((line_end..line_end, lines));
                }
                splices
            }
        }
    }
}
