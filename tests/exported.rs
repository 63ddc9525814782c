//! The Typst files that `build --format typst` writes, set by Typst alone.

use std::path::PathBuf;

use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Letters, Run};
use kamerbrief::{Job, fill};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;

use crate::support::{on_disk, root, run, typesetter};

/// A folder as `typst compile` sees it.
struct Exported {
    folder: PathBuf,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
}

impl Exported {
    fn new(folder: PathBuf, main: &str) -> Self {
        let all = [
            dejavu::sans::regular(),
            dejavu::sans::bold(),
            dejavu::sans::oblique(),
            dejavu::sans::bold_oblique(),
        ];
        let fonts: Vec<Font> = all.into_iter().map(Bytes::new).flat_map(Font::iter).collect();
        let features = [Feature::A11yExtras].into_iter().collect();
        let main = VirtualPath::new(main).unwrap();
        Self {
            folder,
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
        }
    }

    fn read(&self, id: FileId) -> FileResult<Vec<u8>> {
        let path = id.get().vpath().get_with_slash();
        let path = self.folder.join(path.trim_start_matches('/'));
        std::fs::read(&path).map_err(|_| FileError::NotFound(path))
    }
}

impl World for Exported {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(Source::new(id, String::from_utf8(self.read(id)?).unwrap()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.read(id).map(Bytes::new)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What stands where on each page.
fn pages(document: &PagedDocument) -> Vec<Vec<Run>> {
    document.pages().iter().map(Letters::runs).collect()
}

#[test]
fn exported_sheets_give_the_same_pages_in_typst_itself() {
    let mut arranged = 0;
    for dossier in [
        "content/mensenhandel",
        "content/voorbeeld-ienw",
        "tests/cases/ok_voetnoot_in_lange_lijst",
        "tests/cases/warn_woord_breekt",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        let ran = run(&root(), &["build", dossier, "--out", out, "--format", "typst"]);
        assert_eq!(ran.code, 0, "{dossier}: {}", ran.stderr);
        let workspace = on_disk(&root().join(dossier));
        let templates = Templates::default();
        let job = Job { workspace: &workspace, templates: &templates, stukken: &[], style: false };
        let (mut typesetter, mut sources) = (typesetter(), Sources::default());
        let filled = fill(job, &mut typesetter, &mut sources, &mut Vec::new()).unwrap();
        for stuk in filled.stukken() {
            let exported = folder.path().join("typst").join(stuk.name());
            let sheet = std::fs::read_to_string(exported.join("huisstijl/schikking.typ")).unwrap();
            arranged +=
                usize::from(!sheet.contains("#let breken = none\n") || !sheet.contains("(:)"));
            let world = Exported::new(exported, &format!("{}.typ", stuk.name()));
            let alone = typst::compile::<PagedDocument>(&world).output.unwrap();
            let (ours, _) = filled.typeset(*stuk, &typesetter, &sources, |_| ());
            assert!(pages(&alone) == pages(&ours.unwrap().0), "{dossier}: {}", stuk.name());
        }
    }
    assert!(arranged >= 2, "no document needed more than one round");
}
