//! In: nothing. Out: the command line's grammar and its Dutch help; no logic. Pure.

mod build;
mod dossiers;
mod mistakes;
mod publish;
mod signoff;
mod word;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::Styles;
use clap::{Arg, ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::system::ResourceFolders;

pub use self::build::{BijlageArgs, BijlageFormat, BuildArgs};
pub use self::dossiers::{Deel, DossiersArgs, Verslagvorm};
pub use self::mistakes::explain;
pub use self::publish::{PublishArgs, ReviewArgs};
pub use self::signoff::{ChangedArgs, ListingFormat, ParaafArgs, SignArgs, StatusArgs, VerifyArgs};
pub use self::word::{VoorstellenArgs, WordArgs};

const OPTIES: &str = "Opties";
const ARGUMENTEN: &str = "Argumenten";
const TEMPLATE: &str = "{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}\n";

/// Maakt Kamerbrieven, beslisnota's en financiële bijlagen uit een dossier van YAML.
#[derive(Debug, Parser)]
#[command(
    name = "kamerbrief",
    version = version(),
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    help_template = TEMPLATE,
    override_usage = "kamerbrief <OPDRACHT> [OPTIES]",
    subcommand_help_heading = "Opdrachten",
    subcommand_value_name = "OPDRACHT",
    styles = Styles::plain(),
    after_help = "Voorbeelden:\n  kamerbrief new mijn-brief --huisstijl jenv\n  kamerbrief check mijn-brief\n  kamerbrief build mijn-brief\n\nUitgangscodes: 0 goed · 1 het dossier of het document laat het niet toe · 2 verkeerd gebruik of omgeving · 5 er zou iets anders worden · 101 fout in kamerbrief · 130 gestopt"
)]
pub struct Arguments {
    /// Wat er moet gebeuren.
    #[command(subcommand)]
    pub command: Command,

    /// Kleur in meldingen: auto, always of never.
    #[arg(long, global = true, value_name = "WANNEER", default_value = "auto", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub color: Color,

    /// Alleen fouten en waarschuwingen tonen.
    #[arg(long, short, global = true, help_heading = OPTIES)]
    pub quiet: bool,

    /// Deze hulp tonen.
    #[arg(long, short, global = true, action = ArgAction::Help, help_heading = OPTIES)]
    pub help: Option<bool>,

    /// De versie tonen.
    #[arg(long, short = 'V', action = ArgAction::Version, help_heading = OPTIES)]
    pub version: Option<bool>,
}

