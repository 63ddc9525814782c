//! In: nothing. Out: the grammar of `publish` and `review`, and their Dutch help. Pure.

use std::path::PathBuf;

use clap::Args;

use super::{ARGUMENTEN, OPTIES, OutsideArgs};

/// Argumenten van `publish`.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Map voor de publicatie: een nieuwe, of een van een eerdere publicatie, die in haar geheel wordt vervangen.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub out: PathBuf,
    /// Om te bekijken: ook als nog niet iedereen akkoord is, met op elke bladzijde dat het een concept is.
    #[arg(long, help_heading = OPTIES)]
    pub proef: bool,
    /// Adres (https) waarop de map komt te staan, voor de sitemap.
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
