//! In: a single value of several lines. Out: its lines as they stand in the file, and how it is written with `|`. Pure.

use std::ops::Range;

use granit_parser::ScalarStyle;

use super::offsets;
use super::tree::Scalar;

/// A text of several lines as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Its lines, without their indentation.
    pub text: String,
    /// What to write where so that it is read just so; `None` where that is not certain.
    pub literal: Option<(Range<usize>, String)>,
}

/// The lines of a value that stands here.
pub(super) fn of(scalar: &Scalar, span: Range<usize>, text: &str) -> Option<Typed> {
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    if scalar.style == ScalarStyle::Folded {
        let raw = text[line_start..span.end].trim_end();
        let indent = scalar.indent;
        let lines = raw.lines().map(|line| line.get(indent..).unwrap_or_default().trim_end());
        let typed = lines.collect::<Vec<_>>().join("\n");
        let head = text[..line_start].trim_end();
        let header = head.rfind('\n').map_or(0, |at| at + 1);
        let sign = header + head[header..].rfind('>')?;
        return typed
            .contains('\n')
            .then(|| Typed { text: typed, literal: Some((sign..sign + 1, "|".into())) });
    }
    let raw = text.get(span.clone())?;
    if !raw.contains('\n') {
        return None;
    }
    let (inner, is_plain) = match scalar.style {
        ScalarStyle::SingleQuoted => (raw.strip_prefix('\'')?.strip_suffix('\'')?, false),
        ScalarStyle::DoubleQuoted => (raw.strip_prefix('"')?.strip_suffix('"')?, false),
        _ => (raw, true),
    };
    // Whoever escapes a line break knows that the others are none.
    if scalar.style == ScalarStyle::DoubleQuoted && inner.contains("\\\n") {
        return None;
    }
    let further = || inner.lines().skip(1).filter(|line| !line.trim().is_empty());
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let indent = further().map(spaces).min()?;
    let dedented = |line: &str| line.get(indent..).unwrap_or_default().trim_end().to_owned();
    let first = inner.lines().next().map(str::trim).unwrap_or_default().to_owned();
    let lines: Vec<String> =
        [first].into_iter().chain(inner.lines().skip(1).map(dedented)).collect();
    let mut typed = lines.join("\n");
    match scalar.style {
        ScalarStyle::SingleQuoted => typed = typed.replace("''", "'"),
        ScalarStyle::DoubleQuoted => typed = offsets::unescaped(&typed)?,
        _ => {}
    }
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let own_line = text[line_start..span.start].trim().is_empty();
    let start = if own_line { text[..line_start].trim_end().len() } else { span.start };
    let space = if own_line { " " } else { "" };
    let ends = text[span.end..].lines().next().is_none_or(|rest| rest.trim().is_empty());
    let escaped = scalar.style == ScalarStyle::DoubleQuoted && inner.contains('\\');
    let below = |line: &str| match line.is_empty() {
        true => line_break.to_owned(),
        false => format!("{line_break}{:indent$}{line}", ""),
    };
    let fits =
        indent > 0 && ends && !escaped && !scalar.flow && (is_plain || !typed.starts_with(' '));
    let literal = fits.then(|| {
        let lines: String = typed.trim_end().split('\n').map(below).collect();
        (start..span.end, format!("{space}|{lines}"))
    });
    Some(Typed { text: typed, literal })
}
