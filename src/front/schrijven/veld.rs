//! In: the text of a file, and a place in it. Out: the field that stands there, as a person edits it. Pure.

use std::ops::Range;

use kamerbrief_base::FORMAT_DATUM;
use serde::Serialize;

use super::draft::{Blok, Draft, Ink, Stretch};
use crate::dossier::{Bestand, NOTEN, Root, Shape, WAARDE, shape};
use crate::yaml::{self, Kind, Node, Path, Segment};

/// What stands for the caret while a text is read: signs that nobody types, of which one that is not in the text is taken.
const CARETS: Range<u32> = 0xF600..0xF700;

/// A field of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Veld {
    /// The name of the file, without `.yaml`.
    pub bestand: &'static str,
    /// The way to it in the file, as it is written there.
    pub place: String,
    /// The same as a reader would say it.
    pub naam: String,
    /// What it holds.
    #[serde(flatten)]
    pub soort: Veldsoort,
    /// What it says in the file.
    pub base: String,
    /// Where in it the place is that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caret: Option<Caret>,
    /// Where it stands in the text of the file.
    #[serde(skip)]
    pub range: Range<usize>,
    /// Where in what it says in the file the place is that was asked for, in bytes.
    #[serde(skip)]
    pub offset: Option<usize>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "soort", rename_all = "snake_case")]
pub enum Veldsoort {
    /// Text with light markup.
    Tekst {
        /// The same as a person edits it.
        draft: Draft,
    },
    /// One line.
    Regel,
    /// A day.
    Datum,
    /// One of these words.
    Keuze {
        /// Which.
        keuzes: Vec<String>,
    },
}

/// A place in what a field says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Caret {
    /// The block; 0 of a field of one line.
    pub block: usize,
    /// In a table: the row and the cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<(usize, usize)>,
    /// How many characters stand before it; a chip and a line break count for one.
    pub at: usize,
}

impl Veld {
    /// The field of which the text holds an offset of the file.
    pub fn at(file: &str, bestand: Bestand, offset: usize) -> Option<Self> {
        let (sources, tree) = yaml::read(file)?;
        let path = leaf(&tree, offset)?;
        let node = tree.at(&path)?;
        let within = node.offsets(&sources).and_then(|map| map.backward(&(offset..offset + 1)));
        Self::new(bestand, &path, node, within.map(|range| range.start))
    }

    /// The field at the end of a path.
    pub fn of(file: &str, bestand: Bestand, path: &Path) -> Option<Self> {
        let (_, tree) = yaml::read(file)?;
        let path = geschreven(&tree, Root::File(bestand), path);
        Self::new(bestand, &path, tree.at(&path)?, None)
    }

    /// How many items a list of a file has; none where there is no list.
    pub fn items(file: &str, list: &Path) -> Option<usize> {
        match &yaml::read(file)?.1.at(list)?.kind {
            Kind::List(items) => Some(items.len()),
            _ => None,
        }
    }

    /// The note of a file whose name stands there.
    pub fn noot(file: &str, name: &Range<usize>) -> Option<Path> {
        let tree = yaml::read(file)?.1;
        NOTEN.into_iter().find_map(|series| {
            let Kind::Map(entries) = &tree.get(series)?.kind else { return None };
            let entry = entries.iter().find(|entry| entry.key.span.range == *name)?;
            Some(Path::default().key(series).key(entry.key.text()?))
        })
    }

    fn new(bestand: Bestand, path: &Path, node: &Node, within: Option<usize>) -> Option<Self> {
        let base = node.text()?.to_owned();
        let soort = match shape_at(shape(Root::File(bestand)), path.segments())? {
            Shape::Text(Some(format)) if format == FORMAT_DATUM => Veldsoort::Datum,
            shape if shape.is_proza() => Veldsoort::Tekst { draft: Draft::of(&base) },
            Shape::Text(_) | Shape::Whole(..) => Veldsoort::Regel,
            Shape::Words(words) => Veldsoort::Keuze { keuzes: words.clone() },
            Shape::Bool => Veldsoort::Keuze { keuzes: vec!["ja".into(), "nee".into()] },
            Shape::WordsOr(..) | Shape::Map { .. } | Shape::List(..) => return None,
        };
        let caret = within.and_then(|at| match &soort {
            Veldsoort::Tekst { .. } => in_draft(&base, at),
            _ => Some(Caret { at: base.get(..at)?.chars().count(), ..Caret::default() }),
        });
        Some(Self {
            bestand: bestand.stem(),
            place: path.to_string(),
            naam: path.in_words(),
            soort,
            base,
            caret,
            range: node.span.range.clone(),
            offset: within,
        })
    }
}

