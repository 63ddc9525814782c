//! In: the arguments of `verify`. Out: what the signatures of a PDF prove, and whether a dossier makes it. Wiring.

use std::path::Path;

use serde_json::json;

use super::sign::{read, vakken};
use super::{Console, Exit, GoodDossier};
use crate::cli::{ListingFormat, VerifyArgs};
use crate::diagnostic::{Diagnostic, codes, shown, words};
use crate::seal::{self, Anchors, Keten, Oordeel, Vergelijking, Verslag};

pub(super) fn run(arguments: &VerifyArgs, console: &Console) -> Exit {
    match verify(arguments, console) {
        Ok(true) => Exit::Good,
        Ok(false) => Exit::Errors,
        Err(exit) => exit,
    }
}

/// Whether everything that was asked is proven.
fn verify(arguments: &VerifyArgs, console: &Console) -> Result<bool, Exit> {
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
    let report = match seal::prove(&bytes, &anchors, &now) {
        Ok(report) => report,
        Err(why) => {
            match arguments.format {
                ListingFormat::Json => console.print_json(&as_json(
                    &json!({ "bestand": file, "bewezen": false, "onleesbaar": why.words() }),
                )),
                ListingFormat::Text => {
                    let told = format!("{file}: niet te beoordelen: {}", why.words());
                    console.print(&format!("{}\n", shown::line(&told)));
                }
            }
            return Ok(false);
        }
    };
    let comparison = match &arguments.dossier {
        Some(dossier) => Some(compare(&bytes, dossier, arguments, console)?),
        None => None,
    };
    let same =
        comparison.as_ref().is_none_or(|(_, comparison)| *comparison == Vergelijking::Gelijk);
    let proven = report.is_good() && same;
    match arguments.format {
        ListingFormat::Json => console.print_json(&as_json(&json!({
            "bestand": file,
            "bewezen": proven,
            "ondertekenaars_nagegaan": trusts(&report),
            "handtekeningen": report.handtekeningen,
            "bezwaren": report.bezwaren,
            "dossier": comparison.as_ref().map(|(name, comparison)| json!({ "document": name, "vergelijking": comparison })),
        }))),
        ListingFormat::Text => {
            console.print(&as_text(&file, &report, comparison.as_ref(), arguments, proven));
        }
    }
    Ok(proven)
}

/// The document that the file comes closest to, and how the two compare.
fn compare(
    bytes: &[u8],
    dossier: &Path,
    arguments: &VerifyArgs,
    console: &Console,
) -> Result<(&'static str, Vergelijking), Exit> {
    let good = GoodDossier::read(dossier, &arguments.outside, console)?;
    let gegevens = &good.filled.checked().dossier().gegevens;
    for stuk in good.filled.stukken() {
        let (document, made) = good.pdf(*stuk, console)?;
        let mut comparison = seal::compare(bytes, &made, &vakken(&document, gegevens));
        if let Vergelijking::Anders(what) = &mut comparison
            && good.filled.aftekening().concept(*stuk).is_some()
        {
            what.push("het dossier is nu een concept (zie `kamerbrief status`)".into());
        }
        if comparison != Vergelijking::AnderDocument {
            return Ok((stuk.name(), comparison));
        }
    }
    Ok(("geen", Vergelijking::AnderDocument))
}

