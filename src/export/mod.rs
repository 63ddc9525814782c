//! In: a typeset document, or a checked annex. Out: PDF bytes, pages as SVG or PNG, a workbook, values as text. Pure.
//!
//! Every PDF is PDF/A-2a and PDF/UA-1 at once, with nothing embedded: the Nationaal Archief advises
//! against PDF/A-3. The same dossier gives the same bytes: the only date in the file is the letter's.

mod annex;
mod csv;
mod line_ends;
mod signatures;
mod values;
mod xlsx;

use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst::model::Document;
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use crate::check::Checked;
use crate::dossier::{Datum, Gronden, Stuk};
use crate::render::{FALLBACK_FAMILY, Sheets};
use crate::signoff::DRAFT;
use crate::typeset::{Paged, Typesetter};

pub use self::signatures::{SignaturePlace, signature_places};
pub use self::values::{values, values_json};

/// Resolution of PNG pages, in pixels per point: 144 dpi.
const PIXELS_PER_POINT: f64 = 2.0;

/// The same of an image that is printed: 300 dpi.
const PRINTED_PER_POINT: f64 = 300.0 / 72.0;

/// Width of a small image of a page, in pixels.
const THUMBNAIL: f64 = 240.0;

/// Files, each with its name.
pub type Files = Vec<(String, Vec<u8>)>;

/// In which form a document is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PDF/A-2a and PDF/UA-1.
    Pdf,
    /// An SVG for each page.
    Svg,
    /// A PNG of 144 dpi for each page.
    Png,
    /// The Typst files, in a folder for each document.
    Typst,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Svg, Self::Png, Self::Typst];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Typst => "typst",
        }
    }

    /// The path of what it makes of a document, below the folder for results; `*` stands for the number of a page.
    pub fn path(self, stuk: Stuk) -> String {
        match self {
            Self::Pdf => format!("{}.pdf", stuk.name()),
            Self::Svg => format!("{}-*.svg", stuk.name()),
            Self::Png => format!("{}-*.png", stuk.name()),
            Self::Typst => format!("typst/{0}/{0}.typ", stuk.name()),
        }
    }
}

/// The pages of a document as files, numbered from 1.
pub fn numbered(stuk: Stuk, pages: Vec<Vec<u8>>, extension: &str) -> Files {
    let name = |number: usize| format!("{}-{number}.{extension}", stuk.name());
    pages.into_iter().enumerate().map(|(i, page)| (name(i + 1), page)).collect()
}

/// Everything that Typst needs to make a document with the very same pages.
pub fn typst(stuk: Stuk, document: &Paged, sheets: &Sheets) -> Files {
    let visible = sheets.visible(stuk);
    let instead = document.instead();
    let texts = visible.iter().filter_map(|path| {
        let text = instead.filter(|(of, _)| of == path).map(|(_, text)| text);
        Some((*path, text.or_else(|| sheets.source(path))?.as_bytes()))
    });
    let name = |path: &str| format!("typst/{}{path}", stuk.name());
    texts.chain(sheets.assets_of(stuk)).map(|(path, bytes)| (name(path), bytes.to_vec())).collect()
}

/// What identifies a document apart from its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The letter's reference.
    pub kenmerk: String,
    /// Which document it is.
    pub stuk: Stuk,
    /// The letter's date.
    pub datum: Datum,
    /// Whether not everybody on the route agrees to it yet.
    pub concept: bool,
}

/// A PDF that meets PDF/A-2a and PDF/UA-1.
///
/// # Errors
/// What in the document does not meet them, in Typst's words.
pub fn pdf(document: &Paged, identity: &Identity) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let Identity { kenmerk, stuk, datum, concept } = identity;
    // Whatever its template does, a draft says that it is one.
    let marked = document.info().keywords.iter().any(|keyword| keyword == DRAFT);
    let draft = (*concept && !marked).then(|| {
        let mut draft = PagedDocument::clone(document);
        draft.info_mut().keywords.push(DRAFT.into());
        draft
    });
    pdf_of(draft.as_ref().unwrap_or(document), format!("{kenmerk}/{}", stuk.name()), *datum)
}

/// The same of pages that are none of a dossier's documents; `ident` tells the file from all others.
///
/// # Errors
/// As [`pdf`].
pub fn pdf_of(
    document: &PagedDocument,
    ident: String,
    datum: Datum,
) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .expect("PDF/A-2a and PDF/UA-1 can be combined, both are PDF 1.7");
    let (month, day) = (datum.month().unsigned_abs(), datum.day().unsigned_abs());
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(concat!("kamerbrief ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: Datetime::from_ymd_hms(datum.year().into(), month, day, 0, 0, 0)
            .map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options)
        .map(line_ends::settled)
        .map_err(|errors| errors.into_iter().collect())
}

/// A page as an SVG image.
pub fn svg(page: &Page) -> String {
    typst_svg::svg(page, &SvgOptions::default())
}

/// Each page as an SVG image.
pub fn svgs(document: &Paged) -> Vec<Vec<u8>> {
    document.pages().iter().map(|page| svg(page).into_bytes()).collect()
}

