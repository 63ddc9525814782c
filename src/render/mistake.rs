//! In: what minijinja says of a template. Out: a diagnostic in Dutch, at its place. Pure.

use std::collections::BTreeMap;

use minijinja::{Error, ErrorKind};

use crate::diagnostic::{Diagnostic, codes, words};
use crate::source::{SourceId, Sources, Span};

/// A minijinja error in Dutch, at its place in the template.
pub(super) fn describe(
    error: &Error,
    ids: &BTreeMap<String, SourceId>,
    fallback: &str,
    sources: &Sources,
) -> Diagnostic {
    // The innermost error is the one that happened; the others say which template included which.
    let mut innermost = error;
    while let Some(inner) =
        std::error::Error::source(innermost).and_then(|inner| inner.downcast_ref::<Error>())
    {
        innermost = inner;
    }
    let detail = innermost.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let (message, help) = match innermost.kind() {
        ErrorKind::UndefinedError => (
            "deze waarde bestaat niet",
            "kijk in het schema hoe het veld heet; wat kan ontbreken, vraagt u met `{% if … %}`",
        ),
        ErrorKind::SyntaxError => {
            ("het sjabloon klopt niet", "kijk of elk `{%`, `{{` en `{#` is gesloten")
        }
        ErrorKind::TemplateNotFound => {
            ("dit sjabloon bestaat niet", "kijk of het pad klopt, vanaf de map met sjablonen")
        }
        ErrorKind::UnknownFilter => ("dit filter bestaat niet", "gebruik een filter van minijinja"),
        ErrorKind::UnknownFunction => {
            ("deze functie bestaat niet", "gebruik een functie van minijinja")
        }
        ErrorKind::OutOfFuel => ("het sjabloon stopt niet", "kijk of een lus eindigt"),
        _ => ("het sjabloon kan niet worden ingevuld", "kijk naar de plek hieronder"),
    };
    let name = innermost.name().unwrap_or(fallback);
    let mut diagnostic = Diagnostic::error(codes::TEMPLATE_FAILS, format!("{message}{detail}"));
    if let Some(id) = ids.get(name).or_else(|| ids.get(fallback)) {
        diagnostic = diagnostic.at(Span::new(*id, innermost.range().unwrap_or(0..0)), "");
    } else {
        diagnostic = diagnostic.help(format!("in {}", words::shorten(name)));
    }
    let asked = match innermost.kind() {
        ErrorKind::UndefinedError => ids
            .get(name)
            .zip(innermost.range())
            .and_then(|(id, range)| sources.get(*id).text().get(range)),
        _ => None,
    };
    match asked.and_then(moved) {
        Some(name) => diagnostic.help(format!(
            "zet in dit sjabloon `#import \"/aftekening/DOCUMENT.typ\" as aftekening`, met `kamerbrief`, `beslisnota` of `bijlage` als DOCUMENT, en gebruik in Typst `aftekening.{name}`"
        )),
        None => diagnostic.help(help),
    }
}

/// What templates were once given of the sign-off, and now stands in a sheet of its own.
const MOVED: [&str; 3] = ["concept", "afgetekend", "parafen"];

/// Which of those an expression asks for.
fn moved(expression: &str) -> Option<&'static str> {
    let mut words = expression
        .split(|char: char| !char.is_alphanumeric() && !matches!(char, '_' | '.' | '"' | '\''))
        .map(|word| word.split('.').next().unwrap_or(word));
    words.find_map(|word| MOVED.into_iter().find(|name| *name == word))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn only_a_name_of_its_own_is_one_that_moved() {
        assert_eq!(moved("concept"), Some("concept"));
        assert_eq!(moved("profiel.nota.parafen and parafen[0]"), Some("parafen"));
        assert_eq!(moved("not afgetekend.x"), Some("afgetekend"));
        for other in ["profiel.nota.parafen", "profiel.woorden.concept", "\"concept\"", "concepten"]
        {
            assert_eq!(moved(other), None, "{other}");
        }
    }
}
