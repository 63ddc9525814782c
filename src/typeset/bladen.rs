//! In: the texts of sheets, run after run. Out: the sources that Typst reads, each taken apart when somebody asks for it.
//! Pure.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::sync::{Arc, LazyLock, OnceLock};

use typst::syntax::{FileId, Source};

use super::file_id;
use crate::source::difference;
use crate::templates::Templates;

/// The sheets of a run. A copy is the same sheets once more.
#[derive(Clone, Default)]
pub(super) struct Bladen(HashMap<FileId, Arc<Blad>>);

/// A sheet, and what Typst made of its text.
struct Blad {
    id: FileId,
    text: String,
    source: OnceLock<Source>,
}

/// The sheets of the house style as they are built in: they are the same in every run, and for every typesetter.
static BUILT_IN: LazyLock<Bladen> = LazyLock::new(|| {
    let templates = Templates::default();
    let sheet = |(path, template): (&str, &crate::templates::Template)| {
        let text = String::from_utf8(template.bytes.to_vec()).ok()?;
        let id = file_id(&format!("/{path}"))?;
        Some((id, Arc::new(Blad::new(id, text))))
    };
    Bladen(templates.typst().filter_map(sheet).collect())
});

/// What every letter is laid out with.
const OF_EVERY_LETTER: [&str; 5] = ["maten", "schikking", "brief", "proza", "lak"];

/// Takes the sheets apart that every letter needs, so that nobody waits for it later.
pub(super) fn prepare() {
    for name in OF_EVERY_LETTER {
        file_id(&format!("/huisstijl/{name}.typ")).map(|id| BUILT_IN.get(id));
    }
}

impl Bladen {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// One of them.
    pub(super) fn get(&self, id: FileId) -> Option<&Source> {
        self.0.get(&id).map(|sheet| sheet.source())
    }

    /// Takes over the sheets of another run: which of them are new, gone, or have another text. What did not change keeps
    /// its identity, and so what was computed from it.
    pub(super) fn load<'a>(
        &mut self,
        sheets: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> HashSet<FileId> {
        let mut touched = HashSet::new();
        let mut before = mem::take(&mut self.0);
        self.0.reserve(before.len());
        for (path, text) in sheets {
            let Some(id) = file_id(path) else { continue };
            let sheet = match before.remove(&id) {
                Some(same) if same.text == text => same,
                Some(other) => {
                    touched.insert(id);
                    Arc::new(other.with(text))
                }
                None => {
                    touched.insert(id);
                    let built_in = BUILT_IN.0.get(&id).filter(|known| known.text == text);
                    built_in.cloned().unwrap_or_else(|| Arc::new(Blad::new(id, text.to_owned())))
                }
            };
            self.0.insert(id, sheet);
        }
        touched.extend(before.into_keys());
        touched
    }
}

impl Blad {
    fn new(id: FileId, text: String) -> Self {
        Self { id, text, source: OnceLock::new() }
    }

    fn source(&self) -> &Source {
        self.source.get_or_init(|| Source::new(self.id, self.text.clone()))
    }

    /// The sheet with another text.
    fn with(&self, text: &str) -> Self {
        let new = Self::new(self.id, text.to_owned());
        if let Some(mut source) = self.source.get().cloned() {
            update(&mut source, text);
            _ = new.source.set(source);
        }
        new
    }
}

/// Gives a source a new text by the smallest edit, so that what did not change keeps its spans.
///
/// `Source::replace` of Typst 0.15.1 does the same, but keeps a piece of the old text where the first
/// common byte of the endings lies within a character: of `Ɔ` (C6 86) and `ᔆ` (E1 94 86), say.
fn update(source: &mut Source, new: &str) {
    if let Some((old, range)) = difference(source.text(), new) {
        source.edit(old, &new[range]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_updated_source_has_exactly_the_new_text() {
        let texts = [
            "",
            "een \u{186}",
            "een \u{1506}",
            "een twee \u{1506}",
            "\u{186} een",
            "een een een",
            "een een",
        ];
        for old in texts {
            for new in texts {
                let mut source = Source::detached(old);
                update(&mut source, new);
                assert_eq!(source.text(), new, "from {old:?}");
            }
        }
    }

    #[test]
    fn what_every_letter_needs_is_built_in() {
        let there =
            |name| BUILT_IN.0.contains_key(&file_id(&format!("/huisstijl/{name}.typ")).unwrap());
        assert!(OF_EVERY_LETTER.into_iter().all(there));
    }

    #[test]
    fn only_what_changed_is_touched() {
        let mut sheets = Bladen::default();
        let names = |touched: HashSet<FileId>| {
            let mut names: Vec<_> =
                touched.iter().map(|id| id.get().vpath().get_with_slash()).collect();
            names.sort_unstable();
            names
        };
        let touched = sheets.load([("/a.typ", "een"), ("/b.typ", "twee")].into_iter());
        assert_eq!(names(touched), ["/a.typ", "/b.typ"]);
        let same = sheets.get(file_id("/a.typ").unwrap()).unwrap().clone();
        let touched = sheets.load([("/a.typ", "een"), ("/c.typ", "drie")].into_iter());
        assert_eq!(names(touched), ["/b.typ", "/c.typ"]);
        let a = sheets.get(file_id("/a.typ").unwrap()).unwrap();
        assert_eq!(a.root().span(), same.root().span());
        assert!(sheets.get(file_id("/b.typ").unwrap()).is_none());
        let touched = sheets.load([("/a.typ", "vier"), ("/c.typ", "drie")].into_iter());
        assert_eq!(names(touched), ["/a.typ"]);
        assert_eq!(sheets.get(file_id("/a.typ").unwrap()).unwrap().text(), "vier");
    }
}
