//! In: sheets and fonts. Out: typeset documents, or what Typst refuses, at its place in YAML or
//! template. Pure.
//!
//! The Typst `World` holds the sheets and nothing else: no network, no packages, no clock, no other
//! files. It lives on between runs, so that after an edit only what changed is typeset again.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
pub use typst_layout::PagedDocument;

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::dossier::Stuk;
use crate::render::Sheets;
use crate::source::Sources;

/// The family that is always there and stands in for any other.
pub const FALLBACK_FAMILY: &str = "DejaVu Sans";

/// Runs after which a memoized result that was not used again is forgotten.
const MAX_AGE: usize = 10;

/// The fonts of a run, and nothing of the machine's.
pub struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// One bit per character that some font has.
    coverage: Vec<u64>,
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("fonts", &self.fonts.len()).finish_non_exhaustive()
    }
}

impl Fonts {
    /// The embedded DejaVu Sans and an organisation's own font files (TTF, OTF, TTC). Files that are
    /// no fonts are left out.
    pub fn new(own: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let embedded = [
            dejavu::sans::regular(),
            dejavu::sans::bold(),
            dejavu::sans::oblique(),
            dejavu::sans::bold_oblique(),
        ];
        let fonts: Vec<Font> = own
            .into_iter()
            .map(Bytes::new)
            .chain(embedded.into_iter().map(Bytes::new))
            .flat_map(Font::iter)
            .collect();
        let mut coverage = vec![0; 0x11_0000 / 64];
        for char in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
            if let Some(word) = coverage.get_mut(char as usize / 64) {
                *word |= 1 << (char % 64);
            }
        }
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, coverage }
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
    sources: HashMap<FileId, Source>,
    assets: HashMap<FileId, Bytes>,
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("sheets", &self.sources.len()).finish_non_exhaustive()
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
            sources: HashMap::new(),
            assets: HashMap::new(),
        }
    }

    /// The fonts.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Forgets what the last runs did not use, so that memory stays flat over many dossiers and edits.
    /// Costs a few milliseconds; done after a result is out, nobody waits for it.
    pub fn forget(&self) {
        typst::comemo::evict(MAX_AGE);
    }

    /// Takes over the sheets of a run. What did not change keeps its identity, and so what was
    /// computed from it.
    pub fn load(&mut self, sheets: &Sheets) {
        let mut sources = HashMap::with_capacity(self.sources.len());
        for (path, text) in sheets.sources() {
            let Some(id) = file_id(path) else { continue };
            let source = match self.sources.remove(&id) {
                Some(mut source) => {
                    update(&mut source, text);
                    source
                }
                None => Source::new(id, text.to_owned()),
            };
            sources.insert(id, source);
        }
        self.sources = sources;
        self.assets = sheets
            .assets()
            .filter_map(|(path, bytes)| Some((file_id(path)?, Bytes::new(bytes.to_vec()))))
            .collect();
    }

    /// Typesets a document of the sheets that were loaded; there is none when Typst refuses one.
    pub fn typeset(
        &self,
        stuk: Stuk,
        sheets: &Sheets,
        checked: &Checked,
        sources: &Sources,
    ) -> (Option<PagedDocument>, Vec<Diagnostic>) {
        let Some(main) = sheets.main(stuk).and_then(file_id) else { return (None, Vec::new()) };
        let translate = Translate { typesetter: self, sheets, checked, sources };
        let result = typst::compile::<PagedDocument>(&View { typesetter: self, main });
        let mut found: Vec<Diagnostic> =
            result.warnings.iter().filter_map(|warning| translate.warning(warning)).collect();
        match result.output {
            Ok(document) => (Some(document), found),
            Err(errors) => {
                found.extend(translate.errors(codes::TYPESETTING_FAILS, &errors));
                (None, found)
            }
        }
    }

    /// Typst errors of a later room, at their places.
    pub fn translate(
        &self,
        errors: &[SourceDiagnostic],
        sheets: &Sheets,
        checked: &Checked,
        sources: &Sources,
    ) -> Vec<Diagnostic> {
        Translate { typesetter: self, sheets, checked, sources }
            .errors(codes::PDF_FAILS, errors)
            .collect()
    }

    /// The font families that the sheets ask for and that are not there.
    pub fn missing_fonts(&self, sheets: &Sheets) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = Vec::new();
        for (family, span) in sheets.families() {
            if self.fonts.book.contains_family(&family.to_lowercase()) {
                continue;
            }
            let message = format!(
                "lettertype `{family}` is er niet; in plaats daarvan wordt {FALLBACK_FAMILY} gebruikt"
            );
            let mut diagnostic = Diagnostic::warning(codes::FONT_MISSING, message)
                .help("geef met `--fonts MAP` de map met de bestanden van het lettertype");
            if let Some(span) = span {
                diagnostic = diagnostic.at(span.clone(), "");
            }
            found.push(diagnostic);
        }
        found
    }
}

