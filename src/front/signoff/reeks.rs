//! In: the files in `parafen/`. Out: the initials as a series in which each names those before it, or what was done to it
//! by hand. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::oud;
use super::paraaf::{Besluit, Form, Paraaf};
use super::spoor;
use crate::diagnostic::{Diagnostic, codes, has_errors, words};
use crate::dossier::{Shape, Vingerafdruk, is_zelfde, tree, value};
use crate::source::{Sources, Span};
use crate::stukken::PARAFEN;
use crate::workspace::{FileError, Workspace};
use crate::yaml::Path;

/// The initials of a dossier, each behind those that it names. Two that do not know each other are of two branches that
/// were joined; the next one names both.
#[derive(Debug, Clone, Default)]
pub struct Parafen {
    parafen: Vec<Paraaf>,
}

impl Parafen {
    /// Each behind those that it names, and else by time.
    fn new(mut rest: Vec<Paraaf>) -> Self {
        let key = |paraaf: &Paraaf| (paraaf.moment.seconds(), paraaf.zegel);
        rest.sort_by_key(key);
        let (mut parafen, mut open) = (Vec::new(), seals(&rest));
        while !rest.is_empty() {
            let ready = |paraaf: &Paraaf| paraaf.vorige.iter().all(|seal| !open.contains(seal));
            // A circle there cannot be: a seal is over what it names.
            let next = rest.remove(rest.iter().position(ready).unwrap_or(0));
            open.retain(|seal| Some(*seal) != next.zegel);
            parafen.push(next);
        }
        Self { parafen }
    }

    /// The initials, each behind those that it names.
    pub fn all(&self) -> &[Paraaf] {
        &self.parafen
    }

    /// The last initial of a role; of branches that were joined the last of each.
    pub fn last_of(&self, rol: &str) -> Vec<&Paraaf> {
        // What the later initials of this role come after.
        let mut before: BTreeSet<Vingerafdruk> = BTreeSet::new();
        let mut last = Vec::new();
        for paraaf in self.parafen.iter().rev() {
            let seal = paraaf.zegel;
            let of_role = is_zelfde(paraaf.rol.as_str(), rol);
            let overruled = seal.is_some_and(|seal| before.contains(&seal));
            if of_role && !overruled {
                last.push(paraaf);
            }
            if of_role || overruled {
                before.extend(&paraaf.vorige);
            }
        }
        last.reverse();
        last
    }

    /// The initial of the same role that one took back.
    pub(super) fn withdrawn(&self, by: &Paraaf) -> Option<&Paraaf> {
        let mut before: BTreeSet<Vingerafdruk> = by.vorige.iter().copied().collect();
        let earlier = self.parafen.iter().rev().filter(|other| {
            let is_before = other.zegel.is_some_and(|seal| before.contains(&seal));
            if is_before {
                before.extend(&other.vorige);
            }
            is_before
        });
        earlier
            .filter(|other| is_zelfde(other.rol.as_str(), by.rol.as_str()))
            .find(|other| other.besluit != Besluit::Ingetrokken)
    }

    /// The initials that none names, which is where the next one goes on.
    pub fn heads(&self) -> Vec<&Paraaf> {
        let named: BTreeSet<Vingerafdruk> =
            self.parafen.iter().flat_map(|paraaf| paraaf.vorige.iter().copied()).collect();
        let is_head = |paraaf: &&Paraaf| paraaf.zegel.is_some_and(|seal| !named.contains(&seal));
        self.parafen.iter().filter(is_head).collect()
    }

    /// The initials that one names.
    pub(super) fn before(&self, paraaf: &Paraaf) -> Vec<&Paraaf> {
        let named = |other: &&Paraaf| other.zegel.is_some_and(|seal| paraaf.vorige.contains(&seal));
        self.parafen.iter().filter(named).collect()
    }

    /// Puts an initial behind all others, and seals it.
    ///
    /// # Errors
    /// When it cannot be sealed, which plain text never causes.
    pub(super) fn add(&mut self, mut paraaf: Paraaf) -> Result<&Paraaf, String> {
        paraaf.vorige = self.heads().iter().filter_map(|head| head.zegel).collect();
        paraaf.zegel = Some(paraaf.seal()?);
        self.parafen.push(paraaf);
        self.parafen.last().ok_or_else(String::new)
    }
}

fn seals(parafen: &[Paraaf]) -> BTreeSet<Vingerafdruk> {
    parafen.iter().filter_map(|paraaf| paraaf.zegel).collect()
}

/// An initial with its file, and the place in it that a diagnostic points at.
struct Gevonden {
    paraaf: Paraaf,
    name: String,
    place: Span,
}

