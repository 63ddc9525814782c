//! In: the annex's tree, of which something was taken out. Out: the same without what would still give that away: what was
//! typed where a figure follows from a withheld one, and the cells of a withheld column. And withheld figures that follow
//! from public ones. Pure.

use std::collections::HashMap;

use super::{Gevonden, weg};
use crate::diagnostic::{Diagnostic, codes};
use crate::dossier::{
    Begrotingsstaat, Bestand, Bijlage, Cijfers, Eenheid, Gepubliceerd, Gronden, Kolomsoort, Naam,
    Place, Root, Shape, Somregel, StaatCijfers, Tabel, TabelCijfers, Trees, shape, value,
};
use crate::yaml::{Entry, Kind, Node, Path, Segment};

const FOLLOWS: &str =
    "dit bedrag is te herleiden: het wordt berekend uit bedragen die openbaar zijn";
const LINES: &str = "lak ook een van de bedragen waaruit het wordt berekend";

const STAAT: &str = "staat";
const KOLOMMEN: &str = "kolommen";
const POSTEN: &str = "posten";

/// The ways to the tables with columns of their own.
fn staten(tree: &Node) -> Vec<Path> {
    let top = Path::default();
    let tables = match tree.get("tabellen").map(|node| &node.kind) {
        Some(Kind::List(items)) => items.len(),
        _ => 0,
    };
    let inner = (0..tables).map(|i| top.key("tabellen").index(i).key(STAAT));
    let all = [top.key(STAAT)].into_iter().chain(inner);
    all.filter(|path| tree.at(path).is_some()).collect()
}

/// A table as it was typed; nothing where its structure has mistakes, which are told elsewhere.
fn read(node: &Node) -> Option<Begrotingsstaat> {
    serde_yaml::from_value(value(node, &Shape::of_type::<Begrotingsstaat>())).ok()
}

/// The figures of a table. What is withheld in it does not depend on its unit.
fn figures(staat: &Begrotingsstaat) -> StaatCijfers {
    StaatCijfers::new(staat, Eenheid::Euro, None)
}

/// Takes out what would give away what is withheld.
pub(super) fn neem(original: &Node, tree: &mut Node, whole: &HashMap<Place, Gronden>) {
    let root = Root::File(Bestand::Bijlage);
    for path in staten(tree) {
        let before = original.at(&path).and_then(read);
        let Some(node) = at_mut(tree, &path) else { continue };
        let columns = before.iter().flat_map(|staat| staat.kolommen.alle());
        for (naam, kolom) in columns {
            let naam = naam.as_str();
            let place = Place { root, path: path.key(KOLOMMEN).key(naam) };
            let Some(gronden) = whole.get(&place) else { continue };
            let is_text = kolom.soort == Kolomsoort::Tekst;
            if let Some(column) = at_mut(node, &Path::default().key(KOLOMMEN).key(naam))
                && is_text
            {
                put(column, "soort", "tekst".into());
            }
            let (field, mark) = match is_text {
                true => ("teksten", gronden.merk_met_opmaak()),
                false => ("cellen", gronden.merk()),
            };
            let posten = at_mut(node, &Path::default().key(POSTEN));
            if let Some(Node { kind: Kind::List(items), .. }) = posten {
                items.iter_mut().for_each(|post| mark_in(post, field, naam, &mark));
            }
        }
        let Some(staat) = read(node) else { continue };
        let columns: Vec<&Naam> = staat.kolommen.cijfers().map(|(naam, _)| naam).collect();
        for one in figures(&staat).naast.iter().filter(|one| one.berekend.is_gelakt()) {
            let post = Path::default().key(POSTEN).index(one.post);
            if let Some(post) = at_mut(node, &post).filter(|_| !one.getypt.is_gelakt()) {
                let mark = one.berekend.gelakt.merk();
                mark_in(post, "cellen", columns[one.kolom].as_str(), &mark);
            }
        }
    }
}

/// What was typed as published in tables with years: where, and of it and of what is computed the grounds.
fn gepubliceerd(tree: &Node) -> Vec<(Path, [Gronden; 2])> {
    let shape = shape(Root::File(Bestand::Bijlage));
    let Ok(bijlage) = serde_yaml::from_value::<Bijlage>(value(tree, shape)) else {
        return Vec::new();
    };
    let cijfers = Cijfers::new(&bijlage);
    let tables = bijlage.alle_tabellen().into_iter().zip(&cijfers.tabellen);
    let of = |(tabel, figures): (Tabel<'_>, &TabelCijfers)| {
        let one = |one: &Gepubliceerd| {
            let line = match one.regel {
                Somregel::Subtotaal(g) => tabel.path.key("groepen").index(g).key("subtotaal"),
                _ => tabel.path.key("totaal"),
            };
            (line.key(&one.kolom.to_string()), [one.getypt.gelakt, one.berekend.gelakt])
        };
        figures.gepubliceerd.iter().map(one).collect::<Vec<_>>()
    };
    tables.flat_map(of).collect()
}

