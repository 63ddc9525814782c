//! In: an error of the YAML parser. Out: what the author sees of it. Pure.

use granit_parser::ErrorKind;

use super::parse::MAX_DEPTH;
use super::quoted;
use crate::diagnostic::{Diagnostic, Edit, codes};
use crate::source::Span;

const TAB: &str = "een tab in de inspringing";
const SPACES: &str = "gebruik spaties, twee per niveau";
const SAME_COLUMN: &str = "laat velden van hetzelfde blok op dezelfde kolom beginnen";

pub(super) fn is_tab(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
    )
}

/// Whether this is how the parser sees a bracket that is not closed.
pub(super) fn may_miss_bracket(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
    )
}

/// The place of a bracket that begins a value on the last line that has a value, and that is not closed
/// before the end of the text.
pub(super) fn unclosed_bracket(text: &str) -> Option<usize> {
    let (start, value) = text.rmatch_indices(['[', '{']).find_map(|(at, _)| {
        let before = text[..at].trim_end_matches(' ');
        (before.len() < at && before.ends_with([':', '-'])).then_some((at, &text[at..]))
    })?;
    let open = value.matches(['[', '{']).count();
    let closed = value.matches([']', '}']).count();
    (open > closed).then_some(start)
}

pub(super) fn duplicate(name: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_DUPLICATE_KEY, format!("`{name}` staat er twee keer"))
        .at(second, "tweede keer")
        .at(first, "eerste keer")
        .help("haal er een weg")
}

pub(super) fn alias(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_ALIAS, "een verwijzing (`*naam`) kan niet in een dossier")
        .at(span, "")
        .help("begint de tekst met een sterretje, zet hem dan tussen aanhalingstekens of in een blok met `|`")
}

pub(super) fn anchor(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_ALIAS, "een anker (`&naam`) kan niet in een dossier")
        .at(span, "")
        .help("begint de tekst met een &-teken, zet hem dan tussen aanhalingstekens")
}

pub(super) fn documents(span: Span, text: &str) -> Diagnostic {
    let end = text[..span.range.start].trim_end().len();
    let line = text[..end].rfind('\n').map_or(0, |at| at + 1);
    // Points that stand for what was left out end a file in YAML.
    if text[line..end].trim_end() == "..." {
        let points = Span::new(span.source, line..end);
        let below = line + text[line..].find('\n').map_or(text.len() - line, |at| at + 1);
        let mut diagnostic =
            Diagnostic::error(codes::YAML_DOCUMENTS, "voor YAML eindigt het bestand bij `...`")
                .at(points, "wat hieronder staat hoort er niet meer bij")
                .help("haal de regel `...` weg");
        let whole = Span::new(span.source, line..below);
        diagnostic.fix = vec![Edit { span: whole, text: String::new(), value: None }];
        return diagnostic;
    }
    Diagnostic::error(codes::YAML_DOCUMENTS, "meer dan één YAML-document in het bestand")
        .at(span, "hier begint het tweede")
        .help("haal de regel `---` weg")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_TOO_DEEP, format!("meer dan {MAX_DEPTH} niveaus diep"))
        .at(span, "")
        .help("een dossier heeft er hoogstens acht; kijk of de inspringing klopt")
}

/// An apostrophe at the start of a text, and one at its end, that YAML takes for quotes.
pub(super) fn apostrophe(span: Span, value: &str) -> Diagnostic {
    let message = "YAML leest de apostrof aan het begin als aanhalingsteken, en drukt haar niet af";
    Diagnostic::error(codes::YAML_SYNTAX, message).at(span, "").help(format!(
        "zet de hele tekst tussen dubbele aanhalingstekens: `{}` of `{}`",
        quoted(&format!("'{value}")),
        quoted(&format!("'{value}'"))
    ))
}

/// Text where a field must begin.
pub(super) fn no_field(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_SYNTAX, "hier ontbreekt een dubbele punt na de veldnaam")
        .at(span, "")
        .help("schrijf `veld: waarde`")
}

