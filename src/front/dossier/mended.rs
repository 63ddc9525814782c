//! In: a value of another kind than its field wants. Out: the same as it would be written to be of that kind. Pure.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Edit, codes, words};
use crate::source::{Sources, Span};
use crate::yaml::{Entry, Kind, NO_SPACE, Node, missing_space, no_space, quoted};

/// A correction of the file.
fn edit(node: &Node, range: Range<usize>, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(node.span.source, range), text: text.into(), value: None }
}

/// A text of one line in the file; `None` for others, and for a cell of a spreadsheet.
fn on_one_line<'a>(node: &Node, sources: &'a Sources) -> Option<&'a str> {
    let Kind::Scalar(scalar) = &node.kind else { return None };
    let text = sources.slice(&node.span);
    (!scalar.cell && !text.contains('\n') && !text.starts_with(['|', '>'])).then_some(text)
}

/// Other text in the place of a whole value.
pub(super) fn whole(node: &Node, new: &str, sources: &Sources) -> Option<Vec<Edit>> {
    on_one_line(node, sources)?;
    Some(vec![edit(node, node.span.range.clone(), new)])
}

/// How far the place is into its line, when nothing but spaces and dashes is before it.
pub(super) fn column(at: usize, text: &str) -> Option<usize> {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    text[start..at].trim_matches([' ', '-']).is_empty().then_some(at - start)
}

/// A single value as a list of one.
pub(super) fn list_of_one(node: &Node, key: &Span, sources: &Sources) -> Option<Vec<Edit>> {
    let text = sources.get(node.span.source).text();
    let start = node.span.range.start;
    match &node.kind {
        Kind::Map(entries) => {
            let first = entries.first()?.key.span.range.start;
            let key = column(key.range.start, text)?;
            let own = column(first, text).filter(|own| *own >= key + 2)?;
            let apart = text[..first].ends_with("  ") && text[first - own..first].trim().is_empty();
            apart.then(|| vec![edit(node, first - 2..first, "- ")])
        }
        Kind::Scalar(scalar) => {
            let value = on_one_line(node, sources)?;
            let several = scalar.value.contains(", ") || scalar.value.contains(" en ");
            if several
                && scalar.value.matches("minister").count()
                    + scalar.value.matches("staatssecretaris").count()
                    > 1
            {
                return None;
            }
            if scalar.flow {
                let item =
                    if value.contains(',') { quoted(&scalar.value) } else { value.to_owned() };
                return Some(vec![edit(node, node.span.range.clone(), format!("[{item}]"))]);
            }
            let indent = column(key.range.start, text)? + 2;
            let from = key.range.end + 1;
            let behind = text.get(from..start)?;
            let breaks = if text.contains("\r\n") { "\r\n" } else { "\n" };
            behind
                .trim_matches([' ', '\t'])
                .is_empty()
                .then(|| vec![edit(node, from..start, format!("{breaks}{:indent$}- ", ""))])
        }
        Kind::List(_) => None,
    }
}

/// The lines of a text that are fields but for the space behind the name: how each is written, and what to write where.
/// Every line is one, or stands below one that ends in the sign of a text.
fn unspaced(node: &Node, sources: &Sources) -> Option<Vec<(String, Range<usize>, &'static str)>> {
    let Kind::Scalar(scalar) = &node.kind else { return None };
    if scalar.cell {
        return None;
    }
    let source = sources.get(node.span.source).text();
    let own = column(node.span.range.start, source);
    let mut fields = Vec::new();
    let mut in_text = false;
    let mut at = node.span.range.start;
    for line in source[node.span.range.clone()].split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let start = at + line.len() - content.len();
        at += line.len();
        let content = content.trim_end();
        let first = start == node.span.range.start;
        let is_own = first || own.is_some_and(|own| column(start, source) == Some(own));
        if content.is_empty() || (in_text && !is_own) {
            continue;
        }
        let (range, wanted) = missing_space(content).filter(|_| is_own)?;
        let written = format!("{}{wanted}{}", &content[..range.start], &content[range.end..]);
        in_text = written.ends_with(['|', '>']);
        fields.push((written, start + range.start..start + range.end, wanted));
    }
    (!scalar.flow || fields.len() == 1).then_some(fields)
}

