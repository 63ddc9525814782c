//! In: the bytes of a YAML file. Out: a tree with places, or what is wrong and where. Pure.
//!
//! One parser reads every file, so that no second one can see something else in it. It is also the
//! gate: size, encoding, depth, aliases, tags, duplicate keys and a second document stop here.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, options};

use super::tree::Scalar;
use super::{Entry, Kind, Node};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{Source, SourceId, Sources, Span};

/// The largest file that is read: 10 MB.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// The deepest nesting of lists and blocks; a dossier needs 8.
pub const MAX_DEPTH: usize = 32;

/// Turns bytes into text: UTF-8 with or without byte order mark.
///
/// # Errors
/// A diagnostic at the first wrong byte. The file's readable part becomes a source, so that the
/// line can be shown; the good case adds the text as a source and returns its name.
pub fn decode(
    name: &str,
    bytes: &[u8],
    sources: &mut Sources,
) -> Result<SourceId, Box<Diagnostic>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(sources.add(name, text)),
        Err(error) => {
            let at = error.valid_up_to();
            let source = sources.add(name, String::from_utf8_lossy(bytes).into_owned());
            let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
            let message = if utf16 {
                "het bestand is UTF-16, geen UTF-8".to_owned()
            } else {
                format!("het bestand is geen UTF-8 (byte 0x{:02X})", bytes[at])
            };
            // The lossy text is the same as the bytes up to here.
            Err(Diagnostic::error(codes::FILE_NOT_UTF8, message)
                .at(Span::new(source, at..at + 1), "vanaf hier")
                .help("sla het bestand op als UTF-8")
                .into())
        }
    }
}

/// Reads a source as YAML. The tree is there whenever the YAML could be followed to its end; the
/// diagnostics may hold mistakes all the same.
pub fn parse(sources: &Sources, id: SourceId) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder =
        Builder { id, source: sources.get(id), open: Vec::new(), root: None, found: Vec::new() };
    let tree = match builder.run() {
        Ok(()) => Some(builder.root.unwrap_or_else(|| Node::empty(id))),
        Err(fatal) => {
            builder.found.push(*fatal);
            None
        }
    };
    (tree, builder.found)
}

/// A collection that is being filled; a map also remembers the key that waits for its value.
struct Open {
    node: Node,
    key: Option<Node>,
    /// The keys so far, each with its place.
    seen: HashMap<Arc<str>, Span>,
}

struct Builder<'a> {
    id: SourceId,
    source: &'a Source,
    open: Vec<Open>,
    root: Option<Node>,
    found: Vec<Diagnostic>,
}

