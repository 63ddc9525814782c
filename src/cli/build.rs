//! In: nothing. Out: the grammar of `build` and `bijlage`, and their Dutch help. Pure.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::{ARGUMENTEN, DossiersArgs, OPTIES, OutsideArgs, Verslagvorm};
use crate::dossier::Stuk;
use crate::export::Format;

/// Argumenten van `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// De dossiers.
    #[command(flatten)]
    pub dossiers: DossiersArgs,
    /// Alleen dit document: kamerbrief, beslisnota of bijlage; mag vaker.
    #[arg(long, value_name = "DOCUMENT", value_parser = stuk(), help_heading = OPTIES, hide_possible_values = true)]
    pub only: Vec<Stuk>,
    /// Map voor het resultaat; zonder deze optie `uit` in het dossier.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub out: Option<PathBuf>,
    /// Wat er op de standaarduitvoer komt: text, of jsonl met één regel JSON voor elk dossier.
    #[arg(long, value_name = "VORM", default_value = "text", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub verslag: Verslagvorm,
    /// Soort resultaat: pdf, svg, png of typst.
    #[arg(long, value_name = "SOORT", default_value = "pdf", value_parser = format(), help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub format: Format,
    /// Alleen als iedereen in de parafenroute akkoord is met wat er nu staat, alles is ingevuld en geen opmerking openstaat.
    #[arg(long, help_heading = OPTIES)]
    pub definitief: bool,
    /// Bij meer dossiers: maak ook wat niet is veranderd sinds het werd gemaakt.
    #[arg(long, help_heading = OPTIES)]
    pub opnieuw: bool,
    /// Schrijf niets, maar toon per bladzijde wat er anders zou worden dan wat er nu staat; is er iets anders, dan is de
    /// uitgangscode 5.
    #[arg(long, help_heading = OPTIES)]
    pub vergelijk: bool,
    /// Bij --vergelijk: map, nieuw of leeg, voor een beeld (PNG) van elke bladzijde die anders zou worden.
    #[arg(long, value_name = "MAP", requires = "vergelijk", help_heading = OPTIES)]
    pub beelden: Option<PathBuf>,
    /// De openbare editie, zonder wat is gelakt, om te bekijken; zonder --out in `uit/openbaar` in het dossier. Openbaar maken
    /// gaat met `kamerbrief publish`.
    #[arg(long, conflicts_with = "definitief", help_heading = OPTIES)]
    pub openbaar: bool,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `bijlage`.
#[derive(Debug, Args)]
pub struct BijlageArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Soort resultaat: pdf, xlsx, csv of json.
    #[arg(long, value_name = "SOORT", default_value = "pdf", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub format: BijlageFormat,
    /// Toon elke waarde die in een tekst kan staan, met haar naam; met --format json als JSON.
    #[arg(long, help_heading = OPTIES)]
    pub waarden: bool,
    /// Map voor het resultaat; zonder deze optie `uit` in het dossier.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub out: Option<PathBuf>,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Soort bijlage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BijlageFormat {
    /// PDF/A-2a en PDF/UA-1.
    Pdf,
    /// Een spreadsheet met formules.
    Xlsx,
    /// Een CSV per tabel.
    Csv,
    /// De inhoud van bijlage.yaml.
    Json,
}

/// A document by its name.
pub(super) fn stuk() -> impl TypedValueParser<Value = Stuk> {
    PossibleValuesParser::new(Stuk::ALL.map(Stuk::name)).try_map(|typed| {
        Stuk::ALL.into_iter().find(|stuk| stuk.name() == typed).ok_or("geen document")
    })
}

/// A form of a document by its name.
fn format() -> impl TypedValueParser<Value = Format> {
    let about = |format| match format {
        Format::Pdf => "PDF/A-2a en PDF/UA-1",
        Format::Svg => "Een SVG per bladzijde",
        Format::Png => "Een PNG per bladzijde, 144 dpi",
        Format::Typst => "De Typst-bestanden",
    };
    let value = |format: Format| PossibleValue::new(format.name()).help(about(format));
    PossibleValuesParser::new(Format::ALL.map(value)).try_map(|typed| {
        Format::ALL.into_iter().find(|format| format.name() == typed).ok_or("geen soort")
    })
}
