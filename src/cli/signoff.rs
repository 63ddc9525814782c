//! In: nothing. Out: the arguments of the commands for initials and signatures, with their Dutch help. Pure.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ARGUMENTEN, OPTIES, OutsideArgs};
use crate::dossier::Stuk;

/// Argumenten van `status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Vorm: text of json.
    #[arg(long, value_name = "VORM", default_value = "text", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub format: ListingFormat,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `paraaf`.
#[derive(Debug, Args)]
pub struct ParaafArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Rol in de parafenroute.
    #[arg(long, value_name = "ROL", help_heading = OPTIES)]
    pub rol: String,
    /// Naam van wie parafeert.
    #[arg(long, value_name = "NAAM", help_heading = OPTIES)]
    pub naam: String,
    /// Akkoord; dat is ook zo zonder deze optie.
    #[arg(long, help_heading = OPTIES)]
    pub akkoord: bool,
    /// Niet akkoord.
    #[arg(long, help_heading = OPTIES, conflicts_with = "akkoord")]
    pub niet_akkoord: bool,
    /// Trek de laatste paraaf van deze rol in; de rol is daarna weer aan de beurt.
    #[arg(long, help_heading = OPTIES, conflicts_with_all = ["akkoord", "niet_akkoord"])]
    pub trek_in: bool,
    /// Wat erbij te zeggen is, op één regel.
    #[arg(long, value_name = "TEKST", help_heading = OPTIES)]
    pub opmerking: Option<String>,
    /// Moment, als 2026-11-24T16:30:00+01:00; zonder deze optie nu.
    #[arg(long, value_name = "MOMENT", help_heading = OPTIES)]
    pub tijd: Option<String>,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `changed`.
#[derive(Debug, Args)]
pub struct ChangedArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Rol in de parafenroute, van wiens laatste paraaf af.
    #[arg(long, value_name = "ROL", required_unless_present_any = ["moment", "versie", "tegen"], conflicts_with_all = ["moment", "versie", "tegen"], help_heading = OPTIES)]
    pub since: Option<String>,
    /// Moment, als 2026-11-24T16:30:00+01:00: tegen het dossier zoals het toen in versiebeheer (git) stond.
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["versie", "tegen"], help_heading = OPTIES)]
    pub moment: Option<String>,
    /// Versie in versiebeheer (git): een commit, een tak of een label.
    #[arg(long, value_name = "VERSIE", conflicts_with = "tegen", help_heading = OPTIES)]
    pub versie: Option<String>,
    /// Map met hetzelfde dossier van eerder.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub tegen: Option<PathBuf>,
    /// Schrijf de bladzijden met alles wat anders is, en een lijst van was en nu, in deze PDF.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub pdf: Option<PathBuf>,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `sign`.
#[derive(Debug, Args)]
pub struct SignArgs {
    /// Map van een dossier, of een PDF.
    #[arg(value_name = "DOSSIER|BESTAND.pdf", help_heading = ARGUMENTEN)]
    pub what: PathBuf,
    /// Van een dossier: kamerbrief, beslisnota of bijlage; zonder deze optie de kamerbrief.
    #[arg(long, value_name = "DOCUMENT", value_parser = super::build::stuk(), help_heading = OPTIES, hide_possible_values = true)]
    pub only: Option<Stuk>,
    /// Sleutel en certificaten samen, als PKCS#12.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES, conflicts_with_all = ["sleutel", "certificaat", "opdracht"])]
    pub p12: Option<PathBuf>,
    /// Sleutel, als PEM.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES, requires = "certificaat", conflicts_with = "opdracht")]
    pub sleutel: Option<PathBuf>,
    /// Certificaat, als PEM; daarachter zo nodig de keten.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub certificaat: Option<PathBuf>,
    /// Opdracht die tekent: SHA-256 op standaardinvoer, handtekening op standaarduitvoer.
    #[arg(long, value_name = "OPDRACHT", help_heading = OPTIES, requires = "certificaat")]
    pub opdracht: Option<String>,
    /// Bestand met het wachtwoord van de sleutel.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub wachtwoord_bestand: Option<PathBuf>,
    /// Naam van het veld; zonder deze optie het eerste vrije van Handtekening1, Handtekening2, ….
    #[arg(long, value_name = "NAAM", help_heading = OPTIES)]
    pub veld: Option<String>,
    /// Teken ook als deze ondertekenaar dat al deed.
    #[arg(long, help_heading = OPTIES)]
    pub nog_een: bool,
    /// Teken ook als er een handtekening staat van iemand die het dossier niet noemt.
    #[arg(long, help_heading = OPTIES)]
    pub naast_onbekende: bool,
    /// Waarom wordt getekend.
    #[arg(long, value_name = "TEKST", help_heading = OPTIES)]
    pub reden: Option<String>,
    /// Waar wordt getekend.
    #[arg(long, value_name = "TEKST", help_heading = OPTIES)]
    pub plaats: Option<String>,
    /// Moment, als 2026-11-24T16:30:00+01:00; zonder deze optie nu.
    #[arg(long, value_name = "MOMENT", help_heading = OPTIES)]
    pub tijd: Option<String>,
    /// Adres (http) van een dienst voor tijdstempels.
    #[arg(long, value_name = "ADRES", help_heading = OPTIES)]
    pub tsa: Option<String>,
    /// Opdracht die een tijdstempel haalt: vraag op standaardinvoer, antwoord op standaarduitvoer.
    #[arg(long, value_name = "OPDRACHT", help_heading = OPTIES, conflicts_with = "tsa")]
    pub tsa_opdracht: Option<String>,
    /// Bewaar in het bestand wat later nodig is om de handtekening te controleren (B-LT); vraagt een tijdstempel.
    #[arg(long, help_heading = OPTIES, conflicts_with = "lta")]
    pub lt: bool,
    /// Hetzelfde, met een tijdstempel over alles (B-LTA).
    #[arg(long, help_heading = OPTIES)]
    pub lta: bool,
    /// Bij --lt en --lta: certificaten van uitgevers, als PEM of DER; mag vaker.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub keten: Vec<PathBuf>,
    /// Bij --lt en --lta: antwoord over een certificaat (OCSP); mag vaker. Wat ontbreekt wordt opgevraagd.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub ocsp: Vec<PathBuf>,
    /// Bij --lt en --lta: lijst van ingetrokken certificaten (CRL); mag vaker.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub crl: Vec<PathBuf>,
    /// Bestand voor het resultaat; zonder deze optie …-getekend.pdf.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub out: Option<PathBuf>,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Een PDF, of de map van een publicatie.
    #[arg(value_name = "BESTAND.pdf|MAP", help_heading = ARGUMENTEN)]
    pub file: PathBuf,
    /// Map van het dossier waarvan de PDF of de publicatie zou zijn gemaakt.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub dossier: Option<PathBuf>,
    /// Stamcertificaat dat u vertrouwt, als PEM; mag vaker.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub vertrouw: Vec<PathBuf>,
    /// Vorm van het verslag: text of json.
    #[arg(long, value_name = "VORM", default_value = "text", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub format: ListingFormat,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Vorm van een overzicht.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListingFormat {
    /// Voor mensen.
    Text,
    /// JSON.
    Json,
}