/// The way to the single value that stands around an offset.
fn leaf(node: &Node, offset: usize) -> Option<Path> {
    fn walk(node: &Node, path: Path, offset: usize) -> Option<Path> {
        match &node.kind {
            Kind::Scalar(_) => {
                let Range { start, end } = node.span.range;
                (start <= offset && offset <= end && start < end).then_some(path)
            }
            Kind::List(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| walk(item, path.index(index), offset)),
            Kind::Map(entries) => entries
                .iter()
                .find_map(|entry| walk(&entry.value, path.key(entry.key.text()?), offset)),
        }
    }
    walk(node, Path::default(), offset)
}

/// The way to a value as it is written in a file: a block may be written short, as `6: Waarom?` for `6: {tekst: Waarom?}`, and
/// what is withheld stands in a block of its own.
pub(super) fn geschreven(tree: &Node, root: Root, path: &Path) -> Path {
    let (mut node, mut out) = (tree, Path::default());
    let withheld = |node: &'_ Node| matches!(node.kind, Kind::Map(_)) && node.get(WAARDE).is_some();
    for (at, step) in path.segments().iter().enumerate() {
        let next = match step {
            Segment::Key(key) => out.key(key),
            Segment::Index(index) => out.index(*index),
        };
        if let Some(there) = tree.at(&next) {
            (node, out) = (there, next);
            continue;
        }
        let last = at + 1 == path.segments().len();
        let is_short = match (step, shape_of(shape(root), out.segments())) {
            (Segment::Key(key), Some(Shape::Map { short: Some(short), .. })) => **key == **short,
            _ => false,
        };
        return match &node.kind {
            Kind::Scalar(_) if last && is_short => out,
            Kind::Map(_) if last && is_short && withheld(node) => out.key(WAARDE),
            _ => path.clone(),
        };
    }
    if withheld(node) { out.key(WAARDE) } else { out }
}

/// What a value must look like, by the way to it, as the schema has it.
fn shape_of<'a>(shape: &'a Shape, path: &[Segment]) -> Option<&'a Shape> {
    let Some((first, rest)) = path.split_first() else { return Some(shape) };
    match (shape, first) {
        (Shape::Map { keys, others, .. }, Segment::Key(key)) => {
            let known = keys.iter().find(|(name, _)| **name == **key).map(|(_, shape)| shape);
            shape_of(known.or_else(|| others.as_ref().map(|(_, shape)| &**shape))?, rest)
        }
        (Shape::List(item, _), Segment::Index(_)) => shape_of(item, rest),
        (Shape::WordsOr(_, list), Segment::Index(_)) => shape_of(list, path),
        _ => None,
    }
}

/// What a value must look like, by the way to it as it is written: a block may be written short, and what is withheld
/// stands in a block of its own.
pub(super) fn shape_at<'a>(shape: &'a Shape, path: &[Segment]) -> Option<&'a Shape> {
    let Some((first, rest)) = path.split_first() else {
        return match shape {
            Shape::Map { keys, short: Some(short), .. } => {
                Some(&keys.iter().find(|(key, _)| key == short)?.1)
            }
            shape => Some(shape),
        };
    };
    match (shape, first) {
        (Shape::Map { keys, others, short, .. }, Segment::Key(key)) => {
            let known = keys.iter().find(|(name, _)| **name == **key).map(|(_, shape)| shape);
            match known.or_else(|| others.as_ref().map(|(_, shape)| &**shape)) {
                Some(shape) => shape_at(shape, rest),
                None if short.is_some() && rest.is_empty() => shape_at(shape, rest),
                None => None,
            }
        }
        (Shape::List(item, _), Segment::Index(_)) => shape_at(item, rest),
        (Shape::WordsOr(_, list), Segment::Index(_)) => shape_at(list, path),
        // What is withheld: the value behind its key.
        (shape, Segment::Key(_)) if rest.is_empty() => Some(shape),
        _ => None,
    }
}

/// The place in a draft of an offset in the text that it is of: where a sign comes out that is put there.
fn in_draft(text: &str, at: usize) -> Option<Caret> {
    let mut signs = CARETS.filter_map(char::from_u32);
    let sign = signs.find(|sign| !text.contains(*sign))?;
    let marked = format!("{}{sign}{}", text.get(..at)?, &text[at..]);
    let draft = Draft::of(&marked);
    draft.blocks.iter().enumerate().find_map(|(block, of)| {
        let caret = |cell, at| Caret { block, cell, at };
        match of {
            Blok::Paragraph { content, .. } | Blok::Item { content, .. } => {
                Some(caret(None, in_line(content, sign)?))
            }
            Blok::Table { rows, .. } => rows.iter().enumerate().find_map(|(row, cells)| {
                cells.iter().enumerate().find_map(|(column, cell)| {
                    Some(caret(Some((row, column)), in_line(cell, sign)?))
                })
            }),
            Blok::Fixed { source, .. } => source.contains(sign).then(|| caret(None, 0)),
        }
    })
}

