//! In: a checked dossier and the templates. Out: [`Sheets`], the virtual Typst files that print it. Pure.
//!
//! minijinja lays out a document: which parts there are, in which order, with which words. Values reach
//! Typst only as literals, written by the one formatter below, so a template cannot forget to escape.

mod amounts;
mod bladvak;
mod breaks;
mod chart;
mod context;
mod exemplaar;
mod format;
mod gewijzigd;
mod literal;
mod manuscript;
mod mistake;
mod news;
mod omgeving;
mod prose;
mod signoff;
mod table;

pub use self::bladvak::{Bladvak, OP_A3, OP_A4};
pub use self::chart::chart_heading;
pub use self::exemplaar::{Bladpaar, Exemplaar, Lakregel, exemplaar};
pub use self::gewijzigd::{Gewijzigd, Gewijzigdblad, Stand, Wijzigregel, gewijzigd};
pub use self::news::News;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use minijinja::value::Value;
use minijinja::{OutputSpan, OutputSpanKind};

use self::context::Context;
use self::mistake::describe;
use self::omgeving::{EMBEDDED, environment};
use self::prose::Tekstwoorden;
pub use self::prose::{is_kolomkop, sheet_path};

use self::prose::{Lakwijze, ProseSheet};
use crate::check::{Checked, CheckedText, Ingevoegd};
use crate::diagnostic::Diagnostic;
use crate::dossier::{Editie, Place, Root, Stuk, Vingerafdruk};
use crate::source::{SourceId, Sources, Span};
use crate::templates::{Template, Templates};
use crate::yaml::decode;

/// The family that is always there and stands in for any other.
pub const FALLBACK_FAMILY: &str = "DejaVu Sans";

/// Why a document counts that nobody asked for.
const NEEDED: &str =
    "ook dit document moet te maken zijn: anders is niet te zeggen wat de parafen waard zijn";

/// Makes what is the same in every run, so that nobody waits for it later.
pub(crate) fn prepare() {
    omgeving::prepare();
}

/// What sheets have to know of the fonts.
#[derive(Debug, Clone)]
pub struct FontSet {
    /// Stands for an organisation's own fonts.
    pub fingerprint: Vingerafdruk,
    /// The names of the families, in lower case.
    pub families: BTreeSet<String>,
}

impl FontSet {
    /// A family, or what stands in for it.
    fn or<'a>(&self, family: &'a str, other: &'a str) -> &'a str {
        if self.families.contains(&family.to_lowercase()) { family } else { other }
    }
}

/// The virtual Typst files of one run, and where each of their bytes came from.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    files: BTreeMap<String, File>,
    mains: BTreeMap<Stuk, Main>,
    fingerprints: BTreeMap<Stuk, Vingerafdruk>,
    assets: BTreeMap<String, Vec<u8>>,
    /// The paths of the images of figures, by the sheet that has them.
    figures: BTreeMap<String, Vec<String>>,
    /// Each field by the number that its text carries into the sheets.
    fields: HashMap<u64, Field>,
    families: Vec<(String, Option<Span>)>,
    /// Whether they were filled by other templates than the house's.
    own_way: bool,
}

/// A document's own sheet.
#[derive(Debug, Clone)]
struct Main {
    path: String,
    /// The paths of the sheets of the texts that it prints, with their notes and frames.
    texts: BTreeSet<String>,
}

/// A field of one line, or a figure, as a template may print it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    place: Place,
    text: String,
}

#[derive(Debug, Clone)]
struct File {
    source: String,
    origin: Origin,
}

#[derive(Debug, Clone)]
enum Origin {
    /// A text of the dossier.
    Text(Place, ProseSheet),
    /// A filled template: which part of the output came from which part of which template.
    Template(Vec<OutputSpan>, BTreeMap<String, SourceId>),
    /// A sheet of the house style, as it is.
    House(SourceId),
    /// How the sign-off stands.
    Aftekening,
}

/// Where a range of a sheet came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins {
    /// The place in a dossier file, a template or a sheet of the house style.
    pub span: Span,
    /// For a template: the expression that it was printing.
    pub printing: Option<String>,
    /// For an expression that prints a field: the field's place in the dossier.
    pub field: Option<Span>,
}