impl Builder<'_> {
    fn run(&mut self) -> Result<(), Box<Diagnostic>> {
        let options: Options = options! {
            emit_comments: false,
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let text = self.source.text();
        let mut parser = Parser::new_from_str_with_options(text, options);
        while let Some(next) = parser.next_event() {
            let (event, place) = next.map_err(|error| self.syntax_error(&error))?;
            let range = place.byte_range().unwrap_or(0..0);
            let span = Span::new(self.id, self.source.clamp(range));
            let tagged = match &event {
                Event::Scalar(.., tag)
                | Event::SequenceStart(.., tag)
                | Event::MappingStart(.., tag) => tag.is_some(),
                _ => false,
            };
            if tagged {
                return Err(Diagnostic::error(
                    codes::YAML_TAG,
                    "een tag (`!…`) kan niet in een dossier",
                )
                .at(span, "hoort bij deze waarde")
                .help("begint de tekst met een uitroepteken, zet hem dan tussen aanhalingstekens")
                .into());
            }
            match event {
                Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(alias(span).into()),
                Event::Anchor(..) => return Err(anchor(span).into()),
                Event::DocumentStart(..) if self.root.is_some() => {
                    return Err(documents(span).into());
                }
                Event::Scalar(value, style, ..) => {
                    let indent = place.indent.unwrap_or(0);
                    self.scalar(span, value.as_ref().into(), style, indent);
                }
                Event::SequenceStart(..) => self.begin(span, Kind::List(Vec::new()))?,
                Event::MappingStart(..) => self.begin(span, Kind::Map(Vec::new()))?,
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(Open { mut node, .. }) = self.open.pop() {
                        node.span.range.end = span.range.end.max(node.span.range.start);
                        self.add(node);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, span: Span, kind: Kind) -> Result<(), Box<Diagnostic>> {
        if self.open.len() == MAX_DEPTH {
            return Err(too_deep(span).into());
        }
        self.open.push(Open { node: Node { span, kind }, key: None, seen: HashMap::new() });
        Ok(())
    }

    fn scalar(&mut self, span: Span, value: Arc<str>, style: ScalarStyle, indent: usize) {
        // The parser reports an empty plain scalar as `~`; the file says which it was.
        let value =
            if span.range.is_empty() && style == ScalarStyle::Plain { "".into() } else { value };
        let is_value = !matches!(
            self.open.last(),
            Some(Open { node: Node { kind: Kind::Map(_), .. }, key: None, .. })
        );
        if is_value && style == ScalarStyle::Plain && !value.is_empty() {
            self.find_lost_text(&span);
        }
        let flow = self.open.last().is_some_and(|open| {
            self.source.text()[open.node.span.range.start..].starts_with(['[', '{'])
        });
        let scalar = Scalar { value, style, indent, flow, cell: false, offsets: OnceLock::new() };
        self.add(Node { span, kind: Kind::Scalar(scalar) });
    }

    /// `Motie #12 over` ends at `Motie`: YAML takes the rest for a comment.
    fn find_lost_text(&mut self, span: &Span) {
        let rest = &self.source.text()[span.range.end..];
        let line = rest.lines().next().unwrap_or_default();
        let comment = line.trim_start();
        let glued =
            comment.strip_prefix('#').is_some_and(|c| c.starts_with(|c: char| c.is_alphanumeric()));
        if glued {
            let start = span.range.end + line.len() - comment.len();
            let lost = start..span.range.end + line.trim_end().len();
            self.found.push(
                Diagnostic::error(
                    codes::YAML_COMMENT,
                    "de tekst na `#` valt weg: YAML leest die als opmerking",
                )
                .at(Span::new(self.id, lost), "dit komt niet in het document")
                .help("zet de hele tekst tussen aanhalingstekens")
                .help("is het een opmerking, zet dan een spatie na het hekje"),
            );
        }
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, node: Node) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.node.kind {
            Kind::List(items) => items.push(node),
            Kind::Map(entries) => match open.key.take() {
                None => open.key = Some(node),
                Some(key) => {
                    let Kind::Scalar(Scalar { value: name, .. }) = &key.kind else {
                        entries.push(Entry { key, value: node });
                        return;
                    };
                    match open.seen.get(name) {
                        Some(first) => self.found.push(
                            Diagnostic::error(
                                codes::YAML_DUPLICATE_KEY,
                                format!("`{name}` staat er twee keer"),
                            )
                            .at(key.span.clone(), "tweede keer")
                            .at(first.clone(), "eerste keer")
                            .help("haal er een weg"),
                        ),
                        None => {
                            open.seen.insert(name.clone(), key.span.clone());
                            entries.push(Entry { key, value: node });
                        }
                    }
                }
            },
            Kind::Scalar(_) => {}
        }
    }

    fn syntax_error(&self, error: &ScanError) -> Diagnostic {
        let marker = error.marker();
        let text = self.source.text();
        let at = marker.byte_offset().unwrap_or_else(|| {
            text.char_indices().nth(marker.index()).map_or(text.len(), |(offset, _)| offset)
        });
        let at = self.source.clamp(at..at).start;
        // For a tab the parser may point to where the text before it began.
        let at = if is_tab(error.kind()) {
            text[at..].find('\t').map_or(at, |tab| at + tab)
        } else {
            at
        };
        // One character, so that there is something to underline; at the end of the file nothing.
        let length = text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        let span = Span::new(self.id, at..at + length);
        // A `[` that begins a text is only missed at the next field: say so at the bracket.
        if may_miss_bracket(error.kind())
            && let Some(bracket) = unclosed_bracket(&text[..at])
        {
            return Diagnostic::error(codes::YAML_SYNTAX, "dit haakje wordt niet gesloten")
                .at(Span::new(self.id, bracket..bracket + 1), "")
                .help("is het tekst, zet hem dan tussen aanhalingstekens");
        }
        describe(error.kind(), span, text)
    }
}

fn is_tab(kind: &ErrorKind) -> bool {
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
fn may_miss_bracket(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
    )
}

/// The place of a bracket that begins a value on the last line that has a value, and that is not closed
/// before the end of the text.
fn unclosed_bracket(text: &str) -> Option<usize> {
    let (start, value) = text.rmatch_indices(['[', '{']).find_map(|(at, _)| {
        let before = text[..at].trim_end_matches(' ');
        (before.len() < at && before.ends_with([':', '-'])).then_some((at, &text[at..]))
    })?;
    let open = value.matches(['[', '{']).count();
    let closed = value.matches([']', '}']).count();
    (open > closed).then_some(start)
}

fn alias(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_ALIAS, "een verwijzing (`*naam`) kan niet in een dossier")
        .at(span, "")
        .help("begint de tekst met een sterretje, zet hem dan tussen aanhalingstekens of in een blok met `|`")
}

fn anchor(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_ALIAS, "een anker (`&naam`) kan niet in een dossier")
        .at(span, "")
        .help("begint de tekst met een &-teken, zet hem dan tussen aanhalingstekens")
}

