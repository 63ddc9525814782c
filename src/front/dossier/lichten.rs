//! In: the tree of a file in which values and blocks say that they are not public. Out: the tree without that, and what
//! it said. Pure.
//!
//! There is one notation, for every value and block of every file. A single value becomes
//! `{waarde: …, openbaar: nee, grond: 5.1.2e}`; a block gets `openbaar` and `grond` among its own fields. From here on
//! a tree is what it would be without.

use std::sync::Arc;

use super::woorden::Woo;
use super::{Gronden, Place, Root, Shape, mended};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::source::{Sources, Span};
use crate::yaml::{Entry, Kind, Node, Path, Segment};

pub(crate) const WAARDE: &str = "waarde";
const OPENBAAR: &str = "openbaar";
const GROND: &str = "grond";
const REDEN: &str = "reden";

/// The keys of the notation besides the value.
pub(super) const NOTATIE: [&str; 3] = [OPENBAAR, GROND, REDEN];

/// What a value or a block says of its being public.
#[derive(Debug, Clone)]
pub(crate) struct Gelicht {
    pub(crate) place: Place,
    /// Whether it says that it is public, whatever a rule has.
    pub(crate) openbaar: bool,
    pub(crate) gronden: Gronden,
    pub(crate) reden: Option<String>,
    /// Where it says so.
    pub(crate) span: Span,
}

/// Takes the notation out of a tree.
pub(super) fn lift(
    tree: Arc<Node>,
    shape: &Shape,
    root: Root,
    woo: &Woo,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> (Arc<Node>, Vec<Gelicht>) {
    if !mentions(&tree) {
        return (tree, Vec::new());
    }
    let mut lift = Lift { root, woo, sources, found, out: Vec::new() };
    let tree = lift.value(Arc::unwrap_or_clone(tree), shape, &Path::default());
    (Arc::new(tree), lift.out)
}

/// Whether a tree holds a key of the notation at all: most do not.
fn mentions(node: &Node) -> bool {
    match &node.kind {
        Kind::Scalar(_) => false,
        Kind::List(items) => items.iter().any(mentions),
        Kind::Map(entries) => entries.iter().any(|entry| {
            matches!(entry.key.text(), Some(OPENBAAR | GROND | WAARDE)) || mentions(&entry.value)
        }),
    }
}

/// Whether the fields below a key are not the dossier's own: the adjustments of a profile, and what is read to make the
/// documents.
pub(super) fn is_elsewhere_key(key: &str) -> bool {
    matches!(key, "profiel" | "spreadsheet" | "logo" | "uitzonderingen")
}

fn is_elsewhere(root: Root, path: &Path) -> bool {
    let last = path.segments().last();
    root == Root::Profile || matches!(last, Some(Segment::Key(key)) if is_elsewhere_key(key))
}

struct Lift<'a> {
    root: Root,
    woo: &'a Woo,
    sources: &'a Sources,
    found: &'a mut Vec<Diagnostic>,
    out: Vec<Gelicht>,
}

