//! In: the texts of a dossier. Out: the figures and frames that stand among their paragraphs. Pure.
//!
//! A text names a figure or a frame on a line of its own, and its file says what that is. Each is printed once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::texts::{TextCheck, keys};
use super::{Context, Ingevoegd, Names};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    BESTAND, FIGUREN, Gronden, KADERS, Naam, Place, Root, Shape, Tekstsoort, Tekstveld, shape,
};
use crate::prose::{self, Inline, Inserted};
use crate::yaml::{Node, Path, Segment};

/// The field with all of a kind.
pub(super) fn field(what: Inserted) -> &'static str {
    match what {
        Inserted::Figuur => FIGUREN,
        Inserted::Kader => KADERS,
    }
}

/// Whether a text stands in a frame.
pub(super) fn is_in_frame(path: &Path) -> bool {
    matches!(path.segments(), [Segment::Key(first), Segment::Key(_), ..] if &**first == KADERS)
}

/// Whether a file can have such a field.
fn has_field(root: Root, field: &str) -> bool {
    matches!(shape(root), Shape::Map { keys, .. } if keys.iter().any(|(key, _)| key == field))
}

/// Which figure or frame a text is of.
fn owner(place: &Place) -> Option<(Root, &str, &str)> {
    match place.path.segments() {
        [Segment::Key(of), Segment::Key(name), ..] if [FIGUREN, KADERS].contains(&&**of) => {
            Some((place.root, of, name))
        }
        _ => None,
    }
}

/// The same texts, with those of a figure or frame behind the text that it stands in.
pub(super) fn in_place(all: Vec<Tekstveld<'_>>) -> Vec<Tekstveld<'_>> {
    let mut own: BTreeMap<(Root, String, String), Vec<Tekstveld<'_>>> = BTreeMap::new();
    let mut rest = Vec::new();
    for text in all {
        match owner(&text.place) {
            Some((root, of, name)) => {
                own.entry((root, of.to_owned(), name.to_owned())).or_default().push(text);
            }
            None => rest.push(text),
        }
    }
    if own.is_empty() {
        return rest;
    }
    let mut out = Vec::new();
    for text in rest {
        with_own(text, &mut own, &mut out);
    }
    // What no text names.
    out.extend(own.into_values().flatten());
    out
}

fn with_own<'a>(
    text: Tekstveld<'a>,
    own: &mut BTreeMap<(Root, String, String), Vec<Tekstveld<'a>>>,
    out: &mut Vec<Tekstveld<'a>>,
) {
    let root = text.place.root;
    let named = named(&text);
    out.push(text);
    for (what, name) in named {
        for inner in own.remove(&(root, field(what).to_owned(), name)).unwrap_or_default() {
            with_own(inner, own, out);
        }
    }
}

/// The figures and frames that a text names, in order.
fn named(text: &Tekstveld<'_>) -> Vec<(Inserted, String)> {
    let mut named = Vec::new();
    let typed = text.node.text().filter(|_| text.kind == Tekstsoort::Proza).unwrap_or_default();
    if ["<figuur:", "<kader:"].iter().any(|form| typed.contains(form)) {
        prose::read(typed).0.visit(&mut |inline| {
            if let Inline::Insert { what, name, .. } = inline {
                named.push((*what, name.clone()));
            }
        });
    }
    named
}

/// The figures and frames that were placed so far.
#[derive(Default)]
pub(super) struct Inserts<'a> {
    /// The texts of frames.
    texts: HashMap<Place, &'a Tekstveld<'a>>,
    /// What the names in the text of a frame stand for, once it is placed.
    pub(super) names: BTreeMap<Place, Names>,
    seen: BTreeSet<(Root, Inserted, String)>,
}

impl<'a> Inserts<'a> {
    pub(super) fn new(all: &'a [Tekstveld<'a>]) -> Self {
        let frames = all.iter().filter(|text| is_in_frame(&text.place.path));
        let frames = frames.filter(|text| text.kind == Tekstsoort::Proza);
        let texts = frames.map(|text| (text.place.clone(), text)).collect();
        Self { texts, ..Self::default() }
    }

    /// The text of a frame.
    pub(super) fn text(&self, place: &Place) -> Option<&'a Tekstveld<'a>> {
        self.texts.get(place).copied()
    }
}

