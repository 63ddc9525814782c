//! Helpers: run a command, compile in memory, read PDFs back; every good dossier is built once.

pub mod authority;
mod command;
mod folders;
pub mod markdown;
pub mod page_text;
mod random;
pub mod signing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use kamerbrief::diagnostic::{self, Text};
use kamerbrief::dossier::Stuk;
use kamerbrief::source::Sources;
use kamerbrief::templates::Templates;
use kamerbrief::typeset::{Fonts, Typesetter};
use kamerbrief::workspace::Workspace;
use kamerbrief::{Job, fill, system};
use page_validation::{ValidationOptions, ValidationProfile};

pub use self::command::{Ran, run, run_while, seen, start};
pub use self::folders::{damage, folder, good_dossiers, of_files, root};
use self::page_text::Page;
pub use self::random::cases;

pub fn typesetter() -> Typesetter {
    Typesetter::new(Fonts::embedded())
}

/// What came of a dossier in memory: its PDFs, or its diagnostics as printed.
pub fn compile(
    workspace: &Workspace,
    typesetter: &mut Typesetter,
) -> Result<Vec<(Stuk, Vec<u8>)>, String> {
    compile_with(workspace, &Templates::default(), typesetter)
}

pub fn compile_with(
    workspace: &Workspace,
    templates: &Templates,
    typesetter: &mut Typesetter,
) -> Result<Vec<(Stuk, Vec<u8>)>, String> {
    let job = Job { workspace, templates, stukken: &[], style: false };
    let (mut sources, mut found) = (Sources::default(), Vec::new());
    let filled = fill(job, typesetter, &mut sources, &mut found);
    let mut pdfs = Vec::new();
    if let Some(filled) = &filled {
        for stuk in filled.stukken() {
            let made = filled.made(*stuk, typesetter, &sources, &mut found);
            pdfs.extend(made.map(|(_, pdf)| (*stuk, pdf)));
        }
    }
    if filled.is_none() || diagnostic::has_errors(&found) {
        diagnostic::sort(&mut found, &sources);
        return Err(Text::new(false, 120).render(&found, &sources));
    }
    Ok(pdfs)
}

/// Every file in a folder, by its path.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    all
}

/// Copies a folder.
pub fn copy(from: &Path, to: &Path) {
    copy_but(from, to, &[]);
}

/// Copies a folder, but for folders of these names.
pub fn copy_but(from: &Path, to: &Path, without: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match path.is_dir() {
            true if without.contains(&name) => {}
            true => copy_but(&path, &to.join(name), without),
            false => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}

/// A dossier on disk.
pub fn on_disk(path: &Path) -> Workspace {
    Workspace::new(path.display().to_string(), system::Folder(path.to_owned())).unwrap()
}

/// The PDFs of a dossier on disk.
#[track_caller]
pub fn compile_folder(path: &Path, typesetter: &mut Typesetter) -> Vec<(Stuk, Vec<u8>)> {
    let own = path.join("sjablonen");
    let files = if own.is_dir() { system::read_templates(&own).unwrap() } else { BTreeMap::new() };
    let (templates, _) = Templates::with(&own.display().to_string(), files);
    compile_with(&on_disk(path), &templates, typesetter)
        .unwrap_or_else(|errors| panic!("{}:\n{errors}", path.display()))
}

/// A good dossier, built as `build` does it.
pub struct Built {
    /// How that went.
    pub ran: Ran,
    pub documents: Vec<Document>,
}

/// A document of a good dossier.
pub struct Document {
    pub stuk: Stuk,
    pub pdf: Vec<u8>,
    pages: OnceLock<Vec<Page>>,
}

impl Document {
    pub fn pages(&self) -> &[Page] {
        self.pages.get_or_init(|| page_text::pages(&self.pdf))
    }

    pub fn text(&self) -> String {
        page_text::joined(self.pages())
    }
}

impl Built {
    #[track_caller]
    pub fn document(&self, stuk: Stuk) -> &Document {
        self.documents.iter().find(|document| document.stuk == stuk).unwrap()
    }
}

/// A good dossier, by its path in this repository: built by who first asks, for all tests.
#[track_caller]
pub fn built(dossier: impl AsRef<Path>) -> &'static Built {
    static ALL: LazyLock<BTreeMap<PathBuf, OnceLock<Built>>> = LazyLock::new(|| {
        let all = good_dossiers().into_iter().chain([root().join("tests/regels/basis")]);
        all.map(|path| (path, OnceLock::new())).collect()
    });
    let path = root().join(dossier);
    ALL[&path].get_or_init(|| {
        let out = tempfile::tempdir().unwrap();
        let ran = build(&path, out.path());
        assert_eq!(ran.code, 0, "{}:\n{}", path.display(), ran.stderr);
        let read = |stuk: Stuk| fs::read(out.path().join(format!("{}.pdf", stuk.name()))).ok();
        let documents = Stuk::ALL.into_iter().filter_map(|stuk| {
            read(stuk).map(|pdf| Document { stuk, pdf, pages: OnceLock::new() })
        });
        Built { ran, documents: documents.collect() }
    })
}

/// Builds a dossier into a folder. A case has further arguments in a file, and is named as seen from its neighbours.
pub fn build(dossier: &Path, out: &Path) -> Ran {
    let cases = root().join("tests/cases");
    let name = dossier.strip_prefix(&cases).unwrap_or(dossier);
    let arguments = fs::read_to_string(dossier.join("arguments")).unwrap_or_default();
    let mut line = vec!["build", name.to_str().unwrap(), "--quiet"];
    line.extend(arguments.split_whitespace());
    if !line.contains(&"--out") {
        line.extend(["--out", out.to_str().unwrap()]);
    }
    run(&cases, &line)
}

/// Stops at any rule of PDF/A-2a or PDF/UA-1 that a PDF does not meet.
#[track_caller]
pub fn assert_conforms(name: &str, pdf: &[u8]) {
    for profile in [ValidationProfile::PdfA2a, ValidationProfile::PdfUa1] {
        let options = ValidationOptions::default().profile(profile);
        let report = page_validation::validate_pdf_bytes(pdf, &options).unwrap();
        let failures: Vec<_> = report
            .failures
            .iter()
            .filter(|failure| match failure.rule_id.as_str() {
                // It wants every signature to reach to the end of the file as it is now, which of two signatures
                // only the last one can, and before evidence none: each must reach to the end of its own revision
                // (ISO 32000-1, 12.8.1).
                "ISO 19005-2:2011:6.4.3:1" => !signatures_cover_their_revisions(pdf),
                _ => true,
            })
            .collect();
        assert!(failures.is_empty(), "{name}, {profile:?}: {failures:#?}");
    }
}

/// Each signature is over everything up to the end of a revision.
fn signatures_cover_their_revisions(pdf: &[u8]) -> bool {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let ranges =
        document.objects.values().filter_map(|one| one.as_dict().ok()?.get(b"ByteRange").ok());
    let ends: Vec<usize> = ranges
        .map(|range| {
            let numbers = range.as_array().unwrap().iter().map(|one| one.as_i64().unwrap());
            let [0, _, from, length] = numbers.collect::<Vec<_>>()[..] else { return 0 };
            usize::try_from(from + length).unwrap()
        })
        .collect();
    !ends.is_empty() && ends.iter().all(|end| pdf[..*end].ends_with(b"%%EOF\n"))
}

/// White space of any kind and length counts as one space.
pub fn normalize(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
