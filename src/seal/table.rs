//! In: the bytes of a PDF, which may be hostile. Out: every object's place as its cross-reference tables give it, or that
//! the file is not built so that all programs read the same in it. Pure.
//!
//! A signature proves bytes; what a reader sees is what his program makes of them. Where programs may differ (an entry
//! that leads to another object's head, a deleted object, a second kind of table, objects within objects) nothing is
//! proven. So only files are read in which every object stands by itself, at the place that the table names: as Typst
//! and [`super::revision`] write them. That also bounds what reading costs: no part of the file is read twice.

use std::collections::{BTreeMap, BTreeSet};

use super::pdf::UnreadablePdf;

/// Most revisions of a file.
const MAX_REVISIONS: usize = 1_000;
/// Bytes of an entry (ISO 32000-1, 7.5.4).
const ENTRY: usize = 20;

/// The place of each object by its number, with its generation.
pub(super) type Places = BTreeMap<u32, (u16, usize)>;

/// What the tables of a file say.
pub(super) struct Table {
    pub(super) places: Places,
    /// Where the newest table begins.
    pub(super) start: usize,
}

/// Reads the tables and looks at every object.
pub(super) fn read(bytes: &[u8]) -> Result<Table, UnreadablePdf> {
    let marker = b"startxref";
    let at = bytes.windows(marker.len()).rposition(|window| window == marker);
    let start =
        at.and_then(|at| number(&bytes[at + marker.len()..])).ok_or(UnreadablePdf::Damaged)?;
    let mut places = Places::new();
    // Where something begins: an object of any revision, a table.
    let mut bounds = BTreeSet::new();
    let mut size = None;
    let mut next = Some(start);
    for _ in 0..MAX_REVISIONS {
        let Some(at) = next else { break };
        let section = section(bytes, at)?;
        let newest = *size.get_or_insert(section.size);
        bounds.insert(at);
        for (number, entry) in section.entries {
            match entry {
                Some((generation, place)) => {
                    if number >= newest || !bounds.insert(place) {
                        return Err(UnreadablePdf::Foreign);
                    }
                    places.entry(number).or_insert((generation, place));
                }
                // A deleted object: in the first table a number that was never used.
                None if section.before.is_none() || number == 0 => {}
                None => return Err(UnreadablePdf::Foreign),
            }
        }
        // Each table stands behind the one that it adds to.
        if section.before.is_some_and(|before| before >= at) {
            return Err(UnreadablePdf::Damaged);
        }
        next = section.before;
    }
    if next.is_some() {
        return Err(UnreadablePdf::Foreign);
    }
    for (number, (generation, place)) in &places {
        let end = bounds.range(place + 1..).next().copied().unwrap_or(bytes.len());
        let head = format!("{number} {generation} obj");
        let object = bytes.get(*place..end).ok_or(UnreadablePdf::Damaged)?;
        let body = object.strip_prefix(head.as_bytes()).ok_or(UnreadablePdf::Foreign)?;
        if body.first().is_some_and(|byte| is_regular(*byte)) {
            return Err(UnreadablePdf::Foreign);
        }
        look_at(body, &places, bytes)?;
    }
    Ok(Table { places, start })
}

/// One table with its trailer.
struct Section {
    /// Numbers, with generation and place; none for what is free.
    entries: Vec<(u32, Option<(u16, usize)>)>,
    size: u32,
    /// Where the table before this one begins.
    before: Option<usize>,
}

