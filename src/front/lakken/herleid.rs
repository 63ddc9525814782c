//! In: the annex's tree and what of it is withheld. Out: withheld amounts that follow from what is public. Pure.
//!
//! Every figure that is computed of a withheld one is withheld too, wherever it stands ([`Cel`](crate::dossier::Cel)
//! carries its grounds along), so no printed sum is left in which a withheld amount is the only unknown. What remains is
//! a sum that is not printed because everybody knows it: a shift between years adds up to nothing.

use super::Gevonden;
use super::gevonden::last_key;
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{Bestand, Place, Root, Soort, Trees};
use crate::yaml::{Kind, Node, Path};

pub(super) fn check(trees: &Trees, all: &[Gevonden], found: &mut Vec<Diagnostic>) {
    let root = Root::File(Bestand::Bijlage);
    let Some(tree) = trees.get(&root) else { return };
    let own = |one: &&Gevonden| one.lakking.place.root == root;
    for one in all.iter().filter(own) {
        let path = &one.lakking.place.path;
        let line = path.parent();
        if last_key(&line) != Some("bedragen") || !is_shift(tree, &line) {
            continue;
        }
        let unknown =
            all.iter().filter(own).filter(|other| other.lakking.place.path.parent() == line);
        let whole = Place { root, path: line.clone() };
        let covered = all.iter().any(|other| {
            other.lakking.place != one.lakking.place && whole.is_within(&other.lakking.place)
        });
        if unknown.count() == 1 && !covered {
            found.push(
                Diagnostic::error(
                    codes::DERIVABLE,
                    "dit bedrag is te herleiden uit de andere jaren: een kasschuif telt op tot nul",
                )
                .at(one.span.clone(), "")
                .help("lak in deze regel nog een bedrag, of de hele regel"),
            );
        }
    }
}

/// Whether a line of amounts is of a group that only moves money.
fn is_shift(tree: &Node, line: &Path) -> bool {
    // The line, its measure, the list of these, the group.
    let group = line.parent().parent().parent();
    let word = tree.at(&group).and_then(|group| match &group.kind {
        Kind::Map(_) => group.get("soort")?.text(),
        _ => None,
    });
    word == Some(Soort::Kasschuif.word())
}