/// A page as a small PNG image, about 240 pixels wide.
///
/// # Errors
/// When a page is too large to be an image.
pub fn thumbnail(page: &Page) -> Result<Vec<u8>, String> {
    let (width, height) =
        (page.frame.width().to_pt().max(1.0), page.frame.height().to_pt().max(1.0));
    let scale = (THUMBNAIL / width).min(8.0 * THUMBNAIL / height);
    let options = RenderOptions { pixel_per_pt: scale.into(), ..RenderOptions::default() };
    typst_render::render(page, &options).encode_png().map_err(|error| error.to_string())
}

/// Each page as a PNG image of 144 dpi.
///
/// # Errors
/// When a page is too large to be an image.
pub fn png(document: &Paged) -> Result<Vec<Vec<u8>>, String> {
    let options =
        RenderOptions { pixel_per_pt: PIXELS_PER_POINT.into(), ..RenderOptions::default() };
    let page =
        |page| typst_render::render(page, &options).encode_png().map_err(|error| error.to_string());
    document.pages().iter().map(page).collect()
}

/// An image of a dossier as PNG of 300 dpi on so many millimetres, for programs that draw no SVG: its words in the font that
/// it asks for, or else in that of the letter. A PNG stays as it is.
///
/// # Errors
/// Why it cannot be drawn.
pub fn as_png(
    image: &[u8],
    width: f64,
    lettertype: &str,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, String> {
    if image.starts_with(b"\x89PNG") {
        return Ok(image.to_vec());
    }
    let bytes: Vec<String> = image.iter().map(ToString::to_string).collect();
    // Words of which the font is not there have the one that they have on paper.
    let fonts = format!("({lettertype:?}, {FALLBACK_FAMILY:?})");
    let sheet = format!(
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#set text(font: {fonts})\n#image(bytes(({},)), format: \"svg\", width: {width}mm)",
        bytes.join(",")
    );
    let document = typesetter.alone(&sheet)?;
    let page = document.pages().first().ok_or("een lege afbeelding")?;
    let options =
        RenderOptions { pixel_per_pt: PRINTED_PER_POINT.into(), ..RenderOptions::default() };
    typst_render::render(page, &options).encode_png().map_err(|error| error.to_string())
}

/// In which form the annex goes to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uitwisseling {
    /// A workbook: a sheet for each table, with live sums.
    Xlsx,
    /// A file for each table, with semicolons and decimal commas.
    Csv,
    /// The annex as `bijlage.yaml` has it, with the lines of spreadsheets in it. The texts of their cells, which know no
    /// markup, are there as they are.
    Json,
}

/// The annex as files, each with its name. What comes out can be read back: a workbook and a CSV by
/// `spreadsheet:`, the JSON as `bijlage.yaml` (JSON is YAML). Nothing without an annex.
///
/// # Errors
/// In Dutch, what does not fit.
pub fn annex(checked: &Checked, form: Uitwisseling) -> Result<Files, String> {
    let dossier = checked.dossier();
    let (Some(bijlage), Some(cijfers)) = (&dossier.bijlage, checked.cijfers()) else {
        return Ok(Vec::new());
    };
    if form == Uitwisseling::Json {
        let mut json = serde_json::to_value(bijlage).map_err(|error| error.to_string())?;
        bare(&mut json);
        withheld(&mut json);
        let text = serde_json::to_string_pretty(&json).map_err(|error| error.to_string())?;
        return Ok(vec![("bijlage.json".into(), (text + "\n").into_bytes())]);
    }
    let bladen = annex::bladen(bijlage, cijfers, &dossier.profiel);
    if form == Uitwisseling::Xlsx {
        return Ok(vec![("bijlage.xlsx".into(), xlsx::write(&bladen, dossier.gegevens.datum)?)]);
    }
    bladen
        .iter()
        .map(|blad| {
            let name = match &blad.naam {
                Some(name) => format!("bijlage-{name}.csv"),
                None => "bijlage.csv".into(),
            };
            Ok((name, csv::write(blad)?))
        })
        .collect()
}

/// Takes out what was not filled in, and where the lines came from.
fn bare(json: &mut Value) {
    match json {
        Value::Object(map) => {
            map.shift_remove("spreadsheet");
            map.values_mut().for_each(bare);
            map.retain(|_, value| match value {
                Value::Null => false,
                Value::Array(items) => !items.is_empty(),
                Value::Object(fields) => !fields.is_empty(),
                _ => true,
            });
        }
        Value::Array(items) => items.iter_mut().for_each(bare),
        _ => {}
    }
}

/// Says of what is withheld that it is, and on which grounds, as `bijlage.yaml` says it.
fn withheld(json: &mut Value) {
    match json {
        Value::Object(map) => map.values_mut().for_each(withheld),
        Value::Array(items) => items.iter_mut().for_each(withheld),
        Value::String(text) => {
            if let Some(gronden) = Gronden::of_merk(text) {
                *json = serde_json::json!({ "openbaar": "nee", "grond": gronden.to_string() });
            }
        }
        _ => {}
    }
}