/// Takes out what was typed as published where the computed sum is withheld, in tables with years.
pub(super) fn published(tree: &mut Node) {
    for (path, [_, berekend]) in gepubliceerd(tree) {
        if !berekend.is_empty()
            && let Some(block) = at_mut(tree, &path.parent())
            && let Some(Segment::Key(jaar)) = path.segments().last()
        {
            put(block, jaar, berekend.merk());
        }
    }
}

/// Withheld figures that everybody can compute.
pub(super) fn check(trees: &Trees, all: &[Gevonden], found: &mut Vec<Diagnostic>) {
    let root = Root::File(Bestand::Bijlage);
    let Some(original) = trees.get(&root) else { return };
    let ways = staten(original);
    let typed = gepubliceerd(original);
    let own = || all.iter().filter(|one| one.lakking.place.root == root);
    if own().next().is_none() || ways.is_empty() && typed.is_empty() {
        return;
    }
    let mut tell = |one: &Gevonden, message: &str, help: &str| {
        let told = Diagnostic::error(codes::DERIVABLE, message).at(one.span.clone(), "");
        found.push(told.help(help));
    };
    let mut publiek = trees.clone();
    weg::neem(&mut publiek, all);
    let typed = publiek.get(&root).map(gepubliceerd).unwrap_or_default();
    for (path, _) in typed.iter().filter(|(_, [own, sum])| !own.is_empty() && sum.is_empty()) {
        let place = Place { root, path: path.clone() };
        if let Some(one) = own().find(|one| place.is_within(&one.lakking.place)) {
            tell(one, FOLLOWS, LINES);
        }
    }
    for path in &ways {
        let Some(before) = original.at(path).and_then(read) else { continue };
        let withheld = |naam: &str| {
            let place = Place { root, path: path.key(KOLOMMEN).key(naam) };
            all.iter().find(|one| one.lakking.place == place)
        };
        for (naam, kolom) in before.kolommen.alle() {
            if let (Some(one), Some(formule)) = (withheld(naam.as_str()), &kolom.formule)
                && formule.kolommen().all(|other| withheld(other.as_str()).is_none())
            {
                tell(
                    one,
                    "deze kolom is te herleiden: zij wordt berekend uit kolommen die openbaar zijn",
                    "lak ook een kolom waaruit zij wordt berekend",
                );
            }
        }
        let after = publiek.get(&root).and_then(|tree| tree.at(path)).and_then(read);
        let Some(after) = after else { continue };
        let columns: Vec<&Naam> = after.kolommen.cijfers().map(|(naam, _)| naam).collect();
        for cell in figures(&after).naast {
            if !cell.getypt.is_gelakt() || cell.berekend.is_gelakt() {
                continue;
            }
            let post = path.key(POSTEN).index(cell.post);
            let place = Place { root, path: post.key("cellen").key(columns[cell.kolom].as_str()) };
            if let Some(one) = all.iter().find(|one| place.is_within(&one.lakking.place)) {
                tell(one, FOLLOWS, LINES);
            }
        }
    }
}

fn at_mut<'n>(node: &'n mut Node, path: &Path) -> Option<&'n mut Node> {
    path.segments().iter().try_fold(node, |node, segment| match (&mut node.kind, segment) {
        (Kind::Map(entries), Segment::Key(key)) => {
            entries.iter_mut().find(|entry| entry.key.text() == Some(key)).map(|e| &mut e.value)
        }
        (Kind::List(items), Segment::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}

/// Puts a mark in a field of a line, which gets it if it was not there.
fn mark_in(post: &mut Node, field: &str, naam: &str, mark: &str) {
    let span = post.span.clone();
    let Kind::Map(entries) = &mut post.kind else { return };
    if !entries.iter().any(|entry| entry.key.text() == Some(field)) {
        let value = Node { span: span.clone(), kind: Kind::Map(Vec::new()) };
        entries.push(Entry { key: Node::in_place_of(field, span), value });
    }
    if let Some(cells) = entries.iter_mut().find(|entry| entry.key.text() == Some(field)) {
        put(&mut cells.value, naam, mark.to_owned());
    }
}

fn put(block: &mut Node, key: &str, text: String) {
    let span = block.span.clone();
    let Kind::Map(entries) = &mut block.kind else { return };
    entries.retain(|entry| entry.key.text() != Some(key));
    let value = Node::in_place_of(text, span.clone());
    entries.push(Entry { key: Node::in_place_of(key, span), value });
}