/// A value of the dossier or of its profile, as far as a letter of a page prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drukplaats<'a> {
    /// Where it stands.
    pub place: &'a Place,
    /// Which bytes of its text; `None` where it is printed otherwise than it was typed.
    pub within: Option<Range<usize>>,
    /// Of a field of one line, or a figure: its number, and what is printed of it.
    pub field: Option<(u64, &'a str)>,
}

/// A character of a sheet, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Path of the sheet.
    pub path: &'static str,
    /// The literal or piece of text in the sheet, with its quotes.
    pub literal: Range<usize>,
    /// Bytes from the start of what the literal says.
    pub offset: usize,
    /// Bytes of the character.
    pub length: usize,
}

impl Origins {
    fn at(span: Span) -> Self {
        Self { span, printing: None, field: None }
    }
}

impl Sheets {
    /// Adds the images of figures.
    fn figures(&mut self, checked: &Checked) {
        for (place, text) in checked.prose() {
            for one in text.names.inserts.values() {
                let Ingevoegd::Figuur { place: figure, bestand, .. } = one else { continue };
                let Some(bytes) = checked.image(bestand) else { continue };
                let path = prose::image_path(figure, bestand);
                self.assets.insert(path.clone(), bytes.to_vec());
                self.figures.entry(sheet_path(place)).or_default().push(path);
            }
        }
    }

    /// The Typst source of a sheet.
    pub fn source(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.source.as_str())
    }

    /// Every sheet with its path.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.source.as_str()))
    }

    /// Files that are not Typst: the logo, and images.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Those that a document shows, or can.
    pub fn assets_of(&self, stuk: Stuk) -> impl Iterator<Item = (&str, &[u8])> {
        let own: BTreeSet<&String> =
            self.texts(stuk).filter_map(|path| self.figures.get(path)).flatten().collect();
        let other: BTreeSet<&String> = self.figures.values().flatten().collect();
        let all = self.assets.iter();
        let shown = all.filter(move |(path, _)| own.contains(path) || !other.contains(path));
        shown.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The path of a document's main sheet.
    pub fn main(&self, stuk: Stuk) -> Option<&str> {
        self.mains.get(&stuk).map(|main| main.path.as_str())
    }

    /// The font families that the documents ask for, each with the place that asks.
    pub fn families(&self) -> impl Iterator<Item = (&str, Option<Span>)> {
        self.families.iter().map(|(family, span)| (family.as_str(), span.clone()))
    }

    /// Where a range of a sheet came from.
    pub fn origin(
        &self,
        path: &str,
        range: &Range<usize>,
        checked: &Checked,
        sources: &Sources,
    ) -> Option<Origins> {
        let file = self.files.get(path)?;
        match &file.origin {
            Origin::Text(place, sheet) => {
                checked.span(place, sheet.map.forward(range), sources).map(Origins::at)
            }
            Origin::House(source) => Some(Origins::at(Span::new(*source, range.clone()))),
            Origin::Aftekening => None,
            Origin::Template(parts, ids) => {
                let within = |part: &&OutputSpan| part.output_range().contains(&range.start);
                let part = parts.iter().find(within)?;
                let source = *ids.get(part.name())?;
                let (from, out) = (part.source_range(), part.output_range());
                if part.kind() == OutputSpanKind::Raw {
                    // Copied byte by byte; what runs on into an expression ends here.
                    let start = from.start + range.start.saturating_sub(out.start);
                    let end = (start + range.len()).min(from.end);
                    return Some(Origins::at(Span::new(source, start..end.max(start))));
                }
                let expression = sources.get(source).text().get(from.clone()).unwrap_or_default();
                Some(Origins {
                    span: Span::new(source, from),
                    printing: Some(expression.trim().to_owned()),
                    field: self
                        .field(&file.source, range)
                        .and_then(|(field, _)| checked.span(&field.place, None, sources)),
                })
            }
        }
    }

    /// Where a character of a literal came from: exact to the character where it was typed so, or else the whole
    /// of what was printed. `None` for the words of a profile, which are not the dossier's.
    pub fn letter(&self, letter: &Letter, checked: &Checked, sources: &Sources) -> Option<Span> {
        if let Some(Drukplaats { place, within, .. }) = self.spot(letter, checked) {
            let own = place.root != Root::Profile;
            return own.then(|| checked.span(place, within, sources)).flatten();
        }
        let range = self.written(letter)?;
        self.origin(letter.path, &range, checked, sources).map(|origin| origin.span)
    }

    /// The value that a character of a literal prints; `None` for what a template or the house style says by itself.
    pub fn spot(&self, letter: &Letter, checked: &Checked) -> Option<Drukplaats<'_>> {
        let file = self.files.get(letter.path)?;
        match &file.origin {
            Origin::Text(place, sheet) => {
                let within = sheet.map.forward(&self.written(letter)?);
                Some(Drukplaats { place, within, field: None })
            }
            Origin::Template(..) => {
                let (number, before) = format::marker_of(&file.source, &letter.literal)?;
                let Field { place, text } = self.fields.get(&number)?;
                // A figure or a date is printed otherwise than it was typed: then the whole field.
                let typed = checked.text(place).is_some_and(|typed| typed == text);
                let start = before + letter.offset;
                let within = typed.then(|| start..start + letter.length);
                Some(Drukplaats { place, within, field: Some((number, text)) })
            }
            Origin::House(_) | Origin::Aftekening => None,
        }
    }

    /// Which part of its sheet a character stands in.
    fn written(&self, letter: &Letter) -> Option<Range<usize>> {
        let literal = &letter.literal;
        let written = self.files.get(letter.path)?.source.get(literal.clone())?;
        let said = letter.offset..letter.offset + letter.length;
        let within = literal::said(written).forward(&said).unwrap_or(0..written.len());
        Some(literal.start + within.start..literal.start + within.end)
    }

    /// Whether they were filled by other templates than the house's, which may leave lines out.
    pub fn has_own_way(&self) -> bool {
        self.own_way
    }

    /// The sheets of the texts that a document prints.
    pub fn texts(&self, stuk: Stuk) -> impl Iterator<Item = &str> {
        self.mains.get(&stuk).into_iter().flat_map(|main| main.texts.iter().map(String::as_str))
    }

    /// The field that a string literal in a filled template printed, as a string or in a piece of content, and how much
    /// of the field stands before it.
    fn field(&self, source: &str, range: &Range<usize>) -> Option<(&Field, usize)> {
        let (number, before) = format::marker_of(source, range)?;
        Some((self.fields.get(&number)?, before))
    }
}