fn section(bytes: &[u8], at: usize) -> Result<Section, UnreadablePdf> {
    let rest = bytes.get(at..).ok_or(UnreadablePdf::Damaged)?;
    // What is no table, is a stream of objects.
    let mut rest = rest.strip_prefix(b"xref").ok_or(UnreadablePdf::Foreign)?.trim_ascii_start();
    let mut entries = Vec::new();
    while !rest.starts_with(b"trailer") {
        let line = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, table) = rest.split_at(line.ok_or(UnreadablePdf::Damaged)?);
        let line = std::str::from_utf8(line).map_err(|_| UnreadablePdf::Damaged)?;
        let numbers: Vec<u32> =
            line.split_ascii_whitespace().map_while(|part| part.parse().ok()).collect();
        let [first, count] = numbers[..] else { return Err(UnreadablePdf::Damaged) };
        rest = table.trim_ascii_start();
        for i in 0..count {
            let entry = rest.get(..ENTRY).ok_or(UnreadablePdf::Damaged)?;
            rest = &rest[ENTRY..];
            let number = first.checked_add(i).ok_or(UnreadablePdf::Damaged)?;
            let text = std::str::from_utf8(entry).map_err(|_| UnreadablePdf::Damaged)?;
            let parts: Vec<&str> = text.split_ascii_whitespace().collect();
            let [place, generation, kind] = parts[..] else { return Err(UnreadablePdf::Damaged) };
            let place = place.parse().map_err(|_| UnreadablePdf::Damaged)?;
            let generation = generation.parse().map_err(|_| UnreadablePdf::Damaged)?;
            entries.push((
                number,
                match kind {
                    "n" => Some((generation, place)),
                    "f" => None,
                    _ => return Err(UnreadablePdf::Damaged),
                },
            ));
        }
        rest = rest.trim_ascii_start();
    }
    let mut tokens = Tokens { rest: &rest[b"trailer".len()..] };
    let (mut size, mut before, mut deep) = (None, None, 0_u32);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open => deep += 1,
            Token::Close => {
                deep = deep.checked_sub(1).ok_or(UnreadablePdf::Damaged)?;
                if deep == 0 {
                    break;
                }
            }
            Token::Name(name) if deep == 1 && name == b"XRefStm" => {
                return Err(UnreadablePdf::Foreign);
            }
            Token::Name(name) if deep == 1 && (name == b"Size" || name == b"Prev") => {
                let Some(Token::Word(word)) = tokens.next()? else {
                    return Err(UnreadablePdf::Damaged);
                };
                let value = number(word).ok_or(UnreadablePdf::Damaged)?;
                let slot = if name == b"Size" { &mut size } else { &mut before };
                if slot.replace(value).is_some() {
                    return Err(UnreadablePdf::Foreign);
                }
            }
            _ => {}
        }
    }
    let size = size.and_then(|size| u32::try_from(size).ok()).ok_or(UnreadablePdf::Damaged)?;
    Ok(Section { entries, size, before })
}

/// Whether an object ends where the next thing begins, and holds no objects itself.
fn look_at(body: &[u8], places: &Places, bytes: &[u8]) -> Result<(), UnreadablePdf> {
    let mut tokens = Tokens { rest: body };
    let mut length: Option<usize> = None;
    let mut deep = 0_u32;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Open => deep += 1,
            Token::Close => deep = deep.saturating_sub(1),
            Token::Name(name) if deep == 1 && name == b"Type" => {
                if let Some(Token::Name(kind)) = tokens.peek()?
                    && (kind == b"ObjStm" || kind == b"XRef")
                {
                    return Err(UnreadablePdf::Foreign);
                }
            }
            Token::Name(name) if deep == 1 && name == b"Length" => {
                let Some(Token::Word(word)) = tokens.next()? else {
                    return Err(UnreadablePdf::Foreign);
                };
                let value = number(word).ok_or(UnreadablePdf::Foreign)?;
                let mut ahead = Tokens { rest: tokens.rest };
                let (generation, reference) = (ahead.next()?, ahead.next()?);
                let value = match (generation, reference) {
                    (Some(Token::Word(_)), Some(Token::Word(b"R"))) => {
                        tokens = ahead;
                        length_at(value, places, bytes)?
                    }
                    _ => value,
                };
                if length.replace(value).is_some() {
                    return Err(UnreadablePdf::Foreign);
                }
            }
            Token::Word(b"stream") => {
                let data =
                    tokens.rest.strip_prefix(b"\r\n").or_else(|| tokens.rest.strip_prefix(b"\n"));
                let after = data.zip(length).and_then(|(data, length)| data.get(length..));
                let after = after.ok_or(UnreadablePdf::Damaged)?.trim_ascii();
                let end =
                    after.strip_prefix(b"endstream").ok_or(UnreadablePdf::Damaged)?.trim_ascii();
                return if end == b"endobj" { Ok(()) } else { Err(UnreadablePdf::Foreign) };
            }
            Token::Word(b"endobj") => {
                return if tokens.rest.trim_ascii().is_empty() {
                    Ok(())
                } else {
                    Err(UnreadablePdf::Foreign)
                };
            }
            _ => {}
        }
    }
    Err(UnreadablePdf::Damaged)
}