/// Een opdracht.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Maak de documenten van een of meer dossiers.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief build <DOSSIER>... [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief build content/mensenhandel\n  kamerbrief build --alle content --out uit\n  kamerbrief build content/mensenhandel --only beslisnota --format png\n  kamerbrief build content/mensenhandel content/voorbeeld-ienw --out uit\n  kamerbrief build --alle content --vergelijk --beelden verschillen\n\nUitgangscodes: als altijd, en met --vergelijk 5 als er iets anders zou worden"
    )]
    Build(BuildArgs),
    /// Maak de financiële bijlage, als document of als spreadsheet, of toon haar waarden.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief bijlage <DOSSIER> [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief bijlage content/mensenhandel\n  kamerbrief bijlage content/mensenhandel --format xlsx\n  kamerbrief bijlage content/mensenhandel --waarden\n\nWat met xlsx of csv is gemaakt, leest bijlage.yaml weer in met `spreadsheet:`."
    )]
    Bijlage(BijlageArgs),
    /// Controleer een of meer dossiers, zoals het secretariaat dat doet.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief check <DOSSIER>... [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief check content/mensenhandel\n  kamerbrief check content/mensenhandel --fix\n  kamerbrief check content/mensenhandel content/voorbeeld-ienw --format short --strict"
    )]
    Check(CheckArgs),
    /// Leg een melding uit, of toon alle meldingen.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief explain [CODE] [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief explain\n  kamerbrief explain K001"
    )]
    Explain(ExplainArgs),
    /// Maak een nieuw dossier, dat meteen te bouwen is en zichzelf uitlegt.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief new <MAP> [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief new mijn-brief --huisstijl ienw\n  kamerbrief new mijn-uitstel --huisstijl jenv --soort uitstel\n  kamerbrief new mijn-antwoord --huisstijl jenv --vragen kv-tk-2026Z01234.xml\n  kamerbrief new mijn-bericht --huisstijl jenv --soort uitstel --vragen kv-tk-2026Z01234.xml"
    )]
    New(NewArgs),
    /// Toon de bladzijden in de browser terwijl u schrijft, en werk de documenten bij.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief watch <DOSSIER> [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief watch content/mensenhandel --open\n  kamerbrief watch content/mensenhandel --editor 'code -g {file}:{line}:{col}'\n\nEen editor laat de bladzijde meegaan met `kamerbrief goto BESTAND:REGEL`."
    )]
    Watch(WatchArgs),
    /// Laat de bladzijde in de browser naar een plaats in het dossier gaan, terwijl `watch` loopt.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief goto <PLAATS> [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief goto content/mensenhandel/brief.yaml:12\n  kamerbrief goto content/mensenhandel/brief.yaml:12:8"
    )]
    Goto(GotoArgs),
    /// Toon de parafenroute: wie heeft geparafeerd, wat dat nu waard is, wie aan de beurt is.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief status <DOSSIER> [OPTIES]",
        after_help = "Voorbeeld:\n  kamerbrief status content/mensenhandel"
    )]
    Status(StatusArgs),
    /// Parafeer een dossier zoals het nu is.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief paraaf <DOSSIER> --rol ROL --naam NAAM [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief paraaf content/mensenhandel --rol directeur --naam 'A. de Vries'\n  kamerbrief paraaf content/mensenhandel --rol FEZ --naam 'B. Jansen' --niet-akkoord --opmerking 'dekking 2027 ontbreekt'\n  kamerbrief paraaf content/mensenhandel --rol FEZ --naam 'B. Jansen' --trek-in --opmerking 'te vroeg'\n\nDe paraaf komt als bestand in de map parafen in het dossier, met de vingerafdruk van elk document. Wat is\ngelezen komt in parafen/gelezen; die map gaat niet mee naar buiten. De map parafenspoor hoort erbij en blijft staan."
    )]
    Paraaf(ParaafArgs),
    /// Toon welke velden zijn gewijzigd sinds iemand parafeerde, sinds een moment, of tegenover een andere map.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief changed <DOSSIER> (--since ROL | --moment MOMENT | --versie VERSIE | --tegen MAP) [OPTIES]",
        after_help = "Voorbeeld:\n  kamerbrief changed content/mensenhandel --since directeur\n  kamerbrief changed content/mensenhandel --moment 2026-11-24T16:30:00+01:00\n  kamerbrief changed content/mensenhandel --tegen eerder/mensenhandel\n\nDe oude tekst van --since komt uit parafen/gelezen, of uit versiebeheer (git)."
    )]
    Changed(ChangedArgs),
    /// Onderteken een document digitaal (PAdES).
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief sign <DOSSIER|BESTAND.pdf> (--p12 BESTAND | --certificaat BESTAND (--sleutel BESTAND | --opdracht OPDRACHT)) [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief sign content/mensenhandel --p12 minister.p12 --tsa http://tsa.voorbeeld.nl\n  kamerbrief sign uit/beslisnota.pdf --sleutel sleutel.pem --certificaat keten.pem\n  kamerbrief sign content/mensenhandel --certificaat keten.pem --opdracht 'kaart teken'\n\nHet wachtwoord komt uit --wachtwoord-bestand, uit KAMERBRIEF_WACHTWOORD, of wordt gevraagd.\nVan een dossier wordt alleen getekend wat is afgetekend. Het resultaat heet …-getekend.pdf; een PDF\ndie al is getekend, krijgt de handtekening erbij. In de brief staat een handtekening boven de naam van\nwie tekent: die met de naam in het certificaat, en anders de eerste vrije (zie --veld)."
    )]
    Sign(Box<SignArgs>),
    /// Controleer de handtekeningen van een PDF of de bestanden van een publicatie, en of dit dossier ze maakt.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief verify <BESTAND.pdf|MAP> [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief verify kamerbrief-getekend.pdf --vertrouw staat-der-nederlanden.pem\n  kamerbrief verify kamerbrief-getekend.pdf --dossier content/mensenhandel\n  kamerbrief verify publicatie --dossier content/mensenhandel\n\nUitgangscodes: 0 ongeschonden, en wat gevraagd is klopt · 1 gewijzigd · 2 verkeerd gebruik of omgeving · 3 niet te beoordelen · 4 ongeschonden, maar iets wat gevraagd is klopt niet (de ondertekenaar, het dossier)"
    )]
    Verify(VerifyArgs),
    /// Maak de openbare editie van een of meer dossiers, met alles wat voor de publicatie nodig is.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief publish <DOSSIER>... --out MAP [--proef] [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief publish content/mensenhandel --out publicatie --proef\n  kamerbrief publish --alle content --out publicaties --proef\n  kamerbrief publish mijn-brief --out publicatie --adres https://open.voorbeeld.nl/kamerbrieven/2026-1\n\nIn de map komen de documenten zonder wat is gelakt, hun metadata (DiWoo) met een sitemap, de verzoeken\naan GPP-Woo en het Woo-platform, een inventaris van wat is gelakt, de bijlage als spreadsheet, en\nLEESMIJ.txt. De map is er in haar geheel of niet. Bij meer dossiers krijgt elk een eigen map in MAP. `kamerbrief verify MAP` gaat na of zij nog zo is."
    )]
    Publish(PublishArgs),
    /// Zet de werkeditie en de openbare editie naast elkaar in één PDF, om na te kijken wat wordt gelakt.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief review <DOSSIER> --out BESTAND [OPTIES]",
        after_help = "Voorbeeld:\n  kamerbrief review content/mensenhandel --out nakijken.pdf\n\nVoor wie met het lakken moet instemmen: een lijst van wat wordt gelakt, met gronden en redenen, en dan\nelke bladzijde van beide edities naast elkaar. Het is een werkdocument, en niet openbaar. Op het scherm\nkan hetzelfde met `kamerbrief watch`, onder “Naast de openbare editie”."
    )]
    Review(ReviewArgs),
    /// Maak de documenten van een of meer dossiers als Word-bestand, om door anderen te laten aanvullen.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief word <DOSSIER>... [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief word content/mensenhandel\n  kamerbrief word --alle brieven --out rondsturen\n  kamerbrief word content/mensenhandel --only kamerbrief --out rondsturen\n  kamerbrief word content/mensenhandel --lees terug/kamerbrief-jan.docx terug/kamerbrief-els.docx\n\nIn Word en LibreOffice staat bijhouden van wijzigingen aan. Wat op grijs staat, is berekend of een verwijzing.\nDe maker, de computer en het moment staan er niet in."
    )]
    Word(WordArgs),
    /// Toon wat anderen voorstellen, en neem het over of wijs het af.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief voorstellen <DOSSIER> [OPTIES]",
        after_help = "Voorbeelden:\n  kamerbrief voorstellen content/mensenhandel\n  kamerbrief voorstellen content/mensenhandel --neem 1 3 --wijs-af 2\n  kamerbrief voorstellen content/mensenhandel --alles-van 'P. Collega'\n\nDe voorstellen komen uit bestanden die `kamerbrief word DOSSIER --lees BESTAND` teruglas."
    )]
    Voorstellen(VoorstellenArgs),
    /// Schrijf de schema's, waarmee een editor velden aanvult en een programma meldingen leest.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief schema [MAP] [OPTIES]",
        after_help = "Voorbeeld:\n  kamerbrief schema content/schema"
    )]
    Schema(SchemaArgs),
    /// Schrijf aanvullingen voor een shell naar standaarduitvoer.
    #[command(
        help_template = TEMPLATE,
        override_usage = "kamerbrief completions <SHELL> [OPTIES]",
        after_help = "Voorbeeld:\n  kamerbrief completions bash > ~/.local/share/bash-completion/completions/kamerbrief"
    )]
    Completions(CompletionsArgs),
}

