//! In: nothing. Out: the grammar of `publish` and `review`, and their Dutch help. Pure.

use std::path::PathBuf;

use clap::Args;

use super::{ARGUMENTEN, DossiersArgs, OPTIES, OutsideArgs, Verslagvorm};

/// Argumenten van `publish`.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// De dossiers.
    #[command(flatten)]
    pub dossiers: DossiersArgs,
    /// Map voor de publicatie: een nieuwe, of een van een eerdere publicatie, die in haar geheel wordt vervangen. Bij meer
    /// dossiers krijgt elk daarin een eigen map.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub out: PathBuf,
    /// Wat er op de standaarduitvoer komt: text, of jsonl met één regel JSON voor elk dossier.
    #[arg(long, value_name = "VORM", default_value = "text", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub verslag: Verslagvorm,
    /// Om te bekijken: ook als nog niet iedereen akkoord is, met op elke bladzijde dat het een concept is.
    #[arg(long, help_heading = OPTIES)]
    pub proef: bool,
    /// Adres (https) waarop de map komt te staan, voor de sitemap; bij meer dossiers dat van de map met al hun mappen.
    #[arg(long, value_name = "ADRES", help_heading = OPTIES)]
    pub adres: Option<String>,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Waar de PDF komt, buiten de map van een publicatie.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub out: PathBuf,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}