/// The first field of a file that begins further to the right than the fields below it.
pub(super) fn indented(span: Span, text: &str) -> Diagnostic {
    if text[..span.range.start].ends_with('\t') {
        let tab = Span::new(span.source, span.range.start - 1..span.range.start);
        return Diagnostic::error(codes::YAML_TAB, TAB).at(tab, "").help(SPACES);
    }
    let message = "dit veld is ingesprongen, en de velden eronder niet";
    Diagnostic::error(codes::YAML_INDENT, message).at(span, "").help(SAME_COLUMN)
}

/// A bracket that is not closed, at the bracket.
pub(super) fn unclosed(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_SYNTAX, "dit haakje wordt niet gesloten")
        .at(span, "")
        .help("is het tekst, zet hem dan tussen aanhalingstekens")
}

pub(super) fn tag(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_TAG, "een tag (`!…`) kan niet in een dossier")
        .at(span, "hoort bij deze waarde")
        .help("begint de tekst met een uitroepteken, zet hem dan tussen aanhalingstekens")
}

/// The parser's own messages are English and speak of scanning; this says what the author sees.
pub(super) fn describe(kind: &ErrorKind, span: Span, text: &str) -> Diagnostic {
    use ErrorKind as E;
    const QUOTE: &str = "zet de tekst tussen aanhalingstekens, of gebruik een blok met `|`";
    let at_tab =
        text[span.range.start..].starts_with('\t') || text[..span.range.start].ends_with('\t');
    let (code, message, help): (_, &str, &str) = match kind {
        E::RecursionLimitExceeded => return too_deep(span),
        _ if is_tab(kind) => (codes::YAML_TAB, TAB, SPACES),
        _ if at_tab => (codes::YAML_TAB, "een tab waar YAML spaties wil", SPACES),
        E::InvalidIndentation
        | E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent => {
            (codes::YAML_INDENT, "de inspringing past niet bij de regels erboven", SAME_COLUMN)
        }
        E::MappingValueNotAllowed | E::MappingKeyNotAllowed | E::InvalidColonPlacement => {
            (codes::YAML_SYNTAX, "een dubbele punt waar geen veld kan beginnen", QUOTE)
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => return no_field(span),
        E::BlockSequenceEntryNotAllowed | E::InvalidBlockEntryWhitespace => (
            codes::YAML_SYNTAX,
            "een lijststreepje waar geen lijst kan staan",
            "zet het streepje op een eigen regel, onder het veld",
        ),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => (
            codes::YAML_SYNTAX,
            "het aanhalingsteken wordt niet gesloten",
            "zet het sluitende aanhalingsteken",
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            codes::YAML_SYNTAX,
            "tekst na het sluitende aanhalingsteken",
            "zet de hele tekst tussen één paar aanhalingstekens, of gebruik een blok met `|`",
        ),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidUnicodeEscape
        | E::InvalidLowSurrogate
        | E::InvalidLowSurrogateHexEscape
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate => (
            codes::YAML_SYNTAX,
            "na `\\` staat geen bekende code",
            "gebruik enkele aanhalingstekens; daarin is `\\` een gewoon teken",
        ),
        E::UnclosedFlowCollection { .. } => return unclosed(span),
        E::MismatchedFlowCollectionEnd { .. }
        | E::MisplacedFlowCollectionEnd
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofFlowSequence => (
            codes::YAML_SYNTAX,
            "haakjes die niet kloppen",
            "is het tekst, zet hem dan tussen aanhalingstekens",
        ),
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent => (
            codes::YAML_SYNTAX,
            "tekst achter `|` of `>`",
            "begin de tekst op de volgende regel, ingesprongen",
        ),
        E::DirectiveDisallowed | E::MissingDirectiveName => {
            (codes::YAML_SYNTAX, "een regel die met `%` begint", QUOTE)
        }
        E::CommentInterceptedScalar | E::CommentNotSeparated => {
            (codes::YAML_SYNTAX, "een opmerking midden in een tekst", QUOTE)
        }
        E::MissingAnchorOrAliasName => {
            (codes::YAML_SYNTAX, "een tekst kan niet met `&` of `*` beginnen", QUOTE)
        }
        E::UnexpectedCharacter { .. } => {
            (codes::YAML_SYNTAX, "een tekst kan niet met dit teken beginnen", QUOTE)
        }
        _ => (codes::YAML_SYNTAX, "dit is geen YAML", QUOTE),
    };
    Diagnostic::error(code, message).at(span, "").help(help)
}