/// Argumenten van `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// De dossiers.
    #[command(flatten)]
    pub dossiers: DossiersArgs,
    /// Vorm van het verslag: text, short, json, jsonl of sarif.
    #[arg(long, value_name = "VORM", default_value = "text", help_heading = OPTIES, hide_possible_values = true, hide_default_value = true)]
    pub format: CheckFormat,
    /// Alles wat wordt getoond, telt als fout: uitgangscode 1.
    #[arg(long, help_heading = OPTIES)]
    pub strict: bool,
    /// Ook opmerkingen over stijl.
    #[arg(long, help_heading = OPTIES)]
    pub info: bool,
    /// Verbeter in de bestanden wat zeker is, en toon de rest.
    #[arg(long, help_heading = OPTIES)]
    pub fix: bool,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `watch`.
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Map van een dossier.
    #[arg(value_name = "DOSSIER", help_heading = ARGUMENTEN)]
    pub dossier: PathBuf,
    /// Open de browser meteen.
    #[arg(long, help_heading = OPTIES)]
    pub open: bool,
    /// Poort van het voorbeeld; zonder deze optie de eerste vrije vanaf 5050.
    #[arg(long, value_name = "POORT", value_parser = mistakes::of::<u16>("schrijf een getal van 0 tot en met 65535"), help_heading = OPTIES)]
    pub port: Option<u16>,
    /// Opdracht die uw editor opent, met {file}, {line} en {col}; zonder deze optie een vscode-koppeling.
    #[arg(long, value_name = "OPDRACHT", help_heading = OPTIES)]
    pub editor: Option<String>,
    /// Begin op de bladzijde een nieuw dossier, in een map die nieuw of leeg is.
    #[arg(long, help_heading = OPTIES, conflicts_with = "alleen_lezen")]
    pub nieuw: bool,
    /// Alleen om te lezen: niemand kan op de bladzijde schrijven.
    #[arg(long, help_heading = OPTIES)]
    pub alleen_lezen: bool,
    /// Schrijf geen PDF's.
    #[arg(long, help_heading = OPTIES)]
    pub no_pdf: bool,
    /// Map voor de PDF's; zonder deze optie `uit` in het dossier.
    #[arg(long, value_name = "MAP", help_heading = OPTIES, conflicts_with = "no_pdf")]
    pub out: Option<PathBuf>,
    /// Ook opmerkingen over stijl.
    #[arg(long, help_heading = OPTIES)]
    pub info: bool,
    /// Wat van buiten komt.
    #[command(flatten)]
    pub outside: OutsideArgs,
}

