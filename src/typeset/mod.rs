//! In: sheets and fonts. Out: typeset documents, or what Typst refuses, at its place in YAML or
//! template. Pure.
//!
//! The Typst `World` holds the sheets and nothing else: no network, no packages, no clock, no other
//! files. It lives on between runs, so that after an edit only what changed is typeset again.

mod bladen;
mod handtekening;
mod letters;
mod onzichtbaar;
mod paged;
mod proof;
mod refusal;
mod schikking;
mod tekeningen;
mod translate;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::mem;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;

use self::bladen::Bladen;
use self::handtekening::beletsels;
pub use self::handtekening::{Handtekeningplaats, spots};
pub use self::letters::{Letters, Marks, OnPage, Rect, Run};
pub use self::paged::Paged;
use self::proof::{Fault, Printed, Proof};
use self::schikking::Schikking;
use self::translate::Translate;
use crate::check::Checked;
use crate::diagnostic::{Diagnostic, codes, has_errors};
use crate::dossier::{Stuk, Vingerafdruk};
use crate::draden;
use crate::render::{FALLBACK_FAMILY, FontSet, Sheets};
use crate::seal::KnownFonts;
use crate::source::{Sources, Span};

/// The fonts of a run, and nothing of the machine's. A copy is the same fonts once more, and costs nothing.
#[derive(Clone)]
pub struct Fonts {
    book: Arc<LazyHash<FontBook>>,
    fonts: Arc<[Font]>,
    /// One bit per character that some font has.
    coverage: Arc<[u64]>,
    fingerprint: Vingerafdruk,
    /// The files of an organisation's own fonts.
    own: Arc<[Bytes]>,
}

/// Makes what is the same in every run, so that nobody waits for it later.
pub(crate) fn prepare() {
    bladen::prepare();
}

static EMBEDDED: LazyLock<Fonts> = LazyLock::new(|| Fonts::new([]));

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("fonts", &self.fonts.len()).finish_non_exhaustive()
    }
}

impl Fonts {
    /// The embedded DejaVu Sans only; read once.
    pub fn embedded() -> Self {
        EMBEDDED.clone()
    }

    /// The embedded DejaVu Sans and an organisation's own font files (TTF, OTF, TTC). Files that are
    /// no fonts are left out.
    pub fn new(own: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let embedded = [
            dejavu::sans::regular(),
            dejavu::sans::bold(),
            dejavu::sans::oblique(),
            dejavu::sans::bold_oblique(),
        ];
        let own: Arc<[Bytes]> = own.into_iter().map(Bytes::new).collect();
        let fingerprint = Vingerafdruk::of(own.iter().map(Bytes::as_slice));
        let fonts: Arc<[Font]> = own
            .iter()
            .cloned()
            .chain(embedded.into_iter().map(Bytes::new))
            .flat_map(Font::iter)
            .collect();
        let mut coverage = vec![0; 0x11_0000 / 64];
        for char in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
            if let Some(word) = coverage.get_mut(char as usize / 64) {
                *word |= 1 << (char % 64);
            }
        }
        Self {
            book: Arc::new(LazyHash::new(FontBook::from_fonts(&*fonts))),
            fonts,
            coverage: coverage.into(),
            fingerprint,
            own,
        }
    }

    /// The same files, to know an embedded font by.
    pub fn known(&self) -> KnownFonts {
        let mut known = KnownFonts::default();
        self.own.iter().for_each(|data| known.add(Cow::Owned(data.to_vec())));
        known
    }

    /// The fingerprint of an organisation's own fonts; the embedded ones come with the program.
    pub fn fingerprint(&self) -> Vingerafdruk {
        self.fingerprint
    }

    /// What sheets have to know of them.
    pub fn set(&self) -> FontSet {
        FontSet {
            fingerprint: self.fingerprint,
            families: self.book.families().map(|(name, _)| name.to_lowercase()).collect(),
        }
    }

    /// Whether some font has this character.
    pub fn has(&self, char: char) -> bool {
        let char = u32::from(char);
        self.coverage.get(char as usize / 64).is_some_and(|word| word >> (char % 64) & 1 == 1)
    }
}

/// A typesetter with its fonts and the sheets of the last run.
pub struct Typesetter {
    library: LazyHash<Library>,
    fonts: Fonts,
    bladen: Bladen,
    assets: HashMap<FileId, Bytes>,
    /// The documents that still hold.
    made: Mutex<BTreeMap<Stuk, Made>>,
}

/// The name of a sheet that is on its own.
const ALONE: &str = "/alleen.typ";