fn as_json(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

fn as_text(
    file: &str,
    report: &Verslag,
    comparison: Option<&(&'static str, Vergelijking)>,
    arguments: &VerifyArgs,
    proven: bool,
) -> String {
    let file = shown::line(file);
    let count = report.handtekeningen.len();
    let mut text = match count {
        0 => format!("{file}: niet ondertekend\n"),
        _ => format!("{file}: {}\n", words::count(count, "handtekening", "handtekeningen")),
    };
    for one in &report.handtekeningen {
        text.push('\n');
        signature(one, &mut text);
    }
    for objection in &report.bezwaren {
        text.push_str(&format!("\nbezwaar: {}\n", shown::line(objection)));
    }
    if let (Some((name, comparison)), Some(dossier)) = (comparison, &arguments.dossier) {
        let dossier = shown::line(&dossier.display().to_string());
        text.push_str(&match comparison {
            Vergelijking::Gelijk => {
                format!("\ndossier: dit is precies de {name} die {dossier} maakt, byte voor byte\n")
            }
            Vergelijking::Anders(what) => {
                format!(
                    "\ndossier: dit is niet de {name} die {dossier} nu maakt: {}\n",
                    shown::line(&what.join("; "))
                )
            }
            Vergelijking::AnderDocument => {
                format!("\ndossier: dit is geen document van {dossier}\n")
            }
        });
    }
    text.push_str(match (proven, count) {
        (true, _) if trusts(report) => "\noordeel: in orde\n",
        (true, _) => "\noordeel: ongeschonden, maar wie tekende is niet nagegaan\n",
        (false, 0) => "\noordeel: niet ondertekend\n",
        (false, _) => "\noordeel: niet in orde\n",
    });
    text
}

/// Whether every signer leads to a certificate that is trusted.
fn trusts(report: &Verslag) -> bool {
    report.handtekeningen.iter().all(|one| one.keten.is_proven())
}

fn signature(one: &Oordeel, text: &mut String) {
    let Oordeel { veld, ondertekenaar, moment, reden, plaats, .. } = one;
    let who = ondertekenaar.as_deref().unwrap_or("onbekend");
    text.push_str(&format!("{}\n", shown::line(&format!("{veld}: {who}"))));
    let mut line = |label: &str, what: String| {
        text.push_str(&format!("  {label:<13}{}\n", shown::line(&what)));
    };
    let whole = if one.hele_bestand {
        "gaat over het hele bestand"
    } else {
        "gaat over het bestand zoals het toen was"
    };
    match (&one.ongeschonden, &one.waarom_niet) {
        (true, _) => line("inhoud:", format!("ongeschonden; {whole}")),
        (false, why) => {
            line("inhoud:", format!("NIET ongeschonden: {}", why.as_deref().unwrap_or_default()))
        }
    }
    if !one.daarna.is_empty() {
        let warning = if one.daarna_alleen_handtekeningen { "" } else { "GEWIJZIGD: " };
        line("daarna:", format!("{warning}{}", one.daarna.join("; ")));
    }
    let chain = |keten: &Keten| match keten {
        Keten::NietBeoordeeld => {
            "niet nagegaan; geef met --vertrouw het stamcertificaat".to_owned()
        }
        Keten::Vertrouwd => "leidt naar een certificaat dat u vertrouwt".into(),
        Keten::NietVertrouwd(why) => format!("NIET vertrouwd: {why}"),
    };
    if one.ongeschonden {
        line("certificaat:", chain(&one.keten));
    }
    if let Some(moment) = moment {
        line("moment:", format!("{moment}, volgens de ondertekenaar"));
    }
    if let Some(stamp) = &one.tijdstempel {
        let when = stamp.moment.as_ref().map(ToString::to_string).unwrap_or_default();
        let by = stamp.dienst.as_deref().unwrap_or("onbekend");
        line(
            "tijdstempel:",
            match stamp.ongeschonden {
                true => format!(
                    "{when} (universele tijd), van {by}; certificaat: {}",
                    chain(&stamp.keten)
                ),
                false => "NIET geldig voor deze handtekening".into(),
            },
        );
    }
    if let Some(reden) = reden {
        line("reden:", words::shorten(reden));
    }
    if let Some(plaats) = plaats {
        line("plaats:", words::shorten(plaats));
    }
    if one.ongeschonden && !one.pades {
        line("let op:", "volgt niet de Europese norm voor handtekeningen in PDF (PAdES)".into());
    }
}
