//! In: a dossier's files as bytes. Out: trees, the typed dossier, every structural mistake. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use serde::de::DeserializeOwned;

use super::schema::Shape;
use super::spreadsheet::{self, Bewering};
use super::tekst::{FORMAT_PROZA, FORMAT_REGEL};
use super::{Bestand, Dossier, Lijsten, Namen, Parafen, Taal, parafen, structure};
use crate::diagnostic::{Diagnostic, codes, has_errors, words};
use crate::source::{Sources, Span};
use crate::templates::{NAMES, Template, Templates, WORDS};
use crate::yaml::{self, Entry, Kind, MAX_BYTES, Node, Parsed, Path};

static SHAPES: LazyLock<BTreeMap<Bestand, Shape>> = LazyLock::new(|| {
    Bestand::ALL.into_iter().map(|bestand| (bestand, Shape::of(bestand))).collect()
});
static PROFILE: LazyLock<Shape> = LazyLock::new(Shape::of_profile);
static ADJUSTMENT: LazyLock<Shape> = LazyLock::new(Shape::of_adjustment);
static NAMEN: LazyLock<Shape> = LazyLock::new(Shape::of_type::<Namen>);
static TAAL: LazyLock<Shape> = LazyLock::new(Shape::of_type::<Taal>);

/// The embedded lists, read once: they are the same in every run.
static EMBEDDED_LISTS: LazyLock<Option<Arc<Lijsten>>> = LazyLock::new(|| {
    lists(&Templates::default(), &mut Sources::default(), &mut Vec::new()).map(Arc::new)
});

/// Most texts with markup: each becomes a sheet of its own, and Typst numbers sheets in 16 bits.
const MAX_PROSE: usize = 20_000;
/// Most texts of any kind.
const MAX_TEXTS: usize = 200_000;

/// Why a file could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is not there.
    Missing,
    /// It is larger than [`MAX_BYTES`].
    TooLarge,
    /// Its path, or the link it is, leads out of the dossier.
    Outside,
    /// The operating system refuses it, in its own words.
    Unreadable(String),
}

impl FileError {
    /// Why a file that a dossier names cannot be had, at the place that names it. `smaller` is what to do about
    /// one that is too large.
    pub(crate) fn of_named(&self, file: &str, span: Span, smaller: &str) -> Diagnostic {
        let file = words::shorten(file);
        let (code, message, help) = match self {
            Self::Missing => (
                codes::FILE_MISSING,
                format!("{file} bestaat niet"),
                "zet het bestand in de map van het dossier; hoofdletters tellen",
            ),
            Self::TooLarge => {
                (codes::FILE_TOO_LARGE, format!("{file} is groter dan 10 MB"), smaller)
            }
            Self::Outside => (
                codes::PATH_OUTSIDE,
                format!("{file} ligt buiten het dossier"),
                "zet het bestand in de map van het dossier en noem het zonder `../`, `/` vooraan of schijfletter",
            ),
            Self::Unreadable(reason) => (
                codes::FILE_UNREADABLE,
                format!("{file} kan niet worden gelezen: {reason}"),
                "kijk of u het bestand mag lezen",
            ),
        };
        Diagnostic::error(code, message).at(span, "").help(help)
    }
}

/// A dossier's folder as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// The folder's path as the user gave it.
    pub name: String,
    /// Each of the known files: its bytes, or why not.
    pub files: BTreeMap<Bestand, Result<Vec<u8>, FileError>>,
    /// The initials, `parafen.yaml`; `None` when they are not looked at.
    pub parafen: Option<Result<Vec<u8>, FileError>>,
    /// YAML files with another name.
    pub unknown: Vec<String>,
}

impl Folder {
    /// The path of one of its files, as diagnostics show it.
    pub fn path(&self, bestand: Bestand) -> String {
        format!("{}/{}", self.name.trim_end_matches('/'), bestand.name())
    }
}

/// What kind of text a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// One line, printed as typed.
    Regel,
    /// With light markup.
    Proza,
}

/// What a path starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// One of the dossier's files.
    File(Bestand),
    /// The ministry's profile with the dossier's adjustments.
    Profile,
}

impl Root {
    /// The name under which templates know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::File(bestand) => bestand.stem(),
            Self::Profile => "profiel",
        }
    }
}