/// Argumenten van `goto`.
#[derive(Debug, Args)]
pub struct GotoArgs {
    /// Bestand met regel, en als u wilt kolom: BESTAND:REGEL of BESTAND:REGEL:KOLOM, geteld vanaf 1.
    #[arg(value_name = "PLAATS", help_heading = ARGUMENTEN)]
    pub place: String,
}

/// Argumenten van `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Code of naam van een melding, zoals K001; zonder dit argument de lijst van alle.
    #[arg(value_name = "CODE", help_heading = ARGUMENTEN)]
    pub code: Option<String>,
}

/// Wat van buiten komt: sjablonen en lettertypen.
#[derive(Debug, Clone, Args)]
pub struct OutsideArgs {
    /// Map met eigen sjablonen; elk bestand vervangt het ingebouwde met dezelfde naam.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub templates: Option<PathBuf>,
    /// Map met eigen lettertypen; ook `fonts` in de map met sjablonen wordt gebruikt.
    #[arg(long, value_name = "MAP", help_heading = OPTIES)]
    pub fonts: Option<PathBuf>,
}

impl From<OutsideArgs> for ResourceFolders {
    fn from(OutsideArgs { templates, fonts }: OutsideArgs) -> Self {
        Self { templates, fonts }
    }
}

/// Vorm van een verslag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Voor mensen.
    Text,
    /// Eén regel per melding.
    Short,
    /// JSON, volgens het schema meldingen.schema.json dat `kamerbrief schema` schrijft.
    Json,
    /// Eén regel JSON voor elk dossier, met daarin hetzelfde.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
}

