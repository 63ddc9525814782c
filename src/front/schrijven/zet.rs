//! In: a place in a file, and what it is to say. Out: the changes that make it say so, also where nothing stands there yet.
//! Pure.

use super::Refused;
use super::pieces::splices;
use super::veld::shape_at;
use crate::dossier::{Place, Shape, shape};
use crate::edit::{self, Change, Value};
use crate::yaml::{Entry, Kind, Node, Path, Segment};

/// The changes after which a place says this; nothing takes it out, with what it stands in when that holds nothing else
/// and need not be there.
///
/// # Errors
/// When it must be there, or when something else stands in its place.
pub(super) fn set(tree: &Node, of: &Place, text: &str) -> Result<Vec<Change>, Refused> {
    let path = &of.path;
    let there = tree.at(path);
    if text.is_empty() {
        return match there {
            None => Ok(Vec::new()),
            Some(_) => {
                let place = emptied(tree, of).ok_or(Refused::Required)?;
                Ok(vec![Change::Remove { place }])
            }
        };
    }
    match there.map(|node| (node, &node.kind)) {
        Some((_, Kind::Scalar(scalar))) => {
            let change = |(range, new)| Change::Text { place: path.clone(), range, new };
            Ok(splices(&scalar.value, text).into_iter().map(change).collect())
        }
        Some(_) => Err(edit::Refused::Missing(path.clone()).into()),
        None => Ok(vec![put(tree, of, Value::Text(text.to_owned()))?]),
    }
}

/// What goes when this value does: it, or what holds nothing else and need not be there; none when it must stay.
pub(super) fn emptied(tree: &Node, of: &Place) -> Option<Path> {
    let mut path = of.path.clone();
    loop {
        let parent = path.parent();
        let alone = match tree.at(&parent).map(|node| &node.kind) {
            Some(Kind::Map(entries)) => entries.len() == 1,
            Some(Kind::List(items)) => items.len() == 1,
            _ => false,
        };
        if !alone || parent.segments().is_empty() || is_required(of, &parent) {
            return (!is_required(of, &path)).then_some(path);
        }
        path = parent;
    }
}

/// The first single value of an item, by which a reader knows it.
pub fn called(node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Scalar(scalar) => Some(scalar.value.trim().to_owned()),
        Kind::List(items) => called(items.first()?),
        Kind::Map(entries) => {
            let known = |entry: &&Entry| entry.key.text() != Some("id");
            called(&entries.iter().find(known)?.value)
        }
    }
}

/// Looks whether an item is still the one that was meant, by what it is called.
///
/// # Errors
/// When another stands there now.
pub(super) fn same(tree: &Node, place: &Path, heet: Option<&str>) -> Result<(), Refused> {
    let there = tree.at(place).and_then(called);
    match heet.is_none_or(|heet| there.as_deref() == Some(heet)) {
        true => Ok(()),
        false => Err(Refused::Conflict { now: there.unwrap_or_default() }),
    }
}

/// The changes after which a list of single values holds these, in this order where it does not have them yet. What stays
/// is not touched.
///
/// # Errors
/// When it would be empty, is no list of single values, or is not what it was (`base`).
pub(super) fn list(
    tree: &Node,
    list: &Path,
    wanted: &[String],
    base: Option<&[String]>,
) -> Result<Vec<Change>, Refused> {
    let missing = || Refused::from(edit::Refused::Missing(list.clone()));
    let Some(Kind::List(items)) = tree.at(list).map(|node| &node.kind) else {
        return Err(missing());
    };
    let there: Vec<&str> = items.iter().filter_map(Node::text).collect();
    if there.len() != items.len() || wanted.is_empty() {
        return Err(if wanted.is_empty() { Refused::Required } else { missing() });
    }
    if base.is_some_and(|base| base != there) && wanted != there {
        return Err(Refused::Conflict { now: there.join(", ") });
    }
    let goes = there.iter().enumerate().filter(|(_, item)| !wanted.iter().any(|one| one == *item));
    let mut changes: Vec<Change> =
        goes.map(|(index, _)| Change::Remove { place: list.index(index) }).collect();
    for (at, one) in wanted.iter().enumerate().filter(|(_, one)| !there.contains(&one.as_str())) {
        let next = wanted[at..].iter().find_map(|one| there.iter().position(|item| item == one));
        let number = one.bytes().all(|byte| byte.is_ascii_digit());
        let value = if number { Value::Plain(one.clone()) } else { Value::Text(one.clone()) };
        let index = next.unwrap_or(there.len());
        changes.push(Change::Insert { list: list.clone(), index, value });
    }
    Ok(changes)
}

fn is_required(of: &Place, path: &Path) -> bool {
    let Some(Segment::Key(key)) = path.segments().last() else { return false };
    let block = shape_at(shape(of.root), path.parent().segments());
    matches!(block, Some(Shape::Map { required, .. }) if required.iter().any(|name| **name == **key))
}

/// The key that is not there yet, with all that it stands in.
///
/// # Errors
/// When something else stands there.
pub(super) fn put(tree: &Node, of: &Place, value: Value) -> Result<Change, Refused> {
    let missing = || Refused::from(edit::Refused::Missing(of.path.clone()));
    let (mut value, mut path) = (value, of.path.clone());
    loop {
        let parent = path.parent();
        let Some(Segment::Key(key)) = path.segments().last() else { return Err(missing()) };
        let block = tree.at(&parent);
        // A key without a value takes what comes under it.
        if block.is_some_and(|block| matches!(block.kind, Kind::Map(_)) || block.is_null()) {
            let after = before(of, &parent, key, block);
            return Ok(Change::Put { map: parent, key: key.to_string(), value, after });
        }
        if block.is_some() || parent == path {
            return Err(missing());
        }
        value = Value::Map(vec![(key.to_string(), value)]);
        path = parent;
    }
}

