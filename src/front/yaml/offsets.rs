//! In: a scalar, its place and the file's text. Out: a map from decoded text to the file. Pure.
//!
//! YAML removes quotes, escapes, indentation and line folds. A mistake in the middle of a text must
//! be shown where the author typed it, so the way back is kept. The scalar is decoded a second time
//! here; a map is only returned when the result equals what the parser said, so it cannot be wrong.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::foreign;
use super::tree::Scalar;
use crate::source::RangeMap;

/// Builds the map of a scalar that stands at `span` in `text`; `None` when the second decoding
/// differs from the parser's.
pub(super) fn decode(scalar: &Scalar, span: &Range<usize>, text: &str) -> Option<RangeMap> {
    let raw = text.get(span.clone())?;
    let (decoded, map) = match scalar.style {
        ScalarStyle::Literal => decode_block(text, span, scalar, false)?,
        ScalarStyle::Folded => decode_block(text, span, scalar, true)?,
        ScalarStyle::Plain => decode_flow(raw, span.start, Quote::None)?,
        ScalarStyle::SingleQuoted => {
            decode_flow(raw.strip_prefix('\'')?.strip_suffix('\'')?, span.start + 1, Quote::Single)?
        }
        ScalarStyle::DoubleQuoted => {
            decode_flow(raw.strip_prefix('"')?.strip_suffix('"')?, span.start + 1, Quote::Double)?
        }
    };
    // What YAML refuses was read as spaces.
    let same = decoded == *scalar.value || foreign::masked(&decoded) == *scalar.value;
    same.then_some(map)
}

#[derive(Clone, Copy, PartialEq)]
enum Quote {
    None,
    Single,
    Double,
}

/// Length in bytes of the blanks at the start of a text.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Length in bytes of the line break at the start of a text; 0 when there is none.
fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { usize::from(text.starts_with(['\n', '\r'])) }
}

/// Plain and quoted scalars, with line folding (YAML 1.2.2, 6.5) and escapes (5.7).
fn decode_flow(raw: &str, base: usize, quote: Quote) -> Option<(String, RangeMap)> {
    let mut out = String::with_capacity(raw.len());
    let mut map = RangeMap::default();
    let mut at = 0;
    while at < raw.len() {
        let rest = &raw[at..];
        let before_break = at + blanks(rest);
        if line_break(&raw[before_break..]) > 0 {
            // The first break becomes a space, each further empty line a line feed.
            let mut next = before_break + line_break(&raw[before_break..]);
            let mut empty_lines = 0;
            loop {
                let text = next + blanks(&raw[next..]);
                match line_break(&raw[text..]) {
                    0 => break next = text,
                    n => (next, empty_lines) = (text + n, empty_lines + 1),
                }
            }
            for _ in 0..empty_lines.max(1) {
                // Not the indentation of the next line, so that no range swallows it.
                map.push(out.len()..out.len() + 1, base + at..base + at + 1);
                out.push(if empty_lines == 0 { ' ' } else { '\n' });
            }
            at = next;
            continue;
        }
        let escape = match quote {
            Quote::Single if rest.starts_with("''") => Some((Some('\''), 2)),
            Quote::Double if rest.starts_with('\\') => Some(decode_escape(rest)?),
            _ => None,
        };
        let start = out.len();
        match escape {
            Some((decoded, length)) => {
                out.extend(decoded);
                map.push_whole(start..out.len(), base + at..base + at + length);
                at += length;
            }
            None => {
                let char = rest.chars().next()?;
                out.push(char);
                map.push(start..out.len(), base + at..base + at + char.len_utf8());
                at += char.len_utf8();
            }
        }
    }
    Some((out, map))
}

/// A text with each escape of double quotes decoded, and every line a line.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let (decoded, length) = decode_escape(&rest[at..])?;
        out.extend(decoded);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    Some(out)
}

/// An escape at the start of a text: its character (none for an escaped line break) and length.
fn decode_escape(text: &str) -> Option<(Option<char>, usize)> {
    let hex = |digits: usize| {
        let code = u32::from_str_radix(text.get(2..2 + digits)?, 16).ok()?;
        // A character that JSON writes as two halves.
        if let (0xd800..=0xdbff, 4) = (code, digits) {
            let low =
                u32::from_str_radix(text.get(6..)?.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
            let both = 0x10000 + ((code - 0xd800) << 10) + low.checked_sub(0xdc00)?;
            return Some((Some(char::from_u32(both)?), 12));
        }
        Some((Some(char::from_u32(code)?), 2 + digits))
    };
    let simple = match text[1..].chars().next()? {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        c @ (' ' | '"' | '/' | '\\') => c,
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return hex(2),
        'u' => return hex(4),
        'U' => return hex(8),
        '\n' | '\r' => {
            let next = 1 + line_break(&text[1..]);
            return Some((None, next + blanks(&text[next..])));
        }
        _ => return None,
    };
    Some((Some(simple), 2))
}

/// Literal (`|`) and folded (`>`) blocks. The lines' text is read from the file; what became of the
/// breaks between them (kept, folded, chomped) is read from the known value, so that the rules of
/// folding and chomping need not stand here a second time.
fn decode_block(
    text: &str,
    span: &Range<usize>,
    scalar: &Scalar,
    folded: bool,
) -> Option<(String, RangeMap)> {
    let value: &str = &scalar.value;
    let mut out = String::with_capacity(value.len());
    let mut map = RangeMap::default();
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |i| i + 1);
    // The parser's span begins at the first text: go back over the empty lines before it.
    let mut at = line_start(span.start);
    for _ in value.bytes().take_while(|byte| *byte == b'\n') {
        if at == 0 || !text[line_start(at - 1)..at].trim().is_empty() {
            break;
        }
        at = line_start(at - 1);
    }
    // End of the line, length of its indentation, its text.
    let line = |at: usize| {
        let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
        let body = text[at..end].strip_suffix('\r').unwrap_or(&text[at..end]);
        let skip = body.bytes().take(scalar.indent).take_while(|byte| *byte == b' ').count();
        (end, skip, &body[skip..])
    };
    // A block at the end of the file may lack its last break.
    let line_end = |at: usize| at..text.len().min(at + 1);
    while out.len() < value.len() && at <= text.len() {
        let (end, skip, body) = line(at);
        if !body.is_empty() {
            let rest = &value[out.len()..];
            if !rest.starts_with(body) && !rest.starts_with(&foreign::masked(body)) {
                return None;
            }
            let start = out.len();
            out.push_str(body);
            map.push(start..out.len(), at + skip..at + skip + body.len());
        }
        let mut breaks = vec![end];
        at = end + 1;
        while at < text.len() {
            let (end, _, body) = line(at);
            if !body.is_empty() {
                break;
            }
            breaks.push(end);
            at = end + 1;
        }
        let kept = value[out.len()..].bytes().take_while(|byte| *byte == b'\n').count();
        if kept == 0 && folded && value[out.len()..].starts_with(' ') {
            map.push(out.len()..out.len() + 1, line_end(end));
            out.push(' ');
        }
        for i in 0..kept {
            let index = (breaks.len().saturating_sub(kept) + i).min(breaks.len() - 1);
            map.push(out.len()..out.len() + 1, line_end(breaks[index]));
            out.push('\n');
        }
    }
    Some((out, map))
}