/// The length of a stream that stands in an object of its own.
fn length_at(number_of: usize, places: &Places, bytes: &[u8]) -> Result<usize, UnreadablePdf> {
    let place = u32::try_from(number_of).ok().and_then(|number| places.get(&number));
    let (_, place) = place.ok_or(UnreadablePdf::Damaged)?;
    let mut tokens = Tokens { rest: bytes.get(*place..).ok_or(UnreadablePdf::Damaged)? };
    // number, generation, `obj`, the length, `endobj`
    tokens.next()?;
    tokens.next()?;
    match (tokens.next()?, tokens.next()?, tokens.next()?) {
        (Some(Token::Word(b"obj")), Some(Token::Word(word)), Some(Token::Word(b"endobj"))) => {
            number(word).ok_or(UnreadablePdf::Damaged)
        }
        _ => Err(UnreadablePdf::Foreign),
    }
}

/// The whole number at the start of some bytes.
fn number(bytes: &[u8]) -> Option<usize> {
    let bytes = bytes.trim_ascii_start();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&bytes[..digits]).ok()?.parse().ok()
}

/// A part of an object, as far as it is told apart here.
enum Token<'a> {
    /// The start of a dictionary.
    Open,
    /// The end of one.
    Close,
    /// A name, with its escapes undone.
    Name(Vec<u8>),
    /// A number or keyword.
    Word(&'a [u8]),
    /// A string, or a bracket.
    Other,
}

/// Takes an object apart, without its nesting (ISO 32000-1, 7.2).
struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    fn peek(&self) -> Result<Option<Token<'a>>, UnreadablePdf> {
        Tokens { rest: self.rest }.next()
    }

    fn next(&mut self) -> Result<Option<Token<'a>>, UnreadablePdf> {
        loop {
            self.rest = match self.rest {
                [b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ', rest @ ..] => rest,
                [b'%', rest @ ..] => {
                    let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                    &rest[end.unwrap_or(rest.len())..]
                }
                _ => break,
            };
        }
        let (token, rest) = match self.rest {
            [] => return Ok(None),
            [b'<', b'<', rest @ ..] => (Token::Open, rest),
            [b'>', b'>', rest @ ..] => (Token::Close, rest),
            [b'<', rest @ ..] => {
                let end =
                    rest.iter().position(|byte| *byte == b'>').ok_or(UnreadablePdf::Damaged)?;
                (Token::Other, &rest[end + 1..])
            }
            [b'(', rest @ ..] => {
                (Token::Other, &rest[string(rest).ok_or(UnreadablePdf::Damaged)?..])
            }
            [b'/', rest @ ..] => {
                let end = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
                (Token::Name(name(&rest[..end])), &rest[end..])
            }
            [byte, rest @ ..] if !is_regular(*byte) => (Token::Other, rest),
            rest => {
                let end = rest.iter().position(|byte| !is_regular(*byte)).unwrap_or(rest.len());
                (Token::Word(&rest[..end]), &rest[end..])
            }
        };
        self.rest = rest;
        Ok(Some(token))
    }
}

/// The length of a string behind its first bracket, with its last.
fn string(bytes: &[u8]) -> Option<usize> {
    let mut deep = 1_u32;
    let mut at = 0;
    while deep > 0 {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => deep += 1,
            b')' => deep -= 1,
            _ => {}
        }
        at += 1;
    }
    (at <= bytes.len()).then_some(at)
}

/// A name without its escapes.
fn name(written: &[u8]) -> Vec<u8> {
    let digit =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut name = Vec::new();
    let mut rest = written;
    while let [byte, more @ ..] = rest {
        rest = more;
        if *byte == b'#'
            && let [high, low, more @ ..] = more
            && let (Some(high), Some(low)) = (digit(high), digit(low))
        {
            name.push(high * 16 + low);
            rest = more;
        } else {
            name.push(*byte);
        }
    }
    name
}

/// Whether a byte belongs to a name or word, and does not end it.
fn is_regular(byte: u8) -> bool {
    !b"\0\t\n\x0c\r ()<>[]{}/%".contains(&byte)
}