/// The number that the text of a field carries into the sheets.
pub fn field_number(place: &Place) -> u64 {
    format::number(place, None)
}

/// The number of the field that a literal of a sheet prints.
pub fn field_of(source: &str, literal: &Range<usize>) -> Option<u64> {
    format::marker_of(source, literal).map(|(number, _)| number)
}

/// Fills the templates; with the public edition comes the inventory of what is withheld. How the sign-off stands comes to
/// the sheets after that, by [`Sheets::sign_off`].
///
/// # Errors
/// Mistakes in templates, each in its template.
pub fn render(
    checked: &Checked,
    templates: &Templates,
    fonts: &FontSet,
    sources: &mut Sources,
) -> Result<Sheets, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut sheets = Sheets { own_way: templates.has_own_jinja(), ..Sheets::default() };
    let lijsten = checked.lijsten();
    let lakwijze = Lakwijze::of(checked);
    let woorden = Tekstwoorden {
        eenheden: &lijsten.geld.eenheden,
        figuur: &checked.dossier().profiel.woorden.figuur,
    };
    let prose = |(place, text): (&Place, &CheckedText)| {
        let sheet = prose::sheet(place, text, woorden, lakwijze);
        let source = sheet.source.clone();
        (sheet_path(place), File { source, origin: Origin::Text(place.clone(), sheet) })
    };
    sheets.files = checked.prose().iter().map(prose).collect();
    for (path, template) in templates.typst() {
        if let Some((id, text)) = text(template, sources, &mut found) {
            sheets
                .files
                .insert(format!("/{path}"), File { source: text, origin: Origin::House(id) });
        }
    }
    let mut ids = BTreeMap::new();
    let mut texts = Vec::new();
    for (path, template) in templates.jinja() {
        let Some((id, text)) = text(template, sources, &mut found) else { continue };
        ids.insert(path.to_owned(), id);
        texts.push((path, text));
    }
    let own;
    let (environment, named) = match &*EMBEDDED {
        Some((embedded, named)) if !templates.has_own_jinja() => (embedded, Some(named)),
        _ => {
            own =
                environment(texts, |path, error| found.push(describe(&error, &ids, path, sources)));
            (&own, None)
        }
    };
    if !found.is_empty() {
        return Err(found);
    }
    // The dossier's own logo goes before the organisation's.
    let gegevens = &checked.dossier().gegevens;
    let own = gegevens.logo.as_ref().map(|logo| logo.bestand.as_str()).zip(checked.logo());
    let logo = own.or_else(|| templates.logo().map(|(name, template)| (name, &*template.bytes)));
    if let Some((name, bytes)) = logo {
        let extension = if name.to_lowercase().ends_with(".png") { "png" } else { "svg" };
        sheets.assets.insert(format!("/logo.{extension}"), bytes.to_vec());
    }
    sheets.families = context::families(checked, sources);
    let logo = sheets.assets.keys().next().cloned();
    sheets.figures(checked);
    let Context { values, stukken, fields } =
        context::context(checked, fonts, logo.as_deref(), named).map_err(|error| vec![*error])?;
    sheets.fields = fields;
    let outside = [&templates.fingerprint(&[]), &fonts.fingerprint];
    // An initial is about every document of the dossier, also when not all of them are asked for.
    let asked = checked.stukken();
    let signed = (!gegevens.parafenroute.is_empty()).then(|| checked.dossier().stukken());
    let beside = (checked.editie() == Editie::Openbaar).then_some(Stuk::Inventaris);
    let documents = asked.iter().copied().chain(signed.into_iter().flatten());
    let all: BTreeSet<Stuk> = documents.chain(beside).collect();
    let fill = |stuk: &Stuk| {
        let own = minijinja::context! { stuk => stukken.get(stuk) };
        let values = minijinja::context! { ..own, ..Value::from(values.clone()) };
        environment.get_template(&Templates::path(*stuk))?.render_with_spans(values)
    };
    let filled: Vec<(&Stuk, _)> = all.iter().map(|stuk| (stuk, fill(stuk))).collect();
    let wanted = |stuk: &Stuk| asked.contains(stuk) || Some(*stuk) == beside;
    for (stuk, filled) in filled {
        match filled {
            Ok((source, spans)) => {
                let path = format!("/{}.typ", stuk.name());
                let texts = with_notes(&source, checked);
                let origin = Origin::Template(spans, ids.clone());
                sheets.files.insert(path.clone(), File { source, origin });
                sheets.mains.insert(*stuk, Main { path, texts });
            }
            Err(error) => {
                let mistake = describe(&error, &ids, &Templates::path(*stuk), sources);
                found.push(if wanted(stuk) { mistake } else { mistake.help(NEEDED) });
            }
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    let fingerprint = |stuk: &Stuk| (*stuk, sheets.fingerprint(*stuk, checked, outside));
    sheets.fingerprints = all.iter().map(fingerprint).collect();
    for stuk in all.iter().filter(|stuk| !wanted(stuk)) {
        sheets.mains.remove(stuk).map(|main| sheets.files.remove(&main.path));
    }
    Ok(sheets)
}

/// The paths of the sheets that a filled template includes, with those of their notes and frames.
fn with_notes(source: &str, checked: &Checked) -> BTreeSet<String> {
    let printed: HashSet<&str> = format::included(source).collect();
    let texts = checked.prose().iter().map(|(place, text)| (sheet_path(place), text));
    let named = |text: &CheckedText| {
        let notes = text.names.notes.values().filter_map(|note| note.tekst.as_ref());
        let frames = text.names.inserts.values().filter_map(|one| match one {
            Ingevoegd::Kader { tekst, .. } => Some(tekst),
            _ => None,
        });
        notes.chain(frames).cloned().collect::<Vec<_>>()
    };
    let mut all = BTreeSet::new();
    for (path, text) in texts.filter(|(path, _)| printed.contains(&**path)) {
        all.insert(path);
        let mut inside = named(text);
        while let Some(place) = inside.pop() {
            if all.insert(sheet_path(&place)) {
                inside.extend(checked.prose().get(&place).map(named).unwrap_or_default());
            }
        }
    }
    all
}

/// A template's text, added as a source.
fn text(
    template: &Template,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<(SourceId, String)> {
    let id = decode(&template.name, &template.bytes, sources)
        .map_err(|diagnostic| found.push(*diagnostic))
        .ok()?;
    Some((id, sources.get(id).text().to_owned()))
}