/// What Typst made of a document, and every file that it asked for.
#[derive(Clone)]
struct Made {
    asked: HashSet<FileId>,
    warnings: EcoVec<SourceDiagnostic>,
    /// What is not on its pages as it was written.
    faults: Vec<Fault>,
    output: Result<Paged, EcoVec<SourceDiagnostic>>,
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("sheets", &self.bladen.len()).finish_non_exhaustive()
    }
}

impl Typesetter {
    /// A typesetter with these fonts.
    pub fn new(fonts: Fonts) -> Self {
        // Row headers in tables (PDF/UA) are behind this feature in Typst 0.15.
        let library =
            Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Self {
            library: LazyHash::new(library),
            fonts,
            bladen: Bladen::default(),
            assets: HashMap::new(),
            made: Mutex::default(),
        }
    }

    /// The fonts.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Takes over the sheets of a run. What did not change keeps its identity, and so what was
    /// computed from it.
    pub fn load(&mut self, sheets: &Sheets) {
        let mut touched = self.bladen.load(sheets.sources());
        let mut before = mem::take(&mut self.assets);
        for (path, bytes) in sheets.assets() {
            let Some(id) = file_id(path) else { continue };
            let bytes = match before.remove(&id) {
                Some(same) if *same == *bytes => same,
                _ => {
                    touched.insert(id);
                    Bytes::new(bytes.to_vec())
                }
            };
            self.assets.insert(id, bytes);
        }
        touched.extend(before.into_keys());
        self.made().retain(|_, made| made.asked.is_disjoint(&touched));
    }

    /// The way from the letters of the documents of this run to the sheets that they came from.
    pub fn letters(&self) -> Letters {
        Letters::new(self.bladen.clone())
    }

    fn made(&self) -> std::sync::MutexGuard<'_, BTreeMap<Stuk, Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Typesets a document of the sheets that were loaded, and makes of it what is wanted while its pages are held
    /// against the text. There is none when Typst refuses one, or when its pages differ from the text. A document of
    /// which no sheet changed is not set anew.
    pub fn typeset<T>(
        &self,
        stuk: Stuk,
        sheets: &Sheets,
        checked: &Checked,
        sources: &Sources,
        mut make: impl FnMut(&Paged) -> T,
    ) -> (Option<(Paged, T)>, Vec<Diagnostic>) {
        let Some(main) = sheets.main(stuk).and_then(file_id) else { return (None, Vec::new()) };
        let known = self.made().get(&stuk).cloned();
        let (made, product) = match known {
            Some(made) => (made, None),
            None => {
                let parts = checked.manuscript(stuk).filter(|_| sheets.has_own_way());
                let forgotten = |printed: &Printed| printed.forgotten(&parts?.delen, checked);
                let signers = checked.dossier().gegevens.ondertekening.len();
                let (made, product) =
                    self.make(stuk, main, (sheets, signers), &forgotten, &mut make);
                self.made().insert(stuk, made.clone());
                (made, product)
            }
        };
        let translate = Translate { stuk, typesetter: self, sheets, checked, sources };
        let mut found: Vec<Diagnostic> =
            made.warnings.iter().map(|warning| translate.warning(warning)).collect();
        found.extend(made.faults.iter().map(|fault| translate.fault(fault)));
        match made.output {
            // What differs from the text is no document: nobody can print, initial or sign it.
            Ok(_) if has_errors(&found) => (None, found),
            Ok(document) => {
                let product = product.unwrap_or_else(|| make(&document));
                (Some((document, product)), found)
            }
            Err(errors) => {
                found.extend(translate.errors(codes::TYPESETTING_FAILS, &errors));
                (None, found)
            }
        }
    }

    /// Sets a document, and once more as long as that brings notes to the page of their number, and words within their
    /// box. With it comes what was made of its pages, if they were not waited for.
    fn make<T>(
        &self,
        stuk: Stuk,
        main: FileId,
        (sheets, signers): (&Sheets, usize),
        forgotten: &dyn Fn(&Printed) -> Option<Fault>,
        make: &mut impl FnMut(&Paged) -> T,
    ) -> (Made, Option<T>) {
        let visible: HashSet<FileId> =
            sheets.visible(stuk).into_iter().filter_map(file_id).collect();
        let mut schikking = Schikking::default();
        let mut best = None::<((usize, usize), Made, Option<T>)>;
        loop {
            let mut view = View::new(self, main, Some(visible.clone()));
            view.instead = schikking.sheet();
            let Warned { output, warnings } = typst::compile::<PagedDocument>(&view);
            let asked = view.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
            let instead = view.instead.map(|(_, sheet)| sheet.text().to_owned());
            let output = output.map(|document| Paged::new(document, instead));
            let (proof, product) = match &output {
                // It may have to be set once more.
                Ok(document) if proof::has_stray_notes(document) => {
                    (self.proof(document, stuk, main, sheets), None)
                }
                Ok(document) => {
                    let proof = || self.proof(document, stuk, main, sheets);
                    let (proof, product) = draden::beside(proof, || make(document));
                    (proof, Some(product))
                }
                Err(_) => (Proof::default(), None),
            };
            let (broken, strayed) = (schikking.broken(&proof), proof.strayed());
            let again = schikking.learn(&proof);
            // Of pages that could not be made, nothing is said.
            let forgotten = output.as_ref().ok().and_then(|_| forgotten(&proof.printed));
            let places = output.as_ref().map(|document| beletsels(document, signers));
            let places = places.unwrap_or_default().into_iter();
            let places = places.map(|(number, page, what)| Fault::Signature { number, page, what });
            let faults = proof.faults.into_iter().chain(broken).chain(forgotten).chain(places);
            let faults = faults.collect();
            let made = Made { asked, warnings, faults, output };
            if best.as_ref().is_none_or(|(least, ..)| strayed < *least) {
                best = Some((strayed, made, product));
            }
            if !again && let Some((_, made, product)) = best {
                return (made, product);
            }
        }
    }