/// A value of a dossier: where it starts from and the way to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, or the profile.
    pub root: Root,
    /// The way from there.
    pub path: Path,
}

/// A text field of a dossier, with its place.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// Where it stands.
    pub place: Place,
    /// The value.
    pub node: &'a Node,
    /// What kind of text it is.
    pub kind: TextKind,
}

/// A dossier that was read: what could be understood of it, and what is wrong.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Each file as far as it could be followed, and the profile.
    pub trees: BTreeMap<Root, Node>,
    /// The files of which a syntax error left something out.
    pub partial: BTreeSet<Root>,
    /// The typed dossier; there only if the structure has no mistakes.
    pub dossier: Option<Arc<Dossier>>,
    /// The lists that the rules compare with; there only if they have no mistakes.
    pub lijsten: Option<Arc<Lijsten>>,
    /// Whether all files of the dossier were looked at, and not only some.
    pub whole: bool,
    /// The initials so far.
    pub parafen: Parafen,
    /// What spreadsheets say of figures that are computed.
    pub beweringen: Vec<Bewering>,
    /// Structural mistakes.
    pub found: Vec<Diagnostic>,
}

impl Reading {
    /// The path of the logo that the dossier names.
    pub fn logo(&self) -> Option<&str> {
        self.trees.get(&Root::File(Bestand::Dossier))?.get("logo")?.get("bestand")?.text()
    }

    /// Every text field of the files and the profile, in their order.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let mut out = Vec::new();
        for (root, tree) in &self.trees {
            let shape = match root {
                Root::File(bestand) => &SHAPES[bestand],
                Root::Profile => &PROFILE,
            };
            collect(*root, tree, shape, &Path::default(), &mut out);
        }
        // The dossier's adjustments are part of the profile, and would be there twice.
        let adjusted = Path::default().key("profiel");
        let first = adjusted.segments().first();
        out.retain(|text: &Text<'_>| {
            text.place.root != Root::File(Bestand::Dossier)
                || text.place.path.segments().first() != first
        });
        out
    }
}

/// Reads a dossier. Mistakes of all files are reported together.
pub fn read(
    folder: &Folder,
    templates: &Templates,
    fetch: &dyn Fn(&str) -> Result<Vec<u8>, FileError>,
    sources: &mut Sources,
) -> Reading {
    let mut found = Vec::new();
    let (mut trees, mut partial) = (BTreeMap::new(), BTreeSet::new());
    let mut beweringen = Vec::new();
    for bestand in Bestand::ALL {
        let name = folder.path(bestand);
        let bytes = match folder.files.get(&bestand).unwrap_or(&Err(FileError::Missing)) {
            Ok(bytes) if bytes.len() <= MAX_BYTES => bytes,
            Ok(_) => {
                found.push(file_error(&name, &FileError::TooLarge));
                continue;
            }
            Err(FileError::Missing) if bestand != Bestand::Dossier => continue,
            Err(error) => {
                found.push(file_error(&name, error));
                continue;
            }
        };
        let Some((mut tree, is_partial)) = parsed(&name, bytes, sources, &mut found) else {
            continue;
        };
        if is_partial {
            partial.insert(Root::File(bestand));
        } else if bestand == Bestand::Bijlage {
            let grafted = spreadsheet::graft(tree, &folder.name, fetch, sources, &mut found);
            (tree, beweringen) = grafted;
        }
        check(&tree, is_partial, &SHAPES[&bestand], sources, &mut found);
        trees.insert(Root::File(bestand), tree);
    }
    for name in &folder.unknown {
        found.push(unknown_file(folder, name));
    }
    if let Some(dossier) = trees.get(&Root::File(Bestand::Dossier))
        && let Some(profile) = profile(dossier, templates, sources, &mut found)
    {
        trees.insert(Root::Profile, profile);
    }
    let lijsten = match templates.has_own_lists() {
        false => EMBEDDED_LISTS.clone(),
        true => lists(templates, sources, &mut found).map(Arc::new),
    };
    let parafen = parafen::read(folder, sources, &mut found);
    let whole = folder.files.len() == Bestand::ALL.len();
    let mut reading =
        Reading { trees, partial, dossier: None, lijsten, whole, parafen, beweringen, found };
    let texts = reading.texts();
    let prose = texts.iter().filter(|text| text.kind == TextKind::Proza).count();
    let too_many = match (texts.len() > MAX_TEXTS, prose > MAX_PROSE) {
        (true, _) => Some(MAX_TEXTS),
        (_, true) => Some(MAX_PROSE),
        _ => None,
    };
    if let Some(most) = too_many {
        reading.found.push(
            Diagnostic::error(
                codes::TOO_MANY_TEXTS,
                format!("{}: meer dan {most} tekstvelden", folder.name),
            )
            .help("splits het dossier"),
        );
    }
    if !has_errors(&reading.found) {
        reading.dossier = typed(&reading.trees, &mut reading.found).map(Arc::new);
    }
    reading
}