/// Gives a source a new text by the smallest edit, so that what did not change keeps its spans.
///
/// `Source::replace` of Typst 0.15.1 does the same, but keeps a piece of the old text where the first
/// common byte of the endings lies within a character: of `Ɔ` (C6 86) and `ᔆ` (E1 94 86), say.
fn update(source: &mut Source, new: &str) {
    let old = source.text();
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
    };
    let prefix = common(&mut old.chars(), &mut new.chars());
    if prefix == old.len() && prefix == new.len() {
        return;
    }
    let suffix = common(&mut old[prefix..].chars().rev(), &mut new[prefix..].chars().rev());
    let range = prefix..old.len() - suffix;
    source.edit(range, &new[prefix..new.len() - suffix]);
}

/// The name that Typst has for a sheet; `None` for a path that Typst does not accept.
fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// The world as one document sees it.
struct View<'a> {
    typesetter: &'a Typesetter,
    main: FileId,
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
        self.typesetter.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
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

/// Brings Typst's diagnostics back to what the author wrote.
struct Translate<'a> {
    typesetter: &'a Typesetter,
    sheets: &'a Sheets,
    checked: &'a Checked,
    sources: &'a Sources,
}

impl Translate<'_> {
    fn errors(&self, code: Code, errors: &[SourceDiagnostic]) -> impl Iterator<Item = Diagnostic> {
        errors.iter().map(move |error| {
            // The sheets of the house style check what has a fixed place, and say so in Dutch.
            if let Some(message) = error.message.strip_prefix("assertion failed: kamerbrief: ") {
                let help = match message.starts_with("de tabel") {
                    true => "verdeel de jaren over meer tabellen, of vraag met `decimalen: 0` om kortere bedragen",
                    false => "kort de velden in dossier.yaml, nota.yaml of het profiel in",
                };
                return Diagnostic::error(codes::DOES_NOT_FIT, message).help(help);
            }
            let message = match code {
                codes::PDF_FAILS => {
                    format!("dit past niet in PDF/A-2a en PDF/UA-1: {}", error.message)
                }
                _ => format!("Typst kan dit niet zetten: {}", error.message),
            };
            self.place(Diagnostic::error(code, message), error)
        })
    }

    /// Only warnings that a template's author can do something about.
    fn warning(&self, warning: &SourceDiagnostic) -> Option<Diagnostic> {
        // A missing family is reported by `missing_fonts`, with its place.
        if warning.message.starts_with("unknown font family") {
            return None;
        }
        let message = format!("Typst waarschuwt: {}", warning.message);
        Some(self.place(Diagnostic::warning(codes::TYPESETTING_FAILS, message), warning))
    }

    fn place(&self, mut diagnostic: Diagnostic, error: &SourceDiagnostic) -> Diagnostic {
        let trace = error.trace.iter().map(|point| DiagSpan::from(point.span));
        for span in [error.span].into_iter().chain(trace) {
            let Some((path, range)) = self.range(span) else { continue };
            let Some(origin) = self.sheets.origin(&path, &range, self.checked, self.sources) else {
                continue;
            };
            if diagnostic.labels.iter().any(|label| label.span == origin.span) {
                continue;
            }
            let text = match (&origin.printing, diagnostic.labels.is_empty()) {
                (Some(expression), _) => format!("bij het afdrukken van `{expression}`"),
                (None, true) => String::new(),
                (None, false) => "vanuit hier".into(),
            };
            diagnostic = diagnostic.at(origin.span, text);
            if let Some(field) = origin.field {
                diagnostic = diagnostic.at(field, "dit veld");
            }
            if diagnostic.labels.len() >= 2 {
                break;
            }
        }
        for hint in &error.hints {
            diagnostic = diagnostic.help(hint.v.to_string());
        }
        diagnostic
    }

    fn range(&self, span: DiagSpan) -> Option<(String, Range<usize>)> {
        let id = span.id()?;
        let range = View { typesetter: self.typesetter, main: id }.range(span)?;
        Some((id.vpath().get_with_slash().to_owned(), range))
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
}
