//! In: the arguments of `verify`. Out: what the signatures of a PDF prove, and whether a dossier makes it. Wiring.

use std::path::Path;

use serde_json::json;

use super::sign::{read, vakken};
use super::{Console, Exit, GoodDossier};
use crate::cli::{ListingFormat, VerifyArgs};
use crate::diagnostic::{Diagnostic, codes, shown, words};
use crate::seal::{
    self, Anchors, Intrekking, Keten, KnownFonts, Oordeel, Uitspraak, Vergelijking, Verslag,
};

/// Who can judge a file that this program cannot.
const OTHERS: &str = "een PDF-lezer die handtekeningen controleert, of een validatiedienst (DSS van de Europese Commissie)";

pub(super) fn run(arguments: &VerifyArgs, console: &Console) -> Exit {
    verify(arguments, console).unwrap_or_else(|exit| exit)
}

/// What a dossier says of a file.
struct Comparison {
    /// The document that the file comes closest to.
    document: &'static str,
    /// How the two compare; nothing when the dossier makes no documents, for it has errors.
    vergelijking: Option<Vergelijking>,
}

fn verify(arguments: &VerifyArgs, console: &Console) -> Result<Exit, Exit> {
    let bytes = read(&arguments.file, console)?;
    let trusted: Vec<Vec<u8>> =
        arguments.vertrouw.iter().map(|path| read(path, console)).collect::<Result<_, _>>()?;
    let anchors = Anchors::from_pem(trusted.iter().map(Vec::as_slice)).ok_or_else(|| {
        let message = "in een bestand van `--vertrouw` staat geen certificaat in PEM";
        let help = "geef het stamcertificaat als PEM: een blok dat begint met BEGIN CERTIFICATE";
        console.refuse(Diagnostic::error(codes::KEY_INVALID, message).help(help))
    })?;
    let now = super::moment(None, console)?;
    let file = arguments.file.display().to_string();
    let (_, fonts) = super::resources(&arguments.outside, console)?;
    let fonts = fonts.known();
    let mut report = seal::prove(&bytes, &anchors, &fonts, &now);
    let comparison = match &arguments.dossier {
        Some(dossier) => Some(compare(&bytes, dossier, (arguments, &fonts), &mut report, console)?),
        None => None,
    };
    let is_same = |one: &Comparison| one.vergelijking == Some(Vergelijking::Gelijk);
    let same = comparison.as_ref().is_none_or(is_same);
    let exit = match &report.uitspraak {
        Uitspraak::Gewijzigd(_) => Exit::Errors,
        Uitspraak::NietTeBeoordelen(_) => Exit::Undecided,
        Uitspraak::Ongeschonden if report.is_good() && same => Exit::Good,
        Uitspraak::Ongeschonden => Exit::Unproven,
    };
    match arguments.format {
        ListingFormat::Json => console.print_json(&as_json(&json!({
            "bestand": file,
            "uitspraak": report.uitspraak,
            "bewezen": exit == Exit::Good,
            "ondertekenaars_nagegaan": trusts(&report),
            "handtekeningen": report.handtekeningen,
            "bezwaren": report.bezwaren,
            "dossier": comparison.as_ref().map(|one| json!({ "document": one.document, "vergelijking": one.vergelijking })),
        }))),
        ListingFormat::Text => {
            console.print(&as_text(&file, &report, comparison.as_ref(), arguments, exit));
        }
    }
    Ok(exit)
}

