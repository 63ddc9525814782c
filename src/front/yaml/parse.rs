//! In: the bytes of a YAML file. Out: a tree with places, or what is wrong and where. Pure.
//!
//! One parser reads every file, so that no second one can see something else in it. It is also the
//! gate: encoding, depth, aliases, tags, duplicate keys and a second document stop here.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, options};

use super::tree::Scalar;
use super::{Entry, Kind, Node, foreign, lines, meant, mistakes, quoted, rest};
use crate::diagnostic::{Diagnostic, Edit, codes, words};
use crate::source::{Source, SourceId, Sources, Span};

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
        Ok(text) => Ok(sources.add(name, line_feeds(text))),
        Err(error) => {
            if let Some(of) = of_another_program(bytes) {
                return Err(Box::new(no_text(name, of, sources)));
            }
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

/// Which other program a file is of that is no text, by how it begins.
fn of_another_program(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "een Word-bestand, een werkblad of een zip"),
        (b"\xd0\xcf\x11\xe0", "een bestand van een oude Word of Excel"),
        (b"%PDF", "een PDF"),
        (b"\x89PNG", "een plaatje"),
    ];
    known.into_iter().find(|(begin, _)| bytes.starts_with(begin)).map(|(_, of)| of)
}

fn no_text(name: &str, of: &str, sources: &mut Sources) -> Diagnostic {
    let place = Span::new(sources.add(name, ""), 0..0);
    Diagnostic::error(codes::FILE_NOT_UTF8, format!("{name} is geen tekst, maar {of}"))
        .at(place, "")
        .help("zet hier een bestand dat u met een teksteditor schrijft; een brief uit Word wordt een dossier met `kamerbrief new MAP --uit BRIEF.docx`")
}

/// A text in which every line ends in a line feed, alone or after a return: old programs end lines in a return alone.
/// Every place stays what it was.
pub(crate) fn line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !text.contains('\r') || !(0..bytes.len()).any(alone) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\r') {
        out.push_str(&rest[..at]);
        out.push(if rest[at + 1..].starts_with('\n') { '\r' } else { '\n' });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What could be read of a file.
#[derive(Debug)]
pub struct Parsed {
    /// What is in it; `None` when nothing of it could be followed.
    pub tree: Option<Node>,
    /// Whether a mistake kept parts of the file out of the tree.
    pub partial: bool,
    /// What is wrong.
    pub found: Vec<Diagnostic>,
}

/// Reads the text of a file by itself, whatever is wrong with it. Places count without a byte order mark, and a line ends with
/// one character.
pub(crate) fn read(file: &str) -> Option<(Sources, Node)> {
    let text = line_feeds(file.strip_prefix('\u{feff}').unwrap_or(file)).into_owned();
    let mut sources = Sources::default();
    let id = sources.add("", text);
    let tree = parse(sources.get(id), id).tree?;
    Some((sources, tree))
}

/// Reads a source as YAML.
pub fn parse(source: &Source, id: SourceId) -> Parsed {
    if let Some(conflict) = foreign::conflict(source.text()) {
        return Parsed { tree: None, partial: true, found: vec![meant::told(id, conflict)] };
    }
    let (text, refused) = foreign::refused(source.text());
    let mut builder = Builder::new(id, source, &text, 0..text.len());
    let mut parsed = match builder.run() {
        Ok(()) if builder.odd.is_empty() && !builder.is_text() => {
            let tree = builder.root.unwrap_or_else(|| Node::empty(id));
            Parsed { tree: Some(tree), partial: false, found: builder.found }
        }
        Ok(()) => rest::odd(builder),
        Err(fatal) => rest::read(builder, *fatal),
    };
    parsed.found.extend(foreign::numbers(&text).into_iter().map(|guess| meant::told(id, guess)));
    parsed.found.extend(refused.into_iter().map(|guess| meant::told(id, guess)));
    parsed
}

/// A collection that is being filled; a map also remembers the key that waits for its value.
pub(super) struct Open {
    pub(super) node: Node,
    pub(super) key: Option<Node>,
    /// The keys so far, each with its place.
    pub(super) seen: HashMap<Arc<str>, Span>,
}

impl Open {
    pub(super) fn new(node: Node) -> Self {
        Self { node, key: None, seen: HashMap::new() }
    }

