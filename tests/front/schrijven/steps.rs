//! What a form, cards and a grid ask of a file: each thing is done to the value that was meant, nothing else changes, and it
//! can be taken back. Held against a plain model of what the file says.

use kamerbrief_front::dossier::{Bestand, Place, Root};
use kamerbrief_front::schrijven::{Log, Request, called, carry_out};
use kamerbrief_front::yaml::{Kind, Node, Path, Segment};
use proptest::prelude::*;
use proptest::sample::select;

use super::{files, tree};
use crate::random::cases;

/// What a file says, without how.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    Text(String),
    List(Vec<Says>),
    Map(Vec<(String, Says)>),
}

impl Says {
    fn of(node: &Node) -> Option<Self> {
        Some(match &node.kind {
            Kind::Scalar(scalar) => Self::Text(scalar.value.trim_end().to_owned()),
            Kind::List(items) => Self::List(items.iter().map(Self::of).collect::<Option<_>>()?),
            Kind::Map(entries) => {
                let entry = |entry: &kamerbrief_front::yaml::Entry| {
                    Some((entry.key.text()?.to_owned(), Self::of(&entry.value)?))
                };
                Self::Map(entries.iter().map(entry).collect::<Option<_>>()?)
            }
        })
    }

    /// The ways to all that holds something else, and to all that says something.
    fn places(&self, path: &Path, out: &mut Vec<(Path, Self)>) {
        out.push((path.clone(), self.clone()));
        match self {
            Self::Text(_) => {}
            Self::List(items) => {
                items.iter().enumerate().for_each(|(i, item)| item.places(&path.index(i), out));
            }
            Self::Map(entries) => {
                entries.iter().for_each(|(key, item)| item.places(&path.key(key), out));
            }
        }
    }

    fn at(&mut self, path: &Path) -> Option<&mut Self> {
        let mut here = self;
        for segment in path.segments() {
            here = match (here, segment) {
                (Self::List(items), Segment::Index(index)) => items.get_mut(*index)?,
                (Self::Map(entries), Segment::Key(own)) => {
                    entries.iter_mut().find(|(key, _)| **key == **own).map(|(_, item)| item)?
                }
                _ => return None,
            };
        }
        Some(here)
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Map(entries) => entries.iter().flat_map(|(_, item)| item.texts()).collect(),
        }
    }
}

/// What somebody does; numbers choose among what there is.
#[derive(Debug, Clone)]
struct Deed {
    kind: usize,
    place: usize,
    from: usize,
    to: usize,
    text: String,
}

fn deed() -> impl Strategy<Value = Deed> {
    let text = select(vec![
        "",
        "x",
        "2",
        "0,5–1",
        "p.m.",
        "(1)",
        "ja",
        "null",
        "2026-03-01",
        "a: b",
        "# geen",
        "'",
        "\"",
        "een twee",
        "- punt",
        "é€😀",
        "[x]",
        "{y}",
        "24.116",
        "&",
        "*",
        "?",
        "%",
        "@",
        "|",
        ">",
        "~",
        "0x1f",
        "1e3",
        "a, b",
    ]);
    (0usize..7, 0usize..10_000, 0usize..100, 0usize..100, text).prop_map(
        |(kind, place, from, to, text)| Deed { kind, place, from, to, text: text.to_owned() },
    )
}

