//! In: a workspace and the templates. Out: the trees of a dossier, each with its structure looked at, and the
//! lists beside them. Pure.
//!
//! The trees are the only copy of what was typed: an edition of a dossier is a change of its trees.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::gelaagd::{BuitenPeriode, Gelaagd, profile};
use super::schema::{Shape, shape};
use super::spreadsheet::{self, Bewering};
use super::{
    Bestand, Briefsoort, Editie, Gelicht, Lakking, Lijsten, Place, Root, duizendtal, kort, lichten,
    lijsten, structure,
};
use crate::diagnostic::{Diagnostic, Severity, bundle, codes, words};
use crate::source::{Source, SourceId, Sources, Span};
use crate::templates::Templates;
use crate::workspace::{FileError, Workspace};
use crate::yaml::{self, Kind, Node, Parsed};

/// What the files of a dossier say, before it is taken for a dossier.
#[derive(Debug, Clone, Default)]
pub struct Trees {
    roots: BTreeMap<Root, Arc<Node>>,
    /// The files of which a syntax error left something out.
    pub partial: BTreeSet<Root>,
    /// The lists that the rules compare with; there only if they have no mistakes.
    pub lijsten: Option<Arc<Lijsten>>,
    /// What spreadsheets say of figures that are computed.
    pub beweringen: Vec<Bewering>,
    /// The names of the profiles that the ministry's is made of, its own first.
    pub profielen: Vec<String>,
    /// That the ministry did not exist on the day of the letter.
    pub buiten_periode: Option<BuitenPeriode>,
    /// What is withheld from the public.
    pub lakkingen: Vec<Lakking>,
    /// What a rule would withhold, and the author says is public.
    pub geopend: Vec<Place>,
    /// Which edition they are of.
    pub editie: Editie,
    /// The text that the program wrote itself, to account for what is withheld.
    pub(crate) verantwoording: Option<Place>,
    /// What values and blocks say of their being public.
    pub(crate) gelicht: Vec<Gelicht>,
    /// Fields that the ministry withholds by rule, and the dossier's own adjustment of the profile no longer does.
    pub(crate) geopende_velden: Vec<String>,
    /// Whether all files of the dossier were looked at, and not only some.
    pub whole: bool,
    /// How the dossier is called where no place can be shown.
    pub name: String,
    /// Mistakes of structure.
    pub found: Vec<Diagnostic>,
}

impl Trees {
    /// The tree of a file as far as it could be followed, or of the profile.
    pub fn get(&self, root: &Root) -> Option<&Node> {
        self.roots.get(root).map(Arc::as_ref)
    }

    /// Puts another tree in the place of one.
    pub fn put(&mut self, root: Root, tree: Node) {
        self.roots.insert(root, Arc::new(tree));
    }

    /// The tree of one of the dossier's files.
    pub fn file(&self, bestand: Bestand) -> Option<&Node> {
        self.get(&Root::File(bestand))
    }
}

/// Every tree, the files in reading order and then the profile.
impl<'a> IntoIterator for &'a Trees {
    type Item = (&'a Root, &'a Node);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let all: Vec<_> = self.roots.iter().map(|(root, tree)| (root, tree.as_ref())).collect();
        all.into_iter()
    }
}

/// Reads the files of a dossier and the profile of its ministry, and looks at their structure. Mistakes of all files are
/// reported together.
pub fn trees(workspace: &Workspace, templates: &Templates, sources: &mut Sources) -> Trees {
    let mut trees = Trees {
        whole: workspace.is_whole(),
        name: workspace.name().to_owned(),
        ..Trees::default()
    };
    let found = &mut trees.found;
    trees.lijsten = lijsten::read(templates, sources, found);
    // A mistake in a list was reported; a sheet can still be read with the built-in words.
    let lijsten = trees.lijsten.clone().unwrap_or_else(Lijsten::ingebouwd);
    let mut gelaagd = None;
    for bestand in Bestand::ALL {
        let name = workspace.path(&bestand.name());
        let content = match workspace.bestanden().contains(&bestand) {
            true => workspace.file(&bestand.name()),
            false => Err(FileError::Missing),
        };
        let bytes = match content {
            Ok(bytes) => bytes,
            Err(FileError::Missing) if bestand != Bestand::Dossier => continue,
            Err(error) => {
                found.push(error.of_own(&name));
                continue;
            }
        };
        let root = Root::File(bestand);
        let before = found.len();
        let parsed = parsed(&name, &bytes, sources, found);
        found[before..].iter_mut().for_each(|one| two_fields(one, shape(root), sources));
        let Some((mut tree, is_partial)) = parsed else { continue };
        if is_partial {
            trees.partial.insert(root);
        } else if bestand == Bestand::Bijlage {
            let own = Arc::unwrap_or_clone(tree);
            let (whole, beweringen) = spreadsheet::graft(own, workspace, &lijsten, sources, found);
            (tree, trees.beweringen) = (Arc::new(whole), beweringen);
        }
        let tree = kort::written_out(tree, shape(root));
        let (tree, gelicht) = lichten::lift(tree, shape(root), root, &lijsten.woo, sources, found);
        trees.gelicht.extend(gelicht);
        let tree = if bestand == Bestand::Bijlage { duizendtal::gelezen(tree) } else { tree };
        let first = Root::File(Bestand::Dossier);
        let dossier = trees.roots.get(&first).filter(|_| !trees.partial.contains(&first));
        let dossier = dossier.map(AsRef::as_ref);
        let wanted = wanted(bestand, &tree, workspace, dossier, gelaagd.as_ref());
        check(&tree, is_partial, wanted.as_ref().unwrap_or_else(|| shape(root)), sources, found);
        // After what the file itself has wrong, so that it is not told again of the profile.
        if bestand == Bestand::Dossier {
            gelaagd = profile(&tree, templates, sources, found);
        }
        trees.roots.insert(root, tree);
    }
    found.extend(workspace.unknown().map(|name| unknown_file(workspace, name, sources)));
    if let Some(dossier) = trees.roots.get(&Root::File(Bestand::Dossier))
        && let Some(gelaagd) = gelaagd
    {
        trees.buiten_periode = gelaagd.buiten_periode(dossier, templates, &lijsten.namen);
        let Gelaagd { tree, namen, geopend } = gelaagd;
        trees.roots.insert(Root::Profile, Arc::new(tree));
        trees.profielen = namen;
        trees.geopende_velden = geopend;
    }
    bundle(found, sources);
    trees
}