fn in_line(line: &[Stretch], sign: char) -> Option<usize> {
    let mut before = 0;
    for stretch in line {
        match &stretch.what {
            Ink::Text(text) => match text.find(sign) {
                Some(at) => return Some(before + text[..at].chars().count()),
                None => before += text.chars().count(),
            },
            Ink::Raised(text) | Ink::Lowered(text) if text.contains(sign) => return Some(before),
            Ink::Chip(chip) if chip.source.contains(sign) => return Some(before),
            Ink::Raised(_) | Ink::Lowered(_) | Ink::Chip(_) | Ink::Break(_) => before += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRIEF: &str = "opening: |\n  Een **vette** zin met {{ bijlage.totaal[2026] | miljoen }} erin.\n\n  - een\n  - twee\n\n  | a | b |\n  |---|---|\n  | c | dee |\nsecties:\n  - kop: Het kopje # opmerking\n    tekst: >-\n      Gevouwen tekst die\n      doorloopt.\nslot: \"Tussen \\u0022quotes\\u0022\"\n";

    fn at(words: &str, within: usize) -> Veld {
        Veld::at(BRIEF, Bestand::Brief, BRIEF.find(words).unwrap() + within).unwrap()
    }

    #[test]
    fn a_letter_of_the_file_is_a_place_in_the_draft() {
        let caret = |block, cell, at| Some(Caret { block, cell, at });
        for (words, within, place, wanted) in [
            ("Een", 2, "opening", caret(0, None, 2)),
            ("vette", 3, "opening", caret(0, None, 7)),
            ("erin", 0, "opening", caret(0, None, 20)),
            ("totaal", 2, "opening", caret(0, None, 18)),
            ("twee", 1, "opening", caret(2, None, 1)),
            ("dee", 2, "opening", caret(3, Some((1, 1)), 2)),
            ("kopje", 1, "secties[0].kop", caret(0, None, 5)),
            ("doorloopt", 2, "secties[0].tekst", caret(0, None, 21)),
            ("quotes", 1, "slot", caret(0, None, 9)),
        ] {
            let veld = at(words, within);
            assert_eq!((veld.place.as_str(), veld.caret), (place, wanted), "{words}");
        }
        assert!(matches!(at("kopje", 0).soort, Veldsoort::Regel));
        assert!(matches!(at("vette", 0).soort, Veldsoort::Tekst { .. }));
    }

    #[test]
    fn what_a_field_holds_follows_from_the_schema() {
        let soort = |bestand, text: &str, path: &str| {
            Veld::of(text, bestand, &path.parse().unwrap()).map(|veld| veld.soort)
        };
        let dossier = "datum: 2026-01-31\nonderwerp: Iets\ngeadresseerde: tweede_kamer\n";
        assert_eq!(soort(Bestand::Dossier, dossier, "datum"), Some(Veldsoort::Datum));
        assert_eq!(soort(Bestand::Dossier, dossier, "onderwerp"), Some(Veldsoort::Regel));
        let vragen = "vragen:\n  1: Waarom?\n  2: {tekst: Wie?}\nantwoorden:\n  - op: [1]\n    tekst: Daarom.\n";
        for path in ["vragen.1", "vragen.1.tekst", "vragen.2.tekst", "antwoorden[0].tekst"] {
            let soort = soort(Bestand::Vragen, vragen, path);
            assert!(matches!(soort, Some(Veldsoort::Tekst { .. })), "{path}: {soort:?}");
        }
        let hidden = "secties:\n  - kop: {waarde: Geheim, openbaar: nee}\n    tekst: x\n";
        for path in ["secties[0].kop.waarde", "secties[0].kop"] {
            assert_eq!(soort(Bestand::Brief, hidden, path), Some(Veldsoort::Regel), "{path}");
        }
        let hidden = "vragen:\n  1: {waarde: Waarom?, openbaar: nee}\n";
        for path in ["vragen.1.waarde", "vragen.1.tekst"] {
            let soort = soort(Bestand::Vragen, hidden, path);
            assert!(matches!(soort, Some(Veldsoort::Tekst { .. })), "{path}: {soort:?}");
        }
        assert_eq!(soort(Bestand::Vragen, vragen, "vragen.1.delen"), None);
        assert_eq!(soort(Bestand::Vragen, vragen, "vragen.1.tekst.x"), None);
        assert_eq!(soort(Bestand::Brief, hidden, "secties"), None);
        assert_eq!(soort(Bestand::Brief, hidden, "onbekend"), None);
    }
}