/// Reads the initials of a dossier; none when there are none, or something is wrong with them.
pub fn read(workspace: &Workspace, sources: &mut Sources, found: &mut Vec<Diagnostic>) -> Parafen {
    if !workspace.has_parafen() {
        return Parafen::default();
    }
    let mut mistakes = Vec::new();
    let former = oud::read(workspace, sources, &mut mistakes);
    let files = workspace.files_in(PARAFEN).unwrap_or_else(|error| {
        mistakes.push(error.of_own(&workspace.path(PARAFEN)));
        Vec::new()
    });
    let read = files.iter().filter_map(|file| one(workspace, file, sources, &mut mistakes));
    let read: Vec<Gevonden> = read.collect();
    if !has_errors(&mistakes) {
        let parafen: Vec<&Paraaf> = read.iter().map(|one| &one.paraaf).collect();
        let mut traces = Vec::new();
        let named = spoor::check(workspace, &parafen, &mut traces);
        check(&read, &former, named, &mut mistakes);
        mistakes.append(&mut traces);
    }
    let good = !has_errors(&mistakes);
    found.append(&mut mistakes);
    let all = former.into_iter().chain(read.into_iter().map(|one| one.paraaf));
    if good { Parafen::new(all.collect()) } else { Parafen::default() }
}

/// Reads a file.
fn one(
    workspace: &Workspace,
    file: &str,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Gevonden> {
    let name = workspace.path(file);
    let unreadable = |error| match error {
        // It was in the folder: then it has a name that no text can hold.
        FileError::Missing => {
            FileError::Unreadable("de naam bestaat niet uit gewone tekens".into())
        }
        error => error,
    };
    let bytes = workspace.file(file).map_err(unreadable);
    let bytes = bytes.map_err(|error| found.push(error.of_own(&name))).ok()?;
    let shape = Shape::of_type::<Form>();
    let mut mistakes = Vec::new();
    let tree = tree(&name, &bytes, &shape, sources, &mut mistakes);
    let tree = tree.filter(|_| !has_errors(&mistakes));
    let read = tree.and_then(|tree| {
        let place = tree.place(&Path::default().key("rol"), sources);
        match serde_yaml::from_value::<Paraaf>(value(&tree, &shape)) {
            Ok(paraaf) => Some(Gevonden { paraaf, name, place }),
            Err(error) => {
                let message = format!("{name} is met de hand gewijzigd: {error}");
                mistakes.push(Diagnostic::error(codes::INITIAL_CHANGED, message).at(place, ""));
                None
            }
        }
    });
    // A mistake in the structure is one of somebody who wrote in it.
    mistakes.iter_mut().for_each(|mistake| mistake.help = vec![RESTORE.into()]);
    found.append(&mut mistakes);
    read
}

pub(super) const RESTORE: &str = "zet het bestand terug zoals `kamerbrief paraaf` het schreef, bijvoorbeeld uit versiebeheer; of haal de mappen parafen en parafenspoor weg en vraag alle parafen opnieuw";

/// How an initial is called in a message.
pub(super) fn called(paraaf: &Paraaf) -> String {
    format!("de paraaf van {} ({})", words::shorten(paraaf.rol.as_str()), paraaf.moment)
}

/// Whether every initial is as it was written, and those that it follows are there; `named` when one that is not is told
/// of by its name.
fn check(read: &[Gevonden], former: &[Paraaf], named: bool, found: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<Vingerafdruk, &str> = BTreeMap::new();
    let all = former.iter().chain(read.iter().map(|one| &one.paraaf));
    let there: BTreeSet<Vingerafdruk> = all.clone().filter_map(|paraaf| paraaf.zegel).collect();
    // The reference of most of them: one of another dossier stands out.
    let reference = all.clone().find(|paraaf| paraaf.vorige.is_empty());
    let reference = reference.map(|paraaf| paraaf.kenmerk.clone());
    for Gevonden { paraaf, name, place } in read {
        let who = called(paraaf);
        let mut error = |code, message: String, help: &str| {
            found.push(Diagnostic::error(code, message).at(place.clone(), "").help(help));
        };
        if !paraaf.is_sealed() {
            let message = format!("{who} is na het zetten gewijzigd");
            error(codes::INITIAL_CHANGED, message, RESTORE);
        } else if let Some(same) = paraaf.zegel.and_then(|seal| known.insert(seal, name)) {
            let message = format!("{who} staat er twee keer: ook in {same}");
            error(codes::INITIAL_CHAIN, message, "haal een van deze bestanden weg");
        } else if !paraaf.vorige.iter().all(|seal| there.contains(seal)) {
            let message = match reference.as_ref().filter(|other| **other != paraaf.kenmerk) {
                Some(_) => format!(
                    "{who} komt uit een ander dossier, met kenmerk {}",
                    words::shorten(paraaf.kenmerk.as_str())
                ),
                None if named => continue,
                None => format!("vóór {who} is er een weggehaald"),
            };
            error(codes::INITIAL_CHAIN, message, RESTORE);
        }
    }
}
