//! In: a value that a template prints. Out: the Typst literal of it. Pure.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use minijinja::value::{Object, ObjectRepr, Value, ValueKind};
use minijinja::{Error, ErrorKind, Output, State};

use super::breaks::{BREAK, Piece, Room, pieces};
use super::prose::{literal as quoted, sheet_path};
use crate::dossier::{Place, Rijsoort};

/// A line of a dossier, or a figure, which remembers the number of its field.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) field: u64,
    /// How much of the field stands before the text.
    pub(super) start: usize,
    /// Whether it is Typst content, whose letters remember where they were written, or a string, as the words of
    /// a profile must be. The filter `string` makes a string of any line.
    pub(super) content: bool,
    /// The call of the house style around what is withheld, or around what stands in its place.
    pub(super) lak: Option<String>,
}

/// The number of a field; of a figure in a table also what row it is of, and which column. It follows from these and
/// from nothing else: so an edit elsewhere leaves the sheets as they are.
pub(super) fn number(place: &Place, figure: Option<(Rijsoort, usize)>) -> u64 {
    // FNV-1a: it stands in the sheets of which a fingerprint is kept, and must be the same for every build.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let part = figure.map_or("0".into(), |(row, column)| format!("{} {column}", row.word()));
    let name = format!("{place}#{part}");
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

impl Object for Line {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Line {
    /// A comment after each literal tells which field it is of, and how much of that stands before it; text cannot
    /// forge one from inside. Between two pieces of content a line may break.
    fn write(&self, out: &mut Output<'_>) -> Result<(), Error> {
        let Self { text, field, start, content, lak } = self;
        if !content {
            return Ok(write!(out, "{}/*@{field}*/", quoted(text))?);
        }
        out.write_str("[")?;
        if let Some(call) = lak {
            // A template of one's own need not know the function.
            let name = call.split('(').next().unwrap_or_default();
            write!(out, "#{{import \"/huisstijl/lak.typ\": {name}; {call}[")?;
        }
        for (i, Piece { range, syllables }) in pieces(text, Room::Line).into_iter().enumerate() {
            let (before, piece) = (start + range.start, quoted(&text[range]));
            let place = if i == 0 { "" } else { BREAK };
            let piece = format!("#{piece}/*@{field}+{before}*/");
            match syllables {
                None => write!(out, "{place}{piece}")?,
                Some(may) => write!(out, "{place}#text(hyphenate: {may})[{piece}]")?,
            }
        }
        if lak.is_some() {
            out.write_str("]}")?;
        }
        Ok(write!(out, "]/*@{field}*/")?)
    }
}

/// A text with markup, which has a sheet of its own. Printing it includes that sheet.
#[derive(Debug)]
pub(super) struct Included {
    pub(super) place: Place,
}

/// What the inclusion of a sheet begins with. In a string literal its quote would be escaped.
const INCLUDE: &str = "include(\"";

/// The paths of the sheets that a filled template includes.
pub(super) fn included(source: &str) -> impl Iterator<Item = &str> {
    source.split(INCLUDE).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0))
}

impl Object for Included {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "include({})", quoted(&sheet_path(&self.place)))
    }
}

/// A line that leads to an address.
#[derive(Debug)]
pub(super) struct Linked {
    pub(super) line: Line,
    pub(super) address: String,
}

impl Object for Linked {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line.text)
    }
}

/// Values that stand behind each other as one line.
#[derive(Debug)]
pub(super) struct Sentence(pub(super) Vec<Value>);

impl Object for Sentence {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| write!(f, "{piece}"))
    }
}

/// The formatter: every printed value becomes Typst data, whatever the template does.
pub(super) fn write(
    out: &mut Output<'_>,
    _: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    literal(out, value)
}

fn literal(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    if let Some(line) = value.downcast_object_ref::<Line>() {
        return line.write(out);
    }
    if let Some(Linked { line, address }) = value.downcast_object_ref() {
        write!(out, "link({}, ", quoted(address))?;
        line.write(out)?;
        return Ok(out.write_str(")")?);
    }
    if let Some(text) = value.downcast_object_ref::<Included>() {
        return Ok(write!(out, "include({})", quoted(&sheet_path(&text.place)))?);
    }
    if let Some(Sentence(pieces)) = value.downcast_object_ref() {
        out.write_str("[")?;
        for piece in pieces {
            out.write_str("#")?;
            literal(out, piece)?;
            // Behind an included sheet nothing else may stand on the line.
            if piece.downcast_object_ref::<Included>().is_some() {
                out.write_str(";")?;
            }
        }
        return Ok(out.write_str("]")?);
    }
    match value.kind() {
        // Output of a macro or of `{% set %}…{% endset %}`, which went through here before.
        ValueKind::String if value.is_safe() => {
            out.write_str(value.as_str().unwrap_or_default())?
        }
        ValueKind::String => out.write_str(&quoted(value.as_str().unwrap_or_default()))?,
        ValueKind::None => out.write_str("none")?,
        ValueKind::Bool => out.write_str(if value.is_true() { "true" } else { "false" })?,
        ValueKind::Number => write!(out, "{value}")?,
        ValueKind::Seq | ValueKind::Iterable => {
            out.write_str("(")?;
            for item in value.try_iter()? {
                literal(out, &item)?;
                out.write_str(", ")?;
            }
            out.write_str(")")?;
        }
        ValueKind::Map => {
            out.write_str("(")?;
            let mut empty = true;
            for key in value.try_iter()? {
                write!(out, "{}: ", quoted(&key.to_string()))?;
                literal(out, &value.get_item(&key)?)?;
                out.write_str(", ")?;
                empty = false;
            }
            // Typst writes an empty dictionary as `(:)`.
            out.write_str(if empty { ":)" } else { ")" })?;
        }
        _ => {
            return Err(Error::new(
                ErrorKind::InvalidOperation,
                "deze waarde heeft geen vorm in Typst",
            ));
        }
    }
    Ok(())
}

/// The number of the field behind a literal in a sheet, as [`literal`] writes it, and how much of the field stands before
/// it; the range may also be that of the content that all of its literals stand in.
pub(super) fn marker_of(source: &str, range: &Range<usize>) -> Option<(u64, usize)> {
    let written = source.get(range.clone())?;
    if !written.starts_with('"') && !written.starts_with("[#") {
        return None;
    }
    let (marker, _) = source[range.end..].strip_prefix("/*@")?.split_once("*/")?;
    let (number, before) = marker.split_once('+').unwrap_or((marker, "0"));
    Some((number.parse().ok()?, before.parse().ok()?))
}
