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
    let name = innermost.name().unwrap_or(fallback);
    let asked = (ids.get(name).zip(innermost.range()))
        .and_then(|(id, range)| sources.get(*id).text().get(range));
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
    let detail = innermost.detail().and_then(in_dutch);
    let detail = detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
    let message = format!("{message}{detail}");
    let mut diagnostic = Diagnostic::error(codes::TEMPLATE_FAILS, message);
    if let Some(id) = ids.get(name).or_else(|| ids.get(fallback)) {
        diagnostic = diagnostic.at(Span::new(*id, innermost.range().unwrap_or(0..0)), "");
    } else {
        diagnostic = diagnostic.help(format!("in {}", words::shorten(name)));
    }
    let moved = match innermost.kind() {
        ErrorKind::UndefinedError => asked.and_then(moved),
        _ => None,
    };
    match moved {
        Some(name) => diagnostic.help(format!(
            "zet in dit sjabloon `#import \"/aftekening/DOCUMENT.typ\" as aftekening`, met `kamerbrief`, `beslisnota` of `bijlage` als DOCUMENT, en gebruik in Typst `aftekening.{name}`"
        )),
        None => diagnostic.help(help),
    }
}

/// Parts of a template, in the words of minijinja and in ours.
const PARTS: [(&str, &str); 13] = [
    ("end of input", "het einde van het sjabloon"),
    ("template-data", "gewone tekst"),
    ("start of variable block", "`{{`"),
    ("end of variable block", "`}}`"),
    ("start of block", "`{%`"),
    ("end of block", "`%}`"),
    ("identifier or integer", "een naam of een getal"),
    ("identifier", "een naam"),
    ("string", "een tekst"),
    ("integer", "een getal"),
    ("float", "een getal"),
    ("keyword", "een sleutelwoord"),
    ("expression", "een waarde"),
];

/// What more minijinja says, as far as there are words for it: the place says the rest.
fn in_dutch(detail: &str) -> Option<String> {
    let part = |name: &str| match PARTS.iter().find(|(english, _)| *english == name) {
        Some((_, dutch)) => Some((*dutch).to_owned()),
        None => name.starts_with('`').then(|| name.to_owned()),
    };
    if let Some(name) = detail.strip_suffix(" is undefined") {
        return Some(name.to_owned());
    }
    if let Some(quoted) = detail.strip_prefix("tried to include non-existing template ") {
        return Some(format!("`{}`", words::shorten(quoted.trim_matches(['\'', '"']))));
    }
    if let Some(unknown) = detail.strip_prefix("unknown statement ") {
        return Some(format!("`{}` is geen opdracht", words::shorten(unknown)));
    }
    let (stands, expected) = detail.strip_prefix("unexpected ")?.split_once(", expected ")?;
    Some(format!("hier staat {}, verwacht was {}", part(stands)?, part(expected)?))
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
    use super::{in_dutch, moved};

    #[test]
    fn what_cannot_be_said_in_dutch_is_not_said() {
        let said = |detail| in_dutch(detail);
        assert_eq!(
            said("unexpected end of block, expected `in`").as_deref(),
            Some("hier staat `%}`, verwacht was `in`")
        );
        assert_eq!(said("unknown statement als").as_deref(), Some("`als` is geen opdracht"));
        assert_eq!(
            said("tried to include non-existing template 'delen/x.j2'").as_deref(),
            Some("`delen/x.j2`")
        );
        for english in [
            "tried to use + operator on unsupported types string and number",
            "unexpected character",
            "unexpected xyz, expected `in`",
        ] {
            assert_eq!(said(english), None, "{english}");
        }
    }

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