    /// Sets a sheet that is on its own: nothing else is there but the fonts.
    ///
    /// # Errors
    /// In Typst's words, what is wrong with it.
    pub fn alone(&self, sheet: &str) -> Result<PagedDocument, String> {
        let id = file_id(ALONE).ok_or("geen naam voor het blad")?;
        let mut view = View::new(self, id, Some(HashSet::new()));
        view.instead = Some((id, Source::new(id, sheet.to_owned())));
        let Warned { output, .. } = typst::compile::<PagedDocument>(&view);
        output.map_err(|errors| {
            errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
        })
    }

    /// What is not on the pages of a document as its sheets have it.
    fn proof(&self, document: &PagedDocument, stuk: Stuk, main: FileId, sheets: &Sheets) -> Proof {
        let source = |id: FileId| self.bladen.get(id);
        let texts = sheets.texts(stuk).filter_map(file_id).filter_map(source);
        let own_way = sheets.has_own_way();
        source(main)
            .map_or_else(Proof::default, |main| proof::read(document, (main, own_way), texts))
    }

    /// Typst errors of a later room, at their places.
    pub fn translate(
        &self,
        stuk: Stuk,
        errors: &[SourceDiagnostic],
        sheets: &Sheets,
        checked: &Checked,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        Translate { stuk, typesetter: self, sheets, checked, sources }
            .errors(codes::PDF_FAILS, errors)
            .collect()
    }

    /// The font families that were asked for and are not there, each where it was.
    pub fn missing_fonts<'a>(
        &self,
        families: impl Iterator<Item = (&'a str, Option<Span>)>,
    ) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        for (family, span) in families {
            if self.fonts.book.contains_family(&family.to_lowercase()) {
                continue;
            }
            let message = format!(
                "lettertype `{family}` is er niet; in plaats daarvan wordt {FALLBACK_FAMILY} gebruikt"
            );
            let mut diagnostic = Diagnostic::warning(codes::FONT_MISSING, message)
                .help("geef met `--fonts MAP` de map met de bestanden van het lettertype");
            if let Some(span) = span {
                diagnostic = diagnostic.at(span, "");
            }
            found.push(diagnostic);
        }
        found
    }
}

/// The name that Typst has for a sheet; `None` for a path that Typst does not accept.
fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// The world as one document sees it.
struct View<'a> {
    typesetter: &'a Typesetter,
    main: FileId,
    /// The sheets that the document may ask for: those that its fingerprint is taken of. `None` for all.
    visible: Option<HashSet<FileId>>,
    /// A sheet that stands in for the one of this name.
    instead: Option<(FileId, Source)>,
    /// The files that were asked for, whether they are there or not. Typst asks for a file also when it takes a
    /// result from memory: only so it knows that the result still holds.
    asked: Mutex<HashSet<FileId>>,
}

impl<'a> View<'a> {
    fn new(typesetter: &'a Typesetter, main: FileId, visible: Option<HashSet<FileId>>) -> Self {
        Self { typesetter, main, visible, instead: None, asked: Mutex::default() }
    }

    fn note(&self, id: FileId) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
    }
}

impl World for View<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.note(id);
        if let Some((_, source)) = self.instead.as_ref().filter(|(instead, _)| *instead == id) {
            return Ok(source.clone());
        }
        let visible = self.visible.as_ref().is_none_or(|visible| visible.contains(&id));
        let source = self.typesetter.bladen.get(id).filter(|_| visible);
        source.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.note(id);
        if let Some(bytes) = self.typesetter.assets.get(&id) {
            return Ok(bytes.clone());
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_with_slash().into())
}
