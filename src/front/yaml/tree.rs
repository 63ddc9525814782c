//! In: what the YAML parser found. Out: a tree in which every value knows its place. Pure.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use granit_parser::ScalarStyle;

use super::offsets;
use super::typed::{self, Typed};
use super::{Path, Segment};
use crate::source::{RangeMap, SourceId, Sources, Span};

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key; a scalar in every dossier that passes the structure check.
    pub key: Node,
    /// The value.
    pub value: Node,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where the value stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A single value; always text here, the schema decides what it means.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys with values, in the order of the file, each key once.
    Map(Vec<Entry>),
}

/// A scalar: its decoded text and how it was written.
#[derive(Debug, Clone)]
pub struct Scalar {
    /// The text after YAML has removed quotes, escapes and indentation.
    pub value: Arc<str>,
    pub(crate) style: ScalarStyle,
    /// Indentation of a block scalar's lines.
    pub(crate) indent: usize,
    /// Whether it stands between `[` and `]` or `{` and `}`.
    pub(crate) flow: bool,
    /// Whether it comes from a cell of a spreadsheet, which nobody here writes in.
    pub(crate) cell: bool,
    /// Computed when first asked for: most scalars never need it.
    pub(super) offsets: OnceLock<Option<RangeMap>>,
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(scalar) => Some(&scalar.value),
            _ => None,
        }
    }

    /// Whether this is an unquoted nothing: `key:`, `key: ~` or `key: null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(Scalar { value, style: ScalarStyle::Plain, .. })
            if matches!(&**value, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The entry of a map with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|entry| entry.key.text() == Some(key)),
            _ => None,
        }
    }

    /// The value of a map's key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Whether this, or the first value in it, comes from a cell of a spreadsheet.
    pub fn is_cell(&self) -> bool {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.cell,
            Kind::List(items) => items.first().is_some_and(Self::is_cell),
            Kind::Map(entries) => entries.first().is_some_and(|entry| entry.value.is_cell()),
        }
    }

    /// Calls with every single value below this one, and the way to it from here.
    pub fn leaves<'a>(&'a self, call: &mut dyn FnMut(&Path, &'a str)) {
        fn walk<'a>(node: &'a Node, path: &Path, call: &mut dyn FnMut(&Path, &'a str)) {
            match &node.kind {
                Kind::Scalar(scalar) => call(path, &scalar.value),
                Kind::List(items) => {
                    for (i, item) in items.iter().enumerate() {
                        walk(item, &path.index(i), call);
                    }
                }
                Kind::Map(entries) => {
                    for Entry { key, value } in entries {
                        if let Some(key) = key.text() {
                            walk(value, &path.key(key), call);
                        }
                    }
                }
            }
        }
        walk(self, &Path::default(), call);
    }

    /// The value at the end of a path, or `None` when a step is missing.
    pub fn at(&self, path: &Path) -> Option<&Node> {
        path.segments().iter().try_fold(self, |node, segment| match (segment, &node.kind) {
            (Segment::Key(key), _) => node.get(key),
            (Segment::Index(index), Kind::List(items)) => items.get(*index),
            _ => None,
        })
    }

    /// The place of a value, or of the nearest value around it that exists.
    pub fn place(&self, path: &Path, sources: &Sources) -> Span {
        let mut path = path.clone();
        loop {
            if let Some(node) = self.at(&path) {
                return node.head(sources);
            }
            path = path.parent();
        }
    }

    /// The place of a key, or of the nearest value around it that exists.
    pub fn key_place(&self, path: &Path, sources: &Sources) -> Span {
        let parent = path.parent();
        match (path.segments().last(), self.at(&parent)) {
            (Some(Segment::Key(key)), Some(node)) => match node.entry(key) {
                Some(entry) => entry.key.span.clone(),
                None => node.head(sources),
            },
            _ => self.place(path, sources),
        }
    }

    /// The first visible piece: of a map its first key, of a scalar its first line.
    pub fn head(&self, sources: &Sources) -> Span {
        match &self.kind {
            Kind::Map(entries) if !entries.is_empty() => entries[0].key.span.clone(),
            Kind::List(items) if !items.is_empty() => items[0].head(sources),
            _ => {
                let text = sources.slice(&self.span);
                let line = text.lines().next().unwrap_or_default().trim_end();
                Span::new(
                    self.span.source,
                    self.span.range.start..self.span.range.start + line.len(),
                )
            }
        }
    }

    /// The place of a byte range of a scalar's decoded text. Falls back to the whole value's
    /// [`head`](Self::head) for what is not a scalar.
    pub fn within(&self, range: Range<usize>, sources: &Sources) -> Span {
        match self.offsets(sources).and_then(|map| map.forward(&range)) {
            Some(range) => Span::new(self.span.source, range),
            None => self.head(sources),
        }
    }

    /// The map from offsets in a scalar's decoded text to offsets in the file.
    pub fn offsets(&self, sources: &Sources) -> Option<&RangeMap> {
        let Kind::Scalar(scalar) = &self.kind else { return None };
        let text = sources.get(self.span.source).text();
        scalar.offsets.get_or_init(|| offsets::decode(scalar, &self.span.range, text)).as_ref()
    }

    /// A text of several lines as it stands in the file, where that is not how it is read: `None` for a block with `|`,
    /// for what is on one line, and for a cell.
    pub fn typed(&self, sources: &Sources) -> Option<Typed> {
        let Kind::Scalar(scalar) = &self.kind else { return None };
        let text = sources.get(self.span.source).text();
        if scalar.cell || scalar.style == ScalarStyle::Literal {
            return None;
        }
        typed::of(scalar, self.span.range.clone(), text)
    }

    /// This tree with every value of `over` laid on top: maps are joined key by key, everything
    /// else is replaced. Each value keeps the place that it came from.
    #[must_use]
    pub fn overlay(&self, over: &Node) -> Node {
        let (Kind::Map(below), Kind::Map(above)) = (&self.kind, &over.kind) else {
            return over.clone();
        };
        let mut entries: Vec<Entry> = Vec::with_capacity(below.len());
        for entry in below {
            let value = match entry.key.text().and_then(|key| over.entry(key)) {
                Some(new) => Entry { key: new.key.clone(), value: entry.value.overlay(&new.value) },
                None => entry.clone(),
            };
            entries.push(value);
        }
        entries.extend(
            above
                .iter()
                .filter(|new| new.key.text().is_none_or(|key| self.entry(key).is_none()))
                .cloned(),
        );
        Node { span: over.span.clone(), kind: Kind::Map(entries) }
    }

    /// A text that stands in a cell of a spreadsheet.
    pub fn from_cell(text: impl Into<Arc<str>>, span: Span) -> Self {
        let scalar = Scalar {
            value: text.into(),
            // Quoted, so that it is text whatever it says.
            style: ScalarStyle::DoubleQuoted,
            indent: 0,
            flow: false,
            cell: true,
            // A cell is one place.
            offsets: OnceLock::from(None),
        };
        Self { span, kind: Kind::Scalar(scalar) }
    }

    /// A text that a program puts in the place of what was typed there.
    pub fn in_place_of(text: impl Into<Arc<str>>, span: Span) -> Self {
        let mut node = Self::from_cell(text, span);
        if let Kind::Scalar(scalar) = &mut node.kind {
            scalar.cell = false;
            // Each of its lines is one.
            scalar.style = ScalarStyle::Literal;
        }
        node
    }

    /// A map without entries, for a file with nothing in it.
    pub fn empty(source: SourceId) -> Self {
        Self { span: Span::new(source, 0..0), kind: Kind::Map(Vec::new()) }
    }
}
