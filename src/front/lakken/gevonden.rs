//! In: the trees of a dossier, with what was lifted out of them. Out: everything that is withheld: by the author, in a
//! text or in its place, and by the rule of the profile. Pure.

use std::collections::{HashMap, HashSet};

use super::Gevonden;
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{
    Gelicht, Gronden, Lakking, Place, Root, Shape, Tekstsoort, Tekstveld, Trees, Woo, shape, texts,
};
use crate::edit;
use crate::prose::{self, Inline};
use crate::source::Sources;
use crate::yaml::{Entry, Kind, Node, Path, Segment};

/// What begins the address of a passage that is withheld.
pub(super) const IN_TEKST: &str = "](lak:";

/// All of it, in the order in which it stands in the files; and what the rule would withhold if its author did not
/// say that it is public.
pub(super) fn all(
    trees: &Trees,
    woo: &Woo,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> (Vec<Gevonden>, Vec<Place>) {
    let mut all: Vec<Gevonden> = trees.gelicht.iter().filter_map(by_author).collect();
    let mut known: HashSet<Place> = all.iter().map(|one| one.lakking.place.clone()).collect();
    let mut passages = Vec::new();
    for text in texts(trees) {
        let value = text.node.text().unwrap_or_default();
        if text.kind == Tekstsoort::Proza
            && value.contains(IN_TEKST)
            && !is_inside(&known, &text.place)
        {
            passages.extend(in_text(trees, &text, value, woo, sources, found));
        }
    }
    known.extend(passages.iter().map(|one: &Gevonden| one.lakking.place.clone()));
    all.append(&mut passages);
    let mut by_rule = by_rule(trees, woo, sources, found);
    by_rule.retain(|one| !is_inside(&known, &one.lakking.place));
    let opened = trees.gelicht.iter().filter(|said| said.openbaar);
    let opened: HashSet<Place> = opened.map(|said| said.place.clone()).collect();
    let (mut geopend, by_rule): (Vec<Gevonden>, Vec<Gevonden>) =
        by_rule.into_iter().partition(|one| is_inside(&opened, &one.lakking.place));
    all.extend(by_rule);
    geopend.sort_by_key(|one| (one.lakking.place.root, one.span.source, one.span.range.start));
    all.sort_by_key(|one| (one.lakking.place.root, one.span.source, one.span.range.start));
    for one in all.iter().filter(|one| one.gronden.is_strijdig()) {
        found.push(
            Diagnostic::error(
                codes::GROUNDS_EXCLUDE,
                format!("deze gronden kunnen niet samen gelden: {}", one.gronden),
            )
            .at(one.span.clone(), "")
            .help("5.1.5 is een laatste middel, voor wat niet onder 5.1.1 of 5.1.2 valt; kies de grond die past"),
        );
    }
    (all, geopend.into_iter().map(|one| one.lakking.place).collect())
}

/// Whether a place is one of these, or in one of them.
fn is_inside(places: &HashSet<Place>, place: &Place) -> bool {
    let mut at = place.clone();
    while !places.contains(&at) {
        if at.path.segments().is_empty() {
            return false;
        }
        at.path = at.path.parent();
    }
    true
}

fn by_author(said: &Gelicht) -> Option<Gevonden> {
    let Gelicht { place, openbaar, gronden, reden, span } = said.clone();
    let codes = codes_of(gronden);
    let redenen = reden.map(|own| (codes.join(", "), own)).into_iter().collect();
    let lakking = Lakking { place, within: None, gronden: codes, redenen, door_regel: false };
    (!openbaar).then_some(Gevonden { lakking, gronden, redenen: Vec::new(), span })
}

fn codes_of(gronden: Gronden) -> Vec<String> {
    gronden.codes().map(ToOwned::to_owned).collect()
}

/// The passages of a text.
fn in_text(
    trees: &Trees,
    text: &Tekstveld<'_>,
    value: &str,
    woo: &Woo,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Vec<Gevonden> {
    let mut passages = Vec::new();
    prose::read(value).0.visit(&mut |inline| {
        if let Inline::Withheld { ground, range, .. } = inline {
            passages.push((ground.clone(), range.clone()));
        }
    });
    let mut out: Vec<Gevonden> = Vec::new();
    for (ground, range) in passages {
        // A passage in another one goes with it.
        if out
            .last()
            .and_then(|last| last.lakking.within.as_ref())
            .is_some_and(|last| range.end <= last.end)
        {
            continue;
        }
        let span = text.node.within(range.clone(), sources);
        let gronden = Gronden::read(&ground, woo).unwrap_or_else(|wrong| {
            let mut told = Diagnostic::error(codes::GROUND_UNKNOWN, wrong.message)
                .at(span.clone(), "")
                .help(wrong.help);
            let address = range.end - 1 - ground.len()..range.end - 1;
            told.fix = (wrong.meant.zip(trees.get(&text.place.root)))
                .and_then(|(meant, tree)| {
                    edit::in_place(
                        tree,
                        &text.place.path,
                        address,
                        &meant.replace(' ', ""),
                        sources,
                    )
                })
                .into_iter()
                .collect();
            found.push(told);
            Gronden::default()
        });
        let lakking = Lakking {
            place: text.place.clone(),
            within: Some(range),
            gronden: codes_of(gronden),
            redenen: Vec::new(),
            door_regel: false,
        };
        out.push(Gevonden { lakking, gronden, redenen: Vec::new(), span });
    }
    out
}

/// The fields that the profile withholds, as far as they are filled in.
fn by_rule(
    trees: &Trees,
    woo: &Woo,
    sources: &Sources,
    found: &mut Vec<Diagnostic>,
) -> Vec<Gevonden> {
    let Some(rule) = trees.get(&Root::Profile).and_then(|profile| profile.get("lakken")) else {
        return Vec::new();
    };
    let gronden = match rule
        .get("grond")
        .map(|node| (node, Gronden::read(node.text().unwrap_or_default(), woo)))
    {
        Some((_, Ok(gronden))) => gronden,
        Some((node, Err(wrong))) => {
            found.push(
                Diagnostic::error(codes::GROUND_UNKNOWN, wrong.message)
                    .at(node.head(sources), "")
                    .help(wrong.help),
            );
            return Vec::new();
        }
        None => return Vec::new(),
    };
    let Some(Kind::List(fields)) = rule.get("velden").map(|node| &node.kind) else {
        return Vec::new();
    };
    let mut places: HashMap<Place, &Node> = HashMap::new();
    for field in fields {
        let name = field.text().unwrap_or_default();
        let (root, path) = name.split_once('.').unwrap_or((name, ""));
        let keys: Vec<&str> = path.split('.').collect();
        let root = root.parse::<Root>().ok().filter(|root| *root != Root::Profile);
        let Some(root) = root.filter(|root| is_field(shape(*root), &keys)) else {
            found.push(
                Diagnostic::error(
                    codes::UNKNOWN_WORD,
                    format!("`{}` is geen veld dat kan worden gelakt", words::shorten(name)),
                )
                .at(field.head(sources), "")
                .help("schrijf bestand en veld, zoals `dossier.afzender.contactpersoon.naam`; een lijst telt als één veld"),
            );
            continue;
        };
        if let Some(tree) = trees.get(&root) {
            filled(tree, &keys, &Place::top(root), &mut places);
        }
    }
    let one = |(place, node): (Place, &Node)| {
        let lakking = Lakking {
            place,
            within: None,
            gronden: codes_of(gronden),
            redenen: Vec::new(),
            door_regel: true,
        };
        Gevonden { lakking, gronden, redenen: Vec::new(), span: node.head(sources) }
    };
    places.into_iter().map(one).collect()
}

/// Whether keys lead to a value that can be withheld, through lists.
fn is_field(shape: &Shape, keys: &[&str]) -> bool {
    match (shape, keys) {
        (Shape::List(item, _), keys) => is_field(item, keys),
        (shape, []) => shape.is_lakbaar(),
        (Shape::Map { keys: fields, .. }, [key, rest @ ..]) => {
            fields.iter().any(|(name, shape)| name == key && is_field(shape, rest))
        }
        _ => false,
    }
}

/// The single values at the end of keys.
fn filled<'a>(node: &'a Node, keys: &[&str], place: &Place, out: &mut HashMap<Place, &'a Node>) {
    match (&node.kind, keys) {
        (Kind::List(items), _) => {
            for (i, item) in items.iter().enumerate() {
                filled(item, keys, &place.index(i), out);
            }
        }
        (Kind::Map(_), [key, rest @ ..]) => {
            if let Some(value) = node.get(key) {
                filled(value, rest, &place.key(key), out);
            }
        }
        (Kind::Scalar(_), []) if !node.is_null() => {
            out.insert(place.clone(), node);
        }
        _ => {}
    }
}

/// Calls with every scalar of a tree that has a shape, and that.
pub(super) fn scalars<'a>(
    node: &'a Node,
    shape: &'a Shape,
    path: &Path,
    call: &mut dyn FnMut(&Path, &'a Node, &'a Shape),
) {
    match (&node.kind, shape) {
        (Kind::Scalar(_), _) => call(path, node, shape),
        (Kind::List(items), Shape::List(item, _)) => {
            for (i, node) in items.iter().enumerate() {
                scalars(node, item, &path.index(i), call);
            }
        }
        (Kind::List(_), Shape::WordsOr(_, list)) => scalars(node, list, path, call),
        (Kind::Map(entries), Shape::Map { keys, others, .. }) => {
            for Entry { key, value } in entries {
                let Some(name) = key.text() else { continue };
                let of = keys.iter().find(|(key, _)| key == name).map(|(_, shape)| shape);
                if let Some(shape) = of.or_else(|| others.as_ref().map(|(_, shape)| &**shape)) {
                    scalars(value, shape, &path.key(name), call);
                }
            }
        }
        _ => {}
    }
}

/// The key that a path ends in.
pub(super) fn last_key(path: &Path) -> Option<&str> {
    match path.segments().last() {
        Some(Segment::Key(key)) => Some(key),
        _ => None,
    }
}