impl TextCheck<'_> {
    /// What stands in the place of `<figuur:naam>` or `<kader:naam>`; of a frame the place of its text.
    pub(super) fn insert(
        &mut self,
        what: Inserted,
        name: &str,
        range: &Range<usize>,
        inserts: &mut Inserts<'_>,
    ) -> Option<Place> {
        let Place { root, path } = &self.text.place;
        let (root, form) = (*root, what.form());
        if super::passage::is_note(path) || what == Inserted::Kader && is_in_frame(path) {
            let of = if super::passage::is_note(path) { "een voetnoot" } else { "een kader" };
            let message = format!("in {of} kan geen {form} staan");
            self.fail(codes::INSERT_UNKNOWN, message, range, "zet dit in de tekst zelf");
            return None;
        }
        if !has_field(root, field(what)) {
            let message = format!("in dit bestand kan geen {form} staan");
            self.fail(
                codes::INSERT_UNKNOWN,
                message,
                range,
                "zet dit in brief.yaml, vragen.yaml of nota.yaml",
            );
            return None;
        }
        let tree = self.context.reading.trees.get(&root);
        let defined = tree.and_then(|tree| tree.entry(field(what)));
        let Some(node) = defined.and_then(|entry| entry.value.get(name)) else {
            // It may stand in what a syntax error left out.
            if defined.is_some() || !self.context.reading.trees.partial.contains(&root) {
                self.unknown(what, name, range, defined.map(|entry| &entry.value));
            }
            return None;
        };
        if !inserts.seen.insert((root, what, name.to_owned())) {
            let message = format!("{form} `{name}` staat al eerder in de tekst");
            let help = format!("laat er één staan, of maak onder `{}:` nog een", field(what));
            self.fail(codes::INSERT_UNKNOWN, message, range, help);
            return None;
        }
        let place = Place { root, path: Path::default().key(field(what)).key(name) };
        let line =
            |key: &str| node.get(key).and_then(Node::text).map(|text| text.trim().to_owned());
        let (inserted, inner) = match what {
            Inserted::Figuur => {
                let bestand = line(BESTAND)?;
                let inserted = match Gronden::of_merk(&bestand) {
                    Some(gronden) => Ingevoegd::Gelakt { merk: gronden.merk(), place },
                    None => Ingevoegd::Figuur {
                        place,
                        bestand,
                        beschrijving: line("beschrijving")?,
                        bijschrift: line("bijschrift"),
                        breedte: line("breedte").and_then(|text| text.parse().ok()),
                    },
                };
                (inserted, None)
            }
            Inserted::Kader => {
                let (kop, tekst) = (line("kop"), place.key("tekst"));
                match Gronden::of_merk(&line("tekst")?).filter(|_| kop.is_none()) {
                    Some(gronden) => (Ingevoegd::Gelakt { merk: gronden.merk(), place }, None),
                    None => (Ingevoegd::Kader { place, kop, tekst: tekst.clone() }, Some(tekst)),
                }
            }
        };
        self.names.inserts.insert(range.start, inserted);
        inner
    }

    fn unknown(&mut self, what: Inserted, name: &str, range: &Range<usize>, all: Option<&Node>) {
        let (form, field) = (what.form(), field(what));
        let known = all.map(keys).unwrap_or_default();
        let label = match words::meant(name, known.iter().copied()) {
            Some(meant) => format!("bedoelde u `<{form}:{meant}>`?"),
            None => String::new(),
        };
        let content = match what {
            Inserted::Figuur => "{bestand: …, beschrijving: …}",
            Inserted::Kader => "{kop: …, tekst: …}",
        };
        let own = match Naam::is_valid(name) {
            true => name.to_owned(),
            false => Naam::meant(name).unwrap_or_else(|| format!("{form}_1")),
        };
        let help = match own == name {
            true => format!("voeg onder `{field}:` in dit bestand toe: `{name}: {content}`"),
            false => format!(
                "schrijf hier `<{form}:{own}>`, en voeg onder `{field}:` in dit bestand toe: `{own}: {content}`"
            ),
        };
        let span = self.text.node.within(range.clone(), self.context.sources);
        let message = format!("{form} `{name}` bestaat niet");
        self.found
            .push(Diagnostic::error(codes::INSERT_UNKNOWN, message).at(span, label).help(help));
    }
}

/// Figures and frames that no text names.
pub(super) fn unused(
    context: &Context<'_>,
    root: Root,
    tree: &Node,
    inserts: &Inserts<'_>,
    found: &mut Vec<Diagnostic>,
) {
    for what in Inserted::ALL {
        let (form, field) = (what.form(), field(what));
        let Some(defined) = tree.get(field) else { continue };
        for name in keys(defined).into_iter().filter(|name| Naam::is_valid(name)) {
            if inserts.seen.contains(&(root, what, name.to_owned())) {
                continue;
            }
            let path = Path::default().key(field).key(name);
            found.push(
                Diagnostic::warning(
                    codes::INSERT_UNUSED,
                    format!("{form} `{name}` staat in geen tekst"),
                )
                .at(tree.key_place(&path, context.sources), "dit komt niet in het document")
                .help(format!(
                    "zet `<{form}:{name}>` in de tekst, op een regel van zichzelf, of haal het weg"
                )),
            );
        }
    }
}