impl Lift<'_> {
    fn value(&mut self, node: Node, shape: &Shape, path: &Path) -> Node {
        if is_elsewhere(self.root, path) {
            return node;
        }
        let Node { span, kind } = node;
        let kind = match (kind, shape) {
            (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
                let entries = self.block(entries, shape, path);
                let mut out = Vec::with_capacity(entries.len());
                for Entry { key, value } in entries {
                    let name = key.text().unwrap_or_default().to_owned();
                    let of = keys.iter().find(|(key, _)| *key == name).map(|(_, shape)| shape);
                    let value = match of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)) {
                        Some(shape) => self.value(value, shape, &path.key(&name)),
                        None => value,
                    };
                    out.push(Entry { key, value });
                }
                Kind::Map(out)
            }
            (Kind::List(items), Shape::List(item, _)) => Kind::List(self.items(items, item, path)),
            (Kind::List(items), Shape::WordsOr(_, list)) => match &**list {
                Shape::List(item, _) => Kind::List(self.items(items, item, path)),
                _ => Kind::List(items),
            },
            (Kind::Map(entries), _) if is_wrapper(&entries) => {
                return self.wrapped(Node { span, kind: Kind::Map(entries) }, shape, path);
            }
            (kind, _) => kind,
        };
        Node { span, kind }
    }

    fn items(&mut self, items: Vec<Node>, shape: &Shape, path: &Path) -> Vec<Node> {
        let items = items.into_iter().enumerate();
        items.map(|(i, item)| self.value(item, shape, &path.index(i))).collect()
    }

    /// A block, which says it among its own fields. A file as a whole has no such fields, nor has a block whose keys an
    /// author names himself.
    fn block(&mut self, entries: Vec<Entry>, shape: &Shape, path: &Path) -> Vec<Entry> {
        let Shape::Map { keys, others, .. } = shape else { return entries };
        let own = |name: &str| keys.iter().any(|(key, _)| key == name);
        let named = others.is_some() && !shape.is_bedragen();
        let says = |entry: &Entry| {
            entry.key.text().is_some_and(|name| matches!(name, OPENBAAR | GROND) && !own(name))
        };
        if path.segments().is_empty() || named || !entries.iter().any(says) {
            return entries;
        }
        let is_notation = |entry: &Entry| {
            entry.key.text().is_some_and(|name| NOTATIE.contains(&name) && !own(name))
        };
        let (notation, rest): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_notation);
        if let Some(gelicht) = self.read(&notation, path) {
            match gelicht.openbaar || shape.is_blok_lakbaar() {
                true => self.out.push(gelicht),
                false => self.found.push(
                    Diagnostic::error(
                        codes::NOT_WITHHELD,
                        "dit blok kan niet in zijn geheel worden gelakt",
                    )
                    .at(gelicht.span, "")
                    .help("lak de velden erin die niet openbaar zijn, elk voor zich"),
                ),
            }
        }
        rest
    }

    /// A value in its wrapper.
    fn wrapped(&mut self, node: Node, shape: &Shape, path: &Path) -> Node {
        let Kind::Map(entries) = node.kind else { return node };
        let head =
            entries.first().map_or_else(|| node.span.clone(), |entry| entry.key.span.clone());
        let (mut value, mut notation) = (None, Vec::new());
        for entry in entries {
            match entry.key.text() {
                Some(WAARDE) => value = Some(entry.value),
                Some(name) if NOTATIE.contains(&name) => notation.push(entry),
                other => {
                    let name = words::shorten(other.unwrap_or_default());
                    self.found.push(
                        Diagnostic::error(codes::UNKNOWN_KEY, format!("onbekend veld `{name}`"))
                            .at(entry.key.span.clone(), "dit veld bestaat hier niet")
                            .help("hier kunnen `waarde`, `openbaar`, `grond` en `reden` staan"),
                    );
                }
            }
        }
        if notation.is_empty() {
            self.wrong(&head, "een `waarde:` zonder `openbaar: nee`")
                .help("schrijf de waarde achter de naam van het veld, of zet `openbaar: nee` en `grond:` erbij");
        }
        if let Some(gelicht) = self.read(&notation, path) {
            if shape.is_lakbaar() || gelicht.openbaar {
                self.out.push(gelicht);
            } else {
                let message = format!("{} kan niet worden gelakt", path.in_words());
                self.found.push(
                    Diagnostic::error(codes::NOT_WITHHELD, message).at(gelicht.span, "").help(
                        "lakken kan bij tekst en bij bedragen; een datum of een vast woord moet bekend zijn",
                    ),
                );
            }
        }
        let Some(value) = value else {
            self.found.push(
                Diagnostic::error(
                    codes::MISSING_KEY,
                    format!("verplicht veld `waarde` ontbreekt in {}", path.in_words()),
                )
                .at(head.clone(), "in dit blok")
                .help("voeg toe: `waarde: …`, met wat er in de werkeditie staat"),
            );
            // Something stands there, so that this is the only thing said of it.
            return Node::in_place_of("-", head);
        };
        self.value(value, shape, path)
    }

    /// What the keys of the notation say.
    fn read(&mut self, notation: &[Entry], path: &Path) -> Option<Gelicht> {
        let of = |name: &str| notation.iter().find(|entry| entry.key.text() == Some(name));
        let (openbaar, grond, reden) = (of(OPENBAAR), of(GROND), of(REDEN));
        let span = notation.first()?.key.span.clone();
        let said = match openbaar.map(|entry| entry.value.text()) {
            Some(Some("ja" | "true")) => Some(true),
            Some(Some("nee" | "false")) => Some(false),
            Some(_) => {
                let entry = openbaar?;
                self.found.push(
                    Diagnostic::error(codes::WRONG_TYPE, "`openbaar` moet ja of nee zijn")
                        .at(entry.value.head(self.sources), "")
                        .help("schrijf `nee`, en bij `grond:` waarom het niet openbaar is"),
                );
                Some(false)
            }
            None => None,
        };
        match (said, grond) {
            (None, _) => {
                let what = if grond.is_some() { GROND } else { REDEN };
                self.wrong(&span, &format!("een `{what}:` zonder `openbaar: nee`: dit lakt niets"))
                    .help("zet er `openbaar: nee` bij, of haal de regel weg");
            }
            (Some(true), Some(grond)) => {
                self.wrong(&grond.key.span, "wat openbaar is, heeft geen grond om te lakken")
                    .help("schrijf `openbaar: nee`, of haal `grond:` weg");
            }
            (Some(false), None) => {
                self.found.push(
                    Diagnostic::error(
                        codes::GROUND_UNKNOWN,
                        "hier ontbreekt de grond om te lakken",
                    )
                    .at(span.clone(), "")
                    .help("voeg toe: `grond: 5.1.2e`, of een andere grond van de Woo"),
                );
            }
            _ => {}
        }
        let gronden = grond.map(|entry| self.gronden(&entry.value)).unwrap_or_default();
        let text = reden.and_then(|entry| entry.value.text()).map(str::trim);
        if let (Some(entry), None | Some("")) = (reden, text) {
            self.wrong(&entry.key.span, "hier ontbreekt de reden")
                .help("schrijf in één zin waarom dit niet openbaar kan worden");
        }
        Some(Gelicht {
            place: Place { root: self.root, path: path.clone() },
            openbaar: said == Some(true),
            gronden,
            reden: text.filter(|text| !text.is_empty()).map(ToOwned::to_owned),
            span,
        })
    }

    fn gronden(&mut self, node: &Node) -> Gronden {
        let typed = node.text().unwrap_or_default();
        match Gronden::read(typed, self.woo) {
            Ok(gronden) => gronden,
            Err(wrong) => {
                let mut told = Diagnostic::error(codes::GROUND_UNKNOWN, wrong.message)
                    .at(node.head(self.sources), "")
                    .help(wrong.help);
                told.fix = (wrong.meant)
                    .and_then(|meant| mended::whole(node, &meant, self.sources))
                    .unwrap_or_default();
                self.found.push(told);
                Gronden::default()
            }
        }
    }

    fn wrong(&mut self, span: &Span, message: &str) -> Added<'_> {
        self.found.push(Diagnostic::error(codes::WITHHOLDING_FORM, message).at(span.clone(), ""));
        Added(self.found)
    }
}

/// The diagnostic that was added last.
struct Added<'a>(&'a mut Vec<Diagnostic>);

impl Added<'_> {
    fn help(self, text: &str) {
        if let Some(last) = self.0.last_mut() {
            last.help.push(text.to_owned());
        }
    }
}

/// Whether a map stands around a single value.
pub(super) fn is_wrapped(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.key.text() == Some(WAARDE))
}

/// Whether a map stands around a value.
fn is_wrapper(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| matches!(entry.key.text(), Some(WAARDE | OPENBAAR | GROND)))
}

/// The place of a value in the file as it is written, in which it may stand in a wrapper.
pub(crate) fn written(tree: &Node, path: &Path) -> Path {
    let into = |node: Option<&Node>, path: Path| match node.and_then(|node| node.get(WAARDE)) {
        Some(_) => path.key(WAARDE),
        None => path,
    };
    path.segments().iter().fold(Path::default(), |at, segment| {
        let next = match segment {
            Segment::Key(key) => at.key(key),
            Segment::Index(index) => at.index(*index),
        };
        into(tree.at(&next), next)
    })
}