impl Deed {
    /// What it asks of a file that says this, and what the file says then; none when there is nothing to do it to.
    fn asks(&self, now: &Says) -> Option<(Request, Says)> {
        let mut places = Vec::new();
        now.places(&Path::default(), &mut places);
        let pick = |fits: &dyn Fn(&Says) -> bool| {
            let all: Vec<_> = places.iter().filter(|(_, says)| fits(says)).collect();
            let (path, says) = all.get(self.place.checked_rem(all.len())?)?;
            Some((path.clone(), says.clone()))
        };
        let mut then = now.clone();
        let flat = |says: &Says| matches!(says, Says::List(items) if !items.is_empty() && items.iter().all(|item| matches!(item, Says::Text(_))));
        let full = |says: &Says| matches!(says, Says::List(items) if !items.is_empty());
        let request = match self.kind {
            0 | 1 => {
                let (path, old) = pick(&|says| matches!(says, Says::Text(_)))?;
                let Says::Text(base) = old else { return None };
                if self.text.is_empty() {
                    return None;
                }
                *then.at(&path)? = Says::Text(self.text.clone());
                Request::Set { place: path.to_string(), text: self.text.clone(), base: Some(base) }
            }
            2 => {
                let (path, old) = pick(&flat)?;
                let Says::List(items) = old else { return None };
                let base: Vec<String> =
                    items.iter().flat_map(Says::texts).map(str::to_owned).collect();
                let mut wanted = base.clone();
                match self.text.is_empty() || base.contains(&self.text) {
                    true if base.len() > 1 => drop(wanted.remove(self.from % base.len())),
                    true => return None,
                    false => wanted.insert(self.from % (base.len() + 1), self.text.clone()),
                }
                // What stands there twice is one to who ticks it.
                let mut once = base.clone();
                once.sort();
                once.dedup();
                if once.len() < base.len() {
                    return None;
                }
                *then.at(&path)? = Says::List(wanted.iter().cloned().map(Says::Text).collect());
                Request::List { place: path.to_string(), items: wanted, base: Some(base) }
            }
            3 => {
                let (path, old) = pick(&full)?;
                let Says::List(mut items) = old else { return None };
                let (from, to) = (self.from % items.len(), self.to % (items.len() + 1));
                let item = items.remove(from);
                items.insert(if to > from { to - 1 } else { to }, item);
                *then.at(&path)? = Says::List(items);
                Request::Move { place: path.to_string(), from, to, heet: None }
            }
            4 => {
                let (path, old) = pick(&full)?;
                let Says::List(mut items) = old else { return None };
                if items.len() < 2 {
                    return None;
                }
                let index = self.from % items.len();
                items.remove(index);
                *then.at(&path)? = Says::List(items);
                Request::Remove { place: path.index(index).to_string(), heet: None }
            }
            5 => {
                let (path, old) = pick(&full)?;
                let Says::List(mut items) = old else { return None };
                let index = self.from % (items.len() + 1);
                let item = Says::Map(vec![("naam".into(), Says::Text(self.text.clone()))]);
                items.insert(index, item);
                *then.at(&path)? = Says::List(items);
                let value = serde_json::json!({ "naam": self.text });
                Request::Insert { place: path.to_string(), index, value }
            }
            _ => {
                let (path, _) =
                    pick(&|says| matches!(says, Says::Map(entries) if !entries.is_empty()))?;
                let Says::Map(entries) = then.at(&path)? else { return None };
                if entries.iter().any(|(key, _)| key == "nieuw") {
                    return None;
                }
                let after = entries.get(self.from % entries.len()).map(|(key, _)| key.clone())?;
                let at = entries.iter().position(|(key, _)| *key == after)? + 1;
                entries.insert(at, ("nieuw".into(), Says::Text(self.text.clone())));
                Request::Put {
                    place: path.to_string(),
                    key: "nieuw".into(),
                    value: self.text.clone().into(),
                    after: Some(after),
                }
            }
        };
        Some((request, then))
    }
}

proptest! {
    #![proptest_config(cases(1200))]

    #[test]
    fn each_thing_is_done_to_what_was_meant_and_can_be_taken_back(
        which in 0usize..10_000,
        deeds in prop::collection::vec(deed(), 1..6),
        (windows, mark, together) in any::<(bool, bool, bool)>(),
    ) {
        let all = files();
        let (path, text) = &all[which % all.len()];
        let mut text = text.trim_start_matches('\u{feff}').replace('\r', "");
        if windows {
            text = text.replace('\n', "\r\n");
        }
        if mark {
            text.insert(0, '\u{feff}');
        }
        let Some(mut says) = tree(&text).and_then(|tree| Says::of(&tree)) else { return Ok(()) };
        let of = Place::top(Root::File(Bestand::Dossier));
        let mut log = Log::default();
        log.open("dossier.yaml", &text);
        let (first, mut now, mut steps) = (text.clone(), text, Vec::new());
        for deed in &deeds {
            let Some((request, then)) = deed.asks(&says) else { continue };
            let context = || format!("{} {request:?}\n──\n{now}", path.display());
            let Ok(done) = carry_out(&now, &of, &request) else {
                // What must be there, and what cannot be written where it stands.
                continue;
            };
            let read = tree(&done.text).ok_or_else(|| TestCaseError::fail(format!("no YAML: {}\n──\n{}", context(), done.text)))?;
            let told = Says::of(&read);
            prop_assert_eq!(told.as_ref(), Some(&then), "{}\n──\n{}", context(), done.text);
            prop_assert!(!windows || !done.text.replace("\r\n", "").contains('\n'), "{}", context());
            prop_assert_eq!(mark, done.text.starts_with('\u{feff}'));
            if done.text != now {
                log.did(&[("dossier.yaml".into(), done.text.clone())]);
            }
            steps.push(request);
            (now, says) = (done.text, then);
        }
        // All of it in one go is the same, and guards that hold change nothing.
        if together && !steps.is_empty() {
            let heet = tree(&first).and_then(|tree| called(&tree));
            let guard = Request::Same { place: String::new(), heet };
            let steps = std::iter::once(guard).chain(steps).collect();
            let done = carry_out(&first, &of, &Request::Batch { steps });
            prop_assert_eq!(done.map(|done| done.text), Ok(now.clone()));
        }
        // Back to the first file, byte for byte, and forth.
        let mut back = now.clone();
        while let Ok(Some(files)) = log.undo() {
            back.clone_from(&files[0].1);
        }
        prop_assert_eq!(&back, &first);
        while let Ok(Some(files)) = log.redo() {
            back.clone_from(&files[0].1);
        }
        prop_assert_eq!(&back, &now);
    }
}