/// The document that the file comes closest to, and how the two compare; who else signed is added to the report.
fn compare(
    bytes: &[u8],
    dossier: &Path,
    (arguments, fonts): (&VerifyArgs, &KnownFonts),
    report: &mut Verslag,
    console: &Console,
) -> Result<Comparison, Exit> {
    let none = |vergelijking| Ok(Comparison { document: "geen", vergelijking });
    let good = match GoodDossier::read(dossier, &arguments.outside, console) {
        // What is wrong with the dossier was told. It says nothing of the file.
        Err(Exit::Errors) => return none(None),
        other => other?,
    };
    let gegevens = &good.filled.checked().dossier().gegevens;
    for stuk in good.filled.stukken() {
        let (document, made) = match good.pdf(*stuk, console) {
            Err(Exit::Errors) => return none(None),
            other => other?,
        };
        let vakken = vakken(&document, gegevens);
        let mut vergelijking = seal::compare(bytes, &made, &vakken, fonts);
        if let Vergelijking::Anders(what) = &mut vergelijking
            && good.filled.aftekening().concept(*stuk).is_some()
        {
            what.push("het dossier is nu een concept (zie `kamerbrief status`)".into());
        }
        if vergelijking != Vergelijking::AnderDocument {
            report.bezwaren.extend(seal::strangers(&report.handtekeningen, &vakken));
            return Ok(Comparison { document: stuk.name(), vergelijking: Some(vergelijking) });
        }
    }
    none(Some(Vergelijking::AnderDocument))
}

fn as_json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn as_text(
    file: &str,
    report: &Verslag,
    comparison: Option<&Comparison>,
    arguments: &VerifyArgs,
    exit: Exit,
) -> String {
    let file = shown::line(file);
    let count = report.handtekeningen.len();
    let mut text = match count {
        0 => format!("{file}: geen handtekening gevonden\n"),
        _ => format!("{file}: {}\n", counted(report)),
    };
    for one in &report.handtekeningen {
        text.push('\n');
        signature(one, &mut text);
    }
    for objection in &report.bezwaren {
        text.push_str(&format!("\nbezwaar: {}\n", shown::line(objection)));
    }
    if let (Some(one), Some(dossier)) = (comparison, &arguments.dossier) {
        let (dossier, name) = (shown::line(&dossier.display().to_string()), one.document);
        text.push_str(&match &one.vergelijking {
            None => format!("\ndossier: {dossier} heeft fouten, en maakt zo geen documenten\n"),
            Some(Vergelijking::Gelijk) => {
                format!("\ndossier: dit is precies de {name} die {dossier} maakt, byte voor byte\n")
            }
            Some(Vergelijking::Anders(what)) => {
                let what = shown::line(&what.join("; "));
                format!("\ndossier: dit is niet de {name} die {dossier} nu maakt: {what}\n")
            }
            Some(Vergelijking::AnderDocument) => {
                format!("\ndossier: dit is geen document van {dossier}\n")
            }
        });
    }
    text.push_str(&match &report.uitspraak {
        Uitspraak::Gewijzigd(why) => format!("\noordeel: GEWIJZIGD: {}\n", shown::line(why)),
        Uitspraak::NietTeBeoordelen(why) if count == 0 => {
            format!("\noordeel: niet te beoordelen: {}\n", shown::line(why))
        }
        Uitspraak::NietTeBeoordelen(why) => {
            format!("\noordeel: niet te beoordelen: {}\nwie wel: {OTHERS}\n", shown::line(why))
        }
        Uitspraak::Ongeschonden if exit == Exit::Unproven => {
            "\noordeel: ongeschonden, maar niet alles wat gevraagd is klopt\n".into()
        }
        Uitspraak::Ongeschonden if trusts(report) => "\noordeel: ongeschonden\n".into(),
        Uitspraak::Ongeschonden => {
            "\noordeel: ongeschonden, maar wie tekende is niet nagegaan\n".into()
        }
    });
    text
}

/// How many signatures there are, and timestamps over the whole document.
fn counted(report: &Verslag) -> String {
    let stamps = report.handtekeningen.iter().filter(|one| one.documenttijdstempel).count();
    let signatures = report.handtekeningen.len() - stamps;
    let all = [
        (signatures, words::count(signatures, "handtekening", "handtekeningen")),
        (stamps, words::count(stamps, "tijdstempel", "tijdstempels")),
    ];
    let all: Vec<String> =
        all.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    words::enumerate(&all, "en")
}

