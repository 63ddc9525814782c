//! In: what is withheld, with its reasons. Out: the nota's section that accounts for it. Pure.

use super::Gevonden;
use crate::dossier::{Bestand, Gronden, Lijsten, Onderdeel, Place, Root, Trees};
use crate::yaml::{Entry, Kind, Node};

/// What the section begins with.
const VERANTWOORDING: &str = "Niet openbaar is wat is weggelakt, op deze gronden:";

/// Signs that could be markup; a reason is a line of plain text.
const SIGNS: [char; 9] = ['*', '[', ']', '<', '>', '{', '}', '|', '`'];

/// Writes the section where the nota has one and says no more in it than that there is nothing. What a rule of the
/// profile withholds is the same in every nota, and is not accounted for.
pub(super) fn put(trees: &mut Trees, lijsten: &Lijsten, all: &[Gevonden]) {
    let root = Root::File(Bestand::Nota);
    let name = Onderdeel::NietOpenbaar.name();
    let (Some(nota), true) = (trees.get(&root), has_section(trees, name)) else { return };
    let typed = nota.get(name);
    let says_nothing = typed
        .and_then(Node::text)
        .is_none_or(|text| lijsten.nota.niet_van_toepassing.has_folded(text.trim()));
    let Some(text) = account(lijsten, all).filter(|_| says_nothing) else { return };
    let span = typed.map_or_else(|| nota.span.clone(), |node| node.span.clone());
    let section = Node::in_place_of(text, span.clone());
    let mut nota = nota.clone();
    if let Kind::Map(entries) = &mut nota.kind {
        match entries.iter_mut().find(|entry| entry.key.text() == Some(name)) {
            Some(entry) => entry.value = section,
            None => entries.push(Entry { key: Node::in_place_of(name, span), value: section }),
        }
    }
    trees.put(root, nota);
    trees.verantwoording = Some(Place::top(root).key(name));
}

/// Whether the ministry's notas have the section.
fn has_section(trees: &Trees, name: &str) -> bool {
    let parts =
        trees.get(&Root::Profile).and_then(|profile| profile.get("nota")?.get("onderdelen"));
    let Some(Kind::List(parts)) = parts.map(|node| &node.kind) else { return false };
    parts.iter().any(|part| part.text() == Some(name))
}

/// The grounds of what is withheld, each with its reasons.
fn account(lijsten: &Lijsten, all: &[Gevonden]) -> Option<String> {
    let by_author = || all.iter().filter(|one| !one.lakking.door_regel);
    let gronden: Gronden = by_author().map(|one| one.gronden).collect();
    let item = |code: &'static str| {
        let mut reasons: Vec<&str> = Vec::new();
        for (one, reason) in
            by_author().flat_map(|one| one.redenen.iter().map(move |reason| (one, reason)))
        {
            let (of, reason) = reason;
            if one.gronden.codes().any(|one| one == code)
                && of.is_none_or(|of| of == code)
                && !reasons.contains(&reason.as_str())
            {
                reasons.push(reason);
            }
        }
        let about = lijsten.woo.gronden.get(code).map(|words| format!(" ({words})"));
        let reasons = reasons.into_iter().map(plain).collect::<Vec<_>>().join(" ");
        let behind = if reasons.is_empty() { ".".to_owned() } else { format!(": {reasons}") };
        format!("- {code}{}{behind}\n", about.unwrap_or_default())
    };
    let items: String = gronden.codes().map(item).collect();
    (!items.is_empty()).then(|| format!("{VERANTWOORDING}\n\n{items}"))
}

/// A text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        if SIGNS.contains(&sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}
