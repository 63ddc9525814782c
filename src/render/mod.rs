//! In: a checked dossier and the templates. Out: [`Sheets`], the virtual Typst files that print it. Pure.
//!
//! minijinja lays out a document: which parts there are, in which order, with which words. Values reach
//! Typst only as literals, written by the one formatter below, so a template cannot forget to escape.

mod chart;
mod context;
mod digest;
mod format;
mod literal;
mod news;
mod table;

pub use self::digest::{Inhoud, fields};
pub use self::news::News;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, OutputSpan, OutputSpanKind, UndefinedBehavior,
};

use crate::check::{Checked, sheet_path};
use crate::diagnostic::{Diagnostic, codes, words};
use crate::dossier::{Parafen, Place, Root, Stuk, Vingerafdruk};
use crate::paraaf::Stand;
use crate::prose::{self, Sheet};
use crate::source::{SourceId, Sources, Span};
use crate::templates::{Template, Templates};
use crate::yaml::decode;

/// Steps that one template may take; the longest letter needs a hundredth.
const FUEL: u64 = 5_000_000;

/// The virtual Typst files of one run, and where each of their bytes came from.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    files: BTreeMap<String, File>,
    mains: BTreeMap<Stuk, String>,
    assets: BTreeMap<String, Vec<u8>>,
    /// Each field by the number that its text carries into the sheets.
    fields: HashMap<u64, Field>,
    families: Vec<(String, Option<Span>)>,
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
    Text(Place, Sheet),
    /// A filled template: which part of the output came from which part of which template.
    Template(Vec<OutputSpan>, BTreeMap<String, SourceId>),
    /// A sheet of the house style, as it is.
    House(SourceId),
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
    /// The Typst source of a sheet.
    pub fn source(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(|file| file.source.as_str())
    }

    /// Every sheet with its path.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file.source.as_str()))
    }

    /// Files that are not Typst: the logo.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The path of a document's main sheet.
    pub fn main(&self, stuk: Stuk) -> Option<&str> {
        self.mains.get(&stuk).map(String::as_str)
    }

    /// The font families that the documents ask for, each with the place that asks.
    pub fn families(&self) -> impl Iterator<Item = (&str, Option<&Span>)> {
        self.families.iter().map(|(family, span)| (family.as_str(), span.as_ref()))
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
                        .and_then(|field| checked.span(&field.place, None, sources)),
                })
            }
        }
    }

    /// Where a character of a literal came from: exact to the character where it was typed so, or else the whole
    /// of what was printed. `None` for the words of a profile, which are not the dossier's.
    pub fn letter(&self, letter: &Letter, checked: &Checked, sources: &Sources) -> Option<Span> {
        let file = self.files.get(letter.path)?;
        let (literal, offset, length) = (&letter.literal, letter.offset, letter.length);
        let written = file.source.get(literal.clone())?;
        if let Origin::Template(..) = file.origin
            && let Some(Field { place, .. }) = self.field(&file.source, literal)
        {
            if place.root == Root::Profile {
                return None;
            }
            // A figure or a date is printed otherwise than it was typed: then the whole field.
            let typed = checked.text(place).is_some_and(|text| prose::literal(text) == written);
            let within = typed.then(|| offset..offset + length);
            return checked.span(place, within, sources);
        }
        let said = offset..offset + length;
        let within = literal::said(written).forward(&said).unwrap_or(0..written.len());
        let range = literal.start + within.start..literal.start + within.end;
        self.origin(letter.path, &range, checked, sources).map(|origin| origin.span)
    }

    /// The field that a string literal in a filled template printed, as a string or in a piece of content.
    fn field(&self, source: &str, range: &Range<usize>) -> Option<&Field> {
        self.fields.get(&format::marker_of(source, range)?)
    }
}