/// Whether every signer leads to a certificate that is trusted.
fn trusts(report: &Verslag) -> bool {
    report.handtekeningen.iter().all(|one| one.keten.is_proven())
}

fn signature(one: &Oordeel, text: &mut String) {
    let Oordeel { veld, ondertekenaar, moment, reden, plaats, .. } = one;
    let kind = if one.documenttijdstempel { ", tijdstempel over het hele document" } else { "" };
    let who = ondertekenaar.as_deref().unwrap_or("onbekend");
    text.push_str(&format!("{}\n", shown::line(&format!("{veld}: {who}{kind}"))));
    let mut line = |label: &str, what: String| {
        text.push_str(&format!("  {label:<13}{}\n", shown::line(&what)));
    };
    let whole = if one.hele_bestand {
        "gaat over het hele bestand"
    } else {
        "gaat over het bestand zoals het toen was"
    };
    let intact = one.uitspraak == Uitspraak::Ongeschonden;
    line(
        "inhoud:",
        match &one.uitspraak {
            Uitspraak::Ongeschonden => format!("zoals ondertekend; {whole}"),
            Uitspraak::Gewijzigd(why) => format!("GEWIJZIGD: {why}"),
            Uitspraak::NietTeBeoordelen(why) => format!("niet te beoordelen: {why}"),
        },
    );
    if !one.daarna.is_empty() {
        line("daarna:", several(&one.daarna));
    }
    let chain = |keten: &Keten| match keten {
        Keten::NietBeoordeeld => {
            "niet nagegaan; geef met --vertrouw het stamcertificaat".to_owned()
        }
        Keten::Vertrouwd => "leidt naar een certificaat dat u vertrouwt".into(),
        Keten::NietVertrouwd(why) => format!("NIET vertrouwd: {why}"),
    };
    if intact {
        line("certificaat:", chain(&one.keten));
    }
    if let Some(level) = &one.niveau {
        line("niveau:", level.to_string());
    }
    if intact {
        line(
            "intrekking:",
            match &one.intrekking {
                Intrekking::NietNagegaan(why) => format!("niet nagegaan: {why}"),
                Intrekking::NietIngetrokken => {
                    "geen certificaat was ingetrokken, volgens de uitgevers in het bestand".into()
                }
                Intrekking::Ingetrokken(why) => format!("INGETROKKEN: {why}"),
            },
        );
    }
    if let Some(moment) = moment {
        let by = if one.documenttijdstempel { "de dienst" } else { "de ondertekenaar" };
        line("moment:", format!("{moment}, volgens {by}"));
    }
    if let Some(stamp) = &one.tijdstempel {
        let when = stamp.moment.as_ref().map(ToString::to_string).unwrap_or_default();
        let by = stamp.dienst.as_deref().unwrap_or("onbekend");
        line(
            "tijdstempel:",
            match &stamp.uitspraak {
                Uitspraak::Ongeschonden => {
                    format!(
                        "{when} (universele tijd), van {by}; certificaat: {}",
                        chain(&stamp.keten)
                    )
                }
                Uitspraak::Gewijzigd(why) | Uitspraak::NietTeBeoordelen(why) => why.clone(),
            },
        );
    }
    if let Some(reden) = reden {
        line("reden:", words::shorten(reden));
    }
    if let Some(plaats) = plaats {
        line("plaats:", words::shorten(plaats));
    }
    if let Some(weak) = &one.zwak {
        line("let op:", weak.clone());
    }
    if intact && !one.pades && !one.documenttijdstempel {
        line("let op:", "volgt niet de Europese norm voor handtekeningen in PDF (PAdES)".into());
    }
}

/// The first few of a list, and how many more there are.
fn several(all: &[String]) -> String {
    const SHOWN: usize = 10;
    let mut text = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("; ");
    if all.len() > SHOWN {
        text.push_str(&format!("; en nog {}", all.len() - SHOWN));
    }
    text
}