/// The last key of a block that the schema has before this one.
fn before(of: &Place, map: &Path, key: &str, block: Option<&Node>) -> Option<String> {
    let Some(Shape::Map { keys, .. }) = shape_at(shape(of.root), map.segments()) else {
        return None;
    };
    let earlier = keys.iter().map(|(name, _)| name).take_while(|name| *name != key);
    let there = |name: &&String| block.is_some_and(|block| block.entry(name).is_some());
    keys.iter().any(|(name, _)| name == key).then(|| earlier.filter(there).last().cloned())?
}

#[cfg(test)]
mod tests {
    use super::super::request::{Request, carry_out};
    use super::*;
    use crate::dossier::{Bestand, Root};

    #[test]
    fn a_list_keeps_what_stays_in_it() {
        let file = "antwoorden:\n  - op: [1, 2a, 8] # samen\n    tekst: x\n";
        let of = |wanted: &[&str]| {
            let items = wanted.iter().map(|one| (*one).to_owned()).collect();
            let request = Request::List { place: "antwoorden[0].op".into(), items, base: None };
            let of = Place { root: Root::File(Bestand::Vragen), path: Path::default() };
            carry_out(file, &of, &request).map(|done| done.text)
        };
        for wanted in [&["1", "2a", "8"][..], &["2a"], &["1", "2a", "2b", "3", "8", "9"], &["4"]] {
            let now = file.replace("1, 2a, 8", &wanted.join(", "));
            assert_eq!(of(wanted).unwrap(), now, "{wanted:?}");
        }
        assert_eq!(of(&[]), Err(Refused::Required));
    }

    #[test]
    fn what_is_another_one_by_now_is_left_alone() {
        let file = "antwoorden:\n  - op: [1]\n    tekst: x\n  - op: [2]\n    tekst: y\n";
        let of = Place { root: Root::File(Bestand::Vragen), path: Path::default() };
        let done = |request: &Request| carry_out(file, &of, request).map(|done| done.text);
        let set = Request::Set {
            place: "antwoorden[1].door".into(),
            text: "de minister van X".into(),
            base: Some(String::new()),
        };
        let guarded = |heet: &str| Request::Batch {
            steps: vec![
                Request::Same { place: "antwoorden[1]".into(), heet: Some(heet.into()) },
                set.clone(),
            ],
        };
        assert_eq!(done(&guarded("2")), done(&set));
        assert_eq!(done(&guarded("1")), Err(Refused::Conflict { now: "2".into() }));
        let list = |base: &str, item: &str| Request::List {
            place: "antwoorden[0].op".into(),
            items: vec![item.into()],
            base: Some(vec![base.into()]),
        };
        assert_eq!(done(&list("1", "3")), Ok(file.replace("[1]", "[3]")));
        assert_eq!(done(&list("2", "3")), Err(Refused::Conflict { now: "1".into() }));
        // What both want is there already.
        assert_eq!(done(&list("2", "1")), Ok(file.to_owned()));
    }

    fn of(file: &str, place: &str, text: &str) -> Result<String, Refused> {
        let path = place.parse().unwrap();
        let request = Request::Set { place: place.into(), text: text.into(), base: None };
        let of = Place { root: Root::File(Bestand::Dossier), path };
        carry_out(file, &of, &request).map(|done| done.text)
    }

    #[test]
    fn a_field_that_is_not_there_comes_where_the_schema_has_it() {
        let file = "onderwerp: Iets # waarover\nkenmerk: x\ndatum: 2026-01-31\nafzender:\n  onderdeel: DG\n";
        for (place, text, old, new) in [
            ("datum", "2026-02-01", "2026-01-31", "2026-02-01"),
            ("onderwerp", "Iets meer", "Iets", "Iets meer"),
            ("uw_kenmerk", "Z1", "kenmerk: x\n", "kenmerk: x\nuw_kenmerk: Z1\n"),
            (
                "afzender.contactpersoon.naam",
                "A. Bakker",
                "  onderdeel: DG\n",
                "  onderdeel: DG\n  contactpersoon:\n    naam: A. Bakker\n",
            ),
            (
                "geadresseerde.kamer",
                "eerste",
                "  onderdeel: DG\n",
                "  onderdeel: DG\ngeadresseerde:\n  kamer: eerste\n",
            ),
        ] {
            assert_eq!(of(file, place, text).unwrap(), file.replacen(old, new, 1), "{place}");
            // And back.
            if !file.contains(old) || new.starts_with(old) && old.ends_with('\n') {
                let there = of(file, place, text).unwrap();
                assert_eq!(of(&there, place, "").unwrap(), file, "{place}");
            }
        }
        assert_eq!(of(file, "datum", ""), Err(Refused::Required));
        assert_eq!(of(file, "afzender.onderdeel", ""), Err(Refused::Required));
        assert!(of(file, "afzender", "x").is_err());
        assert!(of(file, "moties[0].kamerstuk", "28638-238").is_err());
    }
}
