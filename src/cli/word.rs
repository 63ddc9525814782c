//! In: nothing. Out: the arguments of `word` and `voorstellen`. Pure.

use std::path::PathBuf;

use clap::Args;

use super::build::stuk;
use super::{ARGUMENTEN, DossiersArgs, OPTIES, OutsideArgs, Verslagvorm};
use crate::dossier::Stuk;

/// Argumenten van `word`.
#[derive(Debug, Args)]
pub struct WordArgs {
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
    /// Leest bestanden terug die anderen van één dossier hebben gewijzigd: elke wijziging wordt een voorstel.
    #[arg(long, value_name = "BESTAND", num_args = 1.., help_heading = OPTIES, conflicts_with_all = ["only", "out", "ook_gelakt", "alle", "jobs", "deel", "verslag"])]
    pub lees: Vec<PathBuf>,
    /// Leest ook een bestand terug waarvan niet zeker is dat het van dit dossier is gemaakt.
    #[arg(long, requires = "lees", help_heading = OPTIES)]
    pub toch: bool,
    /// Ook als er tekst in staat die in de openbare editie is gelakt: wie een Word-bestand heeft, heeft ook die tekst.
    #[arg(long, help_heading = OPTIES)]
    pub ook_gelakt: bool,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `voorstellen`.
#[derive(Debug, Args)]
pub struct VoorstellenArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Neemt deze voorstellen over, met hun nummers.
    #[arg(long, value_name = "NUMMER", num_args = 1.., help_heading = OPTIES)]
    pub neem: Vec<u32>,
    /// Neemt alle voorstellen over van wie zo heet; mag vaker.
    #[arg(long, value_name = "NAAM", help_heading = OPTIES)]
    pub alles_van: Vec<String>,
    /// Wijst deze voorstellen af, met hun nummers.
    #[arg(long, value_name = "NUMMER", num_args = 1.., help_heading = OPTIES)]
    pub wijs_af: Vec<u32>,
    /// Noemt niet meer wat niet mee terug kon.
    #[arg(long, help_heading = OPTIES)]
    pub gezien: bool,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}
