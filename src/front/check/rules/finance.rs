//! In: the annex's figures, the letter's frame and the route. Out: what the budget rules ask and is not there. Pure.

use rust_decimal::Decimal;

use super::{Finding, Subject, field};
use crate::check::passage::Spot;
use crate::diagnostic::words;
use crate::dossier::{Bestand, Bijlage, Regel, miljoen};

/// From this amount in any one year the frame is due: Kamerstukken II 2022/23, 31865, nr. 231.
const THRESHOLD: u64 = 20_000_000;

/// F001: with € 20 million or more in any year the frame stands in the letter's main text, with all its parts.
pub(super) fn cw31(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let (Some(bijlage), Some(cijfers)) = (&subject.dossier.bijlage, subject.cijfers) else {
        return;
    };
    let Some(brief) = subject.dossier.brief.as_ref() else { return };
    let Some(hoogste) =
        cijfers.hoogste(bijlage).filter(|hoogste| hoogste.euros >= Decimal::from(THRESHOLD))
    else {
        return;
    };
    let frame = brief.beleidskeuzes.clone().unwrap_or_default();
    let absent: Vec<&str> = (frame.onderdelen().into_iter())
        .filter(|(_, text)| text.is_none())
        .map(|(field, _)| field)
        .collect();
    if absent.is_empty() {
        return;
    }
    let known = &subject.lijsten.geld.beleidskeuzes;
    let amount = miljoen(hoogste.euros).replace('\u{a0}', " ");
    let amount = match hoogste.kolom.as_str() {
        "structureel" => format!("structureel {amount} aan {}", hoogste.wat),
        year => format!("{amount} aan {} in {year}", hoogste.wat),
    };
    let has_frame = brief.beleidskeuzes.is_some();
    let (place, message) = match (has_frame, brief.secties.is_empty()) {
        (true, _) => (
            "beleidskeuzes",
            format!("bij {amount} is het kader Beleidskeuzes uitgelegd niet compleet"),
        ),
        (false, true) => {
            ("opening", format!("bij {amount} hoort het kader Beleidskeuzes uitgelegd in de brief"))
        }
        (false, false) => {
            ("secties", format!("bij {amount} hoort het kader Beleidskeuzes uitgelegd in de brief"))
        }
    };
    let names: Vec<&str> =
        absent.iter().map(|field| known.get(*field).map_or(*field, Regel::as_str)).collect();
    let fields: Vec<String> = absent.iter().map(|field| format!("{field}: …")).collect();
    let mut finding = Finding::at(Spot::key(field(Bestand::Brief, place)), message)
        .label(format!("ontbreekt: {}", words::enumerate(&names, "en")))
        .and(Spot::key(field(Bestand::Bijlage, tables(bijlage))), "de maatregelen");
    finding = match has_frame {
        true => finding.help(format!("voeg onder `beleidskeuzes:` toe: `{}`", fields.join("`, `"))),
        false => finding.help(format!(
            "voeg aan brief.yaml toe: `beleidskeuzes:`, met daaronder `{}`",
            fields.join("`, `")
        )),
    };
    if hoogste.zonder_aftrek {
        finding = finding.help("uitgaven en besparingen tellen elk apart, zonder aftrek");
    }
    out.push(finding.help("vanaf € 20 miljoen in enig jaar staat dit kader in de hoofdtekst"));
}

/// The field that holds the measures.
fn tables(bijlage: &Bijlage) -> &'static str {
    if bijlage.tabellen.is_empty() { "groepen" } else { "tabellen" }
}

/// F003: FEZ sees everything with financial consequences.
pub(super) fn fez(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    let route = &subject.dossier.gegevens.parafenroute;
    if route.is_empty() {
        return;
    }
    let geld = &subject.lijsten.geld;
    let is_fez = |text: &str| {
        let lower = text.to_lowercase();
        geld.fez.iter().any(|word| words::contains(&lower, word.as_str()))
            || geld.fez_deel.iter().any(|part| lower.contains(part.as_str()))
    };
    let present = route.iter().any(|step| {
        is_fez(step.rol.as_str()) || step.naam.as_ref().is_some_and(|naam| is_fez(naam.as_str()))
    });
    let money = || -> Option<Spot> {
        if let Some(bijlage) = &subject.dossier.bijlage {
            return Some(Spot::key(field(Bestand::Bijlage, tables(bijlage))));
        }
        let amount = subject.seen.amounts.iter().find(|seen| {
            let passage = subject.passage(seen);
            let nothing = seen.what.euros.is_some_and(|euros| euros.is_zero());
            seen.what.is_money()
                && !nothing
                && passage.place.path.to_string() == "toelichting.financiele_overwegingen"
        })?;
        Some(subject.passage(amount).spot(&amount.range))
    };
    if let Some(spot) = money().filter(|_| !present) {
        out.push(
            Finding::at(
                Spot::key(field(Bestand::Dossier, "parafenroute")),
                "FEZ staat niet in de parafenroute, en er is geld mee gemoeid",
            )
            .and(spot, "het geld")
            .help("voeg toe: `- rol: FEZ`"),
        );
    }
}
