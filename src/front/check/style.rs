//! In: every text of a dossier, and how it is written in its file. Out: those that lost paragraphs, lists or tables to
//! that. Pure.
//!
//! YAML folds the lines of a text that is written with `>`, in quotes or bare: an empty line becomes the end of a line,
//! and the end of a line a space. So the text as it stands in the file is read too, and the two must have the same
//! parts.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Context;
use crate::diagnostic::{Diagnostic, Edit, Severity, codes};
use crate::dossier::{Namen, Place, Tekstsoort, Tekstveld};
use crate::prose::{self, Block, Inline, Mistake, visit_inlines};
use crate::source::Span;

/// Tells them, and says where they are: what their markup makes of them does not matter yet.
pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    let sunken: Vec<Span> = found
        .iter()
        .filter(|told| [codes::YAML_INDENT, codes::TEXT_STYLE].contains(&told.code))
        .filter_map(|told| told.span().cloned())
        .collect();
    for text in context.reading.texts() {
        // A field or an item that sank into a text is none of its markup.
        let holds = |span: &Span| {
            let own = &text.node.span;
            span.source == own.source && own.range.contains(&span.range.start)
        };
        if sunken.iter().any(holds) {
            places.insert(text.place);
        } else if text.kind == Tekstsoort::Regel {
            found.extend(folded(context, &text));
        } else if text.kind == Tekstsoort::Proza
            && let Some(told) = lost(context, &text).or_else(|| line_breaks(context, &text))
        {
            found.push(told);
            places.insert(text.place);
        }
    }
    places
}

/// A text whose parts are not those that its lines have in the file.
fn lost(context: &Context<'_>, text: &Tekstveld<'_>) -> Option<Diagnostic> {
    let typed = text.node.typed(context.sources)?;
    let (read, read_mistakes) = prose::parse(text.node.text()?);
    let (meant, meant_mistakes) = prose::parse(&typed.text);
    let (read, meant) = (outline(&read.blocks), outline(&meant.blocks));
    // Lines that were meant to be lines, or a list of another program, fall away too.
    let unclear = |mistakes: &[Mistake]| {
        let mistakes = mistakes.iter().filter(|mistake| mistake.code == codes::LIST_UNCLEAR);
        mistakes.map(|mistake| mistake.severity).min()
    };
    let severity = match unclear(&meant_mistakes).filter(|_| unclear(&read_mistakes).is_none()) {
        _ if read != meant => Severity::Error,
        Some(severity) => severity,
        None => return None,
    };
    let paragraphs = |outline: &str| outline.matches('p').count();
    let what = match meant.chars().find(|part| !matches!(part, 'p' | '/')) {
        Some('t') => "de tabel valt weg",
        Some(_) => "de lijst valt weg",
        None if paragraphs(&read) != paragraphs(&meant) => "de alinea's vallen weg",
        None => "de regels vallen weg",
    };
    let tree = context.reading.trees.get(&text.place.root)?;
    let span = text.node.head(context.sources);
    let name = text.place.path.to_string();
    let mut diagnostic = Diagnostic::new(
        codes::TEXT_STYLE,
        severity,
        format!("zonder `|` loopt deze tekst door: {what}"),
    )
    .at(tree.key_place(&text.place.path, context.sources), "hier hoort een `|`")
    .at(span, "YAML maakt hier één lopende tekst van")
    .help(format!(
        "zet achter `{}:` een `|`, en de tekst op de regels eronder, ingesprongen",
        name.rsplit(['.', ' ']).next().unwrap_or(&name)
    ));
    // Lines that only may be meant as lines are the author's to look at.
    if let Some((range, text)) = typed.literal.filter(|_| severity == Severity::Error) {
        let span = Span::new(diagnostic.labels[0].span.source, range);
        diagnostic.fix = vec![Edit { span, text, value: None }];
    }
    Some(diagnostic)
}

/// A field of one line whose lines were meant to stay lines.
fn folded(context: &Context<'_>, text: &Tekstveld<'_>) -> Option<Diagnostic> {
    let typed = text.node.typed(context.sources)?;
    let (prose, mistakes) = prose::parse(&typed.text);
    if prose.blocks.len() < 2 && !mistakes.iter().any(|mistake| mistake.code == codes::LIST_UNCLEAR)
    {
        return None;
    }
    if let Some(lijsten) = context.reading.trees.lijsten.as_deref()
        && is_broken_name(&typed.text, text.node.text()?, &lijsten.namen)
    {
        return None;
    }
    Some(
        Diagnostic::warning(
            codes::TEXT_STYLE,
            "deze regels komen achter elkaar op papier: dit veld heeft er één",
        )
        .at(text.node.head(context.sources), "")
        .help("zet wat in dit veld hoort op één regel, en de rest in een eigen veld"),
    )
}

/// Whether a line only ends within the name of a ministry, or before it.
fn is_broken_name(typed: &str, read: &str, namen: &Namen) -> bool {
    let names: Vec<Range<usize>> = namen
        .ministeries
        .iter()
        .flat_map(|ministerie| read.match_indices(ministerie.naam.as_str()))
        .map(|(at, name)| at..at + name.len())
        .collect();
    let mut lines = typed.trim().lines().map(|line| line.trim().len());
    let first = lines.next().unwrap_or_default();
    // The space that the end of each line becomes.
    let mut ends = lines.scan(first, |end, next| {
        let here = *end;
        *end += 1 + next;
        Some(here)
    });
    ends.all(|end| {
        read[end..].starts_with(' ')
            && names.iter().any(|name| name.start <= end + 1 && end < name.end)
    })
}

/// Parts of a text, a letter for each: what a reader sees of its structure.
fn outline(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => {
                out.push('p');
                visit_inlines(inlines, &mut |inline| {
                    if *inline == Inline::Break {
                        out.push('/');
                    }
                });
            }
            Block::Table { rows, .. } => out.push_str(&format!("t{}", rows.len())),
            Block::List { numbering, items, .. } => {
                out.push_str(&numbering.label(0));
                items.iter().for_each(|item| out.push_str(&format!("({})", outline(item))));
            }
        }
    }
    out
}

/// `\n` in a text where that is no line break.
fn line_breaks(context: &Context<'_>, text: &Tekstveld<'_>) -> Option<Diagnostic> {
    let value = text.node.text()?;
    let is_break = |at: &usize| {
        let before = value[..*at].trim_end_matches(' ');
        before.ends_with(['.', ':', ';', ',', '!', '?', ')']) || before.ends_with("\\n")
    };
    let at = value.match_indices("\\n").map(|(at, _)| at).find(is_break)?;
    Some(
        Diagnostic::error(codes::TEXT_STYLE, "`\\n` is hier gewone tekst, geen nieuwe regel")
            .at(text.node.within(at..at + 2, context.sources), "dit wordt zo afgedrukt")
            .help("begin zelf een nieuwe regel, in een tekst onder een `|`"),
    )
}