/// Takes the certainty from a correction that would make a text of two fields on one line.
fn two_fields(told: &mut Diagnostic, shape: &Shape, sources: &Sources) {
    let Some(span) = told.span().filter(|_| told.code == codes::YAML_SYNTAX) else { return };
    let before = &sources.get(span.source).text()[..span.range.start];
    let line = before.rsplit('\n').next().unwrap_or_default();
    let Some((rest, word)) = line.rsplit_once(' ') else { return };
    if !told.fix.is_empty() && rest.contains(": ") && shape.names(word) {
        told.fix.clear();
        told.help
            .insert(0, format!("zijn dit twee velden, begin dan een nieuwe regel met `{word}: …`"));
    }
}

/// What a file must have where that depends on the others: a letter is signed, and has what its kind asks for, and a nota
/// has the sections of the form.
fn wanted(
    bestand: Bestand,
    tree: &Node,
    workspace: &Workspace,
    dossier: Option<&Node>,
    profile: Option<&Gelaagd>,
) -> Option<Shape> {
    let shape = shape(Root::File(bestand));
    match bestand {
        Bestand::Dossier => {
            let letter = workspace.file(&Bestand::Brief.name());
            (!matches!(letter, Err(FileError::Missing)))
                .then(|| shape.clone().requiring(&["ondertekening"]))
        }
        Bestand::Brief => {
            let word = dossier?.get("soort").and_then(Node::text);
            // Of a word that is none, nobody knows what it asks for: that is told where it stands.
            let soort = word.map_or(Some(Briefsoort::default()), Briefsoort::met_naam)?;
            // With what another kind has, that is told, and not what this one asks for.
            let of_another = Briefsoort::ALL.into_iter().filter(|other| *other != soort);
            let mut fields = of_another.filter_map(Briefsoort::eigen_veld);
            if fields.any(|veld| tree.get(veld).is_some()) {
                return None;
            }
            Some(shape.clone().requiring(soort.vraagt()))
        }
        Bestand::Nota => {
            let Kind::List(form) = &profile?.tree.get("nota")?.get("onderdelen")?.kind else {
                return None;
            };
            let has = |name: &str| form.iter().any(|part| part.text() == Some(name));
            Some(shape.clone().requiring_only(has))
        }
        _ => None,
    }
}

/// The file as a tree, if it could be followed to its end; its structure is checked on the way.
pub(crate) fn tree(
    name: &str,
    bytes: &[u8],
    shape: &Shape,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Arc<Node>> {
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
) -> Option<(Arc<Node>, bool)> {
    let id =
        yaml::decode(name, bytes, sources).map_err(|diagnostic| found.push(*diagnostic)).ok()?;
    let (tree, partial, mistakes) = followed(sources.get(id), id);
    found.extend_from_slice(&mistakes);
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

/// A file that did not change is not parsed again.
#[comemo::memoize]
fn followed(source: &Source, id: SourceId) -> (Option<Arc<Node>>, bool, Arc<[Diagnostic]>) {
    let Parsed { tree, partial, found } = yaml::parse(source, id);
    (tree.map(Arc::new), partial, found.into())
}

fn is_empty(tree: &Node) -> bool {
    match &tree.kind {
        Kind::Map(entries) => entries.is_empty(),
        Kind::List(items) => items.is_empty(),
        Kind::Scalar(_) => tree.is_null(),
    }
}

/// A file with a name that no part of a dossier has. Where it seems to be one that is not there it would be missed;
/// else it is a copy or a note, which is in nobody's way.
fn unknown_file(workspace: &Workspace, name: &str, sources: &mut Sources) -> Diagnostic {
    let known: Vec<String> = Bestand::ALL.into_iter().map(Bestand::name).collect();
    let is_absent =
        |bestand: &Bestand| matches!(workspace.file(&bestand.name()), Err(FileError::Missing));
    let lower = name.to_lowercase();
    let copy_of = |bestand: &Bestand| words::contains(&lower.replace('_', " "), bestand.stem());
    let mut absent = Bestand::ALL.into_iter().filter(is_absent);
    let meant = absent.clone().find(copy_of).map(Bestand::name).or_else(|| {
        let names: Vec<String> = absent.by_ref().map(Bestand::name).collect();
        words::meant(name, names.iter().map(String::as_str)).map(ToOwned::to_owned)
    });
    let path = workspace.path(name);
    let place = Span::new(sources.add(path.as_str(), ""), 0..0);
    let told = |severity| {
        let message = format!("{path} hoort niet bij een dossier");
        Diagnostic::new(codes::FILE_UNKNOWN, severity, message).at(place, "")
    };
    match meant {
        Some(meant) => told(Severity::Error)
            .help(format!("bedoelde u `{meant}`? Geef het bestand dan die naam")),
        None => told(Severity::Warning)
            .help("het wordt niet gelezen; zet een kopie of aantekening in een andere map")
            .help(format!("een dossier bestaat uit {}", words::list(&known, "en"))),
    }
}