/// Fills the templates: first as if nobody had initialled yet, for the fingerprint of each document; then, when there
/// is a route, as its sign-off stands. `fonts` stands for the fonts.
///
/// # Errors
/// Mistakes in templates, each in its template.
pub fn render(
    checked: &Checked,
    templates: &Templates,
    fonts: &Vingerafdruk,
    sources: &mut Sources,
) -> Result<(Sheets, Stand), Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut sheets = Sheets::default();
    for (place, text) in checked.prose() {
        let sheet = text.prose.sheet(&text.names);
        let file =
            File { source: sheet.source.clone(), origin: Origin::Text(place.clone(), sheet) };
        sheets.files.insert(sheet_path(place), file);
    }
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
    let environment = match &*EMBEDDED {
        Some(embedded) if !templates.has_own_jinja() => embedded,
        _ => {
            own = environment(texts, |path, error| found.push(describe(&error, &ids, path)));
            &own
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
    let logo = sheets.assets.keys().next().map(String::as_str);
    let (values, fields) = context::context(checked, logo);
    sheets.fields = fields;
    let mut fill = |sheets: &mut Sheets, stuk: Stuk, stand: &Stand| {
        let path = Templates::path(stuk);
        let signed = context::signed(stand, stuk);
        let values = minijinja::context! { ..signed, ..values.clone() };
        let filled =
            environment.get_template(&path).and_then(|template| template.render_with_spans(values));
        match filled {
            Ok((source, spans)) => {
                let main = format!("/{}.typ", stuk.name());
                let origin = Origin::Template(spans, ids.clone());
                sheets.files.insert(main.clone(), File { source, origin });
                sheets.mains.insert(stuk, main);
            }
            // Of a document that was not asked for nobody wants to know.
            Err(error) if checked.stukken().contains(&stuk) => {
                found.push(describe(&error, &ids, &path));
            }
            Err(_) => {}
        }
    };
    // Every document of the dossier counts for the sign-off, also when not all of them are asked for.
    let all: BTreeSet<Stuk> =
        checked.dossier().stukken().chain(checked.stukken().iter().copied()).collect();
    let blank = Stand::new(gegevens, &Parafen::default(), BTreeMap::new(), true);
    for stuk in &all {
        fill(&mut sheets, *stuk, &blank);
    }
    let outside = [&templates.fingerprint(None), fonts];
    let fingerprint = |stuk: &Stuk| (*stuk, sheets.fingerprint(*stuk, checked, outside));
    let documenten = all.iter().map(fingerprint).collect();
    let stand = Stand::new(gegevens, checked.parafen(), documenten, checked.is_whole());
    for stuk in &all {
        if !checked.stukken().contains(stuk) {
            sheets.mains.remove(stuk).map(|main| sheets.files.remove(&main));
        } else if !stand.stappen().is_empty() {
            fill(&mut sheets, *stuk, &stand);
        }
    }
    if found.is_empty() { Ok((sheets, stand)) } else { Err(found) }
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

/// The embedded templates, parsed once: they are the same in every run.
static EMBEDDED: LazyLock<Option<Environment<'static>>> = LazyLock::new(|| {
    let templates = Templates::default();
    let text = |template: &Template| String::from_utf8(template.bytes.to_vec()).ok();
    let texts: Option<Vec<_>> =
        templates.jinja().map(|(path, template)| Some((path, text(template)?))).collect();
    let mut sound = true;
    let environment = environment(texts?, |_, _| sound = false);
    sound.then_some(environment)
});

/// These templates, by their paths, ready to be filled. What does not parse is handed over.
fn environment<'a>(
    templates: Vec<(&'a str, String)>,
    mut fails: impl FnMut(&'a str, Error),
) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
    environment.set_formatter(format::write);
    environment.set_fuel(Some(FUEL));
    // With these a template could print a dossier's text as code.
    for filter in ["safe", "escape", "e"] {
        environment.remove_filter(filter);
    }
    environment.set_debug(true);
    // A line that only holds a statement leaves nothing behind.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    for (path, text) in templates {
        if let Err(error) = environment.add_template_owned(path.to_owned(), text) {
            fails(path, error);
        }
    }
    environment
}

/// A minijinja error in Dutch, at its place in the template.
fn describe(error: &Error, ids: &BTreeMap<String, SourceId>, fallback: &str) -> Diagnostic {
    // The innermost error is the one that happened; the others say which template included which.
    let mut innermost = error;
    while let Some(inner) =
        std::error::Error::source(innermost).and_then(|inner| inner.downcast_ref::<Error>())
    {
        innermost = inner;
    }
    let detail = innermost.detail().map(|detail| format!(" ({detail})")).unwrap_or_default();
    let (message, help) = match innermost.kind() {
        ErrorKind::UndefinedError => (
            "deze waarde bestaat niet",
            "kijk in het schema hoe het veld heet; wat kan ontbreken, vraagt u met `{% if … %}`",
        ),
        ErrorKind::SyntaxError => {
            ("het sjabloon klopt niet", "kijk of elk `{%`, `{{` en `{#` is gesloten")
        }
        ErrorKind::TemplateNotFound => {
            ("dit sjabloon bestaat niet", "kijk of het pad klopt, vanaf de map met sjablonen")
        }
        ErrorKind::UnknownFilter => ("dit filter bestaat niet", "gebruik een filter van minijinja"),
        ErrorKind::UnknownFunction => {
            ("deze functie bestaat niet", "gebruik een functie van minijinja")
        }
        ErrorKind::OutOfFuel => ("het sjabloon stopt niet", "kijk of een lus eindigt"),
        _ => ("het sjabloon kan niet worden ingevuld", "kijk naar de plek hieronder"),
    };
    let name = innermost.name().unwrap_or(fallback);
    let mut diagnostic = Diagnostic::error(codes::TEMPLATE_FAILS, format!("{message}{detail}"));
    if let Some(id) = ids.get(name).or_else(|| ids.get(fallback)) {
        diagnostic = diagnostic.at(Span::new(*id, innermost.range().unwrap_or(0..0)), "");
    } else {
        diagnostic = diagnostic.help(format!("in {}", words::shorten(name)));
    }
    diagnostic.help(help)
}