/// The file as a tree, if it could be followed to its end; its structure is checked on the way.
pub(super) fn tree(
    name: &str,
    bytes: &[u8],
    shape: &Shape,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let (tree, is_partial) = parsed(name, bytes, sources, found)?;
    check(&tree, is_partial, shape, sources, found);
    (!is_partial).then_some(tree)
}

/// Checks the structure of a file; what seems to be missing may stand in what was left out of it.
fn check(
    tree: &Node,
    is_partial: bool,
    shape: &Shape,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) {
    match is_partial {
        true => structure::check(tree, &shape.without_required(), sources, found),
        false => structure::check(tree, shape, sources, found),
    }
}

/// The file as a tree, and whether a syntax error left something out of it.
fn parsed(
    name: &str,
    bytes: &[u8],
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<(Node, bool)> {
    let id =
        yaml::decode(name, bytes, sources).map_err(|diagnostic| found.push(*diagnostic)).ok()?;
    let Parsed { tree, partial, found: mut mistakes } = yaml::parse(sources, id);
    found.append(&mut mistakes);
    let tree = tree?;
    if is_empty(&tree) {
        found.push(
            Diagnostic::error(codes::EMPTY_VALUE, format!("{name} is leeg"))
                .help("vul het bestand in, of haal het weg; `kamerbrief new` maakt een voorbeeld"),
        );
        return None;
    }
    Some((tree, partial))
}

fn is_empty(tree: &Node) -> bool {
    match &tree.kind {
        Kind::Map(entries) => entries.is_empty(),
        Kind::List(items) => items.is_empty(),
        Kind::Scalar(_) => tree.is_null(),
    }
}

pub(super) fn file_error(name: &str, error: &FileError) -> Diagnostic {
    match error {
        FileError::Missing => {
            Diagnostic::error(codes::FILE_MISSING, format!("{name} bestaat niet"))
                .help("`kamerbrief new MAP` maakt een nieuw dossier met dit bestand")
        }
        FileError::TooLarge => {
            Diagnostic::error(codes::FILE_TOO_LARGE, format!("{name} is groter dan 10 MB"))
                .help("een dossier is tekst; kijk of dit het goede bestand is")
        }
        FileError::Outside => {
            Diagnostic::error(codes::PATH_OUTSIDE, format!("{name} ligt buiten het dossier")).help(
                "zet het bestand zelf in de map van het dossier, zonder koppeling naar elders",
            )
        }
        FileError::Unreadable(reason) => Diagnostic::error(
            codes::FILE_UNREADABLE,
            format!("{name} kan niet worden gelezen: {reason}"),
        )
        .help("kijk of u het bestand mag lezen"),
    }
}

fn unknown_file(folder: &Folder, name: &str) -> Diagnostic {
    let known: Vec<String> = Bestand::ALL.into_iter().map(Bestand::name).collect();
    let absent = known.iter().zip(Bestand::ALL).filter(|(_, bestand)| {
        matches!(folder.files.get(bestand), None | Some(Err(FileError::Missing)))
    });
    let meant = words::meant(name, absent.map(|(name, _)| name.as_str()));
    let diagnostic = Diagnostic::error(
        codes::FILE_UNKNOWN,
        format!("{}/{name} hoort niet bij een dossier", folder.name),
    );
    match meant {
        Some(meant) => {
            diagnostic.help(format!("bedoelde u `{meant}`? Geef het bestand dan die naam"))
        }
        None => diagnostic.help(format!("een dossier bestaat uit {}", words::list(&known, "en"))),
    }
}

/// The profile's tree: basis, ministry and dossier laid on top of each other.
fn profile(
    dossier: &Node,
    templates: &Templates,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let wanted = dossier.get("huisstijl")?.text()?;
    let Some(ministry) = templates.profile(wanted) else {
        let known = templates.profiles();
        let label = match words::meant(wanted, known.iter().copied()) {
            Some(name) => format!("bedoelde u `{name}`?"),
            None => "dit profiel is er niet".into(),
        };
        found.push(
            Diagnostic::error(
                codes::UNKNOWN_WORD,
                format!("onbekende huisstijl `{}`", words::shorten(wanted)),
            )
            .at(dossier.place(&Path::default().key("huisstijl"), sources), label)
            .help(format!("kies uit {}", words::list(known, "of")))
            .help("een eigen profiel zet u in `profielen/` van de map bij `--templates`"),
        );
        return None;
    };
    let basis = templates.basis();
    let (basis, ministry) = (
        tree(&basis.name, &basis.bytes, &ADJUSTMENT, sources, found)?,
        tree(&ministry.name, &ministry.bytes, &ADJUSTMENT, sources, found)?,
    );
    let mut whole = basis.overlay(&ministry);
    if let Some(adjustment) = dossier.get("profiel") {
        whole = whole.overlay(adjustment);
    }
    let mut mistakes = Vec::new();
    structure::check(&whole, &PROFILE, sources, &mut mistakes);
    // What comes from the files themselves was reported when they were read.
    mistakes.retain(|mistake| {
        !found.contains(mistake)
            && mistake
                .span()
                .is_none_or(|span| !found.iter().any(|known| known.span() == Some(span)))
    });
    found.append(&mut mistakes);
    Some(whole)
}

/// The lists of names and words; each key of an organisation's own replaces that of the built-in list.
fn lists(
    templates: &Templates,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Lijsten> {
    fn list<T: DeserializeOwned>(
        own: &Template,
        path: &str,
        (whole, parts): (&Shape, &Shape),
        sources: &mut Sources,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let embedded = Templates::embedded(path);
        let before = found.len();
        let mut all = tree(&embedded.name, &embedded.bytes, whole, sources, found)?;
        if own.name != embedded.name {
            all = all.overlay(&tree(&own.name, &own.bytes, parts, sources, found)?);
        }
        // A list with a mistake has been reported; what has the shape has the type.
        (found.len() == before)
            .then(|| serde_yaml::from_value(structure::value(&all, whole)).ok())
            .flatten()
    }
    let (namen, taal) = templates.lists();
    let (all_namen, all_taal) = (NAMEN.without_required(), TAAL.without_required());
    let namen = list(namen, NAMES, (&NAMEN, &all_namen), sources, found);
    let taal = list(taal, WORDS, (&TAAL, &all_taal), sources, found);
    Some(Lijsten { namen: namen?, taal: taal? })
}

fn typed(trees: &BTreeMap<Root, Node>, found: &mut Vec<Diagnostic>) -> Option<Dossier> {
    fn convert<T: DeserializeOwned>(
        root: Root,
        shape: &Shape,
        trees: &BTreeMap<Root, Node>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let node = trees.get(&root)?;
        serde_yaml::from_value(structure::value(node, shape))
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
        trees: &BTreeMap<Root, Node>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        convert(Root::File(bestand), &SHAPES[&bestand], trees, found)
    }
    let dossier = Dossier {
        gegevens: file(Bestand::Dossier, trees, found)?,
        brief: file(Bestand::Brief, trees, found),
        nota: file(Bestand::Nota, trees, found),
        bijlage: file(Bestand::Bijlage, trees, found),
        profiel: convert(Root::Profile, &PROFILE, trees, found)?,
    };
    (!has_errors(found)).then_some(dossier)
}

fn collect<'a>(root: Root, node: &'a Node, shape: &Shape, path: &Path, out: &mut Vec<Text<'a>>) {
    match (&node.kind, shape) {
        (Kind::Scalar(_), Shape::Text(Some(format))) => {
            let kind = match format.as_str() {
                FORMAT_REGEL => TextKind::Regel,
                FORMAT_PROZA => TextKind::Proza,
                _ => return,
            };
            if !node.is_null() {
                out.push(Text { place: Place { root, path: path.clone() }, node, kind });
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