/// What was written for a block of fields, and is one but for a sign: `2026:1`, or each field with a dash.
pub(super) fn block(node: &Node, sources: &Sources) -> Option<Diagnostic> {
    let text = sources.get(node.span.source).text();
    match &node.kind {
        Kind::Scalar(_) => {
            let fields = unspaced(node, sources)?;
            let (first, ..) = fields.first()?;
            let mut diagnostic =
                Diagnostic::error(codes::YAML_SYNTAX, NO_SPACE).help(no_space(first, fields.len()));
            for (_, range, wanted) in &fields {
                diagnostic = diagnostic.at(Span::new(node.span.source, range.clone()), "");
                diagnostic.fix.push(edit(node, range.clone(), *wanted));
            }
            Some(diagnostic)
        }
        Kind::List(items) => {
            let dash = |item: &Node| {
                let Kind::Map(entries) = &item.kind else { return None };
                let [Entry { key, .. }] = entries.as_slice() else { return None };
                let at = key.span.range.start;
                text[..at].ends_with("- ").then(|| edit(item, at - 2..at, ""))
            };
            let fix: Vec<Edit> = items.iter().map(dash).collect::<Option<_>>()?;
            let first = fix.first()?.span.range.clone();
            let mut diagnostic = Diagnostic::error(
                codes::WRONG_TYPE,
                "hier horen geen streepjes: elk veld staat er één keer",
            )
            .at(Span::new(node.span.source, first.start..first.start + 1), "")
            .help(format!("schrijf `{}`", words::one_line(sources.slice(&items[0].span))));
            diagnostic.fix = fix;
            Some(diagnostic)
        }
        Kind::Map(_) => None,
    }
}

/// A text that begins on a line of its own, and was read as a list or a block.
pub(super) fn text(node: &Node, key: &Span, sources: &Sources) -> Option<Vec<Edit>> {
    let text = sources.get(node.span.source).text();
    let from = key.range.end + 1;
    let between = text.get(from..node.span.range.start)?;
    let below = between.contains('\n') && between.trim().is_empty();
    let own = column(node.head(sources).range.start, text)?;
    let deeper = column(key.range.start, text)? < own;
    (below && deeper).then(|| vec![edit(node, from..from, " |")])
}

/// A line of a text of one line that was meant as an item of its own: it begins with a dash, or in a list just as the
/// line above it.
pub(super) fn glued(node: &Node, in_list: bool, sources: &Sources) -> Option<Diagnostic> {
    let Kind::Scalar(scalar) = &node.kind else { return None };
    if scalar.cell || scalar.flow || is_block(node, sources) {
        return None;
    }
    let text = sources.slice(&node.span);
    if text.starts_with(['"', '\'']) {
        return None;
    }
    let begin =
        |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ").to_lowercase();
    let first = begin(text.lines().next()?);
    let mut at = node.span.range.start;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        let is_item =
            content.starts_with("- ") || in_list && first.contains(' ') && begin(content) == first;
        if number > 0 && is_item {
            let span = Span::new(node.span.source, start..start + content.len());
            let message =
                "deze regel hoort nu bij de regel erboven, en komt er in het document achter";
            return Some(Diagnostic::error(codes::TEXT_STYLE, message).at(span, "").help(format!(
                "is het een eigen regel van de lijst, schrijf dan `- {}` recht onder het streepje erboven",
                words::shorten(content.trim_start_matches("- "))
            )));
        }
    }
    None
}

/// Whether a text is a block below a `|` or `>`.
pub(super) fn is_block(node: &Node, sources: &Sources) -> bool {
    node.text().is_some() && {
        let text = sources.get(node.span.source).text();
        let start = text[..node.span.range.start].rfind('\n').unwrap_or_default();
        text[..start].trim_end().ends_with(['|', '>', '+', '-'])
    }
}

/// Whether a field between braces is only the rest of the text before it, behind a comma.
pub(super) fn is_split(key: &Node, value: &Node, sources: &Sources) -> bool {
    let Kind::Scalar(scalar) = &key.kind else { return false };
    let behind = &sources.get(key.span.source).text()[key.span.range.end..];
    scalar.flow && value.is_null() && behind.trim_start().starts_with([',', '}'])
}

/// That it is.
pub(super) fn split(key: &Node, sources: &Sources) -> Diagnostic {
    let rest = words::shorten(key.text().unwrap_or_default());
    let message =
        format!("`{rest}` is hier een nieuw veld: tussen accolades begint er een na elke komma");
    Diagnostic::error(codes::UNKNOWN_KEY, message)
        .at(key.head(sources), "hoort dit bij de tekst ervoor?")
        .help("zet de hele tekst met de komma tussen aanhalingstekens, of elk veld op een eigen regel")
}
