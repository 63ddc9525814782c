//! In: the trees of a dossier. Out: the typed dossier, its texts, or what is wrong with it. Pure.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::Weglaatbaar;
use super::rijnaam::{FORMAT_RIJNAAM, nootmerken};
use super::schema::{Shape, shape};
use super::tekst::{FORMAT_PROZA, FORMAT_REGEL, FORMAT_WEGLAATBAAR};
use super::zin::is_zin;
use super::{Bestand, Dossier, Gronden, Place, Root, Trees, structure};
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::yaml::{Entry, Kind, Node, Path};

/// Most texts with markup: each becomes a sheet of its own, and sheets have numbers of 16 bits.
const MAX_PROSE: usize = 20_000;
/// Most texts of any kind.
const MAX_TEXTS: usize = 200_000;

/// What kind of text a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tekstsoort {
    /// One line, printed as typed.
    Regel,
    /// With light markup.
    Proza,
    /// From a cell of a spreadsheet, whose authors know no markup: lines, printed as typed, but for the marks of notes.
    Cel,
    /// One line, printed as typed, but for the marks of notes.
    Genoteerd,
}

/// A text field of a dossier, with its place.
#[derive(Debug, Clone)]
pub struct Tekstveld<'a> {
    /// Where it stands.
    pub place: Place,
    /// The value.
    pub node: &'a Node,
    /// What kind of text it is.
    pub kind: Tekstsoort,
}

/// The fields with the logo, and with a file's figures and frames; and of an image the one with its path.
const LOGO: &str = "logo";
pub(crate) const KADERS: &str = "kaders";
pub(crate) const FIGUREN: &str = "figuren";
pub(crate) const BESTAND: &str = "bestand";

/// A dossier that was read: what could be understood of it, and what is wrong.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What its files say.
    pub trees: Trees,
    /// The typed dossier; there only if the structure has no mistakes.
    pub dossier: Option<Arc<Dossier>>,
}

impl Reading {
    /// The path of each image that its files name, with the field that names it: the logo, and the figures.
    pub fn images(&self) -> Vec<(Place, &str)> {
        let mut all = Vec::new();
        for (root, tree) in &self.trees {
            let mut name = |path: Path| {
                let name = tree.at(&path).and_then(Node::text);
                // Of one that is withheld there is only a mark.
                let name = name.filter(|name| Gronden::of_merk(name).is_none());
                all.extend(name.map(|name| (Place { root: *root, path }, name)));
            };
            let logo = Path::default().key(LOGO);
            if *root == Root::File(Bestand::Dossier) {
                name(logo.key(BESTAND));
            }
            if let Some(Kind::Map(figures)) = tree.get(FIGUREN).map(|figures| &figures.kind) {
                let figures = figures.iter().filter_map(|figure| figure.key.text());
                figures.for_each(|key| name(Path::default().key(FIGUREN).key(key).key(BESTAND)));
            }
        }
        all
    }

    /// Every text field of the files and the profile, in their order.
    pub fn texts(&self) -> Vec<Tekstveld<'_>> {
        texts(&self.trees)
    }
}

/// Every text field of trees, in their order.
pub(crate) fn texts(trees: &Trees) -> Vec<Tekstveld<'_>> {
    let mut out = Vec::new();
    for (root, tree) in trees {
        collect(*root, tree, shape(*root), &Path::default(), &mut out);
    }
    // The dossier's adjustments are part of the profile, and would be there twice.
    let adjusted = Path::default().key("profiel");
    let first = adjusted.segments().first();
    out.retain(|text: &Tekstveld<'_>| {
        text.place.root != Root::File(Bestand::Dossier)
            || text.place.path.segments().first() != first
    });
    out
}

/// Takes trees for a dossier.
pub fn read(trees: Trees) -> Reading {
    let mut reading = Reading { trees, dossier: None };
    let texts = reading.texts();
    let prose = texts.iter().filter(|text| text.kind != Tekstsoort::Regel).count();
    let too_many = match (texts.len() > MAX_TEXTS, prose > MAX_PROSE) {
        (true, _) => Some(MAX_TEXTS),
        (_, true) => Some(MAX_PROSE),
        _ => None,
    };
    let trees = &mut reading.trees;
    if let Some(most) = too_many {
        let message = format!("{}: meer dan {most} tekstvelden", trees.name);
        trees
            .found
            .push(Diagnostic::error(codes::TOO_MANY_TEXTS, message).help("splits het dossier"));
    }
    if !has_errors(&trees.found) {
        let mut found = Vec::new();
        reading.dossier = typed(trees, &mut found).map(Arc::new);
        trees.found.append(&mut found);
    }
    reading
}

fn typed(trees: &Trees, found: &mut Vec<Diagnostic>) -> Option<Dossier> {
    fn convert<T: DeserializeOwned>(
        root: Root,
        trees: &Trees,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let node = trees.get(&root)?;
        serde_yaml::from_value(structure::value(node, shape(root)))
            .map_err(|error| {
                // The shape is derived from the type, so what has the shape has the type. Should the
                // two ever differ, the author still gets a place.
                let span = node.span.start();
                found.push(Diagnostic::error(codes::WRONG_TYPE, error.to_string()).at(span, ""));
            })
            .ok()
    }
    fn file<T: DeserializeOwned>(
        bestand: Bestand,
        trees: &Trees,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        convert(Root::File(bestand), trees, found)
    }
    let dossier = Dossier {
        gegevens: file(Bestand::Dossier, trees, found)?,
        brief: file(Bestand::Brief, trees, found),
        vragen: file(Bestand::Vragen, trees, found),
        nota: file(Bestand::Nota, trees, found),
        bijlage: file(Bestand::Bijlage, trees, found),
        profiel: convert(Root::Profile, trees, found)?,
    };
    (!has_errors(found)).then_some(dossier)
}

fn collect<'a>(
    root: Root,
    node: &'a Node,
    shape: &Shape,
    path: &Path,
    out: &mut Vec<Tekstveld<'a>>,
) {
    match (&node.kind, shape) {
        (Kind::Scalar(scalar), Shape::Text(Some(format))) => {
            let kind = match format.as_str() {
                FORMAT_REGEL => Tekstsoort::Regel,
                FORMAT_RIJNAAM if nootmerken(&scalar.value).is_empty() => Tekstsoort::Regel,
                FORMAT_RIJNAAM => Tekstsoort::Genoteerd,
                FORMAT_WEGLAATBAAR
                    if Weglaatbaar::from(scalar.value.to_string()) != Weglaatbaar::Weg =>
                {
                    Tekstsoort::Regel
                }
                zin if is_zin(zin) => Tekstsoort::Regel,
                FORMAT_PROZA if scalar.cell => Tekstsoort::Cel,
                FORMAT_PROZA => Tekstsoort::Proza,
                _ => return,
            };
            if !node.is_null() {
                out.push(Tekstveld { place: Place { root, path: path.clone() }, node, kind });
            }
        }
        (Kind::List(_), Shape::WordsOr(_, list)) => collect(root, node, list, path, out),
        (Kind::List(items), Shape::List(shape, _)) => {
            for (i, item) in items.iter().enumerate() {
                collect(root, item, shape, &path.index(i), out);
            }
        }
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            for Entry { key, value } in entries {
                let Some(name) = key.text() else { continue };
                let shape = keys.iter().find(|(key, _)| key == name).map(|(_, shape)| shape);
                if let Some(shape) = shape.or_else(|| others.as_ref().map(|(_, shape)| &**shape)) {
                    collect(root, value, shape, &path.key(name), out);
                }
            }
        }
        _ => {}
    }
}