fn documents(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_DOCUMENTS, "meer dan één YAML-document in het bestand")
        .at(span, "hier begint het tweede")
        .help("haal de regel `---` weg")
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(codes::YAML_TOO_DEEP, format!("meer dan {MAX_DEPTH} niveaus diep"))
        .at(span, "")
        .help("een dossier heeft er hoogstens acht; kijk of de inspringing klopt")
}

/// The parser's own messages are English and speak of scanning; this says what the author sees.
fn describe(kind: &ErrorKind, span: Span, text: &str) -> Diagnostic {
    use ErrorKind as E;
    const QUOTE: &str = "zet de tekst tussen aanhalingstekens, of gebruik een blok met `|`";
    let at_tab =
        text[span.range.start..].starts_with('\t') || text[..span.range.start].ends_with('\t');
    let (code, message, help): (_, &str, &str) = match kind {
        E::RecursionLimitExceeded => return too_deep(span),
        _ if is_tab(kind) => {
            (codes::YAML_TAB, "een tab in de inspringing", "gebruik spaties, twee per niveau")
        }
        _ if at_tab => {
            (codes::YAML_TAB, "een tab waar YAML spaties wil", "gebruik spaties, twee per niveau")
        }
        E::InvalidIndentation
        | E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent => (
            codes::YAML_INDENT,
            "de inspringing past niet bij de regels erboven",
            "laat velden van hetzelfde blok op dezelfde kolom beginnen",
        ),
        E::MappingValueNotAllowed | E::MappingKeyNotAllowed | E::InvalidColonPlacement => {
            (codes::YAML_SYNTAX, "een dubbele punt waar geen veld kan beginnen", QUOTE)
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => (
            codes::YAML_SYNTAX,
            "hier ontbreekt een dubbele punt na de veldnaam",
            "schrijf `veld: waarde`",
        ),
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
        E::UnclosedFlowCollection { .. }
        | E::MismatchedFlowCollectionEnd { .. }
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

/// The comment on the rest of the line after a key, for the hint that its text was taken for one.
pub(crate) fn comment_after(at: usize, text: &str) -> Option<&str> {
    let rest = text[at..].lines().next()?.trim_start_matches([':', ' ', '\t', '-']);
    let glued = rest
        .strip_prefix('#')
        .is_some_and(|comment| !comment.starts_with([' ', '#']) && !comment.is_empty());
    glued.then_some(rest)
}