/// Argumenten van `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Map voor het dossier; die moet nieuw of leeg zijn.
    #[arg(value_name = "MAP", help_heading = ARGUMENTEN)]
    pub folder: PathBuf,
    /// Ministerie, zoals ienw; zonder deze optie noemt `new` ze alle.
    #[arg(long, value_name = "MINISTERIE", help_heading = OPTIES)]
    pub huisstijl: Option<String>,
    /// Datum van de brief als JJJJ-MM-DD; zonder deze optie vandaag.
    #[arg(long, value_name = "DATUM", help_heading = OPTIES)]
    pub datum: Option<String>,
    /// Soort brief: brief, antwoord (op schriftelijke vragen), schriftelijk_overleg, feitelijke_vragen, aanbieding, uitstel
    /// (van antwoorden) of verzamelbrief; zonder deze optie een brief.
    #[arg(long, value_name = "SOORT", help_heading = OPTIES)]
    pub soort: Option<String>,
    /// Onderwerp van de brief, zonder punt; zonder deze optie vult u dat later in.
    #[arg(long, value_name = "TEKST", help_heading = OPTIES)]
    pub onderwerp: Option<String>,
    /// Bestand van de Kamer met vragen, om te beantwoorden of uit te stellen: de XML van de bekendmaking, of een .txt met genummerde vragen
    /// of met die van fracties.
    #[arg(long, value_name = "BESTAND", help_heading = OPTIES)]
    pub vragen: Option<PathBuf>,
    /// Brief die in Word is geschreven (.docx), ook in een sjabloon van een ministerie: zij wordt een dossier. Wat niet wordt
    /// begrepen, staat in de tekst, of wordt genoemd.
    #[arg(long, value_name = "BRIEF.docx", conflicts_with_all = ["vragen", "soort"], help_heading = OPTIES)]
    pub uit: Option<PathBuf>,
}

/// Argumenten van `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Map voor de schema's; zonder dit argument `schema`.
    #[arg(value_name = "MAP", default_value = "schema", help_heading = ARGUMENTEN, hide_default_value = true)]
    pub folder: PathBuf,
}

/// Argumenten van `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// Shell: bash, elvish, fish, powershell of zsh.
    #[arg(value_name = "SHELL", help_heading = ARGUMENTEN, hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}

/// Wanneer meldingen kleur hebben.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// In een terminal.
    Auto,
    /// Altijd.
    Always,
    /// Nooit.
    Never,
}

/// Which program this is: other versions of it, or of Typst, may make other bytes of the same dossier.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        format!("{} (Typst {})", env!("CARGO_PKG_VERSION"), typst::utils::version().raw())
    });
    &VERSION
}

/// Reads the command line.
///
/// # Errors
/// Help and version too: they are what clap prints instead of running.
pub fn parse(arguments: Vec<std::ffi::OsString>) -> Result<Arguments, clap::Error> {
    let mut command = command();
    command.build();
    let read = command.try_get_matches_from_mut(arguments)?;
    match read.subcommand() {
        // `help build` is another way to write `build --help`.
        Some((HELP, about)) => {
            let about = about.get_one::<String>(HELP_ABOUT).cloned();
            let line = ["kamerbrief".to_owned()].into_iter().chain(about);
            parse(line.chain(["--help".to_owned()]).map(Into::into).collect())
        }
        _ => Arguments::from_arg_matches(&read),
    }
}

const HELP: &str = "help";
const HELP_ABOUT: &str = "OPDRACHT";

/// The grammar, for completions.
pub fn command() -> clap::Command {
    let about = Arg::new(HELP_ABOUT)
        .help("Naam van een opdracht; zonder dit argument de lijst van alle")
        .help_heading(ARGUMENTEN);
    let help = clap::Command::new(HELP)
        .about("Toon de opdrachten, of leg er een uit")
        .arg(about)
        .help_template(TEMPLATE)
        .override_usage("kamerbrief help [OPDRACHT] [OPTIES]")
        .after_help("Voorbeelden:\n  kamerbrief help\n  kamerbrief help build");
    Arguments::command().subcommand(help)
}