    /// Adds an entry to a map; a key that is there already is a mistake.
    pub(super) fn enter(&mut self, entry: Entry, found: &mut Vec<Diagnostic>) {
        let Kind::Map(entries) = &mut self.node.kind else { return };
        if let Kind::Scalar(Scalar { value: name, .. }) = &entry.key.kind {
            if let Some(first) = self.seen.get(name) {
                found.push(mistakes::duplicate(name, entry.key.span, first.clone()));
                return;
            }
            self.seen.insert(name.clone(), entry.key.span.clone());
        }
        entries.push(entry);
    }
}

/// Reads a file, or a part of it.
pub(super) struct Builder<'a> {
    pub(super) id: SourceId,
    pub(super) source: &'a Source,
    /// The source's text as the parser gets it.
    pub(super) text: &'a str,
    part: Range<usize>,
    /// The collections that are not at their end, outermost first.
    pub(super) open: Vec<Open>,
    pub(super) root: Option<Node>,
    pub(super) found: Vec<Diagnostic>,
    /// Where keys begin that no author means as one.
    pub(super) odd: Vec<usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(id: SourceId, source: &'a Source, text: &'a str, part: Range<usize>) -> Self {
        Self {
            id,
            source,
            text,
            part,
            open: Vec::new(),
            root: None,
            found: Vec::new(),
            odd: Vec::new(),
        }
    }

    /// Reads to the end, or to the first mistake after which the parser cannot go on.
    pub(super) fn run(&mut self) -> Result<(), Box<Diagnostic>> {
        let options: Options = options! {
            emit_comments: false,
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let text = &self.text[self.part.clone()];
        let mut parser = Parser::new_from_str_with_options(text, options);
        while let Some(next) = parser.next_event() {
            let (event, place) = next.map_err(|error| self.syntax_error(&error))?;
            let range = place.byte_range().unwrap_or(0..0);
            let range = self.part.start + range.start..self.part.start + range.end;
            let span = Span::new(self.id, self.source.clamp(range));
            let tagged = match &event {
                Event::Scalar(.., tag)
                | Event::SequenceStart(.., tag)
                | Event::MappingStart(.., tag) => tag.is_some(),
                _ => false,
            };
            if tagged {
                return Err(mistakes::tag(span).into());
            }
            match event {
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    return Err(mistakes::alias(span).into());
                }
                Event::Anchor(..) => return Err(mistakes::anchor(span).into()),
                Event::DocumentStart(..) if self.root.is_some() => {
                    return Err(mistakes::documents(span, self.text).into());
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

    /// Whether all that was read is a text, where there should be fields.
    fn is_text(&self) -> bool {
        self.root.as_ref().is_some_and(|root| root.text().is_some() && !root.is_null())
    }

    fn begin(&mut self, span: Span, kind: Kind) -> Result<(), Box<Diagnostic>> {
        if self.open.len() == MAX_DEPTH {
            return Err(mistakes::too_deep(span).into());
        }
        self.open.push(Open::new(Node { span, kind }));
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
        if !is_value && style == ScalarStyle::Plain && is_odd(&value, self.open.len() == 1) {
            self.odd.push(span.range.start);
        }
        let flow = self
            .open
            .last()
            .is_some_and(|open| self.text[open.node.span.range.start..].starts_with(['[', '{']));
        if is_value && style == ScalarStyle::Plain && !value.is_empty() {
            self.find_lost_text(&span, flow);
        }
        // `'s Nachts'`: the apostrophe and the genitive would both be gone.
        if is_value
            && style == ScalarStyle::SingleQuoted
            && ["s ", "s-", "t ", "n ", "k "].iter().any(|article| value.starts_with(article))
        {
            self.found.push(mistakes::apostrophe(span.clone(), &value));
        }
        let scalar = Scalar { value, style, indent, flow, cell: false, offsets: OnceLock::new() };
        self.add(Node { span, kind: Kind::Scalar(scalar) });
    }

    /// `Motie #12 over` ends at `Motie`: YAML takes the rest for a comment. And `[“a, b”]` at the comma.
    fn find_lost_text(&mut self, span: &Span, flow: bool) {
        let rest = &self.text[span.range.end..];
        let line = rest.lines().next().unwrap_or_default();
        let comment = line.trim_start();
        let whole = span.range.start..span.range.end + line.trim_end().len();
        let value = &self.text[whole.clone()];
        let one_line = !flow && !value.contains('\n');
        if lines::is_lost_text(comment) {
            if let Some(curly) = foreign::curly(value, None, whole.clone()).filter(|_| one_line) {
                self.found.push(meant::told(self.id, curly));
                return;
            }
            let start = span.range.end + line.len() - comment.len();
            let lost = start..whole.end;
            let mut diagnostic = Diagnostic::error(
                codes::YAML_COMMENT,
                "de tekst na `#` valt weg: YAML leest die als opmerking",
            )
            .at(Span::new(self.id, lost), "dit komt niet in het document");
            match goes_on(self.text, &whole).filter(|_| !flow) {
                Some(indent) => {
                    diagnostic = diagnostic.help(
                        "zet de tekst op eigen regels: een `|` op de plaats waar hij nu begint, en de hele tekst eronder, ingesprongen",
                    );
                    let start = Span::new(self.id, whole.start..whole.start);
                    let text = format!("|\n{}", " ".repeat(indent));
                    diagnostic.fix = vec![Edit { span: start, text, value: None }];
                }
                None => {
                    diagnostic = diagnostic.help("zet de hele tekst tussen aanhalingstekens");
                    let span = Span::new(self.id, whole.clone());
                    let fix = Edit { span, text: quoted(value), value: None };
                    diagnostic.fix = one_line.then_some(fix).into_iter().collect();
                }
            }
            diagnostic = diagnostic.help(match comment.starts_with("# ") {
                true => "is het een opmerking, begin die dan met een woord",
                false => "is het een opmerking, zet dan een spatie na het hekje",
            });
            self.found.push(diagnostic);
        }
        if flow && let Some(curly) = foreign::split(self.text, span.range.clone()) {
            self.found.push(meant::told(self.id, curly));
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
            Kind::Map(_) => match open.key.take() {
                None => open.key = Some(node),
                Some(key) => open.enter(Entry { key, value: node }, &mut self.found),
            },
            Kind::Scalar(_) => {}
        }
    }

    fn syntax_error(&self, error: &ScanError) -> Diagnostic {
        let text = self.text;
        let marker = error.marker();
        let at = marker.byte_offset().unwrap_or_else(|| {
            let part = &text[self.part.clone()];
            part.char_indices().nth(marker.index()).map_or(part.len(), |(offset, _)| offset)
        });
        // What is missed at the end of a part is not missed in the next one.
        let end = self.part.start + text[self.part.clone()].trim_end().len();
        let at = self.source.clamp(self.part.start + at..end).start.min(end);
        // For a tab the parser may point to where the text before it began.
        let at = if mistakes::is_tab(error.kind()) {
            text[at..self.part.end].find('\t').map_or(at, |tab| at + tab)
        } else {
            at
        };
        // One character, so that there is something to underline; at the end of the file nothing.
        let length = text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        let span = Span::new(self.id, at..at + length);
        // A `[` that begins a text is only missed at the next field: say so at the bracket.
        if mistakes::may_miss_bracket(error.kind())
            && let Some(bracket) = mistakes::unclosed_bracket(&text[self.part.start..at])
        {
            let bracket = self.part.start + bracket;
            return mistakes::unclosed(Span::new(self.id, bracket..bracket + 1));
        }
        mistakes::describe(error.kind(), span, text)
    }
}

/// Whether this is a key that no author means as one: a sentence, or a name with a sign that looks like another.
fn is_odd(key: &str, at_margin: bool) -> bool {
    match at_margin {
        true => !key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
        false => key.contains(|char: char| char.is_whitespace() || words::is_hidden(char)),
    }
}

/// The indentation of the lines below a text that begins behind the name of its field, if it goes on there.
fn goes_on(text: &str, whole: &Range<usize>) -> Option<usize> {
    let start = text[..whole.start].rfind('\n').map_or(0, |at| at + 1);
    let key = &text[start..whole.start];
    let spaces = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let column = key.len() - key.trim_start_matches([' ', '-']).len();
    if !key.trim_end().ends_with(':') {
        return None;
    }
    let below = text[whole.end..].lines().skip(1).filter(|line| !line.trim().is_empty());
    let further: Vec<usize> = below.map(spaces).take_while(|indent| *indent > column).collect();
    let first = *further.first()?;
    further.iter().all(|indent| *indent >= first).then_some(first)
}

/// The comment on the rest of the line after a key, for the hint that its text was taken for one.
pub(crate) fn comment_after(at: usize, text: &str) -> Option<&str> {
    let rest = text[at..].lines().next()?.trim_start_matches([':', ' ', '\t', '-']);
    let glued = rest
        .strip_prefix('#')
        .is_some_and(|comment| !comment.starts_with([' ', '#']) && !comment.is_empty());
    glued.then_some(rest)
}
